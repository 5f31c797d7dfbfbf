"""Pictures and tables of what outreach brought, for whom, and what may be compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table
from analysis.plots.marks import (
    as_points,
    dot_rows,
    height_for,
    line_with_band,
    names_in_margin,
    reference_line,
    words_on_axis,
)
from analysis.plots.picture import ACCENT, GREY, Picture, Words, draw
from analysis.results import in_words
from analysis.settings import Settings

_NO_HOLD_OUT = "Not measurable yet: no programme with a hold-out has been read."


def figure_of_calling(
    curves: pd.DataFrame, *, program: str, floor: int = Settings.share_floor
) -> Picture | Block:
    """Return the share returned by days since the draw, called and held back, the gap shaded.

    Parameters
    ----------
    curves
        As ``winback.return_curves`` returns it.
    program
        Its name.
    floor
        Shares of fewer customers in either arm are hidden.

    Examples
    --------
    >>> figure_of_calling(pd.DataFrame(), program="")
    Not measurable yet: no programme with a hold-out has been read.
    """
    if curves.empty or curves["arm"].nunique() < 2:
        return nothing(_NO_HOLD_OUT)
    if curves.groupby("arm")["n"].max().min() < floor:
        return nothing(f"One of the two arms has fewer than {floor} customers: no share is drawn.")
    ends = curves.groupby("arm").last()
    called, held = ends.loc["called"], ends.loc["held back"]
    days = int(called["days_since"])
    words = Words(
        "calling",
        f"After {days} days {in_words(called['returned_share'], 'share')} of those called are "
        f"back, and {in_words(held['returned_share'], 'share')} of those held back",
        f"{program}: share returned by days since the draw; {int(called['n']):,} called, "
        f"{int(held['n']):,} held back by lot; bands: 95 %",
        f"Two rising curves. Called: {in_words(called['returned_share'], 'share')} after {days} "
        f"days; held back: {in_words(held['returned_share'], 'share')}. The gap is shaded.",
        "Everybody assigned counts, whether somebody there was reached or not.",
    )
    columns = (
        Shown("arm", "Customers"), Shown("days_since", "Days since the draw", "count"),
        Shown("returned_share", "Returned by then", "share", "low", "high"),
        Shown("n", "Assigned", "count"),
    )  # fmt: skip

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        steps = [_every_day(curves, arm, days) for arm in ("called", "held back")]
        at = np.arange(days + 1)
        axes.fill_between(at, steps[1]["returned_share"], steps[0]["returned_share"],
                          color=ACCENT, alpha=0.10, linewidth=0)  # fmt: skip
        ends = []
        for rows, colour in zip(steps, (ACCENT, GREY), strict=True):
            line_with_band(axes, at, rows, value="returned_share", colour=colour)
            ends.append((str(rows["arm"].iloc[0]), float(rows["returned_share"].iloc[-1]), colour))
        axes.set_xlabel("days since the draw")
        axes.set_ylim(bottom=0)
        names_in_margin(axes, ends)
        words_on_axis(axes, "y", "share")

    months = pd.concat([_every_day(curves, arm, days).iloc[_told(days)] for arm in ends.index])
    return draw(words, paint, numbers=months, columns=columns, height=3.2)


def _told(days: int) -> list[int]:
    """Return the days that the table under the chart tells: one a month, and the last."""
    return sorted({*range(30, days, 30), days})


def _every_day(curves: pd.DataFrame, arm: str, days: int) -> pd.DataFrame:
    """Return one arm's curve at every day: the value of the last step."""
    rows = curves[curves["arm"] == arm]
    at = np.arange(days + 1)
    place = np.searchsorted(rows["days_since"].to_numpy(), at, side="right") - 1
    return rows.iloc[place].assign(days_since=at).reset_index(drop=True)


