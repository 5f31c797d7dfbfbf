"""The tenth step: whom to call this week, for what, and why all others wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import winback as room
from analysis.errors import InputRefused
from analysis.results import Estimate, Finding, day_in_words, in_words
from analysis.statistics import wilson_bounds
from analysis.steps.asking import silent_to_ask, without_contacts
from analysis.steps.files import positive
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.kept import find_once
from analysis.steps.listing import WHY_NOT_CLEARED, is_cleared
from analysis.steps.outreach import find_outreach
from analysis.steps.snapshot import snapshot_of
from analysis.vocabulary import would_answer

#: No rep can be given more calls a week.
MOST_CALLS = 1000

#: So much held back and more costs more than it tells.
MOST_HELD = 0.5

NOBODY = (
    "**Nobody is called this week**: no customer is dormant, may be called and is worth a call."
)

#: A difference that only a miracle would make.
_USELESS = 0.5

#: Calls of a rep whose capacity nobody knows.
PER_REP = 10


@dataclass(frozen=True)
class Calls:
    """Whom to call this week, in counts: the names stand in the lists alone.

    Parameters
    ----------
    by_purpose
        ``purpose, n_calls, n_exploit, n_probe, n_closure, n_explore, value``.
    by_rep
        ``list, n_calls, n_own, n_learn, value``, by the number of the list.
    left_out
        ``reason, n_customers, value`` of the dormant customers not called, most customers first.
    gate
        ``item, n_known, n_calls, share, low, high``: the items of a dossier.
    """

    finding: Finding
    by_purpose: pd.DataFrame = field(default_factory=pd.DataFrame)
    by_rep: pd.DataFrame = field(default_factory=pd.DataFrame)
    left_out: pd.DataFrame = field(default_factory=pd.DataFrame)
    gate: pd.DataFrame = field(default_factory=pd.DataFrame)


@lru_cache(maxsize=JOBS_KEPT)
def find_calls(job: Job) -> Calls:
    """Say whom to call this week and what that is worth, with the settings' seed and share.

    Returns
    -------
    Calls
        Counts by purpose, by list and by reason of not being called, and the ``finding``; the
        names stand in the files that ``write_calls`` writes.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> calls = find_calls(open_job("sample", as_of="2024-12-31"))
    >>> numbers = calls.finding.numbers
    >>> int(numbers["n_calls"].value + calls.left_out["n_customers"].sum()) == numbers["n_calls"].n
    True
    """
    return find_once(job, "calls", Calls, _found)


def terms_of(
    job: Job, *, seed: int | None = None, hold_share: float | None = None, most: int | None = None
) -> room.Terms:
    """Return how a week is planned: what the command says, or else the settings.

    Parameters
    ----------
    most
        No rep makes more calls; a rep's own capacity counts where it is smaller.

    Raises
    ------
    InputRefused
        When a number is out of its range.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> terms_of(open_job("sample", as_of="2024-12-31"), hold_share=0.1).hold_share
    0.1
    """
    told = job.settings
    share = told.call_hold_out if hold_share is None else hold_share
    if not 0 <= share <= MOST_HELD:
        raise InputRefused(
            f"--hold-out is {share}",
            f"a share from 0 to {MOST_HELD}: 0.2 holds back one in five",
            "correct the share; with 0 nobody can tell later what the calls did",
            code="bad_share",
        )
    if most is not None:
        positive(most, "--per-rep", MOST_CALLS)
    chosen = told.random_state if seed is None else seed
    return room.Terms(told, chosen, share, PER_REP if most is None else most, most)


def week_of(job: Job, terms: room.Terms) -> tuple[room.Snapshot, room.CallWeek]:
    """Return what is known, and the week planned on it.

    Raises
    ------
    InputRefused
        Without a contacts table.
    """
    snapshot = snapshot_of(job)
    if not job.workspace.has("contacts"):
        raise without_contacts()
    return snapshot, _planned(job, snapshot, terms)


def _planned(job: Job, snapshot: room.Snapshot, terms: room.Terms) -> room.CallWeek:
    """Return the week, worth what earlier programmes with a hold-out measured, where there are."""
    lifts, classes = find_outreach(job).lift, room.classes_today(snapshot)
    return room.plan_week(snapshot, terms, lifts=lifts, classes=classes)


def _found(job: Job) -> Calls:
    snapshot = snapshot_of(job)
    if not job.workspace.has("contacts"):
        finding = Finding(
            "**Cannot tell whom to call**: without a contacts table nobody knows who opted out.",
            {"n_calls": Estimate.cannot_tell(0, "no contacts table", "count")},
            would_answer(["contacts"]),
            ("contacts",),
        )
        return Calls(finding)
    terms = terms_of(job)
    week = _planned(job, snapshot, terms)
    if not len(week.calls):
        finding = Finding(
            NOBODY,
            {
                "n_calls": Estimate.exact(0, week.n_dormant, "counted; n = dormant customers"),
                "n_to_ask": silent_to_ask(job),
            },
            _doubts(job, snapshot, week, terms),
            missing_of(snapshot),
        )
        return Calls(finding, left_out=_left_out(week))
    numbers = numbers_of(snapshot, week) | {"n_to_ask": silent_to_ask(job)}
    sheets = room.dossiers(snapshot, week.calls, cleared=is_cleared(job))
    return Calls(
        Finding(sentence_of(numbers), numbers, _doubts(job, snapshot, week, terms),
                missing_of(snapshot)),
        by_purpose=_by_purpose(week.calls),
        by_rep=_by_rep(week.calls),
        left_out=_left_out(week),
        gate=_gate(sheets),
    )  # fmt: skip


def numbers_of(snapshot: room.Snapshot, week: room.CallWeek) -> dict[str, Estimate]:
    """Return the numbers of a week, by their name in ``summary.json``."""
    calls, n = week.calls, week.n_dormant
    learn = int(calls["slot"].isin(["probe", "explore"]).sum())
    held = int(week.assignments["arm"].eq("hold").sum())
    return {
        "n_calls": Estimate.exact(len(calls), n, "counted; n = dormant customers"),
        "n_calls_to_learn": Estimate.exact(learn, len(calls), "drawn by lot; n = calls"),
        "n_calls_held_back": Estimate.exact(held, len(week.assignments), "n = called and held"),
        "calls_value": room.sum_of_worth(calls),
        "call_cost": week.cost,
        "calls_spread_own": week.spread_before,
        "calls_spread": week.spread_after,
        "calls_difference_seen": room.what_can_be_seen(week, snapshot),
    }


def basis_of(value: Estimate) -> str:
    """Say that a worth rests on a prior; empty where calling has been measured."""
    return ", a prior and not yet the effect of calling" if room.PRIOR in value.method else ""


def sentence_of(numbers: dict[str, Estimate]) -> str:
    """Return what the week's calls are worth, in a sentence.

    Examples
    --------
    >>> sentence_of({"n_calls": Estimate.exact(100, 500, ""),
    ...     "n_calls_to_learn": Estimate.exact(30, 100, ""),
    ...     "calls_value": Estimate(9e4, -1e3, 2e5, 100, "not incremental: prior; ...", "money")})
    '**These 100 calls are worth 90.0 k in expectation** (-1,000 to 200 k, a prior and not yet the
    effect of calling); 30 of them are there to learn.'
    """
    n, value = numbers["n_calls"].value or 0, numbers["calls_value"]
    basis = basis_of(value)
    return (
        f"**These {n:,.0f} calls are worth {in_words(value.value or 0.0, 'money')} in "
        f"expectation** ({value.interval}{basis}); "
        f"{numbers['n_calls_to_learn'].value:,.0f} of them are there to learn."
    )


def _by_purpose(calls: pd.DataFrame) -> pd.DataFrame:
    slots = {f"n_{slot}": calls["slot"].eq(slot) for slot in room.SLOTS}
    rows = calls.assign(**slots, n_calls=1).groupby("purpose").agg(
        n_calls=("n_calls", "sum"), **{name: (name, "sum") for name in slots},
        value=("expected_value", "sum"),
    )  # fmt: skip
    names = [name for name in room.CALL_PURPOSES if name in rows.index]
    return rows.reindex(names).rename_axis("purpose").reset_index()


def _by_rep(calls: pd.DataFrame) -> pd.DataFrame:
    rows = calls.assign(
        n_own=calls["rep_id"].eq(calls["own_rep_id"]),
        n_learn=calls["slot"].isin(["probe", "explore"]),
    )
    found = rows.groupby("rep_id", sort=True).agg(
        n_calls=("call_id", "size"), n_own=("n_own", "sum"), n_learn=("n_learn", "sum"),
        value=("expected_value", "sum"),
    ).reset_index(drop=True)  # fmt: skip
    return found.assign(list=[f"{number:03}" for number in range(1, len(found) + 1)])


def _left_out(week: room.CallWeek) -> pd.DataFrame:
    found = week.not_called.groupby("reason", as_index=False).agg(
        n_customers=("reason", "size"), value=("value", "sum")
    )
    order = ["n_customers", "reason"]
    return found.sort_values(order, ascending=[False, True], ignore_index=True)


def _gate(sheets: pd.DataFrame) -> pd.DataFrame:
    """Return of how many calls each item of the dossier is known."""
    lacking = sheets["missing"].str.split(", ")
    n = len(sheets)
    known = [int(sum(item not in row for row in lacking)) for item in room.ITEMS]
    low, high = wilson_bounds(known, n)
    return pd.DataFrame({
        "item": list(room.ITEMS), "n_known": known, "n_calls": n,
        "share": [one / max(n, 1) for one in known], "low": low, "high": high,
    })  # fmt: skip


def _doubts(
    job: Job, snapshot: room.Snapshot, week: room.CallWeek, terms: room.Terms
) -> tuple[str, ...]:
    said = warnings_of(job, snapshot, week, terms)
    return (*said, *would_answer(missing_of(snapshot)))


def warnings_of(
    job: Job, snapshot: room.Snapshot, week: room.CallWeek, terms: room.Terms
) -> list[str]:
    """Return what must be known of a week's lists, most urgent first."""
    said = []
    if not is_cleared(job):
        said.append(WHY_NOT_CLEARED)
    said += _reps_away(snapshot)
    if len(week.calls) and week.calls["value_basis"].iloc[0] == room.PRIOR:
        said.append(
            "No experiment has measured what a call does, so the value is what returns anyway "
            "(the chance of ordering again): a way to rank, not an effect."
        )
    if terms.hold_share == 0:
        said.append("Nobody is held back, so nobody will be able to tell what these calls did.")
    elif len(week.calls):
        said.append(_when_to_compare(snapshot, week))
    if week.spread_before.value is not None and week.spread_after.value is not None:
        said.append(
            "Own customers come before equal lists: the worth of a list spreads by "
            f"{in_words(week.spread_after.value, 'share')} of its mean "
            f"({in_words(week.spread_before.value, 'share')} with own customers alone)."
        )
    if week.cost.value is None:
        said.append(
            "The cost of a call is not known and not taken off: hour_cost in reps, or in "
            "whyleft.toml, would say it."
        )
    return said


