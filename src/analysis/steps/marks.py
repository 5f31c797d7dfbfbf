"""What a report keeps so that the next one can be compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.errors import EnvironmentTrouble
from analysis.reasons import Codebook
from analysis.steps.headlines import headlines_of, reasons_told
from analysis.steps.job import Job, code_fingerprint
from analysis.steps.previous import COMPARED
from analysis.steps.stations import codebook_sha256, themes_sha256


def marks_of_run(job: Job) -> dict[str, Any]:
    """Return by which code, codebook and workspace a run can be told from the next one.

    The workspace is named by its key, a hash; no path.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> sorted(marks_of_run(open_job("sample", as_of="2024-12-31")))
    ['code', 'codebook_edits', 'codebook_sha256', 'themes_sha256', 'workspace']
    """
    book = Codebook.load(job.codebook) if job.codebook else None
    return {
        "code": code_fingerprint(),
        "codebook_sha256": codebook_sha256(job),
        "themes_sha256": themes_sha256(job),
        "codebook_edits": len(book.edits) if book else None,
        "workspace": job.workspace.folder.name,
    }


def said_of_previous(job: Job, previous: str | None) -> dict[str, Any]:
    """Return the parts of ``summary.json`` that look back, and those the next run looks back on."""
    told = job.workspace.load_record("changes") if previous else None
    return {
        "previous": told,
        "reasons": reasons_told(headlines_of(job), floor=job.settings.group_floor),
    }


def lacks_in_words(job: Job, previous: str | None) -> str:
    """Return what this export lacks of the former report's time, where it lacks most; else ``""``.

    As ``compare_with_previous`` left it.
    """
    told = job.workspace.load_record("changes") if previous else None
    return str((told or {}).get("lacks") or "")


def kept_of_previous(previous: str | None) -> Mapping[str, bytes]:
    """Return the files of the former report that this one keeps: made again, it compares the same.

    A report that lies at the target is replaced, so without them a second run of one month would
    have nothing to look back on.

    Raises
    ------
    EnvironmentTrouble
        When they went away while the report was made.
    """
    if not previous:
        return {}
    try:
        return {
            f"{COMPARED}/{name}": (Path(previous) / name).read_bytes()
            for name in ("manifest.json", "summary.json")
        }
    except OSError as error:
        raise EnvironmentTrouble(
            f"The earlier report went away while this one was made ({error.strerror})",
            "an earlier report that stays as it is",
            "run the report again",
            code="previous_gone",
        ) from None
