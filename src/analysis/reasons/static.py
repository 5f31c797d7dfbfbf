"""Word vectors that the package carries: what words mean, before any note was read.

A table of word pieces, distilled once from a small sentence model; docs/decisions/0013 holds its
recipe, licence and checksum. It knows English well and other languages only where they share
words, so a text counts by how much of it is known.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analysis.reasons.vectors import Floats, one_thread, unit_rows
from analysis.reasons.words import content_words

#: Part of the fingerprint; changes with the table or with how it is read.
_NAME = "static-1"
#: Characters of a word that are looked up; longer "words" are keys and noise.
_LONGEST_WORD = 40
#: What a word counts as known when it is one piece, two pieces, or more.
_KNOWN = {1: 1.0, 2: 0.5}
_HARDLY_KNOWN = 0.1
_CHUNK = 20_000
_SINGLE = re.compile("([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")


@dataclass(frozen=True)
class TokenTable:
    """Pieces of words and their vectors.

    Parameters
    ----------
    places
        Row of each piece; ``##`` marks one that continues a word.
    vectors
        One byte a number, shape (n, d).
    scale
        What a row is multiplied with, shape (n, 1).
    """

    places: dict[str, int]
    vectors: npt.NDArray[np.int8]
    scale: Floats

    def rows(self, places: npt.NDArray[np.int64]) -> Floats:
        """Return the vectors of these rows, shape (m, d)."""
        return np.asarray(self.vectors[places] * self.scale[places], dtype=np.float32)


@lru_cache(maxsize=1)
def token_table() -> TokenTable:
    """Return the table in the package, read once.

    Examples
    --------
    >>> table = token_table()
    >>> "delivery" in table.places, table.vectors.shape[1]
    (True, 256)
    """
    folder = files("analysis.reasons")
    pieces = (folder / "tokens.txt").read_text(encoding="utf-8").split("\n")[:-1]
    with (
        (folder / "tokens.npz").open("rb") as stored,
        np.load(stored, allow_pickle=False) as arrays,
    ):
        vectors, scale = arrays["vectors"], arrays["scale"]
    return TokenTable({piece: at for at, piece in enumerate(pieces)}, vectors, scale)


@lru_cache(maxsize=1 << 17)
def pieces_of_word(word: str) -> tuple[int, ...]:
    """Return the rows of the longest pieces that make up a word; none where it is unknown.

    Examples
    --------
    >>> len(pieces_of_word("delivery")), len(pieces_of_word("überweisung")) > 1
    (1, True)
    """
    places = token_table().places
    decomposed = unicodedata.normalize("NFD", word[:_LONGEST_WORD])
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    found: list[int] = []
    for part in _SINGLE.sub(r" \1 ", bare).split():
        found.extend(_longest_pieces(part, places))
    return tuple(found)


def _longest_pieces(part: str, places: dict[str, int]) -> list[int]:
    found: list[int] = []
    start = 0
    while start < len(part):
        mark = "##" if start else ""
        for end in range(len(part), start, -1):
            place = places.get(mark + part[start:end])
            if place is not None:
                found.append(place)
                start = end
                break
        else:
            return []
    return found


@dataclass(frozen=True)
class StaticEmbedder:
    """The mean of the word vectors of a text, less what all texts share.

    Parameters
    ----------
    centre
        What the texts at hand have in common ("flight" for an airline), shape (d,); zeros when
        nothing was learnt.

    Examples
    --------
    >>> texts = ["the parcel never came", "my package was not delivered", "far too expensive"]
    >>> rows = StaticEmbedder.learn(texts).encode(texts)
    >>> bool(rows[0] @ rows[1] > rows[0] @ rows[2])
    True
    """

    centre: Floats

    @classmethod
    def learn(cls, texts: Sequence[str]) -> StaticEmbedder:
        """Return the embedder of these texts; few of them count as having little in common."""
        plain = cls(np.zeros(token_table().vectors.shape[1], dtype=np.float32))
        rows = unit_rows(plain.encode(texts))
        # Rounded: the order in which a processor sums must not reach the fingerprint.
        common = rows.astype(float).sum(axis=0) / (len(rows) + _LITTLE_IN_COMMON)
        return cls(common.round(5).astype(np.float32))

    @property
    def fingerprint(self) -> str:
        """The table's name and what the texts have in common."""
        digest = hashlib.sha256(self.centre.astype("<f4").tobytes())
        return f"{_NAME}:{digest.hexdigest()[:16]}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row per text, shorter than 1 where words are unknown, shape (n, d)."""
        rows = np.zeros((len(texts), len(self.centre)), dtype=np.float32)
        with one_thread():
            for start in range(0, len(texts), _CHUNK):
                part, known = _encoded(texts[start : start + _CHUNK])
                told = np.abs(part).sum(axis=1, keepdims=True) > 0
                moved = unit_rows((unit_rows(part) - self.centre) * told)
                rows[start : start + len(part)] = moved * known[:, None]
        return rows


#: Texts without a common subject that are thought of beside the real ones.
_LITTLE_IN_COMMON = 20


def _encoded(texts: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the summed vectors of each text, and the root of its share of known words."""
    ends, places, known = [0], [], []
    for text in texts:
        words = [pieces_of_word(word) for word in content_words(text)]
        places.extend([place for pieces in words for place in pieces])
        ends.append(len(places))
        shares = [_KNOWN.get(len(pieces), _HARDLY_KNOWN) for pieces in words]
        known.append(sum(shares) / max(len(shares), 1))
    used, columns = np.unique(np.array(places, dtype=np.int64), return_inverse=True)
    ones = np.ones(len(places), dtype=np.float32)
    counts = sparse.csr_matrix((ones, columns, ends), shape=(len(texts), len(used)))
    summed = np.asarray(counts @ token_table().rows(used), dtype=np.float32)
    return summed, np.sqrt(np.array(known, dtype=np.float32))
