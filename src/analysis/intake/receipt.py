"""What came in and where it went: the receipt of one intake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analysis.doubts.cuts import limit_said
from analysis.intake.saidonce import Said
from analysis.results import Fate, InputFile, TableReceipt, Warned
from analysis.rows.callversions import Lists
from analysis.rows.typed import Typed
from analysis.workspace import Workspace


@dataclass(frozen=True)
class Intake:
    """The checked exports of one run.

    Parameters
    ----------
    receipts
        By table name, in the order of the vocabulary.
    as_of
        Snapshot date; None when no table has a date.
    as_of_given
        Whether the analyst stated it.
    ignored
        Names of files in the folder that were not read.
    calls
        What came back of each programme of calls whose lists were read.

    Examples
    --------
    >>> Intake({}, date(2024, 12, 31), as_of_given=True).as_dict()["as_of"]
    '2024-12-31'
    """

    receipts: Mapping[str, TableReceipt]
    as_of: date | None
    as_of_given: bool = False
    ignored: tuple[str, ...] = field(default=())
    calls: tuple[Lists, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Return the object of ``receipt.json``."""
        return {
            "tables": {name: receipt.as_dict() for name, receipt in self.receipts.items()},
            "refused": None,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "as_of_given": self.as_of_given,
            "ignored": list(self.ignored),
            "calls": [one.as_dict() for one in self.calls],
        }


def load_intake(workspace: Workspace) -> Intake | None:
    """Return the receipt that an earlier run left; None without one that can be read.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> load_intake(Workspace(Path(tempfile.mkdtemp()))) is None
    True
    """
    record = workspace.load_record("intake")
    if record is None:
        return None
    try:
        receipts = {name: _receipt(name, entry) for name, entry in record["tables"].items()}
        as_of = date.fromisoformat(record["as_of"]) if record["as_of"] else None
        calls = tuple(Lists(**entry) for entry in record.get("calls", ()))
        return Intake(receipts, as_of, record["as_of_given"], tuple(record["ignored"]), calls)
    except (KeyError, TypeError, ValueError, AttributeError):  # of another shape
        return None


def find_damage(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of files in a workspace that do not hold what a run leaves there.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save_record("intake", {})
    >>> find_damage(workspace)
    ('intake.json',)
    """
    found = workspace.damaged()
    if workspace.load_record("intake") is not None:
        intake = load_intake(workspace)
        kept = [one.table for one in intake.receipts.values() if one.rows_good] if intake else []
        lost = [f"{name}.parquet" for name in kept if not workspace.has(name)]
        found += lost if intake else ["intake.json"]
    return tuple(found)


def forget_damaged(workspace: Workspace) -> Workspace:
    """Return the workspace, emptied where any of it is damaged: all is then computed anew.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save_record("intake", {})
    >>> forget_damaged(workspace).renewed, workspace.load_record("intake")
    (('intake.json',), None)
    """
    workspace.tidy()
    found = find_damage(workspace)
    if found:
        workspace.forget()
        workspace.renewed = found
    return workspace


def _receipt(name: str, entry: Mapping[str, Any]) -> TableReceipt:
    listed = {"warnings", "inputs", "fates"}
    plain = {key: value for key, value in entry.items() if key not in listed}
    return TableReceipt(
        table=name,
        **plain,
        warnings=tuple(Warned(**warned) for warned in entry["warnings"]),
        inputs=tuple(InputFile(**file) for file in entry["inputs"]),
        fates=tuple(Fate(**fate) for fate in entry["fates"]),
    )


def input_file(item: Typed) -> InputFile:
    """Return what the receipt says of one input: its bytes, and how they were read."""
    layout = item.found.staged.layout
    source = layout.source
    said = str(layout.dialect) if source.form != "parquet" else "parquet"
    if layout.sheet:
        said = f"sheet '{layout.sheet}', {said}"
    return InputFile(source.name, source.sha256, source.bytes, source.encoding or "binary", said)


def said_of_input(item: Typed) -> Iterator[Said]:
    """Yield what reading one input found worth saying."""
    file, by_sample = item.found.file, {*item.found.columns.warnings}
    for warned in _warned_of(item):
        yield Said(file, warned, by_sample=warned in by_sample)


def _warned_of(item: Typed) -> Iterator[Warned]:
    source, staged = item.found.staged.layout.source, item.found.staged
    yield from staged.layout.warnings
    yield from item.found.columns.warnings
    yield from item.warnings
    if source.encoding in {"cp1252", "latin-1"} and item.found.stated.encoding is None:
        said = f"{source.name} is not UTF-8 and was read as {source.encoding}; check the accents."
        yield Warned("western_encoding", said)
    yield from limit_said(staged.n_all - staged.n_empty)
    if item.found.columns.table == "reasons" and not item.found.columns.has("customer_id"):
        said = f"{source.name} has no customer column; each note counts as its own customer."
        yield Warned("no_customer_column", said)
