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
- Ids in ``merged_into`` are replaced by the surviving id before anything is counted, along the
  whole chain. Ids in or behind a circle of mergers keep their own id.

Sums are exact decimals and become floating point once, at the end, so no result depends on the
order of rows or the number of threads.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
from pandera.typing import DataFrame

from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused
from analysis.tables import CustomerSummary, checked
from analysis.workspace import Workspace

#: Upper ends (days between orders) and names of the rhythm classes; absolute, the same everywhere.
RHYTHM_BANDS: tuple[tuple[float, str], ...] = (
    (10, "about weekly"),
    (21, "about fortnightly"),
    (45, "about monthly"),
    (100, "about quarterly"),
    (200, "about half-yearly"),
    (float("inf"), "about yearly or rarer"),
)

#: The rhythm class of a customer with a single order: there is no gap to judge by.
NO_RHYTHM = "one order so far"

#: How many of the latest gaps say what is usual: enough to be steady, few enough to follow change.
_LATEST_GAPS = 12

_LINES = """
SELECT {id} AS customer_id, ordered_on,
       CASE WHEN amount > 0 AND kind NOT IN ('return', 'cancel', 'fee', 'credit')
            THEN amount ELSE 0 END AS sold,
       CASE WHEN amount > 0 AND kind IN ('return', 'credit') THEN -amount
            WHEN amount > 0 AND kind = 'cancel' THEN 0 ELSE amount END AS net,
       kind {extras}
FROM (SELECT customer_id AS written_id, ordered_on::DATE AS ordered_on,
             {amount} AS amount, {kind} AS kind {passed}
      FROM read_parquet({path})
      WHERE ordered_on::DATE <= DATE '{as_of}' AND customer_id IS NOT NULL {known}) AS written
{join}
"""

_BUYERS = """
SELECT customer_id,
       min(ordered_on) FILTER (sold > 0) AS first_order_on,
       max(ordered_on) FILTER (sold > 0) AS last_order_on,
       sum(sold) AS sold, sum(net) AS net,
       coalesce(sum(-net) FILTER (net < 0 AND kind <> 'fee'), 0) AS returned,
       coalesce(sum(net) FILTER (ordered_on > DATE '{as_of}' - 365), 0) AS last_year,
       coalesce(sum(net) FILTER (ordered_on <= DATE '{as_of}' - 365
                                 AND ordered_on > DATE '{as_of}' - 730), 0) AS year_before,
       list_sort(list_distinct(list(date_diff('day', DATE '1970-01-01', ordered_on)::INTEGER)
                               FILTER (sold > 0))) AS days
FROM ({lines}) AS lines
GROUP BY customer_id
HAVING count(*) FILTER (sold > 0) > 0
"""

_GAPS = "list_transform(range(2, len(days) + 1), lambda i: days[i] - days[i - 1])"

_SUMMARY = """
SELECT {id} AS customer_id, first_order_on, last_order_on,
       date_diff('day', last_order_on, DATE '{as_of}') AS days_since_last_order,
       date_diff('day', first_order_on, last_order_on) AS days_first_to_last_order,
       date_diff('day', first_order_on, DATE '{as_of}') AS days_observed,
       len(days)::BIGINT AS n_orders, len(days)::BIGINT - 1 AS n_repeat_orders,
       net::DOUBLE AS spend_total, sold::DOUBLE / len(days) AS spend_mean,
       last_year::DOUBLE AS spend_last_12_months, year_before::DOUBLE AS spend_12_months_before,
       CASE WHEN len(days) > 1 THEN date_diff('day', first_order_on, last_order_on)
                                    / (len(days) - 1.0)::DOUBLE END AS mean_gap_days,
       CASE WHEN len(days) > 1 THEN list_median({gaps})::DOUBLE END AS median_gap_days,
       returned::DOUBLE / sold::DOUBLE AS return_share
FROM {buyers} AS buyers
ORDER BY buyers.customer_id
"""

# Same three months every year, wherever the three months begin: months counted from year 0 and
# shifted by 0, 1 or 2 fall in one quarter of the year and in at least two years.
_SEASONAL = """
list_bool_or(list_transform([0, 1, 2], lambda s:
    len(list_distinct(list_transform(months, lambda m: ((m + s) % 12) // 3))) = 1
    AND len(list_distinct(list_transform(months, lambda m: (m + s) // 12))) >= 2))
"""

