"""Columns that the header does not tell: a second table beside the first, header cells one off."""

from __future__ import annotations

from analysis.columns.columnmap import ColumnMap, best_places
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import blocks_of, quoted
from analysis.engine import Engine
from analysis.errors import InputRefused, counted
from analysis.results import Warned
from analysis.rows.convert import WHEN
from analysis.rows.staging import Staged

#: A column beside an empty one is its data where it is filled in this share of the rows.
_FILLED = 0.9
#: So many rows show that a column is empty.
_ROWS = 5


def say_other_block(engine: Engine, staged: Staged, columns: ColumnMap) -> ColumnMap:
    """Return the map with what it leaves unread: the same header once more, beside the first.

    That is so where columns.toml names the columns of one by their positions; else it is refused.
    """
    blocks = blocks_of(columns.header)
    needed = ("customer_id", WHEN.get(columns.table, ""), "amount")
    read = {at for column in needed for at in columns.places.get(column, ())}
    left = [block for block in blocks if not read & {*block}]
    if not left or not read:
        return columns
    which = next(block for block in blocks if read & {*block})
    index = which.index(min(read & {*which}))
    of = "what is filled there is"
    if staged.quick is None:
        cells = ", ".join(f"count(*) FILTER (c{block[index]} <> '')" for block in left)
        (counts,) = engine.rows(f"SELECT {cells} FROM {staged.name}")
        of = counted(sum(counts), "filled row is", "filled rows are")
    said = f"{staged.layout.source.name}: {len(blocks)} tables stand side by side with the same "
    said += f"header, and only one is read: from column {left[0][0] + 1} on, {of} not counted. "
    said += "Put one below the other, or save each as a file of its own."
    return columns.saying(Warned("side_table_not_read", said))


def refuse_shifted_header(staged: Staged, columns: ColumnMap, stated: Stated) -> None:
    """Refuse a table whose needed header cells stand over empty columns, beside their data.

    Raises
    ------
    InputRefused
        With the positions that read it.
    """
    header, dialect = columns.header, staged.layout.dialect
    if not dialect.header or "" not in header:
        return
    needed = {"customer_id", WHEN.get(columns.table, ""), "amount"} - {*stated.columns}
    found = ((one, best_places(header, columns.table, one)) for one in sorted(needed))
    places = {one: best[0] for one, best in found if len(best) == 1}
    beside = {
        column: [at for at in (place - 1, place + 1) if 0 <= at < len(header) and not header[at]]
        for column, place in places.items()
    }  # fmt: skip
    if not any(beside.values()):
        return
    rows = [one.fields for one in staged.layout.judged if not one.blank]
    rows = [row for row in rows if len(row) == len(header)]
    full = {
        column: [at for at in near if _n_filled(rows, at) >= _FILLED * len(rows)]
        for column, near in beside.items() if not _n_filled(rows, places[column])
    }  # fmt: skip
    steps = {near[0] - places[column] for column, near in full.items() if len(near) == 1}
    step = steps.pop() if len(steps) == 1 else 0
    moved = {
        column: near[0] if len(near) == 1 else places[column] + step
        for column, near in full.items() if len(near) == 1 or (near and step)
    }  # fmt: skip
    if len(rows) < _ROWS or not moved:
        return
    names = [header[places[column]] for column in moved]
    lines = "\n".join(f"{column} = {at + 1}  # its position" for column, at in moved.items())
    raise InputRefused(
        f"{staged.layout.source.name}: {quoted(names)} of the header "
        f"{'stands over an empty column' if len(names) == 1 else 'stand over empty columns'}, and "
        "the column beside is filled and has no header: the header is one column off",
        "each name of a column above its cells",
        "move the names over their columns, or put the positions, counted from 1, into "
        f"columns.toml:\n[{columns.table}]\n{lines}",
        code="header_shifted", file=staged.layout.source.name, column=names[0][:40],
    )  # fmt: skip


def _n_filled(rows: list[list[str]], at: int) -> int:
    return sum(bool(row[at].strip()) for row in rows)
