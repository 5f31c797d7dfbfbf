"""Containers (gz, zst, zip) unpacked into plain files, with a cap on size, ratio and members.

Nothing is extracted under a name from an archive, and a container that is cut off, encrypted or
fails its checksum is refused as a whole.
"""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import zstandard

from analysis.errors import InputRefused, counted
from analysis.files.bookcopy import BOOK, moved_parts
from analysis.files.foreign import encrypted, not_a_table
from analysis.files.source import Source, empty_file, shown_name
from analysis.results import Warned

CHUNK = 1 << 23
MAX_UNPACKED = 20 << 30  # of one gz or zst member; disk space, not memory
MAX_ZIPPED = 500 << 20  # of all members of a zip together
MAX_WORKBOOK = 2 << 30  # of all parts of a workbook: a full sheet of a million rows fits
MAX_RATIO = 200
MAX_MEMBERS = 2000
MAX_LAYERS = 2  # a zip of a workbook, a zip of one .csv.gz; not more
_MAX_DIRECTORY = 8 << 20  # bytes of a zip's list of members
_SMALL = 10 << 20  # under this size a high ratio is harmless
_GZ, _ZST = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")  # a table may have a column called PK
ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".psv", ".xlsx", ".xlsm", ".xls", ".parquet", ".pq")
PACKED = (".gz", ".zst", ".zip")
_TABLES = (*ENDINGS, *PACKED)
_BROKEN = (
    zipfile.BadZipFile, UnicodeError, zlib.error, EOFError, NotImplementedError, RuntimeError,
    gzip.BadGzipFile, zstandard.ZstdError,
)  # fmt: skip


def unpack(source: Source, spill: Path) -> Source:
    """Return the source with its containers unpacked; a workbook stays as it is.

    Raises
    ------
    InputRefused
        When a container is damaged, encrypted, nested too deeply, unpacks to too much, or holds
        several tables.
    """
    for layer in range(MAX_LAYERS + 1):
        with source.plain.open("rb") as file:
            head = file.read(8)
        if not head.startswith((_GZ, _ZST, *_ZIP)):
            return source
        target = source.spilled(spill, f"layer{layer}")
        if head.startswith(_ZIP):
            source = _from_zip(source, target, deep=layer == MAX_LAYERS)
            if source.form == "workbook":
                return source
        else:
            source = _unpacked(source, target, head)
    raise _damaged(
        source.name, "holds a container in a container in a container", "one table",
        code="nested_container",
    )  # fmt: skip


def _from_zip(source: Source, target: Path, *, deep: bool) -> Source:
    _refuse_long_directory(source)
    try:
        with zipfile.ZipFile(source.plain) as archive:
            members = _checked_members(archive, source)
            names = {member.filename.replace("\\", "/").lower() for member in members}
            if moved := moved_parts(archive):
                moved.copy(archive, target)
                return replace(source, form="workbook", encoding="", plain=target)
            if BOOK in names:
                return replace(source, form="workbook", encoding="")
            if deep:
                return source
            member, warnings = _only_table(source.name, members, names)
            with archive.open(member) as packed:
                _copy(packed, target, source, MAX_ZIPPED)
    except _BROKEN:
        raise _damaged(source.name, "is a damaged zip container") from None
    return _filled(replace(source, plain=target, warnings=(*source.warnings, *warnings)))


def unpack_tables(path: Path, folder: Path) -> list[Path]:
    """Return the tables of a zip that holds several, unpacked into a folder; none of other files.

    They keep the last part of their names; nothing is written outside the folder.

    Raises
    ------
    InputRefused
        When the zip is damaged, encrypted or unpacks to too much.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with zipfile.ZipFile(folder / "calls.zip", "w") as pack:
    ...     pack.writestr("a/anna.csv", "x")
    ...     pack.writestr("bob.csv", "y")
    >>> [table.name for table in unpack_tables(folder / "calls.zip", folder / "unpacked")]
    ['anna.csv', 'bob.csv']
    """
    zipped = Source(path, shown_name(path), "", path.stat().st_size, "text", path, "")
    _refuse_long_directory(zipped)
    try:
        with zipfile.ZipFile(path) as archive:
            members = _checked_members(archive, zipped)
            tables = [m for m in members if m.filename.lower().endswith(_TABLES)]
            if len(tables) < 2 or any(m.filename.lower().startswith("xl/") for m in members):
                return []
            return [_member(archive, table, folder / str(at)) for at, table in enumerate(tables)]
    except _BROKEN:
        raise _damaged(zipped.name, "is a damaged zip container") from None


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> Path:
    folder.mkdir(parents=True)
    target = folder / shown_name(Path(member.filename.replace("\\", "/")))
    with archive.open(member) as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain)  # the sizes of all members were checked
    return target


