"""How far reps take part, shrunk towards their team; teams too small to hide in are not shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from analysis.statistics import Floats, wilson_bounds
from analysis.winback.snapshot import Snapshot

#: A rep took part in the last so many days.
CYCLE_DAYS = 90


@dataclass(frozen=True)
class BetaMixture:
    """A share known as a weighted mixture of beta distributions.

    Parameters
    ----------
    a, b
        Of each part, shape (k,).
    weights
        Of each part, shape (k,), adding up to 1.

    Examples
    --------
    Of Beta(1, 1) and Beta(2, 1) in equal parts the distribution function is (x + x^2) / 2; it is
    one half at (sqrt(5) - 1) / 2.

    >>> half = BetaMixture(np.array([1.0, 2.0]), np.ones(2), np.full(2, 0.5))
    >>> round(half.quantile(0.5), 4), round(half.mean, 4)
    (0.618, 0.5833)
    """

    a: Floats
    b: Floats
    weights: Floats

    @property
    def mean(self) -> float:
        """The mean share."""
        return float(self.weights @ (self.a / (self.a + self.b)))

    def quantile(self, part: float) -> float:
        """Return the share under which so large a part of the distribution lies, 0..1."""
        low, high = 0.0, 1.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            below = float(self.weights @ special.betainc(self.a, self.b, middle))
            low, high = (middle, high) if below < part else (low, middle)
        return (low + high) / 2


#: Halvings of 0..1 that find a quantile to a millionth.
_HALVINGS = 20

#: Midpoints of the team's mean share, and of strength ** -1/2: both uniform, strength 1 or more.
_MEANS = (np.arange(100) + 0.5) / 100
_STRENGTHS = ((np.arange(20) + 0.5) / 20) ** -2.0

#: Parts of the mixture that weigh less are left out.
_NO_WEIGHT = 1e-6


def shares_in_a_team(hits: npt.ArrayLike, n: npt.ArrayLike) -> list[BetaMixture]:
    """Return what is known of the share of each of several alike, such as the reps of a team.

    Each share is drawn from a beta distribution of the team, whose mean and strength are unknown
    too: they are integrated out on a grid, so that few reps with few customers are not taken to
    tell how alike reps are.

    Parameters
    ----------
    hits, n
        Arrays of equal shape; 0 <= hits <= n.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, section 5.3, for the prior: the mean and
    strength ** -1/2 uniform.

    Examples
    --------
    Of one with one hit of one the mean is E(share^2) / E(share) of the prior, where E(share) = 1/2
    and E(share^2) = 1/3 + 1/6 x (1 - pi/4): 0.738.

    >>> [round(one.mean, 3) for one in shares_in_a_team([1], [1])]
    [0.738]
    """
    x, m = (np.asarray(values, float)[:, None] for values in (hits, n))
    mean, strength = (grid.ravel() for grid in np.meshgrid(_MEANS, _STRENGTHS))
    a, b = mean * strength, (1 - mean) * strength
    likely = (special.betaln(a + x, b + m - x) - special.betaln(a, b)).sum(axis=0)
    weights = np.exp(likely - likely.max())
    weights = weights / weights.sum()
    kept = weights > _NO_WEIGHT
    a, b, weights = a[kept], b[kept], weights[kept] / weights[kept].sum()
    return [BetaMixture(a + x[i], b + m[i] - x[i], weights) for i in range(len(x))]


def shrunken(hits: npt.ArrayLike, n: npt.ArrayLike) -> pd.DataFrame:
    """Return each share drawn towards the others': ``share, low, high``.

    All three are points of one posterior, under which 50, 2.5 and 97.5 % of it lie.

    Parameters
    ----------
    hits, n
        As ``shares_in_a_team`` takes them.
    """
    pairs = pd.DataFrame({"hits": np.asarray(hits, float), "n": np.asarray(n, float)})
    each = shares_in_a_team(pairs["hits"], pairs["n"])
    of_pair = dict(zip(pairs.itertuples(index=False), each, strict=True))
    told = {pair: [known.quantile(at) for at in _POINTS] for pair, known in of_pair.items()}
    rows = [told[pair] for pair in pairs.itertuples(index=False)]
    return pd.DataFrame(rows, columns=["share", "low", "high"])


#: The middle and the ends of an interval.
_POINTS = (0.5, 0.025, 0.975)


def rep_adoption(snapshot: Snapshot, *, floor: int, share_floor: int) -> pd.DataFrame:
    """Return how many of their dormant customers each rep tried in the last ``CYCLE_DAYS``.

    Parameters
    ----------
    floor
        Teams of fewer reps are left out: a small team's number is a person's.
    share_floor
        Reps of fewer dormant customers count for their team and are left out: of those few no
        share can be told.

    Returns
    -------
    pandas.DataFrame
        ``team, rep_id, n_tried, n_dormant, share, low, high`` (shrunk towards the team's).

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> len(rep_adoption(take_snapshot({}, as_of=date(2024, 12, 31)), floor=5,
    ...                  share_floor=10))
    0
    """
    rows = _by_rep(snapshot)
    sizes = rows.groupby("team")["rep_id"].transform("size")
    kept = rows[(sizes >= floor) & (rows["n_dormant"] > 0)]
    parts = []
    for _, team in kept.groupby("team"):
        estimates = shrunken(team["n_tried"], team["n_dormant"]).set_axis(team.index)
        parts.append(team.join(estimates))
    if not parts:
        names = ["team", "rep_id", "n_tried", "n_dormant", "share", "low", "high"]
        return pd.DataFrame(columns=names)
    found = pd.concat(parts)
    return found[found["n_dormant"] >= share_floor].reset_index(drop=True)


def team_adoption(snapshot: Snapshot, *, floor: int) -> pd.DataFrame:
    """Return by team how many reps tried at least one of their dormant customers lately.

    Parameters
    ----------
    floor
        Teams of fewer reps are left out.

    Returns
    -------
    pandas.DataFrame
        ``team, n_reps, n_trying, share, low, high, n_dormant, n_tried``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> len(team_adoption(take_snapshot({}, as_of=date(2024, 12, 31)), floor=5))
    0
    """
    rows = _by_rep(snapshot)
    found = rows.assign(trying=rows["n_tried"] > 0).groupby("team", as_index=False).agg(
        n_reps=("rep_id", "size"), n_trying=("trying", "sum"),
        n_dormant=("n_dormant", "sum"), n_tried=("n_tried", "sum"),
    )  # fmt: skip
    found = found[found["n_reps"] >= floor].reset_index(drop=True)
    low, high = wilson_bounds(found["n_trying"], found["n_reps"])
    return found.assign(share=found["n_trying"] / found["n_reps"], low=low, high=high)


def _by_rep(snapshot: Snapshot) -> pd.DataFrame:
    """One row per rep of the reps table: their dormant customers, and those tried lately."""
    columns = ["team", "rep_id", "n_dormant", "n_tried"]
    if snapshot.lacks("reps", "touches"):
        return pd.DataFrame(columns=columns)
    since = snapshot.today - pd.Timedelta(days=CYCLE_DAYS)
    recent = snapshot.touches[snapshot.touches["touched_at"] >= since]
    rows = snapshot.dormant
    tried = rows["customer_id"].isin(recent["customer_id"])
    counts = rows.assign(tried=tried).groupby("rep_id").agg(
        n_dormant=("customer_id", "size"), n_tried=("tried", "sum")
    )  # fmt: skip
    reps = snapshot.reps.drop_duplicates("rep_id").sort_values("rep_id").set_index("rep_id")
    found = reps[["team"]].join(counts).fillna({"n_dormant": 0, "n_tried": 0})
    found = found.assign(team=found["team"].fillna("not stated"))
    return found.astype({"n_dormant": int, "n_tried": int}).reset_index()[columns]
