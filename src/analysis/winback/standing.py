"""Where customers stood on a day, and what became of them after it; one row in, one row out.

Time starts on the same day for whoever was called and whoever was not: nobody has to "survive"
until a call to be counted as called.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.winback.snapshot import Snapshot

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
    orders = snapshot.orders.sort_values(["customer_id", "ordered_on"])
    by = orders.groupby("customer_id")["ordered_on"]
    number, first = by.cumcount() + 1.0, by.transform("min")
    gap = (orders["ordered_on"] - first).dt.days / (number - 1).where(number > 1)
    orders = orders.assign(n_orders=number, mean_gap_days=gap)
    found = _asof(people, "day", orders.rename(columns={"ordered_on": "last_order_on"}))
    people_now = snapshot.customers.drop_duplicates("customer_id")
    tier = people_now.set_index("customer_id")["tier"].astype("object")
    found = found.assign(
        silence_days=(found["day"] - found["last_order_on"]).dt.days.astype(float),
        n_orders=found["n_orders"].fillna(0.0),
        tier=found["customer_id"].map(tier).astype("object").fillna("not stated"),
    )
    return found.assign(**_year_before(found, snapshot)) if money else found


def _year_before(found: pd.DataFrame, snapshot: Snapshot) -> dict[str, pd.Series]:
    """Return spend and margin of the year up to the last order."""
    running = _running(snapshot)
    until = _asof(found[["customer_id", "last_order_on"]], "last_order_on", running)
    since = found[["customer_id"]].assign(before=found["last_order_on"] - YEAR)
    before = _asof(since, "before", running)
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
    orders = snapshot.orders.rename(columns={"ordered_on": "returned_on"})
    found = _asof(people, "day", orders, forward=True)
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
    last = _asof(found[["customer_id"]].assign(end=end), "end", running)
    first = _asof(found[["customer_id", "day"]], "day", running)
    booked = {name: last[name].fillna(0.0) - first[name].fillna(0.0) for name in ("net", "margin")}
    return found.assign(**booked)


def _running(snapshot: Snapshot) -> pd.DataFrame:
    """Return the money of each customer summed up from the first day on."""
    if snapshot.earnings is None:
        days = pd.Series(dtype="datetime64[us]")
        return pd.DataFrame({"customer_id": pd.Series(dtype="str"), "booked_on": days,
                             "net": 0.0, "margin": 0.0})  # fmt: skip
    rows = snapshot.earnings.sort_values(["customer_id", "booked_on"])
    return rows.assign(**rows.groupby("customer_id")[["net", "margin"]].cumsum())


def _asof(
    people: pd.DataFrame, day: str, rows: pd.DataFrame, *, forward: bool = False
) -> pd.DataFrame:
    """Return people, in their order, with the last row up to the day or the first one after it."""
    kept = people.reset_index(drop=True)
    # Numbers are matched several times faster than texts.
    ids, _ = pd.factorize(pd.concat([kept["customer_id"], rows["customer_id"]]).astype("str"))
    kept = kept.assign(customer_n=ids[: len(kept)], place_n=np.arange(len(kept)))
    on = next(name for name in rows.columns if name.endswith("_on"))
    right = rows.drop(columns="customer_id").assign(customer_n=ids[len(kept) :])
    right = right.sort_values(on, kind="stable")
    missing = kept[kept[day].isna()]
    left = kept.dropna(subset=[day]).sort_values(day, kind="stable")
    left = left.assign(**{day: left[day].astype("datetime64[us]")})
    met = pd.merge_asof(
        left, right, left_on=day, right_on=on, by="customer_n",
        direction="forward" if forward else "backward", allow_exact_matches=not forward,
    )  # fmt: skip
    both = pd.concat([met, missing]) if len(missing) else met
    both = both.sort_values("place_n", ignore_index=True)
    return both.drop(columns=["place_n", "customer_n"])
