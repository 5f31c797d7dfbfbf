"""Names of files and sheets that speak of money which is no order: quotes, plans, purchases.

A table of such a name has the columns of orders, and its lines would count as orders in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.cells.daytexts import month_named
from analysis.columns.backnames import joined, listed, text_of
from analysis.columns.whichtable import file_words

#: Words of money that was offered, paid, owed, planned or spent. They are looked for as a whole.
_WORDS = frozenset(listed(
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
    "pedidos proveedores,sales quotes,sales quotations,sales offers,purchase invoice,"
    "purchase invoices,purchase credit memo,purchase credit memos,purchase credit note,"
    "purchase credit notes,purchase return,purchase returns,purchase return orders,"
    "einkaufsrechnungen,einkaufsgutschriften,lieferantengutschriften,facturas de compra,"
    "delivery notes,delivery note,packing slips,lieferschein,lieferscheine,bon de livraison,"
    "bons de livraison,albarán,albaranes,abandoned cart,abandoned carts,abandoned checkouts,"
    "warenkorbabbrecher,warenkorbabbrüche,abgebrochene warenkörbe,paniers abandonnés,"
    "carritos abandonados,dunning,mahnung,mahnungen,relances,recordatorios de pago,"
    "preventivo,preventivi,offerta,offertes,orçamento,orçamentos,cotação,cotações,"
    "pagamento,pagamenti,incassi,betaling,betalingen,pagamentos,recebimentos,"
    "partite aperte,fatture aperte,openstaande posten,openstaande facturen,faturas em aberto,"
    "previsione,previsioni,begroting,begrotingen,prognoses,previsão,previsões,"
    "fornitore,fornitori,fatture fornitori,ordini fornitori,leverancier,leveranciers,inkoop,"
    "inkooporders,inkoopfacturen,fornecedor,fornecedores,ordini di acquisto,fatture di acquisto,"
    "fatture d acquisto,órdenes de compra,pedidos de compra,ordens de compra,faturas de compra,"
    "einkaufsbestellungen,factures d achat,bolla di consegna,bolle di consegna,pakbon,pakbonnen,"
    "leverbonnen,guias de remessa,carrelli abbandonati,verlaten winkelwagens,"
    "carrinhos abandonados,solleciti,aanmaningen"
)) | (
    joined("draft", _SALES := "order,orders,invoice,invoices,sales,sales order,sales orders,"
           "sales invoice,sales invoices")
    | joined("rechnungs,auftrags,bestell,beleg,angebots", "entwurf,entwürfe", between="")
    | joined("brouillon,brouillons", "commande,commandes,facture,factures", between=" de ")
    | joined("commande,commandes,facture,factures", "brouillon,brouillons,en brouillon")
    | joined("borrador,borradores", "pedido,pedidos,factura,facturas", between=" de ")
    | joined("pedido,pedidos,factura,facturas", "borrador,en borrador")
    | joined("bozza,bozze", "ordine,ordini,fattura,fatture,di ordini,di fatture")
    | joined("concept", "order,orders,factuur,facturen", between="")
    | joined("rascunho,rascunhos", "pedido,pedidos,fatura,faturas", between=" de ")
)  # fmt: skip
#: They say so where nothing but a number or a month stands beside them: there is draft beer.
_ALONE = frozenset(listed(
    "draft,drafts,entwurf,entwürfe,brouillon,brouillons,borrador,borradores,bozza,bozze,"
    "concept,concepten,rascunho,rascunhos"
))  # fmt: skip
#: So do these, and beside other tables only: any file may be called a test.
_TRIED = (
    frozenset(listed(
        "test,tests,dummy,prueba,pruebas,prova,prove,teste,testes,essais,datos de prueba,"
        "dati di prova,dados de teste,données de test,données test"
    ))
    | joined("test,dummy", f"data,{_SALES}")
    | joined("test,dummy", "daten,aufträge,bestellungen,rechnungen,verkäufe,umsätze,orders,data,"
             "bestellingen,facturen", between="")
    | joined("commandes,factures,ventes", "test,tests,d essai", between=" ")
    | joined("commandes,factures,ventes", "test,tests,essai", between=" de ")
    | joined("pedidos,facturas,ventas", "de prueba")
    | joined("ordini,fatture,vendite", "di prova") | joined("pedidos,faturas,vendas", "de teste")
)  # fmt: skip
#: What customers bought, or what was bought of suppliers: the latter beside what was sold.
_BOUGHT = frozenset(listed(
    "purchases,einkäufe,achats,compras,acquisti,inkopen,aankopen,bought"
))  # fmt: skip
_SELLING = re.compile(
    r" (sales?|sold|revenues?|verkauf\w*|verkaeuf\w*|umsatz|umsaetze|ventes?|ventas?|vendit[ae]|"
    r"verkoop\w*|verkopen|vendas?) "
)


def no_orders_by(name: str, beside: Iterable[str] = ()) -> str:
    """Return the words of a name that speak of no orders; empty where it also says orders.

    Parameters
    ----------
    beside
        The names of other files and sheets. Beside sales, purchases were bought of suppliers.

    Examples
    --------
    >>> no_orders_by("Angebote_2024.csv"), no_orders_by("purchase-orders.csv")
    ('angebote', 'purchase orders')
    >>> no_orders_by("offers_accepted_orders.csv"), no_orders_by("paymentsystem.csv")
    ('', '')
    >>> no_orders_by("Drafts"), no_orders_by("Draft beer")
    ('drafts', '')
    >>> [no_orders_by("Achats", beside) for beside in ([], ["Ventes"], ["Factures"])]
    ['', 'achats', '']
    >>> [no_orders_by("Test 2024", beside) for beside in ([], ["Factures"])]
    ['', 'test']
    """
    text = text_of(name)
    alone = " ".join(word for word in text.split() if not _is_time(word))
    others = [text_of(other) for other in beside]
    if alone in _ALONE or (alone in _TRIED and others):
        return alone
    if alone in _BOUGHT:
        return alone if any(map(_SELLING.search, others)) else ""
    found = [phrase for phrase in _WORDS if f" {phrase} " in text]
    # The longest first: an open invoice is no invoice more.
    for phrase in sorted(found, key=len, reverse=True):
        text = text.replace(f" {phrase} ", "  ")
    if not found or "transactions" in file_words(text.replace(" ", "_")):
        return ""
    return max(found, key=len)


def _is_time(word: str) -> bool:
    return word.isdecimal() or month_named(word) > 0
