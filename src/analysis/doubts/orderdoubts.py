"""Doubts about good orders: cents beside units, credit notes by their number, fees as lines.

Each is one grouped pass over the rows, small enough to be judged in Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from analysis.cells.cellwords import RETURNED_STATUS, listed
from analysis.cells.dayhints import crowded_day, default_day
from analysis.doubts.buyers import GOOD, keep_days
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned

#: Beginnings of a document number that often mark a credit note.
CREDIT_PREFIXES = listed("C,CN,CR,CM,CRN,ST,STO,G,GS,GU,RK,RE,RET,R,AV,AVO,NC,AB,DEV,FR,K,KG")
_FEES = listed(
    "POST,POSTAGE,DOT,D,M,S,B,BANK CHARGES,CRUK,AMAZONFEE,SHIPPING,SHIPPING FEE,DELIVERY,HANDLING,"
    "FREIGHT,CARRIAGE,SURCHARGE,DISCOUNT,FEE,FEES,VERSAND,VERSANDKOSTEN,LIEFERKOSTEN,FRACHT,"
    "FRACHTKOSTEN,PORTO,VERPACKUNG,RABATT,NACHLASS,SKONTO,GEBÜHR,GEBÜHREN,MAUT,PORT,FRAIS,"
    "FRAIS DE PORT,LIVRAISON,REMISE,ENVIO,ENVÍO,GASTOS DE ENVÍO,GASTOS DE ENVIO,PORTES,DESCUENTO"
)


#: The letters before the first digit of an order's number.
_PREFIX = "upper(regexp_extract(order_id, '^([A-Za-z]{1,3})[-_/ .]?\\d', 1))"
#: One order id in so many is looked at before all of them are.
SAMPLED = 64


def doubt_orders(engine: Engine, columns: Set[str]) -> Iterator[Warned]:
    """Yield what must be said about the orders of one table."""
    yield from _crowded(engine)
    if "order_id" in columns:
        yield from _credit_numbers(engine)
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


def _credit_numbers(engine: Engine) -> Iterator[Warned]:
    """Trap 19: document numbers whose letters stand on negative lines only."""
    if not any(p and 2 * n_less >= n_more for p, n_less, n_more, _ in _prefixes(engine, SAMPLED)):
        return
    rows = _prefixes(engine, 1)
    for prefix, n_less, n_more, money in rows:
        others = [row for row in rows if row[0] != prefix]
        sold = sum(row[2] for row in others) > sum(row[1] for row in others)
        if not prefix or not n_less or n_less < n_more or not sold:
            continue
        where = f"{_PREFIX} = {quote_text(prefix)} AND amount"
        if n_more == 0:
            said = f"Order ids that begin with {prefix} stand on negative lines only ({n_less:,}): "
            told = said + "credit notes; they lower money."
            yield Warned("credit_numbers", told, column="order_id", about=f"{where} < 0")
        elif prefix in CREDIT_PREFIXES or n_less >= 4 * n_more:
            said = f"Order ids that begin with {prefix} mark credit notes ({n_less:,} negative "
            said += f"lines), but {n_more:,} such lines are positive"
            told = f"{said} (together {_money(money)}); they count as sales."
            yield Warned("positive_credit_notes", told, column="order_id", about=f"{where} > 0")


def _prefixes(engine: Engine, nth: int) -> list[tuple[str, int, int, str]]:
    """Return lines below and above 0 by the prefix of their order id.

    Every line below 0 is looked at, and of the others one in ``nth``, which counts for all of them.
    """
    return engine.rows(
        f"SELECT {_PREFIX} AS p, "
        f"count(*) FILTER (amount < 0), count(*) FILTER (amount > 0) * {nth}, "
        f"sum(amount) FILTER (amount > 0)::VARCHAR FROM {GOOD} AND order_id IS NOT NULL "
        f"AND (amount < 0 OR hash(line_) % {nth} = 0) GROUP BY p ORDER BY p"
    )


def _money(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


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
        said += f"positive amount (together {_money(money)}): counted as sales."
        yield Warned("positive_returns", said, column="status", about=where)
