"""The rows that were set aside, each with file, physical line, column, value and code."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.cells.cellwords import TOTAL_PATTERN
from analysis.engine import Engine
from analysis.errors import cannot_write
from analysis.exports import guard_cell
from analysis.files.records import SHOWN_OF_LONG
from analysis.rows.rules import LATE, MESSAGES, codes_in
from analysis.rows.staging import Reject, physical_lines
from analysis.rows.typed import Typed

HEADER = ("file", "sheet", "line", "table", "column", "value", "code", "message")
_NUMBER = re.compile(r"[-+]?[\d.,]+")


@cache
def _guarded_name(name: str) -> str:
    """Return the name of a file, a sheet or a column, of which there are few, guarded."""
    return guard_cell(name)


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule of one row."""

    file: str
    sheet: str
    line: int
    table: str
    column: str
    value: str
    code: str

    def cells(self) -> tuple[str, ...]:
        """Return the line of ``quarantine.csv``; text that could be a formula is guarded."""
        value = self.value if _NUMBER.fullmatch(self.value) else guard_cell(self.value)
        file, sheet, column = map(_guarded_name, (self.file, self.sheet, self.column))
        return (
            file, sheet, str(self.line), self.table, column, value, self.code, MESSAGES[self.code]
        )  # fmt: skip


@dataclass(frozen=True)
class SetAside:
    """What was set aside of one input: rows, rows per code, each fault.

    ``n_late`` rows are good in themselves: the snapshot date or another row sets them aside.
    """

    n_rows: int
    by_code: Counter[str]
    faults: list[Fault]
    n_late: int = 0


def code_of_reject(reject: Reject) -> str:
    """Return why a record does not fit the header.

    Examples
    --------
    >>> code_of_reject(Reject(9, "Printed on Monday", 1)), code_of_reject(Reject(9, "a;b;c;d", 4))
    ('footer', 'field_count')
    """
    if len(reject.text) >= SHOWN_OF_LONG:
        return "line_too_long"
    if reject.unclosed:
        return "unclosed_quote"
    first = re.split(r"[;,\t|]", reject.text.strip(), maxsplit=1)[0].strip(' "')
    if re.match(TOTAL_PATTERN, first.lower()):
        return "total_row"
    return "footer" if reject.n_fields == 1 else "field_count"


def keep_broken(engine: Engine, table: str) -> None:
    """Keep which rows of a table are set aside: its inputs may be hundreds, and are seen once."""
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE broken_{table} AS SELECT file_, line_, broken_ "
        f"FROM all_{table} WHERE broken_ <> 0"
    )


def collect(engine: Engine, item: Typed, number: int) -> SetAside:
    """Return the set-aside rows of one input in the order of their lines; see ``keep_broken``."""
    table, staged = item.found.columns.table, item.found.staged
    places = sorted(item.found.columns.taken)
    cells = "".join(f", r.c{at}" for at in places)
    # Which rows are broken is asked first, so that the cells of few rows are read.
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE broken_rows AS SELECT line_, broken_ "
        f"FROM broken_{table} WHERE file_ = {number}"
    )
    rows = engine.rows(
        f"SELECT t.line_, t.broken_{cells} FROM broken_rows AS t JOIN "
        f"{staged.cells_at('broken_rows', item.found.columns)} AS r "
        "ON r.line_ = t.line_ ORDER BY t.line_"
    )
    lines, reject_lines = physical_lines(staged, [row[0] for row in rows])
    faults, by_code, n_late = list[Fault](), Counter[str](), 0
    name, sheet = item.found.file, staged.layout.sheet
    n_broken = Counter(row[1] for row in rows)
    told = {broken: _told(item, broken, places) for broken in n_broken}  # few differ
    for broken, n in n_broken.items():
        by_code.update(dict.fromkeys({one.code for one in told[broken]}, n))
        n_late += n * all(one.code in LATE for one in told[broken])
    for line, row in zip(lines, rows, strict=True):
        for one in told[row[1]]:
            value = " x ".join(str(row[at] or "") for at in one.spots)
            faults.append(Fault(name, sheet, line, table, one.label, value, one.code))
    for line, reject in zip(reject_lines, staged.rejects, strict=True):
        code = code_of_reject(reject)
        by_code[code] += 1
        faults.append(Fault(name, sheet, line, table, "", reject.text[:32_000], code))
    faults.sort(key=lambda fault: fault.line)
    return SetAside(len(rows) + len(reject_lines), by_code, faults, n_late)


@dataclass(frozen=True)
class _Told:
    """What a broken rule says of its rows: the label of a column, and where its values stand."""

    code: str
    label: str
    spots: tuple[int, ...]


def _told(item: Typed, broken: int, places: Sequence[int]) -> list[_Told]:
    """Return what the bits of broken rules say; the values stand behind line and bits."""
    found, columns = list[_Told](), item.found.columns
    for code, column in codes_in(broken, item.rules):
        spots = columns.places.get(column, ())
        at = tuple(2 + places.index(spot) for spot in spots)
        found.append(_Told(code, columns.label(column) if spots else "", at))
    return found


def write_quarantine(path: Path, faults: Iterable[Fault]) -> None:
    """Write ``quarantine.csv``, its header even when nothing was set aside.

    Raises
    ------
    EnvironmentTrouble
        When the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(fault.cells() for fault in faults)
    except OSError as error:
        raise cannot_write(path.parent, error) from None
