"""Places to write to: proved before any long work, and filled whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import EnvironmentTrouble, InputRefused
from analysis.exports import write_csv
from analysis.workspace import Workspace

if TYPE_CHECKING:  # `whyleft check` starts without pandas
    import pandas as pd


@contextmanager
def scratch(memory_limit: str = "") -> Iterator[Workspace]:
    """Give a workspace that is gone afterwards: these commands leave only what was asked for."""
    with tempfile.TemporaryDirectory(prefix="whyleft-") as folder:
        yield Workspace(Path(folder) / "workspace", memory_limit=memory_limit)


def prepare_folder(folder: Path) -> None:
    """Make the folder and prove that it can be written, before any long work.

    Raises
    ------
    EnvironmentTrouble
        When it cannot.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp()) / "new"
    >>> prepare_folder(folder)
    >>> folder.is_dir()
    True
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise EnvironmentTrouble(
            f"The folder {folder} cannot be written ({error.strerror})",
            "a folder that may be written",
            "choose another folder after --out, or change its permissions",
            code="cannot_write",
        ) from None


def prepare_file(target: Path, exports: Sequence[str]) -> None:
    """Prove that the target can be written and is none of the exports, before any long work.

    Examples
    --------
    >>> prepare_file(Path("customers.txt"), [])
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: --out is customers.txt...
    """
    if target.suffix.lower() not in {".csv", ".parquet"}:
        raise InputRefused(
            f"--out is {target.name}",
            "a name that ends in .parquet or .csv",
            "correct the name",
            code="bad_out",
        )
    if any(target.exists() and target.samefile(name) for name in exports if Path(name).exists()):
        raise InputRefused(
            f"--out is the export itself, {target.name}",
            "another file",
            "choose another name after --out",
            code="bad_out",
        )
    if target.is_dir():
        raise EnvironmentTrouble(
            f"{target} is a folder", "a file name", "choose another name", code="cannot_write"
        )
    prepare_folder(target.parent)


def put_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Let a file appear whole or not at all.

    Examples
    --------
    >>> target = Path(tempfile.mkdtemp()) / "a.txt"
    >>> put_whole(target, lambda draft: write_text(draft, "whole"))
    >>> target.read_text(encoding="utf-8")
    'whole'
    """
    draft = target.with_name(f".{os.getpid()}-{target.name}")
    try:
        write(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with plain line feeds."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_table(table: pd.DataFrame, target: Path, workspace: Workspace) -> None:
    """Write a table as CSV or, by way of the workspace, as Parquet: the name's ending decides."""
    if target.suffix.lower() == ".csv":
        write_csv(table, target)
    else:
        workspace.save("written", table)
        shutil.copyfile(workspace.parquet("written"), target)
