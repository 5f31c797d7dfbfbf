"""Tables of what an export holds and where each of its rows went."""

from __future__ import annotations

import pandas as pd

from analysis.errors import counted
from analysis.exports import Shown
from analysis.plots.blocks import Block, nothing, table
from analysis.results import in_words
from analysis.vocabulary import RULES


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
    there = ~card["state"].str.startswith("missing")
    counts = {name: card[name].where(there) for name in card if name not in {"table", "state"}}
    shown = card.assign(**counts)  # no row of a table that is not there is not the number 0
    return table(shown, columns, caption="Every row is accounted for", source=source)


def table_of_warnings(warnings: pd.DataFrame) -> Block:
    """Return what was kept but must be known, the worst first.

    Parameters
    ----------
    warnings
        ``severity, code, tables, message``, one row a code.

    Examples
    --------
    >>> table_of_warnings(pd.DataFrame())
    No warning: nothing in these files needs a second look.
    >>> print(table_of_warnings(pd.DataFrame({"severity": ["for the record"], "code": ["a"],
    ...     "tables": ["reps"], "message": ["Ids end in .0."]})))
    Nothing here moves a number by itself (1 kind of warning: 1 for the record)
    Weight | Tables | What was found
    for the record | reps | Ids end in .0.
    """
    columns = (
        Shown("severity", "Weight"),
        Shown("tables", "Tables"),
        Shown("message", "What was found"),
    )
    severities = list(warnings["severity"]) if len(warnings) else []
    by_weight = {name: severities.count(name) for name in dict.fromkeys(severities)}
    listed = ", ".join(f"{n} {severity}" for severity, n in by_weight.items())
    kinds = "kind of warning" if len(warnings) == 1 else "kinds of warnings"
    shown = warnings
    if severities:  # a weight stands at the first of its kinds alone
        again = warnings["severity"].duplicated()
        shown = warnings.assign(severity=warnings["severity"].mask(again, ""))
    return table(
        shown,
        columns,
        caption=_worst(severities),
        source=f"{len(warnings)} {kinds}: {listed}",
        empty="No warning: nothing in these files needs a second look.",
    )


def _worst(severities: list[str]) -> str:
    if any(severity.startswith("voids") for severity in severities):
        return "Draw no conclusion before the first of these is settled"
    if any(severity.startswith("read") for severity in severities):
        return "Read these before the numbers"
    return "Nothing here moves a number by itself"


def _rule(code: str) -> str:
    return RULES.get(code, code.replace("_", " "))


def table_of_rows_set_aside(set_aside: pd.DataFrame) -> Block:
    """Return how many rows each rule set aside, and their money.

    Parameters
    ----------
    set_aside
        ``table, code, n_rows, amount, rows_in``, each row once.

    Examples
    --------
    >>> table_of_rows_set_aside(pd.DataFrame())
    No row was set aside.
    >>> print(table_of_rows_set_aside(pd.DataFrame({"table": ["reasons"], "code": ["no_date"],
    ...     "n_rows": [2], "amount": [None], "rows_in": [10]})))
    2 rows were set aside, each for the first rule it broke (Share = of the rows ...)
    Why | Table | Rows | Share | Amount
    no date | reasons | 2 | 20% | –
    """
    if set_aside.empty:
        return nothing("No row was set aside.")
    columns = (
        Shown("why", "Why"),
        Shown("table", "Table"),
        Shown("n_rows", "Rows", "count"),
        Shown("share", "Share", "share"),
        Shown("amount", "Amount", "money"),
    )
    return table(
        set_aside.assign(
            why=set_aside["code"].map(_rule), share=set_aside["n_rows"] / set_aside["rows_in"]
        ),
        columns,
        caption=f"{_rows(set_aside, 'was', 'were')} set aside, each for the first rule it broke",
        source="Share = of the rows in of that table. Line, column and value of each row stand in "
        "the quarantine file",
    )


def _rows(frame: pd.DataFrame, one: str, many: str) -> str:
    return counted(int(frame["n_rows"].sum()), f"row {one}", f"rows {many}")


#: What a line was exported as, in words.
_KINDS = {
    "sale": "sale (amount above 0)",
    "return": "return (amount below 0)",
    "credit": "credit note",
    "cancel": "cancelled order",
    "fee": "fee, postage, discount",
    "zero": "amount of 0",
    "unreadable": "no readable amount",
    "blank": "blank line",
}


