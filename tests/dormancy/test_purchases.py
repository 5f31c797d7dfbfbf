"""Purchase models against published values, hand calculations and a simulated population."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.customers import summarise_customers
from analysis.dormancy import BetaGeometric, GammaGamma, ModifiedBetaGeometric, spending
from analysis.dormancy.histories import Histories
from analysis.workspace import Workspace

FAMILY = [BetaGeometric, ModifiedBetaGeometric]
COLUMNS = ["n_repeat_orders", "days_first_to_last_order", "days_observed"]


def histories(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def with_parameters(model, **parameters):
    model.params_ = parameters
    return model


@pytest.fixture(scope="module")
def cdnow(public_data, tmp_path_factory) -> pd.DataFrame:
    """Calibration half of the CDNOW sample through the engine.

    The published fits count a purchase of 0 as a purchase; here that is no activity, so the eight
    such lines get a hundredth. Published mean values are rounded to cents, so these are too.
    """
    lines = pd.read_csv(
        public_data / "CDNOW_sample.txt",
        sep=r"\s+",
        names=["master", "customer_id", "ordered_on", "n", "amount"],
        dtype={"customer_id": "str"},
    )
    workspace = Workspace(tmp_path_factory.mktemp("cdnow"))
    lines = lines.assign(
        ordered_on=pd.to_datetime(lines["ordered_on"].astype("str"), format="%Y%m%d"),
        amount=lines["amount"].where(lines["amount"] > 0, 0.01),
    )
    workspace.save("transactions", lines[["customer_id", "ordered_on", "amount"]])
    summary = summarise_customers(workspace, as_of=date(1997, 9, 30))
    known = summary.merge(workspace.load("customer_facts"), on="customer_id")
    cents = np.floor(known["spend_mean_repeat"] * 100 + 0.5) / 100
    return known.assign(spend_mean_repeat=cents)


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
    ],
)
def test_cdnow_expected_orders_in_the_next_39_weeks(cdnow, model, by_frequency, total):
    expected = pd.Series(model().fit(cdnow).expected_orders(cdnow, 273))
    found = expected.groupby(cdnow["n_repeat_orders"].clip(upper=7).to_numpy()).mean()
    assert found.round(3).tolist() == by_frequency
    assert expected.sum() == pytest.approx(total, abs=0.05)


@pytest.mark.parametrize("model", FAMILY)
def test_gradient_is_the_slope_of_the_likelihood(model):
    summary = histories((0, 0, 200), (3, 150, 160), (3, 150, 160), (1, 20, 400), (12, 300, 310))
    h, theta = Histories.of(summary), np.log([0.7, 5.0, 0.9, 1.9])
    _, slope = model().likelihood(theta, h)
    numeric = [
        (model().likelihood(theta + step, h)[0] - model().likelihood(theta - step, h)[0]) / 2e-5
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


@pytest.mark.parametrize("model", FAMILY)
def test_chance_of_return_is_a_ratio_of_likelihoods(model):
    """P(no order in (T, T + h]) = L(x, t_x, T + h) / L(x, t_x, T) for every such model."""
    fitted = with_parameters(model(), r=0.6, alpha=5.0, a=0.8, b=2.2)
    theta = np.log([0.6, 5.0, 0.8, 2.2])
    now, later = (Histories.of(histories((2, 70, t))) for t in (140, 140 + 182))
    ratio = math.exp(fitted.likelihood(theta, later)[0] - fitted.likelihood(theta, now)[0])
    assert fitted.p_return(histories((2, 70, 140)), 182)[0] == pytest.approx(1 - ratio)


@pytest.mark.parametrize("a", [0.3, 1.0, 4.0])
def test_expected_orders_agree_with_many_draws_of_the_drop_out_chance(a):
    model = with_parameters(ModifiedBetaGeometric(), r=0.6, alpha=5.0, a=a, b=2.0)
    summary = histories((3, 100, 120))
    p = np.random.default_rng(0).beta(a, 2.0 + 3 + 1, 400_000)
    grown = (1 - (1 + p * 26 / (5.0 + 120 / 7)) ** -(0.6 + 3)) / p
    expected = model.p_alive(summary)[0] * grown.mean()
    assert model.expected_orders(summary, 182)[0] == pytest.approx(expected, rel=5e-3)


def simulated(n: int, *, r: float, alpha: float, a: float, b: float, weeks: int) -> pd.DataFrame:
    """A population that drops out after an order, the first included; written without the model."""
    rng, rows = np.random.default_rng(5), []
    for rate, leave in zip(rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n), strict=True):
        clock, last, orders = 0.0, 0.0, 0
        while rng.random() >= leave:
            clock += rng.exponential(1 / max(rate, 1e-9))
            if clock > weeks:
                break
            last, orders = clock, orders + 1
        rows.append((orders, round(last * 7), weeks * 7))
    return histories(*rows)


def test_parameters_of_a_simulated_population_are_found_again():
    summary = simulated(6000, r=1.2, alpha=8.0, a=0.9, b=3.0, weeks=104)
    fitted = ModifiedBetaGeometric().fit(summary)
    assert fitted.degenerate_ is None
    assert fitted.params_["r"] == pytest.approx(1.2, rel=0.15)
    assert fitted.params_["alpha"] == pytest.approx(8.0, rel=0.15)
    a, b = fitted.params_["a"], fitted.params_["b"]
    assert a / (a + b) == pytest.approx(0.9 / 3.9, abs=0.02)


@pytest.mark.parametrize("model", FAMILY)
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


def test_fit_does_not_depend_on_the_order_of_rows():
    summary = simulated(400, r=1.0, alpha=6.0, a=0.8, b=2.5, weeks=60)
    again = summary.sample(frac=1.0, random_state=1)
    assert (
        ModifiedBetaGeometric().fit(summary).params_ == ModifiedBetaGeometric().fit(again).params_
    )


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
