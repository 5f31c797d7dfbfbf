"""All doubts about checked tables, in the order in which a reader should meet them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from analysis.doubts import (
    censoring,
    cuts,
    families,
    findings,
    identities,
    idspellings,
    idzeros,
    othernames,
    period,
    statements,
    units,
)
from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.typed import Typed


def doubts_about(
    engine: Engine,
    typed: Mapping[str, Sequence[Typed]],
    *,
    as_of: date | None,
    own_customers: bool = False,
) -> dict[str, list[Warned]]:
    """Return the warnings of every table about its good rows.

    Parameters
    ----------
    own_customers
        Whether every reason counts as a customer of its own (no join is looked at).

    Raises
    ------
    InputRefused
        When the ids of reasons and transactions do not meet.
    """
    with_ids = [table for table in typed if "customer_id" in engine.columns(f"all_{table}")]
    joined = [t for t in with_ids if not (own_customers and t == "reasons")]
    found = {table: list[Warned]() for table in typed}
    if "transactions" in typed:
        found["transactions"] += _of_transactions(engine, typed["transactions"], as_of)
    for table, inputs in typed.items():
        found[table] += _of_table(engine, table, with_ids=table in with_ids)
        if "transactions" in typed and table in joined and table != "transactions":
            # Of opt-outs it is said elsewhere whom they miss, by address and number as well.
            opt_outs = table == "suppressions"
            found[table] += [] if opt_outs else statements.match_ids(engine, table)
            found[table] += statements.doubt_reasons(engine) if table == "reasons" else ()
        found[table] += [warned for item in inputs for warned in cuts.torn_end(engine, item)]
    for table, warned in idzeros.doubt_zeros(engine, joined).items():
        found[table].append(warned)
    named = [t for t in ("transactions", "customers", "contacts") if t in with_ids]
    tests = identities.doubt_test_accounts(engine, named, typed.get("transactions", ()))
    found[named[0] if named else next(iter(typed))] += tests
    return found


def _of_transactions(engine: Engine, inputs: Sequence[Typed], as_of: date | None) -> list[Warned]:
    seen, columns = period.find_period(engine), engine.columns("all_transactions")
    large = list(identities.doubt_large(engine))
    return [
        *period.doubt_period(engine, seen),
        *families.doubt_families(engine, inputs),
        *censoring.doubt_ends(engine, seen.new_from, as_of),
        *idspellings.doubt_migration(engine),
        *othernames.doubt_numbers(engine, inputs),
        *units.doubt_units(engine, inputs),
        *large,
        *idspellings.doubt_words(engine, large),
        *identities.doubt_kinds_of_ids(engine, inputs),
        *findings.look_at_transactions(engine, inputs),
        *units.doubt_orders(engine, columns),
        *findings.doubt_subtotals(engine, columns),
        *findings.doubt_last_total(engine),
    ]


def _of_table(engine: Engine, table: str, *, with_ids: bool) -> list[Warned]:
    told = list(idspellings.doubt_ids(engine, table)) if with_ids else []
    if table in {"customers", "contacts"}:
        told += identities.doubt_shared(engine, table)
    if table == "customers":
        told += [*identities.doubt_rows_of_customers(engine), *censoring.doubt_statuses(engine)]
    if table == "reasons":
        told += [*cuts.doubt_notes(engine), *statements.doubt_codes(engine)]
    return [*told, *cuts.doubt_letters(engine, table)]
