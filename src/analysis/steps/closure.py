"""The ninth step: who is closed, who is only hoped for, and whether we stay in touch."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import pandas as pd

from analysis import winback as room
from analysis.results import Estimate, Finding, in_words
from analysis.statistics import share_with_wilson_interval
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.kept import find_once
from analysis.steps.listing import cooling, for_callers, keep_lists
from analysis.steps.snapshot import snapshot_of
from analysis.vocabulary import would_answer

#: Tables without which the page answers less.
_WANTED = ("touches", "contacts", "reps")


@dataclass(frozen=True)
class Closure:
    """Whether every dormant customer has an answer, a date or an owner; frames as in ``winback``.

    Parameters
    ----------
    states, by_age
        ``winback.waterfall``, ``winback.hopium_by_age``.
    moved
        Contacts who left for a known company, by what that company is to us.
    n_listed
        Rows of each list, by its name.
    """

    finding: Finding
    states: pd.DataFrame = field(default_factory=pd.DataFrame)
    by_age: pd.DataFrame = field(default_factory=pd.DataFrame)
    pace: pd.DataFrame = field(default_factory=pd.DataFrame)
    asked: pd.DataFrame = field(default_factory=pd.DataFrame)
    stays: pd.DataFrame = field(default_factory=pd.DataFrame)
    cool_off: pd.DataFrame = field(default_factory=pd.DataFrame)
    cadence: pd.DataFrame = field(default_factory=pd.DataFrame)
    coverage: pd.DataFrame = field(default_factory=pd.DataFrame)
    purposes: pd.DataFrame = field(default_factory=pd.DataFrame)
    first: pd.DataFrame = field(default_factory=pd.DataFrame)
    threads: pd.DataFrame = field(default_factory=pd.DataFrame)
    departments: pd.DataFrame = field(default_factory=pd.DataFrame)
    moved: pd.DataFrame = field(default_factory=pd.DataFrame)
    teams: pd.DataFrame = field(default_factory=pd.DataFrame)
    reps: pd.DataFrame = field(default_factory=pd.DataFrame)
    n_listed: dict[str, int] = field(default_factory=dict)


@lru_cache(maxsize=JOBS_KEPT)
def find_closure(job: Job) -> Closure:
    """Say who is closed and who is only hoped for, and where contact has been lost.

    Returns
    -------
    Closure
        ``states`` (where each dormant customer stands), ``cadence``, ``threads`` and the other
        tables of the page, and the ``finding``.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> closure = find_closure(open_job("sample", as_of="2024-12-31"))
    >>> n_dormant = closure.finding.numbers["hopium_share"].n
    >>> int(closure.states["n_customers"].sum()) == n_dormant
    True
    """
    return find_once(job, "closure", Closure, _found)


def _found(job: Job) -> Closure:
    snapshot, floor = snapshot_of(job), job.settings.group_floor
    states = room.closure_states(snapshot)
    asks, pace = room.closure_asks(snapshot), room.burn_down(snapshot, states)
    moved, stalled = room.movers(snapshot), room.stalled_threads(snapshot)
    numbers = {
        **_hope_numbers(snapshot, states, job),
        "hopium_weeks": pace.weeks,
        "answers_a_week": pace.closed_a_week,
        "newly_dormant_a_week": pace.new_a_week,
        "stay_share_of_reached": _stay_share(asks),
        "single_threaded_value": room.single_threaded_value(snapshot, settings=job.settings),
        "n_stalled_threads": _counted(_n_waiting(stalled), snapshot, "touches"),
        "n_movers": _counted(len(moved), snapshot, "contacts"),
        "movers_followed_share": room.followed_share(moved),
        "system_coverage_share": _covered(room.system_coverage(snapshot)),
    }
    finding = Finding(
        _sentence(numbers, len(states)), numbers, _doubts(snapshot), snapshot.lacks(*_WANTED)
    )
    known = states.head(0) if snapshot.lacks("touches") else states  # all would look hoped for
    lists = _lists(snapshot, known, stalled, moved)
    return Closure(
        finding,
        states=room.waterfall(known) if len(known) else pd.DataFrame(),
        by_age=room.hopium_by_age(known),
        pace=_pace(pace),
        asked=_asked(asks, snapshot),
        stays=room.stays_by_age(asks, snapshot.orders, as_of=snapshot.today),
        cool_off=_by_due(room.cool_off_register(snapshot)),
        cadence=room.cadence(snapshot),
        coverage=room.system_coverage(snapshot) if len(states) else pd.DataFrame(),
        purposes=room.purposes(snapshot),
        first=pd.DataFrame() if snapshot.lacks("touches") else room.first_purpose(snapshot),
        threads=room.single_threaded(snapshot),
        departments=room.departments(snapshot),
        moved=_by_door(moved),
        teams=room.team_adoption(snapshot, floor=floor),
        reps=room.rep_adoption(snapshot, floor=floor, share_floor=job.settings.share_floor),
        n_listed=keep_lists(job, snapshot, lists),
    )


def _asked(asks: pd.DataFrame, snapshot: room.Snapshot) -> pd.DataFrame:
    """Return what came of asking: no rows where nobody was asked, no columns where none knows."""
    if len(asks):
        return room.outcomes_of_asking(asks)
    return pd.DataFrame() if snapshot.lacks("touches") else asks


def _n_waiting(stalled: pd.DataFrame) -> int:
    return int((~stalled["ordered_since"].astype(bool)).sum())


def _lists(
    snapshot: room.Snapshot, states: pd.DataFrame, stalled: pd.DataFrame, moved: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    hoped = states[states["state"] == room.HOPED_FOR].drop(columns=["state", "next_on"])
    hoped = hoped.sort_values(["value", "customer_id"], ascending=[False, True])
    # Who ordered since is heard of: somebody of them is there, if not this contact.
    stalled = stalled[~stalled["ordered_since"].astype(bool)].drop(columns="ordered_since")
    waiting = for_callers(snapshot, stalled)
    asked = room.whom_else_to_ask(
        snapshot, waiting["customer_id"], instead_of=waiting["contact_id"]
    )
    waiting = waiting.merge(asked, on="customer_id", how="left", validate="one_to_one")
    free = room.free_contacts(snapshot)["contact_id"]
    waiting = waiting.assign(
        contact_id=waiting["contact_id"].where(waiting["contact_id"].isin(free))
    )
    # A mover is called at the new company: what bars the old one is no matter, but for a dispute.
    bar = room.who_is_barred(snapshot)
    apart = room.looked_up(moved["customer_id"], bar).eq(room.LEGAL)
    apart |= room.looked_up(moved["new_customer_id"], bar).fillna("").ne("")
    gone = moved[moved["may_contact"].astype(bool) & ~apart].drop(columns="may_contact")
    register = room.cool_off_register(snapshot)
    return {
        "hopium": for_callers(snapshot, hoped),
        "cool_off": cooling(snapshot, register),
        "stalled_threads": waiting,
        "movers": gone,
    }


def _hope_numbers(snapshot: room.Snapshot, states: pd.DataFrame, job: Job) -> dict[str, Estimate]:
    hoped = states["state"].eq(room.HOPED_FOR)
    n = int(hoped.sum())
    if states.empty:
        return {"hopium_share": Estimate.cannot_tell(0, "nobody is known to be dormant")}
    if snapshot.lacks("touches"):
        why = "no touches table, so nobody knows who gave an answer"
        unknown = Estimate.cannot_tell(len(states), why, "count")
        return {"hopium_share": replace(unknown, unit="share"), "n_hopium": unknown}
    days = float(states.loc[hoped, "days_hoped"].median()) if n else 0.0
    return {
        "n_hopium": Estimate.exact(n, len(states), "counted; n = dormant customers"),
        "hopium_share": share_with_wilson_interval(n, len(states)),
        "hopium_value": room.sum_of_members(states["value"], hoped, settings=job.settings),
        "hopium_expected": room.sum_of_members(states["hope"], hoped, settings=job.settings),
        "hopium_gap": room.hopium_gap(snapshot, states, settings=job.settings),
        "hopium_days": Estimate.exact(days, n, "median days beyond the own threshold", "days"),
    }


def _stay_share(asks: pd.DataFrame) -> Estimate:
    reached = asks["outcome"] != "not reached"
    return share_with_wilson_interval(int((asks["outcome"] == "stays").sum()), int(reached.sum()))


def _counted(count: int, snapshot: room.Snapshot, table: str) -> Estimate:
    if snapshot.lacks(table):
        return Estimate.cannot_tell(0, f"no {table} table", "count")
    return Estimate.exact(count, count, "counted")


def _covered(coverage: pd.DataFrame) -> Estimate:
    whole = coverage[coverage["entry"] == "all of these"]
    if whole.empty:
        return Estimate.cannot_tell(0, "no touches table: nobody knows the last touch")
    row = whole.iloc[0]
    return share_with_wilson_interval(int(row["n_there"]), int(row["n_dormant"]))


def _pace(pace: room.BurnDown) -> pd.DataFrame:
    rows = [
        ("Dormant customers who gave an answer, a week", pace.closed_a_week),
        ("Customers who fell dormant, a week", pace.new_a_week),
        ("Weeks until everybody has an answer, without newcomers", pace.weeks),
    ]
    return pd.DataFrame({
        "what": [name for name, _ in rows],
        "value": [one.value for _, one in rows],
        "low": [one.low for _, one in rows],
        "high": [one.high for _, one in rows],
    }).astype({"value": float, "low": float, "high": float})  # fmt: skip


def _by_due(register: pd.DataFrame) -> pd.DataFrame:
    order = ["overdue", "within 30 days", "later", "no date"]
    found = register.groupby("due").agg(n_customers=("customer_id", "size"), value=("value", "sum"))
    return found.reindex([name for name in order if name in found.index]).reset_index(names="due")


def _by_door(moved: pd.DataFrame) -> pd.DataFrame:
    rows = moved.assign(followed_n=moved["followed"].eq(other=True).fillna(value=False))
    found = rows.groupby("door", as_index=False).agg(
        n_contacts=("contact_id", "size"), n_followed=("followed_n", "sum")
    )
    return found.sort_values(["n_contacts", "door"], ascending=[False, True], ignore_index=True)


def _sentence(numbers: dict[str, Estimate], n_dormant: int) -> str:
    share, weeks = numbers["hopium_share"], numbers["hopium_weeks"]
    if share.value is None:
        return f"**Cannot tell who is only hoped for**: {share.method}."
    hoped, value = numbers["n_hopium"], numbers["hopium_value"]
    interval = f" ({value.interval})" if value.interval else ""
    money = "too few to show their money"
    if value.value is not None:
        money = f"{in_words(value.value, 'money')} a year at stake"
    head = (
        f"**{hoped.value:,.0f} of {n_dormant:,} dormant customers ({share.interval}) have no "
        f"answer, no owner with a next step and no date**: {money}{interval}"
    )
    if weeks.value is None:
        return f"{head}. How long that takes to clear cannot be told: {weeks.method}."
    return (
        f"{head}. At the present {numbers['answers_a_week'].value:.1f} answers a week that takes "
        f"{weeks.value:,.0f} weeks ({weeks.interval}), and "
        f"{numbers['newly_dormant_a_week'].value:.1f} a week fall dormant anew."
    )


def _doubts(snapshot: room.Snapshot) -> tuple[str, ...]:
    said = ["Answers depend on how the question is put, and on whom of the customer is asked."]
    if not snapshot.lacks("touches"):
        said.append(
            "What is not in the outreach log did not happen for these figures: calls nobody wrote "
            "down make the picture look worse than it is."
        )
    if snapshot.lacks("contacts"):
        said.append("Without a contacts table nobody knows who opted out, so no list is written.")
    return (*said, *would_answer(snapshot.lacks(*_WANTED)))
