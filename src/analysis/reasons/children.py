"""Children of the themes: a theme is split where its parts come back on halves of its texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.reasons.centres import Labels, mean_centres, telling_centres
from analysis.reasons.clusterer import ReasonClusterer
from analysis.reasons.themes import grow, nearest, stability
from analysis.reasons.vectors import Floats, one_thread, unit_rows

#: Parts a theme may be split into; the most that are steady are taken.
_MOST_PARTS = 4
#: Overlap with itself on halves that every part must reach: under .6 no cluster is to be trusted
#: (Hennig 2007, Computational Statistics & Data Analysis 52, 258-271).
_STEADY = 0.6
#: Distinct texts a part needs, and those of a theme on which its parts are sought.
_TEXTS_A_PART, _SOUGHT_ON = 20, 1_000


@dataclass(frozen=True)
class Leaves:
    """The leaves of a tree of themes; a theme that is not split is its own leaf.

    Parameters
    ----------
    centres
        Of each leaf, shape (k, d).
    labels
        Leaf of each learnt text, shape (n,).
    tops
        Top theme of each leaf, shape (k,).
    stability
        Of each leaf, 0..1: on halves of all texts, or of its theme's texts where it is a part of
        one; shape (k,).
    tops_stability
        Of each top theme, not a number where that is not known; shape (m,).
    """

    centres: Floats
    labels: Labels
    tops: Labels
    stability: Floats
    tops_stability: Floats

    @property
    def n_tops(self) -> int:
        """Number of top themes."""
        return len(self.tops_stability)


def split_steady(found: ReasonClusterer) -> Leaves:
    """Return the leaves of the themes found, by theme.

    Parameters
    ----------
    found
        A clusterer that has learnt.

    Examples
    --------
    Few texts are not split.

    >>> found = ReasonClusterer(n_themes=2).learn(["late delivery", "price too high", "too late"])
    >>> split_steady(found).tops.tolist()
    [0, 1]
    """
    learnt, themes = found.learnt_, range(len(found.centres_))
    if not learnt.texts:
        none = np.zeros(0, dtype=np.int64)
        return Leaves(found.centres_, none, none, found.stability_, found.stability_)
    rows = unit_rows(found.embedder_.encode(learnt.texts))
    members = [np.flatnonzero(learnt.labels == theme) for theme in themes]
    with one_thread():
        split = [_parts(rows[mine], learnt.weights[mine], found.random_state) for mine in members]
        tops = np.repeat(list(themes), [max(len(overlap), 1) for _, overlap in split])
        if len(tops) == len(themes):
            stay = found.stability_
            return Leaves(found.centres_, learnt.labels, tops, stay, stay)
        labels = np.empty(len(rows), dtype=np.int64)
        for theme, mine in zip(themes, members, strict=True):
            labels[mine] = np.searchsorted(tops, theme) + split[theme][0]
        means = mean_centres(rows, labels, learnt.weights, len(tops))
        centres = telling_centres(rows, labels, learnt.weights, means)
    steady = [
        overlap if len(overlap) else found.stability_[[theme]]
        for theme, (_, overlap) in zip(themes, split, strict=True)
    ]
    return Leaves(centres, labels, tops, np.concatenate(steady), found.stability_)


def _parts(rows: Floats, weights: Floats, random_state: int) -> tuple[Labels, Floats]:
    """Return the part of each row, and how steady each part is: nothing when there are none."""
    some, mass = rows[:_SOUGHT_ON], weights[:_SOUGHT_ON]
    for n_parts in range(min(_MOST_PARTS, len(rows) // _TEXTS_A_PART), 1, -1):
        tree = grow(some, mass, n_fine=n_parts, random_state=random_state, n_starts=2)
        centres = tree.cut(n_parts)
        overlap = stability(some, mass, centres, random_state=random_state)
        if overlap.min() >= _STEADY:
            return nearest(rows, centres), overlap
    return np.zeros(len(rows), dtype=np.int64), np.zeros(0, dtype=np.float32)
