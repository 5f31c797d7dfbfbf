"""What last month's calls brought: counted, and never claimed as an effect before its day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pandas as pd

from analysis.cells.speech import speaks_of_stop
from analysis.intake import load_intake
from analysis.reasons import NO_REASON_ID
from analysis.results import Estimate, Finding, day_in_words, in_words
from analysis.statistics import share_with_wilson_interval
from analysis.steps.closure import find_closure
from analysis.steps.job import Job
from analysis.steps.moved import CALLED
from analysis.steps.quiet import find_dormant
from analysis.steps.statements import with_present_ids
from analysis.steps.why import NOTHING_TOLD, Reasons
from analysis.vocabulary import REACHED
from analysis.winback.eligible import READ_OUT_DAYS
from analysis.workspace import Workspace

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
#: Numbers of the former report that calls can move, with the words for them.
_MOVED = (
    ("documented_share", "dormant customers with a reason on file"),
    ("hopium_share", "dormant customers without an answer, a date or an owner"),
)


@dataclass(frozen=True)
class CallsBack:
    """What came of the calls on the lists made since the former report; empty without any.

    Parameters
    ----------
    finding
        The sentence; its numbers are those of the table.
    table
        ``what, n, of, share, low, high``: each count with its denominator.
    """

    finding: Finding = field(default_factory=lambda: Finding("", {}))
    table: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["what", "n", "of", "share", "low", "high"])
    )

    def as_dict(self) -> dict[str, Any]:
        """Return the object under ``previous.calls`` in ``summary.json``."""
        return {
            "sentence": self.finding.sentence.replace("**", ""),
            "numbers": {name: one.as_dict() for name, one in self.finding.numbers.items()},
        }


def calls_since(
    job: Job, reasons: Reasons, *, since: date, before: Mapping[str, Any], floor: int
) -> CallsBack:
    """Return what the calls brought whose lists were made since the former report.

    A call belongs to the report on whose day its programme was made, or to a later day.

    Parameters
    ----------
    since
        Snapshot date of the former report.
    before
        The numbers of its ``summary.json``.
    floor
        Of fewer customers called or held back, nothing is told.
    """
    intake = load_intake(job.workspace)
    lists = [one for one in (intake.calls if intake else ()) if _made_since(one.program, since)]
    if not lists:
        return CallsBack()
    programs = [one.program for one in lists]
    touches = job.workspace.load("touches")
    called = touches[touches["program"].isin(programs)]
    numbers = {
        **_of_calls(_with_stops(job.workspace, called), sum(one.n_calls for one in lists)),
        **_of_reasons(called, reasons),
        **_ordered_since(job, programs, floor=floor),
    }
    due = _read_out(job.workspace, programs)
    sentence = _sentence(numbers, _moved(job, reasons, before), due)
    return CallsBack(Finding(sentence, numbers), _table(numbers))


def _made_since(program: str, since: date) -> bool:
    found = _DAY.search(program)
    return found is not None and found[0] >= since.isoformat()


def _with_stops(place: Workspace, called: pd.DataFrame) -> pd.DataFrame:
    """Return the calls, those whose note asks for no more calls with the outcome that says so."""
    if not place.has("reasons") or "outcome" not in called:
        return called
    notes = place.load("reasons").set_index("reason_id")["note"].dropna().astype(str)
    stops = notes[[speaks_of_stop(note.lower().replace("’", "'")) for note in notes]].index
    asked = called["outcome"].isin(REACHED) & (CALLED + called["touch_id"]).isin(stops)
    return called.assign(outcome=called["outcome"].mask(asked, "opt_out"))


def _of_calls(called: pd.DataFrame, n_calls: int) -> dict[str, Estimate]:
    outcome = called["outcome"] if "outcome" in called else pd.Series(dtype="str")
    n_called, n_reached = len(called), int(outcome.isin(REACHED).sum())
    counts = {name: int(outcome.eq(name).sum()) for name in ("opt_in", "opt_out")}
    return {
        "calls_made": share_with_wilson_interval(n_called, n_calls),
        "calls_reached": share_with_wilson_interval(n_reached, n_called),
        "calls_opt_in": share_with_wilson_interval(counts["opt_in"], n_reached),
        "calls_opt_out": share_with_wilson_interval(counts["opt_out"], n_reached),
    }


def _of_reasons(called: pd.DataFrame, reasons: Reasons) -> dict[str, Estimate]:
    """Return how many of the called customers told a reason, and of whom none was known before."""
    n = int(called["customer_id"].nunique())
    told = reasons.mentions
    if told.empty:
        none = share_with_wilson_interval(0, n)
        return {"calls_told": none, "calls_first_told": none}
    told = told[~told["theme_id"].isin((NO_REASON_ID, *NOTHING_TOLD))]
    here = told["reason_id"].str.removeprefix(CALLED).isin(called["touch_id"])
    who = set(told.loc[here, "customer_id"])
    new = who - set(told.loc[~here, "customer_id"])
    return {
        "calls_told": share_with_wilson_interval(len(who), n),
        "calls_first_told": share_with_wilson_interval(len(new), n),
    }


def _arms(place: Workspace, programs: Sequence[str]) -> pd.DataFrame:
    if not place.has("assignments"):
        return pd.DataFrame(columns=["customer_id", "arm", "assigned_on"])
    rows = place.load("assignments")
    rows = with_present_ids(place, rows[rows["program"].isin(programs)])
    return rows.sort_values("assigned_on").drop_duplicates("customer_id")


def _ordered_since(job: Job, programs: Sequence[str], *, floor: int) -> dict[str, Estimate]:
    """Return who ordered after the draw, of those meant to be called and of those held back."""
    arms, found = _arms(job.workspace, programs), {}
    last = find_dormant(job).who.customers.set_index("customer_id")["last_order_on"]
    for arm, name in (("treat", "called_ordered"), ("hold", "held_ordered")):
        rows = arms[arms["arm"] == arm]
        if len(rows) < floor:
            why = "no assignments of these calls" if arms.empty else f"fewer than {floor} customers"
            found[name] = Estimate.cannot_tell(len(rows), why)
            continue
        ordered = pd.to_datetime(last.reindex(rows["customer_id"])).to_numpy()
        n = int((ordered > pd.to_datetime(rows["assigned_on"]).to_numpy()).sum())
        found[name] = share_with_wilson_interval(n, len(rows))
    return found


def _read_out(place: Workspace, programs: Sequence[str]) -> date | None:
    days = _arms(place, programs)["assigned_on"]
    return (pd.Timestamp(days.max()) + timedelta(days=READ_OUT_DAYS)).date() if len(days) else None


def _moved(
    job: Job, reasons: Reasons, before: Mapping[str, Any]
) -> list[tuple[str, float, Estimate]]:
    """Return the numbers that calls can move, before and now, where both are known."""
    now = {**reasons.finding.numbers, **find_closure(job).finding.numbers}
    found = []
    for name, words in _MOVED:
        entry = before.get(name)
        then = entry.get("value") if isinstance(entry, dict) else None
        if isinstance(then, int | float) and name in now and now[name].known:
            found.append((words, float(then), now[name]))
    return found


#: What the table calls each number, and what its denominator is.
_ROWS = (
    ("calls_made", "Calls made, of those on the lists"),
    ("calls_reached", "Somebody reached, of the calls made"),
    ("calls_opt_in", "Wants to stay in touch, of those reached"),
    ("calls_opt_out", "Wants no more calls, of those reached"),
    ("calls_told", "Told a reason, of the customers called"),
    ("calls_first_told", "Told one where none was known, of the customers called"),
    ("called_ordered", "Ordered since, of those meant to be called"),
    ("held_ordered", "Ordered since, of those held back by lot"),
)


def _table(numbers: Mapping[str, Estimate]) -> pd.DataFrame:
    rows = [
        (words, round((one.value or 0.0) * one.n), one.n, one.value, one.low, one.high)
        for name, words in _ROWS
        if (one := numbers[name]).known
    ]
    return pd.DataFrame(rows, columns=["what", "n", "of", "share", "low", "high"])


def _sentence(
    numbers: Mapping[str, Estimate], moved: Sequence[tuple[str, float, Estimate]], due: date | None
) -> str:
    made, reached, told = (numbers[n] for n in ("calls_made", "calls_reached", "calls_told"))
    if not made.value:
        return f"Of **{made.n:,} calls** on last month's lists none is made yet, or none came back."
    said = (
        f"Of **{made.n:,} calls** on last month's lists {_count(made):,} were made, "
        f"{_count(reached):,} reached somebody, and {_count(told):,} customers told a reason."
    )
    for words, then, now in moved:
        said += (
            f" {words.capitalize()}: {in_words(then, 'share')} before, {_with_interval(now)} now."
        )
    return f"{said} {_no_verdict(due)}"


def _with_interval(one: Estimate) -> str:
    value = in_words(one.value or 0.0, "share")
    return f"{value} ({one.interval})" if one.interval else value


def _count(one: Estimate) -> int:
    return round((one.value or 0.0) * one.n)


def _no_verdict(due: date | None) -> str:
    if due is None:
        return (
            "Nobody was held back by lot, or assignments.csv is not among the exports, so nobody "
            "can tell what the calls did to orders."
        )
    return (
        f"Whether calling brings orders is read out on {day_in_words(due)}; there is no verdict "
        "before."
    )
