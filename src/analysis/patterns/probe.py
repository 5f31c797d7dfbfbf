"""Whom to ask: a random sample of the dormant customers of whom no reason is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class ProbeSample:
    """Who was drawn by lot, and why the others could not be.

    Parameters
    ----------
    drawn
        ``customer_id, stratum, probe_probability``, in the order of the ids.
    n_dormant
        All dormant customers.
    left_out
        Number of dormant customers who could not be drawn, by reason; each counts once.

    Examples
    --------
    >>> sample = ProbeSample(pd.DataFrame({"customer_id": ["a"]}), 5, {"told already": 3})
    >>> sample.n_in_lot
    2
    """

    drawn: pd.DataFrame
    n_dormant: int
    left_out: Mapping[str, int]

    @property
    def n_in_lot(self) -> int:
        """How many customers the lot was drawn among."""
        return self.n_dormant - sum(self.left_out.values())


def draw_probe(
    lost: pd.DataFrame,
    left_out: Mapping[str, pd.Series],
    *,
    size: int,
    rng: np.random.Generator,
    by: str | None = None,
) -> ProbeSample:
    """Draw dormant customers by lot, each of a stratum with the same chance.

    Strata get places in proportion to their size, the largest remainders first, and at least one
    each while places last. The order of the rows does not matter.

    Parameters
    ----------
    lost
        One row per dormant customer: ``customer_id``, and the column ``by``.
    left_out
        Ids that cannot be drawn, by reason; the first reason that fits counts.
    size
        Places; all are drawn when there are no more.
    rng
        Source of chance.
    by
        Column of the strata, one stratum when None.

    Examples
    --------
    >>> lost = pd.DataFrame({"customer_id": list("cabd")})
    >>> sample = draw_probe(lost, {"told already": pd.Series(["a"])}, size=2,
    ...                     rng=np.random.default_rng(0))
    >>> sample.drawn["customer_id"].tolist(), sample.drawn["probe_probability"].round(3).tolist()
    (['b', 'd'], [0.667, 0.667])
    >>> sample.left_out, sample.n_in_lot
    ({'told already': 1}, 3)
    """
    lot, counts = lost.sort_values("customer_id", ignore_index=True), {}
    for reason, ids in left_out.items():
        out = lot["customer_id"].isin(ids)
        counts[reason], lot = int(out.sum()), lot[~out]
    stratum = lot[by].fillna("not stated").astype(str) if by else pd.Series("all", lot.index)
    lot = lot[["customer_id"]].assign(stratum=stratum)
    sizes = lot["stratum"].value_counts().sort_index()
    places = _places(sizes, min(size, len(lot)))
    parts = []
    for name, group in lot.groupby("stratum", sort=True):
        chosen = group.iloc[np.sort(rng.permutation(len(group))[: places[name]])]
        parts.append(chosen.assign(probe_probability=places[name] / len(group)))
    empty = lot.head(0).assign(probe_probability=pd.Series(dtype=float))
    drawn = pd.concat(parts) if parts else empty
    return ProbeSample(drawn.sort_values("customer_id", ignore_index=True), len(lost), counts)


def _places(sizes: pd.Series, size: int) -> dict[str, int]:
    """Share out the places in proportion, whole numbers, at least one a stratum if they last."""
    if sizes.empty:
        return {}
    exact = size * sizes / sizes.sum()
    if size >= len(sizes):
        exact = exact.clip(lower=1)
        exact = 1 + (exact - 1) * (size - len(sizes)) / max((exact - 1).sum(), 1e-12)
    whole = np.floor(exact + 1e-9).astype(int)
    rest = (exact - whole).sort_values(ascending=False, kind="stable").index
    for name in rest[: size - int(whole.sum())]:
        whole[name] += 1
    return {str(name): int(number) for name, number in whole.items()}
