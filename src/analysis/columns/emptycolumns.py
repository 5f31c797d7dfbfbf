"""Columns of a named header that are not read: empty ones, equal ones, small tables beside.

A shop writes the number of a receipt only where it has tills, a system the number of an invoice
only once there is one. Such a header outranks the number beside it, and names nothing. Of equal
columns the first is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby

from analysis.cells.cellwords import NULL_WORDS
from analysis.columns.columnmap import (
    ANY_OF,
    NEEDS,
    Rows,
    best_places,
    filled_cells,
    known_columns,
    rank_of,
)
from analysis.files.records import Record
from analysis.results import Warned
from analysis.vocabulary import BLANKS, TABLES

#: Code of the warning that another column is read in the place of an empty one.
EMPTY_COLUMN = "empty_column"
#: Customers or days on so few lines are as good as none, beside a column that is full.
_HARDLY, _FULL = 0.05, 0.9
_NOTHING = NULL_WORDS | {""}


def without_empties(
    table: str, header: Sequence[str], rows: Rows, beside: Rows = (),
    stated: Mapping[str, int] | None = None,
) -> tuple[list[str], list[Warned]]:  # fmt: skip
    """Return the header without the names of empty columns beside a filled one, and what is said.

    Parameters
    ----------
    rows
        Cells of records of everywhere.
    beside
        Cells of records of other files with this header: one month may be empty, the next full.
    stated
        Canonical column -> position from 0, as columns.toml says.

    Examples
    --------
    >>> header = ["Rechnungsnummer", "Auftragsnummer", "Betrag"]
    >>> rows = [["", f"AU{at}", "5.00"] for at in range(9)]
    >>> without_empties("transactions", header, rows)[0]
    ['', 'Auftragsnummer', 'Betrag']
    >>> without_empties("transactions", header, rows, [["RE1", "AU10", "7.00"]])[0][0]
    'Rechnungsnummer'
    """
    names, told, stated = list(header), list[Warned](), stated or {}
    if table != "transactions" or not rows:
        return names, told
    for at in stated.values():
        names[at] = ""
    shares = [
        max(pair) for pair in zip(_shares(rows, header), _shares(beside, header), strict=True)
    ]
    needs = {*TABLES[table].required, *NEEDS[table]}
    for column in sorted(known_columns(names, table) - ANY_OF - {*stated}):
        ranks, needed = _ranks(names, table, column), column in needs
        # The total of an order of thirty lines stands on one of them: it is what is meant.
        most = _HARDLY if needed and column != "amount" else 0
        empty = [at for at in ranks if shares[at] <= most]
        full = [at for at in ranks if at not in empty and (not needed or shares[at] >= _FULL)]
        if not empty or not (full or _has_parts(table, column, names, shares)):
            continue
        if needed and min(ranks[at] for at in empty) == min(ranks.values()):
            told.append(_said(column, [header[at] for at in empty], [header[at] for at in full]))
        names = ["" if at in empty else name for at, name in enumerate(names)]
    for at in stated.values():
        names[at] = header[at]
    return names, told


def is_filled(cell: str) -> bool:
    """Whether a cell holds anything but a program's word for nothing.

    Examples
    --------
    >>> is_filled(" 0 "), is_filled("  "), is_filled("NULL"), is_filled("-")
    (True, False, False, False)
    """
    return cell.strip(BLANKS).casefold() not in _NOTHING


def _shares(rows: Rows, header: Sequence[str]) -> list[float]:
    """Return which share of the lines has a cell in each column, of the one with most cells."""
    lines = [row for row in rows if tuple(map(str.strip, row)) != tuple(header)]
    filled = [
        sum(len(row) > at and is_filled(row[at]) for row in lines) for at in range(len(header))
    ]
    return [n / max(1, *filled) for n in filled]


def _ranks(header: Sequence[str], table: str, column: str) -> dict[int, int]:
    return {at: rank for at, name in enumerate(header) if (rank := rank_of(name, table, column))}


def _has_parts(table: str, column: str, names: Sequence[str], shares: Sequence[float]) -> bool:
    """Whether other columns that are full make up for one: a quantity and its price."""
    groups = [one for one in NEEDS[table].get(column, ()) if column not in one]
    return any(
        all(any(shares[at] >= _FULL for at in _ranks(names, table, part)) for part in group)
        for group in groups
    )


def _said(column: str, empty: Sequence[str], full: Sequence[str]) -> Warned:
    shown, read = (", ".join(f"'{name[:40]}'" for name in names) for names in (empty, full))
    be = "is" if len(empty) == 1 else "are"
    said = f"{shown} {be} empty on all lines looked at, or nearly all, and not read as {column}"
    said += f": {read} is." if read else ": quantity times price is."
    return Warned(EMPTY_COLUMN, said, column=full[0] if full else empty[0])


#: Code of the warning that one of several equal columns is read.
EQUAL_COLUMNS = "equal_columns"
_LEAST = 5  # lines


def without_equals(
    table: str, header: Sequence[str], rows: Rows,
    records: Callable[[], Iterable[Record] | None], stated: Collection[str] = (),
) -> tuple[list[str], list[Warned]]:  # fmt: skip
    """Return the header without the later ones of equal columns, and what is said of them.

    Parameters
    ----------
    rows
        Cells of some records; where they differ, the others are not looked at.
    records
        Gives all records; None where they are too many to be looked at.

    Examples
    --------
    >>> header = ["Total (Base)", "Total (Purchased)"]
    >>> rows = [["5.00", "5.00"], ["7.50", "7.50"]] * 3
    >>> every = lambda: [Record(2, row) for row in rows]
    >>> without_equals("transactions", header, rows, every)[0]
    ['Total (Base)', '']
    """
    names, told = list(header), list[Warned]()
    for column in sorted(known_columns(header, table) - ANY_OF - {*stated}):
        first, *others = best_places(header, table, column)
        alike = [at for at in others if all(_same(row, header, first, at) for row in rows)]
        if not alike or not _tells(rows, first):
            continue
        equal = _equal_in(records() or (), header, first, alike)
        if equal and len(equal) < len(others):
            continue  # it is asked about all the same: each of them may be the answer
        for at in equal:
            names[at] = ""
            said = f"'{header[first][:40]}' and '{header[at][:40]}' are the same in all lines: "
            told.append(Warned(EQUAL_COLUMNS, f"{said}the first is read as {column}.",
                               column=header[first]))  # fmt: skip
    return names, told


def _tells(rows: Rows, at: int) -> bool:
    """Whether cells are enough and differ: a few lines are equal by chance."""
    cells = filled_cells(rows, at)
    return len(cells) >= _LEAST and len({*cells}) > 1


def _equal_in(
    records: Iterable[Record], header: Sequence[str], first: int, others: list[int]
) -> list[int]:
    """Return those of the columns that are equal to the first in all records, if there are any."""
    left, seen = others, False
    for record in records:
        left, seen = [at for at in left if _same(record.fields, header, first, at)], True
        if not left:
            break
    return left if seen else []


def _same(row: Sequence[str], header: Sequence[str], one: int, other: int) -> bool:
    """Whether two cells are the same; rows that are too short, or the header again, do not say."""
    if len(row) <= max(one, other) or row[one].strip() == header[one]:
        return True
    return row[one].strip() == row[other].strip()


#: Code of the warning that columns beside the table are not read.
SIDE_TABLE = "side_table"
#: Lines from which on one can end long before the others, how much of them it fills, and how long
#: it is: an optional column of the lines has gaps, or ends where they do.
_LINES, _FILLED, _LONG = 10, 0.9, 0.5


def without_side_tables(
    header: Sequence[str], rows: Rows, stated: Collection[int] = ()
) -> tuple[list[str], list[Warned]]:
    """Return the header without the names of tables beside the first one, and what is said.

    Parameters
    ----------
    rows
        Cells of records, the first of the file first.

    Examples
    --------
    >>> header = ["Customer", "Amount", "", "Month", "Amount"]
    >>> rows = [[f"C{at}", "5.00", "", *["2024-01", "60.00"][: 2 * (at < 3)]] for at in range(12)]
    >>> without_side_tables(header, rows)[0]
    ['Customer', 'Amount', '', '', '']
    """
    names, told = list(header), list[Warned]()
    if "" not in names[1:-1] or len(rows) < _LINES:
        return names, told
    filled = [[len(row) > at and is_filled(row[at]) for row in rows] for at in range(len(names))]
    parted = groupby(range(len(names)), key=lambda at: bool(names[at]) or any(filled[at]))
    blocks = [[*places] for is_used, places in parted if is_used]
    for block in blocks[1:]:
        ends = [max((n for n, cell in enumerate(filled[at], 1) if cell), default=0) for at in block]
        same = max(ends) <= _LONG * len(rows) and len(block) > 1 and not {*stated} & {*block}
        if same and all(sum(filled[at]) >= _FILLED * max(ends) for at in block):
            shown = ", ".join(f"'{names[at][:40]}'" for at in block if names[at])
            said = f"{shown} stand beside the table, behind an empty column, and end after "
            said += f"{max(ends):,} lines: they are not read."
            told.append(Warned(SIDE_TABLE, said, column=names[block[0]]))
            for at in block:
                names[at] = ""
    return names, told
