"""Given names that are common in several languages, written down from general knowledge."""

from __future__ import annotations

import re
import unicodedata

from analysis.redaction.localnames import LOCAL_NAMES
from analysis.redaction.plainwords import NO_NAMES
from analysis.redaction.worldnames import WORLD_NAMES

_ENGLISH = """
aaron abigail adam adrian aidan aisha alan alastair albert alec alex alexander alexandra alfie
alfred alice alison allan allison amanda amelia amy andrea andrew andy angela angus anita ann anna
anne annette annie anthony antonia archie arthur ashley audrey austin barbara barney barry
beatrice becky belinda ben benjamin bernadette bernard bernie beth bethany betty beverley bob
bobby bonnie brad bradley brandon brenda brendan brett brian bridget bruce bryan byron caitlin
callum calvin cameron carl carla carly caroline carolyn catherine cathy cecilia cedric chantelle
charlene charles charlie charlotte chelsea cheryl chloe chris christina christine christopher
chuck cindy claire clara clarence clark claudia clifford clive clyde cody colin colleen connie
connor constance corey courtney craig curtis cynthia daisy damian damien dan daniel danielle danny
darren daryl dave david dawn deborah debbie debra declan deirdre denise dennis derek desmond diana
diane dominic donald donna doreen doris dorothy doug douglas duncan dustin dwayne dylan earl eddie
edgar edith edmund edna eduardo edward edwin eileen elaine eleanor elijah elizabeth ella ellen
ellie elliot elsie emily emma eric erica erin ernest esther ethan ethel eugene evan evelyn fern
fergus fiona florence frances francis francesca frank frankie fred freddie frederick gareth gary
gavin gemma geoff geoffrey george georgia georgina gerald geraldine gerard gerry gilbert gillian
gina gladys glen glenn gloria gordon graham greg gregory gwen hannah harold harriet harry harvey
hazel heather heidi helen henry herbert hilary hilda howard hugh hugo ian imogen ingrid irene
isaac isabel isabella isabelle isla ivan ivy jackie jackson jacob jacqueline jade jake james jamie
jan jane janet janice jared jasmine jason jean jeanette jeff jeffrey jemma jen jennifer jenny
jeremy jerome jerry jesse jessica jessie jill jim jimmy joan joanna joanne jodie joe joel john
johnny jon jonathan jordan joseph josephine josh joshua joyce juan judith judy julia julian julie
juliet june justin kara karen kate katherine kathleen kathryn kathy katie kayla keith kelly kelvin
ken kendra kenneth kerry kevin kieran kim kirsten kirsty kristen kurt kyle lara larry laura lauren
laurence lawrence leah leanne lee leigh len leo leon leonard leroy leslie lesley lewis liam lilian
lillian linda lindsay lindsey lisa liz lloyd logan lois lorna lorraine lorenzo loretta louis
louisa louise lucas lucy luke lydia lynn lynne mabel madeline madison maggie malcolm mandy marc
marcus margaret margot maria marian marie marilyn marion marjorie marlene martha martin marvin
mary mathew matt matthew maureen maurice maxine maxwell megan melanie melissa melvin meredith
michael michelle mick mike mildred millie miranda mitchell moira molly monica morgan muriel myra
nadia nancy naomi natalie natasha nathan nathaniel neil nelson niall nicholas nicola nicole nigel
nina noel nora noreen norma norman oliver olivia oscar owen pam pamela patricia patrick patsy paul
paula pauline pedro peggy percy perry pete peter phil philip philippa phillip phoebe phyllis
rachel ralph randy raymond rebecca reg regina reginald reuben rhiannon rhys ricardo richard rick
ricky rita robert roberta robin rod roderick rodney roger roland ron ronald ronnie rory rosalind
rosemary rosie ross rowan roy rupert russell ruth ryan sabrina sally sam samantha sammy samuel
sandra sandy sara sarah saoirse sean sebastian shane shannon sharon shaun shawn sheila shelley
sheryl shirley sian sid sidney simon siobhan sonia sophia sophie spencer stacey stanley stella
stephanie stephen steve steven stewart stuart susan susannah susie suzanne sybil sylvia tamara
tammy tamsin tanya tara ted teresa terence terry tess theodore theresa thomas tiffany tim timothy
tina toby todd tom tommy toni tony tracey tracy travis trevor tricia tristan troy tyler ursula
valerie vanessa vera vernon veronica vic vicky victor victoria vincent violet virginia vivian
vivienne walter wanda warren wayne wendy wesley wilfred wilfrid william willie wilma winifred
winston yvette yvonne zach zachary zara zoe
"""

