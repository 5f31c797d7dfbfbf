"""Where a total or a balance names itself beside the amount: its columns, and SQL of its words.

A list of many words would be joined to every row; a pattern is looked for in a tenth of the time.
"""

from __future__ import annotations

import re

from analysis.cells.cellwords import SUBTOTAL_WORDS, TOTAL_OF, TOTAL_PATTERN
from analysis.cells.headerkeys import key_of, keys
from analysis.columns.columnmap import ColumnMap
from analysis.columns.mapfile import Stated
from analysis.engine import quote_text

_TEXTS = frozenset(keys(
    "text,description,details,detail,memo,memo/description,narrative,narration,particulars,"
    "comment,comments,remark,remarks,note,notes,transaction description,line description,"
    "posting text,posting description,beschreibung,buchungstext,belegtext,positionstext,"
    "bezeichnung,bemerkung,bemerkungen,kommentar,verwendungszweck,vorgang,buchung,libellé,"
    "libellé écriture,intitulé,désignation,commentaire,concepto,descripción,detalle,glosa,"
    "observaciones,comentario"
))  # fmt: skip
_WORDS = "|".join(map(re.escape, sorted(SUBTOTAL_WORDS)))


def text_places(columns: ColumnMap, stated: Stated) -> tuple[int, ...]:
    """Return the positions of the columns of free text that nothing else is read from.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Kunde", "Text", "Betrag"), {"amount": (2,)})
    >>> text_places(columns, Stated()), text_places(columns, Stated(ignore=("Text",)))
    ((1,), ())
    """
    if columns.table != "transactions":
        return ()
    left = columns.taken | stated.unused(columns.header)
    return tuple(
        at for at, name in enumerate(columns.header) if at not in left and key_of(name) in _TEXTS
    )


def is_total(text: str) -> str:
    """Return SQL that holds where a cell is the word of a total or a balance, and perhaps its day.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> [Engine().value(f"SELECT {is_total(quote_text(text))}")
    ...  for text in ("Saldovortrag 01.01.2024", "Opening balance paid late")]
    [True, False]
    """
    return f"regexp_matches(lower({text}), {quote_text(f'^(?:{_WORDS})[ 0-9./:-]*$')})"


def numbers_total(text: str, column: str) -> str:
    """Return SQL that holds where the number of an order or a product is the word of a total.

    A product may be called *Total*, an order is not. Nearly all numbers end in a digit.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> [Engine().value("SELECT " + numbers_total(quote_text(text), column))
    ...  for text, column in (("Summe", "order_id"), ("Subtotal:", "product_id"),
    ...                       ("Total", "product_id"), ("SUM-17", "order_id"))]
    [True, True, False, False]
    """
    words = f"^(?:{_WORDS})$" + (f"|{TOTAL_PATTERN}" if column == "order_id" else "")
    named = f"regexp_matches(lower({text}), {quote_text(words)})"
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
    named = f"regexp_matches(lower({text}), {quote_text(TOTAL_OF)})"
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
