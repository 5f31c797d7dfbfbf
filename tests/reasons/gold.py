"""The gold set: notes with codes and personal data, for measuring and never for fitting."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "gold"


@dataclass(frozen=True)
class MustMask:
    """One piece of personal data, exactly as it stands in its note."""

    kind: str
    span: str
    in_contacts: bool


@dataclass(frozen=True)
class GoldNote:
    """One note with its first labels, the primary code first."""

    note_id: str
    industry: str
    language: str
    text: str
    codes: tuple[str, ...]
    severity: int | None
    competitor: str
    must_mask: tuple[MustMask, ...]


def read_gold() -> tuple[GoldNote, ...]:
    """Return every note, in the order of the file."""
    labels = {row["id"]: row for row in rows_of("labels_first.csv")}
    spans = read_must_mask()
    return tuple(
        GoldNote(
            note_id=row["id"],
            industry=row["industry"],
            language=row["language"],
            text=row["text"],
            codes=tuple(labels[row["id"]]["codes"].split(";")),
            severity=int(labels[row["id"]]["severity"] or 0) or None,
            competitor=labels[row["id"]]["competitor"],
            must_mask=tuple(spans.get(row["id"], ())),
        )
        for row in rows_of("notes.csv")
    )


def read_must_mask(folder: Path = FOLDER) -> dict[str, list[MustMask]]:
    """Return the personal data in each note that holds any."""
    spans: dict[str, list[MustMask]] = {}
    for row in rows_of("must_mask.csv", folder):
        found = MustMask(row["kind"], row["span"], row["in_contacts"] == "yes")
        spans.setdefault(row["id"], []).append(found)
    return spans


def read_contacts(folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the names that the company's own tables know."""
    return tuple(row["name"] for row in rows_of("contacts.csv", folder))


def read_codes() -> tuple[str, ...]:
    """Return the codes that the README explains, in its order."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    return tuple(re.findall(r"^\| `(\w+)` \|", text.split("## Codes")[1], flags=re.MULTILINE))


def rows_of(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """Return the rows of one file of the set."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_second_codes() -> tuple[tuple[str, ...], ...]:
    """Return the second coder's codes of every note, in the order of the notes."""
    codes = {row["id"]: tuple(row["codes"].split(";")) for row in rows_of("labels_second.csv")}
    return tuple(codes[row["id"]] for row in rows_of("notes.csv"))
