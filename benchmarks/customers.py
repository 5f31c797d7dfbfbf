"""One row per customer: whyleft's query against the best hand-written SQL and pandas.

    python benchmarks/customers.py --folder /large/disk --sizes 1 10 100

All read the same typed Parquet file of good lines and write the same columns to Parquet.
"""

from __future__ import annotations

import sys

from measure import asked, compare, show, write_lines

WHYLEFT = """
import sys
from datetime import date
from pathlib import Path
from analysis.customers import write_summary
from analysis.engine import Engine
with Engine(memory_limit='{memory}', spill=Path('spill')) as engine:
    write_summary(engine, Path(sys.argv[1]), Path('whyleft.parquet'), as_of=date(2024, 12, 31))
"""
BY_HAND = """
import duckdb, sys
with duckdb.connect(config={{'memory_limit': '{memory}', 'temp_directory': 'spill'}}) as c:
    c.execute("SET preserve_insertion_order = false")
    query = '''{query}'''.replace('SOURCE', sys.argv[1])
    c.execute(f"COPY ({{query}}) TO 'hand.parquet' (FORMAT parquet)")
"""
GAPS = "list_transform(range(2, len(ds) + 1), lambda i: ds[i] - ds[i - 1])"
SHOWN = f"""
SELECT customer_id, first_d, last_d, date_diff('day', last_d, DATE '2024-12-31') AS since,
       date_diff('day', first_d, last_d) AS span, date_diff('day', first_d, DATE '2024-12-31') AS t,
       len(ds) AS n_orders, len(ds) - 1 AS n_repeat, net, pos / len(ds) AS spend_mean, y1, y2,
       CASE WHEN len(ds) > 1 THEN date_diff('day', first_d, last_d) / (len(ds) - 1.0) END AS mean,
       CASE WHEN len(ds) > 1 THEN list_median({GAPS}) END AS median_gap, neg / pos AS return_share
FROM c"""
MONEY = """sum(amount)::DOUBLE AS net, sum(amount) FILTER (amount > 0)::DOUBLE AS pos,
       coalesce(sum(-amount) FILTER (amount < 0), 0)::DOUBLE AS neg,
       coalesce(sum(amount) FILTER (ordered_on > DATE '2024-01-01'), 0)::DOUBLE AS y1,
       coalesce(sum(amount) FILTER (ordered_on > DATE '2023-01-01'
                                    AND ordered_on <= DATE '2024-01-01'), 0)::DOUBLE AS y2"""
DAY = "date_diff('day', DATE '1970-01-01', ordered_on)::INT"
ONE_GROUPING = f"""
WITH c AS (SELECT customer_id, min(ordered_on) FILTER (amount > 0) AS first_d,
       max(ordered_on) FILTER (amount > 0) AS last_d, {MONEY},
       list_sort(list_distinct(list({DAY}) FILTER (amount > 0))) AS ds
  FROM read_parquet('SOURCE') WHERE customer_id <> '' AND ordered_on IS NOT NULL
  AND amount IS NOT NULL GROUP BY customer_id HAVING count(*) FILTER (amount > 0) > 0) {SHOWN}"""
TWO_GROUPINGS = f"""
WITH d AS (SELECT customer_id, ordered_on, sum(amount) AS net,
       sum(amount) FILTER (amount > 0) AS pos,
       sum(-amount) FILTER (amount < 0) AS neg FROM read_parquet('SOURCE')
  WHERE customer_id <> '' AND ordered_on IS NOT NULL AND amount IS NOT NULL GROUP BY ALL),
c AS (SELECT customer_id, min(ordered_on) FILTER (pos > 0) AS first_d,
       max(ordered_on) FILTER (pos > 0) AS last_d, sum(net)::DOUBLE AS net, sum(pos)::DOUBLE AS pos,
       coalesce(sum(neg), 0)::DOUBLE AS neg,
       coalesce(sum(net) FILTER (ordered_on > DATE '2024-01-01'), 0)::DOUBLE AS y1,
       coalesce(sum(net) FILTER (ordered_on > DATE '2023-01-01'
                                 AND ordered_on <= DATE '2024-01-01'), 0)::DOUBLE AS y2,
       list_sort(list({DAY}) FILTER (pos > 0)) AS ds
  FROM d GROUP BY customer_id HAVING count(*) FILTER (pos > 0) > 0) {SHOWN}"""
PANDAS = """
import duckdb, sys
import pandas as pd
lines = duckdb.sql(f"SELECT customer_id, ordered_on, amount::DOUBLE AS amount FROM '{sys.argv[1]}' "
                   "WHERE customer_id <> '' AND ordered_on IS NOT NULL AND amount IS NOT NULL").df()
as_of = pd.Timestamp(2024, 12, 31)
sold = lines[lines["amount"] > 0]
days = sold.groupby(["customer_id", "ordered_on"], as_index=False)["amount"].sum()
days["gap"] = days.groupby("customer_id")["ordered_on"].diff().dt.days
by = days.groupby("customer_id")
made = by.agg(first=("ordered_on", "min"), last=("ordered_on", "max"), n=("ordered_on", "size"),
              pos=("amount", "sum"), mean_gap=("gap", "mean"), median_gap=("gap", "median"))
net = lines.groupby("customer_id")["amount"].sum()
neg = -lines.loc[lines["amount"] < 0].groupby("customer_id")["amount"].sum()
y1 = lines[lines["ordered_on"] > "2024-01-01"].groupby("customer_id")["amount"].sum()
y2 = lines[(lines["ordered_on"] > "2023-01-01") & (lines["ordered_on"] <= "2024-01-01")]
y2 = y2.groupby("customer_id")["amount"].sum()
made = made.assign(net=net, neg=neg, y1=y1, y2=y2).fillna({"neg": 0, "y1": 0, "y2": 0})
made["since"] = (as_of - made["last"]).dt.days
made["return_share"] = made["neg"] / made["pos"]
frame = made.reset_index()
duckdb.sql("COPY frame TO 'pandas.parquet' (FORMAT parquet)")
"""


def main() -> None:
    """Compare at each size."""
    told = asked(__doc__)
    folder = told.folder
    for millions in told.sizes:
        path = folder / f"clean_{millions}.parquet"
        source = str(write_lines(path, millions * 1_000_000 + 1))
        start = [sys.executable, "-c"]
        hands = {"one grouping": ONE_GROUPING, "two groupings": TWO_GROUPINGS}
        contenders = {
            f"SQL by hand, {name}":
                [*start, BY_HAND.format(memory=told.memory, query=query), source]
            for name, query in hands.items()
        }  # fmt: skip
        contenders["whyleft"] = [*start, WHYLEFT.format(memory=told.memory), source]
        if millions <= 10:
            contenders["pandas"] = [*start, PANDAS, source]
        repeats = told.repeats if millions <= 10 else 1
        found = compare(contenders, folder, repeats=repeats)
        best = min(contenders, key=lambda name: found[name].cpu if "hand" in name else 1e9)
        show(f"{millions} million lines, one row per customer", found, base=best)


if __name__ == "__main__":
    main()
