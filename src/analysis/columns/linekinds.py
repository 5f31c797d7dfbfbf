"""What kind of line a word names: sales, returns and credit notes, by the words of one column.

Many systems write a credit note with a positive amount and tell it only by the word beside it:
*Credit Note*, *Gutschrift*, ``SC``, or the side of the ledger. The column is known by its header
(``Document Type``), or by its words where the header says little (``Type``, ``Art``, ``Vorgang``).
Only records that stand for the file are looked at; no other row is read for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.cells.amounts import is_negative
from analysis.cells.cellwords import NO_WORDS, SUBTOTAL_WORDS, SYNONYMS, YES_WORDS, listed
from analysis.cells.headerkeys import key_of, keys
from analysis.columns.columnmap import ColumnMap, Rows
from analysis.columns.kindcodes import BACK, CFDI, NO_ORDER, codes_in
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import leave_out, put, toml_text, which_is_meant
from analysis.engine import quote_text
from analysis.errors import InputRefused, counted
from analysis.results import Warned

#: Headers that may name the kind of a line or of anything else: their words decide.
_KIND_HEADERS = frozenset(keys(
    "type,typ,tipo,art,kind,nature,clase,vorgang,vorgangstyp,transaktionsart,transaktionstyp,"
    "buchungsart,geschäftsart,opération,operación,move type,fkart,auart,blart,vbtyp,record type,"
    "entry type,txn type,trans type,tran type,trx type,invoice type,sale type,sales type,"
    "type facture,type de facture,type de vente,tipo factura,tipo de factura,tipo de venta,"
    "serie,série,series,tipo comprobante,tipo de comprobante,clase de documento,clase documento"
))  # fmt: skip
#: What says the kind of a document in a header, as a key, in words that are not listed.
_OF_A_KIND = re.compile(
    r"^(document|doc|invoice|inv|bill|beleg|rechnung|dokument|documento?|fattura|fatura|factuur)s?"
    r"(type|typ|tipo|art|soort|kind)(code)?$|^(code|cod|codice|codigo)?(type|tipo)(de|di|do|da)?"
    r"(document|documento|facture|factura|fattura|fatura)s?$|^(type|typ)codes?$|^soort$"
)
#: Headers of a kind of invoice, or of a way of paying: each word, or codes, must be of a kind.
_BILLING_HEADERS = frozenset(keys(
    "billing type,bill type,billing doc type,billing document type,sd billing type,billt,"
    "faktura art,fakturatyp,type de facturation,clase de factura"
))  # fmt: skip
#: Headers of Mexican electronic invoices, whose letters say nothing elsewhere.
_CFDI_HEADERS = frozenset(keys(
    "tipo comprobante,tipo de comprobante,tipodecomprobante,efecto comprobante,"
    "efecto del comprobante,tipo cfdi,tipo de cfdi"
))  # fmt: skip
#: Sale words that name goods or a payment as often as a document.
_GOODS = listed("standard,item,product,artikel,article,artículo,charge,receipt,purchase,umsatz")
#: A word of these beside a payment says that a ledger is exported: the order is in the invoice.
_DOCUMENT = re.compile(r"invoice|rechnung|fa[ck]tu+r|fatt?ura|credit_?(note|memo)|gutschrift|avoir")
_SOLD = listed("sale,sales,verkauf,vente,venta")
_BALANCES = frozenset(re.sub(r"[ -]+", "_", word) for word in SUBTOTAL_WORDS) | {
    "eröffnungsbuchung"
}
PAID = (
    listed(
        "payment,payments,customer_payment,invoice_payment,bill_payment,payment_received,"
        "received_payment,receive_payment,payment_receipt,payment_on_account,zahlung,zahlungen,"
        "zahlungseingang,kundenzahlung,einzahlung,anzahlung,paiement,paiements,paiement_client,"
        "règlement,règlements,reglement,règlement_client,encaissement,pago,pagos,pago_de_cliente,"
        "cobro,cobros"
    )
    | _BALANCES
)
#: Money that only moves: beside any sale, and beside a document.
_PAID_OUT = _BALANCES | listed("payout,payouts,withdrawal,auszahlung,auszahlungen")
_MOVED = _PAID_OUT | listed(
    "receipt,receipts,deposit,customer_deposit,transfer,virement,transferencia,journal,journal_entry,general_journal,finance_charge_memo,"
    "reminder,mahnung,zinsrechnung"
)
#: Papers before and beside an invoice: no sale of their own where invoices stand in the column.
PAPERS = listed(
    "delivery_note,delivery_notes,delivery_slip,delivery_docket,dispatch_note,despatch_note,"
    "goods_issue_note,packing_slip,packing_list,packing_note,order_confirmation,"
    "sales_order_confirmation,order_acknowledgement,proforma_invoice,pro_forma,pro_forma_invoice,"
    "sales_quote,sales_quotation,lieferschein,lieferscheine,packzettel,"
    "packliste,versandschein,warenausgangsschein,auftragsbestätigung,auftragsbestaetigung,"
    "auftragsbestätigungen,bestellbestätigung,proformarechnung,proforma_rechnung,"
    "pro_forma_rechnung,kostenvoranschlag,bon_de_livraison,bons_de_livraison,"
    "bordereau_de_livraison,confirmation_de_commande,accusé_de_réception_de_commande,"
    "facture_proforma,facture_pro_forma,albarán,albaran,albaranes,albarán_de_entrega,"
    "albarán_de_venta,nota_de_entrega,confirmación_de_pedido,factura_proforma,factura_pro_forma,"
    "cotización,cotizacion"
)
#: Headers of ways of paying.
_PAYING = re.compile(r"pay|zahl|paie|regle|pag|cobr")
#: Headers that name the side of a ledger.
_SIDES = frozenset(keys(
    "soll/haben,soll/haben kennzeichen,s/h,sh kennzeichen,debit/credit,dr/cr,d/c,debe/haber,"
    "debit credit indicator,sens,shkzg,d/h,debe haber,debe o haber,debe/haber indicador,signo"
))  # fmt: skip
_DEBIT = listed("s,soll,d,dr,debit,débit,debe")
_CREDIT = listed("h,haben,c,cr,credit,crédit,haber")
#: Where one side has this share of the lines, it is that of the sales.
_MOST = 2 / 3
#: A column with more different words, or longer ones, is none of kinds.
_FEW, _SHORT = 12, 40


def fold(word: str) -> str:
    """Return a word as it is compared.

    Examples
    --------
    >>> fold("Credit Note")
    'credit_note'
    """
    return re.sub(r"[ -]+", "_", word.strip().casefold())


def kind_words(kinds: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the folded words of each kind, those that hold in one file only among them.

    Examples
    --------
    >>> sorted(kind_words({"sc": "credit"})["credit"] & {"sc", "gutschrift"})
    ['gutschrift', 'sc']
    """
    made = {kind: {*words, kind} - kinds.keys() for kind, words in SYNONYMS["line_type"].items()}
    for word, kind in kinds.items():
        made[kind].add(word)
    return {kind: frozenset(words) for kind, words in made.items()}


