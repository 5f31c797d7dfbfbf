"""One row per customer, computed in the engine, at any size.

Definitions (one configuration for all data):

- A *sale line* has an amount above 0 and is no return, cancellation, fee or credit note. An *order*
  is a day with at least one sale line; a *buyer* is a customer with at least one order. An amount
  of 0 is no activity.
- *Net money* is every good line's amount. A return or credit written with a plus sign lowers money
  all the same; a cancelled line with a plus sign never became money and counts 0.
- *Sold money* is the sale lines alone. ``spend_total`` and the two windows are net;
  ``spend_mean`` is sold money per order day (what an order is worth when it is placed, never
  negative: Gamma-Gamma needs that); ``return_share`` is money taken back over money sold.
- ``spend_last_12_months`` covers the 365 days up to and with ``as_of``;
  ``spend_12_months_before`` the 365 days before those.
- Days are those that the export holds: a hole that is known (``clock``) lengthens no silence, no
  gap and no age. Windows of money up to ``as_of`` are calendar days.
- Ids in ``merged_into`` are replaced by the surviving id before anything is counted, along the
  whole chain. Ids in or behind a circle of mergers keep their own id.

Sums are exact decimals and become floating point once, at the end, so no result depends on the
order of rows or the number of threads.
"""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pandas as pd
from pandera.typing import DataFrame

from analysis.customers.orderdays import ORDER_DAYS, clock_of_export, keep_clock
from analysis.customers.queries import LINES, buyers_sql, facts_sql, spells_sql, summary_sql
from analysis.engine import DUCKDB, Engine, quote_text
from analysis.errors import InputRefused
from analysis.files.written import ANSWER
from analysis.tables import CustomerSummary, checked
from analysis.workspace import Workspace

# In CSV, as in exports.guard_cell: no id may become a formula of a spreadsheet.
_SIGNS = "'=', '+', '-', '@', chr(9), chr(13), '＝', '＋', '－', '＠'"
_GUARDED = (
    f"CASE WHEN ltrim(customer_id, ' ')[1] IN ({_SIGNS}) THEN '''' || customer_id "
    "ELSE customer_id END"
)


def write_summary(
    engine: Engine, transactions: Path, target: Path, *, as_of: date, merged: Path | None = None
) -> None:
    """Write one row per buyer straight from the engine, as Parquet or CSV by the target's suffix.

    Parameters
    ----------
    engine
        Where the query runs; its memory limit and spill folder hold.
    transactions
        Canonical Parquet file of good rows.
    target
        File to write, ``.parquet`` or ``.csv``; the columns of ``tables.CustomerSummary``.
    as_of
        Snapshot date; later rows are left out.
    merged
        Canonical customers table whose ``merged_into`` joins ids, if there is one.

    Raises
    ------
    InputRefused
        When the suffix is neither of the two.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> engine = Engine()
    >>> engine.write_parquet("SELECT 'a' AS customer_id, DATE '2024-01-01' AS ordered_on, "
    ...                      "5.00::DECIMAL(18,4) AS amount", folder / "t.parquet")
    >>> write_summary(engine, folder / "t.parquet", folder / "c.csv", as_of=date(2024, 1, 31))
    >>> (folder / "c.csv").read_text().splitlines()[1][:26]
    'a,2024-01-01,2024-01-01,30'
    """
    _known_suffix(target)
    buyers = buyers_sql(_lines(engine, transactions, as_of, merged), as_of)
    write_rows(engine, f"({summary_sql(f'({buyers})', as_of)})", target)


def write_rows(engine: Engine, summary: str, target: Path) -> None:
    """Write summary rows, in the order of their ids; in CSV no id can become a formula.

    Raises
    ------
    InputRefused
        When the target ends in neither ``.parquet`` nor ``.csv``.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "c.csv"
    >>> write_rows(Engine(), "(SELECT '=1' AS customer_id)", target)
    >>> target.read_text().splitlines()
    ['customer_id', "'=1"]
    """
    _known_suffix(target)
    if target.suffix.lower() == ".parquet":
        rows = f"SELECT * FROM {summary} ORDER BY customer_id"
        engine.write_parquet(rows, target, told=ANSWER)
        return
    query = (
        f"SELECT * REPLACE ({_GUARDED} AS customer_id) FROM {summary} AS s ORDER BY s.customer_id"
    )
    with engine.in_file_order():
        engine.execute(f"COPY ({query}) TO {quote_text(target)} (FORMAT csv, HEADER true)")


