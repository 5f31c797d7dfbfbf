"""Credit notes with positive amounts: what tells them is a word beside the amount (trap 18)."""

from __future__ import annotations

import pytest

from intake.traps.cases import case, made, table

SALES = 5


def kinds(header: str, sale: str, back: str, *, sign: str = "") -> str:
    """Five sales of 100 and one line of 30 that another word tells."""
    rows = [f"{sale},C{at},2024-01-{at + 5:02d},100.00" for at in range(SALES)]
    return table(f"{header},Customer ID,Order date,Amount", *rows, f"{back},C1,2024-02-01,{sign}30")


LEDGER = kinds("Document Type", "Invoice", "Credit Memo") + table(
    "Payment,C1,2024-02-02,-100.00", "Payment,C2,2024-02-03,-50.00"
)
BY_WORDS = {
    "Tipo": ("Factura", "Factura rectificativa"),
    "Art": ("Verkauf", "Retoure"), "Kind": ("order", "return"), "TYPE": ("Facture", "Avoir"),
    "Vorgang": ("Rechnung", "Stornorechnung"), "move_type": ("out_invoice", "out_refund"),
    "Document Type Code": ("380", "381"), "Soort": ("Factuur", "Creditnota"),
    "Type": ("Invoice", "Credit Note"), "Tipo fattura": ("Fattura", "Nota di credito"),
    "Invoice type code": ("380", "396"), "Documentsoort": ("Factuur", "Creditfactuur"),
    "Tipo de fatura": ("Fatura", "Nota de crédito"), "FKART": ("F2", "G2"),
    "Typ": ("SI", "SC"), "Hinweis": ("Rechnung", "Gutschrift"),
    "Serie": ("Normal", "Rectificativa"), "Tipo de comprobante": ("I", "E"),
    "Efecto del comprobante": ("Ingreso", "Egreso"), "Tipo factura": ("F1", "R1"),
    "Tipo comprobante": ("Boleta", "Nota de crédito electrónica"),
}  # fmt: skip
LISTED = {
    "Doc Type": ("SI", "SC"), "Belegtyp": ("RE", "GU"), "Belegart": ("Rechnung", "Gutschrift"),
    "Document type": ("INV", "CN"),
}  # fmt: skip

