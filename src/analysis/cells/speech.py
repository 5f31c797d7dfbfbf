"""How people write that somebody does not want to be contacted again.

English, German, French and Spanish, as patterns for lower case text with plain apostrophes, fit
both for Python and for the engine.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.cells.needed import Branches
from analysis.cells.wishes import WISHES

#: A status anywhere in whose text one of these stands is never to be called.
NEVER = (
    "deceased|died|verstorben|gestorben|décédée?|decede|fallecid[oa]|minderjährig|disputed|"
    "in dispute|opted[ -]?out|opt[ -]?out|unsubscribed?|blocked|bloqué|bloquead[oa]|gesperrt|"
    "do not (contact|call|mail)|nicht kontaktieren|ne pas contacter|no contactar"
)
#: The same where the word stands alone; within a longer text it may mean something else.
NEVER_ALONE = frozenset({"dead", "minor", "mineur", "menor", "legal"})

_LIST_EN = "((our|the|your|all|any|every|call|calling|mailing|contact|phone|e-?mail|marketing) )*"
_OFF_DE = "(nehmen|genommen|streich\\w*|gestrichen|lösch\\w*|gelöscht|entfern\\w*|austrag\\w*)"
_OFF_FR = (
    "(retir|enlev|supprim|ray|radi|ôt)\\w*(-moi|-nous|-le|-la|-les)? (\\w+ )?"
    "(de|des|du) (la |nos |notre |votre |vos |toutes (les |nos |vos )?|tous (les |nos |vos )?)?"
)
_OFF_ES = "(quit|saca|borr|elimin|retir)\\w* de (la |las |los |nuestra |su |sus |todas las )?"

_PLEA = (
    # English
    "(do|does) ?n[o']?t (call|contact|phone|e-?mail|mail|ring|text|disturb|solicit)\\b|"
    "\\bdont (call|contact|phone|e-?mail|mail|ring|text)\\b|"
    "never (call|contact|phone|e-?mail|mail)\\b|"
    "no (more|further) (calls|e-?mails|mails|mailings|marketing|contact)|"
    "stop (calling|mailing|e-?mailing|phoning|texting|contacting)|"
    "(take|taken|remove) (me|us|him|her|them) off|"
    f"(remov\\w+|tak\\w+|delet\\w+|struck) (from|off) {_LIST_EN}lists?\\b|"
    "off (our|the|your) (\\w+ )?list|remove (me|us|him|her|them) from|"
    "(ask|want|wish|request|demand|like|please)\\w* (to )?(be|being) "
    "(removed|taken off|deleted|struck off|left alone|unsubscribed|forgotten)|"
    "(request|ask|demand)\\w* (for )?(the |a |his |her |their )?(removal|erasure)|"
    "leave (me|us|him|her|them) alone|"
    "(not|n't|no longer) (want|wish|like)\\w* to be (called|contacted|phoned|e-?mailed|disturbed)|"
    "not to be (called|contacted|phoned|e-?mailed|disturbed)|"
    "(want|wish)\\w* no (more |further )?(calls|contact|e-?mails|mails|marketing)|"
    "(never|not|n't) want\\w* to hear|"
    "consent (was |has been |is )?(withdrawn|revoked|refused|denied)|"
    "(with(drew|draws|drawn)|revoke[ds]?|refuse[ds]?) (\\w+ )?consent|"
    # German
    "kontaktsperre|kontaktverbot|werbesperre|werbeverbot|werbewider|anrufverbot|anrufsperre|"
    "nicht (mehr |wieder )?(anrufen|kontaktieren|anschreiben|anmailen|bewerben|belästigen)|"
    "(nicht|nie|niemals) (mehr|wieder) (an(ge)?ruf|kontakt|anschreib|angeschrieb|belästig)|"
    "keine (weiteren? |mehr )?(anrufe|werbung|werbeanrufe|e-?mails|mails|kontaktaufnahme|"
    "newsletter)|kein(en)? (weiteren |weiterer )?(kontakt|anruf) (mehr|gewünscht|erwünscht)|"
    f"(von|aus) (\\w+ )?(\\w*liste|\\w*listen|\\w*verteiler) (\\w+ )?{_OFF_DE}|"
    "(will|wollen|möchten?|wünscht|wünschen) (nicht|keine|keinen) (mehr |weiteren? )?"
    "(angerufen|kontaktiert|anruf|kontakt|werbung|belästigt)|"
    "(nichts|nie) (mehr |wieder )?von uns (hören|wissen)|in ruhe (ge)?lassen|"
    "werbung (untersagt|verboten|widersprochen)|"
    "einwilligung (wurde |ist )?(widerrufen|verweigert|zurückgezogen)|"
    "(der|jeder|jeglicher) (werbung|kontaktaufnahme) widersprochen|"
    # French
    "ne (plus|pas|jamais) (l'|nous |me |le |la |les |lui )?"
    "(r?appeler|contacter|démarcher|solliciter|déranger)|"
    "ne (veut|veulent|souhaite|souhaitent|désire|désirent) (plus|pas) (être |qu'on |recevoir )"
    "(d'|de |les |l'|le |la )?(r?appel|contact|démarch|sollicit|dérang|mail|e-?mail|pub)|"
    f"plus (d'|aucun |de )(appel|contact|démarchage|prospection)|{_OFF_FR}(listes?|fichiers?)|"
    "demande\\w* (à être|d'être) (retir|supprim|ray|radi|désinscri|désabonn)|"
    "refus\\w* (de |tout |le |du |d'être )+(démarch|prospection|contact|sollicit|appel)|"
    "interdi\\w* (de |d'|tout )+(contact|démarch|appel)|laisse[rz]?[ -](le|la|les|moi|nous) "
    "tranquille|pas de (démarchage|prospection|publicité)|stop (démarchage|appels)|"
    "plus entendre parler|consentement (est |a été )?(retiré|refusé|révoqué)|"
    # Spanish
    "no (volver a |vuelvan a |más |mas )?(llamar|contactar|molestar|llamen|contacten|molesten)"
    "(le|les|lo|la|los|las|nos|me)?\\b|"
    "no (quieren?|desean?) (que (le|les|lo|la|los|las) (llam|contact|molest)|"
    "ser (contactad|llamad|molestad)|(recibir )?(más |mas )?(llamadas|publicidad|correos|"
    f"comunicaciones))|no (más|mas) (llamadas|correos|publicidad|contacto)|{_OFF_ES}listas?|"
    "(pide|pidió|solicita|solicitó|quiere|desea) (ser )?(la baja|darse de baja|borrad|eliminad|"
    "dad[oa] de baja)|que no (le|les|lo|la|los|las|nos|me) (llam|contact|molest)|"
    "no (quieren?|desean?) saber (nada|más|mas)|"
    "(pide|pidió|solicita|solicitó|quiere|desea) que (le|les|lo|la|los|las) "
    "(borren|quiten|eliminen|saquen)|dejar de (llamar|contactar|molestar)|"
    "proh[ií]b\\w+ (contactar|llamar|el contacto)|"
    "consentimiento (fue |ha sido )?(retirado|revocado|denegado)"
)

#: Pleas that mean nothing else in whatever cell they stand.
PLEAS = (_PLEA, *WISHES)

_ON_CALLS = (
    "no more (calls|mails|contact)|stop contact|opt(ed|s)?[ _-]?out|unsubscri|"
    "remove (me|him|her|them) from|\\bdnc\\b|abgemeldet|abmeldung|widerspr(uch|ochen)|"
    "keine kontakte|désinscri|desinscri|désabonn|desabonn|opposition|"
    "(asks|asked) to (unsubscribe|opt out)|removal from|daten löschen|löschung|"
    "supprimer (ses|mes|leurs|nos|les) (données|coordonnées)|borrar (sus|mis|los|nuestros) datos|"
    "(darse|dar|de) (de )?baja|^baja$"
)
#: What means the same in the words that somebody wrote about a call; compiled by the first one.
SPEECHES = (*PLEAS, _ON_CALLS)
#: No plea holds a word of so many signs, over which a search would take hours.
_LONG_WORD = re.compile(r"\S{60,}")


def speaks_of_stop(text: str) -> bool:
    """Whether words in lower case, spoken in a call, say that nobody is to call again.

    Examples
    --------
    >>> speaks_of_stop("please stop calling us"), speaks_of_stop("they stopped " + "x" * 40_000)
    (True, False)
    """
    return _branches().fit(_LONG_WORD.sub("…", text))


@cache
def _branches() -> Branches:
    return Branches(SPEECHES)


def without_pleas(text: str) -> str:
    """Return words in lower case without what says that nobody is to call again.

    Examples
    --------
    >>> without_pleas("too expensive, please do not call again").split()
    ['too', 'expensive,', 'please', 'again']
    """
    said = _LONG_WORD.sub("…", text)
    for one in SPEECHES:
        said = re.sub(one, " ", said)
    return said


#: Tables in which customers say why they left: complaints stand there beside pleas.
TOLD = frozenset({"reasons", "issues"})


#: Cells that begin so are opt-outs under whatever header of persons or customers.
_BEGINS = (
    "(globally )?unsubscribed?|opted[ -]?out|opt[ -]?out|do not allow|not opted[ -]?in|"
    "keine werbung|nicht zulassen|désinscrite?|desinscrite?|ne pas autoriser|no permitir"
)
#: The same of cells, or of labels in a cell, that are nothing but one of these.
_WHOLE = "dnc|no consent|optout|keine einwilligung|bloctel|pas de consentement"
#: Of a person they speak of mails; a customer's account may be closed with the same words.
_PERSONS = "abgemeldet|désabonnée?|desabonnee?|dad[oa] de baja"
#: Where one of several labels in a cell begins; a path such as *a.com/unsubscribe* holds none.
_LABEL = "(^|[,;|] *|^[^\\n,;|:.]*/ *)"


def cell_patterns(table: str) -> tuple[str, ...]:
    r"""Return patterns of cells, one a line, that are opt-outs whatever their header.

    Parameters
    ----------
    table
        Where customers say why they left, *unsubscribed* must be all that is said: they may have
        unsubscribed from a service.

    Examples
    --------
    >>> import re
    >>> def heard(text):
    ...     return any(re.search(one, text, re.MULTILINE) for one in cell_patterns("contacts"))
    >>> [heard(text) for text in ("anna\nunsubscribed 2024", "vip;dnc", "dnc logistics", "active")]
    [True, True, False, False]
    """
    if table in TOLD:
        alone = f"{_BEGINS}|{_WHOLE}|unsubscribing|opting[ -]out|désinscription|stop"
        return (f"^({alone})[ .!]*$", *PLEAS)
    begins = f"{_BEGINS}|{_PERSONS}" if table == "contacts" else _BEGINS
    label = f"{_LABEL}({begins}|{_WHOLE}) *($|[,;|/])"
    return (f"^({begins})([^\\w/@]|$)|{label}", *PLEAS)
