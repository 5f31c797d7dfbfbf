"""The currencies that the cells of a sheet show by their number formats, as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.cells.currencies import currency_shown
from analysis.files.sheetmarks import Marks


@dataclass(frozen=True)
class SheetMoney:
    """The currencies of the columns of a sheet; columns count from 0.

    Parameters
    ----------
    one
        Column -> the only currency that its formats name.
    several
        Column -> place of a format's words in ``Marks.shown`` -> currency, where there are several.
    """

    one: Mapping[int, str] = field(default_factory=dict)
    several: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


def money_shown(marks: Marks, after: int) -> SheetMoney:
    """Return the currencies of the cells below a row; a format without one says nothing.

    Examples
    --------
    >>> from analysis.files.sheetmarks import Runs
    >>> marks = Marks(texts={4: Runs(), 5: Runs()}, shown=((), ("€",), ("$",), ("pcs",)))
    >>> for row, shown in ((1, 2), (2, 1), (3, 3)): marks.texts[4].add(row, shown)
    >>> for row, shown in ((2, 1), (3, 2)): marks.texts[5].add(row, shown)
    >>> money_shown(marks, 1)
    SheetMoney(one={4: 'EUR'}, several={5: {1: 'EUR', 2: 'USD'}})
    """
    codes = {at: code for at, texts in enumerate(marks.shown) if (code := currency_shown(texts))}
    one, several = dict[int, str](), dict[int, dict[int, str]]()
    for column, runs in marks.texts.items():
        places = {place for row, place in runs.values if row > after}
        named = {place: codes[place] for place in sorted(places) if place in codes}
        if len({*named.values()}) == 1:
            one[column] = next(iter(named.values()))
        elif named:
            several[column] = named
    return SheetMoney(one, several)
