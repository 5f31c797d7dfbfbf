"""Credit notes told by the beginnings of document numbers, with a sign or without one.

Where no amount has a sign the number alone tells them, and nobody can be sure: it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.cells.cellwords import listed
from analysis.doubts.buyers import GOOD, count_good
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned

#: Beginnings of a document number that often mark a credit note.
CREDIT_PREFIXES = listed("C,CN,CR,CM,CRN,ST,STO,G,GS,GU,RK,RE,RET,R,AV,AVO,NC,AB,DEV,FR,K,KG")
#: Beginnings of invoices, and of the credit notes beside them: English, German, French and Spanish,
#: and numbers of digits alone.
_BESIDE = (
    ("INV,IN,I,SI,SIN,SIV,IV,TI", "CN,CRN,CR,CM,CRM,CRE,SC,SCR,SCN,C,CDN,RTN,RET"),
    ("RE,RG,R,RN,AR", "GS,GU,GUT,G,ST,STO,SR,RK"),
    ("FA,FAC,FC,F,FE", "AV,AVR,AVO,A,NC,AB,ABO,REC,R,DEV"),
    ("FV,FAC,FC,F,FRA,FT,FE", "NC,NCR,AB,ABO,REC,R,FR,DEV"),
    ("", "C,CN,CR,CM,CRN,GS,GU,GUT,ST,AV,NC"),
)
#: Sale -> its credit notes.
_CREDITS = {
    sale: frozenset().union(*(listed(back) for sales, back in _BESIDE if sale in sales.split(",")))
    for sales, _ in _BESIDE for sale in sales.split(",")
}  # fmt: skip
#: Credit notes are rarer than that, and on fewer documents they change little.
_RAREST, _MOST = 0.01, 0.3
#: The letters before the first digit of an order's number.
_PREFIX = "upper(regexp_extract(order_id, '^([A-Za-z]{1,3})[-_/ .]?\\d', 1))"
#: One order id in so many is looked at before all of them are, where that leaves enough.
_SAMPLED, _ENOUGH = 64, 5_000
#: Up to so many lines different numbers are counted exactly.
_EXACT = 1_000_000


@dataclass(frozen=True)
class _Prefix:
    """Lines below and above 0 whose order ids begin with these letters, and the money above."""

    letters: str
    n_less: int
    n_more: int
    money: str


def doubt_numbers(engine: Engine) -> Iterator[Warned]:
    """Yield what order ids tell of credit notes (trap 19).

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TEMP TABLE all_transactions AS SELECT 0 AS broken_, line_, 'a' AS "
    ...                "customer_id, DATE '2024-01-05' AS ordered_on, 5 AS amount, if(line_ = 9, "
    ...                "'CN-', 'INV-') || line_ AS order_id FROM range(10) AS r(line_)")
    >>> [warned.code for warned in doubt_numbers(engine)]
    ['unsigned_credit_numbers']
    """
    nth = max(1, min(_SAMPLED, count_good(engine) // _ENOUGH))
    seen = _prefixes(engine, nth)
    if any(p.letters and 2 * p.n_less >= p.n_more for p in seen):
        yield from _with_sign(_prefixes(engine, 1))
    for sale, back in _unsigned(seen):
        yield from _without_sign(engine, sale, back)


def _prefixes(engine: Engine, nth: int) -> list[_Prefix]:
    """Return lines below and above 0 by the prefix of their order id.

    Every line below 0 is looked at, and of the others one in ``nth``, which counts for all of them.
    """
    rows = engine.rows(
        f"SELECT {_PREFIX} AS p, "
        f"count(*) FILTER (amount < 0), count(*) FILTER (amount > 0) * {nth}, "
        f"sum(amount) FILTER (amount > 0)::VARCHAR FROM {GOOD} AND order_id IS NOT NULL "
        f"AND (amount < 0 OR hash(line_) % {nth} = 0) GROUP BY p ORDER BY p"
    )
    return [_Prefix(*row) for row in rows]


def _with_sign(prefixes: Sequence[_Prefix]) -> Iterator[Warned]:
    """Say which letters stand on lines below 0 only, or nearly only."""
    for one in prefixes:
        others = [prefix for prefix in prefixes if prefix != one]
        sold = sum(prefix.n_more for prefix in others) > sum(prefix.n_less for prefix in others)
        if not one.letters or not one.n_less or one.n_less < one.n_more or not sold:
            continue
        where = f"{_PREFIX} = {quote_text(one.letters)} AND amount"
        if one.n_more == 0:
            said = f"Order ids that begin with {one.letters} stand on negative lines only "
            told = said + f"({one.n_less:,}): credit notes; they lower money."
            yield Warned("credit_numbers", told, column="order_id", about=f"{where} < 0")
        elif one.letters in CREDIT_PREFIXES or one.n_less >= 4 * one.n_more:
            said = f"Order ids that begin with {one.letters} mark credit notes ({one.n_less:,} "
            said += f"negative lines), but {one.n_more:,} such lines are positive"
            told = f"{said} (together {money_text(one.money)}); they count as sales."
            yield Warned("positive_credit_notes", told, column="order_id", about=f"{where} > 0")


def _unsigned(prefixes: Sequence[_Prefix]) -> Iterator[tuple[str, str]]:
    """Yield the letters of invoices, and of what may be their credit notes without a sign.

    One letter tells it only where no third beginning stands beside: series and branches.
    """
    sold = {one.letters: one.n_more for one in prefixes if one.n_more}
    signed = {one.letters for one in prefixes if one.n_less}
    for back in sorted(sold.keys() - signed - {""}):
        sales = [
            sale for sale in sold if back in _CREDITS.get(sale, ()) and sold[sale] > sold[back]
        ]
        if sales and (len(back) > 1 or len(prefixes) == 2):
            yield max(sales, key=lambda sale: sold[sale]), back


def _without_sign(engine: Engine, sale: str, back: str) -> Iterator[Warned]:
    count = "count(DISTINCT order_id)"
    if count_good(engine) > _EXACT:
        count = "approx_count_distinct(order_id)"
    where = f"{_PREFIX} = {quote_text(back)}"
    sold = f"{_PREFIX} = {quote_text(sale)}" if sale else "order_id[1] BETWEEN '0' AND '9'"
    n_credits, n_sales, n_all, n_rows, money = engine.rows(
        f"SELECT {count} FILTER ({where}), {count} FILTER ({sold}), {count}, "
        f"count(*) FILTER ({where}), (sum(amount) FILTER ({where}))::VARCHAR "
        f"FROM {GOOD} AND order_id IS NOT NULL AND amount > 0"
    )[0]
    if n_sales <= n_credits or not _RAREST <= n_credits / n_all <= _MOST:
        return
    beside = f"with {sale}" if sale else "with a digit"
    said = f"Order ids that begin with {back} stand beside those of invoices, which begin {beside},"
    said += f" and none of their amounts is below 0: {counted(n_rows, 'line')} (together "
    said += f"{money_text(money)}) that count as sales. If they are credit notes, they lower money:"
    said += " no line of columns.toml tells them by their numbers; export the amounts with a sign, "
    said += "or with a column that names the type of each document."
    yield Warned("unsigned_credit_numbers", said, column="order_id", about=where)


def money_text(text: str) -> str:
    """Return an exact amount without the zeros at its end.

    Examples
    --------
    >>> money_text("2.5000"), money_text("20")
    ('2.5', '20')
    """
    return text.rstrip("0").rstrip(".") if "." in text else text
