"""Headers that say one thing in two languages, and words of Spanish and Mexican systems."""

import pytest

from analysis.columns.columnmap import named_by


def lines(header: str, *, sign: str = ",", n: int = 24) -> str:
    rows = (
        sign.join([f"C{at % 7:03d}", f"2024-{at % 9 + 1:02d}-1{at % 8}", f'"{at + 5},50 $"'])
        for at in range(n)
    )
    return "\n".join([header, *rows]) + "\n"


SUM = f"{sum(at + 5.5 for at in range(24)):.2f}"


@pytest.mark.parametrize(
    "header",
    ["No client / Customer No,Date facture / Invoice date,Montant / Amount",
     "Kundennr./N° client,Datum/Date,Betrag/Montant",
     '"Customer No\nNº cliente","Date\nFecha","Amount\nImporte"'],
)  # fmt: skip
def test_a_header_in_two_languages_names_what_both_say(check, header):
    found = check({"ventes.csv": lines(header)})
    assert (found.receipt.amount_sum, found.receipt.n_customers) == (SUM, 7)


@pytest.mark.parametrize(
    ("header", "named"),
    [("Motif / Reason", None), ("Date/Time", "ordered_on"), ("Net/Gross", None),
     ("Datum/Kunde", None), ("Client/Project", None), ("Menge / Quantity", "quantity")],
)  # fmt: skip
def test_clean_a_sign_between_other_words_says_nothing_new(header, named):
    assert (named_by(header, "transactions") or (None,))[0] == named


@pytest.mark.parametrize("side", ["D/H", "Debe/Haber", "Signo"])
def test_the_side_of_a_spanish_ledger_lowers_money(check, side):
    rows = [f"C{at % 5};{at + 1:02d}/03/2024;100,00;{'H' if at == 14 else 'D'}" for at in range(20)]
    found = check({"mayor.csv": "\n".join([f"Cliente;Fecha;Importe;{side}", *rows]) + "\n"})
    assert found.receipt.amount_sum == "1800.00"


def test_numbers_of_receipts_tell_credit_notes_in_spanish(check):
    numbers = [f"{'NC' if at % 10 == 9 else 'FV'}-1-{at}" for at in range(40)]
    rows = [f"{no};{at % 27 + 1:02d}/03/2024;9{at % 9};10,00" for at, no in enumerate(numbers)]
    text = "\n".join(["Comprobante;Fecha;Cód. cliente;Importe", *rows]) + "\n"
    assert "unsigned_credit_numbers" in check({"ventas.csv": text}).warned


@pytest.mark.parametrize("nobody", ["Venta contado", "PASSAGE", "ventas al contado"])
def test_sales_over_the_counter_are_of_nobody(check, nobody):
    rows = [f"{nobody if at % 5 == 4 else f'C{at % 4}'};{at + 1:02d}.03.2024;10,00"
            for at in range(20)]  # fmt: skip
    found = check({"ventas.csv": "\n".join(["Cliente;Fecha;Importe", *rows]) + "\n"})
    assert found.receipt.set_aside_by_code == {"placeholder_customer": 4}


def test_a_valid_invoice_of_mexico_is_an_order(check):
    states = ["Vigente", "Vigente", "Timbrada", "Cancelada"]
    rows = [f"C{at % 4},{at + 1:02d}/03/2024,10.00,{states[at % 4]}" for at in range(20)]
    found = check({"facturas.csv": "\n".join(["Cliente,Fecha,Total,Estado", *rows]) + "\n"})
    assert found.receipt.set_aside_by_code == {"cancelled": 5}
