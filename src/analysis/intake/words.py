"""Header words in English, German, French and Spanish, and the words found in cells.

Words are compared as keys: folded, without accents, blanks, punctuation and bracketed units, and
always as a whole. A word of the first rank (it says number or id, or names its date) outranks a
bare word of the second rank beside it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from analysis.intake.system_words import SYSTEM_WORDS


def _cells(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(",") if word.strip())


CURRENCIES = _cells(
    "eur,usd,gbp,chf,sek,nok,dkk,pln,czk,huf,jpy,cny,inr,aud,cad,nzd,mxn,brl,ars,clp,cop,zar,try,"
    "rub,uah,ron,bgn,ils,aed,sar,sgd,hkd,krw,thb,euro,euros,dollar,dollars,pound,pounds,sterling,"
    "franken,francs,franc,pesos,peso,yen"
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@lru_cache(maxsize=20_000)
def key_of(header: str) -> str:
    """Return the key under which a header is compared.

    Examples
    --------
    >>> key_of("Customer ID"), key_of("Betrag (EUR)"), key_of("N° client"), key_of("Customer #")
    ('customerid', 'betrag', 'nclient', 'customerno')
    """
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header).replace("#", " no ")
    text = unicodedata.normalize("NFKC", text.replace("º", "°")).casefold().translate(_UMLAUTS)
    text = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in text if sign.isalnum())


def _keys(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key_of(word) for word in words.split(",") if key_of(word)))


def _two(first: str, second: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _keys(first), _keys(second)


def _named(names: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Columns that are known by their canonical name only."""
    return {name: _two(name.replace("_", " ")) for name in names.split(",")}


_DATE = "date,datum,fecha,day,tag,jour"

#: canonical column -> words of first rank, words of second rank; valid in every table.
_COMMON: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "customer_id": _two(
        "customer id,customer no,customer number,customer nr,customer code,customer key,cust id,"
        "cust no,custno,client id,client no,client number,client code,account id,account no,"
        "account number,user id,shopper id,buyer id,kundennummer,kundennr,kunden id,kunden nr,"
        "kundenid,kunde nr,kd nr,kdnr,k nr,debitor,debitorennummer,debitor nr,code client,"
        "n° client,no client,num client,numero client,numéro client,numéro de client,id client,"
        "identifiant client,nº cliente,no cliente,num cliente,número de cliente,numero cliente,"
        "código cliente,código de cliente,cod cliente,id cliente,company id,company no",
        "customer,account,client,kunde,cliente,compte,cuenta,debtor",
    ),
    "contact_id": _two("contact id,contact no,kontakt id,kontaktnr,id contact,id contacto"),
    "rep_id": _two(
        "rep id,sales rep id,salesperson id,vertreter nr,vertreternummer",
        "rep,sales rep,salesperson,account manager,vertreter,außendienst,commercial,vendedor,"
        "vendeur",
    ),
    "known_at": _two("known at,recorded at,erfasst am,saisi le,registrado el"),
}

