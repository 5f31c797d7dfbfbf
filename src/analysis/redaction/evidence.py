"""Whether the words around a name speak of a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.redaction.cues import (
    ANY_VERBS,
    AUXILIARIES,
    BEFORE,
    BEFORE_FIRMS_TOO,
    BEFORE_GIVEN,
    BELONGINGS,
    CLOSINGS,
    FROM_WORDS,
    HUMAN_STATES,
    HUMAN_VERBS,
    LABELS,
    LOOSE_TITLES,
    OWNERS,
    PRONOUNS,
    TITLES,
    word_set,
)
from analysis.redaction.workwords import DEPARTMENTS, LOOSE_ROLES, ROLE_ENDINGS, ROLES

CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢİĶŁŃŇŐŒŘŚŞŠŤŪŮŰŹŻŽ"
_WORDS = re.compile(rf"(?:[ODN]['’](?=[{CAPITAL}]))?[^\W\d_]+")
_CLOSE = re.compile(r"[\s/]?[\"'“„‚‘«(<]?\s?|\s?:\s{0,2}[\"'“„‚‘«<]?")
_ABBREVIATED = re.compile(r"\.:?\s?")
_AFTER_ROLE = re.compile(r"\s?(?:[,:(–-]\s?)?[\"'“„‚‘«]?")
_CLOSED = re.compile(r"[\s,!./]{1,6}[-–—]?\s?")
_DASHED_LINE = re.compile(r"[\s\S]{0,6}\n\s?[-–—]+\s?")
_LINE_ENDS = re.compile(
    r"[ \t]*[.!,)x-]{0,2}[ \t]*(?:$|\n|[<(]?\[|(?:[^\W\d_/]{1,20}[ .:°º/-]{1,3}){1,3}\[id\])"
)
_REACHED = re.compile(
    r"[\s,:(<;|–—-]{1,4}(?:(?:mob(?:ile|il)?|tel|cell|handy|phone|direct|durchwahl|email|"
    r"e-mail|mail|portable|móvil|fax|at|on|unter|sous)\b[.:)]{0,2}\s){0,2}\[(?:e-mail|phone)\]",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?…:\n]|(?:^|\s)[-–—•*]")
_QUOTED = re.compile(r"\s?:\s?[\"“„«]")
_APPOSITION = re.compile(r"\s?,\s|\s?\n|\s?\(|\s[–—-]\s")
#: Words of more than one person or thing; "Lucas", "Morris" and "Ross" are names.
_PLURAL = re.compile(r"[^aiosu]s$")
_NUMBER_ENDS = re.compile(r"\d\s?$")
#: Abbreviations that end with a point, before a name.
_SHORT = word_set("""
    attn att lt hd tel gez acc cc bcc fao kd fr hr hrn mr mrs ms dr prof rev sgt capt cllr mag dipl
    ing sig fam mme mlle sr sra srta z zhd st
""")
#: Words of greeting, after which a comma may stand.
_GREETINGS = word_set("hello hi hey thanks cheers hallo hola bonjour merci gracias danke")
_TALKED = word_set("gesprochen telefoniert geredet zurückrufen anrufen")
_MET = _TALKED | word_set("""
    besprochen vereinbart geklärt abgeklärt getroffen kontaktieren erreicht zurückgerufen angerufen
    angeschrieben
""")
_FROM_AT = word_set("from at vom aus du de")
_SAYING = word_set("says said tells told wrote sagt sagte meint meinte dit dice dijo")
_PASSIVES = word_set("is was isn wasn ist war est a wird fue")
_IS = word_set("is was est es now jetzt heißt")
_LEAVING = word_set("left gone quit gegangen partie parti")
_SINCE = word_set("since until when after because seit nachdem bis que")
#: What a person has and a company hardly: "Bo's wife".
_OWN = word_set("""
    assistant secretary pa deputy wife husband kids son daughter boss successor replacement
    departure retirement death illness widow funeral extension inbox desk email phone cell
    predecessor voicemail mobile kid sister brother mother father mum
