"""The words of ``whyleft codebook edit`` and ``diff``, and what they do."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.cli.saying import Answer
from analysis.errors import InputRefused

if TYPE_CHECKING:
    from analysis.steps.books import WantedEdit

EDIT_EXAMPLE = 'whyleft codebook edit themes/ --merge t03 t07 --by anna --why "the same thing"'

_DIFF = "whyleft codebook diff themes-march/ themes-april/ --out drift/"


def add_edit(added: Any) -> None:
    """Add ``edit`` to the group of codebook commands."""
    does = _run_edit.__doc__ or ""
    edit = added.add_parser("edit", help=does, description=does, epilog=f"Example: {EDIT_EXAMPLE}")
    edit.set_defaults(run=_run_edit)
    edit.add_argument("book", metavar="BOOK", help="codebook.toml, or the folder it lies in")
    edit.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    one = edit.add_mutually_exclusive_group(required=True)
    one.add_argument("--rename", nargs=2, metavar=("ID", "NAME"), help="call a theme otherwise")
    one.add_argument("--merge", nargs="+", metavar="ID", help="make one theme; the first id stays")
    one.add_argument("--split", metavar="ID", help="tell a theme apart; see --part and --parts")
    one.add_argument("--retire", metavar="ID", help="count what it caught as other")
    one.add_argument(
        "--adopt", nargs=2, metavar=("ID", "CODE"),
        help="take name, definition and attributes from the starter book (proposals.csv)",
    )  # fmt: skip
    one.add_argument("--accept", metavar="ID", help="add a proposed new theme; see --from")
    edit.add_argument(
        "--part", action="append", default=[], metavar='"NAME: PHRASE; PHRASE"',
        help="with --split: a part and how people put it; once for each part",
    )  # fmt: skip
    edit.add_argument("--parts", type=int, default=0, metavar="N", help="with --split and --notes")
    edit.add_argument("--notes", metavar="DIR", help="where `whyleft reasons` wrote mentions.csv")
    edit.add_argument(
        "--from", dest="proposals", metavar="DIR",
        help="with --accept: where `whyleft reasons` wrote new_themes.csv",
    )  # fmt: skip
    edit.add_argument("--name", default="", metavar="NAME", help="with --accept, --merge: its name")
    edit.add_argument("--on", metavar="DATE", help="day of the edit (default: today)")
    edit.add_argument("--by", default="", metavar="NAME", help="who edits")
    edit.add_argument("--why", default="", metavar="TEXT", help="the reason, for the log")
    edit.add_argument("--out", metavar="DIR", help="write the edited book there, keep the old one")


def add_diff(added: Any) -> None:
    """Add ``diff`` to the group of codebook commands."""
    does = _run_diff.__doc__ or ""
    diff = added.add_parser("diff", help=does, description=does, epilog=f"Example: {_DIFF}")
    diff.set_defaults(run=_run_diff)
    diff.add_argument("before", metavar="A", help="folder of `whyleft reasons`, or codebook.toml")
    diff.add_argument("after", metavar="B", help="the later one; it tells which themes count")
    diff.add_argument("--out", metavar="DIR", help="write changes.csv, drift.csv and diff.json")
    diff.add_argument("--json", action="store_true", help="print one JSON object on stdout")


def _run_diff(told: argparse.Namespace) -> Answer:
    """Say what changed between two codebooks and how the mix of reasons moved."""
    from analysis import steps

    out = Path(told.out) if told.out else None
    found = steps.diff_codebooks(Path(told.before), Path(told.after), out=out)
    done = found.in_words() + (f"\nWrote {told.out}." if told.out else "")
    return {"done": done, **found.as_dict()}


def _run_edit(told: argparse.Namespace) -> Answer:
    """Rename, merge, split, retire or accept themes of a codebook, with a line in its log."""
    from analysis import steps
    from analysis.reasons.edits import Signature
    from analysis.steps.job import read_date

    on = read_date(told.on, "--on") or datetime.now(UTC).date()
    edited = steps.edit_codebook(
        Path(told.book),
        _wanted(told),
        signed=Signature(on, told.by, told.why),
        out=Path(told.out) if told.out else None,
    )
    themes = [{"theme_id": one.theme_id, "theme": one.name} for one in edited.book.themes]
    done = f"{edited.sentence}\nWrote {edited.path} and its .npz."
    return {"done": done, "edit": edited.sentence, "codebook": str(edited.path), "themes": themes}


def _wanted(told: argparse.Namespace) -> WantedEdit:
    from analysis.steps.books import WantedEdit

    _refuse_idle(told)
    if told.rename:
        return WantedEdit("rename", (told.rename[0],), name=told.rename[1])
    if told.adopt:
        return WantedEdit("adopt", (told.adopt[0],), name=told.adopt[1])
    if told.merge:
        return WantedEdit("merge", tuple(told.merge), told.name)
    if told.retire:
        return WantedEdit("retire", (told.retire,))
    if told.accept:
        if not told.proposals:
            raise InputRefused(
                "--accept does not say where the proposal is",
                "--from DIR, the folder with new_themes.csv",
                "add --from",
                code="usage",
            )
        return WantedEdit("accept", (told.accept,), told.name, folder=Path(told.proposals))
    if bool(told.part) == bool(told.parts and told.notes):
        raise InputRefused(
            "--split does not say into what",
            'either --part "NAME: PHRASE; PHRASE" for each part, or --parts N with --notes DIR',
            "add one of the two",
            code="usage",
        )
    folder = Path(told.notes) if told.notes else None
    return WantedEdit(
        "split", (told.split,), parts=tuple(told.part), n_parts=told.parts, folder=folder
    )


#: Which edits each further option goes with, by where it is kept.
_GOES_WITH = {
    "name": ("--name", ("accept", "merge")),
    "part": ("--part", ("split",)),
    "parts": ("--parts", ("split",)),
    "notes": ("--notes", ("split",)),
    "proposals": ("--from", ("accept",)),
}


def _refuse_idle(told: argparse.Namespace) -> None:
    """Refuse an option that would be ignored by the edit asked for."""
    for kept, (option, edits) in _GOES_WITH.items():
        if getattr(told, kept) and not any(getattr(told, edit) for edit in edits):
            with_them = " or ".join(f"--{edit}" for edit in edits)
            raise InputRefused(
                f"{option} stands beside an edit that does not use it",
                f"{option} with {with_them}",
                f"leave {option} out; `whyleft codebook edit BOOK --rename ID NAME` gives a name",
                code="usage",
            )
