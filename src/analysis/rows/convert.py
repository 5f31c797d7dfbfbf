"""From staged text to canonical columns: the field of each mapped column of one input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from analysis.cells import agreement, amounts, dates, dayhints, judgeddays, money
from analysis.cells.beside import days_beside, numbers_beside, require_as_sampled
from analysis.cells.cellwords import NO_WORDS, SYNONYMS, YES_WORDS
from analysis.cells.fields import Cell, Field
from analysis.cells.ids import id_field
from analysis.cells.leaveanswers import clears, denies
from analysis.cells.listedwords import listed_word
from analysis.cells.permissions import NAMED, named_sense
from analysis.cells.zones import clock_time
from analysis.columns.columnmap import NEEDS, ColumnMap, kind_of
from analysis.columns.linekinds import kind_words
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import toml_text
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.calllists import first_day
from analysis.rows.linewords import say_line_words
from analysis.rows.ordersbeside import order_against, order_beside, order_by_snapshot
from analysis.rows.quick import hash_of_cells
from analysis.rows.staging import Staged, physical_lines
from analysis.vocabulary import DATED, NUMERIC, TABLES, Column

#: The date by which a row of a table happens; unreadable ones set the row aside.
WHEN = {
    "transactions": "ordered_on", "reasons": "stated_on", "touches": "touched_at",
    "assignments": "assigned_on", "issues": "opened_on",
}  # fmt: skip
#: So many different words of a column are looked up; more are no words of a list.
_MOST_WORDS = 500


@dataclass(frozen=True)
class Input:
    """One staged input with its column map and what was seen in its date and number columns.

    ``put_aside`` holds ``line_`` of the rows that corrections.toml sets aside, ``order`` and
    ``decimal`` what files beside it prove: no order and an empty sign where they prove none.
    """

    staged: Staged
    columns: ColumnMap
    stated: Stated
    days: tuple[dates.DayColumn, ...]
    numbers: tuple[amounts.NumberColumn, ...]
    put_aside: tuple[int, ...] = ()
    order: dates.Order = dates.OPEN
    decimal: str = ""

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.staged.layout.source.name

    @property
    def stem(self) -> str:
        """Name of the file (and of one of several sheets): first part of ids that it lacks."""
        part = self.staged.layout.part
        return self.file.split(".")[0] + (f"-{part}" if part else "")

    @property
    def hashed(self) -> str:
        """SQL of a hash that equal rows share."""
        return hash_of_cells(self.staged.cells, self.columns, self.stated)


def is_required(table: str, column: str, columns: ColumnMap) -> bool:
    """Whether a row without this column's value is set aside."""
    if column in NEEDS.get(table, {}):
        return table == "transactions" and column == "amount"
    if table == "transactions" and column in {"quantity", "unit_price"}:
        return not columns.has("amount")
    return column in TABLES[table].required


def look(engine: Engine, staged: Staged, columns: ColumnMap, stated: Stated) -> Input:
    """Return the input with the distinct days and number shapes of its columns."""
    days, numbers = [], []
    for column in columns.places:
        kind = kind_of(columns.table, column)
        beside = _beside(staged, column)
        if kind in DATED:
            found = dates.look_at_days(
                cell_of(engine, staged, columns, column), from_1904=staged.layout.from_1904
            )
            days.append(days_beside(found, beside, staged.n_rows) if beside else found)
        elif kind in NUMERIC:
            seen = amounts.look_at_numbers(cell_of(engine, staged, columns, column))
            others = _n_others(staged, seen) if beside else 0
            seen = numbers_beside(seen, beside, others) if beside else seen
            typed = columns.places[column][0] in staged.layout.typed
            numbers.append(replace(seen, typed=True) if typed else seen)
    return Input(staged, columns, stated, tuple(days), tuple(numbers))


def _beside(staged: Staged, column: str) -> tuple[str, ...]:
    """Return the sample that stands for the rows of the quick lane."""
    return staged.quick.samples.get(column, ()) if staged.quick else ()


def _n_others(staged: Staged, odd: amounts.NumberColumn) -> int:
    """Return the rows of the quick lane with a number: exactly where units are counted."""
    column = odd.cell.column
    if staged.quick and not staged.quick.columns[column].unit and amounts.currencies_in(odd):
        sql = f"SELECT count({column}) FROM {staged.rows} WHERE NOT odd_"
        return int(odd.cell.engine.value(sql))
    return staged.n_rows - sum(odd.shapes.values())