_FACTS = """
WITH rhythm AS (
    SELECT customer_id, sold, days, {gaps} AS gaps, first_order_on, last_order_on,
           list_distinct(list_transform(days, lambda d:
               (year(DATE '1970-01-01' + d) * 12 + month(DATE '1970-01-01' + d) - 1)::INTEGER
           )) AS months
    FROM buyers),
money AS (
    SELECT l.customer_id, sum(l.sold) FILTER (l.ordered_on = r.first_order_on) AS sold_first,
           coalesce(sum(l.net) FILTER (l.ordered_on > r.last_order_on - 365
                              AND l.ordered_on <= r.last_order_on), 0) AS year_to_last
           {sums}
    FROM lines AS l JOIN rhythm AS r USING (customer_id) GROUP BY l.customer_id)
SELECT r.customer_id, coalesce(list_max(gaps), 0)::BIGINT AS longest_gap_days,
       list_median(list_slice(gaps, -{latest}, -1))::DOUBLE AS usual_gap_days,
       {seasonal} AS buys_in_one_season,
       CASE WHEN len(days) > 1 THEN (sold - sold_first)::DOUBLE / (len(days) - 1) END
           AS spend_mean_repeat,
       year_to_last::DOUBLE AS spend_year_to_last_order {chosen}
FROM rhythm AS r JOIN money AS m USING (customer_id)
ORDER BY r.customer_id
"""

# A spell runs from one order to the next, or to as_of. Its class is judged by the gaps *before* it
# alone: judged by all gaps, short spells would sort themselves into the quick classes.
_SPELLS = """
WITH placed AS (
    SELECT customer_id, unnest(days) AS day, generate_subscripts(days, 1) AS n_prior FROM buyers),
gaps AS (
    SELECT customer_id, n_prior, day - lag(day) OVER customer AS gap_before,
           coalesce(lead(day) OVER customer,
                    date_diff('day', DATE '1970-01-01', DATE '{as_of}')) - day AS days,
           lead(day) OVER customer IS NOT NULL AS returned
    FROM placed WINDOW customer AS (PARTITION BY customer_id ORDER BY day)),
judged AS (
    SELECT n_prior, days, returned,
           median(gap_before) OVER (PARTITION BY customer_id ORDER BY n_prior
                                    ROWS {before} PRECEDING) AS usual
    FROM gaps)
SELECT {rhythm} AS rhythm_class,
       CASE WHEN n_prior = 1 THEN '1' WHEN n_prior <= 3 THEN '2-3' ELSE '4+' END
           AS prior_orders,
       days::BIGINT AS days, returned, count(*) AS n_spells
FROM judged GROUP BY ALL ORDER BY ALL
"""


def rhythm_class_sql(usual_gap: str) -> str:
    """Return the SQL that names the rhythm class of a usual gap in days.

    Examples
    --------
    >>> Engine().value(f"SELECT {rhythm_class_sql('30')}")
    'about monthly'
    >>> Engine().value(f"SELECT {rhythm_class_sql('NULL')}")
    'one order so far'
    """
    steps = " ".join(f"WHEN {usual_gap} <= {end} THEN '{name}'" for end, name in RHYTHM_BANDS[:-1])
    return (
        f"CASE WHEN {usual_gap} IS NULL THEN '{NO_RHYTHM}' {steps} ELSE '{RHYTHM_BANDS[-1][1]}' END"
    )


