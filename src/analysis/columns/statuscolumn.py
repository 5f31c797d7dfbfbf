"""Which column says whether an order is one: that whose words are known, and of both senses.

A status under a header that nobody knows speaks of paid and of cancelled orders. So does one beside
another that outranks it by its header and tells nothing: how far a deal has come beside whether it
was won, or whether an invoice was written beside whether the order stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.cells.cellwords import (
    CANCELLED_STATUS,
    NO_WORDS,
    NULL_WORDS,
    ORDER_STATUS,
    RETURNED_STATUS,
    YES_WORDS,
    plain_word,
)
from analysis.cells.headerkeys import key_of
from analysis.columns.columnmap import ColumnMap, Rows, filled_cells, rank_of
from analysis.columns.flags import names_flag
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import leave_out, put, toml_text, which_is_meant
from analysis.errors import InputRefused
from analysis.results import Warned

#: A column with more different words is no status.
_FEW = 12
_MOST_CELLS, _FIRST = 5 * _FEW, 100
_NAMED = ("status", "state", "statut", "etat", "estado", "situ", "stat")
#: What is not the order: a customer may be lost, and a subscription ended, whose orders stand.
_OF_OTHERS = (
    r"customer|kunde|client|account|kont[oa]|compte|cuenta|member|mitglied|socio|adh[eé]rent|"
    r"subscri|abo|suscrip|contract|vertrag|contrat|lead|mail|newsletter|user|nutzer|"
    r"sync|e?[xm]port|print|druck|task|ticket|review|approv|product|artikel|stock"
)
#: What becomes of an order later.
_LATER = (
    r"return|refund|retour|devol|erstatt|r[uü]ck|ship|deliver|liefer|livrais|entrega|env[ií]|"
    r"versand|fulfil"
)
_ELSE = re.compile(f"{_OF_OTHERS}|{_LATER}")
#: How a header, as a key, says status, and of what an order may be called beside it.
_A_STATUS = re.compile(r"^(status|statut|estado|etat|stato)|(status|statut|estado|stato|zustand)$")
_A_STATE = re.compile(r"state$")  # of a country as often
_OF_ORDERS = re.compile(
    r"order|auftrag|bestell|command|pedido|ordine|invoice|rechnung|beleg|factur|fattur|gift(?!aid)|"
    r"donati|pledge|spend|donativ|booking|buchung|reserv|appointment|termin(?!a)|cita|deal(?!er)|"
    r"opportunit|payment|zahlung|paiement|pago|pagament|transa|vorgang|vente|venta|verkauf"
)


@dataclass(frozen=True)
class _Words:
    """The words of a column, how often each stands there, and what they say of an order."""

    at: int
    name: str
    words: Counter[str]
    stated: Stated

    @property
    def _none(self) -> frozenset[str]:
        said, orders = (
            {*map(plain_word, words)}
            for words in (self.stated.cancel_words, self.stated.order_words)
        )
        return (CANCELLED_STATUS | said) - orders

    @property
    def _order(self) -> frozenset[str]:
        return ORDER_STATUS.union(map(plain_word, self.stated.order_words)) - self._none

    @property
    def none(self) -> list[str]:
        return sorted(self.words.keys() & self._none)

    @property
    def n_none(self) -> int:
        return sum(self.words[word] for word in self.none)

    @property
    def is_known(self) -> bool:
        return self.words.keys() <= self._none | self._order

    @property
    def tells(self) -> bool:
        """Whether it tells lines that are orders from others that are none."""
        return bool(self.none and self.order)

    @property
    def order(self) -> frozenset[str]:
        """The words that say that a line is an order."""
        return frozenset(self.words.keys() & self._order)

    @property
    def unknown(self) -> list[str]:
        return sorted(self.words.keys() - NULL_WORDS - self._none - self._order)

    @property
    def is_of_orders(self) -> bool:
        """Whether the header says status beside a word for an order, a gift, a booking."""
        return bool(_OF_ORDERS.search(key_of(self.name)))

    @property
    def rank(self) -> tuple[bool, int]:
        return any(word in key_of(self.name) for word in _NAMED), self.n_none


def settle_status(columns: ColumnMap, rows: Rows, stated: Stated, file: str) -> ColumnMap:
    """Return the map with a column as ``status`` whose cells prove that it is one.

    Raises
    ------
    InputRefused
        When the words of the status are not known, and those of a column are that is not called so.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Kunde", "Total", "Result"), {"amount": (1,)})
    >>> rows = [["a", "5", "Paid"], ["b", "7", "Cancelled"]]
    >>> settle_status(columns, rows, Stated(), "a.csv").places["status"]
    (2,)
    """
    used = _words(columns, rows, stated) if columns.has("status") else None
    if "status" in stated.columns or (used and used.tells):
        return columns
    free = [one for one in _free(columns, rows, stated) if one.none]
    found = [one for one in free if one.is_known and one.tells]
    if not found:
        return (
            columns if used else _in_doubt(_unknown_words(columns, rows, stated), free, len(rows))
        )
    if used:
        return _instead(columns, used, found, file)
    best = max(found, key=lambda one: one.rank)
    others = [told for told in columns.warnings if (told.code, told.column) != _NONE_USED]
    said = f"'{best.name}' holds words of a status and was read as one{_set_aside(best)}"
    told = Warned("status_by_words", said, column=best.name)
    return replace(columns, warnings=tuple(others)).reading("status", best.at, told)


def _unknown_words(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Return the map with the status of orders of which some words are known: others are asked.

    Where no word is known, or the status may be of anything, the unknown ones are said.
    """
    if any((told.code, told.column) == _NONE_USED for told in columns.warnings):
        return columns
    strange = [one for one in _free(columns, rows, stated) if _has_unknown(one)]
    asked = [one for one in strange if one.is_of_orders and one.order]
    if len(asked) == 1:
        return columns.reading("status", asked[0].at)
    return columns.saying(*(_unknown_count(one) for one in strange))