def table_of_trials(trials: pd.DataFrame) -> Block:
    """Return what each programme with a hold-out brought, at what cost, or when it is read.

    Parameters
    ----------
    trials
        As ``steps.Outreach.trials``.

    Examples
    --------
    >>> table_of_trials(pd.DataFrame())
    Not measurable yet: no customers were held back by lot. A table assignments would say who was.
    """
    columns = (
        Shown("program", "Programme"), Shown("n_treat", "Called", "count"),
        Shown("n_hold", "Held back", "count"),
        Shown("effect", "Returned more, of those called, points", "points",
              "effect_low", "effect_high"),
        Shown("extra", "Extra customers", "count", "extra_low", "extra_high"),
        Shown("natural", "Would have come anyway", "share", "natural_low", "natural_high"),
        Shown("margin", "Extra margin per called", "money", "margin_low", "margin_high"),
        Shown("each", "Cost per extra customer", "money", "each_low", "each_high"),
        Shown("verdict", "Verdict"),
    )  # fmt: skip
    # Those that wait for their day have no effect yet.
    read = int(trials["effect"].notna().sum()) if len(trials) else 0
    together = f"; the answer on top reads the {read} that are due together" if read > 1 else ""
    return table(
        trials, columns, caption="Programmes with a hold-out",
        source="Everybody assigned counts from the day of the draw; a programme is read once, when "
        f"the window of the last one assigned is over{together}",
        empty="Not measurable yet: no customers were held back by lot. A table assignments would "
        "say who was.",
    )  # fmt: skip


def table_of_next_test(next_test: pd.DataFrame) -> Block:
    """Return how many customers the next test needs.

    Parameters
    ----------
    next_test
        ``difference, natural, n_each``.

    Examples
    --------
    >>> table_of_next_test(pd.DataFrame())
    Cannot size the next test: nobody is known to be dormant.
    """
    if next_test.empty:
        return nothing("Cannot size the next test: nobody is known to be dormant.")
    natural = float(next_test["natural"].iloc[0])
    columns = (
        Shown("points", "To see a difference of", "words"),
        Shown("n_each", "Customers in each arm", "count"),
    )
    return table(
        next_test.assign(points=[f"{100 * one:.0f} points" for one in next_test["difference"]]),
        columns, caption="Before the next test",
        source=f"{in_words(natural, 'share')} return anyway; seen four times in five",
    )  # fmt: skip


def figure_of_lift(lift: pd.DataFrame, *, floor: int) -> Picture | Block:
    """Return what calling added in each class of customers, all of them on top.

    Parameters
    ----------
    lift
        As ``winback.lift_by_class`` returns it.
    floor
        Classes with fewer customers in either arm are hidden.

    Examples
    --------
    >>> figure_of_lift(pd.DataFrame(), floor=5)
    Not measurable yet: no programme with a hold-out has been read.
    """
    if lift.empty:
        return nothing(_NO_HOLD_OUT)
    rows = large_enough(large_enough(lift, "n_treat", floor), "n_hold", floor)
    rows = rows[rows["lift"].notna()].assign(n=rows["n_treat"] + rows["n_hold"])
    if rows.empty:
        return nothing(
            f"Cannot tell for whom calling works: fewer than {floor} customers of each class were "
            "called, or held back by lot."
        )
    rows = rows.iloc[::-1].reset_index(drop=True)
    words = Words(
        "lift",
        f"{_lift_over_all(lift.iloc[-1])}; {_by_themselves(rows.iloc[1:])}",
        f"Share returned of those called minus of those held back; {int(rows['n'].max()):,} "
        "customers assigned by lot; lines: 95 %",
        "Dots: " + ", ".join(f"{row['class']} {100 * row['lift']:.0f} points"
                             for row in rows.to_dict("records")) + ".",
        "Drawn together is what to expect of one customer: small classes lean on all.",
    )  # fmt: skip
    columns = (
        Shown("class", "Class, when assigned"), Shown("n_treat", "Called", "count"),
        Shown("n_hold", "Held back", "count"),
        Shown("lift", "Added, points", "points", "low", "high"),
        Shown("shrunk", "Drawn together", "points"),
    )  # fmt: skip

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        dot_rows(axes, rows, label="class", value="lift", n="n")
        as_points(axes, rows["lift"].tolist())
        axes.set_xlim(left=float(rows["low"].min()) - 0.02)
        reference_line(axes, 0.0, "no difference", vertical=True)

    return draw(words, paint, numbers=rows, columns=columns, height=height_for(len(rows)))


def _lift_over_all(total: pd.Series) -> str:
    """Say what calling added, as surely as its interval allows."""
    added = f"{100 * total['lift']:+.0f} points"
    if total["low"] > 0:
        return f"Calling adds {100 * total['lift']:.0f} points over all"
    if total["high"] < 0:
        return f"Fewer of those called came back over all: {added}"
    interval = f"({100 * total['low']:+.0f} to {100 * total['high']:+.0f})"
    return f"Cannot tell whether calling adds anything over all: {added} {interval}"


def _by_themselves(classes: pd.DataFrame) -> str:
    n, seen = len(classes), int((classes["low"] > 0).sum())
    if not n:
        return "no class is large enough to show it by itself"
    if n == 1:
        return f"the one class {'shows' if seen else 'does not show'} it by itself"
    shows = "shows it by itself" if seen == 1 else "show it by themselves"
    return f"{seen} of {n} classes {shows}"


