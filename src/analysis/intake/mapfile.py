"""The column map that an analyst keeps: ``columns.toml``.

A section is a table, or a file name or pattern (which wins). Inside, a canonical column names its
header (text) or its position counted from 1 (number); the options are ``table``, ``header``,
``delimiter``, ``encoding``, ``sheet``, ``date_order``, ``decimal``, ``order_words`` and
``cancel_words``::

    [transactions]
    customer_id = "Kd-Nr"
    ordered_on = "Datum"
    amount = "Netto"
    date_order = "dmy"             # or "mdy", "ymd"
    decimal = ","                  # or "."
    cancel_words = ["ausgebucht"]  # status words of no order; order_words: of orders

    ["CDNOW_sample.txt"]
    table = "transactions"
    header = false
    delimiter = "blank"            # or ",", ";", "tab", "|"
    customer_id = 2
    ordered_on = 3
    amount = 5
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from analysis.errors import InputRefused
from analysis.intake.records import BLANK
from analysis.intake.words import key_of
from analysis.vocabulary import TABLES

_OPTIONS: dict[str, type] = {
    "table": str, "header": bool, "delimiter": str, "encoding": str, "sheet": str,
    "date_order": str, "decimal": str, "order_words": list, "cancel_words": list,
}  # fmt: skip
_CHOICES = {
    "table": tuple(TABLES), "date_order": ("dmy", "mdy", "ymd"), "decimal": (".", ","),
    "delimiter": (",", ";", "\t", "|", "tab", "comma", "semicolon", "pipe", BLANK, " ", ":", "^"),
}  # fmt: skip
_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", " ": BLANK}


@dataclass(frozen=True)
class Stated:
    """What columns.toml says about one file.

    Examples
    --------
    >>> Stated().header
    True
    """

    table: str | None = None
    header: bool = True
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    order_words: tuple[str, ...] = ()
    cancel_words: tuple[str, ...] = ()
    columns: Mapping[str, str | int] = field(default_factory=dict)

    def positions(self, header: Sequence[str], file: str) -> dict[str, int]:
        """Return canonical column -> position from 0 in this header.

        Raises
        ------
        InputRefused
            When a named column is not in the file.

        Examples
        --------
        >>> Stated(columns={"amount": "Netto"}).positions(["Nr", "NETTO"], "a.csv")
        {'amount': 1}
        """
        return {
            column: _position(column, wanted, header, file)
            for column, wanted in self.columns.items()
        }


def _position(column: str, wanted: str | int, header: Sequence[str], file: str) -> int:
    if isinstance(wanted, int):
        if 1 <= wanted <= len(header):
            return wanted - 1
        raise _not_there(column, f"position {wanted}", f"1 to {len(header)}", file)
    exact = [at for at, name in enumerate(header) if name == wanted.strip()]
    alike = exact or [at for at, name in enumerate(header) if key_of(name) == key_of(wanted)]
    if len(alike) == 1:
        return alike[0]
    near = difflib.get_close_matches(wanted, [name for name in header if name], n=1, cutoff=0.4)
    closest = f"the closest is '{near[0]}'" if near else f"its header has {len(header)} columns"
    if len(alike) > 1:
        closest = f"{len(alike)} columns have this name: give its position instead"
    raise _not_there(column, f"'{wanted}'", closest, file)


def _not_there(column: str, wanted: str, closest: str, file: str) -> InputRefused:
    return InputRefused(
        f"The column map asks for {wanted} ({column}), but {file} has no such single column",
        closest,
        f"correct `{column}` in columns.toml, or export the file again",
        code="mapped_column_missing",
        file=file,
        column=column,
    )


@dataclass(frozen=True)
class MapFile:
    """The sections of one columns.toml, checked."""

    sections: Mapping[str, Stated] = field(default_factory=dict)

    def stated_for(self, name: str, table: str | None) -> Stated:
        """Return what holds for a file: its own section, else that of its table."""
        for pattern, stated in self.sections.items():
            if pattern not in TABLES and _fits(name, pattern):
                return stated
        return self.sections.get(table or "", Stated())

    def require_matches(self, names: Sequence[str]) -> None:
        """Refuse a section for a file that is not there: what it states would be lost unsaid.

        Raises
        ------
        InputRefused
            When a file section fits none of the names.
        """
        for pattern in self.sections:
            if pattern not in TABLES and not any(_fits(name, pattern) for name in names):
                raise InputRefused(
                    f"columns.toml has a section for '{pattern}', and no export is called so",
                    f"the name of an export ({', '.join(names[:5])}) or of a table",
                    "correct the name of the section, or remove it",
                    code="unmatched_section",
                    file="columns.toml",
                )

    @property
    def tables(self) -> list[str]:
        """Names of the sections that speak of a whole table."""
        return [name for name in self.sections if name in TABLES]


def _fits(name: str, pattern: str) -> bool:
    """Whether a file has this name, or one of this pattern; upper and lower case are alike."""
    one, other = name.casefold(), pattern.casefold()
    return one == other or fnmatch(one, other)


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
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _refused(path, "is not there", "correct its path", code="no_column_map") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise _refused(path, f"cannot be read as TOML ({error})", "correct that line") from None
    return MapFile({name: _stated(path, name, entries) for name, entries in found.items()})


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
            expected=_nearest(name, [*TABLES]),
        )  # fmt: skip
    table = name if name in TABLES else entries.get("table")
    columns: dict[str, str | int] = {}
    options: dict[str, Any] = {}
    for key, value in entries.items():
        if key in _OPTIONS:
            options[key] = _checked_option(path, key, value)
        else:
            columns[key] = _checked_column(path, key, value, table)
    if options.get("header") is False and any(isinstance(at, str) for at in columns.values()):
        raise _refused(path, "names headers where header = false", "give positions from 1")
    return Stated(columns=columns, **options)


def _checked_option(path: Path, key: str, value: Any) -> Any:
    right = isinstance(value, _OPTIONS[key])
    if right and key in _CHOICES and value not in _CHOICES[key]:
        right = False
    if not right:
        choices = ", ".join(_CHOICES.get(key, (_OPTIONS[key].__name__,)))
        raise _refused(path, f"sets {key} to {str(value)[:40]!r}", "correct that line",
                       expected=f"one of {choices!r}")  # fmt: skip
    if key == "delimiter":
        return _DELIMITERS.get(value, value)
    return tuple(str(word).casefold() for word in value) if isinstance(value, list) else value


def _checked_column(path: Path, key: str, value: Any, table: str | None) -> str | int:
    names = [table] if table in TABLES else [*TABLES]
    known = [column.name for name in names for column in TABLES[name].columns]
    if key not in {*known, "line_no"}:
        raise _refused(path, f"sets '{key}', which whyleft does not know", "correct that line",
                       expected=_nearest(key, [*known, *_OPTIONS]))  # fmt: skip
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _refused(path, f"sets {key} to neither a header nor a position", "correct that line")
    return value


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"the nearest known is {near[0]}" if near else f"one of {', '.join(known[:30])}"
