"""What a picture or table says when it is small, empty or odd."""

import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import plots
from analysis.plots.blocks import note
from analysis.plots.marks import dot_rows
from analysis.plots.picture import ACCENT
from analysis.results import Estimate
from analysis.steps.agreed import _sentence


def test_who_is_left_out_is_said_where_every_reason_is_of_few():
    few = pd.DataFrame({"reason": ["opted out", "held back"], "n_customers": [2, 1], "value": 9.0})

    assert repr(plots.figure_of_left_out(few, floor=5)) == (
        "Not called are 3 dormant customers; no reason applies to 5 or more of them."
    )
    assert "is 1 dormant customer;" in repr(plots.figure_of_left_out(few.tail(1), floor=5))
    nobody = "Nothing to show: no dormant customer is left out."
    assert repr(plots.figure_of_left_out(few.head(0), floor=5)) == nobody


def test_the_limits_shown_are_those_that_customers_are_given():
    curve = pd.DataFrame({"rhythm_class": "about monthly", "days_silent": [0, 15, 30],
                          "p_return_90": [0.9, 0.8, 0.2], "low": 0.1, "high": 0.95})  # fmt: skip
    limits = pd.DataFrame({
        "rhythm_class": ["about monthly"], "threshold_days": [32.0], "n_customers": [160],
        "median_own_threshold_days": [47.0], "n_spells": [4981], "inside_history": [True],
    })  # fmt: skip

    found = plots.figure_of_return_curve(curve, limits, return_floor=0.25)

    assert found.alt.endswith("The middle customer counts as dormant: about monthly after 47 days.")
    assert "about monthly: 47 days" in found.svg
    assert found.numbers.index("47 days") < found.numbers.index("32 days")


@pytest.mark.parametrize(
    ("last", "words"), [(0.2, "20% after 360 days"), (0.1, "10% after 360 days")]
)
def test_a_chance_that_does_not_fall_is_not_said_to_fall(last, words):
    waiting = pd.DataFrame({"days_silent": [90, 360], "p_return": [0.18, last], "low": 0.05,
                            "high": 0.4, "n": 50})  # fmt: skip

    found = plots.figure_of_waiting(waiting, horizon_days=182)

    assert found.alt == f"Curve of the chance of return: 18% after 90 days, {words}."


def test_a_single_step_of_second_lives_is_a_line_from_the_first_day():
    lives = pd.DataFrame({"group": ["after a return"], "days_since": [90], "low": 0.4, "high": 0.6,
                          "still_customer": [0.5], "n": [164]})  # fmt: skip

    drawn = plots.figure_of_second_lives(lives)

    lines = re.findall(rf'd="([^"]*)"[^>]*stroke: {ACCENT}', drawn.svg)
    assert [line.count("L") for line in lines] == [1]
    assert drawn.alt.startswith("1 curve. After a return: 50% after 90 days")


def test_customers_of_hidden_rows_are_counted_beside_the_shown_ones():
    quarters = pd.DataFrame(
        {"quarter": ["2024-Q1", "2024-Q2"], "n_customers": [52, 4], "value": 9.0}
    )
    ages = pd.DataFrame({"band": ["1 to 2 years"], "n_customers": [4], "value": 9.0, "hope": 1.0})

    found = plots.figure_of_loss_by_quarter(quarters)

    assert found.subtitle.endswith("n = 52 of 56 (quarters under 5 customers hidden)")
    assert plots.figure_of_loss_by_quarter(quarters.head(1)).subtitle.endswith("n = 52")
    assert repr(plots.figure_of_hopium_age(ages, floor=5)) == (
        "No age of silence with 5 or more customers only hoped for."
    )


def test_a_share_is_written_at_its_dot():
    figure = Figure()
    axes = figure.add_subplot()
    rows = pd.DataFrame({"name": ["late"], "share": [0.38], "low": [0.27], "high": [0.5], "n": 78})

    dot_rows(axes, rows, label="name", value="share", n="n")

    assert [(text.get_text(), text.xy) for text in axes.texts] == [("38%", (0.38, 0))]


def test_one_age_of_silence_is_told_once():
    waiting = pd.DataFrame({"days_silent": [60], "p_return": [0.19], "low": 0.1, "high": 0.3,
                            "n": 50})  # fmt: skip

    found = plots.figure_of_waiting(waiting, horizon_days=182)

    assert found.title == "After 60 days of silence 19% return"
    assert found.alt == "Curve of the chance of return: 19% after 60 days."


@pytest.mark.parametrize(
    ("n_of_the_largest", "said"),
    [(4, "The largest of the quarters shown: 2021-Q4"), (5, "The largest single quarter: 2022-Q1")],
)
def test_a_hidden_quarter_may_be_the_largest(n_of_the_largest, said):
    by_quarter = pd.DataFrame(
        {
            "quarter": ["2021-Q3", "2021-Q4", "2022-Q1"],
            "value": [1e3, 2e3, 9e3],
            "n_customers": [5, 7, n_of_the_largest],
        }
    )

    assert said in plots.figure_of_loss_by_quarter(by_quarter, floor=5).title


