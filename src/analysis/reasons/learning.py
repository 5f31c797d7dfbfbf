"""From notes to a codebook: learn themes, name them, set the gate, group many under parents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import linkage

from analysis.reasons.centres import Labels
from analysis.reasons.clusterer import Learnt, ReasonClusterer
from analysis.reasons.codebook import Codebook, Theme
from analysis.reasons.coding import passages_of
from analysis.reasons.labels import ThemeWords, name_themes
from analysis.reasons.themes import MOST_THEMES, branches
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
    found = ReasonClusterer(n_themes, random_state).learn(passages)
    names, groups = _parents(found.centres_, found.learnt_)
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
    gate = _gate(found.learnt_)
    return Codebook(themes, found.centres_, gate, found.embedder_, parents)


def _gate(learnt: Learnt) -> float:
    """Likeness that all but a twentieth of the learnt passages reach, kept within a range."""
    if not learnt.texts:
        return _GATE_RANGE[0]
    return round(float(np.clip(np.quantile(learnt.fit, _UNDER_GATE), *_GATE_RANGE)), 4)


def _parents(centres: Floats, learnt: Learnt) -> tuple[list[ThemeWords], list[int]]:
    """Group more leaves than a reader can hold in mind; the largest group first."""
    n_leaves = len(centres)
    if n_leaves <= MOST_THEMES:
        return [], []
    branches = _branches(centres)
    sizes = np.bincount(learnt.labels, learnt.weights, minlength=n_leaves)
    order = np.argsort(-np.bincount(branches, sizes), kind="stable")
    groups = np.argsort(order)[branches]
    n_groups = int(groups.max()) + 1
    return name_themes(
        learnt.texts, groups[learnt.labels], learnt.weights, n_groups
    ), groups.tolist()


def _branches(centres: Floats) -> Labels:
    n_parents = int(np.clip(round(np.sqrt(2 * len(centres))), _FEWEST_PARENTS, MOST_THEMES))
    merges = linkage(centres.astype(float), "ward")
    return branches(merges, n_parents)
