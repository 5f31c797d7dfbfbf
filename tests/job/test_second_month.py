"""The second month: each change is booked on what caused it, and on nothing else."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import plots, steps
from analysis.errors import InputRefused
from analysis.patterns import CAUSES, Measure, Station, book_changes
from analysis.reasons import Codebook, read_reasons
from analysis.reasons.edits import merge
from analysis.settings import Settings
from analysis.steps import stations
from analysis.steps.definitions import changed_definitions
from analysis.steps.headlines import Headlines
from analysis.steps.job import Job
from analysis.steps.previous import FormerRun, read_run
from analysis.steps.secondmonth import Changes, compare_with_previous
from job.two_months import FIRST, SECOND, Company


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company with the report of its first month, coded with a codebook that it keeps."""
    company = Company(tmp_path_factory.mktemp("company"))
    said = company.reasons.assign(source=None)
    learnt = read_reasons(said[said["stated_on"] <= FIRST], settings=Settings())
    learnt.codebook.save(_made(company.home / "book"))
    company.export(FIRST, settings='codebook = "../book"\n')
    company.report(FIRST, "october")
    return company


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def company(first: Company) -> Company:
    first.export(SECOND, settings='codebook = "../book"\n')
    return first


def booked(changes: Changes) -> pd.DataFrame:
    return changes.table.set_index("measure")


def idle(changes: Changes, *but: str) -> bool:
    """Whether nothing is booked on causes other than these."""
    others = [cause for cause in CAUSES if cause not in but]
    return bool((changes.table[others] == 0).all(axis=None)) and not any(
        changes.table["untold_causes"]
    )


def adds_up(changes: Changes) -> bool:
    table = changes.table[changes.table["change"].notna()]
    parts = table[[*CAUSES, "untold"]].sum(axis=1)
    return bool(np.allclose(parts, table["change"], atol=1e-9)) and len(table) > 4


def test_when_only_time_passed_nothing_is_booked_on_anything_else(company: Company) -> None:
    changes = company.changes(company.home / "reports" / "october")

    assert idle(changes, "time")
    assert adds_up(changes)
    assert booked(changes).loc["n_dormant", "time"] > 0
    assert changes.definitions == ()
    assert changes.history is not None
    assert changes.history.same
    assert "all of it from the time since" in changes.finding.sentence


@pytest.mark.slow
def test_restated_orders_are_named_and_booked_on_history(company: Company) -> None:
    orders = company.orders
    gone = orders[(orders["customer_id"] == "c001") & (orders["ordered_on"] > "2024-03-01")]
    orders = orders.drop(gone.index)
    dearer = orders.index[orders["customer_id"] == "c002"][:3]
    orders = orders.assign(amount=orders["amount"].where(~orders.index.isin(dearer), 500.0))
    new = pd.DataFrame({"customer_id": "c003", "ordered_on": pd.to_datetime(["2024-10-20"] * 2),
                        "amount": 70.0, "order_id": ["N1", "N2"]})  # fmt: skip
    new["ordered_on"] -= pd.to_timedelta([0, 9], unit="D")
    company.export(SECOND, settings='codebook = "../book"\n', orders=pd.concat([orders, new]))

    changes = company.changes(company.home / "reports" / "october")

    told = changes.history.orders
    n_gone = int((gone["ordered_on"] <= FIRST).sum())
    assert (told.n_added, told.n_taken, told.n_changed) == (2, n_gone, 3)
    assert told.added == 140.0
    assert told.taken == pytest.approx(-gone.loc[gone["ordered_on"] <= FIRST, "amount"].sum())
    assert changes.history.statements.n == 0
    assert idle(changes, "history", "time")
    assert adds_up(changes)
    assert booked(changes).loc["expected_yearly_loss", "history"] != 0
    assert f"{n_gone} orders taken away" in changes.finding.doubts[0]


