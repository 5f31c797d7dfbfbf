"""A decimal sign that one file proves, for the files beside it that one program wrote alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.rows.convert import Input


def share_signs(inputs: Sequence[Input]) -> list[Input]:
    """Return inputs of one table; each knows the sign that those with its header prove.

    A month with whole amounts only, such as 1,502, proves none by itself.

    Examples
    --------
    >>> share_signs([])
    []
    """
    proved: dict[tuple[object, ...], set[str]] = {}
    for found in inputs:
        signs = proved.setdefault(_layout(found), set())
        signs |= {sign for number in found.numbers for sign in ".," if number.votes[sign]}
    return [
        replace(found, decimal=next(iter(signs)))
        if len(signs := proved[_layout(found)]) == 1 else found
        for found in inputs
    ]  # fmt: skip


def _layout(found: Input) -> tuple[object, ...]:
    layout = found.staged.layout
    return layout.header, layout.dialect.delimiter, layout.source.form
