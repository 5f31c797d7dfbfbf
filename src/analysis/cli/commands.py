"""One function a command: the words of the command line in, an answer out.

Each imports what it needs when it runs, so that ``whyleft --help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli.saying import Answer, say
from analysis.errors import InputRefused

if TYPE_CHECKING:
    from analysis.results import Finding
    from analysis.steps import Choice
    from analysis.workspace import Workspace


def run_report(told: argparse.Namespace) -> Answer:
    """Run all notebooks on the exports and write the report."""
    from analysis import steps
    from analysis.report import ReportFacts, build_report, find_notebooks, list_runs, prepare_place

    target = Path(told.out) if told.out else Path("reports") / _name_of(told.exports)
    steps.refuse_no_report(told.previous)  # before the exports are read, which may take long
    prepare_place(target)
    home = target.parent / ".whyleft"
    job = steps.open_job(
        told.exports,
        as_of=told.as_of,
        settings=told.settings,
        columns=told.columns,
        workspace=str(home),
    )
    steps.refuse_to_replace(target, job)
    _tell_renewed(job.workspace)
    say("Checking the exports ...")
    loaded = steps.load_exports(job)
    say(loaded.finding.sentence.replace("**", ""))
    if len(loaded.set_aside):
        say(f"The rows set aside stand in {job.workspace.folder / 'quarantine.csv'}")
    steps.conclude_from(job)  # stops here when every conclusion would be void
    chosen = steps.choose_previous(job, target, told.previous, as_of=loaded.as_of)
    previous = _tell_previous(chosen)
    parameters = _parameters(told, home) | {"previous": previous}
    index = build_report(
        target,
        notebooks=find_notebooks(),
        parameters=parameters,
        collect=lambda: ReportFacts(
            **vars(steps.collect_facts(job, previous=previous)), written_on=_source_date()
        ),
        say=say,
        keep_failed=home / "failed",
    )
    _tell_codebook(job.workspace.folder / "codebook.toml", job.codebook)
    _copy_for_lab(home / "lab" / f"{target.name}-{loaded.as_of}", parameters)
    if listed := list_runs(target.parent):
        say(f"All runs are listed in {listed}")
    return {"done": str(index), "report": str(index)}


def _tell_renewed(workspace: Workspace) -> None:
    """Say what an earlier run left damaged; it is as good as missing."""
    if workspace.renewed:
        names = ", ".join(workspace.renewed[:3])
        say(f"What an earlier run left in {workspace.folder} is damaged ({names}).")
        say("All of it is computed anew.")


def _tell_previous(chosen: Choice) -> str:
    """Say what the run is compared with, and return its folder; empty when there is nothing."""
    for note in chosen.notes:
        say(note)
    if chosen.run is None:
        return ""
    folder = chosen.run.folder
    if not chosen.compared:
        return str(folder.resolve())
    say(f"Compared with the report as of {chosen.run.as_of} in {folder}")
    if chosen.run.tables is None:
        say("Its checked tables are gone or damaged: some causes of a change cannot be told apart.")
    return str(folder.resolve())


def _copy_for_lab(folder: Path, parameters: dict[str, object]) -> None:
    """Leave notebooks that open on this export, and say where."""
    from analysis.report import copy_notebooks, find_notebooks

    made = copy_notebooks(find_notebooks(), folder, parameters=parameters)
    say(f"To explore this export in JupyterLab: make lab, or open {made}")


def _tell_codebook(book: Path, named: Path | None) -> None:
    """Say where the codebook of a run lies; it holds quotes, so the report does not."""
    if named is not None:
        say(f"The notes were coded with {named}, as the settings name it.")
    elif book.is_file():
        say(f"The codebook of this run is {book}")
        say("To code the next export with it, copy it and its .npz beside whyleft.toml and write")
        say('codebook = "codebook.toml" there.')


def _parameters(told: argparse.Namespace, home: Path) -> dict[str, object]:
    """Return what every notebook is told; whole paths, because a kernel runs elsewhere."""
    return {
        "exports": [str(Path(name).resolve()) for name in told.exports],
        "as_of": told.as_of or "",
        "settings": str(Path(told.settings).resolve()) if told.settings else "",
        "columns": str(Path(told.columns).resolve()) if told.columns else "",
        "workspace": str(home.resolve()),
    }


def _source_date() -> date | None:
    """Return the day in SOURCE_DATE_EPOCH, the one clock that a repeatable build may read."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdecimal() else None


