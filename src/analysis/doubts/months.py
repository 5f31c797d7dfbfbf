"""Rows a month: gaps, months that are cut off, and branches that fell silent alone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

import numpy as np
import pandas as pd

from analysis.doubts.verdict import FEW_ROWS, LEAST_ROWS, usual_rows
from analysis.engine import Engine, quote_name, quote_text
from analysis.rows.convert import WHEN

#: A month that has so much of what it would have is no month that was cut off.
_FULL_MONTH = 0.8
#: An export that ends or begins within so many days of a month's edge covers the month.
_EDGE_DAYS = 3
#: A branch's silence is told when so many rows were to be expected meanwhile: no chance, then.
_EXPECTED_ROWS = 20
#: More branches than these are no grouping but a list.
MOST_BRANCHES = 60

_MONTH_COLUMNS = ["month", "n_rows", "usual", "mark", "expected"]


@dataclass(frozen=True)
class Span:
    """First and last day with rows, up to the snapshot date.

    Examples
    --------
    >>> Span(date(2024, 1, 1), date(2024, 12, 12)).last_on.day
    12
    """

    first_on: date
    last_on: date


def count_months(engine: Engine, present: list[str], as_of: date) -> pd.DataFrame:
    """Return ``table, month, n_rows, usual, mark, expected`` of tables with dates, to a day."""
    parts = [
        marked_months(months, span, as_of).assign(table=name)
        for name in present
        if (found := _months_of(engine, name, as_of)) is not None
        for months, span in [found]
    ]
    if not parts:
        return pd.DataFrame(columns=["table", *_MONTH_COLUMNS])
    return pd.concat(parts, ignore_index=True)[["table", *_MONTH_COLUMNS]]


def _months_of(engine: Engine, name: str, as_of: date) -> tuple[dict[date, int], Span] | None:
    clock = WHEN.get(name)
    if clock is None or clock not in engine.columns(name):
        return None
    rows = engine.rows(
        f"SELECT date_trunc('month', {clock})::DATE AS m, count(*), min({clock})::DATE, "
        f"max({clock})::DATE FROM {quote_name(name)} "
        f"WHERE {clock} < DATE {quote_text(as_of.isoformat())} + 1 GROUP BY m ORDER BY m"
    )
    if not rows:
        return None
    return {month: n for month, n, _, _ in rows}, Span(rows[0][2], rows[-1][3])


def marked_months(rows_by_month: Mapping[date, int], span: Span, as_of: date) -> pd.DataFrame:
    """Return every month from the first to the last with what is odd about it.

    Parameters
    ----------
    rows_by_month
        First day of a month -> rows; months without rows may be absent.

    Returns
    -------
    DataFrame
        ``month, n_rows``; ``usual``, the rows of the median month, empty with under six months or
        ten rows a month; ``mark``: ``gap`` (an inner month with under a fifth of the usual rows),
        ``cut_off`` (the first or last month, covered in part) or nothing; ``expected``, the rows
        that a usual month has in the days that a ``cut_off`` month covers.

    Examples
    --------
    >>> rows = {date(2024, month, 1): 100 for month in range(1, 8)} | {date(2024, 4, 1): 3}
    >>> marked = marked_months(rows | {date(2024, 7, 1): 40},
    ...                        Span(date(2024, 1, 1), date(2024, 7, 12)), date(2024, 7, 31))
    >>> marked["mark"].tolist(), marked["expected"].round().tolist()[-1]
    (['', '', '', 'gap', '', '', 'cut_off'], 39.0)
    """
    first, last = span.first_on.replace(day=1), span.last_on.replace(day=1)
    counted = {
        day.date(): rows_by_month.get(day.date(), 0)
        for day in pd.date_range(first, last, freq="MS")
    }
    usual = usual_rows([n for n in rows_by_month.values() if n])
    thin = _thin_months(counted, usual)
    middle = median(counted.values())
    speaks = len(counted) > 1 and middle >= LEAST_ROWS
    rows = []
    for month, n_rows in counted.items():
        covered = _share_covered(month, span, as_of)
        lacking = speaks and covered < 1 and n_rows < _FULL_MONTH * middle
        mark = "cut_off" if lacking else "gap" if month in thin else ""
        expected = usual * covered if usual is not None and lacking else None
        rows.append((pd.Timestamp(month), n_rows, usual, mark, expected))
    return pd.DataFrame(rows, columns=_MONTH_COLUMNS).astype({"usual": float, "expected": float})


def _thin_months(counted: Mapping[date, int], usual: float | None) -> set[date]:
    """Return months with few rows between others that have them; not those thin in every year."""
    if usual is None:
        return set()
    full = [month for month, n_rows in counted.items() if n_rows >= FEW_ROWS * usual]
    inner = [month for month in counted if full[0] < month < full[-1]]
    thin = {month for month in inner if month not in full}
    return {
        month
        for month in thin
        if sum(other.month == month.month for other in thin) == 1
        or any(other.month == month.month and other not in thin for other in inner)
    }


def _share_covered(month: date, span: Span, as_of: date) -> float:
    """Return the share of a month that the rows cover; 1 but for the first and last month."""
    length = monthrange(month.year, month.month)[1]
    begins, ends = 1, length
    if month == span.first_on.replace(day=1) and span.first_on.day > 1 + _EDGE_DAYS:
        begins = span.first_on.day
    if month == span.last_on.replace(day=1):
        over = month.replace(day=length) <= as_of and span.last_on.day >= length - _EDGE_DAYS
        ends = length if over else min(span.last_on.day, length)
    return (ends - begins + 1) / length


def count_branches(engine: Engine, as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the branches of the transactions, largest first, and their rows a month.

    Returns
    -------
    tuple of DataFrame
        ``branch, n_rows, first_on, last_on, n_gaps, silent_days, silent_from, expected`` and
        ``branch`` with the columns of ``marked_months``. Both empty without two branches.
    """
    nothing = (
        pd.DataFrame(columns=_BRANCH_COLUMNS),
        pd.DataFrame(columns=["branch", *_MONTH_COLUMNS]),
    )
    if "branch_id" not in engine.columns("transactions"):
        return nothing
    n_branches = engine.value("SELECT count(DISTINCT branch_id) FROM transactions")
    if not 2 <= n_branches <= MOST_BRANCHES:
        return nothing
    daily = engine.frame(
        "SELECT branch_id AS branch, ordered_on::DATE AS day, count(*)::BIGINT AS n_rows "
        f"FROM transactions WHERE branch_id IS NOT NULL "
        f"AND ordered_on < DATE {quote_text(as_of.isoformat())} + 1 GROUP BY ALL ORDER BY ALL"
    )
    months = _months_by_branch(daily, as_of)
    branches = describe_branches(daily)
    gaps = months[months["mark"] == "gap"].groupby("branch").size()
    n_gaps = branches["branch"].map(gaps).fillna(0).astype(int)
    return branches.assign(n_gaps=n_gaps)[_BRANCH_COLUMNS], months


