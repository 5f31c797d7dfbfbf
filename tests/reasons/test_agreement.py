"""Agreement of two coders: published examples, hand calculations, coverage, the gold set."""

import numpy as np
import pandas as pd
import pytest

from analysis.reasons.adjusting import adjust_share, adjusted_shares
from analysis.reasons.agreement import (
    DoubleCoded,
    agree_on_codes,
    agree_on_main,
    agree_on_sets,
    masi_distance,
)
from analysis.reasons.sampling import draw_notes
from reasons.gold import read_gold, read_second_codes


def coded(first, second, customers=None, weights=None):
    n = len(first)
    names = tuple(map(str, range(n))) if customers is None else tuple(customers)
    return DoubleCoded(
        tuple(first), tuple(second), names, np.ones(n) if weights is None else weights
    )


def chance(seed=0):
    return np.random.default_rng(seed)


def test_kappa_of_the_main_code_is_that_of_cohens_example():
    # Cohen (1960), table 1 as frequencies of 200: agreed .70, by chance .41, kappa .492
    table = {"aa": 88, "ab": 14, "ac": 18, "ba": 10, "bb": 40, "bc": 10, "ca": 2, "cb": 6, "cc": 12}
    pairs = [pair for pair, n in table.items() for _ in range(n)]

    found = agree_on_main(
        coded([(one,) for one, _ in pairs], [(other,) for _, other in pairs]), rng=chance()
    )

    assert found.value == pytest.approx(0.29 / 0.59)
    assert found.low < found.value < found.high


def test_masi_is_passonneaus_scale():
    # Passonneau (2006), section 3: 1 for equal sets, 2/3 of Jaccard for subsets, 1/3 for overlap
    assert masi_distance("ab", "abc") == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert masi_distance("abc", "abd") == pytest.approx(1 - 1 / 3 * 1 / 2)
    assert masi_distance("a", "b") == 1


def test_alpha_of_sets_is_the_hand_calculation():
    # 20 notes {a}/{a}, 20 {b}/{b}, 10 {a}/{a,b}. Values: a 50, b 40, ab 10 of 100.
    # observed 20 * 2/3 / 100; expected 2 * (50*40*1 + 50*10*2/3 + 40*10*2/3) / (100*99)
    first = [("a",)] * 20 + [("b",)] * 20 + [("a",)] * 10
    second = [("a",)] * 20 + [("b",)] * 20 + [("b", "a")] * 10

    found = agree_on_sets(coded(first, second), rng=chance(), n_draws=100)

    assert found.value == pytest.approx(1 - (20 * 2 / 3 / 100) / (2 * 2600 / 9900))


def test_a_note_counts_as_often_as_it_stands_for():
    # Weights 1 and 3 give what three copies of the second half give.
    first, second = [("a",), ("b",)] * 10 + [("a",)] * 20, [("a",), ("b",)] * 10 + [("b",)] * 20
    weights = np.array([1.0] * 20 + [3.0] * 20)

    light = agree_on_codes(coded(first, second, weights=weights), ["a"], rng=chance())
    copied = agree_on_codes(
        coded(first[:20] + first[20:] * 3, second[:20] + second[20:] * 3), ["a"], rng=chance()
    )

    assert light["kappa"].item() == pytest.approx(copied["kappa"].item())


def test_a_rare_code_cannot_be_told_and_shows_pabak():
    first = [("rare",)] * 4 + [("a",)] * 96
    second = [("rare",)] * 2 + [("a",)] * 98

    found = agree_on_codes(coded(first, second), ["rare"], rng=chance()).iloc[0]

    assert found["verdict"] == "cannot tell"
    assert np.isnan(found["kappa"])
    assert found["pabak"] == pytest.approx(0.96)  # 98 of 100 agree


