"""How header words are compared: as keys, in ranks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from analysis.cells.cellwords import listed

CURRENCIES = listed(
    "eur,usd,gbp,chf,sek,nok,dkk,pln,czk,huf,jpy,cny,inr,aud,cad,nzd,mxn,brl,ars,clp,cop,zar,try,"
    "rub,uah,ron,bgn,ils,aed,sar,sgd,hkd,krw,thb,euro,euros,dollar,dollars,pound,pounds,sterling,"
    "franken,francs,franc,pesos,peso,yen"
)
#: Words of a header that say in what its amounts are counted.
UNITS = {
    "cents": listed("cent,cents,ct,cts,centimes,centime,céntimos,centimos,pence,rappen,minor"),
    "thousands": listed("t€,teur,teuro,tchf,tusd,k,k€,keur,keuro,k$,kusd,k£,kgbp,kchf,tsd,tsd€,"
                        "tausend,thousand,thousands,milliers,miles,000,000s,1000"),
    "millions": listed("mio,mio€,mln,m€,meur,million,millions,millionen,millones"),
}  # fmt: skip
#: A unit that stands apart from its currency: T EUR, k €.
_APART = re.compile(r"\b([tk])[. ]+(?=[€$£]|eur|chf|usd|gbp)")
#: Millions behind their currency: EUR m, $mn. Behind a stroke it is a metre.
_MILLIONS = re.compile(
    rf"(?<![^\W_])({'|'.join(sorted(CURRENCIES))}|[a-z]{{0,2}}\$|[€£]) ?(?:m|mn|mm)(?![^\W_])"
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


#: How Spanish writes Nº, too.
_NRO = re.compile(r"\bnro\b")

#: Keys of the words that name one column, best rank first.
Ranks = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=20_000)
def key_of(header: str) -> str:
    """Return the key under which a header is compared.

    Examples
    --------
    >>> key_of("Customer ID"), key_of("Betrag (EUR)"), key_of("N° client"), key_of("Customer #")
    ('customerid', 'betrag', 'nclient', 'customerno')
    >>> key_of("Nro. cliente") == key_of("Nº cliente"), key_of("Nroland")
    (True, 'nroland')
    """
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header).replace("#", " no ")
    text = unicodedata.normalize("NFKC", text.replace("º", "°")).casefold().translate(_UMLAUTS)
    text = unicodedata.normalize("NFKD", _NRO.sub("n", text))
    return "".join(sign for sign in text if sign.isalnum())


def words_and_signs(header: str) -> list[str]:
    """Return the words of a header in small letters, each with the currency sign behind it.

    Examples
    --------
    >>> words_and_signs("UmsatzNetto T EUR"), words_and_signs("Revenue $k"), words_and_signs("k€")
    (['umsatz', 'netto', 'teur'], ['revenue', '$', 'k'], ['k€'])
    >>> words_and_signs("Revenue (EUR m)"), words_and_signs("Preis EUR/m")
    (['revenue', 'eur', 'mio'], ['preis', 'eur', 'm'])
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header).casefold()
    parted = _MILLIONS.sub(r"\1 mio", parted)
    return re.findall(r"[^\W_]+[€$£]?|[€$£]", _APART.sub(r"\1", parted))


def words_apart(header: str) -> str:
    """Return a header in small letters with a blank between its words.

    Examples
    --------
    >>> words_apart("saleFee_2")
    'sale fee 2'
    """
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)).casefold()


#: Questions of a form for one thing, in the languages of the header words and their neighbours.
_QUESTION = re.compile(
    r"(?:\d+ ?[.)])?[¿\s]*(?:"
    r"(?:what(?:['’]s|s| is| was| are)|please (?:enter|state|give|provide|type in|tell us)) "
    r"(?:your|the) |"
    r"(?:wie (?:lautet|ist|heißt)|was ist|nennen sie(?: uns)?(?: bitte)?|bitte (?:geben sie|nennen "
    r"sie(?: uns)?)) (?:ihre?n?|deine?n?|die|der|den|das) |"
    r"(?:quel(?:le)? est|(?:veuillez )?(?:indiqu|saisi|entr|donn)(?:ez|er|ssez|r)) "
    r"(?:votre |ton |ta |le |la |l['’])|"
    r"(?:cu[aá]l es|(?:por favor,? )?(?:indique|introduzca|escriba)) (?:su|tu|el|la) |"
    r"(?:qual [eèé]) (?:il |la |o |a )?(?:suo|sua|tuo|tua|seu|vostro) |wat is (?:uw|je|jouw) "
    r")(?P<thing>[^?¿.!:;,]+?)(?: (?:an|ein|bei uns|with us|chez nous|con nosotros|bij ons))?"
    r"[?.:*!\s]*",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def asked_for(header: str) -> str:
    """Return what a question of a form asks for; any other header as it is.

    Examples
    --------
    >>> asked_for("What is your customer number?"), asked_for("Wie lautet Ihre Kundennummer?")
    ('customer number', 'Kundennummer')
    >>> asked_for("Your reference"), asked_for("What is wrong with our service?")
    ('Your reference', 'What is wrong with our service?')
    """
    plain = " ".join(re.sub(r"\([^)]*\)", " ", header).split())
    found = _QUESTION.fullmatch(plain)
    return found["thing"].strip() if found else header


def keys(words: str) -> tuple[str, ...]:
    """Return the keys of words with commas between them.

    Examples
    --------
    >>> keys("Kunden-Nr,kunden nr")
    ('kundennr',)
    """
    return tuple(dict.fromkeys(key_of(word) for word in words.split(",") if key_of(word)))


def ranks(*words: str) -> Ranks:
    """Return the keys of header words, best rank first.

    Examples
    --------
    >>> ranks("Kunden-Nr,Customer ID", "Kunde")
    (('kundennr', 'customerid'), ('kunde',))
    """
    return tuple(keys(listed_words) for listed_words in words)


def named(names: str) -> dict[str, Ranks]:
    """Return columns that are known by their canonical name only.

    Examples
    --------
    >>> named("fix_cost")
    {'fix_cost': (('fixcost',),)}
    """
    return {name: ranks(name.replace("_", " ")) for name in names.split(",")}
