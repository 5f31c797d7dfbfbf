"""Words that are no names of people, though they look like one or stand beside one."""

from __future__ import annotations

from analysis.redaction.cues import CUE_WORDS, word_set
from analysis.redaction.workwords import WORK_WORDS

_ORDINARY = """
account adler air alba alt alte alter amber angel archer art ash aurora auto bach baker bank banks
bart basil bau bauer berg berger bill birch bishop bitter blanc blanca blanco blaue bliss bond
boucher brook brooks brothers buck bud busch bush butcher bäcker bäckerei café calvo campo care
carol carter cash cat central chance charity chase chip christian chuck classic clay cleaning
clement cliff coin comfort computer constance construction cook cooper coral corp corporation cross
cruz crystal curt daisy dale data dawn day dean delgado delivered delivery dental design diamond
dick digital direct dot drew earl earnest east eastern easy ebony eco electric electronics energy
engel ernst estrella eve express fabrik factory faith falke family farm farmer fern field fields
fire first fischer fitness fleur flora fontaine food fox frank free frei fresh fromm frühling fuchs
förster gale garden gardener garnet garten gay gene general ginger glen global gmbh good grace graf
grand grant gross group groß große großer gruppe grüne gute guter hahn handel harbor harbour hase
haven hazel health heath herbst herzog hill hohe hoher holding holdings holly home honor hope house
hunt hunter ideal inc industrie industries industry insurance international iris ivy jack jade jay
jet jewel joule joy jung junge jäger kaiser kelvin king klein kleine kleiner koch korn kraft kurz
könig lance land lane lang lange langer langes laurel laurier leblanc lebrun lieferung life lily
limited little llc long ltd luz mac major margarita marina mark markt marsh marshall mason maurer
max mbh media medical melody mercy merry metal meunier miles mill miller mina modern moon moreno
moss motors myrtle nagel nat national neu newton nick noble noir norm north northern ocean ohg
olivier one online opal open order packaging page pansy parks partners parts pascal pat patience
paz pearl peg perla petit pfeifer pfeiffer pharma pierce pip plastic plastics plc pool poppy porter
potter power praxis precious preis preise premier price prices prime prince princess print product
products produkt produkte prudence quality queen quick rainbow raven ray read reason reed regional
reich reinigung restaurant rey reyes rich richter river rob robin rocky rod rojo roman rosemary
rote roth rubio ruby rush rusty saint san sandy santa sarl sas schmied schwarze schöne sea service
services short sierra skip small smart smith snow sol solutions sommer sons south southern spring
stadt standard star stark steel stein sterling stern steward storm story sue summer sun sunny super
supply swift systems süß tab taylor temperance teufel thal thorn three thyme topaz trade trading
transporte travel turner two united unity valentine verity verpackung violet violeta vogel vogt
wade wagner walker ward waters watt weaver weiss weiße werk werke west western willow winter wisdom
wise wolf wood woods woody world wren zange
"""
_THINGS = """
matratzen sofas couch betten schränke kommode hocker röcke sandalen mäntel quilt knickers canapés
fauteuil fauteuils mesa mesas sofás zapato
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
silber cookie cookies incoterms champagne vin vins fromage fromages jambon pain robe robes
chaussures chemise sac chaise chaises canapé matelas couteau couteaux vino vinos queso quesos jamón
aceite vestido vestidos zapatos camisa bolso silla sillas lámpara sofá colchón cuchillo cuchillos
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

_FIRMS = """
lauren boss kors dior lagerfeld hilfiger lauder arden kay ashley kidston malone claire beam crocker
choo westwood artois romeo zeiss bonas rocher gaultier vuitton dutti herrera mara domínguez
rubinstein meinl martens armani versace kaspersky lidl wilson prym joop bogner schöffel ariston
candy zanussi neff severin rowenta gorenje hansgrohe duravit kludi schulte hagebau toom dehner obi
globus real kik takko deichmann douglas mediamarkt saturn alnatura denns edeka boots superdrug asda
morrisons sainsbury sainsburys iceland co-op coop matalan primark wilko homebase target kroger
safeway publix cvs macys kohls nordstrom sears staples lowes menards fnac darty auchan intermarché
leclerc monoprix conforama boulanger cdiscount corte inglés eroski mailjet sendgrid zendesk
freshdesk intercom pipedrive zoho odoo datev lexware sevdesk netflix abb accenture adidas adobe adp
aldi alexa alibaba allianz amazon amd amex android apple argos arla asana asics asus atlassian audi
avis aviva axa babybel bahlsen barclays basf bauhaus bayer beiersdorf benz bic bing bluetooth bmw
boeing bosch brother budweiser burberry canon canva cargill carhartt carrefour cartier casio
caterpillar chanel chatgpt chevrolet chevron chrome chronopost cisco citibank citroën claas
cloudflare coca colgate colissimo commerzbank continental correos cortana costco crimble crocs
dachser dacia daf daikin danfoss danone decathlon deere deezer deliveroo dell deloitte deutz dewalt
dhl disney docusign dpd dropbox dupont duracell dyson ebay edf edge einhell electrolux endesa epson
ericsson etsy evri excel exxon facebook fanta fanuc fedex fendt ferguson ferrari festo fiat figma
firefox fisher fiskars ford freshbooks fujitsu galaxy gardena garmin geberit gillette github gitlab
gls gmail google grohe groupon gucci haribo harley heineken heinz henkel hermes hermès hertz hilti
hilton hisense hitachi honda honeywell hornbach hotmail hsbc huawei hubspot husqvarna hyundai
iberdrola ibm ikea infineon instagram intel intuit ionos ios ipad iphone isuzu iveco jaguar jenkins
jira jungheinrich kaercher kaufland kawasaki kellogg kenwood kia kindle kingfisher kipling
kitchenaid klarna knauf komatsu kone krups kubota kärcher lada lancome landrover lavazza lego leica
lenovo leroy levi lexus liebherr linde lindt linkedin linux lloyds logitech loreal lufthansa
macbook macos maersk magento mailchimp makita mango manomano mastercard mattel mazda mcdonald
mcdonalds mercadona merck merlin metabo metro michelin microsoft miele milka milwaukee mitsubishi
moodle motorola movistar muscle myhermes nescafe nestle nestlé netsuite netto nike nikon nintendo
nissan nivea nokia notion nvidia oetker office opel openai opera oracle orange osram otto outlook
oxxo packlink panasonic parcelforce paypal penny pepper pepsi peugeot pfizer philips phillips
photoshop pinterest pirelli pixel playmobil porsche powerpoint prada pringles prosegur puma python
qualcomm quickbooks ralph redbull reddit renault repsol revolut rewe rexroth ricoh ritter roche
rolex rossmann royal ryanair ryobi saab safari sage salesforce samsonite samsung sanofi sap scania
schaeffler schenker schweppes screwfix seat selfridge selfridges sennheiser seur sharepoint sharp
shein shell shopify shopware siemens siri skf skoda skype slack sodexo sony spar specsavers spotify
squarespace stabilo starbucks stihl stripe subaru suzuki swatch swissport sysco tchibo teams tefal
telefonica telefónica telekom temu tesa tesco tesla texaco thermomix thomann tiktok timberland tnt
toshiba total toyota trello trustpilot tumi twilio twitter uber unilever ups vaillant valeo vans
veolia verizon vestas viessmann villeroy virgin visa vodafone volkswagen volvo vorwerk vw waitrose
walgreens walmart watson wayfair webex whatsapp whirlpool wickes wilkinson windows wix woocommerce
woolworths wordpress worldpay würth xero xerox xing yahoo yamaha yelp youtube yves zalando zapier
zara zebra zoom škoda
"""

_TOWNS = """
aachen aberdeen adelaide africa african aix alabama alaska albany algeria alicante amazonas america
american amsterdam angeles ankara antonio antwerp antwerpen arizona arkansas asia asian athens
atlanta augsburg austin australia austria bamberg bangalore bangkok barcelona basel bath bavaria
bayern beijing belfast belgium berlin berliner bern bilbao birmingham blackpool bochum bologna
bolton bonn bordeaux boston bradford brasil brazil bremen brexit brighton brisbane bristol britain
british brno brooklyn bruges brussels budapest bulgaria cairo calais calgary california cambridge
canada canterbury cardiff carlisle catalonia chelmsford chester chicago chile china chinese
cincinnati cleveland colchester cologne colombia colorado columbus connecticut copenhagen cordoba
cork cornwall coventry croatia córdoba dakar dallas danmark darmstadt dayton delaware delhi denmark
denver derby detroit deutsche deutschen deutscher deutschland diego dijon dortmund dover dresden
dubai dublin duisburg dundee durham dutch düsseldorf edinburgh egypt england english erfurt essen
estonia europe european exeter fargo finland flensburg florida france francisco frankfurt
frankfurter frankreich französisch freiburg french fulda galway geneva genf genoa georgia german
germany ghana giessen gijón girona glasgow gloucester granada graz greece greenwich grenoble
guildford göttingen hagen halifax halle hamburg hamburger hamilton hannover hanover harlow
harrogate harrow hawaii heidelberg helsinki hessen hong houston hull hungary idaho illinois india
indiana indonesia innsbruck iowa ipswich iran iraq ireland irish israel istanbul italian italien
italy jakarta japan japanese jena jersey johannesburg kansas karlsruhe kassel kempten kent kentucky
kenya kiel kong korea krakow kuwait köln kölner lancaster lausanne leeds leicester leipzig lille
limerick lincoln linz lisboa lisbon liverpool london louisiana ludwigshafen luton luxembourg luzern
lyon lübeck maastricht madrid magdeburg maine mainz malaga malta manchester mannheim marbella
marseille maryland massachusetts melbourne memphis mexico miami michigan milan milano minneapolis
minnesota mississippi missouri montana montpellier montreal morocco moscow mumbai munich murcia
málaga méxico münchen münchner münster nancy nantes naples narbonne nebraska netherlands nevada
newark newcastle newport nice niederlande nigeria norfolk northampton norway norwich nottingham
nürnberg oakland ohio oklahoma oldenburg oman ontario oregon orlando orleans orléans oslo osnabrück
ottawa oviedo oxford pakistan palermo pamplona paris passau pennsylvania perpignan perth
philadelphia phoenix pittsburgh plymouth poland polen polish polnisch poole portland porto
portsmouth portugal potsdam poznan prag prague preston qatar quebec reading redding regensburg
reims rennes richmond riga rio rom roma rome rosenheim rostock rotterdam rouen russia saarbrücken
sacramento salamanca salford salisbury salzburg santander saragossa schweiz schweizer scotland
scottish seattle serbia sevilla seville shanghai sheffield siegen singapore slough slovakia
slovenia sofia solingen southampton spain spanien spanish steiermark stockholm stoke strasbourg
stuttgart suffolk sunderland surrey sussex swansea sweden swindon swiss switzerland sydney taiwan
tampa tennessee texas thailand tokyo toledo toronto toulon toulouse tours trier tunis turin turkey
ukraine ulm uppsala utah utrecht valencia valladolid vancouver venice vermont verona vienna vigo
warsaw washington wellington welsh wien wiener wiesbaden wigan winchester windsor wisconsin
wolfsburg wolverhampton worcester wuppertal wyoming würzburg york yorkshire zagreb zaragoza zurich
zürich österreich österreicher
"""

#: Firms, brands and programs that many know.
FIRMS = word_set(_FIRMS)
#: Cities, states, countries and words for who lives there.
TOWNS = word_set(_TOWNS)
#: What a given name before it makes a product, a place or a company: "the Emma chair".
THINGS = word_set(_THINGS)
#: Given names that are cities, rivers or states too: "to Charlotte".
PLACES = word_set(_PLACES)
#: Days, months and feasts.
TIMES = word_set(_TIMES)
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
    cliff robin clay earl rod roman pascal vos nieto shepherd barber freund flood
""")
#: Words of company names and of what companies have: "Kestrel Supplies", "the Kestrel team".
COMPANY_WORDS = word_set("""
    supplies supply logistics logistik packaging verpackung group gruppe holding holdings services
    solutions systems trading trade handel transport transporte bank insurance versicherung hotel
    restaurant partners brothers consulting industries industrie international bakery brewery
    dairy motors tools parts electric electronics pharma medical dental media design software labs
    technologies tech energy express freight shipping stores markt bau technik werke maschinenbau
    stahl holz reinigung medien verlag apotheke praxis klinik zentrum center centre institute
    university college school foods farm farms estates wholesale direct online digital global
    europe avenue street road lane square drive park bridge house team people staff personnel
    support hotline helpdesk branch depot warehouse website app portal filiale lager kundendienst
    boutique magasin tienda équipe equipo strasse allee gasse stadion schulen kaserne kindergarten
    stiftung akademie spital arena
""")
#: What is never a name by itself.
NO_NAMES = word_set(_ORDINARY).union(THINGS, TIMES, WORK_WORDS, FIRMS, TOWNS, CUE_WORDS)
