"""Doubts that only show between rows or between tables: kept and said, never set aside."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.engine import Engine, quote_text
from analysis.results import Warned

_FEES = ("POST", "DOT", "D", "M", "BANK CHARGES", "CRUK", "AMAZONFEE", "SHIPPING", "FREIGHT",
         "DISCOUNT", "VERSAND", "FRACHT", "RABATT", "PORTO", "GEBÜHR", "ENVIO")  # fmt: skip


def _names(engine: Engine, table: str) -> set[str]:
    return {row[0] for row in engine.rows(f"DESCRIBE all_{table}")}


def doubt_transactions(engine: Engine) -> Iterator[Warned]:
    """Yield doubts about the transactions: fee lines, a last total."""
    if "product_id" in _names(engine, "transactions"):
        listed = ", ".join(map(quote_text, _FEES))
        n_rows = engine.value(
            "SELECT count(*) FROM all_transactions WHERE broken_ = 0 "
            f"AND upper(product_id) IN ({listed})"
        )
        if n_rows:
            said = (
                f"{n_rows:,} lines are postage, fees or discounts by their product; kept as money."
            )
            yield Warned("fee_lines", said)
    yield from _last_total(engine)


def _last_total(engine: Engine) -> Iterator[Warned]:
    """Trap 34: a last row with id and date whose amount is the sum of all rows above."""
    rows = engine.rows(
        "SELECT file_, count(*), sum(amount) - arg_max(amount, line_), arg_max(amount, line_) "
        "FROM all_transactions WHERE broken_ = 0 GROUP BY file_ ORDER BY file_"
    )
    for _, n_rows, above, last in rows:
        if n_rows > 3 and last == above and last != 0:
            said = "The last row's amount is the sum of all rows above: a total? It was kept."
            yield Warned("looks_like_total", said)
