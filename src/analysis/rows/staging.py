"""Every row of an input as text in the engine, with the number that leads to its physical line.

Regular text files are read by the engine and the count is checked against ``lines.shape_of``; when
it does not add up, and for all other files, the records are read in Python first.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from analysis.cells.fields import trimmed
from analysis.columns.columnmap import ColumnMap
from analysis.columns.layout import Layout, records_of_text
from analysis.engine import Engine, quote_name, quote_text
from analysis.errors import AnalysisError, InputRefused
from analysis.files import lines
from analysis.files.dialect import Dialect
from analysis.files.lines import RowEnds
from analysis.files.records import BLANK, USUAL, Record
from analysis.files.scan import OPEN_END, scan
from analysis.rows.quick import Plan, trimmed_cells

#: Under this size a file with misshapen rows is read again with care; it costs seconds.
SMALL_BYTES = 20 << 20
MAX_LINE_BYTES = 1 << 23
#: After so many lines that are no row, for each row nine of them, the rest is not read.
MANY_REJECTS, _NEARLY_ALL = 200_000, 9


@dataclass(frozen=True)
class Reject:
    """A record with a wrong number of fields, or with a quote that never closes."""

    line: int
    text: str
    n_fields: int
    unclosed: bool = False


@dataclass(frozen=True)
class Staged:
    """An input in the engine: columns ``c0``, ``c1`` ... of text and ``line_``.

    Parameters
    ----------
    name
        Temporary table.
    n_rows, n_empty
        Rows in the engine; empty lines that are not.
    rejects
        Records that do not fit the header.
    by_record
        Whether ``line_`` counts loaded records and must be looked up (``physical_lines``).
    one_line_each
        Whether no record spans lines, so that looking up is counting.
    """

    name: str
    layout: Layout
    n_rows: int
    n_empty: int
    rejects: tuple[Reject, ...]
    by_record: bool
    quick: Plan | None = None
    one_line_each: bool = False

    def cell(self, at: int) -> str:
        """Return SQL of the text of a cell."""
        return f"{self.name}.c{at}"

    @property
    def cells(self) -> list[str]:
        """SQL of the texts of all cells of a row."""
        return [self.cell(at) for at in range(self.layout.dialect.width)]

    @property
    def rows(self) -> str:
        """View of the rows that the quick lane converted; the table ``name`` has the odd ones."""
        return f"quick_{self.name}"

    def cells_at(self, chosen: str, columns: ColumnMap) -> str:
        """Return a relation with the text of rows: ``line_`` and the cells of mapped columns."""
        among = f"line_ IN (SELECT line_ FROM {chosen})"
        if not self.quick:
            return f"(SELECT * FROM {self.name} WHERE {among})"
        by_place = {
            places[0]: f"{column}::VARCHAR AS c{places[0]}"
            for column, places in columns.places.items()
        }
        # Where only odd rows are asked for, the engine sees nothing left and reads no other row.
        left = f"SELECT line_ FROM {chosen} EXCEPT SELECT line_ FROM {self.name}"
        return (
            f"(SELECT * FROM {self.name} WHERE {among} UNION ALL BY NAME SELECT line_, "
            f"{', '.join(by_place.values())} FROM {self.rows} WHERE line_ IN ({left}))"
        )

    @property
    def n_all(self) -> int:
        """Rows in: everything below the header."""
        return self.n_rows + self.n_empty + len(self.rejects)


def stage(
    engine: Engine, layout: Layout, name: str, *, spill: Path, careful: bool = False
) -> Staged:
    """Load an input into a temporary table.

    Parameters
    ----------
    careful
        Read the records in Python, so that ``line_`` is the physical line of every row.
    """
    source, dialect = layout.source, layout.dialect
    if source.form == "parquet":
        return _from_parquet(engine, layout, name)
    if source.form == "workbook":
        return _from_records(engine, layout, name, lambda: layout.records, spill)
    usual = dialect.delimiter != BLANK and dialect.quoting == USUAL
    if not careful and usual and dialect.width > 1:
        staged = _from_engine(engine, layout, name)
        if staged is not None:
            return staged
    return _from_records(engine, layout, name, lambda: records_of_text(source, dialect), spill)


def strict_reader(layout: Layout, name: str) -> str:
    """Return SQL that reads a file's records as text, misshapen ones into a reject table."""
    dialect = layout.dialect
    more = (
        f"new_line = {quote_text(_line_end(layout.source.plain))}, "
        f"skip = {dialect.first}, store_rejects = true, rejects_limit = 0, "
        f"rejects_table = 'rejects_{name}', rejects_scan = 'scan_{name}'"
    )
    return _read_csv(layout.source.plain, dialect.delimiter, _cells(dialect.width), more)


def _cells(width: int) -> list[str]:
    return [f"c{at}" for at in range(width)]


