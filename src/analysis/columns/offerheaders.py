"""Headers that say of a document that it is an offer or a delivery note, and no sale.

Only where nothing else says what the document is: the number of an offer stands beside that of an
invoice, too.
"""

from __future__ import annotations

import re

from analysis.cells.headerkeys import key_of
from analysis.columns.columnmap import WHOLE, ColumnMap, named_by

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
    found = [cell for cell in columns.header if _SAYS.fullmatch(key_of(cell))]
    if not found or columns.has("line_type"):
        return ""
    others = [cell for cell in columns.header if cell not in found]
    sold = columns.has("order_id") and columns.label("order_id") not in found
    return "" if sold or any(map(_says_sale, others)) else found[0]


def _says_sale(cell: str) -> bool:
    column, _ = named_by(cell, "transactions") or ("", 0)
    key = key_of(cell)
    return column in _TOLD_BY and bool(WHOLE.search(key) or _SOLD.search(key))
