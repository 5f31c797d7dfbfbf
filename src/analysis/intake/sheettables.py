"""Which sheets of a workbook are whole tables, and of what."""

from __future__ import annotations

from analysis.columns.backnames import spoken_back
from analysis.columns.columnmap import known_columns, missing_columns
from analysis.columns.mapfile import MapFile, Stated
from analysis.columns.sheet import Sheet
from analysis.columns.sheets import ALL_SHEETS, TableOf
from analysis.columns.whichtable import file_words, recognise
from analysis.files.records import Record
from analysis.intake.moneylines import are_returns, show_dated_money
from analysis.intake.optoutlists import is_opt_out_sheet

#: With more known columns than these a sheet is a table whatever its name.
_TELLING = 2
#: Never read as another table, whatever is said of a workbook as a whole.
_OF_PERSONS = frozenset({"customers", "contacts", "reps", "suppressions"})


def table_of_sheets(file: str, maps: MapFile, own: Stated, given: str | None) -> TableOf | None:
    """Return what tells the sheets that are whole tables; nothing does where columns.toml maps one.

    A sheet is a table of its own when its name says which, or three of its columns do.

    Parameters
    ----------
    given
        The table that all files are, where the analyst said so.

    Examples
    --------
    >>> own = Stated(columns={"amount": "Net"})
    >>> print(table_of_sheets("sales.xlsx", MapFile(), own, None))
    None
    """
    if own.columns:
        return None
    wanted = given or own.table

    def table_of(sheet: Sheet) -> str | None:
        header = sheet.dialect.header or ()
        table = maps.table_for(file, header)
        if is_opt_out_sheet(sheet.name, header, sheet.sample):
            table = "suppressions"
        table = table or _table_of(sheet, file)
        if own.table and own.sheet == ALL_SHEETS and _serves(sheet, table, own.table):
            table = own.table
        return table if wanted in {None, table} else None

    return table_of


def _table_of(sheet: Sheet, file: str) -> str | None:
    """Return the table of a sheet by its name, its header and, for what went back, its cells."""
    named, header = file_words(sheet.name), sheet.dialect.header or ()
    speaks = sheet.name if named or spoken_back(sheet.name) else file
    if are_returns(speaks, header, lambda: _first_rows(sheet)):
        return "transactions"
    found = recognise(sheet.name if named else file, header)
    known = known_columns(header, found)
    sure = found in named or len(known) > _TELLING
    return found if sure and not missing_columns(found, known) else None


def _serves(sheet: Sheet, table: str | None, wanted: str) -> bool:
    """Whether a sheet that looks like another table of events has what the stated one needs."""
    header = sheet.dialect.header or ()
    if table is None or table == wanted or table in _OF_PERSONS:
        return False
    if wanted == "transactions" and show_dated_money(header, _first_rows(sheet), table):
        return True
    return not missing_columns(wanted, known_columns(header, wanted))


def _first_rows(sheet: Sheet) -> list[Record]:
    first = sheet.dialect.header_line + 1
    return [Record(at, cells) for at, cells in enumerate(sheet.sample(), first)]
