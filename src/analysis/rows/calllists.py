"""Call lists that came back filled in: told by what stands in them, read as touches and reasons.

A list is ours when its ids and its columns say so, never by its name: people sort, cut, rename and
translate it. One row of it is a touch and, where somebody wrote down what was said, a reason too;
so one file is read as two tables, each of which accounts for every row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from analysis.cells.headerkeys import key_of, keys
from analysis.columns.columnmap import (
    ColumnMap,
    known_columns,
    map_columns,
    missing_columns,
    rank_of,
)
from analysis.columns.layout import Layout
from analysis.columns.mapfile import Stated
from analysis.columns.statedsense import refuse_other_sense
from analysis.columns.unclear import toml_text
from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused
from analysis.rows.staging import Staged

#: Columns of a list as it is handed out, in their order; others were added by who filled it in.
HANDED_OUT = (
    "call_id", "program", "rep_id", "customer_id", "name", "contact_id", "contact", "phone",
    "email", "purpose", "slot", "why", "last_orders", "open_issues", "who_else", "do_not_say",
    "expected_value", "expected_low", "expected_high", "value_basis", "propensity", "probe_batch",
    "probe_probability", "completeness",
)  # fmt: skip
#: Columns that no other table has; three of them beside a call's id make a list.
_OWN = frozenset(HANDED_OUT[HANDED_OUT.index("slot") :]) - {"expected_value"}
#: What people fill in, with how a translated header says it.
FILLED_IN: dict[str, tuple[str, ...]] = {
    "called_at": keys("called at,called on,call date,date called,angerufen am,anruf am,anrufdatum,"
                      "datum,date,appelé le,date d'appel,llamado el,fecha de llamada,fecha"),
    "outcome": keys("outcome,result,call result,ergebnis,résultat,resultado"),
    "note": keys("note,notes,comment,notiz,notizen,bemerkung,kommentar,remarque,commentaire,nota,"
                 "notas,comentario"),
    "code": keys("code,reason code,grundcode,code motif,código"),
    "next_on": keys("next on,next date,next step on,nächster termin,wiedervorlage,prochaine date,"
                    "à relancer le,próxima fecha"),
}  # fmt: skip
#: Where each column of a table comes from.
_PARTS: dict[str, dict[str, str]] = {
    "touches": {
        "customer_id": "customer_id", "touched_at": "called_at", "touch_id": "call_id",
        "rep_id": "rep_id", "contact_id": "contact_id", "purpose": "purpose", "outcome": "outcome",
        "program": "program", "next_on": "next_on",
    },
    "reasons": {
        "customer_id": "customer_id", "note": "note", "code": "code", "stated_on": "called_at",
        "reason_id": "call_id", "contact_id": "contact_id", "probe_batch": "probe_batch",
        "probe_probability": "probe_probability",
    },
}  # fmt: skip

#: The id of a call, the name of its programme with the day it was made for, and its slot.
CALL_ID = r"[0-9a-f]{12}"
PROGRAM = r"calls (\d{4}-\d{2}-\d{2})"
_SLOTS = r"exploit|probe|closure|explore"
_SIGNS = {"call_id": CALL_ID, "program": PROGRAM, "slot": _SLOTS}
_ROWS, _OWN_COLUMNS = 300, 3


def is_call_list(layout: Layout) -> bool:
    """Whether a table is a call list of ours, by its header or, where it is translated, its cells.

    Either its column ``call_id`` stands beside three more that only a list has, or its cells are
    those of a list: slots, and call ids or the programme of one. A log that took over ids and
    programme is none.

    Examples
    --------
    >>> from analysis.files.dialect import Dialect
    >>> from analysis.files.source import Source
    >>> header = ("customer_id", "call_id", "outcome", "slot", "why", "propensity")
    >>> source = Source(None, "a.csv", "", 0, "text", None, "utf-8")
    >>> is_call_list(Layout(source, "", Dialect(",", header, 1, 1, 6), ()))
    True
    >>> is_call_list(Layout(source, "", Dialect(",", header[:3], 1, 1, 3), ()))
    False
    """
    found = _list_columns(layout)
    own = sum(column in found for column in _OWN)
    filled_in = any(column in found for column in ("called_at", "outcome", "note"))
    if "customer_id" not in found or not filled_in:
        return False
    if "call_id" in found and own >= _OWN_COLUMNS:
        return True
    told = _by_cells(layout, range(len(layout.header)))
    return "slot" in told and len(told) > 1


def _list_columns(layout: Layout) -> dict[str, int]:
    """Return the place from 0 of each column of a list that a table has.

    A column's own name wins; then the words of a translated header, then what its cells hold.
    """
    names = [key_of(cell) for cell in layout.header]
    n_times = Counter(names)
    wanted = {key_of(column): column for column in ("clearance", *HANDED_OUT, *FILLED_IN)}
    found = {wanted[key]: at for at, key in enumerate(names) if key in wanted and n_times[key] == 1}
    for column in ("customer_id", "rep_id", "contact_id"):
        free = _free(names, found)
        _add(found, column, [at for at in free if rank_of(layout.header[at], "touches", column)])
    for column, words in FILLED_IN.items():
        _add(found, column, [at for at in _free(names, found) if names[at] in words])
    if {*_SIGNS} <= {*found} or "customer_id" not in found:
        return found
    for column, at in _by_cells(layout, _free(names, found)).items():
        _add(found, column, [at])
    return found


def _add(found: dict[str, int], column: str, places: list[int]) -> None:
    """Add a column where just one place can be it."""
    if column not in found and len(places) == 1:
        found[column] = places[0]


def _free(names: Sequence[str], found: Mapping[str, int]) -> list[int]:
    taken = {*found.values()}
    return [at for at in range(len(names)) if at not in taken]


def _by_cells(layout: Layout, places: Iterable[int]) -> dict[str, int]:
    """Return the columns that all their filled cells tell: a call's id, the programme, the slot."""
    rows = layout.first(_ROWS)
    found = dict[str, int]()
    for at in places:
        cells = {row[at].strip() for row in rows if len(row) > at} - {"", layout.header[at]}
        for column, sign in _SIGNS.items():
            if cells and all(re.fullmatch(sign, cell) for cell in cells):
                found.setdefault(column, at)
    return found


