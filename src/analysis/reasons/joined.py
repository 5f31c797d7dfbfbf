"""The default: words as these notes use them, joined with what words mean elsewhere.

The learnt part knows the company's own terms, typos and other languages; the static part joins
paraphrases that share no word. A text whose words the table does not know is placed by the learnt
part alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.reasons.static import StaticEmbedder
from analysis.reasons.vectors import Floats, LexicalEmbedder, unit_rows

#: Weight of the static part beside the learnt one. On public notes .7 loses a point and a half of
#: agreement on 77 fine kinds, 1.5 loses two on ten broad ones; docs/decisions/0013.
STATIC_WEIGHT = 1.2


@dataclass(frozen=True)
class JoinedEmbedder:
    """A lexical and a static embedder side by side.

    Parameters
    ----------
    lexical, static
        The two parts, learnt from the same texts.

    Examples
    --------
    >>> texts = ["the parcel never came", "my package was not delivered", "far too expensive"]
    >>> embedder = JoinedEmbedder.learn(texts)
    >>> rows = embedder.encode(texts)
    >>> bool(rows[0] @ rows[1] > rows[0] @ rows[2]), embedder.fingerprint[:9]
    (True, 'joined-2:')
    """

    lexical: LexicalEmbedder
    static: StaticEmbedder

    @classmethod
    def learn(cls, texts: Sequence[str], *, random_state: int = 0) -> JoinedEmbedder:
        """Return the embedder of these texts; their order must be fixed by the caller."""
        lexical = LexicalEmbedder.learn(texts, random_state=random_state)
        return cls(lexical, StaticEmbedder.learn(texts))

    @property
    def fingerprint(self) -> str:
        """A hash over both parts and their weight."""
        parts = (self.lexical.fingerprint, self.static.fingerprint, repr(STATIC_WEIGHT))
        return f"joined-2:{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:16]}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row per text, shape (n, d); shorter than 1 where neither part knows a word."""
        lexical, static = self.lexical.encode(texts), self.static.encode(texts)
        known = np.sqrt(np.maximum(_squares(lexical), _squares(static)))[:, None]
        return unit_rows(np.hstack([unit_rows(lexical), STATIC_WEIGHT * static])) * known


def _squares(rows: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", rows, rows), dtype=np.float32)
