"""Sheets of a workbook beside the first: no orders by their names, without a header, or hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from books import FRENCH, GERMAN, SHOP, SPANISH, saved
from openpyxl.workbook import Workbook

from intake.traps.cases import case
from intake.traps.test_filenames import ORDERS, OTHERS, sheets

STAR = '["b.xlsx"]\nsheet = "*"\n'
NAMED = [
    *(case(f"a sheet of {bad}", {"b.xlsx": sheets(**{good: ORDERS, bad: OTHERS}),
                                 "columns.toml": STAR}, refused="no_orders_by_name",
           says=(f"sheet '{bad}' of b.xlsx", f"beside sheet '{good}'",
                 f'put sheet = "{good}" in place of sheet = "*"'))
      for good, bad in (("Sales", "Purchases"), ("Verkäufe", "Einkäufe 2024"),
                        ("Ventes", "Achats"), ("Factures", "Brouillons"), ("Orders", "Test"),
                        ("Pedidos", "Pruebas"), ("Ordini", "Bozze"), ("Facturen", "Testdata"))),
    *(case(f"clean: a sheet of {other}", {"b.xlsx": sheets(**{good: ORDERS, other: OTHERS}),
                                          "columns.toml": STAR}, total="2133.00")
      for good, other in (("Invoices", "Purchases"), ("Sales", "Online purchases"),
                          ("Bier", "Draft beer"), ("Filiale Ost", "Test Valley"))),
    case("the answer that they are orders",
         {"b.xlsx": sheets(Sales=ORDERS, Purchases=OTHERS),
          "columns.toml": f'{STAR}table = "transactions"\n'}, total="2133.00"),
    case("several good ones, which no line names",
         {"b.xlsx": sheets(Jan=ORDERS, Feb=ORDERS.replace("-0", "-1"), Budget=OTHERS),
          "columns.toml": STAR}, refused="no_orders_by_name", says=("out of the workbook",)),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), NAMED)
def test_sheets_of_no_orders_by_their_names_do_not_count(holds, files, want):
    holds(files, want)


@pytest.mark.parametrize(
    ("good", "bad"), [("Actual", "Budget"), ("Rechnungen", "Entwürfe"), ("Ventes", "Achats")]
)
def test_all_sheets_are_not_offered_where_one_is_of_no_orders(refused, check, good, bad):
    content = sheets(**{bad: OTHERS, good: ORDERS})
    to_do = refused({"b.xlsx": content}).to_do
    assert '"*"' not in to_do
    answer = to_do.partition("columns.toml:\n")[2]
    assert check({"b.xlsx": content, "columns.toml": answer}).receipt.amount_sum == "33.00"


def test_all_sheets_are_offered_without_the_one_of_no_orders(refused):
    months = {f"2024-{month:02}": ORDERS for month in range(1, 13)}
    refusal = refused({"b.xlsx": sheets(**months, Plan=OTHERS)})
    assert str(refusal).split("\n")[0].endswith("2024-12 ...")
    assert "'Plan' speaks of no orders: take this sheet out" in refusal.to_do


# --- sheets without a header, and hidden ones ---------------------------------------------------


def rows(first: int, n: int = 12, year: int = 2024) -> list[list[Any]]:
    """Rows of a customer, a day and an amount."""
    return [[f"K{at}", dt.date(year, at % 12 + 1, 5), at + 0.5] for at in range(first, first + n)]


def workbook(*parts: Sequence[Sequence[Any]], hidden: int | None = None) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for at, part in enumerate(parts, 1):
        sheet = made.create_sheet(f"S{at}")
        for row in part:
            sheet.append(row)
        if at == hidden:
            sheet.sheet_state = "hidden"
    return saved(made)


@pytest.mark.parametrize("header", [GERMAN, SHOP, FRENCH, SPANISH])
def test_a_sheet_that_goes_on_without_a_header_is_asked_about_and_read(refused, check, header):
    content = workbook([header, *rows(0)], rows(12))
    refusal = refused({"b.xlsx": content})
    assert (refusal.code, "'S2' has no header" in str(refusal)) == ("several_sheets", True)
    assert refusal.to_do.index('sheet = "*"') < refusal.to_do.index('sheet = "S1"')
    found = check({"b.xlsx": content, "columns.toml": STAR})
    assert (found.receipt.amount_sum, found.receipt.rows_good) == ("288.00", 24)
    (told,) = [one for one in found.receipt.warnings if one.code == "sheet_without_header"]
    assert "'S2' has no header; its 12 rows" in told.message


def test_without_any_header_a_second_sheet_is_asked_about(refused, check):
    content = workbook(rows(0), rows(12))
    stated = "[transactions]\ncustomer_id = 1\nordered_on = 2\namount = 3\nheader = false\n"
    assert refused({"b.xlsx": content, "columns.toml": stated}).code == "several_sheets"
    found = check({"b.xlsx": content, "columns.toml": f'{stated}sheet = "*"\n'})
    assert found.receipt.amount_sum == "288.00"


@pytest.mark.parametrize(
    "beside",
    [
        [["A", "Web"], ["B", "Filiale"]],
        rows(3, 6),
        [["Summe", None, 72], ["Datum", dt.date(2024, 5, 1), None]],
        [[*row, 19] for row in rows(12)],
        [["Stand", "Tag", "Wert"], *rows(12)],
    ],
    ids=["codes", "copies", "notes", "more columns", "other header"],
)
def test_clean_another_sheet_that_does_not_fit_is_left(check, beside):
    found = check({"b.xlsx": workbook([GERMAN, *rows(0)], beside)})
    assert found.receipt.amount_sum == "72.00"
    assert "sheets_not_read" in found.warned


@pytest.mark.parametrize(
    ("header", "year", "code"),
    [
        (GERMAN, 2023, "hidden_sheets_not_read"),
        (SHOP, 2025, "newest_sheet_not_read"),
        (FRENCH, 2023, "hidden_sheets_not_read"),
    ],
)
def test_a_hidden_sheet_with_the_same_header_is_said_and_read_with_all(check, header, year, code):
    content = workbook([header, *rows(0)], [header, *rows(20, 3, year)], hidden=2)
    found = check({"b.xlsx": content})
    (told,) = [one for one in found.receipt.warnings if one.code == code]
    assert "'S2' has the same header as 'S1' and 3 rows" in told.message
    assert 'put sheet = "*" under ["b.xlsx"]' in told.message
    assert found.receipt.amount_sum == "72.00"
    every = check({"b.xlsx": content, "columns.toml": STAR})
    assert every.receipt.amount_sum == "136.50"
    assert "hidden_sheets_read" in every.warned


def test_clean_a_hidden_copy_and_hidden_codes_are_left(check):
    for beside in ([SHOP, *rows(3, 6)], [["Channel", "Meaning"], ["A", "Web"]], [SHOP]):
        content = workbook([SHOP, *rows(0)], beside, hidden=2)
        for files in ({}, {"columns.toml": STAR}):
            found = check({"b.xlsx": content, **files})
            assert found.receipt.amount_sum == "72.00"
            assert "newest_sheet_not_read" not in found.warned
            (told,) = [w for w in found.receipt.warnings if w.code == "hidden_sheets_not_read"]
            assert "same header" not in told.message
