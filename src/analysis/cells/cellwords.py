"""Words found in cells: status words, placeholder ids, fillers, yes and no, totals.

In English, German, French and Spanish, compared as a whole and without upper case.
"""

from __future__ import annotations

import re


def listed(words: str) -> frozenset[str]:
    """Return words that a text lists with commas between them.

    Examples
    --------
    >>> sorted(listed("paid, open,paid"))
    ['open', 'paid']
    """
    return frozenset(word.strip() for word in words.split(",") if word.strip())


def plain_word(word: str) -> str:
    """Return a status word with single blanks for punctuation and without its shop's prefix.

    Examples
    --------
    >>> plain_word("wc-on-hold")
    'on hold'
    """
    return " ".join(re.split(r"[\W_]+", word)).strip().removeprefix("wc ")


#: A note that says nothing (only letters and blanks are compared).
FILLER_NOTES = listed(
    "n a,na,none,nil,null,nan,unknown,not known,not given,not stated,not specified,unspecified,"
    "no comment,no comments,no reason,no reason given,no answer,no response,blank,empty,tbd,test,"
    "x,xx,xxx,keine angabe,keine angaben,k a,ka,keine,kein kommentar,unbekannt,ohne angabe,"
    "entfällt,nicht angegeben,kein grund,ohne grund,sans objet,s o,so,aucun,aucune,"
    "aucun commentaire,non renseigné,non précisé,non communiqué,néant,inconnu,rien,sans motif,"
    "sin motivo,ninguno,ninguna,no aplica,n d,nd,sin comentarios,sin comentario,sin especificar,"
    "no especificado,desconocido,nada,sin respuesta,not applicable"
)

#: Money went back: orders by their status, told of where the amount is positive all the same.
RETURNED_STATUS = listed(
    "return,returned,refunded,refund,credited,credit,credit note,credit memo,retoure,retourniert,"
    "gutschrift,gutgeschrieben,erstattet,zurückgesandt,zurückgegeben,rückgabe,rücksendung,"
    "remboursé,remboursée,retourné,retournée,retour,avoir,crédité,créditée,reembolsado,"
    "reembolsada,devuelto,devuelta,devolución,abono,abonado,abonada,rectificativa"
)