_BRANCH_COLUMNS = [
    "branch", "n_rows", "first_on", "last_on", "n_gaps", "silent_days", "silent_from", "expected",
]  # fmt: skip


def _months_by_branch(daily: pd.DataFrame, as_of: date) -> pd.DataFrame:
    parts = []
    for branch, rows in daily.groupby("branch", sort=True):
        months = rows.groupby(rows["day"].dt.to_period("M"))["n_rows"].sum()
        counted = {period.start_time.date(): int(n) for period, n in months.items()}
        span = Span(rows["day"].min().date(), rows["day"].max().date())
        parts.append(marked_months(counted, span, as_of).assign(branch=branch))
    return pd.concat(parts, ignore_index=True)[["branch", *_MONTH_COLUMNS]]


def describe_branches(daily: pd.DataFrame) -> pd.DataFrame:
    """Return each branch with the longest silence that it kept alone.

    A silence counts when the other branches went on: given their rows in those days, at least
    twenty of the branch's own were to be expected. Closed days of the whole company are none.

    Parameters
    ----------
    daily
        ``branch, day, n_rows``, one row a branch and day with rows.

    Examples
    --------
    >>> days = pd.date_range("2024-01-01", periods=60)
    >>> north = pd.DataFrame({"branch": "north", "day": days, "n_rows": 5})
    >>> south = north.assign(branch="south").drop(index=range(20, 27))
    >>> found = describe_branches(pd.concat([north, south]))
    >>> found[["branch", "silent_days", "expected"]].fillna(0).round().values.tolist()
    [['north', 0.0, 0.0], ['south', 7.0, 31.0]]
    """
    all_days = daily.groupby("day")["n_rows"].sum().sort_index()
    rows = []
    for branch, own in daily.groupby("branch", sort=True):
        others = all_days.sub(own.set_index("day")["n_rows"], fill_value=0)
        silence = _longest_silence(own, others)
        rows.append(
            (branch, int(own["n_rows"].sum()), own["day"].min(), own["day"].max(), *silence)
        )
    columns = [name for name in _BRANCH_COLUMNS if name != "n_gaps"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["n_rows", "branch"], ascending=[False, True], ignore_index=True
    )


def _longest_silence(own: pd.DataFrame, others: pd.Series) -> tuple[float, pd.Timestamp, float]:
    """Days, first day and expected rows of the longest inner silence that the others did not share.

    The pace of the branch is its rows over those of the others between its first and last day.
    """
    days = own["day"].sort_values()
    inside = others[(others.index >= days.iloc[0]) & (others.index <= days.iloc[-1])]
    pace = own["n_rows"].sum() / inside.sum() if inside.sum() else 0.0
    so_far = np.concatenate([[0], inside.cumsum()])
    until, after = days.iloc[:-1], days.iloc[1:]
    meanwhile = (
        so_far[inside.index.searchsorted(after, side="left")]
        - so_far[inside.index.searchsorted(until, side="right")]
    )
    gaps = pd.DataFrame(
        {
            "n_days": (after.to_numpy() - until.to_numpy()) / pd.Timedelta(days=1) - 1,
            "first_day": until.to_numpy() + pd.Timedelta(days=1),
            "expected": pace * meanwhile,
        }
    )
    told = gaps[gaps["expected"] >= _EXPECTED_ROWS]
    if told.empty:
        return float("nan"), pd.NaT, float("nan")
    longest = told.sort_values(["n_days", "first_day"], ascending=[False, True]).iloc[0]
    return float(longest["n_days"]), longest["first_day"], float(longest["expected"])
