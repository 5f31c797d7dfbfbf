"""Bank, card, identity and phone numbers: patterns, check digits and the words around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_IBAN_LENGTHS = {
    country: int(length)
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FO FI GL NL", 19: "MK SI", 20: "AT BA EE KZ LT LU XK",
        21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS", 23: "AE GI IL", 24: "AD CZ ES MD PK "
        "RO SA SE SK TN VG", 25: "PT", 26: "IS TR", 27: "FR GR IT MC MR SM", 28: "AL AZ CY DO GT "
        "HU LB PL", 29: "BR PS QA UA", 30: "JO KW MU", 31: "MT",
    }.items()
    for country in countries.split()
}  # fmt: skip
_CARD = re.compile(r"(?<![\w.,-])(?<![A-Z]{2}\d\d )[2-6]\d{3}(?:[ -]?\d){9,15}(?![\w-])")

_DE_TAX = re.compile(r"(?<![\w.,-])[1-9]\d ?\d{3} ?\d{3} ?\d{3}(?![\w-])")
_DE_PENSION = re.compile(r"(?<!\w)\d{2} ?[0-7]\d[01]\d\d{2} ?[A-Z] ?\d{3}(?!\w)")
_FR_NIR = re.compile(
    r"(?<!\w)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)"
)
_ES_ID = re.compile(r"(?<!\w)(?:\d{8}|[XYZ]-?\d{7})[ -]?[A-Z](?!\w)", re.IGNORECASE)
_UK_NINO = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?"
    r"[A-D](?!\w)"
)
_US_SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|/\w)")

_PHONE = re.compile(
    r"(?<![\w.,#/€$£-])(?:\+|\(\+?)?\d[\d ()./\u00a0-]{4,24}\d(?![\w%€$£]|[-/][A-Z](?!\w))"
)
_DATE = re.compile(
    r"(?<!\d)(?<!\d[./-])(?:(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1(?:\d{4}|"
    r"\d{2})"
    r"|(?:19|20)\d{2}([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01]))(?![./-]?\d)"
)
_AMOUNT = re.compile(r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?|\d+[.,]\d{1,2}")
_MONEY_AFTER = re.compile(r"\s?(?:€|\$|£|eur|usd|gbp|chf|euro|dollar|pounds?|%)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:€|\$|£|eur|usd|gbp|chf)\s?$", re.IGNORECASE)
_PHONE_CUE = re.compile(
    r"\b(?:tel|phone|mobile?|mob|cell|fax|call(?:ed|ing)?|ring|rang|dial|reach|text(?:ed)?|"
    r"whatsapp|"
    r"telefon\w*|handy\w*|mobil\w*|durchwahl|anruf\w*|anzurufen|rückruf\w*|erreich\w*|t[ée]l\w*|"
    r"portable|appel\w*|llam\w*|m[óo]vil)\b(?:[\s.:,]{1,3}(?:me|us|him|her|them|back|on|at|is|was|"
    r"number|no|nr|nummer|unter|auf|mich|uns|bitte|ist|al|au|le|el|sur|please|or|m[óo]vil|"
    r"mobile|cell|phone|tel|again|direct\w*)){0,4}[\s.:,(/-]{0,4}$",
    re.IGNORECASE,
)
_NUMBER_CUE = re.compile(
    r"(?<![^\W_])(?:order|invoice|ticket|ref(?:erence)?|account|acct|customer|client|case|claim|"
    r"tracking|parcel|serial|part|item|sku|article|artikel\w*|art|po|p\.o\.|policy|contract|id|"
    r"confirmation|booking|shipment|consignment|container|pallet|seal|delivery note|bestell\w*|"
    r"auftrag\w*|rechnung\w*|kunden?\w*|vorgang\w*|beleg\w*|liefer\w*|vertrag\w*|sendung\w*|"
    r"re|kd|police|schaden\w*|charge\w*|chargen|los|lot|batch|model\w*|modell\w*|typ|type|p/n|pn|"
    r"s/n|sn|dn|rma|awb|mrn|cmr|sscc|avis|cas|cat|catalogue|catalog|eori|vat|ust-?id\w*|hrb|build|"
    r"commande|facture|pedido|factura|lote?|r[ée]f[ée]rence|art[íi]culo|iso|ean|gtin|upc|isbn)"
    r"\.?(?:[\s.-]?(?:no|nr|number|nummer|num|n°|#|id)(?!\w))?[\s.:#°-]{0,4}$",
    re.IGNORECASE,
)
#: "valve no." is the number of a thing, "my no." and "home number" that of a person.
_THING_CUE = re.compile(
    r"(?<!\w)(?!(?:my|his|her|their|our|new|old|home|work|office|direct|private|emergency|meine?|"
    r"seine?|ihre?|neue|alte|private?)\s)[^\W\d_]{3,30}[ -](?:nos?|nrs?|numbers?|nummern?|"
    r"n°)[.:]?\s{0,2}$",
    re.IGNORECASE,
)
#: Ways in which a national or international number is written.
_PHONE_FORM = re.compile(r"\+\d{8,15}|00[1-9]\d{7,13}|0[1-9]\d{7,11}")
_GROUPED_FORM = re.compile(
    r"(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\(\d{3}\) ?\d{3}[ .-]?\d{4}"
    r"|[6-9]\d{2}([ .-])\d{3}\1\d{3}|[6-9]\d{2}([ .-])\d{2}\2\d{2}\2\d{2}"
)


def mask_numbers(text: str) -> str:
    """Replace bank, card, identity and phone numbers in place.

    Examples
    --------
    >>> mask_numbers("+44 20 7946 0958, part no. 020 7946 0958")
    '[phone], part no. 020 7946 0958'
    """
    text = _IBAN.sub(_iban, text)
    for pattern, right, placeholder in _CHECKED:
        text = pattern.sub(_when(right, placeholder), text)
    return _PHONE.sub(_phone, text)


def _when(right: Callable[[str], bool], placeholder: str) -> Callable[[re.Match[str]], str]:
    def masked(found: re.Match[str]) -> str:
        before = found.string[max(0, found.start() - 40) : found.start()]
        stays = _NUMBER_CUE.search(before) and placeholder != "[card]"
        return placeholder if right(found.group()) and not stays else found.group()

    return masked


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _compact(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def _iban(found: re.Match[str]) -> str:
    """Mask as many characters as the country's numbers have; what follows may be a word."""
    text, wanted = found.group(), _IBAN_LENGTHS.get(found.group()[:2].upper(), 0)
    places = [place for place, character in enumerate(text, start=1) if character.isalnum()]
    if not wanted or len(places) < wanted or not _is_iban(text[: places[wanted - 1]]):
        return text
    return f"[iban]{text[places[wanted - 1] :]}"


