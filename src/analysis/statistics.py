"""Pure statistics: shares, differences, sums and survival, each with its interval.

The unit is the customer, never the mention: with 30 % heavy complainers an interval on mentions
covers the true customer share in 4 % of simulations, one on customers in 95 %.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pandas import factorize
from scipy import stats

from analysis.results import Estimate

Floats = npt.NDArray[np.float64]

#: Two-sided 95 % point of the normal distribution.
Z95 = 1.959963984540054

#: Fewer customers carry no bootstrap interval: with skewed money, intervals that promise 95 %
#: cover 75 to 82 % at n = 10 to 15.
FEWEST_RESAMPLED = 20


_TOO_FEW = f"summed; under {FEWEST_RESAMPLED} customers carry no interval"


def wilson_bounds(hits: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return lower and upper Wilson bounds of many shares at once.

    Parameters
    ----------
    hits, n
        Arrays of equal shape; 0 <= hits <= n. Where n is 0 the bounds are 0 and 1: nothing known.

    References
    ----------
    Wilson (1927), JASA 22(158), 209-212.

    Examples
    --------
    >>> low, high = wilson_bounds([3, 0], [12, 0])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.089, 0.0], [0.532, 1.0])
    """
    hits_, n_ = np.asarray(hits, float), np.asarray(n, float)
    safe = np.maximum(n_, 1.0)
    share, z2 = hits_ / safe, Z95**2
    centre = (share + z2 / (2 * safe)) / (1 + z2 / safe)
    half = Z95 / (1 + z2 / safe) * np.sqrt(share * (1 - share) / safe + z2 / (4 * safe**2))
    low = np.where(n_ > 0, np.clip(centre - half, 0, 1), 0.0)
    high = np.where(n_ > 0, np.clip(centre + half, 0, 1), 1.0)
    return np.where(hits_ <= 0, 0.0, low), np.where((hits_ >= n_), 1.0, high)


def share_with_wilson_interval(hits: int, n: int) -> Estimate:
    """Return the share of ``hits`` in ``n`` with a Wilson score interval.

    Parameters
    ----------
    hits
        Customers who have the property; 0 <= hits <= n.
    n
        Customers who could have had it: the denominator.

    References
    ----------
    Wilson (1927), JASA 22(158), 209-212.

    Examples
    --------
    >>> str(share_with_wilson_interval(18, 40))
    '45% (31% to 60%, n=40)'
    >>> str(share_with_wilson_interval(0, 0))
    'cannot tell (nobody in the denominator, n=0)'
    """
    if n <= 0:
        return Estimate.cannot_tell(0, "nobody in the denominator")
    low, high = wilson_bounds([hits], [n])
    return Estimate(hits / n, float(low[0]), float(high[0]), int(n), "Wilson 95 %")


