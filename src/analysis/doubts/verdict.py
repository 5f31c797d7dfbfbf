"""Findings that void every conclusion about who is silent: a short, closed list, each by evidence.

Each is a warning of the transactions, so that ``check`` shows it; the run of a report stops before
the conclusions (``refuse_void``) unless the settings say ``proceed_despite``. They are few on
purpose: what only weakens a conclusion is a doubt, and is said beside it.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from analysis.doubts.buyers import is_sale, keep_customers, keep_sums
from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused
from analysis.results import Warned
from analysis.rows.snapshot import MANY_ROWS
from analysis.vocabulary import VOID_FINDINGS

#: A silence of fewer times the usual gap is ordinary.
USUAL_GAPS = 3
#: Nobody is called silent before this many days.
_SHORT_SILENCE_DAYS = 30
#: An export that ends within so many days of the snapshot date is stale, but voids nothing.
_RECENT_DAYS = 120
#: Whatever the rhythm: a company without an order for longer has closed, or the export ends early.
_YEAR = 365
#: Of the repeat customers, so many are silent only because the export ends.
_NEARLY_ALL = 0.95
#: From so many repeat customers on, a rhythm of the whole export is spoken of.
_SOME_CUSTOMERS = 10
#: A month under this share of the median month has few rows; together they must have even fewer.
FEW_ROWS = 0.2
_STRAY_ROWS = 0.05
#: A median month with fewer rows says nothing about any other month.
LEAST_ROWS = 10

#: What would have been right, and what to do.
_ADVICE = {
    "mostly_unread": (
        "rows of which nearly all can be read",
        "look at quarantine.csv for what stands there, and name the right columns in columns.toml "
        "or export it again",
    ),
    "no_sales": (
        "lines with an amount above 0",
        "name the right amount column in columns.toml, or export sales as positive numbers",
    ),
    "no_repeat_customers": (
        "customers who come back",
        "check that the customer column holds customers and not invoices or orders, and that the "
        "export covers more than one purchase each",
    ),
    "everybody_dormant": (
        "a snapshot date near the last order",
        "give the last day that the export covers after --as-of, or export the later months too",
    ),
    "recent_gap": (
        "complete months up to the snapshot date",
        "export the missing months again, or give the last complete day after --as-of",
    ),
    "nobody_dormant": (
        "an export with the customers who stopped buying",
        "export all customers, not only the active ones",
    ),
}


@dataclass(frozen=True)
class _Buying:
    """How the customers of an export buy, as far as the findings need it.

    Parameters
    ----------
    n_buyers, n_repeat
        Customers with a sale line; of them, those with sales on two days or more.
    first_on, last_on
        First and last day with a sale.
    n_outlived
        Repeat customers whose usual gap, times three, is shorter than the time from the last
        complete day of the export to the snapshot date.
    n_silent
        Repeat customers silent at the snapshot date for more than three times their usual gap; at
        least these, where some are silent for longer than three times their whole history.
    complete_until
        Last day before the months with next to no rows; ``last_on`` where there are none.
    longest_pause_days
        Longest time without rows, or with few, inside the export.
    """

    n_buyers: int
    n_repeat: int
    first_on: date
    last_on: date
    n_outlived: int
    n_silent: int
    complete_until: date
    longest_pause_days: int


def void_findings(
    engine: Engine, as_of: date | None, tables: Collection[str]
) -> tuple[Warned, ...]:
    """Return the warnings about transactions that void every conclusion about silence.

    One aggregate pass over the good rows; a second, over some customers, where a finding is
    possible.
    """
    if as_of is None:
        return ()
    good = f"all_transactions WHERE broken_ = 0 AND {is_sale(engine, 'all_transactions')}"
    days = engine.rows(
        f"SELECT d, sum(n_rows)::BIGINT FROM {keep_sums(engine)} "
        "WHERE broken_ = 0 AND sign = 1 AND kind = 'sale' GROUP BY d ORDER BY d"
    )
    if not days:
        said = "No line is a sale: no amount is above 0, or the line types name no sale."
        return () if "reasons" in tables else (Warned("no_sales", said),)
    buying = _buying(engine, good, days, as_of)
    return tuple(_judge(buying, as_of, with_reasons="reasons" in tables))


def _buying(engine: Engine, good: str, days: Sequence[tuple[date, int]], as_of: date) -> _Buying:
    until = complete_until(days)
    today, ended = (f"DATE {quote_text(day.isoformat())}" for day in (as_of, until))
    buyers = (
        "SELECT customer_id, last_on::DATE AS z, last_on::DATE - first_on::DATE AS span, "
        f"n_rows AS n FROM {keep_customers(engine)} WHERE last_on IS NOT NULL"
    )
    # Nobody's usual gap is longer than the time from their first order to the last.
    patience = f"{USUAL_GAPS} * span"
    n_buyers, n_repeat, n_silent = engine.rows(
        f"SELECT count(*), count(*) FILTER (span > 0), {_silent(today, patience)} FROM ({buyers})"
    )[0]
    n_outlived = 0
    stale = (as_of - until).days > _RECENT_DAYS
    if n_repeat and (not n_silent or stale):
        # Nobody has more order days than rows, so nobody's usual gap is shorter than this: only
        # those who are silent by it can be silent by their own, and only their days are counted.
        patience = f"{USUAL_GAPS} * span / greatest(n - 1, 1)"
        perhaps = f"{today} - z > {patience}" + (f" OR {patience} < {today} - {ended}" * stale)
        exact = (
            "SELECT max(ordered_on)::DATE AS z, (max(ordered_on)::DATE - min(ordered_on)::DATE) "
            f"AS span, count(DISTINCT ordered_on::DATE) AS n FROM {good} AND customer_id IN "
            f"(SELECT customer_id FROM ({buyers}) WHERE span > 0 AND ({perhaps})) "
            "GROUP BY customer_id"
        )
        n_outlived, n_silent = engine.rows(
            f"SELECT count(*) FILTER ({patience} < {today} - {ended}), {_silent(today, patience)} "
            f"FROM ({exact}) WHERE n > 1"
        )[0]
    return _Buying(
        n_buyers, n_repeat, days[0][0], days[-1][0], n_outlived, n_silent, until,
        _longest_pause(days, until),
    )  # fmt: skip


def _silent(today: str, patience: str) -> str:
    """Return SQL that counts repeat customers who are silent for longer than their patience."""
    return (
        f"count(*) FILTER (span > 0 AND {today} - z > greatest({patience}, {_SHORT_SILENCE_DAYS}))"
    )


def complete_until(days: Sequence[tuple[date, int]]) -> date:
    """Return the last day before a tail of months that hold next to nothing.

    Examples
    --------
    >>> days = [(date(2023, month, 5), 40) for month in range(1, 11)] + [(date(2024, 6, 1), 1)]
    >>> complete_until(days)
    datetime.date(2023, 10, 5)
    """
    months = _by_month(days)
    usual = usual_rows(list(months.values()))
    if usual is None:
        return days[-1][0]
    full = [month for month, n in months.items() if n >= FEW_ROWS * usual]
    stray = sum(n for month, n in months.items() if month > full[-1])
    if stray > _STRAY_ROWS * usual * (max(months) - full[-1]):
        return days[-1][0]
    return max(day for day, _ in days if _month_number(day) == full[-1])


def _by_month(days: Sequence[tuple[date, int]]) -> dict[int, int]:
    """Return rows by month number, in order, months without rows left out."""
    months: dict[int, int] = {}
    for day, n_rows in days:
        months[_month_number(day)] = months.get(_month_number(day), 0) + n_rows
    return months


def _month_number(day: date) -> int:
    """Return months since the year 0, so that months can be subtracted."""
    return day.year * 12 + day.month - 1


def usual_rows(rows_by_month: Sequence[int]) -> float | None:
    """Return the rows of the median month, or None when too little is there to speak of one.

    Examples
    --------
    >>> usual_rows([30, 10, 20, 30, 30, 40]), usual_rows([30, 30])
    (30.0, None)
    """
    if len(rows_by_month) < 6:
        return None
    middle = float(median(rows_by_month))
    return middle if middle >= LEAST_ROWS else None


def _longest_pause(days: Sequence[tuple[date, int]], until: date) -> int:
    """Days of the longest stretch without rows, or with few, up to the last complete day.

    A company that closes every winter has shown by its own pauses what a pause means there.
    """
    inside = [(day, n) for day, n in days if day <= until]
    months = _by_month(inside)
    usual = usual_rows(list(months.values()))
    busy = [
        day for day, _ in inside if usual is None or months[_month_number(day)] >= FEW_ROWS * usual
    ]
    return max(((later - day).days for day, later in itertools.pairwise(busy)), default=0)


def _judge(buying: _Buying, as_of: date, *, with_reasons: bool) -> Iterator[Warned]:
    if buying.n_buyers >= MANY_ROWS and not buying.n_repeat and not with_reasons:
        yield Warned(
            "no_repeat_customers",
            f"Not one of {buying.n_buyers:,} customers bought on two days: without a second order "
            "nobody has a rhythm, and nobody can be silent for longer than theirs.",
        )
    ended_days = (as_of - buying.complete_until).days
    if _ends_early(buying, ended_days):
        yield _ended(buying, ended_days)
    observed = (buying.last_on - buying.first_on).days
    if buying.n_repeat >= MANY_ROWS and observed >= 2 * _YEAR and not buying.n_silent:
        yield Warned(
            "nobody_dormant",
            f"Not one of {buying.n_repeat:,} repeat customers is silent for more than "
            f"{USUAL_GAPS} times their usual gap, in {observed // 30:,} months of orders: lost "
            "customers seem to be filtered out of the export.",
        )


def _ends_early(buying: _Buying, ended_days: int) -> bool:
    """Whether everybody is silent only because the export ends before the snapshot date."""
    if buying.n_repeat < _SOME_CUSTOMERS or ended_days <= _RECENT_DAYS:
        return False
    if ended_days <= 2 * buying.longest_pause_days:
        return False
    return ended_days > _YEAR or buying.n_outlived >= _NEARLY_ALL * buying.n_repeat


def _ended(buying: _Buying, ended_days: int) -> Warned:
    outlived = f"{buying.n_outlived:,} of {buying.n_repeat:,} repeat customers"
    consequence = f"That is longer than {USUAL_GAPS} usual gaps of {outlived}."
    if buying.complete_until == buying.last_on:
        return Warned(
            "everybody_dormant",
            f"The last order of the whole export is of {buying.last_on}, {ended_days:,} days "
            f"before the snapshot date. {consequence}",
        )
    return Warned(
        "recent_gap",
        f"After {buying.complete_until} the export holds next to no orders, for the {ended_days:,} "
        f"days up to the snapshot date. {consequence}",
    )


def refuse_void(warnings: Sequence[Warned], *, despite: Collection[str] = ()) -> None:
    """Stop a run whose conclusions would all be void.

    Parameters
    ----------
    warnings
        Those of the transactions.
    despite
        Codes that the analyst has looked at; see ``Settings.proceed_despite``.

    Raises
    ------
    InputRefused
        With the most severe finding, and how to go on in spite of it.

    Examples
    --------
    >>> refuse_void([Warned("no_sales", "No line is a sale.")], despite=["no_sales"])
    >>> refuse_void([Warned("no_sales", "No line is a sale.")])
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: No line is a sale. Every conclusion would be void, so none was...
    """
    found = [warned for warned in warnings if warned.code in VOID_FINDINGS]
    stopping = [warned for warned in found if warned.code not in despite]
    if not stopping:
        return
    first = min(stopping, key=lambda warned: VOID_FINDINGS.index(warned.code))
    expected, to_do = _ADVICE[first.code]
    listed = ", ".join(f'"{warned.code}"' for warned in stopping)
    raise InputRefused(
        f"{first.message} Every conclusion would be void, so none was drawn",
        expected,
        f"{to_do}. If the export is right as it is, say so in whyleft.toml:\n"
        f"proceed_despite = [{listed}]",
        code=first.code,
    )
