"""Where a name begins and ends, and which words can be in one."""

from __future__ import annotations

import re

from analysis.redaction.cues import OPENING, PARTICLES, word_set
from analysis.redaction.evidence import Words, is_titled
from analysis.redaction.givennames import is_given_name
from analysis.redaction.plainwords import NO_NAMES, SURNAME_WORDS, TIMES
from analysis.redaction.workwords import COMPOUND_HEADS

_NOUN_ENDING = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ungen|ionen|ismus|ität|ability)$"
    r"|(?P<surnames_too>nis|ment|enz|anz|ik|ur|age|ness|ing|ware|ance|ence)$"
)
#: A capital inside a word is a brand's ("PackRight"), but for some beginnings of surnames.
_BRAND = re.compile(r"(?!(?:Ma?c|[DL][aeiou]|Van|Fitz|Jo)[A-Z])\w*[a-zß-ÿ][A-ZÀ-Þ]")
_NOT_BEFORE_LETTER = word_set("""
    plan type typ grade vitamin section gate hall halle block class option
""")
#: Articles, of which German ones open surnames too.
ARTICLES = word_set("der die das dem den des ein eine einer einen keine diese dieser la le un une")
_LONGEST = 5


def is_no_name(word: str, folded: str, *, behind_given: bool = False) -> bool:
    """Whether the word is ordinary, an abbreviation, a brand or built like a noun.

    Behind a given name what ends as surnames do too is one: "Clare Savage".

    Examples
    --------
    >>> is_no_name("Sortierung", "sortierung"), is_no_name("Lund", "lund")
    (True, False)
    """
    if folded in NO_NAMES or word.isupper() or _BRAND.match(word):
        return True
    ending = _NOUN_ENDING.search(folded) if len(folded) > 5 else None
    if ending and not (behind_given and ending["surnames_too"]):
        return True
    return len(folded) > 9 and folded.endswith(COMPOUND_HEADS)


def run_end(words: Words, place: int) -> int:
    """Return the last word of the name that begins here, with hyphens, particles and initials.

    Examples
    --------
    >>> from analysis.redaction.evidence import words_of
    >>> run_end(words_of("Maria de la Vega quit"), 0)
    3
    """
    last = place
    while last - place < _LONGEST:
        step = _step(words, last)
        if not step:
            break
        last += step
    return last


def _step(words: Words, last: int) -> int:
    """Words by which the name goes on after ``last``."""
    after = last + 1
    if after >= len(words.plain) or not words.plain[after]:
        return 0
    gap, word = words.gap(after), words.plain[after]
    if gap == ", " and is_given_behind(words, last):
        return 1
    if gap == "-":
        return int(word[0].isupper() or len(word) <= 5)
    if gap not in {" ", ". ", "."} or (gap != " " and len(words.plain[last]) > 1):
        return 0
    if len(word) == 1 and word.isupper() and words.gap(after + 1)[:1] in {".", ""}:
        return 1
    if goes_on(words, after):
        return 1
    return _over_particles(words, after)


def is_given_behind(words: Words, last: int) -> bool:
    """Whether a given name ends what begins with a surname: "Lund, Beate".

    Examples
    --------
    >>> from analysis.redaction.evidence import words_of
    >>> is_given_behind(words_of("Lund, Beate"), 0)
    True
    """
    if is_given_name(words.folded[last]) or words.folded[last] in NO_NAMES:
        return False
    ends = words.gap(last + 2)[:2] in {"", "\n", ";", "; ", " [", " <", " (", ")"}
    return ends and is_given_name(words.folded[last + 1]) and words.plain[last + 1][0].isupper()


def goes_on(words: Words, place: int) -> bool:
    """Whether a name goes on with the word.

    Examples
    --------
    >>> from analysis.redaction.evidence import words_of
    >>> goes_on(words_of("Clare Savage"), 1), goes_on(words_of("Clare Sortierung"), 1)
    (True, False)
    """
    word, folded = words.plain[place], words.folded[place]
    if len(word) < 2 or not word[0].isupper():
        return False
    if is_given_name(folded) and folded not in TIMES:
        return True
    given = is_given_name(words.at(place - 1)) and words.at(place - 1) not in NO_NAMES
    return folded in SURNAME_WORDS or not is_no_name(word, folded, behind_given=given)


def _over_particles(words: Words, place: int) -> int:
    for steps in (1, 2):
        if words.at(place + steps - 1) not in PARTICLES or place + steps >= len(words.plain):
            return 0
        if words.gap(place + steps) == " " and goes_on(words, place + steps):
            return steps + 1
    return 0


def run_start(words: Words, place: int) -> int:
    """Return the first word of the name, with initials and a particle before it.

    Examples
    --------
    >>> from analysis.redaction.evidence import words_of
    >>> run_start(words_of("J. P. Lund"), 2)
    0
    """
    while place and is_initial(words, place - 1):
        place -= 1
    steps = 0
    while (
        place and steps < 2 and words.gap(place) in {" ", ". "} and words.at(place - 1) in OPENING
    ):
        if not (words.plain[place - 1][0].isupper() or steps or _may_open(words, place - 1)):
            break
        place, steps = place - 1, steps + 1
    return place


def _may_open(words: Words, place: int) -> bool:
    """Whether a small particle opens a name: at the start of a note or after a sure word."""
    if words.at(place) in {"der", "den"} and words.at(place - 1) not in OPENING:
        return False  # "Herr der Ringe"
    if words.at(place) in {"van", "al", "el", "ter", "v"}:
        return True
    if is_titled(words, place):
        return words.at(place - 2) not in ARTICLES  # "die Frau von der Kasse"
    return place == 0 or words.at(place - 1) in OPENING


def is_initial(words: Words, place: int) -> bool:
    """Whether the word is a letter with a point, before a name.

    Examples
    --------
    >>> from analysis.redaction.evidence import words_of
    >>> is_initial(words_of("J. Lund"), 0), is_initial(words_of("plan B. Lund"), 1)
    (True, False)
    """
    word = words.plain[place]
    if len(word) != 1 or not word.isupper() or words.gap(place + 1) not in {". ", "."}:
        return False
    before = words.plain[place - 1] if place else ""
    return (
        not (len(before) == 1 and before.islower()) and before.casefold() not in _NOT_BEFORE_LETTER
    )
