"""What the silence costs a year: expected, not gross, with intervals over customers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from threadpoolctl import threadpool_limits

from analysis.dormancy.answer import DormancyAnswer, LossAnswer
from analysis.dormancy.findings import NO_RHYTHM_YET
from analysis.dormancy.lost import Margin, lost_customers, with_profit
from analysis.results import Estimate, Finding, in_words
from analysis.settings import Settings
from analysis.statistics import FEWEST_RESAMPLED, Floats, same_partition
from analysis.workspace import Workspace

Codes = npt.NDArray[np.int64]

_TOP = 20
#: Attributes a loss is broken down by, as far as exported: shown kind -> column.
_GROUPS = {
    "territory": "territory",
    "segment": "segment_of_export",
    "tier": "tier",
    "rep": "rep_id",
    "branch": "last_branch_id",
    "buying pattern": "segment",
    "year of the first order": "first_year",
}
#: Number of the finding -> column that adds up to it.
_MONEY = {
    "yearly_run_rate_dormant": "yearly_run_rate",
    "expected_natural_return_value": "return_value",
    "expected_yearly_loss": "yearly_value_at_stake",
    "lost_so_far": "lost_so_far",
    "lost_profit": "lost_profit",
    "lost_commission": "lost_commission",
    "counted_on_value": "expected_value",
    "counted_on_bought": "bought_where_counted_on",
    "counted_on_ahead": "ahead_where_counted_on",
}
#: What was counted on, step by step: name of the number.
_COUNTED_ON = {
    "Counted on for a year": "counted_on_value",
    "Bought the year before": "counted_on_bought",
    "Expected of next year": "counted_on_ahead",
}
_STEPS = ("Yearly rate before the silence", "Expected to return anyway", "Expected yearly loss")


@dataclass(frozen=True)
class Buyers:
    """All customers that are drawn from.

    Parameters
    ----------
    n
        Customers with an order.
    widening
        How many times as wide intervals are because the limits are learned from them.
    """

    n: int
    widening: float = 1.0


@dataclass(frozen=True)
class _Draws:
    """Sums over customers drawn again with replacement, all from the same draws.

    Parameters
    ----------
    totals
        Column name to one sum a draw, shape (draws,).
    groups
        Kind to one sum a draw and group, shape (draws, groups).
    top
        Share of the loss held by the largest customers, one a draw.
    """

    totals: dict[str, Floats]
    groups: dict[str, Floats]
    top: Floats

    @classmethod
    def of(
        cls, lost: pd.DataFrame, all_buyers: Buyers, codes: Mapping[str, Codes], settings: Settings
    ) -> _Draws:
        """Draw all buyers again: how many of them are dormant differs from draw to draw."""
        n, n_draws = len(lost), settings.n_bootstrap
        columns = [name for name in _MONEY.values() if name in lost]
        values = lost[columns].fillna(0.0).to_numpy(dtype=float)
        loss = lost["yearly_value_at_stake"].to_numpy(dtype=float)
        totals, top = np.zeros((n_draws, len(columns))), np.zeros(n_draws)
        groups = {
            kind: np.zeros((n_draws, int(code.max(initial=-1)) + 1)) for kind, code in codes.items()
        }
        rng = np.random.default_rng(settings.random_state)
        with threadpool_limits(1):
            for draw in range(n_draws if n else 0):
                n_drawn = rng.binomial(all_buyers.n, n / all_buyers.n)
                weight = np.bincount(rng.integers(0, n, n_drawn), minlength=n).astype(float)
                totals[draw] = weight @ values
                top[draw] = _held_by_the_largest(weight, loss)
                for kind, code in codes.items():
                    sums = np.bincount(code, weight * loss, minlength=groups[kind].shape[1])
                    groups[kind][draw] = sums
        by = all_buyers.widening
        wider = {kind: _stretched(drawn, by) for kind, drawn in groups.items()}
        return cls(dict(zip(columns, _stretched(totals, by).T, strict=True)), wider, top)


def _stretched(drawn: Floats, by: float) -> Floats:
    """Draws so many times as far from their mean; none turns negative by it."""
    middle = drawn.mean(axis=0) if len(drawn) else 0.0
    return np.asarray(np.maximum(middle + by * (drawn - middle), np.minimum(drawn, 0.0)), float)


def cost_of_loss(
    workspace: Workspace, dormancy: DormancyAnswer, *, as_of: date, settings: Settings
) -> LossAnswer:
    """Return what the dormant customers' silence costs a year.

    A dormant customer's run-rate is the yearly net money before the silence (see
    ``states.yearly_run_rate``); the expected loss leaves out what the chance of return within the
    horizon brings back. One-time buyers, active and slipping customers count 0.

    Parameters
    ----------
    workspace
        In which ``find_dormancy`` has run.
    dormancy
        What it answered.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from analysis.dormancy.find import find_dormancy
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save("transactions", pd.DataFrame({
    ...     "customer_id": ["a"], "amount": [10.0], "ordered_on": pd.to_datetime(["2024-01-01"])}))
    >>> asked = {"as_of": date(2024, 1, 31), "settings": Settings()}
    >>> answer = cost_of_loss(workspace, find_dormancy(workspace, **asked), **asked)
    >>> print(answer.finding.sentence)
    Nobody has ordered twice yet: there is no rhythm to fall silent from, so we cannot tell ...
    """
    customers = dormancy.customers
    lost, margin = with_profit(lost_customers(workspace, customers, as_of=as_of), settings)
    groups = _groups(lost)
    codes = {kind: code for kind, (code, _) in groups.items()}
    widening = float(dormancy.finding.numbers["loss_widening"].value or 1.0)
    draws = _Draws.of(lost, Buyers(len(customers), widening), codes, settings)
    untold = len(customers) > 0 and customers["dormancy_state"].eq("one_time").all()
    numbers = _numbers(
        lost, draws, margin, settings, "nobody has ordered twice yet" if untold else ""
    )
    return LossAnswer(
        waterfall=_waterfall(lost, numbers),
        counted_on=_counted_on(numbers),
        by_quarter=_by_quarter(lost),
        concentration=_concentration(lost),
        by_group=_by_group(lost, groups, draws),
        largest=_largest(lost),
        finding=Finding(
            f"{NO_RHYTHM_YET}, so we cannot tell what was lost."
            if untold
            else _sentence(lost, numbers, settings),
            numbers,
            _doubts(lost, margin, int(customers["dormancy_state"].eq("slipping").sum())),
            () if workspace.has("customers") else ("customers",),
        ),
    )


def _counted_on(numbers: Mapping[str, Estimate]) -> pd.DataFrame:
    known = [(step, numbers[name]) for step, name in _COUNTED_ON.items() if name in numbers]
    rows = [(step, one.value, one.low, one.high, one.n) for step, one in known if one.known]
    return pd.DataFrame(rows, columns=["step", "value", "low", "high", "n"])


def _numbers(
    lost: pd.DataFrame, draws: _Draws, margin: Margin, settings: Settings, untold: str
) -> dict[str, Estimate]:
    """Return the numbers in prose; no money is told where ``untold`` says why nobody can be."""
    numbers = {
        name: Estimate.cannot_tell(0, untold, "money")
        if untold
        else _total(lost[column], draws.totals[column])
        for name, column in _MONEY.items()
        if column in lost
    }
    few = f"stated for fewer than {settings.group_floor} dormant customers"
    for name in _COUNTED_ON.values():
        if name in numbers and 0 < numbers[name].n < settings.group_floor:
            numbers[name] = Estimate.cannot_tell(numbers[name].n, few, "money")
    profit = numbers["lost_profit"]
    if profit.known and len(lost):
        numbers["lost_profit"] = replace(profit, method=f"{profit.method}, {margin.source}")
    if margin.lines:
        part = margin.stated / margin.lines
        numbers["margin_known_share"] = Estimate.exact(
            part, margin.lines, "lines of dormant customers in their last year", "share"
        )
    return numbers | {f"top_{_TOP}_share": _top_share(lost, draws)}


def _total(values: pd.Series[float], drawn: Floats) -> Estimate:
    known = values.dropna()
    if not len(values):
        return Estimate.exact(0, 0, "no dormant customers", "money")
    if not len(known):
        return Estimate.cannot_tell(0, "not stated for any dormant customer", "money")
    value = math.fsum(known)
    if len(known) < FEWEST_RESAMPLED:
        few = f"summed; under {FEWEST_RESAMPLED} customers carry no interval"
        return Estimate(value, None, None, len(known), few, "money")
    low, high = np.quantile(drawn, [0.025, 0.975])
    method = "bootstrap over customers 95 %"
    return Estimate(value, float(low), float(high), len(known), method, "money")


def _waterfall(lost: pd.DataFrame, numbers: Mapping[str, Estimate]) -> pd.DataFrame:
    names = ("yearly_run_rate_dormant", "expected_natural_return_value", "expected_yearly_loss")
    rows = [
        (step, numbers[name].value, numbers[name].low, numbers[name].high)
        for step, name in zip(_STEPS, names, strict=True)
    ]
    return pd.DataFrame(rows if len(lost) else [], columns=["step", "value", "low", "high"])


def _by_quarter(lost: pd.DataFrame) -> pd.DataFrame:
    months = lost["last_order_on"].dt
    quarters = [f"{y}-Q{q}" for y, q in zip(months.year, months.quarter, strict=True)]
    return (
        lost.assign(quarter=pd.Series(quarters, index=lost.index, dtype="str"))
        .groupby("quarter", as_index=False)
        .agg(n_customers=("customer_id", "size"), value=("yearly_value_at_stake", "sum"))
    )


def _concentration(lost: pd.DataFrame) -> pd.DataFrame:
    value = lost["yearly_value_at_stake"].to_numpy(dtype=float)
    total = max(float(value.sum()), 1e-12)
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(lost) + 1),
            "customer_id": lost["customer_id"],
            "yearly_value_at_stake": value,
            "cumulative_share": np.minimum(np.cumsum(value) / total, 1.0),
        }
    )


def _held_by_the_largest(weight: Floats, value: Floats) -> float:
    """Share of the drawn loss in the ``_TOP`` largest drawn customers; ``value`` descends."""
    before = np.cumsum(weight) - weight
    taken = np.clip(_TOP - before, 0.0, weight)
    return float(taken @ value) / max(float(weight @ value), 1e-12)


def _top_share(lost: pd.DataFrame, draws: _Draws) -> Estimate:
    value, n = lost["yearly_value_at_stake"].to_numpy(dtype=float), len(lost)
    if n == 0 or value.sum() <= 0:
        return Estimate.cannot_tell(n, "no loss to share")
    if n <= _TOP:
        return Estimate.exact(1.0, n, f"all of them are among the largest {_TOP}", "share")
    held = _held_by_the_largest(np.ones(n), value)
    low, high = np.quantile(draws.top, [0.025, 0.975])
    method = "bootstrap 95 %, of dormant customers"
    return Estimate(held, min(float(low), held), max(float(high), held), n, method)


def _groups(lost: pd.DataFrame) -> dict[str, tuple[Codes, list[str]]]:
    """Kind to each customer's group number, and the groups' names."""
    found: dict[str, tuple[Codes, list[str]]] = {}
    kept: list[str] = []
    for kind, column in _GROUPS.items():
        if column in lost:
            names = lost[column].astype("str").where(lost[column].notna(), "(not known)")
            if any(same_partition(names, lost[earlier].astype("str")) for earlier in kept):
                continue  # a branch that only renames the territory says the same twice
            kept.append(column)
            codes, groups = pd.factorize(names, sort=True)
            found[kind] = (np.asarray(codes, np.int64), [str(group) for group in groups])
    return found


def _by_group(
    lost: pd.DataFrame, groups: Mapping[str, tuple[Codes, list[str]]], draws: _Draws
) -> pd.DataFrame:
    loss, rows = lost["yearly_value_at_stake"].to_numpy(dtype=float), []
    for kind, (codes, names) in groups.items():
        drawn = draws.groups[kind]
        low, high = np.quantile(drawn, [0.025, 0.975], axis=0) if names else (drawn, drawn)
        found = [
            (kind, name, int((codes == code).sum()), math.fsum(loss[codes == code]))
            for code, name in enumerate(names)
        ]
        rows += [
            (*row, *((low[code], high[code]) if row[2] >= FEWEST_RESAMPLED else (np.nan, np.nan)))
            for code, row in enumerate(found)
        ]
    columns = ["kind", "group", "n_customers", "value", "low", "high"]
    place = {kind: number for number, kind in enumerate(_GROUPS)}
    rows.sort(key=lambda row: (place[row[0]], -row[3], row[1]))
    return pd.DataFrame(rows, columns=columns)


def _largest(lost: pd.DataFrame) -> pd.DataFrame:
    columns = (
        "customer_id segment last_order_on days_since_last_order reason_in_words "
        "yearly_run_rate p_return yearly_value_at_stake"
    )
    return lost[columns.split()].head(_TOP)


def _sentence(lost: pd.DataFrame, numbers: Mapping[str, Estimate], settings: Settings) -> str:
    if not len(lost):
        return "No repeat customer is quieter than their own rhythm: there is no loss to count."
    loss, top = numbers["expected_yearly_loss"], numbers[f"top_{_TOP}_share"]
    unit = f" {settings.currency}" if settings.currency else ""
    value = in_words(loss.value or 0.0, "money")
    head = f"**We expect to be {value}{unit} a year lighter** "
    interval = f"{loss.interval}; " if loss.interval else ""
    head += f"({interval}{len(lost):,} dormant customer{'' if len(lost) == 1 else 's'})"
    if len(lost) <= _TOP or not top.known or top.value is None:
        return f"{head}."
    return f"{head}; {in_words(top.value, 'share')} of it sits in {_TOP} customers."


def _doubts(lost: pd.DataFrame, margin: Margin, n_slipping: int) -> tuple[str, ...]:
    if not len(lost):
        return ()
    young = int((lost["days_first_to_last_order"] < 90).sum())
    actual = math.fsum(np.maximum(lost["spend_year_to_last_order"], 0.0))
    raised = math.fsum(lost["yearly_run_rate"]) - actual
    slipping = f"; of the {n_slipping:,} slipping, who does not come back would add to the loss"
    doubts = [
        f"Only customers already beyond their own limit are counted{slipping if n_slipping else ''}"
        ". Intervals draw the customers again, limits found anew, and take their chances of return "
        "as given.",
        f"Of the yearly rate, {in_words(actual, 'money')} was bought in the year up to the last "
        f"order; {in_words(raised, 'money')} brings shorter histories to a year."
        if raised >= 0.01 * max(actual, 1.0)
        else "",
        margin.doubt,
    ]
    if young:
        doubts.append(
            f"{young:,} of them ordered for less than 90 days; their actual money stands, "
            "not brought to a year."
        )
    return tuple(doubt for doubt in doubts if doubt)
