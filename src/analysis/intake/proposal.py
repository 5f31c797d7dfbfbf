"""The proposed column map of exports: what was recognised, on what evidence, what is to be asked.

Each file is read as text once; the evidence is that of the whole file. ``mapwriter`` turns the
proposal into the text of a columns.toml.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.cells.dates import Order
from analysis.columns.columnmap import ColumnMap, missing_columns
from analysis.columns.layout import Layout
from analysis.columns.mapfile import MapFile, Stated
from analysis.columns.mapload import load_map
from analysis.columns.namepatterns import fits
from analysis.columns.remembered import Seen
from analysis.engine import Engine, enough_threads
from analysis.errors import InputRefused
from analysis.files.inputs import find_inputs
from analysis.intake import questions
from analysis.intake.idsbeside import ids_beside
from analysis.intake.leftout import orders_elsewhere
from analysis.intake.legends import is_legend
from analysis.intake.mapdoubts import MAP_IN_DOUBT
from analysis.intake.notread import other_than_orders
from analysis.intake.ownsection import judge_together, unpack_lists
from analysis.intake.questions import Question
from analysis.intake.recognition import Laid, Options, lay_out, map_beside, map_tables
from analysis.intake.statedunits import units_doubted
from analysis.rows import evidence
from analysis.rows.changes import changes_in, in_words, look_of
from analysis.rows.convert import Input, look
from analysis.rows.evidence import Counted
from analysis.rows.filledcells import ask_of_groups
from analysis.rows.sharedstyles import names_again, share_styles
from analysis.rows.staging import Staged, stage
from analysis.vocabulary import TABLES

#: What is asked where a line for all files does not fit one: its answer is the file's own.
_OF_ITS_OWN = {"stated_order_contradicted", "stated_unit_in_doubt"}


@dataclass(frozen=True)
class Proposed:
    """One canonical column of one file: its header, samples, and the evidence for it.

    Parameters
    ----------
    position
        Counted from 1.
    by_position
        Whether its header would not find it: it is empty, or stands there twice.
    """

    column: str
    header: str
    position: int
    samples: tuple[str, ...]
    evidence: tuple[str, ...]
    by_position: bool = False


@dataclass(frozen=True)
class Unused:
    """A column that serves no canonical one, with what it looks like."""

    header: str
    position: int
    samples: tuple[str, ...]
    looks_like: str


@dataclass(frozen=True)
class FileProposal:
    """The proposed map of one file.

    Parameters
    ----------
    section
        The section of an earlier map that speaks of it; empty when there is none.
    date_order, decimal
        What the file proves; empty when it proves nothing.
    stands_apart
        Whether the date order of the files beside it cannot be its own, and must be asked.
    changes
        What differs from the export for which the earlier map was written.
    """

    file: str
    table: str
    section: str = ""
    header: bool = True
    delimiter: str = ""
    date_order: str = ""
    decimal: str = ""
    stands_apart: bool = False
    columns: tuple[Proposed, ...] = ()
    unused: tuple[Unused, ...] = ()
    questions: tuple[Question, ...] = ()
    changes: tuple[str, ...] = ()
    seen: Seen = field(default_factory=Seen)


@dataclass(frozen=True)
class MapProposal:
    """The proposed column map of all files, and the earlier one it was held against.

    Parameters
    ----------
    beside
        The earlier columns.toml; None without one.
    unmatched
        Sections of it that fit no file.
    lists
        Names of call lists that came back: they need no map.
    left_out
        Names of tables of other things beside the orders: they need none either.
    beside_files
        Names of other files that lie beside these: no section for a file without a header is for
        them too.
    """

    files: tuple[FileProposal, ...]
    maps: MapFile = field(default_factory=MapFile)
    beside: Path | None = None
    unmatched: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    beside_files: tuple[str, ...] = ()

    def differences(self) -> list[str]:
        """Return what differs from the earlier map, one sentence for each kind of change."""
        by_change: dict[tuple[str, ...], list[str]] = {}
        for file in self.files:
            if file.changes:
                by_change.setdefault(file.changes, []).append(file.file)
        told = [in_words(files, changes) for changes, files in by_change.items()]
        return told + [f"Section ['{name}'] fits none of these exports." for name in self.unmatched]

    def as_dict(self) -> dict[str, Any]:
        """Return the proposal as one JSON object.

        Examples
        --------
        >>> MapProposal((FileProposal("a.csv", "reasons"),)).as_dict()["files"][0]["table"]
        'reasons'
        """
        return {
            "files": [asdict(file) for file in self.files],
            "map": str(self.beside) if self.beside else None,
            "differences": self.differences(),
            "call_lists": list(self.lists),
            "n_questions": sum(len(file.questions) for file in self.files),
        }


@dataclass(frozen=True)
class _Examined:
    """One file as far as it could be read: its input and counts, or the refusal as a question."""

    path: Path
    found: Input | None = None
    counted: Counted = field(default_factory=Counted)
    signs: dict[str, str | None] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    asked: tuple[Question, ...] = ()
    is_list: bool = False
    is_other: bool = False
    ids: frozenset[str] = frozenset()  # of customers in the other files, where one is asked for


def propose_map(exports: Sequence[Path], *, columns: Path | None = None) -> MapProposal:
    r"""Return the proposed column map of files, with samples and the evidence for each column.

    A file that cannot be mapped stands in the proposal with the question that it raises.

    Parameters
    ----------
    columns
        An earlier columns.toml; one that lies with the exports is used otherwise.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("Kunde;Datum;Betrag\nK1;31.12.2023;5,00\n", "utf-8")
    >>> column = propose_map([folder]).files[0].columns[1]
    >>> column.header, column.samples, column.evidence[1]
    ('Datum', ('31.12.2023',), 'day first: 1 of 1 dates has a first part above 12')
    """
    files, _ = find_inputs(exports)
    earlier = columns or map_beside(files)
    maps = load_map(earlier)
    options = Options(maps=maps, lenient_reasons=True, asking=True)
    spill = Path(tempfile.mkdtemp(prefix="whyleft-map-"))
    try:
        with Engine(spill=spill, threads=enough_threads(files)) as engine:
            paths = list(unpack_lists(engine, files, spill, options))
            laid = _laid_out(engine, paths, spill, options)
            every = [
                one for path, file in zip(paths, laid, strict=True)
                for one in _examine(engine, path, file, spill, (options, laid))
            ]  # fmt: skip
    finally:
        shutil.rmtree(spill, ignore_errors=True)
    names = [path.name for path in files]
    sold = any(one.found and one.found.columns.table == "transactions" for one in every
               if not one.is_other)  # fmt: skip
    left_out = tuple(one.path.name for one in every if one.is_other and sold)
    examined = [one for one in every if not one.is_list and one.path.name not in left_out]
    proposed = tuple(_propose(item, maps) for item in _share(examined, maps))
    lists = tuple(item.path.name for item in every if item.is_list)
    unmatched = [p for p in maps.sections if p not in TABLES and not any(fits(n, p) for n in names)]
    known = earlier if maps.sections else None
    every_name = {item.name for path in files for item in path.parent.iterdir()}
    others = tuple(sorted(every_name.difference(names)))
    return MapProposal(proposed, maps, known, tuple(unmatched), lists, left_out, others)


def _laid_out(
    engine: Engine, paths: Sequence[Path], spill: Path, options: Options
) -> list[Laid | InputRefused]:
    """Return each file laid out, or why it cannot be."""
    laid = dict[Path, Laid]()
    refused = dict[Path, InputRefused]()
    for path in paths:
        try:
            laid[path] = lay_out(engine, path, spill, options)
        except InputRefused as refusal:
            refused[path] = refusal
    together = dict(zip(laid, judge_together([*laid.values()]), strict=True))
    return [together.get(path) or refused[path] for path in paths]


def _examine(
    engine: Engine, path: Path, laid: Laid | InputRefused, spill: Path,
    beside: tuple[Options, Sequence[Laid | InputRefused]],
) -> Iterator[_Examined]:  # fmt: skip
    """Yield what is seen of a file; of several sheets of one table, the first speaks for all."""
    options, files = beside
    try:
        if isinstance(laid, InputRefused):
            raise laid
        options.asked.clear()
        tables = map_tables(engine, laid, options)
        left_open = tuple(dict.fromkeys(map(questions.of_refusal, options.asked)))
        if tables and tables[0][1].listed:
            yield _Examined(path, is_list=True)
            return
        by_table = {one[1].table: one for one in reversed(tables)}
        for layout, columns, stated in reversed(by_table.values()):
            staged = stage(engine, layout, "raw_map", spill=spill)
            mapped, asked = _asked_of_groups(engine, staged, columns, stated)
            asked += left_open if columns.table == "transactions" else ()
            found = look(engine, staged, mapped, stated)
            counted, signs = evidence.count_cells(engine, found), questions.signs_of(found)
            orders = questions.orders_of(found)
            asked += questions.held_against_cells(found, orders, signs)
            engine.execute("DROP TABLE raw_map")
            lacking = missing_columns(columns.table, {*columns.places})
            is_other = bool(lacking and not stated.columns and other_than_orders(layout))
            others = [one for one in files if isinstance(one, Laid)]
            whole = laid, others, engine, options
            is_other |= bool(lacking and (orders_elsewhere(*whole) or is_legend(*whole)))
            ids = ids_beside(laid, others, engine) if lacking else frozenset()
            yield _Examined(path, found, counted, signs, orders, asked, is_other=is_other, ids=ids)
    except InputRefused as refusal:
        yield _Examined(path, asked=(questions.of_refusal(refusal),))


def _asked_of_groups(
    engine: Engine, staged: Staged, columns: ColumnMap, stated: Stated
) -> tuple[ColumnMap, tuple[Question, ...]]:
    try:
        return ask_of_groups(engine, staged, columns, stated), ()
    except InputRefused as refusal:
        return columns, (questions.of_refusal(refusal),)


def _share(examined: Sequence[_Examined], maps: MapFile) -> Iterator[_Examined]:
    """Yield each file with what those of its table prove of its style."""
    inputs: dict[str, list[Input]] = {}
    for found in (one.found for one in examined if one.found):
        inputs.setdefault(found.columns.table, []).append(found)
    shared = {table: iter(share_styles(group)) for table, group in inputs.items()}
    doubts = [*units_doubted(inputs.get("transactions", ()), maps)]
    for one in examined:
        own = (questions.of_refusal(doubt) for doubt in doubts if doubt.file == one.path.name)
        known = next(shared[one.found.columns.table]) if one.found else None
        yield replace(one, found=known, asked=(*one.asked, *own))


def _propose(item: _Examined, maps: MapFile) -> FileProposal:
    found, name = item.found, item.path.name
    section = maps.section_for(name)
    if found is None:
        return FileProposal(name, "", section, questions=item.asked)
    columns, words = found.columns, item.counted.words
    orders, signs = _decided(item, found)
    # What is asked about a new column is news until it is answered.
    asked = {warned.column for warned in columns.warnings if warned.code == MAP_IN_DOUBT}
    asked -= {*(found.stated.seen.header if found.stated.seen else ())}
    seen = look_of(found, words)
    seen = replace(seen, header=tuple(name for name in seen.header if name not in asked))
    doubted = any(one.code in _OF_ITS_OWN and one.answers for one in item.asked)
    return FileProposal(
        name, columns.table, "" if doubted else _section_of(found, section, maps),
        header=found.staged.layout.dialect.header is not None,
        delimiter=found.staged.layout.dialect.delimiter,
        date_order=seen.date_order, decimal=seen.decimal,
        stands_apart=doubted or bool(
            found.order.why and not found.order.order and not found.stated.date_order
        ),
        columns=tuple(_column(item, column, orders, signs) for column in columns.places),
        unused=_unused(found),
        questions=(*item.asked, *questions.asked_of(
            found, orders, signs, words.get("status", {}), item.ids
        )),
        changes=tuple(changes_in(found, words)), seen=seen,
    )  # fmt: skip


def _section_of(found: Input, section: str, maps: MapFile) -> str:
    """Return the section of an earlier map that is for a file; a file of another header has none.

    Of one that only lacks a column the section may say so; for one that has another instead the
    lines would be wrong.
    """
    columns, gone = found.columns, {*found.stated.gone}
    needed = {*missing_columns(columns.table, {*columns.places})}
    if any(map(columns.has, gone)) or needed & gone:
        return ""
    if any(names_again(told, gone) for told in columns.warnings):
        return ""
    return section or (columns.table if columns.table in maps.sections else "")


def _decided(item: _Examined, found: Input) -> tuple[dict[str, Order], dict[str, str | None]]:
    """Return the orders and decimal signs as the check decides them, without its refusals."""
    orders = {
        name: found.order if not order.order and found.order.order else order
        for name, order in item.orders.items()
    }
    sign = found.decimal or None
    return orders, {name: own if own is not None else sign for name, own in item.signs.items()}


def _column(
    item: _Examined, column: str, orders: dict[str, Order], signs: dict[str, str | None]
) -> Proposed:
    assert item.found is not None
    found, counted = item.found, item.counted
    columns = found.columns
    at = columns.places[column][0]
    told = evidence.header_evidence(columns, column, stated=column in found.stated.columns)
    told += [
        part for day in found.days if day.cell.column == column
        for part in evidence.day_evidence(day, orders[column])
    ]  # fmt: skip
    told += [
        part for number in found.numbers if number.cell.column == column
        for part in evidence.number_evidence(number, signs[column], column)
    ]  # fmt: skip
    words = counted.words.get(column)
    if words is not None:
        told += evidence.word_evidence(found, column, words)
    if column in counted.different:
        about = "about " * (counted.n_rows > evidence.EXACT)
        told.append(f"{about}{counted.different[column]:,} different")
    if blank := counted.blank.get(column):
        told.append(f"{blank:,} of {counted.n_rows:,} blank")
    samples = evidence.samples_of(columns.table, column, _cells(found.staged.layout, at), words)
    by_position = not columns.header[at] or columns.header.count(columns.header[at]) > 1
    return Proposed(column, columns.header[at], at + 1, samples, tuple(told), by_position)


def _cells(layout: Layout, at: int) -> list[str]:
    return [r.fields[at].strip() for r in layout.records if len(r.fields) > at]


def _unused(found: Input) -> tuple[Unused, ...]:
    columns, layout = found.columns, found.staged.layout
    used = columns.taken
    made = []
    for at, name in enumerate(columns.header):
        cells = _cells(layout, at)
        if at in used or not (name or any(cells)):
            continue
        samples = tuple(dict.fromkeys(evidence.masked(cell) for cell in cells if cell))[:3]
        made.append(Unused(name, at + 1, samples, evidence.looks_like(cells)))
    return tuple(made)
