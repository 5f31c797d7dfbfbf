"""Things an analyst must know about rows that were kept, and shares that refuse a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.intake.ids import masked
from analysis.intake.snapshot import MANY_ROWS
from analysis.results import Warned

#: Where programs cut an export (trap 62).
ROW_LIMITS = frozenset({1_000, 5_000, 10_000, 20_000, 50_000, 65_535, 65_536, 100_000, 1_000_000,
                        1_048_575, 1_048_576})  # fmt: skip
#: Share of all rows that refuses the file, per code.
_REFUSING = {"no_customer": 0.5, "damaged_id": 0.2}
_GOOD = "all_transactions WHERE broken_ = 0"


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


def shares_said(n_rows: int, by_code: Counter[str]) -> list[Warned]:
    """Say how much was set aside for want of a customer.

    Examples
    --------
    >>> shares_said(10, Counter(no_customer=4))[0].code
    'rows_without_customer'
    """
    hits = by_code["no_customer"] + by_code["placeholder_customer"]
    if not hits:
        return []
    said = f"{hits:,} rows ({hits / max(n_rows, 1):.1%}) have no customer id of their own."
    return [Warned("rows_without_customer", said)]


def limit_said(n_rows: int) -> list[Warned]:
    """Warn when a file has exactly as many rows as programs cut at.

    Examples
    --------
    >>> limit_said(65_536)[0].code, limit_said(65_540)
    ('row_limit', [])
    """
    if n_rows not in ROW_LIMITS:
        return []
    return [Warned("row_limit", f"Exactly {n_rows:,} rows: the export may have been cut there.")]


def look_at_transactions(engine: Engine) -> list[Warned]:
    """Return the warnings about good transactions."""
    checks: Sequence[Callable[[Engine], list[Warned]]] = (
        _zero_lines, _no_buyers, _bucket_money, _giant_order, _big_customer, _gaps,
    )  # fmt: skip
    return [warned for check in checks for warned in check(engine)]


def _zero_lines(engine: Engine) -> list[Warned]:
    hits = int(engine.value(f"SELECT count(*) FROM {_GOOD} AND amount = 0"))
    if not hits:
        return []
    said = f"{hits:,} lines have amount 0: kept, and no sign of activity."
    return [Warned("zero_amount", said)]


def _no_buyers(engine: Engine) -> list[Warned]:
    hits = int(
        engine.value(
            f"SELECT count(*) FROM (SELECT customer_id FROM {_GOOD} GROUP BY customer_id "
            "HAVING max(amount) <= 0)"
        )
    )
    if not hits:
        return []
    said = f"{hits:,} customers have only returns or lines without value; they are no buyers."
    return [Warned("customers_without_sales", said)]


def _bucket_money(engine: Engine) -> list[Warned]:
    total = engine.value(
        "SELECT sum(amount)::VARCHAR FROM all_transactions WHERE customer_id IS NULL "
        "AND ordered_on IS NOT NULL"
    )
    if total is None or Decimal(total) == 0:
        return []
    said = f"Rows set aside without a customer id hold {money_text(total)} in amount."
    return [Warned("money_without_customer", said)]


def _giant_order(engine: Engine) -> list[Warned]:
    rows = engine.rows(
        "WITH orders AS (SELECT customer_id, ordered_on, sum(amount)::DOUBLE AS v FROM "
        f"{_GOOD} AND amount > 0 GROUP BY ALL) SELECT max(v), median(v), sum(v), "
        "arg_max(customer_id, v) FROM orders"
    )
    largest, middle, total, customer = rows[0]
    if not largest or largest <= 100 * middle or largest <= 0.2 * total:
        return []
    said = (
        f"One order of customer {customer} makes up {largest / total:.0%} of all sales; read "
        "every share with and without it."
    )
    return [Warned("giant_order", said)]


def _big_customer(engine: Engine) -> list[Warned]:
    rows = engine.rows(
        "WITH c AS (SELECT customer_id, count(*) AS n, count(DISTINCT ordered_on) AS days FROM "
        f"{_GOOD} GROUP BY customer_id) SELECT arg_max(customer_id, n), max(n), sum(n), count(*), "
        "max(days), quantile_cont(days, 0.99) FROM c"
    )
    customer, most, total, n_customers, days, usual = rows[0]
    if not total or n_customers < 40 or (most <= 0.05 * total and days <= 20 * usual):
        return []
    said = (
        f"Customer {customer} has {most / total:.1%} of all rows; it may be a collective account."
    )
    return [Warned("collective_customer", said)]


def _gaps(engine: Engine) -> list[Warned]:
    rows = engine.rows(
        "SELECT date_trunc('month', ordered_on)::DATE AS m, count(*) FROM "
        f"{_GOOD} GROUP BY m ORDER BY m"
    )
    if len(rows) < 6:
        return []
    months = {month.year * 12 + month.month - 1: n for month, n in rows}
    middle = sorted(months.values())[len(months) // 2]
    if middle < 10:
        return []
    inner = range(min(months) + 1, max(months))
    thin = [m for m in inner if months.get(m, 0) < 0.2 * middle]
    if not thin:
        return []
    shown = ", ".join(f"{m // 12}-{m % 12 + 1:02d}" for m in thin[:5])
    said = f"{len(thin)} months have no or few rows ({shown}): silence over them is not trusted."
    return [Warned("coverage_gap", said)]


def look_at_ids(engine: Engine, table: str) -> list[Warned]:
    """Return the warnings about customer ids of one table's good rows."""
    ids = f"(SELECT DISTINCT customer_id AS i FROM all_{table} WHERE broken_ = 0)"
    variants, example = engine.rows(
        f"SELECT count(*), min(a) FROM (SELECT min(i) AS a FROM {ids} GROUP BY lower(i) "
        "HAVING count(*) > 1)"
    )[0]
    mixed, mixed_example = engine.rows(
        f"SELECT count(*), min(i) FROM {ids} WHERE regexp_matches(i, '[A-Za-z]') "
        "AND regexp_matches(i, '[\\p{Cyrillic}\\p{Greek}]')"
    )[0]
    rounded, rounded_example = engine.rows(
        f"SELECT count(*), min(i) FROM {ids} WHERE regexp_full_match(i, '\\d{{12,}}0{{4,}}') "
        "AND length(i) > 15"
    )[0]
    found = []
    if variants:
        said = f"{variants:,} customer ids differ from another only by case, e.g. {example}."
        found.append(Warned("case_variants", said))
    if mixed:
        said = f"{mixed:,} customer ids mix look-alike alphabets, e.g. {mixed_example}."
        found.append(Warned("mixed_scripts", said))
    if rounded:
        said = f"{rounded:,} long customer ids end in zeros, e.g. {rounded_example}: rounded?"
        found.append(Warned("rounded_ids", said))
    return found


