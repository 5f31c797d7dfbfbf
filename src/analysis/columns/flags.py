"""Columns that say yes or no to one question: was this order voided, cancelled, deleted, a test.

Where the header is plain and a file has no status, such a column is one: a yes is no order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.cells.cellwords import CANCELLED_STATUS, NO_WORDS, YES_WORDS
from analysis.cells.headerkeys import key_of, keys
from analysis.columns.columnmap import ColumnMap
from analysis.columns.linekinds import NEGATIVE
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import toml_text
from analysis.results import Warned

_PLAIN = frozenset(keys(
    "void,voided,is void,is voided,cancelled,canceled,is cancelled,is canceled,order cancelled,"
    "order canceled,deleted,is deleted,test order,is test,is test order,draft,is draft,fksto,"
    "storno,storniert,ist storniert,stornokennzeichen,storno kennzeichen,gelöscht,ist gelöscht,"
    "löschkennzeichen,testbestellung,entwurf,annulé,annulée,est annulé,est annulée,supprimé,"
    "supprimée,brouillon,commande test,commande annulée,anulado,anulada,cancelado,cancelada,"
    "eliminado,eliminada,borrador,pedido anulado,pedido cancelado,factura anulada"
))  # fmt: skip
#: It may name a trial of something else as well.
_DOUBTFUL = frozenset(keys("test,tests"))
#: Where more of the first lines say yes, the question was another one.
_MOST = 0.5

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class _Flag:
    """A column of yes and no, and how many of the lines that would count say yes."""

    at: int
    name: str
    n_yes: int
    n_lines: int

    @property
    def usable(self) -> bool:
        return key_of(self.name) in _PLAIN and self.n_yes <= _MOST * self.n_lines


def settle_flags(columns: ColumnMap, rows: Rows, stated: Stated) -> tuple[ColumnMap, Stated]:
    """Return the map and what is stated, with a plain flag as the status of a file without one.

    Parameters
    ----------
    rows
        Cells of the first records.

    Examples
    --------
    >>> header = ("Customer", "Date", "Total", "Voided")
    >>> columns = ColumnMap("transactions", header, {"amount": (2,)})
    >>> rows = [["a", "2024-01-05", "5", "No"], ["b", "2024-01-06", "7", "Yes"]]
    >>> found, answered = settle_flags(columns, rows, Stated())
    >>> found.places["status"], "yes" in answered.cancel_words
    ((3,), True)
    """
    if columns.table != "transactions":
        return columns, stated
    flags = sorted(_flags(columns, rows, stated), key=lambda flag: -flag.n_yes)
    status = columns.places.get("status", (-1,))[0]
    used = [flag for flag in flags if flag.at == status or (status < 0 and flag.usable)][:1]
    told = [_beside(flag) for flag in flags if flag.n_yes and flag not in used]
    if used:
        columns = replace(columns, places={**columns.places, "status": (used[0].at,)})
        told += [_used(used[0])] if used[0].n_yes and status < 0 else []
        stated = replace(
            stated,
            cancel_words=(*stated.cancel_words, *sorted(YES_WORDS - {*stated.order_words})),
            order_words=(*stated.order_words, *sorted(NO_WORDS - {*stated.cancel_words})),
        )
    return replace(columns, warnings=(*columns.warnings, *told)), stated


def _flags(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Flag]:
    places = columns.places
    others = {at for column in places for at in places[column] if column != "status"}
    left = stated.unused(columns.header) - {*places.get("status", ())}
    for at, name in enumerate(columns.header):
        if key_of(name) in _PLAIN | _DOUBTFUL and at not in others | left:
            lines = [line for line in rows if len(line) > at and line[at].strip() != name]
            words = {line[at].strip().casefold() for line in lines} - {""}
            if words and words <= YES_WORDS | NO_WORDS:
                says_yes = [line for line in lines if line[at].strip().casefold() in YES_WORDS]
                n_yes = sum(_counts(columns, line, at) for line in says_yes)
                yield _Flag(at, name, n_yes, len(lines))


def _counts(columns: ColumnMap, line: Sequence[str], flag: int) -> bool:
    """Whether a line would count as an order: it is not below 0, and its status is none of none."""
    cells = {
        column: line[places[0]].strip()
        for column, places in columns.places.items()
        if places[0] != flag and len(line) > places[0]
    }
    status = " ".join(re.split(r"[\W_]+", cells.get("status", "").casefold())).strip()
    lowers = any(NEGATIVE.search(cells.get(column, "")) for column in ("amount", "quantity"))
    return not lowers and status not in CANCELLED_STATUS


def _used(flag: _Flag) -> Warned:
    said = f"'{flag.name}' says yes on {flag.n_yes:,} of the first {flag.n_lines:,} lines: it is "
    said += "read as a status, and such lines are set aside as no orders. If they are orders, put "
    said += f"ignore = [{toml_text(flag.name)}] under [transactions] into columns.toml."
    return Warned("flag_as_status", said, column=flag.name)


def _beside(flag: _Flag) -> Warned:
    name = toml_text(flag.name)
    said = f"'{flag.name}' says yes on {flag.n_yes:,} of the first {flag.n_lines:,} lines, and "
    said += f"such lines count as orders. If they are none, put status = {name} under "
    said += f"[transactions] into columns.toml; if they are, ignore = [{name}]."
    return Warned("flag_not_used", said, column=flag.name)
