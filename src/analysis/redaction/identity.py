"""Dates of birth and numbers of papers, which only the words before them give away."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|janv|f[ée]vr|avr|juin|juil|"
    r"ao[uû]t|d[ée]c|ene|abr|ago|dic)[^\W\d_]{0,7}\.?"
)
_DAY = (
    r"(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|\d{1,2} \d{1,2} (?:19|20)\d{2}|"
    r"(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.)? (?:of |de )?{_MONTH},?(?: del?)? (?:(?:19|20)\d{{2}}|"
    rf"\d{{2}})"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}})"
)
_BORN = re.compile(
    r"(?P<cue>(?<!\w)(?:born|d\.?o\.?b\.?|date of birth|birth ?da(?:te|y)|b-?day|geb\.?|geboren|"
    r"geburts(?:datum|tag)|geb\.?-?dat(?:um)?\.?|n[ée]e?|date de naissance|nacid[oa]|"
    r"fecha de nacimiento|b\.(?= ?\d)|\*(?= ?\d{1,2}\.\d{1,2}\.))(?:[\s:,]{1,2}(?:on|is|was|am|"
    r"ist|war|le|el|the)){0,2}[\s:,(]{0,3})"
    rf"{_DAY}(?!\d)",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?P<cue>(?<!\w)(?:passport|passeport|pasaporte|reisepass|personalausweis|ausweis|"
    r"aufenthaltstitel|pass(?=-?\s?(?:nr|no|number|nummer))|perso|id-?nr|id-nummer|utr|tfn|sin|"
    r"pps|ppsn|cni|d\.n\.i\.?|n\.i\.e\.?|(?:num(?:éro)?\.? (?:de )?)?sécu|"
    r"steuer-?identifikations|tax file|tax reference|tax number|national identity|"
    r"aufenthaltstitel|residence permit|green card|titre de séjour|permiso de residencia|"
    r"f[üu]hrerschein|permis(?: de conduire)?|carnet de conducir|identity card|national id|"
    r"id card|driv(?:ing|er'?s?) licen[cs]e|national insurance|"
    r"ni|nhs|ssn|social security|steuer-?id|steuernummer|steuer-?nr|tax id|itin|dni|nie|nif|"
    r"sozialversicherungs?|sv|rentenversicherungs?|versicherten|krankenversicherungs?|"
    r"insurance|medicare|nino|cpr|pesel|bsn|ahv|nss|curp|cedula|cédula|carte d'identité|"
    r"sécurité sociale)"
    r"(?:[\s.:#(-]{0,2}(?:no|nr|nummer|number|num|n[°ºo]|n\.º|número|numéro|id|is|ist|lautet|"
    r"est|es|of)(?!\w)){0,3}[\s.:#(]{1,3})"
    r"(?P<number>(?=(?:[\w/.-]* ?){0,5}\d)[A-Z0-9](?:[ ./-]?[A-Z0-9]){5,17})(?![\w-])",
    re.IGNORECASE,
)


_MEMBERS = (
    r"(?:member(?:ship)?|mbr|mem|sub|user|passenger|account|acct|club|"
    r"a/c|acc|season ticket|library|frequent flyer|bahncard|treue|"
    r"vorteils|usuari[oa]|utilisateur|utilisatrice|assurée?|"
    r"sociétaire|subscriber|abo|subscription|customer|cust|client|patient|loyalty|bonus|reward|"
    r"rewards|payback|student|employee|staff|personnel|policy ?holder|acc(?:oun)?t ?holder|"
    r"card ?holder|insured|"
    r"mitglieds?|mitgl|(?:stamm)?kunden?|kd|abo|abonnenten|patienten|versicherten|personal|"
    r"stamm|abonnement|schüler|studenten|matrikel|bonus|teilnehmer|"
    r"client|clients|adhérente?|abonnée?|adherent|abonne|fidélité|membre|allocataire|"
    r"cliente|clienta|soci[oa]|abonad[oa]|suscriptora?|afiliad[oa]|fidelización)"
)
_NO = (
    r"(?:ids|no|nos|nr|nummer|number|num|id|"
    r"card|karte|#|n[°ºo]|n\.\s?[°ºo]|nº|núm|número|numéro)"
)
_LINK = r"(?:is|was|ist|lautet|die|der|number|war|est|es|le|el|la|:|=)"
_MEMBER = re.compile(
    rf"(?P<cue>(?<!\w)(?:{_MEMBERS}(?:[ .-]{{0,3}}{_NO}(?!\w)){{1,2}}|{_MEMBERS}\s?#|"
    rf"(?:member|subscriber|mitglied|abonnent|soci[oa]|gym membership)"
    rf"(?=:?\s[A-Z]{{0,4}}-?\d[\d-]{{3,}}\d)|"
    rf"(?:customer|client|cliente|kunde|kundin|membership|adhérente?|abonnée?|abonad[oa])"
    rf"(?=:?\s[A-Z]{{0,4}}-?\d[\d-]{{4,}}\d)|"
    rf"(?<!g/l )(?<!gl )(?<!ledger )(?<!cost )(?<!nominal )(?<!expense )"
    rf"(?:account|acct?|a/c|konto|compte|cuenta)(?=:?\s[A-Z]{{0,4}}-?\d[\d-]{{4,}}\d)|"
    rf"(?:kunden|mitglieds?|club|bonus)karten?|mitgliedsausweis|bahncard|"
    rf"(?:loyalty|club|bonus|member|customer|reward|store) card|"
    rf"carte (?:de )?(?:fidélité|membre|client)|tarjeta (?:de )?(?:fidelidad|socio|cliente)|"
    rf"(?:n[°º]|n\.\s?[°ºo]|núm\.?|num|número|numéro|código|code|identifiant)"
    rf"\s?(?:de |d['’]|del )?(?:la )?{_MEMBERS}(?!\w))"
    rf"\.?(?:\s?{_LINK}){{0,3}}(?:[\s.:#(]{{1,3}}(?:nr|no|id)(?!\w))?[\s.:#(]{{0,3}})"
    r"(?P<number>(?<!\w)(?:(?-i:[A-Z]{1,5})[ ./-]|"
    r"[A-Z]{1,5}(?=\d)){0,2}\d[\w]*(?:[ ./-]\d[\w]*){0,5}(?:-[A-Z]{1,3})?)(?![\w-])",
    re.IGNORECASE,
)


#: Spanish and French "nor" and "without", German "never": no papers, but in capitals.
_NOR = frozenset(("ni ", "sin ", "nie "))
_YEARS = re.compile(r"(?:19|20)\d{2}\D(?:19|20)?\d{2}")
_BORN_BEHIND = re.compile(
    rf"(?<![\w./-]){_DAY}(?=\s?\(?(?:d\.?o\.?b|geb|born|date of birth)\b)", re.IGNORECASE
)
#: Parts of the words that stand before such numbers: quicker than to look for each of them.
_PAPER_PARTS = (
    "pass", "pasap", "ausweis", "perso", "schein", "permi", "carnet", "id ", "id-", "id:",
    "idnr", "identi", "licen", "insur", "ni ", "nif", "nie", "nino", "nhs", "nss", "ssn",
    "social", "sécurité", "steuer", "tax", "itin", "dn", "d.n", "sv ", "sv-", "versich",
    "carte", "sécu", "titel", "titre", "green", "medicare", "sozial", "rente", "cpr", "pesel",
    "bsn", "ahv", "curp", "dula", "utr", "tfn", "sin ", "pps", "cni", "n.i",
)  # fmt: skip
_MEMBER_PARTS = (
    "member", "mbr", "club", "ticket", "librar",
    "flyer", "bahncard", "treue", "vorteil", "kund",
    "usuari", "utilisat", "assur", "soci", "subscri", "abo ", "abo-", "abo.", "abon", "abonn",
    "cust", "client", "patient", "loyal", "bonus", "reward", "payback", "student", "employee",
    "staff", "personnel", "personal", "holder", "mitglied", "kd", "versichert",
    "matrikel", "teilnehm", "adh", "fid", "membre", "alloc", "suscri", "afili",
    "num", "codigo", "código", "code", "identifiant", "mem", "sub", "user", "passenger", "acc",
    "a/c", "konto", "compte", "cuenta", "mitgl", "schüler", "studenten",
    "insured", "carte", "tarjeta",
)  # fmt: skip


def mask_birth_dates(text: str) -> str:
    """Replace a date that is said to be a date of birth; other dates stay.

    Examples
    --------
    >>> mask_birth_dates("DOB: 7 March 1961, ordered 12.03.2024")
    'DOB: [birth-date], ordered 12.03.2024'
    """
    return _BORN_BEHIND.sub("[birth-date]", _BORN.sub(r"\g<cue>[birth-date]", text))


def mask_cued_ids(text: str) -> str:
    """Replace the number of a passport, licence or tax file, or of a customer or member.

    Examples
    --------
    >>> mask_cued_ids("passport no. C01X00T47, parcel no. 8811200")
    'passport no. [id], parcel no. 8811200'
    >>> mask_cued_ids("customer no. 20418837, order no. 20418837")
    'customer no. [id], order no. 20418837'
    """
    folded = text.casefold()
    if any(part in folded for part in _PAPER_PARTS):
        text = _PAPER.sub(_paper, text)
    if any(part in folded for part in _MEMBER_PARTS):
        text = _MEMBER.sub(_member, text)
    return text


def _member(found: re.Match[str]) -> str:
    """Mask a number of three digits or more; "member no. 5" and a year say nothing of a person."""
    digits = re.sub(r"\D", "", found["number"])
    is_year = re.fullmatch(r"(?:19|20)\d{2}", found["number"]) is not None
    return found.group() if len(digits) < 3 or is_year else f"{found['cue']}[id]"


def _paper(found: re.Match[str]) -> str:
    """Mask the tokens that hold digits; words that follow the number stay."""
    number = found["number"]
    tokens = re.split(r"( )", number)
    kept = max((i for i, token in enumerate(tokens) if re.search(r"\d", token)), default=-1)
    word = tokens[0].isalpha() and not tokens[0].isupper()  # "tax number of boxes 12000"
    if kept < 0 or word or _YEARS.fullmatch(number) or found["cue"] in _NOR:
        return found.group()
    if sum(map(str.isdigit, number)) < 5 or sum(map(str.isalnum, number)) < 7:
        return found.group()
    rest = tokens[kept + 1 :]
    if len(rest) > 1 and re.fullmatch(r"[A-Z]", rest[1]):  # a check letter apart
        rest = rest[2:]
    return f"{found['cue']}[id]{''.join(rest)}"
