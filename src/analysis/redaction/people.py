"""People whom no table lists: names by their form, and words that only a person has around."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.redaction.cues import (
    ANY_VERBS,
    AUXILIARIES,
    OPENING,
    PARTICLES,
    PRONOUNS,
    word_set,
)
from analysis.redaction.evidence import (
    Words,
    is_signature,
    is_surname,
    is_titled,
    leaves,
    may_speak_before,
    speaks_after,
    speaks_before,
    words_of,
)
from analysis.redaction.givennames import GIVEN_NAMES
from analysis.redaction.plainwords import FIRMS, NO_NAMES, SURNAME_WORDS, THINGS, TIMES, TOWNS
from analysis.redaction.things import names_a_firm, names_a_thing, stands_before_a_thing
from analysis.redaction.workwords import COMPOUND_HEADS

_NOUN_ENDING = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|nis|ment|enz|anz|ik|ur|age|ungen|ionen|ismus|ität|ness|ing|"
    r"ware|ability|ance|ence)$"
)
_TOGETHER = re.compile(r"\[name\](?: and | und | et | y | & | / ?|/| \+ | or | oder )$")
#: A capital inside a word is a brand's ("PackRight"), but for some beginnings of surnames.
_BRAND = re.compile(r"(?!(?:Ma?c|[DL][aeiou]|Van|Fitz|Jo)[A-Z])\w*[a-zß-ÿ][A-ZÀ-Þ]")
_SIGNS = re.compile(r"(?:[-–—]\s?|[.!?…]\s{1,2}|\n|\bxx?\s|\bthx,?\s)$")
_ENDS = re.compile(r"\s{0,2}[.!x]{0,2}\s{0,2}$")
_ORDINARY_ENDING = re.compile(r"(?:ing|ed|ly|ers?|ors?|s|ion|ple|ble|ent|ant|ous|al|ic|ive)$")
#: What goes on after a whole thing was said: "spoke with okonkwo about the rise".
_GOES_ON = (
    AUXILIARIES
    | PRONOUNS
    | ANY_VERBS
    | word_set("""
    about and again at in on re this last yesterday today twice three two over und am gestern heute
    wegen über zweimal who
""")
)
#: Before a word in small letters these speak of persons: "spoke with okonkwo".
_TALKED = word_set("""
    spoke spoken talked chatted speaking talking gesprochen telefoniert gespräch rang emailed phoned
""")
_WITH = word_set("with w to mit")
_SMALL_TITLES = word_set("mr mrs ms herr hr herrn frau mme monsieur madame señor señora sra")
#: These mean other things too, when no point follows: "hr said", "ms teams".
_POINTED = word_set("hr ms")
_OWN = ("mein", "sein", "ihr", "my", "ma", "mi")
_LOWER_CUES = _WITH | {"rang", "emailed", "phoned"}
_NOT_BEFORE_LETTER = word_set("""
    plan type typ grade vitamin section gate hall halle block class option
""")
_JOINERS = word_set("and und et y to")
_SIGNS_THAT_JOIN = frozenset(("; ", " & ", "/", " / ", " + "))
_DUTCH = word_set("van ter")
_ARTICLES = word_set("der die das dem den des ein eine einer einen keine diese dieser la le un une")
_NO_SURNAMES = NO_NAMES - (SURNAME_WORDS - FIRMS - THINGS)
_LONGEST = 5


def mask_people(text: str) -> str:
    """Replace names of people by a general list of given names and by the words around.

    A given name alone, without a sign that a person is meant, stays.

    Examples
    --------
    >>> mask_people("Nigel Haddock left, and Karen says the Karen chair creaks")
    '[name] left, and [name] says the Karen chair creaks'
    >>> mask_people("Okonkwo from accounting said the Okonkwo Ltd invoice is wrong")
    '[name] from accounting said the Okonkwo Ltd invoice is wrong'
    """
    words = words_of(text)
    runs = list(_people(words))
    if not runs:
        return text
    pieces, done = [], 0
    for first, last in sorted([*runs, *_same_again(words, runs)], key=_widest):
        start, end = words.spans[first][0], words.spans[last][1]
        if start >= done:
            pieces += [text[done:start], "[name]"]
            done = end
    return "".join([*pieces, text[done:]])


def _widest(run: tuple[int, int]) -> tuple[int, int]:
    return run[0], -run[1]


def _people(words: Words) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of each name."""
    place, before = 0, -2
    while place < len(words.plain):
        if _may_begin(words, place):
            last = _run_end(words, place)
            joined = _is_joined(words, before, place)
            if _is_person(words, place, last, joined=joined):
                last += _has_small_surname(words, place, last)
                yield _run_start(words, place), last
                before = place = last
        elif _is_typed_small(words, place):
            yield place, place
        place += 1


