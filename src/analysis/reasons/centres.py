"""What a text is compared with: the mean of a theme's texts, moved to what sets them apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from analysis.reasons.vectors import Floats, one_thread, unit_rows

Labels = npt.NDArray[np.int64]

#: Inverse of the ridge: five notes a code already teach; measured with 5 and 10 on public notes.
_LOOSENESS = 10.0
_MOST_STEPS = 200


def mean_centres(
    points: Floats, labels: Labels, weights: Floats, n_themes: int, fallback: Floats | None = None
) -> Floats:
    """Return the weighted mean direction of each theme's rows, shape (n_themes, d).

    Parameters
    ----------
    points
        Rows of length 1, shape (n, d).
    labels
        Theme of each row, shape (n,).
    weights
        Weight of each row, shape (n,).
    n_themes
        Number of themes.
    fallback
        What a theme without rows keeps, shape (n_themes, d).

    Examples
    --------
    >>> mean_centres(np.eye(2), np.array([0, 0]), np.ones(2), 1).round(2).tolist()
    [[0.7..., 0.7...]]
    """
    shape = (n_themes, len(points))
    member = sparse.csr_matrix((weights, (labels, np.arange(len(points)))), shape=shape)
    means = unit_rows(member @ points)
    if fallback is not None:
        empty = np.bincount(labels, minlength=n_themes) == 0
        means[empty] = fallback[empty]
    return means


def telling_centres(points: Floats, labels: Labels, weights: Floats, means: Floats) -> Floats:
    """Return the means blended with the directions that tell the themes apart, shape (k, d).

    Parameters
    ----------
    points
        Rows of length 1, shape (n, d).
    labels
        Theme of each row, shape (n,); themes without a row keep their mean.
    weights
        Weight of each row, shape (n,).
    means
        Mean direction of each theme, shape (k, d).

    Examples
    --------
    >>> points = np.eye(4, dtype=np.float32)
    >>> centres = telling_centres(points, np.array([0, 1, 1, 1]), np.ones(4), points[:2])
    >>> (points @ centres.T).argmax(axis=1).tolist()
    [0, 1, 1, 1]
    """
    present = np.unique(labels)
    if len(present) < 2 or len(points) < 2 * len(present):
        return means
    model = LogisticRegression(
        C=_LOOSENESS, max_iter=_MOST_STEPS, tol=1e-3, class_weight="balanced", fit_intercept=False
    )
    with one_thread():
        apart = model.fit(points.astype(float), labels, sample_weight=weights).coef_
    if len(apart) == 1:  # two themes share one direction
        apart = np.vstack([-apart, apart])
    moved = means.copy()
    # Solvers differ in the last digits between processors; six digits are the same everywhere.
    moved[present] = unit_rows((means[present] + unit_rows(apart)).round(6))
    return moved
