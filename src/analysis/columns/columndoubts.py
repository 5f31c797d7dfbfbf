"""Which date, which money, which note: what is said, or asked, when a file has several of a kind.

Only the header and the sample of the layout are looked at; no row is read for it. The numbers tell
whether an amount holds the tax beside it: one that is 19/119 of it is in it, one of 19 % is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from analysis.cells.daytexts import Numbers, read_day
from analysis.cells.headerkeys import keys, words_apart
from analysis.cells.optoutnames import told_sense
from analysis.cells.voices import tells_who_wrote
from analysis.columns.amountbeside import TAX, WITH_TAX
from analysis.columns.columnmap import (
    ColumnMap,
    Rows,
    best_places,
    filled_cells,
    known_columns,
    named_by,
)
from analysis.columns.layout import Layout
from analysis.columns.mapfile import Stated
from analysis.columns.taxsense import RATES, sense_of, size_of, tax_rate
from analysis.columns.unclear import LINE_AMOUNT, PAYOUT, quoted, toml_text, which_is_meant
from analysis.columns.words import key_of
from analysis.errors import InputRefused
from analysis.results import Warned
from analysis.vocabulary import TABLES

_ROWS = 300
_MOST = 0.9
#: Headers of what is to be paid: of the invoice where it is all, else of what is left of it.
_OWED = frozenset(keys("amount due,net à payer,zahlbetrag"))
_FEW_PAID = 0.05
_PART = frozenset({"subtotal", "zwischensumme", "soustotal", "baseimponible", "imponibile",
                   "taxableamount"})  # fmt: skip
#: What is one by its header only where the numbers agree.
_PERHAPS_PART = frozenset({"base", "basis", "taxable", "imponible"})


def doubt_columns(
    layout: Layout, columns: ColumnMap, stated: frozenset[str], *, asking: bool = False
) -> ColumnMap:
    """Return the map with what must be said about the chosen date and amount (traps 11 and 22).

    Parameters
    ----------
    stated
        Canonical columns that columns.toml names: these are not doubted.
    asking
        Whether a map is being proposed: an amount that is open is left out, and asked for.

    Raises
    ------
    InputRefused
        When a net and a gross amount stand side by side, or what is owed stands for the amount,
        and nobody chose.
    """
    if columns.table != "transactions" or not any(columns.header):
        return columns
    told = list[Warned]()
    if columns.has("ordered_on") and "ordered_on" not in stated:
        told += _other_dates(layout, columns)
    if columns.has("amount") and "amount" not in stated:
        try:
            _refuse_balance(layout, columns)
            told += _net_or_gross(layout, columns)
        except InputRefused:
            if not asking:
                raise
            known = {column: at for column, at in columns.places.items() if column != "amount"}
            columns = replace(columns, places=known)
    return columns.saying(*told)


def sample(layout: Layout, at: int) -> list[str]:
    """Return the filled cells of a column's first records."""
    return filled_cells(layout.first(_ROWS), at)


def _other_dates(layout: Layout, columns: ColumnMap) -> Iterator[Warned]:
    used = columns.places["ordered_on"][0]
    if columns.header[used] == "ordered_on":
        return
    mapped = {used, *columns.places.get("cancelled", ())}
    others = [
        name
        for at, name in enumerate(columns.header)
        if at not in mapped and name and holds_dates(sample(layout, at))
    ]
    if others:
        label = columns.header[used]
        said = f"'{label}' is used as the day of an order; other columns with dates: "
        said += f"{quoted(others)}. "
        said += "If one of them is meant, name it as ordered_on in columns.toml."
        yield Warned("date_columns", said, column=label)


def holds_dates(cells: Sequence[str]) -> bool:
    """Whether nearly all cells are days, and none a bare number.

    Examples
    --------
    >>> holds_dates(["2024-01-05", "06.01.2024"]), holds_dates(["20240105", "soon"])
    (True, False)
    """
    read = [None if cell.isdigit() else read_day(cell) for cell in cells]
    hits = sum(day is not None and not isinstance(day, int) and _is_day(day) for day in read)
    return bool(cells) and hits >= _MOST * len(cells)


