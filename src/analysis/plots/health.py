"""Pictures and tables of what an export holds."""

from __future__ import annotations

import pandas as pd
from matplotlib.dates import AutoDateLocator, DateFormatter
from matplotlib.figure import Figure

from analysis.exports import Shown
from analysis.plots.blocks import Block, nothing, table
from analysis.plots.picture import ACCENT, PALE, Picture, Words, draw


def table_of_health(card: pd.DataFrame) -> Block:
    """Return where each row of each table went: in = good + set aside + blank.

    Examples
    --------
    >>> card = pd.DataFrame({"table": ["reasons"], "rows_in": [5], "rows_good": [4],
    ...     "rows_set_aside": [1], "rows_blank": [0], "n_customers": [4], "state": ["read"]})
    >>> print(table_of_health(card))
    Every row is accounted for (5 rows in = 4 good + 1 set aside + 0 blank)
    Table | Rows in | Good | Set aside | Blank | Customers | State
    reasons | 5 | 4 | 1 | 0 | 4 | read
    """
    total = card[["rows_in", "rows_good", "rows_set_aside", "rows_blank"]].sum()
    columns = (
        Shown("table", "Table"),
        Shown("rows_in", "Rows in", "count"),
        Shown("rows_good", "Good", "count"),
        Shown("rows_set_aside", "Set aside", "count"),
        Shown("rows_blank", "Blank", "count"),
        Shown("n_customers", "Customers", "count"),
        Shown("state", "State"),
    )
    source = (
        f"{total['rows_in']:,} rows in = {total['rows_good']:,} good + "
        f"{total['rows_set_aside']:,} set aside + {total['rows_blank']:,} blank"
    )
    return table(card, columns, caption="Every row is accounted for", source=source)


def table_of_warnings(warnings: pd.DataFrame) -> Block:
    """Return what was kept but must be known.

    Examples
    --------
    >>> table_of_warnings(pd.DataFrame())
    No warning: nothing in these files needs a second look.
    """
    columns = (Shown("table", "Table"), Shown("message", "What was found"))
    return table(
        warnings,
        columns,
        caption="Read these before the numbers",
        source=f"{len(warnings)} warnings",
        empty="No warning: nothing in these files needs a second look.",
    )


def table_of_rows_set_aside(set_aside: pd.DataFrame) -> Block:
    """Return how many rows each rule set aside.

    Examples
    --------
    >>> table_of_rows_set_aside(pd.DataFrame())
    No row was set aside.
    """
    columns = (
        Shown("table", "Table"),
        Shown("code", "Rule"),
        Shown("n_rows", "Rows", "count"),
    )
    if len(set_aside):
        set_aside = set_aside.assign(code=set_aside["code"].str.replace("_", " "))
    return table(
        set_aside,
        columns,
        caption="Rows set aside, with the rule they broke",
        source="One row can break two rules; line, column and value stand in the quarantine file",
        empty="No row was set aside.",
    )


def figure_of_months(months: pd.DataFrame) -> Picture | Block:
    """Return the records a month of each table, so that gaps show.

    Parameters
    ----------
    months
        ``table, month`` (first day), ``n_rows``.

    Examples
    --------
    >>> figure_of_months(pd.DataFrame())
    No table has dates: no timeline.
    """
    if months.empty:
        return nothing("No table has dates: no timeline.")
    names = list(dict.fromkeys(months["table"]))
    first, last = months["month"].min(), months["month"].max()
    words = Words(
        "records_per_month",
        "Records a month, table by table",
        f"Rows a month and table, {first:%B %Y} to {last:%B %Y}",
        f"Small bar charts of rows a month for {', '.join(names)}.",
        "The last month may be incomplete; a low last bar is not a fall.",
    )

    def paint(figure: Figure) -> None:
        grid = figure.subplots(len(names), 1, sharex=True, squeeze=False)
        for axes, name in zip(grid[:, 0], names, strict=True):
            rows = months[months["table"] == name]
            colour = ACCENT if name == "transactions" else PALE
            axes.bar(rows["month"], rows["n_rows"], width=25, color=colour)
            axes.set_ylabel(name, rotation=0, ha="right", va="center")
            axes.grid(axis="y")
            axes.locator_params(axis="y", nbins=2)
            axes.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=6))
            axes.xaxis.set_major_formatter(DateFormatter("%b %Y"))

    columns = (
        Shown("table", "Table"),
        Shown("month", "Month", "date"),
        Shown("n_rows", "Rows", "count"),
    )
    height = max(2.2, 0.85 * len(names) + 0.8)
    return draw(words, paint, numbers=months, columns=columns, height=height)


def table_of_census(census: pd.DataFrame) -> Block:
    """Return how many customers each table knows, and who is missing from which.

    Examples
    --------
    >>> table_of_census(pd.DataFrame())
    No table with customers: no census.
    """
    columns = (Shown("group", "Customers"), Shown("n_customers", "Number", "count"))
    return table(
        census,
        columns,
        caption="Who is known where",
        source="Distinct customers; 'not in' counts the orphans each way",
        empty="No table with customers: no census.",
    )


def table_of_events(events: pd.DataFrame) -> Block:
    """Return what the lines of the transactions are: sales, returns, lines without value.

    Examples
    --------
    >>> table_of_events(pd.DataFrame())
    No transactions: no lines to type.
    """
    columns = (
        Shown("event", "Line is"),
        Shown("n_lines", "Lines", "count"),
        Shown("amount", "Amount", "money"),
    )
    return table(
        events,
        columns,
        caption="Only sales count as activity",
        source="Returns and credits lower money; lines without value count for nothing",
        empty="No transactions: no lines to type.",
    )


def table_of_questions(ladder: pd.DataFrame, *, only_open: bool = False) -> Block:
    """Return which questions these tables answer, and what each open one needs.

    Parameters
    ----------
    ladder
        ``question, answered, needs``.
    only_open
        Whether to leave out what is answered.

    Examples
    --------
    >>> rows = pd.DataFrame({"question": ["Who?", "Why?"], "answered": ["yes", "no"],
    ...                      "needs": ["", "reasons"]})
    >>> print(table_of_questions(rows, only_open=True))
    This report answers 1 of 2 questions (Open questions, with what each needs)
    Question | Answered | Needs
    Why? | no | reasons
    """
    n_yes = int((ladder["answered"] == "yes").sum())
    columns = (
        Shown("question", "Question"),
        Shown("answered", "Answered"),
        Shown("needs", "Needs"),
    )
    return table(
        ladder[ladder["answered"] == "no"] if only_open else ladder,
        columns,
        caption=f"This report answers {n_yes} of {len(ladder)} questions",
        source="Open questions, with what each needs" if only_open else "With what is missing",
        empty=f"This report answers all {len(ladder)} questions.",
    )
