"""Tables of one header are judged together: twelve short months prove what none of them does."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from analysis.columns.layout import Layout
from analysis.columns.whichtable import file_words
from analysis.files.dialect import SAMPLE_RECORDS
from analysis.files.records import Record
from analysis.intake.recognition import Laid

#: So many records of one table at least: the lines of an order stay together.
_TOGETHER = 16
#: Records of others beside a table that is long enough by itself.
_FEW_BESIDE = 256


def judge_together(files: Sequence[Laid]) -> list[Laid]:
    """Return the files; a short table has records of those with its header beside its own.

    What a column means is then the same in each file of an export by months, and none is refused
    for being short.

    Examples
    --------
    >>> judge_together([])
    []
    """
    groups: dict[Hashable, list[Layout]] = {}
    for layout in (one for file in files for one in file.layouts if one.dialect.header):
        groups.setdefault(_alike(layout), []).append(layout)
    beside = {
        id(layout): found
        for group in groups.values() if len(group) > 1
        for layout, found in zip(group, _beside_each([*map(_first_of, group)]), strict=True)
    }  # fmt: skip
    return [
        replace(file, layouts=tuple(
            replace(one, beside=beside.get(id(one), ())) for one in file.layouts
        ))
        for file in files
    ]  # fmt: skip


def _alike(layout: Layout) -> Hashable:
    """Return what tables that one program wrote for one purpose have in common."""
    header, words = map(str.strip, layout.header), frozenset(file_words(layout.called))
    return tuple(header), layout.dialect.delimiter, layout.source.form, words


def _first_of(layout: Layout) -> list[Record]:
    return [one for one in islice(layout.records, SAMPLE_RECORDS) if not one.blank]


def _beside_each(group: Sequence[list[Record]]) -> Iterator[tuple[Record, ...]]:
    """Yield for each table records of the others, as many as it lacks, some of each if possible."""
    for at, own in enumerate(group):
        others = [*group[:at], *group[at + 1 :]]
        room = max(_FEW_BESIDE, SAMPLE_RECORDS - len(own))
        each = max(_TOGETHER, room // len(others))
        step = max(1, -(-len(others) * each // room))
        taken = chain.from_iterable(one[:each] for one in others[::step])
        yield tuple(islice(taken, room))
