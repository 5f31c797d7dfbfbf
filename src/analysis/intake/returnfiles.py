"""Files and sheets of money that went back, without signs, and of orders that were cancelled."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from analysis.cells.amounts import is_negative
from analysis.columns.backnames import spoken_back, text_of, what_is_numbered
from analysis.columns.namepatterns import pattern_of
from analysis.columns.samples import rows_of_everywhere
from analysis.columns.unclear import toml_text
from analysis.engine import Engine
from analysis.errors import counted
from analysis.intake.filenames import label_of, name_of
from analysis.results import Warned
from analysis.rows.convert import Input
from analysis.rows.typed import Typed
from analysis.rows.united import mark

_LOWERED = frozenset({"back", "reversed"})


@dataclass(frozen=True)
class _Heard:
    """An input whose name or column was heard: how it is called, the words, and the column."""

    file: str
    label: str
    words: str
    column: str = ""


def lower_returns(inputs: Sequence[Input]) -> list[Input]:
    """Return the transactions; files of credit notes or returns without signs lower money.

    What tells it is the name of the file, or of the sheet, or the number of a credit note on each
    line, where no amount is below 0, no column tells kinds of lines, and columns.toml does not say
    what the amounts are.
    """
    n_rows = sum(one.staged.n_rows for one in inputs)
    heard = [_unsigned_returns(one, n_rows - one.staged.n_rows) for one in inputs]
    lowered = list(dict.fromkeys(one for one in heard if one))
    if not lowered:
        return [*inputs]
    said = _said_of_returns(lowered, {one.file for one in inputs})
    return [
        _lowered(one, said if at == heard.index(lowered[0]) else "") if found else one
        for at, (one, found) in enumerate(zip(inputs, heard, strict=True))
    ]


def _unsigned_returns(found: Input, n_others: int) -> _Heard | None:
    # A column of cancelled documents stands beside credit notes too, and says nothing of a kind.
    known = found.stated.amount_sign or any(map(found.columns.has, ("line_type", "refunded")))
    if known or _has_signs(found):
        return None
    if heard := _heard(found, _LOWERED):
        return heard
    column, words = numbered_back(found, n_others), called_abonos(found, n_others)
    return _Heard(found.file, label_of(found), words, column) if column or words else None


def _has_signs(found: Input) -> bool:
    money = [
        one for one in found.numbers if one.cell.column in {"amount", "quantity", "unit_price"}
    ]
    return any(one.sides or any(map(is_negative, one.shapes)) for one in money)


def _heard(found: Input, kinds: Collection[str]) -> _Heard | None:
    spoken = spoken_back(name_of(found))
    if spoken is None or spoken.kind not in kinds:
        return None
    return _Heard(found.file, label_of(found), spoken.words)


def _said_of_returns(lowered: Sequence[_Heard], files: Collection[str]) -> str:
    """Say once which files lower money, with the section of columns.toml that takes it back."""
    first = lowered[0]
    own = f'If they are orders, put amount_sign = "own" under {_section(lowered, files)}.'
    if len(lowered) == 1:
        said = f"The name of {first.label} speaks of credit notes or returns ('{first.words}')"
        if first.column:
            said = f"'{first.column}' of {first.label} numbers credit notes or returns"
        said += ", and none of its amounts is below 0: its lines lower money and are no orders. "
        return said + own
    said = f"{len(lowered):,} files, such as {first.label}, are of credit notes or returns by "
    said += f"the number on each line ('{first.column}')" if first.column else "their names"
    said += f" ('{first.words}')" if first.words else ""
    said += ", and none of their amounts is below 0: their lines lower money and are no orders. "
    return said + own


def _section(heard: Sequence[_Heard], files: Collection[str]) -> str:
    """Return the section that fits these files and no other, or that of the first."""
    first, meant = heard[0].file, {one.file for one in heard}
    pattern = pattern_of(meant, files) if len(meant) > 1 else ""
    others = " and so for each of the others" if len(meant) > 1 and not pattern else ""
    return f"[{toml_text(pattern or first)}]{others} into columns.toml"


def _lowered(found: Input, said: str) -> Input:
    told = (*found.columns.warnings, *([Warned("returns_by_name", said)] if said else ()))
    stated = replace(found.stated, amount_sign="negative")
    return replace(found, columns=replace(found.columns, warnings=told), stated=stated)


def take_cancelled(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Set orders aside that a file of cancelled ones names, with its own lines; say how many.

    A file is one by its name (*cancelled orders*), or by ``amount_sign = "cancelled"``. An order is
    named by its number and customer, or by customer, day and amount where one of both has no
    number. A document that cancels (*Storno*) and repeats number and money of a sale takes it away
    too; one with a number of its own lowers money.
    """
    told = list[Warned]()
    listed = [one for one in inputs if _lists_cancelled(one.found)]
    reversed_ = [one for one in inputs if one not in listed and _reverses(one.found)]
    others = [one for one in inputs if one not in listed and one not in reversed_]
    if others and listed:
        told += _take(engine, listed, others, {one.found.file for one in inputs})
    if others and reversed_ and "order_id" in engine.columns("all_transactions"):
        _take_pairs(engine, reversed_, others)
    return told


