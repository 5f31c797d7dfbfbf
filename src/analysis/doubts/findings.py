"""What an analyst must know about kept rows, sums of rows above, and shares that refuse a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from analysis.cells.currencies import named_in_part
from analysis.columns.taxsense import mixed_taxes, taxed
from analysis.doubts.buyers import GOOD, count_good, keep_customers, keep_sums
from analysis.doubts.idlewords import idle_words
from analysis.doubts.namedcurrencies import refuse_named_apart
from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused, counted
from analysis.results import TableReceipt, Warned
from analysis.rows.snapshot import MANY_ROWS
from analysis.rows.typed import Typed
from analysis.vocabulary import RULES

#: Share of all rows that refuses the file, per code.
_REFUSING = {"no_customer": 0.5, "damaged_id": 0.2}
#: Rules of which a row is not what it should be: it could not be read, whatever it holds.
_UNREAD = (
    "bad_amount", "bad_date", "ambiguous_date", "error_value", "field_count", "unclosed_quote",
)  # fmt: skip
#: Above this share of a table, and so many rows, it is said; above that one nothing is concluded.
_MANY, _SOME_ROWS, _MOST = 0.05, 10, 0.5


def money_text(value: str | Decimal | None) -> str:
    """Return an exact sum with at least two places and no idle zeros.

    Examples
    --------
    >>> money_text("2500315.6300"), money_text("0.1250000000"), money_text(None)
    ('2500315.63', '0.125', '0.00')
    """
    exact = Decimal(value or 0)
    shown = f"{exact:f}".rstrip("0").rstrip(".") if "." in f"{exact:f}" else f"{exact:f}"
    head, _, tail = shown.partition(".")
    return f"{head}.{tail.ljust(2, '0')}"


def with_money(engine: Engine, receipt: TableReceipt, inputs: Sequence[Typed]) -> TableReceipt:
    """Add buyers and exact sums to the receipt of the transactions, one sum a currency."""
    refuse_named_apart(inputs)
    told = named_in_part([(item.found.file, item.currency) for item in inputs])
    told += idle_words([(item.found.stated, item.found.columns) for item in inputs])
    if len(inputs) > 1:
        files = [taxed(item.found.staged.layout, item.found.columns) for item in inputs]
        told += mixed_taxes(files)
    receipt = replace(receipt, warnings=(*receipt.warnings, *told))
    buyers = "SELECT count(*) FROM seen_customers WHERE most > 0"
    receipt = replace(receipt, n_buyers=int(engine.value(buyers)))
    if "currency" in engine.columns("all_transactions"):
        sums = engine.rows(_sums_by_currency(engine, inputs))
        if len([name for name, _ in sums if name]) > 1:
            by_currency = {name: money_text(total) for name, total in sums}
            named = [name for name in by_currency if name]
            said = f"{len(named)} currencies ({', '.join(named)})"
            said += " and lines that name none" * (len(named) < len(by_currency))
            said += ": no total over all is made."
            said += f" {_rarest_currency(engine, inputs)}"
            all_told = (*receipt.warnings, Warned("several_currencies", said))
            return replace(receipt, amount_sum_by_currency=by_currency, warnings=all_told)
    total = engine.value(f"SELECT sum(money)::VARCHAR FROM {keep_sums(engine)} WHERE broken_ = 0")
    return replace(receipt, amount_sum=money_text(total))


def _rarest_currency(engine: Engine, inputs: Sequence[Typed]) -> str:
    """Say in how many lines the rarest currency stands, since when, and in which file."""
    by_file = {item.number: item for item in inputs}
    cases = " ".join(
        f"WHEN {at} THEN {quote_text(item.currency or '')}" for at, item in by_file.items()
    )
    inside = None in {item.currency for item in inputs}
    code = "coalesce(currency, '')" if inside else f"CASE file_ {cases} END"
    name, n_lines, since, n_files, file = engine.rows(
        f"SELECT {code} AS c, count(*) AS n, min(ordered_on)::DATE, count(DISTINCT file_), "
        f"min(file_) FROM {GOOD} GROUP BY c ORDER BY c = '', n, c LIMIT 1"
    )[0]
    where = f"in {n_files:,} files" if n_files > 1 else f"in {by_file[int(file)].found.file}"
    lines = counted(n_lines, "line")
    return f"{name} has the fewest lines: {lines}, from {since} on, {where}."


def _sums_by_currency(engine: Engine, inputs: Sequence[Typed]) -> str:
    """Return the query of sums by currency; where files have one each, no row is read for it."""
    by_file = {str(item.number): item.currency for item in inputs}
    if None in by_file.values():
        named = "SELECT coalesce(currency, '') AS c, sum(amount)::VARCHAR"
        return f"{named} FROM {GOOD} GROUP BY c ORDER BY c"
    cases = " ".join(f"WHEN {at} THEN {quote_text(code or '')}" for at, code in by_file.items())
    return (
        f"SELECT CASE file_ {cases} END AS c, sum(money)::VARCHAR FROM {keep_sums(engine)} "
        "WHERE broken_ = 0 GROUP BY c ORDER BY c"
    )


def refuse_by_share(file: str, n_rows: int, by_code: Counter[str]) -> None:
    """Refuse a file of which too much is unusable for one reason.

    Raises
    ------
    InputRefused
        From 100 rows on, above the share of the rule.
    """
    if n_rows < MANY_ROWS:
        return
    for code, share in _REFUSING.items():
        if by_code[code] > share * n_rows:
            to_do = (
                "open the export in a text editor, not in Excel, and give that file"
                if code == "damaged_id"
                else "name the right customer column in columns.toml, or export it again"
            )
            raise InputRefused(
                f"{by_code[code]:,} of {n_rows:,} rows of {file} are set aside as {code}",
                f"at most {share:.0%}",
                to_do,
                code="too_many_" + code,
                file=file,
            )


def shares_said(table: str, n_rows: int, by_code: Counter[str], nobody: str = "") -> list[Warned]:
    """Say how much was set aside for want of a customer, and how much could not be read.

    Parameters
    ----------
    nobody
        An id that stands for no customer, where one does.

    Examples
    --------
    >>> shares_said("transactions", 10, Counter(no_customer=4))[0].code
    'rows_without_customer'
    >>> print(shares_said("customers", 90, Counter(placeholder_customer=9), "9999")[0].message)
    9 rows (10.0%) have no customer id, or one that stands for nobody such as 9999.
    >>> [told.code for told in shares_said("transactions", 900, Counter(bad_amount=500))]
    ['mostly_unread']
    >>> print(shares_said("reasons", 900, Counter(bad_date=90, empty_note=500))[0].message)
    90 of 900 rows (10.0%) are set aside for no date of the calendar: no figure counts them.
    """
    told, code = list[Warned](), max(_UNREAD, key=by_code.__getitem__)
    n = by_code[code]
    if n >= _SOME_ROWS and n > _MANY * n_rows:
        void = table == "transactions" and n_rows >= MANY_ROWS and n > _MOST * n_rows
        said = f"{n:,} of {n_rows:,} rows ({n / n_rows:.1%}) are set aside for {RULES[code]}: no "
        said += "figure counts them."
        if code == "field_count":
            said += " Export again with all columns in each row, and with quotes around texts."
        told += [Warned("mostly_unread" if void else "many_unread", said, about=code)]
    hits = by_code["no_customer"] + by_code["placeholder_customer"]
    if hits:
        rows, have = counted(hits, "row"), "has" if hits == 1 else "have"
        said = f"{rows} ({hits / max(n_rows, 1):.1%}) {have} no customer id"
        said += f", or one that stands for nobody such as {nobody}." if nobody else "."
        most = max("no_customer", "placeholder_customer", key=by_code.__getitem__)
        told += [Warned("rows_without_customer", said, column="customer_id", about=most)]
    return told


def look_at_transactions(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Return the warnings about good transactions."""
    checks: Sequence[Callable[[Engine], list[Warned]]] = (_no_buyers, _bucket_money, _giant_order)
    told = (warned for check in checks for warned in check(engine))
    return [*_zero_lines(engine, inputs), *told]


