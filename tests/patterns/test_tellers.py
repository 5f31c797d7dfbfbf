"""Who told, at which talk, of which competitor, how soon; and whom a lot draws."""

import numpy as np
import pandas as pd
import pytest

from analysis.patterns import (
    WhoSaidWhat,
    compare_tellers,
    days_to_reason,
    draw_probe,
    rank_competitors,
    talks,
)
from analysis.settings import Settings


def who_of(ids, theme="late", **columns):
    lost = pd.DataFrame({"customer_id": list(ids), "yearly_value_at_stake": 1.0, **columns})
    return WhoSaidWhat(lost, lost[["customer_id"]].assign(theme_id=theme, theme=theme))


def test_a_customer_of_whom_both_sides_told_stands_on_neither():
    ids = [f"c{number:02}" for number in range(30)]
    rows = pd.DataFrame(
        {"customer_id": [*ids, ids[0]], "source": ["customer"] * 15 + ["rep"] * 16}
    )  # fmt: skip

    found = compare_tellers(who_of(ids), rows)

    assert found["n_group"].tolist() == [14]


def test_unknown_tellers_are_on_no_side():
    ids = [f"c{number:02}" for number in range(40)]
    rows = pd.DataFrame({"customer_id": ids, "source": ["customer"] * 20 + ["unknown"] * 20})

    assert compare_tellers(who_of(ids), rows).empty


def test_later_talks_count_customers_once():
    rows = pd.DataFrame(
        {
            "customer_id": ["a", "a", "a", "b"],
            "theme_id": ["late", "face", "face", "late"],
            "asked_n": [1, 3, 5, 1],
            "layer": ["formal", "personal", "personal", "unknown"],
        }
    )

    found = talks(rows).set_index("talk")

    assert found.loc[3, ["n_customers", "n_personal", "n_again", "n_new"]].tolist() == [1, 1, 1, 1]
    assert found.loc[1, "n_customers"] == 1  # an unknown layer is in no denominator


def test_without_the_number_of_the_talk_there_is_no_table():
    rows = pd.DataFrame(
        {"customer_id": ["a"], "theme_id": ["t"], "asked_n": [None], "layer": [None]}
    )

    assert talks(rows).empty


def test_nobody_who_names_a_competitor_gives_an_empty_table():
    rows = pd.DataFrame({"customer_id": ["a"], "competitor": [None]})

    assert rank_competitors(who_of("a"), rows, settings=Settings()).empty


def test_the_median_wait_has_the_ranks_of_the_binomial():
    # n = 20: the 6th and the 15th value hold the median with 95.9 % (Conover, table A3)
    ids = [f"c{number:02}" for number in range(20)]
    start = pd.Timestamp("2024-01-01")
    rows = pd.DataFrame(
        {"customer_id": ids, "stated_on": start + pd.to_timedelta(range(1, 21), "D")}
    )

    found = days_to_reason(who_of(ids, last_order_on=start), rows)

    assert (found.value, found.low, found.high) == (10.5, 6.0, 15.0)


def lost(n, **columns):
    return pd.DataFrame({"customer_id": [f"c{number:03}" for number in range(n)], **columns})


def test_the_lot_does_not_see_the_order_of_rows():
    dormant = lost(50)
    one = draw_probe(dormant, {}, size=10, rng=np.random.default_rng(7)).drawn
    other = draw_probe(dormant[::-1], {}, size=10, rng=np.random.default_rng(7)).drawn

    pd.testing.assert_frame_equal(one, other)


def test_each_customer_is_left_out_once():
    sample = draw_probe(
        lost(10),
        {"told": pd.Series(["c000", "c001"]), "barred": pd.Series(["c001", "c002", "zzz"])},
        size=99,
        rng=np.random.default_rng(0),
    )

    assert sample.left_out == {"told": 2, "barred": 1}
    assert len(sample.drawn) == sample.n_in_lot == 7
    assert (sample.drawn["probe_probability"] == 1).all()


def test_strata_get_places_by_size_and_at_least_one():
    dormant = lost(100, tier=["small"] * 89 + ["mid"] * 10 + ["large"])

    drawn = draw_probe(dormant, {}, size=20, rng=np.random.default_rng(0), by="tier").drawn

    sizes = drawn["stratum"].value_counts()
    assert sizes.sum() == 20
    assert sizes["large"] == 1
    assert drawn.groupby("stratum")["probe_probability"].first().to_dict() == pytest.approx(
        {name: sizes[name] / n for name, n in (("small", 89), ("mid", 10), ("large", 1))}
    )


def test_everybody_in_the_lot_has_the_same_chance():
    rng, times = np.random.default_rng(3), np.zeros(20)
    for _ in range(400):
        drawn = draw_probe(lost(20), {}, size=5, rng=rng).drawn["customer_id"]
        times[drawn.str[1:].astype(int)] += 1

    assert np.abs(times / 400 - 0.25).max() < 0.07


def test_nobody_in_the_lot_draws_nobody():
    sample = draw_probe(lost(0), {}, size=5, rng=np.random.default_rng(0))

    assert sample.drawn.empty
