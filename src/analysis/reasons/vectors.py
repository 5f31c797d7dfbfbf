"""Texts to vectors of unit length, without network and without a model to download.

An embedder has a ``fingerprint`` and an ``encode``; anything with these two can take the place of
the lexical default.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from threadpoolctl import ThreadpoolController

from analysis.reasons.meanings import compared_words
from analysis.reasons.words import stem

Floats = npt.NDArray[np.float32]

N_DIMENSIONS = 150
#: Weight of character n-grams beside words; they forgive typos and join German compounds.
CHARACTER_WEIGHT = 0.7
#: Terms kept of each kind; together with the dimensions they bound the size of a saved codebook.
MAX_WORDS, MAX_CHARACTERS = 8_000, 8_000
#: What a word that is not in the vocabulary still counts: it may be a typo of one that is.
_UNKNOWN = 0.25
#: Texts encoded at a time, so that a million notes do not sit in memory as sparse rows.
_CHUNK = 20_000
#: Under this many texts every term counts; above it a term must occur twice.
_FEW = 200
#: Share of the longest direction under which one is nothing but rounding.
_NO_DIRECTION = 1e-4


@lru_cache(maxsize=1)
def _pools() -> Any:
    """Look up the numeric libraries once; every look costs milliseconds."""
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[Any]:
    """Keep numeric libraries to one thread: sums then do not depend on the machine's cores.

    Examples
    --------
    >>> with one_thread():
    ...     float(np.ones(3) @ np.ones(3))
    3.0
    """
    limited: AbstractContextManager[Any] = _pools().limit(limits=1)
    return limited


def unit_rows(rows: npt.ArrayLike) -> Floats:
    """Return the rows with length 1; rows of zeros stay zeros; shape (n, d), n may be 0.

    Examples
    --------
    >>> unit_rows([[3.0, 4.0], [0.0, 0.0]]).round(1).tolist()
    [[0.6..., 0.8...], [0.0, 0.0]]
    """
    found = np.asarray(rows, dtype=np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", found, found))[:, None]
    return np.asarray(np.divide(found, length, out=np.zeros_like(found), where=length > 1e-6))


class Embedder(Protocol):
    """Turns texts into rows of length 1; shorter where it does not know all words of a text."""

    @property
    def fingerprint(self) -> str:
        """What tells two embedders apart: equal fingerprints give equal vectors."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row per text, shape (n, d)."""
        ...


