"""Slips of the hand in a line of TOML, and the line as it should be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

#: Quotes that a word processor writes, and a blank that is none.
_CURLY = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a]")
_BLANKS = re.compile("[\u00a0\u2007\u202f\u200b\ufeff]")
_WORD = re.compile(r"(\s*[\w.-]+\s*=\s*)([^\W\d][^\"'\[\]#]*?)\s*(#.*)?")
_COLON = re.compile(r"(\s*[\w-]+)\s*:\s*([\"'\[\d].*|true|false)")
_TRUTH = {"True": "true", "False": "false", "TRUE": "true", "FALSE": "false"}


def lines_of(path: Path) -> list[str]:
    """Return the lines of a text file that TOML would not take."""
    text = path.read_bytes().decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def corrected_line(lines: Sequence[str], number: int) -> tuple[str, str] | None:
    """Return what was to be expected in a line, and what to write; None where it is not clear.

    Examples
    --------
    >>> corrected_line(["date_order = dmy"], 1)
    ('a text in quotes', 'write: date_order = "dmy"')
    >>> corrected_line(["merge_case = True"], 1)[1], corrected_line(["amount: 4"], 1)[1]
    ('write: merge_case = true', 'write: amount = 4')
    >>> corrected_line(["or"], 1)[1]
    'keep one of the lines around "or", and take "or" out'
    """
    if not 1 <= number <= len(lines):
        return None
    line = lines[number - 1]
    if line.strip().casefold() == "or":
        return "one of the answers that were offered", (
            'keep one of the lines around "or", and take "or" out'
        )
    blank = _BLANKS.sub(" ", line)
    plain = _CURLY.sub('"', blank)
    tries = [
        ("an ordinary blank", blank),
        ("straight quotes", plain),
        ("an equals sign between name and value", _COLON.sub(r"\1 = \2", plain)),
    ]
    if found := _WORD.fullmatch(plain):
        value = found[2].strip()
        kind = "true or false, in small letters" if value in _TRUTH else "a text in quotes"
        tries.append((kind, found[1] + _TRUTH.get(value, f'"{value}"')))
    if "\\" in plain:
        tries.append(("no backslash in double quotes", plain.replace("\\", "/")))
    for expected, right in tries:
        if right != line and _is_toml(right):
            return expected, f"write: {right.strip()[:120]}"
    return None


def _is_toml(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True
