"""Small tables that many doubts read, each made in one pass over the transactions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from analysis.engine import Engine
from analysis.rows.seen import SEEN

#: A customer's usual gap needs this many order days.
_ENOUGH_DAYS = 3
#: Customers from whom a usual gap is known well enough.
ENOUGH_CUSTOMERS = 5_000

#: Days before the period of an export: so few rows of so many, so long before all others, and so
#: many times longer than the others ever pause.
_FEW_ROWS, _SOME_ROWS, _LONG_BEFORE, _PAUSES = 0.01, 50, 730, 5

GOOD = "all_transactions WHERE broken_ = 0"


def is_sale(engine: Engine, table: str) -> str:
    """Return SQL that holds for a line that sells."""
    kinds = "('return', 'cancel', 'fee', 'credit')"
    typed = "line_type" in engine.columns(table)
    return "amount > 0" + (f" AND coalesce(line_type, '') NOT IN {kinds}" if typed else "")


def keep_customers(engine: Engine) -> str:
    """Return ``seen_customers``: one row a customer with rows, money, first and last order.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TEMP TABLE all_transactions AS SELECT 0 AS broken_, 'a' AS "
    ...                "customer_id, DATE '2024-01-05' AS ordered_on, 5 AS amount")
    >>> engine.rows(f"SELECT customer_id, n_rows FROM {keep_customers(engine)}")
    [('a', 1)]
    """
    engine.keep_table("seen_customers", SEEN)
    return "seen_customers"


def keep_order_days(engine: Engine) -> str:
    """Return ``some_buyers``: order days of about 5,000 customers, chosen by their id.

    Order days of all customers take more time than everything else that intake asks; a usual gap
    or a usual number of days is known well enough from these. Few customers are all taken.
    """
    n_customers = engine.count(keep_customers(engine))
    nth = max(1, n_customers // ENOUGH_CUSTOMERS)
    engine.keep_table(
        "some_buyers",
        "SELECT customer_id, count(DISTINCT ordered_on) AS n_days, min(ordered_on) AS first_on, "
        f"max(ordered_on) AS last_on FROM {GOOD} AND amount > 0 "
        f"AND hash(customer_id) % {nth} = 0 GROUP BY customer_id",
    )
    return "some_buyers"


def keep_sums(engine: Engine) -> str:
    """Return ``day_sums``: rows and money by input, broken rules, day, kind and sign.

    ``file_, broken_, d, kind, sign`` (1, 0 or -1, of the amount), ``n_rows, n_customers`` (about),
    ``money`` (exact). Whatever asks for rows or money of many lines asks this table of a few
    thousand rows; no mark may be set on the lines once it is made.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TEMP TABLE all_transactions AS SELECT 0 AS broken_, 'a' AS "
    ...                "customer_id, DATE '2024-01-05' AS ordered_on, unnest([5, -2]) AS amount")
    >>> engine.rows(f"SELECT kind, n_rows, money::INTEGER FROM {keep_sums(engine)} ORDER BY kind")
    [('return', 1, -2), ('sale', 1, 5)]
    """
    if not engine.keeps("day_sums"):
        names = engine.columns("all_transactions")
        file = "file_" if "file_" in names else "0 AS file_"
        typed = "line_type" if "line_type" in names else "NULL::VARCHAR AS line_type"
        engine.keep_table(
            "day_sums",
            f"SELECT * EXCLUDE (line_type), {_KIND} AS kind FROM (SELECT {file}, broken_, "
            f"ordered_on::DATE AS d, sign(amount) AS sign, {typed}, count(*) AS n_rows, "
            "approx_count_distinct(customer_id) AS n_customers, sum(amount) AS money "
            "FROM all_transactions GROUP BY ALL)",
        )
    return "day_sums"


#: What lines were exported as: their type, where they have one, and their sign.
_KIND = (
    "CASE WHEN sign IS NULL THEN 'unreadable' WHEN line_type IN ('cancel', 'fee', 'credit') "
    "THEN line_type WHEN line_type = 'return' OR sign < 0 THEN 'return' "
    "WHEN sign = 0 THEN 'zero' ELSE 'sale' END"
)


def count_good(engine: Engine, condition: str = "true") -> int:
    """Return the good transactions whose sums fit a condition on ``day_sums``."""
    sql = f"SELECT coalesce(sum(n_rows), 0) FROM {keep_sums(engine)} WHERE broken_ = 0"
    return int(engine.value(f"{sql} AND {condition}"))


def keep_days(engine: Engine) -> str:
    """Return ``known_days``: one row a day with its good rows and, about, its customers.

    An order of fifty lines is one event: gaps are judged by customers, not by lines. Days long
    before the period (a wrong year) are no part of it: ``begin_of`` tells where it begins.
    """
    if not engine.keeps("known_days"):
        days = (
            "SELECT d, sum(n_rows)::BIGINT AS n_rows, sum(n_customers)::BIGINT AS n "
            f"FROM {keep_sums(engine)} WHERE broken_ = 0 GROUP BY d"
        )
        begin = begin_of(engine.rows(f"SELECT d, n_rows FROM ({days}) WHERE d IS NOT NULL"))
        since = f" WHERE d >= DATE '{begin}'" if begin else ""
        engine.keep_table("known_days", f"SELECT * FROM ({days}){since}")
    return "known_days"


def begin_of(days: Sequence[tuple[date, int]]) -> date | None:
    """Return the first day of the period after a few rows long before it, None without such rows.

    Examples
    --------
    >>> month = [(date(2023, 5, day), 3) for day in range(1, 31)]
    >>> begin_of([(date(2003, 5, 7), 1), *month]), begin_of(month)
    (datetime.date(2023, 5, 1), None)
    """
    ordered = sorted(days)
    n_rows = sum(n for _, n in ordered)
    begin, n_before = None, 0
    gaps = [(b - a).days for (a, _), (b, _) in pairwise(ordered)]
    longest = [0] * (len(gaps) + 1)  # of the gaps that follow
    for at in range(len(gaps) - 1, -1, -1):
        longest[at] = max(longest[at + 1], gaps[at])
    for at, gap in enumerate(gaps):
        n_before += ordered[at][1]
        if n_rows < _SOME_ROWS or n_before > max(1, _FEW_ROWS * n_rows):
            break
        if gap >= max(_LONG_BEFORE, _PAUSES * longest[at + 1]):
            begin = ordered[at + 1][0]
    return begin


def usual_gap(engine: Engine) -> float | None:
    """Return the median of the customers' mean gaps between order days, None when unknown."""
    found = engine.value(
        "SELECT quantile_cont((last_on - first_on) / (n_days - 1)::DOUBLE, 0.5) "
        f"FROM {keep_order_days(engine)} WHERE n_days >= {_ENOUGH_DAYS}"
    )
    return None if found is None else float(found)


def quiet_days_between(engine: Engine) -> float:
    """Return the gap between days with orders that 95 % of the gaps do not exceed, 1 at least."""
    days = [row[0] for row in engine.rows(f"SELECT d FROM {keep_days(engine)} ORDER BY d")]
    gaps = sorted((b - a).days for a, b in pairwise(days))
    return float(gaps[int(0.95 * (len(gaps) - 1))]) if gaps else 1.0


def middle(counts: list[int]) -> float:
    """Return the median, 0 for no counts.

    Examples
    --------
    >>> middle([]), middle([4, 1, 2])
    (0.0, 2.0)
    """
    return float(median(counts)) if counts else 0.0
