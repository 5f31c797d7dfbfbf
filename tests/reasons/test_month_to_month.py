"""A codebook keeps its meaning: one month learnt, edited, the next one coded, compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from test_answer import statements

from analysis.errors import InputRefused
from analysis.reasons import Codebook, read_reasons
from analysis.reasons.drift import tell_drift
from analysis.reasons.edits import Signature, merge, parts_among, present_mentions, rename, split
from analysis.reasons.entries import heirs
from analysis.reasons.newthemes import find_new_themes
from analysis.sample.notes import Voice, note_of
from analysis.settings import Settings
from analysis.steps.books import WantedEdit, edit_codebook, write_new_themes

SETTINGS = Settings(n_bootstrap=100, n_themes=9)
KNOWN = ["delivery", "price", "billing", "rep_neglect", "product_gap", "admin_burden", "forgot"]
NEW, GONE = "moved", "billing"


def month(causes, *, n=500, seed, tag):
    """Notes with one reason each, with the reason that was meant."""
    rng = np.random.default_rng(seed)
    meant = [causes[int(rng.integers(len(causes)))] for _ in range(n)]
    notes = [
        note_of((cause,), Voice("en", ("rep", "customer")[int(rng.integers(2))]), rng)
        for cause in meant
    ]
    people = [f"{tag}{place}" for place in range(n)]
    return statements(notes, customers=people).assign(cause=meant)


@pytest.fixture(scope="module")
def first():
    return read_reasons(month(KNOWN, seed=1, tag="a"), settings=SETTINGS)


@pytest.fixture(scope="module")
def edited(first):
    book = rename(first.codebook, "t01", "our own words")
    book = merge(book, ["t02", "t03"])
    texts = first.mentions.loc[first.mentions["theme_id"] == "t04", "text"].tolist()
    return split(book, "t04", parts_among(book, texts, 2))


@pytest.fixture(scope="module")
def later():
    """Some notes of the first month again, a reason less, a reason more."""
    again = month(KNOWN, seed=1, tag="a")
    fresh = month([*(one for one in KNOWN if one != GONE), NEW], seed=2, tag="b")
    rows = pd.concat([again[again["cause"] != GONE], fresh], ignore_index=True)
    return rows.assign(reason_id=[f"r{place:04}" for place in range(len(rows))])


@pytest.fixture(scope="module")
def second(edited, later):
    return read_reasons(later, settings=SETTINGS, codebook=edited)


def first_themes(mentions):
    rows = mentions[mentions["mention_n"] == 1]
    return rows.drop_duplicates("customer_id").set_index("customer_id")["theme_id"]


def test_unchanged_notes_keep_their_code(first, edited, second):
    old, new = first_themes(first.mentions), first_themes(second.mentions)
    both = old.index.intersection(new.index)
    kept = [new[one] in (heirs(edited.edits, old[one]) or ("other",)) for one in both]

    assert len(both) > 300
    assert np.mean(kept) >= 0.95


def test_the_new_reason_is_proposed_and_no_old_one(second, later):
    meant = later.set_index("customer_id")["cause"]
    table = second.new_themes.table
    quoted = second.mentions[second.mentions["text"].isin(table[["quote_1", "quote_2"]].stack())]

    assert len(table)
    assert (meant[quoted["customer_id"]] == NEW).mean() > 0.8
    assert table.loc[0, "low"] < table.loc[0, "share"] < table.loc[0, "high"]
    assert table.loc[0, "share_before"] < 0.02
    assert any("proposed" in doubt and "may be fewer" in doubt for doubt in second.finding.doubts)


def test_what_a_proposal_holds_is_listed(second, edited, tmp_path):
    write_new_themes(second.new_themes, edited, tmp_path)
    listed = pd.read_csv(tmp_path / "new_mentions.csv", dtype=str)
    first = listed[listed["theme_id"] == "n01"]
    row = second.new_themes.table.iloc[0]

    assert len(first) == row["n_mentions"]
    assert first["customer_id"].nunique() == row["n_customers"]
    assert set(first["reason_id"]) <= set(second.mentions["reason_id"])
    assert row["quote_1"] in set(first["text"])


def test_a_month_of_the_same_kind_proposes_nothing(edited):
    same = month(KNOWN, seed=7, tag="d")

    assert not len(read_reasons(same, settings=SETTINGS, codebook=edited).new_themes)


def test_proposals_do_not_depend_on_the_order_of_rows(edited, second):
    again = find_new_themes(second.mentions.sample(frac=1, random_state=3), edited)

    pd.testing.assert_frame_equal(again.table, second.new_themes.table)
    assert np.array_equal(again.centres, second.new_themes.centres)


def test_an_accepted_theme_takes_its_notes_and_leaves_the_others(edited, second, later, tmp_path):
    edited.save(tmp_path)
    write_new_themes(second.new_themes, edited, tmp_path)
    wanted = WantedEdit("accept", ("n01",), name="moved away", folder=tmp_path)
    book = edit_codebook(tmp_path, wanted, signed=Signature(by="anna")).book
    coded = read_reasons(later, settings=SETTINGS, codebook=Codebook.load(tmp_path))
    made = book.edits[-1].into[0]
    meant = later.set_index("customer_id")["cause"]
    old, new = first_themes(second.mentions), first_themes(coded.mentions)
    others = meant.index[meant != NEW]

    assert (new[meant.index[meant == NEW]] == made).mean() > 0.6
    assert (old[others] == new[others]).mean() >= 0.95
    assert book.names[made] == "moved away"


def test_a_proposal_for_another_state_of_the_book_is_refused(edited, second, tmp_path):
    other = split(edited, "t05", parts_among(edited, second.mentions["text"].tolist(), 2))
    other.save(tmp_path)
    write_new_themes(second.new_themes, edited, tmp_path)

    with pytest.raises(InputRefused, match="not made with this codebook as it is now"):
        edit_codebook(tmp_path, WantedEdit("accept", ("n01",), folder=tmp_path), signed=Signature())
    with pytest.raises(InputRefused, match="proposes no 'n77'"):
        edit_codebook(tmp_path, WantedEdit("accept", ("n77",), folder=tmp_path), signed=Signature())


def test_the_vanished_reason_shows_in_the_drift(first, edited, later):
    fresh = later[later["customer_id"].str.startswith("b") & (later["cause"] != NEW)]
    after = read_reasons(fresh, settings=SETTINGS, codebook=edited).mentions
    before = present_mentions(first.mentions, edited)
    drift = tell_drift(before, after, names=edited.names, rng=np.random.default_rng(0), n_draws=200)
    said = month(KNOWN, seed=1, tag="a").set_index("customer_id")["cause"]
    told = before[before["customer_id"].isin(said.index[said == GONE])]
    billing = told["theme_id"].value_counts().index[0]
    row = drift.table.set_index("theme_id").loc[billing]

    assert drift.finding.sentence.startswith("**The mix of reasons moved**")
    assert row["moved"]
    assert row["high"] < 0
