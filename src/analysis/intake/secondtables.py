"""A second table below the first in one grid, which the first header would read as its own rows.

The same header again is a page header and only set aside (``rules``). One that names columns in
other places, or that means something else in one place (gross below net, offers below invoices), is
refused, and so is the same header under a title of other things (*Cancelled orders*).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.cells.headerkeys import key_of
from analysis.cells.optoutnames import tells_opt_outs
from analysis.columns.backnames import spoken_back, text_of, what_is_numbered
from analysis.columns.columnmap import ColumnMap, named_by
from analysis.columns.mapfile import Stated
from analysis.columns.noordernames import no_orders_by
from analysis.columns.taxsense import sense_of
from analysis.columns.unclear import quoted
from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.intake.filenames import name_in, names_a_paper, says_no_order
from analysis.rows.convert import WHEN
from analysis.rows.staging import Staged, physical_lines

#: So many cells of a row must be names of columns.
_NAMES = 3
#: Rows of other words that are looked at: different ones, the first of a file.
_LOOKED_AT = 1000
#: A title stands so many lines above its header at most, empty ones among them.
_ABOVE = 3
#: So many words of a title may say something else, as *open* and *January*.
_BESIDE = 1
#: What is another thing in the place of an amount or of the day of an order.
_OTHERS = {
    "amount": frozenset({"margin", "quantity"}),
    "ordered_on": frozenset({"promised_on", "delivered_on"}),
}


def refuse_second_table(engine: Engine, staged: Staged, columns: ColumnMap, stated: Stated) -> None:
    """Refuse a staged file with a second header of another table, or under another title.

    Only rows without a digit in place of the date are looked at: all loaded ones in the careful
    lane, in the quick one those that are odd.

    Raises
    ------
    InputRefused
        With the line of the second header.
    """
    when = columns.places.get(WHEN.get(columns.table, ""))
    if when is None or columns.listed or not staged.layout.dialect.header:
        return
    repeated = list[int]()
    for lines, names in _rows_of_words(engine, staged, columns, when[0]):
        own = [key_of(name) for name in columns.header]
        told = [_named(cell, columns, own) for cell in names]
        if other := _other_table(columns, names):
            raise _second_table(staged, physical_lines(staged, lines[:1])[0][0], *other)
        if len({name for name in told if name}) < _NAMES:
            continue
        if other := _moved_columns(columns, names, told) or _other_meaning(columns, names, told):
            raise _second_table(staged, physical_lines(staged, lines[:1])[0][0], *other)
        repeated += lines
    _refuse_cut_table(staged, columns)
    if repeated and columns.table == "transactions":
        _refuse_titled(engine, staged, stated, repeated)


def _rows_of_words(
    engine: Engine, staged: Staged, columns: ColumnMap, when: int
) -> Iterator[tuple[list[int], list[str]]]:
    """Yield the lines and the cells of rows that may be headers; equal rows are one."""
    day = f"c{when}"
    cells = ", ".join(f"c{at}" for at in range(len(columns.header)))
    words = f"{day} <> '' AND ({day} < '0' OR {day} >= ':') AND NOT regexp_matches({day}, '[0-9]')"
    bare = f"{day} = '' AND NOT regexp_matches(concat_ws(' ', {cells}), '[0-9]')"
    rows = engine.rows(
        f"SELECT list(line_ ORDER BY line_) AS lines, {cells} FROM {staged.name} "
        f"WHERE ({words}) OR ({bare}) GROUP BY ALL ORDER BY lines[1] LIMIT {_LOOKED_AT}"
    )
    for lines, *names in rows:
        if sum(map(bool, names)) >= _NAMES:
            yield [*map(int, lines)], names


def _named(cell: str, columns: ColumnMap, own: Sequence[str]) -> str:
    """Return the canonical column that a cell names, or its key where the header has it too."""
    key = key_of(cell)
    if key and key in own:
        at = own.index(key)
        return next((c for c, places in columns.places.items() if at in places), key)
    hit = named_by(cell, columns.table)
    if hit or not key:
        return hit[0] if hit else ""
    return key if names_a_paper(cell) or what_is_numbered(cell) else ""


def _moved_columns(
    columns: ColumnMap, names: Sequence[str], told: Sequence[str]
) -> tuple[str, str] | None:
    """Return how a header tells a used column that stands elsewhere above, and its first cell.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Kunde", "Datum", "Netto", "Steuer"),
    ...                     {"customer_id": (0,), "ordered_on": (1,), "amount": (2,)})
    >>> told = ["customer_id", "ordered_on", "steuer", "amount"]
    >>> _moved_columns(columns, ["Kunde", "Datum", "Steuer", "Netto"], told)
    ("with columns in another order than above: 'Netto'", 'Netto')
    """
    own = [key_of(name) for name in columns.header]
    places = {column: at for column, (at, *_) in columns.places.items()}
    moved = [
        cell
        for at, (cell, name) in enumerate(zip(names, told, strict=True))
        if key_of(cell) != own[at] and (place := places.get(name, at)) != at and told[place] != name
    ]
    said = f"with columns in another order than above: {quoted(moved, most=3)}"
    return (said, moved[0]) if moved else None


def _other_meaning(
    columns: ColumnMap, names: Sequence[str], told: Sequence[str]
) -> tuple[str, str] | None:
    """Return what a header says in one place where the first says something else, and its cell.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Kunde", "Datum", "Netto"),
    ...                     {"customer_id": (0,), "ordered_on": (1,), "amount": (2,)})
    >>> told = ["customer_id", "ordered_on", "amount"]
    >>> _other_meaning(columns, ["Kunde", "Datum", "Brutto"], told)
    ("with 'Brutto' where 'Netto' stands above", 'Brutto')
    >>> _other_meaning(columns, ["Kunde", "Datum", "Betrag"], told)
    """
    if columns.table != "transactions":
        return None
    paper = says_no_order(replace(columns, header=tuple(names)))
    if paper and not says_no_order(columns):
        return _in_place(columns, names, names.index(paper))
    back = [at for at, cell in enumerate(names) if what_is_numbered(cell)]
    if back and not any(map(what_is_numbered, columns.header)):
        return _in_place(columns, names, back[0])
    for column in ("amount", "unit_price", "ordered_on"):
        for at in columns.places.get(column, ()):
            senses = {sense_of(columns.header[at]), sense_of(names[at])}
            if senses == {"net", "gross"} or told[at] in _OTHERS.get(column, ()):
                return _in_place(columns, names, at)
    return None


def _other_table(columns: ColumnMap, names: Sequence[str]) -> tuple[str, str] | None:
    """Return the opt-outs that a header of customers names, and that the first has not.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("No", "Kunde", "Datum"), {"customer_id": (1,)})
    >>> _other_table(columns, ["Kunde", "Name", "Werbesperre"])
    ("with 'Werbesperre' where 'Datum' stands above", 'Werbesperre')
    >>> _other_table(columns, ["C-4", "Ann", "Werbesperre"])
    """
    opted = [at for at, cell in enumerate(names) if tells_opt_outs(cell)]
    others = [named_by(cell, "customers") for at, cell in enumerate(names) if at not in opted]
    whom = {found[0] for found in others if found}
    if not opted or any(map(tells_opt_outs, columns.header)) or len(whom) + 1 < _NAMES:
        return None
    return _in_place(columns, names, opted[0])


def _in_place(columns: ColumnMap, names: Sequence[str], at: int) -> tuple[str, str]:
    above = columns.header[at] if at < len(columns.header) else ""
    where = f"where '{above[:40]}' stands above" if above else f"in column {at + 1}"
    return f"with '{names[at][:40]}' {where}", names[at]


def _refuse_cut_table(staged: Staged, columns: ColumnMap) -> None:
    """Refuse a header of opt-outs among the lines that have other fields than the first."""
    sign = staged.layout.dialect.delimiter or " | "
    for at, reject in enumerate(staged.rejects[:_LOOKED_AT]):
        names = [cell.strip(' "') for cell in reject.text.split(sign)]
        if len(names) >= _NAMES and (other := _other_table(columns, names)):
            raise _second_table(staged, physical_lines(staged, [])[1][at], *other)


def _second_table(staged: Staged, line: int, said: str, column: str) -> InputRefused:
    file = staged.layout.source.name
    return InputRefused(
        f"{file} has a second header in line {line}, {said}",
        "one table a file; the rows below it would be read by the first header",
        f"put line {line} and what follows it into a file of its own",
        code="second_table", file=file, line=line, column=column[:40],
    )  # fmt: skip


def _refuse_titled(engine: Engine, staged: Staged, stated: Stated, repeated: Sequence[int]) -> None:
    """Refuse the same header again under a title of credit notes, cancelled orders or no orders."""
    filled = " + ".join(f"({cell} <> '')::INT" for cell in staged.cells)
    text = f"concat_ws('', {', '.join(staged.cells)})"
    rows = engine.rows(f"SELECT line_, {text} FROM {staged.name} WHERE {filled} = 1 ORDER BY line_")
    titles = [(int(line), words) for line, cell in rows if (words := _speaks(cell, staged, stated))]
    cut = [_speaks(one.text, staged, stated) for one in staged.rejects if one.n_fields == 1]
    if not titles and not any(cut):
        return
    lines, rejected = physical_lines(staged, [*repeated, *(line for line, _ in titles)])
    heads, above = lines[: len(repeated)], dict(zip(lines[len(repeated) :], titles, strict=True))
    found = {line: words for line, (_, words) in above.items()}
    fits = [line for line, one in zip(rejected, staged.rejects, strict=True) if one.n_fields == 1]
    found |= {line: words for line, words in zip(fits, cut, strict=True) if words}
    for head in sorted(heads):
        for title in range(head - 1, head - 1 - _ABOVE, -1):
            if title in found:
                raise _other_title(staged.layout.source.name, title, head, found[title])


def _speaks(title: str, staged: Staged, stated: Stated) -> str:
    """Return the words of a title that speak of other things than sales; the file's name may not.

    A remark with more words than a title has says nothing of the rows below it.
    """
    name = name_in(staged.layout)
    back = None if stated.amount_sign or spoken_back(name) else spoken_back(title)
    none = "" if stated.table or no_orders_by(name) else no_orders_by(title)
    words = back.words if back else none
    rest = [w for w in text_of(title).split() if not w.isdigit() and w not in words.split()]
    return words if words and len(rest) <= _BESIDE and ":" not in title else ""


def _other_title(file: str, title: int, line: int, words: str) -> InputRefused:
    return InputRefused(
        f"{file} has its header again in line {line}, and the title above it in line {title} "
        f"speaks of something else than sales ('{words}')",
        "one table a file; the rows below it would count as the rows above do",
        f"put line {line} and what follows it into a file of its own, with '{words}' in its name; "
        f"if its rows are sales as those above, take line {title} out",
        code="second_table", file=file, line=line,
    )  # fmt: skip
