"""Who is known where: buyers, the company's own list of customers, reasons, contacts."""

from __future__ import annotations

import pandas as pd

from analysis.doubts.buyers import is_sale
from analysis.engine import Engine

#: Table -> what being in it means for somebody who bought.
_KNOWN = {
    "customers": "are in the customers table",
    "reasons": "have a statement on file, with or without a reason",
    "contacts": "have a contact on file",
}


def take_census(engine: Engine, present: list[str]) -> pd.DataFrame:
    """Return who is in which table, each with its denominator, and the orphans each way.

    Ids are those of the export: an old id that was merged into another is counted apart.

    Returns
    -------
    DataFrame
        ``group, n_customers, of, n_of, share``.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE transactions AS SELECT * FROM (VALUES ('a', 5), ('b', -5)) "
    ...                "t(customer_id, amount)")
    >>> engine.execute("CREATE TABLE reasons AS SELECT 'x' AS customer_id")
    >>> take_census(engine, ["transactions", "reasons"])[["group", "n_customers", "n_of"]].values
    array([['ever bought', 1, 2],
           ['bought, and have a statement on file, with or without a reason', 0, 1],
           ['are in reasons, and never in the transactions', 1, 1]], dtype=object)
    """
    if "transactions" not in present:
        return _frame([])
    known = [name for name in _KNOWN if name in present]
    seen, bought = _distinct(engine, "transactions"), f"({_buyers(engine)})"
    n_seen, n_buyers = engine.value(f"SELECT count(*) FROM {seen}"), _size(engine, bought)
    rows = [("ever bought", n_buyers, "customers in the transactions", n_seen)]
    if "customers" in present and "merged_into" in engine.columns("customers"):
        merged = "(SELECT customer_id FROM customers WHERE merged_into IS NOT NULL)"
        said = "bought under an id since merged into another; counted there on later pages"
        if n_merged := _met(engine, bought, merged):
            rows.append((said, n_merged, "customers who ever bought", n_buyers))
    for name in known:
        n_met = _met(engine, bought, _distinct(engine, name))
        rows.append((f"bought, and {_KNOWN[name]}", n_met, "customers who ever bought", n_buyers))
    for name in known:
        theirs = _distinct(engine, name)
        n_theirs = _size(engine, theirs)
        n_orphans = n_theirs - _met(engine, theirs, seen)
        said = f"are in {name}, and never in the transactions"
        rows.append((said, n_orphans, f"customers in {name}", n_theirs))
    return _frame(rows)


def _frame(rows: list[tuple[str, int, str, int]]) -> pd.DataFrame:
    framed = pd.DataFrame(rows, columns=["group", "n_customers", "of", "n_of"])
    return framed.assign(share=framed["n_customers"] / framed["n_of"].where(framed["n_of"] > 0))


def _distinct(engine: Engine, table: str) -> str:
    if "customer_id" not in engine.columns(table):
        return "(SELECT NULL::VARCHAR AS customer_id WHERE false)"
    return f"(SELECT DISTINCT customer_id FROM {table} WHERE customer_id IS NOT NULL)"


def _buyers(engine: Engine) -> str:
    sold = is_sale(engine, "transactions")
    return f"SELECT DISTINCT customer_id FROM transactions WHERE {sold}"


def _size(engine: Engine, ids: str) -> int:
    return engine.count(ids)


def _met(engine: Engine, ids: str, others: str) -> int:
    sql = f"SELECT count(*) FROM {ids} AS one SEMI JOIN {others} AS other USING (customer_id)"
    return int(engine.value(sql))
