"""What customers said, brought to present ids and to the silence it belongs to."""

from __future__ import annotations

import pandas as pd

from analysis.customers import surviving_ids
from analysis.statistics import same_partition
from analysis.vocabulary import FIRST_HAND
from analysis.workspace import Workspace

#: What the reading of reasons and the join need; absent columns are added empty.
_COLUMNS = [
    *("customer_id", "reason_id", "note", "code", "stated_on", "source"),
    *("asked_n", "layer", "competitor", "probe_batch", "probe_probability"),
]

#: A column with more groups than this is a list of names, not a grouping.
MOST_GROUPS = 30

#: What marks the same statement coded twice.
SAME_STATEMENT = ["customer_id", "stated_on", "note"]


def statements_of(workspace: Workspace) -> pd.DataFrame:
    """Return each statement once, under the customer's present id.

    A statement that a second coder coded again (same customer, day and note, another ``coder``)
    is no second statement: the coder first in the alphabet stands.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> workspace = Workspace(pathlib.Path(tempfile.mkdtemp()))
    >>> workspace.save("reasons", pd.DataFrame({
    ...     "customer_id": ["a", "a"], "note": ["late", "late"], "code": ["late", "price"],
    ...     "stated_on": pd.to_datetime(["2024-01-05"] * 2), "coder": ["A", "B"]}))
    >>> statements_of(workspace)["code"].tolist()
    ['late']
    """
    statements = _coded_once(workspace.load("reasons"))
    return _named(with_present_ids(workspace, statements).reindex(columns=_COLUMNS))


def _named(statements: pd.DataFrame) -> pd.DataFrame:
    """Give a statement without an id one that depends on what it says, not on its place."""
    bare = statements["reason_id"].isna() | (statements["reason_id"] == "")
    order = statements[bare].sort_values(["customer_id", "stated_on", "note", "code"]).index
    names = pd.Series([f"unnamed-{place + 1}" for place in range(len(order))], index=order)
    return statements.assign(reason_id=statements["reason_id"].where(~bare, names))


def with_competitors(workspace: Workspace) -> pd.DataFrame:
    """Return the statements with the competitor that their row states or their note names.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> workspace = Workspace(pathlib.Path(tempfile.mkdtemp()))
    >>> workspace.save("reasons", pd.DataFrame({"customer_id": ["a"], "reason_id": ["1"]}))
    >>> workspace.save("named_competitors", pd.DataFrame({"customer_id": ["a"],
    ...     "reason_id": ["1"], "competitor": ["Acme"], "competitor_source": ["read"]}))
    >>> with_competitors(workspace)["competitor"].tolist()
    ['Acme']
    """
    statements = statements_of(workspace)
    if not workspace.has("named_competitors"):
        return statements
    keys = ["customer_id", "reason_id"]
    named = workspace.load("named_competitors").drop_duplicates(keys)[[*keys, "competitor"]]
    found = statements.drop(columns="competitor").merge(
        named, on=keys, how="left", validate="many_to_one"
    )
    return found.set_index(statements.index)


def no_statements() -> pd.DataFrame:
    """Return the table of ``statements_of`` without a row."""
    return pd.DataFrame(columns=_COLUMNS)


