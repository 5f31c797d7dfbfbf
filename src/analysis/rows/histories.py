"""Lines of orders that are told again for each status, or taken back by a line of their own.

An export of a status history holds each sale as often as its status changed. Equal items of one
order have one status, or a number of their own. Some systems write a negative invoice beside one
that they mark as cancelled, which is set aside: its money would be taken off twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.spellings import shared_columns
from analysis.rows.typed import Typed
from analysis.rows.united import mark, repeated
from analysis.rows.versions import NAMED, Rows, but_cancelled

#: Code of the warning that lines were told once for each status.
STATUS_HISTORY = "status_history"
#: What may differ between two tellings of one line.
_CHANGES = frozenset({"status", "delivered_on", "ordered_on", "refunded"})
#: What tells lines of an order apart; without it, so few orders may have several lines.
_TELLS, _FEW = frozenset({"line_no", "product_id"}), 0.05
_SHOWN = 4
_ONE_DAY = "min(d) OVER (PARTITION BY h) = max(d) OVER (PARTITION BY h)"
_CANCELLED_LATER = (
    "(count(*) FILTER (broken_ = 0) OVER (PARTITION BY h) = 1 AND "
    "min(d) FILTER (broken_ = 0) OVER (PARTITION BY h) = min(d) OVER (PARTITION BY h))"
)


def set_aside_histories(rows: Rows, inputs: Sequence[Typed]) -> list[Warned]:
    """Set all lines aside but the last of those that differ by their status alone.

    They are of one day. Of lines of which one is cancelled, none counts: what was paid and then
    cancelled, that day or later, is no sale.
    """
    if not {"order_id", "status"} <= rows.columns or not _has_several(rows):
        return []
    key = f"hash(file_, {', '.join(sorted(rows.columns - _CHANGES))})"
    said = but_cancelled(inputs)
    if not repeated(rows.engine, rows.table, key, "told_again", also=NAMED, good=said):
        return []
    rows.engine.execute(
        "CREATE OR REPLACE TEMP TABLE histories AS SELECT *, broken_ <> 0 AS gone, "
        "row_number() OVER (PARTITION BY h ORDER BY line_ DESC) AS nth, "
        "bool_or(broken_ <> 0) OVER (PARTITION BY h) AS any_gone FROM ("
        f"SELECT file_, line_, broken_, lower(status) AS status, ordered_on::DATE AS d, {key} AS h "
        f"FROM {rows.name} WHERE ({said}){NAMED} AND {key} IN (SELECT h FROM told_again)) "
        "QUALIFY count(DISTINCT status) OVER (PARTITION BY h) = count(*) OVER (PARTITION BY h) "
        f"AND ({_ONE_DAY} OR {_CANCELLED_LATER})"
    )
    if not rows.columns & _TELLS and _orders_have_lines(rows, said):
        return []
    older = "SELECT file_, line_ FROM histories WHERE NOT gone AND (nth > 1 OR any_gone)"
    n_rows = mark(rows.engine, rows.table, "older_version", older)
    return [_said(rows, n_rows)] if n_rows else []


def _has_several(rows: Rows) -> bool:
    found = f"SELECT status FROM {rows.name} WHERE status IS NOT NULL GROUP BY status LIMIT 2"
    return len(rows.engine.rows(found)) > 1


def _orders_have_lines(rows: Rows, said: str) -> bool:
    """Whether orders outside the histories have several lines, which nothing tells apart."""
    n_orders, n_several = rows.engine.rows(
        "SELECT count(*), count(*) FILTER (n > 1) FROM (SELECT count(*) AS n FROM "
        f"{rows.name} AS r LEFT JOIN (SELECT file_, line_ FROM histories WHERE nth > 1) AS o "
        f"USING (file_, line_) WHERE ({said}){NAMED} AND o.line_ IS NULL GROUP BY file_, order_id)"
    )[0]
    return bool(n_several > _FEW * n_orders)


def _said(rows: Rows, n_rows: int) -> Warned:
    words = [word for (word,) in rows.engine.rows(
        "SELECT status FROM histories GROUP BY status ORDER BY count(*) DESC, status "
        f"LIMIT {_SHOWN}"
    )]  # fmt: skip
    n_gone = rows.engine.value("SELECT count(DISTINCT h) FROM histories WHERE any_gone")
    tell = counted(n_rows, "line tells", "lines tell")
    said = f"{tell} a sale again that another line of the file has with another status "
    said += f"({', '.join(words)}): a history; the last line of each sale counts"
    gone = "sale that was cancelled does" if n_gone == 1 else "sales that were cancelled do"
    said += f", and {n_gone:,} {gone} not" if n_gone else ""
    return Warned(STATUS_HISTORY, f"{said}.", column="status", about="older_version")


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
