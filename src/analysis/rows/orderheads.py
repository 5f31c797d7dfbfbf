"""Orders that two kinds of files hold: one row each with the total, and again line by line.

Shops and ERPs export both, with the same numbers, customers and days. Where nearly each total is
exactly the sum of the lines, the lines count, and the heads are set aside. Where it is off by tax
or postage nothing proves which of both is the money: that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.fileages import Span, by_age
from analysis.rows.typed import Typed
from analysis.rows.united import mark
from analysis.rows.versions import NAMED, NUMBER, but_cancelled

#: So many orders of several lines, and nearly all orders that both hold, prove whose heads they
#: are; with a few, or with sums that are nearly those of the lines, it is only said.
FEWEST, FEW, NEARLY_ALL, MOST = 10, 3, 0.95, 0.9
#: Tax, postage and discounts move the sum of an order no further than so.
_LEAST_RATIO, _MOST_RATIO = 0.75, 1.34
#: A file in which so many orders have several rows lists lines; so many rows are looked at.
_SEVERAL, _FIRST_LINES, _LOOKED_AT = 0.05, 5_000, 200_000
#: What a head says of an order is heeded; the others of its columns go with it.
_HEEDED = frozenset({"status", "cancelled", "line_type"})


@dataclass(frozen=True)
class ToldTwice:
    """What was said of orders that stand in two kinds of files.

    Parameters
    ----------
    pairs
        Numbers of files that hold the same orders, of which nothing was set aside.
    heads
        Numbers of files whose heads were set aside.
    """

    warned: list[Warned] = field(default_factory=list)
    pairs: frozenset[frozenset[int]] = frozenset()
    heads: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Met:
    """How well the rows of orders in one kind of files meet those in another.

    Parameters
    ----------
    n_orders, n_single
        Orders that both hold, and those with one row in the first.
    n_equal, n_near
        Orders with the sum of the other's rows, and with about it.
    n_sums, n_several
        Orders of several rows in the second that are one row in the first; with their exact sum.
    n_amounts
        Different amounts of the first.
    """

    n_orders: int
    n_single: int
    n_equal: int
    n_sums: int
    n_several: int
    n_near: int
    n_amounts: int

    @property
    def are_heads(self) -> bool:
        """Whether the first holds the heads of the other's orders.

        Examples
        --------
        >>> Met(40, 40, 39, 20, 20, 40, 30).are_heads, Met(40, 40, 0, 0, 20, 3, 30).are_heads
        (True, False)
        """
        single = self.n_single >= NEARLY_ALL * self.n_orders
        near = self.n_near >= MOST * self.n_orders
        varied = min(self.n_several, self.n_amounts) >= FEWEST
        return single and ((self.are_equal and self.n_sums >= FEW) or (near and varied))

    @property
    def are_equal(self) -> bool:
        """Whether nearly all orders have the sum of the other's rows."""
        return self.n_equal >= NEARLY_ALL * self.n_orders

    @property
    def is_proved(self) -> bool:
        """Whether the heads are so many, and so exact, that no chance makes them."""
        return self.are_heads and self.are_equal and self.n_sums >= FEWEST


@dataclass(frozen=True)
class _Pair:
    """Heads and lines of the same orders, and how well they meet."""

    heads: tuple[Typed, ...]
    lines: tuple[Typed, ...]
    met: Met


def set_aside_heads(engine: Engine, inputs: Sequence[Typed]) -> ToldTwice:
    """Set heads of orders aside whose lines another kind of file has, or say that both count.

    Lines of an order whose head is cancelled are set aside too: the status stands on the head.

    Parameters
    ----------
    inputs
        Transactions; kinds of files are told by their headers, and by whether orders have several
        rows.
    """
    numbered = [one for one in inputs if one.found.columns.has("order_id")]
    if len(numbered) < 2 or _is_one_kind(engine, numbered):
        return ToldTwice()
    said = f"{but_cancelled(inputs)}{NAMED}"
    warned, counted_twice, heads = list[Warned](), set[frozenset[int]](), set[int]()
    for pair in _pairs(engine, numbered, said):
        if pair.met.is_proved:
            warned += _set_aside(engine, pair, said)
            heads |= {one.number for one in pair.heads}
        else:
            warned.append(_said_twice(pair))
            counted_twice |= {
                frozenset({one.number, other.number}) for one in pair.heads for other in pair.lines
            }
    return ToldTwice(warned, frozenset(counted_twice), frozenset(heads))


