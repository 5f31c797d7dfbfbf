"""Which column is the currency of the money, by the word in its header and by its cells.

Hundreds of headers mean it; what they have in common is the word for a currency, or that every cell
is the code of one. Money of several currencies is never one sum.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.cells.cellwords import listed
from analysis.cells.currencies import MAJOR, currency_in_header, is_code, is_currency
from analysis.cells.headerkeys import key_of, words_and_signs
from analysis.columns.columnmap import ColumnMap, Rows
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import leave_out, quoted, toml_text, which_is_meant
from analysis.errors import InputRefused
from analysis.results import Warned

_WORD = re.compile(
    r"currenc|w(ä|ae|a)hru?n?g|w(ä|ae)rung|devise|divisa|moneda|monnaie|\b(cur|curr|crncy|curcy|"
    r"ccy|cuky|wkz|waers|waerk|hwaer)\b"
)
#: The company's own currency, in which money of all documents may be given as well.
_OWN = re.compile(
    r"local|base|company|home|functional|group|report|convert|haus|konzern|firmen|mandant|"
    r"soci[eé]t[eé]|empresa|\blcy?\b|ledger"
)
#: Words that say nothing of which money is meant.
_PLAIN = listed("code,iso,key,of,in,the,de,la,du,der,des,en,id,no,sign,symbol")
_WORDED, _BARE, _MOST = 0.9, 0.98, 100


@dataclass(frozen=True)
class _Found:
    at: int
    name: str
    cells: tuple[str, ...]
    is_worded: bool


def settle_currency(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> ColumnMap:
    """Return the map with the column that holds the currency of the money.

    Raises
    ------
    InputRefused
        When two columns name different currencies, and the money in use speaks for neither.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Kunde", "Netto", "DocCur"), {"amount": (1,)})
    >>> rows = [["a", "5", "EUR"], ["b", "7", "USD"]]
    >>> settle_currency(columns, rows, Stated(), "a.csv").places["currency"]
    (2,)
    """
    said = columns.currency or stated.currency or "currency" in stated.columns
    if said or not any(columns.header) or _is_in_cells(columns, rows):
        return columns
    found = list(_found(columns, rows, stated))
    found = [one for one in found if one.is_worded] or found
    if columns.has("currency"):
        at = _own_of(columns, found)
        return columns if at is None else _with(columns, at)
    if not found:
        return columns
    chosen = found[0] if len({one.cells for one in found}) == 1 else _fitting(columns, found)
    if chosen is None:
        raise _which(columns, found, file)
    settled = _with(columns, chosen.at)
    if not chosen.is_worded and len({*chosen.cells} - {""}) > 1:
        settled = settled.saying(_said(chosen))
    return settled


def _is_in_cells(columns: ColumnMap, rows: Rows) -> bool:
    """Whether the money says its currency itself."""
    places = [at for name in ("amount", "unit_price") for at in columns.places.get(name, ())]
    return any(currency_in_header(row[at]) for row in rows for at in places if len(row) > at)


def _found(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Found]:
    for at, name in stated.free(columns.header, columns.taken):
        cells = tuple(row[at].strip() if len(row) > at else "" for row in rows)
        filled = Counter(cell for cell in cells if cell and cell != name)
        if not 0 < len(filled) <= _MOST:
            continue
        worded = bool(_WORD.search(" ".join(words_and_signs(name))))
        named = sum(n for cell, n in filled.items() if (is_currency if worded else is_code)(cell))
        enough = named >= (_WORDED if worded else _BARE) * filled.total()
        if enough and (worded or not MAJOR.isdisjoint(filled)):
            yield _Found(at, name, cells, worded)


def _with(columns: ColumnMap, at: int) -> ColumnMap:
    told = tuple(one for one in columns.warnings if one.column != "currency")
    return replace(columns.reading("currency", at), warnings=told)


def _money(columns: ColumnMap) -> str:
    return columns.label("amount") or columns.label("unit_price")


def _own_of(columns: ColumnMap, found: Sequence[_Found]) -> int | None:
    """Return the column of the own currency where the money is in it and the one in use is not."""
    used = columns.label("currency")
    own = [one.at for one in found if _OWN.search(one.name.casefold())]
    meant = _OWN.search(_money(columns).casefold()) and not _OWN.search(used.casefold())
    return own[0] if meant and len(own) == 1 else None


def _fitting(columns: ColumnMap, found: Sequence[_Found]) -> _Found | None:
    """Return the currency of the money in use: its header has words of it, or both have none."""
    money = _money(columns)
    own = bool(_OWN.search(money.casefold()))
    of = {key_of(word) for word in words_and_signs(money)}
    words = {one.at: _words(one.name) for one in found}
    for fits in (
        [one for one in found if words[one.at] & of],
        [one for one in found if not words[one.at]] if not own else [],
        [one for one in found if bool(_OWN.search(one.name.casefold()))] if own else [],
    ):
        if len(fits) == 1:
            return fits[0]
    return None


def _words(name: str) -> set[str]:
    plain = (word for word in words_and_signs(name) if not _WORD.search(word))
    return {key_of(word) for word in plain if word not in _PLAIN and key_of(word)}


def _said(found: _Found) -> Warned:
    shown = ", ".join(sorted({*found.cells} - {""})[:5])
    said = f"'{found.name[:40]}' holds codes of currencies ({shown}) and is read as the currency. "
    said += f"If it is none, {leave_out(found.name)}."
    return Warned("currency_by_cells", said, column=found.name)


def _which(columns: ColumnMap, found: Sequence[_Found], file: str) -> InputRefused:
    names = [one.name for one in found]
    return which_is_meant(
        f"{file} has {len(found)} columns that name different currencies: {quoted(names)}; the "
        f"money is read from '{_money(columns)[:40]}'",
        "the currency of that money", [f"currency = {toml_text(name)}" for name in names[:5]],
        file=file, column=names[0],
    )  # fmt: skip


def currency_named(columns: ColumnMap, shown: Mapping[int, str]) -> str:
    """Return the one currency of the money: named by its header, or shown by all of its cells.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Customer", "Net (EUR)"), {"amount": (1,)})
    >>> currency_named(columns, {1: "CHF"})
    'EUR'
    >>> currency_named(replace(columns, header=("Customer", "Net")), {1: "CHF"})
    'CHF'
    """
    money = "amount" if columns.has("amount") else "unit_price"
    places = columns.places.get(money, ())
    said = currency_in_header(columns.label(money))
    return said or (shown.get(places[0], "") if places else "")
