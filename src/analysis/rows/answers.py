"""Answers about ids that an analyst wrote into columns.toml; they hold in every table.

``merge_case = true`` makes ids that differ only by case one id; ``exclude_customers = [...]`` sets
the rows of these customers aside (test accounts, a till, the company itself).
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cells.ids import clean_id
from analysis.columns.mapfile import MapFile
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.rules import LATE
from analysis.rows.seen import see_customers
from analysis.rows.united import rename_again


def apply_answers(engine: Engine, tables: Sequence[str], maps: MapFile) -> list[Warned]:
    """Merge and exclude ids in all tables that have them; return what to say of it."""
    with_ids = [table for table in tables if "customer_id" in engine.columns(f"all_{table}")]
    sections = maps.sections.values()
    told = _merge_case(engine, with_ids) if any(s.merge_case for s in sections) else []
    excluded = sorted({clean_id(one) for s in sections for one in s.exclude_customers} - {""})
    if excluded:
        _exclude(engine, with_ids, excluded)
    if "transactions" in with_ids and (told or excluded):
        see_customers(engine, "", clean=False)
    return told


def _merge_case(engine: Engine, tables: Sequence[str]) -> list[Warned]:
    """Give ids that differ by case the spelling that sorts first (capitals), in every table."""
    union = " UNION ".join(f"SELECT DISTINCT customer_id AS i FROM all_{t}" for t in tables)
    engine.execute(
        "CREATE TEMP TABLE one_case AS SELECT i AS written, first AS kept FROM "
        f"(SELECT i, min(i) OVER (PARTITION BY lower(i)) AS first FROM ({union})) WHERE i <> first"
    )
    n_ids = engine.count("one_case")
    if not n_ids:
        return []
    for table in tables:
        if table == "transactions":
            rows = engine.rows("SELECT written, kept FROM one_case ORDER BY written")
            rename_again(engine, [(written, kept, 0) for written, kept in rows])
            continue
        engine.execute(
            f"UPDATE all_{table} SET customer_id = one_case.kept FROM one_case "
            f"WHERE all_{table}.customer_id = one_case.written"
        )
    were = counted(n_ids, "customer id was", "customer ids were")
    said = f"{were} merged with one that differs only by case, as asked."
    return [Warned("case_merged", said)]


def _exclude(engine: Engine, tables: Sequence[str], excluded: Sequence[str]) -> None:
    engine.execute("CREATE TEMP TABLE excluded AS SELECT unnest(?::VARCHAR[]) AS i", [[*excluded]])
    bit = 1 << LATE["excluded_customer"]
    for table in tables:
        where = "lower(customer_id) IN (SELECT lower(i) FROM excluded)"
        if table == "transactions":
            rows = engine.rows(f"SELECT customer_id FROM seen_customers WHERE {where} ORDER BY 1")
            rename_again(engine, [(one, one, bit) for (one,) in rows])
            continue
        engine.execute(f"UPDATE all_{table} SET broken_ = broken_ | {bit} WHERE {where}")
