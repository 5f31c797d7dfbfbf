"""The state of every customer on any day: limits after each order, moves from month to month.

What holds at ``as_of`` (``states``) is asked here of every earlier day, with the gaps known until
then. ``find`` and this module must agree on the last day; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.customers import LATEST_GAPS, OrderDays, day_number
from analysis.dormancy.rhythm import CLASSES, Rhythm, class_numbers
from analysis.dormancy.states import (
    GAPS_FOR_OWN_PATIENCE,
    OWN_PATIENCE,
    SEASONAL_THRESHOLD,
    SLIPPING_RATIO,
    STATES,
)
from analysis.statistics import Floats, Ints

NOT_YET = "not yet"
#: Every state a customer may be in at the end of a month; before the first order there is none.
ALL_STATES = (NOT_YET, *STATES)
_CHUNK = 200_000


@dataclass(frozen=True)
class Nature:
    """What each customer is like, whatever the day; each of shape (n,).

    Parameters
    ----------
    one_season
        Whether they buy in one season only.
    sold_once
        Whether they bought what is bought once.
    """

    one_season: npt.NDArray[np.bool_]
    sold_once: npt.NDArray[np.bool_]

    def of(self, places: Ints) -> Nature:
        """Return the same of some customers only."""
        return Nature(self.one_season[places], self.sold_once[places])


@dataclass(frozen=True)
class Limits:
    """What is known right after each order day, each of shape (m,).

    Parameters
    ----------
    slipping, dormant
        Days of silence beyond which the customer slips, is dormant.
    once
        Whether the customer counts as a one-time buyer until the next order.
    """

    slipping: Floats
    dormant: Floats
    once: npt.NDArray[np.bool_]


def usual_gaps(orders: OrderDays) -> Floats:
    """Return the median of each customer's latest twelve gaps after every order day, shape (m,).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 4]), np.array([0, 10, 40, 60]), np.ones(4))
    >>> usual_gaps(orders).tolist()
    [nan, 10.0, 20.0, 20.0]
    """
    gaps, known = orders.gaps, np.minimum(orders.number - 1, LATEST_GAPS)
    usual = np.full(len(gaps), np.nan)
    back = np.arange(LATEST_GAPS)
    for begin in range(0, len(gaps), _CHUNK):
        rows = np.arange(begin, min(begin + _CHUNK, len(gaps)))
        n = known[rows]
        # Places before a customer's first gap stay infinite and sort behind the known ones.
        seen = np.where(back < n[:, None], gaps[np.maximum(rows[:, None] - back, 0)], np.inf)
        seen.sort(axis=1)
        middle = np.take_along_axis(
            seen, np.stack([np.maximum(n - 1, 0) // 2, n // 2], axis=1), axis=1
        ).mean(axis=1)
        usual[rows] = np.where(n > 0, middle, np.nan)
    return usual


def limits_after_orders(orders: OrderDays, rhythms: Mapping[str, Rhythm], nature: Nature) -> Limits:
    """Return each customer's limits as they stood after every order day.

    Parameters
    ----------
    rhythms
        Class name to rhythm; today's, so that months differ by their customers alone.

    Examples
    --------
    >>> spells = pd.DataFrame({"days": [10], "returned": [True], "n_spells": [1]})
    >>> rhythms = {name: Rhythm(name, spells, 1, 10.0, 60.0, True, False) for name in CLASSES}
    >>> orders = OrderDays(np.array([0, 3]), np.array([0, 10, 20]), np.ones(3))
    >>> limits = limits_after_orders(orders, rhythms, Nature(np.zeros(1) > 0, np.zeros(1) > 0))
    >>> limits.slipping.tolist(), limits.dormant.tolist(), limits.once.tolist()
    ([nan, 20.0, 20.0], [60.0, 60.0, 60.0], [True, False, False])
    """
    usual, customer, number = usual_gaps(orders), orders.customer, orders.number
    by_class = np.array([rhythms[name].threshold_days for name in CLASSES])
    dormant = np.fmax(by_class[class_numbers(usual)], own_limits(orders, usual, nature))
    firsts = orders.days[orders.starts[:-1]][customer] if len(customer) else orders.days
    mean = (orders.days - firsts) / np.where(number > 1, number - 1, np.nan)
    once = (number == 1) | nature.sold_once[customer]
    return Limits(SLIPPING_RATIO * np.fmax(mean, usual), dormant, once)


def own_limits(orders: OrderDays, usual: Floats, nature: Nature) -> Floats:
    """Return what a customer's own gaps say of the limit after every order day, shape (m,).

    The limit is never under it, whatever the class says; NaN where there is no gap.

    Parameters
    ----------
    usual
        ``usual_gaps(orders)``.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3]), np.array([0, 10, 20]), np.ones(3))
    >>> nature = Nature(np.zeros(1) > 0, np.zeros(1) > 0)
    >>> own_limits(orders, usual_gaps(orders), nature).tolist()
    [nan, 15.0, 15.0]
    """
    own = OWN_PATIENCE * usual
    many = orders.number - 1 >= GAPS_FOR_OWN_PATIENCE
    own = np.where(many, np.fmax(own, OWN_PATIENCE * _longest_gaps(orders)), own)
    seasonal = nature.one_season[orders.customer]
    return np.asarray(np.where(seasonal, np.fmax(own, SEASONAL_THRESHOLD), own), float)


def _longest_gaps(orders: OrderDays) -> Floats:
    """Return each customer's longest gap so far after every order day, 0 at the first, shape (m,).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3, 5]), np.array([0, 50, 60, 7, 9]), np.ones(5))
    >>> _longest_gaps(orders).tolist()
    [0.0, 50.0, 50.0, 0.0, 2.0]
    """
    # A step per customer keeps the running maximum from reaching over to the next one.
    gaps = np.nan_to_num(orders.gaps)
    step = (gaps.max(initial=0.0) + 1.0) * orders.customer
    return np.asarray(np.maximum.accumulate(gaps + step) - step, float)


def _states_on(orders: OrderDays, limits: Limits, day: int) -> npt.NDArray[np.int8]:
    """Return each customer's state at the end of a day, as a place in ``ALL_STATES``, shape (n,).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3]), np.array([0, 10, 20]), np.ones(3))
    >>> limits = Limits(np.full(3, 20.0), np.full(3, 60.0), np.array([1, 0, 0]) > 0)
    >>> [ALL_STATES[_states_on(orders, limits, day)[0]] for day in (-1, 5, 40, 41, 80, 81)]
    ['not yet', 'one_time', 'active', 'slipping', 'slipping', 'dormant']
    """
    latest = orders.latest(day)
    at = np.maximum(latest, 0)
    silent = day - orders.days[at]
    state = np.select(
        [latest < 0, limits.once[at], silent > limits.dormant[at], silent > limits.slipping[at]],
        [ALL_STATES.index(name) for name in (NOT_YET, "one_time", "dormant", "slipping")],
        ALL_STATES.index("active"),
    )
    return state.astype(np.int8)


def states_at(orders: OrderDays, limits: Limits, day: int) -> npt.NDArray[np.str_]:
    """Return each customer's state at the end of a day by name, shape (n,).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 1]), np.array([10]), np.ones(1))
    >>> limits = Limits(np.full(1, 20.0), np.full(1, 60.0), np.array([True]))
    >>> states_at(orders, limits, 12).tolist()
    ['one_time']
    """
    return np.array(ALL_STATES)[_states_on(orders, limits, day)]


def _month_ends(first: date, as_of: date) -> list[date]:
    """Return the last days of the months after ``first`` up to ``as_of``, which is the last one."""
    ends = [day.date() for day in pd.date_range(first, as_of, freq="ME") if day.date() < as_of]
    return [*ends, as_of]


def monthly_movements(orders: OrderDays, limits: Limits, *, as_of: date) -> pd.DataFrame:
    """Return how many customers moved from which state to which one within each month.

    Returns
    -------
    ``month_end, from_state, to_state, n_customers``; a month's ``to_state`` adds up to its states.
    Who is dormant at one end and not at the next has ordered: a return.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2]), np.array([19723, 19733]), np.ones(2))  # Jan 1, Jan 11
    >>> limits = Limits(np.full(2, 20.0), np.full(2, 30.0), np.zeros(2) > 0)
    >>> moved = monthly_movements(orders, limits, as_of=date(2024, 2, 29))
    >>> print(moved.to_string(index=False))
     month_end from_state to_state  n_customers
    2024-01-31    not yet   active            1
    2024-02-29     active  dormant            1
    """
    if not len(orders.days):
        return no_movements()
    first = date(1970, 1, 1) + timedelta(days=int(orders.clock.calendar(orders.days.min())))
    before = np.full(orders.n_customers, ALL_STATES.index(NOT_YET), dtype=np.int8)
    n, rows = len(ALL_STATES), []
    for end in _month_ends(first, as_of):
        after = _states_on(orders, limits, int(orders.clock.counted(day_number(end))))
        pairs = np.bincount(before.astype(np.int64) * n + after, minlength=n * n)
        rows += [
            (end, ALL_STATES[pair // n], ALL_STATES[pair % n], int(pairs[pair]))
            for pair in np.flatnonzero(pairs)
        ]
        before = after
    found = pd.DataFrame(rows, columns=list(no_movements()))
    return found.astype(no_movements().dtypes.to_dict())


def no_movements() -> pd.DataFrame:
    """Return the table of no movements at all."""
    kinds = ("datetime64[us]", "str", "str", "int64")
    names = ("month_end", "from_state", "to_state", "n_customers")
    return pd.DataFrame({n: pd.Series(dtype=k) for n, k in zip(names, kinds, strict=True)})
