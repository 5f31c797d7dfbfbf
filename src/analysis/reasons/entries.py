"""What a codebook is made of: themes, what people say about them, and the log of their edits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from analysis.errors import InputRefused

#: Ids and names of the two themes that every codebook has.
OTHER_ID, NO_REASON_ID = "other", "no_reason"
SPECIAL_NAMES = {OTHER_ID: "other", NO_REASON_ID: "no reason given"}

EditKind = Literal["rename", "merge", "split", "retire", "accept", "adopt"]

#: The words an attribute may be; an empty text says that nobody has judged it.
CHOICES: dict[str, tuple[str, ...]] = {
    "locus": ("us", "competitor", "them", "market"),
    "kind": ("event", "condition"),
    "layer": ("formal", "personal", "unknown"),
    "fixable": ("yes", "no", "unknown"),
}


def slug_of(code: str) -> str:
    """Return a name or code as a stable id.

    Examples
    --------
    >>> slug_of("Late Delivery!"), slug_of("price_high")
    ('late_delivery', 'price_high')
    >>> slug_of("Qualität"), slug_of("价格")
    ('qualitat', '价格')
    """
    plain = unicodedata.normalize("NFKD", code.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "_", letters).strip("_")


@dataclass(frozen=True)
class Attributes:
    """What people say about a theme; nothing here changes how notes are coded.

    Parameters
    ----------
    locus
        Whose doing it is: us, competitor, them or market.
    kind
        ``event`` (it happened) or ``condition`` (it lasts).
    layer
        ``formal`` (the official reason), ``personal`` (the one behind it) or ``unknown``.
    controllable
        How far we can do something about it, 0..1.
    fixable
        Whether it can be put right for the customer: yes, no or unknown.
    fixed_on
        Day on which it was put right for everybody.
    owner
        Who answers for it.
    severity
        How bad it usually is, 0 to 4.

    Examples
    --------
    >>> Attributes(locus="us", severity=3).stated
    {'locus': 'us', 'severity': 3}
    >>> Attributes(locus="moon")
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: A theme has a locus that is not known.
    Expected: one of us, competitor, them, market.
    What to do: correct that line of codebook.toml, or remove it.
    """

    locus: str = ""
    kind: str = ""
    layer: str = ""
    controllable: float | None = None
    fixable: str = ""
    fixed_on: date | None = None
    owner: str = ""
    severity: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is not of the right kind or out of range."""
        for name, words in CHOICES.items():
            if getattr(self, name) not in ("", *words):
                raise _not_known(name, f"one of {', '.join(words)}")
        ranges: dict[str, tuple[type | tuple[type, ...], int]] = {
            "controllable": ((int, float), 1),
            "severity": (int, 4),
        }
        for name, (kind, most) in ranges.items():
            value = getattr(self, name)
            right = isinstance(value, kind) and not isinstance(value, bool)
            if value is not None and not (right and 0 <= value <= most):
                raise _not_known(name, f"a number from 0 to {most}")
        if not (self.fixed_on is None or type(self.fixed_on) is date):
            raise _not_known("fixed_on", "a day such as 2024-12-31, without quotes")
        if not isinstance(self.owner, str):
            raise _not_known("owner", "a text in quotes")

    @property
    def stated(self) -> dict[str, object]:
        """What somebody has judged, by name."""
        every = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in every.items() if value not in ("", None)}


def _not_known(name: str, expected: str) -> InputRefused:
    return bad_line(f"A theme has a {name} that is not known", expected)


def bad_line(happened: str, expected: str, to_do: str = "") -> InputRefused:
    """Return the refusal of what somebody wrote into a codebook.toml."""
    return InputRefused(
        happened,
        expected,
        to_do or "correct that line of codebook.toml, or remove it",
        code="bad_codebook",
        file="codebook.toml",
    )


@dataclass(frozen=True)
class Theme:
    """One entry of the codebook.

    Parameters
    ----------
    theme_id
        Stable id; never used again for something else.
    name
        What people read; may be edited.
    keywords
        Words that set it apart.
    parent_id
        The theme above it, empty without one.
    seeds
        Typical quotes, masked.
    definition
        What belongs here and what does not, written by people.
    stability
        How well it came back on random halves, 0..1; None where that cannot be told.
    mixed
        Whether its keywords describe less than half of its texts; never leads a sentence.
    exclusions
        Words or phrases; a passage that holds one does not belong here.
    attributes
        What people say about it.
    """

    theme_id: str
    name: str
    keywords: tuple[str, ...] = ()
    parent_id: str = ""
    seeds: tuple[str, ...] = ()
    definition: str = ""
    stability: float | None = None
    mixed: bool = False
    exclusions: tuple[str, ...] = ()
    attributes: Attributes = Attributes()


@dataclass(frozen=True)
class Edit:
    """One line of the log: what was done to which themes, by whom and why.

    Parameters
    ----------
    what
        ``rename``, ``merge``, ``split``, ``retire``, ``accept`` (a proposed new theme) or
        ``adopt`` (a proposed entry of the starter book).
    ids
        Themes that were edited.
    into
        Themes that stand for them from then on; none when they were retired.
    was, name
        Name before and after; empty where the names stayed.
    on
        Day, or None when nobody said.
    by, why
        Who did it and why, as given.
    """

    what: EditKind
    ids: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    was: str = ""
    name: str = ""
    on: date | None = None
    by: str = ""
    why: str = ""


def heirs(edits: tuple[Edit, ...], theme_id: str) -> tuple[str, ...]:
    """Return the ids that stand for a theme after these edits; none when it was retired.

    Examples
    --------
    >>> log = (Edit("merge", ("t01", "t02"), ("t01",)), Edit("split", ("t01",), ("t08", "t09")),
    ...        Edit("retire", ("t09",)))
    >>> heirs(log, "t02"), heirs(log, "t03"), heirs(log, "t09")
    (('t08',), ('t03',), ())
    """
    now: tuple[str, ...] = (theme_id,)
    for edit in edits:
        if edit.what not in {"rename", "adopt", "accept"} and not set(now).isdisjoint(edit.ids):
            kept = (one for one in now if one not in edit.ids)
            now = tuple(dict.fromkeys((*kept, *edit.into)))
    return now
