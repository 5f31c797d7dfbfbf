"""The order of day and month that the file tells beside the column itself.

A column that nothing needs may prove it: a check-in date of *25/12/2021* tells how the same program
wrote the day of the invoice. So may the month in the name of the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from analysis.cells import dates, dayhints
from analysis.cells.dates import DayColumn, Order
from analysis.cells.daytexts import Numbers
from analysis.columns.namepatterns import month_of

#: So many different days, and such a share of their rows in a month, make a stated order doubtful.
_LEAST_DAYS, _NEARLY_ALL = 3, 0.9
#: A date in numbers: the sign between them, and how many digits each has.
_WRITTEN = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d\d)")


def order_beside(day: DayColumn, header: Sequence[str], taken: Collection[int]) -> Order:
    """Return the order that columns with dates written alike prove, else the name of the file."""
    own, proved = _ways(day.counts), dict[str, str]()
    for at, name in enumerate(header):
        if at in taken or not name or not own:
            continue
        cell = replace(day.cell, text=f"{day.cell.table}.c{at}", label=name)
        first = cell.engine.rows(
            f"SELECT {cell.text} FROM {cell.table} WHERE {cell.text} <> '' LIMIT 1"
        )
        if not first or not _WRITTEN.match(first[0][0]):
            continue
        other = dates.look_at_days(cell, from_1904=False)
        told = other.order
        is_alike = all(isinstance(one, Numbers) for one in other.days.values())
        if is_alike and told.order and told.is_proved and _ways(other.counts) == own:
            proved.setdefault(told.order, name)
    if len(proved) > 1:
        return dates.OPEN
    for order, name in proved.items():
        return Order(order, f"as in column '{name[:40]}'")
    return _order_by_name(day)


def order_by_snapshot(column: dates.DayColumn, as_of: date | None) -> dates.Order:
    """Return the order that a stated snapshot tells: the other puts many dates after it."""
    told = dayhints.order_by_snapshot(column.by_order(as_of), as_of)
    said = "day" if told == "dmy" else "month"
    return Order(told, f"with the {said} first: the other way many lie after the snapshot date")


def order_against(day: DayColumn, stated: str, as_of: date | None) -> Order:
    """Return the other order where one that is stated for a whole table hardly fits this file.

    It puts most days outside the month of the file's name, or after a stated snapshot, and the
    other one does not. A few days are enough to ask.
    """
    by_name = _order_by_name(day, least=_LEAST_DAYS, inside=_NEARLY_ALL)
    if by_name.order is not None or as_of is None:
        return by_name
    other = "mdy" if stated == "dmy" else "dmy"
    by_order = day.by_order(as_of)
    months = {order: {(d.year, d.month) for d in by_order[order] if d} for order in by_order}
    late = {order: [d for d in by_order[order] if d and d > as_of] for order in by_order}
    most = 2 * len(late.get(stated, ())) > len(by_order[other]) >= _LEAST_DAYS
    if most and not late[other] and len(months[other]) < len(months[stated]):
        said = f"with the {dates.ORDER_NAMES[other]}: the other way most lie after the snapshot"
        return Order(other, f"{said} date")
    return dates.OPEN


def _order_by_name(day: DayColumn, *, least: int = 5, inside: float = 1) -> Order:
    month = month_of(day.cell.file)
    order = dayhints.order_by_name(day.by_order(), month, least=least, inside=inside)
    if order is None or month is None:
        return dates.OPEN
    said = f"with the {dates.ORDER_NAMES[order]}: the other way they lie outside "
    return Order(order, f"{said}{month[0]}-{month[1]:02d}, of which the name of the file speaks")


def _ways(texts: Iterable[str]) -> frozenset[tuple[str, int, bool]]:
    """Return how dates are written: sign, digits of the year, zeros before; empty if otherwise.

    Examples
    --------
    >>> sorted(_ways(["01/12/2021", "11/12/2021"])), sorted(_ways(["1/12/2021"])), _ways(["x"])
    ([('/', 4, True)], [('/', 4, False)], frozenset())
    """
    found = [_WRITTEN.fullmatch(text) for text in texts]
    if not all(found):
        return frozenset()
    signs = {(one[2], len(one[4])) for one in found if one}
    padded = all(len(part) == 2 for one in found if one for part in (one[1], one[3]))
    return frozenset((sign, digits, padded) for sign, digits in signs)
