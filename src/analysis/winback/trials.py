"""Programmes with a hold-out drawn by lot: what calling brought beyond what would have come anyway.

Everybody assigned counts, reached or not (intention to treat), from the day of the draw on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.results import Estimate, day_in_words
from analysis.settings import Settings
from analysis.statistics import (
    balance_p_value,
    careful_difference_of_shares,
    difference_of_means,
    difference_of_shares,
    difference_within_strata,
    kaplan_meier,
    ratio_of_shares,
)
from analysis.winback.assigned import DOUBTFUL, chances_differ, counts_by, strata_of
from analysis.winback.snapshot import Snapshot

#: Told when so large a part of an arm was tried for something else in the window.
ELSEWHERE = 0.05

#: An order so shortly before the draw: the customer was not silent yet.
JUST_ORDERED_DAYS = 30


@dataclass(frozen=True)
class Trial:
    """What one programme with a hold-out brought.

    Parameters
    ----------
    read_out_on
        Day from which on the answer stands: the last draw and the whole window are over.
    effect
        Share returned of those meant to be called minus that of those held back.
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


def _read(program: str, rows: pd.DataFrame, snapshot: Snapshot, settings: Settings) -> Trial:
    rows = rows.sort_values("customer_id", ignore_index=True)
    treated = rows["treated"]
    called, held = rows[treated], rows[~treated]
    end = rows["due_on"].iloc[0].date()
    back, back_held = int(called["returned"].sum()), int(held["returned"].sum())
    effect = _effect(rows, end, snapshot)
    cost = _total_cost(called)
    return Trial(
        program=program,
        assigned_on=rows["day"].min().date(),
        read_out_on=end,
        n_treat=len(called),
        n_hold=len(held),
        back_treat=back,
        back_hold=back_held,
        effect=effect,
        natural=_if(effect, ratio_of_shares(back_held, len(held), back, len(called))),
        extra=_scaled(effect, len(called)),
        through_contact=_through_contact(effect, called, held),
        margin=_if(effect, _margin(called, held, snapshot, settings)),
        cost=cost,
        cost_per_return=cost_per_return(cost, _scaled(effect, len(called))),
        balance_p=_balance(rows),
        doubts=tuple(_doubts(rows, people_n=len(rows))),
    )


def _effect(rows: pd.DataFrame, end: date, snapshot: Snapshot) -> Estimate:
    """Return the difference of the shares returned, within strata where their chances differ."""
    if end > snapshot.as_of:
        return Estimate.cannot_tell(len(rows), f"read-out on {day_in_words(end)}")
    treated = rows["treated"]
    if treated.all() or not treated.any():
        return Estimate.cannot_tell(len(rows), "nobody in one of the arms")
    if not chances_differ(rows):
        back = rows.loc[treated, "returned"], rows.loc[~treated, "returned"]
        return careful_difference_of_shares(
            *(int(x) for one in back for x in (one.sum(), len(one)))
        )
    return difference_within_strata(*counts_by(rows, strata_of(rows)))


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


def _through_contact(effect: Estimate, called: pd.DataFrame, held: pd.DataFrame) -> Estimate:
    """Return the effect per reached customer: the difference over that of the shares reached.

    Angrist, Imbens & Rubin (1996), JASA 91, 444-455; the shares reached are taken as they are.
    """
    if effect.value is None or effect.low is None or effect.high is None:
        return _if(effect, effect)
    reached = difference_of_shares(
        int(called["reached"].sum()), len(called), int(held["reached"].sum()), len(held)
    )
    if reached.value is None or reached.low is None or reached.low <= 0:
        return Estimate.cannot_tell(effect.n, "those called were not reached more often")
    share = reached.value
    low, high = max(effect.low / share, -1.0), min(effect.high / share, 1.0)
    method = f"effect over {share:.0%} more reached"
    return Estimate(min(effect.value / share, 1.0), low, high, effect.n, method)


def _margin(
    called: pd.DataFrame, held: pd.DataFrame, snapshot: Snapshot, settings: Settings
) -> Estimate:
    if snapshot.earnings is None:
        return Estimate.cannot_tell(0, "no transactions by day", "money")
    rng = np.random.default_rng(settings.random_state)
    return difference_of_means(
        called["margin"], held["margin"], rng=rng, n_draws=settings.n_bootstrap
    )


def _total_cost(called: pd.DataFrame) -> Estimate:
    known = called["cost"].dropna()
    if known.empty:
        return Estimate.cannot_tell(0, "the log holds neither cost nor minutes", "money")
    total = float(np.sort(known.to_numpy()).sum())
    return Estimate.exact(total, len(known), "summed; offers count when taken up", "money")


def cost_per_return(cost: Estimate, extra: Estimate) -> Estimate:
    """Return what an extra return cost; nothing can be told while there may be none.

    Examples
    --------
    >>> str(cost_per_return(Estimate.exact(900.0, 60, "summed", "money"),
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
    return balance_p_value(before, rows["treated"], strata_of(rows))


def _doubts(rows: pd.DataFrame, *, people_n: int) -> list[str]:
    said, name = [], rows["program"].iloc[0]
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
            f"{name}: {fresh:,} of {people_n:,} had ordered in the {JUST_ORDERED_DAYS} days before "
            "the draw; their next order is no return from silence."
        )
    return said


def return_curves(rows: pd.DataFrame, *, as_of: date, window_days: int) -> pd.DataFrame:
    """Return the share returned by days since the draw, of both arms of one programme.

    Parameters
    ----------
    rows
        Of one programme, as ``people_of_trials`` returns them.

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
        curve = kaplan_meier(days.fillna(np.inf).clip(upper=end), days <= end)
        shown = np.unique(np.concatenate([[0.0], curve.days, [float(end.max())]]))
        place = np.searchsorted(curve.days, shown, side="right") - 1
        took = [np.where(place < 0, 1.0, one[place.clip(0)] if len(one) else 1.0)
                for one in (curve.survival, curve.high, curve.low)]  # fmt: skip
        found.append(pd.DataFrame({
            "arm": arm, "days_since": shown, "returned_share": 1 - took[0], "low": 1 - took[1],
            "high": 1 - took[2], "n": int(chosen.sum()),
        }))  # fmt: skip
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()
