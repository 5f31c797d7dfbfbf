"""Rows of reasons that somebody of the house wrote: answers of agents, bots, internal remarks.

A help desk exports a conversation, one row a message, with a column that says whose each is. They
are read, for a rep may write down what a customer said; which rows they are is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.cells.voices import is_of_house, tells_who_wrote
from analysis.columns.unclear import quoted, toml_text
from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.convert import Input
from analysis.rows.staging import physical_lines

#: So many different words are looked at; a column of more says nothing of who wrote.
_LOOKED_AT = 20


def what_the_house_wrote(engine: Engine, found: Input) -> Iterator[Warned]:
    """Yield for each column that tells it which rows of reasons the customer did not write.

    It tells where all its cells are such words and both sides have some.
    """
    columns, raw = found.columns, found.staged.name
    if columns.table != "reasons" or columns.listed or columns.has("source"):
        return
    out = f" AND line_ NOT IN ({', '.join(map(str, found.put_aside))})" if found.put_aside else ""
    said = set[int]()
    for at, header in _free(found):
        rows = engine.rows(
            f"SELECT c{at}, list(line_ ORDER BY line_) FROM {raw} WHERE c{at} <> ''{out} "
            f"GROUP BY ALL ORDER BY ALL LIMIT {_LOOKED_AT}"
        )
        if not tells_who_wrote(header, [text for text, _ in rows]):
            continue
        house = {text: lines for text, lines in rows if is_of_house(header, text)}
        lines = {line for each in house.values() for line in each}
        if not lines <= said:
            yield _said(found, header, [*house], (min(lines), len(lines), engine.count(raw)))
        said |= lines


def _free(found: Input) -> Iterator[tuple[int, str]]:
    """Yield the columns that nothing is read from."""
    columns = found.columns
    named = [at for at, header in enumerate(columns.header) if header]
    yield from ((at, columns.header[at]) for at in named if at not in columns.taken)


def _said(found: Input, header: str, words: Sequence[str], counts: tuple[int, int, int]) -> Warned:
    (first, n_house, n_rows), name = counts, toml_text(header)
    entries = ", ".join(
        f"{{ file = {toml_text(found.file)}, match = {{ {name} = {toml_text(word)} }}, "
        f"column = {name}, expected = {toml_text(word)}, "
        'action = "set_aside", rows = "all", why = "ours" }'
        for word in words
    )
    said = (
        f"Column '{header[:40]}' says of {n_house:,} of {n_rows:,} rows of {found.file} that the "
        f"customer did not write them ({quoted(words)}). They are read as reasons; if they are "
        "answers or remarks of your own people, leave them out with this line in "
        f"corrections.toml beside the exports: correction = [{entries}]"
    )
    line = physical_lines(found.staged, [first])[0][0]
    return Warned("not_of_the_customer", said, line=line, column=header)
