"""Other ways to make vectors: the lexical part alone, a sentence model, a function of your own.

All of them are chosen by name or handed over; none is needed for the default.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analysis.errors import InputRefused
from analysis.reasons.joined import JoinedEmbedder
from analysis.reasons.vectors import Embedder, Floats, LexicalEmbedder, unit_rows
from analysis.reasons.words import check_sum

#: What may be asked for by name; a sentence model is named after a colon.
NAMES = ("static", "lexical", "sentence-transformers:MODEL")

Encoder = Callable[[Sequence[str]], Any]


def learn_embedder(
    choice: str | Embedder | Encoder, texts: Sequence[str], *, random_state: int = 0
) -> Embedder:
    """Return the embedder that was chosen, learnt from the texts where it learns.

    Parameters
    ----------
    choice
        ``static`` (words of the notes joined with the table in the package), ``lexical`` (words
        of the notes alone), ``sentence-transformers:MODEL`` (a folder or name of a model on this
        machine; needs the extra), an embedder, or a function from texts to rows.
    texts
        The distinct texts in a fixed order.
    random_state
        Seed of what is drawn by chance.

    Raises
    ------
    InputRefused
        When the name is none of these, or the extra is missing.

    Examples
    --------
    >>> texts = ["late van", "high price"]
    >>> learn_embedder("lexical", texts).fingerprint[:10]
    'lexical-2:'
    >>> learn_embedder(lambda texts: [[len(text), 1] for text in texts], texts).encode(["a"]).shape
    (1, 2)
    """
    if not isinstance(choice, str):
        return FunctionEmbedder(choice) if callable(choice) else choice
    kind, _, model = choice.partition(":")
    if choice == "static":
        return JoinedEmbedder.learn(texts, random_state=random_state)
    if choice == "lexical":
        return LexicalEmbedder.learn(texts, random_state=random_state)
    if kind == "sentence-transformers" and model:
        return SentenceEmbedder(model)
    raise InputRefused(
        "The way to make vectors is not known",
        f"one of {', '.join(NAMES)}",
        "correct its name, or hand over an embedder",
        code="bad_embedder",
    )


class FunctionEmbedder:
    """A function from texts to rows, as an embedder that asks for each text once.

    Parameters
    ----------
    function
        Takes a list of texts, returns one row of numbers each.
    fingerprint
        What tells it apart from others, a version included; kept in the codebook.

    Examples
    --------
    >>> embedder = FunctionEmbedder(lambda texts: [[len(text), 1.0] for text in texts], "length-1")
    >>> embedder.encode(["ab", "ab"]).shape, embedder.fingerprint
    ((2, 2), 'length-1')
    """

    def __init__(self, function: Encoder, fingerprint: str = "") -> None:
        self.function = function
        self.fingerprint = fingerprint or f"function:{getattr(function, '__name__', 'unnamed')}"
        self._known: dict[bytes, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row of length 1 per text, shape (n, d)."""
        keys = [check_sum(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            rows = unit_rows(np.asarray(self.function(list(new.values())), dtype=np.float32))
            self._known.update(zip(new, rows, strict=True))
        if not keys:
            return np.zeros((0, len(next(iter(self._known.values()), ()))), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])


class SentenceEmbedder(FunctionEmbedder):
    """A sentence-transformers model that lies on this machine; nothing is downloaded.

    Parameters
    ----------
    model
        Folder of the model, or its name where it was fetched before.
    """

    def __init__(self, model: str) -> None:
        super().__init__(_sentence_encoder(model), f"sentence-transformers:{Path(model).name}")


def _sentence_encoder(model: str) -> Encoder:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise InputRefused(
            "sentence-transformers is not installed",
            "the extra of that name, which brings torch along",
            "pip install 'whyleft[sentences]', or leave the choice out",
            code="missing_extra",
        ) from None
    loaded = SentenceTransformer(model, local_files_only=True)
    return lambda texts: loaded.encode(list(texts), show_progress_bar=False)
