"""Scores, segments and states on rows made by hand."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest

from analysis.dormancy.scores import name_of_segment, score_by_rank, score_customers
from analysis.dormancy.states import dormancy_states, reasons_in_words, yearly_run_rate
from analysis.settings import SEGMENTS


@pytest.mark.parametrize(
    "values", [[1, 1, 1, 2], [5, 5, 1, 1, 9, 9, 9], [0.0] * 40, list(range(23)), [1] * 96 + [2] * 4]
)
def test_equal_values_score_equally_and_higher_never_lower(values):
    scores = score_by_rank(values)
    assert scores.min() >= 1
    assert scores.max() <= 5
    pairs = sorted(zip(values, scores, strict=True))
    assert all(low[1] <= high[1] for low, high in pairwise(pairs))
    assert len({(value, score) for value, score in pairs}) == len(set(values))


def test_ten_different_values_fall_two_by_two():
    assert score_by_rank(range(10)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_single_order_is_always_the_lowest_frequency():
    customers = pd.DataFrame(
        {
            "days_since_last_order": [10, 20, 30],
            "own_threshold_days": 90.0,
            "n_orders": [1, 1, 2],
            "spend_total": [1.0, 2.0, 3.0],
            "dormancy_state": ["one_time", "one_time", "active"],
        }
    )
    scores = score_customers(customers)
    assert scores["f_score"].tolist() == [1, 1, 4]
    assert scores["r_score"].tolist() == [5, 3, 1]


def test_every_combination_has_one_segment():
    scores = range(1, 6)
    names = {
        name_of_segment(SEGMENTS, once=once, quiet=quiet, f=f, v=v)
        for once, quiet, f, v in product((True, False), (True, False), scores, scores)
    }
    assert names == {rule.name for rule in SEGMENTS}


def test_states_by_hand():
    customers = pd.DataFrame(
        {
            "days_since_last_order": [20, 21, 90, 91, 500, 500],
            "own_threshold_days": [90.0] * 6,
            "mean_gap_days": [10.0, 10.0, 50.0, 50.0, np.nan, 10.0],
            "usual_gap_days": [5.0, 5.0, 5.0, 5.0, np.nan, 5.0],
            "n_orders": [4, 4, 4, 4, 1, 3],
            "sold_once": [False, False, False, False, False, True],
        }
    )
    assert dormancy_states(customers).tolist() == [
        "active",  # exactly twice the usual gap is not more than twice
        "slipping",
        "active",  # irregular: twice the mean is 100
        "dormant",
        "one_time",
        "one_time",  # the export says: one-time by nature
    ]


@pytest.mark.parametrize(
    ("net", "tenure", "gap", "rate"),
    [
        (1200.0, 800, 30.0, 1200.0),  # a full year: as it is
        (300.0, 89, 30.0, 300.0),  # under 90 days: actual
        (300.0, 90, 45.0, 300.0 * 365 / 135),  # three orders cover 90 + 45 days
        (300.0, 350, 70.0, 300.0),  # never over a year
        (-50.0, 400, 30.0, 0.0),  # more taken back than bought
    ],
)
def test_yearly_run_rate(net, tenure, gap, rate):
    customers = pd.DataFrame(
        {
            "spend_year_to_last_order": [net],
            "days_first_to_last_order": [tenure],
            "mean_gap_days": [gap],
        }
    )
    assert yearly_run_rate(customers)[0] == pytest.approx(rate)


def test_reason_names_silence_and_usual_gap():
    customers = pd.DataFrame(
        {
            "days_since_last_order": [75, 1, 1200],
            "n_orders": [5, 1, 3],
            "median_gap_days": [24.0, np.nan, 1.0],
            "rhythm_badge": ["", "", ""],
            "exit_signature": ["", "", ""],
            "gap_ratio": [75 / 24, np.nan, 1200.0],
        }
    )
    assert reasons_in_words(customers) == [
        "silent 75 days, 3.1 times their usual 24 days",
        "one order, 1 day ago",
        "silent 1,200 days, 1,200 times their usual 1 day",
    ]