def _lists_cancelled(found: Input) -> bool:
    if found.stated.amount_sign is not None:
        return found.stated.amount_sign == "cancelled"
    return _heard(found, {"cancelled"}) is not None


def _reverses(found: Input) -> bool:
    return found.stated.amount_sign in {None, "negative"} and bool(_heard(found, {"reversed"}))


def _numbers(inputs: Sequence[Typed]) -> str:
    return ", ".join(str(one.number) for one in inputs)


def _take(
    engine: Engine, listed: Sequence[Typed], others: Sequence[Typed], files: Collection[str]
) -> list[Warned]:
    same = "o.customer_id = c.customer_id AND "
    by_day = "o.ordered_on::DATE = c.ordered_on::DATE AND abs(o.amount) = abs(c.amount)"
    columns = engine.columns("all_transactions")
    if "order_id" in columns:
        without = "(o.order_id IS NULL OR c.order_id IS NULL)"
        same += f"(o.order_id = c.order_id OR ({without} AND {by_day}))"
    else:
        same += by_day
    if "line_no" in columns:
        same += " AND coalesce(o.line_no = c.line_no, true)"
    apart = "abs(date_diff('day', o.ordered_on::DATE, c.ordered_on::DATE))"
    named = (  # numbers may begin anew each year: the order that is nearest in time
        f"SELECT DISTINCT o.file_, o.line_ FROM all_transactions AS o JOIN all_transactions AS c "
        f"ON {same} WHERE o.broken_ = 0 AND o.file_ IN ({_numbers(others)}) "
        f"AND c.file_ IN ({_numbers(listed)}) "
        f"QUALIFY rank() OVER (PARTITION BY c.file_, c.line_ ORDER BY {apart}) = 1"
    )
    n_named = mark(engine, "transactions", "cancelled", named)
    signed = [one for one in listed if _has_signs(one.found) and not n_named]
    own = [one for one in listed if one not in signed]  # signs without an order lower money
    if not own:
        return []
    lines = f"SELECT file_, line_ FROM all_transactions WHERE file_ IN ({_numbers(own)})"
    n_own = mark(engine, "transactions", "cancelled", f"{lines} AND broken_ = 0")
    if not n_own + n_named:
        return []
    return [_said_of_cancelled([one.found for one in own], files, n_own, n_named)]


def _said_of_cancelled(
    own: Sequence[Input], files: Collection[str], n_own: int, n_named: int
) -> Warned:
    heard = [_heard(one, {"cancelled"}) or _Heard(one.file, one.file, "") for one in own]
    heard = list(dict.fromkeys(heard))
    first = heard[0]
    said = f"{first.label} lists cancelled orders"
    if len(heard) > 1:
        said = f"{len(heard):,} files, such as {first.label}, list cancelled orders"
    said += f" ('{first.words}')" if first.words else ""
    said += f": {counted(n_own, 'line')} set aside, and {counted(n_named, 'line')} of other files "
    said += "with the same number and customer. "
    if not n_named:
        said = said.replace(", and 0 lines of other files with the same number and customer", "")
        said += "No other file has these orders. "
    said += f'If they are orders, put amount_sign = "own" under {_section(heard, files)}.'
    return Warned("cancelled_by_name", said, about="cancelled")


