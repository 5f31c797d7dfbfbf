"""Words of everyday notes that begin a sentence or, in German, have a capital; no names."""

from __future__ import annotations

from analysis.redaction.cues import word_set

_DEPARTMENTS = """
abrechnung accountancy accounting accounts accueil achats admin administración administration
almacén atelier atención außendienst billing board buchhaltung collections commercial compliance
compras compta comptabilité contabilidad controlling credit customer-service development dirección
direction dispatch disposition einkauf empfang engineering entrepôt entwicklung facilities
facturación facturation finance finances finanzas geschäftsführung geschäftsleitung head-office
head-quarters headquarters helpdesk hq hr innendienst instandhaltung it juridique kundendienst
kundenservice lager leadership legal leitung logistics logistik logistique logística mahnwesen
maintenance management marketing operations payroll personal personalabteilung planning procurement
production produktion purchasing qualität recepción reception rechtsabteilung reklamation research
returns sales sav security sekretariat shipping shop-floor siège soporte stores support taller
technik tienda training transport ventas ventes verkauf versand vertrieb verwaltung vorstand
warehouse werkstatt workshop zentrale office büro
"""

_ROLES = """
abogada abogado abteilungsleiter abuela abuelo accountant acheteur acheteuse adhérent adhérente
administrator adviser advisor agent analyst ansprechpartner ansprechpartnerin ansprechperson ap
apotheker apothekerin apprentice architect arzt asistente assistant assistante assistent
assistentin auditor aunt auntie außendienstler außendienstlerin azubi babysitter barber bartender
beau-frère berater beraterin betreuer betreuerin betriebsleiter bookkeeper boss boyfriend brother
bruder buchhalter buchhalterin buyer bürgermeister captain carer caretaker cashier ceo cfo chairman
chairwoman chauffeur chef cheffe chefin chica chico cio cleaner clerk coach colleague collègue
comercial commerciale compagne compagnon compañera compañero comprador compradora comptable
conjoint conjointe conseiller conseillère contable controller coo coordinator copain copine cousin
cousine cto curator cuñada cuñado dad daughter dentist deputy designer developer directeur director
directora directrice dispatcher disponent disponentin doctor driver dueña dueño editor ehefrau
ehemann einkaufsleiter einkaufsleiterin einkäufer einkäuferin electrician encargada encargado
enfermera enfermero engineer enkel enkelin esposa esposo fahrer fahrerin father father-in-law femme
fiancé fiancée filialleiter filialleiterin fille fils fitter flatmate foreman freundin friend
friseurin frère gerente geschäftsführer geschäftsführerin gesellschafter gestionnaire gf girlfriend
godfather godmother gran granddaughter grandfather grandma grandmother grandpa grandson guard
gérant gérante hairdresser hausmeister headmaster hermana hermano hija hijo husband hygienist
infirmier infirmière inhaber inhaberin inspector instructor interlocuteur interlocutrice janitor
jefa jefe kassiererin kellner kellnerin kollege kollegen kollegin kontaktperson kundenberater
kundenberaterin kundin lagerleiter landlord lawyer lebensgefährte lebensgefährtin lehrer lehrerin
leiter leiterin liaison livreur livreuse madre makler manager mari marido marktleiter mechanic
meister mitarbeiter mitarbeiterin mom monteur mother mujer mum mutter mère médecin médica médico
nachbar nachbarin nachbarn nachfolger nachfolgerin nan nanny neffe neighbor neighbour nephew neveu
nichte niece nieta nieto nièce novia novio nurse obfrau obmann officer oma oncle onkel opa owner
paciente padre pareja partner partnerin pastor patiente patientin patron patronne pfarrer pfleger
pflegerin physio planner plumber poc polier postman praxismanagerin predecessor president prima
primo principal producer produktionsleiter programmer prokurist prokuristin propietaria propietario
purchaser père receptionist rector registrar rep repartidor replacement responsable sachbearbeiter
sachbearbeiterin salesman salesperson saleswoman scheduler schichtleiter schwager schwester
schwiegermutter schwiegersohn schwiegertochter schwiegervater schwägerin secretaria secretario
secretary secrétaire sekretärin sergeant serveur serveuse sister sitter socia soeur sohn solicitor
son stepdaughter stepfather stepmother stepson steuerberater steuerberaterin steuerfachfrau
storeman stylist successor suegra suegro supervisor sœur tante teacher technician technicien
technicienne techniker technikerin tenant therapist tochter trainee trainerin tutor técnica técnico
tía tío uncle vater vecina vecino vendedor vendedora vendeur vendeuse verkäufer verkäuferin
vertreter vertreterin vertretung vertriebsleiter vet voisin voisine vorarbeiter vorgänger
vorgängerin waiter waitress warden wife winzer wirt wirtin zahnarzt zahnärztin ärztin épouse époux
"""

