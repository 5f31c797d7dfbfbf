"""Answers about ids that an analyst wrote into columns.toml; they hold in every table.

``merge_case = true`` makes ids that differ only by case one id, ``merge_zeros = true`` those that
differ only by leading zeros; ``exclude_customers = [...]`` sets the rows of these customers aside
(test accounts, a till, the company itself).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from functools import partial

from analysis.cells.headerkeys import key_of
from analysis.cells.ids import clean_id, compared_id
from analysis.columns.mapfile import MapFile
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.rules import LATE
from analysis.rows.seen import see_customers
from analysis.rows.united import rename_again


def merge_ids(engine: Engine, tables: Sequence[str], maps: MapFile) -> list[Warned]:
    """Give ids that are one one spelling where asked, before rows are compared by them."""
    return _merge(engine, _with_ids(engine, tables), maps) if any(maps.merged) else []


def apply_answers(
    engine: Engine, tables: Sequence[str], maps: MapFile, headers: Collection[str]
) -> list[Warned]:
    """Merge ids that were cleaned since, and exclude some, in all tables that have them.

    Parameters
    ----------
    headers
        Those of all files, among which the columns that an answer leaves out should stand.
    """
    with_ids, excluded = _with_ids(engine, tables), excluded_ids(maps)
    told = merge_ids(engine, tables, maps)
    idle = _exclude(engine, with_ids, excluded, maps) if excluded else []
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


def merged_sql(ids: str, maps: MapFile) -> str:
    """Return SQL of the ids to be ``written`` otherwise, with the spelling ``kept``.

    The longest is, with all its zeros, and of these the one that sorts first (capitals). Where all
    ids that begin with a zero are of one width, shorter ones get the zeros that they lack, or next
    month's export would change their names.

    Parameters
    ----------
    ids
        A query of the different ids, column ``i``.
    """
    case, zeros = maps.merged
    key = compared_id("i", case=case, zeros=zeros)
    kept = f"first_value(i) OVER (PARTITION BY {key} ORDER BY length(i) DESC, i)"
    if zeros:
        width = (
            "(SELECT CASE WHEN min(length(i)) = max(length(i)) THEN max(length(i)) END "
            f"FROM ({ids}) WHERE regexp_extract(i, '^0[0-9]+$', 0) <> '')"
        )
        padded = f"lpad({kept}, cast(greatest(length({kept}), {width}) AS INT), '0')"
        kept = f"CASE WHEN regexp_extract(i, '^[0-9]+$', 0) <> '' THEN {padded} ELSE {kept} END"
    return f"SELECT i AS written, kept FROM (SELECT i, {kept} AS kept FROM ({ids})) WHERE i <> kept"


def merged_said(n_ids: int, maps: MapFile) -> list[Warned]:
    """Say how many ids were merged, by what they differ."""
    if not n_ids:
        return []
    case, zeros = maps.merged
    apart = " or ".join(["case"] * case + ["leading zeros"] * zeros)
    were = counted(n_ids, "spelling of a customer id", "spellings of customer ids")
    said = f"{were} that differ only by {apart} gave way to another, as asked."
    return [Warned("case_merged" if case else "zeros_merged", said)]


def _merge(engine: Engine, tables: Sequence[str], maps: MapFile) -> list[Warned]:
    """Give ids that are one the same spelling in every table."""
    union = " UNION ".join(f"SELECT DISTINCT customer_id AS i FROM all_{t}" for t in tables)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE one_id AS {merged_sql(union, maps)}")
    n_ids = engine.count("one_id")
    for table in tables if n_ids else ():
        if table == "transactions":
            rows = engine.rows("SELECT written, kept FROM one_id ORDER BY written")
            rename_again(engine, [(written, kept, 0) for written, kept in rows])
            continue
        engine.execute(
            f"UPDATE all_{table} SET customer_id = one_id.kept FROM one_id "
            f"WHERE all_{table}.customer_id = one_id.written"
        )
    return merged_said(n_ids, maps)


def excluded_ids(maps: MapFile) -> list[str]:
    """Return the ids of ``exclude_customers``, cleaned, wherever they are stated.

    Examples
    --------
    >>> from analysis.columns.mapfile import Stated
    >>> excluded_ids(MapFile({"reasons": Stated(exclude_customers=(" T-1", "shop"))}))
    ['T-1', 'shop']
    """
    stated = (one for section in maps.sections.values() for one in section.exclude_customers)
    return sorted({clean_id(one) for one in stated} - {""})


def excluded_sql(cell: str, excluded: Sequence[str], maps: MapFile) -> str:
    """Return SQL that holds for an id that the answers leave out, however it is spelt."""
    key = partial(compared_id, case=True, zeros=maps.merged[1])
    return f"{key(cell)} IN ({', '.join(key(quote_text(out)) for out in excluded)})"


def _exclude(
    engine: Engine, tables: Sequence[str], excluded: Sequence[str], maps: MapFile
) -> list[Warned]:
    """Set the rows of customers aside; say which of them no table has."""
    bit, where = 1 << LATE["excluded_customer"], excluded_sql("customer_id", excluded, maps)
    for table in tables:
        if table == "transactions":
            rows = engine.rows(f"SELECT customer_id FROM seen_customers WHERE {where} ORDER BY 1")
            rename_again(engine, [(one, one, bit) for (one,) in rows])
            continue
        engine.execute(f"UPDATE all_{table} SET broken_ = broken_ | {bit} WHERE {where}")
    key = partial(compared_id, case=True, zeros=maps.merged[1])
    ids = " UNION ".join(f"SELECT customer_id AS i FROM all_{t}" for t in tables)
    unmet = engine.rows(
        f"SELECT o FROM unnest(?::VARCHAR[]) AS e(o) WHERE {key('o')} NOT IN "
        f"(SELECT {key('i')} FROM ({ids}) WHERE i IS NOT NULL) ORDER BY 1", [[*excluded]],
    )  # fmt: skip
    if not unmet:
        return []
    said = f"columns.toml leaves out {counted(len(excluded), 'customer')} (exclude_customers), of "
    said += f"whom no export has {len(unmet):,}, such as '{unmet[0][0]}'."
    return [Warned("answer_in_vain", said)]
