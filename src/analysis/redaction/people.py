"""People whom no table lists: names by their form, and words that only a person has around."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.redaction.cues import ANY_VERBS, AUXILIARIES, PRONOUNS, word_set
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
from analysis.redaction.givennames import is_given_name
from analysis.redaction.nameruns import (
    ARTICLES,
    goes_on,
    is_given_behind,
    is_initial,
    is_no_name,
    run_end,
    run_start,
)
from analysis.redaction.plainwords import FIRMS, NO_NAMES, SURNAME_WORDS, THINGS, TIMES, TOWNS
from analysis.redaction.things import names_a_firm, names_a_thing, stands_before_a_thing

_TOGETHER = re.compile(r"\[name\](?: and | und | et | y | & | / ?|/| \+ | or | oder )$")
_SIGNS = re.compile(r"(?:[-–—]\s?|,\s|[.!?…]\s{1,2}|\n|\bxx?\s|\bthx,?\s)$")
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
_JOINERS = word_set("and und et y to")
_SIGNS_THAT_JOIN = frozenset(("; ", " & ", "/", " / ", " + "))
_DUTCH = word_set("van ter")
#: Given names with an s that are surnames and firms' names, not a German genitive.
_PATRONYMICS = word_set("""
    abrahams adams alberts alexanders andrews antons benjamins bernards charles daniels davids
    edmonds edwards eggers ernests evans franks georges gilberts hendriks huberts isaacs jacobs jans
    jameses james jochens johanns johns josephs karls laurens lewis lukas martins matthews michaels
    michaelis nichols nicholas oswalds pauls peters philipps philips phillips pieters ralphs
    reynolds richards rickards roberts rogers samuels sebastians simons stephens stevens thomas
    tobias walters warners wilhelms williams
""")
#: Before things and places: "auf die Spindel, Tel. 12", "nach Unna fährt er nicht".
_PLACING = ARTICLES | word_set("the a an el los las una nach in im aus bei beim zum zur am ins auf")
_NO_SURNAMES = NO_NAMES - (SURNAME_WORDS - FIRMS - THINGS)


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
        if _is_genitive(words, place):
            yield place, place
        elif _may_begin(words, place):
            last = run_end(words, place)
            joined = _is_joined(words, before, place)
            if _is_person(words, place, last, joined=joined):
                last += _has_small_surname(words, place, last)
                yield run_start(words, place), last
                before = place = last
        elif _is_typed_small(words, place):
            yield place, place
        place += 1


def _is_genitive(words: Words, place: int) -> bool:
    """Whether a given name has something, as Germans write it: "Beates Stunde"."""
    word, name = words.plain[place], words.at(place)[:-1]
    if not word.endswith("s") or not word[0].isupper() or len(name) < 4 or name in NO_NAMES:
        return False
    if not is_given_name(name) or f"{name}s" in _PATRONYMICS or words.gap(place + 1) != " ":
        return False
    start, end = words.spans[place]
    after = words.plain[place + 1 : place + 2]
    if not after or not after[0][1:].islower() or not after[0][0].isupper():
        return False
    article = words.at(place - 1) in _PLACING and words.gap(place) == " "
    return not (article or words.text[:start].endswith("#") or names_a_firm(words.text, start, end))


def _has_small_surname(words: Words, first: int, last: int) -> bool:
    """Whether a surname in small letters follows a given name in small letters."""
    word = words.at(last + 1)
    small = (
        words.plain[first].islower()
        and words.gap(last + 1) == " "
        and word == words.plain[last + 1]
    )
    return small and len(word) > 2 and word not in NO_NAMES and not is_no_name(word, word)


def _is_joined(words: Words, before: int, place: int) -> bool:
    """Whether "and", a slash or the like joins the word to the person that ends at ``before``."""
    if before == place - 2:
        return words.at(place - 1) in _JOINERS
    if before != place - 1:
        return False
    gap = words.gap(place)
    return gap in _SIGNS_THAT_JOIN or (gap == ", " and is_given_name(words.folded[place]))


def _may_begin(words: Words, place: int) -> bool:
    word, folded = words.plain[place], words.folded[place]
    if not word or len(word) < 2:
        return False
    if is_given_name(folded):
        return not _is_plain_word(words, place) and not _is_date(words, place)
    if not word[0].isupper() or not (words.capitals_tell or is_titled(words, place)):
        return False
    if folded in SURNAME_WORDS or not is_no_name(word, folded):
        return True
    return folded not in NO_NAMES and is_titled(words, place)  # "Hr. Wiesengrund"


def _is_plain_word(words: Words, place: int) -> bool:
    """Whether the name is written as a word ("rose"), a month or an abbreviation ("JAN")."""
    word, folded = words.plain[place], words.folded[place]
    if folded in NO_NAMES and (not word[0].isupper() or word.isupper()):
        return True
    if folded in TIMES:
        return not is_signature(words, place, place)
    return len(word) <= 3 and word.isupper()


def _is_date(words: Words, place: int) -> bool:
    """Whether the name is short for January: "since Jan 22"."""
    return words.folded[place] == "jan" and words.gap(place + 1)[1:2].isdigit()


def _is_person(words: Words, first: int, last: int, *, joined: bool) -> bool:
    """Whether the name and the words around it are a person's."""
    opening = run_start(words, first)
    start, end = words.spans[first][0], words.spans[last][1]
    if is_titled(words, opening) or is_titled(words, first):
        return not (names_a_firm(words.text, start, end) or stands_before_a_thing(words.text, end))
    if words.gap(last) == "-" and not goes_on(words, last) and words.plain[last][0].isupper():
        return False  # "Goethe-Schule"
    given = is_given_name(words.folded[first])
    known = given or is_surname(words.plain[last])
    before = speaks_before(words, opening, known=known)
    if _is_no_person(words.text, start, end, before=before):
        return False
    if before or is_signature(words, opening, last):
        return True
    if words.folded[first] in NO_NAMES and opening == first == last:
        return given and words.plain[first][0].isupper() and _is_given(words, first, last)
    if joined or leaves(words, opening, last):
        return True
    placed = not known and words.gap(opening) == " " and words.at(opening - 1) in _PLACING
    if speaks_after(words, last, known=known, placed=placed):
        return True
    return _is_given(words, first, last) if known else _is_in_form(words, opening, first)


def _is_no_person(text: str, start: int, end: int, *, before: bool) -> bool:
    if names_a_firm(text, start, end):
        return True
    return stands_before_a_thing(text, end) if before else names_a_thing(text, start, end)


def _is_in_form(words: Words, opening: int, first: int) -> bool:
    """Whether an initial stands before an unknown word, or another person: "[name] and Lund"."""
    if opening < first and (is_initial(words, first - 1) or words.at(opening) in _DUTCH):
        return True
    if (
        first + 1 < len(words.plain)
        and words.gap(first + 1) == ", "
        and is_given_behind(words, first)
    ):
        return True
    start = words.spans[first][0]
    return _TOGETHER.search(words.text, max(0, start - 16), start) is not None


def _is_given(words: Words, first: int, last: int) -> bool:
    """Whether a known given name is a person's: a surname follows, or a looser sign stands by."""
    word, ordinary = words.plain[first], words.folded[first] in NO_NAMES
    full = not _NO_SURNAMES.issuperset(words.folded[first + 1 : last + 1])
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
    given = is_given_name(words.folded[other]) and not names_a_thing(
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
    if len(word) < 3 or not alone or is_no_name(word, word):
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
