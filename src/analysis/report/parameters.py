"""What a run may tell a notebook: one typed cell, read and injected without running anything."""

from __future__ import annotations

import ast
import copy
import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from analysis.errors import InputRefused

TAG = "parameters"
INJECTED_TAG = "injected-parameters"

#: What a parameter may be: its ``repr`` is a literal that means the same in every kernel.
Plain = str | int | float | bool | list[str] | None


@dataclass(frozen=True)
class Parameters:
    """The parameters that every notebook of whyleft understands.

    Parameters
    ----------
    exports
        Paths of exports, or ``sample`` for the pretend company.
    as_of
        Snapshot date as ``YYYY-MM-DD``, or None for the last plausible date in the exports.
    settings, columns
        Paths of ``whyleft.toml`` and ``columns.toml``, or None.
    workspace
        Folder of checked tables, or None for the usual place.
    previous
        Folder of an earlier report to compare with, or None; only notebooks that declare it are
        told.
    """

    exports: str | list[str] = "sample"
    as_of: str | None = None
    settings: str | None = None
    columns: str | None = None
    workspace: str | None = None
    previous: str | None = None


#: Names that concern single notebooks: one that does not declare them is not told.
OPTIONAL = frozenset({"previous"})


def check_parameters(given: Mapping[str, object]) -> dict[str, Plain]:
    """Return the parameters when each name is known and each value is of its kind.

    Raises
    ------
    InputRefused
        For an unknown name (the nearest known one is named) or a value of the wrong kind.

    Examples
    --------
    >>> check_parameters({"exports": ["orders.csv"], "as_of": "2024-12-31"})
    {'exports': ['orders.csv'], 'as_of': '2024-12-31'}
    >>> check_parameters({"as_off": "2024-12-31"})
    Traceback (most recent call last):
    analysis.errors.InputRefused: There is no parameter 'as_off'.
    Expected: the nearest known one is 'as_of'.
    What to do: correct the name.
    """
    known = [field.name for field in fields(Parameters)]
    checked: dict[str, Plain] = {}
    for name, value in given.items():
        if name not in known:
            raise _unknown(name, known)
        if name == "exports":
            right = value == "sample" or _is_list_of_text(value)
        else:
            right = value is None or isinstance(value, str)
        if not right:
            raise _wrong_kind(name)
        checked[name] = value  # type: ignore[assignment]  # narrowed by the lines above
    return checked


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _unknown(name: str, known: Sequence[str]) -> InputRefused:
    near = difflib.get_close_matches(name, known, n=1)
    closest = f"the nearest known one is '{near[0]}'" if near else f"one of {', '.join(known)}"
    return InputRefused(
        f"There is no parameter '{name}'", closest, "correct the name", code="unknown_parameter"
    )


def _wrong_kind(name: str) -> InputRefused:
    expected = "a list of paths, or 'sample'" if name == "exports" else "text, or None"
    return InputRefused(
        f"The parameter '{name}' has a value of the wrong kind",
        expected,
        "correct the value",
        code="bad_parameter",
    )


def declared_parameters(notebook: NotebookNode) -> dict[str, Plain]:
    r"""Return the names and defaults in the notebook's cell tagged ``parameters``.

    The cell is read, not run: only plain assignments of literals are taken.

    Raises
    ------
    InputRefused
        When the cell holds anything else.

    Examples
    --------
    >>> from nbformat.v4 import new_notebook
    >>> cell = new_code_cell("exports = 'sample'\nas_of = None", metadata={"tags": ["parameters"]})
    >>> declared_parameters(new_notebook(cells=[cell]))
    {'exports': 'sample', 'as_of': None}
    """
    position = _position(notebook, TAG)
    if position is None:
        return {}
    try:
        statements = ast.parse(notebook.cells[position].source).body
        return dict(_assigned(statement) for statement in statements)
    except (SyntaxError, ValueError):
        raise InputRefused(
            f"The cell tagged '{TAG}' holds more than plain assignments",
            "lines such as as_of = None",
            "move everything else to the next cell",
            code="bad_parameters_cell",
        ) from None


def _assigned(statement: ast.stmt) -> tuple[str, Plain]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            pass
        case _:
            raise ValueError(ast.dump(statement))
    default: Plain = ast.literal_eval(value)
    return name, default


def inject_parameters(notebook: NotebookNode, given: Mapping[str, object]) -> NotebookNode:
    """Return a copy of the notebook with one cell of assignments after the tagged one.

    Raises
    ------
    InputRefused
        When a name is not known, or the notebook's own cell does not declare it.

    Examples
    --------
    >>> from nbformat.v4 import new_notebook
    >>> cell = new_code_cell("as_of = None", metadata={"tags": ["parameters"]})
    >>> told = inject_parameters(new_notebook(cells=[cell]), {"as_of": "2024-12-31"})
    >>> told.cells[1].source
    "as_of = '2024-12-31'"
    """
    checked = check_parameters(given)
    told = copy.deepcopy(notebook)
    told.cells = [cell for cell in told.cells if INJECTED_TAG not in tags_of(cell)]
    if not checked:
        return told
    declared = list(declared_parameters(told))
    for name in OPTIONAL - {*declared}:
        checked.pop(name, None)
    for name in checked:
        if name not in declared:
            raise _not_declared(name, declared)
    source = "\n".join(f"{name} = {_literal(value)}" for name, value in checked.items())
    cell = new_code_cell(source, id=INJECTED_TAG, metadata={"tags": [INJECTED_TAG]})
    told.cells.insert((_position(told, TAG) or 0) + 1, cell)
    return told


def with_own_parameters(notebook: NotebookNode, given: Mapping[str, object]) -> NotebookNode:
    r"""Return a copy whose own tagged cell holds the values: whoever edits that cell is obeyed.

    Raises
    ------
    InputRefused
        As ``inject_parameters`` does.

    Examples
    --------
    >>> from nbformat.v4 import new_notebook
    >>> cell = new_code_cell("exports = 'sample'\nas_of = ''", metadata={"tags": ["parameters"]})
    >>> told = with_own_parameters(new_notebook(cells=[cell]), {"as_of": "2024-12-31"})
    >>> [cell.source for cell in told.cells]
    ["exports = 'sample'\nas_of = '2024-12-31'"]
    """
    told = inject_parameters(notebook, given)
    place = _position(told, INJECTED_TAG)
    if place is None:
        return told
    injected = declared_parameters(new_notebook(cells=[_own(told.cells.pop(place).source)]))
    values = declared_parameters(told) | injected
    own = told.cells[_position(told, TAG) or 0]
    own.source = "\n".join(f"{name} = {_literal(value)}" for name, value in values.items())
    return told


def _own(source: str) -> NotebookNode:
    return new_code_cell(source, metadata={"tags": [TAG]})


def _not_declared(name: str, declared: Sequence[str]) -> InputRefused:
    return InputRefused(
        f"The notebook does not take the parameter '{name}'",
        f"a default for it in the cell tagged '{TAG}' (there: {', '.join(declared) or 'none'})",
        f"add a line '{name} = None' to that cell",
        code="undeclared_parameter",
    )


def _literal(value: Plain) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a parameter must be finite")
    return repr(value)


def tags_of(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell.

    Examples
    --------
    >>> tags_of(new_code_cell("", metadata={"tags": ["analyst"]}))
    ['analyst']
    """
    return list(cell.metadata.get("tags", []))


def _position(notebook: NotebookNode, tag: str) -> int | None:
    return next((n for n, cell in enumerate(notebook.cells) if tag in tags_of(cell)), None)
