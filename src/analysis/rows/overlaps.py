"""Lines that stand in an export twice: set aside with a key, kept with a warning without one.

Files of two kinds, such as invoices and delivery notes, or an old and a new system, may tell of the
same sales under numbers of their own: nothing proves that a line stands twice, and it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from analysis.columns.namepatterns import name_without_month
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.convert import WHEN
from analysis.rows.histories import set_aside_histories
from analysis.rows.orderheads import set_aside_heads
from analysis.rows.spellings import shared_columns
from analysis.rows.typed import Typed
from analysis.rows.united import count_unique, hash_apart, mark, repeated
from analysis.rows.versions import NAMED, OVERLAP_SHARE, Rows, set_aside_older

#: The column that names a row of a table; transactions are judged apart.
_OWN_ID = {
    "reasons": "reason_id", "touches": "touch_id", "issues": "issue_id", "contacts": "contact_id",
    "customers": "customer_id", "reps": "rep_id",
}  # fmt: skip
#: Above this many different lines an order, or lines of any kind, equal ones may be of one basket.
_DIFFERENT_LINES, _LINES_AN_ORDER = 1.1, 1.5
#: Rows without a day are known as a file that came again from so many on.
_A_FILE = 5

#: A block is told from this many different rows; from fewer when it and its copy are the file.
_BLOCK, _BLOCK_OF_WHOLE = 5, 3
_DENSE = 0.9
_DISTANCES = 5


def set_aside_repeats(
    engine: Engine, name: str, table: str, inputs: Sequence[Typed]
) -> list[Warned]:
    """Set repeated lines aside where a key proves them the same; warn about the others."""
    rows = Rows(engine, name, table, shared_columns(inputs), len(inputs))
    told = list[Warned]()
    if table == "transactions" and rows.n_files > 1:
        twice = set_aside_heads(engine, inputs)
        if twice.heads:  # the lines are told apart by articles, which heads lack
            lines = [one for one in inputs if one.number not in twice.heads]
            hash_apart(engine, inputs, lines)
            rows = replace(rows, columns=shared_columns(lines))
        told += twice.warned + set_aside_older(rows, inputs, twice=twice.pairs)
    if table == "transactions":
        told += set_aside_histories(rows, inputs)
    if repeated(engine, table, "hash_", f"twins_{table}"):
        told += _judge_repeats(rows)
    if table == "transactions":
        told += say_same_sales(engine, inputs)
    return told


def _twins(rows: Rows) -> str:
    """Return SQL for repeated good rows: ``n_th`` of its kind over all files and ``in_file``."""
    return (
        "SELECT *, row_number() OVER (PARTITION BY hash_, in_file ORDER BY file_) AS across FROM ("
        "SELECT *, row_number() OVER (PARTITION BY hash_ ORDER BY file_, line_) AS n_th, "
        "row_number() OVER (PARTITION BY hash_, file_ ORDER BY line_) AS in_file "
        f"FROM {rows.name} WHERE broken_ = 0 AND hash_ IN (SELECT h FROM twins_{rows.table}))"
    )


def _judge_repeats(rows: Rows) -> list[Warned]:
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
        if rows.n_files > 1 and _files_overlap(rows, blank, also=f" AND {known} IS NULL"):
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
            said += "it was used once."
            told.append(Warned("repeated_block", said, about="duplicate_line"))
    return told + _warn_identical(rows)


def _has_key(rows: Rows) -> bool:
    if rows.table != "transactions":
        return _OWN_ID.get(rows.table, "") in rows.columns
    if "order_id" not in rows.columns:
        return False
    return bool(rows.columns & {"line_no", "product_id"}) or _orders_are_single(rows)


def _orders_have_lines(rows: Rows) -> bool:
    """Whether orders have several lines and no number tells them apart."""
    if "line_no" in rows.columns:
        return False
    n_rows = rows.engine.count(f"{rows.name} WHERE broken_ = 0{NAMED}")
    n_lines, n_orders = _n_different(rows)
    return n_lines > _DIFFERENT_LINES * n_orders or n_rows > _LINES_AN_ORDER * n_orders


def _orders_together(rows: Rows) -> str:
    """Return SQL for the orders with repeated lines between whose lines no other order stands."""
    twins = f"SELECT order_id FROM {rows.name} WHERE hash_ IN (SELECT h FROM twins_{rows.table})"
    return (
        f"SELECT file_, order_id FROM {rows.name} WHERE order_id IN ({twins}) GROUP BY ALL "
        "HAVING max(line_) - min(line_) + 1 = count(*)"
    )


def _orders_are_single(rows: Rows) -> bool:
    """Whether an order has one line, so that its id is the key of the line."""
    n_lines, n_orders = _n_different(rows)
    return n_lines <= 1.01 * n_orders


def _n_different(rows: Rows) -> tuple[int, int]:
    """Return how many lines, and how many orders, of rows with a number are different."""
    lines, orders = (
        count_unique(rows.engine, rows.table, key, also=NAMED)
        for key in ("hash_", "hash(order_id)")
    )
    return lines, orders


def _files_overlap(rows: Rows, chosen: str, also: str = "") -> bool:
    """Whether the equal rows fill the days that a file shares with the files before it.

    So they do where notes or calls are exported with those of the months before. Without a day,
    they must be nearly all rows of a file.
    """
    if rows.table not in WHEN:
        return False
    day = WHEN[rows.table]
    spans = f"SELECT file_, count(*) AS n FROM {rows.name} WHERE broken_ = 0 GROUP BY file_"
    shared = f"SELECT greatest(min(n), {_A_FILE}) FROM ({spans})"
    if day in rows.columns:
        spans = spans.replace("count(*) AS n", f"min({day}) AS a, max({day}) AS z")
        shared = (
            f"SELECT count(*) FROM {rows.name} AS r WHERE broken_ = 0{also} AND EXISTS (SELECT 1 "
            f"FROM ({spans}) AS s WHERE s.file_ < r.file_ AND r.{day} BETWEEN s.a AND s.z)"
        )
    n_shared = int(rows.engine.value(shared) or 0)
    n_equal = rows.engine.count(f"({chosen})")
    return n_equal > 1 and n_equal >= OVERLAP_SHARE * n_shared


def _said_set_aside(n_rows: int) -> list[Warned]:
    if not n_rows:
        return []
    stand = counted(n_rows, "line stands", "lines stand")
    said = f"{stand} in the exports more than once; each was used once."
    return [Warned("duplicate_lines", said, about="duplicate_line")]


def _warn_identical(rows: Rows) -> list[Warned]:
    money = "sum(amount)::VARCHAR" if rows.table == "transactions" else "NULL"
    n_rows, total, first = rows.engine.rows(
        f"SELECT count(*), {money}, min((file_, line_)) FROM ({_twins(rows)}) WHERE n_th > 1"
    )[0]
    if not n_rows:
        return []
    worth = f" (together {total.rstrip('0').rstrip('.')})" if total else ""
    said = (
        f"{counted(n_rows, 'row is', 'rows are')} equal to an earlier one{worth}, without a key "
        "that proves them the same: kept."
    )
    where = "file_ = {} AND line_ = {}".format(*first)
    return [Warned("identical_rows", said, about=where)]


def copied_blocks(engine: Engine, name: str, repeated: str) -> list[str]:
    """Return SQL for the rows (``file_``, ``line_``) of each block that repeats an earlier one.

    The same rows the same distance apart, without others between them: chance does not do that,
    while equal rows scattered over a file may each be an order of its own.

    Parameters
    ----------
    name
        Engine table with ``file_``, ``line_``, ``hash_`` and ``broken_``.
    repeated
        Engine table with the hashes ``h`` that several good rows share.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE t AS SELECT 0 AS file_, i AS line_, hash(i % 6) AS hash_, "
    ...                "0 AS broken_ FROM range(12) AS r(i)")
    >>> engine.execute("CREATE TABLE r AS SELECT DISTINCT hash_ AS h FROM t")
    >>> [len(engine.rows(chosen)) for chosen in copied_blocks(engine, "t", "r")]
    [6]
    """
    twins = (
        f"SELECT file_, line_, hash_ FROM {name} WHERE broken_ = 0 "
        f"AND hash_ IN (SELECT h FROM {repeated})"
    )
    distances = engine.rows(
        "SELECT file_, apart, count(*) AS n FROM (SELECT file_, line_ - lag(line_) OVER "
        f"(PARTITION BY file_, hash_ ORDER BY line_) AS apart FROM ({twins})) "
        f"WHERE apart >= {_BLOCK_OF_WHOLE} GROUP BY ALL HAVING n >= {_BLOCK_OF_WHOLE} "
        f"ORDER BY n DESC, file_, apart LIMIT {_DISTANCES}"
    )
    found = []
    for file, apart, _ in distances:
        chosen = (
            f"SELECT a.file_, a.line_, a.hash_ FROM ({twins}) AS a SEMI JOIN ({twins}) AS b ON "
            f"a.file_ = b.file_ AND a.hash_ = b.hash_ AND a.line_ = b.line_ + {apart} "
            f"WHERE a.file_ = {file}"
        )
        if _is_block(engine, name, chosen, apart):
            found.append(chosen)
    return found


def _is_block(engine: Engine, name: str, chosen: str, apart: int) -> bool:
    n_rows, n_kinds, file, first, last = engine.rows(
        "SELECT count(*), count(DISTINCT hash_), min(file_), min(line_), max(line_) "
        f"FROM ({chosen})"
    )[0]
    if n_kinds < _BLOCK_OF_WHOLE or apart < _DENSE * n_kinds:
        return False
    n_all, n_between = engine.rows(
        f"SELECT count(*), count(*) FILTER (line_ BETWEEN {first} AND {last}) FROM {name} "
        f"WHERE broken_ = 0 AND file_ = {file}"
    )[0]
    enough = n_kinds >= _BLOCK or 2 * n_rows >= _DENSE * n_all
    return bool(enough and n_rows >= _DENSE * n_between)


#: From this share of the rows on that have the customer and the amount of one in another kind of
#: file, within so many days, both tell of the same sales; fewer rows prove nothing.
SAME_SHARE, NEAR_DAYS, FEWEST = 0.9, 10, 20
#: About so many rows are looked at, those of some customers.
_LOOKED_AT, _PAIRS = 200_000, 20


def say_same_sales(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Say which files hold the customers, amounts and days of others, under other numbers.

    Kinds of files are compared, then files of one kind in the days that both hold, then kinds of
    numbers: an offer AN-1, its order AB-1 and its invoice RE-1.
    """
    names = {one.number: one.found.file for one in inputs}
    begins = _beginnings(engine)
    if len(names) < 2 and len(begins) < 2:
        return []
    kinds = sorted({name_without_month(name) for name in names.values()})
    listed = ", ".join(
        f"({number}, {kinds.index(name_without_month(name))})" for number, name in names.items()
    )
    good = "broken_ = 0 AND amount > 0 AND customer_id IS NOT NULL"
    n_rows = engine.count(f"all_transactions WHERE {good}")
    who = "hash(ltrim(customer_id, '0'))"  # a file may have lost the zeros of its ids
    some = f"{who} % {max(1, n_rows // _LOOKED_AT)} = 0"
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE sales_of_files AS SELECT k.kind, file_, "
        f"ordered_on::DATE AS day, {who} AS c, amount, {_place(begins)} AS begins "
        "FROM all_transactions "
        f"JOIN (VALUES {listed}) AS k(file_, kind) USING (file_) WHERE {good} AND {some}"
    )
    for side, keep in (("kind", "kinds of files"), ("file_", "files, or their days in one")):
        for n_same, here, there in _told_twice(engine, side):
            said = f"{n_same:,} rows looked at, such as in '{names[here]}', have the customer, "
            said += f"the amount and about the day of a row in '{names[there]}'"
            said += ", under another number" * ("order_id" in engine.columns("all_transactions"))
            said += ": if both tell of the same sales, their money counts twice. Keep one of the "
            said += f"two {keep}; if one of them holds credit notes, put "
            said += 'amount_sign = "negative" under its name into columns.toml.'
            return [Warned("same_sales", said)]
    for n_same, here, there in _told_twice(engine, "begins") if len(begins) > 1 else ():
        said = (
            f"{n_same:,} rows looked at with numbers such as {begins[here]}... have the customer, "
        )
        said += f"the amount and about the day of a row with a number such as {begins[there]}...: "
        said += "offers, orders and invoices of the same sales? Their money then counts as often. "
        said += "Export one of them."
        return [Warned("same_sales", said, column="order_id")]
    return []


