"""Two small tables that many doubts read, each made in one pass over the good transactions."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from analysis.engine import Engine
from analysis.intake.seen import SEEN

#: A customer's usual gap needs this many order days.
_ENOUGH_DAYS = 3
#: Customers from whom a usual gap is known well enough.
ENOUGH_CUSTOMERS = 5_000

GOOD = "all_transactions WHERE broken_ = 0"


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
    n_customers = int(engine.value(f"SELECT count(*) FROM {keep_customers(engine)}"))
    nth = max(1, n_customers // ENOUGH_CUSTOMERS)
    engine.keep_table(
        "some_buyers",
        "SELECT customer_id, count(DISTINCT ordered_on) AS n_days, min(ordered_on) AS first_on, "
        f"max(ordered_on) AS last_on FROM {GOOD} AND amount > 0 "
        f"AND hash(customer_id) % {nth} = 0 GROUP BY customer_id",
    )
    return "some_buyers"


def keep_days(engine: Engine) -> str:
    """Return ``known_days``: one row a day with its rows and, about, its customers.

    An order of fifty lines is one event: gaps are judged by customers, not by lines.
    """
    engine.keep_table(
        "known_days",
        "SELECT ordered_on AS d, count(*) AS n_rows, "
        f"approx_count_distinct(customer_id) AS n FROM {GOOD} GROUP BY ordered_on",
    )
    return "known_days"


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