_TRANSACTIONS = {
    "ordered_on": _two(
        "ordered on,order date,date of order,invoice date,sales date,sale date,purchase date,"
        "transaction date,posting date,booking date,rechnungsdatum,bestelldatum,auftragsdatum,"
        "kaufdatum,belegdatum,buchungsdatum,umsatzdatum,date de facture,date facture,"
        "date de commande,date commande,date d'achat,date achat,date de vente,fecha factura,"
        "fecha de factura,fecha pedido,fecha de pedido,fecha de compra,fecha compra,fecha venta,"
        "fecha de venta,order day,purchased on,invoiced on",
        _DATE + ",order timestamp,timestamp,order datetime,datetime,created at,order time",
    ),
    "amount": _two(
        "amount,sales,revenue,turnover,net amount,gross amount,amount net,amount gross,net value,"
        "gross value,order amount,order value,order total,invoice amount,invoice total,line amount,"
        "line total,line value,sales amount,sales value,total amount,total price,total sales,"
        "extended price,spend,umsatz,betrag,nettobetrag,bruttobetrag,betrag netto,betrag brutto,"
        "umsatz netto,umsatz brutto,nettoumsatz,bruttoumsatz,gesamtbetrag,gesamtpreis,"
        "rechnungsbetrag,auftragswert,bestellwert,warenwert,erlös,montant,montant ht,montant ttc,"
        "total ht,total ttc,chiffre d'affaires,ca,ca ht,importe,importe neto,importe bruto,"
        "importe total,monto,ventas,facturación,net sales,gross sales",
        "value,total,net,gross,wert,summe,netto,brutto,valor,valeur",
    ),
    "order_id": _two(
        "order id,order no,order number,order nr,invoice no,invoice,invoice id,invoice number,"
        "invoice nr,transaction id,transaction no,receipt no,document no,rechnungsnr,"
        "rechnungsnummer,rechnung nr,auftragsnr,auftragsnummer,bestellnr,bestellnummer,belegnr,"
        "belegnummer,beleg,n° facture,no facture,numéro de facture,numero facture,n° commande,"
        "no commande,numéro de commande,nº factura,no factura,número de factura,nº pedido,"
        "no pedido,número de pedido,pedido no",
        "order,rechnung,auftrag,facture,commande,factura,pedido",
    ),
    "line_no": _two(
        "line no,line number,line id,line nr,position,pos,pos nr,ligne,línea,line item"
    ),
    "line_type": _two("line type,transaction type,order type,document type,belegart,vorgangsart"),
    "margin": _two(
        "margin,gross margin,profit,gross profit,contribution margin,marge,deckungsbeitrag,"
        "rohertrag,margen,margen bruto"
    ),
    "currency": _two("currency,currency code,währung,wkz,devise,monnaie,moneda,divisa"),
    "product_id": _two(
        "product id,product code,product no,sku,item no,item id,item code,stock code,article no,"
        "artikelnr,artikelnummer,artikel nr,code article,code produit,référence,código producto,"
        "código de producto,código artículo",
        "product,item,article,artikel,produit,producto,artículo",
    ),
    "branch_id": _two(
        "branch id,store id,branch no,filialnr,filial nr,niederlassung nr,code agence",
        "branch,store,filiale,niederlassung,agence,magasin,sucursal,tienda",
    ),
    "channel": _two("channel,sales channel,vertriebskanal,kanal,canal,canal de vente"),
    "promised_on": _two(
        "promised on,promised date,promise date,requested delivery date,due date,wunschtermin,"
        "zugesagter termin,date promise,fecha prometida"
    ),
    "delivered_on": _two(
        "delivered on,delivery date,delivered,ship date,shipping date,shipped on,lieferdatum,"
        "versanddatum,date de livraison,date livraison,fecha de entrega,fecha entrega"
    ),
    "status": _two("status,order status,state,statut,estado,auftragsstatus,bestellstatus,zustand"),
    "quantity": _two(
        "quantity,qty,units,pieces,menge,anzahl,stück,stückzahl,quantité,qté,cantidad,unidades,"
        "number of items,number of units"
    ),
    "unit_price": _two(
        "unit price,price per unit,price each,einzelpreis,stückpreis,e preis,prix unitaire,"
        "precio unitario",
        "price,preis,prix,precio",
    ),
}

_REASONS = {
    "note": _two(
        "note,notes,comment,comments,remark,remarks,text,feedback,reason text,verbatim,free text,"
        "reason,lost reason,loss reason,churn reason,cancellation reason,reason for leaving,"
        "abwanderungsgrund,kündigungsgrund,grund,bemerkung,kommentar,notiz,anmerkung,freitext,"
        "rückmeldung,motif,commentaire,remarque,raison,motivo,comentario,comentarios,nota,"
        "observaciones,description,beschreibung"
    ),
    "code": _two("code,reason code,grundcode,grundschlüssel,code motif,código motivo,theme"),
    "stated_on": _two(
        "stated on,reason date,statement date,feedback date,comment date,note date,contact date,"
        "call date,lost date,churn date,cancellation date,kündigungsdatum,gesprächsdatum,"
        "abwanderungsdatum,kontaktdatum,date du motif,date de contact,date de résiliation,"
        "fecha de contacto,fecha motivo,fecha de baja",
        _DATE + ",created at,timestamp",
    ),
    "reason_id": _two("reason id,note id,comment id,statement id,feedback id,ticket id", "id"),
    "source": _two("source,quelle,origine,fuente,origen"),
    "mode": _two("mode"),
    "asked_n": _two("asked n"),
    "severity": _two("severity,schwere,gravité,gravedad"),
    "competitor": _two("competitor,wettbewerber,mitbewerber,concurrent,competidor"),
    "layer": _two("layer"),
    "fixable": _two("fixable"),
    "coder": _two("coder,coded by"),
    "probe_batch": _two("probe batch"),
    "probe_probability": _two("probe probability"),
}

