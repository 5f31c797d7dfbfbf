"""From vectors to themes: smooth over neighbours, cluster finely, merge into a tree, cut it.

Measured on two public sets with human labels (77 and 10 classes): smoothing and merging raise the
agreement with people over plain k-means, and coding each text by the nearest *unsmoothed* centre
keeps that gain, so that what was fitted and what is coded later follow one rule.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.cluster.hierarchy import linkage
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score

from analysis.reasons.centres import Labels, mean_centres, telling_centres
from analysis.reasons.vectors import Floats, one_thread, unit_rows
from analysis.reasons.words import check_sum

#: Themes a reader can hold in mind; the number in between is chosen from stability.
FEWEST_THEMES, MOST_THEMES = 8, 15
#: Distinct texts a theme needs on average before the choice goes beyond fewer themes.
_TEXTS_A_THEME = 5
#: Distinct texts on which themes are fitted; the rest is assigned to the nearest centre.
FIT_LIMIT = 20_000
#: Distinct texts on which stability is measured.
_STABILITY_LIMIT = 4_000
_N_HALVES = 6
_NEIGHBOURS, _STEPS, _PULL = 12, 10, 0.9
#: Fine clusters of which the numbers of themes to choose from are merged.
_FINE = 60
#: Under this many texts the groups come from distances alone; halves of them tell nothing.
_FEW = 20
#: Share of what is said that a few texts hold where nobody wrote in words of his own.
_NEARLY_ALL = 0.9
#: Two texts further apart than this (1 - cosine, on average) do not share a theme in small sets.
_APART = 0.85


@dataclass(frozen=True)
class Distinct:
    """The distinct texts in an order that depends on nothing but the texts.

    Parameters
    ----------
    texts
        Sorted by hash, so that neither row order nor the alphabet can matter.
    weights
        1 + log of how often each occurs: a form letter sent 500 times is one reason, well known.
    """

    texts: tuple[str, ...]
    weights: Floats


def distinct(texts: Sequence[str]) -> Distinct:
    """Return the distinct texts with weights."""
    counts = Counter(texts)
    ordered = sorted(counts, key=check_sum)
    weights = np.array([1.0 + np.log(counts[text]) for text in ordered], dtype=np.float32)
    return Distinct(tuple(ordered), weights)


def smooth(points: Floats) -> Floats:
    """Pull every text toward its nearest neighbours; sets under about 36 texts stay as they are.

    Parameters
    ----------
    points
        Rows of length 1, shape (n, d).
    """
    n = len(points)
    near = min(_NEIGHBOURS, int(np.sqrt(n) / 2))
    if near < 3:
        return points
    graph = _neighbour_graph(points, near)
    moved = points
    for _ in range(_STEPS):
        moved = _PULL * (graph @ moved) + (1 - _PULL) * points
    return unit_rows(moved)


def _neighbour_graph(points: Floats, near: int) -> sparse.csr_matrix:
    n, step = len(points), 1000
    columns = np.empty((n, near), dtype=np.int64)
    values = np.empty((n, near), dtype=np.float32)
    for start in range(0, n, step):
        alike = points[start : start + step] @ points.T
        best = np.argpartition(-alike, near - 1, axis=1)[:, :near]
        columns[start : start + step] = best
        values[start : start + step] = np.take_along_axis(alike, best, axis=1)
    rows = np.repeat(np.arange(n), near)
    flat = (np.maximum(values, 0).ravel(), (rows, columns.ravel()))
    graph = sparse.csr_matrix(flat, shape=(n, n))
    graph = graph.maximum(graph.T)
    scale = 1 / np.sqrt(np.asarray(graph.sum(axis=1)).ravel() + 1e-9)
    scaled = sparse.diags(scale) @ graph @ sparse.diags(scale)
    return sparse.csr_matrix(scaled, dtype=np.float32)


@dataclass(frozen=True)
class Tree:
    """Fine clusters and the order in which they merge.

    Parameters
    ----------
    points
        The smoothed texts, shape (n, d).
    raw
        The texts as embedded, shape (n, d).
    weights
        Weight of each text, shape (n,).
    centres
        Centres of the fine clusters, shape (m, d).
    merges
        Ward's linkage of the centres.
    """

    points: Floats
    raw: Floats
    weights: Floats
    centres: Floats
    merges: npt.NDArray[np.float64]

    def cut(self, n_themes: int, *, plain: bool = False) -> Floats:
        """Return the centre of each of ``n_themes`` themes among the raw texts, shape (k, d).

        Parameters
        ----------
        n_themes
            Number of themes.
        plain
            Leave the centres at the means, which is quicker; good enough to compare numbers.
        """
        branch = branches(self.merges, n_themes)
        ones = np.ones(len(branch), np.float32)
        centres = mean_centres(self.centres, branch, ones, n_themes)
        for _ in range(5 if plain else 20):
            labels = nearest(self.points, centres)
            moved = mean_centres(self.points, labels, self.weights, n_themes, fallback=centres)
            if np.array_equal(moved, centres):
                break
            centres = moved
        labels = nearest(self.points, centres)
        means = mean_centres(self.raw, labels, self.weights, n_themes, centres)
        if not plain and len(self.raw) >= _FEW:
            means = telling_centres(self.raw, labels, self.weights, means)
        return _without_empty(self.raw, means)


def branches(merges: npt.NDArray[np.float64], n_branches: int) -> Labels:
    """Return the branch of each of n leaves when all merges but the last ones are made, shape (n,).

    Parameters
    ----------
    merges
        Linkage of the leaves, shape (n - 1, 4).
    n_branches
        1 to n.

    Examples
    --------
    >>> branches(linkage([[0.0], [9.0], [1.0]]), 2).tolist()
    [0, 1, 0]
    """
    n = len(merges) + 1
    members = {leaf: [leaf] for leaf in range(n)}
    for step, (one, two) in enumerate(merges[: n - n_branches, :2].astype(int).tolist()):
        members[n + step] = members.pop(one) + members.pop(two)
    found = np.empty(n, dtype=np.int64)
    for branch, leaves in enumerate(sorted(members.values(), key=min)):
        found[leaves] = branch
    return found


def grow(
    raw: Floats, weights: Floats, *, n_fine: int, random_state: int, n_starts: int = 1
) -> Tree:
    """Return the tree of the texts over ``n_fine`` fine clusters.

    Parameters
    ----------
    raw
        Rows of length 1, shape (n, d), n >= 2.
    weights
        Weight of each row, shape (n,).
    n_fine
        Number of fine clusters, 2 or more.
    random_state
        Seed of the clustering.
    n_starts
        Starts of the clustering, of which the tightest is taken.
    """
    points, n = smooth(raw), len(raw)
    if n_fine >= n:
        centres = points
    else:
        model = KMeans(n_fine, n_init=n_starts, random_state=random_state)
        with warnings.catch_warnings():  # fewer distinct points than clusters is no trouble here
            warnings.simplefilter("ignore", ConvergenceWarning)
            centres = model.fit(points, sample_weight=weights).cluster_centers_
    centres = unit_rows(centres)
    return Tree(points, raw, weights, centres, linkage(centres, "ward"))


def _fine(n: int, wanted: int, least: int) -> int:
    """Fine clusters of three texts or more, though never fewer than the themes they make."""
    return min(n, max(2, least, min(wanted, max(n // 3, 20))))


def likeness(points: Floats, centres: Floats) -> npt.NDArray[np.float64]:
    """Return the cosine of each row with each centre to six digits, shape (n, k).

    Matrix products differ in the last bits with a row's place among the others; six digits of a
    double do not, so that a text is coded alike alone, in a crowd and in any order.
    """
    found = np.empty((len(points), len(centres)))
    wide = centres.astype(float).T
    with one_thread():
        for start in range(0, len(points), 20_000):
            part = points[start : start + 20_000].astype(float)
            found[start : start + len(part)] = (part @ wide).round(6)
    return found


def nearest(points: Floats, centres: Floats) -> Labels:
    """Return the index of the most similar centre of each row; the first one on a tie."""
    return np.asarray(likeness(points, centres).argmax(axis=1), dtype=np.int64)


def _without_empty(points: Floats, centres: Floats) -> Floats:
    """Move the centre that no text is nearest to onto the text that fits worst."""
    moved = centres.copy()
    for _ in range(2 * len(centres)):
        alike = likeness(points, moved)
        count = np.bincount(alike.argmax(axis=1), minlength=len(moved))
        if count.all():
            break
        moved[int(np.flatnonzero(count == 0)[0])] = points[int(alike.max(axis=1).argmin())]
    return moved


def choose_number(raw: Floats, weights: Floats, *, random_state: int) -> int:
    """Return the number of themes whose cut comes back best on random halves of the texts.

    Among numbers within one standard error of the best, the largest. Small sets get as many
    themes as they have groups of similar texts, and so do sets that are hardly more than a few
    texts said again and again: each of those may be a theme.
    """
    n, again = len(raw), _said_again(weights)
    if n < _FEW:
        return min(max(FEWEST_THEMES, int(again.sum())), _groups_apart(raw))
    if again.any():
        return _groups_apart(raw[again])
    most = max(2, min(MOST_THEMES, n // _TEXTS_A_THEME))
    numbers = range(min(FEWEST_THEMES, most), most + 1)
    rows, mass = raw[:_STABILITY_LIMIT], weights[:_STABILITY_LIMIT]
    n_fine = max(_FINE, most)
    tree = grow(rows, mass, n_fine=_fine(n, n_fine, most), random_state=random_state)
    labels = {number: nearest(rows, tree.cut(number, plain=True)) for number in numbers}
    agreement = {
        number: np.array([half.agreement for half in halves])
        for number, halves in _on_halves(rows, mass, labels, n_fine, random_state).items()
    }
    best = max(agreement.values(), key=lambda values: float(values.mean()))
    enough = best.mean() - best.std(ddof=1) / np.sqrt(len(best))
    return max(number for number, values in agreement.items() if values.mean() >= enough)


def stability(raw: Floats, weights: Floats, centres: Floats, *, random_state: int) -> Floats:
    """Return how well each theme comes back on random halves, 0..1, shape (k,).

    The mean over halves of the best Jaccard overlap with a theme found on the half alone. Under
    20 distinct texts halves tell nothing, and the answer is "not a number".

    Parameters
    ----------
    raw, weights
        The distinct texts in their fixed order, shapes (n, d) and (n,).
    centres
        Centres of the themes, shape (k, d).

    References
    ----------
    Hennig (2007), Computational Statistics & Data Analysis 52, 258-271.
    """
    n_themes = len(centres)
    if len(raw) < _FEW:
        return np.full(n_themes, np.nan, dtype=np.float32)
    rows, mass = raw[:_STABILITY_LIMIT], weights[:_STABILITY_LIMIT]
    labels = {n_themes: nearest(rows, centres)}
    halves = _on_halves(rows, mass, labels, n_themes, random_state)[n_themes]
    return np.asarray(np.mean([half.overlap for half in halves], axis=0), dtype=np.float32)


@dataclass(frozen=True)
class _Half:
    agreement: float
    overlap: Floats


def _on_halves(
    rows: Floats, mass: Floats, labels: Mapping[int, Labels], n_fine: int, random_state: int
) -> dict[int, list[_Half]]:
    """Compare labels (by number of themes) with what random halves of the rows find alone."""
    found: dict[int, list[_Half]] = {number: [] for number in labels}
    rng = np.random.default_rng(random_state)
    for _ in range(_N_HALVES):
        chosen = np.sort(rng.permutation(len(rows))[: len(rows) // 2])
        most = min(max(labels), len(chosen))
        fine = _fine(len(chosen), n_fine, most)
        half = grow(rows[chosen], mass[chosen], n_fine=fine, random_state=random_state)
        for number, before in labels.items():
            again = nearest(rows, half.cut(min(number, most), plain=len(labels) > 1))
            overlap = _best_overlap(before, again, number)
            found[number].append(_Half(float(adjusted_rand_score(before, again)), overlap))
    return found


def _best_overlap(labels: Labels, again: Labels, n_themes: int) -> Floats:
    shape = (n_themes, int(again.max()) + 1)
    both = sparse.coo_matrix((np.ones(len(labels)), (labels, again)), shape=shape).toarray()
    union = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    return np.asarray((both / np.maximum(union, 1)).max(axis=1), dtype=np.float32)


def _said_again(weights: Floats) -> npt.NDArray[np.bool_]:
    """Return which texts are said as often as a theme needs it, where hardly any others are said.

    None where they are more than a reader can hold in mind.
    """
    times = np.exp(weights.astype(float) - 1).round()
    often = np.asarray(times >= _TEXTS_A_THEME, dtype=bool)
    nearly_all = times[often].sum() >= _NEARLY_ALL * times.sum()
    return often if nearly_all and often.sum() <= MOST_THEMES else np.zeros_like(often)


def _groups_apart(raw: Floats) -> int:
    if len(raw) < 2:
        return len(raw)
    merges = linkage(raw.astype(float), "average", metric="cosine")
    return int(1 + (merges[:, 2] > _APART).sum())
