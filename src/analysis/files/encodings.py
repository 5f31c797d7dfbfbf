"""Strict UTF-8 from whatever an export was written in; nothing undecodable is dropped."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputRefused, counted
from analysis.results import Warned

CHUNK = 1 << 23
#: What a file is read as that is UTF-8 but for a few bytes of a western encoding.
STRAYS = "utf-8 with cp1252 bytes"
#: Bytes that are no UTF-8, as Python escapes them, and the western signs that they stand for.
_STRAY = re.compile("[\udc80-\udcff]")
_WESTERN = {
    0xDC00 + code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(128, 256)
}
_SHOWN = 5
#: So many bytes that are no UTF-8, and so many times the signs that are, end the search.
_SURE, _WESTERN_PART = 10_000, 100


def transcode(plain: Path, target: Path, encoding: str, name: str) -> tuple[Warned, ...]:
    """Write ``plain`` to ``target`` as UTF-8 without a byte-order mark; say which bytes were odd.

    Raises
    ------
    InputRefused
        When the bytes do not fit the encoding, or NUL characters are found.
    """
    stated, errors = ("utf-8", "surrogateescape") if encoding == STRAYS else (encoding, "strict")
    strays, line, n_strays = list[int](), 1, 0
    try:
        with plain.open("rb") as raw, target.open("w", encoding="utf-8", newline="") as out:
            reader = io.TextIOWrapper(raw, encoding=stated, errors=errors, newline="")
            for block in _blocks(reader):
                if "\x00" in block:
                    raise _nul_bytes(plain, name)
                if encoding != STRAYS:
                    out.write(block)
                    continue
                places = [match.start() for match in _STRAY.finditer(block)]
                n_strays += len(places)
                if len(strays) < _SHOWN:
                    strays = _with_lines(strays, block, places, line)
                line += block.count("\n")
                out.write(block.translate(_WESTERN) if places else block)
    except (UnicodeError, LookupError):
        raise InputRefused(
            f"{name} cannot be read as {encoding}",
            "an encoding such as utf-8, cp1252 or utf-16",
            f'put this into columns.toml:\n["{name}"]\nencoding = "cp1252"',
            code="bad_encoding",
            file=name,
        ) from None
    return (_strays_said(name, n_strays, strays),) if strays else ()


def _with_lines(known: list[int], block: str, places: list[int], line: int) -> list[int]:
    """Return the physical lines that are known with those of more places, each line once."""
    found, at = list(known), 0
    for place in places:
        line, at = line + block.count("\n", at, place), place
        if line not in found:
            found.append(line)
        if len(found) > _SHOWN:
            break
    return found


def _strays_said(name: str, n_strays: int, lines: list[int]) -> Warned:
    shown = ", ".join(f"{line:,}" for line in lines[:_SHOWN])
    shown += " and others" * (len(lines) > _SHOWN)
    said = (
        f"{name} is UTF-8 but for {counted(n_strays, 'byte')}, in line{'s' * (len(lines) > 1)} "
        f"{shown}: read there as cp1252. Look at the signs in these lines, and correct them where "
        "they were typed."
    )
    return Warned("western_encoding", said, line=lines[0])


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
    """Return the encoding: by mark, by the place of NULs, by UTF-8, else a western one.

    In a western text next to nothing is UTF-8 by chance. Where most signs beyond ASCII are, a few
    cells came from elsewhere, or were cut within a sign: they do not decide over all others.
    """
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
        if _is_mostly_utf8(path):
            return STRAYS
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


def _is_mostly_utf8(path: Path) -> bool:
    """Whether at least as many signs beyond ASCII are UTF-8 as there are bytes that are not."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    wide = stray = 0
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            text = decoder.decode(block)
            if not text.isascii():
                stray += len(_STRAY.findall(text))
                wide += len(text) - len(text.encode("ascii", "ignore"))
            if stray > _WESTERN_PART * (wide - stray) and stray > _SURE:
                return False
    return wide - stray >= stray + len(decoder.decode(b"", final=True))


def _is_cp1252(path: Path) -> bool:
    undefined = b"\x81\x8d\x8f\x90\x9d"
    with path.open("rb") as file:
        return not any(
            block.translate(None, undefined) != block
            for block in iter(lambda: file.read(CHUNK), b"")
        )
