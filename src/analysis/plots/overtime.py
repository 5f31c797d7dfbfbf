"""Pictures of how often customers go quiet for each reason, and how long after they began."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.dates import AutoDateLocator, DateFormatter
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import CHANCE, Block, large_enough, nothing, table
from analysis.plots.marks import names_in_margin, short
from analysis.plots.picture import ACCENT, GREY, INK, PALE, SOFT, WARN, Picture, Words, draw
from analysis.results import in_words
from analysis.settings import Settings

#: Reasons drawn, most frequent first.
_PANELS = 4

#: Colours of causes, most frequent first; the rest and the unknown are grey and pale.
_CAUSES = (ACCENT, WARN, "#4c6a92", "#8a5a83", "#7d7f2b")


_RATES = (
    Shown("theme", "Reason"),
    Shown("period", "Half-year from", "date"),
    Shown("n_silences", "Silences begun for it", "count"),
    Shown("n_quiet", "Silences begun", "count"),
    Shown("n_told", "Of these told us", "count"),
    Shown("rate", "Per 1,000 customer-months", "ratio", "low", "high"),
)

_GONE = (
    Shown("days_since", "Days since the second order", "count"),
    Shown("theme", "Reason of the first silence"),
    Shown("share", "Gone for it", "share", "low", "high"),
    Shown("n_gone", "Customers", "count"),
    Shown("at_risk", "Still followed", "count"),
)


def figure_of_incidence(
    incidence: pd.DataFrame, fixes: pd.DataFrame, *, floor: int = Settings.share_floor
) -> Picture | Block:
    """Return how many customers go quiet for the leading reasons, by half-year, fixes marked.

    Parameters
    ----------
    incidence
        As ``patterns.incidence`` returns it.
    fixes
        Declared fixes: ``theme_id, fixed_on``; their days are marked, not tested.
    floor
        Half-years in which fewer customers went quiet are hidden.

    Examples
    --------
    >>> figure_of_incidence(pd.DataFrame(columns=["n_quiet"]), pd.DataFrame())
    No two half-years in which enough customers went quiet: no course to show.
    """
    rows = large_enough(incidence, "n_quiet", floor)
    if rows.empty or rows["period"].nunique() < 2:
        return nothing("No two half-years in which enough customers went quiet: no course to show.")
    known = rows[~rows["theme_id"].isin(("", "other"))]
    sizes = known.groupby("theme_id")["n_silences"].sum()
    leading = list(sizes.sort_index().sort_values(ascending=False, kind="stable").index[:_PANELS])
    if not leading:
        return nothing("Nobody told why they went quiet: no course of a reason to show.")
    shown = known[known["theme_id"].isin(leading)]
    words = Words(
        "incidence",
        "How often customers go quiet for the leading reasons",
        "Per 1,000 active customer-months, by half-year; bars are 95 % intervals; dashed: a fix",
        f"{len(leading)} small panels over {rows['period'].nunique()} half-years.",
        "Reasons are often told later: the last half-year is not complete. A mark is no proof. "
        "Every silence counts from its day, a short one too; the page on dormancy looks at "
        "month ends.",
    )

    def paint(figure: Figure) -> None:
        panels = figure.subplots(2, 2, sharex=True, sharey=True).ravel()
        for axes, theme_id in zip(panels, leading, strict=False):
            mine = shown[shown["theme_id"] == theme_id]
            middle = mine["period"] + pd.Timedelta(days=91)
            axes.vlines(middle, mine["low"], mine["high"], color=GREY, linewidth=1.4)
            axes.plot(middle, mine["rate"], "o", color=ACCENT, markersize=5)
            for day in _fixed_on(fixes, theme_id):
                axes.axvline(day, color=INK, linewidth=0.9, linestyle=(0, (3, 3)))
            axes.set_title(_in_two_lines(str(mine["theme"].iloc[0])), fontsize=10)
            axes.set_ylim(bottom=0)
            axes.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=5))
            axes.xaxis.set_major_formatter(DateFormatter("%b\n%Y"))
        for axes in panels[len(leading) :]:
            axes.set_visible(False)

    return draw(words, paint, numbers=shown, columns=_RATES, height=4.4)


#: Letters in a line above a panel of half the width.
_PANEL_LETTERS = 28


def _in_two_lines(name: str) -> str:
    """Return a name that fits above one of two panels; the table below holds it whole."""
    lines = textwrap.wrap(name, _PANEL_LETTERS)
    return "\n".join(lines[:2]) + ("…" if len(lines) > 2 else "")


def _fixed_on(fixes: pd.DataFrame, theme_id: str) -> list[pd.Timestamp]:
    return list(fixes.loc[fixes["theme_id"] == theme_id, "fixed_on"]) if len(fixes) else []


def figure_of_causes(causes: pd.DataFrame) -> Picture | Block:
    """Return how many customers have gone quiet so long after they began, stacked by reason.

    Parameters
    ----------
    causes
        As ``patterns.gone_by_cause`` returns it.

    Examples
    --------
    >>> figure_of_causes(pd.DataFrame(columns=["days_since"]))
    Too few customers whose beginning the data show: cannot tell when they go quiet.
    """
    if causes.empty or causes["days_since"].nunique() < 2:
        return nothing(
            "Too few customers whose beginning the data show: cannot tell when they go quiet."
        )
    wide = causes.pivot_table(index="days_since", columns="theme_id", values="share", sort=False)
    names = causes.drop_duplicates("theme_id").set_index("theme_id")["theme"]
    last = int(causes["days_since"].max())
    gone = float(wide.loc[last].sum())
    n = int(causes["n"].iloc[0])
    words = Words(
        "gone_by_cause",
        f"{_time_in_words(last).capitalize()} after the second order "
        f"{in_words(gone, 'share')} have gone quiet",
        f"Share of {n:,} customers by the reason of their first silence, competing causes",
        " ".join(
            f"{names[theme]}: {in_words(float(wide.loc[last, theme]), 'share')}." for theme in wide
        ),
        "What nobody explained is a part of its own; it hides reasons of every kind.",
    )

    colours = dict(zip(wide, _colours(list(wide)), strict=True))

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        days = [0, *wide.index]
        parts = [[0.0, *wide[theme]] for theme in wide]
        axes.stackplot(days, parts, colors=list(colours.values()), linewidth=0)
        axes.set_xlim(0, last)
        axes.set_ylim(bottom=0)
        names_in_margin(axes, _beside_bands(wide.loc[last], names, colours))
        axes.set_xticks(days, ["start", *map(_time_in_words, wide.index)])
        axes.yaxis.set_major_formatter(lambda value, _: in_words(value, "share"))

    return draw(words, paint, numbers=causes, columns=_GONE, height=3.8)


def _beside_bands(
    parts: pd.Series[float], names: pd.Series[str], colours: dict[str, str]
) -> list[tuple[str, float, str]]:
    """Return each band's name with its share, the middle of the band, and its colour."""
    middles = parts.cumsum() - parts / 2
    return [
        (
            f"{short(str(names[theme]))} {in_words(float(parts[theme]), 'share')}",
            float(middles[theme]),
            SOFT if theme in {"", "rest"} else colours[theme],
        )
        for theme in parts.index
    ]


