"""What columns.toml states, held against what the columns of the file prove.

A stated date order or decimal sign decides what nothing proves. Where a column proves the
contrary, believing the statement would read wrong days or sums in silence, so the file is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cells import amounts, dates
from analysis.cells.amounts import NumberColumn
from analysis.cells.dates import ORDER_NAMES, DayColumn, Order, order_votes
from analysis.cells.daytexts import Numbers, day_token
from analysis.errors import InputRefused

#: So many cells of three decimals, beside none of one or two, are in doubt.
_DOUBTED = 5


def day_orders(columns: Sequence[DayColumn], stated: str | None) -> dict[str, Order]:
    """Return the order of each date column: as stated where nothing speaks against it.

    A column that proves another order keeps its own, if a column of the file proves the stated.

    Raises
    ------
    InputRefused
        When a column proves another order and none proves the stated one.
    """
    orders = dates.decide_order(list(columns), stated)
    if stated is None:
        return orders
    if contrary := contrary_days(columns, stated):
        raise _order_contradicted(contrary, stated, order_votes(contrary, stated))
    for column in columns:
        if _speaks_against(order_votes(column, stated), stated):
            orders[column.cell.column] = column.order
    return orders


def contrary_days(columns: Sequence[DayColumn], stated: str) -> DayColumn | None:
    """Return a column for which the stated order cannot be true, None when there is none."""
    votes = [order_votes(column, stated) for column in columns]
    borne_out = any(one[stated] for one in votes)
    for column, one in zip(columns, votes, strict=True):
        if _speaks_against(one, stated) and (one[stated] or not borne_out):
            return column
    return None


def _speaks_against(votes: dict[str, int], stated: str) -> bool:
    return sum(votes.values()) - votes[stated] > votes[stated]


def order_in_words(votes: dict[str, int], n_rows: int, order: str) -> str:
    """Return the evidence for an order.

    Examples
    --------
    >>> order_in_words({"dmy": 412, "mdy": 0}, 800, "dmy")
    'day first: 412 of 800 dates have a first part above 12'
    """
    part = "second" if order == "mdy" else "first"
    n_proofs = votes.get(order, 0)
    have = "has" if n_proofs == 1 else "have"
    return f"{ORDER_NAMES[order]}: {n_proofs:,} of {n_rows:,} dates {have} a {part} part above 12"


def _order_contradicted(column: DayColumn, stated: str, votes: dict[str, int]) -> InputRefused:
    cell = column.cell
    found = max(votes, key=lambda order: votes[order])
    proof = next(
        text for text, day in column.days.items()
        if isinstance(day, Numbers) and (day.second if found == "mdy" else day.first) > 12
    )  # fmt: skip
    line = cell.first_line(f"{day_token(cell.text)} = ?", [proof])
    return InputRefused(
        f'columns.toml states date_order = "{stated}" ({ORDER_NAMES[stated]}), but '
        f"{cell.file}, column '{cell.label}', has the "
        f"{order_in_words(votes, column.n_numeric, found)} ({proof} in line {line})",
        f"dates that can be read {ORDER_NAMES[stated]}",
        f'write date_order = "{found}" in columns.toml; if only this file differs, in its own '
        f'section:\n["{cell.file}"]\ndate_order = "{found}"',
        code="stated_order_contradicted", file=cell.file, line=line, column=cell.label,
    )  # fmt: skip


def order_doubted(
    column: DayColumn, stated: str, told: Order, *, proved: bool = True
) -> InputRefused:
    """Return the question where nothing in a column proves a stated order, and much another."""
    cell = column.cell
    whence = ", which the export proved once" if proved else " for all files of its table"
    return InputRefused(
        f'columns.toml states date_order = "{stated}"{whence}; '
        f"no date of {cell.file}, column '{cell.label}', proves it, and they are likely written "
        f"{told.why}",
        "dates that prove it, or an answer",
        f'put this into columns.toml:\n["{cell.file}"]\ndate_order = "{told.order}"\nor\n'
        f'date_order = "{stated}"',
        code="stated_order_contradicted", file=cell.file, column=cell.label,
    )  # fmt: skip


def sign_doubted(column: NumberColumn, sign: str | None) -> bool:
    """Whether a decimal sign makes three decimals of all cells of a column that have any.

    Examples
    --------
    >>> from analysis.cells.fields import Cell
    >>> cell = Cell(None, "", "", "amount", "Betrag", "a.csv", None)
    >>> [sign_doubted(NumberColumn(cell, {"9,999": 8, "999": 2}), sign) for sign in ",."]
    [True, False]
    """
    votes = column.votes
    return votes["?"] >= _DOUBTED and not votes["."] + votes[","] and column.mark == sign


def decimals(columns: Sequence[NumberColumn], stated: str | None) -> dict[str, str | None]:
    """Return the decimal sign of each number column: as stated where nothing speaks against it.

    A column that proves the other sign keeps its own, if a column of the file proves the stated.

    Raises
    ------
    InputRefused
        When a column proves the other sign and none proves the stated one.
    """
    signs = amounts.decide_decimal(list(columns), stated)
    if stated is None:
        return signs
    other = "," if stated == "." else "."
    if contrary := contrary_numbers(columns, stated):
        raise _sign_contradicted(contrary, stated, other)
    for column in columns:
        if column.votes[other] > column.votes[stated]:
            signs[column.cell.column] = other
    return signs


def contrary_numbers(columns: Sequence[NumberColumn], stated: str) -> NumberColumn | None:
    """Return a column for which the stated sign cannot be true, None when there is none."""
    other = "," if stated == "." else "."
    borne_out = any(column.votes[stated] for column in columns)
    for column in columns:
        votes = column.votes
        if votes[other] > votes[stated] and (votes[stated] or not borne_out):
            return column
    return None


def _sign_contradicted(column: NumberColumn, stated: str, other: str) -> InputRefused:
    cell, votes = column.cell, column.votes
    shape = next(shape for shape in column.shapes if amounts.vote_of(shape) == other)
    line = cell.first_line(f"translate({cell.text}, '012345678', '999999999') = ?", [shape])
    name = "comma" if other == "," else "point"
    total = sum(column.shapes.values())
    return InputRefused(
        f'columns.toml states decimal = "{stated}", but {cell.file}, column \'{cell.label}\', '
        f"proves a decimal {name} in {votes[other]:,} of {total:,} cells (first in line {line})",
        f'numbers with "{stated}" before the decimals',
        f'write decimal = "{other}" in columns.toml; if only this file differs, in its own '
        f'section:\n["{cell.file}"]\ndecimal = "{other}"',
        code="stated_decimal_contradicted", file=cell.file, line=line, column=cell.label,
    )  # fmt: skip
