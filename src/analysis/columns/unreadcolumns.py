"""Columns of the tables beside the orders that nobody reads: days, and words from a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.columns.codeandnote import is_picked
from analysis.columns.columndoubts import holds_dates, sample
from analysis.columns.columnmap import ColumnMap, named_by
from analysis.columns.layout import Layout
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import toml_text
from analysis.results import Warned
from analysis.vocabulary import TABLES

#: What each table answers by a day, and by words from a list.
_DAYS = {
    "reasons": "stated_on", "customers": "started_on", "suppressions": "since_on",
    "issues": "fixed_on",
}  # fmt: skip
_LISTS = {"reasons": "code", "touches": "outcome"}
_SHOWN = 3


def said_unread(layout: Layout, columns: ColumnMap, stated: Stated) -> ColumnMap:
    """Return the map with a word on columns that may serve what the table lacks.

    Said once, with the lines that name them; what columns.toml ignores is not said.
    """
    if columns.listed or not any(columns.header):
        return columns
    lines = [*_lines(layout, columns, stated)]
    if not lines:
        return columns
    said = f"Columns that are not read may hold what {columns.table} lack. If it is so, put under "
    said += f"[{columns.table}] into columns.toml: " + "; or ".join(lines) + "."
    return columns.saying(Warned("columns_not_read", said, column=lines[0].split('"')[1]))


def _lines(layout: Layout, columns: ColumnMap, stated: Stated) -> Iterator[str]:
    day, words = _DAYS.get(columns.table, ""), _LISTS.get(columns.table, "")
    free = stated.free(columns.header, columns.taken)
    cells = {name: sample(layout, at) for at, name in free}
    dates = [name for name, found in cells.items() if holds_dates(found)]
    if day and not columns.has(day):
        yield from (f"{day} = {toml_text(name)}" for name in dates[:_SHOWN])
    is_text = columns.table != "reasons" or _is_text(layout, columns)
    if words and not columns.has(words) and is_text:
        free_names = [name for name in cells if name not in dates and not _is_known(name)]
        picked = [name for name in free_names if _is_list(cells[name])]
        yield from (f"{words} = {toml_text(name)}" for name in picked[:_SHOWN])


def _is_text(layout: Layout, columns: ColumnMap) -> bool:
    """Whether the notes are written freely, so that a list beside them is another column."""
    places = columns.places.get("note", ())
    return any(not is_picked(sample(layout, at)) for at in places)


def _is_known(header: str) -> bool:
    """Whether a header means something else in some table: a channel, a region, a product."""
    named = {hit[0] for table in TABLES if (hit := named_by(header, table))}
    return bool(named - {"note", "code", "outcome", "status"})


def _is_list(cells: Sequence[str]) -> bool:
    """Whether few words come again and again: no numbers, and no address."""
    worded = all(any(map(str.isalpha, cell)) and "@" not in cell for cell in cells)
    return worded and len({*cells}) > 1 and is_picked(cells)
