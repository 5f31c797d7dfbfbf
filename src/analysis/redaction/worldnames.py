"""More given names, of many cultures and short forms, written down from general knowledge."""

from __future__ import annotations

_SHORT_AND_ENGLISH = """
darius jolanta lorcan finja
abbie abby addison adele aileen aimee alana alexis alf alfreda alina alistair alister allegra alma
alva alyssa amber amos anastasia angelica angelina angie anika annabel annabelle ansel anselm anton
april ariana ariel arlene arlo arnie aubrey augusta augustus ava avril babs basil bea becca bella
bernice bert bertie bess betsy bev bex bill billie billy blair blake blythe boyd brandy brenna
briony britney brittany brodie bronagh bronwen bronwyn bryn bryony bud buddy burt cal caleb calum
camilla candace candice carmel carol carole carrie carson cary casey cass cassandra cassie cath
cecil celia charity charley chas chaz chip chloë chrissie christi christie ciara ciaran cicely
claudette clay clement clementine cleo cliff clint clodagh coby colette conor cora coral cordelia
corinna cormac cory cyrus dahlia dalton damon dana daphne darcy darragh darrell darrin davey davina
davy dean deanna deb debs dee deidre delia delilah della delroy demi desiree dex dexter diarmuid
dick dilys dina dinah dion dmitry dolly dom donal donnie donovan dora doria dougal dougie duke
eamon eamonn ebony eddy edie effie eilidh elaina eliot eliza elliott elma eloise elsa elspeth elton
elvira emanuel emery emmanuel emmet enid enya eoin ernie errol esme esmeralda esmond etta eugenia
eunice evangeline eve everett ewan fabian faith fay faye felicity fenella fergal finbar finlay
finley finn fintan flo flora flossie floyd flynn fran francine frannie fraser freda gabby gabe gail
garfield garrett garth gaynor gena gene genevieve gerri gerrie gertie gigi gil giles ginny glenda
glenys glyn glynis godfrey grace gracie grady grainne granville greta gretchen griffin griselda
grover gus gwendolen gwendolyn gwyn gwyneth hank hannibal harlan harley harri harris harrison
hattie hayden haydn hayley heath hector helena henrietta herb herman hettie hilarie hollie holly
homer honor hope horace hortensia howie humphrey ifan ike ilene immanuel india inigo ioan iona irma
irving ishmael isidore isobel issac ivor jacinta jaclyn jacqui jaden jaime jalen jasper jax jayden
jayne jeannette jeannie jed jenna jennie jeremiah jermaine jerrod jethro jo joanie jocelyn jody
joey johnnie jolene joni jools josiah josie joss judah judd jude jules juliana kaitlyn kane kat
katelyn kath katharine kathi kathie katy kaye keeley keira keisha kelsey kenny kent kenton keri
kerrie kev kezia kimberley kimberly kip kirk kirstie kitty kris krista kristin kristine kristy
kylie lachlan lana lance latasha latisha latoya laurel lauretta laurie lavinia lawson leanna leda
leighton lemuel lenny lenora leona leonora leta letitia levi lex lexi lily lincoln linus lionel
lisbeth liv livia liza lizzie lonnie lori lottie lou louie lowell lucian lucille lucinda lula
luther lyle lynda lyndon lynette lynsey mab mac mackenzie maddie maddy madge mae maeve maisie
malachy mallory mamie manny mara marcella marci marcia marcie marge margery margie marguerite
marianne marietta marigold marisa marissa marlon marnie marsha marshall mattie maud maude maura
mavis max maya mayra meg mel melody mercy merle merry mervyn meryl micah mickey mikaela mikey miles
milo milton mimi mina minnie mitch mo moe mollie monty morag mordecai mort mortimer moses moyra
muireann mungo murdo murray myles myrna myrtle nance nanette nat nate ned nell nellie nerys nessa
nettie neville nial nichola nick nicky nigella nikki nita noah noelle nola nolan norm norris odessa
olive ollie oona opal ophelia orla orlando orson orville oswald otis ottoline ozzie paddy paige
pandora pansy patience patti patty paulette pauly pearl peg percival perpetua petula petunia
phineas phyl pippa polly poppy precious prince priscilla prudence prue quincy quinn quinten quintin
rae ramona ramsay ramsey randal randall randolph raven ray raynor reba reece reese regan reggie
reid rena renee rex rhea rhoda rhona rhonda ria rich richie rickie riley rob robbie robbo robyn
rocky rollo romeo ronan roni roo rosaleen rosalie rosalyn rosamund rosanna rosanne rose roseanne
roselyn rosetta roslyn rowena roxanne roxy ruairi ruaridh ruben ruby rudolph rudy rufus russ rusty
ruthie sadie sal salome sandi sandie sasha saul savannah scarlett scott scotty seamus selina selwyn
serena seth shanice shanna shari sharron shauna shaw shayne shelagh shelby sheldon shelly sheree
sherri sherry sherwin shirl shona siena sienna sierra sigmund silas silvester sinead skye solomon
sondra sophy stacy stan stevie stew stu sue suki summer sunny susanna suzie suzy syd sylvester
tabitha tad talia tallulah tam tamar tamera tammi tansy tarquin tasha tate tatiana tatum taylor
teddy tegan terri terrie tessa thaddeus thelma theodora therese tia tibor tiff tilda tillie tilly
timmy titus tonia tonya topher tori torquil tracie tremaine trent trey trina trish trisha trixie
trudi trudie trudy tyrone tyson unity val valentine vanda velma verity verna vicki vikki vince viv
vivien wade wallace wally ward warwick wes whitney wilbur wilf will willa willard willis willow
wilson winnie winona woody wyatt wynne yolande zac zack zadie zak zane zeke zelda zena zola zoë
"""

