"""What the cells of a file leave open, while a map is proposed: all of it is asked, not the first.

``check`` refuses at the first question; a map that knows one only would be asked for the next.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace

from analysis.columns.columnmap import ColumnMap
from analysis.columns.mapfile import Stated
from analysis.errors import InputRefused
from analysis.results import Warned
from analysis.vocabulary import TABLES

_ANSWER = re.compile(r'^[a-z_]+ = "(?:[^"\\]|\\.)*"', re.MULTILINE)


def settle_or_ask(
    columns: ColumnMap,
    settle: Callable[[ColumnMap, Stated], ColumnMap],
    stated: Stated,
    asked: list[InputRefused] | None,
) -> ColumnMap:
    r"""Return the map as settled, without the columns that are open; why is added to ``asked``.

    Parameters
    ----------
    asked
        None where no map is proposed: what is open is then refused.

    Raises
    ------
    InputRefused
        When what is open is refused, or when an answer would be no column.

    Examples
    --------
    >>> def settle(columns, stated):
    ...     if "ordered_on" in stated.columns:
    ...         return columns
    ...     raise InputRefused("2 days", "one", 'columns.toml:\nordered_on = "B"', code="two")
    >>> columns, asked = ColumnMap("transactions", ("A", "B"), {"ordered_on": (0,)}), []
    >>> settle_or_ask(columns, settle, Stated(), asked).places, asked[0].code
    ({}, 'two')
    """
    if asked is None:
        return settle(columns, stated)
    known = {warned.column for warned in columns.warnings if warned.code == "two_columns_fit"}
    named, told = dict[str, str | int](), list[Warned]()
    while True:
        try:
            settled = settle(columns, replace(stated, columns={**stated.columns, **named}))
            break
        except InputRefused as refusal:
            answers = _columns_in(refusal, columns.table)
            new = {name: header for name, header in answers.items() if name not in named}
            if not new:
                raise
            named |= new
            if not known >= {*new}:
                asked.append(refusal)
                told += [Warned("asked", refusal.happened, column=name) for name in new]
    places = {name: at for name, at in settled.places.items() if name not in named}
    return replace(settled, places=places).saying(*told)


def _columns_in(refusal: InputRefused, table: str) -> Mapping[str, str]:
    """Return the first header that the answers of a refusal name for each column."""
    lines = reversed(_ANSWER.findall(refusal.to_do))
    found = {name: header for line in lines for name, header in tomllib.loads(line).items()}
    columns = {column.name for column in TABLES[table].columns}
    return {name: header for name, header in found.items() if name in columns}
