from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from synthetic_report import write_notebook

import analysis
from analysis.errors import EnvironmentTrouble, NotebookFailed
from analysis.report import find_notebooks, refresh_notebooks


def test_a_refreshed_notebook_is_normalised_and_refreshing_again_changes_nothing(
    tmp_path: Path,
) -> None:
    path = write_notebook(tmp_path, "01_x", ["# Q", ("load", "import shows"), ("two", "1 + 1")])
    assert refresh_notebooks(tmp_path) == [path]
    once = path.read_bytes()
    assert once.endswith(b"}\n")
    refresh_notebooks(tmp_path)
    assert path.read_bytes() == once
    cells = nbformat.read(path, 4).cells
    assert [cell.id for cell in cells] == ["text-0", "parameters", "load", "two"]
    assert [cell.execution_count for cell in cells[1:]] == [1, 2, 3]
    assert {"01_x.ipynb", "shows.py"} >= {p.name for p in tmp_path.iterdir()} - {"__pycache__"}


def test_a_notebook_that_fails_is_left_as_it_is(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "01_x", ["# Q", ("bad", "1 / 0")])
    before = path.read_bytes()
    with pytest.raises(NotebookFailed):
        refresh_notebooks(tmp_path)
    assert path.read_bytes() == before


def test_notebooks_come_from_the_repository_or_else_from_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "analysis"
    monkeypatch.setattr(analysis, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr(analysis, "__path__", [str(package)])
    monkeypatch.setattr("analysis.report.notebooks.files", lambda _name: package)
    with pytest.raises(EnvironmentTrouble, match="not installed"):
        find_notebooks()
    for folder in (tmp_path / "notebooks", package / "_notebooks"):
        folder.mkdir(parents=True)
        for name in ("00_summary", "02_b", "01_a"):
            (folder / f"{name}.ipynb").touch()
    assert [path.parent.name for path in find_notebooks()] == ["_notebooks"] * 3
    (tmp_path / "pyproject.toml").touch()
    assert [path.parent.name for path in find_notebooks()] == ["notebooks"] * 3
    assert [path.stem for path in find_notebooks()] == ["01_a", "02_b", "00_summary"]
    shutil.rmtree(tmp_path / "notebooks")
    assert len(find_notebooks()) == 3
