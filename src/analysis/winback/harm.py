"""What outreach costs in goodwill, and how little of it is sometimes enough."""

from __future__ import annotations

import pandas as pd

from analysis.results import Estimate
from analysis.statistics import difference_within_strata, share_with_wilson_interval
from analysis.winback.assigned import counts_by
from analysis.winback.rates import share_of_periods
from analysis.winback.snapshot import UNANSWERED, Snapshot
from analysis.winback.standing import what_followed

#: Outcomes that harm, with the word for them.
HARM = {"opt_out": "opted out", "intrusion": "felt intruded upon", "refused": "refused to talk"}


def harm_of_touches(snapshot: Snapshot) -> pd.DataFrame:
    """Return how many of a hundred touches ended in harm; the unit of chance is the customer.

    Returns
    -------
    pandas.DataFrame
        ``what, n_touches, n_harmed, share, low, high``; the last row is any of them.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = harm_of_touches(take_snapshot({"touches": pd.DataFrame({
    ...     "customer_id": ["a", "b"], "touched_at": "2024-01-01",
    ...     "outcome": ["opt_out", "connected"]})}, as_of=date(2024, 12, 31)))
    >>> found[["what", "n_harmed"]].values.tolist()[0]
    ['opted out', 1]
    """
    rows = snapshot.tried.dropna(subset=["outcome"])
    if rows.empty:
        return pd.DataFrame()
    kinds = {word: rows["outcome"].eq(code) for code, word in HARM.items()}
    kinds["any of these"] = rows["outcome"].isin(list(HARM))
    found = []
    for word, harmed in kinds.items():
        by = harmed.groupby(rows["customer_id"]).agg(["sum", "size"])
        share = share_of_periods(by["sum"], by["size"])
        found.append({
            "what": word, "n_touches": len(rows), "n_harmed": int(harmed.sum()),
            "share": share.value, "low": share.low, "high": share.high,
        })  # fmt: skip
    return pd.DataFrame(found)


def return_after_harm(snapshot: Snapshot, *, window_days: int, floor: int) -> Estimate:
    """Return how much less often the intruded upon return than those who did not answer.

    Within the purpose of the touch; an association.

    Parameters
    ----------
    window_days
        Days after the touch in which a return counts.
    floor
        Fewer customers on a side tell nothing.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> str(return_after_harm(take_snapshot({}, as_of=date(2024, 12, 31)), window_days=180,
    ...                       floor=5))
    'cannot tell (no touches table, n=0)'
    """
    if snapshot.lacks("touches"):
        return Estimate.cannot_tell(0, "no touches table")
    harmed = snapshot.tried["outcome"].isin(["intrusion", "refused"])
    rows = snapshot.tried[harmed | snapshot.tried["outcome"].isin(UNANSWERED)]
    rows = rows.assign(treated=harmed, day=rows["touched_at"].dt.normalize())
    rows = rows.sort_values(["treated", "touched_at"], ascending=[False, True])
    rows = rows.drop_duplicates("customer_id")[["customer_id", "day", "treated", "purpose"]]
    rows = what_followed(rows, snapshot, window_days=window_days, money=False)
    rows = rows[rows["watched"]]
    n = int(rows["treated"].sum())
    if min(n, len(rows) - n) < floor:
        why = f"{n} intruded upon and {len(rows) - n} who did not answer, watched long enough"
        return Estimate.cannot_tell(len(rows), why)
    return difference_within_strata(*counts_by(rows, rows["purpose"].fillna("not stated")))


def one_touch_share(people: pd.DataFrame, snapshot: Snapshot) -> Estimate:
    """Return the share of those called by lot and returned for whom one touch came before.

    Parameters
    ----------
    people
        As ``people_of_trials`` returns them.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> from analysis.winback.assigned import people_of_trials
    >>> snapshot = take_snapshot({}, as_of=date(2024, 12, 31))
    >>> one_touch_share(people_of_trials(snapshot, window_days=180), snapshot).known
    False
    """
    if snapshot.lacks("touches"):
        return Estimate.cannot_tell(0, "no touches table")
    back = people[people["treated"] & people["returned"] & people["touched"]].reset_index()
    met = back[["index", "program", "customer_id", "day", "returned_on"]].merge(
        snapshot.touches[["program", "customer_id", "touched_at"]], on=["program", "customer_id"]
    )
    day = met["touched_at"].dt.normalize()
    met = met[(day >= met["day"]) & (day <= met["returned_on"])]
    counts = met.groupby("index").size()
    share = share_with_wilson_interval(int((counts == 1).sum()), len(counts))
    if not share.known:
        return share
    method = "Wilson 95 %; n = called and returned"
    return Estimate(share.value, share.low, share.high, share.n, method)
