"""Rows that are totals: by what they say of themselves (trap 33), or by what they sum up.

*Zwischensumme 02/2023*, *Total janvier*, *Summe 101*: the word alone may be the name of a customer.
With an amount that is the sum of the rows above since an earlier total, or of all, the row is a
total; without one it is told of. The total of each invoice needs no word: in nearly every order of
several lines one line is the sum of the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from analysis.cells.cellwords import FIRM_PATTERN, TOTAL_OF
from analysis.columns.linetexts import begins_as_total, has_free_start
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.rules import ID_FAULTS
from analysis.rows.seen import see_customers
from analysis.rows.spellings import shared_columns
from analysis.rows.typed import Typed, bits_of
from analysis.rows.united import mark

#: A report that people read has no more totals, and no more rows.
_MOST, _ROWS = 10_000, 1_000_000
#: Rows that are no rows: they are in no sum.
_NO_ROWS = frozenset({"total_row", "footer", "repeated_header", "corrected_out"})

Place = tuple[int, int]
_PLACE, _GOOD = "file_, line_", "FROM all_transactions WHERE broken_ = 0 AND amount IS NOT NULL"


@dataclass(frozen=True)
class Named:
    """A row of which the text begins with a total's word.

    Parameters
    ----------
    text
        What stands in place of the customer, the order or in the first cell.
    column
        The canonical one of these; empty for a first cell that nothing is read from.
    """

    place: Place
    text: str
    column: str


@dataclass(frozen=True)
class Part:
    """Rows between two totals of a file, and the total below them.

    Parameters
    ----------
    line, own
        Of the total; None where it is known as one already, or below the last.
    sums
        Number and sum of the rows above: of the good ones, and of all.
    """

    file_: int
    line: int | None
    own: Decimal | None
    sums: tuple[tuple[int, Decimal], tuple[int, Decimal]]


def set_aside_named_totals(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Set rows aside that are totals by word and sum; warn about words without the sum.

    It asks ``seen_customers``, and makes it again where rows were set aside.
    """
    if not inputs:
        return []
    short = int(engine.value("SELECT sum(n_rows) FROM seen_customers") or 0) <= _ROWS
    named = list(_named(engine, inputs, short=short))
    if not named or len(named) > _MOST:
        return _said(inputs, [one for one in named if one.column == "customer_id"])
    _keep_named(engine, named)
    bought = _with_own_orders(engine)
    named = [one for one in named if one.column != "customer_id" or one.text not in bought]
    _keep_named(engine, named)
    found, doubtful = set[Place](), _doubtful(engine, named)
    if short and named:
        asked = {one.place for one in doubtful}
        firms = {one.place for one in named if one.column == "customer_id"} - asked
        parts = _parts(engine, inputs)
        found = totals_of(named, [sums_met(parts, ()), sums_met(parts, firms)])
    if found:
        _keep_places(engine, "totals_found", found)
        mark(engine, "transactions", "total_row", "SELECT file_, line_ FROM totals_found")
        see_customers(engine, "", clean=False)
    return _said(inputs, [one for one in doubtful if one.place not in found])


def _named(engine: Engine, inputs: Sequence[Typed], *, short: bool) -> Iterator[Named]:
    """Yield the good rows that may be totals; small files are asked for more than customers."""
    texts = engine.rows(
        f"SELECT customer_id FROM seen_customers WHERE {begins_as_total('customer_id')} ORDER BY 1"
    )
    seen = set[Place]()
    if texts:
        among = [[text for (text,) in texts]]
        rows = engine.rows(f"SELECT {_PLACE}, customer_id {_GOOD} AND customer_id = ANY(?)", among)
        yield from _not_in(seen, rows, "customer_id")
    if short and "order_id" in engine.columns("all_transactions"):
        rows = engine.rows(f"SELECT {_PLACE}, order_id {_GOOD} AND {begins_as_total('order_id')}")
        yield from _not_in(seen, rows, "order_id")
    for one in inputs:
        if has_free_start(one.found.columns):
            number, raw = one.number, one.found.staged.name
            begun = f"{raw} WHERE {begins_as_total('c0')}"
            if engine.count(begun):
                good = f"SELECT line_ {_GOOD} AND file_ = {number}"
                rows = engine.rows(f"SELECT {number}, line_, c0 FROM {begun} AND line_ IN ({good})")
                yield from _not_in(seen, rows, "")


def _not_in(seen: set[Place], rows: Iterable[tuple[Any, ...]], column: str) -> Iterator[Named]:
    for file_, line, text in sorted(rows):
        if (file_, line) not in seen:
            seen.add((file_, line))
            yield Named((file_, line), text, column)


