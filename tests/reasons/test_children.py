"""Themes are split where, and only where, their parts come back on halves of their texts."""

import numpy as np
import pandas as pd
import pytest

from analysis.reasons.children import _parts
from analysis.reasons.learning import learn_codebook
from analysis.reasons.vectors import unit_rows
from analysis.reasons.words import normalise


def cloud(centre, n, *, seed):
    noise = np.random.default_rng(seed).normal(size=(n, len(centre)))
    return unit_rows((centre + noise).astype(np.float32))


@pytest.mark.parametrize("seed", range(10))
def test_one_cloud_has_no_parts(seed):
    centre = np.random.default_rng(100 + seed).normal(size=150)
    rows = cloud(centre, 200, seed=seed)

    assert not len(_parts(rows, np.ones(200, np.float32), 0)[1])


def test_three_clouds_are_three_parts():
    centres = np.random.default_rng(0).normal(size=(3, 150))
    rows = np.concatenate([cloud(2 * one, 60, seed=at) for at, one in enumerate(centres)])

    labels, steady = _parts(rows, np.ones(180, np.float32), 0)

    assert [len(set(labels[at : at + 60])) for at in (0, 60, 120)] == [1, 1, 1]
    assert len(steady) == 3
    assert steady.min() > 0.9


@pytest.mark.public_data
def test_many_notes_get_eight_to_fifteen_themes_with_children(public_data):
    texts = pd.read_csv(public_data / "banking77_test.csv")["text"].map(normalise)

    book = learn_codebook(texts.sample(frac=0.5, random_state=0).tolist())

    names = [theme.name for theme in (*book.themes, *book.parents)]
    tops = {theme.parent_id or theme.theme_id for theme in book.themes}
    children = [theme for theme in book.themes if theme.parent_id]
    assert 8 <= len(tops) <= 15
    assert len(children) >= 2 * len(book.parents) > 10
    assert len(names) == len(set(names))
    assert min(theme.stability for theme in children) >= 0.6


def test_the_order_of_notes_does_not_matter():
    said = ["late delivery", "driver was late", "parcel came late", "price too high", "too dear"]
    texts = [f"{one} {place}" for place in ("north", "south", "again", "twice", "always", "today",
             "monday", "friday", "here", "there") for one in said]  # fmt: skip

    assert learn_codebook(texts[::-1]).themes == learn_codebook(texts).themes
