"""The summary on Spark: the same queries; one row per customer leaves the cluster.

What comes back is written by DuckDB on this machine: one file, in the order of the ids.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from analysis.customers.queries import buyers_sql, facts_sql, lines_sql, spells_sql, summary_sql
from analysis.engine import SPARK, Engine, SparkEngine, quote_text

_SUMMARY_KINDS = {
    "customer_id": "VARCHAR", "first_order_on": "DATE", "last_order_on": "DATE",
    "days_since_last_order": "BIGINT", "days_first_to_last_order": "BIGINT",
    "days_observed": "BIGINT", "n_orders": "BIGINT", "n_repeat_orders": "BIGINT",
    "spend_total": "DOUBLE", "spend_mean": "DOUBLE", "spend_last_12_months": "DOUBLE",
    "spend_12_months_before": "DOUBLE", "mean_gap_days": "DOUBLE", "median_gap_days": "DOUBLE",
    "return_share": "DOUBLE",
}  # fmt: skip
_FACT_KINDS = {
    "customer_id": "VARCHAR", "longest_gap_days": "BIGINT", "usual_gap_days": "DOUBLE",
    "sum_log_gap_days": "DOUBLE", "last_gap_days": "BIGINT", "gap_before_last_days": "BIGINT",
    "buys_in_one_season": "BOOLEAN", "spend_mean_repeat": "DOUBLE",
    "spend_year_to_last_order": "DOUBLE",
}  # fmt: skip
_SPELL_COLUMNS = ["rhythm_class", "prior_orders", "days", "returned", "n_spells"]


def summarise_on_cluster(
    cluster: SparkEngine, engine: Engine, good_lines: str, *, as_of: date, typed: bool, spill: Path
) -> dict[str, object]:
    """Make the tables ``summary``, ``facts`` and ``spells`` in the engine of this machine.

    Returns the record of ``summarise_customers``: the date and the counts of lines and customers.

    Parameters
    ----------
    cluster
        Where the lines are.
    engine
        DuckDB on this machine, which receives one row per customer.
    good_lines
        View of ``intake.cluster``.
    typed
        Whether the lines have a ``line_type``.
    spill
        Folder on this machine for the rows on their way.
    """
    cluster.see("lines", lines_sql(good_lines, as_of, typed=typed))
    cluster.see("buyers", buyers_sql("SELECT * FROM lines", as_of, SPARK), kept=True)
    _bring(cluster, engine, summary_sql("buyers", as_of, SPARK), "summary", spill)
    _bring(cluster, engine, facts_sql(set(), SPARK), "facts", spill)
    spells = pd.DataFrame(cluster.rows(spells_sql(as_of, SPARK)), columns=_SPELL_COLUMNS)
    with engine.seen_as("found_spells", spells):
        engine.execute(
            "CREATE TABLE spells AS SELECT rhythm_class::VARCHAR AS rhythm_class, "
            "prior_orders::VARCHAR AS prior_orders, days::BIGINT AS days, returned::BOOLEAN AS "
            "returned, n_spells::BIGINT AS n_spells FROM found_spells"
        )
    counted = cluster.rows(
        "SELECT coalesce(sum(n_lines), 0), count(DISTINCT customer_id), "
        f"cast(coalesce(sum(amount), 0) AS STRING) FROM {good_lines}"
    )[0]
    net = cluster.rows("SELECT cast(coalesce(sum(net), 0) AS STRING) FROM lines")[0][0]
    return {
        "as_of": as_of.isoformat(), "n_lines": int(counted[0]), "n_customers": int(counted[1]),
        "net_total": net, "n_buyers": int(engine.value("SELECT count(*) FROM summary")),
    }  # fmt: skip


def _bring(cluster: SparkEngine, engine: Engine, query: str, name: str, spill: Path) -> None:
    """Bring a query's rows here as text, exactly, and make them a table."""
    kinds = _SUMMARY_KINDS if name == "summary" else _FACT_KINDS
    path = spill / f"{name}.csv"
    quoted = "map('escape', '\"', 'quoteAll', 'true', 'nullValue', '\\N', 'emptyValue', '')"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in cluster.lines(f"SELECT to_csv(struct(*), {quoted}) FROM ({query})"):
            file.write(f"{line}\n")
    columns = ", ".join(f"'{column}': '{kind}'" for column, kind in kinds.items())
    engine.execute(
        f"CREATE TABLE {name} AS SELECT * FROM read_csv({quote_text(path)}, auto_detect = false, "
        "header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '\\N', "
        f"allow_quoted_nulls = true, columns = {{{columns}}})"
    )
    path.unlink()
