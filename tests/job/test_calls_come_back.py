"""Filled call lists among next month's exports: each number moves as a hand calculation says."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis import steps
from analysis.cli import main
from analysis.plots import what_changed
from analysis.report import ReportFacts
from analysis.report.build import report_files
from analysis.sample import write_company
from analysis.steps.job import Job
from analysis.steps.listing import files_of_lists
from analysis.steps.secondmonth import Changes
from analysis.winback.eligible import READ_OUT_DAYS

sys.path.insert(0, str(Path(__file__).parents[1] / "intake"))
from filled_lists import as_csv, as_workbook, call

FIRST, SECOND = "2024-10-31", "2024-11-30"
PROGRAM = f"calls {FIRST}"


def job_on(folder: Path, as_of: str = SECOND) -> Job:
    return steps.open_job([str(folder)], as_of=as_of, workspace=str(folder.parent / ".whyleft"))


def hoped_for(job: Job) -> list[str]:
    """The customers on the list of those only hoped for, by id."""
    listed = files_of_lists(job)["lists/hopium.csv"].decode()
    return sorted(row["customer_id"] for row in csv.DictReader(io.StringIO(listed)))


class Month:
    """A company as it is without its lists, and with them; six hoped-for customers were listed."""

    def __init__(self, home: Path) -> None:
        self.home, self.plain = home, home / "plain"
        # In so small a company a note more can change how others are read; in this one it does not.
        write_company(self.plain, n_customers=300, seed=1)
        (self.plain / "whyleft.toml").write_text('company = "Acme"\n', "utf-8")
        self.before = job_on(self.plain)
        steps.find_closure(self.before)
        told = set(steps.read_reasons(self.before).mentions["customer_id"])
        reps = pd.read_csv(self.plain / "customers.csv", dtype=str).set_index("customer_id")[
            "rep_id"
        ]
        # Whom the company's own log calls in that month: a call in both counts once.
        log = self.before.workspace.load("touches")
        called = set(log.loc[log["touched_at"] > FIRST, "customer_id"])
        hoped = [c for c in hoped_for(self.before) if c not in told and isinstance(reps[c], str)]
        self.listed = [c for c in hoped if c not in called][:6]
        self.held = [c for c in hoped if c not in self.listed][:6]
        self.exports = home / "exports"
        shutil.copytree(self.plain, self.exports)
        self.lay_lists(self.exports / "calls")
        self.job = job_on(self.exports)

    def lay_lists(self, folder: Path) -> None:
        """An English workbook, a German file with semicolons, and one that somebody made a mess."""
        folder.mkdir()
        a, b, c, d, e, f = self.listed
        mine = {"program": PROGRAM}
        workbook = [
            call(1, a, outcome="connected", note="Your prices are too high for us", **mine)
            | {"called_at": date(2024, 11, 5)},
            call(5, e, **mine) | {"called_at": None},
        ]
        german = [
            call(2, b, called_at="14.11.2024", outcome="opt_in",
                 note="Die Lieferung kam immer zu spät", **mine),
            call(3, c, called_at="15.11.2024", outcome="Nicht mehr anrufen!", **mine),
        ]  # fmt: skip
        messy = [
            call(6, f, called_at="Nov 20, 2024", outcome="rang out", slot="probe", **mine),
            call(4, d, called_at="2024-11-18", outcome="Mailbox", next_on="2024-12-20", **mine),
            call(3, c, **mine),  # the old version of a call that the German list has
        ]
        (folder / "north.xlsx").write_bytes(as_workbook(workbook))
        (folder / "Süd.csv").write_bytes(as_csv(german, delimiter=";", encoding="cp1252"))
        turned = {"outcome": "Result", "note": "Remarks"}
        columns = ("prio", *reversed(messy[0]))
        (folder / "list (2).csv").write_bytes(as_csv(messy, header=turned, columns=columns))
        arms = [f"{x},{PROGRAM},treat,{FIRST}" for x in self.listed]
        arms += [f"{x},{PROGRAM},hold,{FIRST}" for x in self.held]
        text = "\n".join(["customer_id,program,arm,assigned_on", *arms, ""])
        (folder / "assignments.csv").write_text(text, "utf-8")
        (folder / "not_called.csv").write_text("customer_id,reason\nX,held back\n", "utf-8")

    def report(self, as_of: str, name: str) -> Path:
        """Write a report's files as the job does, without its notebooks."""
        job = job_on(self.plain, as_of)
        steps.summarise(job)
        facts = ReportFacts(**vars(steps.collect_facts(job)))
        page = new_notebook(cells=[new_markdown_cell("# Who left?")])
        for file, content in report_files(
            {"00_summary": page}, facts=facts, parameters={}
        ).items():  # fmt: skip
            path = self.home / "reports" / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return self.home / "reports" / name


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    return Month(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def changes(month: Month) -> Changes:
    former = month.report(FIRST, "october")
    return steps.summarise(month.job, previous=str(former)).changes


def rows_good(job: Job, table: str) -> int:
    return len(job.workspace.load(table))


def test_touches_reasons_and_closure_move_by_what_was_filled_in(month: Month) -> None:
    steps.load_exports(month.job)
    for table, more in (("touches", 5), ("reasons", 3), ("assignments", 12)):
        assert rows_good(month.job, table) == rows_good(month.before, table) + more
    before, now = (steps.read_reasons(job).finding.numbers for job in (month.before, month.job))
    told = [round(n["documented_share"].value * n["documented_share"].n) for n in (before, now)]
    assert told[1] == told[0] + 2  # a and b; f was asked and not reached

    mentions = steps.read_reasons(month.job).mentions.set_index("customer_id")
    assert mentions.loc[month.listed[5], "theme_id"] == "no_reason"
    before, now = (steps.find_closure(job).finding.numbers for job in (month.before, month.job))
    # b stays, c is out, d has a date and an owner; a, e and f are still only hoped for.
    assert now["n_hopium"].value == before["n_hopium"].value - 3


def test_who_opted_out_on_a_list_alone_is_on_no_list_of_next_month(month: Month) -> None:
    out = month.listed[2]
    assert out in hoped_for(month.before)
    steps.summarise(month.job)
    for name, content in files_of_lists(month.job).items():
        if name.endswith(".csv"):
            ids = {row["customer_id"] for row in csv.DictReader(io.StringIO(content.decode()))}
            assert out not in ids, name


def test_what_the_calls_brought_is_counted_by_hand(month: Month, changes: Changes) -> None:
    table = changes.calls.table.set_index("what")[["n", "of"]]
    sold = pd.read_csv(month.plain / "transactions.csv", dtype=str)
    sold = sold[(sold["ordered_on"] > FIRST) & (sold["ordered_on"] <= SECOND)]
    assert {key: tuple(row) for key, row in table.T.items()} == {
        "Calls made, of those on the lists": (5, 6),
        "Somebody reached, of the calls made": (3, 5),
        "Wants to stay in touch, of those reached": (1, 3),
        "Wants no more calls, of those reached": (1, 3),
        "Told a reason, of the customers called": (2, 5),
        "Told one where none was known, of the customers called": (2, 5),
        "Ordered since, of those meant to be called": (
            sum(c in set(sold["customer_id"]) for c in month.listed), 6,
        ),
        "Ordered since, of those held back by lot": (
            sum(c in set(sold["customer_id"]) for c in month.held), 6,
        ),
    }  # fmt: skip


def test_the_sentence_claims_no_effect_before_its_day(changes: Changes) -> None:
    due = pd.Timestamp(FIRST) + pd.Timedelta(days=READ_OUT_DAYS)
    said = changes.calls.finding.sentence
    assert said.startswith("Of **6 calls** on last month's lists 5 were made, 3 reached somebody")
    assert f"read out on {due.day} {due:%B} {due.year}; there is no verdict before." in said
    assert changes.as_dict()["calls"]["numbers"]["calls_reached"]["n"] == 5
    page = what_changed(
        changes.finding, definitions=(), differences=changes.table, moved="", calls=said,
        called=changes.calls.table,
    ).html  # fmt: skip
    assert "Somebody reached, of the calls made" in page


def test_the_command_says_where_every_row_of_the_lists_went(
    month: Month, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(month.exports), "--as-of", SECOND, "--json"]) == 0
    receipt = json.loads(capsys.readouterr().out)
    for table in ("touches", "reasons"):
        counts = receipt["tables"][table]
        parts = counts["rows_good"] + counts["rows_set_aside"] + counts["rows_blank"]
        assert counts["rows_in"] == parts
    fates = receipt["tables"]["touches"]["fates"]
    lists = {"north.xlsx": 2, "Süd.csv": 2, "list (2).csv": 3}
    for file, n_rows in lists.items():
        assert sum(fate["n_rows"] for fate in fates if fate["file"] == file) == n_rows
    assert receipt["calls"] == [
        {"program": PROGRAM, "n_calls": 6, "n_called": 5, "n_set_aside": 0, "n_open": 1}
    ]
    assert "not_called.csv" in receipt["ignored"]
