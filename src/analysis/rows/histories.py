"""Lines of orders that are told again for each status, or taken back by a line of their own.

An export of a status history holds each sale as often as its status changed. Equal items of one
order have one status, or a number of their own. A history cannot go back: what is open below what
was paid is another sale, such as the rest behind a deposit. Some systems write a negative invoice
beside one that they mark as cancelled, which is set aside: its money would be taken off twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cells.cellwords import listed
from analysis.cells.fields import LETTERS
from analysis.cells.ids import JOIN_ZEROS
from analysis.columns.unclear import leave_out
from analysis.engine import Engine, quote_text
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
#: What a sale is before all else, and before it is paid; and what it is never before that.
_NEW = listed(
    "open,new,created,pending,unfulfilled,unshipped,offen,neu,angelegt,erfasst,ausstehend,wartend,"
    "ouvert,ouverte,nouveau,nouvelle,en attente,abierto,abierta,nuevo,nueva,pendiente"
)
_UNPAID = listed(
    "unpaid,not paid,pending payment,awaiting payment,payment pending,payment due,unbezahlt,"
    "nicht bezahlt,zahlung ausstehend,zahlung offen,wartet auf zahlung,impayé,impayée,non payé,"
    "non réglé,à payer,à régler,en attente de paiement,impagado,impagada,no pagado,"
    "pendiente de pago,por pagar"
)
_PAID = listed(
    "paid,settled,completed,complete,closed,done,finished,bezahlt,beglichen,ausgeglichen,"
    "abgeschlossen,erledigt,payé,payée,réglé,réglée,soldé,soldée,terminé,terminée,clôturé,clôturée,"
    "pagado,pagada,cobrado,cobrada,liquidado,liquidada,completado,completada,cerrado,cerrada"
)
_SENT = listed(
    "shipped,dispatched,sent,delivered,fulfilled,versandt,versendet,verschickt,geliefert,"
    "ausgeliefert,zugestellt,expédié,expédiée,envoyé,envoyée,livré,livrée,enviado,enviada,"
    "entregado,entregada"
)
#: From this share of the sales on that go back, none in the file is told again.
_GO_BACK = 0.5
_ONE_DAY = "min(d) OVER (PARTITION BY h) = max(d) OVER (PARTITION BY h)"
_PLAIN = f"trim(regexp_replace(lower(status), '[^{LETTERS}0-9]+', ' ', 'g'))"
_WORD = f"regexp_replace({_PLAIN}, '^wc ', '')"
_ORDERED = (
    "row_number() OVER (PARTITION BY h ORDER BY place DESC) AS nth, row_number() OVER "
    "(PARTITION BY h ORDER BY place) AS pos, bool_or(gone) OVER (PARTITION BY h) AS any_gone"
)
_CANCELLED_LATER = (
    "(count(*) FILTER (broken_ = 0) OVER (PARTITION BY h) = 1 AND "
    "min(d) FILTER (broken_ = 0) OVER (PARTITION BY h) = min(d) OVER (PARTITION BY h))"
)


def set_aside_histories(rows: Rows, inputs: Sequence[Typed]) -> list[Warned]:
    """Set all lines aside but the last of those that differ by their status alone.

    In a file with the newest lines first, that is the first of them. They are of one day. Of lines
    of which one is cancelled, none counts: what was paid and then cancelled, that day or later, is
    no sale.
    """
    if not {"order_id", "status"} <= rows.columns or not _has_several(rows):
        return []
    key = f"hash(file_, {', '.join(sorted(rows.columns - _CHANGES))})"
    said = but_cancelled(inputs)
    if not repeated(rows.engine, rows.table, key, "told_again", also=NAMED, good=said):
        return []
    rows.engine.execute(
        f"CREATE OR REPLACE TEMP TABLE histories AS SELECT *, {_ORDERED}, {_back_sql()} AS back "
        "FROM (SELECT file_, line_, line_ * way AS place, broken_ <> 0 AS gone, "
        f"lower(status) AS status, {_WORD} AS word, ordered_on::DATE AS d, broken_, {key} AS h "
        f"FROM {rows.name} JOIN ({_ways(rows)}) USING (file_) "
        f"WHERE ({said}){NAMED} AND {key} IN (SELECT h FROM told_again)) "
        "QUALIFY count(DISTINCT status) OVER (PARTITION BY h) = count(*) OVER (PARTITION BY h) "
        f"AND ({_ONE_DAY} OR {_CANCELLED_LATER})"
    )
    if not rows.columns & _TELLS and _orders_have_lines(rows, said):
        return []
    gone_back = _take_out_what_goes_back(rows)
    older = "SELECT file_, line_ FROM histories WHERE NOT gone AND (nth > 1 OR any_gone)"
    n_rows = mark(rows.engine, rows.table, "older_version", older)
    return [*gone_back, *([_said(rows, inputs, n_rows)] if n_rows else [])]


def _ways(rows: Rows) -> str:
    """Return SQL of the way in which each file is read: -1 with the newest days first."""
    return (
        "SELECT file_, CASE WHEN corr(line_, epoch(ordered_on::TIMESTAMP)) < -0.5 THEN -1 ELSE 1 "
        f"END AS way FROM {rows.name} GROUP BY file_"
    )


def _back_sql() -> str:
    """Return SQL that holds for the lines of a sale whose status goes back."""

    def among(words: frozenset[str]) -> str:
        return (
            f"FILTER (word IN ({', '.join(map(quote_text, sorted(words)))})) OVER (PARTITION BY h)"
        )

    paid = f"min(place) {among(_PAID)} < max(place) {among(_NEW | _UNPAID)}"
    sent = f"min(place) {among(_SENT)} < max(place) {among(_NEW)}"
    return f"coalesce({paid}, false) OR coalesce({sent}, false)"


def _take_out_what_goes_back(rows: Rows) -> list[Warned]:
    """Take the sales whose status goes back out of the histories; say that both lines count."""
    n_back, n_all = rows.engine.rows(
        "SELECT count(DISTINCT h) FILTER (back), count(DISTINCT h) FROM histories "
        "WHERE NOT any_gone"
    )[0]
    if not n_back:
        return []
    every = "" if n_back >= _GO_BACK * n_all else " AND back"
    words = _words(rows, "back AND NOT any_gone")
    n_rows, money, first = rows.engine.rows(
        "SELECT count(*), sum(amount)::VARCHAR, min((r.file_, r.line_)) FROM histories AS o "
        f"JOIN {rows.name} AS r USING (file_, line_) WHERE pos > 1 AND NOT any_gone{every}"
    )[0]
    rows.engine.execute(f"DELETE FROM histories WHERE NOT any_gone{every}")
    said = f"{counted(n_rows, 'row is', 'rows are')} equal to another one of the same order but "
    said += f"for the status (together {money.rstrip('0').rstrip('.')}), which goes back "
    said += f"({words}): sales of their own, such as a rest behind a deposit, kept."
    where = "file_ = {} AND line_ = {}".format(*first)
    return [Warned("identical_rows", said, column="status", about=where)]


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


def _words(rows: Rows, which: str = "true") -> str:
    """Return the most frequent words of the histories, in the order in which they follow."""
    words = rows.engine.rows(
        "SELECT status FROM (SELECT status, count(*) AS n, avg(pos) AS pos FROM histories "
        f"WHERE {which} GROUP BY status ORDER BY n DESC, status LIMIT {_SHOWN}) "
        "ORDER BY pos, status"
    )
    return ", then ".join(word for (word,) in words)


def _said(rows: Rows, inputs: Sequence[Typed], n_rows: int) -> Warned:
    n_gone = rows.engine.value("SELECT count(DISTINCT h) FROM histories WHERE any_gone")
    tell = counted(n_rows, "line tells", "lines tell")
    said = f"{tell} a sale again that another line of the file has with another status "
    said += f"({_words(rows)}): a history; the last line of each sale counts"
    gone = "sale that was cancelled does" if n_gone == 1 else "sales that were cancelled do"
    said += f", and {n_gone:,} {gone} not" if n_gone else ""
    number = inputs[0].found.columns.label("order_id")
    said += f". If each line is a sale of its own, {leave_out(number)}."
    return Warned(STATUS_HISTORY, said, column="status", about="older_version")


#: From this share of the cancelled lines on that have one, negative lines of the same customer and
#: amount are their reversals, if there are a few; else they may be returns of something else,
#: unless all of them bear the number of the order that they take back.
USUAL_SHARE, FEWEST = 0.8, 3
_NO_ZEROS = "ltrim(customer_id, '0')"


def set_aside_reversals(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Set negative lines aside that take back a line which is set aside as cancelled."""
    said = but_cancelled(inputs)
    cancelled = f"broken_ <> 0 AND {said} AND amount > 0 AND customer_id IS NOT NULL"
    n_cancelled = engine.count(f"all_transactions WHERE {cancelled}")
    if not n_cancelled:
        return []
    number = "order_id" if "order_id" in shared_columns(inputs) else "NULL::VARCHAR"
    chosen = _reversals(cancelled, number, "customer_id")
    n_pairs, n_same = engine.rows(f"SELECT count(*), count(*) FILTER (same) FROM ({chosen})")[0]
    if not n_pairs:
        return _reversed_but_for_zeros(engine, cancelled, number)
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


