"""On public notes with human labels: better than TF-IDF, SVD and k-means on the same texts."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix
from sklearn.preprocessing import normalize

from analysis.reasons import ReasonClusterer, read_reasons
from analysis.reasons.entries import slug_of
from analysis.reasons.picklist import Coded, learn_picklist
from analysis.settings import Settings

pytestmark = pytest.mark.public_data


def public(name: str) -> pd.DataFrame:
    folder = os.environ.get("WHYLEFT_PUBLIC_DATA")
    if not folder or not (Path(folder) / name).is_file():
        pytest.skip(f"WHYLEFT_PUBLIC_DATA does not hold {name}")
    return pd.read_csv(Path(folder) / name)


def plain_labels(texts, n_themes):
    weighted = TfidfVectorizer(stop_words="english", min_df=2).fit_transform(texts)
    points = normalize(TruncatedSVD(100, random_state=0).fit_transform(weighted))
    return KMeans(n_themes, n_init=4, random_state=0).fit_predict(points)


def purity(truth, labels):
    return contingency_matrix(truth, labels).max(axis=0).sum() / len(labels)


def test_airline_themes_beat_the_plain_way_and_are_recognised():
    rows = public("airline_reasons.csv")
    texts, truth = rows["text"].tolist(), rows["negativereason"]
    model = ReasonClusterer(n_themes=10).fit(texts)
    found = normalized_mutual_info_score(truth, model.labels_)
    plain = normalized_mutual_info_score(truth, plain_labels(texts, 10))
    assert found >= max(plain + 0.08, 0.235)
    assert adjusted_rand_score(truth, model.labels_) >= 0.12
    assert purity(truth, model.labels_) >= 0.50
    named = " ".join(model.theme_names_)
    for word in ("delayed", "cancelled", "customer service", "bag", "hold"):
        assert word in named
    assert "united" not in named


@pytest.mark.slow
def test_fine_grained_questions_beat_the_plain_way():
    rows = public("banking77_test.csv")
    texts, truth = rows["text"].tolist(), rows["category"]
    model = ReasonClusterer(77).fit(texts)
    found = normalized_mutual_info_score(truth, model.labels_)
    plain = normalized_mutual_info_score(truth, plain_labels(texts, 77))
    assert found >= max(plain + 0.10, 0.73)
    assert adjusted_rand_score(truth, model.labels_) >= 0.37
    assert purity(truth, model.labels_) >= 0.57
    order = np.random.default_rng(0).permutation(len(texts))
    again = ReasonClusterer(77).fit([texts[place] for place in order])
    assert (again.labels_ == model.labels_[order]).all()


def test_five_notes_a_code_teach_a_codebook():
    rows = public("banking77_test.csv")
    texts = np.array([" ".join(text.split()) for text in rows["text"]])
    slugs = np.array([slug_of(code) for code in rows["category"]])
    right = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        taught = np.concatenate(
            [rng.choice(np.flatnonzero(slugs == one), 5, replace=False) for one in np.unique(slugs)]
        )
        held = np.setdiff1d(np.arange(len(texts)), taught)
        book = learn_picklist(texts.tolist(), Coded(tuple(texts[taught]), tuple(slugs[taught])))
        best = book.fit_of(texts[held].tolist()).argmax(axis=1)
        right.append(np.mean([book.themes[at].theme_id for at in best] == slugs[held]))
    assert np.mean(right) >= 0.69


def test_every_public_note_is_accounted_for():
    rows = public("airline_reasons.csv").iloc[::3]
    notes = pd.DataFrame(
        {"customer_id": rows["id"].astype(str) + "-" + rows.index.astype(str),
         "reason_id": rows.index.astype(str), "note": rows["text"], "code": None}
    )  # fmt: skip
    answer = read_reasons(notes, settings=replace(Settings(), n_themes=10))
    assert answer.mentions["reason_id"].nunique() == len(rows)
    themes = answer.themes.set_index("theme_id")
    assert themes.loc["other", "share"] < 0.10
    assert not answer.mentions["text"].str.contains("@united", case=False).any()
    assert "**Mixed" not in answer.finding.sentence
