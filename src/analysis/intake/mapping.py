"""``whyleft map``: propose the map of exports, hold it against an earlier one, write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.columns.mapload import load_map
from analysis.errors import InputRefused, counted
from analysis.intake.mapkeeper import Written, map_text, write_whole
from analysis.intake.proposal import MapProposal, propose_map
from analysis.intake.questions import Question
from analysis.intake.recognition import MAP_NAME


@dataclass(frozen=True)
class MapMade:
    """A proposed map, its text, and where it was written; None when it was only shown."""

    proposal: MapProposal
    written: Written
    target: Path | None = None
    unchanged: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the object that ``whyleft map --json`` prints."""
        return {
            "columns": self.written.text,
            **self.proposal.as_dict(),
            "added": list(self.written.added),
            "wrote": str(self.target) if self.target else None,
        }

    def in_words(self) -> str:
        """Return what a person reads: the new map, or what differs from the earlier one."""
        earlier = self.proposal.beside
        if self.target is None and earlier is None:
            return self.written.text.rstrip("\n")
        told = self.proposal.differences()
        lines = [line.split("  #")[0] for line in self.written.added]
        if self.target is not None and self.unchanged:
            told.append(f"{self.target} says all this already; it was left as it is.")
            word = ""
        elif self.target is not None:
            kept = f", which keeps your lines from {earlier.name}" if earlier else ""
            told.append(f"Wrote {self.target}{kept}. Read it, correct it, keep it.")
            word = "Added to it:" if earlier else ""
        else:
            told = told or ["These exports are as their map was written for."] * (not lines)
            word = f"{earlier.name if earlier else MAP_NAME} does not name these yet; "
            word += "whyleft map with --out on it adds them:"
        if lines and word:
            told += [word, *(f"  {line}" for line in lines)]
        return "\n".join([*told, *self._questions()])

    def _questions(self) -> list[str]:
        asked: dict[Question, list[str]] = {}
        for file in self.proposal.files:
            for question in file.questions:
                asked.setdefault(question, []).append(file.file)
        told = []
        for question, (first, *others) in asked.items():
            about = first + (f" and {counted(len(others), 'other file')}" if others else "")
            told += [f"Question about {about}: {question.asked}"]
            told += [f"  {answer}" for answer in question.answers]
        return told


def map_exports(
    exports: Sequence[Path], *, out: Path | None = None, columns: Path | None = None
) -> MapMade:
    r"""Propose the column map of exports and write it.

    Parameters
    ----------
    out
        Where to write it. A map that is there already is kept: new lines are added to it.
    columns
        An earlier map to compare with; the one at ``out``, or beside the exports, otherwise.

    Raises
    ------
    InputRefused
        When ``out`` is there and is no column map.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("Kunde;Datum;Betrag\nK1;31.12.2023;5,00\n", "utf-8")
    >>> map_exports([folder], out=folder).target.name
    'columns.toml'
    >>> print(map_exports([folder]).in_words())
    These exports are as their map was written for.
    """
    target = out / MAP_NAME if out is not None and out.is_dir() else out
    earlier = columns
    if target is not None and target.is_file() and target.stat().st_size:
        _require_map(target)
        earlier = target
    proposal = propose_map(exports, columns=earlier)
    written = map_text(proposal)
    same = earlier is not None and earlier == target and written.text == _text_of(earlier)
    if target is not None:
        write_whole(target, written.text)
    return MapMade(proposal, written, target, same)


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _require_map(target: Path) -> None:
    """Refuse to write over a file that is no column map."""
    try:
        load_map(target)
    except InputRefused as refusal:
        if refusal.code != "bad_column_map" or target.name == MAP_NAME:
            raise
        raise InputRefused(
            f"{target.name} is there already and is no column map",
            "a name that is free, or an earlier column map, whose lines are kept",
            "give another name after --out",
            code="map_exists",
            file=target.name,
        ) from None
