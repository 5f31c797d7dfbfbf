"""What the cells of the columns of a file look like, side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.columns.prices import number_in, uses_comma
from analysis.files.records import Record
from analysis.rows.evidence import looks_like

_PROSE = 4  # words of a middle cell from which on it is a text that somebody wrote
#: Numbers that are no amounts: of telephones and accounts.
_NO_AMOUNT = re.compile(r"[+(]?0\d.*|\+.*|\D*(\d\D*){10,}")
#: A number with decimals; 10.113.4 is none.
_DECIMAL = re.compile(r"\D*\d+[.,]\d+\D*|\D*\d{1,3}(?:([.,' ’])\d{3})(?:\1\d{3})*(?!\1)[.,]\d+\D*")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}([:.]\d{2})?( ?[ap]m)?", re.IGNORECASE)
_MOST = 0.9
#: Cells of everywhere by which the kind of a column is judged.
_JUDGED = 300


@dataclass(frozen=True)
class Look:
    """One column: its header, and its cells in the order of the rows, blanks too.

    Examples
    --------
    >>> Look("Turn", ["0.50", "", "1.50"]).is_amount, Look("Code", ["10.113.4"] * 3).is_broken
    (True, False)
    """

    header: str
    rows: Sequence[str]

    @cached_property
    def cells(self) -> list[str]:
        """Its cells that are filled."""
        return [cell for cell in self.rows if cell]

    @cached_property
    def kind(self) -> str:
        """What they look like: a date, a number, text, empty."""
        return looks_like(self.cells[:: max(1, len(self.cells) // _JUDGED)])

    @cached_property
    def words(self) -> str:
        """Its header in small letters, its words apart."""
        return " ".join(_words(self.header))

    @cached_property
    def has_decimals(self) -> bool:
        """Whether some cell has a separator within its digits."""
        return any(re.search(r"\d[.,]\d", cell) for cell in self.cells)

    @cached_property
    def is_broken(self) -> bool:
        """Whether its cells are numbers with decimals, as no id has them."""
        parted = [cell for cell in self.cells if re.search(r"\d[.,]\d", cell)]
        return sum(map(bool, map(_DECIMAL.fullmatch, parted))) > len(parted) / 2

    @cached_property
    def is_amount(self) -> bool:
        """Whether numbers may be money or pieces; those of telephones are never shown."""
        return self.kind == "a number" and not any(map(_NO_AMOUNT.fullmatch, self.cells))

    @cached_property
    def is_one(self) -> bool:
        """Whether one value stands in all cells."""
        return len(set(self.cells)) == 1 and len(self.cells) > 1

    @cached_property
    def is_prose(self) -> bool:
        """Whether its cells are texts of several words."""
        return sorted(cell.count(" ") for cell in self.cells)[len(self.cells) // 2] >= _PROSE - 1

    @cached_property
    def is_key(self) -> bool:
        """Whether each line has its own value, as the number of an order has."""
        return len(self.cells) >= 10 and len(set(self.cells)) > 0.95 * len(self.cells)

    @cached_property
    def is_time(self) -> bool:
        """Whether its cells are times of the day."""
        return sum(map(bool, map(_TIME.fullmatch, self.cells))) >= _MOST * max(1, len(self.cells))

    def by(self, other: Look) -> list[list[str]]:
        """Return its filled cells for each value of another column."""
        found: dict[str, list[str]] = {}
        for cell, key in zip(self.rows, other.rows, strict=True):
            if cell and key:
                found.setdefault(key, []).append(cell)
        return [*found.values()]

    def parts_as(self, other: Look) -> bool:
        """Whether it parts the rows as another column does: an id and the name beside it."""
        pairs = {(a, b) for a, b in zip(self.rows, other.rows, strict=True) if a and b}
        twice = [Counter(pair[at] for pair in pairs) for at in range(2)]
        return bool(pairs) and all(len(one) >= 0.95 * len(pairs) for one in twice)


def looks_of(records: Iterable[Record], header: Sequence[str]) -> dict[int, Look]:
    """Return what each column of the records looks like, by its position.

    Examples
    --------
    >>> looks_of([Record(1, ["K1", "5"]), Record(2, ["K2"])], ["Who"])[1].rows
    ['5', '']
    """
    rows = [record.fields for record in records]
    width = max((len(row) for row in rows), default=0)
    return {
        at: Look(
            header[at] if at < len(header) else "",
            [row[at].strip() if at < len(row) else "" for row in rows],
        )
        for at in range(width)
    }


def numbers_of(looks: Mapping[int, Look], places: Collection[int]) -> dict[int, list[float | None]]:
    """Return the cells of columns as numbers, None where there is none.

    Examples
    --------
    >>> numbers_of({0: Look("a", ["1,50", "x", ""])}, [0])
    {0: [1.5, None, None]}
    """
    comma = uses_comma(cell for at in places for cell in looks[at].cells)
    return {at: [number_in(cell, comma=comma) for cell in looks[at].rows] for at in places}


def _words(header: str) -> list[str]:
    parted = re.sub(r"(?<=[a-zäöüé])(?=[A-Z])", " ", header).casefold()
    return re.findall(r"[^\W_]+|%|°", parted)