_NAME = _two(
    "name,customer name,company,company name,kundenname,firma,firmenname,nom,raison sociale,"
    "nombre,razón social"
)

_CUSTOMERS = {
    "name": _NAME,
    "segment": _two("segment,kundensegment,segmento,customer segment"),
    "tier": _two("tier,customer tier,abc class,kundenklasse"),
    "territory": _two("territory,region,gebiet,vertriebsgebiet,territoire,secteur,territorio,zona"),
    "industry": _two("industry,branche,secteur d'activité,sector,industria"),
    "started_on": _two(
        "started on,start date,customer since,kunde seit,client depuis,cliente desde,signup date"
    ),
    "ended_on": _two("ended on,end date,kunde bis,fecha de baja,date de fin"),
    "end_type": _two("end type"),
    "merged_into": _two("merged into"),
    "one_time": _two("one time"),
    "expected_value": _two("expected value"),
    "current_supplier": _two("current supplier"),
    "status": _two("status,customer status,kundenstatus,statut,estado"),
    "revisit_on": _two("revisit on,wiedervorlage"),
}

_CONTACTS = {
    "department": _two("department,abteilung,service,departamento"),
    "role": _two("role,job title,position,funktion,fonction,cargo,title"),
    "status": _two("status,contact status,statut,estado"),
    "left_on": _two("left on"),
    "leave_until": _two("leave until"),
    "new_company": _two("new company"),
    "reports_to": _two("reports to"),
    "consent": _two(
        "consent,marketing consent,opt in,optin,newsletter opt in,email opt in,einwilligung,"
        "werbeeinwilligung,consentement,consentimiento,may contact,contact allowed,"
        "accepts marketing,subscribed"
    ),
    "do_not_contact": _two(
        "do not contact,do not call,do not email,do not mail,dnc,opt out,optout,opted out,"
        "unsubscribed,unsubscribe,no contact,werbesperre,kontaktsperre,werbewiderspruch,"
        "nicht kontaktieren,gesperrt,ne pas contacter,désinscrit,désabonné,opposition,no contactar,"
        "baja,no llamar,email opt out,marketing opt out,has opted out of email,suppressed,blocked"
    ),
    "name": _two("name,contact name,full name,ansprechpartner,nom,nombre,kontakt,contact,contacto"),
    "email": _two(
        "email,e mail,mail,email address,e mail adresse,courriel,correo,"
        "correo electrónico,adresse email"
    ),
    "phone": _two(
        "phone,telephone,phone number,tel,mobile,telefon,telefonnummer,handy,téléphone,"
        "teléfono,móvil"
    ),
}

_TOUCHES = {
    "touched_at": _two(
        "touched at,contact date,call date,contacted at,contacted on,touch date,visit date,"
        "kontaktdatum,anrufdatum,besuchsdatum,date de contact,date d'appel,fecha de contacto,"
        "fecha de llamada,activity date",
        _DATE + ",timestamp,created at",
    ),
    "touch_id": _two("touch id,call id,activity id,visit id"),
    "channel": _two("channel,kanal,canal,contact channel"),
    "direction": _two("direction,richtung,sens,dirección"),
    "purpose": _two("purpose,zweck,objet,propósito"),
    "outcome": _two("outcome,result,ergebnis,résultat,resultado,call result"),
    "attempt_n": _two("attempt n,attempt"),
    "program": _two("program,campaign,kampagne,campagne,campaña"),
    **_named("approach,offer_type,offer_value,offer_cost,minutes,cost,next_on"),
}

_ASSIGNMENTS = {
    "program": _two("program,campaign"),
    "arm": _two("arm,treatment arm,test group"),
    "assigned_on": _two("assigned on,assignment date", _DATE),
    "stratum": _two("stratum"),
    "propensity": _two("propensity"),
}

_ISSUES = {
    "issue_id": _two("issue id,issue no,case id"),
    "code": _two("code,reason code,issue code"),
    "opened_on": _two("opened on,opened,open date,created on", _DATE),
    **_named("scope,kind,due_on,fixed_on,verified_on,owner,blocking,blocker,status,fix_cost"),
}

_REPS = _named("team,capacity,territory,commission_rate,hour_cost")

_SUPPRESSIONS = {
    "since_on": _two("since on,since,suppressed on,gesperrt seit,depuis,desde", _DATE),
    "reason": _two("reason,grund,motif,motivo"),
    "channel": _two("channel,kanal,canal"),
    "until_on": _two("until on,until,gesperrt bis,jusqu'au,hasta"),
}

