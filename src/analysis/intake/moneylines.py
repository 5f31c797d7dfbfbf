"""Lines with a customer, a day and money in what is read as another table than transactions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.cells.headerkeys import key_of
from analysis.columns.backnames import speaks_back, what_is_numbered, without_back
from analysis.columns.columnmap import (
    ColumnMap,
    best_places,
    kind_of,
    known_columns,
    missing_columns,
    named_by,
)
from analysis.columns.layout import Layout
from analysis.columns.reasonwords import without_thing
from analysis.columns.salelines import OF_A_SALE, are_postings, are_sales, of_a_list
from analysis.columns.unclear import toml_text
from analysis.columns.whichtable import file_words
from analysis.columns.words import speaks_of_loss
from analysis.files.records import Record
from analysis.intake.filenames import name_in
from analysis.intake.optoutlists import (
    said_of_bare_ids,
    said_of_opt_outs,
    speak_of_opt_outs,
)
from analysis.results import Warned
from analysis.rows.likelymoney import rank_money
from analysis.rows.looks import Look, looks_of
from analysis.rows.onlycolumn import is_called_money, only_columns

_CENTS = re.compile(r"\d[.,]\d\d\D*$")
#: Headers of what was lost or ended: the money beside it is that of a sale that was none.
_ENDED = re.compile("kuendig|cancel|resili|annul|baja|leav|left")
#: How the header of a day begins on which a deal was won.
_WON = re.compile("won|gewonnen|gagne|ganad")
#: Lists of persons: one line each, whatever days and money stand on it.
_LISTS = frozenset({"customers", "contacts", "reps"})
#: A list has so many lines more than customers only where these came again.
_LINES_EACH = 1.2


@dataclass(frozen=True)
class _Lines:
    """What the cells of a table show: the headers of a day and of money, empty where there is none.

    Examples
    --------
    >>> _Lines("Procedure Date", "Fee").are_dated_money
    True
    """

    day: str = ""
    money: str = ""

    @property
    def are_dated_money(self) -> bool:
        """Whether there is a day and money."""
        return bool(self.day and self.money)


def _lines_of(rows: Iterable[Record], header: Sequence[str], table: str) -> _Lines:
    """Return the day and the money that the cells show and that the table has no column for.

    In a list of persons they count where the same one comes again and again, or where the header
    is of postings.
    """
    looks = looks_of(rows, header)
    free = {at: one for at, one in looks.items() if one.header and not _is_money_of(one, table)}
    if table in _LISTS and not _come_again(looks, header):
        return _Lines()
    days = (one.header for one in free.values() if one.kind == "a date"
            and not of_a_list(one.header))  # fmt: skip
    best = rank_money(free, [*free], {}).best if free else ()
    named = best_places(header, "transactions", "amount")
    likely = [at for at in (*named, *best) if at in free]
    paid = (free[at].header for at in likely if has_cents(free[at]) or is_called_money(free[at]))
    return _Lines(next(days, ""), next(paid, ""))


def has_cents(look: Look) -> bool:
    """Whether all cells of a column are numbers with two decimals."""
    return all(map(_CENTS.search, look.cells))


def _is_money_of(look: Look, table: str) -> bool:
    hit = named_by(look.header, table)
    return hit is not None and kind_of(table, hit[0]) == "money"


def _come_again(looks: Mapping[int, Look], header: Sequence[str]) -> bool:
    """Whether the column of the customers has each of them on several lines.

    Where no header names the customer, the day and the amount of a document tell it.
    """
    cells = _customers_of(looks)
    if not cells:
        return are_postings(header)
    return len(cells) > _LINES_EACH * len({*cells})


def _customers_of(looks: Mapping[int, Look]) -> list[str]:
    who = (one for one in looks.values() if (hit := named_by(one.header, "transactions"))
           and hit[0] == "customer_id")  # fmt: skip
    return next((one.cells for one in who), [])


def table_by_cells(layout: Layout, table: str, money: str = "") -> str:
    """Return the table that the cells prove, against the one that the headers seem to be; or "".

    Lines with a day and money are sales, though no header of theirs is known, and no opt-outs where
    neither name nor header says so; a line for each
    customer and no money is a list of customers.

    Parameters
    ----------
    money
        Header that columns.toml names as the amount of transactions; empty without one.
    """
    back = are_returns(name_in(layout), layout.header, lambda: layout.judged)
    if back or _are_lines_of_sales(layout, table, money):
        return "transactions"
    return "customers" if _are_listed_customers(layout, table) else ""


def are_returns(name: str, header: Sequence[str], rows: Callable[[], Iterable[Record]]) -> bool:
    """Whether a name or a number is of credit notes or returns, and lines have a day and money.

    Why they went back (*Grund*, *Motivo*) stands on most of such lists, and is why nobody left.

    Parameters
    ----------
    rows
        Gives the first rows, where the name speaks.

    Examples
    --------
    >>> header = ["Kd-Nr", "Datum", "Betrag", "Grund"]
    >>> are_returns("Gutschriften", header, list), are_returns("Q1", header, list)
    (True, False)
    """
    told = speaks_back(name) or any(map(what_is_numbered, header))
    return told and not _ended(header) and have_dated_money(name, header, rows())


def have_dated_money(name: str, header: Sequence[str], rows: Iterable[Record]) -> bool:
    """Whether lines have a customer, a day and money, by their headers or else by their cells.

    Examples
    --------
    >>> have_dated_money("a.csv", ["Kd-Nr", "Datum", "Betrag"], [])
    True
    """
    lacks = {*missing_columns("transactions", known_columns(header, "transactions"))}
    if not lacks or not lacks <= {"ordered_on", "amount"}:
        return not lacks
    cells = [record.fields for record in rows]
    return lacks == {*columns_by_cells("transactions", header, {}, cells, name)}


def show_dated_money(header: Sequence[str], rows: Iterable[Record], table: str) -> bool:
    """Whether lines that look like another table show a day and money, under whatever headers.

    Examples
    --------
    >>> rows = [Record(at, [f"C{at}", f"2024-02-0{at}", f"{at}.50"]) for at in range(1, 7)]
    >>> show_dated_money(["Customer ID", "Noted", "Worth"], rows, "reasons")
    True
    """
    return _lines_of(rows, header, table).are_dated_money


def columns_by_cells(
    table: str, header: Sequence[str], positions: Mapping[str, int], rows: Sequence[list[str]],
    name: str,
) -> dict[str, int]:  # fmt: skip
    """Return columns of orders that no header names and that exactly one column can serve.

    A list of credit notes or returns, by its name, may say so in its headers too.

    Examples
    --------
    >>> header = ["Kd-Nr", "Datum", "Gutschriftsbetrag"]
    >>> columns_by_cells("transactions", header, {}, [], "Gutschriften.csv")
    {'amount': 2}
    """
    known = {*known_columns(header, table), *positions}
    if table != "transactions" or not (lacking := missing_columns(table, known)):
        return {}
    if speaks_back(name) and (plain := _named_back(lacking, header)):
        return plain
    placed = {column: best_places(header, table, column) for column in known}
    alone = {column for column, at in placed.items() if len(at) == 1 or column != "delivered_on"}
    places = {column: placed[column][0] for column in alone if placed[column]}
    return only_columns(lacking, rows, header, {**places, **positions})


def _named_back(lacking: Sequence[str], header: Sequence[str]) -> dict[str, int]:
    """Return the columns that headers name beside the word for what went back; all, or none."""
    bare = ["" if named_by(cell, "transactions") else without_back(cell) for cell in header]
    found = {column: best_places(bare, "transactions", column) for column in lacking}
    alone = all(len(at) == 1 for at in found.values())
    return {column: at[0] for column, at in found.items()} if alone else {}


def _ended(header: Sequence[str]) -> bool:
    return any(speaks_of_loss(cell) or _ENDED.search(key_of(cell)) for cell in header)


def _won(header: Sequence[str]) -> _Lines:
    """Return the day on which a deal was won, and its money: not all of them were lost."""
    days = (name for name in header if _WON.match(key_of(without_thing(name))))
    money = best_places(header, "transactions", "amount")
    return _Lines(next(days, ""), header[money[0]] if money else "")


def _are_lines_of_sales(layout: Layout, table: str, money: str) -> bool:
    """Whether a table that its name does not tell shows lines of sales by its cells.

    A remark beside them makes them reasons only where neither the name of the file nor an amount
    that columns.toml names, and no header would, says sales.
    """
    header, words = layout.header, file_words(layout.called)
    is_told = words - {"transactions"} and not missing_columns(table, known_columns(header, table))
    is_sales = words == {"transactions"} or (
        money in header and not named_by(money, "transactions")
    )
    if table in {"transactions", "assignments"} or is_told:
        return False
    if table == "suppressions":
        dated = _lines_of(layout.judged, header, table).are_dated_money
        return dated and not speak_of_opt_outs(header)
    notes = {cell for cell in header if named_by(cell, "reasons") == ("note", 1)}
    if table == "reasons" and not is_sales and any(not _is_description(cell) for cell in notes):
        return False
    lines = _lines_of(layout.judged, header, table)
    return lines.are_dated_money and are_sales(header, dated=True, paid=True)


def _are_listed_customers(layout: Layout, table: str) -> bool:
    """Whether what would be read as transactions lists customers: one line each, no money."""
    header = layout.header
    known = known_columns(header, "transactions")
    lacks = {"ordered_on", "amount"} <= {*missing_columns("transactions", known)}
    if table != "transactions" or not lacks or "customer_id" not in known or known & OF_A_SALE:
        return False
    records = [one for one in layout.judged if not one.blank]
    if 2 * sum(len(one.fields) == len(header) for one in records) <= len(records):
        return False  # what parts the header parts no lines
    looks = looks_of(records, header)
    cells = _customers_of(looks)
    money = any(one.is_amount and one.has_decimals for one in looks.values())
    return bool(cells) and len(cells) == len({*cells}) and not money


def _is_description(header: str) -> bool:
    return "escri" in header or "eschr" in header  # of a product, or of what somebody said


def said_of_table(layout: Layout, columns: ColumnMap, file: str) -> Iterable[Warned]:
    """Return what is to be said of a table that nobody stated."""
    table = columns.table
    if table == "suppressions":
        return said_of_opt_outs(layout, file)
    bare = said_of_bare_ids(file, layout.called, layout.header, table)
    return [*bare, *_money_said(layout, table, file, columns.places)]


def _money_said(layout: Layout, table: str, file: str, known: Collection[str]) -> list[Warned]:
    """Say that a table that is not of transactions has lines with a customer, a day and money.

    Parameters
    ----------
    known
        The columns of the table that it has.
    """
    if table in {"transactions", "suppressions"} or speaks_of_loss(layout.called):
        return []
    lines = _won(layout.header)
    if (_ended(layout.header) and not lines.day) or missing_columns(table, {*known}):
        return []
    lines = lines if lines.day else _lines_of(layout.judged, layout.header, table)
    if not lines.are_dated_money:
        return []
    return [
        Warned(
            "money_not_read",
            f"{file} was read as {table}, and has a day ('{lines.day[:40]}') and money "
            f"('{lines.money[:40]}') on each line: that money is in no sum. If these are sales or "
            f"credit notes, put this into columns.toml: [{toml_text(file)}] {_as_sales(layout)}.",
            column=lines.money,
        )
    ]


def _as_sales(layout: Layout) -> str:
    """Return the lines of columns.toml by which a file, or all of its sheets, are transactions."""
    line = 'table = "transactions"'
    if not layout.part:
        return line
    return f'{line} and sheet = "*" (a sheet of another table must then be a file of its own)'