def _refuse_long_directory(source: Source) -> None:
    """Refuse a zip whose list of members alone would fill the memory."""
    with source.plain.open("rb") as file:
        file.seek(max(0, source.plain.stat().st_size - (1 << 16) - 22))
        ending = file.read()
    at = ending.rfind(b"PK\x05\x06")
    length = int.from_bytes(ending[at + 12 : at + 16], "little") if at >= 0 else 0
    if _MAX_DIRECTORY < length < 0xFFFFFFFF:
        raise _too_large(source.name)


def _only_table(
    name: str, members: Sequence[zipfile.ZipInfo], names: set[str]
) -> tuple[zipfile.ZipInfo, tuple[Warned, ...]]:
    """Return the one table of an archive, and a warning about what else is in it."""
    if not members:
        raise empty_file(name)
    _refuse_documents(name, names)
    tables = [m for m in members if m.filename.lower().endswith(_TABLES)]
    tables = [m for m in tables if not Path(m.filename).name.lower().startswith(("readme", "~$"))]
    if len(members) == 1:
        return members[0], ()
    if len(tables) != 1:
        shown = ", ".join(Path(m.filename).name for m in (tables or members)[:5])
        raise InputRefused(
            f"{name} holds {len(members)} files, {len(tables)} of them tables ({shown})",
            "a zip with one table in it",
            "unpack it and name the files, or the folder, instead of the zip",
            code="several_members" if tables else "foreign_file", file=name,
        )  # fmt: skip
    left = len(members) - 1
    were = counted(left, "other file in the archive was", "other files in the archive were")
    said = f"{name}: {were} not read."
    return tables[0], (Warned("members_not_read", said),)


def _refuse_documents(name: str, names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise not_a_table(name, "a binary workbook (XLSB)")
    if "mimetype" in names and "content.xml" in names:
        raise not_a_table(name, "an OpenDocument file (ODS)")
    if "[content_types].xml" in names:
        raise not_a_table(name, "an Office document without a sheet")


def _checked_members(archive: zipfile.ZipFile, source: Source) -> list[zipfile.ZipInfo]:
    members = [
        member
        for member in archive.infolist()
        if not member.filename.endswith("/") and not member.filename.startswith("__MACOSX/")
    ]
    if any(member.header_offset < 0 for member in members):
        raise zipfile.BadZipFile("a member begins before its archive")
    if any(member.flag_bits & 1 for member in members):
        raise encrypted(source.name)
    total, packed = sum(m.file_size for m in members), source.plain.stat().st_size
    limit = MAX_WORKBOOK if archive.namelist().count("[Content_Types].xml") else MAX_ZIPPED
    bomb = total > limit or (total > _SMALL and total > MAX_RATIO * packed)
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
        f"at most {MAX_ZIPPED >> 20} MB in a zip, {MAX_WORKBOOK >> 20} MB in a workbook, "
        f"{MAX_MEMBERS:,} members, and at most {MAX_RATIO} times the packed size",
        "unpack it yourself if you trust it, and give the plain file",
        code="unpacks_too_large",
        file=name,
    )


def _unpacked(source: Source, target: Path, head: bytes) -> Source:
    try:
        with source.plain.open("rb") as raw:
            opened: Any = (
                gzip.GzipFile(fileobj=raw) if head.startswith(_GZ)
                else zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
            )  # fmt: skip
            _copy(opened, target, source, MAX_UNPACKED)
    except _BROKEN:
        raise _damaged(source.name, "is cut off or damaged", code="truncated") from None
    if head.startswith(_ZST) and not _zstd_complete(source.plain, target):
        raise _damaged(source.name, "is cut off or damaged", code="truncated")
    return _filled(replace(source, plain=target))


def _filled(source: Source) -> Source:
    if source.plain.stat().st_size == 0:
        raise empty_file(source.name)
    return source


def _zstd_complete(path: Path, target: Path) -> bool:
    """Whether a single frame that states its size gave all of it."""
    with path.open("rb") as file:
        head = file.read(64)
    try:
        stated = zstandard.frame_content_size(head)
    except zstandard.ZstdError:
        return False
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
