"""Tables that only add answers, and that cannot be read: left out, and said with what to name.

Only the register of fixes and the list of reps: without any other table a figure would be wrong in
silence, or somebody called who is not to be. So would be where a cell of them says so.
"""

from __future__ import annotations

import re

from analysis.columns.columnmap import known_columns, missing_columns
from analysis.columns.layout import Layout
from analysis.columns.samples import A_LONG_PASS, every_record
from analysis.columns.whichtable import recognise
from analysis.engine import Engine
from analysis.errors import InputRefused
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