def write_summary(
    engine: Engine,
    transactions: Path,
    target: Path,
    *,
    as_of: date,
    merged: Path | None = None,
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
    suffix = target.suffix.lower()
    if suffix not in {".parquet", ".csv"}:
        raise InputRefused(
            f"{target.name} ends in neither .parquet nor .csv",
            "a target such as customers.parquet",
            "change the file name after --out",
            code="unknown_format",
            file=target.name,
        )
    buyers = _BUYERS.format(as_of=as_of, lines=_lines(engine, transactions, as_of, merged))
    guarded = suffix == ".csv"
    query = _summary(f"({buyers})", as_of, guarded=guarded)
    if not guarded:
        engine.write_parquet(query, target)
        return
    engine.execute("SET preserve_insertion_order = true")
    try:
        engine.execute(f"COPY ({query}) TO {quote_text(target)} (FORMAT csv, HEADER true)")
    finally:
        engine.execute("SET preserve_insertion_order = false")


def summarise_customers(workspace: Workspace, *, as_of: date) -> DataFrame[CustomerSummary]:
    """Return one row per buyer, and leave what the other rooms need in the workspace.

    Saves ``summary`` (this table), ``customer_facts`` (longest and usual gap, season, order values,
    last branch and rep, margin), ``spells`` (silences collapsed to counts; see ``_SPELLS``) and
    the record ``summary`` (``as_of, n_lines, n_customers, n_buyers, net_total``).

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
    merged = workspace.parquet("customers") if workspace.has("customers") else None
    transactions = workspace.parquet("transactions")
    with workspace.engine() as engine:
        lines = _lines(engine, transactions, as_of, merged, ("branch_id", "rep_id", "margin"))
        engine.execute(f"CREATE TEMP VIEW lines AS {lines}")
        engine.execute(f"CREATE TEMP TABLE buyers AS {_BUYERS.format(as_of=as_of, lines=lines)}")
        summary = _summary("buyers", as_of, guarded=False)
        engine.write_parquet(summary, workspace.parquet("summary"))
        facts = _facts(set(_columns(engine, transactions)))
        engine.write_parquet(facts, workspace.parquet("customer_facts"))
        spells = _SPELLS.format(
            as_of=as_of, before=_LATEST_GAPS - 1, rhythm=rhythm_class_sql("usual")
        )
        engine.write_parquet(spells, workspace.parquet("spells"))
        frame = engine.frame(summary)
        counted = engine.rows(
            "SELECT count(*), count(DISTINCT customer_id), coalesce(sum(net), 0)::VARCHAR "
            "FROM lines"
        )
    names = ("n_lines", "n_customers", "net_total")
    record = dict(zip(names, counted[0], strict=True)) | {"n_buyers": len(frame)}
    workspace.save_record("summary", {"as_of": as_of.isoformat()} | record)
    return checked(frame, CustomerSummary)


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


def _summary(buyers: str, as_of: date, *, guarded: bool) -> str:
    """Return the summary query; ``guarded`` ids cannot become formulas in a spreadsheet."""
    signs = (
        "'=', '+', '-', '@', chr(9), chr(13), '＝', '＋', '－', '＠'"  # as in exports.guard_cell
    )
    starts = f"ltrim(customer_id, ' ')[1] IN ({signs})"
    shown = f"CASE WHEN {starts} THEN '''' || customer_id ELSE customer_id END"
    return _SUMMARY.format(
        as_of=as_of, buyers=buyers, gaps=_GAPS, id=shown if guarded else "customer_id"
    )


def _facts(have: set[str]) -> str:
    """Return the query of ``customer_facts``, with branch, rep and margin where exported."""
    sums, chosen = "", ""
    for name in ("branch_id", "rep_id"):
        if name in have:
            sums += (
                f", max({{'day': l.ordered_on, 'id': l.{name}}})"
                f" FILTER (l.sold > 0 AND l.{name} IS NOT NULL).id AS last_{name}"
            )
            chosen += f", last_{name}"
    if "margin" in have:
        year = "l.ordered_on > r.last_order_on - 365 AND l.ordered_on <= r.last_order_on"
        sums += (
            f", sum(l.margin) FILTER ({year}) AS margin_year"
            f", sum(l.net) FILTER ({year} AND l.margin IS NOT NULL) AS net_with_margin_year"
            f", count(*) FILTER ({year}) AS lines_year"
            f", count(l.margin) FILTER ({year}) AS lines_with_margin_year"
        )
        chosen += (
            ", margin_year::DOUBLE AS margin_year"
            ", net_with_margin_year::DOUBLE AS net_with_margin_year"
            ", lines_year, lines_with_margin_year"
        )
    return _FACTS.format(
        gaps=_GAPS, sums=sums, chosen=chosen, seasonal=_SEASONAL, latest=_LATEST_GAPS
    )


def _lines(
    engine: Engine,
    transactions: Path,
    as_of: date,
    merged: Path | None,
    wanted: tuple[str, ...] = (),
) -> str:
    """Return the query of valid lines: surviving id, day, sold and net money, kind, extras."""
    kinds = _columns(engine, transactions)
    has_mergers = merged is not None and _see_survivors(engine, merged)
    amount = "amount" if kinds["amount"].startswith("DECIMAL") else "amount::DECIMAL(38, 10)"
    extras = "".join(f", {name}" for name in wanted if name in kinds)
    known = f"AND (known_at IS NULL OR known_at::DATE <= DATE '{as_of}')"
    return _LINES.format(
        id="coalesce(surviving_id, written_id)" if has_mergers else "written_id",
        join="LEFT JOIN survivors ON merged_id = written_id" if has_mergers else "",
        amount=amount,
        kind="coalesce(lower(line_type), 'sale')" if "line_type" in kinds else "'sale'",
        path=quote_text(transactions),
        as_of=as_of,
        known=known if "known_at" in kinds else "",
        extras=extras,
        passed=extras,
    )


def _columns(engine: Engine, parquet: Path) -> dict[str, str]:
    described = engine.rows(f"DESCRIBE SELECT * FROM read_parquet({quote_text(parquet)})")
    return {str(row[0]): str(row[1]) for row in described}


def _see_survivors(engine: Engine, merged: Path) -> bool:
    """Make the table ``survivors`` (merged_id, surviving_id); whether there are any."""
    if "merged_into" not in _columns(engine, merged):
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
