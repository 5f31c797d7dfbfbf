"""Columns of one sense that are the same in all rows: no question, the first is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from analysis.columns.columnmap import ANY_OF, Rows, best_places, filled_cells, known_columns
from analysis.files.records import Record
from analysis.results import Warned

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
    stated
        Canonical columns that columns.toml names.

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
