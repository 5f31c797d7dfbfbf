"""Files and sheets whose name, or a header, speaks of money that is no order: quotes, plans.

They have the columns of orders, and their lines would count as orders in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.cells.headerkeys import key_of
from analysis.columns.backnames import spoken_back
from analysis.columns.columnmap import WHOLE, ColumnMap, named_by
from analysis.columns.layout import Layout
from analysis.columns.namepatterns import pattern_of
from analysis.columns.noordernames import no_orders_by
from analysis.columns.salelines import was_settled
from analysis.columns.sheets import ALL_SHEETS
from analysis.columns.unclear import toml_text
from analysis.columns.whichtable import file_words
from analysis.columns.words import loss_reason
from analysis.errors import InputRefused
from analysis.results import Warned
from analysis.rows.convert import Input

#: Words of an offer or a delivery note, and of its number or its day in a header.
_NUMBER = "no|nr|nro|n|num|number|nummer|numero|id|ref|reference|referenz|referencia"
_DAY = "date|datum|fecha|vom|on"
_OF = "de|du|del|der|des|la|le"
_PAPER = (
    "(sales)?(quotes?|quotations?|offers?|estimates?|proposals?)|angebots?|offerten?|"
    "kostenvoranschlags?|devis|presupuestos?|ofertas?|cotizaciones|cotizacion|proformas?|"
    "lieferscheins?|deliverynotes?|deliveryslips?|packingslips?|packinglists?|bl|"
    "bonsdelivraison|bondelivraison|albaran(es)?"
)
#: Keys of a number or a day of such a paper, with the word before or behind it.
_SAYS = re.compile(
    rf"({_NUMBER}|{_DAY})({_OF})?({_PAPER})|({_PAPER})({_NUMBER}|{_DAY})",
)
#: What else says in money, days and numbers that something was sold.
_SOLD = re.compile(r"receipt|sale|sold|umsatz|revenue|verkauf|vente|venta|kassenbon|ticket")
_TOLD_BY = frozenset({"order_id", "ordered_on", "amount", "status"})


def names_a_paper(cell: str) -> bool:
    """Whether a header names the number or the day of an offer or a delivery note.

    Examples
    --------
    >>> names_a_paper("N° devis"), names_a_paper("Offer date"), names_a_paper("Invoice No")
    (True, True, False)
    """
    return bool(_SAYS.fullmatch(key_of(cell)))


def says_no_order(columns: ColumnMap) -> str:
    """Return the header by which a table holds offers or delivery notes; empty where it may sell.

    Parameters
    ----------
    columns
        Of transactions.

    Examples
    --------
    >>> places = {"customer_id": (2,), "ordered_on": (1,), "amount": (3,)}
    >>> header = ("Angebots-Nr.", "Datum", "Kundennr", "Betrag")
    >>> says_no_order(ColumnMap("transactions", header, places))
    'Angebots-Nr.'
    >>> beside = (*header, "Auftragsnr")
    >>> says_no_order(ColumnMap("transactions", beside, {**places, "order_id": (4,)}))
    ''
    """
    found = [cell for cell in columns.header if names_a_paper(cell)]
    if not found or columns.has("line_type"):
        return ""
    others = [cell for cell in columns.header if cell not in found]
    sold = columns.has("order_id") and columns.label("order_id") not in found
    return "" if sold or any(map(_says_sale, others)) else found[0]


def _says_sale(cell: str) -> bool:
    column, _ = named_by(cell, "transactions") or ("", 0)
    key = key_of(cell)
    return column in _TOLD_BY and bool(WHOLE.search(key) or _SOLD.search(key))


def name_of(found: Input) -> str:
    """Return the name that speaks of an input: of its sheet, where that says what it holds."""
    return name_in(found.staged.layout)


def name_in(layout: Layout) -> str:
    """Return the name that speaks of a table: of its sheet, where that says what it holds."""
    file = layout.source.name
    own = layout.part or ("" if _speaks(file) else layout.sheet)
    return own if own and _speaks(own) else file


def label_of(found: Input) -> str:
    """Return how a message calls what ``name_of`` names."""
    name = name_of(found)
    return name if name == found.file else f"sheet '{name}' of {found.file}"


def _speaks(name: str) -> bool:
    said = bool(spoken_back(name)) or bool(no_orders_by(name, beside=("sales",)))
    return said or "transactions" in file_words(name)


def ask_of_names(inputs: Sequence[Input], *, table_given: bool) -> list[Input]:
    """Return the transactions; one that speaks of no orders is told of, beside none other.

    Raises
    ------
    InputRefused
        When such a file stands beside one of orders: its lines would count as orders.
    """
    if table_given:
        return [*inputs]
    names = [name for one in inputs for name in (one.file, one.staged.layout.part) if name]
    doubtful = {
        label_of(one): words for one in inputs
        if one.stated.table is None and (words := _no_orders(one, names))
    }  # fmt: skip
    others = [one for one in inputs if one.stated.table is None and label_of(one) not in doubtful]
    deals = {
        one.file: cell for one in others
        if (cell := loss_reason(one.columns.header)) and not was_settled(one.columns.header)
    }  # fmt: skip
    if deals and len(deals) + len(doubtful) < len(inputs):
        beside = next(one.file for one in inputs if one.file not in doubtful | deals)
        raise _which_are_deals(deals, beside)
    orders = [one for one in inputs if label_of(one) not in doubtful]
    if doubtful and orders:
        asked = [one for one in inputs if label_of(one) in doubtful]
        raise _which_are_orders(doubtful, asked, orders)
    return [_told(one, said) if (said := doubtful.get(label_of(one))) else one for one in inputs]


def _no_orders(found: Input, names: Sequence[str]) -> str:
    """Return what speaks of no orders: the name, or a header below one that says nothing."""
    name = name_of(found)
    beside = [one for one in names if one not in {name, found.file}]
    return no_orders_by(name, beside) or ("" if _speaks(name) else says_no_order(found.columns))


def _which_are_orders(
    doubtful: Mapping[str, str], asked: Sequence[Input], orders: Sequence[Input]
) -> InputRefused:
    names = list(doubtful)[:5]
    shown = ", ".join(f"{name} ('{doubtful[name]}')" for name in names)
    more = f" and {len(doubtful) - 5:,} more" if len(doubtful) > 5 else ""
    part, file = orders[0].staged.layout.part, orders[0].file
    beside = f"sheet '{part}' of {file}" if part else file
    return InputRefused(
        f"{shown}{more}: a name or header that speaks of no orders, and beside {beside} every line "
        "of it would count as an order",
        "orders, invoices or sales only",
        _what_to_do(asked, orders),
        code="no_orders_by_name", file=asked[0].file,
    )  # fmt: skip


def _what_to_do(asked: Sequence[Input], orders: Sequence[Input]) -> str:
    file, every = asked[0].file, [one.file for one in (*asked, *orders)]
    good = [one.staged.layout.part for one in orders if one.file == file]
    starred = {one.file for one in asked if one.stated.sheet == ALL_SHEETS}
    if starred == {file} == {one.file for one in asked}:  # its section is there already
        line, under = 'the line table = "transactions"', f"under [{toml_text(file)}]"
        alone = "move it out of the folder, or leave it out"
        if len(good) == 1:
            alone = f"to read the sheet '{good[0]}' alone, put sheet = {toml_text(good[0])} in "
            alone += f"place of sheet = {toml_text(ALL_SHEETS)} in columns.toml"
        elif good:
            alone = "take the sheet out of the workbook, or save the others as one of their own"
        return f"{alone}; if its lines are orders, add {line} {under} in columns.toml"
    files = list(dict.fromkeys(one.file for one in asked))
    pattern = pattern_of(files, {*every}) if len(files) > 1 else ""
    sections = [pattern] if pattern else files[:5]
    answer = "\n".join(f'[{toml_text(name)}]\ntable = "transactions"' for name in sections)
    return (
        "move it out of the folder, or leave it out; if its lines are orders, put this into "
        f"columns.toml:\n{answer}"
    )


def _which_are_deals(deals: dict[str, str], beside: str) -> InputRefused:
    name, column = next(iter(deals.items()))
    return InputRefused(
        f"{name} has a column '{column}': it looks like deals, won and lost, and beside {beside} "
        "every deal that was won would count as one order more",
        "orders, invoices or sales once, and the reasons of lost deals as reasons",
        f"say in columns.toml what it is:\n[{toml_text(name)}]\ntable = \"reasons\"\nor, if its "
        'deals stand in no other file:\ntable = "transactions"',
        code="deals_beside_orders", file=name, column=column,
    )  # fmt: skip


def _told(found: Input, words: str) -> Input:
    column = words if words in found.columns.header else None
    what = "A header" if column else "The name"
    said = f"{what} of {label_of(found)} speaks of no orders ('{words[:40]}'), and its lines count "
    said += "as orders: are they? Else give the export of orders, invoices or sales. If they are, "
    said += f'put table = "transactions" under [{toml_text(found.file)}] into columns.toml.'
    told = (*found.columns.warnings, Warned("no_orders_by_name", said, column=column))
    return replace(found, columns=replace(found.columns, warnings=told))
