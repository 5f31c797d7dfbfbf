"""People whom no table lists: a given name or a role, and words that only a person has around."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.redaction.givennames import GIVEN_NAMES
from analysis.redaction.plainwords import NO_SURNAMES, ORDINARY_WORDS, TIMES
from analysis.redaction.things import names_a_thing

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢİĶŁŃŇŐŒŘŚŞŠŤŪŮŰŹŻŽ"
_WORDS = re.compile(r"[^\W\d_]+")
_NEXT = re.compile(r"[ -]([^\W\d_]+)")
_SURNAME = re.compile(
    rf"(?:\s(?:van der|van den|van de|von der|von|van|de la|de|del|della|di|da|dos|du|le|la|el|al|"
    rf"bin|ibn|zu|ter|ten|st))?[\s]((?:[OD]['’]|Mac|Mc|Fitz)?[{_CAPITAL}][^\W\d_'’]{{1,24}}"
    rf"(?:-[{_CAPITAL}][^\W\d_]{{1,24}})?)(?![\w@])"
)
_INITIAL_SURNAME = re.compile(rf"\s[{_CAPITAL}]\.(?:\s[{_CAPITAL}][^\W\d_]{{2,24}})?")
_NOUN_ENDING = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|nis|ment|enz|anz|ik|ur|age|ungen|ionen|probleme?)$"
)

_DOES = re.compile(
    r",?\s(?:(?:also|just|never|always|then|finally|only|still|has|have|had|hat|habe|is|was|ist|"
    r"war|"
    r"wird|will|would|kindly)\s(?:not\s|never\s|already\s|just\s|now\s|also\s|nie\s|nicht\s|"
    r"schon\s)?"
    r")?(?:says?|said|told|tells?|rang|rung|rings?|called|calls|phoned|phones|emailed|mailed|mails|"
    r"texted|texts|wrote|writes|left|leaves|leaving|retired|retires|retiring|quit|resigned|went|"
    r"moved|gone|away|died|passed|sold|ran|runs|wants|wanted|thinks|thought|asked|asks|promised|"
    r"promises|knows|knew|did|does|didn'?t|doesn'?t|won'?t|hasn'?t|isn'?t|wasn'?t|came|comes|saw|"
    r"found|finds|took|takes|used|uses|likes?|liked|hates?|reckons|forgot|forgets|spoke|speaks|"
    r"visited|visits|drove|drives|paid|pays|ordered|orders|bought|buys|switched|complained|"
    r"compared|"
    r"explained|answered|replied|handles?|handled|sick|ill|pregnant|on (?:holiday|leave|maternity)|"
    r"who|whose|and I|und ich|sagt|sagte|gesagt|meint|meinte|rief|ruft|schrieb|schreibt|ging|geht|"
    r"kam|kommt|will|wollte|möchte|wusste|weiß|hatte|versprach|verspricht|bestellt|bestellte|"
    r"kümmert|kümmerte|betreut|betreute|fährt|fuhr|gekündigt|weg|krank|angerufen|dit|dice|dijo)"
    r"(?![\w-])",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\s(?:from|at|in) (?:[A-Z]|the |your |our |accounts|sales|support|purchasing|logistics|"
    r"service|"
    r"dispatch|head ?office)|\s(?:von der|vom|aus dem|aus der|im) |['’]s (?:mobile|phone|cell|"
    r"email|"
    r"e-mail|mail|number|replacement|successor|boss|desk|team|voicemail|old|kids?|wife|husband)"
)
_ADDRESSED = re.compile(
    r"(?<![\w-])(?:ask(?:ed|ing)?|tell|told|spoke(?:n)?(?: to| with| w/)?|talk(?:ed|ing)?(?: to|"
    r" with)|"
    r"chat(?:ted)?(?: to| with)|met|contact(?:ed)?|phoned?|rang|ring|call(?:ed)?|e-?mail(?:ed)?|"
    r"texted|messaged|chased?|c/o|attn\.?:?|fao|cc:?|hi|hello|hey|dear|thanks|thank you|thx|ta|"
    r"cheers|"
    r"it'?s|this is|i am|i'?m|love|regards|yours|with|w/|by|when|since|until|because|bc|nachdem|"
    r"after|than|poor|big|old|young|mit|bei|von|durch|laut|lt\.?|seit|als|weil|wenn|hier ist|"
    r"ich bin|"
    r"hallo|liebe[rn]?|danke|gru(?:ß|ss)|grü(?:ß|ss)e|lg|vg|mfg|habe?n?|hat|dass|und zwar|bonjour|"
    r"merci|hola|gracias|selon|avec|con)[\s,:]{1,2}[\"'“„(]?$",
    re.IGNORECASE,
)
#: Roles that a name follows, such as "our driver Hollis".
_ROLE = (
    r"accountant|nephew|niece|cousin|uncle|aunt|sister|brother|wife|husband|daughter|son|mum|mom|"
    r"mother|dad|father|boss|buyer|manager|owner|chef|hygienist|nurse|driver|agent|rep|colleague|"
    r"assistant|receptionist|secretary|engineer|technician|fitter|neighbou?r|trainee|apprentice|"
    r"stylist|foreman|bookkeeper|director|ceo|cfo|kollegen?|kollegin|fahrer(?:in)?|"
    r"vertreter(?:in)?|nachbar(?:in|n)?|inhaber(?:in)?|geschäftsführer(?:in)?|"
    r"ansprechpartner(?:in)?|sachbearbeiter(?:in)?|\w{0,20}leiter(?:in)?|disponent(?:in)?|tochter|"
    r"sohn|schwester|bruder|schwager|neffe|nichte|mitarbeiter(?:in)?|einkäufer(?:in)?|monteur|"
    r"techniker|außendienstler(?:in)?|verkäufer(?:in)?|azubi|steuerberater(?:in)?|"
    r"buchhalter(?:in)?"
)
#: Roles before which only a given name is a sure sign: companies and things may follow them too.
_LOOSE_ROLE = (
    r"client|customer|patient(?:in|en)?|contact|partner|tech|lead|head|md|lad|guy|girl|lady|mr|mrs|"
    r"kund(?:e|in|en)|chef(?:in)?|frau|mann|herr|leitung"
)
_AFTER_ROLE = re.compile(
    rf"(?<![\w-])(?:{_ROLE}|{_LOOSE_ROLE})(?:,?\s|\s?[(:]\s?)[\"'“„‚‘]?$", re.IGNORECASE
)
_ROLE_NAME = re.compile(
    rf"(?<![\w-])(?i:{_ROLE})(?:\s|\s?\(|:\s)[\"'“„]?(?P<who>[{_CAPITAL}][^\W\d_]{{2,24}}"
    rf"(?:[ -][{_CAPITAL}][^\W\d_]{{2,24}})?)(?=[\s.,;:)\"'”“!?]|$)"
)
_SIGNS = re.compile(r"(?:[-–—]\s?|[.!?…]\s{1,2}|\n|\bxx?\s|\bthx,?\s)$")
_ENDS = re.compile(r"\s{0,2}[.!x]{0,2}\s{0,2}$")


def mask_people(text: str) -> str:
    """Replace names of people by a general list of given names and by the words around.

    A given name alone, without a sign that a person is meant, stays.

    Examples
    --------
    >>> mask_people("Nigel Haddock left, and Karen says the Karen chair creaks")
    '[name] left, and [name] says the Karen chair creaks'
    """
    pieces, done = [], 0
    for start, end in _spans(text):
        if start >= done:
            pieces += [text[done:start], "[name]"]
            done = end
    return "".join([*pieces, text[done:]])


def _spans(text: str) -> list[tuple[int, int]]:
    found = [*_given(text), *_by_role(text)]
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _given(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    for word in _WORDS.finditer(text):
        start, end = word.span()
        if start < done or word.group().casefold() not in GIVEN_NAMES or _in_brackets(text, word):
            continue
        if _is_plain_word(word.group()):
            continue
        end, full = _whole_name(text, end)
        done = end
        if not _after_role(text, start) and names_a_thing(text, start, end):
            continue
        sure = full and word.group()[0].isupper() and word.group() != word.group().upper()
        if sure or _is_somebody(text, start, end):
            yield start, end


def _is_plain_word(word: str) -> bool:
    """Whether the name is written as a word ("rose"), a month or an abbreviation ("JAN")."""
    folded = word.casefold()
    ordinary = folded in ORDINARY_WORDS and not word[0].isupper()
    return ordinary or folded in TIMES or (len(word) <= 3 and word.isupper())


def _in_brackets(text: str, word: re.Match[str]) -> bool:
    return text[max(0, word.start() - 1) : word.start()] == "["


def _whole_name(text: str, end: int) -> tuple[int, bool]:
    """End of the name that starts with a given name, and whether a surname belongs to it."""
    while (more := _NEXT.match(text, end)) and (
        more[1].casefold() in GIVEN_NAMES and more[1][0].isupper()
    ):
        end = more.end()
    if initial := _INITIAL_SURNAME.match(text, end):
        return initial.end(), True
    surname = _SURNAME.match(text, end)
    if surname is None or surname[1].casefold() in NO_SURNAMES or _is_noun(surname[1]):
        return end, False
    return surname.end(), True


def _is_noun(word: str) -> bool:
    return _NOUN_ENDING.search(word.casefold()) is not None or (len(word) > 1 and word.isupper())


def _after_role(text: str, start: int) -> bool:
    return _AFTER_ROLE.search(text, max(0, start - 40), start) is not None


def _is_somebody(text: str, start: int, end: int) -> bool:
    """Whether something that only a person does or is stands before or after the name."""
    if _DOES.match(text, end) or _FROM.match(text, end) or _after_role(text, start):
        return True
    if text[start:end].casefold() in ORDINARY_WORDS:  # "with Grace", "when Will you"
        return False
    if _ADDRESSED.search(text, max(0, start - 40), start):
        return True
    signs = start > 0 and _SIGNS.search(text, max(0, start - 8), start)
    return bool(signs and _ENDS.match(text, end))


def _by_role(text: str) -> Iterator[tuple[int, int]]:
    """Yield surnames that follow a role, such as "our driver Hollis"."""
    for found in _ROLE_NAME.finditer(text):
        words = found["who"].replace("-", " ").split()
        if any(word.casefold() in NO_SURNAMES or _is_noun(word) for word in words):
            continue
        yield found.span("who")
