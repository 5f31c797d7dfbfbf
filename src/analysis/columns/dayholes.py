"""A day that the newest lines lack, beside one that all lines have.

A shop writes the day of the invoice, and 0000-00-00 until there is one. Read as the day of the
order, it loses the orders that are open: the newest, by which a customer is not silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from analysis.cells.cellwords import WON_STATUS, plain_word
from analysis.cells.daytexts import NEVER_DAYS, PLACEHOLDER_DAYS
from analysis.cells.headerkeys import key_of, keys
from analysis.columns.columnmap import ColumnMap, Rows, rank_of
from analysis.columns.creationday import LATER, PAID, days_of, sold_lines
from analysis.columns.emptycolumns import is_filled
from analysis.columns.mapfile import Stated
from analysis.columns.orderwords import CREATED
from analysis.columns.unclear import put, toml_text, which_is_meant
from analysis.errors import InputRefused
from analysis.results import Warned

_CREATED = frozenset(keys(CREATED))
#: Days that are blank on purpose: what is not won is no order, and what is not paid may be one.
_WON = re.compile(r"clos|\bwon\b|\bwin\b|gewonn|abschluss|cl[oô]tur|cierre|gagn|ganad|sign")
#: Lines without the day: so many at least, and this share of all, or most of them the newest.
_LEAST, _SHARE, _NEWEST, _MOSTLY = 2, 0.05, 0.9, 0.8
_LINES, _ROWS, _NEARLY = 20, 2000, 0.999
#: Days apart, of the middle line, that change no result.
_APART = 1


@dataclass(frozen=True)
class _Full:
    """Another day, which all lines have: how far it is from the one in use, and who lacks that."""

    at: int
    name: str
    apart: float
    n_holes: int
    n_lines: int

    def said(self, used: str) -> str:
        return (
            f"'{used[:40]}' is blank on {self.n_holes:,} of {self.n_lines:,} lines looked at, and "
            f"'{self.name[:40]}' has a day on all of them"
        )


def fill_day(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> ColumnMap:
    """Return the map with the day that all lines have, where the one in use lacks on the newest.

    Raises
    ------
    InputRefused
        When the two are not the same day.

    Examples
    --------
    >>> header = ("date_add", "invoice_date", "total")
    >>> columns = ColumnMap("transactions", header, {"ordered_on": (1,), "amount": (2,)})
    >>> days = [f"2024-01-{at:02d}" for at in range(1, 31)]
    >>> rows = [[day, day if at < 27 else "0000-00-00", "5"] for at, day in enumerate(days)]
    >>> fill_day(columns, rows, Stated(), "a.csv").places["ordered_on"]
    (0,)
    """
    label = columns.label("ordered_on")
    if "ordered_on" in stated.columns or not columns.has("ordered_on") or _WON.search(_of(label)):
        return columns
    full = next(_full(columns, rows, stated), None)
    if full is None:
        return columns
    if full.apart > _APART:
        raise _which(columns, full, file)
    said = f"{full.said(label)}: it is read as the day of an order: lines without the first "
    said += "would be set aside. If they are no orders, "
    said += f"{put(f'ordered_on = {toml_text(label)}')}."
    return columns.reading(
        "ordered_on", full.at, Warned("day_with_holes", said, column=full.name)
    )  # fmt: skip


def _of(header: str) -> str:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return re.sub(r"[\W_]+", " ", parted).casefold()


def _full(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Full]:
    """Yield the days that all lines have beside one that the newest lack, the best header first."""
    used = columns.places["ordered_on"][0]
    some = [row for row in rows[:: 1 + len(rows) // _ROWS] if len(row) == len(columns.header)]
    lines = _won(columns, sold_lines(columns, some))
    holes = [at for at, row in enumerate(lines) if _is_hole(row[used])]
    if len(lines) < _LINES or len(holes) < _LEAST:
        return
    ranks = [
        (rank_of(name, "transactions", "ordered_on"), at, name)
        for at, name in stated.free(columns.header, columns.taken)
    ]
    for rank, at, name in sorted(ranks):
        entered = key_of(name) in _CREATED
        if not rank or PAID.search(_of(name)) or (LATER.search(_of(name)) and not entered):
            continue
        days = days_of([row[at].strip() for row in lines])
        filled = [day for row, day in zip(lines, days, strict=True) if not _is_hole(row[at])]
        if sum(day is not None for day in filled) < _NEARLY * len(lines):
            continue
        if len(holes) >= _SHARE * len(lines) or _are_newest(days, holes):
            own = days_of([row[used].strip() for row in lines])
            apart = [abs((a - b).days) for a, b in zip(days, own, strict=True) if a and b]
            yield _Full(at, name, median(apart) if apart else 0, len(holes), len(lines))


def _won(columns: ColumnMap, lines: Rows) -> Rows:
    """Return the lines that were won, where the status tells it."""
    status = columns.places.get("status")
    if not status:
        return lines
    won = [row for row in lines if plain_word(row[status[0]].strip().casefold()) in WON_STATUS]
    return won or lines


def _is_hole(cell: str) -> bool:
    day = cell.strip().split("T")[0].split(" ")[0]
    return not is_filled(cell) or day in NEVER_DAYS | PLACEHOLDER_DAYS


def _are_newest(days: Sequence[date | None], holes: Sequence[int]) -> bool:
    known = sorted(day for day in days if day)
    late = known[int(_NEWEST * (len(known) - 1))]
    newest = sum((day := days[at]) is not None and day >= late for at in holes)
    return newest >= _MOSTLY * len(holes)


def _which(columns: ColumnMap, full: _Full, file: str) -> InputRefused:
    label = columns.label("ordered_on")
    return which_is_meant(
        f"{file}: {full.said(label)}, {full.apart:,.0f} days away on half of the others",
        "one day for all orders",
        [f"ordered_on = {toml_text(full.name)}  # the day of all lines",
         f"ordered_on = {toml_text(label)}  # lines without it are set aside"],
        file=file, column=label,
    )  # fmt: skip
