"""Marks that several pictures share: dots with intervals, bars, bands, axes in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.plots.picture import ACCENT, GREY, INK, PALE
from analysis.results import Unit, in_words, points_in_words

#: Rows that rest on fewer customers are drawn pale.
FEW = 20

#: Longer labels are cut with an ellipsis; the table below the chart holds them whole.
LABEL_LENGTH = 34


def short(label: str) -> str:
    """Return a label that fits beside a chart.

    Examples
    --------
    >>> short("late"), len(short("x" * 80))
    ('late', 34)
    """
    return label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"


def short_with(label: str, mark: str) -> str:
    """Return a label with what tells it from its like: where both are too long, the label is cut.

    Examples
    --------
    >>> short_with("late", "I0007")
    'late · I0007'
    >>> short_with("delivery windows missed or goods damaged", "I0007")
    'delivery windows missed o… · I0007'
    """
    room = max(LABEL_LENGTH - len(mark) - 3, LABEL_LENGTH // 3)
    kept = label if len(label) <= room else f"{label[: room - 1]}…"
    most = LABEL_LENGTH - len(kept) - 3
    # The end of a long mark tells it from the next one, its beginning seldom does.
    return f"{kept} · {mark if len(mark) <= most else '…' + mark[1 - most :]}"


def words_on_axis(axes: Axes, which: str, unit: Unit) -> None:
    """Write an axis in words: 40%, 1.2 M, 90 days."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(FuncFormatter(lambda value, _: in_words(value, unit)))
    axis.set_major_locator(MaxNLocator(nbins=6, min_n_ticks=3))


def dot_rows(
    axes: Axes, rows: pd.DataFrame, *, label: str, value: str, n: str, finding: int = 0
) -> None:
    """Draw one share with its interval a row, top row first; the finding in the accent and bold.

    Parameters
    ----------
    rows
        Holds the label, value, ``low``, ``high`` and n columns; at most about 15 rows.
    n
        Column of the denominator; under ``FEW`` the row is pale.
    finding
        Row to accent, counted from the top; -1 for none.
    """
    places = np.arange(len(rows))[::-1]
    for place, number, row in zip(places, range(len(rows)), rows.to_dict("records"), strict=True):
        colour = ACCENT if number == finding else GREY if row[n] >= FEW else PALE
        axes.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=2.4)
        axes.plot([row[value]], [place], "o", color=colour, markersize=7)
        axes.annotate(
            in_words(row[value], "share"),
            # Beside its dot: at the interval's end a reader would take it for the number there.
            (row[value], place),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=INK if number == finding else GREY,
            fontweight="bold" if number == finding else "normal",
            fontsize=10,
            # A reference line that passes there would cross the number.
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )
    _name_rows(axes, places, [str(name) for name in rows[label]], finding)
    axes.set_ylim(top=len(rows) - 0.1)  # room for a reference line's name above the first number
    words_on_axis(axes, "x", "share")
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]), right=axes.get_xlim()[1] * 1.12)


def as_points(axes: Axes, differences: Sequence[float]) -> None:
    """Write the numbers of ``dot_rows`` as points: there they are differences of shares."""
    for text, difference in zip(axes.texts, differences, strict=True):
        text.set_text(points_in_words(difference))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: points_in_words(share)))
    axes.set_xlabel("points")


