"""What columns.toml says an amount means: another unit, an order's total, money that went back.

Nothing of it is proved by the cells alone, so nothing is done unless an analyst says so; where a
file looks like it, ``columndoubts`` and ``linedoubts`` tell the line that answers::

    [transactions]
    amount_in = "cents"            # or "thousands", "millions": what one unit of the numbers is
    amount_per = "order"           # the total of an order stands on each of its lines
    amount_sign = "quantity"       # where that is below 0, a line lowers money
    amount_sign = "negative"       # every line lowers money: a file of credit notes or returns
    amount_sign = "cancelled"      # every line names a cancelled order, which is none in any file
    refunded = "Refunded Amount"   # a column with money that went back: taken off the amount
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.cells.amounts import WIDE_MONEY
from analysis.columns.columnmap import ColumnMap
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import toml_text
from analysis.errors import InputRefused

#: What one unit of the numbers is worth, as SQL.
_WORTH = {"cents": "0.01", "thousands": "1000", "millions": "1000000"}


def require_columns(columns: ColumnMap, stated: Stated, file: str) -> None:
    """Refuse what is said of an order's total or of a quantity where no column has them.

    Examples
    --------
    >>> require_columns(ColumnMap("transactions", (), {}), Stated(), "a.csv")
    >>> require_columns(ColumnMap("transactions", (), {}), Stated(amount_per="order"), "a.csv")
    Traceback (most recent call last):
    analysis.errors.InputRefused: amount_per = "order" needs the number of the order, and a.csv ...
    """
    if stated.amount_per == "order" and not columns.has("order_id"):
        raise _without(("amount_per", "order", "line"), "the number of the order", "order_id",
                       file, stated)  # fmt: skip
    if stated.amount_sign == "quantity" and not columns.has("quantity"):
        raise _without(("amount_sign", "quantity", "own"), "a quantity", "quantity", file, stated)


def _without(
    line: tuple[str, str, str], what: str, column: str, file: str, stated: Stated
) -> InputRefused:
    name, value, plain = line
    own = f'put this into columns.toml:\n[{toml_text(file)}]\n{name} = "{plain}"'
    remove = f"remove {name} from [{toml_text(stated.section)}]"
    return InputRefused(
        f'{name} = "{value}" needs {what}, and {file} has no such column',
        f"a column for {column}",
        f"if one of its columns is that, name it as {column} in a section of the file; if not, "
        f"{remove if name in stated.own else own}",
        code="stated_without_column",
        file=file,
    )


def signed(amount: str, others: Mapping[str, str], stated: Stated) -> str:
    """Return SQL for an amount that is below 0 where the quantity is, or always, as stated."""
    if stated.amount_sign == "negative":
        return f"-abs({amount})"
    if stated.amount_sign != "quantity" or "quantity" not in others:
        return amount
    return f"CASE WHEN ({others['quantity']}) < 0 THEN -abs({amount}) ELSE ({amount}) END"


def in_units(amount: str, stated: Stated) -> str:
    """Return SQL for an amount in whole units of its currency.

    Examples
    --------
    >>> in_units("a", Stated(amount_in="cents"))
    'try_cast((a) * 0.01 AS DECIMAL(38,10))'
    """
    worth = _WORTH.get(stated.amount_in or "")
    return f"try_cast(({amount}) * {worth} AS {WIDE_MONEY})" if worth else amount


def as_stated(amount: str, others: Mapping[str, str], stated: Stated) -> str:
    """Return SQL for an amount with its sign, without what went back, in whole units.

    Parameters
    ----------
    amount
        SQL of the amount as it is written.
    others
        SQL of the columns ``refunded`` and ``quantity``, as far as there are any.

    Examples
    --------
    >>> as_stated("a", {}, Stated()), as_stated("a", {"refunded": "r"}, Stated())
    ('a', '((a) - abs(coalesce(r, 0)))')
    """
    sql = signed(amount, others, stated)
    if "refunded" in others:
        sql = f"(({sql}) - abs(coalesce({others['refunded']}, 0)))"
    return in_units(sql, stated)


def once_an_order(total: str, refunded: str, order: Order) -> str:
    """Return SQL for an order's money on its first good line, and 0 on the others.

    Of different totals within an order each counts once. What went back counts once where its
    lines say the same, and is summed where they differ.

    Parameters
    ----------
    total, refunded
        SQL; ``refunded`` is empty where no column has it.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> sql = once_an_order("a", "r", Order("o", "line", "broken"))
    >>> rows = "('x', 9, 2, 1, 1), ('x', 9, 2, 2, 0), ('x', 9, NULL, 3, 0), ('y', 5, 0, 4, 0)"
    >>> Engine().rows(f"SELECT {sql} FROM (VALUES {rows}) AS t(o, a, r, line, broken) "
    ...               "ORDER BY line")
    [(0,), (7,), (0,), (5,)]
    """
    first = f"ORDER BY ({order.broken}) <> 0, {order.line}"
    of_order, of_total = f"PARTITION BY {order.id}", f"PARTITION BY {order.id}, ({total})"
    sql = f"CASE WHEN row_number() OVER ({of_total} {first}) > 1 THEN 0 ELSE ({total}) END"
    if refunded:
        back = f"abs(coalesce({refunded}, 0))"
        most, least = (f"{fold}(nullif({back}, 0)) OVER ({of_order})" for fold in ("max", "min"))
        summed = f"CASE WHEN {most} = {least} THEN {most} ELSE sum({back}) OVER ({of_order}) END"
        bears = f"row_number() OVER ({of_order} {first}) = 1"
        sql = f"({sql}) - (CASE WHEN {bears} THEN coalesce({summed}, 0) ELSE 0 END)"
    alone = f"({total}) - abs(coalesce({refunded}, 0))" if refunded else f"({total})"
    return f"CASE WHEN ({order.id}) IS NULL THEN {alone} ELSE {sql} END"


@dataclass(frozen=True)
class Order:
    """SQL of what tells a line's order, its place, and whether it is set aside."""

    id: str
    line: str
    broken: str