def cell_of(engine: Engine, staged: Staged, columns: ColumnMap, column: str, at: int = 0) -> Cell:
    """Return the cell of a canonical column (the ``at``-th where several serve it)."""
    place = columns.places[column][at]
    label, file = columns.label(column), staged.layout.source.name
    return Cell(
        engine, staged.name, staged.cell(place), column, label, file,
        lambda numbers: physical_lines(staged, numbers)[0],
    )  # fmt: skip


def fields_of(engine: Engine, found: Input, *, as_of: date | None) -> list[Field]:
    """Return the fields of all mapped columns.

    Raises
    ------
    InputRefused
        When nothing proves a date order or a decimal sign that is needed.
    """
    day_orders = agreement.day_orders(found.days, found.stated.date_order)
    decimals = agreement.decimals(found.numbers, found.stated.decimal)
    hold_against_cells(found, day_orders, decimals, as_of)
    made = [_day_field(found, day, day_orders[day.cell.column], as_of) for day in found.days]
    for number in found.numbers:
        sign = decimals[number.cell.column]
        made.append(_number_field(found, number, (found.decimal or None) if sign is None else sign))
    for column in found.columns.places:
        kind = kind_of(found.columns.table, column)
        if kind not in NUMERIC and kind not in DATED:
            made.append(_other_field(engine, found, column, kind))
    return made


def hold_against_cells(
    found: Input, orders: Mapping[str, dates.Order], signs: Mapping[str, str | None],
    as_of: date | None,
) -> None:  # fmt: skip
    """Ask where columns.toml states for a whole table what this export speaks against.

    Raises
    ------
    InputRefused
        With the lines of a section of its own that answer it.
    """
    stated, seen = found.stated, found.stated.seen
    order = stated.date_order
    proved = bool(seen and seen.proved("date_order", order))
    for day in found.days if order else ():
        if day.order.order is None and orders[day.cell.column].order == order:
            ways = _orders_against(found, day, as_of, proved=proved)
            told = next((one for one in ways if one.order), dates.OPEN)
            if told.order not in {None, order}:
                raise agreement.order_doubted(day, order or "", told, proved=proved)
    if seen and seen.proved("decimal", stated.decimal):
        for number in found.numbers:
            is_money = number.cell.column in {"amount", "unit_price"}
            if is_money and agreement.sign_doubted(number, signs[number.cell.column]):
                raise amounts.ambiguous_decimal(number, toml_text(found.file))


def _orders_against(
    found: Input, day: dates.DayColumn, as_of: date | None, *, proved: bool
) -> Iterator[dates.Order]:
    """Yield what speaks against a stated order: much against an answer, more against a proof."""
    table_wide = "date_order" not in found.stated.own
    if proved:
        ways = _orders_elsewhere(found, day, as_of)
        yield from (one for one in ways if table_wide or one is not found.order)
    if table_wide and day.cell.column == WHEN.get(found.columns.table):
        yield order_against(day, found.stated.date_order or "", as_of)
        yield found.order


def _day_field(found: Input, day: dates.DayColumn, order: dates.Order, as_of: date | None) -> Field:
    if "dots" in order.why and found.order.order == order.order:
        order = found.order  # what another file proves is no custom
    if not order.order:
        order = next((one for one in _orders_elsewhere(found, day, as_of) if one.order), order)
    table, column = found.columns.table, day.cell.column
    if order.order is None and found.columns.listed:
        order = _order_in_list(found, as_of)
        if order.order is None and column != WHEN[table]:
            return _left_empty(day.cell, "DATE", "put the day or the month first")
    if order.order is None and _may_stay_empty(found, column):
        return _left_empty(day.cell, "DATE", "put the day or the month first")
    if order.order is None:
        own = found.columns.listed or found.order.why
        raise dates.ambiguous_order(day, toml_text(found.file) if own else table, found.order.why)
    workbook, latest = found.staged.layout.source.form == "workbook", day.latest(order, as_of)
    require_as_sampled(day, order, latest)
    field = judgeddays.day_field(
        day, order, latest=latest,
        serials=judgeddays.serials_are_days(day, workbook=workbook),
        required=is_required(table, column, found.columns),
    )  # fmt: skip
    if kind_of(table, column) == "timestamp" and "utc_midnights" not in day.ways:
        stamp = f"({field.sql}::TIMESTAMP + {clock_time(day.cell.text)})"
        return Field(column, stamp, field.broken, field.joins, field.warnings)
    return field


