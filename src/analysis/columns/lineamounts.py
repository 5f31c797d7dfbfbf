"""Which money is a line's: the order's total on each line is not, nor what a marketplace pays out.

Sums prove what a header cannot. Where the cells of another column add up, order for order, to a
total of the order, that column holds the money of a line. What is the sale less the fees beside it
was paid out: *net* speaks of the fees there, and not of the tax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import prod

from analysis.cells.headerkeys import words_apart
from analysis.columns.columnmap import ColumnMap, Rows, best_places
from analysis.columns.mapfile import Stated
from analysis.columns.prices import numbers_in
from analysis.columns.unclear import LINE_AMOUNT, PAYOUT, put, toml_text
from analysis.results import Warned

#: Orders of several lines whose sums must meet, and their least share (a sample cuts some orders).
_LEAST, _SHARE = 5, 0.7
_MOST_ORDERS = 400
#: What adds up to less of the total is a tax or a cost.
_MOST_OF_IT = 0.6
_HALF_A_CENT = 0.006
_OTHER = re.compile(r"cost|kosten|co[uû]t|cogs|margin|marge|profit|gewinn|tax|vat|mwst|ust|iva|tva")
_Orders = list[list[tuple[float | None, ...]]]


def line_beside_totals(
    header: Sequence[str], rows: Rows, positions: Mapping[str, int]
) -> dict[str, int]:
    """Return which of several columns that may be the amount adds up to the others by orders.

    Examples
    --------
    >>> header = ["Order No", "Amount", "Order Total"]
    >>> rows = [[str(order), str(part), str(9 + 2 * order)]
    ...         for order in range(9) for part in (4 + order, 5 + order)]
    >>> line_beside_totals(header, rows, {})
    {'amount': 1}
    """
    fit = best_places(header, "transactions", "amount")
    named = best_places(header, "transactions", "order_id")
    numbers = [positions["order_id"]] if "order_id" in positions else named
    if "amount" in positions or len(fit) < 2 or len(numbers) != 1:
        return {}
    orders = _orders(numbers[0], len(header), rows)
    if len(orders) < _LEAST:
        return {}
    totals = [at for at in fit if _is_constant(orders, at)]
    lines = [at for at in fit if at not in totals]
    least = max(_LEAST, _SHARE * len(orders))
    alone = len(lines) == 1 and bool(totals)
    met = alone and all(_n_met(orders, (lines[0],), at, lines[0]) >= least for at in totals)
    return {"amount": lines[0]} if met else {}


def settle_line_amounts(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Return the map with the money of a line as amount, where the amount found is the order's.

    Examples
    --------
    >>> header = ("Order", "Customer", "Date", "Total", "Item Total")
    >>> places = {"order_id": (0,), "customer_id": (1,), "ordered_on": (2,), "amount": (3,)}
    >>> rows = [[str(order), "a", "2024-01-05", str(9 + 2 * order), str(part)]
    ...         for order in range(9) for part in (4 + order, 5 + order)]
    >>> columns = ColumnMap("transactions", header, places)
    >>> settle_line_amounts(columns, rows, Stated()).places["amount"]
    (4,)
    """
    known = columns.has("amount") and columns.has("order_id")
    if not known or "amount" in stated.columns or stated.amount_per or not any(columns.header):
        return columns
    used = columns.places["amount"][0]
    orders = _orders(columns.places["order_id"][0], len(columns.header), rows)
    if len(orders) < _LEAST:
        return columns
    others = [
        at for at, name in stated.free(columns.header, columns.taken)
        if not _OTHER.search(name.casefold())
    ]  # fmt: skip
    totals = [at for at in (used, *others) if _is_constant(orders, at)]
    found = _meeting(columns, orders, totals, others)
    if found is None:
        return columns
    line, total, met = found
    places = dict(columns.places)
    if line:
        places["amount"] = line
    else:
        del places["amount"]  # quantity times price
    is_order = used in totals
    told = _said(columns, line, total, is_order=is_order, met=(met, len(orders)))
    return replace(columns.saying(told), places=places)


def _meeting(
    columns: ColumnMap, orders: _Orders, totals: Sequence[int], others: Sequence[int]
) -> tuple[tuple[int, ...], int, int] | None:
    """Return the place of the line's money, of the total that it meets, and in how many orders.

    No place stands for quantity times price.
    """
    used = columns.places["amount"][0]
    lines: list[tuple[int, ...]] = [(used,)] if used not in totals else []
    if not lines:
        lines = [(at,) for at in others if at not in totals]
        lines += [()] if columns.has("quantity") and columns.has("unit_price") else []
    pair = tuple(
        columns.places[name][0] for name in ("quantity", "unit_price") if columns.has(name)
    )
    for total in totals:
        for line in lines:
            met = _n_met(orders, line or pair, total, used)
            if met >= max(_LEAST, _SHARE * len(orders)):
                return line, total, met
    return None


