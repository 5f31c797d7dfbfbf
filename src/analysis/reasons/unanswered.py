"""Notes of those who asked in which nobody told anything: not reached, no answer, call again.

Such a note consists of an outcome (who, a verb of reaching, a negation, or a word such as
*voicemail*) and of words that only say when, how often and by which way. Whose calls they were
decides what it means: *no answer* is the outcome of our call, and a customer's complaint about us.
"""

from __future__ import annotations

import re

import pandas as pd

from analysis.reasons.callerwords import CALLER_WORDS, FIRST_PERSON
from analysis.reasons.words import surface_words
from analysis.vocabulary import FIRST_HAND

#: French words that lean on the next one by an apostrophe stand alone here.
ELIDED = re.compile(r"\b(n|l|d|j|s|m|c|qu)['’](?=\w)", re.IGNORECASE)

_ANSWER = (
    r"(?:(?:answer|pick|respond|react)(?:s|ed|ing)?(?: up)?|repl(?:y|ies|ied|ying))"
    r"(?: (?:the |my |our |his |her |their )?(?:phones?|calls?|door|mobile|e mails?|"
    r"emails?|mails?))?"
)
_BACK = (
    r"(?:(?:call|phone|ring|mail|email|text)(?:s|ed)?|rang|rung|wrote|written|write|get|got|gotten|"
    r"come|came) back(?: to (?:me|us))?"
)
_VOICEMAIL = r"(?:voice ?mail|vm|mailbox|answering machine|answer ?phone|machine)"
_NUMBER = r"(?:(?:phone |mobile |telephone )?number)"
_ENGLISH = (
    r"(?:nobody|no one|noone|none)(?: is| was)? "
    r"(?:there|in|home|at home|available(?: to (?:speak|talk)(?: to)?)?|reached|reachable|"
    rf"to be reached|{_ANSWER})",
    r"(?:spoke to|reached|got|talked to) (?:nobody|no one|noone)",
    r"no (?:answer|response|reply|reaction|pick ?up|call ?back|return call|luck|success|joy)",
    rf"not (?:yet )?(?:{_ANSWER}|{_BACK}|in|there|home|at home|at (?:his|her|their) desk|reach|"
    r"reached|reachable|contact|(?:be )?(?:reached|contacted)|"
    r"(?:get|got) (?:hold of|through(?: to)?)|return(?:ed)?(?: my| our| the| any)? calls?)",
    rf"never (?:answers|picks up|{_BACK.replace('(?:s|ed)?', 's')})",
    r"(?:customer|client|contact|buyer|owner|he|she|boss)(?: (?:is|was|currently))* "
    r"(?:unavailable|not available)|await(?:s|ing)? (?:call ?back|reply|answer|response)",
    r"unreachable|unanswered|unsuccessful(?: attempts?)?",
    r"(?:(?:un|not )able|failed) to (?:reach|contact|get (?:hold of|through(?: to)?)|speak to)",
    rf"(?:messages?|msgs?|{_VOICEMAIL}s?) (?:was |were )?left",
    rf"(?:(?:went|goes|going|gone|got|gets|on|to|straight|directly) )*{_VOICEMAIL}(?: full)?|"
    r"lvm|lm",
    rf"(?:left|leave|leaving)(?: (?:a|an|another|two|three|several|short|brief))* "
    rf"(?:messages?|msgs?|notes?|word|{_VOICEMAIL}s?)",
    r"(?:line|number|mobile)(?: (?:is|was|always|still|has|been))* (?:busy|engaged|switched off)|"
    r"engaged|busy (?:signal|tone)|phone(?: is| was)? (?:switched )?off",
    r"(?:just|only|phone|line|it|keeps) (?:rings|rang|ringing)(?: (?:out|through))?|"
    r"(?:rings|rang) out",
    rf"(?:wrong|invalid|dead|disconnected) {_NUMBER}",
    rf"{_NUMBER}(?: (?:is|was|has|been|no|longer|not|any ?more|does))* (?:in (?:service|use)|wrong|"
    r"invalid|valid|disconnected|works?|working|exists?|out of (?:service|order|use))",
    r"(?:e mails?|emails?|mails?|letters?)(?: (?:has|have|was|were))? (?:bounced|undeliverable|"
    r"returned(?: undeliverable)?|came back)|"
    r"bounced|nothing back|mail(?:s)? (?:kam|kamen|kommt) zurück",
    r"hung up(?: on (?:me|us))?",
    r"(?:(?:call|ring|phone|try|ask|contact)(?:ing)? )+(?:(?:back|again|later|tomorrow) ?)+",
    r"out of (?:the )?office|ooo|in (?:a |the )?meetings?|at lunch|"
    r"away from (?:his|her|their) desk",
)
_ERREICHT = (
    r"(?:abgenommen|abgehoben|(?:dran|ran|hin)(?:gegangen| gegangen)?|ans (?:telefon|handy)"
    r"(?: gegangen)?|geantwortet|reagiert|erreicht|erreichbar|zu (?:erreichen|sprechen)|erreichen"
    r"(?: können)?|angetroffen|durchgekommen|da|ab|im (?:büro|haus)|am (?:platz|apparat))"
)
_NUMMER = r"(?:telefon|ruf|handy|mobil)?nummer"
_GERMAN = (
    rf"nicht (?:mehr )?(?:{_ERREICHT}|(?:zurück)?gemeldet|zurück(?:gerufen| gerufen))",
    rf"(?:niemand|niemanden|keiner|keinen) (?:(?:geht|ging|hebt|hob|nimmt|nahm) )?{_ERREICHT}",
    r"(?:geht|ging|hebt|hob|nimmt|nahm)(?: (?:wieder|das|telefon|da|dort|immer|auch|es))* "
    r"(?:niemand|keiner|nicht)(?: (?:ran|dran|ab|hin|ans (?:telefon|handy)))?",
    r"meldete? sich (?:nicht|niemand|keiner)(?: zurück)?",
    r"keine?r? (?:antwort|reaktion|rückmeldung|rückruf|durchkommen|erfolg)",
    r"kein anschluss unter dieser nummer|ohne (?:antwort|reaktion|erfolg|rückmeldung)|erfolglos|"
    r"vergeblich",
    r"(?:auf )?(?:die |den |der |dem )?(?:mailbox|anrufbeantworter|voicemail)",
    r"(?:auf (?:den |dem )?|nur )ab|ab (?:be|ge)sprochen|ab (?:an|dran)",
    r"nachricht(?:en)? hinterlassen|besetzt|aufgelegt|"
    r"(?:handy|telefon) (?:ist |war )?aus(?:geschaltet)?",
    rf"falsche {_NUMMER}|{_NUMMER}(?: (?:ist|war|nicht|mehr))* "
    r"(?:vergeben|falsch|ungültig|aktuell|gültig)",
    r"(?:(?:später|nochmals?|noch einmal|erneut|morgen|wieder|nächste woche) )+"
    r"(?:anrufen|versuchen|probieren|fragen|melden|kontaktieren)|wiedervorlage|wv",
    r"(?:in|im) (?:einer |einem )?(?:besprechung|meeting|termin|gespräch)|au(?:ß|ss)er haus",
)
_REPOND = r"(?:répond|répondent|décroche|décrochent|rappelle|rappellent|réagit)"
_FRENCH = (
    rf"{_REPOND} (?:pas|plus)|(?:pas|non) (?:joignable|là|(?:répondu|décroché|rappelé)|pu joindre)",
    r"(?:pas|plus|aucune) (?:de )?(?:réponse|retour)|sans (?:réponse|succès|retour)|injoignables?",
    rf"personne (?:ne |n )?(?:{_REPOND}|a (?:répondu|décroché)|au bout du fil|au téléphone|là)",
    r"(?:laissé|laisse|laisser) (?:un |deux |trois |des |plusieurs )?messages?(?: vocal)?|"
    r"messages? laissés?",
    r"répondeur|messagerie|boîte vocale|impossible (?:de |à )(?:le |la )?(?:joindre|contacter)",
    r"occupée?|raccroché|(?:faux|mauvais) numéro|en réunion|absente?s?",
    r"numéro(?: (?:est|n|ne|plus|pas|non))* (?:attribué|erroné|invalide|faux|en service|valable)",
    r"(?:à )?rappeler|réessayer",
)
_CONTESTA = (
    r"(?:contest(?:a|ó|an|aron|ado)|respond(?:e|ió|en|ieron|ido)|coge|cogió|atiende|atendió)"
)
_LLAMADA = r"(?: (?:el|la|al|las|a|mi|mis|su) ?(?:teléfono|móvil|llamadas?))?"
_SPANISH = (
    rf"(?:no|nadie)(?: ha)? (?:{_CONTESTA}|devuelve|devolvió){_LLAMADA}|no está",
    r"no (?:localizad[oa]|localizable|hay respuesta|se (?:pudo|puede|ha podido) (?:contactar|"
    r"localizar|hablar))|ilocalizable|sin (?:respuesta|éxito|contestación|contestar)",
    r"(?:(?:salta|saltó|sale|salió)(?: el| al)? )?(?:buzón(?: de voz)?|contestador)",
    r"(?:dejé|dejado|deja|dejo|dejamos) (?:un |dos |varios )?(?:mensajes?|recados?)",
    r"ocupad[oa]|comunica|comunicando|colgó|colgado|apagado|fuera de cobertura|en (?:una )?reunión",
    r"número(?: (?:está|es|ya|no))* (?:equivocado|erróneo|incorrecto|existe|válido)",
    r"(?:volver a )?(?:llamar|intentar) (?:más tarde|mañana|otra vez|de nuevo)|volver a llamar",
)
_OUTCOME = re.compile(
    rf"\b(?:{'|'.join((*_ENGLISH, *_GERMAN, *_FRENCH, *_SPANISH))})\b", re.IGNORECASE
)
#: Whose call it was is also plain where the note names the customer.
_CUSTOMER = "customer client cust kunde kunden kundin cliente"
_THE_CUSTOMER = frozenset(_CUSTOMER.split())

