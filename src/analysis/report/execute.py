"""Runs a notebook from top to bottom and says plainly where it stopped."""

from __future__ import annotations

import ast
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode

from analysis.errors import AnalysisError, EnvironmentTrouble, InputRefused, NotebookFailed
from analysis.report.kernel import kernel_environment, new_client
from analysis.report.parameters import inject_parameters

#: A cell of a report on the largest export takes minutes; an hour means that it hangs.
CELL_TIMEOUT_SECONDS = 3600

#: Asks the kernel for the parts of the error it has just shown.
_PARTS = "[type(e).__name__, vars(e)] if (e := __import__('sys').last_value) else []"

_REFUSALS = {"InputRefused": InputRefused, "EnvironmentTrouble": EnvironmentTrouble}


def run_notebooks(
    sources: Sequence[Path],
    *,
    parameters: Mapping[str, object],
    timeout: int | None = CELL_TIMEOUT_SECONDS,
    keep_failed: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> list[NotebookNode]:
    """Return the executed notebooks, one after the other; the files are not touched.

    They share a process, which imports the libraries once, and no variable: each begins with an
    empty namespace.

    Parameters
    ----------
    sources
        One or more notebooks of one folder, in which they run, as in JupyterLab.
    parameters
        Values for the cells tagged ``parameters``; see ``Parameters``.
    timeout
        Seconds a cell may take, or None.
    keep_failed
        Folder that receives a notebook that stopped, for the analyst. It may hold personal data.
    say
        Takes one line of progress for each.

    Raises
    ------
    NotebookFailed
        When a cell fails; the message names notebook, cell and kind of error, never its text.
    InputRefused, EnvironmentTrouble
        When a cell raises one of these; their text and exit code come through.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name, code in (("01_set.ipynb", "x = 1; x"), ("02_ask.ipynb", "'x' in vars()")):
    ...     nbformat.write(new_notebook(cells=[new_code_cell(code)]), folder / name)
    >>> found = run_notebooks(sorted(folder.iterdir()), parameters={})
    >>> [one.cells[0].outputs[0].data["text/plain"] for one in found]
    ['1', 'False']
    """
    notebooks = [inject_parameters(read_notebook(source), parameters) for source in sources]
    with _scratch_folder() as private:
        client = new_client(notebooks[0], scratch=private, timeout=timeout)
        environment = kernel_environment(private, inherited=os.environ)
        log = private / "kernel.log"
        with _kernel_of(client, log, cwd=str(sources[0].parent), env=environment):
            for number, (source, notebook) in enumerate(zip(sources, notebooks, strict=True), 1):
                say(f"Notebook {number} of {len(sources)}: {source.stem}")
                if number > 1:
                    _forget_variables(client)
                client.nb = notebook
                try:
                    _run_cells(client, source)
                except AnalysisError as failure:
                    raise _kept(failure, notebook, source, keep_failed) from None
    return notebooks


def read_notebook(source: Path) -> NotebookNode:
    """Return the notebook in format 4.5.

    Raises
    ------
    InputRefused
        When the file is missing or not a notebook.
    """
    try:
        found = nbformat.read(source, as_version=4)
        nbformat.validate(found)
    except FileNotFoundError:
        happened = f"There is no notebook {source.name}"
    except (nbformat.ValidationError, nbformat.reader.NotJSONError, ValueError, AttributeError):
        happened = f"{source.name} is not a Jupyter notebook of format 4"
    else:
        return found
    raise InputRefused(
        happened, "a file that JupyterLab opens", "take it from the repository again",
        code="bad_notebook", file=source.name,
    )  # fmt: skip


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    """Yield a private folder for kernels, which is deleted afterwards.

    Raises
    ------
    EnvironmentTrouble
        When the system's temporary folder cannot be written.
    """
    try:
        own = tempfile.TemporaryDirectory(prefix="whyleft-", ignore_cleanup_errors=True)
    except OSError as error:
        raise EnvironmentTrouble(
            f"No temporary folder can be made ({error.strerror})",
            "a temporary folder with free space",
            "free space there, or name another one in the variable TMPDIR",
            code="no_scratch",
        ) from None
    with own as folder:
        yield Path(folder)


@contextmanager
def _kernel_of(client: NotebookClient, log: Path, **start: Any) -> Iterator[None]:
    """Hold a kernel; it is gone afterwards, whatever happens, an interrupt included.

    nbclient's ``execute`` would take over the signals and turn Ctrl-C into a dead kernel. What the
    process writes to its terminal is shown where the run fails: one that is stopped by Ctrl-C
    complains of its closed sockets.
    """
    try:
        with log.open("wb") as said, client.setup_kernel(cleanup_kc=True, stderr=said, **start):
            yield
    except RuntimeError as error:
        _show(log)
        raise _no_kernel() from error
    except AnalysisError:
        _show(log)
        raise


def _show(log: Path) -> None:
    """Show the end of what a process wrote to its terminal."""
    with suppress(OSError):
        sys.stderr.write(log.read_text(encoding="utf-8", errors="replace")[-10_000:])


def _run_cells(client: NotebookClient, source: Path) -> None:
    number = 0
    for index, cell in enumerate(client.nb.cells):
        if cell.cell_type != "code":
            continue
        number += 1
        place = f"{source.name} stopped in code cell {number} ({cell.id})"
        try:
            client.execute_cell(cell, index)
        except CellTimeoutError:
            raise _failed(f"{place}: it took longer than {client.timeout} seconds") from None
        except DeadKernelError:
            raise _no_kernel(place) from None
        except CellExecutionError as error:
            raise _refusal_in(client) or _failed(f"{place} with {error.ename}") from None
        if any(output.output_type == "error" for output in cell.outputs):
            raise _failed(f"{place}: it shows an error")


def _forget_variables(client: NotebookClient) -> None:
    async def ask() -> Any:
        code = "get_ipython().reset(new_session=True)"
        return await client.kc.execute(code, silent=True, reply=True, timeout=60)

    try:
        run_sync(ask)()
    except (DeadKernelError, TimeoutError, RuntimeError):
        raise _no_kernel() from None
    client.reset_execution_trackers()


def _failed(happened: str) -> NotebookFailed:
    return NotebookFailed(
        happened,
        "a notebook whose cells all run",
        "open the notebook in JupyterLab, run it, and look at that cell",
        code="notebook_failed",
    )


def _no_kernel(place: str = "") -> EnvironmentTrouble:
    return EnvironmentTrouble(
        f"{place}: the notebook's process ended" if place else "No notebook process could start",
        "a Python process that stays alive; too little memory is the usual cause",
        "close other programs and try again, or give fewer rows",
        code="kernel_died",
    )


def _refusal_in(client: NotebookClient) -> AnalysisError | None:
    """Return the refusal that the cell raised, rebuilt from its parts, if it raised one."""
    kind, parts = _last_error(client)
    if kind not in _REFUSALS or not {"happened", "expected", "to_do"} <= parts.keys():
        return None
    names = ("happened", "expected", "to_do", "code", "file", "line", "column")
    known: dict[str, Any] = {name: parts[name] for name in names if name in parts}
    return _REFUSALS[kind](**known)


def _last_error(client: NotebookClient) -> tuple[str, dict[str, Any]]:
    async def ask() -> Any:
        asked = {"silent": True, "user_expressions": {"e": _PARTS}, "reply": True, "timeout": 30}
        return await client.kc.execute("", **asked)

    try:
        reply = run_sync(ask)()
        shown = reply["content"]["user_expressions"]["e"]["data"]["text/plain"]
        kind, parts = ast.literal_eval(shown)
    except (KeyError, ValueError, SyntaxError, TimeoutError, RuntimeError):
        return "", {}  # not an error of ours: its parts are no literals
    return kind, parts


def _kept(
    failure: AnalysisError, notebook: NotebookNode, source: Path, folder: Path | None
) -> AnalysisError:
    """Keep the stopped notebook for the analyst; say where, unless the input is to blame."""
    if folder is None:
        return failure
    kept = folder / source.name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept.touch(mode=0o600)
        nbformat.write(notebook, kept)
    except OSError:
        return failure  # what went wrong first is what must be said
    if not isinstance(failure, NotebookFailed):
        return failure
    to_do = f"open {kept} in JupyterLab and look at that cell"
    return NotebookFailed(failure.happened, failure.expected, to_do, code=failure.code)
