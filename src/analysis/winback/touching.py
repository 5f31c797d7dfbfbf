"""Whether we stay in touch: cadence by tier, owners and next steps, what calls are for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics import share_with_wilson_interval, wilson_bounds
from analysis.winback.rates import share_of_periods
from analysis.winback.snapshot import Snapshot, is_reached, looked_up

#: A next step further away than this is no plan.
HORIZON_DAYS = 90

#: Quarters looked back on.
QUARTERS = 4


def cadence(snapshot: Snapshot) -> pd.DataFrame:
    """Return how many quarters of dormancy saw an attempt, and how many a talk, by tier.

    The last four times 91 days, each counted for the customers who were dormant by their own
    threshold when it began.

    Returns
    -------
    pandas.DataFrame
        ``tier, quarter`` (its first day, or *all*), ``n_customers, attempt_share, attempt_low,
        attempt_high, talk_share, talk_low, talk_high``; the denominator is customer-quarters.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = cadence(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a"], "dormancy_state": "dormant",
    ...         "last_order_on": "2022-01-01", "own_threshold_days": 90.0, "tier": "A"}),
    ...     "touches": pd.DataFrame({"customer_id": ["a"], "touched_at": ["2024-12-01"],
    ...                              "outcome": ["voicemail"]})}, as_of=date(2024, 12, 31)))
    >>> found.loc[found["quarter"] == "all", ["attempt_share", "talk_share"]].values.tolist()
    [[0.25, 0.0]]
    """
    if snapshot.lacks("touches") or snapshot.dormant.empty:
        return pd.DataFrame()
    grid = _customer_quarters(snapshot.dormant, snapshot.touches, snapshot.today)
    both = pd.concat([grid, grid.assign(quarter="all")])
    found = [
        {"tier": tier, "quarter": quarter, **_one_cell(rows)}
        for (tier, quarter), rows in both.groupby(["tier", "quarter"])
    ]
    return pd.DataFrame(found)


def _customer_quarters(
    people: pd.DataFrame, touches: pd.DataFrame, today: pd.Timestamp
) -> pd.DataFrame:
    """One row per dormant customer and quarter in which they already were."""
    limit = pd.to_timedelta(people["own_threshold_days"].fillna(0), unit="D")
    quiet_on = people["last_order_on"] + limit
    touches = touches.assign(talked=is_reached(touches))
    parts = []
    for number in range(1, QUARTERS + 1):
        begin = today - pd.Timedelta(days=91 * (QUARTERS - number + 1) - 1)
        end = begin + pd.Timedelta(days=91)
        inside = touches[(touches["touched_at"] >= begin) & (touches["touched_at"] < end)]
        talked = inside.loc[inside["talked"], "customer_id"]
        rows = people.loc[quiet_on < begin, ["customer_id", "tier"]]
        parts.append(rows.assign(
            quarter=begin.date().isoformat(),
            attempted=rows["customer_id"].isin(inside["customer_id"]),
            talked=rows["customer_id"].isin(talked),
        ))  # fmt: skip
    grid = pd.concat(parts, ignore_index=True)
    return grid.assign(tier=grid["tier"].fillna("not stated"))


def _one_cell(rows: pd.DataFrame) -> dict[str, object]:
    sums = rows.groupby("customer_id").agg(
        n=("quarter", "size"), attempted=("attempted", "sum"), talked=("talked", "sum")
    )
    tried = share_of_periods(sums["attempted"], sums["n"])
    talked = share_of_periods(sums["talked"], sums["n"])
    return {
        "n_customers": len(sums),
        "attempt_share": tried.value, "attempt_low": tried.low, "attempt_high": tried.high,
        "talk_share": talked.value, "talk_low": talked.low, "talk_high": talked.high,
    }  # fmt: skip


def system_coverage(snapshot: Snapshot) -> pd.DataFrame:
    """Return for how many dormant customers somebody is responsible, with a next step and a day.

    Returns
    -------
    pandas.DataFrame
        ``entry, n_there, n_dormant, share, low, high, value_share`` (of the yearly value at
        stake). Without a log nobody knows the last touch, so only the owner is told of.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = system_coverage(take_snapshot({"customers": pd.DataFrame({
    ...     "customer_id": ["a"], "dormancy_state": "dormant", "rep_id": "R1"})},
    ...     as_of=date(2024, 12, 31)))
    >>> found[["entry", "n_there"]].values.tolist()[:2]
    [['an owner', 1]]
    """
    rows = snapshot.dormant
    money = rows["yearly_value_at_stake"].fillna(0.0)
    there = _entries(rows, snapshot)
    counted = pd.DataFrame(
        [
            (name, int(mark.sum()), len(rows), float(money[mark].sum()))
            for name, mark in there.items()
        ],
        columns=["entry", "n_there", "n_dormant", "value"],
    )
    low, high = wilson_bounds(counted["n_there"], counted["n_dormant"])
    total = float(money.sum())
    return counted.assign(
        share=counted["n_there"] / max(len(rows), 1),
        low=low,
        high=high,
        value_share=counted["value"] / total if total > 0 else np.nan,
    ).drop(columns="value")


def _entries(rows: pd.DataFrame, snapshot: Snapshot) -> dict[str, pd.Series]:
    owner = rows["rep_id"].notna() & (rows["rep_id"] != "")
    if snapshot.lacks("touches"):
        named = snapshot.customers["rep_id"].notna().any()
        return {"an owner": owner} if named else {}
    log = snapshot.touches.drop_duplicates("customer_id", keep="last")
    last = rows["customer_id"].isin(log["customer_id"])
    next_on = looked_up(rows["customer_id"], log.set_index("customer_id")["next_on"])
    ahead = (next_on - snapshot.today).dt.days
    dated = (ahead >= 0).fillna(value=False) & (ahead <= HORIZON_DAYS).fillna(value=False)
    return {
        "an owner": owner,
        "a last touch on file": last,
        f"a next step within {HORIZON_DAYS} days": dated,
        "all of these": owner & last & dated,
    }


def purposes(snapshot: Snapshot) -> pd.DataFrame:
    """Return what touches with dormant customers were for, in the last year.

    Returns
    -------
    pandas.DataFrame
        ``purpose, n_touches, n_customers, share`` (of touches).

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> len(purposes(take_snapshot({}, as_of=date(2024, 12, 31))))
    0
    """
    columns = ["purpose", "n_touches", "n_customers", "share"]
    last = snapshot.dormant.set_index("customer_id")["last_order_on"]
    rows = snapshot.touches[snapshot.touches["customer_id"].isin(last.index)]
    lately = rows["touched_at"] >= snapshot.today - pd.Timedelta(days=364)
    rows = rows[lately & (rows["touched_at"] > looked_up(rows["customer_id"], last))]
    found = rows.assign(purpose=rows["purpose"].fillna("not stated")).groupby("purpose").agg(
        n_touches=("purpose", "size"), n_customers=("customer_id", "nunique")
    )  # fmt: skip
    found = found.assign(share=found["n_touches"] / max(len(rows), 1)).reset_index()
    order = ["n_touches", "purpose"]
    return found.sort_values(order, ascending=[False, True], ignore_index=True)[columns]


def first_purpose(snapshot: Snapshot) -> pd.DataFrame:
    """Return how first touches after the last order begin: listening, selling or otherwise.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (*listens first*, *sells first*, *otherwise*), ``n_customers, share, low, high`` of
        the dormant customers touched since they stopped.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> first_purpose(take_snapshot({}, as_of=date(2024, 12, 31)))["n_customers"].tolist()
    [0, 0, 0]
    """
    kinds = ["listens first", "sells first", "otherwise"]
    last = snapshot.dormant.set_index("customer_id")["last_order_on"]
    rows = snapshot.touches[snapshot.touches["customer_id"].isin(last.index)]
    rows = rows[rows["touched_at"] > looked_up(rows["customer_id"], last)]
    first = rows.drop_duplicates("customer_id")["purpose"]
    begins = [first.isin(["listen", "closure", "checkin"]), first.isin(["sell", "offer"])]
    kind = pd.Series(np.select(begins, kinds[:2], kinds[2]))
    counts = kind.value_counts().reindex(kinds, fill_value=0)
    found = [share_with_wilson_interval(int(n), int(counts.sum())) for n in counts]
    return pd.DataFrame({
        "kind": kinds, "n_customers": counts.to_numpy(), "share": [one.value for one in found],
        "low": [one.low for one in found], "high": [one.high for one in found],
    })  # fmt: skip
