"""Chances that learn from the company's own past, and the back-test that judges them."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analysis.customers import OrderDays, day_number
from analysis.dormancy.backtest import backtest, calibration_error, lift_of_top
from analysis.dormancy.chances import chances_of_return, logistic_fit
from analysis.errors import InputRefused

EPOCH = date(1970, 1, 1)


def population(n, *, days, mean_gap, drop_out, begin=0.5, k=1.0):
    """Customers who order at gaps of their own until they drop out; richer ones order more."""
    rng = np.random.default_rng(n)
    rows = []
    for gap in mean_gap * np.exp(rng.normal(0, 0.8, n)):
        at, own, price = rng.uniform(0, begin * days), [], np.exp(rng.normal(3, 0.5)) / gap**0.2
        while at < days:
            own.append(int(at))
            if rng.random() < drop_out:
                break
            at += rng.gamma(k, gap / k)
        rows.append((np.unique(own), price))
    starts = np.concatenate([[0], np.cumsum([len(own) for own, _ in rows])])
    sold = np.concatenate([np.full(len(own), price) for own, price in rows])
    return OrderDays(starts, np.concatenate([own for own, _ in rows]), sold)


def names(orders):
    return pd.Series([f"C{number:05d}" for number in range(orders.n_customers)])


def judged(orders, split, horizon):
    last = EPOCH + timedelta(days=int(orders.days.max()) + 1)
    return backtest(
        orders, names(orders), split=EPOCH + timedelta(days=split), horizon_days=horizon, end=last
    )


@pytest.mark.parametrize(
    "made",
    [
        {"mean_gap": 25, "drop_out": 0.06, "k": 2.5, "begin": 0.12},
        {"mean_gap": 70, "drop_out": 0.25, "begin": 0.9},
        {"mean_gap": 90, "drop_out": 0.12, "begin": 0.1},
    ],
    ids=["grocer", "web shop", "clothing"],
)
def test_chances_beat_the_plain_ways_in_other_populations(made):
    found = judged(population(2_500, days=730, **made), 365, 365).methods.set_index("method")

    assert found.loc["p_return", "auc"] > found.loc["days_since_last_order", "auc"] - 0.003
    assert found.loc["p_return", "auc"] > found.loc["rfv_score", "auc"] - 0.003
    assert found.loc["p_return", "ece"] < 0.1
    plain = found.loc[["days_since_last_order", "rfv_score"], "brier"]
    assert not (plain < found.loc["p_return", "brier"]).any()


def test_calibration_error_by_hand():
    chance = np.repeat([0.1, 0.9], 10)
    returned = np.concatenate([np.zeros(8), np.ones(2), np.ones(10)]).astype(bool)

    # Ten bins of two: of the first ten customers 20 % returned at .1, of the others all at .9.
    bins = [0.1] * 4 + [0.9] + [0.1] * 5
    assert calibration_error(chance, returned) == pytest.approx(sum(bins) / 10)


def test_customers_with_equal_chances_share_the_top_tenth():
    returned = np.array([True, *[False] * 19])

    assert lift_of_top(np.full(20, 0.4), returned) == pytest.approx(1.0)


def test_nothing_after_the_split_reaches_the_chances():
    orders = population(1_200, days=600, mean_gap=40, drop_out=0.1)
    known, _ = orders.known_until(300)
    more = judged(orders, 300, 200).predictions["p_return"]

    assert chances_of_return(known, day=300, horizon_days=200).p_return.tolist() == more.tolist()


def test_the_order_of_customers_does_not_matter_where_all_are_learned_from():
    orders = population(1_200, days=600, mean_gap=40, drop_out=0.1)
    turned = np.arange(orders.n_customers)[::-1]
    parts = [np.arange(orders.starts[at], orders.starts[at + 1]) for at in turned]
    rows = np.concatenate(parts)
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
    other = OrderDays(starts, orders.days[rows], orders.sold[rows])

    straight = chances_of_return(orders, day=600, horizon_days=182).p_return
    back = chances_of_return(other, day=600, horizon_days=182).p_return[turned]
    assert back == pytest.approx(straight, abs=1e-6)


def test_windows_are_equal_pieces_of_the_horizon_that_the_history_holds_three_times():
    orders = population(1_200, days=400, mean_gap=40, drop_out=0.1, begin=0.01)
    found = chances_of_return(orders, day=400, horizon_days=365)

    # 365 days in 3, 4 and 5 pieces, the latest of each ending today.
    assert sorted({ahead for _, ahead in found.windows}) == [73, 92, 122]
    assert max(begin + ahead for begin, ahead in found.windows) == 400
    assert min(begin for begin, _ in found.windows) > 0
    assert found.alone == ""


def test_a_horizon_far_beyond_the_history_is_left_to_the_models():
    orders = population(1_200, days=60, mean_gap=10, drop_out=0.1, begin=0.01)
    found = chances_of_return(orders, day=60, horizon_days=3_650)

    assert found.alone.endswith("days of history for 3,650 days ahead")


def test_models_count_for_less_the_more_customers_there_are():
    few = population(300, days=600, mean_gap=40, drop_out=0.1)
    many = population(1_200, days=600, mean_gap=40, drop_out=0.1)

    share = [chances_of_return(o, day=600, horizon_days=182).weights["models"] for o in (few, many)]
    assert share == pytest.approx([400 / 700, 400 / 1_600])


def test_longer_horizons_and_shorter_silences_have_higher_chances():
    orders = population(1_200, days=600, mean_gap=40, drop_out=0.1)
    near, far = (chances_of_return(orders, day=600, horizon_days=h).p_return for h in (60, 180))
    silent = 600 - orders.days[orders.starts[1:] - 1]

    assert near.mean() < far.mean()
    assert far[silent < 30].mean() > far[silent > 200].mean() + 0.3


def test_the_same_days_a_year_ago_tell_the_season():
    rng = np.random.default_rng(7)
    rows = []
    for begin in rng.integers(0, 500, 1_500):
        own = np.arange(begin, 1_130) if rng.random() < 0.7 else np.array([begin])
        # Days 300 to 360 of a year sell ten times as much as others.
        daily = np.where(own % 365 >= 300, 0.02, 0.002)
        kept = (rng.random(len(own)) < daily) & (own > begin)
        rows.append(np.concatenate([[begin], own[kept]]))
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    orders = OrderDays(starts, np.concatenate(rows), np.ones(starts[-1]))

    before = judged(orders, 2 * 365 + 300, 60)

    assert before.chances.weights["season"] > 0.3
    ours = before.predictions["p_return"].mean()
    assert ours == pytest.approx(before.predictions["returned"].mean(), abs=0.08)


def test_a_gap_in_coverage_leaves_chances_finite():
    whole = population(1_200, days=700, mean_gap=40, drop_out=0.1)
    kept = (whole.days < 250) | (whole.days > 400)
    counts = np.bincount(whole.customer[kept], minlength=whole.n_customers)
    starts = np.concatenate([[0], np.cumsum(counts[counts > 0])])
    orders = OrderDays(starts, whole.days[kept], whole.sold[kept])

    p = chances_of_return(orders, day=700, horizon_days=182).p_return

    assert np.isfinite(p).all()
    assert ((p > 0) & (p < 1)).all()


def test_the_currency_does_not_matter():
    orders = population(1_200, days=600, mean_gap=40, drop_out=0.1)
    dear = OrderDays(orders.starts, orders.days, orders.sold * 1_000)

    one, other = (chances_of_return(o, day=600, horizon_days=182).p_return for o in (orders, dear))
    assert other == pytest.approx(one, abs=1e-6)


def test_rare_returns_do_not_lead_the_fit_away():
    rng = np.random.default_rng(3)
    known = np.column_stack([np.ones(4_000), rng.normal(size=4_000) ** 3])
    returned = (rng.random(4_000) < 0.004).astype(float)
    found = logistic_fit(known, np.zeros(4_000), returned, penalty=np.zeros(2), weight=1.0)

    chance = 1 / (1 + np.exp(-known @ found))
    assert known.T @ (returned - chance) == pytest.approx([0.0, 0.0], abs=1e-4)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[0, 10, 20]], "only 1 customer"),
        ([[5]] * 30, "only 30 customers"),
        ([[0, 30, 60]] * 199, "only 199 customers"),
        ([[0]] * 1_200, "only 0 of 1,200 returned"),
        ([list(range(700))] * 1_001, "only 1,001 of 1,001 returned"),
        ([[700]] * 1_001, "only 1 day of history"),
    ],
    ids=[
        "one customer",
        "thirty",
        "one hundred ninety-nine",
        "nobody twice",
        "daily buyers",
        "all on one day",
    ],
)
def test_thin_data_leave_the_models_alone_and_say_why(rows, why):
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    days = np.concatenate([np.array(row) for row in rows])
    found = chances_of_return(OrderDays(starts, days, np.ones(len(days))), day=700, horizon_days=90)

    assert found.alone.startswith(why)
    assert ((found.p_return > 0) & (found.p_return < 1)).all()


def test_nearly_all_one_time_buyers_still_get_a_level():
    rng = np.random.default_rng(1)
    rows = [np.sort(rng.integers(0, 600, 2 if at % 25 == 0 else 1)) for at in range(3_000)]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    orders = OrderDays(starts, np.concatenate(rows), np.ones(starts[-1]))

    found = chances_of_return(orders, day=600, horizon_days=182)

    assert 0 < found.p_return.mean() < 0.1


def test_logistic_fit_agrees_with_the_score_equations():
    rng = np.random.default_rng(0)
    known = np.column_stack([np.ones(400), rng.normal(size=400)])
    returned = (rng.random(400) < 0.4).astype(float)
    found = logistic_fit(known, np.zeros(400), returned, penalty=np.array([0.0, 4.0]), weight=1.0)

    chance = 1 / (1 + np.exp(-known @ found))
    assert known.T @ (returned - chance) == pytest.approx([0.0, 4.0 * found[1]], abs=1e-6)


def test_bins_add_up_to_all_customers():
    found = judged(population(1_200, days=600, mean_gap=40, drop_out=0.1), 300, 200)
    bins = found.reliability[found.reliability["method"] == "p_return"]

    assert len(bins) == 10
    assert bins["n"].sum() == len(found.predictions)
    assert (bins["low"] <= bins["observed"]).all()
    assert (bins["observed"] <= bins["high"]).all()
    by_orders = found.by_orders[found.by_orders["method"] == "p_return"]
    assert by_orders["n"].sum() == len(found.predictions)


def test_a_horizon_beyond_the_data_is_refused_with_what_is_possible():
    orders = population(20, days=100, mean_gap=20, drop_out=0.1)
    with pytest.raises(InputRefused, match="50 days after the split") as caught:
        backtest(
            orders, names(orders), split=EPOCH + timedelta(days=50), horizon_days=182,
            end=EPOCH + timedelta(days=100),
        )  # fmt: skip
    assert caught.value.code == "horizon_outside"


def test_a_split_before_the_first_order_is_refused():
    orders = population(20, days=100, mean_gap=20, drop_out=0.1)
    with pytest.raises(InputRefused, match="Nobody had ordered by"):
        backtest(
            orders, names(orders), split=date(1960, 1, 1), horizon_days=9, end=date(1971, 1, 1)
        )


@pytest.mark.public_data
def test_the_bar_is_met_on_a_public_cohort(public_data):
    lines = pd.read_csv(public_data / "CDNOW_master.txt", sep=r"\s+", dtype=str, skiprows=1,
                        names=["id", "day", "n", "paid"])  # fmt: skip
    lines = lines[lines["paid"].astype(float) > 0].assign(
        day=(pd.to_datetime(lines["day"]) - pd.Timestamp(EPOCH)).dt.days,
        paid=lines["paid"].astype(float),
    )
    one = lines.groupby(["id", "day"], as_index=False)["paid"].sum()
    counts = one.groupby("id").size().to_numpy()
    starts = np.concatenate([[0], np.cumsum(counts)])
    orders = OrderDays(starts, one["day"].to_numpy(), one["paid"].to_numpy())

    found = judged(orders, day_number(date(1997, 9, 30)), 273).methods.set_index("method")

    assert found.loc["p_return", "auc"] >= 0.770
    assert found.loc["p_return", "brier"] <= 0.1592
    assert found.loc["p_return", "ece"] <= 0.023
    assert found.loc["p_return", "lift_top_decile"] >= 2.69
    assert found.loc["days_since_last_order", "auc"] == pytest.approx(0.759, abs=0.001)
    assert found.loc["rfv_score", "auc"] == pytest.approx(0.766, abs=0.001)
