"""Sentences of the pages' heads: true for the company at hand."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import winback as room
from analysis.dormancy.findings import _about_one_timers
from analysis.dormancy.loss import _doubts
from analysis.dormancy.lost import Margin
from analysis.results import Estimate, Finding
from analysis.settings import Settings
from analysis.statistics import share_with_wilson_interval
from analysis.steps.checking import receipt_in_words
from analysis.steps.fixing import _own_words, _renamed, _say_callable, _without_effect
from analysis.steps.summary import _leading
from analysis.steps.why import Reasons
from analysis.winback import take_snapshot


def reasons_of(n_told, *, n_named):
    ranked = pd.DataFrame({"is_reason": [True], "n_customers": [n_named], "n_told": [n_told],
                           "share": 0.5, "low": 0.3, "high": 0.7, "theme": "late"})  # fmt: skip
    numbers = {"documented_share": share_with_wilson_interval(n_told, 15)}
    return Reasons(Finding("", numbers), ranked=ranked if n_told else ranked.head(0))


@pytest.mark.parametrize(
    ("n_told", "n_named", "words"),
    [
        (12, 4, "; 12 of them have a reason on file, and no reason is named by enough to lead"),
        (1, 1, "; 1 of them has a reason on file, and no reason is named by enough to lead"),
        (0, 0, "; none of them has a reason on file"),
        (12, 6, "; of the 12 of them who told us why, 50% (30% to 70%) name **late**"),
    ],
)
def test_the_headline_says_how_many_told_where_no_reason_leads(n_told, n_named, words):
    assert _leading(reasons_of(n_told, n_named=n_named), Settings()) == words


@pytest.mark.parametrize(
    ("n_slipping", "words"),
    [
        (0, "Only customers already beyond their own limit are counted. Intervals"),
        (102, "limit are counted; of the 102 slipping, who does not come back would add to the"),
    ],
)
def test_slipping_customers_are_no_loss_yet(n_slipping, words):
    lost = pd.DataFrame({"days_first_to_last_order": [900], "spend_year_to_last_order": [9.0],
                         "yearly_run_rate": [9.0]})  # fmt: skip

    assert words in _doubts(lost, Margin(10, 10, 0.3), n_slipping)[0]


@pytest.mark.parametrize(
    ("n_once", "words"),
    [
        (0, ""),
        (1, "1 customer ordered once: without a rhythm, and never counted as lost."),
        (2, "2 customers ordered once: without a rhythm they are a class of their own and never "
            "counted as lost."),
    ],
)  # fmt: skip
def test_one_customer_who_ordered_once_is_one(n_once, words):
    people = SimpleNamespace(customers=range(5 + n_once), repeat=range(5))

    assert _about_one_timers(people) == words


@pytest.mark.parametrize(
    ("verdict", "codes", "said"),
    [
        ("no effect seen", "late, price", 1),
        ("helped", "late, price", 0),
        ("no effect seen", "x", 0),
    ],
)
def test_a_fix_without_effect_is_doubted_before_anybody_is_told(verdict, codes, said):
    untold = pd.DataFrame({"customer_id": ["a"], "codes": [codes]})
    effects = pd.DataFrame({"code": ["price"], "verdict": [verdict]})

    doubts = _without_effect(untold, effects)

    assert len(doubts) == said
    assert all("told that price is fixed" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("free", "n", "said"),
    [(1, 1, "they may be called"), (0, 1, "nobody there may be called"),
     (3, 3, "all of them may be called"), (0, 3, "none of them may be called")],
)  # fmt: skip
def test_one_customer_is_not_all_of_them(free, n, said):
    assert _say_callable(Estimate.exact(free, n, "counted")) == f"; {said}"


@pytest.mark.parametrize(("aside", "said"), [(2, True), (3, False)])
def test_a_row_that_breaks_two_rules_is_said_to_count_twice(aside, said):
    found = {"rows_in": 9, "rows_good": 9 - aside, "rows_set_aside": aside, "rows_blank": 0,
             "warnings": [], "set_aside_by_code": {"cancelled": 1, "after_as_of": 2}}  # fmt: skip

    told = receipt_in_words({"as_of": None, "tables": {"transactions": found}})

    assert ("breaks several rules stands under each" in told) == said


def test_the_register_is_told_in_the_words_of_the_company():
    themes = pd.DataFrame({"theme": ["Vernachlässigung durch Außendienst", "late delivery"]})
    rows = pd.DataFrame({"code": ["vernachlässigung_durch_außendienst", "late_delivery", "x"]})

    told = _renamed(rows, _own_words(themes))

    assert told["code"].tolist() == ["Vernachlässigung durch Außendienst", "late_delivery", "x"]
    assert _renamed(pd.DataFrame(), {}).empty


@pytest.mark.parametrize(
    ("n", "n_called", "said"),
    [
        (12, 9, "no week of 20 calls or more"),
        (60, 50, "50 silent customers were called and 10 not"),
    ],
)
def test_a_programme_of_few_calls_says_what_it_lacks(n, n_called, said):
    ids = [f"c{one:04}" for one in range(n)]
    orders = pd.DataFrame({"customer_id": ids, "ordered_on": pd.Timestamp("2022-10-01")})
    touches = pd.DataFrame({"customer_id": ids[:n_called], "program": "blitz",
                            "touched_at": "2024-03-01", "outcome": "voicemail"})  # fmt: skip
    of = take_snapshot({"orders": orders, "touches": touches}, as_of=date(2024, 12, 31))

    (found,) = room.compare_programmes(of, window_days=180)

    shown = room.league([found]).iloc[0]
    assert said in shown["verdict"]
    assert shown["n_called"] == (n_called if n_called >= 20 else 0)
