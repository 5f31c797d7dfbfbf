"""The dormant customers with what they bought, what is missing, and what of it is profit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.dormancy.states import yearly_run_rate
from analysis.doubts.period import Period, load_period
from analysis.results import ASSUMED, in_words
from analysis.settings import Settings
from analysis.statistics import Floats
from analysis.workspace import Workspace


@dataclass(frozen=True)
class Margin:
    """How many lines of the dormant customers' last years state a margin."""

    lines: int
    stated: int
    default: float

    @property
    def source(self) -> str:
        """What the profit in a loss rests on; what is assumed stands behind the word."""
        if self.stated:
            return "margin of the export"
        return f"{ASSUMED}the default margin of {self.default:.0%}"

    @property
    def doubt(self) -> str:
        """What the reader must know of the margin; empty where all lines state one."""
        if not self.stated:
            return f"The export has no margin: profit uses the default of {self.default:.0%}."
        if self.stated == self.lines:
            return ""
        part = in_words(self.stated / self.lines, "share")
        return f"{part} of the lines state a margin; it stands in for the others."


def lost_customers(workspace: Workspace, customers: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Dormant customers, most at stake first, with run-rate, return value and attributes."""
    facts = workspace.load("customer_facts")
    dormant = customers[customers["dormancy_state"] == "dormant"]
    lost = dormant.merge(facts, on="customer_id", how="left", validate="one_to_one")
    if workspace.has("customers"):
        lost = lost.merge(_attributes(workspace), on="customer_id", how="left")
    if "rep_id" not in lost and "last_rep_id" in lost:
        lost = lost.rename(columns={"last_rep_id": "rep_id"})
    rate = yearly_run_rate(lost)
    # Until the usual gap is over nothing is missing yet. Money is missing on days that the export
    # lacks as on any other.
    since = (pd.Timestamp(as_of) - lost["last_order_on"]).dt.days
    missing = since - lost["usual_gap_days"].fillna(0.0)
    lost = lost.assign(
        yearly_run_rate=rate,
        return_value=rate - lost["yearly_value_at_stake"].to_numpy(),
        lost_so_far=rate * missing.clip(lower=0.0).to_numpy(dtype=float) / 365.0,
    )
    lost = _with_cohort(_with_counted_on(lost), load_period(workspace))
    lost = _with_commission(workspace, lost)
    order = ["yearly_value_at_stake", "customer_id"]
    return lost.sort_values(order, ascending=[False, True], ignore_index=True)


def _with_cohort(lost: pd.DataFrame, period: Period | None) -> pd.DataFrame:
    """Add the year of the first order; early ones may be those of old customers, and say so."""
    first = lost["first_order_on"]
    year = first.dt.year.astype("str")
    if period and period.new_from:
        early = f"before {period.new_from:%Y-%m}"
        year = year.where(first >= pd.Timestamp(period.new_from), early)
    return lost.assign(first_year=year)


def _with_counted_on(lost: pd.DataFrame) -> pd.DataFrame:
    """Add what those bought, and are expected to buy, for whom the export counts on a value."""
    if "expected_value" not in lost:
        return lost
    stated = lost["expected_value"].notna()
    return lost.assign(
        bought_where_counted_on=lost["yearly_run_rate"].where(stated),
        ahead_where_counted_on=lost["return_value"].where(stated),
    )


def _with_commission(workspace: Workspace, lost: pd.DataFrame) -> pd.DataFrame:
    """Add ``lost_commission``: the loss times the own rep's rate, where the reps table has one."""
    reps = workspace.load("reps") if workspace.has("reps") else pd.DataFrame()
    if "rep_id" not in lost or "commission_rate" not in reps:
        return lost
    rates = reps.drop_duplicates("rep_id").set_index("rep_id")["commission_rate"].astype(float)
    return lost.assign(
        lost_commission=lost["yearly_value_at_stake"] * lost["rep_id"].map(rates).astype(float)
    )


def _attributes(workspace: Workspace) -> pd.DataFrame:
    """One row per customer of what the customers table knows about groups and forecasts."""
    wanted = ["customer_id", "territory", "segment", "tier", "rep_id", "expected_value"]
    table = workspace.load("customers")
    present = [name for name in wanted if name in table]
    known = table[present].sort_values(present, ignore_index=True)
    known = known.drop_duplicates("customer_id", ignore_index=True)
    return known.rename(columns={"segment": "segment_of_export"})


def with_profit(lost: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, Margin]:
    """Add ``lost_profit``: the loss times the own, the export's or the default margin."""
    share, found = _margin_of(lost, settings)
    return lost.assign(lost_profit=lost["yearly_value_at_stake"] * share), found


def margin_shares(lost: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return ``customer_id, margin_share`` of dormant customers, as the lost profit takes it.

    Parameters
    ----------
    lost
        Their rows of the table ``customer_facts``.

    Examples
    --------
    Who states no margin gets that of the others.

    >>> lost = pd.DataFrame({"customer_id": ["a", "b"], "lines_year": 4,
    ...     "lines_with_margin_year": [4, 0], "margin_year": [30.0, None],
    ...     "net_with_margin_year": [100.0, None]})
    >>> margin_shares(lost, Settings())["margin_share"].tolist()
    [0.3, 0.3]
    """
    share, _ = _margin_of(lost, settings)
    return lost[["customer_id"]].assign(margin_share=share)


def _margin_of(lost: pd.DataFrame, settings: Settings) -> tuple[Floats | float, Margin]:
    lines, stated = (
        int(lost[name].sum()) if name in lost else 0
        for name in ("lines_year", "lines_with_margin_year")
    )
    found = Margin(lines, stated, settings.default_margin)
    if not stated:
        return settings.default_margin, found
    margin, net = (
        lost[name].fillna(0.0).to_numpy(dtype=float)
        for name in ("margin_year", "net_with_margin_year")
    )
    all_net = math.fsum(net)
    overall = math.fsum(margin) / all_net if all_net > 0 else settings.default_margin
    own = np.where(net > 0, margin / np.where(net > 0, net, 1.0), overall)
    return np.asarray(np.clip(own, -1.0, 1.0), float), found
