"""The files of a week of calls: a list a rep, who is not called and why, and the arms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis import winback as room
from analysis.exports import Sheet, csv_bytes, list_files
from analysis.results import Estimate, Finding
from analysis.rows.calllists import FILLED_IN, HANDED_OUT
from analysis.steps.calling import (
    NOBODY,
    missing_of,
    numbers_of,
    receipt_of,
    sentence_of,
    warnings_of,
    week_of,
)
from analysis.steps.job import Job
from analysis.steps.listing import NOT_CLEARED, contact_warnings, is_cleared
from analysis.steps.statements import with_present_ids
from analysis.steps.why import read_reasons
from analysis.steps.writing import as_json
from analysis.vocabulary import TOUCHES
from analysis.winback import Snapshot, free_contacts, looked_up

#: Words to choose from where the caller says what came of a call.
OUTCOMES = tuple(word for word in TOUCHES.column("outcome").words if word != "unknown")

#: What customers said, in so many masked statements a dossier.
STATEMENTS_SHOWN = 2

_HELP = (
    ("called_at", "The day you called, such as 2025-01-07. Leave it empty if you did not call."),
    ("outcome", f"One of: {', '.join(OUTCOMES)}. opt_out = never contact this person again."),
    ("note", "What they said, in their words. 'Not reached' is a note too."),
    ("code", "The reason, as your codebook names it; may stay empty."),
    ("next_on", "The day you agreed on for the next step, if any."),
    ("purpose: resolve", "An issue of theirs is open: say what is done about it. Do not sell."),
    ("purpose: listen", "Something they named is still open: listen. Do not sell."),
    ("purpose: goodnews", "What they named has been fixed and nobody told them: tell them."),
    ("purpose: feedback", "Nobody knows why they stopped: ask."),
    ("purpose: closure", "Hope is old: ask for a clear yes or no. A no is a good answer."),
    ("purpose: checkin", "Ask how they are and whether what they named still holds."),
    ("slot", "exploit = worth most; probe, explore = drawn by lot, to learn; closure = a clear "
             "answer is due. A call drawn by lot counts only if it is made, whoever it is."),
    ("who_else", "Others there who may be contacted, if the first is not reached."),
    ("everything else", "Leave as it is: with it the filled list finds its way back."),
)  # fmt: skip


@dataclass(frozen=True)
class CallFiles:
    """A week of calls as files.

    Parameters
    ----------
    files
        Bytes by path in the folder.
    finding
        Sentence, numbers and what must be known first.
    receipt
        The accounting, as ``summary.json`` holds it.
    """

    files: Mapping[str, bytes]
    finding: Finding
    receipt: Mapping[str, Any]

    def in_words(self) -> str:
        """Return the sentence, the accounting and the doubts, line by line."""
        told = self.receipt
        lines = [
            self.finding.sentence.replace("**", ""),
            f"{told['n_called']:,} called + {told['n_not_called']:,} not called = "
            f"{told['n_dormant']:,} dormant customers; held back to compare with, of those who "
            f"would have been called: {told['n_held_back_to_compare']:,}.",
            *self.finding.doubts,
        ]
        return "\n".join(lines)


def write_calls(job: Job, terms: room.Terms) -> CallFiles:
    """Return the files of this week's calls.

    Raises
    ------
    InputRefused
        Without a contacts table.

    Examples
    --------
    >>> from analysis.steps.calling import terms_of
    >>> from analysis.steps.job import open_job
    >>> job = open_job("sample", as_of="2024-12-31")
    >>> made = write_calls(job, terms_of(job, most=3))
    >>> made.receipt["n_called"], sorted(made.files)[:3]
    (36, ['assignments.csv', 'calls_001.csv', 'calls_001.xlsx'])
    """
    return files_of_week(job, *week_of(job, terms), terms)


def files_of_week(
    job: Job, snapshot: Snapshot, week: room.CallWeek, terms: room.Terms
) -> CallFiles:
    """Return a planned week as files.

    Parameters
    ----------
    snapshot
        What was known when the week was planned.
    """
    cleared = is_cleared(job)
    sheets = room.dossiers(snapshot, week.calls, cleared=cleared)
    calls = _with_people(job, snapshot, week.calls, sheets)
    dossiers = _as_dossiers(job, snapshot, calls, sheets, cleared=cleared)
    files: dict[str, bytes] = {}
    named: list[dict[str, object]] = []
    for number, (rep, rows) in enumerate(calls.groupby("rep_id", sort=True), start=1):
        name = f"calls_{number:03}"
        files |= _files_of_rep(name, rows, dossiers.loc[rows.index], cleared=cleared)
        value = round(float(rows["expected_value"].sum()), 2)
        named.append({"file": name, "rep_id": rep, "n_calls": len(rows), "value": value})
    numbers = numbers_of(snapshot, week)
    doubts = (*warnings_of(job, snapshot, week, terms), *contact_warnings(job))
    finding = Finding(_sentence(week, numbers), numbers, doubts, missing_of(snapshot))
    receipt = receipt_of(snapshot, week, terms) | {
        "cleared": cleared, "lists": named, "warnings": list(doubts),
    }  # fmt: skip
    files["not_called.csv"] = csv_bytes(_rounded(week.not_called))
    files["assignments.csv"] = csv_bytes(_rounded(week.assignments))
    files["summary.json"] = as_json(receipt).encode()
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["manifest.json"] = as_json({"files": dict(sorted(hashes.items()))}).encode()
    return CallFiles(files, finding, receipt)


def _sentence(week: room.CallWeek, numbers: dict[str, Estimate]) -> str:
    return sentence_of(numbers) if len(week.calls) else NOBODY


def _with_people(
    job: Job, snapshot: Snapshot, calls: pd.DataFrame, sheets: pd.DataFrame
) -> pd.DataFrame:
    """Return the calls with names, addresses and the dossier's short texts, ready to fill in."""
    contacts = with_present_ids(job.workspace, job.workspace.load("contacts"))
    contacts = contacts.reindex(columns=["contact_id", "customer_id", "name", "phone", "email"])
    mine = contacts.drop_duplicates(["customer_id", "contact_id"])
    found = calls.drop(columns="own_rep_id").merge(
        mine.rename(columns={"name": "contact"}),
        on=["customer_id", "contact_id"], how="left", validate="one_to_one",
    )  # fmt: skip
    names = snapshot.customers.set_index("customer_id")["name"]
    short = sheets[["last_orders", "open_issues", "do_not_say", "completeness"]]
    found = found.assign(
        name=looked_up(found["customer_id"], names),
        who_else=_who_else(snapshot, found, mine),
        **{name: short[name].to_numpy() for name in short},
        **dict.fromkeys(FILLED_IN, ""),
    )
    return found[[*HANDED_OUT, *FILLED_IN]]