TOLD = [
    case(f"18 {header}: {back}", kinds(header, sale, back), warned={"kinds_by_words"},
         total="470.00", says=(header, back))
    for header, (sale, back) in BY_WORDS.items()
] + [
    case(f"18 {header}: {back}", kinds(header, sale, back), total="470.00")
    for header, (sale, back) in LISTED.items()
] + [
    case("18 a word beside an invoice that nobody knows", kinds("Type", "Invoice", "Voucher 7"),
         warned={"unknown_line_types"}, total="530.00", says=("voucher 7", "return_words")),
    case("18 a word beside a sale that nobody knows", kinds("Type", "Sale", "Transfer"),
         warned={"unknown_line_types"}, total="530.00", says=("transfer",)),
    case("18 receipts beside invoices", kinds("Type", "Invoice", "Receipt"),
         warned={"payment_lines"}, codes={"cancelled": 1}, total="500.00"),
    case("18 a word that comes late", kinds("Type", "Invoice", "Invoice")
         + table(*made(600, lambda at: f"Invoice,C{at % 9},2024-03-{at % 28 + 1:02d},{at + 1}.00"),
                 "Credit Note,C1,2024-04-01,30.00"), warned={"kinds_by_words"}, total="180800.00"),
    case("18 a code that nobody knows", kinds("Doc Type", "QX", "QZ"),
         warned={"unknown_line_types"}, total="530.00", says=("'qx', 'qz'", "return_words")),
    case("18 a code that was answered", {
        "orders.csv": kinds("Doc Type", "QX", "QZ"),
        "columns.toml": '[transactions]\nreturn_words = ["QZ"]\norder_words = ["QX"]\n',
    }, total="470.00"),
    case("18 a code of a column that was named", {
        "orders.csv": kinds("Zork", "QX", "QZ"),
        "columns.toml": '[transactions]\nline_type = "Zork"\nreturn_words = ["QZ"]\n'
                        'order_words = ["QX"]\n',
    }, total="470.00"),
    case("18 a quotation is no order", kinds("Doc Type", "Invoice", "Quote"),
         codes={"cancelled": 1}, total="500.00"),
    case("18 a payment is no order", LEDGER, codes={"cancelled": 2}, total="470.00",
         warned={"payment_lines"}, says=("2 lines", "'payment'", "order_words")),
    case("18 payments that were said to be orders", {
        "orders.csv": LEDGER, "columns.toml": '[transactions]\norder_words = ["Payment"]\n',
    }, total="320.00"),
    case("18 a payment in a column of another name",
         kinds("Hinweis", "Rechnung", "Saldovortrag") + "Zahlung,C1,2024-02-02,30\n",
         codes={"cancelled": 2}, total="500.00", warned={"payment_lines"}),
    case("18 codes of payments", kinds("Typ", "SI", "SC") + "SR,C1,2024-02-02,84\n",
         codes={"cancelled": 1}, total="470.00", warned={"kinds_by_words", "payment_lines"},
         says=("'sr'",)),
    case("18 payments back", kinds("Document Type", "Invoice", "Credit Memo", sign="-")
         + "Payment,C1,2024-02-02,-100\nRefund,C1,2024-02-03,30\n",
         codes={"cancelled": 2}, total="470.00", warned={"payment_lines"}),
    case("18 a payout", kinds("Type", "charge", "Payout", sign="-"), codes={"cancelled": 1},
         total="500.00", warned={"payment_lines"}),
    *(case(f"18 SAP, {header}", kinds(header, f"{own}F2", f"{own}G2")
           + f"{own}RE,C2,2024-02-02,10\n{own}S1,C3,2024-02-03,100\n{own}L2,C3,2024-02-04,5\n"
           f"{own}F8,C3,2024-02-05,70\nIV,C9,2024-02-06,80\nS2,C1,2024-02-07,30\n",
           codes={"cancelled": 2}, total="395.00", warned=told, says=("'iv'",))
      for header, own, told in (
          ("Billing Type", "", {"kinds_by_words", "payment_lines"}),
          ("FkArt", "Z", {"kinds_by_words", "payment_lines"}),
          ("Fakturaart", "", {"payment_lines"}))),
    case("18 SAP, a code beside that nobody knows",
         kinds("Billing Type", "F2", "G2") + "QX,C1,2024-02-02,5\n", total="475.00",
         warned={"kinds_by_words", "unknown_line_types"}, says=("qx",)),
    case("18 SAP, pro forma beside invoices", kinds("Billing Type", "F2", "F5"),
         codes={"cancelled": 1}, total="500.00"),
    case("18 SAP, documents of accounts", kinds("Document Type", "RV", "DG")
         + "DR,C2,2024-02-02,7\nDZ,C3,2024-02-03,100\n", codes={"cancelled": 1}, total="477.00",
         warned={"payment_lines"}),
    case("18 SAP, invoices and payments of accounts", kinds("Belegart", "RV", "DZ"),
         codes={"cancelled": 1}, total="500.00", warned={"payment_lines"}),
    case("18 SAP, signed", kinds("Billing Type", "F2", "G2", sign="-") + "F8,C1,2024-02-02,50\n",
         codes={"cancelled": 1}, total="470.00"),
    case("18 sides that were named", {
        "orders.csv": kinds("Soll/Haben-Kennzeichen", "S", "H"),
        "columns.toml": '[transactions]\nline_type = "Soll/Haben-Kennzeichen"\n',
    }, warned={"unsigned_sides"}, total="470.00"),
    case("18 sides of a revenue account", kinds("D/C", "C", "D"), warned={"unsigned_sides"},
         total="470.00"),
    case("18 sides, and an answer", {
        "orders.csv": kinds("S/H", "S", "H"),
        "columns.toml": '[transactions]\nreturn_words = ["S"]\n',
    }, total="-470.00", warned={"customers_without_sales"}),
]  # fmt: skip

#: Header -> an invoice, and the papers beside it.
BESIDE = {
    "Document Type": ("Invoice", "Order Confirmation", "Delivery Note", "Pro-forma"),
    "Type": ("Tax Invoice", "Packing Slip", "Dispatch note", "Proforma invoice"),
    "Belegart": ("Rechnung", "Auftragsbestätigung", "Lieferschein", "Proformarechnung"),
    "Type de pièce": ("Facture", "Bon de livraison", "Confirmation de commande"),
    "Tipo": ("Factura", "Albarán", "Confirmación de pedido", "Factura proforma"),
}  # fmt: skip


def beside(header: str, sale: str, *papers: str, at: int = 5) -> str:
    """Five sales, each told by these papers as well, and under numbers of their own."""
    rows = [
        f"{number}{word[:2].upper()},C{number},2024-01-{number + 5:02d},{number + 1}0.00,{word}"
        for number in range(at) for word in (*papers, sale)
    ]  # fmt: skip
    return table(f"Document no,Customer ID,Order date,Amount,{header}", *rows)


