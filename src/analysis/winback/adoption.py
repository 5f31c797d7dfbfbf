"""How far reps take part, shrunk towards their team; teams too small to hide in are not shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from analysis.statistics import share_with_wilson_interval
from analysis.winback.snapshot import Snapshot

#: A rep took part in the last so many days.
CYCLE_DAYS = 90


@dataclass(frozen=True)
class BetaPrior:
    """A beta distribution of shares: what one rep's share may be before anything is counted.

    Examples
    --------
    >>> BetaPrior(2.0, 6.0).mean
    0.25
    """

    a: float
    b: float

    @property
    def mean(self) -> float:
        """The mean share."""
        return self.a / (self.a + self.b)


def fit_beta_prior(hits: npt.ArrayLike, n: npt.ArrayLike) -> BetaPrior:
    """Return the beta prior of several shares by the method of moments.

    Where the shares differ no more than by chance, the prior is narrow: 200 customers' worth.

    Parameters
    ----------
    hits, n
        Arrays of equal shape; 0 <= hits <= n, n > 0.

    References
    ----------
    Kleinman (1973), JASA 68(341), 46-54.

    Examples
    --------
    Eight and two of ten: S = 2 x 10 x 0.09 = 1.8, so rho = (1.8 / 0.25 - 1) / (10 - 1) = 0.689 and
    the strength is (1 - 0.689) / 0.689 = 0.45.

    >>> prior = fit_beta_prior([8, 2], [10, 10])
    >>> round(prior.mean, 2), round(prior.a + prior.b, 2)
    (0.5, 0.45)
    """
    x, m = np.asarray(hits, float), np.asarray(n, float)
    p = float(x.sum() / m.sum())
    k, total = len(m), float(m.sum())
    s = float((m * (x / m - p) ** 2).sum())
    chance = p * (1 - p)
    left = total - float((m**2).sum()) / total
    spread = (s - (k - 1) * chance) / (left - (k - 1)) if left > k - 1 else 0.0
    rho = np.clip(spread / chance, 1 / 201, 1.0) if chance > 0 else 1 / 201
    strength = max(float((1 - rho) / rho), 0.01)
    inside = float(np.clip(p, 0.5 / total, 1 - 0.5 / total))
    return BetaPrior(inside * strength, (1 - inside) * strength)


def shrunken(hits: npt.ArrayLike, n: npt.ArrayLike, prior: BetaPrior) -> pd.DataFrame:
    """Return each share drawn towards the prior: ``share, low, high`` (posterior mean, 95 %).

    Examples
    --------
    >>> shrunken([9], [10], BetaPrior(5.0, 5.0))["share"].round(2).tolist()
    [0.7]
    """
    a = np.asarray(hits, float) + prior.a
    b = np.asarray(n, float) - np.asarray(hits, float) + prior.b
    low, high = stats.beta.ppf(0.025, a, b), stats.beta.ppf(0.975, a, b)
    return pd.DataFrame({"share": a / (a + b), "low": low, "high": high})


def rep_adoption(snapshot: Snapshot, *, floor: int) -> pd.DataFrame:
    """Return how many of their dormant customers each rep tried in the last ``CYCLE_DAYS``.

    Parameters
    ----------
    floor
        Teams of fewer reps are left out: a small team's number is a person's.

    Returns
    -------
    pandas.DataFrame
        ``team, rep_id, n_tried, n_dormant, share, low, high`` (shrunk towards the team's).

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> len(rep_adoption(take_snapshot({}, as_of=date(2024, 12, 31)), floor=5))
    0
    """
    rows = _by_rep(snapshot)
    sizes = rows.groupby("team")["rep_id"].transform("size")
    kept = rows[(sizes >= floor) & (rows["n_dormant"] > 0)]
    parts = []
    for _, team in kept.groupby("team"):
        prior = fit_beta_prior(team["n_tried"], team["n_dormant"])
        estimates = shrunken(team["n_tried"], team["n_dormant"], prior).set_axis(team.index)
        parts.append(team.join(estimates))
    names = ["team", "rep_id", "n_tried", "n_dormant", "share", "low", "high"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)


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
    shares = [
        share_with_wilson_interval(int(hits), int(n))
        for hits, n in zip(found["n_trying"], found["n_reps"], strict=True)
    ]
    return found.assign(
        share=[one.value for one in shares],
        low=[one.low for one in shares],
        high=[one.high for one in shares],
    )


def _by_rep(snapshot: Snapshot) -> pd.DataFrame:
    """One row per rep of the reps table: their dormant customers, and those tried lately."""
    columns = ["team", "rep_id", "n_dormant", "n_tried"]
    if snapshot.reps is None or snapshot.touches is None:
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
