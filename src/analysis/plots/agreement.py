"""Pictures of what others say: how far coders agree, and which competitors are named."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import height_for, reference_line, short
from analysis.plots.picture import ACCENT, GREY, WARN, Picture, Words, draw
from analysis.settings import Settings

_COLOURS = {"reliable": ACCENT, "not sure": GREY, "not reliable": WARN}

_MOST_ROWS = 15


def figure_of_agreement(agreement: pd.DataFrame) -> Picture | Block:
    """Return kappa by code with its interval, and the line under which codes are not reliable.

    Parameters
    ----------
    agreement
        As ``reasons.agreement.agree_on_codes`` returns it, with ``theme``; the least first.

    Examples
    --------
    >>> figure_of_agreement(pd.DataFrame())
    Cannot tell how far two people would agree on the codes: too few statements are coded by two...
    """
    known = agreement[agreement["kappa"].notna()] if len(agreement) else agreement
    if known.empty:
        return nothing(
            "Cannot tell how far two people would agree on the codes: too few statements are coded "
            "by two. `whyleft codebook sample` draws a blind sheet for a second coder."
        )
    rows = known.sort_values(["kappa", "code"], ascending=[False, True]).tail(_MOST_ROWS)
    weak = known.loc[known["verdict"] == "not reliable", "theme"]
    n_sure = int((known["verdict"] == "reliable").sum())
    words = Words(
        "coder_agreement",
        f"Codes not reliable: {', '.join(weak)}" if len(weak) else _none_weak(n_sure, len(known)),
        f"Cohen's kappa by code, two coders, n = {int(known['n_notes'].max()):,} statements",
        f"Dots with intervals for {len(rows)} codes, from {rows['kappa'].max():.2f} down to "
        f"{rows['kappa'].min():.2f}; a line at 0.6.",
        "Two who agree may be wrong together; codes given fewer than 5 times are left out.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        places = np.arange(len(rows))[::-1]
        colours = [_COLOURS[verdict] for verdict in rows["verdict"]]
        axes.hlines(places, rows["low"], rows["high"], color=colours, linewidth=2.4)
        for place, row, colour in zip(places, rows.to_dict("records"), colours, strict=True):
            axes.plot([row["kappa"]], [place], "o", color=colour, markersize=7)
        axes.set_yticks(places, [short(str(name)) for name in rows["theme"]])
        axes.set_ylim(-0.6, len(rows) - 0.4)
        axes.set_xlim(min(0.0, float(rows["low"].min())), 1.0)
        reference_line(axes, 0.6, "0.6")
        axes.set_xlabel("kappa, 95 % interval; 1 = always, 0 = by chance")

    return draw(words, paint, numbers=_as_text(agreement), columns=_COLUMNS,
                height=height_for(len(rows)))  # fmt: skip


def _none_weak(n_sure: int, n_known: int) -> str:
    return f"No code is under .6; for {n_sure} of {n_known} that is sure"


_COLUMNS = (
    Shown("theme", "Code"),
    Shown("n_first", "First coder", "count"),
    Shown("n_second", "Second coder", "count"),
    Shown("kappa_in_words", "Agreement beyond chance (kappa)"),
    Shown("pabak_in_words", "As if yes and no were as frequent (PABAK)"),
    Shown("verdict", "Verdict"),
)


def _as_text(agreement: pd.DataFrame) -> pd.DataFrame:
    """Write kappa to two digits: one decimal, as a ratio has elsewhere, hides the difference."""
    told = [
        f"{row['kappa']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
        if row["kappa"] == row["kappa"]
        else "too rare"
        for row in agreement.to_dict("records")
    ]
    return agreement.assign(
        kappa_in_words=told, pabak_in_words=[f"{one:.2f}" for one in agreement["pabak"]]
    )


def table_of_competitors(competitors: pd.DataFrame, *, floor: int = Settings.group_floor) -> Block:
    """Return which competitors dormant customers name, by customers and by money.

    Parameters
    ----------
    competitors
        As ``patterns.rank_competitors`` returns it.
    floor
        Competitors whom fewer customers name are hidden.

    Examples
    --------
    >>> table_of_competitors(pd.DataFrame())
    No competitor that 5 or more dormant customers name, in its column or in their notes.
    """
    rows = large_enough(competitors, "n_customers", floor)
    if rows.empty:
        return nothing(
            f"No competitor that {floor} or more dormant customers name, in its column or in "
            "their notes."
        )
    n_named = int(rows["n_named"].iloc[0])
    columns = (
        Shown("competitor", "Competitor"),
        Shown("n_customers", "Customers", "count"),
        Shown("share", "Share of these", "share", "low", "high"),
        Shown("money_share", "Share of their money", "share", "money_low", "money_high"),
        Shown("value", "Yearly value at stake", "money"),
    )
    return table(
        rows,
        columns,
        caption=f"Competitors named by {n_named:,} dormant customers",
        source=f"n = {n_named:,} who name one; one customer may name several",
    )