@pytest.mark.slow
def test_a_merge_is_booked_on_the_codebook_and_told_first(company: Company) -> None:
    book = Codebook.load(company.home / "book")
    merge(book, ["price", "billing"]).save(_made(company.home / "merged"))
    company.export(SECOND, settings='codebook = "../merged"\n')

    changes = company.changes(company.home / "reports" / "october")

    table = booked(changes)
    assert idle(changes, "codebook", "time")
    assert adds_up(changes)
    assert table.loc["reason:price", "codebook"] > 0.1
    assert table.loc["reason:billing", "codebook"] < -0.1
    assert table.loc["reason:billing", "now"] == 0
    assert (table.loc[["n_dormant", "expected_yearly_loss"], "codebook"] == 0).all()
    assert changes.definitions == ('Codebook: billing went into price "price".',)


def other_code(report: Path, copy: Path, **changed: object) -> Path:
    """A copy of a report that says it was made by other code."""
    shutil.copytree(report, copy, dirs_exist_ok=True)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["run"] |= {"code": "0" * 16, **changed}
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return copy


@pytest.mark.slow
def test_other_code_that_counts_the_same_is_booked_nothing(company: Company) -> None:
    reports = company.home / "reports"
    changes = company.changes(other_code(reports / "october", reports / "coded"))

    assert idle(changes, "time")
    assert adds_up(changes)
    assert "another version of whyleft" in changes.definitions[0]
    shutil.rmtree(reports / "coded")


@pytest.mark.slow
def test_what_other_code_counted_otherwise_is_booked_on_code(company: Company) -> None:
    reports = company.home / "reports"
    former = other_code(reports / "october", reports / "coded")
    summary = json.loads((former / "summary.json").read_text("utf-8"))
    summary["numbers"]["n_dormant"]["value"] += 7
    (former / "summary.json").write_text(json.dumps(summary), "utf-8")

    changes = company.changes(former)

    assert booked(changes).loc["n_dormant", "code"] == -7
    assert adds_up(changes)
    shutil.rmtree(reports / "coded")


def test_without_the_former_tables_code_and_history_stay_untold(company: Company) -> None:
    reports = company.home / "reports"
    former = other_code(reports / "october", reports / "lost", workspace="f" * 16)

    changes = company.changes(former)

    table = booked(changes)
    assert (table["untold_causes"] == "code, history").all()
    assert table[["code", "history"]].isna().all(axis=None)
    assert table.loc["n_dormant", "time"] > 0
    assert adds_up(changes)
    assert any("tables are gone" in doubt for doubt in changes.finding.doubts)
    shutil.rmtree(reports / "lost")


@pytest.mark.slow
def test_another_setting_is_told_first_and_booked_on_settings(company: Company) -> None:
    company.export(SECOND, settings='codebook = "../book"\nreturn_floor = 0.4\n')

    changes = company.changes(company.home / "reports" / "october")

    assert changes.definitions == ("The setting return_floor is 0.4; it was 0.25.",)
    assert idle(changes, "settings", "time")
    assert adds_up(changes)


def test_a_reason_that_is_fixed_and_a_new_one_are_told_with_intervals(company: Company) -> None:
    moved = company.changes(company.home / "reports" / "october").moved
    table = moved.table.set_index("theme_id")
    assert moved.n_since == 60
    assert set(table.index) == {"delivery", "app"}
    assert table.loc["delivery", "n_after"] == 0
    assert table.loc["delivery", "high"] < 0 < table.loc["app", "low"]
    assert moved.sentence.startswith("Named more often: **app**, 25% after ")
    assert "Named less often: **delivery**, 0% after " in moved.sentence


def test_a_run_made_again_compares_with_the_same_report(company: Company) -> None:
    october = company.home / "reports" / "october"
    target = company.home / "reports" / "acme"
    shutil.copytree(october, target)
    job, day = company.job(SECOND), date.fromisoformat(SECOND)
    steps.load_exports(job)

    once = steps.choose_previous(job, target, None, as_of=day).run
    written = company.report(SECOND, "acme", str(once.folder))
    before = {path: path.read_bytes() for path in written.rglob("*") if path.is_file()}
    again = steps.choose_previous(job, target, None, as_of=day).run
    assert again.folder == target / "previous"
    assert again.sha256 == once.sha256
    assert again.tables is not None
    kept = shutil.copytree(again.folder, company.home / "kept")
    company.report(SECOND, "acme", str(kept))

    assert {path: path.read_bytes() for path in before} == before
    summary = json.loads((target / "summary.json").read_text("utf-8"))
    assert summary["previous"]["as_of"] == FIRST
    assert summary["previous"]["differences"][0]["by_cause"]["code"] == 0
    shutil.rmtree(target)
    shutil.rmtree(company.home / "kept")


