"""What was told unasked, and what a random sample of the silent customers told: two phases.

Who speaks unasked differs from who does not. A random sample of the others, asked by lot (a
*probe*), stands for all of them, and the two add up to every dormant customer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.patterns.who import WhoSaidWhat, join_who_and_why
from analysis.results import Estimate
from analysis.statistics import Floats, wilson_bounds

#: Fewer answers drawn by lot cannot stand for the silent customers: no two-phase estimate.
FEWEST_ANSWERS = 10


@dataclass(frozen=True)
class Phases:
    """The dormant customers, split by how we came to know.

    Parameters
    ----------
    unasked
        Phase one: everything that was told without a probe.
    drawn
        Phase two: one row per dormant customer who was drawn by lot and had told nothing unasked:
        ``customer_id, probe_batch, probe_probability`` (missing where not stated).
    answers
        What these told: ``customer_id, theme_id, theme``.
    n_unreachable
        Silent customers whom nobody may contact: no lot can draw them.

    Examples
    --------
    >>> phases = Phases(WhoSaidWhat(pd.DataFrame({"customer_id": ["a", "b", "c"]}),
    ...                             pd.DataFrame({"customer_id": ["a"], "theme_id": ["t"],
    ...                                           "theme": ["late"]})),
    ...                 pd.DataFrame({"customer_id": ["b", "c"]}),
    ...                 pd.DataFrame({"customer_id": ["c"], "theme_id": ["t"], "theme": ["late"]}))
    >>> len(phases.silent), len(phases.drawn), len(phases.told_when_drawn)
    (2, 2, 1)
    """

    unasked: WhoSaidWhat
    drawn: pd.DataFrame
    answers: pd.DataFrame
    n_unreachable: int = 0

    @property
    def silent(self) -> pd.DataFrame:
        """The dormant customers who told nothing unasked."""
        lost = self.unasked.lost
        return lost[~lost["customer_id"].isin(self.unasked.said["customer_id"])]

    @property
    def told_when_drawn(self) -> pd.DataFrame:
        """The rows of ``drawn`` whose customers told anything; a refusal is no evidence."""
        return self.drawn[self.drawn["customer_id"].isin(self.answers["customer_id"])]

    @property
    def share_answering(self) -> float:
        """Share of the silent customers for whom the answers stand without any assumption.

        Not those who cannot be drawn, and of the others as many as told when drawn.
        """
        told = self.drawn["customer_id"].isin(self.answers["customer_id"]).to_numpy()
        weights = _weights_of_draw(self.drawn)
        if not len(weights):
            return 0.0
        reachable = 1 - self.n_unreachable / len(self.silent)
        return float(reachable * weights[told].sum() / weights.sum())


def split_phases(
    who: WhoSaidWhat,
    mentions: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    unreachable: Collection[str] = (),
) -> Phases:
    """Return what was told unasked and what was told to a probe.

    A customer who also told something unasked belongs to phase one. One drawn in several batches
    counts in the first of them, by name.

    Parameters
    ----------
    who
        Dormant customers with all that they named.
    mentions
        One row per mention: ``customer_id, reason_id, theme_id, theme``.
    statements
        One row per statement: ``reason_id, customer_id, source, probe_batch, probe_probability``;
        ``source`` is ``probe`` where the customer was drawn by lot.
    unreachable
        Ids of customers whom nobody may contact.

    Examples
    --------
    >>> lost = pd.DataFrame({"customer_id": ["a", "b", "c"]})
    >>> said = pd.DataFrame({"customer_id": ["a", "b"], "reason_id": ["1", "2"],
    ...                      "theme_id": ["t", "u"], "theme": ["late", "price"]})
    >>> rows = said.assign(source=["rep", "probe"], probe_batch="may", probe_probability=0.5)
    >>> phases = split_phases(WhoSaidWhat(lost, said), said, rows)
    >>> phases.unasked.named["theme"].tolist(), phases.answers["theme"].tolist()
    (['late'], ['price'])
    """
    probes = statements[statements["source"] == "probe"]
    by_probe = mentions["reason_id"].isin(probes["reason_id"])
    unasked = _part(who, mentions[~by_probe])
    answers = _part(who, mentions[by_probe]).said
    silent = ~probes["customer_id"].isin(unasked.said["customer_id"])
    of_lost = probes["customer_id"].isin(who.lost["customer_id"])
    drawn = probes.loc[silent & of_lost, ["customer_id", "probe_batch", "probe_probability"]]
    drawn = drawn.sort_values(["customer_id", "probe_batch"]).drop_duplicates("customer_id")
    answers = answers[answers["customer_id"].isin(drawn["customer_id"])]
    phases = Phases(unasked, drawn.reset_index(drop=True), answers.reset_index(drop=True))
    # Who was asked all the same, before an opt-out, has been drawn and is no longer unreachable.
    never = phases.silent["customer_id"].isin(set(unreachable) - set(drawn["customer_id"]))
    return replace(phases, n_unreachable=int(never.sum()))


def _part(who: WhoSaidWhat, mentions: pd.DataFrame) -> WhoSaidWhat:
    dormant = who.lost.assign(dormancy_state="dormant")
    quiet, nothing = who.quiet_themes, who.nothing_told
    return join_who_and_why(dormant, mentions, quiet_themes=quiet, nothing_told=nothing)


def _weights_of_draw(drawn: pd.DataFrame) -> Floats:
    """How many customers each one drawn stands for, up to a factor.

    Within a batch the inverse of the chance of being drawn, or the same for all where a chance is
    missing. Between batches each counts by its effective number, (sum w)^2 / sum w^2: two equal
    samples then count as one of their joint size.
    """
    if drawn.empty:
        return np.zeros(0)
    chance = pd.to_numeric(drawn.get("probe_probability", pd.Series(np.nan, drawn.index)))
    batch = drawn.get("probe_batch", pd.Series("", drawn.index)).fillna("")
    stated = chance.between(0, 1, inclusive="right").groupby(batch).transform("all")
    raw = (1 / chance.where(stated, 1.0)).astype(float)
    total, squares = raw.groupby(batch).transform("sum"), (raw**2).groupby(batch).transform("sum")
    return np.asarray(raw * total / squares, dtype=np.float64)


def two_phase_share(phases: Phases, theme_id: str, *, by_money: bool = False) -> Estimate:
    """Return the share of *all* dormant customers, or of their money, who have a reason.

    Phase one is counted; the silent customers are taken to be like those of them who told when
    drawn by lot. The interval is Wilson's with the effective number of answers and the correction
    for a finite population, so that it holds for few answers as well.

    Parameters
    ----------
    theme_id
        The reason.
    by_money
        Weigh each customer by ``yearly_value_at_stake``.

    References
    ----------
    Hansen & Hurwitz (1946), JASA 41, 517-529; Kish (1965), Survey Sampling, section 8.2.

    Examples
    --------
    4 of 10 told unasked and 3 of these were late; of the 6 silent ones, 5 were drawn and told, and
    1 was late: (3 + 6 * 1/5) / 10.

    >>> ids = list("abcdefghij")
    >>> rows = [(one, "late" if one in "abcf" else "price") for one in ids[:9]]
    >>> named = pd.DataFrame(rows, columns=["customer_id", "theme"])
    >>> named["theme_id"] = named["theme"]
    >>> phases = Phases(WhoSaidWhat(pd.DataFrame({"customer_id": ids}), named.head(4)),
    ...                 named.tail(5)[["customer_id"]], named.tail(5))
    >>> str(two_phase_share(phases, "late"))
    'cannot tell (5 answers of 5 customers drawn by lot; 10 are needed, n=10)'
    >>> round(_mixed_share(phases, "late", by_money=False).value, 2)
    0.42
    """
    n_told, n_drawn = len(phases.told_when_drawn), len(phases.drawn)
    n_lost, n_silent = len(phases.unasked.lost), len(phases.silent)
    if n_silent and n_told < min(FEWEST_ANSWERS, n_silent):
        drawn = (
            f"{n_told:,} answers of {n_drawn:,} customers drawn by lot; {FEWEST_ANSWERS} are needed"
            if n_drawn
            else "nobody was drawn by lot and asked"
        )
        return Estimate.cannot_tell(n_lost, drawn)
    return _mixed_share(phases, theme_id, by_money=by_money)


def _mixed_share(phases: Phases, theme_id: str, *, by_money: bool) -> Estimate:
    """Return ``two_phase_share`` however few were drawn; see there."""
    lost, told = phases.unasked.lost, phases.told_when_drawn
    said = phases.unasked.said
    money = _money_of(lost, by_money=by_money)
    unasked = lost["customer_id"].isin(said.loc[said["theme_id"] == theme_id, "customer_id"])
    silent = lost["customer_id"].isin(phases.silent["customer_id"])
    total, known = float(money.sum()), float(money[unasked.to_numpy()].sum())
    if total <= 0:
        return Estimate.cannot_tell(len(lost), "no money in the denominator")
    unknown, n_silent = float(money[silent.to_numpy()].sum()), int(silent.sum())
    value_of = pd.Series(money, index=lost["customer_id"])
    weights = _weights_of_draw(told) * told["customer_id"].map(value_of).to_numpy(dtype=float)
    naming = phases.answers.loc[phases.answers["theme_id"] == theme_id, "customer_id"]
    member = told["customer_id"].isin(naming).to_numpy()
    share, low, high = _share_of_silent(weights, member, n_silent)
    seen = value_of.reindex(told["customer_id"]).to_numpy(dtype=float)
    least, most = seen[member].sum() / max(unknown, 1e-12), seen[~member].sum()
    low, high = max(low, least), min(high, 1 - most / max(unknown, 1e-12))
    method = (
        f"two-phase: {len(lost) - n_silent:,} told unasked, {len(told):,} of {len(phases.drawn):,} "
        f"drawn by lot told; Wilson 95 %"
    )
    low, value, high = ((known + unknown * part) / total for part in (low, share, high))
    return Estimate(value, min(low, value), max(high, value), len(lost), method)


def _money_of(lost: pd.DataFrame, *, by_money: bool) -> Floats:
    if not by_money:
        return np.ones(len(lost))
    return np.asarray(lost["yearly_value_at_stake"].fillna(0.0), dtype=np.float64)


def _share_of_silent(
    weights: Floats, member: Sequence[bool] | Floats, n_silent: int
) -> tuple[float, float, float]:
    """Share of the silent customers' weight, and its Wilson interval."""
    if n_silent == 0:
        return 0.0, 0.0, 0.0
    if weights.sum() <= 0:
        return 0.5, 0.0, 1.0
    share = float((weights * np.asarray(member, float)).sum() / weights.sum())
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    unseen = 1 - len(weights) / n_silent
    if unseen <= 0:
        return share, share, share
    size = effective / unseen
    low, high = wilson_bounds([share * size], [size])
    return share, float(low[0]), float(high[0])
