"""What the README shows runs: its Python blocks and its ``$ whyleft`` lines.

A block is left out by a comment on the line before its fence: ``<!-- skip: reason -->``.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from house.reading import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/exports.md")
FENCE = re.compile(
    r"^(?:<!-- skip: (?P<reason>[^\n]+) -->\n+)?```(?P<kind>python|console)\n(?P<text>.*?)^```",
    flags=re.M | re.S,
)
SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """One fenced block of a document."""

    document: str
    line: int
    kind: str
    text: str
    reason: str | None

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def read_blocks(document: str, text: str) -> list[Block]:
    return [
        Block(document, text[: match.start("text")].count("\n"), match["kind"], match["text"],
              match["reason"])
        for match in FENCE.finditer(text)
    ]  # fmt: skip


def _blocks(kind: str) -> list[Block]:
    paths = [ROOT / name for name in DOCUMENTS if (ROOT / name).is_file()]
    blocks = [one for path in paths for one in read_blocks(path.name, path.read_text("utf-8"))]
    return [one for one in blocks if one.kind == kind]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stranger's folder: the sample data and an empty reports folder, nothing else."""
    place = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data", place / "data")
    shutil.copytree(ROOT / "notebooks", place / "notebooks")
    (place / "reports").mkdir()
    return place


@pytest.mark.parametrize("block", _blocks("python"), ids=str)
def test_python_block_runs(block: Block, folder: Path) -> None:
    if block.reason:
        pytest.skip(block.reason)
    if ">>>" in block.text:
        _run_examples(block, folder)
    else:
        done = _run([sys.executable, "-c", block.text], folder)
        assert done.returncode == 0, done.stderr


def _run_examples(block: Block, folder: Path) -> None:
    examples = doctest.DocTestParser().get_doctest(block.text, {}, str(block), None, block.line)
    runner = doctest.DocTestRunner(optionflags=SAME)
    here = Path.cwd()
    os.chdir(folder)
    said: list[str] = []
    try:
        runner.run(examples, out=said.append)
    finally:
        os.chdir(here)
    assert runner.failures == 0, "".join(said)


@pytest.mark.parametrize("block", _blocks("console"), ids=str)
def test_console_block_runs(block: Block, folder: Path) -> None:
    if block.reason:
        pytest.skip(block.reason)
    for command, shown in commands_in(block.text):
        if command[0] != "whyleft":
            continue
        done = _run([_installed_command(), *command[1:]], folder)
        assert done.returncode == 0, f"{shlex.join(command)}\n{done.stderr}"
        if shown.strip():
            same = doctest.OutputChecker().check_output(shown, done.stdout, SAME)
            assert same, (
                f"{shlex.join(command)} printed:\n{done.stdout}\nthe document shows:\n{shown}"
            )


def commands_in(text: str) -> list[tuple[list[str], str]]:
    """Return each command after ``$`` with the output shown below it."""
    parts = re.split(r"^\$ ", text.replace("\\\n", " "), flags=re.M)[1:]
    return [
        (shlex.split(part.splitlines()[0], comments=True), "\n".join(part.splitlines()[1:]) + "\n")
        for part in parts
        if part.strip()
    ]


def _installed_command() -> str:
    found = shutil.which("whyleft", path=sysconfig.get_path("scripts"))
    assert found, "the command `whyleft` is not installed beside this Python"
    return found


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"}, timeout=600, check=False,
    )  # fmt: skip


def test_readme_shows_python_and_the_command() -> None:
    shown = [block for kind in ("python", "console") for block in _blocks(kind)]
    run = [block for block in shown if not block.reason and block.document == "README.md"]

    assert {block.kind for block in run} == {"python", "console"}
    assert any("$ whyleft" in block.text for block in run)


def test_blocks_are_read_with_their_reason() -> None:
    text = "a\n\n<!-- skip: needs Chromium -->\n```console\n$ whyleft x\n```\n\n```python\n1\n```\n"

    blocks = read_blocks("a.md", text)

    assert [(one.kind, one.reason) for one in blocks] == [
        ("console", "needs Chromium"), ("python", None),
    ]  # fmt: skip


def test_commands_are_read_with_what_they_print() -> None:
    text = "$ whyleft check a.csv \\\n    --json   # quick\n{...}\n$ make test\n"

    assert commands_in(text) == [
        (["whyleft", "check", "a.csv", "--json"], "{...}\n"),
        (["make", "test"], "\n"),
    ]
