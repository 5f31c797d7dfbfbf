"""Statements that only tell of a call in which nobody told anything."""

from __future__ import annotations

import re

import pandas as pd

from analysis.patterns import FIRST_HAND

#: All that such a note consists of, in words of callers; anything else in it is a statement.
_OUTCOMES = (
    r"no[ -](answer|response|reply|one (there|in|answered)|pick[ -]?up)|not (reached|reachable|in|"
    r"at (his|her|their) desk)|unreachable|could ?n[o']?t (reach|be reached)|"
    r"did ?n[o']?t (answer|pick up|reply|respond)|nobody (there|in|answered|picked up)|"
    r"answering machine|voice ?mail|mailbox|left (a )?message|line (was )?(busy|dead)|engaged|"
    r"hung up|wrong number|number not in (use|service)|(to )?(call|ask|try) again|"
    r"(will )?say(s)? nothing( about it)?|"
    r"nicht (erreicht|erreichbar|abgenommen|rangegangen|da)|niemand(en)? (erreicht|erreichbar|da)|"
    r"keine(r)? (antwort|reaktion)|geht (niemand|nicht|keiner) (ran|dran)|anrufbeantworter|besetzt|"
    r"aufgelegt|falsche nummer|nochmal(s)? (anrufen|versuchen|fragen)|sagt nichts( dazu)?|"
    r"(pas|non) joignable|injoignable|pas de réponse|répondeur|n'a pas (répondu|décroché)|occupé|"
    r"no contesta|no contestó|sin respuesta|no localizado|buzón( de voz)?"
)
_AROUND = (
    r"called|calls?|phoned|rang|tried|try|reached|mailed|e-?mailed|written|(on|by) (the )?phone|"
    r"by e?-?mail|yet|again|so far|only|once|twice|thrice|\d+ ?(x|times|mal)?|times|and|but|left|"
    r"on|angerufen|telefonisch|anruf|versucht|mehrfach|mehrmals|zweimal|dreimal|und|aber|leider|nur|"
    r"appelé|rappeler|fois|deux|trois|et|llamado|llamada|veces|dos|tres|y|customer|kunde|client|"
    r"cliente|the|a|was|is|war|ist"
)
_ONLY_A_CALL = re.compile(rf"\W*(?:(?:{_OUTCOMES}|{_AROUND})\b\W*)+", re.IGNORECASE)
_OUTCOME = re.compile(rf"\b(?:{_OUTCOMES})\b", re.IGNORECASE)

#: Such a note is short; a long one is not read to its end.
_MOST_LETTERS = 100


def tells_of_a_call_only(note: str) -> bool:
    """Whether a note of a caller says no more than that nobody told anything.

    Examples
    --------
    >>> [tells_of_a_call_only(note) for note in ("called, no answer", "2x nicht erreicht",
    ...                                          "Répondeur", "left a message twice")]
    [True, True, True, True]
    >>> tells_of_a_call_only("no answer to three mails, so we left")
    False
    """
    if len(note) > _MOST_LETTERS or not _OUTCOME.search(note):
        return False
    return _ONLY_A_CALL.fullmatch(note) is not None


def told_nothing(statements: pd.DataFrame) -> pd.Series:
    """Return which statements, written by those who asked, hold a call's outcome and no reason.

    What a customer wrote is never taken so: *no answer* is then a complaint.

    Parameters
    ----------
    statements
        With ``note, code, source``.

    Examples
    --------
    >>> rows = pd.DataFrame({"note": ["no answer", "no answer", "no answer"],
    ...                      "code": [None, None, "price"], "source": ["probe", "survey", "rep"]})
    >>> told_nothing(rows).tolist()
    [True, False, False]
    """
    written = ~statements["source"].isin(FIRST_HAND - {"probe"})
    uncoded = statements["code"].fillna("") == ""
    note = statements["note"].fillna("").astype(str)
    return written & uncoded & note.map(tells_of_a_call_only).astype(bool)