_GERMAN_AND_NORTHERN = """
abel aenne agnete aksel alwin alwine amelie andi andree angelika annalena anneli annelie annelies
annett anni annick ansgar antti arend arja arnd arndt arnfried arno arvid arwed asbjørn aslaug
astri auguste aurelia balthasar bartholomäus basti beatrix bela bengt benita bente berit
bernhardine berta birga birger birgitte birk birte birthe bjarke bjoern björk bodo bork britt
brunhild brunhilde børge caspar cathrin celina christel christin clemens conny conrad constanze
cornelie cosima cäcilie dag dagny danica danilo dario deike derk diethelm dietlinde dominik dorit
dorle dorothea ebbe eckart eckehard eckhart edda edeltraut eduard eero egbert egil eik eike eila
eilert einar eino eivind eleonore elfi elfie eli elias elin elina elli elmar elsebeth emelie emilie
emmi engelbert enno erhard erhardt erkki erland erling ernestine ernö esa eugen eva-lena evelin evi
fabiola fanni fanny feline fenja ferdi fiete filiz finja flemming folke frederic frederik frederike
fredrik fridolin friedemann friederich friedlinde frithjof frode fynn gebhard geert gela gerd-marie
gerdi gerfried gerhild gero gerold gerrit gertraud gertrude gesa gesche gesine gilda gisbert
gislinde gottlieb grete gretel gritt gunda gundel gundula gunhild gunilla gunnhild guntram gustl
guðrún haakon hadwig haiko hakon halldor halvor hanne hanneke hanni hanno hannu hansi hanspeter
harro hartwig hasso heide heidemarie heidrun heikki heinke helene hella helle hellmut hennes herma
hertha hilkka hilmar hiltraud hinrich hjalmar holm horst-dieter hulda ilkka ilsebill immo ingbert
ingelore inger ingmar ingolf inken inkeri insa irmela irmgart irmi irmtraud irmtraut isa isabell
ismo ivo iwan jaakko jakob jan-erik janek janin janine janna janne jannes jannis janosch jaqueline
jari jarkko jarle jasmin jella jendrik jeppe jeremias jesko jesper jette jobst jockel joern johan
joost jorik joris jork jorma jost jouko judit juha jukka jule juliane jurij jussi justus jytte
kaarina kaija kaja kajsa kalle kamilla kari karl-heinz karlotta kasimir katarina kay keno kerrin
kerttu ketil kilian kirsi kirstin kjell kjersti klaas kläre knud knut kolja konstanze korinna
kornelia kristian kristjan kristof kunibert kunigunde kyösti lambert lars-erik laurenz leander
leena lene leni lennard lenz leonore leontine levin lia liisa lili lilli linnéa lioba lis lise
liselotte loni lotta lotte lovis lucia ludolf maarit mads magnhild magret malene malin malte manja
manni mareen maren margaretha margarethe margitta marieke marielle marijke marin marit marius marja
marjatta markku marko marlen marlis marthe mathilde mats matthías matti mattis maxi maximilian
maximiliane mechtild merete merja meta metin michele mika mikael mikko minna mirja mirjam mogens
moritz morten märta nanna natascha neele nele nepomuk nico nicolai niels niko nils-erik nino oda
oddvar odette oili olav ole olle olof ortrud ortwin oskar otmar ottfried ottilie ottmar ottokar
outi paavo peer pekka per-erik pernille pertti philine philipp pia-lena pirjo pius poul preben
päivi quirin ragna ragnar ragnhild raija raik raimund rainald randolf rasmus rebekka reidar reiko
reimar reimer reinhild reinhilde renata resi rico rieke riitta ritva roar rolf-dieter romana
rosalinde rosi rosina rosl rotraut runa runar sakari sami sanna senta seppo severin sibylle
siegbert sieglinde siegmar siegmund sigbert sigi signe sigrun sigve silja silvio sirkka sirpa
sissel sissi siv sixten snorre solbjørg solveig steen steinar stian stig stina sunniva susann
susanne svante sven-erik svend synnøve sünje tabea taina tapio tarja teppo terje tero theda theodor
theres theresia thies thieß thora thorben thore thorge thorleif thorvald thure tiina timm timon
tine tjark tjorven tomi tomke torbjørn tore torge torhild torill trine trixi trygve tuomas turid
tuula tyra ulla ulla-britt ulrika unni urban urho urs ursina utz vegard veikko veit vidar vigdis
viggo viktoria ville vinzenz volkhard waltraut wencke wendelin wenke wenzel wigbert wiltrud winfrid
wolf-dieter wolfhard wolfried wulf yannik yngve zacharias åke åsa øystein
"""

