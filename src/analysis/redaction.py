"""Masking of personal data in notes: patterns with checks, and names that the exports know.

It never promises anonymity: a name nobody listed, a nickname or a hint stays. What is masked is
replaced in place by ``[e-mail] [phone] [iban] [card] [id] [name] [handle]``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_MAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])")
_SPELT_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?[\[({]\s?(?:at|@)\s?[\])}]\s?[\w-]{1,63}"
    r"(?:\s?(?:\.|[\[({]\s?(?:dot|punkt|\.)\s?[\])}])\s?[\w-]{2,63}){1,3}"
    r"|(?<![\w.+-])[\w.+-]{1,64} (?:at|ät) [\w-]{1,63} (?:dot|punkt) [^\W\d_]{2,10}(?![\w-])",
    re.IGNORECASE,
)
_USER_IN_URL = re.compile(r"(?<=://)[^\s/@]{1,200}@")
_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z]{1,10}\.)?(?:linkedin\.com/in|xing\.com/profile|facebook\.com|"
    r"instagram\.com|twitter\.com|x\.com|tiktok\.com|t\.me|wa\.me)/@?[\w.%+-]{1,100}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@\]])@[^\W\d]\w{1,40}(?!\w)")

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
_US_SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")

_PHONE = re.compile(r"(?<![\w.,#/€$£-])(?:\+|\(\+?)?\d[\d ()./\u00a0-]{4,24}\d(?![\w%€$£])")
_DATE = re.compile(
    r"(?<!\d)(?<!\d[./-])(?:(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1(?:\d{4}|\d{2})"
    r"|(?:19|20)\d{2}([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01]))(?![./-]?\d)"
)
_AMOUNT = re.compile(r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?|\d+[.,]\d{1,2}")
_MONEY_AFTER = re.compile(r"\s?(?:€|\$|£|eur|usd|gbp|chf|euro|dollar|pounds?|%)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:€|\$|£|eur|usd|gbp|chf)\s?$", re.IGNORECASE)
_PHONE_CUE = re.compile(
    r"\b(?:tel|phone|mobile?|mob|cell|fax|call(?:ed|ing)?|ring|rang|dial|reach|text(?:ed)?|whatsapp|"
    r"telefon\w*|handy\w*|mobil\w*|durchwahl|anruf\w*|anzurufen|rückruf\w*|erreich\w*|t[ée]l\w*|"
    r"portable|appel\w*|llam\w*|m[óo]vil)\b(?:[\s.:,]{1,3}(?:me|us|him|her|them|back|on|at|is|was|"
    r"number|no|nr|nummer|unter|auf|mich|uns|bitte|ist|al|au|le|el|sur|please|or|m[óo]vil|"
    r"mobile|cell|phone|tel|again|direct\w*)){0,4}[\s.:,(/-]{0,4}$",
    re.IGNORECASE,
)
_NUMBER_CUE = re.compile(
    r"\b(?:order|invoice|ticket|ref(?:erence)?|account|acct|customer|client|case|claim|tracking|"
    r"parcel|serial|part|item|sku|article|artikel\w*|po|p\.o\.|policy|contract|id|confirmation|"
    r"booking|shipment|delivery note|bestell\w*|auftrag\w*|rechnung\w*|kunden?\w*|vorgang\w*|"
    r"beleg\w*|liefer\w*|vertrag\w*|sendung\w*|commande|facture|pedido|factura|iso|ean|gtin)"
    r"(?:\s?(?:no|nr|number|nummer|num|n°|#|id))?[\s.:#°]{0,4}$",
    re.IGNORECASE,
)
#: Ways in which a national or international number is written.
_PHONE_FORM = re.compile(r"\+\d{8,15}|00[1-9]\d{7,13}|0[1-9]\d{7,11}")
_GROUPED_FORM = re.compile(
    r"(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\(\d{3}\) ?\d{3}[ .-]?\d{4}"
    r"|[6-9]\d{2}([ .-])\d{3}\1\d{3}|[6-9]\d{2}([ .-])\d{2}\2\d{2}\2\d{2}"
)

_TITLED = re.compile(
    r"\b(?P<cue>(?:Mr|Mrs|Ms|Miss|Mister|Dr|Prof|Herr|Herrn|Frau|Mme|Monsieur|Madame|Se[ñn]ora?|"
    r"Sra?)\.?\s)(?P<who>(?:(?:von|van|de|der|zu|la)\s){0,2}[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}"
    r"(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]{1,30})?)"
)
_SAID_NAME = re.compile(
    r"(?P<cue>\b(?:my name is|my name's|ich hei(?:ß|ss)e|mein name ist|je m'appelle|"
    r"mon nom est|me llamo|mi nombre es)\s)"
    r"(?P<who>[^\W\d_][\w'’-]{1,30}(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]{1,30})?)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?P<cue>\b(?:[Rr]egards|[Cc]heers|[Ss]incerely|[Gg]r(?:ü|ue)(?:ß|ss)en?|[Gg]ru(?:ß|ss)|MfG|mfg|"
    r"VG|LG|[Cc]ordialement|[Ss]aludos)[,\s]\s{0,3})"
    r"(?P<who>[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}(?:\s[A-ZÀ-ÖØ-Þ][\w'’.-]{1,30}){0,2})(?=[\s.!]{0,3}$)"
)

_LETTERS = re.compile(r"[^\W\d_]+")
_TWO_NAMES = re.compile(r"\[name\](?:[ -]\[name\])+")
_LONGEST_NAME = 6

#: Words that are names too, and words of company names: masked only beside another name token.
_ORDINARY = """
mark may will bill rose hope grace joy frank rich jack rob sue drew art chase chance dale dean
gene grant guy jay lance miles nick pat ray rusty skip wade ward price young long short white
black brown green gray grey king cook baker carter mason page west east north south best stone
wood woods hill field fields banks bush cross day english french fox good hall hand head hunt lake
land lane little love major moon noble park parks power reason read sharp small snow spring summer
winter stern sterling street swift waters wise christian faith june april august dawn eve max
carol angel ivy holly ruby pearl lily iris daisy olive penny klein groß gross lang kurz schwarz
weiß weiss braun grün jung alt neu koch bauer richter wolf vogel fuchs sommer herbst frühling
stark reich frei fromm ernst kaiser könig graf herzog petit grand blanc noir leblanc lebrun rey
reyes blanco rojo the and for with gmbh ltd limited inc corp corporation company llc plc group
holding holdings gruppe und mbh ohg sarl sas supply supplies service services solutions systems
trade trading handel logistics logistik transport transporte packaging verpackung cleaning
reinigung foods food bakery bäckerei café cafe hotel restaurant shop store stores market markt
media design office büro school schule hospital klinik praxis farm garden garten construction bau
industries industry industrie international global europe european national regional central city
stadt house haus home customer kunde client account accounts sales support team manager order
orders delivery delivered lieferung quality product products produkt produkte prices preis preise
new first one two three blue red gold silver star sun sea river bay harbour harbor port bridge
mill works werk werke factory fabrik express fresh direct online digital tech energy water fire
air travel tours fitness health care medical dental pharma auto motors parts tools paper print
paint metal steel glass plastic plastics electric electronics computer software data bank northern
southern eastern western royal united general finance insurance partner partners brothers sons
family premier prime standard classic modern ideal super quick easy smart eco open free life world
"""
_ORDINARY_WORDS = frozenset(_ORDINARY.split())


def mask(texts: Sequence[str], *, names: Collection[str] = ()) -> list[str]:
    """Return the texts with personal data masked in place, in their order.

    Parameters
    ----------
    texts
        Notes as people wrote them.
    names
        Names of customers and contacts. A whole name is masked wherever it stands; a single token
        of it when it has three letters or more and is not also an ordinary word.

    Examples
    --------
    >>> mask(["Ask Ms Okafor, +44 20 7946 0958 or j.okafor@mail.example", "order 4711-0815 late"])
    ['Ask Ms [name], [phone] or [e-mail]', 'order 4711-0815 late']
    >>> mask(["hansen said so"], names=["Ole Hansen"])
    ['[name] said so']
    """
    known = _known_names(names, texts)
    return [_mask_one(text, known) for text in texts]


def _mask_one(text: str, known: _Names) -> str:
    masked = text
    if "@" in masked or "/" in masked or "(" in masked or "[" in masked or " at " in masked:
        masked = _mask_addresses(masked)
    if any(character.isdigit() for character in masked):
        masked = _mask_numbers(masked)
    for cue in (_TITLED, _SAID_NAME, _SIGNED):
        masked = cue.sub(r"\g<cue>[name]", masked)
    if known.phrases or known.tokens:
        masked = _mask_names(masked, known)
    return _TWO_NAMES.sub("[name]", masked)


def _mask_addresses(text: str) -> str:
    text = _USER_IN_URL.sub("[handle]@", text)
    text = _PROFILE.sub("[handle]", text)
    text = _MAIL.sub("[e-mail]", text)
    text = _SPELT_MAIL.sub("[e-mail]", text)
    return _HANDLE.sub("[handle]", text)


def _mask_numbers(text: str) -> str:
    text = _IBAN.sub(_iban, text)
    for pattern, right, placeholder in _CHECKED:
        text = pattern.sub(_when(right, placeholder), text)
    return _PHONE.sub(_phone, text)


def _when(right: Callable[[str], bool], placeholder: str) -> Callable[[re.Match[str]], str]:
    return lambda found: placeholder if right(found.group()) else found.group()


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _compact(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def _iban(found: re.Match[str]) -> str:
    """Mask as many characters as the country's numbers have; what follows may be a word."""
    text, wanted = found.group(), _IBAN_LENGTHS.get(found.group()[:2].upper(), 0)
    places = [place for place, character in enumerate(text, start=1) if character.isalnum()]
    if not wanted or len(places) < wanted or not is_iban(text[: places[wanted - 1]]):
        return text
    return f"[iban]{text[places[wanted - 1] :]}"


