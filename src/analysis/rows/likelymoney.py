"""Which unnamed column is the money of a line: by what its numbers are of the numbers beside them.

What is quantity times price is money; a price of one piece, a tax, a cost or a balance is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations
from statistics import median

from analysis.columns.amountbeside import NO_SALE, TAX, WITH_TAX
from analysis.columns.prices import with_pieces
from analysis.rows.looks import Look, numbers_of

Numbers = Sequence[float | None]

_MONEY = re.compile(
    r"amount|\bamt|betrag|montant|\bmt\b|importe|umsatz|\bums|summe|\bsum\b|gesamt|total|"
    r"revenue|sales|turnover|value|wert|erl[oö]s|xtnd|\bext|line|zeile|posten|paid|donation|"
    r"spende|gift|fee\b"
)
_PRICE = re.compile(
    r"pri[cs]e|prce|preis|\bprix|precio|unit|\bp[uv]\b|\b[ve][kp]\b|\beach\b|tarif|rate\b"
)
_PIECES = re.compile(
    r"\bqty|\bqt[eé]|quantit|menge|anzahl|st(ü|ue)ck|cantidad|\bcant\b|unidades|pieces|\bunits\b"
)
_ELSE = re.compile(
    NO_SALE + r"|co[uû]t\b|coste|purchase price|wholesale|(?<!um)satz\b|taux|\bdto\b|peso\b|"
    r"shipping|versand|freight|fracht|porto|\btip\b|trinkgeld|pourboire|points|punkte|limit|stock|"
    r"bestand|latitude|longitude|phone|\btel|\bzip|\bplz|postal|\byear|jahr|month|monat|exchange|"
    r"kurs\b|\b(id|no|nr|num|nummer|number|code|pos|row|position|posnr|belnr|artnr|kdnr)\b"
)
_LEAST, _MOST, _ROWS, _WIDEST = 5, 0.9, 300, 40
#: Money after a discount, or with a tax, as a share of quantity times price.
_LOW, _HIGH = 0.55, 1.3
#: The sides of a ledger, no ways of paying; lines that each side has, and both.
_DEBIT = re.compile(r"\b(d[eé]bits?|dr|soll|debe|cargo)\b(?! card| ?karte)")
_CREDIT = re.compile(r"\b(cr[eé]dits?|cr|haben|haber|abono)\b(?! card| ?karte)")
_SIDE, _BOTH = 3, 0.01
#: A part of a sum that is less of the other part is a tax.
_PART = 0.35
#: How many times more products prove what the money of a line is.
_TIMES = 2


@dataclass(frozen=True)
class _Sheet:
    looks: Mapping[int, Look]
    known: Mapping[str, int]
    numbers: Mapping[int, Numbers]
    products: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    sums: Sequence[tuple[int, int, int]] = ()


@dataclass(frozen=True)
class Moneys:
    """Columns of money: those between which nothing decides, others, and a quantity with its price.

    Parameters
    ----------
    best
        The best, and others that are as good.
    others
        Others, the best first.
    parts
        The quantity and the price of one piece, where no column proves to be their product.
    products
        By column: the quantity and the price whose product it is.
    """

    best: Sequence[int] = ()
    others: Sequence[int] = ()
    parts: tuple[int, int] | None = None
    products: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def rank_money(looks: Mapping[int, Look], free: Sequence[int], known: Mapping[str, int]) -> Moneys:
    """Return the columns that may be the money of a line.

    Parameters
    ----------
    known
        Positions of columns that a header names: order, product, quantity, price of one piece.

    Examples
    --------
    >>> rows = {0: ["2", "3", "4", "5", "6"], 1: ["1.50"] * 5,
    ...         2: ["3.00", "4.50", "6.00", "7.50", "9.00"]}
    >>> looks = {at: Look("", cells) for at, cells in rows.items()}
    >>> rank_money(looks, [0, 1, 2], {}).best
    [2]
    """
    sheet = _sheet(looks, free, known)
    pieces = {quantity for quantity, _ in sheet.products.values()}
    kept = [at for at in free if at in sheet.numbers and at not in pieces and _may_be(sheet, at)]
    kept = [  # without those that have the numbers of an earlier one
        at for which, at in enumerate(kept)
        if not any(sheet.numbers[at] == sheet.numbers[other] for other in kept[:which])
    ]  # fmt: skip
    ranked = sorted((_faults(sheet, at), at) for at in kept)
    if not ranked:
        return Moneys()
    (faults, first), *others = ranked
    prices = [at for each, at in ranked if each[_IS_PRICE] and not each[0]]
    doubtful = faults[_NO_WORD] and not _is_line(sheet, first)
    parts = _parts(sheet, prices) if doubtful else None
    if parts and _is_surely_price(sheet, first):
        return Moneys((), [at for _, at in others], parts)
    even = {at for other, at in others if other == faults} | _taxed(sheet, first)
    best = [first, *(at for _, at in others if at in even)]
    used = {*(parts or ()), *sheet.products.get(first, ())}  # no price of one beside the product
    left = [at for _, at in others if at not in even | used]
    return Moneys(best, left, parts, sheet.products)


def two_sides(looks: Mapping[int, Look], places: Sequence[int]) -> tuple[int, int] | None:
    """Return debit and credit where exactly one of the two has money on nearly all lines.

    Examples
    --------
    >>> sides = {0: ["", "5.00"] * 9, 1: ["7.00", ""] * 9}
    >>> names = {0: "Haber", 1: "Debe"}
    >>> two_sides({at: Look(names[at], rows) for at, rows in sides.items()}, [0, 1])
    (1, 0)
    """
    numbers = numbers_of(looks, {*places})
    for debit, credit in permutations(places, 2):
        words = looks[debit].words, looks[credit].words
        pairs = zip(numbers[debit], numbers[credit], strict=True)
        lines = [(bool(a), bool(b)) for a, b in pairs if a or b]
        n_each = [sum(side) for side in zip(*lines, strict=True)] or [0]
        apart = min(n_each) >= _SIDE and lines.count((True, True)) <= _BOTH * len(lines)
        if apart and _DEBIT.search(words[0]) and _CREDIT.search(words[1]):
            return debit, credit
    return None


def _sheet(looks: Mapping[int, Look], free: Sequence[int], known: Mapping[str, int]) -> _Sheet:
    short = {at: Look(look.header, look.rows[:_ROWS]) for at, look in looks.items()}
    amounts = [at for at, look in short.items() if look.is_amount and look.cells]
    context = {*known.values()}
    context |= {at for at, look in short.items() if _PIECES.search(look.words)}
    amounts.sort(key=lambda at: (at not in context, not short[at].has_decimals, at))
    places = sorted(at for at in amounts if at in free or at in context)[:_WIDEST]
    sheet = _Sheet(short, known, numbers_of(short, places))
    left = [at for at in places if not _is_no_sale(short[at])]
    return _Sheet(
        short, known, sheet.numbers, dict(_products(sheet, left)), [*_sums(sheet, places)]
    )


def _is_no_sale(look: Look) -> bool:
    taxed = TAX.search(look.words) and not WITH_TAX.search(look.words)
    return bool(taxed or _ELSE.search(look.words))


def _may_be(sheet: _Sheet, at: int) -> bool:
    look = sheet.looks[at]
    if _is_no_sale(look) or _PIECES.search(look.words):
        return False
    tax = any(at == part and _is_part(sheet, part, rest) for _, rest, part in sheet.sums)
    return not tax and not _is_balance(sheet, at)


_IS_PRICE, _NO_WORD = 3, 6


def _faults(sheet: _Sheet, at: int) -> tuple[bool, ...]:
    look = sheet.looks[at]
    part = any(
        at in {rest, part} and not _is_part(sheet, part, rest) for _, rest, part in sheet.sums
    )
    header = bool(_MONEY.search(look.words)) and not _is_price_word(look)
    product = _is_line(sheet, at)
    return (
        look.is_one,
        not (product or header or look.has_decimals),
        not product,
        _is_price(sheet, at),
        part,
        _is_of_order(sheet, at),
        not header,
        not look.has_decimals,
    )


def _is_price_word(look: Look) -> bool:
    joined = look.words.replace(" ", "")
    return bool(_PRICE.search(look.words) or re.search("price|prce|preis|precio", joined)) and not (
        re.search(r"total|gesamt|summe|betrag|amount|\bext|line|zeile|posten", look.words)
    )


def _is_price(sheet: _Sheet, at: int) -> bool:
    """Whether it is the price of one piece, or its header says so and its cells do not deny it."""
    if _is_line(sheet, at):
        return False
    return _is_surely_price(sheet, at) or _is_price_word(sheet.looks[at])


def _is_line(sheet: _Sheet, at: int) -> bool:
    """Whether it is quantity times price, or grows with the pieces of a product."""
    grows, stays = _by_product(sheet, at)
    return at in sheet.products or grows > _TIMES * stays


def _is_surely_price(sheet: _Sheet, at: int) -> bool:
    grows, stays = _by_product(sheet, at)
    return any(at == price for _, price in sheet.products.values()) or stays > _TIMES * grows


def _by_product(sheet: _Sheet, at: int) -> tuple[int, int]:
    """Return of how many products the money grows with the pieces, and of how many it stays."""
    product, pieces = sheet.known.get("product_id"), _pieces_of(sheet)
    if product is None or pieces in {None, at} or pieces not in sheet.numbers:
        return 0, 0
    return with_pieces(
        zip(sheet.looks[product].rows, sheet.numbers[pieces], sheet.numbers[at], strict=True)
    )


def _pieces_of(sheet: _Sheet) -> int | None:
    """Return the column of pieces, where it has others than 1."""
    words = (
        at for at, look in sheet.looks.items() if _PIECES.search(look.words) and look.is_amount
    )
    at = sheet.known.get("quantity", next(words, None))
    return at if at is not None and {*sheet.looks[at].cells} - {"1"} else None


def _parts(sheet: _Sheet, prices: Sequence[int]) -> tuple[int, int] | None:
    """Return the pieces and the best price of one, where there are others than 1."""
    price = sheet.known.get("unit_price", next(iter(prices), None))
    at = _pieces_of(sheet)
    return None if at is None or price in {None, at} else (at, price)


def _is_of_order(sheet: _Sheet, at: int) -> bool:
    """Whether all lines of an order have it alike: its total stands on each of them."""
    order = sheet.known.get("order_id")
    if order is None:
        return False
    several = [cells for cells in sheet.looks[at].by(sheet.looks[order]) if len(cells) > 1]
    same = sum(len({*cells}) == 1 for cells in several)
    return len(several) >= _LEAST and same >= _MOST * len(several)


def _products(sheet: _Sheet, places: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the columns that are the product of two others, with the quantity and the price."""
    stated = sheet.known.get("quantity"), sheet.known.get("unit_price")
    found = dict[int, tuple[int, int]]()
    for one, other in combinations(places, 2):
        rows = _rows_of(sheet, one, other)
        if len(rows) < _LEAST or len({a * b for _, a, b in rows}) == 1:
            continue
        parts = _quantity_first(sheet, one, other)
        for at in places:
            if at in {one, other} or at in found:
                continue
            if _holds(sheet, at, rows, exact={*parts} != {*stated}):
                found[at] = parts
    yield from found.items()


