"""Rows a month, with gaps and cut-off months marked, and branches that fell silent alone."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.exports import Shown
from analysis.plots.blocks import Block, nothing, table
from analysis.plots.picture import ACCENT, GREY, INK, PALE, WARN, Picture, Words, draw
from analysis.results import in_words

#: More panels than these are too many to read; the table below the chart holds all.
_MOST_PANELS = 8


def figure_of_months(months: pd.DataFrame) -> Picture | Block:
    """Return the rows a month of each table; gaps and months that are cut off are marked.

    Parameters
    ----------
    months
        ``table, month`` (first day), ``n_rows, usual, mark`` (``gap``, ``cut_off`` or nothing),
        ``expected``.

    Examples
    --------
    >>> figure_of_months(pd.DataFrame())
    No table has dates: no timeline.
    """
    if months.empty:
        return nothing("No table has dates: no timeline.")
    names = list(dict.fromkeys(months["table"]))
    words = Words(
        "records_per_month",
        _finding(months, "table"),
        f"Rows a month and table, {_period(months)}. {_KEY}",
        f"Small bar charts of rows a month: {', '.join(names)}. {_in_sentences(months, 'table')}",
        "A hatched bar covers a part of its month: it is no fall.",
    )
    return _draw(months, "table", words)


def figure_of_branches(branch_months: pd.DataFrame) -> Picture | Block:
    """Return the rows a month of the largest branches; gaps and cut-off months are marked.

    Parameters
    ----------
    branch_months
        ``branch, month, n_rows, usual, mark, expected``.

    Examples
    --------
    >>> figure_of_branches(pd.DataFrame())
    The transactions name no branches: nothing to compare.
    """
    if branch_months.empty:
        return nothing("The transactions name no branches: nothing to compare.")
    sizes = branch_months.groupby("branch")["n_rows"].sum().sort_values(ascending=False)
    shown = branch_months.set_index("branch").loc[list(sizes.index[:_MOST_PANELS])].reset_index()
    which = f"the {_MOST_PANELS} largest of {len(sizes)}" if len(sizes) > _MOST_PANELS else "all"
    words = Words(
        "records_per_month_by_branch",
        _finding(branch_months, "branch"),
        f"Rows of transactions a month and branch ({which}), {_period(shown)}. {_KEY}",
        f"Small bar charts of rows a month by branch. {_in_sentences(shown, 'branch')}",
        "A branch that opened or closed begins or ends here; that is no gap.",
    )
    return _draw(shown, "branch", words)


_KEY = "Amber: a gap. Hatched: rows for a part of the month only"


def _period(months: pd.DataFrame) -> str:
    return f"{months['month'].min():%B %Y} to {months['month'].max():%B %Y}"


def _finding(months: pd.DataFrame, by: str) -> str:
    """Return what the picture shows, as its title."""
    gaps = months[months["mark"] == "gap"]
    if len(gaps):
        where = ", ".join(dict.fromkeys(gaps[by]).keys()) if gaps[by].nunique() <= 3 else "several"
        n_months = gaps["month"].nunique()
        much = "1 month has" if n_months == 1 else f"{n_months} months have"
        return f"{much} few rows or none: {where}"
    cut = _cut_off(months)
    if cut.empty:
        return f"No month is missing in any {by}"
    which = f"{_listed(cut, by)} covers" if len(cut) == 1 else "some cover"
    return f"No month is missing in any {by}; {which} a part of the month"


def _cut_off(months: pd.DataFrame) -> pd.DataFrame:
    """Return the months that are covered in part."""
    return months[months["mark"] == "cut_off"]


def _in_sentences(months: pd.DataFrame, by: str) -> str:
    gaps = months[months["mark"] == "gap"]
    told = [f"Gaps: {_listed(gaps, by)}." if len(gaps) else "No gaps."]
    cut = _cut_off(months)
    if len(cut):
        told.append(f"Covers a part of the month: {_listed(cut, by)}.")
    return " ".join(told)


def _listed(rows: pd.DataFrame, by: str) -> str:
    shown = [f"{row[by]} {row['month']:%B %Y}" for row in rows.head(6).to_dict("records")]
    return ", ".join(shown) + (f" and {len(rows) - 6} more" if len(rows) > 6 else "")


def _draw(months: pd.DataFrame, by: str, words: Words) -> Picture:
    names = list(dict.fromkeys(months[by]))
    first, last = months["month"].min(), months["month"].max()

    def paint(figure: Figure) -> None:
        grid = figure.subplots(len(names), 1, sharex=True, squeeze=False)
        for axes, name in zip(grid[:, 0], names, strict=True):
            rows = months[months[by] == name]
            _bars(axes, rows, ACCENT if name in {"transactions", names[0]} else GREY)
            axes.set_title(str(name), fontsize=10, fontweight="normal", color=INK, pad=4)
            axes.set_xlim(first - pd.Timedelta(days=20), last + pd.Timedelta(days=50))

    columns = (
        Shown("name", by.capitalize()),
        Shown("month", "Month", "date"),
        Shown("n_rows", "Rows", "count"),
        Shown("usual", "Median month", "count"),
        Shown("remark", "Remark"),
    )
    marked = months[months["mark"] != ""]
    numbers = pd.concat([marked, months[months["mark"] == ""]]) if len(marked) else months
    numbers = numbers.assign(
        name=numbers[by], remark=[_remark(row) for row in numbers.to_dict("records")]
    )
    height = max(2.2, 0.92 * len(names) + 0.6)
    return draw(words, paint, numbers=numbers, columns=columns, height=height)


def _remark(row: dict[str, Any]) -> str:
    if row["mark"] == "gap":
        return "gap: few rows or none"
    if row["mark"] != "cut_off":
        return ""
    if pd.isna(row["expected"]):
        return "covers a part of the month"
    return f"covers a part of the month: a usual one has {row['expected']:,.0f} in these days"


def _bars(axes: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Draw a bar a month; the centre of a bar is the middle of its month."""
    middle = pd.Timedelta(days=14)
    plain = rows[rows["mark"] != "cut_off"]
    axes.bar(plain["month"] + middle, plain["n_rows"], width=25, color=colour)
    cut = rows[rows["mark"] == "cut_off"]
    axes.bar(
        cut["month"] + middle, cut["n_rows"], width=25, facecolor="white", edgecolor=colour,
        hatch="/////", linewidth=0.8,
    )  # fmt: skip
    top = float(rows["n_rows"].max())
    for begins, ends in _runs(rows):
        axes.axvspan(begins, ends, color=WARN, alpha=0.16, linewidth=0)
        axes.annotate(
            "gap", (begins + (ends - begins) / 2, top), ha="center", va="top", fontsize=8,
            color=WARN, fontweight="bold",
        )  # fmt: skip
    axes.grid(axis="y")
    axes.grid(visible=False, axis="x")
    axes.set_ylim(0, top * 1.08 or 1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=2, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: in_words(value, "count")))
    axes.tick_params(labelsize=9, axis="y")
    axes.tick_params(labelsize=9, axis="x", pad=7)
    axes.axhline(0, color=PALE, linewidth=0.8)
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=6))
    axes.xaxis.set_major_formatter(DateFormatter("%b %Y"))


