"""How the dormant customers told: unasked or by lot, by whom, at which talk, of whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import pandas as pd

from analysis import patterns as room
from analysis.results import Finding
from analysis.settings import Settings


@dataclass(frozen=True)
class Joined:
    """The dormant customers with what they named, and the statements behind it.

    Parameters
    ----------
    mentions, statements
        Of the present silence; themes at their top level.
    unreachable
        Dormant customers whom nobody may ask.
    """

    who: room.WhoSaidWhat
    mentions: pd.DataFrame
    statements: pd.DataFrame
    unreachable: Collection[str]


def unknown_of_all() -> Finding:
    """Return that nothing is known of all dormant customers where no statement is at hand."""
    return Finding(
        "Cannot tell how often all dormant customers have a reason: no statement was read.", {}
    )


@dataclass(frozen=True)
class HowTold:
    """Frames as ``patterns`` describes them; ``of_all`` speaks of everybody, told or not."""

    of_all: Finding = field(default_factory=unknown_of_all)
    honest: pd.DataFrame = field(default_factory=pd.DataFrame)
    tellers: pd.DataFrame = field(default_factory=pd.DataFrame)
    talks: pd.DataFrame = field(default_factory=pd.DataFrame)
    competitors: pd.DataFrame = field(default_factory=pd.DataFrame)


def how_told(joined: Joined, *, settings: Settings) -> HowTold:
    """Return how the dormant customers told, and what that means for all of them.

    Examples
    --------
    >>> lost = pd.DataFrame({"customer_id": ["a", "b"], "yearly_value_at_stake": 1.0,
    ...                      "last_order_on": pd.Timestamp("2024-01-01")})
    >>> said = pd.DataFrame({"customer_id": ["a"], "reason_id": ["1"], "theme_id": ["t"],
    ...                      "theme": ["late"]})
    >>> rows = said[["customer_id", "reason_id"]].assign(source="rep", asked_n=1, layer="formal",
    ...     competitor="Acme", stated_on=pd.Timestamp("2024-03-01"), probe_batch=None,
    ...     probe_probability=None)
    >>> told = how_told(Joined(room.WhoSaidWhat(lost, said), said, rows, ()), settings=Settings())
    >>> told.competitors["competitor"].tolist(), told.of_all.numbers["days_to_reason"].known
    (['Acme'], False)
    """
    who, statements = joined.who, joined.statements
    phases = room.split_phases(who, joined.mentions, statements, unreachable=joined.unreachable)
    honest = room.honest_shares(phases, settings=settings)
    said = room.say_honest(honest, floor=settings.group_floor)
    by_whom = statements[["reason_id", "asked_n", "layer"]]
    spoken = joined.mentions.merge(by_whom, on="reason_id", how="inner")
    telling = statements[statements["reason_id"].isin(spoken["reason_id"])]
    unasked = telling[telling["source"] != "probe"]
    waited = room.days_to_reason(phases.unasked, unasked)
    return HowTold(
        of_all=Finding(said.sentence, {**said.numbers, "days_to_reason": waited}, said.doubts),
        honest=honest.shares,
        tellers=room.compare_tellers(phases.unasked, unasked),
        talks=room.talks(spoken[spoken["customer_id"].isin(who.told["customer_id"])]),
        competitors=room.rank_competitors(who, statements, settings=settings),
    )
