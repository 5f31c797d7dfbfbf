"""What the first lines of an export say against the amount as it is read.

An order's total on each of its lines, a sign that stands beside the amount and not in it, money
that went back in a column of its own, a header that counts in cents. None of it is put right before
columns.toml says so (``statedmoney``): what is meant is not proved. Only a column that is called an
order's total, and is the same on all lines of twenty orders, is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.cells.amounts import is_negative
from analysis.cells.cellwords import CANCELLED_STATUS, plain_word
from analysis.cells.headerkeys import UNITS, key_of, keys, words_and_signs
from analysis.columns.columnmap import WHOLE, ColumnMap, Rows, filled_cells
from analysis.columns.mapfile import Stated
from analysis.columns.prices import NUMBER_CELL, discounts_said
from analysis.columns.unclear import toml_text
from analysis.results import Warned

_REFUNDED = frozenset(keys(
    "refund,refunds,refunded,refund amount,refunded amount,amount refunded,total refunded,"
    "order refund amount,credited amount,erstattet,erstattung,erstattungsbetrag,rückerstattung,"
    "erstatteter betrag,rückzahlung,remboursé,remboursement,montant remboursé,reembolso,"
    "reembolsado,importe reembolsado,importe devuelto"
))  # fmt: skip
#: Orders of several lines that speak for a repeated total: with such a header, and without.
_NAMED_ORDERS, _ORDERS = 2, 10
#: What a later file tells of the same line: it makes no second one.
_TOLD_LATER = ("status", "delivered_on", "refunded", "cancelled")
#: So many of them, with such a header and many different amounts, prove it.
UNIT_IN_HEADER = "unit_in_header"
PROVED_ORDERS, TOTAL_ONCE = 20, "order_total_once"


def unit_of(header: str) -> str:
    """Return what the header of an amount says its numbers are counted in, empty for nothing.

    Examples
    --------
    >>> unit_of("amount_cents"), unit_of("Umsatz [T€]"), unit_of("Umsatz €"), unit_of("Recent")
    ('cents', 'thousands', '', '')
    >>> unit_of("Importe (miles de €)"), unit_of("Revenue $k"), unit_of("Umsatz T EUR")
    ('thousands', 'thousands', 'thousands')
    """
    words = {*words_and_signs(header)}
    return next((unit for unit, known in UNITS.items() if words & known), "")


def _unit_above(title: str) -> str:
    """Return the words of a title that say in what its amounts are counted, empty for none."""
    found = re.findall(r"(?:\b(?:in|en) |[(\[:] ?)([^\W_]+[€$£]?)(?!\w)", title.casefold())
    return next((word for word in found if unit_of(word)), "")


def _unit_said(columns: ColumnMap, rows: Rows, stated: Stated, title: str) -> Iterator[Warned]:
    """Say that a header, the row below it or a title counts money in other than whole units."""
    for column in ("amount", "unit_price"):
        if not columns.has(column) or stated.amount_in is not None:
            continue
        header, below = columns.label(column), _word_below(columns, rows, column)
        places = (
            (header, f"The header '{header}'"),
            (below, f"'{below[:40]}' below the header '{header}'"),
            (_unit_above(title), f"'{_unit_above(title)}' above the table"),
        )
        if found := next(((unit_of(text), where) for text, where in places if unit_of(text)), None):
            unit, where = found[0], f"{found[1]} says"
            said = f"{where} {unit}: its numbers are read as they are written, "
            said += f'so every sum is in {unit}. Put amount_in = "{unit}" under [transactions] '
            said += 'into columns.toml and they are read as whole units; amount_in = "units" if '
            said += "they are whole already."
            yield Warned(UNIT_IN_HEADER, said, column=header)


def _word_below(columns: ColumnMap, rows: Rows, column: str) -> str:
    """Return the cell below the header of a column, where it holds a word and no number."""
    first = next((cells for cells in rows if any(map(str.strip, cells))), ())
    cell = _cell(first, columns.places[column][0])
    return "" if re.search(r"\d", cell) else cell


def doubt_lines(
    columns: ColumnMap, rows: Rows, stated: Stated, *, title: str = ""
) -> Iterator[Warned]:
    """Yield what must be said of the amounts, by the cells of records that stand for the file.

    What columns.toml answers is not said again.

    Examples
    --------
    >>> header = ("Kunde", "Datum", "Menge", "Betrag")
    >>> columns = ColumnMap("transactions", header, {"quantity": (2,), "amount": (3,)})
    >>> [told.code for told in doubt_lines(columns, [["a", "2024-01-05", "-2", "20"]], Stated())]
    ['unsigned_quantities']
    """
    yield from _unit_said(columns, rows, stated, title)
    yield from discounts_said(columns, rows, stated.ignore)
    if stated.amount_sign is None:
        yield from _quantities(columns, rows)
    if columns.has("amount"):
        if stated.amount_per is None:
            yield from _repeated_totals(columns, rows)
        yield from _refunds(columns, rows, stated)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if len(cells) > at else ""


def _repeated_totals(columns: ColumnMap, rows: Rows) -> Iterator[Warned]:
    """Say that orders of several lines have one amount on every line, each order another one.

    Without a number of the order, what a customer buys on one day is one, if the header of the
    amount speaks of an order.
    """
    amount = columns.places["amount"][0]
    named, numbered = WHOLE.search(key_of(columns.header[amount])), columns.has("order_id")
    # An order that a later file tells of another day or customer has no second line by that.
    by = [name for name in ("order_id", "customer_id", "ordered_on") if columns.has(name)]
    if not (numbered or named) or (not numbered and len(by) < 2):
        return
    places = [columns.places[column][0] for column in by]
    later = {place for name in _TOLD_LATER for place in columns.places.get(name, ())}
    lines: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for cells in rows:
        order = tuple(re.split("[ T]", _cell(cells, place))[0] for place in places)
        if all(order) and _cell(cells, amount):
            line = tuple("" if at in later else cell for at, cell in enumerate(cells))
            lines.setdefault(order, set()).add(line)
    several = [found for found in lines.values() if len(found) > 1]  # the same line twice is one
    amounts = [{_cell(cells, amount) for cells in found} for found in several]
    different = set[str]().union(*amounts)
    least = _NAMED_ORDERS if named and numbered else _ORDERS
    n_mixed = sum(len(found) > 1 for found in amounts)  # two orders on one day, without a number
    few = 0 if numbered else len(several) // 10
    if n_mixed > few or len(different) < max(2, len(several) / 2):
        return
    n_same, label = len(several) - n_mixed, columns.header[amount]
    if named and numbered and len(several) >= PROVED_ORDERS and len(different) >= PROVED_ORDERS / 2:
        yield _total_read(label, n_same, len(rows))
    elif len(several) >= least:
        said = _total_said(label, n_same, len(rows), numbered=numbered)
        yield Warned("order_total_on_lines", said, column=label)


def _total_read(label: str, n_same: int, n_rows: int) -> Warned:
    said = f"'{label}' is the same on every line of an order: in all {n_same:,} orders of several "
    said += f"lines among {n_rows:,} lines looked at. It is read as the order's total and counts "
    said += 'once an order. If it is each line\'s own, put amount_per = "line" under '
    return Warned(TOTAL_ONCE, f"{said}[transactions] into columns.toml.", column=label)


def read_once_an_order(columns: ColumnMap, stated: Stated) -> Stated:
    """Return what is stated, with the amount as an order's total where its lines prove it.

    Examples
    --------
    >>> proved = ColumnMap("transactions", (), {}, (Warned(TOTAL_ONCE, ""),))
    >>> read_once_an_order(proved, Stated()).amount_per
    'order'
    """
    proved = any(one.code == TOTAL_ONCE for one in columns.warnings)
    return replace(stated, amount_per="order") if proved else stated


def _total_said(label: str, n_same: int, n_rows: int, *, numbered: bool) -> str:
    orders = "orders of several lines" if numbered else "days on which a customer has several lines"
    name = "" if numbered else "name the number of the order as order_id in columns.toml and "
    said = f"'{label}' is the same on every line of an order: in all {n_same:,} {orders} "
    said += f"among {n_rows:,} lines looked at. Is it the order's total? It "
    said += f'counts once a line, and the money is too high: {name}put amount_per = "order" under '
    said += "[transactions] into columns.toml and it counts once an order, or name the amount "
    return said + 'of a line as amount; amount_per = "line" if it is the line\'s own.'


def _quantities(columns: ColumnMap, rows: Rows) -> Iterator[Warned]:
    """Say that a quantity below 0 gives money above 0: the amount beside it, or its own price."""
    given = columns.has("amount")
    by = "amount" if given else "unit_price"
    if not (columns.has("quantity") and columns.has(by)) or columns.has("line_type"):
        return
    money = columns.places[by][0]
    quantity = columns.places["quantity"][0]
    against = [
        cells
        for cells in rows
        if is_negative(_cell(cells, quantity)) and re.search("[1-9]", _cell(cells, quantity))
        and re.search("[1-9]", _cell(cells, money))
        and is_negative(_cell(cells, money)) != given
    ]  # fmt: skip
    if against:
        label = columns.header[quantity]
        said = f"{len(against):,} of {len(rows):,} lines looked at have a quantity below 0 in "
        what = "an amount above 0" if given else "a price below 0"
        said += f"'{label}' and {what} in '{columns.header[money]}': returns whose "
        said += "amount lacks its sign? " if given else "signs cancel out? "
        said += 'They count as sales: put amount_sign = "quantity" under '
        said += '[transactions] into columns.toml and they lower money; amount_sign = "own" if '
        said += "they are sales."
        yield Warned("unsigned_quantities", said, column=label)


def _refunds(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[Warned]:
    """Say that money went back in a column beside the amount of lines that count."""
    left = {key_of(name) for name in stated.ignore}
    amount = columns.label("amount")
    for at, label in enumerate(columns.header):
        if at in columns.taken or key_of(label) not in _REFUNDED - left:
            continue
        cells = filled_cells(rows, at)
        n_back = sum(bool(re.search("[1-9]", _cell(row, at))) for row in rows
                     if not _is_cancelled(columns, row, stated))  # fmt: skip
        if n_back and {*cells} - {"0", "1"} and all(map(NUMBER_CELL.fullmatch, cells)):
            said = f"'{label}' holds money that went back ({n_back:,} of {len(rows):,} "
            said += f"lines looked at): it is not taken off '{amount}'. Put refunded = "
            said += f"{toml_text(label)} under [transactions] into columns.toml and it is, or "
            said += f"ignore = [{toml_text(label)}] where it is off already. Its day stays the "
            said += "order's: refunds as lines of their own tell more."
            yield Warned("refunds_beside", said, column=label)


def _is_cancelled(columns: ColumnMap, row: Sequence[str], stated: Stated) -> bool:
    """Whether a line is set aside for the word of its status, so that its money never counts."""
    if not columns.has("status"):
        return False
    word = _cell(row, columns.places["status"][0]).strip().casefold()
    forms = {word, plain_word(word)}
    no_order = forms & (CANCELLED_STATUS | {*stated.cancel_words})
    return bool(no_order) and not forms & {*stated.order_words}
