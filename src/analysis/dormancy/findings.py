"""The numbers, the sentence and the doubts about who went quiet."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.customers import NO_RHYTHM
from analysis.dormancy.chances import Chances
from analysis.dormancy.doubt import Doubt
from analysis.dormancy.returns import OWN_RHYTHM
from analysis.dormancy.rhythm import Rhythm, chance_of_return, covers, group_rate
from analysis.doubts.period import Period
from analysis.results import Estimate, Finding
from analysis.settings import Settings
from analysis.statistics import FEWEST_RESAMPLED, Z95, share_with_wilson_interval

#: From this many days between the last order of all and ``as_of`` on, the reader is warned.
_LONG_PAUSE = 14
#: Months whose moves are added up.
_MONTHS_TOLD = 12


#: What a model that leans on its prior spoils, by its name.
_MODELS = {
    "Gamma-Gamma": "What a next order will be worth is a",
    "Pareto/NBD": "The chance to return is a",
    "MBG/NBD": "The chance of not having left is a",
    "BG/NBD": "The model told beside them is a",
}


#: Said by every page where all customers ordered once.
NO_RHYTHM_YET = "Nobody has ordered twice yet: there is no rhythm to fall silent from"


@dataclass(frozen=True)
class Evidence:
    """What the words about dormancy rest on.

    Parameters
    ----------
    customers
        The dormancy table.
    rhythms
        Class name to rhythm.
    spells
        ``rhythm_class, prior_orders, days, returned, n_spells``.
    movements, rule_check
        As in ``DormancyAnswer``.
    doubt
        How far the dormant share and the loss may be off; None where order days are missing.
    chances
        How the chances of return came about.
    gaps
        Months and weeks that the export lacks, in words; empty for none.
    ends_early
        Whether it lacks the days from its last order to ``as_of`` as well.
    degenerate
        Model name to the reason why it leans on a weak prior.
    n_customers
        Customers with any line up to ``as_of``, buyers or not.
    """

    customers: pd.DataFrame
    rhythms: Mapping[str, Rhythm]
    spells: pd.DataFrame
    movements: pd.DataFrame
    rule_check: pd.DataFrame
    doubt: Doubt | None
    chances: Chances
    gaps: str
    ends_early: bool
    degenerate: Mapping[str, str]
    n_customers: int
    as_of: date
    settings: Settings

    @property
    def repeat(self) -> pd.DataFrame:
        """Customers whose rhythm can be judged."""
        return self.customers[self.customers["dormancy_state"] != "one_time"]

    @property
    def dormant(self) -> pd.DataFrame:
        """Customers beyond their own threshold."""
        return self.customers[self.customers["dormancy_state"] == "dormant"]


def tell_dormancy(evidence: Evidence) -> Finding:
    """Return the sentence, the numbers and the doubts."""
    numbers = _counts(evidence) | _returns(evidence) | _past(evidence)
    return Finding(_sentence(evidence, numbers), numbers, _doubts(evidence, numbers))


def _counts(evidence: Evidence) -> dict[str, Estimate]:
    customers, repeat = evidence.customers, evidence.repeat
    n_buyers, n_repeat, n_dormant = len(customers), len(repeat), len(evidence.dormant)
    states = customers["dormancy_state"]
    silent = repeat["days_since_last_order"]

    def counted(value: int, n: int, of: str) -> Estimate:
        return Estimate.exact(int(value), n, f"counted among {of}")

    return {
        "n_customers": counted(evidence.n_customers, evidence.n_customers, "customers with a line"),
        "n_buyers": counted(n_buyers, evidence.n_customers, "customers with a line"),
        "n_repeat_customers": counted(n_repeat, n_buyers, "buyers"),
        "n_active": counted((states == "active").sum(), n_buyers, "buyers"),
        "n_slipping": counted((states == "slipping").sum(), n_buyers, "buyers"),
        "n_dormant": counted(n_dormant, n_repeat, "repeat customers"),
        "n_one_time": counted(n_buyers - n_repeat, n_buyers, "buyers"),
        "dormant_share": _dormant_share(evidence, n_dormant, n_repeat),
        "loss_widening": _widening(evidence.doubt, n_repeat),
        "one_time_share": _share(n_buyers - n_repeat, n_buyers, "buyers"),
        "fixed_90_would_list": counted((silent > 90).sum(), n_repeat, "repeat customers"),
        "fixed_180_would_list": counted((silent > 180).sum(), n_repeat, "repeat customers"),
        "median_threshold_days": _median(repeat["own_threshold_days"].to_numpy(dtype=float)),
    }


def _returns(evidence: Evidence) -> dict[str, Estimate]:
    spells, horizon = evidence.spells, evidence.settings.horizon_days
    first = spells[spells["rhythm_class"] == NO_RHYTHM]
    return {
        "return_180_after_90": chance_of_return(spells, silent_days=90, horizon_days=180),
        "return_180_after_180": chance_of_return(spells, silent_days=180, horizon_days=180),
        "one_time_return": chance_of_return(first, silent_days=0, horizon_days=horizon),
        "expected_returns": _expected(evidence.dormant["p_return"].to_numpy(dtype=float)),
        "expected_returns_by_past": _by_past(evidence),
    }


def _past(evidence: Evidence) -> dict[str, Estimate]:
    """Return what moved within a year, and who of those listed earlier came back."""
    found = dict.fromkeys(
        ("own_rhythm_came_back", "fixed_90_came_back"),
        Estimate.cannot_tell(0, "the history is too short to look back"),
    )
    for row in evidence.rule_check.itertuples(index=False):
        name = "own_rhythm_came_back" if row.rule == OWN_RHYTHM else "fixed_90_came_back"
        found[name] = _share(int(row.n_back), int(row.n_listed), f"those listed: {row.rule}")
    moved, ends = evidence.movements, sorted(set(evidence.movements["month_end"]))
    n_buyers = len(evidence.customers)
    if len(ends) <= _MONTHS_TOLD:
        none = Estimate.cannot_tell(n_buyers, "less than a year and a month of history", "count")
        return found | dict.fromkeys(("went_quiet_12_months", "came_back_12_months"), none)
    year = moved[moved["month_end"].isin(ends[-_MONTHS_TOLD:])]
    into, out = year["to_state"] == "dormant", year["from_state"] == "dormant"
    method = "moves of customers between month ends"
    return found | {
        "went_quiet_12_months": Estimate.exact(
            int(year.loc[into & ~out, "n_customers"].sum()), n_buyers, method
        ),
        "came_back_12_months": Estimate.exact(
            int(year.loc[out & ~into, "n_customers"].sum()), n_buyers, method
        ),
    }


def _by_past(evidence: Evidence) -> Estimate:
    """Return the returns to expect if today's dormant do as earlier silences like theirs did.

    The check on the model: past silences ended that often, whatever any model says.
    """
    orders = evidence.dormant["n_orders"].to_numpy()
    silent = evidence.dormant["days_since_last_order"].to_numpy(dtype=float)
    if not orders.size:
        return Estimate.cannot_tell(0, "no dormant customers", "count")
    horizon, chances = evidence.settings.horizon_days, np.zeros(orders.size)
    for name, band in (("2-3", (orders >= 2) & (orders <= 3)), ("4+", orders >= 4)):
        spells = evidence.spells[evidence.spells["prior_orders"] == name]
        usual = np.quantile(silent[band], [0.5]) if band.any() else np.zeros(0)
        if not covers(spells, usual, horizon_days=horizon):
            return Estimate.cannot_tell(orders.size, "the history is too short to say", "count")
        chances[band] = group_rate(spells, silent[band], horizon_days=horizon)
    found = _expected(chances)
    return replace(found, method="Kaplan-Meier of earlier silences, chance alone 95 %")


def _share(hits: int, n: int, of: str) -> Estimate:
    share = share_with_wilson_interval(hits, n)
    method = f"Wilson 95 %, of {of}" if share.known else f"no {of}"
    return Estimate(share.value, share.low, share.high, share.n, method)


def _dormant_share(evidence: Evidence, n_dormant: int, n_repeat: int) -> Estimate:
    """Return the share; its interval allows for limits that were learned from these customers."""
    share = _share(n_dormant, n_repeat, "repeat customers")
    if share.value is None or evidence.doubt is None or n_repeat < FEWEST_RESAMPLED:
        return share
    if n_dormant in {0, n_repeat}:
        return share  # resampled, nobody stays nobody
    low, high = evidence.doubt.bounds()
    method = "bootstrap over customers, limits found anew, 95 %"
    return Estimate(share.value, min(low, share.value), max(high, share.value), n_repeat, method)


def _widening(doubt: Doubt | None, n_repeat: int) -> Estimate:
    if doubt is None:
        return Estimate.cannot_tell(n_repeat, "no order days to learn limits anew", "ratio")
    of = "width of the loss with limits found anew, over that with limits given"
    return Estimate.exact(doubt.loss_widening, n_repeat, of, "ratio")


def _median(values: np.ndarray) -> Estimate:
    """Median with the order-statistic interval: n/2 -+ 0.98 sqrt(n) places."""
    n = values.size
    if n == 0:
        return Estimate.cannot_tell(0, "no repeat customers", "days")
    ordered, half = np.sort(values), 0.5 * Z95 * math.sqrt(n)
    low = ordered[max(0, math.floor(n / 2 - half) - 1)]
    high = ordered[min(n - 1, math.ceil(n / 2 + half))]
    method = "median over repeat customers, order-statistic 95 %"
    return Estimate(float(np.median(ordered)), float(low), float(high), n, method, "days")


def _expected(chances: np.ndarray) -> Estimate:
    """Return the expected number of returns; the interval is chance alone, given the model."""
    n = chances.size
    if n == 0:
        return Estimate.cannot_tell(0, "no dormant customers", "count")
    mean, spread = math.fsum(chances), Z95 * math.sqrt(math.fsum(chances * (1 - chances)))
    low, high = max(0.0, mean - spread), min(float(n), mean + spread)
    return Estimate(mean, low, high, n, "p_return, chance alone 95 %", "count")


def _sentence(evidence: Evidence, numbers: Mapping[str, Estimate]) -> str:
    n_buyers, n_repeat = len(evidence.customers), len(evidence.repeat)
    if not n_buyers:
        return f"Nobody has bought up to {evidence.as_of:%Y-%m-%d}, so nobody can have gone quiet."
    if not n_repeat:
        return f"{NO_RHYTHM_YET}, so we cannot tell who left."
    n_dormant, share = len(evidence.dormant), numbers["dormant_share"]
    customers = f"{n_repeat:,} repeat customer{'' if n_repeat == 1 else 's'}"
    are = "is" if n_dormant == 1 else "are"
    head = f"**{n_dormant:,} of {customers} {are} quieter than their own rhythm**"
    if n_repeat < evidence.settings.share_floor:
        return f"{head}; so few customers carry no share."
    fixed = numbers["fixed_90_would_list"].value or 0
    told = (
        f"{head} ({share.interval} of such customers); a fixed 90-day rule would list {fixed:,.0f}"
    )
    ours, theirs = numbers["own_rhythm_came_back"], numbers["fixed_90_came_back"]
    if ours.known and theirs.known and min(ours.n, theirs.n) >= evidence.settings.share_floor:
        days = evidence.settings.horizon_days
        return (
            f"{told}. Of those that rule would have listed {days} days ago, {_told(theirs)} came "
            f"back, called or not; of those beyond their own rhythm then, {_told(ours)}."
        )
    back = numbers["return_180_after_90"]
    if not back.known:
        return f"{told}. How many of those come back, these data cannot tell."
    return f"{told}; of all silences of 90 days, {_told(back)} end within 180 more, called or not."


def _told(number: Estimate) -> str:
    """Return a share and its interval without n: ``29% (28% to 30%)``."""
    return str(number).replace(f", n={number.n:,}", "")


def _doubts(evidence: Evidence, numbers: Mapping[str, Estimate]) -> tuple[str, ...]:
    if evidence.customers.empty:
        return ()
    return tuple(
        doubt
        for doubt in (
            _about_the_pause(evidence),
            about_gaps(evidence.gaps),
            _about_history(evidence),
            _about_classes(evidence),
            _about_chances(evidence),
            *(
                f"{_MODELS.get(name, name)} first guess: {why}."
                for name, why in evidence.degenerate.items()
            ),
            _about_the_model(numbers),
            _about_one_timers(evidence),
            _about_season(evidence),
            "The chances of return are those of the past, when some customers were called: what "
            "calling brought then is in them.",
        )
        if doubt
    )


def _about_the_pause(evidence: Evidence) -> str:
    pause = (pd.Timestamp(evidence.as_of) - evidence.customers["last_order_on"].max()).days
    if evidence.ends_early:
        return (
            f"Nobody orders in the last {pause} days before {evidence.as_of:%Y-%m-%d}, more than "
            "twice the longest pause of the year before: the export ends early, so these days "
            "lengthen nobody's silence and nobody's return in them is seen."
        )
    if pause <= _LONG_PAUSE:
        return ""
    return (
        f"The last order of all lies {pause} days before {evidence.as_of:%Y-%m-%d}: if the export "
        "ends earlier than that date, everybody looks more silent than they are."
    )


def about_gaps(gaps: str) -> str:
    """Return what a hole of the export means for silences and returns; empty without one.

    Examples
    --------
    >>> about_gaps("2024-02")[:60]
    "The export lacks 2024-02: these days count for nobody's sile"
    """
    if not gaps:
        return ""
    return (
        f"The export lacks {gaps}: these days count for nobody's silence, gap or return, and days "
        "ago are days that the export holds; who ordered only then looks more silent than they are."
    )


def gaps_in_words(period: Period | None) -> str:
    """Return the months and weeks that an export lacks.

    Examples
    --------
    >>> gaps_in_words(Period(gap_months=(date(2024, 2, 1),), gap_weeks=(date(2024, 6, 3),)))
    '2024-02, the week of 2024-06-03'
    """
    if period is None:
        return ""
    months = [f"{month:%Y-%m}" for month in period.gap_months]
    return ", ".join([*months, *(f"the week of {week}" for week in period.gap_weeks)])


def _about_season(evidence: Evidence) -> str:
    if evidence.chances.weights.get("season"):
        return ""
    return "Chances know no season: none could be learned from the same days a year ago."


def _about_history(evidence: Evidence) -> str:
    seen, ahead = int(evidence.customers["days_observed"].max()), evidence.settings.horizon_days
    if seen >= 2 * ahead:
        return ""
    return (
        f"The history covers {seen} days; chances for the next {ahead} days rest on less than two "
        "such periods."
    )


def _about_classes(evidence: Evidence) -> str:
    used = [rhythm for rhythm in evidence.rhythms.values() if rhythm.name != NO_RHYTHM]
    short = [rhythm.name for rhythm in used if rhythm.n_spells and not rhythm.reached]
    if not short:
        return ""
    return (
        f"For customers who buy {', '.join(name.removeprefix('about ') for name in short)} the "
        "silence that few return from lies outside the history; a cap stands in for it."
    )


def _about_chances(evidence: Evidence) -> str:
    """Say that no past of the company corrects the chances, where that is so."""
    if not evidence.chances.alone:
        return ""
    return (
        f"The chances of return rest on purchase models alone ({evidence.chances.alone}): no "
        "earlier returns of these customers correct their level."
    )


def _about_the_model(numbers: Mapping[str, Estimate]) -> str:
    """Return a warning where model and past disagree by more than a quarter."""
    model, past = numbers["expected_returns"].value, numbers["expected_returns_by_past"].value
    if model is None or past is None or max(model, past) < 1.25 * min(model, past) + 1:
        return ""
    more = "more" if past > model else "fewer"
    return (
        f"The model expects {model:,.0f} of the dormant to return within the horizon; earlier "
        f"silences suggest {past:,.0f}. Expect {more} returns than the chances add up to."
    )


def _about_one_timers(evidence: Evidence) -> str:
    n = len(evidence.customers) - len(evidence.repeat)
    if not n:
        return ""
    if n == 1:
        return "1 customer ordered once: without a rhythm, and never counted as lost."
    return (
        f"{n:,} customers ordered once: without a rhythm they are a class of their own and "
        "never counted as lost."
    )
