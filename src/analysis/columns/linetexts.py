"""Columns beside the amount in which a total or a balance names itself."""

from __future__ import annotations

from analysis.cells.cellwords import SUBTOTAL_WORDS, TOTAL_PATTERN
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
#: What follows the word: of which year, of which day.
_AFTER = " 0123456789./:-"


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
    """Return SQL that holds where a whole cell is the word of a total or a balance.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> [Engine().value(f"SELECT {is_total(quote_text(text))}")
    ...  for text in ("Saldovortrag 01.01.2024", "Opening balance paid late")]
    [True, False]
    """
    words = ", ".join(map(quote_text, sorted(SUBTOTAL_WORDS)))
    return f"rtrim(lower({text}), '{_AFTER}') IN ({words})"


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
    words = f"lower({text}) IN ({', '.join(map(quote_text, sorted(SUBTOTAL_WORDS)))})"
    if column == "order_id":
        words += f" OR regexp_matches({text}, {quote_text(TOTAL_PATTERN)})"
    return f"CASE WHEN right({text}, 1) > '9' THEN {words} ELSE false END"
