"""What two exports of one company tell differently about the same time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.engine import Engine, quote_name, quote_text
from analysis.intake.retold import Factor, Recoded, find_factor, find_recoded
from analysis.workspace import Workspace

#: Tables that a report's headline numbers are made from.
_COUNTED = ("transactions", "reasons", "customers")

#: Ids on which no number depends: where an export has none they are made of file and line.
_OWN_ID = {"reasons": "reason_id"}

_KNOWN = "WHERE customer_id IN (SELECT customer_id FROM known)"


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
        Customers whom the earlier export knows, of whom the customers table says something else.
    n_merged
        Of its customers, those that go on under an id under which they did not then.
    customers_table
        ``new`` where only the later export has a table of customers, ``gone`` where only the
        earlier one has, empty otherwise.
    columns
        ``table.column`` of what differs where no row of orders, statements or customers does.
    factor
        The one number by which nearly all orders changed; None where there is none.
    recoded
        Codes of reasons that were replaced by others.
    reasons_gone
        Whether only the earlier export has statements up to that day.
    n_customers_gone
        Customers of the earlier export's table of customers who are not in the later one.
    same
        Whether everything that headline numbers are made from is the same, row by row.
    """

    orders: Restated = field(default_factory=Restated)
    statements: Restated = field(default_factory=Restated)
    n_customers_changed: int = 0
    n_merged: int = 0
    customers_table: str = ""
    columns: tuple[str, ...] = ()
    same: bool = True
    factor: Factor | None = None
    recoded: Recoded = field(default_factory=Recoded)
    reasons_gone: bool = False
    n_customers_gone: int = 0


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
        orders, statements = _of_orders(engine), _of_statements(engine)
        n_changed, n_merged, n_gone = _changed_customers(engine)
        had, has = former.has("customers"), now.has("customers")
        which = "" if had == has else "new" if has else "gone"
        differ = [table for table in _COUNTED if not _same(engine, table)]
        told = orders.n or statements.n or n_changed or n_merged or n_gone or which
        both = had and has
        return RestatedHistory(
            orders, statements, n_changed if both else 0, n_merged, which,
            () if told else tuple(_differing(engine, differ)), not differ,
            _factor(engine) if orders.n_changed else None, _recoded(engine),
            former.has("reasons") and not now.has("reasons"),
            n_gone if both else 0,
        )  # fmt: skip


def _factor(engine: Engine) -> Factor | None:
    """Match orders by customer and day, which stay where they are numbered anew."""
    return find_factor(
        engine,
        "SELECT customer_id || '|' || ordered_on::DATE AS key, sum(amount)::DOUBLE AS money "
        "FROM {}_transactions GROUP BY 1",
    )


def _recoded(engine: Engine) -> Recoded:
    return find_recoded(engine) if "code" in _columns(engine, "reasons") else Recoded()


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
    _keep_known(engine)


def _has_view(engine: Engine, view: str) -> bool:
    return view in {row[0] for row in engine.rows("SELECT view_name FROM duckdb_views()")}


def _keep_known(engine: Engine) -> None:
    """Make ``known``: customers of the earlier export; who came since restates no history."""
    views = [f"former_{table}" for table in _COUNTED if _has_view(engine, f"former_{table}")]
    ids = " UNION ".join(f"SELECT customer_id FROM {view}" for view in views)
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE known AS {ids or 'SELECT NULL AS customer_id WHERE false'}"
    )


def _columns(engine: Engine, table: str) -> list[str]:
    """Return the columns that both have, in order; none where both lack the table."""
    if not _has_view(engine, f"now_{table}"):
        return []
    former, now = (
        [row[0] for row in engine.rows(f"DESCRIBE {name}_{table}")] for name in ("former", "now")
    )
    return [name for name in former if name in now]


def _same(engine: Engine, table: str) -> bool:
    columns = _columns(engine, table)
    if not columns:
        return True
    listed = ", ".join(quote_name(name) for name in columns if name != _OWN_ID.get(table))
    later = _KNOWN if table == "customers" else ""
    one, other = f"SELECT {listed} FROM former_{table}", f"SELECT {listed} FROM now_{table} {later}"
    differ = engine.value(
        f"SELECT (SELECT count(*) FROM ({one} EXCEPT ALL {other})) + "
        f"(SELECT count(*) FROM ({other} EXCEPT ALL {one}))"
    )
    # Lists that came back bring columns that are empty up to then: one that is filled says more.
    return not differ and not any(
        _filled_alone(engine, f"{name}_{table}", columns) for name in ("former", "now")
    )


def _filled_alone(engine: Engine, view: str, columns: list[str]) -> list[str]:
    """Return the columns of one side that the other lacks and that say something."""
    passed = {*columns, *_OWN_ID.values()}
    alone = [row[0] for row in engine.rows(f"DESCRIBE {view}") if row[0] not in passed]
    if not alone:
        return []
    counted = ", ".join(f"count({quote_name(name)})" for name in alone)
    found = engine.rows(f"SELECT {counted} FROM {view}")[0]
    return [name for name, n in zip(alone, found, strict=True) if n]


