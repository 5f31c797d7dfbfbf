"""Headers of sheets: two rows that make one, and the cells that a merged one covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.files.dialect import HEADER_WITHIN, CountKnown, Dialect
from analysis.files.records import Record
from analysis.files.sheetmarks import Area


def join_header_rows(
    records: Sequence[Record], dialect: Dialect, merged: Sequence[Area], count_known: CountKnown
) -> Dialect:
    """Return the dialect with a header of two rows, where that names more columns than one row.

    Only a row with merged cells is read together with the next: ``Order`` over ``No`` and ``Date``
    gives ``Order No`` and ``Order Date``; a title above the header changes nothing.

    Examples
    --------
    >>> rows = [Record(1, ["Customer", "Order", ""]), Record(2, ["", "No", "Date"])]
    >>> known = {"Customer", "Order No", "Order Date"}
    >>> count = lambda cells: len(set(cells) & known)
    >>> join_header_rows(rows, Dialect("", None, 0, 0, 3), [(1, 1, 1, 2)], count).header
    ('Customer', 'Order No', 'Order Date')
    """
    best, chosen = max(1, count_known(dialect.header or ())), dialect
    for at in range(min(len(records) - 1, HEADER_WITHIN)):
        above, below = records[at], records[at + 1]
        areas = [area for area in merged if area[0] == above.line]
        if not areas or not _all_names(below.fields):
            continue
        for joined in _joined(above.fields, below.fields, areas, count_known):
            if count_known(joined) > best:
                best = count_known(joined)
                width = max(dialect.width, len(joined))
                header = tuple(joined + [""] * (width - len(joined)))
                chosen = Dialect(dialect.delimiter, header, at + 2, below.line, width)
    return chosen


def _all_names(cells: Sequence[str]) -> bool:
    """Whether no cell is a number or a date."""
    return not any(sum(map(str.isdigit, cell)) * 2 > len(cell) for cell in cells)


def _joined(
    above: Sequence[str], below: Sequence[str], areas: Sequence[Area], count_known: CountKnown
) -> list[list[str]]:
    """Return the header with the words below alone where they are clear, and with both words."""
    width = max(len(above), len(below))
    over = [*above, *[""] * (width - len(above))]
    for _, left, _, right in areas:
        for column in range(left + 1, min(right + 1, width)):
            over[column] = over[column] or over[left]
    under = [*below, *[""] * (width - len(below))]
    n_times = Counter(under)
    both = [f"{a.strip()} {b.strip()}".strip() for a, b in zip(over, under, strict=True)]
    clear = [
        b if b.strip() and n_times[b] == 1 and count_known([b]) else joined
        for b, joined in zip(under, both, strict=True)
    ]
    known = [
        joined if count_known([joined]) or not b.strip() else b
        for b, joined in zip(under, both, strict=True)
    ]
    return [clear, both, known]


@dataclass
class MergedFill:
    """Gives the cells under a merged one its value, row by row.

    A customer that is written once over three lines belongs to each of them. An amount does not:
    its value counts once. A merged cell over half of the named columns is a title between rows.

    Parameters
    ----------
    areas
        Merged ranges, sorted.
    named
        Columns with a header, and of these ``measures``: money and quantities.

    Examples
    --------
    >>> fill = MergedFill([(2, 0, 3, 0), (2, 1, 3, 1)], frozenset({0, 1}), frozenset({1}))
    >>> rows = [Record(2, ["K1", "5", ""]), Record(3, ["", "", "x"])]
    >>> for row in rows: fill(row)
    >>> rows[1].fields
    ['K1', '', 'x']
    """

    areas: Sequence[Area]
    named: frozenset[int]
    measures: frozenset[int]
    _at: int = 0
    _row: int = 0
    _active: list[tuple[Area, str]] = field(default_factory=list)

    def __call__(self, record: Record) -> None:
        """Fill one record in place; records come in the order of their rows."""
        if record.line <= self._row:
            self._at, self._active = 0, []
        self._row = record.line
        if self._active:
            self._active = [held for held in self._active if held[0][2] >= record.line]
        while self._at < len(self.areas) and self.areas[self._at][0] <= record.line:
            self._open(self.areas[self._at], record)
            self._at += 1
        for area, value in self._active:
            self._fill(area, value, record)

    def _open(self, area: Area, record: Record) -> None:
        value = record.fields[area[1]] if area[1] < len(record.fields) else ""
        if area[0] == record.line and area[2] >= record.line and value.strip():
            self._active.append((area, value))

    def _fill(self, area: Area, value: str, record: Record) -> None:
        covered = [c for c in range(area[1], min(area[3] + 1, len(record.fields)))
                   if c in self.named]  # fmt: skip
        if len(covered) > 1 and len(covered) * 2 >= len(self.named):
            return
        for column in covered:
            if not record.fields[column].strip() and column not in self.measures:
                record.fields[column] = value