def _reversals(cancelled: str, number: str, who: str) -> str:
    """Return SQL of the negative lines that take a cancelled line of ``who`` back, one each."""
    nth = f"row_number() OVER (PARTITION BY {who}, amount ORDER BY ordered_on, file_, line_)"
    of = (
        f"SELECT customer_id, {who} AS who, amount, ordered_on, file_, line_, {number} AS number, "
        f"{nth} AS nth FROM all_transactions"
    )
    return (
        "SELECT b.file_, b.line_, b.amount, coalesce(b.number = c.number, false) AS same, "
        f"b.customer_id = c.customer_id AS one_id FROM ({of} WHERE {cancelled}) AS c "
        f"JOIN ({of} WHERE broken_ = 0 AND amount < 0) AS b "
        "ON b.who = c.who AND b.amount = -c.amount AND b.nth = c.nth "
        "AND b.ordered_on::DATE >= c.ordered_on::DATE"
    )


def _reversed_but_for_zeros(engine: Engine, cancelled: str, number: str) -> list[Warned]:
    """Say which lines would take back a cancelled one if their ids had not lost their zeros."""
    chosen = f"FROM ({_reversals(cancelled, number, _NO_ZEROS)}) WHERE NOT one_id"
    n_pairs, money = engine.rows(f"SELECT count(*), sum(amount)::VARCHAR {chosen}")[0]
    if not n_pairs:
        return []
    lines = counted(n_pairs, "negative line has", "negative lines have")
    text = f"{lines} the amount of a line that is set aside as cancelled, and its customer but for "
    text += f"leading zeros (together {money.rstrip('0').rstrip('.')}): they take off what does "
    text += f"not count. They were kept; {JOIN_ZEROS}."
    where = f"(file_, line_) IN (SELECT (file_, line_) {chosen})"
    return [Warned("reversals_kept", text, column="amount", about=where)]
