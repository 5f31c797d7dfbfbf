"""A second table below the first: refused where its columns stand in another order."""

from __future__ import annotations

import pytest

from analysis.rows import quick, quickload
from intake.books import book

HEADER = "Customer ID,Order date,Amount,Tax"


@pytest.fixture(params=[0, 1 << 40], ids=["quick", "careful"])
def lane(request, monkeypatch):
    monkeypatch.setattr(quickload, "QUICK_BYTES", request.param)
    monkeypatch.setattr(quick, "QUICK_BYTES", request.param)


def below(second: str, *more: str) -> dict[str, str]:
    rows = [f"C{at % 9},2024-01-{1 + at % 28:02d},{at}.50,1.25" for at in range(60)]
    others = [f"C{at % 9},2024-02-{1 + at % 28:02d},1.50,{at}.25" for at in range(60)]
    return {"orders.csv": "\n".join([HEADER, *rows, *more, second, *others, ""])}


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize(
    "second",
    [
        "Customer ID,Order date,Tax,Amount",
        "customer id,order date,tax,amount",
        "Kunde,Datum,Steuer,Betrag",
        "Amount,Customer,Order date,Status",
    ],
)
def test_a_second_header_in_another_order_is_refused_with_its_line(refused, second):
    refusal = refused(below(second))
    assert (refusal.code, refusal.line) == ("second_table", 62)
    assert "line 62 and what follows" in str(refusal)


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize(
    ("second", "code"),
    [
        (HEADER, "repeated_header"),
        ("Kunde,Datum,Betrag,Steuer", "bad_date"),
        ("Amount,as of the order date,Customer,unclear", "bad_date"),
        ("C4,Amount,Tax,see letter", "bad_date"),
    ],
)
def test_the_same_header_and_rows_of_words_are_set_aside(check, second, code):
    found = check(below(second, ""))
    assert found.receipt.rows_good == 120
    assert found.codes[code] == 1


def test_the_line_of_a_sheet_is_that_of_the_second_header(refused):
    swapped = ["Tax", "Order date", "Customer ID", "Amount"]
    first, below_it = ["C1", "2024-01-05", 10, 1], [3, "2024-01-06", "C2", 30]
    rows = [HEADER.split(","), first, [], swapped, below_it]
    assert refused({"orders.xlsx": book(rows)}).line == 4


@pytest.mark.usefixtures("lane")
@pytest.mark.parametrize("sign", [";", "\t", "|"])
@pytest.mark.parametrize("money", ["{}.50", "{},50"])
def test_a_table_with_another_delimiter_below_is_refused(refused, sign, money):
    files = below(HEADER.replace(",", sign))
    head, _, _ = files["orders.csv"].partition(HEADER.replace(",", sign))
    others = [
        sign.join([f"C{at}", f"2024-03-{1 + at % 28:02d}", money.format(at), "1.25"])
        for at in range(60)
    ]
    refusal = refused({"orders.csv": head + "\n".join([HEADER.replace(",", sign), *others, ""])})
    assert (refusal.code, refusal.line) == ("second_table", 62)
    assert "between their columns" in str(refusal)


@pytest.mark.usefixtures("lane")
def test_remarks_with_another_sign_are_remarks(check):
    remarks = ["net; gross; tax", "by: Ann | Tom", "a;b;c;d", "page 1"]
    text = below("C1,2024-02-01,1.50,0.25", *[""])["orders.csv"] + "\n".join(remarks) + "\n"
    found = check({"orders.csv": text})
    assert found.codes == {"footer": 4}
