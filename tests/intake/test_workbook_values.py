"""Workbooks: dates, ids, decimal signs, formulas and errors, as the sheet shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from books import DAY, FRENCH, GERMAN, SHOP, SPANISH, book, days, repacked, saved
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

# --- the date system ------------------------------------------------------------------------


@pytest.mark.parametrize("header", [GERMAN, SHOP, FRENCH])
def test_days_of_the_1904_system_are_the_days_that_the_sheet_shows(check, header):
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.active.append(header)
    workbook.active.append(["K1", DAY, 5])
    assert days(check({"umsatz.xlsx": saved(workbook)})) == ["2024-03-31"]
    assert days(check({"umsatz.xlsx": book([header, ["K1", DAY, 5]])})) == ["2024-03-31"]


def test_a_number_among_date_cells_is_a_date_that_lost_its_format(check):
    found = check({"umsatz.xlsx": book([GERMAN, ["K1", DAY, 5], ["K2", 45383, 7]])})
    assert days(found) == ["2024-03-31", "2024-04-01"]
    assert "serial_dates" in found.warned


def test_bare_numbers_of_the_1904_system_count_from_there(check):
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    for row in (SHOP, ["K1", 43920, 5], ["K2", 43921, 7]):
        workbook.active.append(row)
    found = check({"orders.xlsx": saved(workbook)})
    assert days(found) == ["2024-03-31", "2024-04-01"]
    assert "counted from 1904" in found.receipt.warnings[0].message
    plain = check({"orders.xlsx": book([SHOP, ["K1", 45382, 5], ["K2", 45383, 7]])})
    assert days(plain) == ["2024-03-31", "2024-04-01"]
    assert "1904" not in plain.receipt.warnings[0].message


# --- ids ------------------------------------------------------------------------------------


def _formatted(code: str) -> Callable[[Any], None]:
    def touch(sheet: Any) -> None:
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, 1).number_format = code

    return touch


@pytest.mark.parametrize(
    ("header", "code", "number", "shown"),
    [
        (GERMAN, "00000", 42, "00042"),
        (SHOP, "00000000", 12345678, "12345678"),
        (GERMAN, '"K-"0000', 101, "K-0101"),
        (SHOP, r"000\-000", 12345, "012-345"),
        (GERMAN, r"\A00", 1234, "A1234"),
        (SHOP, '0" kg"', 7, "7"),  # what stands behind a number is a unit, and no part of an id
        (FRENCH, "[$-40C]0000", 7, "0007"),
        (SPANISH, "General", 7, "7"),
        (SHOP, "0", 7, "7"),
        (SHOP, "0.00", 7, "7"),
    ],
)
def test_an_id_stored_as_a_number_has_the_zeros_of_its_format(check, header, code, number, shown):
    found = check({"umsatz.xlsx": book([header, [number, DAY, 5.5]], _formatted(code))})
    assert found.good()["customer_id"].tolist() == [shown]


def test_ids_with_and_without_the_format_stay_apart(check):
    def touch(sheet: Any) -> None:
        sheet["A2"].number_format = sheet["A4"].number_format = "00000"

    rows = [GERMAN, [7, DAY, 1], [7, DAY, 2], [7, DAY, 4], ["00007", DAY, 8]]
    good = check({"umsatz.xlsx": book(rows, touch)}).good()
    assert good.groupby("customer_id")["amount"].sum().to_dict() == {"00007": 13, "7": 2}


def test_whole_numbers_and_booleans_and_text_numbers_are_read_as_written(check):
    rows = [["Customer ID", "Order date", "Amount", "Name", "Branch"],
            [1001.0, DAY, "12,50", True, 3], ["1002", DAY, "7,25", False, "03"]]  # fmt: skip
    found = check({"orders.xlsx": book(rows)})
    assert found.good()["customer_id"].tolist() == ["1001", "1002"]
    assert found.good()["branch_id"].tolist() == ["3", "03"]
    assert found.receipt.amount_sum == "19.75"


# --- decimal signs --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "amounts", "total"),
    [
        (GERMAN, [12.5, "1.234,50", "7,25", 1000.125], "2254.375"),
        (SHOP, [12.5, "1,234.50", 1.234], "1248.234"),
        (FRENCH, [1.234, 5.678, 12.375], "19.287"),
        (SPANISH, [1.234, 100], "101.234"),
        (SHOP, [5, "1,234,567"], "1234572.00"),
    ],
)
def test_number_cells_need_no_proof_and_follow_the_texts_among_them(check, header, amounts, total):
    rows = [header, *([f"K{at}", DAY, amount] for at, amount in enumerate(amounts))]
    found = check({"umsatz.xlsx": book(rows)})
    assert (found.receipt.amount_sum, found.codes) == (total, {})


def test_a_text_of_thousands_or_decimals_among_numbers_is_asked_about(refused, check):
    content = book([GERMAN, ["K1", DAY, 12.5], ["K2", DAY, "1.234"]])
    assert refused({"umsatz.xlsx": content}).code == "ambiguous_decimal"
    answer = {"umsatz.xlsx": content, "columns.toml": '["umsatz.xlsx"]\ndecimal = ","\n'}
    assert check(answer).receipt.amount_sum == "1246.50"


@pytest.mark.parametrize(
    ("header", "text", "answer"),
    [(GERMAN, "1.234", ","), (SPANISH, "-1.234 €", ","), (FRENCH, "1.234", ","),
     (SHOP, "1,234", ".")],
)  # fmt: skip
def test_whole_number_cells_prove_nothing_of_the_texts_among_them(
    refused, check, header, text, answer
):
    rows = [[f"K{at}", DAY, amount] for at, amount in enumerate([1250, 80, text, 2044])]
    content = book([header, *rows])
    assert refused({"umsatz.xlsx": content}).code == "ambiguous_decimal"
    stated = f"[transactions]\ndecimal = '{answer}'\n"
    found = check({"umsatz.xlsx": content, "columns.toml": stated})
    assert found.receipt.amount_sum == ("2140.00" if text.startswith("-") else "4608.00")


def test_true_decimals_among_whole_number_cells_are_read(check):
    rows = [[f"K{at}", DAY, amount] for at, amount in enumerate([1250, "1.234", "1204.123"])]
    assert check({"orders.xlsx": book([SHOP, *rows])}).receipt.amount_sum == "2455.357"


WITH_PIECES = [
    ["Kundennummer", "Rechnungsdatum", "Menge", "Umsatz"],
    ["Customer ID", "Order date", "Quantity", "Amount"],
    ["Code client", "Date de facture", "Quantité", "Montant"],
]


@pytest.mark.parametrize("header", WITH_PIECES)
def test_number_cells_of_one_column_prove_nothing_of_texts_in_another(refused, check, header):
    rows = [["K1", DAY, 2.5, "1.234"], ["K2", DAY, 1, "80"]]
    assert refused({"umsatz.xlsx": book([header, *rows])}).code == "ambiguous_decimal"
    texts = [["K1", DAY, "2.5", "1.234"], ["K2", DAY, "1", "80"]]
    assert check({"umsatz.xlsx": book([header, *texts])}).receipt.amount_sum == "81.234"


def test_number_cells_of_one_workbook_prove_nothing_of_texts_in_another(refused):
    one, other = (
        book([GERMAN, [name, DAY, amount]]) for name, amount in (("A", 9.5), ("B", "1.234"))
    )
    assert refused({"a.xlsx": one, "b.xlsx": other}).code == "ambiguous_decimal"


# --- formulas and errors ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [GERMAN, ["K1", DAY, "=2*3"], ["K2", DAY, 5]],
        [SHOP, ["K1", "=DATE(2024,3,31)", 5]],
        [["Customer ID", "Order date", "Quantity", "Unit price"], ["K1", DAY, 2, "=2*3"]],
    ],
)
def test_formulas_without_a_result_are_refused(refused, rows):
    refusal = refused({"orders.xlsx": book(rows)})
    assert (refusal.code, refusal.line) == ("no_cached_values", 2)
    assert "save it" in str(refusal)


def _with_results(content: bytes, result: bytes) -> bytes:
    return repacked(
        content, lambda _, part: re.sub(rb"<v ?/>|<v></v>", b"<v>" + result + b"</v>", part)
    )


def test_formulas_with_their_results_are_read(check):
    content = _with_results(book([SHOP, ["K1", DAY, "=2*3"], ["K2", DAY, "=1+5"]]), b"6")
    assert check({"orders.xlsx": content}).receipt.amount_sum == "12.00"


def test_formulas_that_all_say_0_and_were_never_calculated_are_refused(refused, check):
    content = _with_results(book([SHOP, ["K1", DAY, "=2*3"], ["K2", DAY, "=1+5"]]), b"0")
    assert refused({"orders.xlsx": content}).code == "no_cached_values"
    calculated = repacked(content, lambda _, part: part.replace(b' fullCalcOnLoad="1"', b""))
    assert check({"orders.xlsx": calculated}).receipt.amount_sum == "0.00"


@pytest.mark.parametrize(
    "rows",
    [
        [SHOP, ["K1", DAY, 5], ["Total", None, "=SUM(C2:C2)"]],
        [[*GERMAN, "Anteil"], ["K1", DAY, 5, "=C2/5"]],
        [FRENCH, ["K1", DAY, 5], [None, None, "=SUM(C2:C2)"]],
    ],
)
def test_a_bare_formula_that_the_table_does_not_need_is_no_matter(check, rows):
    assert check({"orders.xlsx": book(rows)}).receipt.amount_sum == "5.00"


def test_an_error_in_a_needed_cell_sets_its_row_aside_with_the_error_as_its_value(check):
    rows = [SHOP, ["K1", DAY, "#N/A"], ["#REF!", DAY, 5], ["K3", "#VALUE!", 5], ["K4", DAY, 7]]
    found = check({"orders.xlsx": book(rows)})
    assert found.receipt.amount_sum == "7.00"
    assert {row["line"]: row["value"] for row in found.quarantine} == {
        "2": "#N/A", "3": "#REF!", "4": "#VALUE!",
    }  # fmt: skip


def test_an_error_beside_the_table_sets_nothing_aside(check):
    found = check({"orders.xlsx": book([[*SHOP, "Rank"], ["K1", DAY, 7, "#N/A"]])})
    assert (found.receipt.amount_sum, found.codes) == ("7.00", {})


# --- currencies -----------------------------------------------------------------------------


def _money(*codes: str, blank: str = "") -> bytes:
    """Return a workbook of one line of 1.50 a number format, and a blank cell of another."""

    def touch(sheet: Any) -> None:
        for row, code in enumerate(codes, 2):
            sheet.cell(row, 3).number_format = code
        sheet.cell(len(codes) + 9, 3).number_format = blank or "General"

    return book([SHOP, *(["K1", DAY, 1.5] for _ in codes)], touch)


def test_currencies_that_number_formats_show_are_those_of_their_cells(check):
    codes = [
        "[$$-409]#,##0.00", "[$CHF] #,##0.00", '#,##0.00 "€"', "#,##0.00 [$€-407]", "£#,##0.00",
        '_-* #,##0.00\\ "CHF"_-;-* #,##0.00\\ "CHF"_-', "[$$-en-US]0.00", "General",
    ]  # fmt: skip
    found = check({"orders.xlsx": _money(*codes)})
    assert "several_currencies" in found.warned
    sums = found.receipt.amount_sum_by_currency
    assert sums["EUR"] == sums["CHF"] == sums["USD"] == "3.00"
    assert sums["GBP"] == "1.50"
    assert found.receipt.rows_good == len(codes)


@pytest.mark.parametrize(
    ("codes", "currency"),
    [
        (['#,##0.00 "€"', "[$€-407] #,##0.00", "General", "0.00"], "EUR"),
        (["_-* #,##0.00\\ _€_-", '#,##0.00 "pcs"', "0.00", "[$-409]0.00"], ""),
    ],
)
def test_formats_without_a_currency_say_nothing(check, codes, currency):
    found = check({"orders.xlsx": _money(*codes, blank="[$$-409]0.00")})
    assert not found.warned & {"several_currencies", "currency_in_part"}
    assert found.receipt.amount_sum == "6.00"
    assert {*found.good().get("currency", [""])} == {currency}


def test_currencies_are_read_beside_marks_that_need_a_parser(check):
    def touch(sheet: Any) -> None:
        sheet["C2"].number_format, sheet["C3"].number_format = "[$$-409]0.00", '0.00 "€"'
        sheet.row_dimensions[3].hidden = True

    found = check({"orders.xlsx": book([SHOP, ["K1", DAY, 2], ["K2", DAY, 3]], touch)})
    assert found.receipt.amount_sum_by_currency == {"EUR": "3.00", "USD": "2.00"}
    assert "hidden_rows" in found.warned
