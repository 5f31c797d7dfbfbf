"""What a header says of leave to contact; ``leaveanswers`` knows how a cell under it answers.

English, German, French and Spanish, with words of Italian, Dutch and Portuguese, by the parts of a
header: what it is about (mail, calls, advertising), whether it permits or forbids, and words that
turn it into something else. Where the parts leave a doubt (Sperre, Kontaktwunsch), the cells of the
whole column decide (``leavehints``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from analysis.cells.headerkeys import key_of


@dataclass(frozen=True)
class Sense:
    """What *yes* means under a header.

    Parameters
    ----------
    kind
        ``in``: one may contact; ``out``: one may not; ``unclear``: denied twice; ``wish`` and
        ``refusal``: nothing but a refusal says that one may not, and under a wish so does *none*.
    sure
        Whether the header alone tells; otherwise half of the filled cells must be answers.
    dated
        Whether a date under it is the day on which leave was given.
    """

    kind: Literal["in", "out", "unclear", "wish", "refusal"]
    sure: bool = True
    dated: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What yes means in the columns that are opt-outs or consents by name.
NAMED: dict[str, Sense] = {"do_not_contact": Sense("out"), "consent": Sense("in")}

#: Stems of a header that forbid at once, and such that permit, joined over blanks.
_OUT = ("optout", "optedout", "unsub", "donot", "dontcontact", "dontcall", "nocontact", "nocall",
        "werbesperr", "werbewider", "kontaktsperr", "mailsperr", "nichtkontakt", "nichtanruf",
        "keinewerbung", "newsletterabmeld", "robinson", "desinscri", "desabonn", "pascontacter",
        "pasappeler", "nocontactar", "nollamar", "nomolest", "nichtbewerb", "nichtstoer",
        "pasderanger", "pasdepub", "stoppub", "righttoobject", "blocklist",
        "blacklist", "listerouge", "noncontatt", "nonchiam", "nontelefon", "nondisturb",
        "disiscri", "listanera", "listanegra", "registroopposizioni", "nietcontact",
        "nietbel", "nietbenader", "nietmail",
        "belmeniet", "geenreclame", "geencontact", "naocontact", "naocontat", "naoligar",
        "naotelefon", "naoincomod", "naoperturb", "shouldforget")  # fmt: skip
_IN = ("consent", "optin", "optedin", "einwillig", "einverstaendn", "zustimmung",
       "acceptsmarketing", "darfkontakt", "kontakterlaubt", "maycontact", "cancontact",
       "contactab", "kontaktierbar",
       "aceptapublicidad", "consenso", "consensi", "toestemming")  # fmt: skip

#: Parts of a header that forbid by themselves.
_LISTED_OUT = frozenset({"dnc", "bloctel"})
#: Headers, as keys, of when or whether somebody left a list; of a customer, perhaps a contract.
LEFT_LISTS = frozenset(map(key_of, (
    "abgemeldet", "abgemeldet am", "abgemeldet seit", "abmeldung", "abmeldung am", "abmeldedatum",
    "datum der abmeldung", "ausgetragen", "ausgetragen am", "austragung", "deactivated",
    "deactivated at", "deactivated on", "is deactivated", "deaktiviert", "deaktiviert am", "baja",
    "bajas", "dado de baja", "fecha de la baja", "désactivé", "désactivé le", "radié", "radié le",
    "uitgeschreven", "afgemeld",
)))  # fmt: skip

#: What a part of a header is about: advertising, or only a way to reach somebody.
_ADVERTISING = re.compile(
    r"marketing|mailing|newsletters?$|infolettre|boletin|(?!.*bewerb).*werb(ung|e|lich)|"
    r"publicid|publicit|demarch|prospec(tion|cion)|telemark|bulk$|promotion|promocion|solicit|"
    r"sollicit|rundschr|info(mail|post)|.*verteiler|"
    r"advert|reclame$|nieuwsbrie|promozion|promocao|promocoes"
)
_REACH = re.compile(
    r"e?mails?$|e?mailed$|.*phon|.*telefon|call(s|ed|ing)?$|sms$|texts?$|.*anruf|angeruf|.*kontakt|"
    r"ansprache$|anschreib|angeschrieb|"
    r"contact|communic|comunic|commercial|comercial|appel|llama|correos?$|courriel|whatsapp$|"
    r"contatt|contat[oa]s?$|chiama|bellen$|benader|telefonar$|ligar$|ligacoes$|"
    r"gdpr$|dsgvo$|rgpd$|lopd$|lgpd$|datenschutz"
)
_SENT = re.compile(r"e?mails?$|sms$|com+unic|correos?$|courriel|appels?$|llamadas?$")
_PERMITS = re.compile(
    r"accept|acept|allow|permi|permet|agree(s|d)?$|authori|autori|consent|consient|optin|optedin|"
    r"subscribe[sd]$|accord$|abonn(e|ee|iert)$|inscrite?$|suscrit[oa]$|"
    r"consens|autorizz|accett|permess|iscritt[oa]$|toestemm|toegestaan$|akkoord$|aceit|"
    r"einwillig|zustimm|zugestimm|.*erlaub|darf$|duerfen|gestatt|genehmig|zulaess"
)
#: A wish is leave where it is about advertising, or about nothing else than a call.
_WISHES = re.compile(
    r"erwuensch|gewuensch|wuensch|moecht|souhait|dese[ao]|recib(e|ir)$|receives?$|quiere|"
    r"wants?$|wish|willing|"
    r"ok(ay)?$|may$|can$"
)
_FORBIDS = re.compile(
    r"unsub|optout|optedout|declin|refus|object(ions?|ed|s)$|oppos(e|i)|oposi|withdr|revok|revoc|"
    r"revoq|reject|exclu(d|sion|re$|i)|suppress|block|blackl|bloque|bloct|.*sperr|.*widerspr|"
    r"widerruf|.*abmeld|.*abgemeld|ablehn|abgelehn|verweiger|untersag|.*verbot|ausschl|ausgeschl|"
    r"austrag|ausgetrag|robinson|desinscr|desabon|retiree?$|retrait|retirad|interdi|rechaz|bajas?$|"
    r"deneg|dnc$|forbid|prohib|stop$|unzulaess|unerlaubt|unerwuensch|unwanted$|rifiut|ritirat|"
    r"geblokk|ingetrokk|geweiger|bezwaar|revog|recusad"
)
#: The law on personal data, and what is left of somebody who made use of it.
_LAW = re.compile(r"gdpr$|dsgvo$|rgpd$|lopd$|lgpd$|privacy$|datenschutz$")
_FORGOTTEN = re.compile(
    r"eras|forg[eo]t|delet|anonymi|geloesch|loesch|effac|supprim|suppression|suprim|supresi|borrad|"
    r"oubli|olvid|cancellat"
)
#: An objection of which nothing tells against what.
_OBJECTION = re.compile(r".*widerspr|oppositi|oposici")
#: Somebody was not reached, which is no wish.
_PAST = re.compile(
    r"(contacted|called|e?mailed|kontaktiert|angerufen|contactad[oa]s?|llamad[oa]s?)$"
)
#: They deny what follows; a few of them also what stands before.
_DENIES = _words(
    "no not non never dont kein keine keinen keiner nicht nie ne pas sans sin without ohne nunca "
    "jamais"
)
_DENIES_BEFORE = frozenset({"nicht", "pas", "not"})
#: *No* before these may be the number of a telephone or of a contact.
_NUMBERED = re.compile(r"of$|de$|phone$|tele|tel$|sms$|contact$|kontakt$|whatsapp$")
_JOINS = _words("d de du des l la le les der die das den dem of the any aux au a")
#: Words that make a header speak of a deal, not of a call.
_DEALS = re.compile(
    r"invoic|statement|order|deliver|return|credit|card|pay|cookie|attach|rechnung|liefer|zahl|"
    r"bestell|factur|factura|livrais|pedido|pago"
)
#: Words that make it speak of who, how, where or how many.
_ABOUT = re.compile(
    r"(source|quelle|origen?|origine|method|methode|metodo|channel|kanal|canal|"
    r"topics?|thema|themen|region|area|address|adresse|direccion|manager|owner|budget|campaign|"
    r"kampagne|type|typ|tipo|group|gruppe|id|nr|name|language|sprache|version|ip|url|links?|"
    r"wording|form|formular|document|dokument|count|number|anzahl|score|level|frequency|category|"
    r"token|hash|person)$"
)
#: At the end of a header they ask who.
_WHO = _words("by von durch par por")
_LINKS = _words("link links url token hash id page")
#: Words that leave the sense of a header as it is.
_PLAIN = _words(
    "by par por per via status flag yn y n yes ja nein oui non si and und et or oder ou to for "
    "fuer zu zum e is has be werden etre ser we us wir all alle global general "
    "weekly monthly direct direkt abo subscription abonnement suscripcion preference preferences "
    "double opt in opted doi given "
    "granted erteilt confirmed bestaetigt accorde donne your my customer client kunde cliente "
    "person personal trade"
) | _JOINS  # fmt: skip
_DAYS = _words(
    "date datum fecha am on at el le since seit depuis desde time timestamp zeit zeitpunkt"
)
#: A header of these alone asks, and its cells tell what.
_BARE = _words(
    "permission permissions erlaubnis autorisation permiso permisos gdpr dsgvo rgpd lopd "
    "lgpd datenschutz privacy"
)
_STATUS = _words("status statut statuto estado stato")


@lru_cache(maxsize=5_000)
def sense_of(header: str) -> Sense | None:
    """Return what yes means under a header; None when it does not speak of leave to contact.

    Examples
    --------
    >>> sense_of("Permission to call"), sense_of("Opposition RGPD").kind
    (Sense(kind='in', sure=True, dated=False), 'out')
    >>> sense_of("Keine Einwilligung").kind, sense_of("No objection to calls").kind
    ('out', 'unclear')
    >>> sense_of("Newsletter").sure, sense_of("Newsletter topic"), sense_of("Mailing address")
    (False, None, None)
    """
    parts = _parts(header)
    forbids, permits = _heard(parts, _OUT) or not _LISTED_OUT.isdisjoint(parts), _heard(parts, _IN)
    advertising = any(map(_ADVERTISING.match, parts)) or _sells(parts)
    reach = advertising or any(map(_REACH.match, parts))
    about = _asks_who(parts)
    plain = all(_is_plain(part) or part in _DENIES for part in parts)
    core = permits or any(map(_PERMITS.match, parts))
    wish = any(map(_WISHES.match, parts)) and (advertising or plain)
    forbidding = forbids or any(map(_FORBIDS.match, parts))
    if any(map(_DEALS.match, parts)) and not (forbids or permits or advertising):
        return None
    if _denied_twice(parts) or (forbids and permits):
        return Sense("unclear")
    erased = any(map(_LAW.match, parts)) and any(map(_FORGOTTEN.match, parts))
    forbids = forbids or (erased and not about)
    if forbids or (forbidding and (reach or core)) or _denies(parts, core=core, wish=wish):
        return Sense("out", sure=not (about if not forbids else _LINKS & {*parts}))
    if permits or (reach and (core or wish)):
        return Sense("in", sure=not about, dated=_names_a_day(parts))
    if _denies_reach(parts) or (any(map(_OBJECTION.match, parts)) and not about):
        return Sense("out", sure=False)
    if (advertising and plain) or _only_asks(parts):
        return Sense("in", sure=False)
    return None


def is_about(header: str) -> bool:
    """Whether a header asks who, how, where or how many, though it speaks of leave to contact.

    Examples
    --------
    >>> is_about("Opt-in source"), is_about("Consent given by"), is_about("Opt-in")
    (True, True, False)
    """
    return _asks_who(_parts(header))


def plain_sense(header: str) -> str:
    """Return ``in`` or ``out`` where every word of a header fits that sense alone, else nothing.

    Examples
    --------
    >>> [plain_sense(text) for text in ("Opposition RGPD", "Marketing consent", "Newsletter")]
    ['out', 'in', '']
    >>> plain_sense("Consent expired"), plain_sense("No objection to calls")
    ('', '')
    """
    heard = sense_of(header)
    if heard is None or not heard.sure or heard.kind not in {"in", "out"}:
        return ""
    return heard.kind if heard.kind == "out" or all(map(_is_plain, _parts(header))) else ""


def named_sense(column: str, header: str) -> Sense:
    """Return what yes means in a column of that name, and whether its dates give leave.

    Examples
    --------
    >>> named_sense("consent", "Opt-in date").dated, named_sense("consent", "Opt-in").dated
    (True, False)
    """
    heard = sense_of(header)
    dated = column == "consent" and (heard is None or heard.kind == "in")
    return Sense(NAMED[column].kind, dated=dated and _names_a_day(_parts(header)))


def _parts(header: str) -> list[str]:
    text = re.sub(r"(?i)n['’]t\b", "nt", header)
    parts = (key_of(part) for part in re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])", text))
    return [part for part in parts if part]


def _only_asks(parts: list[str]) -> bool:
    """Whether a header asks and says no more, be it for the status of it."""
    return bool({*parts} - _STATUS) and {*parts} <= _BARE | _STATUS


def _asks_who(parts: list[str]) -> bool:
    return any(map(_ABOUT.match, parts)) or not _WHO.isdisjoint(parts[-1:])


def _sells(parts: list[str]) -> bool:
    """Whether it is about mails or calls that sell: correo comercial, but no contact commercial."""
    selling = any(re.match(r"com+ercial", part) for part in parts)
    return selling and any(map(_SENT.match, parts))


def _heard(parts: list[str], sounds: Iterable[str]) -> bool:
    ends = ["".join(parts[at:]) for at in range(len(parts))]
    whole = "".join(parts)
    # A short sound counts at the start of a word only: 'shop tin no' is no opt-in.
    return any(
        sound in whole if len(sound) > 8 else any(end.startswith(sound) for end in ends)
        for sound in sounds
    )


def _is_plain(part: str) -> bool:
    known = (_ADVERTISING, _REACH, _PERMITS, _WISHES)
    return part in _PLAIN or part in _DAYS or any(one.match(part) for one in known)


def _names_a_day(parts: list[str]) -> bool:
    """Whether it is the day on which leave was given: no word speaks of asking or of an end."""
    return all(map(_is_plain, parts)) and bool(_DAYS & {*parts})


def _after(parts: list[str], at: int) -> list[str]:
    rest = parts[at + 1 :]
    while rest and rest[0] in _JOINS:
        rest = rest[1:]
    return rest


def _denied_twice(parts: list[str]) -> bool:
    """Whether a word of denial stands before one that forbids: no objection, nicht gesperrt."""
    for at, part in enumerate(parts):
        if part in _DENIES and (rest := _after(parts, at)):
            nearest = (rest[0], "".join(rest[:2]))
            if any(map(_FORBIDS.match, nearest)):
                return True
    return False


def _denies(parts: list[str], *, core: bool, wish: bool) -> bool:
    """Whether leave is denied: no consent, Werbung nicht erlaubt, ne souhaite pas."""
    if not (core or wish):
        return False
    granting = [at for at, part in enumerate(parts) if _PERMITS.match(part) or _WISHES.match(part)]
    last = max(granting, default=len(parts))
    return any(
        part in _DENIES and (at < last or part in _DENIES_BEFORE) for at, part in enumerate(parts)
    )


def _denies_reach(parts: list[str]) -> bool:
    """Whether the way to reach somebody is denied: no mailing, keine Anrufe."""
    for at, part in enumerate(parts[:-1]):
        after = parts[at + 1 :]
        said = any(
            (_REACH.match(one) or _ADVERTISING.match(one)) and not _PAST.match(one) for one in after
        )
        numbered = part in {"no", "n"} and _NUMBERED.match(after[0]) and len(after) == 1
        counted = part in {"no", "n"} and after[0] in {"of", "de"}
        if part in _DENIES and said and not numbered and not counted:
            return True
    return False
