"""The third step: why they left."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import pandas as pd

from analysis import patterns as room
from analysis import reasons as reading
from analysis.errors import InputRefused
from analysis.results import Estimate, Finding, capital, in_words
from analysis.settings import Settings
from analysis.statistics import share_with_wilson_interval
from analysis.steps.agreed import double_coded_of, tell_agreement
from analysis.steps.books import write_new_themes
from analysis.steps.contactable import left_alone
from analysis.steps.gaps import Gaps, gaps_of
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.kept import find_once, keep_answer, kept_answer
from analysis.steps.load import conclude_from
from analysis.steps.quiet import find_dormant
from analysis.steps.statements import (
    groups_of,
    names_of,
    no_statements,
    of_this_silence,
    second_hand,
    sources_of,
    statements_of,
    top_level,
    values_of,
    with_competitors,
)
from analysis.steps.told import Joined, how_told, unknown_of_all
from analysis.vocabulary import ANSWERS

#: Group columns by which reasons are compared, first choice first.
GROUP_KINDS = ("segment", "tier", "territory", "industry", "rep_id", "buying pattern")

#: Codes of a picklist that tell nothing; who has no other is as unknown as who was never asked.
NOTHING_TOLD = ("unknown", "refused")


@dataclass(frozen=True)
class Reasons:
    """What customers say.

    Parameters
    ----------
    ranked
        Themes among the dormant customers who told us; ``patterns.rank_reasons``.
    covered, covered_by
        ``patterns.coverage`` by the group column in words.
    of_all, honest
        What can be said of all dormant customers, told or not; ``patterns.HonestShares.shares``.
    tellers, talks, competitors
        ``patterns.compare_tellers``, ``patterns.talks``, ``patterns.rank_competitors``.
    reliability, agreement
        How far two coders agree, where statements are coded twice; ``reasons.agree_on_codes``.
    sources
        ``source, n_statements``.
    gaps
        Code against words, what the picklist misses, and proposed new themes.
    mentions, themes, stability
        As ``reasons.ReasonsAnswer`` holds them: all customers with a statement.
    """

    finding: Finding
    ranked: pd.DataFrame = field(default_factory=pd.DataFrame)
    covered: pd.DataFrame = field(default_factory=pd.DataFrame)
    covered_by: str = "group"
    n_dormant: int = 0
    of_all: Finding = field(default_factory=unknown_of_all)
    honest: pd.DataFrame = field(default_factory=pd.DataFrame)
    tellers: pd.DataFrame = field(default_factory=pd.DataFrame)
    talks: pd.DataFrame = field(default_factory=pd.DataFrame)
    competitors: pd.DataFrame = field(default_factory=pd.DataFrame)
    reliability: Finding = field(default_factory=lambda: Finding("No code was judged.", {}))
    agreement: pd.DataFrame = field(default_factory=pd.DataFrame)
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)
    mentions: pd.DataFrame = field(default_factory=pd.DataFrame)
    themes: pd.DataFrame = field(default_factory=pd.DataFrame)
    stability: pd.DataFrame = field(default_factory=pd.DataFrame)
    gaps: Gaps = field(default_factory=Gaps)


@lru_cache(maxsize=JOBS_KEPT)
def read_reasons(job: Job) -> Reasons:
    """Read the notes, group them into themes and join them with who went quiet.

    Returns
    -------
    Reasons
        ``ranked`` (one row a reason, of the dormant customers who told us), ``mentions`` and
        ``themes`` (all customers with a statement), how far the shares hold, and the ``finding``.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> reasons = read_reasons(open_job("sample", as_of="2024-12-31"))
    >>> bool(reasons.ranked["share"].between(0, 1).all())
    True
    """
    return find_once(job, "reasons", Reasons, _found)


def _found(job: Job) -> Reasons:
    if not job.workspace.has("reasons"):
        return Reasons(_nothing_said())
    if not job.workspace.has("mentions"):
        _run_reading(job)
    kept = {name: job.workspace.load(name) for name in ("mentions", "themes", "stability")}
    read = Finding.from_dict(job.workspace.load_record("finding_themes") or {})
    said = statements_of(job.workspace)
    names = dict(zip(kept["themes"]["theme_id"], kept["themes"]["theme"], strict=True))
    agreement, reliability = tell_agreement(
        double_coded_of(job.workspace), names, settings=job.settings
    )
    weak = reliability.doubts if len(agreement) else ()
    read = replace(
        read,
        numbers={**read.numbers, **reliability.numbers},
        doubts=(*weak, *second_hand(said), *read.doubts),
    )
    reasons = Reasons(
        read,
        sources=sources_of(said),
        agreement=agreement,
        reliability=reliability,
        gaps=kept_answer(job.workspace, "gaps", Gaps) or Gaps(),
        **kept,
    )
    joined = who_and_why(job)
    return reasons if joined is None else _of_the_dormant(job, joined, reasons)


def _of_the_dormant(job: Job, joined: Joined, reasons: Reasons) -> Reasons:
    """Add what the dormant customers say to what all customers say."""
    who = joined.who
    ranked = _stamped(room.rank_reasons(who, settings=job.settings), reasons.agreement)
    kind = next((name for name in GROUP_KINDS if name in who.lost), None)
    covered = room.coverage(who, by=kind)
    how = how_told(joined, settings=job.settings)
    finding = reasons.finding
    finding = _say_reasons(finding, ranked, covered, job.settings) if len(who.lost) else finding
    numbers = {**finding.numbers, **how.of_all.numbers}
    return replace(
        reasons,
        finding=Finding(
            finding.sentence,
            numbers,
            (*finding.doubts[:1], *how.of_all.doubts, *finding.doubts[1:]),
        ),
        ranked=ranked,
        covered=covered,
        covered_by=_in_words(kind),
        n_dormant=len(who.lost),
        **vars(how),
    )


def _stamped(ranked: pd.DataFrame, agreement: pd.DataFrame) -> pd.DataFrame:
    """Add what two coders' agreement allows to say of each theme; nothing where nobody judged."""
    if agreement.empty:
        return ranked.assign(verdict="")
    verdicts = agreement.set_index("code")["verdict"]
    return ranked.assign(verdict=ranked["theme_id"].map(verdicts).fillna(""))