""")
_SPOUSES = word_set("mann frau freund partner")
_OWN_BEFORE = (
    "mein", "sein", "ihr", "dein", "unser", "my", "her", "his", "their", "mi", "su", "mon",
)  # fmt: skip
_HEIRS = word_set("nachfolger nachfolgerin assistentin assistent sekretärin vertretung")


#: What is built like a surname: a capital is then no mere capital.
_SURNAME = re.compile(
    r"(?:[OD]['’]|Mc|Mac(?=[A-Z])|Fitz)\w{3}|\w{2,}(?:ovi[cćč]|evi[cćč]|i[cćč]ić|wicz|[oe]wski|ińsky?i|insky|"
    r"czyk|sson|enko|escu|opoulos|[aá]kis|idis|o[gğ]lu|shvili|ström|quist|kvist|gaard|[uú]ez|"
    r"[aáeéiíoó]ndez|[íéóá][nrpmv]ez)$"
)


@dataclass(frozen=True)
class Words:
    """The words of a note with their places; placeholders' words are left empty."""

    text: str
    spans: Sequence[tuple[int, int]]
    plain: Sequence[str]

    @cached_property
    def folded(self) -> list[str]:
        """Words, case folded."""
        return [word.casefold() for word in self.plain]

    def gap(self, place: int) -> str:
        """Text between the word at ``place - 1`` and the one at ``place``."""
        start = self.spans[place - 1][1] if place else 0
        end = self.spans[place][0] if place < len(self.spans) else len(self.text)
        return self.text[start:end]

    @cached_property
    def capitals_tell(self) -> bool:
        """Whether a capital tells anything: most words of a heading have one."""
        letters = [word[0].isupper() for word in self.plain if word]
        return len(letters) < 6 or 4 * sum(letters) <= 3 * len(letters)

    def begins(self, place: int) -> bool:
        """Whether a sentence or a line begins at the place, where every word has a capital."""
        return place == 0 or _SENTENCE_ENDS.search(self.gap(place)) is not None

    def at(self, place: int) -> str:
        """Word at the place, case folded; nothing beyond the note's ends."""
        return self.folded[place] if 0 <= place < len(self.folded) else ""


def words_of(text: str) -> Words:
    """Split a note into words; those of placeholders count as none.

    Examples
    --------
    >>> words_of("ask O'Hara, [name]").plain
    ['ask', "O'Hara", '']
    """
    found = list(_WORDS.finditer(text))
    plain = [
        "" if match.start() and text[match.start() - 1] == "[" else match.group() for match in found
    ]
    return Words(text, [match.span() for match in found], plain)


def is_surname(word: str) -> bool:
    """Whether the word is built like a surname and unlike a word of the four languages.

    Examples
    --------
    >>> is_surname("Petrović"), is_surname("O'Hara"), is_surname("Lund")
    (True, True, False)
    """
    return _SURNAME.match(word) is not None


def is_titled(words: Words, first: int) -> bool:
    """Whether a form of address stands before the word.

    Examples
    --------
    >>> is_titled(words_of("Frau Beck"), 1), is_titled(words_of("I miss Kent"), 2)
    (True, False)
    """
    before = words.at(first - 1)
    if first and _NUMBER_ENDS.search(words.gap(first - 1)):
        return False  # "a 4 hr delay"
    if before == "m" and words.plain[first - 1] == "M":
        return words.gap(first) == ". "
    if before not in TITLES or words.gap(first) not in {" ", ". ", "."}:
        return False
    if words.gap(first) != " " and before not in _SHORT:
        return False
    return before not in LOOSE_TITLES or words.plain[first - 1][0].isupper()


