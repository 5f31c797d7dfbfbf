"""A position that columns.toml states for all files, held against the header of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.columns.namepatterns import pattern_of
from analysis.columns.remembered import place_of, which_of_its_name
from analysis.columns.unclear import toml_text
from analysis.errors import InputRefused, counted
from analysis.rows.convert import Input


def places_doubted(inputs: Sequence[Input]) -> Iterator[InputRefused]:
    """Yield what is asked where a position means another column in some files than in most.

    After a column was put in, the fifth may be the first of two amounts in one file and the second
    in another. That is asked only where a file has the other column too.

    Parameters
    ----------
    inputs
        All files of a table.
    """
    stated = [one for one in inputs if any(one.columns.header) and "columns" not in one.stated.own]
    named = dict.fromkeys(
        (column, at) for one in stated for column, at in one.stated.columns.items()
        if isinstance(at, int)
    )  # fmt: skip
    for column, at in named:
        groups: dict[tuple[str, int], list[Input]] = {}
        for one in stated:
            if one.stated.columns.get(column) == at:
                groups.setdefault(which_of_its_name(one.columns.header, at), []).append(one)
        most = max(groups, key=lambda which: len(groups[which]), default=("", 0))
        for which, others in groups.items():
            if which != most and place_of(others[0].columns.header, most):
                yield _asked((column, at), groups[most], others, most)


def _asked(
    stated: tuple[str, int], most: Sequence[Input], others: Sequence[Input], which: tuple[str, int]
) -> InputRefused:
    (column, at), first, other = stated, most[0], others[0]
    files = [one.file for one in others]
    pattern = pattern_of(files, [*files, *(one.file for one in most)]) if len(files) > 1 else ""
    more = f"; so it is in {counted(len(files) - 1, 'other file')}" if len(files) > 1 else ""
    back = place_of(first.columns.header, which_of_its_name(other.columns.header, at))
    instead = first.file if back and len(most) == 1 else pattern or other.file
    return InputRefused(
        f"columns.toml states {column} = {at} for all files; that is {_said(first, at)}, and "
        f"{_said(other, at)}{more}",
        "the same column at this place",
        f"put this into columns.toml:\n[{toml_text(pattern or other.file)}]\n"
        f"{column} = {place_of(other.columns.header, which)}\nor\n[{toml_text(instead)}]\n"
        f"{column} = {back if instead == first.file else at}",
        code="mapped_column_moved", file=other.file, column=column,
    )  # fmt: skip


def _said(found: Input, at: int) -> str:
    header = found.columns.header
    name, nth = which_of_its_name(header, at)
    several = place_of(header, (name, 2)) > 0
    number = f"column {nth} of the name " * several
    return f"{number}'{header[at - 1][:40]}' in {found.file}"
