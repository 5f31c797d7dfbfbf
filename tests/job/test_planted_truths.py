"""What the generator planted is found again, and not better than it could be.

Numbers are checked against truth.json, which no part of the product reads.
"""

import io
import json
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import patterns, steps
from analysis.steps.listing import files_of_lists
from analysis.steps.snapshot import snapshot_of
from analysis.steps.why import join_for
from analysis.winback import (
    movers,
    pitch_effect,
    resolved_but_silent,
    stalled_threads,
    take_snapshot,
)
from analysis.winback.incidence import departures_by_reason
from analysis.winback.snapshot import is_reached

SAMPLE = Path(__file__).parents[2] / "data" / "sample"

#: Code families of the picklist that tell one planted reason.
FAMILY = {"all_price": "price", "loss_of_face": "admin_burden"}


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    """The job on the sample, with what the report that `.ci/run` has just made found already."""
    folder = tmp_path_factory.mktemp("workspace")
    if made := os.environ.get("WHYLEFT_SAMPLE_REPORT"):
        shutil.copytree(Path(made).parent / ".whyleft", folder, dirs_exist_ok=True)
    return steps.open_job([str(SAMPLE)], as_of="2024-12-31", workspace=str(folder))


@pytest.fixture(scope="module")
def truth():
    return json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def customers(job, truth):
    """Every buyer with what we say and what is true."""
    told = steps.find_dormant(job).who.customers
    return told.merge(pd.DataFrame(truth["customers"]), on="customer_id", validate="one_to_one")


def test_hardly_anybody_called_dormant_is_alive(customers):
    dormant = customers[customers["dormancy_state"] == "dormant"]

    assert dormant["alive"].mean() <= 0.03


def test_most_who_visibly_left_are_found_but_not_all(customers):
    visible = customers[customers["visible"] == 1]
    found = (visible["dormancy_state"] == "dormant").mean()

    # Those who left after one order show no rhythm; a tenth of the visible is lost that way.
    assert 0.7 <= found <= 0.92, "all of them would mean that the truth leaked"


def test_the_dormant_share_is_near_the_visible_share(customers):
    repeat = customers[customers["dormancy_state"] != "one_time"]

    said = (repeat["dormancy_state"] == "dormant").mean()

    assert said == pytest.approx((repeat["visible"] == 1).mean(), abs=0.06)


def test_a_fixed_limit_of_90_days_calls_many_living_quarterly_buyers_dormant(customers):
    alive = customers[(customers["rhythm"] == "quarterly") & (customers["alive"] == 1)]

    fixed = (alive["days_since_last_order"] > 90).mean()
    own = (alive["dormancy_state"] == "dormant").mean()

    assert fixed >= 0.15
    assert own <= 0.02


def test_one_time_buyers_by_nature_are_never_called_dormant(customers):
    once = customers[customers["rhythm"] == "one_time"]

    assert (once["dormancy_state"] == "one_time").mean() >= 0.99


def test_the_expected_loss_is_near_what_those_customers_were_worth(job, customers):
    loss = steps.find_dormant(job).loss.finding.numbers["expected_yearly_loss"]
    dormant = customers[customers["dormancy_state"] == "dormant"]

    assert loss.value == pytest.approx(dormant["yearly_value"].sum(), rel=0.25)
    assert loss.low < loss.value < loss.high


def planted(ranked):
    """Our ranking under the generator's names; a family keeps its largest share."""
    reasons = ranked[ranked["is_reason"]]
    named = reasons.assign(reason=reasons["theme_id"].map(lambda one: FAMILY.get(one, one)))
    return named.groupby("reason")[["share", "money_share"]].max()


def test_the_top_reason_by_customers_and_by_money(job, truth):
    ranked = planted(steps.read_reasons(job).ranked)

    assert ranked["share"].idxmax() == truth["reasons"]["top_share_true_documented"]
    assert ranked["money_share"].idxmax() == truth["reasons"]["top_money_share_true_documented"]


def test_reason_shares_are_near_the_truth_among_the_documented(job, truth):
    ranked = planted(steps.read_reasons(job).ranked)
    wrong = {
        reason: ranked["share"].get(reason, 0.0) - share
        for reason, share in truth["reasons"]["share_true_documented"].items()
    }

    assert max(abs(gap) for gap in wrong.values()) <= 0.12, wrong
    assert max(abs(gap) for gap in wrong.values()) >= 0.005, "too good to come from the notes"


