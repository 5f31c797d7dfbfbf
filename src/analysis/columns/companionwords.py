"""Header words of the tables beside the orders, as CRMs and ledgers of four languages write them.

Days of the second rank tell nothing of which table a file is: a visit may be a sale as well.
"""

from __future__ import annotations

from analysis.cells.headerkeys import Ranks, keys, named, ranks
from analysis.columns.orderwords import COMMON, DATE

#: An address, and a number, of whomever a row is about.
_EMAIL = "email,mail,email address,e mail adresse,courriel,correo,correo electrónico,adresse email"
_PHONE = "phone,telephone,phone number,tel,mobile,telefon,telefonnummer,handy,teléfono,móvil"


def _and_reps(words: str) -> Ranks:
    """Return the words of a rep, with bare ones that mean somebody else in other tables."""
    numbered, bare = COMMON["rep_id"]
    return numbered, bare + keys(words)


REASONS = {
    "note": ranks(
        "note,notes,comment,comments,remark,remarks,text,feedback,reason text,verbatim,free text,"
        "reason,lost reason,loss reason,churn reason,cancellation reason,reason for leaving,"
        "abwanderungsgrund,kündigungsgrund,grund,bemerkung,kommentar,notiz,anmerkung,freitext,"
        "rückmeldung,motif,commentaire,remarque,raison,motivo,comentario,comentarios,nota,"
        "observaciones,description,beschreibung,reason for loss,reason for churn,"
        "reason for cancellation,closed lost reason,exit reason,cancel reason,grund der kündigung,"
        "grund der abwanderung,verlustgrund,kundenkommentar,kundenfeedback,observations,"
        "motif de résiliation,motif de départ,motif de perte,motif perte,motivo de baja,"
        "motivo baja,motivo de pérdida,motivo cancelación,customer comment,customer feedback,"
        "inactive reason,inactivity reason,reason for inactivity,reason lost,reason left,"
        "reason for loss of customer,leaving reason,departure reason,grund der inaktivität,"
        "inaktivitätsgrund,austrittsgrund,grund des austritts,motif d'inactivité,motif du départ,"
        "motif de la perte,motivo de la baja,motivo de inactividad,motivo de la pérdida,"
        "motivo pérdida,begründung,absagegrund,reden,redenen"
    ),
    "code": ranks("code,reason code,grundcode,grundschlüssel,code motif,código motivo,theme"),
    "stated_on": ranks(
        "stated on,reason date,statement date,feedback date,comment date,note date,contact date,"
        "call date,lost date,churn date,cancellation date,kündigungsdatum,gesprächsdatum,"
        "abwanderungsdatum,kontaktdatum,date du motif,date de contact,date de résiliation,"
        "fecha de contacto,fecha motivo,fecha de baja,submitted at,submitted on,submission date,"
        "response date,survey date,answered on,date of cancellation,datum der kündigung,"
        "austrittsdatum,date résiliation,date de départ,fecha baja,fecha cancelación",
        "closed lost date,actual close date,end of contract,ended at,inactive date,inactive since,"
        "inactivated on,date inactive,deactivated on,verlustdatum,inaktiv seit,inaktiv am,"
        "gekündigt am,abgewandert am,abgesagt am,ausgetreten am,geschlossen am,beendet am,"
        "inactif depuis,résilié le,résiliée le,date de clôture,date d'annulation,annulé le,"
        "parti le,perdu le,perdue le,perdido el,perdida el,inactivo desde,cancelado el,perso il,"
        "opzegdatum,opgezegd op,vertrekdatum,einddatum,cancelado em,perdido em",
        DATE + ",created at,timestamp,date created,created time,created on,opened,opened on,"
        "opened at,date opened,open date,received on,received at,date received,completed at,"
        "completion time,zeitstempel,eingegangen am,eingang am,eingangsdatum,erstellt am,"
        "erfasst am,gemeldet am,horodateur,reçu le,créé le,date de création,marca temporal,"
        "marca de tiempo,recibido el,fecha de recepción,creado el,informazioni cronologiche,"
        "ricevuto il,tijdstempel,ontvangen op,carimbo de data hora,recebido em,date time",
    ),
    "reason_id": ranks(
        "reason id,note id,comment id,statement id,feedback id,ticket id,respondent id,"
        "response id,submission id",
        "id",
    ),
    "source": ranks("source,quelle,origine,fuente,origen"),
    "mode": ranks("mode"),
    "asked_n": ranks("asked n"),
    "severity": ranks("severity,schwere,gravité,gravedad"),
    "competitor": ranks("competitor,wettbewerber,mitbewerber,concurrent,competidor"),
    "layer": ranks("layer,ebene,niveau,nivel"),
    "fixable": ranks("fixable,behebbar,lösbar,corrigible,solucionable"),
    "coder": ranks(
        "coder,coded by,agent,entered by,recorded by,bearbeiter,sachbearbeiter,erfasst von,"
        "saisi par,conseiller,agente,registrado por"
    ),
    "probe_batch": ranks("probe batch"),
    "probe_probability": ranks("probe probability"),
}