def test_notes_of_one_customer_are_one_draw():
    # Forty customers of ten notes: with three of ten customers the coders differ in every note.
    first = [("a",) if at % 20 < 10 else ("b",) for at in range(400)]
    turned = {("a",): ("b",), ("b",): ("a",)}
    second = [turned[code] if at // 10 % 10 < 3 else code for at, code in enumerate(first)]
    alone = agree_on_codes(coded(first, second), ["a"], rng=chance()).iloc[0]
    bound = agree_on_codes(
        coded(first, second, [f"c{at // 10}" for at in range(400)]), ["a"], rng=chance()
    ).iloc[0]

    assert bound["kappa"] == pytest.approx(alone["kappa"])
    assert bound["high"] - bound["low"] > 1.5 * (alone["high"] - alone["low"])


def test_few_customers_carry_no_interval():
    found = agree_on_main(coded([("a",)] * 30, [("a",)] * 30, ["x", "y", "z"] * 10), rng=chance())

    assert not found.known


def test_the_gold_set_agrees_as_its_readme_says():
    """Two blind coders: median kappa .93, lowest .76, main code .86."""
    gold = read_gold()
    both = coded([note.codes for note in gold], read_second_codes())
    codes = sorted({code for note in gold for code in note.codes})

    found = agree_on_codes(both, codes, rng=chance(), n_draws=200)

    told = found.dropna(subset="kappa")
    assert told["kappa"].median() == pytest.approx(0.93, abs=0.01)
    assert told.set_index("code")["kappa"].idxmin() == "unresolved_complaint"
    assert told["kappa"].min() == pytest.approx(0.76, abs=0.01)
    assert (told["verdict"] != "not reliable").all()
    assert agree_on_main(both, rng=chance(), n_draws=200).value == pytest.approx(0.86, abs=0.005)
    assert agree_on_sets(both, rng=chance(), n_draws=50).value > 0.8


def test_the_interval_of_kappa_covers():
    """Kappa .7 by design: a second coder copies with chance .7 and else draws by the same share."""
    rng, held = chance(4), 0
    for _ in range(150):
        first = rng.random(120) < 0.3
        guess = rng.random(120) < 0.3
        second = np.where(rng.random(120) < 0.7, first, guess)
        sides = ([("a",) if yes else ("b",) for yes in side] for side in (first, second))
        found = agree_on_codes(coded(*sides), ["a"], rng=rng, n_draws=300).iloc[0]
        held += found["low"] <= 0.7 <= found["high"]

    assert held >= 0.9 * 150


def test_an_adjusted_share_is_rogan_and_gladens():
    # (.3 + .9 - 1) / (.8 + .9 - 1)
    assert adjust_share(300, 1000, (80, 100), (90, 100)).value == pytest.approx(0.2 / 0.7)


def test_a_coding_no_better_than_a_coin_adjusts_nothing():
    assert not adjust_share(300, 1000, (55, 100), (55, 100)).known
    assert not adjust_share(300, 1000, (9, 9), (90, 100)).known


def test_the_interval_of_an_adjusted_share_covers():
    """True share .2, found .8 of them, spared .93 of the others; 150 careful codings of 800."""
    rng, held = chance(6), 0
    for _ in range(300):
        true = rng.random(800) < 0.2
        ours = np.where(true, rng.random(800) < 0.8, rng.random(800) < 0.07)
        t, o = true[:150], ours[:150]
        found = adjust_share(ours.sum(), 800, ((t & o).sum(), t.sum()),
                             ((~t & ~o).sum(), (~t).sum()))  # fmt: skip
        held += found.low <= 0.2 <= found.high

    assert held >= 0.92 * 300


def test_shares_are_adjusted_by_customers_not_by_notes():
    # One customer with ten notes, in one of which the run found it, has it and was found.
    first = [("late",)] + [("b",)] * 9 + [("b",)] * 20 + [("late",)] * 9
    second = [("late",)] + [("b",)] * 9 + [("b",)] * 20 + [("late",)] * 9
    customers = ["x"] * 10 + [f"c{at}" for at in range(29)]

    found = adjusted_shares(coded(first, second, customers), pd.Series({"late": 10}), 30).iloc[0]

    assert (found["sensitivity"], found["specificity"]) == (1, 1)
    assert found["adjusted"] == pytest.approx(1 / 3)


def said(n_late, n_rude):
    names = [f"c{at:03}" for at in range(n_late + n_rude)]
    return pd.DataFrame(
        {
            "customer_id": names,
            "reason_id": [f"r{name}" for name in names],
            "theme_id": ["late"] * n_late + ["rude"] * n_rude,
        }
    )


def test_rare_themes_are_drawn_more_often_and_know_their_chance():
    drawn = draw_notes(said(400, 16), size=60, rng=chance())

    by_theme = drawn.groupby("stratum")["probability"].agg(["size", "first"])
    # places by the square root: 60 * 20 / 24 and 60 * 4 / 24
    assert by_theme["size"].to_dict() == {"late": 50, "rude": 10}
    assert by_theme["first"].to_dict() == {"late": 50 / 400, "rude": 10 / 16}


def test_the_drawn_notes_do_not_depend_on_the_order_of_rows():
    one = draw_notes(said(40, 5), size=10, rng=chance(3))
    other = draw_notes(said(40, 5)[::-1], size=10, rng=chance(3))

    pd.testing.assert_frame_equal(one, other)


def test_a_small_run_is_drawn_whole():
    drawn = draw_notes(said(5, 2), size=200, rng=chance())

    assert len(drawn) == 7
    assert (drawn["probability"] == 1).all()
