"""Who would return anyway: by age of the silence, what waiting costs, second lives, past forecasts.

Only returns above these count as won back.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy import stats

from analysis.customers import OrderDays, day_number, load_order_days
from analysis.dormancy.answer import ReturnAnswer, save_answer
from analysis.dormancy.chances import MOST_LEARNED_FROM, chances_of_return
from analysis.dormancy.course import Nature, limits_after_orders, states_at
from analysis.dormancy.find import nature_of
from analysis.dormancy.frames import natural_return
from analysis.dormancy.returns import (
    cost_of_waiting,
    money_after_return,
    rhythms_until,
    second_lives,
)
from analysis.dormancy.rhythm import find_rhythms
from analysis.results import Estimate, Finding, Unit, in_words
from analysis.settings import Settings
from analysis.workspace import Workspace

#: Earlier days at which the forecast is repeated, one horizon apart.
_ORIGINS = 3
#: Fewer dormant customers than this make no forecast to check.
_FEWEST = 20
#: Waiting is told for two years, where the history reaches so far.
_LONGEST_WAIT = 730


def tell_natural_return(workspace: Workspace, *, as_of: date, settings: Settings) -> ReturnAnswer:
    """Return who comes back by themselves, and keep it in the workspace.

    Parameters
    ----------
    workspace
        In which ``find_dormancy`` has run.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from analysis.dormancy.find import find_dormancy
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save("transactions", pd.DataFrame({
    ...     "customer_id": ["a"], "amount": [10.0], "ordered_on": pd.to_datetime(["2024-01-01"])}))
    >>> _ = find_dormancy(workspace, as_of=date(2024, 1, 31), settings=Settings())
    >>> answer = tell_natural_return(workspace, as_of=date(2024, 1, 31), settings=Settings())
    >>> print(answer.finding.sentence)
    Nobody is quieter than their own rhythm: there is no return to wait for.
    """
    customers, facts = workspace.load("dormancy"), workspace.load("customer_facts")
    spells, orders = workspace.load("spells"), load_order_days(workspace, customers)
    day = day_number(as_of)
    nature = nature_of(workspace, facts)
    lives, money = second_lives(None, None, day=day), _unknown("no order days were kept")
    past = past_forecasts(None, nature, day=day, settings=settings)
    if orders is not None and orders.n_customers:
        rhythms = find_rhythms(spells, facts["usual_gap_days"], return_floor=settings.return_floor)
        limits = limits_after_orders(orders, rhythms, nature)
        lives = second_lives(orders, limits, day=day)
        rng = np.random.default_rng(settings.random_state)
        money = money_after_return(orders, limits, day=day, rng=rng, n_draws=settings.n_bootstrap)
        past = past_forecasts(orders, nature, day=day, settings=settings)
    dormant = customers[customers["dormancy_state"] == "dormant"]
    numbers = _numbers(dormant["p_return"].to_numpy(dtype=float), lives, money, past)
    answer = ReturnAnswer(
        by_age=natural_return(spells),
        waiting=cost_of_waiting(spells, horizon_days=settings.horizon_days, longest=_LONGEST_WAIT),
        second_lives=lives,
        past_forecasts=past,
        factors=_factors(numbers),
        finding=Finding(
            _sentence(numbers, past, settings), numbers, _doubts(dormant, past, settings)
        ),
    )
    save_answer(workspace, answer, as_of=as_of, settings=settings)
    return answer


def _unknown(why: str, unit: Unit = "ratio") -> Estimate:
    return Estimate.cannot_tell(0, why, unit)


def past_forecasts(
    orders: OrderDays | None, nature: Nature, *, day: int, settings: Settings
) -> pd.DataFrame:
    """Return what the same forecast said at earlier days, and what came.

    Of large companies every nth customer, 25,000 in all: the forecast is checked, not repeated.

    Returns
    -------
    ``forecast_on, n_dormant, expected, actual, ratio, low, high``: returns within the horizon of
    those dormant at that day; exact Poisson interval of actual over expected. Days before which
    lies less history than is looked ahead, or with few dormant customers, are left out.

    References
    ----------
    Garwood (1936), Biometrika 28(3/4), 437-442.

    Examples
    --------
    >>> len(past_forecasts(None, Nature(np.zeros(0) > 0, np.zeros(0) > 0), day=0,
    ...                    settings=Settings()))
    0
    """
    horizon, rows = settings.horizon_days, []
    if orders is not None:
        nth = -(-orders.n_customers // MOST_LEARNED_FROM)
        some, like = orders.every(nth), nature.of(np.arange(0, orders.n_customers, nth))
        first = int(orders.days.min())
        for back in range(1, _ORIGINS + 1):
            early = day - back * horizon
            if early - first >= horizon:
                row = _forecast(some, like, early, settings)
                rows += [row] if row else []
    columns = ["forecast_on", "n_dormant", "expected", "actual", "ratio", "low", "high"]
    kinds = ["datetime64[us]", "int64", "float64", "int64", "float64", "float64", "float64"]
    found = pd.DataFrame(rows, columns=columns)
    return found.astype(dict(zip(columns, kinds, strict=True)))


def _forecast(
    orders: OrderDays, nature: Nature, day: int, settings: Settings
) -> tuple[object, ...] | None:
    known, places = orders.known_until(day)
    rhythms = rhythms_until(known, day, return_floor=settings.return_floor)
    limits = limits_after_orders(known, rhythms, nature.of(places))
    dormant = states_at(known, limits, day) == "dormant"
    if dormant.sum() < _FEWEST:
        return None
    ahead = settings.horizon_days
    chance = chances_of_return(known, day=day, horizon_days=ahead).p_return[dormant]
    back = orders.latest(day + ahead)[places] > orders.latest(day)[places]
    expected, actual = math.fsum(chance), int(back[dormant].sum())
    low = stats.chi2.ppf(0.025, 2 * actual) / 2 if actual else 0.0
    high = stats.chi2.ppf(0.975, 2 * (actual + 1)) / 2
    on = date(1970, 1, 1) + timedelta(days=day)
    ratios = (actual / expected, low / expected, high / expected)
    return (pd.Timestamp(on), int(dormant.sum()), expected, actual, *ratios)


def _numbers(
    chance: np.ndarray, lives: pd.DataFrame, money: Estimate, past: pd.DataFrame
) -> dict[str, Estimate]:
    n = chance.size
    share = _unknown("no dormant customers", "probability")
    if n:
        mean = math.fsum(chance) / n
        spread = 1.96 * math.sqrt(math.fsum(chance * (1 - chance))) / n
        # Earlier forecasts say how far this one may be off; their mean moves nothing, it widens.
        off = np.append(past["ratio"].to_numpy(dtype=float), 1.0)
        low = max(0.0, float(off.min()) * mean - spread)
        high = min(1.0, float(off.max()) * mean + spread)
        widened = "widened by how far earlier forecasts were off"
        method = (
            f"p_return; chance 95 %, {widened if len(past) else 'no earlier forecast to check'}"
        )
        share = Estimate(mean, low, high, n, method, "probability")
    return {
        "natural_return_share": share,
        "second_life_year": _after_a_year(lives, "after a return"),
        "first_life_year": _after_a_year(lives, "after a second order"),
        "second_life_money": money,
        "forecast_ratio": _latest_ratio(past),
    }


def _after_a_year(lives: pd.DataFrame, group: str) -> Estimate:
    row = lives[(lives["group"] == group) & (lives["days_since"] == 365)]
    if row.empty:
        return _unknown("too few were followed for a year", "share")
    found = row.iloc[0]
    method = "Kaplan-Meier 95 %, lives"
    return Estimate(
        float(found["still_customer"]), float(found["low"]), float(found["high"]),
        int(found["n"]), method,
    )  # fmt: skip


def _latest_ratio(past: pd.DataFrame) -> Estimate:
    if past.empty:
        return _unknown("the history is too short for an earlier forecast")
    row = past.iloc[0]
    method = "actual over expected returns, latest earlier forecast, exact Poisson 95 %"
    return Estimate(
        float(row["ratio"]), float(row["low"]), float(row["high"]), int(row["n_dormant"]), method,
        "ratio",
    )  # fmt: skip


#: What each factor of a second lifetime is called.
_FACTORS = {
    "natural_return_share": "Chance to return within the horizon, uncalled",
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


def _sentence(numbers: dict[str, Estimate], past: pd.DataFrame, settings: Settings) -> str:
    share = numbers["natural_return_share"]
    if share.value is None:
        return "Nobody is quieter than their own rhythm: there is no return to wait for."
    told = (
        f"**Without any call, {in_words(share.value, 'probability')} of today's {share.n:,} "
        f"dormant customers will be back within {settings.horizon_days} days** "
        f"({share.interval}); only returns above that count as won back."
    )
    if past.empty:
        return told
    earlier = past.iloc[0]
    return (
        f"{told} The same forecast on {earlier['forecast_on']:%Y-%m-%d} expected "
        f"{earlier['expected']:,.0f} returns; {earlier['actual']:,} came."
    )


def _doubts(dormant: pd.DataFrame, past: pd.DataFrame, settings: Settings) -> tuple[str, ...]:
    if dormant.empty:
        return ()
    doubts = [
        "Returns are those of the past, called or not: outreach of that time is in them.",
        "Seasons move the level of every forecast; compare with the same months of other years.",
    ]
    if len(past) < _ORIGINS:
        doubts.append(
            f"The forecast could be checked at {len(past)} earlier day"
            f"{'' if len(past) == 1 else 's'} only, of {_ORIGINS} asked for: with a horizon of "
            f"{settings.horizon_days} days the history is short."
        )
    return tuple(doubts)
