"""One week's calls: who is called for what by whom, who is held back, and why all others wait."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.results import Estimate
from analysis.settings import Settings
from analysis.statistics import smallest_difference
from analysis.winback.calling import CLOSURE, not_this_week, probed, purpose_of_calls
from analysis.winback.desks import (
    desks_of,
    hand_out,
    places_of_pools,
    pools_of,
    spread_of_value,
    territory_of,
)
from analysis.winback.eligible import HELD, READ_OUT_DAYS, contact_to_ask, held_back, who_is_barred
from analysis.winback.holdouts import call_ids, is_held, strata_of
from analysis.winback.slots import fill_slots
from analysis.winback.snapshot import Snapshot, looked_up
from analysis.winback.worth import cost_of_a_call, worth_of_calls

#: Programs of these lists; the day follows.
PROGRAM = "calls"

#: Why somebody who may be called, and is not resting, is not called.
HELD_NOW, NOT_WORTH, NO_ROOM = (
    "held back by lot this week",
    "costs more than it brings",
    "no room on this week's lists",
)


@dataclass(frozen=True)
class Terms:
    """How a week is planned.

    Parameters
    ----------
    settings
        Mix of slots, margin and cost.
    seed
        Of every lot; the same seed keeps everybody's arm from month to month.
    hold_share
        Share held back, 0..0.5.
    per_rep
        Calls of a rep whose capacity is not known.
    most
        No rep makes more; None = no such limit.
    """

    settings: Settings
    seed: int = 0
    hold_share: float = 0.2
    per_rep: int = 10
    most: int | None = None

    @property
    def mix(self) -> dict[str, int]:
        """Weights of the slots."""
        told = self.settings
        return {
            "exploit": told.call_exploit, "probe": told.call_probe,
            "closure": told.call_closure, "explore": told.call_explore,
        }  # fmt: skip


@dataclass(frozen=True)
class CallWeek:
    """The calls of a week; called + not called = dormant.

    Parameters
    ----------
    calls
        ``call_id, program, rep_id, own_rep_id, customer_id, contact_id, purpose, slot, why,
        expected_value, expected_low, expected_high, value_basis, propensity, probe_batch,
        probe_probability``, by rep, slot and value.
    assignments
        ``customer_id, program, arm, assigned_on, stratum, propensity``: the called ones, and those
        held back who would have been called.
    not_called
        ``customer_id, reason, tier, value`` of every other dormant customer, by id.
    cost
        Of one call.
    spread_before, spread_after
        How unequal the lists are with own customers alone, and as they are.
    """

    calls: pd.DataFrame
    assignments: pd.DataFrame
    not_called: pd.DataFrame
    cost: Estimate
    spread_before: Estimate
    spread_after: Estimate

    @property
    def n_dormant(self) -> int:
        """Dormant customers."""
        return len(self.calls) + len(self.not_called)


def plan_week(
    snapshot: Snapshot,
    terms: Terms,
    *,
    lifts: pd.DataFrame | None = None,
    classes: pd.Series | None = None,
) -> CallWeek:
    """Return whom to call this week.

    Parameters
    ----------
    lifts, classes
        What an experiment measured, as ``worth_of_calls`` takes it.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> people = pd.DataFrame({"customer_id": ["a", "b"], "dormancy_state": "dormant",
    ...                        "yearly_spend": 900.0, "p_return": 0.1})
    >>> asked = pd.DataFrame({"customer_id": ["a"], "contact_id": ["a-1"], "may_contact": [True]})
    >>> week = plan_week(take_snapshot({"customers": people, "contacts": asked},
    ...                  as_of=date(2024, 12, 31)), Terms(Settings(), hold_share=0.0))
    >>> week.calls["customer_id"].tolist(), week.not_called["reason"].tolist()
    (['a'], ['no contact on file'])
    """
    program = f"{PROGRAM} {snapshot.as_of}"
    cost = cost_of_a_call(
        snapshot, minutes=terms.settings.call_minutes, hour_cost=terms.settings.hour_cost
    )
    worth = worth_of_calls(
        snapshot,
        cost=cost.value or 0.0,
        default_margin=terms.settings.default_margin,
        lifts=lifts,
        classes=classes,
    )
    people = _judged(snapshot, terms, program, worth)
    desks = desks_of(snapshot, per_rep=terms.per_rep, most=terms.most)
    chosen = _chosen(people, desks, terms, snapshot)
    placed = chosen[chosen["slot"] != ""]
    called = placed[~placed["held"]]
    called = called.assign(own_rep_id=called["rep_id"], rep_id=hand_out(called, desks))
    own = called["rep_id"].eq(called["own_rep_id"])
    value = called["expected_value"]
    return CallWeek(
        _as_calls(called, snapshot, program),
        _as_assignments(placed, terms, program, snapshot),
        _not_called(people, placed),
        cost,
        spread_of_value(called["rep_id"][own], value[own], desks),
        spread_of_value(called["rep_id"], value, desks),
    )


def _judged(snapshot: Snapshot, terms: Terms, program: str, worth: pd.DataFrame) -> pd.DataFrame:
    """Return every dormant customer with purpose, value, arm, and why they cannot be called."""
    rows = snapshot.dormant[
        ["customer_id", "tier", "rep_id", "territory", "days_since_last_order",
         "yearly_value_at_stake"]
    ]  # fmt: skip
    ids = rows["customer_id"]
    bar = looked_up(ids, who_is_barred(snapshot))
    held = is_held(ids, share=terms.hold_share, seed=terms.seed)
    # Whom these lists hold back month after month stays someone to compare with.
    ours = bar.eq(HELD) & held & ~ids.isin(_held_by_others(snapshot))
    rest = looked_up(ids, not_this_week(snapshot, program=program))
    found = rows.assign(
        stratum=strata_of(rows),
        held=held,
        bar=bar.where(bar.ne("") & ~ours, rest).mask(ours & rest.ne(""), HELD),
        in_lot=~ids.isin(probed(snapshot)),
    )
    found = found.merge(purpose_of_calls(snapshot), on="customer_id", validate="one_to_one")
    return found.merge(worth, on="customer_id", validate="one_to_one")


def _held_by_others(snapshot: Snapshot) -> pd.Series:
    rows = held_back(snapshot)
    return rows.loc[~rows["program"].str.startswith(f"{PROGRAM} ").eq(other=True), "customer_id"]


def _chosen(
    people: pd.DataFrame, desks: pd.DataFrame, terms: Terms, snapshot: Snapshot
) -> pd.DataFrame:
    """Return the customers who may be called with their pool, slot and chances."""
    program, lend = f"{PROGRAM} {snapshot.as_of}", not snapshot.lacks("reps")
    rows = people[people["bar"] == ""]
    rows = rows.assign(territory=territory_of(rows, snapshot))
    rows = rows.assign(pool=pools_of(rows, desks, seed=terms.seed), score=rows["expected_value"])
    waiting = rows[~rows["held"]].groupby("pool").size()
    places = places_of_pools(waiting, desks, lend=lend)
    # More places than customers are told too: then whoever is held back would have had one.
    places = np.maximum(places, desks.groupby("pool")["capacity"].sum().sort_index())
    parts = [
        fill_slots(group, int(places.get(pool, 0)), mix=terms.mix, seed=terms.seed, program=program)
        for pool, group in rows.groupby("pool", sort=True)
    ]
    if parts:
        return pd.concat(parts, ignore_index=True)
    return rows.assign(slot="", propensity=np.nan, probe_probability=np.nan)


def _as_calls(called: pd.DataFrame, snapshot: Snapshot, program: str) -> pd.DataFrame:
    contact = looked_up(called["customer_id"], contact_to_ask(snapshot))
    batch = called["slot"].eq("probe").map({True: program, False: None}).astype("str")
    rows = called.assign(
        call_id=call_ids(program, called["customer_id"], contact),
        program=program,
        contact_id=contact,
        probe_batch=batch.where(called["slot"].eq("probe")),
    )
    columns = [
        *("call_id", "program", "rep_id", "own_rep_id", "customer_id", "contact_id", "purpose"),
        *("slot", "why", "expected_value", "expected_low", "expected_high", "value_basis"),
        *("propensity", "probe_batch", "probe_probability"),
    ]
    order = ["rep_id", "expected_value", "customer_id"]
    return rows.sort_values(order, ascending=[True, False, True], ignore_index=True)[columns]


def _as_assignments(
    placed: pd.DataFrame, terms: Terms, program: str, snapshot: Snapshot
) -> pd.DataFrame:
    held = placed["held"].to_numpy(bool)
    rows = placed[["customer_id", "stratum"]].assign(
        program=program,
        arm=np.where(held, "hold", "treat"),
        assigned_on=snapshot.today,
        propensity=np.where(held, terms.hold_share, 1.0 - terms.hold_share),
    )
    columns = ["customer_id", "program", "arm", "assigned_on", "stratum", "propensity"]
    return rows.sort_values("customer_id", ignore_index=True)[columns]


def _not_called(people: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return who is not called and why: held back is who would have had a place."""
    held = placed["held"].astype(bool)
    rows = people[~people["customer_id"].isin(placed.loc[~held, "customer_id"])]
    held_back_now = rows["customer_id"].isin(placed.loc[held, "customer_id"])
    poor = (rows["expected_value"] <= 0) & rows["purpose"].ne(CLOSURE)
    why = np.select(
        [rows["bar"].ne(""), held_back_now, poor], [rows["bar"], HELD_NOW, NOT_WORTH], NO_ROOM
    )
    found = rows.assign(reason=why, value=rows["yearly_value_at_stake"].fillna(0.0))
    found = found.sort_values("customer_id", ignore_index=True)
    return found[["customer_id", "reason", "tier", "value"]]


