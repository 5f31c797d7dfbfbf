"""Doubts that only show between rows or between tables: kept and said, never set aside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analysis.engine import Engine, quote_text
from analysis.intake import orderdoubts
from analysis.results import Warned

#: Lengths at which programs cut texts (trap 64).
_CUT_AT = (255, 256, 500, 512, 1000, 1024, 2000, 4000, 32_767)
_TEST_WORD = "(?i)(^|[^a-z])(test|testkunde|demo|dummy|intern|internal|prueba)([^a-z]|$)"
_STALE_DAYS = 60


def _names(engine: Engine, table: str) -> set[str]:
    return {row[0] for row in engine.rows(f"DESCRIBE all_{table}")}


def doubt_transactions(engine: Engine, as_of: date | None) -> Iterator[Warned]:
    """Yield doubts about the transactions: test accounts, orders, a last total, a stale end."""
    n_ids, example = engine.rows(
        "SELECT count(DISTINCT customer_id), min(customer_id) FROM all_transactions "
        f"WHERE broken_ = 0 AND regexp_matches(customer_id, {quote_text(_TEST_WORD)})"
    )[0]
    if n_ids:
        said = f"{n_ids:,} customer ids look like test accounts, e.g. {example}; they were kept."
        yield Warned("test_accounts", said)
    yield from orderdoubts.doubt_orders(engine, _names(engine, "transactions"))
    yield from _last_total(engine)
    last = engine.value("SELECT max(ordered_on) FROM all_transactions WHERE broken_ = 0")
    if as_of is not None and last is not None and (as_of - last).days > _STALE_DAYS:
        said = f"The last order is of {last}, {(as_of - last).days} days before the snapshot date."
        yield Warned("stale_export", said)


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


def doubt_notes(engine: Engine) -> Iterator[Warned]:
    """Yield doubts about the reasons alone: texts that all end at one length."""
    if "note" not in _names(engine, "reasons"):
        return
    lengths = engine.rows(
        "SELECT length(note) AS n, count(*) FROM all_reasons WHERE broken_ = 0 "
        "AND note IS NOT NULL GROUP BY n ORDER BY n DESC LIMIT 1"
    )
    longest, n_longest = lengths[0] if lengths else (0, 0)
    if longest in _CUT_AT and n_longest > 2:
        said = f"{n_longest:,} notes end at exactly {longest:,} characters: the source cuts them."
        yield Warned("notes_cut", said)


def doubt_reasons(engine: Engine) -> Iterator[Warned]:
    """Yield doubts about reasons beside transactions: customers who bought again (trap 69)."""
    if "stated_on" not in _names(engine, "reasons"):
        return
    n_later, n_all = engine.rows(
        "WITH last AS (SELECT customer_id, max(ordered_on) AS d FROM all_transactions "
        "WHERE broken_ = 0 AND amount > 0 GROUP BY customer_id) "
        "SELECT count(DISTINCT r.customer_id) FILTER (last.d > r.stated_on), "
        "count(DISTINCT r.customer_id) FROM all_reasons AS r JOIN last USING (customer_id) "
        "WHERE r.broken_ = 0"
    )[0]
    if n_later:
        said = f"{n_later:,} of {n_all:,} customers with a reason bought again after stating it."
        yield Warned("bought_after_reason", said)


def doubt_zeros(engine: Engine, table: str) -> Iterator[Warned]:
    """Yield a doubt when ids meet the transactions only after their leading zeros are taken off."""
    n_ids, example = engine.rows(
        "WITH ours AS (SELECT DISTINCT customer_id AS i FROM all_transactions WHERE broken_ = 0), "
        f"theirs AS (SELECT DISTINCT customer_id AS i FROM all_{table} WHERE broken_ = 0 "
        "AND customer_id NOT IN (FROM ours)) "
        "SELECT count(*), min(theirs.i) FROM theirs JOIN ours "
        "ON ltrim(theirs.i, '0') = ltrim(ours.i, '0')"
    )[0]
    if n_ids:
        said = (
            f"{n_ids:,} ids of {table} differ from the transactions only by leading zeros, e.g. "
            f"{example}; they were not joined."
        )
        yield Warned("leading_zeros", said)
