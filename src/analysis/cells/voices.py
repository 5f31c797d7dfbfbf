"""Who wrote a message of a conversation: words for agents and customers, or a no below *Public*."""

from __future__ import annotations

import re
from collections.abc import Collection

from analysis.cells.cellwords import NO_WORDS, YES_WORDS
from analysis.cells.headerkeys import key_of, keys

#: Cells that say who speaks.
_HOUSE = frozenset(keys(
    "agent,agents,agentin,light agent,support agent,bot,chatbot,robot,automation,automated,system,"
    "workflow,macro,admin,administrator,teammate,staff,staff member,employee,operator,moderator,"
    "assistant,support,support team,customer service,mitarbeiter,mitarbeiterin,bearbeiter,"
    "sachbearbeiter,berater,kundenservice,kundendienst,agente,empleado,operador,soporte,sistema,"
    "employé,conseiller,opérateur,système"
))  # fmt: skip
_CUSTOMER = frozenset(keys(
    "end user,enduser,customer,client,requester,user,contact,visitor,lead,guest,buyer,shopper,"
    "endkunde,kunde,kundin,anwender,anfragender,besucher,cliente,usuario,solicitante,visitante,"
    "demandeur,utilisateur,visiteur"
))  # fmt: skip
#: Cells that say who may read it, below a header that speaks of a message or of who sees it: a
#: customer may be of the private sector, and a reason an internal one.
_HIDDEN = frozenset(keys(
    "internal,internal note,internal comment,private,private note,intern,interne notiz,privat,"
    "interno,interna,nota interna,privado,privada,interne,note interne,privé,privée"
))  # fmt: skip
_SHOWN = frozenset(keys(
    "public,public reply,public comment,external,öffentlich,extern,público,pública,externo,externa,"
    "publique,externe"
))  # fmt: skip
_OF_MESSAGES = re.compile(
    r"visib|sicht|note|notiz|nota|[ck]om+ent|message|nachricht|mensaje|reply|antwort|respuesta|"
    r"reponse|author|autor|auteur|verfasser"
)
#: Headers above a yes or no.
_INTERNAL = re.compile(
    r"^(is|ist|est|es)?(internal|interne?|interno|privat|private|prive|privado)"
    r"(note|notiz|nota|comment|kommentar|commentaire|comentario)?$"
)
_PUBLIC = re.compile(r"^(is|ist|est|es)?(public|oeffentlich|publique|publico|publicreply)$")
#: Words of a column that says so.
_MOST = 12


def is_of_house(header: str, text: str) -> bool | None:
    """Whether a cell says that the house wrote a row; None where it says nothing of it.

    Examples
    --------
    >>> is_of_house("Author role", "Agent"), is_of_house("Author role", "end-user")
    (True, False)
    >>> is_of_house("Public", "false"), is_of_house("Is internal", "No")
    (True, False)
    >>> is_of_house("Solved", "true") is None, is_of_house("Plan", "Premium") is None
    (True, True)
    """
    word, name = text.casefold(), key_of(header)
    if word in YES_WORDS or word in NO_WORDS:
        asks = {True: bool(_INTERNAL.match(name)), False: bool(_PUBLIC.match(name))}
        return asks[True] == (word in YES_WORDS) if any(asks.values()) else None
    key, of_messages = key_of(text), bool(_OF_MESSAGES.search(name))
    if key in _HOUSE or (of_messages and key in _HIDDEN):
        return True
    return False if key in _CUSTOMER or (of_messages and key in _SHOWN) else None


def tells_who_wrote(header: str, words: Collection[str]) -> bool:
    """Whether a column with these different words tells what the house and what customers wrote.

    Examples
    --------
    >>> tells_who_wrote("Rolle", ["Kunde", "Bot"]), tells_who_wrote("Rolle", ["Kunde", "Preis"])
    (True, False)
    """
    if len(words) > _MOST:
        return False
    return {is_of_house(header, word) for word in words} == {True, False}
