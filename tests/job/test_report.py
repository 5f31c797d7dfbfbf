"""The main job: exports in, a report out that needs nothing and says everything."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis import steps
from html_checker import check_page, check_report

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
PAGES = [
    "00_summary",
    "01_data_health",
    "02_dormancy",
    "03_cost_of_loss",
    "04_reasons",
    "05_patterns",
    "06_fixes",
    "07_natural_return",
    "08_outreach",
    "09_closure",
    "10_calls",
]


def whyleft(*words, **environment):
    command = [sys.executable, "-m", "analysis", *map(str, words)]
    return subprocess.run(
        command,
        env=dict(os.environ, **environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report on the sample: the one that `.ci/run` has just made, or one made here."""
    if made := os.environ.get("WHYLEFT_SAMPLE_REPORT"):
        return Path(made)
    folder = tmp_path_factory.mktemp("reports") / "sample"
    done = whyleft("report", SAMPLE, "--as-of", "2024-12-31", "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_there_and_clean(report):
    assert check_report(report) == []
    assert {page.stem for page in report.glob("*.html")} == {"index", *PAGES}
    assert (report / "index.html").read_bytes() == (report / "00_summary.html").read_bytes()


def test_notebooks_of_this_very_export_lie_ready_for_the_analyst(report):
    copies = report.parent / ".whyleft" / "lab" / "sample-2024-12-31"
    cells = json.loads((copies / "02_dormancy.ipynb").read_text(encoding="utf-8"))["cells"]

    assert {path.stem for path in copies.glob("*.ipynb")} == set(PAGES)
    told = [cell["source"] for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
    assert len(told) == 1  # the one that the analyst edits
    assert any(str(SAMPLE) in line for line in told[0])
    assert not any(cell.get("outputs") for cell in cells)


def test_no_contact_is_named_in_any_file(report):
    contacts = pd.read_csv(SAMPLE / "contacts.csv", dtype=str)
    secrets = {*contacts["name"].dropna(), *contacts["email"].dropna()}
    assert len(secrets) > 1_000
    for path in (path for path in report.rglob("*") if path.is_file()):
        content = path.read_text(encoding="utf-8", errors="ignore")
        assert not [secret for secret in secrets if secret in content], path.name


def test_every_number_in_the_sentences_stands_in_the_summary(report):
    summary = json.loads((report / "summary.json").read_text(encoding="utf-8"))

    assert set(summary["sentences"]) == set(PAGES)
    for number in summary["numbers"].values():
        assert set(number) == {"value", "low", "high", "n", "unit", "method"}
        if number["value"] is not None and number["low"] is not None:
            assert number["low"] <= number["value"] <= number["high"]


def test_rows_add_up_on_the_first_page_of_every_report(report):
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))

    for table in manifest["tables"]:
        parts = table["rows_good"] + table["rows_set_aside"] + table["rows_blank"]
        assert table["rows_in"] == parts, table


def test_no_note_name_or_contact_reaches_a_leaders_page(report):
    home = str(report.parent / ".whyleft")  # as the report left it
    job = steps.open_job([str(SAMPLE)], as_of="2024-12-31", workspace=home)
    steps.load_exports(job)
    contacts = job.workspace.load("contacts")
    notes = job.workspace.load("reasons")["note"].dropna()
    pages = "".join(path.read_text(encoding="utf-8") for path in report.glob("*.html"))

    assert not [mail for mail in contacts["email"].dropna() if mail in pages]
    assert not [name for name in contacts["name"].dropna() if name in pages]
    assert not [note for note in notes[notes.str.len() > 25] if note in pages]


def test_no_path_of_the_machine_in_any_file(report):
    for path in report.rglob("*"):
        if path.is_file():
            assert str(SAMPLE.parent).encode() not in path.read_bytes(), path.name


def test_lists_lie_beside_the_pages_for_the_owner_alone(report):
    lists = sorted(path.name for path in (report / "lists").iterdir())

    assert "fixed_not_told.xlsx" in lists
    assert "hopium.csv" in lists
    if os.name == "posix":
        assert {path.stat().st_mode & 0o077 for path in (report / "lists").iterdir()} == {0}


