"""Pictures and tables of who returns anyway."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import line_with_band, names_in_margin, words_on_axis
from analysis.plots.picture import ACCENT, WARN, Picture, Words, draw
from analysis.results import in_words
from analysis.settings import Settings

_COLOURS = {"after a return": ACCENT, "after a second order": WARN}
#: Where every life begins.
_AT_FIRST = pd.DataFrame({"days_since": [0], "still_customer": [1.0], "low": [1.0], "high": [1.0]})


def figure_of_waiting(waiting: pd.DataFrame, *, horizon_days: int) -> Picture | Block:
    """Return how the chance of a return moves while a company waits.

    Parameters
    ----------
    waiting
        ``days_silent, p_return, low, high, n``.

    Examples
    --------
    >>> figure_of_waiting(pd.DataFrame(), horizon_days=182)
    Cannot tell what waiting costs: too few silences are followed so long.
    """
    if waiting.empty:
        return nothing("Cannot tell what waiting costs: too few silences are followed so long.")
    start, last = _at(waiting, 90), _at(waiting, 360)
    share, days = in_words(start.p_return, "share"), f"{start.days_silent:.0f} days"
    title, alt = f"After {days} of silence {share} return", f"{share} after {days}"
    if last.days_silent > start.days_silent:
        share, days = in_words(last.p_return, "share"), f"{last.days_silent:.0f} days"
        title, alt = f"{title}, after {days} {share}", f"{alt}, {share} after {days}"
    words = Words(
        "waiting",
        title,
        f"Silences that end within {horizon_days} days more, by how long they have lasted; "
        "band: 95 %",
        f"Curve of the chance of return: {alt}.",
        "Repeat customers alone, called or not, and the horizon of this report; the shares of all "
        "buyers within 180 days differ. Who is silent for longer is another customer too.",
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        line_with_band(axes, waiting["days_silent"], waiting, value="p_return", colour=ACCENT)
        axes.set_xlabel("days of silence so far")
        axes.set_ylim(0, 1)
        words_on_axis(axes, "y", "probability")

    columns = (
        Shown("days_silent", "Silent for", "days"),
        Shown("p_return", "Return within the horizon", "share", "low", "high"),
        Shown("n", "Silences", "count"),
    )
    return draw(words, paint, numbers=waiting, columns=columns, height=3.2)


def _at(waiting: pd.DataFrame, days: int) -> pd.Series[float]:
    """Return the row nearest to so many days of silence."""
    nearest = (waiting["days_silent"] - days).abs().idxmin()
    return waiting.loc[nearest]


def figure_of_second_lives(lives: pd.DataFrame) -> Picture | Block:
    """Return how long customers stay after a return, beside after a second order.

    Parameters
    ----------
    lives
        ``group, days_since, still_customer, low, high, n``.

    Examples
    --------
    >>> figure_of_second_lives(pd.DataFrame())
    Cannot tell how long returners stay: too few returned, or not long ago enough, or most who
    fell silent again only paused.
    """
    lives = large_enough(lives, "n", Settings.share_floor)
    if lives.empty or "after a return" not in set(lives["group"]):
        return nothing(
            "Cannot tell how long returners stay: too few returned, or not long ago enough, or "
            "most who fell silent again only paused."
        )
    back, n = lives[lives["group"] == "after a return"].iloc[-1], lives["group"].nunique()
    words = Words(
        "second_lives",
        f"{in_words(back['still_customer'], 'share')} of those who returned are still customers "
        f"{int(back['days_since'])} days later",
        "Share still within the limit of silence from before, by days since; bands: 95 %",
        f"{n} curve{'' if n == 1 else 's'}. After a return: "
        f"{in_words(back['still_customer'], 'share')} after {int(back['days_since'])} days.",
        "A life ends when silence passes the limit the customer had before it began."
        + " After a second order nobody can tell: too few, or most only paused." * (n == 1),
    )

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        ends = []
        for name in lives["group"].unique():
            rows, colour = lives[lives["group"] == name], _COLOURS[name]
            rows = pd.concat([_AT_FIRST, rows[list(_AT_FIRST)]])
            line_with_band(axes, rows["days_since"], rows, value="still_customer", colour=colour)
            ends.append((name, float(rows["still_customer"].iloc[-1]), colour))
        axes.set_xlabel("days since")
        axes.set_ylim(0, 1)
        names_in_margin(axes, ends)
        words_on_axis(axes, "y", "share")

    columns = (
        Shown("group", "Since"),
        Shown("days_since", "Days", "days"),
        Shown("still_customer", "Still a customer", "share", "low", "high"),
        Shown("n", "Lives", "count"),
    )
    return draw(words, paint, numbers=lives, columns=columns, height=3.2)


def table_of_past_forecasts(past: pd.DataFrame, *, horizon_days: int) -> Block:
    """Return what the same forecast said at earlier days, and what came.

    Parameters
    ----------
    past
        ``forecast_on, n_dormant, expected, actual, ratio, low, high``.

    Examples
    --------
    >>> table_of_past_forecasts(pd.DataFrame(), horizon_days=182)
    The forecast cannot be checked at an earlier day: too little history lay before, or too few
    customers were dormant then.
    """
    if past.empty:
        return nothing(
            "The forecast cannot be checked at an earlier day: too little history lay before, or "
            "too few customers were dormant then."
        )
    columns = (
        Shown("on", "Forecast made on"),
        Shown("n_dormant", "Dormant then", "count"),
        Shown("hoped", "Returns expected", "words"),
        Shown("actual", "Returns that came", "count"),
        Shown("ratio", "Came per expected", "ratio", "low", "high"),
    )
    return table(
        past.assign(
            on=past["forecast_on"].dt.strftime("%Y-%m-%d"),
            hoped=[f"{one:,.{0 if one >= 100 else 1}f}" for one in past["expected"]],
        ),
        columns,
        caption=_how_it_held(past),
        source=f"Returns within {horizon_days} days; exact Poisson 95 % of what came",
    )


def _how_it_held(past: pd.DataFrame) -> str:
    """Return at how many days the forecast was off by more than chance."""
    n, low, high = len(past), int((past["low"] > 1).sum()), int((past["high"] < 1).sum())
    days = "the earlier day" if n == 1 else f"{n} earlier days"
    if not low and not high:
        return f"The same forecast held at {days}"
    told = [f"too {word} at {k}" for word, k in (("low", low), ("high", high)) if k]
    return f"The same forecast, made at {days}, was {' and '.join(told)} of {n}"


def table_of_factors(factors: pd.DataFrame) -> Block:
    """Return chance, length and money of a second lifetime, each apart.

    Parameters
    ----------
    factors
        ``factor, value, low, high, n``.

    Examples
    --------
    >>> table_of_factors(pd.DataFrame())
    Cannot tell what a second lifetime is worth.
    """
    columns = (
        Shown("factor", "Factor"),
        Shown("value", "Value", "share", "low", "high"),
        Shown("n", "Customers or lives", "count"),
    )
    return table(
        factors,
        columns,
        caption="What a second lifetime is made of",
        source="Never one number: a high chance of a short, cheap second life is worth little",
        empty="Cannot tell what a second lifetime is worth.",
    )
