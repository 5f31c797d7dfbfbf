"""Columns that are left out before the others are mapped: empty, equal, of side tables, systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from analysis.columns.barenumber import bare_number
from analysis.columns.columnmap import known_columns
from analysis.columns.customercolumn import without_account
from analysis.columns.emptycolumns import without_empties, without_equals, without_side_tables
from analysis.columns.layout import Layout
from analysis.columns.mapfile import Stated
from analysis.columns.reasontexts import code_and_note, system_reasons
from analysis.columns.samples import every_record, rows_of_everywhere
from analysis.engine import Engine
from analysis.intake.filenames import name_in
from analysis.intake.moneylines import columns_by_cells
from analysis.results import Warned


def without_sides(
    layout: Layout, positions: Mapping[str, int], rows: Sequence[list[str]]
) -> tuple[Layout, list[Warned]]:
    """Return the layout without the names of tables that stand beside its own."""
    names, said = without_side_tables(layout.header, rows, {*positions.values()})
    named = replace(layout, dialect=replace(layout.dialect, header=tuple(names)))
    return (named if said else layout), said


def parted_by_cells(
    layout: Layout, engine: Engine, table: str, stated: Stated, positions: Mapping[str, int]
) -> tuple[Stated, dict[str, int], list[Warned]]:
    """Return what cells tell of customers and reasons: where columns stand, what to leave out."""
    read = partial(rows_of_everywhere, layout, engine)
    header = stated.used(table, layout.header)
    if table == "customers":
        return (stated, *bare_number(header, read, positions))
    noted, said = system_reasons(header, read, positions)
    if noted:
        stated = replace(stated, ignore=(*stated.ignore, *(header[at] for at in noted)))
        header = stated.used(table, layout.header)
    found, more = code_and_note(header, read, positions)
    return stated, found, [*said, *more]


def one_of_each(
    layout: Layout, engine: Engine, table: str, stated: Stated, positions: Mapping[str, int],
    rows: Sequence[list[str]],
) -> tuple[list[str], list[Warned]]:  # fmt: skip
    """Return the header without empty columns, and without the later ones of equal ones."""
    used, others = stated.used(table, layout.header), [one.fields for one in layout.beside]
    filled, empty = without_empties(table, used, rows, others, positions)
    some = rows or [record.fields for record in layout.judged]
    header, equal = without_equals(
        table, filled, some, lambda: every_record(layout, engine), positions
    )
    return header, [*empty, *equal]


def without_ledger(
    layout: Layout, table: str, header: list[str], positions: Mapping[str, int],
    rows: Sequence[list[str]],
) -> tuple[list[str], list[Warned]]:  # fmt: skip
    """Return the header without an account of the ledger, where another column is the customer."""
    if table != "transactions" or "customer_id" in positions:
        return header, []
    left, told = without_account(header, rows)
    known = known_columns(left, table) | {*positions}
    if "customer_id" in known or columns_by_cells(table, left, positions, rows, name_in(layout)):
        return left, told
    return header, []