def kind_of_words(kinds: Mapping[str, str]) -> dict[str, str]:
    """Return folded word -> kind of all words that are known in a file.

    Examples
    --------
    >>> kind_of_words({})["gutschrift"]
    'credit'
    """
    return {word: kind for kind, words in kind_words(kinds).items() for word in words}


def kind_sql(text: str, kinds: Mapping[str, str]) -> str:
    """Return SQL for the kind that a cell names, NULL for an empty cell or another word.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().value("SELECT " + kind_sql("'Credit Note'", {}))
    'credit'
    """
    cases = []
    for kind, words in kind_words(kinds).items():
        spelt = {word.replace("_", sign) for word in words for sign in "_ -"}
        shown = ", ".join(map(quote_text, sorted(spelt)))
        cases.append(f"WHEN lower({text}) IN ({shown}) THEN '{kind}'")
    return f"CASE {' '.join(cases)} END"


def payments_said(label: str, words: Mapping[str, int], line: int | None) -> Warned:
    """Say how many lines are payments, balances or papers beside a sale, or repeat it.

    Examples
    --------
    >>> payments_said("Type", {"payment": 2}, None).message[:52]
    "Column 'Type': 2 lines are payments, balances or pap"
    """
    shown = ", ".join(f"'{word}'" for word in sorted(words)[:5])
    are = counted(
        sum(words.values()), "line is a payment, a balance or a paper",
        "lines are payments, balances or papers",
    )  # fmt: skip
    said = f"Column '{label}': {are} beside the sales, or their parts ({shown}): no orders, and "
    said += "set aside. If they are orders, list these words in columns.toml as order_words."
    return Warned("payment_lines", said, line=line, column=label)


def _kinds_of(words: Collection[str], stated: Stated) -> dict[str, str]:
    """Return the kind of folded words beyond the listed ones: as stated, or by a system's codes.

    Examples
    --------
    >>> _kinds_of({"si", "sc"}, Stated())["sc"], _kinds_of({"sc"}, Stated())
    ('credit', {})
    >>> _kinds_of({"zork"}, Stated(return_words=("zork",)))
    {'zork': 'return'}
    """
    known = kind_of_words({})
    back = {fold(word): "return" for word in stated.return_words}
    others = dict.fromkeys(NO_WORDS, "sale") if back.keys() & YES_WORDS else {}
    others |= {fold(word): "sale" for word in stated.order_words}
    others |= {fold(word): "cancel" for word in stated.cancel_words}
    paid = dict.fromkeys(_paid(words, known), NO_ORDER)
    found = codes_in(words, known | back) | paid | others
    return {word: kind for word, kind in found.items() if word not in known or word in paid} | back


