"""Programmes that do nothing: how often is an effect claimed? Hundreds of them, simulated."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import winback as room
from analysis.settings import Settings
from analysis.statistics import careful_difference_of_shares

N_PROGRAMMES, N_CUSTOMERS = 400, 960


@pytest.mark.parametrize("arms", [(640, 320), (320, 640), (200, 200), (100, 50), (60, 30)])
@pytest.mark.parametrize("share", [0.03, 0.10, 0.20])
def test_an_interval_of_nothing_leaves_nothing_out_once_in_20_at_most(arms, share):
    rng = np.random.default_rng(1)
    pairs, times = np.unique(rng.binomial(arms, share, (20_000, 2)), axis=0, return_counts=True)
    found = [careful_difference_of_shares(a, arms[0], b, arms[1]) for a, b in pairs.tolist()]

    brought = sum(n for one, n in zip(found, times, strict=True) if one.low > 0) / times.sum()
    lost = sum(n for one, n in zip(found, times, strict=True) if one.high < 0) / times.sum()

    assert brought <= 0.025
    assert brought + lost <= 0.045


@pytest.fixture(scope="module")
def trials():
    """Programmes dealt two to one within tiers that return by themselves more and less often."""
    rng = np.random.default_rng(2)
    tier = rng.choice(3, (N_PROGRAMMES, N_CUSTOMERS), p=[0.5, 0.38, 0.12])
    returned = rng.random(tier.shape) < np.take([0.06, 0.09, 0.2], tier)
    treated = rng.permuted(np.tile(np.arange(N_CUSTOMERS) % 3 > 0, (N_PROGRAMMES, 1)), axis=1)
    people = pd.DataFrame({
        "program": np.repeat([f"p{n:03}" for n in range(N_PROGRAMMES)], N_CUSTOMERS),
        "customer_id": np.tile([f"c{n:03}" for n in range(N_CUSTOMERS)], N_PROGRAMMES),
        "day": pd.Timestamp("2024-01-01"), "due_on": pd.Timestamp("2024-06-29"),
        "treated": treated.ravel(), "returned": returned.ravel(), "stratum": "",
        "propensity": 2 / 3, "silence_days": rng.gamma(2.0, 100.0, tier.size),
        "n_orders": 5.0, "spend_year": rng.lognormal(8.0, 1.0, tier.size), "margin": 0.0,
        "touched": treated.ravel(), "reached": False, "elsewhere": False, "cost": 1.0,
    })  # fmt: skip
    snapshot = room.take_snapshot({}, as_of=date(2024, 12, 31))
    return room.read_trials(people, snapshot, settings=Settings())


def test_no_more_than_one_null_programme_in_20_is_said_to_do_anything(trials):
    brought = np.mean([one.effect.low > 0 for one in trials])
    lost = np.mean([one.effect.high < 0 for one in trials])

    assert len(trials) == N_PROGRAMMES
    assert brought <= 0.025
    assert brought + lost <= 0.05


def test_what_follows_from_no_effect_is_not_told_either(trials):
    silent = [one for one in trials if one.effect.low <= 0]

    assert all(one.extra.low <= 0 for one in silent)
    assert not any(one.cost_per_return.known for one in silent)
