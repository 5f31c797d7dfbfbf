"""A whole block of rows that stands in one file twice, in order: an export pasted together."""

from __future__ import annotations

from analysis.engine import Engine

#: A block is told from this many different rows; from fewer when it and its copy are the file.
_ROWS, _ROWS_OF_WHOLE = 5, 3
_DENSE = 0.9
_CANDIDATES = 5


def copied_blocks(engine: Engine, name: str, repeated: str) -> list[str]:
    """Return SQL for the rows (``file_``, ``line_``) of each block that repeats an earlier one.

    The same rows the same distance apart, without others between them: chance does not do that,
    while equal rows scattered over a file may each be an order of its own.

    Parameters
    ----------
    name
        Engine table with ``file_``, ``line_``, ``hash_`` and ``broken_``.
    repeated
        Engine table with the hashes ``h`` that several good rows share.

    Examples
    --------
    >>> engine = Engine()
    >>> engine.execute("CREATE TABLE t AS SELECT 0 AS file_, i AS line_, hash(i % 6) AS hash_, "
    ...                "0 AS broken_ FROM range(12) AS r(i)")
    >>> engine.execute("CREATE TABLE r AS SELECT DISTINCT hash_ AS h FROM t")
    >>> [len(engine.rows(chosen)) for chosen in copied_blocks(engine, "t", "r")]
    [6]
    """
    twins = (
        f"SELECT file_, line_, hash_ FROM {name} WHERE broken_ = 0 "
        f"AND hash_ IN (SELECT h FROM {repeated})"
    )
    distances = engine.rows(
        "SELECT file_, apart, count(*) AS n FROM (SELECT file_, line_ - lag(line_) OVER "
        f"(PARTITION BY file_, hash_ ORDER BY line_) AS apart FROM ({twins})) "
        f"WHERE apart >= {_ROWS_OF_WHOLE} GROUP BY ALL HAVING n >= {_ROWS_OF_WHOLE} "
        f"ORDER BY n DESC, file_, apart LIMIT {_CANDIDATES}"
    )
    found = []
    for file, apart, _ in distances:
        chosen = (
            f"SELECT a.file_, a.line_, a.hash_ FROM ({twins}) AS a SEMI JOIN ({twins}) AS b ON "
            f"a.file_ = b.file_ AND a.hash_ = b.hash_ AND a.line_ = b.line_ + {apart} "
            f"WHERE a.file_ = {file}"
        )
        if _is_block(engine, name, chosen, apart):
            found.append(chosen)
    return found


def _is_block(engine: Engine, name: str, chosen: str, apart: int) -> bool:
    n_rows, n_kinds, file, first, last = engine.rows(
        "SELECT count(*), count(DISTINCT hash_), min(file_), min(line_), max(line_) "
        f"FROM ({chosen})"
    )[0]
    if n_kinds < _ROWS_OF_WHOLE or apart < _DENSE * n_kinds:
        return False
    n_all, n_between = engine.rows(
        f"SELECT count(*), count(*) FILTER (line_ BETWEEN {first} AND {last}) FROM {name} "
        f"WHERE broken_ = 0 AND file_ = {file}"
    )[0]
    enough = n_kinds >= _ROWS or 2 * n_rows >= _DENSE * n_all
    return bool(enough and n_rows >= _DENSE * n_between)
