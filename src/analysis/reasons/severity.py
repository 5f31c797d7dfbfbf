"""How grave a note is, where the export does not say: disputes and open hostility, in words.

English, German, French and Spanish. Only what is said of the writer's own steps counts: that a
patient is a lawyer, or a court has opened an insolvency, is no dispute with us.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

#: Grades as the column ``severity`` has them: hostile, and a matter for lawyers.
HOSTILE, LEGAL = 3, 4

_LEGAL = re.compile(
    "|".join(
        (
            r"\b(?:my|our|their|his|her|its) (?:lawyer|solicitor|attorney)s?\b",
            r"\b(?:lawyer|solicitor|attorney)s? (?:is |are |was |were )?(?:now )?"
            r"(?:will|has|have|wrote|involved|instructed|writes|letter)\b",
            r"\b(?:instruct|engag|hir|consult|call)(?:ed|ing|e)? (?:a |an |the )?"
            r"(?:lawyer|solicitor|attorney)s?\b",
            r"\blegal (?:action|steps|proceedings)\b|\blawsuits?\b|\bletter before action\b",
            r"\b(?:sue|sues|suing|sued) (?:you|us|them|your|over|for)\b",
            r"\b(?:tak(?:e|es|ing|en)|took|see|drag(?:ged|ging)?) (?:you|us|them|this|it) "
            r"(?:all )?(?:to|in) court\b",
            r"\brechtliche[nrms]? schritte?n?\b|\brechtsstreit|\bverklag(?:en|t|te|ten)\b",
            r"\b(?:mein|unser|ihr|sein)(?:e|en|em|er)? (?:rechts)?anw[aä]lt",
            r"\b(?:rechts)?anw[aä]lt\w* (?:ist |wurde |sind |hat |haben |wird )?"
            r"(?:bereits |schon )?(?:eingeschaltet|beauftragt|geschrieben|informiert)\b",
            r"\bklage (?:eingereicht|erhoben|einreichen|erheben|gegen)\b",
            r"\b(?:geht|gehen|ziehen|zieht) (?:damit )?vor gericht\b",
            r"\b(?:mon|notre|nos|leur|leurs|son) avocate?s?\b|\baction en justice\b",
            r"\b(?:poursuites? judiciaires?|poursuiv\w* en justice|mise en demeure|"
            r"port(?:er|é|ée|ons|ent) plainte|saisi[rt]? (?:le|un) tribunal|"
            r"devant (?:le|les) tribuna(?:l|ux))\b",
            r"\b(?:mi|nuestr[oa]s?|sus?) abogad[oa]s?\b",
            r"\b(?:acci[oó]n|acciones|medidas) legal(?:es)?\b|\bdemanda judicial\b",
            r"\b(?:les|los|os|le|te) (?:vamos a |voy a |va a )?"
            r"demand(?:ar|aremos|aré|ará|arán|amos)\b",
            r"\b(?:ir|iremos|vamos|llevar\w*) a (?:juicio|los tribunales)\b",
        )
    ),
    re.IGNORECASE,
)

_HOSTILE = re.compile(
    "|".join(
        (
            r"\bnever again\b(?=\W*$| (?:with|will|to|your?)\b)",
            r"\b(?:scammers?|con artists?|crooks|thieves|liars)\b",
            r"\brip(?:ped)? (?:me|us|people) off\b",
            r"\bnie wieder\b(?=\W*$| (?:bei|mit|bestell\w*|kauf\w*)\b)",
            r"\bbetr[uü]ger\b|\babgezockt\b|\bl[uü]gner\b",
            r"\bplus jamais\b(?=\W*$| (?:avec|chez)\b)|\barnaqu\w+|\bescrocs?\b|\bmenteurs\b",
            r"\bnunca m[aá]s\b(?=\W*$| con\b)|\bestafad\w+|\bladrones\b|\bsinverg[uü]enzas\b",
        )
    ),
    re.IGNORECASE,
)

#: What takes a threat back, just before it.
_DENIED = re.compile(
    r"\b(?:no|not|never|hopefully|without|nor|\w+n't|kein\w*|nicht|ohne|nie|sans|pas|aucune?|sin|ning[uú]n\w*)"
    r"(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)  # fmt: skip


#: So many characters before a threat may take it back.
_BEFORE = 80


def severity_of_notes(notes: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return how grave each note is by its words: 4 legal, 3 hostile, NaN where none speaks of it.

    What is meant by irony, or said without any such word, is not seen.

    Parameters
    ----------
    notes
        Texts as exported, shape (n,).

    Examples
    --------
    >>> severity_of_notes(["Our lawyer will write to you", "never again!", "van was late",
    ...                    "we will not take legal action", "their court filed for us"]).tolist()
    [4.0, 3.0, nan, nan, nan]
    """
    return np.array([_grade(note) for note in notes], dtype=np.float64).reshape(len(notes))


def _grade(note: str) -> float:
    straight = note.replace("\u2019", "'")
    for grade, words in ((LEGAL, _LEGAL), (HOSTILE, _HOSTILE)):
        starts = [one.start() for one in words.finditer(straight)]
        if any(not _DENIED.search(straight[max(at - _BEFORE, 0) : at]) for at in starts):
            return float(grade)
    return float("nan")
