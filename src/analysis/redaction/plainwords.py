"""Words that are no names of people, though they look like one or stand beside one."""

from __future__ import annotations

from analysis.redaction.cues import CUE_WORDS, word_set
from analysis.redaction.firms import FIRMS, TOWNS
from analysis.redaction.workwords import WORK_WORDS

_ORDINARY = """
mark may will bill rose hope grace joy frank rich jack rob sue drew art chase chance dale dean gene
grant guy jay lance miles nick pat ray rusty skip wade ward price young long short white black
brown green gray grey king cook baker carter mason page west east north south best stone wood woods
hill field fields banks bush cross day english french fox good hall hand head hunt lake land lane
little love major moon noble park parks power reason read sharp small snow spring summer winter
stern sterling street swift waters wise christian faith june april august dawn eve max carol angel
ivy holly ruby pearl lily iris daisy olive penny klein groß gross lang kurz schwarz weiß weiss
braun grün jung alt neu koch bauer richter wolf vogel fuchs sommer herbst frühling stark reich frei
fromm ernst kaiser könig graf herzog petit grand blanc noir leblanc lebrun rey reyes blanco rojo
the and for with gmbh ltd limited inc corp corporation company llc plc group holding holdings
gruppe und mbh ohg sarl sas supply supplies service services solutions systems trade trading handel
logistics logistik transport transporte packaging verpackung cleaning reinigung foods food bakery
bäckerei café cafe hotel restaurant shop store stores market markt media design office büro school
schule hospital klinik praxis farm garden garten construction bau industries industry industrie
international global europe european national regional central city stadt house haus home customer
kunde client account accounts sales support team manager order orders delivery delivered lieferung
quality product products produkt produkte prices preis preise new first one two three blue red gold
silver star sun sea river bay harbour harbor port bridge mill works werk werke factory fabrik
express fresh direct online digital tech energy water fire air travel tours fitness health care
medical dental pharma auto motors parts tools paper print paint metal steel glass plastic plastics
electric electronics computer software data bank northern southern eastern western royal united
general finance insurance partner partners brothers sons family premier prime standard classic
modern ideal super quick easy smart eco open free life world dot cat tin jet kit clay coral ebony
honor melody mercy merry prince queen princess comfort wisdom sunday unity valentine verity woody
fleur flora ferry rocky sandy precious sunny norm raven sierra violet willow fern bart clement
patience charity prudence amber ginger basil jade gale bud cliff brook brooks marina robin sol
storm gay cherry opal hazel laurel myrtle poppy pansy peg pip chip chuck dick buck curt earnest mac
nat earl pierce rod roman tab wren bishop archer fisher hunter gardener butcher farmer miller
potter smith taylor turner walker weaver porter marsh moss ash birch reed rush thorn heath glen
ford pool bond cash coin steward marshall constance temperance bliss haven story ocean rainbow
jewel crystal diamond garnet topaz rosemary thyme wagner cooper santa san saint lange langer langes
neue neuer kleine kleiner große großer gute guter alte alter hohe hoher schöne junge weiße schwarze
rote blaue grüne pascal watt newton kelvin joule hertz mina rosa blanca perla luz paz cruz campo
rubio moreno delgado calvo alba aurora estrella violeta margarita olivier laurier berger boulanger
boucher meunier fontaine dupont roche stein berg busch bach thal vogt schmied 
fischer bäcker maurer förster jäger hase hahn adler falke
kraft sauer bitter süß blau roth engel teufel reis korn nagel hammer zange kessel pfeiffer pfeifer
"""
_THINGS = """
dress dresses jeans boots boot shoe shoes sandals shirt shirts blouse blouses jacket jackets coat
coats skirt skirts trousers pants sweater jumper cardigan hoodie scarf bag bags bra socks tights
fit size chair chairs table tables sofa lamp lamps light lights desk bed shelf cabinet unit stool
mattress pillow mug bowl plate knife knives blade blades scissors drill hammer wrench pump valve
motor sensor filter seal bearing machine machines handpiece scanner printer monitor scale oven
fridge grill mixer kettle toaster paint paints slate tile tiles brick bricks stone grout cement
flooring carpet potatoes potato plum plums pear pears apple apples cherry cherries berries tomato
tomatoes grapes beans rice flour bread rolls cake cakes biscuits cheese ham sausage steak wine
wines beer beers gin whisky juice tea teas coffee sauce sauces soup soups milk cream butter yoghurt
chocolate crisps shampoo conditioner dye colour color tint bleach serum mask polish wax lipstick
nail irons iron dryer brush perfume soap lotion gloves glove bibs burs kit kits sets box boxes pack
packs bottle bottles tube tubes range series line model models collection edition version theme
plan plugin plug app software suite books cards paper pens calendar calendars folder folders
notebook album game games toy toys bike bikes car cars van truck trailer tyre tyres ferry terminal
station hub depot airport port street road avenue square bridge park plant hall stadium hotel
hospital school church college university island lake falls bay county city town store stores shop
market bakery cafe stationers foods supplies roses rose lilies seeds kleid kleider hose hosen schuh
schuhe stiefel hemd hemden bluse blusen jacke jacken mantel rock pulli pullover mütze schal tasche
taschen stuhl stühle tisch tische lampe lampen regal bett schrank sessel kissen tasse teller messer
schere bohrer säge pumpe ventil maschine dichtung lager farbe fliese fliesen ziegel teppich
kartoffel kartoffeln pflaumen birne birnen apfel äpfel kirschen tomate tomaten bohnen reis mehl
brot brötchen kuchen käse schinken wurst wein weine bier saft tee kaffee soße suppe milch sahne
schokolade seife creme handschuhe serie modell linie kollektion sorte größe passform reihe rosen
samen bahnhof flughafen platz straße brücke hafen halle insel schule kirche klinik krankenhaus red
blue green grey gray black white yellow orange purple pink brown beige nude silver gold navy olive
ivory fittings fitting scripts script sprayer spices spice pizza pizzas sponge channel party
catalogue blender toolkit tool tools spray oil oils gel powder pad pads pods cartridge cartridges
toner ink battery batteries charger cable cables plugs socket sockets router modem headset
headphones speaker speakers keyboard mouse laptop laptops tablet phone phones camera cameras lens
lenses frame frames glasses necklace bracelet earrings trainers slippers sneakers slipper leggings
uniform uniforms apron overalls helmet helmets vest linen towels towel blanket duvet pillows
cushion cushions curtain curtains rug rugs wallpaper vase candle candles mirror wardrobe drawer
drawers cot pram stroller pushchair crib doll dolls puzzle lego tent tents rucksack backpack
suitcase umbrella saddle racket ball balls net fertiliser fertilizer compost pot pots bulbs bulb
hedge mower trimmer chainsaw screws screw bolts bolt nuts washers washer nails anchors clamp clamps
hinge hinges wheel wheels belt belts gears shaft compressor compressors generator turbine engine
engines gearbox brake brakes clutch exhaust bumper crane forklift excavator tractor tractors
trailers boiler boilers radiator radiators heater heaters duct tap taps sink toilet shower bath
sauna tray trays rack racks shelves till scales freezer freezers kettles pan pans wok tin tins jar
jars cup cups mugs glass straws napkins foil sugar salt honey jam marmalade mustard ketchup
mayonnaise pasta noodles cereal muesli oats almonds raisins bacon salmon tuna prawns chicken turkey
duck lamb eggs egg cider vodka rum cola lemonade water yogurt vitamins tablets capsules syringe
syringes implants implant crowns wipes masks visor bandage plaster bandages catheter probe probes
reagent reagents pipette pipettes microscope centrifuge plotter label labels envelope envelopes
stapler binder binders marker markers pen licence license module modules dashboard api server
servers cloud bundle tier newsletter drucker patrone patronen papier ordner stift stifte kabel
stecker schalter akku akkus ladegerät kamera brille brillen uhr uhren kette ohrringe koffer zelt
schlafsack helm helme handtuch decke decken vorhang teppiche spiegel matratze kinderwagen puppe
spiel spiele rasenmäher schrauben schraube dübel bolzen muttern scheiben schloss griff griffe rad
räder reifen riemen getriebe bremse bremsen kupplung auspuff kran bagger traktor anhänger heizung
heizkörper kessel waschbecken dusche badewanne regale kühlschrank spülmaschine trockner staubsauger
topf töpfe pfanne pfannen glas gläser flasche flaschen zucker salz honig marmelade senf nudeln
müsli nüsse eier fleisch hähnchen lachs forelle sekt schnaps limonade wasser tabletten salbe
spritzen pflaster etiketten lizenz lizenzen rot blau grün grau schwarz weiß gelb lila rosa braun
silber cookie cookies incoterms
"""
_PLACES = """
adelaide alexandria austin brandon carolina charlotte chelsea clarence clifford diego florence
francisco georgia jackson jordan lincoln logan louis lorraine madison marion mercedes orlando paulo
santiago sofia sydney valencia victoria virginia vienna warren wayne
"""
_TIMES = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december montag dienstag mittwoch donnerstag freitag samstag
sonnabend sonntag januar februar märz mai juni juli oktober dezember easter christmas xmas ostern
weihnachten lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin
juillet août septembre octobre novembre décembre noël pâques lunes martes miércoles jueves viernes
sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
diciembre navidad
"""
#: Words that are names too, and words of company names.
ORDINARY_WORDS = frozenset(_ORDINARY.split())
#: What a given name before it makes a product, a place or a company: "the Emma chair".
THINGS = frozenset(_THINGS.split())
#: Given names that are cities, rivers or states too: "to Charlotte".
PLACES = frozenset(_PLACES.split())
#: Days, months and feasts.
TIMES = frozenset(_TIMES.split())
#: Ordinary words that many families are called: after a sure sign they are names.
SURNAME_WORDS = word_set("""
    young long short white black brown green gray grey king cook baker carter mason west hill field
    fields banks bush cross english french hall hunt lake lane little love moon noble park parks
    power read sharp small snow summer winter stern sterling swift waters wise christian price ward
    wade grant chase dale dean rich frank rose pearl klein groß gross lang kurz schwarz weiß weiss
    braun grün jung koch bauer richter wolf vogel fuchs sommer frühling stark reich frei fromm
    ernst kaiser könig graf herzog petit blanc noir rey reyes blanco rojo rivers stone wood woods
    bishop archer fisher hunter potter smith taylor turner walker weaver page porter marsh moss ash
    reed rush thorn heath glen ford pool bond cash marshall bliss newton hertz rosa paz cruz campo
    rubio moreno delgado calvo olivier berger boulanger boucher meunier fontaine dupont roche stein
    berg busch bach vogt müller schneider fischer weber becker schäfer schulze maurer zimmermann
    förster jäger hahn adler kraft sauer bitter roth engel reis korn nagel hammer kessel pfeiffer
    pfeifer brook brooks miller gardener butcher farmer violet may june hope grace holly lee wagner
    otto heinz jenkins phillips cooper bosch siemens kellogg harley levi ralph penny sage leroy
    merlin ferguson wilkinson lloyds york lincoln lancaster bradford hamilton washington kent
    chester preston derby boston durham essen halle linde ritter knauf brother mark bill will art
    cliff robin clay earl rod roman pascal
""")
#: Words of company names and of what companies have: "Kestrel Supplies", "the Kestrel team".
COMPANY_WORDS = word_set("""
    supplies supply logistics logistik packaging verpackung group gruppe holding holdings services
    solutions systems trading trade handel transport transporte bank insurance versicherung hotel
    restaurant partners brothers consulting industries industrie international bakery brewery dairy
    motors tools parts electric electronics pharma medical dental media design software labs
    technologies tech energy express freight shipping stores markt bau technik werke maschinenbau
    stahl holz reinigung medien verlag apotheke praxis klinik zentrum center centre institute
    university college school foods farm farms estates wholesale direct online digital global
    europe avenue street road lane square drive park bridge house team people staff personnel
    support hotline helpdesk branch depot warehouse website app portal filiale lager kundendienst
""")
#: What is never a name by itself.
NO_NAMES = frozenset().union(
    ORDINARY_WORDS, THINGS, TIMES, WORK_WORDS, FIRMS, TOWNS, CUE_WORDS
)
