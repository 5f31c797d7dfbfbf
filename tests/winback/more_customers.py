"""Twelve customers more, one for each reason not to call; what is right of each stands beside it.

They stand beside the thirty of ``thirty_customers``, with the same days. Each has a contact
kNN-1 who may be called, unless said otherwise.
"""

import pandas as pd

from analysis.winback import take_snapshot
from winback.thirty_customers import AS_OF, tables

EXTRA = [  # customer, what bars a call, changes of the customers table
    ("k31", "a dispute (legal)", {"status": "legal"}),
    # Their statement has severity 4.
    ("k32", "a dispute (legal)", {}),
    ("k33", "the business is closed", {"end_type": "Business closed"}),
    ("k34", "a one-time buyer by nature", {"one_time": True}),
    ("k35", "cooling off", {"status": "cooloff"}),  # no day on which it ends
    ("k36", "refused or bothered lately", {}),  # in October
    ("k37", "held back, not read out yet", {}),  # since November
    ("k38", "", {}),  # held back in 2023: that is read out
    ("k39", "no contact on file", {}),
    ("k40", "no contact who can be reached", {}),  # on leave, no day of return
    ("k41", "no contact who can be reached", {}),  # neither phone nor e-mail
    ("k42", "", {"end_type": "cancelled"}),  # a contract that ended is no closed business
]  # fmt: skip
IDS = [one for one, _, _ in EXTRA]

#: Why nobody may call, of the thirty; all others may be called.
BARRED = {
    "k14": "opted out or suppressed", "k25": "opted out or suppressed", "k26": "cooling off",
} | {one: bar for one, bar, _ in EXTRA if bar}  # fmt: skip

#: Who rests this week although they may be called.
RESTING = {
    "k16": "tried in the last 28 days",
    "k28": "a later next step is agreed",
}

PURPOSES = {
    "k01": "goodnews",  # fixed, not told
    "k02": "closure",  # told already, no answer, hoped for half a year
    "k03": "goodnews",  # a voicemail told nobody
    "k04": "checkin",  # the fix came before they left, and the hope is young
    "k05": "listen", "k06": "listen", "k07": "listen", "k08": "listen",  # S2, S4 are open
    "k09": "closure", "k10": "closure",  # beyond remedy
    "k11": "closure",  # nobody works on it
    "k12": "resolve",  # the own O1 is open and goes before the news
    "k13": "goodnews",  # the own issue does not block
    "k15": "feedback",  # no reason on file
    "k18": "resolve",  # the own O7 is open
    "k27": "feedback", "k30": "feedback",
}  # fmt: skip


def more_tables():
    found = tables()
    people = found["customers"]
    like = people[people["customer_id"] == "k01"].drop(columns="customer_id").iloc[0].to_dict()
    rows = [{**like, "customer_id": one, **changes} for one, _, changes in EXTRA]
    asked = [
        {"customer_id": one, "contact_id": f"{one}-1", "status": "active", "may_contact": True,
         "has_address": one != "k41"}
        for one in IDS if one != "k39"
    ]  # fmt: skip
    for row in asked:
        row["status"] = "on_leave" if row["customer_id"] == "k40" else "active"
    refused = {"customer_id": "k36", "touched_at": "2024-10-10", "contact_id": "k36-1",
               "purpose": "checkin", "outcome": "refused", "direction": "outbound"}  # fmt: skip
    return {
        **found,
        "customers": pd.concat([people, pd.DataFrame(rows)], ignore_index=True),
        "contacts": pd.concat([found["contacts"], pd.DataFrame(asked)], ignore_index=True),
        "touches": pd.concat([found["touches"], pd.DataFrame([refused])], ignore_index=True),
        "statements": pd.DataFrame({
            "customer_id": ["k32", "k01", "k11"], "severity": [4, 3, 1],
            "contact_id": ["k32-1", "k01-1", "k11-1"], "layer": ["formal", "formal", "personal"],
            "source": ["customer", "customer", "rep"], "stated_on": "2024-05-01"}),
        "assignments": pd.DataFrame({
            "customer_id": ["k37", "k38", "k01"], "arm": ["hold", "hold", "treat"],
            "program": ["spring", "autumn", "spring"],
            "assigned_on": ["2024-11-01", "2023-10-01", "2024-11-01"]}),
    }  # fmt: skip


def more_snapshot(without=(), **changes):
    kept = {name: rows for name, rows in (more_tables() | changes).items() if name not in without}
    return take_snapshot(kept, as_of=AS_OF)