def _orders_elsewhere(
    found: Input, day: dates.DayColumn, as_of: date | None
) -> Iterator[dates.Order]:
    """Yield what the file, others of its table and the snapshot prove; quick rows have no cells."""
    if found.staged.quick is None:
        yield order_beside(day, found.columns.header, found.columns.taken)
    yield found.order
    yield order_by_snapshot(day, as_of)


def _order_in_list(found: Input, as_of: date | None) -> dates.Order:
    """Return the order of a call list's days: nobody was called before the list was made."""
    when = next((day for day in found.days if day.cell.column == WHEN[found.columns.table]), None)
    if when is None:
        return dates.OPEN
    first = first_day(when.cell.engine, found.staged, found.columns)
    closed = {
        order: when.closed(order, when.latest(dates.Order(order, ""), as_of)).values()
        for order in ("dmy", "mdy")
    }
    return dates.Order(
        dayhints.order_within(closed, first, as_of), "the other way calls lie outside their time"
    )


#: A stop holds without its day, and a customer is one without the first.
_BY_THE_WAY = frozenset({"since_on", "started_on"})


def _may_stay_empty(found: Input, column: str) -> bool:
    """Whether nobody need be asked about a column: orders are judged without it."""
    table = found.columns.table
    needed = is_required(table, column, found.columns)
    needed |= column in {WHEN.get(table), "known_at", "refunded"}
    return not needed and (table == "transactions" or column in _BY_THE_WAY)


def _left_empty(cell: Cell, kind: str, question: str) -> Field:
    said = f"Column '{cell.label}': nothing proves whether its values {question}; it is left empty."
    return Field(
        cell.column,
        f"NULL::{kind}",
        warnings=(Warned("column_left_empty", said, column=cell.label),),
    )


def _number_field(found: Input, number: amounts.NumberColumn, decimal: str | None) -> Field:
    table, column = found.columns.table, number.cell.column
    if decimal is None and number.votes["?"] and _may_stay_empty(found, column):
        return _left_empty(number.cell, amounts.MONEY, "hold thousands or decimals")
    if decimal is None and number.votes["?"]:
        raise amounts.ambiguous_decimal(number, table)
    kind = kind_of(table, column)
    if kind == "share" and any("%" in shape for shape in number.shapes):
        return money.percent_field(number, decimal)
    field = money.money_field(number, decimal, required=is_required(table, column, found.columns))
    if column == "amount" and found.columns.has("refunded"):
        back = cell_of(number.cell.engine, found.staged, found.columns, "refunded").text
        field = money.with_back_alone(field, number.cell.text, back)
    if found.stated.decimal is None and number.has_thousands(decimal):
        field = replace(field, warnings=(*field.warnings, amounts.thousands_said(number)))
    if kind == "money":
        return field
    cast = "BIGINT" if kind == "count" else "DOUBLE"
    exact = column == "quantity" and not found.columns.has("amount")
    if exact and found.stated.decimal is None:
        doubted = money.quantities_doubted(number, decimal)
        field = replace(field, warnings=(*field.warnings, *doubted))
    return field if exact else Field(column, f"({field.sql})::{cast}", field.broken)


def _other_field(engine: Engine, found: Input, column: str, kind: str) -> Field:
    table, staged, columns = found.columns.table, found.staged, found.columns
    cells = [
        cell_of(engine, staged, columns, column, at) for at in range(len(columns.places[column]))
    ]
    text = cells[0].text
    if kind == "id":
        customer, orders = column == "customer_id", columns.places.get("order_id", ())
        order = staged.cell(orders[0]) if customer and orders else ""
        return id_field(cells[0], customer=customer, order=order)
    if column == "do_not_contact":
        return Field(column, any_of(f"NOT {clears(cell.text, NAMED[column])}" for cell in cells))
    if column == "consent":
        headers = [columns.header[at] for at in columns.places[column]]
        return Field(column, _consent([cell.text for cell in cells], headers))
    if kind == "flag":
        return Field(column, f"CASE WHEN {is_in(text, YES_WORDS)} THEN true "
                             f"WHEN {is_in(text, NO_WORDS)} THEN false END")  # fmt: skip
    if kind == "word":
        return _word_field(cells[0], TABLES[table].column(column), staged, columns)
    return Field(column, f"nullif({_unguarded(text)}, '')")


