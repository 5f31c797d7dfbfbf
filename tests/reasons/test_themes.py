"""Themes: right on easy sets, the same in any order, and calm on tiny or odd ones."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.errors import InputRefused
from analysis.reasons import LexicalEmbedder, ReasonClusterer
from analysis.reasons.labels import name_themes

SUBJECTS = {
    "late": "delivery {} late|the late van came {}|late deliveries {} week|delivered late {}",
    "price": "price {} too high|your high prices rose {}|high price list {}|a high price {} to pay",
    "bill": "invoice {} wrong|wrong amount on invoice {}|wrong invoices {}|invoice wrong once {}",
    "rude": "driver {} rude to staff|rude driver {}|a rude driver shouted {}|rude driver {} now",
}
FILLS = ["again", "every", "always", "this year", "since May", "for us", "once more", "often"]


def easy_notes() -> tuple[list[str], list[str]]:
    rows = [
        (pattern.format(fill), subject)
        for subject, patterns in SUBJECTS.items()
        for pattern in patterns.split("|")
        for fill in FILLS
    ]
    return [text for text, _ in rows], [subject for _, subject in rows]


def test_plain_subjects_are_found_and_named():
    texts, subjects = easy_notes()
    model = ReasonClusterer(n_themes=4).fit(texts)
    assert adjusted_rand_score(subjects, model.labels_) > 0.85
    named = " ".join(model.theme_names_)
    assert all(word in named for word in ("late", "driver")), named
    assert len(set(model.theme_names_)) == 4


def test_row_order_and_repetition_change_nothing():
    texts, _ = easy_notes()
    order = np.random.default_rng(1).permutation(len(texts))
    straight = ReasonClusterer().fit(texts)
    shuffled = ReasonClusterer().fit([texts[place] for place in order])
    assert (shuffled.labels_ == straight.labels_[order]).all()
    assert shuffled.theme_names_ == straight.theme_names_
    assert np.array_equal(shuffled.centres_, straight.centres_)
    assert np.array_equal(shuffled.stability_, straight.stability_)


def test_labels_are_what_predict_says():
    texts, _ = easy_notes()
    model = ReasonClusterer().fit(texts)
    assert (model.predict(texts) == model.labels_).all()
    assert model.predict(texts[:1])[0] == model.labels_[0]


def test_largest_theme_comes_first_and_stability_is_a_share():
    texts, _ = easy_notes()
    model = ReasonClusterer(n_themes=4).fit(texts)
    assert ((model.stability_ >= 0) & (model.stability_ <= 1)).all()
    sizes = np.bincount(ReasonClusterer(n_themes=3).fit(texts).labels_)
    assert sizes[0] >= sizes[-1]


@pytest.mark.parametrize("n_themes", [None, 1, 3])
@pytest.mark.parametrize(
    "texts",
    [[], [""], ["", "  "], ["late van"], ["late van", "high price"], ["same text"] * 20,
     ["late van"] * 19 + ["high price"], ["x" * 50_000, "late van"], ["late van. " * 5_000] * 2,
     ["😡", "👍🏽", "😡 late"], ["配送が遅い", "価格が高い", "配送が遅すぎる"], ["the of and"] * 3,
     ["مرحبا التوصيل متأخر", "السعر مرتفع جدا"], ["12345", "2,50 €"]],
    ids=lambda texts: f"{len(texts)} {' '.join(texts)[:12]}" if isinstance(texts, list) else "",
)  # fmt: skip
def test_odd_sets_do_not_crash(texts, n_themes):
    model = ReasonClusterer(n_themes).fit(texts)
    assert len(model.labels_) == len(texts)
    assert len(model.theme_names_) == len(set(model.theme_names_)) == len(model.centres_)
    assert set(model.labels_) - {-1} <= set(range(len(model.centres_)))
    assert all(len(name) < 120 for name in model.theme_names_)
    assert (model.predict(texts) == model.labels_).all()


def test_number_of_themes_is_what_was_asked_for():
    texts, _ = easy_notes()
    for number in (1, 2, 7, 20, 60):
        model = ReasonClusterer(number).fit(texts)
        assert len(np.unique(model.labels_)) == number
    assert len(ReasonClusterer(50).fit(["late van", "high price"]).theme_names_) == 2


def test_no_theme_is_refused():
    with pytest.raises(InputRefused, match="0 themes"):
        ReasonClusterer(0)


def test_fingerprint_tells_embedders_apart():
    one, two = (LexicalEmbedder.learn(texts) for texts in (["late van", "a"], ["late bus", "a"]))
    assert one.fingerprint != two.fingerprint
    assert one.fingerprint == LexicalEmbedder.learn(["late van", "a"]).fingerprint


def test_any_embedder_can_take_the_place():
    class Length:
        fingerprint = "length"

        def encode(self, texts):
            long = np.array([len(text) > 12 for text in texts], dtype=np.float32)
            return np.stack([long, 1 - long], axis=1)

    model = ReasonClusterer(2, embedder=Length()).fit(["late", "a very long note", "soon late"])
    assert model.labels_[0] == model.labels_[2] != model.labels_[1]


@pytest.mark.slow
def test_hash_seed_does_not_matter():
    code = (
        "import sys; sys.path[:0] = ['tests/reasons', 'src']\n"
        "from test_themes import easy_notes\nfrom analysis.reasons import ReasonClusterer\n"
        "m = ReasonClusterer().fit(easy_notes()[0])\n"
        "print(m.labels_.tolist(), m.theme_words_, m.centres_.sum())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "7")
    }
    assert len(said) == 1


def test_no_theme_is_named_by_a_person():
    texts = ["zu teuer sagt anita", "anita: zu teuer", "teuer, laut anita", "livraison en retard",
             "marge et livraison", "livraison trop tard, marge"]  # fmt: skip
    found = name_themes(texts, np.array([0, 0, 0, 1, 1, 1]), np.ones(6, np.float32), 2)
    said = " ".join(word for theme in found for word in theme.keywords)
    assert "anita" not in said
    assert "teuer" in said
    assert "marge" in said
