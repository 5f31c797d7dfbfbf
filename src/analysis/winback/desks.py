"""Who makes the calls: desks with room, the pools they draw from, and lists of like value.

Each customer has at most one own rep, so keeping own customers is counting, not matching. What an
own desk has no room for goes, the largest first, to the desk whose list is worth least so far.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.results import Estimate
from analysis.winback.holdouts import lots
from analysis.winback.snapshot import Snapshot

#: A rep without a territory is a pool alone; no territory begins so.
_ALONE = "\0rep "


def reps_away(snapshot: Snapshot) -> frozenset[str]:
    """Return the reps who are not there to call: left, inactive, or on leave.

    Whoever is on leave without a day of return is away. Of a rep with several rows all must say so.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> reps = pd.DataFrame({"rep_id": ["r1", "r2", "r3"], "status": ["active", "left", "on_leave"],
    ...                      "leave_until": [None, None, "2024-06-30"]})
    >>> sorted(reps_away(take_snapshot({"reps": reps}, as_of=date(2024, 12, 31))))
    ['r2']
    """
    rows, today = snapshot.reps.dropna(subset=["rep_id"]), snapshot.today
    gone = (rows["status"].isin(["left", "inactive"]) & ~(rows["left_on"] > today)) | (
        rows["left_on"] <= today
    )
    on_leave = rows["status"].eq("on_leave") & rows["leave_until"].isna()
    away = gone | on_leave | (rows["leave_until"] >= today)
    here = set(rows.loc[~away.astype(bool), "rep_id"])
    return frozenset(set(rows["rep_id"]) - here)


def desks_of(snapshot: Snapshot, *, per_rep: int, most: int | None) -> pd.DataFrame:
    """Return who calls and how often: the reps table, or else the reps of dormant customers.

    Reps who are away have no desk.

    Parameters
    ----------
    per_rep
        Calls of a rep whose capacity is not known.
    most
        No rep makes more; None = no such limit.

    Returns
    -------
    pandas.DataFrame
        ``rep_id, territory, pool, capacity``, by rep; one desk without a name where nobody is
        known to call.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> reps = pd.DataFrame({"rep_id": ["r1", "r2"], "capacity": [4, None]})
    >>> desks_of(take_snapshot({"reps": reps}, as_of=date(2024, 12, 31)), per_rep=10, most=None)[
    ...     ["rep_id", "capacity"]].values.tolist()
    [['r1', 4], ['r2', 10]]
    """
    away, rows = reps_away(snapshot), snapshot.reps.dropna(subset=["rep_id"])
    rows = rows[~rows["rep_id"].isin(away)]
    if len(rows):
        rows = rows.sort_values(["rep_id", "territory"]).drop_duplicates("rep_id")
    else:
        known = snapshot.dormant["rep_id"].dropna()
        ids = sorted(set(known[known != ""]) - away) or [""]
        rows = pd.DataFrame({"rep_id": ids, "territory": None, "capacity": np.nan})
    capacity = rows["capacity"].fillna(per_rep).clip(lower=0, upper=most).astype(int)
    named = rows["territory"].notna() & rows["territory"].ne("")
    pool = rows["territory"].where(named, _ALONE + rows["rep_id"].astype("str"))
    found = rows.assign(capacity=capacity, pool=pool.astype("str"))
    return found[["rep_id", "territory", "pool", "capacity"]].reset_index(drop=True)


def territory_of(people: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    """Return each customer's territory, or else that of their own rep, even of one who is away.

    Parameters
    ----------
    people
        ``rep_id, territory``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> reps = pd.DataFrame({"rep_id": ["r1"], "territory": ["north"], "status": ["left"]})
    >>> people = pd.DataFrame({"rep_id": ["r1", "r1"], "territory": [None, "south"]})
    >>> territory_of(people, take_snapshot({"reps": reps}, as_of=date(2024, 12, 31))).tolist()
    ['north', 'south']
    """
    rows = snapshot.reps.dropna(subset=["rep_id", "territory"]).sort_values("territory")
    known = rows.drop_duplicates("rep_id").set_index("rep_id")["territory"]
    own = people["territory"].where(people["territory"].ne(""))
    return own.astype("str").fillna(people["rep_id"].map(known).astype("str"))


def pools_of(people: pd.DataFrame, desks: pd.DataFrame, *, seed: int) -> pd.Series:
    """Return the pool that each customer's call comes from.

    The own rep's, else that of the customer's territory; who has neither goes to one by lot.

    Parameters
    ----------
    people
        ``customer_id, rep_id, territory``.

    Examples
    --------
    >>> desks = pd.DataFrame({"rep_id": ["r1"], "territory": ["north"], "pool": ["north"],
    ...                       "capacity": [2]})
    >>> people = pd.DataFrame({"customer_id": ["a", "b"], "rep_id": ["r1", "gone"],
    ...                        "territory": [None, "south"]})
    >>> pools_of(people, desks, seed=0).tolist()
    ['north', 'north']
    """
    own = people["rep_id"].map(desks.set_index("rep_id")["pool"])
    pools = np.array(sorted(set(desks["pool"])), dtype=object)
    there = people["territory"].where(people["territory"].isin(pools))
    by_lot = pools[(lots(people["customer_id"], seed=seed, draw="pool") * len(pools)).astype(int)]
    return own.fillna(there).fillna(pd.Series(by_lot, index=people.index)).astype("str")


def places_of_pools(n_waiting: pd.Series, desks: pd.DataFrame, *, lend: bool) -> pd.Series:
    """Return the calls of each pool; idle desks lend theirs to pools with more customers.

    Parameters
    ----------
    n_waiting
        Customers who can be called, by pool.
    lend
        Whether a desk may call outside its territory when its own has nobody left.

    Examples
    --------
    North has one customer and two places: one place is lent to the south.

    >>> desks = pd.DataFrame({"pool": ["north", "south"], "capacity": [2, 2]})
    >>> places_of_pools(pd.Series({"north": 1, "south": 9}), desks, lend=True).to_dict()
    {'north': 1, 'south': 3}
    """
    capacity = desks.groupby("pool")["capacity"].sum().sort_index()
    waiting = n_waiting.reindex(capacity.index).fillna(0).astype(int)
    used = np.minimum(waiting, capacity)
    if not lend:
        return used
    idle, short = int((capacity - used).sum()), waiting - used
    if not idle or not short.sum():
        return used
    exact = np.minimum(short, idle * short / short.sum())
    lent = np.floor(exact + 1e-9).astype(int)
    order = (lent - exact).sort_values(kind="stable").index
    for name in order[: max(min(idle, int(short.sum())) - int(lent.sum()), 0)]:
        lent[name] += 1
    return used + lent


def hand_out(picked: pd.DataFrame, desks: pd.DataFrame) -> pd.Series:
    """Return the rep who calls each customer: own ones first, then lists of like value.

    Parameters
    ----------
    picked
        ``customer_id, rep_id, pool, score`` of those to be called.

    References
    ----------
    Graham (1969), SIAM Journal on Applied Mathematics 17(2), 416-429, for the rule of balance.

    Examples
    --------
    >>> picked = pd.DataFrame({"customer_id": list("abc"), "rep_id": "r1", "pool": "north",
    ...                        "score": [9.0, 5.0, 4.0]})
    >>> desks = pd.DataFrame({"rep_id": ["r1", "r2"], "pool": "north", "capacity": [2, 2]})
    >>> hand_out(picked, desks).tolist()
    ['r1', 'r1', 'r2']
    """
    rows = picked.sort_values(["score", "customer_id"], ascending=[False, True])
    room = dict(zip(desks["rep_id"], desks["capacity"].astype(int), strict=True))
    worth = dict.fromkeys(room, 0.0)
    given: dict[object, str] = {}

    def give(place: object, rep: str, score: float) -> None:
        given[place] = rep
        room[rep] -= 1
        worth[rep] += score

    for place, rep, score in zip(rows.index, rows["rep_id"], rows["score"], strict=True):
        if room.get(rep, 0) > 0:
            give(place, rep, score)
    by_pool = {pool: sorted(reps) for pool, reps in desks.groupby("pool")["rep_id"]}
    rest = rows[~rows.index.isin(list(given))]
    for place, pool, score in zip(rest.index, rest["pool"], rest["score"], strict=True):
        near = [rep for rep in by_pool.get(pool, []) if room[rep] > 0]
        free = near or [rep for rep in sorted(room) if room[rep] > 0]
        if free:
            give(place, min(free, key=lambda rep: (worth[rep], rep)), score)
    return pd.Series(given, dtype="str").reindex(picked.index)


def spread_of_value(rep_ids: pd.Series, value: pd.Series, desks: pd.DataFrame) -> Estimate:
    """Return how unequal the lists are: the spread of their value over its mean.

    Parameters
    ----------
    rep_ids, value
        Of each call, shape (n,).

    Examples
    --------
    >>> desks = pd.DataFrame({"rep_id": ["r1", "r2"], "capacity": [1, 1]})
    >>> spread_of_value(pd.Series(["r1", "r2"]), pd.Series([3.0, 1.0]), desks).value
    0.5
    """
    working = desks.loc[desks["capacity"] > 0, "rep_id"]
    lists = value.groupby(rep_ids).sum().reindex(working).fillna(0.0)
    if len(lists) < 2 or lists.mean() <= 0:
        return Estimate.cannot_tell(len(lists), "fewer than two lists with a value", "ratio")
    cv = float(lists.std(ddof=0) / lists.mean())
    return Estimate.exact(cv, len(lists), "standard deviation over mean; n = lists", "ratio")