_LOOSE_ROLES = """
abonado abonné abonnée anrufer anruferin bloke caller chap client clienta cliente consultant
contact courier customer frau girl guest guy head herr kunde kunden lad lady lead man mann md
member mitglied nutzer operator patient patienten pupil socio student subscriber tech trainer user
usuario woman
"""

_ENGLISH = """
above access accident across action actually add added adding address advice against agenda ago
agreement ahead airline all alle allergic allow allowed almost along alternative among amount
animal annoyed anonymous another any anybody anyone anyway apart apparently appears application
applied apply appointment approval area around arrival arrived arrives as asap asking association
assume assumes attempt attempted attic attitude auctioneer audit authority automated autumn
availability avoid awaiting awful babies baby backorder backup bad badly baggage bandwidth
bankruptcy banner barely bargain based basic basically bathroom be became become bedroom been began
begin being believe below benchmark benefit better between beyond bid bidder birthday blind bonus
bookings borough bot both boy brand break breakfast bring brochure broke broken broker brought
browser budget bug build builder built bus busy button buy buying bye campaign campus can cancel
canceled cancellation cancelled cannot card carpenter carrier carton cause ceiling cellar
certificate chain change changed chaos charged charges chatbot cheap cheaper chemist cheque child
children choice choose claim claims classroom clinic close closed club coming comment comments
committee communication competition competitor complain complaint completely condition confirmation
confusion connection consider considered constantly consumer contempt continue contract contractor
copy corona cost costs could couldn council coupon course court courtesy covid crash crew crisis
currency currently curriculum customs cut daily damage damaged database date deadline deaf deal
dealer decorator defect definitely delay delayed deliver deliverable demand demanded demo denied
department depends deposit description detail diabetic difference different difficult directive
directly disabled disappointed discontinued discount distance distributor divorce do document dog
doing dollar done door download downtime driveway dropped due during each early easily econ economy
effort either else elsewhere emails embargo embassy employee end ended ends enough enquiry entry
equipment error especially event eventually every everybody everyone everything exactly exam
example except exchange excuse expected expects expense expensive experience explain explanation
export exporter extended extremely failure fast fault feature fed federal fee feel fees fence few
figure file find fine finished firewall firmware fisherman fixed flexibility flight flood floor
flower flyer forced form format formerly founder frankly freelancer freeze freight fuel fully
function funding further fyi garage garment gate gdpr generally gentlemen get gets getting give
given giving glitch go god goes going goodbye goods got government governor grower guarantee guide
gym half hamster hardly hardware having he hear held help here him hold holidays homepage homework
honesty hopefully horse hostel hostility hotline hotspot hour hours how however humour idea ignored
image immediately import importer improvement incompetence increase increased indeed inflation
information inquiry inside insolvency install installer instalment instead instructions intends
interest intern internet into inventory investor invoice invoices iso issue issues item items its
jewish job joiner joint journey kann keep keeps kein key kindness kitchen kitten known lab
laboratory lacks ladies language large late lately latency later law lawn lawsuit layout layover
leaflet leak learned legislation less lesson let level likely lines link liquidation list listed
listen literally live loan local location lockdown log login look looked looking lose losing loss
lost lot loyalty luggage madam made mailbox mailing mainly make makes making mandate manual
manufacturer match material maybe meal mean meaning means meant meanwhile measure membership men
mention menu merged merger mgmt midwife might milestone minimum ministry minutes missed missing
mistake mode money month monthly months mood more most mostly move moving much multiple municipal
muslim muss must myself na nach nature near nearby nearly need needed neighbours neither network
news next nobody none nope normally noted nothing notice notification numerous obviously
occasionally oder offer offered offers often ok okay ombudsman onto opened operation optician
option options or ordering originally other others otherwise outage outside overall overcharged
package packing pages painter pallet pandemic parcel parcels parent parish parrot part passenger
password past pay payment payments penalty pending pensioner people performance perhaps period
permission personally pet pharmacist pharmacy photo picture piece pilot plans plasterer platform
platinum played please plenty police policy pony pop popup portal position possible possibly post
postage poster practice prefer pregnancy premium preorder presentation pressure pretty previously
pricing priority private probably problem problems process profile program project promise
promotion proof proposal provider ps puppy purchase pushback pushed put quantity quarter quarterly
queue quickly quite quote quoted quotes rabbit rain raised rate rather rating re reaction ready
recall receipt received recently recession recipe reduction redundancy refund refunds refuses
regular regularly regulation regulator relationship relocation reminder renewal rent repair repairs
report reputation request requested requirements requires reseller reservations resident resin
resistance resort respect response rest restock result retail retailer return returned returning
review revision reward risk rival roadmap robot role roof roofer room route rule rules run running
safety sale same sample samples sarcasm satisfied saving savings saying schedule screen season
seats second section see seems seen sehr selection sell seller selling sells semester send sending
set settlement setup several shall shareholder she shepherd shipment shipments shipped should
showroom shut sign signature silence similar sind site situation sizes slow slowly smartphone so
society soll solution some somebody someone something sometimes soon sorry source space spare
specification speed spend spent spreadsheet sprint staff stage stakeholder start started state
statement status stay stayed stays sticker stock stop stops storage strategy strike stuff style
subcontractor subject subscription subsidiary substitute such suddenly suggest supper supplied
supplier suppliers surgeon surgery surprise survey surveyor suspect switch switchboard switching
system take takeoff takeover taking tariff tax taxi tba tbc technology telling tender term terms
terrible test testing that theatre theft them there these they thing things thinking third those
thread threats through thus ticket tickets time times title today toddler together tomorrow tone
tonight too totally touch tour toward towards track tracking train transaction transfer tree trial
trip trouble trustee try trying turned turnover twice twins under understand undisclosed
unfortunately union units unknown unless unlike update updates upgrade upon urgent us usage use
using usually value various vegan vegetarian vendor vendors very view visit visits voice volunteer
vor voucher wages wait wall warned warranty waste way we weather web webform webinar website
wedding week weekly weeks weight well were weren what whatever whenever whereas wherever whether
which wholesale wholesaler whom why widget wieder wifi window withheld within women wont words work
worked working workload wouldn write wrong yeah year yearly yearning years yes yesterday yet zero
"""

