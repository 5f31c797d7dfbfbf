"""The one page that leaders read, and the facts around a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from analysis.errors import InputRefused
from analysis.intake import load_intake
from analysis.results import Estimate, Finding, TableReceipt, in_words
from analysis.settings import Settings
from analysis.steps.calling import find_calls
from analysis.steps.closure import find_closure
from analysis.steps.decisions import UNKNOWN, Decision, as_table, decisions_asked
from analysis.steps.definitions import currency_of
from analysis.steps.fixing import Fixes, find_fixes
from analysis.steps.job import Job
from analysis.steps.listing import files_of_lists, is_cleared
from analysis.steps.load import Loaded, conclude_from
from analysis.steps.marks import (
    kept_of_previous,
    lacks_in_words,
    marks_of_run,
    said_of_previous,
)
from analysis.steps.outreach import find_outreach
from analysis.steps.quiet import find_dormant
from analysis.steps.secondmonth import Changes, compare_with_previous
from analysis.steps.striking import find_patterns
from analysis.steps.trust import unread_in_words, void_in_words
from analysis.steps.why import Reasons, may_name, read_reasons
from analysis.tile import Tile

#: Findings in the order of the pages, by the name of their record.
_PAGES = {
    "00_summary": "finding_summary",
    "01_data_health": "finding_intake",
    "02_dormancy": "finding_dormancy",
    "03_cost_of_loss": "finding_loss",
    "04_reasons": "finding_reasons",
    "05_patterns": "finding_patterns",
    "06_fixes": "finding_fixes",
    "07_natural_return": "finding_return",
    "08_outreach": "finding_outreach",
    "09_closure": "finding_closure",
    "10_calls": "finding_calls",
}


@dataclass(frozen=True)
class Summary:
    """The executive page: sentence, four tiles, one decision, and what stands below them.

    Parameters
    ----------
    decision
        What is asked first, why, and what would change our mind.
    decisions
        All that is asked, with what each costs and is worth; ``decisions.as_table``.
    strikes
        Where a reason strikes; its sentence is that of the patterns.
    changes
        What changed since an earlier report; empty without one.
    outreach, calls
        What calling brought; what this week's calls are worth.
    """

    finding: Finding
    tiles: tuple[Tile, ...]
    decision: tuple[str, str, str]
    decisions: pd.DataFrame = field(default_factory=pd.DataFrame)
    strikes: Finding = field(default_factory=lambda: Finding("", {}))
    ranked: pd.DataFrame = field(default_factory=pd.DataFrame)
    natural_return: pd.DataFrame = field(default_factory=pd.DataFrame)
    ladder: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: Changes = field(default_factory=Changes)
    untold: pd.DataFrame = field(default_factory=pd.DataFrame)
    n_untold: int = 0
    next_fixes: pd.DataFrame = field(default_factory=pd.DataFrame)
    outreach: Finding = field(default_factory=lambda: Finding("", {}))
    calls: Finding = field(default_factory=lambda: Finding("", {}))


def summarise(job: Job, *, previous: str | None = None) -> Summary:
    """Bring the answers of all steps onto one page.

    Parameters
    ----------
    previous
        Folder of an earlier report to compare with; None or empty = there is none.

    Returns
    -------
    Summary
        The ``finding``, four ``tiles``, the ``decision`` asked and all ``decisions``, and what
        stands below them.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> len(summarise(open_job("sample", as_of="2024-12-31")).tiles)
    4
    """
    loaded, dormant = conclude_from(job), find_dormant(job)
    void = void_in_words(loaded)
    reasons, patterns = read_reasons(job), find_patterns(job)
    findings = (dormant.who.finding, dormant.loss.finding, reasons.finding, patterns.finding)
    outreach = find_outreach(job).finding
    numbers = {
        name: number for found in (*findings, outreach) for name, number in found.numbers.items()
    }
    weak = reasons.reliability.doubts if len(reasons.agreement) else ()
    finding = Finding(
        _sentence(numbers, reasons, job, nobody=dormant.who.finding.sentence),
        {name: numbers[name] for name in _HEADLINES if name in numbers},
        (*unread_in_words(loaded), *_doubts(findings), *weak),
        loaded.finding.missing,
    )
    changes = compare_with_previous(job, previous, reasons)
    finding = _voided(finding, void) if void else _lacking(finding) if changes.lacks else finding
    job.workspace.save_record("finding_summary", finding.as_dict())
    fixes, closure = find_fixes(job), find_closure(job)
    calls = find_calls(job).finding
    numbers |= {**fixes.finding.numbers, **closure.finding.numbers, **calls.numbers}
    first, *others = _asked(job, numbers, fixes, changes, void)
    return Summary(
        finding,
        _tiles(numbers, changes),
        (first.asked, first.why, first.doubt),
        as_table((first, *others)),
        patterns.finding,
        reasons.ranked,
        dormant.who.natural_return,
        loaded.ladder,
        changes,
        fixes.untold,
        fixes.n_untold,
        fixes.calendar,
        outreach,
        calls,
    )


def _asked(
    job: Job, numbers: Mapping[str, Estimate], fixes: Fixes, changes: Changes, void: str
) -> tuple[Decision, ...]:
    """Return the decisions asked; only what must come first where no conclusion may be drawn."""
    if changes.lacks and not void:
        return (changes.lacks.decision(),)
    return decisions_asked(
        numbers, fixes, floor=job.settings.group_floor, cleared=is_cleared(job), void=void
    )


#: How the answer begins where the export voids it, and what is said above every page then.
_VOID = "**Draw no conclusion yet**: the export voids every number about silence."

#: The same where the export lacks most of the time of the former report.
_LACKING = "**Draw no conclusion yet**: most of the former report's time is not in this export."


def _voided(finding: Finding, void: str) -> Finding:
    """Return an answer that begins with what voids it."""
    answer = f"{_VOID} {finding.sentence.replace('**', '')}"
    return replace(finding, sentence=answer, doubts=(_void_run(void), *finding.doubts))


def _lacking(finding: Finding) -> Finding:
    """Return an answer that begins with that the export lacks most of the former report's time."""
    quiet = finding.numbers.get("n_dormant", UNKNOWN).value
    alone = f"In this export alone: {finding.sentence.replace('**', '')}"
    alone = alone if quiet else "That nobody looks quiet in it says nothing."
    return replace(finding, sentence=f"{_LACKING} {alone}")


