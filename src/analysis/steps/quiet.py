"""The second step: who has gone quiet, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TypeVar

import pandas as pd

from analysis.dormancy import (
    DormancyAnswer,
    LossAnswer,
    ReturnAnswer,
    cost_of_loss,
    find_dormancy,
    tell_natural_return,
)
from analysis.results import Finding
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.kept import find_once
from analysis.steps.load import conclude_from
from analysis.vocabulary import ANSWERS

A = TypeVar("A", DormancyAnswer, LossAnswer, ReturnAnswer)


@dataclass(frozen=True)
class Dormant:
    """Who went quiet, what it costs, who returns; without transactions every frame is empty."""

    who: DormancyAnswer
    loss: LossAnswer
    back: ReturnAnswer


@lru_cache(maxsize=JOBS_KEPT)
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
    as_of, place, settings = conclude_from(job).as_of, job.workspace, job.settings
    if not place.has("transactions"):
        return Dormant(
            _without(job, "dormancy", DormancyAnswer, "who went quiet"),
            _without(job, "loss", LossAnswer, "what the silence costs"),
            _without(job, "return", ReturnAnswer, "who would return anyway"),
        )
    who = find_once(
        job, "dormancy", DormancyAnswer,
        lambda _: find_dormancy(place, as_of=as_of, settings=settings),
    )  # fmt: skip
    loss = find_once(
        job, "loss", LossAnswer,
        lambda _: cost_of_loss(place, who, as_of=as_of, settings=settings),
    )  # fmt: skip
    back = find_once(
        job, "return", ReturnAnswer,
        lambda _: tell_natural_return(place, who, as_of=as_of, settings=settings),
    )  # fmt: skip
    return Dormant(who, loss, back)


def _without(job: Job, name: str, kind: type[A], what: str) -> A:
    """Return the answer where the export has no transactions."""
    frames = {entry.name: pd.DataFrame() for entry in fields(kind) if entry.name != "finding"}
    finding = Finding(
        f"**Cannot tell {what}**: the export has no transactions table.",
        {},
        (f"A transactions table would answer {ANSWERS['transactions']}.",),
        ("transactions",),
    )
    return find_once(job, name, kind, lambda _: kind(**frames, finding=finding))
