"""Opt-outs that stop nobody: entries whose id, address and number no customer has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.addresses import has_nothing_to_compare, in_force
from analysis.rows.reach import loose_key_sql
from analysis.rows.typed import Typed

#: How an entry names whom it protects.
_WAYS = {"id": "id", "mail": "e-mail address", "number": "phone number"}


def unmatched_entries(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], as_of: date | None
) -> dict[str, list[Warned]]:
    """Count the opt-outs in force that match no customer, by the file in which they stand."""
    told: dict[str, list[Warned]] = {"suppressions": [], "contacts": []}
    if not {"transactions", "customers", "contacts"} & {*typed}:
        return {}  # a list alone: nobody to compare it with
    if "suppressions" in typed and not has_nothing_to_compare(engine):
        still = in_force(_names(engine, "suppressions"), as_of)
        told["suppressions"] += _of_table(engine, typed, "suppressions", still)
    if "contacts" in typed:
        told["contacts"] += _of_table(
            engine, typed, "contacts", "coalesce(refused_, false) AND customer_id IS NULL"
        )
    return {table: warned for table, warned in told.items() if warned}


def _of_table(
    engine: Engine, typed: Mapping[str, Sequence[Typed]], table: str, which: str
) -> Iterator[Warned]:
    names = _names(engine, table)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE met_keys AS {_met([*typed])}")
    met, ways = ["met_"], {"mail": "mail_", "number": "number_"}
    for column, tables in (
        ("customer_id", ("contacts", "customers", "transactions")), ("contact_id", ("contacts",)),
    ):  # fmt: skip
        if column in names and table == "suppressions":
            known = _known(column, [name for name in tables if name in typed], engine)
            met += [f"coalesce({loose_key_sql(column)} IN ({known}), false)"] if known else []
            ways["id"] = f"{ways.get('id', 'false')} OR {column} IS NOT NULL"
    entries = f"SELECT a.*, {', '.join(_reach(table))} FROM all_{table} AS a WHERE ({which})" + (
        " AND broken_ = 0" if table == "suppressions" else ""
    )
    counts = ", ".join(f"bool_or({ways.get(way, 'false')})" for way in _WAYS)
    rows = engine.rows(
        f"SELECT file_, count(*), count_if(NOT ({' OR '.join(met)})), {counts} FROM ({entries}) "
        "GROUP BY file_ ORDER BY file_"
    )
    files = {int(item.name.removeprefix("typed_")): item.found.file for item in typed[table]}
    for file, n_all, n_unmet, *by in rows:
        if n_unmet:
            words = [word for word, there in zip(_WAYS.values(), by, strict=True) if there]
            yield _said(files[file], table, (n_unmet, n_all), words)


def _said(file: str, table: str, counts: tuple[int, int], ways: Sequence[str]) -> Warned:
    n_unmet, n_all = counts
    how = " or ".join([", ".join(ways[:-1]), ways[-1]] if len(ways) > 1 else ways)
    what = f"{n_unmet:,} of {n_all:,} entries of {file}"
    if table == "contacts":
        what = f"{n_unmet:,} of {n_all:,} rows of {file} that refuse contact without a customer id"
    by = f" by {how}" if how else ""
    return Warned(
        "suppressions_not_matched",
        f"{what} {'matches' if n_unmet == 1 else 'match'} no customer{by} and stop"
        f"{'s' if n_unmet == 1 else ''} nobody: either these people never bought, or both files "
        "write them differently. Compare the two, and export the contacts with every e-mail "
        "address and phone number.",
    )


def _reach(table: str) -> list[str]:
    """Return SQL of whether a row has an address, a number, and one that a customer has."""
    mine = f"SELECT k FROM reach_{table} AS r WHERE r.file_ = a.file_ AND r.line_ = a.line_"
    return [
        f"EXISTS ({mine} AND contains(k, '@')) AS mail_",
        f"EXISTS ({mine} AND NOT contains(k, '@')) AS number_",
        f"EXISTS ({mine} AND k IN (SELECT k FROM met_keys)) AS met_",
    ]


def _met(tables: Sequence[str]) -> str:
    """Return a query of the keys, and of the domains, of all rows that have a customer."""
    parts = ["SELECT NULL::VARCHAR AS k WHERE false"]
    for table in {"contacts", "customers"}.intersection(tables):
        rows = f"SELECT k FROM reach_{table} JOIN all_{table} USING (file_, line_) "
        rows += "WHERE customer_id IS NOT NULL"
        parts += [rows, f"SELECT regexp_extract(k, '@.*') FROM ({rows}) WHERE contains(k, '@')"]
    return " UNION ".join(parts)


def _known(column: str, tables: Sequence[str], engine: Engine) -> str:
    sources = [
        "seen_customers" if table == "transactions" else f"all_{table}"
        for table in tables
        if table == "transactions" or column in _names(engine, table)
    ]
    keys = (f"SELECT {loose_key_sql(column)} FROM {source}" for source in sources)
    return " UNION ".join(keys)


def _names(engine: Engine, table: str) -> set[str]:
    return {row[0] for row in engine.rows(f"DESCRIBE all_{table}")}
