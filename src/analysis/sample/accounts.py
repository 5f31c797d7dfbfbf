"""The accounts before anything happens to them: size, branch, rep, rhythm, value, first contact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.sample import scenario as plan
from analysis.sample.scenario import Bools, Floats, Ints, Words

REGULAR, CHRISTMAS, ONE_TIME = 0, 1, 2


@dataclass(frozen=True)
class Accounts:
    """One entry per account in every array; codes index the lists of ``scenario``."""

    customer_id: Words
    tier: Ints
    upper_half: Bools
    branch: Ints
    rep: Ints
    industry: Ints
    kind: Ints
    rhythm: Ints
    gap_days: Floats
    gap_shape: Floats
    yearly_value: Floats
    hazard: Floats
    first_day: Floats
    german: Bools
    contact_left_day: Floats
    contact_on_leave: Bools

    @property
    def n(self) -> int:
        """Number of accounts."""
        return len(self.customer_id)


def draw_accounts(n_customers: int, *, seed: int) -> Accounts:
    """Return the accounts of a company of that size.

    Examples
    --------
    >>> accounts = draw_accounts(100, seed=0)
    >>> accounts.n, str(accounts.customer_id[0]), int((accounts.tier == 2).sum())
    (100, 'C00001', 12)
    """
    rng = plan.stream(seed, "accounts")
    tier = _in_shares(rng, n_customers, plan.TIER_SHARE)
    kind_shares = (
        1 - plan.CHRISTMAS_SHARE - plan.ONE_TIME_SHARE,
        plan.CHRISTMAS_SHARE,
        plan.ONE_TIME_SHARE,
    )
    kind = _in_shares(rng, n_customers, kind_shares)
    branch = _branches(rng, tier)
    rhythm = _rhythms(rng, tier)
    gap_days = np.take(plan.GAP_DAYS, rhythm) * np.exp(rng.normal(-0.02, 0.20, n_customers))
    spread = np.exp(rng.normal(-0.125, 0.5, n_customers))
    left = rng.random(n_customers) < plan.CONTACT_LEFT
    left_day = np.where(left, rng.integers(60, plan.AS_OF_DAY, n_customers), np.inf)
    return Accounts(
        customer_id=np.array([f"C{number:05d}" for number in range(1, n_customers + 1)], object),
        tier=tier,
        upper_half=spread > np.exp(-0.125),
        branch=branch,
        rep=branch * 2 + rng.integers(0, 2, n_customers),
        industry=rng.integers(0, len(plan.INDUSTRIES), n_customers),
        kind=kind,
        rhythm=rhythm,
        gap_days=gap_days,
        gap_shape=np.take(plan.GAP_SHAPE, rhythm),
        yearly_value=np.take(plan.YEARLY_VALUE, tier) * spread,
        hazard=np.take(plan.DEPARTURES_A_YEAR, tier) / 365 * rng.gamma(3.0, 1 / 3.0, n_customers),
        first_day=_first_days(rng, kind, gap_days),
        german=rng.random(n_customers) < plan.GERMAN_SHARE,
        contact_left_day=left_day,
        contact_on_leave=~left & (rng.random(n_customers) < 0.03),
    )


def _in_shares(rng: np.random.Generator, n: int, shares: tuple[float, ...]) -> Ints:
    """Labels 0, 1, ... in exactly these shares (rounded), in random order."""
    edges = np.floor(np.cumsum(shares) * n + 0.5).astype(np.int64)
    labels = np.searchsorted(edges, np.arange(n), side="right")
    return np.asarray(rng.permutation(np.minimum(labels, len(shares) - 1)), dtype=np.int64)


def _branches(rng: np.random.Generator, tier: Ints) -> Ints:
    """Branches of equal size on average, but East with most of the large accounts."""
    n = len(tier)
    large = tier == plan.TIERS.index("large")
    large_share = plan.TIER_SHARE[plan.TIERS.index("large")]
    east_of_others = (1 / 6 - plan.EAST_SHARE_OF_LARGE * large_share) / (1 - large_share)
    to_east = rng.random(n) < np.where(large, plan.EAST_SHARE_OF_LARGE, east_of_others)
    others = [number for number in range(len(plan.BRANCHES)) if number != plan.EAST]
    elsewhere = np.take(others, rng.integers(0, len(others), n))
    return np.where(to_east, plan.EAST, elsewhere).astype(np.int64)


def _rhythms(rng: np.random.Generator, tier: Ints) -> Ints:
    edges = np.cumsum(np.array(plan.RHYTHM_BY_TIER), axis=1)[tier]
    return np.asarray((rng.random(len(tier))[:, None] > edges[:, :2]).sum(axis=1), dtype=np.int64)


def _first_days(rng: np.random.Generator, kind: Ints, gap_days: Floats) -> Floats:
    """Just over half bought before the export begins; the others start along the way."""
    n = len(kind)
    old = (rng.random(n) < 0.70) & (kind != ONE_TIME)
    new_day = rng.random(n) * 1330
    return np.asarray(np.where(old, rng.random(n) * gap_days, new_day), dtype=np.float64)
