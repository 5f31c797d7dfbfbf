"""Everything that was known on one day, in one shape, whatever the export lacks.

An absent table is None, an absent column is empty: what cannot be known is told as such, and never
guessed. Nothing known or done after ``as_of`` is in a snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import TypeVar

import pandas as pd

from analysis.vocabulary import REACHED

Answer = TypeVar("Answer")

#: Columns of each table that this room reads; those an export lacks are added empty.
COLUMNS: dict[str, tuple[str, ...]] = {
    "customers": (
        "customer_id", "name", "tier", "territory", "rep_id", "status", "revisit_on", "one_time",
        "expected_value", "ended_on", "end_type", "dormancy_state", "last_order_on",
        "days_since_last_order", "own_threshold_days", "p_return", "yearly_value_at_stake",
        "yearly_spend", "margin_share", "exit_signature",
    ),
    "reasons": (
        "customer_id", "reason_id", "code", "theme", "family", "stated_on", "known_at", "source",
        "fixable", "present", "coded",
    ),
    "statements": (
        "customer_id", "contact_id", "severity", "layer", "source", "stated_on", "known_at",
    ),
    "issues": (
        "issue_id", "code", "opened_on", "scope", "customer_id", "kind", "due_on", "fixed_on",
        "owner", "blocking", "blocker", "status", "fix_cost", "known_at",
    ),
    "touches": (
        "customer_id", "touched_at", "rep_id", "contact_id", "purpose", "outcome", "direction",
        "channel", "attempt_n", "program", "approach", "offer_type", "offer_value", "offer_cost",
        "cost", "next_on", "minutes", "known_at",
    ),
    "contacts": (
        "customer_id", "contact_id", "department", "role", "status", "left_on", "leave_until",
        "new_company", "reports_to", "may_contact", "has_address", "known_at",
    ),
    "assignments": (
        "customer_id", "program", "arm", "assigned_on", "stratum", "propensity", "known_at",
    ),
    "reps": (
        "rep_id", "team", "territory", "capacity", "hour_cost", "commission_rate", "status",
        "left_on", "leave_until", "known_at",
    ),
    "orders": ("customer_id", "ordered_on", "amount"),
    "earnings": ("customer_id", "booked_on", "net", "margin"),
}  # fmt: skip

#: The day on which a row of the table happened.
_HAPPENED = {
    "reasons": "stated_on", "statements": "stated_on", "issues": "opened_on",
    "touches": "touched_at", "assignments": "assigned_on", "orders": "ordered_on",
    "earnings": "booked_on",
}  # fmt: skip

#: Touches stand in this order: the latest comes last, and at one moment an opt-out after an opt-in.
_IN_ORDER = ["touched_at", "customer_id", "outcome", "purpose", "contact_id", "rep_id", "next_on"]

_DAYS = frozenset({
    "revisit_on", "ended_on", "last_order_on", "stated_on", "known_at", "opened_on", "due_on",
    "fixed_on", "touched_at", "next_on", "left_on", "leave_until", "ordered_on", "assigned_on",
    "booked_on",
})  # fmt: skip

_NUMBERS = frozenset({
    "expected_value", "days_since_last_order", "own_threshold_days", "p_return",
    "yearly_value_at_stake", "yearly_spend", "margin_share", "fix_cost", "minutes", "capacity",
    "hour_cost", "severity", "amount", "propensity", "attempt_n", "offer_value", "offer_cost",
    "cost", "commission_rate", "net", "margin",
})  # fmt: skip
_FLAGS = frozenset({"present", "coded", "blocking", "may_contact", "has_address", "one_time"})

#: Outcomes in which nobody was.
UNANSWERED = frozenset({"voicemail", "no_answer", "bounced"})


@dataclass(frozen=True)
class Snapshot:
    """The tables as they were known at the end of ``as_of``; one that is absent has no row.

    Parameters
    ----------
    customers
        One row per buyer; ``yearly_spend`` is the spend of the year before the silence.
    reasons
        One row per reason named: ``code`` and the ``family`` it belongs to; ``present`` marks the
        statements about the present silence, ``coded`` the codes that somebody chose from a list.
    statements
        Who said something, to whom, and how serious it was; not what was said.
    touches
        By time, whatever the order of the export's rows.
    orders
        ``customer_id, ordered_on, amount``, one row per order day.
    earnings
        ``customer_id, booked_on, net, margin`` of customers in a programme, one row per day on
        which something was booked for them, returned goods included.
    absent
        Names of the tables that the export does not have.

    Examples
    --------
    >>> snapshot = take_snapshot({"customers": pd.DataFrame({"customer_id": ["a"]})},
    ...                          as_of=date(2024, 12, 31))
    >>> snapshot.lacks("customers", "issues"), snapshot.customers["p_return"].isna().tolist()
    (('issues',), [True])
    """

    as_of: date
    customers: pd.DataFrame
    orders: pd.DataFrame
    reasons: pd.DataFrame
    issues: pd.DataFrame
    touches: pd.DataFrame
    contacts: pd.DataFrame
    reps: pd.DataFrame
    statements: pd.DataFrame
    assignments: pd.DataFrame
    earnings: pd.DataFrame
    absent: frozenset[str]

    @property
    def today(self) -> pd.Timestamp:
        """The snapshot date as pandas compares it."""
        return pd.Timestamp(self.as_of)

    def lacks(self, *tables: str) -> tuple[str, ...]:
        """Return those of the tables that the export does not have."""
        return tuple(name for name in tables if name in self.absent)

    @cached_property
    def dormant(self) -> pd.DataFrame:
        """The dormant customers, by id."""
        rows = self.customers[self.customers["dormancy_state"] == "dormant"]
        return rows.sort_values("customer_id", ignore_index=True)

    @cached_property
    def silent(self) -> pd.DataFrame:
        """The dormant customers, and one-time buyers silent for longer than others like them."""
        once = self.customers["dormancy_state"] == "one_time"
        long = self.customers["days_since_last_order"] > self.customers["own_threshold_days"]
        rows = self.customers[(self.customers["dormancy_state"] == "dormant") | (once & long)]
        return rows.sort_values("customer_id", ignore_index=True)

    @cached_property
    def said(self) -> pd.DataFrame:
        """The reasons dormant customers named for their present silence, each as first said."""
        rows = self.reasons[self.reasons["present"].eq(other=True)]
        rows = rows[rows["customer_id"].isin(self.dormant["customer_id"])]
        rows = rows.sort_values(["customer_id", "code", "stated_on"])
        return rows.drop_duplicates(["customer_id", "code"])

    @cached_property
    def tried(self) -> pd.DataFrame:
        """The touches that were ours, not the customer's own."""
        return self.touches[self.touches["direction"].ne("inbound")]

    def reached_since(self, days: pd.Series) -> pd.Series:
        """Return by customer whether somebody there was spoken with after the day given.

        Parameters
        ----------
        days
            A day by ``customer_id``.
        """
        spoken = self.touches[is_reached(self.touches)]
        last = spoken.groupby("customer_id")["touched_at"].max().reindex(days.index)
        return last.dt.normalize() > days

    def cost_of(self, touches: pd.DataFrame) -> pd.Series:
        """Return what touches cost: as written, else their minutes at the rep's hourly cost.

        Examples
        --------
        >>> snapshot = take_snapshot({
        ...     "touches": pd.DataFrame({"customer_id": "a", "touched_at": ["2024-01-01"] * 3,
        ...         "rep_id": "R1", "cost": [2.0, None, None], "minutes": [9.0, 30.0, None]}),
        ...     "reps": pd.DataFrame({"rep_id": ["R1"], "hour_cost": [48.0]})},
        ...     as_of=date(2024, 12, 31))
        >>> snapshot.cost_of(snapshot.touches).tolist()
        [2.0, 24.0, nan]
        """
        hourly = self.reps.drop_duplicates("rep_id").set_index("rep_id")["hour_cost"]
        return touches["cost"].fillna(touches["minutes"] / 60 * touches["rep_id"].map(hourly))


