"""Headers that are put together from known words: ``txn_amount``, ``Montant commande TTC``.

Every word of the header must be known, one of them must say what it is (its head), and at least
one must say of what; so ``tax amount`` and ``visit date`` stay unknown. Words that say whether tax
is in it may stand beside any word of money.
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
    "order orders invoice transaction transactions txn trans sale sales purchase line billing "
    "bill commande facture facturation vente ventes achat ligne pedido factura venta ventas compra "
    "línea auftrag auftrags rechnung rechnungs bestell bestellung verkauf verkaufs kauf beleg"
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
        _words("amount amt value betrag wert montant importe monto umsatz revenue"),
        _words(_DEALS + " net gross total netto brutto gesamt brut ht ttc neto bruto"),
    ),
}  # fmt: skip
#: Words that say whether tax is in an amount: of the sense, and of the tax.
_WITH_OR_WITHOUT = _words(
    "excl excluding exclusive ex exkl ohne zzgl sin hors before without incl including inclusive "
    "inc inkl mit con after with"
)
_TAXES = _words("tax taxes vat gst mwst ust iva tva steuer taxe impuestos")


@lru_cache(maxsize=20_000)
def compound_column(cell: str) -> str | None:
    """Return the canonical column that the words of a header add up to.

    Examples
    --------
    >>> compound_column("txn_amount"), compound_column("Montant commande TTC")
    ('amount', 'amount')
    >>> compound_column("OrderDt"), compound_column("Client key"), compound_column("tax amount")
    ('ordered_on', 'customer_id', None)
    >>> compound_column("TotalExcludingTax"), compound_column("Unit price (net) excl. VAT")
    ('amount', 'unit_price')
    """
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", cell).replace("#", " no ")
    parts = re.split(r"[^\w°º]+|_|(?<=[a-z])(?=[A-Z])", bare)
    words = [key_of(part) for part in parts if key_of(part) and key_of(part) not in _GLUE]
    if not 2 <= len(words) <= 4:
        return None
    if _WITH_OR_WITHOUT.intersection(words) and _TAXES.intersection(words):
        return _money("".join(w for w in words if w not in _WITH_OR_WITHOUT | _TAXES))
    for column, (heads, others) in _GRAMMAR.items():
        named = [word for word in words if word in heads]
        rest = [word for word in words if word not in heads]
        if len(named) == 1 and rest and others.issuperset(rest):
            return column
    return None


def _money(key: str) -> str | None:
    """Return which money a key names."""
    words = HEADER_WORDS["transactions"]
    named = (column for column in ("amount", "unit_price") for keys in words[column] if key in keys)
    return next(named, None)
