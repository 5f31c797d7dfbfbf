"""The list of exceptions stays honest: each has a reason, and each is still needed."""

from __future__ import annotations

import pytest

from house import allowed
from house.reading import ROOT, all_sources, body_lines, parameters
from house.test_sizes import LONGEST_BODY, LONGEST_FILE, MOST_PARAMETERS


@pytest.mark.parametrize("kind", allowed.ALL)
def test_every_exception_has_a_reason(kind: str) -> None:
    assert all(len(reason.split()) >= 3 for reason in allowed.ALL[kind].values())


@pytest.mark.parametrize("kind", ["CALLS", "NAMES", "LOCAL_PATHS", "LONG_FILES", "LARGE_FILES"])
def test_exceptions_name_files_that_exist(kind: str) -> None:
    gone = [key for key in allowed.ALL[kind] if not (ROOT / key.split(":")[0]).is_file()]
    assert not gone


def test_exceptions_for_size_are_still_needed() -> None:
    functions = {
        f"{source.name}:{name}": function
        for source in all_sources()
        for name, function in source.functions()
    }
    needed = {source.name for source in all_sources() if source.lines > LONGEST_FILE}
    needed |= {key for key, one in functions.items() if body_lines(one) > LONGEST_BODY}
    needed |= {key for key, one in functions.items() if len(parameters(one)) > MOST_PARAMETERS}
    listed = {*allowed.LONG_FILES, *allowed.LONG_FUNCTIONS, *allowed.MANY_PARAMETERS}

    assert sorted(listed - needed) == [], "remove these lines from tests/house/allowed.py"
