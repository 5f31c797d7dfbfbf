"""The fix register joined with the whys: what became of each reason a dormant customer named."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from analysis.winback.snapshot import Snapshot, found_once, looked_up, plain_code

#: What became of a reason, best news last.
OPEN, IRRESOLVABLE, FIXED_BEFORE, UNREGISTERED, FIXED = (
    "open", "irresolvable", "fixed before they left", "not on the register", "fixed since",
)  # fmt: skip

#: After so many issues the order is by money blocked alone; the first ones are what is decided on.
LONGEST_ORDER = 40


@found_once
def match_issues(snapshot: Snapshot) -> pd.DataFrame:
    """Return each named reason of a dormant customer with the issues that speak of it.

    An issue of one customer speaks of that customer alone; a systemic one of all who named its
    code, or the family that the code belongs to.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, code, issue_id, fixed_on, status, blocking``, one row per reason and issue.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = match_issues(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a"], "dormancy_state": ["dormant"]}),
    ...     "reasons": pd.DataFrame({"customer_id": ["a"], "code": ["late"], "present": [True]}),
    ...     "issues": pd.DataFrame({"issue_id": ["7"], "code": ["Late"],
    ...                             "opened_on": ["2024-01-01"]})}, as_of=date(2024, 12, 31)))
    >>> found[["customer_id", "code", "issue_id", "status"]].values.tolist()
    [['a', 'late', '7', 'open']]
    """
    columns = ["customer_id", "code", "issue_id", "fixed_on", "status", "blocking"]
    said = snapshot.said[["customer_id", "code", "family"]]
    named = [
        said.assign(key=said[name].map(plain_code).astype("str")).dropna(subset=[name])
        for name in ("code", "family")
    ]
    pairs = pd.concat(named).drop_duplicates(["customer_id", "code", "key"])
    found = with_issues(pairs, snapshot.issues.rename(columns={"code": "key"}), on="key")
    found = found.drop_duplicates(["customer_id", "code", "issue_id"])
    return found.sort_values(["customer_id", "code", "issue_id"], ignore_index=True)[columns]


def with_issues(rows: pd.DataFrame, issues: pd.DataFrame, *, on: str) -> pd.DataFrame:
    """Return the rows with each issue that speaks of them, in no order.

    Systemic issues meet all rows of their code, those of a customer that customer's alone; two
    joins, for one by code would pair every customer's issue with everybody who named its code.

    Parameters
    ----------
    rows, issues
        With ``customer_id`` and the column ``on``.

    Examples
    --------
    >>> rows = pd.DataFrame({"customer_id": ["a", "b"], "code": "late"})
    >>> issues = pd.DataFrame({"issue_id": ["1", "2"], "code": "late", "customer_id": ["a", None]})
    >>> with_issues(rows, issues, on="code")[["customer_id", "issue_id"]].values.tolist()
    [['a', '2'], ['b', '2'], ['a', '1']]
    """
    systemic = issues[issues["customer_id"].isna()].drop(columns="customer_id")
    own = issues.dropna(subset=["customer_id"])
    met = [rows.merge(systemic, on=on), rows.merge(own, on=[on, "customer_id"])]
    return pd.concat(met, ignore_index=True)


@found_once
def standing_of_reasons(snapshot: Snapshot) -> pd.DataFrame:
    """Return what became of every reason that dormant customers named.

    An open blocking issue outweighs a fix; a fix counts when it came after the last order, since
    an earlier one was there when they left.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, code, standing, fixed_on`` (of the latest fix after the last order).

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = standing_of_reasons(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a"], "dormancy_state": ["dormant"],
    ...                                "last_order_on": ["2024-03-01"]}),
    ...     "reasons": pd.DataFrame({"customer_id": ["a"], "code": ["late"], "present": [True]}),
    ...     "issues": pd.DataFrame({"issue_id": ["7"], "code": ["late"], "status": ["fixed"],
    ...         "opened_on": ["2024-01-01"], "fixed_on": ["2024-06-01"]})},
    ...     as_of=date(2024, 12, 31)))
    >>> found["standing"].tolist()
    ['fixed since']
    """
    said = snapshot.said[["customer_id", "code"]]
    found = match_issues(snapshot)
    last = looked_up(
        found["customer_id"], snapshot.dormant.set_index("customer_id")["last_order_on"]
    )
    since = (found["status"] == "fixed") & (found["fixed_on"] > last)
    open_ = (found["status"] == "open") & found["blocking"].astype(bool)
    marks = found[["customer_id", "code"]].assign(
        open=open_,
        never=found["status"] == "irresolvable",
        since=since,
        before=(found["status"] == "fixed") & ~since,
        fixed_on=found["fixed_on"].where(since),
    )
    marks = marks.groupby(["customer_id", "code"], as_index=False).max()
    joined = said.merge(marks, on=["customer_id", "code"], how="left", validate="one_to_one")
    standing = pd.Series(UNREGISTERED, index=joined.index, dtype=object)
    for name, mark in ((FIXED_BEFORE, "before"), (FIXED, "since"), (IRRESOLVABLE, "never")):
        standing = standing.mask(joined[mark].eq(other=True), name)
    standing = standing.mask(joined["open"].eq(other=True), OPEN)
    return joined[["customer_id", "code", "fixed_on"]].assign(standing=standing)


@found_once
def blockers(snapshot: Snapshot) -> pd.DataFrame:
    """Return the open blocking issues of every dormant customer: own ones and by reasons named.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, issue_id``, each pair once.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = blockers(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a"], "dormancy_state": ["dormant"]}),
    ...     "issues": pd.DataFrame({"issue_id": ["7"], "code": ["late"], "customer_id": ["a"],
    ...                             "opened_on": ["2024-01-01"]})}, as_of=date(2024, 12, 31)))
    >>> found.values.tolist()
    [['a', '7']]
    """
    columns = ["customer_id", "issue_id"]
    register = snapshot.issues
    standing = register[(register["status"] == "open") & register["blocking"].astype(bool)]
    own = standing[standing["customer_id"].isin(snapshot.dormant["customer_id"])][columns]
    by_reason = match_issues(snapshot)
    by_reason = by_reason[by_reason["issue_id"].isin(standing["issue_id"])][columns]
    both = pd.concat([own, by_reason]).drop_duplicates()
    return both.sort_values(columns, ignore_index=True)


def _never_freed(snapshot: Snapshot) -> frozenset[str]:
    """Return dormant customers whom no fix of the register can free.

    One of their reasons, or an own blocking issue, is beyond remedy, or a reason is not registered.
    """
    found = standing_of_reasons(snapshot)
    stuck = found["standing"].isin([IRRESOLVABLE, UNREGISTERED, FIXED_BEFORE])
    ids = set(found.loc[stuck, "customer_id"])
    issues = snapshot.issues
    beyond = (issues["status"] == "irresolvable") & issues["blocking"].astype(bool)
    ids |= set(issues.loc[beyond, "customer_id"].dropna())
    return frozenset(ids)


@found_once
def _order_of_fixes(snapshot: Snapshot) -> pd.DataFrame:
    """Return open issues in the order that frees most money soonest.

    A customer is freed when all their blocking issues are gone. Each step takes the issue that,
    after those before it, frees most yearly value at stake; when none frees anybody alone, the one
    that blocks most, each customer's value split over what still blocks them.

    Returns
    -------
    pandas.DataFrame
        ``turn, issue_id, n_blocked`` (dormant customers it blocks now), ``n_freed, value_freed``
        (by this step).

    References
    ----------
    Nemhauser, Wolsey & Fisher (1978), Mathematical Programming 14, 265-294, on greedy choice.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = _order_of_fixes(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a", "b"], "dormancy_state": "dormant",
    ...                                "yearly_value_at_stake": [5.0, 90.0]}),
    ...     "issues": pd.DataFrame({"issue_id": ["1", "2"], "code": ["x", "y"],
    ...         "customer_id": ["a", "b"], "opened_on": "2024-01-01"})}, as_of=date(2024, 12, 31)))
    >>> found[["turn", "issue_id", "value_freed"]].values.tolist()
    [[1, '2', 90.0], [2, '1', 5.0]]
    """
    pairs = blockers(snapshot)
    n_blocked = pairs.groupby("issue_id").size()
    pairs = pairs[~pairs["customer_id"].isin(_never_freed(snapshot))]
    value = snapshot.dormant.set_index("customer_id")["yearly_value_at_stake"].fillna(0.0).to_dict()
    waits = {who: set(ids) for who, ids in pairs.groupby("customer_id")["issue_id"]}
    steps = []
    for turn in range(1, LONGEST_ORDER + 1):
        chosen = _next_issue(waits, value)
        if chosen is None:
            break
        freed = [who for who, ids in waits.items() if ids == {chosen}]
        money = math.fsum(value[who] for who in freed)
        steps.append((turn, chosen, int(n_blocked[chosen]), len(freed), money))
        waits = {who: ids - {chosen} for who, ids in waits.items() if ids != {chosen}}
    names = ["turn", "issue_id", "n_blocked", "n_freed", "value_freed"]
    return pd.DataFrame(steps, columns=names)


def _next_issue(waits: dict[str, set[str]], value: Mapping[str, float]) -> str | None:
    """Return the issue that frees most now; ties by what it blocks, then by its id."""
    alone: dict[str, float] = {}
    shared: dict[str, float] = {}
    for who, ids in waits.items():
        for one in ids:
            shared[one] = shared.get(one, 0.0) + value[who] / len(ids)
            if len(ids) == 1:
                alone[one] = alone.get(one, 0.0) + value[who]
    ranked = sorted(shared, key=lambda one: (-alone.get(one, 0.0), -shared[one], one))
    return ranked[0] if ranked else None


@found_once
def issue_calendar(snapshot: Snapshot) -> pd.DataFrame:
    """Return the issues not yet fixed, in the order in which fixing them frees most.

    Returns
    -------
    pandas.DataFrame
        ``turn`` (empty where fixing it frees nobody), ``issue_id, code, kind, scope, customer_id,
        owner, blocker, opened_on, due_on, days_open, days_overdue`` (empty without a due day),
        ``fix_cost, n_blocked, n_freed, value_freed``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = issue_calendar(take_snapshot({
    ...     "issues": pd.DataFrame({"issue_id": ["1"], "code": ["x"], "due_on": ["2024-12-21"],
    ...                             "opened_on": "2024-12-01"})}, as_of=date(2024, 12, 31)))
    >>> found[["days_open", "days_overdue", "n_freed"]].values.tolist()
    [[30, 10, 0]]
    """
    issues = snapshot.issues
    rows = issues[issues["status"] == "open"]
    rows = rows.merge(_order_of_fixes(snapshot), on="issue_id", how="left", validate="one_to_one")
    days = (snapshot.today - rows["due_on"]).dt.days
    rows = rows.assign(
        days_open=(snapshot.today - rows["opened_on"]).dt.days,
        days_overdue=days.where(days > 0, 0).where(days.notna()),
        turn=rows["turn"].astype("Int64"),
        n_blocked=rows["n_blocked"].fillna(0).astype(int),
        n_freed=rows["n_freed"].fillna(0).astype(int),
        value_freed=rows["value_freed"].fillna(0.0),
    )
    columns = [
        *("turn", "issue_id", "code", "kind", "scope", "customer_id", "owner", "blocker"),
        *("opened_on", "due_on", "days_open", "days_overdue", "fix_cost", "n_blocked", "n_freed"),
        "value_freed",
    ]
    order = ["turn", "due_on", "issue_id"]
    return rows.sort_values(order, na_position="last", ignore_index=True)[columns]
