"""Signs that an export was cut or mangled on its way: row limits, a torn end, cut or odd texts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from analysis.cells.ids import MANGLED
from analysis.doubts.buyers import keep_customers
from analysis.engine import Engine, quote_name, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.quarantine import code_of_reject
from analysis.rows.rules import codes_in
from analysis.rows.typed import Typed
from analysis.vocabulary import TABLES

#: Where programs cut an export, with and without its header (trap 62).
ROW_LIMITS = frozenset({9_999, 10_000, 49_999, 50_000, 65_535, 65_536, 999_999, 1_000_000,
                        1_048_575, 1_048_576})  # fmt: skip
#: Lengths at which programs cut texts (trap 64), and how many distinct ones must end there.
_CUT_AT = (255, 256, 500, 512, 1000, 1024, 2000, 2048, 4000, 8000, 32_767)
_FEW_CUT, _MANY_CUT, _CUT_SHARE = 3, 10, 0.05
_TAIL = 1 << 16
#: Rows with the same number of decimals from which a last one with fewer is told.
_ROWS_BEFORE = 20


def limit_said(n_rows: int) -> list[Warned]:
    """Warn when a file has exactly as many rows as programs cut at.

    Examples
    --------
    >>> limit_said(65_536)[0].code, limit_said(65_540)
    ('row_limit', [])
    """
    if n_rows not in ROW_LIMITS:
        return []
    said = (
        f"Exactly {n_rows:,} rows: programs cut exports there. Compare with the source, or export "
        "in parts."
    )
    return [Warned("row_limit", said)]


def torn_end(engine: Engine, item: Typed) -> Iterator[Warned]:
    """Yield a warning when the last line has no end and cannot be read: the file was cut there."""
    source = item.found.staged.layout.source
    if source.form != "text":
        return
    last = _last_lines(source.plain)[-1].strip()  # empty when the file ends with a line end
    if last and _is_torn(engine, item, last):
        said = (
            f"{source.name} ends within its last line, which is set aside: the export may be cut "
            "off. Compare its last date with the source, or export it again."
        )
        yield Warned("truncated", said)
    elif last and _number_is_cut(item, _last_lines(source.plain)):
        said = (
            f"{source.name} ends within its last line: its last number has fewer decimals than all "
            "before it and was read as it stands. The export may be cut off. Compare its last row "
            "with the source, or export it again."
        )
        yield Warned("truncated", said)


def _number_is_cut(item: Typed, lines: list[str]) -> bool:
    """Whether the last number lacks decimals that all rows before it have."""
    columns, sign = item.found.columns, item.found.staged.layout.dialect.delimiter
    places = {at for n in item.found.numbers for at in columns.places[n.cell.column]}
    if len(columns.header) - 1 not in places or len(sign) != 1:
        return False
    cells = [line.rpartition(sign)[2].strip('" ') for line in lines if sign in line]
    if len(cells) <= _ROWS_BEFORE + 1:
        return False
    *others, last = cells[1:]
    decimals = {_decimals(cell) for cell in others}
    same = len(decimals) == 1
    return same and bool(re.search(r"\d[.,]?$", last)) and _decimals(last) < decimals.pop()


def _decimals(cell: str) -> int:
    found = re.search(r"[.,](\d*)\D*$", cell)
    return len(found[1]) if found else 0


def _last_lines(path: Path) -> list[str]:
    with path.open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - _TAIL))
        tail = file.read()
    return [line.decode("utf-8", errors="replace") for line in re.split(rb"[\r\n]+", tail)]


def _is_torn(engine: Engine, item: Typed, last: str) -> bool:
    rejects = item.found.staged.rejects
    if rejects and _same(rejects[-1].text, last):
        # A remark below the table has blanks and no delimiter; what is left of a row has neither.
        return code_of_reject(rejects[-1]) != "footer" or not re.search(r"\s|^\D+$", last)
    number = item.number
    table = item.found.columns.table
    broken = engine.value(f"SELECT arg_max(broken_, line_) FROM all_{table} WHERE file_ = {number}")
    codes = {code for code, _ in codes_in(broken or 0, item.rules)}
    return bool(codes & {"bad_date", "bad_amount", "no_date", "no_amount"})


def _same(one: str, other: str) -> bool:
    squeezed = [re.sub(r'[\s|;,"]+', " ", text).strip() for text in (one, other)]
    return squeezed[0] == squeezed[1]


def doubt_notes(engine: Engine) -> Iterator[Warned]:
    """Yield a doubt when many different notes end at one length: the source cuts them."""
    if "note" not in engine.columns("all_reasons"):
        return
    lengths = engine.rows(
        "SELECT length(note) AS n, count(DISTINCT note) FROM all_reasons WHERE broken_ = 0 "
        "AND note IS NOT NULL GROUP BY n ORDER BY n DESC LIMIT 12"
    )
    if not lengths:
        return
    longest, n_longest = lengths[0]
    others = [n for length, n in lengths[1:] if length >= longest - 10]
    n_all = engine.value("SELECT count(DISTINCT note) FROM all_reasons WHERE broken_ = 0")
    heaped = n_longest >= max(_MANY_CUT, _CUT_SHARE * n_all, 5 * max(others, default=0))
    if heaped or (longest in _CUT_AT and n_longest >= _FEW_CUT):
        said = (
            f"{counted(n_longest, 'note ends', 'notes end')} at exactly {longest:,} characters: "
            "the source cuts them "
            "there. Export the full text if it can."
        )
        where = f"length(note) = {longest}"
        yield Warned("notes_cut", said, column="note", about=where)


def doubt_letters(engine: Engine, table: str) -> Iterator[Warned]:
    """Yield a doubt when texts were decoded wrongly before they came here; they stay."""
    names = engine.columns(f"all_{table}")
    texts = [c.name for c in TABLES[table].columns if c.kind == "text" and c.name in names]
    source = f"all_{table} WHERE broken_ = 0"
    if "customer_id" in names:
        texts.append("customer_id")
    if table == "transactions":  # its other texts are codes, and it may be very long
        texts, source = ["customer_id"], f"{keep_customers(engine)} WHERE true"
    for column in texts:
        name = quote_name(column)
        hint = " OR ".join(
            f"contains({name}, '{sign}')" for sign in ("Ã", "Â", "â€", "ï", "\ufffd")
        )
        where = f"({hint}) AND regexp_matches({name}, {quote_text(MANGLED.pattern)})"
        n_rows = engine.value(f"SELECT count(*) FROM {source} AND {where}")
        if n_rows:
            said = (
                f"Column {column}: {counted(n_rows, 'text')} with signs such as 'Ã¼' or lost "
                "letters, decoded wrongly before. Kept; export again as UTF-8."
            )
            yield Warned("mojibake", said, column=column, about=where)
