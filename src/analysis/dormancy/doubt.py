"""How far the share of dormant customers may be off: customers drawn again, limits found anew."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.customers import NO_RHYTHM, RHYTHM_BANDS, OrderDays
from analysis.dormancy.chances import MOST_LEARNED_FROM
from analysis.dormancy.course import Nature, limits_after_orders, usual_gaps
from analysis.dormancy.returns import silences
from analysis.dormancy.rhythm import Rhythm, find_rhythms, rhythm_class

Floats = npt.NDArray[np.float64]

_NAMES = (*(name for _, name in RHYTHM_BANDS), NO_RHYTHM)
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
    own = limits_after_orders(orders, {name: _zero(name) for name in _NAMES}, nature)
    class_of = {name: place for place, name in enumerate(_NAMES)}
    classes = np.array([class_of[name] for name in rhythm_class(usual[latest])])
    silent, alone = (day - orders.days[latest]).astype(float), own.dormant[latest]
    repeat = ~own.once[latest]
    table, row = _collapsed(orders, usual, day)
    customer, n = orders.customer, orders.n_customers
    shares = np.full(_N_DRAWS, np.nan)
    for draw in range(_N_DRAWS):
        weight = np.bincount(rng.integers(0, n, n), minlength=n)
        counted = np.bincount(row, weight[customer], minlength=len(table)).astype(np.int64)
        spells = table.assign(n_spells=counted)[counted > 0]
        drawn = np.repeat(usual[latest], weight)
        rhythms = find_rhythms(spells, drawn, return_floor=return_floor)
        by_class = np.array([rhythms[name].threshold_days for name in _NAMES])
        dormant = silent > np.fmax(by_class[classes], alone)
        among = float(weight[repeat].sum())
        if among:
            shares[draw] = float(weight[repeat & dormant].sum()) / among
    return shares


def _zero(name: str) -> Rhythm:
    return Rhythm(name, _NOTHING, 0, 0.0, 0.0, reached=True, pooled=False)


def _collapsed(
    orders: OrderDays, usual: Floats, day: int
) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Unlike silences, and which of them each order day begins."""
    days, returned = silences(orders, day)
    known, place = np.unique(usual, return_inverse=True)
    class_of = {name: number for number, name in enumerate(_NAMES)}
    number = np.array([class_of[name] for name in rhythm_class(known)])[place.reshape(-1)]
    keys = (days * 2 + returned) * len(_NAMES) + number
    key, row = np.unique(keys, return_inverse=True)
    rest, at = np.divmod(key, len(_NAMES))
    table = pd.DataFrame(
        {
            "rhythm_class": pd.Series([_NAMES[number] for number in at], dtype="str"),
            "days": rest // 2,
            "returned": rest % 2 == 1,
        }
    )
    return table, np.asarray(row.reshape(-1), np.int64)
