"""How the numbers of a column are written, proved by a sample: SQL that reads them so at once.

A style has one decimal sign, at most one sign between thousands, and at most one currency, which
stands before all numbers or behind them. A number that is written otherwise is odd.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.cells import amounts
from analysis.cells.currencies import is_unit
from analysis.columns.mapfile import Stated
from analysis.engine import quote_text

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

    Parameters
    ----------
    text
        SQL of the cell.
    cells
        The cells of a sample that hold something.

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
    digits = _MOST_DIGITS if sign else _longest(shapes)
    style = _Style(*around, sign, _between(shapes, sign, few), digits)
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


def _longest(shapes: Mapping[str, int]) -> int:
    """Return the most digits together of numbers without decimals: longer ones may be evidence."""
    found = [len(run) for shape in shapes for run in re.findall("9+", shape)]
    return min(_MOST_DIGITS, max(found, default=_MOST_DIGITS))


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
    digits: int

    @property
    def unit(self) -> str:
        """Code of the currency around each number."""
        return next(iter(amounts.units_in(self.before + self.after)), "")

    @property
    def pattern(self) -> str:
        """Pattern of a whole cell, for Python and the engine alike."""
        tail = rf"(?:\{self.sign}\d{{1,4}})?" if self.sign else ""
        mark, whole = re.escape(self.between), rf"\d{{1,{self.digits}}}"
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