def _zero_lines(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Say which amounts are 0, but for those of orders whose total counts on another line."""
    hits, zero = count_good(engine, "sign = 0"), "amount = 0"
    once = [str(one.number) for one in inputs if one.found.stated.amount_per == "order"]
    if hits and once:
        orders = f"SELECT file_, order_id FROM {GOOD} AND amount <> 0 AND order_id IS NOT NULL"
        made = f"file_ IN ({', '.join(once)}) AND (file_, order_id) IN ({orders})"
        zero = f"amount = 0 AND NOT coalesce({made}, false)"
        hits = engine.count(f"{GOOD} AND {zero}")
    if not hits:
        return []
    said = f"{counted(hits, 'line has', 'lines have')} amount 0: kept, and no sign of activity."
    return [Warned("zero_amount", said, column="amount", about=zero)]


def _no_buyers(engine: Engine) -> list[Warned]:
    none = f"FROM {keep_customers(engine)} WHERE most <= 0"
    hits = int(engine.value(f"SELECT count(*) {none}"))
    if not hits:
        return []
    have = counted(hits, "customer has", "customers have")
    said = f"{have} only returns or lines without value: no buyers."
    where = f"customer_id IN (SELECT customer_id {none})"
    return [Warned("customers_without_sales", said, column="customer_id", about=where)]


def _bucket_money(engine: Engine) -> list[Warned]:
    dated = "ordered_on IS NOT NULL"  # a total without a day is set aside as a total
    n_rows, total = engine.rows(
        f"SELECT count(*), sum(amount) FROM all_transactions WHERE customer_id IS NULL AND {dated}"
    )[0]
    if not total:
        return []
    said = list[Warned]()
    n_sums, of_sums = sums_of_rows_above(engine, "customer_id", n_rows, among=dated)
    if n_sums:
        are = counted(n_sums, "row without a customer id is", "rows without a customer id are")
        told = f"{are} the sum of the rows above: set aside as subtotals, no orders without a "
        said.append(Warned("sums_of_rows_above", told + "customer."))
    if left := total - of_sums:
        told = f"Rows set aside without a customer id hold {money_text(str(left))} in amount."
        said.append(Warned("money_without_customer", told, column="amount"))
    return said


def _giant_order(engine: Engine) -> list[Warned]:
    # Only a customer with a fifth of all sales can have placed such an order, and nobody has
    # bought for more than their largest line, every line.
    most = engine.value(f"SELECT max(n_rows * most::DOUBLE) FROM {keep_customers(engine)}")
    total = engine.value(
        f"SELECT sum(money)::DOUBLE FROM {keep_sums(engine)} WHERE broken_ = 0 AND sign = 1"
    )
    if not total or 5 * most <= total:
        return []
    rows = engine.rows(
        "WITH orders AS (SELECT customer_id, ordered_on, sum(amount)::DOUBLE AS v FROM "
        f"{GOOD} AND amount > 0 GROUP BY ALL) SELECT max(v), median(v), sum(v), "
        "(SELECT (customer_id, ordered_on::VARCHAR) FROM orders ORDER BY v DESC, customer_id "
        "LIMIT 1) FROM orders"
    )
    largest, middle, total, first = rows[0]
    if not largest or largest <= 100 * middle or largest <= 0.2 * total:
        return []
    customer, day = first
    said = (
        f"One order of customer {customer} makes up {largest / total:.0%} of all sales; read "
        "every share with and without it."
    )
    where = f"customer_id = {quote_text(customer)} AND ordered_on::VARCHAR = '{day}'"
    return [Warned("giant_order", said, column="amount", about=f"{where} AND amount > 0")]


#: A report that people read has no more of them, and no more rows.
_MOST_TOTALS, _ROWS = 10_000, 1_000_000
#: So many such rows speak for subtotals where they have a customer and a day.
_LEAST = 3


def sums_of_rows_above(
    engine: Engine, column: str, n_rows: int, *, among: str = "true"
) -> tuple[int, Decimal]:
    """Return how many rows without a value are the sum of those above, and their own sum.

    A row may sum up what stands above it since the row before of its kind, or all of it; of one
    row alone it is no sum.

    Parameters
    ----------
    column
        Canonical column of the transactions that these rows lack.
    n_rows
        How many rows lack it.
    among
        SQL of the rows that are counted; other totals are known as such already.

    Examples
    --------
    >>> engine = Engine()
    >>> rows = "(0, 2, 'a', 5), (0, 3, 'b', 6), (0, 4, NULL, 11), (0, 5, 'c', 1), (0, 6, NULL, 4)"
    >>> engine.execute("CREATE TABLE all_transactions AS SELECT * FROM "
    ...                f"(VALUES {rows}) AS t(file_, line_, customer_id, amount)")
    >>> sums_of_rows_above(engine, "customer_id", 2)
    (1, Decimal('11'))
    >>> sums_of_rows_above(engine, "customer_id", 1, among="line_ > 4")
    (0, Decimal('0'))
    """
    if not 0 < n_rows <= _MOST_TOTALS or not _is_short(engine):
        return 0, Decimal(0)
    n_sums, total = engine.rows(
        f"WITH r AS (SELECT file_, line_, amount, {column} IS NULL AS bare, {among} AS asked, "
        f"sum(CASE WHEN {column} "
        "IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY file_ ORDER BY line_ ROWS BETWEEN "
        "UNBOUNDED PRECEDING AND 1 PRECEDING) AS g FROM all_transactions "
        "WHERE amount IS NOT NULL), "
        "parts AS (SELECT file_, coalesce(g, 0) AS g, sum(amount) FILTER (bare) AS own, "
        "coalesce(bool_and(asked) FILTER (bare), false) AS asked, "
        "coalesce(sum(amount) FILTER (NOT bare), 0) AS above, count(*) FILTER (NOT bare) AS n "
        "FROM r GROUP BY ALL), "
        "whole AS (SELECT own, asked, above, n, sum(above) OVER f AS so_far, "
        "sum(n) OVER f AS n_so_far FROM parts WINDOW f AS (PARTITION BY file_ ORDER BY g)) "
        "SELECT count(*), coalesce(sum(own), 0) FROM whole WHERE own <> 0 "
        "AND asked AND ((own = above AND n > 1) OR (own = so_far AND n_so_far > 1))"
    )[0]
    return int(n_sums), Decimal(total)


def _is_short(engine: Engine) -> bool:
    return engine.count("all_transactions") <= _ROWS


def doubt_subtotals(engine: Engine, columns: Collection[str]) -> Iterator[Warned]:
    """Yield a warning about good rows that are the sum of the rows above, most without an order."""
    if not _is_short(engine):
        return
    if "order_id" in columns and (n_sums := _sums_without_orders(engine)):
        are = counted(n_sums, "row has", "rows have")
        said = f"{are} no number of an order and the sum of the rows above as the amount: "
        said += "subtotals? They count as orders, and what they sum up counts twice. Export the "
        said += "lines without subtotals."
        yield Warned("looks_like_total", said)
    elif found := _sums_with_ids(engine):
        n_sums, file, line = found
        have = counted(n_sums, "row has", "rows have")
        said = f"{have} the sum of the rows above as the amount, since the last such row or from "
        said += "the first on: totals of a month or a page? They count as orders, and what they "
        said += "sum up counts twice. Export the lines without totals."
        where = f"file_ = {file} AND line_ = {line}"
        yield Warned("looks_like_total", said, column="amount", about=where)


def _sums_without_orders(engine: Engine) -> int:
    n_rows = engine.value(
        "SELECT count(*) FROM all_transactions WHERE broken_ = 0 AND order_id IS NULL"
    )
    n_sums, _ = sums_of_rows_above(engine, "order_id", int(n_rows), among="broken_ = 0")
    return n_sums if n_sums >= max(_LEAST, n_rows / 2) else 0


def _sums_with_ids(engine: Engine) -> tuple[int, int, int] | None:
    """Return how many rows with a customer and a day sum up those above, and where the first is.

    Amounts of a price list meet such sums by chance: half of all amounts must differ. The rows
    behind the last sum are no more than twice those of a usual one.
    """
    n_rows, n_amounts = engine.rows(
        f"SELECT count(*), count(DISTINCT amount) FROM {GOOD} AND amount IS NOT NULL"
    )[0]
    if n_rows > _MOST_TOTALS or 2 * n_amounts < n_rows:
        return None
    sums, first = 0, (0, 0)
    for _, rows in groupby(
        engine.rows(
            f"SELECT file_, line_, amount FROM {GOOD} AND amount IS NOT NULL ORDER BY 1, 2"
        ),
        key=itemgetter(0),
    ):
        found, above, so_far, n, n_all = list[tuple[int, int]](), Decimal(0), Decimal(0), 0, 0
        for file, line, amount in rows:
            n_all += 1
            if n > 1 and amount and amount in {above, so_far}:
                found.append((file, line))
                above, n = Decimal(0), 0
            else:
                above, so_far, n = above + amount, so_far + amount, n + 1
        if len(found) >= _LEAST and n * len(found) <= 2 * n_all:
            sums, first = sums + len(found), first if sums else found[0]
    return (sums, *first) if sums else None


def doubt_last_total(engine: Engine) -> Iterator[Warned]:
    """Trap 34: a last row with id and date whose amount is the sum of all rows above."""
    sums = {
        file: totals
        for file, *totals in engine.rows(
            "SELECT file_, coalesce(sum(n_rows) FILTER (broken_ = 0), 0), sum(n_rows), "
            f"sum(money) FILTER (broken_ = 0), sum(money) FROM {keep_sums(engine)} "
            "WHERE kind <> 'unreadable' GROUP BY file_"
        )
    }
    most = engine.value(f"SELECT max(most) FROM {keep_customers(engine)}") or 0
    if all(2 * most < min(totals[2] or 0, totals[3]) for totals in sums.values()):
        return  # a total is half of everything, and no line is so large
    rows = engine.rows(
        "SELECT file_, arg_max(amount, line_), max(line_) FROM all_transactions "
        "WHERE broken_ = 0 AND amount IS NOT NULL GROUP BY file_ ORDER BY file_"
    )
    for file, last, line in rows:
        n_good, n_all, good, everything = sums[file]
        before = {total - last for n, total in ((n_good, good), (n_all, everything)) if n > 3}
        if last in before - {0}:
            said = "The last row's amount is the sum of all rows above: a total? It was kept."
            where = f"file_ = {file} AND line_ = {line}"
            yield Warned("looks_like_total", said, column="amount", about=where)
