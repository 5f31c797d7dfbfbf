"""The shares of reps: value and interval of one posterior, checked by hand, and who is hidden."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import special

from analysis import plots
from analysis import winback as room
from analysis.winback.adoption import BetaMixture, shares_in_a_team, shrunken


def test_the_posterior_of_one_rep_is_the_hand_calculation():
    """One of one tried. Mean and s = strength ** -1/2 uniform on 0..1: E(share) = 1/2 and, as
    1 / (strength + 1) = s^2 / (1 + s^2) has the mean 1 - pi/4, E(share^2) = 1/3 + 1/6 (1 - pi/4)
    = 0.3691. So E(share | one of one) = 0.3691 / 0.5 = 0.738, and 0.262 for none of one."""
    hit, miss = shares_in_a_team([1], [1])[0], shares_in_a_team([0], [1])[0]

    assert hit.mean == pytest.approx(0.7382, abs=1e-3)
    assert miss.mean == pytest.approx(0.2618, abs=1e-3)


def test_a_quantile_of_a_mixture_is_that_of_its_distribution():
    """Beta(1, 3) alone: 1 - (1 - x)^3 = 0.975 at x = 1 - 0.025^(1/3) = 0.7076."""
    alone = BetaMixture(np.array([1.0]), np.array([3.0]), np.ones(1))

    assert alone.quantile(0.975) == pytest.approx(0.7076, abs=1e-4)
    assert special.betainc(1, 3, alone.quantile(0.5)) == pytest.approx(0.5, abs=1e-4)


@pytest.mark.parametrize(
    ("tried", "dormant"),
    [([0, 1, 1, 0, 0], [1, 1, 1, 2, 2]), ([1, 0, 1], [1, 1, 2]), ([0] * 5, [1] * 5),
     ([40, 10, 0, 3], [100, 20, 30, 10])],
)  # fmt: skip
def test_the_value_lies_inside_its_interval(tried, dormant):
    found = shrunken(tried, dormant)

    assert (found["low"] < found["share"]).all()
    assert (found["share"] < found["high"]).all()


def test_one_customer_tells_little_of_a_rep_and_hundreds_much():
    few = shrunken([0, 1, 1, 0, 0], [1, 1, 1, 2, 2])
    many = shrunken([400, 100, 0, 200, 100], [500, 500, 500, 500, 500])

    assert (few["high"] - few["low"]).min() > 0.6
    assert many["share"].tolist() == pytest.approx([0.8, 0.2, 0.0, 0.4, 0.2], abs=0.02)
    assert (many["high"] - many["low"]).max() < 0.1


def snapshot_of(n_of_first):
    """Six reps of one team; the first has so many dormant customers, the others ten each."""
    owners = ["R1"] * n_of_first + [f"R{2 + n % 5}" for n in range(50)]
    ids = [f"c{n:03}" for n in range(len(owners))]
    return room.take_snapshot({
        "customers": pd.DataFrame({"customer_id": ids, "rep_id": owners,
                                   "dormancy_state": "dormant"}),
        "reps": pd.DataFrame({"rep_id": [f"R{n}" for n in range(1, 7)], "team": "coast"}),
        "touches": pd.DataFrame({"customer_id": ids[-20:], "touched_at": "2024-12-01"}),
    }, as_of=date(2024, 12, 31))  # fmt: skip


@pytest.mark.parametrize(("n_of_first", "shown"), [(2, 5), (10, 6)])
def test_a_rep_of_few_dormant_customers_is_hidden(n_of_first, shown):
    of = snapshot_of(n_of_first)

    assert len(room.rep_adoption(of, floor=5, share_floor=10)) == shown
    assert int(room.team_adoption(of, floor=5)["n_reps"].iloc[0]) == 6


def test_where_every_rep_is_hidden_the_page_still_says_how_many_took_part():
    teams = pd.DataFrame({"n_reps": [12], "n_trying": [4]})

    assert repr(plots.table_of_adoption(pd.DataFrame(), teams)) == (
        "4 of 12 reps tried a dormant customer in 90 days; no rep has enough dormant customers to "
        "tell a share."
    )
