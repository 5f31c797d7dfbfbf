"""One note, several reasons: splitting into clauses, and notes that say nothing.

Between 4 and 50 % of real answers carry more than one reason. One label a note then caps what can
be right at half, so clauses are what is embedded and coded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from analysis.reasons.refusals import only_pleads, refuses
from analysis.reasons.words import STOP_WORDS, surface_words

#: Words each side must have before a joining word splits.
_WORDS_A_SIDE = 3

#: A mark that ends a sentence, not one after an initial, an abbreviation or a short number.
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<!\b\w\.)(?<!\b\d\d\.)(?<!\b[MDS][rst]\.)(?<!\b[Cc]a\.)(?<!\bNr\.)(?<!\bvs\.)"
    r"(?<!\bbzw\.)(?<!\binkl\.)(?<!\bapprox\.)\s+|(?<=[。！？])|;\s*"
)
_BULLET = re.compile(r"^\s*(?:[-*•·–—>▪●◦‣]+|\(?\d{1,2}[.)]|\(?[a-h]\))\s+")
_JOIN = re.compile(
    r"\s*(?:,\s*)?\b(?:but also|and also|but|however|although|though|besides|plus|and|as well as|"
    r"on top of that|in addition|additionally|moreover|whereas|while|"
    r"aber auch|und auch|aber|jedoch|allerdings|obwohl|außerdem|ausserdem|zudem|darüber hinaus|"
    r"sondern|und|sowie|dazu kommt|mais|en plus|ainsi que|et|pero|además|y)\b,?\s+"
    r"|\s+[-–—]\s+|\s+\+\s+",
    re.IGNORECASE,
)

_FILLERS = """
other others misc miscellaneous various sonstige sonstiges sonstiger andere divers autre otro otros
i we he she they the a an customer client user caller contact really just honestly sorry to be
honest well said says say that at all me us now this point in time any for it was were is are did
do does would could them him her so hm hmm um uh er eh simply there given provided
stated specific particular special further known der die das den kunde kundin ich wir sie es
ehrlich gesagt leider einfach mir uns dazu hier noch genau gerade bestimmten bestimmter besonderen
besonderer genannt angegeben bekannt le la je il elle désolé franchement el cliente yo lo
"""
_NOTHING = """
| not | n | k | not know | not know why | not know reason | not remember | not recall | not tell |
not sure | not sure why | not certain | unsure | no idea | no idea why | no clue | no reason | no
reasons | not reason | without reason | none | nothing | nothing else | nil | null | na | unknown
| reason unknown | unknown reason | not known | no comment | no comments | prefer not | rather not
| prefer not answer | rather not answer | not want | not want answer | not want talk | not want
discuss | refused | refused answer | declined | declined answer | declined comment | refuses |
declines | not disclosed | undisclosed | not applicable | idk | dunno | no | nope | skip | weiß
nicht | weiss nicht | nicht weiß | nicht weiss | weiß nicht warum | weiss nicht warum | weiß nicht
mehr | weiss nicht mehr | keine ahnung | keine ahnung warum | keine angabe | keine angaben | kein
grund | keinen grund | keine gründe | ohne grund | ohne angabe | ohne angabe von gründen | kein
kommentar | keine meinung | unbekannt | grund unbekannt | nichts | nicht | nein | keine | keiner |
möchte nicht sagen | möchte nicht antworten | will nicht sagen | möchte keine angaben machen |
möchte keine angabe machen | kann nicht sagen | nicht sicher | sais pas | ne sais pas | aucune
idée | aucune raison | sans raison | pas de raison | rien | sans avis | inconnu | aucun
commentaire | sans commentaire | pas de commentaire | no sé | no se | no sabe | ni idea | ninguna
| ninguno | ninguna razón | sin razón | sin motivo | ningún motivo | nada | sin comentarios | no
contesta | desconocido | no sabe no contesta | see crm | see file | see notes | see above | see
email | see mail | crm | tbc | tbd | to be confirmed | s akte | siehe akte | siehe crm | siehe oben
| siehe mail | voir dossier | voir crm | voir mail | ras | rien à signaler | ver ficha | ver crm |
ver correo | pendiente
"""
_FILLER_WORDS = frozenset(_FILLERS.split())
#: Fillers that say something after a bare no: "no time" is a reason, "at this time" is none.
_AFTER_NO = frozenset({"time", "point", "now", "for"})
_NO_MOMENT = re.compile(r"\b(?:at this|at the|right|for) (?:point in time|time|point|now|moment)\b")
_PHRASES = frozenset(" ".join(phrase.split()) for phrase in _NOTHING.split("|") if phrase.strip())


def split_clauses(note: str) -> list[str]:
    r"""Return the clauses of a note in order; at least one for a note that is not blank.

    Splits at sentence ends, line breaks, bullets and semicolons, and at words of contrast or
    addition when both sides have at least three words.

    Examples
    --------
    >>> split_clauses("The price was too high, and your driver was rude. Salt and pepper")
    ['The price was too high', 'your driver was rude.', 'Salt and pepper']
    >>> split_clauses("- zu teuer\n- Lieferung kam zu spät, aber der Fahrer war nett")
    ['zu teuer', 'Lieferung kam zu spät', 'der Fahrer war nett']
    """
    found: list[str] = []
    for line in note.splitlines():
        for sentence in _SENTENCE_END.split(_BULLET.sub("", line)):
            found.extend(_split_joined(sentence.strip()))
    return [clause for clause in found if clause]


def _split_joined(sentence: str) -> list[str]:
    """Split at joining words from left to right, keeping a cut only where both sides can stand."""
    parts: list[str] = []
    start = 0
    for join in _JOIN.finditer(sentence):
        left, right = sentence[start : join.start()], sentence[join.end() :]
        if _can_stand(left) and _can_stand(right):
            parts.append(left.strip(" ,"))
            start = join.end()
    return [*parts, sentence[start:].strip()]


def _can_stand(part: str) -> bool:
    """Three words, one of them with a meaning; a long part is not read to its end."""
    words = part[:200].split()
    meant = any(word.strip(".,!?:").lower() not in STOP_WORDS for word in words)
    return len(words) >= _WORDS_A_SIDE and meant


@lru_cache(maxsize=50_000)  # every step of reading asks it of the same notes
def says_nothing(note: str) -> bool:
    """Whether the note states in words (or by silence) that no reason is told.

    Examples
    --------
    >>> [says_nothing(note) for note in ("Don't know", "weiß ich nicht.", "?!", "no reason given")]
    [True, True, True, True]
    >>> says_nothing("no time"), says_nothing("no reason at this time"), says_nothing("not for me")
    (False, True, False)
    >>> says_nothing("would not tell us why"), says_nothing("Nobody told us why the price went up")
    (True, False)
    """
    if len(note) > 200:
        return not any(character.isalnum() for character in note)
    words = surface_words(note)
    if not words:
        return not any(character.isdigit() for character in note)
    whole = _NO_MOMENT.sub("", " ".join(words)).strip()
    words = whole.split()
    if any(a in {"no", "not"} and b in _AFTER_NO for a, b in pairwise(words)):
        return whole in _PHRASES
    kept = " ".join(word for word in words if word not in _FILLER_WORDS)
    return kept in _PHRASES or whole in _PHRASES or not kept or refuses(note) or only_pleads(note)
