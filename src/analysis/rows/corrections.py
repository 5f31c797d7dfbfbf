"""Known errors of an export, put right before anything is judged, as corrections.toml says.

Where an export shows another text than its entry expects, nothing is changed and the run says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.cells.amounts import vote_of
from analysis.cells.daytexts import close_day, read_day
from analysis.columns.columnmap import ColumnMap, kind_of
from analysis.columns.words import key_of
from analysis.engine import Engine
from analysis.errors import InputRefused, counted
from analysis.results import Warned
from analysis.rows.correctionentries import CORRECTIONS_NAME, Correction
from analysis.rows.staging import Staged, physical_lines
from analysis.vocabulary import NUMERIC

_BOOKS = (".xlsx", ".xlsm", ".xls")
_LINES_SHOWN = 5
_LAST_YEAR = 2999
#: No currency and no unit beside a number.
_MANY_LETTERS = re.compile(r"[^\W\d_]{5}")


@dataclass(frozen=True)
class Outcome:
    """What became of one entry in one file.

    Parameters
    ----------
    line
        Physical line of the first row that was changed, or else that matches.
    changed
        ``line_`` of the rows that showed the expected text.
    n_repaired, n_other
        Rows that showed the corrected text already, or a third one.
    lacks
        A column that the entry names and the file does not have.
    """

    entry: Correction
    file: str
    table: str
    line: int | None = None
    changed: tuple[int, ...] = ()
    n_repaired: int = 0
    n_other: int = 0
    lacks: str = ""

    @property
    def n_changed(self) -> int:
        """Rows that showed the expected text."""
        return len(self.changed)


@dataclass
class Corrections:
    """All entries of a run, and what became of them."""

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
            When an entry fits more rows than it is for, writes another style of number, or is for
            a cell that an earlier one has changed.
        """
        aside: list[int] = []
        changed: dict[tuple[int, int], Correction] = {}
        for entry in self.entries:
            if entry.concerns(staged.layout.source.path, columns.table):
                outcome = _apply(engine, staged, columns, entry, changed)
                self.outcomes.append(outcome)
                aside += outcome.changed if entry.action == "set_aside" else ()
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
    engine: Engine,
    staged: Staged,
    columns: ColumnMap,
    entry: Correction,
    changed: dict[tuple[int, int], Correction],
) -> Outcome:
    file = staged.layout.source.name
    names = (*entry.match, entry.column)
    places = {name: at for name in names if (at := _place(columns, name)) is not None}
    lacking = next((name for name in names if name not in places), "")
    if lacking:
        return Outcome(entry, file, columns.table, lacks=lacking)
    where = " AND ".join(f"c{places[name]} = ?" for name in entry.match)
    at = places[entry.column]
    rows = engine.rows(
        f"SELECT line_, c{at} FROM {staged.name} WHERE {where} ORDER BY line_",
        list(entry.match.values()),
    )
    lines = tuple(int(line) for line, text in rows if text == entry.expected)
    for line, _ in rows:
        if (line, at) in changed:
            raise _twice(staged, entry, changed[line, at], line)
    if entry.rows is not None and len(lines) > entry.rows:
        raise _too_many(staged, entry, lines)
    if entry.action == "replace" and columns.has(entry.column):
        _require_readable(entry, kind_of(columns.table, entry.column))
    if lines and entry.action == "replace":
        if columns.has(entry.column) and kind_of(columns.table, entry.column) in NUMERIC:
            _require_style(entry, file)
        changed.update(dict.fromkeys(((line, at) for line in lines), entry))
        listed = ", ".join(map(str, lines))
        engine.execute(
            f"UPDATE {staged.name} SET c{at} = ? WHERE line_ IN ({listed})", [entry.value]
        )
    repaired = sum(text == entry.value for _, text in rows) if entry.action == "replace" else 0
    first = [int(line) for line in lines or [line for line, _ in rows]][:1]
    line = physical_lines(staged, first)[0][0] if first else None
    others = len(rows) - len(lines) - repaired
    return Outcome(entry, file, columns.table, line, lines, repaired, others)


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


def _require_readable(entry: Correction, kind: str) -> None:
    """Refuse a value that no column of this kind could hold: it would spoil a row that can be read.

    An empty value empties the cell on purpose.
    """
    value, right = entry.value, True
    if value and kind in NUMERIC:
        right = bool(re.search(r"\d", value)) and not _MANY_LETTERS.search(value)
    elif value and kind in {"date", "timestamp"}:
        day = read_day(value)
        right = any(close_day(day, order, _LAST_YEAR) for order in ("dmy", "mdy", "ymd"))
    if not right:
        wanted = "number" if kind in NUMERIC else "day"
        raise InputRefused(
            f"Entry {entry.number} of {CORRECTIONS_NAME} ({entry.column}) has a value that is no "
            f"{wanted}", f"a {wanted}, written as the export would write it",
            "correct `value` in that entry", code="bad_correction", file=CORRECTIONS_NAME,
            column=entry.column,
        )  # fmt: skip


def _twice(staged: Staged, entry: Correction, before: Correction, line: int) -> InputRefused:
    file, at = staged.layout.source.name, physical_lines(staged, [line])[0][0]
    return InputRefused(
        f"Entries {before.number} and {entry.number} of {CORRECTIONS_NAME} are for the same cell "
        f"({entry.column}, line {at} of {file})",
        "one entry for a cell", "remove one of the two",
        code="bad_correction", file=file, line=at, column=entry.column,
    )  # fmt: skip


def _too_many(staged: Staged, entry: Correction, lines: tuple[int, ...]) -> InputRefused:
    shown = physical_lines(staged, list(lines[:_LINES_SHOWN]))[0]
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
        n_rows = len({(one.file, line) for one in done for line in one.changed})
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
            told.append(Warned("correction_guard_failed", said, one.line, entry.column))
    return told


def _files(group: Sequence[Outcome]) -> str:
    files = sorted({one.file for one in group})
    more = f" and {counted(len(files) - 1, 'more file')}" if len(files) > 1 else ""
    return files[0] + more