def _who_else(snapshot: Snapshot, calls: pd.DataFrame, contacts: pd.DataFrame) -> pd.Series:
    """Return the others at each customer who may be contacted and can be reached."""
    free = free_contacts(snapshot)[["customer_id", "contact_id", "department"]]
    asked = set(zip(calls["customer_id"], calls["contact_id"], strict=True))
    pairs = zip(free["customer_id"], free["contact_id"], strict=True)
    others = free[np.array([pair not in asked for pair in pairs], dtype=bool)]
    others = others.merge(contacts, on=["customer_id", "contact_id"], how="left")
    known = others["name"].fillna(others["contact_id"]).astype("str")
    role = " (" + others["department"].astype("str") + ")"
    word = known + role.where(others["department"].notna(), "")
    joined = word.groupby(others["customer_id"]).agg("; ".join)
    return looked_up(calls["customer_id"], joined).fillna("")


def _said(job: Job, snapshot: Snapshot) -> pd.Series:
    """Return the latest masked statements about the present silence by customer."""
    if snapshot.lacks("reasons"):
        return pd.Series(dtype="str")
    present = snapshot.said[["customer_id", "reason_id", "stated_on"]]
    rows = read_reasons(job).mentions.merge(
        present.drop_duplicates("reason_id"), on=["customer_id", "reason_id"]
    )
    rows = rows.sort_values(["customer_id", "stated_on", "reason_id", "mention_n"])
    last = rows.groupby("customer_id").tail(STATEMENTS_SHOWN)
    return last.groupby("customer_id")["text"].agg(" | ".join)


def _as_dossiers(
    job: Job, snapshot: Snapshot, calls: pd.DataFrame, sheets: pd.DataFrame, *, cleared: bool
) -> pd.DataFrame:
    """Return the dossiers as a page of the workbook; what customers said is masked."""
    more = ["size_trend", "gap_trend", "exit_signature", "open_issues", "reasons"]
    return pd.DataFrame({
        **{name: calls[name] for name in ("call_id", "customer_id", "name", "rep_id")},
        **{name: calls[name] for name in ("contact", "who_else", "last_orders")},
        **{name: sheets[name].to_numpy() for name in more},
        "they_said": looked_up(calls["customer_id"], _said(job, snapshot)),
        "opt_outs": "on file" if cleared else NOT_CLEARED,
        "do_not_say": calls["do_not_say"],
        "completeness": calls["completeness"],
        "missing": sheets["missing"].to_numpy(),
    })  # fmt: skip


def _files_of_rep(
    name: str, calls: pd.DataFrame, dossiers: pd.DataFrame, *, cleared: bool
) -> dict[str, bytes]:
    rows = _rounded(calls)
    if not cleared:
        rows.insert(0, "clearance", NOT_CLEARED)
    filling = Sheet("Calls", rows, {"outcome": OUTCOMES}, days=("called_at", "next_on"))
    help_page = pd.DataFrame(_HELP, columns=["column", "what to fill in, and what it means"])
    beside = (Sheet("How to fill in", help_page), Sheet("Dossiers", dossiers))
    return list_files(name, filling, beside=beside)


def _rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return money to the cent, and chances as exactly as their use needs."""
    chances = {"propensity", "probe_probability"}
    floats = [name for name in rows if pd.api.types.is_float_dtype(rows[name].dtype)]
    return rows.round({name: 6 if name in chances else 2 for name in floats})
