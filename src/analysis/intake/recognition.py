"""What a file is: its layout, its table, its columns, before a row is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from analysis.columns.columndoubts import doubt_columns
from analysis.columns.columnmap import (
    ColumnMap,
    known_columns,
    map_columns,
    missing_columns,
    named_by,
)
from analysis.columns.contracts import refuse_contracts
from analysis.columns.currencycolumn import currency_named
from analysis.columns.layout import Layout, lay_out_tables, unwrapped
from analysis.columns.lineamounts import line_beside_totals
from analysis.columns.linedoubts import read_once_an_order
from analysis.columns.mapfile import MapFile, Stated
from analysis.columns.periodcolumns import refuse_periods
from analysis.columns.samples import every_record, last_rows, rows_of_everywhere
from analysis.columns.settled import settle_columns
from analysis.columns.statedsense import refuse_other_sense
from analysis.columns.ticks import refuse_ticks
from analysis.columns.twonumbers import without_twins
from analysis.columns.unclear import Offer, refuse_blocks
from analysis.columns.unreadcolumns import said_unread
from analysis.columns.whichtable import file_words, is_whole, lists_opt_outs
from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.files.inputs import Source, open_source
from analysis.files.records import Record
from analysis.handwritten import lies_there
from analysis.intake.emptyfiles import is_empty, pass_over
from analysis.intake.fewercolumns import (
    one_of_each,
    parted_by_cells,
    without_ledger,
    without_sides,
)
from analysis.intake.filenames import name_in
from analysis.intake.gonecolumns import for_header, in_view_of_the_map, refuse_doubtful
from analysis.intake.mapdoubts import doubts_of_the_map
from analysis.intake.moneylines import (
    columns_by_cells,
    has_cents,
    said_of_table,
    show_dated_money,
    table_by_cells,
)
from analysis.intake.notread import other_than_orders
from analysis.intake.optoutlists import addresses_in, opted_out, recognised, refuse_unclear_consents
from analysis.intake.othertables import LeftOut
from analysis.intake.questions import settle_or_ask
from analysis.intake.sheettables import table_of_sheets
from analysis.results import Warned
from analysis.rows.calllists import is_call_list, maps_of_list
from analysis.rows.corrections import Corrections
from analysis.rows.likely import likely_answers, lone_day
from analysis.rows.likelymoney import rank_money
from analysis.rows.looks import looks_of
from analysis.rows.onlycolumn import said_of
from analysis.vocabulary import TABLES

MAP_NAME = "columns.toml"

#: Tables whose lines have one day, under whatever header.
_DAY_BY_CELLS = frozenset({"touches", "issues", "assignments"})


@dataclass(frozen=True)
class Options:
    """What the analyst asked for."""

    as_of: date | None = None
    table: str | None = None
    lenient_reasons: bool = False
    maps: MapFile = field(default_factory=MapFile)
    corrections: Corrections = field(default_factory=Corrections)
    asking: bool = False  # a map is being proposed: a column that lacks is a question
    asked: list[InputRefused] = field(default_factory=list)  # of a file; filled while asking
    passed_over: list[str] = field(default_factory=list)  # lists that came twice; filled as met
    left_out: dict[str, LeftOut] = field(default_factory=dict)  # of other things; filled as met
    headers: Counter[str] = field(default_factory=Counter)  # of all tables; filled as met
    ids: frozenset[str] = frozenset()  # of customers in other files, where a column is asked for


def map_beside(files: Sequence[Path]) -> Path | None:
    """Return the columns.toml that lies beside the exports, if there is one.

    Raises
    ------
    InputRefused
        When different ones lie beside different exports.
    """
    places = dict.fromkeys(file.parent / MAP_NAME for file in files)
    there = [place for place in places if lies_there(place)]
    if strange := [place for place in there if not place.is_file()]:
        return strange[0]  # loading it says what it is
    if len({place.read_bytes() for place in there}) > 1:
        raise InputRefused(
            f"The exports lie in several folders, and {len(there)} of them have a {MAP_NAME} of "
            "their own", "one map for one run",
            "say which with --columns, or lay the exports together", code="several_maps",
            file=MAP_NAME,
        )  # fmt: skip
    return there[0] if there else None


@dataclass(frozen=True)
class Laid:
    """A file made plain, with the layout of each table in it.

    Parameters
    ----------
    own
        What columns.toml states of this file alone.
    named
        The table that the analyst, its name or columns.toml speak of.
    stated
        What columns.toml states of it and of that table.
    """

    source: Source
    layouts: tuple[Layout, ...]
    own: Stated
    named: str | None
    stated: Stated


#: Of each table in a file: layout, column map and what was stated.
Mapped = list[tuple[Layout, ColumnMap, Stated]]


def lay_out(engine: Engine, path: Path, spill: Path, options: Options) -> Laid:
    """Return a file made plain, its tables laid out.

    Raises
    ------
    InputRefused
        When it is no table, or damaged.
    """
    own = options.maps.stated_for(path.name, None)
    named = options.table or _only(file_words(path.name)) or _only(set(options.maps.tables))
    stated = options.maps.stated_for(path.name, named)
    source = unwrapped(open_source(path, spill, encoding=stated.encoding), spill)
    table_of = table_of_sheets(source.name, options.maps, own, options.table)
    layouts = lay_out_tables(source, stated, engine, table_of)
    options.headers.update(name for one in layouts for name in one.header)
    return Laid(source, tuple(layouts), own, named, stated)


def map_tables(engine: Engine, laid: Laid, options: Options) -> Mapped:
    """Return what each table of a file is.

    A call list that came back is two tables: touches, and reasons. A file without rows that may be
    so is none.

    Raises
    ------
    InputRefused
        When a column that is needed lacks, or is open.
    """
    source, layouts, own = laid.source, laid.layouts, laid.own
    if is_empty(layouts[0], laid.named):
        given = options.table is not None
        met = options.passed_over, options.left_out
        pass_over(layouts[0], laid.named, *met, table_given=given)
        return []
    if lists := _lists_among(layouts, own, options):
        return lists
    tables = []
    for each in layouts:
        try:
            tables.append(_mapped(engine, source, each, options, laid.stated, laid.named))
        except InputRefused as refusal:
            said = own.table or own.columns or options.table
            other = None if said else other_than_orders(each, refusal)
            if other is None:
                raise
            refuse_unclear_consents(each, engine)
            options.left_out[source.name] = other
    return tables


def _lists_among(
    layouts: Sequence[Layout], own: Stated, options: Options
) -> list[tuple[Layout, ColumnMap, Stated]]:
    """Return the tables that a call list is; only its own section of columns.toml is for it."""
    if own.table or options.table not in {None, "touches", "reasons"}:
        return []
    if not all(map(is_call_list, layouts)):
        return []
    # The sheets beside a list were written with it, and are not to be filled in.
    plain = [
        replace(layout, warnings=tuple(w for w in layout.warnings if w.code != "sheets_not_read"))
        for layout in layouts
    ]
    mapped = ((layout, one) for layout in plain for one in maps_of_list(layout, own))
    return [(at, one, own) for at, one in mapped if options.table in {None, one.table}]


def _mapped(
    engine: Engine, source: Source, layout: Layout, options: Options, stated: Stated,
    named: str | None,
) -> tuple[Layout, ColumnMap, Stated]:  # fmt: skip
    if (stated.table or options.table) in {None, "reasons"}:
        refuse_ticks(layout, options.maps.stated_for(source.path.name, "reasons").columns)
    table = stated.table or options.table or _table_of(source, layout, options)
    if table != named and not stated.table:
        stated = options.maps.stated_for(source.path.name, table)
    stated = for_header(stated, table, layout.header, options.headers)
    with in_view_of_the_map(Stated() if options.asking else stated, table):
        found = _mapped_as(engine, source, layout, options, stated, table)
    if not options.asking:
        refuse_doubtful(found[1], stated, source.name, layout.sheet if stated.sheet == "*" else "")
    unnamed = replace(stated, columns={}, seen=None, beside={}, gone={})
    plain = replace(options, asking=False)
    told = doubts_of_the_map(
        found[1], stated, lambda: _mapped_as(engine, source, layout, plain, unnamed, table)[1]
    )
    return found[0], found[1].saying(*told), found[2]


def _mapped_as(
    engine: Engine, source: Source, layout: Layout, options: Options, stated: Stated, table: str
) -> tuple[Layout, ColumnMap, Stated]:
    positions = stated.positions(layout.header, source.name)
    refuse_other_sense(positions, layout.header, table, source.name)
    positions = positions or (addresses_in(layout) if table == "suppressions" else {})
    rows = rows_of_everywhere(layout, engine) if table == "transactions" else []
    layout, said = without_sides(layout, positions, rows)
    if table in {"reasons", "customers"}:
        stated, parted, more = parted_by_cells(layout, engine, table, stated, positions)
        positions, said = {**parted, **positions}, [*said, *more]
    if table in _DAY_BY_CELLS:
        alone, day_said = _lone_day(layout, table, positions)
        positions, said = {**positions, **alone}, [*said, *day_said]
    if table == "transactions" and stated.header:
        _refuse_other_shapes(source, layout, positions, rows, given=bool(stated.table))
    header, alike = one_of_each(layout, engine, table, stated, positions, rows)
    every = partial(every_record, layout, engine)
    header, twins = without_twins(table, header, every, options.headers, positions)
    if table == "transactions" and "ordered_on" not in positions:
        refuse_blocks(layout.header, header, source.name)
    header, ledger = without_ledger(layout, table, header, positions, rows)
    only = columns_by_cells(table, header, positions, rows, name_in(layout))
    placed = {**line_beside_totals(header, rows, positions), **only, **positions}
    columns = map_columns(
        table, header, file=source.name, stated=placed,
        may_lack=_may_lack(table, options), likely=_likely(layout, table, positions, rows, options),
    )  # fmt: skip
    currency = stated.currency or currency_named(columns, layout.currencies)
    warned = (*alike, *twins, *ledger, *said_of(only, layout.header), *columns.warnings, *said)
    columns = replace(columns, header=layout.header, currency=currency, warnings=warned)

    def settle(columns: ColumnMap, stated: Stated) -> ColumnMap:
        last, title = partial(last_rows, layout), layout.dialect.above
        return settle_columns(columns, rows, last, stated, source.name, title=title)

    columns = settle_or_ask(columns, settle, stated, options.asked if options.asking else None)
    columns = doubt_columns(layout, columns, frozenset(positions), asking=options.asking)
    columns = said_unread(layout, columns, stated)
    told = [] if stated.table or options.table else said_of_table(layout, columns, source.name)
    return layout, columns.saying(*told), read_once_an_order(columns, stated)


def _refuse_other_shapes(
    source: Source, layout: Layout, positions: Mapping[str, int], rows: Sequence[list[str]], *,
    given: bool,
) -> None:  # fmt: skip
    """Refuse months as columns, where no column can be the date, and what lists contracts."""
    if "ordered_on" in positions:
        return
    if "ordered_on" not in known_columns(layout.header, "transactions"):
        is_header = layout.dialect.header is not None
        first = next((r.fields for r in layout.records if not r.blank), ())
        refuse_periods(layout.header if is_header else first, source.name, is_header=is_header)
    if not given:
        refuse_contracts(layout, rows)


def _likely(
    layout: Layout, table: str, positions: Mapping[str, int], rows: Sequence[list[str]],
    options: Options,
) -> dict[str, list[Offer]]:  # fmt: skip
    """Return where columns that no header names may stand, with samples of their cells."""
    lacking, used = _lacking(layout, table, positions)
    if not lacking:
        return {}
    records = [Record(at, row) for at, row in enumerate(rows, 1)] or list(layout.judged)
    return likely_answers(table, lacking, records, layout.header, used, options.ids)


def _lacking(
    layout: Layout, table: str, positions: Mapping[str, int]
) -> tuple[list[str], set[int]]:
    """Return the needed columns that nothing names, and the places that something does."""
    header = layout.header
    used = {at for at, cell in enumerate(header) if cell and named_by(cell, table)}
    lacking = missing_columns(table, {*known_columns(header, table), *positions})
    return lacking, used | {*positions.values()}


def _lone_day(
    layout: Layout, table: str, positions: Mapping[str, int]
) -> tuple[dict[str, int], list[Warned]]:
    """Return the only column of days, where a table lacks its day and nothing else."""
    (lacking, used), header = _lacking(layout, table, positions), layout.header
    records = list(layout.judged) if len(lacking) == 1 else []
    at = lone_day(table, lacking, records, header, used) if records else None
    if at is None:
        return {}, []
    said = f"The days of {table} are read from '{header[at][:40]}': no other column can be them."
    return {lacking[0]: at}, [Warned("day_by_cells", said, column=header[at])]


def _holds_money(layout: Layout) -> bool:
    looks = looks_of(layout.judged, layout.header)
    found = rank_money(looks, [*looks], {}).best
    return any(has_cents(looks[at]) for at in found)


def _shows_money(table: str, layout: Layout) -> bool:
    """Whether lines that are read as transactions show a day and money: no notes beside them."""
    return table == "transactions" and show_dated_money(layout.header, layout.judged, "reasons")


def _may_lack(table: str, options: Options) -> frozenset[str]:
    if options.asking:
        return frozenset(column.name for column in TABLES[table].columns)
    lenient = options.lenient_reasons and table == "reasons"
    return frozenset({"customer_id"} if lenient else ())


def _only(tables: set[str]) -> str | None:
    return next(iter(tables)) if len(tables) == 1 else None


def _table_of(source: Source, layout: Layout, options: Options) -> str:
    """Recognise the table; a section of columns.toml whose headers are all there decides.

    A file whose name or rows say that all in it opted out is a list of opt-outs before all else.
    """
    known = known_columns(layout.header, "suppressions")
    if not missing_columns("suppressions", known) and opted_out(layout):
        return "suppressions"
    if fitting := options.maps.table_for(source.name, layout.header):
        return fitting
    table = recognised(layout)
    if table == "suppressions" and lists_opt_outs(layout.called, layout.header):
        return table
    stated = options.maps.stated_for(source.path.name, "transactions").columns
    if by_cells := table_by_cells(layout, table, str(stated.get("amount", ""))):
        return by_cells
    lenient = options.lenient_reasons and not is_whole(table, layout.called, layout.header)
    if lenient and not (options.asking and _shows_money(table, layout)):
        lacking = missing_columns("reasons", known_columns(layout.header, "reasons"))
        if lacking == ["customer_id"]:
            return "reasons"
    lacks = missing_columns(table, known_columns(layout.header, table))
    if lacks and table == "touches" and not file_words(layout.called) and _holds_money(layout):
        table = "transactions"  # gifts of a campaign: no call has money
    return (options.maps.nearest_table(layout.header) or table) if lacks else table
