"""Pictures and tables of which reason strikes whom."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.errors import counted
from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import height_for, short
from analysis.plots.picture import ACCENT, GREY, INK, PALE, Picture, Words, draw
from analysis.results import points_in_words
from analysis.settings import Settings
from analysis.vocabulary import kind_in_words

_COMPARED = (
    Shown("theme", "Reason"),
    Shown("group", "Group"),
    Shown("n_group", "With a statement there", "count"),
    Shown("share", "Share there", "share"),
    Shown("rest_share", "Share elsewhere", "share"),
    Shown("difference", "Difference, points", "points", "low", "high"),
    Shown("value", "Yearly value at stake", "money"),
)


#: More letters than this do not fit below a heat map in one row.
_LETTERS_IN_A_ROW = 36


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
            f"Cannot compare by {kind_in_words(kind)}: no two groups with at least 10 customers "
            "who told us."
        )
    gaps, flags = _as_grid(rows, "difference"), _as_grid(rows, "flagged")
    order = gaps.abs().max(axis=1).sort_values(ascending=False, kind="stable").index
    gaps, flags = gaps.loc[order], flags.loc[order]
    n_flagged = int(rows["flagged"].sum())
    words = Words(
        f"patterns_by_{kind}",
        f"By {kind_in_words(kind)}: {n_flagged} of {len(rows)} comparisons "
        f"{'holds' if n_flagged == 1 else 'hold'} up",
        "Share naming the reason in the group minus share elsewhere, in points, of all who told "
        "us, back since or not; framed = flagged",
        f"Heat map of {counted(gaps.shape[0], 'reason')} by {counted(gaps.shape[1], 'group')}; "
        f"{counted(n_flagged, 'cell')} framed.",
        "What is not framed may be chance.",
    )

    def paint(figure: Figure) -> None:
        _paint_differences(figure.add_subplot(), gaps, flags)

    height = max(2.4, 0.9 + 0.36 * len(gaps))
    return draw(words, paint, numbers=rows, columns=_COMPARED, height=height)


def _paint_differences(axes: Axes, gaps: pd.DataFrame, flags: pd.DataFrame) -> None:
    labels = gaps.map(lambda gap: f"{100 * gap:+.0f}" if abs(gap) >= 0.005 else "0")
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
    names = [short(str(name)) for name in gaps.columns]
    crowded = sum(map(len, names)) > _LETTERS_IN_A_ROW
    axes.set_xticks(
        axes.get_xticks(), names, rotation=30 if crowded else 0, ha="right" if crowded else "center"
    )
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
    Nothing to compare: it needs two groups of customers who told us.
    """
    n_tests = len(compared)
    flagged = compared[compared["flagged"].astype(bool)]
    if len(flagged):
        flagged = flagged.loc[flagged["deviation"].abs().sort_values(ascending=False).index]
        flagged = flagged.assign(kind=flagged["kind"].map(kind_in_words))
    return table(
        flagged,
        (Shown("kind", "Kind"), *_COMPARED),
        caption="Comparisons that hold up",
        source=_tests_in_words(compared),
        empty=f"None of {n_tests:,} comparisons holds up once chance is taken into account."
        if n_tests
        else "Nothing to compare: it needs two groups of customers who told us.",
    )


def _tests_in_words(compared: pd.DataFrame) -> str:
    told = compared["verdict"].value_counts() if len(compared) else {}
    return (
        f"Tests run: {len(compared):,}; flagged: {told.get('differs', 0):,}; no difference of ten "
        f"points or more: {told.get('no difference', 0):,}; cannot tell: "
        f"{told.get('cannot tell', 0):,}. False discovery rate 5 % over kinds, and within each"
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
        Shown("group", kind_in_words(kind).capitalize()),
        Shown("theme", "Reason"),
        Shown("n_naming", "Customers", "count"),
        Shown("share", "Share of the group", "share"),
        Shown("value", "Yearly value at stake", "money"),
    )
    return table(
        rows.head(15),
        columns,
        caption="Who, why and how much",
        source=f"Customers who told us, back since or not; cells under {floor} customers left out",
        empty=f"No {kind_in_words(kind)} and reason shared by at least {floor} customers.",
    )


