"""The second step: who has gone quiet, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.dormancy import (
    DormancyAnswer,
    LossAnswer,
    cost_of_loss,
    find_dormancy,
    load_dormancy,
    load_loss,
)
from analysis.results import Finding
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.load import conclude_from
from analysis.vocabulary import ANSWERS


@dataclass(frozen=True)
class Dormant:
    """Who went quiet and what it costs; without transactions every frame is empty."""

    who: DormancyAnswer
    loss: LossAnswer


def find_dormant(job: Job) -> Dormant:
    """Find who went quiet by their own rhythm, and what it costs a year.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> dormant = find_dormant(open_job("sample", as_of="2024-12-31"))
    >>> int(dormant.who.states["n_customers"].sum()) == len(dormant.who.customers)
    True
    """
    return _find_dormant(job)


@lru_cache(maxsize=JOBS_KEPT)
def _find_dormant(job: Job) -> Dormant:
    as_of = conclude_from(job).as_of
    if not job.workspace.has("transactions"):
        nobody = _nobody()
        _keep(job, nobody)
        return nobody
    who, loss = load_dormancy(job.workspace), load_loss(job.workspace)
    if who is None or loss is None:
        who = find_dormancy(job.workspace, as_of=as_of, settings=job.settings)
        loss = cost_of_loss(job.workspace, as_of=as_of, settings=job.settings)
    dormant = Dormant(who, loss)
    _keep(job, dormant)
    return dormant


def _keep(job: Job, dormant: Dormant) -> None:
    job.workspace.save_record("finding_dormancy", dormant.who.finding.as_dict())
    job.workspace.save_record("finding_loss", dormant.loss.finding.as_dict())


def _nobody() -> Dormant:
    quiet, cost = _without("who went quiet"), _without("what the silence costs")
    return Dormant(
        DormancyAnswer(**_no_frames(DormancyAnswer), finding=quiet),
        LossAnswer(**_no_frames(LossAnswer), finding=cost),
    )


def _no_frames(kind: type[DormancyAnswer | LossAnswer]) -> dict[str, Any]:
    names = [entry.name for entry in fields(kind) if entry.name != "finding"]
    return {name: pd.DataFrame() for name in names}


def _without(what: str) -> Finding:
    return Finding(
        f"**Cannot tell {what}**: the export has no transactions table.",
        {},
        (f"A transactions table would answer {ANSWERS['transactions']}.",),
        ("transactions",),
    )
