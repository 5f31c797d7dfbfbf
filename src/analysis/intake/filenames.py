"""File names that speak of money which is no order: quotes, payments, open items, plans, returns.

Such a file has the columns of orders, and its lines would count as orders in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.cells.headerkeys import key_of
from analysis.columns.lossreason import loss_reason
from analysis.columns.mapfile import fits
from analysis.columns.salelines import was_settled
from analysis.columns.unclear import toml_text
from analysis.columns.whichtable import file_words
from analysis.errors import InputRefused
from analysis.results import Warned
from analysis.rows.convert import Input
from analysis.rows.evidence import is_negative

_MONTH = re.compile(r"\d+(?:[-_. ]\d+)*")
_TOKENS = r"[^\w]+|_|(?<=[a-z])(?=[A-Z0-9])"


def _phrases(words: str) -> tuple[str, ...]:
    """Return listed words as they are compared: their keys, with blanks between them."""
    return tuple(" ".join(map(key_of, phrase.split())) for phrase in words.split(","))


#: Words of money that was offered, paid, owed, planned or spent. They are looked for as a whole.
_WORDS = _phrases(
    "quote,quotes,quotation,quotations,offer,offers,estimate,estimates,proposal,proposals,angebot,"
    "angebote,offerte,offerten,kostenvoranschlag,kostenvoranschläge,devis,presupuesto,"
    "presupuestos,oferta,ofertas,cotización,cotizaciones,"
    "payment,payments,payout,payouts,cash receipts,zahlung,zahlungen,zahlungseingang,"
    "zahlungseingänge,zahlungsausgänge,auszahlungen,paiement,paiements,règlement,règlements,"
    "encaissements,pago,pagos,cobro,cobros,"
    "open item,open items,open invoices,outstanding,outstanding invoices,unpaid invoices,"
    "overdue invoices,receivables,offene posten,op liste,offene rechnungen,forderungen,impayé,"
    "impayés,factures impayées,pendientes,facturas pendientes,impagados,"
    "forecast,forecasts,sales forecast,budget,budgets,sales budget,plan,sales plan,pipeline,"
    "sales pipeline,leads,sales leads,prognose,planung,planzahlen,umsatzplan,umsatzplanung,"
    "prévision,prévisions,prévisions ventes,prévisions des ventes,previsión,previsiones,"
    "previsión ventas,previsión de ventas,"
    "purchase order,purchase orders,supplier,suppliers,supplier invoices,supplier orders,vendor,"
    "vendors,vendor invoices,vendor orders,vendor bills,lieferant,lieferanten,"
    "lieferantenrechnungen,eingangsrechnungen,einkauf,fournisseur,fournisseurs,"
    "factures fournisseurs,commandes fournisseurs,proveedor,proveedores,facturas proveedores,"
    "pedidos proveedores,sales quotes,sales quotations,sales offers"
)


#: Words of money that went back; an export of them alone often has no signs.
_BACK = _phrases(
    "credit note,credit notes,credit memo,credit memos,creditnote,creditnotes,return,"
    "returns,returned,sales return,sales returns,sales credit notes,customer returns,order returns,"
    "returned orders,return orders,refund,refunds,refunded,refunded orders,order refunds,"
    "sales refunds,gutschrift,gutschriften,rechnungskorrektur,rechnungskorrekturen,retoure,"
    "retouren,rückgabe,rückgaben,rücksendung,rücksendungen,erstattung,erstattungen,avoir,avoirs,"
    "facture avoir,factures avoir,note de crédit,notes de crédit,notes credit,note credit,retour,"
    "retours,remboursement,remboursements,factura de abono,facturas de abono,"
    "nota de crédito,notas de crédito,nota crédito,notas crédito,devolución,devoluciones,reembolso,"
    "reembolsos,factura rectificativa,facturas rectificativas"
)


def returns_by(name: str) -> str:
    """Return the words of a file name that speak of credit notes or returns and of no orders.

    Examples
    --------
    >>> returns_by("Gutschriften_2024.csv"), returns_by("sales-returns-march.csv")
    ('gutschriften', 'sales returns')
    >>> returns_by("invoices_and_credit_notes.csv"), returns_by("returning_customers.csv")
    ('', '')
    """
    return _spoken(name, _BACK)


def no_orders_by(name: str) -> str:
    """Return the words of a file name that speak of no orders; empty where it also says orders.

    Examples
    --------
    >>> no_orders_by("Angebote_2024.csv"), no_orders_by("purchase-orders.csv")
    ('angebote', 'purchase orders')
    >>> no_orders_by("offers_accepted_orders.csv"), no_orders_by("paymentsystem.csv")
    ('', '')
    """
    return _spoken(name, _WORDS)


def _spoken(name: str, phrases: Sequence[str]) -> str:
    """Return the longest phrase in a file name; empty where the rest of it speaks of orders."""
    stem = unicodedata.normalize("NFC", Path(name).name).split(".")[0]  # macOS parts é in two
    tokens = re.split(_TOKENS, stem)
    text = f" {' '.join(filter(None, map(key_of, tokens)))} "
    found = [phrase for phrase in phrases if f" {phrase} " in text]
    # The longest first: an open invoice is no invoice more.
    for phrase in sorted(found, key=len, reverse=True):
        text = text.replace(f" {phrase} ", "  ")
    if not found or "transactions" in file_words(text.replace(" ", "_")):
        return ""
    return max(found, key=len)


def ask_of_names(inputs: Sequence[Input], *, table_given: bool) -> list[Input]:
    """Return the transactions; one whose name speaks of no orders is told of, beside none other.

    Parameters
    ----------
    table_given
        Whether the analyst said that all files are transactions.

    Raises
    ------
    InputRefused
        When such a file stands beside one of orders: its lines would count as orders.
    """
    if table_given:
        return [*inputs]
    doubtful = {
        one.file: words for one in inputs
        if one.stated.table is None and (words := no_orders_by(one.file))
    }  # fmt: skip
    others = [one for one in inputs if one.stated.table is None and one.file not in doubtful]
    deals = {
        one.file: cell for one in others
        if (cell := loss_reason(one.columns.header)) and not was_settled(one.columns.header)
    }  # fmt: skip
    if deals and len(deals) + len(doubtful) < len(inputs):
        beside = next(one.file for one in inputs if one.file not in doubtful | deals)
        raise _which_are_deals(deals, beside)
    orders = [one.file for one in inputs if one.file not in doubtful]
    if doubtful and orders:
        raise _which_are_orders(doubtful, orders[0])
    return [_told(one, doubtful[one.file]) if one.file in doubtful else one for one in inputs]


def _which_are_orders(doubtful: dict[str, str], beside: str) -> InputRefused:
    names = list(doubtful)[:5]
    shown = ", ".join(f"{name} ('{doubtful[name]}')" for name in names)
    answer = "\n".join(f'[{toml_text(name)}]\ntable = "transactions"' for name in names)
    return InputRefused(
        f"{shown}: a name that speaks of no orders, and beside {beside} every line of it would "
        "count as an order",
        "orders, invoices or sales only",
        "move it out of the folder, or leave it out; if its lines are orders, put this into "
        f"columns.toml:\n{answer}",
        code="no_orders_by_name", file=names[0],
    )  # fmt: skip


def _which_are_deals(deals: dict[str, str], beside: str) -> InputRefused:
    name, column = next(iter(deals.items()))
    return InputRefused(
        f"{name} has a column '{column}': it looks like deals, won and lost, and beside {beside} "
        "every deal that was won would count as one order more",
        "orders, invoices or sales once, and the reasons of lost deals as reasons",
        f"say in columns.toml what it is:\n[{toml_text(name)}]\ntable = \"reasons\"\nor, if its "
        'deals stand in no other file:\ntable = "transactions"',
        code="deals_beside_orders", file=name, column=column,
    )  # fmt: skip


def lower_returns(inputs: Sequence[Input]) -> list[Input]:
    """Return the transactions; files of credit notes or returns without signs lower money.

    What tells it is the name, where no amount is below 0, no column tells kinds of lines, and
    columns.toml does not say what the amounts are.

    Examples
    --------
    >>> lower_returns([])
    []
    """
    words = [_unsigned_returns(one) for one in inputs]
    lowered = {one.file: word for one, word in zip(inputs, words, strict=True) if word}
    if not lowered:
        return [*inputs]
    first, said = next(iter(lowered)), _said_of_returns(lowered, {one.file for one in inputs})
    return [
        _lowered(one, said if one.file == first else "") if word else one
        for one, word in zip(inputs, words, strict=True)
    ]


def _unsigned_returns(found: Input) -> str:
    columns = found.columns
    known = found.stated.amount_sign or any(
        map(columns.has, ("line_type", "refunded", "cancelled"))
    )
    money = [
        one for one in found.numbers if one.cell.column in {"amount", "quantity", "unit_price"}
    ]
    signs = any(one.sides or any(map(is_negative, one.shapes)) for one in money)
    return "" if known or signs else returns_by(found.file)


def _said_of_returns(lowered: Mapping[str, str], files: Collection[str]) -> str:
    """Say once which files lower money, with the section of columns.toml that takes it back."""
    first, words = next(iter(lowered.items()))
    said = f"The name of {first} speaks of credit notes or returns ('{words}'), and none of its "
    said += "amounts is below 0: its lines lower money and are no orders. If they are orders, "
    if len(lowered) == 1:
        return f'{said}put amount_sign = "own" under [{toml_text(first)}] into columns.toml.'
    pattern = _MONTH.sub("*", first)
    alike = {name for name in files if fits(name, pattern)} == {*lowered}
    under = toml_text(pattern) if alike else toml_text(first)
    said = f"The names of {len(lowered):,} files, such as {first}, speak of credit notes or "
    said += f"returns ('{words}'), and none of their amounts is below 0: their lines lower money "
    said += f'and are no orders. If they are orders, put amount_sign = "own" under [{under}] '
    return f"{said}{'' if alike else 'and so for each of the others '}into columns.toml."


def _lowered(found: Input, said: str) -> Input:
    told = (*found.columns.warnings, *([Warned("returns_by_name", said)] if said else ()))
    stated = replace(found.stated, amount_sign="negative")
    return replace(found, columns=replace(found.columns, warnings=told), stated=stated)


def _told(found: Input, words: str) -> Input:
    said = f"The name of {found.file} speaks of no orders ('{words}'), and its lines count as "
    said += "orders: are they? Else give the export of orders, invoices or sales. If they are, "
    said += f'put table = "transactions" under [{toml_text(found.file)}] into columns.toml.'
    told = (*found.columns.warnings, Warned("no_orders_by_name", said))
    return replace(found, columns=replace(found.columns, warnings=told))
