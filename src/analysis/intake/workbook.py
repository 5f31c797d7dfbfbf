"""Sheets of a workbook as rows of text, through calamine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import python_calamine

from analysis.errors import InputRefused
from analysis.intake.records import Record


def read_sheets(path: Path, name: str, *, wanted: str | None = None) -> dict[str, list[Record]]:
    """Return the visible sheets that hold anything, as records numbered by sheet row.

    Raises
    ------
    InputRefused
        When the workbook cannot be read, or the wanted sheet is not there.
    """
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            visible = [
                sheet.name for sheet in book.sheets_metadata
                if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            ]  # fmt: skip
            if wanted is not None and wanted not in book.sheet_names:
                raise _no_sheet(name, wanted, book.sheet_names)
            names = [wanted] if wanted is not None else visible
            sheets = {each: _records(book.get_sheet_by_name(each)) for each in names}
    except python_calamine.CalamineError as error:
        raise InputRefused(
            f"{name} cannot be read as a workbook ({type(error).__name__})",
            "a whole XLSX file without a password", "save it again in your spreadsheet program",
            code="damaged_workbook", file=name,
        ) from None  # fmt: skip
    return {each: records for each, records in sheets.items() if records}


def _no_sheet(name: str, wanted: str, names: list[str]) -> InputRefused:
    return InputRefused(
        f"{name} has no sheet '{wanted}'", f"one of {', '.join(names)}",
        "correct `sheet` in columns.toml", code="no_sheet", file=name,
    )  # fmt: skip


def _records(sheet: Any) -> list[Record]:
    rows = sheet.to_python(skip_empty_area=False)
    records = [
        Record(number, [text_of(cell) for cell in row]) for number, row in enumerate(rows, 1)
    ]
    while records and records[-1].blank:
        records.pop()
    return records


def text_of(cell: Any) -> str:
    """Return a cell as text: whole numbers without a fraction, dates as ISO days.

    Examples
    --------
    >>> text_of(7.0), text_of(dt.datetime(2024, 3, 1)), text_of(0.1), text_of(True)
    ('7', '2024-03-01', '0.1', 'TRUE')
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e17:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time(0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)
