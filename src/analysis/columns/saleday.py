"""Which day is that of the sale: not when a line was entered, nor one that the newest lines lack.

In a shop a line is entered when it is sold. Where deals, jobs or bookings are kept, that is at a
first contact, and the sale weeks later. A shop writes the day of the invoice, and 0000-00-00 until
there is one: read as the day of the order, it loses the open orders, by which a customer is not
silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from analysis.cells.cellwords import CANCELLED_STATUS, WON_STATUS, plain_word
from analysis.cells.daytexts import NEVER_DAYS, PLACEHOLDER_DAYS, Numbers, close_day, read_day
from analysis.cells.headerkeys import key_of, keys, words_and_signs, words_apart
from analysis.columns.columnmap import ColumnMap, Rows, named_by, rank_of
from analysis.columns.emptycolumns import is_filled
from analysis.columns.mapfile import Stated
from analysis.columns.orderwords import CREATED
from analysis.columns.unclear import BY_CELLS, put, toml_text, which_is_meant
from analysis.columns.words import NO_SALE_DAY
from analysis.errors import InputRefused
from analysis.results import Warned

_CREATED = frozenset(keys(CREATED))
#: Days of other things, or of later steps of an order.
_LATER = re.compile(
    NO_SALE_DAY + r"|deliver|liefer|livrais|livr[eé]|entrega|ship|versand|versendet|exp[eé]di|"
    r"env[ií]|dispatch|despatch|fulfil|[aä]nderung|edit|actuali|mis[e]? [aà] jour|erste|prim|"
    r"remind|estimat|\best\b|voraus|plan|forecast|request|refund|erstatt|p[eé]riod|zeitraum|fin\b|"
    r"approv|freigabe|entered|erfass"
)
_PAID = re.compile(r"paid|pay|zahl|r[eè]gl|cobro|pago|pagad|encaiss|valuta|valeur|valor|settled")
#: What comes some days after an order, too.
_AFTER = re.compile(_PAID.pattern + r"|complet|process|erledigt|abgeschlossen|termin|fertig")
SALE = re.compile(
    r"clos(e|ed|ing)\b|\bwon\b|\bwin\b|gewonn|abschluss|cl[oô]tur|cierre|gagn|ganad|bill|invoic|"
    r"fa[ck]tur|rechnung|book|buchung|gebucht|sold|sale|purchas|kauf|bestell|order|commande|"
    r"pedido|auftrag|transac|\btrans?\b|post(ed|ing)|vente|venta|compra|achat|achet|gift|visit|"
    r"service|treat|soin|leistung|charged|finali[sz]ed|document|beleg|pi[eè]ce|emisi|contab|sign"
)
_LEAST, _ROWS, _NEARLY = 5, 1000, 0.98
#: Days apart, of the middle line, that change no result; later steps are further.
_APART, _AFTER_IT = 1, 14

_LATEST = 2068  # the last year that two digits mean


@dataclass(frozen=True)
class _Day:
    """Another day of each line, and how far it is from that of its entry."""

    at: int
    name: str
    apart: float

    @property
    def is_paid(self) -> bool:
        return bool(_PAID.search(self.name.casefold()))

    @property
    def is_sale(self) -> bool:
        listed = rank_of(self.name, "transactions", "ordered_on") > 0
        return not self.is_paid and (listed or bool(SALE.search(self.name.casefold())))


def settle_day(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> ColumnMap:
    """Return the map with the day of the sale, where the one in use is when lines were entered.

    Raises
    ------
    InputRefused
        When another column has another day on all lines, and nothing says of what.

    Examples
    --------
    >>> header = ("Created On", "Won Date", "Amount")
    >>> columns = ColumnMap("transactions", header, {"ordered_on": (0,), "amount": (2,)})
    >>> rows = [[f"2024-01-{at:02d}", f"2024-03-{at:02d}", "5"] for at in range(1, 9)]
    >>> settle_day(columns, rows, Stated(), "a.csv").places["ordered_on"]
    (1,)
    """
    label = columns.label("ordered_on")
    if "ordered_on" in stated.columns or not is_of_entry(label):
        return columns
    found = list(_others(columns, rows, stated))
    if len(found) == 1 and found[0].is_sale:
        return _read_as(columns, found[0])
    if not found:
        return columns
    names = [*(one.name for one in found[:4]), label]
    shown = ", ".join(f"'{one.name[:40]}' ({one.apart:,.0f} days)" for one in found[:4])
    raise which_is_meant(
        f"{file}: '{label[:40]}' is when a line was entered; by it other columns have another day "
        f"(of half of the lines looked at so far away or more): {shown}",
        "the day of the sale", [f"ordered_on = {toml_text(name)}" for name in names],
        file=file, column=label,
    )  # fmt: skip


def is_of_entry(header: str) -> bool:
    """Whether a header says when a line was entered, alone or beside the name of what it is.

    Examples
    --------
    >>> [is_of_entry(text) for text in ("Created at", "Deal - Deal created", "Order created")]
    [True, True, False]
    """
    words = words_and_signs(header)
    parts = {" ".join(words[at:]) for at in range(len(words))}
    parts |= {" ".join(words[: at + 1]) for at in range(len(words))}
    known = named_by(header, "transactions") is not None
    return key_of(header) in _CREATED or (not known and any(key_of(p) in _CREATED for p in parts))


def _read_as(columns: ColumnMap, day: _Day) -> ColumnMap:
    """Return the map with another day; one that was read by its cells is said anew."""
    label, warnings = columns.label("ordered_on"), columns.warnings
    if any(told.code == BY_CELLS and told.column == label for told in warnings):
        said = f"'{day.name[:40]}' is read as the day of an order: '{label[:40]}' is when a line "
        said += "was entered. If another is meant, name it under [transactions] in columns.toml: "
        new = Warned(BY_CELLS, said + f"ordered_on = {toml_text(label)}", column=day.name)
        warnings = tuple(
            new if told.code == BY_CELLS and told.column == label else told for told in warnings
        )
    return replace(columns.reading("ordered_on", day.at), warnings=warnings)


def _others(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Day]:
    used = columns.places["ordered_on"][0]
    some = rows[:: 1 + len(rows) // _ROWS]
    lines = [row for row in some if len(row) == len(columns.header) and row[used].strip()]
    sold = _sold_lines(columns, lines)
    if len(lines) < _LEAST:
        return
    for at, name in stated.free(columns.header, columns.taken):
        words = words_apart(name)
        if _LATER.search(words):
            continue
        # The day on which a deal was won stands on none that was lost.
        full = sold if _Day(at, name, 0).is_sale else lines
        days = _days_of([row[at].strip() for row in full])
        if len(full) < _LEAST or sum(day is not None for day in days) < _NEARLY * len(full):
            continue
        own = _days_of([row[used].strip() for row in full])
        middle = _apart(days, own)
        if middle > (_AFTER_IT if _AFTER.search(words) else _APART):
            yield _Day(at, name, middle)


def _sold_lines(columns: ColumnMap, lines: Rows) -> Rows:
    """Return the lines whose status does not say that nothing was sold.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Total", "Status"), {"status": (1,)})
    >>> _sold_lines(columns, [["5", "paid"], ["7", "void"]])
    [['5', 'paid']]
    """
    status = columns.places.get("status")
    if not status:
        return lines
    words = ((row, plain_word(row[status[0]].strip().casefold())) for row in lines)
    return [row for row, word in words if word not in CANCELLED_STATUS]


def _days_of(cells: Sequence[str]) -> list[date | None]:
    """Return the days of cells; of numbers the first is the day where no second is above 12.

    Examples
    --------
    >>> [str(day) for day in _days_of(["05.01.2024", "2024-01-06", "soon"])]
    ['2024-01-05', '2024-01-06', 'None']
    """
    read = [None if cell.isdigit() and len(cell) != 8 else read_day(cell) for cell in cells]
    seconds = [day.second for day in read if isinstance(day, Numbers)]
    order = "dmy" if max(seconds, default=0) <= 12 else "mdy"
    return [None if isinstance(day, int) else close_day(day, order, _LATEST) for day in read]


def _apart(days: Sequence[date | None], own: Sequence[date | None]) -> float:
    """Return how many days apart the two of the middle line are."""
    apart = [abs((a - b).days) for a, b in zip(days, own, strict=True) if a and b]
    return median(apart) if apart else 0


#: Days that are blank on purpose: what is not won is no order, and what is not paid may be one.
_WON = re.compile(r"clos|\bwon\b|\bwin\b|gewonn|abschluss|cl[oô]tur|cierre|gagn|ganad|sign")
#: Lines without the day: so many at least, and this share of all, or most of them the newest.
_HOLES, _SHARE, _NEWEST, _MOSTLY = 2, 0.05, 0.9, 0.8
_LINES, _MANY_ROWS, _ALL = 20, 2000, 0.999


@dataclass(frozen=True)
class _Full:
    """Another day, which all lines have: how far it is from the one in use, and who lacks that."""

    at: int
    name: str
    apart: float
    n_holes: int
    n_lines: int

    def said(self, used: str) -> str:
        return (
            f"'{used[:40]}' is blank on {self.n_holes:,} of {self.n_lines:,} lines looked at, and "
            f"'{self.name[:40]}' has a day on all of them"
        )


def fill_day(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> ColumnMap:
    """Return the map with the day that all lines have, where the one in use lacks on the newest.

    Raises
    ------
    InputRefused
        When the two are not the same day.

    Examples
    --------
    >>> header = ("date_add", "invoice_date", "total")
    >>> columns = ColumnMap("transactions", header, {"ordered_on": (1,), "amount": (2,)})
    >>> days = [f"2024-01-{at:02d}" for at in range(1, 31)]
    >>> rows = [[day, day if at < 27 else "0000-00-00", "5"] for at, day in enumerate(days)]
    >>> fill_day(columns, rows, Stated(), "a.csv").places["ordered_on"]
    (0,)
    """
    label = columns.label("ordered_on")
    if (
        "ordered_on" in stated.columns
        or not columns.has("ordered_on")
        or _WON.search(words_apart(label))
    ):
        return columns
    full = next(_full(columns, rows, stated), None)
    if full is None:
        return columns
    if full.apart > _APART:
        raise _which(columns, full, file)
    said = f"{full.said(label)}: it is read as the day of an order: lines without the first "
    said += "would be set aside. If they are no orders, "
    said += f"{put(f'ordered_on = {toml_text(label)}')}."
    return columns.reading("ordered_on", full.at, Warned("day_with_holes", said, column=full.name))


def _full(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Full]:
    """Yield the days that all lines have beside one that the newest lack, the best header first."""
    used = columns.places["ordered_on"][0]
    some = [row for row in rows[:: 1 + len(rows) // _MANY_ROWS] if len(row) == len(columns.header)]
    lines = _won(columns, _sold_lines(columns, some))
    holes = [at for at, row in enumerate(lines) if _is_hole(row[used])]
    if len(lines) < _LINES or len(holes) < _HOLES:
        return
    ranks = [
        (rank_of(name, "transactions", "ordered_on"), at, name)
        for at, name in stated.free(columns.header, columns.taken)
    ]
    for rank, at, name in sorted(ranks):
        entered = key_of(name) in _CREATED
        if (
            not rank
            or _PAID.search(words_apart(name))
            or (_LATER.search(words_apart(name)) and not entered)
        ):
            continue
        days = _days_of([row[at].strip() for row in lines])
        filled = [day for row, day in zip(lines, days, strict=True) if not _is_hole(row[at])]
        if sum(day is not None for day in filled) < _ALL * len(lines):
            continue
        if len(holes) >= _SHARE * len(lines) or _are_newest(days, holes):
            own = _days_of([row[used].strip() for row in lines])
            yield _Full(at, name, _apart(days, own), len(holes), len(lines))


def _won(columns: ColumnMap, lines: Rows) -> Rows:
    """Return the lines that were won, where the status tells it."""
    status = columns.places.get("status")
    if not status:
        return lines
    won = [row for row in lines if plain_word(row[status[0]].strip().casefold()) in WON_STATUS]
    return won or lines


def _is_hole(cell: str) -> bool:
    day = cell.strip().split("T")[0].split(" ")[0]
    return not is_filled(cell) or day in NEVER_DAYS | PLACEHOLDER_DAYS


def _are_newest(days: Sequence[date | None], holes: Sequence[int]) -> bool:
    known = sorted(day for day in days if day)
    late = known[int(_NEWEST * (len(known) - 1))]
    newest = sum((day := days[at]) is not None and day >= late for at in holes)
    return newest >= _MOSTLY * len(holes)


def _which(columns: ColumnMap, full: _Full, file: str) -> InputRefused:
    label = columns.label("ordered_on")
    return which_is_meant(
        f"{file}: {full.said(label)}, {full.apart:,.0f} days away on half of the others",
        "one day for all orders",
        [f"ordered_on = {toml_text(full.name)}  # the day of all lines",
         f"ordered_on = {toml_text(label)}  # lines without it are set aside"],
        file=file, column=label,
    )  # fmt: skip
