"""What the reading of notes found beside the shares: conflicts, missed themes, new themes."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analysis.reasons import ReasonsAnswer


@dataclass(frozen=True)
class Gap:
    """One table of the reading, and what to say: the finding, or why there is nothing to show."""

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    sentence: str = "Nothing to show: no statement was read."


@dataclass(frozen=True)
class Gaps:
    """Code against words, what the picklist misses, and proposed new themes."""

    conflicts: Gap = field(default_factory=Gap)
    missed: Gap = field(default_factory=Gap)
    new_themes: Gap = field(default_factory=Gap)


def gaps_of(answer: ReasonsAnswer, *, with_codebook: bool) -> Gaps:
    """Return the three tables with their sentences."""
    conflicts, missed, new = answer.conflicts, answer.missed, answer.new_themes
    return Gaps(
        Gap(conflicts.table, conflicts.sentence or _no_conflicts(answer)),
        Gap(missed.table, missed.sentence or _nothing_missed(answer)),
        Gap(new.table, new.sentence or _nothing_new(with_codebook=with_codebook)),
    )


def _no_conflicts(answer: ReasonsAnswer) -> str:
    share = answer.conflicts.share
    if not share.known:
        return "Nothing to show: no statement has both a note and a code of the picklist."
    return (
        f"Nothing to show: of {share.n:,} customers with a code and a note, no three have the same "
        "code beside notes that clearly tell the same other reason."
    )


def _nothing_missed(answer: ReasonsAnswer) -> str:
    share = answer.missed.share
    if not share.known and answer.codebook.origin == "picklist":
        return "Nothing to show: no statement has a note that tells more than its code."
    if not share.known:
        return (
            "Nothing to show: the themes come from the words of the notes, so there is no picklist "
            "that could miss one."
        )
    return (
        f"Nothing to show: the notes of {share} of the customers with a note fit no code well, but "
        "no theme of eight customers stands out among them."
    )


def _nothing_new(*, with_codebook: bool) -> str:
    if with_codebook:
        return (
            "Nothing to show: no theme is told by many more customers than when the codebook was "
            "learnt."
        )
    return (
        "Nothing to show: no earlier codebook to compare with. Name one as `codebook` in "
        "whyleft.toml to see what is new since then."
    )
