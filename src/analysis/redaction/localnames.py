"""Still more given names: short forms at home, old and regional names, from general knowledge."""

from __future__ import annotations

_GERMAN = """
adelgund adelinde afra almut aloisia amalie anett anetta anette annamaria annemie antke apollonia
babette beppo bettine bianka bruni burgel christl cilli dunja ebba edelgard editha ekkehard elly
erdmute euphemia felicitas fenna ferdl franka franzi franzl fredi frerk friedel fritzl gangolf
gerburg gerlind gerwin geske girgl giselbert giselher gitte gretl gundi hannerl hansruedi hartmann
hauke hedi heiderose heiri helmar hermi hildburg hildrun hilke hinnerk ilsa ingeburg ingrun inka
irmhild isidor jacobine janka johanne jördis jörn jupp jürg karli käthe kati katinka katrein
klothilde köbi korbi kreszentia kriemhild lebrecht lenchen levke liesbeth lieschen liesel liesl
loisl lotti ludmilla luzia luzie malwine mareile mareke maxl meinolf meinrad merten michi mitzi
momme moni nelli norwin notburga odilia okko pankraz pepi pirmin pitter poldi reinald reinhart
reintraud remigius ricarda rike röbi roderich rosel roswita ruedi ruprecht sarina schorsch sepp
seppl sigismund siglinde sigmar silka sinja sönke stefani sunna susi svea sylke sylvana tasja
tassilo telse thaddäus thekla theobald thilde thoralf thordis tilla tinka traudl traugott traute
ueli ursi uschi uta valerius vitus volkert vreni vroni walli walpurga walti wastl wieland winrich
wolfi wunibald xaverl zenzi
"""

_FRENCH = """
amaury anatole armelle aude augustin aymeric bérangère corentin corine donatien eulalie fernande
flavien florentin floriane gabin garance guénaëlle gwendal hadrien héloïse hilaire honorine
huguette ignace jacky jeanine jeannot josselin josseline karine killian kylian laurette laurianne
loïck lorène louane louison lysiane maël maëva magalie manoël marcelline mariannick mariette
maryline maryse maryvonne mathurin mickaël nolwenn ombeline ophélie pacôme pétronille réjane
ségolène soizic théotime thibaut tiphaine ulysse victorien xavière ysaline
"""

_SPANISH = """
abelardo agapito agustina ainoa albertina aleix alejo almudena amadeo ambrosio aniceto apolonia
arancha arantxa ariadna arnau arsenio asun atanasio aureliano balbina baldomero basilio beltrán
berenguer bernabé bernardino braulio calixto cándida carmiña casilda casimiro cayetana cecilio
cesáreo chari charo chelo chema ciriaco conchi dámaso demetrio desiderio domènec dorotea edelmira
edurne emeterio encarna encarnita engracia enric enriqueta estanislao estíbaliz eufemia facundo
filomena florencio florinda fortunato gabino genaro genoveva gervasio ginés gorka gregoria guillem
guillermina gumersindo haizea heriberto hermenegildo hipólito honorio iago indalecio irati isidra
izaskun jacobo jenaro jesusa jimena joaquina josefina josu josune juana juanita juanito juanjo
justino kepa lázaro leoncio leovigildo ligia llorenç lluís lolita luciana macario maialen manola
manoli manolita manolo marcelina marcelino margarida mariluz maripaz maripili martí mateo mayte
menchu mencía meritxell micaela nemesio nicolasa noemí obdulia odón oihana olaia olegario otilio
ovidio paco palmiro pancho pancracio paqui paquita paquito pascuala patrocinio pepita pepito
pilarín porfirio queralt quico regino romualdo rosendo rosita rufina ruperto sandalio
sebastiana segismundo sergi silverio sinforoso sonsoles tadeo tirso tomasa tomeu toño trini vicenç
vicenta victorino ximo yaiza yoli zaida
"""