def _void_run(void: str) -> str:
    return (
        f"Every number about silence is void unless somebody knows why the export is so. {void} "
        "The settings go on despite it."
    )


#: The numbers of the executive page.
_HEADLINES = (
    "expected_yearly_loss", "n_dormant", "dormant_share", "documented_share",
    "outreach_extra_returns",
)  # fmt: skip


def _sentence(numbers: Mapping[str, Estimate], reasons: Reasons, job: Job, *, nobody: str) -> str:
    """Return the answer; ``nobody`` is what dormancy says where there are no repeat customers."""
    loss, quiet = numbers.get("expected_yearly_loss", UNKNOWN), numbers.get("n_dormant", UNKNOWN)
    if not quiet.known:
        return "**Cannot tell who left**: the export has no transactions that could be read."
    if not numbers.get("n_repeat_customers", UNKNOWN).value:
        return nobody
    if not quiet.value:
        return "**Nobody is quieter than their own rhythm**: no loss to report as of this day."
    interval = f" ({loss.interval})" if loss.interval else ""
    currency = currency_of(job.workspace, job.settings.currency)
    unit = f" {currency}" if currency else ""
    money = (
        f"We are losing **{in_words(loss.value, 'money')}{unit} a year**{interval}"
        if loss.value is not None
        else "We **cannot tell** what the silence costs"
    )
    why = _leading(reasons, job.settings)
    return f"{money} with {quiet.value:,.0f} customers who went quiet{why}."


def _leading(reasons: Reasons, settings: Settings) -> str:
    if "reasons" in reasons.finding.missing:
        return "; this export does not say why"
    told = reasons.ranked[reasons.ranked["is_reason"]] if len(reasons.ranked) else reasons.ranked
    if told.empty or not may_name(told.iloc[0], settings):
        known = reasons.finding.numbers.get("documented_share", UNKNOWN)
        n = round((known.value or 0.0) * known.n)
        who = {0: "none of them has", 1: "1 of them has"}.get(n, f"{n:,} of them have")
        few = ", and no reason is named by enough to lead" if n else ""
        return f"; {who} a reason on file{few}"
    top = told.iloc[0]
    share = Estimate(top["share"], top["low"], top["high"], int(top["n_told"]), "Wilson 95 %")
    return (
        f"; of the {share.n:,} of them who told us why, {in_words(top['share'], 'share')} "
        f"({share.interval}) name **{top['theme']}**"
    )


#: How the doubts of dormancy begin that go against its numbers.
_WIDEST = ("Nobody orders", "The export lacks", "The model expects")


