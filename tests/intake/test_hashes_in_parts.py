"""Hashes of more rows than are sorted at once are sorted part by part, with the same answer."""

import pytest

from analysis.engine import Engine
from analysis.rows import united


@pytest.mark.parametrize("part", [1 << 26, 100, 7])
def test_parts_find_what_the_whole_finds(part, monkeypatch):
    monkeypatch.setattr(united, "PART", part)
    engine = Engine()
    # 90 different numbers, 10 of them twice, one row of no account.
    engine.execute(
        "CREATE TEMP TABLE all_t AS SELECT (i % 90)::UBIGINT AS h, 0 AS broken_ FROM range(100) "
        "AS r(i) UNION ALL SELECT 50, 1"
    )
    assert united.repeated(engine, "t", "h", "twins") == 10
    assert engine.rows("SELECT h FROM twins ORDER BY h") == [(n,) for n in range(10)]
    assert united.count_unique(engine, "t", "h") == 90
    assert united.repeated(engine, "t", "h", "twins", also=" AND h > 3") == 6
