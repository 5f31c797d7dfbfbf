"""The table of word pieces that the package carries, and how a word is put together from them.

Distilled once from a small sentence model; docs/decisions/0013 holds its recipe, licence and
checksum.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

#: Characters of a word that are looked up; longer "words" are keys and noise.
_LONGEST_WORD = 40
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
