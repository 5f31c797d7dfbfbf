"""What differs between an export and the one that its column map was written for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from analysis.cells.amounts import currencies_in
from analysis.cells.cellwords import CANCELLED_STATUS
from analysis.cells.currencies import code_of
from analysis.cells.dates import DayColumn, order_votes
from analysis.columns.remembered import Seen
from analysis.columns.unclear import quoted
from analysis.engine import Engine
from analysis.files.dialect import NAMES
from analysis.results import Warned
from analysis.rows.convert import Input
from analysis.rows.typed import Typed

_ORDERS = {"dmy": "the day first", "mdy": "the month first"}
_IN_NUMBERS = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}")
#: Amounts that are enough to miss their decimals.
_SOME = 10


def look_of(found: Input, words: Mapping[str, Iterable[str]]) -> Seen:
    """Return what an input looks like, to be remembered in its map."""
    layout, columns = found.staged.layout, found.columns
    named = any(columns.header)
    return Seen(
        header=columns.header if named else (),
        n_columns=0 if named else len(columns.header),
        delimiter=NAMES.get(layout.dialect.delimiter, layout.dialect.delimiter),
        encoding=layout.source.encoding.partition(" with ")[0],
        date_order=_one({order for day in found.days if (order := _one(_proved(day)))}),
        date_sign=_one({sign for day in found.days for sign in _signs(day)}),
        decimal=_one({sign for n in found.numbers for sign in ".," if n.votes[sign]}),
        # A repeated header leaves its own name among the words.
        status=tuple(sorted(
            {word.casefold() for word in words.get("status", ())}
            - {columns.label("status").casefold()}
        )),
        currency=_currencies(found, words.get("currency", ())),
    )  # fmt: skip


def _currencies(found: Input, words: Iterable[str]) -> tuple[str, ...]:
    """Return the codes that a column, the cells of the money, a header or the map names."""
    money = (n for n in found.numbers if n.cell.column in {"amount", "unit_price"})
    units = (code_of(unit) for number in money for unit in currencies_in(number))
    return tuple(sorted({*map(code_of, words), *units, found.columns.currency or ""} - {""}))


def _proved(day: DayColumn) -> set[str]:
    return {order for order, n in order_votes(day).items() if n}


def _signs(day: DayColumn) -> set[str]:
    """Return the signs between the parts of dates that are written in numbers."""
    return {match[1] for text in day.counts if (match := _IN_NUMBERS.match(text))}


def _one(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""


def changes_in(found: Input, words: Mapping[str, Iterable[str]]) -> list[str]:
    """Return what has changed since the map of an input was written, in words."""
    stated, seen, now = found.stated, found.stated.seen, look_of(found, words)
    if seen is None:
        return [*_gone_told(found)]
    told = [*_columns_told(found, seen), *_gone_told(found)]
    if seen.header and now.header and seen.moved_in(now.header):
        told.append("the columns stand in another order (their names decide)")
    for what, before, after in (
        ("delimiter", seen.delimiter, now.delimiter),
        # A file without accents is UTF-8 whatever wrote it: no news.
        ("encoding", seen.encoding, "" if now.encoding == "utf-8" else now.encoding),
        # What the map itself says now is no news.
        ("decimal sign", seen.decimal, "" if now.decimal == stated.decimal else now.decimal),
    ):
        if before and after and before != after:
            told.append(f"the {what} is {after}, it was {before}")
    if stated.date_order is None or now.date_order != stated.date_order:
        told += _dates_told(found, seen, now)
    told += _decimals_told(found, seen, now)
    if seen.status and (new := [word for word in now.status if word not in seen.status]):
        told.append(f"new status word{'s' * (len(new) > 1)} {quoted(new)}")
    if seen.currency and (other := {*now.currency} - {*seen.currency}):
        was = ", ".join(seen.currency)
        told.append(f"amounts are in {', '.join(sorted(other))}, they were in {was}")
    return told


def _dates_told(found: Input, seen: Seen, now: Seen) -> Iterator[str]:
    if seen.date_order and now.date_order and seen.date_order != now.date_order:
        yield f"dates have {_ORDERS[now.date_order]}, they had {_ORDERS.get(seen.date_order, '')}"
    elif seen.date_sign and now.date_sign and seen.date_sign != now.date_sign:
        open_ = any(day.order.order is None for day in found.days)
        yield (
            f"dates are written with {now.date_sign}, they were with {seen.date_sign}"
            + ", and nothing proves their order" * open_
        )


def _decimals_told(found: Input, seen: Seen, now: Seen) -> Iterator[str]:
    """Yield that an amount column of some length has no separator in any cell any more."""
    whole = (
        sum(n.shapes.values()) >= _SOME and not any(set(shape) & {".", ","} for shape in n.shapes)
        for n in found.numbers if n.cell.column in {"amount", "unit_price"}
    )  # fmt: skip
    if seen.decimal and not now.decimal and any(whole) and found.stated.amount_in is None:
        yield (
            f"all amounts are whole, they had decimals behind {seen.decimal}: if they are cents "
            'now, put amount_in = "cents"'
        )


def _gone_told(found: Input) -> Iterator[str]:
    """Yield each column that the map names and the file lacks, and what is read for it."""
    for column, name in found.stated.gone.items():
        now = f"'{found.columns.label(column)[:40]}'" if found.columns.has(column) else "nothing"
        yield f"it lacks '{name[:40]}': {now} is read as {column}{_was_no_order(found, column)}"


def _was_no_order(found: Input, column: str) -> str:
    """Return the words of a status that is gone which named orders that did not count."""
    seen = found.stated.seen
    no_order = {*CANCELLED_STATUS, *found.stated.cancel_words} - {*found.stated.order_words}
    words = [word for word in seen.status if word in no_order] if seen else []
    if column != "status" or found.columns.has(column) or not words:
        return ""
    return f", and orders that were {quoted(words)} count as sales"


def _columns_told(found: Input, seen: Seen) -> list[str]:
    """Return new and missing columns; a new one with what it is used for."""
    told = seen.columns_changed(found.columns.header)
    new = set(seen.new_in(found.columns.header)) if seen.header else set()
    used = [
        f"'{found.columns.header[at][:40]}' as {column}"
        for column, places in found.columns.places.items()
        for at in places
        if found.columns.header[at] in new
    ]
    if new:
        told[0] += f" (used: {', '.join(used)})" if used else " (not used)"
    return told


def since_the_map(engine: Engine, table: str, inputs: Sequence[Typed]) -> list[Warned]:
    """Return one warning for each kind of change, with the files that have it."""
    mapped = [item for item in inputs if item.found.stated.seen or item.found.stated.gone]
    looks = [item.found.stated.seen for item in mapped]
    words = (
        _words(engine, table) if any(one and (one.status or one.currency) for one in looks) else {}
    )
    by_change: dict[tuple[str, ...], list[str]] = {}
    for item in mapped:
        told = changes_in(item.found, words.get(item.number, {}))
        if told:
            by_change.setdefault(tuple(told), []).append(item.found.file)
    return [Warned("export_changed", in_words(files, told)) for told, files in by_change.items()]


def in_words(files: Sequence[str], told: Sequence[str]) -> str:
    """Return the sentence about files that differ from what their map was written for.

    Examples
    --------
    >>> in_words(["b.csv"], ["new column 'Skonto' (not used)"])  # doctest: +ELLIPSIS
    "b.csv is not as columns.toml was written for: new column 'Skonto' (not used). ..."
    """
    more = len(files) - 1
    who = files[0] + (f" and {more} more file{'s' * (more > 1)}" if more else "")
    return (
        f"{who} {'are' if more else 'is'} not as columns.toml was written for: "
        f"{'; '.join(told)}. `whyleft map` with --out on that map writes it anew and keeps your "
        "lines."
    )


def _words(engine: Engine, table: str) -> dict[int, dict[str, set[str]]]:
    """Return the status words and currencies of each input of a checked table, in one pass."""
    asked = {"status", "currency"} & {*engine.columns(f"all_{table}")}
    if table != "transactions" or not asked:
        return {}
    names, found = sorted(asked), dict[int, dict[str, set[str]]]()
    for number, *words in engine.rows(
        f"SELECT DISTINCT file_, {', '.join(f'lower({name})' for name in names)} FROM all_{table}"
    ):
        of_file = found.setdefault(number, {name: set() for name in names})
        for name, word in zip(names, words, strict=True):
            of_file[name] |= {word} if word else set()
    return found