def table_of_lift_questions(questions: pd.DataFrame) -> Block:
    """Return the questions asked of the programme, with differences and adjusted p-values.

    Parameters
    ----------
    questions
        As ``winback.questions_of_lift`` returns it.

    Examples
    --------
    >>> table_of_lift_questions(pd.DataFrame())
    Not measurable yet: no programme with a hold-out has been read.
    """
    if questions.empty or not questions["n_one"].sum():
        return nothing(_NO_HOLD_OUT)
    columns = (
        Shown("question", "Question, asked beforehand"), Shown("n_one", "Customers", "count"),
        Shown("n_other", "Beside", "count"), Shown("lift_one", "Added, points", "points"),
        Shown("lift_other", "Added beside", "points"),
        Shown("difference", "Difference", "points", "low", "high"),
        Shown("p", "p, adjusted", "words"),
        Shown("verdict", "Verdict"),
    )  # fmt: skip
    return table(
        questions.assign(p=[_p(one) for one in questions["p_adjusted"]]), columns,
        caption="For whom does calling work?",
        source=f"{len(questions)} questions asked; p-values adjusted for all of them (Holm)",
    )  # fmt: skip


def _p(value: float) -> str:
    return "" if value != value else "under .001" if value < 0.001 else f"{value:.2f}"


def table_of_comparisons(compared: pd.DataFrame) -> Block:
    """Return the programmes that held nobody back, stamped as what they are.

    Parameters
    ----------
    compared
        As ``winback.league`` returns it.

    Examples
    --------
    >>> table_of_comparisons(pd.DataFrame())
    Every programme in the log held customers back by lot, or there is none.
    """
    empty = "Every programme in the log held customers back by lot, or there is none."
    if compared.empty:
        return nothing(empty)
    columns = (
        Shown("program", "Programme"), Shown("began_on", "Began", "date"),
        Shown("n_called", "Silent, called", "count"), Shown("n_others", "Silent, others", "count"),
        Shown("plain", "Plain difference, points", "points", "plain_low", "plain_high"),
        Shown("alike", "Among customers alike", "points", "alike_low", "alike_high"),
        Shown("before", "Check: came back before", "points", "before_low", "before_high"),
        Shown("strength", "Explained by a cause unseen", "words"), Shown("verdict", "What it is"),
    )  # fmt: skip
    strength = [
        "" if one <= 1 else f"{one:.1f} times as likely, both" for one in compared["unseen"]
    ]
    return table(
        compared.assign(strength=strength), columns,
        caption="Programmes without a hold-out: association, not effect",
        source="Alike: same week, tier, age of silence and number of orders. The check compares "
        "returns before the call and should hold nothing. A cause unseen explains the rest only if "
        "it made both the call and the return so many times as likely",
    )  # fmt: skip


def table_of_arms(arms: pd.DataFrame, pairs: pd.DataFrame, *, floor: int) -> Block:
    """Return reach, meetings and returns by approach and offer, and whether they compare.

    Parameters
    ----------
    arms, pairs
        As ``winback.arms_table`` and ``winback.pairs_of_arms`` return them.
    floor
        Arms of fewer customers are hidden.

    Examples
    --------
    >>> table_of_arms(pd.DataFrame(), pd.DataFrame(), floor=10)
    No programme tried two approaches or offers on 10 customers each.
    """
    rows = large_enough(arms, "n_customers", floor)
    empty = f"No programme tried two approaches or offers on {floor} customers each."
    if rows.empty:
        return nothing(empty)
    columns = (
        Shown("program", "Programme"), Shown("arm", "Arm"), Shown("n_customers", "Called", "count"),
        Shown("reached_share", "Reached", "share", "reached_low", "reached_high"),
        Shown("met_share", "Met", "share", "met_low", "met_high"),
        Shown("returned_share", "Returned", "share", "returned_low", "returned_high"),
        Shown("comparable", "Whether arms compare"),
    )  # fmt: skip
    apart = []
    if len(pairs):
        differ = pairs[pairs["p_adjusted"] < 0.05]
        apart = [f"{row.one} and {row.other} ({_p(row.p_adjusted)})" for row in differ.itertuples()]
    told = "; ".join(apart) if apart else "none"
    return table(
        rows, columns, caption="Approaches and offers",
        source=f"{len(pairs)} pairs compared by returns; apart after adjustment (Holm): {told}",
    )  # fmt: skip
