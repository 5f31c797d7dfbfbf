"""Doubts about ids that lost their leading zeros in one file, and about the money behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.cells.ids import JOIN_ZEROS
from analysis.doubts.buyers import keep_customers, keep_sums
from analysis.doubts.findings import money_text
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned

_TO_DO = f" {JOIN_ZEROS.capitalize()}."


def doubt_zeros(engine: Engine, tables: Sequence[str]) -> dict[str, Warned]:
    """Return, by table, a doubt that leading zeros were lost in one file and not in another.

    Ids are compared over all files of all tables, and never joined: either an id meets another
    only without its zeros, or all ids of one file have one width with zeros in front while
    another file has shorter ones and no zero.
    """
    parts = [
        f"SELECT DISTINCT {at} AS t, file_, customer_id AS i FROM {_ids_of(engine, table)}"
        for at, table in enumerate(tables)
    ]
    if not parts:
        return {}
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE number_ids AS SELECT * FROM "
        f"({' UNION ALL '.join(parts)}) WHERE regexp_full_match(i, '[0-9]+')"
    )
    found = dict[int, Warned]()
    met = (
        "SELECT max(t) AS t, ltrim(i, '0') AS bare FROM number_ids "
        "GROUP BY bare HAVING min(i) <> max(i) AND bare <> ''"
    )
    for (at,) in engine.rows(f"SELECT DISTINCT t FROM ({met}) ORDER BY t"):
        odd = (  # that lost its zeros, or stands without them elsewhere
            f"SELECT min_by(i, length(i)) AS i FROM number_ids WHERE t = {at} AND ltrim(i, '0') IN "
            f"(SELECT bare FROM ({met}) WHERE t = {at}) GROUP BY ltrim(i, '0')"
        )
        n_ids, example = engine.rows(f"SELECT count(*), min(i) FROM ({odd})")[0]
        found[at] = _lost_zeros(tables[at], n_ids, example, f"customer_id IN ({odd})")
    files = engine.rows(
        "SELECT t, file_, count(*), bool_or(i LIKE '0%'), min(length(i)), max(length(i)), min(i) "
        "FROM number_ids GROUP BY t, file_ ORDER BY t, file_"
    )
    widths = {low for _, _, _, zeros, low, high, _ in files if zeros and low == high}
    for at, file, n_ids, zeros, low, _, example in files:
        if at not in found and not zeros and widths and low < min(widths):
            where = f"file_ = {file} AND regexp_full_match(customer_id, '[0-9]+')"
            found[at] = _lost_zeros(tables[at], n_ids, example, where)
    told = {tables[at]: warned for at, warned in found.items()}
    if told and "transactions" in tables:
        first = "transactions" if "transactions" in told else next(iter(told))
        said = told[first].message.replace(_TO_DO, f"{_said_twice(engine)}{_TO_DO}")
        told[first] = replace(told[first], message=said)
    return told


def _said_twice(engine: Engine) -> str:
    """Say how much money two files tell alike of ids that differ by zeros alone."""
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE sums_of_ids AS SELECT file_, customer_id AS i, "
        "ltrim(customer_id, '0') AS bare, ordered_on::DATE AS day, sum(amount) AS money "
        "FROM all_transactions WHERE broken_ = 0 AND ltrim(customer_id, '0') IN ("
        "SELECT ltrim(i, '0') AS bare FROM number_ids GROUP BY bare HAVING min(i) <> max(i)) "
        "GROUP BY ALL"
    )
    n_sums, money = engine.rows(
        "SELECT count(*), sum(money) FROM sums_of_ids AS s WHERE money <> 0 AND EXISTS (SELECT 1 "
        "FROM sums_of_ids AS o WHERE o.bare = s.bare AND o.day = s.day AND o.money = s.money "
        "AND o.i <> s.i AND o.file_ < s.file_)"
    )[0]
    if not n_sums:
        return ""
    has = counted(n_sums, "day of a customer has", "days of customers have")
    said = f"{has} the same sum in another file but for the zeros (together "
    return f" {said}{money_text(str(money))}): if both tell of the same sales, it counts twice."


def _ids_of(engine: Engine, table: str) -> str:
    """Return SQL of the good ids by file: those of one file of transactions are known already."""
    if table == "transactions":
        files = engine.rows(f"SELECT DISTINCT file_ FROM {keep_sums(engine)} WHERE broken_ = 0")
        if len(files) == 1:
            return f"(SELECT {files[0][0]} AS file_, customer_id FROM {keep_customers(engine)})"
    return f"all_{table} WHERE broken_ = 0"


def _lost_zeros(table: str, n_ids: int, example: str, where: str) -> Warned:
    said = (
        f"{counted(n_ids, 'id')} of {table} with leading zeros in one place and without in "
        f"another, e.g. {example}: not joined.{_TO_DO}"
    )
    return Warned("leading_zeros", said, column="customer_id", about=where)