def _keep_places(engine: Engine, name: str, places: Collection[Place]) -> None:
    ordered = sorted(places)
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT unnest(?::INT[]) AS file_, "
        "unnest(?::BIGINT[]) AS line_",
        [[file_ for file_, _ in ordered], [line for _, line in ordered]],
    )


def _keep_named(engine: Engine, named: Sequence[Named]) -> None:
    _keep_places(engine, "named_totals", {one.place for one in named})


def _with_own_orders(engine: Engine) -> set[str]:
    """Return the customers of which each row has the number of an order that no other one has.

    A total has no number, or that of its order.
    """
    if "order_id" not in engine.columns("all_transactions"):
        return set()
    rows = engine.rows(
        "WITH n AS (SELECT t.customer_id, t.order_id FROM all_transactions AS t "
        "JOIN named_totals USING (file_, line_)), "
        "o AS (SELECT order_id, count(DISTINCT customer_id) AS n FROM all_transactions "
        "WHERE order_id IN (SELECT order_id FROM n) GROUP BY 1) "
        "SELECT customer_id FROM n LEFT JOIN o USING (order_id) GROUP BY 1 "
        "HAVING bool_and(coalesce(o.n, 0) = 1)"
    )
    return {text for (text,) in rows}


def _parts(engine: Engine, inputs: Sequence[Typed]) -> list[Part]:
    """Return the rows between totals, summed up, in the order of their files."""
    late = sum(1 << ID_FAULTS[code] for code in ("total_row", "footer"))
    none = f"(broken_ & (({bits_of(inputs, _NO_ROWS, file='t.file_')})::BIGINT | {late})) <> 0"
    before = "ORDER BY line_ ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
    rows = engine.rows(
        "WITH r AS (SELECT t.file_, t.line_, amount, broken_ = 0 AS good, n.line_ IS NOT NULL AS "
        f"named, n.line_ IS NOT NULL OR {none} AS total FROM all_transactions AS t "
        "LEFT JOIN named_totals AS n ON n.file_ = t.file_ AND n.line_ = t.line_ "
        "WHERE amount IS NOT NULL AND t.file_ IN (SELECT file_ FROM named_totals)), "
        "g AS (SELECT *, coalesce(sum(total::INT) OVER "
        f"(PARTITION BY file_ {before}), 0) AS g FROM r) "
        "SELECT file_, max(line_) FILTER (named), max(amount) FILTER (named), "
        "count(*) FILTER (good AND NOT total), "
        "coalesce(sum(amount) FILTER (good AND NOT total), 0), "
        "count(*) FILTER (NOT total), coalesce(sum(amount) FILTER (NOT total), 0) "
        "FROM g GROUP BY file_, g ORDER BY file_, g"
    )
    return [Part(f, line, own, ((n, good), (m, every))) for f, line, own, n, good, m, every in rows]


def sums_met(parts: Iterable[Part], rows: Collection[Place]) -> dict[Place, int]:
    """Return the totals whose amount is the sum of rows above, with how many rows it sums up.

    The rows begin below any earlier total, or at the start: years sum up months. In ``rows`` is
    what is no total, whatever its word.

    Examples
    --------
    >>> def part(line, own, n, money):
    ...     return Part(0, line, Decimal(own), ((n, Decimal(money)),) * 2)
    >>> sums_met([part(4, 9, 3, 9), part(7, 5, 2, 5), part(8, 14, 0, 0), part(9, 3, 0, 0)], ())
    {(0, 4): 3, (0, 7): 2, (0, 8): 5}
    """
    met: dict[Place, int] = {}
    file_, so_far, starts = -1, [(0, Decimal(0))] * 2, [{Decimal(0): 0}, {Decimal(0): 0}]
    for part in parts:
        if part.file_ != file_:
            file_, so_far = part.file_, [(0, Decimal(0))] * 2
            starts = [{Decimal(0): 0}, {Decimal(0): 0}]
        so_far = [(n + m, a + b) for (n, a), (m, b) in zip(so_far, part.sums, strict=True)]
        place = (part.file_, part.line or 0)
        if part.own is not None and place in rows:
            so_far = [(n + 1, money + part.own) for n, money in so_far]
            continue
        for start, (n, money) in zip(starts, so_far, strict=True):
            begun = None if not part.own else start.get(money - part.own)
            if begun is not None and n > begun:
                met[place] = max(met.get(place, 0), n - begun)
            start.setdefault(money, n)
    return met


