"""Every customer's order days side by side: rhythms, movements and back-tests read them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.customers.clock import Clock, day_number, missing_days
from analysis.doubts.period import load_period
from analysis.engine import quote_text
from analysis.workspace import Workspace

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: One row per customer and order day, customers in the order of the summary, days ascending.
ORDER_DAYS = (
    "SELECT (ordered_on - DATE '1970-01-01')::INTEGER AS day, sum(sold)::DOUBLE AS sold "
    "FROM lines WHERE sold > 0 GROUP BY customer_id, ordered_on ORDER BY customer_id, ordered_on"
)
#: So many orders of so many customers were due, and none came: the export ended before.
_ORDERS_DUE, _BUYING = 5.0, 10
#: Their pace is that of the last quarter; pauses are those that ended in so many days.
_QUARTER, _YEAR_AND_MORE = 91, 400


@dataclass(frozen=True)
class OrderDays:
    """The order days of n customers in one row of arrays, customer after customer.

    Parameters
    ----------
    starts
        Where each customer's days begin, and where the last one's end, shape (n + 1,).
    days
        Order days since 1970-01-01, ascending within a customer, shape (m,); calendar days as
        loaded, those of ``clock`` after ``counted``.
    sold
        Money sold on each of them, above 0, shape (m,).
    missing
        Calendar days that the export lacks, ascending, shape (k,).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2, 3]), np.array([10, 40, 20]), np.array([5.0, 6, 7]))
    >>> orders.n_customers, orders.customer.tolist(), orders.number.tolist()
    (2, [0, 0, 1], [1, 2, 1])
    >>> orders.gaps.tolist()
    [nan, 30.0, nan]
    >>> orders.latest(20).tolist(), orders.latest(5).tolist()
    ([0, 2], [-1, -1])
    """

    starts: Ints
    days: Ints
    sold: Floats
    missing: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def n_customers(self) -> int:
        """Customers."""
        return len(self.starts) - 1

    @cached_property
    def customer(self) -> Ints:
        """Whose order day each one is, as a place from 0, shape (m,)."""
        return np.repeat(np.arange(self.n_customers), np.diff(self.starts))

    @cached_property
    def number(self) -> Ints:
        """The how-manieth order day of its customer each one is, from 1, shape (m,)."""
        return np.arange(len(self.days)) - self.starts[:-1].repeat(np.diff(self.starts)) + 1

    @cached_property
    def gaps(self) -> Floats:
        """Days since the customer's order day before, at least 1, NaN at the first, shape (m,)."""
        gaps = np.maximum(np.diff(self.days, prepend=0), 1).astype(np.float64)
        gaps[self.starts[:-1][np.diff(self.starts) > 0]] = np.nan
        return gaps

    def latest(self, day: int) -> Ints:
        """Return where each customer's last order day up to ``day`` stands, -1 for none."""
        # Customers lie one behind the other: a running count at their borders tells each one's own.
        upto = np.concatenate([[0], np.cumsum(self.days <= day)])
        counts = upto[self.starts[1:]] - upto[self.starts[:-1]]
        return np.asarray(np.where(counts > 0, self.starts[:-1] + counts - 1, -1), np.int64)

    def every(self, nth: int) -> OrderDays:
        """Return every nth customer, the first one included: spread over all ids, without chance.

        Examples
        --------
        >>> orders = OrderDays(np.array([0, 2, 3, 5]), np.arange(5), np.ones(5))
        >>> some = orders.every(2)
        >>> some.starts.tolist(), some.days.tolist()
        ([0, 2, 4], [0, 1, 3, 4])
        """
        if nth <= 1:
            return self
        kept = self.customer % nth == 0
        counts = np.diff(self.starts)[::nth]
        starts = np.concatenate([[0], np.cumsum(counts)])
        return replace(self, starts=starts, days=self.days[kept], sold=self.sold[kept])

    def known_until(self, day: int) -> tuple[OrderDays, Ints]:
        """Return what was known at the end of ``day``, and the places of the customers in it.

        Examples
        --------
        >>> orders = OrderDays(np.array([0, 2, 3]), np.array([10, 40, 50]), np.ones(3))
        >>> known, places = orders.known_until(45)
        >>> known.starts.tolist(), known.days.tolist(), places.tolist()
        ([0, 2], [10, 40], [0])
        """
        kept = self.days <= day
        counts = np.bincount(self.customer[kept], minlength=self.n_customers)
        places = np.flatnonzero(counts)
        starts = np.concatenate([[0], np.cumsum(counts[places])])
        return replace(self, starts=starts, days=self.days[kept], sold=self.sold[kept]), places

    def ordered_within(self, days: int, *, after: int, places: Ints) -> Flags:
        """Return whether these customers ordered within so many days after a day.

        Examples
        --------
        >>> orders = OrderDays(np.array([0, 2, 3]), np.array([10, 40, 20]), np.ones(3))
        >>> orders.ordered_within(30, after=15, places=np.array([0])).tolist()
        [True]
        """
        return np.asarray(self.latest(after + days)[places] > self.latest(after)[places], bool)

    def lacking_after_the_last(self, day: int) -> OrderDays:
        """Return the orders, with the days up to ``day`` lacking where the export ended before it.

        It did where nobody has ordered for more than twice as long as ever in the year before, ten
        customers or more were buying, and at their pace of the last quarter five orders or more
        were due: chance leaves none of five once in 148 times. A company that closes every winter
        has shown by its own pauses what one means.

        Examples
        --------
        >>> daily = OrderDays(np.arange(0, 101, 10), np.tile(np.arange(10), 10), np.ones(100))
        >>> daily.lacking_after_the_last(15).missing.tolist()
        [10, 11, 12, 13, 14, 15]
        >>> len(daily.lacking_after_the_last(11).missing)
        0
        """
        last = int(self.days.max()) if len(self.days) else day
        pause = day - last
        if pause <= 0:
            return self
        ordered = np.flatnonzero(np.bincount(self.days - self.days.min())) + self.days.min()
        pauses = np.diff(ordered)[ordered[1:] > last - _YEAR_AND_MORE]
        lately = self.days > last - _QUARTER
        due = np.count_nonzero(lately) / _QUARTER * pause
        n_buying = len(np.unique(self.customer[lately]))
        if n_buying < _BUYING or due < _ORDERS_DUE or pause <= 2 * int(pauses.max(initial=1)):
            return self
        lacking = np.arange(last + 1, day + 1, dtype=np.int64)
        return replace(self, missing=np.union1d(self.missing, lacking))

    @cached_property
    def clock(self) -> Clock:
        """How the days that the export holds are counted."""
        return Clock(self.missing)

    def counted(self) -> OrderDays:
        """Return the same orders in counted days, so that no missing day lengthens a duration.

        Orders within a hole (few, or it would be none) count as of the day before it.

        Examples
        --------
        >>> orders = OrderDays(np.array([0, 2]), np.array([3, 12]), np.ones(2), np.arange(5, 10))
        >>> orders.counted().days.tolist(), orders.counted().gaps.tolist()
        ([3, 7], [nan, 4.0])
        """
        return replace(self, days=self.clock.counted(self.days))


