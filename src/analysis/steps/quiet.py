"""The second step: who has gone quiet, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analysis import dormancy as room
from analysis.customers import summarise_customers
from analysis.exports import Shown
from analysis.results import Finding
from analysis.steps.job import Job
from analysis.steps.load import load_exports
from analysis.vocabulary import ANSWERS


@dataclass(frozen=True)
class Lost:
    """What the silence costs; see ``dormancy.LossAnswer`` for the frames."""

    finding: Finding
    waterfall: pd.DataFrame = field(default_factory=pd.DataFrame)
    by_quarter: pd.DataFrame = field(default_factory=pd.DataFrame)
    concentration: pd.DataFrame = field(default_factory=pd.DataFrame)
    by_group: pd.DataFrame = field(default_factory=pd.DataFrame)
    largest: pd.DataFrame = field(default_factory=pd.DataFrame)


@dataclass(frozen=True)
class Dormant:
    """Who went quiet; see ``dormancy.DormancyAnswer`` for the frames."""

    finding: Finding
    loss: Lost
    customers: pd.DataFrame = field(default_factory=pd.DataFrame)
    states: pd.DataFrame = field(default_factory=pd.DataFrame)
    return_curve: pd.DataFrame = field(default_factory=pd.DataFrame)
    thresholds: pd.DataFrame = field(default_factory=pd.DataFrame)
    rfv_grid: pd.DataFrame = field(default_factory=pd.DataFrame)
    natural_return: pd.DataFrame = field(default_factory=pd.DataFrame)
    rule_comparison: pd.DataFrame = field(default_factory=pd.DataFrame)
    rule_columns: tuple[Shown, ...] = ()
    segments: pd.DataFrame = field(default_factory=pd.DataFrame)


def find_dormant(job: Job) -> Dormant:
    """Find who went quiet and what it costs.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> dormant = find_dormant(open_job("sample", as_of="2024-12-31"))
    >>> int(dormant.states["n_customers"].sum()) == len(dormant.customers)
    True
    """
    as_of = load_exports(job).as_of
    if not job.workspace.has("transactions"):
        return _nobody()
    answer = room.load_dormancy(job.workspace)
    loss = room.load_loss(job.workspace)
    if answer is None or loss is None:
        summarise_customers(job.workspace, as_of=as_of)
        answer = room.find_dormancy(job.workspace, as_of=as_of, settings=job.settings)
        loss = room.cost_of_loss(job.workspace, as_of=as_of, settings=job.settings)
        job.workspace.save_record("finding_dormancy", answer.finding.as_dict())
        job.workspace.save_record("finding_loss", loss.finding.as_dict())
    return Dormant(
        answer.finding,
        Lost(
            loss.finding,
            loss.waterfall,
            loss.by_quarter,
            loss.concentration,
            loss.by_group,
            loss.largest,
        ),
        answer.customers,
        answer.states,
        answer.return_curve,
        answer.thresholds,
        answer.rfv_grid,
        answer.natural_return,
        answer.rule_comparison,
        segments=_segments(answer.customers),
    )


def _segments(customers: pd.DataFrame) -> pd.DataFrame:
    counted = (
        customers.assign(is_dormant=customers["dormancy_state"] == "dormant")
        .groupby("segment", sort=True)
        .agg(
            n_customers=("customer_id", "size"),
            n_dormant=("is_dormant", "sum"),
            spend_total=("spend_total", "sum"),
            yearly_value_at_stake=("yearly_value_at_stake", "sum"),
        )
        .reset_index()
    )
    return counted.sort_values("spend_total", ascending=False, kind="stable", ignore_index=True)


def _nobody() -> Dormant:
    def without(what: str) -> Finding:
        return Finding(
            f"**Cannot tell {what}**: the export has no transactions table.",
            {},
            (f"A transactions table would answer {ANSWERS['transactions']}.",),
            ("transactions",),
        )

    return Dormant(without("who went quiet"), Lost(without("what the silence costs")))
