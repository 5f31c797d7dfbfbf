"""Whether an amount holds the tax that stands in a column beside it: the numbers tell.

A tax that is 19/119 of the amount is in it; one that is 19 % of it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from analysis.columns.amountbeside import TAX, WITH_TAX
from analysis.columns.columnmap import ColumnMap
from analysis.columns.layout import Layout
from analysis.columns.taxsense import RATES, size_of

_ROWS, _LINES, _DIFFERENT, _MOST = 300, 5, 3, 0.9
#: Tax below it is too little to tell one rate from another.
_TELLS, _CENT = 0.5, 0.011


def tax_beside(layout: Layout, columns: ColumnMap, amount: int) -> str:
    """Return what a tax beside an amount says of it, empty where there is none that fits.

    Parameters
    ----------
    amount
        Position of the amount.
    """
    cells = [record.fields for record in islice(layout.records, _ROWS)]
    lines = [row for row in cells if len(row) == len(columns.header) and row[amount].strip()]
    free = [
        (at, name) for at, name in enumerate(columns.header) if name and at not in columns.taken
    ]
    money = {at: [size_of(row[at]) for row in lines] for at in (amount, *(at for at, _ in free))}
    for at, name in free:
        if not _is_tax(name):
            continue
        held, left = held_or_left(money[amount], money[at])
        without, with_it = (
            _other(money, free, amount, [a + sign * t for a, t in zip(money[amount], money[at],
                                                                      strict=True)])
            for sign in (-1, 1)
        )  # fmt: skip
        if held and (without or not left):
            return f"it includes the tax in '{name[:40]}'" + _beside(without, "does not")
        if left and (with_it or not held):
            return f"the tax in '{name[:40]}' is not in it" + _beside(with_it, "includes it")
    return ""


def _is_tax(name: str) -> bool:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    either = {re.sub(r"[\W_]+", " ", text).casefold() for text in (name, parted)}
    return any(map(TAX.search, either)) and not any(map(WITH_TAX.search, either))


def held_or_left(amounts: Sequence[float], taxes: Sequence[float]) -> tuple[bool, bool]:
    """Return whether amounts hold their taxes by a rate of some country, and whether they do not.

    Both are true where rates allow both: 20 of 100 is a quarter of 80, and a fifth of 100.

    Examples
    --------
    >>> net = [50.0, 60.0, 70.0, 80.0, 90.0]
    >>> held_or_left([1.19 * a for a in net], [0.19 * a for a in net])
    (True, False)
    >>> held_or_left(net, [0.19 * a for a in net])
    (False, True)
    """
    pairs = [(a, t) for a, t in zip(amounts, taxes, strict=True) if _TELLS <= t < a]
    if len(pairs) < _LINES or len({*pairs}) < _DIFFERENT:
        return False, False
    held = sum(any(abs((a - t) * (r - 1) - t) <= _CENT for r in RATES) for a, t in pairs)
    left = sum(any(abs(a * (r - 1) - t) <= _CENT for r in RATES) for a, t in pairs)
    least = _MOST * len(pairs)
    return held >= least, left >= least


def _other(
    money: dict[int, list[float]], free: Sequence[tuple[int, str]], amount: int,
    wanted: Sequence[float],
) -> str:  # fmt: skip
    """Return the header of the column that has these amounts, if there is one."""
    for at, name in free:
        met = sum(abs(a - w) <= _CENT for a, w in zip(money[at], wanted, strict=True))
        if money[at] != money[amount] and met >= _MOST * len(wanted):
            return name
    return ""


def _beside(name: str, does: str) -> str:
    return f"; '{name[:40]}' {does}." if name else "."
