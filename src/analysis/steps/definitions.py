"""Definitions that changed between two reports, in words; they come before every number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.engine import quote_text
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
from analysis.workspace import Workspace

#: So many edits of a codebook are told one by one.
_MOST_EDITS = 8


def changed_definitions(job: Job, former: FormerRun) -> tuple[str, ...]:
    """Return what means something else now than in the former report, one sentence each."""
    found = [*_of_code(former), *_changed_settings(former.settings, job.settings.as_dict())]
    was, is_ = currencies(job, former)
    if was and is_ and was != is_:
        found.append(f"Amounts are in {is_}; they were in {was}. No sum is compared.")
    return (*found, *_of_codebook(job, former))


def currencies(job: Job, former: FormerRun) -> tuple[str, str]:
    """Return the currency of the former report and of this one, each empty where none is named."""
    was = currency_of(former.tables, str(former.settings.get("currency") or ""))
    return was, currency_of(job.workspace, job.settings.currency)


def currency_of(workspace: Workspace | None, stated: str) -> str:
    """Return what the settings state, or the one currency of the transactions; empty for none."""
    if stated or workspace is None or not workspace.has("transactions"):
        return stated
    source = quote_text(workspace.parquet("transactions"))
    with workspace.engine() as engine:
        names = {row[0] for row in engine.rows(f"DESCRIBE FROM read_parquet({source})")}
        if "currency" not in names:
            return ""
        found = engine.rows(f"SELECT DISTINCT currency FROM read_parquet({source}) LIMIT 2")
    return str(found[0][0] or "") if len(found) == 1 else ""


def _of_code(former: FormerRun) -> Iterator[str]:
    if "code" not in former.run:
        yield "The former report does not say by which version of whyleft it was made."
    elif not same_code(former):
        yield "The former report was made by another version of whyleft; see its CHANGELOG."


def _changed_settings(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return each setting that differs and changes numbers, with both values."""
    old, new = counting_settings(before), counting_settings(now)
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
