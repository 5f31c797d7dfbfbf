"""What the period of an export lacks: months and weeks without rows, a last month that is cut.

Silence over a gap of the export is no silence of the customer. What is found is kept in the
workspace (``load_period``), so that other steps need not trust it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.doubts.buyers import GOOD, keep_days
from analysis.doubts.censoring import first_day_of_new
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.workspace import Workspace

#: A period with less than this share of its neighbours' level is thin.
_THIN = 0.2
#: Chance of one false alarm in a whole export.
_FALSE_ALARM = 0.01
#: Weeks are looked at where they usually hold at least this many orders.
_DENSE = 30
#: A month is cut when at least this share of its usual orders, and this many, would still come.
_CUT_SHARE, _CUT_ORDERS = 0.1, 5.0
_MOST_BRANCHES = 200


@dataclass(frozen=True)
class Period:
    """Which part of the period can be trusted.

    Parameters
    ----------
    gap_months
        First days of months within the period that hold no or hardly any rows.
    gap_weeks
        Mondays of such weeks outside those months.
    cut_month
        First day of the last month when the export ends in its middle; not to be shown as a fall.
    new_from
        Day from which a first order is that of a new customer; None when every first order is.
    """

    gap_months: tuple[date, ...] = ()
    gap_weeks: tuple[date, ...] = ()
    cut_month: date | None = None
    new_from: date | None = None


def find_period(engine: Engine) -> Period:
    """Return what the period of the good transactions lacks."""
    days: dict[date, int] = dict(engine.rows(f"SELECT d, n FROM {keep_days(engine)}"))
    months = _by_month(days)
    counts = list(months.values())
    thin = _thin_periods(counts, season=12, alpha=_FALSE_ALARM / max(len(counts), 1))
    gaps = tuple(month for at, month in enumerate(months) if at in thin)
    return Period(gaps, _thin_weeks(days, gaps), _cut_month(days), first_day_of_new(engine))


def keep_period(engine: Engine, workspace: Workspace, *, has_transactions: bool) -> None:
    """Save what ``load_period`` returns, or that there is nothing to return."""
    found = find_period(engine) if has_transactions else None
    record = {}
    if found:
        record = {
            "gap_months": [day.isoformat() for day in found.gap_months],
            "gap_weeks": [day.isoformat() for day in found.gap_weeks],
            "cut_month": found.cut_month.isoformat() if found.cut_month else None,
            "new_from": found.new_from.isoformat() if found.new_from else None,
        }
    workspace.save_record("period", record)


def load_period(workspace: Workspace) -> Period | None:
    """Return the period of the transactions in a workspace, None without transactions.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> load_period(Workspace(Path(tempfile.mkdtemp()))) is None
    True
    """
    record = workspace.load_record("period")
    if not record:
        return None
    cut, new = record["cut_month"], record["new_from"]
    return Period(
        tuple(map(date.fromisoformat, record["gap_months"])),
        tuple(map(date.fromisoformat, record["gap_weeks"])),
        date.fromisoformat(cut) if cut else None,
        date.fromisoformat(new) if new else None,
    )


def _thin_periods(counts: Sequence[int], *, season: int, alpha: float) -> set[int]:
    """Return the indices of periods that hold far fewer events than those before and after.

    A period that is as thin in every other year is the season, not a gap.

    Parameters
    ----------
    counts
        Events of consecutive periods.
    season
        Periods in a year.
    alpha
        Chance of so few events in a usual period below which a thin one is believed.

    Examples
    --------
    >>> _thin_periods([40, 38, 1, 41, 39], season=12, alpha=0.001)
    {2}
    >>> _thin_periods([1, 4, 9, 30, 40], season=12, alpha=0.001)
    set()
    """
    thin = set()
    for at in range(1, len(counts) - 1):
        level = min(_level(counts[max(0, at - season) : at]), _level(counts[at + 1 :][:season]))
        if counts[at] < _THIN * level and _chance_of_so_few(counts[at], level) < alpha:
            thin.add(at)
    return {at for at in thin if not _is_season(at, counts, season)}


def _level(counts: Sequence[int]) -> int:
    """Return the upper quartile: a gap nearby does not lower it, nor does a single peak lift it."""
    ordered = sorted(counts)
    return ordered[min(len(ordered) - 1, math.ceil(0.75 * len(ordered)) - 1)] if ordered else 0


def _chance_of_so_few(n: int, level: float) -> float:
    return sum(math.exp(k * math.log(level) - level - math.lgamma(k + 1)) for k in range(n + 1))


def _is_season(at: int, counts: Sequence[int], season: int) -> bool:
    slack = 1 if season > 12 else 0
    years = [at + season * turn for turn in range(-50, 51) if turn]
    near = [counts[max(0, y - slack) : y + slack + 1] for y in years if 0 <= y < len(counts)]
    usual = _level(counts)
    return bool(near) and all(min(year) < _THIN * usual for year in near)


def _by_month(days: dict[date, int]) -> dict[date, int]:
    """Return the events of every month from the first to the last, empty ones too."""
    if not days:
        return {}
    first, last = min(days), max(days)
    months = {
        date(at // 12, at % 12 + 1, 1): 0
        for at in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    }
    for day, n in days.items():
        months[day.replace(day=1)] += n
    return months


def _thin_weeks(days: dict[date, int], gap_months: Sequence[date]) -> tuple[date, ...]:
    if not days:
        return ()
    first = min(days) - timedelta(days=min(days).weekday())
    counts = [0] * ((max(days) - first).days // 7 + 1)
    for day, n in days.items():
        counts[(day - first).days // 7] += n
    if _level(counts) < _DENSE:
        return ()
    thin = _thin_periods(counts, season=52, alpha=_FALSE_ALARM / len(counts))
    mondays = [first + timedelta(days=7 * at) for at in sorted(thin)]
    ends = [(monday, monday + timedelta(days=6)) for monday in mondays]
    return tuple(
        monday
        for monday, sunday in ends
        if not {monday.replace(day=1), sunday.replace(day=1)} & set(gap_months)
        and not _holds_new_year(monday, sunday)
    )


def _holds_new_year(monday: date, sunday: date) -> bool:
    """Whether a week lies between the 22nd of December and the 6th of January."""
    return (monday.month, monday.day) >= (12, 18) or (sunday.month, sunday.day) <= (1, 7)


def _cut_month(days: dict[date, int]) -> date | None:
    """Return the last month when a good part of its usual orders would still have to come."""
    if not days:
        return None
    last = max(days)
    month = last.replace(day=1)
    before = [m for m in _by_month(days) if m < month][-12:]
    if len(before) < 2:
        return None
    recent = {day: n for day, n in days.items() if before[0] <= day < month}
    per_month = sum(recent.values()) / len(before)
    to_come = sum(n for day, n in recent.items() if day.day > last.day) / len(before)
    cut = to_come >= _CUT_ORDERS and to_come >= _CUT_SHARE * per_month
    return month if cut else None


def doubt_period(engine: Engine, period: Period) -> Iterator[Warned]:
    """Yield the warnings about gaps and a month that is cut."""
    if period.gap_months:
        shown = ", ".join(f"{day:%Y-%m}" for day in period.gap_months[:5])
        said = (
            f"{counted(len(period.gap_months), 'month has', 'months have')} no or few rows "
            f"({shown}): silence over them is not trusted. Export them again if they are missing."
        )
        yield Warned("coverage_gap", said)
    if period.gap_weeks:
        shown = ", ".join(map(str, period.gap_weeks[:5]))
        have = counted(len(period.gap_weeks), "week has", "weeks have")
        said = f"{have} no or few rows (from {shown}): is it a gap?"
        yield Warned("coverage_gap", said)
    if period.cut_month:
        said = f"The export ends in the middle of {period.cut_month:%Y-%m}; that month is no fall."
        yield Warned("cut_month", said)
    yield from _branch_gaps(engine, period)


def _branch_gaps(engine: Engine, period: Period) -> Iterator[Warned]:
    """Yield a warning where one branch or channel lacks months that the others have."""
    names = engine.columns("all_transactions")
    for column in ("branch_id", "channel"):
        if column not in names:
            continue
        rows = engine.rows(
            f"SELECT {column}::VARCHAR, date_trunc('month', ordered_on)::DATE AS m, "
            f"approx_count_distinct(customer_id) FROM {GOOD} AND {column} IS NOT NULL "
            "GROUP BY ALL ORDER BY ALL"
        )
        found = gaps_by_branch(rows, set(period.gap_months))
        if found:
            shown = "; ".join(f"{name[:30]}: {month:%Y-%m}" for name, month in found[:5])
            said = (
                f"{counted(len(found), 'month is', 'months are')} missing for single values of "
                f"{column} ({shown}): silence there is not trusted."
            )
            yield Warned("branch_gap", said, column=column)


def gaps_by_branch(
    rows: Sequence[tuple[str, date, int]], known: set[date]
) -> list[tuple[str, date]]:
    """Return the inner months that a branch lacks, each with its name.

    Parameters
    ----------
    rows
        Branch, first day of a month and what it holds then.
    known
        Months that all branches lack: they are none of theirs.

    Examples
    --------
    >>> north = [("north", date(2024, month, 1), 40) for month in range(1, 9)]
    >>> south = [("south", month, n) for _, month, n in north if month.month != 4]
    >>> gaps_by_branch(north + south, set())
    [('south', datetime.date(2024, 4, 1))]
    """
    branches: dict[str, dict[date, int]] = {}
    for name, month, n in rows:
        branches.setdefault(name, {})[month] = n
    if not 1 < len(branches) <= _MOST_BRANCHES:
        return []
    found = []
    for name, days in branches.items():
        months = _by_month(days)
        alpha = _FALSE_ALARM / (len(months) * len(branches))
        thin = _thin_periods(list(months.values()), season=12, alpha=alpha)
        found += [(name, m) for at, m in enumerate(months) if at in thin and m not in known]
    return found
