"""Answers on disk: what one notebook found, the next one reads back instead of finding it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_type_hints

import pandas as pd

from analysis.results import Finding
from analysis.workspace import Workspace

A = TypeVar("A")


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
    workspace.save_record(f"kept_{name}", _write(workspace, name, answer))


def kept_answer(workspace: Workspace, name: str, kind: type[A]) -> A | None:
    """Return the answer that ``keep_answer`` left in the workspace, or None."""
    record = workspace.load_record(f"kept_{name}")
    return None if record is None else _read(workspace, name, kind, record)


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
        elif hint is Finding:
            found[field] = Finding.from_dict(kept)
        elif isinstance(hint, type) and is_dataclass(hint):
            found[field] = _read(workspace, inner, hint, kept)
        else:
            found[field] = kept
    return kind(**found)
