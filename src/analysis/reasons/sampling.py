"""Which notes a second coder reads: customers drawn by lot, rare themes more often."""

from __future__ import annotations

import numpy as np
import pandas as pd


def draw_notes(mentions: pd.DataFrame, *, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw customers with all their notes, until about ``size`` notes are drawn.

    A customer's stratum is the rarest theme that they name. Places go by the square root of a
    stratum's size (Bankier 1988, JASA 83, 174-177): rare themes get enough, common ones most. The
    order of rows does not matter.

    Parameters
    ----------
    mentions
        ``customer_id, reason_id, theme_id``, one row per mention.
    size
        Notes wanted.

    Returns
    -------
    pandas.DataFrame
        ``reason_id, customer_id, stratum, probability`` (of the customer), shuffled.

    Examples
    --------
    >>> mentions = pd.DataFrame({"customer_id": list("abcd"), "reason_id": list("1234"),
    ...                          "theme_id": ["late", "late", "late", "rude"]})
    >>> drawn = draw_notes(mentions, size=2, rng=np.random.default_rng(0))
    >>> drawn.sort_values("stratum")[["stratum", "probability"]].round(2).values.tolist()
    [['late', 0.33], ['rude', 1.0]]
    """
    notes = mentions[["customer_id", "reason_id"]].drop_duplicates().sort_values("reason_id")
    n_by_theme = mentions.groupby("theme_id")["customer_id"].nunique()
    named = mentions[["customer_id", "theme_id"]].drop_duplicates()
    named = named.assign(n=named["theme_id"].map(n_by_theme)).sort_values(["n", "theme_id"])
    stratum = named.groupby("customer_id")["theme_id"].first().sort_index()
    n_customers = min(max(round(size * len(stratum) / max(len(notes), 1)), 1), len(stratum))
    places = _places(stratum.value_counts().sort_index(), n_customers)
    drawn = []
    for name, group in stratum.groupby(stratum, sort=True):
        chosen = group.iloc[np.sort(rng.permutation(len(group))[: places[str(name)]])]
        drawn.append(
            pd.DataFrame({"stratum": chosen, "probability": places[str(name)] / len(group)})
        )
    sheet = notes.merge(pd.concat(drawn), left_on="customer_id", right_index=True)
    sheet = sheet.sort_values(["reason_id", "customer_id"], ignore_index=True)
    shuffled = sheet.iloc[rng.permutation(len(sheet))].reset_index(drop=True)
    return shuffled[["reason_id", "customer_id", "stratum", "probability"]]


def _places(sizes: pd.Series, n: int) -> dict[str, int]:
    """Share out n places by the square root of sizes, nobody more than there are."""
    left, wanted = sizes.astype(float), np.zeros(len(sizes))
    while n - wanted.sum() > 1e-9 and (left > 1e-9).any():
        roots = np.sqrt(sizes.to_numpy(dtype=float)) * (left.to_numpy() > 1e-9)
        more = np.minimum((n - wanted.sum()) * roots / roots.sum(), left.to_numpy())
        wanted, left = wanted + more, left - more
    whole = np.floor(wanted + 1e-9).astype(int)
    rest = np.argsort(-(wanted - whole), kind="stable")
    room = [at for at in rest if whole[at] < sizes.iloc[at]]
    whole[room[: n - int(whole.sum())]] += 1
    return {str(name): int(number) for name, number in zip(sizes.index, whole, strict=True)}
