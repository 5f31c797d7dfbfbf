"""A customer's number under a header that nobody knows, beside the customer's name.

Two customers of one name are one where the name is read, and the numbers of other tables are not
met. A column that parts one name in two, and has one number for each other name, is the number.
An address is it where it parts many names, and these are no firms of several addresses: each of
a firm would have the firm's domain.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.cells.cellwords import listed
from analysis.cells.headerkeys import words_and_signs
from analysis.columns.columnmap import ColumnMap, Rows, filled_cells, named_by
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import put, toml_text
from analysis.results import Warned

#: Words of a number, and those that may stand with one of a customer.
_NUMBERS = listed(
    "id,no,nr,nro,num,nbr,number,nummer,n,code,key,konto,kontonummer,kontonr,account,acct,acc,compte,"
    "cuenta,ref,reference,référence,referenz,referencia,código,codigo,cod,numéro,numero,número,"
    "n°,nº,kennung,schlüssel,tiers,mrn,nif,cif,nie,rfc,cuit,vat,ust,ustid,uid,tva,siret,siren"
)
_WHOSE = listed(
    "customer,cust,client,kunde,kunden,kd,cliente,member,patient,paciente,donor,supporter,guest,"
    "student,debitor,debtor,partner,buyer,profile,crm,du,de,del,of,patienten,patiente,historia,"
    "clínica,clinica,chart,medical,record,mitglied,mitglieds,membre,adhérent,abonné,socio,socia,"
    "abonado,alumno,élève,schüler,loyalty,fidélité,fidelidad,ident,tax,fiscal,steuer"
)
#: What one customer may have several of, and what tells nothing of customers.
_PART = re.compile(
    r"mail|phone|\btel|mobile|handy|\bfax|site|ship|deliver|liefer|livrais|entrega|store|filial|"
    r"outlet|location|standort|contact|kontakt|ansprech|contract|vertrag|contrat|policy|police|"
    r"p[oó]liza|subscri|abo\b|card\b|carte|tarjeta|karte"
)
_ELSE = re.compile(
    r"order|invoice|bill(?!.?to)|receipt|rechnung(?!s?empf)|auftrag|beleg|facture|commande|factura|pedido|"
    r"transac|product|produ|article|artikel|item|sku|zip|plz|post|\bcp\b|street|city|\bort|"
    r"region|country|\brep\b|seller|agent|vertret|vendeur|vendedor|comercial|betreuer|team|"
    r"project|projekt|proyecto|campaign|event|machine|vehicle|fahrzeug|kennzeichen|asset|"
    r"serial|device|bank|iban|user|employee|department|cost|batch|group|gruppe|line|zeile|pos\b|"
    r"price|preis|prix|precio|amount|betrag|date|datum|fecha|time|zeit|qty|menge|age\b|year"
)
_CODE = re.compile(r"[^\W_]*\d[\w./-]*")
_NAME = re.compile(r"[^\W\d_]{3,}")
_ADDRESS = re.compile(r"[^@\s]+@([^@\s]+\.[^@\s]+)")
_LEAST, _NEARLY, _OFTEN, _FEW, _SOME, _MANY = 5, 0.98, 0.9, 0.2, 0.25, 0.5


@dataclass(frozen=True)
class _Number:
    """A column that has one name for each of its values.

    Parameters
    ----------
    ids
        Number -> name.
    n_parted, n_names
        Names with several numbers, and all names.
    """

    at: int
    header: str
    ids: dict[str, str]
    n_parted: int
    n_names: int

    @property
    def is_worded(self) -> bool:
        words = [word for word in words_and_signs(self.header) if not word.isdigit()]
        is_known = all(word in _NUMBERS or word in _WHOSE for word in words)
        return is_known and any(word in _NUMBERS for word in words)

    @property
    def is_proved(self) -> bool:
        few = 0 < self.n_parted <= max(1, _FEW * self.n_names)
        codes = sum(bool(_CODE.fullmatch(one)) for one in self.ids)
        return few and codes >= _OFTEN * len(self.ids)

    @property
    def is_address(self) -> bool:
        """Whether the numbers are addresses."""
        return all(map(_ADDRESS.fullmatch, self.ids))

    @property
    def parts_persons(self) -> bool:
        """Whether addresses part many names, hardly one of which has a domain of its own."""
        if not self.is_address or self.n_parted <= _SOME * self.n_names:
            return False
        names, domains = defaultdict[str, set[str]](set), defaultdict[str, list[str]](list)
        for address, name in self.ids.items():
            domain = address.casefold().rpartition("@")[2]
            names[domain].add(name)
            domains[name].append(domain)
        parted = [of for of in domains.values() if len(of) > 1]
        firms = [of for of in parted if len({*of}) == 1 and len(names[of[0]]) == 1]
        return len(firms) <= _FEW * len(parted)


def settle_namesakes(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Return the map with a customer's number in place of the name, where the cells prove it.

    Examples
    --------
    >>> header = ("Konto", "Kunde", "Datum", "Betrag")
    >>> places = {"customer_id": (1,), "ordered_on": (2,), "amount": (3,)}
    >>> rows = [[f"10{at % 9}", f"Firma {'Ost' if at % 9 < 2 else 'Nr ' + str(at % 9)}",
    ...          f"2024-01-{at + 1:02d}", "5"] for at in range(30)]
    >>> columns = ColumnMap("transactions", header, places)
    >>> settle_namesakes(columns, rows, Stated()).places["customer_id"]
    (0,)
    """
    known = columns.has("customer_id") and columns.has("ordered_on")
    if not known or "customer_id" in stated.columns:
        return columns
    used = columns.places["customer_id"][0]
    hit = named_by(columns.header[used], "transactions")
    if hit is None or hit[1] == 1 or not _are_names(rows, used):
        return columns
    found = list(_numbers(columns, rows, stated, used))
    parts = [one for one in found if _PART.search(one.header.casefold())]
    whole = [one for one in found if one not in parts]
    taken = [one for one in whole if one.is_worded] or [one for one in whole if one.is_proved]
    taken = taken or [one for one in parts if one.parts_persons]
    if len({len(one.ids) for one in taken}) == 1:
        return _read_as(columns, taken[0])
    doubts = [one for one in (*taken, *parts) if one.n_parted
              and (one.is_address or one.n_parted <= _SOME * one.n_names)]  # fmt: skip
    told = [_said(columns, one) for one in doubts[:1]]
    return columns.saying(*told)


