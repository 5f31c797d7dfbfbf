"""Files that people write in TOML: settings, the column map, corrections, a codebook."""

from __future__ import annotations

import difflib
import stat
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_LARGEST = 20_000_000


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file of a person holds.

    Raises
    ------
    OSError
        When it is not there, or no ordinary file: a folder or a pipe, or a link to nothing.
    ValueError
        When it is no TOML, no UTF-8 or far too large.

    Examples
    --------
    >>> read_toml(Path("/dev/null"))
    Traceback (most recent call last):
    ...
    OSError: it is no ordinary file but a folder, a pipe or a device
    """
    if path.is_symlink() and not path.exists():
        raise OSError("it is a link to a file that is not there")
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("it is no ordinary file but a folder, a pipe or a device")
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise tomllib.TOMLDecodeError(f"it is larger than {_LARGEST // 1_000_000} MB")
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("brackets in brackets, too deep to be read") from None


def lies_there(path: Path) -> bool:
    """Whether anything has this name, a link to nothing too: then it is meant to be read.

    Examples
    --------
    >>> lies_there(Path("no-such-file.toml"))
    False
    """
    return path.is_symlink() or path.exists()


def nearest(name: str, known: Iterable[str]) -> str:
    """Say what was to be expected in place of a name that nobody knows.

    Examples
    --------
    >>> nearest("amuont", ["amount", "column"]), nearest("zork", ["amount", "column"])
    ('the nearest known is amount', 'one of amount, column')
    """
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    return f"the nearest known is {near[0]}" if near else f"one of {', '.join(names[:30])}"
