"""Pictures and tables of what the silence costs."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, of_all, table
from analysis.plots.marks import bar_rows, height_for, reference_line, words_on_axis
from analysis.plots.picture import ACCENT, PALE, Picture, Words, draw
from analysis.results import in_words
from analysis.settings import Settings


def figure_of_waterfall(waterfall: pd.DataFrame) -> Picture | Block:
    """Return the way from yearly run-rate before the silence to the expected yearly loss.

    Parameters
    ----------
    waterfall
        ``step, value, low, high``; the last row is the expected yearly loss.

    Examples
    --------
    >>> figure_of_waterfall(pd.DataFrame())
    No dormant customer is known: no loss to count.
    """
    if waterfall.empty:
        return nothing("No dormant customer is known: no loss to count.")
    last = waterfall.iloc[-1]
    words = Words(
        "waterfall",
        f"We expect to be {in_words(last['value'], 'money')} a year lighter",
        "Yearly money of dormant customers: before the silence, what returns anyway, the rest",
        _steps_in_words(waterfall),
        "Expected, not certain: some will return, and some would have left anyway.",
    )
    return _bars_of_steps(words, waterfall)


def figure_of_counted_on(counted_on: pd.DataFrame) -> Picture | Block:
    """Return what was counted on beside what those customers bought and are expected to buy.

    Parameters
    ----------
    counted_on
        ``step, value, low, high, n``; the first row is what was counted on, the last what to
        expect.

    Examples
    --------
    >>> figure_of_counted_on(pd.DataFrame())
    No value is counted on for enough dormant customers: nothing to hold against what to expect.
    """
    if counted_on.empty:
        return nothing(
            "No value is counted on for enough dormant customers: nothing to hold against what to "
            "expect."
        )
    first, last = counted_on.iloc[0], counted_on.iloc[-1]
    told = in_words(first["value"], "money"), in_words(last["value"], "money")
    words = Words(
        "counted_on",
        f"Counted on: {told[0]} a year; to expect: {told[1]}",
        f"The dormant customers for whom the customers table states a value, n = {first['n']:,}",
        _steps_in_words(counted_on),
        "What is expected is what comes back by itself, by the chances of return.",
    )
    return _bars_of_steps(words, counted_on)


def _steps_in_words(steps: pd.DataFrame) -> str:
    told = (f"{row.step} {in_words(row.value, 'money')}" for row in steps.itertuples())
    return f"Bars: {', '.join(told)}."


def _bars_of_steps(words: Words, steps: pd.DataFrame) -> Picture:
    """Draw a bar for each step, the last one the finding with its interval."""
    last = steps.iloc[-1]

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        finding = len(steps) - 1
        bar_rows(axes, steps, label="step", value="value", unit="money", finding=finding)
        axes.set_xlabel("money a year")
        if pd.notna(last["low"]) and last["low"] < last["high"]:
            axes.plot([last["low"], last["high"]], [-0.42, -0.42], color="#1c2127", linewidth=1.6)
            axes.set_xlabel("money a year; the dark line is the 95 % interval")

    columns = (Shown("step", "Step"), Shown("value", "Money a year", "money", "low", "high"))
    return draw(words, paint, numbers=steps, columns=columns, height=height_for(len(steps)))


#: Quarters that fit into a drawing; the table below it holds all.
_MOST_QUARTERS = 20


def figure_of_loss_by_quarter(
    by_quarter: pd.DataFrame, *, floor: int = Settings.group_floor
) -> Picture | Block:
    """Return the yearly value at stake by the quarter of the last order.

    Parameters
    ----------
    by_quarter
        ``quarter`` (such as 2024-Q3), ``n_customers, value``.
    floor
        Quarters of fewer customers are hidden.

    Examples
    --------
    >>> figure_of_loss_by_quarter(pd.DataFrame())
    No quarter with 5 or more dormant customers to place in time.
    """
    large = large_enough(by_quarter, "n_customers", floor)
    if large.empty:
        return nothing(f"No quarter with {floor} or more dormant customers to place in time.")
    rows = large.tail(_MOST_QUARTERS)
    drawn = f" (the last {len(rows)} drawn)" if len(large) > len(rows) else ""
    worst = rows.loc[rows["value"].idxmax()]
    largest = worst["value"] >= by_quarter["value"].max()
    which = "The largest single quarter" if largest else "The largest of the quarters shown"
    words = Words(
        "loss_by_quarter",
        f"{which}: {worst['quarter']}, {in_words(worst['value'], 'money')}",
        f"Yearly value at stake by quarter of the last order{drawn}, n = "
        + of_all(large, by_quarter, "n_customers", rows="quarters", floor=floor),
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
    return draw(words, paint, numbers=large, columns=columns)


#: Sums of fewer customers would show single ones.
_SMALLEST_SUM = 5
#: So many largest customers are told of, where there are twice as many.
_LARGEST = 20
_RANKS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def figure_of_concentration(concentration: pd.DataFrame) -> Picture | Block:
    """Return how much of the loss the largest customers hold.

    Parameters
    ----------
    concentration
        ``rank`` from 1, ``yearly_value_at_stake, cumulative_share`` 0..1, largest first.

    Examples
    --------
    >>> figure_of_concentration(pd.DataFrame())
    Fewer than 5 dormant customers: nothing to concentrate.
    """
    n_all = len(concentration)
    shown = concentration[concentration["rank"] >= _SMALLEST_SUM] if n_all else concentration
    if shown.empty:
        return nothing(f"Fewer than {_SMALLEST_SUM} dormant customers: nothing to concentrate.")
    # The largest of all would hold all of it, whatever they are.
    n_top = min(_LARGEST, max(_SMALLEST_SUM, n_all // 2))
    top = concentration[concentration["rank"] <= n_top]
    part = float(top["cumulative_share"].iloc[-1])
    words = Words(
        "concentration",
        f"The largest {n_top} hold {in_words(part, 'share')} of the loss",
        f"Share of the yearly value at stake in the largest customers, n = {n_all:,} dormant",
        f"Rising curve; the first {n_top} customers reach {in_words(part, 'share')}.",
        "Large past customers are not the most likely to return.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        axes.plot(shown["rank"], shown["cumulative_share"], color=ACCENT)
        reference_line(axes, n_top, f"{n_top} customers: {in_words(part, 'share')}")
        axes.set_ylim(0, 1.02)
        axes.set_xlabel("dormant customers, largest first")
        words_on_axis(axes, "y", "share")

    columns = (
        Shown("rank", "Largest customers", "count"),
        Shown("cumulative_share", "Hold of the loss", "share"),
    )
    steps = shown[shown["rank"].isin(_RANKS)]
    return draw(words, paint, numbers=steps, columns=columns)


#: Groups of one kind that a reader can take in.
_MOST_GROUPS = 6


def table_of_loss_by_group(by_group: pd.DataFrame, *, floor: int = Settings.group_floor) -> Block:
    """Return the loss by territory, rep, segment or branch.

    Parameters
    ----------
    by_group
        ``kind, group, n_customers, value, low, high``.
    floor
        Groups of fewer customers are hidden.

    Examples
    --------
    >>> table_of_loss_by_group(pd.DataFrame())
    No dormant customer whose territory, rep, segment or branch is known.
    """
    columns = (
        Shown("group", "Group"),
        Shown("kind", "Kind"),
        Shown("n_customers", "Dormant customers", "count"),
        Shown("value", "Yearly value at stake", "money", "low", "high"),
    )
    shown = large_enough(by_group, "n_customers", floor)
    return table(
        shown.groupby("kind", sort=False).head(_MOST_GROUPS) if len(shown) else shown,
        columns,
        caption="Where the loss sits",
        source=f"Dormant customers; the {_MOST_GROUPS} largest groups a kind, none under {floor}",
        empty=f"No territory, rep, segment or branch with {floor} or more dormant customers."
        if len(by_group)
        else "No dormant customer whose territory, rep, segment or branch is known.",
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
        Shown("p_return", "Chance to return", "probability"),
    )
    return table(
        largest,
        columns,
        caption="Most at stake",
        source=f"The largest {len(largest)} dormant customers by yearly value at stake",
        empty="No dormant customer to list.",
    )