CUSTOMERS = {
    "name": ranks(
        "name,customer name,company,company name,kundenname,firma,firmenname,nom,raison sociale,"
        "nombre,razón social,account name,client name,name 1,organisation name,organization name,"
        "nom du client,nom client,nombre fiscal,nombre comercial,nombre cliente,"
        "nombre del cliente,razón social cliente"
    ),
    "segment": ranks(
        "segment,kundensegment,segmento,customer segment,customer group,customer type,"
        "kundengruppe,kundentyp,catégorie client,type de client,groupe de clients,tipo de cliente,"
        "grupo de clientes,customer class,customer category,client type,client group,"
        "client category,account type,constituent code,constituent type,kundenkategorie,kundenart,"
        "famille client,famille clients,famille de clients,catégorie de client,familia cliente,"
        "familia de cliente,familia de clientes,categoría cliente,categoría de cliente,"
        "clase de cliente"
    ),
    "tier": ranks("tier,customer tier,abc class,kundenklasse"),
    "territory": ranks(
        "territory,region,gebiet,vertriebsgebiet,territoire,secteur,territorio,zona"
    ),
    "industry": ranks("industry,branche,secteur d'activité,sector,industria"),
    "started_on": ranks(
        "started on,start date,customer since,kunde seit,client depuis,cliente desde,signup date,"
        "fecha de alta,date d'entrée,client since,member since,date joined,joined on,join date,"
        "account opened,account opened on,mitglied seit,eintrittsdatum,kunde ab,adhérent depuis,"
        "date d'adhésion,client depuis le,socio desde,fecha alta,fecha de ingreso,"
        "fecha alta cliente",
        "date added,first visit,erstbesuch,première visite,primera visita",
    ),
    "ended_on": ranks(
        "ended on,end date,kunde bis,fecha de baja,date de fin,membership end,fecha baja,"
        "fecha de la baja"
    ),
    "end_type": ranks(
        "end type,type of end,art des endes,austrittsart,kündigungsart,type de fin,type de départ,"
        "type de résiliation,tipo de fin,tipo de baja"
    ),
    "merged_into": ranks("merged into"),
    "one_time": ranks("one time"),
    "expected_value": ranks("expected value"),
    "current_supplier": ranks("current supplier"),
    "status": ranks("status,customer status,kundenstatus,statut,estado"),
    "revisit_on": ranks("revisit on,wiedervorlage"),
    "tax_id": ranks(
        "tax id,vat id,vat no,vat number,ust idnr,ust id,umsatzsteuer id,n° tva,numéro de tva,tva,"
        "siren,siret,nif,cif"
    ),
    "rep_id": _and_reps("owner,kundenbesitzer,propriétaire,propietario,fundraiser"),
    "email": ranks(_EMAIL),
}

CONTACTS = {
    "department": ranks("department,abteilung,service,departamento"),
    "role": ranks(
        "role,job title,position,funktion,fonction,cargo,title,poste,puesto,job function,"
        "position title,rolle"
    ),
    "status": ranks("status,contact status,statut,estado"),
    "left_on": ranks("left on"),
    "leave_until": ranks("leave until"),
    "new_company": ranks("new company"),
    "reports_to": ranks("reports to"),
    "consent": ranks(
        "consent,marketing consent,opt in,newsletter opt in,email opt in,einwilligung,"
        "werbeeinwilligung,consentement,consentimiento,may contact,contact allowed,"
        "accepts marketing,subscribed,kontakt erlaubt,darf kontaktiert werden,email consent,"
        "gdpr consent,zustimmung,consentement rgpd,acepta publicidad,contact autorisé"
    ),
    "do_not_contact": ranks(
        "do not contact,do not call,do not email,do not mail,dnc,opt out,opted out,unsubscribed,"
        "unsubscribe,no contact,werbesperre,kontaktsperre,werbewiderspruch,nicht kontaktieren,"
        "gesperrt,ne pas contacter,désinscrit,désabonné,opposition,no contactar,baja,no llamar,"
        "email opt out,marketing opt out,has opted out of email,suppressed,blocked,robinsonliste,"
        "liste robinson,lista robinson,bloctel,keine werbung,nicht anrufen,"
        "unsubscribed from all email"
    ),
    "name": ranks(
        "name,contact name,full name,ansprechpartner,nom,nombre,kontakt,contact,contacto"
    ),
    "email": ranks(_EMAIL + ",business email,work email,e mail geschäftlich,correo de trabajo"),
    "phone": ranks(
        _PHONE + ",business phone,work phone,office phone,mobile phone,direct phone,cell phone,"
        "telefon geschäftlich,mobiltelefon,mobil,téléphone mobile,téléphone bureau,portable,"
        "teléfono móvil,teléfono fijo"
    ),
}