#: Beside deals that were won, words of those of which nobody knows yet.
WON_STATUS = listed("won,closed won,closedwon,gewonnen,gagné,gagnée,ganado,ganada")
UNDECIDED_STATUS = listed(
    "open,new,pending,in progress,in process,active,on hold,hold,offen,neu,in bearbeitung,aktiv,"
    "ausstehend,ouvert,ouverte,en cours,en attente,nouveau,nouvelle,abierto,abierta,en curso,"
    "en proceso,pendiente,nuevo,nueva,aperta,aperto,pendente"
)
#: Words of a status that is an order; with its shop's own prefix cut off.
ORDER_STATUS = RETURNED_STATUS | WON_STATUS | UNDECIDED_STATUS | listed(
    "partially refunded,partially returned,disputed,teilerstattet,teilweise erstattet,"
    "partiellement remboursé,partiellement remboursée,parcialmente reembolsado,"
    "parcialmente reembolsada,paid,shipped,delivered,invoiced,completed,complete,closed,done,"
    "processing,processed,pending payment,awaiting payment,awaiting shipment,awaiting fulfillment,"
    "awaiting pickup,confirmed,fulfilled,unfulfilled,partially fulfilled,sent,ok,booked,posted,"
    "created,partially shipped,partially paid,partially delivered,partially invoiced,partial,"
    "approved,settled,received,ready,ready to ship,packed,dispatched,finished,success,successful,"
    "succeeded,captured,authorized,authorised,sale,sold,order,ordered,sales order,invoice,billed,"
    "overdue,past due,unpaid,not paid,due,accepted,final,locked,released,registered,collected,"
    "picked,picked up,in transit,out for delivery,to be invoiced,fully invoiced,to invoice,"
    "open order,backorder,back ordered,cleared,recorded,archived,unshipped,shipping,"
    "shipped delivered to buyer,deposited,uncollectible,contract signed,bezahlt,geliefert,"
    "versendet,versandt,abgeschlossen,fakturiert,berechnet,erledigt,bestätigt,gebucht,verschickt,"
    "teilgeliefert,teilbezahlt,ausgeliefert,überfällig,unbezahlt,abgerechnet,teilfakturiert,"
    "teilberechnet,freigegeben,in rechnung gestellt,zugestellt,angenommen,abgeholt,verbucht,"
    "teilweise bezahlt,teilweise geliefert,zahlung ausstehend,zahlung offen,wartet auf zahlung,"
    "angelegt,fertig,kommissioniert,auftrag,rechnung,lieferung,bestellt,erfasst,gemahnt,beglichen,"
    "ausgeglichen,archiviert,in auslieferung,versandbereit,nicht bezahlt,wartend,payé,payée,paye,"
    "livré,livrée,expédié,expédiée,facturé,facturée,terminé,terminée,confirmé,confirmée,validé,"
    "validée,clôturé,clôturée,réglé,réglée,soldé,soldée,envoyé,envoyée,traité,traitée,comptabilisé,"
    "comptabilisée,acquitté,acquittée,impayé,impayée,en retard,en préparation,accepté,acceptée,"
    "partiellement payé,partiellement payée,partiellement livré,partiellement livrée,commande,"
    "facture,en livraison,en cours de livraison,en attente de paiement,paiement accepté,signé,"
    "signée,archivé,archivée,pagado,pagada,entregado,entregada,enviado,enviada,facturado,facturada,"
    "completado,completada,confirmado,confirmada,cerrado,cerrada,cobrado,cobrada,servido,servida,"
    "procesado,procesada,pendiente de pago,pendiente de cobro,parcialmente pagado,"
    "parcialmente pagada,vencido,vencida,impagado,impagada,aceptado,aceptada,validado,validada,"
    "contabilizado,contabilizada,finalizado,finalizada,terminado,terminada,en preparación,"
    "en tránsito,liquidado,liquidada,pedido,factura,fully paid,paid in full,fully applied,"
    "partially applied,paid off,in payment,viewed,outstanding,ready for pickup,backordered,"
    "fully billed,pending billing,pending fulfillment,activated,reconciled,recurring,renewed,"
    "charged,printed,teilzahlung,rechnung erstellt,angemahnt,mahnstufe 1,mahnstufe 2,mahnstufe 3,"
    "komplett,komplett abgeschlossen,komplett bezahlt,zahlung eingegangen,gedruckt,in zustellung,"
    "vollständig,eingezogen,lastschrift,vorausbezahlt,en cours de préparation,préparation en cours,"
    "échu,échue,encaissé,encaissée,paiement à distance accepté,à payer,bon de commande,emitido,"
    "emitida,pedido de venta,pago aceptado,recibido,recibida,paid out,part paid,partly paid,"
    "payment received,order complete,fully shipped,fully delivered,finalised,finalized,despatched,"
    "acknowledged,checked in,checked out,arrived,departed,to bill,to deliver,to deliver and bill,"
    "billed and delivered,emailed,exported,transferred,vollständig bezahlt,vollständig geliefert,"
    "übertragen,exportiert,buchung abgeschlossen,mahnung,à facturer,relancé,relancée,"
    "parcialmente cobrado,parcialmente cobrada,albaranado,albaranada,remesado,remesada,girado,"
    "girada,payment due,submitted for settlement,settling,settlement pending,fällig,zahlung fällig,"
    "noch offen,nicht beglichen,angereist,abgereist,eingecheckt,ausgecheckt,non réglé,non réglée,"
    "non payé,non payée,à régler,à encaisser,partiellement réglé,partiellement réglée,"
    "payé partiellement,payée partiellement,no pagado,no pagada,sin pagar,no cobrado,no cobrada,"
    "por pagar,por cobrar,pagata,pagato,consegnata,consegnato,spedita,spedito,evasa,evaso,"
    "fatturata,fatturato,betaald,geleverd,verzonden,gefactureerd,pago,paga,entregue,faturado,faturada,vigente,"
    "timbrado,timbrada,cfdi vigente"
)  # fmt: skip
#: Words of an order that was made and taken back: below 0 such a line is its credit note.
TAKEN_BACK_STATUS = listed(
    "cancelled,canceled,cancel,cancellation,void,voided,reversed,storniert,storno,stornierung,"
    "stornorechnung,abgebrochen,abgesagt,annuliert,annulliert,widerrufen,annulé,annulée,annule,"
    "annulation,anulado,anulada,anulación,cancelado,cancelada,refunded,fully refunded,erstattet,"
    "vollständig erstattet,rückerstattet,remboursé,remboursée,reembolsado,reembolsada,chargeback,"
    "annullata,annullato,stornata,stornato,geannuleerd"
)
#: Set aside when the amount is above 0 (traps 18, 19). An offer, a draft or a payment that failed
#: never moved money, whatever its sign.
CANCELLED_STATUS = TAKEN_BACK_STATUS | listed(
    "draft,checkout draft,auto draft,offer,quote,quotation,quotation sent,estimate,proposal,"
    "proforma,pro forma,rejected,declined,failed,failure,payment failed,deleted,trash,trashed,"
    "abandoned,expired,incomplete,requires payment method,denied,test,closed lost,closedlost,lost,"
    "prospecting,qualification,qualified,needs analysis,value proposition,proposal price quote,"
    "negotiation,negotiation review,id decision makers,perception analysis,appointmentscheduled,"
    "qualifiedtobuy,presentationscheduled,decisionmakerboughtin,contractsent,lead,entwurf,angebot,"
    "offerte,kostenvoranschlag,abgelehnt,gelöscht,verworfen,fehlgeschlagen,abgelaufen,verloren,"
    "zurückgezogen,ungültig,nicht angenommen,brouillon,devis,devis envoyé,offre,refusé,refusée,"
    "supprimé,supprimée,échoué,échouée,expiré,expirée,abandonné,abandonnée,rejeté,rejetée,perdu,"
    "perdue,paiement refusé,borrador,presupuesto,cotización,oferta,rechazado,rechazada,eliminado,"
    "eliminada,fallido,fallida,caducado,caducada,expirado,expirada,abandonado,abandonada,perdido,"
    "perdida,charged back,gateway rejected,processor declined,settlement declined,"
    "authorization expired"
)