def _read_csv(path: Path, delimiter: str, columns: list[str], more: str) -> str:
    kinds = ", ".join(f"{quote_text(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({quote_text(path)}, auto_detect = false, delim = {quote_text(delimiter)}, "
        f"quote = '\"', escape = '\"', header = false, compression = 'none', "
        f"columns = {{{kinds}}}, "
        f"max_line_size = {MAX_LINE_BYTES}, {more})"
    )


def _from_parquet(engine: Engine, layout: Layout, name: str) -> Staged:
    path = quote_text(layout.source.plain)
    texts = [f"{quote_name(column)}::VARCHAR" for column in layout.header]
    strange = " OR ".join(f"strlen({t}) <> length({t}) OR contains({t}, chr(9))" for t in texts)
    thorough = bool(engine.value(f"SELECT bool_or({strange}) FROM read_parquet({path})"))
    columns = ", ".join(
        f"{trimmed(text, thorough=thorough)} AS c{at}" for at, text in enumerate(texts)
    )
    engine.execute(
        f"CREATE TEMP TABLE {name} AS SELECT file_row_number + 1 AS line_, {columns} "
        f"FROM read_parquet({path}, file_row_number = true)"
    )
    n_rows = engine.count(name)
    return Staged(name, layout, n_rows, 0, (), by_record=False)


def _from_records(
    engine: Engine, layout: Layout, name: str, records: Callable[[], Iterable[Record]], spill: Path
) -> Staged:
    """Write well-shaped records to a strict file, which the engine then reads."""
    width, path = layout.dialect.width, spill / f"{name}.strict"
    written = _write_strict(records(), layout, path, idle=True)
    if layout.dialect.delimiter and not written.ends.idle:
        written = _write_strict(records(), layout, path, idle=False)
    read = _read_csv(path, ",", ["line_", *_cells(width)], r"new_line = '\r\n'")
    texts = trimmed_cells(scan(path), ",", width)
    engine.execute(
        f"CREATE TEMP TABLE {name} AS SELECT line_::BIGINT AS line_, {texts} FROM {read}"
    )
    path.unlink()
    n_rows, rejects = written.n_rows, tuple(written.rejects)
    return Staged(name, layout, n_rows, written.n_empty, rejects, by_record=False)


@dataclass
class _Written:
    """What became of the records of a file."""

    rejects: list[Reject] = field(default_factory=list)
    ends: RowEnds = field(default_factory=RowEnds)
    n_rows: int = 0
    n_empty: int = 0


def _write_strict(records: Iterable[Record], layout: Layout, path: Path, *, idle: bool) -> _Written:
    """Write the records that have the fields of the header; ``idle`` empty ones are taken off."""
    width, found = layout.dialect.width, _Written()
    rejects = found.rejects
    with path.open("w", encoding="utf-8", newline="") as file:
        # A row that ends so has its cells with a return alone quoted, which the engine asks for.
        writer = csv.writer(file, lineterminator="\r\n")
        for record in records:
            fields = _fitted(record.fields, width) if idle else record.fields
            if record.blank:
                found.n_empty += 1
            elif record.unclosed or len(fields) != width:
                rejects.append(_reject(record, layout.dialect.delimiter))
                if not len(rejects) % MANY_REJECTS and len(rejects) > _NEARLY_ALL * found.n_rows:
                    raise _hardly_a_row(layout.source.name, rejects, found.n_rows)
            else:
                found.n_rows += 1
                found.ends.add(len(record.fields), fields, width)
                writer.writerow([record.line, *fields])
    return found


def _hardly_a_row(file: str, rejects: Sequence[Reject], n_rows: int) -> InputRefused:
    """Return the refusal of a file of which hardly a line is a row, before all of it is read."""
    opened = next((reject.line for reject in rejects if reject.unclosed), None)
    why = f": a quote that opens in line {opened:,} is never closed" if opened else ""
    return InputRefused(
        f"{len(rejects):,} of the first {len(rejects) + n_rows:,} lines of {file} do not have the "
        f"fields of its header{why}",
        "a row in each line, and quotes around a text on both of its sides",
        "look at that line, or export the file again without line breaks inside texts",
        code="hardly_a_row", file=file, line=opened or rejects[0].line,
    )  # fmt: skip


def _fitted(fields: list[str], width: int) -> list[str]:
    """Drop empty fields behind the last column; never add or shift one."""
    while len(fields) > width and not fields[-1].strip():
        fields = fields[:-1]
    return fields


def _reject(record: Record, delimiter: str) -> Reject:
    n_fields = sum(bool(field.strip()) for field in record.fields)
    glue = " " if delimiter == BLANK else delimiter or " | "
    return Reject(record.line, glue.join(record.fields), n_fields, record.unclosed)


def _line_end(path: Path) -> str:
    """Return the end of the first line, spelled out: the engine might take one inside quotes."""
    with path.open("rb") as file:
        return r"\r\n" if file.readline(1 << 20).endswith(b"\r\n") else r"\n"


