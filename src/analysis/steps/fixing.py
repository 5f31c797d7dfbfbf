"""The sixth step: what is fixable, fixed and still open, and whom nobody told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from analysis import winback as room
from analysis.results import Estimate, Finding, in_words
from analysis.settings import Settings
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.kept import find_once
from analysis.steps.listing import for_callers, keep_lists, without_barred
from analysis.steps.snapshot import snapshot_of
from analysis.steps.why import read_reasons
from analysis.vocabulary import would_answer

#: Tables without which the page answers less.
_WANTED = ("reasons", "touches", "contacts")


@dataclass(frozen=True)
class Fixes:
    """What became of the reasons; frames as ``winback`` describes them.

    Parameters
    ----------
    fixable
        ``winback.Fixability.by_answer``; ``claim`` says whether every reason is fixable.
    untold, n_untold
        ``winback.fixed_by_code``, and how many customers stand behind it.
    n_listed
        Rows of each list, by its name.
    """

    finding: Finding
    fixable: pd.DataFrame = field(default_factory=pd.DataFrame)
    claim: str = ""
    calendar: pd.DataFrame = field(default_factory=pd.DataFrame)
    untold: pd.DataFrame = field(default_factory=pd.DataFrame)
    n_untold: int = 0
    effects: pd.DataFrame = field(default_factory=pd.DataFrame)
    selling: pd.DataFrame = field(default_factory=pd.DataFrame)
    conditions: pd.DataFrame = field(default_factory=pd.DataFrame)
    log: pd.DataFrame = field(default_factory=pd.DataFrame)
    talks: pd.DataFrame = field(default_factory=pd.DataFrame)
    n_listed: dict[str, int] = field(default_factory=dict)


@lru_cache(maxsize=JOBS_KEPT)
def find_fixes(job: Job) -> Fixes:
    """Join the fix register with the whys: who was never told, what helped, what to fix next.

    Returns
    -------
    Fixes
        ``untold`` (fixed reasons of which nobody told), ``effects`` (did each fix help),
        ``calendar`` (open issues, in the order that frees most), and the ``finding``.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> fixes = find_fixes(open_job("sample", as_of="2024-12-31"))
    >>> sorted(fixes.effects["verdict"])
    ['cannot tell', 'helped', 'no effect seen']
    """
    return find_once(job, "fixes", Fixes, _found)


def _found(job: Job) -> Fixes:
    snapshot = snapshot_of(job)
    find = _without_register if snapshot.lacks("issues") else _with_register
    return find(snapshot, job)


def _without_register(snapshot: room.Snapshot, job: Job) -> Fixes:
    """Return what the statements alone tell: their own marks, and the talks."""
    able = room.fixability(snapshot, floor=job.settings.share_floor)
    missing = snapshot.lacks("issues", "reasons")
    finding = Finding(
        "**Cannot tell what is fixed**: the export has no issues table.",
        {"fixable_share": able.share, "n_fixed_not_told": _unknown("no issues table")},
        would_answer(missing),
        missing,
    )
    keep_lists(job, snapshot, {})
    talks = read_reasons(job).talks
    return Fixes(finding, fixable=able.by_answer, claim=able.verdict, talks=talks)


def _unknown(why: str) -> Estimate:
    return Estimate.cannot_tell(0, why, "count")


def _with_register(snapshot: room.Snapshot, job: Job) -> Fixes:
    fixed = room.fixed_since(snapshot)
    able = room.fixability(snapshot, floor=job.settings.share_floor)
    untold = fixed[~fixed["told"].astype(bool)]
    calendar, silent = room.issue_calendar(snapshot), room.resolved_but_silent(snapshot)
    effects = room.effects_table(room.effects_of_fixes(snapshot))
    conditions = room.conditions_kept(snapshot)
    pitched = room.pitch_effect(snapshot, floor=job.settings.share_floor)
    numbers = {
        **_untold_numbers(snapshot, untold, job.settings),
        **_register_numbers(calendar, silent, job.settings),
        "fixable_share": able.share,
        "fixable_share_at_most": able.charitable,
        **_behaviour_numbers(snapshot, conditions, pitched, floor=job.settings.share_floor),
        **_effect_numbers(effects),
    }
    known = numbers["n_fixed_not_told"].known
    doubts = (*_without_effect(untold, effects), *_doubts(snapshot, effects))
    names = _own_words(read_reasons(job).themes)
    effects = _renamed(effects, names)
    floor = job.settings.group_floor
    finding = Finding(
        _sentence(numbers, effects, floor=floor), numbers, doubts, snapshot.lacks(*_WANTED)
    )
    return Fixes(
        finding,
        fixable=able.by_answer,
        claim=able.verdict,
        calendar=_renamed(calendar, names),
        untold=_renamed(room.fixed_by_code(fixed, room.standing_of_reasons(snapshot)), names)
        if known
        else pd.DataFrame(),
        n_untold=len(untold) if known else 0,
        effects=effects,
        selling=_selling(numbers, pitched),
        conditions=conditions,
        log=room.log_completeness(snapshot),
        talks=read_reasons(job).talks,
        n_listed=keep_lists(job, snapshot, _lists(snapshot, untold, silent, conditions)),
    )


def _own_words(themes: pd.DataFrame) -> dict[str, str]:
    """Return how the company spells what it writes with capitals, by the code of the register."""
    if themes.empty:
        return {}
    return {room.plain_code(name): name for name in themes["theme"] if name != name.lower()}


def _renamed(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return rows with codes as the company spells them, where a theme has that name."""
    if "code" not in rows:
        return rows
    return rows.assign(code=[names.get(code, code) for code in rows["code"]])


