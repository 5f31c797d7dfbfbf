"""Signs that somebody must not be contacted, read from the raw words of any table.

Whatever cannot be understood counts as an opt-out: an unknown word in an opt-out column, a blank in
a consent column, a status such as *verstorben 2023*. A header that only sounds like an opt-out is
obeyed too, and said; so are words such as *unsubscribed* or *do not call* in any other column of
persons and customers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from analysis.cells.fields import LETTERS, Cell
from analysis.cells.leaveanswers import clears, denies, ends_leave, is_answer, is_blank
from analysis.cells.permissions import NAMED, Sense, named_sense
from analysis.cells.speech import NEVER, NEVER_ALONE, PLEAS, SPEECHES, TOLD, cell_patterns
from analysis.cells.wishes import COMPLAINTS
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.calllists import FILLED_IN as WRITTEN
from analysis.rows.convert import Input, any_of, cell_of, is_in
from analysis.rows.heeded import SEARCHED as _SEARCHED
from analysis.rows.heeded import what_may_ask, what_was_obeyed


def opt_out_sql(engine: Engine, found: Input, heeded: Mapping[int, Sense]) -> str:
    """Return SQL that holds at any sign of an opt-out in a row; ``false`` where none can stand."""
    signs = [f"NOT {clears(cell.text, sense)}" for cell, sense in _asked(engine, found, heeded)]
    return any_of([*signs, *_signs_in_words(engine, found)])


def refusal_sql(engine: Engine, found: Input, heeded: Mapping[int, Sense]) -> str:
    """Return SQL that holds where a row says no itself: no consent left blank or still pending."""
    signs = [
        f"(NOT {is_blank(cell.text)} AND "
        + (denies(cell.text) if sense.kind == "in" else f"NOT {clears(cell.text, sense)}")
        + ")"
        for cell, sense in _asked(engine, found, heeded)
    ]
    return any_of([*signs, *_signs_in_words(engine, found)])


def _signs_in_words(engine: Engine, found: Input) -> list[str]:
    """Return SQL of what is an opt-out by its words, whatever column it stands in."""
    table, signs = found.columns.table, list[str]()
    if table in _SEARCHED:
        signs += [_never_called(text) for text in _texts(engine, found, "status")]
    if table in _SEARCHED | TOLD:
        signs.append(_is_in_table(found, _pleading(engine, found)))
    if found.columns.listed or table == "touches":
        signs.append(_is_in_table(found, _spoken(engine, found)))
    return signs


def _is_in_table(found: Input, table: str) -> str:
    return f"{found.staged.name}.line_ IN (SELECT line_ FROM {table})"


def _spoken(engine: Engine, found: Input) -> str:
    """Return the table with the ``line_`` of touches in which somebody said no."""
    if found.columns.listed:
        said = [speaks_of_opt_out(in_lines(_spoken_in_list(found)))]
    else:
        said = [speaks_of_opt_out(text) for text in _texts(engine, found, "outcome")]
        said.append(_holds_any(_plain(in_lines(_free(found))), PLEAS))
        said += map(ends_leave, _free(found))
    name = f"spoken_{found.staged.name}"
    engine.keep_table(name, f"SELECT line_ FROM {found.staged.name} WHERE {any_of(said)}")
    return name


def _spoken_in_list(found: Input) -> list[str]:
    """Return SQL for every text of a call list in which somebody may have written an opt-out."""
    printed = {at for name, at in found.columns.listed.items() if name not in WRITTEN}
    return [cell for at, cell in enumerate(found.staged.cells) if at not in printed]


def _never_called(text: str) -> str:
    """Return SQL that holds where a status forbids every call.

    Examples
    --------
    >>> Engine().rows("SELECT " + _never_called("s") + " FROM (VALUES ('verstorben 2023'), "
    ...               "('active'), ('minor account')) AS t(s)")
    [(True,), (False,), (False,)]
    """
    pattern = quote_text(rf"(^|[^{LETTERS}])({NEVER})([^{LETTERS}]|$)")
    return f"({is_in(text, NEVER_ALONE)} OR regexp_matches(lower({text}), {pattern}))"


def speaks_of_opt_out(text: str) -> str:
    """Return SQL that holds where a text says that somebody must not be contacted again.

    Examples
    --------
    >>> Engine().rows("SELECT " + speaks_of_opt_out("s") + " FROM (VALUES ('Never call again!'), "
    ...               "('opt_out'), ('ne plus appeler'), ('never contacted')) AS t(s)")
    [(True,), (True,), (True,), (False,)]
    """
    return _holds_any(_plain(text), SPEECHES)


def what_was_heeded(engine: Engine, found: Input, heeded: Mapping[int, Sense]) -> Iterator[Warned]:
    """Say which columns were obeyed that nobody named, and which answers nobody understands."""
    yield from what_was_obeyed(engine, found, heeded)
    for cell, sense in _asked(engine, found, heeded):
        yield from riddles(engine, found, cell, sense)
        yield from _blanks(engine, found, cell, sense)
    if found.columns.table in _SEARCHED | TOLD:
        yield from _said_elsewhere(engine, found, heeded)
    yield from what_may_ask(engine, found, heeded)


def may_hide_opt_out(found: Input, heeded: Mapping[int, Sense]) -> bool:
    """Whether a row of this input can hold an opt-out at all."""
    status = found.columns.table in _SEARCHED and found.columns.has("status")
    return has_opt_out_column(found, heeded) or bool(heeded) or status


def has_opt_out_column(found: Input, heeded: Mapping[int, Sense]) -> bool:
    """Whether an opt-out or consent column is there, by name, by sound or by its cells.

    One in which somebody refused beside other words clears nobody.
    """
    told = any(sense.kind not in {"wish", "refusal"} for sense in heeded.values())
    return any(map(found.columns.has, NAMED)) or told


def riddles(engine: Engine, found: Input, cell: Cell, sense: Sense) -> Iterator[Warned]:
    """Count the answers that are neither yes nor no."""
    text = cell.text
    strange = f"NOT {clears(text, sense)} AND NOT {denies(text)}"
    if sense.kind == "out":  # yes, or the day on which somebody opted out
        strange += f" AND NOT {is_answer(text)}"
    n_rows = _count(engine, found, strange)
    if not n_rows:
        return
    means = "is not a yes or no that is known here"
    said = (
        f"Column '{cell.label}': {counted(n_rows, 'row holds', 'rows hold')} what {means}: no "
        "contact. Write yes or no into the export, or add a correction."
    )
    yield Warned("unclear_answers", said, line=cell.first_line(strange), column=cell.label)


def _blanks(engine: Engine, found: Input, cell: Cell, sense: Sense) -> Iterator[Warned]:
    """Count the rows in which a column of consents says nothing."""
    if sense.kind != "in":
        return
    filled = f"concat({', '.join(found.staged.cells)}) <> ''"
    n_rows, n_blank = engine.rows(
        f"SELECT count(*), count_if({is_blank(cell.text)}) FROM {found.staged.name} WHERE {filled}"
    )[0]
    if not n_blank:
        return
    said = (
        f"Column '{cell.label}' states consent and is blank in {n_blank:,} of {n_rows:,} rows: no "
        "consent is stated there, and they are not to be contacted. Write yes into the export "
        "where it was given."
    )
    line = cell.first_line(f"{is_blank(cell.text)} AND {filled}")
    yield Warned("blank_consent", said, line=line, column=cell.label)


def _said_elsewhere(engine: Engine, found: Input, heeded: Mapping[int, Sense]) -> Iterator[Warned]:
    """Say in which other columns words such as *do not call* stand."""
    columns = found.columns
    asked = {*heeded, *(at for name in (*NAMED, "status") for at in columns.places.get(name, ()))}
    others = [at for at in range(len(columns.header)) if at not in asked]
    pleading = _pleading(engine, found)
    if not others or not engine.count(pleading):
        return
    cells = ", ".join(f"{{'place': {at}, 'said': {found.staged.cell(at)}}}" for at in others)
    found_at = engine.rows(  # in one question: to make the patterns ready takes longest
        f"SELECT place, count(*) FROM (SELECT unnest([{cells}], recursive := true) "
        f"FROM {found.staged.name} WHERE line_ IN (SELECT line_ FROM {pleading})) "
        f"WHERE {pleads(['said'], columns.table)} GROUP BY place ORDER BY place"
    )
    for at, n_rows in found_at:
        name = columns.header[at][:40] or f"column {at + 1}"
        said = (
            f"Column '{name}': {counted(n_rows, 'row says', 'rows say')} that somebody is not to "
            "be contacted, in words such as 'unsubscribed' or 'do not call'; they were obeyed."
        )
        yield Warned("opt_out_in_text", said, column=name)


def _asked(
    engine: Engine, found: Input, heeded: Mapping[int, Sense]
) -> Iterator[tuple[Cell, Sense]]:
    """Yield the cells that answer whether somebody may be contacted, with what yes means."""
    for column in NAMED:
        for at in range(len(found.columns.places.get(column, ()))):
            cell = cell_of(engine, found.staged, found.columns, column, at)
            place = found.columns.places[column][at]
            header = found.columns.header[place]
            yield replace(cell, label=header or cell.label), named_sense(column, header)
    for at, sense in heeded.items():
        yield cell_at(engine, found, at), sense


def cell_at(engine: Engine, found: Input, at: int) -> Cell:
    """Return the cell of a place that serves no canonical column."""
    columns = replace(found.columns, places={"": (at,)})
    return cell_of(engine, found.staged, columns, "")


def _texts(engine: Engine, found: Input, column: str) -> list[str]:
    places = found.columns.places.get(column, ())
    return [
        cell_of(engine, found.staged, found.columns, column, at).text for at in range(len(places))
    ]


def _free(found: Input) -> list[str]:
    """Return the cells that serve no canonical column."""
    taken = found.columns.taken
    return [cell for at, cell in enumerate(found.staged.cells) if at not in taken]


def _pleading(engine: Engine, found: Input) -> str:
    """Return the table with the ``line_`` of rows that hold an opt-out, whatever its header.

    It is made once: to make the patterns ready takes longer than to search a thousand rows.
    """
    raw, table = found.staged.name, found.columns.table
    said = _plain(in_lines(found.staged.cells))
    heard = (
        f"SELECT line_, {said} AS said FROM {raw} WHERE {_holds_any(said, cell_patterns(table))}"
    )
    engine.keep_table(f"heard_{raw}", heard)
    if table not in TOLD or not engine.count(f"heard_{raw}"):
        return f"heard_{raw}"
    engine.keep_table(
        f"pleas_{raw}", f"SELECT line_ FROM heard_{raw} WHERE {_no_complaint('said', table)}"
    )
    return f"pleas_{raw}"


def pleads(texts: list[str], table: str) -> str:
    """Return SQL that holds where one of these cells is an opt-out whatever its header."""
    said = _plain(in_lines(texts))
    heard = _holds_any(said, cell_patterns(table))
    if table not in TOLD:
        return heard
    return f"CASE WHEN {heard} THEN {_no_complaint(said, table)} ELSE false END"


def _no_complaint(said: str, table: str) -> str:
    """Return SQL that holds where a plea is left once complaints are cut out."""
    for complaint in COMPLAINTS:
        said = f"regexp_replace({said}, {quote_text(complaint)}, '\\1', 'g')"
    return _holds_any(said, cell_patterns(table))


def in_lines(texts: Iterable[str]) -> str:
    """Return SQL of one text with each of these on a line of its own.

    Examples
    --------
    >>> in_lines(["a", "b"]), in_lines([])
    ('concat_ws(chr(10), a, b)', "''")
    """
    listed = ", ".join(texts)
    return f"concat_ws(chr(10), {listed})" if listed else "''"


def _holds_any(text: str, patterns: Iterable[str]) -> str:
    """Return SQL that holds where a text, or a line of it, holds one of these patterns."""
    return any_of(f"regexp_matches({text}, {quote_text('(?m)' + one)})" for one in patterns)


def _plain(text: str) -> str:
    return f"replace(replace(lower({text}), '_', ' '), '’', '''')"


def _count(engine: Engine, found: Input, where: str) -> int:
    return engine.count(f"{found.staged.name} WHERE {where}")
