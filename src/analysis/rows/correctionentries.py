"""``corrections.toml``: reading and checking its entries.

Each entry says what to change, why, and which text the export is expected to show. The file lies
beside the exports::

    [[correction]]
    file = "orders*.csv"             # or table = "transactions", or both
    match = { order_id = "4711" }    # which row: a column, and its text as the export has it
    column = "amount"
    expected = "1290.00"             # what the export shows
    value = "12.90"                  # what it should have shown, written as the export would
    why = "typed in cents; confirmed by finance"

With ``action = "set_aside"`` in place of ``value`` the row is set aside. An entry is for one row of
a file; ``rows = 3`` or ``rows = "all"`` says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.columns.namepatterns import fits
from analysis.errors import InputRefused
from analysis.handwritten import lies_there, nearest, read_toml
from analysis.vocabulary import TABLES

CORRECTIONS_NAME = "corrections.toml"
_KEYS = ("file", "table", "match", "column", "expected", "value", "why", "action", "rows")
_ACTIONS = ("replace", "set_aside")


@dataclass(frozen=True)
class Correction:
    """One entry, checked.

    Parameters
    ----------
    number
        Its place in the file, from 1.
    folder
        Where the file lies; it holds for the exports beside it only.
    match
        Column -> text of the cell.
    rows
        How many rows of a file it is for; None = any number.
    """

    number: int
    folder: Path
    match: Mapping[str, str]
    column: str
    expected: str
    value: str
    why: str
    file: str = "*"
    table: str | None = None
    action: str = "replace"
    rows: int | None = 1

    def concerns(self, path: Path, table: str) -> bool:
        """Whether it speaks of a file of a table.

        Examples
        --------
        >>> match = {"order_id": "7"}
        >>> entry = Correction(1, Path("x"), match, "amount", "1", "2", "typo", "o*.csv")
        >>> entry.concerns(Path("x/orders.csv"), "transactions")
        True
        """
        here = path.resolve().parent == self.folder.resolve()
        return here and fits(path.name, self.file) and self.table in {None, table}


def entries_beside(files: Sequence[Path]) -> tuple[Correction, ...]:
    """Return the entries of every corrections.toml that lies beside one of the files.

    Raises
    ------
    InputRefused
        When one cannot be read, or an entry is not complete.

    Examples
    --------
    >>> entries_beside([Path("no-such-folder") / "orders.csv"])
    ()
    """
    places = dict.fromkeys(file.parent / CORRECTIONS_NAME for file in files)
    return tuple(entry for path in places if lies_there(path) for entry in _read(path))


def _read(path: Path) -> list[Correction]:
    try:
        found = read_toml(path)
    except UnicodeDecodeError:
        raise InputRefused(
            f"{CORRECTIONS_NAME} cannot be read as text", "a text file in UTF-8",
            "save it as UTF-8", code="bad_correction", file=CORRECTIONS_NAME,
        ) from None  # fmt: skip
    except (ValueError, OSError) as error:
        raise _refused(
            f"cannot be read as TOML ({error})", "entries below lines of [[correction]]"
        ) from None
    strange = [key for key in found if key != "correction"]
    if strange:
        raise _refused(f"has '{strange[0]}' at its top", "entries below lines of [[correction]]")
    entries = found.get("correction", [])
    listed = entries if isinstance(entries, list) else [entries]
    return [_entry(path.parent, number, one) for number, one in enumerate(listed, 1)]


def _refused(happened: str, expected: str, *, number: int | None = None) -> InputRefused:
    who = CORRECTIONS_NAME if number is None else f"Entry {number} of {CORRECTIONS_NAME}"
    return InputRefused(f"{who} {happened}", expected, "correct that entry",
                        code="bad_correction", file=CORRECTIONS_NAME)  # fmt: skip


def _entry(folder: Path, number: int, given: Any) -> Correction:
    if not isinstance(given, dict):
        raise _refused("is no table", 'lines such as column = "amount"', number=number)
    for key in given:
        if key not in _KEYS:
            happened = f"sets '{key}', which whyleft does not know"
            raise _refused(happened, nearest(key, _KEYS), number=number)
    action, rows = given.get("action", "replace"), given.get("rows", 1)
    _require_choices(given, action, rows, number)
    needed = ("match", "column", "expected", "why", *(["value"] if action == "replace" else []))
    lacking = [key for key in needed if key not in given]
    if lacking or not {"file", "table"} & set(given):
        raise _refused(
            f"lacks {', '.join(lacking) or 'the file or table it is for'}",
            "file or table, match, column, expected, value and why", number=number,
        )  # fmt: skip
    match = given["match"]
    if not isinstance(match, dict) or not match:
        raise _refused("has a match that names no column",
                       'match = { order_id = "4711" }', number=number)  # fmt: skip
    texts = {key: _text(given.get(key, ""), key, number) for key in needed if key != "match"}
    cells = {name: _text(cell, f"match.{name}", number) for name, cell in match.items()}
    if not texts["why"] or (texts.get("value", "") == texts["expected"] and action == "replace"):
        raise _refused(
            "changes nothing, or does not say why",
            "a value that differs from the expected one, and a reason", number=number,
        )  # fmt: skip
    return Correction(
        number, folder, cells, texts["column"], texts["expected"], texts.get("value", ""),
        texts["why"], str(given.get("file", "*")), given.get("table"), action,
        None if rows == "all" else rows,
    )  # fmt: skip


def _require_choices(given: Mapping[str, Any], action: Any, rows: Any, number: int) -> None:
    if action not in _ACTIONS:
        raise _refused("has another action", f"one of {', '.join(_ACTIONS)}", number=number)
    if action == "set_aside" and "value" in given:
        raise _refused("sets a row aside and gives a value too", "one of the two", number=number)
    whole = isinstance(rows, int) and not isinstance(rows, bool) and rows > 0
    if rows != "all" and not whole:
        raise _refused("has rows that are no number", 'a number from 1, or "all"', number=number)
    table = given.get("table")
    if table is not None and table not in TABLES:
        expected = nearest(str(table), TABLES)
        raise _refused("is for a table that does not exist", expected, number=number)


def _text(given: Any, key: str, number: int) -> str:
    """Return a cell as text; 1290.00 without quotes would already have lost its zeros."""
    whole = isinstance(given, int) and not isinstance(given, bool)
    if whole and key not in {"expected", "value"}:
        return str(given)
    if not isinstance(given, str):
        raise _refused(f"has {key} without quotes", "the text as the export has it, in quotes",
                       number=number)  # fmt: skip
    return given.strip()
