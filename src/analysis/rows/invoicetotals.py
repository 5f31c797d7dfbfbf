"""The total of each invoice as a line of its own, with its number, its customer and its day.

No word needs to say so: in nearly every order of several lines one line is the sum of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.spellings import shared_columns
from analysis.rows.typed import Typed
from analysis.rows.united import mark

#: So many orders, some of them with three lines, and nearly all with such a line, are no chance.
FEWEST, FEWEST_OF_THREE, NEARLY_ALL = 10, 3, 0.95
#: So many lines of each file are looked at first.
_LOOKED_AT = 200_000


def set_aside_invoice_totals(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Set lines aside that are the sum of the others of their order, where all orders have one."""
    if "order_id" not in shared_columns(inputs):
        return []
    good = "FROM all_transactions WHERE broken_ = 0 AND order_id IS NOT NULL AND amount > 0"
    some = f"{good} AND line_ <= {_LOOKED_AT}"
    n_several, n_totals, n_of_three, n_last = engine.rows(
        "SELECT count(*), count(*) FILTER (is_total), count(*) FILTER (is_total AND n > 2), "
        f"count(*) FILTER (is_total AND n > 2 AND last = behind) FROM ({_orders(some)})"
    )[0]
    if n_of_three < FEWEST_OF_THREE or n_totals < NEARLY_ALL * n_several:
        return []
    if n_totals < FEWEST:
        said = (
            f"In all {n_totals} orders of several lines one line is the sum of the others: their "
        )
        said += "totals? They were kept, and what they sum up counts twice. Export the lines alone."
        return [Warned("looks_like_total", said, column="amount")]
    where = "behind" if 2 * n_last >= n_of_three else "ahead"  # of two equal lines: last, first
    chosen = f"SELECT file_, {where} AS line_ FROM ({_orders(good)}) WHERE is_total"
    n_aside = mark(engine, "transactions", "total_row", chosen)
    lines = counted(n_aside, "line is", "lines are")
    said = f"{lines} the sum of the other lines of the order: its total, set aside. If these are "
    said += "goods, leave the order's number out of the export."
    return [Warned("invoice_totals", said, column="amount", about="total_row")]


def _orders(of: str) -> str:
    """Return SQL of orders with several lines, whether one is the sum of the others, and where."""
    return (
        "SELECT file_, count(*) AS n, 2 * max(amount) = sum(amount) AS is_total, "
        "max(line_) AS last, arg_max(line_, {a: amount, b: line_}) AS behind, "
        "arg_max(line_, {a: amount, b: -line_}) AS ahead "
        f"{of} GROUP BY file_, order_id HAVING count(*) > 1"
    )