PAPERS = [
    *(case(f"18 papers beside invoices: {header}", beside(header, *words), total="150.00",
           codes={"cancelled": 5 * (len(words) - 1)}, warned={"payment_lines"},
           says=(words[1].lower(), "order_words"))
      for header, words in BESIDE.items()),
    case("18 papers that were said to be orders", {
        "orders.csv": beside("Type", "Invoice", "Delivery note"),
        "columns.toml": '[transactions]\norder_words = ["Delivery note"]\n',
    }, total="300.00"),
    case("18 lines of a till that repeat its sales", beside("Line Type", "Sale", "Payment"),
         warned={"unknown_line_types"}, total="300.00",
         says=("5 lines looked at of 'payment' repeat", 'of their own (delivery notes, payments), '
               'put cancel_words = ["payment"]')),
    case("18 lines of a till, answered", {
        "orders.csv": beside("Line Type", "Sale", "Payment", "Sale Line"),
        "columns.toml": '[transactions]\ncancel_words = ["payment", "sale line"]\n',
    }, codes={"cancelled": 10}, total="150.00"),
    case("18 a type of which a word repeats sales", beside("Vorgang", "Verkauf", "Zork"),
         warned={"unknown_line_types"}, says=("If they are no sales", "'zork' repeat")),
    case("18 clean: no type repeats another", kinds("Doc Type", "Verkauf", "Zork"),
         warned={"unknown_line_types"}, total="530.00", says=("If they lower money",)),
    case("18 delivery notes alone are said", kinds("Belegart", "Lieferschein", "Lieferschein"),
         warned={"unknown_line_types"}, total="530.00"),
    *(case(f"18 clean: one word on all lines: {word}", kinds(header, word, word), total="530.00")
      for header, word in (("Transaction Type", "Payment"), ("Belegart", "Zork"),
                           ("Type de pièce", "Règlement"), ("Tipo de documento", "Cobro"))),
    *(case(f"18 clean: one word on all lines but returns: {back}", kinds(header, word, back),
           total="470.00")
      for header, word, back in (("Transaction Type", "Payment", "Refund"),
                                 ("Belegart", "Zahlung", "Erstattung"))),
    case("18 one word, and lines without", kinds("Transaction Type", "Payment", ""),
         warned={"unknown_line_types"}, total="530.00"),
]  # fmt: skip

CLEAN = [
    case("18 ways of delivery", kinds("Type", "Order", "Pickup"), total="530.00"),
    case("18 clean: credit notes with a sign", kinds("Type", "Invoice", "Credit Note", sign="-"),
         total="470.00"),
    case("18 clean: one kind only", kinds("Type", "Invoice", "Invoice"), total="530.00"),
    case("18 clean: numbers of articles", kinds("Product code", "380", "381"), total="530.00"),
    case("18 clean: numbers of a kind of goods", kinds("Type", "310", "381"), total="530.00"),
    case("18 clean: numbers of documents beside others", kinds("Type", "380", "381")
         + table("420,C1,2024-02-02,5", "505,C1,2024-02-03,5"), total="540.00"),
    case("18 clean: invoices by their number alone", kinds("Type code", "380", "383"),
         total="530.00"),
    case("18 clean: credit notes with a sign by their number",
         kinds("Document Type Code", "380", "381", sign="-"), total="470.00"),
    case("18 clean: kinds of customers", kinds("Type", "B2B", "B2C"), total="530.00"),
    case("18 clean: ways of paying", kinds("Payment", "Invoice", "Credit"), total="530.00"),
    case("18 clean: ways of paying beside each other",
         kinds("Payment method", "Invoice", "Transfer"), total="530.00"),
    case("18 clean: what a payment is for", kinds("Zahlungsart", "Rechnung", "Zahlung"),
         total="530.00"),
    case("18 clean: payments are the sales", kinds("Type", "Payment", "Refund"),
         total="530.00"),
    case("18 clean: refunds of sales", kinds("Type", "Charge", "Refund", sign="-"),
         total="470.00"),
    case("18 clean: SAP, invoices alone", kinds("Billing Type", "F2", "F2"), total="530.00"),
    case("18 clean: how it is paid", kinds("Billing type", "Invoice", "Card"), total="530.00"),
    case("18 clean: how often it is billed", kinds("Billing type", "Monthly", "Yearly"),
         total="530.00"),
    case("18 clean: articles with such codes", kinds("Type", "F1", "G2") + table(
         *(f"{code},C1,2024-02-0{at},5" for at, code in enumerate(("K1", "M3", "P9"), 2))),
         total="545.00"),
    case("18 clean: a card", kinds("Card", "Debit", "Credit"), total="530.00"),
    case("18 clean: goods of another kind", kinds("Type", "product", "service"), total="530.00"),
    case("18 clean: words that are left out", {
        "orders.csv": kinds("Type", "Invoice", "Credit Note"),
        "columns.toml": '[transactions]\nignore = ["Type"]\n',
    }, total="530.00"),
    case("18 clean: a region that looks like a code", kinds("Region", "SI", "SC"), total="530.00"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), TOLD + PAPERS + CLEAN)
def test_words_tell_credit_notes_where_no_sign_does(holds, files, want):
    holds(files, want)
