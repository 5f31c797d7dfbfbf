"""Chance by permutation: customers dealt to the groups by lot, what each one says left as it is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import false_discovery_control

from analysis.statistics import Floats, Ints

#: Rounding must not decide whether a deal is as extreme as the real groups.
_EQUAL = 1e-9


def chance_of(
    sizes: npt.ArrayLike, hits: npt.ArrayLike, *, rng: np.random.Generator, n_draws: int
) -> Floats:
    """Return how often chance alone makes some group as striking as each real one.

    A reason's counts after customers are dealt to groups of these sizes are multivariate
    hypergeometric, so they are drawn directly: the work does not grow with the customers. Each real
    count is held against the most striking of all groups in each deal, in standard deviations;
    a reason's smallest chance is therefore its own, however many groups were looked at.

    Parameters
    ----------
    sizes
        Customers of each group, shape (groups,).
    hits
        Customers of the group naming the reason, shape (groups, reasons).
    rng
        Source of the deals.
    n_draws
        How many; the smallest chance that can come out is 1 / (n_draws + 1).

    Returns
    -------
    numpy.ndarray
        Chances 0..1, shape (groups, reasons).

    References
    ----------
    Westfall & Young (1993), Resampling-Based Multiple Testing, for the largest of several; Bilder &
    Loughin (2004), Biometrics 60(1), 241-248, for testing a reason at a time where a customer may
    name several.

    Examples
    --------
    All 20 of one group name the reason and none of the other: hardly any deal does as much.

    >>> chance_of([20, 20], [[20], [0]], rng=np.random.default_rng(0), n_draws=999).ravel().tolist()
    [0.001, 0.001]
    """
    n_in, naming = np.asarray(sizes, np.int64), np.asarray(hits, np.int64)
    found = np.empty(naming.shape)
    for reason, seen in enumerate(naming.T):
        dealt = rng.multivariate_hypergeometric(n_in, seen.sum(), size=n_draws, method="marginals")
        largest = np.sort(np.abs(_deviations(dealt, n_in)).max(axis=1))
        real = np.abs(_deviations(seen[None], n_in)[0]) - _EQUAL
        found[:, reason] = 1 + n_draws - np.searchsorted(largest, real)
    return found / (n_draws + 1)


def deviations_of(sizes: npt.ArrayLike, hits: npt.ArrayLike) -> Floats:
    """Return each count's distance from its mean over all deals, in their standard deviations.

    Parameters
    ----------
    sizes
        Customers of each group, shape (groups,).
    hits
        Customers of the group naming the reason, shape (groups, reasons).

    Examples
    --------
    >>> deviations_of([20, 20], [[13], [7]]).ravel().round(2).tolist()
    [1.87, -1.87]
    """
    n_in, naming = np.asarray(sizes, np.int64), np.asarray(hits, np.int64)
    return np.array([_deviations(seen[None], n_in)[0] for seen in naming.T]).T


def _deviations(hits: Ints, sizes: Ints) -> Floats:
    """Return each count's distance from its mean in standard deviations, shape (deals, groups)."""
    n, named = sizes.sum(), int(hits[0].sum())
    expected = sizes * named / n
    spread = np.sqrt(expected * (n - named) * (n - sizes) / max(n * (n - 1), 1))
    return np.asarray((hits - expected) / np.where(spread > 0, spread, np.inf), np.float64)


def selected_reasons(
    by_kind: dict[str, Floats], *, rate: float = 0.05
) -> dict[str, npt.NDArray[np.bool_]]:
    """Return which reasons stay flagged in each kind of group.

    Kinds are picked first, so that a page with ten kinds of group is no likelier to show a false
    flag than a page with one: on data without any pattern, at most ``rate`` of pages have one. In
    a kind that is picked the false discovery rate of its reasons is held at ``rate``.

    Parameters
    ----------
    by_kind
        Chance of each reason, by kind.
    rate
        False discovery rate, over kinds and, in each one picked, over reasons.

    References
    ----------
    Yekutieli (2008), JASA 103, 309-316, for testing by levels, with Simes' test for each kind;
    Benjamini & Hochberg (1995), JRSS B 57(1), 289-300, on both levels.

    Examples
    --------
    >>> found = selected_reasons({"tier": np.array([0.001, 0.9]), "branch": np.array([0.04, 0.9])})
    >>> {kind: flags.tolist() for kind, flags in found.items()}
    {'tier': [True, False], 'branch': [False, False]}
    """
    if not by_kind:
        return {}
    adjusted = {kind: false_discovery_control(chances) for kind, chances in by_kind.items()}
    simes = [chances.min(initial=1.0) for chances in adjusted.values()]
    picked = false_discovery_control(simes) <= rate
    return {
        kind: (chances <= rate) & bool(good)
        for (kind, chances), good in zip(adjusted.items(), picked, strict=True)
    }