def _from_engine(engine: Engine, layout: Layout, name: str) -> Staged | None:
    """Read a regular file directly; None when it is not regular or the count does not add up."""
    path, dialect = layout.source.plain, layout.dialect
    shape = lines.shape_of(path, dialect.delimiter)
    if not shape.regular or shape.longest > MAX_LINE_BYTES or dialect.header_line != dialect.first:
        return None
    read = strict_reader(layout, name)
    facts = layout.source.facts or scan(path)
    texts = trimmed_cells(facts, dialect.delimiter, dialect.width)
    try:
        with engine.in_file_order():
            engine.execute(
                f"CREATE TEMP TABLE {name} AS "
                f"SELECT row_number() OVER () AS line_, {texts} FROM {read}"
            )
    except AnalysisError:
        raise
    except Exception:  # noqa: BLE001, RUF100 - where the engine's reader gives up, Python reads on
        return None
    rejects = engine_rejects(engine, layout, name, one_line_each=shape.one_line_each)
    n_rows = engine.count(name)
    skipped = lines.empty_records(path, dialect.delimiter) if shape.empty else np.zeros(0, int)
    n_empty = int((skipped >= dialect.first).sum())
    adds_up = n_rows + len(rejects) + n_empty + dialect.first == shape.records
    # A few rejects of a large file are what they are; blank or padded ones Python reads aright.
    careful = rejects and path.stat().st_size < SMALL_BYTES
    untidy = any_padded(rejects, dialect) or any_swallowed(layout, n_rows, rejects)
    if not adds_up or careful or untidy:
        engine.execute(f"DROP TABLE {name}")
        return None
    return Staged(
        name, layout, n_rows, n_empty, rejects, by_record=True, one_line_each=shape.one_line_each
    )


def engine_rejects(
    engine: Engine, layout: Layout, name: str, *, one_line_each: bool
) -> tuple[Reject, ...]:
    """Return the engine's rejects, one a record, with their index in place of a line."""
    found = engine.rows(
        f"SELECT line_byte_position, any_value(csv_line), count(*) FROM rejects_{name} "
        "GROUP BY line_byte_position ORDER BY line_byte_position"
    )
    if not found:
        return ()
    delimiter = layout.dialect.delimiter
    starts = [place - 1 + len(text) - len(text.lstrip("\r\n")) for place, text, _ in found]
    find = lines.feeds_before if one_line_each else lines.records_at
    indices = find(layout.source.plain, delimiter, np.array(starts))
    return tuple(
        Reject(int(index), text.strip("\r\n"), sum(map(bool, text.split(delimiter))))
        for index, (_, text, _) in zip(indices, found, strict=True)
    )


def any_padded(rejects: Sequence[Reject], dialect: Dialect) -> bool:
    """Whether a misshapen record is blank, or fits once idle delimiters at its end are gone."""
    last = dialect.width - 1
    for reject in rejects:
        text = reject.text.rstrip(" \t\r\n" + dialect.delimiter)
        if not text or text.count(dialect.delimiter) <= last < reject.text.count(dialect.delimiter):
            return True
    return False


def any_swallowed(layout: Layout, n_rows: int, rejects: Sequence[Reject]) -> bool:
    """Whether the engine took off empty fields behind the last column, as it does unasked.

    Where nearly all rows have them they are idle; else all rows must be seen to tell.
    """
    path, sign, width = layout.source.plain, layout.dialect.delimiter, layout.dialect.width
    facts = layout.source.facts or scan(path)
    if OPEN_END not in facts.signs:
        return False
    with path.open(encoding="utf-8", newline="") as file:
        apart = sum(line.count(sign) for line in islice(file, layout.dialect.first))
    apart += sum(reject.text.count(sign) for reject in rejects)
    if lines.n_signs(path, sign) - apart == n_rows * (width - 1):
        return False
    n_longer = lines.n_longer(path, sign, width)
    return n_longer > 0 and not RowEnds(n_rows - n_longer, n_rows - n_longer, n_longer).idle


def physical_lines(staged: Staged, numbers: list[int]) -> tuple[list[int], list[int]]:
    """Return the physical lines of rows given by ``line_``, and of the rejects."""
    if not staged.by_record:
        return numbers, [reject.line for reject in staged.rejects]
    path, dialect = staged.layout.source.plain, staged.layout.dialect
    rejected = np.array([reject.line for reject in staged.rejects], dtype=np.int64)
    empty = (
        lines.empty_records(path, dialect.delimiter) if staged.n_empty else np.zeros(0, np.int64)
    )
    skipped = np.union1d(rejected, empty[empty >= dialect.first])
    free = skipped - np.arange(len(skipped)) - dialect.first
    loaded = np.array(numbers, dtype=np.int64) - 1
    records = loaded + dialect.first + np.searchsorted(free, loaded, side="right")
    if staged.one_line_each:
        return (records + 1).tolist(), (rejected + 1).tolist()
    wanted = np.unique(np.concatenate([records, rejected]))
    found = lines.lines_of_records(path, dialect.delimiter, wanted)
    at = np.searchsorted(wanted, records)
    return found[at].tolist(), found[np.searchsorted(wanted, rejected)].tolist()
