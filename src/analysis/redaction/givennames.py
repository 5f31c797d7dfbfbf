"""Given names of many cultures, and short forms, written down from general knowledge."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

from analysis.redaction.plainwords import NO_NAMES

#: Given names, case-folded, one a line; a name alone is no proof of a person, see ``people``.
GIVEN_NAMES = frozenset(
    (files("analysis.redaction") / "givennames.txt").read_text(encoding="utf-8").split()
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