def _are_names(rows: Rows, at: int) -> bool:
    cells = {*filled_cells(rows, at)}
    names = [
        cell for cell in cells if _NAME.search(cell) and (" " in cell or not _CODE.search(cell))
    ]
    return len(cells) >= _LEAST and len(names) >= _OFTEN * len(cells)


def _numbers(columns: ColumnMap, rows: Rows, stated: Stated, used: int) -> Iterator[_Number]:
    day = columns.places["ordered_on"][0]
    for at, header in stated.free(columns.header, columns.taken):
        hit = named_by(header, "transactions")
        if _ELSE.search(header.casefold()) or (hit and hit[0] != "customer_id"):
            continue
        cells = [(row[at].strip(), row[used].strip(), row[day].strip()[:10])
                 for row in rows if len(row) > max(at, used, day)]  # fmt: skip
        named = [line for line in cells if line[1]]
        filled = [line for line in named if line[0]]
        if len(filled) < max(2 * _LEAST, _NEARLY * len(named)):
            continue
        if one := _number(at, header, filled):
            yield one


def _number(at: int, header: str, lines: Sequence[tuple[str, str, str]]) -> _Number | None:
    """Return the column as a number of customers: one name each, and on several days."""
    names, ids = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    days, n_lines = defaultdict[str, set[str]](set), defaultdict[str, int](int)
    for number, name, day in lines:
        folded = " ".join(name.casefold().split())
        names[number].add(folded)
        ids[folded].add(number)
        days[number].add(day)
        n_lines[number] += 1
    several = [number for number, n in n_lines.items() if n > 1]
    again = sum(len(days[number]) > 1 for number in several)  # a number of an order has one day
    alone = sum(len(one) == 1 for one in names.values())
    parted = sum(len(one) > 1 for one in ids.values())
    most = len(ids) if all(map(_ADDRESS.fullmatch, names)) else _MANY * len(ids)
    is_one = alone >= _NEARLY * len(names) and parted <= most and len(ids) >= _LEAST
    # Where each name has one number, an order's would mean that nobody ordered twice.
    least = _MANY if parted else _FEW
    if not is_one or again < max(3, least * len(several)):
        return None
    return _Number(at, header, {one: min(of) for one, of in names.items()}, parted, len(ids))


def _read_as(columns: ColumnMap, one: _Number) -> ColumnMap:
    name = columns.label("customer_id")[:40]
    what = "address" if one.is_address else "number"
    said = f"'{one.header[:40]}' is read as the customer's {what}, with {len(one.ids):,} different "
    said += f"values in the lines looked at; '{name}' beside it has {one.n_names:,} names"
    several = "addresses" if one.is_address else "numbers"
    said += f", {one.n_parted:,} of them with several {several}" if one.n_parted else ""
    answer = f"customer_id = {toml_text(columns.label('customer_id'))}"
    said += f". If the name is meant, {put(answer)}."
    told = Warned("customer_column", said, column=one.header)
    return columns.reading("customer_id", one.at, told)


def _said(columns: ColumnMap, one: _Number) -> Warned:
    name, label = columns.label("customer_id")[:40], one.header[:40]
    said = f"'{name}' tells customers apart, and {one.n_parted:,} of {one.n_names:,} names looked "
    said += f"at have several values in '{label}': customers of one name would be one. If "
    said += f"'{label}' is of one customer each, {put(f'customer_id = {toml_text(one.header)}')}."
    return Warned("namesakes", said, column=name)
