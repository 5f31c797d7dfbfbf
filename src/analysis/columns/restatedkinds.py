"""Lines that restate a sale under a word of their own: its lines, its payment.

A till writes a row for the sale, one for each of its lines and one for what was paid, all under the
number of the receipt. By a column of types they are told apart; that they are the same money, their
sums say: those of nearly all receipts are the row of the sale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis.columns.columnmap import ColumnMap, Rows
from analysis.columns.kindcodes import NO_ORDER
from analysis.columns.linekinds import PAID, PAPERS, fold, kind_of_words
from analysis.columns.mapfile import Stated
from analysis.columns.prices import numbers_in, uses_comma

#: So many sales, different sums and sales of several lines speak; a share that is nearly all.
_SALES, _SUMS, _SEVERAL, _NEARLY = 10, 5, 3, 0.95
_CENT = 0.011


@dataclass
class _Lines:
    """The lines of one word: how many a sale has, and their money by its number and column."""

    n: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    money: dict[int, dict[str, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )


def settle_restated(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Return the map with the words whose lines restate those of a sale as no orders.

    A word of payments restates the amount. Any other must have several lines in some sales, with
    the sale's money in one column: half a sale under one word and half under another is two.

    Examples
    --------
    >>> header = ("Receipt", "Type", "Total")
    >>> places = {"order_id": (0,), "line_type": (1,), "amount": (2,)}
    >>> rows = [[f"R{at}", word, f"{share * (at + 1)}.50"] for at in range(12)
    ...         for word, share in (("Sale", 1), ("Payment", 1), ("Shipping", 2))]
    >>> columns = ColumnMap("transactions", header, places)
    >>> settle_restated(columns, rows, Stated()).kinds
    {'payment': 'no_order'}
    """
    if not all(map(columns.has, ("line_type", "order_id", "amount"))):
        return columns
    lines, known = _by_word(columns, rows), kind_of_words(columns.kinds)
    heads = [word for word, one in lines.items() if known.get(word) == "sale" and _is_head(one)]
    given = {fold(word) for word in (*stated.order_words, *stated.return_words)}
    amount = columns.places["amount"][0]
    found = {
        word: NO_ORDER for word, one in lines.items() for head in heads
        if word != head and known.get(word, "sale") == "sale" and word not in given
        and _restates(one, lines[head], amount, is_paid=word in PAID | PAPERS)
    }  # fmt: skip
    return replace(columns, kinds={**columns.kinds, **found}) if found else columns


def _by_word(columns: ColumnMap, rows: Rows) -> Mapping[str, _Lines]:
    """Return the lines of each word of the types, with the money of all columns that hold cents."""
    number, kind = (columns.places[name][0] for name in ("order_id", "line_type"))
    whole = [row for row in rows if len(row) >= len(columns.header)]
    money = {
        at: numbers_in(cells) for at in range(len(columns.header)) if at not in {number, kind}
        and _hold_cents(cells := [row[at].strip() for row in whole])
    }  # fmt: skip
    lines = defaultdict[str, _Lines](_Lines)
    for at, row in enumerate(whole):
        of, word = row[number].strip(), fold(row[kind])
        if of and word and row[kind] != columns.header[kind]:
            lines[word].n[of] += 1
            for place, numbers in money.items():
                if numbers[at] is not None:
                    lines[word].money[place][of] += numbers[at] or 0.0
    return lines


def _hold_cents(cells: Sequence[str]) -> bool:
    """Whether a column has numbers with two decimals, as money and no number of pieces has."""
    sign = "," if uses_comma(cells) else "."
    return any(cell[-3:-2] == sign and cell[-2:].isdigit() for cell in cells)


def _is_head(lines: _Lines) -> bool:
    """Whether nearly each sale has one line of the word."""
    once = sum(n == 1 for n in lines.n.values())
    return once >= max(_SALES, _NEARLY * len(lines.n))


def _restates(lines: _Lines, head: _Lines, amount: int, *, is_paid: bool) -> bool:
    """Whether lines stand beside the head of their sale and add up to it."""
    shared = [of for of in lines.n if of in head.n]
    if len(shared) < max(_SALES, _NEARLY * len(lines.n)):
        return False
    for place in [amount] if is_paid else lines.money:
        sums, wanted = lines.money[place], head.money[place]
        met = [of for of in shared if of in sums and of in wanted
               and abs(sums[of] - wanted[of]) <= _CENT]  # fmt: skip
        several = sum(lines.n[of] > 1 for of in met)
        varied = len({round(wanted[of], 2) for of in met}) >= _SUMS
        if len(met) >= _NEARLY * len(shared) and varied and (is_paid or several >= _SEVERAL):
            return True
    return False
