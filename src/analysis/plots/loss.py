"""Pictures and tables of what the silence costs."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, note, table
from analysis.plots.marks import bar_rows, height_for, reference_line, words_on_axis
from analysis.plots.picture import ACCENT, PALE, Picture, Words, draw
from analysis.results import in_words


def figure_of_waterfall(waterfall: pd.DataFrame) -> Picture | Block:
    """Return the way from yearly run-rate before the silence to the expected yearly loss.

    Parameters
    ----------
    waterfall
        ``step, value, low, high``; the last row is the expected yearly loss.

    Examples
    --------
    >>> figure_of_waterfall(pd.DataFrame())
    No dormant customer: nothing is lost.
    """
    if waterfall.empty:
        return note("No dormant customer: nothing is lost.")
    last = waterfall.iloc[-1]
    words = Words(
        "waterfall",
        f"We expect to be {in_words(last['value'], 'money')} a year lighter",
        "Yearly money of dormant customers: before the silence, what returns by itself, the rest",
        "Bars: "
        + ", ".join(f"{row.step} {in_words(row.value, 'money')}" for row in waterfall.itertuples())
        + ".",
        "Expected, not certain: some will return, and some would have left anyway.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        finding = len(waterfall) - 1
        bar_rows(axes, waterfall, label="step", value="value", unit="money", finding=finding)
        axes.plot([last["low"], last["high"]], [-0.42, -0.42], color="#1c2127", linewidth=1.6)
        axes.set_xlabel("money a year; the dark line is the 95 % interval")

    columns = (Shown("step", "Step"), Shown("value", "Money a year", "money", "low", "high"))
    height = height_for(len(waterfall))
    return draw(words, paint, numbers=waterfall, columns=columns, height=height)


def figure_of_loss_by_quarter(by_quarter: pd.DataFrame) -> Picture | Block:
    """Return the yearly value at stake by the quarter of the last order.

    Parameters
    ----------
    by_quarter
        ``quarter`` (such as 2024-Q3), ``n_customers, value``.

    Examples
    --------
    >>> figure_of_loss_by_quarter(pd.DataFrame())
    No dormant customer: nothing to place in time.
    """
    if by_quarter.empty:
        return note("No dormant customer: nothing to place in time.")
    rows = by_quarter.tail(20)
    worst = rows.loc[rows["value"].idxmax()]
    words = Words(
        "loss_by_quarter",
        f"Most was lost with those who ordered last in {worst['quarter']}",
        "Yearly value at stake by quarter of the last order, "
        f"n = {int(rows['n_customers'].sum()):,}",
        f"Columns by quarter; {worst['quarter']} holds {in_words(worst['value'], 'money')}.",
        "The latest quarters still fill up: who went quiet lately is not yet beyond the limit.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        colours = [ACCENT if row == worst["quarter"] else PALE for row in rows["quarter"]]
        axes.bar(range(len(rows)), rows["value"], color=colours, width=0.7)
        step = max(1, -(-len(rows) // 6))
        places = range(0, len(rows), step)
        axes.set_xticks(list(places), [str(rows["quarter"].iloc[place]) for place in places])
        axes.grid(axis="y")
        axes.grid(visible=False, axis="x")
        words_on_axis(axes, "y", "money")

    columns = (
        Shown("quarter", "Quarter of last order"),
        Shown("n_customers", "Customers", "count"),
        Shown("value", "Yearly value at stake", "money"),
    )
    return draw(words, paint, numbers=by_quarter, columns=columns)


def figure_of_concentration(concentration: pd.DataFrame) -> Picture | Block:
    """Return how much of the loss the largest customers hold.

    Parameters
    ----------
    concentration
        ``rank`` from 1, ``yearly_value_at_stake, cumulative_share`` 0..1, largest first.

    Examples
    --------
    >>> figure_of_concentration(pd.DataFrame())
    No dormant customer: nothing to concentrate.
    """
    if concentration.empty:
        return note("No dormant customer: nothing to concentrate.")
    n_all = len(concentration)
    top = concentration[concentration["rank"] <= 20]
    n_top, part = len(top), float(top["cumulative_share"].iloc[-1])
    words = Words(
        "concentration",
        f"The largest {n_top} hold {in_words(part, 'share')} of the loss",
        f"Share of the yearly value at stake in the largest customers, n = {n_all:,} dormant",
        f"Rising curve; the first {n_top} customers reach {in_words(part, 'share')}.",
        "Large past customers are not the most likely to return.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        axes.plot(concentration["rank"], concentration["cumulative_share"], color=ACCENT)
        reference_line(axes, n_top, f"{n_top} customers: {in_words(part, 'share')}")
        axes.set_ylim(0, 1.02)
        axes.set_xlabel("dormant customers, largest first")
        words_on_axis(axes, "y", "share")

    columns = (
        Shown("rank", "Rank", "count"),
        Shown("yearly_value_at_stake", "Yearly value at stake", "money"),
        Shown("cumulative_share", "Share so far", "share"),
    )
    return draw(words, paint, numbers=top, columns=columns)


def table_of_loss_by_group(by_group: pd.DataFrame) -> Block:
    """Return the loss by territory, rep, segment or branch.

    Parameters
    ----------
    by_group
        ``kind, group, n_customers, value, low, high``.

    Examples
    --------
    >>> table_of_loss_by_group(pd.DataFrame())
    The export names no territory, rep, segment or branch.
    """
    columns = (
        Shown("group", "Group"),
        Shown("kind", "Kind"),
        Shown("n_customers", "Dormant customers", "count"),
        Shown("value", "Yearly value at stake", "money", "low", "high"),
    )
    return table(
        by_group,
        columns,
        caption="Where the loss sits",
        source="Dormant customers; bootstrap 95 % intervals",
        empty="The export names no territory, rep, segment or branch.",
    )


def table_of_largest(largest: pd.DataFrame) -> Block:
    """Return the dormant customers with most at stake, without a purpose yet.

    Parameters
    ----------
    largest
        ``customer_id, segment, last_order_on, reason_in_words, yearly_value_at_stake, p_return``.

    Examples
    --------
    >>> table_of_largest(pd.DataFrame())
    No dormant customer to list.
    """
    columns = (
        Shown("customer_id", "Customer"),
        Shown("last_order_on", "Last order", "date"),
        Shown("reason_in_words", "Silence"),
        Shown("yearly_value_at_stake", "Yearly value at stake", "money"),
        Shown("p_return", "Returns unasked", "probability"),
    )
    return table(
        largest,
        columns,
        caption="Most at stake",
        source=f"The largest {len(largest)} dormant customers by yearly value at stake",
        empty="No dormant customer to list.",
    )
