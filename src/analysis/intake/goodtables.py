"""Canonical tables, as good rows make them and as they told the time up to an earlier day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from analysis.doubts.period import keep_period
from analysis.engine import Engine, quote_text
from analysis.files.written import CHECKED
from analysis.intake.receipt import load_intake
from analysis.results import TableReceipt
from analysis.rows.convert import WHEN
from analysis.rows.typed import Typed
from analysis.vocabulary import TABLES
from analysis.workspace import Workspace


def cut_tables(
    source: Workspace, target: Workspace, *, as_of: date, without: str = "false"
) -> None:
    r"""Write the checked tables of one workspace into another, without what came after a day.

    Left out is what intake sets aside for a snapshot on that day: rows that happen after it, and
    rows that became known after it. Tables without a clock stay as they are.

    Parameters
    ----------
    source
        In which ``check_exports`` has run.
    target
        Receives tables, period and receipt; the receipt's counts stay those of the source.
    as_of
        The earlier day.
    without
        The condition, in SQL, on rows of transactions that are left out too.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from analysis.intake.check import check_exports
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text(
    ...     "customer_id,ordered_on,amount\na,2024-01-31,5.00\na,2024-03-01,6.00\n", "utf-8")
    >>> source, target = Workspace(folder / "source"), Workspace(folder / "target")
    >>> _ = check_exports([folder / "orders.csv"], source)
    >>> cut_tables(source, target, as_of=date(2024, 2, 29))
    >>> target.load("transactions")["amount"].tolist()
    [5.0]
    """
    intake = load_intake(source)
    assert intake is not None, "the exports are checked before they are cut"
    with source.engine() as engine:
        for table in (name for name in TABLES if source.has(name)):
            early = _early(engine, table, source, as_of)
            told = f"{early} AND NOT {without}" if table == "transactions" else early
            _cut(engine, table, source, target, told)
        if source.has("reasons"):
            told = quote_text(target.parquet("reasons"))
            if not engine.value(f"SELECT count(*) FROM read_parquet({told})"):
                target.parquet("reasons").unlink()  # nobody had told: as without any
        sold = source.has("transactions")
        if sold:
            kept = quote_text(target.parquet("transactions"))
            engine.execute(
                "CREATE TEMP TABLE all_transactions AS "
                f"SELECT *, 0 AS broken_ FROM read_parquet({kept})"
            )
        keep_period(engine, target, has_transactions=sold)
    target.save_record("intake", replace(intake, as_of=as_of, as_of_given=True).as_dict())


def _early(engine: Engine, table: str, source: Workspace, as_of: date) -> str:
    """Return the condition on rows that happened and were known by a day."""
    names = {
        row[0]
        for row in engine.rows(f"DESCRIBE FROM read_parquet({quote_text(source.parquet(table))})")
    }
    limit = f"DATE {quote_text(as_of.isoformat())}"
    clocks = [name for name in (WHEN.get(table), "known_at") if name in names]
    return " AND ".join(f"coalesce({name}::DATE <= {limit}, true)" for name in clocks) or "true"


def _cut(engine: Engine, table: str, source: Workspace, target: Workspace, condition: str) -> None:
    rows = f"read_parquet({quote_text(source.parquet(table))}, file_row_number = true)"
    engine.write_parquet(
        f"SELECT * EXCLUDE (file_row_number) FROM {rows} WHERE {condition} "
        "ORDER BY file_row_number",
        target.parquet(table),
    )


def write_tables(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], workspace: Workspace,
    receipts: Mapping[str, TableReceipt],
) -> None:  # fmt: skip
    """Write the canonical tables in an order that depends on content only.

    Transactions that came through the quick lane may be of any size and keep the order of files.
    """
    for table in TABLES:
        # Where every reason is later than the snapshot date, nobody has told yet: as without any.
        untold = table == "reasons" and table in typed and not receipts[table].rows_good
        if table not in typed or untold:
            workspace.parquet(table).unlink(missing_ok=True)
            continue
        present = engine.columns(f"all_{table}")
        known = [column.name for column in TABLES[table].columns if column.name in present]
        listed = ", ".join(known + ["may_contact"] * (table == "contacts"))
        first = [c for c in ("customer_id", WHEN.get(table)) if c in known]
        order = ", ".join(dict.fromkeys([*first, *known]))
        large = any(item.found.staged.quick is not None for item in typed[table])
        sorted_by = "" if large else f" ORDER BY {order}"
        engine.write_parquet(
            f"SELECT {listed} FROM all_{table} WHERE broken_ = 0{sorted_by}",
            workspace.parquet(table), sorted_rows=not large, told=CHECKED,
        )  # fmt: skip
