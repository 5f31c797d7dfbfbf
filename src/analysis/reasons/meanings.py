"""German, French and Spanish words of reasons, read as the English ones that mean the same.

The word vectors of the package know English, and words of two languages share few letters: without
this, notes of a company in two languages fall into themes by language. Only what is compared is
read so; names, quotes and everything shown keep the words of the notes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from analysis.reasons.tokens import pieces_of_word
from analysis.reasons.words import (
    STOP_ENGLISH,
    STOP_FRENCH,
    STOP_GERMAN,
    STOP_SPANISH,
    STOP_WORDS,
    surface_words,
)

LANGUAGES = ("de", "fr", "es")
#: Endings of German words; what else follows a stem is the rest of a compound.
_ENDINGS = """
e n s t en er es em et te ten ter tes tem ern eln end ende enden est ung ungen ungs isch ische
ischen lich liche lichen licher heit heiten keit keiten bar bare baren los lose losen in innen st
ste sten tet ig ige igen iger iges ens ers
"""
_GERMAN_ENDINGS = frozenset(_ENDINGS.split())
#: Letters that join the parts of a German compound.
_JOINTS = ("", "s", "n", "es", "en", "er", "e")
_LONGEST_ENDING = 8
_LEAST_PART, _LEAST_COMPOUND = 4, 8
#: Longer "words" are keys and noise.
_LONGEST_WORD = 40

Meaning = tuple[str, ...]


@dataclass(frozen=True)
class _Lexicon:
    """The words of one language: whole ones, and stems that take any ending."""

    whole: dict[str, Meaning]
    stems: dict[str, Meaning]


@lru_cache(maxsize=1)
def _lexicons() -> dict[str, _Lexicon]:
    text = (files("analysis.reasons") / "meanings.txt").read_text(encoding="utf-8")
    found = {language: _Lexicon({}, {}) for language in LANGUAGES}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        english, *others = line.split("|")
        meaning = tuple(english.split())
        for language, words in zip(LANGUAGES, others, strict=True):
            for word in words.split():
                kept = found[language].stems if word.endswith("*") else found[language].whole
                kept.setdefault(_bare(word.rstrip("*")), meaning)
    return found


def _bare(word: str) -> str:
    """Return a word without accents."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word.replace("ß", "ss").replace("œ", "oe"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=1 << 16)
def meaning_of(word: str, language: str) -> Meaning:
    """Return the English words for one word of a language, none where it is not known.

    Examples
    --------
    >>> meaning_of("verspätet", "de"), meaning_of("Lieferzeiten".lower(), "de")
    (('late',), ('delivery', 'time'))
    >>> meaning_of("livraison", "fr"), meaning_of("caros", "es"), meaning_of("grmblfix", "de")
    (('delivery',), ('expensive',), ())
    """
    if len(word) > _LONGEST_WORD:
        return ()
    lexicon, bare = _lexicons()[language], _bare(word)
    found = _simple(bare, lexicon, german=language == "de")
    if found or language != "de":
        return found
    spelt = bare.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return _simple(spelt, lexicon, german=True) or _compound(bare, lexicon)


def _simple(word: str, lexicon: _Lexicon, *, german: bool) -> Meaning:
    if word in lexicon.whole:
        return lexicon.whole[word]
    for end in range(len(word), 2, -1):
        stem, ending = word[:end], word[end:]
        if stem in lexicon.stems and (
            not ending or (ending in _GERMAN_ENDINGS if german else len(ending) <= _LONGEST_ENDING)
        ):
            return lexicon.stems[stem]
    return ()


def _compound(word: str, lexicon: _Lexicon) -> Meaning:
    """Return what the parts of a German compound mean; a part that is not known stays."""
    if len(word) < _LEAST_COMPOUND:
        return ()
    begun: Meaning = ()
    for cut in range(len(word) - _LEAST_PART + 1, _LEAST_PART - 1, -1):
        first = _simple(word[:cut], lexicon, german=True)
        for joint in _JOINTS if first else ():
            if rest := _simple(word[cut:].removeprefix(joint), lexicon, german=True):
                return (*first, *rest)
        begun = begun or (first and (*first, word[cut:]))
    if begun:
        return begun
    for cut in range(_LEAST_PART, len(word) - _LEAST_PART):
        if last := _simple(word[cut:], lexicon, german=True):
            return (word[:cut], *last)
    return ()


#: Function words that are no English ones.
_FUNCTION = {
    "de": STOP_GERMAN - STOP_ENGLISH,
    "fr": STOP_FRENCH - STOP_ENGLISH,
    "es": STOP_SPANISH - STOP_ENGLISH,
}
_ENGLISH = STOP_ENGLISH - STOP_GERMAN - STOP_FRENCH - STOP_SPANISH


@lru_cache(maxsize=1 << 16)
def _hints(word: str) -> tuple[str, ...]:
    """Return the languages that a word speaks for; what may be English as well, for none."""
    if word in _ENGLISH:
        return ("en",)
    if word in STOP_WORDS:
        return tuple(language for language, own in _FUNCTION.items() if word in own)
    if len(pieces_of_word(word)) == 1:
        return ()
    return tuple(language for language in LANGUAGES if meaning_of(word, language))


def language_of(words: Sequence[str]) -> str | None:
    """Return the language of a text's words when it is German, French or Spanish.

    Examples
    --------
    >>> language_of(["lieferung", "zu", "spät"]), language_of(["they", "were", "rude"])
    ('de', None)
    """
    hints: list[str] = []
    for word in words:
        hints += _hints(word)
    n_english = hints.count("en")
    if len(hints) <= 2 * n_english:
        return None
    votes = Counter(hints)
    most = max(votes[language] for language in LANGUAGES)
    if most <= n_english:
        return None
    level = [language for language in LANGUAGES if votes[language] == most]
    return max(level, key=lambda language: sum(bool(meaning_of(w, language)) for w in words))


def compared_words(text: str) -> list[str]:
    """Return the words of a text that can carry a reason, in English where they are known.

    Only of a text that is German, French or Spanish by its words.

    Examples
    --------
    >>> compared_words("Die Lieferung kam schon wieder zu spät")
    ['delivery', 'come', 'late']
    >>> compared_words("the chef was rude and the delivery late")
    ['chef', 'rude', 'delivery', 'late']
    """
    return list(words_and_language(text)[0])


def words_and_language(text: str) -> tuple[tuple[str, ...], str | None]:
    """Return the compared words of a text, and its language where that is not English.

    Examples
    --------
    >>> words_and_language("livraison en retard")
    (('delivery', 'late'), 'fr')
    """
    return _known(text) if len(text) <= _SHORT else _read(text)


def _read(text: str) -> tuple[tuple[str, ...], str | None]:
    words = surface_words(text)
    kept = tuple(word for word in words if len(word) > 1 and word not in STOP_WORDS)
    language = language_of(words)
    if language is None:
        return kept, None
    read = (found for word in kept for found in meaning_of(word, language) or (word,))
    return tuple(read), language


#: Each part of the default embedder reads a text; a chunk of short ones is kept in mind.
_SHORT = 1_000
_known = lru_cache(maxsize=1 << 16)(_read)