def speaks_before(words: Words, first: int, *, known: bool = False) -> bool:
    """Whether what stands before the word speaks of a person.

    What stands before firms too is enough for a ``known`` name, or where a pronoun follows.

    Examples
    --------
    >>> speaks_before(words_of("spoke with Lund"), 2), speaks_before(words_of("with Lund"), 1)
    (True, False)
    """
    last, gap = words.at(first - 1), words.gap(first)
    if not last:
        return False
    if last in LABELS and ":" in gap and _CLOSE.fullmatch(gap):
        return True
    if _is_role_word(words, first - 1) and _AFTER_ROLE.fullmatch(gap):
        return True
    if last in DEPARTMENTS and gap.endswith("("):
        return True
    if not _joins(last, gap):
        return False
    if _has_phrase(words, first, BEFORE) or _is_role_of(words, first):
        return True
    return _has_phrase(words, first, BEFORE_FIRMS_TOO) and (known or pronoun_follows(words, first))


def pronoun_follows(words: Words, place: int) -> bool:
    """Whether somebody is told of soon after the word.

    Examples
    --------
    >>> pronoun_follows(words_of("letter from Lund, she left"), 2)
    True
    """
    return any(words.at(place + step) in PRONOUNS for step in range(1, 8))


def _is_role_word(words: Words, place: int) -> bool:
    """Whether the word says what somebody does or is to somebody: "driver", "my husband"."""
    word = words.at(place)
    if word in ROLES or word.endswith(ROLE_ENDINGS):
        return True
    return word in _SPOUSES and words.at(place - 1).startswith(_OWN_BEFORE)


def _joins(last: str, gap: str) -> bool:
    """Whether nothing ends between the word before and the name."""
    if _CLOSE.fullmatch(gap):
        return True
    if "." in gap:
        return last in _SHORT and _ABBREVIATED.fullmatch(gap) is not None
    return gap == ", " and last in _GREETINGS


def _has_phrase(words: Words, first: int, phrases: frozenset[str]) -> bool:
    one, two, three = words.at(first - 1), words.at(first - 2), words.at(first - 3)
    return (
        one in phrases
        or f"{two} {one}" in phrases
        or f"{three} {two} {one}" in phrases
        or f"{three} {one}" in phrases  # "spoke briefly to"
    )


def _is_role_of(words: Words, first: int) -> bool:
    """Whether a role and "is" stand before: "the buyer is now Lund"."""
    place = first - 1
    while place > 0 and first - place < 3 and words.at(place) in _IS:
        place -= 1
    place -= words.at(place) == "ist" and place < first - 1  # "ist jetzt"; "ist" alone takes nouns
    return place < first - 1 and words.at(place) in ROLES


def may_speak_before(words: Words, first: int) -> bool:
    """Whether what stands before the word is usual before persons, and before things too.

    Examples
    --------
    >>> may_speak_before(words_of("with Beate"), 1), may_speak_before(words_of("by Beate"), 1)
    (True, True)
    """
    last, gap = words.at(first - 1), words.gap(first)
    if last in LOOSE_ROLES and _AFTER_ROLE.fullmatch(gap):
        return True
    return (_joins(last, gap) or gap == ", ") and _has_phrase(
        words, first, BEFORE_GIVEN | BEFORE_FIRMS_TOO
    )


def speaks_after(words: Words, last: int, *, known: bool = False, placed: bool = False) -> bool:
    """Whether what follows the word is said of persons; of a ``known`` name companies' verbs do.

    Of a word that is ``placed`` behind an article or "in" only what persons alone do counts.

    Examples
    --------
    >>> speaks_after(words_of("Ask Lund from accounting"), 1)
    True
    >>> speaks_after(words_of("Lund fell"), 0)
    False
    """
    end, gap = words.spans[last][1], words.gap(last + 1)
    if _REACHED.match(words.text, end) and not placed:
        return True
    if known and _QUOTED.match(words.text, end):
        return True
    if gap in {"'", "’"}:
        return words.at(last + 1) == "s" and words.at(last + 2) in (BELONGINGS if known else _OWN)
    if _APPOSITION.fullmatch(gap) and _is_role(words, last + 1):
        # "Price, driver, quality" names three reasons, "Lund, our driver," a person.
        return known or "(" in gap or _is_closed_role(words, last + 1)
    if gap not in {" ", ", "}:
        return False
    does = _does(words, last + 1, known=known, placed=placed)
    return does or _belongs(words, last + 1, known=known)


