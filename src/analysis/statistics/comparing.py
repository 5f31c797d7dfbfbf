"""Comparing arms: ratios, sizes, balance, several questions at once, estimates drawn together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

from analysis.results import Estimate
from analysis.statistics.shares import Z95, Floats, wilson_bounds

#: Chance that a true difference of the planned size is seen.
POWER = 0.80


def customers_needed(base: float, difference: float, *, level: float = 0.05) -> int:
    """Return how many customers each of two arms needs to see a difference four times in five.

    Parameters
    ----------
    base
        Share that returns without the treatment, 0..1.
    difference
        What the treatment adds, 0..1; ``base + difference`` at most 1.
    level
        Two-sided chance of a false alarm, 0..1.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, section 6.4: n = 2 (z_a + z_b)^2 / h^2 with h the
    difference of arcsines. ``smallest_difference`` is its inverse.

    Examples
    --------
    >>> pairs = [(0.12, 0.06), (0.12, 0.08), (0.12, 0.12), (0.15, 0.10), (0.05, 0.05)]
    >>> [customers_needed(base, more) for base, more in pairs]
    [551, 325, 157, 248, 424]
    """
    h = 2 * (np.arcsin(np.sqrt(base + difference)) - np.arcsin(np.sqrt(base)))
    needed = stats.norm.isf(level / 2) + stats.norm.isf(1 - POWER)
    # 12 digits first: a last-digit error must not add a customer.
    return int(np.ceil(round(2 * float(needed / h) ** 2, 9)))


def ratio_of_shares(hits_1: float, n_1: float, hits_2: float, n_2: float) -> Estimate:
    """Return the first share over the second, with the interval made of both Wilson intervals.

    References
    ----------
    Donner & Zou (2012), Statistical Methods in Medical Research 21(4), 347-359: variance estimates
    recovered for a ratio (MOVER-R).

    Examples
    --------
    Half as many: 30 of 300 against 60 of 300.

    >>> found = ratio_of_shares(30, 300, 60, 300)
    >>> [round(number, 3) for number in (found.value, found.low, found.high)]
    [0.5, 0.333, 0.75]
    """
    n = round(n_1 + n_2)
    if n_1 <= 0 or n_2 <= 0 or hits_2 <= 0:
        return Estimate.cannot_tell(n, "nobody in the denominator")
    low, high = wilson_bounds([hits_1, hits_2], [n_1, n_2])
    p1, p2 = hits_1 / n_1, hits_2 / n_2
    both = p1 * p2
    below = both**2 - low[0] * high[1] * (2 * p1 - low[0]) * (2 * p2 - high[1])
    above = both**2 - high[0] * low[1] * (2 * p1 - high[0]) * (2 * p2 - low[1])
    under = (both - np.sqrt(max(below, 0.0))) / (high[1] * (2 * p2 - high[1]))
    over = (both + np.sqrt(max(above, 0.0))) / (low[1] * (2 * p2 - low[1]))
    return Estimate(
        p1 / p2, max(float(under), 0.0), float(over), n, "Wilson intervals joined (MOVER) 95 %"
    )


def holm_adjusted(p_values: npt.ArrayLike) -> Floats:
    """Return p-values adjusted for asking several questions; each may be read by itself then.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.

    Examples
    --------
    >>> holm_adjusted([0.01, 0.04, 0.03, 0.005]).round(3).tolist()
    [0.03, 0.06, 0.06, 0.02]
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    found = np.empty_like(p)
    found[order] = np.minimum(stepped, 1.0)
    return found


