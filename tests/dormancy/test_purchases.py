"""Purchase models against published values, hand calculations and a simulated population."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from made_histories import histories, population, with_parameters

from analysis.dormancy import (
    BetaGeometric,
    GammaGamma,
    ModifiedBetaGeometric,
    ParetoGamma,
    RegularBetaGeometric,
    spending,
)
from analysis.dormancy.histories import Histories, too_little
from analysis.errors import InputRefused

FAMILY = [BetaGeometric, ModifiedBetaGeometric]
MODELS = [BetaGeometric, ModifiedBetaGeometric, ParetoGamma, RegularBetaGeometric]
THETA = np.log([0.7, 5.0, 0.9, 1.9])
SOME = histories((0, 0, 200), (3, 150, 160), (3, 150, 160), (1, 20, 400), (12, 300, 310))


def with_theta(model, theta):
    return with_parameters(model, **dict(zip(model.parameter_names, np.exp(theta), strict=True)))


@pytest.mark.public_data
@pytest.mark.parametrize(
    ("model", "published", "log_likelihood"),
    [
        # Fader, Hardie & Lee (2005), table 2, to more digits.
        (BetaGeometric, (0.242593, 4.413531, 0.792886, 2.425754), -9582.4256),
        (ModifiedBetaGeometric, (0.5248, 6.1830, 0.8914, 1.6140), -9582.1327),
    ],
)
def test_cdnow_parameters_are_the_published_ones(cdnow, model, published, log_likelihood):
    fitted = model().fit(cdnow)
    assert tuple(fitted.params_.values()) == pytest.approx(published, rel=1e-4)
    assert fitted.log_likelihood_ == pytest.approx(log_likelihood, rel=1e-6)
    assert fitted.degenerate_ is None


@pytest.mark.public_data
def test_cdnow_order_values_are_the_published_ones(cdnow):
    fitted = GammaGamma().fit(cdnow)
    assert tuple(fitted.params_.values()) == pytest.approx((6.24880, 3.74459, 15.44775), rel=1e-4)
    assert fitted.log_likelihood_ == pytest.approx(-4055.92, rel=1e-5)
    assert fitted.n_customers_ == 946


@pytest.mark.public_data
@pytest.mark.parametrize(
    ("model", "by_frequency", "total"),
    [
        (BetaGeometric, [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157], 1653.4),
        (ModifiedBetaGeometric, [0.185, 0.551, 1.049, 1.493, 2.104, 2.564, 3.361, 5.849], 1576.7),
        (ParetoGamma, [0.138, 0.599, 1.196, 1.714, 2.398, 2.907, 3.819, 6.403], 1665.5),
    ],
)
def test_cdnow_expected_orders_in_the_next_39_weeks(cdnow, model, by_frequency, total):
    expected = pd.Series(model().fit(cdnow).expected_orders(cdnow, 273))
    found = expected.groupby(cdnow["n_repeat_orders"].clip(upper=7).to_numpy()).mean()
    assert found.round(3).tolist() == by_frequency
    assert expected.sum() == pytest.approx(total, abs=0.05)


@pytest.mark.public_data
def test_cdnow_parameters_of_pareto_nbd_are_the_published_ones(cdnow):
    """Fader, Hardie & Lee (2005), Marketing Science 24(2), table 2, in the digits printed there."""
    fitted = ParetoGamma().fit(cdnow)
    assert [round(value, 3) for value in fitted.params_.values()] == [0.553, 10.578, 0.606, 11.669]
    assert fitted.log_likelihood_ == pytest.approx(-9594.976, abs=1e-3)
    assert fitted.degenerate_ is None


@pytest.mark.public_data
def test_cdnow_chance_of_being_alive_in_pareto_nbd(cdnow):
    alive = pd.Series(ParetoGamma().fit(cdnow).p_alive(cdnow))
    found = alive.groupby(cdnow["n_repeat_orders"].clip(upper=7).to_numpy()).mean()
    published = [0.338, 0.521, 0.634, 0.652, 0.721, 0.710, 0.798, 0.802]
    assert found.round(3).tolist() == published


@pytest.mark.parametrize("asked", [*(model() for model in MODELS), RegularBetaGeometric(4)])
def test_gradient_is_the_slope_of_the_likelihood(asked):
    h = Histories.of(SOME)
    _, slope = asked.likelihood(THETA, h)
    numeric = [
        (asked.likelihood(THETA + step, h)[0] - asked.likelihood(THETA - step, h)[0]) / 2e-5
        for step in 1e-5 * np.eye(4)
    ]
    assert slope == pytest.approx(numeric, rel=1e-6)


def test_gamma_gamma_gradient_is_the_slope_of_the_likelihood():
    x, z, theta = np.array([1.0, 2, 2, 5]), np.array([10.0, 20, 35, 8]), np.log([2.0, 3.0, 15.0])
    _, slope = spending._likelihood(theta, x, z)
    numeric = [
        (spending._likelihood(theta + s, x, z)[0] - spending._likelihood(theta - s, x, z)[0]) / 2e-5
        for s in 1e-5 * np.eye(3)
    ]
    assert slope == pytest.approx(numeric, rel=1e-6)


def test_chances_by_hand():
    """MBG with r = alpha = 1, a = 1, b = 2, one repeat order in week 1, seen for 3 weeks:
    odds of being gone 1/3 x (4/2)^2 = 4/3, so P(alive) = 3/7; one week: 1 - (4/5)^2 = 9/25."""
    model = with_parameters(ModifiedBetaGeometric(), r=1.0, alpha=1.0, a=1.0, b=2.0)
    summary = histories((1, 7, 21))
    assert model.p_alive(summary)[0] == pytest.approx(3 / 7)
    assert model.p_return(summary, 7)[0] == pytest.approx(3 / 7 * 9 / 25)


@pytest.mark.parametrize("asked", [*(model() for model in MODELS), RegularBetaGeometric(3)])
@pytest.mark.parametrize("history", [(2, 70, 140), (0, 0, 300), (40, 300, 310)])
def test_chance_of_return_is_a_ratio_of_likelihoods(asked, history):
    """P(no order in (T, T + h]) = L(x, t_x, T + h) / L(x, t_x, T) for every such model."""
    x, last, observed = history
    fitted = with_theta(asked, THETA)
    now, later = (Histories.of(histories((x, last, t))) for t in (observed, observed + 182))
    ratio = math.exp(fitted.likelihood(THETA, later)[0] - fitted.likelihood(THETA, now)[0])
    assert fitted.p_return(histories(history), 182)[0] == pytest.approx(1 - ratio, abs=1e-9)


@pytest.mark.parametrize("asked", [*(model() for model in MODELS), RegularBetaGeometric(3)])
def test_over_a_short_time_orders_are_as_likely_as_a_return(asked):
    fitted = with_theta(asked, THETA)
    summary = histories((2, 70, 140), (6, 300, 310))
    chance, orders = fitted.p_return(summary, 0.01), fitted.expected_orders(summary, 0.01)
    assert orders == pytest.approx(chance, rel=1e-3)


@pytest.mark.parametrize("a", [0.3, 1.0, 4.0])
def test_expected_orders_agree_with_many_draws_of_the_drop_out_chance(a):
    model = with_parameters(ModifiedBetaGeometric(), r=0.6, alpha=5.0, a=a, b=2.0)
    summary = histories((3, 100, 120))
    p = np.random.default_rng(0).beta(a, 2.0 + 3 + 1, 400_000)
    grown = (1 - (1 + p * 26 / (5.0 + 120 / 7)) ** -(0.6 + 3)) / p
    expected = model.p_alive(summary)[0] * grown.mean()
    assert model.expected_orders(summary, 182)[0] == pytest.approx(expected, rel=5e-3)


def test_parameters_of_a_simulated_population_are_found_again():
    known = {"r": 1.2, "alpha": 8.0, "a": 0.9, "b": 3.0}
    summary = population(6000, np.random.default_rng(5), **known).seen
    fitted = ModifiedBetaGeometric().fit(summary)
    assert fitted.degenerate_ is None
    assert fitted.params_["r"] == pytest.approx(1.2, rel=0.15)
    assert fitted.params_["alpha"] == pytest.approx(8.0, rel=0.15)
    a, b = fitted.params_["a"], fitted.params_["b"]
    assert a / (a + b) == pytest.approx(0.9 / 3.9, abs=0.02)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("summary", "reason"),
    [
        (histories((0, 0, 100)), "only 1 customer"),
        (histories(*[(2, 30, 90)] * 30), "only 30 customers"),
        (histories(*[(0, 0, 0)] * 300), "all orders on one day"),
        (histories(*[(0, 0, 300)] * 288, *[(1, 40, 300)] * 12), "96 % one-time buyers"),
        (histories(*[(499, 499, 499)] * 300), "no drop-out in the data"),
    ],
)
def test_thin_data_are_named_and_still_give_honest_chances(model, summary, reason):
    fitted = model().fit(summary)
    assert fitted.degenerate_ == reason
    for chances in (fitted.p_return(summary, 182), fitted.p_alive(summary)):
        assert np.all((chances >= 0) & (chances <= 1))
    orders = fitted.expected_orders(summary, 182)
    assert np.all(np.isfinite(orders) & (orders >= 0))
    assert math.isfinite(fitted.log_likelihood_)


@pytest.mark.parametrize("model", MODELS)
def test_fit_does_not_depend_on_the_order_of_rows(model):
    summary = population(400, np.random.default_rng(6)).seen
    again = summary.sample(frac=1.0, random_state=1)
    assert model().fit(summary).params_ == model().fit(again).params_


@pytest.mark.parametrize("model", MODELS)
def test_a_single_order_is_not_taken_for_a_daily_rhythm(model):
    """One customer, one order, 500 days of silence: hardly any return, but no certainty of none."""
    once = histories((0, 0, 500))
    assert 0.01 < model().fit(once).p_return(once, 182)[0] < 0.3


@pytest.mark.parametrize("model", MODELS)
def test_many_histories_are_fitted_to_the_same_point_as_few(model, monkeypatch):
    """Above a size the climb starts on a sample; the answer must be that of all histories."""
    summary = population(3000, np.random.default_rng(8)).seen
    plain = model().fit(summary)
    monkeypatch.setattr("analysis.dormancy.fitting._SAMPLED", 200)
    sampled = model().fit(summary)
    assert Histories.of(summary).x.size > 1000
    assert list(sampled.params_.values()) == pytest.approx(list(plain.params_.values()), rel=1e-4)


@pytest.mark.parametrize("asked", [*(model() for model in MODELS), RegularBetaGeometric(3)])
def test_chances_and_likelihood_stay_finite_far_from_any_data(asked):
    extreme = histories((0, 0, 0), (5000, 5000, 5000), (1, 1, 9000), (3000, 3000, 9000))
    for theta in 8.0 * np.array(np.meshgrid(*[[-1, 1]] * 4)).reshape(4, -1).T:
        value, slope = asked.likelihood(theta, Histories.of(extreme))
        fitted = with_theta(asked, theta)
        assert math.isfinite(value)
        assert np.all(np.isfinite(slope))
        for chances in (fitted.p_return(extreme, 182), fitted.p_alive(extreme)):
            assert np.all((chances >= 0) & (chances <= 1))
        assert np.all(np.isfinite(fitted.expected_orders(extreme, 182)))


def test_equal_order_values_are_named_and_expected_again():
    summary = pd.DataFrame({"n_orders": 3, "n_repeat_orders": 2, "spend_mean": [25.0] * 60})
    fitted = GammaGamma().fit(summary)
    assert fitted.degenerate_ == "all orders have the same value"
    assert fitted.expected_spend(summary) == pytest.approx(25.0)


def test_no_repeat_orders_leave_expected_spend_near_the_common_mean():
    summary = pd.DataFrame({"n_orders": 1, "n_repeat_orders": 0, "spend_mean": [10.0, 30.0]})
    fitted = GammaGamma().fit(summary)
    assert fitted.degenerate_ == "only 0 customers with repeat orders"
    assert fitted.expected_spend(summary) == pytest.approx([50 / 3, 70 / 3])  # (x z + 2 x 20) / 3


def test_customers_of_one_history_are_many_customers():
    alike = Histories.of(
        pd.DataFrame({"n_repeat_orders": [3] * 150, "days_observed": 90,
                      "days_first_to_last_order": 80})
    )  # fmt: skip

    assert too_little(alike.collapsed) == too_little(alike) == "only 150 customers"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("days_observed", np.nan, "missing"), ("n_repeat_orders", pd.NA, "missing"),
        ("days_observed", np.inf, "missing or infinite"), ("n_repeat_orders", -1, "below 0"),
        ("n_repeat_orders", 2.5, "a part of"), ("days_first_to_last_order", "3 weeks", "no number"),
        ("days_first_to_last_order", 401, "after the end"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("model", MODELS)
def test_a_history_that_cannot_be_is_refused_and_not_read_as_zero(model, column, value, said):
    wrong = SOME.astype(object)
    wrong.loc[3, column] = value
    fitted = with_theta(model(), THETA)

    for use in (model().fit, fitted.p_alive, lambda rows: fitted.p_return(rows, 182)):
        with pytest.raises(InputRefused, match=said) as caught:
            use(wrong)
        assert caught.value.column == column
    with pytest.raises(InputRefused, match="no such column"):
        fitted.p_alive(SOME.drop(columns=column))


@pytest.mark.parametrize("model", MODELS)
def test_whole_numbers_of_any_type_are_the_same_histories(model):
    fitted = with_theta(model(), THETA)
    expected = fitted.p_return(SOME, 182)

    for kind in ("float64", "Int64", "Float64", "int32", "object"):
        assert np.array_equal(fitted.p_return(SOME.astype(kind), 182), expected)


@pytest.mark.parametrize("horizon", [-1, math.nan, math.inf])
@pytest.mark.parametrize("model", MODELS)
def test_a_horizon_is_a_number_of_days(model, horizon):
    fitted = with_theta(model(), THETA)

    for use in (fitted.p_return, fitted.expected_orders):
        with pytest.raises(InputRefused, match="horizon"):
            use(SOME, horizon)
    assert (fitted.p_return(SOME, 0) == 0).all()
