"""Words that say nothing are not used as names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from house import allowed
from house.reading import PACKAGE, Source, package_sources, parameters

BANNED = {"df", "data", "tmp", "process", "handle", "utils", "helper", "manager"}
#: What no file or folder is called either.
BANNED_FILES = BANNED | {"util", "helpers", "common", "misc", "shared", "base", "core"}


def _bound_names(source: Source) -> Iterator[tuple[int, str]]:
    """Every name that a file gives to something, with its line."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
            yield from ((node.lineno, name) for name in parameters(node))
        elif isinstance(node, ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.alias) and node.asname:
            yield node.lineno, node.asname
        elif isinstance(node, ast.Lambda):
            yield from ((node.lineno, one.arg) for one in node.args.args)


def _is_banned(name: str) -> bool:
    """The word alone, or as the noun a class or function name ends in."""
    plain = name.strip("_").lower()
    last = plain.rsplit("_", 1)[-1]
    ends = {"utils", "helper", "helpers", "manager", "handler", "df"}
    return plain in BANNED or last in ends or plain.endswith(("manager", "helper", "handler"))


def _is_banned_file(name: str) -> bool:
    return _is_banned(name) or name.strip("_").lower() in BANNED_FILES


def test_names_say_what_they_hold() -> None:
    found = sorted(
        f"{source.name}:{line} {name}"
        for source in package_sources()
        for line, name in _bound_names(source)
        if _is_banned(name) and f"{source.name}:{name}" not in allowed.NAMES
    )
    assert not found, "Give these the glossary's words:\n" + "\n".join(found)


def test_files_and_folders_say_what_they_hold() -> None:
    paths = [*PACKAGE.rglob("*.py"), *(one for one in PACKAGE.rglob("*") if one.is_dir())]
    found = sorted(str(path.relative_to(PACKAGE)) for path in paths if _is_banned_file(path.stem))
    assert not found, "Rename these:\n" + "\n".join(found)


def test_recency_is_never_a_name() -> None:
    found = sorted(
        f"{source.name}:{line} {name}"
        for source in package_sources()
        for line, name in _bound_names(source)
        if "recency" in name.lower()
    )
    advice = "The word has two meanings: days_since_last_order or days_first_to_last_order:\n"
    assert not found, advice + "\n".join(found)


@pytest.mark.parametrize("name", ["df", "_tmp", "QueryManager", "string_utils", "orders_df"])
def test_empty_words_are_recognised(name: str) -> None:
    assert _is_banned(name)


@pytest.mark.parametrize("name", ["orders", "temperature", "database", "process_time", "_dates"])
def test_honest_words_pass(name: str) -> None:
    assert not _is_banned(name)
