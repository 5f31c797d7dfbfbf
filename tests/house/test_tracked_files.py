"""Nothing that git keeps names one machine, one person's folder or a package server."""

from __future__ import annotations

import re

import pytest

from house import allowed
from house.reading import ROOT, tracked_files

# Written in pieces, so that this file does not find itself.
PLACES = "|".join(("work", "root", r"home/[\w-]+", r"Users/[\w-]+", "mnt", "opt"))
LOCAL_PATH = re.compile(rf"(?<![\w.:/*~<>=)\]}}])/(?:{PLACES})/[\w.-]+|[A-Z]:\\+Users\\+\w+")
SERVERS = (
    "pypi" + r"\.org",
    "pythonhosted" + r"\.org",
    "registry" + r"\.npmjs",
    "arti" + "factory",
)
SERVER = re.compile("|".join(SERVERS), flags=re.IGNORECASE)
BINARY = {".png", ".parquet", ".npz", ".npy", ".xlsx", ".gz", ".zst", ".zip"}
LARGEST_BYTES = 5_000_000


def _offences(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in BINARY or name in allowed.LOCAL_PATHS:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        lines = enumerate(text.splitlines(), start=1)
        found += [f"{name}:{n} {match[0]}" for n, line in lines if (match := pattern.search(line))]
    return found


def test_no_file_names_a_place_of_one_machine() -> None:
    found = _offences(LOCAL_PATH)
    assert not found, "Use a path relative to the project:\n" + "\n".join(found)


def test_no_file_names_a_package_server() -> None:
    found = _offences(SERVER)
    assert not found, "Remove the server's name:\n" + "\n".join(found)


def test_no_file_is_large() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes"
        for path in tracked_files()
        if path.stat().st_size > LARGEST_BYTES
        and path.relative_to(ROOT).as_posix() not in allowed.LARGE_FILES
    ]
    assert not found, "Too large to keep in git:\n" + "\n".join(found)


def test_reports_hold_nothing_but_their_readme() -> None:
    kept = [path for path in tracked_files() if path.is_relative_to(ROOT / "reports")]
    assert [path.name for path in kept] == ["README.md"]


@pytest.mark.parametrize("text", ["#work#main#x", "see '#home#anna#a.csv'", "(#root#a)"])
def test_a_planted_path_is_found(text: str) -> None:
    assert LOCAL_PATH.search(text.replace("#", "/"))


@pytest.mark.parametrize("text", ["reports/sample", "https://a.example/home/x", "and/or", "/"])
def test_an_honest_path_passes(text: str) -> None:
    assert not LOCAL_PATH.search(text)
