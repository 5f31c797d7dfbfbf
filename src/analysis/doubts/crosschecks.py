"""Doubts that only show between rows or between tables: kept and said, never set aside."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.doubts import orderdoubts, subtotals
from analysis.doubts.buyers import keep_customers, keep_sums
from analysis.engine import Engine
from analysis.results import Warned


def doubt_transactions(engine: Engine) -> Iterator[Warned]:
    """Yield doubts about the transactions: orders, a last total."""
    columns = engine.columns("all_transactions")
    yield from orderdoubts.doubt_orders(engine, columns)
    yield from subtotals.doubt_subtotals(engine, columns)
    yield from _last_total(engine)


def _last_total(engine: Engine) -> Iterator[Warned]:
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
        "SELECT file_, arg_max(amount, line_) FROM all_transactions "
        "WHERE broken_ = 0 AND amount IS NOT NULL GROUP BY file_ ORDER BY file_"
    )
    for file, last in rows:
        n_good, n_all, good, everything = sums[file]
        before = {total - last for n, total in ((n_good, good), (n_all, everything)) if n > 3}
        if last in before - {0}:
            said = "The last row's amount is the sum of all rows above: a total? It was kept."
            yield Warned("looks_like_total", said)
