"""Who would return anyway: by age of the silence, what waiting costs, second lives, past forecasts.

Only returns above these count as won back.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd

from analysis.customers import day_number, load_clock, load_order_days
from analysis.dormancy.answer import DormancyAnswer, ReturnAnswer
from analysis.dormancy.course import Limits, limits_after_orders
from analysis.dormancy.find import nature_of
from analysis.dormancy.findings import NO_RHYTHM_YET, about_gaps, gaps_in_words
from analysis.dormancy.forecasts import (
    FEWEST_DORMANT,
    MOST_EARLIER_DAYS,
    allowing_for_the_past,
    past_forecasts,
)
from analysis.dormancy.frames import natural_return
from analysis.dormancy.returns import cost_of_waiting, money_after_return, second_lives
from analysis.dormancy.rhythm import find_rhythms
from analysis.dormancy.silences import all_silences
from analysis.doubts.period import load_period
from analysis.results import Estimate, Finding, Unit, in_words
from analysis.settings import Settings
from analysis.statistics import Floats, poisson_bounds
from analysis.workspace import Workspace

#: Waiting is told for two years, where the history reaches so far.
_LONGEST_WAIT = 730


def tell_natural_return(
    workspace: Workspace, dormancy: DormancyAnswer, *, as_of: date, settings: Settings
) -> ReturnAnswer:
    """Return who comes back by themselves, and leave all ``silences`` in the workspace.

    Parameters
    ----------
    workspace
        In which ``find_dormancy`` has run.
    dormancy
        What it answered.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from analysis.dormancy.find import find_dormancy
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save("transactions", pd.DataFrame({
    ...     "customer_id": ["a"], "amount": [10.0], "ordered_on": pd.to_datetime(["2024-01-01"])}))
    >>> asked = {"as_of": date(2024, 1, 31), "settings": Settings()}
    >>> answer = tell_natural_return(workspace, find_dormancy(workspace, **asked), **asked)
    >>> print(answer.finding.sentence)
    Nobody has ordered twice yet: there is no rhythm to fall silent from, so nobody's ...
    """
    customers, facts = dormancy.customers, workspace.load("customer_facts")
    spells, orders = workspace.load("spells"), load_order_days(workspace, customers)
    day = int(load_clock(workspace).counted(day_number(as_of)))
    nature = nature_of(workspace, facts)
    lives, money = second_lives(None, None, day=day), _unknown("no order days were kept")
    limits: Limits | None = None
    past = past_forecasts(None, nature, day=day, settings=settings)
    if orders is not None and orders.n_customers:
        orders = orders.counted()
        rhythms = find_rhythms(spells, facts["usual_gap_days"], return_floor=settings.return_floor)
        limits = limits_after_orders(orders, rhythms, nature)
        lives = second_lives(orders, limits, day=day)
        rng = np.random.default_rng(settings.random_state)
        money = money_after_return(orders, limits, day=day, rng=rng, n_draws=settings.n_bootstrap)
        past = past_forecasts(orders, nature, day=day, settings=settings)
    workspace.save("silences", all_silences(orders, limits, customers["customer_id"], day=day))
    dormant = customers[customers["dormancy_state"] == "dormant"]
    numbers = _numbers(dormant["p_return"].to_numpy(dtype=float), lives, money, past)
    return ReturnAnswer(
        by_age=natural_return(spells),
        waiting=cost_of_waiting(spells, horizon_days=settings.horizon_days, longest=_LONGEST_WAIT),
        second_lives=lives,
        past_forecasts=past,
        factors=_factors(numbers),
        finding=Finding(
            _sentence(numbers, past, customers, settings),
            numbers,
            _doubts(dormant, past, settings, gaps_in_words(load_period(workspace))),
        ),
    )


def _unknown(why: str, unit: Unit = "ratio") -> Estimate:
    return Estimate.cannot_tell(0, why, unit)


def _numbers(
    chance: Floats, lives: pd.DataFrame, money: Estimate, past: pd.DataFrame
) -> dict[str, Estimate]:
    share = _unknown("no dormant customers", "probability")
    if chance.size:
        share = allowing_for_the_past(chance, past)
    return {
        "natural_return_share": share,
        "second_life_year": _after_a_year(lives, "after a return"),
        "first_life_year": _after_a_year(lives, "after a second order"),
        "second_life_money": money,
        "forecast_ratio": _ratio(past),
    }


def _after_a_year(lives: pd.DataFrame, group: str) -> Estimate:
    row = lives[(lives["group"] == group) & (lives["days_since"] == 365)]
    if row.empty:
        return _unknown("too few were followed for a year, or most only paused", "share")
    found = row.iloc[0]
    method = "Kaplan-Meier 95 %, lives"
    return Estimate(
        float(found["still_customer"]), float(found["low"]), float(found["high"]),
        int(found["n"]), method,
    )  # fmt: skip


def _ratio(past: pd.DataFrame) -> Estimate:
    if past.empty:
        return _unknown("no earlier day with enough history and dormant customers")
    came, expected = int(past["actual"].sum()), math.fsum(past["expected"])
    low, high = poisson_bounds(came)
    days = f"{len(past)} earlier day{'' if len(past) == 1 else 's'}"
    method = f"actual over expected returns at {days}, exact Poisson 95 %"
    ratios = (came / expected, low / expected, high / expected)
    return Estimate(*ratios, int(past["n_dormant"].sum()), method, "ratio")


#: What each factor of a second lifetime is called.
_FACTORS = {
    "natural_return_share": "Chance to return within the horizon, called no more than before",
    "second_life_year": "Still a customer a year after a return",
    "second_life_money": "Money of the year after a return, of that of the year before",
}


def _factors(numbers: dict[str, Estimate]) -> pd.DataFrame:
    rows = [
        (_FACTORS[name], number.value, number.low, number.high, number.n)
        for name, number in numbers.items()
        if name in _FACTORS and number.known
    ]
    return pd.DataFrame(rows, columns=["factor", "value", "low", "high", "n"])


def _sentence(
    numbers: dict[str, Estimate], past: pd.DataFrame, customers: pd.DataFrame, settings: Settings
) -> str:
    share = numbers["natural_return_share"]
    if len(customers) and customers["dormancy_state"].eq("one_time").all():
        return f"{NO_RHYTHM_YET}, so nobody's return can be waited for."
    if share.value is None:
        return "Nobody is quieter than their own rhythm: there is no return to wait for."
    told = (
        f"**With no more calls than before, {in_words(share.value, 'probability')} of today's "
        f"{share.n:,} dormant customers will be back within {settings.horizon_days} days** "
        f"({share.interval}); only returns above that count as won back."
    )
    if past.empty:
        return told
    days = "one earlier day" if len(past) == 1 else f"{len(past)} earlier days"
    return (
        f"{told} At {days} such chances added up to {math.fsum(past['expected']):,.0f} returns; "
        f"{past['actual'].sum():,} came, {_as_forecast(numbers['forecast_ratio'])}."
    )


def _as_forecast(ratio: Estimate) -> str:
    """Return how far the forecast held, and what that does to today's share."""
    if (ratio.low or 0.0) > 1:
        return "more than by chance: the forecast was too low, and today's share allows for that"
    if (ratio.high or 0.0) < 1:
        return "fewer than by chance: the forecast was too high, and today's share allows for that"
    return "no more or fewer than by chance"


