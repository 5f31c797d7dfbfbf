"""Predict from before a day, score on what came after it, beside the plain ways.

Every customer known at the split gets a chance from what was known then; the truth is whether they
ordered within the horizon. Plain days since the last order and the sum of the R, F and V scores
stand beside it always: a method that does not beat them earns nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special
from sklearn.metrics import roc_auc_score

from analysis.customers import OrderDays, day_number
from analysis.dormancy.chances import Chances, chances_of_return, history_days, logistic_fit
from analysis.dormancy.histories import Histories, summary_at
from analysis.dormancy.purchases import ModifiedBetaGeometric
from analysis.dormancy.scores import score_by_rank
from analysis.errors import InputRefused
from analysis.statistics import Flags, Floats, wilson_bounds

OURS = "p_return"
_BINS = 10
_TOP = 0.1
_MOST_WINDOWS = 4
_BANDS = ((1, 1, "1"), (2, 3, "2-3"), (4, np.inf, "4+"))
METRICS = ("auc", "brier", "ece", "lift_top_decile", "n", "base_rate")


@dataclass(frozen=True)
class Backtest:
    """How well each method told who would order within the horizon after the split.

    Parameters
    ----------
    split, horizon_days
        Orders on the split day are known; the horizon begins the day after.
    methods
        ``method, auc, brier, ece, lift_top_decile, n, base_rate``; ``brier`` and ``ece`` are NaN
        where no earlier window could turn a plain score into a chance.
    by_orders
        The same with ``orders`` (1, 2-3, 4+) known at the split.
    reliability
        ``method, bin, n, mean_chance, observed, low, high``: ten bins of equal count, Wilson.
    predictions
        ``customer_id, n_orders, days_since_last_order, returned`` and a column a method, its
        chance, or its score where there is no chance.
    chances
        What the product's predictor learned from.
    doubts
        What is to be known of the orders that it rests on.
    """

    split: date
    horizon_days: int
    methods: pd.DataFrame
    by_orders: pd.DataFrame
    reliability: pd.DataFrame
    predictions: pd.DataFrame
    chances: Chances
    doubts: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return what ``whyleft backtest --json`` prints; unknown figures are None."""
        rows = self.methods.set_index("method")
        methods = {
            name: {key: _plain(rows.loc[name, key]) for key in METRICS} for name in rows.index
        }
        windows = [
            {"from": str(date(1970, 1, 1).fromordinal(_ORDINAL + begin)), "days": ahead}
            for begin, ahead in self.chances.windows
        ]
        parameters = {
            "learned_from": windows,
            "weights": dict(self.chances.weights),
            "models_alone": self.chances.alone,
        }
        return {
            "doubts": list(self.doubts),
            "split": self.split.isoformat(),
            "horizon_days": self.horizon_days,
            "methods": methods,
            "parameters": parameters,
            "reliability": self.reliability.to_dict("records"),
            "by_orders": [
                {key: _plain(value) for key, value in row.items()}
                for row in self.by_orders.to_dict("records")
            ],
        }


_ORDINAL = date(1970, 1, 1).toordinal()


def _plain(value: object) -> object:
    """Return a figure for JSON: whole numbers whole, unknown ones None."""
    if isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    if not np.isfinite(number):
        return None
    return int(number) if isinstance(value, int | np.integer) else number


