"""Rows that are the sum of the rows above them, without a word that says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from analysis.doubts.buyers import GOOD, keep_customers, keep_sums
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned

#: A report that people read has no more of them, and no more rows.
_MOST, _ROWS = 10_000, 1_000_000
#: So many such rows speak for subtotals where they have a customer and a day.
_LEAST = 3


def sums_of_rows_above(
    engine: Engine, column: str, n_rows: int, *, among: str = "true"
) -> tuple[int, Decimal]:
    """Return how many rows without a value are the sum of those above, and their own sum.

    A row may sum up what stands above it since the row before of its kind, or all of it; of one
    row alone it is no sum.

    Parameters
    ----------
    column
        Canonical column of the transactions that these rows lack.
    n_rows
        How many rows lack it.
    among
        SQL of the rows that are counted; other totals are known as such already.

    Examples
    --------
    >>> engine = Engine()
    >>> rows = "(0, 2, 'a', 5), (0, 3, 'b', 6), (0, 4, NULL, 11), (0, 5, 'c', 1), (0, 6, NULL, 4)"
    >>> engine.execute("CREATE TABLE all_transactions AS SELECT * FROM "
    ...                f"(VALUES {rows}) AS t(file_, line_, customer_id, amount)")
    >>> sums_of_rows_above(engine, "customer_id", 2)
    (1, Decimal('11'))
    >>> sums_of_rows_above(engine, "customer_id", 1, among="line_ > 4")
    (0, Decimal('0'))
    """
    if not 0 < n_rows <= _MOST or not _is_short(engine):
        return 0, Decimal(0)
    n_sums, total = engine.rows(
        f"WITH r AS (SELECT file_, line_, amount, {column} IS NULL AS bare, {among} AS asked, "
        f"sum(CASE WHEN {column} "
        "IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY file_ ORDER BY line_ ROWS BETWEEN "
        "UNBOUNDED PRECEDING AND 1 PRECEDING) AS g FROM all_transactions "
        "WHERE amount IS NOT NULL), "
        "parts AS (SELECT file_, coalesce(g, 0) AS g, sum(amount) FILTER (bare) AS own, "
        "coalesce(bool_and(asked) FILTER (bare), false) AS asked, "
        "coalesce(sum(amount) FILTER (NOT bare), 0) AS above, count(*) FILTER (NOT bare) AS n "
        "FROM r GROUP BY ALL), "
        "whole AS (SELECT own, asked, above, n, sum(above) OVER f AS so_far, "
        "sum(n) OVER f AS n_so_far FROM parts WINDOW f AS (PARTITION BY file_ ORDER BY g)) "
        "SELECT count(*), coalesce(sum(own), 0) FROM whole WHERE own <> 0 "
        "AND asked AND ((own = above AND n > 1) OR (own = so_far AND n_so_far > 1))"
    )[0]
    return int(n_sums), Decimal(total)


def _is_short(engine: Engine) -> bool:
    return engine.count("all_transactions") <= _ROWS


def doubt_subtotals(engine: Engine, columns: Collection[str]) -> Iterator[Warned]:
    """Yield a warning about good rows that are the sum of the rows above, most without an order."""
    if not _is_short(engine):
        return
    if "order_id" in columns and (n_sums := _sums_without_orders(engine)):
        are = counted(n_sums, "row has", "rows have")
        said = f"{are} no number of an order and the sum of the rows above as the amount: "
        said += "subtotals? They count as orders, and what they sum up counts twice. Export the "
        said += "lines without subtotals."
        yield Warned("looks_like_total", said)
    elif found := _sums_with_ids(engine):
        n_sums, file, line = found
        have = counted(n_sums, "row has", "rows have")
        said = f"{have} the sum of the rows above as the amount, since the last such row or from "
        said += "the first on: totals of a month or a page? They count as orders, and what they "
        said += "sum up counts twice. Export the lines without totals."
        where = f"file_ = {file} AND line_ = {line}"
        yield Warned("looks_like_total", said, column="amount", about=where)


def _sums_without_orders(engine: Engine) -> int:
    n_rows = engine.value(
        "SELECT count(*) FROM all_transactions WHERE broken_ = 0 AND order_id IS NULL"
    )
    n_sums, _ = sums_of_rows_above(engine, "order_id", int(n_rows), among="broken_ = 0")
    return n_sums if n_sums >= max(_LEAST, n_rows / 2) else 0


def _sums_with_ids(engine: Engine) -> tuple[int, int, int] | None:
    """Return how many rows with a customer and a day sum up those above, and where the first is.

    Amounts of a price list meet such sums by chance: half of all amounts must differ. The rows
    behind the last sum are no more than twice those of a usual one.
    """
    n_rows, n_amounts = engine.rows(
        f"SELECT count(*), count(DISTINCT amount) FROM {GOOD} AND amount IS NOT NULL"
    )[0]
    if n_rows > _MOST or 2 * n_amounts < n_rows:
        return None
    sums, first = 0, (0, 0)
    for _, rows in groupby(
        engine.rows(
            f"SELECT file_, line_, amount FROM {GOOD} AND amount IS NOT NULL ORDER BY 1, 2"
        ),
        key=itemgetter(0),
    ):
        found, above, so_far, n, n_all = list[tuple[int, int]](), Decimal(0), Decimal(0), 0, 0
        for file, line, amount in rows:
            n_all += 1
            if n > 1 and amount and amount in {above, so_far}:
                found.append((file, line))
                above, n = Decimal(0), 0
            else:
                above, so_far, n = above + amount, so_far + amount, n + 1
        if len(found) >= _LEAST and n * len(found) <= 2 * n_all:
            sums, first = sums + len(found), first if sums else found[0]
    return (sums, *first) if sums else None


def doubt_last_total(engine: Engine) -> Iterator[Warned]:
    """Trap 34: a last row with id and date whose amount is the sum of all rows above."""
    sums = {
        file: totals
        for file, *totals in engine.rows(
            "SELECT file_, coalesce(sum(n_rows) FILTER (broken_ = 0), 0), sum(n_rows), "
            f"sum(money) FILTER (broken_ = 0), sum(money) FROM {keep_sums(engine)} "
            "WHERE kind <> 'unreadable' GROUP BY file_"
        )
    }
    most = engine.value(f"SELECT max(most) FROM {keep_customers(engine)}") or 0
    if all(2 * most < min(totals[2] or 0, totals[3]) for totals in sums.values()):
        return  # a total is half of everything, and no line is so large
    rows = engine.rows(
        "SELECT file_, arg_max(amount, line_), max(line_) FROM all_transactions "
        "WHERE broken_ = 0 AND amount IS NOT NULL GROUP BY file_ ORDER BY file_"
    )
    for file, last, line in rows:
        n_good, n_all, good, everything = sums[file]
        before = {total - last for n, total in ((n_good, good), (n_all, everything)) if n > 3}
        if last in before - {0}:
            said = "The last row's amount is the sum of all rows above: a total? It was kept."
            where = f"file_ = {file} AND line_ = {line}"
            yield Warned("looks_like_total", said, column="amount", about=where)
