"""The money of a line under a header that nobody knows, beside a quantity and a price.

Quantity times price is money before discounts. A column that is as much on some lines, less on
others and never more is what was paid; so is one that differs by the discount beside it. What is
near and proves nothing is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from analysis.cells.currencies import currency_in_header
from analysis.columns.columnmap import ColumnMap, Rows, named_by
from analysis.columns.mapfile import Stated
from analysis.columns.prices import DISCOUNTS, NUMBER_CELL, number_in, uses_comma
from analysis.columns.unclear import leave_out, quoted, toml_text, which_is_meant
from analysis.columns.words import key_of
from analysis.errors import InputRefused
from analysis.results import Warned

#: Parts of headers of numbers that are no sale; and of more that may be near one.
NO_SALE = (
    r"cost|kosten|einkauf|\bek\b|margin|marge|margen|profit|gewinn|discount|rabatt|remise|"
    r"descuento|balance|saldo|solde|offen|\bdue\b|restant|%|percent|prozent|weight|gewicht|poids"
)
_ELSE = re.compile(
    NO_SALE + r"|co[uû]t|cogs|dto|open|outstanding|paid|bezahlt|pay[eé]|pagado|cobrado|commission|"
    r"provision|list|katalog|catalog|before|cumul|running|budget|plan|target|forecast|insur|"
    r"versicher|peso|last year|vorjahr|refund|erstatt"
)
#: Words of a tax, and of money without or with it, which is no tax.
TAX = re.compile(r"tax|\bvat|mwst|\bust\b|steuer|\btva|\biva\b|impuesto")
WITH_TAX = re.compile(
    r"ohne|ex[ck]l|in[ck]l|hors|\bht\b|ttc|\bnett?o?|brut|gross|\bsin\b|\bcon\b|before|after|"
    r"with|\bex\b|zzgl|untax|\bsans\b"
)
#: Words of money after discounts or of a line.
_MONEY = re.compile(
    r"amount|amt|betrag|montant|\bmt\b|mnt|importe|\bimp\b|umsatz|summe|\bsum\b|gesamt|total|net|"
    r"sales|turnover|value|wert|erl[oö]s|ext|charged|billed|invoiced|factur|facturado|remis|base|"
    r"ventes?|venta|revenue|goods|\bca\b|sold|dollars"
)
#: Lines looked at that speak; their shares; the least part of quantity times price that is left.
_LINES, _NEARLY, _SOME, _MOSTLY, _LOWEST = 8, 0.98, 0.05, 0.5, 0.25
_CENT, _STEP = 0.011, 0.005
#: What is near: half of it or more, on so many lines; without a tax it is no less than so much.
_HALF, _WIDELY, _LEAST_NET = 0.5, 0.9, 0.75


#: Quantity times price, the money beside, and the discounts beside.
_Line = tuple[float, float, tuple[float, ...]]


@dataclass(frozen=True)
class _Beside:
    """A column beside quantity and price, and its lines; ``several``: those of several pieces."""

    at: int
    name: str
    lines: tuple[_Line, ...]
    several: tuple[_Line, ...] = ()

    def share(self, holds: Sequence[bool]) -> float:
        return sum(holds) / len(self.lines)

    @property
    def equal(self) -> float:
        return self.share([abs(whole - money) <= _near(whole) for whole, money, _ in self.lines])

    @property
    def low(self) -> float:
        """Share of the lines on which it is a part of the whole, and at most all of it."""
        return self.share([
            _LOWEST * abs(whole) <= abs(money) <= abs(whole) + _near(whole) and money * whole > 0
            for whole, money, _ in self.lines
        ])  # fmt: skip

    @property
    def in_steps(self) -> float:
        """Share of the lines that lack a round percentage of the whole, or nothing."""
        off = [(1 - money / whole, abs(whole)) for whole, money, _ in self.lines]
        steps = [(share, round(share / _STEP) * _STEP, whole) for share, whole in off]
        return self.share(
            [abs(share - step) * whole <= _near(whole) for share, step, whole in steps]
        )

    @property
    def explained(self) -> float:
        """Share of the lines that one discount beside explains in one way, of the best way."""
        n_beside = len(self.lines[0][2])
        used = [at for at in range(n_beside) if any(beside[at] for *_, beside in self.lines)]
        ways = [
            [abs(_after(whole, beside[at])[way] - money) <= 2 * _near(whole)
             for whole, money, beside in self.lines]
            for at in used for way in range(3)
        ]  # fmt: skip
        return max(map(self.share, ways), default=0)


def _after(whole: float, off: float) -> tuple[float, float, float]:
    """Return what is left of money after a discount: of money, a share, or percent."""
    size = abs(off)
    return whole - size, whole * (1 - size), whole * (1 - size / 100)


def settle_amount_beside(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> ColumnMap:
    """Return the map with the money of a line as amount, where its cells prove that it is that.

    Raises
    ------
    InputRefused
        When a column is near quantity times price and nobody said which of the two is meant.

    Examples
    --------
    >>> header = ("Menge", "Preis", "Positionssumme")
    >>> columns = ColumnMap("transactions", header, {"quantity": (0,), "unit_price": (1,)})
    >>> rows = [["2", str(at), str(2 * at if at % 3 else 1.8 * at)] for at in range(10, 40)]
    >>> settle_amount_beside(columns, rows, Stated(), "a.csv").places["amount"]
    (2,)
    """
    parts = {"quantity", "unit_price"}
    lacks = columns.has("amount") or not parts <= {*columns.places} or not any(columns.header)
    if lacks or parts & {*stated.columns}:
        return columns
    found = [one for one in _found(columns, rows, stated) if one.equal < 1]
    proved = [one for one in found if _is_proved(one)]
    worded = [one for one in proved if _MONEY.search(one.name.casefold())] or proved
    if worded and all(_same(one, worded[0]) for one in worded):
        return _read_as(columns, worded[0], len(rows))
    near = worded or [one for one in found if _is_near(one)]
    if near:
        raise _which(columns, near, file)
    return columns


def _found(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Beside]:
    used = columns.places["quantity"][0], columns.places["unit_price"][0]
    free = stated.free(columns.header, columns.taken)
    whole = [row for row in rows if len(row) == len(columns.header)]
    for at, name in free:
        if _is_no_sale(name.casefold()) or named_by(name, "transactions"):
            continue
        off = [other for other, label in free if other != at and key_of(label) in DISCOUNTS]
        cells = [[row[place].strip() for place in (*used, at, *off)] for row in whole]
        filled = [line for line in cells if all(line[:3])]
        numbers = [line for line in filled if all(map(NUMBER_CELL.fullmatch, line[:3]))]
        if len(numbers) < max(_LINES, _NEARLY * len(filled)):
            continue
        lines = list(_lines(numbers))
        several = tuple(line for pieces, line in lines if abs(pieces) > 1)
        if len(lines) >= _LINES:
            yield _Beside(at, name, tuple(line for _, line in lines), several)


def _is_no_sale(name: str) -> bool:
    return bool(_ELSE.search(name) or (TAX.search(name) and not WITH_TAX.search(name)))


def _lines(cells: Sequence[Sequence[str]]) -> Iterator[tuple[float, _Line]]:
    commas = [uses_comma(column) for column in zip(*cells, strict=True)]
    for line in cells:
        read = [number_in(cell, comma=comma) for cell, comma in zip(line, commas, strict=True)]
        quantity, price, money, *off = (number or 0.0 for number in read)
        if quantity and price:
            yield quantity, (quantity * price, money, tuple(off))


def _near(whole: float) -> float:
    return max(_CENT, 0.0005 * abs(whole))


def _is_proved(one: _Beside) -> bool:
    if one.explained >= _NEARLY:
        return True
    often = one.equal >= _MOSTLY or (one.equal >= _SOME and one.in_steps >= _NEARLY)
    return often and one.low >= _NEARLY and not _is_of_one(one)


def _is_of_one(one: _Beside) -> bool:
    """Whether it is a price of one piece, which is as much on lines of one piece alone."""
    several = replace(one, lines=one.several)
    return bool(one.several) and several.equal < _SOME and several.in_steps < _NEARLY


def _is_near(one: _Beside) -> bool:
    """Whether it is one share of the whole, as without a tax; or says money, and is near it."""
    shares = [money / whole for whole, money, _ in one.lines]
    middle = median(shares)
    fixed = one.share([abs(share / middle - 1) < _STEP for share in shares]) if middle else 0
    near = one.share([_HALF <= share <= 1 + _STEP for share in shares])
    taxed = _LEAST_NET <= middle < 1 - _STEP and fixed >= _NEARLY
    return taxed or (bool(_MONEY.search(one.name.casefold())) and near >= _WIDELY)


def _same(one: _Beside, other: _Beside) -> bool:
    return [line[1] for line in one.lines] == [line[1] for line in other.lines]


def _of(columns: ColumnMap) -> str:
    return f"'{columns.label('quantity')[:40]}' x '{columns.label('unit_price')[:40]}'"


def _read_as(columns: ColumnMap, one: _Beside, n_rows: int) -> ColumnMap:
    n_less = sum(abs(money) < abs(whole) - _near(whole) for whole, money, _ in one.lines)
    said = f"Amounts are read from '{one.name[:40]}': it is {_of(columns)}, or less "
    said += f"({n_less:,} of {n_rows:,} lines looked at), as after a discount. If it is no amount, "
    said += f"{leave_out(one.name)}."
    told = Warned("amount_by_cells", said, column=one.name)
    currency = columns.currency or currency_in_header(one.name)
    return replace(columns.reading("amount", one.at, told), currency=currency)


def _which(columns: ColumnMap, near: Sequence[_Beside], file: str) -> InputRefused:
    shown = quoted([one.name for one in near])
    answers = [f"amount = {toml_text(one.name)}" for one in near[:5]]
    answers.append(f"unit_price = {toml_text(columns.label('unit_price'))}  # {_of(columns)} is it")
    return which_is_meant(
        f"{file} has no known column for the amount; {_of(columns)} would be it, but {shown} "
        "beside it is near that and differs",
        "one amount of a line", answers, file=file, column=near[0].name,
    )  # fmt: skip
