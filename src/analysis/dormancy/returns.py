"""Who came back: what waiting costs, how long a second life lasts, what a rule would have listed.

A *return* is an order after a silence longer than the customer's own limit at that time. All tables
rest on the order days; where they did not travel with a summary, they are empty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.customers import OrderDays
from analysis.dormancy.course import Limits, Nature, limits_after_orders, states_at, usual_gaps
from analysis.dormancy.rhythm import CLASSES, Rhythm, chance_of_return, class_numbers, find_rhythms
from analysis.results import Estimate
from analysis.statistics import (
    Flags,
    Floats,
    Ints,
    bootstrap_interval,
    kaplan_meier,
    share_with_wilson_interval,
    wilson_bounds,
)

_BANDS = np.array(["1", "2-3", "4+"])
OWN_RHYTHM = "own rhythm"
_YEAR = 365
#: Days after a return (or a second order) at which it is told who still buys.
_LIFE_STEPS = (90, 180, 365, 730)
#: Steps of waiting, in days.
_WAITING_STEP = 30
_FEWEST = 5


def spells_until(orders: OrderDays, usual: Floats, day: int) -> pd.DataFrame:
    """Return all silences as known at the end of ``day``, collapsed to counts.

    The same table as the engine's for ``as_of``, for any earlier day.

    Parameters
    ----------
    orders
        Order days up to ``day`` alone.
    usual
        ``usual_gaps(orders)``.

    Returns
    -------
    ``rhythm_class, prior_orders, days, returned, n_spells``.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2]), np.array([0, 10]), np.ones(2))
    >>> found = spells_until(orders, usual_gaps(orders), 15)
    >>> found[["prior_orders", "days", "returned", "n_spells"]].values.tolist()
    [['2-3', 5, False, 1], ['1', 10, True, 1]]
    """
    days, returned = silences(orders, day)
    band = np.searchsorted([1, 3], orders.number, side="left")
    longest = int(days.max(initial=0)) + 1
    keys = (class_numbers(usual) * len(_BANDS) + band) * longest + days
    found, n_spells = np.unique(keys * 2 + returned, return_counts=True)
    groups, days = np.divmod(found // 2, longest)
    classes, bands = np.divmod(groups, len(_BANDS))
    return pd.DataFrame(
        {
            "rhythm_class": pd.Series(np.array(CLASSES, dtype=object)[classes], dtype="str"),
            "prior_orders": pd.Series(_BANDS[bands], dtype="str"),
            "days": days,
            "returned": found % 2 == 1,
            "n_spells": n_spells,
        }
    )


def silences(orders: OrderDays, day: int) -> tuple[Ints, Flags]:
    """Return the days from each order to the next or to ``day``, and whether there was a next.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2, 3]), np.array([0, 10, 4]), np.ones(3))
    >>> [found.tolist() for found in silences(orders, 15)]
    [[10, 5, 11], [True, False, False]]
    """
    nexts = np.append(orders.days[1:], 0)
    returned = np.ones(len(orders.days), dtype=bool)
    returned[orders.starts[1:][np.diff(orders.starts) > 0] - 1] = False
    # Orders within a hole of the export may share a counted day: a gap is never under one.
    gaps = np.where(returned, np.maximum(nexts - orders.days, 1), day - orders.days)
    return gaps, returned


def rhythms_until(known: OrderDays, day: int, *, return_floor: float) -> dict[str, Rhythm]:
    """Return the rhythm classes and limits as they would have been found at the end of a day."""
    usual = usual_gaps(known)
    spells = spells_until(known, usual, day)
    return find_rhythms(spells, usual[known.latest(day)], return_floor=return_floor)


def rule_check(
    orders: OrderDays, nature: Nature, *, day: int, horizon_days: int, return_floor: float,
    fixed_days: int = 90,
) -> pd.DataFrame:  # fmt: skip
    """Return who would have been listed at an earlier day, and who of them came back since.

    Everything is judged by what was known at that day: the limits are learned from it anew.

    Parameters
    ----------
    day, horizon_days
        The earlier day, and how long after it a return counts; all of it lies in the history.

    Returns
    -------
    ``rule, n_listed, n_back, share, low, high`` for the own rhythm and the fixed limit; shares of
    those listed, Wilson. Denominator of both: repeat customers at that day. A rule that would
    have listed nobody is left out.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3]), np.array([0, 30, 200]), np.ones(3))
    >>> nature = Nature(np.zeros(1) > 0, np.zeros(1) > 0)
    >>> found = rule_check(orders, nature, day=150, horizon_days=90, return_floor=0.25)
    >>> found[["rule", "n_listed", "n_back"]].values.tolist()
    [['own rhythm', 1, 1], ['90 days for all', 1, 1]]
    """
    known, places = orders.known_until(day)
    rhythms = rhythms_until(known, day, return_floor=return_floor)
    limits = limits_after_orders(known, rhythms, nature.of(places))
    state, latest = states_at(known, limits, day), known.latest(day)
    repeat = state != "one_time"
    fixed = repeat & (day - known.days[latest] > fixed_days)
    back = orders.ordered_within(horizon_days, after=day, places=places)
    rules = ((OWN_RHYTHM, state == "dormant"), (f"{fixed_days} days for all", fixed))
    rows = [(name, int(chosen.sum()), int((chosen & back).sum())) for name, chosen in rules]
    found = pd.DataFrame(rows, columns=["rule", "n_listed", "n_back"])
    found = found[found["n_listed"] > 0].reset_index(drop=True)
    low, high = wilson_bounds(found["n_back"], found["n_listed"])
    return found.assign(share=found["n_back"] / found["n_listed"], low=low, high=high)


def no_rules() -> pd.DataFrame:
    """Return the table of no rule checked, for a history that is too short."""
    kinds = {"rule": "str", "n_listed": "int64", "n_back": "int64"}
    kinds |= dict.fromkeys(("share", "low", "high"), "float64")
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def cost_of_waiting(spells: pd.DataFrame, *, horizon_days: int, longest: int) -> pd.DataFrame:
    """Return the chance that a silence ends within the horizon, by the days it has lasted.

    Repeat customers only. Days from which the horizon was not followed are left out.

    Returns
    -------
    ``days_silent, p_return, low, high, n`` (silences still lasting).

    Examples
    --------
    >>> spells = pd.DataFrame({"prior_orders": "4+", "days": [40, 400],
    ...                        "returned": [True, False], "n_spells": [5, 15]})
    >>> cost_of_waiting(spells, horizon_days=90, longest=60)["p_return"].tolist()
    [0.25, 0.25, 0.0]
    """
    repeat = spells[spells["prior_orders"] != "1"]
    rows = []
    for silent in range(0, longest + 1, _WAITING_STEP):
        chance = chance_of_return(repeat, silent_days=silent, horizon_days=horizon_days)
        if chance.known:
            rows.append((silent, chance.value, chance.low, chance.high, chance.n))
    kinds = {"days_silent": "int64"} | dict.fromkeys(("p_return", "low", "high"), "float64")
    kinds |= {"n": "int64"}
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


@dataclass(frozen=True)
class Lives:
    """Lives from a start until silence passes the limit again; each of shape (k,).

    Parameters
    ----------
    start
        Place of the order day with which a life begins.
    days
        Days from it until the limit was passed, or until the end of the data.
    lost
        Whether the limit was passed.
    resumed
        Whether an order came all the same, after the limit was passed.
    """

    start: Ints
    days: Ints
    lost: Flags
    resumed: Flags

    @property
    def paused(self) -> bool:
        """Whether most lives that seemed to end went on: they paused, for a winter perhaps."""
        return bool(2 * self.resumed.sum() > self.lost.sum())


def lives_from(orders: OrderDays, starts: Ints, limits: Floats, *, day: int) -> Lives:
    """Return how long customers stayed after given orders, each by a limit that stays the same.

    The limit must be the one from before: a customer's own limit grows with a long silence, and a
    second life judged by the grown one would seem longer than it is.

    Parameters
    ----------
    starts
        Places of order days, shape (k,).
    limits
        Days of silence that end each life, shape (k,).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3]), np.array([0, 30, 200]), np.ones(3))
    >>> lives = lives_from(orders, np.array([1, 2]), np.array([60.0, 60.0]), day=230)
    >>> lives.days.tolist(), lives.lost.tolist()
    ([60, 30], [True, False])
    """
    gap, returned = silences(orders, day)
    at, going = starts.copy(), np.arange(len(starts))
    while len(going):
        going = going[(gap[at[going]] <= limits[going]) & returned[at[going]]]
        at[going] += 1
    lost = gap[at] > limits
    until = np.where(lost, orders.days[at] + np.ceil(limits), day)
    days = (until - orders.days[starts]).astype(np.int64)
    return Lives(starts, days, lost, lost & returned[at])


def returns_of(orders: OrderDays, limits: Limits, *, day: int) -> Ints:
    """Return the places of the orders that ended a silence beyond the customer's own limit.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3]), np.array([0, 30, 200]), np.ones(3))
    >>> limits = Limits(np.full(3, 60.0), np.full(3, 60.0), np.zeros(3) > 0)
    >>> returns_of(orders, limits, day=230).tolist()
    [2]
    """
    gap, returned = silences(orders, day)
    return np.flatnonzero(returned & (gap > limits.dormant) & ~limits.once) + 1


def second_lives(orders: OrderDays | None, limits: Limits | None, *, day: int) -> pd.DataFrame:
    """Return who still buys so long after a return, beside all customers after their second order.

    A life ends when silence passes the limit from before the return (from the second order).

    Returns
    -------
    ``group, days_since, still_customer, low, high, n`` (lives at the start); Kaplan-Meier, lives
    that go on at the end of the data count as long as they were seen. A group is left out where
    most of its lives that passed the limit went on later.
    """
    kinds = {"group": "str", "days_since": "int64"}
    kinds |= dict.fromkeys(("still_customer", "low", "high"), "float64") | {"n": "int64"}
    if orders is None or limits is None:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    back, second = returns_of(orders, limits, day=day), np.flatnonzero(orders.number == 2)
    groups = (("after a return", back, back - 1), ("after a second order", second, second))
    rows = []
    for name, starts, judged_at in groups:
        lives = lives_from(orders, starts, limits.dormant[judged_at], day=day)
        for days in () if lives.paused else _LIFE_STEPS:
            still = _still(lives, days)
            if still.known:
                rows.append((name, days, still.value, still.low, still.high, still.n))
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def _still(lives: Lives, days: int) -> Estimate:
    n = len(lives.days)
    followed = int((lives.days >= days).sum())
    if followed < _FEWEST:
        return Estimate.cannot_tell(n, f"fewer than {_FEWEST} were followed so long")
    curve = kaplan_meier(lives.days, lives.lost)
    place = int(np.searchsorted(curve.days, days, side="right")) - 1
    if place < 0:
        none = share_with_wilson_interval(followed, followed)
        method = f"nobody was lost so early; Wilson 95 % of the {followed:,} followed so long"
        return Estimate(1.0, none.low, none.high, n, method)
    low, high = float(curve.low[place]), float(curve.high[place])
    return Estimate(curve.at(days), low, high, n, "Kaplan-Meier 95 %")


def money_after_return(
    orders: OrderDays, limits: Limits, *, day: int, rng: np.random.Generator, n_draws: int
) -> Estimate:
    """Return the money of the year after a return over that of the year before the silence.

    Returns that a year was seen of count, whether the customer stayed or not; the interval
    resamples customers.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2]), np.array([0, 30]), np.ones(2))
    >>> limits = Limits(np.full(2, 60.0), np.full(2, 60.0), np.zeros(2) > 0)
    >>> rng = np.random.default_rng(0)
    >>> str(money_after_return(orders, limits, day=230, rng=rng, n_draws=100))
    'cannot tell (fewer than 5 returns with a year after them, n=0)'
    """
    back = returns_of(orders, limits, day=day)
    back = back[orders.days[back] + _YEAR <= day + 1]
    n = len(np.unique(orders.customer[back]))
    if n < _FEWEST:
        why = f"fewer than {_FEWEST} returns with a year after them"
        return Estimate.cannot_tell(n, why, "ratio")
    after = _sold_within(orders, back, first=0, last=_YEAR - 1)
    before = _sold_within(orders, back - 1, first=1 - _YEAR, last=0)
    return _ratio(after, before, orders.customer[back], rng=rng, n_draws=n_draws)


def _sold_within(orders: OrderDays, at: Ints, *, first: int, last: int) -> Floats:
    """Money of each order's customer from ``first`` to ``last`` days around that order's day."""
    early = int(orders.days.min())
    width = int(orders.days.max()) - early + 2 * _YEAR  # no window reaches the next customer
    keys = orders.customer * width + orders.days - early
    sums = np.concatenate([[0.0], np.cumsum(orders.sold)])
    upto = np.searchsorted(keys, keys[at] + last, side="right")
    return np.asarray(sums[upto] - sums[np.searchsorted(keys, keys[at] + first)], float)


def _ratio(
    above: Floats, below: Floats, customer: Ints, *, rng: np.random.Generator, n_draws: int
) -> Estimate:
    """Ratio of two sums, resampling customers."""
    _, place = np.unique(customer, return_inverse=True)
    top, base = np.bincount(place, above), np.bincount(place, below)
    interval = bootstrap_interval(
        lambda weights: (weights @ top) / (weights @ base), len(top), rng=rng, n_draws=n_draws
    )
    method = "year after the return over year before the silence, bootstrap 95 %"
    return Estimate(float(top.sum() / base.sum()), *interval, len(top), method, "ratio")