_GERMAN = """
abendessen abholung ablauf absage abschluss absprache absturz abteilung adresse aktion allerdings
allergiker allergikerin alles altersheim amt anbieter andere anderer anfang anfrage angabe angaben
angebot ankauf anleitung anliegen annahme anonym anrufe anschluss anschreiben ansonsten antrag
anwalt anwender anwälte anzahlung arbeit artikel aufgrund auftrag aufträge aufzug ausbildung
ausfall ausgabe auslauf ausschreibung auswahl automat autos außerdem bahn balkon basis bedarf
behälter behörde beide beim benzin beratung bereits berufsschule beschwerde besser bestand
bestellung bestellungen besucher beton betrag betreff betreiber betrieb bevor bewertung bewohner
bezahlung bezirk bibliothek bildschirm bis bisher boden bote brauerei bruch budgetkürzung
bundeswehr bäuerin bühne chor ciao da dabei dach dadurch dafür daher damals damen damit danach dann
datei dateien daten datenbank dauer dauert dazu deckel dem den denn des deshalb deswegen dies diese
diesel dieser dieses doch dokument dort dose dosen drei dringend druck druckerei dünger eben
ebenfalls eher ehrlichkeit eigenanteil eigenbedarf eigenmarke eigentlich eimer ein eine einem einen
einer eines einfach einige einiges einmal einschreiben einspruch einwand eltern elternteil
empfehlung ende endlich engpass enkelkind entscheidung er ergebnis ernte ersatz ersatzteile erst
erstattung erste etat etikett etwas euro fahrzeug fahrzeuge fall fans fass fax fehlende fehler
fehlt fehlten fenster ferien fertig feuchtigkeit feuerwehr filiale filialen finanzamt firmen fisch
fleck flecken flug flüge folge folgen folie formular frage fragen freund freunde freundliche
freundlichen freundlichkeit frist früher frühjahr frühstück fusion futter fähre förderung ganz
ganze garantie gas gast geburt gebühr gebühren gegen gehört geizhals geld gemeinde gemäß genau
genossenschaft genug gerade gericht gern gerne geruch gerät geräte gesamt gesamtschule geschenk
geschlossen geschmack geschäft gestern gewicht gibt glatteis gleich gott großhändler grund
grundschule grundsätzlich größen gründe gummi gut gutachten gutachter gutschein gutscheincode
gutschrift gymnasium gärtnerei gäste gülle hab halb handbuch handschlag handwerker hatten hause
heft hersteller heute hiermit hilfe hin hinweis hitze hoch hochschule hochzeit hof holz hund hält
händler hätte hörer ihm ihn ihnen ihrem ihren ihrer informationen inhalt inkasso innung insgesamt
insolvenz institut interesse inzwischen ja jahr jahre jahrelang jahren jahrgang jede jeder jedes
jedoch jemand jobcenter kammer kantine kanzlei kapazität karte karton kartons kasse katalog katze
kauf kaum keim keime keiner keinerlei keller kies kinder kino kiste kisten kita klar klasse klassen
kleber klebstoff klima klimaanlage klinikum kollegium konditionen konditorei konkurrent konkurrenz
konkurs kontaktformular konto konzern kosten kostenlos krankenkasse krankheit kratzer kredit krieg
krise kundschaft kunststoff kurier kuriere kurs kälte können könnte küche küchen kündigung
kündigungsgrund labor lack landkreis landratsamt landwirt lastschrift leasing leder lehrling
leihgebühr leistung leser letzte letzter letztes leute lieferant lieferanten lieferengpass
liefertermin lieferungen lieferverzug lieferzeit lieferzeiten liegt lkw lärm löschen lösung lüftung
machen macht mahnung mal manche mangel mangels mannschaft marke mehr mehrere mehrfach mehrmals
meine meinen meiner meines meist menge messe metall metzgerei mich miete mieter mindestmenge
ministerium minuten mir mitbewerber mitgliedschaft mittag mittagessen mitteilung mittlerweile
molkerei monat monate monatelang monaten morgen museum musste muster mörtel mühle müssen nachfrage
nachlass nachnahme nachweis natürlich navi neben nein netz netze neuanfang neues neuling nichts
niemals niemand notar notiz nummer nun nutzen nutzung obwohl onlineshop orchester ordnung ort paar
pacht paket pakete palette paletten pandemie pappe pause personalmangel pfand pfarramt pferd pflege
pflegeheim pforte platzmangel polizei praktikant preisen preiserhöhung preiserhöhungen probleme
produktes programm projekt prospekt prozent prämie prüfung prüfungen punkt punkte pächter pächterin
pünktlichkeit quereinsteiger rabatt rabatte rahmenvertrag raten rathaus realschule rechner rechnung
rechnungen reederei regelung reha reklamationen rentner rentnerin respekt retoure retouren riss
risse roboter rohr rohre rost ruhe rückfrage rückgabe rückmeldung rückzug saat saatgut sache saison
sand sauberkeit schade schaden scheidung schiedsrichter schiff schimmel schlecht schlechte
schließlich schließung schlosserei schnell schnittstelle schreinerei schulleitung schulträger
schwangerschaft schütze sein seine seinen seiner seite seither sektor selbst selten sendung sicher
sicherheit sicherung sie skonto sobald sofort sogar solange solaranlage sollte sonntags sonst
sortiment sparen sparfuchs sparkasse sparkurs spediteur spedition spesen spieler spielerin spät
später stadtwerke stall stammgast stammkunde standort statt stau staub stelle steuer steuern
stillstand stimmt stoff streik strom studentin studium stunden störung stück suche tage tagen
tankstelle tastatur teil teile teilweise telefon termine teuer theater thema theoretisch tiere
tischlerei ton tonne tonnen treppe trotz trotzdem tschau tschüss turnier tut tür um umbau umsatz
umstellung umstieg umzug unbekannt unfall universität unserem unseren unserer unter unterlagen
unterricht unterschied unverschämt ursache verband verbindung verbrauch verbraucher verein vereine
vergabe vergleich verhalten verlust vermieter versandkosten verspätet verspätung verständnis
versuch vertrag vertrauen verträge verzug veränderung viel viele vielen vielleicht vier volksbank
voll vorgang vorgesetzte vorher vorkasse vorschlag wahl wand wann ware waren warten wartezeit
wartung warum webseite webshop wechsel wegen weide weit weiter weitere weitergabe weiterhin welche
wenig weniger wenigstens wer werbung werden werft wert wettbewerb wettbewerber wichtig widerruf
widerspruch wie wiederholt wir wirklich witwe witwer wo woanders woche wochen wohl wolle wollen
wunsch wärmepumpe wünsche würde zahl zahlung zahlungen zahlungsziel zeit zeiten zeitmangel zement
zeugnis ziel zinsen zoll zuerst zufrieden zug zugang zum zur zurück zusage zusammen zusammenarbeit
zuschauer zuschlag zuschuss zuschüsse zustand zuzahlung zwar zweck zwei zweimal zweite zweiter
zähler ärzte öfter öl überhaupt übernahme übrigens
"""

