"""What companies write where a column has listed words: source, purpose, outcome, direction ...

English, German, French and Spanish. A cell is compared as a key (without accents, blanks and
punctuation); of a cell with several words all must mean the same. The outcome of a call is heard in
a few words: what speaks of not being called again is an opt-out whatever else is said. Words of a
status stand in ``cellwords``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from analysis.cells.cellwords import SYNONYMS
from analysis.cells.headerkeys import key_of as _key
from analysis.cells.headerkeys import keys
from analysis.cells.speech import speaks_of_stop
from analysis.vocabulary import TOUCHES

#: column -> listed word -> other ways of saying it, with commas between them
_WORDS: dict[str, dict[str, str]] = {
    "source": {
        "customer": "customers,the customer,client,buyer,kunde,kundin,kunden,vom kunden,"
        "kunde selbst,durch kunde,käufer,auftraggeber,clients,le client,cliente,clientes,"
        "el cliente,acheteur,comprador,customer call,kundengespräch,kundenaussage,"
        "entretien client",
        "rep": "sales,sales rep,sales reps,sales team,sales person,salesperson,salesman,seller,"
        "account manager,key account,key account manager,kam,field sales,inside sales,"
        "our rep,vertrieb,vertriebler,vertriebsmitarbeiter,außendienst,innendienst,"
        "vertriebsaußendienst,vertriebsinnendienst,vertreter,verkauf,verkäufer,betreuer,"
        "kundenbetreuer,adm,commercial,commerciale,commerciaux,service commercial,"
        "équipe commerciale,force de vente,vendeur,vendeuse,ventes,représentant,"
        "chargé de clientèle,chargé de compte,comercial,comerciales,equipo comercial,vendedor,"
        "vendedora,ventas,representante,gestor,agente comercial,red comercial,delegado",
        "service": "customer service,customer support,customer care,customer success,support,"
        "support team,helpdesk,help desk,service desk,after sales,aftersales,call center,"
        "call centre,callcenter,hotline,kundendienst,kundenservice,kundenbetreuung,"
        "technischer dienst,sav,service client,service clients,service clientèle,"
        "service après vente,support client,assistance,servicio,servicio al cliente,"
        "servicio de atención al cliente,atención al cliente,sac,soporte,posventa,postventa,"
        "servicio técnico,servicio posventa",
        "finance": "accounting,accounts,accounts receivable,billing,credit control,invoicing,"
        "buchhaltung,finanzbuchhaltung,debitorenbuchhaltung,rechnungswesen,finanzen,"
        "finanzabteilung,mahnwesen,comptabilité,comptable,service comptable,facturation,"
        "finances,recouvrement,contabilidad,finanzas,facturación,cobros,departamento financiero",
        "ex_staff": "ex staff,ex employee,former employee,former staff,former rep,leaver,"
        "ehemaliger mitarbeiter,ehemalige mitarbeiter,ehemalige mitarbeiterin,ex mitarbeiter,"
        "ancien salarié,ancien employé,ancien collaborateur,ex salarié,ex employé,ex empleado,"
        "antiguo empleado,ex trabajador",
        "survey": "surveys,customer survey,exit survey,questionnaire,nps,csat,umfrage,"
        "kundenumfrage,befragung,kundenbefragung,fragebogen,enquête,enquête client,"
        "enquête de satisfaction,sondage,encuesta,encuesta de satisfacción,cuestionario,sondeo",
        "cancel_form": "cancel form,cancellation form,cancellation,cancellation flow,cancel flow,"
        "cancellation letter,termination letter,kündigungsformular,kündigung,kündigungsschreiben,"
        "kündigungsstrecke,formulaire de résiliation,résiliation,lettre de résiliation,"
        "formulario de baja,formulario de cancelación,carta de baja",
        "probe": "probe call,random probe,drawn by lot,stichprobe",
        "inferred": "assumed,assumption,guess,guessed,deduced,vermutet,vermutung,abgeleitet,"
        "geschätzt,angenommen,supposé,supposition,déduit,estimé,supuesto,inferido,deducido,"
        "estimado",
        "unknown": "not known,unbekannt,keine angabe,inconnu,inconnue,non renseigné,desconocido,"
        "desconocida",
    },
    "layer": {
        "formal": "official,formell,offiziell,formel,officiel,officielle,formelle,oficial",
        "personal": "private,persönlich,privat,personnel,personnelle,privé,privado,privada",
        "unknown": "unbekannt,inconnu,desconocido",
    },
    "fixable": {
        "yes": "y,true,1,ja,j,wahr,oui,o,vrai,sí,si,s,verdadero,fixable,behebbar,lösbar,corrigible,"
        "solucionable,resoluble",
        "no": "n,false,0,nein,falsch,non,faux,falso,not fixable,nicht behebbar,nicht lösbar,"
        "non corrigible,insoluble,no solucionable",
        "unknown": "unclear,unbekannt,unklar,inconnu,desconocido",
    },
    "purpose": {
        "closure": "closure call,closing call,close the file,abschluss,abschlussgespräch,"
        "abschlussanruf,clôture,appel de clôture,cierre,llamada de cierre",
        "listen": "listening,interview,exit interview,ask why,zuhören,gründe erfragen,écoute,"
        "écouter,entretien,escucha,escuchar,entrevista",
        "checkin": "check in,check up,checkup,courtesy call,keep in touch,relationship,"
        "kontaktpflege,beziehungspflege,kundenpflege,prise de nouvelles,appel de courtoisie,"
        "visite de courtoisie,suivi,suivi client,seguimiento,llamada de cortesía,"
        "visita de cortesía",
        "feedback": "rückmeldung,retour client,retour,opinión,comentarios",
        "update": "information,info,status update,aktualisierung,mise à jour,actualización,"
        "información",
        "goodnews": "good news,gute nachricht,gute nachrichten,bonne nouvelle,bonnes nouvelles,"
        "buena noticia,buenas noticias",
        "offer": "offers,quote,proposal,angebot,offre,devis,oferta,presupuesto",
        "sell": "sale,sales,selling,sales call,sales visit,upsell,cross sell,verkauf,"
        "verkaufsgespräch,vente,visite commerciale,venta,visita comercial",
        "resolve": "resolution,complaint,issue,problem,reklamation,beschwerde,problemlösung,"
        "réclamation,résolution,litige,reclamación,resolución,queja,incidencia",
        "unknown": "unbekannt,inconnu,desconocido",
    },
    "scope": {
        "customer": "single customer,one customer,client,kunde,einzelkunde,einzelfall,cliente,"
        "individual,individuel,individuell,particular",
        "systemic": "system,general,global,all,all customers,systemisch,systematisch,generell,"
        "allgemein,alle,alle kunden,système,systémique,général,générale,tous,tous les clients,"
        "sistémico,sistémica,todos,todos los clientes",
    },
    "kind": {
        "issue": "problem,defect,fault,complaint,fehler,mangel,reklamation,problème,défaut,"
        "réclamation,problema,incidencia,defecto",
        "condition": "circumstance,bedingung,rahmenbedingung,umstand,circonstance,condición,"
        "circunstancia",
    },
    "blocker": {
        "ours": "our side,us,we,internal,own,wir,unsere,unsererseits,bei uns,intern,nous,"
        "de notre côté,interne,nosotros,nuestro,interno",
        "theirs": "their side,them,customer,client,external,kunde,beim kunden,kundenseite,extern,"
        "eux,de leur côté,externe,ellos,cliente,externo",
        "both": "both sides,mutual,beide,beiderseits,les deux,ambos,ambas partes",
    },
    "arm": {
        "treat": "treated,treatment,called,call,test,test group,behandelt,behandlung,angerufen,"
        "testgruppe,traité,traitement,groupe test,tratado,tratamiento,grupo de prueba",
        "hold": "held,held out,hold out,holdout,control,control group,kontrolle,kontrollgruppe,"
        "nicht angerufen,zurückgehalten,témoin,groupe témoin,contrôle,groupe de contrôle,"
        "grupo de control",
    },
    "direction": {
        "inbound": "in,incoming,received,from customer,eingehend,eingang,ein,inbound call,"
        "entrant,entrante,reçu,recibido,recibida,appel entrant,llamada entrante",
        "outbound": "out,outgoing,sent,made,to customer,ausgehend,ausgang,aus,outbound call,"
        "sortant,sortante,émis,envoyé,saliente,enviado,enviada,realizada,appel sortant,"
        "llamada saliente",
        "unknown": "unbekannt,inconnu,desconocido",
    },
}
#: Where one cell names two: all must mean the same.
_BETWEEN = re.compile(r"[/,;|+&]|\b(?:und|and|et|y)\b")
_SHORTEST = 3


def listed_word(column: str, text: str) -> str:
    """Return the listed word that a cell means; empty where nobody can tell.

    Examples
    --------
    >>> [listed_word("source", text) for text in ("Kunde", "Vertrieb / Außendienst", "SAV")]
    ['customer', 'rep', 'service']
    >>> listed_word("source", "Kunde/Vertrieb"), listed_word("direction", "eingehend")
    ('', 'inbound')
    >>> listed_word("outcome", "Mailbox"), listed_word("source", "Newsletter")
    ('voicemail', '')
    """
    if column == "outcome":
        return outcome_of(text).replace("unknown", "")
    words = _by_key(column)
    if whole := words.get(_key(text)):
        return whole
    parts = [_key(part) for part in _BETWEEN.split(text.casefold())]
    told = {words.get(part, "") for part in parts if part}
    sure = len(told) == 1 and all(len(part) >= _SHORTEST for part in parts if part)
    return told.pop() if sure else ""


@cache
def _by_key(column: str) -> dict[str, str]:
    listed = _WORDS.get(column, {})
    return {key: word for word, said in listed.items() for key in keys(f"{word},{said}")}


#: In the cell of an outcome such words are meant for us; in a note they may speak of anything.
_STOP = re.compile(
    r"\bstop\b|never again|nie wieder|plus jamais|nunca (más|mas)|"
    r"(leave|lasst|lassen sie) (me|us|mich|uns|them) |laisse[rz]?[ -](moi|nous)|streichen|"
    r"gelöscht|löschen|supprimer|retirer|borrar|kein kontakt mehr"
)
#: Words that are cut out of a text once they are heard, in this order; then the rest is heard.
_HEARD: tuple[tuple[str, str], ...] = (
    ("bounced", r"(wrong|invalid|dead|old) number|number (not|no longer) \w+( \w+)?|bounced|"
                r"falsche nummer|nummer (falsch|ungültig)|kein anschluss|nicht vergeben|"
                r"(faux|mauvais) numéro|numéro (erroné|non attribué)|"
                r"número (equivocado|erróneo|no existe)"),
    ("voicemail", r"((reached|spoke to|got|left|auf|hat|laissé|dejado|dejé)( an?| un| the| die| "
                  r"den| el| le)? )?(voice ?mail|message|msg|mailbox|answering machine|vm\b|ab\b|"
                  r"anrufbeantworter|nachricht|répondeur|messagerie|boîte vocale|buzón( de voz)?|"
                  r"contestador|mensaje)( left| full| voll)?"),
    ("no_answer", r"no(t|body|body was|-one| one)? ?(reached|answer(ed)?|response|pick ?up|there|"
                  r"available)|(not|never) (yet )?(reached|in\b|answered)|unreachable|busy|"
                  r"out of office|did ?n.t (answer|pick up)|engaged|rang out|"
                  r"(nicht|nie) (mehr )?(erreicht|erreichbar|da|abgenommen|abgehoben|"
                  r"rangegangen|ans telefon)|niemand (erreicht|da|abgenommen)|"
                  r"keine (antwort|reaktion)|besetzt|n\.?e\.?$|"
                  r"pas (de réponse|joint|joignable|répondu|là)|sans réponse|injoignable|absente?|"
                  r"occupée?|no (contesta|contestó|responde|está|localizad[oa])|sin respuesta|"
                  r"comunica|ocupado|ilocalizable"),
    ("refused", r"refused?( to \w+)?|would not talk|hung up|abgelehnt|verweigert|aufgelegt|refusé|"
                r"raccroché|rechaz\w+|colgó|se negó"),
    ("opt_in", r"opt(ed)?[ -]?in|wants to stay( in touch)?|möchte in kontakt bleiben|"
               r"souhaite rester en contact|quiere seguir en contacto"),
    ("meeting", r"meeting|appointment|visit|termin|besuch|treffen|rendez[ -]vous|rdv|réunion|"
                r"cita\b|reunión|visita"),
    ("connected", r"reached|spoke( to| with)?|spoken|talked( to| with)?|connected|answered|got him|"
                  r"got her|erreicht|gesprochen|gespräch|joint\b|parlé|contacté|hablado|hablé|"
                  r"contactado|contestó|localizad[oa]"),
)  # fmt: skip
#: What a word such as *not* in front turns into something that nobody can tell.
_DENIABLE = frozenset({"meeting", "connected", "opt_in", "refused"})
_NOT = re.compile(
    r"\b(not?|never|nobody|cannot|without|nicht|kein\w*|nie|niemand|ohne|pas|ne|jamais|sans|nunca|"
    r"nadie|sin)\b|n't\b"
)
_LONGEST = 200


def _is_stop(text: str) -> bool:
    """Whether an outcome can mean that somebody must not be called again.

    Examples
    --------
    >>> [_is_stop(text) for text in ("Don’t call again!!", "stop", "no llamar más", "no answer")]
    [True, True, True, False]
    """
    said = _plain(text)
    return speaks_of_stop(said) or bool(_STOP.search(said))


def outcome_of(text: str) -> str:
    """Return the listed word for an outcome as somebody wrote it; ``unknown`` when nobody can tell.

    Examples
    --------
    >>> [outcome_of(text) for text in ("Reached", "nicht erreicht", "Mailbox", "falsche Nummer")]
    ['connected', 'no_answer', 'voicemail', 'bounced']
    >>> outcome_of("nicht mehr anrufen"), outcome_of("hm"), outcome_of("no answer, then reached")
    ('opt_out', 'unknown', 'unknown')
    """
    said = _plain(text)
    word = re.sub(r"[ -]+", "_", said.strip(" .!"))
    known = {word} & {*TOUCHES.column("outcome").words}
    known |= {name for name, words in SYNONYMS["outcome"].items() if word in words}
    if known:
        return known.pop()
    if _is_stop(text):
        return "opt_out"
    if len(said) > _LONGEST:
        return "unknown"
    heard = set[str]()
    for name, pattern in _HEARD:
        found = re.search(rf"\b(?:{pattern})", said)
        if found:
            denied = name in _DENIABLE and _NOT.search(said[: found.start()])
            heard.add("unknown" if denied else name)
            said = re.sub(rf"\b(?:{pattern})", " ", said)
    if heard and heard <= {"no_answer", "voicemail"}:
        return max(heard)
    if heard == {"meeting", "connected"}:
        return "meeting"
    return heard.pop() if len(heard) == 1 else "unknown"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(folded.replace("_", " ").split())
