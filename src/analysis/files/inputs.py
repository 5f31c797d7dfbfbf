"""From paths to plain UTF-8 files: folders and globs, hashes, containers, encodings.

Nothing undecodable is dropped or replaced; what is no table is refused before it is read.
"""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Sequence
from dataclasses import replace
from glob import glob, has_magic
from pathlib import Path

from analysis.errors import EnvironmentTrouble, InputRefused
from analysis.files.containers import ENDINGS, PACKED, unpack
from analysis.files.encodings import encoding_of, transcode
from analysis.files.foreign import OLE, refuse_magic, refuse_other_ole, refuse_text
from analysis.files.scan import scan
from analysis.files.source import Source, empty_file, shown_name
from analysis.files.subfolders import Unread, unread_folders
from analysis.files.written import ANSWER, CHECKED, written_as

__all__ = ["Source", "find_inputs", "open_source", "tables_below"]

_HEAD = 4096
_SHOWN = 3
_NOT_CALLED = "not_called"
_NO_TABLE = ("license", "licence")
_NOT_INPUT = (
    "readme",
    "columns.toml",
    "corrections.toml",
    "whyleft.toml",
    "truth.json",
    "quarantine.csv",
    "receipt.json",
    _NOT_CALLED,
)
#: What whyleft lays beside its call lists: passed over, even when somebody names it.
_BESIDE_LISTS = (_NOT_CALLED, "receipt.json", "summary.json", "manifest.json")
#: Folders inside a folder of exports in which call lists come back.
_LIST_FOLDERS = ("calls",)
_LEVELS = 2
_URL = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
_LOCK = "~$"  # what spreadsheet programs lay beside an open workbook


