"""What future orders are worth today, and how sure the models are."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from made_histories import histories, population, with_parameters
from scipy import integrate, special

from analysis.dormancy import (
    BetaGeometric,
    ModifiedBetaGeometric,
    ParetoGamma,
    RegularBetaGeometric,
    discounted_expected_orders,
    estimate_of,
    predicted_share,
    predicted_sum,
    refit_on_draws,
    residual_value,
    second_lifetime,
)
from analysis.dormancy.findings import _dormant_share

MODELS = [BetaGeometric, ModifiedBetaGeometric, ParetoGamma, RegularBetaGeometric]
HORIZON = 182


def returns(model, h):
    return model.p_return(h, HORIZON)


def stays_away(model, h):
    return 1.0 - model.p_return(h, HORIZON)


def is_gone(model, h):
    return 1.0 - model.p_alive(h)


# --- money ahead ----------------------------------------------------------------------------


def test_pareto_discounted_orders_are_the_closed_form_with_tricomis_function():
    """Fader, Hardie & Lee (2005), JMR 42(4), 415-430: with delta the weekly force of discount,
    P(alive) (r+x)/(alpha+T) delta^(s-1) (beta+T)^s Psi(s, s, delta (beta+T)), Psi the confluent
    hypergeometric function of the second kind; 150 years stand for ever."""
    known = {"r": 0.55, "alpha": 10.6, "s": 0.61, "beta": 11.7}
    model, summary = with_parameters(ParetoGamma(), **known), histories((7, 250, 273))
    weeks, delta = 273 / 7, np.log(1.15) / (365 / 7)
    start = delta * (known["beta"] + weeks)
    closed = (known["r"] + 7) / (known["alpha"] + weeks) * delta ** (known["s"] - 1)
    closed *= (known["beta"] + weeks) ** known["s"] * special.hyperu(known["s"], known["s"], start)
    found = discounted_expected_orders(model, summary, horizon_days=365 * 150, yearly_discount=0.15)
    assert found[0] == pytest.approx(model.p_alive(summary)[0] * closed, rel=5e-4)


def test_mbg_discounted_orders_are_the_integral_over_rate_and_drop_out():
    """Given both, the rate of orders u weeks ahead is lambda exp(-lambda p u) for those alive."""
    model = with_parameters(ModifiedBetaGeometric(), r=0.7, alpha=5.0, a=0.9, b=1.9)
    summary, horizon, delta = histories((2, 70, 140)), 3 * 365, np.log(1.1) / (365 / 7)
    rate, power = 5.0 + 20.0, 0.7 + 2
    p, weight = special.roots_jacobi(60, 1.9 + 2, 0.9 - 1)
    share, weight = (1 + p) / 2, weight / weight.sum()

    def at(u: float) -> float:  # the mean of lambda exp(-lambda p u) over a gamma distribution
        over_rate = power / rate * (1 + share * u / rate) ** -(power + 1)
        return float(np.exp(-delta * u) * (over_rate @ weight))

    expected, _ = integrate.quad(at, 0, horizon / 7)
    found = discounted_expected_orders(model, summary, horizon_days=horizon, yearly_discount=0.1)
    assert found[0] == pytest.approx(model.p_alive(summary)[0] * expected, rel=5e-4)


@pytest.mark.parametrize("model", MODELS)
def test_without_discount_orders_are_the_expected_ones(model):
    summary = population(300, np.random.default_rng(1)).seen
    fitted = model().fit(summary)
    plain = fitted.expected_orders(summary, 700)
    same = discounted_expected_orders(fitted, summary, horizon_days=700, yearly_discount=0.0)
    assert same == pytest.approx(plain)
    less = discounted_expected_orders(fitted, summary, horizon_days=700, yearly_discount=0.2)
    assert np.all((less < plain) & (less > plain / 1.2**2))


@pytest.mark.parametrize("model", MODELS)
def test_second_lifetime_is_the_product_of_its_factors(model):
    summary = population(300, np.random.default_rng(2)).seen
    fitted = model().fit(summary)
    margin = np.linspace(1.0, 30.0, 300)
    asked = {"return_within_days": HORIZON, "horizon_days": 730, "yearly_discount": 0.1}
    back = second_lifetime(fitted, summary, margin, **asked)
    assert back.value == pytest.approx(back.p_return * back.orders * margin)
    assert back.p_return == pytest.approx(fitted.p_return(summary, HORIZON))
    assert np.all(back.orders > 1.1 ** -(HORIZON / 365))  # at least the order they return with


def test_orders_ahead_are_a_return_and_what_follows_it():
    """Over a horizon that outlasts every customer, orders ahead are the chance of a return times
    the orders of the second lifetime."""
    model = with_parameters(ModifiedBetaGeometric(), r=6.0, alpha=30.0, a=9.0, b=20.0)
    summary = histories((2, 70, 91), (5, 300, 310))
    asked = {"horizon_days": 1500.0, "yearly_discount": 0.0}
    ahead = residual_value(model, summary, 10.0, **asked)
    back = second_lifetime(model, summary, 10.0, return_within_days=400.0, **asked)
    assert back.value == pytest.approx(ahead.value, rel=0.03)


def test_customer_who_never_returns_has_no_second_lifetime_and_no_hole():
    summary = histories((1, 1, 9000))
    model = with_parameters(ModifiedBetaGeometric(), r=50.0, alpha=1.0, a=5.0, b=1.0)
    back = second_lifetime(
        model, summary, 10.0, return_within_days=30, horizon_days=365, yearly_discount=0.1
    )
    assert back.value[0] == pytest.approx(0.0, abs=1e-9)
    assert np.isfinite(back.orders[0])


# --- doubt ----------------------------------------------------------------------------------


def refits_of(n: int, model=ModifiedBetaGeometric, n_draws: int = 60):
    seen = population(n, np.random.default_rng(n)).seen
    fitted = model().fit(seen)
    return refit_on_draws(fitted, seen, rng=np.random.default_rng(0), n_draws=n_draws), seen


@pytest.mark.parametrize("model", MODELS)
def test_refit_in_few_steps_is_a_fit_from_scratch(model):
    seen = population(2000, np.random.default_rng(9)).seen
    fitted = model().fit(seen)
    refits = refit_on_draws(fitted, seen, rng=np.random.default_rng(0), n_draws=3)
    weight = np.random.default_rng(0)
    h = refits.histories
    for drawn in refits.drawn:
        again = h.weighted(weight.multinomial(h.n_customers, h.weight / h.weight.sum()) * 1.0)
        weight.standard_normal(4)
        scratch = model()
        scratch.degenerate_, scratch.prior_centre_ = None, fitted.prior_centre_
        best = scratch._best(again)
        reached = fitted.likelihood(drawn.theta_, again)[0]
        assert reached == pytest.approx(fitted.likelihood(best, again)[0], abs=1e-3)


def test_doubt_shrinks_with_the_root_of_customers():
    widths = []
    for n in (400, 6400):
        refits, seen = refits_of(n)
        mean = estimate_of(refits, lambda m, seen=seen: m.p_return(seen, HORIZON).mean())
        widths.append(mean.high - mean.low)
    assert widths[0] / widths[1] == pytest.approx(4.0, rel=0.4)


def test_a_prediction_has_chance_on_top_of_doubt():
    refits, seen = refits_of(1000)
    few = np.arange(1000) < 50
    few_seen = seen[few]
    mean = estimate_of(refits, lambda m: m.p_return(few_seen, HORIZON).mean())
    share = predicted_share(refits, returns, rng=np.random.default_rng(1), among=few)
    assert share.value == pytest.approx(mean.value)
    assert share.high - share.low > 2 * (mean.high - mean.low)
    chance = np.sqrt(share.value * (1 - share.value) / 50)
    assert share.high - share.low < 2 * 1.96 * np.hypot(chance, mean.high - mean.low) * 1.2


def test_a_sum_with_one_giant_is_as_unsure_as_the_giant():
    refits, _ = refits_of(300)
    worth = np.where(np.arange(300) == 7, 1e6, 1.0)
    lost = predicted_sum(refits, stays_away, worth, rng=np.random.default_rng(1))
    assert lost.low < 0.01e6
    assert lost.high > 0.99e6


def test_intervals_do_not_depend_on_the_order_of_rows():
    seen = population(400, np.random.default_rng(4)).seen
    worth = np.random.default_rng(5).lognormal(3, 1, 400).round(2)
    found = []
    for order in (np.arange(400), np.random.default_rng(6).permutation(400)):
        shuffled = seen.iloc[order]
        model = ModifiedBetaGeometric().fit(shuffled)
        refits = refit_on_draws(model, shuffled, rng=np.random.default_rng(0), n_draws=20)
        lost = predicted_sum(refits, stays_away, worth[order], rng=np.random.default_rng(1))
        share = predicted_share(refits, is_gone, rng=np.random.default_rng(1))
        found.append((lost.low, lost.high, share.low, share.high))
    assert found[0] == pytest.approx(found[1], rel=1e-12)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "summary",
    [
        histories((0, 0, 100)),
        histories(*[(2, 30, 90)] * 30),
        histories(*[(0, 0, 0)] * 300),
        histories(*[(0, 0, 300)] * 288, *[(1, 40, 300)] * 12),
        histories(*[(499, 499, 499)] * 300),
    ],
)
def test_thin_data_are_not_sure_of_themselves(model, summary):
    """Thirty equal customers drawn anew are the same thirty: the prior's doubt must speak."""
    fitted = model().fit(summary)
    refits = refit_on_draws(fitted, summary, rng=np.random.default_rng(0), n_draws=40)
    mean = estimate_of(refits, lambda m: m.p_return(summary, HORIZON).mean())
    assert np.isfinite([mean.low, mean.high]).all()
    assert 0.0 <= mean.low < mean.high <= 1.0


