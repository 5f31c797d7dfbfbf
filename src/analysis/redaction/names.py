"""Names that the company's own tables know, and names that a form of address gives away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.redaction.givennames import GIVEN_NAMES
from analysis.redaction.plainwords import ORDINARY_WORDS
from analysis.redaction.things import names_a_thing

_TITLED = re.compile(
    r"\b(?P<cue>(?:Mr|Mrs|Ms|Miss|Mister|Dr|Prof|Herr|Herrn|Frau|Hr|Fr(?=\.)|Familie|Fam|Mme|Monsieur|Madame|Se[ñn]ora?|"
    r"Sra?)\.?\s)(?P<who>(?:(?:von|van|de|der|zu|la)\s){0,2}[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}"
    r"(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]{1,30})?)"
)
_SAID_NAME = re.compile(
    r"(?P<cue>\b(?:my name is|my name's|ich hei(?:ß|ss)e|mein name ist|je m'appelle|"
    r"mon nom est|me llamo|mi nombre es)\s)"
    r"(?P<who>[^\W\d_][\w'’-]{1,30}(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]{1,30})?)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?P<cue>\b(?:[Rr]egards|[Cc]heers|[Ss]incerely|[Gg]r(?:ü|ue)(?:ß|ss)en?|[Gg]ru(?:ß|ss)|MfG|mfg|"
    r"VG|LG|[Cc]ordialement|[Ss]aludos)[,\s]\s{0,3})"
    r"(?P<who>[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}(?:\s[A-ZÀ-ÖØ-Þ][\w'’.-]{1,30}){0,2})(?=[\s.!]{0,3}$)"
)

_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_NAME = 6


def mask_cued_names(text: str) -> str:
    """Replace the name after a form of address, "my name is" or a closing formula.

    Examples
    --------
    >>> mask_cued_names("Frau Beck was kind. My name is Jo Lund")
    'Frau [name] was kind. My name is [name]'
    """
    for cue in (_TITLED, _SAID_NAME, _SIGNED):
        text = cue.sub(r"\g<cue>[name]", text)
    return text


@dataclass(frozen=True)
class Names:
    """Whole names by first token; tokens that are names alone; every token of a name."""

    phrases: dict[str, tuple[tuple[str, ...], ...]]
    tokens: frozenset[str]
    any_token: frozenset[str]


def known_names(names: Collection[str], texts: Sequence[str]) -> Names:
    """Sort the names' tokens into names and ordinary words, by a list and by the notes' own use.

    Examples
    --------
    >>> sorted(known_names(["Ole Hansen", "Mark Price"], []).tokens)
    ['hansen', 'ole']
    """
    split = {tuple(_letters(name)) for name in names}
    split = {tokens for tokens in split if len("".join(tokens)) >= 3}
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for tokens in sorted(split):
        if 2 <= len(tokens) <= _LONGEST_NAME:
            phrases.setdefault(tokens[0], []).append(tokens)
    every = frozenset(token for tokens in split for token in tokens if len(token) >= 3)
    alone = every - ORDINARY_WORDS
    by_length = {
        first: tuple(sorted(found, key=lambda tokens: (-len(tokens), tokens)))
        for first, found in phrases.items()
    }
    return Names(by_length, alone - _words_in_use(alone, texts), every)


def _letters(text: str) -> list[str]:
    return [found.group().casefold() for found in _LETTERS.finditer(text)]


def _words_in_use(tokens: frozenset[str], texts: Sequence[str]) -> frozenset[str]:
    """Tokens that the notes use as words: mostly lower case, in texts that do use capitals."""
    if not tokens:
        return frozenset()
    lower: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for text in texts:
        if not any(character.isupper() for character in text):
            continue
        for found in _LETTERS.finditer(text):
            word = found.group()
            folded = word.casefold()
            if folded in tokens:
                seen[folded] += 1
                lower[folded] += word.islower()
    return frozenset(
        token for token in seen if lower[token] >= 3 and 2 * lower[token] > seen[token]
    )


def mask_known_names(text: str, known: Names) -> str:
    """Replace listed names, whole or by a token that is a name alone.

    Examples
    --------
    >>> known = known_names(["Ole Hansen", "Mark Price"], [])
    >>> mask_known_names("hansen and Mark Price mark the price", known)
    '[name] and [name] mark the price'
    """
    spans = [
        (found.start(), found.end(), found.group().casefold()) for found in _LETTERS.finditer(text)
    ]
    hits = list(_name_spans(spans, text, known))
    for start, end in reversed(hits):
        text = f"{text[:start]}[name]{text[end:]}"
    return text


def _name_spans(
    spans: Sequence[tuple[int, int, str]], text: str, known: Names
) -> Iterable[tuple[int, int]]:
    place = 0
    while place < len(spans):
        length = _phrase_length(spans, place, known)
        start, end, token = spans[place]
        placeholder = start > 0 and text[start - 1] == "[" and text[end : end + 1] in {"]", "-"}
        if length:
            yield start, spans[place + length - 1][1]
        elif not placeholder and (
            (token in known.tokens and not _of_a_thing(text, start, end, token))
            or _beside_a_name(spans, place, text, known)
        ):
            yield start, end
        place += max(1, length)


def _phrase_length(spans: Sequence[tuple[int, int, str]], place: int, known: Names) -> int:
    """Tokens of the longest whole name that starts here."""
    for tokens in known.phrases.get(spans[place][2], ()):
        here = spans[place : place + len(tokens)]
        near = all(b[0] - a[1] <= 3 for a, b in pairwise(here))
        if near and tuple(span[2] for span in here) == tokens:
            return len(tokens)
    return 0


def _beside_a_name(
    spans: Sequence[tuple[int, int, str]], place: int, text: str, known: Names
) -> bool:
    """Whether a capitalised ordinary word, itself in a listed name, touches a sure name."""
    start, end, token = spans[place]
    if token not in known.any_token or not text[start].isupper():
        return False
    before, after = spans[max(0, place - 1)], spans[min(len(spans) - 1, place + 1)]
    left = start - before[1] == 1 and before[2] in known.tokens
    return left or (after[0] - end == 1 and after[2] in known.tokens)


def _of_a_thing(text: str, start: int, end: int, token: str) -> bool:
    """Whether a listed given name names a product or place here; surnames always go."""
    return token in GIVEN_NAMES and names_a_thing(text, start, end)
