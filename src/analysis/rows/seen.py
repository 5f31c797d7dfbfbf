"""The customers of the good transactions, summed up once, and what columns.toml says of their ids.

Every question about customers (how many, who bought, collective accounts, ids of other tables) asks
the small table ``seen_customers`` instead of the rows. ``merge_case = true`` makes ids that differ
only by case one id; ``exclude_customers = [...]`` sets the rows of these customers aside (test
accounts, a till, the company itself). Both hold in every table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from analysis.cells.ids import clean_id, cleaning_said, has_name, has_own_orders, map_ids, odd_sql
from analysis.columns.mapfile import MapFile
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.rules import ID_FAULTS, LATE
from analysis.rows.united import rename_again, rename_ids

SEEN = """
SELECT customer_id, count(*)::BIGINT AS n_rows, max(amount) AS most,
       min(ordered_on) FILTER (amount > 0) AS first_on,
       max(ordered_on) FILTER (amount > 0) AS last_on
FROM all_transactions WHERE broken_ = 0 GROUP BY customer_id
"""
_AGAIN = """
SELECT CASE WHEN r.raw IS NULL THEN s.customer_id ELSE r.value END AS customer_id,
       sum(n_rows)::BIGINT AS n_rows, max(most) AS most,
       min(first_on) AS first_on, max(last_on) AS last_on
FROM seen_customers AS s LEFT JOIN renamed_transactions AS r ON r.raw = s.customer_id
WHERE coalesce(r.bits, 0) = 0 GROUP BY 1
"""


def see_customers(engine: Engine, label: str, *, clean: bool) -> list[Warned]:
    """Make ``seen_customers`` from the good transactions and say which ids were cleaned.

    Parameters
    ----------
    clean
        Whether ids came through the quick lane and have not been looked at yet.
    """
    engine.execute(f"CREATE OR REPLACE TEMP TABLE seen_customers AS {SEEN}")
    if not clean:
        return []
    rows = engine.rows(
        "SELECT t, n_rows FROM (SELECT customer_id AS t, n_rows FROM seen_customers) "
        f"WHERE {odd_sql(customer=True)} ORDER BY t"
    )

    def stands_there(text: str) -> bool:
        return engine.count("seen_customers WHERE customer_id = ?", [text]) > 0

    order = "order_id" if "order_id" in engine.columns("all_transactions") else ""
    buys = partial(has_own_orders, engine, "all_transactions", "customer_id", order)
    mapping = map_ids(
        [text for text, _ in rows], customer=True, is_known=stands_there, buys=buys,
        is_named=partial(has_name, engine),
    )  # fmt: skip
    kept = [
        (mapped.text, mapped.value, 1 << ID_FAULTS[mapped.code] if mapped.code else 0)
        for mapped in mapping
        if mapped.code or mapped.text != mapped.value
    ]
    rename_ids(engine, kept)
    if kept:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE seen_again AS {_AGAIN}")
        engine.execute("DROP TABLE seen_customers")
        engine.execute("ALTER TABLE seen_again RENAME TO seen_customers")
    counted = [(mapped, n) for mapped, (_, n) in zip(mapping, rows, strict=True)]
    return [_placed(engine, one, texts) for one, texts in cleaning_said(label, counted)]


def _placed(engine: Engine, warned: Warned, texts: list[str]) -> Warned:
    """Return a warning with the first row of the ids that it is about, as they were written."""
    source = "united_transactions WHERE customer_id = ANY(?)"
    file_, line = engine.value(f"SELECT min((file_, line_)) FROM {source}", [texts])
    return replace(warned, about=f"file_ = {file_} AND line_ = {line}")


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
