"""From paths to plain UTF-8 files: folders and globs, hashes, containers, encodings.

Nothing is extracted under a name from an archive, nothing undecodable is dropped or replaced, and
every container is read through a counting reader with a cap on size and ratio.
"""

from __future__ import annotations

import gzip
import shutil
import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from glob import glob, has_magic
from pathlib import Path
from typing import IO, Any, Literal

import zstandard

from analysis.errors import EnvironmentTrouble, InputRefused
from analysis.intake.encodings import encoding_of, transcode
from analysis.intake.scan import Facts, scan

Form = Literal["text", "workbook", "parquet"]

CHUNK = 1 << 23
MAX_UNPACKED = 20 << 30  # of one gz or zst member; disk space, not memory
MAX_ZIPPED = 500 << 20  # of all members of a zip or workbook together
MAX_RATIO = 200
MAX_MEMBERS = 2000
_SMALL = 10 << 20  # under this size a high ratio is harmless

_ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".psv", ".xlsx", ".xlsm", ".xls", ".parquet", ".pq")
_PACKED = (".gz", ".zst", ".zip")
_NOT_INPUT = (
    "readme",
    "license",
    "columns.toml",
    "corrections.toml",
    "whyleft.toml",
    "truth.json",
    "quarantine.csv",
    "receipt.json",
)
_FOREIGN = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"GIF8": "a picture", b"\xff\xd8\xff": "a picture",
    b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"\x7fELF": "a program",
    b"SQLite format": "a database", b"BZh": "a bzip2 archive", b"\xfd7zXZ": "an xz archive",
    b"{\\rtf": "a Word document", b"ARROW1": "an Arrow file",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One input file, made plain.

    Parameters
    ----------
    name
        File name as messages and the receipt show it.
    sha256, bytes
        Of the file as it was given.
    form
        ``text`` (``plain`` is UTF-8 without a byte-order mark), ``workbook`` or ``parquet``.
    plain
        The file to read: the given one, or an unpacked copy in the spill folder.
    encoding
        What was read, such as ``utf-8`` or ``cp1252``.
    facts
        What one pass over the bytes of ``plain`` told, for text.
    spill
        Folder for copies.
    """

    path: Path
    name: str
    sha256: str
    bytes: int
    form: Form
    plain: Path
    encoding: str
    facts: Facts | None = None
    spill: Path = Path()


def find_inputs(exports: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Return the files of paths, folders and globs in sorted order, and the names passed over.

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
            found = sorted(item for item in export.iterdir() if not item.is_dir())
            kept = [item for item in found if _is_table(item)]
            ignored += [item.name for item in found if item not in kept]
            if not kept:
                raise _no_tables(export)
            files += kept
        else:
            files += _matches(export)
    if not files:
        raise _missing("no path was given", None)
    return list(dict.fromkeys(files)), sorted(ignored)


def _is_table(path: Path) -> bool:
    name = path.name.lower()
    if name.startswith((".", "~$")) or name.startswith(_NOT_INPUT):
        return False
    for packed in _PACKED:
        name = name.removesuffix(packed)
    return name.endswith(_ENDINGS) or path.name.lower().endswith(".zip")


def _matches(export: Path) -> list[Path]:
    if export.exists() or export.is_symlink():
        _ordinary(export)
        return [export]
    if has_magic(str(export)):
        found = sorted(path for path in map(Path, glob(str(export))) if path.is_file())  # noqa: PTH207
        if found:
            return found
    raise _missing(f"There is no file {export.name or export}", export.name)


def _missing(happened: str, name: str | None) -> InputRefused:
    return InputRefused(
        happened, "an existing file, folder or pattern such as exports/*.csv",
        "correct the path", code="missing_file", file=name,
    )  # fmt: skip


def _no_tables(folder: Path) -> InputRefused:
    return InputRefused(
        f"The folder {folder.name or folder} holds no table",
        "CSV (also .gz, .zst, .zip), XLSX or Parquet files, such as transactions.csv",
        "put the exports there, or name the files",
        code="no_tables",
        file=folder.name,
    )


def _ordinary(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError:
        raise _missing(f"{path.name} points to nothing", path.name) from None
    if not stat.S_ISREG(mode):
        raise InputRefused(
            f"{path.name} is not an ordinary file (a pipe, socket or device)",
            "a file on disk",
            "save it to a file first",
            code="special_file",
            file=path.name,
        )


def open_source(path: Path, spill: Path, *, encoding: str | None = None) -> Source:
    """Return the file as a plain one, unpacked and transcoded into ``spill`` where needed.

    Raises
    ------
    InputRefused
        When it is empty, of a foreign kind, damaged, encrypted, too large, or holds NUL bytes.
    """
    _ordinary(path)
    try:
        facts = scan(path)
    except OSError as error:
        raise EnvironmentTrouble(
            f"{path.name} cannot be read ({error.strerror})", "a readable file",
            "check its permissions, and close it in other programs",
            code="cannot_read", file=path.name,
        ) from None  # fmt: skip
    head = facts.head
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t"):
        raise _empty(path.name)
    spill.mkdir(parents=True, exist_ok=True)
    source = Source(path, path.name, facts.sha256, facts.size, "text", path, "utf-8", facts, spill)
    if head.startswith(b"PAR1"):
        return replace(source, form="parquet", encoding="")
    if head.startswith(b"PK"):
        return _from_zip(source, spill, encoding)
    if head.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        return _plain_text(_unpacked(source, spill, head), spill, encoding)
    _known_form(path, head)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return replace(source, form="workbook", encoding="")
    return _plain_text(_with_plain_name(source, spill), spill, encoding)


def _with_plain_name(source: Source, spill: Path) -> Source:
    """Give the engine a name in ASCII: under an ASCII locale it can open no other."""
    if source.plain.name.isascii():
        return source
    target = _spilled(source, spill, "named")
    if not target.exists():
        shutil.copyfile(source.plain, target)
    return replace(source, plain=target)


def _empty(name: str) -> InputRefused:
    return InputRefused(
        f"{name} is empty", "a header line and rows", "export it again",
        code="empty_file", file=name,
    )  # fmt: skip


def _known_form(path: Path, head: bytes) -> None:
    kind = next((kind for magic, kind in _FOREIGN.items() if head.startswith(magic)), None)
    if kind is None and head.startswith(b"\xd0\xcf\x11\xe0") and path.suffix.lower() != ".xls":
        kind = "an encrypted or old Office file"
    if kind is not None:
        raise InputRefused(
            f"{path.name} is {kind}, not a table",
            "CSV, XLSX or Parquet",
            "export the table as CSV or XLSX, without a password",
            code="foreign_file",
            file=path.name,
        )


def _spilled(source: Source, spill: Path, ending: str) -> Path:
    """Name a copy by content: never by the name of a member or a user's file."""
    return spill / f"{source.sha256[:16]}.{ending}"


