"""Lines that stand in an export twice: set aside with a key, kept with a warning without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.columns.unclear import toml_text
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.blocks import copied_blocks
from analysis.rows.spellings import shared_columns
from analysis.rows.typed import Typed
from analysis.rows.united import count_unique, mark, repeated

#: The column that names a row of a table; transactions are judged apart.
_OWN_ID = {
    "reasons": "reason_id", "touches": "touch_id", "issues": "issue_id", "contacts": "contact_id",
    "customers": "customer_id", "reps": "rep_id",
}  # fmt: skip
#: From this share of equal rows in the days that two files share, they overlap.
OVERLAP_SHARE = 0.9
_NAMED = " AND order_id IS NOT NULL"
#: Above this many different lines an order, or lines of any kind, equal ones may be of one basket.
_DIFFERENT_LINES, _LINES_AN_ORDER = 1.1, 1.5
#: Above this share of other sales behind the numbers that two files share, they are counted anew.
ANEW_SHARE = 0.2
#: So many shared numbers are enough to judge that.
_JUDGED = 20_000
_IS_VERSION = "(o.customer = n.customer OR (o.day = n.day AND o.money = n.money))"
#: A file tells anew only of the days that it holds. Its first hundredth may be strays: days long
#: before the others, and days with less than a third of what a day usually has.
_IS_TOLD_ANEW, _STRAY = "o.day >= n.since", 0.01
_LONG_BEFORE, _FEW = 31, 3


@dataclass(frozen=True)
class _Rows:
    """The united rows of one table in the engine."""

    engine: Engine
    name: str
    table: str
    columns: frozenset[str]
    n_files: int
    number_label: str = ""


def set_aside_repeats(
    engine: Engine, name: str, table: str, inputs: Sequence[Typed]
) -> list[Warned]:
    """Set repeated lines aside where a key proves them the same; warn about the others."""
    label = inputs[0].found.columns.label("order_id")
    rows = _Rows(engine, name, table, shared_columns(inputs), len(inputs), label)
    told = _set_aside_older(rows) if table == "transactions" and rows.n_files > 1 else []
    if repeated(engine, table, "hash_", f"twins_{table}"):
        told += _judge_repeats(rows)
    return told


def _twins(rows: _Rows) -> str:
    """Return SQL for repeated good rows: ``n_th`` of its kind over all files and ``in_file``."""
    return (
        "SELECT *, row_number() OVER (PARTITION BY hash_, in_file ORDER BY file_) AS across FROM ("
        "SELECT *, row_number() OVER (PARTITION BY hash_ ORDER BY file_, line_) AS n_th, "
        "row_number() OVER (PARTITION BY hash_, file_ ORDER BY line_) AS in_file "
        f"FROM {rows.name} WHERE broken_ = 0 AND hash_ IN (SELECT h FROM twins_{rows.table}))"
    )


def _judge_repeats(rows: _Rows) -> list[Warned]:
    twins = _twins(rows)
    if _has_key(rows):
        known = "order_id" if rows.table == "transactions" else _OWN_ID[rows.table]
        again = "n_th > 1"
        if rows.table == "transactions" and _orders_have_lines(rows):
            # Lines of one order stand together; where some came twice, others stand between.
            again += f" AND (across > 1 OR (file_, order_id) NOT IN ({_orders_together(rows)}))"
        chosen = f"SELECT file_, line_ FROM ({twins}) WHERE {again} AND {known} IS NOT NULL"
        n_aside = mark(rows.engine, rows.table, "duplicate_line", chosen)
        blank = f"SELECT file_, line_ FROM ({twins}) WHERE across > 1 AND {known} IS NULL"
        if rows.n_files > 1 and _files_overlap(rows, blank, also=" AND order_id IS NULL"):
            n_aside += mark(rows.engine, rows.table, "duplicate_line", blank)
        return _said_set_aside(n_aside) + _warn_identical(rows)
    told: list[Warned] = []
    if rows.n_files > 1:
        chosen = f"SELECT file_, line_ FROM ({twins}) WHERE across > 1"
        if "order_id" in rows.columns or _files_overlap(rows, chosen):
            told += _said_set_aside(mark(rows.engine, rows.table, "duplicate_line", chosen))
    for chosen in copied_blocks(rows.engine, rows.name, f"twins_{rows.table}"):
        n_rows = mark(rows.engine, rows.table, "duplicate_line", chosen)
        if n_rows:
            said = (
                f"A block of {n_rows:,} rows repeats an earlier block of the same file in order; "
            )
            told.append(Warned("repeated_block", said + "it was used once."))
    return told + _warn_identical(rows)


def _has_key(rows: _Rows) -> bool:
    if rows.table != "transactions":
        return _OWN_ID.get(rows.table, "") in rows.columns
    if "order_id" not in rows.columns:
        return False
    return bool(rows.columns & {"line_no", "product_id"}) or _orders_are_single(rows)


def _orders_have_lines(rows: _Rows) -> bool:
    """Whether orders have several lines and no number tells them apart."""
    if "line_no" in rows.columns:
        return False
    good = f"SELECT count(*) FROM {rows.name} WHERE broken_ = 0{_NAMED}"
    n_rows = int(rows.engine.value(good))
    n_lines = count_unique(rows.engine, rows.table, "hash_", also=_NAMED)
    n_orders = count_unique(rows.engine, rows.table, "hash(order_id)", also=_NAMED)
    return n_lines > _DIFFERENT_LINES * n_orders or n_rows > _LINES_AN_ORDER * n_orders


def _orders_together(rows: _Rows) -> str:
    """Return SQL for the orders with repeated lines between whose lines no other order stands."""
    twins = f"SELECT order_id FROM {rows.name} WHERE hash_ IN (SELECT h FROM twins_{rows.table})"
    return (
        f"SELECT file_, order_id FROM {rows.name} WHERE order_id IN ({twins}) GROUP BY ALL "
        "HAVING max(line_) - min(line_) + 1 = count(*)"
    )


def _orders_are_single(rows: _Rows) -> bool:
    """Whether an order has one line, so that its id is the key of the line."""
    n_rows = count_unique(rows.engine, rows.table, "hash_", also=_NAMED)
    n_orders = count_unique(rows.engine, rows.table, "hash(order_id)", also=_NAMED)
    return n_rows <= 1.01 * n_orders


def _files_overlap(rows: _Rows, chosen: str, also: str = "") -> bool:
    """Whether the equal rows fill the days that a file shares with the files before it."""
    if rows.table != "transactions":
        return False
    spans = (
        f"SELECT file_, min(ordered_on) AS a, max(ordered_on) AS z FROM {rows.name} "
        "WHERE broken_ = 0 GROUP BY file_"
    )
    n_shared = int(
        rows.engine.value(
            f"SELECT count(*) FROM {rows.name} AS r WHERE broken_ = 0{also} AND EXISTS (SELECT 1 "
            f"FROM ({spans}) AS s WHERE s.file_ < r.file_ AND r.ordered_on BETWEEN s.a AND s.z)"
        )
    )
    n_equal = int(rows.engine.value(f"SELECT count(*) FROM ({chosen})"))
    return n_equal > 1 and n_equal >= OVERLAP_SHARE * n_shared


def _said_set_aside(n_rows: int) -> list[Warned]:
    if not n_rows:
        return []
    stand = counted(n_rows, "line stands", "lines stand")
    said = f"{stand} in the exports more than once; each was used once."
    return [Warned("duplicate_lines", said)]


def _warn_identical(rows: _Rows) -> list[Warned]:
    money = "sum(amount)::VARCHAR" if rows.table == "transactions" else "NULL"
    n_rows, total = rows.engine.rows(
        f"SELECT count(*), {money} FROM ({_twins(rows)}) WHERE n_th > 1"
    )[0]
    if not n_rows:
        return []
    worth = f" (together {total.rstrip('0').rstrip('.')})" if total else ""
    said = (
        f"{counted(n_rows, 'row is', 'rows are')} equal to an earlier one{worth}, without a key "
        "that proves them the same: kept."
    )
    return [Warned("identical_rows", said)]


def _set_aside_older(rows: _Rows) -> list[Warned]:
    """Where files disagree about a line, the file that reaches furthest wins (trap 30).

    What went back is no version of what was sold. A number that comes again in a file which begins
    after its day is none either: the rest of a delivery, the next month of a contract.
    A number that another customer has on another day, or for another amount, names another sale.
    Files in which that is so of many shared numbers count each from the start: none is a version.
    """
    key = _line_key(rows)
    if key is None:
        return []
    n_shared = repeated(rows.engine, rows.table, f"hash({key})", "keys_transactions")
    if not n_shared:
        return []
    _keep_lines_of_files(rows, key)
    restarted, told = _numbers_anew(rows, n_shared)
    chosen = (
        f"SELECT DISTINCT r.file_, r.line_ FROM {rows.name} AS r JOIN lines_of_files AS o "
        f"ON o.h = hash({key}) AND o.file_ = r.file_ JOIN lines_of_files AS n "
        "ON n.h = o.h AND n.age > o.age WHERE r.broken_ = 0 AND r.order_id IS NOT NULL "
        f"AND (r.hash_ <> n.least OR r.hash_ <> n.most) AND {_IS_VERSION} AND NOT ({restarted})"
    )
    n_later = int(
        rows.engine.value(
            f"SELECT count(*) FROM ({chosen} AND NOT coalesce({_IS_TOLD_ANEW}, true))"
        )
    )
    if n_later:
        come = counted(n_later, "number comes", "numbers come")
        said = f"{come} again in a file that begins after their day: "
        said += "the rest of a delivery, a contract. Both rows were kept."
        told.append(Warned("numbers_go_on", said, column=rows.number_label))
    chosen += f" AND coalesce({_IS_TOLD_ANEW}, true)"
    n_rows = mark(rows.engine, rows.table, "older_version", chosen)
    if not n_rows:
        return told
    stand = counted(n_rows, "line stands", "lines stand")
    said = f"{stand} in several files with other values; the newest file was used."
    return [*told, Warned("older_versions", said)]


def _keep_lines_of_files(rows: _Rows, key: str) -> None:
    """Make ``lines_of_files``: what each file says of each line that several files have."""
    by_day = (
        "SELECT file_, ordered_on::DATE AS d, count(*) AS c, sum(count(*)) OVER (PARTITION BY "
        "file_ ORDER BY ordered_on::DATE) AS n, sum(count(*)) OVER (PARTITION BY file_) AS n_all, "
        "lead(ordered_on::DATE) OVER (PARTITION BY file_ ORDER BY ordered_on::DATE) AS later "
        f"FROM {rows.name} WHERE broken_ = 0 GROUP BY 1, 2"
    )
    days = (
        f"SELECT *, n <= {_STRAY} * n_all AS early, median(c) OVER (PARTITION BY file_) AS usual, "
        f"max(d) FILTER (n <= {_STRAY} * n_all AND later - d > {_LONG_BEFORE}) "
        f"OVER (PARTITION BY file_) AS stray FROM ({by_day})"
    )
    newest = (
        "SELECT file_, row_number() OVER (ORDER BY max(d), file_) AS age, min(d) FILTER "
        f"(coalesce(d > stray, true) AND NOT (early AND {_FEW} * c < usual)) AS since "
        f"FROM ({days}) GROUP BY file_"
    )
    rows.engine.execute(
        f"CREATE OR REPLACE TEMP TABLE lines_of_files AS SELECT hash({key}) AS h, r.file_, n.age, "
        "n.since, min(customer_id) AS customer, min(ordered_on)::DATE AS day, "
        "min(amount) AS money, "
        f"min(hash_) AS least, max(hash_) AS most FROM {rows.name} AS r "
        f"JOIN ({newest}) AS n USING (file_) WHERE r.broken_ = 0 AND r.order_id IS NOT NULL "
        f"AND hash({key}) IN (SELECT h FROM keys_transactions) GROUP BY ALL"
    )


def _numbers_anew(rows: _Rows, n_shared: int) -> tuple[str, list[Warned]]:
    """Return SQL for the pairs of files that count from the start, and what must be said."""
    step = max(1, n_shared // _JUDGED)
    pairs = rows.engine.rows(
        f"SELECT o.file_, n.file_, count(*), count(*) FILTER (NOT ({_IS_VERSION})) "
        "FROM lines_of_files AS o JOIN lines_of_files AS n ON n.h = o.h AND n.age > o.age "
        f"WHERE o.h % {step} = 0 GROUP BY ALL ORDER BY ALL"
    )
    anew = [(old, new) for old, new, n, n_other in pairs if n_other > ANEW_SHARE * n]
    n_other = sum(pair[3] for pair in pairs)
    if not n_other:
        return "false", []
    label = rows.number_label
    said = (
        f"Column '{label}': in {counted(n_other, 'case')} two files give one number to two sales "
        "(another customer, and another day or amount)"
        + ", so each counts from the start" * bool(anew)
        + f"; both rows were kept. If these numbers name no order, put ignore = [{toml_text(label)}"
        "] under [transactions] into columns.toml."
    )  # fmt: skip
    listed = ", ".join(f"({old}, {new})" for old, new in anew)
    restarted = f"(o.file_, n.file_) IN ({listed})" if listed else "false"
    return restarted, [Warned("numbers_of_other_sales", said, column=label)]


def _line_key(rows: _Rows) -> str | None:
    """Return the columns that name a line; what went back is no version of what was sold."""
    back = "coalesce(amount < 0, false)"
    if {"order_id", "line_no"} <= rows.columns:
        return f"order_id, line_no, {back}"
    if "order_id" not in rows.columns:
        return None
    several = repeated(
        rows.engine, rows.table, "hash(file_, order_id)", "orders_transactions", also=_NAMED
    )
    return None if several else f"order_id, {back}"
