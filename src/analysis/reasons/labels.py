"""Names for themes without a language model: the words that set a theme apart, as spelt in notes.

A word that is spread evenly over the themes (the company's own name, "flight" for an airline)
tells nothing and never names one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analysis.reasons.centres import Labels
from analysis.reasons.meanings import LANGUAGES, meaning_of
from analysis.reasons.vectors import Floats
from analysis.reasons.words import STOP_WORDS, TURNING_WORDS, stem, surface_words
from analysis.redaction.givennames import GIVEN_NAMES
from analysis.redaction.plainwords import NO_NAMES

#: A phrase must be this many times as frequent inside the theme as outside it.
_LIFT = 1.5
#: Two words in a row say more than one.
_PAIR_BONUS = 2.5
_N_KEYWORDS = 8
#: Keywords of a theme that hangs together stand in at least this share of its texts; on public
#: notes clear themes reach .69 to 1, the left-over one .3.
_DESCRIBED = 0.5
_LONGEST_WORD = 30
#: Texts read for the names of one theme; the first by hash, so a fixed sample.
_READ = 3_000

#: How the name of a theme begins that is only what is left over.
MIXED = "mixed: "

#: A theme is never named by a given name that masking left in a note.
_PERSONS = GIVEN_NAMES - NO_NAMES

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class ThemeWords:
    """Name and keywords of one theme.

    ``mixed`` marks a theme whose keywords stand in less than half of its texts: what is left when
    the clear themes are taken out. Its name begins with "mixed".
    """

    name: str
    keywords: tuple[str, ...]
    mixed: bool = False


def name_themes(
    texts: Sequence[str],
    labels: Labels,
    weights: Floats,
    n_themes: int,
    *,
    others: Collection[str] = (),
) -> list[ThemeWords]:
    """Return a name, unique among the themes, and keywords for each theme.

    Parameters
    ----------
    texts
        The distinct texts, in a fixed order.
    labels
        Theme of each text, 0 to ``n_themes`` - 1, shape (n,).
    weights
        Weight of each text, shape (n,).
    others
        Names that are given away already.

    Examples
    --------
    >>> texts = ["late delivery", "the delivery was late", "price too high", "high price"]
    >>> themes = name_themes(texts, np.array([0, 0, 1, 1]), np.ones(4, np.float32), 2)
    >>> [theme.name for theme in themes]
    ['delivery late', 'high price']
    """
    counts, spellings = _count(texts, labels, weights, n_themes)
    mass = np.array([max(total, 1e-9) for total in _mass(labels, weights, n_themes)])
    everywhere: Counter[Phrase] = Counter()
    for count in counts:
        everywhere.update(count)
    found: list[ThemeWords] = []
    taken = set(others)
    phrases = [
        _apart(_rank(count, everywhere, float(m), float(mass.sum())))
        for count, m in zip(counts, mass, strict=True)
    ]
    described = _described(texts, labels, phrases)
    for theme, kept in enumerate(phrases):
        words = [_spell(phrase, spellings) for phrase in kept]
        mixed = bool(described[theme] < _DESCRIBED) and len(words) > 0
        name = _unique(words, taken, theme, MIXED if mixed else "")
        taken.add(name)
        found.append(ThemeWords(name, tuple(words[:_N_KEYWORDS]), mixed))
    return found


def _described(texts: Sequence[str], labels: Labels, phrases: Sequence[Sequence[Phrase]]) -> Floats:
    """Return the share of each theme's texts that hold one of its keywords, shape (k,)."""
    held, read = np.zeros(len(phrases)), np.zeros(len(phrases))
    wanted = [set(kept[:_N_KEYWORDS]) for kept in phrases]
    for text, label in zip(texts, labels.tolist(), strict=True):
        if read[label] < _READ:
            read[label] += 1
            held[label] += any(phrase in wanted[label] for phrase, _ in _phrases(text[:2000]))
    return np.asarray(held / np.maximum(read, 1), dtype=np.float32)


def _mass(labels: Labels, weights: Floats, n_themes: int) -> list[float]:
    return [float(total) for total in np.bincount(labels, weights, minlength=n_themes)]


