"""Opt-outs of an e-mail address or a phone number: all who share it are not contacted.

A person who stands in the contacts twice has opted out once; a list from a mailing tool knows
addresses only, or whole domains (``@mill.org``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from analysis.engine import Engine, quote_text
from analysis.results import Warned
from analysis.rows.typed import Typed

#: Digits of a phone number that tell subscribers apart, whatever the country code's dress.
_TELLING_DIGITS = 8


def email_key(column: str) -> str:
    """Return SQL under which addresses meet.

    Examples
    --------
    >>> Engine().value("SELECT " + email_key("'Anna <ANNA@mill.org>'"))
    'anna@mill.org'
    """
    return f"nullif(regexp_extract(lower({column}), '[^\\s<>,;:\"]*@[^\\s<>,;\"]+'), '')"


def phone_key(column: str) -> str:
    """Return SQL under which phone numbers meet: their last digits.

    Examples
    --------
    >>> Engine().rows("SELECT " + phone_key("p") + " FROM (VALUES ('+33 (0)1 23 45 67 89'), "
    ...               "('0033 1 23 45 67 89'), ('12')) AS t(p)")
    [('23456789',), ('23456789',), (None,)]
    """
    digits = f"regexp_replace({column}, '[^0-9]', '', 'g')"
    return f"CASE WHEN length({digits}) > 5 THEN right({digits}, {_TELLING_DIGITS}) END"


def in_force(names: Set[str], as_of: date | None) -> str:
    """Return SQL that holds while a suppression is in force; ``names`` are its columns.

    Examples
    --------
    >>> in_force({"email"}, date(2024, 5, 1)), in_force({"until_on"}, date(2024, 5, 1))
    ('true', "NOT (coalesce(until_on < DATE '2024-05-01', false) AND NOT false)")
    """
    if as_of is None or "until_on" not in names:
        return "true"
    ended = f"coalesce(until_on < DATE {quote_text(as_of.isoformat())}, false)"
    return f"NOT ({ended} AND NOT {contradicts_itself(names)})"


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
    """Collect the addresses and numbers of all opt-outs, each as a key of one column.

    ``stopped_addresses`` holds ``k`` and whether it comes from a suppression without ids.
    """
    parts = []
    for column, key in (("email", email_key("email")), ("phone", phone_key("phone"))):
        if column in engine.columns("all_contacts"):
            # A number may be a switchboard that colleagues share: only the address is one's own.
            parts += [f"SELECT {key} AS k, false AS bare FROM all_contacts WHERE opt_out_"] * (
                column == "email"
            )
        if "suppressions" in typed and column in (names := engine.columns("all_suppressions")):
            still = in_force(names, as_of)
            ids = [c for c in ("customer_id", "contact_id") if c in names]
            bare = f"coalesce({', '.join([*ids, 'NULL'])}) IS NULL"
            parts.append(f"SELECT {key} AS k, {bare} AS bare FROM all_suppressions WHERE {still}")
    parts = parts or ["SELECT NULL::VARCHAR AS k, false AS bare"]
    engine.execute(
        "CREATE TEMP TABLE stopped_addresses AS SELECT k, bool_or(bare) AS bare FROM "
        f"({' UNION ALL '.join(parts)}) WHERE k IS NOT NULL GROUP BY k"
    )


def reached_by_address(engine: Engine) -> str:
    """Return SQL that holds for a contact whose address, domain or number is stopped.

    Where suppressions know addresses only and the contacts hold none, nobody is cleared.
    """
    keys = _keys(engine)
    if not keys:
        return "true" if _has_bare(engine) else "false"
    stopped = "(SELECT k FROM stopped_addresses)"
    return " OR ".join(f"coalesce({key} IN {stopped}, false)" for key in keys)


def unmatched_addresses(engine: Engine) -> list[Warned]:
    """Warn where suppressions know addresses only and the contacts have none to compare."""
    if _keys(engine) or not _has_bare(engine):
        return []
    said = (
        "The suppressions hold addresses or numbers without ids, and the contacts have neither; "
        "no contact is cleared. Export the contacts with e-mail or phone."
    )
    return [Warned("suppressions_not_matched", said)]


def _keys(engine: Engine) -> list[str]:
    names = engine.columns("all_contacts")
    keys = []
    if "email" in names:
        address = email_key("email")
        keys = [address, f"regexp_extract({address}, '@.*')"]
    return [*keys, phone_key("phone")] if "phone" in names else keys


def _has_bare(engine: Engine) -> bool:
    return bool(engine.value("SELECT coalesce(bool_or(bare), false) FROM stopped_addresses"))