def _has_small_surname(words: Words, first: int, last: int) -> bool:
    """Whether a surname in small letters follows a given name in small letters."""
    word = words.at(last + 1)
    small = (
        words.plain[first].islower()
        and words.gap(last + 1) == " "
        and word == words.plain[last + 1]
    )
    return small and len(word) > 2 and word not in NO_NAMES and not _is_no_name(word, word)


def _is_joined(words: Words, before: int, place: int) -> bool:
    """Whether "and", a slash or the like joins the word to the person that ends at ``before``."""
    if before == place - 2:
        return words.at(place - 1) in _JOINERS
    if before != place - 1:
        return False
    gap = words.gap(place)
    return gap in _SIGNS_THAT_JOIN or (gap == ", " and words.folded[place] in GIVEN_NAMES)


def _may_begin(words: Words, place: int) -> bool:
    word, folded = words.plain[place], words.folded[place]
    if not word or len(word) < 2:
        return False
    if folded in GIVEN_NAMES:
        return not _is_plain_word(word, folded) and not _is_date(words, place)
    if not word[0].isupper() or not (words.capitals_tell or is_titled(words, place)):
        return False
    if folded in SURNAME_WORDS or not _is_no_name(word, folded):
        return True
    return folded not in NO_NAMES and is_titled(words, place)  # "Hr. Wiesengrund"


def _is_plain_word(word: str, folded: str) -> bool:
    """Whether the name is written as a word ("rose"), a month or an abbreviation ("JAN")."""
    if folded in NO_NAMES and (not word[0].isupper() or word.isupper()):
        return True
    return folded in TIMES or (len(word) <= 3 and word.isupper())


def _is_date(words: Words, place: int) -> bool:
    """Whether the name is short for January: "since Jan 22"."""
    return words.folded[place] == "jan" and words.gap(place + 1)[1:2].isdigit()


def _is_no_name(word: str, folded: str) -> bool:
    """Whether the word is ordinary, an abbreviation, a brand or built like a noun."""
    if folded in NO_NAMES or word.isupper() or _BRAND.match(word):
        return True
    if len(folded) > 5 and _NOUN_ENDING.search(folded):
        return True
    return len(folded) > 9 and folded.endswith(COMPOUND_HEADS)


def _run_end(words: Words, place: int) -> int:
    """Last word of the name that begins here: hyphens, particles and initials belong to it."""
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
    if gap == ", " and _is_given_behind(words, last):
        return 1
    if gap == "-":
        return int(word[0].isupper() or len(word) <= 5)
    if gap not in {" ", ". ", "."} or (gap != " " and len(words.plain[last]) > 1):
        return 0
    if len(word) == 1 and word.isupper() and words.gap(after + 1)[:1] in {".", ""}:
        return 1
    if _goes_on(words, after):
        return 1
    return _over_particles(words, after)


def _is_given_behind(words: Words, last: int) -> bool:
    """Whether a given name ends what begins with a surname: "Lund, Beate"."""
    if words.folded[last] in GIVEN_NAMES or words.folded[last] in NO_NAMES:
        return False
    ends = words.gap(last + 2)[:2] in {"", "\n", ";", "; ", " [", " <", " (", ")"}
    return ends and words.folded[last + 1] in GIVEN_NAMES and words.plain[last + 1][0].isupper()


def _goes_on(words: Words, place: int) -> bool:
    word, folded = words.plain[place], words.folded[place]
    if len(word) < 2 or not word[0].isupper():
        return False
    if folded in GIVEN_NAMES and folded not in TIMES:
        return True
    return folded in SURNAME_WORDS or not _is_no_name(word, folded)


def _over_particles(words: Words, place: int) -> int:
    for steps in (1, 2):
        if words.at(place + steps - 1) not in PARTICLES or place + steps >= len(words.plain):
            return 0
        if words.gap(place + steps) == " " and _goes_on(words, place + steps):
            return steps + 1
    return 0


def _run_start(words: Words, place: int) -> int:
    """First word of the name, with initials and a particle before it."""
    while place and _is_initial(words, place - 1):
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
        return words.at(place - 2) not in _ARTICLES  # "die Frau von der Kasse"
    return place == 0 or words.at(place - 1) in OPENING


def _is_initial(words: Words, place: int) -> bool:
    word = words.plain[place]
    if len(word) != 1 or not word.isupper() or words.gap(place + 1) not in {". ", "."}:
        return False
    before = words.plain[place - 1] if place else ""
    return (
        not (len(before) == 1 and before.islower()) and before.casefold() not in _NOT_BEFORE_LETTER
    )


