"""The list of runs: written whole, only where it is ours to write."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import html_checker
from analysis.report import list_runs
from analysis.report.runs import OURS, Run, page_of_runs


def write_run(folder: Path, as_of: str, *, company: str = "Acme", said: str = "We lose.") -> None:
    folder.mkdir(parents=True)
    manifest = {"report": "whyleft", "as_of": as_of, "settings": {"company": company}}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    summary = {"sentences": {"00_summary": said}}
    (folder / "summary.json").write_text(json.dumps(summary), "utf-8")
    (folder / "index.html").write_text("<p>", "utf-8")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write_run(tmp_path / "reports" / "october", "2024-10-31", said="We lost 1 & 2.")
    write_run(tmp_path / "reports" / "november", "2024-11-30")
    return tmp_path / "reports"


def test_runs_are_listed_newest_first_on_a_sound_page(reports: Path) -> None:
    page = list_runs(reports)

    assert page == reports / "index.html"
    text = page.read_text("utf-8")
    assert html_checker.check_page(page) == []
    assert text.index("november/index.html") < text.index("october/index.html")
    assert "We lost 1 &amp; 2." in text
    assert "<script" not in text
    assert text.startswith("<!doctype html>")


def test_the_same_runs_give_the_same_bytes(reports: Path) -> None:
    first = list_runs(reports).read_bytes()

    assert list_runs(reports).read_bytes() == first


def test_folders_that_cannot_be_read_are_left_out(reports: Path) -> None:
    write_run(reports / "damaged", "2024-12-31")
    (reports / "damaged" / "summary.json").write_text("{", "utf-8")
    write_run(reports / "undated", "someday")
    (reports / "strange").mkdir()
    (reports / "strange" / "manifest.json").mkdir()
    (reports / "strange" / "index.html").write_text("x", "utf-8")

    text = list_runs(reports).read_text("utf-8")

    assert "2 reports" in text
    assert not [name for name in ("damaged", "undated", "strange") if name in text]


def test_any_other_folder_of_the_user_gets_no_list(tmp_path: Path) -> None:
    write_run(tmp_path / "december", "2024-12-31")

    assert list_runs(tmp_path) is None
    assert not (tmp_path / "index.html").exists()


def test_a_list_of_ours_is_kept_up_to_date_wherever_it_lies(reports: Path) -> None:
    list_runs(reports)
    moved = reports.rename(reports.parent / "monthly")
    write_run(moved / "december", "2024-12-31")

    assert "december/index.html" in list_runs(moved).read_text("utf-8")


@pytest.mark.parametrize("content", ["<h1>My home page</h1>", ""])
def test_a_foreign_page_is_never_overwritten(reports: Path, content: str) -> None:
    (reports / "index.html").write_text(content, "utf-8")

    assert list_runs(reports) is None
    assert (reports / "index.html").read_text("utf-8") == content


def test_a_link_is_never_followed(reports: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text(OURS, "utf-8")
    (reports / "index.html").symlink_to(elsewhere)

    assert list_runs(reports) is None
    assert elsewhere.read_text("utf-8") == OURS


def test_no_text_of_a_run_becomes_markup_or_a_way_out() -> None:
    text = page_of_runs(
        [Run('a"><script>x', date(2024, 12, 31), "<b>A</b>", "<img src=x onerror=y>")]
    )

    assert "<script" not in text
    assert "<img" not in text
    assert "<b>A" not in text
