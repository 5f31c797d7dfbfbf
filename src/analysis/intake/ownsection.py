"""The lines that answer a refusal, under the file's own section where other files differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from analysis.columns.mapfile import fits
from analysis.columns.unclear import toml_text
from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.intake.emptyfiles import left_out_empty
from analysis.intake.gonecolumns import MISSING
from analysis.intake.recognition import Laid, Mapped, Options, lay_out, map_tables
from analysis.intake.together import judge_together
from analysis.vocabulary import TABLES

_SECTION = re.compile(rf"^\[({'|'.join(TABLES)})\]$", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[-_. ]\d+)*")
_LINE = re.compile(r'^\w+ = ("(?:[^"\\]|\\.)*")', re.MULTILINE)
#: Files that are looked at, so that a refusal comes soon.
_MOST = 24


def lay_out_all(engine: Engine, paths: Iterable[Path], spill: Path, options: Options) -> list[Laid]:
    """Return the layouts of files; a refusal has lines that fit the files beside it too.

    Raises
    ------
    InputRefused
        As ``lay_out`` does.
    """
    every = [*paths]
    laid, to_come = list[Laid](), iter(every)
    for path in to_come:
        try:
            laid.append(lay_out(engine, path, spill, options))
        except InputRefused as refusal:
            if left_out_empty(refusal, path, every, options.left_out):
                continue
            others = chain(laid, _that_lay_out(engine, to_come, spill, options))
            raise _in_own_section(refusal, path.name, others, engine, options) from None
    return judge_together(laid)


def _that_lay_out(
    engine: Engine, paths: Iterable[Path], spill: Path, options: Options
) -> Iterator[Laid]:
    for path in paths:
        with suppress(InputRefused):
            yield lay_out(engine, path, spill, options)


def map_beside_others(engine: Engine, one: Laid, files: Sequence[Laid], options: Options) -> Mapped:
    """Return what a file is; a refusal has lines that fit the files beside it too.

    Raises
    ------
    InputRefused
        As ``map_tables`` does.
    """
    try:
        return map_tables(engine, one, options)
    except InputRefused as refusal:
        others = (file for file in files if file is not one)
        pattern = _pattern(one, files, options)
        raise _in_own_section(refusal, pattern, others, engine, options) from None


def _pattern(one: Laid, files: Sequence[Laid], options: Options) -> str:
    """Return a name that fits the files of this header and no other, else that of the file alone.

    A section that the map has for these files already takes more lines.
    """
    name = one.source.path.name
    alike = {file.source.path.name for file in files if _headers(file) == _headers(one)}
    own = options.maps.own_section(name)
    pattern = own if own is not None else _NUMBER.sub("*", name.replace("[", "[[]"))
    fitting = {file.source.path.name for file in files if fits(file.source.path.name, pattern)}
    told = re.search(r"[^\W\d_]{3}", pattern.split(".")[0])  # a word, not numbers alone
    others = own is None and any(options.maps.own_section(each) is not None for each in alike)
    return (
        pattern if told and fitting <= alike and (own or fitting == alike) and not others else name
    )


def _headers(file: Laid) -> list[tuple[str, ...]]:
    return [layout.header for layout in file.layouts]


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
    own = f'[{toml_text(name)}]\ntable = "{found[1]}"'
    return InputRefused(
        refusal.happened, refusal.expected, _SECTION.sub(lambda _: own, refusal.to_do, count=1),
        code=refusal.code, file=refusal.file, line=refusal.line, column=refusal.column,
    )  # fmt: skip


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
