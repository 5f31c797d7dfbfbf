"""Words that are no names of people, though they look like one or stand beside one."""

from __future__ import annotations

_ORDINARY = """
mark may will bill rose hope grace joy frank rich jack rob sue drew art chase chance dale dean
gene grant guy jay lance miles nick pat ray rusty skip wade ward price young long short white
black brown green gray grey king cook baker carter mason page west east north south best stone
wood woods hill field fields banks bush cross day english french fox good hall hand head hunt lake
land lane little love major moon noble park parks power reason read sharp small snow spring summer
winter stern sterling street swift waters wise christian faith june april august dawn eve max
carol angel ivy holly ruby pearl lily iris daisy olive penny klein groß gross lang kurz schwarz
weiß weiss braun grün jung alt neu koch bauer richter wolf vogel fuchs sommer herbst frühling
stark reich frei fromm ernst kaiser könig graf herzog petit grand blanc noir leblanc lebrun rey
reyes blanco rojo the and for with gmbh ltd limited inc corp corporation company llc plc group
holding holdings gruppe und mbh ohg sarl sas supply supplies service services solutions systems
trade trading handel logistics logistik transport transporte packaging verpackung cleaning
reinigung foods food bakery bäckerei café cafe hotel restaurant shop store stores market markt
media design office büro school schule hospital klinik praxis farm garden garten construction bau
industries industry industrie international global europe european national regional central city
stadt house haus home customer kunde client account accounts sales support team manager order
orders delivery delivered lieferung quality product products produkt produkte prices preis preise
new first one two three blue red gold silver star sun sea river bay harbour harbor port bridge
mill works werk werke factory fabrik express fresh direct online digital tech energy water fire
air travel tours fitness health care medical dental pharma auto motors parts tools paper print
paint metal steel glass plastic plastics electric electronics computer software data bank northern
southern eastern western royal united general finance insurance partner partners brothers sons
family premier prime standard classic modern ideal super quick easy smart eco open free life world
"""
_THINGS = """
dress dresses jeans boots boot shoe shoes sandals shirt shirts blouse blouses jacket jackets coat
coats skirt skirts trousers pants sweater jumper cardigan hoodie scarf bag bags bra socks tights
fit size chair chairs table tables sofa lamp lamps light lights desk bed shelf cabinet unit stool
mattress pillow mug bowl plate knife knives blade blades scissors drill saw hammer wrench pump
valve motor sensor filter seal bearing machine machines handpiece scanner printer monitor scale
oven fridge grill mixer kettle toaster paint paints slate tile tiles brick bricks stone grout
cement flooring carpet potatoes potato plum plums pear pears apple apples cherry cherries berries
tomato tomatoes grapes beans rice flour bread rolls cake cakes biscuits cheese ham sausage steak
wine wines beer beers gin whisky juice tea teas coffee sauce sauces soup soups milk cream butter
yoghurt chocolate crisps shampoo conditioner dye colour color tint bleach serum mask polish wax
lipstick nail irons iron dryer brush perfume soap lotion gloves glove bibs burs kit kits sets box
boxes pack packs bottle bottles tube tubes range series line model models collection edition
version theme plan plugin plug app software suite books cards paper pens calendar calendars folder
folders notebook album game games toy toys bike bikes car cars van truck trailer tyre tyres ferry
terminal station hub depot airport port street road avenue square bridge park plant hall stadium
hotel hospital school church college university island lake falls bay county city town road store
stores shop market bakery cafe stationers foods supplies roses rose lilies seeds kleid kleider
hose hosen schuh schuhe stiefel hemd hemden bluse blusen jacke jacken mantel rock pulli pullover
mütze schal tasche taschen stuhl stühle tisch tische lampe lampen regal bett schrank sessel kissen
tasse teller messer schere bohrer säge pumpe ventil motor maschine filter dichtung lager farbe
fliese fliesen ziegel teppich kartoffel kartoffeln pflaumen birne birnen apfel äpfel kirschen
tomate tomaten bohnen reis mehl brot brötchen kuchen käse schinken wurst wein weine bier saft tee
kaffee sauce soße suppe milch sahne butter schokolade seife creme handschuhe serie modell linie
kollektion sorte größe passform reihe rosen samen bahnhof flughafen platz straße brücke hafen
halle insel schule kirche klinik krankenhaus red blue green grey gray black white yellow orange
purple pink brown beige nude silver gold navy olive ivory cream rot blau grün grau schwarz weiß
gelb lila rosa braun silber
"""
_PLACES = """
adelaide alexandria austin brandon carolina charlotte chelsea clarence clifford diego florence
francisco georgia jackson jordan lincoln logan louis lorraine madison marion mercedes orlando
paulo santiago sofia sydney valencia victoria virginia vienna warren wayne
"""
_TIMES = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june
july august september october november december montag dienstag mittwoch donnerstag freitag
samstag sonnabend sonntag januar februar märz mai juni juli oktober dezember easter christmas xmas
ostern weihnachten lundi mardi lunes martes
"""
_SMALL = """
since when who whom that this these those there here then than not now never always is are was
were has have had does did will would can could may might must should but and or because with
without from for why what where how which while until after before again also just only very all
any some none nature und oder aber weil wenn dass seit mit ohne von bei nach vor nicht nie immer
ist sind war hat haben kann will soll muss auch nur sehr alle kein keine leider wieder
"""

#: Words that are names too, and words of company names.
ORDINARY_WORDS = frozenset(_ORDINARY.split())
#: What a given name before it makes a product, a place or a company: "the Emma chair".
THINGS = frozenset(_THINGS.split())
#: Given names that are cities, rivers or states too: "to Charlotte".
PLACES = frozenset(_PLACES.split())
#: Days, months and feasts.
TIMES = frozenset(_TIMES.split())
#: What is never a surname.
NO_SURNAMES = ORDINARY_WORDS | THINGS | TIMES | frozenset(_SMALL.split())