def was_never_made(word: str) -> bool:
    """Whether a status is of an offer, a draft or a payment that failed: it moved no money.

    Examples
    --------
    >>> was_never_made("Devis"), was_never_made("wc-failed"), was_never_made("storniert")
    (True, True, False)
    """
    forms = {word.casefold(), plain_word(word.casefold())}
    return bool(forms & CANCELLED_STATUS) and not forms & TAKEN_BACK_STATUS


#: How a program writes that a cell holds nothing.
NULL_WORDS = listed("null,none,nan,nat,n/a,na,nil,(null),<null>,#n/a,-,--,.,?")
YES_WORDS = listed(
    "yes,y,true,t,1,1.0,x,on,ja,j,wahr,oui,o,vrai,sí,si,s,verdadero,sì,vero,waar,sim,verdadeiro,checked,✓,✔,☑"
)
NO_WORDS = listed(
    "no,n,false,f,0,0.0,off,nein,falsch,non,faux,falso,nee,onwaar,não,nao,unchecked,☐"
)


#: Postage, fees and discounts as lines of their own (trap 23); single letters are codes of them.
FEES = listed(
    "d,m,s,b,post,postage,dot,bank charges,cruk,amazonfee,shipping,shipping fee,shipping costs,"
    "ship,delivery,delivery charge,handling,freight,carriage,surcharge,discount,fee,fees,versand,"
    "versandkosten,lieferkosten,fracht,frachtkosten,porto,verpackung,rabatt,nachlass,skonto,"
    "gebühr,gebühren,maut,port,frais,frais de port,frais de livraison,livraison,remise,envio,"
    "envío,gastos de envío,gastos de envio,portes,descuento"
)