def _rows_of(sheet: _Sheet, one: int, other: int) -> list[tuple[int, float, float]]:
    """Return the rows in which a product differs from both of its parts."""
    pairs = enumerate(zip(sheet.numbers[one], sheet.numbers[other], strict=True))
    return [
        (row, a, b) for row, (a, b) in pairs
        if a and b and abs(abs(a) - 1) > 1e-9 and abs(abs(b) - 1) > 1e-9
    ]  # fmt: skip


def _holds(
    sheet: _Sheet, at: int, rows: Sequence[tuple[int, float, float]], *, exact: bool
) -> bool:
    numbers, misses = sheet.numbers[at], 0
    for row, a, b in rows:
        money, product = numbers[row], a * b
        if money is None:
            misses += 1
        elif exact:
            misses += abs(money - product) > max(0.011, 0.002 * abs(product))
        else:
            misses += not _LOW <= money / product <= _HIGH
        if misses > (1 - _MOST) * len(rows):
            return False
    return True


def _quantity_first(sheet: _Sheet, one: int, other: int) -> tuple[int, int]:
    """Return quantity and price: what says so, then what has fewer decimals, is the quantity."""
    known = {sheet.known.get("quantity"): 0, sheet.known.get("unit_price"): 2}

    def less_of_pieces(at: int) -> tuple[float, ...]:
        look = sheet.looks[at]
        worded = _is_price_word(look) - bool(_PIECES.search(look.words))
        broken = sum("." in cell or "," in cell for cell in look.cells)
        return (known.get(at, 1), worded, broken / len(look.cells), at)

    first, second = sorted((one, other), key=less_of_pieces)
    return first, second


