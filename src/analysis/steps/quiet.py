"""The second step: who has gone quiet, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.dormancy import (
    DormancyAnswer,
    LossAnswer,
    ReturnAnswer,
    cost_of_loss,
    find_dormancy,
    load_dormancy,
    load_loss,
    load_return,
    tell_natural_return,
)
from analysis.results import Finding
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.load import conclude_from
from analysis.vocabulary import ANSWERS


@dataclass(frozen=True)
class Dormant:
    """Who went quiet, what it costs, who returns; without transactions every frame is empty."""

    who: DormancyAnswer
    loss: LossAnswer
    back: ReturnAnswer


def find_dormant(job: Job) -> Dormant:
    """Find who went quiet by their own rhythm, and what it costs a year.

    Returns
    -------
    Dormant
        Three answers, each with its tables and its ``finding`` (sentence, numbers, doubts):
        ``who`` went quiet (``dormancy.DormancyAnswer``; ``who.customers`` has one row a buyer),
        the ``loss`` a year (``dormancy.LossAnswer``), who comes ``back`` anyway
        (``dormancy.ReturnAnswer``). Empty tables without transactions.

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
    place, settings = job.workspace, job.settings
    who, loss, back = load_dormancy(place), load_loss(place), load_return(place)
    if who is None or loss is None or back is None:
        who = find_dormancy(place, as_of=as_of, settings=settings)
        loss = cost_of_loss(place, as_of=as_of, settings=settings)
        back = tell_natural_return(place, as_of=as_of, settings=settings)
    dormant = Dormant(who, loss, back)
    _keep(job, dormant)
    return dormant


def _keep(job: Job, dormant: Dormant) -> None:
    job.workspace.save_record("finding_dormancy", dormant.who.finding.as_dict())
    job.workspace.save_record("finding_loss", dormant.loss.finding.as_dict())
    job.workspace.save_record("finding_return", dormant.back.finding.as_dict())


def _nobody() -> Dormant:
    quiet, cost = _without("who went quiet"), _without("what the silence costs")
    back = _without("who would return anyway")
    return Dormant(
        DormancyAnswer(**_no_frames(DormancyAnswer), finding=quiet),
        LossAnswer(**_no_frames(LossAnswer), finding=cost),
        ReturnAnswer(**_no_frames(ReturnAnswer), finding=back),
    )


def _no_frames(kind: type[DormancyAnswer | LossAnswer | ReturnAnswer]) -> dict[str, Any]:
    names = [entry.name for entry in fields(kind) if entry.name != "finding"]
    return {name: pd.DataFrame() for name in names}


def _without(what: str) -> Finding:
    return Finding(
        f"**Cannot tell {what}**: the export has no transactions table.",
        {},
        (f"A transactions table would answer {ANSWERS['transactions']}.",),
        ("transactions",),
    )
