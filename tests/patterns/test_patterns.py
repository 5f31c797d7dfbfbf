"""Who x why x money: hand-made customers, null data, a planted effect."""

import numpy as np
import pandas as pd
import pytest

from analysis.patterns import (
    WhoSaidWhat,
    compare_groups,
    coverage,
    join_who_and_why,
    rank_reasons,
    say_patterns,
)
from analysis.settings import Settings

QUICK = Settings(n_bootstrap=200)


def people(ids, money=1.0, **columns):
    return pd.DataFrame({"customer_id": list(ids), "yearly_value_at_stake": money, **columns})


def said(*pairs):
    rows = pd.DataFrame(pairs, columns=["customer_id", "theme"])
    return rows.assign(theme_id=rows["theme"])


def test_a_customer_who_names_a_reason_three_times_counts_once():
    dormancy = people("ab", dormancy_state="dormant")
    who = join_who_and_why(dormancy, said(("a", "late"), ("a", "late"), ("a", "late")))

    assert rank_reasons(who, settings=QUICK)["n_customers"].tolist() == [1]


def test_reasons_of_active_customers_are_not_counted_among_the_lost():
    dormancy = people("ab", dormancy_state=["dormant", "active"])
    who = join_who_and_why(dormancy, said(("a", "late"), ("b", "price")))

    assert who.named["theme"].tolist() == ["late"]


def test_the_denominator_is_those_who_told_us():
    who = WhoSaidWhat(people("abcd"), said(("a", "late"), ("b", "late"), ("c", "price")))

    top = rank_reasons(who, settings=QUICK).iloc[0]

    assert (top["n_customers"], top["n_told"], top["share"]) == (2, 3, pytest.approx(2 / 3))
    assert (top["bound_low"], top["bound_high"]) == (0.5, 0.75)


def test_other_and_no_reason_stand_last_and_are_not_compared():
    ids = [f"c{number:02}" for number in range(40)]
    who = WhoSaidWhat(
        people(ids, tier=["big"] * 20 + ["small"] * 20),
        said(*[(one, "other") for one in ids], ("c01", "late")),
        quiet_themes=("other",),
    )

    assert rank_reasons(who, settings=QUICK)["theme"].tolist() == ["late", "other"]
    assert set(compare_groups(who, ["tier"])["theme"]) == {"late"}


def test_groups_with_few_who_told_us_are_not_compared():
    ids = [f"c{number:02}" for number in range(25)]
    who = WhoSaidWhat(
        people(ids, tier=["big"] * 16 + ["small"] * 9), said(*[(one, "late") for one in ids])
    )

    assert compare_groups(who, ["tier"]).empty


def test_null_data_are_seldom_flagged_and_a_planted_effect_is_found():
    rng = np.random.default_rng(5)
    ids = [f"c{number:03}" for number in range(400)]
    tier = np.where(np.arange(400) < 120, "large", "small")
    false_runs = found_runs = 0
    for _ in range(20):
        chance = {name: np.full(400, share) for name, share in [("a", 0.3), ("b", 0.2), ("c", 0.1)]}
        null = said(*_drawn(rng, ids, chance), *[(one, "d") for one in ids[::7]])
        false_runs += compare_groups(WhoSaidWhat(people(ids, tier=tier), null), ["tier"])[
            "flagged"
        ].any()
        chance["a"] = np.where(tier == "large", 0.55, 0.2)
        planted = said(*_drawn(rng, ids, chance))
        flags = compare_groups(WhoSaidWhat(people(ids, tier=tier), planted), ["tier"])
        found_runs += flags.query("theme == 'a'")["flagged"].all()

    assert false_runs <= 4
    assert found_runs >= 18


def _drawn(rng, ids, chance):
    return [
        (one, theme)
        for theme, shares in chance.items()
        for one, hit in zip(ids, rng.random(len(ids)) < shares, strict=True)
        if hit
    ]


def test_nothing_to_compare_says_cannot_tell():
    empty = compare_groups(WhoSaidWhat(people(""), said()), ["tier"])

    assert "Cannot tell" in say_patterns(empty).sentence


def test_coverage_by_group_adds_up_to_everybody():
    who = WhoSaidWhat(people("abcd", tier=["x", "x", None, "y"]), said(("a", "late")))

    by_tier = coverage(who, by="tier")

    assert by_tier["n_dormant"].sum() == 4
    assert by_tier["group"].tolist() == ["not stated", "x", "y"]
