"""Postal addresses: a street with a house number, and what belongs to it before and after."""

from __future__ import annotations

import re

_WORD = r"[A-ZÀ-ÖØ-ÞŴŶŁŚŻČŠŽ][\w'’-]{1,24}"
_HOUSE = r"\d{1,4}(?: ?[a-zA-Z](?![\w-]))?(?: ?[-/] ?\d{1,4}[a-z]?)?"
_UK_CODE = r"(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})"
_US_CODE = r"(?:[A-Z]{2},? \d{5}(?:-\d{4})?)"
_TOWN = rf"{_WORD}(?:[ -](?:am |an der |im |de |la |sur |upon |bei )?{_WORD}){{0,3}}"
_CITY_AFTER = (
    rf"(?:in )?(?:(?:A|CH|D|F|E|NL)[- ])?(?:\d{{4,5}} {_TOWN}|\d{{5}} [^\W\d_]{{3,20}}(?![\w-]))"
)
_IE_CODE = r"(?:(?:Co\.? )?[A-Z]\w{2,20}(?: \d{1,2})?,? [A-Z]\d[\dW] [A-Z\d]{4})"
_AU_CODE = r"(?:(?:VIC|NSW|QLD|TAS|ACT|WA|SA|NT) \d{4})"
_END = r"(?=\s{0,3}(?:[.;)\n]|$))"
_TAIL = (
    r"(?:,? (?:Apt|Apartment|Unit|Suite|Ste|Flat|Floor|Fl|#)\.? ?\w{1,5})?"
    rf"(?:,? ?(?:{_CITY_AFTER}|(?:{_TOWN},? ){{1,2}}(?:{_UK_CODE}|{_US_CODE}|{_AU_CODE})|"
    rf"{_IE_CODE})|(?:,| in) {_TOWN}(?:, (?:Co\.? )?{_TOWN})?{_END})"
)
#: Nothing but a town, so that the note or sentence ends behind it.
_TOWN_LAST = rf"(?:,| in| à| en) {_TOWN}{_END}"
_STREET_EN = re.compile(
    r"(?<![\w.,/-])(?:(?:Unit|Flat|Apt|Apartment|Suite|Floor) \w{1,4},? )?"
    rf"\d{{1,5}}[a-zA-Z]?(?:[-/]\d{{1,5}})? (?:[NSEW]{{1,2}}\.? )?(?:{_WORD} ){{1,3}}(?:"
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Crescent|Cres|Terrace|Gardens|Mews|Grove|"
    r"Boulevard|Esplanade|"
    rf"Blvd|Parkway|Pkwy)(?![\w'’])\.?(?:{_TAIL}|(?! [A-Z][a-z]+ [a-z]))"
    # "100 Watt Lane Assist lamps" is none.
    # Words that are more than kinds of streets ("500 GB Hard Drive") need a town with its code.
    rf"|(?:Close|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Row|Parade|Highway|Hwy|Rise|Walk|Trail|"
    rf"Hill|Quay)(?![\w'’])\.?{_TAIL})"
)
_STREET_DE = re.compile(
    r"(?<![\w-])(?:(?:Alte|Neue|Gro(?:ß|ss)e|Kleine|Obere|Untere|Lange|Hohe|"
    r"[A-ZÄÖÜ]\w{2,20}e)[rn]? "
    r"(?:Stra(?:ß|ss)e|Str\.)|[\w-]{2,30}(?:stra(?:ß|ss)e|str\.|str(?= \d)|straat|gracht|laan)|"
    r"[\w-]{2,30}-(?:Stra(?:ß|ss)e|Str\.)|"
    rf"Stra(?:ß|ss)e (?:der|des) (?:{_WORD} ?){{1,3}}) ?{_HOUSE}(?![\w.]?\d)"
    rf"(?! (?:Monat|Woche|Tag|Jahr|Stunde))(?:{_TAIL})?"
)
_ALLEY_DE = re.compile(
    rf"(?<![\w-])(?:(?:Am|An|Im|In|Zum|Zur|Auf|Hinter|Unter|Beim|Vor)(?: de[nrm])?(?: {_WORD})"
    rf"{{1,3}}|(?:{_WORD}[ -])?{_WORD}(?:weg|platz|ring|damm|gasse|allee|ufer|hof|markt|steig|wall|"
    rf"graben|chaussee|winkel|berg)|(?:{_WORD}[ -]){{1,2}}(?:Weg|Platz|Ring|Damm|Gasse|Allee|Ufer|"
    rf"Hof|Markt|Wall|Berg)) {_HOUSE}(?:,? ?{_CITY_AFTER}|{_TOWN_LAST})"
)
#: Any words with a house number, then a postcode of four or five digits and a town.
_ANY_STREET = re.compile(
    rf"(?<![\w.,-]){_WORD}(?:[ -](?:de |del |la |der |den |am |an |"
    rf"im )?{_WORD}){{0,3}},? {_HOUSE}, ?{_CITY_AFTER}"
)
#: A house number and a street of any kind after words that announce an address.
_ANNOUNCED = re.compile(
    r"(?P<cue>(?<!\w)(?:live[sd]?(?: now)? (?:at|in)|(?:my|new|old|home|postal|delivery|"
    r"shipping|billing) address(?: is|:)?|"
    r"address(?: is|:)|deliver(?:ed|y)? to|ship(?:ped)? (?:it )?to|sen[dt] (?:it |them )?to|"
    r"moved to|moving to|"
    r"wohn(?:e|t|en|haft)(?: jetzt| nun)?(?: in| im| am| an)?(?: der| die)?|(?:neue |"
    r"alte )?(?:liefer|post|rechnungs)?(?:adresse|anschrift)(?: ist| lautet|:)?|"
    r"zieht (?:um )?in (?:die|den|das)|umgezogen in (?:die|den|das)|lieferung an|"
    r"habite(?: au)?|adresse(?: est)?\s?:?|domicilié[e]? au|"
    r"viv(?:o|e|imos) en(?: la| el)?|dirección(?: es| nueva)?:?|domicilio:?)\s)"
    rf"(?:\d{{1,5}}[a-zA-Z]?,? (?:(?:de|du|des|la|le|the) ){{0,2}}{_WORD}(?: (?:de |du |"
    rf"la )?{_WORD}){{0,3}}"
    rf"|(?:(?:[Aa]m|[Aa]n|[Ii]n|[Ii]m|[Zz]um|[Zz]ur|[Aa]uf|[Dd]er|[Dd]em|"
    rf"[Dd]en) ){{0,2}}{_WORD}(?:[ -](?:de |del |la )?{_WORD}){{0,3}},? {_HOUSE})"
    rf"(?![\w.]?\d)(?:,? {_CITY_AFTER}|,? {_TOWN},? (?:{_UK_CODE}|{_US_CODE}|{_AU_CODE})|"
    rf", {_TOWN})?"
)
_STREET_FR = re.compile(
    r"(?<![\w.,/-])(?:(?:[Rr]ésidence|[Bb]ât(?:iment|\.)|"
    r"[Aa]ppt?\.?) (?:[\wÀ-ÿ]{1,20} ?){1,3}, )?\d{1,4}(?: ?(?:bis|ter))?,? (?:[Rr]ue|[Aa]venue|"
    r"[Aa]v\.|[Bb]oulevard|[Bb]d|"
    r"[Cc]hemin|[Aa]llée|[Ii]mpasse|[Qq]uai|[Pp]lace(?= d)|[Rr]oute(?= d)|[Cc]ours(?= d))\s"
    rf"(?:(?:de|du|des|la|le|les|l'|d')\s?){{0,2}}{_WORD}(?:[ -](?:de |du |des |"
    rf"la )?{_WORD}){{0,3}}"
    rf"(?:,? ?\d{{4,5}} {_TOWN}|{_TOWN_LAST})?"
)
_STREET_ES = re.compile(
    r"(?<!\w)(?:C/|[Cc]alle|Avda\.?|Av\.|[Aa]venida|[Pp]laza|[Pp]aseo|[Cc]amino|[Rr]onda|[Vv]ia) ?"
    rf"(?:(?:de|del|la|las|los|el) ){{0,2}}{_WORD}(?: (?:de |del |la )?{_WORD}){{0,3}},? "
    rf"(?:n[º°.]\.? ?|núm\.? ?)?\d{{1,4}}(?![\w.,/-]?\d)(?:,? ?(?:\d{{1,2}}[º°ª.] ?(?:[A-Z]"
    rf"(?!\w)|izq\.?|izqda\.?|izda\.?|dcha\.?|dch\.?|\w(?!\w))?|bajo ?[A-Z]?|piso \w{{1,3}}|"
    rf"esc\.? \w{{1,2}}|portal \w{{1,2}}|puerta \w{{1,3}})(?!\w)){{0,3}}"
    rf"(?:,? ?\d{{5}} {_TOWN}|{_TOWN_LAST})?"
)
_BOX = re.compile(
    rf"(?<!\w)(?:(?:P\.? ?O\.? ?Box|Post Office Box) \d{{1,6}}(?:,? ?{_TOWN},? (?:{_US_CODE}|"
    rf"{_UK_CODE}|{_AU_CODE}))?"
    rf"|Postfach \d[\d ]{{0,8}}\d(?:,? ?{_CITY_AFTER})?"
    rf"|(?:BP|B\.P\.|[Aa]partado(?: de [Cc]orreos)?|Apdo\.?) \d{{1,6}},? {_CITY_AFTER})"
)
#: Written in small letters throughout: only a house number and a postcode make it an address.
_SMALL_UK = re.compile(
    r"(?<!\w)(?:flat \w{1,3},? )?\d{1,4}[a-z]?,?"
    r" [a-z][a-z ',.-]{3,60} [a-z]{1,2}\d[a-z\d]? \d[a-z]{2}(?!\w)"
)
_UK_CODES = re.compile(rf"(?<!\w){_UK_CODE}(?!\w)")
_TOKEN = re.compile(r"[^\s,]+")
_SMALL_WORDS = {"y", "the", "of", "on", "upon", "under", "le", "in", "by"}
#: How far before its postcode an address begins, in characters; longer ones are cut.
_LONGEST = 120
_PLANT = re.compile(
    r"(?:fertigung|produktion|montage|förder|rollen|lackier|press|walz|transfer|verpackung|"
    r"sortier|wasch)s?-?stra(?:ß|ss)e",
    re.IGNORECASE,
)