def test_nobody_in_the_denominator_is_no_number():
    refits, seen = refits_of(300, n_draws=3)
    nobody = np.zeros(len(seen), dtype=bool)
    rng = np.random.default_rng(0)
    assert not predicted_share(refits, returns, rng=rng, among=nobody).known
    assert predicted_sum(refits, returns, np.ones(300), rng=rng, among=nobody).value == 0.0


def covered(seed: int, *, n: int, n_draws: int) -> dict[str, bool]:
    """Whether the 90 % intervals hold what then happens to one population of its own making."""
    rng = np.random.default_rng(seed)
    r, alpha = rng.uniform(0.5, 2.0), rng.uniform(4.0, 16.0)
    a, b = rng.uniform(0.5, 1.5), rng.uniform(1.5, 6.0)
    made = population(n, rng, r=r, alpha=alpha, a=a, b=b, days_ahead=HORIZON)
    worth, returned = rng.lognormal(5.0, 1.0, n), made.orders_ahead > 0
    silent = made.seen["days_observed"] - made.seen["days_first_to_last_order"] > 90
    model = ModifiedBetaGeometric().fit(made.seen)
    refits = refit_on_draws(model, made.seen, rng=rng, n_draws=n_draws)
    asked = {"rng": rng, "level": 0.9}
    rate = predicted_share(refits, returns, among=silent, **asked)
    gone = predicted_share(refits, is_gone, **asked)
    loss = predicted_sum(refits, stays_away, worth, among=silent, **asked)
    return {
        "return rate": rate.low <= returned[silent].mean() <= rate.high,
        "gone": gone.low <= 1 - made.alive.mean() <= gone.high,
        "loss": loss.low <= worth[silent & ~returned].sum() <= loss.high,
    }


def test_intervals_hold_what_happens_in_most_of_a_few_populations():
    """16 populations: with true 90 %, fewer than 11 come in one of 300 such tests."""
    found = pd.DataFrame([covered(seed, n=400, n_draws=40) for seed in range(16)]).sum()
    assert found.min() >= 11, found.to_dict()


@pytest.mark.slow
def test_intervals_hold_what_happens_in_nine_of_ten_populations():
    """Bar: 200 populations of unlike rhythm and loyalty, 90 % intervals cover 85 to 95 %."""
    found = pd.DataFrame([covered(seed, n=800, n_draws=200) for seed in range(200)]).mean()
    assert found.between(0.85, 0.95).all(), found.to_dict()


@pytest.mark.parametrize(("n_dormant", "bounds"), [(0, (0.0, 0.06)), (60, (0.94, 1.0))])
def test_a_share_of_nobody_or_everybody_has_an_interval(n_dormant, bounds):
    evidence = SimpleNamespace(doubt=SimpleNamespace(bounds=lambda: (n_dormant / 60,) * 2))

    share = _dormant_share(evidence, n_dormant, 60)

    assert (share.low, share.high) == pytest.approx(bounds, abs=0.002)  # Wilson: 3.84 / 63.84
