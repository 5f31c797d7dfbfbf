"""What an export cannot show: who was new before it began, who left before it was filtered."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from analysis.doubts.buyers import (
    GOOD,
    keep_customers,
    keep_days,
    keep_sums,
    middle,
    quiet_days_between,
)
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned

#: A last order at least this long before the snapshot date, and unusually long, is stale.
_STALE_DAYS = 31
#: The first months hold old customers when this many times the usual number is new in them.
_OLD_RATIO, _OLD_CUSTOMERS, _OLD_SHARE = 3.0, 5, 0.1
#: Of this many customers over this many days somebody is silent for long.
_MANY_CUSTOMERS, _LONG_DAYS, _SILENT_PART, _FEW = 30, 365, 0.4, 0.01


def first_day_of_new(engine: Engine) -> date | None:
    """Return the day from which a first order is that of a new customer (trap 60).

    An export that begins within a company's life meets all its customers for the first time in its
    first months. None when new customers come as evenly there as later.
    """
    rows = engine.rows(
        f"SELECT date_trunc('month', first_on)::DATE AS m, count(*) FROM {keep_customers(engine)} "
        f"WHERE first_on >= (SELECT min(d) FROM {keep_days(engine)}) GROUP BY m ORDER BY m"
    )
    last = engine.value(f"SELECT max(d) FROM {keep_days(engine)}")
    if not rows:
        return None
    start = rows[0][0].year * 12 + rows[0][0].month - 1
    new = [0] * (last.year * 12 + last.month - start)
    for month, n in rows:
        new[month.year * 12 + month.month - 1 - start] = n
    n_old = _months_of_old(new)
    at = start + n_old
    return date(at // 12, at % 12 + 1, 1) if n_old else None


def _months_of_old(new: list[int]) -> int:
    """Return for how many first months the number of new customers is beyond the usual."""
    if len(new) < 6:
        return 0
    usual = middle(new[len(new) // 2 :])
    if max(new[:2]) < max(_OLD_RATIO * usual, _OLD_CUSTOMERS):
        return 0
    limit = 1.5 * usual + 2 * math.sqrt(usual)
    calm = [
        at for at in range(1, len(new)) if new[at] <= limit and sum(new[at : at + 3]) <= 3 * limit
    ]
    n_old = calm[0] if calm else len(new)
    return n_old if sum(new[:n_old]) >= _OLD_SHARE * sum(new) else 0


def doubt_ends(engine: Engine, new_from: date | None, as_of: date | None) -> Iterator[Warned]:
    """Yield doubts about both ends of the period and about customers who are not there."""
    yield from _strays(engine)
    if new_from:
        n_old = engine.value(
            f"SELECT count(*) FROM {keep_customers(engine)} WHERE first_on < DATE '{new_from}'"
        )
        said = (
            f"{counted(n_old, 'customer appears', 'customers appear')} before {new_from}, many "
            "more a month than later: the "
            "export begins within their history, or holds one cohort. None of them is called new."
        )
        yield Warned("left_censored", said)
    last = engine.value(f"SELECT max(d) FROM {keep_days(engine)}")
    stale = max(_STALE_DAYS, 3 * quiet_days_between(engine))
    if as_of is not None and last is not None and (as_of - last).days > stale:
        said = (
            f"The last order is of {last}, {(as_of - last).days} days before the snapshot date; "
            "customers look more silent than they are. Export again, or state an earlier date."
        )
        yield Warned("stale_export", said)
    yield from _survivors(engine)


def _strays(engine: Engine) -> Iterator[Warned]:
    """Yield a warning about rows long before all others: a wrong year, not a history."""
    begin = engine.value(f"SELECT min(d) FROM {keep_days(engine)}")
    before = f"broken_ = 0 AND d < DATE '{begin}'"
    n_rows, first, last = (
        engine.rows(f"SELECT sum(n_rows), min(d), max(d) FROM {keep_sums(engine)} WHERE {before}")[
            0
        ]
        if begin
        else (None, None, None)
    )
    if not n_rows:
        return
    customer = engine.value(
        f"SELECT min(customer_id) FROM {GOOD} AND ordered_on::DATE = DATE '{first}'"
    )
    days = f"{first}" if first == last else f"{first} to {last}"
    said = (
        f"{counted(int(n_rows), 'row is', 'rows are')} dated {days}, e.g. of customer {customer}, "
        f"long before {begin}, when all others begin: a wrong year? Kept, but no part of the "
        "period. Correct the day in the export if it is wrong."
    )
    where = f"ordered_on::DATE < DATE '{begin}'"
    yield Warned("early_days", said, column="ordered_on", about=where)


def _survivors(engine: Engine) -> Iterator[Warned]:
    """Yield a warning when nobody is silent for long: lost customers seem to be filtered out."""
    first, last, n_customers = engine.rows(
        f"SELECT greatest(min(first_on), (SELECT min(d) FROM {keep_days(engine)})), max(last_on), "
        f"count(last_on) FROM {keep_customers(engine)}"
    )[0]
    if n_customers < _MANY_CUSTOMERS or (last - first).days < _LONG_DAYS:
        return
    limit = int(_SILENT_PART * (last - first).days)
    n_silent = engine.value(
        f"SELECT count(*) FROM {keep_customers(engine)} WHERE last_on < DATE '{last}' - {limit}"
    )
    if n_silent > _FEW * n_customers:
        return
    said = (
        f"Of {n_customers:,} customers in {(last - first).days:,} days, {n_silent:,} are without "
        f"an order in the last {limit:,} days: lost customers seem to be filtered out. Export "
        "them too."
    )
    yield Warned("survivors_only", said)


def doubt_statuses(engine: Engine) -> Iterator[Warned]:
    """Yield a warning when the status of every customer is active (trap 61)."""
    names = engine.columns("all_customers")
    if "status" not in names:
        return
    n_all, n_active = engine.rows(
        "SELECT count(*), count(*) FILTER (status = 'active') FROM all_customers WHERE broken_ = 0"
    )[0]
    if n_all >= _MANY_CUSTOMERS and n_active == n_all:
        said = (
            f"All {n_all:,} customers have the status active: lost customers seem to be filtered "
            "out. Export them too."
        )
        yield Warned("survivors_only", said)
