"""How the cells of a column are written, proved by a sample: SQL that reads them so at once.

What is written otherwise is odd and read with care. A style is simple, or there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.cells.cellwords import (
    CANCELLED_STATUS,
    ORDER_STATUS,
    WON_STATUS,
    plain_word,
)
from analysis.columns.columnmap import kind_of
from analysis.columns.linetexts import numbers_total
from analysis.columns.mapfile import Stated
from analysis.engine import quote_text
from analysis.files.scan import Facts
from analysis.rows.daystyles import day_style
from analysis.rows.numberstyles import Converted, number_style

NUMERIC = frozenset({"money", "number", "count"})


def convert(
    column: str, text: str, cells: Sequence[str], stated: Stated, facts: Facts | None, *,
    needed: bool,
) -> Converted | None:  # fmt: skip
    """Return how a column of transactions is read at once; None where its cells prove no style.

    Parameters
    ----------
    text
        SQL of its cell.
    cells
        The cells of a sample that hold something.
    facts
        Of the file; None where nothing is known of its signs.
    needed
        Whether a row without a value is odd.

    Examples
    --------
    >>> found = convert("ordered_on", "c1", ["2024-01-05"] * 9, Stated(), None, needed=True)
    >>> found.value
    'CASE WHEN length(c1) = 10 THEN try_cast(c1 AS DATE) END'
    >>> convert("ordered_on", "c1", ["soon"], Stated(), None, needed=True) is None
    True
    """
    kind = kind_of("transactions", column)
    if kind == "timestamp":
        return None
    if kind == "date":
        day = day_style(text, cells, stated)
        odd = f"NOT coalesce({column} {day.within}, false)" if day else ""
        odd = _or_blank(text, odd, needed=needed)
        return Converted(day.value, odd, day.like) if day else None
    if kind in NUMERIC:
        found = number_style(text, cells, stated)
        return found and replace(found, odd=_or_blank(text, found.odd, needed=needed))
    if column == "customer_id":
        return Converted(text, f"{text} = ''")
    if column in {"status", "currency"}:
        return _word_sql(column, text, cells, stated)
    if kind == "id":
        unusual = _unusual_id(text, facts)
        if column in {"order_id", "product_id"}:
            totals = numbers_total(text, column)
            unusual = f"({unusual} OR {totals})" if unusual else totals
        return Converted(f"nullif({text}, '')", unusual)
    return Converted(f"nullif({text}, '')", "")


def _unusual_id(text: str, facts: Facts | None) -> str:
    """Return SQL for what ``clean_id`` would change, of the signs that the file has at all."""
    found = list[str]()
    if facts is None or not facts.ascii:
        found.append(f"strlen({text}) <> length({text})")
    if facts is None or b"'" in facts.signs:
        found.append(f"starts_with({text}, chr(39))")
    if facts is None or b'"' in facts.signs:
        found.append(f"starts_with({text}, '=\"')")
    if facts is None or facts.signs & {b"  ", b"\t", b"\v", b"\f"}:
        found.append(f"regexp_matches({text}, '\\s\\s|[\\t\\v\\f]')")
    return f"({' OR '.join(found)})" if found else ""


def _word_sql(
    column: str, text: str, cells: Sequence[str], stated: Stated
) -> Converted | None:  # fmt: skip
    """Return SQL of a column of words; rows with a word that may be no order are odd.

    None for deals: what stands beside one that was won is asked about.
    """
    if column == "currency":
        digits = f"({text} <> '' AND {text} < 'A')"  # no currency is called so
        odd = f"(length({text}) NOT IN (0, 3) OR {digits})"
        return Converted(f"nullif(upper({text}), '')", odd)
    if WON_STATUS & {plain_word(cell.casefold()) for cell in cells}:
        return None
    words = (ORDER_STATUS | {*stated.order_words, ""}) - {*stated.cancel_words} - CANCELLED_STATUS
    listed = ", ".join(map(quote_text, sorted(words)))
    return Converted(f"nullif({text}, '')", f"lower({text}) NOT IN ({listed})")


def _or_blank(text: str, odd: str, *, needed: bool) -> str:
    blank = f"{text} = ''"
    return f"({blank} OR {odd})" if needed else f"(NOT {blank} AND {odd})"
