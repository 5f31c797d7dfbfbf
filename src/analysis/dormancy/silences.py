"""Every silence beyond a customer's own limit, past ones too: what reasons are the reasons of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.customers import OrderDays
from analysis.dormancy.course import Limits
from analysis.dormancy.returns import silences

_DAYS = ("repeat_since", "silent_from", "quiet_on", "ended_on")


def all_silences(
    orders: OrderDays | None, limits: Limits | None, customer_id: pd.Series, *, day: int
) -> pd.DataFrame:
    """Return each repeat customer's silences, one row each; one empty row for who was never silent.

    Parameters
    ----------
    orders
        Order days of the customers, in the order of ``customer_id``; None where they did not
        travel.
    limits
        The customer's own limits after every order day.
    day
        Snapshot date, in days since 1970-01-01.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, repeat_since`` (day of the second order: from then on there is a rhythm),
        ``silent_from`` (last order before the silence), ``quiet_on`` (first day beyond the limit),
        ``ended_on`` (next order; missing while it lasts).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3]), np.array([0, 30, 200]), np.ones(3))
    >>> limits = Limits(np.full(3, 60.0), np.full(3, 60.0), np.zeros(3) > 0)
    >>> found = all_silences(orders, limits, pd.Series(["a"]), day=300)
    >>> found[["silent_from", "quiet_on"]].astype(str).values.tolist()
    [['1970-01-31', '1970-04-02'], ['1970-07-20', '1970-09-19']]
    >>> found["ended_on"].isna().tolist()
    [False, True]
    """
    if orders is None or limits is None:
        columns = {name: pd.Series(dtype="datetime64[ns]") for name in _DAYS}
        return pd.DataFrame({"customer_id": pd.Series(dtype="str"), **columns})
    gap, returned = silences(orders, day)
    at = np.flatnonzero((gap > limits.dormant) & ~limits.once)
    who = orders.customer
    second = np.full(orders.n_customers, -1, np.int64)
    seconds = np.flatnonzero(orders.number == 2)
    second[who[seconds]] = orders.days[seconds]
    quiet = orders.days[at] + np.floor(limits.dormant[at]).astype(np.int64) + 1
    ended = orders.days[at] + gap[at]
    never = np.setdiff1d(np.flatnonzero(second >= 0), who[at])
    places = np.concatenate([who[at], never])
    none = np.full(len(never), -1, np.int64)
    shown = orders.clock.calendar
    found = {
        "repeat_since": np.where(second < 0, -1, shown(second))[places],
        "silent_from": np.concatenate([shown(orders.days[at]), none]),
        "quiet_on": np.concatenate([shown(quiet), none]),
        "ended_on": np.concatenate([np.where(returned[at], shown(ended), -1), none]),
    }
    days = {name: _as_days(values) for name, values in found.items()}
    rows = pd.DataFrame({"customer_id": customer_id.to_numpy()[places], **days})
    rows = rows[rows["repeat_since"].notna()]
    return rows.sort_values(["customer_id", "silent_from"], ignore_index=True)


def _as_days(numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pd.Series:
    days = numbers.astype("datetime64[D]").astype("datetime64[ns]")
    return pd.Series(days).where(numbers >= 0)
