"""Exports without a table or a column: each section says what it would answer, nothing crashes."""

import json

import pandas as pd
import pytest

from analysis import plots, steps
from analysis.sample import write_company
from analysis.steps.listing import NOT_CLEARED, files_of_lists


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return write_company(tmp_path_factory.mktemp("company"), n_customers=260, seed=3)


def job_without(company, folder, *absent, **changed):
    """A job on the company without these tables, or with a changed one."""
    exports = folder / "exports"
    exports.mkdir()
    for path in company.glob("*.csv"):
        if path.stem not in absent:
            rows = changed.get(path.stem, lambda table: table)(pd.read_csv(path, dtype=str))
            rows.to_csv(exports / path.name, index=False)
    return steps.open_job([str(exports)], as_of="2024-12-31", workspace=str(folder / "workspace"))


def pages_of(job):
    """Two findings, with every picture and table of their pages, and of outreach, drawn."""
    fixes, closure, settings = steps.find_fixes(job), steps.find_closure(job), job.settings
    drawn = [
        plots.table_of_fixed_not_told(fixes.untold, n_untold=fixes.n_untold, floor=5),
        plots.figure_of_fix_effects(fixes.effects),
        plots.table_of_next_fixes(fixes.calendar, floor=5),
        plots.figure_of_issue_calendar(fixes.calendar, floor=5),
        plots.figure_of_fixability(fixes.fixable, claim=fixes.claim),
        plots.table_of_selling(fixes.selling),
        plots.table_of_conditions(fixes.conditions, floor=5),
        plots.table_of_log(fixes.log),
        plots.figure_of_talks(fixes.talks, floor=settings.share_floor),
        plots.table_of_lists(fixes.n_listed),
        plots.figure_of_closure(closure.states, floor=5),
        plots.figure_of_hopium_age(closure.by_age, floor=5),
        plots.table_of_pace(closure.pace),
        plots.table_of_asking(closure.asked),
        plots.table_of_stays(closure.stays, floor=10),
        plots.table_of_cool_off(closure.cool_off, floor=5),
        plots.figure_of_cadence(closure.cadence, floor=10),
        plots.table_of_coverage_of_dormant(closure.coverage),
        plots.table_of_first_touch(closure.first, floor=10),
        plots.table_of_threads(closure.threads, floor=5),
        plots.table_of_departments(closure.departments, floor=5),
        plots.table_of_movers(closure.moved, floor=5),
        plots.table_of_adoption(closure.reps, closure.teams),
        plots.answer_in_a_sentence(fixes.finding),
        plots.answer_in_a_sentence(closure.finding),
    ]
    outreach = steps.find_outreach(job)
    drawn += pictures_of_outreach(outreach)
    assert "nan" not in " ".join(map(repr, drawn)).lower().split()
    for found in (fixes.finding, closure.finding, outreach.finding):
        json.dumps(found.as_dict(), allow_nan=False)
    return fixes.finding, closure.finding


def pictures_of_outreach(outreach):
    stop = outreach.finding.numbers["stop_after_attempts"]
    return [
        plots.answer_in_a_sentence(outreach.finding),
        plots.figure_of_calling(outreach.curves, program=outreach.program),
        plots.table_of_trials(outreach.trials),
        plots.figure_of_lift(outreach.lift, floor=10),
        plots.table_of_lift_questions(outreach.questions),
        plots.table_of_comparisons(outreach.compared),
        plots.table_of_arms(outreach.arms, outreach.pairs, floor=10),
        plots.table_of_offers(outreach.offers, floor=5),
        plots.table_of_bounties(outreach.bounties),
        plots.figure_of_persistence(outreach.persistence, stop, floor=10),
        plots.table_of_times(outreach.times, floor=10),
        plots.table_of_harm(outreach.harm),
        plots.table_of_next_test(outreach.next_test),
    ]


def test_transactions_alone(company, tmp_path):
    others = [path.stem for path in company.glob("*.csv") if path.stem != "transactions"]
    job = job_without(company, tmp_path, *others)

    fixes, closure = pages_of(job)

    assert fixes.sentence.startswith("**Cannot tell what is fixed**")
    assert {"issues", "reasons"} <= set(fixes.missing)
    assert {"touches", "contacts"} <= set(closure.missing)
    assert not closure.numbers["hopium_weeks"].known
    assert files_of_lists(job) == {}
    outreach = steps.find_outreach(job).finding
    assert outreach.sentence == "**What calling brought is not measurable yet: no hold-out.**"
    assert {"assignments", "touches"} <= set(outreach.missing)
    assert outreach.numbers["outreach_extra_returns"].method == "not measurable yet: no hold-out"


@pytest.mark.slow
def test_without_assignments_no_effect_is_claimed(company, tmp_path):
    job = job_without(company, tmp_path, "assignments")

    pages_of(job)

    found = steps.find_outreach(job)
    assert found.finding.sentence.startswith("**What calling brought is not measurable yet")
    assert not found.compared["verdict"].str.contains("brought").any()


@pytest.mark.slow
def test_without_touches_nobody_is_called_untold(company, tmp_path):
    job = job_without(company, tmp_path, "touches")

    fixes, closure = pages_of(job)

    assert not fixes.numbers["n_fixed_not_told"].known
    assert "touches" in fixes.missing
    assert not closure.numbers["n_stalled_threads"].known


@pytest.mark.slow
def test_without_contacts_no_list_is_written(company, tmp_path):
    job = job_without(company, tmp_path, "contacts")

    fixes, closure = pages_of(job)

    assert files_of_lists(job) == {}
    assert any("no list is written" in doubt for doubt in fixes.doubts)
    assert not closure.numbers["single_threaded_value"].known


def test_without_suppressions_every_row_is_marked(company, tmp_path):
    job = job_without(company, tmp_path, "suppressions", "reasons")
    steps.find_fixes(job), steps.find_closure(job)

    texts = [text for name, text in files_of_lists(job).items() if name.endswith(".csv")]
    assert texts
    for text in texts:
        head, *rows = text.decode().splitlines()
        assert head.startswith("clearance,")
        assert all(row.startswith(NOT_CLEARED) for row in rows)


@pytest.mark.slow
def test_issues_with_their_required_columns_alone(company, tmp_path):
    job = job_without(
        company, tmp_path, "reasons", "reps", "customers",
        issues=lambda table: table[["issue_id", "code", "opened_on"]],
        touches=lambda table: table[["customer_id", "touched_at"]],
        assignments=lambda table: table[["customer_id", "program", "arm", "assigned_on"]],
    )  # fmt: skip

    fixes, _ = pages_of(job)

    assert "reasons" in fixes.missing
    assert fixes.numbers["n_overdue_issues"].value == 0


@pytest.mark.slow
def test_names_that_look_like_formulas_reach_the_lists_as_text(company, tmp_path):
    odd = '=HYPERLINK("http://example.com")'
    job = job_without(company, tmp_path, customers=lambda table: table.assign(name=odd))

    pages_of(job)

    text = files_of_lists(job)["lists/hopium.csv"].decode()
    assert "\"'=HYPERLINK(" in text
    assert ",=HYPERLINK" not in text
