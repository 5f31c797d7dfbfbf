"""What only a whole column of dates tells: the day before the month, moments, swapped cells.

Distinct texts with their rows go in; nothing here reads a row. Dates with a sign of their own may
have another origin: what *24.03.2024* proves says nothing of *12/01/2024*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.cells.daytexts import PLACEHOLDER_DAYS, Numbers, is_numeric_day, read_day, swapped
from analysis.results import Warned

Day = date | Numbers | int | None
#: Day, month and year in one number: no year, month and day has its year there.
_DIGITS = re.compile(r"(\d{1,2})(\d{2})((?:19|20)\d{2})(?:\.0)?")
_SINCE_1904 = 1462  # days between the first days of the two calendars of spreadsheets
_SINCE_1970 = date(1970, 1, 1)
#: Texts and share of rows above 12 in the second place that prove the day there.
_PROOFS, _PROOF_SHARE = 3, 0.25
#: Above this share of a column, numbers that count seconds are moments.
_MOST = 0.5
#: Rows and share of them from which one hour of UTC in all of them is no chance.
_SOME_ROWS, _NEARLY_ALL = 10, 0.95
_NOON = 12.0  # written where no day shall move
#: Months that may lie in the summer time of the north and of the south.
_NORTH, _SOUTH = frozenset(range(3, 11)), frozenset({1, 2, 3, 4, 9, 10, 11, 12})
_WINTER = frozenset({1, 2, 3, 10, 11, 12})  # of Britain and Portugal
#: Midnight in UTC, in summer and in winter time, of Europe and Australia.
_MIDNIGHTS: dict[tuple[float, ...], tuple[frozenset[int], frozenset[int]]] = {
    (22.0, 23.0): (_NORTH, _SOUTH), (21.0, 22.0): (_NORTH, _SOUTH),
    (13.0, 14.0): (_SOUTH, frozenset(range(3, 12))),
    (13.5, 14.5): (_SOUTH, frozenset(range(3, 12))),
}  # fmt: skip
#: Share of the days of a year above the twelfth; the cells must be more than a few of all rows.
_LATE_SHARE, _CELL_SHARE = 0.605, 0.2
#: Different late texts and early cells from which chance is no explanation: below 1 in 10,000 each.
_SURE_TEXTS, _SURE_CELLS = 20, 10
#: The chance below which a few of both are worth a word.
_ODD_CHANCE = 0.01


@dataclass(frozen=True)
class DaysRead:
    """The days of a column's distinct texts, and how many rows were read in an uncommon way.

    Parameters
    ----------
    ways
        Code of the warning -> rows.
    """

    days: Mapping[str, Day]
    ways: Mapping[str, int]


def read_days(
    counts: Mapping[str, int], *, sampled: bool = False, from_1904: bool = False
) -> DaysRead:
    """Return the days of the distinct texts of a column.

    Parameters
    ----------
    counts
        Distinct texts with their rows.
    sampled
        Whether most rows stand behind a sample.
    from_1904
        Whether serial numbers count from 1904, as in some workbooks.

    Examples
    --------
    >>> found = read_days({"2024-13-01": 1, "2024-14-02": 1, "2024-31-01": 1, "2024-05-03": 1})
    >>> str(found.days["2024-05-03"]), dict(found.ways)
    ('2024-03-05', {'year_day_month': 4})
    >>> read_days({"31012024": 1}).days["31012024"]
    Numbers(first=31, second=1, year=2024, dotted=False)
    """
    days: dict[str, Day] = {text: read_day(text) or _in_digits(text) for text in counts}
    if from_1904:
        days |= {text: day + _SINCE_1904 for text, day in days.items() if isinstance(day, int)}
    ways: dict[str, int] = {}
    styled = [text for text in counts if is_numeric_day(text)]
    readings = {
        "year_day_month": _day_before_month(counts, days, styled),
        "moments": _moments(counts),
        "year_first_beside": year_first_beside(days),
        "utc_midnights": _midnights(counts, days) or _western_midnights(counts, days),
    }
    if not sampled:
        readings["swapped_dates"] = _swapped_back(counts, days, styled)
    for way, found in readings.items():
        days |= found
        ways |= {way: sum(counts[text] for text in found)} if found else {}
    if "utc_midnights" not in ways and (late := _late_hours(counts)):
        ways["maybe_utc_midnights"] = sum(counts[text] for text in late)
    if not sampled and "swapped_dates" not in ways and _looks_swapped(counts, days, styled):
        ways["dates_may_be_swapped"] = sum(counts[text] for text in styled)
    return DaysRead(days, ways)


def _in_digits(text: str) -> Numbers | None:
    """Return the numbers of a date such as 31012024, or 12312024."""
    found = _DIGITS.fullmatch(text)
    first, second, year = map(int, found.groups()) if found else (0, 0, 0)
    fits = 0 < min(first, second) <= 12 and max(first, second) <= 31
    return Numbers(first, second, year, dotted=False) if fits else None


def _day_before_month(
    counts: Mapping[str, int], days: Mapping[str, Day], styled: list[str]
) -> dict[str, Day]:
    """Return the texts read as year, day, month, where nothing else explains what they hold."""
    proofs = [text for text in styled if days[text] is None and swapped(text) is not None]
    if len(proofs) < _PROOFS or any(
        isinstance(day := days[text], date) and day.day > 12 for text in styled
    ):
        return {}
    n_rows = sum(counts[text] for text in styled)
    share = sum(counts[text] for text in proofs) / n_rows if n_rows else 0
    return {text: swapped(text) for text in styled} if share >= _PROOF_SHARE else {}


def _moments(counts: Mapping[str, int]) -> dict[str, Day]:
    """Return the days of the seconds since 1970 that most of a column holds."""
    found = [text for text in counts if text.startswith("@") and text[1:].isdigit()]
    if sum(counts[text] for text in found) <= _MOST * sum(counts.values()):
        return {}
    return {text: _SINCE_1970 + timedelta(days=int(text[1:])) for text in found}


def _late_hours(counts: Mapping[str, int]) -> list[str]:
    """Return the texts at one hour of UTC, or at two that lie an hour apart, if nearly all are."""
    late = [text for text in counts if _hour_of(text) >= 0]
    hours = sorted({_hour_of(text) for text in late})
    if hours == [_NOON]:
        return []
    near_all = sum(counts[text] for text in late) >= _NEARLY_ALL * sum(counts.values())
    apart = hours[-1] - hours[0] if hours else 24
    enough = sum(counts[text] for text in late) >= _SOME_ROWS or len(hours) > 1
    return late if near_all and enough and len(hours) <= 2 and apart in {0, 1} else []


def _hour_of(text: str) -> float:
    """Return the hour of UTC that ``day_token`` leaves behind a day; -1 where there is none."""
    found = re.search(r"\^(\d\d):(\d\d)$", text)
    return int(found[1]) + int(found[2]) / 60 if found else -1


def _midnights(counts: Mapping[str, int], days: Mapping[str, Day]) -> dict[str, Day]:
    """Return the next day for moments that are midnights of a zone with summer time.

    They prove it: one hour in all of its summers, the next one in all of its winters.
    """
    found = {text: day for text in _late_hours(counts) if isinstance(day := days[text], date)}
    months: dict[float, set[int]] = {}
    for text, day in found.items():
        months.setdefault(_hour_of(text), set()).add(day.month)
    halves = _MIDNIGHTS.get(tuple(sorted(months)))
    proved = halves and all(
        months[hour] <= half for hour, half in zip(sorted(months), halves, strict=True)
    )
    if not proved or sum(counts[text] for text in found) < _PROOFS:
        return {}
    return {text: day + timedelta(days=1) for text, day in found.items()}


def _western_midnights(counts: Mapping[str, int], days: Mapping[str, Day]) -> dict[str, Day]:
    """Return the next day for 23:00 of UTC, midnight in the summers of Britain and Portugal.

    In their winters midnight is midnight. Some rows and months of both halves prove it, and none
    against it.
    """
    summer, winter = dict[str, date](), dict[str, date]()
    for text, day in days.items():
        if isinstance(day, date):
            (summer if _hour_of(text) >= 0 else winter)[text] = day
    halves = ((summer, _NORTH), (winter, _WINTER))
    proved = {_hour_of(text) for text in summer} == {23.0} and all(
        len(months := {day.month for day in half.values()}) > 1 and months <= allowed
        and sum(counts[text] for text in half) >= _SOME_ROWS
        for half, allowed in halves
    )  # fmt: skip
    return {text: day + timedelta(days=1) for text, day in summer.items()} if proved else {}


@dataclass(frozen=True)
class _Parts:
    """The texts and the date cells of a column in which a spreadsheet may have swapped dates."""

    texts: frozenset[tuple[int, int]]  # year and month
    n_texts: int
    cells: Mapping[str, date]  # as they were before they were swapped

    @property
    def chance(self) -> float:
        """How likely so many late texts and early cells are where the two are unrelated."""
        return _LATE_SHARE**self.n_texts * float((1 - _LATE_SHARE) ** len(self.cells))

    @property
    def alike(self) -> bool:
        """Whether the cells, swapped back, fall into the months of the texts and fill them."""
        months = {(day.year, day.month) for day in self.cells.values()}
        both = len(months & self.texts)
        return 2 * both >= len(months) and 2 * both >= len(self.texts)


def _parts(counts: Mapping[str, int], days: Mapping[str, Day], styled: list[str]) -> _Parts | None:
    """Return both kinds, where all texts put a day above 12 on one side and no cell holds one.

    A spreadsheet program that expects the other order makes a date, with day and month swapped,
    of every text that has no part above 12, and leaves the others as they are.
    """
    cells = {text: day for text in styled if isinstance(day := days[text], date)
             and text not in PLACEHOLDER_DAYS}  # fmt: skip
    numbers = [d for d in days.values() if isinstance(d, Numbers) and not d.named and d.year > 99]
    first = all(n.first > 12 >= n.second for n in numbers)
    late = first or all(n.second > 12 >= n.first for n in numbers)
    if not cells or not numbers or not late or any(day.day > 12 for day in cells.values()):
        return None
    if sum(counts[text] for text in cells) < _CELL_SHARE * sum(counts.values()):
        return None
    months = frozenset((n.year, n.second if first else n.first) for n in numbers)
    back = {text: date(day.year, day.day, day.month) for text, day in cells.items()}
    return _Parts(months, len(numbers), back)


def _swapped_back(
    counts: Mapping[str, int], days: Mapping[str, Day], styled: list[str]
) -> dict[str, Day]:
    parts = _parts(counts, days, styled)
    if parts is None or parts.n_texts < _SURE_TEXTS or len(parts.cells) < _SURE_CELLS:
        return {}
    return dict(parts.cells) if parts.alike else {}


def _looks_swapped(counts: Mapping[str, int], days: Mapping[str, Day], styled: list[str]) -> bool:
    parts = _parts(counts, days, styled)
    return parts is not None and parts.chance < _ODD_CHANCE and parts.alike


_SAID = {
    "year_day_month": (
        "{n:,} dates such as 2024-13-01 put the day before the month: many second parts are above "
        "12 and no third part is. They were read so."
    ),
    "year_first_beside": (
        "{n:,} dates such as 23-08-11 stand among others with a full year and another sign, and "
        "begin with one of these years: they were read as year, month, day. Compare a few with the "
        "source."
    ),
    "moments": (
        "{n:,} numbers were read as seconds or milliseconds since 1970. Their day is that of UTC: "
        "where you live, one near midnight may fall on the day before or after."
    ),
    "utc_midnights": (
        "all times are one hour of UTC in summer and the next one in winter: midnights of another "
        "zone. The {n:,} dates were read as the day that begins there."
    ),
    "maybe_utc_midnights": (
        "all times are the same hour of UTC: if that is midnight where you are, the {n:,} days "
        "are one too early. They were kept as written; export local days, such as 2024-12-31, if "
        "so."
    ),
    "swapped_dates": (
        "no real date lies after the 12th of a month and every date written as text does: a "
        "spreadsheet program took the month for the day where it could. The {n:,} real dates were "
        "read with day and month swapped back. Compare a few with the source, or export again and "
        "do not open the file in a spreadsheet program."
    ),
    "dates_may_be_swapped": (
        "no real date lies after the 12th of a month and every date written as text does: a "
        "spreadsheet program may have taken the month for the day in the {n:,} real dates. They "
        "were kept. Compare a few with the source, or export again and do not open the file in a "
        "spreadsheet program."
    ),
}


def ways_said(ways: Mapping[str, int], label: str) -> Iterator[Warned]:
    """Yield a warning for each uncommon way in which a column was read.

    Examples
    --------
    >>> [warned.code for warned in ways_said({"moments": 3}, "Created")]
    ['moments']
    """
    for way, n_rows in ways.items():
        said = f"Column '{label}': {_SAID[way].format(n=n_rows)}"
        yield Warned(way, said, column=label)


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
