"""Functions at a wall show in a runnable example what they give."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from house import allowed
from house.reading import Function, Source, package_sources

#: Rooms that are folders: their files are inside the room, their ``__init__`` is the door.
TOP = 2
#: Rooms that one door serves: what passes between them is inside intake.
BEHIND_INTAKE = {f"analysis.{room}" for room in ("files", "cells", "columns", "rows", "doubts")}


def _imported_from(source: Source) -> Iterator[tuple[str, str]]:
    """Module and name of every name that a file takes from the package."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
            yield from ((str(node.module), one.name) for one in node.names)


def _room(module: str) -> str:
    room = ".".join(module.split(".")[:TOP])
    return "analysis.intake" if room in BEHIND_INTAKE else room


def _public_functions() -> Iterator[tuple[str, Source, Function]]:
    """Functions of one-file rooms, and those a folder's door or another room takes out of it."""
    sources = package_sources()
    taken = {
        (module, name)
        for source in sources
        for module, name in _imported_from(source)
        if _room(source.module) != module and _crosses(source, module)
    }
    for source in sources:
        one_file = source.module.count(".") == TOP - 1
        for node in source.tree.body:
            if not isinstance(node, Function) or node.name.startswith("_"):
                continue
            if one_file or (source.module, node.name) in taken:
                yield f"{source.module}:{node.name}", source, node


def _crosses(source: Source, module: str) -> bool:
    """Whether the import passes a door: from another room, or by the room's own ``__init__``."""
    return _room(source.module) != _room(module) or source.path.name == "__init__.py"


def test_public_functions_have_an_example_that_runs() -> None:
    found = [
        f"{source.name}:{node.lineno} {node.name}"
        for name, source, node in _public_functions()
        if ">>>" not in (ast.get_docstring(node) or "") and name not in allowed.NO_EXAMPLE
    ]
    assert not found, (
        "Add an Examples section that a reader can check by hand (or a line with the reason in "
        "tests/house/allowed.py):\n" + "\n".join(found)
    )


def test_examples_stand_under_their_heading() -> None:
    found = [
        f"{source.name}:{node.lineno} {node.name}"
        for _, source, node in _public_functions()
        if ">>>" in (text := ast.get_docstring(node) or "") and "Examples\n----" not in text
    ]
    assert not found, "Put `Examples` and a line of dashes above:\n" + "\n".join(found)


def test_public_functions_are_found_at_all() -> None:
    names = {name for name, _, _ in _public_functions()}

    assert "analysis.statistics.shares:share_with_wilson_interval" in names
    assert not any(name.split(":")[1].startswith("_") for name in names)
