"""The three decisions that the executive page asks for: fix, tell, and call some by lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.results import Estimate, day_in_words, in_words
from analysis.statistics import smallest_difference
from analysis.steps.fixing import Fixes
from analysis.winback import PRIOR

_UNKNOWN = Estimate.cannot_tell(0, "no table answers this")

#: A difference that only a miracle would make: then nobody is held back.
_USELESS = 0.25

#: Below this share of known reasons, asking comes before everything else.
_TOO_FEW_KNOWN = 0.3


@dataclass(frozen=True)
class Decision:
    """One decision: what is asked and why, what it costs, what it is worth, what would undo it.

    Examples
    --------
    >>> Decision("call ten.", "They are silent.", "ten calls", "3 k", "nobody answers.").asked
    'call ten.'
    """

    asked: str
    why: str
    cost: str
    worth: str
    doubt: str


def decisions_asked(
    numbers: Mapping[str, Estimate], fixes: Fixes, *, floor: int
) -> tuple[Decision, ...]:
    """Return up to three decisions, the one about calling first.

    Parameters
    ----------
    numbers
        Of the findings, by name; ``n_dormant``, ``expected_returns``, ``documented_share``,
        ``n_fixed_not_told``, ``n_calls`` and what stands beside them are read, and may be missing.
    fixes
        Its calendar names the issue to fix next.
    floor
        An issue that frees fewer customers, or a list of fewer, is no decision for a leader.

    Examples
    --------
    >>> from analysis.results import Finding
    >>> numbers = {"n_dormant": Estimate.exact(700, 700, "counted", "count")}
    >>> asked = decisions_asked(numbers, Fixes(Finding("", {})), floor=5)
    >>> [decision.asked[:37] for decision in asked]
    ['call 467 of the 700 dormant customers']
    """
    calling = _about_calling(numbers)
    others = (_fix_next(fixes.calendar, floor=floor), _tell(numbers, floor=floor))
    return (calling, *(decision for decision in others if decision))


def as_table(decisions: tuple[Decision, ...]) -> pd.DataFrame:
    """Return the decisions as rows: ``asked, cost, worth, doubt``.

    Examples
    --------
    >>> as_table((Decision("call ten.", "", "ten calls", "3 k", "nobody answers."),)).iloc[0, 0]
    'Call ten'
    """
    rows = [
        (_as_heading(one.asked), one.cost, one.worth, _as_heading(one.doubt)) for one in decisions
    ]
    return pd.DataFrame(rows, columns=["asked", "cost", "worth", "doubt"])


def _as_heading(sentence: str) -> str:
    bare = sentence.rstrip(".")
    return bare[:1].upper() + bare[1:]


def _about_calling(numbers: Mapping[str, Estimate]) -> Decision:
    quiet = numbers.get("n_dormant", _UNKNOWN)
    if not quiet.value:
        return Decision(
            "none today.",
            "Nobody is quieter than their own rhythm, or the tables cannot tell.",
            "nothing",
            "nothing",
            "a customer passes their own limit, or more tables are given.",
        )
    known = numbers.get("documented_share", _UNKNOWN)
    if known.value is not None and known.value < _TOO_FEW_KNOWN:
        return Decision(
            "ask 40 silent customers, drawn by lot, why they left.",
            f"We know why for {in_words(known.value, 'share')} of them; those who spoke up may "
            "differ from those who did not.",
            "40 calls",
            "shares of reasons that hold for all dormant customers",
            "fewer than 10 of the 40 answer.",
        )
    planned = numbers.get("n_calls", _UNKNOWN)
    if planned.value == 0:
        return Decision(
            "call nobody this week.",
            "No dormant customer may be called and is worth a call; the page on calls says why.",
            "nothing",
            "nothing",
            "somebody may be called again, or the tables say more.",
        )
    return _this_week(numbers) if planned.known else _call_by_lot(int(quiet.value), numbers)


def _this_week(numbers: Mapping[str, Estimate]) -> Decision:
    """Release the week's lists: what they cost, and what they are worth in expectation."""
    calls, held = numbers["n_calls"].value or 0, numbers["n_calls_held_back"].value or 0
    value, cost, seen = (
        numbers.get(name, _UNKNOWN)
        for name in ("calls_value", "call_cost", "calls_difference_seen")
    )
    money = "" if cost.value is None else f", {in_words(calls * cost.value, 'money')} of time"
    basis = ", a prior and not yet the effect of calling" if PRIOR in value.method else ""
    alone = f", and leave the {held:,.0f} held back by lot alone" if held else ""
    points = f"{100 * (seen.value or 0):.0f} points"
    return Decision(
        f"make this week's {calls:,.0f} calls{alone}.",
        "Part of the silent returns anyway; only the difference to those left alone is the effect "
        "of calling."
        + (
            f" One week shows a difference of {points}, eight such weeks about a third of that."
            if held
            else ""
        ),
        f"{calls:,.0f} calls{money}",
        f"{in_words(value.value or 0.0, 'money')} ({value.interval}{basis})",
        "at the read-out, half a year on, those called are no further than those left alone.",
    )


