"""Recency, frequency and value scores 1 to 5, and the segments they name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.settings import SegmentRule, Settings

Scores = npt.NDArray[np.int64]


OTHER = "other"


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


def _score_by_cuts(values: npt.ArrayLike, cuts: Sequence[float]) -> Scores:
    """Return scores 1 to 5 by fixed cut points: one more at each cut that a value reaches.

    Unlike ranks they mean the same next month.

    Examples
    --------
    >>> _score_by_cuts([1, 2, 3, 20], [2, 4, 8, 16]).tolist()
    [1, 2, 2, 5]
    """
    return np.asarray(1 + np.searchsorted(cuts, np.asarray(values, float), side="right"), np.int64)


def score_customers(customers: pd.DataFrame, settings: Settings | None = None) -> pd.DataFrame:
    """Return ``r_score, f_score, v_score, segment`` for each customer, rows as they come.

    - r: fifths by ``days_since_last_order``; 5 ordered last.
    - f: 1 is a single order, always; 2 to 5 are quarters of the repeat customers by ``n_orders``.
    - v: fifths by ``spend_total``; 5 spent most.

    With ``r_cuts``, ``f_cuts`` or ``v_cuts`` in the settings, fixed cut points take the place of
    ranks. Scores by rank compare customers of one export; who is quiet is decided by days.

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
    >>> cuts = Settings(r_cuts=(30, 90, 180, 365))
    >>> score_customers(customers, cuts)["r_score"].tolist()
    [5, 2]
    """
    chosen = settings or Settings()
    scores = pd.DataFrame(
        {
            "r_score": _lateness(customers, chosen.r_cuts),
            "f_score": _repetition(customers, chosen.f_cuts),
            "v_score": _spending(customers, chosen.v_cuts),
        },
        index=customers.index,
    )
    quiet = customers["days_since_last_order"] > customers["own_threshold_days"]
    once = customers["dormancy_state"] == "one_time"
    rows = zip(once, quiet, scores["f_score"], scores["v_score"], strict=True)
    names = [
        name_of_segment(chosen.segments, once=bool(o), quiet=bool(q), f=f, v=v)
        for o, q, f, v in rows
    ]
    return scores.assign(segment=pd.Series(names, index=scores.index, dtype="str"))


def _lateness(customers: pd.DataFrame, cuts: Sequence[float]) -> Scores:
    silent = customers["days_since_last_order"].to_numpy(dtype=float)
    if cuts:
        return _score_by_cuts(-silent, [-cut for cut in reversed(cuts)])
    return score_by_rank(-silent)


def _repetition(customers: pd.DataFrame, cuts: Sequence[float]) -> Scores:
    orders = customers["n_orders"].to_numpy(dtype=float)
    if cuts:
        return _score_by_cuts(orders, cuts)
    found = np.ones(len(customers), dtype=np.int64)
    found[orders > 1] = score_by_rank(orders[orders > 1], lowest=2)
    return found


def _spending(customers: pd.DataFrame, cuts: Sequence[float]) -> Scores:
    spent = customers["spend_total"].to_numpy(dtype=float)
    return _score_by_cuts(spent, cuts) if cuts else score_by_rank(spent)


@cache
def name_of_segment(
    rules: tuple[SegmentRule, ...], *, once: bool, quiet: bool, f: int, v: int
) -> str:
    """Return the name of the first rule that fits, ``other`` when none does.

    Examples
    --------
    >>> from analysis.settings import SEGMENTS
    >>> name_of_segment(SEGMENTS, once=False, quiet=False, f=5, v=5)
    'best customers'
    >>> name_of_segment(SEGMENTS, once=True, quiet=True, f=1, v=3)
    'tried once'
    >>> name_of_segment(SEGMENTS[:1], once=True, quiet=True, f=1, v=3)
    'other'
    """
    for rule in rules:
        fits = (rule.once, rule.quiet) == (once, quiet)
        if fits and rule.f[0] <= f <= rule.f[1] and rule.v[0] <= v <= rule.v[1]:
            return rule.name
    return OTHER
