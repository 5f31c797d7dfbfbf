"""Columns of addresses and numbers: whatever header speaks of the person's mail or telephone."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.cells.headerkeys import key_of
from analysis.cells.permissions import sense_of
from analysis.columns.columnmap import ColumnMap, named_by

#: Parts of a header under which an address, or a number, of the person stands.
_MAIL = re.compile(r".*e?mails?$|.*mailadd?ress?(es?|en)?$|courriels?$|correos?$|domains?$|mailto$")
_PHONE = re.compile(
    r".*phones?|.*phone(no|nr|number)s?|tels?|tel(no|nr|nummer)|.*telefon(e|nr|nummern?)?|"
    r".*telefonos?|mobiles?|mobil(e|nr|nummer|funk|funknummer|telefon)?|handys?|handy(nr|nummern?)|"
    r"ruf(nr|nummern?)|cell|cells|cellular|movil(es)?|portables?|gsm|msisdn|whatsapp|festnetz|"
    r"durchwahl|fixe"
)
#: They make it the address of somebody else, or no address at all.
_OTHERS = re.compile(
    r"owners?|reps?|agents?|managers?|sellers?|sales|salespersons?|.*vertreter|.*betreuer|"
    r".*bearbeiter|.*berater|.*verkaeufer|vertrieb|aussendienst|innendienst|vendeurs?|vendedor|"
    r"commercial|comercial|conseiller|asesor|gestor|consultants?|advisors?|users?|intern(al|e|o)?|"
    r"assigned|created|creator|modified|sender|from|reply|referr(er|ed)|by|von|par|por|our|unser|"
    r"type|typ|tipo|counts?|sent|opened|clicked|last|dates?|datum|fecha"
)


@lru_cache(maxsize=5_000)
def reach_of(header: str, table: str) -> str:
    """Return whether ``email``, ``phone`` or nothing of a person stands under a header.

    Examples
    --------
    >>> [reach_of(name, "contacts") for name in ("E-Mail 2", "Mobile phone", "Owner e-mail", "Ort")]
    ['email', 'phone', '', '']
    """
    known = named_by(header, table)
    if known is not None and known[0] in {"email", "phone"}:
        return known[0]
    if known is not None or sense_of(header) is not None:
        return ""
    text = re.sub(r"(?i)\be-mail", "email", header)
    parts = [key_of(part) for part in re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])", text)]
    if any(map(_OTHERS.fullmatch, parts)):
        return ""
    if any(map(_MAIL.fullmatch, parts)):
        return "email"
    return "phone" if any(map(_PHONE.fullmatch, parts)) else ""


def reach_places(columns: ColumnMap) -> dict[int, str]:
    """Return ``email`` or ``phone`` by the position of each column by which somebody is reached.

    Examples
    --------
    >>> reach_places(ColumnMap("contacts", ("E-Mail", "Ort", "Handy"), {"email": (0,)}))
    {0: 'email', 2: 'phone'}
    """
    found = {at: reach_of(name, columns.table) for at, name in enumerate(columns.header)}
    # A shop's customers may be addresses.
    found |= dict.fromkeys(columns.places.get("customer_id", ()), "email")
    found |= {at: name for name in ("email", "phone") for at in columns.places.get(name, ())}
    return {at: kind for at, kind in found.items() if kind}