def bar_rows(
    axes: Axes, rows: pd.DataFrame, *, label: str, value: str, unit: Unit, finding: int = 0
) -> None:
    """Draw one horizontal bar a row, top row first, with its number behind it."""
    places = np.arange(len(rows))[::-1]
    colours = [ACCENT if number == finding else PALE for number in range(len(rows))]
    axes.barh(places, rows[value], color=colours, height=0.62)
    for place, number in zip(places, rows[value], strict=True):
        axes.annotate(
            in_words(float(number), unit),
            (float(number), place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
        )
    _name_rows(axes, places, [str(name) for name in rows[label]], finding)
    words_on_axis(axes, "x", unit)
    axes.margins(x=0.14)


def _name_rows(axes: Axes, places: Any, names: Sequence[str], finding: int) -> None:
    axes.set_yticks(places, [short(name) for name in names])
    axes.set_ylim(-0.6, len(names) - 0.4)
    ticks = axes.get_yticklabels()
    if 0 <= finding < len(ticks):
        ticks[finding].set_fontweight("bold")


def line_with_band(axes: Axes, x: Any, rows: pd.DataFrame, *, value: str, colour: str) -> None:
    """Draw a line with its interval as a pale band."""
    axes.plot(x, rows[value], color=colour)
    axes.fill_between(x, rows["low"], rows["high"], color=colour, alpha=0.14, linewidth=0)


#: Names in the margin stand at least so far apart, of the height of the drawing.
_APART = 0.1


def names_in_margin(axes: Axes, names: Sequence[tuple[str, float, str]]) -> None:
    """Write names right of the drawing, each beside its mark and none on another.

    Parameters
    ----------
    axes
        With its final limits.
    names
        Name, where its mark ends on the y axis, and colour.
    """
    low, high = axes.get_ylim()
    wanted = [(value - low) / ((high - low) or 1.0) for _, value, _ in names]
    for (name, _, colour), place in zip(names, _spread(wanted), strict=True):
        axes.annotate(
            name,
            (1.02, place),
            xycoords="axes fraction",
            va="center",
            fontsize=10,
            color=colour,
            annotation_clip=False,
        )


def _spread(wanted: Sequence[float]) -> list[float]:
    """Return places as near as can be to those wanted, 0..1, and apart from each other.

    >>> _spread([0.5, 0.5])
    [0.45, 0.55]
    >>> _spread([0.9, 0.2])
    [0.9, 0.2]
    """
    order = sorted(range(len(wanted)), key=lambda one: (wanted[one], one))
    groups: list[list[float]] = []  # the middle of each run of touching names, and their number
    for one in order:
        groups.append([min(max(wanted[one], 0.0), 1.0), 1])
        while len(groups) > 1 and _touch(groups[-2], groups[-1]):
            (first, m), (second, n) = groups[-2:]
            middle, half = (first * m + second * n) / (m + n), (m + n - 1) * _APART / 2
            groups[-2:] = [[min(max(middle, half), max(1.0 - half, half)), m + n]]
    spread = [
        round(middle + _APART * (step - (n - 1) / 2), 4)
        for middle, n in groups
        for step in range(int(n))
    ]
    return [place for _, place in sorted(zip(order, spread, strict=True))]


def _touch(below: Sequence[float], above: Sequence[float]) -> bool:
    return above[0] - below[0] < _APART * (below[1] + above[1]) / 2 - 1e-9


def reference_line(axes: Axes, value: float, name: str, *, vertical: bool = True) -> None:
    """Draw a named reference line; the drawing grows to hold it."""
    low, high = axes.get_xlim() if vertical else axes.get_ylim()
    if not low <= value <= high:
        ends = min(low, value), max(high, value + 0.12 * (value - low))
        axes.set_xlim(*ends) if vertical else axes.set_ylim(*ends)
    style: dict[str, Any] = {"color": INK, "linewidth": 0.9, "linestyle": (0, (3, 3))}
    if vertical:
        axes.axvline(value, **style)
        axes.annotate(
            name,
            (value, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(4, -2),
            textcoords="offset points",
            va="top",
            fontsize=9,
            color=INK,
        )
    else:
        axes.axhline(value, **style)
        axes.annotate(
            name,
            (1.0, value),
            xycoords=("axes fraction", "data"),
            xytext=(-2, 3),
            textcoords="offset points",
            ha="right",
            fontsize=9,
            color=INK,
        )


def height_for(n_rows: int) -> float:
    """Return the height in inches that so many rows need.

    Examples
    --------
    >>> height_for(5), height_for(1)
    (3.0, 2.0)
    """
    return max(2.0, 1.0 + 0.4 * n_rows)
