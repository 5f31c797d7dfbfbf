"""Rates and their ratios, and sums of money, each with its interval."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

from analysis.results import Estimate
from analysis.settings import Settings
from analysis.statistics import (
    FEWEST_RESAMPLED,
    Z95,
    bootstrap_interval,
    poisson_bounds,
    share_with_wilson_interval,
)


def rate_per_1000(events: int, months: float) -> Estimate:
    """Return events per 1,000 active customer-months with an exact Poisson interval.

    Parameters
    ----------
    events
        Departures with the reason.
    months
        Months in which customers were active, summed over customers.

    References
    ----------
    Garwood (1936), Biometrika 28(3/4), 437-442.

    Examples
    --------
    >>> str(rate_per_1000(10, 5000.0))
    '2.0 (1.0 to 3.7, n=10)'
    """
    if months <= 0:
        return Estimate.cannot_tell(events, "no active customer-months", "ratio")
    low, high = poisson_bounds(events)
    scale = 1000 / months
    return Estimate(
        events * scale, low * scale, high * scale, events, "exact Poisson 95 %; n = events", "ratio"
    )


def rate_ratio(events_1: int, months_1: float, events_0: int, months_0: float) -> Estimate:
    """Return the second rate over the first, exact given the sum of events.

    Given their sum, the events of the later period are binomial; the Clopper-Pearson bounds of
    that share turn into bounds of the ratio.

    Parameters
    ----------
    events_1, months_1
        The later period.
    events_0, months_0
        The earlier period.

    References
    ----------
    Przyborowski & Wilenski (1940), Biometrika 31, 313-323; Clopper & Pearson (1934), Biometrika
    26, 404-413.

    Examples
    --------
    41 of 28,010 against 15 of 19,017 woman-years (Rothman & Greenland): 1.86 (1.01 to 3.6).

    >>> found = rate_ratio(41, 28010.0, 15, 19017.0)
    >>> [round(number, 2) for number in (found.value, found.low, found.high)]
    [1.86, 1.01, 3.61]
    """
    n = events_1 + events_0
    if events_0 == 0 or min(months_0, months_1) <= 0:
        return Estimate.cannot_tell(n, "no events or no customer-months before", "ratio")
    low, high = stats.binomtest(events_1, n).proportion_ci(0.95, method="exact")
    scale = months_0 / months_1
    above = float("inf") if high >= 1 else high / (1 - high) * scale
    value = events_1 / events_0 * scale
    return Estimate(value, low / (1 - low) * scale, above, n, "exact conditional 95 %", "ratio")


def ratio_of_ratios(after: int, before: int, other_after: int, other_before: int) -> Estimate:
    """Return how much more a count changed than another one: a conditional odds ratio, exact.

    Both are counted over the same customers and months, so these cancel.

    References
    ----------
    Fisher (1935), JRSS 98, 39-82; the conditional maximum likelihood estimate.

    Examples
    --------
    The tea taster, 3 and 1 against 1 and 3: 6.4 (0.2 to 626.2).

    >>> found = ratio_of_ratios(3, 1, 1, 3)
    >>> round(found.value, 1), round(found.low, 1), round(found.high, 1)
    (6.4, 0.2, 626.2)
    """
    n = after + before + other_after + other_before
    if min(before, other_before, other_after) == 0:
        return Estimate.cannot_tell(n, "no events to compare with", "ratio")
    found = stats.contingency.odds_ratio([[after, before], [other_after, other_before]])
    bounds = found.confidence_interval(0.95)
    method = "conditional odds ratio, exact 95 %; n = events"
    return Estimate(
        float(found.statistic), float(bounds.low), float(bounds.high), n, method, "ratio"
    )


def sum_of_members(money: npt.ArrayLike, member: npt.ArrayLike, *, settings: Settings) -> Estimate:
    """Return the money of the members, resampling all customers for the interval.

    The money of fewer members than ``settings.group_floor`` is theirs alone and is not told.

    Parameters
    ----------
    money
        Money of each customer, shape (n,).
    member
        Whether the customer belongs, shape (n,).

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> str(sum_of_members([5.0, 7.0] * 5, [True, False] * 5, settings=Settings()))
    '25 (n=5)'
    >>> str(sum_of_members([5.0, 7.0], [True, False], settings=Settings()))
    'cannot tell (of fewer than 5 customers no money is shown, n=1)'
    """
    inside = np.asarray(member, bool)
    held = np.where(inside, np.nan_to_num(np.asarray(money, float)), 0.0)
    n = int(inside.sum())
    if 0 < n < settings.group_floor:
        few = f"of fewer than {settings.group_floor} customers no money is shown"
        return Estimate.cannot_tell(n, few, "money")
    if n < FEWEST_RESAMPLED:
        why = f"summed; under {FEWEST_RESAMPLED} customers carry no interval"
        return Estimate(float(held.sum()), None, None, n, why, "money")
    low, high = bootstrap_interval(
        lambda weights: weights @ held,
        held.size,
        rng=np.random.default_rng(settings.random_state),
        n_draws=settings.n_bootstrap,
    )
    return Estimate(float(held.sum()), low, high, n, "bootstrap 95 % over customers", "money")


def share_of_periods(hits: npt.ArrayLike, periods: npt.ArrayLike) -> Estimate:
    """Return the share of customers' periods with a hit; the unit of chance is the customer.

    Parameters
    ----------
    hits, periods
        Periods with a hit and periods in all of each customer, shape (n,).

    References
    ----------
    Cochran (1977), Sampling Techniques, section 2.11: the ratio estimator's linearised variance.

    Examples
    --------
    >>> str(share_of_periods([4, 0, 2, 2], [4, 4, 4, 4]))
    '50% (10% to 90%, n=4)'
    """
    y, m = np.asarray(hits, float), np.asarray(periods, float)
    if m.sum() <= 0:
        return Estimate.cannot_tell(0, "nobody in the denominator")
    p, n = float(y.sum() / m.sum()), len(y)
    if p in {0.0, 1.0} or n < 2:
        plain = share_with_wilson_interval(round(p * n), n)
        return Estimate(p, plain.low, plain.high, n, "Wilson 95 % over customers")
    spread = np.sqrt(n / (n - 1) * float(((y - p * m) ** 2).sum())) / m.sum()
    low, high = max(0.0, p - Z95 * spread), min(1.0, p + Z95 * spread)
    return Estimate(p, low, high, n, "ratio of sums over customers 95 %")
