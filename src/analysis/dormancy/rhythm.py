"""How silence ends: return curves, thresholds by rhythm class, natural return, one-timers' rate.

Everything rests on *spells*: an order, then days to the next order or to ``as_of`` (censored).
Percentiles of observed gaps leave the censored spells out and call live customers dead; the
product-limit curve does not. A spell's class is judged by the gaps before it alone, just as a
customer's present silence is, so no spell sorts itself by its own length.

Spells of one customer are treated as independent: intervals are somewhat too narrow where few
customers hold many spells. Long silences, which matter here, are rarely many to a customer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.customers import NO_RHYTHM, RHYTHM_BANDS
from analysis.results import Estimate
from analysis.statistics import kaplan_meier, wilson_bounds

Floats = npt.NDArray[np.float64]

#: The window in which a return is asked for when a threshold is set: the next quarter.
RETURN_WINDOW = 90
#: A class with fewer spells is judged by all rhythms together.
FEWEST_SPELLS = 20
#: Nobody is called dormant within a month.
LEAST_THRESHOLD = 30.0
#: A class threshold stays under this many times the 90th percentile of its own gaps.
_CAP = 3.0
#: Where a class has no completed gap at all: half a year, and the answer says so.
_WITHOUT_GAPS = 180.0
#: Under this many spells still at risk a conditional chance is not told.
_FEWEST_AT_RISK = 5
#: One-timers' ages are taken in steps of this many days; single days are noise.
_AGE_STEP = 30

POOLED = "all rhythms together"


@dataclass(frozen=True)
class Rhythm:
    """One rhythm class with its threshold.

    Parameters
    ----------
    name
        Name of the class.
    spells
        ``days, returned, n_spells``: the spells the threshold rests on.
    n_spells
        Spells of the class itself.
    usual_gap_days
        Median usual gap of the class's customers; of completed gaps where it has none; else NaN.
    threshold_days
        First day of silence from which fewer than the floor return within ``RETURN_WINDOW``.
    reached
        Whether that day lies inside what was observed; else the cap stands in.
    pooled
        Whether all rhythms together stood in for a class with too few spells.
    """

    name: str
    spells: pd.DataFrame
    n_spells: int
    usual_gap_days: float
    threshold_days: float
    reached: bool
    pooled: bool


def rhythm_class(usual_gap_days: npt.ArrayLike) -> list[str]:
    """Return the class of each usual gap in days; NaN means a single order so far.

    Examples
    --------
    >>> rhythm_class([7.0, 10.0, 30.0, float("nan")])
    ['about weekly', 'about weekly', 'about monthly', 'one order so far']
    """
    gaps = np.asarray(usual_gap_days, float)
    ends = np.array([end for end, _ in RHYTHM_BANDS[:-1]])
    names = [name for _, name in RHYTHM_BANDS]
    places = np.searchsorted(ends, gaps, side="left")
    return [
        NO_RHYTHM if math.isnan(gap) else names[place]
        for gap, place in zip(gaps, places, strict=True)
    ]


def find_rhythms(
    spells: pd.DataFrame, usual_gaps: npt.ArrayLike, *, return_floor: float
) -> dict[str, Rhythm]:
    """Return every rhythm class with its threshold, slowest last, one-order spells at the end.

    The threshold is the first day, from the usual gap of the class on, after which fewer than
    ``return_floor`` of those still silent return within 90 days. It is searched from the usual gap
    because a yearly buyer rarely returns in the first quarter either.

    Parameters
    ----------
    spells
        ``rhythm_class, days, returned, n_spells``.
    usual_gaps
        Usual gap of each customer in days, NaN for a single order, shape (n,).
    return_floor
        The share under which silence counts as dormancy, 0..1.

    Examples
    --------
    Twenty gaps of 30 days and twenty customers silent for 300: nobody returned after day 30, so
    the threshold is the first day that can be judged.

    >>> spells = pd.DataFrame({"rhythm_class": "about monthly", "days": [30, 300],
    ...                        "returned": [True, False], "n_spells": [20, 20]})
    >>> found = find_rhythms(spells, [30.0], return_floor=0.25)["about monthly"]
    >>> found.threshold_days, found.usual_gap_days, found.reached
    (30.0, 30.0, True)
    """
    repeat = spells[spells["rhythm_class"] != NO_RHYTHM]
    everything = repeat if repeat["n_spells"].sum() >= FEWEST_SPELLS else spells
    gaps = np.asarray(usual_gaps, float)
    names = np.array(rhythm_class(gaps), dtype=object)
    rhythms: dict[str, Rhythm] = {}
    for name in (*(name for _, name in RHYTHM_BANDS), NO_RHYTHM):
        own = spells[spells["rhythm_class"] == name]
        n_spells = int(own["n_spells"].sum())
        pooled = n_spells < FEWEST_SPELLS
        used = everything if pooled else own
        members = gaps[names == name]
        members = members[~np.isnan(members)]
        seen = own if own["returned"].any() else used
        fallback = weighted_quantile(_completed(seen), 0.5)
        usual = float(np.median(members)) if members.size else fallback
        days, reached = _threshold(used, usual, return_floor)
        rhythms[name] = Rhythm(name, used, n_spells, usual, days, reached, pooled)
    return rhythms


def weighted_quantile(gaps: pd.DataFrame, share: float) -> float:
    """Return the smallest gap that at least ``share`` of the counted gaps do not exceed.

    Examples
    --------
    >>> weighted_quantile(pd.DataFrame({"days": [10, 20], "n_spells": [3, 1]}), 0.9)
    20.0
    """
    if gaps.empty:
        return math.nan
    ordered = gaps.sort_values("days")
    upto = ordered["n_spells"].cumsum().to_numpy(dtype=float)
    place = int(np.searchsorted(upto, share * upto[-1] - 1e-9))
    return float(ordered["days"].to_numpy(dtype=float)[min(place, len(ordered) - 1)])


def chance_of_return(spells: pd.DataFrame, *, silent_days: int, horizon_days: int) -> Estimate:
    """Return the share of spells that end within the horizon, once silent for so many days.

    Product-limit estimate with delayed entry: spells count from ``silent_days`` on.

    Parameters
    ----------
    spells
        ``days, returned, n_spells``.

    Examples
    --------
    >>> spells = pd.DataFrame({"days": [100, 300], "returned": [True, False], "n_spells": [6, 18]})
    >>> str(chance_of_return(spells, silent_days=90, horizon_days=90))
    '25% (12% to 47%, n=24)'
    """
    late = spells[spells["days"] > silent_days]
    n, end = int(late["n_spells"].sum()), silent_days + horizon_days
    if n < _FEWEST_AT_RISK:
        return Estimate.cannot_tell(n, f"fewer than {_FEWEST_AT_RISK} silences", "probability")
    inside = late[late["returned"] & (late["days"] <= end)]
    followed = int(late.loc[late["days"] >= end, "n_spells"].sum())
    curve = kaplan_meier(late["days"], late["returned"], weights=late["n_spells"])
    place = int(np.searchsorted(curve.days, end, side="right")) - 1
    stays = curve.at(end)
    if not followed and stays > 0:
        return Estimate.cannot_tell(n, "history too short for the horizon", "probability")
    low, high = 1.0 - stays, 1.0 - stays
    if 0 < stays < 1:
        low, high = 1.0 - float(curve.high[place]), 1.0 - float(curve.low[place])
    else:
        hits = int(inside["n_spells"].sum())
        bounds = wilson_bounds([hits if stays <= 0 else 0], [max(followed, hits)])
        low, high = float(bounds[0][0]), float(bounds[1][0])
    method = f"Kaplan-Meier from day {silent_days} on, spells, 95 %"
    return Estimate(1.0 - stays, low, high, n, method, "probability")


def group_rate(spells: pd.DataFrame, ages: npt.ArrayLike, *, horizon_days: int) -> Floats:
    """Return one-time buyers' chance of a second order by the days since their first, shape (n,).

    The product-limit curve of first spells at the buyer's age, in steps of 30 days. Where nobody
    has been followed for age plus horizon, the pace of returns in what has been followed, at least
    the last 90 days of it, goes on. Half a return in one more spell is added, so that nobody is
    told 0 or 1 from a handful.

    Examples
    --------
    >>> spells = pd.DataFrame({"days": [20, 400], "returned": [True, False], "n_spells": [49, 50]})
    >>> group_rate(spells, [0, 45], horizon_days=182).round(3).tolist()
    [0.495, 0.01]
    >>> group_rate(spells, [390], horizon_days=182).round(3).tolist()
    [0.01]
    >>> group_rate(spells.iloc[:0], [5], horizon_days=182).tolist()
    [0.5]
    """
    curve = kaplan_meier(spells["days"], spells["returned"], weights=spells["n_spells"])
    steps = np.asarray(ages, float) // _AGE_STEP
    chances: dict[float, float] = {}
    followed = _followed_days(spells)
    for step in np.unique(steps):
        age = min(step * _AGE_STEP, max(0.0, followed - RETURN_WINDOW))
        window = min(horizon_days, max(1.0, followed - age))
        n = float(spells.loc[spells["days"] >= age, "n_spells"].sum())
        stays = 1.0 - curve.event_within(window, after=age)
        returned = n * (1.0 - stays ** (horizon_days / window))
        chances[step] = (returned + 0.5) / (n + 1.0)
    return np.array([chances[step] for step in steps], dtype=np.float64)


def covers(spells: pd.DataFrame, ages: npt.ArrayLike, *, horizon_days: int) -> bool:
    """Whether enough spells were followed for the horizon from each of these ages on.

    Examples
    --------
    >>> spells = pd.DataFrame({"days": [400], "returned": [False], "n_spells": [50]})
    >>> covers(spells, [200], horizon_days=182), covers(spells, [300], horizon_days=182)
    (True, False)
    """
    oldest = np.max(np.asarray(ages, float), initial=0.0)
    return bool(oldest + horizon_days <= _followed_days(spells))


def _followed_days(spells: pd.DataFrame) -> float:
    """Return how long ``FEWEST_SPELLS`` spells were followed at least."""
    ordered = spells.sort_values("days", ascending=False)
    enough = ordered["n_spells"].cumsum() >= FEWEST_SPELLS
    return float(ordered.loc[enough, "days"].max()) if enough.any() else 0.0


def _completed(spells: pd.DataFrame) -> pd.DataFrame:
    return spells.loc[spells["returned"], ["days", "n_spells"]]


def _threshold(spells: pd.DataFrame, usual: float, return_floor: float) -> tuple[float, bool]:
    """First day under the floor, from the usual gap on; the cap when it is never seen."""
    gaps = _completed(spells)
    if gaps.empty:
        return _WITHOUT_GAPS, False
    cap = max(LEAST_THRESHOLD, usual, _CAP * weighted_quantile(gaps, 0.9))
    at_risk, stays = _by_day(spells)
    first, last = math.ceil(usual), at_risk.size - 1 - RETURN_WINDOW
    days = np.arange(first, last + 1)
    judged = days[at_risk[days + RETURN_WINDOW] >= _FEWEST_AT_RISK] if days.size else days
    returns = 1.0 - stays[judged + RETURN_WINDOW] / np.maximum(stays[judged], 1e-12)
    under = judged[returns < return_floor - 1e-9]  # a quarter exactly is not under a quarter
    if not under.size:
        return cap, False
    return float(min(max(LEAST_THRESHOLD, under[0]), cap)), True


def _by_day(spells: pd.DataFrame) -> tuple[Floats, Floats]:
    """Spells at risk, and the share still silent, on each day from 0 to the last one seen."""
    days = spells["days"].to_numpy(dtype=np.int64)
    size = int(days.max()) + 1
    count = spells["n_spells"].to_numpy(dtype=float)
    ends = np.bincount(days, count, minlength=size)
    at_risk = np.cumsum(ends[::-1])[::-1].astype(np.float64)
    returned = np.bincount(days, count * spells["returned"].to_numpy(dtype=float), minlength=size)
    return at_risk, np.cumprod(1.0 - returned / np.maximum(at_risk, 1e-12)).astype(np.float64)