def _unguarded(text: str) -> str:
    """Return SQL for a text without the apostrophe that guards a formula in our own lists."""
    return (
        f"CASE WHEN starts_with({text}, '''') THEN "
        f"regexp_replace({text}, '^''([=+\\-@＝＋－＠])', '\\1') ELSE {text} END"
    )


def any_of(conditions: Iterable[str]) -> str:
    """Return SQL that holds where one of these conditions does.

    Examples
    --------
    >>> any_of(["a", "b"]), any_of([])
    ('(a OR b)', 'false')
    """
    joined = " OR ".join(conditions)
    return f"({joined})" if joined else "false"


def is_in(text: str, words: Iterable[str]) -> str:
    """Return SQL that holds where a text is one of these words."""
    return f"lower({text}) IN ({', '.join(map(quote_text, sorted(words)))})"


def _consent(texts: list[str], headers: list[str]) -> str:
    no = any_of(map(denies, texts))
    under = zip(texts, headers, strict=True)
    yes = " AND ".join(clears(text, named_sense("consent", header)) for text, header in under)
    return f"CASE WHEN {no} THEN 'no' WHEN {yes} THEN 'yes' ELSE 'unknown' END"


def _word_field(cell: Cell, column: Column, staged: Staged, columns: ColumnMap) -> Field:
    """Turn an unknown word into ``unknown`` with a warning; it never sets an optional row aside."""
    of_lines = column.name == "line_type"
    synonyms = kind_words(columns.kinds) if of_lines else SYNONYMS.get(column.name, {})
    others = set().union(*synonyms.values())
    meanings = {listed: listed for listed in column.words if listed not in others}
    for listed in column.words:
        meanings |= dict.fromkeys(synonyms.get(listed, ()), listed)
    read = _read_words(cell, meanings, column.name, heard=not of_lines)
    meant = " ".join(
        f"WHEN {cell.text} IN ({', '.join(map(quote_text, texts))}) THEN '{listed}'"
        for listed in column.words if (texts := [text for text in read if read[text] == listed])
    )  # fmt: skip
    sql = f"CASE WHEN {cell.text} = '' THEN NULL {meant} ELSE 'unknown' END"
    strange = f"{cell.text} NOT IN ({', '.join(map(quote_text, ['', *read]))})"
    if column.required:
        return Field(cell.column, sql, {"unknown_word": f"{cell.text} = '' OR ({strange})"})
    if of_lines:
        told = say_line_words(cell, sql, strange, staged, columns)
        return Field(cell.column, sql, warnings=tuple(told))
    return Field(cell.column, sql, warnings=tuple(_unknown_said(cell, strange)))


def _read_words(
    cell: Cell, meanings: Mapping[str, str], name: str, *, heard: bool
) -> dict[str, str]:
    """Return the texts of a column that say a listed word, and which.

    The rows are then compared with the few texts that occur, not with all that could.

    Parameters
    ----------
    heard
        Whether other cells may say it too, as people write it.
    """
    word = f"regexp_replace(lower({cell.text}), '[ -]+', '_', 'g')"
    texts = f"SELECT DISTINCT {cell.text} AS t, {word} AS w FROM {cell.table} WHERE"
    known = is_in(word, meanings)
    read = {text: meanings[said] for text, said in cell.engine.rows(f"{texts} {known} ORDER BY t")}
    if not heard:
        return read
    rest = cell.engine.rows(f"{texts} t <> '' AND NOT {known} ORDER BY w, t LIMIT {_MOST_WORDS}")
    return read | {text: meant for text, _ in rest if (meant := listed_word(name, text))}


def _unknown_said(cell: Cell, strange: str) -> Iterator[Warned]:
    n_rows = cell.engine.count(f"{cell.table} WHERE {strange}")
    if n_rows:
        have = counted(n_rows, "row has", "rows have")
        said = f"Column '{cell.label}': {have} a word that is not listed, read as unknown."
        if cell.column == "outcome":
            said += " What says that somebody wants no more contact counts as opt_out."
        yield Warned("unknown_words", said, line=cell.first_line(strange), column=cell.label)
