"""How the days of a column are written, proved by a sample: SQL that reads them so at once.

What the whole column decides with care (an order, the century of a short year, what hour is a
midnight elsewhere) is proved by the sample, or the cell is odd.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analysis.cells import dates
from analysis.cells.dayhints import last_short_year
from analysis.cells.daytexts import LATE_HOUR, Numbers, read_day, token_of
from analysis.cells.dayways import read_days
from analysis.cells.zones import HOUR, SIXTIETH, ZONE
from analysis.columns.mapfile import Stated
from analysis.engine import quote_text

#: Days that can stand for themselves; placeholders all lie outside.
DAYS = "BETWEEN DATE '1971-01-01' AND DATE '2098-12-31'"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?")
_NUMBERS = {
    year: re.compile(rf"\d{{1,2}}([./-])\d{{1,2}}\1\d{{{digits}}}")
    for year, digits in (("%Y", 4), ("%y", 2))
}
_COMPACT = re.compile(r"\d{8}")
_CLOCK = rf"{HOUR}:{SIXTIETH}(?::{SIXTIETH}(?:\.\d{{1,9}})?)?(?: ?[AaPp][Mm])?"
#: The day before a time: with a blank between them it may name its month.
_BEFORE = {"T": "[0-9./-]{6,10}", " ": "[^ ,:]{6,11}"}
_TIMED = {gap: re.compile(rf"({day}){gap}{_CLOCK}( ?(?:{ZONE}))?") for gap, day in _BEFORE.items()}
#: Different zones of a column that are read at once; more are no style.
_MOST_ZONES = 8
_WORD, _BETWEEN = r"([^\W\d_]{3,10}\.?)", r"([ ./,-]{1,2})"
_NAMED = (
    re.compile(rf"(\d{{1,2}}){_BETWEEN}{_WORD}{_BETWEEN}(\d{{4}}|\d{{2}})"),
    re.compile(rf"{_WORD}{_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}})"),
)
#: The months that the engine knows by their names, and by three letters.
_ENGLISH = (
    "", "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
#: The share of a sample that is of one style; one that proves nothing.
_MOST, _FEW = 0.9, 0.01
#: Short years of one run are read the same whichever of them a column begins from.
_RUN_YEARS = 20


@dataclass(frozen=True)
class DayStyle:
    """The one style of days in a sample.

    Parameters
    ----------
    pattern
        Pattern of a whole cell of the style.
    proof
        SQL that holds for nothing but a cell of the style.
    read
        SQL of the day of such a cell.
    like
        The cells of the sample that are of the style.
    within
        SQL of the days that are read so: after ``column``, it holds for them.
    """

    pattern: str
    proof: str
    read: str
    like: Sequence[str]
    within: str = DAYS

    @property
    def value(self) -> str:
        """SQL of the day of a cell; NULL where it is written otherwise."""
        return f"CASE WHEN {self.proof} THEN {self.read} END"


def day_style(text: str, cells: Sequence[str], stated: Stated) -> DayStyle | None:
    """Return the one date style of a sample; None without one that the sample proves.

    Examples
    --------
    >>> found = day_style("c1", ["5.1.24", "25.1.24", "26.2.24"], Stated())
    >>> found.within
    "BETWEEN DATE '2024-01-01' AND DATE '2024-12-31'"
    >>> day_style("c1", ["5.1.24", "6.1.24", "7.2.24"], Stated()) is None
    True
    """
    if not cells or stated.date_order == "ymd" or read_days(Counter(map(token_of, cells))).ways:
        return None
    if like := _most(_ISO, cells):
        return DayStyle(_ISO.pattern, f"length({text}) = 10", f"try_cast({text} AS DATE)", like)
    if like := _most(_STAMP, cells):
        proof = f"length({text}) IN (16, 19) AND ({text})[5] = '-'"
        return DayStyle(_STAMP.pattern, proof, f"try_cast({text} AS TIMESTAMP)::DATE", like)
    if like := _most(_COMPACT, cells):
        read = f"try_strptime({text}, '%Y%m%d')::DATE"
        return DayStyle(_COMPACT.pattern, f"length({text}) = 8", read, like)
    gap = next((gap for gap, style in _TIMED.items() if _most(style, cells)), "")
    if gap:
        return _timed(text, cells, stated, gap)
    return _in_order(text, cells, stated) or _with_names(text, cells)


def _most(style: re.Pattern[str], cells: Sequence[str]) -> list[str]:
    """Return the cells of a style, where nearly all of a sample are; the others are odd."""
    like = [cell for cell in cells if style.fullmatch(cell)]
    return like if len(like) >= _MOST * len(cells) else []


def _timed(text: str, cells: Sequence[str], stated: Stated, gap: str) -> DayStyle | None:
    """Return the style of days before times of day: the time is cut off, as everywhere.

    A full or half hour of UTC after noon may be a midnight elsewhere: its row is odd.
    """
    parts = {cell: found for cell in cells if (found := _TIMED[gap].fullmatch(cell))
             and not re.fullmatch(LATE_HOUR, cell)}  # fmt: skip
    zones = sorted({found[2] or "" for found in parts.values()})
    if len(zones) > _MOST_ZONES or len(parts) < _MOST * len({*cells}):
        return None
    days = {cell: found[1] for cell, found in parts.items()}
    is_iso = bool(_most(_ISO, [*days.values()]))
    part = f"substr({text}, 1, 10)" if is_iso else f"split_part({text}, '{gap}', 1)"
    style = day_style(part, [*days.values()], stated)
    if style is None:
        return None
    pattern = f"(?:{style.pattern}){gap}{_CLOCK}(?:{'|'.join(map(re.escape, zones))})"
    late = _late_sql(text) if is_iso and any(map(_is_utc, zones)) else ""
    proof = f"regexp_full_match({text}, {quote_text(pattern)}){late}"
    known = {*style.like}
    like = [cell for cell, day in days.items() if day in known]
    return replace(style, pattern=pattern, proof=proof, like=like)


def _is_utc(zone: str) -> bool:
    return re.fullmatch(LATE_HOUR, f"2024-03-05T22:00:00{zone}") is not None


def _late_sql(text: str) -> str:
    return (
        f" AND NOT (substr({text}, 12, 2) >= '12' AND substr({text}, 15, 2) IN ('00', '30') "
        f"AND (substr({text}, 17, 1) <> ':' OR substr({text}, 18, 2) = '00'))"
    )


def _in_order(text: str, cells: Sequence[str], stated: Stated) -> DayStyle | None:
    """Return the style of days in numbers whose order is proved."""
    year, like = next(
        ((year, like) for year, style in _NUMBERS.items() if (like := _most(style, cells))),
        ("", []),
    )
    signs = Counter(found[1] for cell in like if (found := _NUMBERS[year].fullmatch(cell)))
    sign = max(signs, key=lambda one: signs[one], default="")
    like = [cell for cell in like if sign in cell]
    if not like or len(like) < _MOST * len(cells):
        return None
    order = dates.order_of(map(read_day, like))
    known = order.is_proved and stated.date_order in {None, order.order}
    if not known or dates.order_of(map(read_day, cells)).order != order.order:
        return None
    if order.order not in {"dmy", "mdy"}:
        return None
    form = sign.join(("%d", "%m", year) if order.order == "dmy" else ("%m", "%d", year))
    read = f"try_strptime({text}, '{form}')::DATE"
    digits = 4 if year == "%Y" else 2
    pattern = rf"\d{{1,2}}\{sign}\d{{1,2}}\{sign}\d{{{digits}}}"
    if digits == 4:
        return DayStyle(pattern, f"length({text}) <= 10", read, like)
    return _within_years(DayStyle(pattern, _matches(text, pattern), read, like))


def _matches(text: str, pattern: str) -> str:
    return f"regexp_matches({text}, {quote_text(f'^{pattern}$')})"  # quicker than a full match


def _with_names(text: str, cells: Sequence[str]) -> DayStyle | None:
    """Return the style of days whose month is a word."""
    at = next((at for at, style in enumerate(_NAMED) if _most(style, cells)), None)
    if at is None:
        return None
    parts = {cell: found for cell in cells if (found := _NAMED[at].fullmatch(cell))}
    shapes = Counter(map(_signs, parts.values()))
    first, second, n_digits = shapes.most_common(1)[0][0]
    months = {
        cell: month for cell, found in parts.items() if (month := _month_of(cell))
        and _signs(found) == (first, second, n_digits)
    }  # fmt: skip
    like = [cell for cell in cells if cell in months]
    if len(like) < _MOST * len(cells):
        return None
    words = {parts[cell][1 if at else 3]: month for cell, month in months.items()}
    named = _Named((first, second), words, n_digits, word_first=bool(at))
    style = DayStyle(named.pattern, _matches(text, named.pattern), named.read(text), like)
    return style if n_digits == 4 else _within_years(style)


def _signs(found: re.Match[str]) -> tuple[str, str, int]:
    """Return what stands between the parts of a day, and the digits of its year."""
    return found[2], found[4], len(found[5])


def _month_of(cell: str) -> int | None:
    day = read_day(cell)
    if isinstance(day, Numbers):
        return day.second
    return day.month if isinstance(day, date) else None


@dataclass(frozen=True)
class _Named:
    """A day, a word for a month and a year, with these signs between them."""

    signs: tuple[str, str]
    months: Mapping[str, int]
    year_digits: int
    word_first: bool

    def _ordered(self, day: str, word: str) -> tuple[str, str]:
        return (word, day) if self.word_first else (day, word)

    @property
    def pattern(self) -> str:
        """Pattern of a whole cell."""
        words = "|".join(map(re.escape, sorted(self.months)))
        shapes = self._ordered(r"\d{1,2}", f"(?:{words})")
        between = map(re.escape, self.signs)
        shape = "".join(part for pair in zip(shapes, between, strict=True) for part in pair)
        return rf"{shape}\d{{{self.year_digits}}}"

    def read(self, text: str) -> str:
        """Return SQL of the day of a cell."""
        year = "%Y" if self.year_digits == 4 else "%y"
        for length, sign in ((3, "%b"), (None, "%B")):
            if all(word.casefold() == _ENGLISH[n][:length] for word, n in self.months.items()):
                one, other = self._ordered("%d", sign)
                form = f"{one}{self.signs[0]}{other}{self.signs[1]}{year}"
                return f"try_strptime({text}, {quote_text(form)})::DATE"
        parted = text
        for sign in sorted({*self.signs}, key=len, reverse=True):  # '. ' is found before ' '
            parted = f"replace({parted}, {quote_text(sign)}, '|')"
        day_at, word_at = (2, 1) if self.word_first else (1, 2)
        cases = " ".join(f"WHEN {quote_text(word)} THEN '{n}'"
                         for word, n in sorted(self.months.items()))  # fmt: skip
        day, word, last = (f"split_part({parted}, '|', {at})" for at in (day_at, word_at, 3))
        written = f"{day} || '-' || CASE {word} {cases} END || '-' || {last}"
        return f"try_strptime({written}, '%d-%m-{year}')::DATE"


def _within_years(style: DayStyle) -> DayStyle | None:
    """Return a style of short years with the days that are sure to be read in their century.

    The engine reads 69 to 99 in the last century. The years of the sample are one run, but for a
    few, which are odd.
    """
    found = {cell: day.year for cell in style.like if isinstance(day := read_day(cell), Numbers)}
    short = Counter(found[cell] for cell in style.like if cell in found)
    short = Counter({year: n for year, n in short.items() if n > _FEW * len(style.like)})
    latest = last_short_year(short, [], None)
    years = {year: latest - (latest - year) % 100 for year in short}
    as_engine = all(full == year + (2000 if year < 69 else 1900) for year, full in years.items())
    if not years or not as_engine:
        return None
    first, last = min(years.values()), max(years.values())
    if last - first > _RUN_YEARS or first <= 1970:
        return None
    within = f"BETWEEN DATE '{first}-01-01' AND DATE '{last}-12-31'"
    like = [cell for cell in style.like if found.get(cell) in years]
    return replace(style, like=like, within=within)
