"""What the executive page asks for follows from what is known, and never against the call lists."""

import pandas as pd
import pytest

from analysis.results import Estimate, Finding
from analysis.steps.decisions import decisions_asked
from analysis.steps.fixing import Fixes


def counted(n):
    return Estimate.exact(n, 700, "counted", "count")


UNKNOWN = Estimate.cannot_tell(0, "no contacts table", "count")
FEW = Estimate(0.2, 0.1, 0.3, 700, "")
PLANNED = {
    "n_calls": counted(120),
    "n_calls_held_back": counted(30),
    "call_cost": Estimate.exact(10.0, 12, "minutes", "money"),
    "calls_value": Estimate(5e4, 1e4, 9e4, 120, "incremental: measured lift; ...", "money"),
    "calls_difference_seen": Estimate.exact(0.2, 150, "", "share"),
}


def first(**numbers):
    told = {"n_dormant": counted(700), **numbers}
    return decisions_asked(told, Fixes(Finding("", {})), floor=5)[0]


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        ({"n_dormant": counted(0)}, "none today."),
        ({"n_calls": counted(0)}, "call nobody this week."),
        ({"n_calls": UNKNOWN}, "add the contacts, with who opted out, before anybody is called."),
        ({"n_calls": UNKNOWN, "documented_share": FEW}, "add the contacts, with who opted out"),
    ],
)
def test_the_first_decision_follows_from_what_is_known(numbers, asked):
    assert first(**numbers).asked.startswith(asked)


@pytest.mark.parametrize(
    ("n_to_ask", "asked", "cost", "doubt"),
    [
        (500, "ask 40 of the 500 silent customers who may be called, drawn by lot, why they left.",
         "40 calls", "fewer than 10 of the 40 answer."),
        (18, "ask the 18 silent customers who may be called why they left.", "18 calls",
         "fewer than 5 of the 18 answer."),
    ],
)  # fmt: skip
def test_no_more_silent_customers_are_asked_than_may_be(n_to_ask, asked, cost, doubt):
    decision = first(n_calls=counted(20), n_to_ask=counted(n_to_ask), documented_share=FEW)

    assert (decision.asked, decision.cost, decision.doubt) == (asked, cost, doubt)


def test_where_hardly_anybody_is_left_to_ask_the_weeks_calls_come_first():
    planned = PLANNED | {"n_to_ask": counted(3), "documented_share": FEW}

    assert first(**planned).asked.startswith("make this week's 120 calls")


def test_only_those_who_may_be_called_are_told_of_a_fix():
    told = {
        "n_dormant": counted(700), "n_fixed_not_told": counted(21), "n_to_tell": counted(16),
        "fixed_not_told_value": Estimate(48e3, 28e3, 71e3, 21, "", "money"),
        "to_tell_value": Estimate(40e3, 20e3, 60e3, 16, "", "money"),
    }  # fmt: skip

    tell = decisions_asked(told, Fixes(Finding("", {})), floor=5)[1]

    assert tell.asked == "tell the 16 who left for what is fixed since and may be called."
    assert (tell.cost, tell.worth[:16]) == ("16 calls", "at most 40.0 k a")
    told["n_to_tell"] = UNKNOWN
    assert len(decisions_asked(told, Fixes(Finding("", {})), floor=5)) == 1


def test_a_decision_to_call_says_where_opt_outs_may_be_missing():
    calendar = pd.DataFrame({"code": ["late"], "n_freed": [9], "fix_cost": [None], "owner": ["ops"],
                             "value_freed": [9.0], "due_on": [pd.NaT]})  # fmt: skip
    numbers, fixes = (
        {"n_dormant": counted(700), **PLANNED},
        Fixes(Finding("", {}), calendar=calendar),
    )

    call, fix = decisions_asked(numbers, fixes, floor=5, cleared=False)

    assert call.asked.endswith("alone, once it is checked who opted out: the exports may lack it.")
    assert fix.asked == "fix late (ops, no date)."
    assert "checked" not in decisions_asked(numbers, fixes, floor=5)[0].asked


def test_planned_calls_are_asked_for_with_cost_and_worth():
    asked = first(**PLANNED)

    assert asked.asked.startswith("make this week's 120 calls, and leave the 30 held back")
    assert asked.cost == "120 calls, 1,200 of working time"
    assert asked.worth == "50.0 k (10.0 k to 90.0 k)"
    assert "The smallest difference that one week can show is 20 points" in asked.why


def test_an_issue_that_frees_too_few_and_a_short_list_are_no_decisions():
    calendar = pd.DataFrame({"code": ["late"], "n_freed": [4]})
    told = {"n_dormant": counted(700), "n_to_tell": counted(4)}

    assert len(decisions_asked(told, Fixes(Finding("", {}), calendar=calendar), floor=5)) == 1


def test_where_the_export_is_void_nothing_is_decided_but_to_explain_it():
    numbers = {"n_dormant": counted(0), **PLANNED}
    fixes = Fixes(Finding("", {}))

    asked = decisions_asked(numbers, fixes, floor=5, void="Nobody is dormant.")

    assert [(one.asked, one.why) for one in asked] == [
        ("none on these numbers, before somebody says why the export is so.", "Nobody is dormant.")
    ]
    assert decisions_asked(numbers, fixes, floor=5)[0].asked == "none today."
