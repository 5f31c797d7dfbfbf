"""How a case of the trap corpus is written, and long columns of clean rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

Files = Mapping[str, str | bytes]


def case(name: str, files: Files | str, **want: Any) -> Any:
    """Return one case: its number and story, its files, and what intake must answer.

    Without ``refused``, ``codes`` and ``warned`` nothing may be refused, set aside or warned of.
    """
    given = {"orders.csv": files} if isinstance(files, str) else files
    return pytest.param(given, want, id=name)


def table(head: str, *rows: str, end: str = "\n") -> str:
    """Return the text of a file from its header and rows."""
    return end.join([head, *rows]) + end


def days_from(first: str, n: int, step: int = 1) -> list[date]:
    """Return ``n`` days, ``step`` apart."""
    return [date.fromisoformat(first) + timedelta(days=at * step) for at in range(n)]


def made(n: int, line: Callable[[int], str]) -> list[str]:
    """Return ``n`` rows."""
    return [line(at) for at in range(n)]
