"""Second lives, money after a return, the check of a rule, the cost of waiting: by hand."""

import numpy as np
import pandas as pd
import pytest
from made_histories import orders_of, plain_nature

from analysis.dormancy.course import Limits
from analysis.dormancy.returns import (
    cost_of_waiting,
    lives_from,
    money_after_return,
    returns_of,
    rule_check,
    second_lives,
)


def limits_of(orders, days):
    """The same limit for all; nobody a one-time buyer after the second order."""
    n = len(orders.days)
    return Limits(np.full(n, days), np.full(n, days), orders.number == 1)


def test_a_return_is_an_order_after_a_silence_beyond_the_limit():
    orders = orders_of([0, 30, 200, 210], [0, 300, 310], [0, 30, 89])
    limits = limits_of(orders, 60.0)

    found = returns_of(orders, limits, day=400)

    # The second customer's long silence was that of a one-time buyer; the third was never silent.
    assert orders.days[found].tolist() == [200]
    assert orders.customer[found].tolist() == [0]


def test_a_life_goes_on_until_silence_passes_the_limit_it_began_with():
    orders = orders_of([0, 50, 100, 300], [0, 50, 100])

    lives = lives_from(orders, np.array([0, 4]), np.array([60.0, 60.0]), day=140)

    assert lives.days.tolist() == [160, 140]  # 100 + 60, then lost; still there after 140
    assert lives.lost.tolist() == [True, False]


def test_second_lives_are_kaplan_meiers():
    """Ten return on day 200; four never order again, six go on each month until day 600."""
    back = [[0, 30, 200] for _ in range(4)]
    back += [[0, 30, *range(200, 601, 30)] for _ in range(6)]
    orders = orders_of(*back)

    found = second_lives(orders, limits_of(orders, 60.0), day=610)

    own = found[found["group"] == "after a return"].set_index("days_since")
    assert own.loc[90, "still_customer"] == pytest.approx(0.6)
    assert own.loc[365, "still_customer"] == pytest.approx(0.6)
    assert own.loc[90, "n"] == 10
    assert own.loc[90, "low"] < 0.6 < own.loc[90, "high"]


def test_lives_that_only_paused_for_a_winter_are_not_told_as_ended():
    """Ten buy in spring alone; a limit of 60 days ends each life, and each goes on next spring."""
    spring = [year * 365 + day for year in range(4) for day in (0, 20, 40, 60)]
    orders = orders_of(*[spring] * 10)

    assert second_lives(orders, limits_of(orders, 60.0), day=3 * 365 + 250).empty
    left = orders_of(*[spring[:8]] * 10)
    assert not second_lives(left, limits_of(left, 60.0), day=3 * 365 + 250).empty


def test_money_after_a_return_is_that_of_the_year_over_that_of_the_year_before():
    """Each sold 4 times 10 in the year up to the silence, and twice 10 in the year after it."""
    row = [0, 60, 120, 180, 700, 800]
    orders = orders_of(*[row] * 8)
    rng = np.random.default_rng(0)

    found = money_after_return(orders, limits_of(orders, 100.0), day=1_100, rng=rng, n_draws=50)

    assert found.value == pytest.approx(0.5)
    assert (found.low, found.high) == pytest.approx((0.5, 0.5))
    assert found.n == 8


def test_money_windows_do_not_reach_the_next_customer():
    lonely = orders_of(*[[0, 60, 120, 180, 700]] * 8)
    beside = orders_of(*[[0, 60, 120, 180, 700]] * 8, *[[705, 710, 720]] * 8)
    rng = np.random.default_rng(0)

    alone, crowded = (
        money_after_return(o, limits_of(o, 100.0), day=1_100, rng=rng, n_draws=50)
        for o in (lonely, beside)
    )

    assert alone.value == crowded.value == pytest.approx(0.25)


def test_a_rule_is_judged_by_who_came_back_after_its_day():
    """Ten monthly buyers stop on day 300; a slow one orders each 100 days and always comes back."""
    stopped = [list(range(0, 301, 30)) for _ in range(10)]
    slow = [list(range(at, 900, 100)) for at in range(0, 100, 20)]
    orders = orders_of(*stopped, *slow)
    nature = plain_nature(orders)

    found = rule_check(orders, nature, day=595, horizon_days=182, return_floor=0.25)

    told = found.set_index("rule")
    assert told.loc["own rhythm", ["n_listed", "n_back"]].tolist() == [10, 0]
    # Last ordered on days 500, 520, ... 580: only the one of day 500 is silent for over 90 days.
    assert told.loc["90 days for all", ["n_listed", "n_back"]].tolist() == [11, 1]


def test_what_comes_after_the_day_does_not_change_whom_a_rule_lists():
    rows = [list(range(0, 400, 25 + at)) for at in range(30)]
    later = [[*row, 450 + at] for at, row in enumerate(rows)]
    nature = plain_nature(orders_of(*rows))

    asked = {"day": 430, "horizon_days": 182, "return_floor": 0.25}
    short, long = (rule_check(orders_of(*r), nature, **asked) for r in (rows, later))

    assert short["n_listed"].tolist() == long["n_listed"].tolist()
    assert short["n_back"].sum() == 0
    assert (long["n_back"] == long["n_listed"]).all()


def test_waiting_costs_nothing_where_silence_does_not_matter():
    """Returns at a constant rate: the chance of the next 90 days is the same on every day."""
    rng = np.random.default_rng(1)
    days = np.minimum(rng.exponential(200, 20_000), 900).astype(int)
    spells = pd.DataFrame({"prior_orders": "4+", "days": days, "returned": days < 900})
    spells = spells.value_counts(sort=False).rename("n_spells").reset_index()

    found = cost_of_waiting(spells, horizon_days=90, longest=360)

    truth = 1 - np.exp(-90 / 200)
    assert found["p_return"].to_numpy() == pytest.approx(truth, abs=0.02)
    assert ((found["low"] <= truth) & (truth <= found["high"])).mean() >= 0.8


def test_one_time_buyers_are_not_waited_for():
    spells = pd.DataFrame(
        {"prior_orders": ["1", "4+"], "days": [5, 300], "returned": [True, False], "n_spells": 50}
    )

    assert cost_of_waiting(spells, horizon_days=90, longest=0)["n"].tolist() == [50]
