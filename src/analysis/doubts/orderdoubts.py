"""Doubts about good orders: crowded days, fees as lines, returns by their status.

Each is one grouped pass over the rows, small enough to be judged in Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from analysis.cells.cellwords import RETURNED_STATUS, listed
from analysis.cells.dayhints import crowded_day, default_day
from analysis.doubts.buyers import GOOD, keep_days
from analysis.doubts.creditnumbers import doubt_numbers, money_text
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned

_FEES = listed(
    "POST,POSTAGE,DOT,D,M,S,B,BANK CHARGES,CRUK,AMAZONFEE,SHIPPING,SHIPPING FEE,DELIVERY,HANDLING,"
    "FREIGHT,CARRIAGE,SURCHARGE,DISCOUNT,FEE,FEES,VERSAND,VERSANDKOSTEN,LIEFERKOSTEN,FRACHT,"
    "FRACHTKOSTEN,PORTO,VERPACKUNG,RABATT,NACHLASS,SKONTO,GEBÜHR,GEBÜHREN,MAUT,PORT,FRAIS,"
    "FRAIS DE PORT,LIVRAISON,REMISE,ENVIO,ENVÍO,GASTOS DE ENVÍO,GASTOS DE ENVIO,PORTES,DESCUENTO"
)


def doubt_orders(engine: Engine, columns: Set[str]) -> Iterator[Warned]:
    """Yield what must be said about the orders of one table."""
    yield from _crowded(engine)
    if "order_id" in columns:
        yield from doubt_numbers(engine)
    if "product_id" in columns:
        yield from _fees(engine)
    if "status" in columns:
        yield from _returned(engine)


def _crowded(engine: Engine) -> Iterator[Warned]:
    """Trap 5: a day that holds far more rows than any other, and may stand for no date."""
    counts = dict(engine.rows(f"SELECT d, n_rows FROM {keep_days(engine)} ORDER BY d"))
    day = default_day(counts) or crowded_day(counts)
    if day is not None:
        said = f"{counts[day]:,} lines have the day {day}, many times more than any other: a "
        said += "default, or an opening balance? They were kept."
        where = f"ordered_on::DATE = DATE '{day}'"
        yield Warned("crowded_day", said, column="ordered_on", about=where)


def _fees(engine: Engine) -> Iterator[Warned]:
    """Trap 23: discounts, postage and fees as lines of their own, with their shares."""
    fees = f"upper(product_id) IN ({', '.join(map(quote_text, sorted(_FEES)))})"
    long = "(SELECT coalesce(median(length(product_id)), 0) FROM "
    long += f"(SELECT DISTINCT product_id FROM {GOOD} AND product_id IS NOT NULL))"
    fees += f" AND (length(product_id) > 1 OR {long} >= 3)"
    n_fees, n_rows, money, total = engine.rows(
        "SELECT count(*) FILTER (f), count(*), sum(abs(amount)) FILTER (f)::DOUBLE, "
        f"sum(abs(amount))::DOUBLE FROM (SELECT amount, {fees} AS f FROM {GOOD})"
    )[0]
    if n_fees:
        said = f"{counted(n_fees, 'line')} ({n_fees / n_rows:.1%} of all, "
        said += f"{(money or 0) / (total or 1):.1%} of the money) of postage, fees or discounts by "
        said += "the product: kept as money."
        yield Warned("fee_lines", said, column="product_id", about=fees)


def _returned(engine: Engine) -> Iterator[Warned]:
    """Trap 19: positive lines whose status says returned or credited."""
    words = ", ".join(map(quote_text, sorted(RETURNED_STATUS)))
    plain = "trim(regexp_replace(lower(status), '[ _-]+', ' ', 'g'))"
    where = f"amount > 0 AND {plain} IN ({words})"
    n_rows, money = engine.rows(f"SELECT count(*), sum(amount)::VARCHAR FROM {GOOD} AND {where}")[0]
    if n_rows:
        said = f"{counted(n_rows, 'line')} with a status such as returned or credit note, and a "
        said += f"positive amount (together {money_text(money)}): counted as sales."
        yield Warned("positive_returns", said, column="status", about=where)
