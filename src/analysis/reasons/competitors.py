"""Competitors that notes name: after words of going there, or where another row states the name.

A capital letter alone proves nothing (in German every noun has one), so a name is claimed only in a
place where a supplier's name stands. Notes are masked before, so a person is never claimed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.reasons.clauses import says_nothing
from analysis.redaction.cues import word_set
from analysis.redaction.plainwords import FIRMS, NO_NAMES, TOWNS

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_WORD = rf"(?:[{_CAPITAL}][\w'’.-]*[\w'’]|[{_CAPITAL}]{{2,}}\d*)"
_AND = rf"(?: & | \+ |&| u\. | and (?=[{_CAPITAL}])| )"
_NAME = rf"(?P<name>{_WORD}(?:{_AND}{_WORD}){{0,3}})"
#: A name after each of these is where the customer went or what they compared us with.
_BEFORE = (
    r"(?:went|gone|going|goes|switched|switching|defected)(?: over| us| back| straight)? to",
    r"lost (?:him|her|them|it|this|the customer|customer|account|the account)?\s?to",
    r"(?:now|currently|already)(?: (?:is|are|they))? (?:with|at|using|uses|buys? from|buying from|"
    r"orders? from|ordering from|supplied by|served by)",
    r"(?:buys|buying|bought|orders|ordering|sources|sourcing|purchases)"
    r"(?: \w+){0,2} (?:from|at|with)",
    r"(?:cheaper|better|lower|less|faster)(?: (?:offer|quote|price|prices|deal|terms))? "
    r"(?:at|with|from|by)",
    r"(?:offer|quote|deal|quotation) (?:from|by)",
    r"(?:[Cc]ompetitors?|[Rr]ivals?)[,:]? (?:called |named |is )?",
    r"(?:jetzt|nun|inzwischen|mittlerweile|künftig|seitdem) (?:bei|mit|über)",
    r"(?:gewechselt|gegangen|abgewandert|wechselt|wechselte|wechseln|ging|geht) zu[rm]?",
    r"zu(?=(?: \S+){1,4} (?:gewechselt|gegangen|abgewandert))",
    r"(?:kauft|kaufen|bestellt|bestellen|bezieht|beziehen|ordert)(?: \w+){0,3} (?:bei|von|über)",
    r"(?:billiger|günstiger|besser) bei|[Aa]ngebot (?:von|der Firma)",
    r"(?:[Ww]ettbewerber|[Mm]itbewerber|[Kk]onkurrent|[Kk]onkurrenz)[,:]?",
    r"(?:passée?s?|partie?s?|allée?s?|maintenant|désormais|moins chers?) chez",
    r"(?:concurrents?|offre d[eu'’]|devis d[eu'’])",
    r"(?:se fue|se fueron|se pasó|se pasaron|cambió|cambiaron|cambiado|pasado) (?:a|con)",
    r"(?:ahora|ya) (?:con|compran? (?:a|en)|trabajan? con)|más baratos? en|competidor(?:es)?|"
    r"oferta de",
)
_AFTER = (
    r"(?:offers?|offered|quoted|quotes|undercuts?|beats?|charges|(?:is|was|are|were) cheaper|"
    r"gave (?:them|us|him|her)|came in (?:at|lower|cheaper)|bietet|bot|bieten|"
    r"(?:ist|war|sind|waren) (?:billiger|günstiger)|"
    r"propose|proposait|offre|est moins cher|ofrece|ofreció|es más barato)"
)
_GONE_TO = re.compile(rf"(?<!\w)(?:(?i:{'|'.join(_BEFORE)}))\s?(?:[Ff]irma |the company )?{_NAME}")
_OFFERS = re.compile(rf"(?<![\w.]){_NAME} (?:now |only |jetzt |nur |has |had |hat )?{_AFTER}\b")
#: After these a name may stand that is no supplier's: an ordinary word there claims nothing.
_PERHAPS_WITH = re.compile(
    r"(?<!\w)(?:(?i:vs\.?|versus|compared (?:to|with)|rahmenvertr(?:ag|äge) (?:mit|bei)|"
    r"(?:framework|(?:framework|frame|supply|national) (?:agreement|contract|deal)) with|"
    r"(?:tied (?:in )?|contracted|under contract )(?:to|with)|accord-cadre avec|"
    rf"contrato marco con))\s(?:[Ff]irma |the company )?{_NAME}"
)
_DENIED = re.compile(
    r"\b(?:not|n't|n’t|never|nicht|nie|kein\w*|ne|n['’]\w*|pas|jamais|no|nunca)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)

_NO_NAMES = """
i we he she they it you the a an this that these those their his her its my our your there here
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december another other others someone somebody somewhere nobody
everyone everybody people customers customer competitor competitors competition supplier suppliers
online internet web home germany france spain austria switzerland england britain europe
china uk usa us eu court plan both who which what price prices quality delivery service
konkurrenz wettbewerb wettbewerber wettbewerbern mitbewerber mitbewerbern anbieter anbietern
lieferant lieferanten händler händlern großhändler grosshändler discounter hersteller herstellern
firma firmen nachbar nachbarn freund freunden bekannten kollegen kollege kunde kunden konzern
zentrale mutter ihnen ihm ihr euch uns jemand jemandem anderen anderem alternative alternativen
hause haus ware preis preise preisen qualität lieferung service montag dienstag mittwoch donnerstag
freitag samstag sonntag januar februar märz mai juni juli oktober dezember ende anfang bedarf
deutschland österreich schweiz frankreich lager markt netz sie er wir ich es das die der dem den ein
eine einen einem einer ein kein
le la les un une il elle ils nous vous lui eux autre lundi mardi mercredi jeudi vendredi france
el los las ella ellos ellas usted ustedes otro otra lunes martes miércoles jueves viernes españa
"""
_NONE = frozenset(_NO_NAMES.split())
_COUNTRIES = """
africa afrika afrique albania albanien algeria argentina asien asie australien bangladesh belarus
bosnia bosnien brasil brasilien brazil bulgaria bulgarie bulgarien cambodia china chine colombia
croatia croatie czechia egypt eire estonia fernost finland finnland ghana greece griechenland
hongrie hungary inde indien indonesia iran irak iraq irland israel italie italien japan japon
jordanien kenia kenya korea kroatien latvia lettland litauen lithuania malaysia maroc marokko
marruecos mexico mexique mexiko moldova montenegro morocco myanmar nigeria norwegen osteuropa
pakistan philippines pologne polonia portugal roumanie romania rumanía rumänien russia
russland rússia scotland serbia serbien singapore slovakia slovenia slowakei slowenien spanien
sri-lanka suisse suiza südamerika taiwan thailand tschechien tunesien tunisia tunisie turkey
turquie turquía türkei uganda ukraine ungarn uruguay vietnam wales weißrussland
"""
#: Where production goes, not customers: no supplier unless the name goes on.
_PLACES_ALONE = (TOWNS | word_set(_COUNTRIES)) - FIRMS
#: Abbreviations that are no company, and periods such as Q3.
_NO_FIRMS = re.compile(
    r"(?i:oems?|odms?|b2[bc]|smes?|kmu|edv|erp|crm|hr|it|ceo|cfo|coo|hq|gf|vp|rfqs?|rfps?|eol|"
    r"poc|api|saas|cloud|ai|ki|covid|corona|brexit)|(?:Q|H|FY|CY|KW|Y)\d+"
)
#: Words that begin a sentence or, in German, have a capital; firms that are words stay firms.
_PLAIN_WORDS = NO_NAMES - FIRMS
_LEGAL = re.compile(
    r"[\s,]+(?:gmbh|ag|kg|ohg|ug|se|e\.?k\.?|ltd|limited|inc|llc|plc|corp|co|sarl|sas|sa|s\.l|sl|bv|"
    r"srl|spa)\b\.?",
    re.IGNORECASE,
)


#: A slip is so many times rarer than what was meant, and neither name has fewer letters.
_SLIPS_SELDOM, _SHORTEST_SLIP = 5, 6


def _key_of(name: str) -> str:
    """Return what all spellings of a competitor share: case, blanks and legal form put aside.

    Examples
    --------
    >>> _key_of("ACME  Ltd."), _key_of("Acme")
    ('acme', 'acme')
    """
    plain = " ".join(name.split())
    return _LEGAL.sub("", plain).strip(" .,").casefold() or plain.casefold()


def read_competitors(notes: Sequence[str], stated: Iterable[str] = ()) -> list[str]:
    """Return the competitor each note names, empty without; each in one spelling.

    Parameters
    ----------
    notes
        Masked texts.
    stated
        Names that rows state in the competitor column.

    Examples
    --------
    >>> read_competitors(["They went to Acme", "jetzt bei Müller & Sohn", "ACME offered 12 % less",
    ...                   "now with [name]", "BRIGHTPACK was there"], ["Brightpack"])
    ['Acme', 'Müller & Sohn', 'Acme', '', 'Brightpack']
    """
    counts = Counter(" ".join(name.split()) for name in stated if name.strip())
    known = _finder(counts)
    found = [_known_in(note, known) or _named_in(note) for note in notes]
    spelt = _spellings([*counts.elements()], [name for name in found if name])
    return [spelt[_key_of(name)] if name else "" for name in found]


def _spellings(*names_by_rank: Sequence[str]) -> dict[str, str]:
    """Return the spelling of each competitor: the commonest of the first list that holds it.

    A name seldom written that is one slip of the pen from a name written often is that one.

    Examples
    --------
    >>> _spellings(["Acme"], ["ACME", "ACME", "bo", "Bo", "Bo"])
    {'acme': 'Acme', 'bo': 'Bo'}
    >>> _spellings(["Brightpack"] * 5 + ["Brihgtpack"])["brihgtpack"]
    'Brightpack'
    """
    chosen: dict[str, str] = {}
    for names in names_by_rank:
        ranked = sorted(
            Counter(names).items(), key=lambda pair: (-pair[1], pair[0].isupper(), pair[0])
        )
        for name, _ in ranked:
            chosen.setdefault(_key_of(name), name)
    counts = Counter(_key_of(name) for names in names_by_rank for name in names)
    often = [key for key, n in counts.items() if n >= _SLIPS_SELDOM]
    for key, n in counts.items():
        meant = [
            one for one in often if counts[one] >= _SLIPS_SELDOM * n and _is_a_slip_of(key, one)
        ]
        if len(meant) == 1:
            chosen[key] = chosen[meant[0]]
    return chosen


def _is_a_slip_of(key: str, other: str) -> bool:
    """Whether one letter was left out, added, changed or swapped with the next one.

    Short names and first letters are never taken for a slip, and digits are not: *Bunzl* and
    *Bunz*, *Makro* and *Dakro*, *Shop24* and *Shop25* may be two.

    References
    ----------
    Damerau (1964), Communications of the ACM 7(3), 171-176: most slips are one of these four.

    Examples
    --------
    >>> _is_a_slip_of("brihgtpack", "brightpack"), _is_a_slip_of("nordic paper", "nordic pater")
    (True, True)
    >>> _is_a_slip_of("shopping24", "shopping25"), _is_a_slip_of("makro", "metro")
    (False, False)
    """
    if key == other or min(len(key), len(other)) < _SHORTEST_SLIP or key[0] != other[0]:
        return False
    start = _n_alike(key, other)
    end = _n_alike(key[start:][::-1], other[start:][::-1])
    left, right = key[start : len(key) - end], other[start : len(other) - end]
    swapped = len(left) == len(right) == 2 and left == right[::-1]
    return (max(len(left), len(right)) == 1 or swapped) and not re.search(r"\d", left + right)


def _n_alike(one: str, other: str) -> int:
    """Return how many letters two words share at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _finder(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the names as whole words; of one letter or two they say too little."""
    known = sorted({_key_of(name) for name in names}, key=lambda key: (-len(key), key))
    known = [re.escape(key) for key in known if len(key) > 2]
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)", re.IGNORECASE) if known else None


def _known_in(note: str, known: re.Pattern[str] | None) -> str:
    for found in known.finditer(note) if known else ():
        if found.group()[0].isupper() and not _DENIED.search(note[: found.start()]):
            return found.group()
    return ""


def _named_in(note: str) -> str:
    for pattern in (_GONE_TO, _OFFERS, _PERHAPS_WITH):
        for found in pattern.finditer(note):
            name = _without_common_words(found["name"])
            if pattern is not _GONE_TO and name.casefold() in _PLAIN_WORDS:
                continue
            if name and not _DENIED.search(note[: found.start()]):
                return name
    return ""


def _without_common_words(name: str) -> str:
    """Return the name, or nothing where it begins with a word that names no company."""
    words = name.split()
    if words[0].strip(".'’").casefold() in _NONE or _NO_FIRMS.fullmatch(name):
        return ""
    if _PLACES_ALONE.issuperset(word.strip(".,'’").casefold() for word in words):
        return ""
    kept = next((at for at, word in enumerate(words) if word.casefold() in _NONE), len(words))
    return " ".join(words[:kept]).rstrip(".&+ ").removesuffix("'s").removesuffix("’s")


#: Of each statement that names one; the source is ``stated`` (in the column) or ``read``.
COLUMNS = ("customer_id", "reason_id", "competitor", "competitor_source")


def no_competitors() -> pd.DataFrame:
    """Return the table of ``name_competitors`` without a row."""
    return pd.DataFrame(columns=list(COLUMNS))


def name_competitors(statements: pd.DataFrame) -> pd.DataFrame:
    """Return which competitor each statement names: as its row states, else as its note tells.

    Parameters
    ----------
    statements
        ``customer_id, reason_id, note, competitor``; notes masked, empty texts where nothing is.

    Examples
    --------
    >>> rows = pd.DataFrame({"customer_id": ["a", "b"], "reason_id": ["1", "2"],
    ...                      "note": ["cheaper", "switched to ACME"], "competitor": ["Acme", ""]})
    >>> name_competitors(rows)[["competitor", "competitor_source"]].values.tolist()
    [['Acme', 'stated'], ['Acme', 'read']]
    """
    stated = [
        "" if says_nothing(name) else " ".join(name.split()) for name in statements["competitor"]
    ]
    spelt = _spellings([name for name in stated if name])
    told = read_competitors(statements["note"].tolist(), stated)
    named = [spelt[_key_of(one)] if one else read for one, read in zip(stated, told, strict=True)]
    source = ["stated" if one else "read" for one in stated]
    found = statements.assign(competitor=named, competitor_source=source)
    return found.loc[found["competitor"] != "", list(COLUMNS)].reset_index(drop=True)


def say_competitors(named: pd.DataFrame) -> str:
    """Return how many competitors were read from notes, empty where none was.

    Examples
    --------
    >>> say_competitors(no_competitors())
    ''
    """
    n_read = int((named["competitor_source"] == "read").sum())
    if not n_read:
        return ""
    return (
        f"{n_read:,} of {len(named):,} statements that name a competitor do so in their words "
        "alone, read from phrases such as 'went to'; notes that say it otherwise are missed."
    )
