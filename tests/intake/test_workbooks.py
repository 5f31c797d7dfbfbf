"""Workbooks: merged cells, headers of two rows, hidden rows, several sheets, other writers."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from books import DAY, FRENCH, GERMAN, SHOP, SPANISH, book, repacked, saved
from openpyxl.workbook import Workbook

from analysis.intake import propose_map
from analysis.intake.mapwriter import as_toml

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
    assert refusal.to_do.index('sheet = "*"') < refusal.to_do.index('sheet = "Januar"')
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


@pytest.mark.parametrize(
    ("header", "day", "code"),
    [
        (SHOP, dt.date(2025, 1, 31), "newest_sheet_not_read"),
        (SHOP, dt.date(2023, 1, 31), "sheets_not_read"),
        ([*SHOP, "Channel"], dt.date(2025, 1, 31), ""),
    ],
)
def test_a_new_sheet_with_the_header_of_the_only_one_named_is_said(check, header, day, code):
    workbook = _sheets(SHOP, header, titles=["2024", "Neu"])
    workbook["Neu"]["B2"] = day
    found = check({"orders.xlsx": saved(workbook), "columns.toml": '["*.xlsx"]\nsheet = "2024"\n'})
    told = {w.code: w.message for w in found.receipt.warnings if w.code.endswith("not_read")}
    assert [*told] == [code] * bool(code)
    assert all("'Neu'" in said and 'sheet = "*"' in said for said in told.values())
    assert ("2025-01-31" in told.get(code, "")) is (code == "newest_sheet_not_read")


CUSTOMERS, BLOCKED = ["Customer ID", "Customer name"], ["Customer ID", "Opt-out date", "Reason"]


def test_a_workbook_of_several_tables_is_read_as_such(check, tmp_path):
    titles = ["Orders", "Customers", "Suppressions", "Codes"]
    workbook = _sheets(SHOP, CUSTOMERS, BLOCKED, ["Channel", "Meaning"], titles=titles)
    found = check({"export.xlsx": saved(workbook)})
    receipts = found.intake.receipts
    assert {name: one.rows_good for name, one in receipts.items()} == {
        "transactions": 1, "customers": 1, "suppressions": 1,
    }  # fmt: skip
    warned = [told for one in receipts.values() for told in one.warnings]
    assert ["Codes" in told.message for told in warned if told.code == "sheets_not_read"] == [True]
    (tmp_path / "export.xlsx").write_bytes(saved(workbook))
    text = as_toml(propose_map([tmp_path / "export.xlsx"]))
    assert all(f"[{table}]\n" in text for table in receipts)


def test_months_of_one_table_beside_another_table_are_asked_about(check, refused):
    content = saved(_sheets(SHOP, SHOP, CUSTOMERS, titles=["Januar", "Februar", "Kunden"]))
    refusal = refused({"export.xlsx": content})
    assert (refusal.code, "2 sheets" in str(refusal)) == ("several_sheets", True)
    found = check({"export.xlsx": content, "columns.toml": '["*.xlsx"]\nsheet = "*"\n'})
    good = {name: one.rows_good for name, one in found.intake.receipts.items()}
    assert good == {"transactions": 2, "customers": 1}


def test_a_sum_by_customer_is_no_table_beside_the_orders(check):
    content = saved(_sheets(SHOP, ["Customer ID", "Total"], titles=["Data", "Pivot"]))
    assert set(check({"orders.xlsx": content}).intake.receipts) == {"transactions"}


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


@pytest.mark.parametrize("name", ["Smith & Sons", "A < B > C", 'The "Inn" & Co', "Müller's & Cie"])
@pytest.mark.parametrize("hidden", [True, False])
def test_signs_that_a_sheet_escapes_are_read_beside_marks(check, name, hidden):
    """A sheet with texts of its own, or a formula, writes &amp; into the part that holds marks."""

    def mark(sheet):
        sheet.row_dimensions[3].hidden = hidden
        sheet["E2"] = '=IF(B2<"x"&"y",1,2)'  # without a header and a result: no column

    rows = [[*SHOP, "Product"], ["K1", DAY, 5, name], [name, DAY, 7, "Tea & Cake"]]
    content = book(rows, mark)
    assert b"&amp;" in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")

    found = check({"orders.xlsx": content})

    assert found.receipt.amount_sum == "12.00"
    assert sorted(found.good()["customer_id"]) == sorted(["K1", name])
    assert ("hidden_rows" in found.warned) == hidden
