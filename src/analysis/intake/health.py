"""What is in an export, what is missing, and what can be answered with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.doubts.buyers import is_sale
from analysis.doubts.fates import events_of, frame_of, nobody_of, repeats_of, set_aside_once
from analysis.doubts.months import count_branches, count_months
from analysis.doubts.severity import severity_of, weight_of
from analysis.engine import Engine, quote_name, quote_text
from analysis.results import TableReceipt, Warned
from analysis.vocabulary import ANSWERS, TABLES
from analysis.workspace import Workspace

#: So many messages of one code are written out; the receipt holds all.
_MOST_MESSAGES = 2
#: Question, and the tables it needs.
QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Can we trust this export?", ("transactions",)),
    ("Who has gone quiet, by their own rhythm?", ("transactions",)),
    ("What does the silence cost a year?", ("transactions",)),
    ("How many silences end anyway?", ("transactions",)),
    ("Why do customers say they left?", ("reasons",)),
    ("What does each reason cost?", ("transactions", "reasons")),
    ("Which segment does each reason strike?", ("transactions", "reasons", "customers")),
    ("Which losses sit with which territory and rep?", ("transactions", "customers")),
    ("Which reasons are fixed, and who was not told?", ("reasons", "issues")),
    ("Who still waits for an answer from us?", ("transactions", "touches")),
    ("Did our outreach work?", ("transactions", "assignments")),
    ("Whom else can we ask, and who has moved?", ("transactions", "contacts")),
    ("What should each rep do this week?", ("transactions", "contacts", "reps", "suppressions")),
)


@dataclass(frozen=True)
class Health:
    """The tables behind the health page.

    Parameters
    ----------
    card
        One row a canonical table: ``table, rows_in, rows_good, rows_set_aside, rows_blank,
        n_customers, state``.
    warnings
        ``severity, code, tables, message``: kept, but the reader must know; worst first.
    set_aside
        ``table, code, n_rows, amount, rows_in``; each row once, under the first rule it breaks.
    by_code
        ``table, code, n_rows``; a row that breaks two rules is in both.
    events
        ``kind, n_rows, amount, n_activity, n_money, n_nothing, n_set_aside, amount_kept``: what the
        lines of the transactions were exported as, and what they count as.
    repeats
        ``table, file, fate, n_rows, rows_in, amount, first_on, last_on, used``.
    nobody
        ``table, fate, n_rows, rows_in, amount, amount_in``: rows without a customer.
    months
        ``table, month`` (first day), ``n_rows, usual, mark, expected``; see ``marked_months``.
    branches
        ``branch, n_rows, first_on, last_on, n_gaps, silent_days, silent_from, expected``.
    branch_months
        As ``months``, by ``branch``.
    census
        ``group, n_customers, of, n_of, share``: who is in which table, and the orphans each way.
    margins
        Sale lines, and of them those with a margin.
    ladder
        ``question, answered, needs``.

    Examples
    --------
    >>> _ladder_of(["transactions"])["answered"].tolist().count("yes")
    4
    """

    card: pd.DataFrame
    warnings: pd.DataFrame
    set_aside: pd.DataFrame
    by_code: pd.DataFrame
    events: pd.DataFrame
    repeats: pd.DataFrame
    nobody: pd.DataFrame
    months: pd.DataFrame
    branches: pd.DataFrame
    branch_months: pd.DataFrame
    census: pd.DataFrame
    margins: tuple[int, int]
    ladder: pd.DataFrame


def describe_health(
    workspace: Workspace, receipts: Mapping[str, TableReceipt], *, as_of: date
) -> Health:
    """Return what the checked tables hold, counted in the engine.

    Parameters
    ----------
    workspace
        Holds one Parquet file a table.
    receipts
        By table name, as ``check_exports`` made them.
    as_of
        Snapshot date; later rows are not counted.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> health = describe_health(Workspace(Path(tempfile.mkdtemp())), {}, as_of=date(2024, 12, 31))
    >>> health.card["state"].str.startswith("missing").all().item()
    True
    """
    present = [name for name in TABLES if name in receipts and workspace.has(name)]
    every = [frame_of(name, receipts[name].fates) for name in TABLES if name in receipts]
    fates = pd.concat([frame_of("", ()), *every], ignore_index=True)
    aside = set_aside_once(fates)
    rows_in = {name: receipt.rows_in for name, receipt in receipts.items()}
    with workspace.engine() as engine:
        for name in present:
            source = quote_text(workspace.parquet(name))
            engine.execute(f"CREATE VIEW {quote_name(name)} AS FROM read_parquet({source})")
        sold = "transactions" in present
        branches, branch_months = count_branches(engine, as_of) if sold else (_NONE, _NONE)
        return Health(
            card=_card(receipts),
            warnings=grouped_warnings(receipts),
            set_aside=aside.assign(rows_in=aside["table"].map(rows_in)),
            by_code=_by_code(receipts),
            events=events_of(fates[fates["table"] == "transactions"]),
            repeats=repeats_of(fates),
            nobody=nobody_of(fates),
            months=count_months(engine, present, as_of),
            branches=branches,
            branch_months=branch_months,
            census=take_census(engine, present),
            margins=_margins(engine) if sold else (0, 0),
            ladder=_ladder_of(present),
        )


_NONE = pd.DataFrame()


def _ladder_of(present: list[str]) -> pd.DataFrame:
    """Return which questions these tables answer, and what each open one needs."""
    rows = []
    for question, needs in QUESTIONS:
        wanted = ", ".join(name for name in needs if name not in present)
        rows.append((question, "no" if wanted else "yes", wanted))
    return pd.DataFrame(rows, columns=["question", "answered", "needs"])


def _card(receipts: Mapping[str, TableReceipt]) -> pd.DataFrame:
    rows = []
    for name in TABLES:
        found = receipts.get(name)
        if found is None:
            rows.append((name, 0, 0, 0, 0, 0, f"missing; would answer {ANSWERS[name]}"))
            continue
        n_warnings = len(found.warnings)
        told = f", {n_warnings} warning{'s' if n_warnings > 1 else ''}" if n_warnings else ""
        state = f"read{told}"
        counts = (found.rows_in, found.rows_good, found.rows_set_aside, found.rows_blank)
        rows.append((name, *counts, found.n_customers, state))
    columns = [
        "table",
        "rows_in",
        "rows_good",
        "rows_set_aside",
        "rows_blank",
        "n_customers",
        "state",
    ]
    return pd.DataFrame(rows, columns=columns)


def _by_code(receipts: Mapping[str, TableReceipt]) -> pd.DataFrame:
    rows = [
        (name, code, n_rows)
        for name, receipt in receipts.items()
        for code, n_rows in sorted(receipt.set_aside_by_code.items())
    ]
    return pd.DataFrame(rows, columns=["table", "code", "n_rows"])


def _margins(engine: Engine) -> tuple[int, int]:
    """Return the number of sale lines, and of those that carry a margin."""
    known = "margin" if "margin" in engine.columns("transactions") else "NULL"
    n_lines, n_known = engine.rows(
        f"SELECT count(*), count({known}) FROM transactions WHERE amount > 0"
    )[0]
    return int(n_lines), int(n_known)


#: Table -> what being in it means for somebody who bought.
_KNOWN = {
    "customers": "are in the customers table",
    "reasons": "have a statement on file, with or without a reason",
    "contacts": "have a contact on file",
}


def take_census(engine: Engine, present: list[str]) -> pd.DataFrame:
    """Return who is in which table, each with its denominator, and the orphans each way.

    Ids are those of the export: an old id that was merged into another is counted apart.

    Returns
    -------
    DataFrame
        ``group, n_customers, of, n_of, share``.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE transactions AS SELECT * FROM (VALUES ('a', 5), ('b', -5)) "
    ...                "t(customer_id, amount)")
    >>> engine.execute("CREATE TABLE reasons AS SELECT 'x' AS customer_id")
    >>> take_census(engine, ["transactions", "reasons"])[["group", "n_customers", "n_of"]].values
    array([['ever bought', 1, 2],
           ['bought, and have a statement on file, with or without a reason', 0, 1],
           ['are in reasons, and never in the transactions', 1, 1]], dtype=object)
    """
    if "transactions" not in present:
        return _census([])
    known = [name for name in _KNOWN if name in present]
    seen, sold = _distinct(engine, "transactions"), is_sale(engine, "transactions")
    bought = f"(SELECT DISTINCT customer_id FROM transactions WHERE {sold})"
    n_seen, n_buyers = engine.count(seen), engine.count(bought)
    rows = [("ever bought", n_buyers, "customers in the transactions", n_seen)]
    if "customers" in present and "merged_into" in engine.columns("customers"):
        merged = "(SELECT customer_id FROM customers WHERE merged_into IS NOT NULL)"
        said = "bought under an id since merged into another; counted there on later pages"
        if n_merged := _met(engine, bought, merged):
            rows.append((said, n_merged, "customers who ever bought", n_buyers))
    for name in known:
        n_met = _met(engine, bought, _distinct(engine, name))
        rows.append((f"bought, and {_KNOWN[name]}", n_met, "customers who ever bought", n_buyers))
    for name in known:
        theirs = _distinct(engine, name)
        n_theirs = engine.count(theirs)
        n_orphans = n_theirs - _met(engine, theirs, seen)
        said = f"are in {name}, and never in the transactions"
        rows.append((said, n_orphans, f"customers in {name}", n_theirs))
    return _census(rows)


def _census(rows: list[tuple[str, int, str, int]]) -> pd.DataFrame:
    framed = pd.DataFrame(rows, columns=["group", "n_customers", "of", "n_of"])
    return framed.assign(share=framed["n_customers"] / framed["n_of"].where(framed["n_of"] > 0))


def _distinct(engine: Engine, table: str) -> str:
    if "customer_id" not in engine.columns(table):
        return "(SELECT NULL::VARCHAR AS customer_id WHERE false)"
    return f"(SELECT DISTINCT customer_id FROM {table} WHERE customer_id IS NOT NULL)"


def _met(engine: Engine, ids: str, others: str) -> int:
    sql = f"SELECT count(*) FROM {ids} AS one SEMI JOIN {others} AS other USING (customer_id)"
    return int(engine.value(sql))


def grouped_warnings(receipts: Mapping[str, TableReceipt]) -> pd.DataFrame:
    """Return ``severity, code, tables, message``, worst first, one row a code.

    Examples
    --------
    >>> told = TableReceipt("reasons", 1, 1, 0, 0, warnings=(
    ...     Warned("float_ids", "Ids end in .0."), Warned("stale_export", "An old export.")))
    >>> grouped_warnings({"reasons": told})["code"].tolist()
    ['stale_export', 'float_ids']
    """
    by_code: dict[str, list[tuple[str, Warned]]] = {}
    for table, receipt in receipts.items():
        for warned in receipt.warnings:
            by_code.setdefault(warned.code, []).append((table, warned))
    rows = [
        (severity_of(code), code, ", ".join(dict.fromkeys(table for table, _ in told)),
         _joined(warned.message for _, warned in told))
        for code, told in sorted(by_code.items(), key=lambda item: weight_of(item[0]))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["severity", "code", "tables", "message"])


def _joined(messages: Iterable[str]) -> str:
    told = list(dict.fromkeys(messages))
    more = len(told) - _MOST_MESSAGES
    shown = " ".join(told[:_MOST_MESSAGES])
    return f"{shown} And {more:,} more of this kind." if more > 0 else shown