def _reps_away(snapshot: room.Snapshot) -> list[str]:
    """Say how many reps get no list because they are not there, and whose customers that leaves."""
    away = room.reps_away(snapshot)
    if snapshot.lacks("reps") or not away:
        return []
    n_reps = snapshot.reps["rep_id"].nunique()
    n_left = int(snapshot.dormant["rep_id"].isin(away).sum())
    where = "others of their territory, or by lot" if len(away) < n_reps else "no rep of the table"
    return [
        f"{len(away):,} of {n_reps:,} reps have left, are inactive or on leave and get no list; "
        f"their {n_left:,} dormant customers go to {where}, where they may be called."
    ]


def _when_to_compare(snapshot: room.Snapshot, week: room.CallWeek) -> str:
    day = day_in_words(room.read_out_on(snapshot).date())
    seen = room.what_can_be_seen(week, snapshot)
    few = seen.value is None or seen.value > _USELESS
    alone = (
        "alone are too few to show anything; those of many weeks together may"
        if few
        else f"alone show a difference of {100 * (seen.value or 0):.0f} points or more; more weeks "
        "show less"
    )
    return f"Compare called and held back on {day}, not before. This week's numbers {alone}."


def missing_of(snapshot: room.Snapshot) -> tuple[str, ...]:
    """Return the absent tables that would make the lists better."""
    return snapshot.lacks("reasons", "touches", "issues", "reps", "assignments")


def receipt_of(snapshot: room.Snapshot, week: room.CallWeek, terms: room.Terms) -> dict[str, Any]:
    """Return the accounting of a week: called + not called = dormant."""
    calls, out = week.calls, week.not_called
    return {
        "program": f"{room.PROGRAM} {snapshot.as_of}",
        "as_of": snapshot.as_of.isoformat(),
        "seed": terms.seed,
        "hold_out_share": terms.hold_share,
        "n_dormant": week.n_dormant,
        "n_called": len(calls),
        "n_not_called": len(out),
        "not_called_by_reason": _counts(out["reason"]),
        "called_by_slot": _counts(calls["slot"]),
        "called_by_purpose": _counts(calls["purpose"]),
        "n_held_back_to_compare": int(week.assignments["arm"].eq("hold").sum()),
        "read_out_on": str(room.read_out_on(snapshot).date()),
        "numbers": {
            name: number.as_dict() for name, number in sorted(numbers_of(snapshot, week).items())
        },
    }


def _counts(values: pd.Series) -> dict[str, int]:
    return {str(name): int(n) for name, n in values.value_counts().sort_index().items()}
