"""Strict UTF-8 from whatever an export was written in; nothing undecodable is dropped."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputRefused

CHUNK = 1 << 23


def transcode(plain: Path, target: Path, encoding: str, name: str) -> None:
    """Write ``plain`` to ``target`` as UTF-8 without a byte-order mark.

    Raises
    ------
    InputRefused
        When the bytes do not fit the encoding, or NUL characters are found.
    """
    try:
        with plain.open("rb") as raw, target.open("w", encoding="utf-8", newline="") as out:
            reader = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="")
            for block in _blocks(reader):
                if "\x00" in block:
                    raise _nul_bytes(plain, name)
                out.write(block)
    except (UnicodeError, LookupError):
        raise InputRefused(
            f"{name} cannot be read as {encoding}",
            "an encoding such as utf-8, cp1252 or utf-16",
            f'put this into columns.toml:\n["{name}"]\nencoding = "cp1252"',
            code="bad_encoding",
            file=name,
        ) from None


def _blocks(reader: io.TextIOWrapper) -> Iterator[str]:
    first = reader.read(1 << 20).removeprefix("\ufeff")
    while first:
        yield first
        first = reader.read(1 << 20)


def _nul_bytes(path: Path, name: str) -> InputRefused:
    """Return the refusal of a text with NUL bytes, with their number and first line.

    They stand for damage on the way (a full disk, a broken transfer): what they overwrote is
    unknown, so no row beside them can be trusted.
    """
    count, lines, first = 0, 1, 0
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            at = block.find(b"\x00")
            if not first and at >= 0:
                first = lines + block.count(b"\n", 0, at)
            count += block.count(b"\x00")
            lines += block.count(b"\n")
    return InputRefused(
        f"{name} holds {count:,} NUL bytes, the first in line {first:,}",
        "a text file, XLSX or Parquet",
        "export it again as CSV in UTF-8; if it stays so, state `encoding` in columns.toml",
        code="nul_bytes", file=name, line=first or None,
    )  # fmt: skip


def encoding_of(path: Path, head: bytes, name: str) -> str:
    """Return the encoding: by mark, by the place of NULs, strict UTF-8, else a western one."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in head:
        odd, even = head[1::2].count(0), head[::2].count(0)
        if max(odd, even) > 0.4 * len(head) / 2 and min(odd, even) < 0.05 * len(head):
            return "utf-16-le" if odd > even else "utf-16-be"
    bom = head.startswith(codecs.BOM_UTF8)
    if not _is_utf8(path, name):
        return "cp1252" if _is_cp1252(path) else "latin-1"
    return "utf-8-sig" if bom else "utf-8"


def _is_utf8(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(CHUNK):
                if b"\x00" in block:
                    raise _nul_bytes(path, name)
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_cp1252(path: Path) -> bool:
    undefined = b"\x81\x8d\x8f\x90\x9d"
    with path.open("rb") as file:
        return not any(
            block.translate(None, undefined) != block
            for block in iter(lambda: file.read(CHUNK), b"")
        )
