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
from sklearn.metrics import normalized_mutual_info_score
from sklearn.preprocessing import normalize

from analysis.reasons import ReasonClusterer, read_reasons
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


def test_airline_themes_beat_the_plain_way_and_are_recognised():
    rows = public("airline_reasons.csv")
    texts, truth = rows["text"].tolist(), rows["negativereason"]
    model = ReasonClusterer(n_themes=10).fit(texts)
    found = normalized_mutual_info_score(truth, model.labels_)
    plain = normalized_mutual_info_score(truth, plain_labels(texts, 10))
    assert found > max(plain + 0.04, 0.20)
    named = " ".join(model.theme_names_)
    for word in ("delayed", "cancelled", "customer service", "bag", "hold"):
        assert word in named
    assert "united" not in named


def test_fine_grained_questions_beat_the_plain_way():
    rows = public("banking77_test.csv")
    texts, truth = rows["text"].tolist(), rows["category"]
    model = ReasonClusterer(77).fit(texts)
    found = normalized_mutual_info_score(truth, model.labels_)
    plain = normalized_mutual_info_score(truth, plain_labels(texts, 77))
    assert found > max(plain + 0.03, 0.65)
    order = np.random.default_rng(0).permutation(len(texts))
    again = ReasonClusterer(77).fit([texts[place] for place in order])
    assert (again.labels_ == model.labels_[order]).all()


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
    assert "**Mixed" not in answer.sentence
