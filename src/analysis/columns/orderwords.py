"""Header words of orders, and those that are valid in every table.

As analysts of four languages find them in the exports of shops, ERPs and CRMs. A word of a better
rank outranks those of the later ones beside it; two of one rank are two candidates. Words of
particular systems stand among the everyday ones.
"""

from __future__ import annotations

from analysis.cells.headerkeys import Ranks, ranks

DATE = "date,datum,fecha,day,tag,jour"
#: When a line was entered: the day of an order in a shop, of a first contact where deals are kept.
CREATED = (
    "created at,created,created date,create date,created on,creation date,date created,"
    "created datetime,"
    "erstellt am,erstellt,erstelldatum,angelegt am,anlagedatum,erfassungsdatum,erdat,"
    "créé le,date de création,creado el,fecha de creación,"
    "date création"
)

#: Amounts that say whether the tax is in them: words of money, and of tax before and behind them.
_TAXED = [
    f"{before}{money}{behind}"
    for sums, taxes in (
        ("auftragswert,auftragssumme,auftragsbetrag,bestellwert,bestellsumme,bestellbetrag,warenwert,"
         "rechnungssumme,rechnungswert,rechnungsbetrag,belegsumme,belegbetrag,positionswert,"
         "positionsbetrag,zeilenbetrag,zeilenwert,endbetrag,endsumme,gesamtsumme,gesamtwert",
         (("", " netto"), ("", " brutto"), ("netto ", ""), ("brutto ", ""))),
        ("order value,order total,order amount,invoice value,invoice total,invoice amount,"
         "line value,line total,line amount,sales value,sales total,sales amount,total price",
         (("", " net"), ("", " gross"), ("net ", ""), ("gross ", ""), ("", " excl vat"),
          ("", " incl vat"), ("", " ex vat"), ("", " inc vat"))),
        ("montant commande,montant de la commande,montant facture,montant vente,valeur commande,"
         "total commande,total facture,prix total", (("", " ht"), ("", " ttc"))),
        ("importe factura,importe pedido,importe venta,importe línea,valor pedido,valor del pedido,"
         "total factura,total pedido,total venta,precio total",
         (("", " neto"), ("", " bruto"), ("", " sin iva"), ("", " con iva"))),
    )
    for money in sums.split(",") for before, behind in taxes
]  # fmt: skip
#: What a sale is called where it is neither an order nor an invoice, before and behind *number*.
_NUMBERED = [
    f"{before}{sale}{behind}"
    for sales, heads in (
        ("booking,reservation,confirmation,ticket,check,job,gift,pledge,donation,sale,stay,visit",
         (("", " id"), ("", " no"), ("", " nr"), ("", " number"), ("", " num"), ("", " ref"),
          ("", " reference"))),
        ("buchungs,reservierungs,quittungs,ticket,spenden,verkaufs",
         (("", "nr"), ("", "nummer"), ("", " id"))),
        ("ticket,réservation,reçu,vente,don,ticket de caisse",
         (("n° ", ""), ("no ", ""), ("numéro de ", ""), ("n° de ", ""), ("id ", ""), ("réf ", ""))),
        ("fatura,encomenda,scontrino,ricevuta,documento",
         (("n.º ", ""), ("nº ", ""), ("n° ", ""), ("no ", ""), ("número da ", ""),
          ("numero ", ""))),
        ("bestel,bestelling", (("", "nummer"), ("", "nr"))),
        ("ticket,reserva,recibo,venta,folio,donativo",
         (("nº ", ""), ("no ", ""), ("n° ", ""), ("número de ", ""), ("nº de ", ""), ("id ", ""))),
    )
    for sale in sales.split(",") for before, behind in heads
]  # fmt: skip
#: canonical column -> its words, best rank first; valid in every table.
COMMON: dict[str, Ranks] = {
    "customer_id": ranks(
        "customer id,customer no,customer number,customer nr,customer code,customer key,cust id,"
        "cust no,client id,client no,client number,client code,account id,account no,"
        "account number,user id,shopper id,buyer id,kundennummer,kundennr,kunden id,kunde nr,"
        "kd nr,k nr,debitor,debitorennummer,debitor nr,code client,n° client,no client,num client,"
        "numero client,numéro de client,id client,identifiant client,nº cliente,no cliente,"
        "num cliente,número de cliente,numero cliente,código cliente,código de cliente,"
        "código do cliente,cod cliente,id cliente,company id,company no,customer ref,"
        "customer reference,"
        "customer account,customer account no,account code,account ref,account reference,"
        "sold to party,sold to no,sold to customer no,sell to customer no,cust code,cust nr,kunnr,"
        "kunag,debitorennr,debitorenkonto,kundenkonto,kundencode,kundenkennung,kundenschlüssel,"
        "kd id,réf client,référence client,compte client,numéro de compte client,id du client,"
        "n° de client,code du client,ref cliente,referencia cliente,código del cliente,"
        "id del cliente,n° de cliente,codice cliente,klantnummer,klantnr,"
        "klantcode,klant nr,cuenta cliente,client ref,client reference,customer num,"
        "cust num,client nr,client key,account nr,member number,buyer no,subscriber id,sold to id,"
        "kd nummer,debitornummer,n° compte client,numéro compte client,id de cliente,"
        "buyer user id,buyer username,kunde id,cust nbr,customer nbr,debtor no,debtor code,"
        "debtor id,bpartner,patient id,patient no,patient number,donor id,donor no,donor number,"
        "supporter id,constituent id,loyalty no,loyalty number,loyalty card no,"
        "loyalty card number,deb nr,mitgl nr,patienten id,patientennr,patientennummer,gastnr,"
        "gastnummer,spender id,spender nr,spendernummer,adrnr,adresse nr,gp nr,kundenkarten nr,"
        "kundenkartennummer,abonummer,abonnentennummer,n° tiers,compte tiers,n° adhérent,"
        "n° abonné,n° donateur,n° patient,n° carte fidélité,cli code,code cli,codcli,nº abonado,"
        "nº paciente,nº donante,nif cliente,cif cliente,account name id,company name id,"
        "verk an deb nr,code sn,código sn,cód sn,numéro tiers,numéro de tiers,student id,"
        "student no,student number,pupil id,pupil no,schülernr,schülernummer,n° élève,nº alumno,"
        "pat num,customers id,order customer customer number,adresse kundennummer,"
        "shopper reference,nutzername des käufers,order account,oxuserid,do tiers,ct num,gp tiers,"
        "a0 empfaenger,cust account,cust acct,customer acct,cust nmbr,customer nmbr",
        "membership no,guest id,bp code,card code,business partner no,business partner id,"
        "partner id,associated company id,associated company ids,organization id,organisation id,"
        "personenkonto,adressnr,adressnummer,geschäftspartner nr,geschäftspartnernummer,nº socio,"
        "bill to customer no,customer user id,member id,member no,auftraggeber nr,mitgliedsnummer,"
        "code tiers",
        "customer,account,client,kunde,cliente,klant,compte,cuenta,debtor",
        "sold to,buyer,auftraggeber,käufer,business partner,geschäftspartner,partner,"
        "associated company,acheteur,tiers,comprador,patient,donor,supporter,customer:job,"
        "débiteur,abonnent,spender,adhérent,abonné,donateur,abonado,socio,paciente,donante,nif,"
        "cif,shopper,member,besteller",
        "bill to,regulierer,invoice account",
    ),
    "contact_id": ranks("contact id,contact no,kontakt id,kontaktnr,id contact,id contacto"),
    "rep_id": ranks(
        "rep id,rep code,rep no,sales rep code,salesperson code,sales rep id,salesperson id,"
        "vertreter nr,vertreternummer,betreuer nr,kundenbetreuer nr,verkäufer nr,id commercial,"
        "code commercial,n° commercial,id comercial,código comercial,nº comercial",
        "rep,sales rep,salesperson,account manager,vertreter,außendienst,commercial,vendedor,"
        "vendeur,account owner,account rep,key account manager,betreuer,kundenbetreuer,"
        "vertriebsmitarbeiter,verkäufer,vertriebsbeauftragter,chargé de clientèle,"
        "chargé d'affaires,responsable commercial,représentant,comercial,gestor,gestor comercial,"
        "agente comercial,representante",
    ),
    "known_at": ranks("known at,recorded at,erfasst am,saisi le,registrado el"),
}

