"""One column on its way to its canonical kind: SQL, the rules it can break, its warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.engine import Engine, quote_text
from analysis.results import Warned
from analysis.vocabulary import BLANKS

SPACES = quote_text(BLANKS)

#: Letters of all languages, for patterns, as ranges: the engine takes six milliseconds to make
#: ready what \pL names, ten times what these take. A few signs of other scripts are among them.
LETTERS = "A-Za-zªµºÀ-ÖØ-öø-῿Ⰰ-⿿ぁ-퟿豈-﷿ﹰ-ﻼＡ-Ｚａ-ｚｦ-ￜ𠀀-𳎯"


def trimmed(column: str, *, thorough: bool) -> str:
    """Return SQL for a cell without blanks around it, never NULL.

    Examples
    --------
    >>> Engine().value("SELECT " + trimmed("chr(160) || ' x '", thorough=True))
    'x'
    """
    return f"coalesce(trim({column}{f', {SPACES}' if thorough else ''}), '')"


@dataclass(frozen=True)
class Cell:
    """Where a canonical column's text stands: engine table, SQL of its text, place in a message."""

    engine: Engine
    table: str
    text: str
    column: str
    label: str
    file: str
    find_lines: Callable[[list[int]], list[int]]

    def first_line(self, where: str, parameters: Sequence[object] = ()) -> int | None:
        """Return the physical line of the first row for which the condition holds."""
        sql = f"SELECT min(line_) FROM {self.table} WHERE {where}"
        found = self.engine.value(sql, list(parameters))
        return None if found is None else self.find_lines([int(found)])[0]


@dataclass(frozen=True)
class Field:
    """SQL that makes one canonical column.

    Parameters
    ----------
    column
        Canonical name.
    sql
        Expression over the staged table and the joins.
    broken
        Rule code -> SQL Boolean that holds where the rule is broken.
    joins
        ``LEFT JOIN`` clauses that the expressions need.
    """

    column: str
    sql: str
    broken: Mapping[str, str] = field(default_factory=dict)
    joins: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()


def keep_mapping(engine: Engine, name: str, kind: str, rows: list[tuple[str, object, str]]) -> None:
    """Store ``raw -> value, code`` for a join; ``kind`` is the SQL kind of the value."""
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT unnest(?::VARCHAR[]) AS raw, "
        f"unnest(?::{kind}[]) AS value, unnest(?::VARCHAR[]) AS code",
        [[row[at] for row in rows] for at in range(3)],
    )
