"""What a report of a large company costs, step by step and as a whole.

The pretend company of so many customers, with so many statements; intake is told apart, because
the bar is for an export that is loaded. Steps run one after the other in one process; the whole
report is that and one process for its notebooks.

    python benchmarks/report.py --customers 100000 --notes 20000
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from measure import run

_AS_OF = "2024-12-31"
_STEPS = (
    "load_exports",
    "find_dormant",
    "read_reasons",
    "find_patterns",
    "find_fixes",
    "find_closure",
    "find_outreach",
    "find_calls",
)


def main() -> None:
    """Make the company once, then time steps and report."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--folder", type=Path, default=Path("benchmarks/made"))
    words.add_argument("--customers", type=int, default=100_000)
    words.add_argument("--notes", type=int, default=20_000)
    told = words.parse_args()
    export = company(told.folder.resolve(), told.customers, told.notes)
    print("| part | CPU s |\n|---|---|")
    for name, seconds in steps(export).items():
        print(f"| `{name}` | {seconds:.1f} |", flush=True)
    out = export.parent / f"{export.name}-report"
    shutil.rmtree(out.parent / ".whyleft", ignore_errors=True)
    command = [sys.executable, "-m", "analysis", "report", str(export), "--as-of", _AS_OF]
    whole = run([*command, "--previous", "none", "--out", str(out)], export.parent)
    print(
        f"| whole report, {whole.peak_mb:,.0f} MB at most, {whole.wall:.0f} s | {whole.cpu:.1f} |"
    )


def company(folder: Path, customers: int, notes: int) -> Path:
    """Return the folder of the export; made when it is not there."""
    export = folder / f"company-{customers}-{notes}"
    if not export.with_suffix(".made").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        made = [sys.executable, "-m", "analysis", "sample", str(export)]
        run([*made, "--customers", str(customers)], folder)
        statements = (export / "reasons.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        (export / "reasons.csv").write_text("".join(statements[: notes + 1]), encoding="utf-8")
        export.with_suffix(".made").touch()
    return export


def steps(export: Path) -> dict[str, float]:
    """Return the CPU seconds of each step on a fresh workspace."""
    from analysis import steps as room

    home = export.parent / f"{export.name}-steps"
    shutil.rmtree(home, ignore_errors=True)
    job = room.open_job([str(export)], as_of=_AS_OF, workspace=str(home))
    found = {}
    for name in _STEPS:
        started = time.process_time()
        getattr(room, name)(job)
        found[name] = time.process_time() - started
    return found


if __name__ == "__main__":
    main()
