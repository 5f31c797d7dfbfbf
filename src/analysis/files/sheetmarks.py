"""What the XML of a sheet says beside its values: merges, hidden rows, errors, number formats.

One streaming pass without building a tree.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from defusedxml.ElementTree import DefusedXMLParser

from analysis.errors import InputRefused

MAX_AREA = 60_000_000  # cells between the first and the last one; about 2 GB of memory
MAX_MARKS = 2_000_000  # merged ranges, error cells or bare formulas that are remembered
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")

Area = tuple[int, int, int, int]


@dataclass
class Runs:
    """A value per row of a column, kept as runs of rows with the same value."""

    firsts: list[int] = field(default_factory=list)
    values: list[tuple[int, int]] = field(default_factory=list)

    def add(self, row: int, value: int) -> None:
        """Note the value of a row; rows come in order."""
        if self.values and self.values[-1] == (row - 1, value):
            self.values[-1] = (row, value)
        else:
            self.firsts.append(row)
            self.values.append((row, value))

    def get(self, row: int) -> int:
        """Return the value of a row, 0 where there is none.

        Examples
        --------
        >>> runs = Runs()
        >>> for row in (2, 3, 9): runs.add(row, 5)
        >>> runs.get(3), runs.get(4), len(runs.firsts)
        (5, 0, 2)
        """
        at = bisect_right(self.firsts, row) - 1
        if at < 0 or self.values[at][0] < row:
            return 0
        return self.values[at][1]


@dataclass
class Marks:
    """The marks of one sheet; rows count from 1, columns from 0.

    Parameters
    ----------
    merged
        Ranges as first row, first column, last row, last column.
    hidden_rows
        Hidden rows that hold a value.
    hidden_columns
        First and last column.
    masks
        Column -> rows whose number is shown with leading zeros, by the place of its mask in
        ``filled``.
    texts
        Column -> rows whose number is shown with words or signs, by their place in ``shown``.
    errors
        Row -> column -> error, such as ``#N/A``.
    bare
        Cells with a formula and no stored result.
    formulas, zero_formulas
        Column -> number of formulas, and of those whose stored result is 0.
    """

    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    masks: dict[int, Runs] = field(default_factory=dict)
    filled: Sequence[str] = ()
    texts: dict[int, Runs] = field(default_factory=dict)
    shown: Sequence[tuple[str, ...]] = ()
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    bare: list[tuple[int, int]] = field(default_factory=list)
    formulas: Counter[int] = field(default_factory=Counter)
    zero_formulas: Counter[int] = field(default_factory=Counter)


def place_of(text: str) -> tuple[int, int]:
    """Return row (from 1) and column (from 0) of a cell's name.

    Examples
    --------
    >>> place_of("A1"), place_of("AB12")
    ((1, 0), (12, 27))
    """
    found = _PLACE.match(text)
    if not found:
        raise ValueError(text)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def damaged(name: str, how: str) -> InputRefused:
    """Return the refusal of a workbook that no reader should open."""
    return InputRefused(
        f"{name} {how} and cannot be read as a workbook", "a whole XLSX file without a password",
        "save it again in your spreadsheet program", code="damaged_workbook",
        file=name.split(", sheet '")[0],
    )  # fmt: skip


def local_name(tag: object) -> str:
    """Return the name of an element without its namespace."""
    return str(tag).rpartition("}")[2]


class SheetReader:
    """Collects marks from the events of an XML parser."""

    def __init__(self, formats: Formats, where: str) -> None:
        self.marks = Marks(shown=formats.shown, filled=formats.filled)
        self._masks, self._texts, self._where = formats.masks, formats.texts, where
        self._shown = 0
        self._row = self._column = 0
        self._top = self._left = 1 << 30
        self._last = self._right = self._n_marks = 0
        self._hidden = self._valued = self._formula = False
        self._kind: str | None = None
        self._text: list[str] = []
        guarded = DefusedXMLParser(forbid_dtd=True)
        self._parser = guarded.parser
        self._parser.ordered_attributes = False
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = None
        self._parser.CharacterDataHandler = None
        self._parser.DefaultHandlerExpand = None  # it would refuse &amp;
        self._names: dict[str, str] = {}

    def feed(self, block: bytes) -> None:
        """Read on."""
        self._parser.Parse(block, False)  # noqa: FBT003 - the parser knows no names

    def finish(self) -> Marks:
        """Close the document and return its marks."""
        self._parser.Parse(b"", True)  # noqa: FBT003
        self._end_cell()
        self.marks.merged.sort()
        area = (self._last - self._top + 1) * (self._right - self._left + 1)
        if self._last and area > MAX_AREA:
            self._refuse_area()
        return self.marks

    def _refuse_area(self) -> NoReturn:
        raise InputRefused(
            f"{self._where}: the cells reach to row {self._last:,} and column {self._right + 1:,}",
            f"at most {MAX_AREA:,} cells between the first and the last",
            "delete what stands far away from the table, and save it again",
            code="sheet_too_large", file=self._where.split(", sheet '")[0],
        )  # fmt: skip

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._names.get(name)
        if kind is None:
            kind = self._names.setdefault(name, local_name(name))
        if kind == "c":
            self._end_cell()
            self._start_cell(attributes)
        elif kind in {"v", "is"}:
            self._value()
        elif kind in _OTHERS:
            _OTHERS[kind](self, attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place:
            self._row, self._column = place_of(place)
        else:
            self._column += 1
        self._kind = attributes.get("t")
        style = attributes.get("s")
        self._shown = 0
        if style and self._kind in {None, "n"} and int(style) < len(self._masks):
            self._shown = self._texts[int(style)]
            if mask := self._masks[int(style)]:
                self.marks.masks.setdefault(self._column, Runs()).add(self._row, mask)

    def _value(self) -> None:
        if self._shown:
            self.marks.texts.setdefault(self._column, Runs()).add(self._row, self._shown)
        self._top, self._last = min(self._top, self._row), max(self._last, self._row)
        self._left, self._right = min(self._left, self._column), max(self._right, self._column)
        self._valued = True
        if self._hidden:
            self.marks.hidden_rows.append(self._row)
            self._hidden = False
        if self._formula or self._kind == "e":
            self._parser.CharacterDataHandler = self._text.append

    def _end_cell(self) -> None:
        """Judge the cell before this one, when it had a formula or an error."""
        if self._formula or self._text:
            text = "".join(self._text).strip()
            self._parser.CharacterDataHandler = None
            if self._kind == "e" and text:
                self.marks.errors.setdefault(self._row, {})[self._column] = text[:40]
                self._count()
            elif self._formula and not text and (self._kind != "str" or not self._valued):
                self.marks.bare.append((self._row, self._column))
                self._count()
            self.marks.formulas[self._column] += self._formula
            self.marks.zero_formulas[self._column] += self._formula and text == "0"
            self._text.clear()
        self._formula = self._valued = False

    def _count(self) -> None:
        self._n_marks += 1
        if self._n_marks > MAX_MARKS:
            raise damaged(self._where, f"has more than {MAX_MARKS:,} merged or faulty cells")

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        number = attributes.get("r")
        self._row = int(number) if number else self._row + 1
        self._column = -1
        self._hidden = attributes.get("hidden") in {"1", "true"}

    def _start_formula(self, _: dict[str, str]) -> None:
        self._formula = True

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = (attributes.get("ref") or "").partition(":")
        if last:
            self.marks.merged.append((*place_of(first), *place_of(last)))
            self._count()

    def _start_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            span = int(attributes.get("min", 1)) - 1, int(attributes.get("max", 1)) - 1
            self.marks.hidden_columns.append(span)


_OTHERS = {
    "row": SheetReader._start_row,  # noqa: SLF001, RUF100
    "f": SheetReader._start_formula,  # noqa: SLF001, RUF100
    "mergeCell": SheetReader._merge,  # noqa: SLF001, RUF100
    "col": SheetReader._start_column,  # noqa: SLF001, RUF100
}


_SIGN = "[$¢-¥₠-⃏]"
#: Room as wide as a sign (``_€``) and what fills a cell (``* ``) are not shown; the last group is
#: the end of the part for positive numbers.
_PARTS = re.compile(
    rf'[_*].|\[\$([^\]]*)\]|\[[^\]]*\]|"([^"]*)"|((?:\\.)+)|({_SIGN})|(;)', re.DOTALL
)

#: What a format of an id is made of: words in quotes, a sign behind a backslash, a place and what
#: is not shown; a place, and a sign that needs no quotes.
_OF_IDS = re.compile(r'"([^"]*)"|\\(.)|(?:\[[^]]*\]|[_*].)|([0 -])', re.DOTALL)


@dataclass(frozen=True)
class Formats:
    """What the number formats of the cell styles of a workbook show.

    Parameters
    ----------
    masks
        Per cell style, the place in ``filled`` of what its digits fill; 0: none.
    texts
        Per cell style, the place in ``shown`` of the words and signs beside the number; 0: none.
    """

    masks: Sequence[int] = ()
    filled: Sequence[str] = ("",)
    texts: Sequence[int] = ()
    shown: Sequence[tuple[str, ...]] = field(default=((),))

    @property
    def telling(self) -> list[int]:
        """The cell styles that show more than the digits of a number."""
        both = zip(self.masks, self.texts, strict=True)
        return [at for at, (mask, text) in enumerate(both) if mask or text]


def formats_of(codes: Sequence[str]) -> Formats:
    """Return what number formats show, one a cell style.

    Examples
    --------
    >>> formats_of(["", "00000", '0.00 "€"', '#,##0 "€"'])
    Formats(masks=[0, 1, 0, 0], filled=('', '00000'), texts=[0, 0, 1, 1], shown=((), ('€',)))
    """
    masks, texts = [*map(mask_in, codes)], [*map(texts_in, codes)]
    filled, shown = (tuple(dict.fromkeys([none, *of])) for none, of in (("", masks), ((), texts)))
    return Formats([*map(filled.index, masks)], filled, [*map(shown.index, texts)], shown)


def mask_in(code: str) -> str:
    r"""Return what the digits of an id fill in a number format, 0 for each; empty for an amount.

    At least two digits are shown, and other signs stand before or among them, as in a telephone.

    Examples
    --------
    >>> mask_in("00000"), mask_in('"K-"0000'), mask_in(r"000\-000"), mask_in("000;-000")
    ('00000', 'K-0000', '000-000', '000')
    >>> mask_in("[$-409]0000"), mask_in("0"), mask_in("0.00"), mask_in('00" kg"'), mask_in("00/00")
    ('0000', '', '', '', '')
    """
    positive, mask = code.split(";")[0].strip(), ""
    at = 0
    while found := _OF_IDS.match(positive, at):
        words, sign, place = found.groups()
        if "0" in (words or sign or "") or re.search(_SIGN, found[0].replace("[$-", "")):
            return ""
        mask += words or sign or place or ""
        at = found.end()
    whole = at == len(positive) and mask.count("0") > 1
    return mask if whole and mask.endswith("0") else ""


def fill_mask(mask: str, digits: str) -> str:
    """Return digits in the places of a mask, from the right; more digits stand in its first place.

    Examples
    --------
    >>> fill_mask("K-0000", "101"), fill_mask("000-000", "12345"), fill_mask("00", "123")
    ('K-0101', '012-345', '123')
    """
    padded = digits.zfill(mask.count("0"))
    first = len(padded) - mask.count("0")
    left = iter([padded[: first + 1], *padded[first + 1 :]])
    return "".join(next(left) if sign == "0" else sign for sign in mask)


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
