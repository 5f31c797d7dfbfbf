"""Copies of the notebooks for the analyst: on the export of the report, and never overwritten."""

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from analysis.report import copy_notebooks


def test_an_edited_copy_stays_as_it_is(tmp_path):
    cell = new_code_cell("as_of = ''", id="parameters", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "01_x.ipynb")
    sources, folder = [tmp_path / "01_x.ipynb"], tmp_path / "lab"
    copy_notebooks(sources, folder, parameters={"as_of": "2024-12-31"})
    (folder / "01_x.ipynb").write_text("mine", encoding="utf-8")

    copy_notebooks(sources, folder, parameters={"as_of": "2025-01-31"})

    assert (folder / "01_x.ipynb").read_text(encoding="utf-8") == "mine"


def test_copies_of_another_run_are_not_taken_for_those_of_this_one(tmp_path):
    cell = new_code_cell("as_of = ''\ncolumns = ''", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[cell, new_code_cell("1")]), tmp_path / "01_x.ipynb")
    sources, folder = [tmp_path / "01_x.ipynb"], tmp_path / "lab"

    def copied(columns):
        return copy_notebooks(sources, folder, parameters={"columns": columns})

    assert copied("") == folder
    assert copied("") == folder
    assert copied("mine.toml") == tmp_path / "lab-2"
    assert copied("yours.toml") == tmp_path / "lab-3"
    assert copied("mine.toml") == tmp_path / "lab-2"
    assert "columns = ''" in (folder / "01_x.ipynb").read_text(encoding="utf-8")
    assert "mine.toml" in (tmp_path / "lab-2" / "01_x.ipynb").read_text(encoding="utf-8")


def test_the_cell_that_an_analyst_edits_is_the_only_one_with_parameters(tmp_path):
    cell = new_code_cell("exports = 'sample'\nas_of = ''", metadata={"tags": ["parameters"]})
    nbformat.write(
        new_notebook(cells=[cell, new_code_cell("print(as_of)")]), tmp_path / "01_x.ipynb"
    )

    made = copy_notebooks(
        [tmp_path / "01_x.ipynb"], tmp_path / "lab", parameters={"as_of": "2024-12-31"}
    )

    cells = nbformat.read(made / "01_x.ipynb", as_version=4).cells
    assert [one.source for one in cells] == [
        "exports = 'sample'\nas_of = '2024-12-31'", "print(as_of)",
    ]  # fmt: skip
