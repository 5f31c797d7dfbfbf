"""Money that is quantity times price, where a discount or a price after it stands beside.

A discount is told of; which of two prices was paid is asked. Neither is taken off unasked: whether
the price is before or after it, its cells do not say. Asked is too whether an amount counts pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from analysis.cells.headerkeys import keys
from analysis.columns.columnmap import ColumnMap, Rows, named_by
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import toml_text, which_is_meant
from analysis.columns.words import key_of
from analysis.errors import InputRefused
from analysis.results import Warned

#: Headers of a discount.
DISCOUNTS = frozenset(keys(
    "discount,discounts,discount percent,discount percentage,discount pct,discount rate,"
    "discount amount,discount value,discount total,total discount,line discount,"
    "line discount percent,line discount amount,item discount,lineitem discount,unit discount,"
    "unit price discount,discount applied,rabatt,rabatte,rabatt prozent,rabattsatz,rabattbetrag,"
    "zeilenrabatt,positionsrabatt,nachlass,preisnachlass,remise,remises,taux remise,"
    "taux de remise,montant remise,rabais,réduction,descuento,descuentos,porcentaje descuento,"
    "importe descuento,dto"
))  # fmt: skip
_PAID_PRICES = frozenset(keys(
    "net price,net unit price,unit net price,discounted price,discounted unit price,"
    "price after discount,unit price after discount,final price,nettopreis,rabattierter preis,"
    "preis nach rabatt,prix net,prix remisé,prix après remise,precio neto,precio con descuento"
))  # fmt: skip
#: Headers of the number of pieces that a price is for.
_PRICE_UNITS = frozenset(keys(
    "price unit,pricing unit,price per,price basis,price quantity,pricing quantity,"
    "preiseinheit,preis einheit,preiseinh,preiseh,pe,peinh,kpein,preis pro,preis je,preisbasis,"
    "preismenge,unité de prix,prix par,base de prix,unidad de precio,precio por,base de precio"
))  # fmt: skip
#: What a header or a cell says of the form of a discount.
_PERCENT = re.compile(r"%|percent|pct|prozent|satz|rate|taux|porcentaje")
_MONEY = re.compile(r"amount|value|total|betrag|montant|importe")
#: A cell that is a number, with a currency perhaps: no date and no words.
NUMBER_CELL = re.compile(r"(?!\d{1,2}\.\d{1,2}\.\d{2,4}$)\D{0,6}\d[\d.,' ]*\D{0,6}")
#: A decimal comma, or point, that no thousands could be.
_COMMA, _POINT = (
    re.compile(r"(\D0|^0),\d|,(\d{1,2}|\d{4,})\D*$"),
    re.compile(r"\.(\d{1,2}|\d{4,})\D*$"),
)

#: Lines from which on ones and twos speak of pieces; how many times as much the money is.
_ENOUGH, _FEW_PIECES, _TIMES = 20, 2, 3
#: Ratios of a product's money that are alike.
_ALIKE = 0.1
_MONEY_COLUMNS = frozenset({"unit_price", "amount"})


@dataclass(frozen=True)
class _Lines:
    """Quantity, price and what stands beside them, of the lines that have all three."""

    quantity: list[float]
    price: list[float]
    beside: list[float]


def discounts_said(columns: ColumnMap, rows: Rows, ignore: Sequence[str]) -> Iterator[Warned]:
    """Yield what must be said of a discount that is not taken off quantity times price.

    Examples
    --------
    >>> header = ("Qty", "Price", "Discount")
    >>> columns = ColumnMap("transactions", header, {"quantity": (0,), "unit_price": (1,)})
    >>> [told.code for told in discounts_said(columns, [["2", "5.00", "0.1"]], ())]
    ['discount_beside']
    """
    for at in _beside(columns, ignore, DISCOUNTS):
        lines, label = _lines(columns, rows, at), columns.header[at]
        n_off = sum(1 for number in lines.beside if number)
        if not n_off:
            continue
        money, name = columns.label("quantity") + " x " + columns.label("unit_price"), label[:40]
        said = f"'{name}' holds a discount ({n_off:,} of {len(rows):,} lines looked at), and the "
        said += f"amount is read as '{money}': money is before discounts"
        said += _too_high(lines, label, rows, at)
        said += ". Export the amount of a line and name it as amount in columns.toml, or put "
        said += f"ignore = [{toml_text(label)}] under [transactions] where the prices are after it."
        yield Warned("discount_beside", said, column=label)


def refuse_two_prices(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> None:
    """Refuse money of quantity times price where a price after discounts differs from that price.

    Raises
    ------
    InputRefused
        When nobody chose between the two prices.

    Examples
    --------
    >>> header = ("Qty", "Price", "Net Price")
    >>> columns = ColumnMap("transactions", header, {"quantity": (0,), "unit_price": (1,)})
    >>> refuse_two_prices(columns, [["2", "5.00", "5.00"]], Stated(), "a.csv")
    """
    if "unit_price" in stated.columns:
        return
    for at in _beside(columns, stated.ignore, _PAID_PRICES):
        lines = _lines(columns, rows, at)
        price, other = columns.label("unit_price"), columns.header[at]
        ratios = [b / p for p, b in zip(lines.price, lines.beside, strict=True) if p]
        if not ratios or all(abs(ratio - 1) < 0.001 for ratio in ratios):
            continue
        each = "unit_price" if median(ratios) <= 1 else "amount"  # of a line: the more, the higher
        raise which_is_meant(
            f"{file} has two prices that differ: '{price[:40]}' and '{other[:40]}'; quantity times "
            "the one or the other gives other money",
            "the price that customers pay",
            [f"{each} = {toml_text(other)}", f"unit_price = {toml_text(price)}"],
            file=file, column=price,
        )  # fmt: skip


def refuse_price_units(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> None:
    """Refuse money of quantity times a price that is for ten, a hundred or a thousand pieces.

    Raises
    ------
    InputRefused
        When nobody said that the price is for one piece all the same.

    Examples
    --------
    >>> header = ("Menge", "Preis", "Preiseinheit")
    >>> columns = ColumnMap("transactions", header, {"quantity": (0,), "unit_price": (1,)})
    >>> refuse_price_units(columns, [["100", "5,00", "1"]], Stated(), "a.csv")
    >>> refuse_price_units(columns, [["100", "5,00", "100"]], Stated(), "a.csv")
    Traceback (most recent call last):
    analysis.errors.InputRefused: a.csv: 'Preiseinheit' says that 'Preis' is for 100 pieces ...
    """
    for at in _beside(columns, stated.ignore, _PRICE_UNITS):
        units = [unit for unit in _lines(columns, rows, at).beside if unit in {10, 100, 1000}]
        if units:
            name, price = columns.header[at], columns.label("unit_price")
            raise InputRefused(
                f"{file}: '{name[:40]}' says that '{price[:40]}' is for {max(units):,.0f} pieces "
                f"({len(units):,} of {len(rows):,} lines looked at are for more than one), and "
                "quantity times price would be as many times too much",
                "the money of a line, or prices of one piece",
                "export the amount of a line and name it as amount in columns.toml; if the price "
                "is for one piece all the same, put this into columns.toml:\n[transactions]\n"
                f"ignore = [{toml_text(name)}]",
                code="price_per_pieces", file=file, column=name[:40],
            )  # fmt: skip


def refuse_pieces(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> None:
    """Refuse an amount of ones and twos beside a price or money that is a multiple of it.

    Raises
    ------
    InputRefused
        When nobody said that it is money: it looks like the number of pieces.

    Examples
    --------
    >>> places = {"amount": (0,), "unit_price": (1,)}
    >>> columns = ColumnMap("transactions", ("Amount", "Price"), places)
    >>> refuse_pieces(columns, [["12.50", "12.50"]] * 20, Stated(), "a.csv")
    >>> refuse_pieces(columns, [["1", str(9 + at)] for at in range(20)], Stated(), "a.csv")
    Traceback (most recent call last):
    analysis.errors.InputRefused: a.csv: 'Amount' looks like a number of pieces ...
    """
    if columns.has("quantity") or not columns.has("amount"):
        return
    if "amount" in stated.columns or stated.amount_in or not any(columns.header):
        return
    used = columns.places["amount"][0]
    pieces = [number_in(row[used], comma=False) for row in rows if len(row) > used and row[used]]
    whole = all(piece is not None and piece == int(piece) for piece in pieces)
    if len(pieces) < _ENOUGH or not whole:
        return
    if median(map(abs, filter(None, pieces))) > _FEW_PIECES:
        return
    for at, name in stated.free(
        columns.header, columns.taken - {*columns.places.get("unit_price", ())}
    ):
        column = (named_by(name, "transactions") or ("",))[0]
        if at != used and column in _MONEY_COLUMNS and _is_money_of(rows, used, at):
            raise _pieces(columns, rows, at, column, file)


def _is_money_of(rows: Rows, used: int, at: int) -> bool:
    """Whether nearly all cells are a multiple of the pieces beside them, and differ."""
    lines = [row for row in rows if len(row) > max(used, at)]
    read = [(number_in(row[used], comma=False), _size(row[at])) for row in lines]
    ratios = [abs(money / piece) for piece, money in read if piece and money]
    differ = len({money for _, money in read}) > _FEW_PIECES
    high = sum(ratio >= 1 for ratio in ratios)
    return differ and high >= 0.95 * len(read) and median(ratios) >= _TIMES


def _size(text: str) -> float:
    comma = bool(_COMMA.search(text)) and not _POINT.search(text)
    return number_in(text, comma=comma) or 0.0


def _pieces(columns: ColumnMap, rows: Rows, at: int, column: str, file: str) -> InputRefused:
    amount, money = columns.label("amount"), columns.header[at]
    used = columns.places["amount"][0]
    cells = [row[used].strip() for row in rows if len(row) > used]
    n_small = sum(cell in {"1", "2"} for cell in cells)
    answers = [f"amount = {toml_text(money)}  # the money of a line"]
    if column == "unit_price":
        answers.append(
            f"quantity = {toml_text(amount)}  # '{money[:40]}' is the price of one piece"
        )
        grows, stays = _by_product(columns, rows, at)
        answers.sort(key=lambda line: line.startswith("amount") == (stays > grows))
    answers.append(f"amount = {toml_text(amount)}  # it is money all the same")
    return which_is_meant(
        f"{file}: '{amount[:40]}' looks like a number of pieces ({n_small:,} of "
        f"{len(cells):,} lines looked at have 1 or 2, all are whole), and '{money[:40]}' beside it "
        "like money"
        + (_by_product_said(grows, stays) if column == "unit_price" else ""),
        "one column for amount", answers, file=file, column=amount,
    )  # fmt: skip


def _by_product(columns: ColumnMap, rows: Rows, at: int) -> tuple[int, int]:
    """Return of how many products the money grows with the pieces, and of how many it stays."""
    if not columns.has("product_id"):
        return 0, 0
    used, product = columns.places["amount"][0], columns.places["product_id"][0]
    lines = [row for row in rows if len(row) > max(used, product, at)]
    return with_pieces(
        (row[product], number_in(row[used], comma=False), _size(row[at])) for row in lines
    )


def with_pieces(lines: Iterable[tuple[str, float | None, float | None]]) -> tuple[int, int]:
    """Return of how many products the money grows with the pieces, and of how many it stays.

    Parameters
    ----------
    lines
        Product, pieces and money.

    Examples
    --------
    >>> with_pieces([("pen", 1, 2.0), ("pen", 3, 6.0), ("cap", 1, 9.0), ("cap", 2, 9.0)])
    (1, 1)
    """
    found: dict[str, dict[float, list[float]]] = {}
    for product, pieces, money in lines:
        if product and money and pieces and pieces > 0:
            found.setdefault(product, {}).setdefault(pieces, []).append(money)
    grows = stays = 0
    for by_pieces in found.values():
        if len(by_pieces) > 1:
            few, many = min(by_pieces), max(by_pieces)
            ratio = median(by_pieces[many]) / median(by_pieces[few])
            grows += abs(ratio / (many / few) - 1) < _ALIKE
            stays += abs(ratio - 1) < _ALIKE
    return grows, stays


def _by_product_said(grows: int, stays: int) -> str:
    if grows == stays:
        return ""
    does = "grows with them" if grows > stays else "stays the same"
    return (
        f"; where a product sold in different numbers, it {does} ({max(grows, stays):,} products)"
    )


def _beside(columns: ColumnMap, ignore: Sequence[str], known: frozenset[str]) -> list[int]:
    """Return columns of these headers that nothing uses, where money is quantity times price."""
    if columns.has("amount") or not (columns.has("quantity") and columns.has("unit_price")):
        return []
    left = {key_of(name) for name in ignore}
    return [
        at for at, name in enumerate(columns.header)
        if at not in columns.taken and key_of(name) in known - left
    ]  # fmt: skip


def _lines(columns: ColumnMap, rows: Rows, at: int) -> _Lines:
    places = (columns.places["quantity"][0], columns.places["unit_price"][0], at)
    cells = [[row[place].strip() for place in places] for row in rows if len(row) > max(places)]
    texts = [text for line in cells for text in line]
    comma = uses_comma(texts)
    read = [[number_in(text, comma=comma) for text in line] for line in cells]
    whole = [line for line in read if None not in line[:2]]
    quantity, price, beside = ([line[which] or 0.0 for line in whole] for which in range(3))
    return _Lines(quantity, price, [abs(number) for number in beside])


def uses_comma(texts: Iterable[str]) -> bool:
    """Whether a comma stands before the decimals in some cell, and a point in none.

    Examples
    --------
    >>> uses_comma(["1.000", "9,50"]), uses_comma(["1,000", "9.50"])
    (True, False)
    """
    cells = list(texts)
    return any(map(_COMMA.search, cells)) and not any(map(_POINT.search, cells))


def number_in(text: str, *, comma: bool) -> float | None:
    """Return the number of a cell without its currency; None where there is none.

    Examples
    --------
    >>> number_in("EUR 1.000,50", comma=True), number_in("n/a", comma=False)
    (1000.5, None)
    """
    bare = re.sub(r"[^\d.,-]", "", text)
    bare = bare.replace(".", "").replace(",", ".") if comma else bare.replace(",", "")
    try:
        return float(bare)
    except ValueError:
        return None


def numbers_in(cells: Sequence[str], *, least: float = 1.0) -> list[float | None]:
    """Return the numbers of a column; none where less than a share of its cells are numbers.

    Examples
    --------
    >>> numbers_in(["9,50", "", "1.000"]), numbers_in(["9,50", "x"])
    ([9.5, None, 1000.0], [None, None])
    """
    filled = [cell for cell in cells if cell]
    if sum(bool(NUMBER_CELL.fullmatch(cell)) for cell in filled) < least * len(filled):
        return [None] * len(cells)
    comma = uses_comma(filled)
    return [number_in(cell, comma=comma) for cell in cells]


def _too_high(lines: _Lines, label: str, rows: Rows, at: int) -> str:
    """Return by how much the money of the sample is too high, empty where it cannot be told."""
    whole = sum(q * p for q, p in zip(lines.quantity, lines.price, strict=True))
    header, most = label.casefold(), max(lines.beside)
    percent = bool(_PERCENT.search(header)) or any("%" in r[at] for r in rows if len(r) > at)
    if most > 1 and not percent and not _MONEY.search(header):
        return ""
    if _MONEY.search(header) and not percent:
        off = sum(lines.beside)
    else:
        worth = 100 if percent and most > 1 else 1
        each = zip(lines.quantity, lines.price, lines.beside, strict=True)
        off = sum(q * p * share / worth for q, p, share in each)
    return f" ({off / whole:.1%} of it in {len(rows):,} lines looked at)" if whole > 0 else ""
