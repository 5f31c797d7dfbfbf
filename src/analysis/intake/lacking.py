"""Time that an earlier export told and a later one does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.engine import Engine, quote_text
from analysis.workspace import Workspace

#: A month between others that lacks so many orders was not exported; fewer may be cancelled since.
_ORDERS_OF_A_MONTH = 10
#: Fewer orders than this, and a smaller share of all, are a matter of a few rows, not of time.
_FEW_ORDERS, _FEW_SHARE = 10, 0.05


@dataclass(frozen=True)
class Lacking:
    """What of the time of an earlier export a later one does not hold.

    Parameters
    ----------
    first_on, last_on
        First and last day with an order in the earlier export.
    begins_on
        First day with an order in the later one.
    months
        Months with orders in the earlier export of which the later holds none, as ``2024-03``.
    n_months
        Months with orders in the earlier export.
    n_lacking, n_orders
        Orders of the earlier export in the time that the later lacks, and all of them.
    n_customers_lacking, n_customers
        Customers of the earlier export without any order in the later one, and all of them.
    known_share
        Share of the later export's customers whom the earlier one knows.
    """

    first_on: date
    last_on: date
    begins_on: date
    months: tuple[str, ...]
    n_months: int
    n_lacking: int
    n_orders: int
    n_customers_lacking: int
    n_customers: int
    known_share: float

    @property
    def any(self) -> bool:
        """Whether time is lacking, more than a few rows may make."""
        return self.n_lacking >= min(_FEW_ORDERS, max(2.0, _FEW_SHARE * self.n_orders))

    @property
    def share_held(self) -> float:
        """Share of the earlier export's orders that stand in time that the later one holds."""
        return 1.0 - self.n_lacking / self.n_orders

    @property
    def rows(self) -> str:
        """The condition in SQL on the rows of transactions that are not held."""
        return _not_held(self.begins_on, self.months)


def _not_held(begins_on: date, months: tuple[str, ...]) -> str:
    early = f"ordered_on::DATE < DATE {quote_text(begins_on.isoformat())}"
    listed = ", ".join(map(quote_text, months))
    return f"({early} OR strftime(ordered_on, '%Y-%m') IN ({listed}))" if months else f"({early})"


def find_lacking(former: Workspace, now: Workspace, *, until: date | None = None) -> Lacking | None:
    """Return which time of an earlier export a later one lacks; None where one has no orders.

    Lacking is what lies before the later export's first day, and each month between others of which
    it holds nothing. Orders that it tells otherwise, or no more, within its time are none of it.

    Parameters
    ----------
    until
        Orders of the first one after this day do not count; None counts all.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from pathlib import Path
    >>> one, other = (Workspace(Path(tempfile.mkdtemp())) for _ in range(2))
    >>> orders = pd.DataFrame({"customer_id": ["a", "b", "a"], "amount": [5.0, 7.0, 6.0],
    ...                        "ordered_on": pd.to_datetime(["2024-01-01", "2024-01-02",
    ...                                                      "2024-02-01"])})
    >>> one.save("transactions", orders)
    >>> other.save("transactions", orders[2:])
    >>> found = find_lacking(one, other)
    >>> found.any, found.n_lacking, found.n_orders, found.months, found.n_customers_lacking
    (True, 2, 3, ('2024-01',), 1)
    """
    if not (former.has("transactions") and now.has("transactions")):
        return None
    with now.engine() as engine:
        limit = f" WHERE ordered_on::DATE <= DATE {quote_text(until.isoformat())}" if until else ""
        for name, place, where in (("former", former, limit), ("now", now, "")):
            rows = f"FROM read_parquet({quote_text(place.parquet('transactions'))}){where}"
            engine.execute(f"CREATE OR REPLACE TEMP VIEW {name}_orders AS {rows}")
        first, last = _days(engine, "former")
        begins = _days(engine, "now")[0]
        if first is None or last is None or begins is None:
            return None
        months = _months_not_held(engine, begins)
        counts = _counted(engine, _not_held(begins, months))
        n_lacking, n_orders, n_months, lost, n_customers, n_known, n_now = counts
        return Lacking(
            first, last, begins, months, n_months, n_lacking, n_orders, lost, n_customers,
            n_known / max(n_now, 1),
        )  # fmt: skip


def _days(engine: Engine, side: str) -> tuple[date | None, date | None]:
    found = f"SELECT min(ordered_on)::DATE, max(ordered_on)::DATE FROM {side}_orders"
    first, last = engine.rows(found)[0]
    return first, last


def _order(engine: Engine) -> str:
    """Return SQL for what names an order: its number, else customer and day."""
    names = {row[0] for row in engine.rows("DESCRIBE former_orders")}
    by_day = "customer_id || '|' || ordered_on::DATE"
    return f"coalesce(nullif(order_id, ''), {by_day})" if "order_id" in names else by_day


def _months_not_held(engine: Engine, begins: date) -> tuple[str, ...]:
    early = quote_text(f"{begins:%Y-%m}")
    found = engine.rows(
        "WITH held AS (SELECT DISTINCT strftime(ordered_on, '%Y-%m') AS m FROM now_orders) "
        f"SELECT strftime(ordered_on, '%Y-%m') AS m FROM former_orders GROUP BY 1 "
        f"HAVING m NOT IN (SELECT m FROM held) AND (m < {early} OR "
        f"count(DISTINCT {_order(engine)}) >= {_ORDERS_OF_A_MONTH}) ORDER BY 1"
    )
    return tuple(str(row[0]) for row in found)


def _counted(engine: Engine, lacking: str) -> tuple[int, ...]:
    order = _order(engine)
    customers = "SELECT DISTINCT customer_id FROM {}_orders WHERE customer_id IS NOT NULL"
    both = f"({customers.format('former')} INTERSECT {customers.format('now')})"
    return tuple(
        int(n)
        for n in engine.rows(
            f"SELECT count(DISTINCT {order}) FILTER ({lacking}), count(DISTINCT {order}), "
            "count(DISTINCT strftime(ordered_on, '%Y-%m')), "
            f"count(DISTINCT customer_id) - (SELECT count(*) FROM {both}), "
            f"count(DISTINCT customer_id), (SELECT count(*) FROM {both}), "
            f"(SELECT count(*) FROM ({customers.format('now')})) FROM former_orders"
        )[0]
    )
