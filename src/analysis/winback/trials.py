"""Programmes with a hold-out drawn by lot: what calling brought beyond what would have come anyway.

Everybody assigned counts, reached or not (intention to treat), from the day of the draw on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.results import Estimate, day_in_words
from analysis.settings import Settings
from analysis.statistics import (
    balance_p_value,
    difference_of_means,
    difference_of_shares,
    kaplan_meier,
    ratio_of_shares,
    wilson_bounds,
)
from analysis.winback.assigned import DOUBTFUL
from analysis.winback.pooled import (
    DIFFER,
    differ_by_chance,
    drawn_within,
    effect_on,
    hits_of,
    weighted_to_called,
)
from analysis.winback.snapshot import Snapshot

#: Told when so large a part of an arm was tried for something else in the window.
ELSEWHERE = 0.05

#: An order so shortly before the draw: the customer was not silent yet.
JUST_ORDERED_DAYS = 30


@dataclass(frozen=True)
class Trial:
    """What one programme with a hold-out brought, or several read together.

    Parameters
    ----------
    program
        Its name; of several, how many they are.
    read_out_on
        Day from which on the answer stands: the last draw and the whole window are over.
    effect
        Share returned of those meant to be called minus that of those held back.
    anyway
        Share returned of those held back, as the called would have returned without a call.
    natural
        Share of the returns of the called that would have come anyway.
    extra
        Extra returns among those meant to be called.
    through_contact
        The effect per customer who was reached.
    margin
        Extra margin in the window per customer meant to be called.
    cost, cost_per_return
        What the programme cost in all, and per extra return.
    balance_p
        How often a fair draw leaves the arms as different as these were before it.
    """

    program: str
    assigned_on: date
    read_out_on: date
    n_treat: int
    n_hold: int
    back_treat: int
    back_hold: int
    effect: Estimate
    anyway: Estimate
    natural: Estimate
    extra: Estimate
    through_contact: Estimate
    margin: Estimate
    cost: Estimate
    cost_per_return: Estimate
    balance_p: float
    doubts: tuple[str, ...] = ()


def read_trials(people: pd.DataFrame, snapshot: Snapshot, *, settings: Settings) -> list[Trial]:
    """Return the answer of each programme with a hold-out, the one with most customers first.

    Parameters
    ----------
    people
        As ``people_of_trials`` returns it.

    Examples
    --------
    >>> from analysis.winback.assigned import people_of_trials
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({}, as_of=date(2024, 12, 31))
    >>> read_trials(people_of_trials(snapshot, window_days=180), snapshot, settings=Settings())
    []
    """
    found = [
        _read(str(program), rows, snapshot, settings) for program, rows in people.groupby("program")
    ]
    return sorted(found, key=lambda one: (-one.n_treat - one.n_hold, one.program))


def read_together(pool: pd.DataFrame, trials: list[Trial], snapshot: Snapshot, *,
                  settings: Settings) -> Trial | None:  # fmt: skip
    """Return the answer of several programmes together, each compared within itself.

    Parameters
    ----------
    pool
        As ``people_of_pool`` returns it.
    trials
        As ``read_trials`` returns them: what each says alone.

    Returns
    -------
    Trial or None
        None where fewer than two programmes can be read.

    Examples
    --------
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({}, as_of=date(2024, 12, 31))
    >>> read_together(pd.DataFrame({"program": ["x"]}), [], snapshot, settings=Settings())
    """
    names = sorted(pool["program"].unique())
    if len(names) < 2:
        return None
    found = _read(f"{len(names)} programmes together", pool, snapshot, settings)
    alone = [one for one in trials if one.program in names]
    return replace(found, doubts=(*found.doubts, *_doubts_of_pool(found, alone)))


def _doubts_of_pool(found: Trial, alone: list[Trial]) -> list[str]:
    said, counted = [], found.n_treat + found.n_hold
    drawn = sum(one.n_treat + one.n_hold for one in alone)
    if counted < drawn:
        said.append(
            f"{drawn - counted:,} of {drawn:,} drawn stood in an earlier programme whose window "
            "still ran, and count there alone: a return counts once."
        )
    if differ_by_chance([one.effect for one in alone]) < DIFFER:
        said.append(
            f"The {len(alone)} programmes differ by more than chance: what they brought together "
            "says little about any one of them."
        )
    said += [
        f"{one.program}: its arms differed before the draw; it may not have been by lot."
        for one in alone
        if one.balance_p < DOUBTFUL
    ]
    said.append(
        "Every programme that is read joins the others; who looks each time and stops at a good "
        "moment finds effects that are not there."
    )
    return said


def _read(program: str, rows: pd.DataFrame, snapshot: Snapshot, settings: Settings) -> Trial:
    rows = rows.sort_values(["customer_id", "day", "program"], ignore_index=True)
    treated = rows["treated"].astype(bool)
    called, held = rows[treated], rows[~treated]
    end = rows["due_on"].max().date()
    alike = weighted_to_called(rows)
    effect = _effect(rows, alike, end, snapshot)
    of_held, of_called = hits_of(alike, "returned"), hits_of(alike, "returned", arm=True)
    natural = _at_most_all(replace(ratio_of_shares(*of_held, *of_called), n=len(alike)))
    cost = _total_cost(called)
    return Trial(
        program=program,
        assigned_on=rows["day"].min().date(),
        read_out_on=end,
        n_treat=len(called),
        n_hold=len(held),
        back_treat=int(called["returned"].sum()),
        back_hold=int(held["returned"].sum()),
        effect=effect,
        anyway=_if(effect, _share_of(*of_held, n=len(held))),
        natural=_if(effect, natural),
        extra=_scaled(effect, len(called)),
        through_contact=_through_contact(effect, alike),
        margin=_if(effect, _margin(alike, snapshot, settings)),
        cost=cost,
        cost_per_return=_cost_per_return(cost, _scaled(effect, len(called))),
        balance_p=_balance(rows),
        doubts=tuple(_doubts(program, rows)),
    )


def _effect(rows: pd.DataFrame, alike: pd.DataFrame, end: date, snapshot: Snapshot) -> Estimate:
    """Return the difference of the shares returned, within draws where their chances differ."""
    if end > snapshot.as_of:
        return Estimate.cannot_tell(len(rows), f"read-out on {day_in_words(end)}")
    if alike.empty:
        return Estimate.cannot_tell(len(rows), "nobody in one of the arms")
    return effect_on(alike)


def _at_most_all(share: Estimate) -> Estimate:
    """Return a share of the returns of the called: all of them at most, had more come uncalled."""
    ends = (share.value, share.low, share.high)
    value, low, high = (None if end is None else min(end, 1.0) for end in ends)
    return replace(share, value=value, low=low, high=high)


def _share_of(hits: float, effective: float, *, n: int) -> Estimate:
    if effective <= 0:
        return Estimate.cannot_tell(n, "nobody in the denominator")
    low, high = wilson_bounds([hits], [effective])
    return Estimate(hits / effective, float(low[0]), float(high[0]), n, "Wilson 95 %")


def _if(effect: Estimate, found: Estimate) -> Estimate:
    """Return an estimate only where the effect may be read."""
    if effect.known:
        return found
    return Estimate.cannot_tell(effect.n, effect.method, found.unit)


def _scaled(effect: Estimate, n_called: int) -> Estimate:
    if effect.value is None or effect.low is None or effect.high is None:
        return Estimate.cannot_tell(effect.n, effect.method, "count")
    method = f"customers meant to be called x the effect ({effect.method})"
    return Estimate(
        effect.value * n_called, effect.low * n_called, effect.high * n_called, n_called, method,
        "count",
    )  # fmt: skip


def _through_contact(effect: Estimate, alike: pd.DataFrame) -> Estimate:
    """Return the effect per reached customer: the difference over that of the shares reached.

    Angrist, Imbens & Rubin (1996), JASA 91, 444-455; the shares reached are taken as they are.
    """
    if effect.value is None or effect.low is None or effect.high is None:
        return _if(effect, effect)
    arms = (*hits_of(alike, "reached", arm=True), *hits_of(alike, "reached"))
    reached = difference_of_shares(*arms)
    if reached.value is None or reached.low is None or reached.low <= 0:
        return Estimate.cannot_tell(effect.n, "those called were not reached more often")
    share = reached.value
    low, high = max(effect.low / share, -1.0), min(effect.high / share, 1.0)
    method = f"effect over {share:.0%} more reached"
    return Estimate(min(effect.value / share, 1.0), low, high, effect.n, method)


def _margin(alike: pd.DataFrame, snapshot: Snapshot, settings: Settings) -> Estimate:
    if snapshot.lacks("earnings"):
        return Estimate.cannot_tell(0, "no transactions by day", "money")
    rng = np.random.default_rng(settings.random_state)
    called, held = alike[alike["treated"]], alike[~alike["treated"].astype(bool)]
    # So that the plain mean of the held back is their weighted one.
    margin = held["margin"] * (held["weight"] / held["weight"].mean())
    return difference_of_means(called["margin"], margin, rng=rng, n_draws=settings.n_bootstrap)


def _total_cost(called: pd.DataFrame) -> Estimate:
    known = called["cost"].dropna()
    if known.empty:
        return Estimate.cannot_tell(0, "the log holds neither cost nor minutes", "money")
    total = float(np.sort(known.to_numpy()).sum())
    return Estimate.exact(total, len(known), "summed; offers count when taken up", "money")


def _cost_per_return(cost: Estimate, extra: Estimate) -> Estimate:
    """Return what an extra return cost; nothing can be told while there may be none.

    Examples
    --------
    >>> str(_cost_per_return(Estimate.exact(900.0, 60, "summed", "money"),
    ...                     Estimate(30.0, 10.0, 50.0, 300, "n x effect", "count")))
    '30 (18 to 90, n=300)'
    """
    if cost.value is None:
        return Estimate.cannot_tell(extra.n, cost.method, "money")
    if extra.value is None or extra.low is None or extra.high is None:
        return Estimate.cannot_tell(extra.n, extra.method, "money")
    if extra.low <= 0:
        return Estimate.cannot_tell(extra.n, "there may be no extra return at all", "money")
    return Estimate(
        cost.value / extra.value, cost.value / extra.high, cost.value / extra.low, extra.n,
        "cost over extra returns (interval of the effect)", "money",
    )  # fmt: skip


def _balance(rows: pd.DataFrame) -> float:
    if rows["treated"].all() or not rows["treated"].any():
        return 1.0
    names = ["silence_days", "n_orders", "spend_year"]
    before = np.log1p(rows[names].fillna(0.0).clip(lower=0.0).to_numpy(float))
    return balance_p_value(before, rows["treated"], drawn_within(rows, always=True).astype(str))


def _doubts(name: str, rows: pd.DataFrame) -> list[str]:
    said = []
    chance = _balance(rows)
    if chance < DOUBTFUL:
        said.append(
            f"{name}: before the draw the arms differed as a fair draw leaves them once in "
            f"{1 / max(chance, 1e-4):,.0f} times; it may not have been by lot."
        )
    spared = int((~rows["treated"] & rows["touched"]).sum())
    if spared:
        were = "customer held back was" if spared == 1 else "customers held back were"
        said.append(f"{name}: {spared:,} {were} called all the same.")
    missed = int((rows["treated"] & ~rows["touched"]).sum())
    if missed:
        were = "was" if missed == 1 else "were"
        said.append(f"{name}: {missed:,} of those meant to be called never {were}; they count too.")
    shares = [float(rows.loc[rows["treated"] == arm, "elsewhere"].mean()) for arm in (True, False)]
    if max(shares) >= ELSEWHERE:
        said.append(
            f"{name}: {shares[0]:.0%} of those called and {shares[1]:.0%} of those held back were "
            "tried for something else too in the window; the effect holds that in it."
        )
    fresh = int((rows["silence_days"] <= JUST_ORDERED_DAYS).sum())
    if fresh:
        said.append(
            f"{name}: {fresh:,} of {len(rows):,} had ordered in the {JUST_ORDERED_DAYS} days "
            "before the draw; their next order is no return from silence."
        )
    return said


def return_curves(rows: pd.DataFrame, *, as_of: date, window_days: int) -> pd.DataFrame:
    """Return the share returned by days since the draw, of both arms.

    Parameters
    ----------
    rows
        Of one programme, as ``people_of_trials`` returns them, or of several, as
        ``weighted_to_called`` does.

    Returns
    -------
    pandas.DataFrame
        ``arm, days_since, returned_share, low, high, n``, Kaplan-Meier.

    Examples
    --------
    >>> rows = pd.DataFrame({"treated": [True, True], "day": pd.Timestamp("2024-01-01"),
    ...                      "days_to_return": [30.0, None]})
    >>> return_curves(rows, as_of=date(2024, 12, 31), window_days=180)[
    ...     ["days_since", "returned_share"]].values.tolist()
    [[0.0, 0.0], [30.0, 0.5], [180.0, 0.5]]
    """
    watched = (pd.Timestamp(as_of) - rows["day"]).dt.days.clip(upper=window_days)
    found = []
    for arm, treated in (("called", True), ("held back", False)):
        chosen = rows["treated"] == treated
        if not chosen.any():
            continue
        days, end = rows.loc[chosen, "days_to_return"], watched[chosen]
        weights = rows.loc[chosen, "weight"] if "weight" in rows else None
        curve = kaplan_meier(days.fillna(np.inf).clip(upper=end), days <= end, weights=weights)
        shown = np.unique(np.concatenate([[0.0], curve.days, [float(end.max())]]))
        place = np.searchsorted(curve.days, shown, side="right") - 1
        # Before the first return the share is 0 of those watched so long.
        weight = np.ones(len(end)) if weights is None else weights.to_numpy(float)
        watched_so_long = (end.to_numpy(float)[:, None] >= shown).T @ weight
        _, most = wilson_bounds(np.zeros(len(shown)), np.maximum(watched_so_long, 1e-12))
        ends = ((curve.survival, 1.0), (curve.high, 1.0), (curve.low, 1 - most))
        took = [np.where(place < 0, at_first, one[place.clip(0)] if len(one) else 1.0)
                for one, at_first in ends]  # fmt: skip
        found.append(pd.DataFrame({
            "arm": arm, "days_since": shown, "returned_share": 1 - took[0], "low": 1 - took[1],
            "high": 1 - took[2], "n": int(chosen.sum()),
        }))  # fmt: skip
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()
