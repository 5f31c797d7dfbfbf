"""Currencies: their many spellings, and cells that name none."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from analysis.cells.amounts import UNIT, NumberColumn, currencies_in, units_in
from analysis.cells.cellwords import listed
from analysis.cells.fields import LETTERS
from analysis.cells.headerkeys import CURRENCIES
from analysis.engine import quote_text
from analysis.errors import counted
from analysis.results import Warned

#: Words and signs of a currency column, in upper case, by code.
_SPELLINGS = {
    "EUR": "€,EURO,EUROS", "USD": "$,US$,US DOLLAR,US-DOLLAR,DOLLAR,DOLLARS,US DOLLARS,DÓLAR",
    "GBP": "£,POUND,POUNDS,STERLING,POUND STERLING,PFUND,UKP", "JPY": "¥,YEN",
    "CHF": "SFR,SFR.,FR.,FRANKEN,SCHWEIZER FRANKEN,FRANC SUISSE,SWISS FRANC",
    "PLN": "ZŁ,ZLOTY", "CZK": "KČ", "INR": "₹,RS,RS.,RUPEE,RUPEES", "TRY": "₺,TL", "RUB": "₽",
    "CAD": "C$,CA$", "AUD": "A$,AU$", "BRL": "R$", "MXN": "MX$", "CNY": "RMB",
}  # fmt: skip


#: Signs of more than one currency, with the place that a number format names: a number or a name.
_PLACES = {
    f"{sign}-{place}": code
    for sign, code, places in (
        ("$", "CAD", "1009,c0c,en-ca,fr-ca"), ("$", "AUD", "c09,en-au"),
        ("$", "NZD", "1409,en-nz"), ("$", "MXN", "80a,es-mx"), ("$", "SGD", "1004,4809,en-sg"),
        ("$", "HKD", "c04,3c09,zh-hk,en-hk"), ("kr", "SEK", "41d,81d,sv-se,sv-fi"),
        ("kr", "NOK", "414,814,nb-no,nn-no"), ("kr", "DKK", "406,da-dk"),
        ("kr.", "DKK", "406,da-dk"), ("kr", "ISK", "40f,is-is"), ("¥", "CNY", "804,zh-cn"),
        ("¥", "JPY", "411,ja-jp"),
    )
    for place in places.split(",")
}  # fmt: skip
#: Codes that are no words or signs of other things.
MAJOR = listed("EUR,USD,GBP,CHF,JPY,CNY,AUD,NZD,SEK,NOK,DKK,PLN,CZK,HUF,BRL,MXN,ZAR")
_DOLLARS = listed("CAD,AUD,NZD,MXN,SGD,HKD,TWD,BRL")
_NAMES = frozenset(word for words in _SPELLINGS.values() for word in words.split(","))
_SIDES = listed("cr,dr,cr.,dr.,s,h")
_OTHER_CODES = listed(
    "MYR,PHP,IDR,VND,TWD,EGP,MAD,TND,DZD,KES,NGN,GHS,ISK,HRK,RSD,MKD,BAM,MDL,GEL,AMD,AZN,KZT,UZS,"
    "PKR,BDT,LKR,QAR,KWD,BHD,OMR,JOD,LBP,PEN,UYU,PYG,BOB,VES,CRC,GTQ,DOP,HNL,NIO,XOF,XAF,XPF,"
    "DEM,ATS,FRF,ESP,ITL,NLG,BEF"
)


def is_code(text: str) -> bool:
    """Whether a cell is the code of a currency, in capitals, or its sign.

    Examples
    --------
    >>> is_code("CHF"), is_code("€"), is_code("DE"), is_code("eur"), is_code("PCE")
    (True, True, False, False, False)
    """
    sign = text.strip()
    return sign in _OTHER_CODES or (sign == sign.upper() and bool(code_of(sign)))


def is_currency(text: str) -> bool:
    """Whether a cell below a header that says currency names one.

    Examples
    --------
    >>> is_currency("eur"), is_currency("Euro"), is_currency("XAU"), is_currency("1.08")
    (True, True, True, False)
    """
    sign = text.strip().upper()
    return (len(sign) == 3 and sign.isalpha()) or sign in _NAMES


def is_unit(text: str) -> bool:
    """Whether a text is the sign or the code of a currency.

    Examples
    --------
    >>> is_unit("US$"), is_unit("€"), is_unit("pcs")
    (True, True, False)
    """
    return re.fullmatch(f"(?i){UNIT}", text) is not None


def currency_of(text: str) -> str:
    """Return SQL for the code of a currency cell, NULL for one that names none.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> [Engine().value("SELECT " + currency_of(cell)) for cell in ("'Euro'", "'kr.'", "'99'")]
    ['EUR', 'KR.', None]
    """
    cases = " ".join(
        f"WHEN upper({text}) IN ({', '.join(map(quote_text, words.split(',')))}) THEN '{code}'"
        for code, words in _SPELLINGS.items()
    )
    return f"CASE {cases} WHEN {names_currency(text)} THEN upper({text}) END"


def names_currency(text: str) -> str:
    """Return SQL that holds for a text with a letter or a sign of money: digits name no currency.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> [Engine().value("SELECT " + names_currency(cell)) for cell in ("'¢'", "'eur'", "'99'")]
    [True, True, False]
    """
    return f"regexp_matches({text}, '[{LETTERS}$¢-¥₠-⃀]')"


def unit_in_part(numbers: list[NumberColumn]) -> list[Warned]:
    """Say that some cells name the one currency of a column and others none."""
    told = []
    for column in numbers:
        bare = [shape for shape in column.shapes if not units_in(shape)]
        named = [shape for shape in column.shapes if units_in(shape)]
        found = currencies_in(column)
        if len(found) == 1 and bare:
            n_bare, n_named = (sum(column.shapes[one] for one in few) for few in (bare, named))
            said = (
                f"{counted(n_bare, 'cell names', 'cells name')} no currency, the others {found[0]}"
            )
            if n_named < n_bare:
                said = f"{counted(n_named, 'cell names', 'cells name')} {found[0]}, the other "
                said += f"{n_bare:,} no currency"
            line = column.first_of(named if n_named < n_bare else bare)
            said = f"Column '{column.cell.label}': {said}; they are summed together."
            told.append(Warned("currency_in_part", said, line=line, column=column.cell.label))
    return told


def unit_against_column(numbers: list[NumberColumn], codes: Collection[str]) -> list[Warned]:
    """Say that cells name a currency that the column of currencies does not have."""
    told = []
    for column in numbers:
        others = {*currencies_in(column)} - {*codes}
        if "USD" in others and _DOLLARS.intersection(codes):
            others -= {"USD"}  # a sign of many dollars
        if others and codes:
            said = f"Column '{column.cell.label}' names {', '.join(sorted(others))} in its cells, "
            said += f"the column of currencies {', '.join(sorted(codes))} only: the column is "
            said += "believed. If the cells are right, put the column under ignore in columns.toml."
            told.append(Warned("currency_contradicted", said, column=column.cell.label))
    return told


def code_of(text: Any) -> str:
    """Return the code of a currency that a text is, empty when it is none.

    Examples
    --------
    >>> code_of("CHF"), code_of("€"), code_of("Währung")
    ('CHF', 'EUR', '')
    """
    sign = str(text).strip().upper()
    if len(sign) == 3 and sign.casefold() in CURRENCIES:
        return sign
    known = (code for code, words in _SPELLINGS.items() if sign in words.split(","))
    return next(known, "") if not sign.isalpha() or sign in {"EURO", "EUROS"} else ""


def currency_shown(texts: Sequence[str]) -> str:
    """Return the code of the currency that a number format shows beside a number, or nothing.

    Parameters
    ----------
    texts
        Its words and signs; one in brackets with its place, such as ``$-409``.

    Examples
    --------
    >>> currency_shown(["€-407"]), currency_shown(["CHF"]), currency_shown(["ca.", "$"])
    ('EUR', 'CHF', 'USD')
    >>> currency_shown(["$-1009"]), currency_shown(["kr-41D"]), currency_shown(["pcs"])
    ('CAD', 'SEK', '')
    """
    for text in texts:
        sign, _, place = text.casefold().partition("-")
        if is_unit(sign.strip()):
            code = sorted(units_in(sign))[0]
            return _PLACES.get(f"{sign.strip()}-{place.lstrip('0')}", code)
    return ""


def sign_of(texts: Sequence[str]) -> str:
    """Return what a number format shows that may be a currency; sides of an account are none.

    Examples
    --------
    >>> sign_of(["lei-418"]), sign_of(["S/"]), sign_of(["CR"])
    ('lei', 'S/', '')
    """
    words = (text.partition("-")[0].strip() for text in texts)
    return next((word for word in words if word.casefold() not in _SIDES), "")


def code_in_name(name: str) -> str:
    """Return the code of the one currency that the name of a file or sheet has as a word.

    Examples
    --------
    >>> code_in_name("sales_eur.csv"), code_in_name("Umsatz CHF"), code_in_name("EUR-USD rates")
    ('EUR', 'CHF', '')
    >>> code_in_name("Europe"), code_in_name("try again"), code_in_name("Sales TRY")
    ('', '', 'TRY')
    """
    words = re.findall(r"[^\W\d_]+", name)
    found = {word.upper() for word in words if word.upper() in MAJOR or _is_other(word)}
    return found.pop() if len(found) == 1 else ""


def _is_other(word: str) -> bool:
    return word.isupper() and len(word) == 3 and (word in _OTHER_CODES or bool(code_of(word)))


def currency_in_header(header: str) -> str:
    """Return the code of the one currency that a header names, empty for none or several.

    Examples
    --------
    >>> currency_in_header("Betrag (EUR)"), currency_in_header("amount_usd")
    ('EUR', 'USD')
    >>> currency_in_header("Umsatz in €"), currency_in_header("EUR/USD"), currency_in_header("Net")
    ('EUR', '', '')
    """
    parts = re.findall(r"[^\W\d_]+|[A-Za-z]{0,2}\$|[€£¥₹₺₽]", header)
    found = {code for part in parts if (code := code_of(part))}
    return found.pop() if len(found) == 1 else ""


def named_in_part(files: Sequence[tuple[str, str | None]]) -> list[Warned]:
    """Say that some files name a currency and others none.

    Parameters
    ----------
    files
        Name and currency: empty when nothing names one, None when its rows do.

    Examples
    --------
    >>> named_in_part([("a.csv", "EUR"), ("b.csv", "")])[0].code
    'currency_in_part'
    """
    bare = [name for name, code in files if code == ""]
    if not bare or len(bare) == len(files):
        return []
    codes = sorted({code for _, code in files if code})
    one = len(codes) == 1 and None not in dict(files).values()
    more = f" and {len(bare) - 5:,} more" if len(bare) > 5 else ""
    said = f"Nothing names the currency of {', '.join(bare[:5])}{more}; that of other files is "
    said += f"{' or '.join(codes) or 'named'}. " + ("All are summed together. " if one else "")
    said += "If it is another one, say so in columns.toml, in the section of the file: "
    said += f'currency = "{"CHF" if "USD" in codes else "USD"}".'
    return [Warned("currency_in_part", said)]