#: The customer is who called: then nobody of ours answered. A bare "Kunde angerufen" is our call.
_THEY_CALLED = re.compile(
    rf"\b(?:{'|'.join(_THE_CUSTOMER)}|he|she|they|er|sie|il|elle|mr|mrs|ms|herr|frau|monsieur|madame|"
    r"señora?)(?: (?!angerufen)\w+)? (?:has|have|had|hat|haben|hatte|a|ont|avait|ha|han|había)"
    r"(?: \w+){0,3} (?:called|rung|phoned|written|emailed|mailed|angerufen|geschrieben|gemailt|"
    r"appelé|téléphoné|écrit|llamado|escrito)\b"
)

#: Such a note is short; a long one is not read.
_MOST_LETTERS = 140


def tells_of_a_call_only(note: str, *, by_us: bool = False) -> bool:
    """Whether a note of those who asked says no more than that nobody told anything.

    Parameters
    ----------
    note
        Not written by the customer: there *no answer* is a complaint.
    by_us
        Somebody of ours is known to have written it, so *my call* is a call of ours.

    Examples
    --------
    >>> [tells_of_a_call_only(note) for note in ("called, no answer", "2x nicht erreicht",
    ...                                          "Répondeur", "dejé un mensaje")]
    [True, True, True, True]
    >>> tells_of_a_call_only("nobody at your hotline answers my calls")
    False
    >>> tells_of_a_call_only("Herr K hat viermal angerufen, keiner ging ran")
    False
    >>> said = "did not return my call"
    >>> tells_of_a_call_only(said), tells_of_a_call_only(said, by_us=True)
    (False, True)
    """
    if len(note) > _MOST_LETTERS:
        return False
    said = " ".join(surface_words(ELIDED.sub(r"\1 ", note)))
    if _THEY_CALLED.search(said):
        return False
    left, n_found = _OUTCOME.subn(" ", said)
    ours = by_us or not _THE_CUSTOMER.isdisjoint(said.split())
    speaks_of_self = not FIRST_PERSON.isdisjoint(said.split()) or "to" in left.split()
    around = CALLER_WORDS | FIRST_PERSON | {"to"}
    return n_found > 0 and (ours or not speaks_of_self) and around.issuperset(left.split())


def told_nothing(statements: pd.DataFrame) -> pd.Series:
    """Return which statements of those who asked hold a call's outcome and no reason.

    What a customer wrote is never taken so: *no answer* is then a complaint. The results of a
    probe are written by those who ask.

    Parameters
    ----------
    statements
        With ``note``; without ``source`` nobody knows who wrote.

    Examples
    --------
    >>> rows = pd.DataFrame({"note": ["no answer", "no answer", "too dear"],
    ...                      "source": ["probe", "survey", "rep"]})
    >>> told_nothing(rows).tolist()
    [True, False, False]
    """
    if "source" not in statements:
        return statements["note"].map(tells_of_a_call_only).astype(bool)
    source = statements["source"].astype(object).fillna("unknown")
    ours = ~source.isin(FIRST_HAND - {"probe"})
    found = [
        mine and tells_of_a_call_only(note, by_us=who != "unknown")
        for note, who, mine in zip(statements["note"], source, ours, strict=True)
    ]
    return pd.Series(found, index=statements.index, dtype=bool)
