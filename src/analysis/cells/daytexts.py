"""Days from single texts: what proves itself, and numbers whose order is still to be decided."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache

from analysis.cells.zones import TIME, TIME_BEFORE_YEAR

PLACEHOLDER_DAYS = frozenset({
    "1900-01-01", "1899-12-30", "1899-12-31", "1901-01-01", "1904-01-01", "1970-01-01",
    "1753-01-01", "0001-01-01", "0000-00-00", "9999-12-31", "2999-12-31", "2099-12-31",
})  # fmt: skip
NEVER_DAYS = frozenset({"00.00.0000", "00/00/0000", "0", "00000000", "99999999", "0000-00-00"})
_MONTHS = (
    "january januar janner janvier enero", "february februar fevrier febrero",
    "march marz maerz mrz mars marzo", "april avril abril", "may mai mayo", "june juni juin junio",
    "july juli juillet julio", "august aout agosto",
    "september septembre septiembre setiembre", "october oktober octobre octubre",
    "november novembre noviembre", "december dezember decembre diciembre",
)  # fmt: skip
#: A year, month and day, or a year, day and month.
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[0-2]\d[0-5]\d(?:[0-5]\d)?|\.0)?")
_NUMBERS = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\.?")
#: How a spreadsheet is told that a cell is text.
_KEPT = re.compile(r'^="\s*([^"]*?)\s*"$|^\'(?=\d)(.*)$')
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,?\s+(?=\d{1,4}[-/.]\d)")
_WORDS = re.compile(r"[^\W\d_]+\.?|\d+")
_EPOCH = date(1899, 12, 30)
_DAY = 24 * 60 * 60
#: A full or half hour of UTC after noon.
LATE_HOUR = (
    r"^(\d{4}-\d\d-\d\d)[T ]((?:1[2-9]|2[0-3]):[03]0)(?::00(?:[.]0+)?)? ?(?:Z|UTC|[+]00(?::?00)?)$"
)
_OCTOBER = re.compile(r"[A-Z]{2}T\d{4}$")
#: Seconds since 1970, of September 2001 to March 2030; above may stand a day and its hour.
MOMENTS = range(10**9, 19 * 10**8)


@cache
def _month_names() -> dict[str, int]:
    """Month words and all their unambiguous beginnings of at least three letters."""
    found: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTHS, 1):
        for name in names.split(" "):
            for length in range(3, len(name) + 1):
                found.setdefault(name[:length], set()).add(number)
    return {name: months.pop() for name, months in found.items() if len(months) == 1}


def month_named(word: str) -> int:
    """Return the month that a word or the beginning of one names; 0 for none.

    Examples
    --------
    >>> month_named("Févr"), month_named("Mrz"), month_named("Mai"), month_named("Ma")
    (2, 3, 5, 0)
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _month_names().get(bare, 0)


@dataclass(frozen=True)
class Numbers:
    """A date written as numbers only, in an order still to be decided."""

    first: int
    second: int
    year: int
    dotted: bool
    named: bool = field(default=False, repr=False)  # the month was a word: first is the day


@lru_cache(maxsize=20_000)
def read_day(text: str) -> date | Numbers | int | None:
    """Return a day that proves itself, numbers in an open order, a serial, or None.

    Examples
    --------
    >>> read_day("5-Mrz-2024"), read_day("5. März 2024"), read_day("19970101")
    (datetime.date(2024, 3, 5), datetime.date(2024, 3, 5), datetime.date(1997, 1, 1))
    >>> read_day("01OCT2023"), read_day("20240305T1015"), read_day("20240305101500")
    (datetime.date(2023, 10, 1), datetime.date(2024, 3, 5), datetime.date(2024, 3, 5))
    >>> read_day("03/04/2024"), read_day("45321"), read_day("soon")
    (Numbers(first=3, second=4, year=2024, dotted=False), 45321, None)
    >>> read_day('="2024-03-05 10:15"'), read_day("'05.03.2024")  # kept as text by a spreadsheet
    (datetime.date(2024, 3, 5), Numbers(first=5, second=3, year=2024, dotted=True))
    >>> read_day("20240305.0"), read_day("12/31/9999")  # as a number; a default proves no order
    (datetime.date(2024, 3, 5), datetime.date(9999, 12, 31))
    """
    if not any(map(str.isdigit, text)):
        return None
    text = _without_time(_KEPT.sub(r"\1\2", text.strip())).split("^")[0]
    text = _WEEKDAY.sub("", text)
    if text in NEVER_DAYS:
        return None
    for pattern in (_ISO, _COMPACT):
        if found := pattern.fullmatch(text):
            return _day(*map(int, found.groups()))
    if found := _NUMBERS.fullmatch(text):
        first, sign, second, year = found.groups()
        if len(year) == 4 and int(year) < 100:  # the first day that some programs know
            return _day(int(year), int(second), int(first))
        numbers = Numbers(int(first), int(second), int(year), sign == ".")
        return _placeholder(numbers) or numbers
    if (found := _SERIAL.fullmatch(text)) and 20000 <= int(found[1]) <= 60000:
        return int(found[1])
    return _with_month_name(text)


