"""Which earlier report a run is compared with: the one named, or the newest of the same company."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, InputRefused
from analysis.intake import find_damage, load_intake
from analysis.intake.restated import share_of_known_orders
from analysis.steps.job import Job
from analysis.steps.lacks import lacking_of, lacks_most, say_lifted, say_part, say_short
from analysis.workspace import Workspace

#: Folder in a report that keeps what it was compared with, so that it can be made again.
COMPARED = "previous"

#: The record of which reports were not compared with, and why.
NOT_COMPARED = "not_compared"

#: The word after ``--previous`` that switches the comparison off.
NONE = "none"

#: At least this share of the earlier orders must stand in the later export too.
_SAME_COMPANY = 0.5


@dataclass(frozen=True)
class FormerRun:
    """An earlier report, and its checked tables where they still lie beside it.

    Parameters
    ----------
    folder
        Where it lies.
    as_of
        Its snapshot date.
    manifest, summary
        What its files of these names hold.
    sha256
        Of its manifest: names it whatever its folder is called.
    tables
        The workspace of its run; None when it is gone.
    """

    folder: Path
    as_of: date
    manifest: Mapping[str, Any]
    summary: Mapping[str, Any]
    sha256: str
    tables: Workspace | None = None

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings of its run."""
        found = self.manifest.get("settings")
        return found if isinstance(found, dict) else {}

    @property
    def company(self) -> str:
        """Whose report it is; empty when it does not say."""
        return str(self.settings.get("company") or "")

    @property
    def run(self) -> Mapping[str, Any]:
        """Its code, codebook and workspace key; empty in reports of the first versions."""
        found = self.manifest.get("run")
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Choice:
    """What a run is compared with, and what an analyst should know about the choice.

    Parameters
    ----------
    run
        The former report; None where there is none to compare with.
    notes
        What to say of it, or why others were not taken.
    compared
        False where the export lacks most of the time of that report: it is kept for a run that
        does not, and nothing is compared.

    Examples
    --------
    >>> Choice(None).notes
    ()
    """

    run: FormerRun | None
    notes: tuple[str, ...] = ()
    compared: bool = True


