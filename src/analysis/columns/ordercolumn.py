"""Which column is the number of an order: what its header says, and how many lines have one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from analysis.columns.columnmap import ColumnMap, Rows, best_places, filled_cells, rank_of
from analysis.columns.emptycolumns import is_filled
from analysis.columns.mapfile import Stated
from analysis.columns.ordergroups import order_by_groups
from analysis.columns.words import key_of

#: The name of an order in a web shop.
_NUMBERED = re.compile(r"#[A-Za-z-]{0,6}\d+[\w.-]*")
#: A share of the lines that is all; so many numbers that come again have one day.
_ALL, _MOSTLY, _LEAST = 0.98, 0.9, 5


def settle_order_id(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Take a column of order numbers: the first of several that number the same orders.

    A column 'Name' is one whose cells are all such as #1001. Where the best by its header lacks the
    number on some lines, one that has it on all is read: by no number nothing is told apart.

    Examples
    --------
    >>> from analysis.results import Warned
    >>> told = (Warned("two_columns_fit", "", column="order_id"),)
    >>> columns = ColumnMap("transactions", ("Invoice ID", "Invoice Number"), {}, told)
    >>> rows = [["9", "A1"], ["9", "A1"], ["8", "A2"]]
    >>> settle_order_id(columns, rows, Stated()).places
    {'order_id': (0,)}
    """
    if "order_id" in stated.columns:
        return columns
    if columns.has("order_id"):
        return _fuller(columns, rows, stated)
    if (at := _numbered_names(columns, rows)) is not None:
        return columns.reading("order_id", at)
    told = next((told for told in columns.warnings if told.column == "order_id"), None)
    if told is None:
        return order_by_groups(columns, rows, stated)
    header = stated.used("transactions", columns.header)
    places = best_places(header, "transactions", "order_id")
    cells = {tuple(row[at].strip() for at in places) for row in rows if len(row) > max(places)}
    same = all(len({line[which] for line in cells}) == len(cells) for which in range(len(places)))
    if len(cells) < 2 or not same or not all(map(all, cells)):
        return columns
    warnings = tuple(one for one in columns.warnings if one is not told)
    return replace(columns.reading("order_id", places[0]), warnings=warnings)


def _numbered_names(columns: ColumnMap, rows: Rows) -> int | None:
    """Return the place of a column 'Name' whose cells are all order numbers."""
    at = next((at for at, cell in enumerate(columns.header) if key_of(cell) == "name"), None)
    if at is None or at in columns.taken:
        return None
    cells = filled_cells(rows, at)
    return at if cells and all(map(_NUMBERED.fullmatch, cells)) else None


def _fuller(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Return the map with a number that all lines have, where the one in use is not on all."""
    lines = [row for row in rows if len(row) >= len(columns.header)]
    if len(lines) < _LEAST or _share(lines, columns.places["order_id"][0]) >= _ALL:
        return columns
    others = (at for at in _others(columns, rows, stated) if _share(lines, at) >= _ALL)
    at = next((at for at in others if _is_of_one_day(columns, lines, at)), None)
    return columns if at is None else columns.reading("order_id", at)


def _others(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[int]:
    """Yield other columns of order numbers, the best by their headers first."""
    if (name := _numbered_names(columns, rows)) is not None:
        yield name
    free = stated.free(columns.header, columns.taken)
    found = [(rank_of(name, "transactions", "order_id"), at) for at, name in free]
    yield from (at for rank, at in sorted(found) if rank)


def _share(lines: Rows, at: int) -> float:
    return sum(is_filled(row[at]) for row in lines) / len(lines)


def _is_of_one_day(columns: ColumnMap, lines: Rows, at: int) -> bool:
    """Whether its numbers are many and of one day each: a reference of a customer comes again."""
    days = defaultdict[str, set[str]](set)
    day = columns.places.get("ordered_on", (at,))[0]
    for row in lines:
        days[row[at].strip()].add(row[day].strip()[:10])
    n_single = sum(len(one) == 1 for one in days.values())
    return len(days) >= _LEAST and n_single >= _MOSTLY * len(days)
