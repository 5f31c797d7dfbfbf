"""What the executive page asks for follows from what is known, and never against the call lists."""

import pandas as pd
import pytest

from analysis.results import Estimate, Finding
from analysis.steps.decisions import decisions_asked
from analysis.steps.fixing import Fixes


def counted(n):
    return Estimate.exact(n, 700, "counted", "count")


def first(**numbers):
    told = {"n_dormant": counted(700), **numbers}
    return decisions_asked(told, Fixes(Finding("", {})), floor=5)[0]


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        ({"n_dormant": counted(0)}, "none today."),
        ({"documented_share": Estimate(0.2, 0.1, 0.3, 700, "")}, "ask 40 silent customers"),
        ({"n_calls": counted(0)}, "call nobody this week."),
        ({"n_calls": Estimate.cannot_tell(0, "no contacts table", "count")}, "call 467 of the 700"),
    ],
)
def test_the_first_decision_follows_from_what_is_known(numbers, asked):
    assert first(**numbers).asked.startswith(asked)


def test_planned_calls_are_asked_for_with_cost_and_worth():
    asked = first(
        n_calls=counted(120),
        n_calls_held_back=counted(30),
        call_cost=Estimate.exact(10.0, 12, "minutes", "money"),
        calls_value=Estimate(5e4, 1e4, 9e4, 120, "incremental: measured lift; ...", "money"),
        calls_difference_seen=Estimate.exact(0.2, 150, "", "share"),
    )

    assert asked.asked.startswith("make this week's 120 calls, and leave the 30 held back")
    assert asked.cost == "120 calls, 1,200 of time"
    assert asked.worth == "50.0 k (10.0 k to 90.0 k)"


def test_an_issue_that_frees_too_few_and_a_short_list_are_no_decisions():
    calendar = pd.DataFrame({"code": ["late"], "n_freed": [4]})
    told = {"n_dormant": counted(700), "n_fixed_not_told": counted(4)}

    assert len(decisions_asked(told, Fixes(Finding("", {}), calendar=calendar), floor=5)) == 1
