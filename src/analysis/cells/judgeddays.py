"""Each text of a date column with its day or its fault, once the order is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.cells import dayhints
from analysis.cells.dates import (
    DayColumn,
    Order,
    few_misfits,
    mixed_orders_to_do,
    order_of,
    order_votes,
)
from analysis.cells.daytexts import NEVER_DAYS, PLACEHOLDER_DAYS, Numbers, day_token
from analysis.cells.dayways import by_sign, ways_said
from analysis.cells.fields import Field, keep_mapping
from analysis.errors import counted
from analysis.results import Warned

#: Texts whose first line is looked for.
_LOOKED_AT = 100


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
    either = _fits_both(column, order)
    aside = frozenset[str]() if order.order and few_misfits(column) else either
    rows = [
        (text, None, "ambiguous_date") if text in aside else (text, *_verdict(text, day, default))
        for text, day in closed.items()
    ]
    told = _warnings(column, order, serials=serials)
    if default is not None:
        told += dayhints.default_said(default, column.cell.label)
    if either and not order.order:
        told += _open_said(column, either)
    elif either:
        told += _either_said(column, order, sum(column.counts[text] for text in either))
    return JudgedDays(rows, told)


def _either_said(column: DayColumn, order: Order, n_rows: int) -> tuple[Warned, ...]:
    votes, label = order_votes(column), column.cell.label
    said = (
        f"Column '{label}': {votes['dmy']:,} dates can only have the day first, {votes['mdy']:,} "
        f"only the month. The {n_rows:,} that fit both "
    )
    if few_misfits(column):
        first = "day" if order.order == "dmy" else "month"
        said += f"were read with the {first} first; some may be wrong."
    else:
        said += f"were set aside: {mixed_orders_to_do(column).split(';')[0]}."
    return (Warned("mixed_date_order", said, column=label),)


def _open_said(column: DayColumn, texts: Collection[str]) -> tuple[Warned, ...]:
    n_rows = sum(column.counts[text] for text in texts)
    said = f"Column '{column.cell.label}': {counted(n_rows, 'date')} such as {min(texts)} may put "
    said += "the day or the month first: set aside. Export all dates as 2024-12-31."
    return (Warned("mixed_date_order", said, column=column.cell.label, about="ambiguous_date"),)


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
    if "the other way" in order.why:
        said = f"Column '{cell.label}': the dates are read {order.why}."
        by = "snapshot" if "snapshot" in order.why else "name"
        found.append(Warned(f"date_order_by_{by}", said, column=cell.label))
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
    found += _otherwise_said(column, order)
    if numbers and "dots" in order.why:
        said = f"Column '{cell.label}': no date has a part above 12; {order.why}."
        found.append(Warned("date_order_by_dots", said, column=cell.label))
    hits = sum(column.counts[t] for t, day in column.days.items() if isinstance(day, int))
    if hits and serials:
        said = f"Column '{cell.label}': {hits:,} spreadsheet serial numbers were read as days"
        said += ", counted from 1904 as the workbook says." if column.from_1904 else "."
        found.append(Warned("serial_dates", said, column=cell.label))
    return (*found, *ways_said(column.ways, cell.label))


def _otherwise_said(column: DayColumn, order: Order) -> Iterator[Warned]:
    """Say which dates have a sign of their own, and an order that only those of another prove."""
    groups = by_sign(column.days)
    alone = {sign: order_of(days.values()) for sign, days in groups.items()}
    if order.order not in {"dmy", "mdy"} or not any(one.is_proved for one in alone.values()):
        return
    if "stated" in order.why or "both" in {one.order for one in alone.values()}:
        return
    for sign, days in groups.items():
        either = [text for text, day in days.items() if day.first != day.second]
        if alone[sign].is_proved or alone[sign].order == order.order or not either:
            continue
        cell, first = column.cell, "day" if order.order == "dmy" else "month"
        said = (
            f"Column '{cell.label}': {counted(sum(column.counts[t] for t in either), 'date')} such "
            f"as {min(either)} may put the day or the month first. The {first} stands first where "
            "dates are written with another sign, and they were read so; they may have another "
            "origin. Compare a few with the source, or export all dates as 2024-12-31."
        )
        places = ", ".join("?" * len(either[:_LOOKED_AT]))
        line = cell.first_line(f"{day_token(cell.text)} IN ({places})", either[:_LOOKED_AT])
        yield Warned("dates_written_otherwise", said, line=line, column=cell.label)


def _fits_both(column: DayColumn, order: Order) -> frozenset[str]:
    """Return the texts that either order can read, where a column proves both orders or none."""
    if column.order.order != "both" and order.order:
        return frozenset()
    return frozenset(
        text for text, day in column.days.items()
        if isinstance(day, Numbers) and not day.named and day.first != day.second
        and max(day.first, day.second) <= 12
    )  # fmt: skip
