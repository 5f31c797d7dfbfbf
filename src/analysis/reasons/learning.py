"""From notes to a codebook: learn themes, name them, set the gate, arrange leaves under parents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import linkage

from analysis.reasons.centres import Labels
from analysis.reasons.children import Leaves, split_steady
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
    with_parts: bool = True,
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
        Number of leaf themes, more than 15 of them under parents; None to choose 8 to 15 themes by
        stability (fewer for small sets) and to split those whose parts are steady.
    with_parts
        Whether themes with steady parts are split when ``n_themes`` is None.

    Examples
    --------
    >>> book = learn_codebook(["late delivery", "delivery late again", "price too high",
    ...                        "high prices"], n_themes=2)
    >>> [(theme.theme_id, theme.name) for theme in book.themes]
    [('t01', 'high prices'), ('t02', 'delivery late')]
    """
    passages = passages_of(notes, codes)
    found = ReasonClusterer(n_themes, random_state).learn(passages)
    leaves = split_steady(found) if n_themes is None and with_parts else _grouped(found)
    themes, parents = _entries(leaves, found.learnt_)
    return Codebook(themes, leaves.centres, _gate(found.learnt_), found.embedder_, parents)


def _entries(leaves: Leaves, learnt: Learnt) -> tuple[tuple[Theme, ...], tuple[Theme, ...]]:
    """Return the leaves, and the top themes that have several; another one is its own leaf."""
    texts, weights, labels = learnt.texts, learnt.weights, leaves.labels
    tops = name_themes(texts, leaves.tops[labels], weights, leaves.n_tops)
    taken = [top.name for top in tops]
    words = name_themes(texts, labels, weights, len(leaves.centres), others=taken)
    split = np.flatnonzero(np.bincount(leaves.tops, minlength=leaves.n_tops) > 1).tolist()
    parent_ids = {top: f"p{place + 1:02}" for place, top in enumerate(split)}
    width = max(2, len(str(len(leaves.centres))))
    found = zip(words, leaves.tops.tolist(), leaves.stability.tolist(), strict=True)
    themes = tuple(
        _entry(
            f"t{place + 1:0{width}}",
            own if top in parent_ids else tops[top],
            steady,
            parent_ids.get(top, ""),
        )
        for place, (own, top, steady) in enumerate(found)
    )
    steady = leaves.tops_stability.tolist()
    parents = tuple(_entry(name, tops[top], steady[top]) for top, name in parent_ids.items())
    return themes, parents


def _entry(theme_id: str, words: ThemeWords, steady: float, parent_id: str = "") -> Theme:
    return Theme(
        theme_id=theme_id,
        name=words.name,
        keywords=words.keywords,
        parent_id=parent_id,
        stability=None if np.isnan(steady) else round(steady, 4),
        mixed=words.mixed,
    )


def _gate(learnt: Learnt) -> float:
    """Likeness that all but a twentieth of the learnt passages reach, kept within a range."""
    if not learnt.texts:
        return _GATE_RANGE[0]
    return round(float(np.clip(np.quantile(learnt.fit, _UNDER_GATE), *_GATE_RANGE)), 4)


def _grouped(found: ReasonClusterer) -> Leaves:
    """Return the themes as leaves; more than a reader can hold in mind are grouped."""
    learnt, n_leaves = found.learnt_, len(found.centres_)
    tops = np.arange(n_leaves)
    if n_leaves > MOST_THEMES:
        sizes = np.bincount(learnt.labels, learnt.weights, minlength=n_leaves)
        groups = _branches(found.centres_)
        order = np.argsort(-np.bincount(groups, sizes), kind="stable")  # the largest group first
        tops = np.argsort(order)[groups]
    unknown = np.full(len(np.unique(tops)), np.nan, dtype=np.float32)
    return Leaves(found.centres_, learnt.labels, tops, found.stability_, unknown)


def _branches(centres: Floats) -> Labels:
    n_parents = int(np.clip(round(np.sqrt(2 * len(centres))), _FEWEST_PARENTS, MOST_THEMES))
    merges = linkage(centres.astype(float), "ward")
    return branches(merges, n_parents)
