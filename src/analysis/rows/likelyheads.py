"""The column that names a group on a line of its own, above the lines with a day.

A report of sales by customer has each name once, above the sales and in the total below them; one
by month has months there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.cells.cellwords import TOTAL_START
from analysis.columns.periodcolumns import names_period
from analysis.rows.looks import Look

_GROUPS, _MOST = 2, 0.5  # so many groups at least; names with a line below, of all cells


def head_of_groups(looks: Mapping[int, Look], day: Look) -> int | None:
    """Return where the only column stands that is filled above lines with a day, on none of them.

    Examples
    --------
    >>> day = Look("Date", ["", "2024-01-05", "2024-01-06", "", "", "2024-02-01", ""])
    >>> who = Look("", ["Ost", "", "", "Total for Ost", "West", "", "Total for West"])
    >>> head_of_groups({0: who}, day)
    0
    """
    dated = [bool(re.search(r"\d", cell)) for cell in day.rows]
    found = [at for at, look in looks.items() if _heads(look, dated)]
    return found[0] if len(found) == 1 else None


def _heads(look: Look, dated: list[bool]) -> bool:
    filled = [at for at, cell in enumerate(look.rows) if cell]
    names = [at for at in filled if not re.match(TOTAL_START, look.rows[at])]
    if any(dated[at] for at in filled) or look.kind in {"a date", "a number"}:
        return False
    heads = [look.rows[at] for at in names if dated[at + 1 : at + 2] == [True]]
    if any(map(names_period, heads)):
        return False
    many = len(heads) >= max(_GROUPS, _MOST * len(names))
    return many and len({*heads}) == len(heads)