def _is_one_kind(engine: Engine, inputs: Sequence[Typed]) -> bool:
    """Whether all files have one header, and all have orders of several rows, or none has."""
    if len({one.found.columns.header for one in inputs}) > 1:
        return False
    few = (
        "SELECT file_, count(*) AS n FROM all_transactions WHERE "
        f"file_ IN ({_numbers(inputs)}){NAMED} AND line_ <= {_FIRST_LINES} GROUP BY file_, order_id"
    )
    kinds = engine.rows(f"SELECT avg((n > 1)::INT) > {_SEVERAL} FROM ({few}) GROUP BY file_")
    return len({*kinds}) < 2


def _numbers(inputs: Iterable[Typed]) -> str:
    return ", ".join(str(one.number) for one in inputs)


def _pairs(engine: Engine, inputs: Sequence[Typed], said: str) -> Iterator[_Pair]:
    """Yield the kinds of files that hold the same orders as heads and as lines."""
    headers = list(dict.fromkeys(one.found.columns.header for one in inputs))
    n_rows = sum(one.found.staged.n_all for one in inputs)
    listed = [f"({one.number}, {headers.index(one.found.columns.header)})" for one in inputs]
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE orders_of_inputs AS "
        f"SELECT file_, {NUMBER} AS number, customer_id AS customer, count(*) AS n, "
        f"{_MONEY} FROM all_transactions WHERE {said} AND hash({NUMBER}) % "
        f"{max(1, n_rows // _LOOKED_AT)} = 0 GROUP BY ALL"
    )
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE kinds_of_inputs AS SELECT file_, 2 * header + "
        f"(avg((n > 1)::INT) > {_SEVERAL})::INT AS kind FROM orders_of_inputs "
        f"JOIN (VALUES {', '.join(listed)}) AS h(file_, header) USING (file_) "
        "GROUP BY file_, header"
    )
    by_number, of_kind = {one.number: one for one in inputs}, dict[int, list[Typed]]()
    for number, kind in engine.rows("SELECT file_, kind FROM kinds_of_inputs ORDER BY file_"):
        of_kind.setdefault(kind, []).append(by_number[number])
    found = set[frozenset[int]]()
    for heads, lines, *counts in engine.rows(_PAIRS):
        met = Met(*counts)
        if met.are_heads and frozenset({heads, lines}) not in found:
            found.add(frozenset({heads, lines}))
            yield _Pair(tuple(of_kind[heads]), tuple(of_kind[lines]), met)


#: The money of an order in one file, and in several; with cancelled lines and without.
_MONEY = "sum(amount) AS whole, coalesce(sum(amount) FILTER (broken_ = 0), 0) AS good"
_SUMS = "list(whole) || list(good) || [sum(whole), sum(good)] AS sums"
#: Counts of ``Met`` for kinds that hold the same orders.
_PAIRS = f"""
WITH k AS (
  SELECT kind, number, customer, max(n) AS n, sum(whole) AS money,
         {_SUMS}
  FROM orders_of_inputs JOIN kinds_of_inputs USING (file_) GROUP BY ALL),
b AS (
  SELECT h.kind AS heads, l.kind AS lines, h.n = 1 AS one, l.n > 1 AS several, h.money AS money,
         list_has_any(h.sums, l.sums) AS same, h.money / l.money AS ratio,
         h.money - l.money AS more,
         mode(h.money - l.money) OVER (PARTITION BY h.kind, l.kind) AS usual
  FROM k AS h JOIN k AS l USING (number, customer)
  WHERE h.kind <> l.kind AND h.money <> 0 AND l.money <> 0)
SELECT heads, lines, count(*), count(*) FILTER (one), count(*) FILTER (same),
       count(*) FILTER (one AND several AND same), count(*) FILTER (one AND several),
       count(*) FILTER (ratio BETWEEN {_LEAST_RATIO} AND {_MOST_RATIO} OR (more = usual
                        AND ratio > {_LEAST_RATIO})), count(DISTINCT money)
FROM b GROUP BY ALL ORDER BY 7 DESC, 1, 2
"""


