"""What columns.toml says an amount means: another unit, an order's total, money that went back.

Nothing of it is proved by the cells alone, so nothing is done unless an analyst says so; where a
file looks like it, ``columndoubts`` and ``linedoubts`` tell the line that answers::

    [transactions]
    amount_in = "cents"            # or "thousands", "millions": what one unit of the numbers is
    amount_per = "order"           # the total of an order stands on each of its lines
    amount_sign = "quantity"       # where that is below 0, a line lowers money
    refunded = "Refunded Amount"   # a column with money that went back: taken off the amount
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.cells.amounts import WIDE_MONEY
from analysis.columns.columnmap import ColumnMap
from analysis.columns.mapfile import Stated
from analysis.errors import InputRefused

#: What one unit of the numbers is worth, as SQL.
_WORTH = {"cents": "0.01", "thousands": "1000", "millions": "1000000"}


def require_orders(columns: ColumnMap, stated: Stated, file: str) -> None:
    """Refuse totals of orders where nothing tells which lines are one order.

    Examples
    --------
    >>> require_orders(ColumnMap("transactions", (), {}), Stated(), "a.csv")
    >>> require_orders(ColumnMap("transactions", (), {}), Stated(amount_per="order"), "a.csv")
    Traceback (most recent call last):
    analysis.errors.InputRefused: amount_per = "order" needs the number of the order, and a.csv ...
    """
    if stated.amount_per == "order" and not columns.has("order_id"):
        raise InputRefused(
            f'amount_per = "order" needs the number of the order, and {file} has no such column',
            "a column for order_id",
            "name it as order_id in columns.toml, or remove amount_per",
            code="order_totals_without_orders",
            file=file,
        )


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
    >>> as_stated("a", {}, Stated()), as_stated("a", {"refunded": "r"}, Stated(amount_in="cents"))
    ('a', 'try_cast((((a) - abs(coalesce(r, 0)))) * 0.01 AS DECIMAL(38,10))')
    """
    sql = amount
    if stated.amount_sign == "quantity" and "quantity" in others:
        sql = f"CASE WHEN ({others['quantity']}) < 0 THEN -abs({sql}) ELSE ({sql}) END"
    if "refunded" in others:
        sql = f"(({sql}) - abs(coalesce({others['refunded']}, 0)))"
    worth = _WORTH.get(stated.amount_in or "")
    return f"try_cast(({sql}) * {worth} AS {WIDE_MONEY})" if worth else sql


def once_an_order(amount: str, order_id: str, line: str, broken: str) -> str:
    """Return SQL for an amount that counts on the first good line of an order, on others as 0.

    Lines of one order with different amounts are no repeated total: each of these counts once.

    Examples
    --------
    >>> from analysis.engine import Engine
    >>> sql = once_an_order("a", "o", "line", "broken")
    >>> Engine().rows(f"SELECT {sql} FROM (VALUES ('x', 9, 1, 1), ('x', 9, 2, 0), ('x', 9, 3, 0), "
    ...               "('y', 5, 4, 0)) AS t(o, a, line, broken) ORDER BY line")
    [(0,), (9,), (0,), (5,)]
    """
    order = f"ORDER BY ({broken}) <> 0, {line}"
    again = f"row_number() OVER (PARTITION BY {order_id}, ({amount}) {order}) > 1"
    return f"CASE WHEN ({order_id}) IS NOT NULL AND {again} THEN 0 ELSE ({amount}) END"
