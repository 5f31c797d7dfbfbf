"""Who went quiet: scores, own thresholds, states and chances, and the frames that show them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from analysis.customers import NO_RHYTHM, summarise_customers
from analysis.dormancy.answer import DormancyAnswer, save_answer
from analysis.dormancy.findings import Evidence, tell_dormancy
from analysis.dormancy.purchases import BetaGeometric, ModifiedBetaGeometric
from analysis.dormancy.rhythm import (
    POOLED,
    RETURN_WINDOW,
    Rhythm,
    chance_of_return,
    find_rhythms,
    group_rate,
    rhythm_class,
)
from analysis.dormancy.scores import SEGMENTS, score_customers
from analysis.dormancy.spending import GammaGamma
from analysis.dormancy.states import (
    STATES,
    dormancy_states,
    own_thresholds,
    reasons_in_words,
    yearly_run_rate,
)
from analysis.settings import Settings
from analysis.statistics import wilson_bounds
from analysis.tables import Dormancy, checked
from analysis.workspace import Workspace

#: Days of silence and horizon at which natural return is told.
_SILENT_FROM = (90, 180, 270, 365)
_NATURAL_HORIZON = 180
_FIXED_RULES = (90, 180)
_CURVE_STEP = 15
_STATE_COLUMNS = (
    "state", "n_customers", "share", "low", "high", "spend_last_12_months", "value",
)  # fmt: skip


@dataclass(frozen=True)
class _Models:
    """The fitted models; MBG/NBD is the one the product uses, BG/NBD is shown beside it."""

    returning: ModifiedBetaGeometric
    beside: BetaGeometric
    spending: GammaGamma

    @classmethod
    def fitted(cls, customers: pd.DataFrame) -> _Models | None:
        if customers.empty:
            return None
        return cls(
            ModifiedBetaGeometric().fit(customers),
            BetaGeometric().fit(customers),
            GammaGamma().fit(customers),
        )


def find_dormancy(workspace: Workspace, *, as_of: date, settings: Settings) -> DormancyAnswer:
    """Return who went quiet by their own rhythm at ``as_of``, and keep it in the workspace.

    Denominators: states are shares of all buyers; ``dormant_share`` is of repeat customers,
    because a single order shows no rhythm.

    Parameters
    ----------
    workspace
        Holds ``transactions`` and, where exported, ``customers``.
    as_of
        Snapshot date; later rows are left out.
    settings
        ``horizon_days`` of ``p_return`` and ``return_floor`` of the threshold count here.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save("transactions", pd.DataFrame({
    ...     "customer_id": ["a"], "amount": [10.0], "ordered_on": pd.to_datetime(["2024-01-01"])}))
    >>> answer = find_dormancy(workspace, as_of=date(2024, 1, 31), settings=Settings())
    >>> answer.customers["dormancy_state"].tolist()
    ['one_time']
    >>> print(answer.finding.sentence)
    Nobody has ordered twice yet: there is no rhythm to fall silent from, so we cannot tell ...
    """
    summary = summarise_customers(workspace, as_of=as_of)
    facts = _with_attributes(workspace, workspace.load("customer_facts"))
    spells = workspace.load("spells")
    known = summary.merge(facts, on="customer_id", how="left", validate="one_to_one")
    rhythms = find_rhythms(spells, known["usual_gap_days"], return_floor=settings.return_floor)
    models = _Models.fitted(known)
    customers = _judged(known, rhythms, models, spells, settings)
    returns = _natural_return(spells)
    evidence = Evidence(
        customers=customers,
        rhythms=rhythms,
        spells=spells,
        degenerate={} if models is None else _degenerate(models),
        n_customers=int((workspace.load_record("summary") or {}).get("n_customers", 0)),
        as_of=as_of,
        settings=settings,
    )
    answer = DormancyAnswer(
        customers=customers,
        return_curve=_return_curve(rhythms),
        thresholds=_thresholds(known, customers, rhythms),
        rfv_grid=_rfv_grid(customers),
        states=_states(customers),
        natural_return=returns,
        rule_comparison=_rule_comparison(customers),
        segments=_segments(customers),
        models=_model_rows(models),
        finding=tell_dormancy(evidence),
    )
    save_answer(workspace, answer, as_of=as_of, settings=settings)
    return answer


def _with_attributes(workspace: Workspace, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the facts with ``sold_once`` from the customers table, False where unknown."""
    sold_once = np.zeros(len(facts), dtype=bool)
    if workspace.has("customers"):
        attributes = workspace.load("customers")
        if "one_time" in attributes:
            flagged = attributes.loc[attributes["one_time"].fillna(value=False).astype(bool)]
            sold_once = facts["customer_id"].isin(flagged["customer_id"]).to_numpy()
    return facts.assign(sold_once=sold_once)


