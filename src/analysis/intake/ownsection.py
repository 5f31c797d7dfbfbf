"""Files judged beside each other: of one header together, one that differs in its own section.

Twelve short months prove what none of them does. Call lists that came back in one zip, as people
send them, are read like a folder of lists.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from analysis.columns.columnmap import ColumnMap
from analysis.columns.layout import Layout
from analysis.columns.mapfile import Stated
from analysis.columns.namepatterns import fits, pattern_of
from analysis.columns.unclear import toml_text
from analysis.columns.whichtable import file_words
from analysis.engine import Engine
from analysis.errors import InputRefused, counted
from analysis.files.containers import unpack_tables
from analysis.files.dialect import SAMPLE_RECORDS
from analysis.files.inputs import find_inputs
from analysis.files.records import Record
from analysis.intake.emptyfiles import left_out_empty
from analysis.intake.gonecolumns import MISSING
from analysis.intake.idsbeside import ids_beside
from analysis.intake.leftout import left_out_optional, orders_elsewhere
from analysis.intake.legends import is_legend
from analysis.intake.othertables import LeftOut
from analysis.intake.recognition import Laid, Mapped, Options, lay_out, map_tables
from analysis.vocabulary import TABLES

_SECTION = re.compile(rf"^\[({'|'.join(TABLES)})\]$", re.MULTILINE)
_LINE = re.compile(r'^\w+ = ("(?:[^"\\]|\\.)*")', re.MULTILINE)
#: Columns for which ids of other files tell what may serve.
_IDS = frozenset({"customer_id", "issue_id"})
#: Files that are looked at, so that a refusal comes soon.
_MOST = 24


def lay_out_all(engine: Engine, paths: Iterable[Path], spill: Path, options: Options) -> list[Laid]:
    """Return the layouts of files; a refusal has lines that fit the files beside it too.

    Raises
    ------
    InputRefused
        As ``lay_out`` does.
    """
    given = [*paths]
    laid, to_come = list[Laid](), iter(given)
    for path in to_come:
        try:
            laid.append(lay_out(engine, path, spill, options))
        except InputRefused as refusal:
            if left_out_empty(refusal, path, given, options.left_out):
                continue
            rest = [*to_come]
            if _section_of(path.name) in refusal.to_do:
                alike = _refused_alike(engine, refusal, path, rest, (spill, options))
                every = [*(one.source.path.name for one in laid), *(one.name for one in rest)]
                raise _of_all(refusal, path.name, alike, every) from None
            others = chain(laid, _that_lay_out(engine, rest, spill, options))
            raise _in_own_section(refusal, path.name, others, engine, options) from None
    return judge_together(laid)


def _that_lay_out(
    engine: Engine, paths: Sequence[Path], spill: Path, options: Options
) -> Iterator[Laid]:
    for path in paths[:_MOST]:
        with suppress(InputRefused):
            yield lay_out(engine, path, spill, options)


def _refused_alike(
    engine: Engine, refusal: InputRefused, path: Path, rest: Sequence[Path],
    where: tuple[Path, Options],
) -> list[str]:  # fmt: skip
    """Return the names of files that are refused in the same words, this one among them."""
    alike = [path.name]
    for other in rest:
        if other.suffix != path.suffix or other.parent != path.parent:
            continue
        try:
            lay_out(engine, other, *where)
        except InputRefused as again:
            told = [(path.name, refusal), (other.name, again)]
            said, also = (one.to_do.replace(name, "") for name, one in told)
            alike += [other.name] * (said == also and refusal.code == again.code)
    return alike


def map_beside_others(engine: Engine, one: Laid, files: Iterable[Laid], options: Options) -> Mapped:
    """Return what a file is; a refusal has lines that fit the files beside it too.

    Lines of orders that stand in another file, and an optional table without a needed column, are
    left out instead.

    Raises
    ------
    InputRefused
        As ``map_tables`` does.
    """
    try:
        return map_tables(engine, one, options)
    except InputRefused as first:
        name, every = one.source.path.name, [*files]
        refusal = _knowing_ids(first, one, every, engine, options)
        beside = one, every, engine, options
        if why := orders_elsewhere(*beside) or is_legend(*beside):
            options.left_out[one.source.name] = LeftOut(why, refusal)
            return []
        alike = [file for file in every if file is one or _are_alike(file, one)]
        others = [file for file in every if file not in alike]
        section = _section_there(one, every, options) if refusal.code == MISSING else None
        own = _in_own_section(refusal, section or name, others, engine, options)
        names = [file.source.path.name for file in alike]
        told = _of_all(own, name, names, [file.source.path.name for file in every])
        if optional := left_out_optional(one, told, engine, options):
            options.left_out[one.source.name] = optional
            return []
        raise told from None


def _knowing_ids(
    refusal: InputRefused, one: Laid, every: Sequence[Laid], engine: Engine, options: Options
) -> InputRefused:
    """Return a refusal for want of an id anew, which offers the column that has known ids."""
    ids = ids_beside(one, every, engine) if refusal.column in _IDS else None
    try:
        map_tables(engine, one, replace(options, ids=ids)) if ids else None
    except InputRefused as anew:
        return anew
    return refusal


def _are_alike(one: Laid, other: Laid) -> bool:
    """Whether two files have one header, and columns.toml says nothing of the first alone."""
    headers, others = ([layout.header for layout in file.layouts] for file in (one, other))
    return one.own == Stated() and one.named == other.named and headers == others


def _section_there(one: Laid, every: Sequence[Laid], options: Options) -> str | None:
    """Return the section that the map has for a file already, and for none of another header."""
    section = options.maps.own_section(one.source.path.name)
    fitting = [file for file in every if section and fits(file.source.path.name, section)]
    headers = [[layout.header for layout in file.layouts] for file in (*fitting, one)]
    return section if headers.count(headers[-1]) == len(headers) else None


def _section_of(name: str) -> str:
    return f"[{toml_text(name)}]"


def _of_all(
    refusal: InputRefused, name: str, alike: Sequence[str], every: Collection[str]
) -> InputRefused:
    """Return a refusal of one file as that of all that are alike, with one answer for them."""
    own, to_do = _section_of(name), refusal.to_do
    if own not in to_do or (len(alike) < 2 and refusal.code != MISSING):
        return refusal
    if pattern := pattern_of(alike, {*every, *alike}):
        to_do = to_do.replace(own, _section_of(pattern))
    elif len(alike) > 1:
        others = ", ".join(_section_of(one) for one in alike if one != name)
        to_do = f"{to_do}\nand the same lines under each of {others}"
    more = f"; so it is in {counted(len(alike) - 1, 'other file')}" if len(alike) > 1 else ""
    return _said_anew(refusal, to_do, more)


def _said_anew(refusal: InputRefused, to_do: str, more: str = "") -> InputRefused:
    return refusal.retold(f"{refusal.happened.rstrip('.')}{more}", to_do=to_do)


def _in_own_section(
    refusal: InputRefused, name: str, others: Iterable[Laid], engine: Engine, options: Options
) -> InputRefused:
    r"""Return a refusal whose lines are for its file alone, where they would not fit another one.

    Lines below ``[transactions]`` are for every file of transactions; one that has other headers
    would be refused for them.
    """
    found = _SECTION.search(refusal.to_do)
    if not found or not (
        refusal.code == MISSING
        or any(_differs(one, found[1], refusal, engine, options) for one in islice(others, _MOST))
    ):
        return refusal
    own = f'{_section_of(name)}\ntable = "{found[1]}"'
    return _said_anew(refusal, _SECTION.sub(lambda _: own, refusal.to_do, count=1))


def _differs(
    one: Laid, table: str, refusal: InputRefused, engine: Engine, options: Options
) -> bool:
    """Whether another file of the same table lacks columns that the lines name."""
    named = _named(refusal)
    try:
        tables = map_tables(engine, one, replace(options, passed_over=[], left_out={}))
    except InputRefused as other:
        found = _SECTION.search(other.to_do)
        return found is not None and found[1] == table and _named(other) != named
    headers = [columns.header for _, columns, _ in tables if columns.table == table]
    return any(not named or not named <= {*map(toml_text, header)} for header in headers)


def _named(refusal: InputRefused) -> set[str]:
    """Return the headers, in quotes, that the lines of a refusal name."""
    return {*_LINE.findall(refusal.to_do)} - {'"<its header>"'}


#: So many records of one table at least: the lines of an order stay together.
_TOGETHER = 16
#: Records of others beside a table that is long enough by itself.
_FEW_BESIDE = 256


def judge_together(files: Sequence[Laid]) -> list[Laid]:
    """Return the files; a short table has records of those with its header beside its own.

    What a column means is then the same in each file of an export by months, and none is refused
    for being short.
    """
    groups: dict[Hashable, list[Layout]] = {}
    for layout in (one for file in files for one in file.layouts if one.dialect.header):
        groups.setdefault(_alike(layout), []).append(layout)
    beside = {
        id(layout): found
        for group in groups.values() if len(group) > 1
        for layout, found in zip(group, _beside_each(
            [[row for row in islice(one.records, SAMPLE_RECORDS) if not row.blank] for one in group]
        ), strict=True)
    }  # fmt: skip
    return [
        replace(file, layouts=tuple(
            replace(one, beside=beside.get(id(one), ())) for one in file.layouts
        ))
        for file in files
    ]  # fmt: skip


def _alike(layout: Layout) -> Hashable:
    """Return what tables that one program wrote for one purpose have in common."""
    header, words = map(str.strip, layout.header), frozenset(file_words(layout.called))
    return tuple(header), layout.dialect.delimiter, layout.source.form, words


def _beside_each(group: Sequence[list[Record]]) -> Iterator[tuple[Record, ...]]:
    """Yield for each table records of the others, as many as it lacks, some of each if possible."""
    for at, own in enumerate(group):
        others = [*group[:at], *group[at + 1 :]]
        room = max(_FEW_BESIDE, SAMPLE_RECORDS - len(own))
        each = max(_TOGETHER, room // len(others))
        step = max(1, -(-len(others) * each // room))
        taken = chain.from_iterable(one[:each] for one in others[::step])
        yield tuple(islice(taken, room))


def is_ours(columns: ColumnMap) -> bool:
    """Whether a file is one that ``whyleft calls`` writes: a list, or who was meant to be called.

    Examples
    --------
    >>> is_ours(ColumnMap("assignments", (), {})), is_ours(ColumnMap("touches", (), {}))
    (True, False)
    """
    return bool(columns.listed) or columns.table == "assignments"


def unpack_lists(
    engine: Engine, files: Sequence[Path], spill: Path, options: Options
) -> Iterator[Path]:
    """Yield the files, in place of a zip of call lists and nothing else the files in it.

    Any other zip of several tables stays as it is and is refused later: nobody knows which is
    meant.
    """
    for number, path in enumerate(files):
        tables = unpack_tables(path, spill / f"pack_{number}") if _is_zip(path) else []
        lists = find_inputs(tables)[0] if tables else []
        try:
            laid = [lay_out(engine, table, spill, options) for table in lists]
            ours = [map_tables(engine, one, options) for one in laid]
        except InputRefused:
            ours = [[]]
        all_ours = all(found and all(is_ours(one) for _, one, _ in found) for found in ours)
        yield from lists if lists and all_ours else (path,)


def _is_zip(path: Path) -> bool:
    if path.suffix.lower() in {".xlsx", ".xlsm"} or not path.is_file():  # a pipe would wait forever
        return False
    try:
        return zipfile.is_zipfile(path)
    except OSError:  # opening it says so, in words
        return False