TOUCHES = {
    "touched_at": ranks(
        "touched at,called at,contact date,call date,contacted at,contacted on,touch date,"
        "visit date,kontaktdatum,anrufdatum,besuchsdatum,date de contact,date d'appel,"
        "fecha de contacto,fecha de llamada,activity date,action date,date de visite,date visite,"
        "fecha de visita,fecha visita,date de relance,date relance",
        DATE + ",timestamp,created at,actual end,visited on,date of visit,date of call,called on,"
        "call time,contact made on,besuch am,besucht am,angerufen am,anruf am,kontaktiert am,"
        "datum des besuchs,datum des anrufs,relancé le,date appel,appelé le,visité le,contacté le,"
        "date du contact,fecha de la visita,fecha llamada,fecha contacto,visitado el,llamado el,"
        "contactado el",
    ),
    "touch_id": ranks("touch id,call id,activity id,visit id"),
    "channel": ranks("channel,kanal,canal,contact channel"),
    "direction": ranks(
        "direction,call direction,richtung,anrufrichtung,sens,sens de l'appel,dirección,sentido"
    ),
    "purpose": ranks(
        "purpose,call purpose,visit purpose,zweck,anlass,gesprächsanlass,besuchszweck,objet,"
        "objet de l'appel,propósito,finalidad"
    ),
    "outcome": ranks(
        "outcome,result,ergebnis,résultat,resultado,call result,call outcome,call disposition,"
        "disposition,gesprächsergebnis,anrufergebnis,résultat de l'appel,resultado de la llamada"
    ),
    "attempt_n": ranks("attempt n,attempt"),
    "program": ranks("program,campaign,kampagne,campagne,campaña"),
    **named("approach,offer_type,offer_value,offer_cost,minutes,cost,next_on"),
    "rep_id": _and_reps(
        "owner,staff,staff member,called by,caller,visited by,fundraiser,mitarbeiter,anrufer,"
        "angerufen von,besucht von,collaborateur,appelé par,empleado,llamado por,visitado por"
    ),
}

ASSIGNMENTS = {
    "program": ranks("program,campaign"),
    "arm": ranks("arm,treatment arm,test group"),
    "assigned_on": ranks(
        "assigned on,assignment date,assigned at,date assigned,zugeteilt am,zugewiesen am,"
        "affecté le,date d'affectation,asignado el,fecha de asignación",
        DATE,
    ),
    "stratum": ranks("stratum"),
    "propensity": ranks("propensity"),
}