def test_a_report_of_another_company_is_never_compared(company: Company) -> None:
    october, day = company.home / "reports" / "october", date.fromisoformat(SECOND)
    strangers = [
        rows.assign(customer_id="x" + rows["customer_id"])
        for rows in (company.orders, company.reasons)
    ]
    company.export(SECOND, orders=strangers[0], reasons=strangers[1])
    job = company.job(SECOND)
    steps.load_exports(job)

    chosen = steps.choose_previous(job, october.parent / "new", None, as_of=day)
    assert chosen.run is None
    assert "another company" in chosen.notes[0]
    told = compare_with_previous(job, "", steps.read_reasons(job)).finding
    shown = plots.what_changed(told, definitions=(), differences=pd.DataFrame(), moved="")
    assert shown.plain == chosen.notes[0]
    with pytest.raises(InputRefused, match="another company"):
        steps.choose_previous(job, october.parent / "new", str(october), as_of=day)
    renamed = replace(job, settings=replace(job.settings, company="Bolt"))
    with pytest.raises(InputRefused, match="it is of Acme, this export of Bolt"):
        steps.choose_previous(renamed, october.parent / "new", str(october), as_of=day)


def test_a_report_takes_the_place_of_no_other_company(company: Company) -> None:
    october, job = company.home / "reports" / "october", company.job(SECOND)
    steps.refuse_to_replace(october, job)
    steps.refuse_to_replace(october, replace(job, settings=replace(job.settings, company="")))

    with pytest.raises(InputRefused, match="holds the report of Acme, and this one is of Bolt"):
        steps.refuse_to_replace(
            october, replace(job, settings=replace(job.settings, company="Bolt"))
        )


def test_a_report_that_is_not_earlier_is_refused_or_passed_over(company: Company) -> None:
    october = company.home / "reports" / "october"
    job, day = company.job(FIRST), date.fromisoformat(FIRST)
    steps.load_exports(job)

    assert steps.choose_previous(job, october, None, as_of=day).run is None
    assert steps.choose_previous(job, october, "none", as_of=day).run is None
    with pytest.raises(InputRefused, match="not as of a day before 2024-10-31"):
        steps.choose_previous(job, october, str(october), as_of=day)


def counted(job: Job) -> Headlines:
    """Two numbers that other causes change: orders and settings the one, the book both."""
    n_orders = len(job.workspace.load("transactions"))
    n_themes = len(Codebook.load(job.codebook).themes) if job.codebook else 0
    floor = round(1000 * job.settings.return_floor)
    return Headlines({"n_dormant": n_orders + floor, "documented_share": n_orders + 1e6 * n_themes})


