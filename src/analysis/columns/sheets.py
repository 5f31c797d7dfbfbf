"""Which sheet of a workbook is the table, its header, and what is said of it and of the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from analysis.cells.amounts import vote_of
from analysis.cells.cellwords import TOTAL_PATTERN
from analysis.cells.headerkeys import key_of
from analysis.cells.optoutnames import names_consents, names_opt_outs
from analysis.columns.backnames import spoken_back
from analysis.columns.columnmap import (
    BESIDE,
    best_places,
    count_known,
    known_columns,
    missing_columns,
)
from analysis.columns.mapfile import Stated
from analysis.columns.periodcolumns import names_period
from analysis.columns.sheet import Sheet, money_shown
from analysis.columns.unclear import toml_text
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
    pool = [sheet for sheet in filled if sheet.name in whole] or filled
    best = max(pool, key=lambda sheet: (sheet.filled, count_known(sheet.dialect.header or ())))
    if len({*whole.values()}) > 1:
        alike, tables = pool, [*whole.values()]
        rivals = [sheet for sheet in pool if tables.count(whole[sheet.name]) > 1
                  and sheet not in opt_outs]  # fmt: skip
    else:
        alike = [
            sheet for sheet in filled
            if sheet is best or sheet.name in whole
            or (sheet.filled and _is_like(source.name, sheet, best))
        ]  # fmt: skip
        rivals = alike if len(alike) > 1 else []
    if rivals and stated.sheet != ALL_SHEETS:
        raise _several_sheets(source, [sheet.name for sheet in rivals])
    left = [s.name for s in filled if s not in alike] if wanted is None else []
    chosen = [_complete(source, book, sheet, stated) for sheet in alike]
    first, named = chosen[0], visible if wanted else []
    told = (*said_of_others(source.name, left, [] if wanted else hidden),
            *_like_said(source, book, first, named, stated))  # fmt: skip
    chosen[0] = replace(first, warnings=(*told, *first.warnings))
    return chosen


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
    if [key_of(cell) for cell in header] == [key_of(cell) for cell in other]:
        return True
    table = recognise(file, other)
    known = known_columns(header, table)
    enough = not missing_columns(table, known) and recognise(file, header) == table
    return enough and not missing_columns(table, known_columns(other, table))


def _several_sheets(source: Source, names: list[str]) -> InputRefused:
    shown = ", ".join(names[:12]) + (" ..." if len(names) > 12 else "")
    one, every = f'sheet = "{names[0]}"', f'sheet = "{ALL_SHEETS}"'
    answers = f"{one}\nor, to read all {len(names)} as one table:\n{every}"
    back = any(map(spoken_back, names))
    if back or all(names_period(name.split()[-1]) for name in names):  # one alone loses the others
        lowers = ", of which what went back lowers money" if back else ""
        every += f"  # all {len(names)} as one table{lowers}"
        answers = f"{every}\nor, to read one alone:\n{one}"
    return InputRefused(
        f"{source.name} has {len(names)} sheets that could be the table: {shown}",
        "one sheet, or the word that all of them are one table",
        f'put this into columns.toml:\n["{source.name}"]\n{answers}',
        code="several_sheets",
        file=source.name,
    )


def _no_cells(source: Source, hidden: list[str]) -> InputRefused:
    told = f"; hidden: {', '.join(hidden[:5])}" if hidden else ""
    return InputRefused(
        f"{source.name} has no visible sheet with cells{told}", "a sheet with a header and rows",
        "export it again" + (", or name the sheet in columns.toml: sheet = ..." if hidden else ""),
        code="empty_file", file=source.name,
    )  # fmt: skip


def _like_said(
    source: Source, book: Book, read: Sheet, names: Sequence[str], stated: Stated
) -> list[Warned]:
    """Say which sheets beside the one that columns.toml names have its header too."""
    looked = (_look(book, name, stated) for name in names if name != read.name)
    others = [sheet for sheet in looked if sheet is not None]
    return said_of_like(source.name, read, others, stated.columns.get("ordered_on", ""))


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
    commas = _comma_columns(source, sheet.name, rows, header, stated)
    money = money_shown(marks, start)
    rows = replace(rows, commas=commas, units=money.several)
    told = (*_merges_said(sheet.name, areas, measures), *_hidden_said(sheet, header),
            *_limit_said(book, sheet.name))  # fmt: skip
    named_so = money.unknown and any("currency" in _serves(at, header[at], stated) for at in named)
    if not stated.currency and not named_so:
        told += (*money.said(header),)
    return Sheet(sheet.name, dialect, rows, told, currencies=money.one)


def _spans(area: Area, named: frozenset[int]) -> bool:
    """Whether a merged range is more than one column made wide for its looks."""
    return area[2] > area[0] or sum(area[1] <= at <= area[3] for at in named) > 1


def _comma_columns(
    source: Source, sheet: str, rows: SheetRows, header: Sequence[str], stated: Stated
) -> frozenset[int]:
    """Return the columns in which numbers must be written with a comma, as the texts are.

    Number cells have no sign of their own; only the texts among them tell one.
    """
    columns = [
        at for at, cell in enumerate(header) if cell and _NUMBERS & _serves(at, cell, stated)
    ]
    found = set[int]()
    for at, shapes in rows.texts_among_numbers(columns).items():
        votes = {vote_of(shape) for shape in shapes} - {""}
        if stated.decimal == "," or (not stated.decimal and "," in votes and "." not in votes):
            found.add(at)
        elif not stated.decimal and votes == {"?"}:
            raise _ambiguous(source, sheet, header[at])
    return frozenset(found)


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


_DAY = re.compile(r"(\d{4}-\d\d-\d\d)\b")  # as cells of days are read


def said_of_others(file: str, left: Sequence[str], hidden: Sequence[str]) -> Iterator[Warned]:
    """Say which visible and which hidden sheets were not read.

    Examples
    --------
    >>> [one.message for one in said_of_others("a.xlsx", ["Codes"], [])]
    ['a.xlsx: 1 other sheet was not read (Codes).']
    """
    if left:
        said = f"{file}: {counted(len(left), 'other sheet was', 'other sheets were')} not "
        said += f"read ({', '.join(left[:5])})."
        yield Warned("sheets_not_read", said)
    if hidden:
        said = f"{file}: {counted(len(hidden), 'hidden sheet was', 'hidden sheets were')} "
        said += "not read"
        yield Warned("hidden_sheets_not_read", f"{said} ({', '.join(hidden[:5])}).")
    if opted := [one for one in (*left, *hidden) if names_opt_outs(one) or names_consents(one)]:
        said = f"{file}: the sheets {', '.join(opted[:5])} were not read, and whoever they "
        said += "list may be on call lists. Save each as a file of its own, with a column of "
        yield Warned("opt_outs_not_read", said + "customer ids, e-mail addresses or phone numbers.")


def said_of_like(file: str, read: Sheet, others: Sequence[Sheet], day: str | int) -> list[Warned]:
    """Say which sheets have the header of the only one that columns.toml names; later days weigh.

    Parameters
    ----------
    day
        What columns.toml names as the day of an order; empty without it.
    """
    header = [*map(key_of, read.dialect.header or ())]
    like = [
        one for one in others
        if one.filled and header and [*map(key_of, one.dialect.header or ())] == header
    ]  # fmt: skip
    if not like:
        return []
    names, several = ", ".join(f"'{one.name}'" for one in like[:5]), len(like) > 1
    have = f"sheets {names} have" if several else f"sheet {names} has"
    said = f"{file}: {have} the same header as '{read.name}', the only sheet that columns.toml "
    said += f"names, and {'were' if several else 'was'} not read. "
    newest = max((_newest_day(one, day) for one in like), default="")
    code = "sheets_not_read"
    if newest > _newest_day(read, day):
        code = "newest_sheet_not_read"
        whose = "Their" if several else "Its"
        said += f"{whose} days go on to {newest}: the newest orders are missing. "
    said += f'To read all of them, put sheet = "*" in place of sheet = {toml_text(read.name)}.'
    return [Warned(code, said)]


def _newest_day(sheet: Sheet, day: str | int) -> str:
    """Return the last day of the orders of a sheet, empty where no cell of it is a day."""
    header = [*(sheet.dialect.header or ())]
    places = [at for at, name in enumerate(header) if day and key_of(name) == key_of(str(day))]
    places = [day - 1] if isinstance(day, int) else places
    at = next(iter(places or best_places(header, "transactions", "ordered_on")), len(header))
    cells = (row.fields[at] for row in sheet.rows if at < len(row.fields))
    return max((found[1] for cell in cells if (found := _DAY.match(cell))), default="")
