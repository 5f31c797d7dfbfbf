"""What the room answers, and how an answer is kept and read back without being computed again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from analysis.results import Estimate, Finding
from analysis.settings import Settings
from analysis.tables import Dormancy, checked
from analysis.workspace import Workspace


@dataclass(frozen=True)
class DormancyAnswer:
    """Who went quiet, by whose rhythm, and who comes back by themselves.

    Parameters
    ----------
    customers
        One row per buyer; saved as ``dormancy``.
    return_curve
        ``rhythm_class, days_silent, p_return_90, low, high, n_at_risk``: chance of an order within
        90 days by days of silence; days with too few silences are left out.
    thresholds
        ``rhythm_class, threshold_days, usual_gap_days, n_customers, n_spells,
        median_own_threshold_days, inside_history, pooled``; classes with customers.
    rfv_grid
        ``r_score, f_score, n_customers, value`` (net money so far).
    states
        ``state, n_customers, share, low, high, spend_last_12_months, value`` (at stake, a year);
        shares of all buyers, Wilson.
    natural_return
        ``silent_from_days, prior_orders, horizon_days, share, low, high, n`` (silences); ages
        that too few silences reach are left out: not observable.
    rule_comparison
        ``fixed_days, fixed_rule, dormancy_state, n_customers``: repeat customers listed or not
        listed by a fixed limit, by their state here.
    rule_check
        ``rule, n_listed, n_back, share, low, high``: whom the own rhythm and a fixed limit would
        have listed one horizon ago, and who of them came back within it; empty without so much
        history.
    movements
        ``month_end, from_state, to_state, n_customers`` from month to month, with today's limits.
    exit_signatures
        ``exit_signature, n_customers, value`` (at stake, a year) of the dormant.
    signals
        ``buying, talking, n_customers, value``: repeat customers by whether they still buy and
        whether anybody speaks with them; empty without touches.
    segments
        ``segment, n_customers, n_dormant, spend_total, yearly_value_at_stake``.
    models
        ``model, parameters, log_likelihood, degenerate`` (empty text when it is not).
    finding
        The sentence, every number in prose, and the doubts.
    """

    customers: DataFrame[Dormancy]
    return_curve: pd.DataFrame
    thresholds: pd.DataFrame
    rfv_grid: pd.DataFrame
    states: pd.DataFrame
    natural_return: pd.DataFrame
    rule_comparison: pd.DataFrame
    rule_check: pd.DataFrame
    movements: pd.DataFrame
    exit_signatures: pd.DataFrame
    signals: pd.DataFrame
    segments: pd.DataFrame
    models: pd.DataFrame
    finding: Finding

    @property
    def numbers(self) -> Mapping[str, Estimate]:
        """Every number in prose, by name."""
        return self.finding.numbers


@dataclass(frozen=True)
class LossAnswer:
    """What the silence costs a year, in the report currency.

    Parameters
    ----------
    waterfall
        ``step, value, low, high``; all values positive: first step less second is the third.
    counted_on
        ``step, value, low, high, n``: what the customers table counts on for a year, what those
        customers bought before the silence, and what they are expected to buy; empty where the
        export counts on nothing.
    by_quarter
        ``quarter, n_customers, value`` by quarter of the last order.
    concentration
        ``rank, customer_id, yearly_value_at_stake, cumulative_share``, largest first.
    by_group
        ``kind, group, n_customers, value, low, high`` by territory, segment, tier, rep, branch as
        far as exported, by the product's own segment, and by year of the first order.
    largest
        ``customer_id, segment, last_order_on, days_since_last_order, reason_in_words,
        yearly_run_rate, p_return, yearly_value_at_stake``; the 20 with most at stake.
    finding
        The sentence, every number in prose, and the doubts.
    """

    waterfall: pd.DataFrame
    counted_on: pd.DataFrame
    by_quarter: pd.DataFrame
    concentration: pd.DataFrame
    by_group: pd.DataFrame
    largest: pd.DataFrame
    finding: Finding

    @property
    def numbers(self) -> Mapping[str, Estimate]:
        """Every number in prose, by name."""
        return self.finding.numbers


@dataclass(frozen=True)
class ReturnAnswer:
    """Who would return anyway.

    Parameters
    ----------
    by_age
        ``silent_from_days, prior_orders, horizon_days, share, low, high, n`` (silences).
    waiting
        ``days_silent, p_return, low, high, n``: chance of a return within the horizon by the days
        a silence has lasted, repeat customers.
    second_lives
        ``group, days_since, still_customer, low, high, n``: after a return, and after a second
        order.
    past_forecasts
        ``forecast_on, n_dormant, expected, actual, ratio, low, high``, latest first.
    factors
        ``factor, value, low, high, n``: chance, length and money of a second lifetime.
    finding
        The sentence, every number in prose, and the doubts.
    """

    by_age: pd.DataFrame
    waiting: pd.DataFrame
    second_lives: pd.DataFrame
    past_forecasts: pd.DataFrame
    factors: pd.DataFrame
    finding: Finding

    @property
    def numbers(self) -> Mapping[str, Estimate]:
        """Every number in prose, by name."""
        return self.finding.numbers


Answer = DormancyAnswer | LossAnswer | ReturnAnswer


def save_answer(
    workspace: Workspace,
    answer: Answer,
    *,
    as_of: date,
    settings: Settings,
) -> None:
    """Write an answer's tables and, last, the record that says they are complete."""
    for name, frame in _frames(answer).items():
        workspace.save(_table_name(answer, name), frame)
    record = {
        "as_of": as_of.isoformat(),
        "inputs": _fingerprints(workspace),
        "settings": settings.as_dict(),
        "sentence": answer.finding.sentence,
        "numbers": {name: number.as_dict() for name, number in answer.numbers.items()},
        "doubts": list(answer.finding.doubts),
        "missing": list(answer.finding.missing),
    }
    workspace.save_record(_record_name(type(answer)), record)