def _is_iban(text: str) -> bool:
    """Whether the text is an IBAN by its check digits (ISO 7064, mod 97).

    Examples
    --------
    >>> _is_iban("GB82 WEST 1234 5698 7654 32"), _is_iban("GB82 WEST 1234 5698 7654 33")
    (True, False)
    """
    compact = _compact(text)
    if not compact.isascii() or len(compact) != _IBAN_LENGTHS.get(compact[:2]):
        return False
    number = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return int(number) % 97 == 1


def _is_card(text: str) -> bool:
    """Whether the text is a payment card number: 13 to 19 digits, Luhn's check digit right.

    Examples
    --------
    >>> _is_card("4111 1111 1111 1111"), _is_card("4111 1111 1111 1112")
    (True, False)
    """
    digits = [int(character) for character in reversed(_digits(text))]
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[1::2])
    several = len(set(digits)) > 1
    return 13 <= len(digits) <= 19 and several and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_de_tax(text: str) -> bool:
    """Steuer-ID: ten digits with one repeated, and a check digit (ISO 7064, mod 11,10)."""
    digits = _digits(text)
    repeats = sorted(Counter(digits[:10]).values())[-2:]
    if not (repeats[-1] in {2, 3} and repeats[0] == 1):
        return False
    rest = 10
    for character in digits[:10]:
        total = (int(character) + rest) % 10 or 10
        rest = 2 * total % 11
    return (11 - rest) % 10 == int(digits[10])


def _is_de_pension(text: str) -> bool:
    compact = _compact(text)
    number = compact[:8] + f"{ord(compact[8]) - 64:02}" + compact[9:11]
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    sums = (sum(divmod(int(d) * w, 10)) for d, w in zip(number, weights, strict=True))
    return sum(sums) % 10 == int(compact[11])


def _is_fr_nir(text: str) -> bool:
    number = _compact(text).replace("2A", "19").replace("2B", "18")
    return len(number) == 15 and 97 - int(number[:13]) % 97 == int(number[13:])


def _is_es_id(text: str) -> bool:
    compact = _compact(text)
    number = compact[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == compact[-1]


_CHECKED = (
    (_CARD, _is_card, "[card]"),
    (_DE_PENSION, _is_de_pension, "[id]"),
    (_FR_NIR, _is_fr_nir, "[id]"),
    (_ES_ID, _is_es_id, "[id]"),
    (_UK_NINO, bool, "[id]"),
    (_US_SSN, bool, "[id]"),
    (_DE_TAX, _is_de_tax, "[id]"),
)


def _phone(found: re.Match[str]) -> str:
    text = found.group()
    start, end = found.span()
    before, after = found.string[max(0, start - 40) : start], found.string[end : end + 10]
    if not _looks_like_phone(text, before, after):
        return text
    return "([phone]" if text.startswith("(") and ")" not in text else "[phone]"


def _looks_like_phone(text: str, before: str, after: str) -> bool:
    digits = _digits(text)
    if _DATE.search(text) or not 6 <= len(digits) <= 15:
        return False
    if text.startswith(("+", "(+")):
        return len(digits) >= 8
    money = _MONEY_AFTER.match(after) or _MONEY_BEFORE.search(before)
    if money or _NUMBER_CUE.search(before):
        return False
    if _PHONE_CUE.search(before):
        return not _AMOUNT.fullmatch(text) or len(digits) >= 9
    if _THING_CUE.search(before):
        return False
    if _AMOUNT.fullmatch(text) and not text.startswith("0"):
        return _GROUPED_FORM.fullmatch(text) is not None and " " in text and len(digits) == 9
    return bool(_PHONE_FORM.fullmatch(digits) or _GROUPED_FORM.fullmatch(text))
