"""Who is closed, cooling off with a date or on somebody's desk, and who is only hoped for.

*Hopium* is hope without an answer, an owner's next step or a date: nobody asked, nobody will.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.results import Estimate
from analysis.settings import Settings
from analysis.statistics import poisson_bounds, wilson_bounds
from analysis.winback.rates import sum_of_members
from analysis.winback.snapshot import Snapshot, looked_up

#: States in the order in which they are given; the first that fits counts.
STAYS, LEFT, COOLING, ON_A_DESK, HOPED_FOR = (
    "says stays", "out, or not to be called", "cooling off, with a date", "next step, with a date",
    "hopium",
)  # fmt: skip
STATES = (STAYS, LEFT, COOLING, ON_A_DESK, HOPED_FOR)

#: Bounds of the bands of days since the last order.
AGE_BANDS = ((0, 182, "up to 6 months"), (182, 365, "6 to 12 months"), (365, 730, "1 to 2 years"),
             (730, 1826, "2 to 5 years"), (1826, 10**6, "5 years and more"))  # fmt: skip

#: The present pace is that of so many days before ``as_of``.
PACE_DAYS = 91


def age_band(days: pd.Series) -> pd.Series:
    """Return the band of each silence.

    Examples
    --------
    >>> age_band(pd.Series([30, 365, 9000])).tolist()
    ['up to 6 months', '1 to 2 years', '5 years and more']
    """
    edges = [low for low, _, _ in AGE_BANDS] + [AGE_BANDS[-1][1]]
    names = [name for _, _, name in AGE_BANDS]
    places = np.clip(np.searchsorted(edges, days, side="right") - 1, 0, len(names) - 1)
    return pd.Series(np.array(names, object)[places], index=days.index)


def closure_states(snapshot: Snapshot) -> pd.DataFrame:
    """Return each dormant customer's state of closure, its value and its age.

    Only answers given after the last order count. *Out* is also who opted out, ended the contract,
    or has no contact left who may be called.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, state, value`` (yearly value at stake), ``hope`` (yearly spend before times
        the chance of return), ``days_since_last_order, days_hoped`` (beyond the own threshold),
        ``band, next_on``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = closure_states(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a", "b"], "dormancy_state": "dormant",
    ...         "last_order_on": "2024-03-01", "days_since_last_order": 305}),
    ...     "touches": pd.DataFrame({"customer_id": ["a"], "outcome": ["opt_in"],
    ...                              "touched_at": ["2024-11-01"]})}, as_of=date(2024, 12, 31)))
    >>> found["state"].tolist()
    ['says stays', 'hopium']
    """
    rows = snapshot.dormant
    answer = looked_up(rows["customer_id"], latest_answers(snapshot))
    next_on = looked_up(rows["customer_id"], _next_steps(snapshot))
    cool = rows["status"].eq("cooloff") & (rows["revisit_on"] >= snapshot.today)
    owned = rows["rep_id"].notna() & (rows["rep_id"] != "") & next_on.notna()
    barred = rows["customer_id"].isin(_opted_out(snapshot))
    ended = rows["ended_on"].notna() & (rows["ended_on"] <= snapshot.today)
    gone = barred | ended | answer.eq("out") | rows["status"].eq("legal")
    state = np.select([gone, answer.eq("stays"), cool, owned], [LEFT, STAYS, COOLING, ON_A_DESK],
                      HOPED_FOR)  # fmt: skip
    return pd.DataFrame({
        "customer_id": rows["customer_id"],
        "state": state,
        "value": rows["yearly_value_at_stake"].fillna(0.0),
        "hope": (rows["yearly_spend"] * rows["p_return"]).fillna(0.0),
        "days_since_last_order": rows["days_since_last_order"],
        "days_hoped": (rows["days_since_last_order"] - rows["own_threshold_days"]).clip(lower=0),
        "band": age_band(rows["days_since_last_order"]),
        "next_on": next_on,
    })  # fmt: skip


def latest_answers(snapshot: Snapshot) -> pd.Series:
    """Return the last answer since the last order by customer: *stays* or *out*.

    Whoever of the customer gave it, it is the customer's: nobody there is asked again.
    """
    last = snapshot.customers.set_index("customer_id")["last_order_on"]
    rows = snapshot.touches[snapshot.touches["outcome"].isin(["opt_in", "opt_out"])]
    # On the day of the order, or without any order, it counts: a No must not get lost.
    rows = rows[~(rows["touched_at"] < looked_up(rows["customer_id"], last))]
    rows = rows.drop_duplicates("customer_id", keep="last")
    words = rows["outcome"].map({"opt_in": "stays", "opt_out": "out"})
    return words.set_axis(pd.Index(rows["customer_id"])).astype("str")


def _next_steps(snapshot: Snapshot) -> pd.Series:
    """Return the next agreed day by customer, where the latest touch names one not yet past."""
    rows = snapshot.touches.drop_duplicates("customer_id", keep="last")
    rows = rows[rows["next_on"] >= snapshot.today]
    return rows.set_index("customer_id")["next_on"]


def _opted_out(snapshot: Snapshot) -> frozenset[str]:
    """Return customers with contacts of whom none may be contacted."""
    free = snapshot.contacts.groupby("customer_id")["may_contact"].max()
    return frozenset(free.index[~free.astype(bool)])


def waterfall(states: pd.DataFrame) -> pd.DataFrame:
    """Return the states of closure with customers and money, in their order.

    Parameters
    ----------
    states
        As ``closure_states`` returns it.

    Returns
    -------
    pandas.DataFrame
        ``state, n_customers, share, low, high`` (of the dormant), ``value, hope``.

    Examples
    --------
    >>> rows = pd.DataFrame({"state": ["hopium"], "value": [9.0], "hope": [1.0]})
    >>> waterfall(rows)["n_customers"].tolist()
    [0, 0, 0, 0, 1]
    """
    found = states.groupby("state").agg(
        n_customers=("state", "size"), value=("value", "sum"), hope=("hope", "sum")
    )
    found = found.reindex(list(STATES), fill_value=0).rename_axis("state").reset_index()
    total = max(len(states), 1)
    low, high = wilson_bounds(found["n_customers"], len(states))
    return found.assign(share=found["n_customers"] / total, low=low, high=high)


def hopium_by_age(states: pd.DataFrame) -> pd.DataFrame:
    """Return those only hoped for by the age of the silence: ``band, n_customers, value, hope``.

    Examples
    --------
    >>> rows = pd.DataFrame({"state": ["hopium"], "value": [9.0], "hope": [1.0],
    ...                      "band": ["1 to 2 years"]})
    >>> hopium_by_age(rows)[["band", "n_customers"]].values.tolist()
    [['1 to 2 years', 1]]
    """
    rows = states[states["state"] == HOPED_FOR]
    found = rows.groupby("band").agg(
        n_customers=("band", "size"), value=("value", "sum"), hope=("hope", "sum")
    )
    names = [name for _, _, name in AGE_BANDS if name in found.index]
    return found.reindex(names).rename_axis("band").reset_index()


@dataclass(frozen=True)
class BurnDown:
    """How fast hope turns into answers.

    Parameters
    ----------
    closed_a_week, new_a_week
        Dormant customers who gave an answer, and customers who fell dormant, a week.
    weeks
        Weeks until nobody is only hoped for, at that pace and without newcomers.
    """

    closed_a_week: Estimate
    new_a_week: Estimate
    weeks: Estimate


def burn_down(snapshot: Snapshot, states: pd.DataFrame) -> BurnDown:
    """Return how long the hope lasts at the pace of the last ``PACE_DAYS``.

    References
    ----------
    Garwood (1936), Biometrika 28(3/4), 437-442, for the number of answers.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({}, as_of=date(2024, 12, 31))
    >>> str(burn_down(snapshot, closure_states(snapshot)).weeks)
    'cannot tell (no touches table, n=0)'
    """
    n_hoped = int((states["state"] == HOPED_FOR).sum())
    began = states["days_hoped"] < PACE_DAYS
    newcomers = _a_week(int(began.sum()))
    if snapshot.lacks("touches"):
        return BurnDown(
            Estimate.cannot_tell(0, "no touches table", "ratio"), newcomers,
            Estimate.cannot_tell(n_hoped, "no touches table", "ratio"),
        )  # fmt: skip
    answers = snapshot.touches[snapshot.touches["outcome"].isin(["opt_in", "opt_out"])]
    lately = answers["touched_at"] >= snapshot.today - pd.Timedelta(days=PACE_DAYS)
    ids = set(answers.loc[lately, "customer_id"]) & set(states["customer_id"])
    closed = _a_week(len(ids))
    return BurnDown(closed, newcomers, _weeks(n_hoped, len(ids)))


def _a_week(count: int) -> Estimate:
    weeks = PACE_DAYS / 7
    low, high = poisson_bounds(count)
    method = f"exact Poisson 95 % over {PACE_DAYS} days; n = customers"
    return Estimate(count / weeks, low / weeks, high / weeks, count, method, "ratio")


def _weeks(n_hoped: int, n_closed: int) -> Estimate:
    if n_closed == 0:
        return Estimate.cannot_tell(n_hoped, f"no answer in {PACE_DAYS} days", "count")
    low, high = poisson_bounds(n_closed)
    work = n_hoped * PACE_DAYS / 7
    method = "hoped for, over answers a week (exact Poisson 95 %)"
    return Estimate(work / n_closed, work / high, work / low, n_hoped, method, "count")


def cool_off_register(snapshot: Snapshot) -> pd.DataFrame:
    """Return who is cooling off, with the day of the next try: overdue first, undated last.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, revisit_on, due`` (*overdue*, *within 30 days*, *later*, *no date*),
        ``value``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> cool_off_register(take_snapshot({"customers": pd.DataFrame({"customer_id": ["a", "b"],
    ...     "status": "cooloff", "revisit_on": ["2024-11-01", None]})},
    ...     as_of=date(2024, 12, 31)))["due"].tolist()
    ['overdue', 'no date']
    """
    rows = snapshot.customers[snapshot.customers["status"] == "cooloff"]
    days = (rows["revisit_on"] - snapshot.today).dt.days
    due = np.select([days.isna(), days < 0, days <= 30], ["no date", "overdue", "within 30 days"],
                    "later")  # fmt: skip
    found = rows.assign(due=due, value=rows["yearly_value_at_stake"])
    found = found.sort_values(["revisit_on", "customer_id"], na_position="last", ignore_index=True)
    return found[["customer_id", "revisit_on", "due", "value"]]


def hopium_gap(snapshot: Snapshot, states: pd.DataFrame, *, settings: Settings) -> Estimate:
    """Return what the books hope for from those only hoped for, beyond what the model expects.

    The books hope for the CRM's forecast where there is one, else for the spend of the year before
    the silence.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({"customers": pd.DataFrame({"customer_id": ["a"], "p_return": 0.1,
    ...     "dormancy_state": "dormant", "yearly_spend": 50.0, "expected_value": 100.0})},
    ...     as_of=date(2024, 12, 31))
    >>> alone = Settings(group_floor=1)
    >>> hopium_gap(snapshot, closure_states(snapshot), settings=alone).value
    95.0
    """
    rows = snapshot.dormant
    booked = rows["expected_value"].fillna(rows["yearly_spend"])
    gap = booked - rows["yearly_spend"] * rows["p_return"]
    hoped = states["state"].eq(HOPED_FOR).to_numpy()
    return sum_of_members(gap.fillna(0.0), hoped, settings=settings)
