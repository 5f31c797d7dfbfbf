"""The ids of customers that the files beside one have: they tell which of its columns is theirs."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.columns.columnmap import best_places
from analysis.columns.layout import Layout
from analysis.columns.samples import every_record
from analysis.columns.whichtable import recognise
from analysis.engine import Engine
from analysis.intake.recognition import Laid
from analysis.rows.likelywho import compared

#: Tables whose ids are those that others must meet.
_OF_CUSTOMERS = ("transactions", "customers")


def ids_beside(one: Laid, files: Iterable[Laid], engine: Engine) -> frozenset[str]:
    """Return the customer ids of sales and lists of customers beside a file, as they are compared.

    A file whose customers no header names has none, nor has one that is too long for a pass.
    """
    others = [(file, layout) for file in files if file is not one for layout in file.layouts]
    placed = ((layout, _place(file, layout)) for file, layout in others)
    found = set[str]()
    for layout, at in placed:
        records = None if at is None else every_record(layout, engine)
        rows = (row.fields for row in records or ())
        found.update(compared("".join(row[at : at + 1])) for row in rows if at is not None)
    return frozenset(found - {""})


def _place(file: Laid, layout: Layout) -> int | None:
    table = file.own.table or recognise(layout.called, layout.header)
    if table not in _OF_CUSTOMERS:
        return None
    stated = file.stated.columns.get("customer_id")
    if isinstance(stated, int):
        return stated - 1
    if stated in layout.header:
        return layout.header.index(stated)
    places = best_places(layout.header, table, "customer_id")
    return places[0] if len(places) == 1 else None