def _take_pairs(engine: Engine, reversed_: Sequence[Typed], others: Sequence[Typed]) -> None:
    """Set aside what was cancelled under its own number, with the lines that cancel it."""
    key = "order_id, customer_id"
    total = (
        f"SELECT file_, {key}, sum(amount) AS money FROM all_transactions "
        "WHERE broken_ = 0 AND order_id IS NOT NULL AND file_ IN ({}) GROUP BY ALL"
    )
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE cancelled_numbers AS "
        f"SELECT DISTINCT c.file_ AS own, {key} FROM ({total.format(_numbers(reversed_))}) AS c "
        f"JOIN ({total.format(_numbers(others))}) AS o USING ({key}) WHERE c.money = -o.money"
    )
    chosen = (
        f"SELECT t.file_, t.line_ FROM all_transactions AS t SEMI JOIN cancelled_numbers AS n "
        f"USING ({key}) WHERE t.broken_ = 0 AND (t.file_ IN ({_numbers(others)}) "
        f"OR t.file_ IN (SELECT own FROM cancelled_numbers))"
    )
    mark(engine, "transactions", "cancelled", chosen)


#: The column is filled on nearly all lines; of season tickets most have one of a few prices.
_FULL, _VARIED = 0.98, 0.5
#: What Spanish credit notes have and season tickets, which are *abonos* too, have not.
_WENT_BACK = re.compile(
    r" (motivo|causa|rectifica\w*|factura (original|origen|de origen|abonada)) "
)
#: Words beside *abonos* that are season tickets, or subscriptions.
_TICKETS = re.compile(
    r" (mensual|bimestral|trimestral|semestral|anual|temporada|socio|abonado|suscri|tarifa|cuota|"
    r"vigencia|caduc|renova|modalidad|tipo (de )?abono|fecha (de )?(inicio|fin|alta|baja))"
)


def numbered_back(found: Input, n_others: int) -> str:
    """Return the header of the number that makes all lines credit notes or returns, or nothing.

    Parameters
    ----------
    n_others
        Rows of the other files of transactions.
    """
    header = found.staged.layout.header
    said = [(at, name) for at, cell in enumerate(header) if (name := what_is_numbered(cell))]
    if len(said) != 1 or not n_others:
        return ""
    at, name = said[0]
    rows = _rows_of_money(found)
    filled = sum(at < len(row) and bool(row[at].strip()) for row in rows)
    if not rows or filled < _FULL * len(rows):
        return ""
    return header[at] if name != "abono" or _no_tickets(found, n_others) else ""


def called_abonos(found: Input, n_others: int) -> str:
    """Return the Spanish name of a file of credit notes that may be one of season tickets."""
    name = re.sub(r"[\d ]+", " ", text_of(name_of(found)))
    words = _words(found.staged.layout.header)
    if name not in {" abono ", " abonos "} or not _WENT_BACK.search(words):
        return ""
    return name.strip() if _no_tickets(found, n_others) else ""


def _no_tickets(found: Input, n_others: int) -> bool:
    """Whether *abonos* are fewer than the sales beside them, of many amounts, and no word tells."""
    words = _words((found.file, *found.staged.layout.header))
    if _TICKETS.search(words) or 2 * found.staged.n_rows > n_others:
        return False
    at, rows = _place_of_money(found), _rows_of_money(found)
    return len({row[at] for row in rows}) > _VARIED * len(rows)


def _words(cells: Sequence[str]) -> str:
    return text_of(" ".join(cells).replace("/", " "))


def _place_of_money(found: Input) -> int:
    places = found.columns.places
    return next(iter(places.get("amount", ()) or places.get("unit_price", ())), -1)


def _rows_of_money(found: Input) -> list[list[str]]:
    at = _place_of_money(found)
    if at < 0 or not found.numbers:
        return []
    rows = rows_of_everywhere(found.staged.layout, found.numbers[0].cell.engine)
    return [row for row in rows if at < len(row) and row[at].strip()]
