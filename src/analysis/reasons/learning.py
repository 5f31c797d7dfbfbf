"""From notes to a codebook: learn themes, name them, set the gate, group many under parents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import linkage

from analysis.reasons.centres import Labels
from analysis.reasons.clusterer import ReasonClusterer
from analysis.reasons.codebook import Codebook, Theme
from analysis.reasons.coding import passages_of
from analysis.reasons.labels import ThemeWords, name_themes
from analysis.reasons.themes import FIT_LIMIT, MOST_THEMES, branches, distinct, likeness
from analysis.reasons.vectors import Floats

#: Share of the learnt passages that may fall under the gate, and the range the gate stays in: on
#: public notes a third of the texts of a foreign subject lie below it, and a twentieth of our own.
_UNDER_GATE = 0.05
_GATE_RANGE = (0.12, 0.25)
_FEWEST_PARENTS = 8


def learn_codebook(
    notes: Sequence[str],
    *,
    codes: Sequence[str] = (),
    n_themes: int | None = None,
    random_state: int = 0,
) -> Codebook:
    """Return a codebook of the themes in these notes.

    Parameters
    ----------
    notes
        Normalised and masked texts, in any order.
    codes
        The picklist code of each note in words, empty without; none at all when left out.
    n_themes
        Number of leaf themes, or None to choose it by stability.

    Examples
    --------
    >>> book = learn_codebook(["late delivery", "delivery late again", "price too high",
    ...                        "high prices"], n_themes=2)
    >>> [(theme.theme_id, theme.name) for theme in book.themes]
    [('t01', 'high prices'), ('t02', 'delivery late')]
    """
    passages = passages_of(notes, codes)
    found = ReasonClusterer(n_themes, random_state).fit(passages)
    names, groups = _parents(found, passages)
    width = max(2, len(str(len(found.centres_))))
    themes = tuple(
        Theme(
            theme_id=f"t{place + 1:0{width}}",
            name=words.name,
            keywords=words.keywords,
            parent_id=f"p{groups[place] + 1:02}" if names else "",
            stability=None if np.isnan(steady) else round(float(steady), 4),
            mixed=words.mixed,
        )
        for place, (words, steady) in enumerate(
            zip(found.theme_words_, found.stability_.tolist(), strict=True)
        )
    )
    parents = tuple(
        Theme(f"p{place + 1:02}", words.name, words.keywords) for place, words in enumerate(names)
    )
    gate = _gate(found, passages)
    return Codebook(themes, found.centres_, gate, found.embedder_, parents)


def _gate(found: ReasonClusterer, passages: Sequence[str]) -> float:
    """Likeness that all but a twentieth of the learnt passages reach, kept within a range."""
    sample = distinct(passages).texts[:FIT_LIMIT]
    if not sample or not len(found.centres_):
        return _GATE_RANGE[0]
    best = likeness(found.embedder_.encode(sample), found.centres_).max(axis=1)
    low, high = _GATE_RANGE
    return round(float(np.clip(np.quantile(best, _UNDER_GATE), low, high)), 4)


def _parents(found: ReasonClusterer, passages: Sequence[str]) -> tuple[list[ThemeWords], list[int]]:
    """Group more leaves than a reader can hold in mind; the largest group first."""
    n_leaves = len(found.centres_)
    if n_leaves <= MOST_THEMES:
        return [], []
    branches = _branches(found.centres_)
    sizes = np.bincount(found.labels_[found.labels_ >= 0], minlength=n_leaves)
    order = np.argsort(-np.bincount(branches, sizes), kind="stable")
    groups = np.argsort(order)[branches]
    label_of = dict(zip(passages, found.labels_.tolist(), strict=True))
    texts = [text for text in distinct(passages).texts[:FIT_LIMIT] if label_of[text] >= 0]
    labels = np.array([groups[label_of[text]] for text in texts], dtype=np.int64)
    ones = np.ones(len(texts), dtype=np.float32)
    return name_themes(texts, labels, ones, int(groups.max()) + 1), groups.tolist()


def _branches(centres: Floats) -> Labels:
    n_parents = int(np.clip(round(np.sqrt(2 * len(centres))), _FEWEST_PARENTS, MOST_THEMES))
    merges = linkage(centres.astype(float), "ward")
    return branches(merges, n_parents)
