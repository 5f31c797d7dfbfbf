"""The words that DuckDB and Spark say differently; everything else in a query is one text.

A query takes them as ``{words}`` of ``str.format``. Both ways of saying a word give the same value
for the same rows, exactly: the tests run every query on both engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """How one engine says the unlike words; each is a text with ``{0}``, ``{1}`` for its arguments.

    Parameters
    ----------
    name
        Of the engine, for messages.
    words
        ``source`` (a Parquet file), ``days_between`` (from, to), ``day_list`` (day, condition:
        sorted distinct days since 1970), ``length`` (list), ``gaps`` (list of days; at least
        1), ``each`` (list, expression of ``d``), ``greatest`` and ``median`` (list of numbers),
        ``latest`` (list, how many), ``months`` (list of days,
        counted from year 0), ``same_season`` (list of months), ``latest_of`` (day, value,
        condition), ``numbered_days`` (table of ``customer_id, days``: a row for each day) and
        ``median_of_rows`` (value, ordinal, how many rows before: over one customer's rows).

    Examples
    --------
    >>> DUCKDB.say("days_between", "a", "b"), SPARK.say("days_between", "a", "b")
    ("date_diff('day', a, b)", 'datediff(b, a)')
    """

    name: str
    words: Mapping[str, str]

    def say(self, word: str, *arguments: object) -> str:
        """Return the SQL of a word for these arguments."""
        return self.words[word].format(*arguments)


# Months are counted from year 0 and shifted by 0, 1 or 2: a season of three months that comes
# back every year falls into one quarter of the year for one of the shifts.
DUCKDB = Dialect(
    "DuckDB",
    {
        "source": "read_parquet({0})",
        "days_between": "date_diff('day', {0}, {1})",
        "day_list": "list_sort(list_distinct(list(date_diff('day', DATE '1970-01-01', {0})"
        "::INTEGER) FILTER (WHERE {1})))",
        "length": "len({0})",
        "gaps": "list_transform(range(2, len({0}) + 1), "
        "lambda i: greatest(1, {0}[i] - {0}[i - 1]))",
        "each": "list_transform({0}, lambda d: {1})",
        "greatest": "list_max({0})",
        "median": "list_median({0})",
        "latest": "list_slice({0}, -{1}, -1)",
        "months": "list_distinct(list_transform({0}, lambda d: (year(DATE '1970-01-01' + d) * 12 "
        "+ month(DATE '1970-01-01' + d) - 1)::INTEGER))",
        "same_season": "list_bool_or(list_transform([0, 1, 2], lambda s: "
        "len(list_distinct(list_transform({0}, lambda m: ((m + s) % 12) // 3))) = 1 "
        "AND len(list_distinct(list_transform({0}, lambda m: (m + s) // 12))) >= 2))",
        "latest_of": "(max({{'day': {0}, 'id': {1}}}) FILTER (WHERE {2})).id",
        "numbered_days": "SELECT customer_id, unnest(days) AS day, "
        "generate_subscripts(days, 1) AS n_prior FROM {0}",
        "sum_of_logs": "list_sum(list_transform({0}, lambda g: ln(g)))",
        "from_the_end": "{0}[-{1}]",
        "median_of_rows": "median({0}) OVER (PARTITION BY customer_id ORDER BY {1} "
        "ROWS {2} PRECEDING)",
    },
)

# Spark has no median of a list, and none over a window's frame: the middle of a sorted list is.
_SPARK_MIDDLE = (
    "transform(array(array_sort({0})), s -> CASE WHEN size(s) > 0 THEN "
    "(s[(size(s) - 1) div 2] + s[size(s) div 2]) / 2.0D END)[0]"
)

SPARK = Dialect(
    "Spark",
    {
        "source": "parquet.`{0}`",
        "days_between": "datediff({1}, {0})",
        "day_list": "array_sort(collect_set(unix_date({0})) FILTER (WHERE {1}))",
        "length": "size({0})",
        "gaps": "zip_with(slice({0}, 2, size({0})), slice({0}, 1, size({0}) - 1), "
        "(b, a) -> greatest(1, b - a))",
        "each": "transform({0}, d -> {1})",
        "greatest": "array_max({0})",
        "median": _SPARK_MIDDLE,
        "latest": "slice({0}, greatest(size({0}) - {1} + 1, 1), {1})",
        "months": "array_distinct(transform({0}, d -> year(date_from_unix_date(d)) * 12 "
        "+ month(date_from_unix_date(d)) - 1))",
        "same_season": "exists(array(0, 1, 2), s -> "
        "size(array_distinct(transform({0}, m -> ((m + s) % 12) div 3))) = 1 "
        "AND size(array_distinct(transform({0}, m -> (m + s) div 12))) >= 2)",
        "latest_of": "(max(struct({0} AS day, {1} AS id)) FILTER (WHERE {2})).id",
        "numbered_days": "SELECT customer_id, day, place + 1 AS n_prior FROM {0} "
        "LATERAL VIEW posexplode(days) AS place, day",
        "sum_of_logs": "aggregate({0}, 0.0D, (s, g) -> s + ln(g))",
        "from_the_end": "try_element_at({0}, -{1})",
        "median_of_rows": _SPARK_MIDDLE.format(
            "collect_list({0}) OVER (PARTITION BY customer_id ORDER BY {1} ROWS {2} PRECEDING)"
        ),
    },
)
