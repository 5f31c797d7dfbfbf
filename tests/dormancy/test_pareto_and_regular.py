"""Pareto/NBD and the regular model against the stories that define them, integrated anew."""

from __future__ import annotations

import numpy as np
import pytest
from made_histories import histories, population, with_parameters
from scipy import special, stats

from analysis.dormancy import ModifiedBetaGeometric, ParetoGamma, RegularBetaGeometric, regularity
from analysis.dormancy.histories import Histories

WEEK = 7


def log_likelihood(model, theta, history) -> float:
    return model.likelihood(np.asarray(theta, float), Histories.of(histories(history)))[0]


#: Steps of a positive variable on its logarithm, and of a share on its log-odds: there the plain
#: sum of a smooth hill is its integral to many digits.
STEPS = np.linspace(-40.0, 6.0, 1500)
WIDTH = STEPS[1] - STEPS[0]


@pytest.mark.parametrize("history", [(0, 0, 140), (2, 70, 140), (15, 210, 280), (3, 140, 140)])
@pytest.mark.parametrize("parameters", [(0.55, 10.6, 0.61, 11.7), (1.4, 3.0, 2.2, 40.0)])
def test_pareto_likelihood_is_the_integral_over_both_rates(history, parameters):
    """Given both rates: the customer orders at lambda and leaves at mu, before or after T."""
    x, t, end = history[0], history[1] / WEEK, history[2] / WEEK
    r, alpha, s, beta = parameters
    rate, leave = np.exp(STEPS)[:, None], np.exp(STEPS)[None, :]
    both = rate + leave
    seen = rate**x * (leave * np.exp(-both * t) + rate * np.exp(-both * end)) / both
    hill = seen * stats.gamma(r, scale=1 / alpha).pdf(rate) * rate
    hill = hill * stats.gamma(s, scale=1 / beta).pdf(leave) * leave
    expected = log_likelihood(ParetoGamma(), np.log(parameters), history)
    assert np.log(hill.sum() * WIDTH**2) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_mass_of_those_who_left_is_the_hypergeometric_integral(seed):
    """Where the usual hypergeometric form neither overflows nor cancels, both agree."""
    rng = np.random.default_rng(seed)
    r, alpha, s, beta = np.exp(rng.uniform(-2, 3, 4))
    alpha = max(alpha, beta)  # the form for alpha >= beta
    x, end = int(rng.integers(0, 8)), float(rng.uniform(80, 120))
    t = 0.0 if x == 0 else float(rng.uniform(5, 40))
    rows = Histories.of(histories((x, round(t * WEEK), round(end * WEEK))))
    t, end = float(rows.last[0]), float(rows.observed[0])

    def part(y: float) -> float:
        power = r + s + x
        ratio = special.hyp2f1(power, s + 1, power + 1, (alpha - beta) / (alpha + y))
        return ratio / (alpha + y) ** power

    whole = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    gone = s / (r + s + x) * (part(t) - part(end))
    alive = (alpha + end) ** -(r + x) * (beta + end) ** -s
    found = ParetoGamma().likelihood(np.log([r, alpha, s, beta]), rows)[0]
    assert found == pytest.approx(whole + np.log(alive + gone), abs=1e-8)


def test_pareto_expected_orders_have_no_hole_at_s_equal_to_one():
    summary = histories((2, 70, 140))
    at = [
        with_parameters(ParetoGamma(), r=0.6, alpha=9.0, s=s, beta=12.0).expected_orders(
            summary, 182
        )[0]
        for s in (1 - 1e-6, 1.0, 1 + 1e-6)
    ]
    assert at[0] == pytest.approx(at[1], rel=1e-5)
    assert at[2] == pytest.approx(at[1], rel=1e-5)


def test_busy_customers_do_not_overflow():
    """5,000 orders in 5,001 days: the hypergeometric form gives infinity over infinity here."""
    busy = histories((5000, 5000, 5001))
    model = with_parameters(ParetoGamma(), r=0.6, alpha=9.0, s=0.6, beta=12.0)
    assert model.p_alive(busy)[0] == pytest.approx(1.0, abs=0.05)
    assert model.expected_orders(busy, 70)[0] == pytest.approx(70.0, rel=0.1)


@pytest.mark.parametrize("k", [1, 2, 5])
@pytest.mark.parametrize("history", [(0, 0, 140), (2, 70, 140), (6, 210, 280)])
def test_regular_likelihood_is_the_integral_over_rate_and_drop_out(k, history):
    """Given both: x Erlang gaps survived, then the customer left, or the next gap is not over.

    The product of gaps^(k-1) belongs to the gaps alone and is left out on both sides.
    """
    x, t, end = history[0], history[1] / WEEK, history[2] / WEEK
    r, alpha, a, b = 0.9, 4.0, 0.8, 2.4
    rate, leave = np.exp(STEPS)[:, None], special.expit(2 * STEPS)[None, :]
    stay = special.expit(-2 * STEPS)[None, :]
    gaps = rate ** (k * x) * np.exp(-rate * t) / special.gamma(k) ** x
    seen = gaps * stay**x * (leave + stay * special.gammaincc(k, rate * (end - t)))
    hill = seen * stats.gamma(r, scale=1 / alpha).pdf(rate) * rate
    hill = hill * leave**a * stay**b / special.beta(a, b) * 2
    expected = log_likelihood(RegularBetaGeometric(k), np.log([r, alpha, a, b]), history)
    assert np.log(hill.sum() * WIDTH**2) == pytest.approx(expected, abs=1e-6)


