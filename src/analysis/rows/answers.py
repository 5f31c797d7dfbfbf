"""Answers about ids that an analyst wrote into columns.toml; they hold in every table.

``merge_case = true`` makes ids that differ only by case one id; ``exclude_customers = [...]`` sets
the rows of these customers aside (test accounts, a till, the company itself).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from analysis.cells.headerkeys import key_of
from analysis.cells.ids import clean_id
from analysis.columns.mapfile import MapFile
from analysis.engine import Engine
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.rules import LATE
from analysis.rows.seen import see_customers
from analysis.rows.united import rename_again


def merge_case(engine: Engine, tables: Sequence[str], maps: MapFile) -> list[Warned]:
    """Give ids that differ by case one spelling where asked, before rows are compared by them."""
    if not any(stated.merge_case for stated in maps.sections.values()):
        return []
    return _merge_case(engine, _with_ids(engine, tables))


def apply_answers(
    engine: Engine, tables: Sequence[str], maps: MapFile, headers: Collection[str]
) -> list[Warned]:
    """Merge ids that were cleaned since, and exclude some, in all tables that have them.

    Parameters
    ----------
    headers
        Those of all files, among which the columns that an answer leaves out should stand.
    """
    with_ids, sections = _with_ids(engine, tables), maps.sections.values()
    told = merge_case(engine, tables, maps)
    excluded = sorted({clean_id(one) for s in sections for one in s.exclude_customers} - {""})
    idle = _exclude(engine, with_ids, excluded) if excluded else []
    if "transactions" in with_ids and (told or excluded):
        see_customers(engine, "", clean=False)
    return [*told, *idle, *ignored_in_vain(maps, headers)]


def _with_ids(engine: Engine, tables: Sequence[str]) -> list[str]:
    return [table for table in tables if "customer_id" in engine.columns(f"all_{table}")]


def ignored_in_vain(maps: MapFile, headers: Collection[str]) -> list[Warned]:
    """Say of columns that an answer leaves out and no export has, now or when it was written.

    Examples
    --------
    >>> from analysis.columns.mapfile import Stated
    >>> maps = MapFile({"transactions": Stated(ignore=("statsu", "tax"))})
    >>> print(ignored_in_vain(maps, ["Status", "TAX"])[0].message)
    columns.toml leaves out 'statsu' (ignore), which no export has; the nearest header is 'Status'.
    """
    seen = (name for s in maps.sections.values() if s.seen for name in s.seen.header)
    known = {key_of(name) for name in (*headers, *seen)}
    folded = {name.casefold(): name for name in sorted(headers)}
    told = []
    for name in sorted({name for s in maps.sections.values() for name in s.ignore}):
        if key_of(name) not in known:
            near = get_close_matches(name, sorted(folded), n=1)
            nearest = f"; the nearest header is '{folded[near[0]][:40]}'" if near else ""
            said = f"columns.toml leaves out '{name[:40]}' (ignore), which no export has{nearest}."
            told.append(Warned("answer_in_vain", said, column=name))
    return told


def _merge_case(engine: Engine, tables: Sequence[str]) -> list[Warned]:
    """Give ids that differ by case the spelling that sorts first (capitals), in every table."""
    union = " UNION ".join(f"SELECT DISTINCT customer_id AS i FROM all_{t}" for t in tables)
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE one_case AS SELECT i AS written, first AS kept FROM "
        f"(SELECT i, min(i) OVER (PARTITION BY lower(i)) AS first FROM ({union})) WHERE i <> first"
    )
    n_ids = engine.count("one_case")
    if not n_ids:
        return []
    for table in tables:
        if table == "transactions":
            rows = engine.rows("SELECT written, kept FROM one_case ORDER BY written")
            rename_again(engine, [(written, kept, 0) for written, kept in rows])
            continue
        engine.execute(
            f"UPDATE all_{table} SET customer_id = one_case.kept FROM one_case "
            f"WHERE all_{table}.customer_id = one_case.written"
        )
    were = counted(n_ids, "customer id was", "customer ids were")
    said = f"{were} merged with one that differs only by case, as asked."
    return [Warned("case_merged", said)]


def _exclude(engine: Engine, tables: Sequence[str], excluded: Sequence[str]) -> list[Warned]:
    """Set the rows of customers aside; say which of them no table has."""
    engine.execute("CREATE TEMP TABLE excluded AS SELECT unnest(?::VARCHAR[]) AS i", [[*excluded]])
    bit = 1 << LATE["excluded_customer"]
    for table in tables:
        where = "lower(customer_id) IN (SELECT lower(i) FROM excluded)"
        if table == "transactions":
            rows = engine.rows(f"SELECT customer_id FROM seen_customers WHERE {where} ORDER BY 1")
            rename_again(engine, [(one, one, bit) for (one,) in rows])
            continue
        engine.execute(f"UPDATE all_{table} SET broken_ = broken_ | {bit} WHERE {where}")
    ids = " UNION ALL ".join(f"SELECT lower(customer_id) AS i FROM all_{t}" for t in tables)
    met = f"SELECT t.i FROM ({ids}) AS t WHERE t.i IS NOT NULL"
    unmet = engine.rows(f"SELECT i FROM excluded WHERE lower(i) NOT IN ({met}) ORDER BY 1")
    if not unmet:
        return []
    said = f"columns.toml leaves out {counted(len(excluded), 'customer')} (exclude_customers), of "
    said += f"whom no export has {len(unmet):,}, such as '{unmet[0][0]}'."
    return [Warned("answer_in_vain", said)]
