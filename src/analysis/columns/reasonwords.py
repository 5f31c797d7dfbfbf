"""Headers of reasons that are put together: ``Closure reason``, ``Motivo de cancelación``.

A word for why beside one for leaving is a reason; a word for a text beside either is what somebody
said of it. Every word of the header must be known.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.cells.headerkeys import key_of


def _words(text: str) -> frozenset[str]:
    return frozenset(key_of(word) for word in text.split())


#: Words that ask why, as the head of a header.
_WHY = _words(
    "reason reasons grund gründe hauptgrund ursache begründung motif motifs raison raisons cause "
    "motivo motivos motivi motivazione razón razones causa causas reden redenen hoofdreden razão "
    "razões"
)
#: Words of the end of a relation with a customer.
_LEAVING = _words(
    "cancel cancelled canceled cancelling cancellation cancelation cancellations churn churned "
    "termination terminated loss lost leaving left exit exiting departure quitting attrition "
    "deactivation inactivity offboarding nonrenewal defection "
    "kündigung kündigungs abwanderung abwanderungs verlust austritt austritts absage vertragsende "
    "weggang inaktivität "
    "résiliation départ perte perdu perdue fermeture désengagement inactivité "
    "baja cancelación pérdida perdido perdida salida abandono inactividad "
    "perdita perso recesso disdetta chiusura cancellazione inattività "
    "vertrek opzegging opzeggen verlies verloren beëindiging "
    "perda perdido cancelamento saída encerramento rescisão"
)
#: They stand beside a word for why, and say less: a delivery note is closed too.
_ENDING = _words(
    "close closed closure closing end ended ending primary "
    "main principal principale principaux haupt schließung schließungs cierre "
    "cessation"
)
#: Who, or what was lost, or perhaps won.
_WHOM = _words(
    "customer client clients kunde kunden cliente clientes klant subscription membership contract "
    "account deal opportunity win won renewal"
)
#: Words for what somebody wrote, and for one of several entries of a list.
_TEXTS = _words(
    "comment comments feedback verbatim verbatims note notes detail details text explanation "
    "description remark remarks kommentar kommentare bemerkung bemerkungen anmerkung anmerkungen "
    "notiz notizen erläuterung erläuterungen freitext beschreibung commentaire commentaires "
    "précision précisions remarque remarques explication détail détails comentario comentarios "
    "detalle detalles observaciones explicación commento commenti dettaglio dettagli toelichting "
    "opmerking opmerkingen comentário comentários observação observações detalhe detalhes"
)
_SAID = _words(
    "comment comments feedback verbatim verbatims kommentar kommentare commentaire commentaires "
    "comentario comentarios commento commenti opmerking opmerkingen comentário comentários"
)
_CODES = _words("code codes category key kategorie código codice catégorie categoría categoria")
_SURVEYS = _words("nps survey csat umfrage enquête encuesta")
#: Words of a day, and those beside them that end no relation.
_DAYS = _words("date datum fecha data day time at on am vom em")
_CLOSED = _words("closed close closure closing schließung cierre")
_GLUE = _words("of for the to de du des la le les del da do dos della dello di van het der die l d")
#: Texts in the plural: what lists of customers have as well, and so of the last rank.
_BARE = _words(
    "bemerkungen anmerkungen kommentare notizen rückmeldungen commentaires remarques verbatims "
    "opmerking opmerkingen commenti osservazioni comentários observações comentário commento"
)
#: How Pipedrive and reports write the thing before its field: *Deal - Lost reason*.
_OF_A_THING = re.compile(
    r"^(deal|organi[sz]ation|person|lead|opportunity|subscription)"
    r"\s*(-|–|:|\.|>)\s*(?=\S)", re.IGNORECASE
)  # fmt: skip
_PARTS = re.compile(r"[^\w°º]+|_|(?<=[a-zäöüé])(?=[A-Z])")
#: A header of more words is a sentence.
_MOST = 6
#: The rank of texts that are a note where no header names a better one.
LAST = 3


def without_thing(header: str) -> str:
    """Return a header without the thing before its field.

    Examples
    --------
    >>> without_thing("Deal - Lost reason"), without_thing("Customer ID")
    ('Lost reason', 'Customer ID')
    """
    return _OF_A_THING.sub("", header)


@lru_cache(maxsize=20_000)
def reason_column(header: str) -> tuple[str, int] | None:
    """Return what a header of reasons is, note, code or day, and the rank of its words.

    Examples
    --------
    >>> reason_column("Closure reason"), reason_column("Raison du départ")
    (('note', 1), ('note', 1))
    >>> reason_column("Cancel Reason Code"), reason_column("Cancellation comment")
    (('code', 1), ('note', 3))
    >>> reason_column("Data do cancelamento"), reason_column("Return reason")
    (('stated_on', 2), None)
    """
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header)
    parts = [key for part in _PARTS.split(bare) if (key := key_of(part)) and key not in _GLUE]
    words = frozenset(parts)
    if not words or len(parts) > _MOST:
        return None
    if words & _DAYS and words & (_LEAVING | _CLOSED) and words <= _DAYS | _LEAVING | _CLOSED:
        return "stated_on", 2
    return _of_why(words) if words & _WHY else _of_texts(words)


def _of_why(words: frozenset[str]) -> tuple[str, int] | None:
    """Return the sense of a header with a word for why: of leaving, in a survey, or its code."""
    rest = words - _WHY - _LEAVING - _WHOM - _ENDING
    if not rest and words & (_LEAVING | _ENDING):
        return "note", 1
    if rest and rest <= _CODES:
        return "code", 1
    if rest and rest <= _SURVEYS:
        return "note", 1
    return ("note", LAST) if rest and rest <= _TEXTS else None


def _of_texts(words: frozenset[str]) -> tuple[str, int] | None:
    """Return the sense of a header that names a text: of somebody who left, or that was asked."""
    rest = words - _LEAVING - _WHOM - _ENDING
    left = bool(words & _LEAVING and rest and rest <= _TEXTS)
    asked = words & _SAID and words & (_WHOM | _SURVEYS) and words <= _SAID | _WHOM | _SURVEYS
    return ("note", LAST) if left or asked or words <= _BARE else None
