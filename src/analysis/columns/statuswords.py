"""A status under a header that nobody knows: its cells speak of paid and of cancelled orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.cells.cellwords import CANCELLED_STATUS, ORDER_STATUS, plain_word
from analysis.cells.headerkeys import key_of
from analysis.columns.columnmap import ColumnMap, Rows, filled_cells
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import leave_out
from analysis.results import Warned

#: A column with more different words is no status.
_FEW = 12
_NAMED = ("status", "state", "statut", "etat", "estado", "situ", "stat")


@dataclass(frozen=True)
class _Found:
    at: int
    name: str
    none: Counter[str]

    @property
    def rank(self) -> tuple[bool, int]:
        return any(word in key_of(self.name) for word in _NAMED), self.none.total()


def settle_status(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Return the map with a column as ``status`` whose cells prove that it is one.

    Parameters
    ----------
    rows
        Cells of records that stand for the file.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Kunde", "Total", "Result"), {"amount": (1,)})
    >>> rows = [["a", "5", "Paid"], ["b", "7", "Cancelled"]]
    >>> settle_status(columns, rows, Stated()).places["status"]
    (2,)
    """
    if columns.table != "transactions" or columns.has("status"):
        return columns
    found = max(_found(columns, rows, stated), key=lambda one: one.rank, default=None)
    if found is None:
        return columns
    shown = ", ".join(f"'{word}'" for word in sorted(found.none)[:5])
    said = f"'{found.name}' holds words of a status and was read as one: lines with {shown} are "
    said += f"set aside as no orders. If they are orders, {leave_out(found.name)}."
    return columns.reading(
        "status", found.at, Warned("status_by_words", said, column=found.name)
    )  # fmt: skip


def _found(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Found]:
    for at, name in stated.free(columns.header, columns.taken):
        cells = [cell.casefold() for cell in filled_cells(rows, at)]
        words = Counter(plain_word(cell) for cell in cells if cell != name.casefold())
        if len(words) > _FEW or not words.keys() <= CANCELLED_STATUS | ORDER_STATUS:
            continue
        none = Counter({word: n for word, n in words.items() if word in CANCELLED_STATUS})
        if 0 < none.total() < words.total():
            yield _Found(at, name, none)