def load_dormancy(workspace: Workspace) -> DormancyAnswer | None:
    """Return the answer that ``find_dormancy`` left in the workspace, or None.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> load_dormancy(Workspace(Path(tempfile.mkdtemp()))) is None
    True
    """
    record = workspace.load_record(_record_name(DormancyAnswer))
    if record is None:
        return None
    tables = _loaded(workspace, DormancyAnswer)
    tables["customers"] = checked(tables["customers"], Dormancy)
    return DormancyAnswer(**tables, finding=_finding(record))


def load_loss(workspace: Workspace) -> LossAnswer | None:
    """Return the answer that ``cost_of_loss`` left in the workspace, or None.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> load_loss(Workspace(Path(tempfile.mkdtemp()))) is None
    True
    """
    record = workspace.load_record(_record_name(LossAnswer))
    if record is None:
        return None
    return LossAnswer(**_loaded(workspace, LossAnswer), finding=_finding(record))


def load_return(workspace: Workspace) -> ReturnAnswer | None:
    """Return the answer that ``tell_natural_return`` left in the workspace, or None.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> load_return(Workspace(Path(tempfile.mkdtemp()))) is None
    True
    """
    record = workspace.load_record(_record_name(ReturnAnswer))
    if record is None:
        return None
    return ReturnAnswer(**_loaded(workspace, ReturnAnswer), finding=_finding(record))


def is_current(
    workspace: Workspace, kind: type[DormancyAnswer], *, as_of: date, settings: Settings
) -> bool:
    """Whether the kept answer was made from these tables, for this date and these settings."""
    record = workspace.load_record(_record_name(kind)) or {}
    made = (record.get("as_of"), record.get("settings"), record.get("inputs"))
    return made == (as_of.isoformat(), settings.as_dict(), _fingerprints(workspace))


def kept_numbers(workspace: Workspace, kind: type[Answer]) -> Mapping[str, Estimate]:
    """Return the numbers of an answer that is kept in the workspace."""
    return _finding(workspace.load_record(_record_name(kind)) or {}).numbers


def _fingerprints(workspace: Workspace) -> dict[str, str]:
    """SHA-256 of the tables an answer is made from."""
    found: dict[str, str] = {}
    for name in ("transactions", "customers"):
        if workspace.has(name):
            with workspace.parquet(name).open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _frames(answer: Answer) -> dict[str, pd.DataFrame]:
    return {
        field.name: getattr(answer, field.name)
        for field in fields(answer)
        if field.name != "finding"
    }


def _loaded(workspace: Workspace, kind: type[Answer]) -> dict[str, Any]:
    names = [field.name for field in fields(kind) if field.name != "finding"]
    return {name: workspace.load(_table_name(kind, name)) for name in names}


def _table_name(answer: object, name: str) -> str:
    """Return the saved name: ``dormancy`` for the customers, ``loss_...`` for the loss."""
    kind = answer if isinstance(answer, type) else type(answer)
    if kind is not DormancyAnswer:
        return f"{_record_name(kind)}_{name}"
    return {"customers": "dormancy", "models": "purchase_models"}.get(name, name)


def _record_name(kind: type) -> str:
    return "loss" if kind is LossAnswer else "return" if kind is ReturnAnswer else "dormancy"


def _finding(record: Mapping[str, Any]) -> Finding:
    numbers = {name: Estimate(**fields_) for name, fields_ in record["numbers"].items()}
    return Finding(
        record["sentence"], numbers, tuple(record["doubts"]), tuple(record.get("missing", ()))
    )
