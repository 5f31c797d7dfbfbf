"""Notes as people type them, built from phrases, slots, joins, padding and slips of the finger."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from analysis.sample.contacts import FIRST_NAMES, LAST_NAMES

PRODUCTS = {
    "en": ("bin bags", "paper towels", "cup lids", "gloves", "cartons", "floor cleaner", "napkins"),
    "de": ("Müllbeutel", "Papiertücher", "Deckel", "Handschuhe", "Kartons", "Servietten"),
}
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"),
}
MONTHS = {
    "en": ("January", "March", "May", "June", "September", "October", "spring", "autumn"),
    "de": ("Januar", "März", "Mai", "Juni", "September", "Oktober", "Frühjahr", "Herbst"),
}
CARRIERS = ("your carrier", "the courier", "the van", "the haulier", "Rapid Otter")
GERMAN_CARRIERS = ("der Fahrer", "die Spedition", "der Kurier", "Rapid Otter")
COMPETITORS = ("Brightpack", "Nordkiste", "Papierhof", "CleanHarbour")
BRANCH_TOWNS = ("North", "South", "East", "West", "Harbour", "Vale")
TYPO_SHARE, PADDING_SHARE, LOWER_SHARE, BARE_SHARE = 0.22, 0.16, 0.15, 0.35


@dataclass(frozen=True)
class Voice:
    """Who types: language ``en`` or ``de``, side ``rep`` or ``customer``."""

    language: str
    side: str


@cache
def _phrases(language: str) -> dict[str, dict[str, list[str]]]:
    """Return the phrases of a language: reason, then side."""
    text = files("analysis.sample").joinpath(f"notes_{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


def note_of(reasons: tuple[str, ...], voice: Voice, rng: np.random.Generator) -> str:
    """Return one note that says these reasons, in this order.

    Examples
    --------
    >>> note_of(("moved",), Voice("en", "rep"), np.random.default_rng(0))
    'hotel closed for rebuilding till next year'
    """
    book = _phrases(voice.language)
    parts = [_filled(_pick(book[reason][voice.side], rng), voice, rng) for reason in reasons]
    note = parts[0]
    for part in parts[1:]:
        note = _joined(note, part, _pick(book["joins"]["any"], rng))
    if reasons != ("nothing",):
        note = _weathered(note, voice, rng)
    return note


def _pick(options: tuple[str, ...] | list[str], rng: np.random.Generator) -> str:
    return options[int(rng.integers(len(options)))]


def _filled(phrase: str, voice: Voice, rng: np.random.Generator) -> str:
    if "{" not in phrase:
        return phrase
    first, last = _pick(FIRST_NAMES, rng), _pick(LAST_NAMES, rng)
    german = voice.language == "de"
    # Both ranges are kept free for films and books.
    local = f"{'030 23125 ' if german else '01632 960'}{rng.integers(1000):03d}"
    return phrase.format(
        carrier=_pick(GERMAN_CARRIERS if german else CARRIERS, rng),
        day=_pick(DAYS[voice.language], rng),
        month=_pick(MONTHS[voice.language], rng),
        product=_pick(PRODUCTS[voice.language], rng),
        competitor=_pick(COMPETITORS, rng),
        branch=_pick(BRANCH_TOWNS, rng),
        first=first,
        invoice=f"RE-{rng.integers(10_000, 99_999)}",
        n=rng.integers(2, 7),
        pct=rng.integers(5, 31),
        mail=f"{first}.{last}@example.org".lower(),
        phone=local,
    )


def _joined(left: str, right: str, join: str) -> str:
    """Join two phrases; the end mark of the first gives way, an article after a word goes small."""
    after_word = join.strip()[-1:].isalpha()
    if after_word and right.split(" ")[0] in ("The", "You", "Your", "We", "No", "Nobody", "Our"):
        right = right[0].lower() + right[1:]
    return left.rstrip(".!") + join + right


def _weathered(note: str, voice: Voice, rng: np.random.Generator) -> str:
    """Add padding, drop capitals and full stops, make slips."""
    if rng.random() < PADDING_SHARE:
        extra = _filled(_pick(_phrases(voice.language)["padding"][voice.side], rng), voice, rng)
        first, second = (extra, note) if rng.random() < 0.4 else (note, extra)
        note = f"{first.rstrip('.')}. {second}"
    if rng.random() < LOWER_SHARE:
        note = note.lower()
    if rng.random() < BARE_SHARE:
        note = note.rstrip(".")
    if rng.random() < TYPO_SHARE:
        for _ in range(int(rng.integers(1, 3))):
            note = _with_slip(note, rng)
    return note


def _with_slip(note: str, rng: np.random.Generator) -> str:
    """Swap two neighbouring letters or drop one, never in a mail, a number or at a word's start."""
    inside = [
        place
        for place in range(1, len(note) - 2)
        if note[place - 1 : place + 2].isalpha() and "@" not in _word_at(note, place)
    ]
    if not inside:
        return note
    place = inside[int(rng.integers(len(inside)))]
    if rng.random() < 0.5:
        return note[:place] + note[place + 1] + note[place] + note[place + 2 :]
    return note[:place] + note[place + 1 :]


def _word_at(note: str, place: int) -> str:
    start = max(note.rfind(" ", 0, place), note.rfind("\n", 0, place)) + 1
    end = note.find(" ", place)
    return note[start : end if end >= 0 else len(note)]
