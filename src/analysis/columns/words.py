"""Header words of every table in English, German, French and Spanish, and those that ask why.

Words are compared as keys: folded, without accents, blanks, punctuation and bracketed units, and
always as a whole. A word of the first rank (it says number or id, or names its date) outranks a
bare word of a later rank beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.cells.headerkeys import CURRENCIES, Ranks, key_of, keys, ranks
from analysis.columns import companionwords as beside
from analysis.columns.orderwords import COMMON, TRANSACTIONS

__all__ = ["CURRENCIES", "FILE_WORDS", "HEADER_WORDS", "key_of"]

#: An opt-out may stand in any table; there, words of a narrower sense only.
_WIDE = frozenset(keys("baja,subscribed,unsubscribed from all email"))
_OPT_OUTS: dict[str, Ranks] = {
    column: (tuple(key for key in beside.CONTACTS[column][0] if key not in _WIDE),)
    for column in ("consent", "do_not_contact")
}
#: Who a customer is where no column says it by a number or as such: an address, else a name.
_WHO = ranks(
    "email,e mail,email address,customer email,e mail adresse,kunden e mail,buyer email,"
    "billing email,billing email address,client email,email client,correo,correo electrónico,"
    "courriel,adresse email,contact email,shopper email",
    "customer name,customer full name,client name,account name,company name,company,contactname,"
    "organisation name,organization name,organisation,organization,bill to name,sold to name,"
    "cardname,kundenname,firma,firmenname,debitorname,nom client,nom du client,raison sociale,"
    "société,nombre cliente,nombre del cliente,razón social,"
    "anzeigename des partners auf der rechnung,invoice partner display name",
)
#: Where a row is a customer, its bare number is the customer's.
_BY_ID = {"customer_id": (*COMMON["customer_id"], ("id",))}

#: Table -> canonical column -> keys, best rank first; a word of two columns is of the first one.
HEADER_WORDS: dict[str, dict[str, Ranks]] = {
    "transactions": COMMON
    | {"customer_id": (*COMMON["customer_id"], *_WHO)} | TRANSACTIONS | _OPT_OUTS,
    "reasons": COMMON | beside.REASONS | _OPT_OUTS,
    "customers": {"tax_id": beside.CUSTOMERS["tax_id"]}  # elsewhere it may stand for a customer
    | COMMON | beside.CUSTOMERS | _BY_ID | _OPT_OUTS,
    "contacts": COMMON | beside.CONTACTS,
    "touches": COMMON | beside.TOUCHES | _OPT_OUTS,
    "assignments": COMMON | beside.ASSIGNMENTS,
    "issues": COMMON | beside.ISSUES,
    "reps": COMMON | beside.REPS,
    "suppressions": COMMON | beside.SUPPRESSIONS | _BY_ID,
}  # fmt: skip

#: Words of a file name that tell its table.
FILE_WORDS: dict[str, tuple[str, ...]] = {
    "transactions": keys(
        "transactions,transaction,orders,order,sales,invoices,invoice,purchases,order lines,"
        "umsatz,umsätze,bestellungen,aufträge,rechnungen,verkäufe,ventes,commandes,factures,"
        "achats,ventas,pedidos,facturas,compras"
    ),
    "reasons": keys(
        "reasons,reason,notes,feedback,comments,why,gründe,grund,abwanderungsgründe,kommentare,"
        "motifs,raisons,commentaires,motivos,comentarios,surveys,survey,kündigungsgründe,"
        "abwanderungsgründe,verlustgründe,redenen,razones,motivi,umfrage,enquête,encuesta,verbatims"
    ),
    "customers": keys("customers,customer,accounts,clients,kunden,clientes,debitoren"),
    "contacts": keys("contacts,contact,kontakte,ansprechpartner,contactos"),
    "touches": keys(
        "touches,calls,outreach,activities,visits,anrufe,besuche,appels,llamadas,call log,calllog,"
        "call,anrufliste,anrufprotokoll,telefonliste,telefonprotokoll,chiamate,telefonate"
    ),
    "assignments": keys("assignments,assignment,arms"),
    "issues": keys(
        "issues,issue,fixes,cases,tickets,complaints,reklamationen,réclamations,reclamaciones,"
        "measures,maßnahmen,maßnahme,maßnahmenliste,"
        "maßnahmenplan,mesures,correctifs,correctives,medidas,incidencias,correctivas"
    ),
    "reps": keys(
        "reps,rep,salespeople,vertreter,verkäufer,kundenbetreuer,vendeurs,commerciaux,"
        "représentants,vendedores,comerciales,representantes,gestores"
    ),
    "suppressions": keys(
        "suppressions,suppression,optouts,unsubscribes,blocklist,sperrliste,werbesperren,dnc"
    ),
}


_LOST = re.compile(r"(lost|loss|churn|verlor|verlust|abwander|perte|perdu|perdid)")
#: Names of those who left, beside those that speak of loss.
_ENDED = re.compile(
    r"closed|cancel|churn|former|terminat|inactiv|inaktiv|ehemalig|gekuendigt|kuendigung|ausgetreten|"
    r"resili|ancien|bajas?$|opgezegd|opzegging|vertrokken|disdett|cessat|persi$|cessad|leavers"
)
_WHY = re.compile(
    r"reason|grund|gruend|ursache|motif|motiv[oi]|raison|razon|razao|reden|why|cause|comment|feedback|"
    r"verbatim"
)
#: Parts of headers of days that are no sale's: of persons, and of what is due, valid, changed,
#: printed, planned or to come.
NO_SALE_DAY = (
    r"birth|geburt|naiss|nacim|\bdob\b|due|f[aä](e)?ll|expir|valid|g[uü]e?ltig|modif|updat|"
    r"ge[aä]e?ndert|chang|\bend|ende\b|since|seit|export|import|print|druck|sync|renew|verl[aä]ng|"
    r"next|n[aä](e)?chst|prochain|pr[oó]xim|follow|cancel|storn|annul|last|letzt|derni|[uú]ltim|"
    r"first|premi|expect|erwart|pr[eé]v|target|promis|zugesagt|wunsch|period"
)

#: Words of a question whose answers are reasons.
_ASKS = re.compile(
    r"\b(why|reasons?|warum|weshalb|wieso|gr(u|ü|ue)nde?|pourquoi|raisons?|motifs?|por qu[eéê]|"
    r"motivos?|perch[eé]|waarom|redenen?|raz[oó]n(es)?|(made|make|makes|led|caused|prompted) you)\b"
)
#: How a question begins that asks why, where its mark was left off.
_BEGINS = re.compile(r"(why|warum|weshalb|wieso|pourquoi|por qu[eéê]|perch[eé]|waarom)\b \S+ \S+")


def asks_why(header: str) -> bool:
    """Whether a header is a question whose answers are reasons, as survey tools write it.

    Examples
    --------
    >>> asks_why("Why did you stop ordering from us?"), asks_why("1. Warum haben Sie gekündigt?")
    (True, True)
    >>> asks_why("Why did they leave"), asks_why("What is your role?"), asks_why("Reason")
    (True, False, False)
    """
    text = header.strip().rstrip("*").rstrip().casefold()
    return bool(_BEGINS.match(text) or (text.endswith("?") and _ASKS.search(text)))


def speaks_of_loss(name: str) -> bool:
    """Whether a name speaks of something lost.

    Examples
    --------
    >>> speaks_of_loss("lost_orders"), speaks_of_loss("orders")
    (True, False)
    """
    return bool(_LOST.search(key_of(name)))


def speaks_of_why(header: str) -> bool:
    """Whether words of a header ask why, whatever else it says.

    Examples
    --------
    >>> speaks_of_why("Secondary reason"), speaks_of_why("Cancelled by")
    (True, False)
    """
    return bool(_WHY.search(key_of(header)))


def speaks_of_end(name: str) -> bool:
    """Whether a name speaks of customers who were lost, or who left.

    Examples
    --------
    >>> speaks_of_end("closed_accounts"), speaks_of_end("clienti persi"), speaks_of_end("kunden")
    (True, True, False)
    """
    return speaks_of_loss(name) or bool(_ENDED.search(key_of(name)))


def loss_reason(header: Sequence[str]) -> str:
    """Return the first header that asks why a sale was lost; empty without one.

    Examples
    --------
    >>> loss_reason(["Amount", "Closed Lost Reason"]), loss_reason(["Reason", "Loss"])
    ('Closed Lost Reason', '')
    """
    keys_of = ((cell, key_of(cell)) for cell in header)
    return next((cell for cell, key in keys_of if _LOST.search(key) and _WHY.search(key)), "")
