"""Refusals: somebody was asked and would not say, in English, German, French and Spanish.

Such a note consists of a word of unwillingness, a word of telling, and words around them that name
nothing else: "would not tell us why" is one, "would not tell us the price" is a reason.
"""

from __future__ import annotations

import re

from analysis.cells.speech import speaks_of_stop, without_pleas
from analysis.reasons.callerwords import CALLER_WORDS
from analysis.reasons.unanswered import ELIDED
from analysis.reasons.words import surface_words

_WOULD_NOT = re.compile(r"\b(?:wo|would)n'?t\b|\b(?:will|would) (?:rather )?not\b", re.IGNORECASE)

_WHY = (
    r"(?:reasons?|details?|answer|explanation|comment|information|cause|feedback|"
    r"grund|gründe|angaben?|auskunft|auskünfte|begründung|kommentar|informationen|"
    r"raisons?|motifs?|détails|réponse|explications?|"
    r"motivos?|razón|razones|detalles|respuesta|explicación|explicaciones|información)"
)
_SAY = (
    r"(?:say|tell|talk|discuss|comment|answer|explain|share|disclose|elaborate|specify|speak|reveal|"
    rf"be drawn|go into|(?:give|state|name)(?: (?:us|me|a|an|any|the|more|further))* {_WHY})"
)
_SAGEN = (
    r"(?:sagen|reden|sprechen|äußern|äussern|angeben|verraten|nennen|begründen|erzählen|preisgeben|"
    rf"mitteilen|antworten|diskutieren|{_WHY} (?:geben|machen))"
)
_DAZU = (
    r"(?: (?:uns|mir|sich|es|dazu|darüber|davon|hierzu|den|die|das|grund|gründe|angaben|auskunft|"
    r"warum|wieso|weshalb|mehr|weiter|weiteres|weiteren|näher|näheres|im|detail|der|kunde|er|sie))*"
)
_DIRE = (
    r"(?:dire|parler|répondre|expliquer|commenter|exprimer|préciser|communiquer|discuter|"
    rf"(?:donner|indiquer)(?: (?:de|d|la|le|les|sa|ses|plus))* {_WHY})"
)
_DECIR = (
    r"(?:(?:decir|hablar|contestar|responder|comentar|explicar|opinar)(?:lo|la|me|nos)?|"
    rf"dar(?: (?:el|la|los|las|su|ningún|ninguna|más))* {_WHY})"
)
_REFUSAL = re.compile(
    "|".join(
        (
            r"\bnot (?:say|tell|comment|disclose|elaborate|specify)\b",
            rf"\bnot (?:give|state|name)(?: (?:us|me|a|an|any|the))* {_WHY}\b",
            r"\b(?:not (?:want|wants|wanted|wish|wishes|wished|like|care|willing|prepared|"
            r"ready) to|"
            r"(?:rather|prefers?|preferred) not(?: to)?|(?:unwilling|reluctant) to|"
            rf"(?:refus|declin)(?:e|es|ed|ing) to) {_SAY}\b",
            rf"\b(?:refus|declin)(?:e|es|ed|ing) (?:a |an |any |all )?{_WHY}\b",
            r"\b(?:says?|said) nothing\b",
            rf"\b(?:will|wollte|wollten|möchte|möchten|mag|mochte|kann|konnte|darf|durfte){_DAZU} "
            rf"(?:nicht|nichts|kein|keine|keinen|keinerlei|ungern){_DAZU} {_SAGEN}\b",
            r"\b(?:nennt|nannte|gibt|gab|macht|machte)(?: (?:uns|mir|dazu|dafür|hierzu|aber))* "
            rf"kein(?:e|en|er|erlei)?(?: weiteren?| näheren?)? {_WHY}\b",
            r"\bsagte?(?: (?:uns|mir|dazu|darüber|hierzu))* "
            r"(?:nichts|nicht (?:warum|wieso|weshalb))\b",
            r"\b(?:nichts(?: dazu)?|nicht(?: warum| wieso)?) (?:gesagt|geäußert|geäussert)\b",
            r"\b(?:äußerte?|äussert) sich(?: dazu| darüber| hierzu)* nicht\b",
            rf"\b(?:{_WHY}|antwort|aussage|gespräch) (?:wurde |wird )?(?:verweigert|abgelehnt)\b",
            rf"\b(?:verweigerte?|lehnte?)(?: die| jede| ein| das)? "
            rf"(?:{_WHY}|antwort|aussage|gespräch)\b",
            r"\b(?:veut|voulait|souhaite|souhaitait|désire|préfère|peut) (?:ne )?(?:pas|rien|plus)"
            rf"(?: (?:en|y|nous|me|le|la|se|s|vraiment))* {_DIRE}\b",
            rf"\b(?:pas|rien) voulu(?: (?:en|y|nous|me|le|la|se|s))* {_DIRE}\b",
            rf"\brefus(?:e|é|ée|ait|ent)? (?:de |d )(?:nous |me |s |en )*{_DIRE}\b",
            rf"\brien dit\b|\bpas (?:dit|(?:donné|précisé|indiqué)(?: (?:de|la|sa))* {_WHY})\b",
            rf"\bno (?:quiere|quiso|quería|desea|deseó|deseaba) {_DECIR}\b",
            rf"\bprefiere no {_DECIR}\b|\b(?:niega|negó|negaba|rehúsa|rehusó)(?: a)? {_DECIR}\b",
            rf"\bno (?:dijo|dice)(?: nada)?\b|\bno (?:dio|da)(?: (?:el|ningún|ninguna))* {_WHY}\b",
        )
    )
)
_OF_TELLING = """
we i us me my why what more much further anything detail details reason reasons matter subject
topic about to on it its of real really simply so the over ich wir uns mir mich sie ein eine einen
dazu darüber davon hierzu warum wieso weshalb grund gründe gründen weiter weiteres näheres wird
einfach nachfrage ils je nous pourquoi raison raisons rien y cela ça c sujet vraiment él ella
ellos yo nos lo por qué porqué motivo razón sobre ello eso nada más tema
"""
_OF_ASKING = """
please pls thanks thank you your our list lists ever future customer wishes wants
bitte danke künftig zukünftig mehr liste verteiler newsletter wünscht möchte
s il vous plait plaît merci svp souhaite por favor gracias futuro lista desea
"""
_AROUND = CALLER_WORDS | frozenset(_OF_TELLING.split())


