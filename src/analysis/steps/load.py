"""The first step: whether this export can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from analysis.intake import check_exports, load_intake
from analysis.intake.health import Health, describe_health
from analysis.results import Finding
from analysis.steps.checking import one_currency, refuse_void_of, snapshot_of
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.trust import say_health, tiles_of_health
from analysis.tile import Tile


@dataclass(frozen=True, kw_only=True)
class Loaded(Health):
    """What intake found: the frames of ``intake.Health``, and what they say."""

    finding: Finding
    tiles: tuple[Tile, ...]
    as_of: date


@lru_cache(maxsize=JOBS_KEPT)
def load_exports(job: Job) -> Loaded:
    """Check the exports and describe what is in them.

    Returns
    -------
    Loaded
        The tables of the page on the export (``card``, ``warnings``, ``set_aside``, ...), the
        snapshot date ``as_of``, and the ``finding``.

    Raises
    ------
    InputRefused
        When a file cannot be used honestly.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> loaded = load_exports(open_job("sample", as_of="2024-12-31"))
    >>> bool((loaded.card["rows_in"] == loaded.card[["rows_good", "rows_set_aside",
    ...                                              "rows_blank"]].sum(axis=1)).all())
    True
    """
    intake = load_intake(job.workspace) or check_exports(
        list(job.exports), job.workspace, as_of=job.as_of, columns=job.columns
    )
    one_currency(intake)
    as_of = snapshot_of(intake)
    health = describe_health(job.workspace, intake.receipts, as_of=as_of)
    finding = say_health(
        health, as_of, given=intake.as_of_given, despite=job.settings.proceed_despite
    )
    job.workspace.save_record("finding_intake", finding.as_dict())
    return Loaded(
        finding=finding, tiles=tiles_of_health(finding), as_of=as_of, **vars(health)
    )  # fmt: skip


def conclude_from(job: Job) -> Loaded:
    """Load the exports for a step that draws conclusions from them.

    Raises
    ------
    InputRefused
        When a finding of intake voids every conclusion and ``proceed_despite`` does not name it.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> conclude_from(open_job("sample", as_of="2024-12-31")).as_of
    datetime.date(2024, 12, 31)
    """
    loaded = load_exports(job)
    refuse_void_of(job.workspace, job.settings)
    return loaded
