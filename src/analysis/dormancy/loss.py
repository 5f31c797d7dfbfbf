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

from analysis.dormancy.answer import (
    DormancyAnswer,
    LossAnswer,
    is_current,
    save_answer,
)
from analysis.dormancy.find import find_dormancy
from analysis.dormancy.states import yearly_run_rate
from analysis.results import Estimate, Finding, in_words
from analysis.settings import Settings
from analysis.statistics import FEWEST_RESAMPLED, same_partition
from analysis.tables import Dormancy, checked
from analysis.workspace import Workspace

Floats = npt.NDArray[np.float64]
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
}
_STEPS = (
    "Yearly rate before the silence",
    "Expected to return anyway",
    "Expected yearly loss",
)


@dataclass(frozen=True)
class _Margin:
    """How many lines of the dormant customers' last years state a margin."""

    lines: int
    stated: int
    default: float

    @property
    def method(self) -> str:
        source = "margin of the export" if self.stated else f"default margin of {self.default:.0%}"
        return f"bootstrap over customers 95 %, {source}"

    @property
    def doubt(self) -> str:
        if not self.stated:
            return f"The export has no margin: profit uses the default of {self.default:.0%}."
        if self.stated == self.lines:
            return ""
        part = in_words(self.stated / self.lines, "share")
        return f"{part} of the lines state a margin; it stands in for the others."


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
        cls, lost: pd.DataFrame, n_buyers: int, codes: Mapping[str, Codes], settings: Settings
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
                n_drawn = rng.binomial(n_buyers, n / n_buyers)
                weight = np.bincount(rng.integers(0, n, n_drawn), minlength=n).astype(float)
                totals[draw] = weight @ values
                top[draw] = _held_by_the_largest(weight, loss)
                for kind, code in codes.items():
                    sums = np.bincount(code, weight * loss, minlength=groups[kind].shape[1])
                    groups[kind][draw] = sums
        return cls(dict(zip(columns, totals.T, strict=True)), groups, top)


def cost_of_loss(workspace: Workspace, *, as_of: date, settings: Settings) -> LossAnswer:
    """Return what the dormant customers' silence costs a year, and keep it in the workspace.

    A dormant customer's run-rate is the yearly net money before the silence (see
    ``states.yearly_run_rate``); the expected loss leaves out what the chance of return within the
    horizon brings back. One-time buyers, active and slipping customers count 0.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> workspace.save("transactions", pd.DataFrame({
    ...     "customer_id": ["a"], "amount": [10.0], "ordered_on": pd.to_datetime(["2024-01-01"])}))
    >>> answer = cost_of_loss(workspace, as_of=date(2024, 1, 31), settings=Settings())
    >>> print(answer.finding.sentence)
    No repeat customer is quieter than their own rhythm: there is no loss to count.
    """
    if is_current(workspace, DormancyAnswer, as_of=as_of, settings=settings):
        customers = checked(workspace.load("dormancy"), Dormancy)
    else:
        customers = find_dormancy(workspace, as_of=as_of, settings=settings).customers
    lost, margin = _with_profit(_lost(workspace, customers), settings)
    groups = _groups(lost)
    codes = {kind: code for kind, (code, _) in groups.items()}
    draws = _Draws.of(lost, len(customers), codes, settings)
    numbers = _numbers(lost, draws, margin)
    loss = LossAnswer(
        waterfall=_waterfall(lost, numbers),
        by_quarter=_by_quarter(lost),
        concentration=_concentration(lost),
        by_group=_by_group(lost, groups, draws),
        largest=_largest(lost),
        finding=Finding(
            _sentence(lost, numbers, settings),
            numbers,
            _doubts(lost, margin),
            () if workspace.has("customers") else ("customers",),
        ),
    )
    save_answer(workspace, loss, as_of=as_of, settings=settings)
    return loss