def figure_of_traps(traps: pd.DataFrame) -> Picture | Block:
    """Return striking differences beside what remains of them among customers who are alike.

    Parameters
    ----------
    traps
        As ``patterns.check_within`` returns it; drawn are those that hold up and those that go
        away.

    Examples
    --------
    >>> figure_of_traps(pd.DataFrame(columns=["flagged", "goes_away"]))
    No difference between groups is striking enough to check.
    """
    rows = traps
    if len(traps):
        told = traps["flagged"].astype(bool) | traps["goes_away"].astype(bool)
        rows = traps[told].head(_MOST_TRAPS)
    if rows.empty:
        return nothing("No difference between groups is striking enough to check.")
    rows = rows.assign(
        label=rows["theme"] + ", " + rows["group"].astype(str), held=rows["held"].map(kind_in_words)
    )
    gone = int(rows["goes_away"].astype(bool).sum())
    words = Words(
        "patterns_within",
        f"{_of_many(gone, len(rows))} among customers who are alike",
        "Pale: difference to all others; dark: among customers alike in size or another respect. "
        "Striking: the interval of that difference alone leaves out 0, or it holds up",
        _in_sentences(rows),
        "Alike in one respect at a time; customers may differ in others that no table holds.",
    )
    columns = (
        Shown("theme", "Reason"),
        Shown("group", "Group"),
        Shown("difference", "Difference to the rest, points", "points", "low", "high"),
        Shown("held", "Alike in"),
        Shown("within", "Difference among those, points", "points", "within_low", "within_high"),
    )
    return draw(
        words,
        lambda figure: _paint_traps(figure.add_subplot(), rows),
        numbers=rows,
        columns=columns,
        height=height_for(len(rows)),
    )


def _paint_traps(axes: Axes, rows: pd.DataFrame) -> None:
    for place, row in zip(range(len(rows))[::-1], rows.to_dict("records"), strict=True):
        colour = GREY if row["goes_away"] else ACCENT
        for prefix, shift, shade in (("", 0.16, PALE), ("within_", -0.16, colour)):
            ends, middle = (row[f"{prefix}low"], row[f"{prefix}high"]), row[_VALUES[prefix]]
            axes.plot(ends, [place + shift] * 2, color=shade, linewidth=2.4)
            axes.plot([middle], [place + shift], "o", color=shade, markersize=6)
    axes.axvline(0, color=INK, linewidth=0.9)
    axes.set_yticks(range(len(rows))[::-1], [short(str(label)) for label in rows["label"]])
    axes.xaxis.set_major_formatter(lambda value, _: points_in_words(value))
    axes.set_xlabel("points")


#: Column of the value beside its bounds, plain and among customers who are alike.
_VALUES = {"": "difference", "within_": "within"}

#: More rows do not fit a reader's head.
_MOST_TRAPS = 10


def _of_many(gone: int, n: int) -> str:
    if not gone:
        return "All striking differences remain" if n > 1 else "The striking difference remains"
    if n == 1:
        return "The striking difference goes away"
    return f"{gone} of {n} striking differences {'goes' if gone == 1 else 'go'} away"


def _in_sentences(rows: pd.DataFrame) -> str:
    told = [
        f"{row['label']}: {points_in_words(row['difference'])} points, among those of the same "
        f"{row['held']} {points_in_words(row['within'])}."
        for row in rows.to_dict("records")
    ]
    return " ".join(told)


def table_of_costs(costs: pd.DataFrame) -> Block:
    """Return what each reason costs a year, adding up to the loss of all dormant customers.

    Parameters
    ----------
    costs
        As ``patterns.cost_of_reasons`` returns it.

    Examples
    --------
    >>> table_of_costs(pd.DataFrame(columns=["n_customers", "theme_id", "value"]))
    No dormant customer told why: no loss to divide.
    """
    columns = (
        Shown("theme", "Reason"),
        Shown("n_customers", "Customers", "count"),
        Shown("value", "Yearly loss, divided", "money", "low", "high"),
        Shown("share", "Share of the loss", "share"),
        Shown("value_named", "Of all who name it", "money"),
    )
    return table(
        costs,
        columns,
        caption="What each reason costs a year",
        source="All dormant customers; who names several reasons is divided among them",
        empty="No dormant customer told why: no loss to divide.",
    )


def table_of_exposed(exposed: pd.DataFrame, *, floor: int = Settings.group_floor) -> Block:
    """Return the active customers who share the circumstance of a reason that strikes there.

    Parameters
    ----------
    exposed
        As ``patterns.exposed`` returns it.

    Examples
    --------
    >>> table_of_exposed(pd.DataFrame(columns=["n_active", "kind"]))
    No reason strikes one group for certain, so nobody still active is known to be exposed.
    """
    rows = large_enough(exposed, "n_active", floor)
    columns = (
        Shown("theme", "Reason"),
        Shown("kind", "Kind"),
        Shown("group", "Group"),
        Shown("difference", "Named more often there by, points", "points", "low", "high"),
        Shown("n_active", "Still active there", "count"),
        Shown("spend_last_12_months", "Their last 12 months", "money"),
    )
    if len(rows):
        rows = rows.assign(kind=rows["kind"].map(kind_in_words))
    return table(
        rows,
        columns,
        caption="Who is exposed next",
        source="Active customers of groups in which a reason is named more often for certain",
        empty="No reason strikes one group for certain, so nobody still active is known to be "
        "exposed.",
    )
