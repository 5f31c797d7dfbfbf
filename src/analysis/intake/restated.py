"""What two exports of one company tell differently about the same time."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.engine import Engine, quote_name, quote_text
from analysis.workspace import Workspace

#: Tables that a report's headline numbers are made from.
_COUNTED = ("transactions", "reasons", "customers")


@dataclass(frozen=True)
class Restated:
    """Rows of one kind that a later export adds, takes away or changes.

    Parameters
    ----------
    n_added, n_taken, n_changed
        Rows, told apart by their ids, or by customer and day where ids do not last.
    n_outside
        Rows taken away because the later export begins after their day.
    added, taken, changed, outside
        Money of each, signed as the total moves; 0 where there is none.

    Examples
    --------
    >>> Restated(n_added=2, added=9.5).n
    2
    """

    n_added: int = 0
    n_taken: int = 0
    n_changed: int = 0
    n_outside: int = 0
    added: float = 0.0
    taken: float = 0.0
    changed: float = 0.0
    outside: float = 0.0

    @property
    def n(self) -> int:
        """All rows that differ."""
        return self.n_added + self.n_taken + self.n_changed + self.n_outside


@dataclass(frozen=True)
class RestatedHistory:
    """How two exports differ over the time that both tell.

    Parameters
    ----------
    orders, statements
        What was added, taken away or changed.
    n_customers_changed
        Customers of the earlier export of whom the customers table says something else.
    same
        Whether everything that headline numbers are made from is the same, row by row.
    """

    orders: Restated = field(default_factory=Restated)
    statements: Restated = field(default_factory=Restated)
    n_customers_changed: int = 0
    same: bool = True


def compare_history(former: Workspace, now: Workspace) -> RestatedHistory:
    """Return what the later tables tell differently about the time of the earlier ones.

    Parameters
    ----------
    former
        Checked tables of the earlier export.
    now
        Those of the later export, cut to the same day; see ``cut_tables``.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from pathlib import Path
    >>> orders = pd.DataFrame({"customer_id": ["a", "b"], "amount": [5.0, 7.0],
    ...                        "ordered_on": pd.to_datetime(["2024-01-01", "2024-01-02"])})
    >>> former, now = (Workspace(Path(tempfile.mkdtemp())) for _ in range(2))
    >>> former.save("transactions", orders)
    >>> now.save("transactions", orders.assign(amount=[5.0, 9.0]))
    >>> found = compare_history(former, now)
    >>> found.orders.n_changed, found.orders.changed, found.same
    (1, 2.0, False)
    """
    with now.engine() as engine:
        _read_both(engine, former, now)
        return RestatedHistory(
            _of_orders(engine),
            _of_statements(engine),
            _changed_customers(engine),
            all(_same(engine, table) for table in _COUNTED),
        )


def share_of_known_orders(former: Workspace, now: Workspace) -> float | None:
    """Return which share of the one export's order days the other holds too, the smaller of both.

    Counted over the time that both tell: from the later first day to the earlier last one. None
    when one has no transactions, or when they share no time.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from pathlib import Path
    >>> one, other = (Workspace(Path(tempfile.mkdtemp())) for _ in range(2))
    >>> one.save("transactions", pd.DataFrame({"customer_id": ["a", "b"], "amount": [5.0, 7.0],
    ...          "ordered_on": pd.to_datetime(["2024-01-01", "2024-01-02"])}))
    >>> other.save("transactions", one.load("transactions").assign(customer_id=["a", "x"]))
    >>> share_of_known_orders(one, other)
    0.5
    """
    if not (former.has("transactions") and now.has("transactions")):
        return None
    with now.engine() as engine:
        _read_both(engine, former, now)
        days = "SELECT DISTINCT customer_id, ordered_on::DATE AS d FROM {}_transactions"
        found = engine.value(
            f"WITH a AS ({days.format('former')}), b AS ({days.format('now')}), span AS (SELECT "
            "greatest((SELECT min(d) FROM a), (SELECT min(d) FROM b)) AS low, "
            "least((SELECT max(d) FROM a), (SELECT max(d) FROM b)) AS high), "
            "x AS (SELECT a.* FROM a, span WHERE d BETWEEN low AND high), "
            "y AS (SELECT b.* FROM b, span WHERE d BETWEEN low AND high), "
            "both_ AS (SELECT count(*) AS n FROM x JOIN y USING (customer_id, d)) "
            "SELECT (SELECT n FROM both_)::DOUBLE / nullif(greatest("
            "(SELECT count(*) FROM x), (SELECT count(*) FROM y)), 0)"
        )
    return None if found is None else float(found)


def _read_both(engine: Engine, former: Workspace, now: Workspace) -> None:
    """Make a view a table and export; one without rows where a table is missing."""
    for table in _COUNTED:
        for name, place in (("former", former), ("now", now)):
            source = place if place.has(table) else (now if place is former else former)
            if not source.has(table):
                continue
            none = "" if source is place else " LIMIT 0"
            rows = f"FROM read_parquet({quote_text(source.parquet(table))}){none}"
            engine.execute(f"CREATE OR REPLACE TEMP VIEW {name}_{table} AS {rows}")


def _columns(engine: Engine, table: str) -> list[str]:
    """Return the columns that both have, in order; none where both lack the table."""
    views = {row[0] for row in engine.rows("SELECT view_name FROM duckdb_views()")}
    if f"now_{table}" not in views:
        return []
    former, now = (
        [row[0] for row in engine.rows(f"DESCRIBE {name}_{table}")] for name in ("former", "now")
    )
    return [name for name in former if name in now]


def _same(engine: Engine, table: str) -> bool:
    columns = _columns(engine, table)
    if not columns:
        return True
    listed = ", ".join(map(quote_name, columns))
    known = "WHERE customer_id IN (SELECT customer_id FROM former_customers)"
    later = known if table == "customers" else ""
    one, other = f"SELECT {listed} FROM former_{table}", f"SELECT {listed} FROM now_{table} {later}"
    differ = engine.value(
        f"SELECT (SELECT count(*) FROM ({one} EXCEPT ALL {other})) + "
        f"(SELECT count(*) FROM ({other} EXCEPT ALL {one}))"
    )
    return not differ and not any(_fills_more(engine, f"{name}_{table}", columns)
                                  for name in ("former", "now"))  # fmt: skip


def _fills_more(engine: Engine, view: str, columns: list[str]) -> bool:
    """Whether one side fills a column that the other lacks; lists that came back bring empty ones.

    What was told on them came later: up to then such a column says nothing.
    """
    alone = [row[0] for row in engine.rows(f"DESCRIBE {view}") if row[0] not in columns]
    counted = " + ".join(f"count({quote_name(name)})" for name in alone)
    return bool(alone) and bool(engine.value(f"SELECT {counted} FROM {view}"))


def _of_orders(engine: Engine) -> Restated:
    """Match orders by their id or by customer and day, whichever finds fewer differences.

    Some systems number their orders anew in each export.
    """
    columns = _columns(engine, "transactions")
    if not columns:
        return Restated()
    by_day = "customer_id || '|' || ordered_on::DATE"
    found = [_of_orders_by(engine, by_day)]
    if found[0].n and "order_id" in columns:
        found.append(_of_orders_by(engine, f"coalesce(nullif(order_id, ''), {by_day})"))
    return min(found, key=lambda restated: restated.n)


def _of_orders_by(engine: Engine, key: str) -> Restated:
    told = "string_agg(DISTINCT customer_id || '|' || ordered_on::DATE, ';' ORDER BY "
    told += "customer_id || '|' || ordered_on::DATE)"
    rows = (
        f"SELECT {key} AS key, {told} AS told, min(ordered_on)::DATE AS d, "
        "coalesce(sum(amount), 0)::DOUBLE AS money FROM {}_transactions GROUP BY ALL"
    )
    return _compared(engine, rows)


def _of_statements(engine: Engine) -> Restated:
    columns = _columns(engine, "reasons")
    if not columns:
        return Restated()
    words = [name for name in ("customer_id", "stated_on", "note", "code") if name in columns]
    told = " || '|' || ".join(f"coalesce({name}::VARCHAR, '')" for name in words)
    key = f"coalesce(nullif(reason_id, ''), {told})" if "reason_id" in columns else told
    day = "min(stated_on)::DATE" if "stated_on" in columns else "NULL::DATE"
    rows = (
        f"SELECT {key} AS key, string_agg({told}, ';' ORDER BY {told}) AS told, "
        f"{day} AS d, 0.0 AS money FROM {{}}_reasons GROUP BY 1"
    )
    return _compared(engine, rows)


def _compared(engine: Engine, rows: str) -> Restated:
    """Count keys that one side lacks, and those of which the two sides tell something else."""
    first = "(SELECT min(d) FROM b)"
    kinds = {
        "added": "a.key IS NULL",
        "taken": f"b.key IS NULL AND coalesce(a.d >= {first}, true)",
        "changed": "a.told <> b.told OR abs(a.money - b.money) > 0.004",
        "outside": f"b.key IS NULL AND a.d < {first}",
    }
    wanted = ", ".join(
        f"count(*) FILTER ({when}), coalesce(sum(coalesce(b.money, 0) - coalesce(a.money, 0)) "
        f"FILTER ({when}), 0)::DOUBLE"
        for when in kinds.values()
    )
    found = engine.rows(
        f"WITH a AS ({rows.format('former')}), b AS ({rows.format('now')}) "
        f"SELECT {wanted} FROM a FULL JOIN b ON a.key = b.key"
    )[0]
    counts = [int(n) for n in found[::2]]
    return Restated(*counts, *(round(float(money), 2) for money in found[1::2]))


def _changed_customers(engine: Engine) -> int:
    columns = _columns(engine, "customers")
    if not columns:
        return 0
    listed = ", ".join(map(quote_name, columns))
    return int(
        engine.value(
            "SELECT count(DISTINCT customer_id) FROM "
            f"(SELECT {listed} FROM former_customers EXCEPT SELECT {listed} FROM now_customers)"
        )
    )
