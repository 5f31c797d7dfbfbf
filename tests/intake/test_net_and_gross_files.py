"""Files of one table, some net of tax and some with it; and which money is asked about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analysis.columns.columnmap import map_columns, named_by
from analysis.columns.taxsense import MIXED_TAXES, Taxed, mixed_taxes
from analysis.errors import InputRefused
from analysis.rows.onlycolumn import only_columns

DAYS = [str(date(2024, 1, 1) + timedelta(days=at)) for at in range(80)]
NET = "Order No,Order Date,Customer No,Nettobetrag"


def text(header: str, *, first: int, n: int = 30, money: str = "{net:.2f}") -> str:
    rows = [
        f"A{at},{DAYS[at]},10{at % 9}," + money.format(net=10 + at, gross=(10 + at) * 1.19)
        for at in range(first, first + n)
    ]
    return "\n".join([header, *rows]) + "\n"


BOTH = "{net:.2f},{gross:.2f}"


def test_net_and_gross_files_of_one_table_are_said_with_what_reads_them_alike(check):
    old = text(NET, first=0)
    by_word = check({
        "orders_1.csv": old, "orders_2.csv": text(
            "Order No,Order Date,Customer No,Gross Amount", first=30, money="{gross:.2f}"
        ),
    })  # fmt: skip
    (said,) = [one for one in by_word.receipt.warnings if one.code == MIXED_TAXES]
    assert "'Nettobetrag', such as orders_1.csv" in said.message
    assert "'Gross Amount', such as orders_2.csv" in said.message

    new = text("Number,Order Date,Customer No,Untaxed Sum X,Total X", first=30, money=BOTH)
    stated = '["orders_2.csv"]\ntable = "transactions"\norder_id = "Number"\namount = "Total X"\n'
    by_cells = check({"orders_1.csv": old, "orders_2.csv": new, "columns.toml": stated})
    (said,) = [one for one in by_cells.receipt.warnings if one.code == MIXED_TAXES]
    assert said.message.endswith(
        'put amount = "Untaxed Sum X" under ["orders_2.csv"] into columns.toml.'
    )


@pytest.mark.parametrize(
    ("header", "money"),
    [
        ("Order No,Order Date,Customer No,Net Amount", "{net:.2f}"),
        ("Order No,Order Date,Customer No,Umsatz", "{gross:.2f}"),
        ("Order No,Order Date,Customer No,Nettobetrag,Discount", "{net:.2f},0.00"),
    ],
)
def test_files_of_one_sense_or_of_none_are_not_mixed(check, header, money):
    files = {"orders_1.csv": text(NET, first=0),
             "orders_2.csv": text(header, first=30, money=money)}  # fmt: skip
    assert MIXED_TAXES not in check(files).warned


def test_of_many_files_a_few_are_written_out():
    files = [Taxed(f"a{at}.csv", "Netto", "net") for at in range(9)]
    files += [Taxed(f"b{at}.csv", "Total", "gross", "Net") for at in range(5)]
    (said,) = mixed_taxes(files)
    assert "9 files" in said.message
    assert said.message.count("under [") == 3
    assert "so for 2 more" in said.message


def test_money_without_a_tax_is_money_beside_one_with_it():
    header = ["Customer ID", "Order date", "Untaxed Sum Signed", "Sum Signed"]
    rows = [[f"K{at % 9}", DAYS[at], f"{at + 1}.00", f"{(at + 1) * 1.2:.2f}"] for at in range(40)]
    known = {"customer_id": 0, "ordered_on": 1}
    assert only_columns(["amount"], rows, header, known) == {}
    taxes = ["Customer ID", "Order date", "Tax Signed", "Sum Signed"]
    assert only_columns(["amount"], rows, taxes, known) == {"amount": 3}


@pytest.mark.parametrize("header", ["Amount (Tax)", "Betrag (MwSt.)", "Montant (TVA)"])
def test_a_tax_in_brackets_is_no_amount(header):
    assert named_by(header, "transactions") is None


@pytest.mark.parametrize(
    "header", ["Amount (Net)", "Amount (incl. tax)", "Betrag (ohne MwSt.)", "Amount (EUR)"]
)
def test_an_amount_with_or_without_a_tax_in_brackets_is_one(header):
    assert named_by(header, "transactions") == ("amount", 1)


def test_the_question_which_money_is_meant_offers_all_but_what_is_owed():
    header = ["Customer ID", "Date", "Gross Sales", "Net Sales", "Total Collected", "Amount due"]
    with pytest.raises(InputRefused) as caught:
        map_columns("transactions", header, file="a.csv")
    assert "'Gross Sales', 'Net Sales', 'Total Collected'" in caught.value.happened
    assert "Amount due" not in caught.value.to_do


@pytest.mark.parametrize(
    ("old", "net", "gross"),
    [
        ("Net", "Subtotal", "Total"), ("Netto", "Zwischensumme", "Gesamtbetrag"),
        ("Montant HT", "Sous-total", "Total"),
    ],
)  # fmt: skip
def test_the_amount_before_tax_is_offered_and_the_other_one_is_said(check, old, net, gross):
    head = "Order No,Order Date,Customer No,"
    files = {
        "sales_1.csv": text(f"{head}{old},VAT", first=0, money="{net:.2f},1.00"),
        "sales_2.csv": text(f"{head}{net},{gross}", first=30, money=BOTH),
        "columns.toml": f'[transactions]\namount = "{old}"\n',
    }
    with pytest.raises(InputRefused) as caught:
        check(files)
    for name in (net, gross):
        assert f'amount = "{name}"' in caught.value.to_do

    own = '["sales_2.csv"]\ntable = "transactions"\namount = '
    taken = check(files | {"columns.toml": files["columns.toml"] + f'{own}"{gross}"\n'})
    assert MIXED_TAXES in taken.warned
    alike = check(files | {"columns.toml": files["columns.toml"] + f'{own}"{net}"\n'})
    assert MIXED_TAXES not in alike.warned
