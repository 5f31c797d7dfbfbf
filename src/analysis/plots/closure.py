"""Pictures and tables of closure: who has an answer, who is only hoped for, who is in touch."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, of_all, table
from analysis.plots.marks import bar_rows, dot_rows, height_for
from analysis.plots.picture import ACCENT, Picture, Words, draw
from analysis.results import in_words

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_HOPED_FOR = "hopium"


def figure_of_closure(states: pd.DataFrame, *, floor: int) -> Picture | Block:
    """Return how the dormant customers divide: answered, cooling off, on a desk, only hoped for.

    Parameters
    ----------
    states
        As ``winback.waterfall`` returns it.
    floor
        Money of fewer customers is hidden.

    Examples
    --------
    >>> figure_of_closure(pd.DataFrame(), floor=5)
    Nothing to show: it needs dormant customers, and a log that says who answered.
    """
    if states.empty or not states["n_customers"].sum():
        return nothing(
            "Nothing to show: it needs dormant customers, and a log that says who answered."
        )
    n = int(states["n_customers"].sum())
    rows = states.assign(n=n)
    rows[["value", "hope"]] = rows[["value", "hope"]].where(rows["n_customers"] >= floor)
    hoped = rows[rows["state"] == _HOPED_FOR].iloc[0]
    words = Words(
        "closure",
        f"{in_words(hoped['share'], 'share')} of the dormant customers are only hoped for",
        f"Share of {n:,} dormant customers; each stands in the first state that fits",
        "Dots: " + ", ".join(
            f"{row.state} {in_words(row.share, 'share')}" for row in rows.itertuples()
        ) + ".",
        "An answer that nobody wrote down looks like hope.",
    )  # fmt: skip
    columns = (
        Shown("state", "State"),
        Shown("n_customers", "Customers", "count"),
        Shown("share", "Share", "share", "low", "high"),
        Shown("value", "Yearly value at stake", "money"),
        Shown("hope", "Expected return of it", "money"),
    )
    place = list(rows["state"]).index(_HOPED_FOR)

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        dot_rows(axes, rows, label="state", value="share", n="n", finding=place)

    return draw(words, paint, numbers=rows, columns=columns, height=height_for(len(rows)))


def figure_of_hopium_age(by_age: pd.DataFrame, *, floor: int) -> Picture | Block:
    """Return how old the hope is, by the money it waits for.

    Parameters
    ----------
    by_age
        As ``winback.hopium_by_age`` returns it.
    floor
        Bands of fewer customers are hidden.

    Examples
    --------
    >>> figure_of_hopium_age(pd.DataFrame(), floor=5)
    Nothing to show: nobody is known to be only hoped for.
    """
    rows = large_enough(by_age, "n_customers", floor)
    if rows.empty and len(by_age):
        return nothing(f"No age of silence with {floor} or more customers only hoped for.")
    if rows.empty:
        return nothing("Nothing to show: nobody is known to be only hoped for.")
    largest = int(rows["value"].to_numpy().argmax())
    band = rows["band"].iloc[largest]
    title = _where_most_is(band, rows["value"].iloc[largest], by_age["value"])
    words = Words(
        "hopium_age",
        title,
        "Yearly value at stake by the time since the last order; customers only hoped for: "
        + of_all(rows, by_age, "n_customers", rows="bands", floor=floor),
        "Bars: " + ", ".join(
            f"{row.band} {in_words(row.value, 'money')}" for row in rows.itertuples()
        ) + ".",
        "The longer the silence, the smaller the part of it that is expected to come back.",
    )  # fmt: skip
    columns = (
        Shown("band", "Silent for"),
        Shown("n_customers", "Customers", "count"),
        Shown("value", "Yearly value at stake", "money"),
        Shown("hope", "Expected return of it", "money"),
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        bar_rows(axes, rows, label="band", value="value", unit="money", finding=largest)

    return draw(words, paint, numbers=rows, columns=columns, height=height_for(len(rows)))


def _where_most_is(band: str, value: float, values: pd.Series) -> str:
    """Say how much of all money stands in a band, the bands that are hidden included."""
    if value < values.max():
        return f"Of the ages shown, {band} of silence hold most of the money hoped for"
    most = "Most" if value > values.sum() / 2 else "The largest part"
    return f"{most} of the money hoped for has been silent for {band}"


def table_of_pace(pace: pd.DataFrame) -> Block:
    """Return how fast hope turns into answers.

    Parameters
    ----------
    pace
        ``what, value, low, high``.

    Examples
    --------
    >>> table_of_pace(pd.DataFrame({"what": ["a"], "value": [float("nan")]}))
    Cannot tell the pace: no touches table says who gave an answer.
    """
    rows = pace.dropna(subset=["value"]) if len(pace) else pace
    if len(rows) < 2:
        return nothing("Cannot tell the pace: no touches table says who gave an answer.")
    columns = (Shown("what", "At the pace of the last 91 days"),
               Shown("value", "Number", "ratio", "low", "high"))  # fmt: skip
    return table(
        rows, columns, caption="How long the hope lasts",
        source="Exact Poisson intervals; the pace of one quarter may not last",
    )  # fmt: skip


def table_of_asking(asked: pd.DataFrame) -> Block:
    """Return what came of asking for a No, of those asked and of those reached.

    Parameters
    ----------
    asked
        As ``winback.outcomes_of_asking`` returns it.

    Examples
    --------
    >>> table_of_asking(pd.DataFrame())
    Cannot tell who was asked for a No: it needs a touches table.
    """
    columns = (
        Shown("outcome", "Final answer"),
        Shown("n_customers", "Customers", "count"),
        Shown("share", "Of those asked", "share", "low", "high"),
        Shown("reached_share", "Of those reached", "share", "reached_low", "reached_high"),
    )
    n = int(asked["n_asked"].max()) if len(asked) else 0
    reached = int(asked["n_reached"].max()) if len(asked) else 0
    return table(
        asked,
        columns,
        caption="Asking for a No",
        source=f"{n:,} customers asked, {reached:,} reached; one final answer each",
        empty="Nobody was asked for a No: no touch has the purpose closure."
        if len(asked.columns)
        else "Cannot tell who was asked for a No: it needs a touches table.",
    )


def table_of_stays(stays: pd.DataFrame, *, floor: int) -> Block:
    """Return who says *stays* when reached, and who orders again, by the age of the silence.

    Parameters
    ----------
    stays
        As ``winback.stays_by_age`` returns it.
    floor
        Bands with fewer reached are hidden.

    Examples
    --------
    >>> table_of_stays(pd.DataFrame(), floor=10)
    Nothing to show: nobody is on file who was asked for a No and reached.
    """
    columns = (
        Shown("band", "Silent for, when asked"),
        Shown("n_asked", "Asked", "count"),
        Shown("n_reached", "Reached", "count"),
        Shown("stay_share", "Say they stay, of those reached", "share", "stay_low", "stay_high"),
        Shown("return_share", "Ordered since, of those asked", "share", "return_low",
              "return_high"),
    )  # fmt: skip
    return table(
        large_enough(stays, "n_reached", floor),
        columns,
        caption="Who wants to stay, by the age of the silence",
        source="Orders up to the snapshot; whoever was asked last had least time to order",
        empty=f"Nothing to show: fewer than {floor} customers of any age of silence were asked "
        "and reached."
        if len(stays)
        else "Nothing to show: nobody is on file who was asked for a No and reached.",
    )


def table_of_cool_off(cool_off: pd.DataFrame, *, floor: int) -> Block:
    """Return who is cooling off, by when the next try is due.

    Parameters
    ----------
    cool_off
        ``due, n_customers, value``.
    floor
        Rows of fewer customers are hidden.

    Examples
    --------
    >>> table_of_cool_off(pd.DataFrame(), floor=5)
    Nothing to show: no customer has the status cooloff on file.
    """
    columns = (
        Shown("due", "Next try"),
        Shown("n_customers", "Customers", "count"),
        Shown("value", "Yearly value at stake", "money"),
    )
    return table(
        large_enough(cool_off, "n_customers", floor),
        columns,
        caption="Cooling off",
        source="All customers with the status cooloff, dormant or not; the list holds those who "
        f"may be called; rows under {floor} customers hidden",
        empty=f"Nothing to show: fewer than {floor} customers of any date are cooling off."
        if len(cool_off)
        else "Nothing to show: no customer has the status cooloff on file.",
    )


def figure_of_cadence(cadence: pd.DataFrame, *, floor: int) -> Picture | Block:
    """Return in how many quarters of dormancy somebody was tried, by tier.

    Parameters
    ----------
    cadence
        As ``winback.cadence`` returns it.
    floor
        Cells of fewer customers are hidden.

    Examples
    --------
    >>> figure_of_cadence(pd.DataFrame(), floor=10)
    Nothing to show: it needs dormant customers and a touches table.
    """
    rows = large_enough(cadence, "n_customers", floor)
    rows = rows[rows["quarter"] != "all"] if len(rows) else rows
    if rows.empty and len(cadence):
        return nothing(f"Nothing to show: no tier has {floor} customers dormant in a quarter.")
    if rows.empty:
        return nothing("Nothing to show: it needs dormant customers and a touches table.")
    grid = rows.pivot_table(index="tier", columns="quarter", values="attempt_share", aggfunc="max")
    overall = large_enough(cadence, "n_customers", floor).query("quarter == 'all'")
    lowest = overall.sort_values("attempt_share").iloc[0]
    words = Words(
        "cadence",
        f"In {in_words(lowest['attempt_share'], 'share')} of their quarters dormant customers of "
        f"tier {lowest['tier']} were tried at all",
        "Share of dormant customers with an attempt in each quarter, by tier",
        f"Heat map of {grid.shape[0]} tiers by {grid.shape[1]} quarters.",
        "An attempt is not a talk; the table tells both.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        labels = grid.map(lambda share: "" if share != share else in_words(share, "share"))
        colours = sns.blend_palette(["#fbfaf7", ACCENT], as_cmap=True)
        sns.heatmap(grid, annot=labels, fmt="", cmap=colours, vmin=0, vmax=1, cbar=False,
                    linewidths=2, ax=axes, annot_kws={"size": 10})  # fmt: skip
        axes.set_xticks(axes.get_xticks(), [_quarter(day) for day in grid.columns], rotation=0)
        axes.set_yticks(axes.get_yticks(), [str(name) for name in grid.index], rotation=0)
        axes.set_xlabel("91 days from")
        axes.set_ylabel("")

    columns = (
        Shown("tier", "Tier"),
        Shown("quarter", "91 days from"),
        Shown("n_customers", "Customers", "count"),
        Shown("attempt_share", "Tried", "share", "attempt_low", "attempt_high"),
        Shown("talk_share", "Spoken with", "share", "talk_low", "talk_high"),
    )
    shown = large_enough(cadence, "n_customers", floor)
    return draw(words, paint, numbers=shown, columns=columns, height=1.2 + 0.5 * len(grid))


def _quarter(day: str) -> str:
    year, month, number = day.split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


def table_of_coverage_of_dormant(coverage: pd.DataFrame) -> Block:
    """Return for how many dormant customers there is an owner, a last touch and a next step.

    Examples
    --------
    >>> table_of_coverage_of_dormant(pd.DataFrame())
    Nothing to show: it needs dormant customers, and a log that says who answered.
    """
    n = int(coverage["n_dormant"].max()) if len(coverage) else 0
    columns = (
        Shown("entry", "On file"),
        Shown("n_there", "Customers", "count"),
        Shown("share", "Share of customers", "share", "low", "high"),
        Shown("value_share", "Share of their value", "share"),
    )
    return table(
        coverage, columns, caption="Is there a system?", source=f"n = {n:,} dormant customers",
        empty="Nothing to show: it needs dormant customers, and a log that says who answered.",
    )  # fmt: skip
