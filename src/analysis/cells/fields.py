"""One column on its way to its canonical kind: SQL, the rules it can break, its warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.engine import Engine, quote_text
from analysis.results import Warned

#: Blanks, no-break blanks, zero-width signs, marks: trimmed from both ends of every cell.
_SPACES = " \t\r\n\v\f\u00a0\u2007\u202f\u2009\u200a\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad"
SPACES = quote_text(_SPACES)
#: How MySQL and PostgreSQL write a cell without a value into a text file.
NO_VALUE = r"\N"


#: The same as UTF-8; a file without any of them needs plain trimming only, which is far cheaper.
ODD_SPACES = tuple(sign.encode() for sign in _SPACES if sign not in " \r\n")


def trimmed(column: str, *, thorough: bool, nulls: bool = False) -> str:
    r"""Return SQL for a cell without blanks around it, never NULL.

    Parameters
    ----------
    thorough
        Whether other blanks than the plain one are trimmed too.
    nulls
        Whether a cell of nothing but ``\N`` is empty.

    Examples
    --------
    >>> Engine().value("SELECT " + trimmed("chr(160) || ' x '", thorough=True))
    'x'
    >>> Engine().value("SELECT " + trimmed(r"' \N'", thorough=False, nulls=True))
    ''
    """
    text = f"trim({column}, {SPACES})" if thorough else f"trim({column})"
    if nulls:
        text = f"nullif({text}, {quote_text(NO_VALUE)})"
    return f"coalesce({text}, '')"


@dataclass(frozen=True)
class Cell:
    """Where a canonical column's text stands: engine table, SQL of its cell, place in a message."""

    engine: Engine
    table: str
    sql: str
    column: str
    label: str
    file: str
    find_lines: Callable[[list[int]], list[int]]

    def first_line(self, where: str, parameters: Sequence[object] = ()) -> int | None:
        """Return the physical line of the first row for which the condition holds."""
        sql = f"SELECT min(line_) FROM {self.table} WHERE {where}"
        found = self.engine.value(sql, list(parameters))
        return None if found is None else self.find_lines([int(found)])[0]

    @property
    def text(self) -> str:
        """SQL of the cell's text, trimmed when it was staged."""
        return self.sql


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