def _name_of(exports: Sequence[str]) -> str:
    name = Path(exports[0]).resolve().stem.lower()
    slug = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in name)
    return slug.strip("-")[:60] or "report"


def refresh(_: argparse.Namespace) -> Answer:
    """Execute the notebooks on the sample and write them back."""
    from analysis.report import find_notebooks, refresh_notebooks

    folder = find_notebooks()[0].parent
    refresh_notebooks(folder, say=say)
    return {"done": f"Refreshed the notebooks in {folder}.", "folder": str(folder)}


def run_check(told: argparse.Namespace) -> Answer:
    """Check exports and say where every row went."""
    from analysis import steps

    receipt = steps.check_files(
        told.exports,
        as_of=told.as_of,
        columns=told.columns,
        table=told.table,
        out=Path(told.out) if told.out else None,
        memory_limit=told.memory_limit,
    )
    return {**receipt, "done": steps.receipt_in_words(receipt)}


def propose_map(told: argparse.Namespace) -> Answer:
    """Propose the column map of exports."""
    from analysis.intake import map_exports

    made = map_exports(
        [Path(name) for name in told.exports],
        out=Path(told.out) if told.out else None,
        columns=Path(told.columns) if told.columns else None,
    )
    return {**made.as_dict(), "done": made.in_words()}


def write_customers(told: argparse.Namespace) -> Answer:
    """Write one row per customer."""
    from analysis import steps

    if told.engine == "spark":
        return _customers_on_cluster(told)
    if told.master is not None:
        raise InputRefused(
            "--master is given without --engine spark",
            "--engine spark --master URL",
            "add --engine spark, or leave --master out",
            code="bad_master",
        )
    receipt = steps.write_customers(
        told.exports, Path(told.out), as_of=told.as_of, columns=told.columns,
        memory_limit=told.memory_limit,
    )  # fmt: skip
    wrote = f"Wrote {receipt['n_customers']:,} customers to {told.out}."
    return {**receipt, "done": f"{steps.receipt_in_words(receipt)}\n{wrote}"}


def _customers_on_cluster(told: argparse.Namespace) -> Answer:
    from analysis import steps
    from analysis.engine import LOCAL_MASTER

    master = told.master or LOCAL_MASTER
    say(f"Starting Spark ({master}) ...")
    receipt = steps.write_customers_on_cluster(
        told.exports, Path(told.out), as_of=told.as_of, columns=told.columns, master=master
    )
    wrote = f"Wrote {receipt['n_customers']:,} customers to {told.out}, and {told.out}.more beside."
    return {**receipt, "done": f"{steps.receipt_in_words(receipt)}\n{wrote}"}


def write_dormancy(told: argparse.Namespace) -> Answer:
    """Write who is dormant, with chances."""
    from analysis import steps

    finding = steps.write_dormancy(
        told.exports,
        Path(told.out),
        as_of=told.as_of,
        columns=told.columns,
        settings=told.settings,
        horizon_days=told.horizon,
    )
    return _answer_of(finding, told.out)


def write_reasons(told: argparse.Namespace) -> Answer:
    """Group notes into themes."""
    from analysis import steps

    finding = steps.write_reasons(
        told.exports,
        Path(told.out),
        as_of=told.as_of,
        columns=told.columns,
        codebook=Path(told.codebook) if told.codebook else None,
        n_themes=told.themes,
    )
    return _answer_of(finding, told.out)


def _answer_of(finding: Finding, out: str) -> Answer:
    doubts = "".join(f"\n- {doubt}" for doubt in finding.doubts)
    said = f"{finding.sentence}\nWrote {out}.\n\nTo know before acting on it:{doubts}"
    return {"done": said.replace("**", ""), **finding.as_dict()}


def write_sample(told: argparse.Namespace) -> Answer:
    """Write the pretend company."""
    from analysis.sample import write_company

    folder = write_company(Path(told.folder), n_customers=told.customers, seed=told.seed)
    return {"done": f"Wrote the pretend company to {folder}.", "folder": str(folder)}


def run_backtest(told: argparse.Namespace) -> Answer:
    """Score the chances of return on what came after a day."""
    from analysis import steps

    found = steps.run_backtest(
        told.exports,
        split=told.split,
        out=Path(told.out) if told.out else None,
        horizon_days=told.horizon,
        columns=told.columns,
        settings=told.settings,
    )
    return {**found.as_dict(), "done": steps.backtest_in_words(found)}
