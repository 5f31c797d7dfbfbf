"""A payout, a tax or a fee beside the amount, and what the numbers say of it."""

from __future__ import annotations

import pytest

N = 30
SALES = [100 + 3 * at for at in range(N)]


def orders(columns: dict[str, list[str]]) -> dict[str, str | bytes]:
    """Write a line a day with these columns."""
    lines = [
        ";".join([f"{at % 7 + 100}", f"2024-01-{at + 1:02d}", *cells])
        for at, cells in enumerate(zip(*columns.values(), strict=True))
    ]
    return {
        "orders.csv": "\n".join([";".join(["Customer ID", "Order date", *columns]), *lines, ""])
    }


def money(numbers: list[float]) -> list[str]:
    return [f"{number:.2f}" for number in numbers]


def fee(sign: int, share: float = 0.1) -> list[str]:
    return money([sign * share * sale for sale in SALES])


PAID_OUT = money([0.9 * sale for sale in SALES])
TOTAL = f"{sum(SALES):.2f}"


@pytest.mark.parametrize(
    ("payout", "sale", "fees"),
    [
        ("Nettobetrag", "Transaktionsbetrag (inkl. Kosten)", {"Verkaufsprovision": fee(-1)}),
        ("Montant net", "Vente client", {"Commission": fee(-1)}),
        ("Importe neto", "Cobrado al cliente", {"Comisión de venta": fee(-1)}),
        ("Net amount", "Paid by buyer",
         {"Fixed fee": fee(-1, 0.06), "Final value fee": fee(-1, 0.04)}),
    ],
)  # fmt: skip
def test_what_was_paid_out_is_not_the_sale(check, payout, sale, fees):
    found = check(orders({payout: PAID_OUT, sale: money(SALES), **fees}))
    assert f"{found.good().amount.sum():.2f}" == TOTAL
    (said,) = [w.message for w in found.receipt.warnings if w.code == "payout_not_read"]
    assert f"'{payout}' is '{sale}' less" in said
    assert "net of tax" not in " ".join(w.message for w in found.receipt.warnings)


def test_a_payout_that_the_map_names_is_read(check):
    files = orders({"Net amount": PAID_OUT, "Paid by buyer": money(SALES), "Fee": fee(-1)})
    files["columns.toml"] = '[transactions]\namount = "Net amount"\n'
    assert f"{check(files).good().amount.sum():.2f}" == f"{0.9 * sum(SALES):.2f}"


@pytest.mark.parametrize(
    "beside",
    [
        # A fee that the buyer pays stands above 0, and is a part of the sale.
        {"Charged to card": money([1.1 * sale for sale in SALES]), "Service fee": fee(1)},
        {"Charged to card": money([1.1 * sale for sale in SALES]), "Shipping fee": fee(-1)},
        {"Vom Kunden erhalten": money([1.1 * s for s in SALES]), "Bearbeitungsgebühr": fee(1)},
        # Fees that are not what parts the two.
        {"List": money([1.5 * sale for sale in SALES]), "Commission": fee(-1)},
        # None at all.
        {"Collected": money([2.0 * sale for sale in SALES]), "Frais": ["0.00"] * N},
    ],
    ids=str,
)
def test_clean_the_amount_stays_beside_other_fees(check, beside):
    found = check(orders({"Amount": money(SALES), **beside}))
    assert f"{found.good().amount.sum():.2f}" == TOTAL
    assert "payout_not_read" not in found.warned


def taxed(rate: float) -> list[str]:
    return money([sale * rate for sale in SALES])


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"Base": taxed(1), "IVA": taxed(0.21), "Total": taxed(1.21)},
         "Amounts are read from 'Total': it includes the tax in 'IVA'; 'Base' does not."),
        ({"Line Subtotal": taxed(1), "Tax 1 Amount": taxed(0.2), "Line Total": taxed(1.2)},
         "Amounts are read from 'Line Total': it includes the tax in 'Tax 1 Amount'; "
         "'Line Subtotal' does not."),
        ({"totalamount": taxed(1.2), "totaltax": taxed(0.2)},
         "Amounts are read from 'totalamount': it includes the tax in 'totaltax'."),
        ({"Betrag": taxed(1), "MwSt": taxed(0.19)},
         "Amounts are read from 'Betrag': the tax in 'MwSt' is not in it."),
        ({"Montant": taxed(1), "TVA": taxed(0.055), "À encaisser": taxed(1.055)},
         "Amounts are read from 'Montant': the tax in 'TVA' is not in it; 'À encaisser' "
         "includes it."),
        ({"BASE": taxed(1), "CUOTA": taxed(0.21), "TOTAL FACTURA": taxed(1.21)},
         "Amounts are read from 'TOTAL FACTURA': it includes the tax; 'BASE' does not."),
        # A quarter of what is left, or a fifth of the whole: the column without it decides.
        ({"Amount": taxed(1.25), "Tax": taxed(0.25), "Goods": taxed(1)},
         "Amounts are read from 'Amount': it includes the tax in 'Tax'; 'Goods' does not."),
    ],
)  # fmt: skip
def test_whether_tax_is_in_the_amount_is_said_where_the_tax_beside_tells(check, columns, says):
    found = check(orders(columns))
    assert [w.message for w in found.receipt.warnings if w.code == "net_or_gross"] == [says]


@pytest.mark.parametrize(
    "columns",
    [
        {"Amount": taxed(1)},
        {"Amount": taxed(1), "Tax": ["0.00"] * N},
        {"Amount": taxed(1), "Tax rate": ["19"] * N},
        {"Amount": taxed(1), "Tax": money([7.0 + at % 5 for at in range(N)])},
        {"Amount": taxed(1.25), "Tax": taxed(0.25)},  # both ways
        {"Amount": taxed(1.19), "Provision": taxed(0.19)},
        {"Amount": taxed(1.3), "Base": taxed(1)},  # no tax that is known
        {"Amount": taxed(1.19), "Cost": taxed(1)},
    ],
    ids=str,
)
def test_clean_nothing_is_said_of_a_tax_that_tells_nothing(check, columns):
    assert "net_or_gross" not in check(orders(columns)).warned
