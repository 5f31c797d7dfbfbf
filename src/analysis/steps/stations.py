"""The way from a former report to this one: the same numbers, one difference further each time."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from analysis.intake.goodtables import cut_tables
from analysis.intake.lacking import Lacking, find_lacking
from analysis.intake.restated import RestatedHistory, compare_history
from analysis.settings import SegmentRule, Settings
from analysis.steps.headlines import Headlines, headlines_in, headlines_of
from analysis.steps.job import Job, code_fingerprint
from analysis.steps.kept import KEPT
from analysis.steps.previous import FormerRun
from analysis.vocabulary import TABLES
from analysis.workspace import Workspace

#: Settings that change no number.
SILENT = frozenset({"approved_quotes", "codebook", "company", "currency", "memory_limit"})

#: What reading the notes leaves in a workspace; a station with another codebook reads again.
_READING = (
    "mentions", "themes", "stability", "named_competitors", "finding_themes",
    "gaps_conflicts_table", "gaps_missed_table", "gaps_new_themes_table",
)  # fmt: skip

#: Kept answers that do not rest on the notes.
_WITHOUT_NOTES = {f"{KEPT}{name}" for name in ("dormancy", "loss", "return")}


@dataclass(frozen=True)
class Stop:
    """One station: what differs from the one before, and its numbers; None where out of reach."""

    cause: str
    told: Headlines | None = None


@dataclass(frozen=True)
class Way:
    """All stations between two reports, and what was found on the way.

    Parameters
    ----------
    before, now
        The numbers of the former report and of this one.
    stops
        In order, without those at which nothing differs.
    history
        What the exports tell differently; None when the former tables are gone.
    obstacles
        Why stations could not be reached, one sentence each.
    lacking
        Time of the former export that this one lacks; None where it lacks none.
    """

    before: Headlines
    now: Headlines
    stops: tuple[Stop, ...]
    history: RestatedHistory | None = None
    obstacles: tuple[str, ...] = field(default=())
    lacking: Lacking | None = None

    @property
    def causes(self) -> tuple[str, ...]:
        """Whatever differs, in order."""
        return tuple(stop.cause for stop in self.stops)


def same_code(former: FormerRun) -> bool:
    """Whether the former report was made by the code that runs now."""
    return former.run.get("code") == code_fingerprint()


def counting_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that numbers depend on; what is not stated has its default.

    Examples
    --------
    >>> counting_settings({"horizon_days": 90, "company": "Acme"})["horizon_days"]
    90
    """
    stated = Settings().as_dict() | dict(settings)
    return {name: value for name, value in stated.items() if name not in SILENT}


def codebook_sha256(job: Job) -> str | None:
    """Return the checksum of the codebook that a job's settings name, None without one."""
    return _sha256_of(job.codebook) if job.codebook else None


def themes_sha256(job: Job) -> str | None:
    """Return the checksum of the codebook that a job named, or made of the themes that it found."""
    book = job.codebook or _book_in(job.workspace)
    return _sha256_of(book) if book else None


def _sha256_of(book: Path) -> str | None:
    digest = hashlib.sha256()
    for path in (book, book.with_suffix(".npz")):
        if not path.is_file():
            return None
        digest.update(path.read_bytes())
    return digest.hexdigest()


def same_codebook(job: Job, former: FormerRun) -> bool:
    """Whether both runs name the same codebook, or none, or this one that which the former made.

    A run that finds its themes codes with them as with a codebook, and keeps that.
    """
    ours = codebook_sha256(job)
    if ours and not named_codebook(former):
        found = former.tables and _book_in(former.tables)
        return ours in {former.run.get("themes_sha256"), _sha256_of(found) if found else None}
    if "codebook_sha256" in former.run:
        return bool(former.run["codebook_sha256"] == ours)
    return ours is None and not former.settings.get("codebook")


def former_codebook(job: Job, former: FormerRun) -> Path | None:
    """Return the book that coded the former run, None when it is gone or themes were found afresh.

    A run keeps its book in its workspace.
    """
    if same_codebook(job, former):
        return job.codebook
    return _book_in(former.tables) if former.tables else None


def named_codebook(former: FormerRun) -> bool:
    """Whether the former run was coded with a codebook that its settings named."""
    return bool(former.run.get("codebook_sha256") or former.settings.get("codebook"))


def walk(job: Job, former: FormerRun) -> Way:
    """Return the way from a former report to this run, each station computed where it can be.

    Code, settings, months that this export lacks, restated history, codebook and time differ one
    after the other. A station at which nothing differs is not visited, so an ordinary month costs a
    comparison of two tables.
    """
    with tempfile.TemporaryDirectory(dir=job.workspace.folder, prefix="compared-") as scratch:
        return _Walker(job, former, Path(scratch)).walk()


