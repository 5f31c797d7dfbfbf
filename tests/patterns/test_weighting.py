"""Weighting mends what the columns explain, and says when they explain nothing."""

import numpy as np
import pandas as pd
import pytest

from analysis.patterns import WhoSaidWhat, weighted_shares
from analysis.settings import Settings


def company(rng, told_if):
    """400 customers; late is a matter of large ones, who speak by ``told_if``."""
    large = np.arange(400) < 160
    late = rng.random(400) < np.where(large, 0.6, 0.1)
    told = rng.random(400) < told_if(large, late)
    ids = np.array([f"c{number:03}" for number in range(400)])
    lost = pd.DataFrame(
        {"customer_id": ids, "yearly_value_at_stake": 1.0, "tier": np.where(large, "big", "small")}
    )
    named = pd.DataFrame({"customer_id": ids, "theme": np.where(late, "late", "price")})[told]
    return WhoSaidWhat(lost, named.assign(theme_id=named["theme"])), late.mean()


def test_a_difference_by_size_is_mended():
    who, truth = company(
        np.random.default_rng(1), lambda large, late: np.where(large, 0.8, 0.2)
    )  # fmt: skip

    found = weighted_shares(who, settings=Settings(n_bootstrap=100))
    late = found.shares.set_index("theme_id").loc["late"]

    assert who.named["theme"].eq("late").mean() > truth + 0.08
    assert late["share"] == pytest.approx(truth, abs=0.05)
    assert late["low"] < truth < late["high"]
    assert found.auc.low > 0.7


def test_anger_is_not_mended_and_the_model_says_that_it_knows_nothing():
    who, truth = company(
        np.random.default_rng(2), lambda large, late: np.where(late, 0.8, 0.25)
    )  # fmt: skip

    found = weighted_shares(who, settings=Settings(n_bootstrap=100))

    assert found.shares.set_index("theme_id")["share"]["late"] > truth + 0.08


def test_the_order_of_rows_does_not_matter():
    who, _ = company(np.random.default_rng(3), lambda large, late: np.where(large, 0.8, 0.3))
    turned = WhoSaidWhat(who.lost, who.named[::-1])

    one, other = (weighted_shares(w, settings=Settings(n_bootstrap=100)) for w in (who, turned))

    pd.testing.assert_frame_equal(one.shares, other.shares)


def test_few_who_told_carry_no_model():
    who, _ = company(np.random.default_rng(4), lambda large, late: np.full(400, 0.02))

    found = weighted_shares(who, settings=Settings())

    assert found.shares.empty
    assert not found.auc.known


@pytest.mark.slow
def test_the_interval_covers_the_population_that_speaks_by_size():
    rng, held = np.random.default_rng(5), 0
    for _ in range(50):
        who, _ = company(rng, lambda large, late: np.where(large, 0.7, 0.3))
        late = weighted_shares(who, settings=Settings()).shares.set_index("theme_id").loc["late"]
        held += late["low"] <= 0.4 * 0.6 + 0.6 * 0.1 <= late["high"]

    assert held >= 43


def test_smaller_samples_of_a_large_company_give_the_same_interval(monkeypatch):
    who, _ = company(np.random.default_rng(6), lambda large, late: np.where(large, 0.8, 0.4))
    whole = weighted_shares(who, settings=Settings()).shares.set_index("theme_id").loc["late"]
    monkeypatch.setattr("analysis.patterns.weighting.MOST_DRAWN", 150)

    part = weighted_shares(who, settings=Settings()).shares.set_index("theme_id").loc["late"]

    assert part["share"] == whole["share"]
    width = whole["high"] - whole["low"]
    assert part["high"] - part["low"] == pytest.approx(width, rel=0.25)
