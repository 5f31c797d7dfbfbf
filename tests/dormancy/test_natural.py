"""Who returns anyway: the forecast, what came of earlier ones, and the words about it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from made_histories import order_days, plain_nature, workspace_of

from analysis.customers import OrderDays, day_number
from analysis.dormancy import find_dormancy
from analysis.dormancy.forecasts import allowing_for_the_past, past_forecasts
from analysis.dormancy.natural import _as_forecast, _doubts, _ratio, tell_natural_return
from analysis.plots import table_of_past_forecasts
from analysis.settings import Settings

AS_OF = date(2024, 12, 31)
DAY = day_number(AS_OF)
SETTINGS = Settings(horizon_days=182, n_bootstrap=100)


def past_of(*rows: tuple[float, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["expected", "actual"])


def test_the_share_and_its_interval_by_hand():
    """Forty with a chance of a half; eighty came of a hundred expected.

    Factor 100 / 120. Variance by chance 40 x .25 x .8333 / 1600 = .005208; of the level (1/100 of
    the counts, 2 x .0225 / 3 of unlike days) x .4167 squared = .004340. Together .09772 squared.
    """
    told = allowing_for_the_past(np.full(40, 0.5), past_of((100.0, 80)))

    assert told.value == pytest.approx(0.41667, abs=1e-5)
    assert (told.low, told.high) == pytest.approx((0.22515, 0.60818), abs=1e-4)
    assert told.n == 40


def test_without_an_earlier_forecast_the_chances_stand_with_more_doubt():
    chance = np.full(400, 0.3)
    alone = allowing_for_the_past(chance, past_of())
    proven = allowing_for_the_past(chance, past_of((100.0, 100), (120.0, 120), (110.0, 110)))

    assert alone.value == proven.value == pytest.approx(0.3)
    assert alone.high - alone.low > 1.3 * (proven.high - proven.low)


def test_days_that_are_unlike_each_other_widen_the_interval():
    chance = np.full(400, 0.3)
    alike = allowing_for_the_past(chance, past_of((100.0, 100), (100.0, 100)))
    unlike = allowing_for_the_past(chance, past_of((100.0, 160), (100.0, 40)))

    assert unlike.value == pytest.approx(alike.value)
    assert unlike.high - unlike.low > 1.5 * (alike.high - alike.low)


def test_few_returns_move_little():
    moved = allowing_for_the_past(np.full(40, 0.5), past_of((2.0, 0)))

    assert moved.value == pytest.approx(0.5 * 20 / 22)


def test_why_an_earlier_day_is_not_checked_is_no_guess_at_a_short_history():
    dormant = pd.DataFrame({"p_return": [0.5]})
    told = _doubts(dormant, past_of(), SETTINGS)[-1]

    assert told == (
        "The forecast could be checked at no earlier day, of 3 asked for: before them lay "
        "under 182 days of history, or fewer than 10 customers were dormant then."
    )
    assert len(_doubts(dormant, past_of(*[(1.0, 1)] * 3), SETTINGS)) == 2


def test_the_share_and_the_chances_behind_the_money_stand_side_by_side_where_they_differ():
    dormant = pd.DataFrame({"p_return": np.full(56, 0.127)})

    assert _doubts(dormant, past_of((12.0, 0)), SETTINGS)[0] == (
        "The money at stake counts each customer's own chance, 13% on average; the 8% here allow "
        "for what came of earlier forecasts."
    )
    assert _doubts(dormant, past_of((12.0, 12)), SETTINGS)[0].startswith("Returns are those")


def made(seed: int, days: int = 900) -> OrderDays:
    orders = order_days(500, np.random.default_rng(seed), days=days, mean_gap=35)
    return OrderDays(orders.starts, orders.days + DAY - days, orders.sold)


def test_earlier_forecasts_know_nothing_of_what_came_after_them():
    whole = made(1)
    until, _ = whole.known_until(DAY - 182)

    by_now = past_forecasts(whole, plain_nature(whole), day=DAY, settings=SETTINGS)
    by_then = past_forecasts(until, plain_nature(until), day=DAY, settings=SETTINGS)

    latest = by_now["forecast_on"] == pd.Timestamp("2024-07-02")
    assert latest.sum() == 1
    columns = ["n_dormant", "expected"]
    assert (
        by_now.loc[latest, columns].values.tolist() == by_then.loc[latest, columns].values.tolist()
    )
    assert by_then.loc[latest, "actual"].tolist() == [0]
    assert by_now.loc[latest, "actual"].item() > 0


def test_days_before_which_too_little_lies_are_left_out():
    short = made(2, days=500)  # one horizon ago lie 318 days before it, two ago only 136

    found = past_forecasts(short, plain_nature(short), day=DAY, settings=SETTINGS)

    assert found["forecast_on"].tolist() == [pd.Timestamp("2024-07-02")]


def test_the_page_tells_what_came_of_earlier_forecasts(tmp_path):
    workspace = workspace_of(tmp_path, made(3))
    who = find_dormancy(workspace, as_of=AS_OF, settings=SETTINGS)

    answer = tell_natural_return(workspace, who, as_of=AS_OF, settings=SETTINGS)

    past, share = answer.past_forecasts, answer.finding.numbers["natural_return_share"]
    came, expected = past["actual"].sum(), past["expected"].sum()
    assert f"added up to {expected:,.0f} returns; {came:,} came" in answer.finding.sentence
    assert share.low < share.value < share.high
    ratio = answer.finding.numbers["forecast_ratio"]
    assert ratio.value == pytest.approx(came / expected)
    assert ratio.low < ratio.value < ratio.high


@pytest.mark.parametrize(
    ("came", "said"),
    [(150, "too low, and today's share"), (60, "too high, and today's share"), (100, "no more or")],
)
def test_a_forecast_that_was_off_is_told_with_what_that_does(came, said):
    past = pd.DataFrame({"expected": [100.0], "actual": [came], "n_dormant": 500})

    assert said in _as_forecast(_ratio(past))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ([1.1, 1.2, 0.9], [2.0, 1.9, 1.4], "made at 3 earlier days, was too low at 2 of 3"),
        ([0.8, 0.7], [1.2, 1.3], "held at 2 earlier days"),
    ],
)
def test_the_table_of_forecasts_says_whether_they_held(low, high, said):
    on = pd.Timestamp("2024-01-01")
    past = pd.DataFrame({"low": low, "high": high}).assign(
        forecast_on=on, n_dormant=9, expected=9.0, actual=9, ratio=1.0
    )

    assert said in table_of_past_forecasts(past, horizon_days=182).plain


def test_a_short_history_says_that_no_forecast_could_be_checked(tmp_path):
    workspace = workspace_of(tmp_path, made(4, days=300))
    who = find_dormancy(workspace, as_of=AS_OF, settings=SETTINGS)

    answer = tell_natural_return(workspace, who, as_of=AS_OF, settings=SETTINGS)

    assert answer.past_forecasts.empty
    assert not answer.finding.numbers["forecast_ratio"].known
    assert any(
        "at no earlier day, of 3 asked for: before them lay" in doubt
        for doubt in answer.finding.doubts
    )
