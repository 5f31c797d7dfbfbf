"""Two columns that number the same customers: one of them is read, and which is said.

Systems keep a number that they count up and a code that people type. Where both stand on each line
and each value of one always stands beside the same value of the other, all figures are the same,
whichever is read. The one that more tables of the export have meets their customers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain

from analysis.cells.headerkeys import key_of
from analysis.columns.columnmap import best_places, rank_of
from analysis.columns.emptycolumns import EQUAL_COLUMNS
from analysis.columns.unclear import put, toml_text
from analysis.columns.words import HEADER_WORDS
from analysis.files.records import Record
from analysis.results import Warned

#: So many customers, on several lines each: fewer are one to one by chance.
_LEAST = 5


def without_twins(
    table: str, header: Sequence[str], records: Callable[[], Iterable[Record] | None],
    headers: Mapping[str, int], stated: Collection[str] = (),
) -> tuple[list[str], list[Warned]]:  # fmt: skip
    """Return the header without the other numbers of the same customers, and what is said of them.

    A list of customers has each of them once, which proves nothing: there the choice is that of the
    other tables. Where another table calls its customers by a header that is none of these, its
    values may be of either, and the analyst is asked.

    Parameters
    ----------
    records
        Gives all records; None where they are too many to be looked at.
    headers
        Headers of all tables of the export, with the number of tables that have each.
    stated
        Canonical columns that columns.toml names.

    Examples
    --------
    >>> header = ["CustNum", "CustID", "Amount"]
    >>> lines = [Record(at, [str(at % 6), f"ACME{at % 6}", "5"]) for at in range(30)]
    >>> without_twins("transactions", header, lambda: lines, {"CustNum": 2, "CustID": 1})[0]
    ['CustNum', '', 'Amount']
    >>> lines[7] = Record(7, ["1", "OTHER", "5"])
    >>> without_twins("transactions", header, lambda: lines, {})[0]
    ['CustNum', 'CustID', 'Amount']
    """
    names = list(header)
    places = best_places(header, table, "customer_id") if "customer_id" not in stated else []
    if len(places) < 2 or len({header[at] for at in places}) < len(places):
        return names, []
    tables = Counter[str]()  # that have a header, however it is spelt
    for name, n in headers.items():
        tables[key_of(name)] += n
    shared = [at for at in places if tables[key_of(header[at])] > 1]
    is_list = table != "transactions"
    if _is_called_else(table, header, headers) or (is_list and not shared):
        return names, []
    if not _are_one_to_one(records() or (), header, places, once=is_list):
        return names, []
    used = min(places, key=lambda at: _order(table, key_of(header[at]), tables))
    told = [_said(header, used, at, table, shared) for at in places if at != used]
    return ["" if at in places and at != used else name for at, name in enumerate(names)], told


def _is_called_else(table: str, header: Sequence[str], headers: Collection[str]) -> bool:
    """Whether another table has a customer's number under a header that this one lacks."""
    own = {*map(key_of, header)}
    strange = (name for name in headers if key_of(name) not in own)
    return any(rank_of(name, table, "customer_id") == 1 for name in strange)


def _order(table: str, key: str, tables: Mapping[str, int]) -> tuple[int, int, str]:
    """Return what sorts headers: more tables have it, its word is more usual."""
    words = [*chain(*HEADER_WORDS[table]["customer_id"])]
    return -tables[key], words.index(key) if key in words else len(words), key


def _are_one_to_one(
    records: Iterable[Record], header: Sequence[str], places: Sequence[int], *, once: bool
) -> bool:
    """Whether each value of a column has one beside it in each other column, on all lines."""
    beside: list[dict[str, tuple[str, ...]]] = [{} for _ in places]
    lines = Counter[tuple[str, ...]]()
    for record in records:
        if len(record.fields) <= max(places):
            continue
        cells = tuple(record.fields[at].strip() for at in places)
        if not any(cells) or cells == tuple(header[at] for at in places):
            continue
        if not all(cells) or any(
            of.setdefault(cell, cells) != cells for of, cell in zip(beside, cells, strict=True)
        ):
            return False
        lines[cells] += 1
    return sum(once or n > 1 for n in lines.values()) >= _LEAST


def _said(
    header: Sequence[str], used: int, other: int, table: str, shared: Sequence[int]
) -> Warned:
    name, twin = header[used], header[other]
    said = f"'{name[:40]}' and '{twin[:40]}' name the same customers, one to one on all lines: "
    said += f"'{name[:40]}' is read"
    said += ", as other tables have it" * (used in shared and other not in shared)
    said += ". If the other is meant, "
    said += put(f"customer_id = {toml_text(twin)}").replace("transactions", table) + "."
    return Warned(EQUAL_COLUMNS, said, column=name)
