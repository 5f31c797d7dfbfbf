"""A column of the quick lane: a sample stands beside its odd rows, for all the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analysis.cells.amounts import NumberColumn
from analysis.cells.dates import DayColumn, Order
from analysis.cells.daytexts import token_of
from analysis.cells.dayways import read_days
from analysis.cells.zones import zone_of, zones_in
from analysis.errors import InputRefused


def days_beside(column: DayColumn, texts: Sequence[str], n_rows: int) -> DayColumn:
    """Return the column with the cells of a sample beside it that stand for ``n_rows`` rows."""
    tokens = tuple(map(token_of, texts))
    counts = dict.fromkeys(tokens, 0) | dict(column.counts)
    for token in tokens[:1]:
        counts[token] += n_rows
    found = read_days(counts, sampled=True)
    zones = column.zones
    beside = {zone for text in texts if (zone := zone_of(text))}
    if beside - {"none"}:
        zones = zones_in(column.cell, known=True)
    if zones or beside - {"none"}:
        zones |= beside
    return replace(column, counts=counts, days=found.days, ways=found.ways, sample=tokens,
                   zones=zones)  # fmt: skip


def numbers_beside(column: NumberColumn, texts: Sequence[str], n_rows: int) -> NumberColumn:
    """Return the column with the cells of a sample beside it that stand for ``n_rows`` rows."""
    shapes = dict(column.shapes)
    beside = dict.fromkeys(re.sub(r"\d", "9", text) for text in texts)
    n_others = max(1, n_rows - len(beside) + 1)
    for at, shape in enumerate(beside):
        shapes[shape] = shapes.get(shape, 0) + (n_others if at == 0 else 1)
    return NumberColumn(column.cell, shapes)


def require_as_sampled(column: DayColumn, order: Order, latest: int) -> None:
    """Require that a column with a sample is read as that alone was: most rows were.

    Raises
    ------
    InputRefused
        When the odd rows, or the snapshot date, tell another order, century or day: then the file
        is read the careful way.
    """
    if not column.sampled:
        return
    alone = DayColumn.of(column.cell, Counter(column.sample))
    read = alone.closed(alone.order.order, alone.latest(alone.order, None))
    closed = column.closed(order.order, latest)
    short, known = column.short_years(order), alone.short_years(alone.order)
    others = max((n for year, n in short.items() if year not in known), default=0)
    fullest = sum(short.values()) / max(1, len(known))  # at least: so many rows has one of them
    if any(closed[text] != day for text, day in read.items()) or (known and others > fullest / 2):
        raise InputRefused(
            f"{column.cell.file}, column '{column.cell.label}': all rows together read its dates "
            "in another way than a sample of them", "one way", "export dates as 2024-12-31",
            code="ambiguous_dates", file=column.cell.file, column=column.cell.label,
        )  # fmt: skip
