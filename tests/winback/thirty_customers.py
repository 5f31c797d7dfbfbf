"""A company of 30 customers, written by hand; what is right of each stands beside it.

As of 2024-12-31. Customer kNN is worth 100 x NN a year. The last order of all dormant ones is of
2024-03-01 unless said otherwise. Every customer has a contact kNN-1 who may be called unless said
otherwise. Four issues are systemic: S1 *late*, fixed on 2024-06-01; S2 *price*, open, overdue; S3
*moved*, beyond remedy; S4 *forms*, open, not yet due.
"""

from datetime import date

import pandas as pd

from analysis.winback import take_snapshot

AS_OF = date(2024, 12, 31)
ACTIVE = ("k20", "k21", "k22", "k23")
IDS = [f"k{number:02}" for number in range(1, 31)]

REASONS = [  # customer, reason
    ("k01", "late"),  # fixed since, nobody told: news
    ("k02", "late"),  # told in July: no news
    ("k03", "late"),  # a voicemail in July reached nobody: news
    ("k04", "late"),  # left in August, after the fix: not fixed by it
    ("k05", "late"), ("k05", "price"),  # price is open: waits for S2
    ("k06", "price"),  # waits for S2
    ("k07", "price"), ("k07", "forms"),  # waits for S2 and S4
    ("k08", "forms"),  # waits for S4
    ("k09", "moved"),  # beyond remedy
    ("k10", "late"), ("k10", "moved"),  # beyond remedy
    ("k11", "noise"),  # not on the register
    ("k12", "late"),  # has an own open issue: no news, waits for O1
    ("k13", "late"),  # the own open issue does not block: news
    ("k14", "late"),  # fixed, but opted out: on no list
]  # fmt: skip

ISSUES = [  # issue, code, customer, opened, fixed, due, status, blocking, owner, kind
    ("S1", "late", None, "2023-01-01", "2024-06-01", "2024-01-01", "fixed", True, "ops", "issue"),
    ("S2", "price", None, "2024-01-01", None, "2024-11-30", "open", True, "sales", "issue"),
    ("S3", "moved", None, "2023-01-01", None, None, "irresolvable", True, None, "issue"),
    ("S4", "forms", None, "2024-02-01", None, "2025-02-01", "open", True, None, "issue"),
    ("O1", "billing", "k12", "2024-02-15", None, None, "open", True, "fin", "issue"),
    ("O2", "billing", "k13", "2024-02-15", None, None, "open", False, "fin", "issue"),
    ("O3", "billing", "k15", "2024-02-15", "2024-05-01", None, "fixed", True, "fin", "issue"),
    ("O4", "billing", "k16", "2024-02-15", "2024-12-01", None, "fixed", True, "fin", "issue"),
    ("O5", "billing", "k17", "2024-02-15", "2024-05-01", None, "fixed", True, "fin", "issue"),
    ("O6", "billing", "k18", "2024-02-15", "2024-05-01", None, "fixed", True, "fin", "issue"),
    ("O7", "late", "k18", "2024-02-20", None, None, "open", True, "ops", "issue"),
    ("O8", "billing", "k19", "2023-10-01", "2024-01-01", None, "fixed", True, "fin", "issue"),
    ("C1", "visit", "k06", "2024-03-10", "2024-04-30", "2024-05-01", "fixed", False, "r", "vow"),
    ("C2", "visit", "k08", "2024-03-10", None, "2024-05-01", "open", False, "r", "vow"),
    # Fixed after the snapshot: still open on the day, and due on it.
    ("C3", "visit", "k09", "2024-03-10", "2025-01-09", "2025-01-15", "fixed", False, "r", "vow"),
    # Opened after the snapshot: not there yet.
    ("X1", "late", None, "2025-01-05", None, None, "open", True, "ops", "issue"),
]  # fmt: skip

TOUCHES = [  # customer, day, contact, purpose, outcome, next
    ("k02", "2024-07-01", "k02-1", "goodnews", "connected", None),
    ("k03", "2024-07-01", "k03-1", "goodnews", "voicemail", None),
    ("k15", "2024-06-15", "k15-1", "resolve", "connected", None),
    ("k16", "2024-12-10", "k16-1", "resolve", "connected", None),
    ("k18", "2024-06-15", "k18-1", "resolve", "connected", None),
    ("k19", "2024-06-15", "k19-1", "resolve", "connected", None),
    ("k02", "2024-10-20", "k02-2", "checkin", "voicemail", None),  # follows the mover
    # Sales calls: into an open issue three times, otherwise not.
    ("k03", "2024-05-05", "k03-1", "sell", "voicemail", None),  # S1 was open then
    ("k06", "2024-10-01", "k06-1", "sell", "voicemail", None),  # S2 is open
    ("k12", "2024-09-01", "k12-1", "offer", "voicemail", None),  # O1 is open
    ("k01", "2024-07-10", "k01-1", "sell", "voicemail", None),  # S1 is fixed
    ("k09", "2024-09-02", "k09-1", "sell", "voicemail", None),  # S3 is beyond remedy
    # Threads: k20 is stalled, and k03 by the calls above; k21 got an answer, k22 tried another
    # contact, k23 is too fresh.
    ("k20", "2024-09-01", "k20-1", "checkin", "voicemail", None),
    ("k20", "2024-09-10", "k20-1", "checkin", "no_answer", None),
    ("k21", "2024-09-01", "k21-1", "checkin", "voicemail", None),
    ("k21", "2024-09-10", "k21-1", "checkin", "voicemail", None),
    ("k21", "2024-10-10", "k21-1", "checkin", "meeting", None),
    ("k21", "2024-11-10", "k21-2", "checkin", "connected", None),
    ("k22", "2024-09-01", "k22-1", "checkin", "voicemail", None),
    ("k22", "2024-09-10", "k22-2", "checkin", "no_answer", None),
    ("k23", "2024-12-10", "k23-1", "checkin", "voicemail", None),
    ("k23", "2024-12-12", "k23-1", "checkin", "voicemail", None),
    # Asking for a No.
    ("k24", "2024-11-05", "k24-1", "closure", "opt_in", None),
    ("k25", "2024-11-06", "k25-1", "closure", "opt_out", None),
    ("k27", "2024-09-01", "k27-1", "closure", "refused", None),
    ("k30", "2024-11-07", "k30-1", "closure", "voicemail", None),
    ("k30", "2024-11-14", "k30-1", "closure", "no_answer", None),
    # On somebody's desk.
    ("k28", "2024-12-01", "k28-1", "checkin", "connected", "2025-01-20"),
    # After the snapshot: nobody knows of it yet.
    ("k01", "2025-01-03", "k01-1", "goodnews", "connected", None),
]  # fmt: skip

