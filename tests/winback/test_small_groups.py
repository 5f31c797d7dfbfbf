"""What is not told of few customers, nor beyond what the data show; and each fix with its day."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import plots
from analysis import winback as room
from analysis.results import Estimate
from analysis.settings import Settings
from analysis.steps.closure import _sentence as say_closure
from analysis.steps.fixing import _sentence as say_fixes
from analysis.steps.outreach import _sentence as say_outreach

AS_OF = date(2024, 12, 31)
SETTINGS = Settings(n_bootstrap=100)


def attempts(*runs):
    """Runs of attempts: each a word of v (voicemail), t (talk) and o (opt-out)."""
    rows = [
        (f"c{place}", number, letter == "t", letter == "o")
        for place, run in enumerate(runs)
        for number, letter in enumerate(run, start=1)
    ]
    return pd.DataFrame(rows, columns=["customer_id", "number", "talked", "annoyed"])


TALKS = ["vt"] * 12 + ["v"] * 12
HARM = ["vvo"] * 6 + ["vvv"] * 8


@pytest.mark.parametrize(
    ("runs", "known", "why"),
    [
        # Ten were tried a third time, and six of them opted out: two are enough.
        (TALKS + HARM, 2.0, "of the first 3 attempts"),
        # Only nine were tried a third time: of the second attempt nobody opted out.
        (TALKS + HARM[-9:], None, "nobody wanted to be left alone"),
        # An opt-out at the first attempt of many, the best number is the last one seen.
        ([*TALKS, "o"], None, "none of the first 2 attempts harms more than it helps"),
        # The third attempts brought nothing and harmed nobody.
        ([*TALKS, *["vvv"] * 12, "o"], None, "none of the first 3 attempts harms more"),
        (["v"] * 30 + ["vo"] * 5, None, "fewer than 10 customers were tried a second time"),
    ],
)
def test_when_to_stop_is_told_within_the_attempts_seen(runs, known, why):
    stop = room.stop_after(attempts(*runs), settings=SETTINGS)

    assert stop.value == known
    assert why in stop.method


def lift(low, high, *classes):
    rows = [("one", 60, 60, 0.1, one_low, 0.2) for one_low in classes]
    rows.append(("all", 120, 120, (low + high) / 2, low, high))
    names = ["class", "n_treat", "n_hold", "lift", "low", "high"]
    return pd.DataFrame(rows, columns=names).assign(shrunk=0.1)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (lift(0.02, 0.14, 0.01, -0.1), "Calling adds 8 points over all; 1 of 2 classes shows it"),
        (lift(-0.19, 0.35, -0.1), "Cannot tell whether calling adds anything over all: +8 points"),
        (lift(-0.2, -0.04), "Fewer of those called came back over all: -12 points; no class is la"),
    ],
)  # fmt: skip
def test_the_title_of_lifts_says_what_the_headline_says(rows, title):
    assert plots.figure_of_lift(rows, floor=10).title.startswith(title)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(-0.2, -0.04, "**Fewer of those called came back**: -12 points (-20 to -4;"),
     (-0.2, 0.04, "**Cannot tell whether calling brought anybody back**: -8 points (-20 to +4;")],
)  # fmt: skip
def test_the_headline_knows_harm_from_doubt(low, high, words):
    effect = Estimate((low + high) / 2, low, high, 240, "")
    extra = Estimate(-9.0, -20.0, 4.0, 120, "", "count")
    lead = type("Lead", (), {"effect": effect, "extra": extra, "program": "x", "n_treat": 120,
                             "n_hold": 120})  # fmt: skip

    assert say_outreach(lead, {}, 0).startswith(words)


def test_each_reason_has_the_day_of_its_own_fix():
    """Delivery was fixed in January and in March for a; paperwork, which a named too, in May."""
    untold = pd.DataFrame({"customer_id": ["a", "b"], "told": False, "value": [5.0, 7.0]})
    days = pd.to_datetime(["2024-03-19", "2024-05-01", "2024-01-01"])
    said = pd.DataFrame({"customer_id": ["a", "a", "b"], "fixed_on": days,
                         "code": ["delivery", "paperwork", "delivery"]})  # fmt: skip

    found = room.fixed_by_code(untold, said).set_index("code")

    assert found["fixed_on"].dt.date.to_dict() == {
        "delivery": date(2024, 3, 19), "paperwork": date(2024, 5, 1),
    }  # fmt: skip
    assert found["n_customers"].to_dict() == {"delivery": 2, "paperwork": 1}


def claims_of(marks):
    ids = [f"c{n}" for n in range(len(marks))]
    return room.fixability(room.take_snapshot({
        "customers": pd.DataFrame({"customer_id": ids, "dormancy_state": "dormant"}),
        "reasons": pd.DataFrame({"customer_id": ids, "code": "late", "fixable": marks,
                                 "present": True}),
    }, as_of=AS_OF), floor=10)  # fmt: skip


@pytest.mark.parametrize(
    ("marks", "verdict"),
    [
        (["unknown"] * 5, "cannot tell"),
        (["unknown"] * 50, "cannot tell"),
        (["yes"] * 2 + ["no"] * 2, "cannot tell"),
        (["yes"] * 20 + ["unknown"] * 5, "is not contradicted"),
        (["yes"] * 20 + ["no"] * 10, "does not hold"),
    ],
)
def test_the_claim_that_all_is_fixable_stands_or_falls_by_what_is_known(marks, verdict):
    found = claims_of(marks)

    assert found.verdict == verdict
    shown = repr(plots.figure_of_fixability(found.by_answer, claim=found.verdict))
    assert ("cannot tell" in shown) == (verdict == "cannot tell")
    assert ("Picture" in shown) == (len(marks) >= 10)


def money_of(n):
    money = np.full(60, 100.0)
    return room.sum_of_members(money, np.arange(60) < n, settings=SETTINGS)


@pytest.mark.parametrize(
    ("n", "head"),
    [
        (3, "**Fewer than 5 dormant customers left for reasons that are fixed since, and nobody "
            "was told there**: too few to show their money. No"),
        (6, "**6 dormant customers left for reasons that are fixed since, and nobody was told "
            "there**: 600 a year at stake; all of them may be called. No"),
        (0, "**Nobody with a reason on file left for what is all fixed and was not told**. No"),
    ],
)  # fmt: skip
def test_the_money_of_few_who_were_not_told_is_not_shown(n, head):
    numbers = {"n_fixed_not_told": Estimate.exact(n, 60, ""), "fixed_not_told_value": money_of(n),
               "n_to_tell": Estimate.exact(n, n, "")}  # fmt: skip

    assert say_fixes(numbers, pd.DataFrame(), floor=5).startswith(head)


@pytest.mark.parametrize(
    ("n", "head", "tail"),
    [(3, "**3 of 60 dormant", "and no date**: too few to show their money."),
     (6, "**6 of 60 dormant", "and no date**: 600 a year at stake."),
     (0, "**0 of 60 dormant", "and no date**: 0 a year at stake.")],
)  # fmt: skip
def test_the_money_of_few_who_are_only_hoped_for_is_not_shown(n, head, tail):
    numbers = {"n_hopium": Estimate.exact(n, 60, ""), "hopium_value": money_of(n),
               "hopium_share": Estimate(n / 60, 0.0, 0.2, 60, ""),
               "hopium_weeks": Estimate.cannot_tell(0, "no pace")}  # fmt: skip

    said = say_closure(numbers, 60)

    assert said.startswith(head)
    assert tail in said


def test_the_calendar_counts_no_few_customers():
    calendar = pd.DataFrame({
        "code": "late", "issue_id": ["1", "2", "3"], "opened_on": pd.Timestamp("2024-01-01"),
        "due_on": pd.Timestamp("2024-06-01"), "days_open": 365, "days_overdue": 213,
        "n_blocked": [7, 3, 0], "n_freed": [7, 3, 0], "value_freed": [77.0, 33.0, 0.0],
    })  # fmt: skip

    told = plots.figure_of_issue_calendar(calendar, floor=5).numbers
    cells = [row.split("</td>") for row in told.split("<tr")[2:]]

    assert [row[-3][-1] for row in cells] == ["7", "–", "0"]


@pytest.mark.parametrize("arm", ["called", "held back"])
def test_a_share_of_none_has_an_interval(arm):
    """None of the 16 held back came back: 0% (0% to 19%); Wilson, z^2 / (16 + z^2)."""
    rows = pd.DataFrame({"treated": [True] * 20 + [False] * 16, "day": pd.Timestamp("2024-01-01"),
                         "days_to_return": [30.0] * 5 + [np.nan] * 31})  # fmt: skip

    curves = room.return_curves(rows, as_of=AS_OF, window_days=180)
    last = curves[curves["arm"] == arm].iloc[-1]

    assert last["low"] <= last["returned_share"] < last["high"]
    drawn = repr(plots.figure_of_calling(curves, program="x"))
    hidden = repr(plots.figure_of_calling(curves.assign(n=9), program="x"))
    assert ("0% of those held back" in drawn, "0% of those held back" in hidden) == (True, False)
    if arm == "held back":
        assert (last["returned_share"], last["low"]) == (0.0, 0.0)
        assert last["high"] == pytest.approx(3.8415 / (16 + 3.8415), abs=1e-4)
