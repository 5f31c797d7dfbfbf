"""Whether a name names a thing here: an apple, a dress, a city, a company."""

from __future__ import annotations

import re

from analysis.redaction.givennames import is_given_name
from analysis.redaction.plainwords import COMPANY_WORDS, PLACES, THINGS, TOWNS

_KIND_BEFORE = re.compile(
    r"(?<!\w)(?:models?|modelle?|serie|series|range|collection|line|linie|sorte|marke|brand|style|"
    r"typ|type|item|article|artikel|art\.|version|variety|st\.?|saint|san|santa|s[ãa]o|los|las|port|lake|mount|hotel|café|"
    r"schloss|burg|the|an?|no)\s[\"'“„«‘]?$|(?<!\w)(?:batch|sorte|variety|brand|marke),\s$",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"(?<!\w)(?:to|in|into|from|near|via|at|through|for|around|outside|towards?|of|between|and|nach|in|aus|über|bei|à|en|de)\s$",
    re.IGNORECASE,
)
_WORD_AFTER = re.compile(r"(?:['’]s)?[\s-]+([^\W\d_]+)")
_NEXT_WORD = re.compile(r"[\s-]+([^\W\d_]+)")
_FIRM_AFTER = re.compile(
    r"(?:\s[A-ZÀ-Þ][\w-]{1,30}){0,2}\s(?:(?:&|and|und|\+|et|y)\s(?:Sons?|Co|Söhne|Partner|Fils)|Ltd|"
    r"Limited|GmbH|AG|KG|Inc|LLC|PLC|Corp|S\.?A\.?|SARL|S\.?L)(?!\w)"
)
#: "Bäckerei Hansen" and "our dog Bella" are no persons.
_FIRM_BEFORE = re.compile(
    r"(?<!\w)(?:\w{3,20}erei|firma|fa\.?|autohaus|möbelhaus|kanzlei|praxis|apotheke|hotel|gasthof|"
    r"gasthaus|pension|café|cafe|restaurant|salon|weingut|verlag|spedition|klinik|stiftung|villa|"
    r"garage|boulangerie|boucherie|pharmacie|maison|société|restaurante|bodega|finca|panadería|"
    r"empresa)\s[\"“„«]?$",
    re.IGNORECASE,
)
#: Brands that are called like a person.
_BRANDS = re.compile(
    r"(?:calvin klein|hugo boss|ralph lauren|tommy hilfiger|mary kay|john deere|jack daniels?|"
    r"johnnie walker|tom tailor|ted baker|michael kors|karl lagerfeld|jil sander|gerry weber|"
    r"betty barclay|yves rocher|yves saint|jean paul gaultier|leroy merlin|marie claire|"
    r"est[ée]e lauder|elizabeth arden|helena rubinstein|max factor|charlotte tilbury|santa maria|"
    r"harley davidson|massey ferguson|aston martin|alfa romeo|philip morris|jim beam|kate spade|"
    r"stella mccartney|laura ashley|vera bradley|jimmy choo|steve madden|paul mitchell)(?!\w)",
    re.IGNORECASE,
)
_ANIMAL_BEFORE = re.compile(
    r"(?<!\w)(?:dogs?|cat|horse|pony|mare|stallion|puppy|kitten|rabbit|hamster|parrot|pet|hund|"
    r"hündin|katze|kater|pferd|stute|hengst|wallach|welpe|kaninchen|chien|chienne|cheval|jument|"
    r"perr[oa]|gat[oa]|caballo|yegua|hurricane|storm|orkan|sturm|ferry|ship|boat|yacht|schiff|"
    r"fähre)(?:,| named| called| namens)?\s[\"“„«]?$",
    re.IGNORECASE,
)
_QUOTE_BEFORE, _QUOTE_AFTER = re.compile(r"[\"“„«‘»]$"), re.compile(r"[\"”“»’«]")


def names_a_firm(text: str, start: int, end: int) -> bool:
    """Whether the words around ``text[start:end]`` make it a company's or an animal's name.

    Examples
    --------
    >>> names_a_firm("Hansen & Sons", 0, 6), names_a_firm("Hansen rang", 0, 6)
    (True, False)
    >>> names_a_firm("our dog Bella", 8, 13)
    True
    """
    before, after = text[max(0, start - 32) : start], text[end : end + 60]
    if _BRANDS.match(text, start) or _FIRM_BEFORE.search(before) or _ANIMAL_BEFORE.search(before):
        return True
    follower = _NEXT_WORD.match(after)
    if follower and follower[1].casefold() in COMPANY_WORDS:
        return True
    return _FIRM_AFTER.match(after) is not None


def stands_before_a_thing(text: str, end: int) -> bool:
    """Whether a kind of thing follows: "Whitlow sofa".

    Examples
    --------
    >>> stands_before_a_thing("Whitlow sofa", 7), stands_before_a_thing("Whitlow rang", 7)
    (True, False)
    """
    follower = _WORD_AFTER.match(text, end)
    return follower is not None and follower[1].casefold() in THINGS


def names_a_thing(text: str, start: int, end: int) -> bool:
    """Whether the words around ``text[start:end]`` make it a product, a place or a company.

    Examples
    --------
    >>> names_a_thing("the Emma chair", 4, 8), names_a_thing("Emma rang", 0, 4)
    (True, False)
    """
    before, after = text[max(0, start - 24) : start], text[end : end + 60]
    if _KIND_BEFORE.search(before) or names_a_firm(text, start, end):
        return True
    if _QUOTE_BEFORE.search(before) and _QUOTE_AFTER.match(after):
        return True
    if text[start:end].split(" ")[0].casefold() in PLACES | TOWNS and _TOWARDS.search(before):
        return True
    follower = _WORD_AFTER.match(after)
    if follower is None:
        return _in_compound(before)
    word = follower[1].casefold()
    hyphened = after[:1] == "-" and not is_given_name(word) and follower[1][0].isupper()
    return word in THINGS or hyphened or _in_compound(before)


def _in_compound(before: str) -> bool:
    """Whether a hyphen stands before and no given name before it, as in Frankfurt-Ernst-Platz."""
    joined = re.search(r"([^\W\d_]+)-$", before)
    return joined is not None and not is_given_name(joined[1].casefold())
