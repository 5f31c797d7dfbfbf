"""Exports that come twice in another spelling, and numbers that start anew in each file."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.rows import quick, quickload
from intake.books import book
from intake.traps.cases import case, days_from, table

SHOP = "customer_id,date,amount"
GERMAN = "customer_id;date;amount"
NUMBERED = "order_id,customer_id,date,amount"
DAYS = days_from("2024-01-08", 40)


def rows(style: str, line: str, first: int = 0, last: int = 30) -> list[str]:
    """Rows of one a day; ``{d}`` is the day as ``style`` writes it, ``{a}`` the amount."""
    return [
        line.format(k=f"k{at % 11}", d=f"{DAYS[at]:{style}}", a=f"{at * 37 + 5}.50", at=at)
        for at in range(first, last)
    ]


ISO = rows("%Y-%m-%d", "{k},{d},{a}")
NAMED = "Customer,Date,Qty,Remark,Amount"
SHEET = book([SHOP.split(","), *[[f"k{at % 11}", DAYS[at], at * 37 + 5.5] for at in range(30)]])
TWICE = {"codes": {"duplicate_line": 30}, "warned": {"duplicate_lines"}, "good": 30}

SPELLED = [
    case("days another way round", {
        "orders_1.csv": table(SHOP, *ISO), "orders_2.csv": table(SHOP, *rows("%d.%m.%Y",
                                                                 "{k},{d},{a}")),
    }, **TWICE),
    case("decimal commas, and an overlap only", {
        "orders_1.csv": table(SHOP, *ISO[:20]),
        "orders_2.csv": table(GERMAN, *(row.replace(".", ",") for row in
                                        rows("%Y-%m-%d", "{k};{d};{a}", 12, 30))),
    }, codes={"duplicate_line": 8}, warned={"duplicate_lines"}, good=30),
    case("amounts with and without idle zeros", {
        "orders_1.csv": table(SHOP, "a,2024-01-13,10.00", "b,2024-01-14,20.50"),
        "orders_2.csv": table(SHOP, "a,2024-01-13,10", "b,2024-01-14,20.5"),
    }, codes={"duplicate_line": 2}, warned={"duplicate_lines"}, total="30.50"),
    case("seconds in one, and one order more", {
        "orders_1.csv": table(SHOP, "a,2024-01-13 10:00,5.00", "b,2024-01-14 11:00,6.00"),
        "orders_2.csv": table(SHOP, "a,2024-01-13 10:00:00,5.00", "b,2024-01-14 11:00:00,6.00",
                              "b,2024-01-19 11:00:00,6.00"),
    }, codes={"duplicate_line": 2}, warned={"duplicate_lines"}, total="17.00"),
    case("a workbook beside the text", {"orders_1.csv": table(SHOP, *ISO), "orders_2.xlsx": SHEET},
         **TWICE),
    case("columns that serve nothing, spelled apart too", {
        "orders_1.csv": table(NAMED, *rows("%Y-%m-%d", "{k},{d},{at}.0,no {at}x,{a}0")),
        "orders_2.csv": table(NAMED, *rows("%Y-%m-%d", "{k},{d},{at},no {at}x,{a}")),
    }, **TWICE),
    case("by number: the same lines, no other version", {
        "orders_1.csv": table(NUMBERED, "1,a,2024-01-13,5.00", "2,b,2024-01-14,6.00"),
        "orders_2.csv": table(NUMBERED, "2,b,14.01.2024,6.00", "3,b,15.01.2024,7.00"),
    }, codes={"duplicate_line": 1}, warned={"duplicate_lines"}, total="18.00"),
    case("clean: other spellings of other orders", {
        "orders_1.csv": table(SHOP, *ISO[:15]),
        "orders_2.csv": table(SHOP, *rows("%d.%m.%Y", "{k},{d},{a}", 15, 30)),
    }, good=30),
    case("clean: at other times", {
        "orders_1.csv": table(SHOP, "a,2024-01-13 10:00,5.00", "b,2024-01-14 11:00,6.00"),
        "orders_2.csv": table(SHOP, "a,2024-01-13 12:00:00,5.00", "b,2024-01-14 13:00:00,6.00"),
    }, total="22.00"),
    case("clean: equal but for a column that serves nothing", {
        "orders_1.csv": table("Customer,Date,Remark,Amount", "a,2024-01-13,red,5.00",
                              "b,2024-01-14,red,6.00"),
        "orders_2.csv": table("Customer,Date,Remark,Amount", "a,13.01.2024,blue,5.00",
                              "b,14.01.2024,blue,6.00"),
    }, total="22.00"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), SPELLED)
def test_an_export_in_another_spelling_counts_once(holds, files, want):
    holds(files, want)


TILL = "Bon-Nr;Kundennr;Datum;Umsatz"


def sales(first: int, last: int, start: int = 0) -> list[str]:
    """Rows of days ``first`` to ``last``, their numbers counted from ``start``."""
    return [
        f"{start + at - first};k{at % 11};{DAYS[at]:%d.%m.%Y};{at * 37 + 5},50"
        for at in range(first, last)
    ]


ANEW = [
    case("each month from 1", {
        "bons_01.csv": table(TILL, *sales(0, 12)), "bons_02.csv": table(TILL, *sales(12, 24)),
        "bons_03.csv": table(TILL, *sales(26, 38)),
    }, warned={"numbers_of_other_sales"}, good=36, says=('ignore = ["Bon-Nr"]', "from the start")),
    case("each month from 1, one month given in two versions", {
        "bons_01.csv": table(TILL, *sales(0, 12)),
        "bons_01_new.csv": table(TILL, *sales(0, 11), "11;k0;19.01.2024;1,00"),
        "bons_02.csv": table(TILL, *sales(20, 32)),
    }, codes={"older_version": 1, "duplicate_line": 11},
         warned={"numbers_of_other_sales", "older_versions", "duplicate_lines"}, good=24),
    case("each month from 1, and the column not used", {
        "bons_01.csv": table(TILL, *sales(0, 12)), "bons_02.csv": table(TILL, *sales(12, 24)),
        "columns.toml": '[transactions]\nignore = ["Bon-Nr"]\n',
    }, good=24),
    case("one of many", {
        "bons_01.csv": table(TILL, *sales(0, 12)),
        "bons_02.csv": table(TILL, *sales(3, 11, 3), "11;x;25.01.2024;1,00"),
    }, codes={"duplicate_line": 8}, warned={"numbers_of_other_sales", "duplicate_lines"}, good=13,
         says=("in 1 case two",)),
    case("clean: orders that moved to another day or customer are versions", {
        "bons_01.csv": table(TILL, *sales(0, 12)),
        "bons_02.csv": table(TILL, *sales(3, 10, 3), "10;k10;25.01.2024;1,00",
                             "11;y;19.01.2024;412,50"),
    }, codes={"duplicate_line": 7, "older_version": 2},
         warned={"duplicate_lines", "older_versions"}, good=12),
    case("clean: numbers that go on", {
        "bons_01.csv": table(TILL, *sales(0, 12)), "bons_02.csv": table(TILL, *sales(12, 24, 12)),
    }, good=24),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), ANEW)
def test_a_number_of_another_sale_is_no_version(holds, files, want):
    holds(files, want)


@pytest.mark.parametrize("style", ["%Y-%m-%d", "%d.%m.%Y"])
def test_both_lanes_find_what_stands_in_two_files(check, monkeypatch, style):
    files = {
        "orders_1.csv": table(SHOP, *ISO),
        "orders_2.csv": table(SHOP, *rows(style, "{k},{d},{a}", 20, 40)),
    }
    said = []
    for least in (0, 1 << 40):
        monkeypatch.setattr(quickload, "QUICK_BYTES", least)
        monkeypatch.setattr(quick, "QUICK_BYTES", least)
        found = check(files)
        said.append((found.codes, found.warned, found.good().sort_values("ordered_on")))
    assert said[0][:2] == said[1][:2]
    assert said[0][0] == {"duplicate_line": 10}
    pd.testing.assert_frame_equal(
        *(rows.reset_index(drop=True) for *_, rows in said), check_like=True
    )