def balance_p_value(before: npt.ArrayLike, chosen: npt.ArrayLike, strata: npt.ArrayLike) -> float:
    """Return how often a fair draw within strata leaves the arms as different as these are.

    Parameters
    ----------
    before
        What was known of each customer before the draw, shape (n, k).
    chosen
        Whether the customer was drawn, shape (n,).
    strata
        Number of the group within which was drawn, 0.., shape (n,).

    References
    ----------
    Hansen & Bowers (2008), Statistical Science 23(2), 219-236: the permutation distribution of all
    differences together, in its large-sample form.

    Examples
    --------
    >>> money = np.arange(40.0)[:, None]
    >>> one = np.zeros(40, int)
    >>> balance_p_value(money, np.arange(40) % 2 == 0, one) > 0.5
    True
    >>> balance_p_value(money, np.arange(40) < 20, one) < 0.001
    True
    """
    x, drawn = np.asarray(before, float), np.asarray(chosen, float)
    _, group = np.unique(np.asarray(strata), return_inverse=True)
    n = np.bincount(group).astype(float)
    n_drawn = np.bincount(group, drawn)
    means = np.column_stack([np.bincount(group, column) / n for column in x.T])
    centred = x - means[group]
    gap = (drawn - (n_drawn / n)[group]) @ centred
    spread = n_drawn * (n - n_drawn) / np.maximum(n * (n - 1), 1)
    covariance = (centred * spread[group][:, None]).T @ centred
    rank = int(np.linalg.matrix_rank(covariance))
    if rank == 0:
        return 1.0
    return float(stats.chi2.sf(gap @ np.linalg.pinv(covariance) @ gap, rank))


def shrunk_estimates(values: npt.ArrayLike, errors: npt.ArrayLike, *, toward: float) -> Floats:
    """Return estimates drawn towards a common one, the more the less each knows itself.

    Parameters
    ----------
    values, errors
        Estimates and their standard errors, shape (k,).
    toward
        What they are drawn to.

    References
    ----------
    Normal-normal empirical Bayes: Efron & Morris (1975), JASA 70, 311-319; the spread between true
    values as DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177-188, estimate it.

    Examples
    --------
    Efron and Morris' idea on three: no more spread than chance makes, so all become one.

    >>> shrunk_estimates([0.1, 0.0, 0.2], [0.2, 0.2, 0.2], toward=0.1).tolist()
    [0.1, 0.1, 0.1]
    >>> shrunk_estimates([0.0, 1.0], [0.1, 0.1], toward=0.5).round(2).tolist()
    [0.01, 0.99]
    """
    value, error = np.asarray(values, float), np.asarray(errors, float)
    if value.size == 0:
        return value
    weights = 1 / np.maximum(error, 1e-9) ** 2
    mean = float((weights * value).sum() / weights.sum())
    excess = float((weights * (value - mean) ** 2).sum()) - (value.size - 1)
    scale = float(weights.sum() - (weights**2).sum() / weights.sum())
    between = max(excess / scale, 0.0) if scale > 0 else 0.0
    own = between / (between + error**2) if between > 0 else np.zeros_like(value)
    return np.asarray(toward + own * (value - toward), float)


def unseen_strength(ratio: float) -> float:
    """Return the E-value of a ratio of shares: what an unseen cause must do to explain it away.

    It would have to make both being contacted and returning so many times as likely.

    References
    ----------
    VanderWeele & Ding (2017), Annals of Internal Medicine 167(4), 268-274.

    Examples
    --------
    Their example: a ratio of 3.9 needs 7.26.

    >>> round(unseen_strength(3.9), 2), unseen_strength(1.0)
    (7.26, 1.0)
    """
    above = max(ratio, 1 / ratio) if ratio > 0 else float("inf")
    return above + float(np.sqrt(above * (above - 1)))


def two_sided(value: float, error: float) -> float:
    """Return the two-sided p-value of a normal estimate against nothing, 1 where it has no error.

    Examples
    --------
    >>> round(two_sided(1.96, 1.0), 3)
    0.05
    """
    return float(2 * stats.norm.sf(abs(value) / error)) if error > 0 else 1.0


def standard_error(estimate: Estimate) -> float:
    """Return half the width of an interval over 1.96; 0 where there is none.

    Examples
    --------
    >>> round(standard_error(Estimate(0.5, 0.402, 0.598, 100, "Wald")), 3)
    0.05
    """
    if estimate.low is None or estimate.high is None:
        return 0.0
    return (estimate.high - estimate.low) / (2 * Z95)
