"""One table of every honest way to state a share: as told, weighted, two-phase, and bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.patterns.phases import Phases, two_phase_share
from analysis.patterns.weighting import Weighted, weighted_shares
from analysis.results import Estimate, Finding, in_words
from analysis.settings import Settings
from analysis.statistics import wilson_bounds

#: A model that ranks no better than so is hardly more than a coin.
_HARDLY = 0.55

#: Ways that give a share of all dormant customers, with the prefix of their columns.
_TWO_PHASE = (("two_phase", False), ("two_phase_money", True))


@dataclass(frozen=True)
class HonestShares:
    """What each reason's share of the dormant customers could be, by how it is estimated.

    Parameters
    ----------
    shares
        Most named first: ``theme_id, theme, is_reason, n_customers, n_told`` (unasked),
        ``raw_share, raw_low, raw_high`` (of those who told unasked), ``weighted_...``,
        ``two_phase_...``, ``two_phase_money_...`` (of all dormant; missing where they cannot be
        told), ``bound_low, bound_high`` (whatever those think who told nothing at all), and
        ``answer_low, answer_high`` (the two-phase share if nobody, or everybody, had the reason
        who was drawn and told nothing, or could not be drawn), and ``surely_off`` (the raw less
        the two-phase share, where the raw one lies outside the other's interval).
    weighted
        How far the weights can be trusted.
    n_dormant, n_unasked, n_drawn, n_answered, n_unreachable
        Dormant customers; of these told unasked, drawn by lot, told when drawn, silent and never
        to be contacted.
    """

    shares: pd.DataFrame
    weighted: Weighted | None
    n_dormant: int
    n_unasked: int
    n_drawn: int
    n_answered: int
    n_unreachable: int = 0

    @property
    def has_probe(self) -> bool:
        """Whether enough answers drawn by lot give a two-phase estimate."""
        return bool(len(self.shares)) and bool(self.shares["two_phase_share"].notna().any())

    @property
    def all_told(self) -> bool:
        """Whether every dormant customer told unasked, so that no lot is needed."""
        return 0 < self.n_dormant == self.n_unasked


def honest_shares(phases: Phases, *, settings: Settings) -> HonestShares:
    """Return each reason's share of the dormant customers in every honest way.

    Examples
    --------
    >>> lost = pd.DataFrame({"customer_id": list("abcd"), "yearly_value_at_stake": 1.0})
    >>> named = pd.DataFrame({"customer_id": ["a", "b"], "theme_id": ["t", "u"],
    ...                       "theme": ["late", "price"]})
    >>> from analysis.patterns.who import WhoSaidWhat
    >>> phases = Phases(WhoSaidWhat(lost, named), lost[["customer_id"]].head(0), named.head(0))
    >>> found = honest_shares(phases, settings=Settings())
    >>> found.shares[["theme", "raw_share", "bound_low", "bound_high"]].values.tolist()
    [['late', 0.5, 0.25, 0.75], ['price', 0.5, 0.25, 0.75]]
    """
    weighted = weighted_shares(phases.unasked, settings=settings)
    shares = _with_two_phases(_counted(phases), phases)
    names = {f"{kind}{end}": f"weighted_{kind}{end}" for kind in ("", "money_") for end in _ENDS}
    if len(weighted.shares):
        shares = shares.merge(weighted.shares.rename(columns=names), on="theme_id", how="left")
    else:
        shares = shares.assign(**dict.fromkeys(names.values(), np.nan))
    order = ["is_reason", "n_customers", "theme_id"]
    return HonestShares(
        shares.sort_values(order, ascending=[False, False, True], ignore_index=True),
        weighted,
        len(phases.unasked.lost),
        len(phases.unasked.told),
        len(phases.drawn),
        len(phases.told_when_drawn),
        phases.n_unreachable,
    )


_ENDS = ("share", "low", "high")


def _counted(phases: Phases) -> pd.DataFrame:
    """Return counts, the share of those who told unasked, and the bounds."""
    unasked = phases.unasked
    rows = pd.concat([unasked.said, phases.answers])[["customer_id", "theme_id", "theme"]]
    pairs = rows.drop_duplicates(["customer_id", "theme_id"])
    themes = rows[["theme_id", "theme"]].drop_duplicates("theme_id").sort_values("theme_id")
    n_by = pairs["theme_id"].value_counts()
    n_unasked = unasked.said["theme_id"].value_counts()
    found = themes.assign(
        is_reason=~themes["theme_id"].isin(unasked.quiet_themes),
        n_customers=themes["theme_id"].map(n_by).astype(int),
        n_naming=themes["theme_id"].map(n_unasked).fillna(0).astype(int),
        n_told=len(unasked.told),
    )
    low, high = wilson_bounds(found["n_naming"], found["n_told"])
    n_lost = max(len(unasked.lost), 1)
    n_unknown = n_lost - pairs["customer_id"].nunique()
    return found.assign(
        raw_share=found["n_naming"] / found["n_told"].clip(lower=1),
        raw_low=low,
        raw_high=high,
        bound_low=found["n_customers"] / n_lost,
        bound_high=(found["n_customers"] + n_unknown) / n_lost,
    )


def _with_two_phases(shares: pd.DataFrame, phases: Phases) -> pd.DataFrame:
    columns: dict[str, list[float]] = {}
    for theme in shares["theme_id"]:
        for prefix, by_money in _TWO_PHASE if len(phases.drawn) else ():
            found = two_phase_share(phases, theme, by_money=by_money)
            for end, number in zip(_ENDS, (found.value, found.low, found.high), strict=True):
                known = np.nan if number is None else number
                columns.setdefault(f"{prefix}_{end}", []).append(known)
    if not columns:
        names = [f"{prefix}_{end}" for prefix, _ in _TWO_PHASE for end in _ENDS]
        columns = {name: [np.nan] * len(shares) for name in names}
    made = shares.assign(**columns)
    n_lost = max(len(phases.unasked.lost), 1)
    known, silent = made["n_naming"] / n_lost, len(phases.silent) / n_lost
    answering = phases.share_answering
    low = known + answering * (made["two_phase_share"] - known)
    raw = made["raw_share"]
    outside = (raw < made["two_phase_low"]) | (raw > made["two_phase_high"])
    return made.assign(
        answer_low=low,
        answer_high=low + silent * (1 - answering),
        surely_off=(raw - made["two_phase_share"]).where(outside),
    )


def say_honest(found: HonestShares, *, floor: int) -> Finding:
    """Return what can be said of *all* dormant customers, with its doubts.

    Parameters
    ----------
    floor
        A reason that fewer customers name is not named.

    Examples
    --------
    >>> nobody = HonestShares(pd.DataFrame(columns=["is_reason", "n_customers"]), None, 9, 4, 0, 0)
    >>> say_honest(nobody, floor=5).sentence
    'Cannot tell how often all ... nobody was drawn by lot and asked (`whyleft probe` draws whom).'
    """
    numbers = _numbers(found)
    reasons = found.shares[
        found.shares["is_reason"].astype(bool) & (found.shares["n_customers"] >= floor)
    ]
    if found.all_told and len(reasons):
        return Finding(_say_all_told(reasons.iloc[0], found.n_dormant), numbers)
    if not found.has_probe or reasons.empty:
        asked = (
            f"only {found.n_answered:,} of {found.n_drawn:,} drawn by lot told"
            if found.n_drawn
            else "nobody was drawn by lot and asked (`whyleft probe` draws whom)"
        )
        sentence = f"Cannot tell how often all dormant customers have a reason: {asked}."
        return Finding(sentence, numbers)
    top = reasons.sort_values(["two_phase_share", "theme_id"], ascending=[False, True]).iloc[0]
    told = f"{found.n_answered:,} of {found.n_drawn:,} drawn by lot"
    value, low, high = (float(top[f"two_phase_{end}"]) for end in _ENDS)
    share = Estimate(
        value,
        low,
        high,
        found.n_dormant,
        f"two-phase: {found.n_unasked:,} told unasked, {told} told; Wilson 95 %",
    )
    numbers["top_reason_two_phase_share"] = share
    sentence = (
        f"With those asked by lot counted in, **{top['theme']}** would be named by "
        f"{in_words(value, 'share')} ({share.interval or 'a full count'}) of all "
        f"{found.n_dormant:,} dormant customers."
    )
    return Finding(sentence, numbers, _doubts(found, top, reasons))


def _say_all_told(top: pd.Series, n_dormant: int) -> str:
    interval = f"{in_words(top['raw_low'], 'share')} to {in_words(top['raw_high'], 'share')}"
    return (
        f"All {n_dormant:,} dormant customers told unasked, so nobody needs to be drawn by lot: "
        f"**{top['theme']}** is named by {in_words(top['raw_share'], 'share')} ({interval}) of all."
    )


def _numbers(found: HonestShares) -> dict[str, Estimate]:
    numbers = {
        "n_drawn_by_lot": Estimate.exact(found.n_drawn, found.n_dormant, "counted"),
        "n_answered_by_lot": Estimate.exact(found.n_answered, found.n_drawn, "counted"),
    }
    if found.weighted is not None:
        numbers["told_model_auc"] = found.weighted.auc
    return numbers if found.n_drawn else {k: v for k, v in numbers.items() if "lot" not in k}


def _doubts(found: HonestShares, top: pd.Series, reasons: pd.DataFrame) -> tuple[str, ...]:
    doubts = []
    off = reasons["surely_off"].abs()
    if off.notna().any():
        worst = reasons.loc[off.idxmax()]
        told, of_all = (in_words(worst[f"{way}_share"], "share") for way in ("raw", "two_phase"))
        doubts.append(
            f"Those who told unasked are not like the others: {told} name {worst['theme']}, "
            f"against {of_all} of all dormant customers by the two-phase estimate."
        )
    auc = found.weighted.auc if found.weighted else Estimate.cannot_tell(0, "no model")
    if auc.low is not None and auc.low <= _HARDLY:
        doubts.append(
            f"The columns of the export hardly tell who speaks (AUC {auc.value or 0.0:.2f}, a coin "
            "has 0.50): weighted shares are nearly the raw ones."
        )
    n_mute = found.n_drawn - found.n_answered
    mute = (
        f"{n_mute:,} of {found.n_drawn:,} customers drawn by lot were not reached or told nothing"
    )
    barred = f"{found.n_unreachable:,} silent customers have no contact who may be asked"
    missing = [text for text, n in ((mute, n_mute), (barred, found.n_unreachable)) if n]
    if missing:
        doubts.append(
            f"{'; '.join(missing)}. They are taken to be like those who told; if none or all of "
            f"such customers had {top['theme']}, its share would be "
            f"{in_words(top['answer_low'], 'share')} or {in_words(top['answer_high'], 'share')}."
        )
    return tuple(doubts)