def _differing(engine: Engine, tables: list[str]) -> Iterator[str]:
    """Name the columns of these tables in which the two sides say something else of somebody."""
    for table in tables:
        columns = _columns(engine, table)
        ours = [name for name in columns if name != _OWN_ID.get(table)]
        hashes = ", ".join(f"sum(hash(customer_id, {quote_name(name)})::HUGEINT)" for name in ours)
        where = _KNOWN if table == "customers" else ""
        one, other = (
            engine.rows(f"SELECT {hashes} FROM {side}_{table} {where}")[0]
            for side in ("former", "now")
        )
        named = [name for name, a, b in zip(ours, one, other, strict=True) if a != b]
        for side in ("former", "now"):
            named += _filled_alone(engine, f"{side}_{table}", columns)
        yield from (f"{table}.{name}" for name in named)


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
    """Match statements by their id or by what they say, whichever finds fewer differences.

    Without ids of their own they have ones made of file and line, which do not last.
    """
    columns = _columns(engine, "reasons")
    if not columns:
        return Restated()
    found = [_of_statements_by_words(engine, columns)]
    if found[0].n and "reason_id" in columns:
        found.append(_of_statements_by_id(engine, columns))
    return min(found, key=lambda restated: restated.n)


def _said(columns: list[str]) -> str:
    words = [name for name in ("customer_id", "stated_on", "note", "code") if name in columns]
    return " || '|' || ".join(f"coalesce({name}::VARCHAR, '')" for name in words)


def _of_statements_by_id(engine: Engine, columns: list[str]) -> Restated:
    told = _said(columns)
    day = "min(stated_on)::DATE" if "stated_on" in columns else "NULL::DATE"
    rows = (
        f"SELECT coalesce(nullif(reason_id, ''), {told}) AS key, "
        f"string_agg({told}, ';' ORDER BY {told}) AS told, "
        f"{day} AS d, 0.0 AS money FROM {{}}_reasons GROUP BY 1"
    )
    return _compared(engine, rows)


def _of_statements_by_words(engine: Engine, columns: list[str]) -> Restated:
    """Count statements that one side lacks; one for another of a customer's day is a change."""
    day = "stated_on::DATE" if "stated_on" in columns else "NULL::DATE"
    rows = f"SELECT customer_id, {day} AS d, {_said(columns)} AS told, count(*) AS n"
    a, b = (f"{rows} FROM {side}_reasons GROUP BY ALL" for side in ("former", "now"))
    surplus = "sum(greatest(coalesce({0}.n, 0) - coalesce({1}.n, 0), 0))"
    days = (
        f"SELECT coalesce(a.customer_id, b.customer_id) AS c, coalesce(a.d, b.d) AS d, "
        f"{surplus.format('a', 'b')} AS lost, {surplus.format('b', 'a')} AS won "
        f"FROM ({a}) AS a FULL JOIN ({b}) AS b ON a.told = b.told GROUP BY 1, 2"
    )
    outside = "d < (SELECT min(stated_on)::DATE FROM now_reasons)" if "stated_on" in columns else ""
    outside = f"coalesce({outside}, false)" if outside else "false"
    found = engine.rows(
        "SELECT sum(won - least(lost, won)), "
        f"sum(lost - least(lost, won)) FILTER (NOT {outside}), sum(least(lost, won)), "
        f"sum(lost - least(lost, won)) FILTER ({outside}) FROM ({days})"
    )[0]
    return Restated(*(int(n or 0) for n in found))


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


def _changed_customers(engine: Engine) -> tuple[int, int, int]:
    """Return how many known customers are described differently, were merged, and are gone."""
    columns = _columns(engine, "customers")
    if not columns:
        return 0, 0, 0
    listed = ", ".join(quote_name(name) for name in columns if name != "merged_into")
    former, now = (f"SELECT {listed} FROM {side}_customers {_KNOWN}" for side in ("former", "now"))
    engine.execute(f"CREATE OR REPLACE TEMP TABLE joined AS {_merged_since(engine)}")
    rest = "WHERE customer_id NOT IN (SELECT customer_id FROM joined)"
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE gone AS SELECT customer_id FROM former_customers "
        f"{rest} EXCEPT SELECT customer_id FROM now_customers"
    )
    n_changed = engine.value(
        f"SELECT count(DISTINCT customer_id) FROM (({former} EXCEPT {now}) UNION ALL "
        f"({now} EXCEPT {former})) {rest} AND customer_id NOT IN (SELECT customer_id FROM gone)"
    )
    return int(n_changed), engine.count("joined"), engine.count("gone")


def _merged_since(engine: Engine) -> str:
    """Return SQL for known customers whose survivor is another one than it was then."""
    ends = []
    for side in ("former", "now"):
        columns = [row[0] for row in engine.rows(f"DESCRIBE {side}_customers")]
        end = "min(merged_into)" if "merged_into" in columns else "NULL::VARCHAR"
        ends.append(
            f"SELECT customer_id, {end} AS survivor FROM {side}_customers {_KNOWN} GROUP BY 1"
        )
    return (
        f"SELECT customer_id FROM ({ends[1]}) AS n LEFT JOIN ({ends[0]}) AS f USING (customer_id) "
        "WHERE n.survivor IS DISTINCT FROM f.survivor"
    )
