"""How dormant customers left, and who buys by the clock or in bursts.

Both are read from the latest twelve gaps between order days. Trends are judged by the Mann-Kendall
test, evenness by Greenwood's statistic; what the gaps cannot tell is said as such.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.customers import LATEST_GAPS, OrderDays
from analysis.statistics import Floats, Ints

SIGNATURES = ("sudden stop", "fade", "seasonal miss", "one order", "too few orders to tell")
BADGES = ("regular", "bursty")

#: Fewer gaps show neither a trend nor a rhythm: with four, one order in 24 is a rising one.
_FEWEST_GAPS = 4
#: One-sided 5 % of the normal distribution.
_Z = 1.6449
#: 5 % and 95 % points of Greenwood's statistic for 4 to 12 gaps of customers who order at random:
#: 400,000 draws each, which a test repeats with fewer.
_GREENWOOD = {
    4: (0.2751, 0.6165), 5: (0.2307, 0.5092), 6: (0.1995, 0.4320), 7: (0.1759, 0.3750),
    8: (0.1577, 0.3292), 9: (0.1431, 0.2938), 10: (0.1311, 0.2645), 11: (0.1211, 0.2400),
    12: (0.1126, 0.2201),
}  # fmt: skip


def latest_gaps(orders: OrderDays, places: Ints) -> tuple[Floats, Floats]:
    """Return the latest gaps of some customers, oldest first, and the money of the orders after.

    Parameters
    ----------
    places
        Which customers, shape (k,).

    Returns
    -------
    Gaps in days and money sold at each gap's end, both of shape (k, 12), NaN before the first.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 3]), np.array([0, 10, 40]), np.array([5.0, 6.0, 7.0]))
    >>> gaps, sold = latest_gaps(orders, np.array([0]))
    >>> gaps[0, -3:].tolist(), sold[0, -3:].tolist()
    ([nan, 10.0, 30.0], [nan, 6.0, 7.0])
    """
    begin, end = orders.starts[places], orders.starts[places + 1]
    at = end[:, None] - np.arange(LATEST_GAPS, 0, -1)
    known = at > begin[:, None]
    at = np.maximum(at, 0)
    gaps, sold = orders.gaps, orders.sold
    return np.where(known, gaps[at], np.nan), np.where(known, sold[at], np.nan)


def rises(rows: Floats) -> npt.NDArray[np.bool_]:
    """Whether each row rises more steadily than chance would make it, shape (k,).

    Mann-Kendall test on the known values in their order, one-sided 5 %, ties allowed for.

    Parameters
    ----------
    rows
        Shape (k, any), oldest value first; NaN is unknown.

    References
    ----------
    Mann (1945), Econometrica 13(3), 245-259; Kendall (1975), Rank Correlation Methods.

    Examples
    --------
    >>> rises(np.array([[1.0, 2, 3, 4, 5], [5.0, 4, 3, 2, 1], [2.0, 2, 2, 2, 2]])).tolist()
    [True, False, False]
    """
    n, width = np.isfinite(rows).sum(axis=1).astype(float), rows.shape[1]
    score, same = np.zeros(len(rows)), np.zeros(rows.shape)
    for first in range(width):
        for second in range(first + 1, width):
            step = rows[:, second] - rows[:, first]
            score += np.sign(np.nan_to_num(step))
            same[:, first] += step == 0
    # Of t equal values the first sees t-1 later ones, the next t-2, down to 0: each place adds
    # what brings the sum to t(t-1)(2t+5).
    tied = (6.0 * same * (same + 2)).sum(axis=1)
    spread = np.sqrt(np.maximum(n * (n - 1) * (2 * n + 5) - tied, 0.0) / 18.0)
    return np.asarray((n >= _FEWEST_GAPS) & (score - 1 > _Z * spread) & (spread > 0), bool)


def exit_signatures(
    orders: OrderDays, states: npt.NDArray[np.str_], one_season: npt.NDArray[np.bool_]
) -> list[str]:
    """Return how each dormant or one-time customer left; an empty text for all others.

    - one order: there was no second one.
    - seasonal miss: buys in one season only, and it went by.
    - fade: the gaps grew longer, or the orders smaller, before the silence.
    - sudden stop: at least four gaps, and neither.

    Parameters
    ----------
    states, one_season
        Dormancy state and whether a customer buys in one season only, shape (n,).

    Examples
    --------
    >>> days = np.concatenate([np.arange(6) * 30, [0, 10, 25, 50, 90, 150], [0]])
    >>> orders = OrderDays(np.array([0, 6, 12, 13]), days, np.ones(13))
    >>> exit_signatures(orders, np.array(["dormant", "dormant", "one_time"]), np.zeros(3) > 0)
    ['sudden stop', 'fade', 'one order']
    """
    quiet = np.flatnonzero(states == "dormant")
    gaps, sold = latest_gaps(orders, quiet)
    n_gaps = np.isfinite(gaps).sum(axis=1)
    told = np.select(
        [one_season[quiet], n_gaps < _FEWEST_GAPS, rises(gaps) | rises(-sold)],
        ["seasonal miss", "too few orders to tell", "fade"],
        "sudden stop",
    )
    words = np.where(states == "one_time", "one order", "").astype(object)
    words[quiet] = told
    return [str(word) for word in words]


def greenwood(gaps: Floats) -> Floats:
    """Return the sum of squares of each row's shares of its total, shape (k,).

    1/n for n equal gaps, near 1 when one gap holds nearly all days.

    References
    ----------
    Greenwood (1946), Journal of the Royal Statistical Society 109(2), 85-110.

    Examples
    --------
    >>> greenwood(np.array([[np.nan, 10.0, 10.0], [1.0, 1.0, 2.0]])).tolist()
    [0.5, 0.375]
    """
    total = np.nansum(gaps, axis=1)
    shares = gaps / np.where(total > 0, total, np.nan)[:, None]
    return np.asarray(np.nansum(shares**2, axis=1), float)


def rhythm_badges(orders: OrderDays) -> list[str]:
    """Return ``regular``, ``bursty`` or an empty text for each customer.

    Regular: the latest gaps are more alike than those of 95 % of customers who order at random
    would be; bursty: less alike. Under four gaps nobody is either.

    Examples
    --------
    >>> days = np.array([0, 30, 60, 90, 120, 0, 1, 2, 3, 120])
    >>> rhythm_badges(OrderDays(np.array([0, 5, 10]), days, np.ones(10)))
    ['regular', 'bursty']
    """
    places = np.arange(orders.n_customers)
    many = places[np.diff(orders.starts) > _FEWEST_GAPS]
    gaps, _ = latest_gaps(orders, many)
    found, n_gaps = greenwood(gaps), np.isfinite(gaps).sum(axis=1)
    low = np.array([_GREENWOOD[n][0] for n in n_gaps])
    high = np.array([_GREENWOOD[n][1] for n in n_gaps])
    words = np.full(orders.n_customers, "", dtype=object)
    words[many] = np.select([found < low, found > high], BADGES, "")
    return [str(word) for word in words]


def signature_shares(customers: pd.DataFrame) -> pd.DataFrame:
    """Return how many dormant customers left in which way, and what they were worth a year.

    Parameters
    ----------
    customers
        ``dormancy_state, exit_signature, yearly_value_at_stake``.

    Examples
    --------
    >>> customers = pd.DataFrame({"dormancy_state": ["dormant", "dormant", "active"],
    ...     "exit_signature": ["fade", "fade", ""], "yearly_value_at_stake": [5.0, 7.0, 0.0]})
    >>> signature_shares(customers)[["exit_signature", "n_customers", "value"]].values.tolist()
    [['fade', 2, 12.0]]
    """
    quiet = customers[customers["dormancy_state"] == "dormant"]
    found = quiet.groupby("exit_signature").agg(
        n_customers=("exit_signature", "size"), value=("yearly_value_at_stake", "sum")
    )
    order = [name for name in SIGNATURES if name in found.index]
    return found.loc[order].reset_index()