def _placeholder(numbers: Numbers) -> date | None:
    for month, day in ((numbers.second, numbers.first), (numbers.first, numbers.second)):
        found = _day(numbers.year, month, day) if numbers.year else None
        if found and found.isoformat() in PLACEHOLDER_DAYS:
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_month_name(text: str) -> date | Numbers | None:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    words = _WORDS.findall("".join(s for s in plain if not unicodedata.combining(s)))
    months = [_month_names()[w.rstrip(".")] for w in words if w.rstrip(".") in _month_names()]
    numbers = [word for word in words if word.isdigit()]
    if len(months) == 2 and words[0].rstrip(".") == "mar":  # mardi, martes
        months = months[1:]
    if len(months) != 1 or len(numbers) != 2 or len(words) > 7:
        return None
    day, year = sorted(numbers, key=len) if len(numbers[0]) == 4 else numbers
    if len(year) <= 2:
        return Numbers(int(day), months[0], int(year), dotted=False, named=True)
    return _day(int(year), months[0], int(day))


def _full_year(year: int, latest: int) -> int:
    """Return a year in full; a short one is the last such year up to ``latest``."""
    return year if year >= 100 else latest - (latest - year) % 100


def close_day(day: date | Numbers | int | None, order: str | None, latest: int) -> date | None:
    """Return the day once the order is known; ``latest`` is the last year a short one may mean.

    Examples
    --------
    >>> close_day(Numbers(3, 4, 24, False), "mdy", 2068)
    datetime.date(2024, 3, 4)
    """
    if isinstance(day, int):
        return _EPOCH + timedelta(days=day)
    if not isinstance(day, Numbers):
        return day
    if order == "ymd" and not day.named:
        return _day(_full_year(day.first, latest), day.second, day.year) if day.year < 32 else None
    mdy = order == "mdy" and not day.named
    month, number = (day.first, day.second) if mdy else (day.second, day.first)
    return _day(_full_year(day.year, latest), month, number)


def day_token(text: str, *, group: str = "\\") -> str:
    """Return SQL for the day part of a trimmed text; short texts have no time.

    A moment in seconds or milliseconds since 1970 becomes ``@`` and its day; a full or half hour
    of UTC after noon, which may be a midnight elsewhere, stays behind its day: ``^23:00``.
    ``group`` is how the engine begins the name of a group.
    """
    digit = f"substr({text}, {{}}, 1) BETWEEN '0' AND '9'"
    seconds = f"try_cast(substr({text}, 1, 10) AS BIGINT)"
    moment = (
        f"{text} >= '{MOMENTS.start}' AND {text} < '{MOMENTS.stop}' "
        f"AND length({text}) IN (10, 13) AND {digit.format(3)} AND {digit.format(5)} "
        f"AND try_cast({text} AS BIGINT) IS NOT NULL "
        f"AND {seconds} BETWEEN {MOMENTS.start} AND {MOMENTS.stop - 1}"
    )
    hour = f"regexp_replace({text}, '{LATE_HOUR}', '{group}1^{group}2')"
    utc = " OR ".join(f"{text} LIKE '{end}'" for end in ("%0Z", "%UTC", "%+00", "%+00:00"))
    # A pattern that names its groups takes four times as long: few texts need one.
    full = f"({utc}) AND substr({text}, 15, 2) IN ('00', '30')"
    return (
        f"CASE WHEN {moment} THEN '@' || CAST(CAST(floor({seconds} / {_DAY}) AS BIGINT) AS STRING) "
        f"WHEN length({text}) <= 10 THEN {text} "
        f"WHEN {text} > ':' THEN regexp_replace(regexp_replace({text}, '{TIME}', ''), "
        f"'{TIME_BEFORE_YEAR}', '{group}5') WHEN {full} THEN regexp_replace({hour}, '{TIME}', '') "
        f"ELSE regexp_replace({text}, '{TIME}', '') END"
    )


def token_of(text: str) -> str:
    """Return the day part of one trimmed text, as ``day_token`` does.

    Examples
    --------
    >>> token_of("2024-03-05 10:15"), token_of("1709633700"), token_of("1709633700000")
    ('2024-03-05', '@19787', '@19787')
    >>> token_of("2024-03-05T22:00:00Z"), token_of("2024-03-05T22:01:00Z")
    ('2024-03-05^22:00', '2024-03-05')
    >>> token_of("Tue Mar 05 10:15:00 UTC 2024"), token_of("05/03/2024 à 10h15")
    ('Tue Mar 05 2024', '05/03/2024')
    """
    if re.fullmatch(r"\d{10}(\d{3})?", text) and int(text[:10]) in MOMENTS:
        return f"@{int(text[:10]) // _DAY}"
    if len(text) <= 10:
        return text
    return _without_time(re.sub(LATE_HOUR, r"\1^\2", text))


def _without_time(text: str) -> str:
    if _OCTOBER.search(text):  # its T begins no time
        return text
    return re.sub(TIME_BEFORE_YEAR, r"\5", re.sub(TIME, "", text))


def is_numeric_day(text: str) -> bool:
    """Whether a text is a day in numbers with the year first.

    Examples
    --------
    >>> is_numeric_day("2024-13-01"), is_numeric_day("20240113"), is_numeric_day("13.01.2024")
    (True, True, False)
    """
    return bool(_ISO.fullmatch(text) or _COMPACT.fullmatch(text))


def swapped(text: str) -> date | None:
    """Return the day of a text that puts the year first, then the day, None for any other.

    Examples
    --------
    >>> swapped("2024-13-01"), swapped("2024-01-13")
    (datetime.date(2024, 1, 13), None)
    """
    found = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    return _day(int(found[1]), int(found[3]), int(found[2])) if found else None
