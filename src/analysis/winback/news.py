"""What was fixed and nobody told, and who was told and stayed silent all the same."""

from __future__ import annotations

import pandas as pd

from analysis.winback.eligible import free_contacts, who_is_barred
from analysis.winback.register import FIXED, blockers, match_issues, standing_of_reasons
from analysis.winback.snapshot import Snapshot, is_reached, looked_up

#: A fix must be so old before silence after it means anything.
PATIENCE_DAYS = 60

#: Departments in the order in which to ask: those who use a thing are heard last elsewhere.
ASK_FIRST = ("user", "logistics", "finance", "exec", "procurement")


def fixed_since(snapshot: Snapshot) -> pd.DataFrame:
    """Return dormant customers all of whose reasons have been fixed since their last order.

    Left out is who still has an open blocking issue of their own.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, codes`` (joined by ", "), ``fixed_on`` (of the last of these fixes),
        ``told`` (somebody there was spoken with since), ``value``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = fixed_since(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a"], "dormancy_state": ["dormant"],
    ...         "last_order_on": ["2024-03-01"], "yearly_value_at_stake": [9.0]}),
    ...     "reasons": pd.DataFrame({"customer_id": ["a"], "code": ["late"], "present": [True]}),
    ...     "issues": pd.DataFrame({"issue_id": ["7"], "code": ["late"], "status": ["fixed"],
    ...         "opened_on": ["2024-01-01"], "fixed_on": ["2024-06-01"]})},
    ...     as_of=date(2024, 12, 31)))
    >>> found[["customer_id", "codes", "told", "value"]].values.tolist()
    [['a', 'late', False, 9.0]]
    """
    reasons = standing_of_reasons(snapshot)
    stuck = reasons.loc[reasons["standing"] != FIXED, "customer_id"]
    still = blockers(snapshot)["customer_id"]
    clear = reasons[~reasons["customer_id"].isin(stuck) & ~reasons["customer_id"].isin(still)]
    found = clear.groupby("customer_id").agg(
        codes=("code", ", ".join), fixed_on=("fixed_on", "max")
    )
    value = snapshot.dormant.set_index("customer_id")["yearly_value_at_stake"]
    found = found.assign(
        told=snapshot.reached_since(found["fixed_on"]), value=value.reindex(found.index)
    )
    return found.reset_index().sort_values(
        ["value", "customer_id"], ascending=[False, True], ignore_index=True
    )


