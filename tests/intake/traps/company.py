"""A steady little company whose exports hold no trap, in the dress of four countries.

Customers come at an even pace, buy every three to six weeks, and stop after a while, so that
nothing in its exports is worth a warning; a test plants one trap into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

Order = tuple[int, date, int]


def orders(
    n: int = 60, first: date = date(2022, 1, 1), last: date = date(2023, 12, 31)
) -> list[Order]:
    """Customer number, day and cents of every order, by day."""
    span = (last - first).days
    made = []
    for customer in range(n):
        day = first + timedelta(days=round(customer * span / n))
        for turn in range(4 + customer % 7):
            made.append((customer, day, 1_000 + 37 * customer + 211 * turn))
            day += timedelta(days=20 + (customer * 7 + turn * 5) % 21)
    made += [(n - 1, last, 4_321), (n - 2, last - timedelta(days=1), 1_234)]
    return sorted({order for order in made if order[1] <= last}, key=lambda o: (o[1], o[0], o[2]))


@dataclass(frozen=True)
class Dress:
    """How one country writes a table of orders."""

    header: tuple[str, ...]
    delimiter: str
    day: str
    decimal: str


DRESSES = {
    "us": Dress(("Customer ID", "Order date", "Amount"), ",", "%Y-%m-%d", "."),
    "de": Dress(("Kundennummer", "Rechnungsdatum", "Betrag"), ";", "%d.%m.%Y", ","),
    "fr": Dress(("Code client", "Date de facture", "Montant"), ";", "%d/%m/%Y", ","),
    "es": Dress(("Nº Cliente", "Fecha", "Importe"), "\t", "%d/%m/%Y", ","),
}


def plain(number: int) -> str:
    return f"K{number:04d}"


def as_csv(
    made: Iterable[Order], dress: str = "us", name: Callable[[int], str] = plain,
    more: tuple[str, Callable[[Order], str]] | None = None,
) -> str:  # fmt: skip
    """Write orders as a text file; ``more`` is one further column."""
    style = DRESSES[dress]
    header = (*style.header, more[0]) if more else style.header
    rows = [style.delimiter.join(header)]
    for order in made:
        customer, day, cents = order
        amount = f"{cents // 100}{style.decimal}{cents % 100:02d}"
        cells = [name(customer), day.strftime(style.day), amount]
        rows.append(style.delimiter.join([*cells, more[1](order)] if more else cells))
    return "\n".join(rows) + "\n"


@dataclass(frozen=True)
class Case:
    """Files, and what intake must make of them.

    ``warned`` and ``aside`` are complete: whatever else is said or set aside is a fault.
    """

    name: str
    files: dict[str, str | bytes]
    warned: frozenset[str] | set[str] = frozenset()
    aside: dict[str, int] = field(default_factory=dict)
    refused: str | None = None
    as_of: date | None = None
    also: frozenset[str] | set[str] = frozenset()  # may be said as well; not what the case is about


def judge(case: Case, check: Callable[..., object], refused: Callable[..., object]) -> None:
    """Assert that a case is refused, set aside and warned about exactly as it should be."""
    options = {"as_of": case.as_of} if case.as_of else {}
    if case.refused:
        assert refused(case.files, **options).code == case.refused
        return
    found = check(case.files, **options)
    aside: dict[str, int] = {}
    for receipt in found.intake.receipts.values():
        for code, n_rows in receipt.set_aside_by_code.items():
            aside[code] = aside.get(code, 0) + n_rows
    assert aside == case.aside, aside
    said = sorted(found.warned - case.also)
    assert said == sorted(case.warned), said
