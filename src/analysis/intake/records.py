"""Records of a text file, read with care: each with its physical line, none lost.

This is the slow lane for files with irregular quoting, mixed line ends or runs of blanks between
fields; regular files go through the engine (``staging``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

#: A quoted field that is still open after this many lines was never meant to be quoted.
MAX_OPEN_LINES = 500
#: A longer line is no row, and splitting it could take all memory; so many signs of it are kept.
MAX_LINE = 1 << 20
SHOWN_OF_LONG = 32_001
BLANK = "blank"

csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Record:
    """One record: its first physical line (from 1), its fields, and whether a quote stayed open."""

    line: int
    fields: list[str]
    unclosed: bool = False

    @property
    def blank(self) -> bool:
        """Whether no field holds anything."""
        return not any(field.strip() for field in self.fields)


@lru_cache(maxsize=16)
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    edge = re.escape(delimiter)
    whole = re.compile(rf'(^|{edge})\s*"(?:[^"]|"")*"(?=\s*(?:{edge}|$))', re.DOTALL)
    opened = re.compile(rf'(?:^|{edge})\s*"')
    return whole, opened


def _is_open(text: str, delimiter: str) -> bool:
    """Whether a quoted field begins in the text and does not end."""
    if text.count('"') % 2 == 0:
        return False
    whole, opened = _patterns(delimiter)
    return opened.search(whole.sub(r"\1", text.rstrip("\r\n"))) is not None


def read_records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    r"""Yield the records of lines that kept their ends.

    Examples
    --------
    >>> [(r.line, r.fields) for r in read_records(['a;b\n', '"x\n', 'y";5" pipe\n'], ";")]
    [(1, ['a', 'b']), (2, ['x\ny', '5" pipe'])]
    >>> [r.fields for r in read_records([' 1  19970101   2.5\n'], BLANK)]
    [['1', '19970101', '2.5']]
    """
    if delimiter == BLANK:
        for number, line in enumerate(lines, 1):
            yield _too_long(number, line) or Record(number, line.split())
        return
    waiting: list[str] = []
    source = iter(lines)
    number = 0
    while (text := _next(waiting, source)) is not None:
        number += 1
        if long := _too_long(number, text):
            yield long
            continue
        taken, unclosed = _complete(text, waiting, source, delimiter)
        yield Record(number, _fields(taken, delimiter, unclosed=unclosed), unclosed)
        number += len(taken) - 1


def _too_long(number: int, text: str) -> Record | None:
    """Return a record to be set aside for a line that no table has."""
    return Record(number, [text[:SHOWN_OF_LONG]], unclosed=True) if len(text) > MAX_LINE else None


def _next(waiting: list[str], source: Iterator[str]) -> str | None:
    return waiting.pop() if waiting else next(source, None)


def _complete(
    text: str, waiting: list[str], source: Iterator[str], delimiter: str
) -> tuple[list[str], bool]:
    """Take lines until the quotes close; give them back when they never do."""
    taken = [text]
    if not _is_open(text, delimiter):
        return taken, False
    length = len(text)
    while (
        len(taken) <= MAX_OPEN_LINES
        and length < MAX_LINE
        and (more := _next(waiting, source)) is not None
    ):
        taken.append(more)
        length += len(more)
        if '"' in more and not _is_open("".join(taken), delimiter):
            return taken, False
    waiting.extend(reversed(taken[1:]))
    return [text], True


def _fields(taken: list[str], delimiter: str, *, unclosed: bool) -> list[str]:
    text = "".join(taken).rstrip("\r\n")
    if unclosed or '"' not in text:
        return text.split(delimiter)
    padded = re.search(rf'{re.escape(delimiter)} +"', text) is not None
    try:
        reader = csv.reader([text], delimiter=delimiter, skipinitialspace=padded)
        return next(reader, [""])
    except csv.Error:
        return text.split(delimiter)
