"""What the room answers: tables, and a finding with every number in prose and the doubts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from pandera.typing import DataFrame

from analysis.results import Finding
from analysis.tables import Dormancy


@dataclass(frozen=True)
class DormancyAnswer:
    """Who went quiet, by whose rhythm, and who comes back by themselves.

    Parameters
    ----------
    customers
        One row per buyer.
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
    finding: Finding


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
