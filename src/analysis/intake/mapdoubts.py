"""What an export shows now against a map that was written for an earlier one.

A map is an answer, and holds. But it also leaves out what meant nothing then: a column that is new,
or whose cells tell more than they did. What would be read without the map shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.columns.columnmap import ColumnMap, missing_columns
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import leave_out, quoted, toml_text
from analysis.columns.words import key_of
from analysis.errors import InputRefused
from analysis.results import Warned

#: Code of the warning about a column that the map does not name.
MAP_IN_DOUBT = "map_in_doubt"
#: Columns that decide which lines count, when, for whom and with how much money.
_WEIGHTY = (
    "customer_id", "ordered_on", "amount", "refunded", "quantity", "unit_price", "status",
    "line_type", "currency",
)  # fmt: skip
#: Warnings about columns beside those that the map names.
_BESIDE = frozenset({"net_or_gross", "discount_beside", "refunds_beside"})


def doubts_of_the_map(
    columns: ColumnMap, stated: Stated, without: Callable[[], ColumnMap]
) -> list[Warned]:
    """Return what a file tells by columns that its map does not name.

    Parameters
    ----------
    without
        Reads the columns as if no map named any.

    Examples
    --------
    >>> from analysis.columns.remembered import Seen
    >>> stated = Stated(columns={"ordered_on": "Date"}, seen=Seen(("Date", "Sum")))
    >>> header, who = ("Date", "Sum", "Order date", "Nr"), {"customer_id": (3,), "amount": (1,)}
    >>> mapped = ColumnMap("transactions", header, {**who, "ordered_on": (0,)})
    >>> plain = ColumnMap("transactions", header, {**who, "ordered_on": (2,)})
    >>> [told.column for told in doubts_of_the_map(mapped, stated, lambda: plain)]
    ['Order date']
    """
    if stated.seen is None or columns.table != "transactions" or not any(columns.header):
        return []
    if missing_columns(columns.table, {*columns.places}):  # that is asked, whatever is new
        return []
    # Without a header that was seen (see ``for_header``) nothing is known to be new.
    new = {*stated.seen.new_in(columns.header)} if stated.seen.header else set[str]()
    named = {key_of(str(name)) for name in (*stated.columns.values(), *stated.ignore)}
    free = {name for name in columns.header if name and key_of(name) not in named}
    if not free:
        return []
    try:
        plain = without()
    except InputRefused as refusal:
        return _asked(refusal, new)
    return [*_otherwise(columns, plain, new, free), *_beside(columns, plain, new)]


def _asked(refusal: InputRefused, new: set[str]) -> list[Warned]:
    """Return the question that a new column would raise, if no map answered it."""
    about = sorted(name for name in new if f"'{name[:40]}'" in refusal.happened)
    if not about:
        return []
    said = f"New since columns.toml was written: {quoted(about)}. Without that map it would be "
    said += f"asked: {refusal.happened}. What columns.toml names is read; see that it still means "
    said += f"the same. If it does, {leave_out(about[0])}."
    return [Warned(MAP_IN_DOUBT, said, column=about[0])]


def _otherwise(
    columns: ColumnMap, plain: ColumnMap, new: set[str], free: set[str]
) -> Iterator[Warned]:
    """Yield columns that would be read, and that the map does not name or names otherwise."""
    for column in _WEIGHTY:
        name = plain.header[plain.places[column][0]] if plain.has(column) else ""
        if plain.places.get(column) == columns.places.get(column):
            continue
        if name not in (new if columns.has(column) else free):
            continue
        when = "is new since columns.toml was written" if name in new else "is not in columns.toml"
        now, to_do = "", f"put {column} = {toml_text(name)} under [transactions] into columns.toml"
        if columns.has(column):
            now = f" ('{columns.label(column)[:40]}' is, as it says)"
            to_do = f"name it in columns.toml in place of the other, as {column}"
        said = f"'{name[:40]}' {when}, and would be read as {column} without it{now}. If it is "
        said += f"meant, {to_do}; if not, {leave_out(name)}."
        yield Warned(MAP_IN_DOUBT, said, column=name)


def _beside(columns: ColumnMap, plain: ColumnMap, new: set[str]) -> Iterator[Warned]:
    """Yield what new columns tell of the money that the map names."""
    known = {told.code for told in columns.warnings}
    for told in plain.warnings:
        about_new = any(f"'{name[:40]}'" in told.message for name in new)
        if told.code in _BESIDE - known and about_new:
            yield told