#: table -> canonical column -> (first rank keys, second rank keys)
HEADER_WORDS: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "transactions": _COMMON | _TRANSACTIONS,
    "reasons": _COMMON | _REASONS,
    "customers": _COMMON
    | _CUSTOMERS
    | {"customer_id": (_COMMON["customer_id"][0], (*_COMMON["customer_id"][1], "id"))},
    "contacts": _COMMON | _CONTACTS,
    "touches": _COMMON | _TOUCHES,
    "assignments": _COMMON | _ASSIGNMENTS,
    "issues": _COMMON | _ISSUES,
    "reps": _COMMON | _REPS,
    "suppressions": _COMMON | _SUPPRESSIONS,
}

for _table, _ranks in HEADER_WORDS.items():
    for _column, _words in (SYSTEM_WORDS[""] | SYSTEM_WORDS.get(_table, {})).items():
        _first, _second = _two(*_words)
        _ranks[_column] = (_ranks[_column][0] + _first, _ranks[_column][1] + _second)

#: Words of a file name that tell its table.
FILE_WORDS: dict[str, tuple[str, ...]] = {
    "transactions": _keys(
        "transactions,transaction,orders,order,sales,invoices,invoice,purchases,order lines,"
        "umsatz,umsätze,bestellungen,aufträge,rechnungen,verkäufe,ventes,commandes,factures,"
        "achats,ventas,pedidos,facturas,compras"
    ),
    "reasons": _keys(
        "reasons,reason,notes,feedback,comments,why,gründe,grund,abwanderungsgründe,kommentare,"
        "motifs,raisons,commentaires,motivos,comentarios,surveys,survey"
    ),
    "customers": _keys("customers,customer,accounts,clients,kunden,clientes,debitoren"),
    "contacts": _keys("contacts,contact,kontakte,ansprechpartner,contactos"),
    "touches": _keys("touches,calls,outreach,activities,visits,anrufe,besuche,appels,llamadas"),
    "assignments": _keys("assignments,assignment,arms"),
    "issues": _keys("issues,issue,fixes,cases,tickets"),
    "reps": _keys("reps,rep,salespeople,vertreter,vendeurs,vendedores"),
    "suppressions": _keys(
        "suppressions,suppression,optouts,unsubscribes,blocklist,sperrliste,werbesperren,dnc"
    ),
}


#: Ids that stand for nobody (trap 50), folded and without punctuation at the ends.
PLACEHOLDER_IDS = _cells(
    "0,00,000,0000,00000,000000,0000000,00000000,-1,9999,99999,999999,9999999,99999999,n/a,na,nan,"
    "null,nil,none,nobody,unknown,not set,undefined,anonymous,anon,guest,guest checkout,guest user,"
    "guestuser,walk-in,walk in,walkin,walk-in customer,cash,cash customer,cash sale,counter sale,"
    "no customer,no id,misc,miscellaneous,dummy,placeholder,tbd,xxx,gast,gastkunde,gastbestellung,"
    "laufkunde,laufkundschaft,barverkauf,barkunde,unbekannt,ohne kunde,kein kunde,diverse,"
    "sammelkunde,keine,ohne,invité,invite,client invité,client de passage,client divers,divers,"
    "comptoir,vente comptoir,inconnu,anonyme,aucun,sans client,invitado,cliente invitado,"
    "cliente genérico,cliente contado,contado,mostrador,desconocido,anónimo,anonimo,ninguno,"
    "sin cliente,varios,ospite,cliente generico,sconosciuto,banco,gast klant,onbekend,convidado,"
    "desconhecido,-,--,?"
)

#: What a spreadsheet writes where a formula failed (trap 40).
ERROR_VALUES = _cells(
    "#n/a,#n/v,#nv,#ref!,#bezug!,#value!,#wert!,#valeur!,#¡valor!,#valor!,#div/0!,#¡div/0!,#name?,"
    "#nom?,#¿nombre?,#num!,#zahl!,#nombre!,#¡num!,#null!,#¡ref!,#nul!,#getting_data,#spill!,#calc!"
)

