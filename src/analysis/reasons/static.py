"""Word vectors that the package carries: what words mean, before any note was read.

A table of word pieces, distilled once from a small sentence model; docs/decisions/0013 holds its
recipe, licence and checksum. It knows English well and other languages only where they share
words, so a text counts by how much of it is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.reasons.meanings import words_and_language
from analysis.reasons.tokens import pieces_of_word, token_table
from analysis.reasons.vectors import Floats, one_thread, unit_rows

#: Part of the fingerprint; changes with the table or with how it is read.
_NAME = "static-2"
#: What a word counts as known when it is one piece, two pieces, or more.
_KNOWN = {1: 1.0, 2: 0.5}
_HARDLY_KNOWN, _MANY_PIECES = 0.1, 3
_CHUNK = 20_000


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
        read, language = words_and_language(text)
        words = [pieces_of_word(word) for word in read]
        clear = words
        if language:  # pieces of a foreign word tell its language only
            clear = [pieces for pieces in words if 0 < len(pieces) < _MANY_PIECES] or words
        places.extend([place for pieces in clear for place in pieces])
        ends.append(len(places))
        shares = [_KNOWN.get(len(pieces), _HARDLY_KNOWN) for pieces in words]
        known.append(sum(shares) / max(len(shares), 1))
    used, columns = np.unique(np.array(places, dtype=np.int64), return_inverse=True)
    ones = np.ones(len(places), dtype=np.float32)
    counts = sparse.csr_matrix((ones, columns, ends), shape=(len(texts), len(used)))
    summed = np.asarray(counts @ token_table().rows(used), dtype=np.float32)
    return summed, np.sqrt(np.array(known, dtype=np.float32))
