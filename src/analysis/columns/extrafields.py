"""Records with more fields than names: amounts that the delimiter cut in two, names of rows.

A comma inside an amount that stands without quotes makes two fields of it; R writes row names, and
no name above them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from analysis.cells.daytexts import Numbers, read_day
from analysis.cells.headerkeys import key_of
from analysis.columns.columnmap import named_by
from analysis.errors import InputRefused
from analysis.files.dialect import Dialect
from analysis.files.records import Record
from analysis.results import Warned
from analysis.vocabulary import DATED, TABLES

#: Above this share of a sample, from this many on, such records are no slip of single lines.
_SHARE, _SEVERAL = 0.05, 3
#: Behind the comma of a whole number stand its cents, or the last three digits before them.
_HEAD, _CENTS = re.compile(r"[^\w\s]?[-+(]?\d{1,3}([. ']?\d{3})*"), re.compile(r"\d{1,2}\D{0,4}")
_SHORT, _THOUSANDS = re.compile(r"[^\w\s]?[-+(]?\d{1,3}"), re.compile(r"\d{3}(\.\d{1,2})?\D{0,4}")

#: What was cut off before an empty cell; two digits up to this are weeks, hours or shares too.
_LOST, _NO_CENTS = re.compile(r"\d\d|\d{3}\.\d\d"), "59"


def refuse_cut_numbers(
    name: str, dialect: Dialect, records: Sequence[Record], stated: Mapping[str, str | int]
) -> None:
    """Refuse a file whose amounts hold commas and stand unquoted between commas.

    Raises
    ------
    InputRefused
        When many records have more fields than the header has names, and an amount in two parts
        explains it.

    Examples
    --------
    >>> dialect = Dialect(",", ("Customer", "Amount", ""), 1, 1, 3)
    >>> refuse_cut_numbers("a.csv", dialect, [Record(2, ["K1", "5.00", "99"])], {})
    >>> refuse_cut_numbers("a.csv", dialect, [Record(2, ["K1", "5", "99"])], {})
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: a.csv: 1 of 1 records have more fields than the header...
    """
    if dialect.delimiter != "," or not dialect.header:
        return
    header = list(dialect.header)
    while header and not header[-1]:
        header.pop()
    money = frozenset(at for at, cell in enumerate(header) if _is_money(cell, stated))
    filled = [record for record in records if not record.blank and not record.unclosed]
    over = [record for record in filled if len(_trimmed(record.fields)) > len(header)]
    cut = [record for record in over if _is_cut(_trimmed(record.fields), money, len(header))]
    if not over:
        over = [record for record in filled if len(record.fields) == len(header) + 1]
        cut = _cut_before_an_empty_cell(over, header, money) if 2 * len(over) > len(filled) else []
    several = len(cut) >= _SEVERAL or 2 * len(cut) > len(filled)
    if not several or len(cut) <= _SHARE * len(filled) or len(cut) < 0.9 * len(over):
        return
    labels = " or ".join(f"'{header[at][:40]}'" for at in sorted(money))
    raise InputRefused(
        f"{name}: {len(cut):,} of {len(filled):,} records have more fields than the header has "
        f"names, because a number in {labels} is cut in two at its comma (first in line "
        f"{cut[0].line})",
        "as many fields as names",
        "export it with a semicolon or tab between the columns, with decimal points, or with "
        "quotes around each field. If the last field is a column of its own, name it in the header "
        "line",
        code="cut_numbers", file=name, line=cut[0].line, column=header[min(money)][:40],
    )  # fmt: skip


def _trimmed(fields: Sequence[str]) -> list[str]:
    kept = [field.strip() for field in fields]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _is_money(cell: str, stated: Mapping[str, str | int]) -> bool:
    """Whether a header names money in some table, by its words or by columns.toml."""
    for table in TABLES.values():
        kinds = {column.name: column.kind for column in table.columns}
        found = named_by(cell, table.name)
        said = [c for c, wanted in stated.items() if key_of(str(wanted)) == key_of(cell)]
        if any(kinds.get(column) == "money" for column in [*said, *(found or ())[:1]]):
            return True
    return False


def _is_cut(fields: Sequence[str], money: frozenset[int], width: int) -> bool:
    """Whether the fields fit the header once numbers in two parts are joined."""
    surplus, at = len(fields) - width, 0
    for column in range(width):
        parts = fields[at : at + 2]
        if surplus and column in money and len(parts) == 2 and _belong_together(*parts):
            surplus, at = surplus - 1, at + 1
        at += 1
    return not surplus


def _cut_before_an_empty_cell(
    records: Sequence[Record], header: Sequence[str], money: frozenset[int]
) -> list[Record]:
    """Return records of one field too many, the last one empty, whose amounts lie in two columns.

    Such a last field is a trailing delimiter too, and the whole numbers of two columns are amount
    and quantity: cents are of two digits in a column that by its name holds no number.
    """
    for at in sorted(money - {len(header) - 1}):
        if _names_number(header[at + 1]):
            continue
        cut = [record for record in records if _belong_together(*record.fields[at : at + 2])
               and _LOST.fullmatch(record.fields[at + 1].strip())]  # fmt: skip
        tails = {record.fields[at + 1].strip() for record in cut}
        surely = any(len(tail) > 2 or tail > _NO_CENTS for tail in tails)
        if surely and len(tails) >= _SEVERAL and len(cut) >= 0.9 * len(records):
            return cut
    return []


def _names_number(cell: str) -> bool:
    """Whether a header names a column of some table that holds no text."""
    named = (named_by(cell, table.name) for table in TABLES.values())
    return any(
        found is not None and TABLES[name].column(found[0]).kind not in {"text", "word"}
        for name, found in zip(TABLES, named, strict=True)
    )


def _belong_together(head: str, tail: str) -> bool:
    cents = _HEAD.fullmatch(head) and _CENTS.fullmatch(tail)
    return bool(cents or (_SHORT.fullmatch(head) and _THOUSANDS.fullmatch(tail)))


#: So many rows, and this share of the days, show that each stands one column to the right.
_LEAST, _NEARLY_ALL = 3, 0.9


def with_row_names(
    name: str, dialect: Dialect, records: Sequence[Record], stated: Mapping[str, str | int]
) -> tuple[Dialect, tuple[Warned, ...]]:
    """Return the dialect with a nameless first column where numbers of rows stand in front.

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
