"""The same sales told by two files: invoices and delivery notes, an old and a new system.

Each has numbers of its own, so nothing proves that a line stands twice, and the money doubles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """Say which files hold the customers, amounts and days of others, under other numbers.

    Kinds of files are compared, and then files of one kind in the days that both hold.
    """
    names = {one.number: one.found.file for one in inputs}
    if len(names) < 2:
        return []
    kinds = sorted({name_without_month(name) for name in names.values()})
    listed = ", ".join(
        f"({number}, {kinds.index(name_without_month(name))})" for number, name in names.items()
    )
    good = "broken_ = 0 AND amount > 0 AND customer_id IS NOT NULL"
    n_rows = engine.count(f"all_transactions WHERE {good}")
    some = f"hash(customer_id) % {max(1, n_rows // _LOOKED_AT)} = 0"
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE sales_of_files AS SELECT k.kind, file_, "
        "ordered_on::DATE AS day, hash(customer_id) AS c, amount FROM all_transactions "
        f"JOIN (VALUES {listed}) AS k(file_, kind) USING (file_) WHERE {good} AND {some}"
    )
    for side, keep in (("kind", "kinds of files"), ("file_", "files, or their days in one")):
        for n_same, here, there in _told_twice(engine, side):
            said = f"{n_same:,} rows looked at, such as in '{names[here]}', have the customer, "
            said += f"the amount and about the day of a row in '{names[there]}'"
            said += ", under another number" * ("order_id" in engine.columns("all_transactions"))
            said += ": if both tell of the same sales, their money counts twice. Keep one of the "
            return [Warned("same_sales", f"{said}two {keep}.")]
    return []


def _told_twice(engine: Engine, side: str) -> Iterator[tuple[int, int, int]]:
    """Yield how many rows two sides share, and a file of each."""
    spans = engine.rows(
        f"SELECT {side}, min(kind), min(day), max(day) FROM sales_of_files GROUP BY 1 ORDER BY 1"
    )
    shared = [
        (min(first[2], second[2]) - max(first[1], second[1]), one, other, first, second)
        for (one, *first), (other, *second) in combinations(spans, 2)
        if side == "kind" or first[0] == second[0]
    ]
    longest = sorted((one for one in shared if one[0].days >= 0), key=lambda one: -one[0].days)
    for _, one, other, first, second in longest[:_PAIRS]:
        since, until = max(first[1], second[1]), min(first[2], second[2])
        pair = _PAIR.format(side=side)
        n, n_other, n_same, here, there = engine.rows(pair, [since, until, one, other])[0]
        if n_same >= max(FEWEST, SAME_SHARE * min(n, n_other)):
            yield n_same, here, there


#: Rows of two sides in the days that both hold, and those that match one to one.
_PAIR = f"""
WITH r AS (SELECT *, row_number() OVER (PARTITION BY {{side}}, c, amount ORDER BY day) AS nth
           FROM sales_of_files WHERE day BETWEEN $1 AND $2 AND {{side}} IN ($3, $4))
SELECT (SELECT count(*) FROM r WHERE {{side}} = $3), (SELECT count(*) FROM r WHERE {{side}} = $4),
       count(*), min(o.file_), min(s.file_)
FROM r AS o JOIN r AS s ON o.{{side}} = $3 AND s.{{side}} = $4 AND s.c = o.c
     AND s.amount = o.amount AND s.nth = o.nth
     AND abs(date_diff('day', o.day, s.day)) <= {NEAR_DAYS}
"""
