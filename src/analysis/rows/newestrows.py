"""Customers in several exports of one list: the row of the newest file counts, not the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.fileages import version_of
from analysis.rows.rules import LATE
from analysis.rows.typed import Typed
from analysis.rows.united import mark


def keep_newest(engine: Engine, typed: Mapping[str, Sequence[Typed]]) -> list[Warned]:
    """Set older rows of customers aside, where files of one header tell them differently.

    It comes after what was said of leave to contact was judged: there each row counts.

    Parameters
    ----------
    typed
        The inputs of each table.

    Examples
    --------
    >>> keep_newest(Engine(), {})
    []
    """
    inputs, told = typed.get("customers", ()), list[Warned]()
    groups: dict[tuple[str, ...], list[Typed]] = {}
    for one in inputs:
        key = tuple(cell.strip().casefold() for cell in one.found.columns.header)
        groups.setdefault(key, []).append(one)
    for group in groups.values():
        if len(group) > 1:
            told += _newest_of(engine, group)
    return told


def _newest_of(engine: Engine, group: Sequence[Typed]) -> Iterator[Warned]:
    files = {one.number: one.found.file for one in group}
    listed = ", ".join(map(str, files))
    again = 1 << LATE["duplicate_line"]  # a value that comes back is of the newest file too
    rows = (
        f"SELECT * FROM all_customers WHERE broken_ & ~{again} = 0 AND customer_id IS NOT NULL "
        f"AND file_ IN ({listed})"
    )
    ages, told_by = _by_age(engine, rows, files)
    if len(ages) < 2:
        return
    values = ", ".join(f"({file}, {age})" for age, file in enumerate(ages))
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE customers_by_age AS SELECT r.file_, r.line_, r.customer_id, "
        "r.hash_, r.broken_, a.age, max(a.age) OVER (PARTITION BY r.customer_id) AS newest "
        f"FROM ({rows}) AS r JOIN (VALUES {values}) AS a(file_, age) USING (file_)"
    )
    older = (
        "FROM customers_by_age AS c ANTI JOIN (FROM customers_by_age WHERE age = newest) AS n "
        "USING (customer_id, hash_) WHERE c.broken_ = 0 AND c.age < c.newest"
    )
    n_customers = int(engine.value(f"SELECT count(DISTINCT c.customer_id) {older}"))
    if not mark(engine, "customers", "older_version", f"SELECT c.file_, c.line_ {older}"):
        return
    _keep_stops(engine)
    stand = counted(n_customers, "customer stands", "customers stand")
    said = f"{stand} in several files of the customers table with other values: the row of the "
    said += "newest file was used, and an opt-out of any of them. The newest is "
    said += f"{files[ages[-1]]}, by its {told_by}."
    yield Warned("older_versions", said, column="customer_id", about="older_version")


def _by_age(engine: Engine, rows: str, files: Mapping[int, str]) -> tuple[list[int], str]:
    """Return the files from the oldest, and what tells it.

    Of names that differ in numbers alone the numbers do; else the last day on which a customer
    began. A day on which rows were known comes before both.
    """
    columns, names = engine.columns("all_customers"), [*files.values()]
    plain = len({re.sub(r"[\W\d_]+", "", name) for name in names}) == 1
    known, began = "known_at" in columns, "started_on" in columns and not plain
    day = "known_at" if known else "started_on" if began else "NULL::DATE"
    found = engine.rows(f"SELECT file_, max({day})::DATE FROM ({rows}) GROUP BY file_")
    last = {file: str(at or "") for file, at in found}
    ages = sorted(last, key=lambda file: (last[file], version_of(files[file]), file))
    by_day = len(ages) > 1 and last[ages[-1]] != last[ages[-2]]
    return ages, "last day" if by_day else "name"


def _keep_stops(engine: Engine) -> None:
    """Let an opt-out of any row stand in the row that counts: it always wins."""
    for column, stop in (("do_not_contact", "true"), ("consent", "'no'")):
        if column in engine.columns("all_customers"):
            stopped = (
                "SELECT customer_id FROM all_customers SEMI JOIN customers_by_age "
                f"USING (file_, line_) WHERE {column} = {stop}"
            )
            engine.execute(
                f"UPDATE all_customers SET {column} = {stop} WHERE customer_id IN ({stopped})"
            )