@dataclass(frozen=True)
class LexicalEmbedder:
    """Words and pairs of words, joined with character n-grams, in a space learnt from the texts.

    Parameters
    ----------
    words, characters
        The terms, in column order.
    idf
        Weight of each term, words first, shape (w + c,).
    components
        Directions of the space, shape (d, w + c), half precision.

    Examples
    --------
    >>> texts = ["late delivery", "delivery too late", "price went up", "price too high"]
    >>> vectors = LexicalEmbedder.learn(texts).encode(["late deliveries", "high prices"])
    >>> vectors.shape[0], bool(vectors[0] @ vectors[1] < 0.5)
    (2, True)
    """

    words: tuple[str, ...]
    characters: tuple[str, ...]
    idf: npt.NDArray[np.float32]
    components: npt.NDArray[np.float16]

    @classmethod
    def learn(cls, texts: Sequence[str], *, random_state: int = 0) -> LexicalEmbedder:
        """Return the embedder of these texts; their order must be fixed by the caller."""
        stems = [_stems(text) for text in texts]
        if not any(stems):
            return cls((), (), np.zeros(0, np.float32), np.zeros((1, 0), np.float16))
        at_least = 1 if len(texts) < _FEW else 2
        counter = _word_counter()
        counts = counter.fit_transform(stems)
        words = _kept(counts, counter, at_least=at_least, most=MAX_WORDS)
        counter = _character_counter()
        counts = _characters_of(stems, counter, learn=True)
        characters = _kept(counts, counter, at_least=at_least, most=MAX_CHARACTERS)
        terms = (tuple(words), tuple(characters))
        idf = np.array([*words.values(), *characters.values()], dtype=np.float32)
        untrained = cls(*terms, idf, np.zeros((1, idf.size), dtype=np.float16))
        components = _directions(untrained.weigh(stems), random_state=random_state)
        return cls(*terms, idf, components)

    @property
    def fingerprint(self) -> str:
        """A hash over terms, weights and directions."""
        digest = hashlib.sha256(
            "\n".join(("lexical-2", *self.words, "", *self.characters)).encode()
        )
        digest.update(self.idf.astype("<f4").tobytes())
        digest.update(self.components.astype("<f2").tobytes())
        return f"lexical-2:{digest.hexdigest()[:16]}"

    def weigh(self, stems: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Return the weighted term counts of stemmed texts, shape (n, w + c).

        Character n-grams do not cross words, so those of a text are the sum of those of its words,
        and each distinct word is taken apart once.
        """
        if not self.words or not any(stems):
            return sparse.csr_matrix((len(stems), self.idf.size), dtype=np.float32)
        n_words = len(self.words)
        words = _word_counter(vocabulary=self.words).transform(stems)
        characters = _characters_of(stems, _character_counter(vocabulary=self.characters))
        parts = [
            _weighted(words, self.idf[:n_words]),
            CHARACTER_WEIGHT * _weighted(characters, self.idf[n_words:]),
        ]
        return sparse.csr_matrix(normalize(sparse.hstack(parts).tocsr()), dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row per text, shape (n, d).

        A row has length 1 where every word is known and is shorter where some are not: a text on a
        foreign subject that shares a syllable with ours must not look like one of ours.
        """
        directions = self.components.astype(np.float32).T
        rows = np.zeros((len(texts), directions.shape[1]), dtype=np.float32)
        known = frozenset(self.words)
        with one_thread():
            for start in range(0, len(texts), _CHUNK):
                stems = [_stems(text) for text in texts[start : start + _CHUNK]]
                part = unit_rows(self.weigh(stems) @ directions)
                rows[start : start + len(part)] = part * _familiarity(stems, known)[:, None]
        return rows


def _stems(text: str) -> list[str]:
    return [stem(word) for word in compared_words(text)]


def _familiarity(stems: Sequence[Sequence[str]], known: frozenset[str]) -> Floats:
    """Root of the share of known words, an unknown one counted as a quarter; shape (n,)."""
    shares = [
        sum(1.0 if word in known else _UNKNOWN for word in words) / max(len(words), 1)
        for words in stems
    ]
    return np.sqrt(np.array(shares, dtype=np.float32))


def _words_and_pairs(stems: Sequence[str]) -> list[str]:
    return [*stems, *(f"{a} {b}" for a, b in pairwise(stems))]


def _word_counter(**options: Any) -> CountVectorizer:
    return CountVectorizer(analyzer=_words_and_pairs, dtype=np.float32, **options)


def _character_counter(**options: Any) -> CountVectorizer:
    return CountVectorizer(
        lowercase=False, analyzer="char_wb", ngram_range=(3, 5), dtype=np.float32, **options
    )


def _characters_of(
    stems: Sequence[Sequence[str]], counter: CountVectorizer, *, learn: bool = False
) -> sparse.csr_matrix:
    """Return how often each character n-gram occurs in each text, shape (n, c)."""
    counted = CountVectorizer(analyzer=list, dtype=np.float32)
    texts = counted.fit_transform(stems)
    distinct_words = counted.get_feature_names_out()
    words = (counter.fit_transform if learn else counter.transform)(distinct_words)
    found = sparse.csr_matrix(texts @ words)
    found.sort_indices()
    return found


def _kept(
    counts: sparse.csr_matrix, counter: CountVectorizer, *, at_least: int, most: int
) -> dict[str, float]:
    """Return the most frequent terms that so many texts hold, with the weight of each."""
    n_texts = counts.getnnz(axis=0)
    total = np.asarray(counts.sum(axis=0)).ravel()
    ranked = np.lexsort((np.arange(total.size), -total))
    chosen = np.sort(ranked[n_texts[ranked] >= at_least][:most])
    idf = np.log((1 + counts.shape[0]) / (1 + n_texts[chosen])) + 1
    return dict(zip(counter.get_feature_names_out()[chosen].tolist(), idf.tolist(), strict=True))


def _weighted(counts: sparse.csr_matrix, idf: npt.NDArray[np.float32]) -> sparse.csr_matrix:
    """Return rows of length 1: counts on a logarithmic scale, each term times its weight."""
    found = counts.copy()
    found.data = (np.log(found.data) + 1) * idf[found.indices]
    return sparse.csr_matrix(normalize(found, copy=False), dtype=np.float32)


def _directions(weighted: sparse.csr_matrix, *, random_state: int) -> npt.NDArray[np.float16]:
    """Leading right singular vectors; with few texts or terms, all that exist.

    One fewer would lay the two texts that share the least with the others onto each other.
    """
    rank = min(N_DIMENSIONS, *weighted.shape)
    with one_thread(), np.errstate(divide="ignore", invalid="ignore"):  # equal texts: no variance
        if rank <= 2:
            return _row_space(weighted)
        space = TruncatedSVD(rank, n_iter=4, random_state=random_state).fit(weighted)
    strong = space.singular_values_ > _NO_DIRECTION * space.singular_values_[0]
    return np.asarray(space.components_[strong], dtype=np.float16)


def _row_space(weighted: sparse.csr_matrix) -> npt.NDArray[np.float16]:
    """Directions of one or two texts: the texts themselves."""
    if weighted.shape[0] == 0 or weighted.shape[1] == 0:
        return np.zeros((1, weighted.shape[1]), dtype=np.float16)
    q, _ = np.linalg.qr(weighted.toarray().T)
    return np.asarray(np.abs(q.T) if weighted.shape[0] == 1 else q.T, dtype=np.float16)
