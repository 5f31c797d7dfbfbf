"""Recency, frequency and value scores 1 to 5, and the segments they name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

Scores = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SegmentRule:
    """A segment's name and whom it takes; the first rule that fits wins.

    Parameters
    ----------
    name
        Plain words.
    once
        One-time buyers (True) or repeat customers (False).
    quiet
        Silent for longer than their own threshold.
    f, v
        Lowest and highest frequency and value score, both included.
    """

    name: str
    once: bool
    quiet: bool
    f: tuple[int, int] = (1, 5)
    v: tuple[int, int] = (1, 5)


#: Quietness is judged by the own threshold, not by the recency score: a score only compares the
#: customers of one export. A test walks through every combination.
SEGMENTS: tuple[SegmentRule, ...] = (
    SegmentRule("new", once=True, quiet=False),
    SegmentRule("tried once", once=True, quiet=True),
    SegmentRule("best customers", once=False, quiet=False, f=(4, 5), v=(4, 5)),
    SegmentRule("loyal regulars", once=False, quiet=False, f=(4, 5)),
    SegmentRule("large but rare orders", once=False, quiet=False, v=(5, 5)),
    SegmentRule("occasional buyers", once=False, quiet=False),
    SegmentRule("best gone quiet", once=False, quiet=True, f=(4, 5), v=(4, 5)),
    SegmentRule("regulars gone quiet", once=False, quiet=True, f=(4, 5)),
    SegmentRule("occasional gone quiet", once=False, quiet=True),
)


def score_by_rank(values: npt.ArrayLike, *, lowest: int = 1) -> Scores:
    """Return scores ``lowest`` to 5 by rank, 5 for the highest values; equal values score equally.

    A value's place is the share of customers below it plus half of those equal to it, so ties
    never split and few distinct values are fine; the scores cut that share into equal parts.

    Examples
    --------
    >>> score_by_rank([1, 2, 3, 4, 5]).tolist()
    [1, 2, 3, 4, 5]
    >>> score_by_rank([7, 7, 7]).tolist(), score_by_rank([]).tolist()
    ([3, 3, 3], [])
    """
    v = np.asarray(values, float)
    if v.size == 0:
        return np.zeros(0, dtype=np.int64)
    ordered, classes = np.sort(v), 6 - lowest
    twice = np.searchsorted(ordered, v, side="left") + np.searchsorted(ordered, v, side="right")
    return np.asarray(lowest + np.minimum(classes * twice // (2 * v.size), classes - 1), np.int64)


def score_customers(customers: pd.DataFrame) -> pd.DataFrame:
    """Return ``r_score, f_score, v_score, segment`` for each customer, rows as they come.

    - r: fifths by ``days_since_last_order``; 5 ordered last.
    - f: 1 is a single order, always; 2 to 5 are quarters of the repeat customers by ``n_orders``.
    - v: fifths by ``spend_total``; 5 spent most.

    Scores compare customers of one export; who is quiet is decided by days, never by scores.

    Parameters
    ----------
    customers
        ``days_since_last_order, own_threshold_days, n_orders, spend_total, dormancy_state``.

    Examples
    --------
    >>> customers = pd.DataFrame({"days_since_last_order": [5, 200], "own_threshold_days": 90.0,
    ...     "n_orders": [1, 9], "spend_total": [10.0, 900.0],
    ...     "dormancy_state": ["one_time", "dormant"]})
    >>> score_customers(customers)["segment"].tolist()
    ['new', 'best gone quiet']
    """
    orders = customers["n_orders"].to_numpy(dtype=float)
    repeat = orders > 1
    f_score = np.ones(len(customers), dtype=np.int64)
    f_score[repeat] = score_by_rank(orders[repeat], lowest=2)
    scores = pd.DataFrame(
        {
            "r_score": score_by_rank(-customers["days_since_last_order"].to_numpy(dtype=float)),
            "f_score": f_score,
            "v_score": score_by_rank(customers["spend_total"].to_numpy(dtype=float)),
        },
        index=customers.index,
    )
    quiet = customers["days_since_last_order"] > customers["own_threshold_days"]
    once = customers["dormancy_state"] == "one_time"
    rows = zip(once, quiet, scores["f_score"], scores["v_score"], strict=True)
    names = [name_of_segment(once=o, quiet=q, f=f, v=v) for o, q, f, v in rows]
    return scores.assign(segment=pd.Series(names, index=scores.index, dtype="str"))


@cache
def name_of_segment(*, once: bool, quiet: bool, f: int, v: int) -> str:
    """Return the name of the first rule that fits.

    Examples
    --------
    >>> name_of_segment(once=False, quiet=False, f=5, v=5)
    'best customers'
    >>> name_of_segment(once=True, quiet=True, f=1, v=3)
    'tried once'
    """
    for rule in SEGMENTS:
        fits = (rule.once, rule.quiet) == (once, quiet)
        if fits and rule.f[0] <= f <= rule.f[1] and rule.v[0] <= v <= rule.v[1]:
            return rule.name
    raise AssertionError(f"no segment for frequency {f} and value {v}")