def totals_of(named: Sequence[Named], met: Sequence[Mapping[Place, int]]) -> set[Place]:
    """Return the rows that are totals, by what their amounts sum up.

    One row alone may have the amount of the row above by chance: it is a total among others. So may
    a customer of many rows have the sum of some: most rows of a text must.

    Examples
    --------
    >>> named = [Named((0, at), f"Summe {at}", "customer_id") for at in (4, 6)]
    >>> sorted(totals_of(named, [{(0, 4): 2, (0, 6): 1}])), totals_of(named, [{(0, 6): 1}])
    ([(0, 4), (0, 6)], set())
    """
    n_rows: Counter[Place] = Counter()
    for one in met:
        n_rows |= Counter(one)
    of_text = Counter(one.text for one in named)
    hits = Counter(one.text for one in named if n_rows[one.place])
    often = {text for text, n in hits.items() if 2 * n > of_text[text]}
    found = {one.place for one in named if n_rows[one.place] and one.text in often}
    of_file = Counter(one.place[0] for one in named)
    several = Counter(file_ for file_, line in found if n_rows[file_, line] > 1)
    all_met = Counter(file_ for file_, _ in found)
    sure = {file_ for file_, n in of_file.items() if several[file_] and 2 * all_met[file_] >= n}
    return {place for place in found if n_rows[place] > 1 or place[0] in sure}


def _doubtful(engine: Engine, named: Sequence[Named]) -> list[Named]:
    """Return the rows that may be totals, without those that firms of this name bought."""
    told = [one for one in named if one.column == "customer_id" or (one.column and " " in one.text)]
    ends = {one.text: re.sub(TOTAL_OF, "", one.text, flags=re.I).strip() for one in told}
    known = engine.rows(
        "SELECT customer_id FROM seen_customers WHERE customer_id = ANY(?)", [[*ends.values()]]
    ) if told else []  # fmt: skip
    customers = {text for (text,) in known}
    return [
        one for one in told if ends[one.text] in customers or not re.search(FIRM_PATTERN, one.text)
    ]


def _said(inputs: Sequence[Typed], named: Sequence[Named]) -> list[Warned]:
    if not named:
        return []
    label = inputs[0].found.columns.label(named[0].column)
    found = re.search(TOTAL_OF, named[0].text, re.I)
    word = found[0].strip(" :(/.,*") if found else ""
    begin = counted(len(named), "row begins", "rows begin")
    said = (
        f"Column '{label}': {begin} with a word of a total ('{word}') and with no amount that is "
    )
    said += "the sum of the rows above: kept. Totals count as orders, and what they sum up counts "
    said += "twice: export the lines without them, or name them in columns.toml as "
    said += "exclude_customers."
    where = "file_ = {} AND line_ = {}".format(*min(one.place for one in named))
    return [Warned("looks_like_total", said, column=label, about=where)]


#: So many orders, some of them with three lines, and nearly all with such a line, are no chance.
FEWEST, FEWEST_OF_THREE, NEARLY_ALL = 10, 3, 0.95
#: So many lines of each file are looked at first.
_LOOKED_AT = 200_000


def set_aside_invoice_totals(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Set lines aside that are the sum of the others of their order, where all orders have one."""
    if "order_id" not in shared_columns(inputs):
        return []
    good = "FROM all_transactions WHERE broken_ = 0 AND order_id IS NOT NULL AND amount > 0"
    some = f"{good} AND line_ <= {_LOOKED_AT}"
    n_several, n_totals, n_of_three, n_last = engine.rows(
        "SELECT count(*), count(*) FILTER (is_total), count(*) FILTER (is_total AND n > 2), "
        f"count(*) FILTER (is_total AND n > 2 AND last = behind) FROM ({_orders(some)})"
    )[0]
    if n_of_three < FEWEST_OF_THREE or n_totals < NEARLY_ALL * n_several:
        return []
    if n_totals < FEWEST:
        said = (
            f"In all {n_totals} orders of several lines one line is the sum of the others: their "
        )
        said += "totals? They were kept, and what they sum up counts twice. Export the lines alone."
        return [Warned("looks_like_total", said, column="amount")]
    where = "behind" if 2 * n_last >= n_of_three else "ahead"  # of two equal lines: last, first
    chosen = f"SELECT file_, {where} AS line_ FROM ({_orders(good)}) WHERE is_total"
    n_aside = mark(engine, "transactions", "total_row", chosen)
    lines = counted(n_aside, "line is", "lines are")
    said = f"{lines} the sum of the other lines of the order: its total, set aside. If these are "
    said += "goods, leave the order's number out of the export."
    return [Warned("invoice_totals", said, column="amount", about="total_row")]


def _orders(of: str) -> str:
    """Return SQL of orders with several lines, whether one is the sum of the others, and where."""
    return (
        "SELECT file_, count(*) AS n, 2 * max(amount) = sum(amount) AS is_total, "
        "max(line_) AS last, arg_max(line_, {a: amount, b: line_}) AS behind, "
        "arg_max(line_, {a: amount, b: -line_}) AS ahead "
        f"{of} GROUP BY file_, order_id HAVING count(*) > 1"
    )