def found_once(find: Callable[[Snapshot], Answer]) -> Callable[[Snapshot], Answer]:
    """Let a question about a snapshot be worked out once: a snapshot never changes.

    Examples
    --------
    >>> @found_once
    ... def who(snapshot: Snapshot) -> pd.Series:
    ...     print("looking")
    ...     return snapshot.customers["customer_id"]
    >>> snapshot = take_snapshot({}, as_of=date(2024, 12, 31))
    >>> len(who(snapshot)), len(who(snapshot))
    looking
    (0, 0)
    """
    name = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def kept(snapshot: Snapshot) -> Answer:
        if name not in snapshot.__dict__:
            snapshot.__dict__[name] = find(snapshot)
        found: Answer = snapshot.__dict__[name]
        return found.copy(deep=False) if isinstance(found, (pd.DataFrame, pd.Series)) else found

    return kept


def take_snapshot(tables: Mapping[str, pd.DataFrame], *, as_of: date) -> Snapshot:
    """Return the snapshot of these tables; what was not known on the day is left out.

    Parameters
    ----------
    tables
        By name, with any of the columns of ``COLUMNS``; absent tables stay absent.

    Examples
    --------
    A fix of January is still open at the end of December.

    >>> issues = pd.DataFrame({"issue_id": ["1"], "code": ["late"], "status": ["fixed"],
    ...     "opened_on": ["2024-06-01"], "fixed_on": ["2025-01-09"]})
    >>> found = take_snapshot({"issues": issues}, as_of=date(2024, 12, 31)).issues
    >>> found["status"].tolist(), found["scope"].tolist()
    (['open'], ['systemic'])
    """
    today = pd.Timestamp(as_of)
    known = {name: _known(name, tables.get(name, pd.DataFrame()), today) for name in COLUMNS}
    known["issues"] = _standing_then(known["issues"], today)
    known["contacts"] = _there_then(known["contacts"], today)
    return Snapshot(as_of=as_of, absent=frozenset(COLUMNS) - set(tables), **known)