def _sums(sheet: _Sheet, places: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield whole, larger and smaller part where one column is the sum of two others."""
    for one, other in combinations(places, 2):
        pairs = [
            (row, a, b) for row, (a, b)
            in enumerate(zip(sheet.numbers[one], sheet.numbers[other], strict=True)) if a and b
        ]  # fmt: skip
        if len(pairs) < _LEAST:
            continue
        for whole in places:
            if whole in {one, other} or not _adds_up(sheet.numbers[whole], pairs):
                continue
            larger = median(abs(a) - abs(b) for _, a, b in pairs) >= 0
            yield (whole, one, other) if larger else (whole, other, one)


def _adds_up(numbers: Numbers, pairs: Sequence[tuple[int, float, float]]) -> bool:
    misses = 0
    for row, a, b in pairs:
        whole = numbers[row]
        misses += whole is None or abs(whole - a - b) > 0.011
        if misses > (1 - _MOST) * len(pairs):
            return False
    return True


def _is_part(sheet: _Sheet, part: int, rest: int) -> bool:
    """Whether one part of a sum is small beside the other, as a tax is."""
    pairs = zip(sheet.numbers[part], sheet.numbers[rest], strict=True)
    shares = [abs(a / b) for a, b in pairs if a and b]
    return bool(shares) and median(shares) < _PART


def _taxed(sheet: _Sheet, at: int) -> set[int]:
    """Return the money that a tax or the like parts from this one."""
    with_tax = {(whole, rest) for whole, rest, part in sheet.sums if _is_part(sheet, part, rest)}
    found = {rest for whole, rest in with_tax if whole == at}
    return found | {whole for whole, rest in with_tax if rest == at}


def _is_balance(sheet: _Sheet, at: int) -> bool:
    """Whether each number is the one before, or behind it, and that of another column."""
    numbers = sheet.numbers[at]
    for other, moved in sheet.numbers.items():
        if other == at:
            continue
        for later, earlier, moves in (
            (numbers[1:], numbers[:-1], moved[1:]), (numbers[:-1], numbers[1:], moved[:-1])
        ):  # fmt: skip
            steps = [
                (abs(abs(a - b) - abs(m)) < 0.011)
                for a, b, m in zip(later, earlier, moves, strict=True)
                if a is not None and b is not None and m
            ]
            if len(steps) >= _LEAST and sum(steps) >= _MOST * len(steps):
                return True
    return False
