"""Opt-outs of an e-mail address or a phone number: all who share it are not contacted.

A person who stands in the contacts twice has opted out once; a list from a mailing tool knows
addresses only, or whole domains (``@mill.org``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from analysis.engine import Engine, quote_text
from analysis.results import Warned
from analysis.rows.reach import key_sql
from analysis.rows.typed import Typed


def email_key(column: str) -> str:
    """Return SQL under which addresses meet.

    Examples
    --------
    >>> Engine().value("SELECT " + email_key("'Anna <ANNA@mill.org>'"))
    'anna@mill.org'
    """
    return f"nullif(regexp_extract(lower({column}), '[^\\s<>,;:\"]*@[^\\s<>,;\"]+'), '')"


def in_force(names: Set[str], as_of: date | None) -> str:
    """Return SQL that holds while a suppression is in force; ``names`` are its columns.

    Examples
    --------
    >>> in_force({"email"}, date(2024, 5, 1)), in_force({"until_on"}, date(2024, 5, 1))
    ('true', "NOT (coalesce(until_on < DATE '2024-05-01', false) AND NOT false)")
    """
    open_ = "NOT coalesce(open_, false)" if "open_" in names else "true"
    if as_of is None or "until_on" not in names:
        return open_
    ended = f"coalesce(until_on < DATE {quote_text(as_of.isoformat())}, false)"
    still = f"NOT ({ended} AND NOT {contradicts_itself(names)})"
    return still if open_ == "true" else f"{still} AND {open_}"


def contradicts_itself(names: Set[str]) -> str:
    """Return SQL that holds for a suppression that ends before it begins.

    Examples
    --------
    >>> contradicts_itself({"since_on", "until_on"}), contradicts_itself({"until_on"})
    ('coalesce(until_on < since_on, false)', 'false')
    """
    both = {"since_on", "until_on"} <= names
    return "coalesce(until_on < since_on, false)" if both else "false"


def stop_addresses(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], as_of: date | None
) -> None:
    """Collect the addresses and numbers of all opt-outs, and stop the customers who have them.

    ``stopped_addresses`` holds ``k``, whether a list of opt-outs names it, and whether without an
    id. A refusal stops both address and number of its row; a consent that is not stated stops the
    address alone, for a number may be a switchboard.
    """
    parts = ["SELECT NULL::VARCHAR AS k, false AS listed, false AS bare WHERE false"]
    if "suppressions" in typed:
        names = engine.columns("all_suppressions")
        ids = [c for c in ("customer_id", "contact_id") if c in names]
        bare = f"coalesce({', '.join([*ids, 'NULL'])}) IS NULL"
        parts.append(f"SELECT k, true, {bare} FROM all_suppressions JOIN reach_suppressions "
                     f"USING (file_, line_) WHERE {in_force(names, as_of)}")  # fmt: skip
    for table in ("contacts", "customers"):
        if table in typed and "opt_out_" in (names := engine.columns(f"all_{table}")):
            said = f"refused_ OR {_named_by_refusal(names)} OR opt_out_ AND contains(k, '@')"
            parts.append(f"SELECT k, false, false FROM all_{table} JOIN reach_{table} "
                         f"USING (file_, line_) WHERE {said}")  # fmt: skip
    engine.execute(
        "CREATE TEMP TABLE stopped_addresses AS SELECT k, bool_or(listed) AS listed, "
        f"bool_or(bare) AS bare FROM ({' UNION ALL '.join(parts)}) GROUP BY k"
    )
    if "customers" in typed:
        engine.execute(
            "INSERT INTO stopped (customer_id) SELECT customer_id FROM all_customers "
            f"WHERE {_reached('customers')}"
        )


def _named_by_refusal(names: Set[str]) -> str:
    """Return SQL that holds for a row whose contact, or customer, refused in some other row."""
    found = f"SELECT {key_sql('s.customer_id')} FROM stopped AS s WHERE s.refused_"
    sql = f"coalesce({key_sql('customer_id')} IN ({found} AND s.contact_id IS NULL), false)"
    if "contact_id" not in names:
        return sql
    found = f"SELECT {key_sql('s.contact_id')} FROM stopped AS s WHERE s.refused_"
    return f"{sql} OR coalesce({key_sql('contact_id')} IN ({found}), false)"


def _reached(table: str, which: str = "true") -> str:
    """Return SQL that holds for a row with an address, a domain or a number that is stopped.

    Parameters
    ----------
    which
        SQL of the stopped ones that count.

    Examples
    --------
    >>> _reached("contacts", "listed")[:33]
    '(file_, line_) IN (SELECT (file_,'
    """
    domain = "CASE WHEN contains(k, '@') THEN regexp_extract(k, '@.*') ELSE k END"
    stopped = f"(SELECT k FROM stopped_addresses WHERE {which})"
    return (
        f"(file_, line_) IN (SELECT (file_, line_) FROM reach_{table} "
        f"WHERE k IN {stopped} OR {domain} IN {stopped})"
    )


def reached_by_address(engine: Engine) -> str:
    """Return SQL that holds for a contact whose address, domain or number is stopped.

    Where suppressions know addresses only and nobody has one to compare, nobody is cleared.
    """
    if has_nothing_to_compare(engine):
        return "true"
    return _reached("contacts")


def has_nothing_to_compare(engine: Engine) -> bool:
    """Whether suppressions without ids hold nothing of a kind that contacts or customers hold."""
    kind = "SELECT contains(k, '@') FROM"
    ours = f"{kind} reach_contacts UNION {kind} reach_customers"
    theirs = f"{kind} stopped_addresses WHERE bare"
    return bool(engine.value(
        f"SELECT EXISTS ({theirs}) AND NOT EXISTS ({theirs} INTERSECT ({ours}))"
    ))  # fmt: skip


def unmatched_addresses(engine: Engine) -> list[Warned]:
    """Warn where suppressions know addresses only and the contacts have none to compare."""
    if not has_nothing_to_compare(engine):
        return []
    n_bare = engine.count("stopped_addresses WHERE bare")
    said = (
        f"The suppressions hold {n_bare:,} addresses or numbers without ids, and contacts and "
        "customers hold none to compare them with; no contact is cleared. Export the contacts "
        "with e-mail or phone."
    )
    return [Warned("suppressions_not_matched", said)]


def shared_numbers(engine: Engine) -> list[Warned]:
    """Say how many contacts are stopped by a number that they share, and that no list names."""
    contact, customer = key_sql("contact_id"), key_sql("customer_id")
    n_contacts = engine.count("all_contacts WHERE broken_ = 0 AND NOT coalesce(opt_out_, false) "
        f"AND coalesce({contact} NOT IN (FROM stopped_contacts), true) "
        f"AND coalesce({customer} NOT IN (FROM stopped_customers), true) "
        f"AND {_reached('contacts', 'NOT listed AND NOT contains(k, chr(64))')}")  # fmt: skip
    if not n_contacts:
        return []
    said = (
        f"{n_contacts:,} {'contact has' if n_contacts == 1 else 'contacts have'} the phone number "
        "of somebody who must not be contacted, and "
        f"{'is' if n_contacts == 1 else 'are'} not to be contacted either. If it is a switchboard, "
        "export each contact's own number."
    )
    return [Warned("shared_opt_out", said)]
