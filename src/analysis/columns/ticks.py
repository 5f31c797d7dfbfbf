"""Lists with a column for each reason, and ticks in it: they are said, or refused, not read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from analysis.cells.headerkeys import key_of, keys
from analysis.cells.permissions import sense_of
from analysis.columns.columnmap import filled_cells, known_columns
from analysis.columns.layout import Layout
from analysis.columns.unclear import quoted
from analysis.columns.whichtable import file_words
from analysis.errors import InputRefused
from analysis.results import Warned

#: Marks in the cell of a column that is one reason of several, and where it is not.
_TICKS = frozenset({"✓", "✔", *keys("x,1,ja,yes,y,j,true,wahr,oui,o,vrai,sí,s,verdadero,sim,"
                                    "vero,checked")})  # fmt: skip
_NO_TICKS = frozenset({"", *keys("0,no,nein,nee,n,false,falsch,non,faux,falso,não")})
#: Such columns are so many at least.
_SEVERAL = 2
_HOW = "export one column with the reason, a row for each tick (in Excel: Power Query, Unpivot)"


def are_ticks(header: str, cells: Sequence[str]) -> bool:
    """Whether a column is one entry of a list: its cells say yes or no, or repeat its header.

    Examples
    --------
    >>> are_ticks("Price", ["x", "x"]), are_ticks("Price", ["Price"]), are_ticks("Price", ["high"])
    (True, True, False)
    """
    if not all(_is_mark(cell) for cell in cells):
        return bool(cells) and _repeats(header, cells)
    return any(_is_mark(cell, _TICKS) for cell in cells)


def _is_mark(cell: str, marks: frozenset[str] = _TICKS | _NO_TICKS) -> bool:
    return cell.strip() in marks or key_of(cell) in marks - {""}


def _repeats(header: str, cells: Sequence[str]) -> bool:
    return all(key_of(cell) == key_of(header) for cell in cells)


def said_of_ticks(free: Mapping[str, Sequence[str]]) -> Iterator[Warned]:
    """Say that columns of ticks are not read, where several stand beside reasons.

    Examples
    --------
    >>> [told.code for told in said_of_ticks({"price": ["1", "0"], "service": ["0", "1"]})]
    ['ticks_not_read']
    """
    ticked = [name for name, cells in free.items() if are_ticks(name, cells)]
    if len(ticked) >= _SEVERAL:
        said = f"{quoted(ticked)} hold ticks, and a column for each reason is not read: {_HOW}."
        yield Warned("ticks_not_read", said, column=ticked[0])


def refuse_ticks(layout: Layout, named: Collection[str] = ()) -> None:
    """Refuse a list of reasons, by its name or by cells that repeat their header, that is ticks.

    Parameters
    ----------
    named
        Columns that columns.toml names.

    Raises
    ------
    InputRefused
        When no column is a text or a code, and several are ticks.
    """
    header = layout.header
    known = known_columns(header, "reasons") | {*named}
    if known & {"note", "code"}:
        return
    cells = {
        name: filled_cells(layout.first(), at) for at, name in enumerate(header)
        if name and not sense_of(name)
    }  # fmt: skip
    ticked = [name for name, found in cells.items() if are_ticks(name, found)]
    repeated = [name for name in ticked if _repeats(name, cells[name])]
    told = ticked if file_words(layout.called) == {"reasons"} else repeated
    if len(told) == len(cells):
        return  # the header again
    others = known_columns([name for name in cells if name not in told], "transactions")
    if len(told) < _SEVERAL or others & {"amount", "unit_price", "quantity"}:
        return
    raise InputRefused(
        f"{layout.source.name}: {quoted(told)} hold ticks: it has a column for each reason",
        "one column that says the reason", f"{_HOW}, or leave the file out",
        code="ticks_as_reasons", file=layout.source.name, column=told[0],
    )  # fmt: skip
