"""The three decisions that the executive page asks for: fix, tell, and call some by lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.results import Estimate, day_in_words, in_words
from analysis.steps.calling import basis_of
from analysis.steps.fixing import Fixes

UNKNOWN = Estimate.cannot_tell(0, "no table answers this")

#: Below this share of known reasons, asking comes before everything else; so many are enough.
_TOO_FEW_KNOWN, _SAMPLE = 0.3, 40


@dataclass(frozen=True)
class Decision:
    """One decision: what is asked and why, what it costs, what it is worth, what would undo it.

    Parameters
    ----------
    calls
        Whether customers are called for it.
    """

    asked: str
    why: str
    cost: str
    worth: str
    doubt: str
    calls: bool = False


def decisions_asked(
    numbers: Mapping[str, Estimate],
    fixes: Fixes,
    *,
    floor: int,
    cleared: bool = True,
    void: str = "",
) -> tuple[Decision, ...]:
    """Return up to three decisions, the one about calling first.

    Parameters
    ----------
    numbers
        Of the findings, by name; ``n_dormant``, ``expected_returns``, ``documented_share``,
        ``n_to_ask``, ``n_to_tell``, ``n_calls`` and what stands beside them are read, and may be
        missing.
    fixes
        Its calendar names the issue to fix next.
    floor
        An issue that frees fewer customers, or a list of fewer, is no decision for a leader.
    cleared
        Whether all opt-outs are on file; a decision to call says so where they may be missing.
    void
        What voids every number about silence; then nothing is decided before that is explained.

    Examples
    --------
    >>> from analysis.results import Finding
    >>> numbers = {"n_dormant": Estimate.exact(700, 700, "counted", "count")}
    >>> asked = decisions_asked(numbers, Fixes(Finding("", {})), floor=5)
    >>> [decision.asked[:36] for decision in asked]
    ['add the contacts, with who opted out']
    """
    if void:
        return (_explain_first(void),)
    fix, tell = _fix_next(fixes.calendar, floor=floor), _tell(numbers, floor=floor)
    asked = [_about_calling(numbers, floor=floor), fix, tell]
    return tuple(one if cleared else _unchecked(one) for one in asked if one)


def _explain_first(void: str) -> Decision:
    """Ask why the export is as it is, where that voids whatever would be decided on it."""
    return Decision(
        "none on these numbers, before somebody says why the export is so.",
        void,
        "a question to whoever made the export",
        "numbers that can be acted on",
        "the export is right as it is, and somebody can say why.",
    )


def _unchecked(decision: Decision) -> Decision:
    """Let a decision to call say that opt-outs may be missing."""
    if not decision.calls:
        return decision
    first = ", once it is checked who opted out: the exports may lack it."
    return replace(decision, asked=decision.asked.rstrip(".") + first)


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


def _about_calling(numbers: Mapping[str, Estimate], *, floor: int) -> Decision:
    quiet = numbers.get("n_dormant", UNKNOWN)
    if not quiet.value:
        return Decision(
            "none today.",
            "Nobody is quieter than their own rhythm, or the tables cannot tell.",
            "nothing",
            "nothing",
            "a customer passes their own limit, or more tables are given.",
        )
    planned = numbers.get("n_calls", UNKNOWN)
    if not planned.known:
        return _whom_first(int(quiet.value), numbers)
    known, silent = (numbers.get(name, UNKNOWN) for name in ("documented_share", "n_to_ask"))
    few_known = known.value is not None and known.value < _TOO_FEW_KNOWN
    if few_known and (silent.value or 0) >= floor:
        return _ask(int(silent.value or 0), known)
    if planned.value == 0:
        return Decision(
            "call nobody this week.",
            "No dormant customer may be called and is worth a call; the page on calls says why.",
            "nothing",
            "nothing",
            "somebody may be called again, or the tables say more.",
        )
    return _this_week(numbers)


def _ask(n_silent: int, known: Estimate) -> Decision:
    """Ask a sample of the silent customers who may be called, or all of so few."""
    n = min(n_silent, _SAMPLE)
    lot = ", drawn by lot," if n_silent > n else ""
    of_all = f"{n} of the {n_silent:,}" if n_silent > n else f"the {n}"
    return Decision(
        f"ask {of_all} silent customers who may be called{lot} why they left.",
        f"We know why for {in_words(known.value or 0.0, 'share')} of the dormant customers; those "
        "who spoke up may differ from those who did not.",
        f"{n} calls",
        "shares of reasons that hold for all who may be called, not only for those who spoke up",
        f"fewer than {-(-n // 4)} of the {n} answer.",
        calls=True,
    )


def _whom_first(n_quiet: int, numbers: Mapping[str, Estimate]) -> Decision:
    """Ask for what says who may be called, where nobody knows."""
    return Decision(
        "add the contacts, with who opted out, before anybody is called.",
        f"Nobody knows which of the {n_quiet:,} dormant customers may be called.",
        "an export of the contacts",
        _each_point(numbers),
        "none of them may be called.",
    )


def _this_week(numbers: Mapping[str, Estimate]) -> Decision:
    """Release the week's lists: what they cost, and what they are worth in expectation."""
    calls, held = numbers["n_calls"].value or 0, numbers["n_calls_held_back"].value or 0
    value, cost, seen = (
        numbers.get(name, UNKNOWN) for name in ("calls_value", "call_cost", "calls_difference_seen")
    )
    money = (
        "" if cost.value is None else f", {in_words(calls * cost.value, 'money')} of working time"
    )
    basis = basis_of(value)
    alone = f", and leave the {held:,.0f} held back by lot alone" if held else ""
    points = f"{100 * (seen.value or 0):.0f} points"
    return Decision(
        f"make this week's {calls:,.0f} calls{alone}.",
        "Part of the silent returns anyway; only the difference to those left alone is the effect "
        "of calling."
        + (
            f" The smallest difference that one week can show is {points}; eight such weeks of "
            "other customers, read together on the page on outreach, show about a third of that."
            if held
            else ""
        ),
        f"{calls:,.0f} calls{money}",
        f"{in_words(value.value or 0.0, 'money')} ({value.interval}{basis})",
        "at the read-out, half a year on, those called are no further than those left alone.",
        calls=True,
    )


def _each_point(numbers: Mapping[str, Estimate]) -> str:
    loss = numbers.get("expected_yearly_loss", UNKNOWN)
    if loss.value is None:
        return "cannot tell: the value at stake is not known"
    ends = [loss.value if end is None else end for end in (loss.low, loss.high)]
    low, high = (in_words(0.01 * end, "money") for end in ends)
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
    free = numbers.get("n_to_tell", UNKNOWN)
    value = numbers.get("to_tell_value", UNKNOWN)
    if not free.value or free.value < floor or value.value is None:
        return None
    interval = f" ({value.interval})" if value.interval else ""
    return Decision(
        f"tell the {free.value:,.0f} who left for what is fixed since and may be called.",
        "Nobody there was spoken with after the fix.",
        f"{free.value:,.0f} calls",
        f"at most {in_words(value.value, 'money')} a year{interval}",
        "those told return no more often than others.",
        calls=True,
    )
