"""SQL that reads the numbers of a column, once its decimal sign is decided (``amounts``)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.cells.amounts import (
    GAPS,
    JOINED,
    MONEY,
    SIGNS,
    UNIT,
    WIDE_MONEY,
    NumberColumn,
    doubtful_value,
    vote_of,
)
from analysis.cells.fields import Field
from analysis.engine import quote_text
from analysis.results import Warned


@dataclass(frozen=True)
class NumberStyle:
    """Patterns of how the numbers of a column are written, the same for every engine.

    Parameters
    ----------
    sign, other
        The decimal sign and the other one.
    noise
        What is taken out of a cell before its currency is.
    shape
        What is left of a number as a whole.
    dropped, negative
        Of that, what is no digit or separator; what makes it negative.
    price
        A whole cell such as 12€50: the currency stands in place of the decimal sign.
    """

    sign: str
    other: str
    noise: str
    shape: str
    dropped: str
    negative: str
    price: str


def style_of(column: NumberColumn, decimal: str | None) -> NumberStyle:
    """Return the style of a column with this decimal sign."""
    sign = decimal or "."
    other = "," if sign == "." else "."
    sides = ("CR|DR|S|H", "(?:CR|H)$") if column.sides else ("CR|DR", "CR$")
    lakhs = rf"\d{{1,2}}(?:\{other}\d{{2}})+\{other}\d{{3}}"
    digits = rf"(?:\d{{1,3}}(?:\{other}\d{{3}})+|{lakhs}|\d+)(?:\{sign}\d*)?|\{sign}\d+"
    shape = rf"(?i)(\((?:{digits})\)|[-+]?(?:{digits})|(?:{digits})(?:[-+]|{sides[0]}))"
    grouped = rf"(?:\d{{1,3}}(?:(?:{GAPS}|\{other})\d{{3}})+|\d+)"
    return NumberStyle(
        sign, other, rf'{GAPS}|^="|"$', shape, f"(?i)[-+()]|{sides[0]}", f"(?i)^[-(]|-$|{sides[1]}",
        rf"[-+]?{grouped}{GAPS}?[{SIGNS}]{GAPS}?\d{{2}}",
    )  # fmt: skip


def _number_sql(column: NumberColumn, decimal: str | None, kind: str) -> str:
    """Return SQL that reads a cell as ``kind``; NULL where it is no number."""
    text = column.cell.text
    if column.plain and decimal in {"", "."}:
        return f"try_cast({text} AS {kind})"
    style = style_of(column, decimal)
    squeezed = f"regexp_replace({text}, {quote_text(style.noise)}, '', 'g')"
    squeezed = f"regexp_replace({squeezed}, '[−–—]', '-', 'g')"
    bare = f"regexp_replace({squeezed}, {quote_text(f'(?i){UNIT}')}, '', 'g')"
    bare = f"regexp_replace({bare}, '[.,]-{{1,2}}$', '')"  # 5,- is a price without cents
    value = (
        f"replace(replace(regexp_replace({bare}, '{style.dropped}', '', 'g'), '{style.other}', ''),"
        f" '{style.sign}', '.')"
    )
    negative = f"regexp_matches({bare}, '{style.negative}')"
    read = f"CASE WHEN {negative} THEN '-' ELSE '' END || {value}"
    exponent = f"regexp_full_match({bare}, '[-+]?\\d+(\\.\\d+)?[eE][-+]?\\d+')"
    # Nearly all cells are spelt simply: nothing is taken out of them, which takes far longer.
    usual = rf"^[-+]?(?:\d{{1,3}}(?:\{style.other}\d{{3}})+|\d+)(?:\{style.sign}\d+)?$"
    simple = f"replace(replace({text}, '{style.other}', ''), '{style.sign}', '.')"
    is_price = f"regexp_full_match({text}, {quote_text(style.price)})"
    whole = f"regexp_replace(left({text}, -2), '[^-\\d]', '', 'g')"
    price = f"CASE WHEN {is_price} THEN try_cast({whole} || '.' || right({text}, 2) AS {kind}) END"
    return (
        f"CASE WHEN regexp_matches({text}, {quote_text(usual)}) THEN try_cast({simple} AS {kind}) "
        f"WHEN regexp_matches({text}, {quote_text(JOINED)}) THEN {price} "
        f"WHEN regexp_full_match({bare}, {quote_text(style.shape)}) "
        f"THEN try_cast({read} AS {kind}) WHEN {exponent} THEN try_cast({bare} AS {kind}) "
        f"WHEN {bare} = '-' THEN 0 END"  # how accounts write a zero
    )


def money_field(column: NumberColumn, decimal: str | None, *, required: bool) -> Field:
    """Return the field of a money column.

    Examples
    --------
    >>> from analysis.cells.fields import Cell
    >>> from analysis.engine import Engine
    >>> column = NumberColumn(Cell(None, "", "t", "amount", "Prix", "a.csv", None), {"99€99": 1})
    >>> field, texts = money_field(column, ",", required=True), ("12€50", "12,50 €", "12,50 € 3")
    >>> [str(Engine().value(f"SELECT {field.sql} FROM (SELECT '{text}' AS t)")) for text in texts]
    ['12.5000', '12.5000', 'None']
    """
    text = column.cell.text
    sql = _number_sql(column, decimal, WIDE_MONEY if column.wide else MONEY)
    broken = {"bad_amount": f"{text} <> '' AND ({sql}) IS NULL"}
    if required:
        broken["no_amount"] = f"{text} = ''"
    return Field(column.cell.column, sql, broken)


def with_back_alone(field: Field, text: str, back: str) -> Field:
    """Return the field of an amount that is 0 where it is blank beside money that went back.

    Parameters
    ----------
    text, back
        SQL of the cells of both columns.

    Examples
    --------
    >>> field = Field("amount", "try_cast(a AS INTEGER)", {"no_amount": "a = ''"})
    >>> with_back_alone(field, "a", "b").broken["no_amount"]
    "(a = '' AND NOT (a = '' AND translate(b, '123456789', '') <> b))"
    """
    alone = back_alone(text, back)
    blank = field.broken.get("no_amount", "false")
    return replace(
        field,
        sql=f"CASE WHEN {alone} THEN 0 ELSE {field.sql} END",
        broken={**field.broken, "no_amount": f"({blank} AND NOT {alone})"},
    )


def back_alone(text: str, back: str) -> str:
    """Return SQL that holds where an amount is blank beside money that went back.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> Engine().rows(f"SELECT {back_alone('a', 'b')} FROM (VALUES ('', '5'), ('', '0'), ('5', '')"
    ...               ") AS t(a, b)")
    [(True,), (False,), (False,)]
    """
    return f"({text} = '' AND translate({back}, '123456789', '') <> {back})"


def quantities_doubted(column: NumberColumn, sign: str | None) -> list[Warned]:
    """Say that a quantity is in the thousands in every row, if it is no number of pieces.

    Where no cell is below 1,000 nothing tells 5.000 pieces from 5 with three decimals.

    Examples
    --------
    >>> from analysis.cells.fields import Cell
    >>> cell = Cell(None, "", "", "quantity", "Menge", "a.csv", None)
    >>> [one.code for one in quantities_doubted(NumberColumn(cell, {"9.999": 9}), ",")]
    ['quantities_in_thousands']
    >>> quantities_doubted(NumberColumn(cell, {"9.999": 9, "99": 1}), ",")
    []
    """
    numbers = {shape for shape in column.shapes if "9" in shape}
    if {vote_of(shape) for shape in numbers} != {"?"} or sign == column.mark:
        return []
    said = f"Column '{column.cell.label}': all {column.votes['?']:,} quantities, such as "
    said += f"{doubtful_value(column)}, are read as thousands, as the numbers beside them are "
    said += "written. If they are pieces with three decimals, all money is a thousand times too "
    said += "much: export them without these, or the money of each line."
    return [Warned("quantities_in_thousands", said, column=column.cell.label)]


def percent_field(number: NumberColumn, decimal: str | None) -> Field:
    """Return a share of which some cells are written as 5 %.

    Examples
    --------
    >>> from analysis.cells.fields import Cell
    >>> cell = Cell(None, "", "c1", "discount", "Rabatt", "a.csv", None)
    >>> percent_field(NumberColumn(cell, {"9 %": 3}), ".").sql.split(" / ")[1]
    "CASE WHEN ends_with(c1, '%') THEN 100.0 ELSE 1.0 END"
    """
    text = number.cell.text
    bare = replace(number, cell=replace(number.cell, text=f"rtrim({text}, '% ')"))
    field = money_field(bare, decimal, required=False)
    divisor = f"CASE WHEN ends_with({text}, '%') THEN 100.0 ELSE 1.0 END"
    return Field(field.column, f"({field.sql})::DOUBLE / {divisor}", field.broken)
