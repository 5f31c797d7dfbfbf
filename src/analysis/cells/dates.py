"""Days from text: what proves itself, and the order of all-number dates decided column-wide.

Distinct days are read in Python (a column has few) and joined back; no row is guessed alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from analysis.cells import dayhints
from analysis.cells.daytexts import PLACEHOLDER_DAYS, Numbers, close_day, day_token
from analysis.cells.dayways import Day, read_days
from analysis.cells.fields import Cell
from analysis.cells.zones import zones_in
from analysis.errors import InputRefused

#: What an order puts where a reader looks first.
ORDER_NAMES = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
#: Up to this share of the proofs, those of the other order are slips of the keyboard.
_FEW_MISFITS = 0.05


@dataclass(frozen=True)
class Order:
    """How the all-number dates of a column are read, and from what that is known.

    ``order`` is None where it must be asked, and empty where so few dates need it that they are
    set aside.
    """

    order: str | None
    why: str

    @property
    def is_proved(self) -> bool:
        """Whether a date of the column can be read in this order only."""
        return "above 12" in self.why


#: Nothing proves an order.
OPEN = Order(None, "")


def order_of(days: Iterable[date | Numbers | int | None]) -> Order:
    """Return the order that the all-number dates of a column prove.

    Examples
    --------
    >>> order_of([Numbers(25, 3, 2024, False)]).order, order_of([Numbers(3, 4, 2024, False)]).order
    ('dmy', None)
    """
    open_days = [day for day in days if isinstance(day, Numbers) and not day.named]
    if _year_first(open_days):
        return Order("ymd", "the year stands first")
    if any(n.first > 12 and n.second <= 12 for n in open_days):
        both = any(n.second > 12 and n.first <= 12 for n in open_days)
        return Order("both", "") if both else Order("dmy", "a first part above 12")
    if any(n.second > 12 and n.first <= 12 for n in open_days):
        return Order("mdy", "a second part above 12")
    if all(n.first == n.second for n in open_days):
        return Order("dmy", "every date reads the same either way")
    if all(n.dotted for n in open_days):
        return Order("dmy", "dates with dots put the day first")
    return OPEN


def _year_first(days: list[Numbers]) -> bool:
    """Whether short years stand first: above 31, or a few above 12 before all days of a month."""
    if not days or any(n.year > 31 or n.second > 12 for n in days):
        return False
    firsts, lasts = {n.first for n in days}, {n.year for n in days}
    few = min(firsts) > 12 and len(lasts) >= 20 and 4 * len(firsts) <= len(lasts)
    return max(firsts) > 31 or (few and not any(n.dotted for n in days))


@dataclass(frozen=True)
class DayColumn:
    """The distinct days of one date column, read but not yet decided."""

    cell: Cell
    counts: Mapping[str, int]
    days: Mapping[str, Day]
    zones: frozenset[str] = frozenset()
    sample: tuple[str, ...] = ()  # texts that stand for most rows: counts tell of no single day
    ways: Mapping[str, int] = field(default_factory=dict)  # rows read in an uncommon way
    from_1904: bool = False  # serial numbers count from there

    @classmethod
    def of(cls, cell: Cell, counts: Mapping[str, int], *, from_1904: bool = False) -> DayColumn:
        """Return the column of these distinct texts with their rows."""
        found = read_days(counts, from_1904=from_1904)
        return cls(cell, counts, found.days, ways=found.ways, from_1904=from_1904)

    @property
    def sampled(self) -> bool:
        """Whether most rows stand behind a sample."""
        return bool(self.sample)

    @property
    def order(self) -> Order:
        """What the column alone proves."""
        found = order_of(self.days.values())
        few = 100 * self.n_numeric <= sum(self.counts.values()) and not self.sampled
        return Order("", "too few to ask") if found.order is None and few else found

    @property
    def n_numeric(self) -> int:
        """Rows whose date is all numbers, so that its order must be known."""
        return sum(
            n for text, n in self.counts.items()
            if isinstance(day := self.days[text], Numbers) and not day.named
        )  # fmt: skip

    def latest(self, order: Order, as_of: date | None) -> int:
        """Return the last year that a year of two digits may mean here."""
        full = [d.year for d in self.days.values() if isinstance(d, date | Numbers)]
        known = [year for year in full if 1970 <= year <= dayhints.LAST_YEAR]
        return dayhints.last_short_year(self.short_years(order), known, as_of)

    def short_years(self, order: Order) -> Counter[int]:
        """Return the years of two digits with their rows."""
        found = Counter[int]()
        for text, day in self.days.items():
            if isinstance(day, Numbers) and day.year < 100:
                first = order.order == "ymd" and not day.named
                found[day.first if first else day.year] += self.counts[text]
        return found

    def closed(self, order: str | None, latest: int) -> dict[str, date | None]:
        """Return each distinct text with its day in this order."""
        return {text: close_day(day, order, latest) for text, day in self.days.items()}

    def by_order(self, as_of: date | None = None) -> dict[str, Counter[date | None]]:
        """Return the days with their rows, as either order of day and month reads them."""
        found = {order: Counter[date | None]() for order in ("dmy", "mdy")}
        for order, counts in found.items():
            for text, day in self.closed(order, self.latest(Order(order, ""), as_of)).items():
                counts[day] += self.counts[text]
        return found

    def default_day(self, closed: Mapping[str, date | None]) -> date | None:
        """Return the day that stands for no date by its crowd alone (trap 5)."""
        crowds = Counter[date]()
        for text, day in closed.items():
            if day is not None and day.isoformat() not in PLACEHOLDER_DAYS:
                crowds[day] += self.counts[text]
        return None if self.sampled else dayhints.default_day(crowds)


def look_at_days(cell: Cell, *, from_1904: bool) -> DayColumn:
    """Return the distinct days of a column with their row counts."""
    token = day_token(cell.text)
    rows = cell.engine.rows(
        f"SELECT {token} AS t, count(*) FROM {cell.table} GROUP BY t ORDER BY t"
    )
    counts = {text: n for text, n in rows if text}
    return replace(DayColumn.of(cell, counts, from_1904=from_1904), zones=zones_in(cell))


def decide_order(columns: list[DayColumn], stated: str | None) -> dict[str, Order]:
    """Return the order of each date column: stated, proved by itself, or by its neighbours.

    Raises
    ------
    InputRefused
        When one column holds both orders.
    """
    orders = {column.cell.column: column.order for column in columns}
    for column in columns:
        # Behind a sample nobody knows how often each is: the file is read the careful way.
        if orders[column.cell.column].order == "both" and (stated is None or column.sampled):
            if column.sampled or not (proved_by_all := _all_but_slips(column)):
                raise _both_orders(column)
            orders[column.cell.column] = Order(proved_by_all, "parts above 12")
    if stated is not None:
        return {name: Order(stated, "stated in columns.toml") for name in orders}
    proved = {order.order for order in orders.values() if order.is_proved}
    if len(proved) == 1:
        by_others = Order(proved.pop(), "another date column of this file")
        return {name: order if order.order else by_others for name, order in orders.items()}
    return orders


def order_votes(column: DayColumn, stated: str | None = None) -> dict[str, int]:
    """Return how many rows of a column can be read in one order only, by order.

    With the year stated first, dates such as 24/03/05 bear that out and speak for nothing else.
    """
    votes = Counter({"dmy": 0, "mdy": 0, "ymd": 0})
    for text, day in column.days.items():
        if isinstance(day, Numbers) and (order := _only_order(day, stated)):
            votes[order] += column.counts[text]
    return dict(votes)


def _only_order(day: Numbers, stated: str | None) -> str:
    if stated == "ymd" and day.year < 100:
        return "ymd" if day.second <= 12 and 1 <= day.year <= 31 else ""
    if day.first > 12 >= day.second:
        return "dmy"
    return "mdy" if day.second > 12 >= day.first else ""


def few_misfits(column: DayColumn) -> bool:
    """Whether so few dates prove the rarer order that they are slips, and no other source."""
    votes = order_votes(column)
    return min(votes["dmy"], votes["mdy"]) <= _FEW_MISFITS * (votes["dmy"] + votes["mdy"])


def _all_but_slips(column: DayColumn) -> str:
    """Return the order that all but one date in a thousand prove, empty where none is so sure."""
    (most, n), (_, fewer) = Counter(order_votes(column)).most_common(2)
    return most if 1000 * fewer <= n else ""


def mixed_orders_to_do(column: DayColumn) -> str:
    """Return what can be done about a column that proves both orders."""
    votes = order_votes(column)
    likelier = "dmy" if votes["dmy"] >= votes["mdy"] else "mdy"
    if few_misfits(column):
        return (
            f'export the dates as 2024-12-31, or put date_order = "{likelier}" into '
            "columns.toml: the few dates that do not fit are then set aside"
        )
    return (
        "export the dates as 2024-12-31, or split the file by source and state the date_order "
        "of each part in its own section of columns.toml; with one date_order for all, the "
        "dates that do not fit and those that fit both are set aside"
    )


def _both_orders(column: DayColumn) -> InputRefused:
    """Return the refusal of a column that proves both orders (trap 2)."""
    found = {True: "", False: ""}
    for text, day in column.days.items():
        if isinstance(day, Numbers) and max(day.first, day.second) > 12:
            found[day.first > 12] = text
    lines = [_first_line(column.cell, text) for text in found.values()]
    return InputRefused(
        f"{column.cell.file}, column '{column.cell.label}': {found[True]} (line {lines[0]}) has "
        f"the day first, {found[False]} (line {lines[1]}) the month first",
        "one order in one column",
        mixed_orders_to_do(column),
        code="mixed_date_order",
        file=column.cell.file,
        line=lines[0],
        column=column.cell.label,
    )


def _first_line(cell: Cell, text: str) -> int | None:
    return cell.first_line(f"{day_token(cell.text)} = ?", [text])


def ambiguous_order(column: DayColumn, section: str, doubt: str = "") -> InputRefused:
    """Return the question that only the analyst can answer (trap 1).

    Parameters
    ----------
    section
        Section of columns.toml that can answer.
    doubt
        Why the order that files beside it prove is not taken.
    """
    numbers = {t: d for t, d in column.days.items() if isinstance(d, Numbers) and not d.named}
    text = next(iter(numbers))
    parts = [(day.first, day.second) for day in numbers.values()]
    alone = dayhints.day_of_all(parts, len({day.year for day in numbers.values()}))
    said, other = ("day", "month") if _likelier(column) == "dmy" else ("month", "day")
    hint = f"; with the {other} first they spread over 12 months with days 1 to 12 only"
    hint = f"; with the {said} first each is day {alone} of its month" if alone else hint
    return InputRefused(
        f"{column.cell.file}, column '{column.cell.label}': nothing proves whether dates such as "
        f"{text} put the day or the month first"
        + (f"; {doubt}" if doubt else hint if _likelier(column) else ""),
        "a date with a part above 12, dates such as 2024-12-31, or an answer",
        f"put this into columns.toml beside the exports:\n[{section}]\n"
        + "\nor\n".join(order_answers(column)),
        code="ambiguous_dates",
        file=column.cell.file,
        line=_first_line(column.cell, text),
        column=column.cell.label,
    )


def _likelier(column: DayColumn) -> str | None:
    days = [d for d in column.days.values() if isinstance(d, Numbers) and not d.named]
    return dayhints.likelier_order([(d.first, d.second) for d in days], len({d.year for d in days}))


def order_answers(column: DayColumn) -> tuple[str, ...]:
    """Return the two lines of columns.toml that can answer, each with what it makes of a date.

    The likelier stands first.
    """
    proofs = (d for d in column.days.values() if isinstance(d, Numbers) and d.first != d.second)
    shown = next((d for d in proofs if max(d.first, d.second) <= 12), None)
    lines = []
    for order in ("dmy", "mdy"):
        day = close_day(shown, order, 2068)
        lines.append(f'date_order = "{order}"' + (f"  # {day.day} {day:%B %Y}" if day else ""))
    return tuple(lines[::-1] if _likelier(column) == "mdy" else lines)
