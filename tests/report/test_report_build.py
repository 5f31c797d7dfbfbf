from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from synthetic_report import facts, write_notebook, write_report

import html_checker
from analysis.errors import InputRefused, NotebookFailed
from analysis.report import build_report
from analysis.report.build import report_files


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(tmp_path_factory.mktemp("pretend"))


def content(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_report_is_complete_and_its_pages_are_sound(report: Path) -> None:
    assert sorted(content(report)) == [
        "00_summary.html", "04_reasons.html", "charts/alt.txt", "charts/reasons.svg",
        "charts/returns.svg", "charts/shares.svg", "charts/trend.svg", "index.html",
        "manifest.json", "summary.json",
    ]  # fmt: skip
    assert html_checker.check_report(report) == []
    assert (report / "index.html").read_bytes() == (report / "00_summary.html").read_bytes()


def test_the_manifest_holds_what_made_the_report(report: Path) -> None:
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    files = content(report)
    assert manifest["files"] == {
        name: hashlib.sha256(raw).hexdigest()
        for name, raw in files.items()
        if name != "manifest.json"
    }
    assert manifest["as_of"] == manifest["written_on"] == "2024-12-31"
    assert manifest["parameters"] == {"as_of": "2024-12-31", "exports": ["transactions.csv"]}
    assert [table["rows_good"] for table in manifest["tables"]] == [54_990, 1_061]
    assert [file["name"] for file in manifest["inputs"]] == ["reasons.xlsx", "transactions.csv"]
    assert {"python", "whyleft", "pandas"} <= manifest["versions"].keys()
    assert manifest["settings"] == {"horizon_days": 182}


def test_a_second_run_writes_the_same_bytes_whatever_the_machine(report: Path) -> None:
    before = content(report)
    script = (
        "import sys\nsys.path[:0] = [sys.argv[1], sys.argv[2]]\nfrom pathlib import Path\n"
        "from synthetic_report import write_report\nwrite_report(Path(sys.argv[3]))"
    )
    here = Path(__file__).parent
    odd = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(here), str(here.parent), str(report.parent)],
        env=os.environ | odd, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    # A kernel that is being stopped may say a last word of its message library; nothing else may.
    told = [line for line in done.stderr.splitlines() if "signaler.cpp" not in line]
    assert (done.returncode, done.stdout, told) == (0, "", [])
    assert content(report) == before


def test_a_failing_notebook_leaves_the_former_report_and_tells_progress(
    report: Path, tmp_path: Path
) -> None:
    before, told = content(report), {"as_of": "2024-12-31"}
    said: list[str] = []
    bad = write_notebook(tmp_path, "05_patterns", ["# Q", ("bad", "1 / 0")])

    def never() -> None:
        pytest.fail("facts were collected although a notebook failed")

    with pytest.raises(NotebookFailed, match=r"05_patterns\.ipynb stopped in code cell 3 \(bad\)"):
        build_report(report, notebooks=[bad], parameters=told, collect=never, say=said.append)
    assert said == ["Notebook 1 of 1: 05_patterns"]
    assert content(report) == before
    assert not [path for path in report.parent.iterdir() if path.name.startswith(".report")]


def test_names_that_two_pages_would_share_are_refused(tmp_path: Path) -> None:
    for names in (["a", "a"], ["../x y"], []):
        with pytest.raises(InputRefused):
            build_report(
                tmp_path / "report",
                notebooks=[Path(f"{name}.ipynb") for name in names],
                parameters={},
                collect=facts,
                say=lambda _line: None,
            )
    assert list(tmp_path.iterdir()) == []


def figures(*drawn: tuple[str, str]):
    outputs = [
        new_output(
            "display_data",
            data={"image/svg+xml": svg, "text/plain": ""},
            metadata={"whyleft": {"kind": "figure", "slug": slug, "title": "T", "alt": "A"}},
        )
        for slug, svg in drawn
    ]
    return new_notebook(cells=[new_code_cell("", outputs=outputs)])


def test_charts_have_safe_and_different_names() -> None:
    notebook = figures(
        ("a", "<svg>1</svg>"), ("a", "<svg>1</svg>"), ("a", "<svg>2</svg>"), ("../../x", "<svg/>"),
        ("CON", "<svg/>"), ("", "<svg/>"),
    )  # fmt: skip
    files = report_files({"00_summary": notebook}, facts=facts(), parameters={})
    assert sorted(name for name in files if name.startswith("charts")) == [
        "charts/a.svg", "charts/a_2.svg", "charts/alt.txt", "charts/chart.svg", "charts/con_.svg",
        "charts/x.svg",
    ]  # fmt: skip


def test_a_chart_that_could_run_is_never_written() -> None:
    notebook = figures(("a", "<svg><script>x()</script></svg>"))
    with pytest.raises(RuntimeError, match="script"):
        report_files({"00_summary": notebook}, facts=facts(), parameters={})


def test_more_files_and_the_day_of_writing_come_from_the_facts() -> None:
    given = facts(files={"lists/north.csv": b"a\n"}, written_on=date(2026, 1, 2))
    files = report_files({"00_summary": new_notebook()}, facts=given, parameters={})
    manifest = json.loads(files["manifest.json"])
    assert manifest["written_on"] == "2026-01-02"
    assert "lists/north.csv" in manifest["files"]


def test_a_number_that_json_does_not_know_is_a_bug() -> None:
    given = facts(summary={"numbers": {"x": {"value": float("nan")}}})
    with pytest.raises(ValueError, match="JSON"):
        report_files({"00_summary": new_notebook()}, facts=given, parameters={})
