"""Which column of an export is which: by whole header words, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from analysis.cells.headerkeys import UNITS, asked_for, words_and_signs
from analysis.columns.compounds import compound_column, in_languages
from analysis.columns.reasonwords import reason_column, without_thing
from analysis.columns.unclear import (
    Offer,
    left_out,
    no_column,
    of_a_line,
    one_field,
    two_candidates,
)
from analysis.columns.words import CURRENCIES, HEADER_WORDS, asks_why, key_of
from analysis.results import Warned
from analysis.vocabulary import TABLES, Column

#: Cells of records that stand for a file.
Rows = Sequence[Sequence[str]]

#: Several columns of one sense: any sign of an opt-out counts.
ANY_OF = frozenset({"do_not_contact", "consent"})
#: Where several fit, the first is shown on lists; nothing is computed from them.
_FIRST_OF = frozenset({"name", "email", "phone"})
#: Either all columns of one of these groups, or the file cannot be used.
NEEDS: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {
    "transactions": {"amount": (("amount",), ("quantity", "unit_price"))},
    "reasons": {"note": (("note",), ("code",))},
    "suppressions": {"customer_id": (("customer_id",), ("contact_id",), ("email",), ("phone",))},
}
#: Columns of transactions that are read and go into no table: the number of a line, money that
#: went back (named by columns.toml only), and what says that an order was cancelled.
BESIDE = {
    "line_no": Column("line_no", "id"), "refunded": Column("refunded", "money"),
    "cancelled": Column("cancelled", "text"),
}  # fmt: skip
#: What stands in brackets behind a name.
_ASIDE = re.compile(r"[(\[](text|name|desc|description|bezeichnung|libellé|descripción)", re.I)
#: How a header begins a word for one line, and words of one that speaks of a whole order.
_LINE = ("line", "item", "position", "zeile", "posten", "ligne", "línea", "linea")
WHOLE = re.compile(
    r"order|invoice|bill|cart|basket|rechnung|auftrag|bestell|beleg|facture|commande|factura|pedido"
)
#: What a header may say beside the word for money: its currency, its unit.
_UNITS = CURRENCIES.union({"€", "$", "£", "us$"}, *UNITS.values())
_MONEY = frozenset({"amount", "unit_price", "margin"})
#: A header of shares, such as *Margin %*; *Net (19 % VAT)* is none.
_A_SHARE = re.compile(r"(?<![\d\s])\s*%|^\s*%")
#: A tax by what stands in brackets, as in *Amount (Tax)* beside *Amount (Net)*.
_A_TAX = re.compile(
    r"(?i)[(\[](sales )?(tax(es)?|vat|gst|mwst|ust|steuer|tva|taxe|iva|impuesto)( amount)?\.?[)\]]"
)
#: What is left to be paid is no answer to the question which money is meant.
_OWED = re.compile(r"\bdue\b|payer|zahlbetrag", re.I)
_BESIDE_MONEY = _UNITS | {"in", "en", "de"}


@dataclass(frozen=True)
class ColumnMap:
    """Where each canonical column of one file comes from.

    Parameters
    ----------
    table
        Canonical table.
    header
        Header cells; empty texts where the file has no header.
    places
        Canonical column -> positions from 0; more than one only for opt-out and consent.
    warnings
        What was left out because two columns would fit.
    listed
        For a call list that came back: where each of its columns stands; empty for other files.
    kinds
        Folded words of ``line_type`` beyond the listed ones, and the kind that each names here.
    currency
        Code of the one currency that the header of the amount names, or columns.toml; else empty.

    Examples
    --------
    >>> map_columns("transactions", ("Kd-Nr", "Datum", "Betrag"), file="a.csv").places["amount"]
    (2,)
    """

    table: str
    header: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    warnings: tuple[Warned, ...] = field(default=())
    listed: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""

    def label(self, column: str) -> str:
        """Return the header of a canonical column as the file has it."""
        names = [self.header[at] or f"column {at + 1}" for at in self.places.get(column, ())]
        return " x ".join(names)

    def has(self, column: str) -> bool:
        """Whether the file has the column."""
        return column in self.places

    @property
    def taken(self) -> frozenset[int]:
        """Positions of the columns that something is read from."""
        return frozenset(at for places in self.places.values() for at in places)

    def reading(self, column: str, at: int, *told: Warned) -> ColumnMap:
        """Return the map with a canonical column read from a place, and what is said of that."""
        return replace(self.saying(*told), places={**self.places, column: (at,)})

    def saying(self, *told: Warned) -> ColumnMap:
        """Return the map with more that is to be said."""
        return replace(self, warnings=(*self.warnings, *told))


@cache
def _by_key(table: str) -> dict[str, list[tuple[str, int]]]:
    """Return header key -> the columns of a table that it may name, with the rank of the word."""
    found: dict[str, list[tuple[str, int]]] = {}
    for column, ranks in HEADER_WORDS[table].items():
        if column == "line_no" or _in_table(table, column):
            for rank, keys in enumerate(ranks, 1):
                for key in keys:
                    found.setdefault(key, []).append((column, rank))
    return found


@lru_cache(maxsize=20_000)
def _ranked(cell: str, table: str) -> tuple[str, int] | None:
    """Return the canonical column that a header names, and the rank of the word."""
    if table == "reasons" and asks_why(cell):
        return "note", 2
    cell = asked_for(cell)
    key = key_of(cell)
    if not key or len(cell) > 80:
        return None
    for column, rank in _by_key(table).get(key, ()):
        if column not in _MONEY or not (_A_SHARE.search(cell) or _A_TAX.search(cell)):
            return column, rank
    compound = compound_column(cell)
    if compound and _in_table(table, compound[0]):
        return compound
    named = _money_header(cell, table)
    if table == "reasons":
        bare = without_thing(cell)
        named = reason_column(cell) or (_ranked(bare, table) if bare != cell else None)
    return named or _in_languages(cell, table)


def _in_languages(cell: str, table: str) -> tuple[str, int] | None:
    """Return what each part of a header names, such as *Montant / Amount*."""
    named = [_ranked(part, table) or ("", 0) for part in in_languages(cell)]
    same = len({column for column, _ in named}) == 1 and ("", 0) not in named
    return max(named, key=lambda one: one[1]) if same else None


def named_by(cell: str, table: str) -> tuple[str, int] | None:
    """Return the canonical column that a header cell names, and the rank of its word.

    Examples
    --------
    >>> named_by("Kd-Nr", "transactions"), named_by("Kunde", "transactions")
    (('customer_id', 1), ('customer_id', 3))
    """
    return _ranked(cell.strip(), table)


def rank_of(cell: str, table: str, column: str) -> int:
    """Return the rank of a header's word for one column, 0 where it names another one or none.

    Examples
    --------
    >>> rank_of("Kunde", "transactions", "customer_id"), rank_of("Kunde", "transactions", "amount")
    (3, 0)
    """
    named, rank = named_by(cell, table) or ("", 0)
    return rank if named == column else 0


def best_places(header: Sequence[str], table: str, column: str) -> list[int]:
    """Return the positions of the headers that name a column by the words of its best rank.

    Examples
    --------
    >>> best_places(["Order", "Invoice ID", "Invoice No"], "transactions", "order_id")
    [1, 2]
    """
    ranks = {at: rank for at, name in enumerate(header) if (rank := rank_of(name, table, column))}
    return [at for at, rank in ranks.items() if rank == min(ranks.values())]


def with_other_money(
    header: Sequence[str], table: str, column: str, best: Sequence[int]
) -> list[int]:
    """Return the places to be asked about: of money those of other ranks, too, behind the best.

    Examples
    --------
    >>> header = ["Gross", "Net", "Total paid", "Amount due"]
    >>> with_other_money(header, "transactions", "amount", [0])
    [0, 2]
    """
    if column != "amount" or len({header[at] for at in best}) == 1 < len(best):
        return [*best]
    ranks = [rank_of(cell, table, column) for cell in header]
    lowest = max((ranks[at] for at in best), default=0)
    lower = sorted((rank, at) for at, rank in enumerate(ranks) if rank > lowest)
    return [*best, *(at for _, at in lower if not _OWED.search(header[at]))]


def kind_of(table: str, column: str) -> str:
    """Return the kind of a canonical column.

    Examples
    --------
    >>> kind_of("touches", "touched_at"), kind_of("transactions", "line_no")
    ('timestamp', 'id')
    """
    return (BESIDE.get(column) or TABLES[table].column(column)).kind


def _in_table(table: str, column: str) -> bool:
    return any(known.name == column for known in TABLES[table].columns)


def _money_header(cell: str, table: str) -> tuple[str, int] | None:
    """Return amount for a header such as ``dollar_value``, ``Umsatz in EUR``, ``amount cents``."""
    if table != "transactions":
        return None
    tokens = words_and_signs(cell)
    rest = [token for token in tokens if token not in _BESIDE_MONEY]
    if _UNITS.isdisjoint(tokens) or not rest:
        return None
    key = key_of(" ".join(rest))
    for column in ("amount", "unit_price", "margin"):
        if any(key in keys for keys in HEADER_WORDS["transactions"][column]):
            return column, 1
    return None


@lru_cache(maxsize=5_000)
def _known(cells: tuple[str, ...], table: str) -> frozenset[str]:
    found = (_ranked(cell.strip(), table) for cell in cells)
    return frozenset(hit[0] for hit in found if hit)


def filled_cells(rows: Rows, at: int) -> list[str]:
    """Return the cells of a column that hold something, without blanks around them.

    Examples
    --------
    >>> filled_cells([["a", " 5 "], ["b", ""], ["c"]], 1)
    ['5']
    """
    return [cell for row in rows if len(row) > at and (cell := row[at].strip())]


def known_columns(header: Sequence[str], table: str) -> frozenset[str]:
    """Return the canonical columns of a table that a header names.

    Examples
    --------
    >>> sorted(known_columns(["Kunde", "Grund"], "reasons"))
    ['customer_id', 'note']
    """
    return _known(tuple(header), table)


def count_known(cells: Sequence[str]) -> int:
    """Return how many columns of one table a row of cells names.

    Examples
    --------
    >>> count_known(["Customer ID", "Order date", "colour"])
    2
    """
    row = tuple(cells[:200])
    return max(len(_known(row, table)) for table in TABLES)


def missing_columns(table: str, known: frozenset[str] | set[str]) -> list[str]:
    """Return the required columns that are not among the known ones.

    Examples
    --------
    >>> missing_columns("transactions", {"customer_id", "quantity", "unit_price"})
    ['ordered_on']
    """
    needs = NEEDS.get(table, {})
    lacking = [
        column for column in TABLES[table].required if column not in known and column not in needs
    ]
    for column, groups in needs.items():
        if not any(set(group) <= set(known) for group in groups):
            lacking.append(column)
    return lacking


def map_columns(
    table: str, header: Sequence[str], *, file: str, stated: Mapping[str, int] | None = None,
    may_lack: frozenset[str] = frozenset(), likely: Mapping[str, Sequence[Offer]] | None = None,
) -> ColumnMap:  # fmt: skip
    """Return the column map of a file.

    Parameters
    ----------
    stated
        Canonical column -> position from 0, as columns.toml says; these are not looked for.
    may_lack
        Required columns that this run does without.
    likely
        Required column -> what may serve it, the best first, with samples of the cells.

    Raises
    ------
    InputRefused
        When a needed column is missing, or two columns would serve one need.
    """
    stated = dict(stated or {})
    hits = _hits(table, header, stated)
    places: dict[str, tuple[int, ...]] = {column: (at,) for column, at in stated.items()}
    warnings = []
    for column, ranks in hits.items():
        best, told = _one_of(column, header, ranks[min(ranks)])
        warnings += told
        if column in ANY_OF:
            every = sorted(at for found_at in ranks.values() for at in found_at)
            places[column] = (*places.get(column, ()), *every)
        elif len(best) == 1:
            places[column] = tuple(best)
        elif column in _FIRST_OF:
            places[column] = (best[0],)
        elif column not in may_lack and _is_needed(table, column, set(hits) | set(stated)):
            free = ["" if at in stated.values() else cell for at, cell in enumerate(header)]
            asked = with_other_money(free, table, column, best)
            raise two_candidates(table, column, {at: header[at] for at in asked}, file)
        else:
            warnings.append(left_out(column, [header[at] for at in best]))
    lacking = [column for column in missing_columns(table, set(places)) if column not in may_lack]
    if lacking and (sign := _sign_between(header)):
        raise one_field(" ".join(header), sign, file)
    if lacking:
        raise no_column(table, lacking, places, header, file, likely or {})
    return ColumnMap(table, tuple(header), places, tuple(warnings))


def _one_of(
    column: str, header: Sequence[str], places: list[int]
) -> tuple[list[int], list[Warned]]:
    """Return the one place that headers of one rank leave, else all of them.

    The text beside an id, ``Sold-to party (Text)``, is no id; an amount of a line wins over those
    that speak of an order.
    """
    plain = [at for at in places if not _ASIDE.search(header[at])]
    if column.endswith("_id") and len(plain) == 1:
        return plain, []
    lines = [at for at in places if any(w.startswith(_LINE) for w in words_and_signs(header[at]))]
    others = [at for at in places if at not in lines]
    whole = all(WHOLE.search(key_of(header[at])) for at in others)
    if column != "amount" or not others or len(lines) != 1 or not whole:
        return places, []
    return lines, [of_a_line(header, places, lines[0])]


def _hits(
    table: str, header: Sequence[str], stated: Mapping[str, int]
) -> dict[str, dict[int, list[int]]]:
    """Return the places that would serve each column, by rank of their words."""
    hits: dict[str, dict[int, list[int]]] = {}
    for at, cell in enumerate(header):
        found = _ranked(cell, table)
        if found is None or at in stated.values():
            continue
        # An opt-out beside the stated one still counts: fail safe.
        if found[0] not in stated or found[0] in ANY_OF:
            hits.setdefault(found[0], {}).setdefault(found[1], []).append(at)
    return hits


def _is_needed(table: str, column: str, known: set[str]) -> bool:
    groups = NEEDS.get(table, {})
    alternative = any(column in group for need in groups.values() for group in need)
    if column in {"quantity", "unit_price"} and "amount" in known:
        return False
    return alternative or column in TABLES[table].required


def _sign_between(header: Sequence[str]) -> str:
    """Return a sign that parts a header into more known words than its fields; empty without."""
    text, known = " ".join(header), max(1, count_known(header))
    signs = dict.fromkeys(sign for sign in text if not (sign.isalnum() or sign in " _-'"))
    return next((sign for sign in signs if count_known(text.split(sign)) > known), "")