def match_ids(engine: Engine, table: str) -> list[Warned]:
    """Compare the ids of a table with those of the transactions (traps 41 and 71).

    Raises
    ------
    InputRefused
        From 100 ids on, when fewer than half meet a customer.
    """
    n_ids, n_met, example, ours = engine.rows(
        "WITH known AS (SELECT DISTINCT customer_id AS i FROM all_transactions WHERE broken_ = 0), "
        f"theirs AS (SELECT DISTINCT customer_id AS i FROM all_{table} WHERE broken_ = 0 "
        "AND customer_id IS NOT NULL) "
        "SELECT count(*), count(known.i), min(theirs.i) FILTER (known.i IS NULL), "
        "(SELECT min(i) FROM known) FROM theirs LEFT JOIN known USING (i)"
    )[0]
    if n_ids == n_met or n_ids == 0:
        return []
    said = f"{n_ids - n_met:,} of {n_ids:,} ids of {table} match no customer of the transactions"
    if table == "reasons" and n_ids >= MANY_ROWS and n_met < 0.5 * n_ids:
        raise InputRefused(
            masked(f"{said}, e.g. {example} against {ours}"), "the same ids in both files",
            "export both with the same id column, as text", code="ids_do_not_match",
        )  # fmt: skip
    return [Warned("unmatched_ids", f"{said}, e.g. {example}.")]