def fixed_by_code(fixed: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """Return the untold by the reasons that were fixed, most money first.

    Parameters
    ----------
    fixed
        As ``fixed_since`` returns it.
    reasons
        As ``standing_of_reasons`` returns it: each customer's reasons with the fix of each.

    Returns
    -------
    pandas.DataFrame
        ``code, n_customers, value, fixed_on`` (the latest fix of this reason for one of them); who
        named several reasons stands in several rows.

    Examples
    --------
    >>> rows = pd.DataFrame({"customer_id": ["a", "b"], "told": [False, True], "value": [5.0, 7.0]})
    >>> said = pd.DataFrame({"customer_id": ["a", "a", "b"], "code": ["late", "price", "late"],
    ...     "fixed_on": pd.to_datetime(["2024-03-01", "2024-06-01", "2024-07-01"])})
    >>> found = fixed_by_code(rows, said)
    >>> found[["code", "n_customers", "value", "fixed_on"]].astype(str).values.tolist()
    [['late', '1', '5.0', '2024-03-01'], ['price', '1', '5.0', '2024-06-01']]
    """
    untold = fixed.loc[~fixed["told"].astype(bool), ["customer_id", "value"]]
    rows = reasons[["customer_id", "code", "fixed_on"]].merge(untold, on="customer_id")
    found = rows.groupby("code", as_index=False).agg(
        n_customers=("customer_id", "size"), value=("value", "sum"), fixed_on=("fixed_on", "max")
    )
    return found.sort_values(["value", "code"], ascending=[False, True], ignore_index=True)


def resolved_but_silent(snapshot: Snapshot) -> pd.DataFrame:
    """Return customers whose own issues are all closed, who know it, and who still do not buy.

    All issues of the customer were fixed at least ``PATIENCE_DAYS`` ago, no other issue that they
    had named by then is still open, and somebody there was spoken with after the last fix (where
    there is a log). The customer is silent for longer than their own rhythm, or after one order
    than others like them, so it is not too early. What is left is a reason that nobody wrote
    down: ask whom nobody has spoken with.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, n_issues, fixed_on`` (of the last), ``days_since_fix, value``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = resolved_but_silent(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a"], "dormancy_state": ["dormant"],
    ...         "last_order_on": ["2024-03-01"], "yearly_value_at_stake": [9.0]}),
    ...     "issues": pd.DataFrame({"issue_id": ["7"], "code": ["late"], "customer_id": ["a"],
    ...         "opened_on": ["2024-01-01"], "fixed_on": ["2024-06-01"]})},
    ...     as_of=date(2024, 12, 31)))
    >>> found[["customer_id", "n_issues", "days_since_fix"]].values.tolist()
    [['a', 1, 213]]
    """
    columns = ["customer_id", "n_issues", "fixed_on", "days_since_fix", "value"]
    dormant, register = snapshot.silent.set_index("customer_id"), snapshot.issues
    own = register[register["customer_id"].isin(dormant.index) & (register["kind"] == "issue")]
    closed = own.assign(
        n_open=(own["status"] != "fixed") | own["fixed_on"].isna(), n_issues=1
    ).groupby("customer_id")
    found = closed.agg(
        n_open=("n_open", "sum"), n_issues=("n_issues", "sum"), fixed_on=("fixed_on", "max")
    )
    waited = (snapshot.today - found["fixed_on"]).dt.days
    last = dormant["last_order_on"].reindex(found.index)
    kept = (found["n_open"] == 0) & (waited >= PATIENCE_DAYS) & ~(found["fixed_on"] <= last)
    kept &= ~found.index.isin(_waiting_then(snapshot, found["fixed_on"]))
    found = found.assign(days_since_fix=waited)[kept]
    if not snapshot.lacks("touches"):
        found = found[snapshot.reached_since(found["fixed_on"])]
    found = found.assign(value=dormant["yearly_value_at_stake"].reindex(found.index))
    order = ["value", "customer_id"]
    return found.reset_index().sort_values(order, ascending=[False, True], ignore_index=True)[
        columns
    ]


def _waiting_then(snapshot: Snapshot, fixed_on: pd.Series) -> pd.Series:
    """Return customers with an open blocking issue of a reason named by their last fix."""
    met = match_issues(snapshot)
    met = met[(met["status"] == "open") & met["blocking"].astype(bool)]
    met = met.merge(snapshot.said[["customer_id", "code", "stated_on"]], on=["customer_id", "code"])
    return met.loc[~(met["stated_on"] > looked_up(met["customer_id"], fixed_on)), "customer_id"]


def whom_else_to_ask(
    snapshot: Snapshot, ids: pd.Series, *, instead_of: pd.Series | None = None
) -> pd.DataFrame:
    """Return the contact to ask next: may be contacted, still there, and never spoken with.

    Parameters
    ----------
    ids
        Customers, each once.
    instead_of
        Contacts who do not answer: somebody else is asked, whoever was never spoken with first.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, ask_contact_id, ask_department``; who has nobody left to ask is absent.
        Departments stand in the order of ``ASK_FIRST``, others behind.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> people = pd.DataFrame({"customer_id": "a", "contact_id": ["a-1", "a-2", "a-3"],
    ...     "department": ["procurement", "finance", "user"], "may_contact": [True, True, False]})
    >>> whom_else_to_ask(take_snapshot({"contacts": people}, as_of=date(2024, 12, 31)),
    ...                  pd.Series(["a"])).values.tolist()
    [['a', 'a-2', 'finance']]
    """
    columns = ["customer_id", "ask_contact_id", "ask_department"]
    free = free_contacts(snapshot)
    barred = who_is_barred(snapshot).ne("")
    free = free[free["customer_id"].isin(ids) & ~free["customer_id"].isin(barred.index[barred])]
    heard = snapshot.touches.loc[is_reached(snapshot.touches), "contact_id"]
    spoken = free["contact_id"].isin(heard.dropna())
    others = ~spoken if instead_of is None else ~free["contact_id"].isin(instead_of)
    free = free.assign(spoken=spoken)[others]
    turns = {name: place for place, name in enumerate(ASK_FIRST)}
    turn = free["department"].str.lower().map(turns).fillna(len(turns))
    first = free.assign(turn=turn).sort_values(["customer_id", "spoken", "turn", "contact_id"])
    first = first.drop_duplicates("customer_id")
    renamed = first.rename(columns={"contact_id": "ask_contact_id", "department": "ask_department"})
    return renamed[columns].reset_index(drop=True)
