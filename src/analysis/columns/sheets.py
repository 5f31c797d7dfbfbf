"""Which sheet of a workbook is the table, its header, and what is said of it and of the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from analysis.cells.amounts import vote_of
from analysis.cells.cellwords import TOTAL_PATTERN
from analysis.columns.columnmap import BESIDE, count_known, known_columns, missing_columns
from analysis.columns.mapfile import Stated
from analysis.columns.othersheets import (
    continued,
    has_header_of,
    hidden_like,
    hidden_read,
    said_of_hidden,
    said_of_like,
    said_of_others,
    several_sheets,
)
from analysis.columns.sheet import Sheet, money_shown
from analysis.columns.whichtable import recognise
from analysis.errors import InputRefused, counted
from analysis.files.dialect import SAMPLE_RECORDS, lay_out
from analysis.files.sheetheaders import MergedFill, join_header_rows
from analysis.files.sheetmarks import Area, Marks
from analysis.files.source import Source
from analysis.files.workbook import Book, SheetRows, no_sheet
from analysis.results import Warned
from analysis.vocabulary import NUMERIC, TABLES

ALL_SHEETS = "*"
#: Money and quantities: under a merged cell their value counts once.
_MEASURES = frozenset({"amount", "quantity", "unit_price", "margin"})
_NUMBERS = frozenset(
    column.name
    for columns in (*(table.columns for table in TABLES.values()), BESIDE.values())
    for column in columns
    if column.kind in NUMERIC
)
_LAST_ROWS = {1_048_576, 65_536}  # of a sheet, new and old format


#: A sheet -> the table that it is as a whole, if any.
TableOf = Callable[[Sheet], str | None]


def choose_sheets(source: Source, stated: Stated, table_of: TableOf | None = None) -> list[Sheet]:
    """Return the sheet that is the table, or the sheets that are one table each.

    Several sheets of one table are read only when columns.toml says ``sheet = "*"``.

    Raises
    ------
    InputRefused
        When the workbook is damaged, several sheets could be meant, or formulas have no results.
    """
    book = Book(source.plain, source.name)
    visible, hidden = book.sheets(visible=True), book.sheets(visible=False)
    wanted = None if stated.sheet == ALL_SHEETS else stated.sheet
    if wanted is not None and wanted not in visible + hidden:
        raise no_sheet(source.name, wanted, visible + hidden)
    found = [_look(book, name, stated) for name in ([wanted] if wanted else visible)]
    filled = [sheet for sheet in found if sheet is not None]
    if not filled:
        raise _no_cells(source, hidden)
    whole = {
        sheet.name: table for sheet in filled
        if table_of and sheet.filled and (table := table_of(sheet))
    }  # fmt: skip
    opt_outs = [sheet for sheet in filled if whole.get(sheet.name) == "suppressions"]
    if wanted is None and opt_outs and {*whole.values()} == {"suppressions"}:
        others = [sheet for sheet in filled if sheet not in opt_outs]
        whole |= {one.name: table for one in others if (table := _table_beside(source.name, one))}
    filled, below = _with_continued(filled, whole)
    whole |= {name: whole[first] for name, first in below.items() if first in whole}
    alike, rivals = _alike(source.name, filled, whole, {*below}, opt_outs)
    if rivals and stated.sheet != ALL_SHEETS:
        raise several_sheets(source.name, rivals)
    left = [one.name for one in filled if one not in alike] if wanted is None else []
    hidden = hidden if wanted is None else []
    behind = hidden_like(_readable(book, hidden, stated), alike)
    hidden = [name for name in hidden if name not in {sheet.name for sheet, _ in behind}]
    if stated.sheet == ALL_SHEETS:
        alike += [hidden_read(source.name, sheet) for sheet, _ in behind]
        behind = []
    day = stated.columns.get("ordered_on", "")
    named = _readable(book, [name for name in visible if wanted not in {None, name}], stated)
    told = (
        *said_of_others(source.name, left, hidden), *said_of_hidden(source.name, behind, day),
        *said_of_like(source.name, alike[0], list(named), day),
    )  # fmt: skip
    chosen = [_complete(source, book, sheet, stated) for sheet in alike]
    return [replace(chosen[0], warnings=(*told, *chosen[0].warnings)), *chosen[1:]]


def _readable(book: Book, names: Iterable[str], stated: Stated) -> Iterator[Sheet]:
    """Yield the sheets of these names that hold anything and are not damaged."""
    for name in names:
        with suppress(InputRefused):
            if sheet := _look(book, name, stated):
                yield sheet


def _with_continued(
    filled: Sequence[Sheet], whole: Mapping[str, str]
) -> tuple[list[Sheet], dict[str, str]]:
    """Return the sheets, and which of them are rows of another one: its name."""
    found, below = list[Sheet](), dict[str, str]()
    for sheet in filled:
        firsts = [one for one in found if one.name not in below and sheet.name not in whole]
        fits = ((first, one) for first in firsts if (one := continued(sheet, first)))
        first, one = next(fits, (None, sheet))
        if first:
            below[sheet.name] = first.name
        found.append(one)
    return found, below


def _alike(
    file: str, filled: Sequence[Sheet], whole: Mapping[str, str], below: Collection[str],
    opt_outs: Collection[Sheet],
) -> tuple[list[Sheet], list[Sheet]]:  # fmt: skip
    """Return the sheets that are tables, and those of them that are rivals."""
    pool = [sheet for sheet in filled if sheet.name in whole] or filled
    best = max(pool, key=lambda sheet: (sheet.filled, count_known(sheet.dialect.header or ())))
    if len({*whole.values()}) > 1:
        tables = [whole[sheet.name] for sheet in pool]
        return list(pool), [
            sheet for sheet in pool
            if tables.count(whole[sheet.name]) > 1 and sheet not in opt_outs
        ]  # fmt: skip
    alike = [
        sheet for sheet in filled
        if sheet is best or sheet.name in whole or sheet.name in below
        or (sheet.filled and _is_like(file, sheet, best))
    ]  # fmt: skip
    return alike, alike if len(alike) > 1 else []


def _look(book: Book, name: str, stated: Stated) -> Sheet | None:
    """Return a sheet with the dialect of its first rows, None when it is empty."""
    marks = book.marks_of(name)
    rows = SheetRows(book, name, marks)
    sample = list(islice(rows, SAMPLE_RECORDS))
    if not sample:
        return None
    dialect = lay_out(sample, "", count_known, header=stated.header)
    if stated.header:
        dialect = join_header_rows(sample, dialect, marks.merged, count_known)
    below = any(record.line > dialect.header_line and not record.blank for record in sample)
    return Sheet(name, dialect, rows, filled=below)


def _table_beside(file: str, sheet: Sheet) -> str | None:
    """Return the table of a sheet beside one of opt-outs, None where it is no whole table."""
    header = sheet.dialect.header or ()
    table = recognise(file, header)
    whole = sheet.filled and not missing_columns(table, known_columns(header, table))
    return table if whole else None


def _is_like(file: str, sheet: Sheet, best: Sheet) -> bool:
    """Whether a sheet is the same kind of table: the same header, or all that the table needs."""
    header, other = sheet.dialect.header or (), best.dialect.header or ()
    if not header or not other:
        return False
    if has_header_of(sheet, best):
        return True
    table = recognise(file, other)
    known = known_columns(header, table)
    enough = not missing_columns(table, known) and recognise(file, header) == table
    return enough and not missing_columns(table, known_columns(other, table))


def _no_cells(source: Source, hidden: list[str]) -> InputRefused:
    told = f"; hidden: {', '.join(hidden[:5])}" if hidden else ""
    return InputRefused(
        f"{source.name} has no visible sheet with cells{told}", "a sheet with a header and rows",
        "export it again" + (", or name the sheet in columns.toml: sheet = ..." if hidden else ""),
        code="empty_file", file=source.name,
    )  # fmt: skip


def _complete(source: Source, book: Book, sheet: Sheet, stated: Stated) -> Sheet:
    """Return the sheet from its first data row on, with merged cells filled and its warnings."""
    marks, dialect = sheet.rows.marks, sheet.dialect
    start = dialect.header_line
    _refuse_bare_formulas(source, book, sheet, stated)
    header = dialect.header or ("",) * dialect.width
    named = frozenset(at for at, cell in enumerate(header) if cell or not dialect.header)
    measures = frozenset(at for at in named if _MEASURES & _serves(at, header[at], stated))
    areas = [area for area in marks.merged if area[2] > start and _spans(area, named)]
    fill = MergedFill(areas, named, measures) if areas else None
    rows = SheetRows(book, sheet.name, marks, start, fill)
    commas, typed = _decimal_columns(source, sheet.name, rows, header, stated)
    money = money_shown(marks, start)
    rows = replace(rows, commas=commas, units=money.several)
    told = (*sheet.warnings, *_merges_said(sheet.name, areas, measures),
            *_hidden_said(sheet, header), *_limit_said(book, sheet.name))  # fmt: skip
    named_so = money.unknown and any("currency" in _serves(at, header[at], stated) for at in named)
    if not stated.currency and not named_so:
        told += (*money.said(header),)
    return Sheet(sheet.name, dialect, rows, told, currencies=money.one, typed=typed)


def _spans(area: Area, named: frozenset[int]) -> bool:
    """Whether a merged range is more than one column made wide for its looks."""
    return area[2] > area[0] or sum(area[1] <= at <= area[3] for at in named) > 1


def _decimal_columns(
    source: Source, sheet: str, rows: SheetRows, header: Sequence[str], stated: Stated
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the columns whose numbers take the comma of the texts among them, and those without.

    Number cells have no sign of their own; only the texts among them tell one.
    """
    columns = [
        at for at, cell in enumerate(header) if cell and _NUMBERS & _serves(at, cell, stated)
    ]
    commas, typed = set[int](), set[int]()
    for at, shapes in rows.texts_among_numbers(columns).items():
        votes = {vote_of(shape) for shape in shapes} - {""}
        if stated.decimal == "," or (not stated.decimal and "," in votes and "." not in votes):
            commas.add(at)
        elif not stated.decimal and votes == {"?"}:
            raise _ambiguous(source, sheet, header[at])
        elif not votes & {".", ","}:
            typed.add(at)
    return frozenset(commas), frozenset(typed)


