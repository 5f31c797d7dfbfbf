"""How customers buy, as groups to compare: where, through which channel, what, for how long."""

from __future__ import annotations

import pandas as pd

from analysis.engine import quote_name, quote_text
from analysis.steps.statements import MOST_GROUPS, with_present_ids
from analysis.workspace import Workspace

#: What each order line may say of where and how it was bought.
HABITS = ("branch_id", "channel", "product_id")

#: Products beyond the most common ones go together.
_MOST_PRODUCTS = 10

#: Years of buying in these data: from, and its name.
_TENURES = (
    (0, "under 1 year"),
    (365, "1 to 2 years"),
    (730, "2 to 4 years"),
    (1461, "over 4 years"),
)


def buying_habits(workspace: Workspace, customers: pd.DataFrame) -> pd.DataFrame:
    """Return each customer's usual branch, channel and product, and how long they have bought.

    Usual is what most of their order days name; of equals, the latest.

    Parameters
    ----------
    customers
        ``customer_id, days_first_to_last_order``.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, tenure`` and those of ``branch_id, channel, product_id`` that the
        transactions hold; a column with one value only, or with very many, is left out.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save("transactions", pd.DataFrame({
    ...     "customer_id": ["a", "b"], "amount": [9.0, 9.0], "channel": ["web", "phone"],
    ...     "ordered_on": pd.to_datetime(["2024-01-01", "2024-01-02"])}))
    >>> people = pd.DataFrame({"customer_id": ["a", "b"], "days_first_to_last_order": [400, 0]})
    >>> buying_habits(workspace, people)[["channel", "tenure"]].values.tolist()
    [['web', '1 to 2 years'], ['phone', 'under 1 year']]
    """
    found = customers[["customer_id", "days_first_to_last_order"]].copy()
    names = [name for _, name in _TENURES]
    edges = [start for start, _ in _TENURES] + [1_000_000]
    days = found.pop("days_first_to_last_order")
    found["tenure"] = pd.cut(days, edges, right=False, labels=names).astype("str")
    source = quote_text(workspace.parquet("transactions"))
    with workspace.engine() as engine:
        there = {row[0] for row in engine.rows(f"DESCRIBE FROM read_parquet({source})")}
        usual = {name: engine.frame(_usual(name, source)) for name in HABITS if name in there}
    for name, rows in usual.items():
        once = with_present_ids(workspace, rows).drop_duplicates("customer_id")
        values = found["customer_id"].map(once.set_index("customer_id")[name])
        values = _few(values) if name == "product_id" else values
        if 2 <= values.nunique() <= MOST_GROUPS:
            found[name] = values
    return found


def _usual(name: str, source: str) -> str:
    """Return the query of each customer's usual value: one row a customer, most days first."""
    column = quote_name(name)
    counted = (
        f"SELECT customer_id, {column}, count(*) AS n_days, max(ordered_on) AS latest FROM ("
        f"SELECT DISTINCT customer_id, {column}, ordered_on FROM read_parquet({source}) "
        f"WHERE amount > 0 AND {column} IS NOT NULL) GROUP BY customer_id, {column}"
    )
    return (
        f"SELECT customer_id, {column} FROM (SELECT *, row_number() OVER (PARTITION BY customer_id "
        f"ORDER BY n_days DESC, latest DESC, {column}) AS place FROM ({counted})) "
        "WHERE place = 1 ORDER BY customer_id"
    )


def _few(values: pd.Series) -> pd.Series:
    """Keep the most common values; the others are no group to compare."""
    common = values.value_counts()
    common = common.sort_index().sort_values(ascending=False, kind="stable").index[:_MOST_PRODUCTS]
    return values.where(values.isin(common))
