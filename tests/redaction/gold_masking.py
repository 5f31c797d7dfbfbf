"""What masking did to a set of notes: which items are gone, which clean notes changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from analysis.redaction import mask
from reasons.gold import FOLDER, MustMask, read_contacts, read_must_mask, rows_of

_PLACEHOLDER = re.compile(r"\[[a-z][a-z-]*\]")


@dataclass(frozen=True)
class Masking:
    """Items found and missed, and the clean notes that were changed."""

    found: tuple[tuple[str, MustMask], ...]
    missed: tuple[tuple[str, MustMask], ...]
    touched: tuple[tuple[str, str], ...]
    n_clean: int

    @property
    def recall(self) -> float:
        return len(self.found) / (len(self.found) + len(self.missed))

    @property
    def touched_share(self) -> float:
        return len(self.touched) / self.n_clean


def measure_masking(*, with_contacts: bool, folder: Path = FOLDER) -> Masking:
    """Mask a set of notes, with or without the names that the company's tables know."""
    notes = {row["id"]: row["text"] for row in rows_of("notes.csv", folder)}
    names = read_contacts(folder) if with_contacts else ()
    masked = dict(zip(notes, mask([*notes.values()], names=names), strict=True))
    spans = read_must_mask(folder)
    found, missed = [], []
    for note_id, items in spans.items():
        note, covered = notes[note_id], covered_places(notes[note_id], masked[note_id])
        for item in items:
            start = note.index(item.span)
            places = range(start, start + len(item.span))
            gone = all(place in covered for place in places if note[place].isalnum())
            (found if gone else missed).append((note_id, item))
    clean = [note_id for note_id in notes if note_id not in spans]
    touched = [(notes[one], masked[one]) for one in clean if notes[one] != masked[one]]
    return Masking(tuple(found), tuple(missed), tuple(touched), len(clean))


def covered_places(text: str, masked: str) -> frozenset[int]:
    """Return the places of ``text`` that stand behind a placeholder in ``masked``."""
    kept = [re.escape(piece) for piece in _PLACEHOLDER.split(masked)]
    aligned = re.fullmatch("(.+?)".join(kept), text, flags=re.DOTALL)
    assert aligned, "masking changed more than what it masked"
    spans = [aligned.span(group) for group in range(1, len(kept))]
    return frozenset(place for start, end in spans for place in range(start, end))
