"""The command that writes this week's calls."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from analysis.cli.numbers import seed_of
from analysis.cli.saying import Answer, say

EXAMPLE = "whyleft calls exports/ --as-of 2024-12-31 --out calls/ --per-rep 10"


def add_calls(calls: argparse.ArgumentParser) -> None:
    """Add the flags of ``calls`` that no other command has."""
    calls.add_argument("--out", required=True, metavar="DIR", help="folder for the lists")
    calls.add_argument(
        "--per-rep", type=int, metavar="N",
        help="at most so many calls a rep; the capacity in reps counts where it is smaller "
        "(default: that capacity, or 10)",
    )  # fmt: skip
    calls.add_argument("--seed", type=seed_of, metavar="S",
                       help="same seed, same lots and arms, month after month")  # fmt: skip
    calls.add_argument(
        "--hold-out", type=float, metavar="SHARE",
        help="share held back by lot to measure what calls do, 0 to 0.5 (default: 0.2)",
    )  # fmt: skip
    calls.add_argument("--settings", metavar="FILE", help="whyleft.toml")


def write_calls(told: argparse.Namespace) -> Answer:
    """Write whom to call this week, one list a rep, and why the others are not called."""
    from analysis import steps
    from analysis.report import replace_folder

    out = Path(told.out)
    # Only the lists are left behind, no copy of the exports; refused places are refused first.
    with replace_folder(out) as write, tempfile.TemporaryDirectory(prefix="whyleft-") as folder:
        job = steps.open_job(
            told.exports,
            as_of=told.as_of,
            settings=told.settings,
            columns=told.columns,
            workspace=folder,
        )
        terms = steps.terms_of(job, seed=told.seed, hold_share=told.hold_out, most=told.per_rep)
        say("Reading who is dormant, and why ...")
        made = steps.write_calls(job, terms)
        for name, content in made.files.items():
            write(name, content)
    n_lists = len(made.receipt["lists"])
    done = (
        f"{made.in_words()}\nWrote {n_lists:,} lists, not_called.csv, "
        f"assignments.csv and summary.json into {out}.\nLay the filled lists and "
        "assignments.csv beside next month's exports: then the calls can be measured."
    )
    return {**made.receipt, "done": done}
