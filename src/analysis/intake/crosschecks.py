"""Doubts that only show between rows or between tables: kept and said, never set aside."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.engine import Engine
from analysis.intake import orderdoubts
from analysis.results import Warned


def _names(engine: Engine, table: str) -> set[str]:
    return {row[0] for row in engine.rows(f"DESCRIBE all_{table}")}


def doubt_transactions(engine: Engine) -> Iterator[Warned]:
    """Yield doubts about the transactions: orders, a last total."""
    yield from orderdoubts.doubt_orders(engine, _names(engine, "transactions"))
    yield from _last_total(engine)


def _last_total(engine: Engine) -> Iterator[Warned]:
    """Trap 34: a last row with id and date whose amount is the sum of all rows above."""
    rows = engine.rows(
        "SELECT count(*) FILTER (broken_ = 0), count(*), "
        "sum(amount) FILTER (broken_ = 0), sum(amount), "
        "arg_max(amount, line_) FILTER (broken_ = 0) FROM all_transactions "
        "WHERE amount IS NOT NULL GROUP BY file_ ORDER BY file_"
    )
    for n_good, n_all, good, everything, last in rows:
        sums = {
            total - last for n, total in ((n_good, good), (n_all, everything)) if n > 3 and n_good
        }
        if last in sums - {0}:
            said = "The last row's amount is the sum of all rows above: a total? It was kept."
            yield Warned("looks_like_total", said)