_ROMANCE = """
abonnement accidente accord además adiós aduana agence agua ahora aide ainsi al algo alguien
algunos algún almacenero alors annulation année anonyme antes anónima anónimo apenas aquí article
articles assez assurance así aucun aucune aujourd aun aunque aussi automne autre autres avant
avocat ayuntamiento año años banco banque bar bastante beaucoup bebé besoin biblioteca bicicleta
boda bon bonsoir boucherie boulangerie boutique brasserie bricolage bruit buen buena buenas bueno
buenos bureau bébé caballo cada calefacción calor cambio camion camión camping cancelación
carnicería caro carte casa casi catálogo ce cela cerca certains ces cet cette chaleur chantier
chaque chauffage cheval chien choix cierre claro clientes clients clientèle clinique clínica coche
cocina colegio colis collège combien commande commandes comme commentaire como compañeros compañía
comprar compte concurrence concurrent condiciones conditions contrat contrato contre cosa coste
coût crise cual cuando cuenta cuisine côté dado dans datos debe demasiado dentro depuis dernier
dernière desconocida desconocido desde después deux devis dinero divorcio dommage donc dont dos
douane durante décès déjà délai délais déménagement día días eau ella elle elles ellos encore
enfant enfants enfermedad ensuite entonces entre entrega entregas entreprise envoi envío envíos
equipo era erreur escuela ese eso esta este esto estos están eux exemple factura facture factures
faire fait falta familia famille farmacia fecha fenêtre fermeture fin fois formulaire formulario
fournisseur fournisseurs frais froid frutería frío fábrica gasto gastos gato gaz gens groupe grève
guerra guerre habitude hace hacer hacienda hasta hay hiver hors hoy hubo huelga hôpital hôtel ici
igual il ils impossible impôts incluso inconnu inconnue instituto invierno jamais jamás jardin
jardín jour jours jubilación juez juge junto jusqu las les leurs livraison livraisons llegó lluvia
lors los luego lycée magasin magasinier maintenant mairie mais maison maladie malgré malo manque
mariage marque mauvaise mañana mejor menos mercado mes meses messieurs mientras misma mismo moi
moins mois mot motivo moyen mozo mucha mucho muchos mudanza muerte mur mutuelle muy más médiathèque
même nacimiento nada nadie naissance necesita neige ni nieve ninguna ningún niveau niño niños noche
non nosotros nota notaire notario nouveau nouveaux nouvelle nuestros numéro nunca número objet obra
obras odeur oferta ofertas offre offres oficina olor otoño otra otro otros oui où padres pago
paiement panadería panier paquet paquete parce parece pared parents pedido pedidos pendant pero
perro persona personne personnel peut pharmacie piscina piscine plazo pluie plusieurs poco policía
polvo porque portable porte poste pour pourquoi poussière precio precios première presupuesto
primavera primera primero printemps prix problema problemas problème problèmes prochain producto
productos produit produits promesa promesse proveedor proveedores près préfecture puerta pues puis
punto qualité quand queja quel quelle quelques qui quizás quoi raison rappel razón reclamación
reembolso refus relance remboursement remise remplacement rendez renouvellement renovación
respuesta restaurante retraso rien roto ruido rupture réclamation sauf seguro seguros semana
semanas ser servicio servicios ses señores si sindicato sitio sobre société solo somos sous sur
surtout sus syndicat sí sólo taille también tampoco tan tarde tarif tarifa tarifs techo teléfono
temps tenemos tiempo tiene toda todavía todo todos toit toujours tous tout toute toutes trabajo
tras travail travaux tres trois trop très turno téléphone un una unas une universidad université
uno unos usine uso usted ustedes vacances vale vamos veces ventana vente ver verano vers vez viaje
visita voici voilà voiture vos vraiment vélo ça école électricité épicerie équipe été être último
"""

