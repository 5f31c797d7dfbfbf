"""Shares, differences, survival: values from papers, and coverage in simulation."""

import numpy as np
import pytest

from analysis.statistics import (
    bootstrap_interval,
    difference_of_shares,
    flagged_by_false_discovery_rate,
    kaplan_meier,
    money_share_with_bootstrap_interval,
    share_with_wilson_interval,
    wilson_bounds,
)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe (1998), Stat. Med. 17, 857-872, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_equals_newcombes_table(hits, n, low, high):
    share = share_with_wilson_interval(hits, n)

    assert share.low == pytest.approx(low, abs=5e-5)
    assert share.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe (1998), 873-890, table II, method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_difference_equals_newcombes_table(first, second, low, high):
    gap = difference_of_shares(*first, *second)

    assert gap.low == pytest.approx(low, abs=5e-5)
    assert gap.high == pytest.approx(high, abs=5e-5)


def test_wilson_covers_the_true_share_as_often_as_it_promises():
    rng = np.random.default_rng(1)
    for true_share in (0.05, 0.3, 0.5):
        low, high = wilson_bounds(rng.binomial(120, true_share, 4000), np.full(4000, 120))
        covered = np.mean((low <= true_share) & (true_share <= high))
        assert 0.93 <= covered <= 0.975


def test_money_share_interval_covers_in_skewed_money():
    rng = np.random.default_rng(2)
    money = rng.lognormal(0, 1, 200_000)
    member = rng.random(200_000) < 0.3
    truth = money[member].sum() / money.sum()
    covered = 0
    for _ in range(200):
        chosen = rng.integers(0, money.size, 250)
        found = money_share_with_bootstrap_interval(
            money[chosen], member[chosen], rng=np.random.default_rng(3), n_draws=300
        )
        covered += found.low <= truth <= found.high
    assert 0.88 <= covered / 200 <= 0.99


def test_bootstrap_of_a_constant_is_that_constant():
    low, high = bootstrap_interval(lambda w: w.sum(1), 7, rng=np.random.default_rng(0))

    assert (low, high) == (7.0, 7.0)


def test_false_discovery_rate_equals_the_papers_example():
    # Benjamini & Hochberg (1995), section 3.2: 4 of 15 hypotheses rejected at 5 %.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
         0.4262, 0.5719, 0.6528, 0.7590, 1.0000]  # fmt: skip

    assert flagged_by_false_discovery_rate(p).sum() == 4


def test_kaplan_meier_with_delayed_entry_counts_only_those_already_watched():
    # By hand: at day 5 spells a and b are watched (c enters at 6): S = 1/2; at day 8 b and c: 1/4.
    curve = kaplan_meier([5, 9, 8], [True, False, True], entries=[0, 0, 6])

    assert curve.at_risk.tolist() == [2, 2]
    assert curve.survival.tolist() == [0.5, 0.25]


def test_kaplan_meier_weights_equal_repetition():
    repeated = kaplan_meier([3, 3, 4, 7, 7, 7], [True, True, False, True, True, True])
    weighted = kaplan_meier([3, 4, 7], [True, False, True], weights=[2, 1, 3])

    assert repeated.survival.tolist() == weighted.survival.tolist()


def test_kaplan_meier_interval_covers_in_simulation():
    rng = np.random.default_rng(4)
    truth, covered = np.exp(-1.0), 0
    for _ in range(400):
        life, watched = rng.exponential(10, 80), rng.uniform(5, 40, 80)
        curve = kaplan_meier(np.minimum(life, watched), life <= watched)
        place = np.searchsorted(curve.days, 10, side="right") - 1
        covered += curve.low[place] <= truth <= curve.high[place]
    assert 0.92 <= covered / 400 <= 0.98