def _runs(rows: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return first day and end of each run of months with the mark of a gap."""
    numbered = rows.assign(number=rows["month"].dt.year * 12 + rows["month"].dt.month)
    gaps = numbered[numbered["mark"] == "gap"]
    first = gaps.loc[gaps["number"].diff() != 1, "month"]
    last = gaps.loc[gaps["number"].diff(-1) != -1, "month"]
    return list(zip(first, last + pd.DateOffset(months=1), strict=True))


def table_of_branches(branches: pd.DataFrame) -> Block:
    """Return each branch with its rows, its days, its gaps and the silence it kept alone.

    Parameters
    ----------
    branches
        ``branch, n_rows, first_on, last_on, n_gaps, silent_days, silent_from, expected``.

    Examples
    --------
    >>> table_of_branches(pd.DataFrame())
    The transactions name no branches: no table.
    """
    if branches.empty:
        return nothing("The transactions name no branches: no table.")
    columns = (
        Shown("branch", "Branch"),
        Shown("n_rows", "Rows", "count"),
        Shown("first_on", "First day", "date"),
        Shown("last_on", "Last day", "date"),
        Shown("n_gaps", "Months with a gap", "count"),
        Shown("silent_days", "Days silent alone", "count"),
        Shown("silent_from", "From", "date"),
        Shown("expected", "Rows expected then", "count"),
    )
    silent = branches["silent_days"].notna().sum()
    much = "No branch" if not silent else f"{silent} of {len(branches)} branches"
    return table(
        branches.head(20),
        columns,
        caption=f"{much} fell silent while the others went on",
        source="The longest stretch of days without a row in which, by the rows of the other "
        "branches, at least 20 of its own were to be expected"
        + (f"; the 20 largest of {len(branches)} branches" if len(branches) > 20 else ""),
    )
