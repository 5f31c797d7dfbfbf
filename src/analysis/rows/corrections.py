"""Known errors of an export, put right before anything is judged: ``corrections.toml``.

Each entry says what to change, why, and which text the export is expected to show. Where it shows
another, nothing is changed and the run says so. The file lies beside the exports::

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

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.cells.amounts import vote_of
from analysis.columns.columnmap import ColumnMap, kind_of
from analysis.columns.mapfile import fits
from analysis.columns.words import key_of
from analysis.engine import Engine
from analysis.errors import InputRefused, counted
from analysis.handwritten import lies_there, nearest, read_toml
from analysis.results import Warned
from analysis.rows.staging import Staged, physical_lines
from analysis.vocabulary import NUMERIC, TABLES

CORRECTIONS_NAME = "corrections.toml"
_KEYS = ("file", "table", "match", "column", "expected", "value", "why", "action", "rows")
_ACTIONS = ("replace", "set_aside")
_BOOKS = (".xlsx", ".xlsm", ".xls")
_LINES_SHOWN = 5


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


@dataclass(frozen=True)
class Outcome:
    """What became of one entry in one file.

    Parameters
    ----------
    line
        Physical line of the first row that was changed, or else that matches.
    n_changed, n_repaired, n_other
        Rows that showed the expected text, the corrected one already, or a third one.
    lacks
        A column that the entry names and the file does not have.
    """

    entry: Correction
    file: str
    table: str
    line: int | None = None
    n_changed: int = 0
    n_repaired: int = 0
    n_other: int = 0
    lacks: str = ""


@dataclass
class Corrections:
    """All entries of a run, and what became of them.

    Examples
    --------
    >>> Corrections().concern(Path("orders.csv"), "transactions")
    False
    """

    entries: tuple[Correction, ...] = ()
    outcomes: list[Outcome] = field(default_factory=list)

    def concern(self, path: Path, table: str) -> bool:
        """Whether any entry speaks of a file; its rows must then be staged as text."""
        return any(entry.concerns(path, table) for entry in self.entries)

    def apply(self, engine: Engine, staged: Staged, columns: ColumnMap) -> tuple[int, ...]:
        """Rewrite the cells of a staged file; return ``line_`` of the rows to be set aside.

        Raises
        ------
        InputRefused
            When an entry fits more rows than it is for, or writes another style of number.
        """
        aside: list[int] = []
        for entry in self.entries:
            if entry.concerns(staged.layout.source.path, columns.table):
                outcome, lines = _apply(engine, staged, columns, entry)
                self.outcomes.append(outcome)
                aside += lines if entry.action == "set_aside" else []
        return tuple(aside)

    def settle(self, table: str) -> list[Warned]:
        """Return what is to be said about the entries for a table, once all files are read.

        Raises
        ------
        InputRefused
            When an entry names a column that none of its files has.
        """
        found: dict[tuple[Path, int], list[Outcome]] = {}
        for outcome in self.outcomes:
            if outcome.table == table:
                key = (outcome.entry.folder, outcome.entry.number)
                found.setdefault(key, []).append(outcome)
        told = _applied([one for group in found.values() for one in group])
        told += self._without_file()
        return told + [warned for group in found.values() for warned in _not_applied(group)]

    def _without_file(self) -> list[Warned]:
        """Say once which entries speak of no file of this run."""
        met = {(one.entry.folder, one.entry.number) for one in self.outcomes}
        strange = [e for e in self.entries if (e.folder, e.number) not in met]
        self.entries = tuple(e for e in self.entries if e not in strange)
        if not strange:
            return []
        numbers = ", ".join(str(entry.number) for entry in strange[:10])
        said = (
            f"{CORRECTIONS_NAME}: no file of this run is meant by entry {numbers}; "
            "nothing was changed by it."
        )
        return [Warned("correction_without_row", said)]


def _apply(
    engine: Engine, staged: Staged, columns: ColumnMap, entry: Correction
) -> tuple[Outcome, list[int]]:
    file = staged.layout.source.name
    places = {name: _place(columns, name) for name in (*entry.match, entry.column)}
    lacking = next((name for name, at in places.items() if at is None), "")
    if lacking:
        return Outcome(entry, file, columns.table, lacks=lacking), []
    where = " AND ".join(f"c{places[name]} = ?" for name in entry.match)
    at = places[entry.column]
    rows = engine.rows(
        f"SELECT line_, c{at} FROM {staged.name} WHERE {where} ORDER BY line_",
        list(entry.match.values()),
    )
    lines = [int(line) for line, text in rows if text == entry.expected]
    if entry.rows is not None and len(lines) > entry.rows:
        raise _too_many(staged, entry, lines)
    if lines and entry.action == "replace":
        if columns.has(entry.column) and kind_of(columns.table, entry.column) in NUMERIC:
            _require_style(entry, file)
        listed = ", ".join(map(str, lines))
        engine.execute(
            f"UPDATE {staged.name} SET c{at} = ? WHERE line_ IN ({listed})", [entry.value]
        )
    repaired = sum(text == entry.value for _, text in rows) if entry.action == "replace" else 0
    first = (lines or [int(line) for line, _ in rows])[:1]
    line = physical_lines(staged, first)[0][0] if first else None
    others = len(rows) - len(lines) - repaired
    return Outcome(entry, file, columns.table, line, len(lines), repaired, others), lines


def _place(columns: ColumnMap, name: str) -> int | None:
    """Return the position of a column given by its canonical name or its header."""
    if columns.has(name):
        return columns.places[name][0]
    found = [at for at, header in enumerate(columns.header) if header == name]
    found = found or [at for at, h in enumerate(columns.header) if key_of(h) == key_of(name)]
    return found[0] if len(found) == 1 else None


def _require_style(entry: Correction, file: str) -> None:
    """Refuse a number written with another decimal sign than the one it replaces."""
    before, after = (vote_of(re.sub(r"\d", "9", text)) for text in (entry.expected, entry.value))
    if {before, after} == {".", ","}:
        raise InputRefused(
            f"Entry {entry.number} of {CORRECTIONS_NAME} ({entry.column}) writes its value with "
            f"another decimal sign than {file} has",
            "a value written as the export would write it",
            f'write it with "{before}" before the decimals',
            code="bad_correction", file=CORRECTIONS_NAME, column=entry.column,
        )  # fmt: skip


def _too_many(staged: Staged, entry: Correction, lines: list[int]) -> InputRefused:
    shown = physical_lines(staged, lines[:_LINES_SHOWN])[0]
    listed = ", ".join(map(str, shown)) + (" ..." if len(lines) > _LINES_SHOWN else "")
    meant = "one row" if entry.rows == 1 else f"{entry.rows} rows"
    return InputRefused(
        f"Entry {entry.number} of {CORRECTIONS_NAME} ({entry.column}) fits {len(lines):,} rows of "
        f"{staged.layout.source.name} (lines {listed}), and is for {meant}",
        "a match that fits the rows that are wrong, and no other",
        f'name more columns in `match`, or write rows = {len(lines)} or rows = "all"',
        code="correction_fits_many", file=staged.layout.source.name, line=shown[0],
        column=entry.column,
    )  # fmt: skip


def _applied(outcomes: Sequence[Outcome]) -> list[Warned]:
    """Say how many rows were changed, by how many entries, for how many reasons."""
    told = []
    for action, did in (("replace", "corrected"), ("set_aside", "set aside")):
        done = [one for one in outcomes if one.n_changed and one.entry.action == action]
        if not done:
            continue
        n_rows = sum(one.n_changed for one in done)
        n_entries = len({one.entry.number for one in done})
        n_whys = len({one.entry.why for one in done})
        said = (
            f"{counted(n_rows, 'row')} of {_files(done)} {did} as {CORRECTIONS_NAME} says "
            f"({counted(n_entries, 'entry', 'entries')}, {counted(n_whys, 'different reason')})."
        )
        told.append(Warned("corrected", said, line=done[0].line))
    return told


def _not_applied(group: Sequence[Outcome]) -> list[Warned]:
    """Say why an entry, or a part of it, changed nothing."""
    entry = group[0].entry
    if all(one.lacks for one in group):
        raise InputRefused(
            f"Entry {entry.number} of {CORRECTIONS_NAME} names '{group[0].lacks[:40]}', and "
            f"{group[0].file} has no single column of that name",
            "a canonical column that is mapped, or a header of the file",
            "correct the name in that entry", code="bad_correction", file=CORRECTIONS_NAME,
        )  # fmt: skip
    who = f"{CORRECTIONS_NAME}, entry {entry.number} ({entry.column})"
    if not any(one.n_changed or one.n_repaired or one.n_other for one in group):
        said = f"{who}: no row of {_files(group)} fits its match; nothing was changed by it."
        return [Warned("correction_without_row", said, column=entry.column)]
    told = []
    for one in group:
        if entry.rows and 0 < one.n_changed < entry.rows:
            part = f"{one.n_changed} of {entry.rows} rows"
            said = f"{who}: {one.file} shows the expected value in {part} only."
            told.append(Warned("correction_no_longer_needed", said, one.line, entry.column))
        if one.n_repaired and not one.n_changed:
            said = f"{who}: {one.file} shows the corrected value already; the entry can go."
            told.append(Warned("correction_no_longer_needed", said, one.line, entry.column))
        if one.n_other and not one.n_changed:
            said = (
                f"{who}: {one.file} shows neither the expected nor the corrected value; nothing "
                "was changed. Look at the row, then correct or remove the entry."
            )
            if one.file.lower().endswith(_BOOKS):
                said += " A day in a workbook is compared as 2024-03-15, a number as 951.62."
            told.append(Warned("correction_no_longer_needed", said, one.line, entry.column))
    return told


def _files(group: Sequence[Outcome]) -> str:
    files = sorted({one.file for one in group})
    more = f" and {counted(len(files) - 1, 'more file')}" if len(files) > 1 else ""
    return files[0] + more


def corrections_beside(files: Sequence[Path]) -> Corrections:
    """Return the entries of every corrections.toml that lies beside one of the files.

    Raises
    ------
    InputRefused
        When one cannot be read, or an entry is not complete.

    Examples
    --------
    >>> corrections_beside([Path("no-such-folder") / "orders.csv"]).entries
    ()
    """
    places = dict.fromkeys(file.parent / CORRECTIONS_NAME for file in files)
    return Corrections(tuple(e for path in places if lies_there(path) for e in _read(path)))


def _read(path: Path) -> list[Correction]:
    try:
        found = read_toml(path)
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
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        raise _refused(f"has {key} without quotes", "the text as the export has it, in quotes",
                       number=number)  # fmt: skip
    return given.strip()
