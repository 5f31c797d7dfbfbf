"""Where the notebooks are, and how they are kept in git: executed on the sample, normalised."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from itertools import chain, count
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import analysis
from analysis.errors import AnalysisError, EnvironmentTrouble
from analysis.report.execute import read_notebook, run_notebooks
from analysis.report.parameters import declared_parameters, with_own_parameters

#: Read first, run last: it sums up the others.
SUMMARY = "00_summary"

_KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_CELL_METADATA = {"tags", "jupyter", "collapsed", "scrolled", "editable", "slideshow"}


def find_notebooks() -> list[Path]:
    """Return the notebooks in the order in which they run: by number, the summary last.

    The repository's ``notebooks/`` folder is taken when there is one, else the packaged copy.

    Raises
    ------
    EnvironmentTrouble
        When neither holds a notebook: the installation is broken.

    Examples
    --------
    >>> find_notebooks()[-1].stem
    '00_summary'
    """
    repository = Path(analysis.__file__).parents[2]
    folder = repository / "notebooks"
    if not (repository / "pyproject.toml").is_file() or not folder.is_dir():
        folder = Path(str(files("analysis").joinpath("_notebooks")))
    found = sorted(folder.glob("[0-9]*.ipynb"), key=lambda path: (path.stem == SUMMARY, path.name))
    if found:
        return found
    raise EnvironmentTrouble(
        "The notebooks of whyleft are not installed",
        "a folder of notebooks in the package or beside src/",
        "install whyleft again",
        code="no_notebooks",
    )


def refresh_notebooks(
    folder: Path, *, say: Callable[[str], None] = lambda _line: None
) -> list[Path]:
    """Execute the notebooks of a folder on their own defaults and write them back, normalised.

    Parameters
    ----------
    folder
        The notebooks; each is replaced as a whole, or not at all.
    say
        Takes one line of progress for each.

    Raises
    ------
    NotebookFailed
        When a cell fails; no notebook is replaced then.

    Examples
    --------
    >>> import tempfile
    >>> refresh_notebooks(Path(tempfile.mkdtemp()))
    []
    """
    found = sorted(folder.glob("*.ipynb"), key=lambda path: (path.stem == SUMMARY, path.name))
    ran = run_notebooks(found, parameters={}, say=say) if found else []
    for path, notebook in zip(found, ran, strict=True):
        draft = path.with_suffix(f".{os.getpid()}.new")
        draft.write_text(as_text(normalise(notebook)), encoding="utf-8", newline="\n")
        draft.replace(path)
    return found


def copy_notebooks(
    sources: Sequence[Path], folder: Path, *, parameters: Mapping[str, object]
) -> Path:
    """Write copies that open on one export, for an analyst to explore; return their folder.

    A copy that is there already may have been edited: it stays as it is. Where those that are there
    open on something else, such as the same export before its columns were named, a folder with a
    number behind its name is made beside it.

    Parameters
    ----------
    sources
        The notebooks; their stored outputs are left out, for they are of the pretend company.
    parameters
        Values for the cells tagged ``parameters``.

    Raises
    ------
    EnvironmentTrouble
        When the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> place = Path(tempfile.mkdtemp())
    >>> cell = new_code_cell("as_of = ''", metadata={"tags": ["parameters"]})
    >>> nbformat.write(new_notebook(cells=[cell]), place / "01_x.ipynb")
    >>> made = copy_notebooks([place / "01_x.ipynb"], place / "lab",
    ...                       parameters={"as_of": "2024-12-31"})
    >>> read_notebook(made / "01_x.ipynb").cells[0].source
    "as_of = '2024-12-31'"
    """
    copies = {one.name: with_own_parameters(read_notebook(one), parameters) for one in sources}
    numbered = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
    folder = next(place for place in chain([folder], numbered) if _opens_alike(place, copies))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, told in copies.items():
            target = folder / name
            if target.exists():
                continue
            for cell in told.cells:
                if cell.cell_type == "code":
                    cell.outputs, cell.execution_count = [], None
            target.write_text(as_text(told), encoding="utf-8", newline="\n")
        folder.touch()  # the newest folder is that of the last report
    except OSError as error:
        raise EnvironmentTrouble(
            f"The notebooks cannot be copied to {folder} ({error.strerror})",
            "a folder that may be written",
            "free space there, or delete the folder",
            code="cannot_write",
        ) from None
    return folder


def _opens_alike(folder: Path, copies: Mapping[str, NotebookNode]) -> bool:
    """Whether the copies that are in a folder open on the same export, in the same way."""
    return all(
        _parameters_in(folder / name) == declared_parameters(told)
        for name, told in copies.items() if (folder / name).exists()
    )  # fmt: skip


def _parameters_in(copy: Path) -> Mapping[str, object] | None:
    try:
        return declared_parameters(read_notebook(copy))
    except (AnalysisError, OSError):
        return None


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without anything that differs from run to run.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("1", id="one", execution_count=7, metadata={"execution": {"t": "1"}})
    >>> found = normalise(new_notebook(cells=[cell])).cells[0]
    >>> found.execution_count, dict(found.metadata), found.id
    (1, {}, 'one')
    """
    kept = nbformat.from_dict(
        {
            "cells": [_plain_cell(cell) for cell in notebook.cells],
            "metadata": {"kernelspec": _KERNELSPEC, "language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
    coded = [cell for cell in kept.cells if cell.cell_type == "code"]
    for number, cell in enumerate(coded, start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
    return kept


def _plain_cell(cell: NotebookNode) -> dict[str, object]:
    plain = {key: value for key, value in cell.items() if key != "attachments" or value}
    plain["metadata"] = {k: v for k, v in cell.metadata.items() if k in _CELL_METADATA}
    return plain


def as_text(notebook: NotebookNode) -> str:
    r"""Return the notebook as its file's text: stable key order, one newline at the end.

    Examples
    --------
    >>> from nbformat.v4 import new_notebook
    >>> as_text(new_notebook()).endswith("}\n")
    True
    """
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"
