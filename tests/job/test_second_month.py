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
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis import steps
from analysis.errors import InputRefused
from analysis.patterns import CAUSES, Measure, Station, book_changes
from analysis.reasons import Codebook, read_reasons
from analysis.reasons.edits import merge
from analysis.report import ReportFacts
from analysis.report.build import report_files
from analysis.settings import Settings
from analysis.steps import stations
from analysis.steps.headlines import Headlines
from analysis.steps.job import Job
from analysis.steps.previous import FormerRun, read_run
from analysis.steps.secondmonth import Changes

FIRST, SECOND = "2024-10-31", "2024-11-30"
NOTES = {
    "delivery": "the van came late again and the goods were missing",
    "price": "your prices are far too high for us now",
    "billing": "the invoice was wrong and nobody corrected it",
    "range": "you no longer stock the boxes that we need",
    "app": "the new ordering app crashes all the time",
}


def tell_stories() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders and statements of 240 customers until the second month; every third one stops."""
    rng = np.random.default_rng(5)
    orders, said = [], []
    for number in range(240):
        customer, gap = f"c{number:03}", int(rng.integers(12, 30))
        days = pd.Timestamp("2023-01-01") + pd.to_timedelta(
            np.cumsum(rng.integers(gap - 4, gap + 5, 60)), unit="D"
        )
        end = pd.Timestamp(SECOND)
        if number % 3 == 0:
            end = pd.Timestamp("2023-09-01") + pd.Timedelta(days=int(number * 1.9))
        amounts = rng.uniform(50, 90, len(days)).round(2)
        orders += [row for row in zip([customer] * 60, days, amounts, strict=True) if row[1] <= end]
        stated = end + pd.Timedelta(days=20)
        if number % 3 == 0 and stated <= pd.Timestamp(FIRST):
            said.append((customer, stated, ["delivery", "price", "billing", "range"][number % 4]))
    late = pd.date_range("2024-11-02", SECOND, periods=60).normalize()
    codes = ["price", "app", "billing", "range"]  # nobody names delivery any more: it is fixed
    said += [(f"c{n:03}", day, codes[n % 4]) for n, day in enumerate(late)]
    early = pd.date_range("2023-12-01", FIRST, periods=120).normalize()
    codes = ["delivery", "price", "billing", "range"]
    codes = [codes[n % 4] for n in range(111)] + ["app"] * 9  # just known when the book is made
    said += [(f"c{100 + n:03}", day, codes[n]) for n, day in enumerate(early)]
    reasons = pd.DataFrame(said, columns=["customer_id", "stated_on", "code"])
    reasons["note"] = reasons["code"].map(NOTES)
    reasons["reason_id"] = [f"S{n:04}" for n in range(len(reasons))]
    table = pd.DataFrame(orders, columns=["customer_id", "ordered_on", "amount"])
    return table.assign(order_id=[f"O{n:05}" for n in range(len(table))]), reasons


class Company:
    """A company's folder of exports, settings and reports."""

    def __init__(self, home: Path) -> None:
        self.home, self.exports = home, home / "exports"
        self.orders, self.reasons = tell_stories()

    def export(self, until: str, *, settings: str = "", **changed: pd.DataFrame) -> None:
        shutil.rmtree(self.exports, ignore_errors=True)
        self.exports.mkdir(parents=True)
        orders, said = changed.get("orders", self.orders), changed.get("reasons", self.reasons)
        orders = orders[orders["ordered_on"] <= until]
        orders.to_csv(self.exports / "transactions.csv", index=False)
        said[said["stated_on"] <= until].to_csv(self.exports / "reasons.csv", index=False)
        (self.exports / "whyleft.toml").write_text(f'company = "Acme"\n{settings}', "utf-8")

    def job(self, as_of: str) -> Job:
        home = str(self.home / "reports" / ".whyleft")
        return steps.open_job([str(self.exports)], as_of=as_of, workspace=home)

    def report(self, as_of: str, name: str, previous: str = "") -> Path:
        """Write the report's files as the job does, without its notebooks."""
        job = self.job(as_of)
        steps.summarise(job, previous=previous)
        facts = ReportFacts(**vars(steps.collect_facts(job, previous=previous)))
        page = new_notebook(cells=[new_markdown_cell("# Who left?")])
        files = report_files({"00_summary": page}, facts=facts, parameters={})
        for file, content in files.items():
            path = self.home / "reports" / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return self.home / "reports" / name

    def changes(self, previous: Path) -> Changes:
        return steps.summarise(self.job(SECOND), previous=str(previous)).changes


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
    with pytest.raises(InputRefused, match="another company"):
        steps.choose_previous(job, october.parent / "new", str(october), as_of=day)
    renamed = replace(job, settings=replace(job.settings, company="Bolt"))
    with pytest.raises(InputRefused, match="it is of Acme, this export of Bolt"):
        steps.choose_previous(renamed, october.parent / "new", str(october), as_of=day)


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
    company.export(SECOND, settings=settings, orders=company.orders.drop(company.orders.index[:3]))
    job, reports = company.job(SECOND), company.home / "reports"
    steps.load_exports(job)
    summary = {"numbers": {name: {"value": value} for name, value in then.items()}}
    later = n_now - n_then

    run = read_run(other_code(reports / "october", reports / "all"), job)
    known = book_of(stations.walk(job, replace(run, summary=summary)))
    assert known.loc["n_dormant", [*CAUSES]].tolist() == [-5, 50, -3, 0, later]
    assert known.loc["documented_share", [*CAUSES]].tolist() == [-5, 0, -3, -1e6, later]

    run = replace(run, tables=None, summary=summary)
    gone = book_of(stations.walk(job, run))
    assert gone["untold_causes"].tolist() == [
        "code, settings, history", "code, settings, history, codebook",
    ]  # fmt: skip
    assert gone["untold"].tolist() == [42, -1e6 - 8]
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


def book_of(way: stations.Way) -> pd.DataFrame:
    measures = [Measure(name, name, "count") for name in ("n_dormant", "documented_share")]
    told = [Station((one.cause,), one.told.values(measures) if one.told else {})
            for one in way.stops]  # fmt: skip
    return book_changes([Station((), way.before.values(measures)), *told], measures).set_index(
        "measure"
    )
