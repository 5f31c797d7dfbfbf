"""A folder is replaced as a whole, or not at all.

The new content grows in a draft folder beside the target. When it is complete, the old folder is
renamed away and the draft renamed in. Between the two renames the target is missing for a moment;
a run that was killed there is put right by the next one, which brings the old folder back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import EnvironmentTrouble, cannot_write
from analysis.report.lock import held, is_alive

MANIFEST = "manifest.json"

#: A report is a few megabytes; with less free space than this it is not begun.
SPACE_NEEDED_BYTES = 16_000_000

#: What operating systems leave in folders that somebody looked at.
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini", ".directory"}

_PRIVATE_FOLDER = "lists"

#: Files that people fill in, sort and mark.
_LISTS = (".csv", ".xlsx")


@contextmanager
def replacing(target: Path, *, private: bool = False) -> Iterator[Path]:
    """Yield an empty draft folder; when the block ends well, it takes the place of ``target``.

    All that can be known before the work is checked before the block: whether the place can be
    written, has space, is free, and holds nothing that would be lost.

    Parameters
    ----------
    private
        Whether nobody but the owner may read what is written, as it is with call lists.

    Raises
    ------
    EnvironmentTrouble
        When the target is no folder of ours, cannot be written, or is being written.

    Examples
    --------
    >>> place = Path(tempfile.mkdtemp()) / "report"
    >>> with replacing(place) as draft:
    ...     write_file(draft, MANIFEST, b"{}")
    >>> [path.name for path in place.iterdir()]
    ['manifest.json']
    """
    place = prepare_place(target)
    with held(place.with_name(f".{place.name}.lock")):
        _recover(place)
        _refuse_what_would_be_lost(place)
        draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.new-{os.getpid()}-", dir=place.parent))
        try:
            yield draft
            _open_for_readers(draft, private=private)
            _switch(draft, place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def prepare_place(target: Path) -> Path:
    """Return the whole path of a place; refuse, without a trace, one that ``replacing`` would.

    Raises
    ------
    EnvironmentTrouble
        When the target is no folder of ours, cannot be written or has no space.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "letter.txt").write_text("Dear all", encoding="utf-8")
    >>> prepare_place(folder)
    Traceback (most recent call last):
    ...
    analysis.errors.EnvironmentTrouble: ... holds files that are not of a report: letter.txt...
    """
    place = Path(os.path.abspath(target))  # noqa: PTH100  # resolve() would follow a symlink
    _refuse_what_would_be_lost(place)
    _probe(place)
    return place


@contextmanager
def replace_folder(target: Path) -> Iterator[Callable[[str, bytes], None]]:
    """Give what writes one file of a folder that only its owner may read; see ``replacing``.

    Examples
    --------
    >>> place = Path(tempfile.mkdtemp()) / "calls"
    >>> with replace_folder(place) as write:
    ...     write(MANIFEST, b"{}")
    >>> oct((place / MANIFEST).stat().st_mode & 0o777)
    '0o600'
    """
    with replacing(target, private=True) as draft:
        yield lambda name, content: write_file(draft, name, content)


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write one file of a draft, on disk before the folder takes its place.

    Raises
    ------
    EnvironmentTrouble
        When the disk is full or the folder cannot be written.
    ValueError
        When the name leads out of the folder or is not one that every system knows.

    Examples
    --------
    >>> write_file(Path(tempfile.mkdtemp()), "../x", b"")
    Traceback (most recent call last):
    ValueError: not a file name for a report: '../x'
    """
    if not re.fullmatch(r"(?:[a-z0-9][\w-]{0,59}/)?[A-Za-z0-9][\w-]{0,59}\.[a-z0-9]{1,6}", name):
        raise ValueError(f"not a file name for a report: {name!r}")
    path = folder / name
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise cannot_write(folder.parent, error) from None


def _trouble(
    happened: str, expected: str, to_do: str = "free space or choose another folder", *, code: str
) -> EnvironmentTrouble:
    return EnvironmentTrouble(happened, expected, to_do, code=code)


