"""Rows of the quick lane in which a total may name itself: they are odd, and judged with care.

A list of many words would be joined to every row; a pattern is looked for in a tenth of the time.
"""

from __future__ import annotations

import re

from analysis.cells.cellwords import SUBTOTAL_WORDS, TOTAL_OF, TOTAL_PATTERN
from analysis.columns.columnmap import ColumnMap
from analysis.engine import quote_text

_WORDS = "|".join(map(re.escape, sorted(SUBTOTAL_WORDS)))


def may_be_total(text: str) -> str:
    """Return SQL that holds at least where ``is_total`` does.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> [Engine().value(f"SELECT {may_be_total(quote_text(text))}")
    ...  for text in ("Saldovortrag 01.01.2024", "Opening balance paid late")]
    [True, False]
    """
    return f"regexp_matches({text}, {quote_text(f'(?i)^(?:{_WORDS})[ 0-9./:-]*$')})"


def may_number_total(text: str, column: str) -> str:
    """Return SQL that holds at least where ``numbers_total`` does: of an order or a product.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> [Engine().value("SELECT " + may_number_total(quote_text(text), column))
    ...  for text, column in (("Summe", "order_id"), ("Subtotal:", "product_id"),
    ...                       ("Total", "product_id"), ("SUM-17", "order_id"))]
    [True, True, False, False]
    """
    words = f"(?i)^(?:{_WORDS})$"
    words += f"|{TOTAL_PATTERN}" if column == "order_id" else ""
    named = f"regexp_matches({text}, {quote_text(words)})"
    return f"CASE WHEN ({text})[-1] > '9' THEN {named} ELSE false END"


def begins_as_total(text: str) -> str:
    """Return SQL that holds where a total's word and more stand; most texts begin with a digit.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> [Engine().value("SELECT " + begins_as_total(quote_text(text)))
    ...  for text in ("Zwischensumme 02/2023", "Σ Nord", "SUM-17", "Totalia 5")]
    [True, True, False, False]
    """
    named = f"regexp_matches({text}, {quote_text(TOTAL_OF)})"
    return f"CASE WHEN {text} >= '0' AND {text} < ':' THEN false ELSE {named} END"


def has_free_start(columns: ColumnMap) -> bool:
    """Whether a total may stand in a first column that is neither the customer nor the order.

    Examples
    --------
    >>> has_free_start(ColumnMap("transactions", ("Pos", "Kunde", "Betrag"), {"amount": (2,)}))
    True
    """
    named = {*columns.places.get("customer_id", ()), *columns.places.get("order_id", ())}
    return 0 not in named and len(columns.header) > 2
