"""The rows of call lists that came back: which were called, what was said, which version counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from analysis.cells.fields import keep_mapping
from analysis.cells.listedwords import outcome_of
from analysis.columns.columnmap import ColumnMap
from analysis.engine import Engine, quote_text
from analysis.rows.calllists import CALL_ID, FILLED_IN, first_day
from analysis.rows.optouts import in_lines, speaks_of_opt_out
from analysis.rows.staging import Staged
from analysis.vocabulary import REACHED

#: What the note of a probe says where the caller wrote none: who was asked stays in the sample.
_NOBODY_TOLD = "asked, no answer"
#: A day and a month with dots between them, as people write this year's.
_NO_YEAR = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?")


def open_calls(engine: Engine) -> None:
    """Make the table of calls that nobody has made yet; ``prepare_rows`` fills it."""
    engine.execute("CREATE TEMP TABLE open_calls (call_ VARCHAR, program VARCHAR, by_lot BOOLEAN)")


def prepare_rows(engine: Engine, staged: Staged, columns: ColumnMap) -> None:
    """Rewrite the staged text of a list so that it reads as the one table that it is mapped to.

    The outcome becomes a listed word, a day without its year gets one, and a row that says nothing
    to this table is made blank: nobody filled it in, or nobody wrote down a reason.
    """
    cells = _Cells(staged, columns)
    # What nobody can tell stays, to be counted as unknown.
    _rewrite(engine, staged, columns, "outcome",
             lambda text: text if (word := outcome_of(text)) == "unknown" else word)  # fmt: skip
    first = first_day(engine, staged, columns)
    if first is not None:
        for column in ("called_at", "next_on"):
            _rewrite(engine, staged, columns, column, lambda text: _with_year(text, first))
    spoken = speaks_of_opt_out(in_lines(cells.added)) if cells.added else "false"
    filled = f"(concat({', '.join(cells.filled_in)}) <> '' OR {spoken})"
    if columns.table == "touches":
        engine.execute(
            f"INSERT INTO open_calls SELECT {_call_sql(cells)}, {cells.of('program')}, "
            f"{_is_probe(cells)} FROM {staged.name} "
            f"WHERE NOT {filled} AND {cells.of('customer_id')} <> ''"
        )
        _blank(engine, staged, columns, f"NOT {filled}")
        return
    told = f"concat({cells.of('note')}, {cells.of('code')}) <> ''"
    if "note" in columns.listed:
        note = f"c{columns.listed['note']}"
        engine.execute(
            f"UPDATE {staged.name} SET {note} = {quote_text(_NOBODY_TOLD)} "
            f"WHERE {_is_probe(cells)} AND {filled} AND NOT ({told})"
        )
    _blank(engine, staged, columns, f"NOT ({told})")


@dataclass(frozen=True)
class _Cells:
    """SQL of the cells of a staged list."""

    staged: Staged
    columns: ColumnMap

    def of(self, column: str) -> str:
        """Return SQL of a cell; an empty text where the list has no such column."""
        at = self.columns.listed.get(column)
        return "''" if at is None else self.staged.cell(at)

    @property
    def call(self) -> str:
        """The id of the call."""
        return f"lower({self.of('call_id')})"

    @property
    def is_known(self) -> str:
        """Whether that id is one of ours, and whole."""
        return f"regexp_full_match({self.call}, '{CALL_ID}')"

    @property
    def filled_in(self) -> list[str]:
        """The cells that people fill in."""
        return [self.of(column) for column in FILLED_IN]

    @property
    def added(self) -> list[str]:
        """The cells of columns that somebody added."""
        taken = {*self.columns.listed.values()}
        return [cell for at, cell in enumerate(self.staged.cells) if at not in taken]


def _is_probe(cells: _Cells) -> str:
    """Return SQL that holds for a call drawn by lot among those of whom no reason is known."""
    return f"(lower({cells.of('slot')}) = 'probe' OR {cells.of('probe_batch')} <> '')"


def _call_sql(cells: _Cells) -> str:
    """Return SQL of what tells a call from all others: its id and its customer.

    A damaged id is one of the programme and contact. The customer is told beside an id because
    spreadsheet programs fill ids down, and without zeros in front because they take these away.
    """
    named = f"{cells.of('program')} || '|' || {cells.of('contact_id')}"
    customer = f"ltrim(lower({cells.of('customer_id')}), '0 ')"
    return f"(CASE WHEN {cells.is_known} THEN {cells.call} ELSE {named} END || '|' || {customer})"


def derived_cells(staged: Staged, columns: ColumnMap, own: str) -> dict[str, str]:
    """Return SQL of columns that a list says without words; ``own`` is an id where its is gone."""
    cells = _Cells(staged, columns)
    made = {"call_": _call_sql(cells)}
    if columns.table == "touches":
        named = f"CASE WHEN {cells.is_known} THEN {cells.call} ELSE {own} END"
        return made | {"touch_id": named, "channel": "'phone'", "direction": "'outbound'"}
    reached = f"{cells.of('outcome')} IN ({', '.join(map(quote_text, sorted(REACHED)))})"
    return made | {
        "reason_id": f"CASE WHEN {cells.is_known} THEN 'call-' || {cells.call} ELSE {own} END",
        # A probe is asked by lot. In any other call the customer speaks if reached; if not, the
        # note is what the caller believes.
        "source": f"CASE WHEN {_is_probe(cells)} THEN 'probe' WHEN {reached} THEN 'customer' "
        "ELSE 'rep' END",
        "mode": "'call list'",
    }


def _with_year(text: str, first: date) -> str:
    """Return a day without a year as the first such day from the list's own on.

    Examples
    --------
    >>> _with_year("3.1.", date(2024, 12, 31)), _with_year("31.12.", date(2024, 12, 31))
    ('2025-01-03', '2024-12-31')
    """
    found = _NO_YEAR.fullmatch(text.strip())
    if found is None:
        return text
    for year in (first.year, first.year + 1):
        try:
            day = date(year, int(found[2]), int(found[1]))
        except ValueError:
            continue
        if day >= first:
            return day.isoformat()
    return text


def _rewrite(
    engine: Engine, staged: Staged, columns: ColumnMap, column: str, rewritten: Callable[[str], str]
) -> None:
    """Rewrite the distinct texts of a column, where they change."""
    if column not in columns.listed:
        return
    at = f"c{columns.listed[column]}"
    header = columns.header[columns.listed[column]].strip()
    texts = [row[0] for row in engine.rows(f"SELECT DISTINCT {at} FROM {staged.name} ORDER BY 1")]
    pairs = [(text, rewritten(text), "") for text in texts if text and text != header]
    keep_mapping(engine, "rewritten", "VARCHAR", [pair for pair in pairs if pair[0] != pair[1]])
    engine.execute(
        f"UPDATE {staged.name} SET {at} = r.value FROM rewritten AS r WHERE r.raw = {at}"
    )


def _blank(engine: Engine, staged: Staged, columns: ColumnMap, which: str) -> None:
    """Make rows blank: they are counted as such, whatever was printed on them."""
    cells = ", ".join(f"c{at} = ''" for at in range(len(columns.header)))
    engine.execute(f"UPDATE {staged.name} SET {cells} WHERE {which}")