def test_what_is_said_of_all_is_nearer_the_truth_than_what_is_told_unasked(job, truth):
    found = steps.read_reasons(job).honest
    shares = found.assign(reason=found["theme_id"].map(lambda one: FAMILY.get(one, one)))
    shares = shares.groupby("reason")[["raw_share", "two_phase_share"]].max()
    who = steps.find_dormant(job).who.customers.query("dormancy_state == 'dormant'")
    fates = pd.DataFrame(truth["customers"]).set_index("customer_id")["reasons"]
    causes = fates.reindex(who["customer_id"])

    for reason in ("delivery", "forgot"):
        true = causes.map(lambda names, one=reason: one in names).mean()
        raw, ours = shares.loc[reason]
        assert abs(ours - true) < abs(raw - true)
        assert abs(ours - true) <= 0.05


def test_two_coders_agree_as_planted(job, truth):
    kappa = steps.read_reasons(job).reliability.numbers["coder_kappa"]

    assert kappa.value == pytest.approx(truth["planted"]["P12"]["kappa"], abs=0.06)
    assert kappa.low <= truth["planted"]["P12"]["kappa"] <= kappa.high


def test_reasons_of_a_customer_agree_with_the_truth_within_bounds(job, truth):
    found = steps.read_reasons(job)
    own = dict(zip(truth["customers"]["customer_id"], truth["customers"]["reasons"], strict=True))
    lost = {name for name, reasons in own.items() if reasons}
    named = found.mentions[found.mentions["customer_id"].isin(lost)]
    family = {"price_high": "price", "price_increase": "price", "loss_of_face": "admin_burden"}
    hits = n_named = n_true = 0
    for customer, themes in named.groupby("customer_id")["theme_id"]:
        said = {family.get(one, one) for one in themes} - {"other", "no_reason"}
        hits += len(said & set(own[customer]))
        n_named += len(said)
        n_true += len(own[customer])

    assert 0.65 <= 2 * hits / (n_named + n_true) <= 0.9


@pytest.mark.parametrize(
    ("group", "theme_id"),
    [("large", "delivery"), ("large", "rep_neglect"), ("small", "all_price")],
)
def test_what_is_planted_in_a_segment_is_found_there(job, group, theme_id):
    compared = steps.find_patterns(job).compared
    cell = compared.query("kind == 'segment' and group == @group and theme_id == @theme_id")

    assert cell["verdict"].tolist() == ["differs"]
    assert cell["low"].item() > 0


def test_planted_nulls_are_not_flagged(job, truth):
    compared = steps.find_patterns(job).compared

    nulls = [*truth["planted"]["P3"]["exact_nulls"], "loss_of_face"]
    assert not compared[compared["theme_id"].isin(nulls)]["flagged"].any()
    assert not compared.query("kind == 'industry'")["flagged"].any()


def test_the_branch_that_serves_the_large_is_named_as_a_trap(job):
    found = steps.find_patterns(job)
    east = found.traps.query("group == 'T-EAST' and theme_id == 'delivery'").iloc[0]

    assert east["difference"] >= 0.08
    assert east["within_low"] <= 0 <= east["within_high"]
    assert east["held"] == "segment"
    assert any("territory T-EAST" in doubt for doubt in found.finding.doubts)


def test_the_fix_of_the_carrier_shows_in_the_reasons_of_the_last_year(job, truth):
    moved = steps.find_patterns(job).emerging.set_index("theme_id")

    assert moved.loc["delivery", "verdict"] == "differs"
    assert moved.loc["delivery", "high"] < 0
    assert (moved["verdict"] == "differs").sum() == 1


def test_what_reasons_cost_adds_up_to_the_loss(job):
    costs = steps.find_patterns(job).costs
    dormant = steps.find_dormant(job).who.customers.query("dormancy_state == 'dormant'")

    assert costs["value"].sum() == pytest.approx(dormant["yearly_value_at_stake"].sum())


def test_who_is_silent_now_is_dormant_now(job):
    silences = job.workspace.load("silences")
    dormant = steps.find_dormant(job).who.customers.query("dormancy_state == 'dormant'")

    lasting = silences[silences["silent_from"].notna() & silences["ended_on"].isna()]
    assert set(lasting["customer_id"]) == set(dormant["customer_id"])
    assert not lasting["customer_id"].duplicated().any()


def test_reasons_dealt_to_other_customers_show_no_pattern(job):
    """The sentence of the page and of the summary says so; no number is invented."""
    who = join_for(job).who
    ids = who.told["customer_id"].to_numpy()
    dealt = dict(zip(ids, np.random.default_rng(1).permutation(ids), strict=True))
    named = who.said.assign(customer_id=who.said["customer_id"].map(dealt))
    kinds = ["segment", "territory", "industry", "rep_id"]

    compared = patterns.compare_groups(replace(who, named=named), kinds)

    assert not compared["flagged"].any()
    said = patterns.say_patterns(compared).sentence
    assert said.startswith("We **cannot tell groups apart** by why they left: none of ")


