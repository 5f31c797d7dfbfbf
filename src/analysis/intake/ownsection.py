"""The lines that answer a refusal, under the file's own section where other files differ."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analysis.columns.columnmap import ColumnMap
from analysis.columns.layout import Layout
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import toml_text
from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.files.inputs import Source
from analysis.intake.recognition import Options, read_layouts
from analysis.vocabulary import TABLES

_SECTION = re.compile(rf"^\[({'|'.join(TABLES)})\]$", re.MULTILINE)
_LINE = re.compile(r'^\w+ = ("(?:[^"\\]|\\.)*")', re.MULTILINE)
#: Files that are looked at, so that a refusal comes soon.
_MOST = 24


def read_beside(
    engine: Engine, path: Path, files: Sequence[Path], spill: Path, options: Options
) -> tuple[Source, list[tuple[Layout, ColumnMap, Stated]]]:
    """Return the layouts of a file; a refusal has lines that fit the files beside it too.

    Raises
    ------
    InputRefused
        As ``read_layouts`` does.
    """
    try:
        return read_layouts(engine, path, spill, options)
    except InputRefused as refusal:
        raise _in_own_section(refusal, path, files, engine, options) from None


def _in_own_section(
    refusal: InputRefused, path: Path, files: Sequence[Path], engine: Engine, options: Options
) -> InputRefused:
    r"""Return a refusal whose lines are for its file alone, where they would not fit another one.

    Lines below ``[transactions]`` are for every file of transactions; one that has other headers
    would be refused for them.
    """
    found = _SECTION.search(refusal.to_do)
    others = [file for file in files if file != path][:_MOST]
    if not found or not any(_differs(file, found[1], refusal, engine, options) for file in others):
        return refusal
    own = f'[{toml_text(path.name)}]\ntable = "{found[1]}"'
    return InputRefused(
        refusal.happened, refusal.expected, _SECTION.sub(lambda _: own, refusal.to_do, count=1),
        code=refusal.code, file=refusal.file, line=refusal.line, column=refusal.column,
    )  # fmt: skip


def _differs(
    file: Path, table: str, refusal: InputRefused, engine: Engine, options: Options
) -> bool:
    """Whether another file of the same table lacks columns that the lines name."""
    named = _named(refusal)
    apart = replace(options, passed_over=[], left_out={})
    with tempfile.TemporaryDirectory(prefix="whyleft-look-") as spill:
        try:
            _, tables = read_layouts(engine, file, Path(spill), apart)
        except InputRefused as other:
            found = _SECTION.search(other.to_do)
            return found is not None and found[1] == table and _named(other) != named
    headers = [columns.header for _, columns, _ in tables if columns.table == table]
    return any(not named or not named <= {*map(toml_text, header)} for header in headers)


def _named(refusal: InputRefused) -> set[str]:
    """Return the headers, in quotes, that the lines of a refusal name."""
    return {*_LINE.findall(refusal.to_do)} - {'"<its header>"'}