def join_for(job: Job) -> Joined:
    """Return the dormant customers with what they said; nothing said without a reasons table.

    Raises
    ------
    InputRefused
        When nobody's silence can be known.
    """
    read_reasons(job)
    joined = who_and_why(job)
    if joined is None:
        raise InputRefused(
            "The exports have no transactions table, so nobody knows who is dormant",
            "transactions with customer, date and amount",
            "add the orders export to the folder",
            code="no_transactions",
        )
    return joined


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
    keep_answer(job.workspace, "gaps", gaps_of(answer, with_codebook=bool(job.codebook)))
    answer.codebook.save(job.workspace.folder)
    if job.codebook:
        write_new_themes(answer.new_themes, answer.codebook, job.workspace.folder)
    job.workspace.save("themes", answer.themes)
    job.workspace.save("stability", answer.stability)
    job.workspace.save("named_competitors", answer.competitors)
    job.workspace.save_record("finding_themes", answer.finding.as_dict())
    job.workspace.save("mentions", answer.mentions)


@lru_cache(maxsize=JOBS_KEPT)
def who_and_why(job: Job) -> Joined | None:
    """Return who went quiet with what they said, or None when nobody's silence is known.

    The notes must have been read.
    """
    customers = find_dormant(job).who.customers
    if customers.empty:
        return None
    mentions = pd.DataFrame(columns=["customer_id", "reason_id", "theme_id", "theme"])
    themes = pd.DataFrame(columns=["theme_id", "parent_id", "theme"])
    statements = no_statements()
    if job.workspace.has("reasons"):
        mentions, themes = job.workspace.load("mentions"), job.workspace.load("themes")
        statements = with_competitors(job.workspace)
    present = of_this_silence(statements, customers)
    current = top_level(mentions[mentions["reason_id"].isin(present["reason_id"])], themes)
    who = room.join_who_and_why(
        customers,
        current,
        attributes=groups_of(job.workspace, GROUP_KINDS, customers["customer_id"]),
        quiet_themes=_quiet_themes(themes),
        nothing_told=(reading.NO_REASON_ID, *NOTHING_TOLD),
    )
    out = left_alone(job.workspace, who.lost, as_of=conclude_from(job).as_of)
    return Joined(who, current, present, frozenset().union(*out.values()))


