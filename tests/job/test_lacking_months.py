"""A second month whose export does not hold the months of the former report, or a part of them."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis import plots, steps
from analysis.intake.lifted import Lifted
from analysis.results import Estimate, Finding
from analysis.steps import lacks, secondmonth, summary
from analysis.steps.lacks import lacks_most
from job.two_months import FIRST, SECOND, Company


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company whose former report is only its files: what it says is not needed here."""
    company = Company(tmp_path_factory.mktemp("company"))
    company.export(FIRST)
    job = company.job(FIRST)
    steps.load_exports(job)
    folder = company.home / "reports" / "october"
    folder.mkdir(parents=True)
    run = (
        f'"run": {{"workspace": "{job.workspace.folder.name}"}}, "settings": {{"company": "Acme"}}'
    )
    told = f'{{"report": "whyleft", "as_of": "{FIRST}", {run}}}'
    (folder / "manifest.json").write_text(told, encoding="utf-8")
    (folder / "summary.json").write_text("{}", encoding="utf-8")
    return company


def chosen(company: Company, since: str, *, settings: str = "") -> steps.Choice:
    orders = company.orders[company.orders["ordered_on"] >= since]
    company.export(SECOND, orders=orders)
    if settings:
        (company.exports / "whyleft.toml").write_text(settings, encoding="utf-8")
    job = company.job(SECOND)
    steps.load_exports(job)
    target = company.home / "reports" / "november"
    return steps.choose_previous(job, target, None, as_of=date.fromisoformat(SECOND))


@pytest.mark.parametrize("settings", ["", "horizon_days = 182\n"])
def test_an_export_of_the_new_month_alone_is_kept_from_comparison(
    former: Company, settings: str
) -> None:
    """With the company named, and without: its customers show that it is the same."""
    told = chosen(former, "2024-11-01", settings=settings)

    assert told.run is not None  # kept, so that a run of the whole history finds it
    assert not told.compared
    (note,) = told.notes
    assert "This export begins on 1 November 2024: none of these orders can be in it." in note
    assert "Lay the files of the former months beside the new ones" in note
    assert "restated" not in note


def test_an_export_of_a_few_months_names_its_share(former: Company) -> None:
    told = chosen(former, "2024-09-01")

    assert not told.compared
    assert re.search(r"begins on 1 September 2024: \d+ \(\d+%\) of these orders", told.notes[0])


@pytest.mark.parametrize(("since", "n_months"), [("2023-02-01", 1), ("2023-06-01", 5)])
def test_a_window_that_moved_on_is_compared_and_said(
    former: Company, since: str, n_months: int
) -> None:
    told = chosen(former, since)

    assert told.compared
    (note,) = told.notes
    assert f"lacks {n_months} of the 22 months" in note
    assert "no return and no restated history" in note


def test_a_report_of_the_new_month_alone_is_passed_over_by_the_next_full_one(
    former: Company, tmp_path: Path
) -> None:
    """The short one took the place of the full one, which it kept; the full one is compared."""
    company = Company(tmp_path)
    shutil.copytree(former.home / "reports", tmp_path / "reports")
    october = tmp_path / "reports" / "october"
    orders = company.orders[company.orders["ordered_on"] > FIRST]
    told = company.reasons[company.reasons["customer_id"].isin(orders["customer_id"])]
    company.export("2024-11-15", orders=orders, reasons=told)
    job = company.job("2024-11-15")
    steps.load_exports(job)
    kept = [(october / name).read_text("utf-8") for name in ("manifest.json", "summary.json")]
    (october / "previous").mkdir()
    for name, written in zip(("manifest.json", "summary.json"), kept, strict=True):
        (october / "previous" / name).write_text(written, encoding="utf-8")
    manifest = json.loads(kept[0])
    manifest |= {"as_of": "2024-11-15", "run": {"workspace": job.workspace.folder.name}}
    (october / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    company.export(SECOND)
    job = company.job(SECOND)
    steps.load_exports(job)

    taken = steps.choose_previous(job, october, None, as_of=date.fromisoformat(SECOND))

    assert taken.run is not None
    assert taken.run.folder == october / "previous"
    assert taken.compared
    assert "its export held the time of " in taken.notes[0]


def test_opt_outs_that_are_missing_are_said_before_anything_else(
    former: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lacks, "find_lifted", lambda *_, **__: Lifted(9, 12))

    told = chosen(former, "2023-02-01")

    assert told.notes[0].startswith("9 of the 12 entries of the former lists of opt-outs are miss")
    assert len(told.notes) == 2


def test_an_ordinary_month_has_nothing_to_say(former: Company) -> None:
    told = chosen(former, "2023-01-01")

    assert told.compared
    assert told.notes == ()


def test_nothing_is_booked_where_nothing_is_compared(
    former: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = chosen(former, "2024-11-01").run
    assert run is not None
    monkeypatch.setattr(secondmonth, "walk", None)
    job = former.job(SECOND)

    told = secondmonth.compare_with_previous(job, str(run.folder), steps.read_reasons(job))

    assert told.lacks is not None
    assert told.table.empty
    assert told.as_dict()["lacks"].startswith("The report as of 31 October 2024 told of")
    shown = plots.what_changed(told.finding, definitions=(), differences=pd.DataFrame(), moved="")
    assert shown.plain.startswith("Not compared with the report as of 31 October 2024.")
    assert "restated" not in shown.plain
    nobody = {"expected_yearly_loss": Estimate.exact(0.0, 0, "of nobody", "money")}
    tiles = summary._tiles(nobody, told)
    assert {(tile.estimate.known, tile.estimate.method) for tile in tiles} == {
        (False, "the former months are not in this export")
    }


def test_the_answer_begins_with_what_is_lacking() -> None:
    nobody = Finding(
        "**Nobody is quieter than their own rhythm**: no loss to report as of this day.",
        {"n_dormant": Estimate.exact(0, 65, "counted")},
    )
    some = Finding("We lose **5 k**.", {"n_dormant": Estimate.exact(3, 65, "counted")})

    said = [summary._lacking(one).sentence for one in (nobody, some)]

    assert all(told.startswith("**Draw no conclusion yet**") for told in said)
    assert "no loss" not in said[0]
    assert said[1].endswith("In this export alone: We lose 5 k.")


@pytest.mark.parametrize(("day", "lacking"), [("2023-06-30", True), ("2024-12-31", False)])
def test_without_the_former_tables_the_days_tell(
    former: Company, day: str, *, lacking: bool
) -> None:
    former.export(SECOND, orders=former.orders[former.orders["ordered_on"] >= "2024-11-01"])
    job = former.job(SECOND)
    steps.load_exports(job)

    assert (lacks_most(job, None, date.fromisoformat(day)) is not None) is lacking