MORE_CONTACTS = [  # customer, contact, department, status, left, new company, may be contacted
    ("k15", "k15-2", "user", "active", None, None, True),  # nobody has heard the users yet
    ("k15", "k15-3", "finance", "active", None, None, True),
    ("k20", "k20-2", "exec", "active", None, None, True),
    ("k20", "k20-3", "user", "on_leave", None, None, True),  # cannot be asked now
    ("k20", "k20-4", "user", "active", None, None, False),  # opted out
    ("k21", "k21-2", "user", "active", None, None, True),
    ("k22", "k22-2", "user", "active", None, None, True),
    ("k02", "k02-2", "user", "left", "2024-10-01", "Acme", True),  # a lead, followed
    ("k05", "k05-2", "user", "left", "2024-05-01", "customer  20", True),  # works for k20 now
    ("k07", "k07-2", "user", "left", "2024-05-02", "Customer 08", True),  # works for dormant k08
    ("k14", "k14-2", "user", "left", "2024-05-01", "Acme", False),  # opted out: on no list
    ("k01", "k01-2", "user", "left", "2025-01-10", "Acme", True),  # leaves after the snapshot
]  # fmt: skip

OPTED_OUT = ("k14", "k25")
COOLING = {"k26": "2025-03-01", "k27": "2024-12-01"}


def customers():
    rows = pd.DataFrame({"customer_id": IDS})
    value = [100.0 * number for number in range(1, 31)]
    active = rows["customer_id"].isin(ACTIVE)
    last = pd.Series("2024-03-01", index=rows.index)
    last = last.mask(rows["customer_id"] == "k04", "2024-08-01").mask(active, "2024-12-15")
    days = (pd.Timestamp(AS_OF) - pd.to_datetime(last)).dt.days
    return rows.assign(
        name=[f"Customer {one[1:]}" for one in IDS],
        tier="B",
        rep_id=["R1"] * 29 + [None],
        status=[("cooloff" if one in COOLING else "active") for one in IDS],
        revisit_on=[COOLING.get(one) for one in IDS],
        ended_on=["2024-10-01" if one == "k29" else None for one in IDS],
        dormancy_state=active.map({True: "active", False: "dormant"}),
        last_order_on=last,
        days_since_last_order=days,
        own_threshold_days=60.0,
        p_return=0.1,
        yearly_value_at_stake=pd.Series(value).where(~active, 0.0),
        yearly_spend=value,
    )


def contacts():
    first = [
        (one, f"{one}-1", "procurement", "active", None, None, one not in OPTED_OUT) for one in IDS
    ]
    names = ["customer_id", "contact_id", "department", "status", "left_on", "new_company"]
    return pd.DataFrame([*first, *MORE_CONTACTS], columns=[*names, "may_contact"])


def tables():
    names = ["issue_id", "code", "customer_id", "opened_on", "fixed_on", "due_on", "status"]
    people = customers()
    said = pd.DataFrame(REASONS, columns=["customer_id", "code"])
    return {
        "customers": people,
        "orders": people[["customer_id", "last_order_on"]].set_axis(
            ["customer_id", "ordered_on"], axis=1
        ),
        "reasons": said.assign(stated_on="2024-04-01", present=True, source="customer"),
        "issues": pd.DataFrame(ISSUES, columns=[*names, "blocking", "owner", "kind"]).replace(
            {"kind": {"vow": "condition"}}
        ),
        "touches": pd.DataFrame(
            TOUCHES,
            columns=["customer_id", "touched_at", "contact_id", "purpose", "outcome", "next_on"],
        ).assign(rep_id="R1", direction="outbound"),
        "contacts": contacts(),
        "reps": pd.DataFrame({"rep_id": ["R1"], "team": ["coast"]}),
    }


def snapshot(without=(), **changes):
    kept = {name: rows for name, rows in (tables() | changes).items() if name not in without}
    return take_snapshot(kept, as_of=AS_OF)
