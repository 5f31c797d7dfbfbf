"""What the whole file says about each mapped column: sentences for the proposed map.

Counts come from the distinct days and number shapes of a column, samples from its first rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from analysis.cells import amounts
from analysis.cells.agreement import order_in_words
from analysis.cells.amounts import NumberColumn
from analysis.cells.dates import DayColumn, Order, order_votes
from analysis.cells.daytexts import PLACEHOLDER_DAYS, Numbers, close_day, read_day
from analysis.columns.columnmap import ColumnMap, kind_of, named_by
from analysis.columns.kindcodes import NO_ORDER
from analysis.columns.linekinds import fold, kind_of_words
from analysis.columns.unclear import BY_CELLS, quoted
from analysis.columns.words import CURRENCIES, key_of
from analysis.engine import Engine
from analysis.errors import counted
from analysis.rows.convert import Input, cell_of
from analysis.rows.rules import is_one_status, sense_of_status, unknown_statuses
from analysis.vocabulary import DATED, NUMERIC

#: Text columns whose words an analyst must judge; shown as they are while they are few.
_WORDS_SHOWN = frozenset({"status", "currency", "channel"})
_FEW, _SHORT, _NAMED = 40, 30, 6
EXACT = 1_000_000  # rows up to which different ids are counted exactly
_NUMBER_SIGNS = re.compile(r"[\d.,'’\s()+\-−–%€$£¥₹₽₺₴₩¢]*\d[\d.,'’\s()+\-−–%€$£¥₹₽₺₴₩¢]*")


@dataclass(frozen=True)
class Counted:
    """What is counted in the rows of one input.

    Parameters
    ----------
    n_rows
        Rows that fit the header.
    blank, different
        By canonical column: blank cells; about how many different ids.
    words
        By canonical column of few words: rows by word.
    """

    n_rows: int = 0
    blank: Mapping[str, int] = field(default_factory=dict)
    different: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def count_cells(engine: Engine, found: Input) -> Counted:
    """Count blanks, ids and words of the mapped columns in one pass, and one for each word list."""
    columns, raw = found.columns, found.staged.name
    ids = [c for c in columns.places if kind_of(columns.table, c) == "id"]
    texts = {c: cell_of(engine, found.staged, columns, c).text for c in columns.places}
    parts = [f"count(*) FILTER ({texts[c]} = '')" for c in columns.places]
    exact = found.staged.n_rows <= EXACT
    count = "count(DISTINCT {})" if exact else "approx_count_distinct({})"
    parts += [count.format(f"nullif({texts[c]}, '')") for c in ids]
    n_rows, *counts = engine.rows(f"SELECT {', '.join(['count(*)', *parts])} FROM {raw}")[0]
    words = {}
    for column in columns.places:
        if kind_of(columns.table, column) in {"word", "flag"} or column in _WORDS_SHOWN:
            rows = engine.rows(
                f"SELECT {texts[column]} AS w, count(*) AS n FROM {raw} GROUP BY w "
                f"ORDER BY n DESC, w LIMIT {_FEW + 2}"
            )
            words[column] = {word: n for word, n in rows if word}
    blank = dict(zip(columns.places, counts, strict=False))
    return Counted(n_rows, blank, dict(zip(ids, counts[len(columns.places) :], strict=True)), words)


def header_evidence(columns: ColumnMap, column: str, *, stated: bool) -> list[str]:
    """Return why a column was chosen, and which others would have fitted."""
    at, *also = columns.places[column]
    beside = quoted([columns.header[place] for place in also])
    more = [f"{beside} too: any sign counts"] * bool(also)
    if stated:
        return ["stated in columns.toml", *more]
    hit = named_by(columns.header[at], columns.table)
    if hit is None:
        by_cells = any(
            told.code == BY_CELLS and told.column == columns.header[at] for told in columns.warnings
        )
        return [*["the only column that can be it, by its cells"] * by_cells, *more]
    rank = "full word" if hit[1] == 1 else "bare word"
    told = [f"header word '{key_of(columns.header[at])[:30]}' ({rank})", *more]
    others = [
        name for place, name in enumerate(columns.header)
        if place not in columns.places[column]
        and (other := named_by(name, columns.table)) is not None and other[0] == column
    ]  # fmt: skip
    if others:
        told.append(f"{quoted(others)} would fit too: not used")
    return told


def day_evidence(day: DayColumn, order: Order) -> list[str]:
    """Return the proof of a date order, what cannot be read, and the span of the days."""
    n_open, votes = day.n_numeric, order_votes(day)
    told = []
    if n_open:
        told.append(_order_told(order, votes, n_open))
    proved = sum(n for t, n in day.counts.items() if isinstance(day.days[t], date))
    if proved:
        told.append(counted(proved, "date proves itself", "dates prove themselves"))
    serials = sum(n for t, n in day.counts.items() if isinstance(day.days[t], int))
    if serials:
        told.append(counted(serials, "spreadsheet serial number"))
    strange = sum(n for t, n in day.counts.items() if day.days[t] is None)
    if strange:
        told.append(counted(strange, "cell is no date", "cells are no date"))
    return told + _span(day, order)


def _order_told(order: Order, votes: dict[str, int], n_open: int) -> str:
    if order.order is None:
        return f"order NOT proved: none of {n_open:,} dates has a part above 12"
    if order.order == "both":
        return (
            f"both orders: {votes['dmy']:,} dates have a first part above 12, "
            f"{votes['mdy']:,} a second"
        )
    if not order.order:
        return f"{n_open:,} dates fit both orders: set aside"
    if votes.get(order.order):
        return order_in_words(votes, n_open, order.order)
    first = {"dmy": "day first", "mdy": "month first"}.get(order.order, "year first")
    return f"{first}: {order.why}; none of {n_open:,} dates has a part above 12"


def _span(day: DayColumn, order: Order) -> list[str]:
    if order.order == "both" or (order.order is None and day.n_numeric):
        return []
    closed = (close_day(one, order.order, 2068) for one in day.days.values())
    days = [d for d in closed if d and d.year > 1900 and d.isoformat() not in PLACEHOLDER_DAYS]
    return [f"{min(days).isoformat()} to {max(days).isoformat()}"] if days else []


def number_evidence(number: NumberColumn, sign: str | None, column: str) -> list[str]:
    """Return the proof of a decimal sign, the currency and the negative lines of a column."""
    votes, total = number.votes, sum(number.shapes.values())
    told = [_sign_told(number, sign)]
    if units := amounts.currencies_in(number):
        told.append(f"currency in the cells: {', '.join(units)}")
    below = sum(n for shape, n in number.shapes.items() if amounts.is_negative(shape))
    below += sum(n for shape, n in number.shapes.items() if number.sides and shape[-1] == "H")
    if below and column in {"amount", "quantity"}:
        one, more = "negative line read as a return", "negative lines read as returns"
        told.append(counted(below, one, more))
    strange = votes["!"] + sum(n for s, n in number.shapes.items() if "9" not in s and s != "-")
    if strange:
        told.append(f"no number in {strange:,} of {counted(total, 'cell')}")
    return told


def _sign_told(number: NumberColumn, sign: str | None) -> str:
    votes, total = number.votes, sum(number.shapes.values())
    name = {".": "point", ",": "comma"}.get(sign or "", "")
    if votes["."] and votes[","]:
        return f"both signs: {votes['.']:,} cells have a decimal point, {votes[',']:,} a comma"
    if sign in {".", ","} and votes[sign]:
        return f"decimal {name}: {votes[sign]:,} of {total:,} cells prove it"
    if votes["?"] and sign is None:
        return f"decimal sign NOT proved: {votes['?']:,} cells may hold thousands or decimals"
    if votes["?"] and number.has_thousands(sign):
        return f"thousands: {votes['?']:,} cells of three places, and none of one or two"
    if votes["?"]:
        return f"decimal {name}: as another column or file has it, or columns.toml"
    return "whole numbers: no decimal sign is needed"


def word_evidence(found: Input, column: str, words: Mapping[str, int]) -> list[str]:
    """Return the words of a column with their rows, and what a status or line type does."""
    if len(words) > _FEW:
        return [f"more than {_FEW} different words"]
    shown = list(words.items())[:_NAMED]
    if any(len(word) > _SHORT for word in words):
        return [f"{len(words)} different words, some of them long"]
    told = [f"{_clean(word)} {n:,}{_sense(found, column, word)}" for word, n in shown]
    more = f" and {len(words) - _NAMED} more words" if len(words) > _NAMED else ""
    return [", ".join(told) + more] if told else []


def _sense(found: Input, column: str, word: str) -> str:
    if found.columns.table != "transactions":
        return ""
    if column == "status":
        senses = {"order": "kept", "no order": "no order", "": "sense not known"}
        return f" ({senses[sense_of_status(word, found.stated)]})"
    kinds = {"return": "lowers money", "credit": "lowers money", "cancel": "no order",
             NO_ORDER: "no order"}  # fmt: skip
    kind = kind_of_words(found.columns.kinds).get(fold(word), "")
    sense = kinds.get(kind, "") if column == "line_type" else ""
    return f" ({sense})" if sense else ""


def strange_words(found: Input, words: Mapping[str, int]) -> list[str]:
    """Return the status words whose sense is not known, the header's own word left out."""
    if sum(words.values()) == found.staged.n_rows and is_one_status(words):
        return []
    folded = {word.casefold() for word in words}
    return sorted(unknown_statuses(folded, found.columns.label("status"), found.stated))


