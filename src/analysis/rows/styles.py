"""How the cells of a column are written, proved by a sample: SQL that reads them so at once.

What is written otherwise is odd and read with care. A style is simple, or there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.cells import amounts
from analysis.cells.cellwords import CANCELLED_STATUS, ORDER_STATUS, WON_STATUS, plain_word
from analysis.cells.currencies import is_unit
from analysis.columns.columnmap import kind_of
from analysis.columns.linetexts import numbers_total
from analysis.columns.mapfile import Stated
from analysis.engine import quote_text
from analysis.files.scan import Facts
from analysis.rows.daystyles import day_style

NUMERIC = frozenset({"money", "number", "count"})


def convert(
    column: str, text: str, cells: Sequence[str], stated: Stated, facts: Facts, *, needed: bool
) -> Converted | None:
    """Return how a column of transactions is read at once; None where its cells prove no style.

    Parameters
    ----------
    text
        SQL of its cell.
    cells
        The cells of a sample that hold something.
    facts
        Of the file: which signs stand in it.
    needed
        Whether a row without a value is odd.

    Examples
    --------
    >>> facts = Facts("", 0, b"", 0, 0, ends_with_feed=True, ascii=True, signs=frozenset())
    >>> found = convert("ordered_on", "c1", ["2024-01-05"] * 9, Stated(), facts, needed=True)
    >>> found.value
    'CASE WHEN length(c1) = 10 THEN try_cast(c1 AS DATE) END'
    >>> convert("ordered_on", "c1", ["soon"], Stated(), facts, needed=True) is None
    True
    """
    kind = kind_of("transactions", column)
    if kind == "timestamp":
        return None
    if kind == "date":
        day = day_style(text, cells, stated)
        odd = f"NOT coalesce({column} {day.within}, false)" if day else ""
        odd = _or_blank(text, odd, needed=needed)
        return Converted(day.value, odd, day.like) if day else None
    if kind in NUMERIC:
        found = number_style(text, cells, stated)
        return found and replace(found, odd=_or_blank(text, found.odd, needed=needed))
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


def _unusual_id(text: str, facts: Facts) -> str:
    """Return SQL for what ``clean_id`` would change, of the signs that the file has at all."""
    found = list[str]()
    if not facts.ascii:
        found.append(f"strlen({text}) <> length({text})")
    if b"'" in facts.signs:
        found.append(f"starts_with({text}, chr(39))")
    if b'"' in facts.signs:
        found.append(f"starts_with({text}, '=\"')")
    if facts.signs & {b"  ", b"\t", b"\v", b"\f"}:
        found.append(f"regexp_matches({text}, '\\s\\s|[\\t\\v\\f]')")
    return f"({' OR '.join(found)})" if found else ""


def _word_sql(column: str, text: str, cells: Sequence[str], stated: Stated) -> Converted | None:
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


def _or_blank(text: str, odd: str, *, needed: bool) -> str:
    blank = f"{text} = ''"
    return f"({blank} OR {odd})" if needed else f"(NOT {blank} AND {odd})"


#: The share of the numbers of a sample that proves nothing.
_FEW = 0.01
#: Digits before the sign of a number that needs no wider kind.
_MOST_DIGITS = 14
#: Nearly all cells are of the style of a currency; of any style so many that few are odd.
_NEARLY_ALL, _MOST = 0.9, 0.75
#: A number with what stands around it, and with blanks or apostrophes between its digits.
_CELL = re.compile(
    rf"[-+]?(?P<before>[^-+\d]*)[-+]?(?P<core>\d(?:[\d.,]|{amounts.GAPS}(?=\d))*)(?P<after>[^-+\d]*)"
)
_GAP = re.compile(amounts.GAPS)


@dataclass(frozen=True)
class Converted:
    """SQL of one canonical column in the quick lane: its value, and when the row is odd.

    Parameters
    ----------
    like
        The cells of the sample that are of its style: evidence beside the odd rows.
    unit
        Code of the currency that stands in each cell; empty without one.
    """

    value: str
    odd: str
    like: Sequence[str] = ()
    unit: str = ""


def number_style(text: str, cells: Sequence[str], stated: Stated) -> Converted | None:
    """Return the one number style of a sample; None without one that the sample proves.

    Examples
    --------
    >>> found = number_style("c1", ["$1,234.50", "-$5.00"], Stated())
    >>> found.value, found.unit
    ("try_cast(replace(replace(c1, '$', ''), ',', '') AS DECIMAL(18,4))", 'USD')
    >>> number_style("c1", ["1,234.50", "1.234,50"], Stated()) is None
    True
    """
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
    around = _around(shapes, len(cells))
    if around is None:
        return None
    sign = next(iter(signs), "")
    style = _Style(*around, sign, _between(shapes, sign, few))
    like = [cell for cell in cells if re.fullmatch(style.pattern, cell)]
    if len(like) < _MOST * len(cells):
        return None
    odd = f"NOT regexp_matches({text}, {quote_text(f'^{style.pattern}$')})"
    return Converted(style.value(text), odd, like, style.unit)


def _around(shapes: Mapping[str, int], n_cells: int) -> tuple[str, str] | None:
    """Return what stands before and behind nearly all numbers; None where that is no one currency.

    Numbers without anything around them need not be nearly all: the others are odd.
    """
    found = Counter[tuple[str, str]]()
    for shape, n in shapes.items():
        if parts := _CELL.fullmatch(shape):
            found[parts["before"], parts["after"]] += n
    (before, after), n = found.most_common(1)[0] if found else (("", ""), n_cells)
    if not before and not after:
        return before, after
    unit = _GAP.sub("", before + after)
    one_side = not before or not after
    known = one_side and len(amounts.units_in(unit)) == 1 and is_unit(unit)
    return (before, after) if known and n >= _NEARLY_ALL * n_cells else None


def _between(shapes: Mapping[str, int], sign: str, few: float) -> str:
    """Return the sign between the thousands; empty where hardly a number has one."""
    found = Counter[str]()
    for shape, n in shapes.items():
        if parts := _CELL.fullmatch(shape):
            for mark in {*re.findall(r"\D", parts["core"])} - {sign}:
                found[mark] += n
    marks = [(n, mark) for mark, n in found.items() if n > few and (sign or mark not in ".,")]
    return max(marks)[1] if marks else ""


@dataclass(frozen=True)
class _Style:
    before: str
    after: str
    sign: str
    between: str

    @property
    def unit(self) -> str:
        """Code of the currency around each number."""
        return next(iter(amounts.units_in(self.before + self.after)), "")

    @property
    def pattern(self) -> str:
        """Pattern of a whole cell, for Python and the engine alike."""
        tail = rf"(?:\{self.sign}\d{{1,4}})?" if self.sign else ""
        mark, whole = re.escape(self.between), rf"\d{{1,{_MOST_DIGITS}}}"
        whole = rf"(?:{whole}|\d{{1,3}}(?:{mark}\d{{3}}){{1,3}})" if mark else whole
        before, after = re.escape(self.before), re.escape(self.after)
        signed = rf"(?:[-+]?{before}|{before}[-+])" if before else "[-+]?"
        return signed + whole + tail + after

    def value(self, text: str) -> str:
        """Return SQL of the number of a cell of this style."""
        for part in (self.before, self.after, self.between):
            text = f"replace({text}, {quote_text(part)}, '')" if part else text
        text = f"replace({text}, ',', '.')" if self.sign == "," else text
        return f"try_cast({text} AS {amounts.MONEY})"