def _ambiguous(source: Source, sheet: str, column: str) -> InputRefused:
    return InputRefused(
        f"{source.name}, sheet '{sheet}', column '{column}': cells stored as text hold one "
        "separator before three digits, and nothing proves whether these are thousands or decimals",
        "numbers, or an answer",
        f'put this into columns.toml:\n["{source.name}"]\ndecimal = ","\nor\ndecimal = "."',
        code="ambiguous_decimal", file=source.name, column=column,
    )  # fmt: skip


def _serves(at: int, header: str, stated: Stated) -> set[str]:
    """Return the canonical columns, of any table, that a column of a sheet may serve."""
    known = {name for table in TABLES for name in known_columns([header], table)} if header else ()
    stated_for = {column for column, said in stated.columns.items() if said in {header, at + 1}}
    return {*known, *stated_for}


def _merges_said(
    name: str, areas: Sequence[tuple[int, int, int, int]], measures: frozenset[int]
) -> Iterator[Warned]:
    tall = [area for area in areas if area[2] > area[0]]
    if not areas:
        return
    cells = counted(len(areas), "merged cell")
    said = f"Sheet '{name}': {cells}; each value was read for all that it spans"
    money = sum(area[1] in measures for area in tall)
    if money:
        said += f", but {money:,} of an amount or quantity counts once, on its first row"
    yield Warned("merged_cells", said + ".", line=areas[0][0])


