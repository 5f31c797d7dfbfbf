"""Tables that are left out beside others, and said: they only add answers, or repeat orders.

A register of fixes or a list of reps that cannot be read lacks a figure; without any other table
one would be wrong in silence, or somebody called who is not to be. Lines of orders without a
customer, a day or money hold nothing that the orders with their numbers have not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from analysis.cells.amounts import is_negative
from analysis.cells.headerkeys import key_of
from analysis.columns.backnames import spoken_back
from analysis.columns.columnmap import best_places, filled_cells, known_columns, missing_columns
from analysis.columns.layout import Layout
from analysis.columns.samples import A_LONG_PASS, every_record, rows_of_everywhere
from analysis.columns.whichtable import recognise
from analysis.engine import Engine
from analysis.errors import InputRefused, counted
from analysis.intake.notread import may_be_reasons
from analysis.intake.othertables import LeftOut, may_tell_wishes
from analysis.intake.recognition import Laid, Options
from analysis.rows.optouts import speaks_of_opt_out

#: What the figures then lack.
_OPTIONAL = {
    "issues": "nothing in it counts as fixed, open or in the way of an offer",
    "reps": "every rep gets a list of the same length",
}
_LACKING = re.compile(r"no_\w+_column")
#: The lines of columns.toml that a refusal shows.
_SECTION = re.compile(r"^(\[.+\])$", re.MULTILINE)
_LINE = re.compile(r'^(\w+) = ("(?:[^"\\]|\\.)*")', re.MULTILINE)


def left_out_optional(
    one: Laid, refusal: InputRefused, engine: Engine, options: Options
) -> LeftOut | None:
    """Return an optional table as left out, where its refusal only asks for a column; else None.

    What columns.toml says of it is a promise that it can be read.
    """
    layout = one.layouts[0]
    table = recognise(layout.called, layout.header)
    lacking = missing_columns(table, known_columns(layout.header, table))
    asked = _LACKING.fullmatch(refusal.code) and refusal.column in lacking
    if table not in _OPTIONAL or not asked or len(one.layouts) != 1:
        return None
    stated = one.own.table or one.own.columns or options.table or table in options.maps.sections
    if stated or _may_hold_more(layout, engine):
        return None
    lines, section = dict[str, list[str]](), _SECTION.search(refusal.to_do)
    for column, header in _LINE.findall(refusal.to_do):
        lines.setdefault(column, []).append(header)
    why = f"it looks like {table}, and no header says which column is its "
    why += f"{' and '.join(lacking)}: {_OPTIONAL[table]}"
    if lines and section:
        why += f". To read it, put under {section[1]} into columns.toml: "
        why += ", ".join(f"{column} = {' or '.join(each)}" for column, each in lines.items())
    why += may_be_reasons(layout) if table == "issues" else ""
    return LeftOut(why, refusal, "optional_not_read")


def _may_hold_more(layout: Layout, engine: Engine) -> bool:
    """Whether a table may hold orders, people, or the word that somebody is not to be called."""
    money = known_columns(layout.header, "transactions") & {"amount", "unit_price"}
    return bool(money) or may_tell_wishes(layout) or _speaks(layout, engine)


def _speaks(layout: Layout, engine: Engine) -> bool:
    records = every_record(layout, engine, most=A_LONG_PASS)
    if records is None:
        return True
    texts = {cell for record in records for cell in record.fields if not cell.isdigit()}
    said = f"SELECT count(*) FROM (SELECT unnest(?::VARCHAR[]) AS s) WHERE {speaks_of_opt_out('s')}"
    return bool(engine.rows(said, [sorted(texts)])[0][0])


#: So many of the lines' orders stand among the orders.
_NEARLY_ALL = 0.95
#: What a file of orders has; money is its amount, or a price.
_NEEDED = {"customer_id": "customer", "ordered_on": "day", "amount": "money"}
_READ = ("order_id", *_NEEDED, "unit_price")


def orders_elsewhere(one: Laid, files: Iterable[Laid], engine: Engine, options: Options) -> str:
    """Return why a file of lines can be left out: its orders stand in others; empty where not.

    Its numbers are looked up in files that have customer, day and money beside them. Lines that may
    be returns, or that tell who opted out, are never left out.
    """
    if one.own.table or one.own.columns or options.table or len(one.layouts) != 1:
        return ""
    lines, places = one.layouts[0], _places(one.layouts[0], one, options)
    lacking = [word for column, word in _NEEDED.items() if column not in places]
    if "order_id" not in places or not lacking:
        return ""
    listed = recognise(lines.called, lines.header) == "transactions"
    if not listed or spoken_back(lines.called) or may_tell_wishes(lines):
        return ""
    rows = rows_of_everywhere(lines, engine)
    numbers = _numbers(rows, places["order_id"])
    if not numbers or ("amount" in places and _goes_back(rows, places["amount"])):
        return ""
    found = dict[str, set[str]]()
    for other in files:
        for layout in other.layouts:
            at = _places(layout, other, options)
            if other is not one and at.keys() >= {"order_id", *_NEEDED}:
                met = _met(layout, engine, at["order_id"], numbers)
                found.setdefault(other.source.name, set()).update(met)
    why = _why(len(numbers), {name: met for name, met in found.items() if met})
    lacks = " or ".join(filter(None, (", ".join(lacking[:-1]), lacking[-1])))
    return why and f"it has no {lacks}, and {why}"


def _places(layout: Layout, one: Laid, options: Options) -> dict[str, int]:
    """Return where a table has an order, its customer, its day and money, by header or map."""
    stated = options.maps.stated_for(one.source.path.name, "transactions").columns
    keys = [key_of(cell) for cell in layout.header]
    found = dict[str, int]()
    for column in _READ:
        named = stated.get(column)
        if isinstance(named, str) and key_of(named) in keys:
            found[column] = keys.index(key_of(named))
        elif at := best_places(layout.header, "transactions", column):
            found[column] = at[0]
    price = found.pop("unit_price", None)
    return found if price is None else {"amount": price, **found}


def _numbers(rows: Iterable[Sequence[str]], at: int) -> set[str]:
    """Return numbers of orders; a workbook may have lost their zeros."""
    cells = (cells[at].strip() for cells in rows if len(cells) > at)
    return {cell.lstrip("0") or "0" for cell in cells if cell}


def _goes_back(rows: Sequence[Sequence[str]], at: int) -> bool:
    cells = filled_cells(rows, at)
    return 2 * sum(map(is_negative, cells)) > len(cells)


def _met(layout: Layout, engine: Engine, at: int, numbers: Collection[str]) -> set[str]:
    """Return the numbers that a table has; it is read until all are found."""
    met = set[str]()
    for record in every_record(layout, engine, most=A_LONG_PASS) or ():
        met |= _numbers([record.fields], at) & {*numbers}
        if len(met) == len(numbers):
            break
    return met


def _why(n: int, found: dict[str, set[str]]) -> str:
    met = set[str]().union(*found.values())
    if not met or len(met) < _NEARLY_ALL * n:
        return ""
    best = max(found, key=lambda name: (len(found[name]), name))
    of = f"{len(met):,} of " * (len(met) < n)
    why = f"{of}the {counted(n, 'order')} looked at stand in {best}"
    more = len(found) - 1
    why += f" and {counted(more, 'other file')}" if more else ""
    return f"{why}, which count. To count lines, export them with customer, day and money"
