"""Words of a caller: when, how often, by which way and whom; none of them tells a reason."""

from __future__ import annotations

_ENGLISH = """
mr mrs ms miss tel mob in reaching survey call calls called calling phone phones phoned ring rings
ringing rang tried try tries trying attempt attempts attempted spoke mail mails mailed email
emails emailed e wrote written text texts texted sms sent asked told says said keep keeps kept
nothing back by on via at the a an and but or of for with is was were are been has have had be
will would could can did does do please not now just only still yet so far also even once twice
thrice one two three four five six several multiple many few times time x again each every always
all both either any this these last next later tomorrow today yesterday tonight day days week
weeks month months morning noon afternoon evening lunch until till after before since despite
monday tuesday wednesday thursday friday saturday sunday january february march april may june
july august september october november december mon tue wed thu thur fri sat am pm customer client
cust contact contacts person buyer owner boss manager assistant secretary colleague receptionist
reception office desk mobile cell landline home number numbers he she him her his they them their
there
"""
_GERMAN = """
herr herrn frau dr anruf anrufe anrufen angerufen anrufversuch anrufversuche telefonisch
telefoniert telefon handy büro zentrale empfang sekretärin kollegin kollege versucht versuch
versuche versuchen anfrage mail mails nachricht gesprochen hinterlassen geschrieben gemailt
gebeten bittet um rückruf sagt mehrfach mehrmals mehrere mehreren mehrerer einmal zweimal dreimal
viermal mal zwei drei vier oft immer wieder nochmal erneut und aber leider nur bisher noch bis
heute gestern morgen vormittag nachmittag gerade derzeit momentan zur zeit auch dann woche wochen
monat tag tage tagen nächste nächsten letzte letzten diese dieser später früh abend montag
dienstag mittwoch donnerstag freitag samstag januar februar märz april mai juni juli august
september oktober november dezember hat habe haben ist war wurde wurden konnte werden sich kunde
kunden kundin inhaber inhaberin chef chefin ansprechpartner ansprechpartnerin er es ihn ihm der
die das den dem am im in an auf per uhr nach seit trotz von mehr jedes jedesmal voll ebenfalls
alle beide beiden
"""
_FRENCH = """
m mme monsieur madame appel appels appelé appelée appelés appeler téléphoné essayé tenté tentative
tentatives relancé relance fois deux trois quatre plusieurs et ou mais encore toujours le la les
un une des au du de en sur par à ce cet cette ces client cliente contact responsable secrétaire
standard accueil bureau n ne a est été était il elle on demain hier matin midi soir plus tard
semaine semaines mois jour jours prochaine dernière lundi mardi mercredi jeudi vendredi samedi
dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre
téléphone portable mobile fixe ligne mail mails courriel après malgré depuis jusqu pleine plein
direct directement
"""
_SPANISH = """
sr sra señor señora llamado llamada llamadas llamé llamamos llamar intenté intentado intento
intentos veces vez dos tres cuatro varias varios y o pero aún todavía siempre el los las un una al
del en por con de a cliente clienta contacto encargado encargada responsable secretaria recepción
oficina se ha está mañana ayer hoy tarde semana semanas mes día días próxima pasada lunes martes
miércoles jueves viernes sábado enero febrero marzo abril mayo junio julio agosto septiembre
octubre noviembre diciembre teléfono móvil fijo correo correos mensaje lleno ni tras desde
"""
#: What may stand beside the outcome of a call without changing it.
CALLER_WORDS = frozenset((_ENGLISH + _GERMAN + _FRENCH + _SPANISH).split())

_FIRST_PERSON = """
i we me us my mine our ours ich wir mir mich uns unser unsere unseren unserem unserer mein meine
meinen meinem meiner je j nous notre nos mon ma mes yo mi mis nuestro nuestra nuestros nuestras
"""
#: Words of somebody who speaks of their own calls.
FIRST_PERSON = frozenset(_FIRST_PERSON.split())