def samples_of(
    table: str, column: str, cells: Sequence[str], words: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    """Return three different samples: plain where the cell is what its column says, else masked.

    Examples
    --------
    >>> samples_of("transactions", "amount", ["1.290,00", "see Anna"])
    ('1.290,00', 'xxx xxxx')
    >>> samples_of("transactions", "customer_id", ["K-4711"])
    ('x-9999',)
    """
    kind = kind_of(table, column)
    few = words is not None and len(words) <= _FEW and all(len(w) <= _SHORT for w in words)
    shown = (_clean(c) if _is_plain(kind, c, few=few) else masked(c) for c in cells if c)
    return tuple(dict.fromkeys(shown))[:3]


def _is_plain(kind: str, cell: str, *, few: bool) -> bool:
    if kind in DATED:
        return len(cell) <= _SHORT and read_day(cell) is not None
    if kind in NUMERIC:
        bare = " ".join(w for w in cell.split() if w.casefold().strip(".") not in CURRENCIES)
        short = sum(sign.isdigit() for sign in cell) <= 12
        return short and len(cell) <= _SHORT and _NUMBER_SIGNS.fullmatch(bare) is not None
    return few


def masked(cell: str) -> str:
    """Return a cell with digits as 9 and letters as x.

    Examples
    --------
    >>> masked("Anna Müller, +49 30")
    'xxxx xxxxxx, +99 99'
    """
    return _clean(re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", cell[:24])))


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)).strip()


def looks_like(cells: Sequence[str]) -> str:
    """Return what the cells of a column that nobody named look like.

    Examples
    --------
    >>> looks_like(["01.02.2024", "2024-03-01"]), looks_like(["4,50", "7"]), looks_like(["", ""])
    ('a date', 'a number', 'empty')
    """
    filled = [cell for cell in cells if cell]
    if not filled:
        return "empty"
    days = sum(isinstance(read_day(cell), date | Numbers) for cell in filled)
    if days >= 0.9 * len(filled):
        return "a date"
    numbers = sum(_is_plain("money", cell, few=False) for cell in filled)
    return "a number" if numbers >= 0.9 * len(filled) else "text"
