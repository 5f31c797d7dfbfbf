"""Which reasons are named more or less often by those who spoke since the last report."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from analysis.reasons import NO_REASON_ID
from analysis.reasons.drift import COLUMNS, tell_drift
from analysis.results import change_in_words, in_words
from analysis.steps.job import Job
from analysis.steps.statements import statements_of, top_level
from analysis.steps.why import NOTHING_TOLD, Reasons

#: Those who spoke in so many days before the former report are the earlier group: one of each
#: season, and long enough that a month is compared with more than a month.
DAYS_BEFORE = 365
#: How the ids of statements begin that a call list brought; intake makes them.
CALLED = "call-"


@dataclass(frozen=True)
class Moved:
    """Reasons that moved beyond chance.

    Parameters
    ----------
    sentence
        What moved, or that nothing did, or why it cannot be told.
    table
        As ``reasons.tell_drift`` gives it, only reasons that moved.
    n_before, n_since
        Customers with a reason on file in the year before and since.
    """

    sentence: str
    table: pd.DataFrame
    n_before: int
    n_since: int


def moved_reasons(job: Job, reasons: Reasons, *, since: date, floor: int) -> Moved:
    """Return the reasons named more or less often since a day than in the year before.

    The two groups are the customers who spoke unasked in either time, not two totals of which the
    one holds the other. Both are coded as today: neither code nor codebook makes a difference.

    Parameters
    ----------
    since
        Snapshot date of the former report.
    floor
        A reason named by fewer customers, but by somebody, is hidden.
    """
    none = pd.DataFrame(columns=list(COLUMNS))
    if reasons.mentions.empty:
        return Moved("", none, 0, 0)
    before, after = _spoken(job, reasons, since)
    n_before, n_since = (int(part["customer_id"].nunique()) for part in (before, after))
    names = dict(zip(reasons.themes["theme_id"], reasons.themes["theme"], strict=True))
    drift = tell_drift(
        before, after, names=names, rng=np.random.default_rng(job.settings.random_state),
        n_draws=100,  # the distance of the whole mix is not told here
    )  # fmt: skip
    if not drift.finding.numbers["mix_distance"].known:
        return Moved(_too_few(n_since, n_before), none, n_before, n_since)
    table = drift.table[
        drift.table["moved"] & ((drift.table["low"] > 0) | (drift.table["high"] < 0))
    ]
    small = [((table[name] > 0) & (table[name] < floor)) for name in ("n_before", "n_after")]
    table = table[~(small[0] & small[1])].reset_index(drop=True)
    return Moved(_sentence(table, n_since, n_before), table, n_before, n_since)


def _spoken(job: Job, reasons: Reasons, since: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mentions of the year before and since, under their top themes.

    Who was asked, by lot or on a call list, says other things than who speaks up: a month with such
    calls would look like a month in which reasons moved. So they are in neither group.
    """
    said = statements_of(job.workspace)[["customer_id", "reason_id", "stated_on", "source"]]
    said = said[(said["source"] != "probe") & ~said["reason_id"].str.startswith(CALLED)]
    said = said.drop_duplicates(["customer_id", "reason_id"])
    mentions = top_level(reasons.mentions, reasons.themes)
    mentions = mentions[~mentions["theme_id"].isin((NO_REASON_ID, *NOTHING_TOLD))]
    dated = mentions.merge(said, on=["customer_id", "reason_id"], how="inner")
    on = pd.to_datetime(dated["stated_on"])
    last = pd.Timestamp(since)
    first = last - timedelta(days=DAYS_BEFORE)
    return dated[(on > first) & (on <= last)], dated[on > last]


def _too_few(n_since: int, n_before: int) -> str:
    return (
        "Too few spoke up unasked since to tell whether a reason is named more or less often: "
        f"{n_since:,} customers since, {n_before:,} in the year before."
    )


def _sentence(table: pd.DataFrame, n_since: int, n_before: int) -> str:
    if table.empty:
        return (
            f"No reason is named more or less often than chance makes it: {n_since:,} customers "
            f"spoke up since, {n_before:,} in the year before."
        )
    parts = [
        f"{word} often: {'; '.join(map(_with_interval, part.to_dict('records')))}"
        for word, part in (
            ("more", table[table["change"] > 0]),
            ("less", table[table["change"] < 0]),
        )
        if len(part)
    ]
    told = ". Named ".join(parts)
    return (
        f"Named {told} ({n_since:,} customers who spoke up since, {n_before:,} in the year before)."
    )


def _with_interval(row: dict[Hashable, Any]) -> str:
    shares = [in_words(row[name], "share") for name in ("share_after", "share_before")]
    ends = [change_in_words(row[name], "share") for name in ("low", "high")]
    return f"**{row['theme']}**, {shares[0]} after {shares[1]} ({ends[0]} to {ends[1]})"
