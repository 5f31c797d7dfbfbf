"""The days that an export holds, counted: the one place that knows what its holes do to durations.

Nobody can be seen to order on a day that the export lacks, so such a day is neither silence nor
waiting. All durations of customers (silences, gaps, ages, windows ahead) are therefore differences
of counted days; calendar days come back only where a date is shown. Without a hole both are the
same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analysis.doubts.period import Period

Ints = npt.NDArray[np.int64]

_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return the days from 1970-01-01 to a day.

    Examples
    --------
    >>> day_number(date(1970, 1, 31))
    30
    """
    return (day - _EPOCH).days


def missing_days(period: Period | None) -> Ints:
    """Return the days of the months and weeks that hold no or hardly any rows, ascending.

    Examples
    --------
    >>> missing_days(Period(gap_weeks=(date(1970, 1, 5),))).tolist()
    [4, 5, 6, 7, 8, 9, 10]
    >>> len(missing_days(Period(gap_months=(date(2024, 2, 1),))))
    29
    """
    if period is None:
        return np.zeros(0, np.int64)
    spans = [(day, (day + timedelta(days=31)).replace(day=1)) for day in period.gap_months]
    spans += [(day, day + timedelta(days=7)) for day in period.gap_weeks]
    found = [np.arange(day_number(begin), day_number(end)) for begin, end in spans]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found])).astype(np.int64)


@dataclass(frozen=True)
class Clock:
    """Counts days since 1970-01-01 without those that an export lacks.

    Parameters
    ----------
    missing
        Days that the export lacks, ascending, shape (k,). Each counts as the day before it.

    Examples
    --------
    >>> clock = Clock(np.array([5, 6, 7]))
    >>> clock.counted(np.array([4, 5, 7, 8, 20])).tolist()
    [4, 4, 4, 5, 17]
    >>> clock.calendar(np.array([4, 5, 17])).tolist()
    [4, 8, 20]
    >>> clock.sql("d")
    '(d - greatest(0, least(d, 7) - 4))'
    """

    missing: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @cached_property
    def holes(self) -> tuple[tuple[int, int], ...]:
        """The first and the last day of each run of missing days."""
        breaks = np.flatnonzero(np.diff(self.missing) > 1)
        firsts = self.missing[np.concatenate([[0], breaks + 1])] if len(self.missing) else []
        lasts = self.missing[np.concatenate([breaks, [-1]])] if len(self.missing) else []
        return tuple((int(first), int(last)) for first, last in zip(firsts, lasts, strict=True))

    def counted(self, days: npt.ArrayLike) -> Ints:
        """Return the counted day of each calendar day."""
        whole = np.asarray(days, np.int64)
        return np.asarray(whole - np.searchsorted(self.missing, whole, side="right"), np.int64)

    def calendar(self, counted: npt.ArrayLike) -> Ints:
        """Return the calendar day of each counted day; no missing day is ever returned."""
        days, before = np.asarray(counted, np.int64), self.missing - np.arange(len(self.missing))
        return np.asarray(days + np.searchsorted(before, days, side="right"), np.int64)

    def lacks(self, begin: int, end: int) -> int:
        """Return how many calendar days after ``begin`` and up to ``end`` the export lacks."""
        return end - begin - int(self.counted(end) - self.counted(begin))

    def sql(self, day: str) -> str:
        """Return the SQL of ``counted`` for a day number; the text itself without a hole."""
        holes = [
            f" - greatest(0, least({day}, {last}) - {first - 1})" for first, last in self.holes
        ]
        return f"({day}{''.join(holes)})" if holes else day
