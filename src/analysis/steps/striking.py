"""The fourth step: where each reason strikes, when, and for how much money."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis import patterns as room
from analysis.results import Finding
from analysis.statistics import same_partition
from analysis.steps.habits import HABITS, buying_habits
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.kept import find_once
from analysis.steps.load import conclude_from
from analysis.steps.quiet import find_dormant
from analysis.steps.statements import groups_of, statements_of, top_level
from analysis.steps.told import Joined
from analysis.steps.why import GROUP_KINDS, Reasons, read_reasons, who_and_why

#: All kinds of group by which reasons are compared, first choice first.
KINDS = (*GROUP_KINDS, *HABITS, "tenure")

#: Groups made of the orders themselves: compared only where the export knows no others, because
#: who came back stands in another one since.
_PATTERN = "buying pattern"

#: A fix touches everybody, so its day can be marked beside a reason's course.
_SYSTEMIC = "systemic"


@dataclass(frozen=True)
class Patterns:
    """Where each reason strikes; frames as ``patterns`` describes them.

    Parameters
    ----------
    ranked
        ``patterns.rank_reasons``: by customers and by money, dormant customers.
    compared, traps
        ``patterns.compare_groups`` and ``patterns.check_within``, of all who told us why they went
        quiet, back since or not.
    costs
        ``patterns.cost_of_reasons``: adds up to the loss.
    exposed
        ``patterns.exposed``: active customers in the circumstance of a reason.
    incidence, causes, emerging
        ``patterns.incidence``, ``patterns.gone_by_cause``, ``patterns.emerging``.
    fixes
        Declared fixes that touch everybody: ``theme_id, theme, fixed_on``.
    first_kind, second_kind
        The kinds of group to draw.
    """

    finding: Finding
    ranked: pd.DataFrame = field(default_factory=pd.DataFrame)
    compared: pd.DataFrame = field(default_factory=room.no_comparisons)
    traps: pd.DataFrame = field(default_factory=pd.DataFrame)
    costs: pd.DataFrame = field(default_factory=pd.DataFrame)
    exposed: pd.DataFrame = field(default_factory=pd.DataFrame)
    incidence: pd.DataFrame = field(default_factory=pd.DataFrame)
    causes: pd.DataFrame = field(default_factory=pd.DataFrame)
    emerging: pd.DataFrame = field(default_factory=pd.DataFrame)
    fixes: pd.DataFrame = field(default_factory=pd.DataFrame)
    first_kind: str = "segment"
    second_kind: str = "territory"


@lru_cache(maxsize=JOBS_KEPT)
def find_patterns(job: Job) -> Patterns:
    """Join who, why and how much money, and keep only what is more than chance.

    Returns
    -------
    Patterns
        ``compared`` (one row a reason and group: its share there and elsewhere, ``verdict``),
        ``costs`` (what each reason costs), the course over time, and the ``finding``.

    Examples
    --------
    >>> from analysis.steps.job import open_job
    >>> patterns = find_patterns(open_job("sample", as_of="2024-12-31"))
    >>> int(patterns.finding.numbers["n_comparisons"].value) == len(patterns.compared)
    True
    """
    return find_once(job, "patterns", Patterns, _found)


def _found(job: Job) -> Patterns:
    reasons = read_reasons(job)
    joined = who_and_why(job) if len(reasons.mentions) else None
    if joined is None or joined.who.said.empty:
        finding = room.say_patterns(room.no_comparisons())
        missing = reasons.finding.missing
        if "reasons" in missing:
            why = "**Cannot tell groups apart** by why they left: the export has no reasons table."
            finding = replace(finding, sentence=why)
        return Patterns(replace(finding, missing=missing))
    return _over_time(job, _by_group(job, joined, reasons), joined, reasons)


def _by_group(job: Job, joined: Joined, reasons: Reasons) -> Patterns:
    """Compare groups among all who told us, and say whom a reason may strike next."""
    state = job.settings.random_state
    customers = _with_groups(job)
    everybody = _everybody_who_told(joined.who, reasons, customers)
    stated = [name for name in KINDS if name in customers and name != _PATTERN]
    kinds = stated if len(stated) > 1 else [*stated, _PATTERN]
    compared = room.compare_groups(everybody, kinds, random_state=state)
    traps = room.check_within(everybody, compared, kinds)
    usable = list(dict.fromkeys(compared["kind"])) or ["segment"]
    struck = [kind for kind in usable if compared.loc[compared["kind"] == kind, "flagged"].any()]
    shown = [*struck, *(kind for kind in usable if kind not in struck)]
    return Patterns(
        room.say_patterns(compared, traps),
        reasons.ranked,
        compared,
        traps,
        room.cost_of_reasons(
            joined.who,
            floor=job.settings.group_floor,
            rng=np.random.default_rng(state),
            n_draws=job.settings.n_bootstrap,
        ),
        room.exposed(compared, traps, customers),
        first_kind=shown[0],
        second_kind=next(kind for kind in (*shown[1:], *KINDS) if kind != shown[0]),
    )


def _with_groups(job: Job) -> pd.DataFrame:
    """Every buyer with the groups they belong to; a kind that only renames another is left out."""
    buyers = find_dormant(job).who.customers.rename(columns={"segment": _PATTERN})
    kinds = tuple(kind for kind in GROUP_KINDS if kind != _PATTERN)
    attributes = groups_of(job.workspace, kinds, buyers["customer_id"])
    habits = buying_habits(job.workspace, buyers)
    for more in (attributes, habits):
        if more is not None:
            buyers = buyers.merge(more, on="customer_id", how="left", validate="one_to_one")
    for kind in HABITS:
        known = [name for name in kinds if name in buyers]
        if kind in buyers and any(same_partition(buyers[kind], buyers[name]) for name in known):
            buyers = buyers.drop(columns=kind)
    return buyers


def _everybody_who_told(
    who: room.WhoSaidWhat, reasons: Reasons, customers: pd.DataFrame
) -> room.WhoSaidWhat:
    """Return all buyers who told us why they went quiet at any time; money of the dormant alone."""
    named = top_level(reasons.mentions, reasons.themes)
    named = named[["customer_id", "theme_id", "theme"]].drop_duplicates(["customer_id", "theme_id"])
    quiet = customers["dormancy_state"] == "dormant"
    value = customers["yearly_value_at_stake"].where(quiet, 0.0)
    told = customers.assign(yearly_value_at_stake=value)
    named = named[named["customer_id"].isin(told["customer_id"])]
    return replace(who, lost=told, named=named.sort_values(["customer_id", "theme_id"]))


def _over_time(job: Job, found: Patterns, joined: Joined, reasons: Reasons) -> Patterns:
    """Add how often customers go quiet for each reason, and which reasons move."""
    as_of = conclude_from(job).as_of
    silences = job.workspace.load("silences")
    told = reasons.mentions[~reasons.mentions["theme_id"].isin(joined.who.nothing_told)]
    mentions = top_level(told, reasons.themes)
    dated = mentions.merge(
        statements_of(job.workspace)[["customer_id", "reason_id", "stated_on"]].drop_duplicates(
            ["customer_id", "reason_id"]
        ),
        on=["customer_id", "reason_id"],
        how="left",
        validate="many_to_one",
    )
    named = room.reasons_of_silences(silences, dated)
    acted_on = named[~named["theme_id"].isin(joined.who.quiet_themes)]
    return replace(
        found,
        incidence=room.incidence(silences, named, as_of=as_of),
        causes=room.gone_by_cause(
            silences, named, as_of=as_of, rng=np.random.default_rng(job.settings.random_state)
        ),
        emerging=room.emerging(acted_on, as_of=as_of),
        fixes=_declared_fixes(job, reasons),
    )


def _declared_fixes(job: Job, reasons: Reasons) -> pd.DataFrame:
    """Return the fixes of the register that touch everybody, under the theme of their code."""
    columns = ["theme_id", "theme", "fixed_on"]
    if not job.workspace.has("issues"):
        return pd.DataFrame(columns=columns)
    issues = job.workspace.load("issues").reindex(columns=["code", "scope", "fixed_on"])
    done = issues[(issues["scope"] == _SYSTEMIC) & issues["fixed_on"].notna()]
    coded = top_level(done.assign(theme_id=done["code"], theme=done["code"]), reasons.themes)
    known = coded[coded["theme_id"].isin(reasons.themes["theme_id"])]
    return known[columns].drop_duplicates().sort_values(["fixed_on", "theme_id"], ignore_index=True)
