"""Columns whose cells say who agreed and who refused, as a log of consents keeps them.

Any header will do: *Status*, *event*, *Aktion*. Words such as *unsubscribed* say it themselves;
*granted* and *withdrawn* do so together, or below a name that speaks of consents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from analysis.cells.cellwords import NO_WORDS, YES_WORDS, plain_word
from analysis.cells.leavewords import (
    ENDED,
    GIVEN,
    GRANTED,
    LEAVE,
    NO_CONTACT,
    NOT_GIVEN,
    REFUSES,
    TAKEN_BACK,
)
from analysis.cells.permissions import Sense

#: Different words of a column of choices, at most.
_WORDS = 60
#: Signs of such a word, at most.
_LONGEST = 40


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(plain_word, words))


_AGREES, _REFUSES = _plain(LEAVE), _plain(ENDED | NO_CONTACT)
_GRANTED, _BACK, _ANSWERS = _plain(GRANTED), _plain(TAKEN_BACK), _plain(GIVEN | NOT_GIVEN)
_NO, _YES_OR_NO = _plain(REFUSES), _plain(YES_WORDS | NO_WORDS)


def counted_words(cells: Iterable[str] | Mapping[str, int]) -> Counter[str]:
    """Return the words of cells, or of cells with their counts, blanks left out.

    Examples
    --------
    >>> counted_words(["Opted_in", " opted-in", ""])
    Counter({'opted in': 2})
    """
    words = Counter[str]()
    for cell, n in Counter(cells).items():
        if word := plain_word(cell.casefold()):
            words[word] += n
    return words


def choices_of(words: Mapping[str, int], *, of_consents: bool = False) -> Sense | None:
    """Return how the cells of a column say who agreed and who refused; None where they do not.

    Where half of them are such words, what is none of them clears nobody; in a column of other
    things, such as the events of a mailing, only a refusal counts.

    Parameters
    ----------
    of_consents
        Whether the name of the table speaks of consents, so that plain answers count as well.

    Examples
    --------
    >>> choices_of({"granted": 9, "withdrawn": 2}).kind, choices_of({"open": 9, "unsubscribe": 1})
    ('in', Sense(kind='refusal', sure=False, dated=False))
    >>> print(choices_of({"granted": 9}), choices_of({"yes": 1, "no": 2}))
    None None
    >>> choices_of({"granted": 9}, of_consents=True).kind
    'in'
    """
    if not words or len(words) > _WORDS:
        return None
    said = {word for word in words if word in _AGREES | _REFUSES}
    told = bool(said) or (not _GRANTED.isdisjoint(words) and not _BACK.isdisjoint(words))
    if of_consents:
        told = told or not _ANSWERS.isdisjoint(words) or _is_yes_or_no(words)
    known = _AGREES | _REFUSES | _ANSWERS | (_YES_OR_NO if of_consents else frozenset())
    half = 2 * sum(n for word, n in words.items() if word in known) >= sum(words.values())
    if told and half:
        return Sense("in", sure=False)
    refused = _NO if of_consents else _REFUSES
    return None if refused.isdisjoint(words) else Sense("refusal", sure=False)


def says_stop(cell: str) -> bool:
    """Whether a cell is a word such as *unsubscribed*, which means nothing else.

    Examples
    --------
    >>> says_stop("OPTED_OUT"), says_stop("withdrawn"), says_stop("Unsubscribed from the plan")
    (True, False, False)
    """
    if not 2 < len(cell) < _LONGEST or cell[0].isdigit():
        return False
    return plain_word(cell.casefold()) in _REFUSES


def _is_yes_or_no(words: Mapping[str, int]) -> bool:
    """Whether each cell says yes or no, in letters, and some say no."""
    letters = {word for word in words if word.isalpha()}
    return {*words} == letters and letters <= _YES_OR_NO and not letters.isdisjoint(NO_WORDS)