def _hidden_said(sheet: Sheet, header: Sequence[str]) -> Iterator[Warned]:
    marks: Marks = sheet.rows.marks
    rows = [row for row in marks.hidden_rows if row > sheet.dialect.header_line]
    if rows:
        hidden = counted(len(rows), "hidden or filtered row was", "hidden or filtered rows were")
        said = f"Sheet '{sheet.name}': {hidden} read like others."
        yield Warned("hidden_rows", said, line=rows[0])
    columns = [
        at for at, cell in enumerate(header)
        if cell and any(first <= at <= last for first, last in marks.hidden_columns)
    ]  # fmt: skip
    if columns:
        hidden = counted(len(columns), "hidden column was", "hidden columns were")
        said = f"Sheet '{sheet.name}': {hidden} read like others"
        yield Warned("hidden_columns", said + f" (the first is '{header[columns[0]]}').")


def _limit_said(book: Book, name: str) -> Iterator[Warned]:
    end = book.cells_of(name).end
    if end is not None and end[0] + 1 in _LAST_ROWS:
        said = f"Sheet '{name}' is full to its last row, {end[0] + 1:,}: the export may be cut."
        yield Warned("row_limit", said)


def _refuse_bare_formulas(source: Source, book: Book, sheet: Sheet, stated: Stated) -> None:
    """Refuse formulas without a stored result where the table needs them.

    A total below the table, or a column that nobody asks for, may lack its results.
    """
    marks, header = sheet.rows.marks, sheet.dialect.header or ()
    needed = {at for at, cell in enumerate(header) if cell and _serves(at, cell, stated)}
    places = {row: at for row, at in reversed(marks.bare) if at in needed}
    places = {row: at for row, at in places.items() if row > sheet.dialect.header_line}
    bare = _data_rows(sheet.rows, set(places)) if places else []
    if bare:
        raise _no_cached_values(source, sheet.name, header[places[bare[0]]], len(bare), bare[0])
    zero = [at for at in sorted(needed) if marks.formulas[at] > 1
            and marks.zero_formulas[at] == marks.formulas[at]]  # fmt: skip
    if book.never_calculated and zero:
        count = marks.formulas[zero[0]]
        raise _no_cached_values(source, sheet.name, header[zero[0]], count, None)


def _data_rows(rows: SheetRows, numbers: set[int]) -> list[int]:
    """Return those rows that hold data: not blank, no total."""
    found = []
    for record in rows:
        if record.line in numbers and not record.blank:
            first = next(cell for cell in record.fields if cell.strip())
            if not re.match(TOTAL_PATTERN, first.strip().lower()):
                found.append(record.line)
    return found


def _no_cached_values(
    source: Source, sheet: str, column: str, count: int, line: int | None
) -> InputRefused:
    return InputRefused(
        f"{source.name}, sheet '{sheet}': {count:,} formulas of column '{column}' have no result "
        "in the file; a program wrote it and no spreadsheet program has calculated it",
        "cells with values",
        "open it in a spreadsheet program, save it, and give the saved file",
        code="no_cached_values", file=source.name, line=line, column=column,
    )  # fmt: skip
