"""How far the mix of reasons and the fit moved between two months, against chance.

The unit is the customer. A customer's mentions share one vote, so that the mix adds to 1; the
distance between two mixes is the total variation distance: the part of one that would have to
change to make the other. Two samples of the same customers differ too; how much, is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.reasons.entries import NO_REASON_ID, OTHER_ID
from analysis.results import Estimate, Finding, in_words
from analysis.statistics import (
    FEWEST_RESAMPLED,
    Floats,
    bootstrap_interval,
    difference_of_shares,
    flagged_by_false_discovery_rate,
)

COLUMNS = (
    "theme_id", "theme", "n_before", "n_after", "share_before", "share_after",
    "change", "low", "high", "p_value", "moved",
)  # fmt: skip
_CHANCE = 0.05
#: Themes that a sentence names.
_MOST_TOLD = 3


@dataclass(frozen=True)
class Drift:
    """How the mix and the fit moved.

    Parameters
    ----------
    table
        One row per theme: customers and shares before and after, the change with Newcombe's
        interval, Fisher's p, and whether it moved with the false discovery rate held at 5 %.
    finding
        The sentence, its numbers and its doubts.
    """

    table: pd.DataFrame
    finding: Finding


@dataclass(frozen=True)
class Votes:
    """Votes of customers in two months.

    Parameters
    ----------
    before, after
        One row per customer of either month, one column per theme; a row adds to 1 where the
        customer spoke in that month and to 0 elsewhere; shape (n, k).

    Examples
    --------
    >>> votes = Votes(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([[0.5, 0.5], [0.0, 1.0]]))
    >>> votes.distance
    0.75
    """

    before: Floats
    after: Floats

    @property
    def distance(self) -> float:
        """Total variation distance between the two mixes, 0..1."""
        return float(_distances(np.ones((1, len(self.before))), self.before, self.after)[0])

    def by_chance(self, rng: np.random.Generator, n_draws: int) -> Floats:
        """Return distances when the months of the customers are dealt anew, shape (n_draws,).

        Who spoke in both months keeps both statements, in either order.
        """
        spoke = [part.sum(axis=1) > 0 for part in (self.before, self.after)]
        once, said = spoke[0] ^ spoke[1], self.before + self.after
        n_before = int((spoke[0] & once).sum())
        drawn = np.empty(n_draws)
        for place in range(n_draws):
            swapped = rng.random(len(once)) < 0.5
            dealt = np.zeros(len(once), dtype=bool)
            dealt[rng.permutation(np.flatnonzero(once))[:n_before]] = True
            before = np.where(swapped[:, None], self.after, self.before)
            before = np.where(once[:, None], np.where(dealt[:, None], said, 0.0), before)
            drawn[place] = Votes(before, said - before).distance
        return drawn

    def interval(self, rng: np.random.Generator, n_draws: int) -> tuple[float, float]:
        """Return a cautious bootstrap interval of the distance, customers drawn anew.

        Distances of samples lie above the true one, and those of resamples above those of samples
        by about as much. The lower end takes that off again (the basic interval), the upper end
        does not (the percentile interval): near no drift the basic one ends too low and covers
        four in five.

        References
        ----------
        Davison & Hinkley (1997), Bootstrap Methods and their Application, section 5.2.
        """
        _, high = bootstrap_interval(
            lambda weights: _distances(weights, self.before, self.after),
            len(self.before),
            rng=rng,
            n_draws=n_draws,
        )
        return float(np.clip(2 * self.distance - high, 0, 1)), float(high)


def _distances(weights: Floats, before: Floats, after: Floats) -> Floats:
    sums = weights @ before, weights @ after
    mixes = [part / np.maximum(part.sum(axis=1, keepdims=True), 1e-12) for part in sums]
    return np.asarray(np.abs(mixes[0] - mixes[1]).sum(axis=1) / 2, dtype=np.float64)


def tell_drift(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    names: Mapping[str, str],
    rng: np.random.Generator,
    n_draws: int = 1000,
) -> Drift:
    """Return how mix and fit moved from one month's mentions to another's.

    Parameters
    ----------
    before, after
        ``customer_id, theme_id, score`` under the same themes; see ``edits.present_mentions``.
    names
        Name of each theme.
    rng
        Source of chance.
    n_draws
        Draws behind the interval and behind what chance makes.

    Examples
    --------
    >>> one = pd.DataFrame({"customer_id": list("abcdefghij") * 3, "theme_id": "t01", "score": 0.5})
    >>> one["customer_id"] += one.index.astype(str)
    >>> two = one.assign(theme_id=["t01"] * 15 + ["t02"] * 15)
    >>> drift = tell_drift(one, two, names={"t01": "late", "t02": "price"},
    ...                    rng=np.random.default_rng(0))
    >>> drift.finding.numbers["mix_distance"].value, drift.table["moved"].tolist()
    (0.5, [True, True])
    """
    said = [part.drop_duplicates(["customer_id", "theme_id"]) for part in (before, after)]
    n_people = [int(part["customer_id"].nunique()) for part in said]
    if min(n_people) < FEWEST_RESAMPLED:
        return Drift(pd.DataFrame(columns=list(COLUMNS)), _too_few(min(n_people)))
    votes, table = _votes(*said), _by_theme(said[0], said[1], n_people, names)
    drawn = votes.by_chance(rng, n_draws)
    low, high = votes.interval(rng, n_draws)
    numbers = {
        "mix_distance": Estimate(
            votes.distance, low, high, sum(n_people), "total variation, bootstrap 95 %"
        ),
        "mix_distance_by_chance": Estimate.exact(
            float(np.quantile(drawn, 1 - _CHANCE)), n_draws, "exceeded by 5 % of draws", "share"
        ),
        "mix_p_value": Estimate.exact(
            float((1 + (drawn >= votes.distance - 1e-12).sum()) / (1 + n_draws)), n_draws,
            "share of draws as far apart, months dealt anew", "probability",
        ),
        **_fit(before, after, rng=rng, n_draws=n_draws),
    }  # fmt: skip
    return Drift(table, Finding(_sentence(numbers, table), numbers, _DOUBTS))


_DOUBTS = (
    "Shares are of customers with a statement; who speaks may have changed, not what they think.",
    "Changes of single themes are compared as if the two months held different customers; where "
    "the same ones spoke twice, the intervals are a little too wide.",
)


def _too_few(n: int) -> Finding:
    told = Estimate.cannot_tell(n, f"under {FEWEST_RESAMPLED} customers in one month")
    return Finding(
        f"**Cannot tell** whether the mix moved: one month has {n} customers with a statement, and "
        f"under {FEWEST_RESAMPLED} tell nothing.",
        {"mix_distance": told},
    )


def _votes(before: pd.DataFrame, after: pd.DataFrame) -> Votes:
    people = sorted(set(before["customer_id"]) | set(after["customer_id"]))
    themes = sorted(set(before["theme_id"]) | set(after["theme_id"]))
    parts = []
    for said in (before, after):
        counts = pd.crosstab(said["customer_id"], said["theme_id"])
        counts = counts.reindex(index=people, columns=themes, fill_value=0).to_numpy(float)
        parts.append(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))
    return Votes(*parts)


def _by_theme(
    before: pd.DataFrame, after: pd.DataFrame, n_people: list[int], names: Mapping[str, str]
) -> pd.DataFrame:
    counts = [part["theme_id"].value_counts() for part in (before, after)]
    rows = []
    for theme in sorted(set(before["theme_id"]) | set(after["theme_id"])):
        hits = [int(count.get(theme, 0)) for count in counts]
        change = difference_of_shares(hits[1], n_people[1], hits[0], n_people[0])
        cells = [[hit, n - hit] for hit, n in zip(hits, n_people, strict=True)]
        p_value = float(stats.fisher_exact(cells)[1])
        shares = [hit / n for hit, n in zip(hits, n_people, strict=True)]
        rows.append((theme, names.get(theme, theme), *hits, *shares,
                     change.value, change.low, change.high, p_value, False))  # fmt: skip
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table["moved"] = flagged_by_false_discovery_rate(table["p_value"], rate=_CHANCE)
    order = table["change"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _fit(
    before: pd.DataFrame, after: pd.DataFrame, *, rng: np.random.Generator, n_draws: int
) -> dict[str, Estimate]:
    """Return how many say only what fits no theme, and how well the others fit."""
    lost, scores = [], []
    for said in (before, after):
        spoke = said[said["theme_id"] != NO_REASON_ID]
        best = spoke.assign(fits=spoke["theme_id"] != OTHER_ID).groupby("customer_id")
        fits = best["fits"].any()
        lost.append((int((~fits).sum()), len(fits)))
        scores.append(best["score"].max()[fits].to_numpy(float))
    under = difference_of_shares(*lost[1], *lost[0])
    n = min(len(part) for part in scores)
    if n < FEWEST_RESAMPLED:
        return {"other_share_change": under}
    gap = float(np.median(scores[1]) - np.median(scores[0]))
    drawn = [
        np.median(rng.choice(scores[1], len(scores[1])))
        - np.median(rng.choice(scores[0], len(scores[0])))
        for _ in range(min(n_draws, 500))
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    fit = Estimate(
        round(gap, 6), float(low), float(high), sum(map(len, scores)), "medians, bootstrap 95 %"
    )
    return {"other_share_change": under, "median_score_change": fit}


def _sentence(numbers: Mapping[str, Estimate], table: pd.DataFrame) -> str:
    """Say whether the whole mix moved, which single themes did, and which are named no more."""
    distance, by_chance = numbers["mix_distance"], numbers["mix_distance_by_chance"]
    apart, usual = (in_words(one.value or 0.0, "share") for one in (distance, by_chance))
    moved, gone = _singles(table[table["moved"]]), _gone(table)
    if (numbers["mix_p_value"].value or 0.0) < _CHANCE:
        single = f" Most of it: {moved}." if moved else " No single theme stands out."
        return (
            f"**The mix of reasons moved** by **{apart}** ({distance.interval}); chance alone "
            f"makes up to {usual}.{single}{gone}"
        )
    if moved:
        return (
            f"**Single themes moved beyond chance**: {moved}. The mix as a whole did not: it "
            f"differs by {apart}, and two samples of the same customers differ by up to {usual}."
            f"{gone}"
        )
    return (
        f"**No drift beyond chance**: the mixes of reasons differ by **{apart}**, and two samples "
        f"of the same customers differ by up to {usual}.{gone}"
    )


def _singles(moved: pd.DataFrame) -> str:
    told = [
        f"{row.theme} from {in_words(row.share_before, 'share')} to "
        f"{in_words(row.share_after, 'share')}"
        for row in moved.head(_MOST_TOLD).itertuples()
    ]
    more = len(moved) - len(told)
    return "; ".join([*told, *([f"and {more} more"] if more else [])])


def _gone(table: pd.DataFrame) -> str:
    """Name what nobody says any more and what is new, where one look alone would call it so."""
    open_yet = table[~table["moved"] & (table["p_value"] < _CHANCE)]
    lost, new = open_yet[open_yet["n_after"] == 0], open_yet[open_yet["n_before"] == 0]
    told = [f"{row.theme} ({row.n_before} customers before, 0 now)" for row in lost.itertuples()]
    told += [f"{row.theme} (0 customers before, {row.n_after} now)" for row in new.itertuples()]
    if not told:
        return ""
    return (
        f" Look at {'; '.join(told[:_MOST_TOLD])} all the same: among {len(table)} themes chance "
        "makes such a gap too often to be sure."
    )
