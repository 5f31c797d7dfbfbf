"""Which tests run when and in which order, and where public data lie.

``browser`` tests skip themselves where no Chromium is found, ``spark`` tests where pyspark or Java
is missing; ``slow`` ones run only when asked for.
"""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

os.environ.setdefault("MPLBACKEND", "Agg")  # no window opens, whatever the machine
# Tests run on all cores side by side: two threads of linear algebra each would wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))  # `import html_checker`, `from house import ...`

PUBLIC_DATA = "WHYLEFT_PUBLIC_DATA"

#: What begins first, the longest ahead: a long file that begins last keeps one core busy alone.
#: Doctests end the run: their files are small, so all cores end together. The summary is the last
#: notebook: it finds what the others found.
LONGEST = (
    "tests/job/test_report.py", "tests/house/test_readme.py", "tests/job", "tests/dormancy",
    "tests/intake/traps", "tests/intake", "tests",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run tests marked slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = str(config.getoption("-m") or "")
    reasons = {}
    if not config.getoption("--slow") and "slow" not in chosen:
        reasons["slow"] = "takes long; run it with --slow or `make slow`"
    if find_spec("pyspark") is None or shutil.which("java") is None:
        reasons["spark"] = "needs pyspark and Java 17: run `make spark`"
    if not os.environ.get(PUBLIC_DATA):
        reasons["public_data"] = f"{PUBLIC_DATA} names no folder with the public data sets"
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
    items.sort(key=_turn)  # a file's tests stay as they are written


def _turn(item: pytest.Item) -> int:
    if item.nodeid.startswith("notebooks/00_"):
        return len(LONGEST) + 1
    begins = (place for place, part in enumerate(LONGEST) if item.nodeid.startswith(part))
    return next(begins, len(LONGEST))


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder with CDNOW and the other public sets; skips where there is none."""
    folder = os.environ.get(PUBLIC_DATA)
    if not folder:
        pytest.skip(f"{PUBLIC_DATA} names no folder with the public data sets")
    return Path(folder)


def pytest_make_parametrize_id(config, val, argname):
    """Name bytes by their parameter: compressed ones differ from worker to worker by the clock."""
    return argname if isinstance(val, bytes) else None
