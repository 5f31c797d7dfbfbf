"""What the generator planted is found again, and not better than it could be.

Numbers are checked against truth.json, which no part of the product reads.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import patterns, steps
from analysis.steps.why import join_for

SAMPLE = Path(__file__).parents[2] / "data" / "sample"

#: Code families of the picklist that tell one planted reason.
FAMILY = {"all_price": "price", "loss_of_face": "admin_burden"}


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workspace")
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
    assert said.startswith("These data show **no difference between groups** beyond chance")


def test_statements_dated_after_the_snapshot_reach_nothing(job):
    said = job.workspace.load("reasons")

    assert (said["stated_on"].dropna() <= "2024-12-31").all()
    assert (said["known_at"].dropna() < "2025-01-01").all()
