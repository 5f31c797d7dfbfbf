"""Tables of the fix register beside its pictures: sales, promises, completeness, lists."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, table
from analysis.results import in_words


def table_of_selling(selling: pd.DataFrame) -> Block:
    """Return how often we sold over an open issue, and what went together with it.

    Parameters
    ----------
    selling
        ``what, value, low, high, n, method``.

    Examples
    --------
    >>> table_of_selling(pd.DataFrame())
    Nothing to show: it needs touches with a purpose, and an issues table.
    """
    rows = selling.assign(
        told=[_told(row) for row in selling.to_dict("records")] if len(selling) else []
    )
    columns = (Shown("what", "Figure"), Shown("told", "Value"), Shown("n", "n", "count"))
    return table(
        rows,
        columns,
        caption="Selling while an issue is open",
        source="Reps choose whom to pitch, so the differences are an association, not an effect",
        empty="Nothing to show: it needs touches with a purpose, and an issues table.",
    )


def _told(row: dict[str, Any]) -> str:
    if pd.isna(row["value"]):
        return f"cannot tell ({row['method']})"
    low, high = in_words(row["low"], "share"), in_words(row["high"], "share")
    return f"{in_words(row['value'], 'share')} ({low} to {high})"


def table_of_conditions(conditions: pd.DataFrame, *, floor: int) -> Block:
    """Return what became of the promises made to customers.

    Parameters
    ----------
    conditions
        As ``winback.conditions_kept`` returns it.
    floor
        Fewer promises of a kind are hidden.

    Examples
    --------
    >>> table_of_conditions(pd.DataFrame(), floor=5)
    Cannot tell what became of promises: it needs an issues table.
    """
    n = len(conditions)
    rows = pd.DataFrame()
    if n >= floor:
        rows = conditions.groupby("outcome", as_index=False).size()
        rows = rows.sort_values(["size", "outcome"], ascending=[False, True])
        rows = large_enough(rows, "size", floor)
    columns = (Shown("outcome", "What became of it"), Shown("size", "Promises", "count"))
    return table(
        rows,
        columns,
        caption="Promises to customers",
        source=f"{n:,} conditions in the register; broken = overdue, or beyond remedy; "
        f"rows under {floor} hidden",
        empty=f"Nothing to show: fewer than {floor} promises to customers are on file."
        if len(conditions.columns)
        else "Cannot tell what became of promises: it needs an issues table.",
    )


def table_of_log(log: pd.DataFrame) -> Block:
    """Return how complete the register is for open issues.

    Parameters
    ----------
    log
        As ``winback.log_completeness`` returns it.

    Examples
    --------
    >>> table_of_log(pd.DataFrame())
    Cannot tell how complete the register is: it needs an issues table.
    """
    rows = log[log["n_issues"] > 0] if len(log) else log
    n = int(rows["n_issues"].max()) if len(rows) else 0
    columns = (
        Shown("entry", "What an open issue needs"),
        Shown("n_there", "Issues with it", "count"),
        Shown("share", "Share", "share", "low", "high"),
    )
    return table(
        rows, columns, caption="How complete the register is", source=f"n = {n:,} open issues",
        empty="Nothing to show: no issue is open."
        if len(log.columns)
        else "Cannot tell how complete the register is: it needs an issues table.",
    )  # fmt: skip


def table_of_lists(listed: dict[str, int]) -> Block:
    """Return which lists lie beside the report, and how long they are.

    Parameters
    ----------
    listed
        Rows of each list, by its name.

    Examples
    --------
    >>> table_of_lists({"hopium": 0})
    No list is written: there is nobody to list, or nobody knows who opted out.
    """
    rows = pd.DataFrame(
        [(f"lists/{name}.xlsx, .csv", n) for name, n in listed.items() if n], columns=["file", "n"]
    )
    return table(
        rows,
        (Shown("file", "Files in the report's folder"), Shown("n", "Rows", "count")),
        caption="Lists behind this page",
        source="Nobody who opted out or is held back by lot is on any of them, so they may be "
        "shorter than the counts",
        empty="No list is written: there is nobody to list, or nobody knows who opted out.",
    )
