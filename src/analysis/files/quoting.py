"""Which sign quotes the fields of a text file, and whether a backslash escapes: by evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from analysis.files.records import BLANK, USUAL, Quoting, Record, read_records

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
