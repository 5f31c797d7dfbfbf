"""Dates of birth and numbers of papers, which only the words before them give away."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|janv|f[ée]vr|avr|juin|juil|"
    r"ao[uû]t|d[ée]c|ene|abr|ago|dic)[^\W\d_]{0,7}\.?"
)
_DAY = (
    r"(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.)? (?:of |de )?{_MONTH},?(?: de)? (?:19|20)\d{{2}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}})"
)
_BORN = re.compile(
    r"(?P<cue>(?<!\w)(?:born|d\.?o\.?b\.?|date of birth|birth ?da(?:te|y)|b-?day|geb\.?|geboren|"
    r"geburts(?:datum|tag)|geb\.?-?dat(?:um)?\.?|n[ée]e?|date de naissance|nacid[oa]|"
    r"fecha de nacimiento)(?:[\s:,]{1,2}(?:on|is|was|am|ist|war|le|el|the)){0,2}[\s:,(]{1,3})"
    rf"{_DAY}(?!\d)",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?P<cue>(?<!\w)(?:passport|passeport|pasaporte|reisepass|personalausweis|ausweis|"
    r"f[üu]hrerschein|identity card|id card|driv(?:ing|er'?s?) licen[cs]e|national insurance|"
    r"ni|nhs|ssn|social security|steuer-?id|steuernummer|steuer-?nr|tax id|itin|dni|nie|nif|"
    r"sozialversicherungs?|sv|rentenversicherungs?|carte d'identité|sécurité sociale)"
    r"(?:[\s.:#-]{0,2}(?:no|nr|nummer|number|num|n°|id|is|ist|lautet)\b){0,3}[\s.:#(]{1,3})"
    r"(?P<number>(?=(?:[\w/.-]* ?){0,5}\d)[A-Z0-9](?:[ ./-]?[A-Z0-9]){5,17})(?![\w-])",
    re.IGNORECASE,
)


def mask_birth_dates(text: str) -> str:
    """Replace a date that is said to be a date of birth; other dates stay.

    Examples
    --------
    >>> mask_birth_dates("DOB: 7 March 1961, ordered 12.03.2024")
    'DOB: [birth-date], ordered 12.03.2024'
    """
    return _BORN.sub(r"\g<cue>[birth-date]", text)


def mask_cued_ids(text: str) -> str:
    """Replace the number of a passport, licence or tax file that is said to be one.

    Examples
    --------
    >>> mask_cued_ids("passport no. C01X00T47, parcel no. 8811200")
    'passport no. [id], parcel no. 8811200'
    """
    return _PAPER.sub(_paper, text)


def _paper(found: re.Match[str]) -> str:
    """Mask the tokens that hold digits; words that follow the number stay."""
    number = found["number"]
    tokens = re.split(r"( )", number)
    kept = max((i for i, token in enumerate(tokens) if re.search(r"\d", token)), default=-1)
    if kept < 0 or sum(character.isdigit() for character in number) < 5:
        return found.group()
    rest = tokens[kept + 1 :]
    if rest and len(rest[-1]) == 1 and len(rest) == 2:  # a check letter apart
        rest = []
    return f"{found['cue']}[id]{''.join(rest)}"
