"""Sheets beside the one that is read: those that continue it, hidden ones, what is said and asked.

A sheet may hold half of the orders: without a header, as a cut export has it, or hidden.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analysis.cells.daytexts import read_day
from analysis.cells.headerkeys import key_of
from analysis.cells.optoutnames import names_consents, names_opt_outs
from analysis.columns.backnames import spoken_back
from analysis.columns.columnmap import best_places, count_known
from analysis.columns.noordernames import no_orders_by
from analysis.columns.periodcolumns import names_period
from analysis.columns.sheet import Sheet
from analysis.columns.unclear import toml_text
from analysis.columns.whichtable import recognise
from analysis.errors import InputRefused, counted
from analysis.results import Warned

#: Without letters a cell may be a number, in any style and with any sign of a currency.
_LETTERS = re.compile(r"[^\W\d_]")
#: A column is of the kind that so many of its cells are of.
_NEARLY_ALL = 0.9


def continued(sheet: Sheet, first: Sheet) -> Sheet | None:
    """Return a sheet without a header as rows of another one, None where they do not fit exactly.

    They fit when days, numbers and texts stand in the same columns, in the first row already, and
    rows of the other sheet are not merely copied.
    """
    header = first.dialect.header
    if sheet is first or not first.filled or count_known(sheet.dialect.header or ()):
        return None
    top = replace(sheet.dialect, header=None, first=0, header_line=0)
    rows, above = replace(sheet, dialect=top, filled=True).sample(), first.sample()
    if not _fits(rows, above) or copies(sheet, first):
        return None
    said = f"Sheet '{sheet.name}' has no header; its {counted(_n_rows(sheet, 0), 'row')} fit the "
    said += f"columns of '{first.name}' and are read with them."
    told = (Warned("sheet_without_header", said),) if header else ()
    below = replace(first.dialect, first=0, header_line=0, above="")
    return replace(sheet, dialect=below, filled=True, warnings=told)


def _fits(rows: Sequence[Sequence[str]], above: Sequence[Sequence[str]]) -> bool:
    """Whether rows have days, numbers and texts, and the same columns full, as those above."""
    theirs, own = _kinds(above), _kinds(rows)
    if {"day", "number"} - {*theirs.values()} or not _is_row(rows[0], theirs):
        return False
    same = all(theirs.get(at) in {kind, "mixed"} for at, kind in own.items())
    return same and all(_is_full(rows, at) for at in theirs if _is_full(above, at))


def _is_full(rows: Sequence[Sequence[str]], at: int) -> bool:
    n = sum(bool(row[at : at + 1] and row[at].strip()) for row in rows)
    return n >= _NEARLY_ALL * len(rows)


def _kinds(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """Return the kind of each column that nearly all of its cells are of; empty ones have none."""
    found: dict[int, Counter[str]] = {}
    for row in rows:
        for at, cell in enumerate(row):
            if cell.strip():
                found.setdefault(at, Counter())[_kind(cell)] += 1
    return {
        at: kind if n >= _NEARLY_ALL * kinds.total() else "mixed"
        for at, kinds in sorted(found.items()) for kind, n in kinds.most_common(1)
    }  # fmt: skip


def _kind(cell: str) -> str:
    if cell.strip() and not isinstance(read_day(cell), int | None):
        return "day"
    return "number" if re.search(r"\d", cell) and not _LETTERS.search(cell) else "text"


def _is_row(cells: Sequence[str], kinds: dict[int, str]) -> bool:
    """Whether the days and numbers of a row stand where those of all rows do: no header does."""
    told = [(_kind(cell), kinds.get(at)) for at, cell in enumerate(cells) if cell.strip()]
    return bool(told) and all(one == kind for one, kind in told if kind in {"day", "number"})


def copies(sheet: Sheet, other: Sheet) -> bool:
    """Whether all rows of a sheet stand in another one too."""
    return {*_rows(sheet)} <= {*_rows(other)}


def _rows(sheet: Sheet) -> Iterator[int]:
    at = sheet.dialect.header_line
    for record in sheet.rows:
        if record.line > at and not record.blank:
            cells = [cell.strip() for cell in record.fields]
            yield hash(tuple(cells[: max(n for n, cell in enumerate(cells, 1) if cell)]))


def _n_rows(sheet: Sheet, at: int | None = None) -> int:
    top = sheet.dialect.header_line if at is None else at
    return sum(record.line > top and not record.blank for record in sheet.rows)


def hidden_like(hidden: Iterable[Sheet], shown: Sequence[Sheet]) -> list[tuple[Sheet, Sheet]]:
    """Return each hidden sheet with the header of one that is read, and rows that it lacks."""
    found = []
    for sheet in hidden:
        like = next((one for one in shown if has_header_of(sheet, one)), None)
        if like and sheet.filled and not copies(sheet, like):
            found.append((sheet, like))
    return found


def has_header_of(sheet: Sheet, other: Sheet) -> bool:
    """Whether two sheets have the same header."""
    header, its = sheet.dialect.header or (), other.dialect.header or ()
    return bool(header) and [*map(key_of, header)] == [*map(key_of, its)]


def hidden_read(file: str, sheet: Sheet) -> Sheet:
    """Return a hidden sheet that is read, which it says."""
    said = f"{file}: the hidden sheet '{sheet.name}' is read too "
    said += f'({counted(_n_rows(sheet), "row")}), for sheet = "*" means all of them. If it should '
    said += "not count, take it out of the workbook."
    return replace(sheet, warnings=(*sheet.warnings, Warned("hidden_sheets_read", said)))


def said_of_hidden(file: str, found: Sequence[tuple[Sheet, Sheet]], day: str | int) -> list[Warned]:
    """Say which hidden sheets have the header of one that is read, and what reads them.

    Parameters
    ----------
    day
        What columns.toml names as the day of an order; empty without it.
    """
    if not found:
        return []
    names, several = ", ".join(f"'{sheet.name}'" for sheet, _ in found[:5]), len(found) > 1
    n_rows = counted(sum(_n_rows(sheet) for sheet, _ in found), "row")
    have = f"hidden sheets {names} have" if several else f"hidden sheet {names} has"
    said = f"{file}: the {have} the same header as '{found[0][1].name}' and {n_rows}, and "
    said += f"{'were' if several else 'was'} not read. "
    newest = max(_newest_day(sheet, day) for sheet, _ in found)
    later = newest > max(_newest_day(like, day) for _, like in found)
    if later:
        said += f"{'Their' if several else 'Its'} days go on to {newest}: the newest orders are "
        said += "missing. "
    said += f'If they count too, put sheet = "*" under [{toml_text(file)}] into columns.toml.'
    return [Warned("newest_sheet_not_read" if later else "hidden_sheets_not_read", said)]


def several_sheets(file: str, rivals: Sequence[Sheet]) -> InputRefused:
    """Return the question which of several sheets is the table, or whether all of them are."""
    names = [sheet.name for sheet in rivals]
    shown = ", ".join(names[:12]) + (" ..." if len(names) > 12 else "")
    bare = [one.name for one in rivals for told in one.warnings
            if told.code == "sheet_without_header"]  # fmt: skip
    if bare:
        shown += f"; '{bare[0]}' has no header, and its rows fit those of '{names[0]}'"
    return InputRefused(
        f"{file} has {len(names)} sheets that could be the table: {shown}",
        "one sheet, or the word that all of them are one table",
        _without_doubtful(file, rivals) or _one_or_all(file, names, sure=bool(bare)),
        code="several_sheets",
        file=file,
    )


def _one_or_all(file: str, names: Sequence[str], *, sure: bool) -> str:
    one, every = f"sheet = {toml_text(names[0])}", 'sheet = "*"'
    answers = f"{one}\nor, to read all {len(names)} as one table:\n{every}"
    back = any(map(spoken_back, names))
    periods = all(names_period(name.split()[-1]) for name in names)
    if back or sure or periods:  # one alone loses the others
        lowers = ", of which what went back lowers money" if back else ""
        every += f"  # all {len(names)} as one table{lowers}"
        answers = f"{every}\nor, to read one alone:\n{one}"
    return f"put this into columns.toml:\n[{toml_text(file)}]\n{answers}"


def _without_doubtful(file: str, rivals: Sequence[Sheet]) -> str:
    """Return what to do where the names of some sheets, not of all, speak of no orders."""
    names = [one.name for one in rivals]
    doubtful = [
        one.name for one in rivals
        if no_orders_by(one.name, [name for name in names if name != one.name])
        and recognise(file, one.dialect.header or ()) == "transactions"
    ]  # fmt: skip
    good = [name for name in names if name not in doubtful]
    if not doubtful or not good:
        return ""
    section = f"[{toml_text(file)}]\nsheet = "
    quoted, several = ", ".join(f"'{name}'" for name in doubtful[:5]), len(doubtful) > 1
    whose = f"{quoted} {'speak' if several else 'speaks'} of no orders"
    if len(good) == 1:
        return f"put this into columns.toml:\n{section}{toml_text(good[0])}  # {whose}"
    return (
        f"{whose}: take {'these sheets' if several else 'this sheet'} out of the workbook, and put "
        f'this into columns.toml:\n{section}"*"  # the other {len(good)} as one table'
    )


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
    like = [one for one in others if one.filled and has_header_of(one, read)]
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
