"""Notebooks are thin: they narrate results and compute nothing."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path

import nbformat
import pytest

from analysis.report.notebooks import as_text, normalise
from house.reading import Notebook, notebook_paths, read_notebook

MOST_CODE_CELLS = 25
MOST_LINES = 8
DOORS = ("analysis.steps", "analysis.plots")
BANNED_NODES = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor,
    ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.With, ast.Try,
)  # fmt: skip
#: Ids that Jupyter makes up: eight hexadecimal digits, or a whole UUID.
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")
LOCAL_PATH = re.compile(r"(?<![\w.:/])/(?:home|root|tmp|Users|work|var|private)/|[A-Z]:\\+Users")

every_notebook = pytest.mark.parametrize("path", notebook_paths(), ids=lambda path: path.stem)


def _told(found: list[str], advice: str) -> str:
    return f"{advice}:\n" + "\n".join(found)


def test_there_are_notebooks() -> None:
    assert notebook_paths(), "notebooks/ holds no notebook"


@every_notebook
def test_cells_are_few_and_short(path: Path) -> None:
    notebook = read_notebook(path)
    found = [
        f"{name}: {len(source.splitlines())} lines"
        for name, source, _ in notebook.code
        if len(source.splitlines()) > MOST_LINES
    ]

    assert len(notebook.code) <= MOST_CODE_CELLS, f"{len(notebook.code)} code cells"
    assert not found, _told(found, f"At most {MOST_LINES} lines a cell; move code to analysis")


@every_notebook
def test_cells_hold_no_logic(path: Path) -> None:
    found = [
        f"{name}, line {node.lineno}: {type(node).__name__}"
        for name, source, _ in read_notebook(path).code
        for node in ast.walk(_parsed(name, source))
        if isinstance(node, BANNED_NODES)
    ]
    assert not found, _told(found, "Move this to analysis.steps or analysis.plots")


def _parsed(name: str, source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        pytest.fail(f"cell {name} is no plain Python (a magic?): {error.msg}")


@every_notebook
def test_cells_hold_no_magic_and_no_trailing_semicolon(path: Path) -> None:
    found = [
        f"{name}: {line}"
        for name, source, _ in read_notebook(path).code
        for line in source.splitlines()
        if line.lstrip().startswith(("%", "!")) or line.rstrip().endswith((";", "?"))
    ]
    assert not found, _told(found, "Remove magics, shell commands and trailing ';'")


@every_notebook
def test_imports_use_the_two_doors(path: Path) -> None:
    found = [
        f"{name}: {ast.unparse(node)}"
        for name, source, _ in read_notebook(path).code
        for node in ast.walk(_parsed(name, source))
        if isinstance(node, ast.Import | ast.ImportFrom) and not _uses_a_door(node)
    ]
    assert not found, _told(found, "A notebook imports analysis.steps and analysis.plots only")


def _uses_a_door(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.Import):
        return all(one.name in DOORS for one in node.names)
    if node.module == "analysis":
        return all(f"analysis.{one.name}" in DOORS for one in node.names)
    return node.module in DOORS


@every_notebook
def test_one_tagged_cell_holds_plain_parameters(path: Path) -> None:
    notebook = read_notebook(path)
    tagged = [
        (name, source) for name, source, cell in notebook.code if notebook.is_parameters(cell)
    ]

    assert len(tagged) == 1, f"{len(tagged)} cells tagged 'parameters', expected one"
    name, source = tagged[0]
    found = [ast.unparse(node) for node in _parsed(name, source).body if not _is_plain(node)]
    assert not found, _told(found, "Parameters are assignments of plain values")


def _is_plain(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return False
    try:
        ast.literal_eval(node.value)
    except ValueError:
        return False
    return True


@every_notebook
def test_a_text_cell_stands_before_every_code_cell(path: Path) -> None:
    notebook = read_notebook(path)
    cells = notebook.cells
    found = [
        str(cell.get("id"))
        for before, cell in zip([None, *cells], cells, strict=False)
        if cell["cell_type"] == "code"
        and not notebook.is_parameters(cell)
        and (before is None or before["cell_type"] != "markdown")
    ]
    assert not found, _told(found, "Say before these cells what to look for")


@every_notebook
def test_headings_start_with_one_h1_and_skip_no_level(path: Path) -> None:
    levels = [len(mark) for mark in re.findall(r"^(#{1,6}) ", _all_text(path), flags=re.M)]

    assert levels[:1] == [1], "the notebook begins with its one heading of level 1"
    assert levels.count(1) == 1, f"{levels.count(1)} headings of level 1"
    deeper = [b - a for a, b in itertools.pairwise(levels)]
    assert all(step <= 1 for step in deeper), f"a heading level is skipped: {levels}"


def _all_text(path: Path) -> str:
    cells = read_notebook(path).cells
    return "\n".join("".join(one["source"]) for one in cells if one["cell_type"] == "markdown")


@every_notebook
def test_cell_ids_are_fixed_and_human(path: Path) -> None:
    ids = [str(cell.get("id", "")) for cell in read_notebook(path).cells]
    found = [name or "(none)" for name in ids if not name or RANDOM_ID.fullmatch(name)]

    assert not found, _told(found, "Give these cells an id that says what they hold")
    assert len(set(ids)) == len(ids), "two cells share an id"


@every_notebook
def test_stored_outputs_are_one_clean_run(path: Path) -> None:
    notebook = read_notebook(path)
    counts = [cell.get("execution_count") for _, _, cell in notebook.code]
    found = [
        f"{name}: {output.get('name', output['output_type'])}"
        for name, _, cell in notebook.code
        for output in cell["outputs"]
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]

    assert counts == list(range(1, len(counts) + 1)), f"run `make refresh`; counts: {counts}"
    assert any(cell["outputs"] for _, _, cell in notebook.code), "no output is stored"
    assert not found, _told(found, "Errors or warnings are stored")


@every_notebook
def test_outputs_name_no_place_of_a_machine(path: Path) -> None:
    found = [
        f"{name}: {match[0]}"
        for name, _, cell in read_notebook(path).code
        if (match := LOCAL_PATH.search(str(cell["outputs"]) + "".join(cell["source"])))
    ]
    assert not found, _told(found, "These outputs hold a path of one machine")


@every_notebook
def test_nothing_is_kept_that_differs_from_run_to_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text == as_text(normalise(nbformat.reads(text, 4))), "run `make refresh`"


@pytest.mark.parametrize(
    ("source", "test"),
    [
        ("x = [a for a in b]", test_cells_hold_no_logic),
        ("%matplotlib inline", test_cells_hold_no_magic_and_no_trailing_semicolon),
        ("figure;", test_cells_hold_no_magic_and_no_trailing_semicolon),
        ("import pandas as pd", test_imports_use_the_two_doors),
        ("from analysis.engine import Engine", test_imports_use_the_two_doors),
        ("a = 1\n" * 9, test_cells_are_few_and_short),
    ],
)
def test_a_planted_offence_is_found(source: str, test, tmp_path: Path, monkeypatch) -> None:
    planted = Notebook(tmp_path, {"cells": [_code_cell(source)], "metadata": {}})
    monkeypatch.setitem(test.__globals__, "read_notebook", lambda _: planted)

    with pytest.raises((AssertionError, pytest.fail.Exception)):
        test(tmp_path)


def _code_cell(source: str) -> dict[str, object]:
    return {
        "cell_type": "code", "id": "planted", "source": [source], "outputs": [],
        "execution_count": 1, "metadata": {},
    }  # fmt: skip
