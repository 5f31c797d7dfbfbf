"""Purchase histories, collapsed: what every purchase model reads.

A history is (repeat orders, time of the last order, time observed), both times counted from the
first order. Customers with the same history are one weighted row, so that a model looks at each
history once; gamma functions are evaluated once per number of repeat orders. Time runs in weeks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.customers import OrderDays
from analysis.errors import InputRefused
from analysis.statistics import Floats

#: Fewer customers than this do not carry four parameters: the weak prior helps, and says so.
FEWEST_CUSTOMERS = 200
#: From this share of one-time buyers on, repeat orders are too rare to see a rhythm.
MOST_ONE_TIME = 0.95

DAYS_A_WEEK = 7.0
#: Weeks between orders where there is nothing to see: a quarter, which one real gap outweighs.
_GUESSED_GAP = 13.0
_COLUMNS = ("n_repeat_orders", "days_first_to_last_order", "days_observed")


def weeks_ahead(horizon_days: float) -> float:
    """Return a horizon in weeks.

    Raises
    ------
    InputRefused
        When it is no number of days from 0 on.

    Examples
    --------
    >>> weeks_ahead(182)
    26.0
    """
    if not 0 <= horizon_days < np.inf:
        raise InputRefused(
            f"The horizon is {horizon_days} days", "a number of days from 0 on, such as 182",
            "correct the horizon", code="bad_horizon",
        )  # fmt: skip
    return horizon_days / DAYS_A_WEEK


def _whole_numbers(summary: pd.DataFrame, column: str) -> npt.NDArray[np.int64]:
    if column not in summary:
        raise _no_history(column, "no such column")
    try:
        found = summary[column].to_numpy(dtype=np.float64, na_value=np.nan)
    except (ValueError, TypeError):
        raise _no_history(column, "a value that is no number") from None
    if not np.isfinite(found).all():
        raise _no_history(column, "a value that is missing or infinite")
    if np.any(found < 0) or np.any(found != np.floor(found)):
        raise _no_history(column, "a value below 0, or a part of an order or day")
    return np.asarray(found, dtype=np.int64)


def _no_history(column: str, what: str) -> InputRefused:
    return InputRefused(
        f"The purchase histories have {what} ({column})",
        f"whole numbers from 0 on in {', '.join(_COLUMNS)}, days counted from the first order",
        "give the rows of `summarise_customers`, or leave out customers of whom they are unknown",
        code="bad_histories", column=column,
    )  # fmt: skip


@dataclass(frozen=True)
class Histories:
    """Unique purchase histories with weights, sorted.

    Parameters
    ----------
    x
        Repeat orders, shape (k,).
    last, observed
        Weeks from the first order to the last one and to the end of observation, shape (k,).
    weight
        Customers with that history, shape (k,).
    row
        The history of each customer, shape (n,).
    counts, place
        The distinct values of ``x`` and where each history's ``x`` stands among them.

    Examples
    --------
    >>> summary = pd.DataFrame({"n_repeat_orders": [1, 0, 1], "days_observed": [70, 70, 70],
    ...                         "days_first_to_last_order": [7, 0, 7]})
    >>> h = Histories.of(summary)
    >>> h.x.tolist(), h.last.tolist(), h.weight.tolist(), h.row.tolist()
    ([0.0, 1.0], [0.0, 1.0], [1.0, 2.0], [1, 0, 1])
    """

    x: Floats
    last: Floats
    observed: Floats
    weight: Floats
    row: npt.NDArray[np.int64]
    counts: Floats
    place: npt.NDArray[np.int64]

    @classmethod
    def of(cls, summary: pd.DataFrame | Histories) -> Histories:
        """Return the histories of a summary; histories are returned as they are.

        Raises
        ------
        InputRefused
            When a column lacks, or holds what is no whole number of orders or days.
        """
        if isinstance(summary, Histories):
            return summary
        x, last, observed = (_whole_numbers(summary, column) for column in _COLUMNS)
        if len(last) and np.any(last > observed):
            raise _no_history(_COLUMNS[1], "a last order after the end of observation")
        # One key of 64 bits sorts four times as fast as three columns; it holds up to two million
        # orders and days each.
        n_last = int(last.max(initial=0)) + 1
        n_observed = int(observed.max(initial=0)) + 1
        keys = (x * n_last + last) * n_observed + observed
        key, row, weight = np.unique(keys, return_inverse=True, return_counts=True)
        rest, days_observed = np.divmod(key, n_observed)
        repeats, days_to_last = np.divmod(rest, n_last)
        counts, place = np.unique(repeats, return_inverse=True)
        return cls(
            x=repeats.astype(np.float64),
            last=days_to_last / DAYS_A_WEEK,
            observed=days_observed / DAYS_A_WEEK,
            weight=weight.astype(np.float64),
            row=row.reshape(-1),
            counts=counts.astype(np.float64),
            place=place.reshape(-1),
        )

    @property
    def n_customers(self) -> int:
        """How many customers have one of the histories."""
        return int(self.row.size)

    @property
    def collapsed(self) -> Histories:
        """The same histories, each of them asked about once: answers have shape (k,)."""
        return replace(self, row=np.arange(self.x.size, dtype=np.int64))

    def weighted(self, weight: Floats) -> Histories:
        """Return the same histories with other weights, as a bootstrap draws them."""
        return replace(self, weight=weight)

    def every(self, step: int) -> Histories:
        """Return each ``step``-th history: a sample spread over all of them, without chance."""
        some = slice(step // 2, None, step)
        counts, place = np.unique(self.x[some], return_inverse=True)
        return Histories(
            x=self.x[some],
            last=self.last[some],
            observed=self.observed[some],
            weight=self.weight[some],
            row=np.arange(place.size, dtype=np.int64),
            counts=counts,
            place=place.reshape(-1),
        )

    @property
    def weeks_per_order(self) -> float:
        """Mean weeks between orders, one guessed gap among them: where a weak prior puts it.

        Without the guess a single customer with a single order would be taken for a daily buyer.
        """
        orders = float(self.weight @ self.x)
        weeks = float(self.weight @ np.where(self.x > 0, self.last, 0.0))
        return (weeks + _GUESSED_GAP) / (orders + 1.0)


def summary_at(orders: OrderDays, day: int) -> pd.DataFrame:
    """Return what the purchase models read, at the end of a day, from order days up to it.

    Returns
    -------
    ``n_repeat_orders, days_first_to_last_order, days_observed, sum_log_gap_days``, shape (n, 4).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2]), np.array([0, 14]), np.ones(2))
    >>> summary_at(orders, 21).round(3).values.tolist()
    [[1.0, 14.0, 21.0, 2.639]]
    """
    begin, end = orders.starts[:-1], orders.starts[1:]
    first, last = orders.days[begin], orders.days[end - 1]
    logs = np.log(np.nan_to_num(orders.gaps, nan=1.0))
    gaps = np.add.reduceat(logs, begin) if len(begin) else np.zeros(0)
    columns = (end - begin - 1, last - first, day - first, gaps)
    return pd.DataFrame(dict(zip((*_COLUMNS, "sum_log_gap_days"), columns, strict=True)))


def too_little(h: Histories) -> str | None:
    """Why these customers cannot carry a model's parameters, judged before fitting.

    Examples
    --------
    >>> too_little(Histories.of(pd.DataFrame({"n_repeat_orders": [3], "days_observed": [90],
    ...                                       "days_first_to_last_order": [80]})))
    'only 1 customer'
    """
    n = round(float(h.weight.sum()))
    if n < FEWEST_CUSTOMERS:
        return f"only {n} customer{'' if n == 1 else 's'}"
    if float(h.observed.max()) == 0:
        return "all orders on one day"
    one_time = float(h.weight[h.x == 0].sum() / h.weight.sum())
    if one_time >= MOST_ONE_TIME:
        return f"{100 * one_time:.0f} % one-time buyers"
    return None
