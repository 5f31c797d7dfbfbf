"""Lines that take back what counts nowhere: a credit note beside the invoice that it cancels.

Some systems mark the invoice as cancelled and write a negative one beside it. The first is set
aside; with the second kept its money would be taken off twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.spellings import shared_columns
from analysis.rows.typed import Typed
from analysis.rows.united import mark
from analysis.rows.versions import but_cancelled

#: From this share of the cancelled lines on that have one, negative lines of the same customer and
#: amount are their reversals, if there are a few; else they may be returns of something else,
#: unless all of them bear the number of the order that they take back.
USUAL_SHARE, FEWEST = 0.8, 3


def set_aside_reversals(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Set negative lines aside that take back a line which is set aside as cancelled."""
    said = but_cancelled(inputs)
    cancelled = f"broken_ <> 0 AND {said} AND amount > 0 AND customer_id IS NOT NULL"
    n_cancelled = engine.count(f"all_transactions WHERE {cancelled}")
    if not n_cancelled:
        return []
    nth = "row_number() OVER (PARTITION BY customer_id, amount ORDER BY ordered_on, file_, line_)"
    number = "order_id" if "order_id" in shared_columns(inputs) else "NULL::VARCHAR"
    of = (
        f"SELECT customer_id, amount, ordered_on, file_, line_, {number} AS number, {{}} AS nth "
        "FROM all_transactions"
    )
    chosen = (
        "SELECT b.file_, b.line_, coalesce(b.number = c.number, false) AS same "
        f"FROM ({of.format(nth)} WHERE {cancelled}) AS c "
        f"JOIN ({of.format(nth)} WHERE broken_ = 0 AND amount < 0) AS b "
        "ON b.customer_id = c.customer_id AND b.amount = -c.amount AND b.nth = c.nth "
        "AND b.ordered_on::DATE >= c.ordered_on::DATE"
    )
    n_pairs, n_same = engine.rows(f"SELECT count(*), count(*) FILTER (same) FROM ({chosen})")[0]
    if not n_pairs:
        return []
    lines = counted(n_pairs, "negative line has", "negative lines have")
    like = f"{lines} the customer and the amount of a line that is set aside as cancelled"
    if n_same < n_pairs and n_pairs < max(FEWEST, USUAL_SHARE * n_cancelled):
        text = f"{like}: if they take it back, its money is taken off twice. They were kept; leave "
        text += "the cancelled lines and these out of the export, or neither."
        where = f"(file_, line_) IN (SELECT (file_, line_) FROM ({chosen}))"
        return [Warned("reversals_kept", text, column="amount", about=where)]
    mark(engine, "transactions", "reversal", f"SELECT file_, line_ FROM ({chosen})")
    text = f"{like}: they take it back, and were set aside too, or its money would be taken off "
    return [Warned("reversals", f"{text}twice.", column="amount", about="reversal")]