def _known_suffix(target: Path) -> None:
    if target.suffix.lower() not in {".parquet", ".csv"}:
        raise InputRefused(
            f"{target.name} ends in neither .parquet nor .csv",
            "a target such as customers.parquet",
            "change the file name after --out",
            code="unknown_format",
            file=target.name,
        )


def summarise_customers(workspace: Workspace, *, as_of: date) -> DataFrame[CustomerSummary]:
    """Return one row per buyer, and leave what the other rooms need in the workspace.

    Saves ``summary`` (this table), ``customer_facts`` (longest and usual gap, season, order values,
    last branch and rep, margin), ``spells`` (silences collapsed to counts; see ``_SPELLS``),
    ``order_days`` and the record ``clock`` (see ``orderdays``) and the record ``summary``
    (``as_of, n_lines, n_customers, n_buyers, net_total``).

    Parameters
    ----------
    workspace
        Holds ``transactions`` and, where exported, ``customers``.
    as_of
        Snapshot date; later rows are left out.

    Examples
    --------
    >>> import tempfile
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save("transactions", pd.DataFrame({
    ...     "customer_id": ["a", "a"], "amount": [10.0, 20.0],
    ...     "ordered_on": pd.to_datetime(["2024-01-01", "2024-01-11"])}))
    >>> summary = summarise_customers(workspace, as_of=date(2024, 1, 31))
    >>> summary[["n_orders", "mean_gap_days", "days_since_last_order"]].iloc[0].tolist()
    [2.0, 10.0, 20.0]
    """
    if workspace.has("summary") and not workspace.has("transactions"):  # carried from elsewhere
        return checked(workspace.load("summary"), CustomerSummary)
    merged = workspace.parquet("customers") if workspace.has("customers") else None
    transactions = workspace.parquet("transactions")
    with workspace.engine() as engine:
        lines = _lines(engine, transactions, as_of, merged, ("branch_id", "rep_id", "margin"))
        engine.execute(f"CREATE TEMP VIEW lines AS {lines}")
        engine.write_parquet(ORDER_DAYS, workspace.parquet("order_days"))
        within = clock_of_export(workspace)
        buyers = buyers_sql(lines, as_of, clock=within)
        engine.execute(f"CREATE TEMP TABLE buyers AS {buyers}")
        n_orders = engine.array("SELECT len(days) AS n FROM buyers ORDER BY customer_id")
        clock = keep_clock(workspace, n_orders, as_of=as_of)
        summary = f"{summary_sql('buyers', as_of, clock=clock)} ORDER BY customer_id"
        engine.write_parquet(summary, workspace.parquet("summary"))
        facts = facts_sql(set(columns_of(engine, transactions)), clock=clock)
        engine.write_parquet(f"{facts} ORDER BY customer_id", workspace.parquet("customer_facts"))
        engine.write_parquet(spells_sql(as_of, clock=clock), workspace.parquet("spells"))
        frame = engine.frame(summary)
        counted = engine.rows(
            "SELECT count(*), count(DISTINCT customer_id), coalesce(sum(net), 0)::VARCHAR "
            "FROM lines"
        )
    names = ("n_lines", "n_customers", "net_total")
    record = dict(zip(names, counted[0], strict=True)) | {"n_buyers": len(frame)}
    workspace.save_record("summary", {"as_of": as_of.isoformat()} | record)
    return checked(frame, CustomerSummary)