def _is_day(day: object) -> bool:
    return not isinstance(day, Numbers) or (
        1 <= min(day.first, day.second) <= 12 and max(day.first, day.second) <= 31
    )


def _net_or_gross(layout: Layout, columns: ColumnMap) -> Iterator[Warned]:
    at, taken = columns.places["amount"][0], columns.taken
    used, sense = columns.header[at], sense_of(columns.header[at])
    said = f"Amounts are read from '{used}': "
    proved = any(warned.code == LINE_AMOUNT for warned in columns.warnings)
    paid_out = {warned.column for warned in columns.warnings if warned.code == PAYOUT}
    for place, name in enumerate(columns.header):
        if proved or place in taken or not name or name in paid_out:
            continue
        other, rate = sense_of(name), tax_rate(layout, at, place)
        differs = other in {"net", "gross"} and other != sense and rate != 1
        if differs or (other and rate not in {0, 1}):
            raise _both(layout.source.name, used, name)
        if key_of(name) in _PART and rate != 1:
            tax = "the tax" if rate else "tax or postage"
            said += f"it includes {tax}; '{name}' does not."
            yield Warned("net_or_gross", said, column=used)
            return
    if sense in {"net", "gross"}:
        said += "net of tax." if sense == "net" else "gross, with tax."
        yield Warned("net_or_gross", said, column=used)
    elif beside := tax_beside(layout, columns, at):
        yield Warned("net_or_gross", said + beside, column=used)
    elif part := _perhaps_part(layout, columns, at):
        yield Warned("net_or_gross", f"{said}it includes the tax; '{part}' does not.", column=used)


def _perhaps_part(layout: Layout, columns: ColumnMap, amount: int) -> str:
    """Return the column that is the amount without a usual tax, where its header may mean it."""
    for place, name in enumerate(columns.header):
        free = place not in columns.taken and key_of(name) in _PERHAPS_PART
        if free and tax_rate(layout, amount, place) > 1:
            return name
    return ""


def _refuse_balance(layout: Layout, columns: ColumnMap) -> None:
    """Refuse what is still owed as the amount: 0 on the lines that are paid."""
    at = columns.places["amount"][0]
    name, cells = columns.header[at], sample(layout, at)
    n_paid = sum(not re.search("[1-9]", cell) for cell in cells)
    if key_of(name) not in _OWED or n_paid < max(3, _FEW_PAID * len(cells)):
        return
    raise InputRefused(
        f"{layout.source.name}: '{name[:40]}' is the only amount, and {n_paid:,} of the first "
        f"{len(cells):,} lines have 0 in it: it looks like what is still to be paid",
        "what was sold, paid or not",
        "export the file with the total of the invoice; if the column is it, put this into "
        f"columns.toml:\n[transactions]\namount = {toml_text(name)}",
        code="balance_as_amount", file=layout.source.name, column=name[:40],
    )  # fmt: skip


def _both(file: str, used: str, other: str) -> InputRefused:
    return which_is_meant(
        f"{file} has a net and a gross amount: '{used}' and '{other}'", "one column for amount",
        [f"amount = {toml_text(name)}" for name in (used, other)], file=file, column=used,
    )  # fmt: skip


#: What each table answers by a day, and by words from a list.
_DAYS = {
    "reasons": "stated_on", "customers": "started_on", "suppressions": "since_on",
    "issues": "fixed_on",
}  # fmt: skip
_LISTS = {"reasons": "code", "touches": "outcome"}
_SHOWN = 3


def said_unread(layout: Layout, columns: ColumnMap, stated: Stated) -> ColumnMap:
    """Return the map with a word on columns that may serve what a table beside the orders lacks.

    Said once, with the lines that name them; what columns.toml ignores is not said.
    """
    if columns.listed or columns.table == "transactions" or not any(columns.header):
        return columns
    lines = [*_lines(layout, columns, stated)]
    if not lines:
        return columns
    said = f"Columns that are not read may hold what {columns.table} lack. If it is so, put under "
    said += f"[{columns.table}] into columns.toml: " + "; or ".join(lines) + "."
    return columns.saying(Warned("columns_not_read", said, column=lines[0].split('"')[1]))


