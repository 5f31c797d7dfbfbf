"""How long it takes: product-limit curves, and competing causes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.statistics.shares import Z95, Floats, wilson_bounds


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
    Where nobody is left there is none: Wilson's bound of 0 of those seen to go stands instead.

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
    _, none_left = wilson_bounds(np.zeros(days.size), np.maximum(np.cumsum(deaths), 1e-12))
    return SurvivalCurve(
        days,
        survival,
        np.where(undefined, survival, low),
        np.where(survival <= 0, none_left, np.where(undefined, survival, high)),
        at_risk,
    )


def _at_risk(days: Floats, bounds: Floats, weights: Floats) -> Floats:
    """Weight of the spells whose bound is on or after each day."""
    order = np.argsort(bounds, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(weights[order])])
    place = np.searchsorted(bounds[order], days, side="left")
    return np.asarray(before[-1] - before[place], float)


def cumulative_incidence(
    durations: npt.ArrayLike,
    causes: npt.ArrayLike,
    *,
    n_causes: int,
    steps: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
) -> Floats:
    """Return the share gone by each cause after so many days; all causes sum to 1 - Kaplan-Meier.

    Parameters
    ----------
    durations
        Days until the customer was gone or was last seen, shape (n,).
    causes
        Cause 0..n_causes-1, or -1 for who was not gone when last seen, shape (n,).
    steps
        Days at which to tell, ascending, shape (k,).
    weights
        How often each customer counts (1 when None), shape (n,).

    Returns
    -------
    numpy.ndarray
        Shares 0..1, shape (n_causes, k).

    References
    ----------
    Aalen & Johansen (1978), Scand. J. Statistics 5, 141-150. Days that several customers share are
    taken together, not spread by chance.

    Examples
    --------
    Of four, one goes on day 1 for cause 0, two on day 2, one a cause; the last one stays.

    >>> cumulative_incidence([1, 2, 2, 3], [0, 0, 1, -1], n_causes=2, steps=[1, 2]).tolist()
    [[0.25, 0.5], [0.0, 0.25]]
    """
    t, cause = np.asarray(durations, float), np.asarray(causes, np.int64)
    w = np.ones_like(t) if weights is None else np.asarray(weights, float)
    days, place = np.unique(t, return_inverse=True)
    gone = cause >= 0
    cells = place[gone] * n_causes + cause[gone]
    events = np.bincount(cells, w[gone], minlength=len(days) * n_causes)
    events = events.reshape(len(days), n_causes)
    leaving = np.bincount(place, w, minlength=len(days))
    at_risk = leaving[::-1].cumsum()[::-1]
    hazard = events / np.maximum(at_risk, 1e-12)[:, None]
    survival = np.cumprod(1 - hazard.sum(axis=1))
    before = np.concatenate([[1.0], survival[:-1]]) if len(days) else survival
    shares = np.vstack([np.zeros(n_causes), np.cumsum(before[:, None] * hazard, axis=0)])
    return np.asarray(shares[np.searchsorted(days, np.asarray(steps, float), side="right")].T)
