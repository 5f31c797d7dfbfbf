"""The free texts of an input without the tags and entities of a web page, before they are read."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.cells.hypertext import MAYBE_HYPERTEXT, plain_text
from analysis.columns.columnmap import kind_of
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.convert import Input
from analysis.rows.staging import physical_lines

#: Kinds whose cells are free texts.
_WRITTEN = frozenset({"text", "word", "flag"})


def take_off_tags(engine: Engine, found: Input) -> list[Warned]:
    """Make plain texts of the cells in HTML and say so; opt-outs and names are told by words.

    Sales have no free texts, and may be very long. Ids stay as they are: other files write them
    the same way.
    """
    if found.columns.table == "transactions":
        return []
    told = []
    for at in _free_texts(found):
        lines = _take_off(engine, found, at)
        if lines:
            label, n_cells = found.columns.header[at], counted(len(lines), "cell")
            said = f"Column '{label}': {n_cells} held tags or entities of HTML, which were taken "
            said += "off; the text between them is read, each paragraph as a line."
            line = physical_lines(found.staged, lines[:1])[0][0]
            told.append(Warned("html_in_notes", said, line=line, column=label))
    return told


def _free_texts(found: Input) -> Iterator[int]:
    """Yield the places of columns of words, and of those that nobody named."""
    columns = found.columns
    kinds = {at: kind_of(columns.table, name) for name, ats in columns.places.items() for at in ats}
    yield from (
        at for at in range(found.staged.layout.dialect.width) if kinds.get(at, "text") in _WRITTEN
    )


def _take_off(engine: Engine, found: Input, at: int) -> list[int]:
    """Return ``line_`` of the rows whose cell was changed, in order."""
    raw = found.staged.name
    seen = engine.rows(
        f"SELECT DISTINCT c{at} FROM {raw} "
        f"WHERE regexp_matches(c{at}, {quote_text(MAYBE_HYPERTEXT)})"
    )
    plain = {text: as_read for (text,) in seen if (as_read := plain_text(text)) != text}
    if not plain:
        return []
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE plain_texts AS "
        "SELECT unnest(?::VARCHAR[]) AS written, unnest(?::VARCHAR[]) AS plain",
        [[*plain], [*plain.values()]],
    )
    chosen = f"FROM plain_texts AS p WHERE {raw}.c{at} = p.written"
    lines = engine.rows(f"SELECT line_ FROM {raw} WHERE EXISTS (SELECT 1 {chosen}) ORDER BY line_")
    engine.execute(f"UPDATE {raw} SET c{at} = p.plain {chosen}")
    return [int(line) for (line,) in lines]
