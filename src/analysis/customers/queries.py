"""The queries behind one row per customer: one text each for DuckDB and Spark.

What the words mean stands in ``analysis.customers.summary``. The tables ``lines`` (surviving id,
day, sold, net and returned money) and ``buyers`` are made by whoever runs them.
"""

from __future__ import annotations

from datetime import date

from analysis.customers.clock import Clock
from analysis.engine import DUCKDB, Dialect

#: A clock that leaves out no day.
WHOLE = Clock()

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
LATEST_GAPS = 12

LINES = """
SELECT {id} AS customer_id, ordered_on,
       CASE WHEN amount > 0 AND kind NOT IN ('return', 'cancel', 'fee', 'credit')
            THEN amount ELSE 0 END AS sold,
       CASE WHEN amount > 0 AND kind IN ('return', 'credit') THEN -amount
            WHEN amount > 0 AND kind = 'cancel' THEN 0 ELSE amount END AS net,
       CASE WHEN kind = 'fee' OR (amount > 0 AND kind NOT IN ('return', 'credit')) THEN 0
            WHEN amount > 0 THEN amount ELSE -amount END AS returned,
       kind {extras}
FROM (SELECT customer_id AS written_id, ordered_on::DATE AS ordered_on,
             {amount} AS amount, {kind} AS kind {passed}
      FROM {source}
      WHERE ordered_on::DATE <= DATE '{as_of}' AND customer_id IS NOT NULL {known}) AS written
{join}
"""

# ``days`` are calendar days (a season is one of the calendar), ``counted`` those of the clock.
_BUYERS = """
SELECT *, {counted} AS counted FROM (
SELECT customer_id,
       min(ordered_on) FILTER (WHERE sold > 0) AS first_order_on,
       max(ordered_on) FILTER (WHERE sold > 0) AS last_order_on,
       sum(sold) AS sold, sum(net) AS net, sum(returned) AS returned,
       coalesce(sum(net) FILTER (WHERE ordered_on > DATE '{as_of}' - 365), 0) AS last_year,
       coalesce(sum(net) FILTER (WHERE ordered_on <= DATE '{as_of}' - 365
                                 AND ordered_on > DATE '{as_of}' - 730), 0) AS year_before,
       {days} AS days
FROM ({lines}) AS lines
GROUP BY customer_id
HAVING count(*) FILTER (WHERE sold > 0) > 0) AS bought
"""

_SUMMARY = """
SELECT customer_id, first_order_on, last_order_on,
       {silent}::BIGINT AS days_since_last_order,
       {span}::BIGINT AS days_first_to_last_order,
       {observed}::BIGINT AS days_observed,
       {n}::BIGINT AS n_orders, {n}::BIGINT - 1 AS n_repeat_orders,
       net::DOUBLE AS spend_total, sold::DOUBLE / {n} AS spend_mean,
       last_year::DOUBLE AS spend_last_12_months, year_before::DOUBLE AS spend_12_months_before,
       CASE WHEN {n} > 1 THEN {span} / ({n} - 1.0)::DOUBLE END AS mean_gap_days,
       CASE WHEN {n} > 1 THEN {median_gap}::DOUBLE END AS median_gap_days,
       returned::DOUBLE / sold::DOUBLE AS return_share
FROM {buyers} AS buyers
"""

_FACTS = """
WITH rhythm AS (
    SELECT customer_id, sold, days, {gaps} AS gaps, first_order_on, last_order_on,
           {months} AS months
    FROM buyers),
money AS (
    SELECT l.customer_id, sum(l.sold) FILTER (WHERE l.ordered_on = r.first_order_on) AS sold_first,
           coalesce(sum(l.net) FILTER (WHERE {year}), 0) AS year_to_last
           {sums}
    FROM lines AS l JOIN rhythm AS r USING (customer_id) GROUP BY l.customer_id)
SELECT r.customer_id, coalesce({longest}, 0)::BIGINT AS longest_gap_days,
       {usual}::DOUBLE AS usual_gap_days,
       -- What a model of regular orders needs; rounded, as engines differ in the last digit.
       coalesce(round({logs}, 6), 0)::DOUBLE AS sum_log_gap_days,
       {last}::BIGINT AS last_gap_days, {before_last}::BIGINT AS gap_before_last_days,
       {seasonal} AS buys_in_one_season,
       CASE WHEN {n} > 1 THEN (sold - sold_first)::DOUBLE / ({n} - 1) END
           AS spend_mean_repeat,
       year_to_last::DOUBLE AS spend_year_to_last_order {chosen}
FROM rhythm AS r JOIN money AS m USING (customer_id)
"""

