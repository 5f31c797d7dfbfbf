"""Histories for the tests of the purchase models: by hand, and of customers with a known future."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.customers import OrderDays
from analysis.dormancy.course import Nature
from analysis.workspace import Workspace

USUAL = {"r": 0.8, "alpha": 8.0, "a": 0.9, "b": 2.5}
COLUMNS = ["n_repeat_orders", "days_first_to_last_order", "days_observed"]


def histories(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def with_parameters(model, **parameters):
    model.params_ = parameters
    return model


@dataclass(frozen=True)
class Population:
    """What is seen of customers until today, and what nobody has seen yet."""

    seen: pd.DataFrame
    alive: np.ndarray
    orders_ahead: np.ndarray


def population(
    n: int,
    rng: np.random.Generator,
    *,
    k: int = 1,
    weeks: tuple[int, int] = (40, 104),
    days_ahead: int = 182,
    **parameters: float,
) -> Population:
    """Customers who may drop out after an order, the first included; written without the models.

    Each order is the last of k random events, so the rate of events is k times the rate of orders.
    Orders are days, as everywhere in the product.
    """
    r, alpha, a, b = (parameters.get(name, usual) for name, usual in USUAL.items())
    observed = rng.integers(weeks[0] * 7, weeks[1] * 7 + 1, n)
    rate, leave = k * rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n)
    clock, last, x, ahead = np.zeros(n), np.zeros(n, int), np.zeros(n, int), np.zeros(n, int)
    log_gaps, alive, latest = np.zeros(n), np.zeros(n, bool), np.zeros(n, int)
    on = np.flatnonzero(rng.random(n) >= leave)
    while on.size:
        clock[on] += 7 * rng.gamma(k, 1.0, on.size) / np.maximum(rate[on], 1e-12)
        day = np.minimum(clock[on], 1e7).astype(int)
        alive[on] |= (
            day > observed[on]
        )  # alive today: still ordering when the first later one comes
        new, now = day > latest[on], day <= observed[on]
        later = new & ~now & (day <= observed[on] + days_ahead)
        before = on[new & now]
        log_gaps[before] += np.log(day[new & now] - last[before])
        x[before] += 1
        last[before] = day[new & now]
        ahead[on[later]] += 1
        latest[on] = day
        on = on[(day <= observed[on] + days_ahead) & (rng.random(on.size) >= leave[on])]
    columns = [x, last, observed, np.round(log_gaps, 6)]
    seen = pd.DataFrame(dict(zip([*COLUMNS, "sum_log_gap_days"], columns, strict=True)))
    return Population(seen, alive, ahead)


def order_days(
    n: int,
    rng: np.random.Generator,
    *,
    days: int = 700,
    mean_gap: float = 30.0,
    drop_out: float = 0.1,
    k: float = 1.0,
) -> OrderDays:
    """Customers with gaps of their own who drop out after an order; richer ones order more."""
    gap = mean_gap * np.exp(rng.normal(0, 0.8, n))
    price = np.exp(rng.normal(3, 0.5, n)) / gap**0.2
    clock, on, seen = rng.uniform(0, 0.6 * days, n), np.arange(n), []
    while on.size:
        seen.append((on, clock[on].astype(np.int64)))
        on = on[rng.random(on.size) >= drop_out]
        clock[on] += rng.gamma(k, gap[on] / k)
        on = on[clock[on] < days]
    keys = np.unique(np.concatenate([who * (days + 1) + day for who, day in seen]))
    who, day = np.divmod(keys, days + 1)
    starts = np.concatenate([[0], np.cumsum(np.bincount(who, minlength=n))])
    return OrderDays(starts, day, price[who])


def orders_of(*rows: Sequence[int], sold: float = 10.0) -> OrderDays:
    """Customers by their order days; every order sold the same."""
    days = np.concatenate([np.asarray(row) for row in rows])
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    return OrderDays(starts, days, np.full(len(days), sold))


def workspace_of(folder: Path, orders: OrderDays) -> Workspace:
    """The same order days as lines of an export, in a workspace."""
    workspace = Workspace(folder)
    names = np.array([f"c{number:05d}" for number in range(orders.n_customers)])
    lines = pd.DataFrame(
        {
            "customer_id": pd.Series(names[orders.customer], dtype="str"),
            "ordered_on": pd.to_datetime(orders.days, unit="D", origin="1970-01-01"),
            "amount": orders.sold,
        }
    )
    workspace.save("transactions", lines.astype({"ordered_on": "datetime64[us]"}))
    return workspace


def plain_nature(orders: OrderDays) -> Nature:
    """Nobody buys in one season only, or what is bought once."""
    return Nature(np.zeros(orders.n_customers, bool), np.zeros(orders.n_customers, bool))