_ROMANCE_AND_DUTCH = """
aart abril achille adan adela adelaida adeline adolfo adriano adrien agostino agustín ainara ainhoa
aitana albane alberto aldo alexia aline alix aliénor alonso aloïs alphonse alvaro amador amaia
amalia amancio amaya ambre ambroise amedeo amparo amélia américo anabel anastasio andreia andreu
anibal anne-laure anne-sophie anneke annemiek anselme anselmo antonin antonina aníbal apolline
araceli arcadio ariane arie aristide arjen arlette armand armando arménio arnaldo arturo aránzazu
asier asunción athanase augusto aurelio aurélia aurélien avelino axelle azucena baltasar baptiste
bartolomeo bartolomé basile bastien battista baudouin belén benedetta benedetto benito benjamim
beppe berenice bernardo bertrand biagio blaise blandine blas bonifacio borja bram bregje brice
brigida bruna béatrice béatriz bénédicte bérénice cajetan calisto calixte candela capucine caridad
carine carles carlijn carlotta carme carmela carmelo carmine cassandre catalina caterina cayetano
celestin celestino celso cesare charline charlène chloé cirilo clarisse claudine claudio clelia
clemente clotilde clovis coen coline concepción conchita constantin cor coralie cosme cristiana
cristiano cristóbal cyprien cyrille cándido cécilia cédric célestin célia césar daan dalila damiano
damián danièle delfina denis desirée didier diederik dimas dino diogo dionisio dirkje dolorès
dominga domingo donatella donato dorien dorothée débora edmond edmundo eduarda eelco efraín eladio
eleuterio elia eliana eligio elisabetta elise eliseo eloy eloísa els eléonore elías emanuela emile
emiliano emmanuelle enea enrica epifanio ernestina ernesto esmee estefanía ester eudes eugenio
eugène eugénie eulalia eulogio eusebio evaristo evelyne evert ezequiel fabia fabiana fabián
fabrizio fatiha faustine faustino fausto felicia feliciano felicidad felisa femke fermín fernand
ferran fidel fidèle fiorella firmin flavia flavie flavio fleur flore florencia florentino floris
franca francesc francisca franco frans frits frédéric frédérique fulgencio fulvio fátima félicie
félicité félix gabrielle gaetan gaetano gaia gaspar gaston gastón gauthier gautier gaël gaëlle
gaëtan geertje geoffroy georges georgette gerardo gerben germain germaine germán geronimo gertrudis
ghislain ghislaine giacomo giada giancarlo gianna gianpaolo gijs gilberte gilberto ginette ginevra
gino gisèle giuliana giuliano godefroy goretti gracia graciela gregorio grégoire guilhem guilherme
guiomar gustave guus gwenaël gwenaëlle gwendoline haydée hein heitor helder hendrika henk henri
henriette henrique herminia herminio hernando hernán hidde higinio hilario hippolyte horacio hugues
humberto héctor hélder ianis ibai idoia iker ilaria ildefonso imanol imma immaculada inaki ineke
inma inmaculada inocencio iolanda irenée iria isabela isaure isaías isidora isidoro isidro ismael
ismaël italo itziar ivette iñaki iñigo jaap jacinto jacopo jacquot jantje jaume jean-baptiste
jean-claude jean-luc jean-marc jean-marie jean-michel jean-paul jean-philippe jean-pierre jeannine
jelle jenifer jeroen jerónimo jet jits jocelyne jochem jofre joke jokin jolanda joop jop jordana
jordi josette josiane josué joséphine joão-pedro joël joëlle juan-carlos julio julián jurgen
justine kees koen koldo koos laia laure laureano laurens laurine lazare leandra leandro leire lenie
leocadia leonardo leonel leonor leopoldo liberto lidia lieke lies liliana liliane lilou lina lino
lisandro lisette loes loles lorenza loreto lourdes loïs lucca lucette lucien lucienne lucila
lucrecia lucrezia ludivine ludovic ludovica luigia luz luísa léandre lénaïc léo léon léonard léonie
léontine lía lídia lúcia maaike maarten macarena machteld maddalena madeleine mafalda maite maixent
malika marc-antoine marceau marcelin marceline marcelle marcial marco-antonio margaux margherita
mariam mariano mariapia marie-claire marie-claude marie-france marie-hélène marie-laure
marie-louise marie-noëlle marie-thérèse mariela marilena marilène marinette marjan marjolaine mark
marleen marlène martial martijn martine martín marçal mathis mathys mathéo matias matilda mattia
matías mauricette maxence maximiliano maximilien maximino maélys maëlle maëlys maïté mees meindert
melchor melinda menno mercedès merche mercè merel micheline michèle mieke miguel-ángel mikel
milagros mireia mirella mireya moisés montse morgane moïse mélanie mélina mélissa mónica nadège
narciso narcisse natacha nathalie natividad natália nayara naïma nekane nel nerea nestor neus
nicanor nicasio niccolò nicoletta nicolás ninon noelia norberto noé noémie noëlle nélida néstor
oceane octave octavie octavio odilon ofelia oihane olalla olimpia olimpio olinda olympe omer onofre
oriane oriol osvaldo otilia ottavia ottavio palmira paloma paolino pascaline pascual pasquale
pastora patrizia patrizio patrícia paule paulina paulino pelayo penélope perla perrine petronila
philibert philiberte philomène pierre-yves pierrette pierrick piet pieter pim pino plácido
primitivo prisca priscille prosper prudencio purificación pénélope pía quim quique rachele rachid
rachida raffaele raffaella raimondo raimundo rainier ramiro raoul raphaël raphaëlle raymonde rebeca
reinaldo reine remedios remo renato rens renée reyes reynald ricard rigoberto rik roch rodolfo
rodolphe rodrigue roel rogelio rolando romane romano romina romual romuald román roque rosalba
rosalía rosana rosaura roseline rosella rosine roxane rubén rufino ruggero rui rutger ruud régine
régis rémy sabino salomé salvador salvatrice samuele sancho sandro sanne saturnino saverio saül
secundino serafina serafín servando severino sidonie siebe silvestre silvina simonetta siméon simón
sixto sjoerd sjors socorro soline sophieke stanislas stijn stéphanie suzette sylvain sylvaine
sylvestre sylvette sylviane sébastienne séraphin séraphine séverin séverine tancredi tanguy tania
tasio telesforo telmo teo teobaldo teodora teodoro teresita teun teófilo theun thibaud thijs
thiébaud théa théo théodore théophile tijmen timothée timéo tineke tino titouan tiziana tiziano
tjeerd tommaso toon toribio truus tullio txema ubaldo ulises umberto unai urbain urbano urraca
ursule valentino valentín valeriano valerio valère valérian vanesa vasco velasco venancio verónica
victoire victoriano victorine vidal vilma vincente vinciane violaine violante violeta violette
virgile virgilio viridiana vito viviana viviane véronique wenceslao wessel wiebe wietse wilfredo
willem wim wout wouter xabi xabier xavi xián xoan xosé xènia yanis yannis yara yaël yoan yoann yoel
yohan yohann ysabel yvan yves-marie yvo yvon zacarías zacharie zita zoraida zoé zulema zélie ángel
ángela ángeles ève édith édouard élia éliane élie éliette élisa élisabeth élise éloïse éléna émile
étiennette óscar úrsula
"""

