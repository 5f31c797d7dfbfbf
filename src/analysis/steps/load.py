"""The first step: whether this export can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from analysis.errors import InputRefused
from analysis.intake import Intake, check_exports, load_intake
from analysis.intake.health import describe_health
from analysis.results import Estimate, Finding, in_words
from analysis.steps.job import JOBS_KEPT, Job


@dataclass(frozen=True)
class Loaded:
    """What intake found; the frames are those of ``intake.Health``."""

    finding: Finding
    as_of: date
    card: pd.DataFrame
    warnings: pd.DataFrame
    set_aside: pd.DataFrame
    months: pd.DataFrame
    census: pd.DataFrame
    events: pd.DataFrame
    ladder: pd.DataFrame


def load_exports(job: Job) -> Loaded:
    """Check the exports and describe what is in them.

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
    return _load_exports(job)


@lru_cache(maxsize=JOBS_KEPT)
def _load_exports(job: Job) -> Loaded:
    intake = load_intake(job.workspace) or check_exports(
        list(job.exports), job.workspace, as_of=job.as_of, columns=job.columns
    )
    one_currency(intake)
    as_of = snapshot_of(intake)
    health = describe_health(job.workspace, intake.receipts, as_of=as_of)
    finding = _say_health(health.card, health.months, as_of, given=intake.as_of_given)
    job.workspace.save_record("finding_intake", finding.as_dict())
    return Loaded(finding, as_of, **vars(health))


def one_currency(intake: Intake) -> None:
    """Refuse transactions in several currencies: their sum would be of nothing.

    Raises
    ------
    InputRefused
        When there is more than one.
    """
    receipt = intake.receipts.get("transactions")
    sums = dict(receipt.amount_sum_by_currency or {}) if receipt else {}
    if receipt and receipt.amount_sum is None and len(sums) > 1:
        raise InputRefused(
            f"The transactions are in several currencies: {', '.join(sorted(sums))}",
            "one currency",
            "bring them to one currency before the export, or give the files of one currency",
            code="several_currencies",
        )


def snapshot_of(intake: Intake) -> date:
    """Return the snapshot date of checked exports.

    Raises
    ------
    InputRefused
        When no table has a date and none was given.
    """
    if intake.as_of is None:
        raise InputRefused(
            "No table of these exports has a date",
            "a snapshot date",
            "give one: --as-of 2024-12-31",
            code="no_as_of",
        )
    return intake.as_of


def _say_health(card: pd.DataFrame, months: pd.DataFrame, as_of: date, *, given: bool) -> Finding:
    n_in, n_good = int(card["rows_in"].sum()), int(card["rows_good"].sum())
    n_aside = int(card["rows_set_aside"].sum())
    clock = months[months["table"] == "transactions"] if len(months) else months
    n_months = int((clock if len(clock) else months)["month"].nunique()) if len(months) else 0
    missing = tuple(card.loc[card["state"].str.startswith("missing"), "table"])
    numbers = {
        "rows_in": Estimate.exact(n_in, n_in, "counted"),
        "rows_good": Estimate.exact(n_good, n_in, "counted"),
        "rows_set_aside": Estimate.exact(n_aside, n_in, "counted"),
        "months_covered": Estimate.exact(n_months, n_in, "months with records"),
    }
    part = n_good / n_in if n_in else 0.0
    sentence = (
        f"**{in_words(part, 'share')}** of {n_in:,} rows can be used; they cover {n_months} months "
        f"up to **{as_of.day} {as_of:%B %Y}**, and {n_aside:,} rows are set aside."
    )
    n_warnings = int(card["state"].str.contains("warning").sum())
    doubts = [f"{n_warnings} tables carry warnings: read them before the numbers."] * (
        n_warnings > 0
    )
    if missing:
        doubts.append(f"Absent: {', '.join(missing)}. The table above says what they answer.")
    if not given:
        doubts.insert(0, f"No --as-of was given; {as_of.isoformat()} is the last date in the data.")
    return Finding(sentence, numbers, tuple(doubts), missing)
