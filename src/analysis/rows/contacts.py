"""Who may be contacted: false at any sign of an opt-out, in whichever table it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from analysis.cells.ids import clean_id, fault_of
from analysis.cells.speech import speaks_of_stop
from analysis.engine import Engine
from analysis.errors import InputRefused, counted
from analysis.results import Warned
from analysis.rows.optouts import has_opt_out_column, may_hide_opt_out
from analysis.rows.reach import (
    REACHED,
    contradicts_itself,
    in_force,
    keep_reach,
    key_sql,
    loose_key_sql,
    reached_by_address,
    shared_numbers,
    stop_addresses,
    unmatched_addresses,
)
from analysis.rows.typed import Typed
from analysis.rows.unmatched import unmatched_entries

#: Steps along which an opt-out follows ids that were merged and merged again.
_MERGERS = 8


def judge_contacts(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], as_of: date | None
) -> dict[str, list[Warned]]:
    """Add ``may_contact`` to the contacts, and say what opt-outs did not do, by table.

    An opt-out of a contact with an own id blocks that contact; without contact ids, or when it
    stands at the customer, it blocks the customer. One of an address or a number blocks all who
    share it. Rows that were set aside count as well, and lines that could not be split where they
    may hide one.

    Raises
    ------
    InputRefused
        When a suppression names nobody that can be read.
    """
    for table in REACHED:
        keep_reach(engine, table, typed.get(table, ()))
    if "suppressions" in typed:
        _require_readable(engine, typed["suppressions"])
    warned = _marked(engine, typed, as_of) if "contacts" in typed else []
    told = unmatched_entries(engine, typed, as_of)
    return told | {"contacts": [*warned, *told.get("contacts", ())]} if warned else told


def _marked(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], as_of: date | None
) -> list[Warned]:
    """Add ``may_contact`` to the contacts."""
    inputs = typed["contacts"]
    bare = [item for item in inputs if not item.found.columns.has("contact_id")]
    own_ids = not bare
    if bare:
        _name_by_person(engine, bare)
    contact = "contact_id" if own_ids else "NULL::VARCHAR AS contact_id"
    refused = "refused_" if own_ids else "false AS refused_"
    signs = [f"SELECT customer_id, {contact}, {refused} FROM all_contacts WHERE opt_out_"]
    signs += _elsewhere(engine, [*typed], as_of)
    engine.execute(f"CREATE TEMP TABLE stopped AS {' UNION ALL BY NAME '.join(signs)}")
    warned = _stop_by_broken_lines(engine, typed)
    stop_addresses(engine, typed, as_of)
    _spread(engine, [*typed])
    _mark(engine)
    warned += shared_numbers(engine)
    if not own_ids:
        warned += _disagreeing(engine)
    if "suppressions" in typed:
        warned += _ended_before_begun(engine)
    asked = _no_column([*inputs, *typed.get("customers", ())])
    return [*asked, *unmatched_addresses(engine), *warned]


def _name_by_person(engine: Engine, inputs: Sequence[Typed]) -> None:
    """Give contacts without an id one of customer and name, else address: it lasts for months.

    One of file and line means somebody else as soon as a row above is new, and lists that come
    back name contacts by it. Namesakes of one customer are numbered by the order of addresses.
    """
    names = engine.columns("all_contacts")
    told = [
        f"nullif(lower(trim(regexp_replace({column}, '\\s+', ' ', 'g'))), '')"
        for column in ("name", "email", "phone")
        if column in names
    ]
    if not told:
        return
    files = ", ".join(str(item.number) for item in inputs)
    numbered = (
        "SELECT *, row_number() OVER (PARTITION BY customer_id, said ORDER BY broken_ <> 0, more, "
        f"file_, line_) AS n_th FROM (SELECT file_, line_, broken_, customer_id, "
        f"coalesce({', '.join(told)}) AS said, concat({', '.join(told)}) AS more "
        f"FROM all_contacts WHERE file_ IN ({files})) WHERE said IS NOT NULL"
    )
    engine.execute(
        "UPDATE all_contacts SET contact_id = n.customer_id || '-' || substr(md5(n.said), 1, 8) "
        f"|| CASE WHEN n.n_th > 1 THEN '-' || n.n_th ELSE '' END FROM ({numbered}) AS n "
        "WHERE all_contacts.file_ = n.file_ AND all_contacts.line_ = n.line_ "
        "AND n.customer_id IS NOT NULL"
    )


def _spread(engine: Engine, tables: Sequence[str]) -> None:
    """Make the keys of stopped contacts and of stopped customers."""
    contact, customer = key_sql("contact_id"), key_sql("customer_id")
    # A contact that nobody knows cannot be blocked by itself: its customer is.
    known = f"SELECT {contact} FROM all_contacts WHERE {contact} IS NOT NULL"
    blocked = f"{contact} IS NULL OR {contact} NOT IN ({known})"
    engine.execute(
        "CREATE TEMP TABLE stopped_customers AS "
        f"SELECT DISTINCT {customer} AS k FROM stopped WHERE ({blocked}) AND {customer} IS NOT NULL"
    )
    _widen(engine, "stopped_customers", "customer_id")
    if "customers" in tables and "merged_into" in engine.columns("all_customers"):
        _carry_through_mergers(engine)
    engine.execute(
        "CREATE TEMP TABLE stopped_contacts AS "
        f"SELECT DISTINCT {contact} AS k FROM stopped WHERE {contact} IS NOT NULL"
    )
    _widen(engine, "stopped_contacts", "contact_id")


def _widen(engine: Engine, table: str, column: str) -> None:
    """Stop whoever is meant by an id that fits nobody as it is written, but fits without dashes."""
    strict, loose = key_sql(column), loose_key_sql(column)
    engine.execute(
        f"INSERT INTO {table} SELECT DISTINCT {strict} FROM all_contacts WHERE {loose} IN "
        f"(SELECT {loose_key_sql('k')} FROM {table} WHERE k NOT IN "
        f"(SELECT {strict} FROM all_contacts WHERE {strict} IS NOT NULL))"
    )


def _mark(engine: Engine) -> None:
    contact, customer = key_sql("contact_id"), key_sql("customer_id")
    engine.execute("ALTER TABLE all_contacts ADD COLUMN may_contact BOOLEAN")
    engine.execute(
        "UPDATE all_contacts SET may_contact = NOT (coalesce(opt_out_, false) "
        f"OR coalesce({contact} IN (FROM stopped_contacts), false) "
        f"OR coalesce({customer} IN (FROM stopped_customers), false) "
        f"OR {reached_by_address(engine)})"
    )


def broken_suppressions(file: str, n_lines: int) -> InputRefused:
    """Refuse rather than lose an opt-out: the one table of which no line may be set aside."""
    return InputRefused(
        f"{file} has {counted(n_lines, 'line')} that cannot be split into its columns",
        "every line of a suppression list readable: a lost opt-out cannot be made good",
        "put texts with a delimiter in quotes, or export the list again",
        code="broken_suppressions",
        file=file,
    )


def _require_readable(engine: Engine, inputs: Sequence[Typed]) -> None:
    """Refuse a suppression that names nobody: its opt-out would be lost."""
    names = engine.columns("all_suppressions")
    others = [c for c in ("contact_id", "email", "phone") if c in names]
    alone = " AND ".join(f"{column} IS NULL" for column in others) or "true"
    alone += " AND (file_, line_) NOT IN (SELECT (file_, line_) FROM reach_suppressions)"
    customer = "customer_id" if "customer_id" in names else "NULL::VARCHAR"
    rows = engine.rows(
        f"SELECT {customer} AS i, count(*), min(file_) FROM all_suppressions WHERE {alone} "
        "GROUP BY i ORDER BY 3"
    )
    unread = [(n, at) for i, n, at in rows if fault_of(i or "")]
    if unread:
        named = {item.number: item.found.file for item in inputs}
        file = named[unread[0][1]]
        raise InputRefused(
            f"{file} has {counted(sum(n for n, _ in unread), 'row')} whose id is empty or "
            "unreadable",
            "an id, e-mail address or phone number in every row of a suppression list: a lost "
            "opt-out cannot be made good",
            "export the list again with its ids as text, or take these rows out",
            code="broken_suppressions",
            file=file,
        )


def _carry_through_mergers(engine: Engine) -> None:
    """Block every id of a customer whose ids were merged when one of them is blocked."""
    old, new = key_sql("customer_id"), key_sql("merged_into")
    for _ in range(_MERGERS):
        for one, other in ((old, new), (new, old)):
            engine.execute(
                f"INSERT INTO stopped_customers SELECT DISTINCT {other} FROM all_customers "
                f"WHERE {one} IN (FROM stopped_customers) AND {other} IS NOT NULL "
                f"AND {other} NOT IN (FROM stopped_customers)"
            )


def _elsewhere(engine: Engine, tables: Sequence[str], as_of: date | None) -> list[str]:
    """Return queries for opt-outs in suppressions and in any other table that shows one."""
    found = []
    for table in tables:
        names = engine.columns(f"all_{table}")
        columns = [
            column if column in names else f"NULL::VARCHAR AS {column}"
            for column in ("customer_id", "contact_id")
        ]
        if table == "suppressions":
            still = in_force(names, as_of)
            columns.append("true AS refused_")
            found.append(f"SELECT {', '.join(columns)} FROM all_suppressions WHERE {still}")
            continue
        asked = ["outcome = 'opt_out'"] if table == "touches" and "outcome" in names else []
        signs = [*asked, *(["opt_out_"] if "opt_out_" in names else [])]
        asked += ["refused_"] if "opt_out_" in names else []
        signs += ["status = 'legal'"] if table == "customers" and "status" in names else []
        if signs and table != "contacts":
            where = " OR ".join(signs)
            # A list asks for the customer, whoever of it takes the call.
            if {"call_", "contact_id"} <= names:
                columns[1] = f"CASE WHEN call_ IS NULL THEN {columns[1]} END AS contact_id"
            columns.append(f"coalesce({' OR '.join(asked) or 'false'}, false) AS refused_")
            found.append(f"SELECT DISTINCT {', '.join(columns)} FROM all_{table} WHERE {where}")
    return found


def _no_column(inputs: Sequence[Typed]) -> list[Warned]:
    if any(has_opt_out_column(item.found, item.heeded) for item in inputs):
        return []
    said = "The contacts have no opt-out or consent column; lists are marked as not cleared."
    return [Warned("no_optout_column", said)]


def _ended_before_begun(engine: Engine) -> list[Warned]:
    wrong = contradicts_itself(engine.columns("all_suppressions"))
    n_rows = engine.count(f"all_suppressions WHERE {wrong}")
    if not n_rows:
        return []
    end = counted(n_rows, "suppression ends", "suppressions end")
    said = (
        f"{end} on a day before the first one: such an end clears nobody, and counts as still in "
        "force. Correct the dates if it is over."
    )
    return [Warned("suppression_ends_first", said)]


def _disagreeing(engine: Engine) -> list[Warned]:
    several = (
        "SELECT customer_id FROM all_contacts WHERE customer_id IS NOT NULL "
        "GROUP BY customer_id HAVING bool_or(opt_out_) AND NOT bool_and(opt_out_)"
    )
    n_customers = engine.count(f"({several})")
    if not n_customers:
        return []
    said = f"{counted(n_customers, 'customer has', 'customers have')} rows with and without an "
    said += "opt-out; the opt-out counts."
    about = f"customer_id IN ({several})"
    return [Warned("mixed_opt_out", said, column="do_not_contact", about=about)]


def _stop_by_broken_lines(engine: Engine, typed: Mapping[str, Sequence[Typed]]) -> list[Warned]:
    """Stop the customers whose id stands in a broken line that may hide an opt-out.

    A broken line of contacts or customers is taken for an opt-out where the file has a column for
    one; a broken line of the log only where it speaks of one.
    """
    lines = list(_suspects(typed))
    if not lines:
        return []
    # Any field may be the id once a line is out of shape; ids that no contact has block nobody.
    fields = sorted({clean_id(field.strip().strip('"')) for line in lines for field in line} - {""})
    n_before = _n_stopped(engine)
    engine.execute(
        "INSERT INTO stopped (customer_id) SELECT DISTINCT c.customer_id FROM all_contacts AS c "
        "JOIN (SELECT unnest(?::VARCHAR[]) AS i) AS f "
        "ON ltrim(lower(f.i), '0') = ltrim(lower(c.customer_id), '0')",
        [fields],
    )
    many = counted(len(lines), "line cannot be split into its", "lines cannot be split into their")
    stopped = counted(_n_stopped(engine) - n_before, "customer is", "customers are")
    said = (
        f"{many} columns and may hide an opt-out; by the ids there {stopped} not to be contacted. "
        "Put texts with a delimiter in quotes and export the file again."
    )
    return [Warned("broken_contact_lines", said)]


def _suspects(typed: Mapping[str, Sequence[Typed]]) -> Iterator[list[str]]:
    """Yield the fields of broken lines that may hide an opt-out."""
    for table in ("contacts", "customers", "touches", "reasons"):
        for item in typed.get(table, ()):
            person = table in {"contacts", "customers"}
            certain = person and may_hide_opt_out(item.found, item.heeded)
            edge = item.found.staged.layout.dialect.delimiter.strip() or None
            for reject in item.found.staged.rejects:
                if certain or speaks_of_stop(reject.text.lower().replace("_", " ")):
                    yield reject.text.split(edge if edge and edge in reject.text else None)


def _n_stopped(engine: Engine) -> int:
    return int(engine.value("SELECT count(DISTINCT customer_id) FROM stopped"))