def _lines(layout: Layout, columns: ColumnMap, stated: Stated) -> Iterator[str]:
    day, words = _DAYS.get(columns.table, ""), _LISTS.get(columns.table, "")
    free = stated.free(columns.header, columns.taken)
    if columns.table == "suppressions":  # the day of an opt-in is none of an opt-out
        free = [(at, name) for at, name in free if not _gives_leave(name)]
    cells = {name: sample(layout, at) for at, name in free}
    dates = [name for name, found in cells.items() if holds_dates(found)]
    if day and not columns.has(day):
        yield from (f"{day} = {toml_text(name)}" for name in dates[:_SHOWN])
    is_text = columns.table != "reasons" or _is_text(layout, columns)
    if words and not columns.has(words) and is_text:
        free_names = [name for name in cells if name not in dates and not _is_known(name)]
        picked = [
            name for name in free_names
            if _is_list(cells[name]) and not tells_who_wrote(name, {*cells[name]})
        ]  # fmt: skip
        yield from (f"{words} = {toml_text(name)}" for name in picked[:_SHOWN])


def _gives_leave(header: str) -> bool:
    return (heard := told_sense(header)) is not None and heard.kind == "in"


def _is_text(layout: Layout, columns: ColumnMap) -> bool:
    """Whether the notes are written freely, so that a list beside them is another column."""
    places = columns.places.get("note", ())
    return any(not is_picked(sample(layout, at)) for at in places)


def _is_known(header: str) -> bool:
    """Whether a header means something else in some table: a channel, a region, a product."""
    named = {hit[0] for table in TABLES if (hit := named_by(header, table))}
    return bool(named - {"note", "code", "outcome", "status"})


def _is_list(cells: Sequence[str]) -> bool:
    """Whether few words come again and again: no numbers, and no address."""
    worded = all(any(map(str.isalpha, cell)) and "@" not in cell for cell in cells)
    return worded and len({*cells}) > 1 and is_picked(cells)


_LINES, _DIFFERENT = 5, 3
#: Tax below it is too little to tell one rate from another.
_TELLS, _CENT = 0.5, 0.011


def tax_beside(layout: Layout, columns: ColumnMap, amount: int) -> str:
    """Return what a tax beside an amount says of it, empty where there is none that fits."""
    cells = layout.first(_ROWS)
    lines = [row for row in cells if len(row) == len(columns.header) and row[amount].strip()]
    free = [
        (at, name) for at, name in enumerate(columns.header) if name and at not in columns.taken
    ]
    money = {at: [size_of(row[at]) for row in lines] for at in (amount, *(at for at, _ in free))}
    for at, name in free:
        if not _is_tax(name):
            continue
        held, left = held_or_left(money[amount], money[at])
        without, with_it = (
            _other(money, free, amount, [a + sign * t for a, t in zip(money[amount], money[at],
                                                                      strict=True)])
            for sign in (-1, 1)
        )  # fmt: skip
        if held and (without or not left):
            return f"it includes the tax in '{name[:40]}'" + _beside(without, "does not")
        if left and (with_it or not held):
            return f"the tax in '{name[:40]}' is not in it" + _beside(with_it, "includes it")
    return ""


def _is_tax(name: str) -> bool:
    either = {re.sub(r"[\W_]+", " ", name).casefold(), words_apart(name)}
    return any(map(TAX.search, either)) and not any(map(WITH_TAX.search, either))


def held_or_left(amounts: Sequence[float], taxes: Sequence[float]) -> tuple[bool, bool]:
    """Return whether amounts hold their taxes by a rate of some country, and whether they do not.

    Both are true where rates allow both: 20 of 100 is a quarter of 80, and a fifth of 100.

    Examples
    --------
    >>> net = [50.0, 60.0, 70.0, 80.0, 90.0]
    >>> held_or_left([1.19 * a for a in net], [0.19 * a for a in net])
    (True, False)
    >>> held_or_left(net, [0.19 * a for a in net])
    (False, True)
    """
    pairs = [(a, t) for a, t in zip(amounts, taxes, strict=True) if _TELLS <= t < a]
    if len(pairs) < _LINES or len({*pairs}) < _DIFFERENT:
        return False, False
    held = sum(any(abs((a - t) * (r - 1) - t) <= _CENT for r in RATES) for a, t in pairs)
    left = sum(any(abs(a * (r - 1) - t) <= _CENT for r in RATES) for a, t in pairs)
    least = _MOST * len(pairs)
    return held >= least, left >= least


