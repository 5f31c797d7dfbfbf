"""Vectors: the table joins paraphrases, leaves foreign words alone, and is what its page says."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from test_answer import SETTINGS, statements
from test_themes import easy_notes

from analysis.errors import InputRefused
from analysis.reasons import (
    Codebook,
    FunctionEmbedder,
    JoinedEmbedder,
    LexicalEmbedder,
    ReasonClusterer,
    StaticEmbedder,
    learn_embedder,
    read_reasons,
)
from analysis.reasons.static import pieces_of_word, token_table

ROOT = Path(__file__).parents[2]


def test_table_is_the_one_whose_recipe_is_written_down():
    page = (ROOT / "docs/decisions/0013-static-table.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"\| `(tokens\.\w+)` \| ([0-9a-f]{64}) \|", page))
    folder = files("analysis.reasons")
    for name in ("tokens.npz", "tokens.txt"):
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == told[name]
    table = token_table()
    assert len(table.places) == len(table.vectors) == len(table.scale)
    assert table.vectors.dtype == np.int8


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("the parcel never came", "my package was not delivered", "far too expensive"),
        ("prices went up again", "it got more expensive", "nobody answered my call"),
    ],
)
def test_paraphrases_without_a_common_word_meet(one, same, other):
    texts = [one, same, other]
    rows = StaticEmbedder.learn(texts).encode(texts)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_words_the_table_does_not_know_shorten_a_row():
    rows = StaticEmbedder.learn([]).encode(
        ["the delivery was late", "rachunek niepoprawnie wystawiony", "", "😡", "xqzvbwkj " * 3]
    )
    length = np.linalg.norm(rows, axis=1)
    assert length[0] == pytest.approx(1, abs=1e-5)
    assert length[1] < 0.5
    assert length[2] == length[3] == 0
    assert np.isfinite(rows).all()


def test_accents_and_scripts_are_cut_into_pieces():
    assert pieces_of_word("café") == pieces_of_word("cafe")
    assert len(pieces_of_word("配送")) <= 2
    assert len(pieces_of_word("a" * 50_000)) < 50


def test_place_among_others_changes_no_vector():
    texts, _ = easy_notes()
    embedder = JoinedEmbedder.learn(texts)
    together = embedder.encode(texts)
    alone = np.vstack([embedder.encode([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_joined_book_is_read_back_with_its_vectors(tmp_path):
    texts, _ = easy_notes()
    book = read_reasons(statements(texts), settings=SETTINGS).codebook
    book.save(tmp_path)
    again = Codebook.load(tmp_path)
    assert again.embedder.fingerprint == book.embedder.fingerprint
    assert isinstance(again.embedder, JoinedEmbedder)
    assert np.array_equal(again.fit_of(texts), book.fit_of(texts))


def test_function_is_asked_once_for_each_text():
    asked: list[str] = []

    def lengths(texts):
        asked.extend(texts)
        return [[len(text), 1] for text in texts]

    embedder = FunctionEmbedder(lengths)
    embedder.encode(["late", "late", "van"])
    embedder.encode(["van", "price"])
    assert sorted(asked) == ["late", "price", "van"]
    assert embedder.encode([]).shape == (0, 2)


def test_embedders_go_by_name_and_others_are_refused():
    texts, _ = easy_notes()
    labels = {name: ReasonClusterer(4, embedder=name).fit(texts) for name in ("static", "lexical")}
    assert labels["static"].embedder_.fingerprint.startswith("joined")
    assert labels["lexical"].embedder_.fingerprint.startswith("lexical")
    with pytest.raises(InputRefused, match="not known"):
        learn_embedder("word2vec", texts)


def test_texts_without_a_word_have_no_direction():
    embedder = LexicalEmbedder.learn(["late van", "high price"])
    assert not embedder.encode(["?!", ""]).any()
    assert embedder.encode([]).shape == (0, embedder.encode(["late"]).shape[1])
