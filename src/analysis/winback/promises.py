"""Whether reasons can be fixed at all, what became of promises, and how complete the log is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.results import Estimate
from analysis.statistics import difference_of_shares, share_with_wilson_interval, wilson_bounds
from analysis.winback.register import FIXED, IRRESOLVABLE, OPEN, standing_of_reasons
from analysis.winback.snapshot import Snapshot, looked_up

#: Shares up to this may be slips of whoever marked the statements; the claim is tested beyond it.
MISMARKED = 0.05


@dataclass(frozen=True)
class Fixability:
    """How many told reasons that can all be fixed, and whether that may be everybody.

    Parameters
    ----------
    by_answer
        ``answer`` (yes, no, unknown), ``n_customers, share, low, high`` of all who told.
    share
        Of those who told, whose reasons can all be fixed; *unknown* stays in the denominator.
    charitable
        The same when every unknown reason could be fixed.
    verdict
        What becomes of the claim that every reason is fixable.
    """

    by_answer: pd.DataFrame
    share: Estimate
    charitable: Estimate
    verdict: str


def fixability(snapshot: Snapshot, *, floor: int) -> Fixability:
    """Return the share of the dormant customers who told whose reasons can all be fixed.

    A statement's own mark counts first. Without one, the register tells: a reason that is fixed
    or open can be fixed, one beyond remedy cannot. A customer is a *no* with one such reason, a
    *yes* when all can be fixed, else *unknown*.

    Parameters
    ----------
    floor
        Of fewer customers who told nothing can be told of the claim; nor that it stands, where
        fewer are a *yes*.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = fixability(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a", "b"], "dormancy_state": "dormant"}),
    ...     "reasons": pd.DataFrame({"customer_id": ["a", "b"], "code": ["late", "moved"],
    ...                              "fixable": ["yes", "no"], "present": True})},
    ...     as_of=date(2024, 12, 31)), floor=2)
    >>> found.share.value, found.verdict
    (0.5, 'does not hold')
    """
    reasons = snapshot.said[["customer_id", "code", "fixable"]]
    standing = standing_of_reasons(snapshot).set_index(["customer_id", "code"])["standing"]
    keys = pd.MultiIndex.from_frame(reasons[["customer_id", "code"]])
    known = standing.reindex(keys).set_axis(reasons.index)
    by_register = pd.Series("unknown", index=reasons.index, dtype=object)
    by_register = by_register.mask(known.isin([OPEN, FIXED]), "yes")
    by_register = by_register.mask(known == IRRESOLVABLE, "no")
    answer = reasons["fixable"].astype(object)
    answer = answer.where(answer.isin(["yes", "no"]), by_register)
    by = reasons["customer_id"]
    any_no, all_yes = answer.eq("no").groupby(by).any(), answer.eq("yes").groupby(by).all()
    per_customer = all_yes.map({True: "yes", False: "unknown"}).mask(any_no, "no")
    counts = per_customer.value_counts().reindex(["yes", "no", "unknown"], fill_value=0)
    n = int(counts.sum())
    low, high = wilson_bounds(counts.to_numpy(), n)
    table = pd.DataFrame({
        "answer": counts.index, "n_customers": counts.to_numpy(),
        "share": counts.to_numpy() / max(n, 1), "low": low, "high": high,
    })  # fmt: skip
    charitable = share_with_wilson_interval(n - int(counts["no"]), n)
    n_yes = int(counts["yes"])
    verdict = _verdict(charitable, n_yes=n_yes, floor=floor)
    return Fixability(table, share_with_wilson_interval(n_yes, n), charitable, verdict)


def _verdict(charitable: Estimate, *, n_yes: int, floor: int) -> str:
    if charitable.value is None or charitable.high is None or charitable.n < floor:
        return "cannot tell"
    if charitable.high < 1 - MISMARKED:
        return "does not hold"
    stands = charitable.value == 1.0 and n_yes >= floor
    return "is not contradicted" if stands else "cannot tell"


def _day_known(rows: pd.DataFrame) -> pd.Series:
    return rows["due_on"].notna()


def conditions_kept(snapshot: Snapshot) -> pd.DataFrame:
    """Return what became of the promises made to customers.

    Returns
    -------
    pandas.DataFrame
        One row per condition: ``issue_id, customer_id, owner, due_on, fixed_on, outcome``:
        *kept on time*, *kept late*, *kept* (no due day), *broken* (overdue or beyond remedy),
        *not due yet*, *open, no due day*; and ``returned`` (ordered after it was fixed, or after
        it was due where it was broken).

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = conditions_kept(take_snapshot({"issues": pd.DataFrame({"issue_id": ["1", "2"],
    ...     "code": "x", "kind": "condition", "opened_on": "2024-01-01", "due_on": "2024-05-01",
    ...     "fixed_on": ["2024-04-30", None]})}, as_of=date(2024, 12, 31)))
    >>> found["outcome"].tolist()
    ['kept on time', 'broken']
    """
    rows = snapshot.issues[snapshot.issues["kind"] == "condition"]
    fixed, due = rows["status"] == "fixed", rows["due_on"].notna()
    in_time = ~(rows["fixed_on"] > rows["due_on"])
    overdue = (rows["due_on"] < snapshot.today) | (rows["status"] == "irresolvable")
    outcome = np.select(
        [fixed & due & in_time, fixed & due, fixed, overdue, due],
        ["kept on time", "kept late", "kept", "broken", "not due yet"],
        "open, no due day",
    )
    last = looked_up(
        rows["customer_id"], snapshot.orders.groupby("customer_id")["ordered_on"].max()
    )
    from_day = rows["fixed_on"].where(fixed, rows["due_on"])
    columns = ["issue_id", "customer_id", "owner", "due_on", "fixed_on"]
    found = rows[columns].assign(outcome=outcome, returned=last > from_day)
    return found.sort_values("issue_id", ignore_index=True)


def kept_share(conditions: pd.DataFrame) -> Estimate:
    """Return the share of promises kept on time among those due or closed.

    Examples
    --------
    >>> str(kept_share(pd.DataFrame({"outcome": ["kept on time", "broken", "not due yet"]})))
    '50% (9% to 91%, n=2)'
    """
    closed = conditions["outcome"].isin(["kept on time", "kept late", "kept", "broken"])
    kept = conditions["outcome"].isin(["kept on time", "kept"])
    return share_with_wilson_interval(int(kept.sum()), int(closed.sum()))


def return_after_promises(conditions: pd.DataFrame, *, floor: int) -> Estimate:
    """Return how much more often customers return whose condition was kept than was broken.

    Parameters
    ----------
    conditions
        As ``conditions_kept`` returns it.
    floor
        Fewer promises on either side tell nothing.

    Examples
    --------
    >>> rows = pd.DataFrame({"outcome": ["kept late", "broken"], "returned": [True, False]})
    >>> str(return_after_promises(rows, floor=5))
    'cannot tell (1 kept and 1 broken, n=2)'
    """
    kept = conditions[conditions["outcome"].str.startswith("kept")]["returned"]
    broken = conditions[conditions["outcome"] == "broken"]["returned"]
    if min(len(kept), len(broken)) < floor:
        why = f"{len(kept)} kept and {len(broken)} broken"
        return Estimate.cannot_tell(len(kept) + len(broken), why)
    return difference_of_shares(int(kept.sum()), len(kept), int(broken.sum()), len(broken))


def log_completeness(snapshot: Snapshot) -> pd.DataFrame:
    """Return which of the entries an open issue needs are there, most lacking first.

    Returns
    -------
    pandas.DataFrame
        ``entry, n_there, n_issues, share, low, high``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = log_completeness(take_snapshot({"issues": pd.DataFrame({"issue_id": ["1"],
    ...     "code": "x", "owner": "Ann", "opened_on": "2024-01-01"})}, as_of=date(2024, 12, 31)))
    >>> found[["entry", "n_there"]].values.tolist()
    [['a due day', 0], ['an owner', 1], ['an owner and a due day', 0]]
    """
    rows = snapshot.issues[snapshot.issues["status"] == "open"]
    owner = rows["owner"].notna() & (rows["owner"] != "")
    there = {
        "a due day": _day_known(rows),
        "an owner": owner,
        "an owner and a due day": owner & _day_known(rows),
    }
    counted = pd.DataFrame(
        [(name, int(mark.sum()), len(rows)) for name, mark in there.items()],
        columns=["entry", "n_there", "n_issues"],
    )
    low, high = wilson_bounds(counted["n_there"], counted["n_issues"])
    share = counted["n_there"] / counted["n_issues"].where(counted["n_issues"] > 0)
    return counted.assign(share=share, low=low, high=high)
