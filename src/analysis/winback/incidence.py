"""Did a fix help? Departures with its reason before and after, beside a reason nobody touched."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.results import Estimate
from analysis.winback.rates import rate_per_1000, rate_ratio, ratio_of_ratios
from analysis.winback.snapshot import Snapshot, found_once, looked_up, plain_code

#: A departure counts with the reasons told within so many days after the last order, before and
#: after a fix alike: later ones could only stand before it.
TELLING_DAYS = 120

#: A halving must be ruled out before "no effect seen" is said.
WORTH_SEEING = 0.5

DAYS_A_MONTH = 365.25 / 12

#: Fewer departures before the fix carry no verdict.
FEWEST_BEFORE = 10

HELPED, NOTHING_SEEN, CANNOT_TELL = "helped", "no effect seen", "cannot tell"


@dataclass(frozen=True)
class FixEffect:
    """What happened to the departures with a fixed reason.

    Parameters
    ----------
    before, after
        Departures with the reason per 1,000 active customer-months.
    ratio
        After over before.
    placebo
        The same ratio for the reasons that were not fixed, pooled.
    adjusted
        How much more the fixed reason changed than the others.
    verdict
        *helped*, *no effect seen* or *cannot tell*.
    """

    code: str
    fixed_on: pd.Timestamp
    before: Estimate
    after: Estimate
    ratio: Estimate
    placebo: Estimate
    adjusted: Estimate
    verdict: str


def active_spans(snapshot: Snapshot) -> pd.DataFrame:
    """Return the spans in which each customer bought.

    A span runs from an order to the last one before a silence longer than the own threshold, or
    to the last of all.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, start_on, end_on``.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> found = active_spans(take_snapshot({
    ...     "customers": pd.DataFrame({"customer_id": ["a"], "own_threshold_days": [60.0]}),
    ...     "orders": pd.DataFrame({"customer_id": "a", "ordered_on": [
    ...         "2024-01-01", "2024-02-01", "2024-12-01"]})}, as_of=date(2024, 12, 31)))
    >>> found[["start_on", "end_on"]].astype(str).values.tolist()
    [['2024-01-01', '2024-02-01'], ['2024-12-01', '2024-12-01']]
    """
    limits = snapshot.customers.set_index("customer_id")["own_threshold_days"]
    orders = snapshot.orders.sort_values(["customer_id", "ordered_on"], ignore_index=True)
    gap = orders.groupby("customer_id")["ordered_on"].diff().dt.days
    number = (~(gap <= looked_up(orders["customer_id"], limits))).cumsum()
    spans = orders.groupby(number).agg(
        customer_id=("customer_id", "first"),
        start_on=("ordered_on", "min"),
        end_on=("ordered_on", "max"),
    )
    return spans.reset_index(drop=True)


@found_once
def departures_by_reason(snapshot: Snapshot) -> pd.DataFrame:
    """Return the departures with the reasons told in time, each reason once a departure.

    A departure is the last order before a statement of why. Answers of customers who were drawn
    by lot are left out: they were asked in one month only.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, left_on`` (the last order), ``code`` (plain; the family where there is one).

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> snapshot = take_snapshot({
    ...     "orders": pd.DataFrame({"customer_id": ["a"], "ordered_on": ["2024-03-01"]}),
    ...     "reasons": pd.DataFrame({"customer_id": "a", "code": ["late", "price"],
    ...                              "stated_on": ["2024-04-01", "2024-11-01"]})},
    ...     as_of=date(2024, 12, 31))
    >>> departures_by_reason(snapshot)["code"].tolist()
    ['late']
    """
    columns = ["customer_id", "left_on", "code"]
    said = snapshot.reasons[snapshot.reasons["source"].ne("probe")]
    family = said["family"].where(said["family"].notna(), said["code"])
    said = said.assign(code=family.map(plain_code))
    said = said.dropna(subset=["stated_on"]).sort_values("stated_on")
    orders = snapshot.orders.rename(columns={"ordered_on": "left_on"}).sort_values("left_on")
    found = pd.merge_asof(
        said[["customer_id", "stated_on", "code"]],
        orders,
        left_on="stated_on",
        right_on="left_on",
        by="customer_id",
    )
    in_time = (found["stated_on"] - found["left_on"]).dt.days <= TELLING_DAYS
    found = found[in_time].drop_duplicates(columns)
    return found.sort_values(columns, ignore_index=True)[columns]


def effects_of_fixes(snapshot: Snapshot) -> tuple[FixEffect, ...]:
    """Return what each systemic fix did to the departures with its reason, by the day of the fix.

    The reasons of no systemic fix, pooled, are the placebo: what changed for them too is not the
    fix's doing. The last ``TELLING_DAYS`` count on neither side.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> effects_of_fixes(take_snapshot({}, as_of=date(2024, 12, 31)))
    ()
    """
    register = snapshot.issues
    fixed = register[(register["scope"] == "systemic") & register["fixed_on"].notna()]
    if fixed.empty or snapshot.lacks("reasons") or snapshot.orders.empty:
        return ()
    spans = active_spans(snapshot)
    left = departures_by_reason(snapshot)
    first = fixed.groupby("code")["fixed_on"].min().sort_values()
    untouched = left[~left["code"].isin(first.index)]
    return tuple(
        _effect_of_fix(str(code), day, (left[left["code"] == code], untouched, spans), snapshot)
        for code, day in first.items()
    )


def _effect_of_fix(
    code: str,
    fixed_on: pd.Timestamp,
    counted: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
    snapshot: Snapshot,
) -> FixEffect:
    """Return what one fix did.

    Parameters
    ----------
    counted
        Departures with the reason, departures with untouched reasons, and active spans.
    """
    with_reason, others, spans = counted
    until = snapshot.today - pd.Timedelta(days=TELLING_DAYS)
    begin = spans["start_on"].min()
    months_0, months_1 = _months(spans, begin, fixed_on), _months(spans, fixed_on, until)
    d0, d1 = _between(with_reason, begin, fixed_on), _between(with_reason, fixed_on, until)
    o0, o1 = _between(others, begin, fixed_on), _between(others, fixed_on, until)
    ratio = rate_ratio(d1, months_1, d0, months_0)
    adjusted = ratio_of_ratios(d1, d0, o1, o0)
    return FixEffect(
        code,
        fixed_on,
        rate_per_1000(d0, months_0),
        rate_per_1000(d1, months_1),
        ratio,
        rate_ratio(o1, months_1, o0, months_0),
        adjusted,
        _verdict_of(ratio, adjusted, d0),
    )


def _verdict_of(ratio: Estimate, adjusted: Estimate, n_before: int) -> str:
    """Return the verdict: *helped* must hold plainly and against the placebo.

    Examples
    --------
    >>> down = Estimate(0.4, 0.2, 0.7, 90, "exact", "ratio")
    >>> flat = Estimate(0.9, 0.6, 1.3, 90, "exact", "ratio")
    >>> wide = Estimate(0.7, 0.1, 3.0, 12, "exact", "ratio")
    >>> _verdict_of(down, down, 60), _verdict_of(flat, flat, 60), _verdict_of(wide, wide, 60)
    ('helped', 'no effect seen', 'cannot tell')
    >>> _verdict_of(down, flat, 60), _verdict_of(down, down, 9)
    ('no effect seen', 'cannot tell')
    """
    bounds = (ratio.low, ratio.high, adjusted.low, adjusted.high)
    if n_before < FEWEST_BEFORE or any(bound is None for bound in bounds):
        return CANNOT_TELL
    low, high, adjusted_low, adjusted_high = (float(bound or 0.0) for bound in bounds)
    if high < 1 and adjusted_high < 1:
        return HELPED
    # A halving that either comparison leaves possible may be there.
    return NOTHING_SEEN if max(low, adjusted_low) >= WORTH_SEEING else CANNOT_TELL


def _months(spans: pd.DataFrame, begin: pd.Timestamp, end: pd.Timestamp) -> float:
    """Active customer-months between two days."""
    start = spans["start_on"].clip(lower=begin)
    days = (spans["end_on"].clip(upper=end) - start).dt.days.clip(lower=0)
    return float(days.sum()) / DAYS_A_MONTH


def _between(left: pd.DataFrame, begin: pd.Timestamp, end: pd.Timestamp) -> int:
    """Departures from ``begin`` on and before ``end``."""
    return int(((left["left_on"] >= begin) & (left["left_on"] < end)).sum())


def effects_table(effects: tuple[FixEffect, ...]) -> pd.DataFrame:
    """Return the effects as a table, one row a fix.

    Returns
    -------
    pandas.DataFrame
        ``code, fixed_on, n_before, n_after, before, before_low, before_high, after, after_low,
        after_high`` (per 1,000 active customer-months), ``ratio, low, high`` (after over before),
        ``placebo_ratio, adjusted, adjusted_low, adjusted_high, verdict``.

    Examples
    --------
    >>> len(effects_table(()))
    0
    """
    rows = [
        {
            "code": one.code, "fixed_on": one.fixed_on,
            "n_before": one.before.n, "n_after": one.after.n,
            **_numbers("before", one.before), **_numbers("after", one.after),
            "ratio": one.ratio.value, "low": one.ratio.low, "high": one.ratio.high,
            "placebo_ratio": one.placebo.value, **_numbers("adjusted", one.adjusted),
            "verdict": one.verdict,
        }
        for one in effects
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _numbers(name: str, found: Estimate) -> dict[str, float | None]:
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}
