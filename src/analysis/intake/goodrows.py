"""Good rows, written to the workspace as canonical tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.engine import Engine
from analysis.files.written import CHECKED
from analysis.results import TableReceipt
from analysis.rows.convert import WHEN
from analysis.rows.typed import Typed
from analysis.vocabulary import TABLES
from analysis.workspace import Workspace


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
