"""The invented notes with which the masking rules were developed, and what masking does to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from analysis.redaction import mask
from redaction.gold_masking import covered_places

FOLDER = Path(__file__).parent / "development"
_ITEM = re.compile(r"\{(?P<kind>[a-z_]+) (?P<words>[^}]*)\}")


@dataclass(frozen=True)
class Outcome:
    """Items as (kind, note as masked, gone or not); clean notes before and after."""

    items: tuple[tuple[str, str, bool], ...]
    clean: tuple[tuple[str, str], ...]

    @property
    def recall(self) -> float:
        return sum(gone for _, _, gone in self.items) / len(self.items)

    @property
    def touched(self) -> list[tuple[str, str]]:
        return [(text, masked) for text, masked in self.clean if text != masked]


def measure_development(*, with_contacts: bool) -> Outcome:
    """Mask the development notes, with or without the names of its contacts."""
    personal, clean = _lines("personal.txt"), _lines("clean.txt")
    plain = [_ITEM.sub(lambda item: item["words"], line) for line in personal]
    names = _lines("contacts.txt") if with_contacts else []
    masked = mask([*plain, *clean], names=names)
    items = [
        item
        for line, text, after in zip(personal, plain, masked, strict=False)
        for item in _items(line, text, after)
    ]
    return Outcome(tuple(items), tuple(zip(clean, masked[len(plain) :], strict=True)))


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]


def _items(line: str, text: str, masked: str) -> list[tuple[str, str, bool]]:
    covered, shift, items = covered_places(text, masked), 0, []
    for found in _ITEM.finditer(line):
        start = found.start() - shift
        shift += len(found.group()) - len(found["words"])
        places = range(start, start + len(found["words"]))
        gone = all(place in covered for place in places if text[place].isalnum())
        items.append((found["kind"], masked, gone))
    return items
