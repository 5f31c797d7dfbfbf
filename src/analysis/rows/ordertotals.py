"""Orders of several lines whose total stands on one of them, or on each."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.rules import Rule

#: So many orders, and this share of those with a blank amount, have one line that holds it.
_LEAST, _SHARE = 2, 0.9


def count_blank_lines(engine: Engine, own: str, whole: str, rules: Sequence[Rule]) -> list[Warned]:
    """Let a line without an amount count with 0 where its order's total stands on another line.

    Shops write the total of an order on its first line and leave it blank on the others. Where
    other lines of such orders have amounts of their own, a blank one is a fault, and stays one.
    The rows that may be broken stand in ``own``, all rows of the input in ``whole``.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE t AS SELECT unnest(['1', '1', '2', '2', '3']) AS order_id, "
    ...                "unnest([5.00, NULL, 7, NULL, NULL]) AS amount, "
    ...                "unnest([0, 1, 0, 1, 1]) AS broken_")
    >>> rules = [Rule("no_amount", "amount", "")]
    >>> [told.code for told in count_blank_lines(engine, "t", "t", rules)]
    ['order_total_on_one_line']
    >>> engine.rows("SELECT order_id, sum(amount)::INTEGER, count(*) FROM t WHERE broken_ = 0 "
    ...             "GROUP BY 1 ORDER BY 1")
    [('1', 5, 2), ('2', 7, 2)]
    """
    bits = [1 << at for at, rule in enumerate(rules)
            if (rule.code, rule.column) == ("no_amount", "amount")]  # fmt: skip
    if not bits or "order_id" not in engine.columns(own):
        return []
    blank = f"broken_ = {bits[0]} AND order_id IS NOT NULL"
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE one_line_orders AS SELECT order_id, count(*) AS n "
        f"FROM {whole} WHERE broken_ = 0 AND order_id IN "
        f"(SELECT order_id FROM {own} WHERE {blank}) GROUP BY order_id"
    )
    counts = "SELECT count(*), count(*) FILTER (n = 1) FROM one_line_orders"
    n_orders, n_one = engine.rows(counts)[0]
    if n_one < max(_LEAST, _SHARE * n_orders):
        return []
    among = f"{blank} AND order_id IN (SELECT order_id FROM one_line_orders WHERE n = 1)"
    n_lines = engine.count(f"{own} WHERE {among}")
    engine.execute(f"UPDATE {own} SET amount = 0, broken_ = 0 WHERE {among}")
    said = f"{counted(n_lines, 'line has', 'lines have')} no amount, and the total of their order "
    said += "stands on another of its lines: an order counts once, its other lines with 0."
    return [Warned("order_total_on_one_line", said, column="amount")]


def orders_of_several_amounts(engine: Engine, own: str) -> list[Warned]:
    """Say which orders have different amounts though each line is said to hold the order's.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE t AS SELECT '1' AS order_id, unnest([5, 7]) AS amount, "
    ...                "0 AS broken_")
    >>> [told.code for told in orders_of_several_amounts(engine, "t")]
    ['orders_of_several_amounts']
    """
    n_orders, example = engine.rows(
        f"SELECT count(*), min(order_id) FROM (SELECT order_id FROM {own} WHERE broken_ = 0 AND "
        "order_id IS NOT NULL AND amount <> 0 GROUP BY order_id HAVING count(*) > 1)"
    )[0]
    if not n_orders:
        return []
    said = (
        f"{n_orders:,} orders have lines of different amounts, e.g. {example}, though amount_per "
    )
    said += 'is "order": each different amount counts once.'
    return [Warned("orders_of_several_amounts", said, column="amount")]
