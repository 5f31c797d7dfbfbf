"""Header words of every table in English, German, French and Spanish, and words of file names.

Words are compared as keys: folded, without accents, blanks, punctuation and bracketed units, and
always as a whole. A word of the first rank (it says number or id, or names its date) outranks a
bare word of a later rank beside it.
"""

from __future__ import annotations

from analysis.cells.headerkeys import CURRENCIES, Ranks, key_of, keys, named, ranks
from analysis.columns.companion_words import COMPANION_WORDS
from analysis.columns.orderwords import COMMON, DATE, TRANSACTIONS
from analysis.columns.system_words import SYSTEM_WORDS

__all__ = ["CURRENCIES", "FILE_WORDS", "HEADER_WORDS", "key_of"]

_REASONS = {
    "note": ranks(
        "note,notes,comment,comments,remark,remarks,text,feedback,reason text,verbatim,free text,"
        "reason,lost reason,loss reason,churn reason,cancellation reason,reason for leaving,"
        "abwanderungsgrund,kündigungsgrund,grund,bemerkung,kommentar,notiz,anmerkung,freitext,"
        "rückmeldung,motif,commentaire,remarque,raison,motivo,comentario,comentarios,nota,"
        "observaciones,description,beschreibung"
    ),
    "code": ranks("code,reason code,grundcode,grundschlüssel,code motif,código motivo,theme"),
    "stated_on": ranks(
        "stated on,reason date,statement date,feedback date,comment date,note date,contact date,"
        "call date,lost date,churn date,cancellation date,kündigungsdatum,gesprächsdatum,"
        "abwanderungsdatum,kontaktdatum,date du motif,date de contact,date de résiliation,"
        "fecha de contacto,fecha motivo,fecha de baja",
        DATE + ",created at,timestamp,date created",
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

_NAME = ranks(
    "name,customer name,company,company name,kundenname,firma,firmenname,nom,raison sociale,"
    "nombre,razón social"
)

_CUSTOMERS = {
    "name": _NAME,
    "segment": ranks(
        "segment,kundensegment,segmento,customer segment,customer group,customer type,"
        "kundengruppe,kundentyp,catégorie client,type de client,groupe de clients,"
        "tipo de cliente,grupo de clientes"
    ),
    "tier": ranks("tier,customer tier,abc class,kundenklasse"),
    "territory": ranks(
        "territory,region,gebiet,vertriebsgebiet,territoire,secteur,territorio,zona"
    ),
    "industry": ranks("industry,branche,secteur d'activité,sector,industria"),
    "started_on": ranks(
        "started on,start date,customer since,kunde seit,client depuis,cliente desde,signup date,"
        "fecha de alta,date d'entrée"
    ),
    "ended_on": ranks("ended on,end date,kunde bis,fecha de baja,date de fin"),
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
}

_CONTACTS = {
    "department": ranks("department,abteilung,service,departamento"),
    "role": ranks("role,job title,position,funktion,fonction,cargo,title"),
    "status": ranks("status,contact status,statut,estado"),
    "left_on": ranks("left on"),
    "leave_until": ranks("leave until"),
    "new_company": ranks("new company"),
    "reports_to": ranks("reports to"),
    "consent": ranks(
        "consent,marketing consent,opt in,optin,newsletter opt in,email opt in,einwilligung,"
        "werbeeinwilligung,consentement,consentimiento,may contact,contact allowed,"
        "accepts marketing,subscribed,kontakt erlaubt,darf kontaktiert werden,email consent,"
        "gdpr consent,zustimmung,consentement rgpd,acepta publicidad,contact autorisé"
    ),
    "do_not_contact": ranks(
        "do not contact,do not call,do not email,do not mail,dnc,opt out,optout,opted out,"
        "unsubscribed,unsubscribe,no contact,werbesperre,kontaktsperre,werbewiderspruch,"
        "nicht kontaktieren,gesperrt,ne pas contacter,désinscrit,désabonné,opposition,no contactar,"
        "baja,no llamar,email opt out,marketing opt out,has opted out of email,suppressed,blocked,"
        "robinsonliste,liste robinson,lista robinson,bloctel,keine werbung,nicht anrufen"
    ),
    "name": ranks(
        "name,contact name,full name,ansprechpartner,nom,nombre,kontakt,contact,contacto"
    ),
    "email": ranks(
        "email,e mail,mail,email address,e mail adresse,courriel,correo,"
        "correo electrónico,adresse email"
    ),
    "phone": ranks(
        "phone,telephone,phone number,tel,mobile,telefon,telefonnummer,handy,téléphone,"
        "teléfono,móvil"
    ),
}

#: An opt-out may stand in any table; there, words of a narrower sense only.
_OPT_OUTS = {
    column: (tuple(k for k in _CONTACTS[column][0] if k not in {"baja", "subscribed"}), ())
    for column in ("consent", "do_not_contact")
}

_TOUCHES = {
    "touched_at": ranks(
        "touched at,called at,contact date,call date,contacted at,contacted on,touch date,"
        "visit date,kontaktdatum,anrufdatum,besuchsdatum,date de contact,date d'appel,"
        "fecha de contacto,fecha de llamada,activity date,action date,date de visite,date visite,"
        "fecha de visita,fecha visita,date de relance,date relance",
        DATE + ",timestamp,created at",
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
}

_ASSIGNMENTS = {
    "program": ranks("program,campaign"),
    "arm": ranks("arm,treatment arm,test group"),
    "assigned_on": ranks("assigned on,assignment date", DATE),
    "stratum": ranks("stratum"),
    "propensity": ranks("propensity"),
}

_ISSUES = {
    "issue_id": ranks(
        "issue id,issue no,case id,fix id,fix no,measure id,measure no,action id,maßnahme nr,"
        "maßnahmen nr,maßnahmennummer,maßnahme id,maßnahmen id,n° mesure,n° action,id mesure,"
        "nº medida,id medida,nº incidencia,id incidencia,nº acción,complaint id,complaint no,"
        "claim no,case number,case no,complaint number,"
        "reklamationsnr,reklamationsnummer,reklamation nr,reklamation id,n° réclamation,"
        "numéro de réclamation,id réclamation,nº reclamación,número de reclamación,id reclamación",
        "issue,measure,maßnahme,mesure,medida,incidencia,complaint,reklamation,réclamation,"
        "reclamación",
    ),
    "code": ranks(
        "code,reason code,issue code,grundcode,grundschlüssel,code motif,código motivo",
        "reason,theme,grund,thema,ursache,motif,cause,motivo,causa,category,kategorie,fehlerart,"
        "catégorie,categoría,issue type,complaint type,reklamationsgrund,complaint reason,"
        "case reason,motif de réclamation,motivo de reclamación",
    ),
    "opened_on": ranks(
        "opened on,opened,open date,date opened,opened at,eingang am,eingangsdatum,date ouverture,"
        "fecha apertura,created on,eröffnet am,geöffnet am,erfasst am,angelegt am,"
        "gemeldet am,begonnen am,beginn,ouvert le,date d'ouverture,début,abierto el,"
        "fecha de apertura,inicio",
        DATE,
    ),
    "fixed_on": ranks(
        "fixed on,fixed,fix date,resolved on,resolution date,done on,completed on,behoben am,"
        "erledigt am,umgesetzt am,gelöst am,abgeschlossen am,corrigé le,résolu le,"
        "date de résolution,corregido el,resuelto el,fecha de resolución,closed,closed on,"
        "closed at,date closed,close date,solved at,geschlossen am,clos le,clôturé le,"
        "date de clôture,fermé le,cerrado el,cerrada el,fecha de cierre"
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

_REPS = {
    "team": ranks("team,sales team,vertriebsteam,équipe,equipo"),
    "capacity": ranks("capacity,calls per week,kapazität,capacité,capacidad"),
    "territory": _CUSTOMERS["territory"],
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

_SUPPRESSIONS = {
    "since_on": ranks("since on,since,suppressed on,gesperrt seit,depuis,desde", DATE),
    "reason": ranks("reason,grund,motif,motivo"),
    "channel": ranks("channel,kanal,canal"),
    "until_on": ranks("until on,until,gesperrt bis,jusqu'au,hasta"),
    "email": _CONTACTS["email"],
    "phone": _CONTACTS["phone"],
}

#: table -> canonical column -> (first rank keys, second rank keys)
#: Who a customer is where no column says it by a number or as such: an address, else a name.
_WHO = keys(
    "email,e mail,email address,customer email,e mail adresse,kunden e mail,buyer email,"
    "billing email,billing email address,client email,email client,correo,correo electrónico,"
    "courriel,adresse email"
)


def _told_by_address(
    words: dict[str, Ranks],
) -> dict[str, Ranks]:
    """Let an address stand for a customer whom no other column names."""
    return words | {"customer_id": (*words["customer_id"], _WHO)}


#: table -> canonical column -> keys of the first, second and last rank
HEADER_WORDS: dict[str, dict[str, Ranks]] = {
    "transactions": _told_by_address(COMMON | TRANSACTIONS | _OPT_OUTS),
    "reasons": COMMON | _REASONS | _OPT_OUTS,
    "customers": COMMON
    | _CUSTOMERS
    | _OPT_OUTS
    | {"email": _CONTACTS["email"]}
    | {"customer_id": (*COMMON["customer_id"], ("id",))},
    "contacts": COMMON | _CONTACTS,
    "touches": COMMON | _TOUCHES | _OPT_OUTS,
    "assignments": COMMON | _ASSIGNMENTS,
    "issues": COMMON | _ISSUES,
    "reps": COMMON | _REPS,
    "suppressions": COMMON | _SUPPRESSIONS | {"customer_id": (*COMMON["customer_id"], ("id",))},
}


def _with_more(columns: dict[str, Ranks], more: dict[str, tuple[str, str]]) -> dict[str, Ranks]:
    """Add words that no column of the table has yet."""
    known = {key for column_ranks in columns.values() for keys_ in column_ranks for key in keys_}
    found = dict(columns)
    for column, words in more.items():
        first, second = (tuple(key for key in keys(part) if key not in known) for part in words)
        old = found[column]
        bare = max(1, len(old) - (2 if column == "customer_id" else 1))  # addresses come last
        found[column] = (
            old[0] + first, *old[1:bare], (*old[bare : bare + 1], ())[0] + second, *old[bare + 1 :]
        )  # fmt: skip
    return found


HEADER_WORDS = {
    table: _with_more(
        _with_more(found, SYSTEM_WORDS[""] | SYSTEM_WORDS.get(table, {})),
        COMPANION_WORDS.get(table, {}),
    )
    for table, found in HEADER_WORDS.items()
}
#: Names of customers, which tell them apart where nothing else does.
_BY_NAME = keys(
    "customer name,customer full name,client name,account name,company name,company,contactname,"
    "organisation name,organization name,organisation,organization,bill to name,sold to name,"
    "cardname,kundenname,firma,"
    "firmenname,debitorname,nom client,nom du client,raison sociale,société,nombre cliente,"
    "nombre del cliente,razón social"
)
_SOLD = HEADER_WORDS["transactions"]
HEADER_WORDS["transactions"] = _SOLD | {"customer_id": (*_SOLD["customer_id"], _BY_NAME)}

#: Words of a file name that tell its table.
FILE_WORDS: dict[str, tuple[str, ...]] = {
    "transactions": keys(
        "transactions,transaction,orders,order,sales,invoices,invoice,purchases,order lines,"
        "umsatz,umsätze,bestellungen,aufträge,rechnungen,verkäufe,ventes,commandes,factures,"
        "achats,ventas,pedidos,facturas,compras"
    ),
    "reasons": keys(
        "reasons,reason,notes,feedback,comments,why,gründe,grund,abwanderungsgründe,kommentare,"
        "motifs,raisons,commentaires,motivos,comentarios,surveys,survey"
    ),
    "customers": keys("customers,customer,accounts,clients,kunden,clientes,debitoren"),
    "contacts": keys("contacts,contact,kontakte,ansprechpartner,contactos"),
    "touches": keys("touches,calls,outreach,activities,visits,anrufe,besuche,appels,llamadas"),
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
