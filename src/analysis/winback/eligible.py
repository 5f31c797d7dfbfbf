"""Who may be called: the one place that decides, for every list of the product."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.winback.closing import latest_answers
from analysis.winback.snapshot import Snapshot, found_once

#: Why a customer is on no list; the first that applies counts, in this order.
LEGAL, CLOSED, OPTED_OUT, ONE_TIME, COOLING, REFUSED, HELD, NO_CONTACT, UNREACHABLE = (
    "a dispute (legal)",
    "the business is closed",
    "opted out or suppressed",
    "a one-time buyer by nature",
    "cooling off",
    "refused or bothered lately",
    "held back, not read out yet",
    "no contact on file",
    "no contact who can be reached",
)
BARS = (LEGAL, CLOSED, OPTED_OUT, ONE_TIME, COOLING, REFUSED, HELD, NO_CONTACT, UNREACHABLE)

#: Severity from which a matter belongs to lawyers.
LEGAL_SEVERITY = 4

#: Words for the end of a business, not of a contract.
_CLOSED_WORDS = (
    "closed|out of business|bankrupt|insolven|liquidat|dissolved|deceased|died|geschlossen|"
    "aufgelöst|geschäftsaufgabe|betriebsaufgabe|konkurs|verstorben|gestorben|fermé|faillite|"
    "dissout|cessation d.activit|décédé|décès|cerrad|quiebra|concurso de acreedores|disuelt|"
    "cese de (?:la )?actividad|fallecid"
)

#: Who refused to talk, or felt bothered, is left alone for a quarter.
REST_DAYS = 91

#: Who is held back by lot is called by nobody until the comparison is read.
READ_OUT_DAYS = 180


@found_once
def free_contacts(snapshot: Snapshot) -> pd.DataFrame:
    """Return the contacts who may be contacted, are there, not on leave, and have an address.

    Whoever is on leave without a day of return is away. A table without e-mail and phone cannot
    tell who has an address, so all have.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> rows = pd.DataFrame({"customer_id": "a", "contact_id": ["a-1", "a-2", "a-3"],
    ...     "may_contact": [False, True, True], "status": ["active", "active", "left"]})
    >>> free_contacts(take_snapshot({"contacts": rows}, as_of=date(2024, 12, 31)))[
    ...     "contact_id"].tolist()
    ['a-2']
    """
    rows = snapshot.contacts
    away = (rows["leave_until"] >= snapshot.today) | (
        rows["status"].eq("on_leave") & rows["leave_until"].isna()
    )
    left = rows["status"].eq("left") | (rows["left_on"] <= snapshot.today)
    free = rows["may_contact"].eq(other=True) & ~rows["has_address"].eq(other=False) & ~away & ~left
    return rows[free].sort_values(["customer_id", "contact_id"], ignore_index=True)


@found_once
def contact_to_ask(snapshot: Snapshot) -> pd.Series:
    """Return the contact to ask by customer: the first of those who can be reached.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> rows = pd.DataFrame({"customer_id": ["a", "a", "b"], "contact_id": ["a-2", "a-1", "b-1"],
    ...                      "may_contact": [True, True, False]})
    >>> contact_to_ask(take_snapshot({"contacts": rows}, as_of=date(2024, 12, 31))).to_dict()
    {'a': 'a-1'}
    """
    first = free_contacts(snapshot).drop_duplicates("customer_id")
    return first.set_index("customer_id")["contact_id"]


@found_once
def who_is_barred(snapshot: Snapshot) -> pd.Series:
    """Return by customer why nobody may call there, the first of ``BARS``; empty where one may.

    ``may_contact`` of the contacts carries every sign of an opt-out that intake found in any
    table. Who answered a call with a No speaks for the customer, as on the page on closure, until
    the customer orders again; the person stays out for good. Without contacts nobody knows who
    opted out, so nobody may be called.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> who_is_barred(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a", "b", "c"],
    ...         "status": ["active", "cooloff", "active"], "revisit_on": "2025-03-01"}),
    ...     "contacts": pd.DataFrame({"customer_id": ["a", "b"], "contact_id": ["a-1", "b-1"],
    ...                               "may_contact": True})}, as_of=date(2024, 12, 31))).to_dict()
    {'a': '', 'b': 'cooling off', 'c': 'no contact on file'}
    """
    people = snapshot.customers.set_index("customer_id")
    contacts = snapshot.contacts
    open_to = contacts.loc[contacts["may_contact"].eq(other=True), "customer_id"]
    on_file = people.index.isin(contacts["customer_id"])
    answers = latest_answers(snapshot)
    out = answers.index[answers == "out"]
    cooling = people["status"].eq("cooloff") & ~(people["revisit_on"] <= snapshot.today)
    applies = {
        LEGAL: people["status"].eq("legal") | people.index.isin(_in_dispute(snapshot)),
        CLOSED: people["end_type"].str.contains(_CLOSED_WORDS, case=False).eq(other=True),
        OPTED_OUT: (on_file & ~people.index.isin(open_to)) | people.index.isin(out),
        ONE_TIME: people["one_time"].eq(other=True),
        COOLING: cooling,
        REFUSED: people.index.isin(_refused_lately(snapshot)),
        HELD: people.index.isin(held_back(snapshot)["customer_id"]),
        NO_CONTACT: ~on_file,
        UNREACHABLE: ~people.index.isin(contact_to_ask(snapshot).index),
    }
    why = np.select([np.asarray(applies[bar], bool) for bar in BARS], BARS, "")
    return pd.Series(why, index=people.index, dtype="str")


def callable_ids(snapshot: Snapshot) -> frozenset[str]:
    """Return the customers who may stand on a list of calls.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> sorted(callable_ids(take_snapshot({}, as_of=date(2024, 12, 31))))
    []
    """
    barred = who_is_barred(snapshot)
    return frozenset(barred.index[barred == ""])


def held_back(snapshot: Snapshot) -> pd.DataFrame:
    """Return the assignments that hold a customer back and are not read out yet.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> held_back(take_snapshot({"assignments": pd.DataFrame({"customer_id": ["a", "b"],
    ...     "arm": "hold", "assigned_on": ["2024-12-01", "2024-01-01"]})},
    ...     as_of=date(2024, 12, 31)))["customer_id"].tolist()
    ['a']
    """
    rows = snapshot.assignments
    # An assignment without a day cannot be known to be over.
    over = rows["assigned_on"] < snapshot.today - pd.Timedelta(days=READ_OUT_DAYS)
    return rows[rows["arm"].eq("hold") & ~over].reset_index(drop=True)


def _in_dispute(snapshot: Snapshot) -> pd.Series:
    said = snapshot.statements
    return said.loc[said["severity"] >= LEGAL_SEVERITY, "customer_id"]


def _refused_lately(snapshot: Snapshot) -> pd.Series:
    rows = snapshot.touches
    lately = rows["touched_at"] >= snapshot.today - pd.Timedelta(days=REST_DAYS)
    return rows.loc[rows["outcome"].isin(["refused", "intrusion"]) & lately, "customer_id"]
