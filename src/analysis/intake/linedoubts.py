"""What the first lines of an export say against the amount as it is read.

An order's total on each of its lines, a sign that stands beside the amount and not in it, money
that went back in a column of its own. None of it is put right: what is meant is not proved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.intake.columns import ColumnMap
from analysis.intake.headerkeys import key_of, keys
from analysis.intake.linekinds import NEGATIVE
from analysis.results import Warned

#: Words of a header that says the amount is one of a whole order.
_WHOLE = re.compile(
    r"order|invoice|bill|cart|basket|rechnung|auftrag|bestell|beleg|facture|commande|factura|pedido"
)
_REFUNDED = frozenset(keys(
    "refund,refunds,refunded,refund amount,refunded amount,amount refunded,total refunded,"
    "order refund amount,credited amount,erstattet,erstattung,erstattungsbetrag,rückerstattung,"
    "erstatteter betrag,rückzahlung,remboursé,remboursement,montant remboursé,reembolso,"
    "reembolsado,importe reembolsado,importe devuelto"
))  # fmt: skip
#: Orders of several lines that speak for a repeated total: with such a header, and without.
_NAMED_ORDERS, _ORDERS = 2, 10
_MONEY = re.compile(r"(?!\d{1,2}\.\d{1,2}\.\d{2,4}$)\D{0,6}\d[\d.,' ]*\D{0,6}")

Rows = Sequence[Sequence[str]]


def doubt_lines(columns: ColumnMap, rows: Rows, ignore: Sequence[str]) -> Iterator[Warned]:
    """Yield what must be said of the amounts, by the cells of the first records.

    Parameters
    ----------
    ignore
        Headers that columns.toml leaves out.

    Examples
    --------
    >>> header = ("Kunde", "Datum", "Menge", "Betrag")
    >>> columns = ColumnMap("transactions", header, {"quantity": (2,), "amount": (3,)})
    >>> [told.code for told in doubt_lines(columns, [["a", "2024-01-05", "-2", "20"]], ())]
    ['unsigned_quantities']
    """
    if columns.table != "transactions" or not columns.has("amount"):
        return
    yield from _repeated_totals(columns, rows)
    yield from _quantities(columns, rows)
    yield from _refunds(columns, rows, ignore)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if len(cells) > at else ""


def _repeated_totals(columns: ColumnMap, rows: Rows) -> Iterator[Warned]:
    """Say that orders of several lines have one amount on every line, each order another one."""
    if not columns.has("order_id"):
        return
    order, amount = columns.places["order_id"][0], columns.places["amount"][0]
    lines: dict[str, set[tuple[str, ...]]] = {}
    for cells in rows:
        if _cell(cells, order) and _cell(cells, amount):
            lines.setdefault(_cell(cells, order), set()).add(tuple(cells))
    several = [found for found in lines.values() if len(found) > 1]  # the same line twice is one
    amounts = [{_cell(cells, amount) for cells in found} for found in several]
    different = set[str]().union(*amounts)
    named = _WHOLE.search(key_of(columns.header[amount]))
    least = _NAMED_ORDERS if named else _ORDERS
    if any(len(found) > 1 for found in amounts) or len(different) < max(2, len(several) / 2):
        return
    if len(several) >= least:
        label = columns.header[amount]
        said = f"'{label}' is the same on every line of an order: in all {len(several):,} orders "
        said += f"of several lines among the first {len(rows):,}. Is it the order's total? It "
        said += "counts once a line, and the money is too high. Name the amount of a line as "
        said += "amount in columns.toml, or export one line an order."
        yield Warned("order_total_on_lines", said, column=label)


def _quantities(columns: ColumnMap, rows: Rows) -> Iterator[Warned]:
    """Say that a quantity below 0 stands beside an amount above 0."""
    if not columns.has("quantity") or columns.has("line_type"):
        return
    quantity, amount = columns.places["quantity"][0], columns.places["amount"][0]
    against = [
        cells
        for cells in rows
        if NEGATIVE.search(_cell(cells, quantity)) and re.search("[1-9]", _cell(cells, quantity))
        and re.search("[1-9]", _cell(cells, amount)) and not NEGATIVE.search(_cell(cells, amount))
    ]  # fmt: skip
    if against:
        label = columns.header[quantity]
        said = f"{len(against):,} of the first {len(rows):,} lines have a quantity below 0 in "
        said += f"'{label}' and an amount above 0 in '{columns.header[amount]}': returns whose "
        said += "amount lacks its sign? They count as sales. Export amounts with their sign, or "
        said += "quantity and unit price without the amount."
        yield Warned("unsigned_quantities", said, column=label)


def _refunds(columns: ColumnMap, rows: Rows, ignore: Sequence[str]) -> Iterator[Warned]:
    """Say that money went back in a column beside the amount."""
    used = {place for places in columns.places.values() for place in places}
    left = {key_of(name) for name in ignore}
    amount = columns.label("amount")
    for at, label in enumerate(columns.header):
        if at in used or key_of(label) not in _REFUNDED - left:
            continue
        cells = [cell for cells in rows if (cell := _cell(cells, at))]
        n_back = sum(bool(re.search("[1-9]", cell)) for cell in cells)
        if n_back and {*cells} - {"0", "1"} and all(map(_MONEY.fullmatch, cells)):
            said = f"'{label}' holds money that went back ({n_back:,} of the first {len(rows):,} "
            said += f"lines): it is not taken off '{amount}'. Export refunds as lines of their "
            said += f'own, or the amount after refunds; put ignore = ["{label}"] into columns.toml '
            said += "where they are off already."
            yield Warned("refunds_beside", said, column=label)
