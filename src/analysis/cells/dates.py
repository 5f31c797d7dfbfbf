"""Days from text: what proves itself, and the order of all-number dates decided column-wide.

Distinct days are read in Python (a column has few) and joined back; no row is guessed alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from analysis.cells import dayhints
from analysis.cells.daytexts import (
    NEVER_DAYS,
    PLACEHOLDER_DAYS,
    Numbers,
    close_day,
    day_token,
)
from analysis.cells.dayways import Day, read_days, ways_said
from analysis.cells.fields import Cell, Field, keep_mapping
from analysis.cells.zones import zones_in
from analysis.errors import InputRefused
from analysis.results import Warned

#: Up to this share of the proofs, those of the other order are slips of the keyboard.
_FEW_MISFITS = 0.05


@dataclass(frozen=True)
class Order:
    """How the all-number dates of a column are read, and from what that is known."""

    order: str | None
    why: str


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
    return Order(None, "")


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
        return order_of(self.days.values())

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
    proved = {order.order for order in orders.values() if "above 12" in order.why}
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


def _few_misfits(column: DayColumn) -> bool:
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
    if _few_misfits(column):
        return (
            f'export the dates as 2024-12-31, or put date_order = "{likelier}" into '
            "columns.toml: the few dates that do not fit are then set aside"
        )
    return (
        "export the dates as 2024-12-31, or split the file by source and state the date_order "
        "of each part in its own section of columns.toml; with one date_order for all, the "
        "dates that do not fit and those that fit both are set aside"
    )


def _fits_both(column: DayColumn) -> frozenset[str]:
    """Return the texts that either order can read, where a column proves both orders."""
    if column.order.order != "both":
        return frozenset()
    return frozenset(
        text for text, day in column.days.items()
        if isinstance(day, Numbers) and not day.named and day.first != day.second
        and max(day.first, day.second) <= 12
    )  # fmt: skip


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


def ambiguous_order(column: DayColumn, section: str) -> InputRefused:
    """Return the question that only the analyst can answer (trap 1)."""
    numbers = {t: d for t, d in column.days.items() if isinstance(d, Numbers) and not d.named}
    text = next(iter(numbers))
    parts = [(day.first, day.second) for day in numbers.values()]
    alone = dayhints.day_of_all(parts, len({day.year for day in numbers.values()}))
    said, other = ("day", "month") if _likelier(column) == "dmy" else ("month", "day")
    hint = f"; with the {other} first they spread over 12 months with days 1 to 12 only"
    hint = f"; with the {said} first each is day {alone} of its month" if alone else hint
    return InputRefused(
        f"{column.cell.file}, column '{column.cell.label}': nothing proves whether dates such as "
        f"{text} put the day or the month first" + (hint if _likelier(column) else ""),
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


def day_field(
    column: DayColumn, order: Order, *, latest: int, serials: bool, required: bool
) -> Field:
    """Return the field of a date column: each distinct text joined to its day or its fault.

    Parameters
    ----------
    latest
        Last year that a two-digit year may mean.
    serials
        Whether bare spreadsheet numbers are days here (trap 3).
    required
        Whether a blank breaks a rule.
    """
    cell = column.cell
    judged = judge_days(column, order, latest=latest, serials=serials, required=required)
    name = f"days_{cell.table}_{cell.column}"
    keep_mapping(cell.engine, name, "DATE", [*judged.rows])
    join = f"LEFT JOIN {name} ON {name}.raw = {day_token(cell.text)}"
    broken = {code: f"{name}.code = '{code}'" for code in judged.codes}
    if required:
        broken["no_date"] = f"{cell.text} = ''"
    return Field(cell.column, f"{name}.value", broken, (join,), judged.warnings)


@dataclass(frozen=True)
class JudgedDays:
    """Each distinct text of a date column with its day or its fault, and what must be said."""

    rows: Sequence[tuple[str, date | None, str]]
    warnings: tuple[Warned, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The faults that a text of the column may have."""
        doubtful = any(code == "ambiguous_date" for _, _, code in self.rows)
        return ("bad_date", "placeholder_date", *["ambiguous_date"] * doubtful)


