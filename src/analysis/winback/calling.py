"""What each call is for: the state of the customer decides, and no open issue is sold over."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.winback.closing import HOPED_FOR, closure_states
from analysis.winback.news import fixed_since
from analysis.winback.register import blockers
from analysis.winback.snapshot import Snapshot, looked_up

#: Purposes as the outreach log writes them; the first whose state fits counts.
RESOLVE, LISTEN, GOOD_NEWS, ASK, CLOSURE, CHECK_IN = (
    "resolve", "listen", "goodnews", "feedback", "closure", "checkin",
)  # fmt: skip
CALL_PURPOSES = (RESOLVE, LISTEN, GOOD_NEWS, ASK, CLOSURE, CHECK_IN)

#: Hope is long when the silence exceeds the customer's own threshold by so many days.
LONG_HOPE_DAYS = 182

#: Whoever was tried, or stood on a list that was worked through, in the last so many days rests.
PAUSE_DAYS = 28
_PAUSE = pd.Timedelta(days=PAUSE_DAYS)

#: Why somebody who may be called is not called this week.
TRIED, STEP_AGREED = "tried in the last 28 days", "a later next step is agreed"


def purpose_of_calls(snapshot: Snapshot) -> pd.DataFrame:
    """Return what a call to each dormant customer would be for, and why.

    An open blocking issue comes first: an own one is worked on (*resolve*), one of a reason they
    named is listened to (*listen*). Then news of a fix, a question where no reason is on file, a
    closing call where hope is long, and else a check-in.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, purpose, why``, by id.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = purpose_of_calls(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a", "b"], "dormancy_state": "dormant"}),
    ...     "issues": pd.DataFrame({"issue_id": ["7"], "code": ["late"], "customer_id": ["a"],
    ...                             "opened_on": ["2024-01-01"]})}, as_of=date(2024, 12, 31)))
    >>> found[["customer_id", "purpose"]].values.tolist()
    [['a', 'resolve'], ['b', 'feedback']]
    """
    ids = snapshot.dormant["customer_id"]
    said = snapshot.said
    named = _joined(said.assign(word=said["theme"].fillna(_spoken(said["code"]))), "word")
    facts = {
        RESOLVE: _prefixed("open issue ", looked_up(ids, _open_issues(snapshot, own=True))),
        LISTEN: _prefixed("still open: ", looked_up(ids, _open_issues(snapshot, own=False))),
        GOOD_NEWS: looked_up(ids, _news(snapshot)),
        ASK: pd.Series("no reason on file: ask", ids.index).where(~ids.isin(named.index)),
        CLOSURE: _long_hope(snapshot),
        CHECK_IN: _prefixed("they named ", looked_up(ids, named)),
    }
    there = [facts[purpose].notna().to_numpy() for purpose in CALL_PURPOSES]
    purpose = np.select(there, CALL_PURPOSES, CHECK_IN)
    why = np.select(there, [facts[one].to_numpy(object) for one in CALL_PURPOSES], "")
    return pd.DataFrame({"customer_id": ids, "purpose": purpose, "why": why})


def not_this_week(snapshot: Snapshot, *, program: str) -> pd.Series:
    """Return why customers rest this week although they may be called; empty where they do not.

    Parameters
    ----------
    program
        This week's; standing on its own list keeps nobody off it.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> not_this_week(take_snapshot({"customers": pd.DataFrame({"customer_id": ["a", "b"]}),
    ...     "touches": pd.DataFrame({"customer_id": ["a"], "touched_at": ["2024-12-20 09:00"],
    ...     "direction": ["outbound"]})}, as_of=date(2024, 12, 31)), program="calls").to_dict()
    {'a': 'tried in the last 28 days', 'b': ''}
    """
    ids = pd.Index(snapshot.customers["customer_id"])
    since = snapshot.today - _PAUSE
    calls = snapshot.tried[["customer_id", "touched_at"]]
    others = snapshot.assignments[snapshot.assignments["program"].ne(program)]
    tried = set(calls.loc[calls["touched_at"] >= since, "customer_id"])
    tried |= set(others.loc[_last_calls(others, calls) >= since, "customer_id"])
    last = snapshot.touches.drop_duplicates("customer_id", keep="last")
    agreed = last.loc[last["next_on"] > snapshot.today, "customer_id"]
    why = np.select([ids.isin(agreed), ids.isin(tried)], [STEP_AGREED, TRIED], "")
    return pd.Series(why, index=ids, dtype="str")


def _last_calls(assignments: pd.DataFrame, calls: pd.DataFrame) -> pd.Series:
    """Return, for each row, the last day on which its list was worked through.

    Held back or called, all of a list rest from the same day: if the called rested from their own
    call, only the held would be free when the next list is drawn, and its arms would not be alike.
    """
    keys = ["program", "assigned_on"]
    made = assignments[[*keys, "customer_id"]].merge(calls, on="customer_id")
    after = made["touched_at"] - made["assigned_on"]
    made = made[after.between(pd.Timedelta(0), _PAUSE)]
    last = assignments[keys].join(made.groupby(keys)["touched_at"].max(), on=keys)["touched_at"]
    return last.fillna(assignments["assigned_on"])


def probed(snapshot: Snapshot) -> frozenset[str]:
    """Return customers whom a random sample asked since their last order: asked once is enough."""
    rows = snapshot.statements[snapshot.statements["source"] == "probe"]
    last = looked_up(
        rows["customer_id"], snapshot.customers.set_index("customer_id")["last_order_on"]
    )
    return frozenset(rows.loc[~(rows["stated_on"] <= last), "customer_id"])


def _spoken(codes: pd.Series) -> pd.Series:
    return codes.astype("str").str.replace("_", " ")


def _prefixed(words: str, values: pd.Series) -> pd.Series:
    return (words + values.astype("str")).where(values.notna())


def _joined(rows: pd.DataFrame, column: str) -> pd.Series:
    texts = rows[["customer_id", column]].drop_duplicates().sort_values(["customer_id", column])
    return texts.groupby("customer_id")[column].agg(", ".join)


def _open_issues(snapshot: Snapshot, *, own: bool) -> pd.Series:
    """Return the open blocking issues of each dormant customer in words."""
    issues = snapshot.issues.set_index("issue_id")
    pairs = blockers(snapshot)
    whose = looked_up(pairs["issue_id"], issues["customer_id"])
    pairs = pairs[whose.notna() == own]
    code = _spoken(looked_up(pairs["issue_id"], issues["code"]))
    return _joined(pairs.assign(word=pairs["issue_id"] + " (" + code + ")"), "word")


def _news(snapshot: Snapshot) -> pd.Series:
    fixed = fixed_since(snapshot)
    rows = fixed[~fixed["told"].astype(bool)].set_index("customer_id")
    day = rows["fixed_on"].dt.strftime("%Y-%m-%d")
    return "fixed since, not told: " + _spoken(rows["codes"]) + " (" + day + ")"


def _long_hope(snapshot: Snapshot) -> pd.Series:
    states = closure_states(snapshot)
    long = states["state"].eq(HOPED_FOR) & (states["days_hoped"] >= LONG_HOPE_DAYS)
    days = states["days_hoped"].fillna(0).astype(int).astype("str")
    return ("hoped for " + days + " days beyond their rhythm").where(long)