def _paid(words: Collection[str], known: Mapping[str, str]) -> frozenset[str]:
    """Return the words of papers, payments and balances: no orders beside those of documents."""
    told = [word for word in words if known.get(word) in {"sale", "credit"}]
    if any(map(_DOCUMENT.search, told)):
        return PAID | _MOVED | PAPERS
    return _PAID_OUT if told else frozenset()


@dataclass(frozen=True)
class _Words:
    """The words of one column: its place and header, its lines by folded word, the spellings."""

    at: int
    name: str
    lines: Mapping[str, int]
    negative: Mapping[str, int]
    spelt: Mapping[str, str]

    @property
    def few(self) -> bool:
        return 0 < len(self.lines) <= _FEW and max(map(len, self.lines)) <= _SHORT

    def has_signs(self, words: Collection[str]) -> bool:
        """Whether an amount beside one of these words has a sign of its own."""
        return any(self.negative.get(word) for word in words)


def settle_kinds(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> ColumnMap:
    """Return the map with the column that tells kinds of lines, and what its words mean.

    Raises
    ------
    InputRefused
        When amounts have no sign and nothing tells which side of a ledger the sales are on.

    Examples
    --------
    >>> header = ("Type", "Kunde", "Datum", "Betrag")
    >>> columns = ColumnMap("transactions", header, {"amount": (3,)})
    >>> rows = [["Invoice", "a", "2024-01-05", "5"], ["Credit Note", "a", "2024-01-06", "5"]]
    >>> settle_kinds(columns, rows, Stated(), "a.csv").places["line_type"]
    (0,)
    """
    if not any(columns.header):
        return columns
    if columns.has("line_type"):
        words = _words_of(columns, rows, columns.places["line_type"][0])
        sides = _of_sides(columns, words, stated, file)
        return sides or replace(columns, kinds=_kinds_in(words, stated))
    free = stated.free(columns.header, columns.taken - _perhaps_kinds(columns, stated))
    found = [words for at, _ in free if (words := _words_of(columns, rows, at)).few]
    of_sides = [words for words in found if key_of(words.name) in _SIDES]
    if of_sides and (sides := _of_sides(columns, of_sides[0], stated, file)):
        return sides
    fitting = [one for words in found if (one := _by_words(columns, words, stated))]
    return max(fitting, key=lambda one: (len(one.warnings), len(one.kinds)), default=columns)


def _perhaps_kinds(columns: ColumnMap, stated: Stated) -> frozenset[int]:
    """Return where a number of orders stands by a header that may also name kinds (*Vorgang*)."""
    places = () if "order_id" in stated.columns else columns.places.get("order_id", ())
    return frozenset(at for at in places if key_of(columns.header[at]) in _KIND_HEADERS)


def _words_of(columns: ColumnMap, rows: Rows, at: int) -> _Words:
    names = ["amount"] if columns.has("amount") else ["quantity", "unit_price"]
    money = [columns.places[name][0] for name in names if columns.has(name)]
    lines, negative, spelt = Counter[str](), Counter[str](), dict[str, str]()
    for cells in rows:
        word = fold(cells[at]) if len(cells) > max([at, *money]) else ""
        if word and word != fold(columns.header[at]):
            lines[word] += 1
            spelt.setdefault(word, cells[at].strip())
            negative[word] += any(is_negative(cells[place]) for place in money)
    return _Words(at, columns.header[at], lines, negative, spelt)


def _kinds_in(words: _Words, stated: Stated) -> dict[str, str]:
    """Return the kinds of a column's words beyond the listed ones.

    Beside payments a refund is one too where it raises a balance that credit notes lower.
    """
    kinds = _kinds_of(words.lines, stated)
    if key_of(words.name) in _CFDI_HEADERS:
        kinds = {word: kind for word, kind in CFDI.items() if word in words.lines} | kinds
    known = kind_of_words(kinds)
    lowering = [word for word in words.lines if known.get(word) == "credit"]
    refunds = [word for word in words.lines if known.get(word) == "return"]
    paid = any(kinds.get(word) == NO_ORDER for word in words.lines)
    if paid and words.has_signs(lowering) and not words.has_signs(refunds):
        given = {fold(word) for word in stated.return_words}
        kinds |= {word: NO_ORDER for word in refunds if "refund" in word and word not in given}
    return kinds


def _payments_in(words: _Words, stated: Stated) -> dict[str, str]:
    """Return the payments among the kinds of a column whose header says little."""
    if _PAYING.search(key_of(words.name)):
        return {}
    return {word: kind for word, kind in _kinds_of(words.lines, stated).items() if word in PAID
            and kind == NO_ORDER}  # fmt: skip


def _by_words(columns: ColumnMap, words: _Words, stated: Stated) -> ColumnMap | None:
    """Return the map with a free column as ``line_type`` where its words name kinds of lines."""
    key = key_of(words.name)
    of_invoices = key in _BILLING_HEADERS
    of_a_kind = key in _KIND_HEADERS | _CFDI_HEADERS or bool(_OF_A_KIND.search(key))
    by_header = of_invoices or of_a_kind
    kinds = _kinds_in(words, stated) if by_header else _payments_in(words, stated)
    known = kind_of_words(kinds)
    senses = {word: known[word] for word in words.lines if word in known}
    every = len(senses) == len(words.lines)
    sold = any(kind == "sale" and word not in _GOODS for word, kind in senses.items())
    # Beside an invoice, a bare 'credit' may be a way of paying.
    back = [w for w in senses if senses[w] in BACK and (by_header or w != "credit")]
    paid = [word for word in senses if senses[word] == NO_ORDER]
    sold |= by_header and bool(paid)
    voided = [word for word in senses if by_header and senses[word] == "cancel"]
    plain = any(_DOCUMENT.search(word) or word in _SOLD for word in senses)
    # Other words are said, not read; under a header that may be of ways of paying, beside codes.
    heard = any(word in kinds for word in back) if of_invoices else plain or back or paid
    told = every or (by_header and heard)
    fits = sold and told and (paid or voided or not words.has_signs(back))
    if not fits or not (back or paid or by_header):
        return None
    return _taken(columns, words, kinds, _by_words_said(words, back))


def _taken(
    columns: ColumnMap, words: _Words, kinds: Mapping[str, str], told: tuple[Warned, ...]
) -> ColumnMap:
    others = {name: at for name, at in columns.places.items() if words.at not in at}
    told_apart = replace(columns, places=others, kinds=kinds)
    return told_apart.reading("line_type", words.at, *told)


def _by_words_said(words: _Words, back: Sequence[str]) -> tuple[Warned, ...]:
    if not back or words.has_signs(back):
        return ()
    shown = ", ".join(f"'{words.spelt[word]}'" for word in sorted(back)[:5])
    said = f"'{words.name}' tells sales from returns and credit notes by its words: lines with "
    said += f"{shown} lower money, though their amounts have no sign. If they do not, "
    said += f"{leave_out(words.name)}."
    return (Warned("kinds_by_words", said, column=words.name),)


def _of_sides(columns: ColumnMap, words: _Words, stated: Stated, file: str) -> ColumnMap | None:
    """Return the map with debit and credit as kinds of lines, where no amount has a sign."""
    debit, credit = words.lines.keys() & _DEBIT, words.lines.keys() & _CREDIT
    named = key_of(words.name) in _SIDES
    if not words.few or words.has_signs(words.lines) or words.lines.keys() - debit - credit:
        return None
    if not named and not (debit and credit):
        return None
    given = {fold(word) for word in stated.return_words}
    if given & words.lines.keys():
        return _taken(columns, words, _kinds_of_sides(credit_is_back=not given & debit), ())
    n_all, n_debit = sum(words.lines.values()), sum(words.lines[word] for word in debit)
    if max(n_debit, n_all - n_debit) < _MOST * n_all:
        raise _which_side(words, file)
    sold = max(words.lines, key=lambda word: words.lines[word])
    said = f"'{words.name}' names the side of each amount and no amount has a sign: "
    said += f"'{words.spelt[sold]}' ({words.lines[sold]:,} of {n_all:,} lines looked at) counts "
    said += "as sales, the other side lowers money. If it is the other way, "
    said += f"{put(_answer(words, sold))}."
    told = Warned("unsigned_sides", said, column=words.name)
    return _taken(columns, words, _kinds_of_sides(credit_is_back=sold in debit), (told,))


def _kinds_of_sides(*, credit_is_back: bool) -> dict[str, str]:
    back, sales = (_CREDIT, _DEBIT) if credit_is_back else (_DEBIT, _CREDIT)
    return dict.fromkeys(sales, "sale") | dict.fromkeys(back, "credit")


def _answer(words: _Words, back: str) -> str:
    return f"return_words = [{toml_text(words.spelt[back])}]"


def _which_side(words: _Words, file: str) -> InputRefused:
    counted = ", ".join(f"'{words.spelt[word]}' {n:,}" for word, n in sorted(words.lines.items()))
    return which_is_meant(
        f"{file}, column '{words.name}' names the side of each amount, no amount has a sign, and "
        f"neither side has most of the lines ({counted})",
        "to know which side lowers money", [_answer(words, word) for word in sorted(words.lines)],
        code="two_sides", file=file, column=words.name,
    )  # fmt: skip
