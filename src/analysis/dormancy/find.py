"""Who went quiet: scores, own thresholds, states and chances, and the frames that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from analysis.customers import (
    OrderDays,
    day_number,
    load_clock,
    load_order_days,
    summarise_customers,
)
from analysis.dormancy import frames
from analysis.dormancy.answer import DormancyAnswer
from analysis.dormancy.chances import Chances, chances_from_summary, chances_of_return
from analysis.dormancy.course import Nature, limits_after_orders, monthly_movements, no_movements
from analysis.dormancy.doubt import Doubt, dormant_doubt
from analysis.dormancy.findings import Evidence, gaps_in_words, tell_dormancy
from analysis.dormancy.fitting import PurchaseModel
from analysis.dormancy.histories import Histories
from analysis.dormancy.pareto import ParetoGamma
from analysis.dormancy.purchases import BetaGeometric, ModifiedBetaGeometric
from analysis.dormancy.returns import no_rules, rule_check
from analysis.dormancy.rhythm import Rhythm, find_rhythms
from analysis.dormancy.scores import score_customers
from analysis.dormancy.signals import two_signals
from analysis.dormancy.signatures import exit_signatures, rhythm_badges, signature_shares
from analysis.dormancy.spending import GammaGamma
from analysis.dormancy.states import (
    dormancy_states,
    own_thresholds,
    reasons_in_words,
    yearly_run_rate,
)
from analysis.doubts.period import load_period
from analysis.settings import Settings
from analysis.tables import Dormancy, checked
from analysis.workspace import Workspace

#: The models that only say what is a first guess are fitted on at most so many histories.
_HISTORIES_TOLD = 25_000


@dataclass(frozen=True)
class _Models:
    """Models that value orders, or say what is a first guess; chances come from ``chances``."""

    fitted: tuple[PurchaseModel, ...]
    spending: GammaGamma

    @classmethod
    def of(cls, customers: pd.DataFrame) -> _Models | None:
        if customers.empty:
            return None
        histories = Histories.of(customers)
        some = histories.every(-(-len(histories.x) // _HISTORIES_TOLD))
        models = (ParetoGamma(), ModifiedBetaGeometric(), BetaGeometric())
        return cls(tuple(model.fit(some) for model in models), GammaGamma().fit(customers))


def find_dormancy(workspace: Workspace, *, as_of: date, settings: Settings) -> DormancyAnswer:
    """Return who went quiet by their own rhythm at ``as_of``.

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
    spells, orders = workspace.load("spells"), load_order_days(workspace, summary)
    orders, clock = orders.counted() if orders else None, load_clock(workspace)
    day, known = int(clock.counted(day_number(as_of))), _known(workspace, summary)
    rhythms = find_rhythms(spells, known["usual_gap_days"], return_floor=settings.return_floor)
    models, chances = _Models.of(known), _chances(known, orders, day, settings)
    customers = _judged(_with_course(known, rhythms, orders), models, chances, settings)
    past = _past(known, orders, chances, rhythms, as_of, settings)
    evidence = Evidence(
        customers=customers,
        rhythms=rhythms,
        spells=spells,
        movements=past.movements,
        rule_check=past.rule_check,
        degenerate=_degenerate(models),
        doubt=past.doubt,
        chances=chances,
        gaps=gaps_in_words(load_period(workspace)),
        ends_early=bool((clock.missing == day_number(as_of)).any()),
        n_customers=_n_customers(workspace), as_of=as_of, settings=settings,
    )  # fmt: skip
    return DormancyAnswer(
        customers=customers,
        return_curve=frames.return_curve(rhythms),
        thresholds=frames.thresholds_of(known, customers, rhythms),
        rfv_grid=frames.rfv_grid(customers),
        states=frames.states_of(customers),
        natural_return=frames.natural_return(spells),
        rule_comparison=frames.rule_comparison(customers),
        rule_check=past.rule_check,
        movements=past.movements,
        exit_signatures=signature_shares(customers),
        signals=two_signals(workspace, customers, as_of=as_of),
        segments=frames.segments_of(customers, settings),
        finding=tell_dormancy(evidence),
    )


def _known(workspace: Workspace, summary: pd.DataFrame) -> pd.DataFrame:
    """One row per buyer: the summary, and what else is known of them."""
    facts = _with_attributes(workspace, workspace.load("customer_facts"))
    return summary.merge(facts, on="customer_id", how="left", validate="one_to_one")


def _n_customers(workspace: Workspace) -> int:
    return int((workspace.load_record("summary") or {}).get("n_customers", 0))


