"""A checker that finds nothing proves nothing: each of its findings is provoked here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from synthetic_report import facts

import html_checker
from analysis.report.build import report_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    notebook = new_notebook(cells=[new_markdown_cell("# Why?\n\n## Look")])
    files = report_files({"00_summary": notebook}, facts=facts(), parameters={})
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert html_checker.check_report(tmp_path) == []
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("</main>", "<script>1</script></main>", "<script> is not allowed"),
        ("</main>", "<iframe></iframe></main>", "<iframe> is not allowed"),
        ("</main>", "<form></form></main>", "<form> is not allowed"),
        ("</main>", '<p onclick="x">y</p></main>', "would run"),
        ("</main>", '<a href=" java\nscript:x()">y</a></main>', "would run"),
        ("</main>", '<a href="https://e.com">y</a></main>', "leaves the report"),
        ("</main>", '<a href="gone.html">y</a></main>', "link to nothing"),
        ("</main>", '<a href="#gone">y</a></main>', "not there"),
        ("</main>", '<img src="a.png" alt="a"></main>', "not inside the page"),
        ("</main>", '<img src="data:image/png;base64,">', "no text in its place"),
        ("</main>", "<h1>again</h1></main>", "2 headings of level 1"),
        ("<h2>", "<h4>", "follows one of level 1"),
        ("</main>", '<p id="main">y</p></main>', "used twice"),
        ("</main>", "<table><tr><td>1</td></tr></table></main>", "no caption"),
        ("</main>", "<table><caption>c</caption><tr><th>1</th></tr></table>", "no scope"),
        ("</main>", "<p>/home/ann/x.csv</p></main>", "path of a machine"),
        ("</main>", "<p>C:\\Users\\ann</p></main>", "path of a machine"),
        ("</main>", "<p>\u202ex</p></main>", "reading direction"),
        ("</main>", f"<p>{'x' * 1_000_000}</p></main>", "at most"),
        ("</main>", "</div></main>", "closes nothing"),
        ("</main>", '<section aria-label="Rows of each table"></section>', "two landmarks"),
        ('lang="en"', "", "no language"),
        ("default-src 'none'", "default-src *", "content policy"),
        ("color-scheme:dark", "color-scheme:dark){}@import 'x';@media (x", "style sheet loads"),
        ('name="viewport"', 'name="other"', "viewport"),
        ("<title>", "<title></title><p>", "no title"),
    ],
)  # fmt: skip
def test_each_fault_is_found(folder: Path, old: str, new: str, finding: str) -> None:
    page = folder / "index.html"
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert finding in " ".join(html_checker.check_report(folder))


def test_the_command_ends_with_one_when_there_is_a_finding(folder: Path) -> None:
    command = [sys.executable, html_checker.__file__, str(folder)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    (folder / "index.html").unlink()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no index.html" in done.stdout