def _lost(workspace: Workspace, customers: pd.DataFrame) -> pd.DataFrame:
    """Dormant customers, most at stake first, with run-rate, return value and attributes."""
    facts = workspace.load("customer_facts")
    dormant = customers[customers["dormancy_state"] == "dormant"]
    lost = dormant.merge(facts, on="customer_id", how="left", validate="one_to_one")
    if workspace.has("customers"):
        lost = lost.merge(_attributes(workspace), on="customer_id", how="left")
    if "rep_id" not in lost and "last_rep_id" in lost:
        lost = lost.rename(columns={"last_rep_id": "rep_id"})
    rate = yearly_run_rate(lost)
    # Until the usual gap is over nothing is missing yet.
    missing = lost["days_since_last_order"] - lost["usual_gap_days"].fillna(0.0)
    lost = lost.assign(
        yearly_run_rate=rate,
        return_value=rate - lost["yearly_value_at_stake"].to_numpy(),
        lost_so_far=rate * missing.clip(lower=0.0).to_numpy(dtype=float) / 365.0,
    )
    lost = _with_commission(workspace, lost)
    order = ["yearly_value_at_stake", "customer_id"]
    return lost.sort_values(order, ascending=[False, True], ignore_index=True)


def _with_commission(workspace: Workspace, lost: pd.DataFrame) -> pd.DataFrame:
    """Add ``lost_commission``: the loss times the own rep's rate, where the reps table has one."""
    reps = workspace.load("reps") if workspace.has("reps") else pd.DataFrame()
    if "rep_id" not in lost or "commission_rate" not in reps:
        return lost
    rates = reps.drop_duplicates("rep_id").set_index("rep_id")["commission_rate"].astype(float)
    return lost.assign(
        lost_commission=lost["yearly_value_at_stake"] * lost["rep_id"].map(rates).astype(float)
    )


def _attributes(workspace: Workspace) -> pd.DataFrame:
    """One row per customer of what the customers table knows about groups and forecasts."""
    wanted = ["customer_id", "territory", "segment", "tier", "rep_id", "expected_value"]
    table = workspace.load("customers")
    present = [name for name in wanted if name in table]
    known = table[present].sort_values(present, ignore_index=True)
    known = known.drop_duplicates("customer_id", ignore_index=True)
    return known.rename(columns={"segment": "segment_of_export"})


def _with_profit(lost: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, _Margin]:
    """Add ``lost_profit``: the loss times the own, the export's or the default margin."""
    lines, stated = (
        int(lost[name].sum()) if name in lost else 0
        for name in ("lines_year", "lines_with_margin_year")
    )
    share: Floats | float = settings.default_margin
    if stated:
        margin, net = (
            lost[name].fillna(0.0).to_numpy(dtype=float)
            for name in ("margin_year", "net_with_margin_year")
        )
        all_net = math.fsum(net)
        overall = math.fsum(margin) / all_net if all_net > 0 else settings.default_margin
        own = np.where(net > 0, margin / np.where(net > 0, net, 1.0), overall)
        share = np.asarray(np.clip(own, -1.0, 1.0), float)
    found = _Margin(lines, stated, settings.default_margin)
    return lost.assign(lost_profit=lost["yearly_value_at_stake"] * share), found


def _numbers(lost: pd.DataFrame, draws: _Draws, margin: _Margin) -> dict[str, Estimate]:
    numbers = {
        name: _total(lost[column], draws.totals[column])
        for name, column in _MONEY.items()
        if column in lost
    }
    numbers["lost_profit"] = replace(numbers["lost_profit"], method=margin.method)
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


def _doubts(lost: pd.DataFrame, margin: _Margin) -> tuple[str, ...]:
    if not len(lost):
        return ()
    young = int((lost["days_first_to_last_order"] < 90).sum())
    actual = math.fsum(np.maximum(lost["spend_year_to_last_order"], 0.0))
    raised = math.fsum(lost["yearly_run_rate"]) - actual
    doubts = [
        "Only customers already beyond their own limit are counted; those slipping are not, so the "
        "loss is likely larger. Intervals draw the customers again and take their limits and "
        "chances of return as given.",
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
