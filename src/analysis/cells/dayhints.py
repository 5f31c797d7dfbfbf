"""Evidence in the days of one column: default days, short years, and hints about their order.

Plain counts of days go in; nothing here reads a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from analysis.results import Warned

#: A default day is told from this many other days on, and lies this far from all of them.
_OTHER_DAYS, _LONE_DAYS = 10, 366
#: It holds this many times the rows of the next one, and at least so many; more on an odd day.
_TIMES_NEXT, _TIMES_NEXT_ODD = (3, 3), (10, 20)
#: A crowded day amid the others must stand out further before it is worth a word.
_CROWDED_ROWS, _CROWDED_DAYS, _CROWDED_TIMES, _CROWDED_SHARE = 100, 30, 20, 0.05
#: Short years this close to known ones belong to the same run of years.
_RUN_YEARS = 20
#: The last year that a short one may mean where nothing else tells.
LAST_YEAR = 2068
#: Rows and share of them from which dates after the stated snapshot speak against an order.
_HINT_ROWS, _HINT_SHARE = 30, 0.2
#: Calls are made up to so many days after the last order of the export beside them.
_CALLS_AFTER_DAYS = 14


def default_day(counts: Mapping[date, int]) -> date | None:
    """Return the day that a program writes where none is known (trap 5), by its crowd alone.

    It holds several times as many rows as any other day, and lies far from all of them.

    Examples
    --------
    >>> trade = {date(2023, 1, day): 2 for day in range(1, 29)}
    >>> default_day(trade | {date(1980, 1, 1): 9}), default_day(trade | {date(2023, 2, 1): 9})
    (datetime.date(1980, 1, 1), None)
    """
    if len(counts) <= _OTHER_DAYS:
        return None
    top, second = _two_fullest(counts)
    others = [day for day in counts if day != top]
    away = min(abs((day - top).days) for day in others)
    span = (max(others) - min(others)).days
    times, least = _TIMES_NEXT if _is_round(top) else _TIMES_NEXT_ODD
    crowded = counts[top] >= max(least, times * counts[second])
    return top if crowded and away > max(_LONE_DAYS, span / 2) else None


def _is_round(day: date) -> bool:
    """Whether programs like the day as a default: an end of a year, or before most exports."""
    return (day.month, day.day) in {(1, 1), (12, 30), (12, 31)} or day.year < 1985


def crowded_day(counts: Mapping[date, int]) -> date | None:
    """Return a day amid the others that holds far more rows than any of them, to be told.

    Examples
    --------
    >>> trade = {date(2023, 1, day): 9 for day in range(1, 32)}
    >>> crowded_day(trade | {date(2023, 2, 1): 900}), crowded_day(trade | {date(2023, 2, 1): 40})
    (datetime.date(2023, 2, 1), None)
    """
    n_rows = sum(counts.values())
    if len(counts) <= _CROWDED_DAYS or n_rows < _CROWDED_ROWS:
        return None
    top, second = _two_fullest(counts)
    times = counts[top] >= _CROWDED_TIMES * counts[second]
    return top if times and counts[top] >= _CROWDED_SHARE * n_rows else None


def default_said(day: date, label: str) -> tuple[Warned, ...]:
    """Return the warning about a default day whose rows were set aside.

    Examples
    --------
    >>> default_said(date(1980, 1, 1), "Date")[0].code
    'placeholder_day'
    """
    said = f"Column '{label}': the day {day} lies far from all others and is fuller than any: a "
    said += "default, not a date. Its rows were set aside."
    return (Warned("placeholder_day", said, column=label),)


def _two_fullest(counts: Mapping[date, int]) -> tuple[date, date]:
    first, second, *_ = sorted(counts, key=lambda day: (-counts[day], day))
    return first, second


def last_short_year(short: Mapping[int, int], full: list[int], as_of: date | None) -> int:
    """Return the last year that a year of two digits may mean in a column (trap 8).

    The years of a column form a run around the snapshot, its four-digit years or its most frequent
    year; a year beyond the end of the run belongs to the century before.

    Parameters
    ----------
    short
        Two-digit years with their rows.
    full
        Four-digit years of the same column.

    Examples
    --------
    >>> last_short_year({24: 5, 99: 1}, [], None), last_short_year({45: 1}, [], date(2024, 6, 30))
    (2024, 2024)
    >>> last_short_year({14: 2, 15: 2, 17: 3}, [], date(2015, 12, 31))
    2017
    """
    if not short:
        return LAST_YEAR
    if as_of is not None:
        latest = as_of.year
    elif full:
        latest = max(full)
    else:
        latest = max((n, _in_century(year)) for year, n in short.items())[1]
    for _ in range(len(short)):
        steps = [(year - latest) % 100 for year in short if 0 < (year - latest) % 100 <= _RUN_YEARS]
        if not steps or latest > LAST_YEAR:
            break
        latest += min(steps)
    return latest


def _in_century(year: int) -> int:
    return 2000 + year if 2000 + year <= LAST_YEAR else 1900 + year


def order_by_snapshot(
    by_order: Mapping[str, Mapping[date | None, int]], as_of: date | None
) -> str | None:
    """Return the only order that puts no date after the stated snapshot (trap 1).

    The other one must put a good share of many rows there, or not be a date at all.

    Examples
    --------
    >>> late, past = {date(2024, 9, 1): 40}, {date(2024, 1, 9): 40}
    >>> order_by_snapshot({"dmy": past, "mdy": late}, date(2024, 3, 1))
    'dmy'
    """
    if as_of is None:
        return None
    shares = {}
    for order, counts in by_order.items():
        n_rows = sum(counts.values())
        after = sum(n for day, n in counts.items() if day is None or day > as_of)
        shares[order] = after / n_rows if n_rows >= _HINT_ROWS else 0.0
    clear = [order for order, share in shares.items() if share == 0]
    against = [order for order, share in shares.items() if share >= _HINT_SHARE]
    return clear[0] if len(clear) == 1 and len(against) == 1 else None


def order_by_name(
    by_order: Mapping[str, Mapping[date | None, int]], month: tuple[int, int] | None,
    *, least: int = 5, inside: float = 1,
) -> str | None:  # fmt: skip
    """Return the only order that puts all days into the month that the file's name speaks of.

    Parameters
    ----------
    by_order
        By order, the days as it reads them, with their rows.
    month
        Year and month; None where the name speaks of none, or of several.
    least, inside
        Different days that speak for it, and the share of their rows that lies in the month.

    Examples
    --------
    >>> december = {date(2024, 12, day): 1 for day in range(1, 10)}
    >>> twelfths = {date(2024, month, 12): 1 for month in range(1, 10)}
    >>> order_by_name({"mdy": december, "dmy": twelfths}, (2024, 12))
    'mdy'
    """
    if month is None or min(map(len, by_order.values())) < least:
        return None
    shares = {
        order: sum(n for day, n in days.items() if day and (day.year, day.month) == month)
        / sum(days.values())
        for order, days in by_order.items()
    }
    fit = [order for order, share in shares.items() if share >= inside]
    return fit[0] if len(fit) == 1 and min(shares.values()) < 0.5 else None


def likelier_order(parts: list[tuple[int, int]], n_years: int = 1) -> str | None:
    """Return the order under which the dates do not spread over all months on days 1 to 12 only.

    Dates that all fall on one day of a month, such as the first, are no twelve days of January.

    Parameters
    ----------
    parts
        First and second part of each distinct date.
    n_years
        Years that they spread over.

    Examples
    --------
    >>> likelier_order([(day, 6) for day in range(1, 13)]), likelier_order([(3, 4)])
    ('dmy', None)
    >>> likelier_order([(month, 1) for month in range(1, 13)], 2)
    'mdy'
    """
    if day := day_of_all(parts, n_years):
        return "dmy" if {first for first, _ in parts} == {day} else "mdy"
    n_first, n_second = len({first for first, _ in parts}), len({second for _, second in parts})
    if n_first >= 10 and n_second <= 6:
        return "dmy"
    return "mdy" if n_second >= 10 and n_first <= 6 else None


def day_of_all(parts: list[tuple[int, int]], n_years: int = 1) -> int:
    """Return the day of a month on which all dates fall, where the other part has ten or more.

    Within one year only the first is told: twelve days of June are as likely as twelve sixths.

    Examples
    --------
    >>> day_of_all([(month, 1) for month in range(1, 13)]), day_of_all([(3, 4)])
    (1, 0)
    """
    firsts, seconds = {first for first, _ in parts}, {second for _, second in parts}
    few, many = sorted((firsts, seconds), key=len)
    is_told = len(few) == 1 and len(many) >= 10 and (n_years > 1 or few == {1})
    return next(iter(few)) if is_told else 0


def order_within(
    closed: Mapping[str, Iterable[date | None]], first: date | None, last: date | None
) -> str | None:
    """Return the one order of day and month under which all calls lie in the time of their list.

    Parameters
    ----------
    closed
        By order, the days as it reads them.
    first, last
        The day the list was made for, and the snapshot date. An export may end some days before
        the last calls, so these are allowed for.

    Examples
    --------
    >>> read = {"dmy": [date(2025, 1, 3)], "mdy": [date(2025, 3, 1)]}
    >>> order_within(read, date(2024, 12, 31), date(2025, 1, 15))
    'dmy'
    >>> order_within(read, date(2024, 12, 31), date(2025, 3, 15)) is None
    True
    """
    until = last + timedelta(days=_CALLS_AFTER_DAYS) if last else date.max
    fits = [
        order
        for order, days in closed.items()
        if all(day is not None and (first or date.min) <= day <= until for day in days)
    ]
    return fits[0] if len(fits) == 1 else None