def test_one_event_to_an_order_is_mbg_nbd():
    summary = histories((0, 0, 200), (3, 150, 160), (1, 20, 400), (12, 300, 310))
    known = {"r": 0.7, "alpha": 5.0, "a": 0.9, "b": 1.9}
    plain = with_parameters(ModifiedBetaGeometric(), **known)
    same = with_parameters(RegularBetaGeometric(1), **known)
    assert same.p_return(summary, 182).tolist() == plain.p_return(summary, 182).tolist()
    expected = plain.expected_orders(summary, 182)
    assert same.expected_orders(summary, 182) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("k", [1, 3, 8])
def test_how_regular_a_population_orders_is_found_again(k):
    made = population(3000, np.random.default_rng(k), r=1.2, a=0.8, b=3.0, k=k)
    model = RegularBetaGeometric().fit(made.seen)
    assert abs(model.k_ - k) <= (k > 4)
    assert model.degenerate_ is None
    assert model.params_["r"] == pytest.approx(1.2, rel=0.2)


@pytest.mark.parametrize("orders", [(0, 0), (1, 3), (4, 99)])
def test_regular_orders_ahead_are_those_that_come(orders):
    """Expected and later orders of 20,000 steady customers, by the number of orders so far."""
    known = {"r": 1.2, "alpha": 8.0, "a": 0.8, "b": 3.0}
    made = population(20_000, np.random.default_rng(3), k=4, **known)
    model = with_parameters(RegularBetaGeometric(4), **known | {"alpha": 8.0 / 4})
    x = made.seen["n_repeat_orders"].to_numpy()
    some = (x >= orders[0]) & (x <= orders[1])
    came = made.orders_ahead[some]
    doubt = came.std() / np.sqrt(some.sum())
    expected = model.expected_orders(made.seen[some], 182).mean()
    assert expected == pytest.approx(came.mean(), abs=4 * doubt)
    returned = model.p_return(made.seen[some], 182).mean()
    assert returned == pytest.approx((came > 0).mean(), abs=4 * doubt)


def test_without_gaps_in_the_table_orders_count_as_random():
    made = population(300, np.random.default_rng(2), k=6).seen
    model = RegularBetaGeometric().fit(made.drop(columns="sum_log_gap_days"))
    assert model.k_ == 1


def test_a_regular_customer_is_missed_sooner_than_a_random_one():
    late = histories((9, 270, 330))  # twice the usual 30 days
    known = {"r": 2.0, "a": 0.5, "b": 2.0}
    steady = with_parameters(RegularBetaGeometric(6), alpha=8.6 / 6, **known)
    random = with_parameters(RegularBetaGeometric(1), alpha=8.6, **known)
    assert steady.p_alive(late)[0] < random.p_alive(late)[0] - 0.1


def test_wheat_morrison_of_a_clock_and_of_chance():
    rng = np.random.default_rng(1)
    for k in (1, 2, 6):
        one, other = rng.gamma(k, size=4000), rng.gamma(k, size=4000)
        found = regularity(one, other, rng=rng, n_draws=200)
        assert found.low < k < found.high
    assert not regularity([3.0], [4.0], rng=rng).known


@pytest.mark.public_data
def test_cdnow_orders_come_at_random(cdnow):
    model = RegularBetaGeometric().fit(cdnow)
    plain = ModifiedBetaGeometric().fit(cdnow)
    assert model.k_ == 1
    assert model.params_ == pytest.approx(plain.params_)
    assert model.log_likelihood_ == pytest.approx(plain.log_likelihood_)


@pytest.mark.public_data
def test_cdnow_wheat_morrison(cdnow_whole):
    """The last two gaps of the 736 customers with three order days or more: k = 1.01."""
    pairs = cdnow_whole.dropna(subset=["gap_before_last_days"])
    gaps = pairs["gap_before_last_days"], pairs["last_gap_days"]
    k = regularity(*gaps, rng=np.random.default_rng(0), n_draws=100)
    assert (round(k.value, 2), k.n) == (1.01, 736)


def test_regular_fit_tells_what_the_table_of_gaps_tells():
    """The choice of k compares whole likelihoods: gaps counted by hand give the same figure."""
    summary = histories(*[(2, 30, 90)] * 250, *[(0, 0, 90)] * 250)
    logs = np.where(summary["n_repeat_orders"] > 0, np.log(10) + np.log(20), 0.0)
    told = RegularBetaGeometric(3).fit(summary.assign(sum_log_gap_days=logs))
    untold = RegularBetaGeometric(3).fit(summary)
    gaps = 250 * (np.log(10 / 7) + np.log(20 / 7))
    assert told.log_likelihood_ - untold.log_likelihood_ == pytest.approx(2 * gaps)
