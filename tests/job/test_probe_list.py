"""The call list of a probe: drawn by lot, without anybody who opted out, and back as answers."""

import shutil

import pandas as pd
import pytest

from analysis import steps
from analysis.errors import InputRefused
from analysis.files.written import written_as
from analysis.intake import check_exports
from analysis.sample import write_company
from analysis.workspace import Workspace


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    folder = write_company(tmp_path_factory.mktemp("company") / "exports", n_customers=300, seed=5)
    reasons = pd.read_csv(folder / "reasons.csv", dtype=str, keep_default_na=False)
    reasons[reasons["source"] != "probe"].to_csv(folder / "reasons.csv", index=False)
    return folder


def job_on(folder, tmp_path, name="workspace"):
    return steps.open_job(
        [str(folder)], as_of="2024-12-31", workspace=str(tmp_path / name)
    )  # fmt: skip


@pytest.fixture(scope="module")
def job(exports, tmp_path_factory):
    return job_on(exports, tmp_path_factory.mktemp("job"))


@pytest.fixture(scope="module")
def listed(job, tmp_path_factory):
    path = tmp_path_factory.mktemp("listed") / "calls.csv"
    found = steps.draw_call_list(job, path, size=20, seed=3)
    return found, pd.read_csv(path, dtype=str, keep_default_na=False)


def test_nobody_who_may_not_be_contacted_is_on_the_list(job, listed):
    _, calls = listed
    contacts = job.workspace.load("contacts").set_index("contact_id")
    suppressed = job.workspace.load("suppressions")["customer_id"].dropna()
    opted_out = job.workspace.load("touches").query("outcome == 'opt_out'")["contact_id"]

    assert contacts.loc[calls["contact_id"], "may_contact"].all()
    assert not set(calls["customer_id"]) & set(suppressed)
    assert not set(calls["contact_id"]) & set(opted_out.dropna())


def test_nobody_who_has_told_is_on_the_list_and_all_dormant_are_accounted_for(job, listed):
    found, calls = listed
    told = steps.read_reasons(job).mentions
    told = told[~told["theme_id"].isin(["no_reason"])]

    assert found.n_dormant == found.n_in_lot + sum(found.left_out.values())
    assert (calls["probe_probability"].astype(float) == 20 / found.n_in_lot).all()
    assert found.left_out["told already"] > 0
    dormant = steps.find_dormant(job).who.customers.query("dormancy_state == 'dormant'")
    assert set(calls["customer_id"]) <= set(dormant["customer_id"])


def test_the_list_holds_no_personal_data(listed):
    _, calls = listed

    assert calls.columns.tolist() == [
        *("customer_id", "contact_id", "stated_on", "note", "code", "source", "probe_batch"),
        *("probe_probability", "stratum"),
    ]


@pytest.mark.parametrize("lacks", ["suppressions.csv", "opt-outs"])
def test_a_list_that_nobody_cleared_says_so_in_every_row(exports, tmp_path, lacks):
    folder = tmp_path / "exports"
    shutil.copytree(exports, folder)
    (folder / "reasons.csv").unlink()  # notes take longest to read, and have no part in it
    if lacks == "opt-outs":
        contacts = pd.read_csv(folder / "contacts.csv", dtype=str)
        contacts[["contact_id", "customer_id", "name"]].to_csv(folder / "contacts.csv", index=False)
    else:
        (folder / lacks).unlink()
    target = folder / "probe.csv"
    job = job_on(folder, tmp_path)

    found = steps.draw_call_list(job, target, size=20)

    calls = pd.read_csv(target, dtype=str, keep_default_na=False)
    assert set(calls["clearance"]) == {"NOT CLEARED FOR CONTACT"}
    assert "NOT CLEARED FOR CONTACT: without" in found.in_words()
    assert written_as(target)  # not filled in yet: no reasons
    calls["note"] = "too dear"
    calls.to_csv(target, index=False)
    assert not written_as(target)
    receipt = check_exports([folder], Workspace(tmp_path / "w")).receipts["reasons"]
    assert sum(1 for one in receipt.inputs if one.name == "probe.csv") == 1


@pytest.mark.slow
def test_rows_in_another_order_draw_the_same_list(exports, listed, tmp_path):
    shuffled = tmp_path / "exports"
    shutil.copytree(exports, shuffled)
    for name in ("reasons", "contacts", "customers"):
        rows = pd.read_csv(exports / f"{name}.csv", dtype=str, keep_default_na=False)
        rows.sample(frac=1, random_state=1).to_csv(shuffled / f"{name}.csv", index=False)

    again = steps.draw_call_list(
        job_on(shuffled, tmp_path), tmp_path / "again.csv", size=20, seed=3
    )  # fmt: skip

    pd.testing.assert_frame_equal(again.drawn, listed[0].drawn)


def test_the_filled_list_comes_back_as_a_probe(exports, listed, tmp_path):
    _, calls = listed
    with_answers = tmp_path / "exports"
    shutil.copytree(exports, with_answers)
    notes = ["Your price is too high for us"] * 13 + ["called, no answer"] * 7
    calls = calls.assign(note=notes, stated_on="2024-12-20").drop(columns="stratum")
    old = pd.read_csv(exports / "reasons.csv", dtype=str, keep_default_na=False)
    pd.concat([old, calls]).fillna("").to_csv(with_answers / "reasons.csv", index=False)

    job = job_on(with_answers, tmp_path)
    numbers = steps.read_reasons(job).finding.numbers

    assert numbers["n_drawn_by_lot"].value == 20
    assert numbers["n_answered_by_lot"].value == 13
    assert numbers["top_reason_two_phase_share"].known
    with pytest.raises(InputRefused, match="already has a probe batch"):
        steps.draw_call_list(job, tmp_path / "next.csv", size=5)
    following = steps.draw_call_list(job, tmp_path / "next.csv", size=5, batch="next")
    assert following.left_out["asked before"] == 7
    assert not set(following.drawn["customer_id"]) & set(calls["customer_id"])


def test_without_contacts_nobody_is_drawn(exports, tmp_path):
    bare = tmp_path / "exports"
    bare.mkdir()
    shutil.copy(exports / "transactions.csv", bare)

    with pytest.raises(InputRefused, match="no contacts table"):
        steps.draw_call_list(job_on(bare, tmp_path), tmp_path / "calls.csv", size=5)


def test_without_reasons_everybody_dormant_is_in_the_lot(exports, tmp_path):
    bare = tmp_path / "exports"
    bare.mkdir()
    for name in ("transactions", "contacts"):
        shutil.copy(exports / f"{name}.csv", bare)
    (bare / "unsubscribes.csv").write_text("email\nnobody@nowhere.example.com\n")

    found = steps.draw_call_list(job_on(bare, tmp_path), tmp_path / "calls.csv", size=5)

    assert "1 of 1 entries of unsubscribes.csv matches no customer" in found.in_words()
    assert found.left_out["told already"] == 0
    assert len(found.drawn) == 5
