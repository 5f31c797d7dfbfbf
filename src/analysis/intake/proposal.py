"""A proposed columns.toml: what was recognised, with masked samples and the evidence."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.intake import dates
from analysis.intake.amounts import vote_of
from analysis.intake.check import Options, map_beside, read_layouts
from analysis.intake.columns import ColumnMap, toml_text
from analysis.intake.convert import kind_of
from analysis.intake.files import find_inputs
from analysis.intake.layout import Layout
from analysis.intake.mapfile import load_map
from analysis.intake.records import BLANK

_NAMES = {"\t": "tab", BLANK: "blank"}


@dataclass(frozen=True)
class Proposed:
    """One canonical column of one file: its header, masked samples, and evidence."""

    column: str
    header: str
    position: int
    samples: tuple[str, ...]
    evidence: str


@dataclass(frozen=True)
class FileProposal:
    """The proposed section of one file; ``question`` says what must be answered first."""

    file: str
    table: str
    delimiter: str
    header: bool
    columns: tuple[Proposed, ...]
    question: str = ""


@dataclass(frozen=True)
class MapProposal:
    """The proposed column map of all files."""

    files: tuple[FileProposal, ...]

    def as_toml(self) -> str:
        """Return the text of a columns.toml that ``check_exports`` reads.

        Examples
        --------
        >>> column = Proposed("amount", "Betrag", 2, ("99,99",), "decimal sign ,")
        >>> file = FileProposal("a.csv", "transactions", ";", True, (column,))
        >>> print(MapProposal((file,)).as_toml())
        # Column map proposed by whyleft map. Correct what is wrong; the next run uses it.
        # Samples are masked: digits as 9, letters as x.
        <BLANKLINE>
        ["a.csv"]
        table = "transactions"
        delimiter = ";"
        amount = "Betrag"  # 99,99 | decimal sign ,
        <BLANKLINE>
        """
        lines = [
            "# Column map proposed by whyleft map. Correct what is wrong; the next run uses it.",
            "# Samples are masked: digits as 9, letters as x.",
        ]
        for file in self.files:
            lines += ["", *_section(file)]
        return "\n".join(lines) + "\n"


def _section(file: FileProposal) -> list[str]:
    lines = [f"[{toml_text(file.file)}]"]
    if file.question:
        lines += [f"# {line}" for line in file.question.splitlines()]
        return lines
    lines.append(f'table = "{file.table}"')
    if file.delimiter:
        lines.append(f"delimiter = {toml_text(_NAMES.get(file.delimiter, file.delimiter))}")
    if not file.header:
        lines.append("header = false")
    for item in file.columns:
        named = toml_text(item.header) if item.header else str(item.position)
        told = " | ".join(filter(None, [", ".join(item.samples), item.evidence]))
        lines.append(f"{item.column} = {named}" + (f"  # {told}" if told else ""))
    return lines


def propose_map(exports: Sequence[Path]) -> MapProposal:
    r"""Return the proposed column map of files, with three masked samples a column.

    A file that cannot be mapped stands in the proposal with the question that it raises.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("Kunde;Datum;Betrag\nK1;31.12.2023;5,00\n", "utf-8")
    >>> [item.header for item in propose_map([folder]).files[0].columns]
    ['Kunde', 'Datum', 'Betrag']
    """
    files, _ = find_inputs(exports)
    options = Options(maps=load_map(map_beside(files)), lenient_reasons=True)
    spill = Path(tempfile.mkdtemp(prefix="whyleft-map-"))
    try:
        with Engine(spill=spill) as engine:
            return MapProposal(tuple(_propose(engine, path, spill, options) for path in files))
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _propose(engine: Engine, path: Path, spill: Path, options: Options) -> FileProposal:
    try:
        _, tables = read_layouts(engine, path, spill, options)
    except InputRefused as refusal:
        return FileProposal(path.name, "", "", header=True, columns=(), question=str(refusal))
    layout, columns, _ = tables[0]
    proposed = tuple(
        _column(columns, column, at, layout)
        for column, places in columns.places.items()
        for at in places[:1]
    )
    dialect = layout.dialect
    return FileProposal(
        path.name, columns.table, dialect.delimiter, dialect.header is not None, proposed
    )


def _column(columns: ColumnMap, column: str, at: int, layout: Layout) -> Proposed:
    cells = [r.fields[at].strip() for r in layout.records if len(r.fields) > at]
    filled = [cell for cell in cells if cell]
    samples = tuple(dict.fromkeys(_masked(cell) for cell in filled))[:3]
    evidence = _evidence(kind_of(columns.table, column), filled)
    return Proposed(column, columns.header[at], at + 1, samples, evidence)


def _masked(cell: str) -> str:
    shown = re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", cell[:24]))
    shown = re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", shown)
    return re.sub(r"\s+", " ", shown)


def _evidence(kind: str, cells: list[str]) -> str:
    if kind in {"date", "timestamp"}:
        order = dates.order_of([dates.read_day(cell) for cell in cells])
        numeric = any(isinstance(dates.read_day(cell), dates.Numbers) for cell in cells)
        if not numeric:
            return "dates prove themselves"
        return f"date order {order.order}: {order.why}" if order.order else "date order not proved"
    if kind in {"money", "number", "count", "share"}:
        votes = {vote_of(re.sub(r"\d", "9", cell)) for cell in cells} & {".", ","}
        return f"decimal sign {' or '.join(sorted(votes))}" if votes else ""
    return ""