def find_inputs(exports: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Return the files of paths, folders and globs in sorted order, and the names passed over.

    Of the folders in a folder only those called ``calls...`` are looked into: call lists lie there.
    What whyleft wrote into a folder itself is passed over; checked tables are read where they lie
    alone.

    Raises
    ------
    InputRefused
        When a path does not exist, is no ordinary file, or a folder holds no table.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "orders.csv").write_text("a", encoding="utf-8")
    >>> _ = (folder / "README.md").write_text("a", encoding="utf-8")
    >>> files, passed_over = find_inputs([folder])
    >>> [file.name for file in files], passed_over
    (['orders.csv'], ['README.md'])
    """
    files: list[Path] = []
    ignored: list[str] = []
    for export in exports:
        if export.is_dir():
            found = [*_inside(export), *_lists_inside(export)]
            kept = _exported([item for item in found if _is_table(item)])
            ignored += [shown_name(item) for item in found if item not in kept]
            if not kept:
                raise _no_tables(export, list(filter(_is_table, found)))
            files += kept
        else:
            named = _matches(export)
            plain = [file for file in named if not file.name.lower().startswith(_BESIDE_LISTS)]
            # Of several, which a shell may have named, no answer of ours is meant.
            meant = [file for file in plain if len(exports) == 1 or written_as(file) != ANSWER]
            files += _exported(plain) if len(named) > 1 else meant
            ignored += [shown_name(file) for file in named if file not in files]
    if not files and ignored:
        raise _no_tables(exports[0].parent)
    if not files:
        raise _missing("no path was given", None)
    return list(dict.fromkeys(files)), sorted(ignored)


def tables_below(exports: Sequence[Path], read: Sequence[Path] = ()) -> list[Unread]:
    """Return, of each folder that was given, the folders in it with tables that are not read.

    Examples
    --------
    >>> tables_below([Path("orders.csv")])
    []
    """
    found = [unread_folders(export, _is_table, read) for export in exports if export.is_dir()]
    return [one for one in found if one.counts]


def _inside(folder: Path) -> list[Path]:
    return sorted(item for item in folder.iterdir() if not item.is_dir())


def _lists_inside(folder: Path) -> list[Path]:
    """Return the files of folders of call lists, and of folders in them: months, and ``lists``."""
    ours = (folder / f"{_NOT_CALLED}.csv").exists() or (
        folder.name.lower().startswith(_LIST_FOLDERS) and not any(map(_is_table, _inside(folder)))
    )
    places = [
        item for item in _folders(folder) if ours or item.name.lower().startswith(_LIST_FOLDERS)
    ]
    for _ in range(_LEVELS):
        places += [inner for item in places for inner in _folders(item) if inner not in places]
    return [file for place in sorted(places) for file in _inside(place)]


def _exported(tables: Sequence[Path]) -> list[Path]:
    """Return the tables without answers of ours, and without checked ones beside any export."""
    ours = {item: written for item in tables if (written := written_as(item))}
    exports = [item for item in tables if item not in ours]
    return exports or [item for item, written in ours.items() if written == CHECKED]


def _folders(folder: Path) -> list[Path]:
    return sorted(item for item in folder.iterdir() if item.is_dir() and not item.is_symlink())


def _is_table(path: Path) -> bool:
    name = path.name.lower()
    if name.startswith((".", _LOCK, *_NOT_INPUT)) or name.split(".")[0] in _NO_TABLE:
        return False
    for packed in PACKED:
        name = name.removesuffix(packed)
    return name.endswith(ENDINGS) or path.name.lower().endswith(".zip")


def _matches(export: Path) -> list[Path]:
    if export.exists() or export.is_symlink():
        _ordinary(export)
        if export.name.startswith(_LOCK):
            raise _lock_file(export)
        return [export]
    if _URL.match(str(export)):
        raise InputRefused(
            f"{shown_name(export)} is an address on a network, not a file", "a file on disk",
            "download it, and give the path of the file", code="address", file=shown_name(export),
        )  # fmt: skip
    if has_magic(str(export)):
        found = sorted(path for path in map(Path, glob(str(export))) if path.is_file())  # noqa: PTH207
        kept = [path for path in found if not path.name.startswith(_LOCK)]
        if kept:
            return kept
    name = shown_name(export)
    raise _missing(f"There is no file {name or export}", name)


def _lock_file(path: Path) -> InputRefused:
    name = shown_name(path)
    return InputRefused(
        f"{name} is the mark of a workbook that is open in a spreadsheet program",
        "the workbook itself", f"close the program, and give {name.removeprefix(_LOCK)}",
        code="lock_file", file=name,
    )  # fmt: skip


def _missing(happened: str, name: str | None) -> InputRefused:
    return InputRefused(
        happened, "an existing file, folder or pattern such as exports/*.csv",
        "correct the path", code="missing_file", file=name,
    )  # fmt: skip


def _no_tables(folder: Path, ours: Sequence[Path] = ()) -> InputRefused:
    name = shown_name(folder) or str(folder)
    if ours:
        return InputRefused(
            f"The folder {name} holds answers that whyleft wrote ({shown_name(ours[0])}), and no "
            "export", "the exports that they were made from", "give the folder of the exports",
            code="no_tables", file=name,
        )  # fmt: skip
    for found in tables_below([folder]):
        return InputRefused(
            f"The folder {found.name} holds no table itself; folders in it do: {found}",
            "CSV, XLSX or Parquet files that lie in the folder",
            f"give these folders: {found.named}",
            code="no_tables", file=found.name,
        )  # fmt: skip
    other = [shown_name(item) for item in _inside(folder) if not item.name.startswith(".")]
    more = ", ..." if len(other) > _SHOWN else ""
    beside = f", only {', '.join(other[:_SHOWN])}{more}" if other else ""
    return InputRefused(
        f"The folder {name} holds no table{beside}",
        "CSV (also .gz, .zst, .zip), XLSX or Parquet files, such as transactions.csv",
        "put the exports there" + (", or save these files as CSV or XLSX" if other else ""),
        code="no_tables",
        file=shown_name(folder),
    )


def _ordinary(path: Path) -> None:
    name = shown_name(path)
    try:
        facts = path.stat()
    except OSError:
        raise _missing(f"{name} points to nothing", name) from None
    if stat.S_ISREG(facts.st_mode) and not facts.st_size:  # some of the system's never end
        raise empty_file(name)
    if not stat.S_ISREG(facts.st_mode):
        raise InputRefused(
            f"{name} is not an ordinary file (a pipe, socket or device)",
            "a file on disk",
            "save it to a file first",
            code="special_file",
            file=name,
        )


def open_source(path: Path, spill: Path, *, encoding: str | None = None) -> Source:
    """Return the file as a plain one, unpacked and transcoded into ``spill`` where needed.

    Raises
    ------
    InputRefused
        When it is empty, of a foreign kind, damaged, encrypted, too large, or holds NUL bytes.
    """
    _ordinary(path)
    name = shown_name(path)
    try:
        facts = scan(path)
    except OSError as error:
        raise EnvironmentTrouble(
            f"{name} cannot be read ({error.strerror})", "a readable file",
            "check its permissions, and close it in other programs",
            code="cannot_read", file=name,
        ) from None  # fmt: skip
    if not facts.head.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t"):
        raise empty_file(name)
    spill.mkdir(parents=True, exist_ok=True)
    given = Source(path, name, facts.sha256, facts.size, "text", path, "utf-8", facts, spill)
    source = unpack(given, spill)
    if source.form == "workbook":
        return _renamed(source, spill, "xlsx")
    with source.plain.open("rb") as file:
        head = file.read(_HEAD)
    refuse_magic(name, head)
    if head.startswith(OLE):
        refuse_other_ole(name, source.plain)
        return _renamed(replace(source, form="workbook", encoding=""), spill, "xls")
    if head.startswith(b"PAR1"):
        return _with_plain_name(replace(source, form="parquet", encoding=""), spill)
    return _with_plain_name(_plain_text(source, spill, encoding), spill)


def _with_plain_name(source: Source, spill: Path) -> Source:
    """Give the engine a name in ASCII: under an ASCII locale it can open no other."""
    return source if source.plain.name.isascii() else _renamed(source, spill, "named")


def _renamed(source: Source, spill: Path, ending: str) -> Source:
    """Give a file another name by a link, or by a copy where links are not allowed."""
    if source.plain.suffix == f".{ending}" and source.plain.name.isascii():
        return source
    target = source.spilled(spill, ending)
    if not target.exists():
        try:
            target.symlink_to(source.plain.absolute())
        except OSError:
            shutil.copyfile(source.plain, target)
    return replace(source, plain=target)


def _plain_text(source: Source, spill: Path, encoding: str | None) -> Source:
    """Make the file strict UTF-8 without a byte-order mark, refusing NUL bytes."""
    with source.plain.open("rb") as file:
        head = file.read(_HEAD)
    facts = source.facts if source.plain == source.path else scan(source.plain)
    stated = (encoding or "").lower().replace("_", "-").replace("utf8", "utf-8")
    stated = found = stated.removesuffix("-sig")
    if stated in {"", "utf-8"}:  # also where it is stated, a few bytes may not be
        plain = facts and facts.plain_ascii
        found = "utf-8" if plain else encoding_of(source.plain, head, source.name)
        if stated and not found.startswith(stated):
            transcode(source.plain, source.spilled(spill, "utf8"), stated, source.name)
    if found != "utf-8":
        target = source.spilled(spill, "utf8")
        told = transcode(source.plain, target, found, source.name)
        said = found.replace("utf-8-sig", "utf-8 with mark")
        warnings = (*source.warnings, *told)
        source = replace(source, plain=target, encoding=said, warnings=warnings)
        facts = scan(target)
    with source.plain.open("rb") as file:
        refuse_text(source.name, file.read(_HEAD).decode("utf-8", "replace"))
    return replace(source, facts=facts)
