"""Pictures and tables of this week's calls, in counts: names stand in the lists alone."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import bar_rows, height_for
from analysis.plots.picture import Picture, Words, draw

_PURPOSES = {
    "resolve": "work on their open issue",
    "listen": "listen: something they named is open",
    "goodnews": "tell them what has been fixed",
    "feedback": "ask why they stopped",
    "closure": "ask for a clear yes or no",
    "checkin": "check in",
}


def table_of_calls(by_purpose: pd.DataFrame, *, floor: int) -> Block:
    """Return what the calls are for, and by which kind of place they were chosen.

    Parameters
    ----------
    by_purpose
        ``purpose, n_calls, n_exploit, n_probe, n_closure, n_explore, value``.
    floor
        Money of fewer calls is hidden.

    Examples
    --------
    >>> table_of_calls(pd.DataFrame(), floor=5)
    Nobody is called this week.
    """
    rows = by_purpose
    if len(rows):
        told = rows["purpose"].map(_PURPOSES)
        rows = rows.assign(told=told, value=rows["value"].where(rows["n_calls"] >= floor))
    columns = (
        Shown("told", "The call is to"),
        Shown("n_calls", "Calls", "count"),
        Shown("n_exploit", "for their value", "count"),
        Shown("n_probe", "probe, by lot", "count"),
        Shown("n_closure", "an answer is due", "count"),
        Shown("n_explore", "anybody, by lot", "count"),
        Shown("value", "Worth in expectation", "money"),
    )
    n = int(rows["n_calls"].sum()) if len(rows) else 0
    return table(
        rows,
        columns,
        caption="What the calls are for",
        source=f"{n:,} calls, each with one purpose; nothing is sold while an issue is open; money "
        f"of fewer than {floor} calls hidden",
        empty="Nobody is called this week.",
    )


def table_of_call_lists(by_rep: pd.DataFrame, *, floor: int) -> Block:
    """Return how the calls spread over the lists; which rep has which list is in the lists.

    Parameters
    ----------
    by_rep
        ``list, n_calls, n_own, n_learn, value``.
    floor
        Money of fewer calls is hidden.

    Examples
    --------
    >>> table_of_call_lists(pd.DataFrame(), floor=5)
    No list this week.
    """
    rows = by_rep
    if len(rows):
        rows = rows.assign(
            file="calls_" + rows["list"], value=rows["value"].where(rows["n_calls"] >= floor)
        )
    columns = (
        Shown("file", "List"),
        Shown("n_calls", "Calls", "count"),
        Shown("n_own", "own customers", "count"),
        Shown("n_learn", "there to learn", "count"),
        Shown("value", "Worth in expectation", "money"),
    )
    return table(
        rows,
        columns,
        caption="One list a rep",
        source="whyleft calls writes the lists, XLSX and CSV, with names and a dossier; money of "
        f"fewer than {floor} calls hidden",
        empty="No list this week.",
    )


def figure_of_left_out(left_out: pd.DataFrame, *, floor: int) -> Picture | Block:
    """Return why the other dormant customers are not called.

    Parameters
    ----------
    left_out
        ``reason, n_customers, value``.
    floor
        Reasons of fewer customers are hidden.

    Examples
    --------
    >>> figure_of_left_out(pd.DataFrame(), floor=5)
    Cannot tell who is left out: it needs contacts.
    """
    if not len(left_out.columns):
        return nothing("Cannot tell who is left out: it needs contacts.")
    rows, n = large_enough(left_out, "n_customers", floor), int(left_out["n_customers"].sum())
    if rows.empty and n:
        one = "is 1 dormant customer" if n == 1 else f"are {n:,} dormant customers"
        return nothing(f"Not called {one}; no reason applies to {floor} or more of them.")
    if rows.empty:
        return nothing("Nothing to show: no dormant customer is left out.")
    tail = f"; rows under {floor} customers hidden" if len(rows) < len(left_out) else ""
    words = Words(
        "left_out",
        f"{n:,} dormant customers are not called this week, for one reason each",
        f"Dormant customers by the first reason that applies{tail}",
        "Bars: " + ", ".join(
            f"{row.reason} {row.n_customers:,}" for row in rows.itertuples()
        ) + ".",
        "Where several reasons apply, only the first is counted.",
    )  # fmt: skip
    columns = (
        Shown("reason", "Not called because"),
        Shown("n_customers", "Customers", "count"),
        Shown("value", "Yearly value at stake", "money"),
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        bar_rows(axes, rows, label="reason", value="n_customers", unit="count")

    return draw(words, paint, numbers=rows, columns=columns, height=height_for(len(rows)))


def table_of_dossiers(gate: pd.DataFrame) -> Block:
    """Return for how many calls each item of the dossier is known.

    Parameters
    ----------
    gate
        ``item, n_known, n_calls, share, low, high``.

    Examples
    --------
    >>> table_of_dossiers(pd.DataFrame())
    Nothing to show: nobody is called.
    """
    n = int(gate["n_calls"].max()) if len(gate) else 0
    columns = (
        Shown("item", "Known before the call"),
        Shown("n_known", "Calls", "count"),
        Shown("share", "Share of calls", "share", "low", "high"),
    )
    return table(
        gate, columns, caption="What callers know before they call", source=f"n = {n:,} calls",
        empty="Nothing to show: nobody is called.",
    )  # fmt: skip
