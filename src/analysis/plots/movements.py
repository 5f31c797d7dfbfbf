"""Pictures and tables of who went quiet when, in which way, and by whose rule."""

from __future__ import annotations

import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import names_in_margin
from analysis.plots.picture import ACCENT, WARN, Picture, Words, draw
from analysis.settings import Settings


def figure_of_movements(movements: pd.DataFrame) -> Picture | Block:
    """Return how many customers went quiet and came back each month.

    Parameters
    ----------
    movements
        ``month_end, from_state, to_state, n_customers``.

    Examples
    --------
    >>> figure_of_movements(pd.DataFrame())
    Cannot tell who moved when: the order days are not here, or no order is.
    """
    if movements.empty:
        return nothing("Cannot tell who moved when: the order days are not here, or no order is.")
    months = _moves(movements)
    quiet, back = (int(months[name].tail(_MONTHS_TOLD).sum()) for name in ("quiet", "back"))
    words = Words(
        "movements",
        f"In the last {min(_MONTHS_TOLD, len(months))} months {quiet:,} went quiet and {back:,} "
        "came back",
        "Customers newly beyond their own limit of silence at a month's end, and back from it",
        f"Two lines by month. Last 12 months: {quiet:,} went quiet, {back:,} came back.",
        "Limits are today's, so that months compare; the last month may not be a whole one. A "
        "silence over before the month's end is not seen here; the page on patterns "
        "counts every silence.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        lines = (("quiet", "went quiet", WARN), ("back", "came back", ACCENT))
        for name, _, colour in lines:
            axes.plot(months["month_end"], months[name], color=colour, linewidth=1.8)
        axes.set_ylim(bottom=0)
        ends = [(told, float(months[name].iloc[-1]), colour) for name, told, colour in lines]
        names_in_margin(axes, ends)
        axes.set_ylabel("customers a month")
        axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=5))
        axes.xaxis.set_major_formatter(ConciseDateFormatter(axes.xaxis.get_major_locator()))

    columns = (
        Shown("month", "Month"),
        Shown("active", "Active", "count"),
        Shown("slipping", "Slipping", "count"),
        Shown("dormant", "Dormant", "count"),
        Shown("quiet", "Went quiet", "count"),
        Shown("back", "Came back", "count"),
    )
    shown = months.assign(month=months["month_end"].dt.strftime("%Y-%m"))
    return draw(words, paint, numbers=shown.tail(2 * _MONTHS_TOLD), columns=columns, height=3.2)


#: Months that are added up in the title.
_MONTHS_TOLD = 12


def _moves(movements: pd.DataFrame) -> pd.DataFrame:
    """One row a month: customers in each state at its end, went quiet, came back."""
    into, out = movements["to_state"] == "dormant", movements["from_state"] == "dormant"
    n = movements["n_customers"]
    months = movements.pivot_table(
        index="month_end", columns="to_state", values="n_customers", aggfunc="sum", fill_value=0
    ).reindex(columns=["active", "slipping", "dormant"], fill_value=0)
    moved = movements.assign(quiet=n.where(into & ~out, 0), back=n.where(out & ~into, 0))
    sums = moved.groupby("month_end")[["quiet", "back"]].sum()
    return months.join(sums).rename_axis(columns=None).reset_index()


def table_of_rule_check(rule_check: pd.DataFrame, *, horizon_days: int) -> Block:
    """Return whom two rules would have listed one horizon ago, and who of them came back.

    Parameters
    ----------
    rule_check
        ``rule, n_listed, n_back, share, low, high``.

    Examples
    --------
    >>> table_of_rule_check(pd.DataFrame(), horizon_days=182)
    The history is too short to judge a rule by what came after it.
    """
    if rule_check.empty:
        return nothing("The history is too short to judge a rule by what came after it.")
    columns = (
        Shown("rule", "Rule"),
        Shown("n_listed", "Would have listed", "count"),
        Shown("n_back", "of them back, called or not", "count"),
        Shown("share", "Share", "share", "low", "high"),
    )
    return table(
        rule_check,
        columns,
        caption=f"Who was listed {horizon_days} days ago and came back since",
        source=f"Repeat customers, judged by what was known {horizon_days} days ago; Wilson 95 %",
    )


def table_of_exit_signatures(
    signatures: pd.DataFrame, *, floor: int = Settings.group_floor
) -> Block:
    """Return in which ways the dormant customers left.

    Parameters
    ----------
    signatures
        ``exit_signature, n_customers, value``.

    Examples
    --------
    >>> table_of_exit_signatures(pd.DataFrame())
    No dormant customer whose order days are here.
    """
    if signatures.empty:
        return nothing("No dormant customer whose order days are here.")
    columns = (
        Shown("exit_signature", "How they left"),
        Shown("n_customers", "Customers", "count"),
        Shown("value", "Yearly value at stake", "money"),
    )
    return table(
        large_enough(signatures, "n_customers", floor),
        columns,
        caption="How the dormant left",
        source=(
            f"n = {int(signatures['n_customers'].sum()):,} dormant customers; fade: gaps grew "
            "longer or orders smaller before the silence (Mann-Kendall, one-sided 5 %)"
        ),
        empty=f"No way of leaving is shared by {floor} or more dormant customers.",
    )


def table_of_signals(signals: pd.DataFrame, *, floor: int = Settings.group_floor) -> Block:
    """Return repeat customers by whether they buy and whether anybody speaks with them.

    Parameters
    ----------
    signals
        ``buying, talking, n_customers, value``.

    Examples
    --------
    >>> table_of_signals(pd.DataFrame())
    A touches table would tell who is quiet in talk as well as in buying.
    """
    if signals.empty:
        return nothing("A touches table would tell who is quiet in talk as well as in buying.")
    columns = (
        Shown("buying", "Buying"),
        Shown("talking", "Talking"),
        Shown("n_customers", "Customers", "count"),
        Shown("value", "Yearly value at stake", "money"),
    )
    return table(
        large_enough(signals, "n_customers", floor),
        columns,
        caption="Who is quiet in buying, and who in talk too",
        source=(
            f"n = {int(signals['n_customers'].sum()):,} repeat customers; in touch: somebody was "
            "reached in the last 90 days"
        ),
        empty=f"No {floor} or more repeat customers are alike in buying and talking.",
    )
