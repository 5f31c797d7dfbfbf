"""All inputs of one table as one relation ``all_<table>``, and what marks its rows afterwards.

Transactions may be of any size: they are a view over what was loaded, over a short list of rows
marked late (``late_transactions``) and over the few ids that had to be cleaned or stand for nobody
(``renamed_transactions``). The other tables are small: they are tables, marked in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from analysis.engine import Engine
from analysis.rows.rules import ID_FAULTS, LATE
from analysis.rows.spellings import hash_of_values
from analysis.rows.typed import Typed

#: Hashes sorted at once: half a gigabyte.
PART = 1 << 26
_GOOD = "broken_ = 0"
Hashes = np.ndarray[Any, np.dtype[Any]]


def unite(engine: Engine, table: str, parts: Sequence[Typed]) -> None:
    """Make ``all_<table>`` from its typed inputs."""
    union = _union(parts)
    if table == "transactions":
        values = hash_of_values(engine, parts) if len(parts) > 1 else ""
        _show_united(engine, union, values)
        engine.execute("CREATE TEMP TABLE late_transactions (file_ INT, line_ BIGINT, bits BIGINT)")
        engine.execute("CREATE TEMP TABLE renamed_transactions "
                       "(raw VARCHAR, value VARCHAR, bits BIGINT)")  # fmt: skip
        date_rows(engine, "0")
        return
    if len(parts) == 1:
        engine.execute(f"ALTER TABLE {parts[0].name} RENAME TO all_{table}")
        return
    exported = [part for part in parts if not part.found.columns.listed]
    values = hash_of_values(engine, exported) if len(exported) > 1 else ""
    engine.execute(f"CREATE TEMP TABLE all_{table} AS {union}")
    for part in parts:
        engine.execute(f"DROP TABLE {part.name}")
    if values:
        numbers = ", ".join(str(part.number) for part in exported)
        engine.execute(f"UPDATE all_{table} SET hash_ = {values} WHERE file_ IN ({numbers})")


def _union(parts: Sequence[Typed]) -> str:
    return " UNION ALL BY NAME ".join(f"SELECT * FROM {part.name}" for part in parts)


def _show_united(engine: Engine, union: str, values: str) -> None:
    shown = f"(SELECT * REPLACE ({values} AS hash_) FROM ({union}))" if values else f"({union})"
    engine.execute(f"CREATE OR REPLACE TEMP VIEW united_transactions AS SELECT * FROM {shown}")


def hash_apart(engine: Engine, parts: Sequence[Typed], some: Sequence[Typed]) -> None:
    """Tell rows of some inputs of the transactions by all columns that these have, not the others.

    Where the inputs have one header, they are told so already.
    """
    if len({part.found.columns.header for part in parts}) == 1:
        return
    shared = hash_of_values(engine, parts)
    own = hash_of_values(engine, some) if len(some) > 1 else ""
    numbers = ", ".join(str(part.number) for part in some)
    values = f"CASE WHEN file_ IN ({numbers}) THEN {own or 'hash_'} ELSE {shared or 'hash_'} END"
    _show_united(engine, _union(parts), values)
    date_rows(engine, "0")


def date_rows(engine: Engine, bits: str) -> None:
    """Add the bits of rules about the snapshot date, given as SQL, to the transactions."""
    engine.execute(
        "CREATE OR REPLACE TEMP VIEW dated_transactions AS "
        f"SELECT * REPLACE (broken_ | ({bits}) AS broken_) FROM united_transactions"
    )
    _show(engine)


def _show(engine: Engine) -> None:
    customer, bits, joins = "t.customer_id", "t.broken_", ""
    if engine.count("late_transactions"):
        bits += " | coalesce(l.bits, 0)"
        joins += (
            " LEFT JOIN (SELECT file_, line_, bit_or(bits) AS bits FROM late_transactions "
            "GROUP BY file_, line_) AS l ON l.file_ = t.file_ AND l.line_ = t.line_"
        )
    if engine.count("renamed_transactions"):
        bits += " | coalesce(r.bits, 0)"
        customer = "CASE WHEN r.raw IS NULL THEN t.customer_id ELSE r.value END"
        joins += " LEFT JOIN renamed_transactions AS r ON r.raw = t.customer_id"
    engine.execute(
        "CREATE OR REPLACE TEMP VIEW all_transactions AS SELECT t.* REPLACE "
        f"({customer} AS customer_id, {bits} AS broken_) FROM dated_transactions AS t{joins}"
    )


def mark(engine: Engine, table: str, code: str, chosen: str) -> int:
    """Set the bit of a late rule on rows given by ``file_`` and ``line_``, and count them."""
    bit = 1 << (LATE | ID_FAULTS)[code]
    engine.execute(f"CREATE OR REPLACE TEMP TABLE chosen_rows AS {chosen}")
    n_rows = engine.count("chosen_rows")
    if n_rows and table == "transactions":
        engine.execute(f"INSERT INTO late_transactions SELECT file_, line_, {bit} FROM chosen_rows")
        _show(engine)
    elif n_rows:
        engine.execute(
            f"UPDATE all_{table} SET broken_ = broken_ | {bit} FROM chosen_rows AS c "
            f"WHERE all_{table}.file_ = c.file_ AND all_{table}.line_ = c.line_"
        )
    return n_rows


def rename_again(engine: Engine, renamed: Sequence[tuple[str, str | None, int]]) -> None:
    """Rename ids of the transactions as they show now, those that were renamed before too."""
    if not renamed:
        return
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE shown_ids AS SELECT unnest(?::VARCHAR[]) AS shown, "
        "unnest(?::VARCHAR[]) AS value, unnest(?::BIGINT[]) AS bits",
        [[row[at] for row in renamed] for at in range(3)],
    )
    engine.execute(
        "UPDATE renamed_transactions AS r SET value = s.value, bits = r.bits | s.bits "
        "FROM shown_ids AS s WHERE r.value = s.shown"
    )
    engine.execute(
        "INSERT INTO renamed_transactions SELECT shown, value, bits FROM shown_ids "
        "WHERE shown NOT IN (SELECT raw FROM renamed_transactions)"
    )
    _show(engine)


def repeated(
    engine: Engine, table: str, key: str, name: str, *, also: str = "", good: str = _GOOD
) -> int:
    """Make the table ``name`` of the hashes ``h`` that several good rows share; count them.

    Sorting plain numbers part by part takes a fifth of the memory and time of grouping them.

    Parameters
    ----------
    also
        A further condition on the rows, such as `` AND order_id IS NOT NULL``.
    """
    parts = _sorted(engine, table, key, f"{good}{also}")
    found = [_once(part[1:][part[1:] == part[:-1]]) for part in parts]
    hashes = np.concatenate(found) if found else np.zeros(0, dtype=np.uint64)
    engine.keep_array(name, "h", hashes)
    return len(hashes)


def _once(ordered: Hashes) -> Hashes:
    """Return the different values of a sorted array; ``np.unique`` loads a tenth of a second."""
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def count_unique(engine: Engine, table: str, key: str, *, also: str = "") -> int:
    """Return how many different hashes the good rows have."""
    return sum(
        int((part[1:] != part[:-1]).sum()) + (len(part) > 0)
        for part in _sorted(engine, table, key, f"{_GOOD}{also}")
    )


def _sorted(engine: Engine, table: str, key: str, which: str) -> Iterator[Hashes]:
    good = f"FROM all_{table} WHERE {which}"
    n_parts = -(-int(engine.value(f"SELECT count(*) {good}")) // PART)
    if n_parts > 1:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE all_hashes AS SELECT {key} AS h {good}")
    for at in range(n_parts):
        part = f"SELECT h FROM all_hashes WHERE h % {n_parts} = {at}"
        hashes = engine.array(part if n_parts > 1 else f"SELECT {key} AS h {good}")
        hashes.sort()
        yield hashes
    engine.execute("DROP TABLE IF EXISTS all_hashes")