def is_reached(touches: pd.DataFrame) -> pd.Series:
    """Return which touches reached somebody: spoken with, or the customer's own.

    Examples
    --------
    >>> rows = pd.DataFrame({"outcome": ["voicemail", "meeting", None],
    ...                      "direction": ["outbound", "outbound", "inbound"]})
    >>> is_reached(rows).tolist()
    [False, True, True]
    """
    return touches["outcome"].isin(REACHED) | touches["direction"].eq("inbound")


def _typed(column: str, values: pd.Series) -> pd.Series:
    """Return days, numbers and texts as such, so that empty columns behave like full ones."""
    if column in _DAYS:
        return pd.to_datetime(values).astype("datetime64[us]")
    if column in _NUMBERS:
        return values.astype("float64")
    return values.astype("object") if column in _FLAGS else values.astype("str")


def looked_up(ids: pd.Series, values: pd.Series) -> pd.Series:
    """Return the value that belongs to each id, missing where there is none.

    Parameters
    ----------
    ids
        Shape (n,).
    values
        By id, each id once.

    Examples
    --------
    >>> looked_up(pd.Series(["b", "z"]), pd.Series([1.0, 2.0], index=["a", "b"])).tolist()
    [2.0, nan]
    """
    return values.reindex(pd.Index(ids)).set_axis(ids.index)


def _known(name: str, rows: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return the rows that had happened and were known by the end of the day."""
    shaped = rows.reindex(columns=list(COLUMNS[name]))
    shaped = shaped.assign(**{column: _typed(column, shaped[column]) for column in shaped})
    kept = pd.Series(data=True, index=shaped.index)
    for column in (_HAPPENED.get(name), "known_at"):
        if column in shaped:
            kept &= ~(shaped[column].dt.normalize() > today)
    found = shaped[kept]
    if name == "touches":
        found = found.sort_values(_IN_ORDER, na_position="first")
    return found.reset_index(drop=True)


def _standing_then(issues: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return issues as they stood: a later fix was still open, an unsaid scope follows the id."""
    fixed_on = issues["fixed_on"].where(~(issues["fixed_on"] > today))
    later = issues["fixed_on"].notna() & fixed_on.isna()
    status = issues["status"].fillna("open")
    status = status.mask(fixed_on.notna(), "fixed").mask(later, "open")
    systemic = issues["customer_id"].isna() | (issues["customer_id"] == "")
    blocking = issues["blocking"].where(issues["blocking"].notna(), other=True)
    return issues.assign(
        fixed_on=fixed_on,
        status=status,
        scope=systemic.map({True: "systemic", False: "customer"}).astype("str"),
        customer_id=issues["customer_id"].where(~systemic),
        code=issues["code"].map(plain_code).astype("str"),
        kind=issues["kind"].fillna("issue"),
        blocking=blocking.astype(bool),
    )


def plain_code(code: object) -> str:
    """Return a code as codes of issues and of reasons meet: small letters, no blanks, one number.

    Examples
    --------
    >>> plain_code(" Rep Neglect "), plain_code("03")
    ('rep_neglect', '3')
    """
    if str(code).strip().isdecimal():
        return str(int(str(code)))
    return "_".join(str(code).lower().replace("-", " ").replace("_", " ").split())


def _there_then(contacts: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return contacts as they were: who left later was still there."""
    later = contacts["left_on"] > today
    return contacts.assign(
        left_on=contacts["left_on"].where(~later),
        status=contacts["status"].fillna("unknown").mask(later, "active"),
        new_company=contacts["new_company"].mask(later),
        may_contact=contacts["may_contact"].eq(other=True),
    )