_REST_OF_THE_WORLD = """
abayomi abdallah abdel abdelaziz abdelkader abdou abdoulaye abdulaziz abdulrahman abena abhijit
abhishek abida abimbola abiola abla aboubacar achieng adaeze adama adaobi ade adebola adekunle adel
adem adeola adeyemi adil adisa aditi aditya adjoa afia afolabi ahmadou ahn ahsan aicha aida aigul
ailsa aishwarya aissa ajay ajit akanksha akash akbar akemi akhil akio akosua akram aksana akua alaa
aleksei alena alexandru alexei alfiya alhassan alia aliaksandr alim aliou aliya alla almaz aloke
alp alper alpha altaf altan alyona amadou amaka aman amandeep amani amar amarachi amartya ameen
amenze ameya aminata amine amira amitabh amrit amrita amruta ana-maria anahit anand ananya
anastasiia anastasija anastasiya anatoly andile andreea andrej andrii andris andrius aneesa aneta
angelos anggun anh anicka anisa anisha anjana anjum anka anna-maria annabella ansu antanas antoni
antonín anuja anupam anuradha anush anya anzhela aoi apinya apostolos arben arda ardian aref
arianit arif aris aristides ariya arkady arlind armen armin arnav arslan artem artjom artur arturas
arvind aryan asad asako asami asha ashish ashok ashraf ashutosh aslan aslı asma asmaa asmir assane
assia astghik astou asuka atanas atif atsushi atul aung awa ayaan ayaka ayako ayan ayana ayaz aygül
ayman ayodele ayoub ayumi ayça azadeh aziz aziza aïcha aïssatou babacar babajide babatunde bahadır
bahar bako balint baljit balwinder balázs barbora barış bashar bashir basma bassam batuhan bayo
behrouz bekir benazir benedek berat beril berk berkay berna bernadett bertalan betül beyza beáta
bhavana bhavesh bibi bich bikram bilal bilge bilgin binh binta birgül birol blagoj blerim blessing
boglárka bohdan bojana bolaji bongani boran borislav borys bosko boubacar boutros bożenna bożidar
branimir branislav brankica bronisław bronisława bukky bukola burcu burhan bushra busisiwe busra
bálint bülent büşra canan cansu catalin celal celalettin cemal cemil cengiz cevdet chanda chandan
chandra charbel charlotta cheikh cheng chiamaka chieko chika chikako chike chima chimamanda
chinonso chinwe chinyere chisom chizoba cho chong chukwudi chukwuemeka chukwuma chun cihan ciro
claudiu comfort cornel corneliu cosmin csaba csilla césaire cătălin dace daiki daisuke dajana
dalibor damilola damyan danail danijel danijela danila daniyar danko daoud dara daria dariia darija
darina darya dawid dawit dayo debora deepa deepika dejan demba demetrios denisa denys derya
desislava despina dev devi devika dhanush dhruv diallo dilan dilara dilip dilnoza dilshod dima
dimitar dimitra dimitrios dimitris dinara dinesh dipak dipika divya diyar djamel djamila djibril
dobromir doina domantas dominika donka dorin dorina doru doğan duygu dušanka dzenan dženan ebru ece
edin edina edita edona efe efstathios eftychia efua ekene ekow ekrem ekwueme ela eldar eleftheria
eleftherios eleni elham eliška elnur eloho elvin elvis elzbieta emel emeric emilija emina emir
emircan emrah emília ender eneida engin enis erdal erdinç eren ergin erhan erkan ernests erol ersin
ertan ertuğrul eröl esad esi esin esma euna eunji evangelia evangelos evgeni evgenia evgeny ewelina
eylem eylül eyüp ezgi ezinne fadhila fadil fadila fadime fahad fahd fahima faiz faiza farhad farhan
farida faridah farouk farrukh farzana fatemeh fathi fatmir fatos fatou fatoumata fausat fawzi
faysal fehmi ferda ferhat feride ferit fethi feyza fidan figen fikret filipa fiorela flamur flavius
florentina florin florina folake folasade folu fouad franjo františek fuad fuat funda funmi gabor
gabriella gagik galina galyna gamal ganesh gaurav gauri gayatri geeta gennadi gergana gergely gergő
ghada gheorghe gideon gintaras giorgi girish gizem gjergj gonca gopal gordan gordana gorica govind
gracjan grażyna grigor grigoris grigory guang gulnara gulsum gunesh guo gurdeep gurpreet gursharan
gökhan gökçe gülay gülcan güler gülten gülşen habib habiba hadi hadiza hafsa haider haile hajar
hajnalka halide halima haluk hamdi hameed hamida hamidou hamse han hanan hande haneen hanh hania
hanibal hao haresh hari haris harish harpreet harsh harsha haru haruki haruto hasmik hasnain
hassane hatem haukur hayat haydar hayri heba hee hela helin hemant henryk henryka hideki hideo
hilmi himanshu hina hiro hiroaki hiroko hiroto hisako hitomi hoa hoda honza hoàng hristina hristo
hrvoje huan huda hui hulya humaira huong hussain hussam hyun hülya hüseyin hüsnü ifeanyi ifeoma
ifeyinwa iffat ignacy ilayda ilham iliana ilias ilija ilir ilkay ilker ilya imad iman imane imen
imre imtiaz indira indra indrajit ineta ingrida inna insaf inês ioanna ionel ionut ionuț ipek
irakli irem irfan isha ishaan ishani ishita ismail ismaïla ismet israa issa issam iva ivaylo ivica
ivona izabela izumi izzet jadranka jaewon jafar jagdish jahangir jai jakub jalal jamal jameela
jamil jamila jan-willem janaki janis janko janusz januário jarek jarmila jarosław jasmina jasminka
jasna jaspreet jaswinder javad jaya jayanthi jayesh jen-hao jeong jerzyna jesika jia jiahui jialing
jian jianhua jie jihad jihye jimin jin jing jinhee jinwoo jiri jitendra jitka jiwoo jiří jolanta
jomo jonida joo joon joonas josip jovana jovanka jovica jozef juan-pablo julija juliusz jun juna
juozas jurga jyoti józefa jānis kaan kacper kader kadiatou kadir kadri kagiso kairat kaito kajetan
kalina kalpana kamala kamila kamran kanako kang kanwal kaori karan karel karolis karthik kashif
kasim kaspars katalin katerina kateryna kateřina katica katsiaryna kaur kaushik kaveh kavya kayo
kazim kazimierz kazuki kazuko kazuo kehinde kei keiko kelechi kemi kenan kengo kenichi kenta kerem
keren keshav kevser khaled khalil khanh khosi khurshid khushi kim-anh kimiko kinga kiran kirill
kirti kishore kitti kiyoshi klaudia klea klejdi klement klodian kobe kodjo koffi kohei koji kojo
komal konstantina konstantinos konstantins koray kosta kostas kota krasimir kremena kristaps
kristjana krisztina krisztián krunoslav ksenia ksenija kubilay kujtim kuldeep kumar kumiko kunal
kush kwabena kwadwo kwaku kwasi kwesi kyoko kyung laila lalita lamine landry larisa laszlo latif
latifa laurențiu lech lejla leonid leszek levent levente leyla leylâ lhamo li lidija lien lihua
liis lilia lilit liliya limin lin ling linh linos liu livija livio liviu loredana lorik lubna
lucjan lucyna luka luljeta luminița lumturi lungelo lupe lwazi lyudmila lászló maaz madalina
madhavi madhu madhuri madina maha mahamadou mahdi mahesh mahir mahmud mahmut mai maimouna majid
maka makbule makoto maksim maksym malak malgorzata malik malina mamadou mamta mana mandla manish
manisha manjit manju manpreet mansoor maqsood marcin marcjanna mare mariama marica marija marijana
marinela marinko maris maritza mariya mariyam markéta marlena marouane martyna marwa marwan marya
maryam maryna masahiro masaki masako masoud masuma matej matija matko matthaios mayank mayuko
mayumi mbali meera meghana megumi mehdi mehmed mehmood mehreen mehtap mei-ling meilin melek melih
melike meltem memet menaka meng meral meri merima mert merve meryem mesut mete mianmian michal
michalis michiko midori mihaela mihail mihajlo mihika mihály mikhail miki miklós mikołaj milada
miladin milenko milja miljana milorad milos miloslav minako ming minghui mingyu minh minji minjun
minoru mira mirabela miray mircea mirjana mirna miroslava mirosława miryam mirza misaki mitko mitra
mitsuko miyako miyuki mladen mohamad mohamadou mohamud mohan mohini mohit mohsen mohsin monir
mouhamed mouna mounir moussa mpho mthunzi mubarak muhammad muhammed muhammet muharrem mukesh mumtaz
muna munir munira murad murat musa mustapha mwangi mwila myat mykola myung mátyás mónika mădălina
nabil nabila nadeen nadezhda nadir nadire nadiya naeem nagwa nahid nahla naima najib najma najwa
nalan naledi nana nanami nandi nandini naoki naoko narek narendra narges nargis narine narumi naser
nasim nasir nasra nassim nastasia nataliia natalija nataliya natasa nataša nathi natsuki navdeep
naveen navid navneet nazan nazanin nazir nazlı nazım nebojša necati neda neelam neema neeraj neetu
nela nemanja nenad nergis nermin nermina neslihan nevena nevin nezha neşe ngoc ngoc-anh ngozika
nguyet nhung nidhi nihal nihat nikhil nikita nikolaos nikolas nikolay nikoleta nikolina nilay
nilesh nilgün nilufar nimali nirav nirmala nisha nitin nizar njeri nkechi nkosi noboru nobuhle
nobuko nomsa nomvula nonhle nopparat noriko nosipho noura novak nozomi nthabiseng ntombi nuray
nurcan nurgül nurhan nurlan nursultan nurten obinna ognjen okan oktay ola oleg oleh olesia olha
olivér oluchi olufemi olufunke oluseun oluwaseun oluwatobi omolara onur onyeka orhan osagie osama
osei oumar ousman ousmane ovidiu oya oyin ozan padma panagiota panagiotis pankaj paraskevi parisa
parminder parul parvati parviz parwin patrycja patryk paulius pavle pavlina pavlo pavol pelin peng
penka perihan pervin petar petru petrus peyton phakamile phindile phumzile phuong plamen plamena
prabha prabhu pradeep prakash pramod pranav prasad prashant pratibha praveen predrag preethi preeti
prem princess prithvi priyanka punit purnima péter qadir qiang qing rabia rabindra radka radmila
radomir radoslav radoslava radosław radovan rafał rafiq raghav rahel rahim rahima rahmat raimo
raisa raja rajan rajeev rajeshwari rajiv rajni rakesh ram rama ramadan ramazan ramesh rami ramila
ramiz rana rania ranjit rasa rasheed rashida rashmi rasim ratko raul ravinder ravindra razia razvan
raşit recep refik reina rejhan rekha ren reshma riad ridvan rie rieko riko rima rin rina rinat
rishi ritika ritu robertas roberts rohini roksana rositsa roxana roya roza rubina ruchi rukhsana
rukmini rumiana ruslan ruslana rustam ruta ruzha ryo ryota ryszard ryu réka róża răzvan rıdvan rūta
saad saara saba sabah sabiha sabit sabri sachin saeed saeid safa safia safiya sagar sahar sahil
sahra saida saif saira sajid saki sakina sakura salah saleem saleh salem salif salim salima salma
salman samad saman samar samet samina samira sampath samson samuela sandhya sandile sandip sandor
sangeeta sanja sanjana sanjeev santosh saori sapna saqib sarath sarika sarita satish satoko satoru
satoshi saule saulius savaş savita sayaka saïd scholastica seda sedat seema sefa selahattin selda
selin selçuk semih semra sena senad sener seojun seok seon seoyeon serap serdar sergej sergey
serghei sergiu serhat serhii serpil servet seung sevda sevgi sevil sevim seyed seyfi seyhan seyit
shabana shabnam shafiq shaheen shahid shahin shahnaz shahram shaista shamim shan shanti sharda
sharmila shashank shashi shaukat sheetal shehla shekhar shigeru shilpa shin shinichi shinji shiori
shirin shiv shivani sho shobha shohei shoko shota shreyas shruti shu shuang shubham shun shweta
shyam sibel sibusiso sidra sikandar silviu simran sinan sipho siti siyabonga slavica slavoljub
slavomir slađana slobodan smita sneha snežana soeun sofija sofiya sokol somchai sona sonal sonali
songül soohyun soraya sota souad souleymane soňa spyridon spyros sravani sridhar srinivas srđan
stamatis stana stanimir stanislav stanislava stavros stavroula stefanos stefka stela stepan
stephania stevan stojan stoyan subhash suchitra sude sudha sudhir suhail sujata suk sulaiman
suleyman suman sumaya sumeyye sumit sumita sunan sunday sung sunhee suraj surendra suresh susheela
sushma suzana svetla svetoslav svitlana swapna syed sylwester sylwia szabolcs szilvia szymon sándor
süleyman tabassum tadashi tadeusz taha tahir tahira tahmina takako takeshi takuya talal talat
tamaki tamer tamika tanaka taner tanveer tanvi tapiwa taras tarek tariku taro tasneem tatenda
tatsuya taufik taylan tayo tayyab tendai teodor tereza terezija tetiana tetsuya teuta thabo
thandeka thandi thando thanh thanos thembi theodoros thomai thuy tian tiberiu tien tigran tihana
tijana timea timur tinashe ting titilayo tobi tohru tomek tomislav tomo tomoe tomoko tomoya toshiko
toshio traian trang truong tsubasa tsvetan tsvetelina tuan tuncay tunde tunç tushar tuyet tímea
tülay türkan ufuk ugonna ulaş ulyana umar umit umut uroš urszula urška ushaben usman uzma uzoma
uğur vaclav vadim vaishali valbona valentyna valeriu valeriya vana vandana vangelis vanja vanya
varsha varun vasile vasiliki vasilios vasilis vaso vasudha vasyl vedat vedran veli velizar venera
ventsislav veselin vibha vida vidya viera viet vijaya vikas viktoriia viktoriya vilém vinay vineet
vinod viorel vipul viren virgil virág vishal vitali vitalii vitaliy vivek vlad vlado vlasta
vojislav vojtěch volkan volodymyr vuk vusi vuyo vyacheslav václav vít wafa wahid waleed walid
wambui wanjiku wanjiru waqar waseem wasim wei-ting weiwei wen wengang wenjie widad wiesław wiesława
wiktoria wiremu wisdom witold wojtek wole władysław włodzimierz xenia xhevdet xia xiang xiao
xiaohong xiaoli xiaoming xiaoyan ximing xin-yi xinyi xiomara xolani xu xuan xue yaa yacine yael
yahya yakup yana yani yao yaprak yared yaroslav yasir yasuko yasuo yaw yağmur yehuda yejin yelena
yeliz yen yeon yetunde yevgeny yevhen yewande yi-ching yiannis yigit yilmaz ying yitzhak yiğit yoko
yonas yonca yong yosef yoshi yoshiko youngho youssef youssouf yu yuan yue yulia yuliia yuliya yumi
yuna yunus yurii yuriy yusra yusuke yuta yuto yuuki yuval yuxuan zafar zahara zahid zahra zaid
zaira zakaria zaki zakia zaman zandile zarina zawadi zbyszek zdenka zdeněk zdravko zeeshan zeki
zeliha zeljko zenon zerrin zeynab zhang zhao zhen zheng zhenya zhi zhihao zhivko zhiwei zhu ziad
zineb ziya zlata zlatan zlatka zlatko zodwa zofia zora zorica zorka zuleika zuleyha zulfiqar zuzana
zuzanna zuzia zviad zvonimir zvonko çağla çiğdem özge özgür özkan ümit željko
"""

#: Given names beside those of ``givennames``, case-folded.
WORLD_NAMES = frozenset(
    f"{_SHORT_AND_ENGLISH} {_GERMAN_AND_NORTHERN} {_ROMANCE_AND_DUTCH} {_REST_OF_THE_WORLD}".split()
)
