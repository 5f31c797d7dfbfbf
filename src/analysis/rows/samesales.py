"""The same sales told by two kinds of files: invoices and delivery notes, an old and a new system.

Each has numbers of its own, so nothing proves that a line stands twice, and the money doubles.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from analysis.columns.namepatterns import name_without_month
from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.typed import Typed

#: From this share of the rows on that have the customer and the amount of one in another kind of
#: file, within so many days, both tell of the same sales; fewer rows prove nothing.
SAME_SHARE, NEAR_DAYS, FEWEST = 0.9, 10, 20
#: About so many rows are looked at, those of some customers.
_LOOKED_AT, _PAIRS = 200_000, 20


def say_same_sales(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Say which kinds of files hold the same customers, amounts and days as another kind."""
    numbers = {one.number: one.found.file for one in inputs}
    kinds = sorted({name_without_month(name) for name in numbers.values()})
    if len(kinds) < 2:
        return []
    listed = ", ".join(
        f"({number}, {kinds.index(name_without_month(name))})" for number, name in numbers.items()
    )
    good = "broken_ = 0 AND amount > 0 AND customer_id IS NOT NULL"
    n_rows = int(engine.value(f"SELECT count(*) FROM all_transactions WHERE {good}"))
    some = f"hash(customer_id) % {max(1, n_rows // _LOOKED_AT)} = 0"
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE sales_of_kinds AS SELECT k.kind, file_, "
        "ordered_on::DATE AS day, hash(customer_id) AS c, amount FROM all_transactions "
        f"JOIN (VALUES {listed}) AS k(file_, kind) USING (file_) WHERE {good} AND {some}"
    )
    spans = engine.rows("SELECT kind, min(day), max(day) FROM sales_of_kinds GROUP BY 1 ORDER BY 1")
    for (one, *first), (other, *second) in list(combinations(spans, 2))[:_PAIRS]:
        since, until = max(first[0], second[0]), min(first[1], second[1])
        n, n_other, n_same, here, there = engine.rows(_PAIR, [since, until, one, other])[0]
        if n_same >= max(FEWEST, SAME_SHARE * min(n, n_other)):
            said = f"{n_same:,} rows looked at, such as in '{numbers[here]}', have the customer, "
            said += f"the amount and about the day of a row in '{numbers[there]}', under another "
            said += "number: if both tell of the same sales, their money counts twice. Keep one of "
            return [Warned("same_sales", f"{said}the two kinds of files.")]
    return []


#: Rows of two kinds in the days that both hold, and those that match one to one.
_PAIR = f"""
WITH r AS (SELECT *, row_number() OVER (PARTITION BY kind, c, amount ORDER BY day) AS nth
           FROM sales_of_kinds WHERE day BETWEEN $1 AND $2 AND kind IN ($3, $4))
SELECT (SELECT count(*) FROM r WHERE kind = $3), (SELECT count(*) FROM r WHERE kind = $4),
       count(*), min(o.file_), min(s.file_)
FROM r AS o JOIN r AS s ON o.kind = $3 AND s.kind = $4 AND s.c = o.c AND s.amount = o.amount
     AND s.nth = o.nth AND abs(date_diff('day', o.day, s.day)) <= {NEAR_DAYS}
"""