def judge_days(
    column: DayColumn, order: Order, *, latest: int, serials: bool, required: bool
) -> JudgedDays:
    """Return the days and faults of a column in its order."""
    closed = column.closed(order.order, latest)
    if not serials:
        closed |= {text: None for text, day in column.days.items() if isinstance(day, int)}
    default = column.default_day(closed) if required else None
    either = _fits_both(column)
    aside = frozenset[str]() if _few_misfits(column) else either
    rows = [
        (text, None, "ambiguous_date") if text in aside else (text, *_verdict(text, day, default))
        for text, day in closed.items()
    ]
    told = _warnings(column, order, serials=serials)
    if default is not None:
        told += dayhints.default_said(default, column.cell.label)
    if either:
        told += _either_said(column, order, sum(column.counts[text] for text in either))
    return JudgedDays(rows, told)


def _either_said(column: DayColumn, order: Order, n_rows: int) -> tuple[Warned, ...]:
    votes, label = order_votes(column), column.cell.label
    said = (
        f"Column '{label}': {votes['dmy']:,} dates can only have the day first, {votes['mdy']:,} "
        f"only the month. The {n_rows:,} that fit both "
    )
    if _few_misfits(column):
        first = "day" if order.order == "dmy" else "month"
        said += f"were read with the {first} first; some may be wrong."
    else:
        said += f"were set aside: {mixed_orders_to_do(column).split(';')[0]}."
    return (Warned("mixed_date_order", said, column=label),)


def _verdict(text: str, day: date | None, default: date | None) -> tuple[date | None, str]:
    known = day is not None and (day == default or day.isoformat() in PLACEHOLDER_DAYS)
    if text in NEVER_DAYS or known:
        return None, "placeholder_date"
    return (None, "bad_date") if day is None or day.year < 1900 else (day, "")


def serials_are_days(column: DayColumn, *, workbook: bool) -> bool:
    """Whether bare numbers are days: most of a column, or beside real date cells of a sheet."""
    hits = sum(column.counts[t] for t, day in column.days.items() if isinstance(day, int))
    real = any(isinstance(day, date) for day in column.days.values())
    return hits > 0.5 * sum(column.counts.values()) or (workbook and real)


def _warnings(column: DayColumn, order: Order, *, serials: bool) -> tuple[Warned, ...]:
    cell, found = column.cell, []
    numbers = [day for day in column.days.values() if isinstance(day, Numbers)]
    if column.short_years(order):
        said = f"Column '{cell.label}' has two-digit years, read so that none lies in the future."
        found.append(Warned("two_digit_years", said, column=cell.label))
    if "snapshot" in order.why:
        said = f"Column '{cell.label}': the dates are read {order.why}."
        found.append(Warned("date_order_by_snapshot", said, column=cell.label))
    if len(column.zones) > 1:
        said = f"Column '{cell.label}' mixes offsets ({', '.join(sorted(column.zones))}): summer "
        said += "time or several zones. Each order keeps the day that is written."
        found.append(Warned("mixed_offsets", said, column=cell.label))
    if numbers and "as in column" in order.why:
        first = "day" if order.order == "dmy" else "month"
        said = (
            f"Column '{cell.label}': no date has a part above 12; read {first} first, {order.why}."
        )
        found.append(Warned("date_order_by_column", said, column=cell.label))
    if numbers and "dots" in order.why:
        said = f"Column '{cell.label}': no date has a part above 12; {order.why}."
        found.append(Warned("date_order_by_dots", said, column=cell.label))
    hits = sum(column.counts[t] for t, day in column.days.items() if isinstance(day, int))
    if hits and serials:
        said = f"Column '{cell.label}': {hits:,} spreadsheet serial numbers were read as days"
        said += ", counted from 1904 as the workbook says." if column.from_1904 else "."
        found.append(Warned("serial_dates", said, column=cell.label))
    return (*found, *ways_said(column.ways, cell.label))
