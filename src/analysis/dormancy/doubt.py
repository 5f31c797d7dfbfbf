"""How far the share of dormant customers may be off: customers drawn again, limits found anew."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.customers import OrderDays
from analysis.dormancy.chances import MOST_LEARNED_FROM
from analysis.dormancy.course import Nature, limits_after_orders, usual_gaps
from analysis.dormancy.limits import class_limits
from analysis.dormancy.returns import silences
from analysis.dormancy.rhythm import CLASSES, Rhythm, rhythm_class

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_N_DRAWS = 200
_NOTHING = pd.DataFrame({"days": [0], "returned": [False], "n_spells": [0]})


def dormant_share_bounds(
    orders: OrderDays, nature: Nature, *, day: int, return_floor: float,
    rng: np.random.Generator, level: float = 0.95,
) -> tuple[float, float]:  # fmt: skip
    """Return the bootstrap interval of the dormant share of repeat customers.

    Customers are drawn again with all their silences, and the limits of the rhythm classes are
    found anew from each draw: an interval that takes the limits as given is too narrow, because
    they move with the customers they were learned from. Of large companies 25,000 customers are
    drawn from, and the interval is narrowed to all of them.

    Parameters
    ----------
    orders
        Order days up to ``day``.
    level
        Coverage aimed at, 0..1.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> days = np.concatenate([np.arange(0, 300, 30)] * 30 + [np.arange(0, 90, 30)] * 10)
    >>> starts = np.concatenate([np.arange(30) * 10, 300 + np.arange(11) * 3])
    >>> orders = OrderDays(starts, days, np.ones(len(days)))
    >>> nature = Nature(np.zeros(40) > 0, np.zeros(40) > 0)
    >>> low, high = dormant_share_bounds(orders, nature, day=300, return_floor=0.25,
    ...                                  rng=np.random.default_rng(0))
    >>> bool(0.1 < low < 0.25 < high < 0.4)
    True
    """
    nth = -(-orders.n_customers // MOST_LEARNED_FROM)
    some = orders.every(nth)
    shares = _drawn_shares(
        some, nature.of(np.arange(0, orders.n_customers, nth)), day, return_floor, rng
    )
    tail = (1 - level) / 2
    low, middle, high = np.nanquantile(shares, [tail, 0.5, 1 - tail])
    narrower = np.sqrt(some.n_customers / orders.n_customers)
    return float(middle - (middle - low) * narrower), float(middle + (high - middle) * narrower)


def _drawn_shares(
    orders: OrderDays, nature: Nature, day: int, return_floor: float, rng: np.random.Generator
) -> Floats:
    usual, latest = usual_gaps(orders), orders.latest(day)
    # With class limits of 0 only the customer's own limit is left.
    own = limits_after_orders(orders, {name: _zero(name) for name in CLASSES}, nature)
    known, gaps = _classes(usual), usual[latest]
    ordered = orders.days[latest]
    silent = (day - ordered - orders.missing_since(ordered, day)).astype(float)
    alone = own.dormant[latest]
    repeat = ~own.once[latest]
    days, returned = silences(orders, day)
    shape = (2, len(CLASSES), int(days.max()) + 1)
    cell = np.ravel_multi_index((returned.astype(np.int64), known, days), shape)
    customer, n, classes = orders.customer, orders.n_customers, known[latest]
    ascending = np.argsort(gaps, kind="stable")
    shares = np.full(_N_DRAWS, np.nan)
    for draw in range(_N_DRAWS):
        weight = np.bincount(rng.integers(0, n, n), minlength=n)
        drawn = np.repeat(ascending, weight[ascending])
        middle = _medians(gaps[drawn], classes[drawn])
        spells = np.bincount(cell, weight[customer], minlength=math.prod(shape)).reshape(shape)
        limits = class_limits(spells[1], spells[0], middle, return_floor=return_floor)
        dormant = silent > np.fmax(limits.threshold[classes], alone)
        among = float(weight[repeat].sum())
        if among:
            shares[draw] = float(weight[repeat & dormant].sum()) / among
    return shares


def _zero(name: str) -> Rhythm:
    return Rhythm(name, _NOTHING, 0, 0.0, 0.0, reached=True, pooled=False)


def _classes(usual: Floats) -> Ints:
    """Each usual gap's class, as a place in ``CLASSES``."""
    known, place = np.unique(usual, return_inverse=True)
    named = [CLASSES.index(name) for name in rhythm_class(known)]
    return np.array(named, np.int64)[place.reshape(-1)]


def _medians(ascending: Floats, classes: Ints) -> Floats:
    """Median of each class's values, which come in ascending order; NaN for none."""
    own = [ascending[classes == number] for number in range(len(CLASSES))]
    return np.array(
        [(of[(len(of) - 1) // 2] + of[len(of) // 2]) / 2 if len(of) else np.nan for of in own]
    )
