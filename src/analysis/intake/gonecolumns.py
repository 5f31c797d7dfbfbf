"""Columns that columns.toml names and a file lacks, where other files have them; gone tables.

Such a file is of another header than its map was written for. It is read as without a map where
nothing is in doubt, which a warning says (see ``rows.changes``); else it is refused with the lines
of a section of its own, so that the files before it keep theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from analysis.columns.columnmap import (
    ANY_OF,
    NEEDS,
    ColumnMap,
    known_columns,
    missing_columns,
    named_by,
    with_other_money,
)
from analysis.columns.mapfile import MapFile, Stated
from analysis.columns.taxsense import may_be_net, tax_senses
from analysis.columns.unclear import BY_CELLS, toml_text
from analysis.errors import InputRefused
from analysis.results import Warned
from analysis.vocabulary import TABLES

#: Code of the refusal of a file that lacks what the map names.
MISSING = "mapped_column_missing"
_MONEY = frozenset({"amount", "unit_price"})


def for_header(
    stated: Stated, table: str, header: Sequence[str], elsewhere: Collection[str]
) -> Stated:
    """Return what the map states of a file with this header.

    Its date order and decimal sign do not hold where it lacks the very column that proved them.
    Columns that it left out when it was written are open again where its lines name too little to
    read the file: a question was never answered, or what was read is gone.

    Examples
    --------
    >>> from analysis.columns.remembered import Seen
    >>> named = {"customer_id": "K", "ordered_on": "Day"}
    >>> old, header = Stated(columns=named, seen=Seen(("K", "Day", "Net"))), ["K", "Day", "Net"]
    >>> old.used("transactions", header)
    ('K', 'Day', '')
    >>> for_header(old, "transactions", header, set()).used("transactions", header)
    ('K', 'Day', 'Net')
    """
    found = stated.with_beside(header).without_gone(header, elsewhere)
    if stated.seen:  # how another layout writes its days and numbers is not known
        gone = {*found.gone}
        found = replace(
            found, date_order=None if "ordered_on" in gone else found.date_order,
            decimal=None if gone & _MONEY else found.decimal,
        )  # fmt: skip
    else:  # a section that somebody wrote by hand may name some columns only
        found = replace(
            found, gone={**_of_its_table(stated, found, table, elsewhere), **found.gone}
        )
    known = known_columns(found.used(table, header), table) | {*found.columns}
    if found.seen is None or not missing_columns(table, known):
        return found
    return replace(found, seen=replace(found.seen, header=()))


def _of_its_table(
    stated: Stated, found: Stated, table: str, elsewhere: Collection[str]
) -> dict[str, str]:
    """Return needed columns that the section of the table names and the file lacks."""
    instead = {"amount"} if {"quantity", "unit_price"} & {*stated.columns} else set()
    needed = _needed(table) - {*found.columns} - instead
    return {
        column: name for column, name in stated.beside.items()
        if column in needed and isinstance(name, str) and name in elsewhere
    }  # fmt: skip


def _needed(table: str) -> set[str]:
    groups = NEEDS.get(table, {}).get("amount", ())
    return {*TABLES[table].required, *(column for group in groups for column in group)}


@contextmanager
def in_view_of_the_map(stated: Stated, table: str) -> Iterator[None]:
    r"""Let a refusal within say first which columns of the map the file lacks.

    Raises
    ------
    InputRefused
        That refusal.

    Examples
    --------
    >>> asked = InputRefused("2 columns could be it", "one", "put into columns.toml:\n[reasons]",
    ...                      code="two_candidates", file="a.csv")
    >>> with in_view_of_the_map(Stated(gone={"note": "Text"}), "reasons"):
    ...     raise asked
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: a.csv lacks 'Text' (note), which columns.toml names; 2 columns ...
    """
    try:
        yield
    except InputRefused as refusal:
        if not stated.gone or f"[{table}]" not in refusal.to_do:
            raise
        raise InputRefused(
            f"{_lacks(stated, refusal.file or 'A file')}; {refusal.happened}",
            refusal.expected, refusal.to_do, code=MISSING, file=refusal.file, line=refusal.line,
            column=refusal.column,
        ) from None  # fmt: skip


def refuse_doubtful(columns: ColumnMap, stated: Stated, file: str, sheet: str = "") -> None:
    """Refuse a file that lacks columns of the map, where what is read instead is in doubt.

    A section speaks for all sheets of a workbook that are read, so it cannot answer for one.

    Raises
    ------
    InputRefused
        With the lines of columns.toml that let it be read.
    """
    table, stopped = columns.table, _stops(columns)
    if lost := [column for column in stated.gone if column in stopped and not columns.has(column)]:
        known = [column for column in TABLES[table].required if columns.has(column)]
        lines = [f"{column} = {toml_text(columns.label(column))}" for column in known]
        raise InputRefused(
            f"{_lacks(stated, file)}: whoever wants no contact would not be known",
            f"the column for {lost[0]}",
            "export the file with that column; if it has no such sign, put this into columns.toml:"
            f"\n[{table}]\n" + "\n".join(lines),
            code=MISSING, file=file, column=lost[0],
        )  # fmt: skip
    doubts = dict(_doubts(columns, stated))
    if doubts:
        lines = [
            "\nor\n".join(f"{column} = {toml_text(name)}" for name in _offered(columns, column))
            for column in doubts
        ]
        where, to_do = file, (
            "leave the file out, or export it as the others; if these are its columns, put this "
            f"into columns.toml:\n[{table}]\n" + "\n".join(lines)
        )  # fmt: skip
        if sheet:
            where = f"{file}, sheet '{sheet}',"
            to_do = "export the sheets alike, or save this one as a file of its own"
        raise InputRefused(
            f"{_lacks(stated, where)}; {'; '.join(doubts.values())}",
            "the same sense in all sheets" if sheet else "the same sense in all files", to_do,
            code=MISSING, file=file, column=next(iter(doubts)),
        )  # fmt: skip


def said_of_gone_tables(maps: MapFile, tables: Collection[str], *, folder: bool) -> list[Warned]:
    """Say which tables columns.toml knows that no export is any more.

    A list of opt-outs is missed by every run that reads whom somebody may contact. Other tables are
    missed in a whole folder only, and where ``map`` wrote their section: it has seen them.

    Parameters
    ----------
    tables
        Tables that the exports are.
    folder
        Whether a folder was given, and not single files of it.

    Examples
    --------
    >>> maps = MapFile({"suppressions": Stated(columns={"customer_id": "Nr"})})
    >>> [told.code for told in said_of_gone_tables(maps, ["contacts"], folder=False)]
    ['opt_outs_gone']
    >>> said_of_gone_tables(maps, ["contacts", "suppressions"], folder=True)
    []
    """
    told, gone = list[Warned](), [table for table in maps.tables if table not in tables]
    if "suppressions" in gone and {"contacts", "customers"} & {*tables}:
        said = (
            "columns.toml has a section for lists of opt-outs, [suppressions], and no export is "
            "one: the opt-outs of the list that it was written for are not heeded. Lay that list "
            "beside the exports again, or remove the section if nobody opted out any more."
        )
        told.append(Warned("opt_outs_gone", said))
    seen = [table for table in gone if maps.sections[table].seen and table != "suppressions"]
    if seen and folder:
        named = " and ".join(f"[{table}]" for table in seen)
        said = (
            f"columns.toml was written for exports of {', '.join(seen)} too ({named}), and none is "
            "here: what they answered is not answered this time. Lay the new one beside the "
            "exports, or remove the section if there is none any more."
        )
        told.append(Warned("table_gone", said))
    return told


def _lacks(stated: Stated, file: str) -> str:
    shown = " and ".join(f"'{name[:40]}' ({column})" for column, name in stated.gone.items())
    return f"{file} lacks {shown}, which columns.toml names{stated.since}"


def _stops(columns: ColumnMap) -> frozenset[str]:
    """Return the columns that may tell of an opt-out: one that is gone puts nobody on a list."""
    return ANY_OF | ({"status"} if columns.table == "contacts" else set())


def _doubts(columns: ColumnMap, stated: Stated) -> Iterator[tuple[str, str]]:
    """Yield needed columns that are read from others than the map says, and what is doubtful."""
    needed = _needed(columns.table)
    by_cells = {w.column for w in columns.warnings if w.code in {BY_CELLS, "day_by_cells"}}
    for column, wanted in stated.gone.items():
        if column not in needed or not columns.has(column):
            continue
        found = columns.label(column)
        senses = tax_senses(wanted) if column in _MONEY else set()
        if stated.seen and not stated.seen.header:  # opened again by ``for_header``
            yield column, f"'{found[:40]}' was there when the map was written, and not used"
        elif found in by_cells:
            yield column, f"by its cells alone '{found[:40]}' looks like it"
        elif senses and senses != tax_senses(found):
            yield column, f"'{found[:40]}' does not say {' or '.join(sorted(senses))} of tax"
        elif column == "customer_id" and _rank(found, columns) > max(1, _rank(wanted, columns)):
            yield column, f"'{found[:40]}' may be a name and no number"


def _offered(columns: ColumnMap, column: str) -> list[str]:
    """Return the headers that may be meant: of money those before and after tax."""
    found = columns.label(column)
    if column != "amount":
        return [found]
    best = [at for at, name in enumerate(columns.header) if name == found]
    used = columns.taken.difference(best)
    free = ["" if at in used else name for at, name in enumerate(columns.header)]
    others = [free[at] for at in with_other_money(free, columns.table, column, best)]
    before = [name for name in free if may_be_net(name)]
    return [*dict.fromkeys([found, *before, *others])]


def _rank(header: str, columns: ColumnMap) -> int:
    named = named_by(header, columns.table)
    return named[1] if named and named[0] == "customer_id" else 0