#: What an account held before the first line, or after the last one: no order of anybody.
_BALANCES = (
    r"(opening|closing|beginning|ending|starting) balance|(balance )?(brought|carried) "
    r"(forward|down)|balance [bc]/?[fd]|saldo[ -]?vortrag|(anfangs|end|schlu(ss|ß)|eröffnungs|"
    r"abschluss)[ -]?saldo|saldo|report [àa] nouveau|[àa] nouveaux?|solde( (initial|final|"
    r"d.ouverture|de (clôture|cloture|départ)|ant[ée]rieur|report[ée]|[àa] nouveau))?|"
    r"saldo (anterior|inicial|final|de (apertura|cierre))"
)
_TOTALS = (
    r"grand[ -]?totals?|sub[ -]?totals?|totals?|totales?|totaal|totaux|sums?|gesamt|summen?|"
    r"insgesamt|ergebnis|(zwischen|end|gesamt)[ -]?(summe|ergebnis|betrag|umsatz|total)|"
    r"zw\.?[ -]?summe|"
    r"(teil|tages|wochen|monats|quartals|jahres|kunden|filial|gruppen|seiten)[ -]?(summe|total)|"
    r"((day|week|month|quarter|year)(ly)?|daily|annual|report|page|customer|client|group)"
    r"[ -]totals?|sous[ -]?tota(l|ux)|"
    r"sommes?( totale)?|suma( total)?|total[ -]g[eé]n[eé]ral|übertrag|"
    r"total[ -](general|sum|amount|all|des ventes|ventas|ht|ttc|net|neto|bruto|sales|umsatz)|"
    rf"({_BALANCES})[\W\d]*"
)
#: The total word that makes a row a total (traps 33, 34). These four are for lower case: the engine
#: takes twice as long to make a pattern for both ready.
TOTAL_PATTERN = rf"^\W*({_TOTALS})\W*(eur|usd|gbp|chf)?\W*$"
#: The same word at the start of a row that has no date: what follows says of whom or when.
TOTAL_START = rf"^\W*({_TOTALS})\b"
#: The same in any of some cells with this sign between them.
CELLS_APART = "\x1f"
TOTAL_STARTS = TOTAL_START.replace("^", rf"(?:^|{CELLS_APART})")
#: The same word where more follows it, a day beside: its amount tells whether it is a total.
TOTAL_OF = rf"^\W*({_TOTALS}|[Σσ])[\s:(/.,]\W*"
#: Companies are called so at the end, and hardly anything else.
FIRM_PATTERN = (
    r"(?i)\b(gmbh|ag|kgaa|kg|ohg|ug|gbr|se|e\.? ?[kv]\.?|ltd|limited|inc|llc|llp|plc|corp|co|"
    r"sarl|sasu?|s\.?a\.?(r\.?l\.?)?|s\.?l\.?u?\.?|nv|bv|srl|spa|energ(y|ies?))\W*$"
)
#: What a report says of itself below its rows, beside a day and a number: nobody is called so.
_REMARKS = (
    r"report (run|date|generated|created|printed|time)( (on|at))?|run (date|time)|print(ed)? date|"
    r"(record|row|line) count|(number|no\.?|count) of (records|rows|lines|orders|invoices)|"
    r"(exported|printed|generated|created|prepared) (by|on|at)|export date|date of (export|report)|"
    r"(druck|export|erstell(ungs)?|report|auswertungs|ausgabe)-?datum|"
    r"stand( (vom|am|per))?\W*[:\d]|"
    r"(gedruckt|erstellt|exportiert|ausgegeben) (von|am|durch)|"
    r"(an)?zahl (der )?(daten)?(sätze|saetze|zeilen)|(anzahl|zahl) (der )?(belege|rechnungen)|"
    r"nombre (de|d.) ?(lignes|enregistrements|factures|commandes)|(édité|imprimé|exporté|généré) "
    r"(le|par)|date d.(édition|impression|export|extraction)|"
    r"(número|nº|num\.?|cantidad|total) de (registros|filas|líneas|facturas|pedidos)|"
    r"(impreso|exportado|generado|emitido) (el|por)|"
    r"fecha de (impresión|exportación|emisión|informe)"
)
REMARK_PATTERN = rf"^\W*({_REMARKS})[\W\d]*$"
#: Words that no product is called; beside an id and a date they still make a row a total.
SUBTOTAL_WORDS = frozenset(
    word + colon
    for colon in ("", ":")
    for word in listed(
        "grand total,subtotal,sub total,sub-total,gesamtsumme,zwischensumme,endsumme,sous-total,"
        "sous total,total général,total general,suma total,opening balance,closing balance,"
        "balance brought forward,balance carried forward,balance forward,brought forward,"
        "carried forward,saldovortrag,saldo-vortrag,saldoübertrag,übertrag,anfangssaldo,endsaldo,"
        "eröffnungssaldo,schlusssaldo,eb-wert,report à nouveau,report a nouveau,à nouveau,"
        "à nouveaux,solde à nouveau,solde initial,solde antérieur,solde précédent,"
        "saldo anterior,saldo inicial,saldo final,saldo de apertura,asiento de apertura"
    )
)

