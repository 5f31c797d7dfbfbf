"""The pretend company's true shares: raw ones miss them, two phases find them.

The reasons are those that the generator gave each customer, so that no reading of notes is judged.
"""

import io
import json

import pandas as pd
import pytest

from analysis.patterns import Phases, WhoSaidWhat, rank_reasons, two_phase_share
from analysis.sample.company import company
from analysis.settings import Settings

SEEDS = 20
QUICK = Settings(n_bootstrap=100)


def planted(seed):
    """Departed customers, those documented and those drawn by lot, and the true shares."""
    contents = company(2600, seed=seed)
    truth = json.loads(contents["truth.json"])
    customers, reasons = (
        pd.read_csv(io.BytesIO(contents[f"{name}.csv"]), keep_default_na=False, dtype=str)
        for name in ("customers", "reasons")
    )
    fates = pd.DataFrame(truth["customers"])
    gone = fates[fates["alive"] == 0].rename(columns={"yearly_value": "yearly_value_at_stake"})
    causes = gone.explode("reasons").rename(columns={"reasons": "theme"})
    causes = causes.assign(theme_id=causes["theme"])[["customer_id", "theme_id", "theme"]]
    known = gone.loc[gone["documented"] == 1, "customer_id"]
    merged = customers.query("merged_into != ''")
    now = dict(zip(merged["customer_id"], merged["merged_into"], strict=True))
    probes = reasons.query("source == 'probe'").astype({"probe_probability": float})
    probes = probes.assign(customer_id=probes["customer_id"].replace(now))
    drawn = probes[~probes["customer_id"].isin(known)]
    told = drawn.loc[drawn["note"] != "called, no answer", "customer_id"]
    phases = Phases(
        WhoSaidWhat(gone, causes[causes["customer_id"].isin(known)]),
        drawn[["customer_id", "probe_batch", "probe_probability"]],
        causes[causes["customer_id"].isin(told)],
    )
    return phases, truth["reasons"]


def judged(seed):
    """One row a reason: what is true, what is said, in customers and in money."""
    phases, truth = planted(seed)
    ranked = rank_reasons(phases.unasked, settings=QUICK).set_index("theme_id")
    rows = []
    for name in truth["names"]:
        row = {"seed": seed, "reason": name, "raw": ranked.loc[name, "share"]}
        row |= dict(ranked.loc[name, ["bound_low", "bound_high"]])
        for kind, by_money in (("share", False), ("money", True)):
            found = two_phase_share(phases, name, by_money=by_money)
            true = truth["share_true" if kind == "share" else "money_share_true"][name]
            row |= {kind: found.value, f"{kind}_true": true}
            # truth.json rounds to four digits
            row[f"{kind}_held"] = found.low - 1e-4 <= true <= found.high + 1e-4
        rows.append(row)
    return pd.DataFrame(rows)


def check_each_seed(found):
    misled = found[found["reason"].isin(["delivery", "forgot"])]
    assert (misled["raw"] - misled["share_true"]).abs().min() >= 0.07
    off = (misled["share"] - misled["share_true"]).abs().groupby(misled["seed"]).max()
    # 120 calls by lot: over 100 companies 95 are within five points, and the worst is 6.6 off.
    assert (off <= 0.05).sum() >= 0.9 * len(off)
    assert off.max() <= 0.08
    assert found["share_true"].between(found["bound_low"], found["bound_high"]).all()


def test_those_who_tell_mislead_and_a_lot_does_not():
    found = judged(3)

    check_each_seed(found)
    assert found["share_held"].sum() >= 8  # of nine intervals that hold 95 times of 100


@pytest.mark.slow
def test_over_twenty_companies_the_intervals_hold():
    found = pd.concat([judged(seed) for seed in range(SEEDS)])

    check_each_seed(found)
    by_reason = found.groupby("reason")
    assert (by_reason["share_held"].sum() >= 17).all()
    assert (by_reason["money_held"].sum() >= 17).all()
    gaps = found["share"] - found["share_true"]
    assert gaps.abs().quantile(0.95) <= 0.05
    assert gaps.groupby(found["reason"]).mean().abs().max() <= 0.015
