"""Headers that are put together from known words: ``txn_amount``, ``Montant commande TTC``.

Every word of the header must be known, one of them must say what it is (its head), and at least
one must say of what; so ``tax amount`` and ``visit date`` stay unknown. Words that say whether tax
is in it may stand beside any word of money. Words that run together (``CUSTOMERACCOUNTNUMBER``) are
parted where nothing is left over.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.columns.words import HEADER_WORDS, key_of


def _words(text: str) -> frozenset[str]:
    return frozenset(key_of(word) for word in text.split())


#: Words that only join others.
_GLUE = _words("de du des la le les del der die das of the d l in")
_DEALS = (
    "order orders invoice invoices transaction transactions txn trans sale sales purchase line "
    "billing bill commande facture facturation vente ventes achat ligne pedido factura venta "
    "ventas compra línea auftrag auftrags rechnung rechnungs bestell bestellung verkauf verkaufs "
    "kauf beleg"
)
#: canonical column -> (heads, the words that may stand with them)
_GRAMMAR: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "customer_id": (
        _words("id no nr nro num number code key nummer numéro n° nº código cod identifiant"),
        _words("customer cust client clients account acct member buyer shopper user subscriber "
               "kunde kunden kd debitor debitoren mitglied mitglieds cliente clientes socio compte "
               "adhérent abonné acheteur comprador"),
    ),
    "ordered_on": (
        _words("date dt datum fecha"),
        _words(_DEALS + " posting booking document doc accounting comptable pièce emisión"),
    ),
    "amount": (
        _words("amount amt amnt value betrag wert montant importe monto umsatz revenue"),
        _words(_DEALS + " net gross total netto brutto gesamt brut ht ttc neto bruto"),
    ),
}  # fmt: skip
#: The customer of an order, in languages that put the head last; the ledger has accounts of sales.
_OF_A_DEAL = {
    "deal": _words("order orders ordering invoice invoices transaction transactions txn trans sale "
                   "sales billing bill auftrag auftrags rechnung rechnungs bestell bestellung "
                   "verkauf verkaufs kauf"),
    "who": _words("customer cust client clients kunde kunden kd debitor debitoren buyer shopper"),
    "account": _words("account acct"),
    "head": _words("id no nr num number code key nummer"),
}  # fmt: skip
_DEAL_FIRST = re.compile(r"(deal )+(who )+(account )?head")
#: So many languages stand in one header.
_LANGUAGES = 4
#: A column that says which of both an amount is.
_EITHER_TAX = re.compile(r"\b(net|netto|neto|ht)\b.*\b(gross|brutto|bruto|brut|ttc)\b", re.I | re.S)
#: Words that run together are parted from so many letters on.
_LONG = 8
#: Words that say whether tax is in an amount: of the sense, and of the tax.
_WITH_OR_WITHOUT = _words(
    "excl excluding exclusive ex exkl ohne zzgl sin hors before without incl including inclusive "
    "inc inkl mit con after with"
)
_TAXES = _words("tax taxes vat gst mwst ust iva tva steuer taxe impuestos")


_KNOWN = frozenset().union(*(heads | rest for heads, rest in _GRAMMAR.values()),
                           *_OF_A_DEAL.values())  # fmt: skip


@lru_cache(maxsize=20_000)
def compound_column(cell: str) -> tuple[str, int] | None:
    """Return the canonical column that the words of a header add up to, and its rank.

    The customer of an invoice may be another one than the customer beside it, and is of rank 2.

    Examples
    --------
    >>> compound_column("txn_amount"), compound_column("Montant commande TTC")
    (('amount', 1), ('amount', 1))
    >>> compound_column("OrderDt"), compound_column("CLIENTKEY"), compound_column("tax amount")
    (('ordered_on', 1), ('customer_id', 1), None)
    >>> compound_column("INVOICECUSTOMERACCOUNTNUMBER"), compound_column("Customer order number")
    (('customer_id', 2), None)
    >>> compound_column("TotalExcludingTax"), compound_column("Unit price (net) excl. VAT")
    (('amount', 1), ('unit_price', 1))
    """
    words = _words_of(cell)
    if not 2 <= len(words) <= 4:
        return None
    if _WITH_OR_WITHOUT.intersection(words) and _TAXES.intersection(words):
        money = _money("".join(w for w in words if w not in _WITH_OR_WITHOUT | _TAXES))
        return (money, 1) if money else None
    for column, (heads, others) in _GRAMMAR.items():
        named = [word for word in words if word in heads]
        rest = [word for word in words if word not in heads]
        if len(named) == 1 and rest and others.issuperset(rest):
            return column, 1
    said = (next((of for of, known in _OF_A_DEAL.items() if word in known), "") for word in words)
    return ("customer_id", 2) if _DEAL_FIRST.fullmatch(" ".join(said)) else None


@lru_cache(maxsize=20_000)
def _words_of(cell: str) -> tuple[str, ...]:
    """Return the words of a header as keys, without those that only join others."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", cell).replace("#", " no ")
    parts = re.split(r"[^\w°º]+|_|(?<=[a-z])(?=[A-Z])", bare)
    words = (key_of(part) for part in parts)
    return tuple(one for word in words if word and word not in _GLUE for one in _parted(word))


def _parted(word: str) -> list[str]:
    """Return the known words that run together in one, the fewest; itself where some is left over.

    Examples
    --------
    >>> _parted("salesamount"), _parted("rechnungskundennummer"), _parted("discount")
    (['sales', 'amount'], ['rechnungs', 'kunden', 'nummer'], ['discount'])
    """
    if word in _KNOWN or len(word) < _LONG:
        return [word]
    best: dict[int, list[str]] = {0: []}  # end of what is parted -> its words
    for end in range(1, len(word) + 1):
        ways = [[*best[at], word[at:end]] for at in best if word[at:end] in _KNOWN]
        if ways:
            best[end] = min(ways, key=len)
    return best.get(len(word), [word])


def _money(key: str) -> str | None:
    """Return which money a key names."""
    words = HEADER_WORDS["transactions"]
    named = (column for column in ("amount", "unit_price") for keys in words[column] if key in keys)
    return next(named, None)


def in_languages(header: str) -> list[str]:
    """Return the parts of a header that may say one thing in several languages; empty for one.

    Examples
    --------
    >>> in_languages("Montant / Amount"), in_languages("Amount"), in_languages("Net/Gross")
    (['Montant', 'Amount'], [], [])
    """
    parts = [part.strip() for part in re.split(r"[/|\n]", header)]
    return parts if 1 < len(parts) <= _LANGUAGES and not _EITHER_TAX.search(header) else []
