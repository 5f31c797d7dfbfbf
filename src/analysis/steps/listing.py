"""The lists of a report: only customers who may be called, kept until the report is written."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.exports import list_files
from analysis.intake import load_intake
from analysis.steps.job import Job
from analysis.winback import (
    COOLING,
    Snapshot,
    callable_ids,
    contact_to_ask,
    looked_up,
    who_is_barred,
)

#: What stands in every row of a list when opt-outs may be missing.
NOT_CLEARED = "NOT CLEARED FOR CONTACT"
WHY_NOT_CLEARED = (
    f"{NOT_CLEARED}: without a suppressions table and an opt-out column in the contacts nobody "
    "knows all who opted out. Every row says so."
)

#: Warnings of intake about whom nobody may contact, and about opt-outs that did not work.
CONTACT_WARNINGS = frozenset({
    "suppressions_not_matched", "suppression_ends_first", "read_as_opt_outs", "optout_by_likeness",
    "unclear_answers", "blank_consent", "broken_contact_lines", "mixed_opt_out", "opt_out_in_list",
    "opt_out_in_text", "shared_opt_out", "maybe_opt_out", "not_opted_out", "opt_outs_not_read",
    "ids_alone", "opt_outs_gone",
})  # fmt: skip

#: Names of all lists, in the order of their pages.
LISTS = (
    "fixed_not_told", "resolved_but_silent", "issue_calendar", "sold_over_open_issue",
    "conditions", "hopium", "cool_off", "stalled_threads", "movers",
)  # fmt: skip


def is_cleared(job: Job) -> bool:
    """Whether opt-outs are on file: contacts with an opt-out column, and a suppression table."""
    intake = load_intake(job.workspace)
    receipts = intake.receipts if intake else {}
    if "contacts" not in receipts or "suppressions" not in receipts:
        return False
    return all(told.code != "no_optout_column" for told in receipts["contacts"].warnings)


def contact_warnings(job: Job) -> list[str]:
    """Return what intake said of whom nobody may contact, each with its table in front.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> from analysis.steps.load import load_exports
    >>> job = open_job("sample", as_of="2024-12-31")
    >>> _ = load_exports(job)
    >>> [said[:22] for said in contact_warnings(job)]
    ["reasons: Column 'note'", "contacts: Column 'cons"]
    """
    intake = load_intake(job.workspace)
    return [
        f"{table}: {warned.message}"
        for table, receipt in (intake.receipts.items() if intake else ())
        for warned in receipt.warnings
        if warned.code in CONTACT_WARNINGS
    ]


def for_callers(snapshot: Snapshot, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of customers who may be called, with what a caller needs to know first.

    Parameters
    ----------
    rows
        With ``customer_id``; its order is kept.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback import take_snapshot
    >>> people = pd.DataFrame({"customer_id": ["a", "b"], "name": ["Ash", "Elm"]})
    >>> asked = pd.DataFrame({"customer_id": ["a"], "contact_id": ["a-1"], "may_contact": [True]})
    >>> snapshot = take_snapshot({"customers": people, "contacts": asked},
    ...                          as_of=date(2024, 12, 31))
    >>> for_callers(snapshot, people[["customer_id"]])[["name", "contact_id"]].values.tolist()
    [['Ash', 'a-1']]
    """
    return _described(snapshot, rows[rows["customer_id"].isin(callable_ids(snapshot))])


def _described(snapshot: Snapshot, rows: pd.DataFrame) -> pd.DataFrame:
    people = snapshot.customers.set_index("customer_id")
    first = {
        name: looked_up(rows["customer_id"], people[name])
        for name in ("name", "tier", "rep_id", "last_order_on")
    }
    found = rows.assign(**first)
    if "contact_id" not in rows:
        asked = looked_up(rows["customer_id"], contact_to_ask(snapshot))
        found = found.assign(contact_id=asked)
    front = ["customer_id", "name", "tier", "rep_id", "contact_id", "last_order_on"]
    rest = [name for name in found.columns if name not in front]
    return found[[*front, *rest]].reset_index(drop=True)


def cooling(snapshot: Snapshot, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the cool-off register whose customers may be called, now or then.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback import take_snapshot
    >>> rows = pd.DataFrame({"customer_id": ["a", "b"], "status": "cooloff"})
    >>> asked = pd.DataFrame({"customer_id": ["b"], "contact_id": ["b-1"], "may_contact": [True]})
    >>> snapshot = take_snapshot({"customers": rows, "contacts": asked}, as_of=date(2024, 12, 31))
    >>> cooling(snapshot, rows)["customer_id"].tolist()
    ['b']
    """
    bar = looked_up(rows["customer_id"], who_is_barred(snapshot))
    asked = contact_to_ask(snapshot).index
    return _described(snapshot, rows[bar.isin(["", COOLING]) & rows["customer_id"].isin(asked)])


def without_barred(snapshot: Snapshot, rows: pd.DataFrame) -> pd.DataFrame:
    """Return all rows, without the ids of customers who may not be called.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback import take_snapshot
    >>> rows = pd.DataFrame({"issue_id": ["1"], "customer_id": ["a"]})
    >>> without_barred(take_snapshot({}, as_of=date(2024, 12, 31)), rows)["customer_id"].tolist()
    [nan]
    """
    known = rows["customer_id"].isin(callable_ids(snapshot))
    return rows.assign(customer_id=rows["customer_id"].where(known))


def keep_lists(job: Job, snapshot: Snapshot, lists: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Keep these lists for the report and return their lengths; none without contacts.

    Nobody knows who opted out when there is no contacts table, so no list is kept then.
    """
    told = job.workspace.load_record("lists") or {}
    for name, rows in lists.items():
        usable = not snapshot.lacks("contacts") and len(rows) > 0
        told[name] = len(rows) if usable else 0
        if usable:
            job.workspace.save(f"list_{name}", _plain_cells(_marked(job, rows)))
    job.workspace.save_record("lists", told)
    return {name: told[name] for name in lists}


def _marked(job: Job, rows: pd.DataFrame) -> pd.DataFrame:
    if is_cleared(job):
        return rows
    marked = rows.copy()
    marked.insert(0, "clearance", NOT_CLEARED)
    return marked


def _plain_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Return columns of kinds that travel: texts, numbers, days; money to the cent."""
    plain = {}
    for name in rows.columns:
        column = rows[name]
        if pd.api.types.is_bool_dtype(column.dtype):
            plain[name] = column.map({True: "yes", False: "no"}).astype("str")
        elif pd.api.types.is_float_dtype(column.dtype):
            whole = (column.dropna() % 1 == 0).all()
            plain[name] = column.astype("Int64") if whole else column.round(2)
        elif pd.api.types.is_object_dtype(column.dtype):
            plain[name] = column.astype("str")
        elif pd.api.types.is_datetime64_any_dtype(column.dtype):
            plain[name] = column.dt.normalize()
    return rows.assign(**plain)


def files_of_lists(job: Job) -> dict[str, bytes]:
    """Return the files of all lists that were kept, by their path in the report."""
    told = job.workspace.load_record("lists") or {}
    files: dict[str, bytes] = {}
    for name in LISTS:
        if told.get(name):
            made = list_files(name, job.workspace.load(f"list_{name}"))
            files |= {f"lists/{file}": content for file, content in made.items()}
    return files
