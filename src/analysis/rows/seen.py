"""The customers of the good transactions, summed up once: ``seen_customers``.

Every question about customers (how many, who bought, collective accounts, ids of other tables) asks
this small table instead of the rows.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from analysis.cells.ids import cleaning_said, has_name, has_own_orders, map_ids, odd_sql
from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.rules import ID_FAULTS
from analysis.rows.united import rename_again

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
    rename_again(engine, kept)
    if kept:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE seen_again AS {_AGAIN}")
        engine.execute("DROP TABLE seen_customers")
        engine.execute("ALTER TABLE seen_again RENAME TO seen_customers")
    counted = [(mapped, n) for mapped, (_, n) in zip(mapping, rows, strict=True)]
    return [_placed(engine, one, texts) for one, texts in cleaning_said(label, counted)]


def _placed(engine: Engine, warned: Warned, texts: list[str]) -> Warned:
    """Return a warning with the first row of the ids that it is about, as they were written."""
    source = "united_transactions WHERE customer_id = ANY(?)"
    place = engine.value(f"SELECT min((file_, line_)) FROM {source}", [texts])
    if place is None:  # ids whose case was changed
        return warned
    file_, line = place
    return replace(warned, about=f"file_ = {file_} AND line_ = {line}")