class _Walker:
    """Visits the stations; each has a workspace of its own that goes with the scratch folder."""

    def __init__(self, job: Job, former: FormerRun, scratch: Path) -> None:
        self.job, self.former, self.scratch = job, former, scratch
        self.cut = Workspace(scratch / "cut", memory_limit=job.settings.memory_limit)
        self.obstacles: list[str] = []
        self.book = former_codebook(job, former)
        self.book_is_gone = self.book is None and named_codebook(former)
        self.answers: Path | None = None
        #: Themes that the last station found by itself: the next one is coded with them.
        self.found = _book_in(former.tables) if self.book is None and former.tables else None

    def walk(self) -> Way:
        job, former = self.job, self.former
        now = headlines_of(job)
        cut_tables(job.workspace, self.cut, as_of=former.as_of)
        lacking, told = self._lacking()
        history = compare_history(told, self.cut) if told else None
        stops: list[Stop] = []
        if not same_code(former):
            stops.append(Stop("code", self._on_former_tables(_settings_of(former))))
        if counting_settings(former.settings) != counting_settings(job.settings.as_dict()):
            stops.append(Stop("settings", self._on_former_tables(job.settings)))
        if lacking and told:
            stops.append(Stop("months", self._at(told, job.settings, self.book or self.found)))
        if history is None or not history.same:
            book = self.book or self.found  # or finding themes anew would pass for a restatement
            if history is not None and history.recoded.mostly:
                book = self.book  # codes of the former themes are gone: that is the restatement
            stops.append(Stop("history", self._at(self.cut, job.settings, book)))
        elif former.tables and not stops:
            self.answers = former.tables.folder
        if not same_codebook(job, former):
            stops.append(Stop("codebook", self._at(self.cut, job.settings, job.codebook, new=True)))
        stops.append(Stop("time", now))
        before = headlines_in(former.summary)
        obstacles = tuple(dict.fromkeys(self.obstacles))
        return Way(before, now, tuple(stops), history, obstacles, lacking)

    def _lacking(self) -> tuple[Lacking | None, Workspace | None]:
        """Return which time this export lacks, and the former tables without it."""
        job, former = self.job, self.former
        lacking = find_lacking(former.tables, job.workspace) if former.tables else None
        if former.tables is None or lacking is None or not lacking.any:
            return None, former.tables
        told = Workspace(self.scratch / "told", memory_limit=job.settings.memory_limit)
        cut_tables(former.tables, told, as_of=former.as_of, without=lacking.rows)
        return lacking, told

    def _on_former_tables(self, settings: Settings | None) -> Headlines | None:
        if self.former.tables is None:
            self.obstacles.append("the former run's tables are gone")
            return None
        if settings is None:
            self.obstacles.append("this version does not understand the former run's settings")
            return None
        return self._at(self.former.tables, settings, self.book)

    def _at(
        self, tables: Workspace, settings: Settings, book: Path | None, *, new: bool = False
    ) -> Headlines | None:
        """Run the steps on tables, or copy the answers that are known to be the same."""
        gone = self.book_is_gone and not new
        if gone:
            self.obstacles.append("the former run's codebook is gone")
        place = Path(tempfile.mkdtemp(dir=self.scratch))
        _copy(tables.folder, place, (*TABLES, "intake", "period"))
        if self.answers is not None:
            known = {path.stem for path in self.answers.iterdir()} - {*_READING, *TABLES}
            noted = {name for name in known - _WITHOUT_NOTES if name.startswith(KEPT)}
            _copy(self.answers, place, known - noted)
        job = replace(
            self.job, as_of=self.former.as_of, settings=settings, codebook=book,
            workspace=Workspace(place, memory_limit=settings.memory_limit),
        )  # fmt: skip
        try:
            found = headlines_of(job)
        except Exception as error:  # whatever old tables do to new code, the report is made
            self.obstacles.append(f"the steps stopped on earlier tables ({type(error).__name__})")
            return None
        if book is None:
            self.found = _book_in(job.workspace)
        return found.without_reasons() if gone else found


def _book_in(tables: Workspace) -> Path | None:
    """Return the codebook that a run keeps in its workspace."""
    kept = tables.folder / "codebook.toml"
    return kept if kept.is_file() else None


def _copy(source: Path, target: Path, names: Any) -> None:
    for name in names:
        for ending in (".parquet", ".json"):
            if (source / f"{name}{ending}").is_file():
                shutil.copyfile(source / f"{name}{ending}", target / f"{name}{ending}")


def _settings_of(former: FormerRun) -> Settings | None:
    """Return the settings that a manifest holds, as far as this version knows them."""
    known = {one.name for one in fields(Settings)}
    stated = {name: value for name, value in former.settings.items() if name in known}
    try:
        rules = stated.get("segments")
        if rules:
            stated["segments"] = [
                SegmentRule(**{name: _frozen(value) for name, value in rule.items()})
                for rule in rules
            ]
        return Settings(**{name: _frozen(value) for name, value in stated.items()})
    except (TypeError, AttributeError):
        return None


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