def _set_aside(engine: Engine, pair: _Pair, said: str) -> list[Warned]:
    of_lines = f"FROM all_transactions WHERE {said} AND file_ IN ({_numbers(pair.lines)})"
    of_files = (
        f"SELECT file_, {NUMBER} AS number, customer_id AS customer, min(ordered_on)::DATE AS day, "
        f"{_MONEY} {of_lines} GROUP BY ALL"
    )
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE orders_in_lines AS SELECT number, customer, min(day) AS day,"
        f" {_SUMS} FROM ({of_files}) GROUP BY ALL"
    )
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE heads_of_orders AS SELECT DISTINCT t.file_, t.line_, "
        "t.broken_, l.number, l.customer, "
        "list_contains(l.sums, t.amount) AS same FROM all_transactions AS t "
        f"JOIN orders_in_lines AS l ON l.number = {NUMBER} AND (l.customer = t.customer_id OR "
        "(l.day = t.ordered_on::DATE AND list_contains(l.sums, t.amount))) "
        f"WHERE {said} AND t.file_ IN ({_numbers(pair.heads)})"
    )
    cancelled = (
        f"SELECT file_, line_ {of_lines} AND broken_ = 0 AND ({NUMBER}, customer_id) IN ("
        "SELECT (number, customer) FROM heads_of_orders "
        f"JOIN ({_ages(engine, pair.heads)}) USING (file_) "
        "GROUP BY number, customer HAVING arg_max(broken_ <> 0, age))"
    )
    n_cancelled = mark(engine, "transactions", "cancelled", cancelled)
    heads = "SELECT DISTINCT file_, line_ FROM heads_of_orders WHERE broken_ = 0"
    n_heads = mark(engine, "transactions", "order_head", heads)
    n_other = engine.count("heads_of_orders WHERE broken_ = 0 AND NOT same")
    return [_said_heads(pair, n_heads, n_other, n_cancelled)]


def _ages(engine: Engine, heads: Sequence[Typed]) -> str:
    """Return SQL of files and how new each is: of several that tell an order, the newest counts."""
    names: Mapping[int, str] = {one.number: one.found.file for one in heads}
    found = engine.rows(
        "SELECT file_, min(ordered_on)::DATE, max(ordered_on)::DATE FROM all_transactions "
        f"WHERE file_ IN ({_numbers(heads)}) AND ordered_on IS NOT NULL GROUP BY file_ ORDER BY 1"
    )
    ordered = by_age([Span(number, names[number], *days) for number, *days in found])
    rows = ", ".join(f"({span.file_}, {age})" for age, span in enumerate(ordered))
    return f"SELECT * FROM (VALUES {rows or '(-1, 0)'}) AS a(file_, age)"


def _said_heads(pair: _Pair, n_heads: int, n_other: int, n_cancelled: int) -> Warned:
    heads, lines = _called(pair.heads), _called(pair.lines)
    are = "row" if n_heads == 1 else "rows"
    said = f"{n_heads:,} {are} of {heads} hold the total of an order whose lines stand in "
    said += f"{lines}: set aside, the lines count"
    if n_other:
        said += f" (also in {counted(n_other, 'order')} whose total is another)"
    if n_cancelled:
        said += f", but for {counted(n_cancelled, 'line')} of orders that are cancelled there"
    lost = [
        one.found.columns.label(column)
        for one in pair.heads[:1]
        for column in one.columns
        if one.found.columns.has(column) and column not in {*pair.lines[0].columns, *_HEEDED}
    ]
    if lost:
        shown = ", ".join(f"'{label}'" for label in lost[:5])
        said += f". What only the heads have ({shown}) goes with them"
    said += f". To count the totals instead, leave {lines} out."
    return Warned("order_heads", said, column="amount", about="order_head")


def _said_twice(pair: _Pair) -> Warned:
    heads, lines = _called(pair.heads), _called(pair.lines)
    said = f"The same orders stand in {heads}, one row each, and in {lines}, line by line (in "
    said += f"{pair.met.n_orders:,} orders looked at the amount is "
    said += "" if pair.met.are_equal else "about "
    said += "the sum of the lines" + ", as with tax or postage" * (not pair.met.are_equal)
    said += f"): their money counts twice. Leave {heads} out, or {lines} where the amounts of the "
    said += "orders are the right ones."
    return Warned("orders_in_both", said, column="amount")


def _called(files: Sequence[Typed]) -> str:
    first = files[0].found
    name, sheet = f"'{first.file}'", first.staged.layout.sheet
    name += f" (sheet '{sheet}')" if sheet else ""
    more = len(files) - 1
    return name + (f" and {counted(more, 'file')} more like it" if more else "")
