"""What a letter says out of courtesy: greeting, thanks, a bare request to cancel, closing.

Such lines stand in every mail of a set, so that themes form around them, and none tells a reason.
A sentence goes only when *all* its words are words of courtesy: "Thank you for your help" does,
"thanks for nothing" and "please cancel, far too dear" stay.
"""

from __future__ import annotations

import re

from analysis.reasons.words import STOP_WORDS, surface_words

_OPENING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|to whom it may concern|"
    r"hallo|guten (?:tag|morgen|abend)|moin|servus|grüezi|liebe[rs]?|sehr geehrte[rs]?|"
    r"bonjour|bonsoir|salut|ch(?:er|ère)s?|madame|monsieur|mesdames|messieurs|"
    r"hola|buen(?:os|as) (?:días|dias|tardes|noches)|buenas|estimad[oa]s?|querid[oa]s?)\b"
    r"(?P<whom>(?:,? +(?:\[[a-z-]+\]|[\w.'’&-]+)){0,6}?) *(?:[,!:]+|[-–—] |\n|$)\s*",
    re.IGNORECASE,
)
#: Words that greet only before somebody: alone they mean expensive, or a name of liking.
_NOT_ALONE = frozenset({"dear", "cher", "chère", "chers", "chères", "liebe", "lieber", "liebes"})
_ADDRESSED_WORDS = """
my our and there the und et y to an à al all team teams sir sirs madam customer client service
services support success care sales manager everyone everybody folks guys friends colleagues mr
mrs ms miss dr prof herr herrn frau damen herren kollegen kolleginnen kundenservice kundendienst
service zusammen leute madame monsieur mesdames messieurs équipe client clients responsable señor
señora señores señoras sr sra equipo atención cliente tous toutes todos todas amigos
"""
_ADDRESSED = frozenset(_ADDRESSED_WORDS.split())
_CLOSING = re.compile(
    r"(?:^|(?<=[.!?…)] )|(?<=\n))(?:"
    r"(?:with )?(?:(?:kind|best|warm|many|kindest|warmest)(?: personal)? )?regards|"
    r"yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|respectfully(?: yours)?|rgds|"
    r"mit (?:freundliche[nm]|besten|herzlichen|vielen|lieben) gr(?:ü|ue)(?:ß|ss)en?|mfg|"
    r"(?:freundliche|viele|liebe|beste|herzliche|schöne)[nr]? gr(?:ü|ue)(?:ß|ss)e|gru(?:ß|ss)|"
    r"hochachtungsvoll|(?:bien |très )?cordialement|cdlt|bien à (?:vous|toi)|"
    r"(?:sincères |meilleures |bien )?salutations(?: distinguées)?|"
    r"(?:veuillez |je vous prie d(?:e |['’] ?))(?:agréer|recevoir)[^.\n]*|"
    r"un (?:cordial )?saludo|(?:muchos |cordiales |atentos )?saludos(?: cordiales)?|"
    r"atentamente|cordialmente|un abrazo)\b[,.!]*",
    re.IGNORECASE,
)
#: Words that close only where they stand alone before a name.
_FAREWELL = re.compile(
    r"(?:^|(?<=[.!?…)] )|(?<=\n))(?:best(?: wishes)?|all the best|yours|cheers|br|kr|lg|vg|"
    r"(?:many )?thanks|thank you|danke|vielen dank|merci(?: d['’]avance)?|(?:muchas )?gracias)"
    r"(?:[,.!]+|(?=\s*(?:\n|$)))",
    re.IGNORECASE,
)
#: What stands below a closing, or a farewell, is a signature when it is no longer than this.
_SIGNATURE_WORDS, _NAME_WORDS = 14, 3