def _refuse_what_would_be_lost(place: Path) -> None:
    """Refuse everything but a free place, an empty folder and a report of ours."""
    if place.is_symlink() or os.path.ismount(place):
        kind = "a link to another place" if place.is_symlink() else "a mount point"
        problem = f"{place} is {kind} and cannot be replaced"
    elif place.is_dir() and Path.cwd().resolve().is_relative_to(place.resolve()):
        problem = f"{place} is the folder that you work in, and would be replaced as a whole"
    elif place.exists() and not place.is_dir():
        problem = f"{place} is a file, not a folder"
    elif foreign := _foreign_files(place):
        problem = f"{place} holds files that are not of a report: {_some(foreign)}"
    elif filled := _changed_lists(place):
        problem = f"{place} holds lists that somebody has changed since: {_some(filled)}"
    else:
        return
    to_do = "choose another folder, such as a new one inside it, or move those files away"
    raise _trouble(
        problem, "a new folder, an empty one, or an earlier report", to_do, code="not_a_report"
    )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]}{more}"


def _written_in(place: Path) -> dict[str, object]:
    """Return the files that a run wrote there, with their hashes; none where it cannot be told."""
    try:
        return dict(json.loads((place / MANIFEST).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _changed_lists(place: Path) -> list[str]:
    """Return the lists in which somebody wrote: what came of calls, and what was agreed on."""
    return sorted(
        name for name, was in _written_in(place).items()
        if name.endswith(_LISTS) and (place / name).is_file() and _hash_of(place / name) != was
    )  # fmt: skip


def _hash_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _foreign_files(place: Path) -> list[str]:
    if not place.is_dir():
        return []
    ours = {*_written_in(place)}
    found = [path for path in place.rglob("*") if path.name not in _LITTER and not path.is_dir()]
    names = {path.relative_to(place).as_posix() for path in found}
    return sorted(names - ours - ({MANIFEST} if ours else set()))


def _probe(place: Path) -> None:
    """Write and delete a file beside the target before the long work begins."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place.parent) as file:
            file.write(b"probe")
        free = shutil.disk_usage(place.parent).free
    except OSError as error:
        raise cannot_write(place.parent, error) from None
    if free < SPACE_NEEDED_BYTES:
        raise _trouble(
            f"The disk of the folder {place.parent} has {free // 1_000_000} MB left",
            f"at least {SPACE_NEEDED_BYTES // 1_000_000} MB for what is written",
            code="disk_full",
        )


def _recover(place: Path) -> None:
    """Put right what a killed run left: the old folder comes back, drafts of the dead go."""
    old = _leftovers(place, "old")
    if old and not place.exists():
        old.pop().rename(place)
    for leftover in [*old, *_leftovers(place, "new")]:
        shutil.rmtree(leftover, ignore_errors=True)


def _leftovers(place: Path, kind: str) -> list[Path]:
    """Folders of processes that are gone, the newest last."""
    pattern = re.compile(rf"\.{re.escape(place.name)}\.{kind}-(\d+)-\w+")
    found = [(path, pattern.fullmatch(path.name)) for path in place.parent.iterdir()]
    dead = [path for path, name in found if name and not is_alive(int(name[1]))]
    return sorted(dead, key=lambda path: (path.stat().st_mtime_ns, path.name))


def _open_for_readers(draft: Path, *, private: bool) -> None:
    """Let everybody read the report, and nobody but its owner the call lists."""
    for path in [draft, *draft.rglob("*")]:
        own = private or _PRIVATE_FOLDER in path.relative_to(draft).parts
        mode = stat.S_IRWXU | (0 if own else 0o055) if path.is_dir() else 0o644
        path.chmod(0o600 if own and path.is_file() else mode)


def _switch(draft: Path, place: Path) -> None:
    """Rename the old folder away and the new one in; undo the first when the second fails."""
    away = draft.with_name(draft.name.replace(".new-", ".old-", 1))
    had_one = place.exists()
    try:
        if had_one:
            place.rename(away)
        try:
            draft.rename(place)
        except BaseException:
            if had_one:
                away.rename(place)
            raise
    except OSError as error:
        raise _trouble(
            f"{place} could not be replaced ({error.strerror}); it is as it was before",
            "a folder of which no file is open in another program",
            "close the report where it is open and run again",
            code="cannot_replace",
        ) from None
    shutil.rmtree(away, ignore_errors=True)