@dataclass(frozen=True)
class _Past:
    """What earlier days tell; empty where the order days did not travel with a summary."""

    movements: pd.DataFrame
    rule_check: pd.DataFrame
    doubt: Doubt | None = None


def _past(
    known: pd.DataFrame, orders: OrderDays | None, chances: Chances,
    rhythms: Mapping[str, Rhythm], as_of: date, settings: Settings,
) -> _Past:  # fmt: skip
    if orders is None or not orders.n_customers:
        return _Past(no_movements(), no_rules())
    nature = _nature(known)
    limits = limits_after_orders(orders, rhythms, nature)
    day, horizon = int(orders.clock.counted(day_number(as_of))), settings.horizon_days
    early = day - horizon
    checked_rules = no_rules()
    if early - int(orders.days.min()) >= horizon:  # as much history before as is looked ahead
        checked_rules = rule_check(
            orders, nature, day=early, horizon_days=horizon, return_floor=settings.return_floor
        )
    doubt = None
    if (known["n_orders"] > 1).any():
        at_stake = yearly_run_rate(known) * (1.0 - chances.p_return)
        rng = np.random.default_rng(settings.random_state)
        doubt = dormant_doubt(
            orders, nature, at_stake, day=day, return_floor=settings.return_floor, rng=rng
        )
    return _Past(monthly_movements(orders, limits, as_of=as_of), checked_rules, doubt)


def _nature(known: pd.DataFrame) -> Nature:
    return Nature(
        known["buys_in_one_season"].to_numpy(dtype=bool), known["sold_once"].to_numpy(dtype=bool)
    )


def _with_course(
    known: pd.DataFrame, rhythms: Mapping[str, Rhythm], orders: OrderDays | None
) -> pd.DataFrame:
    """Add threshold, state, exit signature and badge, the last two as far as order days tell."""
    table = known.assign(own_threshold_days=own_thresholds(known, rhythms))
    states = dormancy_states(table)
    signatures = badges = [""] * len(table)
    if orders is not None:
        signatures = exit_signatures(orders, states, _nature(known).one_season)
        badges = rhythm_badges(orders)
    words = {
        "dormancy_state": [str(state) for state in states],
        "exit_signature": signatures,
        "rhythm_badge": badges,
    }
    return table.assign(
        **{name: pd.Series(told, index=table.index, dtype="str") for name, told in words.items()}
    )


def nature_of(workspace: Workspace, facts: pd.DataFrame) -> Nature:
    """Return what each customer is like, whatever the day.

    Parameters
    ----------
    facts
        ``customer_id, buys_in_one_season``, as ``summarise_customers`` keeps them.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> facts = pd.DataFrame({"customer_id": ["a"], "buys_in_one_season": [True]})
    >>> nature_of(Workspace(Path(tempfile.mkdtemp())), facts).one_season.tolist()
    [True]
    """
    return _nature(_with_attributes(workspace, facts))


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
    table: pd.DataFrame, models: _Models | None, chances: Chances, settings: Settings
) -> DataFrame[Dormancy]:
    """Every customer with scores, chances and money at stake."""
    silent, usual = table["days_since_last_order"], table["median_gap_days"]
    table = table.assign(
        gap_ratio=(silent / usual.where(usual > 0)).astype(float),
        p_return=chances.p_return,
        p_alive=chances.p_alive,
        expected_spend=np.zeros(0) if models is None else models.spending.expected_spend(table),
    )
    at_stake = yearly_run_rate(table) * (1.0 - table["p_return"].to_numpy(dtype=float))
    dormant = (table["dormancy_state"] == "dormant").to_numpy()
    table = table.assign(
        yearly_value_at_stake=np.where(dormant, at_stake, 0.0),
        reason_in_words=pd.Series(reasons_in_words(table), index=table.index, dtype="str"),
    )
    scored = pd.concat([table, score_customers(table, settings)], axis=1)
    return checked(scored[list(Dormancy.to_schema().columns)], Dormancy)


def _chances(
    known: pd.DataFrame, orders: OrderDays | None, day: int, settings: Settings
) -> Chances:
    if known.empty:
        return Chances(np.zeros(0), np.zeros(0), alone="nobody has bought")
    if orders is None:
        return chances_from_summary(known, horizon_days=settings.horizon_days)
    return chances_of_return(orders, day=day, horizon_days=settings.horizon_days)


def _degenerate(models: _Models | None) -> dict[str, str]:
    if models is None:
        return {}
    reasons = {model.name: model.degenerate_ for model in models.fitted}
    reasons[models.spending.name] = models.spending.degenerate_
    return {name: why for name, why in reasons.items() if why}
