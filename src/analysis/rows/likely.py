"""Columns that no header names, by what their cells look like: the answers that are offered."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import prod

from analysis.cells.cellwords import TOTAL_START
from analysis.columns.columnmap import best_places, kind_of
from analysis.columns.periodcolumns import names_period
from analysis.columns.saleday import SALE, is_of_entry
from analysis.columns.unclear import Offer, toml_text
from analysis.files.records import Record
from analysis.rows.evidence import samples_of
from analysis.rows.likelymoney import rank_money, two_sides
from analysis.rows.likelywho import (
    Beside,
    are_ids,
    is_answer,
    open_customers,
    rank_customers,
    rank_numbers,
)
from analysis.rows.looks import Look, looks_of, numbers_of
from analysis.vocabulary import DATED, NUMERIC

_SHOWN, _OPEN, _CUT = 2, 4, 40
_FULL = 0.95
#: Dates of people, not of orders.
_OF_BIRTH = re.compile(r"birth|geburt|naiss|nacim|\bdob\b")
#: Days after an order, or of what stays for long: they are offered last.
_LATER = re.compile(
    r"due|f[aä]ll|deliver|liefer|livrais|entrega|ship|versand|expir|valid|g[uü]ltig|modif|updat|"
    r"ge[aä]ndert|chang|start|begin|\bend|since|seit|vencim|[eé]ch[eé]ance|closed?\b|export|"
    r"print"
)


def likely_answers(
    table: str, lacking: Sequence[str], records: Sequence[Record], header: Sequence[str],
    used: Collection[int] = (), ids: Collection[str] = (),
) -> dict[str, list[Offer]]:  # fmt: skip
    """Return, by column, what may serve it with samples of the cells, best first.

    The best of one column is so of no other. Cells are masked where they are not what is asked for.

    Parameters
    ----------
    used
        Positions of columns that serve another need.
    ids
        Those of customers in the files beside it: a column of them is offered first.

    Examples
    --------
    >>> rows = [Record(1, ["2024-01-31", "K1"]), Record(2, ["2024-02-01", "K2"])]
    >>> found = likely_answers("transactions", ["customer_id", "ordered_on"], rows, ["When", "Ref"])
    >>> [(offer.places, offer.said) for offer in found["customer_id"]]
    [({'customer_id': 1}, 'x9')]
    """
    looks = looks_of(records, header)
    free = {at: look for at, look in looks.items() if at not in used and look.cells}
    found = {column: _offers(table, column, looks, header, free, ids) for column in lacking}
    taken = set[int]()
    for column in sorted(found, key=lambda column: len(found[column])):
        apart = [one for one in found[column] if taken.isdisjoint(one.places.values())]
        left = [replace(one, is_open=False) for one in found[column] if one not in apart]
        found[column] = apart + left
        taken.update(*(offer.places.values() for offer in found[column][:1]))
    return found


def _offers(
    table: str, column: str, looks: Mapping[int, Look], header: Sequence[str],
    free: Mapping[int, Look], ids: Collection[str],
) -> list[Offer]:  # fmt: skip
    known = {
        name: places[0]
        for name in ("order_id", "product_id", "quantity", "unit_price", "ordered_on")
        if table == "transactions" and (places := best_places(header, table, name))
        and places[0] in looks
    }  # fmt: skip
    if (table, column) == ("transactions", "amount"):
        return _money_offers(looks, [*free], known)
    kind = kind_of(table, column)
    if kind in DATED:
        best, others = _days(free)
    elif kind in NUMERIC:
        numbers = [at for at, look in free.items() if look.is_amount]
        ranked = sorted(numbers, key=lambda at: (free[at].is_one, not free[at].has_decimals))
        best, others = ranked[:1], ranked[1:]
    elif column == "customer_id":
        day = _some_day(looks, known)
        head = None if day is None else head_of_groups(free, day)
        if head is not None:
            said = ", ".join(samples_of(table, column, looks[head].cells)[:_SHOWN])
            return [Offer({column: head}, said, beside=('fill_down = ["customer_id"]',))]
        order = looks.get(known.get("order_id", -1))
        whom = rank_customers(free, Beside(order, day, table == "transactions", ids))
        best = open_customers(whom, free)
        others = [at for _, at in whom if at not in best]
    else:
        coded = _codes(free, ids) if column == "code" else _texts(free)
        ranked = rank_numbers(free, ids) if kind == "id" else coded
        best, others = ranked[:1], ranked[1:]
    return [*_plain(table, column, looks, best, is_open=len(best) > 1),
            *_plain(table, column, looks, others)]  # fmt: skip


def _plain(
    table: str, column: str, looks: Mapping[int, Look], places: Sequence[int], *,
    is_open: bool = False,
) -> list[Offer]:  # fmt: skip
    """Return offers of one column each; of open ones is said what sets them apart."""
    offers = []
    for at in places[: _OPEN if is_open else None]:
        cells = looks[at].cells
        said = ", ".join(samples_of(table, column, cells)[:_SHOWN])
        if is_open and column == "customer_id":
            said += f"; {len({*cells}):,} different in {len(cells):,} lines looked at"
        offers.append(Offer({column: at}, said, is_open=is_open))
    return offers


def _money_offers(
    looks: Mapping[int, Look], free: Sequence[int], known: Mapping[str, int]
) -> list[Offer]:
    """Return offers of money; of open ones is said to what the lines looked at add up."""
    found = rank_money(looks, free, known)
    if sides := two_sides(looks, found.best):
        return _side_offers(looks, *sides) + _plain("transactions", "amount", looks, found.others)
    readings: list[dict[str, int]] = [{"amount": at} for at in found.best[:_OPEN]]
    if found.parts:
        readings.append(dict(zip(("quantity", "unit_price"), found.parts, strict=True)))
    numbers = numbers_of(looks, {at for places in readings for at in places.values()})
    offers = []
    for places in readings:
        shown = looks[[*places.values()][-1]]
        said = ", ".join(samples_of("transactions", "amount", shown.cells)[:_SHOWN])
        parts = found.products.get(places.get("amount", -1))
        of = " x ".join(toml_text(looks[at].header[:_CUT]) for at in parts or ())
        said += f"; it is {of}" * bool(of) + "; the price of one piece" * (len(places) > 1)
        if len(readings) > 1:
            lines = zip(*(numbers[at] for at in places.values()), strict=True)
            total = sum(prod(line) for line in lines if None not in line)
            said += f"; {total:,.2f} in {len(shown.rows):,} lines looked at"
        offers.append(Offer(places, said, is_open=len(readings) > 1))
    return offers + _plain("transactions", "amount", looks, found.others)


def _some_day(looks: Mapping[int, Look], known: Mapping[str, int]) -> Look | None:
    """Return the day of an order, by its header or else by its cells."""
    best, more = _days(looks)
    return looks.get(known.get("ordered_on", next(iter([*best, *more]), -1)))


def _side_offers(looks: Mapping[int, Look], debit: int, credit: int) -> list[Offer]:
    """Return the readings of two sides of a ledger: their difference, or one of them alone."""
    numbers = numbers_of(looks, {debit, credit})
    sums = {at: sum(filter(None, column)) for at, column in numbers.items()}
    n_lines = {at: sum(map(bool, column)) for at, column in numbers.items()}
    names = {at: toml_text(looks[at].header[:_CUT]) for at in (debit, credit)}
    difference = f"{sums[debit] - sums[credit]:,.2f} where {names[credit]} is money back"
    readings = [({"amount": debit, "refunded": credit}, f"{difference}, as by credit notes")]
    for at, other in ((debit, credit), (credit, debit)):
        lost = f"the {n_lines[other]:,} lines of {names[other]} are not counted, as payments"
        readings.append(({"amount": at}, f"{sums[at]:,.2f}; {lost}"))
    shown = {
        at: ", ".join(samples_of("transactions", "amount", looks[at].cells)[:_SHOWN])
        for at in (debit, credit)
    }
    return [
        Offer(places, f"{shown[[*places.values()][-1]]}; {said}", is_open=True)
        for places, said in readings
    ]


def lone_day(
    table: str, lacking: Sequence[str], records: Sequence[Record], header: Sequence[str],
    used: Collection[int],
) -> int | None:  # fmt: skip
    """Return where the day of a table stands that lacks nothing else, if one column can be it.

    Examples
    --------
    >>> rows = [Record(1, ["2024-01-31", "K1"]), Record(2, ["2024-02-01", "K2"])]
    >>> lone_day("touches", ["touched_at"], rows, ["Actual End", "Ref"], [1])
    0
    >>> lone_day("touches", ["touched_at", "customer_id"], rows, ["Actual End", "Ref"], [])
    """
    if len(lacking) != 1 or kind_of(table, lacking[0]) not in DATED:
        return None
    looks = looks_of(records, header)
    best, _ = _days({at: one for at, one in looks.items() if at not in used and one.header})
    return best[0] if len(best) == 1 else None


def _days(looks: Mapping[int, Look]) -> tuple[list[int], list[int]]:
    """Return the dates between which nothing decides, and others."""
    days = {
        at: look for at, look in looks.items()
        if look.kind == "a date" and not _OF_BIRTH.search(look.words)
    }  # fmt: skip

    # An open deal has no day on which it was won: the blanks speak for that day, not against it.
    of_sales = any(SALE.search(look.words) for look in days.values())

    def faults(at: int) -> tuple[bool, ...]:
        look = days[at]
        blank = len(look.cells) < _FULL * len(look.rows)
        entered = of_sales and is_of_entry(look.header)
        return look.is_one, bool(_LATER.search(look.words)), entered, blank

    ranked = sorted(days, key=faults)
    best = [
        at for which, at in enumerate(ranked) if faults(at) == faults(ranked[0])
        and not any(days[at].rows == days[other].rows for other in ranked[:which])
    ]  # fmt: skip
    return best, [at for at in ranked if at not in best]


def _texts(looks: Mapping[int, Look]) -> list[int]:
    """Return texts, sentences first."""
    said = [
        at for at, look in looks.items()
        if look.kind == "text" and not any("@" in cell for cell in look.cells)
    ]  # fmt: skip
    return sorted(said, key=lambda at: (looks[at].is_one, not looks[at].is_prose))


def _codes(looks: Mapping[int, Look], ids: Collection[str]) -> list[int]:
    """Return texts that come again: no sentences, answers, ids or numbers of the lines."""
    said = {at: looks[at] for at in _texts(looks)}
    found = [
        at for at, look in said.items()
        if not (look.is_prose or look.is_key or is_answer(look) or are_ids(look, ids))
    ]  # fmt: skip
    return sorted(found, key=lambda at: said[at].is_one)


_GROUPS, _MOST = 2, 0.5  # so many groups at least; names with a line below, of all cells


def head_of_groups(looks: Mapping[int, Look], day: Look) -> int | None:
    """Return where the only column stands that is filled above lines with a day, on none of them.

    Examples
    --------
    >>> day = Look("Date", ["", "2024-01-05", "2024-01-06", "", "", "2024-02-01", ""])
    >>> who = Look("", ["Ost", "", "", "Total for Ost", "West", "", "Total for West"])
    >>> head_of_groups({0: who}, day)
    0
    """
    dated = [bool(re.search(r"\d", cell)) for cell in day.rows]
    found = [at for at, look in looks.items() if _heads(look, dated)]
    return found[0] if len(found) == 1 else None


def _heads(look: Look, dated: list[bool]) -> bool:
    filled = [at for at, cell in enumerate(look.rows) if cell]
    names = [at for at in filled if not re.match(TOTAL_START, look.rows[at].lower())]
    if any(dated[at] for at in filled) or look.kind in {"a date", "a number"} or look.is_prose:
        return False
    heads = [look.rows[at] for at in names if dated[at + 1 : at + 2] == [True]]
    if any(map(names_period, heads)):
        return False
    many = len(heads) >= max(_GROUPS, _MOST * len(names))
    return many and len({*heads}) == len(heads)