def _orders(place: int, width: int, rows: Rows) -> _Orders:
    """Return orders of several lines, each line as the numbers of its cells.

    A column of other texts, or of dates, has no numbers.
    """
    whole = (row for row in rows if len(row) == width)
    several = [
        lines for number, found in groupby(whole, key=lambda row: row[place].strip())
        if number and len(lines := list(found)) > 1
    ]  # fmt: skip
    chosen = several[:: 1 + len(several) // _MOST_ORDERS]
    lines = [line for order in chosen for line in order]
    read = [numbers_in([line[at].strip() for line in lines]) for at in range(width)]
    numbered = iter(zip(*read, strict=True))
    return [[next(numbered) for _ in order] for order in chosen]


def _is_constant(orders: _Orders, at: int) -> bool:
    """Whether each order has one number here, and the orders different ones."""
    firsts = [order[0][at] for order in orders]
    same = sum(all(line[at] == order[0][at] for line in order) for order in orders)
    return None not in firsts and same >= 0.95 * len(orders) and len({*firsts}) > len(orders) / 2


def _n_met(orders: _Orders, places: tuple[int, ...], total: int, amount: int) -> int:
    """Return in how many orders the lines' cells, multiplied, add up to a total."""
    n_met = 0
    for order in orders:
        parts = [[line[at] for at in places] for line in order]
        known = [prod(part for part in line if part is not None) for line in parts]
        if any(None in line for line in parts):
            return 0
        summed, whole, paid = sum(known), order[0][total], order[0][amount]
        large = amount in places or abs(summed) >= _MOST_OF_IT * abs(paid or 0)
        n_met += bool(summed) and large and whole is not None and abs(summed - whole) < _HALF_A_CENT
    return n_met


def _said(
    columns: ColumnMap, line: tuple[int, ...], total: int, *, is_order: bool, met: tuple[int, int]
) -> Warned:
    label = columns.header[line[0]] if line else f"{columns.label('quantity')} x "
    label += "" if line else columns.label("unit_price")
    said, used = f"Amounts are read from '{label[:80]}'", columns.label("amount")
    if is_order:
        said = f"'{used[:40]}' is the total of an order and stands on each of its lines. {said}"
    said += f", which adds up to '{columns.header[total][:40]}' in {met[0]:,} of {met[1]:,} orders "
    return Warned(LINE_AMOUNT, said + "of several lines looked at.", column=label)


_FEE = re.compile(
    r"\bfees?\b|geb[uü](e)?hr|provision|commission|comisi|\bfrais\b|"
    r"(transaktions|bank|zahlungs|verkaufs)kosten"
)
#: Fees that a buyer pays: they are of the sale.
_OF_SALE = re.compile(
    r"ship|versand|deliver|liefer|livrais|env[ií]o|porto|post|handling|service|booking|express"
)
#: Lines with a fee that speak, and the least share of all that must meet.
_LINES, _NEARLY, _CENT = 5, 0.98, 0.011
_Numbers = Sequence[float | None]


@dataclass(frozen=True)
class _Payout:
    """A sale of which the amount in use is what its fees leave."""

    sale: int
    fees: tuple[int, ...]
    n_lines: int


def settle_payout(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Return the map with the sale as amount, where the one in use is it less its fees.

    Only fees below 0 are taken for a seller's: those above may be a part of what a buyer paid.

    Examples
    --------
    >>> header = ("Net amount", "Amount incl. all", "Selling fee")
    >>> columns = ColumnMap("transactions", header, {"amount": (0,)})
    >>> rows = [[f"{at - 1}.50", f"{at}.00", "-0.50"] for at in range(20, 30)]
    >>> settle_payout(columns, rows, Stated()).places["amount"]
    (1,)
    """
    if not columns.has("amount") or "amount" in stated.columns:
        return columns
    found = next(_payouts(columns, rows, stated), None)
    if found is None:
        return columns
    used, name = columns.label("amount"), columns.header[found.sale]
    fees = " and ".join(f"'{columns.header[at][:40]}'" for at in found.fees)
    said = f"'{used[:40]}' is '{name[:40]}' less {fees} on {found.n_lines:,} lines looked at: what "
    said += f"was paid out. Amounts are read from '{name[:40]}', the sale. If the first is meant, "
    said += f"{put(f'amount = {toml_text(used)}')}."
    return columns.reading("amount", found.sale, Warned(PAYOUT, said, column=used))


def _payouts(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Payout]:
    used = columns.places["amount"][0]
    free = stated.free(columns.header, columns.taken - {used})
    named = [at for at, name in free if _is_fee(name)]
    if not named:
        return
    whole = [row for row in rows if len(row) == len(columns.header) and row[used].strip()]
    numbers = {at: numbers_in([row[at].strip() for row in whole], least=_NEARLY) for at, _ in free}
    fees = [at for at in named if any(numbers[at])]
    for at, _ in free:
        if at == used or at in named or not any(numbers[at]):
            continue
        for some in dict.fromkeys([tuple(fees), *((fee,) for fee in fees)]):
            n_lines = _n_less(numbers[used], numbers[at], [numbers[fee] for fee in some])
            if n_lines:
                yield _Payout(at, some, n_lines)


def _is_fee(name: str) -> bool:
    words = words_apart(name)
    return bool(_FEE.search(words)) and not _OF_SALE.search(words)


def _n_less(left: _Numbers, sale: _Numbers, fees: Sequence[_Numbers]) -> int:
    """Return on how many lines fees below 0 stand between a sale and what is left of it.

    It is 0 where they are no seller's fees, or the numbers do not meet on nearly all lines.
    """
    lines = [
        (rest, whole, sum(fee or 0.0 for fee in off))
        for rest, whole, *off in zip(left, sale, *fees, strict=True)
        if rest is not None and whole is not None
    ]
    sold = [(whole, off) for _, whole, off in lines if whole > 0 and off]
    met = sum(abs(whole + off - rest) <= _CENT for rest, whole, off in lines)
    n_below = sum(off < 0 for _, off in sold)
    is_fee = len(sold) >= _LINES and n_below >= _NEARLY * len(sold)
    return len(sold) if is_fee and met >= _NEARLY * len(left) else 0