def _does(words: Words, place: int, *, known: bool, placed: bool = False) -> bool:
    one, two, three = words.at(place), words.at(place + 1), words.at(place + 2)
    if f"{one} {two}" in HUMAN_STATES or f"{one} {two} {three}" in HUMAN_STATES:
        return True
    if not known and (one in _PASSIVES or _PLURAL.search(words.at(place - 1))):
        return False  # "a discount was promised", "engineers said"
    if known and (one in _MET or f"{one} {two}" in {"and i", "und ich"}):
        return True
    told = known or (pronoun_follows(words, place) and not placed)
    verbs = ANY_VERBS if told else HUMAN_VERBS
    steps = 0
    while steps < 3 and words.at(place) in AUXILIARIES:
        place, steps = place + 1, steps + 1
    return words.at(place) in verbs


def _belongs(words: Words, place: int, *, known: bool) -> bool:
    """Whether a department follows: "from accounting"; "delays in billing" is of no person."""
    if words.at(place) in _HEIRS and words.at(place - 1).endswith("s"):
        return True
    if words.at(place) not in (FROM_WORDS if known else _FROM_AT):
        return False
    if known and any(words.at(place + step) in _SAYING for step in (2, 3, 4)):
        return True  # "Imelda in the yard says"
    for step in (1, 2, 3):
        if words.at(place + step) in DEPARTMENTS:
            # At a sentence's start any word has a capital: "Pressure from management".
            return (
                known or not words.begins(place - 1) or _does(words, place + step + 1, known=True)
            )
    return False


def _is_role(words: Words, place: int) -> bool:
    """Whether a role or department begins here: "the plant manager", "head of sales"."""
    one, two, three = words.at(place), words.at(place + 1), words.at(place + 2)
    if one in ROLES or (one in DEPARTMENTS and words.gap(place).endswith("(")):
        return True
    if one == "head":
        return two == "of"
    return one in OWNERS and (two in ROLES or three in ROLES)


def _is_closed_role(words: Words, place: int) -> bool:
    """Whether an article stands before the role and a comma, an end or "of" after it."""
    if words.at(place) not in OWNERS and words.at(place) != "head":
        return False
    for role in (place + 1, place + 2, place + 3):
        if words.at(role) in ROLES | DEPARTMENTS:
            return words.gap(role + 1)[:1] in {",", ".", ")", "", "-", "\n"}
    return False


def leaves(words: Words, first: int, last: int) -> bool:
    """Whether somebody's leaving or a talk is told: "since Lund left", "mit Lund telefoniert".

    Examples
    --------
    >>> leaves(words_of("since Lund has left"), 1, 1), leaves(words_of("Lund left"), 0, 0)
    (True, False)
    """
    if words.gap(first) != " ":
        return False
    if words.at(first - 1) in {"mit", "bitte"} and words.at(last + 1) in _TALKED:
        return True
    if words.at(first - 1) not in _SINCE:
        return False
    steps = 1 + (words.at(last + 1) in AUXILIARIES)
    return words.at(last + steps) in _LEAVING


def is_signature(words: Words, first: int, last: int) -> bool:
    """Whether the words stand alone after a closing formula or a dash, at the end of a line.

    Examples
    --------
    >>> is_signature(words_of("Kind regards, Bo Lund"), 2, 3)
    True
    """
    if not _LINE_ENDS.match(words.text, words.spans[last][1]):
        return False
    gap = words.gap(first)
    if _DASHED_LINE.fullmatch(gap):  # a list has more than one dash
        return last == len(words.plain) - 1 and words.text.count("\n-") == 1
    return bool(_CLOSED.fullmatch(gap)) and _has_phrase(words, first, CLOSINGS)