_PHONES = """
celular festnetz fijo fixe fon handynummer landline mobil mobilnummer mobiltelefon móvil privat
rufnummer telefax telefono telefonnummer
"""

#: Parts of a company in which people work: "Beate from accounting".
DEPARTMENTS = word_set(_DEPARTMENTS)
#: What people do or are to each other; a name may follow: "our driver Hollis".
ROLES = word_set(_ROLES)
#: Roles that companies and things have too, so that a given name must follow.
LOOSE_ROLES = word_set(_LOOSE_ROLES)
#: Words of everyday notes in four languages.
WORK_WORDS = (
    word_set(f"{_ENGLISH} {_GERMAN} {_ROMANCE} {_PHONES}") | DEPARTMENTS | ROLES | LOOSE_ROLES
)
#: Last parts of German compounds: "Preiserhöhung", "Lieferkosten".
COMPOUND_HEADS = tuple(
    sorted(
        word_set("""
    abteilung aktion amt amts anbieter angebot angebote anlage anlagen anruf anrufe arbeit
    arbeiten arbeiter auto bank banken bau bedarf beirat bereich bestellung betreiber betrieb
    betriebe brief bruch buch budget bücher büro büros center chef dienst dienstleister druck euro
    fahrt fahrten farbe farben fehler filiale filialen firma firmen form formen formular frei
    frist fristen garantie gas gebiet gebühr gebühren geld gerät geräte geschäft gesellschaft
    gespräch gewinn grund gruppe größe größen gründe halle haus hersteller holz händler häuser
    jahr jahre kammer karte karten kasse konto konzern kosten kraft kräfte kunde kunden laden
    lager land leitung lieferant lieferanten lieferung lieferungen liste listen läden lücke mail
    management mangel marke marken markt maschine maschinen material menge mengen monat monate
    muster märkte nummer paket pakete partner pflicht plan platz pläne portal post praxis preis
    preise preisen probe proben problem probleme produkt produkte projekt projekte prozent
    qualität rabatt rat raum rechnung recht riss rohr rohre runde räte schaden schein scheine
    schluss schmerz schule schulen schäden seite seiten service shop sperre stadt stelle stellen
    stoff stoffe stopp straße system systeme tag tage team teams technik teil teile teilen termin
    termine test tests umsatz umzug verband verbrauch verein vergleich verlust versand versicherer
    versicherung vertrag verträge verwaltung wagen ware waren wechsel weg wege werk werke wert
    werte wesen wirtschaft woche wochen zahlung zeit zeiten zentrale zentralen zentrum zeug ämter
    öl
""")
    )
)
#: Ends of German words for what people do: "Bauleiter", "Praxismanagerin".
ROLE_ENDINGS = (
    "leiter", "leiterin", "manager", "managerin", "meister", "meisterin", "führer", "führerin",
    "beauftragter", "beauftragte", "berater", "beraterin", "assistent", "assistentin", "referent",
    "referentin", "vertreter", "vertreterin", "betreuer", "betreuerin", "mitarbeiter", "kollege",
    "kollegin", "chefin", "chef", "fahrer", "verkäufer", "verkäuferin", "einkäufer", "einkäuferin",
)  # fmt: skip
