"""A share counted with errors, adjusted by how often a careful coder found them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.reasons.agreement import DoubleCoded
from analysis.results import Estimate
from analysis.statistics import Z95, Floats

Bools = npt.NDArray[np.bool_]

#: Fewer customers with, or without, a reason do not show how often it is missed, or invented.
FEWEST_JUDGED = 10

#: Coding that tells hardly more than a coin cannot be adjusted.
LEAST_TELLING = 0.2


def adjust_share(
    hits: float, n: float, found: tuple[float, float], spared: tuple[float, float]
) -> Estimate:
    """Return a share adjusted for reasons that were missed and reasons that were invented.

    (p + specificity - 1) / (sensitivity + specificity - 1), with an interval for the doubt in all
    three.

    Parameters
    ----------
    hits, n
        Customers coded with the reason, and all coded.
    found
        Of the customers who have the reason: how many were coded so, and how many there are.
    spared
        Of those who have not: how many were not coded so, and how many there are.

    References
    ----------
    Rogan & Gladen (1978), American J. of Epidemiology 107, 71-76; Lang & Reiczigel (2014),
    Preventive Veterinary Medicine 113, 13-22, for the interval.

    Examples
    --------
    30 % coded; 80 of 100 found, 90 of 100 spared: (.3 + .9 - 1) / (.8 + .9 - 1) = .2857.

    >>> str(adjust_share(300, 1000, (80, 100), (90, 100)))
    '29% (20% to 36%, n=1,000)'
    """
    (n_found, n_with), (n_spared, n_without) = found, spared
    if min(n_with, n_without) < FEWEST_JUDGED:
        why = f"fewer than {FEWEST_JUDGED} careful codings with, or without, this reason"
        return Estimate.cannot_tell(round(n), why)
    sensitivity, specificity = n_found / n_with, n_spared / n_without
    if sensitivity + specificity - 1 < LEAST_TELLING:
        return Estimate.cannot_tell(round(n), "the coding tells hardly more than a coin")
    value = (hits / n + specificity - 1) / (sensitivity + specificity - 1)
    low, high = _bounds(hits, n, found, spared)
    value = min(max(value, 0.0), 1.0)
    method = "Rogan-Gladen, Lang-Reiczigel 95 %"
    return Estimate(value, min(low, value), max(high, value), round(n), method)


def _bounds(
    hits: float, n: float, found: tuple[float, float], spared: tuple[float, float]
) -> tuple[float, float]:
    size = n + Z95**2
    coded = (hits + Z95**2 / 2) / size
    sens, spec = ((right + 1) / (all_ + 2) for right, all_ in (found, spared))
    telling = sens + spec - 1
    centre = (coded + spec - 1) / telling
    sens_spread, spec_spread = sens * (1 - sens) / found[1], spec * (1 - spec) / spared[1]
    shift = 2 * Z95**2 * (centre * sens_spread - (1 - centre) * spec_spread)
    spread = coded * (1 - coded) / size + centre**2 * sens_spread + (1 - centre) ** 2 * spec_spread
    half = Z95 * float(np.sqrt(spread)) / telling
    low, high = (min(max(centre + shift + side * half, 0.0), 1.0) for side in (-1, 1))
    return low, high


def adjusted_shares(coded: DoubleCoded, n_coded: pd.Series, n_customers: int) -> pd.DataFrame:
    """Return each code's share of customers, adjusted by a coder whose word stands.

    Parameters
    ----------
    coded
        First the coding that made the shares, second the careful one.
    n_coded
        Customers with each code in all that was coded; the index holds the codes.
    n_customers
        All customers with a statement.

    Returns
    -------
    pandas.DataFrame
        ``code, share, adjusted, adjusted_low, adjusted_high, sensitivity, specificity``; the
        adjusted share is missing where it cannot be told.

    Examples
    --------
    >>> late, none = ("late",), ()
    >>> coded = DoubleCoded((late,) * 10 + (none,) * 20, (late,) * 15 + (none,) * 15,
    ...                     tuple(map(str, range(30))), np.ones(30))
    >>> found = adjusted_shares(coded, pd.Series({"late": 10}), 30)
    >>> found[["share", "adjusted", "sensitivity", "specificity"]].round(2).values.tolist()
    [[0.33, 0.5, 0.67, 1.0]]
    """
    customers = pd.Series(coded.customers)
    weights = pd.Series(coded.weights).groupby(customers).mean().to_numpy(dtype=float)
    rows = []
    for code, n_hits in n_coded.items():
        coder = (
            pd.Series([code in codes for codes in side]) for side in (coded.first, coded.second)
        )
        ours, theirs = (side.groupby(customers).any().to_numpy(dtype=bool) for side in coder)
        found, spared = _right(ours, theirs, weights), _right(~ours, ~theirs, weights)
        adjusted = adjust_share(float(n_hits), n_customers, found, spared)
        rates = tuple(right / all_ if all_ else np.nan for right, all_ in (found, spared))
        share = float(n_hits) / max(n_customers, 1)
        rows.append((code, share, adjusted.value, adjusted.low, adjusted.high, *rates))
    columns = ["code", "share", "adjusted", "adjusted_low", "adjusted_high"]
    return pd.DataFrame(rows, columns=[*columns, "sensitivity", "specificity"])


def _right(ours: Bools, theirs: Bools, weights: Floats) -> tuple[float, float]:
    """Effective number of customers of whom it is true, and of these of whom it was coded."""
    true = weights * theirs
    if true.sum() <= 0:
        return 0.0, 0.0
    effective = float(true.sum() ** 2 / (true**2).sum())
    return float((true * ours).sum() / true.sum()) * effective, effective
