"""States on earlier days, and the moves between them, agree with what is told for today."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from made_histories import order_days, plain_nature, workspace_of

from analysis.customers import OrderDays, day_number, load_order_days
from analysis.dormancy import find_dormancy
from analysis.dormancy.course import (
    ALL_STATES,
    Nature,
    limits_after_orders,
    monthly_movements,
    states_at,
    usual_gaps,
)
from analysis.dormancy.returns import rhythms_until, spells_until
from analysis.dormancy.rhythm import find_rhythms
from analysis.settings import Settings
from analysis.workspace import Workspace

AS_OF = date(2024, 12, 31)
DAY = day_number(AS_OF)
FLOOR = 0.25


def told_today(folder, orders: OrderDays) -> tuple[pd.DataFrame, Workspace]:
    """The customers as ``find_dormancy`` tells them, from the same order days as lines."""
    workspace = workspace_of(folder, orders)
    answer = find_dormancy(workspace, as_of=AS_OF, settings=Settings(return_floor=FLOOR))
    return answer.customers, workspace


def made(seed: int, n: int = 400) -> OrderDays:
    """Quick, slow and single buyers whose history ends at ``AS_OF``."""
    rng = np.random.default_rng(seed)
    orders = order_days(n, rng, days=900, mean_gap=45, drop_out=0.12)
    return OrderDays(orders.starts, orders.days + DAY - 900, orders.sold)


@pytest.mark.parametrize("seed", range(3))
def test_the_course_ends_in_the_states_that_are_told(tmp_path, seed):
    customers, workspace = told_today(tmp_path, made(seed))
    facts, orders = workspace.load("customer_facts"), load_order_days(workspace, customers)
    assert orders is not None
    rhythms = find_rhythms(workspace.load("spells"), facts["usual_gap_days"], return_floor=FLOOR)
    nature = Nature(facts["buys_in_one_season"].to_numpy(bool), np.zeros(len(facts), bool))
    limits = limits_after_orders(orders, rhythms, nature)

    assert states_at(orders, limits, DAY).tolist() == customers["dormancy_state"].tolist()


@pytest.mark.parametrize("seed", range(3))
def test_silences_of_any_day_are_those_of_the_engine(tmp_path, seed):
    customers, workspace = told_today(tmp_path, made(seed))
    orders = load_order_days(workspace, customers)
    assert orders is not None
    keys = ["rhythm_class", "prior_orders", "days", "returned"]

    here = spells_until(orders, usual_gaps(orders), DAY)
    there = workspace.load("spells").groupby(keys, as_index=False)["n_spells"].sum()

    here, there = (
        t.sort_values(keys, ignore_index=True)[[*keys, "n_spells"]] for t in (here, there)
    )
    pd.testing.assert_frame_equal(here, there, check_dtype=False)


def test_an_earlier_day_is_judged_as_if_it_were_today(tmp_path):
    """What is told of a past day from the whole history is what was told on that day."""
    whole = made(7)
    early = DAY - 200
    known, places = whole.known_until(early)
    nature = plain_nature(whole)
    then = rhythms_until(known, early, return_floor=FLOOR)

    by_then = states_at(known, limits_after_orders(known, then, nature.of(places)), early)
    by_now = states_at(whole, limits_after_orders(whole, then, nature), early)

    assert by_now[places].tolist() == by_then.tolist()
    unborn = np.setdiff1d(np.arange(whole.n_customers), places)
    assert set(by_now[unborn]) <= {"not yet"}


def test_moves_add_up_from_month_to_month():
    orders = made(4)
    nature = plain_nature(orders)
    rhythms = rhythms_until(orders, DAY, return_floor=FLOOR)
    limits = limits_after_orders(orders, rhythms, nature)

    moved = monthly_movements(orders, limits, as_of=AS_OF)

    counts = moved.groupby("month_end")["n_customers"].sum()
    assert set(counts) == {orders.n_customers}
    ends = sorted(set(moved["month_end"]))
    for before, after in pairwise(ends):
        out = moved[moved["month_end"] == before].groupby("to_state")["n_customers"].sum()
        into = moved[moved["month_end"] == after].groupby("from_state")["n_customers"].sum()
        assert out.to_dict() == into.to_dict()
    last = moved[moved["month_end"] == ends[-1]].groupby("to_state")["n_customers"].sum()
    states = pd.Series(states_at(orders, limits, DAY)).value_counts()
    assert last.to_dict() == states.to_dict()


def test_nobody_turns_from_dormant_to_slipping_without_an_order():
    orders = made(5)
    nature = plain_nature(orders)
    limits = limits_after_orders(orders, rhythms_until(orders, DAY, return_floor=FLOOR), nature)
    rank = {name: place for place, name in enumerate(("active", "slipping", "dormant"))}

    for back in range(0, 300, 7):
        day = DAY - back
        today, week_before = (states_at(orders, limits, d) for d in (day, day - 7))
        quiet = orders.latest(day) == orders.latest(day - 7)
        for was, now in zip(week_before[quiet], today[quiet], strict=True):
            assert was == now or rank[now] > rank[was]
    assert set(ALL_STATES) >= set(rank)


def test_months_end_where_the_history_ends():
    orders = made(6, n=50)
    nature = plain_nature(orders)
    limits = limits_after_orders(orders, rhythms_until(orders, DAY, return_floor=FLOOR), nature)
    middle = AS_OF - timedelta(days=15)

    moved = monthly_movements(orders, limits, as_of=middle)

    assert moved["month_end"].max() == pd.Timestamp(middle)
