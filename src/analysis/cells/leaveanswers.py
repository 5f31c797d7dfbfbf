"""How a cell answers whether somebody may be contacted, as SQL.

What yes means is told by the header (``permissions``); the words stand in ``leavewords``.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.cells.cellwords import NO_WORDS, YES_WORDS
from analysis.cells.leavewords import (
    BLOCKED,
    ENDED,
    GIVEN,
    GRANTED,
    LEAVE,
    NEVER_ASKED,
    NO_CONTACT,
    NOBODY,
    NOT_ENTERED,
    NOT_GIVEN,
    NOTHING,
    REFUSES,
    TAKEN_BACK,
)
from analysis.cells.permissions import Sense
from analysis.engine import quote_text

_DAY = r"((199|20[0-3])\d[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./](199|20[0-3])\d)([ t].*)?"


def clears(text: str, sense: Sense) -> str:
    """Return SQL that holds where a cell leaves contact open under a header of this sense.

    A blank states no consent, whatever the header of the column, and no opt-out.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + clears("s", Sense("in")) + ", " + clears("s", Sense("out")) +
    ...               " FROM (VALUES ('Yes'), ('no'), (''), ('granted'), ('hm')) AS t(s)")
    [(True, False), (False, True), (False, True), (True, False), (False, False)]
    """
    if sense.register and sense.kind == "out":  # entered there means no, as yes does
        return _is_in(text, NO_WORDS | NOT_ENTERED | NOTHING | {""})
    words = {
        "in": YES_WORDS | LEAVE | GIVEN,
        "out": NO_WORDS | LEAVE | NOTHING | {""},
        "unclear": LEAVE,
    }
    if sense.kind in {"wish", "refusal"}:
        return f"NOT {refuses(text, wished=sense.kind == 'wish')}"
    day = f" OR {_is_day(text)}" if sense.dated else ""
    return f"({_is_in(text, words[sense.kind])}{day})"


def denies(text: str) -> str:
    """Return SQL that holds where a cell says no to being contacted, under a header that asks."""
    return _is_in(text, NO_WORDS | NOT_GIVEN | NOTHING | {""})


def refuses(text: str, *, wished: bool = False) -> str:
    """Return SQL that holds where a cell refuses to be contacted.

    Parameters
    ----------
    wished
        Under a header that asks what is wished *no* and *nobody* say so, too.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + refuses("s") + ", " + refuses("s", wished=True) +
    ...               " FROM (VALUES ('refus'), ('nein'), ('Telefon'), ('0')) AS t(s)")
    [(True, True), (False, True), (False, False), (False, False)]
    """
    no = frozenset(word for word in NO_WORDS if word.isalpha())
    return _is_in(text, REFUSES | (no | NOBODY if wished else frozenset()))


def says_blocked(text: str) -> str:
    """Return SQL that holds where a cell that tells the kind of a customer keeps him from calls."""
    return _is_in(text, BLOCKED)


def was_never_asked(text: str) -> str:
    """Return SQL that holds where a cell gives no leave and refuses nothing.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + was_never_asked("s") +
    ...               " FROM (VALUES (''), ('NEVER_SUBSCRIBED'), ('UNSUBSCRIBED')) AS t(s)")
    [(True,), (True,), (False,)]
    """
    return _is_in(text, NEVER_ASKED | NOTHING | {""})


def says_no_contact(text: str) -> str:
    """Return SQL that holds where a cell says no more than that nobody is to call."""
    return _is_in(text, NO_CONTACT)


def known_word(text: str) -> str:
    """Return SQL of an answer that is known here, ``a day`` of a day; null of any other text.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + known_word("s") +
    ...               " FROM (VALUES ('Refus'), ('01.02.2024'), ('Anna Muster')) AS t(s)")
    [('refus',), ('a day',), (None,)]
    """
    words = YES_WORDS | NO_WORDS | LEAVE | GIVEN | NOT_GIVEN | NOBODY
    return (
        f"CASE WHEN {_is_day(text)} THEN 'a day' WHEN {_is_in(text, words)} THEN lower({text}) END"
    )


def is_blank(text: str) -> str:
    """Return SQL that holds where a cell says nothing.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + is_blank("s") + " FROM (VALUES (''), ('NULL'), ('no')) AS t(s)")
    [(True,), (True,), (False,)]
    """
    return _is_in(text, NOTHING | {""})


def is_answer(text: str) -> str:
    """Return SQL that holds where a cell answers whether somebody may be contacted.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows("SELECT " + is_answer("s") +
    ...               " FROM (VALUES ('J'), ('opted_out'), ('2024-05-31'), ('Weekly')) AS t(s)")
    [(True,), (True,), (True,), (False,)]
    """
    words = YES_WORDS | NO_WORDS | LEAVE | GIVEN | NOT_GIVEN
    return f"({_is_in(text, words)} OR {_is_day(text)})"


def is_choice(text: str) -> str:
    """Return SQL that holds where a cell says whether somebody agreed, whatever its header."""
    return _is_in(text, LEAVE | ENDED)


def is_granted(text: str) -> str:
    """Return SQL that holds where a cell says that leave was given; beside what took it back."""
    return _is_in(text, GRANTED)


def is_taken_back(text: str) -> str:
    """Return SQL that holds where a cell says that leave was taken back."""
    return _is_in(text, TAKEN_BACK)


def ends_leave(text: str) -> str:
    """Return SQL that holds where a cell says that leave is over, whatever its header."""
    return _is_in(text, ENDED | NO_CONTACT)


def is_leave(text: str) -> str:
    """Return SQL that holds where a cell says that somebody agreed, whatever its header."""
    return _is_in(text, LEAVE)


def _is_day(text: str) -> str:
    return f"regexp_full_match(lower({text}), {quote_text(_DAY)})"


def _is_in(text: str, words: Iterable[str]) -> str:
    return f"replace(lower({text}), '_', ' ') IN ({', '.join(map(quote_text, sorted(words)))})"