#: A note that says nothing (only letters and blanks are compared).
FILLER_NOTES = _cells(
    "n a,na,none,nil,null,nan,unknown,not known,not given,not stated,not specified,unspecified,"
    "no comment,no comments,no reason,no reason given,no answer,no response,blank,empty,tbd,test,x,"
    "xx,xxx,keine angabe,keine angaben,k a,ka,keine,kein kommentar,unbekannt,ohne angabe,entfällt,"
    "nicht angegeben,kein grund,ohne grund,sans objet,s o,so,aucun,aucune,aucun commentaire,"
    "non renseigné,non précisé,non communiqué,néant,inconnu,rien,sans motif,sin motivo,ninguno,"
    "ninguna,no aplica,n d,nd,sin comentarios,sin comentario,sin especificar,no especificado,"
    "desconocido,nada,sin respuesta,not applicable"
)

ORDER_STATUS = _cells(
    "paid,open,shipped,delivered,invoiced,completed,complete,closed,done,processing,processed,"
    "pending,confirmed,fulfilled,sent,active,ok,booked,posted,new,partially shipped,partially paid,"
    "partial,approved,settled,received,ready,packed,dispatched,in progress,finished,success,"
    "successful,captured,sale,sold,order,ordered,billed,overdue,unpaid,due,accepted,final,"
    "bezahlt,offen,geliefert,versendet,versandt,abgeschlossen,fakturiert,berechnet,erledigt,"
    "bestätigt,in bearbeitung,neu,gebucht,verschickt,teilgeliefert,teilbezahlt,ausgeliefert,aktiv,"
    "überfällig,unbezahlt,payé,payée,paye,ouvert,ouverte,livré,livrée,expédié,expédiée,facturé,"
    "facturée,terminé,terminée,en cours,confirmé,confirmée,validé,validée,en attente,clôturé,"
    "pagado,pagada,abierto,abierta,entregado,entregada,enviado,enviada,facturado,facturada,"
    "completado,completada,en proceso,confirmado,confirmada,pendiente,cerrado,cerrada,cobrado,"
    "return,returned,refunded,refund,partially refunded,credited,credit,credit note,retoure,"
    "gutschrift,erstattet,zurückgesandt,remboursé,remboursée,retourné,avoir,reembolsado,"
    "reembolsada,devuelto,devuelta,abono"
)

#: Set aside when the amount is above 0; a credit note when it is below (traps 18, 19).
CANCELLED_STATUS = _cells(
    "cancelled,canceled,cancel,void,voided,draft,offer,quote,quotation,rejected,declined,failed,"
    "deleted,abandoned,expired,reversed,storniert,storno,abgebrochen,entwurf,angebot,abgelehnt,"
    "gelöscht,annuliert,annulliert,annulé,annulée,annule,brouillon,devis,offre,refusé,refusée,"
    "supprimé,supprimée,anulado,anulada,cancelado,cancelada,borrador,presupuesto,oferta,rechazado,"
    "rechazada,eliminado,eliminada,refunded,erstattet,remboursé,remboursée,reembolsado,reembolsada"
)

YES_WORDS = _cells("yes,y,true,t,1,x,on,ja,j,wahr,oui,o,vrai,sí,si,s,verdadero,checked,✓,✔")
NO_WORDS = _cells("no,n,false,f,0,off,nein,falsch,non,faux,falso,unchecked")

#: A contact who must not be called whatever else the row says.
NEVER_STATUS = _cells(
    "deceased,dead,died,verstorben,gestorben,décédé,décédée,fallecido,fallecida,minor,"
    "minderjährig,mineur,menor,disputed,legal,opted out,unsubscribed,blocked,gesperrt,"
    "do not contact"
)

#: The total word that makes a row a total (traps 33, 34).
TOTAL_PATTERN = (
    r"(?i)^\W*(grand[ -]?total|sub[ -]?total|total[ -]g[eé]n[eé]ral|totals?|totales|totaux|"
    r"(gesamt|zwischen|end)?summe|gesamt(betrag|umsatz)?|insgesamt|sous[ -]?total|somme|suma|"
    r"total[ -](general|sum|amount|all|des ventes|ventas))\W*$"
)

#: Other ways of saying a listed word; an opt-out must not hide behind one.
SYNONYMS: dict[str, dict[str, frozenset[str]]] = {
    "outcome": {
        "opt_out": _cells(
            "optout,opted_out,unsubscribed,unsubscribe,do_not_call,do_not_contact,never_call_again,"
            "no_more_calls,dnc,abgemeldet,werbesperre,nicht_mehr_anrufen,desinscrit,désinscrit,"
            "ne_plus_appeler,baja,no_llamar_mas,no_llamar"
        )
    },
}