_GERMAN = """
achim adelheid adolf agathe agnes albrecht alfons alois andreas anja anke annegret anneliese
annemarie annika antje arne arnold astrid august axel bärbel bastian beate benedikt benno bernd
bernhard bertha berthold bettina bianca birgit birgitt björn boris brigitte britta bruno burkhard
carina carmen carolin carsten christa christian christiane christof christoph claus cornelia
cornelius dagmar daniela detlef detlev dieter dietmar dietrich dirk doris dörte eberhard eckhard
edeltraud egon elfriede elisabeth elke elsbeth emil erich erika erna ernst erwin eva ewald falk
felix ferdinand florian franz franziska frauke frieda friederike friedhelm friedrich fritz gabi
gabriele georg gerda gerhard gerlinde gernot gert gertrud gisela gitta götz gottfried gregor grit
gudrun guido günter günther gunnar gustav hanna hannelore hannes hans harald hartmut hedwig heike
heiko heiner heino heinrich heinz helga helge helma helmut hendrik henning henrike henrik heribert
hermann hermine herta hilde hildegard hiltrud holger horst hubert ida ilka ilona ilse imke ina
ines inga inge ingeborg ingo ingrid irina iris irmgard isolde jana janina jannik jens joachim
jochen johann johanna johannes jonas jörg josef josefine judith jula julius jürgen jutta kai karin
karl karla karlheinz karola karoline karsten kaspar katharina kathrin katja katrin kerstin kirsten
klara klaus konrad konstantin korbinian kristina laurin lea lena lennart leonhard leonie leopold
liane lieselotte lorenz lothar ludger ludwig luise luisa lukas lutz magda magdalena maik maike
maja manfred manuela marcel mareike margarete margit margret margrit mariele marika marina mario
marita markus marlies marten martina mathias matthias mechthild meike meinhard melina mia michaela
mirko miriam mona monika nadine nadja niklas nils nikolaus norbert olaf oliver otto patricia petra
pia rainer ralf raphael regine reiner reinhard reinhold renate rené robert roland rolf roman romy
ronja rosemarie roswitha rüdiger rudi rudolf sabine sandra sascha saskia siegfried sigrid silke
silvia simone sina sonja stefan stefanie steffen steffi sven svenja svetlana swantje tanja thea
theo thilo thomas thorsten tilman timo tobias torben torsten traudel trude udo ulf uli ulrich
ulrike ursel ursula ute uwe valentin valentina verena veronika viktor viola volker volkmar
waldemar waltraud walburga werner wibke wiebke wilfried wilhelm wilhelmine willi winfried wolf
wolfgang wolfram xaver yannick
"""

_ROMANCE = """
adèle adriana agnès aitor alain alba alejandra alejandro alessandra alessandro alessia alexandre
alfonso alfredo alicia álvaro amandine amélie ana anaïs andré andrés angelo anouk antoine
antonella antonio arnaud aurélie aurora beatriz begoña benoît blanca brigitte bruno camila camille
carlo carlos carlota carolina catarina cécile céline chantal chiara christelle christophe claude
clément clémence concha consuelo corinne cosimo cristina cristian cyril daniele davide delphine
diego dolores domenico dominique duarte élodie elena elisa emanuele emilia emilio émilie enrico
enrique enzo esteban estelle esperanza étienne fabien fabienne fabio fabrice federica federico
felipe fernanda fernando filippo filipe florent francesco francisco franck françois françoise
gabriel gabriela gaspard geneviève gérard gianluca gianni gilles giorgio giovanna giovanni giulia
giuseppe gonzalo grégory guadalupe guillaume guillermo gustavo hélène hervé hortense ignacio inès
inés isabel iván jacques javier jeanne jérôme jesús joana joão joaquim joaquín jorge josé josep
josefa jérémy julien juliette laetitia laurent léa leticia loïc lola lorena luc lucas luca lucía
lucie luciano luigi luis luisa magali manon manuel manuela marcela marcello marcelo marcos marco
margarita mariana maribel marisol marta massimo mathieu matilde matteo mauricio mauro maxime
mercedes michel miguel mireille montserrat monique muriel myriam nacho natalia nicolas nieves nuno
nuria océane odile olivier pablo paola paolo paolina pascal pascale patrice patricio paulo
philippe pierre pietro pilar quentin rafael ramón raquel raúl rémi renaud ricardo riccardo roberto
rocío rodrigo romain rosa rosario salvatore sandrine santiago sébastien serge sergio silvana
simona simone sofía soledad solène stefania stefano stéphane susana sylvie teresa thérèse thibault
thiago thierry tiago tomás ugo valeria valérie vicente vincenzo virginie vittorio ximena xavier
yago yann yolanda yves
"""