def load_order_days(workspace: Workspace, summary: pd.DataFrame) -> OrderDays | None:
    """Return the order days of a summary's customers, in its order; None where they did not travel.

    Parameters
    ----------
    workspace
        In which ``summarise_customers`` has run.
    summary
        ``n_orders``, as it returned them, shape (n, any).

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> load_order_days(Workspace(Path(tempfile.mkdtemp())), pd.DataFrame()) is None
    True
    """
    if not workspace.has("order_days"):
        return None
    counts = summary["n_orders"].to_numpy(dtype=np.int64)
    return _read(workspace, counts, load_clock(workspace))


def clock_of_export(workspace: Workspace) -> Clock:
    """Return how days are counted by the holes that intake found in the transactions.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> clock_of_export(Workspace(Path(tempfile.mkdtemp()))).holes
    ()
    """
    return Clock(missing_days(load_period(workspace)))


def keep_clock(workspace: Workspace, n_orders: npt.ArrayLike, *, as_of: date) -> Clock:
    """Return how days are counted up to ``as_of``, and keep it beside the order days.

    Parameters
    ----------
    n_orders
        Order days of each customer, in their order, shape (n,).
    """
    counts = np.asarray(n_orders, np.int64)
    orders = _read(workspace, counts, clock_of_export(workspace))
    clock = orders.lacking_after_the_last(day_number(as_of)).clock
    workspace.save_record("clock", {"holes": [list(hole) for hole in clock.holes]})
    return clock


def load_clock(workspace: Workspace) -> Clock:
    """Return how days are counted, as ``summarise_customers`` kept it.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> load_clock(Workspace(Path(tempfile.mkdtemp()))).holes
    ()
    """
    holes = (workspace.load_record("clock") or {}).get("holes", [])
    runs = [np.arange(first, last + 1, dtype=np.int64) for first, last in holes]
    return Clock(np.concatenate([np.zeros(0, np.int64), *runs]))


def _read(workspace: Workspace, n_orders: Ints, clock: Clock) -> OrderDays:
    starts = np.concatenate([[0], np.cumsum(n_orders)]).astype(np.int64)
    with workspace.engine() as engine:
        read = f"FROM read_parquet({quote_text(workspace.parquet('order_days'))})"
        with engine.in_file_order():
            found: dict[str, np.ndarray[Any, np.dtype[Any]]] = {
                name: engine.array(f"SELECT {name} {read}") for name in ("day", "sold")
            }
    if len(found["day"]) != starts[-1]:
        raise AssertionError(f"{len(found['day'])} order days for {starts[-1]} of the summary")
    days, sold = found["day"].astype(np.int64), found["sold"].astype(np.float64)
    return OrderDays(starts, days, sold, clock.missing)
