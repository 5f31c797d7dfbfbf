"""Lines that several files tell differently: what the newest of them says counts (trap 30).

A status that came later, an amount that was corrected, an order that was cancelled. What went back
is no version of what was sold. A number that comes again in a file which begins after its day is
none either: the rest of a delivery, the next month of a contract. A number that another customer
has on another day, or for another amount, names another sale.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from analysis.cells.ids import JOIN_ZEROS
from analysis.columns.unclear import leave_out
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.fileages import Span, by_age, shared_days
from analysis.rows.typed import Typed, bits_of
from analysis.rows.united import mark, repeated

NAMED = " AND order_id IS NOT NULL"
#: Above this share of other sales behind the numbers that two files share, they are counted anew.
ANEW_SHARE = 0.2
#: From this share of lines on that both files have of orders without line numbers, one tells the
#: orders of the other anew; below it they hold different parts of them.
SAME_LINES = 0.5
#: From this share of equal rows in the days that two files share, they overlap.
OVERLAP_SHARE = 0.9
_FEWEST = 10
#: From this share of its orders on that a newer file has too, that one tells them again.
TOLD_AGAIN = 0.8
#: So many shared numbers are enough to judge that.
_JUDGED = 20_000
#: Ids of customers that one of two files may have lost the zeros of.
_BUT_FOR_ZEROS = "ltrim(o.customer, '0') = ltrim(n.customer, '0') AND o.customer <> n.customer"
_IS_VERSION = "(o.customer = n.customer OR (o.day = n.day AND o.money = n.money))"
#: A file tells anew only of the days that it holds. Its first hundredth may be strays: days long
#: before the others, and days with less than a third of what a day usually has.
_IS_TOLD_ANEW, _STRAY = "o.day >= n.since", 0.01
_LONG_BEFORE, _FEW = 31, 3
_BACK = "coalesce(amount < 0, false)"
#: The number of an order; a workbook may have lost its zeros.
NUMBER = "ltrim(order_id, '0')"


@dataclass(frozen=True)
class Rows:
    """The united rows of one table in the engine."""

    engine: Engine
    name: str
    table: str
    columns: frozenset[str]
    n_files: int


@dataclass(frozen=True)
class _Told:
    """What several files tell: their rows, SQL of those that say something, names by number."""

    rows: Rows
    said: str
    names: Mapping[int, str]
    label: str
    twice: Collection[frozenset[int]]


def set_aside_older(
    rows: Rows, inputs: Sequence[Typed], *, twice: Collection[frozenset[int]] = ()
) -> list[Warned]:
    """Set lines of transactions aside of which a newer file says something else.

    A line that the newer file cancels is one of them: it is no sale any more.

    Parameters
    ----------
    twice
        Numbers of two files, of which one holds the totals of the other's orders.
    """
    names = {one.number: one.found.file for one in inputs}
    label = inputs[0].found.columns.label("order_id")
    told = _Told(rows, but_cancelled(inputs), names, label, twice)
    ordered = _keep_ages(told)
    if "order_id" not in rows.columns:
        return _of_rows(told)
    if "line_no" in rows.columns:
        return _of_lines(told, f"{NUMBER}, line_no, {_BACK}") + _gone(told, ordered)
    several = repeated(
        rows.engine, rows.table, f"hash(file_, {NUMBER})", "orders_transactions", also=NAMED
    )
    found = _of_orders(told) if several else _of_lines(told, f"{NUMBER}, {_BACK}")
    return found + _gone(told, ordered)


def but_cancelled(inputs: Sequence[Typed]) -> str:
    """Return SQL of rows that are good but for a status that says they are no sale."""
    return f"broken_ & ~({bits_of(inputs, {'cancelled'})})::BIGINT = 0"


def _of_lines(told: _Told, key: str) -> list[Warned]:
    """Set older lines aside that a key names."""
    rows = told.rows
    n_shared = repeated(
        rows.engine, rows.table, f"hash({key})", "keys_transactions", good=told.said
    )
    if not n_shared:
        return []
    _keep_lines_of_files(told, key)
    restarted, said = _numbers_anew(told, n_shared)
    chosen = (
        f"FROM {rows.name} AS r JOIN lines_of_files AS o "
        f"ON o.h = hash({key}) AND o.file_ = r.file_ JOIN lines_of_files AS n "
        "ON n.h = o.h AND n.age > o.age WHERE r.broken_ = 0 AND r.order_id IS NOT NULL "
        f"AND (r.hash_ <> n.least OR r.hash_ <> n.most) AND {_IS_VERSION} AND NOT ({restarted})"
    )
    n_later = int(
        rows.engine.value(
            f"SELECT count(DISTINCT (r.file_, r.line_)) {chosen} "
            f"AND NOT coalesce({_IS_TOLD_ANEW}, true)"
        )
    )
    if n_later:
        come = counted(n_later, "number comes", "numbers come")
        text = f"{come} again in a file that begins after their day: "
        text += "the rest of a delivery, a contract. Both rows were kept."
        said.append(Warned("numbers_go_on", text, column=told.label))
    chosen += f" AND coalesce({_IS_TOLD_ANEW}, true)"
    return [*said, *_set_aside(told, "r", chosen)]


def _set_aside(told: _Told, line: str, chosen: str) -> list[Warned]:
    """Mark the chosen lines, and say which file was used in place of which.

    Parameters
    ----------
    line, chosen
        What the older line is called in SQL from FROM on, in which ``n`` is the newer file.
    """
    engine = told.rows.engine
    rows = (
        f"SELECT {line}.file_, {line}.line_, max_by(n.file_, n.age) AS newer {chosen} GROUP BY 1, 2"
    )
    n_rows = mark(engine, told.rows.table, "older_version", rows)
    if not n_rows:
        return []
    found = engine.rows(
        "SELECT file_, max_by(newer, n) FROM (SELECT file_, newer, count(*) AS n FROM chosen_rows "
        "GROUP BY 1, 2) GROUP BY 1 ORDER BY sum(n) DESC, 1"
    )
    old, new = (told.names[number] for number in found[0])
    more = len(found) - 1
    stand = counted(n_rows, "line stands", "lines stand")
    said = f"{stand} in several files with other values; the newest file was used: "
    said += f"'{new}' in place of '{old}'"
    said += f", and so for {counted(more, 'file', 'files')} more" if more else ""
    return [Warned("older_versions", f"{said}.", about="older_version")]


def _keep_ages(told: _Told) -> list[Span]:
    """Make ``file_ages``: how new each file is and the days that newer or older ones hold too."""
    rows = told.rows
    by_day = (
        "SELECT file_, ordered_on::DATE AS d, count(*) AS c, sum(count(*)) OVER (PARTITION BY "
        "file_ ORDER BY ordered_on::DATE) AS n, sum(count(*)) OVER (PARTITION BY file_) AS n_all, "
        "lead(ordered_on::DATE) OVER (PARTITION BY file_ ORDER BY ordered_on::DATE) AS later "
        f"FROM {rows.name} WHERE {told.said} AND ordered_on IS NOT NULL GROUP BY 1, 2"
    )
    days = (
        f"SELECT *, n <= {_STRAY} * n_all AS early, median(c) OVER (PARTITION BY file_) AS usual, "
        f"max(d) FILTER (n <= {_STRAY} * n_all AND later - d > {_LONG_BEFORE}) "
        f"OVER (PARTITION BY file_) AS stray FROM ({by_day})"
    )
    found = rows.engine.rows(
        "SELECT file_, min(d) FILTER (coalesce(d > stray, true) AND NOT "
        f"(early AND {_FEW} * c < usual)), max(d) FROM ({days}) GROUP BY file_ ORDER BY file_"
    )
    ordered = by_age([Span(number, told.names[number], *days) for number, *days in found])
    listed = []
    for age, span in enumerate(ordered):
        begun = [one.since or one.last for one in ordered[age + 1 :]]
        ended = [one.last for one in ordered[:age]]
        days_ = (span.since, min(begun, default=None), max(ended, default=None))
        shown = ", ".join(f"{quote_text(str(day))}::DATE" if day else "NULL" for day in days_)
        listed.append(f"({span.file_}, {age}, {shown})")
    values = ", ".join(listed) or "(-1, 0, NULL, NULL, NULL)"
    rows.engine.execute(
        "CREATE OR REPLACE TEMP TABLE file_ages AS SELECT * FROM (VALUES "
        f"{values}) AS v(file_, age, since, from_day, to_day)"
    )
    return ordered


def _gone(told: _Told, ordered: Sequence[Span]) -> list[Warned]:
    """Say which orders are not in a newer file that holds the days of theirs."""
    pairs = [
        next((f"({old.file_}, {new.file_}, DATE '{days[0]}', DATE '{days[1]}')"
              for new in ordered[:at:-1] if (days := shared_days(new, old))), "")
        for at, old in enumerate(ordered)
    ]  # fmt: skip
    listed = ", ".join(filter(None, pairs))
    if not listed:
        return []
    orders = (
        f"SELECT file_, {NUMBER} AS number, min(ordered_on)::DATE AS day FROM {told.rows.name} "
        f"WHERE {told.said}{NAMED} AND NOT {_BACK} GROUP BY ALL"
    )
    found = told.rows.engine.rows(
        f"SELECT p.old, p.new, count(*), count(*) FILTER (n.number IS NULL) FROM ({orders}) AS o "
        f"JOIN (VALUES {listed}) AS p(old, new, since, until) ON p.old = o.file_ "
        "AND o.day BETWEEN p.since AND p.until "
        f"LEFT JOIN ({orders}) AS n ON n.file_ = p.new AND n.number = o.number "
        "GROUP BY ALL ORDER BY ALL"
    )
    gone = [pair for pair in found if 0 < pair[3] <= (1 - TOLD_AGAIN) * pair[2]]
    if not gone:
        return []
    n_orders = sum(pair[3] for pair in gone)
    stand = counted(n_orders, "order stands", "orders stand")
    return [_said_gone(told, stand, gone[0][:2])]


def _said_gone(told: _Told, stand: str, pair: Sequence[int]) -> Warned:
    old, new = (told.names[number] for number in pair)
    said = f"{stand} in an older file alone, though a newer one holds the same days and most of "
    said += f"what it tells, such as '{new}' beside '{old}': kept. If the newer file is right, "
    said += "leave the older one out."
    return Warned("orders_gone", said, column=told.label or None)


def _keep_lines_of_files(told: _Told, key: str) -> None:
    """Make ``lines_of_files``: what each file says of each line that several files have."""
    told.rows.engine.execute(
        f"CREATE OR REPLACE TEMP TABLE lines_of_files AS SELECT hash({key}) AS h, r.file_, n.age, "
        "n.since, min(customer_id) AS customer, min(ordered_on)::DATE AS day, "
        "min(amount) AS money, "
        f"min(hash_) AS least, max(hash_) AS most FROM {told.rows.name} AS r "
        f"JOIN file_ages AS n USING (file_) WHERE {told.said}{NAMED} "
        f"AND hash({key}) IN (SELECT h FROM keys_transactions) GROUP BY ALL"
    )


def _numbers_anew(told: _Told, n_shared: int) -> tuple[str, list[Warned]]:
    """Return SQL for the pairs of files that count from the start, and what must be said."""
    step = max(1, n_shared // _JUDGED)
    pairs = told.rows.engine.rows(
        f"SELECT o.file_, n.file_, count(*), count(*) FILTER (NOT ({_IS_VERSION})), "
        f"count(*) FILTER (NOT ({_IS_VERSION}) AND {_BUT_FOR_ZEROS}) "
        "FROM lines_of_files AS o JOIN lines_of_files AS n ON n.h = o.h AND n.age > o.age "
        f"WHERE o.h % {step} = 0 GROUP BY ALL ORDER BY ALL"
    )
    anew = [(old, new) for old, new, n, n_other, _ in pairs if n_other > ANEW_SHARE * n]
    return _is_pair(anew), _said_other_sales(told, [pair[3:] for pair in pairs], anew=bool(anew))


def _said_other_sales(told: _Told, counts: Sequence[Sequence[int]], *, anew: bool) -> list[Warned]:
    """Say how many numbers two files give to two sales, and whether lost zeros are the cause.

    ``counts`` holds, for each pair of files, all of these numbers and those of lost zeros.
    """
    label = told.label
    n_other, n_zeros = (sum(pair[at] for pair in counts) for at in (0, 1))
    if not n_other:
        return []
    said = (
        f"Column '{label}': in {counted(n_other, 'case')} two files give one number to two sales "
        "(another customer, and another day or amount)"
        + ", so each counts from the start" * anew
        + f"; both rows were kept. If these numbers name no order, {leave_out(label)}."
    )
    if 2 * n_zeros > n_other:
        said = (
            f"Column '{label}': in {counted(n_zeros, 'case')} two files give one number to ids of "
            "customers that differ by leading zeros alone: one sale, probably, whose money counts "
            f"twice. Both rows were kept; {JOIN_ZEROS}."
        )
    return [Warned("numbers_of_other_sales", said, column=label)]


def _is_pair(pairs: Sequence[tuple[int, int]]) -> str:
    """Return SQL that holds for an older and a newer file of one of these pairs."""
    listed = ", ".join(f"({old}, {new})" for old, new in pairs)
    return f"(o.file_, n.file_) IN ({listed})" if listed else "false"


def _of_orders(told: _Told) -> list[Warned]:
    """Set lines aside of orders that a newer file tells anew, where no number names a line.

    An order of the newer file then takes the place of the older one as a whole; lines that both
    have alike are repeated ones. Files that hold other lines of the same orders are no versions.
    """
    if not _keep_orders_of_files(told):
        return []
    engine = told.rows.engine
    both = (
        "lines_of_orders AS o JOIN orders_of_files AS n ON n.h = o.h AND n.age > o.age "
        f"AND {_IS_TOLD_ANEW} LEFT JOIN (SELECT DISTINCT file_, same FROM lines_of_orders) AS s "
        "ON s.file_ = n.file_ AND s.same = o.same"
    )
    fits = "(n.customer = o.customer OR s.same IS NOT NULL)"
    pairs = engine.rows(
        f"SELECT o.file_, n.file_, count(*) FILTER ({fits}), count(s.same), "
        f"count(*) FILTER (NOT {fits}), count(*) FILTER (NOT {fits} AND {_BUT_FOR_ZEROS}) "
        f"FROM {both} GROUP BY ALL ORDER BY ALL"
    )
    pairs = [pair for pair in pairs if frozenset(pair[:2]) not in told.twice]
    anew = [pair for pair in pairs if pair[4] > ANEW_SHARE * (pair[2] + pair[4])]
    versions = [
        pair for pair in pairs if pair not in anew and pair[3] >= max(1, SAME_LINES * pair[2])
    ]
    said = _said_other_sales(told, [pair[4:] for pair in pairs], anew=bool(anew))
    parts = [pair for pair in pairs if pair not in anew and pair not in versions and pair[2]]
    if parts:
        n_lines, (old, new) = sum(pair[2] for pair in parts), parts[0][:2]
        stand = counted(n_lines, "line is", "lines are")
        text = f"{stand} of orders that a newer file has with other lines, such as "
        text += f"'{told.names[old]}' and '{told.names[new]}': parts of one order. All were kept; "
        text += "if the newer file corrects the older one, leave the older one out."
        said.append(Warned("orders_in_parts", text, column=told.label))
    chosen = (
        f"FROM {both} WHERE o.broken_ = 0 AND {fits} "
        f"AND {_is_pair([pair[:2] for pair in versions])} AND NOT EXISTS (SELECT 1 FROM "
        "lines_of_orders AS x WHERE x.file_ = n.file_ AND x.hash_ = o.hash_)"
    )
    return [*said, *_set_aside(told, "o", chosen)]


def _keep_orders_of_files(told: _Told) -> int:
    """Make ``orders_of_files`` and ``lines_of_orders`` of orders that several files have.

    Only days that two files hold are looked at. Return how many orders there are.
    """
    engine, name = told.rows.engine, told.rows.name
    key = f"hash({NUMBER}, {_BACK})"
    shared = (
        f"FROM {name} AS r JOIN file_ages AS a USING (file_) WHERE {told.said}{NAMED} "
        "AND (r.ordered_on::DATE >= a.from_day OR r.ordered_on::DATE <= a.to_day)"
    )
    if not engine.value(f"SELECT EXISTS (SELECT 1 {shared})"):
        return 0
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE orders_of_files AS SELECT * EXCLUDE (n_files) FROM ("
        "SELECT *, count(*) OVER (PARTITION BY h) AS n_files FROM ("
        f"SELECT {key} AS h, r.file_, a.age, a.since, min(customer_id) AS customer "
        f"{shared} GROUP BY ALL)) WHERE n_files > 1"
    )
    what = ", product_id" * ("product_id" in told.rows.columns)
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE lines_of_orders AS SELECT o.h, file_, o.age, r.line_, "
        "r.hash_, r.broken_, r.customer_id AS customer, r.ordered_on::DATE AS day, "
        f"hash(o.h, r.ordered_on::DATE, r.amount{what}) AS same "
        f"FROM {name} AS r JOIN orders_of_files AS o USING (file_) "
        f"WHERE o.h = {key} AND {told.said}{NAMED}"
    )
    return engine.count("orders_of_files")


def _of_rows(told: _Told) -> list[Warned]:
    """Set rows aside that a newer file tells otherwise, where nothing numbers an order.

    Two files tell of the same sales where nine tenths of the rows of the days that both hold have
    the same customer, day and money. Rows that are alike to the last cell are repeated ones.
    """
    engine, name = told.rows.engine, told.rows.name
    what = ", product_id" * ("product_id" in told.rows.columns)
    core = f"hash(customer_id, ordered_on, amount{what})"
    shared = "(ordered_on::DATE >= a.from_day OR ordered_on::DATE <= a.to_day)"
    of = f"FROM {name} JOIN file_ages AS a USING (file_) WHERE {told.said} AND {shared}"
    if not engine.value(f"SELECT EXISTS (SELECT 1 {of})"):
        return []
    nth = f"row_number() OVER (PARTITION BY file_, {core} ORDER BY line_)"
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE rows_of_files AS SELECT file_, line_, hash_, broken_, a.age, "
        f"ordered_on::DATE AS day, hash({core}, {nth}) AS h {of}"
    )
    spans = (
        "SELECT file_, age, min(day) AS since, max(day) AS until FROM rows_of_files GROUP BY ALL"
    )
    both = (
        f"rows_of_files AS o JOIN ({spans}) AS n ON n.age > o.age AND o.day BETWEEN n.since AND "
        "n.until LEFT JOIN rows_of_files AS s ON s.file_ = n.file_ AND s.h = o.h"
    )
    pairs = engine.rows(
        f"SELECT o.file_, n.file_, count(*), count(s.h), count(*) FILTER (s.h IS NULL) FROM {both} "
        "WHERE o.broken_ = 0 GROUP BY ALL ORDER BY ALL"
    )
    found = [pair for pair in pairs if pair[3] >= max(_FEWEST, OVERLAP_SHARE * pair[2])]
    chosen = (
        f"FROM {both} WHERE o.broken_ = 0 AND s.h IS NOT NULL "
        f"AND {_is_pair([pair[:2] for pair in found])} AND NOT EXISTS (SELECT 1 FROM rows_of_files "
        "AS x WHERE x.file_ = n.file_ AND x.hash_ = o.hash_)"
    )
    said = _set_aside(told, "o", chosen)
    gone = [pair for pair in found if pair[4]]
    if gone:
        old, new, *_, n_rows = max(gone, key=lambda pair: int(pair[4]))
        said.append(_said_gone(told, counted(n_rows, "row stands", "rows stand"), (old, new)))
    return said
