"""Opt-outs that an earlier export held and a later one does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.engine import Engine, quote_text
from analysis.workspace import Workspace

#: What an entry of a list names somebody by.
_NAMED_BY = ("customer_id", "contact_id", "email", "phone")


@dataclass(frozen=True)
class Lifted:
    """Who had opted out in an earlier export and has not in a later one.

    Parameters
    ----------
    n_gone, n_entries
        Entries of the earlier lists that the later ones lack, and all of them. Entries that ended
        by their own ``until_on`` are in neither.
    by_count
        Whether the lists name people by other columns now, so that only their length is compared.
    n_contacts
        Contacts who may be contacted now and might not then.
    """

    n_gone: int = 0
    n_entries: int = 0
    by_count: bool = False
    n_contacts: int = 0

    @property
    def any(self) -> bool:
        """Whether somebody may be called again."""
        return bool(self.n_gone or self.n_contacts)


def find_lifted(former: Workspace, now: Workspace, *, as_of: date) -> Lifted:
    """Return which opt-outs of an earlier export a later one lacks.

    A customer who was merged into another is that other one.

    Parameters
    ----------
    as_of
        Snapshot date of the later export; opt-outs that ended until then are not missed.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from pathlib import Path
    >>> one, other = (Workspace(Path(tempfile.mkdtemp())) for _ in range(2))
    >>> one.save("suppressions", pd.DataFrame({"customer_id": ["a", "b", "c"]}))
    >>> other.save("suppressions", pd.DataFrame({"customer_id": ["b"]}))
    >>> find_lifted(one, other, as_of=date(2024, 12, 31))
    Lifted(n_gone=2, n_entries=3, by_count=False, n_contacts=0)
    """
    with now.engine() as engine:
        gone, entries, by_count = _of_lists(engine, former, now, as_of)
        return Lifted(gone, entries, by_count, _of_contacts(engine, former, now))


def _rows(place: Workspace, table: str) -> str:
    return f"read_parquet({quote_text(place.parquet(table))})"


def _names(engine: Engine, rows: str) -> set[str]:
    return {row[0] for row in engine.rows(f"DESCRIBE FROM {rows}")}


def _of_lists(
    engine: Engine, former: Workspace, now: Workspace, as_of: date
) -> tuple[int, int, bool]:
    if not former.has("suppressions"):
        return 0, 0, False
    engine.execute(f"CREATE OR REPLACE TEMP TABLE out_then AS {_entries(engine, former, as_of)}")
    n_then = engine.count("out_then")
    if not now.has("suppressions"):
        return n_then, n_then, False
    engine.execute(f"CREATE OR REPLACE TEMP TABLE out_now AS {_entries(engine, now, None)}")
    kinds = [
        {row[0] for row in engine.rows(f"SELECT DISTINCT kind FROM {side}")}
        for side in ("out_then", "out_now")
    ]
    if kinds[1] and not kinds[0] <= kinds[1]:
        return max(n_then - engine.count("out_now"), 0), n_then, True
    held = "SELECT who FROM out_now"
    merged = _merged(engine, now)
    gone = engine.count(
        f"out_then WHERE who NOT IN ({held}) AND who NOT IN ("
        f"SELECT former_id FROM ({merged}) WHERE present_id IN ({held}))"
    )
    return gone, n_then, False


def _entries(engine: Engine, place: Workspace, as_of: date | None) -> str:
    """Return SQL for the distinct entries of lists: by what they name somebody, and whom."""
    rows = _rows(place, "suppressions")
    names = _names(engine, rows)
    there = [name for name in _NAMED_BY if name in names]
    filled = [f"nullif(trim({name}::VARCHAR), '')" for name in there]
    who = f"lower(coalesce({', '.join([*filled, 'NULL'])}))"
    kinds = " ".join(
        f"WHEN {one} IS NOT NULL THEN {quote_text(name)}"
        for name, one in zip(there, filled, strict=True)
    )
    kind = f"CASE {kinds} END" if kinds else "NULL"
    limit = "true"
    if as_of is not None and "until_on" in names:
        limit = f"coalesce(until_on::DATE > DATE {quote_text(as_of.isoformat())}, true)"
    return f"SELECT DISTINCT {kind} AS kind, {who} AS who FROM {rows} WHERE {limit} AND {who} <> ''"


def _merged(engine: Engine, now: Workspace) -> str:
    """Return SQL for customers who go on under another id, both in lower case."""
    none = "SELECT NULL::VARCHAR AS former_id, NULL::VARCHAR AS present_id WHERE false"
    if not now.has("customers"):
        return none
    rows = _rows(now, "customers")
    if "merged_into" not in _names(engine, rows):
        return none
    return (
        "SELECT lower(customer_id) AS former_id, lower(merged_into) AS present_id "
        f"FROM {rows} WHERE merged_into IS NOT NULL"
    )


def _of_contacts(engine: Engine, former: Workspace, now: Workspace) -> int:
    """Count contacts who might not be contacted then, and may now."""
    if not (former.has("contacts") and now.has("contacts")):
        return 0
    sides = [_rows(place, "contacts") for place in (former, now)]
    if not all({"contact_id", "may_contact"} <= _names(engine, rows) for rows in sides):
        return 0
    people = "SELECT customer_id, contact_id FROM {} GROUP BY ALL HAVING {}"
    then = people.format(sides[0], "NOT bool_and(may_contact)")
    free = people.format(sides[1], "bool_and(may_contact)")
    return engine.count(f"({then} INTERSECT {free})")
