"""Entries of a list of opt-outs that are none: its own columns say that somebody gave leave.

A mailing tool exports all its addresses with a column of those who left, and a log of consents has
a row for each event. What refuses counts, and so does what nobody understands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.cells.choices import choices_of, counted_words
from analysis.cells.leaveanswers import clears, was_never_asked
from analysis.cells.optoutnames import names_consents, told_sense
from analysis.cells.permissions import Sense
from analysis.columns.unclear import quoted
from analysis.columns.whichtable import lists_opt_outs
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.convert import Input
from analysis.rows.optouts import cell_at, riddles

#: Different cells of a column that are looked at for words; choices are few.
_DIFFERENT = 200


def open_entries(engine: Engine, found: Input) -> tuple[str, list[Warned]]:
    """Return SQL that holds where a list's own columns say that somebody did not opt out.

    Empty where none does, or where the name of the list says that all in it opted out; a column of
    events such as *opt-in* and *opt-out* is heard there all the same.
    """
    columns = found.columns
    by_header = {at: s for at, name in enumerate(columns.header) if (s := told_sense(name))}
    by_cells = dict(_by_cells(engine, found, by_header))
    if all_stopped := _stops_all(found) and not by_cells:
        left_open = _open(found, {at: s for at, s in by_header.items() if s.kind == "out"}, {})
    else:
        by_header = {} if _stops_all(found) else by_header
        left_open = _open(found, by_header, by_cells)
    if not left_open:
        return "", []
    heard = {**by_header, **by_cells}
    warnings = [*_said(engine, found, left_open, [*heard], all_stopped=all_stopped)]
    if all_stopped:
        return "", warnings
    for at, sense in heard.items():
        if sense.kind == "in":
            warnings += riddles(engine, found, cell_at(engine, found, at), sense)
    return left_open, warnings


def _stops_all(found: Input) -> bool:
    """Whether the name of a list says that all in it opted out, whatever its columns say."""
    return lists_opt_outs(found.staged.layout.called, found.columns.header)


def _by_cells(
    engine: Engine, found: Input, told: Mapping[int, Sense]
) -> Iterator[tuple[int, Sense]]:
    """Yield the columns whose cells say who agreed; of other events not below a telling name."""
    called, raw = found.staged.layout.called, found.staged.name
    for at in range(len(found.columns.header)):
        if at in {*told, *found.columns.taken}:
            continue
        cell = found.staged.cell(at)
        rows = engine.rows(
            f"SELECT {cell} AS said, count(*) FROM {raw} WHERE {cell} <> '' GROUP BY said "
            f"ORDER BY 2 DESC LIMIT {_DIFFERENT}"
        )
        of_consents = names_consents(called) and not told
        sense = choices_of(counted_words(dict(rows)), of_consents=of_consents)
        if sense is not None and (sense.kind == "in" or not _stops_all(found)):
            yield at, sense


def _open(found: Input, by_header: Mapping[int, Sense], by_cells: Mapping[int, Sense]) -> str:
    """Return SQL that holds where each column clears, and one of consents at least gives leave.

    Who agreed to one thing refused nothing by a consent to another that is blank.
    """
    every, any_one, given = list[str](), list[str](), False
    for at, sense in {**by_header, **by_cells}.items():
        text = found.staged.cell(at)
        clear, asked = clears(text, sense), sense.kind == "in" and at in by_header
        every.append(f"({clear} OR {was_never_asked(text)})" if asked else clear)
        any_one += [clear] if sense.kind == "in" else []
        given = given or asked
    return " AND ".join([*every, f"({' OR '.join(any_one)})"] if given else every)


def _said(
    engine: Engine, found: Input, left_open: str, heard: list[int], *, all_stopped: bool
) -> Iterator[Warned]:
    """Say how many entries of a list are no opt-outs by its own columns."""
    n_open = engine.count(f"{found.staged.name} WHERE {left_open}")
    if not n_open:
        return
    names = quoted([found.columns.header[at] for at in heard], most=3)
    say = "says" if len(heard) == 1 else "say"
    said = f"{found.file} holds {counted(n_open, 'entry', 'entries')} that did not opt out, as "
    said += f"{names} {say}: "
    if all_stopped:
        said += "they are stopped all the same, because its name says that all in it opted out. "
        said += "If they may be contacted, take them out of the file."
    else:
        said += "they stop nobody. Any refusal counts, whatever other entries of the same "
        said += "customer say before or after it. If all in it opted out, take that column out of "
        said += "the file."
    yield Warned("not_opted_out", said, column=found.columns.header[heard[0]])
