"""Pictures of how far shares among those who told hold for all dormant customers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.errors import counted
from analysis.exports import Shown
from analysis.plots.blocks import CHANCE, Block, drawn_of, large_enough, no_reason, nothing
from analysis.plots.marks import height_for, short, words_on_axis
from analysis.plots.picture import ACCENT, GREY, INK, PALE, WARN, Picture, Words, draw
from analysis.results import in_words
from analysis.settings import Settings

#: More rows than this do not fit a reader's head; the table behind the chart holds them all.
_MOST_ROWS = 9

_COLUMNS = (
    Shown("theme", "Reason"),
    Shown("raw_share", "Of those who told unasked", "share", "raw_low", "raw_high"),
    Shown("weighted_share", "Weighted", "share", "weighted_low", "weighted_high"),
    Shown("two_phase_share", "Of all, two phases", "share", "two_phase_low", "two_phase_high"),
    Shown(
        "two_phase_money_share", "Of all their money", "share",
        "two_phase_money_low", "two_phase_money_high",
    ),
    Shown("answer_low", "If none who did not answer had it", "share"),
    Shown("answer_high", "If all who did not answer had it", "share"),
    Shown("bound_low", "At least", "share"),
    Shown("bound_high", "At most", "share"),
)  # fmt: skip


def figure_of_honest_shares(
    shares: pd.DataFrame, *, floor: int = Settings.group_floor
) -> Picture | Block:
    """Return each reason's share as told, weighted and in two phases; bounds without a probe.

    Parameters
    ----------
    shares
        As ``patterns.HonestShares`` has it: one row a reason, most named first.
    floor
        Reasons that fewer customers name are hidden.

    Examples
    --------
    >>> figure_of_honest_shares(pd.DataFrame())
    No dormant customer has a reason on file: nothing to compare.
    """
    rows = large_enough(
        shares[shares["is_reason"]] if len(shares) else shares, "n_customers", floor
    )
    if rows.empty:
        return nothing(no_reason(shares, floor, "nothing to compare"))
    top, probed = rows.head(_MOST_ROWS), bool(rows["two_phase_share"].notna().any())
    if not probed and (n_told := int(rows["n_told"].iloc[0])) < Settings.share_floor:
        return nothing(f"Only {n_told} dormant customers told us: no share is drawn.")
    columns = [one for one in _COLUMNS if rows[one.column].notna().any()]
    height = 0.8 + 1.25 * (height_for(len(top)) - 0.8)
    return draw(
        _words_of_shares(top, len(rows), probed=probed),
        lambda figure: _paint_shares(figure, top, bounds=not probed),
        numbers=rows, columns=columns, height=height,
    )  # fmt: skip


def _words_of_shares(top: pd.DataFrame, n_all: int, *, probed: bool) -> Words:
    all_told = bool((top["bound_high"] <= top["bound_low"]).all())
    unasked = (
        "Every dormant customer told: nobody is left to be asked by lot"
        if all_told
        else "Only asking by lot would narrow what the silent could change"
    )
    return Words(
        "honest_shares",
        _most_off(top) if probed else unasked,
        (
            "As told unasked (grey), weighted (orange) and, for all dormant customers, with those "
            "asked by lot (teal)"
            if probed
            else "As told unasked (grey), weighted (orange), and what all could say (pale bar)"
        )
        + drawn_of(len(top), n_all),
        f"Two or three marks a reason for {counted(len(top), 'reason')}. "
        f"{_in_sentences(top, probed=probed)}",
        (
            "The teal dots take customers who did not answer the lot to be like those who did."
            if probed
            else "Weights mend what the export's columns tell about who speaks, and nothing else."
        ),
    )


def _paint_shares(figure: Figure, top: pd.DataFrame, *, bounds: bool) -> None:
    axes = figure.add_subplot()
    places = np.arange(len(top))[::-1].astype(float)
    if bounds:
        width = top["bound_high"] - top["bound_low"]
        axes.barh(places, width, left=top["bound_low"], color=PALE, height=0.6)
    _marks(axes, top, places + 0.24, "raw", GREY, "o")
    _marks(axes, top, places, "weighted", WARN, "s")
    _marks(axes, top, places - 0.24, "two_phase", ACCENT, "o")
    axes.set_yticks(places, [short(str(name)) for name in top["theme"]])
    axes.set_ylim(-0.6, len(top) - 0.4)
    axes.set_xlim(left=0)
    words_on_axis(axes, "x", "share")
    axes.set_xlabel("share naming the reason, 95 % interval")


def _marks(
    axes: Axes, rows: pd.DataFrame, places: np.ndarray, kind: str, colour: str, mark: str
) -> None:
    known = rows[f"{kind}_share"].notna().to_numpy()
    if not known.any():
        return
    rows, places = rows[known], places[known]
    axes.hlines(places, rows[f"{kind}_low"], rows[f"{kind}_high"], color=colour, linewidth=2)
    axes.plot(rows[f"{kind}_share"], places, mark, color=colour, markersize=5.5)


_WAYS = ("raw", "two_phase")


def _most_off(rows: pd.DataFrame) -> str:
    """Name the reason whose share among those who told lies farthest off, if any does surely."""
    off = rows["surely_off"].abs()
    if off.isna().all():
        return "Asking the silent by lot changes no share beyond its interval"
    worst = rows.loc[off.idxmax()]
    often = "too often" if worst["surely_off"] > 0 else "too seldom"
    told, of_all = (in_words(worst[f"{way}_share"], "share") for way in _WAYS)
    return f"Those who tell unasked name {worst['theme']} {often}: {told}, against {of_all} of all"


def _in_sentences(rows: pd.DataFrame, *, probed: bool) -> str:
    told = []
    for row in rows.head(4).to_dict("records"):
        of_all = (
            f"{in_words(row['two_phase_share'], 'share')} of all"
            if probed and row["two_phase_share"] == row["two_phase_share"]
            else f"of all between {in_words(row['bound_low'], 'share')} and "
            f"{in_words(row['bound_high'], 'share')}"
        )
        told.append(f"{row['theme']}: {in_words(row['raw_share'], 'share')} as told, {of_all}.")
    return " ".join(told)


def figure_of_tellers(
    compared: pd.DataFrame, *, floor: int = Settings.share_floor
) -> Picture | Block:
    """Return each reason's share where the customer told and where somebody of ours did.

    Parameters
    ----------
    compared
        As ``patterns.compare_tellers`` returns it.
    floor
        Shares of fewer customers are hidden.

    Examples
    --------
    >>> figure_of_tellers(pd.DataFrame())
    Cannot tell whether customers and sellers say the same: too few of both, or no source column.
    """
    rows = large_enough(compared, "n_group", floor)
    if rows.empty:
        return nothing(
            "Cannot tell whether customers and sellers say the same: too few of both, or no source "
            "column."
        )
    rows = rows.assign(gap=rows["difference"].abs(), flag=rows["flagged"].map(_FLAG))
    top = rows.sort_values(["gap", "theme_id"], ascending=[False, True]).head(_MOST_ROWS)
    flagged = rows[rows["flagged"].astype(bool)]
    n_here = int(rows["n_group"].max())
    words = Words(
        "tellers",
        (
            f"Customers and sellers differ on {', '.join(flagged['theme'])}"
            if len(flagged)
            else "No reason is surely named more by customers than by sellers, or less"
        ),
        f"Share where the customer told (teal, n = {n_here:,}) and where we wrote it down (grey). "
        + CHANCE,
        f"Two dots a reason. {_tellers_in_words(top)}",
        "They are told of different customers; a difference may lie in the customers.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        places = np.arange(len(top))[::-1]
        axes.hlines(places, top["share"], top["rest_share"], color=PALE, linewidth=2.4)
        axes.plot(top["rest_share"], places, "o", color=GREY, markersize=6)
        axes.plot(top["share"], places, "o", color=ACCENT, markersize=7)
        axes.set_yticks(places, [short(str(name)) for name in top["theme"]])
        axes.set_xlim(left=0)
        words_on_axis(axes, "x", "share")
        axes.set_xlabel("share of the customers told of by one side only")

    return draw(words, paint, numbers=rows, columns=_TOLD_BY, height=height_for(len(top)))


_TOLD_BY = (
    Shown("theme", "Reason"),
    Shown("share", "Customer told", "share"),
    Shown("rest_share", "We wrote it down", "share"),
    Shown("difference", "Difference, points", "points", "low", "high"),
    Shown("flag", "More than chance"),
)

_FLAG = {True: "yes", False: "cannot tell"}


def _tellers_in_words(rows: pd.DataFrame) -> str:
    return " ".join(
        f"{row['theme']}: {in_words(row['share'], 'share')} and "
        f"{in_words(row['rest_share'], 'share')}."
        for row in rows.head(4).to_dict("records")
    )


def figure_of_talks(talks: pd.DataFrame, *, floor: int = Settings.share_floor) -> Picture | Block:
    """Return how often a personal reason comes out at the first, second and later talks.

    Parameters
    ----------
    talks
        As ``patterns.talks`` returns it.
    floor
        Talks with fewer customers are hidden.

    Examples
    --------
    >>> figure_of_talks(pd.DataFrame())
    Cannot tell whether asking again brings out more: it needs asked_n and layer in the reasons.
    """
    rows = large_enough(talks, "n_customers", floor)
    if len(rows) < 2:
        few = f"fewer than {floor} customers told at a second talk, with the layer known"
        there = len(talks) and talks["n_customers"].sum() > 0
        why = few if there else "it needs asked_n and layer in the reasons"
        return nothing(f"Cannot tell whether asking again brings out more: {why}.")
    names = {1: "first talk", 2: "second talk", 3: "third or later"}
    rows = rows.assign(name=rows["talk"].map(names))
    first, last = rows.iloc[0], rows.iloc[-1]
    more = last["low"] > first["high"]
    words = Words(
        "talks",
        (
            "Personal reasons come out late: ask again"
            if more
            else "Later talks bring out no more personal reasons, as far as can be seen"
        ),
        f"Share of customers with a personal reason at that talk, n = {int(first['n_customers']):,}"
        f" at the first, {int(last['n_customers']):,} at the last",
        " ".join(
            f"{row['name']}: {in_words(row['share'], 'share')}." for row in rows.to_dict("records")
        ),
        "Who is asked again is no random choice; those may be the customers with more to say.",
    )

    return draw(
        words,
        lambda figure: _paint_talks(figure, rows, floor=floor),
        numbers=rows, columns=_TALKS, height=3.2,
    )  # fmt: skip


_TALKS = (
    Shown("name", "Talk"),
    Shown("n_customers", "Customers, layer known", "count"),
    Shown("share", "With a personal reason", "share", "low", "high"),
    Shown("n_again", "Told at the first too", "count"),
    Shown("new_share", "Name a new reason", "share", "new_low", "new_high"),
)


def _paint_talks(figure: Figure, rows: pd.DataFrame, *, floor: int) -> None:
    axes = figure.add_subplot()
    places = np.arange(len(rows))
    axes.vlines(places, rows["low"], rows["high"], color=ACCENT, linewidth=2.4)
    axes.plot(places, rows["share"], "o-", color=ACCENT, markersize=7, linewidth=1)
    again = rows["n_again"].to_numpy() >= floor
    axes.plot(places[again], rows["new_share"][again], "s--", color=GREY, linewidth=1)
    axes.annotate(
        "personal", (places[-1], rows["share"].iloc[-1]), xytext=(10, 0),
        textcoords="offset points", color=ACCENT, va="center", fontsize=10, annotation_clip=False,
    )  # fmt: skip
    if again[-1]:
        axes.annotate(
            "not named\nat the first", (places[-1], rows["new_share"].iloc[-1]), xytext=(10, 0),
            textcoords="offset points", color=INK, va="center", fontsize=10,
            annotation_clip=False,
        )  # fmt: skip
    axes.set_xticks(places, list(rows["name"]))
    axes.set_xlim(-0.3, len(rows) - 0.4)
    axes.set_ylim(0, 1)
    words_on_axis(axes, "y", "share")