def test_every_station_differs_in_its_own_cause_alone(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All causes at once; the steps themselves are not run, so this takes no time."""
    monkeypatch.setattr(stations, "headlines_of", counted)
    n_then, n_now = (int((company.orders["ordered_on"] <= day).sum()) for day in (FIRST, SECOND))
    themes = len(Codebook.load(company.home / "book").themes)
    then = {"n_dormant": n_then + 250 + 5, "documented_share": n_then + 1e6 * themes + 5}
    merged = merge(Codebook.load(company.home / "book"), ["price", "billing"])
    merged.save(_made(company.home / "merged"))
    settings = 'codebook = "../merged"\nreturn_floor = 0.3\n'
    january = company.orders["ordered_on"] < "2023-02-01"
    kept = company.orders[~january]
    company.export(SECOND, settings=settings, orders=kept.drop(kept.index[:3]))
    job, reports = company.job(SECOND), company.home / "reports"
    steps.load_exports(job)
    summary = {"numbers": {name: {"value": value} for name, value in then.items()}}
    n_early, later = int(january.sum()), n_now - n_then

    run = read_run(other_code(reports / "october", reports / "all"), job)
    known = book_of(stations.walk(job, replace(run, summary=summary)))
    assert known.loc["n_dormant", [*CAUSES]].tolist() == [-5, 50, -n_early, -3, 0, later]
    assert known.loc["documented_share", [*CAUSES]].tolist() == [-5, 0, -n_early, -3, -1e6, later]

    run = replace(run, tables=None, summary=summary)
    gone = book_of(stations.walk(job, run))
    assert gone["untold_causes"].tolist() == [
        "code, settings, history", "code, settings, history, codebook",
    ]  # fmt: skip
    assert gone["untold"].tolist() == [42 - n_early, -1e6 - 8 - n_early]
    assert gone["time"].tolist() == [later, later]
    assert gone.loc["n_dormant", "codebook"] == 0  # no codebook touches it
    shutil.rmtree(reports / "all")


@pytest.mark.parametrize("settings", ["", "return_floor = 0.3\n"])
def test_themes_that_are_found_anew_pass_for_no_restatement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    """Restated statements are coded with the themes of the station before; time finds its own."""
    company, books = Company(tmp_path), list[Path | None]()

    def noted(job: Job) -> Headlines:
        books.append(job.codebook)
        if job.codebook is None:
            (job.workspace.folder / "codebook.toml").write_text("found afresh", encoding="utf-8")
        return Headlines({})

    monkeypatch.setattr(stations, "headlines_of", noted)
    company.export(FIRST)
    then = company.job(FIRST)
    steps.load_exports(then)
    noted(then)
    run = FormerRun(
        tmp_path, date.fromisoformat(FIRST), {"settings": {"company": "Acme"}, "run": {
            "code": stations.code_fingerprint(), "codebook_sha256": None}},
        {"numbers": {}}, "", then.workspace,
    )  # fmt: skip
    company.export(SECOND, settings=settings, reasons=company.reasons.iloc[3:])
    job = company.job(SECOND)
    steps.load_exports(job)

    books.clear()
    way = stations.walk(job, run)

    assert way.causes == (*(["settings"] if settings else []), "history", "time")
    assert books[0] is None  # this month's own themes
    assert books[-1] is not None
    assert (books[-1] == then.workspace.folder / "codebook.toml") is not bool(settings)


@pytest.mark.parametrize("kept", ["workspace", "manifest", ""])
def test_the_codebook_of_themes_that_were_found_then_is_no_other_one(
    tmp_path: Path, kept: str
) -> None:
    company = Company(tmp_path)
    learnt = read_reasons(company.reasons.assign(source=None), settings=Settings()).codebook
    learnt.save(_made(tmp_path / "book"))
    company.export(SECOND, settings='codebook = "../book"\n')
    job = company.job(SECOND)
    then = company.job(FIRST).workspace
    found = then.folder if kept == "workspace" else tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "book", found, dirs_exist_ok=True)
    marks = {"codebook_sha256": None, "code": stations.code_fingerprint()}
    marks |= {"themes_sha256": stations.themes_sha256(job)} if kept == "manifest" else {}
    former = FormerRun(
        tmp_path, date.fromisoformat(FIRST), {"settings": {}, "run": marks}, {}, "",
        then if kept == "workspace" else None,
    )  # fmt: skip

    assert stations.same_codebook(job, former) == bool(kept)
    told = " ".join(changed_definitions(job, former))
    assert ("found its themes afresh" in told) != bool(kept)


def book_of(way: stations.Way) -> pd.DataFrame:
    measures = [Measure(name, name, "count") for name in ("n_dormant", "documented_share")]
    told = [Station((one.cause,), one.told.values(measures) if one.told else {})
            for one in way.stops]  # fmt: skip
    return book_changes([Station((), way.before.values(measures)), *told], measures).set_index(
        "measure"
    )
