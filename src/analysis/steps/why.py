"""The third and fourth step: why they left, and where each reason strikes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import pandas as pd

from analysis import patterns as room
from analysis import reasons as reading
from analysis.results import Estimate, Finding, in_words
from analysis.statistics import share_with_wilson_interval
from analysis.steps.books import write_new_themes
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.load import conclude_from
from analysis.steps.quiet import find_dormant
from analysis.steps.statements import (
    groups_of,
    names_of,
    of_this_silence,
    second_hand,
    sources_of,
    statements_of,
    top_level,
    values_of,
)
from analysis.vocabulary import ANSWERS

#: Group columns by which reasons are compared, first choice first.
GROUP_KINDS = ("segment", "tier", "territory", "industry", "rep_id", "buying pattern")


@dataclass(frozen=True)
class Reasons:
    """What customers say.

    Parameters
    ----------
    ranked
        Themes among the dormant customers who told us; ``patterns.rank_reasons``.
    covered, covered_by
        ``patterns.coverage`` by the group column in words.
    sources
        ``source, n_statements``.
    mentions, themes, stability
        As ``reasons.ReasonsAnswer`` holds them: all customers with a statement.
    """

    finding: Finding
    ranked: pd.DataFrame = field(default_factory=pd.DataFrame)
    covered: pd.DataFrame = field(default_factory=pd.DataFrame)
    covered_by: str = "group"
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)
    mentions: pd.DataFrame = field(default_factory=pd.DataFrame)
    themes: pd.DataFrame = field(default_factory=pd.DataFrame)
    stability: pd.DataFrame = field(default_factory=pd.DataFrame)


@dataclass(frozen=True)
class Patterns:
    """Where each reason strikes; frames as ``patterns`` describes them."""

    finding: Finding
    ranked: pd.DataFrame = field(default_factory=pd.DataFrame)
    compared: pd.DataFrame = field(default_factory=room.no_comparisons)
    over_time: pd.DataFrame = field(default_factory=pd.DataFrame)
    first_kind: str = "segment"
    second_kind: str = "territory"


def read_reasons(job: Job) -> Reasons:
    """Read the notes, group them into themes and join them with who went quiet.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> reasons = read_reasons(open_job("sample", as_of="2024-12-31"))
    >>> bool(reasons.ranked["share"].between(0, 1).all())
    True
    """
    return _read_reasons(job)


@lru_cache(maxsize=JOBS_KEPT)
def _read_reasons(job: Job) -> Reasons:
    conclude_from(job)
    if not job.workspace.has("reasons"):
        job.workspace.save_record("finding_reasons", _nothing_said().as_dict())
        return Reasons(_nothing_said())
    if not job.workspace.has("mentions"):
        _run_reading(job)
    kept = {name: job.workspace.load(name) for name in ("mentions", "themes", "stability")}
    read = Finding.from_dict(job.workspace.load_record("finding_themes") or {})
    who = _who_and_why(job, kept["mentions"], kept["themes"])
    said = statements_of(job.workspace)
    ranked = room.rank_reasons(who, settings=job.settings) if who else pd.DataFrame()
    kind = next((name for name in GROUP_KINDS if who and name in who.lost), None)
    covered = room.coverage(who, by=kind) if who else pd.DataFrame()
    read = replace(read, doubts=(*second_hand(said), *read.doubts))
    finding = _say_reasons(read, ranked, covered, job.settings.group_floor) if len(ranked) else read
    sources = sources_of(said)
    job.workspace.save_record("finding_reasons", finding.as_dict())
    return Reasons(finding, ranked, covered, _in_words(kind), sources, **kept)


def _nothing_said() -> Finding:
    return Finding(
        "**Cannot tell why** they left: the export has no reasons table.",
        {"documented_share": Estimate.cannot_tell(0, "no reasons table")},
        (f"A reasons table would answer {ANSWERS['reasons']}.",),
        ("reasons",),
    )


def _in_words(kind: str | None) -> str:
    return {None: "group", "rep_id": "rep"}.get(kind, str(kind))


def _run_reading(job: Job) -> None:
    """Read the notes once and keep what came out."""
    if job.workspace.has("transactions"):
        find_dormant(job)
    aside = conclude_from(job).by_code
    empty = aside[(aside["table"] == "reasons") & (aside["code"] == "empty_note")]["n_rows"].sum()
    answer = reading.read_reasons(
        statements_of(job.workspace),
        settings=job.settings,
        names=names_of(job.workspace),
        values=values_of(job.workspace),
        n_empty_notes=int(empty),
        codebook=reading.Codebook.load(job.codebook) if job.codebook else None,
    )
    answer.codebook.save(job.workspace.folder)
    if job.codebook:
        write_new_themes(answer.new_themes, answer.codebook, job.workspace.folder)
    job.workspace.save("themes", answer.themes)
    job.workspace.save("stability", answer.stability)
    job.workspace.save_record("finding_themes", answer.finding.as_dict())
    job.workspace.save("mentions", answer.mentions)


def _who_and_why(job: Job, mentions: pd.DataFrame, themes: pd.DataFrame) -> room.WhoSaidWhat | None:
    """Join who went quiet with why, or return None when nobody's silence is known."""
    customers = find_dormant(job).who.customers
    if customers.empty:
        return None
    present = of_this_silence(statements_of(job.workspace), customers)
    return room.join_who_and_why(
        customers,
        top_level(mentions[mentions["reason_id"].isin(present["reason_id"])], themes),
        attributes=groups_of(job.workspace, GROUP_KINDS, customers["customer_id"]),
        quiet_themes=_quiet_themes(themes),
    )