def mask_places(text: str) -> str:
    """Replace postal addresses in place, with the unit before and the town after them.

    Examples
    --------
    >>> mask_places("Send it to Flat 2, 9 Heron Road, Leeds LS9 8AA please")
    'Send it to [address] please'
    >>> mask_places("neue Anschrift: Birkenstr. 4b, 50667 Köln. Linie 3 steht")
    'neue Anschrift: [address]. Linie 3 steht'
    """
    text = _with_house_names(_SMALL_UK.sub("[address]", text))
    for pattern in (_BOX, _STREET_EN, _STREET_FR, _STREET_ES, _STREET_DE, _ALLEY_DE, _ANY_STREET):
        text = pattern.sub(_unless_plant, text)
    return _ANNOUNCED.sub(r"\g<cue>[address]", text)


def _unless_plant(found: re.Match[str]) -> str:
    return found.group() if _PLANT.search(found.group()) else "[address]"


def _with_house_names(text: str) -> str:
    """Mask from a British postcode back over house, village and county: all have capitals."""
    pieces, done = [], 0
    for found in _UK_CODES.finditer(text):
        start = _start_of_address(text, max(done, found.start() - _LONGEST), found.start())
        if start < found.start():
            pieces += [text[done:start], "[address]"]
            done = found.end()
    return "".join([*pieces, text[done:]])


def _start_of_address(text: str, floor: int, end: int) -> int:
    start = end
    for token in reversed(list(_TOKEN.finditer(text, floor, end))):
        word = token.group()
        small = word in _SMALL_WORDS and start < end
        if not (
            word[0].isupper() or re.fullmatch(r"\d{1,5}(?:[/-]\d{1,4})?[a-zA-Z]?", word) or small
        ):
            break
        if "\n" in text[token.end() : start] or re.search(r"\w{3}[.!?:]$", word):
            break
        start = token.start()
    return start
