"""The layout of one input: sheet, delimiter, header row and a sample, before anything is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused
from analysis.intake.columns import count_known
from analysis.intake.dialect import SAMPLE_RECORDS, Dialect, lay_out, sniff
from analysis.intake.records import Record, read_records
from analysis.intake.words import key_of
from analysis.intake.workbook import read_sheets
from analysis.results import Warned

if TYPE_CHECKING:
    from analysis.intake.files import Source
    from analysis.intake.mapfile import Stated

SAMPLE_CHARACTERS = 1 << 19
MAX_COLUMNS = 2000


@dataclass(frozen=True)
class Layout:
    """What is known of an input before it is loaded.

    Parameters
    ----------
    records
        A sample from the first data record on; all records of a sheet.
    """

    source: Source
    sheet: str
    dialect: Dialect
    records: tuple[Record, ...]
    warnings: tuple[Warned, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """Header cells, empty texts where there is no header."""
        return self.dialect.header or ("",) * self.dialect.width


def lay_out_source(source: Source, stated: Stated, engine: Engine) -> Layout:
    """Return the layout of a text file, workbook or Parquet file.

    Raises
    ------
    InputRefused
        When it holds no rows, too many columns, or several sheets that could be meant.
    """
    if source.form == "parquet":
        layout = _of_parquet(source, engine)
    elif source.form == "workbook":
        layout = _of_workbook(source, stated)
    else:
        layout = _of_text(source, stated)
    if layout.dialect.width > MAX_COLUMNS:
        raise InputRefused(
            f"{source.name} has {layout.dialect.width:,} columns", f"at most {MAX_COLUMNS:,}",
            "export the columns that are needed", code="too_many_columns", file=source.name,
        )  # fmt: skip
    if not any(not record.blank for record in layout.records):
        raise InputRefused(
            f"{source.name} has a header and no rows", "rows below the header", "export it again",
            code="no_rows", file=source.name,
        )  # fmt: skip
    return layout


def _of_text(source: Source, stated: Stated) -> Layout:
    with source.plain.open(encoding="utf-8", newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS)
        cut = bool(file.read(1))
    if cut and "\n" in sample:
        sample = sample[: sample.rindex("\n") + 1]
    elif cut:
        raise InputRefused(
            f"{source.name} has no line end in its first {SAMPLE_CHARACTERS:,} characters",
            "a table with lines",
            "export it again",
            code="line_too_long",
            file=source.name,
        )
    dialect = sniff(sample, count_known, delimiter=stated.delimiter, header=stated.header)
    with source.plain.open(encoding="utf-8", newline="") as file:
        records = islice(
            read_records(file, dialect.delimiter, dialect.quoting),
            dialect.first, dialect.first + SAMPLE_RECORDS,
        )  # fmt: skip
        return Layout(source, "", dialect, tuple(records))


def _of_workbook(source: Source, stated: Stated) -> Layout:
    sheets = read_sheets(source.plain, source.name, wanted=stated.sheet)
    laid = {
        name: lay_out(records[:SAMPLE_RECORDS], "", count_known, header=stated.header)
        for name, records in sheets.items()
    }
    if not laid:
        raise InputRefused(
            f"{source.name} has no sheet with cells", "a sheet with a header and rows",
            "export it again", code="empty_file", file=source.name,
        )  # fmt: skip
    known = {name: count_known(layout.header or ()) for name, layout in laid.items()}
    chosen = max(laid, key=lambda name: known[name])
    keys = [key_of(cell) for cell in laid[chosen].header or ()]
    alike = [name for name in laid if [key_of(cell) for cell in laid[name].header or ()] == keys]
    if len(alike) > 1 and keys:
        raise _several_sheets(source, alike)
    dialect = laid[chosen]
    left = [name for name in laid if name != chosen]
    return Layout(
        source, chosen, dialect, tuple(sheets[chosen][dialect.first :]), _not_read(left, source)
    )


def _several_sheets(source: Source, names: list[str]) -> InputRefused:
    return InputRefused(
        f"{source.name} has {len(names)} sheets with the same header: {', '.join(names)}",
        "one sheet, or one file a sheet",
        f'put this into columns.toml:\n["{source.name}"]\nsheet = "{names[0]}"',
        code="several_sheets",
        file=source.name,
    )


def _not_read(left: list[str], source: Source) -> tuple[Warned, ...]:
    if not left:
        return ()
    said = f"{source.name}: {len(left)} other sheets were not read ({', '.join(left[:5])})."
    return (Warned("sheets_not_read", said),)


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