def test_small_segments_are_not_nobody():
    segments = pd.DataFrame({"segment": ["a", "b"], "n_customers": [2, 4], "n_dormant": 1,
                             "spend_total": 5.0, "yearly_value_at_stake": 1.0})  # fmt: skip

    told = repr(plots.table_of_segments(segments, floor=5))

    assert told == "No segment holds 5 or more of the 6 customers."


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([100.0, 10_000.0], "Of the ages shown, 1 to 2 years of silence hold most of the money"),
        ([100.0, 60.0], "Most of the money hoped for has been silent for 1 to 2 years"),
        (
            [100.0, 100.0],
            "The largest part of the money hoped for has been silent for 1 to 2 years",
        ),
    ],
)
def test_hidden_ages_count_where_most_of_the_money_is(values, words):
    by_age = pd.DataFrame({"band": ["1 to 2 years", "2 to 5 years"], "n_customers": [20, 3],
                           "value": values, "hope": 1.0})  # fmt: skip

    assert repr(plots.figure_of_hopium_age(by_age, floor=5)).startswith(f"Picture: {words}")


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (["not sure", "cannot tell", "cannot tell"],
         "no code is under .6; for 0 of 1 that is sure; 2 are too rare to judge."),
        (["reliable", "not sure"], "no code is under .6; for 1 of 2 that is sure."),
    ],
)  # fmt: skip
def test_codes_that_nobody_can_judge_are_not_said_to_be_above(verdicts, words):
    table = pd.DataFrame({"theme": list("abc")[: len(verdicts)], "verdict": verdicts})

    assert _sentence(table, Estimate(0.72, 0.54, 0.88, 33, "")).endswith(words)


def test_two_ways_to_count_have_two_names():
    """Who told us, and whose reason has a name; states at month ends, and silences by the day."""
    fixable = pd.DataFrame({"answer": ["yes"], "n_customers": [54], "share": 1.0, "low": 0.9,
                            "high": 1.0})  # fmt: skip
    rates = pd.DataFrame({
        "period": pd.to_datetime(["2024-01-01", "2024-07-01"]), "theme_id": "a", "theme": "late",
        "n_silences": 20, "n_quiet": 40, "n_told": 30, "rate": 1.0, "low": 0.5, "high": 2.0,
        "months": 900.0,
    })  # fmt: skip
    months = pd.DataFrame({"month_end": pd.to_datetime(["2024-01-31"]), "from_state": "active",
                           "to_state": "dormant", "n_customers": 7})  # fmt: skip

    assert "told us, by" not in repr(plots.figure_of_fixability(fixable, claim="cannot tell"))
    assert "54 dormant customers whose reasons have a name" in repr(
        plots.figure_of_fixability(fixable, claim="cannot tell")
    )
    silences = plots.figure_of_incidence(rates, pd.DataFrame())
    assert "Silences begun" in silences.numbers
    assert "Went quiet" not in silences.numbers
    moves = plots.figure_of_movements(months)
    assert "at a month's end" in repr(moves)


@pytest.mark.parametrize(("share", "said"), [(0.0, "Nobody was seen to"), (0.1, "Some come back")])
def test_nobody_is_not_some(share, said):
    returns = pd.DataFrame({"silent_from_days": [90], "prior_orders": "all", "share": [share],
                            "low": 0.0, "high": 0.2, "n": 40})  # fmt: skip

    assert plots.figure_of_natural_return(returns).title.startswith(said)


def test_a_difference_of_shares_is_told_in_points():
    rows = pd.DataFrame({"theme": ["late"], "share": 0.3, "rest_share": 0.28, "difference": -0.0004,
                         "low": -0.11, "high": 0.005, "verdict": "cannot tell", "n_group": 30,
                         "p_value": 0.4, "theme_id": "late"})  # fmt: skip

    told = plots.table_of_emerging(rows).plain

    assert "late | 30% | 28% | 0 (-11 to +0.5) | cannot tell" in told


@pytest.mark.parametrize(("n", "title"), [(9, "The largest 5 hold"), (60, "The largest 20 hold")])
def test_the_largest_are_never_all(n, title):
    shares = [(rank + 1) / n for rank in range(n)]
    rows = pd.DataFrame({"rank": range(1, n + 1), "yearly_value_at_stake": 1.0,
                         "cumulative_share": shares})  # fmt: skip

    assert plots.figure_of_concentration(rows).title.startswith(title)


@pytest.mark.parametrize(("low", "said"), [(5.0, True), (float("nan"), False)])
def test_an_interval_is_named_below_the_bars_only_where_it_is_drawn(low, said):
    steps = pd.DataFrame({"step": ["spent", "lost"], "value": [9.0, 7.0], "low": low, "high": 8.0})

    assert ("the dark line" in plots.figure_of_waterfall(steps).svg) == said


def test_reasons_that_are_not_drawn_are_counted():
    rows = pd.DataFrame({"theme": list("abcdefgh"), "is_reason": True, "n_customers": 9,
                         "n_told": 40, "share": 0.2, "low": 0.1, "high": 0.3, "bound_low": 0.1,
                         "bound_high": 0.6})  # fmt: skip

    assert plots.figure_of_bounds(rows).subtitle.endswith("; the first 6 of 8 drawn")
    assert plots.figure_of_reasons(rows, most=6).subtitle.endswith("; the first 6 of 8 drawn")
    assert "drawn" not in plots.figure_of_reasons(rows).subtitle


def test_what_to_type_is_marked_and_what_a_customer_wrote_is_not():
    told = note("`whyleft probe` draws <whom>; one ` alone stays.")

    assert "<code>whyleft probe</code> draws &lt;whom&gt;; one ` alone" in told.html
    assert told.plain.startswith("`whyleft probe`")
