"""Doubts about amounts and numbers of orders: another unit in some files, or from some day on.

A file whose amounts are all whole numbers, and about a hundred times those of files that have
decimals, may be in cents; one with three decimals and a thousandth of the money in thousands.
Fees as lines are told here, and what came back.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from analysis.cells.cellwords import FEES, RETURNED_STATUS
from analysis.cells.dayhints import crowded_day, default_day
from analysis.columns.unclear import toml_text
from analysis.doubts.buyers import GOOD, keep_days, keep_sums
from analysis.doubts.creditnumbers import doubt_numbers, money_text
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.typed import Typed

#: Code of the warning that amounts may be of two units.
UNITS_DIFFER = "units_differ"
#: Days of sale that speak for a part; the least share of amounts with parts of cents.
_DAYS, _IN_PARTS = 10, 0.5
_SHOWN = 6  # months that a message names


@dataclass(frozen=True)
class _Unit:
    """A unit that a part may have: how it shows, on so many days of it, and of the rest at most.

    ``times`` are a hundred or a thousand, as far as business changes beside the unit.
    """

    name: str
    form: str
    shows: Callable[[_Day], bool]
    most: float
    few: float
    times: tuple[int, int]

    def is_part(self, days: Sequence[_Day]) -> bool:
        return self._share(days) >= self.most

    def parts(self, part: Sequence[_Day], rest: Sequence[_Day]) -> bool:
        enough = min(len(part), len(rest)) >= _DAYS
        return enough and self.is_part(part) and self._share(rest) <= self.few

    def ratio(self, part: Sequence[_Day], rest: Sequence[_Day]) -> float:
        """Return how many times larger the numbers of the smaller unit are."""
        own, other = (median(day.mean for day in days) for days in (part, rest))
        return own / other if self.name == "cents" else other / own

    def _share(self, days: Sequence[_Day]) -> float:
        return sum(map(self.shows, days)) / len(days)


@dataclass(frozen=True)
class _Day:
    """Sales of one day in one file."""

    file: int
    on: date
    n: int
    money: Decimal

    @property
    def mean(self) -> float:
        return float(self.money) / self.n

    @property
    def month(self) -> str:
        return f"{self.on:%Y-%m}"

    @property
    def is_whole(self) -> bool:
        return self.money % 1 == 0

    @property
    def is_fine(self) -> bool:
        """Whether it has three places."""
        return (self.money * 100) % 1 != 0


_CENTS = _Unit("cents", "whole numbers", lambda day: day.is_whole, 0.98, 0.5, (60, 160))
_THOUSANDS = _Unit(
    "thousands", "numbers with three decimals", lambda day: day.is_fine, 0.7, 0.02, (600, 1600)
)


def doubt_units(engine: Engine, inputs: Sequence[Typed]) -> Iterator[Warned]:
    """Yield a warning where some files, or the days from one on, may be in another unit."""
    days = [
        _Day(*row) for row in engine.rows(
            f"SELECT file_, d, sum(n_rows)::BIGINT, sum(money) FROM {keep_sums(engine)} "
            "WHERE broken_ = 0 AND kind = 'sale' AND d IS NOT NULL GROUP BY ALL ORDER BY d, file_"
        )
    ]  # fmt: skip
    yield from [*_fractions_of_cents(engine, inputs)] or _far_from_others(days, inputs)
    for unit in (_CENTS, _THOUSANDS):
        part, rest, where = _parted(days, unit)
        if where and unit.times[0] <= (ratio := unit.ratio(part, rest)) <= unit.times[1]:
            if not _several_currencies(engine):
                yield _said(part, where, inputs, unit, ratio)
            return


def _fractions_of_cents(engine: Engine, inputs: Sequence[Typed]) -> Iterator[Warned]:
    """Yield a warning for a file that is stated to be in cents, and has parts of them."""
    for item in (one for one in inputs if one.found.stated.amount_in == "cents"):
        n_parts, n_rows = engine.rows(
            "SELECT count(*) FILTER (amount * 100 <> round(amount * 100)), count(*) "
            f"FROM {GOOD} AND file_ = {item.number}"
        )[0]
        if n_rows >= _DAYS and n_parts >= _IN_PARTS * n_rows:
            file = item.found.file
            said = f'columns.toml says amount_in = "cents", and amounts of {file} have decimals: '
            said += "they were read as parts of cents. If they are not in cents, put "
            said += f'amount_in = "units" under [{toml_text(file)}] into columns.toml.'
            yield Warned(UNITS_DIFFER, said, column="amount", about=f"file_ = {item.number}")


def _far_from_others(days: Sequence[_Day], inputs: Sequence[Typed]) -> Iterator[Warned]:
    """Yield a warning for a file that is stated in a unit, and as far from the others by that."""
    for item in inputs:
        unit = {"cents": _CENTS, "thousands": _THOUSANDS}.get(item.found.stated.amount_in or "")
        part = [day for day in days if day.file == item.number]
        rest = [day for day in days if day.file != item.number]
        is_answered = "amount_in" in item.found.stated.own
        if unit is None or is_answered or min(len(part), len(rest)) < _DAYS:
            continue
        ratio = unit.ratio(rest, part)
        if unit.times[0] <= ratio <= unit.times[1]:
            file, far = item.found.file, "smaller" if unit == _CENTS else "larger"
            said = f'columns.toml says amount_in = "{unit.name}", and amounts of {file} are then '
            said += f"{ratio:,.0f} times {far} than those of the other files. If they are not in "
            said += f'{unit.name}, put amount_in = "units" under [{toml_text(file)}] into '
            said += "columns.toml."
            yield Warned(UNITS_DIFFER, said, column="amount", about=f"file_ = {item.number}")


def _parted(days: Sequence[_Day], unit: _Unit) -> tuple[Sequence[_Day], Sequence[_Day], str]:
    """Return the days of a unit, the rest, and what parts them; no days if nothing does.

    That are files, a day from which on, or until which, each has its form, or months of a file.
    """
    part, rest = _by(days, unit, lambda day: day.file)
    if unit.parts(part, rest):
        return part, rest, "files"
    for where, ordered in (("from", days), ("until", days[::-1])):
        last = max((at for at, day in enumerate(ordered, 1) if not unit.shows(day)), default=0)
        if unit.parts(ordered[last:], ordered[:last]):
            return ordered[last:], ordered[:last], where
    part, rest = _by(days, unit, lambda day: (day.file, day.month))
    return (part, rest, "months") if unit.parts(part, rest) else ([], [], "")


def _by(
    days: Sequence[_Day], unit: _Unit, key: Callable[[_Day], Hashable]
) -> tuple[list[_Day], list[_Day]]:
    """Return the days of those groups that are of a unit, and the rest."""
    groups: dict[Hashable, list[_Day]] = {}
    for day in days:
        groups.setdefault(key(day), []).append(day)
    known = {name for name, own in groups.items() if unit.is_part(own)}
    return [d for d in days if key(d) in known], [d for d in days if key(d) not in known]


def _several_currencies(engine: Engine) -> bool:
    if "currency" not in engine.columns("all_transactions"):
        return False
    return int(engine.value(f"SELECT count(DISTINCT currency) FROM {GOOD}")) > 1


def _said(
    part: Sequence[_Day], where: str, inputs: Sequence[Typed], unit: _Unit, ratio: float
) -> Warned:
    times = f"{ratio:,.0f} times" if unit == _CENTS else f"one part in {ratio:,.0f} of"
    names: Mapping[int, str] = {item.number: item.found.file for item in inputs}
    files = list(dict.fromkeys(names[day.file] for day in part))
    if where == "files":
        more = f" and {counted(len(files) - 1, 'more file')}" if len(files) > 1 else ""
        said = f"Amounts of {files[0]}{more} are {unit.form} and {times} those of the other files"
        to_do = f'If they are, put amount_in = "{unit.name}" under [{toml_text(files[0])}] into '
        to_do += "columns.toml" + (", and so for the others." if more else ".")
        about = f"file_ = {part[0].file}"
    else:
        months = list(dict.fromkeys(day.month for day in part))
        first, last = min(day.on for day in part), max(day.on for day in part)
        when = {"from": f"from {first} on", "until": f"until {last}"}
        when["months"] = f"of {', '.join(months[:_SHOWN])}" + " ..." * (len(months) > _SHOWN)
        said = f"Amounts {when[where]} are {unit.form} and {times} the others"
        to_do = "If they are, export all in one unit, or each part in a file of its own."
        about = f"ordered_on::DATE = DATE '{first}' AND file_ = {part[0].file} AND amount > 0"
    return Warned(UNITS_DIFFER, f"{said}: they may be {unit.name}. {to_do}", about=about)


def doubt_orders(engine: Engine, columns: Set[str]) -> Iterator[Warned]:
    """Yield what must be said about the orders of one table."""
    yield from _crowded(engine)
    yield from _turned(engine)
    if "order_id" in columns:
        yield from doubt_numbers(engine)
    if "product_id" in columns:
        yield from _fees(engine)
    if "status" in columns:
        yield from _returned(engine)


def _turned(engine: Engine) -> Iterator[Warned]:
    """Yield a warning where most lines lower money: the export may show sales below 0."""
    n_rows, n_below, money = engine.rows(
        "SELECT sum(n_rows), sum(n_rows) FILTER (money < 0), sum(money)::VARCHAR "
        f"FROM {keep_sums(engine)} WHERE broken_ = 0"
    )[0]
    if not n_below or n_rows < _DAYS or 2 * n_below <= n_rows or not money.startswith("-"):
        return
    said = f"{n_below:,} of {n_rows:,} lines lower money, all together {money_text(money)}: if "
    said += "these are sales, the signs of this export are turned. Export sales above 0."
    yield Warned("mostly_negative", said, column="amount", about="amount < 0")


def _crowded(engine: Engine) -> Iterator[Warned]:
    """Trap 5: a day that holds far more rows than any other, and may stand for no date."""
    counts = dict(engine.rows(f"SELECT d, n_rows FROM {keep_days(engine)} ORDER BY d"))
    day = default_day(counts) or crowded_day(counts)
    if day is not None:
        said = f"{counts[day]:,} lines have the day {day}, many times more than any other: a "
        said += "default, or an opening balance? They were kept."
        where = f"ordered_on::DATE = DATE '{day}'"
        yield Warned("crowded_day", said, column="ordered_on", about=where)


def _fees(engine: Engine) -> Iterator[Warned]:
    """Trap 23: discounts, postage and fees as lines of their own, with their shares."""
    fees = f"lower(product_id) IN ({', '.join(map(quote_text, sorted(FEES)))})"
    long = "(SELECT coalesce(median(length(product_id)), 0) FROM "
    long += f"(SELECT DISTINCT product_id FROM {GOOD} AND product_id IS NOT NULL))"
    fees += f" AND (length(product_id) > 1 OR {long} >= 3)"
    n_fees, n_rows, money, total = engine.rows(
        "SELECT count(*) FILTER (f), count(*), sum(abs(amount)) FILTER (f)::DOUBLE, "
        f"sum(abs(amount))::DOUBLE FROM (SELECT amount, {fees} AS f FROM {GOOD})"
    )[0]
    if n_fees:
        said = f"{counted(n_fees, 'line')} ({n_fees / n_rows:.1%} of all, "
        said += f"{(money or 0) / (total or 1):.1%} of the money) of postage, fees or discounts by "
        said += "the product: kept as money."
        yield Warned("fee_lines", said, column="product_id", about=fees)


def _returned(engine: Engine) -> Iterator[Warned]:
    """Trap 19: positive lines whose status says returned or credited."""
    words = ", ".join(map(quote_text, sorted(RETURNED_STATUS)))
    plain = "trim(regexp_replace(lower(status), '[ _-]+', ' ', 'g'))"
    where = f"amount > 0 AND {plain} IN ({words})"
    n_rows, money = engine.rows(f"SELECT count(*), sum(amount)::VARCHAR FROM {GOOD} AND {where}")[0]
    if n_rows:
        said = f"{counted(n_rows, 'line')} with a status such as returned or credit note, and a "
        said += f"positive amount (together {money_text(money)}): counted as sales."
        yield Warned("positive_returns", said, column="status", about=where)
