"""Definitions that changed between two reports, in words; they come before every number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.errors import AnalysisError
from analysis.reasons import Codebook
from analysis.reasons.changes import compare_books
from analysis.steps.books import say_edit
from analysis.steps.job import Job
from analysis.steps.previous import FormerRun
from analysis.steps.stations import (
    counting_settings,
    former_codebook,
    named_codebook,
    same_code,
    same_codebook,
)

#: So many edits of a codebook are told one by one.
_MOST_EDITS = 8


def changed_definitions(job: Job, former: FormerRun) -> tuple[str, ...]:
    """Return what means something else now than in the former report, one sentence each."""
    found = [*_of_code(former), *_changed_settings(former.settings, job.settings.as_dict())]
    return (*found, *_of_codebook(job, former))


def _of_code(former: FormerRun) -> Iterator[str]:
    if "code" not in former.run:
        yield "The former report does not say by which version of whyleft it was made."
    elif not same_code(former):
        yield "The former report was made by another version of whyleft; see its CHANGELOG."


def _changed_settings(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return each setting that differs and changes numbers, with both values."""
    old, new = counting_settings(before), counting_settings(now)
    if before.get("currency", "") != now.get("currency", ""):
        old, new = (
            old | {"currency": before.get("currency", "")},
            new | {"currency": now.get("currency", "")},
        )
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    return [_say_setting(name, old.get(name), new.get(name)) for name in names]


def _say_setting(name: str, old: object, new: object) -> str:
    shown = [_short(value) for value in (new, old)]
    if None in shown:
        return f"The setting {name} was changed."
    return f"The setting {name} is {shown[0]}; it was {shown[1]}."


def _short(value: object) -> str | None:
    """Return a plain value as words, None for one that takes more room than a sentence has."""
    if isinstance(value, list):
        value = ", ".join(map(str, value)) if value else "empty"
    text = "empty" if value in ("", None) else str(value)
    return text if len(text) <= 40 else None


def _of_codebook(job: Job, former: FormerRun) -> Iterator[str]:
    if same_codebook(job, former):
        return
    if job.codebook is None:
        yield "The former report used a codebook; now the themes are found afresh."
        return
    if not named_codebook(former):
        yield "Notes are coded with a codebook now; the former report found its themes afresh."
        return
    yield from _edits(job.codebook, job, former)


def _edits(book: Any, job: Job, former: FormerRun) -> Iterator[str]:
    path = former_codebook(job, former)
    now = Codebook.load(book)
    n_known = former.run.get("codebook_edits")
    if path is not None:
        try:
            changes = compare_books(Codebook.load(path), now)
        except AnalysisError:
            changes = None
        if changes is not None and not changes.related:
            yield "The codebook is another one: its themes cannot be compared with the former."
            return
        if changes is not None:
            n_known = len(now.edits) - int(changes.table["what"].isin(_LOGGED).sum())
    if not isinstance(n_known, int):
        yield "The codebook was edited; what its former state was is not known."
        return
    edits = now.edits[max(n_known, 0) :]
    yield from (f"Codebook: {say_edit(edit, now)}" for edit in edits[:_MOST_EDITS])
    if len(edits) > _MOST_EDITS:
        yield f"Codebook: {len(edits) - _MOST_EDITS} more edits stand in its log."
    if not edits:
        yield "The codebook was edited by hand; its log names no edit."


_LOGGED = ("rename", "merge", "split", "retire", "accept", "adopt")
