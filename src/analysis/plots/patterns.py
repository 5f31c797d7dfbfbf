"""Pictures and tables of which reason strikes whom."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import short
from analysis.plots.picture import ACCENT, GREY, INK, Picture, Words, draw
from analysis.results import in_words
from analysis.settings import Settings

_COMPARED = (
    Shown("theme", "Reason"),
    Shown("group", "Group"),
    Shown("n_group", "With a statement there", "count"),
    Shown("share", "Share there", "share"),
    Shown("rest_share", "Share elsewhere", "share"),
    Shown("difference", "Difference", "share", "low", "high"),
    Shown("value", "Yearly value at stake", "money"),
)


def figure_of_patterns(compared: pd.DataFrame, *, kind: str) -> Picture | Block:
    """Return where each reason is named more or less often than elsewhere.

    Parameters
    ----------
    compared
        As ``patterns.compare_groups`` returns it.
    kind
        Which groups to show, such as ``segment``.

    Examples
    --------
    >>> figure_of_patterns(pd.DataFrame(columns=["kind"]), kind="segment")
    Cannot compare by segment: no two groups with at least 10 customers who told us.
    """
    rows = compared[compared["kind"] == kind]
    if rows.empty:
        return nothing(
            f"Cannot compare by {kind}: no two groups with at least 10 customers who told us."
        )
    gaps, flags = _as_grid(rows, "difference"), _as_grid(rows, "flagged")
    order = gaps.abs().max(axis=1).sort_values(ascending=False, kind="stable").index
    gaps, flags = gaps.loc[order], flags.loc[order]
    n_flagged = int(rows["flagged"].sum())
    words = Words(
        f"patterns_by_{kind}",
        f"By {kind.replace('_', ' ')}: {n_flagged} of {len(rows)} comparisons hold up",
        "Share naming the reason in the group minus share elsewhere, in points; framed = flagged",
        f"Heat map of {gaps.shape[0]} reasons by {gaps.shape[1]} groups; {n_flagged} cells framed.",
        "What is not framed may be chance.",
    )

    def paint(figure: Figure) -> None:
        _paint_differences(figure.add_subplot(), gaps, flags)

    height = max(2.4, 0.9 + 0.36 * len(gaps))
    return draw(words, paint, numbers=rows, columns=_COMPARED, height=height)


def _paint_differences(axes: Axes, gaps: pd.DataFrame, flags: pd.DataFrame) -> None:
    labels = gaps.map(lambda gap: f"{100 * gap:+.0f}")
    sns.heatmap(
        gaps,
        annot=labels,
        fmt="",
        cmap=_diverging(),
        center=0,
        vmin=-0.4,
        vmax=0.4,
        cbar=False,
        linewidths=2,
        ax=axes,
        annot_kws={"size": 9},
    )
    for row, column in zip(*np.nonzero(flags.to_numpy() > 0), strict=True):
        axes.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor=INK, linewidth=2))
    axes.set_yticks(axes.get_yticks(), [short(str(name)) for name in gaps.index], rotation=0)
    axes.set_xlabel("")
    axes.set_ylabel("")


def _as_grid(rows: pd.DataFrame, values: str) -> pd.DataFrame:
    wide = rows.astype({values: float})
    return wide.pivot_table(index="theme", columns="group", values=values, aggfunc="max", sort=True)


def _diverging() -> object:
    return sns.blend_palette([GREY, "#fbfaf7", ACCENT], as_cmap=True)


def table_of_flags(compared: pd.DataFrame) -> Block:
    """Return the comparisons that hold up, strongest first, and how many were run.

    Examples
    --------
    >>> table_of_flags(pd.DataFrame(columns=["flagged", "difference"]))
    Nothing to compare: it needs dormant customers with statements in two groups.
    """
    n_tests = len(compared)
    flagged = compared[compared["flagged"].astype(bool)]
    if len(flagged):
        flagged = flagged.sort_values(["p_value", "theme_id", "group"])
    return table(
        flagged,
        (Shown("kind", "Kind"), *_COMPARED),
        caption="Comparisons that hold up",
        source=f"Tests run: {n_tests:,}, flagged: {len(flagged):,}; false discovery rate 5 %",
        empty=f"None of {n_tests:,} comparisons holds up once chance is taken into account."
        if n_tests
        else "Nothing to compare: it needs dormant customers with statements in two groups.",
    )


def table_of_who_why_money(compared: pd.DataFrame, *, kind: str, floor: int) -> Block:
    """Return who names which reason, with the money of those who named it.

    Parameters
    ----------
    compared
        As ``patterns.compare_groups`` returns it.
    kind
        Which groups to show.
    floor
        Cells of fewer customers are left out.

    Examples
    --------
    >>> table_of_who_why_money(pd.DataFrame(columns=["kind", "n_naming"]), kind="segment", floor=5)
    No segment and reason shared by at least 5 customers.
    """
    rows = compared[(compared["kind"] == kind) & (compared["n_naming"] >= floor)]
    if len(rows):
        rows = rows.sort_values(["value", "theme_id", "group"], ascending=[False, True, True])
    columns = (
        Shown("group", kind.capitalize()),
        Shown("theme", "Reason"),
        Shown("n_naming", "Customers", "count"),
        Shown("share", "Share of the group", "share"),
        Shown("value", "Yearly value at stake", "money"),
    )
    return table(
        rows.head(15),
        columns,
        caption="Who, why and how much",
        source=f"Dormant customers who told us; cells under {floor} customers left out",
        empty=f"No {kind} and reason shared by at least {floor} customers.",
    )


def figure_of_reasons_over_time(
    over_time: pd.DataFrame, ranked: pd.DataFrame, *, floor: int = Settings.share_floor
) -> Picture | Block:
    """Return the share of the leading reasons by the half-year in which customers went quiet.

    Parameters
    ----------
    over_time
        As ``patterns.reasons_over_time`` returns it.
    ranked
        As ``patterns.rank_reasons``; the first four reasons are drawn.
    floor
        Half-years in which fewer customers told us are hidden.

    Examples
    --------
    >>> figure_of_reasons_over_time(pd.DataFrame(), pd.DataFrame())
    No two half-years with enough statements: no movement to show.
    """
    over_time = large_enough(over_time, "n_told", floor)
    if over_time.empty or over_time["period"].nunique() < 2:
        return nothing("No two half-years with enough statements: no movement to show.")
    leading = list(ranked.loc[ranked["is_reason"], "theme_id"].head(4))
    shown = over_time[over_time["theme_id"].isin(leading)]
    words = Words(
        "reasons_over_time",
        "How the leading reasons moved",
        "Share of those who told us, by half-year of the last order; bars are 95 % intervals",
        f"Four small panels over {over_time['period'].nunique()} half-years.",
        "Read the intervals before the ups and downs: overlapping bars show no movement.",
    )

    def paint(figure: Figure) -> None:
        panels = figure.subplots(2, 2, sharex=True, sharey=True).ravel()
        for axes, theme_id in zip(panels, leading, strict=False):
            rows = shown[shown["theme_id"] == theme_id]
            axes.vlines(rows["period"], rows["low"], rows["high"], color=GREY, linewidth=1.4)
            axes.plot(rows["period"], rows["share"], "o", color=ACCENT, markersize=5)
            axes.set_title(short(str(rows["theme"].iloc[0])), fontsize=10.5)
            axes.yaxis.set_major_formatter(lambda value, _: in_words(value, "share"))
            axes.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=5))
            axes.xaxis.set_major_formatter(DateFormatter("%b %Y"))
        for axes in panels[len(leading) :]:
            axes.set_visible(False)

    columns = (
        Shown("theme", "Reason"),
        Shown("period", "Half-year from", "date"),
        Shown("n_told", "Who told us", "count"),
        Shown("share", "Share", "share", "low", "high"),
    )
    return draw(words, paint, numbers=shown, columns=columns, height=4.4)
