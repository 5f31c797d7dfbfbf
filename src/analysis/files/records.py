"""Records of a text file, read with care: each with its physical line, none lost.

This is the slow lane for files with irregular quoting, mixed line ends or runs of blanks between
fields; regular files go through the engine (``staging``). Evidence tells which sign quotes the
fields, and whether a backslash escapes.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

#: A quoted field that is still open after this many lines was never meant to be quoted.
MAX_OPEN_LINES = 500
#: Nor was one in which this many further lines with quotes closed nothing.
MAX_TRIES = 40
#: A longer line is no row, and splitting it could take all memory; so many signs of it are kept.
MAX_LINE = 1 << 20
SHOWN_OF_LONG = 32_001
BLANK = "blank"

csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Quoting:
    """The sign that quotes a field, and the one that escapes a sign (empty: doubled quotes)."""

    quote: str = '"'
    escape: str = ""


USUAL = Quoting()


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
def _patterns(delimiter: str, quoting: Quoting) -> tuple[re.Pattern[str], re.Pattern[str]]:
    edge, mark, slash = map(re.escape, (delimiter, quoting.quote, quoting.escape))
    inner = rf"[^{mark}]|{mark}{mark}" if not slash else rf"[^{mark}{slash}]|{mark}{mark}|{slash}."
    whole = re.compile(rf"(^|{edge})\s*{mark}(?:{inner})*{mark}(?=\s*(?:{edge}|$))", re.DOTALL)
    opened = re.compile(rf"(?:^|{edge})\s*{mark}")
    return whole, opened


def _is_open(text: str, delimiter: str, quoting: Quoting) -> bool:
    """Whether a quoted field begins in the text and does not end."""
    if quoting.quote not in text:
        return False
    whole, opened = _patterns(delimiter, quoting)
    return opened.search(whole.sub(r"\1", text.rstrip("\r\n"))) is not None


def read_records(
    lines: Iterable[str], delimiter: str, quoting: Quoting = USUAL
) -> Iterator[Record]:
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
        taken, unclosed = _complete(text, waiting, source, (delimiter, quoting))
        split = _fields("".join(taken), delimiter, quoting if not unclosed else None)
        yield Record(number, split, unclosed)
        number += len(taken) - 1


def _too_long(number: int, text: str) -> Record | None:
    """Return a record to be set aside for a line that no table has."""
    return Record(number, [text[:SHOWN_OF_LONG]], unclosed=True) if len(text) > MAX_LINE else None


def _next(waiting: list[str], source: Iterator[str]) -> str | None:
    return waiting.pop() if waiting else next(source, None)


def _complete(
    text: str, waiting: list[str], source: Iterator[str], signs: tuple[str, Quoting]
) -> tuple[list[str], bool]:
    """Take lines until the quotes close; give them back when they never do."""
    taken = [text]
    if not _is_open(text, *signs):
        return taken, False
    length, tries = len(text), 0
    while (
        len(taken) <= MAX_OPEN_LINES
        and length < MAX_LINE
        and (more := _next(waiting, source)) is not None
    ):
        taken.append(more)
        length += len(more)
        if signs[1].quote not in more:
            continue
        if not _is_open("".join(taken), *signs):
            return taken, False
        tries += 1
        if tries == MAX_TRIES:
            break
    waiting.extend(reversed(taken[1:]))
    return [text], True


def _fields(text: str, delimiter: str, quoting: Quoting | None) -> list[str]:
    text = text.rstrip("\r\n")
    signs = quoting.quote + quoting.escape if quoting else ""
    if quoting is None or not any(sign in text for sign in signs):
        return text.split(delimiter)
    padded = re.search(rf"{re.escape(delimiter)} +{quoting.quote}", text) is not None
    if quoting.escape:  # \N is a cell without a value, and no N that was escaped
        edge, slash = re.escape(delimiter), re.escape(quoting.escape)
        text = re.sub(rf"(^|{edge})({slash})(?=N({edge}|$))", r"\1\2\2", text)
    try:
        reader = csv.reader(
            [text], delimiter=delimiter, quotechar=quoting.quote,
            escapechar=quoting.escape or None, skipinitialspace=padded,
        )  # fmt: skip
        return next(reader, [""])
    except csv.Error:
        return text.split(delimiter)


_SINGLE = "'"
#: From this share of the records on, single quotes around fields are no accident.
_COMMON = 0.5


def quoting_of(
    lines: Sequence[str], delimiter: str, usual: list[Record]
) -> tuple[Quoting, list[Record]]:
    r"""Return the quoting of sample lines, and their records read so.

    Another quoting than double quotes that are doubled inside is used where the file breaks the
    usual one, or where more records come out in one width.

    Parameters
    ----------
    usual
        The records of the sample as the usual quoting splits them.

    Examples
    --------
    >>> lines = ["id,note\n", "1,'late, again'\n", "2,'dear'\n"]
    >>> quoting_of(lines, ",", list(read_records(lines, ",")))[0].quote
    "'"
    """
    if delimiter == BLANK:
        return USUAL, usual
    text = "".join(lines)
    best, records = USUAL, usual
    for other, certain in _others(text, delimiter, len(usual)):
        read = list(islice(read_records(lines, delimiter, other), len(usual)))
        if certain or _misfits(read) < _misfits(records):
            best, records = other, read
    return best, records


def _others(text: str, delimiter: str, n_records: int) -> list[tuple[Quoting, bool]]:
    """Return the quotings that the text gives cause to try, and whether the usual one is out."""
    quote, found = USUAL.quote, []
    singles = _n_wrapped(text, delimiter, _SINGLE)
    if singles and not _n_wrapped(text, delimiter, quote):
        quote = _SINGLE
        found.append((Quoting(quote), singles >= _COMMON * n_records))
    if f"\\{quote}" in text or f"\\{delimiter}" in text:
        found.append((Quoting(quote, "\\"), _breaks_doubling(text, delimiter, quote)))
    return found


def _n_wrapped(text: str, delimiter: str, quote: str) -> int:
    """Return how many fields stand between two quotes."""
    edge = re.escape(delimiter)
    wrapped = rf"(?m)(?:^|{edge}){quote}[^{quote}\r\n]*{quote}(?={edge}|\r?$)"
    return len(re.findall(wrapped, text))


def _breaks_doubling(text: str, delimiter: str, quote: str) -> bool:
    """Whether a quote behind a backslash neither ends its field nor is doubled."""
    inside = rf"(?<!\\)\\{quote}(?!{quote}|\s*(?:{re.escape(delimiter)}|[\r\n]|\Z))"
    return re.search(inside, text) is not None


def _misfits(records: Sequence[Record]) -> int:
    """Return how many records differ in width from most, or have a quote that stays open."""
    widths = Counter(len(record.fields) for record in records if not record.blank)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    return sum(
        record.unclosed or (not record.blank and len(record.fields) != usual) for record in records
    )