def backtest(
    orders: OrderDays, customer_ids: pd.Series[str], *, split: date, horizon_days: int, end: date
) -> Backtest:
    """Score the product's chances and the plain ways on what came after a day.

    Parameters
    ----------
    orders, customer_ids
        All order days, and whose they are, shape (n,).
    split
        The last day that the predictions may know.
    horizon_days
        How many days after it count.
    end
        Last day of the data.

    Raises
    ------
    InputRefused
        When nobody had ordered by the split, or the data end before the horizon does.

    Examples
    --------
    >>> orders = OrderDays(np.array([0, 2, 3]), np.array([0, 40, 5]), np.ones(3))
    >>> found = backtest(orders, pd.Series(["a", "b"]), split=date(1970, 1, 31), horizon_days=30,
    ...                  end=date(1970, 3, 31))
    >>> found.predictions[["customer_id", "returned"]].values.tolist()
    [['a', True], ['b', False]]
    """
    day = int(orders.clock.counted(day_number(split)))
    known, places = orders.known_until(day)
    _must_be_possible(known, split, horizon_days, end)
    returned = orders.ordered_within(horizon_days, after=day, places=places)
    chances = chances_of_return(known, day=day, horizon_days=horizon_days)
    scores = _scores(known, day)
    windows = [] if chances.alone else _plain_windows(known, day, horizon_days)
    told: dict[str, tuple[Floats, bool]] = {
        name: _as_chance(known, name, score, windows) for name, score in scores.items()
    }
    told["MBG/NBD"] = (_by_model(known, day, horizon_days), True)
    told[OURS] = (chances.p_return, True)
    n_orders = np.diff(known.starts)
    predictions = pd.DataFrame(
        {
            "customer_id": customer_ids.to_numpy()[places],
            "n_orders": n_orders,
            "days_since_last_order": day - known.days[known.starts[1:] - 1],
            "returned": returned,
        }
    )
    more = {f"{name}_chance" if name in predictions else name: t for name, (t, _) in told.items()}
    return Backtest(
        split,
        horizon_days,
        _metrics(told, returned),
        _by_orders(told, returned, n_orders),
        _reliability(told, returned),
        predictions.assign(**more),
        chances,
    )


def _must_be_possible(known: OrderDays, split: date, horizon_days: int, end: date) -> None:
    if not known.n_customers:
        raise InputRefused(
            f"Nobody had ordered by {split}",
            "a split day within the data, with orders before and after it",
            "choose a later day after --split",
            code="split_outside",
        )
    left = int(np.diff(known.clock.counted([day_number(split), day_number(end)]))[0])
    if left < horizon_days:
        when = f"{left} days after" if end > split else "not after"
        raise InputRefused(
            f"The data end on {end}, {when} the split {split}; the horizon is {horizon_days} days",
            "data that reach to the end of the horizon",
            "choose an earlier day after --split, or fewer days after --horizon",
            code="horizon_outside",
        )


def _scores(known: OrderDays, day: int) -> dict[str, Floats]:
    """Return the plain scores, higher for who is expected to return, each of shape (n,)."""
    begin, end = known.starts[:-1], known.starts[1:]
    silent = (day - known.days[end - 1]).astype(np.float64)
    spent = np.add.reduceat(known.sold, begin)
    summed = score_by_rank(-silent) + score_by_rank(end - begin) + score_by_rank(spent)
    return {"days_since_last_order": -silent, "rfv_score": summed.astype(np.float64)}


def _as_chance(
    known: OrderDays, name: str, score: Floats, windows: list[tuple[int, int]]
) -> tuple[Floats, bool]:
    """Turn a plain score into a chance by a logistic curve learned in earlier windows."""
    if not windows:
        return score, False
    seen, back = [], []
    for begin, ahead in windows:
        then, places = known.known_until(begin)
        seen.append(_scores(then, begin)[name])
        back.append(known.ordered_within(ahead, after=begin, places=places))
    earlier = _line(np.concatenate(seen))
    found = logistic_fit(
        earlier, np.zeros(len(earlier)), np.concatenate(back).astype(float),
        penalty=np.full(2, 1e-6), weight=1.0,
    )  # fmt: skip
    return np.asarray(special.expit(_line(score) @ found), float), True


