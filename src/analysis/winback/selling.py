"""Selling while an issue is open, and whether returners leave again for the same reason."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.results import Estimate
from analysis.statistics import (
    difference_of_shares,
    difference_within_strata,
    share_with_wilson_interval,
)
from analysis.winback.incidence import active_spans, departures_by_reason
from analysis.winback.register import with_issues
from analysis.winback.snapshot import Snapshot, found_once, looked_up, plain_code

#: Purposes that ask for money.
SELLING = ("sell", "offer")

#: A pitch counts up to so many days after the last order; returns count in so many days from then.
PITCH_DAYS, RETURN_DAYS = 120, 180

#: A returner must have been watched for so long before "did not leave again" means anything.
WATCHED_DAYS = 180


@found_once
def _sales_touches(snapshot: Snapshot) -> pd.DataFrame:
    """Return the touches that sell, each with the blocking issue that was open then, if any.

    An issue blocks a sale to its own customer, and a systemic one to those who had named its
    code and had not ordered again by then. Issues beyond remedy block nothing.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, touched_at, rep_id, purpose, issue_id`` (the oldest; empty where none was
        open), one row per touch.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = _sales_touches(take_snapshot({
    ...     "touches": pd.DataFrame({"customer_id": "a", "purpose": "sell",
    ...                              "touched_at": ["2024-02-01", "2024-07-01"]}),
    ...     "issues": pd.DataFrame({"issue_id": ["7"], "code": "x", "customer_id": "a",
    ...         "opened_on": "2024-01-01", "fixed_on": "2024-06-01"})}, as_of=date(2024, 12, 31)))
    >>> found["issue_id"].fillna("").tolist()
    ['7', '']
    """
    columns = ["customer_id", "touched_at", "rep_id", "purpose", "issue_id"]
    sold = snapshot.touches[snapshot.touches["purpose"].isin(SELLING)].reset_index(drop=True)
    sold = sold.assign(touch_n=range(len(sold)))
    register = snapshot.issues
    # What is beyond remedy is no longer worked on: then it is time to move on, not to wait.
    issues = register[register["blocking"].astype(bool) & (register["status"] != "irresolvable")]
    spans = ["issue_id", "opened_on", "fixed_on"]
    own = sold.merge(issues[["customer_id", *spans]].dropna(subset=["customer_id"]))
    by_reason = _named_then(sold, snapshot).merge(
        issues.loc[issues["scope"] == "systemic", ["code", *spans]], on="code"
    )
    met = pd.concat([own, by_reason])
    day = met["touched_at"].dt.normalize()
    met = met[(met["opened_on"] <= day) & ~(met["fixed_on"] <= day)]
    met = met.sort_values(["touch_n", "opened_on", "issue_id"]).drop_duplicates("touch_n")
    found = sold.assign(issue_id=looked_up(sold["touch_n"], met.set_index("touch_n")["issue_id"]))
    return found[columns]


def _named_then(sold: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    """Return the touches with each reason that their customer had named by then."""
    reasons = snapshot.reasons
    named = [reasons.assign(code=reasons[name].map(plain_code)) for name in ("code", "family")]
    both = pd.concat(named)[["customer_id", "code", "stated_on"]].dropna()
    orders = snapshot.orders.rename(columns={"ordered_on": "last_on"}).sort_values("last_on")
    dated = pd.merge_asof(
        sold.sort_values("touched_at"), orders, left_on="touched_at", right_on="last_on",
        by="customer_id",
    )  # fmt: skip
    met = dated.merge(both.drop_duplicates(), on="customer_id")
    silent = ~(met["last_on"] > met["stated_on"])
    return met[silent & (met["stated_on"] <= met["touched_at"])]


def violations(snapshot: Snapshot) -> pd.DataFrame:
    """Return the touches that sold while a blocking issue was open, latest first.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> len(violations(take_snapshot({}, as_of=date(2024, 12, 31))))
    0
    """
    found = _sales_touches(snapshot).dropna(subset=["issue_id"])
    order = ["touched_at", "customer_id"]
    return found.sort_values(order, ascending=[False, True], ignore_index=True)


def violation_share(snapshot: Snapshot) -> Estimate:
    """Return the share of selling touches made while a blocking issue was open.

    The denominator is touches, not customers; the interval takes them as independent.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> str(violation_share(take_snapshot({}, as_of=date(2024, 12, 31))))
    'cannot tell (nobody in the denominator, n=0)'
    """
    found = _sales_touches(snapshot)
    share = share_with_wilson_interval(int(found["issue_id"].notna().sum()), len(found))
    if not share.known:
        return share
    return Estimate(
        share.value, share.low, share.high, share.n, "Wilson 95 %; n = selling touches", "share"
    )


@dataclass(frozen=True)
class PitchEffect:
    """Return after a pitch into an open issue, against silences without one.

    Parameters
    ----------
    crude
        Plain difference of the shares who returned.
    stratified
        The same within tiers of customers: an association, not an effect.
    """

    crude: Estimate
    stratified: Estimate


def pitch_effect(snapshot: Snapshot, *, floor: int) -> PitchEffect:
    """Return whether customers who were sold to over an open issue return less often.

    Silences with a known reason whose systemic or own blocking issue was open ``PITCH_DAYS`` after
    the last order, and still unbroken then. Who was sold to in between is compared with who was
    not, by their return in the ``RETURN_DAYS`` after; within tiers, because large customers are
    pitched more and return more. Reps choose whom to pitch, so this stays an association.

    Parameters
    ----------
    floor
        Fewer silences on either side tell nothing.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> pitch_effect(take_snapshot({}, as_of=date(2024, 12, 31)), floor=5).crude.n
    0
    """
    silences = _silences_with_open_issue(snapshot)
    pitched = silences["pitched"].astype(bool)
    n_1, n_0 = int(pitched.sum()), int((~pitched).sum())
    if min(n_1, n_0) < floor:
        why = f"{n_1} silences with a pitch and {n_0} without"
        unknown = Estimate.cannot_tell(n_1 + n_0, why)
        return PitchEffect(unknown, unknown)
    back = silences["returned"].astype(bool)
    crude = difference_of_shares(int(back[pitched].sum()), n_1, int(back[~pitched].sum()), n_0)
    strata = [
        (int((b & p).sum()), int(p.sum()), int((b & ~p).sum()), int((~p).sum()))
        for _, rows in silences.groupby(silences["tier"].fillna("not stated"))
        for b, p in [(rows["returned"].astype(bool), rows["pitched"].astype(bool))]
    ]
    return PitchEffect(crude, difference_within_strata(*zip(*strata, strict=True)))


def _silences_with_open_issue(snapshot: Snapshot) -> pd.DataFrame:
    """One row per silence: ``customer_id, left_on, tier, pitched, returned``."""
    columns = ["customer_id", "left_on", "tier", "pitched", "returned"]
    if snapshot.lacks("touches", "issues", "reasons"):
        return pd.DataFrame(columns=columns)
    left = departures_by_reason(snapshot)
    landmark = left["left_on"] + pd.Timedelta(days=PITCH_DAYS)
    end = landmark + pd.Timedelta(days=RETURN_DAYS)
    left = left.assign(landmark=landmark)[end <= snapshot.today]
    issues = snapshot.issues[snapshot.issues["blocking"].astype(bool)]
    met = with_issues(left, issues, on="code")
    open_ = (met["opened_on"] <= met["landmark"]) & ~(met["fixed_on"] <= met["landmark"])
    met = met[open_ & (met["status"] != "irresolvable")]
    silences = met.drop_duplicates(["customer_id", "left_on"])[
        ["customer_id", "left_on", "landmark"]
    ]
    silences = silences.assign(next_on=_next_orders(silences, snapshot.orders))
    silences = silences[~(silences["next_on"] <= silences["landmark"])]
    tier = snapshot.customers.set_index("customer_id")["tier"]
    within = (silences["next_on"] - silences["landmark"]).dt.days <= RETURN_DAYS
    return silences.assign(
        tier=looked_up(silences["customer_id"], tier),
        pitched=_pitched(silences, snapshot.touches),
        returned=within,
    )[columns]


def _next_orders(silences: pd.DataFrame, orders: pd.DataFrame) -> pd.Series:
    """Return the first order after each silence began, missing where none followed."""
    met = silences.reset_index()[["index", "customer_id", "left_on"]].merge(orders)
    later = met[met["ordered_on"] > met["left_on"]]
    return later.groupby("index")["ordered_on"].min().reindex(silences.index)


def _pitched(silences: pd.DataFrame, touches: pd.DataFrame) -> pd.Series:
    sold = touches[touches["purpose"].isin(SELLING)][["customer_id", "touched_at"]]
    met = silences.reset_index().merge(sold, on="customer_id")
    inside = (met["touched_at"] > met["left_on"]) & (met["touched_at"] <= met["landmark"])
    return pd.Series(silences.index.isin(met.loc[inside, "index"]), index=silences.index)


def same_reason_cure(snapshot: Snapshot, *, floor: int) -> Estimate:
    """Return the share of returners who left again for the same reason, fixed minus unfixed.

    Departures with a known reason and a later order at least ``WATCHED_DAYS`` ago; *fixed* when a
    systemic or own issue of that reason was fixed before the return.

    Parameters
    ----------
    floor
        Fewer returners on either side tell nothing.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> str(same_reason_cure(take_snapshot({}, as_of=date(2024, 12, 31)), floor=5))
    'cannot tell (0 returners after a fix and 0 without, n=0)'
    """
    left = departures_by_reason(snapshot)
    left = left.assign(back_on=_next_orders(left, snapshot.orders))
    watched = snapshot.today - pd.Timedelta(days=WATCHED_DAYS)
    first = left[left["back_on"] <= watched].sort_values("left_on")
    first = first[_was_silent(first, snapshot)].drop_duplicates(["customer_id", "code"])
    again = first.merge(left, on=["customer_id", "code"], suffixes=("", "_2"))
    again = again[again["left_on_2"] >= again["back_on"]]
    keys = pd.MultiIndex.from_frame(again[["customer_id", "code"]])
    relapsed = pd.MultiIndex.from_frame(first[["customer_id", "code"]]).isin(keys)
    issues = snapshot.issues[snapshot.issues["fixed_on"].notna()]
    met = with_issues(first.reset_index(), issues, on="code")
    fixed = first.index.isin(met.loc[met["fixed_on"] <= met["back_on"], "index"])
    counts = (int(relapsed[fixed].sum()), int(fixed.sum()))
    others = (int(relapsed[~fixed].sum()), int((~fixed).sum()))
    if min(counts[1], others[1]) < floor:
        why = f"{counts[1]} returners after a fix and {others[1]} without"
        return Estimate.cannot_tell(counts[1] + others[1], why)
    return difference_of_shares(*counts, *others)


def _was_silent(left: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    """Return which departures were followed by a silence longer than the own threshold."""
    ends = active_spans(snapshot)[["customer_id", "end_on"]]
    keys = pd.MultiIndex.from_frame(ends)
    found = pd.MultiIndex.from_frame(left[["customer_id", "left_on"]]).isin(keys)
    return pd.Series(found, index=left.index)
