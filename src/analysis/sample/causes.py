"""Why a departure happens: several reasons at once, each with its exact share in every tier.

A set is never empty, and still every reason keeps its own share: were reasons drawn as one
exclusive category, raising one would lower all others and no share would be a true null.
"""

from __future__ import annotations

import numpy as np

from analysis.sample import scenario as plan
from analysis.sample.accounts import Accounts
from analysis.sample.scenario import Bools, Floats


def _tilted(shares: Floats) -> Floats:
    """Chances of independent coins that, once at least one shows heads, give these shares.

    Solves z = 1 - prod(1 - z * share) for z by repetition; the coins have chance z * share.

    Parameters
    ----------
    shares
        Shape (n, k); each row sums to more than 1.

    Examples
    --------
    >>> coins = _tilted(np.array([[0.6, 0.6]]))
    >>> some = 1 - np.prod(1 - coins)
    >>> bool(np.allclose(coins / some, 0.6))
    True
    """
    z = np.ones(len(shares))
    for _ in range(500):
        z = 1 - np.prod(1 - z[:, None] * shares, axis=1)
    return np.asarray(z[:, None] * shares, dtype=np.float64)


def _draw_sets(coins: Floats, uniforms: Floats) -> Bools:
    """Return sets drawn coin by coin, given that at least one shows heads."""
    heads = np.zeros(coins.shape, dtype=np.bool_)
    any_yet = np.zeros(len(coins), dtype=np.bool_)
    for number in range(coins.shape[1]):
        still_some = 1 - np.prod(1 - coins[:, number:], axis=1)
        chance = np.where(any_yet, coins[:, number], coins[:, number] / still_some)
        heads[:, number] = uniforms[:, number] < chance
        any_yet |= heads[:, number]
    # The last coin has chance one when all before it failed, up to rounding.
    heads[~any_yet, -1] = True
    return heads


def reasons_of(accounts: Accounts, last_day: Floats, documented: Bools, uniforms: Floats) -> Bools:
    """Return the reason sets of departures, one row per account.

    Documentation is drawn first and the sets given it (Bayes), so that the chance to be
    documented is the same in every tier and the null shares hold among documented accounts too.
    """
    shares = np.array([plan.TRUE_SHARE[reason] for reason in plan.REASONS]).T[accounts.tier]
    large = accounts.tier == plan.TIERS.index("large")
    halves = np.take(plan.DELIVERY_LARGE, accounts.upper_half.astype(np.int64))
    shares[:, 0] = np.where(large, halves, shares[:, 0])
    for reason, (fixed_day, remains) in plan.REMAINS_AFTER_FIX.items():
        shares[:, plan.REASONS.index(reason)] *= np.where(last_day >= fixed_day, remains, 1.0)
    said = np.array([plan.DOCUMENTED_IF[reason] for reason in plan.REASONS])
    given = np.where(
        documented[:, None], said / plan.DOCUMENTED, (1 - said) / (1 - plan.DOCUMENTED)
    )
    return _draw_sets(_tilted_by_pattern(shares * given), uniforms)


def _tilted_by_pattern(shares: Floats) -> Floats:
    """Tilt each distinct row once; there are few, whatever the number of accounts."""
    patterns, which = np.unique(shares, axis=0, return_inverse=True)
    return np.asarray(_tilted(patterns)[which.ravel()], dtype=np.float64)


def angry(accounts: Accounts, reasons: Bools, uniforms: Floats) -> Bools:
    """Return who left in anger; the chance is that of the sorest reason in the set."""
    chances = np.array([plan.ANGRY_IF.get(reason, plan.ANGRY_ELSE) for reason in plan.REASONS])
    leaves = np.isfinite(accounts.contact_left_day)
    more = np.where(leaves, plan.ANGRIER_IF_CONTACT_LEAVES, 1.0)
    return np.asarray(uniforms < more * (reasons * chances).max(axis=1), dtype=np.bool_)
