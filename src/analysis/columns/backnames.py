"""Names of files and sheets that speak of money that went back, or of orders that were cancelled.

An export of them alone often has no signs. A credit note lowers money; a cancelled order is none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

from analysis.cells.headerkeys import key_of
from analysis.columns.whichtable import file_words
from analysis.files.containers import ENDINGS, PACKED

_TOKENS = re.compile(r"[^\w]+|_|(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def listed(words: str) -> tuple[str, ...]:
    """Return words with commas between them as they are compared: keys, with blanks between them.

    Examples
    --------
    >>> listed("Crédit note,Rückgabe")
    ('credit note', 'rueckgabe')
    """
    return tuple(" ".join(map(key_of, phrase.split())) for phrase in words.split(","))


def joined(before: str, words: str, after: str = "", *, between: str = " ") -> frozenset[str]:
    """Return each listed word with each of those before and behind it; a comma allows none.

    Examples
    --------
    >>> sorted(joined(",test", "orders"))
    ['orders', 'test orders']
    """
    parts = product(listed(before), listed(words), listed(after))
    return frozenset(between.join(filter(None, part)) for part in parts)


_SOLD = ",sales,sales flat,sales order,sales invoice,order,invoice,customer"
_SOLD_DE = ",verkauf,verkaufs,kunden,rechnungs,auftrags,bestell,waren,umsatz,storno"
_SOLD_FR = ",vente,ventes,de vente,de ventes,sur vente,sur ventes,de commande,de commandes"
_SOLD_ES = ",venta,ventas,de venta,de ventas,de pedido,de pedidos,de factura,de facturas"

#: Documents of money that went back. Abonos and credits alone may be of sales.
_BACK = (
    joined(_SOLD, "credit note,credit notes,credit memo,credit memos,creditnote,creditnotes,"
          "creditmemo,creditmemos,credit invoice,credit invoices,return,returns,return order,"
          "return orders,returns order,returns orders,return authorization,return authorizations,"
          "return authorisation,return authorisations,return receipt,return receipts,refund,"
          "refunds,refund receipt,refund receipts")
    | joined("", "returned,refunded,returned orders,refunded orders,rma,rmas")
    | joined(_SOLD_DE, "gutschrift,gutschriften,retoure,retouren,retourenliste,rückgabe,rückgaben,"
            "rücksendung,rücksendungen,rücklieferung,rücklieferungen,erstattung,erstattungen,"
            "rückerstattung,rückerstattungen", between="")
    | joined("", "rechnungskorrektur,rechnungskorrekturen,korrekturrechnung,korrekturrechnungen,"
            "verkaufsreklamation,verkaufsreklamationen,retourenauftrag,retourenaufträge,"
            "retourenbelege,gutschriftenliste,gutschriftsliste,gutschriftenjournal,"
            "rechnungsgutschrift,rechnungsgutschriften,retourengutschrift,retourengutschriften")
    | joined("", "avoir,avoirs,facture d avoir,factures d avoir,factures d avoirs,facture avoir,"
            "factures avoir,factures avoirs,note de crédit,notes de crédit,note credit,"
            "notes credit,retour,retours,bon de retour,bons de retour,remboursement,"
            "remboursements", _SOLD_FR)
    | joined("", "factura de abono,facturas de abono,factura abono,facturas abono,nota de abono,"
            "notas de abono,nota abono,notas abono,nota de crédito,notas de crédito,nota crédito,"
            "notas crédito,"
            "devolución,devoluciones,reembolso,reembolsos,factura rectificativa,"
            "facturas rectificativas,rectificativa,rectificativas", _SOLD_ES)
    | joined("hist,histórico,historial", "abonos,abonos de", "venta,ventas")
    | joined("", "abonos,abonos de", "venta registrados,ventas registrados")
    | joined("", "abonos rectificativos")
)  # fmt: skip

#: Documents that take a sale back as a whole, under its number or one of their own.
_REVERSED = (
    joined(",sales,sales invoice,invoice", "cancellation,cancellations,cancelation,cancelations,"
          "cancellation invoice,cancellation invoices,reversal,reversals,reversal invoice,"
          "reversal invoices")
    | joined(",verkaufs,rechnungs", "storno,stornos,stornierung,stornierungen,stornorechnung,"
            "stornorechnungen,stornobeleg,stornobelege,stornobuchung,stornobuchungen,stornoliste,"
            "annullierung,annullierungen", between="")
    | joined("", "storno rechnung,storno rechnungen,storno beleg,storno belege")
    | joined("", "annulation,annulations,facture d annulation,factures d annulation",
            ",vente,ventes,de vente,de ventes,de facture,de factures")
    | joined("", "anulación,anulaciones,cancelación,cancelaciones,factura de anulación,"
            "facturas de anulación", ",venta,ventas,de venta,de ventas,de factura,de facturas")
)  # fmt: skip

#: Orders that were cancelled, themselves.
_CANCELLED = (
    joined("cancelled,canceled,voided,void", "order,orders,order lines,order items,sales order,"
          "sales orders,sale,sales,invoice,invoices,sales invoice,sales invoices,transactions,"
          "purchases,bookings,reservations,appointments")
    | joined("orders,order,sales,sales orders,invoices,transactions,purchases,bookings,"
             "reservations", "cancelled,canceled,voided")
    | joined("order,sales order", "cancellation,cancellations,cancelation,cancelations")
    | joined("stornierte,stornierter,annullierte,annullierter", "aufträge,auftrag,bestellungen,"
            "bestellung,rechnungen,rechnung,belege,verkäufe,umsätze,verkaufsaufträge,"
            "kundenaufträge,verkaufsrechnungen,buchungen,reservierungen,termine")
    | joined("aufträge,bestellungen,rechnungen,belege,verkäufe,verkaufsaufträge,kundenaufträge,"
            "buchungen,reservierungen",
            "storniert,annulliert")
    | joined("", "storno aufträge,storno bestellungen")
    | joined("auftrags,bestell,bestellungs", "storno,stornos,stornierung,stornierungen", between="")
    | joined("commandes,factures,ventes,réservations", "annulées")
    | joined("commande,facture,vente", "annulée")
    | joined("annulation,annulations", "commande,commandes,de commande,de commandes")
    | joined("pedidos", "cancelados,anulados") | joined("ventas,reservas", "canceladas,anuladas")
    | joined("facturas", "anuladas")  # cancelada is also said of what was paid
    | joined("anulación,anulaciones,cancelación,cancelaciones", "pedidos,de pedido,de pedidos")
)  # fmt: skip
#: They say so where nothing but a number or a month stands beside them.
_CANCELLED_ALONE = frozenset(listed("cancelled,canceled,voided,storniert,stornierte,annulliert,"
                                     "annulées,anulados,anuladas"))  # fmt: skip

#: What follows these words is left out of a file, or stands in it beside other lines.
_GUARDS = frozenset(listed(
    "without,excluding,exclude,excl,except,ex,no,not,non,less,after,before,with,incl,including,"
    "include,and,plus,ohne,exkl,nicht,abzüglich,abzgl,vor,nach,mit,inkl,inklusive,und,sans,hors,"
    "après,avant,avec,et,sin,excepto,con,y,incluye,incluidas,incluidos"
))  # fmt: skip
_CUT = "\0"
#: Words of numbers in headers, and those that bind the words of a document.
_NUMBER_WORDS = frozenset(listed("no,nr,nro,num,núm,number,nummer,numéro,número,n,id,ref,code,cod"))
_LINKS = frozenset({"de", "d", "del", "la", "l", "of", "der", "des"})
_NUMBERED = re.compile("(.{5,}?)s?(nr|nummer)$")
_BARE = {" ".join(word for word in phrase.split() if word not in _LINKS) for phrase in _BACK}
_BARE |= {"abono"}
#: Their words inside a header, with those that bind them.
_BACK_WORD = re.compile(
    r"(\b(of|for|der|des|de l['’]|de la|del?|du|d['’]) ?(the )?)?\b(gutschrifts?|retouren?|"
    r"r(ü|ue)ckgabe|erstattungs|credit ?(note|memo)|credited|refund(ed)?|return(s|ed)?|avoirs?|"
    r"remboursements?|rembours[eé]e?|retours?|abono|abonad[oa]|devoluci[oó]n|devuelt[oa]|"
    r"reembols[oa]d?[oa]?|rectificativa)[-_. ]?"
)
_ENDINGS = (*ENDINGS, *PACKED)


@dataclass(frozen=True)
class Spoken:
    """What a name says of money that went back.

    Parameters
    ----------
    kind
        ``back``: credit notes and returns. ``reversed``: documents that cancel a sale.
        ``cancelled``: the orders themselves that were cancelled.
    """

    words: str
    kind: str


@lru_cache(maxsize=2_000)
def spoken_back(name: str) -> Spoken | None:
    """Return what the name of a file or sheet says of money that went back, and of no orders.

    Examples
    --------
    >>> spoken_back("Posted Sales Credit Memos 2024-01.xlsx")
    Spoken(words='sales credit memos', kind='back')
    >>> spoken_back("Stornorechnungen.csv").kind, spoken_back("cancelled_orders.csv").kind
    ('reversed', 'cancelled')
    >>> spoken_back("invoices_and_credit_notes.csv"), spoken_back("export_without_returns.csv")
    (None, None)
    """
    text = text_of(name)
    if (alone := re.sub(r" \d+(?= )", "", text).strip()) in _CANCELLED_ALONE:
        return Spoken(alone, "cancelled")
    kinds: dict[str, str] = {}
    for kind, phrases in (("cancelled", _CANCELLED), ("reversed", _REVERSED), ("back", _BACK)):
        kinds |= dict.fromkeys((one for one in phrases if f" {one} " in text), kind)
    found = dict[str, str]()
    for phrase in sorted(kinds, key=lambda one: (-len(one), one)):
        if f" {phrase} " in text:
            found[phrase] = kinds[phrase]
            text = text.replace(f" {phrase} ", f" {_CUT} ")
    if not found or _says_more(text):
        return None
    several = len({*found.values()}) > 1
    return Spoken(next(iter(found)), "reversed" if several else next(iter(found.values())))


def speaks_back(name: str) -> bool:
    """Whether a name speaks of credit notes or returns.

    Examples
    --------
    >>> speaks_back("Gutschriften 2024.csv"), speaks_back("Stornos.csv"), speaks_back("a.csv")
    (True, False, False)
    """
    spoken = spoken_back(name)
    return spoken is not None and spoken.kind == "back"


@lru_cache(maxsize=2_000)
def what_is_numbered(header: str) -> str:
    """Return the credit note or return that a header says to be the number of; else nothing.

    Examples
    --------
    >>> what_is_numbered("Gutschrift-Nr."), what_is_numbered("Nº de abono")
    ('gutschrift', 'abono')
    >>> what_is_numbered("N° abonnement"), what_is_numbered("Return reason"), what_is_numbered("Nr")
    ('', '', '')
    """
    parts = (_NUMBERED.sub(r"\1 \2", part) for part in text_of(header.replace("/", " ")).split())
    words = " ".join(parts).split()
    plain = [word for word in words if word not in _NUMBER_WORDS | _LINKS]
    phrase = " ".join(plain)
    return phrase if len(plain) < len({*words} - _LINKS) and phrase in _BARE else ""


def without_back(header: str) -> str:
    """Return a header of a list of credit notes or returns without the word for them.

    Examples
    --------
    >>> without_back("Gutschriftsbetrag"), without_back("Fecha del abono"), without_back("Grund")
    ('betrag', 'fecha', 'Grund')
    """
    bare, n_taken = _BACK_WORD.subn(" ", header.casefold())
    return " ".join(bare.strip(" -_.").split()) if n_taken else header


def text_of(name: str) -> str:
    """Return the words of a name as they are compared, with a blank around each.

    Examples
    --------
    >>> text_of("SalesCreditMemos_2024.csv"), text_of("Geb. Gutschriften.csv.gz")
    (' sales credit memos 2024 ', ' geb gutschriften ')
    """
    stem = unicodedata.normalize("NFC", Path(name).name)  # macOS parts é in two
    while stem.casefold().endswith(_ENDINGS):
        stem = stem.rpartition(".")[0]
    return f" {' '.join(filter(None, map(key_of, _TOKENS.split(stem))))} "


def _says_more(text: str) -> bool:
    """Whether what was left of a name speaks of orders, or of lines beside those that went back."""
    tokens = text.split()
    beside = any(
        later == _CUT and word in _GUARDS and before != _CUT
        for before, word, later in zip(["", *tokens], tokens, tokens[1:], strict=False)
    )
    rest = "_".join(token for token in tokens if token != _CUT)
    return beside or "transactions" in file_words(rest)
