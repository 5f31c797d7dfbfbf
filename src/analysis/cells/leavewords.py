"""Words by which a cell says whether somebody may be contacted.

English, German, French and Spanish, with the plain words of Italian, Dutch and Portuguese. What yes
means is told by the header (``permissions``); SQL that looks for the words is in ``leaveanswers``.
"""

from __future__ import annotations

from analysis.cells.cellwords import listed

#: Words that say themselves which way they mean, whatever the header.
LEAVE = listed(
    "subscribed,opted in,opt in,opt-in,opted-in,optin,double opt-in,double opt in,"
    "double-opt-in,not opted out,subscribe,resubscribe,resubscribed,"
    "allow,zulassen,abonniert,autoriser,inscrit,inscrite,abonné,abonnée,permitir,suscrito,suscrita,"
    "iscritto,iscritta,ingeschreven,inscrito,inscrita"
)
#: Words of those who are not entered in a register of people who want no calls.
NOT_ENTERED = listed(
    "non inscrit,non inscrite,pas inscrit,pas inscrite,no inscrito,no inscrita,no inscripto,"
    "no inscripta,no registrado,no registrada,not registered,not listed,unlisted,nicht eingetragen,"
    "nicht gelistet,non iscritto,non iscritta,niet ingeschreven,não inscrito,não inscrita,"
    "absent,absente,ausente,no figura,no consta"
)
#: Words by which leave was given; under a header that forbids they would say nothing.
GIVEN = listed(
    "accord,d'accord,acuerdo,de acuerdo,accepte,acepta,einwilligung,einverstanden,zustimmung,"
    "grant,granted,given,allowed,confirmed,consented,agreed,accepted,approved,permitted,"
    "consent given,"
    "consent granted,erteilt,erlaubt,zugestimmt,eingewilligt,bestätigt,gegeben,liegt vor,"
    "vorhanden,genehmigt,gestattet,akzeptiert,angemeldet,einwilligung erteilt,accordé,accordée,"
    "donné,donnée,accepté,acceptée,autorisé,autorisée,confirmé,confirmée,obtenu,concedido,"
    "concedida,otorgado,otorgada,aceptado,aceptada,autorizado,autorizada,confirmado,confirmada,"
    "permitido,permitida,concesso,concessa,prestato,prestata,accettato,accettata,autorizzato,"
    "autorizzata,acconsentito,verleend,gegeven,toegestaan,akkoord,bevestigd,concedida,dado,dada,"
    "aceite,aceito,aceita,consentido,consentida"
)
#: Words that say themselves that leave is over.
ENDED = listed(
    "no consent,unsubscribed,unsubscribe,not subscribed,never subscribed,non-subscribed,unsub,"
    "global unsubscribe,group unsubscribe,"
    "opted out,opted-out,opt out,opt-out,optout,do not allow,do not contact,do not call,"
    "abgemeldet,nicht zulassen,keine einwilligung,keine werbung,désinscrit,désinscrite,désabonné,"
    "désabonnée,ne pas autoriser,ne pas contacter,dado de baja,dada de baja,no permitir,"
    "no contactar,disiscritto,disiscritta,non contattare,nessun consenso,uitgeschreven,afgemeld,"
    "niet contacteren,niet benaderen,geen toestemming,não contactar,nao contactar,não contatar,"
    "descadastrado,descadastrada,sem consentimento"
)
#: Words that say no to being contacted, in a cell of their own, under nearly any header.
NO_CONTACT = listed(
    "no contact,no calls,no marketing,kein kontakt,keinen kontakt,keine kontaktaufnahme,kein anruf,"
    "keine anrufe,nicht anrufen,nicht kontaktieren,kontakt unerwünscht,kontakt verweigert,"
    "pas de contact,aucun contact,pas d'appel,pas d'appels,ne pas appeler,contact refusé,"
    "refuse le contact,sin contacto,ningún contacto,no llamar,rechaza el contacto,"
    "non chiamare,non contattare,non telefonare,nessun contatto,niet bellen,niet contacteren,"
    "niet benaderen,geen contact,não contactar,nao contactar,não contatar,nao contatar,não ligar,"
    "nao ligar,não telefonar,sem contacto,sem contato"
)
#: Words by which leave was given, and taken back: together they are of nothing else.
GRANTED = listed(
    "grant,granted,given,consented,consent given,consent granted,erteilt,eingewilligt,gegeben,"
    "accordé,accordée,donné,donnée,otorgado,otorgada,concedido,concedida,concesso,concessa,"
    "prestato,verleend,dado,dada,consentido"
)
TAKEN_BACK = listed(
    "withdrawn,withdraw,withdrawal,revoked,revoke,revocation,widerrufen,widerruf,zurückgezogen,"
    "entzogen,retiré,retirée,retrait,révoqué,révoquée,révocation,retirado,retirada,revocado,"
    "revocada,revocación,revocato,revocata,revoca,ritirato,ritirata,ingetrokken,intrekking,"
    "herroepen,revogado,revogada,revogação"
)
#: Words by which a customer is kept from any call where a column says what kind of one it is.
BLOCKED = listed(
    "gesperrt,blocked,bloqué,bloquée,bloqueado,bloqueada,bloccato,bloccata,geblokkeerd,"
    "werbesperre,kontaktsperre,do not contact,do not call,dnc"
)
#: Words that refuse, under a header that asks.
REFUSES = (
    ENDED
    | NO_CONTACT
    | TAKEN_BACK
    | BLOCKED
    | listed(
        "denied,declined,refused,rejected,objected,not allowed,refuses,objection,deny,decline,"
        "refuse,reject,object,bounced,hard bounce,spam report,spamreport,spam complaint,cleaned,"
        "suppressed,"
        "abgelehnt,verweigert,widersprochen,nicht erlaubt,widerspruch,ablehnung,"
        "lehnt ab,untersagt,verboten,unerwünscht,nicht erwünscht,nicht gewünscht,gesperrt,"
        "refusé,refusée,refus,non accordé,opposition,opposé,opposée,s'oppose,"
        "non souhaité,rechazado,denegado,"
        "rechazada,denegada,rechazo,rechaza,oposición,se opone,no permitido,no autorizado,"
        "no deseado,negato,negata,rifiutato,rifiutata,rifiuto,opposizione,geweigerd,bezwaar,"
        "niet toegestaan,geblokkeerd,negado,negada,recusado,recusada,recusa,oposição"
    )
)
#: Words by which leave was not given: answers, not riddles.
NOT_GIVEN = REFUSES | listed(
    "not given,not granted,none,expired,nicht erteilt,abgelaufen,fehlt,expiré,expirée,caducado,"
    "scaduto,scaduta,verlopen,expirado,expirada"
)
#: They say that nobody was asked, or has agreed yet; who agreed to something else refused nothing.
NEVER_ASKED = listed("never subscribed,not subscribed,non-subscribed,not given,not granted,none")
#: They answer who or what is wished: nobody, nothing.
NOBODY = listed(
    "never,nothing,nobody,keine,keiner,keinen,nie,niemals,aucun,aucune,jamais,ninguno,ninguna,"
    "nunca,nessuno,nessuna,mai,geen,nooit,nenhum,nenhuma"
)
#: What programs write where a cell holds nothing, or no day.
NOTHING = listed(
    "null,(null),<null>,nan,nat,none,nil,-,--,[],{},0000-00-00,0000-00-00 00:00:00,00.00.0000,"
    "00/00/0000"
)