_OTHERS = """
aarav abdul abdullah abebe achmed ada adebayo adnan agata agnieszka ahmad ahmed ahmet aino akiko
akira aleksandar aleksandra aleksander ali alicja amara ameera amina amir amit anders andrei
andrzej anil anjali ankit annika arash arjun arkadiusz arun asif astrid aylin ayşe ayse azra
bartosz beata bjarne bogdan bojan bożena branko burak cem chen chidi chinedu chioma dalia damir
danuta dariusz darko davor deepak deniz dilek dimitri dmitri dorota dragan dušan eirik ekaterina
elif elżbieta emeka emine emre enver erdem erik esra eszter ewa fadi farah faisal farid fatima
fatma fatih femi ferenc filip freya frida fumiko gábor gamze georgi georgios gita goran grzegorz
gülsen gunther gyula hakan halil halina hamid hamish hamza hana haruka hasan hassan hatice hiroshi
hussein ibrahim igor ikram imran ingvar ioana ioannis irena isak istván ivana iwona jacek jadwiga
jaroslav javed jelena jerzy joanna jovan józef kamal kamil karim karolina kasia katarzyna kavita
kayode kemal kenji khadija khalid kofi krishna krystyna krzysztof kwame lakshmi lars lasse layla
leif leila lena ljiljana ludmila lukasz łukasz maciej magnus mahmoud małgorzata manoj marek
mariusz mateusz marzena mateja mehmet mei mette michał mihai milan milena milica miloš mirela
miroslav mohamed mohammed mohammad monica mustafa nadeem naveed nasrin neha nedim ngozi nguyen nia
nikola nikolai nikos nneka noor nour olena olga oleksandr olumide olu omar ömer osman özlem
parveen pavel pawel paweł petr piotr pooja priya radek radu rahul rajesh raj rashid ravi reza
rohan rohit sabina sachiko sadia samir sana sandeep sanjay saskia selim selma serkan sergei shreya
siddharth sigurd sinem sindre slavko sofie søren stanislaw stanisław stelios suleiman sunil sunita
sushila svein swati takashi tamás tariq tatjana thandiwe tomasz tomáš tove tuğba uma usha vasil
vesna vijay vikram vladimir wei wiktor wioletta wojciech xin yan yasemin yasin yasmin yasmina yi
yuki yuri yusuf zainab zbigniew zehra zeynep zoltan zoran zsófia
"""

#: Given names, case-folded; a name alone is no proof of a person, see ``people``.
GIVEN_NAMES = (
    WORLD_NAMES | LOCAL_NAMES | frozenset(f"{_ENGLISH} {_GERMAN} {_ROMANCE} {_OTHERS}".split())
)
#: Not the two points of ä, ö and ü, which tell German words from names.
_ACCENTS = re.compile("[\u0300-\u0307\u030a-\u0328]|(?<=[ei])\u0308")
_STROKES = str.maketrans("łøđı", "lodi")
#: Names that are words once their accents are gone.
_WORDS = frozenset(("candido", "felicite", "fidele", "jesus", "klare"))


def _bare(name: str) -> str:
    if name.isascii():
        return name
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", name.translate(_STROKES)))
    return unicodedata.normalize("NFC", plain)


def _respelt(name: str) -> str:
    return name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


_BARE_NAMES = frozenset(
    bare for name in GIVEN_NAMES for bare in (_bare(name), _respelt(name)) if len(bare) > 3
) - (NO_NAMES | _WORDS)


def is_given_name(folded: str) -> bool:
    """Whether the case-folded word is a given name, with its accents or without.

    Examples
    --------
    >>> is_given_name("zoé"), is_given_name("aurelie"), is_given_name("joerg")
    (True, True, True)
    >>> is_given_name("für"), is_given_name("fidele")
    (False, False)
    """
    return folded in GIVEN_NAMES or _bare(folded) in _BARE_NAMES
