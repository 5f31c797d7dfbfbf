"""How the cells of a column are written, proved by a sample: SQL that reads them so at once.

What is written otherwise is odd and read with care. A style is simple, or there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.cells import amounts, dates
from analysis.cells.cellwords import (
    CANCELLED_STATUS,
    ORDER_STATUS,
    WON_STATUS,
    plain_word,
)
from analysis.cells.daytexts import read_day, token_of
from analysis.cells.dayways import read_days
from analysis.columns.columnmap import kind_of
from analysis.columns.linetexts import numbers_total
from analysis.columns.mapfile import Stated
from analysis.engine import quote_text
from analysis.files.scan import Facts

#: Days that can stand for themselves; placeholders all lie outside.
DAYS = "BETWEEN DATE '1971-01-01' AND DATE '2098-12-31'"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?")
_NUMBERS = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{4}")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?: ?[AaPp][Mm])?"  # without a zone
_TIMED = {gap: re.compile(rf"[0-9./-]{{8,10}}{gap}{_CLOCK}") for gap in (" ", "T")}
_COMPACT = re.compile(r"\d{8}")
NUMERIC = frozenset({"money", "number", "count"})
#: The share of the numbers of a sample that proves nothing.
_FEW = 0.01


@dataclass(frozen=True)
class Converted:
    """SQL of one canonical column in the quick lane: its value, and when the row is odd."""

    value: str
    odd: str


def convert(
    column: str, text: str, cells: Sequence[str], stated: Stated, facts: Facts | None, *,
    needed: bool,
) -> Converted | None:  # fmt: skip
    """Return how a column of transactions is read at once; None where its cells prove no style.

    Parameters
    ----------
    text
        SQL of its cell.
    cells
        The cells of a sample that hold something.
    facts
        Of the file; None where nothing is known of its signs.
    needed
        Whether a row without a value is odd.

    Examples
    --------
    >>> found = convert("ordered_on", "c1", ["2024-01-05"] * 9, Stated(), None, needed=True)
    >>> found.value
    'CASE WHEN length(c1) = 10 THEN try_cast(c1 AS DATE) END'
    >>> convert("ordered_on", "c1", ["soon"], Stated(), None, needed=True) is None
    True
    """
    kind = kind_of("transactions", column)
    if kind == "timestamp":
        return None
    if kind == "date":
        value = _day_sql(text, cells, stated)
        odd = f"NOT coalesce({column} {DAYS}, false)"
        return None if value is None else _with_blank(text, value, odd, needed=needed)
    if kind in NUMERIC:
        found = _number_sql(text, cells, stated)
        return found and _with_blank(text, found.value, found.odd, needed=needed)
    if column == "customer_id":
        return Converted(text, f"{text} = ''")
    if column in {"status", "currency"}:
        return _word_sql(column, text, cells, stated)
    if kind == "id":
        unusual = _unusual_id(text, facts)
        if column in {"order_id", "product_id"}:
            totals = numbers_total(text, column)
            unusual = f"({unusual} OR {totals})" if unusual else totals
        return Converted(f"nullif({text}, '')", unusual)
    return Converted(f"nullif({text}, '')", "")


def _unusual_id(text: str, facts: Facts | None) -> str:
    """Return SQL for what ``clean_id`` would change, of the signs that the file has at all."""
    found = list[str]()
    if facts is None or not facts.ascii:
        found.append(f"strlen({text}) <> length({text})")
    if facts is None or b"'" in facts.signs:
        found.append(f"starts_with({text}, chr(39))")
    if facts is None or b'"' in facts.signs:
        found.append(f"starts_with({text}, '=\"')")
    if facts is None or facts.signs & {b"  ", b"\t", b"\v", b"\f"}:
        found.append(f"regexp_matches({text}, '\\s\\s|[\\t\\v\\f]')")
    return f"({' OR '.join(found)})" if found else ""


def _word_sql(
    column: str, text: str, cells: Sequence[str], stated: Stated
) -> Converted | None:  # fmt: skip
    """Return SQL of a column of words; rows with a word that may be no order are odd.

    None for deals: what stands beside one that was won is asked about.
    """
    if column == "currency":
        digits = f"({text} <> '' AND {text} < 'A')"  # no currency is called so
        odd = f"(length({text}) NOT IN (0, 3) OR {digits})"
        return Converted(f"nullif(upper({text}), '')", odd)
    if WON_STATUS & {plain_word(cell.casefold()) for cell in cells}:
        return None
    words = (ORDER_STATUS | {*stated.order_words, ""}) - {*stated.cancel_words} - CANCELLED_STATUS
    listed = ", ".join(map(quote_text, sorted(words)))
    return Converted(f"nullif({text}, '')", f"lower({text}) NOT IN ({listed})")


def _with_blank(text: str, value: str, odd: str, *, needed: bool) -> Converted:
    blank = f"{text} = ''"
    return Converted(value, f"({blank} OR {odd})" if needed else f"(NOT {blank} AND {odd})")


def _day_sql(text: str, cells: Sequence[str], stated: Stated) -> str | None:
    """Return SQL for the one date style of a sample; None without one that the sample proves."""
    if not cells or stated.date_order == "ymd" or read_days(Counter(map(token_of, cells))).ways:
        return None
    if _most(_ISO, cells):
        return f"CASE WHEN length({text}) = 10 THEN try_cast({text} AS DATE) END"
    if _most(_STAMP, cells):
        length = f"length({text}) IN (16, 19) AND ({text})[5] = '-'"
        return f"CASE WHEN {length} THEN try_cast({text} AS TIMESTAMP)::DATE END"
    if _most(_COMPACT, cells):
        return f"CASE WHEN length({text}) = 8 THEN try_strptime({text}, '%Y%m%d')::DATE END"
    timed = next((gap for gap, style in _TIMED.items() if _most(style, cells)), "")
    return _timed_sql(text, cells, stated, timed) if timed else _order_sql(text, cells, stated)


def _timed_sql(text: str, cells: Sequence[str], stated: Stated, gap: str) -> str | None:
    """Return SQL for days before times of day: the time is cut off, as everywhere."""
    days = [cell.partition(gap)[0] for cell in cells if _TIMED[gap].fullmatch(cell)]
    value = _day_sql(f"split_part({text}, '{gap}', 1)", days, stated)
    proved = f"regexp_full_match({text}, {quote_text(_TIMED[gap].pattern)})"
    return value and f"CASE WHEN {proved} THEN {value} END"


def _order_sql(text: str, cells: Sequence[str], stated: Stated) -> str | None:
    """Return SQL for days in numbers whose order is proved."""
    signs = {found[1] for cell in cells if (found := _NUMBERS.fullmatch(cell))}
    if len(signs) != 1 or not _most(_NUMBERS, cells):
        return None
    order = dates.order_of([read_day(cell) for cell in cells])
    known = "above 12" in order.why and stated.date_order in {None, order.order}
    if not known or order.order not in {"dmy", "mdy"}:
        return None
    sign = signs.pop()
    style = sign.join(("%d", "%m", "%Y") if order.order == "dmy" else ("%m", "%d", "%Y"))
    return f"CASE WHEN length({text}) <= 10 THEN try_strptime({text}, '{style}')::DATE END"


def _most(style: re.Pattern[str], cells: Sequence[str]) -> bool:
    """Whether nearly all cells of a sample are of a style; the others are odd."""
    return sum(style.fullmatch(cell) is not None for cell in cells) >= 0.9 * len(cells)


def _number_sql(text: str, cells: Sequence[str], stated: Stated) -> Converted | None:
    """Return SQL for the one number style of a sample: plain, or with a thousands sign."""
    shapes = Counter(re.sub(r"\d", "9", cell) for cell in cells)
    counts = Counter[str]()
    for shape, n in shapes.items():
        counts[amounts.vote_of(shape)] += n
    few = len(cells) * _FEW  # spelt otherwise than all others: odd, and judged with care
    votes = {vote for vote, n in counts.items() if vote and n > few}
    signs = votes & {".", ","}
    if "!" in votes or len(signs) > 1 or (not signs and "?" in votes):
        return None
    if stated.decimal is not None and signs and stated.decimal not in signs:
        return None
    sign = next(iter(signs), "")
    other = {"": "", ".": ",", ",": "."}[sign]
    grouped = bool(other) and sum(n for shape, n in shapes.items() if other in shape) > few
    tail = rf"(\{sign}\d{{1,4}})?" if sign else ""
    heads = rf"(\d{{1,14}}|\d{{1,3}}(\{other}\d{{3}}){{1,4}})" if grouped else r"\d{1,14}"
    # Anchored, it takes half the time of a full match.
    odd = f"NOT regexp_matches({text}, {quote_text('^[-+]?' + heads + tail + '$')})"
    plain = f"replace({text}, '{other}', '')" if grouped else text
    plain = f"replace({plain}, ',', '.')" if sign == "," else plain
    return Converted(f"try_cast({plain} AS {amounts.MONEY})", odd)
