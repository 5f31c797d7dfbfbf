"""People: customers who hang on one contact, threads that stalled, and contacts who moved."""

from __future__ import annotations

import pandas as pd

from analysis.results import Estimate
from analysis.settings import Settings
from analysis.statistics import share_with_wilson_interval, wilson_bounds
from analysis.winback.rates import sum_of_members
from analysis.winback.snapshot import UNANSWERED, Snapshot, is_reached, looked_up

#: A contact spoken with in so many days is a live thread.
LIVE_DAYS = 180

#: A thread is stalled after so many attempts and so many days without an answer.
STALLED_ATTEMPTS, STALLED_DAYS = 2, 60

#: A mover is followed when somebody reached out within so many days after they left.
FOLLOWED_DAYS = 60


def _live_threads(snapshot: Snapshot) -> pd.Series:
    """Return by customer how many contacts still there were spoken with in ``LIVE_DAYS``."""
    since = snapshot.today - pd.Timedelta(days=LIVE_DAYS)
    rows = snapshot.touches[is_reached(snapshot.touches)]
    spoken = rows.loc[rows["touched_at"] >= since, "contact_id"].dropna()
    there = snapshot.contacts[snapshot.contacts["status"] != "left"]
    live = there[there["contact_id"].isin(spoken)]
    return live.groupby("customer_id")["contact_id"].nunique()


def single_threaded(snapshot: Snapshot) -> pd.DataFrame:
    """Return the customers who still buy and whom fewer than two contacts hold, by tier.

    Returns
    -------
    pandas.DataFrame
        ``tier, n_customers, n_on_file`` (fewer than two contacts there on file), ``n_spoken``
        (fewer than two spoken with), ``share, low, high`` and ``value`` (yearly spend) of the
        latter.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> len(single_threaded(take_snapshot({}, as_of=date(2024, 12, 31))))
    0
    """
    if snapshot.lacks("contacts", "touches"):
        return pd.DataFrame()
    rows = _threads_of_buyers(snapshot)
    found = rows.groupby("tier", as_index=False).agg(
        n_customers=("customer_id", "size"), n_on_file=("few_on_file", "sum"),
        n_spoken=("few_spoken", "sum"), value=("value", "sum"),
    )  # fmt: skip
    low, high = wilson_bounds(found["n_spoken"], found["n_customers"])
    return found.assign(share=found["n_spoken"] / found["n_customers"], low=low, high=high)


def single_threaded_value(snapshot: Snapshot, *, settings: Settings) -> Estimate:
    """Return the yearly spend of buying customers with fewer than two live threads.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> str(single_threaded_value(take_snapshot({}, as_of=date(2024, 12, 31)),
    ...                           settings=Settings()))
    'cannot tell (no contacts or no touches table, n=0)'
    """
    if snapshot.lacks("contacts", "touches"):
        return Estimate.cannot_tell(0, "no contacts or no touches table", "money")
    rows = _threads_of_buyers(snapshot)
    return sum_of_members(rows["value"], rows["few_spoken"], settings=settings)


def _threads_of_buyers(snapshot: Snapshot) -> pd.DataFrame:
    people = snapshot.customers
    rows = people[people["dormancy_state"].isin(["active", "slipping"])]
    there = snapshot.contacts[snapshot.contacts["status"] != "left"]
    on_file = there.groupby("customer_id")["contact_id"].nunique()
    spoken = looked_up(rows["customer_id"], _live_threads(snapshot)).fillna(0) < 2
    return pd.DataFrame({
        "customer_id": rows["customer_id"],
        "tier": rows["tier"].fillna("not stated"),
        "few_on_file": looked_up(rows["customer_id"], on_file).fillna(0) < 2,
        "few_spoken": spoken,
        "value": rows["yearly_spend"].fillna(0.0).where(spoken, 0.0),
    })  # fmt: skip


def stalled_threads(snapshot: Snapshot) -> pd.DataFrame:
    """Return the threads that stalled: attempts at one contact, no answer, nobody else tried.

    The log of the customer ends with at least ``STALLED_ATTEMPTS`` attempts without an answer, all
    at the same contact, the first of them more than ``STALLED_DAYS`` ago.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, contact_id, n_attempts, last_on, days_waiting`` (since the first of the
        attempts), ``value`` (yearly spend), ``ordered_since`` (the first of the attempts: the
        customer was heard of, if not this contact).

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = stalled_threads(take_snapshot({"touches": pd.DataFrame({"customer_id": "a",
    ...     "contact_id": "a-1", "outcome": ["meeting", "voicemail", "no_answer"],
    ...     "touched_at": ["2024-08-01", "2024-09-01", "2024-09-10"]})},
    ...     as_of=date(2024, 12, 31)))
    >>> found[["customer_id", "n_attempts", "days_waiting"]].values.tolist()
    [['a', 2, 121]]
    """
    columns = ["customer_id", "contact_id", "n_attempts", "last_on", "days_waiting", "value",
               "ordered_since"]  # fmt: skip
    rows = snapshot.touches.dropna(subset=["contact_id"]).sort_values(["customer_id", "touched_at"])
    ends = ~rows["outcome"].isin(UNANSWERED) | rows["direction"].eq("inbound")
    other = rows["contact_id"] != rows.groupby("customer_id")["contact_id"].transform("last")
    # What stands before the last answer, or the last other contact, is another thread.
    broken = (ends | other)[::-1].groupby(rows["customer_id"]).cummax()[::-1]
    found = rows[~broken].groupby("customer_id").agg(
        contact_id=("contact_id", "last"), n_attempts=("contact_id", "size"),
        first_on=("touched_at", "min"), last_on=("touched_at", "max"),
    )  # fmt: skip
    waiting = (snapshot.today - found["first_on"].dt.normalize()).dt.days
    kept = (found["n_attempts"] >= STALLED_ATTEMPTS) & (waiting > STALLED_DAYS)
    found = found.assign(days_waiting=waiting)[kept].reset_index()
    people = snapshot.customers.set_index("customer_id")
    ordered_on = looked_up(found["customer_id"], people["last_order_on"])
    found = found.assign(
        value=looked_up(found["customer_id"], people["yearly_spend"]).fillna(0.0),
        ordered_since=ordered_on >= found["first_on"].dt.normalize(),
    )
    order = ["value", "customer_id"]
    return found.sort_values(order, ascending=[False, True], ignore_index=True)[columns]


