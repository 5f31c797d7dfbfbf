"""``whyleft map``: propose the map of exports, hold it against an earlier one, write it.

An earlier map is never rewritten: its lines stay, comments too. New lines go below those of their
section, and only the parts called ``seen`` are replaced.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.columns.mapload import load_map
from analysis.errors import InputRefused, cannot_write, counted
from analysis.intake.mapwriter import Section, as_toml, sections_of
from analysis.intake.proposal import MapProposal, propose_map
from analysis.intake.questions import Question
from analysis.intake.recognition import MAP_NAME

#: Evidence for the line above it, or another answer to the question that it answers.
_REMARK = re.compile(r"#   |# [a-z_]+ = ")


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
            told.append(f"{self.target} says all that can be read; it was left as it is.")
            word = ""
        elif self.target is not None:
            kept = f", which keeps your lines from {earlier.name}" if earlier else ""
            told.append(f"Wrote {self.target}{kept}. Read it, correct it, keep it.")
            word = "Added to it:" if earlier else ""
        else:
            asks = any(file.questions for file in self.proposal.files)
            if not (told or lines or asks):
                told = ["These exports are as their map was written for."]
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


@dataclass(frozen=True)
class Written:
    """The text of a map and what was added to an earlier one."""

    text: str
    added: tuple[str, ...]


def _merged(proposal: MapProposal, earlier: str, path: Path) -> Written:
    """Return an earlier map with what it lacks added to it; its own lines stay as they are.

    Raises
    ------
    InputRefused
        When the lines cannot be added without touching others.
    """
    lines, added = earlier.splitlines(), list[str]()
    for section in sections_of(proposal):
        stated = proposal.maps.sections.get(_bare(section.name))
        if stated is None:
            lines += section.text()
            added += [line for name, line in _first_lines(section) if not name.startswith("?")]
            continue
        known = {*stated.columns, *_options_in(earlier, section.name)}
        fresh = [
            (name, block) for name, block in section.lines.items()
            if name not in known and name not in {"table", "header"} and not _asked(block, lines)
        ]  # fmt: skip
        lines = _inserted(lines, section.name, [line for _, block in fresh for line in block])
        named = [str(name) for name in stated.columns.values()]
        seen = section.seen.with_earlier(stated.seen, named)
        lines = _with_seen(lines, replace(section, seen=seen))
        added += [block[0] for name, block in fresh if not name.startswith("?")]
    text = "\n".join(lines) + "\n"
    _require_kept(earlier, text, path)
    return Written(text, tuple(added))


def _bare(name: str) -> str:
    found = tomllib.loads(f"[{name}]")
    return next(iter(found))


def _first_lines(section: Section) -> Iterator[tuple[str, str]]:
    return ((name, block[0]) for name, block in section.lines.items())


def _options_in(text: str, name: str) -> set[str]:
    found = tomllib.loads(text).get(_bare(name), {})
    return set(found) if isinstance(found, dict) else set()


def _asked(block: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether a question stands in the map already, with its answers behind ``#``."""
    asks = [line for line in block if line.startswith(("# QUESTION", "# Take"))]
    answers = block[block.index(asks[-1]) + 1 :] if len(asks) == 2 else ()
    return bool(answers) and all(line in lines for line in answers)


def _place(line: str) -> tuple[str, ...]:
    """Return the path that a section's header names, empty for any other line."""
    if not re.match(r"\s*\[(?!\[)", line):
        return ()
    try:
        found: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    path: list[str] = []
    while isinstance(found, dict) and len(found) == 1:
        (key,) = found
        path.append(key)
        found = found[key]
    return tuple(path)


def _span(lines: Sequence[str], path: tuple[str, ...]) -> tuple[int, int] | None:
    """Return where a section stands: its header, and the line behind its last key."""
    places = [_place(line) for line in lines]
    if path not in places:
        return None
    first = places.index(path)
    until = next((at for at in range(first + 1, len(lines)) if places[at]), len(lines))
    keys = [at for at in range(first, until) if lines[at].strip() and lines[at].lstrip()[0] != "#"]
    return first, keys[-1] + 1


def _inserted(lines: list[str], name: str, fresh: Sequence[str]) -> list[str]:
    span = _span(lines, (_bare(name),))
    if span is None or not fresh:
        return lines
    at = _behind_remarks(lines, span[1])
    return [*lines[:at], *fresh, *lines[at:]]


def _behind_remarks(lines: Sequence[str], at: int) -> int:
    """Return the place behind what is said of the line before: its evidence, other answers."""
    return next((n for n in range(at, len(lines)) if not _REMARK.match(lines[n])), len(lines))


def _with_seen(lines: list[str], section: Section) -> list[str]:
    remark, *part = section.seen.as_toml(section.name)
    name = _bare(section.name)
    span = _span(lines, (name, "seen"))
    if span is not None:
        return [*lines[: span[0]], *part, *lines[span[1] :]]
    below = _span(lines, (name,))
    at = _behind_remarks(lines, below[1]) if below else len(lines)
    return [*lines[:at], "", remark, *part, *lines[at:]]


def _require_kept(earlier: str, text: str, path: Path) -> None:
    """Refuse to write when a line of the earlier map would not say what it said."""
    before = tomllib.loads(earlier)
    try:
        after = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        after = {}
    kept = all(
        after.get(name, {}).get(key) == value
        for name, entries in before.items()
        for key, value in entries.items()
        if key != "seen"
    )
    if not kept:
        raise InputRefused(
            f"{path.name} is there already, and lines cannot be added to it safely",
            "a map of plain sections and lines, or a file that is not there yet",
            "write to another name with --out, and take over what you want",
            code="map_exists", file=path.name,
        )  # fmt: skip


def map_text(proposal: MapProposal) -> Written:
    """Return the text of the map: new, or the earlier one with what it lacks.

    Examples
    --------
    >>> from analysis.intake.proposal import FileProposal, Proposed
    >>> column = Proposed("amount", "Betrag", 2, (), ())
    >>> file = FileProposal("a.csv", "transactions", columns=(column,))
    >>> map_text(MapProposal((file,))).added
    ('amount = "Betrag"',)
    """
    if proposal.beside is not None:
        earlier = proposal.beside.read_text(encoding="utf-8-sig")
        return _merged(proposal, earlier, proposal.beside)
    added = [
        line for section in sections_of(proposal) for name, line in _first_lines(section)
        if not name.startswith("?")
    ]  # fmt: skip
    return Written(as_toml(proposal), tuple(added))


def write_whole(target: Path, text: str) -> None:
    """Write a text file so that it appears whole or not at all; a link keeps leading to it.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "columns.toml"
    >>> write_whole(target, "# nothing yet")
    >>> [file.name for file in target.parent.iterdir()]
    ['columns.toml']
    """
    target = target.resolve()
    newline = "\r\n" if target.is_file() and b"\r\n" in target.read_bytes() else "\n"
    draft = target.with_name(f".{target.name}.draft")
    try:
        draft.write_text(text, encoding="utf-8", newline=newline)
        if target.is_file():
            shutil.copymode(target, draft)
        draft.replace(target)
    except OSError as error:
        raise cannot_write(target.parent, error) from None
    finally:
        draft.unlink(missing_ok=True)
