"""From which day of silence on a rhythm class counts as dormant: counts by day, nothing else.

Kept apart from the classes' names and tables, because a bootstrap asks for it hundreds of times.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.statistics import Flags, Floats

#: The window in which a return is asked for when a threshold is set: the next quarter.
RETURN_WINDOW = 90
#: A class with fewer spells is judged by all rhythms together.
FEWEST_SPELLS = 20
#: Nobody is called dormant within a month.
LEAST_THRESHOLD = 30.0
#: Under this many spells still at risk a conditional chance is not told.
FEWEST_AT_RISK = 5
#: A class threshold stays under this many times the 90th percentile of its own gaps.
_CAP = 3.0
#: Where a class has no completed gap at all: half a year, and the answer says so.
_WITHOUT_GAPS = 180.0


@dataclass(frozen=True)
class ClassLimits:
    """Limits of c rhythm classes, each of shape (c,).

    Parameters
    ----------
    threshold
        First day of silence from which fewer than the floor return within ``RETURN_WINDOW``.
    usual
        Usual gap that the search began at; NaN where no gap was ever completed.
    reached
        Whether the threshold lies inside what was observed; else the cap stands in.
    pooled
        Whether all classes together stood in for one with too few spells.
    """

    threshold: Floats
    usual: Floats
    reached: Flags
    pooled: Flags


def class_limits(
    returned: Floats, lasting: Floats, usual: Floats, *, return_floor: float
) -> ClassLimits:
    """Return the limits of rhythm classes, the last of which is the one of a single order.

    Parameters
    ----------
    returned, lasting
        Spells that ended with an order, and that still last, by their days, shape (c, days).
    usual
        Median usual gap of the class's customers, NaN where it has none, shape (c,).
    return_floor
        The share under which silence counts as dormancy, 0..1.

    Examples
    --------
    Twenty gaps of 30 days and twenty customers silent for 300; the single orders are none.

    >>> returned, lasting = np.zeros((2, 301)), np.zeros((2, 301))
    >>> returned[0, 30], lasting[0, 300] = 20, 20
    >>> found = class_limits(returned, lasting, np.array([30.0, np.nan]), return_floor=0.25)
    >>> found.threshold.tolist(), found.pooled.tolist()
    ([30.0, 30.0], [False, True])
    """
    n_spells = (returned + lasting).sum(axis=1)
    pooled = n_spells < FEWEST_SPELLS
    repeat = slice(0, -1) if n_spells[:-1].sum() >= FEWEST_SPELLS else slice(None)
    together = returned[repeat].sum(axis=0), lasting[repeat].sum(axis=0)
    found = []
    for number, own in enumerate(zip(returned, lasting, strict=True)):
        used = together if pooled[number] else own
        seen = own[0] if own[0].any() else used[0]
        begin = usual[number] if not math.isnan(usual[number]) else _quantile_of_days(seen, 0.5)
        found.append((*_threshold(*used, begin, return_floor), begin))
    threshold, reached, begun = zip(*found, strict=True)
    return ClassLimits(
        np.array(threshold, float), np.array(begun, float), np.array(reached, bool), pooled
    )


def _quantile_of_days(counts: Floats, share: float) -> float:
    """Return the smallest number of days that at least ``share`` of the counted do not exceed.

    Parameters
    ----------
    counts
        How many have so many days, from 0 days on, shape (days,); NaN is returned for none.

    Examples
    --------
    >>> counts = np.zeros(21)
    >>> counts[10], counts[20] = 3, 1
    >>> _quantile_of_days(counts, 0.75), _quantile_of_days(counts, 0.9)
    (10.0, 20.0)
    """
    upto = np.cumsum(counts)
    if not len(upto) or not upto[-1]:
        return math.nan
    return float(np.searchsorted(upto, share * upto[-1] - 1e-9))


def _threshold(
    returned: Floats, lasting: Floats, usual: float, return_floor: float
) -> tuple[float, bool]:
    """First day under the floor, from the usual gap on; the cap when it is never seen."""
    if not returned.any():
        return _WITHOUT_GAPS, False
    cap = max(LEAST_THRESHOLD, usual, _CAP * _quantile_of_days(returned, 0.9))
    ends = returned + lasting
    at_risk = np.cumsum(ends[::-1])[::-1]
    stays = np.cumprod(1.0 - returned / np.maximum(at_risk, 1e-12))
    days = np.arange(math.ceil(usual), len(ends) - RETURN_WINDOW)
    judged = days[at_risk[days + RETURN_WINDOW] >= FEWEST_AT_RISK] if days.size else days
    returns = 1.0 - stays[judged + RETURN_WINDOW] / np.maximum(stays[judged], 1e-12)
    under = judged[returns < return_floor - 1e-9]  # a quarter exactly is not under a quarter
    if not under.size:
        return cap, False
    return float(min(max(LEAST_THRESHOLD, under[0]), cap)), True
