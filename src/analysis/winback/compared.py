"""Programmes without a hold-out: those called beside customers in the same state who were not.

Whoever chose whom to call may have seen what no table holds: an association, never an effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.results import Estimate, day_in_words
from analysis.statistics import difference_of_shares, difference_within_strata, unseen_strength
from analysis.winback.assigned import counts_by
from analysis.winback.closing import age_band
from analysis.winback.snapshot import Snapshot
from analysis.winback.standing import (
    ONE_ORDER_DAYS,
    USUAL_GAPS,
    stood_on,
    was_silent,
    what_followed,
)

#: Calls of one week are compared from its first day on.
BLOCK_DAYS = 7

#: Of a programme that called for longer, so many weeks with most calls are compared.
MOST_WEEKS = 8

#: Fewer customers called in a week, or left alone beside them, tell nothing.
FEWEST = 20

#: So far back an earlier return counts: nobody's call can have caused it.
BEFORE_DAYS = 730

STAMP = "association, not effect"
CHOSEN = "the choice of whom to call explains it"


@dataclass(frozen=True)
class Comparison:
    """A programme without a hold-out.

    Parameters
    ----------
    plain
        Share returned of those called minus that of all other silent customers.
    alike
        The same within customers of one tier, age of silence and number of orders.
    before
        The same strata compared by something no call can have caused: whether they had come back
        from a silence before. It should be nothing.
    unseen
        How strongly something unseen must go with both being called and returning to explain
        ``alike`` away (E-value); 1 where there is nothing to explain.
    verdict
        ``STAMP``, or ``CHOSEN`` where ``before`` is not nothing.
    """

    program: str
    began_on: date
    n_called: int
    n_others: int
    plain: Estimate
    alike: Estimate
    before: Estimate
    unseen: float
    verdict: str


def _without_lot(snapshot: Snapshot) -> pd.DataFrame:
    """Return the first touch of each customer by programmes that held nobody back.

    Returns
    -------
    pandas.DataFrame
        ``program, customer_id, called_on``.
    """
    columns = ["program", "customer_id", "called_on"]
    rows = snapshot.tried.dropna(subset=["program"])
    rows = rows[~rows["program"].isin(snapshot.assignments["program"])]
    first = rows.groupby(["program", "customer_id"])["touched_at"].min().dt.normalize()
    return first.rename("called_on").reset_index()[columns]


def compare_programmes(snapshot: Snapshot, *, window_days: int) -> list[Comparison]:
    """Return what went together with each programme that held nobody back, by its first day.

    Parameters
    ----------
    window_days
        Days after a call in which a return counts.

    References
    ----------
    Landmark: Anderson, Cain & Gelber (1983), Journal of Clinical Oncology 1(11), 710-719; negative
    control outcome: Lipsitch, Tchetgen Tchetgen & Cohen (2010), Epidemiology 21(3), 383-388.

    Examples
    --------
    >>> from analysis.winback.snapshot import take_snapshot
    >>> compare_programmes(take_snapshot({}, as_of=date(2024, 12, 31)), window_days=180)
    []
    """
    first = _without_lot(snapshot)
    found = [
        _compare(str(program), rows, snapshot, window_days)
        for program, rows in first.groupby("program")
    ]
    return sorted(found, key=lambda one: (one.began_on, one.program))


def _compare(
    program: str, called: pd.DataFrame, snapshot: Snapshot, window_days: int
) -> Comparison:
    began = called["called_on"].min()
    rows = _side_by_side(called, snapshot, window_days)
    treated = rows["treated"].astype(bool)
    n_called, n_others = int(treated.sum()), int((~treated).sum())
    end = called["called_on"].max() + pd.Timedelta(days=window_days)
    why = ""
    if end > snapshot.today:
        why = f"read-out on {day_in_words(end.date())}"
    elif min(n_called, n_others) < FEWEST:
        why = f"cannot tell: no week of {FEWEST} calls or more"
        if n_called or n_others:
            why = (
                f"cannot tell: in weeks of {FEWEST} calls or more, {n_called:,} silent customers "
                f"were called and {n_others:,} not"
            )
    if why:
        none = Estimate.cannot_tell(n_called + n_others, why)
        n_told = len(called) if end > snapshot.today else n_called  # the day is told, not whom
        return Comparison(program, began.date(), n_told, n_others, none, none, none, 1.0, STAMP)
    back = rows["returned"].astype(bool)
    plain = difference_of_shares(
        int(back[treated].sum()), n_called, int(back[~treated].sum()), n_others
    )
    strata = _strata_of_state(rows)
    alike = difference_within_strata(*counts_by(rows, strata))
    control = rows.assign(returned=rows["came_back_before"])
    before = difference_within_strata(*counts_by(control, strata))
    explained = (
        before.low is not None and before.high is not None and (before.low > 0 or before.high < 0)
    )
    return Comparison(
        program, began.date(), n_called, n_others, plain, alike, before,
        _unseen(alike, float(back[treated].mean())), CHOSEN if explained else STAMP,
    )  # fmt: skip


def _unseen(alike: Estimate, share_called: float) -> float:
    """Return the E-value of the bound nearest to nothing, 1 where the interval holds nothing."""
    if alike.low is None or alike.high is None or alike.low <= 0 <= alike.high:
        return 1.0
    nearest = alike.low if alike.low > 0 else alike.high
    expected = share_called - nearest
    return unseen_strength(share_called / expected) if expected > 0 else float("inf")


def _strata_of_state(rows: pd.DataFrame) -> pd.Series:
    """Return the group of customers in the same state: week, tier, age of silence, orders.

    Parameters
    ----------
    rows
        ``day, tier, silence_days, n_orders``.

    Examples
    --------
    >>> _strata_of_state(pd.DataFrame({"day": [pd.Timestamp("2024-01-01")], "tier": ["A"],
    ...     "silence_days": [90.0], "n_orders": [5.0]})).tolist()
    ['2024-01-01 | A | up to 6 months | 4 or more']
    """
    few = [rows["n_orders"] <= 1, rows["n_orders"] <= 3]
    orders = np.select(few, ["1", "2 or 3"], "4 or more")
    age = age_band(rows["silence_days"]).astype("str")
    rest = [rows["tier"].astype("str"), age, pd.Series(orders, rows.index)]
    return rows["day"].dt.strftime("%Y-%m-%d").str.cat(rest, sep=" | ")


def _side_by_side(called: pd.DataFrame, snapshot: Snapshot, window_days: int) -> pd.DataFrame:
    """Return everybody silent on the first day of each busy week, called in it or not.

    Whoever was called in an earlier week is not there any more; whoever is called in a later one
    is still among the others.
    """
    first = called["called_on"].min()
    week = (called["called_on"] - first).dt.days // BLOCK_DAYS
    by_id = called.assign(week=week).set_index("customer_id")["week"]
    ids = pd.Series(snapshot.orders["customer_id"].unique()).sort_values(ignore_index=True)
    own_week = ids.map(by_id)
    size = week.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    busy = size.index[size >= FEWEST][:MOST_WEEKS]
    parts = [
        pd.DataFrame({
            "customer_id": ids, "day": first + pd.Timedelta(days=int(number) * BLOCK_DAYS),
            "treated": own_week.eq(number),
        })[~(own_week < number)]
        for number in sorted(busy)
    ]  # fmt: skip
    columns = ["customer_id", "day", "treated"]
    empty = pd.DataFrame(columns=columns).astype({"day": "datetime64[us]"})
    people = pd.concat(parts, ignore_index=True) if parts else empty
    people = stood_on(people, snapshot, money=False)
    people = people[was_silent(people)]
    people = what_followed(people, snapshot, window_days=window_days, money=False)
    return people.assign(came_back_before=_came_back_before(people, snapshot))


def _came_back_before(people: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    """Return who had come back from a silence in the years before the day."""
    orders = snapshot.orders.sort_values(["customer_id", "ordered_on"])
    gap = orders.groupby("customer_id")["ordered_on"].diff().dt.days
    back = orders.assign(gap=gap)[gap > ONE_ORDER_DAYS]
    met = people[["customer_id", "day", "mean_gap_days"]].reset_index().merge(back)
    since = met["day"] - pd.Timedelta(days=BEFORE_DAYS)
    inside = (met["ordered_on"] <= met["day"]) & (met["ordered_on"] > since)
    inside &= met["gap"] > USUAL_GAPS * met["mean_gap_days"]
    return pd.Series(people.index.isin(met.loc[inside, "index"]), index=people.index)


def league(comparisons: list[Comparison]) -> pd.DataFrame:
    """Return the comparisons as a table, with the interval of each difference.

    Returns
    -------
    pandas.DataFrame
        ``program, began_on, n_called, n_others, plain, plain_low, plain_high, alike, alike_low,
        alike_high, before, before_low, before_high, unseen, verdict``.

    Examples
    --------
    >>> len(league([]))
    0
    """
    rows = []
    for one in comparisons:
        row: dict[str, object] = {
            "program": one.program, "began_on": one.began_on.isoformat(), "n_called": one.n_called,
            "n_others": one.n_others, "unseen": one.unseen,
            "verdict": one.verdict if one.alike.known else one.alike.method,
        }  # fmt: skip
        for name in ("plain", "alike", "before"):
            estimate: Estimate = getattr(one, name)
            for end, value in (("", estimate.value), ("_low", estimate.low),
                               ("_high", estimate.high)):  # fmt: skip
                row[f"{name}{end}"] = np.nan if value is None else value
        rows.append(row)
    return pd.DataFrame(rows)
