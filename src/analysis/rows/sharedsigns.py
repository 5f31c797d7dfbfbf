"""A decimal sign that one file proves, for the files beside it that one program wrote alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analysis.cells.amounts import NumberColumn, thousands_said
from analysis.results import Warned
from analysis.rows.convert import Input


def share_signs(inputs: Sequence[Input]) -> list[Input]:
    """Return inputs of one table; each knows the sign that those with its header prove.

    A month with whole amounts only, such as 1,502, proves none by itself.

    Examples
    --------
    >>> share_signs([])
    []
    """
    groups: dict[tuple[object, ...], list[Input]] = {}
    for found in inputs:
        groups.setdefault(_layout(found), []).append(found)
    shared = {layout: _shared_by(group) for layout, group in groups.items()}
    told = set[Warned]()
    return [_with(found, *shared[_layout(found)], told) for found in inputs]


def _shared_by(group: Sequence[Input]) -> tuple[str, tuple[Warned, ...]]:
    """Return the one sign that files prove, each alone or all by their number, and what to say."""
    signs = {sign for one in group for number in one.numbers for sign in ".," if number.votes[sign]}
    if signs or len(group) == 1:
        return (signs.pop(), ()) if len(signs) == 1 else ("", ())
    together = [_pooled(group, number) for number in group[0].numbers]
    sure = [number for number in together if number.has_thousands(None)]
    proved = {{".": ",", ",": "."}[number.mark] for number in sure}
    return (proved.pop(), tuple(map(thousands_said, sure))) if len(proved) == 1 else ("", ())


def _pooled(group: Sequence[Input], like: NumberColumn) -> NumberColumn:
    shapes = Counter[str]()
    for number in (number for one in group for number in one.numbers):
        if number.cell.column == like.cell.column:
            shapes.update(number.shapes)
    return replace(like, shapes=shapes)


def _with(found: Input, sign: str, said: tuple[Warned, ...], told: set[Warned]) -> Input:
    if not sign:
        return found
    new = tuple(one for one in said if one not in told)
    told.update(new)
    return replace(found, decimal=sign, columns=found.columns.saying(*new))


def _layout(found: Input) -> tuple[object, ...]:
    layout = found.staged.layout
    return layout.header, layout.dialect.delimiter, layout.source.form