def load_earnings(
    workspace: Workspace, ids: pd.Series, *, as_of: date, default_margin: float
) -> pd.DataFrame | None:
    """Return net money and margin of these customers by day; None where no transactions travelled.

    Lines without a margin earn the share of the net that these customers' other lines earn, or
    ``default_margin`` where none states one.

    Parameters
    ----------
    workspace
        As for ``summarise_customers``.
    ids
        Present ids of the customers wanted.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, booked_on, net, margin``, by customer and day.

    Examples
    --------
    >>> import tempfile
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save("transactions", pd.DataFrame({
    ...     "customer_id": ["a", "a", "b"], "amount": [10.0, 20.0, 5.0],
    ...     "margin": [4.0, None, 1.0], "ordered_on": pd.to_datetime(["2024-01-01"] * 3)}))
    >>> found = load_earnings(workspace, pd.Series(["a"]), as_of=date(2024, 1, 31),
    ...                       default_margin=0.3)
    >>> found[["net", "margin"]].values.tolist()
    [[30.0, 12.0]]
    """
    if not workspace.has("transactions"):
        return None
    merged = workspace.parquet("customers") if workspace.has("customers") else None
    transactions = workspace.parquet("transactions")
    with workspace.engine() as engine:
        lines = _lines(engine, transactions, as_of, merged, ("margin",))
        margin = "margin" if "margin" in columns_of(engine, transactions) else "NULL::DOUBLE"
        with engine.seen_as("wanted", pd.DataFrame({"customer_id": ids.drop_duplicates()})):
            found = engine.frame(
                "SELECT customer_id, ordered_on AS booked_on, sum(net)::DOUBLE AS net, "
                f"coalesce(sum({margin}), 0)::DOUBLE AS stated, "
                f"coalesce(sum(net) FILTER ({margin} IS NULL), 0)::DOUBLE AS unstated "
                f"FROM ({lines}) SEMI JOIN wanted USING (customer_id) GROUP BY ALL ORDER BY ALL"
            )
    with_margin = math.fsum(found["net"]) - math.fsum(found["unstated"])
    earned = math.fsum(found["stated"])
    share = earned / with_margin if with_margin > 0 and earned else default_margin
    found = found.assign(margin=found["stated"] + share * found["unstated"])
    return found[["customer_id", "booked_on", "net", "margin"]]


def surviving_ids(mergers: dict[str, str]) -> dict[str, str]:
    """Return where each merged id ends; ids in or behind a circle are left out and stay.

    Examples
    --------
    >>> surviving_ids({"a": "b", "b": "c", "x": "y", "y": "x", "z": "z"})
    {'a': 'c', 'b': 'c'}
    """
    ends: dict[str, str] = {}
    for start in sorted(mergers):
        seen, place = {start}, mergers[start]
        while place in mergers and place not in seen:
            seen.add(place)
            place = mergers[place]
        if place not in seen:
            ends[start] = place
    return ends


def _lines(
    engine: Engine,
    transactions: Path,
    as_of: date,
    merged: Path | None,
    wanted: tuple[str, ...] = (),
) -> str:
    """Return the query of valid lines: surviving id, day, sold and net money, kind, extras."""
    kinds = columns_of(engine, transactions)
    has_mergers = merged is not None and _see_survivors(engine, merged)
    amount = "amount" if kinds["amount"].startswith("DECIMAL") else "amount::DECIMAL(38, 10)"
    extras = "".join(f", {name}" for name in wanted if name in kinds)
    known = f"AND (known_at IS NULL OR known_at::DATE <= DATE '{as_of}')"
    return LINES.format(
        id="coalesce(surviving_id, written_id)" if has_mergers else "written_id",
        join="LEFT JOIN survivors ON merged_id = written_id" if has_mergers else "",
        amount=amount,
        kind="coalesce(lower(line_type), 'sale')" if "line_type" in kinds else "'sale'",
        source=DUCKDB.say("source", quote_text(transactions)),
        as_of=as_of,
        known=known if "known_at" in kinds else "",
        extras=extras,
        passed=extras,
    )


def columns_of(engine: Engine, parquet: Path) -> dict[str, str]:
    """Return the type of each column of a Parquet file by its name."""
    described = engine.rows(f"DESCRIBE SELECT * FROM read_parquet({quote_text(parquet)})")
    return {str(row[0]): str(row[1]) for row in described}


def _see_survivors(engine: Engine, merged: Path) -> bool:
    """Make the table ``survivors`` (merged_id, surviving_id); whether there are any."""
    if "merged_into" not in columns_of(engine, merged):
        return False
    found = engine.rows(
        "SELECT customer_id, min(merged_into) FROM read_parquet("
        f"{quote_text(merged)}) WHERE merged_into IS NOT NULL GROUP BY customer_id"
    )
    ends = surviving_ids({str(old): str(new) for old, new in found})
    frame = pd.DataFrame({"merged_id": list(ends), "surviving_id": list(ends.values())}, dtype=str)
    with engine.seen_as("found_survivors", frame):
        engine.execute("CREATE OR REPLACE TEMP TABLE survivors AS SELECT * FROM found_survivors")
    return bool(ends)
