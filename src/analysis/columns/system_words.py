"""Header words of particular systems: ERP and shop exports, warehouse abbreviations.

They stand beside the everyday ones of ``words``, and all of them are of the first rank unless the
word is bare (it says neither number nor id, nor names its date).
"""

from __future__ import annotations

#: table ("" = every table) -> canonical column -> (words of first rank, words of second rank)
SYSTEM_WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "": {
        "customer_id": (
            "customer user id,customer num,cust code,cust nr,"
            "cust num,client nr,client key,account code,account nr,member id,member no,"
            "member number,buyer no,subscriber id,sold to party,sold to id,sell to customer no,"
            "kundencode,kundenschlüssel,kundenkonto,kd id,kd nummer,debitoren nr,debitornummer,"
            "debitorenkonto,auftraggeber nr,code du client,"
            "n° compte client,compte client,numéro compte client,code tiers,"
            "id de cliente,nº de cliente,número cliente,mitgliedsnummer,kundenkennung,"
            "cuenta cliente,"
            "customer account,buyer user id,buyer username,kunnr,kunag,kunde id,"
            "cust nbr,customer nbr,debtor no,debtor code,debtor id,bpartner,patient id,patient no,"
            "patient number,donor id,donor no,donor number,supporter id,constituent id,"
            "loyalty no,loyalty number,loyalty card no,loyalty card number,deb nr,mitgl nr,"
            "patienten id,patientennr,patientennummer,gastnr,gastnummer,spender id,spender nr,"
            "spendernummer,adrnr,adr nr,adresse nr,gp nr,kundenkarten nr,kundenkartennummer,"
            "abonummer,abonnentennummer,n° tiers,compte tiers,n° adhérent,n° abonné,n° donateur,"
            "n° patient,n° carte fidélité,cli code,code cli,codcli,cod cli,nº abonado,nº paciente,"
            "nº donante,nif cliente,cif cliente,account name id,company name id,verk an deb nr,"
            "code sn,código sn,cód sn,numéro tiers,numéro de tiers,student id,student no,"
            "student number,pupil id,pupil no,schülernr,schülernummer,n° élève,nº alumno,"
            "pat num",
            "patient,donor,supporter,customer:job,débiteur,abonnent,spender,adhérent,abonné,donateur,abonado,socio,"
            "paciente,donante,nif,cif,customer ref,customer reference,client ref,réf client,"
            "référence client,ref cliente,referencia cliente,sold to,auftraggeber,buyer,shopper,"
            "member,besteller,käufer,"
            "acheteur,comprador",
        ),
    },
    "transactions": {
        "ordered_on": (
            "order dt,invoice dt,sale dt,trans date,trans dt,transaction dt,txn date,purchase dt,"
            "billing date,bill date,document date,doc date,close date,closed date,closing date,"
            "date invoiced,date ordered,date purchased,date of sale,date of purchase,"
            "date of invoice,fakturadatum,fakturierungsdatum,verkaufsdatum,rg datum,re datum,"
            "datum der rechnung,date de facturation,date facturation,date de pièce,date pièce,"
            "date de la commande,date de la facture,date vente,date opération,date comptable,"
            "fecha emisión,fecha de emisión,fecha de la factura,fecha documento,fecha operación,"
            "fecha contable,fecha del pedido,order purchase timestamp,bestellt am,gekauft am,"
            "verkauft am,fakturiert am,date document,fkdat,audat,budat,inv date,inv dt,trx date,"
            "sold date,sale time,purchase time,business date,trading date,ticket date,check date,"
            "date issued,issue date,issued on,gift date,donation date,date of gift,"
            "date of donation,order created at,closed won date,won time,close time,rechn datum,"
            "rechn dat,rech datum,rech dat,bel dat,bel datum,auftr datum,bestellzeitpunkt,"
            "buchungstag,"
            "buch datum,kauf am,bondatum,kassendatum,spendendatum,date fact,dt fact,date cde,"
            "commandé le,date ticket,date écriture,date du don,date émission,date d'émission,"
            "fecha fac,fecha fact,fec fac,fec fact,fecha orden,fecha de orden,fecha de la orden,"
            "fecha albarán,fecha ticket,fecha expedición,f factura,fec factura,fecha donativo,"
            "auftragseingang,date de l'acte,fecha del donativo,fecha de contabilización,"
            "fecha contabilización,billed at,donated at,actual close date,date won,won date,"
            "won on,proc date,procedure date,lesson date,till date",
            "date time,created,created on,created date,date created,creation date,"
            "erstellt am,erstelldatum,date heure,créé le,fecha hora,"
            "creado el,fecha de creación,date création,calendar day,kalendertag,día,issued",
        ),
        "amount": (
            "amt,order amt,invoice amt,sales amt,net amt,gross amt,line amt,sale amount,sale value,"
            "sale total,purchase amount,purchase value,transaction amount,transaction value,"
            "invoice value,order total amount,total order amount,billed amount,invoiced amount,"
            "extended amount,extended value,line net amount,net total,gross total,total net,"
            "total gross,total value,total sale,price total,grand total,net revenue,gross revenue,"
            "sales revenue,sales total,order revenue,nettowert,bruttowert,gesamt netto,"
            "gesamt brutto,gesamtwert,gesamtsumme,positionswert,positionsbetrag,zeilenbetrag,"
            "zeilensumme,verkaufswert,verkaufsbetrag,umsatzbetrag,umsatzwert,rechnungssumme,"
            "auftragssumme,auftragsbetrag,bestellsumme,bestellbetrag,fakturawert,kaufbetrag,"
            "montant total,montant net,montant brut,montant facturé,montant facture,"
            "montant commande,montant ligne,prix total,total facture,total commande,total ligne,"
            "net ht,ca ttc,ca net,valeur nette,importe factura,importe pedido,importe línea,"
            "importe venta,total factura,total pedido,total línea,base imponible,precio total,"
            "total neto,valor neto,venta,venta neta,ventas netas,netwr,inv amt,item total,"
            "item amount,ext price,ext amt,extended,amount charged,gift amount,donation amount,"
            "amount donated,subscription amount,untaxed total,umsnet,ums netto,rechn betrag,"
            "pos betrag,erlöse,vk gesamt,vk wert,g preis,spendenbetrag,mitgliedsbeitrag,mt ht,"
            "re betrag,total de la commande,total de la facture,total del documento,"
            "total del pedido,total de la factura,actual revenue,proc fee,"
            "mnt ht,mt ttc,mnt ttc,total net ht,total ligne ht,prix total ht,valeur ht,"
            "montant du don,montant don,imp neto,imp total,base imp,b imponible,facturado,"
            "total s/iva,importe donado,zeilenbetrag ohne mwst,zeilenbetrag exkl mwst",
            "total payé,total pagado,total paid,donation,donated,spende,don,cotisation,donativo,"
            "donación,billed,charged",
        ),
        "order_id": (
            "order num,order ref,invoice num,invoice ref,inv no,doc no,document number,"
            "billing document,sales order no,fakturanummer,faktura nr,rg nr,re nr,n° pièce,"
            "no pièce,numéro de pièce,réf commande,nº documento,ref pedido",
            "sales order,faktura",
        ),
    },
    "reasons": {
        "note": (
            "reason for loss,reason for churn,reason for cancellation,closed lost reason,"
            "exit reason,cancel reason,grund der kündigung,grund der abwanderung,verlustgrund,"
            "kundenkommentar,kundenfeedback,observations,motif de résiliation,motif de départ,"
            "motif de perte,motif perte,motivo de baja,motivo baja,motivo de pérdida,"
            "motivo cancelación,customer comment,customer feedback",
            "",
        ),
        "stated_on": (
            "submitted at,submitted on,submission date,response date,survey date,answered on,"
            "date of cancellation,datum der kündigung,austrittsdatum,date résiliation,"
            "date de départ,fecha baja,fecha cancelación",
            "",
        ),
    },
    "contacts": {"do_not_contact": ("unsubscribed from all email", "")},
    "suppressions": {
        "email": (
            "mail adresse,email id,email addr,email addresses,emails,subscriber email,"
            "contact email,recipient email,empfänger adresse,adresse mail,adresse courriel,"
            "dirección de correo,correo e",
            "recipient,empfänger,subscriber,destinataire,destinatario,domain,domains,domäne,"
            "domaine,dominio,email domain,e mail domain",
        ),
        "phone": (
            "mobile number,mobile phone,cell phone,cell,contact number,phone no,tel no,msisdn,"
            "caller number,rufnummer,mobilnummer,handynummer,mobiltelefon,"
            "numéro de téléphone,n° de téléphone,número de teléfono,nº de teléfono,portable",
            "number,nummer,numéro,número",
        ),
    },
}
