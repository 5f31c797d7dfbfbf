"""Pictures and tables of who has gone quiet."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import (
    dot_rows,
    height_for,
    line_with_band,
    names_in_margin,
    reference_line,
    words_on_axis,
)
from analysis.plots.picture import ACCENT, GREY, WARN, Picture, Words, draw
from analysis.results import in_words
from analysis.settings import Settings

_LINE_COLOURS = (ACCENT, WARN, "#5b5fc7", "#9a3b3b", GREY, "#2f7d32", "#7a5c00")
_TEALS = LinearSegmentedColormap.from_list("teals", ["#f4f7f7", ACCENT])


#: How a class's limit was found, by whether the history reaches it.
_LIMITS = {True: "seen in the history", False: "a cap: the history does not reach it"}


def figure_of_return_curve(
    curve: pd.DataFrame, thresholds: pd.DataFrame, *, return_floor: float
) -> Picture | Block:
    """Return the chance to come back within 90 days by days of silence, a line a rhythm class.

    Parameters
    ----------
    curve
        ``rhythm_class, days_silent, p_return_90, low, high, n_at_risk``.
    thresholds
        ``rhythm_class, threshold_days, median_own_threshold_days, n_customers, n_spells,
        inside_history``.
    return_floor
        Below this chance a customer counts as dormant, 0..1.

    Examples
    --------
    >>> figure_of_return_curve(pd.DataFrame(), pd.DataFrame(), return_floor=0.25)
    Cannot tell: too few repeat orders to see how silence ends.
    """
    if curve.empty:
        return nothing("Cannot tell: too few repeat orders to see how silence ends.")
    names = list(dict.fromkeys(curve["rhythm_class"]))
    thresholds = thresholds[thresholds["rhythm_class"].isin(names)]
    days = dict(zip(thresholds["rhythm_class"], thresholds["threshold_days"], strict=True))
    own = thresholds.set_index("rhythm_class")["median_own_threshold_days"]
    told = ", ".join(f"{name} after {own[name]:,.0f} days" for name in names if name in own)
    words = Words(
        "return_curve",
        "Each rhythm has its own limit of silence",
        "Chance of an order within 90 days (bands: 95 %). Dot: shortest limit; number: middle one",
        f"Curves by rhythm. The middle customer counts as dormant: {told}.",
        "A curve is for the class; a customer's own limit is longer where their own pauses were.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        _paint_curves(axes, curve, days, own)
        for name, colour in zip(names, _LINE_COLOURS, strict=False):
            if name in days:
                axes.plot([days[name]], [return_floor], "o", color=colour, markersize=6)
        reference_line(axes, return_floor, f"limit {return_floor:.0%}", vertical=False)
        words_on_axis(axes, "y", "probability")

    columns = (
        Shown("rhythm_class", "Rhythm"),
        Shown("median_own_threshold_days", "Middle customer dormant after", "days"),
        Shown("threshold_days", "Nobody before", "days"),
        Shown("n_customers", "Customers", "count"),
        Shown("n_spells", "Silences seen", "count"),
        Shown("limit", "Limit is"),
    )
    limits = thresholds.assign(limit=thresholds["inside_history"].map(_LIMITS))
    return draw(words, paint, numbers=limits, columns=columns, height=3.8)


def _paint_curves(
    axes: Axes, curve: pd.DataFrame, days: dict[str, float], own: pd.Series[float]
) -> None:
    """Draw a line a rhythm, its name where it leaves the drawing."""
    right, ends = min(curve["days_silent"].max(), 1.5 * max(days.values(), default=1)), []
    for name, colour in zip(curve["rhythm_class"].unique(), _LINE_COLOURS, strict=False):
        rows = curve[curve["rhythm_class"] == name]
        line_with_band(axes, rows["days_silent"], rows, value="p_return_90", colour=colour)
        told = f"{name}: {own[name]:,.0f} days" if name in own else str(name)
        seen = rows[rows["days_silent"] <= right]
        ends.append((told, float(seen["p_return_90"].iloc[-1]), colour))
    axes.set_xlabel("days of silence")
    axes.set_xlim(0, right)
    axes.set_ylim(0, 1)
    names_in_margin(axes, ends)


def figure_of_states(states: pd.DataFrame) -> Picture | Block:
    """Return how many customers are active, slipping, dormant or one-time buyers.

    Parameters
    ----------
    states
        ``state, n_customers, share, low, high``.

    Examples
    --------
    >>> figure_of_states(pd.DataFrame())
    No customer ever bought in these data.
    """
    if states.empty:
        return nothing("No customer ever bought in these data.")
    n_all = int(states["n_customers"].sum())
    quiet = states[states["state"] == "dormant"]
    n_quiet = int(quiet["n_customers"].sum())
    places = list(states["state"])
    words = Words(
        "states",
        f"{n_quiet:,} of all {n_all:,} who ever bought are quieter than their own rhythm",
        f"Customers by state, n = {n_all:,} who ever bought",
        "Dot plot of states: "
        + ", ".join(
            f"{row.state.replace('_', '-')} {in_words(row.share, 'share')}"
            for row in states.itertuples(index=False)
        )
        + ".",
        "One-time buyers have no rhythm of their own; they are a class of their own, not dormant.",
    )

    def paint(figure: Figure) -> None:
        finding = places.index("dormant") if "dormant" in places else -1
        named = states.assign(state=states["state"].str.replace("_", "-"))
        axes = figure.add_subplot()
        dot_rows(axes, named, label="state", value="share", n="n_customers", finding=finding)
        axes.set_xlabel("share of customers who ever bought, 95 % interval")

    columns = (
        Shown("state", "State"),
        Shown("n_customers", "Customers", "count"),
        Shown("share", "Share", "share", "low", "high"),
    )
    return draw(words, paint, numbers=states, columns=columns, height=height_for(len(states)))


def figure_of_rfv_grid(grid: pd.DataFrame, *, floor: int = Settings.group_floor) -> Picture | Block:
    """Return the money that customers spent, by how recently and how often they bought.

    Parameters
    ----------
    grid
        ``r_score, f_score, n_customers, value``; scores 1 (low) to 5 (high).
    floor
        Cells of fewer customers stay empty.

    Examples
    --------
    >>> figure_of_rfv_grid(pd.DataFrame())
    No customer ever bought in these data.
    """
    if grid.empty:
        return nothing("No customer ever bought in these data.")
    shown = large_enough(grid, "n_customers", floor)
    money = _as_grid(shown)
    total = float(grid["value"].sum())
    old = float(grid.loc[grid["r_score"] <= 2, "value"].sum())
    part = in_words(old / total, "share") if total > 0 else "an unknown part"
    words = Words(
        "rfv_grid",
        f"{part} of all money spent came from the two fifths who have been quiet longest",
        f"Money spent by recency and frequency score, n = {int(grid['n_customers'].sum()):,}",
        f"Heat map of money in 25 cells. The two oldest columns hold {part} of the money.",
        "Past money is not future money; scores compare customers of this export only.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        labels = money.map(lambda value: in_words(float(value), "money") if value else "")
        sns.heatmap(
            money,
            annot=labels,
            fmt="",
            cmap=_TEALS,
            cbar=False,
            linewidths=2,
            ax=axes,
            annot_kws={"size": 10},
        )
        axes.set_xlabel("recency score: 1 quiet longest, 5 bought last")
        axes.set_ylabel("frequency score")
        axes.tick_params(length=0)

    columns = (
        Shown("r_score", "Recency score", "count"),
        Shown("f_score", "Frequency score", "count"),
        Shown("n_customers", "Customers", "count"),
        Shown("value", "Money spent", "money"),
    )
    return draw(words, paint, numbers=shown, columns=columns, height=3.8)


def _as_grid(grid: pd.DataFrame) -> pd.DataFrame:
    scores = range(1, 6)
    money = grid.pivot_table(
        index="f_score", columns="r_score", values="value", aggfunc="sum", fill_value=0.0
    )
    return money.reindex(index=reversed(scores), columns=scores, fill_value=0.0)


def figure_of_natural_return(returns: pd.DataFrame) -> Picture | Block:
    """Return how many silent customers came back within 180 days, called or not.

    Parameters
    ----------
    returns
        ``silent_from_days, prior_orders, share, low, high, n``.

    Examples
    --------
    >>> figure_of_natural_return(pd.DataFrame())
    Cannot tell: no silence was long enough to see who returns.
    """
    if returns.empty:
        return nothing("Cannot tell: no silence was long enough to see who returns.")
    everybody = returns[returns["prior_orders"] == "all"]
    rows = (everybody if len(everybody) else returns).assign(
        silent=lambda found: [f"silent {days:,.0f} days" for days in found["silent_from_days"]]
    )
    first = rows.iloc[0]
    some = "Some come back anyway" if rows["share"].max() > 0 else "Nobody was seen to come back"
    words = Words(
        "natural_return",
        f"{some}; only what comes on top would count as won back",
        "Share of silences that end within 180 days, called or not, by days of silence so far",
        f"Dot plot of returns. After {int(first['silent_from_days'])} days of silence "
        f"{in_words(first['share'], 'share')} come back within 180 days.",
        "Seen in this export's own past; all buyers, seasonal ones and first orders too."
        " Longer silences are not observable: too few were followed so long.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        dot_rows(axes, rows, label="silent", value="share", n="n")
        axes.set_xlabel("share of silences that end within 180 days, 95 % interval")

    columns = (
        Shown("silent_from_days", "Silent for", "days"),
        Shown("prior_orders", "Orders before"),
        Shown("share", "Back within 180 days", "share", "low", "high"),
        Shown("n", "Silences at risk", "count"),
    )
    return draw(words, paint, numbers=returns, columns=columns, height=height_for(len(rows)))


def table_of_rules(comparison: pd.DataFrame) -> Block:
    """Return how the own threshold and fixed limits of 90 and 180 days differ.

    Parameters
    ----------
    comparison
        ``fixed_days, fixed_rule, dormancy_state, n_customers``.

    Examples
    --------
    >>> table_of_rules(pd.DataFrame())
    No repeat customer to compare rules on.
    """
    if comparison.empty:
        return nothing("No repeat customer to compare rules on.")
    limits = comparison.assign(
        rule=comparison["fixed_rule"].str.replace("_", " ")
        + " by a limit of "
        + comparison["fixed_days"].astype(int).astype(str)
        + " days"
    )
    wide = limits.pivot_table(
        index="rule", columns="dormancy_state", values="n_customers", aggfunc="sum", fill_value=0
    )
    first = comparison["fixed_days"] == comparison["fixed_days"].iloc[0]
    n_customers = int(comparison.loc[first, "n_customers"].sum())
    states = [name for name in ("active", "slipping", "dormant") if name in wide]
    columns = [Shown("rule", "Repeat customers")]
    columns += [Shown(name, f"{name} by own rhythm", "count") for name in states]
    return table(
        wide.reset_index(),
        columns,
        caption="What a fixed limit for everybody would list",
        source=f"n = {n_customers:,} repeat customers under each limit",
    )


def table_of_segments(segments: pd.DataFrame, *, floor: int = Settings.group_floor) -> Block:
    """Return the named segments with their customers and money.

    Parameters
    ----------
    segments
        ``segment, n_customers, n_dormant, spend_total, yearly_value_at_stake``.

    Examples
    --------
    >>> table_of_segments(pd.DataFrame())
    No customer ever bought in these data.
    """
    columns = (
        Shown("segment", "Segment"),
        Shown("n_customers", "Customers", "count"),
        Shown("n_dormant", "of them dormant", "count"),
        Shown("spend_total", "Money spent so far", "money"),
        Shown("yearly_value_at_stake", "Yearly value at stake", "money"),
    )
    n_all = int(segments["n_customers"].sum()) if len(segments) else 0
    return table(
        large_enough(segments, "n_customers", floor),
        columns,
        caption="Segments by recency, frequency and value",
        source=f"n = {n_all:,} customers; segments under {floor} hidden",
        empty=f"No segment holds {floor} or more of the {n_all:,} customers."
        if n_all
        else "No customer ever bought in these data.",
    )