def _from_zip(source: Source, spill: Path, encoding: str | None) -> Source:
    try:
        with zipfile.ZipFile(source.path) as archive:
            members = _checked_members(archive, source)
            names = {member.filename for member in members}
            if "xl/workbook.xml" in names:
                return replace(source, form="workbook", encoding="")
            if "[Content_Types].xml" in names or len(members) != 1:
                raise _damaged(
                    source.name,
                    f"holds {len(members)} members and no worksheet",
                    "a zip with one CSV in it, or XLSX",
                    code="foreign_file",
                )
            target = _spilled(source, spill, "unzipped")
            with archive.open(members[0]) as packed:
                _copy(packed, target, source, MAX_ZIPPED)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise _damaged(source.name, "is a damaged or encrypted zip container") from None
    return _plain_text(replace(source, plain=target), spill, encoding)


def _checked_members(archive: zipfile.ZipFile, source: Source) -> list[zipfile.ZipInfo]:
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir() and not member.filename.startswith("__MACOSX/")
    ]
    total = sum(member.file_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        raise _damaged(source.name, "is encrypted", code="encrypted")
    bomb = total > MAX_ZIPPED or (total > _SMALL and total > MAX_RATIO * source.bytes)
    if bomb or len(members) > MAX_MEMBERS:
        raise _too_large(source.name)
    if any(name.startswith(("/", "\\")) or ".." in Path(name).parts
           for name in (member.filename for member in members)):  # fmt: skip
        raise _damaged(source.name, "holds members with paths outside the archive")
    return members


def _damaged(
    name: str, how: str, wanted: str = "a whole container without a password", *,
    code: str = "damaged_container",
) -> InputRefused:  # fmt: skip
    return InputRefused(f"{name} {how}", wanted, "export or pack it again", code=code, file=name)


def _too_large(name: str) -> InputRefused:
    return InputRefused(
        f"{name} would unpack to far more than its size allows",
        f"at most {MAX_ZIPPED >> 20} MB in a zip, and at most {MAX_RATIO} times the packed size",
        "unpack it yourself if you trust it, and give the plain file",
        code="unpacks_too_large",
        file=name,
    )


def _unpacked(source: Source, spill: Path, head: bytes) -> Source:
    target = _spilled(source, spill, "unpacked")
    try:
        with source.path.open("rb") as raw:
            opened: Any = (
                gzip.GzipFile(fileobj=raw) if head.startswith(b"\x1f\x8b")
                else zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
            )  # fmt: skip
            _copy(opened, target, source, MAX_UNPACKED)
    except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError):
        raise _damaged(source.name, "is cut off or damaged", code="truncated") from None
    if head.startswith(b"\x28") and not _zstd_complete(source.path, target):
        raise _damaged(source.name, "is cut off or damaged", code="truncated")
    return replace(source, plain=target)


def _zstd_complete(path: Path, target: Path) -> bool:
    """Whether a single frame that states its size gave all of it."""
    with path.open("rb") as file:
        stated = zstandard.frame_content_size(file.read(64))
    if stated > 0:
        return target.stat().st_size >= stated
    with path.open("rb") as file:
        return _zstd_ends(file)


def _zstd_ends(file: IO[bytes]) -> bool:
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    while block := file.read(CHUNK):
        while block:
            unpacker.decompress(block)
            block = unpacker.unused_data
            if block:
                unpacker = zstandard.ZstdDecompressor().decompressobj()
    return bool(unpacker.eof)


def _copy(packed: IO[bytes], target: Path, source: Source, limit: int) -> None:
    written = 0
    with target.open("wb") as plain:
        while block := packed.read(CHUNK):
            written += len(block)
            if written > limit or (written > _SMALL and written > MAX_RATIO * source.bytes):
                raise _too_large(source.name)
            plain.write(block)
    if written == 0:
        raise _empty(source.name)


def _plain_text(source: Source, spill: Path, encoding: str | None) -> Source:
    """Make the file strict UTF-8 without a byte-order mark, refusing NUL bytes."""
    with source.plain.open("rb") as file:
        head = file.read(4096)
    _known_form(source.path, head)
    facts = source.facts if source.plain == source.path else scan(source.plain)
    found = encoding or (
        "utf-8" if facts and facts.plain_ascii else encoding_of(source.plain, head)
    )
    if found == "utf-8":
        return replace(source, facts=facts)
    target = _spilled(source, spill, "utf8")
    transcode(source.plain, target, found, source.name)
    shown = found.replace("utf-8-sig", "utf-8 with mark")
    return replace(source, plain=target, encoding=shown, facts=scan(target))
