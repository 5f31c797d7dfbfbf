"""Comparing arms: published values, and coverage by simulation."""

import numpy as np
import pytest

from analysis.statistics import (
    balance_p_value,
    customers_needed,
    difference_of_means,
    holm_adjusted,
    ratio_of_shares,
    shrunk_estimates,
    smallest_difference,
)


def test_sizes_and_the_smallest_difference_seen_agree():
    n = customers_needed(0.12, 0.08)

    assert n == 325
    assert float(smallest_difference(0.12, n, n)) == pytest.approx(0.08, abs=2e-4)


def test_ratio_interval_covers_in_small_arms():
    rng = np.random.default_rng(5)
    held, called = rng.binomial(160, 0.10, 1500), rng.binomial(320, 0.18, 1500)
    found = [ratio_of_shares(a, 160, b, 320) for a, b in zip(held, called, strict=True)]

    assert 0.93 <= np.mean([one.low <= 0.10 / 0.18 <= one.high for one in found]) <= 0.97


def test_a_ratio_with_nobody_held_back_returning_has_an_upper_end():
    found = ratio_of_shares(0, 100, 20, 100)

    assert (found.value, found.low) == (0.0, 0.0)
    assert 0 < found.high < 0.3


def test_holm_keeps_the_family_at_five_percent():
    rng = np.random.default_rng(6)

    alarms = [(holm_adjusted(rng.random(7)) < 0.05).any() for _ in range(2000)]

    assert np.mean(alarms) == pytest.approx(0.05, abs=0.015)


def test_a_fair_draw_is_rarely_doubted():
    rng = np.random.default_rng(7)
    before, strata = rng.lognormal(size=(300, 3)), rng.integers(0, 3, 300)

    p = [balance_p_value(before, rng.random(300) < 0.6, strata) for _ in range(800)]

    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.025)


def test_mean_differences_cover():
    rng = np.random.default_rng(8)
    covered = []
    for _ in range(300):
        one, other = rng.exponential(2.0, 200), rng.exponential(1.0, 200)
        found = difference_of_means(one, other, rng=np.random.default_rng(0), n_draws=400)
        covered.append(found.low <= 1.0 <= found.high)

    assert np.mean(covered) >= 0.91


def test_shrinking_lowers_the_error_of_many_small_estimates():
    rng = np.random.default_rng(9)
    true = rng.normal(0.08, 0.03, 40)
    seen = true + rng.normal(0, 0.08, 40)

    shrunk = shrunk_estimates(seen, [0.08] * 40, toward=float(seen.mean()))

    assert ((shrunk - true) ** 2).mean() < ((seen - true) ** 2).mean() / 2
