"""What a marketplace pays out is no sale: its fees are off, where those stand beside it.

*Net* speaks of the fees there, and not of the tax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.columns.columnmap import ColumnMap, Rows
from analysis.columns.mapfile import Stated
from analysis.columns.prices import NUMBER_CELL, number_in, uses_comma
from analysis.columns.unclear import PAYOUT, put, toml_text
from analysis.results import Warned

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
    numbers = {at: _numbers([row[at].strip() for row in whole]) for at, _ in free}
    fees = [at for at in named if any(numbers[at])]
    for at, _ in free:
        if at == used or at in named or not any(numbers[at]):
            continue
        for some in dict.fromkeys([tuple(fees), *((fee,) for fee in fees)]):
            n_lines = _n_less(numbers[used], numbers[at], [numbers[fee] for fee in some])
            if n_lines:
                yield _Payout(at, some, n_lines)


def _is_fee(name: str) -> bool:
    words = re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).casefold()
    return bool(_FEE.search(words)) and not _OF_SALE.search(words)


def _numbers(cells: Sequence[str]) -> _Numbers:
    """Return the numbers of a column; none where some of its cells are other things."""
    filled = [cell for cell in cells if cell]
    if sum(bool(NUMBER_CELL.fullmatch(cell)) for cell in filled) < _NEARLY * len(filled):
        return [None] * len(cells)
    comma = uses_comma(filled)
    return [number_in(cell, comma=comma) for cell in cells]


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
