"""A small table that somebody set beside the lines: totals by month, the ten best customers.

An empty column parts it from the lines, and it ends long before they do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from analysis.columns.columnmap import Rows
from analysis.columns.emptycolumns import is_filled
from analysis.results import Warned

#: Code of the warning that columns beside the table are not read.
SIDE_TABLE = "side_table"
#: Lines from which on one can end long before the others, how much of them it fills, and how long
#: it is: an optional column of the lines has gaps, or ends where they do.
_LINES, _FULL, _LONG = 10, 0.9, 0.5


def without_side_tables(
    header: Sequence[str], rows: Rows, stated: Collection[int] = ()
) -> tuple[list[str], list[Warned]]:
    """Return the header without the names of tables beside the first one, and what is said.

    Parameters
    ----------
    rows
        Cells of records, the first of the file first.
    stated
        Positions that columns.toml names.

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
        ends = [_end(filled[at]) for at in block]
        same = max(ends) <= _LONG * len(rows) and len(block) > 1 and not {*stated} & {*block}
        if same and all(sum(filled[at]) >= _FULL * max(ends) for at in block):
            shown = ", ".join(f"'{names[at][:40]}'" for at in block if names[at])
            said = f"{shown} stand beside the table, behind an empty column, and end after "
            said += f"{max(ends):,} lines: they are not read."
            told.append(Warned(SIDE_TABLE, said, column=names[block[0]]))
            for at in block:
                names[at] = ""
    return names, told


def _end(filled: Sequence[bool]) -> int:
    """Return how many lines there are up to the last that is filled."""
    return max((at for at, cell in enumerate(filled, 1) if cell), default=0)