def _beside_the_money(dormant: pd.DataFrame, past: pd.DataFrame) -> list[str]:
    """Say where the money at stake counts other chances than the share told here."""
    chance = dormant["p_return"].to_numpy(dtype=float)
    told = allowing_for_the_past(chance, past).value or 0.0
    counted, allowed = (in_words(one, "probability") for one in (float(chance.mean()), told))
    if counted == allowed:
        return []
    return [
        f"The money at stake counts each customer's own chance, {counted} on average; the "
        f"{allowed} here allow for what came of earlier forecasts."
    ]


def _doubts(
    dormant: pd.DataFrame, past: pd.DataFrame, settings: Settings, gaps: str = ""
) -> tuple[str, ...]:
    hole = [about_gaps(gaps)] if gaps else []
    if dormant.empty:
        return tuple(hole)
    doubts = [
        *hole,
        *_beside_the_money(dormant, past),
        "Returns are those of the past, called or not: outreach of that time is in them.",
        "Seasons move the level of every forecast; compare with the same months of other years.",
    ]
    if len(past) < MOST_EARLIER_DAYS:
        n = len(past)
        checked = f"{n} earlier day{'' if n == 1 else 's'} only" if n else "no earlier day"
        doubts.append(
            f"The forecast could be checked at {checked}, of {MOST_EARLIER_DAYS} asked for: before "
            f"{'the others' if n else 'them'} lay under {settings.horizon_days} days of history, "
            f"or fewer than {FEWEST_DORMANT} customers were dormant then."
        )
    return tuple(doubts)