ISSUES = {
    "issue_id": ranks(
        "issue id,issue no,case id,fix id,fix no,measure id,measure no,action id,maßnahme nr,"
        "maßnahmen nr,maßnahmennummer,maßnahme id,maßnahmen id,n° mesure,n° action,id mesure,"
        "nº medida,id medida,nº incidencia,id incidencia,nº acción,complaint id,complaint no,"
        "claim no,case number,case no,complaint number,reklamationsnr,reklamationsnummer,"
        "reklamation nr,reklamation id,n° réclamation,numéro de réclamation,id réclamation,"
        "nº reclamación,número de reclamación,id reclamación,incident no,incident number,"
        "beschwerdenr,beschwerdenummer,n° de réclamation,n° incident,nº de reclamación,"
        "nº de incidencia",
        "issue,measure,maßnahme,mesure,medida,incidencia,complaint,reklamation,réclamation,"
        "reclamación",
    ),
    "code": ranks(
        "code,reason code,issue code,grundcode,grundschlüssel,code motif,código motivo",
        "reason,theme,grund,thema,ursache,motif,cause,motivo,causa,category,kategorie,fehlerart,"
        "catégorie,categoría,issue type,complaint type,reklamationsgrund,complaint reason,"
        "case reason,motif de réclamation,motivo de reclamación,complaint category,issue category,"
        "reason for complaint,beschwerdegrund,grund der reklamation,motif de la réclamation,"
        "motivo de la reclamación",
    ),
    "opened_on": ranks(
        "opened on,opened,open date,date opened,opened at,eingang am,eingangsdatum,date ouverture,"
        "fecha apertura,created on,eröffnet am,geöffnet am,angelegt am,gemeldet am,begonnen am,"
        "beginn,ouvert le,date d'ouverture,début,abierto el,fecha de apertura,inicio",
        DATE + ",reported on,reported at,raised on,logged on,received on,date received,"
        "date reported,eingegangen am,meldedatum,reçu le,reçue le,signalé le,date de réception,"
        "date de réclamation,recibido el,recibida el,fecha de recepción,fecha de reclamación",
    ),
    "fixed_on": ranks(
        "fixed on,fixed,fix date,resolved on,resolution date,done on,completed on,behoben am,"
        "erledigt am,umgesetzt am,gelöst am,abgeschlossen am,corrigé le,résolu le,"
        "date de résolution,corregido el,resuelto el,fecha de resolución,closed,closed on,"
        "closed at,date closed,close date,solved at,geschlossen am,clos le,clôturé le,"
        "date de clôture,fermé le,cerrado el,cerrada el,fecha de cierre,resolved at,fixed at,"
        "solved on,date resolved,date fixed,gelöst,réglé le,traité le,traitée le,solucionado el,"
        "fecha de solución,fecha resolución"
    ),
    "due_on": ranks("due on,due date,fällig am,frist,échéance,fecha límite,vencimiento"),
    "verified_on": ranks("verified on,geprüft am,wirksamkeit geprüft am,vérifié le,verificado el"),
    "owner": ranks("owner,responsible,verantwortlich,verantwortlicher,zuständig,responsable"),
    "scope": ranks("scope,geltungsbereich,reichweite,portée,alcance,ámbito"),
    "blocking": ranks("blocking,blockierend,blockiert,bloquant,bloqueante"),
    "blocker": ranks("blocker,blockiert durch,bloqué par,bloqueado por"),
    "status": ranks("status,statut,estado"),
    **named("kind,fix_cost"),
}

REPS = {
    "team": ranks("team,sales team,vertriebsteam,équipe,equipo"),
    "capacity": ranks("capacity,calls per week,kapazität,capacité,capacidad"),
    "territory": CUSTOMERS["territory"],
    "commission_rate": ranks(
        "commission rate,provisionssatz,taux de commission,tasa de comisión,porcentaje de comisión"
    ),
    "hour_cost": ranks(
        "hour cost,hourly cost,stundensatz,stundenkosten,coût horaire,coste por hora,coste hora"
    ),
    "status": ranks(
        "status,rep status,employment status,statut,estado", "active,is active,aktiv,actif,activo"
    ),
    "left_on": ranks(
        "left on,exit date,leaving date,austritt,austrittsdatum,ausgeschieden am,date de départ,"
        "date de sortie,fecha de salida"
    ),
    "leave_until": ranks(
        "leave until,on leave until,away until,abwesend bis,beurlaubt bis,absent jusqu'au,"
        "ausente hasta,de baja hasta"
    ),
}

SUPPRESSIONS = {
    "since_on": ranks(
        "since on,since,suppressed on,gesperrt seit,depuis,desde",
        DATE + ",opted out on,opted out at,opt out date,opt out on,date opted out,unsubscribed on,"
        "unsubscribed at,unsubscribe date,date unsubscribed,suppressed at,blocked on,"
        "blocked since,abgemeldet am,abmeldedatum,abmeldung am,widerspruch am,widerspruchsdatum,"
        "widersprochen am,gesperrt am,sperrdatum,désabonné le,désinscrit le,date de désabonnement,"
        "date désabonnement,date de désinscription,date d'opposition,fecha de baja,fecha baja,"
        "baja el,dado de baja el,fecha de exclusión,fecha de oposición,date added,added on,"
        "added at",
    ),
    "reason": ranks("reason,grund,motif,motivo"),
    "channel": ranks("channel,kanal,canal"),
    "until_on": ranks("until on,until,gesperrt bis,jusqu'au,hasta"),
    "email": ranks(
        _EMAIL + ",mail adresse,email id,email addr,email addresses,emails,subscriber email,"
        "contact email,recipient email,empfänger adresse,adresse mail,adresse courriel,"
        "dirección de correo,correo e",
        "recipient,empfänger,subscriber,destinataire,destinatario,domain,domains,domäne,domaine,"
        "dominio,email domain,e mail domain",
    ),
    "phone": ranks(
        _PHONE + ",mobile number,mobile phone,cell phone,cell,contact number,phone no,tel no,"
        "msisdn,caller number,rufnummer,mobilnummer,handynummer,mobiltelefon,numéro de téléphone,"
        "n° de téléphone,número de teléfono,nº de teléfono,portable",
        "number,nummer,numéro,número",
    ),
}
