"""axe-core in headless Chromium finds nothing on any page of a report.

The report is the folder named by WHYLEFT_REPORT, or the small pretend report. axe-core comes by
``make browser``; without it, or without Chromium, these tests are skipped.
"""

from __future__ import annotations

import html
import json
import os
import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "report"), str(HERE.parent)]

from screenshots import dark, find_chromium, run_chromium, without_policy  # noqa: E402
from synthetic_report import write_report  # noqa: E402
from test_report_page import ATTACKS, attacked  # noqa: E402

AXE = HERE.parents[1] / ".tools" / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium: install it, make browser"),
    pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: run `make browser`"),
]

#: Opens what is folded, asks axe, and writes the answer where --dump-dom shows it.
RUN = """
addEventListener("load", async () => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const found = await axe.run(document, {resultTypes: ["violations", "incomplete"]});
  const told = (found) => found.map((one) => [one.id, one.nodes.map((n) => n.html.slice(0, 200))]);
  document.body.setAttribute("data-axe", JSON.stringify(
    {violations: told(found.violations), passes: found.passes.length}));
});
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = os.environ.get("WHYLEFT_REPORT")
    return Path(named) if named else write_report(tmp_path_factory.mktemp("pages"))


def axe_says(text: str, folder: Path, *, width: int) -> dict[str, object]:
    scripts = f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{RUN}</script>"
    page = folder / "page.html"
    page.write_text(without_policy(text).replace("</head>", f"{scripts}</head>"), encoding="utf-8")
    shown = run_chromium(
        "--virtual-time-budget=20000", f"--window-size={width},900", "--dump-dom", page.as_uri()
    )
    answer = shown.partition('data-axe="')[2].partition('"')[0]
    return json.loads(html.unescape(answer))


@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
def test_axe_finds_nothing_on_any_page(report: Path, tmp_path: Path, look: str) -> None:
    pages = sorted(report.glob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        text = dark(text) if look == "dark" else text
        found = axe_says(text, tmp_path, width=500 if look == "narrow" else 1280)
        assert found["violations"] == [], page.name
        assert int(str(found["passes"])) > 10, "axe did not look at the page"


def test_the_policy_stops_a_script_that_the_sanitiser_would_have_missed(
    report: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    text = (report / "index.html").read_text(encoding="utf-8")
    attack = (
        "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"
    )
    page.write_text(text.replace("</main>", f"{attack}</main>"), encoding="utf-8")
    assert "<title>owned" not in run_chromium("--dump-dom", page.as_uri())
    page.write_text(without_policy(text).replace("</main>", f"{attack}</main>"), encoding="utf-8")
    assert "<title>owned" in run_chromium("--dump-dom", page.as_uri())


def test_axe_sees_a_fault_when_there_is_one(report: Path, tmp_path: Path) -> None:
    text = (report / "index.html").read_text(encoding="utf-8")
    found = axe_says(text.replace("</main>", "<img src='x'></main>"), tmp_path, width=1280)
    assert [rule for rule, _ in found["violations"]] == ["image-alt"]


def test_no_customer_text_runs_even_without_the_policy(tmp_path: Path) -> None:
    """All attacks in one page; whatever runs renames it."""
    trap = "<script>window.hit = () => { document.title = 'owned'; };</script>"
    page = tmp_path / "page.html"
    for mean, expected in [("".join(ATTACKS), False), (None, True)]:
        text = without_policy(attacked(mean or "")).replace("</head>", f"{trap}</head>")
        text = text if mean else text.replace("</main>", "<img src=y onerror=hit()></main>")
        page.write_text(text, encoding="utf-8")
        shown = run_chromium("--virtual-time-budget=3000", "--dump-dom", page.as_uri())
        assert ("<title>owned" in shown) == expected


def test_the_summary_prints_on_two_sheets(report: Path, tmp_path: Path) -> None:
    """With a former report beside it, it fills them to the last lines."""
    page, sheets = report / "00_summary.html", tmp_path / "sheets.pdf"
    run_chromium("--no-pdf-header-footer", f"--print-to-pdf={sheets}", page.as_uri())
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheets.read_bytes())) <= 2


def test_pages_are_no_wider_than_a_phone(report: Path, tmp_path: Path) -> None:
    for page in sorted(report.glob("*.html")):
        inner = tmp_path / "inner.html"
        text = without_policy(page.read_text(encoding="utf-8"))
        tell = (
            "onload=()=>document.body.setAttribute('data-w',document.documentElement.scrollWidth)"
        )
        inner.write_text(text.replace("</head>", f"<script>{tell}</script></head>"), "utf-8")
        frame = tmp_path / "frame.html"
        copy = "document.querySelector('iframe').contentDocument.body.dataset.w"
        frame.write_text(
            f'<body><iframe src="inner.html" width="400" height="700" style="border:0"></iframe>'
            f"<script>onload=()=>document.body.setAttribute('data-w',{copy})</script>",
            encoding="utf-8",
        )
        shown = run_chromium("--allow-file-access-from-files", "--dump-dom", frame.as_uri())
        assert int(shown.partition('data-w="')[2].partition('"')[0]) <= 400, page.name