#: Other ways of saying a listed word; an opt-out must not hide behind one.
SYNONYMS: dict[str, dict[str, frozenset[str]]] = {
    "status": {
        "active": listed(
            "aktiv,actif,active,activo,activa,employed,present,yes,y,true,1,ja,j,oui,o,sí,si,x,wahr"
        ),
        "left": listed(
            "gone,departed,former,ex,left_company,left_the_company,no_longer_employed,resigned,"
            "retired,terminated,dismissed,ausgeschieden,ausgetreten,gekündigt,ehemalig,ehemaliger,"
            "ehemalige,verlassen,im_ruhestand,pensioniert,rente,in_rente,parti,partie,sorti,sortie,"
            "ancien,ancienne,démissionné,retraité,retraitée,a_quitté,baja,ex_empleado,jubilado,"
            "jubilada,se_fue,ya_no_está,cesado,cesada"
        ),
        "inactive": listed(
            "inaktiv,inactif,inactivo,inactiva,disabled,deactivated,deaktiviert,suspended,"
            "désactivé,désactivée,desactivado,desactivada,no,n,false,0,nein,non,falsch"
        ),
        "on_leave": listed(
            "leave,away,absent,absente,ausente,sick,sick_leave,parental_leave,maternity_leave,"
            "paternity_leave,sabbatical,elternzeit,in_elternzeit,mutterschutz,im_mutterschutz,"
            "krank,krankgeschrieben,langzeitkrank,beurlaubt,abwesend,sabbatjahr,en_congé,congé,"
            "congé_maternité,congé_parental,arrêt_maladie,en_arrêt_maladie,de_baja,baja_médica,"
            "baja_maternal,excedencia,en_excedencia,de_permiso"
        ),
        "open": listed(
            "offen,neu,in_arbeit,in_bearbeitung,laufend,new,in_progress,ongoing,ouvert,en_cours,"
            "nouveau,abierto,abierta,en_curso,pendiente,ouverte,nouvelle,nuevo,nueva,planned,geplant,"
            "prévu,prévue,planificado,planificada,pending,on_hold,wartend,en_attente"
        ),
        "fixed": listed(
            "done,resolved,solved,completed,erledigt,behoben,umgesetzt,gelöst,abgeschlossen,"
            "corrigé,corrigée,résolu,résolue,terminé,terminée,corregido,corregida,resuelto,resuelta,"
            "closed,geschlossen,clos,close,clôturé,clôturée,fermé,fermée,cerrado,cerrada"
        ),
        "cooloff": listed(
            "cool_off,cooling_off,pause,paused,ruhend,pausiert,en_pause,en_pausa,in_ruhe_lassen"
        ),
        "legal": listed(
            "dispute,legal_dispute,lawsuit,litigation,rechtsstreit,klage,im_rechtsstreit,"
            "contentieux,litige,litigio,pleito,en_litigio"
        ),
        "irresolvable": listed("wont_fix,won't_fix,unlösbar,nicht_lösbar,insoluble,irresoluble"),
    },
    "outcome": {
        "opt_out": listed(
            "optout,opted_out,unsubscribed,unsubscribe,do_not_call,do_not_contact,"
            "never_call_again,no_more_calls,dnc,abgemeldet,werbesperre,nicht_mehr_anrufen,"
            "desinscrit,désinscrit,ne_plus_appeler,baja,no_llamar_mas,no_llamar,"
            "non_chiamare,non_chiamare_più,niet_bellen,niet_meer_bellen,não_ligar,não_ligar_mais"
        )
    },
    "line_type": {
        "sale": listed(
            "sales,sell,order,sales_order,invoice,sales_invoice,charge,payment_received,receipt,"
            "sales_receipt,purchase,rechnung,verkauf,auftrag,faktura,bestellung,umsatz,facture,"
            "vente,commande,factura,venta,pedido,ar_invoice,standard,item,product,artikel,"
            "article,artículo,out_invoice,customer_invoice,tax_invoice,cash_sale,"
            "factuur,facturen,verkoopfactuur,fattura,fatture,fattura_di_vendita,fatura,faturas,"
            "ausgangsrechnung,facture_client,facture_de_vente,factura_de_venta,factura_de_cliente,"
            "normal,ordinaria,ordinaire,simplificada,factura_simplificada,factura_ordinaria,"
            "factura_completa,factura_electrónica,factura_electronica,boleta,boleta_electrónica,"
            "ticket,facture_simple"
        ),
        "return": listed(
            "returns,returned,refund,refunded,return_order,sales_return,retoure,rücksendung,"
            "rückgabe,erstattung,retour,remboursement,devolución,devolucion,reembolso,"
            "return_invoice,out_refund,customer_refund,cash_refund,chargeback,rückzahlung,"
            "retourenauftrag"
        ),
        "credit": listed(
            "credit_memo,credit_note,creditnote,credit_invoice,creditmemo,sales_credit_memo,"
            "nota_credito,nota_di_credito,note_di_credito,creditnota,credit_nota,creditfactuur,"
            "nota_crédito,customer_credit_note,sales_credit,"
            "sales_credit_note,stornorechnung,"
            "gutschrift,rechnungskorrektur,korrekturrechnung,avoir,avoir_client,facture_d'avoir,"
            "note_de_crédit,note_de_credit,facture_avoir,facture_d_avoir,avoir_commercial,abono,"
            "nota_de_crédito,nota_de_credito,nota_de_crédito_electrónica,nota_de_abono,"
            "nota_crédito_electrónica,factura_de_abono,factura_rectificativa,"
            "rectificativa"
        ),
        "cancel": listed(
            "cancelled,canceled,cancellation,void,voided,storno,storniert,stornierung,"
            "annulation,annulé,annulée,anulación,anulada,anulado,cancelación,"
            "quote,quotation,offer,estimate,draft,angebot,devis,presupuesto,oferta,proforma"
        ),
        "fee": listed(
            "fees,shipping,freight,postage,handling,surcharge,stripe_fee,gebühr,gebühren,versand,"
            "versandkosten,fracht,porto,frais,frais_de_port,port,livraison,gastos_de_envío,envío,"
            "portes"
        ),
        "no_order": frozenset(),  # told by the words beside it: payments, balances
    },
}


