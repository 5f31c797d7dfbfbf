"""What one file proves of its styles, for the files beside it: date order, decimal sign, unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from analysis.cells.amounts import NumberColumn, thousands_said
from analysis.cells.dates import OPEN, ORDER_NAMES, DayColumn, Order
from analysis.columns.linedoubts import UNIT_IN_HEADER
from analysis.columns.namepatterns import pattern_of
from analysis.columns.unclear import toml_text
from analysis.results import Warned
from analysis.rows.convert import Input

#: Days in so many months, and so many times those of any file beside it, are read in a wrong order.
_MONTHS, _TIMES = 6, 3
#: The name in a line of columns.toml that a warning offers.
_LINE_OF = re.compile(r"\b[pP]ut (\w+) = ")
#: Days of so few of a month in so many months, beside files with so many, are read in a wrong one.
_FEW_DAYS, _EACH_MONTH, _OTHER_DAYS = 2, 10, 5


def share_styles(inputs: Sequence[Input]) -> list[Input]:
    """Return inputs of one table; each knows the date order and the sign that others prove.

    The first days of a month prove no order by themselves, and whole amounts such as 1,502 no
    sign. An order is shared by all but call lists, which people write; a sign by one header.
    """
    return _share_signs(_share_orders(inputs))


def name_own_units(inputs: Sequence[Input]) -> list[Input]:
    """Return inputs with lines under their own name, where they would not fit other files.

    That is a unit of money that others do not have, and a column that the section of the table
    names by another header.
    """
    said = [any(one.code == UNIT_IN_HEADER for one in found.columns.warnings) for found in inputs]
    return [
        _under_its_name(found, inputs, by_unit=one and not all(said))
        for found, one in zip(inputs, said, strict=True)
    ]


def _under_its_name(found: Input, inputs: Sequence[Input], *, by_unit: bool) -> Input:
    own, others = found.file, found.stated.gone
    if others:
        alike = {one.file for one in inputs if one.columns.header == found.columns.header}
        own = pattern_of(alike, {one.file for one in inputs}) if len(alike) > 1 else own
    told = tuple(
        replace(one, message=one.message.replace(
            "under [transactions]", f"under [{toml_text(own or found.file)}]"
        ))
        if (by_unit and one.code == UNIT_IN_HEADER) or names_again(one, others) else one
        for one in found.columns.warnings
    )  # fmt: skip
    return replace(found, columns=replace(found.columns, warnings=told))


def names_again(told: Warned, others: Collection[str]) -> bool:
    """Whether a warning has a line for a column that a section names by another header.

    Examples
    --------
    >>> told = Warned("flag_not_used", 'If they are none, put cancelled = "Storno" under ...')
    >>> names_again(told, {"cancelled": "Grund"}), names_again(told, {})
    (True, False)
    """
    found = _LINE_OF.search(told.message)
    return found is not None and found[1] in others


def _share_orders(inputs: Sequence[Input]) -> list[Input]:
    groups: dict[bool, list[DayColumn]] = {True: [], False: []}
    for found in inputs:
        groups[bool(found.columns.listed)] += [day for day in found.days if day.order.is_proved]
    return [
        replace(found, order=_order_by_others(found, inputs) if found.stated.date_order
                else _order_beside(found, groups[bool(found.columns.listed)]))
        for found in inputs
    ]  # fmt: skip


def _order_by_others(found: Input, inputs: Sequence[Input]) -> Order:
    """Return the other order, where the stated one puts a file on a day of each month alone.

    Its days are then those of a month or two, and files beside it have sales on any day.
    """
    stated = found.stated.date_order or ""
    other = {"dmy": "mdy", "mdy": "dmy"}.get(stated, "")
    for day in (day for day in found.days if other and day.order.order is None):
        beside = [
            one
            for item in inputs
            if item is not found and item.stated.date_order == stated
            for one in item.days
            if one.cell.column == day.cell.column
        ]
        most = max((len(_days_of_month(one, stated)) for one in beside), default=0)
        few = len(_days_of_month(day, stated)) <= _FEW_DAYS < _OTHER_DAYS <= most
        if few and _n_months(day, stated) >= _EACH_MONTH and _n_months(day, other) <= _FEW_DAYS:
            said = f"with the {ORDER_NAMES[other]}: the other way they lie on the same day of "
            return Order(other, f"{said}each month, and those of the files beside it on any day")
    return OPEN


def _days_of_month(day: DayColumn, order: str) -> set[int]:
    days = day.closed(order, day.latest(Order(order, ""), None)).values()
    return {one.day for one in days if one is not None}


def _order_beside(found: Input, proofs: Sequence[DayColumn]) -> Order:
    """Return the one order that files prove, unless its days lie about as none of theirs do."""
    orders = {proof.order.order for proof in proofs}
    order = orders.pop() if len(orders) == 1 else None
    if order is None:
        return OPEN
    for day in (day for day in found.days if day.order.order is None):
        theirs = [_n_months(one, order) for one in proofs if one.cell.column == day.cell.column]
        most, own = max(theirs, default=_MONTHS), _n_months(day, order)
        other = _n_months(day, "mdy" if order == "dmy" else "dmy")
        if own >= max(_MONTHS, _TIMES * most) and other <= most:
            said = f"with the {ORDER_NAMES[order]}, as in the files beside it, they would lie in "
            return Order(None, f"{said}{own} months, where each of those has {most} at most")
    return Order(order, "another file of this table")


def _n_months(day: DayColumn, order: str) -> int:
    days = day.closed(order, day.latest(Order(order, ""), None)).values()
    return len({(one.year, one.month) for one in days if one is not None})


def _share_signs(inputs: Sequence[Input]) -> list[Input]:
    groups: dict[tuple[object, ...], list[Input]] = {}
    for found in inputs:
        groups.setdefault(_layout(found), []).append(found)
    shared = {layout: _shared_by(group) for layout, group in groups.items()}
    told = set[Warned]()
    return [_with(found, *shared[_layout(found)], told) for found in inputs]


def _shared_by(group: Sequence[Input]) -> tuple[str, tuple[Warned, ...]]:
    """Return the one sign that files prove, each alone or all by their number, and what to say."""
    texts = [number for one in group for number in one.numbers if not number.typed]
    signs = {sign for number in texts for sign in ".," if number.votes[sign]}
    if signs or len(group) == 1:
        return (signs.pop(), ()) if len(signs) == 1 else ("", ())
    together = [_pooled(group, number) for number in group[0].numbers]
    sure = [number for number in together if number.has_thousands(None)]
    proved = {{".": ",", ",": "."}[number.mark] for number in sure}
    return (proved.pop(), tuple(map(thousands_said, sure))) if len(proved) == 1 else ("", ())


def _pooled(group: Sequence[Input], like: NumberColumn) -> NumberColumn:
    shapes = Counter[str]()
    for number in (number for one in group for number in one.numbers):
        if number.cell.column == like.cell.column:
            shapes.update(number.shapes)
    return replace(like, shapes=shapes)


def _with(found: Input, sign: str, said: tuple[Warned, ...], told: set[Warned]) -> Input:
    if not sign:
        return found
    new = tuple(one for one in said if one not in told)
    told.update(new)
    return replace(found, decimal=sign, columns=found.columns.saying(*new))


def _layout(found: Input) -> tuple[object, ...]:
    layout = found.staged.layout
    return layout.header, layout.dialect.delimiter, layout.source.form
