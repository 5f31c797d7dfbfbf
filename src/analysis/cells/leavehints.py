"""Headers that speak of leave to contact beside fitting cells, and those that may ask for it."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.cells.headerkeys import key_of
from analysis.cells.permissions import Sense, is_about, sense_of

_WHEN = "(am|seit|bis|on|at|since|le|depuis|el|desde|date|datum)?"
#: A mark by which persons are blocked.
_MARKS = re.compile(rf"(kontakt)?sperr(vermerke?|kennzeichen|kz|flag|merkmal){_WHEN}")
#: A block, or leave taken back or refused, of which nothing tells more.
_BLOCKS = re.compile(
    rf"(ist|is|est|es)?(sperren?|gesperrt|sperrdatum|sperrgrund|blocked|bloquee?|bloquead[oa]|"
    rf"bloqueo|widerruf(en|s)?|widerrufsdatum|revoked|revocation|withdrawn|withdrawal|revoquee?|"
    rf"revocad[oa]|revocacion|retiree?|retrait|retirad[oa]|refus(ee?)?|refused|refusal|rechazo|"
    rf"bloccat[oa]|revocat[oa]|ritirat[oa]|geblokkeerd|ingetrokken|revogad[oa]|recusad[oa]|"
    rf"rechazad[oa]|ablehnung|abgelehnt|verweigert|verweigerung|untersagt){_WHEN}"
)
_CHANNEL = (
    "(telefon(isch(er|e)?)?|telefonic[oa]|telephon(ique|e)|phone|tel|mobil|e?mail|courriel|"
    "correo|sms|whatsapp|fax|post(alisch(er)?)?|postal|brief|courrier)"
)
_CONTACT = "(kontakt(aufnahme|ierung)?|contact(s|o)?|ansprache|akquise)"
_BY = "(per|by|par|por|via|mit|with|im|le|the)?"
#: A way to reach somebody, under which stands yes or no.
_WAYS = re.compile(f"{_CHANNEL}{_CONTACT}|{_CONTACT}{_BY}{_CHANNEL}|privacy|accord|autorisation")
#: What somebody wishes, and how; under it stands a way, or a refusal.
_WISH = re.compile(r"wunsch|wuensch|praeferenz|bevorzugt|prefer|souhait|dese[ao]")
_ABOUT_CONTACT = re.compile(
    r"kontakt|contact|com+uni[ck]|kanal|channel|canal|ansprache|anruf|calls?$|appel|llamad"
)
_KINDS = re.compile(
    r"(kontakt|contact|communication|kommunikations?|com+unica(c|t)ions?)"
    r"(art|weg|form|kanal|status|method|channel|mode|type|praeferenz)?|"
    r"(art|typ|weg)derkontaktaufnahme|(mode|moyen|type|canal)de(contact|communication)|"
    r"(modo|medio|tipo|canal|via)de(contacto|comunicacion)|"
    r"anrufe?n?|appels?|appeler|llamadas?|llamar|calls?|calling|sms|whatsapp|briefe?|brief|post|"
    r"letters?|courriers?|mails|emails"
)
#: A call that was made, or when and in which words somebody is called: no wish.
_ELSE = re.compile(
    r"last|letzte|dernier|ultim|outcome|result|ergebnis|time|zeit|hour|heure|hora|day|tage?$|jour|"
    r"dia$|language|sprache|langue|idioma|person|partner|name|nom$|nombre|back$|rueck"
)


@lru_cache(maxsize=5_000)
def hint_of(header: str) -> Sense | None:
    """Return what yes means under a header that speaks of leave only beside fitting cells.

    Examples
    --------
    >>> [hint_of(name).kind for name in ("Sperre", "Widerrufen am", "Telefonkontakt", "Kontaktart")]
    ['out', 'out', 'in', 'wish']
    >>> hint_of("Sperrvermerk").sure, hint_of("Liefersperre"), hint_of("Letzter Kontakt")
    (True, None, None)
    """
    if sense_of(header) is not None:
        return None
    key = key_of(header)
    if _MARKS.fullmatch(key):
        return Sense("out")
    if _BLOCKS.fullmatch(key):
        return Sense("out", sure=False)
    if _WAYS.fullmatch(key):
        return Sense("in", sure=False)
    if tells_of_calls(header):
        return None
    wished = _WISH.search(key) and _ABOUT_CONTACT.search(key)
    return Sense("wish", sure=False) if wished or _KINDS.fullmatch(key) else None


@lru_cache(maxsize=5_000)
def tells_of_calls(header: str) -> bool:
    """Whether a header speaks of a call that was made, or of when and by whom: no wish.

    Examples
    --------
    >>> tells_of_calls("Last outcome"), tells_of_calls("Preferred contact method")
    (True, False)
    """
    parts = (key_of(part) for part in re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])", header))
    return any(map(_ELSE.match, parts)) or bool(
        re.search(r"ergebnis|ansprechpartner", key_of(header))
    )


@lru_cache(maxsize=5_000)
def may_ask(header: str) -> bool:
    """Whether a header may ask for leave to contact, so that cells nobody understands are said.

    Examples
    --------
    >>> may_ask("RGPD"), may_ask("Sperre"), may_ask("Opt-in source"), may_ask("Kontaktart")
    (True, True, False, False)
    """
    heard = sense_of(header) or hint_of(header)
    return heard is not None and heard.kind != "wish" and not is_about(header)
