"""What the house tests read: sources, functions, notebooks, tracked files, tables in documents."""

from __future__ import annotations

import ast
import functools
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "analysis"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Path from the top of the project, with forward slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        """Dotted name, such as ``analysis.dormancy.thresholds``."""
        parts = self.path.relative_to(ROOT / "src").with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def functions(self) -> Iterator[tuple[str, Function]]:
        """Each function and method with its qualified name."""
        yield from _functions(self.tree, "")


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            name = f"{prefix}{child.name}"
            if isinstance(child, Function):
                yield name, child
            yield from _functions(child, f"{name}.")
        else:
            yield from _functions(child, prefix)


def read_source(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text))


@functools.cache
def package_sources() -> tuple[Source, ...]:
    """Every file of the package."""
    return tuple(read_source(path) for path in sorted(PACKAGE.rglob("*.py")))


@functools.cache
def all_sources() -> tuple[Source, ...]:
    """The package, the tests and run.py."""
    others = [*sorted((ROOT / "tests").rglob("*.py")), ROOT / "run.py"]
    return (*package_sources(), *(read_source(path) for path in others))


def body_lines(function: Function) -> int:
    """Lines of a body, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return 0 if not body else (function.end_lineno or 0) - body[0].lineno + 1


def parameters(function: Function) -> list[str]:
    """Names of the parameters, without self and cls."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    extra = [one for one in (arguments.vararg, arguments.kwarg) if one]
    return [one.arg for one in [*named, *extra] if one.arg not in {"self", "cls"}]


@dataclass(frozen=True)
class Notebook:
    """One notebook with its cells."""

    path: Path
    content: dict[str, Any]

    @property
    def cells(self) -> list[dict[str, Any]]:
        return list(self.content["cells"])

    @property
    def code(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Cell id, source and cell of every code cell."""
        return [
            (cell.get("id", "?"), "".join(cell["source"]), cell)
            for cell in self.cells
            if cell["cell_type"] == "code"
        ]

    def is_parameters(self, cell: dict[str, Any]) -> bool:
        return "parameters" in cell.get("metadata", {}).get("tags", [])


def notebook_paths() -> list[Path]:
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def read_notebook(path: Path) -> Notebook:
    return Notebook(path, json.loads(path.read_text(encoding="utf-8")))


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """Files that git tracks or would track; skips outside a checkout."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    names = [name for name in done.stdout.decode().split("\0") if name]
    return tuple(path for path in (ROOT / name for name in sorted(set(names))) if path.is_file())


def table_words(document: str) -> dict[str, list[str]]:
    """Return, for each heading, the names in back-ticks in the first column of its tables.

    Examples
    --------
    >>> table_words("## orders\\n| word | meaning |\\n|---|---|\\n| `a` | one |\\n| `b` | two |")
    {'orders': ['a', 'b']}
    """
    found: dict[str, list[str]] = {}
    heading = ""
    for line in document.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").strip(" `")
        elif match := re.match(r"\|\s*`([^`]+)`\s*\|", line):
            found.setdefault(heading, []).append(match[1])
    return found
