"""What is known of every customer at the end of a day, and what a chance is learned from.

Neither the currency nor the pace of a business matters to the features, and each one moves in a
known way while a customer stays silent: only the silence and the age grow.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from analysis.customers import OrderDays
from analysis.statistics import Floats

#: Columns of ``features``.
FEATURES = ("silent", "orders", "sold", "age", "overdue", "uneven", "leaving")
#: Single features and products of two that are weighed.
TERMS = (
    *FEATURES, "silent x silent", "orders x orders", "silent x orders", "silent x sold",
    "orders x sold", "overdue x overdue", "orders x overdue", "overdue x uneven",
)  # fmt: skip

#: Days between orders where no gap was ever seen: a quarter.
_GUESSED_GAP = 91.0
#: How many gaps the population's mean counts for in a customer's own.
_GAPS_OF_ALL = 2.0
#: Variance of log gaps that is expected before any was seen, and how many gaps it counts for.
_SPREAD_OF_ALL, _COUNTED_FOR = 1.0, 2.0
#: Evidence of having left beyond which more changes nothing: a chance of one in 10^13.
_MOST_EVIDENCE = 30.0


@dataclass(frozen=True)
class Known:
    """What the order days up to the end of a day say of each customer, all of shape (n,).

    Parameters
    ----------
    n_orders, sold
        Order days, and money sold on them.
    days_silent, days_known
        Days since the last and since the first order.
    log_gaps, squared
        Sum of the logarithms of the gaps between orders, and of their squares.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2, 3]), np.array([10, 40, 20]), np.array([5.0, 6, 7]))
    >>> known = known_at(orders, 50)
    >>> known.days_silent.tolist(), known.days_known.tolist(), known.sold.tolist()
    ([10.0, 30.0], [40.0, 30.0], [11.0, 7.0])
    """

    n_orders: Floats
    sold: Floats
    days_silent: Floats
    days_known: Floats
    log_gaps: Floats
    squared: Floats

    def after_silence(self, days: int) -> Known:
        """Return the same customers after so many more days without an order.

        Examples
        --------
        >>> orders = OrderDays(np.array([0, 1]), np.array([10]), np.ones(1))
        >>> known_at(orders, 15).after_silence(20).days_silent.tolist()
        [25.0]
        """
        return replace(self, days_silent=self.days_silent + days, days_known=self.days_known + days)

    def part(self, rows: slice) -> Known:
        """Return some of the customers.

        Examples
        --------
        >>> orders = OrderDays(np.array([0, 1, 2]), np.array([10, 12]), np.ones(2))
        >>> known_at(orders, 15).part(slice(1, 2)).days_silent.tolist()
        [3.0]
        """
        return Known(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


def known_at(orders: OrderDays, day: int) -> Known:
    """Return what is known at the end of a day from order days up to it.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3]), np.array([0, 10, 30]), np.ones(3))
    >>> known_at(orders, 40).log_gaps.round(3).tolist() == [round(np.log(10) + np.log(20), 3)]
    True
    """
    begin, end = orders.starts[:-1], orders.starts[1:]
    logs = np.log(np.nan_to_num(orders.gaps, nan=1.0))
    return Known(
        n_orders=(end - begin).astype(np.float64),
        sold=np.add.reduceat(orders.sold, begin).astype(np.float64),
        days_silent=(day - orders.days[end - 1]).astype(np.float64),
        days_known=(day - orders.days[begin]).astype(np.float64),
        log_gaps=np.add.reduceat(logs, begin).astype(np.float64),
        squared=np.add.reduceat(logs**2, begin).astype(np.float64),
    )


def usual_log_gap(known: Known) -> float:
    """Return the mean logarithm of all gaps; that of a quarter where nobody ordered twice.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2, 4]), np.array([0, 10, 0, 40]), np.ones(4))
    >>> round(float(np.exp(usual_log_gap(known_at(orders, 50)))), 6)
    20.0
    """
    n_gaps = float(known.n_orders.sum() - len(known.n_orders))
    return float(known.log_gaps.sum()) / n_gaps if n_gaps else float(np.log(_GUESSED_GAP))


def features(known: Known, log_gap: float) -> Floats:
    """Return the columns of ``FEATURES``, shape (n, 7).

    ``silent`` and ``age`` are logarithms of days plus the usual gap of all; ``overdue`` is the
    silence against the own gap, shrunk to that of all; ``uneven`` the spread of the own log gaps;
    ``leaving`` the log-odds of having left by the silence in the MBG/NBD model, orders times
    log((age + gap) / (age - silence + gap)): they grow with the silence itself, not its logarithm.

    Parameters
    ----------
    log_gap
        Mean logarithm of the gaps of all customers, from ``usual_log_gap``.

    References
    ----------
    Batislam, Denizel & Filiztekin (2007), International Journal of Research in Marketing 24(3),
    201-209 (the model behind ``leaving``).

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2]), np.array([0, 10]), np.array([3.0, 1.0]))
    >>> features(known_at(orders, 20), np.log(10))[0].round(2).tolist()
    [3.0, 0.69, 1.39, 3.4, 0.41, 0.0, 0.81]
    """
    gaps = known.n_orders - 1.0
    usual = (known.log_gaps + _GAPS_OF_ALL * log_gap) / (gaps + _GAPS_OF_ALL)
    around = known.squared - known.log_gaps**2 / np.maximum(gaps, 1.0)
    spread = np.maximum(around, 0.0) + _COUNTED_FOR * _SPREAD_OF_ALL
    uneven = 0.5 * np.log(spread / (np.maximum(gaps - 1.0, 0.0) + _COUNTED_FOR))
    rest = np.exp(log_gap)
    bought = known.days_known - known.days_silent
    leaving = known.n_orders * np.log((known.days_known + rest) / (bought + rest))
    columns = (
        np.log(known.days_silent + rest),
        np.log(known.n_orders),
        np.log(known.sold),
        np.log(known.days_known + rest),
        np.log(known.days_silent + np.exp(usual) / 2) - usual,
        uneven,
        np.minimum(leaving, _MOST_EVIDENCE),
    )
    return np.column_stack(columns).astype(np.float64)


def terms(standard: Floats, names: tuple[str, ...] = TERMS) -> Floats:
    """Return features and products of two, shape (n, len(names)).

    Parameters
    ----------
    standard
        Standardised columns of ``FEATURES``, shape (n, 7).

    Examples
    --------
    >>> terms(np.array([[2.0, 3, 0, 0, 0, 0, 0]]), ("orders", "silent x orders")).tolist()
    [[3.0, 6.0]]
    """
    columns = []
    for name in names:
        first, _, second = name.partition(" x ")
        column = standard[:, FEATURES.index(first)]
        columns.append(column * standard[:, FEATURES.index(second)] if second else column)
    return np.column_stack(columns)
