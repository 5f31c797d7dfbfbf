"""A hole of the export lengthens nobody's silence: what is told is told as if it were not there."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from made_histories import order_days, orders_of, workspace_of

from analysis.customers import Clock, OrderDays, day_number, load_order_days
from analysis.dormancy import cost_of_loss, find_dormancy, tell_natural_return
from analysis.dormancy.backtest import backtest
from analysis.dormancy.course import Nature, limits_after_orders, states_at, usual_gaps
from analysis.dormancy.returns import spells_until
from analysis.dormancy.rhythm import find_rhythms
from analysis.engine import Engine
from analysis.settings import Settings

AS_OF = date(2024, 12, 31)
DAY = day_number(AS_OF)
SPRING = np.arange(day_number(date(2024, 4, 1)), day_number(date(2024, 7, 1)))
SETTINGS = Settings(n_bootstrap=100)


def lacking_spring(orders: OrderDays, *, keep_every: int = 0) -> OrderDays:
    """The orders without those of three months, or with one in so many of them."""
    kept = ~np.isin(orders.days, SPRING)
    if keep_every:
        kept |= np.arange(len(kept)) % keep_every == 0
    counts = np.bincount(orders.customer[kept], minlength=orders.n_customers)
    starts = np.concatenate([[0], np.cumsum(counts[counts > 0])])
    return replace(orders, starts=starts, days=orders.days[kept], sold=orders.sold[kept])


def kept_in(folder, orders: OrderDays, *, holed: bool):
    workspace = workspace_of(folder, orders)
    months = ["2024-04-01", "2024-05-01", "2024-06-01"] if holed else []
    period = {"gap_months": months, "gap_weeks": [], "cut_month": None, "new_from": None}
    workspace.save_record("period", period)
    return workspace


def told(folder, orders: OrderDays, *, holed: bool):
    workspace = kept_in(folder, orders, holed=holed)
    who = find_dormancy(workspace, as_of=AS_OF, settings=SETTINGS)
    loss = cost_of_loss(workspace, who, as_of=AS_OF, settings=SETTINGS)
    back = tell_natural_return(workspace, who, as_of=AS_OF, settings=SETTINGS)
    return who, loss, back


def quick_buyers() -> OrderDays:
    """A hundred who order every 14 to 24 days; two in five left for good, never to return."""
    rng, rows = np.random.default_rng(41), []
    for one in range(100):
        end = DAY - int(rng.integers(40, 800)) if one % 5 < 2 else DAY
        days = DAY - 1000 + np.cumsum(rng.integers(14, 25, 80))
        rows.append(days[days <= end])
    return orders_of(*rows)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    whole = quick_buyers()
    return (
        told(tmp_path_factory.mktemp("whole"), whole, holed=False),
        told(tmp_path_factory.mktemp("holed"), lacking_spring(whole), holed=True),
    )


def test_limits_and_dormant_are_those_of_the_whole_export(both):
    (whole, *_), (holed, *_) = both

    of_whole, of_holed = (who.finding.numbers["n_dormant"].value for who in (whole, holed))
    assert of_whole == pytest.approx(40, abs=1)
    assert of_holed == pytest.approx(of_whole, abs=2)
    limits = [who.finding.numbers["median_threshold_days"].value for who in (whole, holed)]
    assert limits[1] == pytest.approx(limits[0], abs=4)


def test_nobody_returns_where_nobody_does(both):
    (whole, _, _), (holed, _, back) = both

    for name in ("return_180_after_90", "fixed_90_came_back", "own_rhythm_came_back"):
        assert whole.finding.numbers[name].value == pytest.approx(0, abs=0.01)
        assert holed.finding.numbers[name].value == pytest.approx(0, abs=0.01)
    late = back.waiting[back.waiting["days_silent"] >= 60]
    assert len(late)
    assert late["p_return"].max() < 0.02
    assert back.past_forecasts["actual"].sum() == 0


def test_the_loss_is_that_of_the_whole_export(both):
    (_, whole, _), (_, holed, _) = both

    for name in ("expected_yearly_loss", "lost_so_far"):
        value = whole.finding.numbers[name].value
        assert holed.finding.numbers[name].value == pytest.approx(value, rel=0.03)


def test_pages_say_the_hole_where_there_is_one(both):
    (whole, _, whole_back), (holed, _, holed_back) = both

    for finding, says in ((whole, 0), (whole_back, 0), (holed, 1), (holed_back, 1)):
        lacks = [d for d in finding.finding.doubts if d.startswith("The export lacks 2024-04")]
        assert len(lacks) == says


def test_without_a_hole_days_are_those_of_the_calendar(both):
    (whole, *_), (holed, *_) = both

    for who, lacking in ((whole, 0), (holed, len(SPRING))):
        table = who.customers
        silent = (pd.Timestamp(AS_OF) - table["last_order_on"]).dt.days
        before = table["last_order_on"] < pd.Timestamp("2024-04-01")
        assert before.any()
        assert (silent - table["days_since_last_order"]).equals(before * lacking)


@pytest.mark.parametrize("keep_every", [0, 15])
def test_engine_and_order_days_agree_on_a_hole(tmp_path, keep_every):
    """With hardly any rows in it as well as with none."""
    made = order_days(300, np.random.default_rng(3), days=900, mean_gap=30, drop_out=0.1)
    orders = replace(made, days=made.days + DAY - 900)
    workspace = kept_in(tmp_path, lacking_spring(orders, keep_every=keep_every), holed=True)
    customers = find_dormancy(workspace, as_of=AS_OF, settings=SETTINGS).customers
    loaded = load_order_days(workspace, customers)
    assert loaded is not None
    counted, day = loaded.counted(), int(loaded.clock.counted(DAY))
    keys = ["rhythm_class", "prior_orders", "days", "returned"]

    here = spells_until(counted, usual_gaps(counted), day)
    there = workspace.load("spells").groupby(keys, as_index=False)["n_spells"].sum()

    here, there = (
        t.sort_values(keys, ignore_index=True)[[*keys, "n_spells"]] for t in (here, there)
    )
    pd.testing.assert_frame_equal(here, there, check_dtype=False)
    facts = workspace.load("customer_facts")
    rhythms = find_rhythms(there, facts["usual_gap_days"], return_floor=SETTINGS.return_floor)
    nature = Nature(facts["buys_in_one_season"].to_numpy(bool), np.zeros(len(facts), bool))
    limits = limits_after_orders(counted, rhythms, nature)
    assert states_at(counted, limits, day).tolist() == customers["dormancy_state"].tolist()


def test_a_back_test_over_a_hole_waits_for_days_that_the_export_holds():
    orders = quick_buyers()
    ids = pd.Series([f"c{one}" for one in range(orders.n_customers)], dtype="str")
    split = date(2024, 3, 31)
    missing = replace(lacking_spring(orders), missing=SPRING)
    plain = lacking_spring(orders)

    shares = [
        backtest(o, ids, split=split, horizon_days=60, end=AS_OF).predictions["returned"].mean()
        for o in (orders, missing.counted(), plain)
    ]

    assert shares[1] == pytest.approx(shares[0], abs=0.06)
    assert shares[2] < 0.05  # the calendar alone would have seen nobody return


def test_the_engine_counts_as_the_clock_does():
    clock = Clock(np.array([5, 6, 7, 20, 30, 31]))
    days = list(range(40))

    with Engine() as engine:
        found = engine.rows(f"SELECT {clock.sql('d')} FROM range(40) AS r(d) ORDER BY d")

    assert [row[0] for row in found] == clock.counted(days).tolist()
    kept = [day for day in days if day not in clock.missing]
    assert clock.calendar(clock.counted(kept)).tolist() == kept
