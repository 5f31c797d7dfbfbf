"""A sheet of a workbook as a table: its header, its rows, what its cells show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from analysis.cells.currencies import currency_shown, sign_of
from analysis.files.dialect import SAMPLE_RECORDS, Dialect
from analysis.files.sheetmarks import Marks
from analysis.files.workbook import SheetRows
from analysis.results import Warned


@dataclass(frozen=True)
class Sheet:
    """One sheet that is read as a table.

    Parameters
    ----------
    typed
        Columns whose decimals stand in number cells alone: no text among them proves a sign.
    """

    name: str
    dialect: Dialect
    rows: SheetRows
    warnings: tuple[Warned, ...] = ()
    filled: bool = True
    currencies: Mapping[int, str] = field(default_factory=dict)
    typed: frozenset[int] = frozenset()

    def sample(self) -> list[list[str]]:
        """Return the cells of its first rows below the header."""
        at = self.dialect.header_line
        rows = (record for record in self.rows if record.line > at and not record.blank)
        return [record.fields for record in islice(rows, SAMPLE_RECORDS)]


@dataclass(frozen=True)
class SheetMoney:
    """The currencies of the columns of a sheet; columns count from 0.

    Parameters
    ----------
    one
        Column -> the only currency that its formats name.
    several
        Column -> place of a format's words in ``Marks.shown`` -> currency, where there are several.
    unknown
        Column with a currency -> words of other formats in it that name none that is known.
    """

    one: Mapping[int, str] = field(default_factory=dict)
    several: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    unknown: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def said(self, header: Sequence[str]) -> list[Warned]:
        """Say which formats show what may be another currency beside the one of their column."""
        told = []
        for column, words in self.unknown.items():
            label = header[column] if column < len(header) else ""
            codes = {self.one.get(column, ""), *self.several.get(column, {}).values()} - {""}
            said = f"Column '{label[:40]}': the number formats of some cells show "
            said += (
                f"{' or '.join(sorted(codes))}, those of others {', '.join(words[:5])}. If that "
            )
            said += "is another currency, these cells are summed together: add a column called "
            said += "'Currency' with the code of each line, such as EUR, and export again."
            told.append(Warned("currency_in_part", said, column=label))
        return told


def money_shown(marks: Marks, after: int) -> SheetMoney:
    """Return the currencies of the cells below a row; a format without one says nothing.

    Examples
    --------
    >>> from analysis.files.sheetmarks import Runs
    >>> marks = Marks(texts={4: Runs(), 5: Runs()}, shown=((), ("€",), ("$",), ("pcs",)))
    >>> for row, shown in ((1, 2), (2, 1), (3, 3)): marks.texts[4].add(row, shown)
    >>> for row, shown in ((2, 1), (3, 2)): marks.texts[5].add(row, shown)
    >>> money_shown(marks, 1)
    SheetMoney(one={4: 'EUR'}, several={5: {1: 'EUR', 2: 'USD'}}, unknown={4: ('pcs',)})
    """
    codes = {at: code for at, texts in enumerate(marks.shown) if (code := currency_shown(texts))}
    one, several, unknown = dict[int, str](), dict[int, dict[int, str]](), {}
    for column, runs in marks.texts.items():
        places = {place for row, place in runs.values if row > after}
        named = {place: codes[place] for place in sorted(places) if place in codes}
        if len({*named.values()}) == 1:
            one[column] = next(iter(named.values()))
        elif named:
            several[column] = named
        others = [sign_of(marks.shown[place]) for place in sorted(places - {*codes})]
        if named and (words := tuple(dict.fromkeys(word for word in others if word))):
            unknown[column] = words
    return SheetMoney(one, several, unknown)
