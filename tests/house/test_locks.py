"""Locks are complete, hashed and name no host; every room is in the package."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from house.reading import PACKAGE, ROOT

LOCKS = ("requirements.lock", "requirements-lab.lock", "requirements-spark.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _pins(lock: str) -> dict[str, set[str]]:
    """Versions by package name; several where they depend on the Python version."""
    pins: dict[str, set[str]] = {}
    for match in re.finditer(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", _text(lock), flags=re.M):
        pins.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return pins


def _text(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host(lock: str) -> None:
    found = re.findall(r".*(?:://|--(?:extra-)?index|--find-links|--trusted-host).*", _text(lock))
    assert not found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", _text(lock).strip())
    bare = [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]
    assert not bare, f"without a hash: {bare}"


@pytest.mark.parametrize(
    ("lock", "extras"),
    [(LOCKS[0], ["test"]), (LOCKS[1], ["test", "lab"]), (LOCKS[2], ["test", "spark"])],
    ids=LOCKS,
)
def test_lock_holds_every_dependency_in_range(lock: str, extras: list[str]) -> None:
    project = PROJECT["project"]
    entries = [*project["dependencies"]]
    for extra in extras:
        entries += project["optional-dependencies"][extra]
    pins = _pins(lock)
    found = [
        f"{entry}: locked {sorted(pins.get(canonicalize_name(wanted.name), set()))}"
        for entry in entries
        for wanted in [Requirement(entry)]
        if not pins.get(canonicalize_name(wanted.name))
        or not all(one in wanted.specifier for one in pins[canonicalize_name(wanted.name)])
    ]
    assert not found, "Run `make lock`:\n" + "\n".join(found)


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_locks_agree_with_the_first(lock: str) -> None:
    base, more = _pins(LOCKS[0]), _pins(lock)
    assert {name: more.get(name) for name in base} == base


def test_every_room_is_in_the_package() -> None:
    rooms = {"analysis", "analysis._notebooks"} | {
        f"analysis.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")
    }
    assert sorted(PROJECT["tool"]["setuptools"]["packages"]) == sorted(rooms)


def test_every_file_that_is_not_python_travels_in_the_package() -> None:
    kinds = PROJECT["tool"]["setuptools"]["package-data"]
    found = [
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
        and not any(path.match(kind) for kind in kinds.get(_package_of(path), []))
    ]  # fmt: skip
    assert not found, "Name these in [tool.setuptools.package-data]:\n" + "\n".join(found)


def _package_of(path) -> str:
    return ".".join(("analysis", *path.parent.relative_to(PACKAGE).parts))