def _colours(themes: list[str]) -> list[str]:
    named = iter(_CAUSES)
    plain = {"": PALE, "rest": GREY}
    return [plain[theme] if theme in plain else next(named) for theme in themes]


def _time_in_words(days: int) -> str:
    """Return days as half-years: the steps of the table are such."""
    halves = round(days / 182.5)
    if halves % 2 == 0:
        return f"{halves // 2} year{'s' if halves > 2 else ''}"
    return "half a year" if halves == 1 else f"{halves / 2:.1f} years"


def table_of_emerging(emerging: pd.DataFrame, *, floor: int = Settings.share_floor) -> Block:
    """Return which reasons are told more or less often of late.

    Parameters
    ----------
    emerging
        As ``patterns.emerging`` returns it.
    floor
        With fewer who told us of a silence of the last year nothing is shown.

    Examples
    --------
    >>> table_of_emerging(pd.DataFrame(columns=["n_group", "verdict"]))
    Too few told us why they went quiet in the last year: no reason can be said to rise or fall.
    """
    rows = large_enough(emerging, "n_group", floor)
    if len(rows):
        order = ["differs", "p_value", "theme_id"]
        rows = rows.assign(differs=rows["verdict"] != "differs").sort_values(order)
    columns = (
        Shown("theme", "Reason"),
        Shown("share", "Last year", "share"),
        Shown("rest_share", "Before", "share"),
        Shown("difference", "Difference, points", "points", "low", "high"),
        Shown("verdict", "Verdict"),
    )
    n = int(rows["n_group"].max()) if len(rows) else 0
    return table(
        rows,
        columns,
        caption="Reasons of the last year against those before",
        source="Customers who told us, back since or not; "
        f"{n:,} of a silence that began in the last year. {CHANCE}",
        empty="Too few told us why they went quiet in the last year: no reason can be said to "
        "rise or fall.",
    )