def read_run(folder: Path, job: Job) -> FormerRun | None:
    """Return the report in a folder, or None when there is none that can be read."""
    try:
        written = (folder / "manifest.json").read_bytes()
        manifest = json.loads(written)
        summary = json.loads((folder / "summary.json").read_bytes())
        as_of = date.fromisoformat(manifest["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if manifest.get("report") != "whyleft" or not isinstance(summary, dict):
        return None
    found = FormerRun(folder, as_of, manifest, summary, hashlib.sha256(written).hexdigest())
    return replace(found, tables=_tables_of(found, job))


def _tables_of(found: FormerRun, job: Job) -> Workspace | None:
    """Return the workspace of an earlier run, when it lies beside it or beside this run's."""
    key = found.run.get("workspace")
    if not isinstance(key, str) or not re.fullmatch(r"[0-9a-f]{16}", key):
        return None  # a manifest may come from anywhere: its key must not lead elsewhere
    homes = [job.workspace.folder.parent]
    homes += [place / ".whyleft" for place in (found.folder.parent, found.folder.parent.parent)]
    for home in homes:
        if (home / key / "intake.json").is_file():
            tables = Workspace(home / key)
            intake = None if find_damage(tables) else load_intake(tables)
            return tables if intake and intake.as_of == found.as_of else None
    return None


def choose_previous(job: Job, target: Path, wanted: str | None, *, as_of: date) -> Choice:
    """Return the earlier report to compare with.

    Without a wish it is the report at the target, else the newest beside it; only of an earlier
    day and of the same company, which the settings or the orders must show. Why another was not
    taken is kept for the page.

    Parameters
    ----------
    target
        Where this run's report will lie.
    wanted
        Folder after ``--previous``, ``none``, or None.
    as_of
        Snapshot date of this run.

    Raises
    ------
    InputRefused
        When the folder that was asked for holds no earlier report of this company.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> choose_previous(open_job("sample"), Path("r"), "none", as_of=date(2024, 12, 31)).run
    """
    chosen = _choose(job, target, wanted, as_of)
    job.workspace.save_record(NOT_COMPARED, {"why": list(chosen.notes)})
    return chosen


def _choose(job: Job, target: Path, wanted: str | None, as_of: date) -> Choice:
    if wanted == NONE:
        return Choice(None)
    if wanted:
        return _chosen(job, _wanted(job, Path(wanted), as_of), (), as_of)
    notes: list[str] = []
    for found in _candidates(job, target, as_of):
        doubt = _another_company(job, found, sure=True)
        doubt = doubt or say_short(job, found.tables, found.as_of)
        if not doubt:
            return _chosen(job, found, tuple(notes), as_of)
        notes.append(f"Not compared with {found.folder.name}: {doubt}.")
    return Choice(None, tuple(notes))


def _chosen(job: Job, found: FormerRun, notes: tuple[str, ...], as_of: date) -> Choice:
    """Return a report with what this export lacks of it: time, most or a part, and opt-outs."""
    notes = (*notes, *say_lifted(job, found.tables, as_of=as_of))
    lacks = lacks_most(job, found.tables, found.as_of)
    if lacks is not None:
        said = f"Not compared with {found.folder.name}. {lacks.in_words()}"
        return Choice(found, (*notes, said), compared=False)
    part = lacking_of(job, found.tables)
    return Choice(found, (*notes, say_part(part, found.as_of)) if part else notes)


def refuse_no_report(wanted: str | None) -> None:
    """Refuse a folder after ``--previous`` that holds no report.

    Raises
    ------
    InputRefused
        When it holds none.

    Examples
    --------
    >>> refuse_no_report("none")
    """
    if wanted and wanted != NONE and not (Path(wanted) / "manifest.json").is_file():
        raise _no_report(wanted)


def refuse_to_replace(target: Path, job: Job) -> None:
    """Refuse to put a report in place of one that bears another company's name.

    Raises
    ------
    InputRefused
        When both name their company, and the names differ.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> refuse_to_replace(Path("no-such-folder"), open_job("sample"))
    """
    found, ours = read_run(target, job), job.settings.company
    if found and found.company and ours and found.company != ours:
        raise InputRefused(
            f"{target} holds the report of {found.company[:60]}, and this one is of {ours[:60]}",
            "a folder for each company", "choose another folder after --out, or move that report "
            "away", code="another_company",
        )  # fmt: skip


def _no_report(folder: object) -> InputRefused:
    return InputRefused(
        f"There is no report in {folder} that can be read",
        "the folder of an earlier report, with manifest.json and summary.json in it",
        f"correct the path after --previous, leave it out, or write --previous {NONE}",
        code="no_previous",
    )


def _wanted(job: Job, folder: Path, as_of: date) -> FormerRun:
    if read_run(folder, job) is None:
        raise _no_report(folder)
    earlier = _earlier(folder, job, as_of)
    if earlier is None:
        raise InputRefused(
            f"The report in {folder} is not as of a day before {as_of}",
            "a report as of an earlier day",
            "name an earlier report, or leave --previous out",
            code="previous_not_earlier",
        )
    doubt = _another_company(job, earlier, sure=False)
    if doubt:
        raise InputRefused(
            f"The report in {folder} cannot be compared: {doubt}",
            "an earlier report of the same company",
            f"correct the path after --previous, or write --previous {NONE}",
            code="another_company",
        )
    return earlier


def _earlier(folder: Path, job: Job, as_of: date) -> FormerRun | None:
    """Return the report in a folder if it is earlier, else the one that it was compared with."""
    for place in (folder, folder / COMPARED):
        found = read_run(place, job)
        if found is not None and found.as_of < as_of:
            return found
    return None


def _candidates(job: Job, target: Path, as_of: date) -> Iterator[FormerRun]:
    for place in (target, target / COMPARED):
        found = read_run(place, job)
        if found is not None and found.as_of < as_of:
            yield found
    try:
        folders = sorted(one for one in target.parent.iterdir() if not one.name.startswith("."))
    except OSError:
        return
    here = target.resolve()
    beside = (read_run(folder, job) for folder in folders if folder.resolve() != here)
    earlier = [found for found in beside if found is not None and found.as_of < as_of]
    yield from sorted(earlier, key=lambda found: found.as_of, reverse=True)


def _another_company(job: Job, found: FormerRun, *, sure: bool) -> str:
    """Return why a report is not known to be of this company, empty when it is.

    The orders decide where both are at hand: a name can be typed twice, and left out; where they
    share no time, the customers do. Without them the names must be the same; with ``sure`` False no
    name is enough.
    """
    share = None
    if found.tables is not None:
        try:
            share = share_of_known_orders(found.tables, job.workspace)
        except AnalysisError:  # damaged tables: as good as gone
            share = None
        lacking = lacking_of(job, found.tables) if share is None else None
        sure = sure and (lacking is None or lacking.known_share < _SAME_COMPANY)
    ours, theirs = job.settings.company, found.company
    if ours and theirs and ours != theirs:
        return f"it is of {theirs[:60]}, this export of {ours[:60]}"
    if share is not None and share < _SAME_COMPANY:
        return (
            f"only {share:.0%} of its orders stand in this export under the same customer and day, "
            "so it is of another company, or customers or days are written otherwise now"
        )
    if share is None and sure and not ours:
        return (
            "nothing shows that it is of the same company; name the company in whyleft.toml, or "
            "name the report with --previous"
        )
    if share is None and sure and not theirs:
        return "it does not say of which company it is, and its tables are gone"
    return ""