def _judged(
    known: pd.DataFrame,
    rhythms: Mapping[str, Rhythm],
    models: _Models | None,
    spells: pd.DataFrame,
    settings: Settings,
) -> DataFrame[Dormancy]:
    """Every customer with scores, threshold, state, chances and money at stake."""
    table = known.assign(own_threshold_days=own_thresholds(known, rhythms))
    silent, usual = table["days_since_last_order"], table["median_gap_days"]
    table = table.assign(
        dormancy_state=pd.Series(dormancy_states(table), index=table.index, dtype="str"),
        gap_ratio=(silent / usual.where(usual > 0)).astype(float),
        **_chances(table, models, spells, settings.horizon_days),
    )
    at_stake = yearly_run_rate(table) * (1.0 - table["p_return"].to_numpy(dtype=float))
    dormant = (table["dormancy_state"] == "dormant").to_numpy()
    table = table.assign(
        yearly_value_at_stake=np.where(dormant, at_stake, 0.0),
        reason_in_words=pd.Series(reasons_in_words(table), index=table.index, dtype="str"),
    )
    scored = pd.concat([table, score_customers(table)], axis=1)
    return checked(scored[list(Dormancy.to_schema().columns)], Dormancy)


def _chances(
    table: pd.DataFrame, models: _Models | None, spells: pd.DataFrame, horizon_days: int
) -> dict[str, np.ndarray]:
    """``p_return`` (model for repeat customers, group rate for the others), the rest by model."""
    if models is None:
        nothing = np.zeros(0)
        return {"p_return": nothing, "p_alive": nothing, "expected_spend": nothing}
    once = (table["n_orders"] == 1).to_numpy()
    p_return = models.returning.p_return(table, horizon_days)
    first = spells[spells["rhythm_class"] == NO_RHYTHM]
    ages = table.loc[once, "days_since_last_order"]
    p_return[once] = group_rate(first, ages, horizon_days=horizon_days)
    return {
        "p_return": p_return,
        "p_alive": models.returning.p_alive(table),
        "expected_spend": models.spending.expected_spend(table),
    }


def _degenerate(models: _Models) -> dict[str, str]:
    fitted = (models.returning, models.beside, models.spending)
    return {model.name: model.degenerate_ for model in fitted if model.degenerate_ is not None}


def _model_rows(models: _Models | None) -> pd.DataFrame:
    fitted = () if models is None else (models.returning, models.beside, models.spending)
    rows = [
        (
            model.name,
            json.dumps({name: float(f"{value:.6g}") for name, value in model.params_.items()}),
            model.log_likelihood_,
            model.degenerate_ or "",
        )
        for model in fitted
    ]
    return pd.DataFrame(rows, columns=["model", "parameters", "log_likelihood", "degenerate"])


def _return_curve(rhythms: Mapping[str, Rhythm]) -> pd.DataFrame:
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


def _thresholds(
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


def _rfv_grid(customers: pd.DataFrame) -> pd.DataFrame:
    return customers.groupby(["r_score", "f_score"], as_index=False).agg(
        n_customers=("customer_id", "size"), value=("spend_total", _exact_sum)
    )


def _states(customers: pd.DataFrame) -> pd.DataFrame:
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


def _natural_return(spells: pd.DataFrame) -> pd.DataFrame:
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


def _rule_comparison(customers: pd.DataFrame) -> pd.DataFrame:
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


def _segments(customers: pd.DataFrame) -> pd.DataFrame:
    marked = customers.assign(is_dormant=customers["dormancy_state"] == "dormant")
    found = marked.groupby("segment").agg(
        n_customers=("customer_id", "size"),
        n_dormant=("is_dormant", "sum"),
        spend_total=("spend_total", _exact_sum),
        yearly_value_at_stake=("yearly_value_at_stake", _exact_sum),
    )
    order = [rule.name for rule in SEGMENTS if rule.name in found.index]
    return found.loc[order].reset_index()


def _exact_sum(values: pd.Series[float]) -> float:
    """Return a sum that does not depend on the order of its terms."""
    return math.fsum(values)
