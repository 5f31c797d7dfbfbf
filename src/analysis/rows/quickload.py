"""The quick lane's work in the engine: one pass over the file, its odd rows, its count."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.cells.dayhints import default_day
from analysis.columns.columnmap import ColumnMap
from analysis.columns.layout import Layout
from analysis.columns.mapfile import Stated
from analysis.engine import Engine
from analysis.files import lines
from analysis.files.records import USUAL
from analysis.rows.daystyles import DAYS
from analysis.rows.quick import (
    ALL_ODD_SHARE,
    QUICK_BYTES,
    Plan,
    odd_share_is_too_high,
    plan_parquet,
    plan_text,
)
from analysis.rows.staging import (
    MAX_LINE_BYTES,
    Reject,
    Staged,
    any_padded,
    any_swallowed,
    engine_rejects,
    stage,
    strict_reader,
)


def stage_quickly(
    engine: Engine, layout: Layout, name: str, *, columns: ColumnMap, stated: Stated
) -> Staged | None:
    """Convert a large regular file of transactions in one pass; only odd rows stay text.

    Leaves the view ``quick_<name>`` (``line_, hash_, odd_`` and canonical columns) and the table
    ``name`` with the odd rows. None when the file is not regular,
    its styles are not proved, or too much of it is odd.
    """
    if columns.has("do_not_contact") or columns.has("consent"):
        return None  # every row may hold an opt-out
    if stated.amount_per == "order" or stated.fill_down:
        return None  # lines of an order, or of a group, are looked at together
    if layout.source.form == "parquet":
        plan, records = plan_parquet(engine, layout, columns, stated), None
    elif records := _records(layout):
        plan = plan_text(engine, layout, columns, stated, strict_reader(layout, name))
    else:
        return None
    if plan is None:
        return None
    _convert_rows(engine, plan, name)
    n_rows = engine.count(plan.counted_in(name))
    counted = _counted(engine, layout, name, records, n_rows) if records else _Count(0, ())
    too_odd = _is_too_odd(engine, plan, name, n_rows)
    if counted is None or too_odd or _has_default_day(engine, name):
        _forget(engine, name)
        return None
    return Staged(
        name, layout, n_rows, counted.n_empty, counted.rejects, by_record=records is not None,
        quick=plan, one_line_each=records is not None and records.one_line_each,
    )  # fmt: skip


@dataclass(frozen=True)
class _Count:
    """How the engine's rows add up to the file's lines."""

    n_empty: int
    rejects: tuple[Reject, ...]


def _is_too_odd(engine: Engine, plan: Plan, name: str, n_rows: int) -> bool:
    """Whether the odd ones among all rows are so many that the file needs care."""
    n_odd = engine.count(name)
    if not odd_share_is_too_high(n_odd, n_rows):
        return False
    n_unread = engine.count(f"quick_{name} WHERE odd_ AND {plan.unread}")
    return n_odd >= ALL_ODD_SHARE * n_rows or odd_share_is_too_high(n_unread, n_rows)


def _has_default_day(engine: Engine, name: str) -> bool:
    """Whether one day holds the rows whose date a program did not know (trap 5)."""
    days = engine.rows(
        f"SELECT ordered_on, count(*) FROM quick_{name} WHERE ordered_on {DAYS} "
        "GROUP BY 1 ORDER BY 1"
    )
    return default_day(dict(days)) is not None


@dataclass(frozen=True)
class _Records:
    """How many records a text file has, and whether each is one line."""

    n: int
    one_line_each: bool


def _records(layout: Layout) -> _Records | None:
    """Return the records of a text file that the quick lane may read; None for any other."""
    facts, dialect = layout.source.facts, layout.dialect
    fits = (
        facts is not None
        and facts.returns in {0, facts.feeds}
        and facts.longest < MAX_LINE_BYTES
        and layout.source.form == "text"
        and facts.size >= QUICK_BYTES
        and dialect.delimiter in set(",;\t|")  # of which the scan saw what stands beside them
        and dialect.quoting == USUAL
        and dialect.width > 1
        and dialect.header_line == dialect.first
    )
    if facts is None or not fits:
        return None
    if facts.one_line_each:
        return _Records(facts.lines, one_line_each=True)
    shape = lines.shape_of(layout.source.plain, dialect.delimiter)
    if not shape.regular or shape.longest >= MAX_LINE_BYTES:
        return None
    return _Records(shape.records, shape.one_line_each)


def _convert_rows(engine: Engine, plan: Plan, name: str) -> None:
    shown = ", ".join(plan.columns)
    values = ", ".join(f"{item.value} AS {column}" for column, item in plan.columns.items())
    # Each layer names what the next one uses again, so that nothing is converted twice.
    read = f"(SELECT *, {values} FROM {plan.source})"
    if plan.stored:
        kept = f"CASE WHEN odd_ THEN [{', '.join(plan.cells)}] END AS cells_"
        judged = f"SELECT *, {plan.hashed} AS hash_, {plan.odd} AS odd_ FROM {read}"
        # The parts of a table are those of its file: of a text with any number of threads but one,
        # of Parquet with one alone.
        threads = 1 if plan.one_thread else max(2, engine.threads)
        with engine.in_file_order(threads=threads):
            engine.execute(
                f"CREATE TEMP TABLE rows_{name} AS SELECT hash_, odd_, {kept}, {shown} "
                f"FROM ({judged})"
            )
        engine.execute(
            f"CREATE TEMP VIEW quick_{name} AS SELECT rowid + 1 AS line_, * EXCLUDE (cells_) "
            f"FROM rows_{name}"
        )
        taken = [f"cells_[{at + 1}] AS c{at}" for at in range(len(plan.cells))]
        odd = f"SELECT rowid + 1 AS line_, {', '.join(taken)} FROM rows_{name} WHERE odd_"
    else:
        texts = ", ".join(f"{cell} AS c{at}" for at, cell in enumerate(plan.cells))
        odd = f"SELECT line_, {texts} FROM {read} WHERE {plan.odd}"
    engine.execute(f"CREATE TEMP TABLE {name} AS {odd} ORDER BY line_")
    if not plan.stored:
        # The few odd rows are known now; no later pass reads a column to find them again.
        n_odd = engine.count(name)
        known = f"(line_ IN (SELECT line_ FROM {name}))" if n_odd else "false"
        engine.execute(
            f"CREATE TEMP VIEW quick_{name} AS SELECT line_, {plan.hashed} AS hash_, "
            f"{known} AS odd_, {shown} FROM {read}"
        )


def _counted(
    engine: Engine, layout: Layout, name: str, records: _Records, n_rows: int
) -> _Count | None:
    """Return what the records are that gave no row; None when they do not add up."""
    rejects = engine_rejects(engine, layout, name, one_line_each=records.one_line_each)
    if any_padded(rejects, layout.dialect) or any_swallowed(layout, n_rows, rejects):
        return None  # the careful lane tells idle fields behind the last column from shifted ones
    n_empty = records.n - n_rows - layout.dialect.first - len(rejects)
    if n_empty:
        empty = lines.empty_records(layout.source.plain, layout.dialect.delimiter)
        if n_empty != int((empty >= layout.dialect.first).sum()):
            return None
    return _Count(n_empty, rejects)


def _forget(engine: Engine, name: str) -> None:
    for what in (f"VIEW IF EXISTS quick_{name}", f"TABLE IF EXISTS rows_{name}",
                 f"TABLE IF EXISTS {name}", f"TABLE IF EXISTS rejects_{name}",
                 f"TABLE IF EXISTS scan_{name}"):  # fmt: skip
        engine.execute(f"DROP {what}")


def stage_again(engine: Engine, staged: Staged) -> Staged:
    """Load a file the careful way after the quick one met something it must not decide."""
    _forget(engine, staged.name)
    spill = staged.layout.source.spill
    return stage(engine, staged.layout, staged.name, spill=spill)
