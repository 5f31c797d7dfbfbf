"""Statements and calls that call the customer by an e-mail address, as forms do: whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.reach import email_key, email_keys
from analysis.rows.typed import Typed

#: Tables in which an address may stand for a customer, and those that tell whose it is.
_CALLED, _OWNERS = ("reasons", "touches"), ("contacts", "customers")


def join_addresses(engine: Engine, typed: Mapping[str, Sequence[Typed]]) -> dict[str, list[Warned]]:
    """Give rows the customer who alone has their address in contacts or customers; say how many.

    An address that is an id of the sales is one, and one that several customers have is nobody's.
    """
    named = [table for table in _CALLED if table in typed and _are_addresses(engine, table)]
    owners = [t for t in _OWNERS if t in typed and "email" in engine.columns(f"all_{t}")]
    if not named or not owners or "transactions" not in typed:
        return {}
    theirs = " UNION ".join(
        f"SELECT customer_id AS owner, unnest({email_keys('email')}) AS k FROM all_{table} "
        "WHERE broken_ = 0 AND customer_id IS NOT NULL" for table in owners
    )  # fmt: skip
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE owned_addresses AS SELECT k, min(owner) AS owner "
        f"FROM ({theirs}) GROUP BY k HAVING count(DISTINCT owner) = 1"
    )
    return {table: _join(engine, typed[table], table) for table in named}


def _are_addresses(engine: Engine, table: str) -> bool:
    return bool(engine.value(f"SELECT bool_or(contains(customer_id, '@')) FROM all_{table}"))


def _join(engine: Engine, inputs: Sequence[Typed], table: str) -> list[Warned]:
    called = (
        f"SELECT DISTINCT customer_id, {email_key('customer_id')} AS k FROM all_{table} "
        "WHERE contains(customer_id, '@') "
        "AND customer_id NOT IN (SELECT customer_id FROM seen_customers)"
    )
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE joined_addresses AS SELECT c.customer_id, o.owner "
        f"FROM ({called}) AS c LEFT JOIN owned_addresses AS o USING (k)"
    )
    n_joined, n_all = engine.rows("SELECT count(owner), count(*) FROM joined_addresses")[0]
    if not n_joined:
        return []
    engine.execute(
        f"UPDATE all_{table} SET customer_id = j.owner FROM joined_addresses AS j "
        f"WHERE all_{table}.customer_id = j.customer_id AND j.owner IS NOT NULL"
    )
    label = inputs[0].found.columns.label("customer_id")
    said = (
        f"Column '{label}': {n_joined:,} of {counted(n_all, 'e-mail address', 'e-mail addresses')}"
    )
    said += f" {'stands' if n_joined == 1 else 'stand'} for the one customer who has it in contacts"
    said += " or customers."
    if n_joined < n_all:
        said += " The others are of nobody or of several, and are not joined: add the customer "
        said += "number to the export."
    return [Warned("joined_by_address", said, column=label)]
