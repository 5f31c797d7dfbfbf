"""What a codebook remembers of the notes it was learnt from: places and check sums, no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.reasons.entries import NO_REASON_ID
from analysis.reasons.vectors import Embedder, Floats, unit_rows
from analysis.reasons.words import check_sum

#: Mentions that are remembered, of customers chosen by hash.
_MOST_MENTIONS = 3_000
_CHUNK = 2_000


@dataclass(frozen=True)
class Remembered:
    """A sample of what was said when the book was learnt, to tell what is new later.

    Parameters
    ----------
    points
        One row of length 1 a mention, half precision, shape (n, d).
    customers
        Number of the customer who said it, shape (n,).
    keys
        Check sum of customer and words, by which the same statement is known again when the next
        export still holds it, shape (n,).
    """

    points: npt.NDArray[np.float16]
    customers: npt.NDArray[np.int32]
    keys: npt.NDArray[np.uint64]

    @property
    def n_customers(self) -> int:
        """Customers in the sample."""
        return len(np.unique(self.customers))

    def far_from(
        self, points: Floats, *, share: float
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Return which texts lie far from all that is remembered, and which of its own did.

        Parameters
        ----------
        points
            The texts as rows of length 1, shape (m, d).
        share
            How many of its own mentions lie as far from what its other customers said, 0..1.
        """
        known = self.points.astype(np.float32)
        alike = known @ known.T
        alike[self.customers[:, None] == self.customers[None, :]] = 0.0
        own = alike.max(axis=1, initial=0.0).round(4)
        limit = float(np.quantile(own, share)) if len(own) else 0.0
        nearest = [
            (points[start : start + _CHUNK] @ known.T).max(axis=1)
            for start in range(0, len(points), _CHUNK)
        ]
        return np.concatenate(nearest).round(4) < limit, own < limit

    def share_near(self, members: Floats) -> float:
        """Return the share of its customers who said what half of these members lie around."""
        centre = unit_rows(members.mean(axis=0, keepdims=True))[0]
        radius = float(np.median(members @ centre))
        near = self.points.astype(np.float32) @ centre >= radius
        return round(len(np.unique(self.customers[near])) / max(self.n_customers, 1), 6)


def remember(mentions: pd.DataFrame, embedder: Embedder) -> Remembered:
    """Return what is remembered of these mentions.

    Parameters
    ----------
    mentions
        ``customer_id, theme_id, text``.

    Examples
    --------
    >>> from analysis.reasons.vectors import LexicalEmbedder
    >>> rows = pd.DataFrame({"customer_id": ["a", "a", "b"], "theme_id": ["t1", "t1", "no_reason"],
    ...                      "text": ["late", "late", "don't know"]})
    >>> kept = remember(rows, LexicalEmbedder.learn(["late delivery", "high price"]))
    >>> kept.n_customers, len(kept.points)
    (1, 1)
    """
    rows = mentions[mentions["theme_id"] != NO_REASON_ID].drop_duplicates(["customer_id", "text"])
    turn = rows["customer_id"].map(check_sum)
    rows = rows.assign(key_=turn).sort_values(["key_", "text"], ignore_index=True)
    rows = rows.head(_MOST_MENTIONS)
    points = unit_rows(embedder.encode(rows["text"].tolist()))
    numbers, _ = pd.factorize(rows["key_"])
    return Remembered(points.astype(np.float16), numbers.astype(np.int32), statement_keys(rows))


def statement_keys(mentions: pd.DataFrame) -> npt.NDArray[np.uint64]:
    """Return a check sum of customer and words for each mention, shape (n,).

    Examples
    --------
    >>> rows = pd.DataFrame({"customer_id": ["a", "b", "a"], "text": ["late", "late", "late"]})
    >>> keys = statement_keys(rows)
    >>> bool(keys[0] == keys[2]), bool(keys[0] == keys[1])
    (True, False)
    """
    said = mentions["customer_id"] + "\n" + mentions["text"]
    return np.array([int.from_bytes(check_sum(one)[:8], "big") for one in said], dtype=np.uint64)


def read_remembered(arrays: dict[str, npt.NDArray[Any]], n_dimensions: int) -> Remembered | None:
    """Return what the arrays of a codebook remember; None for one that remembers nothing."""
    if "remembered_points" not in arrays:
        return None
    points = np.asarray(arrays["remembered_points"], dtype=np.float16)
    customers = np.asarray(arrays["remembered_customers"], dtype=np.int32)
    keys = np.asarray(arrays["remembered_keys"], dtype=np.uint64)
    fits = points.shape == (len(customers), n_dimensions) and len(keys) == len(customers)
    if not fits or not np.isfinite(points).all():
        raise ValueError("what is remembered does not fit the centres")
    return Remembered(points, customers, keys)
