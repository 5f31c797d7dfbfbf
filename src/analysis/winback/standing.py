"""Where customers stood on a day, and what became of them after it; one row in, one row out.

Time starts on the same day for whoever was called and whoever was not: nobody has to "survive"
until a call to be counted as called.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.winback.snapshot import Snapshot, found_once

#: Silent is who has not ordered for so many mean gaps, and for so many days; a customer with one
#: order has no gap.
USUAL_GAPS, SILENT_DAYS, ONE_ORDER_DAYS = 2.0, 45, 90

#: A year of spend ends with the last order; it says what the customer was worth while buying.
YEAR = pd.Timedelta(days=365)


def stood_on(people: pd.DataFrame, snapshot: Snapshot, *, money: bool = True) -> pd.DataFrame:
    """Return what was known of each customer at the end of a day, beside what came with them.

    Parameters
    ----------
    people
        ``customer_id, day`` and whatever else; rows in any order.
    money
        Whether spend and margin are wanted.

    Returns
    -------
    pandas.DataFrame
        The rows with ``last_order_on, silence_days, n_orders, mean_gap_days`` up to the day,
        ``spend_year`` and ``margin_year`` of the year up to that last order, and ``tier``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({"orders": pd.DataFrame({"customer_id": "a",
    ...     "ordered_on": ["2024-01-01", "2024-02-01", "2024-05-01"]})}, as_of=date(2024, 12, 31))
    >>> stood_on(pd.DataFrame({"customer_id": ["a"], "day": [pd.Timestamp("2024-03-01")]}),
    ...          snapshot)[["silence_days", "n_orders"]].values.tolist()
    [[29.0, 2.0]]
    """
    found = _counted_orders(snapshot).last_until(people, "day")
    people_now = snapshot.customers.drop_duplicates("customer_id")
    tier = people_now.set_index("customer_id")["tier"].astype("object")
    found = found.assign(
        silence_days=(found["day"] - found["last_order_on"]).dt.days.astype(float),
        n_orders=found["n_orders"].fillna(0.0),
        tier=found["customer_id"].map(tier).astype("object").fillna("not stated"),
    )
    return found.assign(**_year_before(found, snapshot)) if money else found


@found_once
def _counted_orders(snapshot: Snapshot) -> Dated:
    """Return the order days with how many there were by then, and their mean gap."""
    orders = snapshot.orders.sort_values(["customer_id", "ordered_on"], ignore_index=True)
    begins = orders["customer_id"].ne(orders["customer_id"].shift()).to_numpy()
    starts = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    number = pd.Series(np.arange(len(orders)) - starts + 1.0)
    first = orders["ordered_on"].take(starts).set_axis(orders.index)
    gap = (orders["ordered_on"] - first).dt.days / (number - 1).where(number > 1)
    orders = orders.assign(n_orders=number, mean_gap_days=gap)
    return Dated.by(orders.rename(columns={"ordered_on": "last_order_on"}), "last_order_on")


def _year_before(found: pd.DataFrame, snapshot: Snapshot) -> dict[str, pd.Series]:
    """Return spend and margin of the year up to the last order."""
    running = _running(snapshot)
    until = running.last_until(found[["customer_id", "last_order_on"]], "last_order_on")
    since = found[["customer_id"]].assign(before=found["last_order_on"] - YEAR)
    before = running.last_until(since, "before")
    return {
        f"{out}_year": until[name].fillna(0.0) - before[name].fillna(0.0)
        for out, name in (("spend", "net"), ("margin", "margin"))
    }


def was_silent(people: pd.DataFrame) -> pd.Series:
    """Return who was silent on the day, by the gaps up to it and nothing later.

    Today's own threshold knows of returns since, so it must not judge an earlier day.

    Parameters
    ----------
    people
        As ``stood_on`` returns them.

    Examples
    --------
    >>> was_silent(pd.DataFrame({"silence_days": [50.0, 80.0, 100.0, 100.0],
    ...                          "mean_gap_days": [10.0, 60.0, 60.0, None]})).tolist()
    [True, False, False, True]
    """
    patience = (USUAL_GAPS * people["mean_gap_days"]).clip(lower=SILENT_DAYS)
    return people["silence_days"] > patience.fillna(ONE_ORDER_DAYS)


def what_followed(
    people: pd.DataFrame, snapshot: Snapshot, *, window_days: int, money: bool = True
) -> pd.DataFrame:
    """Return who returned within the window after a day, and what they brought in it.

    A return is the first order after the day; an order on the day itself was there before.

    Parameters
    ----------
    people
        ``customer_id, day`` and whatever else.
    window_days
        Length of the window, in days, stated before anybody looks.
    money
        Whether ``net`` and ``margin`` are wanted.

    Returns
    -------
    pandas.DataFrame
        The rows with ``returned_on``, ``days_to_return`` (missing where none followed by
        ``as_of``), ``returned`` (within the window), ``watched`` (the window is over), and the
        ``net`` and ``margin`` booked in the window.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({"orders": pd.DataFrame({"customer_id": "a",
    ...     "ordered_on": ["2024-03-01", "2024-05-01"]})}, as_of=date(2024, 12, 31))
    >>> what_followed(pd.DataFrame({"customer_id": ["a"], "day": [pd.Timestamp("2024-03-01")]}),
    ...     snapshot, window_days=180)[["days_to_return", "returned"]].values.tolist()
    [[61.0, True]]
    """
    found = _orders(snapshot).first_after(people, "day")
    days = (found["returned_on"] - found["day"]).dt.days.astype(float)
    end = found["day"] + pd.Timedelta(days=window_days)
    found = found.assign(
        days_to_return=days,
        returned=(days <= window_days).to_numpy(bool),
        watched=(end <= snapshot.today).to_numpy(bool),
    )
    if not money:
        return found
    running = _running(snapshot)
    last = running.last_until(found[["customer_id"]].assign(end=end), "end")
    first = running.last_until(found[["customer_id", "day"]], "day")
    booked = {name: last[name].fillna(0.0) - first[name].fillna(0.0) for name in ("net", "margin")}
    return found.assign(**booked)


@found_once
def _orders(snapshot: Snapshot) -> Dated:
    return Dated.by(snapshot.orders.rename(columns={"ordered_on": "returned_on"}), "returned_on")


@found_once
def _running(snapshot: Snapshot) -> Dated:
    """Return the money of each customer summed up from the first day on."""
    rows = snapshot.earnings.sort_values(["customer_id", "booked_on"], ignore_index=True)
    sums = rows.groupby("customer_id", sort=False)[["net", "margin"]].cumsum()
    return Dated.by(rows.assign(**sums), "booked_on")


@dataclass(frozen=True)
class Dated:
    """Rows of customers by day, to be looked up by customer and day.

    Parameters
    ----------
    rows
        By customer and day; of one day the last row stands last.
    ids
        The customers, each once; the place of one is its number.
    days
        The days that occur, rising.
    places
        Number of the customer times the number of days, plus the number of the day; rising.
    """

    rows: pd.DataFrame
    ids: pd.Index
    days: npt.NDArray[np.int64]
    places: npt.NDArray[np.int64]

    @classmethod
    def by(cls, rows: pd.DataFrame, on: str) -> Dated:
        """Return the rows ready to be looked up by ``customer_id`` and the day in ``on``.

        Examples
        --------
        >>> orders = pd.DataFrame({"customer_id": "a",
        ...     "ordered_on": pd.to_datetime(["2024-03-01", "2024-05-01"])})
        >>> asked = pd.DataFrame({"customer_id": ["a", "b"], "day": pd.Timestamp("2024-03-01")})
        >>> dated = Dated.by(orders, "ordered_on")
        >>> dated.last_until(asked, "day")["ordered_on"].dt.month.tolist()
        [3.0, nan]
        >>> dated.first_after(asked, "day")["ordered_on"].dt.month.tolist()
        [5.0, nan]
        """
        kept = rows.dropna(subset=["customer_id", on])
        numbers, ids = pd.factorize(kept["customer_id"])
        days, day = np.unique(_moments(kept[on]), return_inverse=True)
        places = numbers * np.int64(len(days) + 1) + day
        order = np.argsort(places, kind="stable")
        kept = kept.drop(columns="customer_id").take(order).reset_index(drop=True)
        return cls(kept, pd.Index(ids), days, places[order])

    def last_until(self, people: pd.DataFrame, day: str) -> pd.DataFrame:
        """Return people, in their order, with their last row up to a day."""
        number, asked = self._asked(people, day)
        return self._with(people, number, np.searchsorted(self.places, asked, side="right") - 1)

    def first_after(self, people: pd.DataFrame, day: str) -> pd.DataFrame:
        """Return people, in their order, with their first row after a day."""
        number, asked = self._asked(people, day)
        return self._with(people, number, np.searchsorted(self.places, asked, side="right"))

    def _asked(
        self, people: pd.DataFrame, day: str
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the number of each customer, -1 for none, and the place of the day among theirs.

        A day before all days is the place before their first one.
        """
        number = self.ids.get_indexer(people["customer_id"]).astype(np.int64)
        number = np.where(people[day].isna(), -1, number)
        at = np.searchsorted(self.days, _moments(people[day]), side="right") - 1
        return number, number * np.int64(len(self.days) + 1) + at

    def _with(
        self, people: pd.DataFrame, number: npt.NDArray[np.int64], at: npt.NDArray[np.int64]
    ) -> pd.DataFrame:
        inside = (number >= 0) & (at >= 0) & (at < len(self.places))
        whose = self.places[np.where(inside, at, 0)] if len(self.places) else at
        own = inside & (whose // np.int64(len(self.days) + 1) == number)
        met = self.rows.reindex(np.where(own, at, -1)).reset_index(drop=True)
        return pd.concat([people.reset_index(drop=True), met], axis=1)


def _moments(days: pd.Series) -> npt.NDArray[np.int64]:
    return np.asarray(days.to_numpy(dtype="datetime64[us]").astype(np.int64), np.int64)
