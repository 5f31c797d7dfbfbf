"""What masking did to the gold set: which items are gone, which clean notes changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.redaction import mask
from reasons.gold import GoldNote, MustMask, read_contacts, read_gold

_PLACEHOLDER = re.compile(r"\[[a-z][a-z-]*\]")


@dataclass(frozen=True)
class Masking:
    """Items found and missed, and the clean notes that were changed."""

    found: tuple[tuple[GoldNote, MustMask], ...]
    missed: tuple[tuple[GoldNote, MustMask], ...]
    touched: tuple[tuple[str, str], ...]
    n_clean: int

    @property
    def recall(self) -> float:
        return len(self.found) / (len(self.found) + len(self.missed))

    @property
    def touched_share(self) -> float:
        return len(self.touched) / self.n_clean


def measure_masking(*, with_contacts: bool) -> Masking:
    """Mask the gold set, with or without the names that the company's tables know."""
    notes = read_gold()
    masked = mask([note.text for note in notes], names=read_contacts() if with_contacts else ())
    found, missed = [], []
    for note, text in zip(notes, masked, strict=True):
        covered = covered_places(note.text, text)
        for item in note.must_mask:
            start = note.text.index(item.span)
            places = range(start, start + len(item.span))
            gone = all(place in covered for place in places if note.text[place].isalnum())
            (found if gone else missed).append((note, item))
    clean = [pair for pair in zip(notes, masked, strict=True) if not pair[0].must_mask]
    touched = [(note.text, text) for note, text in clean if note.text != text]
    return Masking(tuple(found), tuple(missed), tuple(touched), len(clean))


def covered_places(text: str, masked: str) -> frozenset[int]:
    """Return the places of ``text`` that stand behind a placeholder in ``masked``."""
    kept = [re.escape(piece) for piece in _PLACEHOLDER.split(masked)]
    aligned = re.fullmatch("(.+?)".join(kept), text, flags=re.DOTALL)
    assert aligned, "masking changed more than what it masked"
    spans = [aligned.span(group) for group in range(1, len(kept))]
    return frozenset(place for start, end in spans for place in range(start, end))
