"""Pictures and tables of why customers say they left."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.errors import counted
from analysis.exports import Shown
from analysis.plots.blocks import Block, drawn_of, large_enough, no_reason, nothing, of_all
from analysis.plots.marks import bar_rows, dot_rows, height_for, reference_line, short
from analysis.plots.picture import ACCENT, GREY, INK, PALE, Picture, Words, draw
from analysis.results import in_words
from analysis.settings import Settings

#: More rows than this do not fit a reader's head; the table behind the chart holds them all.
N_SHOWN = 12

_SHARES = (
    Shown("theme", "Reason"),
    Shown("n_customers", "Customers naming it", "count"),
    Shown("n_told", "Customers who told us", "count"),
    Shown("share", "Share of these", "share", "low", "high"),
)


def figure_of_reasons(
    ranked: pd.DataFrame,
    *,
    floor: int = Settings.group_floor,
    n_dormant: int = 0,
    most: int = N_SHOWN,
) -> Picture | Block:
    """Return each reason's share of the customers who told us, with the line at one half.

    Parameters
    ----------
    ranked
        As ``patterns.rank_reasons`` returns it: one row a theme, most named first. A ``verdict``
        of *not reliable* stamps the reason.
    floor
        Reasons that fewer customers name are hidden.
    n_dormant
        All dormant customers: a bar at the right shows of how many the shares are; 0 = no bar.
    most
        So many reasons are drawn; the numbers behind the picture hold all.

    Examples
    --------
    >>> rows = pd.DataFrame({"theme": ["late"], "is_reason": [True], "n_customers": [18],
    ...                      "n_told": [60], "share": [0.3], "low": [0.2], "high": [0.43]})
    >>> figure_of_reasons(rows).title
    'No single reason explains half of the losses'
    """
    reasons = _reasons(ranked, floor)
    if reasons.empty:
        return nothing(_too_few(ranked, floor, "nothing to rank"))
    first = reasons.iloc[0]
    reasons = _stamped(reasons)
    top, n_told = reasons.head(most), int(first["n_told"])
    words = Words(
        "reasons",
        _half(first),
        f"Customers naming each reason, n = {n_told:,} who told us; one may name several"
        + _what_stamped(top)
        + drawn_of(len(top), len(reasons)),
        f"Dot plot of {counted(len(top), 'reason')} with 95 percent intervals. "
        f"{first['theme']} leads with "
        f"{in_words(first['share'], 'share')}, {in_words(first['low'], 'share')} to "
        f"{in_words(first['high'], 'share')}.",
        "Shares are of dormant customers who told us, not of all who left."
        + " Who told only what fits no theme is among them, and has no reason on file."
        * (n_dormant > n_told),
    )

    def paint(figure: Figure) -> None:
        axes, bar = _panels(figure, with_bar=n_dormant > n_told)
        dot_rows(axes, top, label="theme", value="share", n="n_told")
        if axes.get_xlim()[1] > 0.42:  # else no share is anywhere near, and all would be squeezed
            reference_line(axes, 0.5, "half")
        axes.set_xlabel(f"share of the {n_told:,} who told us, 95 % interval")
        if bar is not None:
            _coverage_bar(bar, n_told, n_dormant)

    return draw(words, paint, numbers=reasons, columns=_SHARES, height=height_for(len(top)))


def _half(first: pd.Series) -> str:
    """Say whether the reason named most is named by half of those who told, or that none knows."""
    if first["low"] >= 0.5:
        return f"At least half of those who told us name {first['theme']}"
    if first["high"] >= 0.5:
        return f"Cannot tell whether half of those who told us name {first['theme']}"
    return "No single reason explains half of the losses"


#: What stands behind the name of a reason on which two coders do not agree.
_STAMP = " *"


def _stamped(reasons: pd.DataFrame) -> pd.DataFrame:
    if "verdict" not in reasons:
        return reasons
    weak = reasons["verdict"] == "not reliable"
    return reasons.assign(theme=reasons["theme"].where(~weak, reasons["theme"] + _STAMP))


def _what_stamped(reasons: pd.DataFrame) -> str:
    """Say what the stamp behind a name means, where one has it."""
    if not reasons["theme"].str.endswith(_STAMP).any():
        return ""
    return "; * two coders do not agree on it (agreement beyond chance, kappa, under .6)"


def _panels(figure: Figure, *, with_bar: bool) -> tuple[Axes, Axes | None]:
    if not with_bar:
        return figure.add_subplot(), None
    grid = figure.add_gridspec(1, 2, width_ratios=(9, 1), wspace=0.08)
    return figure.add_subplot(grid[0]), figure.add_subplot(grid[1])


def _coverage_bar(axes: Axes, n_told: int, n_dormant: int) -> None:
    """Draw how many of all dormant customers told: what the shares beside it rest on."""
    told = n_told / n_dormant
    axes.bar([0], [told], color=ACCENT, width=0.7)
    axes.bar([0], [1 - told], bottom=[told], color=PALE, width=0.7)
    for text, height in (
        (f"told\n{told:.0%}", told / 2),
        (f"silent\n{1 - told:.0%}", (1 + told) / 2),
    ):
        axes.text(0.55, height, text, fontsize=9, va="center", color=INK)
    axes.set_ylim(0, 1)
    axes.set_axis_off()


def _reasons(ranked: pd.DataFrame, floor: int) -> pd.DataFrame:
    """Return the reasons that enough customers name, of enough who told."""
    if ranked.empty:
        return ranked
    rows = large_enough(ranked[ranked["is_reason"]], "n_customers", floor)
    return large_enough(rows, "n_told", Settings.share_floor)


def _too_few(ranked: pd.DataFrame, floor: int, what: str) -> str:
    """Say why there is no reason to show: too few told, or too few name the same."""
    n_told = 0 if ranked.empty else int(ranked.get("n_told", pd.Series([0])).iloc[0])
    if 0 < n_told < Settings.share_floor:
        return f"Only {n_told} dormant customers told us: no share is drawn."
    return no_reason(ranked, floor, what)


def figure_of_reasons_by_money(
    ranked: pd.DataFrame, *, floor: int = Settings.group_floor
) -> Picture | Block:
    """Return each reason's share by customers and by money, side by side.

    Examples
    --------
    >>> figure_of_reasons_by_money(pd.DataFrame())
    No dormant customer has a reason on file: no money to share out.
    """
    reasons = _reasons(ranked, floor)
    reasons = reasons[reasons["money_share"].notna()] if len(reasons) else reasons
    if reasons.empty:
        return nothing(_too_few(ranked, floor, "no money to share out"))
    top = reasons.sort_values(["value", "theme_id"], ascending=[False, True]).head(N_SHOWN)
    top = top.astype({"money_low": float, "money_high": float})  # unknown where few told
    first = top.iloc[0]
    words = Words(
        "reasons_by_money",
        f"Weighed by money, {first['theme']} {_lead(top)}",
        "Share of customers (grey) and of yearly value at stake (teal) naming each reason, "
        f"n = {int(first['n_told']):,} who told us",
        f"Two dots a reason for {counted(len(top), 'reason')}, by customers and by money. By money "
        f"{first['theme']} leads with {in_words(first['money_share'], 'share')}.",
        "A customer who names two reasons counts fully under both: the rows do not add up to 100%.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        places = np.arange(len(top))[::-1]
        axes.hlines(places, top["money_low"], top["money_high"], color=ACCENT, linewidth=2.4)
        axes.plot(top["money_share"], places, "o", color=ACCENT, markersize=7)
        axes.hlines(places - 0.22, top["low"], top["high"], color=PALE, linewidth=2.4)
        axes.plot(top["share"], places - 0.22, "o", color=GREY, markersize=5)
        axes.set_yticks(places, [short(str(name)) for name in top["theme"]])
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter(lambda value, _: in_words(value, "share"))
        axes.set_xlabel("share of money (teal) and of customers (grey), 95 % interval")

    columns = (
        Shown("theme", "Reason"),
        Shown("share", "Share of customers", "share", "low", "high"),
        Shown("money_share", "Share of money", "share", "money_low", "money_high"),
        Shown("value", "Yearly value at stake", "money"),
    )
    return draw(words, paint, numbers=top, columns=columns, height=height_for(len(top)))


def _lead(top: pd.DataFrame) -> str:
    """Say whether the first reason's share of money is clear of the second's."""
    first = f"comes first with {in_words(top['value'].iloc[0], 'money')} a year"
    if len(top) < 2 or top["money_low"].iloc[0] > top["money_high"].iloc[1]:
        return first
    if top["money_low"].isna().iloc[0]:
        return f"{first}; too few told us for an interval"
    return f"{first}; the intervals overlap"


def figure_of_coverage(
    covered: pd.DataFrame, *, by: str, floor: int = Settings.share_floor
) -> Picture | Block:
    """Return for which share of the dormant customers a why is documented, by group.

    Parameters
    ----------
    covered
        As ``patterns.coverage`` returns it.
    by
        What the groups are, in words.

    Examples
    --------
    >>> rows = pd.DataFrame({"group": ["all"], "n_dormant": [90], "n_told": [40], "share": [0.44],
    ...                      "low": [0.35], "high": [0.55]})
    >>> figure_of_coverage(rows, by="segment").title
    'We know why for 40 of 90 dormant customers'
    """
    if covered.empty:
        return nothing("Nothing to cover: it needs dormant customers and a reasons table.")
    n_told, n_dormant = int(covered["n_told"].sum()), int(covered["n_dormant"].sum())
    large = large_enough(covered, "n_dormant", floor)
    if large.empty:
        return nothing(f"Fewer than {floor} dormant customers a group: no share is shown.")
    rows = large.sort_values(["share", "group"], ascending=[False, True]).head(N_SHOWN)
    words = Words(
        "coverage",
        f"We know why for {n_told:,} of {n_dormant:,} dormant customers",
        f"Share with a documented why by {by}, dormant customers: n = "
        + of_all(large, covered, "n_dormant", rows="groups", floor=floor),
        f"Dot plot of coverage in {len(rows)} groups, from "
        f"{in_words(float(rows['share'].max()), 'share')} down to "
        f"{in_words(float(rows['share'].min()), 'share')}.",
        "Those who told us may differ from those who did not; angry customers speak more often.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        dot_rows(axes, rows, label="group", value="share", n="n_dormant", finding=-1)
        axes.set_xlabel("share with a documented why, 95 % interval")

    columns = (
        Shown("group", by.capitalize()),
        Shown("n_dormant", "Dormant", "count"),
        Shown("n_told", "With a reason", "count"),
        Shown("share", "Share", "share", "low", "high"),
    )
    return draw(words, paint, numbers=large, columns=columns, height=height_for(len(rows)))


#: Reasons whose bounds are drawn.
_MOST_BOUNDS = 6


def figure_of_bounds(ranked: pd.DataFrame, *, floor: int = Settings.group_floor) -> Picture | Block:
    """Return what each share of *all* dormant customers could be, whatever the silent ones think.

    Examples
    --------
    >>> figure_of_bounds(pd.DataFrame())
    No dormant customer has a reason on file: nothing to bound.
    """
    every = _reasons(ranked, floor)
    reasons = every.head(_MOST_BOUNDS)
    if reasons.empty:
        return nothing(_too_few(ranked, floor, "nothing to bound"))
    if (reasons["bound_high"] <= reasons["bound_low"]).all():
        return nothing("Every dormant customer told: nobody is silent who could change a share.")
    first = reasons.iloc[0]
    words = Words(
        "reason_bounds",
        "What the silent customers could still change",
        "Possible share of all dormant customers (pale) and of those who told us (dot)"
        + drawn_of(len(reasons), len(every)),
        f"Pale bars of possible shares. {first['theme']} could lie anywhere from "
        f"{in_words(first['bound_low'], 'share')} to {in_words(first['bound_high'], 'share')}.",
        "The bars shrink only when more customers are asked, best a random sample of the silent.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        places = np.arange(len(reasons))[::-1]
        width = reasons["bound_high"] - reasons["bound_low"]
        axes.barh(places, width, left=reasons["bound_low"], color=PALE, height=0.5)
        axes.plot(reasons["share"], places, "o", color=ACCENT, markersize=7)
        axes.set_yticks(places, [short(str(name)) for name in reasons["theme"]])
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(lambda value, _: in_words(value, "share"))
        axes.set_xlabel("share of all dormant customers")

    columns = (
        Shown("theme", "Reason"),
        Shown("bound_low", "At least", "share"),
        Shown("bound_high", "At most", "share"),
        Shown("share", "Of those who told us", "share", "low", "high"),
    )
    return draw(words, paint, numbers=reasons, columns=columns, height=height_for(len(reasons)))


def figure_of_sources(sources: pd.DataFrame) -> Picture | Block:
    """Return who told us: customers, reps, service, a probe.

    Parameters
    ----------
    sources
        ``source, n_statements``, most first.

    Examples
    --------
    >>> figure_of_sources(pd.DataFrame())
    No statement with a source.
    """
    if sources.empty:
        return nothing("No statement with a source.")
    sources = sources.assign(source=sources["source"].str.replace("_", " "))
    n_all = int(sources["n_statements"].sum())
    first = sources.iloc[0]
    words = Words(
        "reason_sources",
        f"The largest source of statements: {first['source']}",
        f"Statements by source, n = {n_all:,} statements; a second coding does not count",
        f"Bars of statements by source; {first['source']} gave {int(first['n_statements']):,}.",
        "What a rep writes down and what the customer would say may differ.",
    )

    def paint(figure: Figure) -> None:
        bar_rows(figure.add_subplot(), sources, label="source", value="n_statements", unit="count")

    columns = (Shown("source", "Source"), Shown("n_statements", "Statements", "count"))
    return draw(words, paint, numbers=sources, columns=columns, height=height_for(len(sources)))
