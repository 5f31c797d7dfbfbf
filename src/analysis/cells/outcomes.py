"""What people write into the column *outcome* of a call list, as the listed words of touches.

English, German, French and Spanish, a word or a few. What speaks of not being called again is an
opt-out whatever else is said; what says two things at once is *unknown*.
"""

from __future__ import annotations

import re
import unicodedata

from analysis.cells.cellwords import SYNONYMS
from analysis.cells.speech import speaks_of_stop
from analysis.vocabulary import TOUCHES

#: In the cell of an outcome such words are meant for us; in a note they may speak of anything.
_STOP = re.compile(
    r"\bstop\b|never again|nie wieder|plus jamais|nunca (más|mas)|"
    r"(leave|lasst|lassen sie) (me|us|mich|uns|them) |laisse[rz]?[ -](moi|nous)|streichen|"
    r"gelöscht|löschen|supprimer|retirer|borrar|kein kontakt mehr"
)
#: Words that are cut out of a text once they are heard, in this order; then the rest is heard.
_HEARD: tuple[tuple[str, str], ...] = (
    ("bounced", r"(wrong|invalid|dead|old) number|number (not|no longer) \w+( \w+)?|bounced|"
                r"falsche nummer|nummer (falsch|ungültig)|kein anschluss|nicht vergeben|"
                r"(faux|mauvais) numéro|numéro (erroné|non attribué)|"
                r"número (equivocado|erróneo|no existe)"),
    ("voicemail", r"((reached|spoke to|got|left|auf|hat|laissé|dejado|dejé)( an?| un| the| die| "
                  r"den| el| le)? )?(voice ?mail|message|msg|mailbox|answering machine|vm\b|ab\b|"
                  r"anrufbeantworter|nachricht|répondeur|messagerie|boîte vocale|buzón( de voz)?|"
                  r"contestador|mensaje)( left| full| voll)?"),
    ("no_answer", r"no(t|body|body was|-one| one)? ?(reached|answer(ed)?|response|pick ?up|there|"
                  r"available)|(not|never) (yet )?(reached|in\b|answered)|unreachable|busy|"
                  r"out of office|did ?n.t (answer|pick up)|engaged|rang out|"
                  r"(nicht|nie) (mehr )?(erreicht|erreichbar|da|abgenommen|abgehoben|"
                  r"rangegangen|ans telefon)|niemand (erreicht|da|abgenommen)|"
                  r"keine (antwort|reaktion)|besetzt|n\.?e\.?$|"
                  r"pas (de réponse|joint|joignable|répondu|là)|sans réponse|injoignable|absente?|"
                  r"occupée?|no (contesta|contestó|responde|está|localizad[oa])|sin respuesta|"
                  r"comunica|ocupado|ilocalizable"),
    ("refused", r"refused?( to \w+)?|would not talk|hung up|abgelehnt|verweigert|aufgelegt|refusé|"
                r"raccroché|rechaz\w+|colgó|se negó"),
    ("opt_in", r"opt(ed)?[ -]?in|wants to stay( in touch)?|möchte in kontakt bleiben|"
               r"souhaite rester en contact|quiere seguir en contacto"),
    ("meeting", r"meeting|appointment|visit|termin|besuch|treffen|rendez[ -]vous|rdv|réunion|"
                r"cita\b|reunión|visita"),
    ("connected", r"reached|spoke( to| with)?|spoken|talked( to| with)?|connected|answered|got him|"
                  r"got her|erreicht|gesprochen|gespräch|joint\b|parlé|contacté|hablado|hablé|"
                  r"contactado|contestó|localizad[oa]"),
)  # fmt: skip
#: What a word such as *not* in front turns into something that nobody can tell.
_DENIABLE = frozenset({"meeting", "connected", "opt_in", "refused"})
_NOT = re.compile(
    r"\b(not?|never|nobody|cannot|without|nicht|kein\w*|nie|niemand|ohne|pas|ne|jamais|sans|nunca|"
    r"nadie|sin)\b|n't\b"
)
_LONGEST = 200


def _is_stop(text: str) -> bool:
    """Whether an outcome can mean that somebody must not be called again.

    Examples
    --------
    >>> [_is_stop(text) for text in ("Don’t call again!!", "stop", "no llamar más", "no answer")]
    [True, True, True, False]
    """
    said = _plain(text)
    return speaks_of_stop(said) or bool(_STOP.search(said))


def outcome_of(text: str) -> str:
    """Return the listed word for an outcome as somebody wrote it; ``unknown`` when nobody can tell.

    Examples
    --------
    >>> [outcome_of(text) for text in ("Reached", "nicht erreicht", "Mailbox", "falsche Nummer")]
    ['connected', 'no_answer', 'voicemail', 'bounced']
    >>> outcome_of("nicht mehr anrufen"), outcome_of("hm"), outcome_of("no answer, then reached")
    ('opt_out', 'unknown', 'unknown')
    """
    said = _plain(text)
    word = re.sub(r"[ -]+", "_", said.strip(" .!"))
    known = {word} & {*TOUCHES.column("outcome").words}
    known |= {name for name, words in SYNONYMS["outcome"].items() if word in words}
    if known:
        return known.pop()
    if _is_stop(text):
        return "opt_out"
    if len(said) > _LONGEST:
        return "unknown"
    heard = set[str]()
    for name, pattern in _HEARD:
        found = re.search(rf"\b(?:{pattern})", said)
        if found:
            denied = name in _DENIABLE and _NOT.search(said[: found.start()])
            heard.add("unknown" if denied else name)
            said = re.sub(rf"\b(?:{pattern})", " ", said)
    if heard and heard <= {"no_answer", "voicemail"}:
        return max(heard)
    if heard == {"meeting", "connected"}:
        return "meeting"
    return heard.pop() if len(heard) == 1 else "unknown"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(folded.replace("_", " ").split())
