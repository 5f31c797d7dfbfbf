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
from analysis.dormancy.limits import FEWEST_AT_RISK, FEWEST_SPELLS, RETURN_WINDOW, class_limits
from analysis.results import Estimate
from analysis.statistics import Floats, kaplan_meier, wilson_bounds

#: One-timers' ages are taken in steps of this many days; single days are noise.
_AGE_STEP = 30

POOLED = "all rhythms together"
#: Rhythm classes, quickest first, single orders at the end.
CLASSES = (*(name for _, name in RHYTHM_BANDS), NO_RHYTHM)


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
    return [CLASSES[number] for number in class_numbers(np.asarray(usual_gap_days, float))]


def class_numbers(usual_gap_days: Floats) -> npt.NDArray[np.int64]:
    """Return the class of each usual gap as a place in ``CLASSES``, shape (n,).

    Examples
    --------
    >>> [CLASSES[number] for number in class_numbers(np.array([7.0, np.nan, 7.0]))]
    ['about weekly', 'one order so far', 'about weekly']
    """
    ends = np.array([end for end, _ in RHYTHM_BANDS[:-1]])
    single = CLASSES.index(NO_RHYTHM)
    places = np.searchsorted(ends, usual_gap_days, side="left")
    return np.where(np.isnan(usual_gap_days), single, places).astype(np.int64)


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
    gaps = np.asarray(usual_gaps, float)
    names = np.array(rhythm_class(gaps), dtype=object)
    members = [gaps[names == name] for name in CLASSES]
    usual = np.array([np.median(of) if len(of) else math.nan for of in members])
    found = class_limits(*_by_class(spells), usual, return_floor=return_floor)
    repeat = spells[spells["rhythm_class"] != NO_RHYTHM]
    everything = repeat if repeat["n_spells"].sum() >= FEWEST_SPELLS else spells
    rhythms: dict[str, Rhythm] = {}
    for number, name in enumerate(CLASSES):
        own = spells[spells["rhythm_class"] == name]
        pooled = bool(found.pooled[number])
        rhythms[name] = Rhythm(
            name,
            everything if pooled else own,
            int(own["n_spells"].sum()),
            float(found.usual[number]),
            float(found.threshold[number]),
            bool(found.reached[number]),
            pooled,
        )
    return rhythms


def _by_class(spells: pd.DataFrame) -> tuple[Floats, Floats]:
    """Spells that ended with an order, and that still last, by class and days."""
    place = {name: number for number, name in enumerate(CLASSES)}
    code = spells["rhythm_class"].map(place).to_numpy(dtype=np.int64)
    days = spells["days"].to_numpy(dtype=np.int64)
    n_days = int(days.max(initial=0)) + 1
    count = spells["n_spells"].to_numpy(dtype=float)
    ended = spells["returned"].to_numpy(dtype=bool)
    shape = (2, len(CLASSES), n_days)
    cell = (ended * len(CLASSES) + code) * n_days + days
    counted = np.bincount(cell, count, minlength=math.prod(shape)).reshape(shape).astype(np.float64)
    return counted[1], counted[0]


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
    if n < FEWEST_AT_RISK:
        return Estimate.cannot_tell(n, f"fewer than {FEWEST_AT_RISK} silences", "probability")
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
