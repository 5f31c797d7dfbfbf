"""Tables that lie beside the orders and are of other things: products, stores, suppliers, staff.

They are left out with a warning, so that a folder can be given as it was exported. What might hold
orders, or people who opted out, is never left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.cells.headerkeys import key_of
from analysis.cells.optoutnames import names_consents, names_opt_outs, tells_opt_outs
from analysis.columns.columnmap import ANY_OF, known_columns, named_by
from analysis.columns.layout import Layout
from analysis.columns.whichtable import file_words
from analysis.errors import InputRefused
from analysis.files.records import Record
from analysis.results import Warned
from analysis.rows.convert import Input
from analysis.rows.looks import Look, looks_of
from analysis.vocabulary import TABLES

#: How words for things begin, as keys.
_KINDS = {
    "products": "product|produkt|produit|producto|article|articulo|artikel|sku|item|material|"
    "catalog|katalog|sortiment|inventory|inventar|inventaire|stock|bestand|pricelist|"
    "preisliste|tarifs|tarifas|categories|kategorien|warengruppe",
    "prices": "prices?$|preise$|prix$|precios?$",
    "stores": "stores?|shops?$|branch|filial|standort|warehouse|magasin|tienda|sucursal|locations?",
    "suppliers": "supplier|vendor|lieferant|fournisseur|proveedor|kreditor",
    "employees": "employee|staff|mitarbeiter|employe|empleado|salarie",
}
_PARTS = re.compile(r"[\W_\d]+|(?<=[a-z])(?=[A-Z])")
#: Days of a list: of birth, of a start, of a change.
_OF_A_LIST = re.compile(
    r"birth|geburt|naiss|nacim|hire|hired|eintritt|embauche|contrat|start|since|seit|creat|angelegt|"
    r"modif|updat|ge(ä|ae)ndert|valid|g(ü|ue)ltig|launch|open"
)
_PERIOD = re.compile(r"(19|20)\d\d-?(0[1-9]|1[0-2])([0-3]\d)?|q[1-4].*|.*\bq[1-4]", re.IGNORECASE)
#: Headers of a list of exchange rates, as keys: of the rate, of the money, and all that it has.
_RATE = re.compile("rate|kurs|taux|tasa|tipo|cambio|cours")
_MONEY_OF_RATES = re.compile("curr|waehrung|devise|moneda|divisa|monnaie|wkz")
_OF_RATES = re.compile(
    f"{_RATE.pattern}|{_MONEY_OF_RATES.pattern}|^iso|^(from|to|base|target|source|unit|units|id)"
    "$|date|datum|fecha|valid|gueltig|^(bid|ask|mid|buy|sell|country|land|pays|pais)$"
)
_OF_ORDERS = {"customer_id", "ordered_on", "amount"}
_PERSONAL = {"email", "phone"}
_BESIDE = ", and no column of it is a customer, a day or money"


def may_tell_wishes(layout: Layout) -> bool:
    """Whether a name or a header speaks of addresses, or of people who want no calls.

    Nothing that may say so is ever left out.
    """
    header = layout.header
    known = {*known_columns(header, "customers"), *known_columns(header, "contacts")}
    called = layout.called
    named = names_opt_outs(called) or names_consents(called) or any(map(tells_opt_outs, header))
    return named or bool(known & {*ANY_OF, *_PERSONAL})


@dataclass(frozen=True)
class LeftOut:
    """A file that is passed over: why, and how it is refused where no orders are found."""

    why: str
    refusal: InputRefused | None
    code: str = "table_not_read"


def of_other_things(name: str, header: Sequence[str], records: Sequence[Record]) -> str:
    """Return why a table is of other things than orders and customers; empty where it may be.

    Its name or first header says what it lists, no header is a customer, a day or money, and no
    cells are days.

    Examples
    --------
    >>> of_other_things("stores.csv", ["No", "City"], [])
    'its name speaks of stores, and no column of it is a customer, a day or money'
    >>> of_other_things("stores.csv", ["No", "Revenue"], [])
    ''
    """
    if _are_rates(header):
        return "all its headers are of exchange rates"
    why = _said_by_name(name) or _said_by_header(header, records)
    if not why or file_words(name) or names_opt_outs(name) or any(map(tells_opt_outs, header)):
        return ""
    if _may_be_customers(header) or known_columns(_plain(header), "transactions") & _OF_ORDERS:
        return ""
    looks = looks_of(records, header)
    return "" if any(map(_may_be_days, looks.values())) else why + _BESIDE


def _are_rates(header: Sequence[str]) -> bool:
    keys = [key_of(cell) for cell in header if cell.strip()]
    money = any(map(_MONEY_OF_RATES.search, keys))
    return money and any(map(_RATE.search, keys)) and all(map(_OF_RATES.search, keys))


def without_money(header: Sequence[str], records: Sequence[Record]) -> str:
    """Return why lines of customers, such as returns, are no orders: nothing can be money.

    Examples
    --------
    >>> rows = [Record(1, ["K1", "R7", "1"]), Record(2, ["K2", "R8", "2"])]
    >>> without_money(["Kundennr", "Rechnungsnr", "Menge"], rows)
    'no column of it can be money'
    >>> without_money(["Kundennr", "Rechnungsnr", "Turn"], rows)
    ''
    """
    known = known_columns(header, "transactions")
    wishes = any(map(tells_opt_outs, header)) or known & ANY_OF
    if "customer_id" not in known or known & {"amount", "unit_price"} or wishes:
        return ""
    free = {
        at: look for at, look in looks_of(records, header).items()
        if look.cells and not (look.header and named_by(look.header, "transactions"))
    }  # fmt: skip
    return "" if any(one.kind == "a number" for one in free.values()) else (
        "no column of it can be money"
    )  # fmt: skip


def _plain(header: Sequence[str]) -> list[str]:
    """Return the headers that are no name, address or number of a person or company."""
    personal = {cell for cell in header if (hit := named_by(cell, "contacts"))
                and hit[0] in _PERSONAL | {"name"}}  # fmt: skip
    return [cell for cell in header if cell not in personal]


def _may_be_customers(header: Sequence[str]) -> bool:
    """Whether a header is a customer or a wish, or addresses stand beside no word for a thing."""
    known = {column for table in TABLES for column in known_columns(_plain(header), table)}
    addresses = known_columns(header, "contacts") & _PERSONAL
    return bool(known & (ANY_OF | {"customer_id"})) or (
        bool(addresses) and not any(_kind(key_of(cell)) for cell in header)
    )


def _said_by_name(name: str) -> str:
    parts = [key for part in _PARTS.split(name.split(".")[0]) if (key := key_of(part))]
    kind = next((kind for part in parts if (kind := _kind(part))), "")
    return f"its name speaks of {kind}" if kind else ""


def _said_by_header(header: Sequence[str], records: Sequence[Record]) -> str:
    """Say what the first column lists; each of its lines is another thing."""
    kind = _kind(key_of(header[0])) if header else ""
    cells = [record.fields[0].strip() for record in records if record.fields]
    if not kind or len({*cells}) < len(cells) or known_columns(header, "contacts") & _PERSONAL:
        return ""
    return f"its first column, '{header[0][:40]}', lists {kind}"


def _kind(key: str) -> str:
    return next((kind for kind, words in _KINDS.items() if re.match(words, key)), "")


def _may_be_days(look: Look) -> bool:
    if not look.cells or _OF_A_LIST.search(look.words):
        return False
    return look.kind == "a date" or all(map(_PERIOD.fullmatch, look.cells))


def leave_out(
    by_table: dict[str, list[Input]], left_out: Mapping[str, LeftOut]
) -> dict[str, list[Input]]:
    """Return the inputs with a warning for each table that was left out beside the orders.

    Raises
    ------
    InputRefused
        When there is no table of orders: what was left out is then refused, as if given alone.
    """
    refusals = [one.refusal for one in left_out.values() if one.refusal]
    if refusals and "transactions" not in by_table:
        raise refusals[0]
    if not left_out or not by_table:
        return by_table
    table = "transactions" if "transactions" in by_table else next(iter(by_table))
    first, *others = by_table[table]
    told = (*first.columns.warnings, *_said(left_out))
    found = replace(first, columns=replace(first.columns, warnings=told))
    return {**by_table, table: [found, *others]}


def _said(left_out: Mapping[str, LeftOut]) -> Sequence[Warned]:
    return [Warned(one.code, f"{name} was not read: {one.why}.") for name, one in left_out.items()]
