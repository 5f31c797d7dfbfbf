"""What is in an export, what is missing, and what can be answered with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.engine import Engine, quote_name, quote_text
from analysis.results import TableReceipt
from analysis.vocabulary import ANSWERS, TABLES
from analysis.workspace import Workspace

#: The date by which rows of a table are counted per month.
_CLOCKS = {
    "transactions": "ordered_on",
    "reasons": "stated_on",
    "touches": "touched_at",
    "assignments": "assigned_on",
    "issues": "opened_on",
}

#: Question, the tables it needs, and whether this version has a page for it.
QUESTIONS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("Can we trust this export?", ("transactions",), True),
    ("Who has gone quiet, by their own rhythm?", ("transactions",), True),
    ("What does the silence cost a year?", ("transactions",), True),
    ("How many silences end anyway?", ("transactions",), True),
    ("Why do customers say they left?", ("reasons",), True),
    ("What does each reason cost?", ("transactions", "reasons"), True),
    ("Which segment does each reason strike?", ("transactions", "reasons", "customers"), True),
    ("Which losses sit with which territory and rep?", ("transactions", "customers"), True),
    ("Which reasons are fixed, and who was not told?", ("reasons", "issues"), False),
    ("Who still waits for an answer from us?", ("transactions", "touches"), False),
    ("Did our outreach work?", ("transactions", "assignments"), False),
    ("Whom else can we ask, and who has moved?", ("transactions", "contacts"), False),
    ("What should each rep do this week?", ("transactions", "reps", "suppressions"), False),
)

#: What an open question needs when all its tables are there.
NO_PAGE = "a later version (its tables are read already)"


@dataclass(frozen=True)
class Health:
    """The tables behind the health page.

    Parameters
    ----------
    card
        One row a canonical table: ``table, rows_in, rows_good, rows_set_aside, rows_blank,
        n_customers, state``.
    warnings
        ``table, code, message``: kept, but the reader must know.
    set_aside
        ``table, code, n_rows``.
    months
        ``table, month`` (first day), ``n_rows``.
    census
        ``group, n_customers``: who is in which table, and the orphans each way.
    events
        ``event, n_lines, amount``: what the lines of the transactions are.
    ladder
        ``question, answered, needs``.

    Examples
    --------
    >>> ladder_of(["transactions"])["answered"].tolist().count("yes")
    4
    """

    card: pd.DataFrame
    warnings: pd.DataFrame
    set_aside: pd.DataFrame
    months: pd.DataFrame
    census: pd.DataFrame
    events: pd.DataFrame
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
    with workspace.engine() as engine:
        for name in present:
            source = quote_text(workspace.parquet(name))
            engine.execute(f"CREATE VIEW {quote_name(name)} AS FROM read_parquet({source})")
        return Health(
            card=_card(receipts),
            warnings=_warnings(receipts),
            set_aside=_set_aside(receipts),
            months=_months(engine, present, as_of),
            census=_census(engine, present),
            events=_events(engine) if "transactions" in present else _no_rows("event"),
            ladder=ladder_of(present),
        )


def ladder_of(present: list[str]) -> pd.DataFrame:
    """Return which questions these tables answer, and what each open one needs.

    Examples
    --------
    >>> ladder_of([])["answered"].unique().tolist()
    ['no']
    """
    rows = []
    for question, needs, has_page in QUESTIONS:
        lacking = [name for name in needs if name not in present]
        wanted = ", ".join(lacking) if lacking or has_page else NO_PAGE
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


def _warnings(receipts: Mapping[str, TableReceipt]) -> pd.DataFrame:
    rows = [
        (name, warned.code, warned.message)
        for name, receipt in receipts.items()
        for warned in receipt.warnings
    ]
    return pd.DataFrame(rows, columns=["table", "code", "message"])


def _set_aside(receipts: Mapping[str, TableReceipt]) -> pd.DataFrame:
    rows = [
        (name, code, n_rows)
        for name, receipt in receipts.items()
        for code, n_rows in sorted(receipt.set_aside_by_code.items())
    ]
    return pd.DataFrame(rows, columns=["table", "code", "n_rows"])


def _months(engine: Engine, present: list[str], as_of: date) -> pd.DataFrame:
    parts = []
    for name in present:
        clock = _CLOCKS.get(name)
        if clock is None or not _has_column(engine, name, clock):
            continue
        parts.append(
            f"SELECT {quote_text(name)} AS \"table\", date_trunc('month', {clock})::DATE AS month, "
            f"count(*)::BIGINT AS n_rows FROM {quote_name(name)} "
            f"WHERE {clock} < DATE {quote_text(as_of.isoformat())} + 1 GROUP BY ALL"
        )
    if not parts:
        return pd.DataFrame(columns=["table", "month", "n_rows"])
    return engine.frame(" UNION ALL ".join(parts) + " ORDER BY 1, 2")


def _has_column(engine: Engine, table: str, column: str) -> bool:
    names = {row[0] for row in engine.rows(f"DESCRIBE {quote_name(table)}")}
    return column in names


def _census(engine: Engine, present: list[str]) -> pd.DataFrame:
    known = [
        name for name in ("transactions", "customers", "reasons", "contacts") if name in present
    ]
    rows = [
        (f"in {name}", engine.value(f"SELECT count(DISTINCT customer_id) FROM {name}"))
        for name in known
    ]
    for one in known:
        rows.extend(
            (f"in {one}, not in {other}", _n_orphans(engine, one, other))
            for other in known
            if other != one and "transactions" in {one, other}
        )
    return pd.DataFrame(rows, columns=["group", "n_customers"])


def _n_orphans(engine: Engine, one: str, other: str) -> int:
    return int(
        engine.value(
            f"SELECT count(*) FROM (SELECT DISTINCT customer_id FROM {one}) "
            f"ANTI JOIN {other} USING (customer_id)"
        )
    )


def _events(engine: Engine) -> pd.DataFrame:
    typed = "line_type" if _has_column(engine, "transactions", "line_type") else "NULL"
    return engine.frame(
        f"""
        WITH named AS (
            SELECT amount, CASE
                WHEN {typed} IN ('cancel', 'fee', 'credit') THEN {typed} || ' lines'
                WHEN {typed} = 'return' OR amount < 0 THEN 'returns'
                WHEN amount = 0 THEN 'lines without value'
                ELSE 'sales' END AS event
            FROM transactions)
        SELECT event, count(*)::BIGINT AS n_lines, sum(amount)::DOUBLE AS amount
        FROM named GROUP BY event ORDER BY n_lines DESC, event
        """
    )


def _no_rows(event: str) -> pd.DataFrame:
    return pd.DataFrame(columns=[event, "n_lines", "amount"])
