"""Rows of another shape than the header's: they end early, or have another sign between columns.

Many writers, spreadsheets among them, end a row with its last filled cell. Such rows get their
empty cells back, at the end only and only where the whole file shows it: the cells that are there
stand in the columns that they fit, no column is lacking that a row needs, and none can be missing
from the middle.

Rows with another sign between their columns are a second table and refused: they would be set aside
as remarks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from pathlib import Path

from analysis.columns.columnmap import ColumnMap
from analysis.columns.layout import Layout, records_of_text, without_nulls
from analysis.errors import InputRefused, counted
from analysis.files.dialect import NAMES, SAMPLE_RECORDS, SIGNS
from analysis.files.records import BLANK, Record
from analysis.files.scan import scan
from analysis.results import Warned
from analysis.rows.convert import WHEN
from analysis.rows.staging import Staged, physical_lines

#: A column of one kind holds this share of it; so many short rows, and this share of all rows and
#: of the rows that are short, make it a habit of a program.
_ONE_KIND, _SOME, _PART, _NEARLY_ALL = 0.95, 5, 0.05, 0.9
_DAY = re.compile(r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}([ T].*)?")
_UNIT = r"(?:[€$£%]|[A-Z]{3}\b)?"
_NUMBER = re.compile(rf"[-+(]?\s*{_UNIT}\s*[-+]?\d[\d.,'\s]*[-)]?\s*{_UNIT}[-)]?")
#: Columns without which a row is not what it says; a stop must not be lost with one.
_MONEY = ("amount", "quantity", "unit_price")
_NEEDED = (
    "customer_id", "contact_id", *_MONEY, "order_id", "currency", "note", "code",
    "do_not_contact", "consent", *WHEN.values(),
)  # fmt: skip


def kind_of(cell: str) -> str:
    """Return what a cell looks like: ``day``, ``number``, ``sign`` (with a digit), ``text`` or ''.

    Examples
    --------
    >>> [kind_of(cell) for cell in ("31.12.2023", "-1.234,50 €", "C-001", "late", " ")]
    ['day', 'number', 'sign', 'text', '']
    """
    text = cell.strip(" \t\u00a0=\"'")
    if not text:
        return ""
    if _DAY.fullmatch(text):
        return "day"
    if _NUMBER.fullmatch(text):
        return "number"
    return "sign" if any(sign.isdigit() for sign in text) else "text"


@dataclass(frozen=True)
class _Proof:
    """Which rows of a file may be filled up.

    ``kinds`` is the one kind of each column, empty where it has several; a row needs ``least``
    fields, and with more than ``most`` one of the middle may be missing from a column that is read.
    """

    kinds: tuple[str, ...]
    least: int
    most: int

    def fits(self, fields: list[str]) -> bool:
        """Whether a short row lacks nothing but its last cells."""
        n, width = len(fields), len(self.kinds)
        if not self.least <= n < width or n > self.most:
            return False
        found = [kind_of(cell) for cell in fields]
        if any(kind and one and one != kind for one, kind in zip(found, self.kinds, strict=False)):
            return False
        # The last cell must not be that of a later column, moved to the left.
        return bool(found[-1]) and (n == self.least or found[-1] not in self.kinds[n:])


def filled_up(layout: Layout, columns: ColumnMap, spill: Path) -> Layout:
    """Return the layout of a copy in which short rows have their empty last cells.

    The layout as it is where the file does not prove that such cells were left out.
    """
    dialect = layout.dialect
    fields = [record.fields for record in layout.judged if not record.blank]
    n_short = sum(1 < len(one) < dialect.width for one in fields)
    in_text = layout.source.form == "text" and dialect.delimiter != BLANK
    if (
        not in_text
        or n_short <= _PART * len(fields)
        or not columns.has(WHEN.get(columns.table, ""))
    ):
        return layout
    proof = _proof(records_of_text(layout.source, dialect), columns, dialect.width)
    target = layout.source.spilled(spill, "filled")
    if proof is None or not (n_rows := _write(layout, proof, target)):
        return layout
    source = replace(layout.source, plain=target, facts=scan(target))
    filled = replace(layout, source=source)
    sample = tuple(map(without_nulls, islice(records_of_text(source, dialect), SAMPLE_RECORDS)))
    said = (
        f"{source.name}: {counted(n_rows, 'row ends', 'rows end')} before the last columns, which "
        "are empty there: a program left empty last cells out. They were read."
    )
    return replace(filled, records=sample, warnings=(*layout.warnings, Warned("cut_cells", said)))


def _proof(records: Iterator[Record], columns: ColumnMap, width: int) -> _Proof | None:
    """Return what the cells of all rows prove; None where days and numbers are not in place."""
    seen = [Counter[str]() for _ in range(width)]
    for record in records:
        if 1 < len(record.fields) <= width and not record.unclosed:
            for kinds, cell in zip(seen, record.fields, strict=False):
                kinds[kind_of(cell)] += 1
    one = tuple(map(_one_kind, seen))
    needed = {at for name in _NEEDED for at in columns.places.get(name, ())}
    days = columns.places.get(WHEN[columns.table], ())
    money = {at for name in _MONEY for at in columns.places.get(name, ())}
    if not {one[at] for at in days} <= {"day", "sign"} or {one[at] for at in money} - {"number"}:
        return None
    proved = 1 + max(at for at, kind in enumerate(one) if kind)
    is_read = max(columns.taken) >= proved
    return _Proof(one, 1 + max(needed), proved if is_read else width)


def _one_kind(kinds: Counter[str]) -> str:
    filled = kinds.total() - kinds[""]
    kind = max(("day", "number", "sign"), key=kinds.__getitem__)
    return kind if filled and kinds[kind] >= _ONE_KIND * filled else ""


def _write(layout: Layout, proof: _Proof, target: Path) -> int:
    """Write the file with its short rows filled up; return how many, 0 where that is no habit.

    A last line without its end may be cut in the middle: it stays as it is.
    """
    width, sign = layout.dialect.width, layout.dialect.delimiter
    n_rows = n_short = n_filled = at = 0
    records = records_of_text(layout.source, layout.dialect)
    with (
        layout.source.plain.open(encoding="utf-8", newline="") as text,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        for record, following in pairwise(chain(records, [None])):
            if record is None or record.blank:
                continue
            n_rows += 1
            n_fields = len(record.fields)
            if not 1 < n_fields < width:
                continue
            n_short += 1
            if record.unclosed or not proof.fits(record.fields):
                continue
            until = following.line - 1 if following else None
            *before, last = islice(text, None if until is None else until - at)
            at = until or at
            body = last.rstrip("\r\n")
            missing = sign * (width - n_fields) if body != last else ""
            n_filled += bool(missing)
            out.writelines([*before, body, missing, last[len(body) :]])
        out.writelines(text)
    return n_filled if n_filled >= max(_SOME, _PART * n_rows, _NEARLY_ALL * n_short) else 0


#: So many lines with another delimiter are a table of their own.
_LINES = 3


def refuse_other_delimiter(staged: Staged) -> None:
    """Refuse a file of which most misshapen lines have all columns, with another sign between them.

    Raises
    ------
    InputRefused
        With the first such line.
    """
    dialect, file = staged.layout.dialect, staged.layout.source.name
    for sign in SIGNS.replace(dialect.delimiter or " ", ""):
        fit = [reject.text.count(sign) == dialect.width - 1 for reject in staged.rejects]
        if dialect.width > 1 and sum(fit) >= max(_LINES, len(fit) / 2):
            line = physical_lines(staged, [])[1][fit.index(True)]
            raise InputRefused(
                f"{file} has {sum(fit):,} lines with a {NAMES[sign]} between their columns, from "
                f"line {line} on; above it is a {NAMES.get(dialect.delimiter, dialect.delimiter)}",
                "one table a file, with one sign between its columns",
                f"put line {line} and what follows it into a file of its own",
                code="second_table", file=file, line=line,
            )  # fmt: skip
