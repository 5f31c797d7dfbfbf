"""Credit notes without a sign, told by the beginning of their number alone (traps 18 and 19)."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, table


def numbered(sale: str, back: str, *, every: int = 5, sign: str = "", n: int = 20) -> str:
    """Twenty documents of 10, of which each fifth has another beginning."""
    rows = [
        f"{back}{at + 5001},K{at % 7},2024-01-{at + 1:02d},{sign}10.00"
        if at % every == every - 1 else f"{sale}{at + 5001},K{at % 7},2024-01-{at + 1:02d},10.00"
        for at in range(n)
    ]  # fmt: skip
    return table("Document no,Customer ID,Order date,Amount", *rows)


#: Beginnings of invoices and of credit notes, of systems of four languages.
PAIRS = [
    ("INV", "CN"), ("INV-", "CRN-"), ("SI", "SC"), ("SI-", "CR-"), ("IN", "CM"), ("INV/2024/", "C"),
    ("RE", "GS"), ("RG-", "GU-"), ("RE-2024-", "ST-2024-"), ("R", "G"), ("RE", "GUT"),
    ("FA", "AV"), ("F", "A"), ("FAC", "AVR"), ("FC", "NC"), ("FV", "NC"), ("FV-", "REC-"),
    ("F", "R"), ("FV", "AB"), ("", "C"), ("2024-", "CN-"), ("", "GS"), ("", "AV"),
]  # fmt: skip
WARNED = {"unsigned_credit_numbers"}

SAID = [
    *(case(f"19 {sale}/{back} without a sign", numbered(sale, back), total="200.00", warned=WARNED,
           says=("4 lines (together 40)", f"begin with {back.strip('-').split('-')[0]} ", "a sign"))
      for sale, back in PAIRS),
    case("19 other lines are below 0", numbered("INV", "CN") + "INV9,K1,2024-01-30,-4.00\n",
         total="196.00", warned=WARNED),
    case("19 a line of no value among them", numbered("RE", "GS") + "GS9,K1,2024-01-30,0\n",
         total="200.00", warned={*WARNED, "zero_amount"}),
]  # fmt: skip

CLEAN = [
    case("19 clean: they have a sign", numbered("INV", "CN", sign="-"), total="120.00",
         warned={"credit_numbers"}),
    case("19 clean: their type tells them, and lowers money",
         table("Document no,Customer ID,Order date,Amount,Type",
               *(f"INV{at},K{at % 3},2024-01-{at + 1:02d},10.00,Invoice" for at in range(9)),
               "CN9,K1,2024-01-20,10.00,Credit Note"), total="80.00",
         warned={"kinds_by_words", "credit_numbers"}),
    *(case(f"19 clean: {sale}/{back}, {told}", numbered(sale, back), total="200.00")
      for sale, back, told in (
          ("MUC", "BER", "branches"), ("A", "B", "series"), ("23-", "24-", "years"),
          ("WEB", "POS", "channels"), ("RE", "AB", "orders that were confirmed"),
          ("PO", "CN", "numbers of the customers"), ("INV", "GS", "of another language"),
          ("SHOP-", "C", "a shop"), ("INV", "INV", "one beginning"), ("C", "C", "one beginning"))),
    case("19 clean: half of the numbers", numbered("", "C", every=2), total="200.00"),
    case("19 clean: nearly all of the numbers", numbered("CN", "INV"), total="200.00"),
    case("19 clean: series of letters", numbered("F", "A") + table(
         *(f"B{at},K{at % 5},2024-01-{at + 1:02d},10.00" for at in range(5))), total="250.00"),
    case("19 clean: products that begin so", numbered("FA", "FA").replace("Document", "Article"),
         total="200.00"),
]  # fmt: skip


#: Header -> a text of an invoice and one of a credit note.
TEXTS = {
    "Buchungstext": ("Rechnung", "Gutschrift zu RE"), "Text": ("Rechnung Nr.", "Stornorechnung"),
    "Memo": ("Invoice", "Credit note for invoice"), "Details": ("Tax Invoice", "Credit Memo"),
    "Libellé": ("Facture n°", "Avoir sur facture"), "Objet": ("Facture", "Facture d'avoir"),
    "Concepto": ("Factura", "Factura rectificativa de"), "Glosa": ("Factura", "Abono factura"),
    "Betreff": ("Rechnung", "Rechnungskorrektur"),
}  # fmt: skip


def texted(header: str, sale: str, back: str, *, sign: str = "") -> str:
    rows = [
        f"K{at % 7},2024-01-{at + 1:02d},{sign}10.00,{back} {at + 100}" if at % 5 == 4
        else f"K{at % 7},2024-01-{at + 1:02d},10.00,{sale} {at + 101}"
        for at in range(20)
    ]  # fmt: skip
    return table(f"Customer ID,Order date,Amount,{header}", *rows)


SPOKEN = [
    *(case(f"18 a text of a credit note: {header}", texted(header, sale, back), total="200.00",
           warned={"unsigned_credit_texts"}, says=(f"'{header}' begins", "4 of 20", "a sign"))
      for header, (sale, back) in TEXTS.items()),
    *(case(f"18 clean: a credit note with a sign: {header}", texted(header, sale, back, sign="-"),
           total="120.00") for header, (sale, back) in TEXTS.items()),
    case("18 clean: texts of goods", texted("Text", "Invoice book", "Invoice pad"), total="200.00"),
    case("18 clean: it speaks of one later", texted("Text", "Rechnung", "Rechnung und Gutschrift"),
         total="200.00"),
    case("18 clean: other texts", texted("Text", "Schrauben", "Gutschrift"), total="200.00"),
    case("18 clean: the other side of a ledger", {
        "orders.csv": table("Kundennr,Datum,Belegnr,Text,Soll,Haben", *(
            f"K{at % 7},2024-01-{at + 1:02d},{at},Gutschrift {at},,10.00" if at % 5 == 4
            else f"K{at % 7},2024-01-{at + 1:02d},{at},Rechnung {at},10.00," for at in range(20))),
        "columns.toml": '[transactions]\namount = "Soll"\nrefunded = "Haben"\n',
    }, total="120.00"),
    case("18 clean: a text that is left out", {
        "orders.csv": texted("Text", "Rechnung", "Gutschrift"),
        "columns.toml": '[transactions]\nignore = ["Text"]\n',
    }, total="200.00"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), SAID + CLEAN + SPOKEN)
def test_numbers_tell_credit_notes_that_have_no_sign(holds, files, want):
    holds(files, want)
