"""The frames that show who went quiet, from the dormancy table, the rhythms or the silences."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.customers import NO_RHYTHM
from analysis.dormancy.limits import RETURN_WINDOW
from analysis.dormancy.rhythm import POOLED, Rhythm, chance_of_return, rhythm_class
from analysis.dormancy.scores import OTHER
from analysis.dormancy.states import STATES
from analysis.settings import Settings
from analysis.statistics import wilson_bounds

#: Days of silence and horizon at which natural return is told.
_SILENT_FROM = (90, 180, 270, 365, 730, 1095, 1460, 1825)
_NATURAL_HORIZON = 180
_FIXED_RULES = (90, 180)
_CURVE_STEP = 15
_STATE_COLUMNS = (
    "state", "n_customers", "share", "low", "high", "spend_last_12_months", "value",
)  # fmt: skip


def return_curve(rhythms: Mapping[str, Rhythm]) -> pd.DataFrame:
    """Chance of a return within 90 days for every class of its own, and for all together."""
    drawn = [rhythm for rhythm in rhythms.values() if not rhythm.pooled]
    stand_ins = [rhythm for rhythm in rhythms.values() if rhythm.pooled and rhythm.n_spells]
    sources = [(rhythm.name, rhythm.spells) for rhythm in drawn if rhythm.name != NO_RHYTHM]
    sources += [(POOLED, stand_ins[0].spells)] if stand_ins and not sources else []
    rows = []
    for name, spells in sources:
        longest = int(spells["days"].max())
        for silent in range(0, min(longest, 730), _CURVE_STEP):
            chance = chance_of_return(spells, silent_days=silent, horizon_days=RETURN_WINDOW)
            if chance.known:
                rows.append((name, silent, chance.value, chance.low, chance.high, chance.n))
    columns = ["rhythm_class", "days_silent", "p_return_90", "low", "high", "n_at_risk"]
    return pd.DataFrame(rows, columns=columns)


def thresholds_of(
    known: pd.DataFrame, customers: pd.DataFrame, rhythms: Mapping[str, Rhythm]
) -> pd.DataFrame:
    """One row a class that has customers, quickest first."""
    names = np.array(rhythm_class(known["usual_gap_days"]), dtype=object)
    own = customers["own_threshold_days"].to_numpy(dtype=float)
    rows = [
        (
            rhythm.name,
            rhythm.threshold_days,
            rhythm.usual_gap_days,
            int((names == name).sum()),
            rhythm.n_spells,
            float(np.median(own[names == name])),
            rhythm.reached,
            rhythm.pooled,
        )
        for name, rhythm in rhythms.items()
        if (names == name).any()
    ]
    columns = "rhythm_class threshold_days usual_gap_days n_customers n_spells"
    more = "median_own_threshold_days inside_history pooled"
    return pd.DataFrame(rows, columns=[*columns.split(), *more.split()])


def rfv_grid(customers: pd.DataFrame) -> pd.DataFrame:
    """Return customers and money by recency and frequency score."""
    return customers.groupby(["r_score", "f_score"], as_index=False).agg(
        n_customers=("customer_id", "size"), value=("spend_total", _exact_sum)
    )


def states_of(customers: pd.DataFrame) -> pd.DataFrame:
    """Return how many customers are in each state, with their share and money."""
    if customers.empty:
        return pd.DataFrame({name: pd.Series(dtype=float) for name in _STATE_COLUMNS})
    found = customers.groupby("dormancy_state").agg(
        n_customers=("customer_id", "size"),
        spend_last_12_months=("spend_last_12_months", _exact_sum),
        value=("yearly_value_at_stake", _exact_sum),
    )
    found = found.reindex(list(STATES), fill_value=0).rename_axis("state").reset_index()
    low, high = wilson_bounds(found["n_customers"], np.full(len(found), len(customers)))
    shares = (found["n_customers"] / len(customers), low, high)
    for place, (name, values) in enumerate(zip(("share", "low", "high"), shares, strict=True)):
        found.insert(2 + place, name, values)
    return found


def natural_return(spells: pd.DataFrame) -> pd.DataFrame:
    """Return how many silences end within half a year, by their age and the orders before."""
    groups = [("all", spells), *spells.groupby("prior_orders")]
    rows = []
    for silent in _SILENT_FROM:
        for name, group in groups:
            chance = chance_of_return(group, silent_days=silent, horizon_days=_NATURAL_HORIZON)
            if chance.known:
                numbers = (chance.value, chance.low, chance.high, chance.n)
                rows.append((silent, name, _NATURAL_HORIZON, *numbers))
    columns = "silent_from_days prior_orders horizon_days share low high n"
    return pd.DataFrame(rows, columns=columns.split())


def rule_comparison(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the states of those whom a fixed limit would list, and not list."""
    repeat = customers[customers["dormancy_state"] != "one_time"]
    rows = []
    for fixed in _FIXED_RULES:
        listed = repeat["days_since_last_order"] > fixed
        for word, chosen in (("listed", listed), ("not listed", ~listed)):
            for state in STATES[:-1]:
                n = int((chosen & (repeat["dormancy_state"] == state)).sum())
                rows.append((fixed, word, state, n))
    columns = ["fixed_days", "fixed_rule", "dormancy_state", "n_customers"]
    return pd.DataFrame(rows if len(repeat) else [], columns=columns)


def segments_of(customers: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return customers and money by named segment, in the order of the rules."""
    marked = customers.assign(is_dormant=customers["dormancy_state"] == "dormant")
    found = marked.groupby("segment").agg(
        n_customers=("customer_id", "size"),
        n_dormant=("is_dormant", "sum"),
        spend_total=("spend_total", _exact_sum),
        yearly_value_at_stake=("yearly_value_at_stake", _exact_sum),
    )
    named = dict.fromkeys((*(rule.name for rule in settings.segments), OTHER))
    order = [name for name in named if name in found.index]
    return found.loc[order].reset_index()


def _exact_sum(values: pd.Series[float]) -> float:
    """Return a sum that does not depend on the order of its terms."""
    return math.fsum(values)
