"""Workbooks: what a quick reader of values hides, and what an analyst must be told."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

DAY = dt.date(2024, 3, 31)
GERMAN = ["Kundennummer", "Rechnungsdatum", "Umsatz"]
SHOP = ["Customer ID", "Order date", "Amount"]
FRENCH = ["Code client", "Date de facture", "Montant"]
SPANISH = ["Nº Cliente", "Fecha", "Importe"]


def book(rows: Sequence[Sequence[Any]], touch: Callable[[Any], None] | None = None) -> bytes:
    """Return a workbook with one sheet; ``touch`` gets the sheet before it is saved."""
    workbook = Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    if touch:
        touch(sheet)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the workbook with each part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def days(checked) -> list[str]:
    return sorted(str(day)[:10] for day in checked.good()["ordered_on"])


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


# --- merged cells ---------------------------------------------------------------------------


def _merge(*ranges: str) -> Callable[[Any], None]:
    return lambda sheet: [sheet.merge_cells(each) for each in ranges]


@pytest.mark.parametrize("header", [GERMAN, SHOP, SPANISH])
def test_a_customer_merged_over_its_lines_belongs_to_each(check, header):
    rows = [header, ["K1", DAY, 1], [None, DAY, 2], [None, None, 4], ["K2", DAY, 8]]
    found = check({"umsatz.xlsx": book(rows, _merge("A2:A4", "B3:B4"))})
    assert found.good().groupby("customer_id")["amount"].sum().to_dict() == {"K1": 7, "K2": 8}
    assert "merged_cells" in found.warned


def test_an_amount_merged_over_its_lines_counts_once(check):
    rows = [SHOP, ["K1", DAY, 100], [None, DAY, None], ["K2", DAY, 8]]
    found = check({"orders.xlsx": book(rows, _merge("A2:A3", "C2:C3"))})
    assert found.receipt.amount_sum == "108.00"
    assert [row["line"] for row in found.quarantine] == ["3"]
    (warned,) = [w for w in found.receipt.warnings if w.code == "merged_cells"]
    assert "counts once" in warned.message


def test_a_merged_title_and_a_merged_line_between_the_rows_fill_nothing(check):
    rows = [["Ventes 2024"], FRENCH, ["K1", DAY, 1], ["Région Nord"], ["K2", DAY, 2]]
    found = check({"ventes.xlsx": book(rows, _merge("A1:C1", "A4:C4"))})
    assert found.receipt.amount_sum == "3.00"
    assert {row["line"] for row in found.quarantine} == {"4"}
    assert "Région Nord" not in [
        row["value"] for row in found.quarantine if row["column"] != "Code client"
    ]


def test_cells_merged_for_looks_alone_change_nothing(check):
    """Report programs lay one column over several: its header and its cells are merged alike."""
    rows = [["Customer ID", None, "Order date", "Amount", None],
            ["K1", None, DAY, 5, None], ["K2", None, DAY, 7, None]]  # fmt: skip
    layout = [f"{pair}" for at in (1, 2, 3) for pair in (f"A{at}:B{at}", f"D{at}:E{at}")]
    found = check({"orders.xlsx": book(rows, _merge(*layout))})
    assert found.receipt.amount_sum == "12.00"
    assert found.codes == {}
    assert "merged_cells" not in found.warned


# --- headers of two rows --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "ranges"),
    [
        ([["Customer", None, "Order", None], ["ID", "Name", "Date", "Amount"],
          ["K1", "x", DAY, 5]], ["A1:B1", "C1:D1"]),
        ([["Kundennummer", "Beleg", None, None], [None, "Nr", "Rechnungsdatum", "Umsatz"],
          ["K1", "R7", DAY, 5]], ["A1:A2", "B1:D1"]),
        ([["Rapport des ventes", None, None], ["Code client", "Date de facture", "Montant"],
          ["K1", DAY, 5]], ["A1:C1"]),
        ([["Customer ID", "Order", None, "Delivery", None],
          [None, "Date", "Amount", "Date", "Carrier"],
          ["K1", DAY, 5, DAY, "y"]], ["A1:A2", "B1:C1", "D1:E1"]),
    ],
)  # fmt: skip
def test_a_group_row_above_the_header_is_read_with_it(check, rows, ranges):
    found = check({"export.xlsx": book(rows, _merge(*ranges))}, table="transactions")
    assert found.receipt.amount_sum == "5.00"
    assert found.good()["customer_id"].tolist() == ["K1"]
    assert (found.receipt.rows_in, found.codes) == (1, {})


# --- hidden rows, columns and sheets ----------------------------------------------------------


def test_hidden_and_filtered_rows_are_read_and_counted(check):
    def touch(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:C4"
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["B"].hidden = True

    rows = [SHOP, ["K1", DAY, 1], ["K2", DAY, 2], ["K3", DAY, 4]]
    found = check({"orders.xlsx": book(rows, touch)})
    assert found.receipt.amount_sum == "7.00"
    (warned,) = [w for w in found.receipt.warnings if w.code == "hidden_rows"]
    assert "2 hidden" in warned.message
    assert warned.line == 3
    assert "hidden_columns" in found.warned


def test_hidden_rows_without_values_and_above_the_header_are_no_matter(check):
    def touch(sheet: Any) -> None:
        sheet.row_dimensions[1].hidden = sheet.row_dimensions[9].hidden = True

    rows = [["Umsatz 2024"], GERMAN, ["K1", DAY, 1]]
    assert not check({"umsatz.xlsx": book(rows, touch)}).warned & {"hidden_rows", "hidden_columns"}


def test_rows_written_as_not_hidden_are_not_hidden(check):
    def say_false(name: str, part: bytes) -> bytes:
        return part.replace(b"<row ", b'<row hidden="false" collapsed="0" ')

    found = check({"orders.xlsx": repacked(book([SHOP, ["K1", DAY, 1]]), say_false)})
    assert "hidden_rows" not in found.warned


def _sheets(*headers: Sequence[str], titles: Sequence[str] = ()) -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for at, header in enumerate(headers):
        sheet = workbook.create_sheet(titles[at] if titles else f"S{at + 1}")
        sheet.append(header)
        sheet.append([f"K{at}", DAY, 10**at, "x"][: len(header)])
    return workbook


@pytest.mark.parametrize(
    "headers",
    [
        (GERMAN, GERMAN),
        (SHOP, [*SHOP, "Channel"]),
        (SHOP, GERMAN),
        (FRENCH, [cell.upper() for cell in FRENCH]),
    ],
)
def test_sheets_that_could_each_be_the_table_are_asked_about(refused, check, headers):
    content = saved(_sheets(*headers, titles=["Januar", "Februar"]))
    refusal = refused({"umsatz.xlsx": content})
    assert refusal.code == "several_sheets"
    assert "Januar, Februar" in str(refusal)
    one = check({"umsatz.xlsx": content, "columns.toml": '["umsatz.xlsx"]\nsheet = "Februar"\n'})
    assert one.receipt.amount_sum == "10.00"
    both = check({"umsatz.xlsx": content, "columns.toml": '["umsatz.xlsx"]\nsheet = "*"\n'})
    assert both.receipt.amount_sum == "11.00"
    assert len(both.receipt.inputs) == 2


def test_each_fault_of_several_sheets_names_its_sheet(check):
    workbook = _sheets(SHOP, SHOP, titles=["2023", "2024"])
    workbook["2024"].append(["", DAY, 3])
    found = check({"orders.xlsx": saved(workbook), "columns.toml": '["*.xlsx"]\nsheet = "*"\n'})
    assert [(row["sheet"], row["line"]) for row in found.quarantine] == [("2024", "3")]


def test_ids_made_for_rows_of_several_sheets_differ(check):
    header = ["Customer ID", "Reason date", "Note"]
    content = saved(_sheets(header, header))
    found = check({"reasons.xlsx": content, "columns.toml": '["*.xlsx"]\nsheet = "*"\n'})
    assert found.good("reasons")["reason_id"].is_unique


def test_a_lookup_sheet_and_a_hidden_one_are_left_and_named(check):
    workbook = _sheets(SHOP, ["Channel", "Meaning"], SHOP, titles=["Orders", "Codes", "Backup"])
    workbook["Backup"].sheet_state = "hidden"
    found = check({"orders.xlsx": saved(workbook)})
    assert found.receipt.amount_sum == "1.00"
    told = {w.code: w.message for w in found.receipt.warnings}
    assert "Codes" in told["sheets_not_read"]
    assert "Backup" in told["hidden_sheets_not_read"]


def test_a_template_with_the_same_header_and_no_rows_is_no_second_table(check):
    workbook = _sheets(GERMAN, titles=["Daten"])
    workbook.create_sheet("Vorlage").append(GERMAN)
    found = check({"umsatz.xlsx": saved(workbook)})
    assert found.receipt.amount_sum == "1.00"
    assert "sheets_not_read" in found.warned


def test_a_workbook_whose_sheets_are_empty_is_refused_with_the_hidden_one_named(refused):
    workbook = _sheets(SHOP, titles=["Daten"])
    workbook["Daten"].sheet_state = "veryHidden"
    workbook.create_sheet("Tabelle1")
    refusal = refused({"orders.xlsx": saved(workbook)})
    assert refusal.code == "empty_file"
    assert "Daten" in str(refusal)


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


# --- where the table stands --------------------------------------------------------------------


def test_lines_are_sheet_rows_below_empty_rows_and_beside_empty_columns(check):
    def touch(sheet: Any) -> None:
        for at, row in enumerate([SHOP, ["K1", DAY, 1], [None, DAY, 2], ["Total", None, 3]]):
            for to, value in enumerate(row):
                sheet.cell(5 + at, 3 + to, value)
        sheet["H6"] = "checked by the accountant"

    found = check({"orders.xlsx": book([], touch)})
    assert [(r["line"], r["code"]) for r in found.quarantine] == [
        ("7", "no_customer"), ("8", "total_row"),
    ]  # fmt: skip
    assert found.quarantine[0]["sheet"] == "Sheet"


def test_a_stray_cell_at_the_end_of_the_sheet_is_refused_and_named(refused):
    def touch(sheet: Any) -> None:
        sheet["XFD1048576"] = "x"

    refusal = refused({"orders.xlsx": book([SHOP, ["K1", DAY, 1]], touch)})
    assert refusal.code == "sheet_too_large"
    assert "row 1,048,576 and column 16,384" in str(refusal)


def test_a_full_sheet_is_said_to_be_perhaps_cut(check):
    def touch(sheet: Any) -> None:
        sheet["A65536"], sheet["B65536"], sheet["C65536"] = "K9", DAY, 5

    found = check({"orders.xlsx": book([SHOP, ["K1", DAY, 1]], touch)})
    assert found.receipt.rows_in == 65_535
    assert "row_limit" in found.warned


# --- other writers -------------------------------------------------------------------------------


def test_a_workbook_with_prefixed_elements_and_absolute_parts_reads_alike(check):
    """As the toolkits of some ERPs write it."""

    def prefix(name: str, part: bytes) -> bytes:
        if name.startswith("xl/worksheets/sheet"):
            part = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part)
            return part.replace(b" xmlns=", b" xmlns:x=", 1)
        return part

    def touch(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet["A2"].number_format = "000"

    found = check({"orders.xlsx": repacked(book([SHOP, [7, DAY, 5]], touch), prefix)})
    assert found.good()["customer_id"].tolist() == ["007"]
    assert "hidden_rows" in found.warned


def test_the_proposed_map_of_a_workbook_shows_its_columns(tmp_path):
    from analysis.intake import propose_map

    (tmp_path / "umsatz.xlsx").write_bytes(book([GERMAN, ["K1", DAY, 5.5]]))
    (file,) = propose_map([tmp_path]).files
    assert [column.header for column in file.columns] == GERMAN


def test_the_writer_of_these_tests_guards_against_bombs_itself():
    assert openpyxl.DEFUSEDXML
