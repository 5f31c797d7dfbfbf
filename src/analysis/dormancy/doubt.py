"""How far the share of dormant customers may be off: customers drawn again, limits found anew."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.customers import OrderDays
from analysis.dormancy.chances import MOST_LEARNED_FROM
from analysis.dormancy.course import Nature, own_limits, usual_gaps
from analysis.dormancy.limits import class_limits
from analysis.dormancy.returns import silences
from analysis.dormancy.rhythm import CLASSES, class_numbers
from analysis.statistics import Floats, Ints

_N_DRAWS = 200


@dataclass(frozen=True)
class Doubt:
    """How far the number and the loss of the dormant may be off because limits are learned.

    Parameters
    ----------
    shares
        Dormant share of repeat customers in each draw, NaN where a draw holds none of them.
    narrower
        What the interval shrinks to because more customers stand behind the share than were drawn.
    loss_widening
        How many times as wide as with limits that are given the interval of the loss is, 1 or more.
    """

    shares: Floats
    narrower: float
    loss_widening: float

    def bounds(self, level: float = 0.95) -> tuple[float, float]:
        """Return the interval of the dormant share, 0..1."""
        tail = (1 - level) / 2
        low, middle, high = np.nanquantile(self.shares, [tail, 0.5, 1 - tail])
        return (
            float(middle - (middle - low) * self.narrower),
            float(middle + (high - middle) * self.narrower),
        )


def dormant_doubt(
    orders: OrderDays, nature: Nature, at_stake: Floats, *, day: int, return_floor: float,
    rng: np.random.Generator,
) -> Doubt:  # fmt: skip
    """Return how far the dormant share and their loss may be off, by drawing customers again.

    Customers are drawn with all their silences, and the limits of the rhythm classes are found anew
    from each draw: an interval that takes the limits as given is too narrow, because they move with
    the customers they were learned from. Of large companies 25,000 customers are drawn from, and
    the interval is narrowed to all of them.

    Parameters
    ----------
    orders
        Order days up to ``day``.
    at_stake
        What each customer would cost if dormant, shape (n,).

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> days = np.concatenate([np.arange(0, 300, 30)] * 30 + [np.arange(0, 90, 30)] * 10)
    >>> starts = np.concatenate([np.arange(30) * 10, 300 + np.arange(11) * 3])
    >>> orders = OrderDays(starts, days, np.ones(len(days)))
    >>> nature = Nature(np.zeros(40) > 0, np.zeros(40) > 0)
    >>> doubt = dormant_doubt(orders, nature, np.ones(40), day=300, return_floor=0.25,
    ...                       rng=np.random.default_rng(0))
    >>> low, high = doubt.bounds()
    >>> bool(0.1 < low < 0.25 < high < 0.4), doubt.loss_widening
    (True, 1.0)
    """
    nth = -(-orders.n_customers // MOST_LEARNED_FROM)
    places = np.arange(0, orders.n_customers, nth)
    some = _Judged.at(orders.every(nth), nature.of(places), day)
    drawn = some.drawn(at_stake[places], return_floor, rng)
    narrower = math.sqrt(len(places) / orders.n_customers)
    return Doubt(drawn.shares, narrower, drawn.loss_widening)


@dataclass(frozen=True)
class _Drawn:
    shares: Floats
    losses: Floats
    losses_as_judged: Floats

    @property
    def loss_widening(self) -> float:
        given = float(self.losses_as_judged.std())
        return max(1.0, float(self.losses.std()) / given) if given > 0 else 1.0


@dataclass(frozen=True)
class _Judged:
    """What decides who is dormant: n customers, and the class and cell of each of m silences."""

    silent: Floats
    own_limit: Floats
    repeat: npt.NDArray[np.bool_]
    usual: Floats
    classes: Ints
    customer: Ints
    cell: Ints
    shape: tuple[int, int, int]

    @classmethod
    def at(cls, orders: OrderDays, nature: Nature, day: int) -> _Judged:
        usual, latest = usual_gaps(orders), orders.latest(day)
        known, silent = class_numbers(usual), (day - orders.days[latest]).astype(float)
        repeat = (np.diff(orders.starts) > 1) & ~nature.sold_once
        days, returned = silences(orders, day)
        shape = (2, len(CLASSES), int(days.max()) + 1)
        cell = np.ravel_multi_index((returned.astype(np.int64), known, days), shape)
        return cls(
            silent, own_limits(orders, usual, nature)[latest], repeat, usual[latest],
            known[latest], orders.customer, np.asarray(cell, np.int64), shape,
        )  # fmt: skip

    def drawn(self, at_stake: Floats, return_floor: float, rng: np.random.Generator) -> _Drawn:
        n, ascending = len(self.silent), np.argsort(self.usual, kind="stable")
        shares, losses, as_judged = np.full((3, _N_DRAWS), np.nan)
        today = self._dormant(np.ones(n, np.int64), ascending, return_floor)
        for draw in range(_N_DRAWS):
            weight = np.bincount(rng.integers(0, n, n), minlength=n)
            dormant = self._dormant(weight, ascending, return_floor)
            among = float(weight[self.repeat].sum())
            if among:
                shares[draw] = float(weight[dormant].sum()) / among
            losses[draw] = weight[dormant] @ at_stake[dormant]
            as_judged[draw] = weight[today] @ at_stake[today]
        return _Drawn(shares, losses, as_judged)

    def _dormant(self, weight: Ints, ascending: Ints, return_floor: float) -> npt.NDArray[np.bool_]:
        """Who is dormant by the limits of customers that count so often."""
        order = np.repeat(ascending, weight[ascending])
        middle = _medians(self.usual[order], self.classes[order])
        counted = np.bincount(self.cell, weight[self.customer], minlength=math.prod(self.shape))
        lasting, returned = counted.reshape(self.shape).astype(np.float64)
        limits = class_limits(returned, lasting, middle, return_floor=return_floor)
        limit = np.fmax(limits.threshold[self.classes], self.own_limit)
        return np.asarray(self.repeat & (self.silent > limit), bool)


def _medians(ascending: Floats, classes: Ints) -> Floats:
    """Median of each class's values, which come in ascending order; NaN for none."""
    own = [ascending[classes == number] for number in range(len(CLASSES))]
    return np.array(
        [(of[(len(of) - 1) // 2] + of[len(of) // 2]) / 2 if len(of) else np.nan for of in own]
    )
