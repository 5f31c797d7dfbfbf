"""Well-known firms, brands, cities and countries: they speak and are asked, as people are."""

from __future__ import annotations

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
FIRMS = frozenset(_FIRMS.split())
#: Cities, states, countries and words for who lives there.
TOWNS = frozenset(_TOWNS.split())
