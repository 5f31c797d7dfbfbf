"""Pictures and tables of what is fixed, what helped, and what to fix next."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from analysis.errors import counted
from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import dot_rows, height_for, reference_line, short, short_with
from analysis.plots.picture import ACCENT, GREY, INK, PALE, WARN, Picture, Words, draw
from analysis.results import in_words
from analysis.settings import Settings

_ANSWERS = {"yes": "all can be fixed", "no": "one or more cannot", "unknown": "not known"}
_CLAIM = "Every reason is fixable"


def figure_of_fixability(
    fixable: pd.DataFrame, *, claim: str, floor: int = Settings.share_floor
) -> Picture | Block:
    """Return for how many of those with a reason by name all reasons can be fixed.

    Parameters
    ----------
    fixable
        As ``winback.Fixability.by_answer``.
    claim
        What becomes of "every reason is fixable".
    floor
        Shares of fewer customers are hidden.

    Examples
    --------
    >>> figure_of_fixability(pd.DataFrame({"n_customers": []}), claim="cannot tell")
    Nothing to show: no dormant customer has a reason on file.
    """
    n = int(fixable["n_customers"].sum()) if len(fixable) else 0
    if not n:
        return nothing("Nothing to show: no dormant customer has a reason on file.")
    if n < floor:
        return nothing(
            f"“{_CLAIM}”: cannot tell; fewer than {floor} dormant customers have a reason with a "
            "name."
        )
    rows = fixable.assign(label=fixable["answer"].map(_ANSWERS), n=n)
    words = Words(
        "fixability",
        f"“{_CLAIM}”: {'cannot tell' if claim == 'cannot tell' else 'this ' + claim}",
        f"Share of the {n:,} dormant customers whose reasons have a name (code or theme), by "
        "whether they can be fixed",
        f"Dots with intervals: {_in_a_row(rows)}.",
        "Whoever marked a reason as fixable may be wrong; not known stays in the denominator. Who "
        "told us what fits no name is not in it.",
    )
    columns = (
        Shown("label", "Their reasons"),
        Shown("n_customers", "Customers", "count"),
        Shown("share", "Share", "share", "low", "high"),
    )

    def paint(figure: Figure) -> None:
        dot_rows(figure.add_subplot(), rows, label="label", value="share", n="n")

    return draw(words, paint, numbers=rows, columns=columns, height=height_for(len(rows)))


def _in_a_row(rows: pd.DataFrame) -> str:
    pairs = zip(rows["label"], rows["share"], strict=True)
    return ", ".join(f"{label} {in_words(share, 'share')}" for label, share in pairs)


def table_of_fixed_not_told(untold: pd.DataFrame, *, n_untold: int, floor: int) -> Block:
    """Return the reasons that were fixed and whom nobody told, top five, with the total.

    Parameters
    ----------
    untold
        As ``winback.fixed_by_code`` returns it.
    n_untold
        Customers behind it, each once.
    floor
        Reasons of fewer customers are hidden.

    Examples
    --------
    >>> table_of_fixed_not_told(pd.DataFrame(), n_untold=0, floor=5)
    Cannot tell who was not told of a fix: it needs reasons under the codes of the fix register.
    """
    rows = large_enough(untold, "n_customers", floor).head(5)
    rows = rows.assign(reason=rows["code"].map(_spoken)) if len(rows) else rows
    columns = (
        Shown("reason", "Reason, fixed since"),
        Shown("n_customers", "Not told", "count"),
        Shown("value", "Yearly value at stake", "money"),
        Shown("fixed_on", "Latest fix", "date"),
    )
    empty = "Nobody is known who left for reasons that are all fixed and was not told."
    if n_untold:
        empty = f"Fewer than {floor} customers share a fixed reason of which nobody told them."
    elif not len(untold.columns):
        empty = (
            "Cannot tell who was not told of a fix: it needs reasons under the codes of the fix "
            "register."
        )
    return table(
        rows,
        columns,
        caption="Already fixed, not told",
        source=f"{n_untold:,} dormant customers in all, each once; who named several reasons "
        f"stands in several rows; rows under {floor} customers hidden",
        empty=empty,
    )


def _spoken(code: str) -> str:
    return code.replace("_", " ")


def table_of_next_fixes(calendar: pd.DataFrame, *, floor: int) -> Block:
    """Return the three issues whose fix frees most, in their order.

    Parameters
    ----------
    calendar
        As ``winback.issue_calendar`` returns it.
    floor
        Issues that free fewer customers are hidden.

    Examples
    --------
    >>> table_of_next_fixes(pd.DataFrame(), floor=5)
    Cannot tell what to fix next: it needs an issues table.
    """
    rows = large_enough(calendar, "n_freed", floor).head(3)
    if len(rows):
        rows = rows.assign(
            reason=rows["code"].map(_spoken),
            owner=rows["owner"].fillna("nobody").replace("", "nobody"),
            late=[_lateness(days) for days in rows["days_overdue"]],
        )
    columns = (
        Shown("reason", "Issue"),
        Shown("owner", "Owner"),
        Shown("due_on", "Due", "date"),
        Shown("late", "Overdue"),
        Shown("n_freed", "Customers freed", "count"),
        Shown("value_freed", "Yearly value freed", "money"),
    )
    empty = f"No open issue whose fix would free {floor} customers or more."
    if not len(calendar.columns):
        empty = "Cannot tell what to fix next: it needs an issues table."
    return table(
        rows,
        columns,
        caption="Fix next",
        source="Each frees dormant customers whom, after those above it, nothing else blocks; "
        "freed is not yet returned",
        empty=empty,
    )


def _lateness(days: float) -> str:
    if days != days:
        return "no due day"
    return f"{days:,.0f} days" if days > 0 else "no"


def figure_of_issue_calendar(calendar: pd.DataFrame, *, floor: int) -> Picture | Block:
    """Return the open issues that free most, from their first day to the day they are due.

    Parameters
    ----------
    calendar
        As ``winback.issue_calendar`` returns it; the first twelve are drawn.
    floor
        Numbers and money of fewer customers are hidden.

    Examples
    --------
    >>> figure_of_issue_calendar(pd.DataFrame(), floor=5)
    Cannot tell what is open: it needs an issues table.
    """
    if not len(calendar.columns):
        return nothing("Cannot tell what is open: it needs an issues table.")
    if calendar.empty:
        return nothing("Nothing to show: no issue is open.")
    rows = calendar.head(12)
    pairs = [(_spoken(code), str(issue)) for code, issue in rows[["code", "issue_id"]].to_numpy()]
    names = [f"{code} · {issue}" for code, issue in pairs]
    shown = rows["value_freed"].where(rows["n_freed"] >= floor)
    blocked = rows["n_blocked"].where((rows["n_blocked"] >= floor) | (rows["n_blocked"] == 0))
    rows = rows.assign(
        name=names,
        label=[short_with(*pair) for pair in pairs],
        value_freed=shown,
        n_blocked=blocked,
        late=[_lateness(days) for days in rows["days_overdue"]],
    )
    n_late, n_known = int((calendar["days_overdue"] > 0).sum()), len(calendar)
    words = Words(
        "issue_calendar",
        f"{n_late:,} of {n_known:,} open issues are overdue",
        "Bars run from the opening to the day due; the orange part is overdue at the snapshot",
        f"{counted(len(rows), 'bar')}, the issue whose fix frees most on top: {names[0]}.",
        "The order follows the money of customers freed, then the day due; not what a fix costs.",
    )
    columns = (
        Shown("name", "Issue"),
        Shown("opened_on", "Opened", "date"),
        Shown("due_on", "Due", "date"),
        Shown("late", "Overdue"),
        Shown("n_blocked", "Customers blocked", "count"),
        Shown("value_freed", "Yearly value freed", "money"),
    )

    today = (rows["opened_on"] + pd.to_timedelta(rows["days_open"], unit="D")).max()

    def paint(figure: Figure) -> None:
        _paint_calendar(figure.add_subplot(), rows, today)

    return draw(words, paint, numbers=rows, columns=columns, height=height_for(len(rows)))


def _paint_calendar(axes: Axes, rows: pd.DataFrame, today: pd.Timestamp) -> None:
    places = np.arange(len(rows))[::-1]
    for place, row in zip(places, rows.to_dict("records"), strict=True):
        due = row["due_on"] if row["due_on"] == row["due_on"] else today
        axes.plot([row["opened_on"], due], [place, place], color=ACCENT, linewidth=6,
                  solid_capstyle="butt")  # fmt: skip
        if due < today:
            axes.plot([due, today], [place, place], color=WARN, linewidth=6,
                      solid_capstyle="butt")  # fmt: skip
    axes.set_yticks(places, list(rows["label"]))
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.axvline(today, color=INK, linewidth=0.9, linestyle=(0, (3, 3)))
    axes.xaxis.set_major_locator(_years(rows, today))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda day, _: _year_of(day)))


def _years(rows: pd.DataFrame, today: pd.Timestamp) -> FixedLocator:
    first = rows["opened_on"].min().year
    last = max(today, rows["due_on"].max() if rows["due_on"].notna().any() else today).year
    days = pd.to_datetime([f"{year}-01-01" for year in range(first, last + 2)])
    return FixedLocator(((days - pd.Timestamp("1970-01-01")).days).tolist())


def _year_of(day: float) -> str:
    return str((pd.Timestamp("1970-01-01") + pd.Timedelta(days=int(day))).year)


_VERDICTS = {"helped": ACCENT, "no effect seen": GREY, "cannot tell": PALE}

_EFFECTS = (
    Shown("reason", "Reason"),
    Shown("fixed_on", "Fixed", "date"),
    Shown("n_before", "Departures before", "count"),
    Shown("n_after", "after", "count"),
    Shown("before", "Per 1,000 customer-months before", "ratio", "before_low", "before_high"),
    Shown("after", "after", "ratio", "after_low", "after_high"),
    Shown("ratio_text", "After over before"),
    Shown("adjusted_text", "Against reasons nobody fixed"),
    Shown("verdict", "Verdict"),
)


def figure_of_fix_effects(effects: pd.DataFrame) -> Picture | Block:
    """Return what became of departures with each fixed reason, and the verdict.

    Parameters
    ----------
    effects
        As ``winback.effects_table`` returns it.

    Examples
    --------
    >>> figure_of_fix_effects(pd.DataFrame())
    Cannot look for effects: no systemic issue has a day on which it was fixed.
    """
    if effects.empty:
        return nothing(
            "Cannot look for effects: no systemic issue has a day on which it was fixed."
        )
    rows = effects.assign(
        reason=effects["code"].map(_spoken),
        ratio_text=[_ratio(row, "ratio", "low", "high") for row in effects.to_dict("records")],
        adjusted_text=[
            _ratio(row, "adjusted", "adjusted_low", "adjusted_high")
            for row in effects.to_dict("records")
        ],
    )
    n_helped = int((rows["verdict"] == "helped").sum())
    words = Words(
        "fix_effects",
        f"{n_helped} of {len(rows)} fixes can be seen to have helped",
        "Departures with the reason after the fix over before, per active customer-month; bars are "
        "95 % intervals",
        "; ".join(f"{row.reason}: {row.verdict}" for row in rows.itertuples()) + ".",
        "A verdict needs the same fall against the reasons nobody fixed; what else changed that "
        "month is not ruled out.",
    )

    def paint(figure: Figure) -> None:
        _paint_ratios(figure.add_subplot(), rows)

    return draw(words, paint, numbers=rows, columns=_EFFECTS, height=height_for(len(rows)))


def _ratio(row: dict[str, Any], value: str, low: str, high: str) -> str:
    if pd.isna(row[value]):
        return "cannot tell"
    return f"{row[value]:.2f} ({row[low]:.2f} to {row[high]:.2f})"


#: The axis of ratios ends here; an interval that goes on is drawn to the edge.
_LEAST, _MOST = 0.1, 8.0


def _paint_ratios(axes: Axes, rows: pd.DataFrame) -> None:
    places = np.arange(len(rows))[::-1]
    known = rows.astype({"ratio": float, "low": float, "high": float})
    for place, row in zip(places, known.to_dict("records"), strict=True):
        colour = _VERDICTS[str(row["verdict"])]
        if row["ratio"] == row["ratio"]:
            low, high = np.clip([row["low"], row["high"]], _LEAST, _MOST)
            axes.plot([low, high], [place, place], color=colour, linewidth=2.4)
            axes.plot([np.clip(row["ratio"], _LEAST, _MOST)], [place], "o", color=colour)
        axes.annotate(str(row["verdict"]), (1.02, place), xycoords=("axes fraction", "data"),
                      va="center", fontsize=10, annotation_clip=False)  # fmt: skip
    axes.set_xscale("log")
    axes.set_xlim(_LEAST, _MOST)
    axes.xaxis.set_major_locator(FixedLocator([0.1, 0.25, 0.5, 1, 2, 4, 8]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_yticks(places, [short(name) for name in rows["reason"]])
    axes.set_ylim(-0.6, len(rows) - 0.3)
    reference_line(axes, 1.0, "no change")
