"""Answers on disk: what one notebook found, the next one reads back instead of finding it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

import pandas as pd
from pandera.typing import DataFrame
from threadpoolctl import threadpool_limits

from analysis.results import Finding
from analysis.steps.job import Job
from analysis.steps.load import conclude_from
from analysis.tables import checked
from analysis.workspace import Workspace

A = TypeVar("A")

#: How the record of a kept answer is named; without it the answer is found anew.
KEPT = "kept_"


class Found(Protocol):
    """An answer with its sentence, numbers and doubts."""

    @property
    def finding(self) -> Finding:
        """What was found."""
        ...


F = TypeVar("F", bound=Found)


def find_once(job: Job, name: str, kind: type[F], find: Callable[[Job], F]) -> F:
    """Return an answer that an earlier notebook kept, or find it and keep it.

    Its finding is written as the record of this run, from which the summary is made.

    Parameters
    ----------
    name
        Of the answer and its record; letters and underscores.
    kind
        Dataclass of the answer.
    find
        Finds it when nobody did.

    Raises
    ------
    InputRefused
        When a finding of intake voids every conclusion.
    """
    conclude_from(job)
    kept = kept_answer(job.workspace, name, kind)
    if kept is None:
        # Sums would differ with the number of threads; and beside other work, two threads that
        # wait for each other took a hundred times as long as one.
        with threadpool_limits(1):
            kept = find(job)
        keep_answer(job.workspace, name, kept)
    job.workspace.save_record(f"finding_{name}", kept.finding.as_dict())
    return kept


def keep_answer(workspace: Workspace, name: str, answer: object) -> None:
    """Write an answer's tables and, last, the record that says they are complete.

    Parameters
    ----------
    name
        Under which it is kept; letters and underscores.
    answer
        A dataclass of frames, findings, plain values and such dataclasses.

    Examples
    --------
    >>> import tempfile
    >>> from dataclasses import dataclass
    >>> from pathlib import Path
    >>> @dataclass(frozen=True)
    ... class Found:
    ...     finding: Finding
    ...     rows: pd.DataFrame
    >>> place = Workspace(Path(tempfile.mkdtemp()))
    >>> keep_answer(place, "found", Found(Finding("Yes.", {}), pd.DataFrame({"n": [1]})))
    >>> kept = kept_answer(place, "found", Found)
    >>> kept.finding.sentence, kept.rows["n"].tolist(), kept_answer(place, "lost", Found)
    ('Yes.', [1], None)
    """
    workspace.save_record(f"{KEPT}{name}", _write(workspace, name, answer))


def kept_answer(workspace: Workspace, name: str, kind: type[A]) -> A | None:
    """Return the answer that ``keep_answer`` left in the workspace, or None."""
    record = workspace.load_record(f"{KEPT}{name}")
    try:
        return None if record is None else _read(workspace, name, kind, record)
    except (KeyError, TypeError, ValueError, AttributeError):  # a record of another shape
        return None


def _write(workspace: Workspace, name: str, answer: Any) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for field in fields(answer):
        value = getattr(answer, field.name)
        if isinstance(value, pd.DataFrame):
            record[field.name] = len(value.columns)
            if len(value.columns):
                workspace.save(f"{name}_{field.name}", value)
        elif isinstance(value, Finding):
            record[field.name] = value.as_dict()
        elif is_dataclass(value):
            record[field.name] = _write(workspace, f"{name}_{field.name}", value)
        else:
            record[field.name] = value
    return record


def _read(workspace: Workspace, name: str, kind: type[A], record: Mapping[str, Any]) -> A:
    found: dict[str, Any] = {}
    for field, hint in get_type_hints(kind).items():
        kept, inner = record[field], f"{name}_{field}"
        if hint is pd.DataFrame:
            found[field] = workspace.load(inner) if kept else pd.DataFrame()
        elif get_origin(hint) is DataFrame:
            model = get_args(hint)[0]
            found[field] = checked(workspace.load(inner), model) if kept else pd.DataFrame()
        elif hint is Finding:
            found[field] = Finding.from_dict(kept)
        elif isinstance(hint, type) and is_dataclass(hint):
            found[field] = _read(workspace, inner, hint, kept)
        else:
            found[field] = kept
    return kind(**found)
