"""Consent that a shop states on one line of an order only: it speaks for all of its lines.

Shopify fills *Accepts Marketing* on the first line of an order. A blank on the others would be no
consent, and every buyer of two items would be off the lists.
"""

from __future__ import annotations

from analysis.columns.columnmap import ColumnMap
from analysis.engine import Engine
from analysis.rows.staging import Staged


def fill_consents(engine: Engine, staged: Staged, columns: ColumnMap) -> None:
    """Fill blank consents of transactions with the word on other lines of the order.

    Only where all its lines that say something say the same of the same customer.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> engine = Engine()
    >>> engine.execute("CREATE TEMP TABLE raw AS SELECT * FROM (VALUES ('1', 'A', 'yes'), "
    ...                "('1', 'A', ''), ('2', 'A', '')) AS t(c0, c1, c2)")
    >>> columns = ColumnMap("transactions", ("Order", "Customer", "Opt-in"),
    ...                     {"order_id": (0,), "customer_id": (1,), "consent": (2,)})
    >>> fill_consents(engine, SimpleNamespace(name="raw"), columns)
    >>> engine.rows("SELECT c2 FROM raw ORDER BY c0, c2")
    [('yes',), ('yes',), ('',)]
    """
    needed = ("order_id", "customer_id", "consent")
    if columns.table != "transactions" or not all(map(columns.has, needed)):
        return
    raw = staged.name
    order, customer = (f"c{columns.places[name][0]}" for name in needed[:2])
    for at in columns.places["consent"]:
        said = (
            f"SELECT {order} AS o, {customer} AS k, min(c{at}) AS said FROM {raw} "
            f"WHERE c{at} <> '' AND {order} <> '' GROUP BY o, k HAVING min(c{at}) = max(c{at})"
        )
        engine.execute(
            f"UPDATE {raw} SET c{at} = f.said FROM ({said}) AS f "
            f"WHERE {raw}.c{at} = '' AND {raw}.{order} = f.o AND {raw}.{customer} = f.k"
        )
