"""The commands that ask people: silent customers by lot, and a second coder."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from analysis.cli.numbers import seed_of
from analysis.cli.saying import Answer, say

_SAMPLE = "whyleft codebook sample themes/ --notes notes.csv --size 200 --out sheet.csv"
_AGREE = "whyleft codebook agree sheet.csv --key sheet_key.json --out agreement.csv"


def add_sample(added: Any) -> None:
    """Add ``sample`` to the group of codebook commands."""
    does = _write_sheet.__doc__ or ""
    sample = added.add_parser("sample", help=does, description=does, epilog=f"Example: {_SAMPLE}")
    sample.set_defaults(run=_write_sheet)
    sample.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    sample.add_argument("folder", metavar="DIR", help="what `whyleft reasons` wrote")
    sample.add_argument("--out", required=True, metavar="FILE", help="the sheet, CSV")
    sample.add_argument("--size", type=int, default=200, metavar="N", help="about so many notes")
    sample.add_argument(
        "--seed", type=seed_of, default=0, metavar="S", help="same seed, same notes"
    )
    sample.add_argument("--notes", nargs="+", default=[], metavar="FILE",
                        help="the reasons export, to show whole notes")  # fmt: skip


def add_agree(added: Any) -> None:
    """Add ``agree`` to the group of codebook commands."""
    does = _tell_agreement.__doc__ or ""
    agree = added.add_parser("agree", help=does, description=does, epilog=f"Example: {_AGREE}")
    agree.set_defaults(run=_tell_agreement)
    agree.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    agree.add_argument("sheet", metavar="SHEET", help="filled in by a coder, CSV or XLSX")
    agree.add_argument("second", nargs="?", metavar="SHEET2", help="filled in by another one")
    agree.add_argument("--key", required=True, metavar="FILE", help="the sheet's _key.json")
    agree.add_argument("--out", metavar="FILE", help="agreement by code, CSV")


def _write_sheet(told: argparse.Namespace) -> Answer:
    """Draw a blind sheet for a second coder."""
    from analysis.steps.blindsheet import write_blind_sheet

    made = write_blind_sheet(
        Path(told.folder), Path(told.out), size=told.size, seed=told.seed, notes=told.notes
    )
    parts = "" if made.whole_notes else (
        "\nThe sheet shows only the parts of each note that were coded, which flatters the coding; "
        "--notes FILE shows whole notes."
    )  # fmt: skip
    done = (
        f"Wrote {made.n_notes:,} notes of {made.n_customers:,} customers to {made.sheet}, the "
        f"codes to {made.codes}.\nKeep {made.key} from the coder.{parts}"
        + (f"\n{made.doubt}" if made.doubt else "")
    )
    counts = {"n_notes": made.n_notes, "n_customers": made.n_customers, "n_rare": made.n_rare}
    files = {"sheet": str(made.sheet), "codes": str(made.codes), "key": str(made.key)}
    return {**counts, **files, "done": done}


def _tell_agreement(told: argparse.Namespace) -> Answer:
    """Tell how far two codings of the same notes agree, by code."""
    from analysis.steps.doublecoding import agree_on_sheets

    sheets = [Path(name) for name in (told.sheet, told.second) if name]
    out = Path(told.out) if told.out else None
    found = agree_on_sheets(sheets, Path(told.key), out=out)
    for file, line, reason in found.lines_aside.itertuples(index=False):
        say(f"{file}, line {line}: {reason}")
    wrote = f"\nWrote {told.out}." if told.out else ""
    return {**found.as_dict(), "done": f"{found.in_words()}{wrote}"}


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
