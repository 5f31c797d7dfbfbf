"""Programmes with a hold-out drawn by lot: what calling brought beyond what would have come anyway.

Everybody assigned counts, reached or not (intention to treat), from the day of the draw on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from analysis.results import Estimate, day_in_words
from analysis.settings import Settings
from analysis.statistics import (
    balance_p_value,
    difference_of_means,
    difference_of_shares,
    difference_within_strata,
    kaplan_meier,
    ratio_of_shares,
)
from analysis.winback.costs import cost_of_touches
from analysis.winback.snapshot import Snapshot, is_reached
from analysis.winback.standing import stood_on, what_followed

TREAT, HOLD = "treat", "hold"

#: A fair draw leaves arms this different, or lets strata differ this much, once in a hundred.
DOUBTFUL = 0.01

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


def people_of_trials(snapshot: Snapshot, *, window_days: int) -> pd.DataFrame:
    """Return everybody assigned by lot, one row per programme and customer.

    Whoever stands in both arms of a programme is in neither; a second assignment to the same arm
    does not count.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, program, day`` (of the draw), ``treated, stratum, propensity``, what
        ``stood_on`` and ``what_followed`` say, ``touched`` and ``reached`` (by this programme
        within the window, and before a return), ``elsewhere`` (tried for something else in the
        window, before a return), ``cost``, and ``due_on``, the day of the read-out.

    Examples
    --------
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({"assignments": pd.DataFrame({"customer_id": ["a", "b", "b"],
    ...     "program": "x", "arm": ["treat", "treat", "hold"], "assigned_on": "2024-01-01"})},
    ...     as_of=date(2024, 12, 31))
    >>> people_of_trials(snapshot, window_days=180)[["customer_id", "treated"]].values.tolist()
    [['a', True]]
    """
    rows = snapshot.drawn
    rows = rows[rows["arm"].isin([TREAT, HOLD])].dropna(subset=["program", "assigned_on"])
    key = ["program", "customer_id"]
    rows = rows[rows.groupby(key)["arm"].transform("nunique") == 1]
    rows = rows.sort_values([*key, "assigned_on"]).drop_duplicates(key)
    people = pd.DataFrame({
        "customer_id": rows["customer_id"],
        "program": rows["program"],
        "day": rows["assigned_on"].dt.normalize(),
        "treated": rows["arm"].eq(TREAT).to_numpy(bool),
        "stratum": rows["stratum"].fillna("").astype("str"),
        "propensity": rows["propensity"],
    }).reset_index(drop=True)  # fmt: skip
    people = what_followed(stood_on(people, snapshot), snapshot, window_days=window_days)
    last_draw = people.groupby("program")["day"].transform("max")
    due_on = last_draw + pd.Timedelta(days=window_days)
    return people.assign(due_on=due_on, **_touched(people, snapshot, window_days))


def _touched(people: pd.DataFrame, snapshot: Snapshot, window_days: int) -> dict[str, pd.Series]:
    """Return by row of people whether the programme tried and reached them, and what that cost."""
    nobody = pd.Series(data=False, index=people.index)
    if snapshot.touches is None:
        unknown = pd.Series(np.nan, index=people.index)
        return {"touched": nobody, "reached": nobody, "elsewhere": nobody, "cost": unknown}
    touches = snapshot.touches[snapshot.touches["direction"].ne("inbound")]
    touches = touches.assign(cost=cost_of_touches(touches, snapshot), spoken=is_reached(touches))
    met = people.reset_index()[["index", "program", "customer_id", "day", "returned_on"]]
    met = met.merge(touches, on="customer_id", suffixes=("", "_of_touch"))
    on = met["touched_at"].dt.normalize()
    met = met[(on >= met["day"]) & (on <= met["day"] + pd.Timedelta(days=window_days))]
    early = ~(met["touched_at"].dt.normalize() > met["returned_on"])
    same = met["program"].eq(met["program_of_touch"]).fillna(value=False).astype(bool)
    others, met, early = met.loc[~same & early, "index"], met[same], early[same]
    spoken = met["spoken"] & early
    cost = met.groupby("index")["cost"].sum(min_count=1)
    offer = met.groupby("index")["offer_cost"].max()
    # An offer costs something when it is taken up: with the return, whoever would have come anyway.
    taken = offer.reindex(people.index).fillna(0.0) * people["returned"]
    return {
        "touched": pd.Series(people.index.isin(met["index"]), index=people.index),
        "reached": pd.Series(people.index.isin(met.loc[spoken, "index"]), index=people.index),
        "elsewhere": pd.Series(people.index.isin(others), index=people.index),
        "cost": cost.reindex(people.index) + taken,
    }


def read_trials(people: pd.DataFrame, snapshot: Snapshot, *, settings: Settings) -> list[Trial]:
    """Return the answer of each programme with a hold-out, the one with most customers first.

    Parameters
    ----------
    people
        As ``people_of_trials`` returns it.

    Examples
    --------
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({}, as_of=date(2024, 12, 31))
    >>> read_trials(people_of_trials(snapshot, window_days=180), snapshot, settings=Settings())
    []
    """
    found = [
        _read(str(program), rows, snapshot, settings) for program, rows in people.groupby("program")
    ]
    return sorted(found, key=lambda one: (-one.n_treat - one.n_hold, one.program))


def is_due(trial: Trial, as_of: date) -> bool:
    """Whether the window of everybody assigned is over."""
    return trial.read_out_on <= as_of


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
        return difference_of_shares(*(int(x) for one in back for x in (one.sum(), len(one))))
    return difference_within_strata(*counts_by(rows, strata_of(rows)))


def counts_by(rows: pd.DataFrame, groups: pd.Series) -> tuple[list[int], ...]:
    """Return returns and customers of the treated, then of the others, by group in order.

    Parameters
    ----------
    rows
        ``treated, returned``.

    Examples
    --------
    >>> rows = pd.DataFrame({"treated": [True, True, False], "returned": [True, False, False]})
    >>> counts_by(rows, pd.Series(["a", "a", "a"]))
    ([1], [2], [0], [1])
    """
    treated, back = rows["treated"].to_numpy(bool), rows["returned"].to_numpy(bool)
    _, place = np.unique(groups.astype(str), return_inverse=True)
    size = int(place.max(initial=-1)) + 1
    cells = (treated & back, treated, ~treated & back, ~treated)
    counts = [np.bincount(place, cell, minlength=size) for cell in cells]
    return tuple([int(number) for number in one] for one in counts)


def strata_of(rows: pd.DataFrame) -> pd.Series:
    """Return the group within which each customer was drawn: the stratum, else the chance.

    Where the chance of the held-back is stated as that of being held back, it is turned round.

    Examples
    --------
    >>> strata_of(pd.DataFrame({"stratum": "", "propensity": [0.7, 0.3, 0.7],
    ...                         "treated": [True, False, True]})).tolist()
    ['0.70', '0.70', '0.70']
    """
    if rows["stratum"].ne("").any():
        return rows["stratum"]
    chance, treated = rows["propensity"].round(2), rows["treated"]
    meant = set(chance[treated].dropna())
    if not set(chance[~treated].dropna()) <= meant:
        chance = chance.where(treated, (1 - chance).round(2))
    return chance.map("{:.2f}".format, na_action="ignore").astype("object").fillna("")


def chances_differ(rows: pd.DataFrame) -> bool:
    """Whether some strata were called to a larger part than others, by plan or in fact."""
    planned = rows.loc[rows["treated"], "propensity"].dropna()
    if len(planned):
        return bool(planned.max() - planned.min() > 0.02)
    table = pd.crosstab(strata_of(rows), rows["treated"]).to_numpy()
    if min(table.shape) < 2:
        return False
    return bool(stats.chi2_contingency(table).pvalue < DOUBTFUL)


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