def _quiet_themes(themes: pd.DataFrame) -> tuple[str, ...]:
    """Return the themes nobody can act on: *other* and mixed left-overs."""
    mixed = themes.loc[themes["theme"].str.startswith(reading.MIXED), "theme_id"]
    return (reading.OTHER_ID, *mixed)


def may_name(top: pd.Series, settings: Settings) -> bool:
    """Whether enough customers name a reason, of enough who told, for a leader's sentence.

    Parameters
    ----------
    top
        ``n_customers`` who name it, ``n_told``.

    Examples
    --------
    >>> few = pd.Series({"n_customers": 5, "n_told": 7})
    >>> may_name(few, Settings()), may_name(few + 5, Settings())
    (False, True)
    """
    return bool(
        top["n_customers"] >= settings.group_floor and top["n_told"] >= settings.share_floor
    )


def _say_reasons(
    read: Finding, ranked: pd.DataFrame, covered: pd.DataFrame, settings: Settings
) -> Finding:
    n_told, n_dormant = int(covered["n_told"].sum()), int(covered["n_dormant"].sum())
    documented = share_with_wilson_interval(n_told, n_dormant)
    numbers = {**read.numbers, "documented_share": documented}
    reasons = ranked[ranked["is_reason"].astype(bool)]
    if reasons.empty or not may_name(reasons.iloc[0], settings):
        why, doubts = _too_few(n_dormant, nobody=ranked.empty), read.doubts
        numbers["top_reason_share"] = Estimate.cannot_tell(n_told, why)
        doubts = (_OF_OTHERS, *doubts) if ranked.empty else doubts
        return Finding(f"**Cannot tell why** they left: {why}.", numbers, doubts)
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
    if top["low"] < 0.5 <= top["high"]:
        half = " Whether half of them name it cannot be told."
    sentence = (
        f"**{capital(top['theme'])}** is named by **{in_words(top['share'], 'share')}** "
        f"({share.interval}) of the {n_stated:,} dormant customers who told us; a reason is "
        f"on file for {in_words(n_told / n_dormant, 'share')} of all {n_dormant:,}.{half}"
    )
    n_other = n_stated - n_told
    other = f" ({n_other:,} of them told what fits no theme)" if n_other > 0 else ""
    doubts = (
        f"For {n_dormant - n_told:,} dormant customers no reason is on file{other}; the leading "
        "reason's share of all dormant ones could be anywhere from "
        f"{in_words(top['bound_low'], 'share')} to {in_words(top['bound_high'], 'share')}.",
        *read.doubts,
    )
    return Finding(sentence, numbers, doubts)


#: The widest doubt where no dormant customer told: whose the statements are.
_OF_OTHERS = (
    "No statement on file speaks of a silence that lasts: those read here are of customers who "
    "buy, or were made before the last order."
)


def _too_few(n_dormant: int, *, nobody: bool) -> str:
    """Say why no reason of the dormant customers can be named."""
    if nobody:
        return f"none of the {n_dormant:,} dormant customers told why they went quiet"
    return f"of {n_dormant:,} dormant customers too few have the same reason on file to name it"
