"""Names of files, sheets and folders that speak of people who must not be contacted.

What headers say is heard in names too; a name also speaks of lists, and of requests to be deleted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from analysis.cells.cellwords import NO_WORDS
from analysis.cells.headerkeys import key_of
from analysis.cells.leavewords import LEAVE, NOTHING
from analysis.cells.permissions import LEFT_LISTS, Sense, sense_of

_PARTS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z0-9])")
#: Parts of a name that say so by themselves.
_ALONE = re.compile(
    r"suppress(ions?|ed)$|unsubs?$|dncs?$|bloctel$|sperrlist|sperrvermerk|kontaktsperr|"
    r"abmeld(ung|eliste)|abgemeldet|austragung|ausschlusslist|"
    r"loesch(ung|ungs)?(anfrag|antr|begehr|verlang|wunsch|wuensch|gesuch)"
)
#: Beside a word for a list, or for persons, these forbid.
_BARS = re.compile(
    r"suppress|block(ed)?$|black$|exclu(ded|sions?|sion)$|stop$|sperr|gesperrt|ausschluss|"
    r"bloque(e|es|s)?$|bloquead|oppos"
)
_LISTS = re.compile(r"(list|liste|listen|lists|lista|listas)$")
_PERSONS = re.compile(r"(customers?|contacts?|people|persons?|kunden|kontakte|personen|clients|"
                      r"clientes|contactos|emails?|mails?|numbers|nummern|phones?)$")  # fmt: skip
#: What somebody may ask for who wants to be left alone, and words for asking.
_LEFT_ALONE = re.compile(
    r"erasures?$|deletions?$|delete$|forgotten$|forget$|loesch|effacement|suppression$|supresion|"
    r"borrado|gdpr$|dsgvo$|rgpd$|oblivion|oubli$|vergessen|optout"
)
_ASKED = re.compile(r"requests?$|right$|anfrage|antrag|antraeg|begehren|verlangen|demandes?$|"
                    r"droit$|recht$|solicitud|derecho")  # fmt: skip
#: When a mailing tool struck an address off that could not be reached any more.
_CLEANED = frozenset({"cleantime", "cleanedat"})
#: When a mailing tool had an opt-in confirmed: the day stands for the one on which it was given.
_CONFIRMED = frozenset({"confirmtime", "confirmedat"})
#: Answers that say no, or nothing, of an opt-out.
_OPEN = NO_WORDS | NOTHING | LEAVE | {"", "allowed"}
#: What is left when these are taken away, and denials before what forbids.
_WITHOUT = re.compile(r"(without|ohne|sans|sin|excl|excluding|except|minus)$")
_NOT = re.compile(r"(no|not|non|nicht|keine?|pas)$")
#: Words that somebody who ends a contract shares with somebody who leaves a mailing list.
_ALSO_OF_CONTRACTS = re.compile(r"abmeld|abgemeld|austrag|desabon|desinscri|unsub|blocked|gesperr")


@lru_cache(maxsize=5_000)
def names_opt_outs(name: str) -> bool:
    """Whether the name of a file, sheet or folder says that it lists who must not be contacted.

    Examples
    --------
    >>> [names_opt_outs(name) for name in ("do_not_call.csv", "Robinsonliste", "dsgvo-anfragen")]
    [True, True, True]
    >>> [names_opt_outs(name) for name in ("newsletter.csv", "blocked_invoices", "no_show")]
    [False, False, False]
    """
    stem = Path(name).name.split(".")[0]
    parts = [key for part in _PARTS.split(stem) if (key := key_of(part))]
    kind = heard.kind if (heard := sense_of(stem)) else ""
    if any(map(_WITHOUT.match, parts)) or (kind == "unclear" and any(map(_NOT.match, parts))):
        return False
    if kind in {"out", "unclear"} or any(map(_ALONE.match, parts)):
        return True
    if any(map(_LEFT_ALONE.match, parts)) and any(map(_ASKED.match, parts)):
        return True
    bars = [at for at, part in enumerate(parts) if _BARS.match(part)]
    things = [at for at, part in enumerate(parts) if _LISTS.match(part) or _PERSONS.match(part)]
    return any(abs(at - other) == 1 for at in bars for other in things)


@lru_cache(maxsize=5_000)
def names_consents(name: str) -> bool:
    """Whether the name of a file or sheet says that it lists who agreed to be contacted.

    Examples
    --------
    >>> [names_consents(name) for name in ("consent_log.csv", "Einwilligungen", "orders.csv")]
    [True, True, False]
    """
    heard = sense_of(Path(name).name.split(".")[0])
    return heard is not None and heard.kind == "in" and heard.sure and not names_opt_outs(name)


def may_name_contracts(name: str) -> bool:
    """Whether such a name may speak of contracts that were ended, where the columns say so.

    Examples
    --------
    >>> may_name_contracts("Abmeldungen.csv"), may_name_contracts("do_not_call.csv")
    (True, False)
    """
    parts = map(key_of, _PARTS.split(Path(name).name.split(".")[0]))
    return any(map(_ALSO_OF_CONTRACTS.match, parts))


def opted_out_by(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str | None:
    """Return a column of opt-outs that says of every row that somebody opted out; else None.

    Examples
    --------
    >>> opted_out_by(["Email", "UNSUB_TIME"], [["a@mill.org", "2024-05-06 10:11"]])
    'UNSUB_TIME'
    >>> opted_out_by(["Email", "Opt-out"], [["a@mill.org", "yes"], ["b@mill.org", "no"]])
    >>> opted_out_by(["Email", "Email Suppressions"], [["a@mill.org", "[]"]])
    """
    places = [at for at, name in enumerate(header) if tells_opt_outs(name)] if rows else []
    every = (
        header[at] for at in places
        if all(len(row) > at and row[at].strip().casefold() not in _OPEN for row in rows)
    )  # fmt: skip
    return next(every, None)


def tells_opt_outs(header: str) -> bool:
    """Whether a header names a column of opt-outs.

    Examples
    --------
    >>> tells_opt_outs("UNSUB_TIME"), tells_opt_outs("Opt-in"), tells_opt_outs("Unsubscribe link")
    (True, False, False)
    """
    heard = sense_of(header)
    return key_of(header) in _CLEANED | LEFT_LISTS or (
        heard is not None and heard.kind == "out" and heard.sure
    )


def told_sense(header: str) -> Sense | None:
    """Return what yes means in a list of opt-outs under a header that speaks of leave for sure.

    Examples
    --------
    >>> told_sense("UNSUB_TIME").kind, told_sense("Email Marketing Consent").kind
    ('out', 'in')
    >>> told_sense("CONFIRM_TIME").dated, told_sense("Kanal")
    (True, None)
    """
    if tells_opt_outs(header):
        return Sense("out")
    if key_of(header) in _CONFIRMED:
        return Sense("in", dated=True)
    heard = sense_of(header)
    return heard if heard is not None and heard.kind == "in" and heard.sure else None