def _has_unknown(one: _Words) -> bool:
    """Whether a header says status, and words beside no cancelled ones are not known."""
    key = key_of(one.name)
    named = _A_STATUS.search(key) or (one.is_of_orders and _A_STATE.search(key))
    if not named or one.none or _ELSE.search(one.name.casefold()):
        return False
    answers = one.words.keys() <= NULL_WORDS | YES_WORDS | NO_WORDS
    return bool(one.unknown and (one.is_of_orders or one.order)) and not answers


def _unknown_count(one: _Words) -> Warned:
    shown = ", ".join(f"'{word[:30]}'" for word in one.unknown[:3])
    n_lines = sum(one.words[word] for word in one.unknown)
    said = (
        f"{n_lines:,} of the lines looked at have words in '{one.name}' whose sense is not known "
    )
    said += f"({shown}), and count as orders. If the column says which lines are orders, "
    said += f"{put(f'status = {toml_text(one.name)}')}; if not, ignore = [{toml_text(one.name)}]."
    return Warned("status_in_doubt", said, column=one.name)


def _in_doubt(columns: ColumnMap, free: list[_Words], n_rows: int) -> ColumnMap:
    """Return the map where words that say cancelled stand beside others that nobody knows.

    Under a header that says status the others are asked about.
    """
    free = [
        one for one in free
        if not re.search(_OF_OTHERS, one.name.casefold()) and not names_flag(one.name)
        and 2 * one.n_none <= n_rows  # what stands on most lines speaks of something else
    ]  # fmt: skip
    named = [one for one in free if one.rank[0] and not _ELSE.search(one.name.casefold())]
    if len(named) == 1 and not named[0].is_known:
        return columns.reading("status", named[0].at)
    return columns.saying(*map(_counted_as_orders, free))


def _counted_as_orders(one: _Words) -> Warned:
    shown = ", ".join(f"'{word}'" for word in one.none[:3])
    said = f"{one.n_none:,} of the lines looked at have {shown} in '{one.name}', and such lines "
    said += f"count as orders. If they are none, {put(f'status = {toml_text(one.name)}')}; if they "
    said += f"are, ignore = [{toml_text(one.name)}]."
    return Warned("status_in_doubt", said, column=one.name)


#: Code and column of the warning that several headers name a status, and none is used.
_NONE_USED = ("two_columns_fit", "status")


def _free(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Words]:
    for at, name in stated.free(columns.header, columns.taken):
        if len(_counted(rows[:_FIRST], at, name)) > _FEW:
            continue
        words = _counted(rows, at, name)
        if len(words) <= _FEW:
            yield _Words(at, name, words, stated)


def _words(columns: ColumnMap, rows: Rows, stated: Stated) -> _Words:
    """Return those of the column that is read as the status."""
    at = columns.places["status"][0]
    words = _counted(rows, at, columns.header[at])
    return _Words(at, columns.label("status"), words, stated)


def _counted(rows: Rows, at: int, name: str) -> Counter[str]:
    """Return the words of a column; of one with many different cells some of them."""
    cells = Counter(cell.casefold() for cell in filled_cells(rows, at))
    words = Counter[str]()
    for cell, n in cells.most_common(_MOST_CELLS):
        words[plain_word(cell)] += n * (cell != name.casefold())
    return +words


def _instead(columns: ColumnMap, used: _Words, found: list[_Words], file: str) -> ColumnMap:
    """Return the map with another status, where the one by its header tells no orders apart."""
    strange = not used.is_known and not used.words.keys() <= NULL_WORDS
    found = [one for one in found if not _ELSE.search(one.name.casefold()) and _is_lost(one)]
    named = [one for one in found if one.rank[0] or rank_of(one.name, "transactions", "status")]
    if not (named or (strange and found)):
        return columns
    if len(named) != 1:
        raise _which(used, named or found, file)
    said = f"'{named[0].name}' is read as the status: by '{used.name}' no line is told from the "
    said += f"others as no order{_set_aside(named[0])}"
    told = Warned("status_by_words", said, column=named[0].name)
    return columns.reading("status", named[0].at, told)


def _is_lost(one: _Words) -> bool:
    """Whether more than money that went back is told of: that was an order."""
    return not RETURNED_STATUS.issuperset(one.none)


def _set_aside(one: _Words) -> str:
    shown = ", ".join(f"'{word}'" for word in one.none[:5])
    said = f": lines with {shown} are set aside as no orders. If they are orders, "
    return said + f"{leave_out(one.name)}."


def _which(used: _Words, others: list[_Words], file: str) -> InputRefused:
    names = [one.name for one in (*others[:4], used)]
    shown = "; ".join(
        f"'{one.name[:40]}' has {', '.join(repr(word) for word in [*one.words][:4])}"
        for one in (*others[:4], used)
    )
    return which_is_meant(
        f"{file}: several columns may say which lines are orders: {shown}",
        "one column for status", [f"status = {toml_text(name)}" for name in names],
        file=file, column=used.name,
    )  # fmt: skip
