"""Opt-outs that stop nobody: entries whose id, address and number no customer has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.cells.ids import JOIN_ZEROS
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.convert import any_of
from analysis.rows.reach import (
    REACHED,
    bare_key_sql,
    has_nothing_to_compare,
    in_force,
    loose_key_sql,
)
from analysis.rows.typed import Typed

#: How an entry names whom it protects.
_WAYS = ("id", "e-mail address", "phone number")


@dataclass(frozen=True)
class _Entries:
    """Rows of one table that ask for no contact, and where their people should stand.

    Parameters
    ----------
    which
        SQL of the rows.
    ids_in
        Tables whose customer ids they should meet.
    reach_in
        Tables whose addresses and numbers they may meet, with SQL of the rows that count.
    """

    table: str
    which: str
    ids_in: tuple[str, ...]
    reach_in: Mapping[str, str]


def unmatched_entries(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], as_of: date | None
) -> dict[str, list[Warned]]:
    """Count the opt-outs in force that match no customer, by the file in which they stand.

    A list alone is not judged: there is nobody to compare it with.
    """
    told = {
        entries.table: [*_count(engine, typed, entries)] for entries in _all(engine, typed, as_of)
    }
    return {table: warned for table, warned in told.items() if warned}


def _all(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], as_of: date | None
) -> Iterator[_Entries]:
    ours = tuple(name for name in ("contacts", "customers", "transactions") if name in typed)
    reach = {name: "customer_id IS NOT NULL" for name in ours if name in REACHED}
    said = "contacts" in typed and has_nothing_to_compare(engine)  # of all at once
    if ours and "suppressions" in typed and not said:
        still = in_force(engine.columns("all_suppressions"), as_of)
        yield _Entries("suppressions", f"broken_ = 0 AND {still}", ours, reach)
    for table in ("contacts", "customers", "touches", "reasons"):
        others = tuple(name for name in ours if name != table)
        if table not in typed or "refused_" not in engine.columns(f"all_{table}"):
            continue
        known = _known_sql(engine, "customer_id", others)
        rows = {name: which for name, which in reach.items() if name != table}
        if table == "contacts":  # a row without a known customer meets one that has it
            rows["contacts"] = known if others else reach["contacts"]
        if rows or others:
            yield _Entries(table, "coalesce(refused_, false)", others, rows)


def _count(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], entries: _Entries
) -> Iterator[Warned]:
    table, names = entries.table, engine.columns(f"all_{entries.table}")
    met = [_known_sql(engine, "customer_id", entries.ids_in)]
    # Contacts are stopped whatever their zeros; other tables do not meet without them.
    but_for_zeros = _known_sql(engine, "customer_id", entries.ids_in, any_zeros=True)
    ids = ["customer_id IS NOT NULL"]
    if table == "suppressions" and "customer_id" not in names:
        met, ids, but_for_zeros = [], [], "false"
    if table == "suppressions" and "contact_id" in names and "contacts" in typed:
        met.append(_known_sql(engine, "contact_id", ("contacts",)))
        ids.append("contact_id IS NOT NULL")
    if table == "contacts" and not entries.ids_in:
        met = ["customer_id IS NOT NULL"]
    shown = {"mail_": "false", "number_": "false", "met_": "false"}
    if table in REACHED:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE met_keys AS {_met(entries.reach_in)}")
        shown = _reach(table)
    columns = ", ".join(f"{sql} AS {name}" for name, sql in shown.items())
    counts = f"bool_or({any_of(ids)}), bool_or(mail_), bool_or(number_)"
    known = any_of([*met, "met_"])
    rows = engine.rows(
        f"SELECT file_, count(*), count_if(NOT {known}), count_if(NOT {known} AND {but_for_zeros}),"
        f" {counts} FROM "
        f"(SELECT a.*, {columns} FROM all_{table} AS a WHERE {entries.which}) "
        "GROUP BY file_ ORDER BY file_"
    )
    files = {item.number: item.found.file for item in typed[table]}
    for file, n_all, n_unmet, n_zeros, *by in rows:
        if n_unmet:
            ways = [word for word, there in zip(_WAYS, by, strict=True) if there]
            yield _said(files[file], entries, (n_unmet, n_all, n_zeros), ways)


def _said(
    file: str, entries: _Entries, counts: tuple[int, int, int], ways: Sequence[str]
) -> Warned:
    n_unmet, n_all, n_zeros = counts
    s = "es" if n_unmet == 1 else ""
    how = " or ".join([", ".join(ways[:-1]), ways[-1]] if len(ways) > 1 else ways)
    what, whom = f"entries of {file}", "no customer"
    if entries.table != "suppressions":
        what = f"rows of {file} that refuse contact"
        whom = f"nobody of {' and '.join(entries.ids_in or entries.reach_in)}"
    why = (
        "either these people never bought, or both files write them differently. Compare the two, "
        "and export the contacts with every e-mail address and phone number."
    )
    if n_zeros:
        have = counted(n_zeros, "id is", "ids are")
        why = f"{have} that of a customer but for leading zeros; {JOIN_ZEROS}."
    return Warned(
        "suppressions_not_matched",
        f"{n_unmet:,} of {n_all:,} {what} match{s} {whom}{f' by {how}' if how else ''} and "
        f"stop{s[1:]} nobody: {why}",
    )


def _met(rows: Mapping[str, str]) -> str:
    """Return a query of the keys, and of the domains, of these rows of tables."""
    parts = ["SELECT NULL::VARCHAR AS k WHERE false"]
    for table, which in rows.items():
        keys = f"SELECT k FROM reach_{table} JOIN all_{table} USING (file_, line_) WHERE {which}"
        parts += [keys, f"SELECT regexp_extract(k, '@.*') FROM ({keys}) WHERE contains(k, '@')"]
    return " UNION ".join(parts)


def _reach(table: str) -> dict[str, str]:
    """Return SQL of whether a row has an address, a number, and one that a customer has."""
    mine = f"SELECT k FROM reach_{table} AS r WHERE r.file_ = a.file_ AND r.line_ = a.line_"
    return {
        "mail_": f"EXISTS ({mine} AND contains(k, '@'))",
        "number_": f"EXISTS ({mine} AND NOT contains(k, '@'))",
        "met_": f"EXISTS ({mine} AND k IN (SELECT k FROM met_keys))",
    }


def _known_sql(
    engine: Engine, column: str, tables: Sequence[str], *, any_zeros: bool = False
) -> str:
    """Return SQL that holds for a row whose id stands in one of these tables."""
    found = []
    for table in tables:
        if table != "transactions" and column not in engine.columns(f"all_{table}"):
            continue
        source = "seen_customers" if table == "transactions" else f"all_{table}"
        loose = any_zeros or table == "contacts"
        key = loose_key_sql(column) if loose else bare_key_sql(column)
        found.append(f"coalesce({key} IN (SELECT {key} FROM {source}), false)")
    return any_of(found)