#: Ids that stand for nobody (trap 50), folded and without punctuation at the ends.
PLACEHOLDER_IDS = listed(
    "0,00,000,0000,00000,000000,0000000,00000000,000000000,0000000000,-1,9999,99999,999999,9999999,"
    "99999999,999999999,9999999999,00000000-0000-0000-0000-000000000000,n/a,na,nan,"
    "null,nil,none,nobody,unknown,not set,undefined,anonymous,anon,guest,guest checkout,guest user,"
    "guestuser,walk-in,walk in,walkin,walk-in customer,cash,cash customer,cash sale,counter sale,"
    "no customer,no id,misc,miscellaneous,dummy,placeholder,tbd,xxx,gast,gastkunde,gastbestellung,"
    "laufkunde,laufkundschaft,barverkauf,barkunde,unbekannt,ohne kunde,kein kunde,diverse,"
    "sammelkunde,keine,ohne,invité,invite,client invité,client de passage,client divers,divers,"
    "comptoir,vente comptoir,inconnu,anonyme,aucun,sans client,invitado,cliente invitado,"
    "cliente genérico,cliente contado,contado,mostrador,desconocido,anónimo,anonimo,ninguno,"
    "sin cliente,varios,ospite,cliente generico,sconosciuto,banco,gast klant,onbekend,convidado,"
    "desconhecido,consumidor final,consumidor,ticket,tpv,caja,barzahler,bar verkauf,thekenverkauf,"
    "tagesgeschäft,client comptoir,client anonyme,client inconnu,passager,cliente de paso,"
    "cliente anónimo,cliente desconocido,online guest,one-time customer,cpd,-,--,?,"
    "one time customer,not assigned,unassigned,unknown customer,anonymous customer,xxxx,xxxxx,"
    "xxxxxx,anonym,"
    "anonymer kunde,unbekannter kunde,einmalkunde,keine angabe,keine angaben,k.a,k. a,ohne angabe,"
    "nicht angegeben,nicht zugeordnet,nicht zugewiesen,ohne zuordnung,n.n,n. n,non attribué,"
    "non affecté,non renseigné,no asignado,sin asignar,"
    "guest customer,guest client,guest account,guest order,web guest,walk in customer,"
    "walk-in client,walk in client,walk-in customers,walk in customers,cash customers,cash sales,"
    "counter sales,counter customer,one-time account,one-time customers,gast kunde,gastkonto,"
    "diverser kunde,diverse kunden,diverse debitoren,cpd-kunde,cpd kunde,cpd-debitor,cpd debitor,"
    "cpd-konto,conto pro diverse,sammeldebitor,sammelkonto,sammelkunden,ladenkunde,ladenkunden,"
    "ladenverkauf,thekenkunde,kassenkunde,kassenverkauf,tageskunde,barverkäufe,barkunden,"
    "client caisse,vente caisse,ventes caisse,vente au comptoir,ventes au comptoir,"
    "ventes comptoir,clients comptoir,client au comptoir,clients divers,clients de passage,"
    "client occasionnel,clients occasionnels,passage,de passage,particulier divers,"
    "venta contado,ventas contado,venta al contado,ventas al contado,venta de contado,"
    "cliente de contado,clientes de contado,"
    "clientes contado,cliente de mostrador,cliente mostrador,venta mostrador,venta de mostrador,"
    "ventas mostrador,ventas de mostrador,público general,público en general,publico general,"
    "publico en general,clientes varios,cliente varios,cliente ocasional,clientes ocasionales,"
    "cliente eventual,clientes eventuales,clientes de paso,"
    # What a spreadsheet writes for an empty cell in a pivot table: without brackets it is a name.
    "(blank),(leer),(vide),(en blanco),(vacías),(vuoto),(leeg),(vazio),(em branco)"
)

#: Words in the name of an account that is nobody's: a number of nines with another name is a
#: customer's.
NOBODY_WORDS = (
    r"\b(sammel|divers|cpd|bar(verk|kund|zahl)|lauf(kund|ende)|gast|guest|walk.?in|cash|"
    r"unbekannt|unknown|misc|tests?\b|dummy|comptoir|passage|occasion|contado|mostrador|varios|"
    r"invit|anonym|anónim|(laden|theken|kassen|einmal|tages)(kund|verk)|one.?time|sonstige|"
    r"others?\b|otros|autres|p[uú]blico|ocasional|eventual|desconocid|inconnu|placeholder|"
    r"platzhalter|n/a|(ohne|kein|keine|sans|sin|no)\b)"
)

#: What a spreadsheet writes where a formula failed, in any language (``#REF!``, ``#NOMBRE?``), and
#: what databases write into an export in its place (trap 40).
ERROR_VALUE = (
    r"^(#[^\s\d#][^\s#]*[!?]|err ?:5[0-4]\d|#(n/([avbd]|disp)|nv|i/t|н/д|yok|getting_data|"
    r"deleted|error|fehler|gelöscht|hiányzik|není_k_dispozici))$"
)
