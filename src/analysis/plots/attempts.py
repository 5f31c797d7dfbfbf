"""Pictures and tables of persistence: how often to try, when, and what it costs in goodwill."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import names_in_margin, reference_line, words_on_axis
from analysis.plots.picture import ACCENT, WARN, Picture, Words, draw
from analysis.results import Estimate, in_words


def figure_of_persistence(
    persistence: pd.DataFrame, stop: Estimate, *, floor: int
) -> Picture | Block:
    """Return who has talked, and who wants no more calls, after so many attempts.

    Parameters
    ----------
    persistence
        As ``winback.persistence`` returns it.
    stop
        The attempt after which one more does more harm than good.
    floor
        Attempts at fewer customers are hidden.

    Examples
    --------
    >>> figure_of_persistence(pd.DataFrame(), Estimate.cannot_tell(0, "no log"), floor=10)
    Cannot tell how often to try: no programme of the log tried anybody twice.
    """
    rows = large_enough(persistence, "n_tried", floor)
    if len(rows) < 2:
        return nothing("Cannot tell how often to try: no programme of the log tried anybody twice.")
    last = rows.iloc[-1]
    tries, talked = int(last["number"]), in_words(last["talked_by_now"], "share")
    title, assumed = _advice(stop) or (f"After {tries} attempts {talked} talked", "")
    words = Words(
        "persistence",
        title,
        f"Share of {int(rows['n_tried'].iloc[0]):,} runs of attempts; given-up runs count until "
        f"then{assumed}",
        f"Two rising curves. After {tries} attempts {talked} talked, and "
        f"{in_words(last['annoyed_by_now'], 'share')} want no more calls.",
        "Who is tried often was hard to reach; another customer may be easier.",
    )
    columns = (
        Shown("number", "Attempt", "count"), Shown("n_tried", "Tried", "count"),
        Shown("talk_share", "Talk, at this attempt", "share", "talk_low", "talk_high"),
        Shown("annoyed_share", "Want no more calls", "share", "annoyed_low", "annoyed_high"),
        Shown("talked_by_now", "Talked by now", "share"),
        Shown("annoyed_by_now", "Want no more by now", "share"),
    )  # fmt: skip

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        lines = (("talked_by_now", "talked", ACCENT), ("annoyed_by_now", "want no more", WARN))
        for column, _, colour in lines:
            axes.plot(rows["number"], rows[column], "o-", color=colour, markersize=5)
        if stop.value is not None:
            reference_line(axes, stop.value, "stop", vertical=True)
        axes.set_xticks(rows["number"])
        axes.set_xlabel("attempts")
        axes.set_ylim(bottom=0)
        names_in_margin(axes, [(name, float(last[at]), colour) for at, name, colour in lines])
        words_on_axis(axes, "y", "share")

    return draw(words, paint, numbers=rows, columns=columns, height=3.2)


def _advice(stop: Estimate) -> tuple[str, str] | None:
    """Return when to stop, and what that assumes; None where it cannot be told."""
    if stop.value is None:
        return None
    interval = f" ({stop.interval})" if stop.interval else ""
    told = f"Stop after {stop.value:.0f} attempts{interval}: later ones harm more than help"
    return told, f". Assumed: {stop.method}"


def table_of_times(times: pd.DataFrame, *, floor: int) -> Block:
    """Return whether an hour, a weekday or a channel reaches more.

    Parameters
    ----------
    times
        As ``winback.times_and_channels`` returns it.
    floor
        Rows of fewer attempts are hidden.

    Examples
    --------
    >>> table_of_times(pd.DataFrame(), floor=10)
    Nothing to show: the log tells too few attempts by time or channel.
    """
    columns = (
        Shown("what", "Attempts"), Shown("n_tried", "Tried", "count"),
        Shown("talk_share", "Talk", "share"),
        Shown("difference", "Against all others, points", "points", "low", "high"),
        Shown("verdict", "Verdict"),
    )  # fmt: skip
    return table(
        large_enough(times, "n_tried", floor), columns, caption="When and how to try",
        source=f"Within programme and attempt number; {len(times)} questions, adjusted (Holm)",
        empty="Nothing to show: the log tells too few attempts by time or channel.",
    )  # fmt: skip


def table_of_harm(harm: pd.DataFrame) -> Block:
    """Return how many of a hundred touches ended in harm.

    Parameters
    ----------
    harm
        As ``winback.harm_of_touches`` returns it.

    Examples
    --------
    >>> table_of_harm(pd.DataFrame())
    Cannot tell what outreach costs in goodwill: no touch has an outcome.
    """
    if harm.empty:
        return nothing("Cannot tell what outreach costs in goodwill: no touch has an outcome.")
    each = [
        f"{100 * row.share:.2f} ({max(100 * row.low, 0.0) + 0.0:.2f} to {100 * row.high:.2f})"
        for row in harm.itertuples()
    ]
    columns = (Shown("what", "The customer"), Shown("n_harmed", "Touches", "count"),
               Shown("each", "Of a hundred touches", "words"))  # fmt: skip
    return table(
        harm.assign(each=each), columns, caption="What it costs in goodwill",
        source=f"{int(harm['n_touches'].max()):,} touches with an outcome; intervals by customers",
    )  # fmt: skip