#: A sentence of thanks or good wishes has one of these.
_THANKS_WORDS = """
thank thanks thx regards hope sincerely faithfully wishes greetings danke dank vielen grüße grüßen
grüssen merci remercie remercions remerciements salutations cordialement gracias agradezco
agradecemos saludos saludo atentamente
"""
_THANKS = frozenset(_THANKS_WORDS.split())
_AROUND_THANKS_WORDS = """
you asking ask for taking time help service support understanding reply reading message email e
mail mails letter question questions interest advance much many lot kind kindly best warm well
finds day week weekend good all team today feedback chance opportunity years past why plan
subscription account contract cancel cancelled cancelling canceled left leaving stopped ordering
buying work effort für ihr ihre ihnen zeit hilfe verständnis nachfrage anfrage mühe voraus vorab e
nachricht freundlichen besten im schönen tag schönes wochenende herzlichen jahre zusammenarbeit
pour votre vos temps aide compréhension message avance demande question beaucoup d intérêt bonne
journée années collaboration muchas por tiempo ayuda comprensión antemano mensaje pregunta interés
buen día años
"""
_AROUND_THANKS = frozenset(_AROUND_THANKS_WORDS.split())
#: A sentence that only asks to cancel names the act and asks or tells it.
_ACT = re.compile(
    r"cancel\w*|terminat\w+|unsubscrib\w+|clos(?:e|ing)|end(?:ing)?|stop(?:ping)?|"
    r"(?:ge)?kündig\w*|abmeld\w+|beend\w+|storni\w+|résili\w+|annul\w+|désabonn\w+|désinscri\w+|"
    r"arrêter|cancel(?:ar|ación|en|o)|anul\w+|baja|rescindir"
)
_ASKING_WORDS = """
please writing write hereby notice inform informing wish want like request requesting confirm
notify know bitte hiermit möchte möchten wollen teile mitteilen bestätigen bestätigung veuillez
souhaite souhaitons voudrais demande informe confirmer prie deseo deseamos quiero queremos
solicito ruego comunico confirmar favor quisiera
"""
_ASKING = frozenset(_ASKING_WORDS.split())
_AROUND_ACT_WORDS = """
my our your this that the let you know subscription account contract membership service services
plan order orders agreement policy effect effective immediate immediately date month year end next
from as of soon possible letter email e mail message formal written notice receipt confirmation
today january february march april may june july august september october november december
customer number id abo abonnement konto vertrag mitgliedschaft dienst sofort sofortiger wirkung
fristgerecht nächstmöglichen zeitpunkt termin monat jahr monats ende schriftlich kündigung erhalt
eingang januar februar märz mai juni juli oktober dezember kundennummer compte contrat adhésion
service immédiat immédiatement effet fin mois date résiliation darme darnos dar cuenta suscripción
contrato servicio efecto inmediato inmediatamente fecha fin mes baja
"""
_AROUND_ACT = frozenset(_AROUND_ACT_WORDS.split())
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+(?=\s|$)|\n|[.!?]|$)")
_CLOSING_WORDS = """
regards rgds sincerely faithfully truly respectfully best yours cheers br kr lg vg mfg thanks thank
danke dank gruß gruss grüße grüsse gruesse grüßen grüssen gruessen hochachtungsvoll cordialement
cdlt vous toi salutations agréer recevoir saludo saludos atentamente cordialmente abrazo merci
gracias
"""
_CLOSES = frozenset(_CLOSING_WORDS.split())


def without_courtesies(note: str) -> str:
    r"""Return a note without its greeting, thanks, bare request to cancel, closing and signature.

    Parameters
    ----------
    note
        Normalised text; empty is returned where nothing but courtesy stands there.

    Examples
    --------
    >>> without_courtesies("Dear team,\nplease cancel my account. Delivery was late.\nRegards\nJo")
    'Delivery was late.'
    >>> without_courtesies("Thank you for asking why we cancelled."), without_courtesies("dear!")
    ('', 'dear!')
    >>> without_courtesies("Guten Tag, hiermit kündige ich meinen Vertrag, zu teuer. MfG")
    'hiermit kündige ich meinen Vertrag, zu teuer.'
    """
    told = _without_opening(note)
    words = set(surface_words(told))
    if words & _CLOSES:
        told = _without_closing(told)
    if words & _THANKS or (words & _ASKING and any(map(_ACT.fullmatch, words))):
        told = "".join(part for part in _SENTENCE.findall(told) if not _is_courtesy(part)).strip()
    return told


def _without_opening(note: str) -> str:
    """Take greetings off, where whom one greets is somebody and nothing else."""
    while found := _OPENING.match(note):
        whom = re.findall(r"\[[a-z-]+\]|[\w.'’&-]+", found["whom"])
        greets = all(
            word[0] == "[" or word[0].isupper() or word.strip(".").lower() in _ADDRESSED
            for word in whom
        )
        first = found.group().split()[0].strip(",!:").lower()
        if not greets or (not whom and first in _NOT_ALONE):
            return note
        note = note[found.end() :]
    return note


def _without_closing(note: str) -> str:
    for closing, n_words in ((_CLOSING, _SIGNATURE_WORDS), (_FAREWELL, _NAME_WORDS)):
        for found in closing.finditer(note):
            if len(note[found.end() :].split()) <= n_words:
                note = note[: found.start()].rstrip()
                break
    return note


def _is_courtesy(sentence: str) -> bool:
    words = set(surface_words(sentence))
    if words & _THANKS:
        return (_AROUND_THANKS | _THANKS | _ADDRESSED | STOP_WORDS).issuperset(words)
    acts = {word for word in words if _ACT.fullmatch(word)}
    if acts and words & _ASKING:
        return (_AROUND_ACT | _ASKING | _ADDRESSED | STOP_WORDS).issuperset(words - acts)
    return False