# A spell runs from one order to the next, or to as_of. Its class is judged by the gaps *before* it
# alone: judged by all gaps, short spells would sort themselves into the quick classes.
_SPELLS = """
WITH placed AS (
    {placed}),
gaps AS (
    SELECT customer_id, n_prior,
           CASE WHEN n_prior > 1 THEN greatest(1, day - lag(day) OVER customer) END AS gap_before,
           CASE WHEN lead(day) OVER customer IS NULL THEN {today} - day
                ELSE greatest(1, -day + lead(day) OVER customer) END AS days,
           lead(day) OVER customer IS NOT NULL AS returned
    FROM placed WINDOW customer AS (PARTITION BY customer_id ORDER BY n_prior)),
judged AS (
    SELECT n_prior, days, returned,
           {usual} AS usual
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
    >>> from analysis.engine import Engine
    >>> Engine().value(f"SELECT {rhythm_class_sql('30')}")
    'about monthly'
    >>> Engine().value(f"SELECT {rhythm_class_sql('NULL')}")
    'one order so far'
    """
    steps = " ".join(f"WHEN {usual_gap} <= {end} THEN '{name}'" for end, name in RHYTHM_BANDS[:-1])
    return (
        f"CASE WHEN {usual_gap} IS NULL THEN '{NO_RHYTHM}' {steps} ELSE '{RHYTHM_BANDS[-1][1]}' END"
    )


def lines_sql(source: str, as_of: date, *, typed: bool) -> str:
    """Return the query of valid lines over any table of good rows without mergers.

    Parameters
    ----------
    typed
        Whether the table has a ``line_type``.
    """
    kind = "coalesce(lower(line_type), 'sale')" if typed else "'sale'"
    return LINES.format(
        id="written_id", join="", amount="amount", kind=kind, source=source, as_of=as_of,
        known="", extras="", passed="",
    )  # fmt: skip


def buyers_sql(lines: str, as_of: date, dialect: Dialect = DUCKDB, clock: Clock = WHOLE) -> str:
    """Return the query of one row per buyer with exact sums and the sorted lists of order days.

    Parameters
    ----------
    clock
        What the export lacks; here and below, durations are in counted days.
    """
    days = dialect.say("day_list", "ordered_on", "sold > 0")
    counted = dialect.say("each", "days", f"{clock.sql('d')}::INTEGER") if clock.holes else "days"
    return _BUYERS.format(as_of=as_of, lines=lines, days=days, counted=counted)


def summary_sql(buyers: str, as_of: date, dialect: Dialect = DUCKDB, clock: Clock = WHOLE) -> str:
    """Return the query of the summary's columns over a table or query of buyers."""
    say, today = dialect.say, f"DATE '{as_of}'"
    return _SUMMARY.format(
        buyers=buyers,
        n=say("length", "days"),
        median_gap=say("median", say("gaps", "counted")),
        silent=_days_between("last_order_on", today, dialect, clock),
        span=_days_between("first_order_on", "last_order_on", dialect, clock),
        observed=_days_between("first_order_on", today, dialect, clock),
    )


def _days_between(begin: str, end: str, dialect: Dialect, clock: Clock) -> str:
    """Return the SQL of the counted days from one date to another."""
    if not clock.holes:
        return dialect.say("days_between", begin, end)
    since = (dialect.say("days_between", "DATE '1970-01-01'", day) for day in (begin, end))
    first, last = (clock.sql(day) for day in since)
    return f"({last} - {first})"


def spells_sql(as_of: date, dialect: Dialect = DUCKDB, clock: Clock = WHOLE) -> str:
    """Return the query of all silences of ``buyers``, collapsed to counts."""
    return _SPELLS.format(
        placed=dialect.say("numbered_days", "(SELECT customer_id, counted AS days FROM buyers)"),
        today=_days_between("DATE '1970-01-01'", f"DATE '{as_of}'", dialect, clock),
        usual=dialect.say("median_of_rows", "gap_before", "n_prior", LATEST_GAPS - 1),
        rhythm=rhythm_class_sql("usual"),
    )


def facts_sql(have: set[str], dialect: Dialect = DUCKDB, clock: Clock = WHOLE) -> str:
    """Return the query of ``customer_facts``, with branch, rep and margin where exported."""
    sums, chosen = "", ""
    to_last = _days_between("l.ordered_on", "r.last_order_on", dialect, clock)
    year = f"l.ordered_on <= r.last_order_on AND {to_last} < 365"
    for name in ("branch_id", "rep_id"):
        if name in have:
            bought = f"l.sold > 0 AND l.{name} IS NOT NULL"
            latest = dialect.say("latest_of", "l.ordered_on", f"l.{name}", bought)
            sums += f", {latest} AS last_{name}"
            chosen += f", last_{name}"
    if "margin" in have:
        sums += (
            f", sum(l.margin) FILTER (WHERE {year}) AS margin_year"
            f", sum(l.net) FILTER (WHERE {year} AND l.margin IS NOT NULL) AS net_with_margin_year"
            f", count(*) FILTER (WHERE {year}) AS lines_year"
            f", count(l.margin) FILTER (WHERE {year}) AS lines_with_margin_year"
        )
        chosen += (
            ", margin_year::DOUBLE AS margin_year"
            ", net_with_margin_year::DOUBLE AS net_with_margin_year"
            ", lines_year, lines_with_margin_year"
        )
    say = dialect.say
    return _FACTS.format(
        sums=sums, chosen=chosen, n=say("length", "days"), gaps=say("gaps", "counted"), year=year,
        months=say("months", "days"), longest=say("greatest", "gaps"),
        usual=say("median", say("latest", "gaps", LATEST_GAPS)),
        seasonal=say("same_season", "months"), logs=say("sum_of_logs", "gaps"),
        last=say("from_the_end", "gaps", 1), before_last=say("from_the_end", "gaps", 2),
    )  # fmt: skip
