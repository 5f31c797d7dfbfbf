"""``read_reasons``: counted by customer, nothing lost, masked, told without overclaiming."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_themes import easy_notes

from analysis.reasons import NO_REASON_ID, OTHER_ID, read_reasons
from analysis.settings import Settings

SETTINGS = Settings(n_bootstrap=200)


def statements(notes, *, customers=None, codes=None):
    n = len(notes)
    return pd.DataFrame(
        {
            "customer_id": customers or [f"c{place}" for place in range(n)],
            "reason_id": [f"r{place:04}" for place in range(n)],
            "note": notes,
            "code": codes or [None] * n,
        }
    )


def test_every_statement_has_a_mention_and_shares_count_customers():
    texts, _ = easy_notes()
    customers = [f"c{place // 4}" for place in range(len(texts))]
    answer = read_reasons(
        statements(texts, customers=customers), settings=replace(SETTINGS, n_themes=4)
    )
    assert set(answer.mentions["reason_id"]) == {f"r{place:04}" for place in range(len(texts))}
    leaf = answer.themes.iloc[0]
    named = answer.mentions[answer.mentions["theme_id"] == leaf["theme_id"]]["customer_id"]
    assert leaf["n_customers"] == named.nunique()
    assert leaf["share"] == pytest.approx(named.nunique() / 32)
    assert leaf["low"] < leaf["share"] < leaf["high"]
    assert answer.themes["n_mentions"].sum() == len(answer.mentions)


def test_wilson_interval_by_hand():
    # 3 of 12: 0.0889 to 0.5323 (Wilson 1927).
    notes = ["late delivery again"] * 3 + ["don't know"] * 9
    themes = read_reasons(statements(notes), settings=replace(SETTINGS, n_themes=1)).themes
    row = themes.iloc[0]
    assert (row["n_customers"], round(row["low"], 4), round(row["high"], 4)) == (3, 0.0889, 0.5323)
    assert themes.set_index("theme_id").loc[NO_REASON_ID, "n_customers"] == 9


def test_note_with_two_reasons_gets_both():
    texts, _ = easy_notes()
    both = "The delivery was late again, and your driver was rude to staff."
    answer = read_reasons(statements([*texts, both]), settings=replace(SETTINGS, n_themes=4))
    rows = answer.mentions[answer.mentions["reason_id"] == f"r{len(texts):04}"]
    assert len(rows) == 2
    assert rows["score"].is_monotonic_decreasing
    assert rows["mention_n"].tolist() == [1, 2]


def test_never_more_than_three_themes_a_note():
    texts, _ = easy_notes()
    long = ". ".join(texts[::9])
    answer = read_reasons(statements([*texts, long]), settings=SETTINGS)
    assert answer.mentions.groupby("reason_id").size().max() <= 3


def test_foreign_subject_is_other_and_silence_is_no_reason():
    texts, _ = easy_notes()
    book = read_reasons(statements(texts), settings=replace(SETTINGS, n_themes=4)).codebook
    notes = ["zebra umbrella quixotic", None, "no idea", "delivery late again"]
    answer = read_reasons(statements(notes), settings=SETTINGS, codebook=book, n_empty_notes=5)
    ids = answer.mentions["theme_id"].tolist()
    assert ids[:3] == [OTHER_ID, NO_REASON_ID, NO_REASON_ID]
    assert ids[3] in {theme.theme_id for theme in book.themes}
    silent = answer.finding.numbers["n_no_reason_statements"]
    assert (silent.value, silent.n) == (7, 9)


def test_code_stands_in_where_the_note_says_nothing():
    notes = [None, "unknown", "invoice wrong again", "late_delivery"]
    codes = ["late_delivery", "LateDelivery", "other", None]
    answer = read_reasons(statements(notes, codes=codes), settings=SETTINGS)
    texts = answer.mentions["text"].tolist()
    assert texts[:2] == ["late delivery", "late delivery"]
    assert texts[2] == "invoice wrong again"


def test_codes_bring_together_what_people_say_in_different_words():
    ways = {
        "billing": ["sums never added up", "tax number missing", "paid twice in spring"],
        "late_delivery": ["stood idle all morning", "promised Tuesday", "ran out of boxes"],
    }
    notes = [f"{way} {fill}" for said in ways.values() for way in said for fill in "AB"]
    codes = [code for code in ways for _ in range(6)]
    coded = read_reasons(statements(notes, codes=codes), settings=replace(SETTINGS, n_themes=2))
    themes = coded.mentions["theme_id"].to_numpy()
    assert len(set(themes[:6])) == len(set(themes[6:])) == 1
    assert themes[0] != themes[-1]
    assert not coded.mentions["text"].str.contains("billing").any()


def test_row_order_changes_nothing():
    texts, _ = easy_notes()
    rows = statements(texts)
    values = {f"c{place}": float(place) for place in range(len(texts))}
    one = read_reasons(rows, settings=SETTINGS, values=values)
    two = read_reasons(rows.sample(frac=1, random_state=3), settings=SETTINGS, values=values)
    pd.testing.assert_frame_equal(one.mentions, two.mentions)
    pd.testing.assert_frame_equal(one.themes, two.themes)
    assert one.finding == two.finding


def test_money_is_summed_over_customers_once():
    notes = ["late delivery again", "late delivery still", "price too high", "price too high now"]
    rows = statements(notes, customers=["a", "a", "b", "c"])
    values = pd.Series({"a": 100.0, "b": 10.0, "c": 5.0, "x": 999.0})
    answer = read_reasons(rows, settings=replace(SETTINGS, n_themes=2), values=values)
    late = answer.themes[answer.themes["theme"].str.contains("late")].iloc[0]
    assert (late["n_customers"], late["n_mentions"], late["value"]) == (1, 2, 100.0)
    money = answer.finding.numbers["top_money_reason_share"]
    assert money.value == pytest.approx(100 / 115)
    assert money.low is None, "three customers carry no interval"
    without = read_reasons(rows, settings=replace(SETTINGS, n_themes=2)).themes
    assert without["value"].isna().all()


def test_sentence_claims_half_only_when_the_interval_does():
    majority = ["late delivery again"] * 40 + ["price too high"] * 5
    said = read_reasons(
        statements(majority), settings=replace(SETTINGS, n_themes=2)
    ).finding.sentence
    assert "at least half" in said
    texts, _ = easy_notes()
    said = read_reasons(statements(texts), settings=replace(SETTINGS, n_themes=4)).finding.sentence
    assert "No single reason explains half" in said
    close = ["late delivery again"] * 6 + ["price too high"] * 5
    said = read_reasons(statements(close), settings=replace(SETTINGS, n_themes=2)).finding.sentence
    assert "cannot tell" in said


def test_personal_data_reaches_no_table():
    notes = [
        "Ms Okafor (+44 20 7946 0958) was rude",
        "ask jo@firm.example about late vans",
        "Hansen GmbH is paying too much",
    ]
    answer = read_reasons(statements(notes), settings=SETTINGS, names=["Hansen GmbH"])
    written = answer.mentions.to_csv() + answer.themes.to_csv() + repr(answer.codebook.themes)
    for secret in ("Okafor", "7946", "jo@firm", "Hansen"):
        assert secret not in written


def test_many_themes_get_parents_that_hold_their_leaves():
    words = ["van", "price", "bill", "box", "tape", "soap", "glove", "mop", "cart", "bag"]
    faults = ["late", "broken", "wrong", "dirty", "lost", "costly"]
    notes = [f"{word} was {fault} {again}" for word in words for fault in faults
             for again in ("again", "on Monday", "this spring")]  # fmt: skip
    answer = read_reasons(statements(notes), settings=replace(SETTINGS, n_themes=20))
    themes = answer.themes
    parents = themes[themes["theme_id"].str.startswith("p")]
    leaves = themes[themes["theme_id"].str.startswith("t")]
    assert len(leaves) == 20
    assert 8 <= len(parents) <= 15
    assert set(leaves["parent_id"]) == set(parents["theme_id"])
    for parent in parents.itertuples():
        inside = leaves[leaves["parent_id"] == parent.theme_id]
        assert inside["n_mentions"].sum() == parent.n_mentions


@pytest.mark.parametrize(
    "notes",
    [[], [None], ["late"], ["late van", "high price"], [""] * 3, ["same text"] * 20, ["😡"],
     ["x" * 50_000]],
    ids=lambda notes: str(len(notes)),
)  # fmt: skip
def test_tiny_and_odd_tables(notes):
    answer = read_reasons(statements(notes), settings=SETTINGS)
    assert answer.mentions["reason_id"].nunique() == len(notes)
    assert answer.finding.sentence
    if not notes:
        assert answer.themes["share"].isna().all()


def test_missing_columns_and_ids_are_borne():
    rows = pd.DataFrame({"customer_id": ["a", "b"], "note": ["late van", "late van"]})
    answer = read_reasons(rows.assign(reason_id=np.nan), settings=SETTINGS)
    assert answer.mentions["reason_id"].nunique() == 2


def test_a_sentence_says_when_more_fits_no_theme():
    book = read_reasons(statements(easy_notes()), settings=SETTINGS).codebook
    foreign = ["cinq chevaux galopent vers la mer"] * 3

    mostly = read_reasons(
        statements([*easy_notes()[:2], *foreign]), settings=SETTINGS, codebook=book
    )
    alone = read_reasons(statements(foreign), settings=SETTINGS, codebook=book)

    assert "More, **60%**, say only what fits no theme" in mostly.finding.sentence
    assert alone.finding.sentence.startswith(
        "**Cannot tell why**: what customers say fits no theme (100%"
    )
    assert "More," not in read_reasons(statements(easy_notes()), settings=SETTINGS).finding.sentence