def _count(
    texts: Sequence[str], labels: Labels, weights: Floats, n_themes: int
) -> tuple[list[Counter[Phrase]], dict[Phrase, Counter[str]]]:
    """Weight of the texts of each theme that hold a phrase (by stems), and how it is spelt."""
    counts: list[Counter[Phrase]] = [Counter() for _ in range(n_themes)]
    spellings: dict[Phrase, Counter[str]] = defaultdict(Counter)
    read = np.zeros(n_themes, dtype=int)
    for text, label, weight in zip(texts, labels.tolist(), weights.tolist(), strict=True):
        read[label] += 1
        if read[label] > _READ:
            continue
        found = dict(_phrases(text[:2000]))
        for phrase, spelling in found.items():
            counts[label][phrase] += weight
            spellings[phrase][spelling] += 1
    scale = np.maximum(
        np.bincount(labels, minlength=n_themes) / np.maximum(read.clip(max=_READ), 1), 1
    )
    for count, factor in zip(counts, scale.tolist(), strict=True):
        for phrase in count:
            count[phrase] *= factor
    return counts, spellings


def _phrases(text: str) -> Iterator[tuple[Phrase, str]]:
    """Content words, and pairs of them, in either order, with one stop word between at most."""
    last, gap = "", 9
    for word in surface_words(text):
        if not 2 <= len(word) <= _LONGEST_WORD or word in STOP_WORDS or _is_person(word):
            gap += 1
            continue
        if word not in TURNING_WORDS:
            yield (stem(word),), word
        if last and gap <= 1 and stem(last) != stem(word):
            first, second = sorted((stem(last), stem(word)))
            yield (first, second), _joined(last, word)
        last, gap = word, 0


@lru_cache(maxsize=1 << 16)
def _is_person(word: str) -> bool:
    """Whether a word is a given name and nothing else in four languages."""
    return word in _PERSONS and not any(meaning_of(word, language) for language in LANGUAGES)


def _joined(last: str, word: str) -> str:
    """Two words; pairs of characters from script without spaces share one."""
    overlap = len(last) == 2 and last[1] == word[0] and last[1] >= "\u3040"
    return last + word[1:] if overlap else f"{last} {word}"


def _rank(
    inside: Counter[Phrase], everywhere: Counter[Phrase], mass: float, total: float
) -> list[Phrase]:
    """Phrases by (share inside) x log(share inside / share outside), pairs favoured."""
    scores: dict[Phrase, float] = {}
    outside_mass = max(total - mass, 1e-9)
    floor = min(2.0, 0.5 + mass / 20)
    for phrase, weight in inside.items():
        here = weight / mass
        there = (everywhere[phrase] - weight + 0.5) / (outside_mass + 1)
        if weight < floor or (there * _LIFT > here and total - mass > 1):
            continue
        bonus = _PAIR_BONUS if len(phrase) > 1 else 1.0
        scores[phrase] = bonus * here * float(np.log(here / there + 1.0))
    return sorted(scores, key=lambda phrase: (-round(scores[phrase], 9), phrase))


def _apart(ranked: Sequence[Phrase]) -> list[Phrase]:
    """Keep a phrase when it brings a word that no better one has."""
    seen: set[str] = set()
    kept: list[Phrase] = []
    for phrase in ranked:
        if seen.isdisjoint(phrase):
            kept.append(phrase)
            seen.update(phrase)
        if len(kept) > _N_KEYWORDS:
            break
    return kept


def _spell(phrase: Phrase, spellings: dict[Phrase, Counter[str]]) -> str:
    """Return the most frequent spelling; the first in the alphabet on a tie."""
    return min(spellings[phrase].items(), key=lambda item: (-item[1], item[0]))[0]


def _unique(words: Sequence[str], taken: set[str], theme: int, mark: str) -> str:
    for n_words in range(min(2, len(words)), len(words) + 1):
        name = f"{mark}{' / '.join(words[:n_words])}"
        if n_words and name not in taken:
            return name
    return f"theme {theme + 1}"
