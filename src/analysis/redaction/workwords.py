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
mechanic cleaner instructor tutor barber hairdresser waiter waitress bartender cashier guard sitter
babysitter producer editor designer analyst developer programmer administrator liaison scheduler
inspector auditor officer pastor friend stepfather stepmother godfather godmother auntie pfleger
pflegerin praxismanagerin zahnarzt zahnärztin wirt wirtin winzer makler kassiererin kellner
kellnerin friseurin schwiegersohn schwiegertochter schwiegermutter schwiegervater freundin
partnerin cousine tante oncle neveu nièce conjoint conjointe compagne compagnon copain copine
infirmière infirmier médecin gestionnaire cheffe livreuse beau-frère serveur serveuse chico chica
médico médica enfermera enfermero abogado abogada cuñado cuñada abuela abuelo tío tía primo prima
suegra suegro nieto nieta novia novio pareja ap gf poc vorarbeiter schichtleiter obfrau obmann
steuerfachfrau bürgermeister pfarrer trainerin member subscriber caller student patient pupil guest
abteilungsleiter accountant acheteur acheteuse adhérent adhérente adviser advisor agent
ansprechpartner ansprechpartnerin ansprechperson apotheker apothekerin apprentice architect arzt
asistente assistant assistante assistent assistentin aunt außendienstler außendienstlerin azubi
berater beraterin betreuer betreuerin betriebsleiter bookkeeper boss boyfriend brother bruder
buchhalter buchhalterin buyer captain carer caretaker ceo cfo chairman chairwoman chauffeur chef
chefin cio clerk coach colleague collègue comercial commerciale compañera compañero comprador
compradora comptable conseiller conseillère consultant contable controller coo coordinator courier
cousin cto curator dad daughter dentist deputy directeur director directora directrice dispatcher
disponent disponentin doctor driver dueña dueño ehefrau ehemann einkaufsleiter einkaufsleiterin
einkäufer einkäuferin electrician encargada encargado engineer enkel enkelin esposa esposo fahrer
fahrerin father father-in-law femme fiancé fiancée filialleiter filialleiterin fille fils fitter
flatmate foreman frère gerente geschäftsführer geschäftsführerin gesellschafter girlfriend gran
granddaughter grandfather grandma grandmother grandpa grandson gérant gérante hausmeister
headmaster hermana hermano hija hijo husband hygienist inhaber inhaberin interlocuteur
interlocutrice janitor jefa jefe kollege kollegen kollegin kontaktperson kundenberater
kundenberaterin kundin lagerleiter landlord lawyer lebensgefährte lebensgefährtin lehrer lehrerin
leiter leiterin livreur madre manager mari marido marktleiter meister mitarbeiter mitarbeiterin mom
monteur mother mujer mum mutter mère nachbar nachbarin nachbarn nachfolger nachfolgerin nan nanny
neffe neighbor neighbour nephew nichte niece nurse oma onkel opa operator owner paciente padre
partner patiente patientin patron patronne physio planner plumber polier postman predecessor
president principal produktionsleiter prokurist prokuristin propietaria propietario purchaser père
receptionist rector registrar rep repartidor replacement responsable sachbearbeiter
sachbearbeiterin salesman salesperson saleswoman schwager schwester schwägerin secretaria
secretario secretary secrétaire sekretärin sergeant sister socia soeur sohn solicitor son
stepdaughter stepson steuerberater steuerberaterin storeman stylist successor supervisor sœur
teacher technician technicien technicienne techniker technikerin tenant therapist tochter trainee
trainer técnica técnico uncle vater vecina vecino vendedor vendedora vendeur vendeuse verkäufer
verkäuferin vertreter vertreterin vertretung vertriebsleiter vet voisin voisine vorgänger
vorgängerin warden wife ärztin épouse époux
"""

_LOOSE_ROLES = """
mechanic cleaner instructor tutor barber hairdresser waiter waitress bartender cashier guard sitter
babysitter producer editor designer analyst developer programmer administrator liaison scheduler
inspector auditor officer pastor friend stepfather stepmother godfather godmother auntie pfleger
pflegerin praxismanagerin zahnarzt zahnärztin wirt wirtin winzer makler kassiererin kellner
kellnerin friseurin schwiegersohn schwiegertochter schwiegermutter schwiegervater freundin
partnerin cousine tante oncle neveu nièce conjoint conjointe compagne compagnon copain copine
infirmière infirmier médecin gestionnaire cheffe livreuse beau-frère serveur serveuse chico chica
médico médica enfermera enfermero abogado abogada cuñado cuñada abuela abuelo tío tía primo prima
suegra suegro nieto nieta novia novio pareja ap gf poc vorarbeiter schichtleiter obfrau obmann
steuerfachfrau bürgermeister pfarrer trainerin abonado abonné abonnée anrufer anruferin bloke
caller chap client clienta cliente contact customer frau girl guy head herr kunde kunden kundin lad
lady lead man mann md member mitglied nutzer partner patient patienten socio student subscriber
tech user usuario woman
"""

_NOUNS = """
service quality about above access account across action actually add added adding address advice
after again against ago agreed agreement ahead allow allowed almost along already alternative among
amount annoyed another answer anybody anyone anyway apart app apparently appears application
applied apply appointment area around arrival arrived arrives asap ask asked asking assume assumes
at attempt attempted attitude attn availability avoid awaiting awful back backorder bad badly
barely bargain based basically battery bcc be became because become been began begin being believe
below benefit best better between beyond bid blame blamed board bonus both bought brand break bring
broke broken broker brought budget build built business busy button buy buying buys by bye call
called calling came campaign cancel canceled cancellation cancelled cannot card care carrier carton
cash catalogue cause cc chain change changed channel charge charged charges cheap cheaper check
checked cheers cheque choice choose chose claim claimed claims clearly close closed collection come
comes coming comment comments communication company competition competitor complain complained
complaint completely condition confirmation connection consider considered constantly consumer
contacted continue contract conversation copy cost costs could couldn coupon courier credit
currency currently cut daily damage damaged date deal dealer dear decided decision defect
definitely delay delayed deliver demand demanded denied depends deposit description design detail
did didn difference different difficult directly disappointed discontinued discount distance
distributor do document does doesn doing dollar don done door down download dropped due during each
early easily effort either else elsewhere email emails employee end ended ends enough enquiry entry
equipment error especially event eventually every everybody everyone everything exactly example
except exchange excuse expected expects expense expensive experience explain explained explanation
export extended extremely failure faithfully fast fault feature fed fee feedback feel feels fees
felt few figure file finally find finds finished fit fixed flexibility follow followed forced
forgot form format former formerly found frankly freight friend fuel fully function funding further
fw fwd fyi garment gave generally gentlemen get gets getting give given gives giving go goes going
gone goodbye goods google got greetings guarantee guest had half happy hardly has hasn haven having
he hear heard held hello help her here hey hi him his hold home honesty hopefully hotline hours
however i idea ignored image immediately import improvement increase increased indeed information
informed inquiry inside install instalment instead insurance intends interest internet into
inventory invoice invoices isn issue issues it item items its job joint journey just keep keeps
kept key kind knew know known knows label lacks ladies language large last late lately later layout
lead leak learned leave leaves leaving left less let letter level licence license like liked likely
lines link list listed listen live loan local location lockdown log login long look looked looking
looks lose losing loss lost lot loyalty machine madam made mail mailbox mailing mainly maintenance
make makes making many market match material may maybe me mean meaning means meant meanwhile
measure meeting member membership mention mentioned merged message minimum minutes missed missing
mistake mode money month monthly months mood more most mostly move moved moving much my na name
near nearby nearly need needed needs neither network never new news newsletter next nice no nobody
none nope normally not note noted nothing notice now number obviously occasionally of off offer
offered offers office often ok okay on once only onto open opened option options order ordered
ordering originally other others otherwise our out outage outside over overall overcharged owner
package packing page pages paid paint pallet parcel parcels part party password past patience pay
payment payments pending people per performance perhaps period permission person personally phone
phoned photo picture piece plan plans platform played please point policy poor portal position
possible possibly post postage power practice prefer preferred prefers premium preorder
presentation pretty previously price prices pricing print priority private probably problem
problems process product production profile program project promise promised promotion proof
proposal provider ps purchase pushed put quantity quarter quarterly queue quickly quit quite quote
quoted quotes raised ran rang rate rather rating re reached reaction read ready really reason
recall receipt received recently reduction refund refunds refused refuses regards regular regularly
relationship relocation renewal rent repair repairs replaced replacement replied reply report
request requested requirements requires resigned resin response rest restock result retail retailer
retired retiring return returned returning returns review revision reward risk role room route rude
rule rules run running runs safety said sale same sample samples satisfied saving savings saw say
saying says scale schedule screen season seat seats second section security see seems seen
selection sell seller selling sells send sending sent set setup several shall she shipment
shipments shipped shipping shop should showroom shut sick sign signature signed similar simply
since sincerely sir site situation size sizes slow slowly so software sold solution somebody
someone something sometimes soon sorry source space spare speak specification speed spend spent
spoke spoken stage standard start started statement station status stay stayed stays still stock
stop stopped stops storage strategy street stuff style subject subscription subsidiary substitute
such suddenly suggest suggested supplied supplier suppliers surprise survey suspect switch switched
switching system systems take taken takes taking talk talked tariff tax tba tbc team technology
tell telling tells term terms terrible test testing text thank thanks their them they thing things
think thinking thinks third this thought thread through thus ticket tickets till time times title
to today together told tomorrow tone tonight too took tool total totally touch tour toward towards
track tracking trade training transaction transfer trial tried trip trouble try trying turned
turnover twice under understand understood unfortunately unhappy unit units unless unlike until up
update updates upgrade upon upset us usage use used user uses using usually value various vendor
vendors version view visit visited visits voice voicemail voucher wages wait waited waiting want
wanted wants warned warranty was wasn waste way we website week weekly weeks weight well went weren
whatever whenever whereas wherever whether wholesale wholesaler within won wont word words work
worked working works would wouldn write wrong wrote yeah year yearly yearning years yes yesterday
yet you your zero
"""

_GERMAN = """
hersteller händler großhändler anwalt anwälte vermieter gutachten gutachter betreiber anbieter
spediteur
innung kammer gericht behörde amt gemeinde schule kanzlei formular handschlag vorgesetzte rentner
stammkunde handwerker verbraucher hotline webseite homepage tracking newsletter onlineshop webshop
abholung ablauf absage absprache abteilung adresse aktion allerdings alles als also am an andere
anderer anfang anfrage angabe angaben angebot anliegen annahme anruf anrufe anschreiben ansonsten
antrag antwort anzahlung app arbeit artikel aufgrund auftrag aufträge aus ausfall auslauf aussage
auswahl auto außerdem basis bedarf bei beide beim beratung bereits berlin beschwerde besser bestand
bestellung bestellungen besuch betrag betreff betrieb bevor bewertung bezahlung bis bisher bitte
bote brief bruch budget chance chef da dabei dadurch dafür daher damals damen damit danach danke
dann das daten dauer dauert dazu dem den denn der des deshalb deswegen die dies diese dieser dieses
doch dokument dort drei dringend durch eben ebenfalls eher eigentlich ein eine einem einen einer
eines einfach einige einiges einmal einschreiben empfehlung ende endlich entscheidung er ergebnis
ersatz ersatzteile erst erstattung erste es etwas euro fall fehlende fehler fehlt fehlten ferien
fertig filiale filialen firma firmen folge folgen form frage fragen freund freunde freundliche
freundlichen frist früher für ganz ganze garantie gebühr gebühren gegen geht gehört geld gemäß
genau genug gerade gern gerne gerät geräte gesamt geschenk geschlossen geschäft gespräch gestern
gewicht gibt ging gleich grund grundsätzlich gruß größen gründe grüße gut gutschein gutschrift hab
habe haben halb hallo handy hat hatte hatten hause heft herbst herrn heute hier hiermit hilfe hin
hinweis hoch hält hätte ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in info information
informationen inhalt insgesamt insolvenz interesse inzwischen ja jahr jahre jahrelang jahren jede
jeder jedes jedoch jemand jetzt kam kapazität karte karton katalog kauf kaum keiner keinerlei
kinder klar konditionen konkurrent konkurrenz kontakt konto konzern kosten kostenlos kunden
kundschaft kurier kuriere kurs kurz können könnte kündigung kündigungsgrund lastschrift laut leider
leistung letzte letzter letztes leute lg liebe lieber lieferant lieferanten liefertermin
lieferungen lieferverzug lieferzeit lieferzeiten liegt löschen lösung machen macht mahnung mail
mails mal man manche mangel mangels marke maschine material mehr mehrere mehrfach mehrmals mein
meine meinen meiner meines meist menge messe mfg mich mindestmenge minuten mir mitbewerber
mitgliedschaft mitteilung mittlerweile moin monat monate monatelang monaten morgen muss musste
muster müssen nachdem nachfrage nachlass nachnahme nachricht nachweis name natürlich neben nein neu
neue neuen neuer neues nichts niemals niemand noch notiz nummer nun nutzen nutzung ob obwohl ohne
ort ostern paar paket pakete palette partner pause person pflege plan post preisen preiserhöhung
preiserhöhungen probe problem probleme produktes projekt prospekt prozent punkt rabatt rabatte
rechnung rechnungen regelung reklamationen rest retoure retouren rückfrage rückgabe rückmeldung
rückruf sache sagt saison schade schaden schlecht schlechte schließlich schließung schnell schon
sehr sein seine seinen seiner seit seite seither sektor selbst selten sendung service servus sich
sicher sicherheit sie situation so sobald sofort sogar solange sollte sonntags sonst sortiment
sparen spedition spesen spät später standort start statt stelle stimmt strom stunden störung stück
suche tage tagen teil teile teilweise tel telefon telefonat termin termine test teuer thema
theoretisch treffen trotz trotzdem tut um umbau umsatz umstellung umstieg umzug und uns unser
unsere unserem unseren unserer unter unterlagen unternehmen unterschied unverschämt urlaub ursache
verband verbindung verbrauch vergleich verhalten verlust versandkosten verspätet verspätung
verständnis versuch vertrag vertrauen verträge verzug veränderung vg viel viele vielen vielleicht
vier voll vom vorgang vorher vorkasse vorschlag wahl wann ware waren warten wartezeit wartung warum
was wechsel weg wegen weit weiter weitere weitergabe weiterhin welche wenig weniger wenigstens wer
werbung werden wert wettbewerb wettbewerber wichtig wie wieder wiederholt wir wird wirklich wo
woanders woche wochen wohl wollen wollte wunsch wünsche würde zahl zahlung zahlungen zahlungsziel
zeit zeiten ziel zinsen zu zuerst zufrieden zugang zum zur zurück zusage zusammen zusammenarbeit
zustand zwar zweck zwei zweimal zweite zweiter öfter über überhaupt übernahme übrigens
"""

_ROMANCE = """
abonnement accord además adresse agence ahora aide ainsi al algo alguien algunos algún alors
annulation année antes apenas après aquí article articles assez así au aucun aucune aujourd aun
aunque aussi autre autres avant avec avis año años bastante beaucoup besoin bien bon bonjour
bonsoir budget buen buena buenas bueno buenos cada cambio cancelación car caro carte casi catálogo
ce cela cerca cerró certains ces cet cette chaque cher chez choix chère cierre claro client
clientes clients clientèle coche colis combien commande commandes comme comment commentaire como
compañeros compañía compra comprar compte con concurrence concurrent condiciones conditions contrat
contrato contre cordialement correo correos cosa coste coût cual cuando cuenta côté dado dans date
datos de debe del demande demasiado dentro depuis dernier dernière des desde después deux devis
dice dinero dit dommage donc dont dos du durante déjà délai délais día días el ella elle elles
ellos empresa en encore ensuite entonces entre entrega entregas entreprise envoi envío envíos era
erreur error ese eso est esta este estimada estimado esto estos está están et eux exemple factura
facture factures faire fait falta familia fecha fermeture fin fois fournisseur fournisseurs frais
fue garantie gasto gastos gens gracias gran groupe habitude hace hacer hasta hay hier hola hors hoy
hubo ici igual il ils impossible incluso jamais jamás je jour jours junto jusqu la las le les leur
leurs livraison livraisons llamada llamé llegó lo local lors los luego madame mademoiselle magasin
mail maintenant mais mal malgré malo manque marque mauvaise mejor menos mercado merci mes meses
messieurs mi mientras misma mismo moi moins mois mon monsieur mot motivo moyen mucha mucho muchos
muy más même nada nadie ne necesita ni ninguna ningún niveau no non nos nosotros nota notre nous
nouveau nouveaux nouvelle nuestra nuestro nuestros nueva nuevo numéro nunca número objet oferta
ofertas offre offres on otra otro otros oui où pago paiement panier paquet paquete par para parce
parece parte pas pedido pedidos pendant pero persona personne personnel peut plazo plus plusieurs
poco point por porque portable pour pourquoi precio precios premier première presupuesto primera
primero prix problema problemas problème problèmes prochain producto productos produit produits
promesa promesse proveedor proveedores près pues puis punto qualité quand que queja quel quelle
quelques quería qui quiere quizás quoi raison rappel razón rdv reclamación reembolso refus relance
remboursement remise remplacement rendez renouvellement renovación respuesta retraso reunión rien
roto rupture réclamation sans sauf se seguro según selon semana semanas ser service services
servicio servicios ses señor señora señores si siempre sin site sitio situation sobre société solo
somos son sous stock su suis suite sur surtout sus sí sólo taille también tampoco tan tarde tarif
tarifa tarifs teléfono temps tenemos tiempo tiene toda todavía todo todos toujours tous tout toute
toutes trabajo tras travail tres trois trop très téléphone un una unas une uno unos usine uso usted
ustedes vacances vale vamos veces vendredi vente ver verano vers veut vez viaje vient visita voici
voilà vos votre vous vraiment ya ça été être último
"""

#: Parts of a company in which people work: "Beate from accounting".
DEPARTMENTS = frozenset(_DEPARTMENTS.split())
#: What people do or are to each other; a name may follow: "our driver Hollis".
ROLES = frozenset(_ROLES.split())
#: Roles that companies and things have too, so that a given name must follow.
LOOSE_ROLES = frozenset(_LOOSE_ROLES.split())
#: Words of everyday notes in four languages.
WORK_WORDS = frozenset(f"{_NOUNS} {_GERMAN} {_ROMANCE}".split()) | DEPARTMENTS | ROLES | LOOSE_ROLES
#: Last parts of German compounds: "Preiserhöhung", "Lieferkosten".
COMPOUND_HEADS = tuple(
    sorted(
        word_set("""
    kosten preis preise preisen zeit zeiten lieferung lieferungen service system systeme team
    management kunde kunden stelle stellen zahlung nummer bestellung qualität angebot angebote
    vertrag verträge rechnung gebühr gebühren termin termine abteilung leitung betrieb betriebe
    firma firmen markt märkte laden läden geschäft problem probleme fehler frist fristen menge
    mengen wechsel umzug grund gründe produkt produkte ware waren teil teile teilen gerät geräte
    maschine maschinen material lager werk werke halle haus häuser bau arbeit arbeiten  arbeiter
    partner lieferant lieferanten händler hersteller anbieter betreiber dienst  dienstleister kraft
    kräfte plan pläne projekt projekte budget umsatz verlust gewinn  bedarf verbrauch vergleich
    test tests muster probe proben karte karten konto paket  pakete schein scheine post mail seite
    seiten shop portal konzern gruppe verband verein  straße platz stadt land größe größen farbe
    farben form formen wert werte tag tage woche  wochen monat monate jahr jahre schaden schäden
    garantie pflicht recht aktion rabatt  anlage anlagen wagen auto fahrt fahrten weg wege technik
    geld euro prozent  gesellschaft versicherung wirtschaft bereich gebiet raum filiale filialen
    anruf anrufe gespräch brief liste listen buch bücher sperre stopp lücke
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