def maps_of_list(layout: Layout, stated: Stated) -> list[ColumnMap]:
    """Return the column maps under which a list is read: as touches, and as reasons.

    Raises
    ------
    InputRefused
        When no column says when somebody was called, or two could be the same column.
    """
    found, file = _list_columns(layout), layout.source.name
    stated_places = stated.positions(layout.header, file)
    refuse_other_sense(stated_places, layout.header, "touches", file)
    for column, at in stated_places.items():
        found |= {part[column]: at for part in _PARTS.values() if column in part}
    taken = {*found.values()}
    # The other columns are a list's own. In what was added to it, a column that it lacks may still
    # be found by its words, and an opt-out must be.
    added = [cell if at not in taken else "" for at, cell in enumerate(layout.header)]
    if not {"called_at", "touched_at"} & ({*found} | known_columns(added, "touches")):
        raise _no_day(file)
    maps = []
    for table, columns in _PARTS.items():
        places = {name: found[own] for name, own in columns.items() if own in found}
        if table == "reasons" and missing_columns(table, {*places} | known_columns(added, table)):
            continue
        try:
            mapped = map_columns(table, added, file=file, stated=places)
        except InputRefused as refusal:
            raise _of_this_file(refusal, table, file) from None
        found |= {columns[name]: at[0] for name, at in mapped.places.items() if name in columns}
        maps.append(replace(mapped, header=layout.header))
    return [replace(mapped, listed=found) for mapped in maps]


def _no_day(file: str) -> InputRefused:
    return InputRefused(
        f"{file} is a call list, and no column of it says when somebody was called",
        "a column such as called_at",
        f'name it in columns.toml:\n[{toml_text(file)}]\ntouched_at = "<its header>"',
        code="no_date_column", file=file,
    )  # fmt: skip


def _of_this_file(refusal: InputRefused, table: str, file: str) -> InputRefused:
    """Ask for a line about the list alone: its table's section speaks of other exports."""
    return InputRefused(
        refusal.happened, refusal.expected,
        refusal.to_do.replace(f"[{table}]", f"[{toml_text(file)}]"),
        code=refusal.code, file=file, column=refusal.column,
    )  # fmt: skip


def first_day(engine: Engine, staged: Staged, columns: ColumnMap) -> date | None:
    """Return the day on which a list was made, as its programme says: nobody was called before."""
    if "program" not in columns.listed:
        return None
    program = f"c{columns.listed['program']}"
    day = f"try_cast(regexp_extract({program}, {quote_text(PROGRAM)}, 1) AS DATE)"
    found = engine.value(f"SELECT min({day}) FROM {staged.name}")
    return found if isinstance(found, date) else None
