"""A reasons table in which no dormant customer told, and one in which each of them did."""

import numpy as np
import pandas as pd
import pytest

from analysis import plots
from analysis.patterns import (
    Phases,
    WhoSaidWhat,
    cost_of_reasons,
    coverage,
    honest_shares,
    rank_reasons,
    say_honest,
)
from analysis.results import Finding
from analysis.settings import Settings
from analysis.statistics import money_shares_with_bootstrap_intervals
from analysis.steps.told import Joined, how_told
from analysis.steps.why import _say_reasons

QUICK = Settings(n_bootstrap=100)


def people(n):
    ids = [f"c{number:03}" for number in range(n)]
    return pd.DataFrame({"customer_id": ids, "yearly_value_at_stake": 10.0,
                         "last_order_on": pd.Timestamp("2024-01-01")})  # fmt: skip


def said(ids, theme="late"):
    return pd.DataFrame({"customer_id": list(ids), "theme_id": theme, "theme": theme})


def test_sets_of_no_customer_hold_no_money():
    none = money_shares_with_bootstrap_intervals([], np.zeros((0, 2)), rng=np.random.default_rng(0))

    assert [share.known for share in none] == [False, False]


def test_where_no_dormant_customer_told_all_is_said_with_its_denominator():
    who = WhoSaidWhat(people(80), said([]))
    rows = pd.DataFrame({"customer_id": ["x"], "reason_id": ["1"], "source": "rep", "asked_n": 1,
                         "layer": "formal", "competitor": None, "probe_batch": None,
                         "stated_on": pd.Timestamp("2024-03-01"),
                         "probe_probability": None}).head(0)  # fmt: skip
    mentions = said([]).assign(reason_id="")

    told = how_told(Joined(who, mentions, rows, ()), settings=QUICK)
    ranked = rank_reasons(who, settings=QUICK)
    of_others = Finding("**Late** is named by 20% of the 40 customers with a statement.", {})
    found = _say_reasons(of_others, ranked, coverage(who), QUICK)

    assert ranked.empty
    assert not told.of_all.numbers["days_to_reason"].known
    assert found.sentence == (
        "**Cannot tell why** they left: none of the 80 dormant customers told why they went quiet."
    )
    assert str(found.numbers["documented_share"]) == "0% (0% to 5%, n=80)"
    assert not found.numbers["top_reason_share"].known


def test_where_twelve_told_their_reason_leads():
    who = WhoSaidWhat(people(80), said(people(80)["customer_id"].head(12)))

    found = _say_reasons(Finding("", {}), rank_reasons(who, settings=QUICK), coverage(who), QUICK)

    assert found.sentence.startswith(
        "**Late** is named by **100%** (76% to 100%) of the 12 dormant"
    )


@pytest.mark.parametrize(
    ("n", "words"),
    [(40, ""), (22, " Whether half of them name it cannot be told."),
     (10, " No reason can be called a majority.")],
)  # fmt: skip
def test_half_is_said_as_surely_as_the_interval_allows(n, words):
    ids = people(80)["customer_id"]
    named = pd.concat([said(ids[:n]), *(said(ids[k : k + 1], f"r{k}") for k in range(n, 45))])
    who = WhoSaidWhat(people(80), named)

    found = _say_reasons(Finding("", {}), rank_reasons(who, settings=QUICK), coverage(who), QUICK)

    assert found.sentence.endswith(f"on file for 56% of all 80.{words}")


def phases_of(n_told, n_drawn=0):
    ids = people(30)["customer_id"]
    told = pd.concat([said(ids[: n_told - 5]), said(ids[n_told - 5 : n_told], "price")])
    drawn = ids[n_told : n_told + n_drawn]
    return Phases(WhoSaidWhat(people(30), told), drawn.to_frame(), said(drawn))


@pytest.mark.parametrize(
    ("phases", "words"),
    [
        (phases_of(30), "All 30 dormant customers told unasked, so nobody needs to be drawn by"),
        (phases_of(18, 12), "With those asked by lot counted in, **late** would be named by 83% ("),
        (phases_of(10, 12), "With those asked by lot counted in, **late** would be named by 83% ("),
        (phases_of(18), "Cannot tell how often all dormant customers have a reason: nobody was d"),
    ],
)  # fmt: skip
def test_nobody_is_said_to_be_asked_by_lot_who_was_not(phases, words):
    found = say_honest(honest_shares(phases, settings=QUICK), floor=5)

    assert found.sentence.startswith(words)
    assert "()" not in found.sentence


def test_pictures_of_a_full_coverage_do_not_ask_for_a_lot():
    full, part = (honest_shares(phases_of(n), settings=QUICK).shares for n in (30, 18))

    assert plots.figure_of_honest_shares(full).title.startswith("Every dormant customer told")
    assert plots.figure_of_honest_shares(part).title.startswith("Only asking by lot would narrow")


def costs_of(rows, n, floor=5):
    named = pd.DataFrame(rows, columns=["customer_id", "theme_id"])
    who = WhoSaidWhat(people(n), named.assign(theme=named["theme_id"]))
    found = cost_of_reasons(who, floor=floor, rng=np.random.default_rng(0))
    assert found["value"].sum() == pytest.approx(10.0 * n)
    return found[["theme", "n_customers", "value_named"]].values.tolist()


def test_who_names_two_rare_reasons_counts_once():
    """Six customers name two or more rare reasons each; six told nothing."""
    ids = [f"c{number:03}" for number in range(6)]
    rows = [(one, f"t{place % 4}") for place, one in enumerate(ids)]
    rows += [(one, f"u{place % 4}") for place, one in enumerate(ids)]

    assert costs_of(rows, 12) == [["rarer reasons", 6, 60.0], ["not known", 6, 60.0]]
    # Of three not known alone nothing is shown.
    assert costs_of(rows, 9) == [["rarer reasons, or not known", 9, 90.0]]


def test_reasons_that_enough_name_stand_alone():
    rows = [(f"c{number:03}", "late") for number in range(6)]

    assert costs_of(rows, 11) == [["late", 6, 60.0], ["not known", 5, 50.0]]
