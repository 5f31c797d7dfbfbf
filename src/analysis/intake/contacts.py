"""Who may be contacted: false at any sign of an opt-out, in whichever table it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analysis.engine import Engine, quote_text
from analysis.errors import InputRefused
from analysis.intake.typed import Typed
from analysis.results import Warned


def _key(column: str) -> str:
    """Return SQL under which ids meet although one file lost zeros or case."""
    return f"nullif(ltrim(lower({column}), '0 '), '')"


def judge_contacts(
    engine: Engine, inputs: Sequence[Typed], tables: Sequence[str], as_of: date | None
) -> list[Warned]:
    """Add ``may_contact`` to the contacts.

    An opt-out of a contact with an own id blocks that contact; without contact ids, or when it
    stands at the customer, it blocks the customer. Rows that were set aside count as well.
    """
    own_ids = all(item.found.columns.has("contact_id") for item in inputs)
    signs = [
        "SELECT customer_id, " + ("contact_id" if own_ids else "NULL::VARCHAR AS contact_id")
        + " FROM all_contacts WHERE opt_out_"
    ]  # fmt: skip
    signs += _elsewhere(engine, tables, as_of)
    engine.execute(f"CREATE TEMP TABLE stopped AS {' UNION ALL BY NAME '.join(signs)}")
    engine.execute("ALTER TABLE all_contacts ADD COLUMN may_contact BOOLEAN")
    contact, customer = _key("contact_id"), _key("customer_id")
    # A contact that nobody knows cannot be blocked by itself: its customer is.
    known = f"SELECT {contact} FROM all_contacts WHERE {contact} IS NOT NULL"
    blocked = f"{contact} IS NULL OR {contact} NOT IN ({known})"
    engine.execute(
        "CREATE TEMP TABLE stopped_customers AS "
        f"SELECT DISTINCT {customer} AS k FROM stopped WHERE ({blocked}) AND {customer} IS NOT NULL"
    )
    if "customers" in tables and "merged_into" in _names(engine, "customers"):
        _carry_through_mergers(engine)
    engine.execute(
        "CREATE TEMP TABLE stopped_contacts AS "
        f"SELECT DISTINCT {contact} AS k FROM stopped WHERE {contact} IS NOT NULL"
    )
    engine.execute(
        "UPDATE all_contacts SET may_contact = NOT (coalesce(opt_out_, false) "
        f"OR coalesce({contact} IN (FROM stopped_contacts), false) "
        f"OR coalesce({customer} IN (FROM stopped_customers), false))"
    )
    return [*_no_column(inputs), *([] if own_ids else _disagreeing(engine))]


def broken_suppressions(file: str, n_lines: int) -> InputRefused:
    """Refuse rather than lose an opt-out: the one table of which no line may be set aside."""
    return InputRefused(
        f"{file} has {n_lines:,} lines that cannot be split into its columns",
        "every line of a suppression list readable: a lost opt-out cannot be made good",
        "put texts with a delimiter in quotes, or export the list again",
        code="broken_suppressions",
        file=file,
    )


#: Steps along which an opt-out follows ids that were merged and merged again.
_MERGERS = 8


def _carry_through_mergers(engine: Engine) -> None:
    """Block every id of a customer whose ids were merged when one of them is blocked."""
    old, new = _key("customer_id"), _key("merged_into")
    for _ in range(_MERGERS):
        for one, other in ((old, new), (new, old)):
            engine.execute(
                f"INSERT INTO stopped_customers SELECT DISTINCT {other} FROM all_customers "
                f"WHERE {one} IN (FROM stopped_customers) AND {other} IS NOT NULL "
                f"AND {other} NOT IN (FROM stopped_customers)"
            )


def _elsewhere(engine: Engine, tables: Sequence[str], as_of: date | None) -> list[str]:
    """Return queries for opt-outs in suppressions, the outreach log and the customers."""
    found = []
    if "suppressions" in tables:
        names = _names(engine, "suppressions")
        columns = [
            column if column in names else f"NULL::VARCHAR AS {column}"
            for column in ("customer_id", "contact_id")
        ]
        ended = f"until_on < DATE {quote_text(as_of.isoformat())}" if as_of else "false"
        still = f" WHERE NOT coalesce({ended}, false)" if "until_on" in names else ""
        found.append(f"SELECT {', '.join(columns)} FROM all_suppressions{still}")
    if "touches" in tables and "outcome" in _names(engine, "touches"):
        contact = "contact_id" if "contact_id" in _names(engine, "touches") else "NULL::VARCHAR"
        found.append(
            f"SELECT customer_id, {contact} AS contact_id FROM all_touches "
            "WHERE outcome = 'opt_out'"
        )
    if "customers" in tables and "status" in _names(engine, "customers"):
        found.append(
            "SELECT customer_id, NULL::VARCHAR AS contact_id FROM all_customers "
            "WHERE status = 'legal'"
        )
    return found


def _names(engine: Engine, table: str) -> set[str]:
    return {row[0] for row in engine.rows(f"DESCRIBE all_{table}")}


def _no_column(inputs: Sequence[Typed]) -> list[Warned]:
    known = any(
        item.found.columns.has(column)
        for item in inputs
        for column in ("do_not_contact", "consent")
    )
    if known:
        return []
    said = "The contacts have no opt-out or consent column; lists are marked as not cleared."
    return [Warned("no_optout_column", said)]


def _disagreeing(engine: Engine) -> list[Warned]:
    n_customers = int(
        engine.value(
            "SELECT count(*) FROM (SELECT customer_id FROM all_contacts WHERE customer_id IS NOT "
            "NULL GROUP BY customer_id HAVING bool_or(opt_out_) AND NOT bool_and(opt_out_))"
        )
    )
    if not n_customers:
        return []
    said = f"{n_customers:,} customers have rows with and without an opt-out; the opt-out counts."
    return [Warned("mixed_opt_out", said)]