def is_iban(text: str) -> bool:
    """Whether the text is an IBAN by its check digits (ISO 7064, mod 97).

    Examples
    --------
    >>> is_iban("GB82 WEST 1234 5698 7654 32"), is_iban("GB82 WEST 1234 5698 7654 33")
    (True, False)
    """
    compact = _compact(text)
    if not compact.isascii() or len(compact) != _IBAN_LENGTHS.get(compact[:2]):
        return False
    number = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return int(number) % 97 == 1


def is_card(text: str) -> bool:
    """Whether the text is a payment card number: 13 to 19 digits, Luhn's check digit right.

    Examples
    --------
    >>> is_card("4111 1111 1111 1111"), is_card("4111 1111 1111 1112")
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
    (_CARD, is_card, "[card]"),
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
    if _AMOUNT.fullmatch(text) and not text.startswith("0"):
        return _GROUPED_FORM.fullmatch(text) is not None and " " in text and len(digits) == 9
    return bool(_PHONE_FORM.fullmatch(digits) or _GROUPED_FORM.fullmatch(text))


@dataclass(frozen=True)
class _Names:
    """Whole names by first token; tokens that are names alone; every token of a name."""

    phrases: dict[str, tuple[tuple[str, ...], ...]]
    tokens: frozenset[str]
    any_token: frozenset[str]


def _known_names(names: Collection[str], texts: Sequence[str]) -> _Names:
    """Sort the names' tokens into names and ordinary words, by a list and by the notes' own use."""
    split = {tuple(_letters(name)) for name in names}
    split = {tokens for tokens in split if len("".join(tokens)) >= 3}
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for tokens in sorted(split):
        if 2 <= len(tokens) <= _LONGEST_NAME:
            phrases.setdefault(tokens[0], []).append(tokens)
    every = frozenset(token for tokens in split for token in tokens if len(token) >= 3)
    alone = every - _ORDINARY_WORDS
    by_length = {
        first: tuple(sorted(found, key=lambda tokens: (-len(tokens), tokens)))
        for first, found in phrases.items()
    }
    return _Names(by_length, alone - _words_in_use(alone, texts), every)


def _letters(text: str) -> list[str]:
    return [found.group().casefold() for found in _LETTERS.finditer(text)]


def _words_in_use(tokens: frozenset[str], texts: Sequence[str]) -> frozenset[str]:
    """Tokens that the notes use as words: mostly lower case, in texts that do use capitals."""
    if not tokens:
        return frozenset()
    lower: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for text in texts:
        if not any(character.isupper() for character in text):
            continue
        for found in _LETTERS.finditer(text):
            word = found.group()
            folded = word.casefold()
            if folded in tokens:
                seen[folded] += 1
                lower[folded] += word.islower()
    return frozenset(
        token for token in seen if lower[token] >= 3 and 2 * lower[token] > seen[token]
    )


def _mask_names(text: str, known: _Names) -> str:
    spans = [
        (found.start(), found.end(), found.group().casefold()) for found in _LETTERS.finditer(text)
    ]
    hits = list(_name_spans(spans, text, known))
    for start, end in reversed(hits):
        text = f"{text[:start]}[name]{text[end:]}"
    return text


def _name_spans(
    spans: Sequence[tuple[int, int, str]], text: str, known: _Names
) -> Iterable[tuple[int, int]]:
    place = 0
    while place < len(spans):
        length = _phrase_length(spans, place, known)
        start, end, token = spans[place]
        placeholder = start > 0 and text[start - 1] == "[" and text[end : end + 1] in {"]", "-"}
        if length:
            yield start, spans[place + length - 1][1]
        elif not placeholder and (
            token in known.tokens or _beside_a_name(spans, place, text, known)
        ):
            yield start, end
        place += max(1, length)


def _phrase_length(spans: Sequence[tuple[int, int, str]], place: int, known: _Names) -> int:
    """Tokens of the longest whole name that starts here."""
    for tokens in known.phrases.get(spans[place][2], ()):
        here = spans[place : place + len(tokens)]
        near = all(b[0] - a[1] <= 3 for a, b in pairwise(here))
        if near and tuple(span[2] for span in here) == tokens:
            return len(tokens)
    return 0


def _beside_a_name(
    spans: Sequence[tuple[int, int, str]], place: int, text: str, known: _Names
) -> bool:
    """Whether a capitalised ordinary word, itself in a listed name, touches a sure name."""
    start, end, token = spans[place]
    if token not in known.any_token or not text[start].isupper():
        return False
    before, after = spans[max(0, place - 1)], spans[min(len(spans) - 1, place + 1)]
    left = start - before[1] == 1 and before[2] in known.tokens
    return left or (after[0] - end == 1 and after[2] in known.tokens)
