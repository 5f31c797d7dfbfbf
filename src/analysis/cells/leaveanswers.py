"""How a cell answers whether somebody may be contacted, as SQL.

English, German, French and Spanish; what yes means is told by the header (``permissions``).
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.cells.cellwords import NO_WORDS, YES_WORDS, listed
from analysis.cells.permissions import Sense
from analysis.engine import quote_text

#: Words that say themselves which way they mean, whatever the header.
_LEAVE = listed(
    "subscribed,opted in,opt in,opt-in,opted-in,optin,double opt-in,double opt in,not opted out,"
    "allow,zulassen,abonniert,autoriser,inscrit,inscrite,abonné,abonnée,permitir,suscrito,suscrita"
)
#: Words by which leave was given; under a header that forbids they would say nothing.
_GIVEN = listed(
    "accord,d'accord,acuerdo,de acuerdo,accepte,acepta,einwilligung,einverstanden,zustimmung,"
    "granted,given,allowed,confirmed,consented,agreed,accepted,approved,permitted,consent given,"
    "consent granted,erteilt,erlaubt,zugestimmt,eingewilligt,bestätigt,gegeben,liegt vor,"
    "vorhanden,genehmigt,gestattet,akzeptiert,angemeldet,einwilligung erteilt,accordé,accordée,"
    "donné,donnée,accepté,acceptée,autorisé,autorisée,confirmé,confirmée,obtenu,concedido,"
    "concedida,otorgado,otorgada,aceptado,aceptada,autorizado,autorizada,confirmado,confirmada,"
    "permitido,permitida"
)
#: Words that say themselves that leave is over.
_ENDED = listed(
    "no consent,unsubscribed,unsubscribe,not subscribed,never subscribed,non-subscribed,"
    "opted out,opted-out,opt out,opt-out,optout,do not allow,do not contact,do not call,"
    "abgemeldet,nicht zulassen,keine einwilligung,keine werbung,désinscrit,désinscrite,désabonné,"
    "désabonnée,ne pas autoriser,ne pas contacter,dado de baja,dada de baja,no permitir,"
    "no contactar"
)
#: Words that say no to being contacted, in a cell of their own, under nearly any header.
NO_CONTACT = listed(
    "no contact,no calls,no marketing,kein kontakt,keinen kontakt,keine kontaktaufnahme,kein anruf,"
    "keine anrufe,nicht anrufen,nicht kontaktieren,kontakt unerwünscht,kontakt verweigert,"
    "pas de contact,aucun contact,pas d'appel,pas d'appels,ne pas appeler,contact refusé,"
    "refuse le contact,sin contacto,ningún contacto,no llamar,rechaza el contacto"
)
#: Words that refuse, under a header that asks.
_REFUSES = (_ENDED | NO_CONTACT) | listed(
    "withdrawn,revoked,denied,declined,refused,rejected,objected,not allowed,refuses,objection,"
    "widerrufen,abgelehnt,verweigert,widersprochen,nicht erlaubt,widerruf,widerspruch,ablehnung,"
    "lehnt ab,untersagt,verboten,unerwünscht,nicht erwünscht,nicht gewünscht,gesperrt,"
    "retiré,retirée,refusé,refusée,refus,refuse,non accordé,opposition,opposé,opposée,s'oppose,"
    "révoqué,révoquée,non souhaité,retirado,revocado,rechazado,denegado,retirada,revocada,"
    "rechazada,denegada,rechazo,rechaza,oposición,se opone,no permitido,no autorizado,no deseado"
)
#: Words by which leave was not given: answers, not riddles.
_NOT_GIVEN = _REFUSES | listed(
    "not given,not granted,none,expired,nicht erteilt,abgelaufen,fehlt,expiré,expirée,caducado"
)
#: They answer who or what is wished: nobody, nothing.
_NOBODY = listed("never,keine,keiner,keinen,nie,niemals,aucun,aucune,jamais,ninguno,ninguna,nunca")
#: What programs write where a cell holds nothing, or no day.
_NOTHING = listed(
    "null,(null),<null>,nan,nat,none,nil,-,--,0000-00-00,0000-00-00 00:00:00,00.00.0000,00/00/0000"
)
_DAY = r"((199|20[0-3])\d[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./](199|20[0-3])\d)([ t].*)?"


def clears(text: str, sense: Sense) -> str:
    """Return SQL that holds where a cell leaves contact open under a header of this sense.

    A blank states no consent, whatever the header of the column, and no opt-out.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + clears("s", Sense("in")) + ", " + clears("s", Sense("out")) +
    ...               " FROM (VALUES ('Yes'), ('no'), (''), ('granted'), ('hm')) AS t(s)")
    [(True, False), (False, True), (False, True), (True, False), (False, False)]
    """
    words = {
        "in": YES_WORDS | _LEAVE | _GIVEN,
        "out": NO_WORDS | _LEAVE | _NOTHING | {""},
        "unclear": _LEAVE,
    }
    if sense.kind == "wish":
        return f"NOT {refuses(text, wished=True)}"
    day = f" OR {_is_day(text)}" if sense.dated else ""
    return f"({_is_in(text, words[sense.kind])}{day})"


def denies(text: str) -> str:
    """Return SQL that holds where a cell says no to being contacted, under a header that asks."""
    return _is_in(text, NO_WORDS | _NOT_GIVEN | _NOTHING | {""})


def refuses(text: str, *, wished: bool = False) -> str:
    """Return SQL that holds where a cell refuses to be contacted.

    Parameters
    ----------
    wished
        Under a header that asks what is wished *no* and *nobody* say so, too.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + refuses("s") + ", " + refuses("s", wished=True) +
    ...               " FROM (VALUES ('refus'), ('nein'), ('Telefon'), ('0')) AS t(s)")
    [(True, True), (False, True), (False, False), (False, False)]
    """
    no = frozenset(word for word in NO_WORDS if word.isalpha())
    return _is_in(text, _REFUSES | (no | _NOBODY if wished else frozenset()))


def says_no_contact(text: str) -> str:
    """Return SQL that holds where a cell says no more than that nobody is to call."""
    return _is_in(text, NO_CONTACT)


def known_word(text: str) -> str:
    """Return SQL of an answer that is known here, ``a day`` of a day; null of any other text.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + known_word("s") +
    ...               " FROM (VALUES ('Refus'), ('01.02.2024'), ('Anna Muster')) AS t(s)")
    [('refus',), ('a day',), (None,)]
    """
    words = YES_WORDS | NO_WORDS | _LEAVE | _GIVEN | _NOT_GIVEN | _NOBODY
    return (
        f"CASE WHEN {_is_day(text)} THEN 'a day' WHEN {_is_in(text, words)} THEN lower({text}) END"
    )


def is_blank(text: str) -> str:
    """Return SQL that holds where a cell says nothing.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + is_blank("s") + " FROM (VALUES (''), ('NULL'), ('no')) AS t(s)")
    [(True,), (True,), (False,)]
    """
    return _is_in(text, _NOTHING | {""})


def is_answer(text: str) -> str:
    """Return SQL that holds where a cell answers whether somebody may be contacted.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + is_answer("s") +
    ...               " FROM (VALUES ('J'), ('opted_out'), ('2024-05-31'), ('Weekly')) AS t(s)")
    [(True,), (True,), (True,), (False,)]
    """
    words = YES_WORDS | NO_WORDS | _LEAVE | _GIVEN | _NOT_GIVEN
    return f"({_is_in(text, words)} OR {_is_day(text)})"


def is_choice(text: str) -> str:
    """Return SQL that holds where a cell says whether somebody agreed, whatever its header."""
    return _is_in(text, _LEAVE | _ENDED)


def is_leave(text: str) -> str:
    """Return SQL that holds where a cell says that somebody agreed, whatever its header."""
    return _is_in(text, _LEAVE)


def _is_day(text: str) -> str:
    return f"regexp_full_match(lower({text}), {quote_text(_DAY)})"


def _is_in(text: str, words: Iterable[str]) -> str:
    return f"replace(lower({text}), '_', ' ') IN ({', '.join(map(quote_text, sorted(words)))})"