def test_charts_have_alt_texts(report):
    charts = sorted(path.name for path in (report / "charts").glob("*.svg"))
    told = (report / "charts" / "alt.txt").read_text(encoding="utf-8")

    assert len(charts) >= 12
    assert all(name.removesuffix(".svg") in told for name in charts)


def test_the_same_inputs_write_the_same_bytes_in_another_world(report, tmp_path):
    done = whyleft(
        *("report", SAMPLE, "--as-of", "2024-12-31", "--out", tmp_path / "sample"),
        TZ="Pacific/Kiritimati",
        PYTHONHASHSEED="7",
        OMP_NUM_THREADS="1",
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "sample" / "index.html")
    assert hashes(tmp_path / "sample") == hashes(report)


def test_a_refused_input_leaves_the_former_report_as_it_was(report, tmp_path):
    before = hashes(report)
    (tmp_path / "empty.csv").write_bytes(b"")

    done = whyleft("report", tmp_path / "empty.csv", "--out", report)

    assert done.returncode == 2
    assert hashes(report) == before


@pytest.mark.public_data
def test_transactions_alone_answer_four_questions(public_data, tmp_path):
    # Every eighth customer: that all 23,570 are read is tested where customers are counted.
    lines = (public_data / "CDNOW_master.txt").read_bytes().splitlines(keepends=True)
    orders = [line for line in lines if line[:6].strip().isdigit()]
    some = [line for line in orders if int(line.split()[0]) % 8 == 0]
    (tmp_path / "orders.txt").write_bytes(lines[0] + b"".join(some))
    paid = {line.split()[0] for line in some if float(line.split()[3]) > 0}

    done = whyleft(
        "report", tmp_path / "orders.txt", "--as-of", "1998-06-30", "--out", tmp_path / "r"
    )

    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "r" / "summary.json").read_text(encoding="utf-8"))
    assert len(summary["answered"]) == 4
    assert {"question", "needs"} == set(summary["not_answered"][0])
    numbers = summary["numbers"]
    assert numbers["n_customers"]["value"] == 23_570 // 8
    assert numbers["n_buyers"]["value"] == len(paid) < 23_570 // 8
    assert numbers["documented_share"]["value"] is None
    assert check_report(tmp_path / "r") == []


def test_a_company_of_twelve_customers_gets_an_answer_or_a_clear_cannot_tell(tmp_path):
    rows = ["customer_id,ordered_on,amount"]
    rows += [f"c{n},2024-0{1 + n % 6}-1{n % 9},{10 + n}.00" for n in range(12)]
    (tmp_path / "orders.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    folder = tmp_path / "reports" / "r"

    done = whyleft("report", tmp_path / "orders.csv", "--as-of", "2024-06-30", "--out", folder)

    assert done.returncode == 0, done.stderr
    assert check_report(folder) == []
    pages = (folder / "index.html").read_text(encoding="utf-8")
    assert "nan" not in pages.lower().replace("finance", "")
    assert "There is no earlier report to compare with" in pages

    done = whyleft("report", tmp_path / "orders.csv", "--as-of", "2024-07-31", "--out", folder)

    assert done.returncode == 0, done.stderr
    assert f"Compared with the report as of 2024-06-30 in {folder}" in done.stderr
    assert check_report(folder) == []
    pages = (folder / "index.html").read_text(encoding="utf-8")
    assert "Since the report as of 30 June 2024" in pages
    assert "nan" not in pages.lower().replace("finance", "")
    assert str(tmp_path) not in (folder / "manifest.json").read_text(encoding="utf-8")
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["previous"]["as_of"] == "2024-06-30"
    assert check_page(folder.parent / "index.html") == []


def test_an_earlier_report_that_is_none_is_refused(tmp_path):
    rows = ["customer_id,ordered_on,amount", "a,2024-01-31,5.00", "a,2024-03-31,5.00"]
    (tmp_path / "orders.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    done = whyleft(
        *("report", tmp_path / "orders.csv", "--out", tmp_path / "r", "--previous", tmp_path)
    )

    assert done.returncode == 2
    assert "There is no report in" in done.stderr
    assert not (tmp_path / "r").exists()