_ENGLISH = """
aaliyah aiden ainsley alden aldous algernon alyson amari ambrose amiyah annabeth anthea arabella
araminta archibald asher ashlee ashlyn ashton ayla barnabas barnaby barrett bartholomew bartley
baylee beckett benedict benedicta bertram beryl braden brady brannon braxton brayden breanna
brendon brenton brianna brielle brock brody bryant bryce brynn bryson caden camryn cassidy
cecily chandler christabel christal clare clarissa clayton colby cole constantine corbin
cordell cortney crispin cuthbert damarcus dante dashawn davion dawson deandre delaney demarcus
demetrius denzel deon deonte derick dermot derrick deshawn devin devonte dillon donte drusilla
duane dunstan dwight earlene ebenezer edwina elbert eldon eldred elfrida elissa elwyn elyse
emeline emmeline emrys ephraim esau essie estela euan eudora eustace everard ewen ezekiel ezra
fidelma freddy garret geoffry georgianna gethin giovanny giselle glenna grayson greyson guinevere
gwilym hailey haley hallie haylee hedley heloise hephzibah hermione hester horatio humphry huw
iestyn illtyd imani imelda iolo izabella jabez jacquelyn jada jadyn jamison janae janelle
janessa janette janie jaquan jarrett jarrod jarvis javon jaxon jaxson jayce jayla jaylen jaylon
jazmin jazmine jeffery jemima jerald jeri jermain jillian jocasta jodi johnathan johnathon jolyon
joslyn julianne julissa kaden kaila kailey kaleb kaliyah kamryn karly karter kasey kassandra
katelynn katlyn kayden kaylee kayleigh kaylyn keaton keegan keenan keir kellen kelli kellie kendall
kendrick kenelm keshawn keziah khloe kiana kiara kiera kierra kimora kinsley kody kolby kolton
kristopher kyla kylee kyleigh kyler kyra lacey lakeisha lamar lamont landon laney lashonda latonya
latrice lawanda leann leilani leland leofric lilah lilliana londyn luann lucius lucretia luella
lyla lysander maci macie madalyn madelyn madelynn madilyn makayla makenna makenzie malachi malakai
malia mandi mariah marilynn marisela marmaduke maryann maryanne marybeth maryellen marylou maudie
mckayla mckenna mckenzie mekhi meriel mervin mikayla mindy montague myesha myfanwy natalee
nataly nathanael nayeli nehemiah nerissa nevaeh nickolas ninian nyla obadiah odell olwen omari
orlaith osbert osmond oswin padraig pascoe paxton payton persephone petronella philomena piers
raegan raelynn ranulph rashad rayna redmond reilly reyna rhett rodrick romilly roscoe
roxanna rylan rylee ryleigh saniyah santino septimus seraphina shaniqua shayla sheena sherrie
skylar skyler sorcha stacie starla stephan stephany tammie tatyana tawanda terrance terrell
terrence theophilus thurston tiana tianna tiernan trevon treyvon trista tristen triston
tyree tyrell tyrese uriah uriel valarie vickie walt waylon wendell wilhelmina willoughby woodrow
wyndham xander xanthe yadira yahir yasmine yesenia yuliana zachariah zackary zackery zaria zayden
zebedee zillah
"""

_OTHERS = """
åse assunta attila bertil biljana bjørg bogumiła bohumil bożydar concetta ermanno ettore ezio
gennaro giovan gudmund ildikó ilie immacolata jolán kaisa květa lajos ljubica ludvík margareta
mieczysław miodrag nunzia oğuz ondřej ornella przemysław rosaria rıza silvano solvei sorin şükran
sławomir tihomir torbjörn turgut ülkü vittoria yavuz yıldız zafer zdzisław žofie zsuzsanna øyvind
"""

#: Given names, case folded, beyond those of ``worldnames``.
LOCAL_NAMES = frozenset(f"{_GERMAN} {_FRENCH} {_SPANISH} {_ENGLISH} {_OTHERS}".split())
