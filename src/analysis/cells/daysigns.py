"""Dates of one column that are written with different signs: each may have an origin of its own.

*12/01/2024* among *24.03.2024* was typed by somebody else, or came from another program: what the
dates with dots prove says nothing of it. So does *23-08-11* among days of 2023 and 2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from analysis.cells.daytexts import Numbers

Day = date | Numbers | int | None
_SIGN = re.compile(r"\d\s?([-/. ])\s?\d")
_SHORT = re.compile(r"(\d\d)([-/. ])(\d\d)\2(\d\d)")
#: Share of dates whose last part can be none of the years, where their first is one in each.
_NO_YEAR = 1 / 3


def by_sign(days: Mapping[str, Day]) -> dict[str, dict[str, Numbers]]:
    """Return the dates in numbers by the sign between them.

    Examples
    --------
    >>> found = by_sign({"1/2/2024": Numbers(1, 2, 2024, False), "2024-01-02": date(2024, 1, 2)})
    >>> {sign: list(texts) for sign, texts in found.items()}
    {'/': ['1/2/2024']}
    """
    found: dict[str, dict[str, Numbers]] = {}
    for text, day in days.items():
        if isinstance(day, Numbers) and not day.named and (sign := _SIGN.search(text)):
            found.setdefault(sign[1], {})[text] = day
    return found


def year_first_beside(days: Mapping[str, Day]) -> dict[str, Day]:
    """Return dates with a short year in front among days of these years in full.

    They have a sign of their own, each begins with one of the years, and as many cannot end with
    one.

    Examples
    --------
    >>> full = {"24.03.2023": Numbers(24, 3, 2023, True), "5.1.2024": Numbers(5, 1, 2024, True)}
    >>> year_first_beside(full | {"23-08-11": Numbers(23, 8, 11, False)})
    {'23-08-11': datetime.date(2023, 8, 11)}
    >>> year_first_beside(full | {"11-08-23": Numbers(11, 8, 23, False)})
    {}
    """
    full = [day for day in days.values() if isinstance(day, date | Numbers) and day.year > 99]
    years = {day.year % 100: day.year for day in full}
    signs = by_sign({t: d for t, d in days.items() if isinstance(d, Numbers) and d.year > 99})
    parts = [found for text, day in days.items() if isinstance(day, Numbers)
             and (found := _SHORT.fullmatch(text)) and found[2] not in signs]  # fmt: skip
    read: dict[str, Day] = dict(_read(parts, years))
    n_no_year = sum(int(found[4]) not in years for found in parts)
    return read if len(read) == len(parts) and n_no_year > _NO_YEAR * len(parts) else {}


def _read(parts: list[re.Match[str]], years: Mapping[int, int]) -> Iterator[tuple[str, date]]:
    for found in parts:
        try:
            yield found[0], date(years[int(found[1])], int(found[3]), int(found[4]))
        except (KeyError, ValueError):
            continue
