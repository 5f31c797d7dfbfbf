"""The commands that ask people: silent customers by lot, and a second coder."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from analysis.cli.saying import Answer, say


def draw_probe(told: argparse.Namespace) -> Answer:
    """Draw by lot whom to ask of the silent customers."""
    from analysis import steps

    say("Reading who is dormant and who has told ...")
    # Only the list is left behind, no copy of the exports.
    with tempfile.TemporaryDirectory(prefix="whyleft-") as folder:
        job = steps.open_job(
            told.exports,
            as_of=told.as_of,
            settings=told.settings,
            columns=told.columns,
            workspace=folder,
        )
        found = steps.draw_call_list(
            job, Path(told.out), size=told.size, seed=told.seed, batch=told.batch, by=told.by
        )
    done = (
        f"{found.in_words()}\nWrote {told.out}. Fill in a note for every row, 'not reached' too, "
        "and add the file to the reasons."
    )
    return {**found.as_dict(), "done": done}
