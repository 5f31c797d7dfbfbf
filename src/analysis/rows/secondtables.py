"""A second table below the first whose columns stand in another order: its rows mean others.

The same header again is a page header and only set aside (``rules``). One that names the columns in
other places is refused: read by the first header, values of one column would count as another's.
So are rows with another sign between their columns: they would be set aside as remarks.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cells.headerkeys import key_of
from analysis.columns.columnmap import ColumnMap, named_by
from analysis.columns.unclear import quoted
from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.files.dialect import NAMES, SIGNS
from analysis.rows.convert import WHEN
from analysis.rows.staging import Staged, physical_lines

#: So many cells of a row must be names of columns.
_NAMES = 3
#: Rows of other words that are looked at: different ones, the first of a file.
_LOOKED_AT = 1000
#: So many lines with another delimiter are a table of their own.
_LINES = 3


def refuse_second_order(engine: Engine, staged: Staged, columns: ColumnMap) -> None:
    """Refuse a staged file with a second header that names the columns in another order.

    Only rows with a word in place of the date are looked at: all loaded ones in the careful lane,
    in the quick one those that are odd.

    Raises
    ------
    InputRefused
        With the line of the second header.
    """
    when = columns.places.get(WHEN.get(columns.table, ""))
    if when is None or columns.listed or not staged.layout.dialect.header:
        return
    cells = ", ".join(f"c{at}" for at in range(len(columns.header)))
    day = f"c{when[0]}"
    words = f"{day} <> '' AND ({day} < '0' OR {day} >= ':') AND NOT regexp_matches({day}, '[0-9]')"
    rows = engine.rows(
        f"SELECT min(line_) AS line, {cells} FROM {staged.name} WHERE {words} "
        f"GROUP BY ALL ORDER BY line LIMIT {_LOOKED_AT}"
    )
    for line, *names in rows:
        if moved := _moved_columns(columns, names):
            raise _second_table(staged, physical_lines(staged, [int(line)])[0][0], moved)


def refuse_other_delimiter(staged: Staged) -> None:
    """Refuse a file of which most misshapen lines have all columns, with another sign between them.

    Raises
    ------
    InputRefused
        With the first such line.
    """
    dialect, file = staged.layout.dialect, staged.layout.source.name
    for sign in SIGNS.replace(dialect.delimiter or " ", ""):
        fit = [reject.text.count(sign) == dialect.width - 1 for reject in staged.rejects]
        if dialect.width > 1 and sum(fit) >= max(_LINES, len(fit) / 2):
            line = physical_lines(staged, [])[1][fit.index(True)]
            raise InputRefused(
                f"{file} has {sum(fit):,} lines with a {NAMES[sign]} between their columns, from "
                f"line {line} on; above it is a {NAMES.get(dialect.delimiter, dialect.delimiter)}",
                "one table a file, with one sign between its columns",
                f"put line {line} and what follows it into a file of its own",
                code="second_table", file=file, line=line,
            )  # fmt: skip


def _moved_columns(columns: ColumnMap, names: Sequence[str]) -> list[str]:
    """Return the cells of a row of names that name a used column which stands elsewhere.

    Empty where the row is no header: fewer than three of its cells are names of columns.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Kunde", "Datum", "Netto", "Steuer"),
    ...                     {"customer_id": (0,), "ordered_on": (1,), "amount": (2,)})
    >>> _moved_columns(columns, ["Kunde", "Datum", "Steuer", "Netto"])
    ['Netto']
    >>> _moved_columns(columns, ["Kunde", "Datum", "Netto", "Steuer"])
    []
    """
    own = [key_of(name) for name in columns.header]
    told = [_named(cell, columns, own) for cell in names]
    if len({name for name in told if name}) < _NAMES:
        return []
    places = {column: at for column, (at, *_) in columns.places.items()}
    return [
        cell
        for at, (cell, name) in enumerate(zip(names, told, strict=True))
        if key_of(cell) != own[at] and (place := places.get(name, at)) != at and told[place] != name
    ]


def _named(cell: str, columns: ColumnMap, own: Sequence[str]) -> str:
    """Return the canonical column that a cell names, or its key where the header has it too."""
    key = key_of(cell)
    if key and key in own:
        at = own.index(key)
        return next((c for c, places in columns.places.items() if at in places), key)
    hit = named_by(cell, columns.table)
    return hit[0] if hit else ""


def _second_table(staged: Staged, line: int, moved: Sequence[str]) -> InputRefused:
    file = staged.layout.source.name
    return InputRefused(
        f"{file} has a second header in line {line}, with columns in another order than above: "
        f"{quoted(moved, most=3)}",
        "one table a file; the rows below it would be read by the first header",
        f"put line {line} and what follows it into a file of its own",
        code="second_table", file=file, line=line, column=moved[0][:40],
    )  # fmt: skip