def what_can_be_seen(week: CallWeek, snapshot: Snapshot) -> Estimate:
    """Return the smallest difference that these calls can show, four times in five.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({}, as_of=date(2024, 12, 31))
    >>> str(what_can_be_seen(plan_week(snapshot, Terms(Settings())), snapshot))
    'cannot tell (nobody is held back, n=0)'
    """
    arms = week.assignments["arm"].value_counts()
    n_called, n_held = int(arms.get("treat", 0)), int(arms.get("hold", 0))
    if not n_called or not n_held:
        return Estimate.cannot_tell(n_called, "nobody is held back")
    back = snapshot.customers.set_index("customer_id")["p_return"]
    base = float(looked_up(week.assignments["customer_id"], back).mean())
    seen = float(smallest_difference(base, n_called, n_held))
    method = f"80 % power, two-sided 5 %, {n_called:,} called and {n_held:,} held back"
    return Estimate.exact(seen, n_called + n_held, method, "share")


def read_out_on(snapshot: Snapshot) -> pd.Timestamp:
    """Return the day on which this week's calls can be compared with those held back.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> str(read_out_on(take_snapshot({}, as_of=date(2024, 12, 31))).date())
    '2025-06-29'
    """
    return snapshot.today + pd.Timedelta(days=READ_OUT_DAYS)