def _doubts(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Return the widest doubts of every page: the first, of dormancy the last and the model's."""
    who, *others = (found.doubts for found in findings)
    against = [doubt for doubt in who if doubt.startswith(_WIDEST)]
    chosen = [*against, *who[-1:], *(doubt for doubts in others for doubt in doubts[:1])]
    return tuple(dict.fromkeys(chosen))


#: The four tiles: the loss, who is only hoped for, known whys, and what calling brought.
_TILES = {
    "expected_yearly_loss": "Expected yearly loss",
    "n_hopium": "Dormant and only hoped for",
    "documented_share": "Dormant with a reason on file",
    "outreach_extra_returns": "Extra customers that calling brought",
}


_UNSEEN = Estimate.cannot_tell(0, "the former months are not in this export")


def _tiles(numbers: Mapping[str, Estimate], changes: Changes) -> tuple[Tile, ...]:
    value = numbers.get("hopium_value", UNKNOWN).value
    remarks = {
        "n_hopium": "" if value is None else f"{in_words(value, 'money')} a year at stake",
        "outreach_extra_returns": "called",
    }
    found = {name: numbers.get(name, UNKNOWN) for name in _TILES}
    if changes.lacks:  # that nobody looks quiet in a few months is no loss of 0
        found = {name: one if one.n else _UNSEEN for name, one in found.items()}
    return tuple(
        Tile(label, found[name], remarks.get(name, ""), changes.of_tile(name))
        for name, label in _TILES.items()
    )


@dataclass(frozen=True)
class RunFacts:
    """What a report says about its run; the fields are those of ``report.ReportFacts``."""

    title: str
    as_of: date
    company: str
    kicker: str
    summary: Mapping[str, Any]
    tables: tuple[TableReceipt, ...]
    settings: Mapping[str, Any]
    cannot_say: tuple[str, ...]
    void: str
    run: Mapping[str, Any]
    files: Mapping[str, bytes]


def collect_facts(job: Job, *, previous: str | None = None) -> RunFacts:
    """Return what a report says about its run, read after the notebooks ran.

    Parameters
    ----------
    previous
        As ``summarise`` was given it.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> job = open_job("sample", as_of="2024-12-31")
    >>> _ = summarise(job)
    >>> collect_facts(job).summary["as_of"]
    '2024-12-31'
    """
    intake = load_intake(job.workspace)
    assert intake is not None, "the notebooks ran, so the exports are checked"
    loaded = conclude_from(job)
    kept = {page: job.workspace.load_record(name) for page, name in _PAGES.items()}
    if not all(kept.values()):
        raise InputRefused(
            "The exports changed while the report was made",
            "the same files from the first notebook to the last",
            "run the report again",
            code="inputs_changed",
        )
    findings = {page: Finding.from_dict(found) for page, found in kept.items() if found}
    return RunFacts(
        title="Why customers left",
        as_of=loaded.as_of,
        company=job.settings.company,
        kicker=_kicker(loaded, findings, currency_of(job.workspace, job.settings.currency)),
        summary=_summary_object(loaded, findings) | said_of_previous(job, previous),
        tables=tuple(intake.receipts.values()),
        settings=job.settings.as_dict(),
        cannot_say=_CANNOT_SAY,
        void=_void_run(void) if (void := void_in_words(loaded)) else lacks_in_words(job, previous),
        run=marks_of_run(job),
        files={**files_of_lists(job), **kept_of_previous(previous)},
    )


_CANNOT_SAY = (
    "Shares of reasons are of customers who told us, not of all customers.",
    "Expected means on average over customers like these; one customer may do otherwise.",
)


def _kicker(loaded: Loaded, findings: Mapping[str, Finding], currency: str) -> str:
    present = int((~loaded.card["state"].str.startswith("missing")).sum())
    parts = [f"{present} of {len(loaded.card)} tables present"]
    if currency:
        parts.insert(0, f"money in {currency}")
    found = findings.get("04_reasons")
    known = found.numbers.get("documented_share", UNKNOWN) if found else UNKNOWN
    if known.value is not None:
        parts.append(f"reasons on file for {in_words(known.value, 'share')} of dormant customers")
    return " · ".join(parts)


def _summary_object(loaded: Loaded, findings: Mapping[str, Finding]) -> dict[str, Any]:
    numbers = {
        name: number.as_dict()
        for page in sorted(findings)
        for name, number in findings[page].numbers.items()
    }
    answered = loaded.ladder["answered"] == "yes"
    return {
        "as_of": loaded.as_of.isoformat(),
        "numbers": dict(sorted(numbers.items())),
        "sentences": {page: found.sentence.replace("**", "") for page, found in findings.items()},
        "answered": loaded.ladder.loc[answered, "question"].tolist(),
        "not_answered": [
            {"question": row.question, "needs": row.needs.split(", ")}
            for row in loaded.ladder[~answered].itertuples()
        ],
    }
