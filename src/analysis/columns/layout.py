"""The layout of one input: sheet, delimiter, header row and a sample, before anything is loaded.

A table of which every line is one quoted field was quoted once too often, and is unwrapped first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cells.optoutnames import names_consents, names_opt_outs
from analysis.columns.columnmap import count_known
from analysis.columns.extrafields import refuse_cut_numbers, with_row_names
from analysis.columns.sheets import TableOf, choose_sheets
from analysis.columns.unclear import quoted, toml_text
from analysis.columns.whichtable import file_words
from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused
from analysis.files.dialect import SAMPLE_RECORDS, SIGNS, Dialect, sniff
from analysis.files.records import Record, read_records
from analysis.files.scan import scan
from analysis.files.source import Source
from analysis.results import Warned
from analysis.vocabulary import NO_VALUE

#: So many names of columns in a line are no row.
_NAMES = 3

if TYPE_CHECKING:
    from analysis.columns.mapfile import Stated

SAMPLE_CHARACTERS = 1 << 19
MAX_COLUMNS = 2000


@dataclass(frozen=True)
class Layout:
    """What is known of an input before it is loaded.

    Parameters
    ----------
    records
        A sample from the first data record on; all records of a sheet, read anew at each pass.
    part
        Name of the sheet where several of one file are read.
    from_1904
        Whether the workbook counts days from 1904.
    beside
        Records of other tables with this header, where this one is short.
    currencies
        Column -> the currency that the number formats of its cells show, in a workbook.
    typed
        Columns whose decimals stand in number cells of a workbook alone.
    """

    source: Source
    sheet: str
    dialect: Dialect
    records: Iterable[Record]
    warnings: tuple[Warned, ...] = ()
    part: str = ""
    from_1904: bool = False
    beside: tuple[Record, ...] = ()
    currencies: Mapping[int, str] = field(default_factory=dict)
    typed: frozenset[int] = frozenset()

    @property
    def judged(self) -> Iterator[Record]:
        """The records by which its columns are judged: its first, and those beside it."""
        yield from islice(self.records, SAMPLE_RECORDS)
        yield from self.beside

    def first(self, n: int = SAMPLE_RECORDS) -> list[list[str]]:
        """Return the cells of its first records."""
        return [record.fields for record in islice(self.records, n)]

    @property
    def called(self) -> str:
        """What speaks of the table: the name of its sheet, if it names one, else of the file."""
        wishes = names_opt_outs(self.sheet) or names_consents(self.sheet)
        named = wishes and not file_words(self.source.name)
        return self.sheet if named or file_words(self.part) else self.source.name

    @property
    def header(self) -> tuple[str, ...]:
        """Header cells, empty texts where there is no header."""
        return self.dialect.header or ("",) * self.dialect.width


def lay_out_tables(
    source: Source, stated: Stated, engine: Engine, table_of: TableOf | None = None
) -> list[Layout]:
    """Return the layout of each table in a file: one, or one a sheet (see ``choose_sheets``).

    Raises
    ------
    InputRefused
        When one holds too many columns, or several sheets could be meant.
    """
    if source.form == "workbook":
        layouts = _of_workbook(source, stated, table_of)
    elif source.form == "parquet":
        layouts = [_of_parquet(source, engine)]
    else:
        layouts = [_of_text(source, stated)]
    _refuse_width(source, max(layout.dialect.width for layout in layouts))
    for layout in layouts if not stated.header else ():
        _refuse_header(source.name, layout)
    first, *others = list(filter(has_rows, layouts)) or layouts[:1]
    return [replace(first, warnings=(*source.warnings, *first.warnings)), *others]


def has_rows(layout: Layout) -> bool:
    """Whether anything stands below the header."""
    return not all(record.blank for record in layout.records)


def no_rows(name: str) -> InputRefused:
    """Return the refusal of a file that is a header alone."""
    return InputRefused(
        f"{name} has a header and no rows", "rows below the header", "export it again",
        code="no_rows", file=name,
    )  # fmt: skip


def _refuse_width(source: Source, width: int) -> None:
    if width > MAX_COLUMNS:
        raise InputRefused(
            f"{source.name} has {width:,} columns", f"at most {MAX_COLUMNS:,}",
            "export the columns that are needed", code="too_many_columns", file=source.name,
        )  # fmt: skip


def _of_text(source: Source, stated: Stated) -> Layout:
    with source.plain.open(encoding="utf-8", newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS)
        cut = bool(file.read(1))
    end = sample.rfind("\n" if "\n" in sample else "\r") + 1
    if cut and end:
        sample = sample[:end]
    elif cut:
        raise InputRefused(
            f"{source.name} has no line end in its first {SAMPLE_CHARACTERS:,} characters",
            "a table with lines",
            "export it again",
            code="line_too_long",
            file=source.name,
        )
    dialect = sniff(sample, count_known, delimiter=stated.delimiter, header=stated.header)
    if stated.delimiter and dialect.width == 1:
        _refuse_stated_delimiter(source.name, stated, sniff(sample, count_known))
    records = islice(records_of_text(source, dialect), SAMPLE_RECORDS)
    seen = tuple(map(without_nulls, records))
    dialect, told = with_row_names(source.name, dialect, seen, stated.columns)
    refuse_cut_numbers(source.name, dialect, seen, stated.columns)
    return Layout(source, "", dialect, seen, told)


def records_of_text(source: Source, dialect: Dialect) -> Iterator[Record]:
    """Yield the records of a text file below its header."""
    with source.plain.open(encoding="utf-8", newline="") as file:
        yield from islice(
            read_records(file, dialect.delimiter, dialect.quoting), dialect.first, None
        )


def _refuse_stated_delimiter(file: str, stated: Stated, found: Dialect) -> None:
    """Refuse a delimiter of columns.toml that parts nothing where another one parts columns."""
    if found.width == 1:
        return
    said, parts = (sign.replace("\t", "tab") for sign in (str(stated.delimiter), found.delimiter))
    raise InputRefused(
        f"{file} has one column by delimiter = {toml_text(said)} of columns.toml; by '{parts}' "
        f"it has {found.width}",
        "a delimiter that stands between the columns",
        f"write delimiter = {toml_text(parts)}, or take that line away",
        code="wrong_delimiter", file=file,
    )  # fmt: skip


def _refuse_header(file: str, layout: Layout) -> None:
    """Refuse a table that is stated to have no header, and begins with names of columns."""
    first = next(iter(layout.records), None)
    if layout.dialect.header or first is None or count_known(first.fields) < _NAMES:
        return
    raise InputRefused(
        f"columns.toml says header = false for {file}, and line {first.line} names its columns: "
        f"{quoted(first.fields[:6])}",
        "rows from the first line on",
        "take header = false away and name the columns by their headers, or take that line out of "
        "the file",
        code="header_stated_away", file=file, line=first.line,
    )  # fmt: skip


def without_nulls(record: Record) -> Record:
    """Return a record of the sample with the cells empty that are when they are staged."""
    if NO_VALUE not in map(str.strip, record.fields):
        return record
    cells = ["" if cell.strip() == NO_VALUE else cell for cell in record.fields]
    return replace(record, fields=cells)


def _of_workbook(source: Source, stated: Stated, table_of: TableOf | None) -> list[Layout]:
    sheets = choose_sheets(source, stated, table_of)
    return [
        Layout(
            source, sheet.name, sheet.dialect, sheet.rows, sheet.warnings,
            part=sheet.name if len(sheets) > 1 else "", from_1904=sheet.rows.book.from_1904,
            currencies=sheet.currencies, typed=sheet.typed,
        )
        for sheet in sheets
    ]  # fmt: skip


def _of_parquet(source: Source, engine: Engine) -> Layout:
    path = quote_text(source.plain)
    try:
        names = [row[0] for row in engine.rows(f"DESCRIBE SELECT * FROM read_parquet({path})")]
        rows = engine.rows(
            f"SELECT COLUMNS(*)::VARCHAR FROM read_parquet({path}) LIMIT {SAMPLE_RECORDS}"
        )
    except Exception:  # noqa: BLE001, RUF100 - whatever the engine says, the container is at fault
        raise InputRefused(
            f"{source.name} is cut off or damaged", "a whole Parquet file", "export it again",
            code="truncated", file=source.name,
        ) from None  # fmt: skip
    records = tuple(
        Record(at, ["" if cell is None else cell for cell in row]) for at, row in enumerate(rows, 1)
    )
    return Layout(source, "", Dialect("", tuple(names), 0, 0, len(names)), records)


_HEAD_LINES = 20


def unwrapped(source: Source, spill: Path) -> Source:
    """Return the file without the quotes around its lines, where all of its lines have them."""
    if source.form != "text":
        return source
    with source.plain.open(encoding="utf-8", newline="") as file:
        if not _is_wrapped(islice(file, _HEAD_LINES)):
            return source
        file.seek(0)
        if not _is_wrapped(file):
            return source
    target = source.spilled(spill, "unwrapped")
    with (
        source.plain.open(encoding="utf-8", newline="") as file,
        target.open("w", encoding="utf-8", newline="") as written,
    ):
        for line in file:
            inner = _inside(line)
            written.write(line if inner is None else line.replace(line.strip(), inner, 1))
    said = f"{source.name}: each line stood in quotes as one field; the quotes were taken off."
    told = (*source.warnings, Warned("quoted_lines", said))
    return replace(source, plain=target, facts=scan(target), warnings=told)


def _is_wrapped(lines: Iterable[str]) -> bool:
    r"""Whether the first line names columns and each line below is one quoted field.

    Examples
    --------
    >>> _is_wrapped(['"Customer,Date,Amount"\n', '"K1,2024-01-31,5"\n'])
    True
    >>> _is_wrapped(['"Customer","Date","Amount"\n', '"K1","2024-01-31","5"\n'])
    False
    >>> _is_wrapped(['"Comment"\n', '"late, and broken"\n'])
    False
    """
    source = iter(lines)
    first = next(source, "").strip()
    inner = _inside(first)
    header = first if inner is None else inner
    sign = max(SIGNS, key=header.count)
    if count_known([cell.strip('"') for cell in header.split(sign)]) < 2:
        return False
    bare = [_inside(line) for line in islice(source, _HEAD_LINES) if line.strip()]
    return (
        bool(bare)
        and all(line is not None and sign in line for line in bare)
        and all(_inside(line) is not None for line in source if line.strip())
    )


def _inside(line: str) -> str | None:
    """Return what one pair of quotes around a whole line holds; None without such a pair."""
    text = line.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return None
    inner = text[1:-1]
    return None if '"' in inner.replace('""', "") else inner.replace('""', '"')
