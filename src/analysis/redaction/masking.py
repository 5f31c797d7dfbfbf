"""The order in which the kinds of personal data are masked."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence

from analysis.errors import InputRefused
from analysis.redaction.identity import mask_birth_dates, mask_cued_ids
from analysis.redaction.mails import mask_mails
from analysis.redaction.names import Names, known_names, mask_known_names
from analysis.redaction.numbers import mask_numbers
from analysis.redaction.people import mask_people
from analysis.redaction.places import mask_places

_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\. ?){1,2}(?=\[name\])")
#: What every mail, spelt-out mail, profile or handle holds: quicker than looking for each of them.
_MAY_HOLD_MAIL = re.compile(
    r"[@/]|dot|punkt|point|punto|[(\[{] ?(?:at|ät)|twitter|insta|facebook|tiktok|skype|telegram|"
    r"discord|snap|handle|username|nick|threads",
    re.IGNORECASE,
)
_TWO_NAMES = re.compile(r"\[name\](?:[ -]\[name\])+")


def mask(texts: Sequence[str], *, names: Collection[str] = ()) -> list[str]:
    """Return the texts with personal data masked in place, in their order.

    Parameters
    ----------
    texts
        Notes as people wrote them.
    names
        Names of customers and contacts. A whole name is masked wherever it stands; a single token
        of it when it has three letters or more, is not also an ordinary word and does not name a
        thing ("Charlotte potatoes").

    Examples
    --------
    >>> mask(["Ask Ms Okafor, +44 20 7946 0958 or j.okafor@mail.example", "order 4711-0815 late"])
    ['Ask Ms [name], [phone] or [e-mail]', 'order 4711-0815 late']
    >>> mask(["hansen said so"], names=["Ole Hansen"])
    ['[name] said so']
    """
    notes = texts_of(texts)
    known = known_names([name for name in texts_of(names) if name], notes)
    masked = {text: _mask_one(text, known) for text in dict.fromkeys(notes)}
    return [masked[text] for text in notes]


def texts_of(texts: Iterable[object]) -> list[str]:
    """Return a list of texts, a missing one as empty.

    Raises
    ------
    InputRefused
        When one text is given for a list, whose letters would be taken for texts, or no text.

    Examples
    --------
    >>> texts_of(["late", None, float("nan")])
    ['late', '', '']
    """
    if isinstance(texts, str):
        raise _no_texts("one text was given where a list is expected")
    found = list(texts)
    if any(not isinstance(text, str) and not _is_missing(text) for text in found):
        raise _no_texts("something that is no text stands among the texts")
    return [text if isinstance(text, str) else "" for text in found]


def _is_missing(value: object) -> bool:
    """Whether a frame has no value there: None, NaN, pandas' NA or NaT."""
    is_nan = isinstance(value, float) and math.isnan(value)
    return value is None or is_nan or type(value).__name__ in {"NAType", "NaTType"}


def _no_texts(what: str) -> InputRefused:
    return InputRefused(
        f"The texts cannot be read: {what}", "a list, or a column of a frame, of texts",
        "put one text into brackets: [text]", code="no_texts",
    )  # fmt: skip


def _mask_one(text: str, known: Names) -> str:
    masked = text
    if _MAY_HOLD_MAIL.search(masked):
        masked = mask_mails(masked)
    if any(character.isdigit() for character in masked):
        # Places before numbers: a house number and a postcode together may look like a phone.
        masked = mask_numbers(mask_cued_ids(mask_birth_dates(mask_places(masked))))
    masked = mask_people(masked)
    if known.phrases or known.any_token:
        masked = mask_known_names(masked, known)
    masked = _TWO_NAMES.sub("[name]", masked)
    return _INITIALS.sub("", masked)
