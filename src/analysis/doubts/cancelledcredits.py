"""Credit notes that were cancelled themselves: they lower money, and are said.

A line below 0 whose status says cancelled is a credit note, and lowers money: often it is the
cancellation itself. Where a type says credit note, or others below 0 have a status of orders, the
status speaks of the credit note, which may have been taken back.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.doubts.findings import money_text
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.rules import sense_of_status
from analysis.rows.spellings import shared_columns
from analysis.rows.typed import Typed

_BELOW = "broken_ = 0 AND amount < 0"


def say_cancelled_credits(engine: Engine, inputs: Sequence[Typed]) -> list[Warned]:
    """Say how many good lines below 0 are credit notes whose status says cancelled.

    After the lines that take a cancelled one back were set aside.
    """
    shared = shared_columns(inputs)
    if "status" not in shared:
        return []
    kind = "line_type IN ('return', 'credit')" if "line_type" in shared else "false"
    rows = engine.rows(
        f"SELECT lower(status) AS w, bool_or({kind}) FROM all_transactions "
        f"WHERE {_BELOW} AND status IS NOT NULL GROUP BY w ORDER BY w"
    )
    senses = {word: _sense(word, inputs) for word, _ in rows}
    by_kind = {word for word, of_kind in rows if of_kind}
    gone = [word for word, sense in senses.items() if sense == "no order"]
    if "order" not in senses.values():
        gone = [word for word in gone if word in by_kind]
    if not gone:
        return []
    where = f"amount < 0 AND lower(status) IN ({', '.join(map(quote_text, gone))})"
    where += "" if "order" in senses.values() else f" AND {kind}"
    n_rows, money = engine.rows(
        f"SELECT count(*), (-sum(amount))::VARCHAR FROM all_transactions WHERE broken_ = 0 "
        f"AND {where}"
    )[0]
    shown = ", ".join(f"'{word[:30]}'" for word in gone[:3])
    have = counted(n_rows, "credit note or return has", "credit notes or returns have")
    said = f"{have} a status that says cancelled ({shown}): they count, and lower money by "
    said += (
        f"{money_text(money)}. If they were taken back themselves, leave them out of the export."
    )
    return [Warned("cancelled_credits", said, column="status", about=where)]


def _sense(word: str, inputs: Sequence[Typed]) -> str:
    return next((said for one in inputs if (said := sense_of_status(word, one.found.stated))), "")
