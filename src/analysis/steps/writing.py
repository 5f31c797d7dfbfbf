"""Places to write to: proved before any long work, and filled whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import AnalysisError, EnvironmentTrouble, InputRefused, cannot_write
from analysis.exports import write_csv
from analysis.intake import ANSWER, find_inputs, lost_with
from analysis.workspace import Workspace

if TYPE_CHECKING:  # `whyleft check` starts without pandas
    import pandas as pd


@contextmanager
def scratch(memory_limit: str = "") -> Iterator[Workspace]:
    """Give a workspace that is gone afterwards: these commands leave only what was asked for."""
    with tempfile.TemporaryDirectory(prefix="whyleft-") as folder:
        yield Workspace(Path(folder) / "workspace", memory_limit=memory_limit)


def prepare_folder(folder: Path) -> None:
    """Prove that the folder can be written, or made, before any long work; a refusal leaves none.

    Raises
    ------
    EnvironmentTrouble
        When it cannot.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp()) / "new"
    >>> prepare_folder(folder)
    >>> folder.is_dir()
    False
    """
    nearest = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=nearest) as file:
            file.write(b"a disk may be full")
    except OSError as error:
        raise cannot_write(folder, error) from None


def prepare_file(target: Path, exports: Sequence[Path]) -> None:
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
    if target.is_dir():
        raise EnvironmentTrouble(
            f"{target} is a folder", "a file name", "choose another name", code="cannot_write"
        )
    refuse_to_lose([target], exports)
    prepare_folder(target.parent)


def refuse_to_lose(targets: Sequence[Path], exports: Sequence[Path]) -> None:
    """Refuse to replace an export, a file that is not ours, and a list that somebody filled in.

    Parameters
    ----------
    targets
        Files that would be written, or removed.
    exports
        Files, folders and patterns that are read.

    Raises
    ------
    InputRefused
        When a target is one of them, or holds what whyleft did not write.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text("customer_id", encoding="utf-8")
    >>> refuse_to_lose([folder / "orders.csv"], [folder])
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: --out would replace orders.csv, one of the exports...
    """
    there = [target for target in targets if target.is_file()]
    if not there:
        return
    read = list[Path]()
    for name in exports:
        with suppress(AnalysisError):  # reading it says so, in words
            read += find_inputs([name])[0]
    for target in there:
        if any(target.samefile(file) for file in read):
            raise _would_lose(target, "one of the exports")
        if lost := lost_with(target):
            raise _would_lose(target, lost)


def refuse_other_content(target: Path, content: str, what: str) -> None:
    """Refuse to replace a text that people keep or edit by another one.

    Raises
    ------
    InputRefused
        When the file is there and holds something else.
    """
    if target.is_file() and target.stat().st_size and target.read_text("utf-8") != content:
        raise _would_lose(target, what)


def _would_lose(target: Path, what: str) -> InputRefused:
    return InputRefused(
        f"--out would replace {target.name}, {what}",
        "a name that is not there yet, or a folder of its own",
        "choose another name or folder after --out, or move the file away", code="bad_out",
        file=target.name,
    )  # fmt: skip


def put_whole(target: Path, write: Callable[[Path], object]) -> None:
    """Let a file appear whole or not at all.

    Examples
    --------
    >>> target = Path(tempfile.mkdtemp()) / "a.txt"
    >>> put_whole(target, lambda draft: write_text(draft, "whole"))
    >>> target.read_text(encoding="utf-8")
    'whole'
    """
    draft = target.absolute().with_name(
        f".{os.getpid()}-{target.name}"
    )  # named where a disk is full
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(draft)
        draft.replace(target)
    except OSError as error:
        raise cannot_write(target.parent, error) from None
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def put_together(folder: Path, *, may_lack: Sequence[str] = ()) -> Iterator[Path]:
    """Give a draft folder whose files appear in the folder together, once all are written.

    Parameters
    ----------
    may_lack
        Files of an earlier run that go where this one writes none.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> with put_together(folder) as draft:
    ...     write_text(draft / "a.txt", "whole")
    >>> [path.name for path in folder.iterdir()]
    ['a.txt']
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".whyleft-") as made:
            draft = Path(made)
            yield draft
            written = sorted(draft.iterdir())
            for name in {*may_lack} - {path.name for path in written}:
                (folder / name).unlink(missing_ok=True)
            for path in written:
                path.replace(folder / path.name)
    except OSError as error:
        raise cannot_write(folder, error) from None


def as_json(told: object) -> str:
    """Return an object as the JSON text that people may read too."""
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with plain line feeds."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_table(table: pd.DataFrame, target: Path, workspace: Workspace) -> None:
    """Write a table as CSV or, by way of the workspace, as Parquet: the name's ending decides."""
    if target.suffix.lower() == ".csv":
        write_csv(table, target)
    else:
        workspace.save("written", table, told=ANSWER)
        shutil.copyfile(workspace.parquet("written"), target)