def _plain_windows(known: OrderDays, day: int, horizon_days: int) -> list[tuple[int, int]]:
    """Earlier days and days ahead: the horizon, or half the history where that is shorter.

    A plain score cannot be chained over several windows, so it gets the longest that can be seen.
    """
    history = history_days(known, day)
    ahead = min(horizon_days, history // 2)
    days = range(day - ahead, day - history + ahead - 1, -max(ahead // 2, 1))
    return [(begin, ahead) for begin in days][:_MOST_WINDOWS] if ahead else []


def _line(score: Floats) -> Floats:
    """Return an intercept and the score, days on a logarithmic scale, shape (n, 2)."""
    scaled = -np.log1p(-score) if score.max(initial=0.0) <= 0 else score
    return np.column_stack([np.ones(len(score)), scaled])


def _by_model(known: OrderDays, day: int, horizon_days: int) -> Floats:
    histories = Histories.of(summary_at(known, day))
    return ModifiedBetaGeometric().fit(histories).p_return(histories, horizon_days)


def _metrics(told: Mapping[str, tuple[Floats, bool]], returned: Flags) -> pd.DataFrame:
    rows = []
    base = float(returned.mean())
    for name, (chance, is_chance) in told.items():
        auc = roc_auc_score(returned, chance) if 0 < base < 1 else np.nan
        brier = np.mean((chance - returned) ** 2) if is_chance else np.nan
        ece = calibration_error(chance, returned) if is_chance else np.nan
        rows.append((name, auc, brier, ece, lift_of_top(chance, returned), len(returned), base))
    return pd.DataFrame(rows, columns=["method", *METRICS])


def _by_orders(
    told: Mapping[str, tuple[Floats, bool]], returned: Flags, n_orders: npt.NDArray[np.int64]
) -> pd.DataFrame:
    found = []
    for least, most, name in _BANDS:
        band = (n_orders >= least) & (n_orders <= most)
        if band.any():
            part = {key: (chance[band], known) for key, (chance, known) in told.items()}
            found.append(_metrics(part, returned[band]).assign(orders=name))
    table = pd.concat(found, ignore_index=True)
    return table[["orders", "method", *METRICS]]


def _reliability(told: Mapping[str, tuple[Floats, bool]], returned: Flags) -> pd.DataFrame:
    rows = []
    for name, (chance, is_chance) in told.items():
        for number, rows_in in enumerate(_bins(chance) if is_chance else [], 1):
            hits, n = int(returned[rows_in].sum()), len(rows_in)
            low, high = wilson_bounds([hits], [n])
            mean = float(chance[rows_in].mean())
            rows.append((name, number, n, mean, hits / n, float(low[0]), float(high[0])))
    columns = ["method", "bin", "n", "mean_chance", "observed", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def calibration_error(chance: Floats, returned: Flags) -> float:
    """Return how far chances are off on average, over ten bins of equal count.

    References
    ----------
    Naeini, Cooper & Hauskrecht (2015), AAAI 29(1), 2901-2907.

    Examples
    --------
    >>> calibration_error(np.array([0.2, 0.8]), np.array([False, True])).__round__(3)
    0.2
    """
    bins = _bins(chance)
    off = [len(rows) * abs(float(chance[rows].mean() - returned[rows].mean())) for rows in bins]
    return float(sum(off) / len(chance))


def _bins(chance: Floats) -> list[npt.NDArray[np.int64]]:
    order = np.argsort(chance, kind="stable")
    return [rows for rows in np.array_split(order, _BINS) if len(rows)]


def lift_of_top(chance: Floats, returned: Flags) -> float:
    """Return how many times the average the tenth with the highest chances returned.

    Where equal chances straddle the border, they count with their share. NaN when none returned.

    Examples
    --------
    >>> chance = np.array([0.9, *[0.1] * 9])
    >>> lift_of_top(chance, np.array([True, True, *[False] * 8]))
    5.0
    """
    if not returned.any():
        return float("nan")
    n_top = max(1, round(_TOP * len(chance)))
    border = np.sort(chance)[-n_top]
    above, at = chance > border, chance == border
    room = n_top - int(above.sum())
    hits = float(returned[above].sum()) + room * float(returned[at].mean())
    return hits / n_top / float(returned.mean())