def _is_person(words: Words, first: int, last: int, *, joined: bool) -> bool:
    """Whether the name and the words around it are a person's."""
    opening = _run_start(words, first)
    start, end = words.spans[first][0], words.spans[last][1]
    if is_titled(words, opening) or is_titled(words, first):
        return not (names_a_firm(words.text, start, end) or stands_before_a_thing(words.text, end))
    if words.gap(last) == "-" and not _goes_on(words, last) and words.plain[last][0].isupper():
        return False  # "Goethe-Schule"
    given = words.folded[first] in GIVEN_NAMES
    known = given or is_surname(words.plain[last])
    before = speaks_before(words, opening, known=known)
    if _is_no_person(words.text, start, end, before=before):
        return False
    if before or is_signature(words, opening, last):
        return True
    if words.folded[first] in NO_NAMES and opening == first == last:
        return given and words.plain[first][0].isupper() and _is_given(words, first, last)
    if joined or speaks_after(words, last, known=known) or leaves(words, opening, last):
        return True
    return _is_given(words, first, last) if known else _is_in_form(words, opening, first)


def _is_no_person(text: str, start: int, end: int, *, before: bool) -> bool:
    if names_a_firm(text, start, end):
        return True
    return stands_before_a_thing(text, end) if before else names_a_thing(text, start, end)


def _is_in_form(words: Words, opening: int, first: int) -> bool:
    """Whether an initial stands before an unknown word, or another person: "[name] and Lund"."""
    if opening < first and (_is_initial(words, first - 1) or words.at(opening) in _DUTCH):
        return True
    if (
        first + 1 < len(words.plain)
        and words.gap(first + 1) == ", "
        and _is_given_behind(words, first)
    ):
        return True
    start = words.spans[first][0]
    return _TOGETHER.search(words.text, max(0, start - 16), start) is not None


def _is_given(words: Words, first: int, last: int) -> bool:
    """Whether a known given name is a person's: a surname follows, or a looser sign stands by."""
    word, ordinary = words.plain[first], words.folded[first] in NO_NAMES
    full = last > first and words.folded[last] not in _NO_SURNAMES
    if full and word[0].isupper() and not word.isupper():
        return True
    if ordinary:
        return words.folded[first] not in FIRMS | TOWNS and speaks_after(words, last)
    if not word[0].isupper():
        return False
    if words.gap(first).endswith("(") and words.gap(last + 1).startswith(")"):
        return True
    if may_speak_before(words, first):
        return words.at(last + 1) != "s" or words.gap(last + 1) not in {"'", "’"}  # "at Wendy's"
    if _stands_with_another(words, last):
        return True
    start, end = words.spans[first][0], words.spans[last][1]
    signs = start > 0 and _SIGNS.search(words.text, max(0, start - 8), start)
    return bool(signs and _ENDS.match(words.text, end))


def _stands_with_another(words: Words, last: int) -> bool:
    """Whether "and" joins the name to a given name or to somebody who says something."""
    other = last + 2
    if words.at(last + 1) not in {"and", "und", "et", "y"} or not words.at(other):
        return False
    if not words.plain[other][0].isupper() or words.folded[other] in NO_NAMES:
        return False
    given = words.folded[other] in GIVEN_NAMES and not names_a_thing(
        words.text, words.spans[last][0], words.spans[other][1]
    )
    return given or speaks_after(words, other)


def _is_typed_small(words: Words, place: int) -> bool:
    """Whether an unknown word in small letters is whom somebody spoke with."""
    if place == 0 or words.at(place - 1) not in _LOWER_CUES | _SMALL_TITLES:
        return False
    word, before, gap = words.folded[place], words.at(place - 1), words.gap(place)
    after = words.at(place + 1)
    alone = words.gap(place + 1) != " " or not after or after in _GOES_ON
    if len(word) < 3 or not alone or _is_no_name(word, word):
        return False
    if words.plain[place - 1] in _SMALL_TITLES:
        own = words.at(place - 2).startswith(_OWN)  # "my frau", "ma dame"
        return not own and (gap == ". " or (gap == " " and before not in _POINTED))
    if len(word) < 4 or _ORDINARY_ENDING.search(word):
        return False
    verb = words.at(place - 1 - (before in _WITH))
    return verb in _TALKED and gap in {" ", "/ "}


def _same_again(words: Words, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where a word of a found name stands once more in the note."""
    found = {
        words.folded[place]
        for first, last in runs
        for place in range(first, last + 1)
        if len(words.folded[place]) > 2 and words.folded[place] not in NO_NAMES
    }
    for place, folded in enumerate(words.folded):
        if folded in found and words.plain[place][0].isupper():
            start, end = words.spans[place]
            if not names_a_thing(words.text, start, end):
                yield place, place
