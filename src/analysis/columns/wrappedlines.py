"""Text files of which every line is one quoted field: a table that was quoted once too often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from analysis.columns.columnmap import count_known
from analysis.files.dialect import SIGNS
from analysis.files.scan import scan
from analysis.files.source import Source
from analysis.results import Warned

_HEAD_LINES = 20


def unwrapped(source: Source, spill: Path) -> Source:
    """Return the file without the quotes around its lines, where all of its lines have them."""
    if source.form != "text":
        return source
    with source.plain.open(encoding="utf-8", newline="") as file:
        if not _is_wrapped(islice(file, _HEAD_LINES)):
            return source
        file.seek(0)
        if not _is_wrapped(file):
            return source
    target = source.spilled(spill, "unwrapped")
    with (
        source.plain.open(encoding="utf-8", newline="") as file,
        target.open("w", encoding="utf-8", newline="") as written,
    ):
        for line in file:
            inner = _inside(line)
            written.write(line if inner is None else line.replace(line.strip(), inner, 1))
    said = f"{source.name}: each line stood in quotes as one field; the quotes were taken off."
    told = (*source.warnings, Warned("quoted_lines", said))
    return replace(source, plain=target, facts=scan(target), warnings=told)


def _is_wrapped(lines: Iterable[str]) -> bool:
    r"""Whether the first line names columns and each line below is one quoted field.

    Examples
    --------
    >>> _is_wrapped(['"Customer,Date,Amount"\n', '"K1,2024-01-31,5"\n'])
    True
    >>> _is_wrapped(['"Customer","Date","Amount"\n', '"K1","2024-01-31","5"\n'])
    False
    >>> _is_wrapped(['"Comment"\n', '"late, and broken"\n'])
    False
    """
    source = iter(lines)
    first = next(source, "").strip()
    inner = _inside(first)
    header = first if inner is None else inner
    sign = max(SIGNS, key=header.count)
    if count_known([cell.strip('"') for cell in header.split(sign)]) < 2:
        return False
    bare = [_inside(line) for line in islice(source, _HEAD_LINES) if line.strip()]
    return (
        bool(bare)
        and all(line is not None and sign in line for line in bare)
        and all(_inside(line) is not None for line in source if line.strip())
    )


def _inside(line: str) -> str | None:
    """Return what one pair of quotes around a whole line holds; None without such a pair."""
    text = line.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return None
    inner = text[1:-1]
    return None if '"' in inner.replace('""', "") else inner.replace('""', '"')