def movers(snapshot: Snapshot) -> pd.DataFrame:
    """Return the contacts who left and whose new company is known.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, contact_id, department, left_on, new_company, new_customer_id, door``
        (*lead*: no customer yet; *dormant customer*; *customer*), ``followed`` (reached out to
        within ``FOLLOWED_DAYS``; missing without a log or a day), ``may_contact``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> movers(take_snapshot({"contacts": pd.DataFrame({"customer_id": ["a"],
    ...     "contact_id": ["a-1"], "status": ["left"], "new_company": ["Acme"]})},
    ...     as_of=date(2024, 12, 31)))["door"].tolist()
    ['lead']
    """
    columns = [
        *("customer_id", "contact_id", "department", "left_on", "new_company"),
        *("new_customer_id", "door", "followed", "may_contact"),
    ]
    rows = snapshot.contacts
    left = (rows["status"] == "left") | rows["left_on"].notna()
    rows = rows[left & rows["new_company"].notna() & (rows["new_company"] != "")]
    known = snapshot.customers.dropna(subset=["name"]).sort_values("customer_id")
    names = known.assign(key=known["name"].map(_plain)).drop_duplicates("key").set_index("key")
    found = looked_up(rows["new_company"].map(_plain), names["customer_id"])
    state = looked_up(found, snapshot.customers.set_index("customer_id")["dormancy_state"])
    door = pd.Series("lead", index=rows.index).mask(found.notna(), "customer")
    return (
        rows.assign(
            new_customer_id=found,
            door=door.mask(state == "dormant", "dormant customer"),
            followed=_followed(rows, snapshot),
        )
        .sort_values(["left_on", "contact_id"], ascending=[False, True], ignore_index=True)[columns]
    )  # fmt: skip


def _plain(name: str) -> str:
    return " ".join(name.lower().split())


def _followed(rows: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    if snapshot.lacks("touches"):
        return pd.Series(pd.NA, index=rows.index, dtype="boolean")
    touches = snapshot.touches[["contact_id", "touched_at"]].dropna()
    met = rows[["contact_id", "left_on"]].reset_index().merge(touches, on="contact_id")
    days = (met["touched_at"].dt.normalize() - met["left_on"]).dt.days
    hit = met.loc[(days >= 0) & (days <= FOLLOWED_DAYS), "index"]
    followed = pd.Series(rows.index.isin(hit), index=rows.index).astype("boolean")
    return followed.where(rows["left_on"].notna())


def followed_share(moved: pd.DataFrame) -> Estimate:
    """Return the share of movers whom somebody followed, of those whose day is known.

    Examples
    --------
    >>> str(followed_share(pd.DataFrame({"followed": pd.array([True, None], "boolean")})))
    '100% (21% to 100%, n=1)'
    """
    known = moved["followed"].dropna()
    return share_with_wilson_interval(int(known.sum()), len(known))


def departments(snapshot: Snapshot) -> pd.DataFrame:
    """Return in how many dormant customers each department is on file, and was spoken with.

    Returns
    -------
    pandas.DataFrame
        ``department, n_on_file, n_spoken`` (customers, since their last order), ``share, low,
        high`` (spoken with, of those with one on file).

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> departments(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a"], "dormancy_state": "dormant"}),
    ...     "contacts": pd.DataFrame({"customer_id": ["a"], "contact_id": ["a-1"],
    ...                               "department": ["user"]})},
    ...     as_of=date(2024, 12, 31)))[["department", "n_on_file", "n_spoken"]].values.tolist()
    [['user', 1, 0]]
    """
    columns = ["department", "n_on_file", "n_spoken", "share", "low", "high"]
    last = snapshot.dormant.set_index("customer_id")["last_order_on"]
    rows = snapshot.contacts[snapshot.contacts["customer_id"].isin(last.index)]
    rows = rows[rows["status"] != "left"]
    rows = rows.assign(department=rows["department"].fillna("not stated").str.lower())
    talks = snapshot.touches[is_reached(snapshot.touches)]
    spoken = talks.loc[talks["touched_at"] > looked_up(talks["customer_id"], last), "contact_id"]
    on_file = rows.groupby("department")["customer_id"].nunique()
    heard = rows[rows["contact_id"].isin(spoken)].groupby("department")["customer_id"].nunique()
    found = pd.DataFrame({"n_on_file": on_file}).assign(
        n_spoken=heard.reindex(on_file.index).fillna(0).astype(int)
    )
    low, high = wilson_bounds(found["n_spoken"], found["n_on_file"])
    found = found.assign(share=found["n_spoken"] / found["n_on_file"], low=low, high=high)
    return found.rename_axis("department").reset_index()[columns]