def refuses(note: str) -> bool:
    """Whether a note says no more than that somebody would not tell.

    Examples
    --------
    >>> [refuses(note) for note in ("He would not tell us why", "wollte sich nicht äußern",
    ...                             "ne veut pas en parler", "no quiso decir el motivo")]
    [True, True, True, True]
    >>> refuses("You would not tell us why"), refuses("refused to take it back")
    (False, False)
    """
    spelt = ELIDED.sub(r"\1 ", _WOULD_NOT.sub("refuses to", note))
    said = " ".join(surface_words(spelt))
    left, n_found = _REFUSAL.subn(" ", said)
    return n_found > 0 and _AROUND.issuperset(left.split())


def only_pleads(note: str) -> bool:
    """Whether a note says no more than that nobody is to call or write again.

    Examples
    --------
    >>> [only_pleads(note) for note in ("Bitte nicht mehr anrufen!", "Do not contact us again",
    ...                                 "ne plus appeler svp", "No llamar más, por favor")]
    [True, True, True, True]
    >>> only_pleads("Too dear, do not call again"), only_pleads("nobody called again")
    (False, False)
    """
    said = note.casefold().replace("’", "'")
    if not speaks_of_stop(said):
        return False
    return (_AROUND | {*_OF_ASKING.split()}).issuperset(surface_words(without_pleas(said)))
