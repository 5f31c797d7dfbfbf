"""What the number formats of a workbook's cells show beside their digits: zeros, and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_ALL_ZEROS = re.compile(r"(?:\[\$[^]]*\])?(0{2,})")
_SIGN = "[$¢-¥₠-⃏]"
#: Room as wide as a sign (``_€``) and what fills a cell (``* ``) are not shown; the last group is
#: the end of the part for positive numbers.
_PARTS = re.compile(
    rf'[_*].|\[\$([^\]]*)\]|\[[^\]]*\]|"([^"]*)"|((?:\\.)+)|({_SIGN})|(;)', re.DOTALL
)


@dataclass(frozen=True)
class Formats:
    """What the number formats of the cell styles of a workbook show.

    Parameters
    ----------
    digits
        Per cell style, the digits that a number is padded to; 0 for none.
    texts
        Per cell style, the place in ``shown`` of the words and signs beside the number; 0: none.
    """

    digits: Sequence[int] = ()
    texts: Sequence[int] = ()
    shown: Sequence[tuple[str, ...]] = field(default=((),))

    @property
    def telling(self) -> list[int]:
        """The cell styles that show more than the digits of a number."""
        both = zip(self.digits, self.texts, strict=True)
        return [at for at, (digits, text) in enumerate(both) if digits or text]


def formats_of(codes: Sequence[str]) -> Formats:
    """Return what number formats show, one a cell style.

    Examples
    --------
    >>> formats_of(["", "00000", '0.00 "€"', '#,##0 "€"'])
    Formats(digits=[0, 5, 0, 0], texts=[0, 0, 1, 1], shown=((), ('€',)))
    """
    texts = [texts_in(code) for code in codes]
    shown = tuple(dict.fromkeys([(), *texts]))
    return Formats([least_digits(code) for code in codes], [*map(shown.index, texts)], shown)


def least_digits(code: str) -> int:
    """Return how many digits a number format shows at least, when it is all zeros, else 0.

    Examples
    --------
    >>> least_digits("00000"), least_digits("0"), least_digits("0.00"), least_digits("000;-000")
    (5, 0, 0, 3)
    """
    found = _ALL_ZEROS.fullmatch(code.split(";")[0].strip())
    return len(found[1]) if found else 0


def texts_in(code: str) -> tuple[str, ...]:
    r"""Return the words and signs that a format shows beside a positive number.

    What stands in brackets is returned with its place, such as ``$-409``.

    Examples
    --------
    >>> texts_in('[$$-409]#,##0.00'), texts_in('#,##0.00 [$CHF]'), texts_in('0.00\\ "€";[Red]-0')
    (('$-409',), ('CHF',), ('€',))
    >>> texts_in('_-* #,##0.00\\ _€_-'), texts_in("[$-407]DD.MM.YYYY"), texts_in('0.00\\ "-"')
    ((), (), ())
    """
    texts = list[str]()
    for bracket, quoted, escaped, bare, end in _PARTS.findall(code):
        if end:
            break
        texts += [bracket, quoted, escaped.replace("\\", ""), bare]
    return tuple(text.strip() for text in texts if _says(text.partition("-")[0]))


def _says(text: str) -> bool:
    return re.search(f"[^\\W\\d_]|{_SIGN}", text) is not None