def _call_by_lot(n_quiet: int, numbers: Mapping[str, Estimate]) -> Decision:
    back = numbers.get("expected_returns", _UNKNOWN)
    n_called = round(2 * n_quiet / 3)
    n_held = max(n_quiet - n_called, 1)
    seen = float(smallest_difference((back.value or 0.0) / n_quiet, n_called, n_held))
    if seen > _USELESS:
        return Decision(
            f"call all {n_quiet:,} dormant customers, largest first.",
            "They are too few to hold some back and still measure what calling does.",
            f"{n_quiet:,} calls",
            _each_point(numbers, share_called=1.0),
            "nobody answers.",
        )
    points = f"{100 * seen:.0f} points"
    return Decision(
        f"call {n_called:,} of the {n_quiet:,} dormant customers, drawn by lot, and leave the "
        "others alone for half a year.",
        "Part of them returns anyway; only the difference to those left alone is the effect of "
        f"calling. With these numbers a difference of {points} or more will show.",
        f"{n_called:,} calls; {n_held:,} customers wait half a year",
        _each_point(numbers, share_called=n_called / n_quiet),
        f"after half a year those called are less than {points} ahead.",
    )


def _each_point(numbers: Mapping[str, Estimate], *, share_called: float) -> str:
    loss = numbers.get("expected_yearly_loss", _UNKNOWN)
    if loss.value is None:
        return "cannot tell: the value at stake is not known"
    ends = [loss.value if end is None else end for end in (loss.low, loss.high)]
    low, high = (in_words(0.01 * share_called * end, "money") for end in ends)
    money = low if low == high else f"{low} to {high}"
    return f"{money} a year for each point more that returns"


def _fix_next(calendar: pd.DataFrame, *, floor: int) -> Decision | None:
    rows = calendar[calendar["n_freed"] >= floor] if len(calendar) else calendar
    if rows.empty:
        return None
    issue = rows.iloc[0]
    name = str(issue["code"]).replace("_", " ")
    freed = f"{int(issue['n_freed']):,} dormant customers"
    cost = issue["fix_cost"]
    return Decision(
        f"fix {name} ({_due(issue)}).",
        f"Nothing else on the register blocks {freed}.",
        "not on the register" if pd.isna(cost) else in_words(float(cost), "money"),
        f"at most {in_words(float(issue['value_freed']), 'money')} a year: {freed} freed, "
        "not yet returned",
        "those told of the fix stay away as before.",
    )


def _due(issue: pd.Series) -> str:
    owner = issue["owner"] if isinstance(issue["owner"], str) and issue["owner"] else "no owner"
    if pd.isna(issue["due_on"]):
        return f"{owner}, no date"
    late = ", overdue" if issue["days_overdue"] > 0 else ""
    return f"{owner}, due {day_in_words(issue['due_on'].date())}{late}"


def _tell(numbers: Mapping[str, Estimate], *, floor: int) -> Decision | None:
    untold = numbers.get("n_fixed_not_told", _UNKNOWN)
    value = numbers.get("fixed_not_told_value", _UNKNOWN)
    if not untold.value or untold.value < floor or value.value is None:
        return None
    interval = f" ({value.interval})" if value.interval else ""
    return Decision(
        f"tell the {untold.value:,.0f} who left for what is fixed since.",
        "Nobody there was spoken with after the fix.",
        f"{untold.value:,.0f} calls",
        f"at most {in_words(value.value, 'money')} a year{interval}",
        "those told return no more often than others.",
    )
