"""Columns that say of an order that it is none: a flag, or the day since when.

A flag says yes or no (voided, cancelled, deleted, a test), or holds the day on which an order was
cancelled.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from statistics import median

from analysis.cells.amounts import is_negative
from analysis.cells.cellwords import (
    CANCELLED_STATUS,
    NO_WORDS,
    NULL_WORDS,
    ORDER_STATUS,
    YES_WORDS,
    plain_word,
)
from analysis.cells.dates import order_of
from analysis.cells.daytexts import NEVER_DAYS, PLACEHOLDER_DAYS, close_day, read_day
from analysis.cells.headerkeys import key_of, keys
from analysis.columns.columnmap import ColumnMap, Rows
from analysis.columns.linekinds import fold, kind_of_words
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import leave_out, put, toml_text
from analysis.engine import quote_text
from analysis.results import Warned

_PLAIN = frozenset(keys(
    "void,voided,is void,is voided,cancelled,canceled,is cancelled,is canceled,order cancelled,"
    "order canceled,deleted,is deleted,test order,is test,is test order,draft,is draft,fksto,"
    "storno,storniert,ist storniert,stornokennzeichen,storno kennzeichen,gelöscht,ist gelöscht,"
    "löschkennzeichen,testbestellung,entwurf,annulé,annulée,est annulé,est annulée,supprimé,"
    "supprimée,brouillon,commande test,commande annulée,anulado,anulada,cancelado,cancelada,"
    "eliminado,eliminada,borrador,pedido anulado,pedido cancelado,factura anulada,is cancel,"
    "is quote,storno kz,stornokz,reversed,is reversed,annullato,annullata"
))  # fmt: skip
_DATED = frozenset(keys(
    "cancelled at,canceled at,cancelled on,canceled on,cancelled date,canceled date,date cancelled,"
    "date canceled,cancel date,cancellation date,date of cancellation,order cancelled at,"
    "order canceled at,voided at,voided on,void date,date voided,deleted at,deleted on,"
    "storniert am,storniert,storno am,stornodatum,storno datum,datum storno,stornierungsdatum,"
    "gelöscht am,annulé le,annulée le,date annulation,date d annulation,supprimé le,"
    "fecha anulación,fecha de anulación,fecha cancelación,fecha de cancelación,anulado el,"
    "cancelado el,fecha anulado,cancelled time,canceled time,cancel time,cancelled timestamp"
))  # fmt: skip
_NO_DAYS = NEVER_DAYS | PLACEHOLDER_DAYS | {"0001-01-01"}
_NO = frozenset({
    "", "0.0", "00", *NO_WORDS, *NULL_WORDS, *(ORDER_STATUS - CANCELLED_STATUS), *_NO_DAYS,
    *(f"{day} 00:00:00" for day in _NO_DAYS),
})  # fmt: skip
_YES = YES_WORDS | CANCELLED_STATUS | {"1.0", "-1"}
#: What is not cancelled says so with these words before it.
_NOT = ("not ", "nicht ", "non ", "no ", "not-")
#: It names lines that lower money, or orders that came back whole.
_BACK = frozenset(keys(
    "is return,isreturn,return,returns,return flag,is refund,refund flag,refund,is credit,"
    "credit flag,credit note,is credit note,creditnote,credit memo,is credit memo,creditmemo,"
    "credit invoice,retoure,ist retoure,retourenkennzeichen,rücksendung,gutschrift,ist gutschrift,"
    "gutschriftkennzeichen,gutschrift kz,rechnungskorrektur,retour,est retour,avoir,est avoir,"
    "est un avoir,facture d avoir,note de crédit,rectificativa,es rectificativa,"
    "factura rectificativa,abono,es abono,nota de crédito,es nota de crédito,devolución,"
    "es devolución"
))  # fmt: skip
#: The same, of an order: it came back whole more often than not.
_CAME_BACK = frozenset(keys(
    "returned,is returned,is refunded,refunded,retourniert,retourné,retournée,remboursé,"
    "remboursée,devuelto,devuelta,reembolsado"
))  # fmt: skip
#: It may name a trial of something else, or an order that was one before the goods came back.
_DOUBTFUL = _BACK | _CAME_BACK | {*keys("test,tests")}
#: Why an order was cancelled, by whom, or under which number: filled where one was.
_BY_REASON = re.compile(
    r"((order)?cancel(l?ed|l?ation)?|void(ed)?|storno|stornier(ungs?|t)|annul(ation|ee?)?|"
    r"anula(cion|d[oa])|cancelacion|deletion|loesch(ungs?)?)"
    r"(reason|grund|comment|note|notiz|bemerkung|code|by|von|durch|par|por|user|no|nr|nummer|"
    r"number|num|id|beleg|document|invoice)(code|text|no|nr|id)?|"
    r"(reason|grund|motif|motivo|raison|causa)(for|of|der|des|fuer|de|del|la|[dl])*"
    r"(cancel\w*|void\w*|storno\w*|stornier\w*|annulation|anulacion|cancelacion)"
)
#: A mark such as V, S or * beside blanks.
_LONGEST_MARK = 3
#: Where more of the first lines say yes, the question was another one.
_MOST = 0.5
#: What ended later than that after it was sold had been an order, such as a contract.
_SOON_DAYS = 31


@dataclass(frozen=True)
class _Flag:
    """A column that says which orders are none, and how many lines that would count it names."""

    at: int
    name: str
    n_yes: int
    n_lines: int
    dated: bool
    #: How it says yes, as it is written.
    words: tuple[str, ...]
    #: Whether nothing speaks for another sense of the column.
    usable: bool

    @property
    def said(self) -> str:
        what = "holds a day" if self.dated else "says yes"
        what = "is filled" if _BY_REASON.fullmatch(key_of(self.name)) else what
        return f"'{self.name}' {what} on {self.n_yes:,} of {self.n_lines:,} lines looked at"


def names_flag(header: str) -> bool:
    """Whether a header says that an order is none, since when or why.

    Examples
    --------
    >>> names_flag("Voided"), names_flag("Cancelled at"), names_flag("Order status")
    (True, True, False)
    """
    key = key_of(header)
    return key in _PLAIN | _DATED | _DOUBTFUL or bool(_BY_REASON.fullmatch(key))


def says_cancelled(text: str) -> str:
    """Return SQL that holds for a cell that says yes, or since when.

    Examples
    --------
    >>> says_cancelled("c")[:22]
    "(lower(c) NOT IN ('', "
    """
    no = ", ".join(map(quote_text, sorted(_NO)))
    negated = "".join(f" AND lower({text}) NOT LIKE '{word}%'" for word in _NOT)
    return f"(lower({text}) NOT IN ({no}){negated})"


def settle_flags(columns: ColumnMap, rows: Rows, stated: Stated) -> ColumnMap:
    """Return the map with a plain flag, or a day of cancelling, as the column ``cancelled``.

    Examples
    --------
    >>> header = ("Customer", "Date", "Total", "Voided")
    >>> columns = ColumnMap("transactions", header, {"ordered_on": (1,), "amount": (2,)})
    >>> rows = [["a", "2024-01-05", "5", "No"], ["b", "2024-01-06", "7", "Yes"]]
    >>> settle_flags(columns, rows, Stated()).places["cancelled"]
    (3,)
    """
    flags = sorted(_flags(columns, rows, stated), key=lambda flag: (not flag.usable, -flag.n_yes))
    status = columns.places.get("status", (-1,))[0]
    if any(flag.at == status for flag in flags):  # what columns.toml calls a status answers as one
        columns = replace(columns, places={
            **{name: spots for name, spots in columns.places.items() if name != "status"},
            "cancelled": (status,),
        })  # fmt: skip
    used = [flag for flag in flags if flag.usable and not columns.has("cancelled")][:1]
    place = used[0].at if used else columns.places.get("cancelled", (-1,))[0]
    flags += _by_reason(columns, rows, stated, place)
    typed = columns.has("line_type")
    told = [_beside(flag, typed=typed) for flag in flags if flag.n_yes and flag.at != place]
    if used:
        columns = columns.reading("cancelled", place)
        told += [_used(used[0])] if used[0].n_yes else []
    return columns.saying(*told)


def _flags(columns: ColumnMap, rows: Rows, stated: Stated) -> Iterator[_Flag]:
    places = columns.places
    others = {at for column in places for at in places[column] if column != "status"}
    left = stated.unused(columns.header) - {*places.get("status", ())}
    for at, name in enumerate(columns.header):
        key = key_of(name)
        if key not in _PLAIN | _DATED | _DOUBTFUL or at in others | left:
            continue
        lines = [line for line in rows if len(line) > at and line[at].strip() != name]
        says_yes = [line for line in lines if _says_yes(line[at])]
        dated = key in _DATED or key in _PLAIN
        dated &= all(read_day(line[at]) is not None for line in says_yes)
        dated &= key in _DATED or bool(says_yes)
        words = {line[at].strip().casefold() for line in lines} - {""}
        told = all(word in _YES | _NO or word.startswith(_NOT) for word in words)
        told |= len(says_yes) < len(lines) and _is_mark(words)
        if not dated and not (words and told):
            continue
        n_yes = n_that_count(columns, says_yes, at)
        usable = key not in _DOUBTFUL and n_yes <= _MOST * len(lines)
        usable &= not dated or _soon(columns, says_yes, at)
        spelt = {line[at].strip().casefold(): line[at].strip() for line in says_yes}
        yield _Flag(at, name, n_yes, len(lines), dated, tuple(spelt.values()), usable)


def _by_reason(columns: ColumnMap, rows: Rows, stated: Stated, place: int) -> Iterator[_Flag]:
    """Yield columns that only cancelled orders fill, by lines of which nothing else says so."""
    for at, name in stated.free(columns.header, columns.taken):
        if at == place or not _BY_REASON.fullmatch(key_of(name)):
            continue
        lines = [line for line in rows if len(line) > max(at, place) and line[at].strip() != name]
        says_yes = [line for line in lines if _says_yes(line[at])]
        new = [line for line in says_yes if place < 0 or not _says_yes(line[place])]
        until = all(read_day(line[at]) is not None for line in says_yes)  # it could be cancelled
        if not until and len(says_yes) <= _MOST * len(lines):
            n_yes = n_that_count(columns, new, at)
            yield _Flag(at, name, n_yes, len(lines), dated=False, words=(), usable=False)


def _is_mark(words: Collection[str]) -> bool:
    """Whether one short sign stands in all cells that are filled, and is no number.

    Examples
    --------
    >>> _is_mark({"v"}), _is_mark({"3"}), _is_mark({"v", "w"})
    (True, False, False)
    """
    return len(words) == 1 and all(len(w) <= _LONGEST_MARK and not w.isdigit() for w in words)


def _says_yes(cell: str) -> bool:
    word = cell.strip().casefold()
    return word not in _NO and not word.startswith(_NOT)


def _soon(columns: ColumnMap, lines: Rows, at: int) -> bool:
    """Whether most lines were cancelled soon after they were ordered; true where none was."""
    day = columns.places.get("ordered_on", (at,))[0]
    pairs = [(read_day(line[day]), read_day(line[at])) for line in lines if len(line) > day]
    orders = [order_of(column).order for column in zip(*pairs, strict=True)]
    gaps = list[int]()
    for ordered, cancelled in pairs:
        first, last = (
            close_day(one, order, 2068)
            for one, order in zip((ordered, cancelled), orders, strict=True)
        )
        if first and last:
            gaps.append((last - first).days)
    return not gaps or 0 <= median(gaps) <= _SOON_DAYS


def n_that_count(columns: ColumnMap, lines: Rows, flag: int) -> int:
    """Return how many lines would count as orders: by their sign, their status and their type.

    Parameters
    ----------
    flag
        Position of the column by which these lines were chosen: it is not asked.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Total", "Voided"), {"amount": (0,)})
    >>> n_that_count(columns, [["5", "Yes"], ["-7", "Yes"]], 1)
    1
    """
    kinds = kind_of_words(columns.kinds)
    others = frozenset(word for word, kind in kinds.items() if kind != "sale")
    return sum(_counts(columns, line, flag, others) for line in lines)


def _counts(columns: ColumnMap, line: Sequence[str], flag: int, no_sales: Set[str]) -> bool:
    cells = {
        column: line[places[0]].strip()
        for column, places in columns.places.items()
        if places[0] != flag and len(line) > places[0]
    }
    status = plain_word(cells.get("status", "").casefold())
    lowers = any(is_negative(cells.get(column, "")) for column in ("amount", "quantity"))
    lowers |= bool(cells.get("refunded")) and not cells.get("amount")
    lowers |= fold(cells.get("line_type", "")) in no_sales
    return not lowers and status not in CANCELLED_STATUS


def _used(flag: _Flag) -> Warned:
    said = f"{flag.said}: such lines are set aside as no orders. If they are orders, "
    said += f"{leave_out(flag.name)}."
    return Warned("flag_as_status", said, column=flag.name)


def _beside(flag: _Flag, *, typed: bool) -> Warned:
    """Say what a flag that is not used may mean, the likeliest first."""
    name, key = toml_text(flag.name), key_of(flag.name)
    answers = [("are none", f"cancelled = {name}")]
    if key in _BACK | _CAME_BACK and not typed:
        words = ", ".join(map(toml_text, flag.words))
        lowers = f"line_type = {name} and return_words = [{words}]"
        answers.insert(key in _CAME_BACK, ("are returns or credit notes and lower money", lowers))
    (meant, line), *others = answers
    said = f"{flag.said}, and such lines count as orders. If they {meant}, {put(line)}"
    said += "".join(f"; if they {other}, {answer}" for other, answer in others)
    said += f"; if they are orders, ignore = [{name}]."
    return Warned("flag_not_used", said, column=flag.name)
