"""Debit and credit in two columns: the difference is offered, and read where it is named."""

from __future__ import annotations

import pytest

N = 40
BACK = {5, 17, 30, 31}


def ledger(debit: str, credit: str, *, zero: str = "") -> dict[str, str | bytes]:
    """Write sales of 10.50 and, on four lines, credit notes of 2.25."""
    lines = [
        f"{at % 6 + 100};2024-01-{at % 28 + 1:02d};R{at};"
        + (f"{zero};{2 + at % 3}.25" if at in BACK else f"{10 + at}.50;{zero}")
        for at in range(N)
    ]
    return {"orders.csv": "\n".join([f"Kundennr;Datum;Beleg;{debit};{credit}", *lines, ""])}


SALES = sum(10 + at + 0.5 for at in range(N) if at not in BACK)
CREDITED = sum(2 + at % 3 + 0.25 for at in BACK)

SIDES = [("Debe", "Haber"), ("Débit", "Crédit"), ("Soll", "Haben"), ("Debit", "Credit"),
         ("Betrag Soll EUR", "Betrag Haben EUR")]  # fmt: skip


@pytest.mark.parametrize(("debit", "credit"), SIDES)
def test_each_answer_says_what_it_reads(refused, debit, credit):
    told = str(refused(ledger(debit, credit)))
    assert f'amount = "{debit}"\nrefunded = "{credit}"' in told
    assert f'{SALES - CREDITED:,.2f} where "{credit}" is money back' in told
    assert f'the 4 lines of "{credit}" are not counted' in told


@pytest.mark.parametrize("zero", ["", "0.00"])
@pytest.mark.parametrize(("debit", "credit"), SIDES)
def test_the_difference_is_read_where_it_is_named(both, debit, credit, zero):
    content = str(ledger(debit, credit, zero=zero)["orders.csv"]).encode()
    stated = f'[transactions]\namount = "{debit}"\nrefunded = "{credit}"\n'
    quick, careful = (said[0] for said in both("orders.csv", content, stated))
    assert quick == careful
    assert quick["amount_sum"] == f"{SALES - CREDITED:.2f}"
    assert quick["rows_good"] == N


def test_a_line_with_neither_has_no_amount(check):
    files = ledger("Debe", "Haber")
    files["orders.csv"] = f"{files['orders.csv']}100;2024-01-09;R99;;\n"
    files["columns.toml"] = '[transactions]\namount = "Debe"\nrefunded = "Haber"\n'
    assert check(files).codes == {"no_amount": 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Debit card", "Credit card"), ("Online", "Shop"), ("Bar", "Karte"), ("Amount A", "Amount B")],
)
def test_clean_two_ways_of_paying_are_no_sides(refused, one, other):
    assert "refunded" not in str(refused(ledger(one, other)))


@pytest.mark.parametrize(
    "header", ["Kundennr;Datum;Betrag", "Customer ID;Date;Amount", "Code client;Date;Montant"]
)
def test_an_export_with_turned_signs_is_said(check, header):
    def lines(sign, back):
        return "\n".join([header, *(
            f"K{at % 9};2024-01-{at % 28 + 1:02d};{back if at % 9 == 0 else sign}{at + 10}.50"
            for at in range(90)
        ), ""])  # fmt: skip

    assert "mostly_negative" in check({"a.csv": lines("-", "")}).warned
    assert "mostly_negative" not in check({"a.csv": lines("", "-")}).warned
