"""What changed between two months: edits told, drift against chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_themes import easy_notes

from analysis.reasons.changes import compare_books
from analysis.reasons.drift import Votes, tell_drift
from analysis.reasons.edits import merge, rename
from analysis.reasons.entries import Attributes
from analysis.reasons.learning import learn_codebook

NAMES = {"a": "late", "b": "price", "c": "rude"}


def month(counts, *, start=0):
    """One mention a customer, so many of each theme."""
    themes = [theme for theme, n in counts.items() for _ in range(n)]
    people = [f"c{start + place}" for place in range(len(themes))]
    return pd.DataFrame({"customer_id": people, "theme_id": themes, "score": 0.5})


def told(before, after, n_draws=200, seed=0):
    rng = np.random.default_rng(seed)
    return tell_drift(before, after, names=NAMES, rng=rng, n_draws=n_draws)


def drawn_month(rng, shares, n, *, start=0):
    return month(
        dict(zip(shares, rng.multinomial(n, list(shares.values())), strict=True)), start=start
    )


def test_distance_and_change_by_hand():
    # Mixes .5 .3 .2 and .2 .3 .5: half of .3 + 0 + .3 is .3. Newcombe on 20/100 - 50/100.
    drift = told(month({"a": 50, "b": 30, "c": 20}), month({"a": 20, "b": 30, "c": 50}, start=500))
    row = drift.table.set_index("theme_id").loc["a"]

    assert drift.finding.numbers["mix_distance"].value == pytest.approx(0.3)
    assert (row["share_before"], row["share_after"], row["change"]) == (0.5, 0.2, -0.3)
    assert (round(row["low"], 3), round(row["high"], 3)) == (-0.417, -0.169)
    assert drift.table.set_index("theme_id")["moved"].to_dict() == {
        "a": True,
        "b": False,
        "c": True,
    }


def test_two_reasons_of_a_customer_share_one_vote():
    said = month({"a": 30})
    both = pd.concat([said, said.assign(theme_id="b")])

    assert told(said, both).finding.numbers["mix_distance"].value == pytest.approx(0.5)


def test_the_same_customers_saying_the_same_is_no_drift():
    said = month({"a": 50, "b": 30, "c": 20})
    drift = told(said, said)

    assert drift.finding.numbers["mix_distance"].value == 0
    assert drift.finding.sentence.startswith("**No drift beyond chance**")
    assert not drift.table["moved"].any()


def test_row_order_does_not_matter():
    before, after = month({"a": 50, "b": 30}), month({"a": 20, "b": 60}, start=500)
    one, two = told(before, after), told(before.iloc[::-1], after.sample(frac=1, random_state=1))

    assert one.finding == two.finding
    pd.testing.assert_frame_equal(one.table, two.table)


def test_few_customers_tell_nothing():
    assert "Cannot tell" in told(month({"a": 5}), month({"a": 50})).finding.sentence


def many(counts):
    """Twelve themes that stay as they are, and what else is said."""
    return {f"s{place:02}": 12 for place in range(12)} | counts


def test_a_single_theme_that_moved_is_named_where_the_whole_mix_did_not():
    before, after = (
        month(many({"a": 1})),
        month({f"s{n:02}": 2 for n in range(12)} | {"a": 5}, start=999),
    )
    drift = told(before, after)
    sentence = drift.finding.sentence

    assert drift.finding.numbers["mix_p_value"].value >= 0.05
    assert drift.table.loc[drift.table["moved"], "theme_id"].tolist() == ["a"]
    assert sentence.startswith("**Single themes moved beyond chance**: late from 0.7% to 17%")
    assert "The mix as a whole did not" in sentence
    assert "No drift" not in sentence


@pytest.mark.parametrize(("before", "looked_at", "moved"), [(4, 0, 0), (10, 1, 0), (14, 0, 1)])
def test_a_reason_that_vanished_is_named_even_where_chance_may_have_done_it(
    before, looked_at, moved
):
    after = month({f"s{place:02}": 8 for place in range(12)}, start=999)
    drift = told(month(many({"a": before})), after)
    sentence = drift.finding.sentence

    assert (f"Look at late ({before} customers before, 0 now)" in sentence) == bool(looked_at)
    assert int(drift.table["moved"].sum()) == moved
    assert ("Single themes moved" in sentence) == bool(moved)


def test_samples_of_one_population_are_seldom_called_a_drift():
    rng = np.random.default_rng(3)
    shares = {"a": 0.6, "b": 0.3, "c": 0.1}
    called = 0
    for seed in range(60):
        pair = drawn_month(rng, shares, 120), drawn_month(rng, shares, 90, start=500)
        drift = told(*pair, n_draws=99, seed=seed)
        called += "**No drift" not in drift.finding.sentence
    assert called <= 8  # 3 expected; more than 8 of 60 has a chance of .3 %


@pytest.mark.parametrize("shift", [0.02, 0.05, 0.15, 0.3])
def test_the_interval_covers_the_distance_of_the_populations(shift):
    rng = np.random.default_rng(5)
    held, nobody = 0, np.zeros((200, 3))
    for _ in range(200):
        before = np.eye(3)[rng.choice(3, 200, p=[0.5, 0.3, 0.2])]
        after = np.eye(3)[rng.choice(3, 200, p=[0.5 - shift, 0.3 + shift, 0.2])]
        votes = Votes(np.vstack([before, nobody]), np.vstack([nobody, after]))
        low, high = votes.interval(rng, 200)
        held += low <= shift <= high
    assert held / 200 >= 0.92


def test_votes_keep_who_spoke_twice_together():
    both = np.array([[1.0, 0.0]] * 40)
    votes = Votes(both, both[:, ::-1])

    assert votes.distance == 1
    assert votes.by_chance(np.random.default_rng(0), 50).max() < 1


def test_changes_by_log_and_by_hand_are_both_told():
    book = learn_codebook(easy_notes()[0], n_themes=4)
    edited = rename(merge(book, ["t01", "t02"]), "t01", "new name")
    last = replace(edited.themes[-1], definition="what", attributes=Attributes(locus="us"))
    edited = replace(edited, themes=(*edited.themes[:-1], last))
    changes = compare_books(book, edited)

    rows = changes.table[["theme_id", "what", "after"]].values.tolist()
    assert rows == [
        ["t01, t02", "merge", f"t01 {book.names['t01']}"],
        ["t01", "rename", "new name"],
        ["t04", "definition", "what"],
        ["t04", "attributes", "locus us"],
    ]
    assert changes.same_arrays


def test_books_learnt_apart_are_not_compared():
    texts = easy_notes()[0]
    changes = compare_books(learn_codebook(texts, n_themes=4), learn_codebook(texts, n_themes=3))

    assert not changes.related
    assert "learnt apart" in changes.sentence
