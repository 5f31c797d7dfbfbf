"""The eighth step: what outreach brought, at what cost, for whom, and how far to go."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis import winback as room
from analysis.results import Estimate, Finding, day_in_words, in_words, points_in_words
from analysis.settings import Settings
from analysis.statistics import customers_needed, smallest_difference
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.kept import find_once
from analysis.steps.quiet import find_dormant
from analysis.steps.snapshot import snapshot_of
from analysis.vocabulary import would_answer

#: What is said where nothing was measured.
NO_HOLD_OUT = "not measurable yet: no hold-out"

#: Differences for which the next test is sized, as shares.
DIFFERENCES = (0.03, 0.05, 0.08, 0.10)

#: Tables without which the page answers less.
_WANTED = ("assignments", "touches", "reasons")


@dataclass(frozen=True)
class Outreach:
    """What outreach brought; frames as ``winback`` describes them.

    Parameters
    ----------
    program
        What leads the page: the programmes with a hold-out together, or the only one that can be
        read; empty without one.
    trials
        All programmes with a hold-out, one row each.
    next_test
        Customers needed in each arm, by the difference to be seen.
    """

    finding: Finding
    program: str = ""
    curves: pd.DataFrame = field(default_factory=pd.DataFrame)
    trials: pd.DataFrame = field(default_factory=pd.DataFrame)
    next_test: pd.DataFrame = field(default_factory=pd.DataFrame)
    lift: pd.DataFrame = field(default_factory=pd.DataFrame)
    questions: pd.DataFrame = field(default_factory=pd.DataFrame)
    compared: pd.DataFrame = field(default_factory=pd.DataFrame)
    arms: pd.DataFrame = field(default_factory=pd.DataFrame)
    pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    offers: pd.DataFrame = field(default_factory=pd.DataFrame)
    bounties: pd.DataFrame = field(default_factory=pd.DataFrame)
    persistence: pd.DataFrame = field(default_factory=pd.DataFrame)
    times: pd.DataFrame = field(default_factory=pd.DataFrame)
    harm: pd.DataFrame = field(default_factory=pd.DataFrame)


@lru_cache(maxsize=JOBS_KEPT)
def find_outreach(job: Job) -> Outreach:
    """Say what calling brought beyond what would have come anyway, or why that cannot be told.

    Returns
    -------
    Outreach
        ``trials`` (programmes with a hold-out), ``compared`` (those without), ``persistence`` and
        the other tables of the page, and the ``finding``.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> outreach = find_outreach(open_job("sample", as_of="2024-12-31"))
    >>> outreach.program, outreach.finding.numbers["outreach_effect"].known
    ('Code 99 day', True)
    """
    return find_once(job, "outreach", Outreach, _found)


def _found(job: Job) -> Outreach:
    snapshot, settings = snapshot_of(job), job.settings
    people = room.people_of_trials(snapshot, window_days=settings.response_days)
    trials = room.read_trials(people, snapshot, settings=settings)
    pool = room.people_of_pool(people, as_of=snapshot.today, window_days=settings.response_days)
    classes = room.classes_on(pool, snapshot)
    together = room.read_together(pool, trials, snapshot, settings=settings)
    lead = together or _only_one(trials, set(pool["program"]))
    compared = room.compare_programmes(snapshot, window_days=settings.response_days)
    arms = room.people_of_arms(snapshot, window_days=settings.response_days)
    by_arm = room.arms_table(arms, dealt_by_lot=settings.dealt_by_lot)
    attempts = room.attempts_in_order(snapshot)
    times = room.times_and_channels(attempts)
    worth = _worth_of_return(pool, lead, job)
    numbers = {
        **_lead_numbers(lead, settings),
        **_effort_numbers(snapshot, people, attempts, times, settings),
        "outreach_value_of_return": worth,
    }
    chance = _natural_chance(lead, job)
    finding = Finding(
        _sentence(lead, numbers, len(compared)), numbers, _doubts(snapshot, trials, lead, compared),
        snapshot.lacks(*_WANTED),
    )  # fmt: skip
    return Outreach(
        finding,
        program=lead.program if lead is not None and lead.effect.known else "",
        curves=_curves(pool, lead, snapshot, settings),
        trials=_league(trials),
        next_test=_next_test(chance),
        lift=room.lift_by_class(pool, classes, as_of=snapshot.today),
        questions=room.questions_of_lift(pool, classes, floor=settings.group_floor),
        compared=room.league(compared),
        arms=by_arm,
        pairs=room.pairs_of_arms(arms),
        offers=_stamped(room.value_of_offers(arms, snapshot, settings=settings), by_arm),
        bounties=_bounties(lead, worth, snapshot, settings),
        persistence=room.persistence(attempts),
        times=times,
        harm=room.harm_of_touches(snapshot),
    )


def _only_one(trials: list[room.Trial], read: set[str]) -> room.Trial | None:
    """Return the programme that can be read, else one that waits."""
    return next((one for one in trials if one.program in read), next(iter(trials), None))


def _lead_numbers(lead: room.Trial | None, settings: Settings) -> dict[str, Estimate]:
    """Return the numbers of the leading programme, or why there are none."""
    if lead is None:
        none = Estimate.cannot_tell(0, NO_HOLD_OUT)
        counted = Estimate.cannot_tell(0, NO_HOLD_OUT, "count")
        return {"outreach_effect": none, "outreach_extra_returns": counted}
    numbers = {
        "outreach_effect": lead.effect,
        "outreach_extra_returns": lead.extra,
        "outreach_natural_share": lead.natural,
        "outreach_effect_per_reached": lead.through_contact,
        "outreach_margin_per_called": lead.margin,
        "outreach_cost": lead.cost,
        "outreach_cost_per_return": lead.cost_per_return,
    }
    if lead.effect.known:
        base = lead.anyway.value or 0.0
        seen = float(smallest_difference(base, lead.n_treat, lead.n_hold))
        method = "seen four times in five with these arms; n = customers assigned"
        numbers["outreach_smallest_seen"] = Estimate.exact(
            seen, lead.n_treat + lead.n_hold, method, "share"
        )
    each = lead.cost_per_return
    if settings.acquisition_cost > 0 and each.value is not None:
        low, high = each.low or each.value, each.high or each.value
        numbers["outreach_cost_against_new"] = Estimate(
            each.value / settings.acquisition_cost, low / settings.acquisition_cost,
            high / settings.acquisition_cost, each.n, "over the cost of a new customer", "ratio",
        )  # fmt: skip
    return numbers


def _effort_numbers(
    snapshot: room.Snapshot, people: pd.DataFrame, attempts: pd.DataFrame, times: pd.DataFrame,
    settings: Settings,
) -> dict[str, Estimate]:  # fmt: skip
    """Return how far to go: attempts, evenings, harm, and how little is sometimes enough."""
    numbers = {
        "stop_after_attempts": room.stop_after(attempts, settings=settings),
        "mail_after_voicemail_share": room.followed_by_mail(snapshot),
        "one_touch_return_share": room.one_touch_share(people, snapshot),
        "return_after_harm": room.return_after_harm(
            snapshot, window_days=settings.response_days, floor=settings.share_floor
        ),
    }
    evening = times[times["what"].str.startswith("evening")] if len(times) else times
    if len(evening) and pd.notna(evening["difference"].iloc[0]):
        row = evening.iloc[0]
        numbers["evening_gain"] = Estimate(
            float(row["difference"]), float(row["low"]), float(row["high"]), int(row["n_tried"]),
            "talks per attempt, Mantel-Haenszel 95 %; n = evening attempts",
        )  # fmt: skip
    return numbers


def _worth_of_return(pool: pd.DataFrame, lead: room.Trial | None, job: Job) -> Estimate:
    """Return the margin of the year after a return: that of the year before, times what remains."""
    if lead is None or not lead.effect.known:
        return Estimate.cannot_tell(0, "no programme with a hold-out to read", "money")
    back = pool[pool["treated"] & pool["returned"]]
    kept = find_dormant(job).back.finding.numbers.get("second_life_money")
    if len(back) < job.settings.group_floor or kept is None or kept.value is None:
        return Estimate.cannot_tell(len(back), "too few returns, or not long enough ago", "money")
    worth = float(np.sort(back["margin_year"].to_numpy()).mean())
    method = "margin of the year before, times what returners kept of it; n = called and returned"
    low, high = (None if end is None else worth * end for end in (kept.low, kept.high))
    return Estimate(worth * kept.value, low, high, len(back), method, "money")


def _natural_chance(lead: room.Trial | None, job: Job) -> Estimate:
    """Return the chance of a return anyway: of those held back, else of the forecast."""
    if lead is not None and lead.effect.known:
        return lead.anyway
    unknown = Estimate.cannot_tell(0, "no dormant customers")
    return find_dormant(job).back.finding.numbers.get("natural_return_share", unknown)


def _next_test(chance: Estimate) -> pd.DataFrame:
    """Return the customers needed in each arm to see a difference four times in five."""
    if chance.value is None:
        return pd.DataFrame()
    base = min(max(chance.value, 0.001), 0.89)
    return pd.DataFrame({
        "difference": DIFFERENCES,
        "natural": base,
        "n_each": [customers_needed(base, difference) for difference in DIFFERENCES],
    })  # fmt: skip


def _curves(
    pool: pd.DataFrame, lead: room.Trial | None, snapshot: room.Snapshot, settings: Settings
) -> pd.DataFrame:
    if lead is None or not lead.effect.known:
        return pd.DataFrame()
    rows = room.weighted_to_called(pool)
    return room.return_curves(rows, as_of=snapshot.as_of, window_days=settings.response_days)


def _league(trials: list[room.Trial]) -> pd.DataFrame:
    """Return the programmes with a hold-out, one row each."""
    rows = [
        {
            "program": one.program, "assigned_on": one.assigned_on.isoformat(),
            "read_out_on": one.read_out_on.isoformat(), "n_treat": one.n_treat,
            "n_hold": one.n_hold, **_of(one.effect, "effect"), **_of(one.extra, "extra"),
            **_of(one.natural, "natural"), **_of(one.margin, "margin"),
            **_of(one.cost_per_return, "each"), "balance_p": one.balance_p,
            "verdict": _verdict(one),
        }
        for one in trials
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _of(estimate: Estimate, name: str) -> dict[str, float]:
    ends = (("", estimate.value), ("_low", estimate.low), ("_high", estimate.high))
    return {f"{name}{end}": np.nan if value is None else value for end, value in ends}


def _verdict(trial: room.Trial) -> str:
    effect = trial.effect
    if effect.low is None or effect.high is None:
        return effect.method
    if effect.low > 0:
        return "more come back"
    return "fewer come back" if effect.high < 0 else "cannot tell"


def _stamped(offers: pd.DataFrame, arms: pd.DataFrame) -> pd.DataFrame:
    """Return the offers with what their arms say of comparing them."""
    if offers.empty or arms.empty:
        return pd.DataFrame()
    stamps = arms[arms["kind"] == "offer"].drop_duplicates("program")[["program", "comparable"]]
    return offers.merge(stamps, on="program", how="left", validate="many_to_one")


def _bounties(
    lead: room.Trial | None, worth: Estimate, snapshot: room.Snapshot, settings: Settings
) -> pd.DataFrame:
    """Return what may be paid for a return, and what a doubled commission would pay."""
    if lead is None or not lead.effect.known or lead.cost.value is None:
        return pd.DataFrame()
    table = room.bounties(
        lead.effect, lead.anyway.value or 0.0, value=worth, cost=lead.cost.value / lead.n_treat,
        acquisition_cost=settings.acquisition_cost,
    )  # fmt: skip
    rates = snapshot.reps["commission_rate"].dropna()
    if table.empty or rates.empty or snapshot.lacks("earnings"):
        return table
    net, margin = snapshot.earnings["net"].sum(), snapshot.earnings["margin"].sum()
    if margin <= 0 or worth.value is None:
        return table
    # A commission is paid on sales: the margin of a return is turned back into them.
    extra = float(rates.mean()) * worth.value * float(net / margin)
    double = {"what": "What a doubled commission pays in the first year", "value": extra}
    return pd.concat([table, pd.DataFrame([double])], ignore_index=True)


def _sentence(lead: room.Trial | None, numbers: dict[str, Estimate], n_without: int) -> str:
    tail = ""
    if n_without:
        programmes = "1 programme" if n_without == 1 else f"{n_without} programmes"
        tail = f" {programmes} held nobody back: what goes together with them is no effect."
    if lead is None:
        return f"**What calling brought is {NO_HOLD_OUT}.**{tail}"
    effect, extra = lead.effect, lead.extra
    if effect.value is None or extra.value is None or effect.low is None or effect.high is None:
        return f"**What {lead.program} brought cannot be told yet: {effect.method}.**{tail}"
    who = f"{lead.program}: {lead.n_treat:,} called, {lead.n_hold:,} held back by lot"
    if effect.low <= 0:
        unsure = (
            "Fewer of those called came back"
            if effect.high < 0
            else "Cannot tell whether calling brought anybody back"
        )
        return (
            f"**{unsure}**: "
            f"{points_in_words(effect.value)} points ({points_in_words(effect.low)} to "
            f"{points_in_words(effect.high)}; {who}).{tail}"
        )
    each, natural = numbers["outreach_cost_per_return"], numbers["outreach_natural_share"]
    cost = f" at {in_words(each.value, 'money')} each ({each.interval})" if each.value else ""
    anyway = ""
    if natural.value is not None:
        share = f"{in_words(natural.value, 'share')} ({natural.interval})"
        anyway = f"; {share} of the returns would have happened anyway"
    return (
        f"**Calling brought {extra.value:,.0f} extra customers ({extra.interval}){cost}**{anyway} "
        f"({who}).{tail}"
    )


def _doubts(
    snapshot: room.Snapshot, trials: list[room.Trial], lead: room.Trial | None,
    compared: list[room.Comparison],
) -> tuple[str, ...]:  # fmt: skip
    alone = trials if lead is None or lead in trials else [lead]
    said = [doubt for one in alone for doubt in one.doubts]
    if compared:
        said.append(
            "Reps chose whom to call where nobody was held back by lot; they may have seen what no "
            "table holds."
        )
    if not snapshot.lacks("touches"):
        said.append("A call that nobody wrote down did not happen for these figures.")
    said.append("What calling brought is of those assigned then; others, later, may differ.")
    waiting = sorted((one.read_out_on, one.program) for one in trials
                     if one.read_out_on > snapshot.as_of)  # fmt: skip
    if waiting:
        on, name = waiting[0]
        who = f"{name} is" if len(waiting) == 1 else f"{len(waiting)} programmes wait; {name} is"
        said.append(
            f"{who} read on {day_in_words(on)}, not before: looking early and stopping at a good "
            "moment finds effects that are not there."
        )
    return (*said, *would_answer(snapshot.lacks(*_WANTED)))