def poisson_bounds(count: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of the number of events expected, of which ``count`` came.

    References
    ----------
    Garwood (1936), Biometrika 28(3/4), 437-442.

    Examples
    --------
    >>> [round(bound, 3) for bound in poisson_bounds(10)]
    [4.795, 18.39]
    >>> poisson_bounds(0)[0]
    0.0
    """
    tail = (1 - level) / 2
    low = float(stats.chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(stats.chi2.ppf(1 - tail, 2 * (count + 1))) / 2


def newcombe_bounds(
    hits_1: npt.ArrayLike, n_1: npt.ArrayLike, hits_2: npt.ArrayLike, n_2: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return differences of shares, the first minus the second, with lower and upper bounds.

    Parameters
    ----------
    hits_1, n_1, hits_2, n_2
        Arrays of equal shape; every n at least 1.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; his example 56/70 - 48/80.

    Examples
    --------
    >>> [float(found.round(4)) for found in newcombe_bounds(56, 70, 48, 80)]
    [0.2, 0.0524, 0.3339]
    """
    (low_1, high_1), (low_2, high_2) = wilson_bounds(hits_1, n_1), wilson_bounds(hits_2, n_2)
    share_1 = np.asarray(hits_1, float) / np.asarray(n_1, float)
    share_2 = np.asarray(hits_2, float) / np.asarray(n_2, float)
    gap = share_1 - share_2
    low = gap - np.hypot(share_1 - low_1, high_2 - share_2)
    return gap, low, gap + np.hypot(high_1 - share_1, share_2 - low_2)


def difference_of_shares(hits_1: int, n_1: int, hits_2: int, n_2: int) -> Estimate:
    """Return the first share minus the second with Newcombe's hybrid score interval.

    Examples
    --------
    >>> str(difference_of_shares(56, 70, 48, 80))
    '20% (5% to 33%, n=150)'
    """
    if n_1 <= 0 or n_2 <= 0:
        return Estimate.cannot_tell(n_1 + n_2, "nobody in one of the groups")
    gap, low, high = newcombe_bounds(hits_1, n_1, hits_2, n_2)
    return Estimate(float(gap), float(low), float(high), n_1 + n_2, "Newcombe 95 %")


def flagged_by_false_discovery_rate(
    p_values: npt.ArrayLike, *, rate: float = 0.05
) -> npt.NDArray[np.bool_]:
    """Return which tests stay flagged when the false discovery rate is held at ``rate``.

    References
    ----------
    Benjamini & Hochberg (1995), JRSS B 57(1), 289-300.

    Examples
    --------
    >>> flagged_by_false_discovery_rate([0.001, 0.02, 0.04, 0.9]).tolist()
    [True, True, False, False]
    """
    p = np.asarray(p_values, float)
    if p.size == 0:
        return np.zeros(0, dtype=bool)
    return np.asarray(stats.false_discovery_control(p) <= rate, dtype=bool)


def smallest_difference(
    base: npt.ArrayLike, n_1: npt.ArrayLike, n_2: npt.ArrayLike, *, level: float = 0.05
) -> Floats:
    """Return the smallest differences of two shares that are seen four times in five, 0..1.

    Parameters
    ----------
    base
        Share in the second group, 0..1.
    n_1, n_2
        Customers in each group, at least 1.
    level
        Two-sided chance of a false alarm, 0..1.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, chapter 6; 80 % power, arcsine transformation.

    Examples
    --------
    About 157 in each group to tell 12 % from 24 %.

    >>> float(smallest_difference(0.12, 157, 157).round(2))
    0.12
    """
    share = np.clip(np.asarray(base, float), 0.0, 1.0)
    needed = stats.norm.isf(level / 2) + stats.norm.isf(0.2)
    spread = np.sqrt(1 / np.asarray(n_1, float) + 1 / np.asarray(n_2, float))
    reached = np.minimum(2 * np.arcsin(np.sqrt(share)) + needed * spread, np.pi)
    return np.asarray(np.sin(reached / 2) ** 2 - share, float)


def same_partition(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether two groupings of the same customers are equal up to the names of their groups.

    Examples
    --------
    >>> same_partition(list("AAB"), ["big", "big", "small"]), same_partition("AAB", "AAA")
    (True, False)
    """
    first, second = (factorize(np.array(list(side), dtype=str))[0] for side in (one, other))
    pairs = np.unique(first * (second.max(initial=0) + 1) + second).size
    return bool(pairs == len(np.unique(first)) == len(np.unique(second)))


def bootstrap_interval(
    statistic: Callable[[Floats], Floats],
    n: int,
    *,
    rng: np.random.Generator,
    n_draws: int = 1000,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a statistic of weights.

    Parameters
    ----------
    statistic
        Maps weights of shape (draws, n), each row a multinomial count of n customers, to one
        number a draw.
    n
        Number of customers.
    rng
        Source of chance; the same generator state gives the same interval.
    level
        Coverage aimed at, 0..1.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> spend = np.array([1.0, 2.0, 3.0, 4.0])
    >>> low, high = bootstrap_interval(lambda w: w @ spend / w.sum(1), 4,
    ...                                rng=np.random.default_rng(0))
    >>> bool(low < spend.mean() < high)
    True
    """
    low, high = bootstrap_bounds(statistic, n, rng=rng, n_draws=n_draws, level=level)
    return float(low), float(high)


def bootstrap_bounds(
    statistic: Callable[[Floats], Floats],
    n: int,
    *,
    rng: np.random.Generator,
    n_draws: int = 1000,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Return the percentile bootstrap intervals of several statistics of the same customers.

    Parameters
    ----------
    statistic
        Maps weights of shape (draws, n) to one row a draw, shape (draws,) or (draws, k).

    Examples
    --------
    >>> parts = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 0.0]])
    >>> low, high = bootstrap_bounds(lambda w: w @ parts, 3, rng=np.random.default_rng(0))
    >>> low.tolist(), high.tolist()
    ([0.0, 0.0], [9.0, 6.0])
    """
    batch = max(1, min(n_draws, 4_000_000 // max(n, 1)))
    drawn: list[Floats] = []
    for start in range(0, n_draws, batch):
        size = min(batch, n_draws - start)
        weights = rng.multinomial(n, np.full(n, 1.0 / n), size=size).astype(float)
        drawn.append(np.asarray(statistic(weights), float))
    tail = (1 - level) / 2
    low, high = np.nanquantile(np.concatenate(drawn), [tail, 1 - tail], axis=0)
    return low, high


def money_share_with_bootstrap_interval(
    money: npt.ArrayLike, member: npt.ArrayLike, *, rng: np.random.Generator, n_draws: int = 1000
) -> Estimate:
    """Return the share of all customers' money that the members hold, resampling customers.

    Parameters
    ----------
    money
        Money of each customer, >= 0, shape (n,).
    member
        Whether the customer belongs, shape (n,).

    Examples
    --------
    >>> e = money_share_with_bootstrap_interval([30, 10, 60], [True, True, False],
    ...                                         rng=np.random.default_rng(0))
    >>> round(e.value, 2), e.n
    (0.4, 3)
    """
    m, inside = np.asarray(money, float), np.asarray(member, bool)
    if m.size == 0 or m.sum() <= 0:
        return Estimate.cannot_tell(int(m.size), "no money in the denominator")
    hit = np.where(inside, m, 0.0)
    if m.size < FEWEST_RESAMPLED:
        return Estimate(float(hit.sum() / m.sum()), None, None, int(m.size), _TOO_FEW)

    def share(weights: Floats) -> Floats:
        total = weights @ m
        return np.asarray(
            np.where(total > 0, weights @ hit, np.nan) / np.where(total > 0, total, 1)
        )

    low, high = bootstrap_interval(share, m.size, rng=rng, n_draws=n_draws)
    return Estimate(float(hit.sum() / m.sum()), low, high, int(m.size), "bootstrap 95 %")


@dataclass(frozen=True)
class SurvivalCurve:
    """Share still without the event after so many days, with a log-log interval.

    Parameters
    ----------
    days
        Event days, ascending, shape (k,).
    survival, low, high
        Product-limit estimate just after each day, 0..1, shape (k,).
    at_risk
        Number at risk just before each day, shape (k,).

    Examples
    --------
    >>> curve = kaplan_meier([5, 10, 10], [True, True, False])
    >>> curve.at(7), curve.at(0)
    (0.6666666666666667, 1.0)
    """

    days: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: Floats

    def at(self, day: float) -> float:
        """Return the share still without the event after ``day`` days."""
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        return 1.0 if place < 0 else float(self.survival[place])

    def event_within(self, horizon: float, *, after: float) -> float:
        """Return the chance of the event within ``horizon`` days given none for ``after`` days.

        Examples
        --------
        >>> kaplan_meier([5, 10, 20], [True, True, True]).event_within(6, after=5)
        0.5
        """
        start = self.at(after)
        return 0.0 if start <= 0 else 1.0 - self.at(after + horizon) / start


def kaplan_meier(
    durations: npt.ArrayLike,
    events: npt.ArrayLike,
    *,
    entries: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
) -> SurvivalCurve:
    """Return the product-limit curve, with delayed entry where ``entries`` is given.

    Parameters
    ----------
    durations
        Days from the start of each spell to the event or to the end of observation, shape (n,).
    events
        Whether the event happened (False = censored), shape (n,).
    entries
        Day on which each spell came under observation (before day 0 when None), shape (n,).
    weights
        How often each spell counts (1 when None), shape (n,).

    References
    ----------
    Kaplan & Meier (1958), JASA 53, 457-481; log-log interval: Kalbfleisch & Prentice (1980), 15.

    Examples
    --------
    Freireich's 21 patients on 6-MP: S(10) = 0.7529 after exits at 6, 6, 6, 7 and 10.

    >>> weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23] + [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    >>> curve = kaplan_meier(weeks, [True] * 9 + [False] * 12)
    >>> round(curve.at(10), 4), round(curve.at(23), 4)
    (0.7529, 0.4482)
    """
    t, happened = np.asarray(durations, float), np.asarray(events, bool)
    w = np.ones_like(t) if weights is None else np.asarray(weights, float)
    entry = np.full_like(t, -1.0) if entries is None else np.asarray(entries, float)
    days = np.unique(t[happened])
    place = np.searchsorted(days, t[happened])
    deaths = np.bincount(place, w[happened], minlength=days.size).astype(np.float64)
    at_risk = _at_risk(days, t, w) - _at_risk(days, entry, w)
    safe = np.maximum(at_risk, 1e-12)
    survival = np.cumprod(np.clip(1.0 - deaths / safe, 0.0, 1.0)).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(deaths / (safe * np.maximum(safe - deaths, 1e-12)))
        log_s = np.log(survival)
        spread = Z95 * np.sqrt(variance) / np.abs(log_s)
        low, high = survival ** np.exp(spread), survival ** np.exp(-spread)
    undefined = ~np.isfinite(spread) | (survival <= 0) | (survival >= 1)
    return SurvivalCurve(
        days,
        survival,
        np.where(undefined, survival, low),
        np.where(undefined, survival, high),
        at_risk,
    )


def _at_risk(days: Floats, bounds: Floats, weights: Floats) -> Floats:
    """Weight of the spells whose bound is on or after each day."""
    order = np.argsort(bounds, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(weights[order])])
    place = np.searchsorted(bounds[order], days, side="left")
    return np.asarray(before[-1] - before[place], float)
