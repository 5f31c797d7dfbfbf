"""How dormant customers left, and who buys by the clock or in bursts."""

import numpy as np
import pytest
from made_histories import orders_of
from scipy import stats

from analysis.customers import OrderDays
from analysis.dormancy.signatures import (
    _GREENWOOD,
    exit_signatures,
    greenwood,
    latest_gaps,
    rhythm_badges,
    rises,
)


@pytest.mark.parametrize("n", [4, 8, 12])
def test_points_of_greenwoods_statistic_are_those_of_random_buyers(n):
    gaps = np.random.default_rng(n).exponential(size=(100_000, n))

    assert np.quantile(greenwood(gaps), [0.05, 0.95]) == pytest.approx(_GREENWOOD[n], rel=0.02)


def test_mann_kendall_agrees_with_kendalls_tau_where_values_are_tied():
    rng = np.random.default_rng(3)
    rows = rng.integers(1, 6, size=(300, 12)).astype(float)

    told = rises(rows)

    # scipy's asymptotic p has no continuity correction: it may only flag a few rows more.
    tau = [stats.kendalltau(np.arange(12), row, alternative="greater") for row in rows]
    flagged = np.array([found.pvalue < 0.05 for found in tau])
    assert told.sum() > 0
    assert not (told & ~flagged).any()
    assert (told != flagged).mean() < 0.03


def test_a_trend_is_seen_in_few_random_customers():
    gaps = np.random.default_rng(1).exponential(30, size=(20_000, 8))

    assert 0.02 < rises(gaps).mean() <= 0.05  # of eight gaps, 3.1 % rise by the test exactly


def test_smaller_and_smaller_orders_are_a_fade_too():
    orders = orders_of(np.arange(8) * 30)
    shrinking = OrderDays(orders.starts, orders.days, np.linspace(800, 100, 8))
    quiet, never = np.array(["dormant"]), np.zeros(1, bool)

    assert exit_signatures(orders, quiet, never) == ["sudden stop"]
    assert exit_signatures(shrinking, quiet, never) == ["fade"]


def test_a_customer_of_one_season_missed_it_whatever_the_gaps_say():
    orders = orders_of([0, 5, 365, 372, 730], [0, 30, 60])

    told = exit_signatures(orders, np.array(["dormant", "dormant"]), np.array([True, False]))

    assert told == ["seasonal miss", "too few orders to tell"]


def test_active_customers_have_no_exit():
    assert exit_signatures(orders_of([0, 9]), np.array(["active"]), np.zeros(1, bool)) == [""]


def test_only_the_latest_twelve_gaps_are_looked_at():
    gaps, _ = latest_gaps(orders_of(np.cumsum(np.arange(1, 20))), np.array([0]))

    assert gaps[0].tolist() == list(range(8, 20))


def test_five_percent_of_random_buyers_are_called_regular_and_five_bursty():
    rng = np.random.default_rng(7)
    rows = [np.cumsum(rng.exponential(100, size=9)) for _ in range(4_000)]

    badges = np.array(rhythm_badges(orders_of(*rows)))

    assert (badges == "regular").mean() == pytest.approx(0.05, abs=0.012)
    assert (badges == "bursty").mean() == pytest.approx(0.05, abs=0.012)
