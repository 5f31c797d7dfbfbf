"""A week of calls at a large company: whom, for what, by whom, with exact chances.

    python benchmarks/calls.py --customers 100000 --reps 200

Planning alone, from tables in memory: the reading of exports and the purchase models are measured
elsewhere. Prints CPU seconds of planning and of the dossiers, and peak memory.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date

import numpy as np
import pandas as pd

from analysis.settings import Settings
from analysis.winback import Snapshot, Terms, dossiers, plan_week, take_snapshot

AS_OF = date(2024, 12, 31)


def main() -> None:
    """Plan and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--customers", type=int, default=100_000)
    words.add_argument("--reps", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    told = words.parse_args()
    snapshot = company(told.customers, told.reps, seed=told.seed)
    started = time.process_time()
    week = plan_week(snapshot, Terms(Settings()))
    planned = time.process_time()
    dossiers(snapshot, week.calls, cleared=True)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{told.customers:,} dormant customers, {told.reps} reps: {len(week.calls):,} calls")
    print(f"planning {planned - started:.1f} CPU s, dossiers {done - planned:.1f} CPU s")
    print(f"peak memory {peak:,.0f} MB; chances add up to {week.expected_calls:,.3f} calls")


def company(n: int, n_reps: int, *, seed: int) -> Snapshot:
    """Return a made-up company of dormant customers, half of them without a reason on file."""
    rng = np.random.default_rng(seed)
    ids = np.array([f"C{number:07}" for number in range(n)])
    reps = np.array([f"R{number:04}" for number in range(n_reps)])
    days = rng.integers(100, 1500, n)
    last = pd.Timestamp(AS_OF) - pd.to_timedelta(days, unit="D")
    customers = pd.DataFrame({
        "customer_id": ids, "name": ids, "tier": rng.choice(list("ABC"), n),
        "rep_id": rng.choice(reps, n), "status": "active", "dormancy_state": "dormant",
        "last_order_on": last, "days_since_last_order": days, "own_threshold_days": 90.0,
        "p_return": rng.beta(1, 9, n), "yearly_spend": rng.lognormal(7, 1.2, n),
        "yearly_value_at_stake": 1000.0,
    })  # fmt: skip
    told = rng.random(n) < 0.5
    codes = np.array(["late", "price", "billing", "moved"])
    reasons = pd.DataFrame({
        "customer_id": ids[told], "reason_id": ids[told], "code": rng.choice(codes, told.sum()),
        "stated_on": last[told], "source": "customer", "present": True,
    })  # fmt: skip
    orders = pd.DataFrame({
        "customer_id": np.repeat(ids, 6), "amount": rng.lognormal(5, 1, 6 * n),
        "ordered_on": np.repeat(last.to_numpy(), 6) - np.tile(np.arange(6), n) * np.timedelta64(
            30, "D"),
    })  # fmt: skip
    touched = rng.choice(ids, 2 * n)
    return take_snapshot({
        "customers": customers,
        "reasons": reasons.assign(family=reasons["code"]),
        "orders": orders,
        "issues": pd.DataFrame({
            "issue_id": ["S1", "S2"], "code": ["late", "price"], "opened_on": "2020-01-01",
            "status": ["fixed", "open"], "fixed_on": ["2024-06-01", None]}),
        "touches": pd.DataFrame({
            "customer_id": touched, "contact_id": touched, "outcome": "voicemail",
            "direction": "outbound", "purpose": "checkin", "minutes": 8.0,
            "touched_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(
                rng.integers(0, 330, 2 * n), unit="D")}),
        "contacts": pd.DataFrame({"customer_id": ids, "contact_id": ids, "may_contact": True}),
        "reps": pd.DataFrame({
            "rep_id": reps, "capacity": 10, "hour_cost": 40.0,
            "territory": [f"T{number // 4:03}" for number in range(n_reps)]}),
    }, as_of=AS_OF)  # fmt: skip


if __name__ == "__main__":
    main()
