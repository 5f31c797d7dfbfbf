"""Header words of the tables beside the orders, as CRMs and ledgers of four languages write them.

Days of the second rank tell nothing of which table a file is: a visit may be a sale as well.
"""

from __future__ import annotations

#: table -> canonical column -> (words of first rank, words of second rank)
COMPANION_WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "reasons": {
        "note": (
            "inactive reason,inactivity reason,reason for inactivity,reason lost,reason left,"
            "reason for loss of customer,leaving reason,departure reason,grund der inaktivität,"
            "inaktivitätsgrund,austrittsgrund,grund des austritts,motif d'inactivité,"
            "motif du départ,motif de la perte,motivo de la baja,motivo de inactividad,"
            "motivo de la pérdida,motivo pérdida",
            "",
        ),
        "stated_on": (
            "",
            "lost on,date lost,lost at,loss date,closed lost date,actual close date,inactive date,"
            "inactive since,inactivated on,date inactive,deactivated on,departure date,date left,"
            "churned on,churned at,verloren am,verlustdatum,inaktiv seit,inaktiv am,gekündigt am,"
            "abgewandert am,perdu le,perdue le,date de perte,date perte,date d'inactivité,"
            "inactif depuis,résilié le,perdido el,perdida el,fecha de pérdida,fecha pérdida,"
            "fecha de inactividad,inactivo desde,fecha de la baja",
        ),
    },
    "customers": {
        "name": (
            "account name,client name,name 1,organisation name,organization name,nom du client,"
            "nom client,nombre fiscal,nombre comercial,nombre cliente,nombre del cliente,"
            "razón social cliente",
            "",
        ),
        "segment": (
            "customer class,customer category,client type,client group,client category,"
            "account type,constituent code,constituent type,kundenkategorie,kundenart,"
            "famille client,famille clients,famille de clients,catégorie de client,familia cliente,"
            "familia de cliente,familia de clientes,categoría cliente,categoría de cliente,"
            "clase de cliente",
            "",
        ),
        "started_on": (
            "client since,member since,date joined,joined on,join date,account opened,"
            "account opened on,mitglied seit,eintrittsdatum,kunde ab,adhérent depuis,"
            "date d'adhésion,client depuis le,socio desde,fecha alta,fecha de ingreso,"
            "fecha alta cliente",
            "date added,first visit,erstbesuch,première visite,primera visita",
        ),
        "ended_on": ("membership end,fecha baja,fecha de la baja", ""),
        "rep_id": ("", "owner,kundenbesitzer,propriétaire,propietario,fundraiser"),
    },
    "contacts": {
        "phone": (
            "business phone,work phone,office phone,mobile phone,direct phone,cell phone,"
            "telefon geschäftlich,mobiltelefon,mobil,téléphone mobile,téléphone bureau,portable,"
            "teléfono móvil,teléfono fijo",
            "",
        ),
        "email": ("business email,work email,e mail geschäftlich,correo de trabajo", ""),
        "role": ("poste,puesto,job function,position title,rolle", ""),
    },
    "touches": {
        "touched_at": (
            "",
            "action date,actual end,visited on,date of visit,date of call,called on,call time,"
            "contact made on,besuch am,besucht am,angerufen am,anruf am,kontaktiert am,"
            "datum des besuchs,datum des anrufs,date de relance,date relance,relancé le,"
            "date appel,appelé le,date de visite,date visite,visité le,contacté le,"
            "date du contact,fecha visita,fecha de visita,fecha de la visita,fecha llamada,"
            "fecha contacto,visitado el,llamado el,contactado el",
        ),
        "rep_id": (
            "",
            "owner,staff,staff member,called by,caller,visited by,fundraiser,mitarbeiter,anrufer,"
            "angerufen von,besucht von,collaborateur,appelé par,empleado,llamado por,visitado por",
        ),
    },
    "issues": {
        "issue_id": (
            "case number,case no,complaint number,incident no,"
            "incident number,beschwerdenr,beschwerdenummer,n° de réclamation,n° incident,"
            "nº de reclamación,nº de incidencia",
            "",
        ),
        "code": (
            "",
            "complaint reason,complaint category,issue category,case reason,reason for complaint,"
            "reklamationsgrund,beschwerdegrund,grund der reklamation,motif de réclamation,"
            "motif de la réclamation,motivo de reclamación,motivo de la reclamación",
        ),
        "opened_on": (
            "",
            "date opened,reported on,reported at,raised on,logged on,received on,date received,"
            "date reported,eingang am,eingegangen am,eingangsdatum,meldedatum,reçu le,"
            "reçue le,signalé le,date de réception,date de réclamation,recibido el,recibida el,"
            "fecha de recepción,fecha apertura,fecha de reclamación",
        ),
        "fixed_on": (
            "resolved at,fixed at,solved on,date resolved,date fixed,date closed,gelöst,"
            "réglé le,traité le,traitée le,solucionado el,fecha de solución,fecha resolución",
            "",
        ),
    },
    "assignments": {
        "assigned_on": (
            "assigned at,date assigned,zugeteilt am,zugewiesen am,affecté le,date d'affectation,"
            "asignado el,fecha de asignación",
            "",
        ),
    },
    "suppressions": {
        "since_on": (
            "",
            "opted out on,opted out at,opt out date,opt out on,date opted out,unsubscribed on,"
            "unsubscribed at,unsubscribe date,date unsubscribed,suppressed at,blocked on,"
            "blocked since,abgemeldet am,abmeldedatum,abmeldung am,widerspruch am,"
            "widerspruchsdatum,widersprochen am,gesperrt am,sperrdatum,désabonné le,"
            "désinscrit le,date de désabonnement,date désabonnement,date de désinscription,"
            "date d'opposition,fecha de baja,fecha baja,baja el,dado de baja el,"
            "fecha de exclusión,fecha de oposición,"
            "date added,added on,added at",
        ),
    },
}
