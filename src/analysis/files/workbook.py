"""Sheets of a workbook as rows of text: values through calamine, what it hides through its XML."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine

from analysis.errors import InputRefused
from analysis.files.bookparts import MarkReader
from analysis.files.foreign import encrypted
from analysis.files.records import Record
from analysis.files.sheetmarks import Marks, damaged, fill_mask

#: What was read of a row, changed in place: cells under a merged one get its value.
Fill = Callable[[Record], None]


#: So many cells of all sheets together stay in memory: small sheets are read ten times and more.
_KEPT_CELLS = 1_000_000


class Book:
    """An open workbook; holds the cells of small sheets, and of one large sheet at a time.

    Raises
    ------
    InputRefused
        When it is damaged, hostile or has a password.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._name = name
        self._marks = MarkReader(path, name) if path.suffix != ".xls" else None
        with _refusing(name):
            self._book = python_calamine.CalamineWorkbook.from_path(str(path))
        self._last: tuple[str, Any] = ("", None)
        self._kept: dict[str, Any] = {}
        self._left = _KEPT_CELLS

    def sheets(self, *, visible: bool) -> list[str]:
        """Return the names of the worksheets that are visible, or of those that are not."""
        shown = python_calamine.SheetVisibleEnum.Visible
        return [
            sheet.name for sheet in self._book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and (sheet.visible == shown) is visible
        ]  # fmt: skip

    @property
    def never_calculated(self) -> bool:
        """Whether the program that wrote it left its formulas to the next one."""
        return self._marks is not None and self._marks.never_calculated

    @property
    def from_1904(self) -> bool:
        """Whether its serial numbers of days count from 1904."""
        return self._marks is not None and self._marks.from_1904

    def marks_of(self, sheet: str) -> Marks:
        """Return what the sheet's XML says beside the values; nothing for the old format."""
        return self._marks.marks_of(sheet) if self._marks else Marks()

    def cells_of(self, sheet: str) -> Any:
        """Return the sheet as calamine holds it."""
        if sheet in self._kept:
            return self._kept[sheet]
        if self._last[0] != sheet:
            self.forget()
            with _refusing(self._name):
                self._last = (sheet, self._book.get_sheet_by_name(sheet))
        cells = self._last[1]
        n_cells = cells.height * cells.width
        if n_cells <= self._left:
            self._left -= n_cells
            self._kept[sheet] = cells
        return cells

    def forget(self) -> None:
        """Let go of the cells of a large sheet."""
        self._last = ("", None)

    def rows_of(self, cells: Any) -> Iterator[list[Any]]:
        """Yield the rows of cells, from the first row of the sheet on."""
        with _refusing(self._name):
            yield from cells.iter_rows()


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """Turn whatever calamine stops with into a refusal, a panic in its depths included."""
    try:
        yield
    except python_calamine.PasswordError:
        raise encrypted(name) from None
    except python_calamine.CalamineError:
        raise damaged(name, "is damaged") from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged(name, "is damaged") from None
        raise


@dataclass(frozen=True)
class SheetRows:
    """The rows of a sheet as records numbered by sheet row; each pass reads them anew.

    Parameters
    ----------
    after
        Rows up to this one are left out.
    fill
        Called with each record.
    commas
        Columns whose numbers are written with a decimal comma, as the texts beside them are.
    units
        Column -> place of what a number format shows -> the currency written behind the number.
    """

    book: Book
    sheet: str
    marks: Marks
    after: int = 0
    fill: Fill | None = None
    commas: frozenset[int] = frozenset()
    units: Mapping[int, Mapping[int, str]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Record]:
        """Yield the records up to the last one that holds anything."""
        done = self.after
        for record in self._records():
            if record.blank:
                continue
            yield from (Record(number, [""]) for number in range(done + 1, record.line))
            done = record.line
            if self.fill:
                self.fill(record)
            yield record
        self.book.forget()

    def _records(self) -> Iterator[Record]:
        cells = self.book.cells_of(self.sheet)
        if cells.start is None:
            return
        left = int(cells.start[1])
        for number, row in enumerate(self.book.rows_of(cells), 1):
            if number > self.after:
                texts = {**self._changed(number, row, left), **self.marks.errors.get(number, {})}
                fields = [*[""] * left, *map(_text_of, row)]
                fields += [""] * (max(texts, default=0) + 1 - len(fields))
                for column, text in texts.items():
                    fields[column] = text
                yield Record(number, fields)

    def _changed(self, number: int, row: list[Any], left: int) -> dict[int, str]:
        """Return the texts of the number cells that are not written as usual."""
        texts = {}
        for column, runs in self.marks.masks.items():
            if left <= column < left + len(row) and (mask := runs.get(number)):
                text = _text_of(row[column - left])
                filled = self.marks.filled[mask]
                texts[column] = fill_mask(filled, text) if text.isdecimal() else text
        for column in self.commas:
            cell = row[column - left] if column < left + len(row) else ""
            if not isinstance(cell, str):
                texts[column] = _text_of(cell).replace(".", ",")
        for column, units in self.units.items():
            unit = units.get(self.marks.texts[column].get(number), "")
            if unit and left <= column < left + len(row):
                texts[column] = f"{texts.get(column) or _text_of(row[column - left])} {unit}"
        return texts

    def texts_among_numbers(self, columns: Iterable[int]) -> dict[int, set[str]]:
        """Return, per column that holds real numbers with a fraction, the texts beside them."""
        cells = self.book.cells_of(self.sheet)
        left = int(cells.start[1]) if cells.start else 0
        wanted = [column - left for column in columns if column >= left]
        texts: dict[int, set[str]] = {column: set() for column in wanted}
        fractions = set[int]()
        for number, row in enumerate(self.book.rows_of(cells), 1):
            for column in wanted if number > self.after else ():
                cell = row[column] if column < len(row) else ""
                if isinstance(cell, str):
                    texts[column].add(_shape(cell))
                elif isinstance(cell, float) and not cell.is_integer():
                    fractions.add(column)
        return {column + left: texts[column] for column in sorted(fractions)}


def _shape(text: str) -> str:
    return re.sub("[0-9]", "9", text[:40])


def no_sheet(name: str, wanted: str, names: list[str]) -> InputRefused:
    """Return the refusal of a sheet that is not there."""
    return InputRefused(
        f"{name} has no sheet '{wanted}'", f"one of {', '.join(names[:20])}",
        "correct `sheet` in columns.toml", code="no_sheet", file=name,
    )  # fmt: skip


def _text_of(cell: Any) -> str:
    """Return a cell as text: numbers as a sheet shows them, dates as ISO days.

    Numbers have the 15 digits that a spreadsheet program works with: 0.1 + 0.2 is 0.3.

    Examples
    --------
    >>> _text_of(7.0), _text_of(dt.datetime(2024, 3, 1)), _text_of(0.1 + 0.2), _text_of(True)
    ('7', '2024-03-01', '0.3', 'TRUE')
    >>> _text_of(1e-7), _text_of(1234567890123456.0), _text_of(dt.timedelta(hours=30))
    ('0.0000001', '1234567890123456', '30:00:00')
    >>> _text_of(1.234)
    '1.2340'
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time(0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell)


def _number(cell: float) -> str:
    if cell.is_integer() and abs(cell) < 1e17:
        return str(int(cell))
    shown = f"{cell:.15g}"
    if "e" in shown:
        shown = f"{Decimal(shown):f}"
    # A fourth digit keeps 1.234 from looking like a thousand: a number cell proves itself.
    return shown + "0" if shown[-4:-3] == "." else shown
