"""Who was assigned by lot, what became of them, and within which groups the lot was drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.winback.snapshot import Snapshot, is_reached
from analysis.winback.standing import stood_on, what_followed

TREAT, HOLD = "treat", "hold"

#: A fair draw leaves arms this different, or lets strata differ this much, once in a hundred.
DOUBTFUL = 0.01


def people_of_trials(snapshot: Snapshot, *, window_days: int) -> pd.DataFrame:
    """Return everybody assigned by lot, one row per programme and customer.

    Whoever stands in both arms of a programme is in neither; a second assignment to the same arm
    does not count.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, program, day`` (of the draw), ``treated, stratum, propensity``, what
        ``stood_on`` and ``what_followed`` say, ``touched`` and ``reached`` (by this programme
        within the window, and before a return), ``elsewhere`` (tried for something else in the
        window, before a return), ``cost``, and ``due_on``, the day of the read-out.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({"assignments": pd.DataFrame({"customer_id": ["a", "b", "b"],
    ...     "program": "x", "arm": ["treat", "treat", "hold"], "assigned_on": "2024-01-01"})},
    ...     as_of=date(2024, 12, 31))
    >>> people_of_trials(snapshot, window_days=180)[["customer_id", "treated"]].values.tolist()
    [['a', True]]
    """
    rows = snapshot.assignments
    rows = rows[rows["arm"].isin([TREAT, HOLD])].dropna(subset=["program", "assigned_on"])
    key = ["program", "customer_id"]
    rows = rows[rows.groupby(key)["arm"].transform("nunique") == 1]
    rows = rows.sort_values([*key, "assigned_on"]).drop_duplicates(key)
    people = pd.DataFrame({
        "customer_id": rows["customer_id"],
        "program": rows["program"],
        "day": rows["assigned_on"].dt.normalize(),
        "treated": rows["arm"].eq(TREAT).to_numpy(bool),
        "stratum": rows["stratum"].fillna("").astype("str"),
        "propensity": rows["propensity"],
    }).reset_index(drop=True)  # fmt: skip
    people = what_followed(stood_on(people, snapshot), snapshot, window_days=window_days)
    last_draw = people.groupby("program")["day"].transform("max")
    due_on = last_draw + pd.Timedelta(days=window_days)
    return people.assign(due_on=due_on, **_touched(people, snapshot, window_days))


def _touched(people: pd.DataFrame, snapshot: Snapshot, window_days: int) -> dict[str, pd.Series]:
    """Return by row of people whether the programme tried and reached them, and what that cost."""
    touches = snapshot.tried
    touches = touches.assign(cost=snapshot.cost_of(touches), spoken=is_reached(touches))
    met = people.reset_index()[["index", "program", "customer_id", "day", "returned_on"]]
    met = met.merge(touches, on="customer_id", suffixes=("", "_of_touch"))
    on = met["touched_at"].dt.normalize()
    met = met[(on >= met["day"]) & (on <= met["day"] + pd.Timedelta(days=window_days))]
    early = ~(met["touched_at"].dt.normalize() > met["returned_on"])
    same = met["program"].eq(met["program_of_touch"]).fillna(value=False).astype(bool)
    others, met, early = met.loc[~same & early, "index"], met[same], early[same]
    spoken = met["spoken"] & early
    cost = met.groupby("index")["cost"].sum(min_count=1)
    offer = met.groupby("index")["offer_cost"].max()
    # An offer costs something when it is taken up: with the return, whoever would have come anyway.
    taken = offer.reindex(people.index).fillna(0.0) * people["returned"]
    return {
        "touched": pd.Series(people.index.isin(met["index"]), index=people.index),
        "reached": pd.Series(people.index.isin(met.loc[spoken, "index"]), index=people.index),
        "elsewhere": pd.Series(people.index.isin(others), index=people.index),
        "cost": cost.reindex(people.index) + taken,
    }


def counts_by(rows: pd.DataFrame, groups: pd.Series) -> tuple[list[int], ...]:
    """Return returns and customers of the treated, then of the others, by group in order.

    Parameters
    ----------
    rows
        ``treated, returned``.

    Examples
    --------
    >>> rows = pd.DataFrame({"treated": [True, True, False], "returned": [True, False, False]})
    >>> counts_by(rows, pd.Series(["a", "a", "a"]))
    ([1], [2], [0], [1])
    """
    treated, back = rows["treated"].to_numpy(bool), rows["returned"].to_numpy(bool)
    _, place = np.unique(groups.astype(str), return_inverse=True)
    size = int(place.max(initial=-1)) + 1
    cells = (treated & back, treated, ~treated & back, ~treated)
    counts = [np.bincount(place, cell, minlength=size) for cell in cells]
    return tuple([int(number) for number in one] for one in counts)


def strata_of(rows: pd.DataFrame) -> pd.Series:
    """Return the group within which each customer was drawn: the stratum, else the chance.

    Where the chance of the held-back is stated as that of being held back, it is turned round.

    Examples
    --------
    >>> strata_of(pd.DataFrame({"stratum": "", "propensity": [0.7, 0.3, 0.7],
    ...                         "treated": [True, False, True]})).tolist()
    ['0.70', '0.70', '0.70']
    """
    if rows["stratum"].ne("").any():
        return rows["stratum"]
    chance, treated = rows["propensity"].round(2), rows["treated"]
    meant = set(chance[treated].dropna())
    if not set(chance[~treated].dropna()) <= meant:
        chance = chance.where(treated, (1 - chance).round(2))
    return chance.map("{:.2f}".format, na_action="ignore").astype("object").fillna("")


def chances_differ(rows: pd.DataFrame) -> bool:
    """Whether some strata were called to a larger part than others, by plan or in fact."""
    planned = rows.loc[rows["treated"], "propensity"].dropna()
    if len(planned):
        return bool(planned.max() - planned.min() > 0.02)
    table = pd.crosstab(strata_of(rows), rows["treated"]).to_numpy()
    if min(table.shape) < 2:
        return False
    return bool(stats.chi2_contingency(table).pvalue < DOUBTFUL)
