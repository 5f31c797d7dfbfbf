"""Call lists that came back in one zip, as people send them: read like a folder of lists."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.columns.columnmap import ColumnMap
from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.files.containers import unpack_tables
from analysis.files.inputs import find_inputs
from analysis.intake.recognition import Options, lay_out, map_tables


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