def _quiet_themes(themes: pd.DataFrame) -> tuple[str, ...]:
    """Return the themes nobody can act on: *other*, *no reason given* and mixed left-overs."""
    mixed = themes.loc[themes["theme"].str.startswith(reading.MIXED), "theme_id"]
    return (reading.OTHER_ID, reading.NO_REASON_ID, *mixed)


def _say_reasons(read: Finding, ranked: pd.DataFrame, covered: pd.DataFrame, floor: int) -> Finding:
    n_told, n_dormant = int(covered["n_told"].sum()), int(covered["n_dormant"].sum())
    documented = share_with_wilson_interval(n_told, n_dormant)
    numbers = {**read.numbers, "documented_share": documented}
    reasons = ranked[ranked["is_reason"]]
    few = reasons.empty or reasons["n_customers"].iloc[0] < floor
    if few:
        sentence = (
            f"**Cannot tell why** they left: of {n_dormant:,} dormant customers too few have the "
            "same reason on file to name it."
        )
        return Finding(sentence, numbers, read.doubts)
    top, by_money = reasons.iloc[0], reasons.sort_values("value", ascending=False).iloc[0]
    n_stated = int(top["n_told"])
    share = Estimate(top["share"], top["low"], top["high"], n_stated, "Wilson 95 %")
    numbers["top_reason_share"] = share
    numbers["top_reason_money_share"] = Estimate(
        by_money["money_share"],
        by_money["money_low"],
        by_money["money_high"],
        n_stated,
        "bootstrap 95 % over customers",
    )
    numbers["top_reason_value"] = Estimate.exact(
        float(by_money["value"]), int(by_money["n_customers"]), "summed", "money"
    )
    half = "" if top["low"] >= 0.5 else " No reason can be called a majority."
    sentence = (
        f"**{_capital(top['theme'])}** is named by **{in_words(top['share'], 'share')}** "
        f"({share.interval}) of the {n_stated:,} dormant customers with a statement; a reason is "
        f"on file for {in_words(n_told / n_dormant, 'share')} of all {n_dormant:,}.{half}"
    )
    doubts = (
        f"For {n_dormant - n_told:,} dormant customers no reason is on file; the leading reason's "
        "share of all dormant ones could be anywhere from "
        f"{in_words(top['bound_low'], 'share')} to {in_words(top['bound_high'], 'share')}.",
        *read.doubts,
    )
    return Finding(sentence, numbers, doubts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def find_patterns(job: Job) -> Patterns:
    """Join who, why and how much money, and keep only what is more than chance.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> patterns = find_patterns(open_job("sample", as_of="2024-12-31"))
    >>> int(patterns.finding.numbers["n_comparisons"].value) == len(patterns.compared)
    True
    """
    return _find_patterns(job)


@lru_cache(maxsize=JOBS_KEPT)
def _find_patterns(job: Job) -> Patterns:
    reasons = read_reasons(job)
    who = _who_and_why(job, reasons.mentions, reasons.themes) if len(reasons.mentions) else None
    if who is None or who.named.empty:
        finding = room.say_patterns(Patterns(_nothing_said()).compared)
        finding = Finding(finding.sentence, finding.numbers, missing=reasons.finding.missing)
        job.workspace.save_record("finding_patterns", finding.as_dict())
        return Patterns(finding)
    kinds = [name for name in GROUP_KINDS if name in who.lost]
    compared = room.compare_groups(who, kinds)
    finding = room.say_patterns(compared)
    job.workspace.save_record("finding_patterns", finding.as_dict())
    usable = list(dict.fromkeys(compared["kind"])) or ["segment"]
    second = usable[1] if len(usable) > 1 else usable[0]
    over_time = room.reasons_over_time(who)
    return Patterns(finding, reasons.ranked, compared, over_time, usable[0], second)
