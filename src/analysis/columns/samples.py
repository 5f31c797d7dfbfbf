"""Rows that stand for a whole file: some of everywhere, and the last.

What a column means is decided by its cells. A word that comes up in the second half of a file, when
the shop changed its system, is none of the first records.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from itertools import islice

from analysis.columns.layout import SAMPLE_CHARACTERS, Layout, records_of_text, without_nulls
from analysis.engine import Engine, quote_text
from analysis.files.dialect import SAMPLE_RECORDS
from analysis.files.records import Record, read_records

#: Rows are taken in so many places, so many at each: the lines of one order stay together.
_PLACES, _TOGETHER = 256, 16
#: A text of so many bytes is read as a whole in some seconds.
_A_PASS = 64 << 20
#: Bytes of a text up to which all of it is read where what it is hangs on any line.
A_LONG_PASS = 1 << 32
#: Rows of a Parquet file that are held at once.
_AT_ONCE = 50_000
#: Rows that stand for all others, beside the first.
MOST_ROWS = _PLACES * _TOGETHER


def rows_of_everywhere(layout: Layout, engine: Engine) -> list[list[str]]:
    """Return the first records of a file and some of everywhere: at most about 4,500 rows.

    Some of other files with its header stand behind them. A word that one row in a thousand holds
    is missed once in fifty files.
    """
    head = layout.first()
    more: list[list[str]] = []
    if len(head) < SAMPLE_RECORDS:
        pass
    elif layout.source.form == "parquet":
        more = _of_parquet(layout, engine)
    elif layout.source.form == "workbook":
        more = _some_of([record.fields for record in layout.records][SAMPLE_RECORDS:])
    else:
        more = _of_text(layout)
    return head + more + [one.fields for one in layout.beside]


def every_record(layout: Layout, engine: Engine, *, most: int = _A_PASS) -> Iterator[Record] | None:
    """Yield all records of a file or a sheet; None where a pass would take too long."""
    if layout.source.form == "workbook":
        return iter(layout.records)
    if layout.source.plain.stat().st_size > most:
        return None
    if layout.source.form == "parquet":
        return _all_of_parquet(layout, engine)
    return map(without_nulls, records_of_text(layout.source, layout.dialect))


def _all_of_parquet(layout: Layout, engine: Engine) -> Iterator[Record]:
    source = f"read_parquet({quote_text(layout.source.plain)}, file_row_number = true)"
    for start in range(0, engine.count(source), _AT_ONCE):
        rows = engine.rows(
            f"SELECT COLUMNS(* EXCLUDE file_row_number)::VARCHAR FROM {source} WHERE "
            f"file_row_number >= {start} AND file_row_number < {start + _AT_ONCE} "
            "ORDER BY file_row_number"
        )
        for at, row in enumerate(rows, start + 1):
            yield Record(at, ["" if cell is None else cell for cell in row])


def last_rows(layout: Layout) -> list[list[str]]:
    """Return records of the end of a file (of a sheet: all of them), none of a Parquet file."""
    if layout.source.form == "workbook":
        return [record.fields for record in layout.records]
    if layout.source.form == "parquet":
        return []
    size = layout.source.plain.stat().st_size
    start = max(0, size - SAMPLE_CHARACTERS // 4)
    found = _records_between(layout, start, size)
    return [cells for cells in found if not _is_header(cells, layout)]


def _of_parquet(layout: Layout, engine: Engine) -> list[list[str]]:
    source = f"read_parquet({quote_text(layout.source.plain)}, file_row_number = true)"
    step = max(1, engine.count(source) // MOST_ROWS)
    rows = engine.rows(
        f"SELECT COLUMNS(* EXCLUDE file_row_number)::VARCHAR FROM {source} "
        f"WHERE file_row_number >= {SAMPLE_RECORDS} "
        f"AND file_row_number // {_TOGETHER} % {step} = 0 ORDER BY file_row_number"
    )
    return [["" if cell is None else cell for cell in row] for row in rows]


def _of_text(layout: Layout) -> list[list[str]]:
    size = layout.source.plain.stat().st_size
    if size <= SAMPLE_CHARACTERS:
        found = list(_records_between(layout, 0, size))[SAMPLE_RECORDS:]
        return [row for row in _some_of(found) if not _is_header(row, layout)]
    facts = layout.source.facts
    line = size // max(1, facts.lines) if facts else 100
    rows = list[list[str]]()
    for place in range(1, _PLACES):
        start = size * place // _PLACES
        block = _records_between(layout, start, min(size, start + line * (_TOGETHER + 2)))
        rows += islice(block, _TOGETHER)
    return [row for row in rows if not _is_header(row, layout)]


def _some_of(rows: list[list[str]]) -> list[list[str]]:
    """Return rows in groups that lie evenly over all of them."""
    step = max(1, len(rows) // MOST_ROWS)
    return [row for at, row in enumerate(rows) if at // _TOGETHER % step == 0]


def _records_between(layout: Layout, start: int, end: int) -> Iterator[list[str]]:
    """Yield the cells of the whole records between two places of a file.

    A place may lie within a quoted text: there lines have other widths than the table, or a quote
    that stays open, and nothing is taken.
    """
    dialect = layout.dialect
    with layout.source.plain.open("rb") as file:
        file.seek(start)
        text = file.read(end - start).decode("utf-8", errors="ignore")
    lines = list(StringIO(text, newline=""))[(1 if start else dialect.first) :]
    if lines and not lines[-1].endswith(("\n", "\r")) and end < layout.source.plain.stat().st_size:
        lines.pop()
    records = list(read_records(lines, dialect.delimiter, dialect.quoting))
    fit = (not one.unclosed and len(one.fields) == dialect.width for one in records)
    if start and dialect.quoting.quote in text and not all(fit):
        return
    yield from (without_nulls(record).fields for record in records)


def _is_header(cells: list[str], layout: Layout) -> bool:
    return tuple(map(str.strip, cells)) == layout.header
