"""The forecast of returns at earlier days, what came of it, and what that says about today's."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy import stats

from analysis.customers import OrderDays
from analysis.dormancy.chances import MOST_LEARNED_FROM, chances_of_return
from analysis.dormancy.course import Nature, limits_after_orders, states_at
from analysis.dormancy.returns import rhythms_until
from analysis.results import Estimate
from analysis.settings import Settings
from analysis.statistics import Floats, poisson_bounds

#: Earlier days at which the forecast is repeated, one horizon apart.
MOST_EARLIER_DAYS = 3
#: Fewer dormant customers than this make no forecast to check.
FEWEST_DORMANT = 10
#: So many returns that came as expected are added to the earlier forecasts.
_AS_GOOD_AS = 20.0
#: How far one day's level is off another's, and how many days that guess counts for.
_UNLIKE, _UNLIKE_DAYS = 0.15, 2


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
    """
    horizon, rows = settings.horizon_days, []
    if orders is not None:
        nth = -(-orders.n_customers // MOST_LEARNED_FROM)
        some, like = orders.every(nth), nature.of(np.arange(0, orders.n_customers, nth))
        first = int(orders.days.min())
        for back in range(1, MOST_EARLIER_DAYS + 1):
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
    if dormant.sum() < FEWEST_DORMANT:
        return None
    ahead = settings.horizon_days
    chance = chances_of_return(known, day=day, horizon_days=ahead).p_return[dormant]
    back = orders.ordered_within(ahead, after=day, places=places)
    expected, actual = math.fsum(chance), int(back[dormant].sum())
    low, high = poisson_bounds(actual)
    on = date(1970, 1, 1) + timedelta(days=int(orders.clock.calendar(day)))
    ratios = (actual / expected, low / expected, high / expected)
    return (pd.Timestamp(on), int(dormant.sum()), expected, actual, *ratios)


def allowing_for_the_past(chance: Floats, past: pd.DataFrame, *, level: float = 0.95) -> Estimate:
    """Return the share expected back: what the chances say, times what came of earlier forecasts.

    The factor is (A + 20) / (E + 20) with A returns that came where E were expected, so that few
    returns move little. The interval holds chance, the counts behind the factor, and how unlike
    the earlier days were: their variance beyond chance, with .15 squared counting as two days more.

    Parameters
    ----------
    chance
        ``p_return`` of the dormant customers, shape (n,), not empty.
    past
        As ``past_forecasts`` returns them.

    References
    ----------
    Gamma-Poisson shrinkage of a ratio of counts: Clayton & Kaldor (1987), Biometrics 43(3),
    671-681.

    Examples
    --------
    Eighty came of a hundred expected: a chance of .5 is told as .5 * 100 / 120.

    >>> past = pd.DataFrame({"expected": [100.0], "actual": [80]})
    >>> told = allowing_for_the_past(np.full(40, 0.5), past)
    >>> round(float(told.value), 4)
    0.4167
    """
    n, mean = chance.size, math.fsum(chance) / chance.size
    expected, came = past["expected"].to_numpy(float), past["actual"].to_numpy(float)
    factor = (came.sum() + _AS_GOOD_AS) / (expected.sum() + _AS_GOOD_AS)
    pooled = max(came.sum(), 1.0) / max(expected.sum(), 1.0)
    beyond = (came / (expected * pooled) - 1.0) ** 2 - 1.0 / np.maximum(came, 1.0)
    days = len(past) + _UNLIKE_DAYS
    unlike = (max(0.0, float(beyond.sum())) + _UNLIKE_DAYS * _UNLIKE**2) / days
    by_chance = factor * math.fsum(chance * (1 - chance)) / n**2
    value = float(mean * factor)
    spread = math.sqrt(by_chance + value**2 * (1.0 / (came.sum() + _AS_GOOD_AS) + unlike))
    half = float(stats.norm.ppf(0.5 + level / 2)) * spread
    method = f"p_return times {factor:.2f} from earlier forecasts; chance and past {level:.0%}"
    low, high = max(0.0, value - half), min(1.0, value + half)
    return Estimate(min(value, 1.0), low, high, n, method, "probability")
