"""The snapshot date: stated, or the last plausible date of the data; rows after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused, counted
from analysis.results import Warned
from analysis.rows.convert import WHEN
from analysis.rows.rules import LATE
from analysis.rows.united import date_rows

#: Shares are judged from this many rows on; see the precisions of intake.
MANY_ROWS = 100
#: A year without a single row before a handful of late rows: a slip of the keyboard.
_SILENT_DAYS = 366
#: In a small file only a gap of years tells a slip from a customer who came back.
_SILENT_DAYS_SMALL = 5 * 366
_HANDFUL = 0.01
_TOO_MANY = 0.1


@dataclass(frozen=True)
class Plausible:
    """The last plausible day and the number of rows after it.

    Examples
    --------
    >>> last_plausible([(date(2024, 1, 1), 500), (date(2024, 5, 1), 500), (date(2042, 5, 1), 2)])
    Plausible(day=datetime.date(2024, 5, 1), n_after=2, n_rows=1002)
    """

    day: date | None
    n_after: int
    n_rows: int

    @property
    def doubtful(self) -> bool:
        """Whether more than a handful lies after it, so that the order or the clock is wrong."""
        return self.n_rows >= MANY_ROWS and self.n_after > _HANDFUL * self.n_rows


def last_plausible(days: Sequence[tuple[date, int]]) -> Plausible:
    """Return the last day before an implausible leap into the future."""
    n_rows = sum(n for _, n in days)
    if not days:
        return Plausible(None, 0, 0)
    n_after = 0
    found = Plausible(days[-1][0], 0, n_rows)
    for (earlier, _), (later, n) in zip(days[-2::-1], days[:0:-1], strict=True):
        n_after += n
        if n_after > _TOO_MANY * n_rows and n_after > 1:
            break
        if (later - earlier).days > _needed_silence(days, earlier, n_after, n_rows):
            found = Plausible(earlier, n_after, n_rows)
    return found


def _needed_silence(
    days: Sequence[tuple[date, int]], until: date, n_after: int, n_rows: int
) -> int:
    if n_rows < MANY_ROWS:
        return max(_SILENT_DAYS_SMALL, 2 * (until - days[0][0]).days)
    return _SILENT_DAYS if n_after <= _HANDFUL * n_rows else 2 * _SILENT_DAYS


def choose_snapshot(engine: Engine, tables: Sequence[str]) -> date | None:
    """Return the last plausible date of the transactions, else of the tables there are.

    Raises
    ------
    InputRefused
        When more than a handful of rows lies in the future.
    """
    wanted = ["transactions"] if "transactions" in tables else [t for t in tables if t in WHEN]
    found = []
    for table in wanted:
        if WHEN[table] not in engine.columns(f"all_{table}"):
            continue
        plausible = last_plausible(_days(engine, table))
        if plausible.doubtful:
            raise _future(table, plausible)
        if plausible.day is not None:
            found.append(plausible.day)
    return max(found, default=None)


def _days(engine: Engine, table: str, which: str = "true") -> list[tuple[date, int]]:
    """Return the days of a table in order, with their rows."""
    return engine.rows(
        f"SELECT {WHEN[table]}::DATE AS d, count(*) FROM all_{table} WHERE {which} "
        "AND d IS NOT NULL GROUP BY d ORDER BY d"
    )


def _future(table: str, plausible: Plausible) -> InputRefused:
    share = plausible.n_after / plausible.n_rows
    return InputRefused(
        f"{counted(plausible.n_after, 'row')} of {table} ({share:.1%}) years after "
        f"{plausible.day}, the "
        "last plausible date",
        "at most 1 % of future dates; the date order or the clock of the source is wrong",
        "check the dates, or state the snapshot date with --as-of",
        code="future_dates",
    )


def set_aside_later(engine: Engine, table: str, as_of: date, *, given: bool) -> list[Warned]:
    """Mark rows that happen, or became known, after the snapshot date.

    Where nobody stated that date it is said what rows of other tables lie after the last order.
    """
    names = engine.columns(f"all_{table}")
    limit = f"DATE {quote_text(as_of.isoformat())}"
    code = "after_as_of" if given or table != "transactions" else "future_date"
    found = [
        (1 << LATE[which], f"{column}::DATE > {limit}")
        for column, which in ((WHEN.get(table), code), ("known_at", "after_as_of"))
        if column in names
    ]
    bits = " | ".join(f"CASE WHEN {late} THEN {bit} ELSE 0 END" for bit, late in found)
    if not found:
        return []
    if table == "transactions":
        date_rows(engine, bits)
        return []
    told = [] if given else _after_orders(engine, table, as_of)
    engine.execute(f"UPDATE all_{table} SET broken_ = broken_ | {bits}")
    return told


def _after_orders(engine: Engine, table: str, as_of: date) -> list[Warned]:
    """Say how many rows lie after the last order, which is the snapshot date by itself."""
    when = WHEN.get(table)
    if when not in engine.columns(f"all_{table}"):
        return []
    rows = _days(engine, table, "broken_ = 0")
    last = last_plausible(rows).day
    n_rows = sum(n for day, n in rows if last and as_of < day <= last)
    if not n_rows:
        return []
    said = f"{counted(n_rows, 'row', 'rows')} of {table} after the last order, {as_of}, "
    said += f"{'is' if n_rows == 1 else 'are'} set aside; --as-of {last} takes them in, and counts "
    said += "silence up to that day. What they say against contact holds."
    good = f"all_{table} WHERE broken_ = 0 AND ({when}::DATE <= DATE '{as_of}') IS NOT FALSE"
    if not engine.count(good):
        said += f" No other row of {table} is good: run again with --as-of {last}, or nothing of "
        said += "the table counts."
    return [Warned("after_last_order", said, column=when, about="after_as_of")]
