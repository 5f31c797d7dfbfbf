"""Each customer's own threshold, state, yearly money and the reason in words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.dormancy.rhythm import Rhythm, rhythm_class
from analysis.results import in_words
from analysis.statistics import Floats

#: A customer's longest pause so far, times this, is still no dormancy, once four gaps are known.
OWN_PATIENCE = 1.5
GAPS_FOR_OWN_PATIENCE = 4
#: Who buys in the same three months every year is given a year and a month.
SEASONAL_THRESHOLD = 400.0
#: Slipping: silent for more than twice the usual gap (the longer of the mean and the usual one,
#: because irregular buyers often wait for more than twice the median).
SLIPPING_RATIO = 2.0
#: From this many days between first and last order on, spending is brought to a full year.
_TENURE_TO_ANNUALISE = 90
_YEAR = 365.0

STATES = ("active", "slipping", "dormant", "one_time")


def own_thresholds(customers: pd.DataFrame, rhythms: Mapping[str, Rhythm]) -> Floats:
    """Return the days of silence from which each customer counts as dormant, shape (n,).

    The class threshold; never less than 1.5 times the usual gap, nor (four gaps or more) than 1.5
    times the longest gap so far; 400 days for buyers of one season.

    Parameters
    ----------
    customers
        ``usual_gap_days, longest_gap_days, n_repeat_orders, buys_in_one_season``.
    rhythms
        Class name to rhythm, from ``find_rhythms``.
    """
    usual = customers["usual_gap_days"].to_numpy(dtype=float, na_value=np.nan)
    by_class = np.array([rhythms[name].threshold_days for name in rhythm_class(usual)], float)
    own = np.fmax(by_class, OWN_PATIENCE * usual)
    longest = customers["longest_gap_days"].to_numpy(dtype=float)
    many = customers["n_repeat_orders"].to_numpy() >= GAPS_FOR_OWN_PATIENCE
    own = np.where(many, np.maximum(own, OWN_PATIENCE * longest), own)
    seasonal = customers["buys_in_one_season"].to_numpy(dtype=bool)
    return np.asarray(np.where(seasonal, np.maximum(own, SEASONAL_THRESHOLD), own), float)


def dormancy_states(customers: pd.DataFrame) -> npt.NDArray[np.str_]:
    """Return ``active``, ``slipping``, ``dormant`` or ``one_time`` for each customer, shape (n,).

    One-time is a single order, or ``sold_once`` (the export calls the sale one-time by
    nature): without a rhythm nobody can be silent for longer than theirs.

    Examples
    --------
    >>> customers = pd.DataFrame({"days_since_last_order": [9, 25, 80, 80],
    ...     "own_threshold_days": 60.0, "mean_gap_days": [10.0, 10.0, 10.0, None],
    ...     "usual_gap_days": [8.0, 8.0, 8.0, None], "n_orders": [5, 5, 5, 1]})
    >>> dormancy_states(customers).tolist()
    ['active', 'slipping', 'dormant', 'one_time']
    """
    silent = customers["days_since_last_order"].to_numpy(dtype=float)
    limit = customers["own_threshold_days"].to_numpy(dtype=float)
    once = customers["n_orders"].to_numpy() == 1
    if "sold_once" in customers:
        once = once | customers["sold_once"].to_numpy(dtype=bool)
    usual = customers[["mean_gap_days", "usual_gap_days"]].max(axis=1).to_numpy(dtype=float)
    slipping = silent > SLIPPING_RATIO * usual
    return np.select(
        [once, silent > limit, slipping], ["one_time", "dormant", "slipping"], "active"
    )


def yearly_run_rate(customers: pd.DataFrame) -> Floats:
    """Return yearly net money before the silence, never below 0, shape (n,).

    Net money of the 365 days that end with the last order. With less than a year but at least 90
    days between first and last order it is brought to a year; each order covers one gap, so the
    days covered are first to last order plus one mean gap. Under 90 days the actual money stands.

    Parameters
    ----------
    customers
        ``spend_year_to_last_order, days_first_to_last_order, mean_gap_days``.

    Examples
    --------
    Two orders of 100 that lie 146 days apart are 2 x 100 in 292 days: 250 a year.

    >>> customers = pd.DataFrame({"spend_year_to_last_order": [200.0, 200.0],
    ...     "days_first_to_last_order": [146, 20], "mean_gap_days": [146.0, 20.0]})
    >>> yearly_run_rate(customers).tolist()
    [250.0, 200.0]
    """
    net = customers["spend_year_to_last_order"].to_numpy(dtype=float)
    tenure = customers["days_first_to_last_order"].to_numpy(dtype=float)
    gap = customers["mean_gap_days"].to_numpy(dtype=float, na_value=0.0)
    covered = np.clip(tenure + np.nan_to_num(gap), 1.0, _YEAR)
    rate = np.where(tenure >= _TENURE_TO_ANNUALISE, net * _YEAR / covered, net)
    return np.asarray(np.maximum(rate, 0.0), float)


#: What a badge and the way a customer left add to the reason.
_MORE = {
    "regular": "; a regular buyer",
    "bursty": "; buys in bursts",
    "sudden stop": "; stopped suddenly",
    "fade": "; faded out",
    "seasonal miss": "; missed their season",
}


def reasons_in_words(customers: pd.DataFrame) -> list[str]:
    """Return for each customer what their silence is measured against.

    Examples
    --------
    >>> customers = pd.DataFrame({"days_since_last_order": [75, 210, 0], "n_orders": [9, 1, 4],
    ...     "median_gap_days": [24.0, None, 1.0], "gap_ratio": [3.125, None, 0.0],
    ...     "rhythm_badge": ["regular", "", ""], "exit_signature": ["sudden stop", "", ""]})
    >>> for words in reasons_in_words(customers):
    ...     print(words)
    silent 75 days, 3.1 times their usual 24 days; a regular buyer; stopped suddenly
    one order, 210 days ago
    silent 0 days, 0.0 times their usual 1 day

    From 10 times on the ratio is told without decimals.
    """
    rows = zip(
        customers["days_since_last_order"].to_numpy(),
        customers["n_orders"].to_numpy(),
        customers["median_gap_days"].to_numpy(dtype=float, na_value=np.nan),
        customers["gap_ratio"].to_numpy(dtype=float, na_value=np.nan),
        strict=True,
    )
    told = [_reason(int(silent), int(orders), gap, ratio) for silent, orders, gap, ratio in rows]
    more = zip(told, customers["rhythm_badge"], customers["exit_signature"], strict=True)
    return [words + _MORE.get(badge, "") + _MORE.get(left, "") for words, badge, left in more]


def _reason(silent: int, orders: int, gap: float, ratio: float) -> str:
    if orders == 1:
        return f"one order, {_days(silent)} ago"
    times = in_words(float(ratio), "ratio") if ratio < 10 else f"{ratio:,.0f}"
    return f"silent {_days(silent)}, {times} times their usual {_days(float(gap))}"


def _days(days: float) -> str:
    return "1 day" if round(days) == 1 else f"{days:,.0f} days"
