"""A header that is one name short in front: R writes row names, and no name above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from analysis.cells.daytexts import Numbers, read_day
from analysis.columns.columnmap import named_by
from analysis.errors import InputRefused
from analysis.files.dialect import Dialect
from analysis.files.records import Record
from analysis.results import Warned
from analysis.vocabulary import DATED, TABLES

#: So many rows, and this share of the days, show that each stands one column to the right.
_LEAST, _NEARLY_ALL = 3, 0.9


def with_row_names(
    name: str, dialect: Dialect, records: Sequence[Record], stated: Mapping[str, str | int]
) -> tuple[Dialect, tuple[Warned, ...]]:
    """Return the dialect with a nameless first column where numbers of rows stand in front.

    Parameters
    ----------
    stated
        Canonical column -> header, as columns.toml says.

    Raises
    ------
    InputRefused
        When the days stand one column to the right and something else stands in front.

    Examples
    --------
    >>> dialect = Dialect(",", ("id", "date", "sales", ""), 1, 1, 4)
    >>> rows = [Record(at, [f"{at}", "C1", "2024-01-05", "9"]) for at in range(1, 5)]
    >>> with_row_names("a.csv", dialect, rows, {})[0].header
    ('', 'id', 'date', 'sales')
    """
    rows = [record.fields for record in records if not record.blank and not record.unclosed]
    positions = any(isinstance(place, int) for place in stated.values())
    if positions or len(rows) < _LEAST or not is_name_short(dialect, rows):
        return dialect, ()
    counted = [row[0].strip() for row in rows] == [str(at + 1) for at in range(len(rows))]
    if not counted or any(cell[:1] == " " for row in rows for cell in row):
        raise name_is_short(name, dialect)  # order numbers, and names such as 'Miller, John'
    header = ("", *(dialect.header or ())[:-1])
    said = (
        f"{name}: the header has one name less than the rows have fields, and the rows begin with "
        "1, 2, 3 ..., as R writes row names. Each name was read as that of the column one "
        "further to the right."
    )
    return replace(dialect, header=header), (Warned("row_names", said),)


def is_name_short(dialect: Dialect, rows: Sequence[Sequence[str]]) -> bool:
    """Whether all days stand one column to the right of their name, in rows of a field more."""
    header = dialect.header or ()
    if len(header) < 2 or header[-1] or not all(header[:-1]):
        return False
    whole = [row for row in rows if len(row) == len(header)]
    if len(whole) < _NEARLY_ALL * len(rows) or not any(row[-1].strip() for row in whole):
        return False
    dated = [at for at, cell in enumerate(header[:-1]) if _names_a_day(cell)]
    return bool(dated) and all(
        not any(_is_day(row[at]) or not row[at].strip() for row in whole)
        and sum(_is_day(row[at + 1]) for row in whole) >= _NEARLY_ALL * len(whole)
        for at in dated
    )


def _names_a_day(cell: str) -> bool:
    named = ((table, named_by(cell, name)) for name, table in TABLES.items())
    return any(found and table.column(found[0]).kind in DATED for table, found in named)


def _is_day(cell: str) -> bool:
    return isinstance(read_day(cell), date | Numbers)


def name_is_short(name: str, dialect: Dialect) -> InputRefused:
    """Return the refusal of a file whose header lacks the name of its first column."""
    header = dialect.header or ()
    dated = next((cell for cell in header if _names_a_day(cell)), "")
    return InputRefused(
        f"{name}: the header has {len(header) - 1} names and the rows have {len(header)} fields; "
        f"the days stand one column to the right of '{dated[:40]}'. A name is missing in front, as "
        "R leaves it out above row names, or a delimiter stands in a cell",
        "as many names as fields",
        "put a name into the header line for each column (in R: row.names = FALSE), or export with "
        "quotes around each field",
        code="header_one_short", file=name, line=dialect.header_line, column=dated[:40],
    )  # fmt: skip