def test_statements_dated_after_the_snapshot_reach_nothing(job):
    said = job.workspace.load("reasons")

    assert (said["stated_on"].dropna() <= "2024-12-31").all()
    assert (said["known_at"].dropna() < "2025-01-01").all()


def test_the_fix_that_helped_is_seen_and_the_one_that_did_nothing_is_not_credited(job):
    verdict = steps.find_fixes(job).effects.set_index("code")["verdict"]

    assert verdict["delivery"] == "helped"
    assert verdict["billing"] != "helped"
    assert verdict["admin_burden"] == "cannot tell", "ten cases carry no verdict"


def test_the_fix_ratios_hold_what_was_planted(job, truth):
    effects = steps.find_fixes(job).effects.set_index("code")
    planted = truth["planted"]["P5"]["rate_ratio"]

    assert effects.loc["delivery", "high"] < 1
    for code in ("delivery", "billing"):
        assert effects.loc[code, "low"] <= planted[code] <= effects.loc[code, "high"]


def test_silent_customers_with_a_hidden_reason_are_listed(job, truth):
    silent = resolved_but_silent(snapshot_of(job))["customer_id"]
    hidden = set(truth["planted"]["P6"]["hidden"])

    assert len(hidden & set(silent)) >= 35
    assert len(hidden & set(silent)) / len(silent) >= 0.6


def test_stalled_threads_are_found(job, truth):
    snapshot = snapshot_of(job)
    stalled, found = truth["planted"]["P11"]["stalled"], stalled_threads(snapshot)["customer_id"]
    talked = snapshot.touches[is_reached(snapshot.touches)]
    # In some planted threads somebody answered afterwards: these are no longer stalled.
    later = talked.loc[talked["touched_at"] > "2024-09-01", "customer_id"]
    still = set(stalled) - set(later)

    assert len(still) >= 20
    assert len(still & set(found)) / len(still) >= 0.9


def test_the_movers_are_exactly_those_with_a_new_company(job):
    contacts = pd.read_csv(SAMPLE / "contacts.csv", dtype=str)
    moved = contacts.dropna(subset=["new_company"])

    found = movers(snapshot_of(job))

    assert sorted(found["contact_id"]) == sorted(moved["contact_id"])
    assert set(found["door"]) == {"lead"}


def test_selling_over_an_open_issue_looks_better_before_than_within_tiers(job):
    pitched = pitch_effect(snapshot_of(job), floor=5)

    assert pitched.crude.value >= -0.01
    assert pitched.stratified.value < pitched.crude.value


def test_nobody_who_opted_out_is_on_any_list_of_the_report(job):
    steps.find_fixes(job)
    steps.find_closure(job)
    contacts = pd.read_csv(SAMPLE / "contacts.csv", dtype=str)
    touches = pd.read_csv(SAMPLE / "touches.csv", dtype=str)
    suppressed = pd.read_csv(SAMPLE / "suppressions.csv", dtype=str)
    out = set(touches.loc[touches["outcome"] == "opt_out", "customer_id"])
    out |= set(suppressed["customer_id"].dropna())
    people = set(suppressed["contact_id"].dropna())
    people |= set(contacts.loc[contacts["do_not_contact"] == "yes", "contact_id"])
    people |= set(contacts.loc[contacts["consent"] != "yes", "contact_id"])

    files = files_of_lists(job)

    assert len(files) == 18
    for name, content in files.items():
        rows = _rows_of(name, content)
        assert not set(rows["customer_id"].dropna()) & out, name
        for column in ("contact_id", "ask_contact_id"):
            assert column not in rows or not set(rows[column].dropna()) & people, name


def _rows_of(name, content):
    if name.endswith(".csv"):
        return pd.read_csv(io.BytesIO(content), dtype=str)
    return pd.read_excel(io.BytesIO(content), dtype=str, engine="openpyxl")


def test_what_was_entered_after_an_earlier_day_reaches_nothing_as_of_that_day(job):
    now, day = snapshot_of(job), date(2024, 6, 30)
    late = now.reasons["known_at"] > pd.Timestamp(day) + pd.Timedelta(days=1)
    tables = {"customers": now.customers, "orders": now.orders, "issues": now.issues}
    canary = now.reasons.assign(code=now.reasons["code"].mask(late, "canary"), present=True)
    canary = canary.assign(family=canary["family"].mask(late, "canary"))

    then = take_snapshot(tables | {"reasons": canary}, as_of=day)

    assert late.sum() > 100
    assert not then.said["code"].eq("canary").any()
    assert not departures_by_reason(then)["code"].eq("canary").any()