TRANSACTIONS = {
    "ordered_on": ranks(
        "ordered on,order date,date of order,invoice date,sales date,sale date,purchase date,"
        "transaction date,posting date,booking date,rechnungsdatum,bestelldatum,auftragsdatum,"
        "kaufdatum,belegdatum,buchungsdatum,umsatzdatum,date de facture,date facture,"
        "date de commande,date commande,date d'achat,date achat,date de vente,fecha factura,"
        "fecha de factura,fecha pedido,fecha de pedido,fecha de compra,fecha compra,fecha venta,"
        "fecha de venta,order day,purchased on,invoiced on,bill date,billing date,billed on,"
        "close date,closed date,closing date,booked on,booked date,sold on,sold at,ordered at,"
        "purchased at,order placed,order placed date,order created,invoice/bill date,tran date,"
        "trans date,txn date,transaction day,transacted on,invoice day,date of invoice,"
        "date of purchase,date of sale,receipt date,fkdat,fakturadatum,bldat,verkaufsdatum,"
        "rechnungsdat,re datum,rg datum,datum rechnung,auftragsdat,bestellt am,gekauft am,"
        "rechnung vom,belegdat,fakturierungsdatum,date de la commande,date de la facture,"
        "date vente,date de pièce,date pièce,date de facturation,date facturation,"
        "fecha de la factura,fecha del pedido,fecha emisión,fecha de emisión,fecha de facturación,"
        "fecha facturación,fecha operación,fecha de operación,fecha de transacción,"
        "fecha transacción,fecha documento,order dt,invoice dt,sale dt,trans dt,transaction dt,"
        "purchase dt,doc date,date invoiced,date ordered,date purchased,datum der rechnung,"
        "date opération,date comptable,fecha contable,order purchase timestamp,verkauft am,"
        "fakturiert am,date document,inv date,inv dt,trx date,sold date,sale time,purchase time,"
        "business date,trading date,ticket date,check date,date issued,issue date,issued on,"
        "gift date,donation date,date of gift,date of donation,order created at,closed won date,"
        "won time,close time,rechn datum,rechn dat,rech datum,rech dat,bel dat,bel datum,"
        "auftr datum,bestellzeitpunkt,buchungstag,buch datum,kauf am,bondatum,kassendatum,"
        "spendendatum,date fact,dt fact,date cde,commandé le,date ticket,date écriture,"
        "date du don,date émission,date d'émission,fecha fac,fecha fact,fec fac,fec fact,"
        "fecha orden,fecha de orden,fecha de la orden,fecha albarán,fecha ticket,fecha expedición,"
        "f factura,fec factura,fecha donativo,auftragseingang,date de l'acte,fecha del donativo,"
        "fecha de contabilización,fecha contabilización,billed at,donated at,actual close date,"
        "date won,won date,won on,proc date,procedure date,lesson date,till date,oxorderdate,"
        "do date,gp datepiece,datum der transaktionserstellung,data fattura,data ordine,"
        "data vendita,factuurdatum,orderdatum,verkoopdatum,data da fatura,data da venda,"
        "data do pedido",
        DATE + ",order timestamp,timestamp,order datetime,datetime,date and time,document date,"
        "fecha y hora,date/heure,data documento",
        CREATED + ",order time,audat,budat,valutadatum",
        "payment date,paid date,paid at,paid on,date paid,posted date,processed at,completed at,"
        "completed date,date completed,value date,service date,date of service,visit date,"
        "appointment date,dispensed date,date add,time,leistungsdatum,zahlungsdatum,zahldatum,"
        "bezahlt am,date de paiement,date paiement,date règlement,fecha de cobro,fecha cobro,"
        "fecha de pago,fecha hora,calendar day,kalendertag,día,issued",
    ),
    "amount": ranks(
        "amount,sales,revenue,turnover,net amount,gross amount,amount net,amount gross,net value,"
        "gross value,order amount,order value,order total,invoice amount,invoice total,"
        "line amount,line total,line value,sales amount,sales value,total amount,total price,"
        "total sales,extended price,spend,umsatz,betrag,nettobetrag,bruttobetrag,betrag netto,"
        "betrag brutto,umsatz netto,umsatz brutto,nettoumsatz,bruttoumsatz,gesamtbetrag,"
        "gesamtpreis,rechnungsbetrag,auftragswert,bestellwert,warenwert,erlös,montant,montant ht,"
        "montant ttc,total ht,total ttc,chiffre d'affaires,ca,ca ht,importe,importe neto,"
        "importe bruto,importe total,monto,ventas,facturación,net sales,gross sales,sales total,"
        "sale amount,sales revenue,net revenue,gross revenue,total revenue,order total amount,"
        "total order amount,total order value,transaction amount,transaction value,"
        "purchase amount,invoiced amount,billed amount,amount billed,invoice value,deal amount,"
        "deal value,net total,total net,gross total,total gross,grand total,total incl tax,"
        "total including tax,total inc vat,total incl vat,total including vat,"
        "amount including vat,amount incl vat,amount excl vat,amount excluding vat,amount ex vat,"
        "total excl vat,total ex vat,total excluding vat,untaxed amount,line net,line net amount,"
        "document amount,doc amount,doc amt,doc amnt,document total,doctotal,netwr,wrbtr,dmbtr,"
        "nettowert,bruttowert,"
        "umsatzerlös,umsatzerlöse,umsatzbetrag,verkaufsbetrag,nettosumme,bruttosumme,summe netto,"
        "summe brutto,gesamt netto,gesamt brutto,netto gesamt,brutto gesamt,gesamtsumme,"
        "gesamtumsatz,gesamtwert,gesamtbetrag netto,gesamtbetrag brutto,gesamtpreis netto,"
        "gesamtpreis brutto,rechnungssumme,rechnungswert,auftragssumme,auftragsbetrag,"
        "bestellsumme,bestellbetrag,belegsumme,belegbetrag,endbetrag,endsumme,positionswert,"
        "positionsbetrag,positionspreis,zeilenbetrag,zeilenwert,zeilensumme,fakturawert,einnahmen,"
        "betrag inkl mwst,betrag exkl mwst,betrag ohne mwst,betrag in hauswährung,betrag euro,"
        "montant total,montant total ht,montant total ttc,montant net,montant brut,"
        "montant facture,montant de la facture,montant commande,montant de la commande,"
        "montant vente,montant hors taxes,total général,total commande,total facture,"
        "valeur totale,valeur nette,prix total,chiffre d'affaires ht,ca ttc,ca net,ventes,"
        "total hors taxes,importe factura,importe facturado,importe pedido,importe venta,"
        "importe línea,importe con iva,importe sin iva,monto total,monto neto,total neto,"
        "total bruto,total con iva,total sin iva,total factura,total pedido,total venta,"
        "valor total,valor neto,precio total,venta total,venta neta,ingresos,base imponible,amt,"
        "order amt,invoice amt,sales amt,net amt,gross amt,line amt,sale value,sale total,"
        "purchase value,extended amount,extended value,total value,total sale,price total,"
        "order revenue,verkaufswert,umsatzwert,kaufbetrag,montant ligne,total ligne,net ht,"
        "total línea,ventas netas,inv amt,item total,item amount,ext price,ext amt,extended,"
        "amount charged,gift amount,donation amount,amount donated,subscription amount,"
        "untaxed amount signed,total signed,total in currency signed,nettobetrag mit vorzeichen,"
        "gesamtbetrag mit vorzeichen,invoice net,invoice gross,"
        "untaxed total,umsnet,ums netto,rechn betrag,pos betrag,erlöse,vk gesamt,vk wert,g preis,"
        "spendenbetrag,mitgliedsbeitrag,mt ht,re betrag,total de la commande,total de la facture,"
        "total del documento,total del pedido,total de la factura,actual revenue,proc fee,mnt ht,"
        "mt ttc,mnt ttc,total net ht,total ligne ht,valeur ht,montant du don,montant don,imp neto,"
        "imp total,base imp,b imponible,facturado,total s/iva,importe donado,"
        "zeilenbetrag ohne mwst,zeilenbetrag exkl mwst,importo,importo totale,importo netto,"
        "importo lordo,importo fattura,imponibile,totale fattura,totale ordine,bedrag,"
        "factuurbedrag,totaalbedrag,nettobedrag,brutobedrag,omzet,montante," + ",".join(_TAXED),
        "value,total,net,gross,wert,summe,netto,brutto,valor,valeur,gesamt,venta,vente,brut,valore,"
        "totale,totaal",
        "amount due,total collected,payment amount,amount paid,paid amount,zahlbetrag,net à payer,"
        "montant payé,montant réglé,somme,cuota,membership fee,beitrag,endpreis,"
        "amount in company currency,total payé,total pagado,total paid,donation,donated,spende,"
        "don,cotisation,donativo,donación,billed,charged",
    ),
    "order_id": ranks(
        "invoice no,invoice,invoice id,invoice number,invoice nr,transaction id,transaction no,"
        "receipt no,document no,rechnungsnr,rechnungsnummer,rechnung nr,belegnr,belegnummer,beleg,"
        "n° facture,no facture,numéro de facture,numero facture,nº factura,no factura,"
        "número de factura,billing document,bill no,bill number,vbeln,faktura,fakturanummer,"
        "fakturanr,rechnungs id,re nr,rg nr,n° de facture,id factura,num factura,nº de factura,"
        "numero fattura,n fattura,nr fattura,factuurnummer,factuurnr,número da fatura,nº da fatura,"
        "order num,invoice num,invoice ref,inv no,document number,no pièce,ref pedido",
        "order no,order number,order nr,auftragsnr,auftragsnummer,bestellnr,bestellnummer,"
        "n° commande,no commande,numéro de commande,nº pedido,no pedido,número de pedido,"
        "pedido no,amazon order id,sales order no,sales order number,n° de commande,num pedido,"
        "nº de pedido,numero ordine,ordernummer",
        "order id,auftrags id,bestell id,id commande,id pedido",
        "order ref,order reference,order code,order key,sales order,sales document,document id,"
        "doc no,docnum,receipt id,txn id,trans id,transaction reference,purchase id,deal id,"
        "record id,opportunity id,verkaufsbeleg,vertriebsbeleg,bonnummer,bon nr,lieferscheinnr,"
        "belegfeld 1,vorgangsnummer,vorgangsnr,réf commande,référence commande,n° pièce,"
        "numéro de pièce,número de documento,nº documento,referencia pedido,nº comprobante,"
        "n° comprobante,número de comprobante,nº albarán,nº boleta,nº remito",
        "order,rechnung,auftrag,facture,commande,factura,pedido,num,receipt,receipt number,"
        "receipt nr,doc,bon,kassenbon",
        ",".join(
            [
                *_NUMBERED,
                "bestellung,quittung,vorgang,folio,recibo,reçu,comprobante,"
                "albarán,remito,boleta,pièce,justificante",
            ]
        ),
    ),
    "line_no": ranks(
        "line no,line number,line id,line nr,position,pos,pos nr,ligne,línea,line item,"
        "positionsnr,positionsnummer,pos no,item line,line,zeile,zeilennr,zeilennummer,n° ligne,"
        "numéro de ligne,nº línea,número de línea,linenum,order line,order line no"
    ),
    "line_type": ranks(
        "line type,transaction type,order type,document type,belegart,vorgangsart,event type,"
        "doc type,fakturaart,belegtyp,dokumentart,rechnungsart,type de pièce,type de document,"
        "type document,tipo de documento,tipo documento,tipo de operación"
    ),
    "margin": ranks(
        "margin,gross margin,profit,gross profit,contribution margin,marge,deckungsbeitrag,"
        "rohertrag,margen,margen bruto"
    ),
    "currency": ranks(
        "currency,currency code,währung,wkz,devise,monnaie,moneda,divisa,currency iso code,"
        "iso currency,ccy,curr,waerk,waers,währungskennzeichen,währungscode,belegwährung,"
        "order currency,transaction currency,code devise,código de moneda,tipo de moneda"
    ),
    "product_id": ranks(
        "product id,product code,product no,sku,item no,item id,item code,stock code,article no,"
        "artikelnr,artikelnummer,code article,code produit,référence,código producto,"
        "código de producto,código artículo,matnr,material,materialnummer,material no,variant sku,"
        "lineitem sku,item sku,product sku,product key,item number,artikelcode,art nr,produktnr,"
        "produktnummer,warennummer,réf article,référence article,réf produit,código del artículo,"
        "codarticulo",
        "product,item,article,artikel,produit,producto,artículo,produkt,ware",
        "ean,upc,gtin,asin",
        "product name,item name,lineitem name,artikelbezeichnung,bezeichnung,désignation,"
        "descripción",
    ),
    "branch_id": ranks(
        "branch id,store id,branch no,filialnr,niederlassung nr,code agence",
        "branch,store,filiale,niederlassung,agence,magasin,sucursal,tienda",
    ),
    "channel": ranks(
        "channel,sales channel,vertriebskanal,kanal,canal,canal de vente,canal de venta,"
        "vertriebsweg"
    ),
    "promised_on": ranks(
        "promised on,promised date,promise date,requested delivery date,due date,wunschtermin,"
        "zugesagter termin,date promise,fecha prometida"
    ),
    "delivered_on": ranks(
        "delivered on,delivery date,delivered,ship date,shipping date,shipped on,shipped date,"
        "shipped at,shipment date,delivered at,fulfilled at,lieferdatum,geliefert am,versandt am,"
        "date d'expédition,date expédition,fecha de envío,fecha envío,versanddatum,"
        "date de livraison,date livraison,fecha de entrega,fecha entrega,data consegna,leverdatum"
    ),
    "status": ranks(
        "status,order status,statut,estado,auftragsstatus,bestellstatus,rechnungsstatus,"
        "belegstatus,invoice status,transaction status,document status,statut commande,"
        "statut de la commande,statut facture,état,estado pedido,estado del pedido,estado factura,"
        "estado de la factura,stato,stato ordine",
        "financial status,payment status,deal stage,opportunity stage,sales stage,zahlungsstatus,"
        "statut de paiement,estado de pago",
        "stage,state,zustand,phase,etapa,étape",
    ),
    "quantity": ranks(
        "quantity,qty,units,pieces,menge,anzahl,stück,stückzahl,quantité,qté,cantidad,unidades,"
        "number of items,number of units,order quantity,quantity ordered,ordered quantity,"
        "qty ordered,quantity sold,units sold,lineitem quantity,item quantity,fkimg,kwmeng,"
        "fakturierte menge,bestellmenge,verkaufsmenge,absatz,absatzmenge,cant,uds,quantità,"
        "quantidade,aantal"
    ),
    "unit_price": ranks(
        "unit price,price per unit,price each,einzelpreis,stückpreis,e preis,prix unitaire,"
        "precio unitario,selling price,sales price,sale price,unit selling price,lineitem price,"
        "price unit,verkaufspreis,vk preis,vk,preis pro stück,preis je stück,einzelpreis netto,"
        "netto einzelpreis,prix de vente,pu,pu ht,prix unitaire ht,precio de venta,precio venta,"
        "precio ud,prezzo unitario,preço unitário,stuksprijs,eenheidsprijs",
        "price,preis,prix,precio,prezzo,preço,prijs",
    ),
}
