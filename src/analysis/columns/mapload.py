"""Reading columns.toml: every name and value in it is checked, a slip is said plainly."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from analysis.cells.currencies import code_of
from analysis.columns.columnmap import BESIDE
from analysis.columns.mapfile import MapFile, Stated
from analysis.columns.mapslips import contradictions, words_of_both
from analysis.columns.remembered import read_seen
from analysis.columns.statedwords import one_of_two
from analysis.columns.tomlslips import corrected_line, lines_of
from analysis.errors import InputRefused
from analysis.files.records import BLANK
from analysis.handwritten import nearest, read_toml
from analysis.vocabulary import TABLES

_OPTIONS: dict[str, type] = {
    "table": str, "header": bool, "delimiter": str, "encoding": str, "sheet": str,
    "date_order": str, "decimal": str, "amount_in": str, "amount_per": str,
    "amount_sign": str, "order_words": list,
    "cancel_words": list, "return_words": list, "ignore": list, "exclude_customers": list,
    "merge_case": bool, "merge_zeros": bool, "fill_down": list,
}  # fmt: skip
_KINDS = {str: 'a text in quotes, such as "a"', bool: "true or false, without quotes",
          list: 'a list such as ["a", "b"]'}  # fmt: skip
_CHOICES = {
    "table": tuple(TABLES), "date_order": ("dmy", "mdy", "ymd"), "decimal": (".", ","),
    "amount_in": ("units", "cents", "thousands", "millions"), "amount_per": ("line", "order"),
    "amount_sign": ("own", "quantity", "negative", "cancelled"),
    "delimiter": (",", ";", "\t", "|", "tab", "comma", "semicolon", "pipe", BLANK, " ", ":", "^",
                  "caret"),
}  # fmt: skip
_FILLED = {"customer_id", "order_id"}
_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "caret": "^", " ": BLANK}


def load_map(path: Path | None) -> MapFile:
    """Return the checked sections of a columns.toml; none when ``path`` is None.

    Raises
    ------
    InputRefused
        When it cannot be read, or a name or value is not known.

    Examples
    --------
    >>> load_map(None).tables
    []
    """
    if path is None:
        return MapFile()
    try:
        found = read_toml(path)
    except FileNotFoundError:
        raise _refused(path, "is not there", "correct its path", code="no_column_map") from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, str(error)) from None
    except UnicodeDecodeError as error:
        raise _refused(path, f"cannot be read as text ({error})", "save it as UTF-8") from None
    except OSError as error:
        raise _refused(
            path, f"cannot be read: {error}", "put the map there, or remove it",
            expected="a file that may be read",
        ) from None  # fmt: skip
    sections = {name: _stated(path, name, entries) for name, entries in found.items()}
    for happened, to_do in words_of_both(sections):
        raise _refused(path, happened, to_do, expected="one sense for a word")
    return MapFile(sections)


def _not_toml(path: Path, told: str) -> InputRefused:
    if twice := re.search(r"Cannot declare \('([^']+)',\) twice", told):
        return _refused(
            path, f"has the section [{twice[1]}] twice",
            f"move the lines of the second [{twice[1]}] under the first",
            expected="each section once",
        )  # fmt: skip
    if twice := re.search(r"Cannot overwrite a value \(at line (\d+)", told):
        return _refused(
            path, f"sets the same name twice in one section (line {twice[1]})",
            one_of_two(path.read_text(encoding="utf-8-sig", errors="replace"), int(twice[1])),
            expected="each name once in a section",
        )  # fmt: skip
    line = re.search(r"at line (\d+)", told)
    if line and (right := corrected_line(lines_of(path), int(line[1]))):
        return _refused(path, f"cannot be read as TOML ({told})", right[1], expected=right[0])
    return _refused(path, f"cannot be read as TOML ({told})", "correct that line")


def _refused(
    path: Path, happened: str, to_do: str, *, expected: str = "", code: str = "bad_column_map"
) -> InputRefused:
    wanted = expected or 'sections such as [transactions] with lines such as amount = "Netto"'
    return InputRefused(f"{path.name} {happened}", wanted, to_do, code=code, file=path.name)


def _stated(path: Path, name: str, entries: Any) -> Stated:
    if not isinstance(entries, dict):
        raise _refused(path, f"sets '{name}' outside a section", "write [transactions] above it")
    if name not in TABLES and not any(sign in name for sign in ".*?["):
        raise _refused(
            path, f"has a section [{name}], which is no table", "correct the section's name",
            expected=nearest(name, TABLES),
        )  # fmt: skip
    table = name if name in TABLES else entries.get("table")
    columns: dict[str, str | int] = {}
    options: dict[str, Any] = {}
    for key, value in entries.items():
        if key == "seen":
            options[key] = read_seen(path, name, value)
        elif key == "currency" and (code := code_of(value)):
            options[key] = code
        elif key in _OPTIONS:
            options[key] = _checked_option(path, key, value)
        else:
            columns[key] = _checked_column(path, key, value, table)
    stated = Stated(columns=columns, **options)
    for happened, to_do in contradictions(name, stated, options):
        raise _refused(path, happened, to_do, expected="lines that can all hold")
    return stated


def _checked_option(path: Path, key: str, value: Any) -> Any:
    right = isinstance(value, _OPTIONS[key])
    if right and key in _CHOICES and value not in _CHOICES[key]:
        right = False
    if not right:
        kind = _KINDS[_OPTIONS[key]]
        choices = f"one of {', '.join(map(repr, _CHOICES[key]))}" if key in _CHOICES else kind
        raise _refused(path, f"sets {key} to {str(value)[:40]!r}", "correct that line",
                       expected=choices)  # fmt: skip
    if key == "fill_down" and not {*value} <= _FILLED:
        raise _refused(path, f"sets fill_down to {str(value)[:40]}", "correct that line",
                       expected='one or both of "customer_id" and "order_id"')  # fmt: skip
    if key == "delimiter":
        return _DELIMITERS.get(value, value)
    if key == "exclude_customers":  # ids keep their case
        return tuple(map(str, value))
    return tuple(str(word).casefold() for word in value) if isinstance(value, list) else value


def _checked_column(path: Path, key: str, value: Any, table: str | None) -> str | int:
    names = [table] if table in TABLES else [*TABLES]
    known = [column.name for name in names for column in TABLES[name].columns]
    beside = [*BESIDE] if table in {None, "transactions"} else []
    homes = [name for name in TABLES if any(key == one.name for one in TABLES[name].columns)]
    if key not in {*known, *beside} and homes:
        where = " or ".join(f"[{home}]" for home in homes[:3])
        raise _refused(path, f"sets '{key}' under {table}, which has no such column",
                       "move that line, or remove it",
                       expected=f"{key} under {where}")  # fmt: skip
    if key not in {*known, *beside}:
        raise _refused(path, f"sets '{key}', which whyleft does not know", "correct that line",
                       expected=nearest(key, [*known, *beside, *_OPTIONS]))  # fmt: skip
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _refused(path, f"sets {key} to neither a header nor a position", "correct that line")
    return value