def table_of_events(events: pd.DataFrame) -> Block:
    """Return what the lines of the transactions were exported as, and what they count as.

    Parameters
    ----------
    events
        ``kind, n_rows, amount, n_activity, n_money, n_nothing, n_set_aside, amount_kept``.

    Examples
    --------
    >>> table_of_events(pd.DataFrame())
    No transactions: no lines to type.
    >>> print(table_of_events(pd.DataFrame({"kind": ["sale", "blank"], "n_rows": [9, 1],
    ...     "amount": [90.0, None], "n_activity": [8, 0], "n_money": 0, "n_nothing": 0,
    ...     "n_set_aside": [1, 0], "amount_kept": [80.0, 0.0]})))
    8 of 10 lines count as activity (Each line stands in one column; 10 lines in = 8 activity
    + 0 money only + 0 kept without effect + 1 set aside + 1 blank)
    Exported as | Lines in | Activity | Money only | No effect | Set aside | Amount in | Amount kept
    sale (amount above 0) | 9 | 8 | 0 | 0 | 1 | 90 | 80
    blank line | 1 | 0 | 0 | 0 | 0 | – | 0
    all lines | 10 | 8 | 0 | 0 | 1 | 90 | 80
    """
    if events.empty:
        return nothing("No transactions: no lines to type.")
    columns = (
        Shown("kind", "Exported as"),
        Shown("n_rows", "Lines in", "count"),
        Shown("n_activity", "Activity", "count"),
        Shown("n_money", "Money only", "count"),
        Shown("n_nothing", "No effect", "count"),
        Shown("n_set_aside", "Set aside", "count"),
        Shown("amount", "Amount in", "money"),
        Shown("amount_kept", "Amount kept", "money"),
    )
    total = events.drop(columns="kind").sum()
    n_blank = total["n_rows"] - total.filter(regex="^n_(activity|money|nothing|set)").sum()
    shown = pd.concat(
        [
            events.assign(kind=events["kind"].map(_KINDS).fillna(events["kind"])),
            total.to_frame().T.assign(kind="all lines"),
        ]
    )
    return table(
        shown,
        columns,
        caption=f"{total['n_activity']:,.0f} of {total['n_rows']:,.0f} lines count as activity",
        source=f"Each line stands in one column; {total['n_rows']:,.0f} lines in = "
        f"{total['n_activity']:,.0f} activity + {total['n_money']:,.0f} money only + "
        f"{total['n_nothing']:,.0f} kept without effect + {total['n_set_aside']:,.0f} set aside + "
        f"{n_blank:,.0f} blank",
    )


def table_of_repeats(repeats: pd.DataFrame) -> Block:
    """Return which lines stood in the exports twice, in which file, and what was used.

    Parameters
    ----------
    repeats
        ``table, file, fate, n_rows, rows_in, amount, first_on, last_on, used``.

    Examples
    --------
    >>> table_of_repeats(pd.DataFrame())
    No line was found twice.
    """
    if repeats.empty:
        return nothing("No line was found twice.")
    columns = (
        Shown("file", "File"),
        Shown("n_rows", "Lines again", "count"),
        Shown("share", "Of its rows", "share"),
        Shown("amount", "Amount", "money"),
        Shown("first_on", "First day", "date"),
        Shown("last_on", "Last day", "date"),
        Shown("used", "What was used"),
    )
    return table(
        repeats.assign(share=repeats["n_rows"] / repeats["rows_in"]),
        columns,
        caption=f"{_rows(repeats, 'repeats', 'repeat')} what another line says",
        source="Set aside where a number of order or line proves them the same; the days are those "
        "of the repeated lines",
    )


def table_of_nobody(nobody: pd.DataFrame) -> Block:
    """Return the rows that belong to no customer, with their money.

    Parameters
    ----------
    nobody
        ``table, fate, n_rows, rows_in, amount, amount_in``.

    Examples
    --------
    >>> table_of_nobody(pd.DataFrame())
    Every row has a customer of its own.
    """
    if nobody.empty:
        return nothing("Every row has a customer of its own.")
    columns = (
        Shown("why", "Rows with"),
        Shown("table", "Table"),
        Shown("n_rows", "Rows", "count"),
        Shown("share", "Share of rows in", "share"),
        Shown("amount", "Amount", "money"),
        Shown("money_share", "Share of amount in", "share"),
    )
    money = nobody["amount"].sum(min_count=1)
    worth = "" if pd.isna(money) else f", {in_words(float(money), 'money')} in amount"
    amount_in = nobody["amount_in"].where(nobody["amount_in"] > 0)
    return table(
        nobody.assign(
            why=nobody["fate"].map(_rule),
            share=nobody["n_rows"] / nobody["rows_in"],
            money_share=nobody["amount"] / amount_in,
        ),
        columns,
        caption=f"{_rows(nobody, 'belongs', 'belong')} to no known customer{worth}",
        source="Set aside: they count for nobody. Amount in = sum of all readable amounts of the "
        "table, returns deducted",
    )


def table_of_census(census: pd.DataFrame) -> Block:
    """Return how many customers each table knows, and who is missing from which.

    Parameters
    ----------
    census
        ``group, n_customers, of, n_of, share``.

    Examples
    --------
    >>> table_of_census(pd.DataFrame())
    No transactions: no census of customers.
    >>> print(table_of_census(pd.DataFrame({"group": ["ever bought"], "n_customers": [9],
    ...     "of": ["customers in the transactions"], "n_of": [10], "share": [0.9]})))
    Who is known where (Distinct ids as exported, before old ids are merged)
    Customers who | Number | Share | Of
    ever bought | 9 | 90% | 10 customers in the transactions
    """
    if census.empty:
        return nothing("No transactions: no census of customers.")
    columns = (
        Shown("group", "Customers who"),
        Shown("n_customers", "Number", "count"),
        Shown("share", "Share", "share"),
        Shown("whole", "Of"),
    )
    whole = [f"{n:,} {of}" for n, of in zip(census["n_of"], census["of"], strict=True)]
    return table(
        census.assign(whole=whole),
        columns,
        caption="Who is known where",
        source="Distinct ids as exported, before old ids are merged",
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
