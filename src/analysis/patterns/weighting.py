"""Shares of all dormant customers by weighting those who told: what a model can mend, and not.

Each customer who told counts as often as customers like them told seldom. That mends what the
columns of the export explain about who speaks; it cannot mend that the angry speak.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from analysis.patterns.who import WhoSaidWhat
from analysis.results import Estimate
from analysis.settings import Settings
from analysis.statistics import FEWEST_RESAMPLED, Z95, Floats

#: Nobody counts more than so many times the middle weight: a few odd customers must not decide.
MOST_OF_MIDDLE = 5.0

#: Refits behind an interval; each learns the model anew.
MOST_REFITS = 200

#: Customers in each such sample at most; the spread then shrinks by the root of the sizes.
MOST_DRAWN = 5_000

#: What may tell who speaks, where the export has it.
_KINDS = ("segment", "tier", "territory", "industry", "buying pattern")
_NUMBERS = ("yearly_value_at_stake", "days_since_last_order", "n_orders")


@dataclass(frozen=True)
class Weighted:
    """Shares by inverse probability of having told, and how far the model can be trusted.

    Parameters
    ----------
    shares
        ``theme_id`` and ``share, low, high`` by customers, ``money_share, money_low, money_high``;
        no rows where the model cannot be learned.
    auc
        How often the model puts a customer who told above one who did not, on customers it was not
        learned from; one half is a coin.
    """

    shares: pd.DataFrame
    auc: Estimate


def weighted_shares(who: WhoSaidWhat, *, settings: Settings) -> Weighted:
    """Return each reason's share, weighted by the inverse chance of having told.

    Parameters
    ----------
    who
        Dormant customers with what they told unasked. The model uses those of ``segment, tier,
        territory, industry, buying pattern`` and ``yearly_value_at_stake, days_since_last_order,
        n_orders`` that ``who.lost`` has.

    References
    ----------
    Hajek (1971) in Foundations of Statistical Inference, 236; Hanley & McNeil (1982), Radiology
    143, 29-36.

    Examples
    --------
    Of 40 large customers 30 told, 15 of these late; of 40 small ones 10 told, all of them price.
    Unweighted 15 / 40; weighted by size 20 / 80.

    >>> ids = [f"c{number:02}" for number in range(80)]
    >>> lost = pd.DataFrame({"customer_id": ids, "yearly_value_at_stake": 1.0,
    ...                      "tier": ["large"] * 40 + ["small"] * 40})
    >>> named = pd.DataFrame({"customer_id": ids[:30] + ids[40:50],
    ...                       "theme": ["late"] * 15 + ["price"] * 25})
    >>> named["theme_id"] = named["theme"]
    >>> found = weighted_shares(WhoSaidWhat(lost, named), settings=Settings(n_bootstrap=100))
    >>> found.shares.set_index("theme_id")["share"].round(2).to_dict()
    {'late': 0.25, 'price': 0.75}
    """
    told = who.lost["customer_id"].isin(who.told["customer_id"]).to_numpy()
    few = min(int(told.sum()), int((~told).sum()))
    features = _features(who.lost)
    if few < FEWEST_RESAMPLED or not features.shape[1]:
        why = f"fewer than {FEWEST_RESAMPLED} who told, or who did not"
        why = why if features.shape[1] else "no column tells who speaks"
        return Weighted(pd.DataFrame(), Estimate.cannot_tell(len(told), why))
    members = _members(who)
    draws = np.stack(list(_refits(who, features, members, settings)))
    weights = _inverse_chances(features, told, np.ones(len(told)))
    value = _shares(who.lost, members, weights)
    narrower = np.sqrt(min(1.0, MOST_DRAWN / len(told)))
    low, high = value + narrower * (np.nanquantile(draws, [0.025, 0.975], axis=0) - value)
    shares = pd.DataFrame({"theme_id": who.themes["theme_id"]})
    for place, prefix in enumerate(("", "money_")):
        shares[f"{prefix}share"] = value[place]
        shares[f"{prefix}low"], shares[f"{prefix}high"] = low[place], high[place]
    return Weighted(shares, _auc(features, told, settings))


def _features(lost: pd.DataFrame) -> Floats:
    """Standardised numbers and one column a group; constant columns tell nothing and go."""
    columns: list[Floats] = []
    for name in _NUMBERS:
        if name in lost and lost[name].notna().any():
            known = np.log1p(lost[name].astype(float).clip(lower=0))
            columns.append(known.fillna(known.median()).to_numpy(dtype=float))
    for kind in _KINDS:
        if kind in lost:
            groups = pd.get_dummies(lost[kind].fillna("not stated").astype(str))
            columns += [groups[name].to_numpy(dtype=float) for name in sorted(groups.columns)]
    varying = [column for column in columns if column.std() > 0]
    if not varying:
        return np.zeros((len(lost), 0))
    table = np.column_stack(varying)
    return np.asarray((table - table.mean(axis=0)) / table.std(axis=0), dtype=np.float64)


def _model() -> LogisticRegression:
    return LogisticRegression(C=1.0, solver="newton-cholesky", max_iter=200)


def _inverse_chances(features: Floats, told: npt.NDArray[np.bool_], counts: Floats) -> Floats:
    """Weights of all customers, 0 for those who told nothing."""
    seen = np.flatnonzero(counts > 0)
    model = _model().fit(features[seen], told[seen], sample_weight=counts[seen])
    who = seen[told[seen]]
    # Solvers differ in the last digits between processors; eight are the same everywhere.
    raw = 1 / np.clip(model.predict_proba(features[who])[:, 1].round(8), 1e-6, 1)
    most = MOST_OF_MIDDLE * float(np.median(raw))
    weights = np.zeros(len(told))
    weights[who] = np.minimum(raw, most) * counts[who]
    return weights


def _members(who: WhoSaidWhat) -> Floats:
    """One row per theme, one column per dormant customer: 1 where the customer names it."""
    said, ids = who.said, who.lost["customer_id"]
    rows = [
        ids.isin(said.loc[said["theme_id"] == theme, "customer_id"])
        for theme in who.themes["theme_id"]
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(ids))


def _shares(lost: pd.DataFrame, members: Floats, weights: Floats) -> Floats:
    """Shares of customers in the first row, of money in the second."""
    money = lost["yearly_value_at_stake"].fillna(0.0).to_numpy(dtype=float)
    both = np.stack([weights, weights * money])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(both @ members.T / both.sum(axis=1, keepdims=True), dtype=np.float64)


def _refits(
    who: WhoSaidWhat, features: Floats, members: Floats, settings: Settings
) -> Iterator[Floats]:
    """Shares in samples of customers drawn anew, each with a model of its own."""
    rng, n = np.random.default_rng(settings.random_state), len(features)
    told = who.lost["customer_id"].isin(who.told["customer_id"]).to_numpy()
    for _ in range(min(settings.n_bootstrap, MOST_REFITS)):
        counts = rng.multinomial(min(n, MOST_DRAWN), np.full(n, 1 / n)).astype(float)
        yield _shares(who.lost, members, _inverse_chances(features, told, counts))


def _auc(features: Floats, told: npt.NDArray[np.bool_], settings: Settings) -> Estimate:
    folds = StratifiedKFold(5, shuffle=True, random_state=settings.random_state)
    chance = cross_val_predict(_model(), features, told, cv=folds, method="predict_proba")[:, 1]
    auc = float(roc_auc_score(told, chance.round(8)))
    n_told, n_not = int(told.sum()), int((~told).sum())
    above, below = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (n_told - 1) * (above - auc**2) + (n_not - 1) * (below - auc**2)
    half = Z95 * float(np.sqrt(spread / (n_told * n_not)))
    low, high = max(auc - half, 0.0), min(auc + half, 1.0)
    return Estimate(auc, low, high, len(told), "held-out AUC, Hanley-McNeil 95 %", "probability")