def _other(
    money: dict[int, list[float]], free: Sequence[tuple[int, str]], amount: int,
    wanted: Sequence[float],
) -> str:  # fmt: skip
    """Return the header of the column that has these amounts, if there is one."""
    for at, name in free:
        met = sum(abs(a - w) <= _CENT for a, w in zip(money[at], wanted, strict=True))
        if money[at] != money[amount] and met >= _MOST * len(wanted):
            return name
    return ""


def _beside(name: str, does: str) -> str:
    return f"; '{name[:40]}' {does}." if name else "."


#: A list to pick from has at most so many entries, each as short as that, met twice on average.
_ENTRIES, _LONGEST, _FEWEST = 40, 60, 5
#: A note has so many times the letters of an entry.
_LONGER = 1.3


def code_and_note(
    header: Sequence[str], read: Callable[[], Rows], stated: Mapping[str, int]
) -> tuple[dict[str, int], list[Warned]]:
    """Return which column is the code and which the note, and what to say; nothing when unsure.

    Parameters
    ----------
    read
        Returns cells of records that stand for the file; asked for only where two columns fit.

    Examples
    --------
    >>> rows = [["PREIS", "zu teuer geworden"], ["SERVICE", "niemand ruft zurück"],
    ...         ["PREIS", "woanders billiger"], ["PREIS", "Erhöhung war zu viel"],
    ...         ["SERVICE", "keine Antwort"], ["PREIS", "neuer Einkauf"]]
    >>> code_and_note(["Grund", "Notiz"], lambda: rows, {})[0]
    {'code': 0, 'note': 1}
    >>> code_and_note(["Bemerkung", "Notiz"], lambda: [line[1:] * 2 for line in rows], {})[0]
    {}
    """
    if "code" in stated or "code" in known_columns(header, "reasons"):
        return {}, []
    fit = [at for at in best_places(header, "reasons", "note") if at not in stated.values()]
    fit = [stated["note"], *fit] if "note" in stated else fit
    if len(fit) != 2 or header[fit[0]] == header[fit[1]]:
        return {}, []
    rows = read()
    filled = {at: filled_cells(rows, at) for at in fit}
    pairs = [(code, note) for code, note in (fit, fit[::-1]) if _parted(filled[code], filled[note])]
    if len(pairs) != 1 or stated.get("note") == pairs[0][0]:
        return {}, []
    code, note = pairs[0]
    said = f"'{header[code][:40]}' holds few texts again and again and was read as the code, "
    said += f"'{header[note][:40]}' as the note. Name code and note in columns.toml if it is not "
    said += "so."
    return {"code": code, "note": note}, [Warned("code_and_note", said, column=header[code])]


def _parted(code: Sequence[str], note: Sequence[str]) -> bool:
    """Whether one is a list to pick from, and the other longer and more various than it."""
    if not note or not is_picked(code):
        return False
    entries, texts = len({*map(str.casefold, code)}), len({*map(str.casefold, note)})
    various = texts / len(note) > entries / len(code)
    return various and fmean(map(len, note)) >= _LONGER * fmean(map(len, code))


def is_picked(cells: Sequence[str]) -> bool:
    """Whether cells are entries of a list to pick from: short, few, and met again and again.

    Examples
    --------
    >>> is_picked(["Price", "Service"] * 3), is_picked(["Price", "Service", "Delivery"])
    (True, False)
    """
    if len(cells) < _FEWEST or max(map(len, cells)) > _LONGEST:
        return False
    entries = len({*map(str.casefold, cells)})
    return entries <= _ENTRIES and 2 * entries <= len(cells)
