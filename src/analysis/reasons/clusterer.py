"""``ReasonClusterer``: texts in, themes out, in the manner of a scikit-learn estimator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.errors import InputRefused
from analysis.reasons.centres import Labels
from analysis.reasons.clauses import says_nothing
from analysis.reasons.embedders import Encoder, learn_embedder
from analysis.reasons.labels import name_themes
from analysis.reasons.themes import (
    FIT_LIMIT,
    Distinct,
    choose_number,
    distinct,
    grow,
    likeness,
    nearest,
    stability,
)
from analysis.reasons.vectors import Embedder, Floats, one_thread, unit_rows
from analysis.reasons.words import normalise
from analysis.redaction import texts_of

#: Starts of the final clustering: one alone swings by a point of agreement with people.
_STARTS = 4
#: Texts placed at a time, so that the vectors of a million notes do not sit in memory.
_CHUNK = 20_000


@dataclass(frozen=True)
class Learnt:
    """The distinct texts that themes were learnt from, those without a known word left out.

    Parameters
    ----------
    texts
        In their fixed order.
    weights
        Weight of each, shape (n,).
    labels, fit
        Its theme and its likeness to that, 0..1, shape (n,).
    """

    texts: tuple[str, ...]
    weights: Floats
    labels: Labels
    fit: npt.NDArray[np.float64]


class ReasonClusterer:
    """Group short texts into named themes; the same texts give the same themes in any order.

    Parameters
    ----------
    n_themes
        Number of themes, or None to choose 8 to 15 (fewer for small sets) by stability. Never more
        than there are distinct texts.
    random_state
        Seed of everything drawn by chance.
    embedder
        What turns texts into vectors: a name, an embedder or a function; see ``learn_embedder``.

    Attributes
    ----------
    labels_
        Theme of each text, 0 for the largest; -1 for a text that states no reason or holds no
        known word, shape (n,).
    theme_names_
        Name of each theme.
    theme_words_
        Name and keywords of each theme.
    stability_
        How well each theme comes back on random halves, 0..1; not a number for under 20 texts.
    centres_
        Centre of each theme, rows of length 1, shape (k, d).
    embedder_
        The embedder in use.
    learnt_
        The distinct texts that the themes were learnt from.

    Examples
    --------
    >>> texts = ["late delivery", "delivery was late", "price too high", "the price is high"]
    >>> model = ReasonClusterer(n_themes=2).fit(texts)
    >>> model.theme_names_
    ('delivery late', 'price high')
    >>> model.labels_.tolist(), model.predict(["much higher price", "don't know"]).tolist()
    ([0, 0, 1, 1], [1, -1])
    """

    def __init__(
        self,
        n_themes: int | None = None,
        random_state: int = 0,
        *,
        embedder: str | Embedder | Encoder = "static",
    ) -> None:
        if n_themes is not None and n_themes < 1:
            raise InputRefused(
                f"{n_themes} themes were asked for",
                "a whole number from 1, or nothing to choose it from the notes",
                "correct the number of themes",
                code="bad_n_themes",
            )
        self.n_themes, self.random_state, self.embedder = n_themes, random_state, embedder

    def fit(self, texts: Sequence[str]) -> ReasonClusterer:
        """Find the themes of the texts; a missing one states none."""
        cleaned = [normalise(text) for text in texts_of(texts)]
        self.learn(cleaned)
        self.labels_ = self._predict_cleaned(cleaned)
        return self

    def learn(self, cleaned: Sequence[str]) -> ReasonClusterer:
        """Find the themes of normalised texts without placing each of them in one."""
        telling = distinct([text for text in cleaned if not says_nothing(text)])
        sample = Distinct(telling.texts[:FIT_LIMIT], telling.weights[:FIT_LIMIT])
        with one_thread():
            self._fit_sample(sample)
        return self

    def predict(self, texts: Sequence[str]) -> Labels:
        """Return the theme of each text, -1 where it states none; shape (n,)."""
        return self._predict_cleaned([normalise(text) for text in texts_of(texts)])

    def _fit_sample(self, sample: Distinct) -> None:
        self.embedder_ = learn_embedder(self.embedder, sample.texts, random_state=self.random_state)
        rows = self.embedder_.encode(sample.texts)
        known = np.flatnonzero(np.abs(rows).sum(axis=1) > 0)
        rows, weights = rows[known], sample.weights[known]
        raw, seed = unit_rows(rows), self.random_state
        self.centres_ = self._centres(raw, weights)
        alike = likeness(rows, self.centres_) if len(rows) else np.zeros((0, 1))
        labels = np.asarray(alike.argmax(axis=1), dtype=np.int64)
        texts = tuple(sample.texts[place] for place in known)
        self.learnt_ = Learnt(texts, weights, labels, alike.max(axis=1))
        self.theme_words_ = tuple(name_themes(texts, labels, weights, len(self.centres_)))
        self.stability_ = stability(raw, weights, self.centres_, random_state=seed)

    def _centres(self, raw: Floats, weights: Floats) -> Floats:
        """Centres by falling weight of their texts."""
        if len(raw) == 0:
            return raw
        wanted = self.n_themes or choose_number(raw, weights, random_state=self.random_state)
        n_themes = min(wanted, len(raw))
        if len(raw) == 1:
            return raw
        n_fine, seed = max(n_themes, 2), self.random_state
        tree = grow(raw, weights, n_fine=n_fine, random_state=seed, n_starts=_STARTS)
        centres = tree.cut(n_themes)
        mass = np.bincount(nearest(raw, centres), weights, minlength=n_themes)
        return centres[np.argsort(-mass, kind="stable")]

    def _predict_cleaned(self, cleaned: Sequence[str]) -> Labels:
        labels = np.full(len(cleaned), -1, dtype=np.int64)
        telling = [at for at, text in enumerate(cleaned) if not says_nothing(text)]
        if not telling or not len(self.centres_):
            return labels
        position: dict[str, int] = {}
        for at in telling:
            position.setdefault(cleaned[at], len(position))
        found = self._places(list(position))
        labels[telling] = [found[position[cleaned[at]]] for at in telling]
        return labels

    def _places(self, texts: Sequence[str]) -> Labels:
        """Return the theme of each text, -1 where no word is known."""
        found = np.full(len(texts), -1, dtype=np.int64)
        for start in range(0, len(texts), _CHUNK):
            raw = self.embedder_.encode(texts[start : start + _CHUNK])
            known = np.abs(raw).sum(axis=1) > 0
            found[start : start + len(raw)] = np.where(known, nearest(raw, self.centres_), -1)
        return found

    @property
    def theme_names_(self) -> tuple[str, ...]:
        """Name of each theme."""
        return tuple(words.name for words in self.theme_words_)