def _lists(
    snapshot: room.Snapshot, untold: pd.DataFrame, silent: pd.DataFrame, conditions: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    return {
        "fixed_not_told": for_callers(snapshot, untold.drop(columns="told")),
        "resolved_but_silent": _with_whom(snapshot, silent),
        "issue_calendar": without_barred(snapshot, room.issue_calendar(snapshot)),
        "sold_over_open_issue": for_callers(snapshot, room.violations(snapshot)),
        "conditions": without_barred(snapshot, conditions),
    }


def _behaviour_numbers(
    snapshot: room.Snapshot, conditions: pd.DataFrame, pitched: room.PitchEffect, *, floor: int
) -> dict[str, Estimate]:
    """Return what we did with open issues and promises, and what went together with it."""
    return {
        "sell_block_share": room.violation_share(snapshot),
        "pitch_difference_plain": pitched.crude,
        "pitch_difference_in_tiers": pitched.stratified,
        "conditions_kept_share": room.kept_share(conditions),
        "kept_return_difference": room.return_after_promises(conditions, floor=floor),
        "same_reason_again": room.same_reason_cure(snapshot, floor=floor),
    }


def _with_whom(snapshot: room.Snapshot, silent: pd.DataFrame) -> pd.DataFrame:
    """Return the silent ones who may be called, with the department nobody has heard yet."""
    listed = for_callers(snapshot, silent)
    asked = room.whom_else_to_ask(snapshot, listed["customer_id"])
    return listed.merge(asked, on="customer_id", how="left", validate="one_to_one")


def _untold_numbers(
    snapshot: room.Snapshot, untold: pd.DataFrame, settings: Settings
) -> dict[str, Estimate]:
    if snapshot.lacks("reasons"):
        return {"n_fixed_not_told": _unknown("no reasons table")}
    if snapshot.lacks("touches"):
        # Nobody knows who was told, so nobody can be called untold.
        return {"n_fixed_not_told": _unknown("no touches table: nobody knows who was told")}
    if untold.empty and (why := _codes_apart(snapshot)):
        return {"n_fixed_not_told": _unknown(why)}
    counted = Estimate.exact(len(untold), len(snapshot.dormant), "counted; n = dormant customers")
    value = _value_of(snapshot, untold, settings)
    return {"n_fixed_not_told": counted, "fixed_not_told_value": value} | _to_tell(
        snapshot, untold, settings
    )


def _value_of(snapshot: room.Snapshot, listed: pd.DataFrame, settings: Settings) -> Estimate:
    rows = snapshot.dormant
    member = rows["customer_id"].isin(listed["customer_id"])
    return room.sum_of_members(rows["yearly_value_at_stake"], member, settings=settings)


def _to_tell(
    snapshot: room.Snapshot, untold: pd.DataFrame, settings: Settings
) -> dict[str, Estimate]:
    """Return how many of the untold may be called, and what they are worth."""
    if snapshot.lacks("contacts"):
        return {"n_to_tell": _unknown("no contacts table: nobody knows who opted out")}
    free = untold[untold["customer_id"].isin(room.callable_ids(snapshot))]
    method = "counted; n = dormant customers not told of a fix"
    return {
        "n_to_tell": Estimate.exact(len(free), len(untold), method),
        "to_tell_value": _value_of(snapshot, free, settings),
    }


def _codes_apart(snapshot: room.Snapshot) -> str:
    """Return why the register cannot speak of what customers said; empty where it can.

    Themes that words made have names of their own: that no fix meets one says nothing.
    """
    if not snapshot.issues["status"].eq("fixed").any():
        return ""
    if snapshot.said.empty:
        return "no dormant customer has a reason on file"
    coded = snapshot.said["coded"].eq(other=True).any()
    met = coded or len(room.match_issues(snapshot))
    return "" if met else "no reason on file carries a code of the fix register"


def _register_numbers(
    calendar: pd.DataFrame, silent: pd.DataFrame, settings: Settings
) -> dict[str, Estimate]:
    overdue = int((calendar["days_overdue"] > 0).sum())
    large = calendar[calendar["n_freed"] >= settings.group_floor].head(3)
    unlocked = float(large["value_freed"].sum())
    method = f"summed over the first {len(large)} issues that free {settings.group_floor} or more"
    return {
        "n_open_issues": Estimate.exact(len(calendar), len(calendar), "counted"),
        "n_overdue_issues": Estimate.exact(overdue, len(calendar), "counted; n = open issues"),
        "fix_next_value": Estimate.exact(unlocked, int(large["n_freed"].sum()), method, "money"),
        "n_resolved_but_silent": Estimate.exact(len(silent), len(silent), "counted"),
    }


def _effect_numbers(effects: pd.DataFrame) -> dict[str, Estimate]:
    found = {}
    for row in effects.to_dict("records"):
        name = "".join(letter for letter in row["code"] if letter.isalnum() or letter == "_")[:40]
        n = int(row["n_before"] + row["n_after"])
        if row["ratio"] is None or row["ratio"] != row["ratio"]:
            found[f"fix_ratio_{name}"] = Estimate.cannot_tell(n, "no departures before", "ratio")
            continue
        found[f"fix_ratio_{name}"] = Estimate(
            row["ratio"], row["low"], row["high"], n, "exact conditional 95 %; n = departures",
            "ratio",
        )  # fmt: skip
    return found


def _selling(numbers: dict[str, Estimate], pitched: room.PitchEffect) -> pd.DataFrame:
    """Return the selling over open issues as rows: what, estimate."""
    rows = [
        ("Selling touches made while a blocking issue was open", numbers["sell_block_share"]),
        ("Return after such a pitch minus return without, plain", pitched.crude),
        ("The same within tiers of customers", pitched.stratified),
    ]
    return pd.DataFrame({
        "what": [name for name, _ in rows],
        "value": [one.value for _, one in rows],
        "low": [one.low for _, one in rows],
        "high": [one.high for _, one in rows],
        "n": [one.n for _, one in rows],
        "method": [one.method for _, one in rows],
    })  # fmt: skip


def _sentence(numbers: dict[str, Estimate], effects: pd.DataFrame, *, floor: int) -> str:
    untold, value = numbers["n_fixed_not_told"], numbers.get("fixed_not_told_value")
    if untold.value is None or value is None:
        head = f"**Cannot tell whom nobody told of a fix**: {untold.method}"
    elif untold.value == 0:
        head = "**Nobody with a reason on file left for what is all fixed and was not told**"
    elif value.value is None:
        head = (
            f"**Fewer than {floor} dormant customers left for reasons that are fixed since, and "
            "nobody was told there**: too few to show their money"
        )
    else:
        interval = f" ({value.interval})" if value.interval else ""
        who = "dormant customer" if untold.value == 1 else "dormant customers"
        head = (
            f"**{untold.value:,.0f} {who} left for reasons that are fixed since, and nobody was "
            f"told there**: {in_words(value.value, 'money')} a year at stake{interval}"
            f"{_say_callable(numbers['n_to_tell'])}"
        )
    return f"{head}. {_say_effects(effects)}"


def _say_callable(free: Estimate) -> str:
    if free.value is None:
        return "; nobody knows which of them may be called"
    if free.n == 1:
        return f"; {'they may' if free.value else 'nobody there may'} be called"
    n = {0: "none", free.n: "all"}.get(int(free.value), f"{free.value:,.0f}")
    return f"; {n} of them may be called"


def _say_effects(effects: pd.DataFrame) -> str:
    if effects.empty:
        return "No systemic fix has a date, so no effect can be looked for."
    by = {name: rows["code"].tolist() for name, rows in effects.groupby("verdict")}
    said = [
        f"{_names(by[verdict])} {words}"
        for verdict, words in (
            ("helped", "helped"), ("no effect seen", "shows no effect"),
            ("cannot tell", "cannot be judged yet"),
        )
        if verdict in by
    ]  # fmt: skip
    fixes = "systemic fix" if len(effects) == 1 else "systemic fixes"
    return f"Of {len(effects)} {fixes}: {'; '.join(said)}."


def _names(codes: list[str]) -> str:
    names = [code.replace("_", " ") for code in codes]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _without_effect(untold: pd.DataFrame, effects: pd.DataFrame) -> tuple[str, ...]:
    """Warn before customers are told of a fix that cannot be seen to help."""
    if untold.empty or effects.empty:
        return ()
    idle = effects.loc[effects["verdict"] == "no effect seen", "code"]
    told = {code for codes in untold["codes"] for code in str(codes).split(", ")}
    vain = [code for code in idle if code in told]
    if not vain:
        return ()
    return (
        f"Before anybody is told that {_names(vain)} {'is' if len(vain) == 1 else 'are'} fixed: "
        "customers go on leaving for it as before, as far as can be seen. See first that it is.",
    )


def _doubts(snapshot: room.Snapshot, effects: pd.DataFrame) -> tuple[str, ...]:
    said = [
        "A fix counts as news to a customer when all reasons they named are fixed; reasons nobody "
        "wrote down may be left.",
    ]
    if len(effects):
        said.append(
            "Before and after compares departures with a known reason; had reps begun to write "
            "reasons down differently, the reasons nobody fixed would have moved as well."
        )
    if snapshot.lacks("contacts"):
        said.append("Without a contacts table nobody knows who opted out, so no list is written.")
    return (*said, *would_answer(snapshot.lacks(*_WANTED)))
