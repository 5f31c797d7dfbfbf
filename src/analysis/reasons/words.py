"""From a note to words: normalised text, and tokens that keep what a reason hangs on.

Common stop lists throw away ``not``, ``back``, ``off`` and ``why``; "did not call back" is then a
note about calls. The lists here keep them. They hold function words of English, German, French
and
Spanish; other languages still work through their character n-grams.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from functools import lru_cache

#: Control and format characters that hide or reorder text; line breaks, tabs and joiners stay.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)

#: What never carries a reason: addresses, handles and the places where something was masked.
_NOISE = re.compile(
    r"https?://\S{1,2000}|www\.\S{1,2000}|(?<!\w)@\w+"
    r"|\[(?:e-mail|phone|iban|card|id|name|handle|url|address|birth-date)\]"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_NO_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NEGATED = re.compile(
    r"(?:do|does|did|is|was|are|were|have|has|had|would|could|should|need)n'?t|ain'?t"
)

_STOP_ENGLISH = """
a an the and or but if then than that this these those it its is are was were be been being am i
im ive id ill me my mine myself we were weve us our ours ourselves you youre youve your yours u ur
he hes she shes they theyre their theirs his her hers him them do does did doing done have has had
having will would can could should shall may might must to of in on at by for from with as into
about there theres here so just also very really too some any all each other such own same what
which who whom whose when where how lets let get got getting gets like well oh hi hey hello please
thanks thank ok okay yes amp rt via one two still even much many more most ever again now today
quite rather etc am pm st th nd
"""
_STOP_GERMAN = """
der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als dass daß ich
mir mich mein meine meinen meiner wir uns unser unsere unseren ihr euch euer eure sie ihnen ihre
ihren er es ihm ihn sein seine man ist sind war waren wird werden wurde wurden bin bist hat haben
habe hatte hatten hätte kann können konnte soll sollte muss musste darf will wollen zu zum zur im
in am an auf bei beim von vom für mit aus nach über um durch bis seit vor so auch schon nur noch
sehr mal da dort hier jetzt dies diese dieser dieses diesen jede jeder jedes was wer wie wo welche
bitte danke hallo ja immer wieder einfach doch eben halt etwa sich ihrem ihrer ihres seinem seinen
seiner meinem deine dein du dir dich euren unserem unserer hattest wäre wären wollte wollten
sollten konnten mussten könnte könnten würde würden worden geworden ob obwohl damit dazu dabei
dafür daran darauf dagegen davon daher deshalb deswegen denn nun gar ganz viel viele etwas alles
alle allem allen beide zwar bzw usw sowie sondern jedoch trotzdem also eigentlich überhaupt
inzwischen mittlerweile bereits gerade zwischen unter gegen wegen während
"""
_STOP_FRENCH = """
le la les un une des du de et ou mais si que qui quoi je tu il elle nous vous ils elles mon ma mes
ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces est sont était être avoir ai
avez avons ont avait au aux dans en par pour sur avec chez très aussi bien bonjour merci se lui
eux moi toi soi on y à ça cela celui celle ceux étaient avaient aurait serait sera fait faire faut
peut peuvent pouvait doit doivent va vont comme quand où donc alors même tout toute tous toutes
quelque quelques chaque entre sous vers après avant pendant ici là déjà encore été étais suis
sommes êtes plutôt surtout
"""
_STOP_SPANISH = """
el los las una unos unas y o pero si que quien yo tu él ella nosotros ustedes ellos mi mis su sus
nuestro nuestra es son fue ser estar está están ha han he hemos al del con por para muy también
hola gracias se le les lo me te eso esto esta este estos estas ese esa esos esas de en ya fueron
eran había habían sido siendo tiene tienen tenía tener hacer hace hacen puede pueden podía debe
deben va como cuando donde porque pues entonces mismo todo toda todos todas algo alguien algún
alguna cada entre sobre desde hasta antes después durante aquí allí ahora todavía así aunque ni
sino
"""
_TURNING = """
no not nor never off back out up down cancel why without only over
nicht kein keine keinen nie ohne zurück weg warum pas jamais sans nunca sin
"""
#: Words a reason turns on, though each alone says nothing.
TURNING_WORDS = frozenset(_TURNING.split())

STOP_ENGLISH, STOP_GERMAN, STOP_FRENCH, STOP_SPANISH = (
    frozenset(words.split()) for words in (_STOP_ENGLISH, _STOP_GERMAN, _STOP_FRENCH, _STOP_SPANISH)
)
#: Function words that say nothing about a reason.
STOP_WORDS = (STOP_ENGLISH | STOP_GERMAN | STOP_FRENCH | STOP_SPANISH) - TURNING_WORDS

#: Endings that go, longest first, where at least three letters stay.
_ENDINGS = tuple(re.findall(r"\w+", "ations ation ungen ings ung ing ies ied ers ed en es s"))


def normalise(note: str) -> str:
    r"""Return the note in one Unicode form, without hidden characters; line breaks stay.

    Entities are decoded, so that "faces &amp; names" reads as it was meant.

    Examples
    --------
    >>> normalise("Too  late &amp; ｒｕｄｅ\u202e ")
    'Too late & rude'
    """
    text = _ENTITY.sub(lambda found: html.unescape(found.group()), note)
    text = unicodedata.normalize("NFKC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _BLANKS.sub(" ", _HIDDEN.sub("", text.replace("\u2028", "\n").replace("\x85", "\n")))
    return _LINES.sub("\n", text).strip()


def check_sum(text: str) -> bytes:
    """Return 32 bytes by which texts are ordered: not by row, nor by the alphabet.

    Examples
    --------
    >>> check_sum("late") == check_sum("late"), len(check_sum("late"))
    (True, 32)
    """
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def surface_words(text: str) -> list[str]:
    """Return the lower-case words of a text in order, stop words included.

    Handles, addresses and masked places are left out; a negated auxiliary becomes ``not``; script
    without spaces becomes pairs of characters.

    Examples
    --------
    >>> surface_words("@united you DIDN'T call back [name]")
    ['you', 'not', 'call', 'back']
    >>> surface_words("配送遅い")
    ['配送', '送遅', '遅い']
    """
    return list(_known_words(text) if len(text) <= _SHORT else _read_words(text))


def _read_words(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for word in _WORD.findall(_NOISE.sub(" ", text.lower().replace("’", "'"))):
        if _NO_SPACES.search(word):
            found.extend(_pairs(word))
        else:
            found.append(_plain(word))
    return tuple(found)


#: A text is read by several parts in turn (to split, weigh, place and name it); a chunk of short
#: ones is kept in mind.
_SHORT = 1_000
_known_words = lru_cache(maxsize=1 << 16)(_read_words)


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """One spelling for a word with an apostrophe: didn't -> not, it's -> it, o'hare -> ohare."""
    if _NEGATED.fullmatch(word):
        return "not"
    if word in {"can't", "cant", "cannot", "won't", "wont"}:
        return "not"
    for ending in ("'s", "'re", "'ve", "'ll", "'d", "'m"):
        word = word.removesuffix(ending)
    return word.replace("'", "")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the word without a common ending; good enough to count, never shown.

    Examples
    --------
    >>> [stem(word) for word in ("cancelled", "cancel", "prices", "price", "delays")]
    ['cancel', 'cancel', 'pric', 'pric', 'delay']
    """
    found = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), "")
    root = word.removesuffix(found)
    if len(root) > 3 and (root[-1] == "e" or (root[-1] == root[-2] and root[-1] not in "aeious")):
        return root[:-1]
    return root
