"""What a report says about itself: inputs, settings, versions, files."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import metadata
from pathlib import Path, PurePath
from typing import Any

import analysis
from analysis.results import InputFile, TableReceipt

DISTRIBUTION = "whyleft"


@dataclass(frozen=True)
class ReportFacts:
    """What the pages and files of a report need beside the notebooks; read after they ran.

    Parameters
    ----------
    title
        What the report is about, such as ``Why customers left``.
    as_of
        Snapshot date.
    company
        Whose report it is; empty when not known.
    kicker
        One line above each page: coverage, tables present.
    summary
        The object of ``summary.json``: numbers, sentences, what was answered.
    tables
        Where each row of each table went.
    settings
        The settings of the run.
    cannot_say
        What the numbers cannot say, one sentence each; at the foot of every page.
    void
        What voids every number of the pages, above each of them; mostly empty.
    files
        More files of the report by relative path, such as ``lists/a.csv``.
    written_on
        The day to put into the manifest (from ``SOURCE_DATE_EPOCH``); ``as_of`` when None.
    run
        By which code, codebook and workspace the next run can tell this one.

    Examples
    --------
    >>> ReportFacts("Why customers left", date(2024, 12, 31)).company
    ''
    """

    title: str
    as_of: date
    company: str = ""
    kicker: str = ""
    summary: Mapping[str, Any] = field(default_factory=dict)
    tables: tuple[TableReceipt, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    cannot_say: tuple[str, ...] = ()
    void: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    written_on: date | None = None
    run: Mapping[str, Any] = field(default_factory=dict)

    @property
    def inputs(self) -> list[InputFile]:
        """Every input once, by name."""
        unique = {(file.name, file.sha256): file for table in self.tables for file in table.inputs}
        return [unique[key] for key in sorted(unique)]


def versions() -> dict[str, str]:
    """Return the versions of Python, of whyleft and of what it requires, by name."""
    found = {"python": platform.python_version()}
    try:
        required = metadata.requires(DISTRIBUTION) or []
        names = [re.split(r"[^\w.-]", line)[0] for line in required if "extra ==" not in line]
        for name in [DISTRIBUTION, *names]:
            found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        pass  # run from a folder that was never installed: Python's version is all we know
    return dict(sorted(found.items()))


def lock_hash() -> str | None:
    """Return the SHA-256 of the lock file beside ``src/``, or None in an installed wheel."""
    lock = Path(analysis.__file__).parents[2] / "requirements.lock"
    if not (lock.is_file() and (lock.parent / "pyproject.toml").is_file()):
        return None
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def public_parameters(parameters: Mapping[str, object]) -> dict[str, object]:
    """Return what was set, without folders, which may name a user.

    Left out are the workspace and the former report: where they lie says nothing of this one.

    Examples
    --------
    >>> public_parameters({"exports": ["exports/orders.csv"], "workspace": "/w", "as_of": None})
    {'exports': ['orders.csv']}
    """
    return {
        name: [_name_only(item) for item in value] if isinstance(value, list) else _name_only(value)
        for name, value in sorted(parameters.items())
        if name not in {"workspace", "previous"} and value != "" and value is not None
    }


def _name_only(value: object) -> object:
    return PurePath(value.replace("\\", "/")).name if isinstance(value, str) else value


def manifest_of(
    facts: ReportFacts, *, parameters: Mapping[str, object], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the object of ``manifest.json``: enough to make the same report again.

    Examples
    --------
    >>> facts = ReportFacts("Why customers left", date(2024, 12, 31))
    >>> found = manifest_of(facts, parameters={}, files={"index.html": b""})
    >>> found["as_of"], found["files"]["index.html"][:8]
    ('2024-12-31', 'e3b0c442')
    """
    rows = [
        {
            "table": table.table,
            "rows_in": table.rows_in,
            "rows_good": table.rows_good,
            "rows_set_aside": table.rows_set_aside,
            "rows_blank": table.rows_blank,
        }
        for table in facts.tables
    ]
    return {
        "report": DISTRIBUTION,
        "title": facts.title,
        "as_of": facts.as_of.isoformat(),
        "written_on": (facts.written_on or facts.as_of).isoformat(),
        "parameters": public_parameters(parameters),
        "settings": dict(facts.settings),
        "run": dict(facts.run),
        "inputs": [file.as_dict() for file in facts.inputs],
        "tables": rows,
        "versions": versions(),
        "lock_sha256": lock_hash(),
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
