"""Tables that only add answers, and that cannot be read: left out, and said with what to name.

Only the register of fixes and the list of reps: without any other table a figure would be wrong in
silence, or somebody called who is not to be. So would be where a cell of them says so.
"""

from __future__ import annotations

import re

from analysis.cells.optoutnames import names_opt_outs, tells_opt_outs
from analysis.columns.columnmap import ANY_OF, known_columns
from analysis.columns.layout import Layout
from analysis.columns.samples import every_record
from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.intake.othertables import LeftOut
from analysis.intake.recognition import Laid, Options
from analysis.rows.optouts import speaks_of_opt_out

#: What the figures then lack.
_OPTIONAL = {
    "issues": "nothing in it counts as fixed, open or in the way of an offer",
    "reps": "every rep gets a list of the same length",
}
_LACKING = re.compile(r"no_\w+_column")
_READ_AS = re.compile(r"has no column for (.+) \(read as (\w+)\)")
_SECTION = re.compile(r"^(\[.+\])$", re.MULTILINE)
_LINE = re.compile(r'^(\w+) = ("(?:[^"\\]|\\.)*")', re.MULTILINE)
#: Bytes of a text that are read for it.
_A_PASS = 1 << 32
_MORE = {*ANY_OF, "email", "phone"}


def left_out_optional(
    one: Laid, refusal: InputRefused, engine: Engine, options: Options
) -> LeftOut | None:
    """Return an optional table as left out, where its refusal only asks for a column; else None.

    What columns.toml says of it is a promise that it can be read.
    """
    found = _READ_AS.search(refusal.happened)
    if not found or not _LACKING.fullmatch(refusal.code) or found[2] not in _OPTIONAL:
        return None
    lacking, table = found.groups()
    stated = one.own.table or one.own.columns or options.table or table in options.maps.sections
    if stated or len(one.layouts) != 1 or _may_hold_more(one.layouts[0], engine):
        return None
    lines, section = dict[str, list[str]](), _SECTION.search(refusal.to_do)
    for column, header in _LINE.findall(refusal.to_do):
        lines.setdefault(column, []).append(header)
    why = f"it looks like {table}, and no header says which column is its {lacking}: "
    why += _OPTIONAL[table]
    if lines and section:
        why += f". To read it, put under {section[1]} into columns.toml: "
        why += ", ".join(f"{column} = {' or '.join(each)}" for column, each in lines.items())
    return LeftOut(why, refusal, "optional_not_read")


def _may_hold_more(layout: Layout, engine: Engine) -> bool:
    """Whether a table may hold orders, people, or the word that somebody is not to be called."""
    header = layout.header
    people = {*known_columns(header, "contacts"), *known_columns(header, "customers")} & _MORE
    money = known_columns(header, "transactions") & {"amount", "unit_price"}
    named = names_opt_outs(layout.called) or any(map(tells_opt_outs, header))
    return bool(people or money or named) or _speaks(layout, engine)


def _speaks(layout: Layout, engine: Engine) -> bool:
    records = every_record(layout, engine, most=_A_PASS)
    if records is None:
        return True
    texts = {cell for record in records for cell in record.fields if not cell.isdigit()}
    said = f"SELECT count(*) FROM (SELECT unnest(?::VARCHAR[]) AS s) WHERE {speaks_of_opt_out('s')}"
    return bool(engine.rows(said, [sorted(texts)])[0][0])
