"""Names that the company's own tables know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from analysis.redaction.evidence import (
    Words,
    is_signature,
    is_titled,
    pronoun_follows,
    speaks_after,
    speaks_before,
    words_of,
)
from analysis.redaction.givennames import is_given_name
from analysis.redaction.plainwords import FIRMS, NO_NAMES, PLACES, TOWNS
from analysis.redaction.things import names_a_firm, names_a_thing, stands_before_a_thing

_LONGEST_NAME = 6
_ARTICLE = re.compile(
    r"(?<!\w)(?:the|an?|this|that|these|no|any|every|each|some|der|die|das|den|dem|des|ein|eine|einen|"
    r"einem|einer|kein|keine|keinen|le|la|les|un|une|des|du|el|los|las|una)\s[\"“„«]?$",
    re.IGNORECASE,
)

#: Before towns, and never before people: many surnames are also towns.
_IN_PLACE = re.compile(r"(?<!\w)(?:in|near|via|outside|around|aus)\s$", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    """Whole names by first token; every token of a name; those that are words, firms or cities."""

    phrases: dict[str, tuple[tuple[str, ...], ...]]
    any_token: frozenset[str]
    words: frozenset[str]


def known_names(names: Collection[str], texts: Sequence[str]) -> Names:
    """Sort the names' tokens into names and ordinary words, by a list and by the notes' own use.

    Examples
    --------
    >>> sorted(known_names(["Ole Hansen", "Mark Price"], []).words)
    ['mark', 'price']
    """
    split = {tuple(_letters(name)) for name in names}
    split = {tokens for tokens in split if len("".join(tokens)) >= 3}
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for tokens in sorted(split):
        if 2 <= len(tokens) <= _LONGEST_NAME:
            phrases.setdefault(tokens[0], []).append(tokens)
    every = frozenset(token for tokens in split for token in tokens if len(token) >= 3)
    by_length = {
        first: tuple(sorted(found, key=lambda tokens: (-len(tokens), tokens)))
        for first, found in phrases.items()
    }
    words = every & (NO_NAMES | PLACES)
    return Names(by_length, every, words | _words_in_use(every - words, texts))


def _letters(text: str) -> list[str]:
    return [word for word in words_of(text).folded if word]


def _words_in_use(tokens: frozenset[str], texts: Sequence[str]) -> frozenset[str]:
    """Tokens that the notes use as words: mostly lower case, in texts that do use capitals."""
    if not tokens:
        return frozenset()
    lower: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for text in texts:
        if not any(character.isupper() for character in text):
            continue
        words = words_of(text)
        for word, folded in zip(words.plain, words.folded, strict=True):
            if folded in tokens:
                seen[folded] += 1
                lower[folded] += word.islower()
    return frozenset(
        token for token in seen if lower[token] >= 3 and 2 * lower[token] > seen[token]
    )


def mask_known_names(text: str, known: Names) -> str:
    """Replace listed names, whole or by a token; a word, firm or city only where a person speaks.

    Examples
    --------
    >>> known = known_names(["Ole Hansen", "Mark Price"], [])
    >>> mask_known_names("hansen said that Mark Price would mark the price", known)
    '[name] said that [name] would mark the price'
    """
    words = words_of(text)
    for first, last in reversed(list(_listed(words, known))):
        text = f"{text[: words.spans[first][0]]}[name]{text[words.spans[last][1] :]}"
    return text


def _listed(words: Words, known: Names) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(words.plain):
        length = _phrase_length(words, place, known)
        if length or (words.folded[place] in known.any_token and _is_meant(words, place, known)):
            yield place, place + max(1, length) - 1
        place += max(1, length)


def _phrase_length(words: Words, place: int, known: Names) -> int:
    """Words of the longest whole name that starts here; one that is all words needs a capital."""
    for tokens in known.phrases.get(words.folded[place], ()):
        end = place + len(tokens)
        near = all(len(words.gap(after)) <= 3 for after in range(place + 1, end))
        if near and tuple(words.folded[place:end]) == tokens:
            capital = any(word[:1].isupper() for word in words.plain[place:end])
            if capital or not known.words.issuperset(tokens):
                return len(tokens)
    return 0


def _is_meant(words: Words, place: int, known: Names) -> bool:
    """Whether a single token of a listed name means the person here."""
    word, token = words.plain[place], words.folded[place]
    start, end = words.spans[place]
    if names_a_firm(words.text, start, end):
        return False
    if token in known.words:
        return word[0].isupper() and _is_sure(words, place, known)
    if word[0].isupper():
        return not _of_a_thing(words.text, start, end, token)
    sure = is_titled(words, place) or speaks_before(words, place, known=True)
    if sure or speaks_after(words, place, known=True):
        return True
    # Where capitals are used, a word in small letters is a word.
    return words.text.islower() and _ARTICLE.search(words.text, max(0, start - 12), start) is None


def _is_sure(words: Words, place: int, known: Names) -> bool:
    """Whether a listed name that is a word, a city or a firm too is a person's here."""
    if is_titled(words, place) or _beside_a_name(words, place, known):
        return True
    if stands_before_a_thing(words.text, words.spans[place][1]):
        return False
    if is_signature(words, place, place):
        return True
    token, after = words.folded[place], words.plain[place + 1 : place + 2]
    if token in FIRMS or words.text.isupper():
        return False
    if words.plain[place].isupper() and len(words.plain[place]) > 1:
        return False
    if words.gap(place + 1) == " " and after and after[0][:1].isupper():
        return False  # "Price Alerts"
    if token in TOWNS or (words.begins(place) and not is_given_name(token)):
        # An office speaks too, and at a sentence's start any word has a capital.
        return pronoun_follows(words, place) and speaks_after(words, place)
    return speaks_before(words, place, known=True) or speaks_after(words, place)


def _beside_a_name(words: Words, place: int, known: Names) -> bool:
    """Whether the word touches a sure token of a listed name or a name that is masked already."""
    start, end = words.spans[place]
    if words.text.startswith(" [name]", end) or words.text.endswith("[name] ", 0, start):
        return True
    left = place > 0 and words.gap(place) == " " and _is_alone(words.folded[place - 1], known)
    after = words.at(place + 1)
    return left or (words.gap(place + 1) == " " and _is_alone(after, known))


def _is_alone(token: str, known: Names) -> bool:
    return token in known.any_token and token not in known.words


def _of_a_thing(text: str, start: int, end: int, token: str) -> bool:
    """Whether a listed name names a product or place here; surnames go unless an article stands."""
    if is_given_name(token):
        return names_a_thing(text, start, end)
    if _IN_PLACE.search(text, max(0, start - 12), start):
        return True
    article = _ARTICLE.search(text, max(0, start - 12), start) is not None
    return article and stands_before_a_thing(text, end)
