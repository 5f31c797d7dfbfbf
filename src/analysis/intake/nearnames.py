"""Files whose names nearly are those of columns.toml, corrections.toml and whyleft.toml.

An editor adds ``.txt``, a browser adds ``(1)``: such a file is never read, which is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import InputRefused
from analysis.handwritten import lies_there
from analysis.intake.recognition import MAP_NAME
from analysis.results import Warned
from analysis.rows.correctionentries import CORRECTIONS_NAME

_NAMES = (MAP_NAME, CORRECTIONS_NAME, "whyleft.toml")
#: What stands behind the stem of a copy, and endings that are put in place of the right one.
_COPY = r"([ _-]*\(\d+\)|[ _-]\d+|[ _-]+(copy|kopie|copie|copia))?"
_ENDING = r"\.(toml|tml|tom|toml?\.(txt|text|toml)|txt)"


def near_names(files: Sequence[Path], *, given: bool = False) -> list[Warned]:
    """Say which files beside the exports were meant to be read, as their names tell, and are not.

    A columns.toml in the folder above is meant too, where none lies beside the exports.

    Parameters
    ----------
    files
        The exports.
    given
        Whether a column map was named, wherever it lies.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "columns.toml.txt").touch()
    >>> print(near_names([folder / "orders.csv"])[0].message)
    columns.toml.txt lies there and is not read: rename it to columns.toml.
    """
    told = []
    for name in _NAMES:
        if not (given and name == MAP_NAME):
            told += [Warned("near_name", one) for one in _near(files, name)]
    return told


@contextmanager
def in_view_of_near_names(files: Sequence[Path], *, given: bool = False) -> Iterator[None]:
    """Let a refusal within say too which files were meant to answer it and are not read.

    Raises
    ------
    InputRefused
        That refusal.

    Examples
    --------
    >>> with in_view_of_near_names([Path("no-such-folder") / "a.csv"]):
    ...     pass
    """
    try:
        yield
    except InputRefused as refusal:
        near = near_names(files, given=given)
        if not near:
            raise
        said = [refusal.happened.rstrip("."), *(one.message.rstrip(".") for one in near)]
        raise InputRefused(
            ". ".join(said), refusal.expected, refusal.to_do, code=refusal.code,
            file=refusal.file, line=refusal.line, column=refusal.column,
        ) from None  # fmt: skip


def _near(files: Sequence[Path], name: str) -> list[str]:
    folders = list(dict.fromkeys(file.absolute().parent for file in files))
    folders = [folder for folder in folders if folder.is_dir()]
    if any(lies_there(folder / name) for folder in folders):
        return []
    stem = re.escape(name.removesuffix(".toml").removesuffix("s"))
    like = re.compile(f"{stem}s?{_COPY}{_ENDING}", re.IGNORECASE)
    found = sorted({item.name for folder in folders for item in folder.iterdir()
                    if like.fullmatch(item.name) and item.is_file()})  # fmt: skip
    said = [f"{one} lies there and is not read: rename it to {name}." for one in found]
    if not said and name == MAP_NAME and any(lies_there(at.parent / name) for at in folders):
        said = [
            f"A {name} lies in the folder above the exports and is not read: lay it beside them, "
            "or name it with --columns."
        ]
    return said