def _beginnings(engine: Engine) -> list[str]:
    """Return what order numbers begin with before their digits, where these are a few words."""
    if "order_id" not in engine.columns("all_transactions"):
        return []
    some = (
        f"SELECT order_id FROM all_transactions WHERE order_id IS NOT NULL LIMIT {_LOOKED_AT // 10}"
    )
    found = engine.rows(
        f"SELECT {_BEGIN} AS b, count(*) AS n FROM ({some}) GROUP BY b ORDER BY n DESC, b LIMIT 9"
    )
    often = [begin for begin, n in found if begin and n >= FEWEST]
    return often if len(found) < 9 else []


def _place(begins: Sequence[str]) -> str:
    listed = ", ".join(map(quote_text, begins))
    return f"nullif(list_position([{listed}], {_BEGIN}), 0) - 1" if begins else "NULL"


#: What an order number begins with.
_BEGIN = "regexp_extract(order_id, '^[^0-9]+')"


def _told_twice(engine: Engine, side: str) -> Iterator[tuple[int, int, int]]:
    """Yield how many rows two sides share, and a file of each."""
    spans = engine.rows(
        f"SELECT {side}, min(kind), min(day), max(day) FROM sales_of_files "
        f"WHERE {side} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    shared = [
        (min(first[2], second[2]) - max(first[1], second[1]), one, other, first, second)
        for (one, *first), (other, *second) in combinations(spans, 2)
        if side != "file_" or first[0] == second[0]
    ]
    longest = sorted((one for one in shared if one[0].days >= 0), key=lambda one: -one[0].days)
    for _, one, other, first, second in longest[:_PAIRS]:
        since, until = max(first[1], second[1]), min(first[2], second[2])
        pair = _PAIR.format(side=side)
        n, n_other, n_same, here, there = engine.rows(pair, [since, until, one, other])[0]
        if n_same >= max(FEWEST, SAME_SHARE * min(n, n_other)):
            yield (n_same, one, other) if side == "begins" else (n_same, here, there)


#: Rows of two sides in the days that both hold, and those that match one to one.
_PAIR = f"""
WITH r AS (SELECT *, row_number() OVER (PARTITION BY {{side}}, c, amount ORDER BY day) AS nth
           FROM sales_of_files WHERE day BETWEEN $1 AND $2 AND {{side}} IN ($3, $4))
SELECT (SELECT count(*) FROM r WHERE {{side}} = $3), (SELECT count(*) FROM r WHERE {{side}} = $4),
       count(*), min(o.file_), min(s.file_)
FROM r AS o JOIN r AS s ON o.{{side}} = $3 AND s.{{side}} = $4 AND s.c = o.c
     AND s.amount = o.amount AND s.nth = o.nth
     AND abs(date_diff('day', o.day, s.day)) <= {NEAR_DAYS}
"""