def with_present_ids(workspace: Workspace, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows under the ids that merged customers go on with."""
    present, ids = _mergers(workspace), rows["customer_id"]
    gone = ids.isin(present)
    return rows.assign(customer_id=ids.mask(gone, ids[gone].map(present))) if gone.any() else rows


def _coded_once(statements: pd.DataFrame) -> pd.DataFrame:
    if "coder" not in statements:
        return statements
    same = [name for name in SAME_STATEMENT if name in statements]
    of_whom = statements.groupby(same, dropna=False).ngroup()
    first = statements["coder"].sort_values().groupby(of_whom).first()
    stands = statements["coder"] == first.reindex(of_whom).set_axis(statements.index)
    return statements[stands | statements["coder"].isna()]


def _mergers(workspace: Workspace) -> dict[str, str]:
    if not workspace.has("customers"):
        return {}
    customers = workspace.load("customers")
    if "merged_into" not in customers:
        return {}
    pairs = customers.dropna(subset=["merged_into"])
    return surviving_ids(dict(zip(pairs["customer_id"], pairs["merged_into"], strict=True)))


def of_this_silence(statements: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that belong to the present silence of their customer.

    Left out are those dated more than one usual gap before the last order: the customer came back
    after them, so they explain an earlier silence. Statements without a date stay.

    Parameters
    ----------
    statements
        With ``customer_id`` and ``stated_on``.
    customers
        With ``customer_id, last_order_on, median_gap_days``.

    Examples
    --------
    >>> said = pd.DataFrame({"customer_id": ["a", "a"],
    ...                      "stated_on": pd.to_datetime(["2021-01-01", "2024-01-20"])})
    >>> people = pd.DataFrame({"customer_id": ["a"], "median_gap_days": [30.0],
    ...                        "last_order_on": pd.to_datetime(["2024-02-01"])})
    >>> of_this_silence(said, people)["stated_on"].dt.year.tolist()
    [2024]
    """
    known = customers.set_index("customer_id")
    ids = statements["customer_id"]
    last = pd.to_datetime(ids.map(known["last_order_on"]))
    usual = pd.to_timedelta(ids.map(known["median_gap_days"]).fillna(0), unit="D")
    stated = pd.to_datetime(statements["stated_on"])
    return statements[~(stated < last - usual)]


def top_level(mentions: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions under their top theme: the parent where a theme has one.

    Parameters
    ----------
    mentions
        With ``theme_id, theme``.
    themes
        With ``theme_id, parent_id, theme``.

    Examples
    --------
    >>> said = pd.DataFrame({"theme_id": ["price_high"], "theme": ["price high"]})
    >>> book = pd.DataFrame({"theme_id": ["price_high", "all_price"],
    ...                      "parent_id": ["all_price", None], "theme": ["price high", "price"]})
    >>> top_level(said, book)["theme"].tolist()
    ['price']
    """
    named = themes.set_index("theme_id")
    parents = mentions["theme_id"].map(named["parent_id"])
    top = parents.where(parents.notna() & (parents != ""), mentions["theme_id"])
    return mentions.assign(theme_id=top, theme=top.map(named["theme"]).fillna(mentions["theme"]))


def values_of(workspace: Workspace) -> pd.Series | None:
    """Return the yearly value at stake by customer, or None before dormancy is known."""
    if not workspace.has("dormancy_customers"):
        return None
    return workspace.load("dormancy_customers").set_index("customer_id")["yearly_value_at_stake"]


def names_of(workspace: Workspace) -> frozenset[str]:
    """Return the names of customers and contacts, to be masked in notes."""
    found: set[str] = set()
    for table in ("customers", "contacts"):
        if workspace.has(table):
            rows = workspace.load(table)
            if "name" in rows:
                found.update(rows["name"].dropna().astype(str))
    return frozenset(found)


def sources_of(statements: pd.DataFrame) -> pd.DataFrame:
    """Return ``source, n_statements``, most first.

    Examples
    --------
    >>> sources_of(pd.DataFrame({"source": ["rep", None, "rep"]})).values.tolist()
    [['rep', 2], ['unknown', 1]]
    """
    if statements["source"].isna().all():
        return pd.DataFrame(columns=["source", "n_statements"])
    counted = statements["source"].fillna("unknown").value_counts().rename("n_statements")
    counted = counted.rename_axis("source").reset_index()
    order = ["n_statements", "source"]
    return counted.sort_values(order, ascending=[False, True], ignore_index=True)


def second_hand(statements: pd.DataFrame) -> tuple[str, ...]:
    """Return what to know about who made these statements, one sentence each.

    Examples
    --------
    >>> second_hand(pd.DataFrame({"source": ["rep", "customer"]}))
    ('1 of 2 statements are second-hand: a rep or colleague wrote down what they believe.',)
    """
    source = statements["source"]
    if source.isna().all():
        return ()
    unsaid = source.isna() | source.eq("unknown")
    other = int((~source.isin(FIRST_HAND) & ~unsaid).sum())
    asked = int((source == "probe").sum())
    found = []
    if unsaid.any():
        found.append(
            f"{int(unsaid.sum()):,} of {len(source):,} statements do not say who made them."
        )
    if other:
        found.append(
            f"{other:,} of {len(source):,} statements are second-hand: a rep or colleague wrote "
            "down what they believe."
        )
    if asked:
        found.append(
            f"{asked:,} statements come from customers drawn by lot and asked; the others were "
            "volunteered or written down, which favours reasons that make angry."
        )
    return tuple(found)


def groups_of(
    workspace: Workspace, kinds: tuple[str, ...], known: pd.Series
) -> pd.DataFrame | None:
    """Return the group columns of the customers table, one row per known customer.

    Left out are columns with one group or very many, and those that only rename an earlier one:
    the same comparison must not count twice.

    Parameters
    ----------
    kinds
        Candidate columns, first choice first.
    known
        Customer ids that matter.
    """
    if not workspace.has("customers"):
        return None
    rows = workspace.load("customers")
    rows = rows.sort_values(["customer_id", *(kind for kind in kinds if kind in rows)])
    rows = rows[rows["customer_id"].isin(known)].drop_duplicates("customer_id")
    kept: list[str] = []
    for kind in kinds:
        sizeable = kind in rows and 2 <= rows[kind].nunique() <= MOST_GROUPS
        if sizeable and not any(same_partition(rows[kind], rows[other]) for other in kept):
            kept.append(kind)
    return rows[["customer_id", *kept]]
