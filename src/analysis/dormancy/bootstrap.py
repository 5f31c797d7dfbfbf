"""How sure a purchase model is: its doubt about the parameters, and chance on top of it.

Customers are drawn anew with replacement. Because customers with equal histories are one weighted
row, a draw is a draw of weights, and a refit starts at the fitted point: some milliseconds each.

Two questions need two intervals. "What is the mean chance of return?" has only the doubt about the
parameters. "How many of these 200 customers will return?" has chance as well: each returns or does
not, and with a known chance of one half 200 customers would still give 86 to 114.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from threadpoolctl import threadpool_limits

from analysis.dormancy.fitting import PurchaseModel
from analysis.dormancy.histories import Histories
from analysis.results import Estimate, Unit
from analysis.statistics import Floats

#: Asks a model for one number a history: a chance, 0 to 1.
Chance = Callable[[PurchaseModel, Histories], Floats]


@dataclass(frozen=True)
class Refits:
    """A fitted model and the same model refitted on customers drawn anew.

    Parameters
    ----------
    model
        The fitted model.
    histories
        Those it was fitted on.
    drawn
        One model a draw.
    """

    model: PurchaseModel
    histories: Histories
    drawn: tuple[PurchaseModel, ...]


def refit_on_draws(
    model: PurchaseModel,
    summary: pd.DataFrame | Histories,
    *,
    rng: np.random.Generator,
    n_draws: int = 200,
) -> Refits:
    """Return the model refitted on ``n_draws`` draws of its own customers.

    A degenerate model leans on a weak prior, and draws of its few customers alone would make it
    look sure of itself: there the prior's centre is drawn as well. A regular model keeps its k.

    Parameters
    ----------
    model
        Fitted on ``summary``.
    rng
        Source of chance; the same state gives the same draws, whatever the order of rows.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 6; Bardsley, Solonen,
    Haario & Laine (2014), SIAM J. Scientific Computing 36, A1895-A1910 (drawing the prior too).

    Examples
    --------
    >>> from analysis.dormancy.purchases import ModifiedBetaGeometric
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 2, 3] * 20, "days_observed": [365] * 60,
    ...                         "days_first_to_last_order": [0, 100, 250] * 20})
    >>> model = ModifiedBetaGeometric().fit(summary)
    >>> refits = refit_on_draws(model, summary, rng=np.random.default_rng(0), n_draws=20)
    >>> len(refits.drawn), sorted(refits.drawn[0].params_)
    (20, ['a', 'alpha', 'b', 'r'])
    """
    h = Histories.of(summary)
    n, share = h.n_customers, h.weight / h.weight.sum()
    drawn = []
    with threadpool_limits(1):
        for _ in range(n_draws):
            again = h.weighted(rng.multinomial(n, share).astype(np.float64))
            shifted = model.prior_centre_ + rng.standard_normal(model.prior_centre_.size)
            drawn.append(model.at(model.refit(again, centre=shifted)))
    return Refits(model, h, tuple(drawn))


def estimate_of(
    refits: Refits,
    functional: Callable[[PurchaseModel], float],
    *,
    level: float = 0.95,
    unit: Unit = "ratio",
) -> Estimate:
    """Return any number that a fitted model gives, with its doubt about the parameters.

    Parameters
    ----------
    functional
        Maps a model to one number, such as its mean chance of return.
    level
        Coverage aimed at, 0..1.

    Examples
    --------
    >>> from analysis.dormancy.purchases import ModifiedBetaGeometric
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 2, 3] * 20, "days_observed": [365] * 60,
    ...                         "days_first_to_last_order": [0, 100, 250] * 20})
    >>> model = ModifiedBetaGeometric().fit(summary)
    >>> refits = refit_on_draws(model, summary, rng=np.random.default_rng(0), n_draws=50)
    >>> mean = estimate_of(refits, lambda m: m.p_return(summary, 90).mean(), unit="probability")
    >>> bool(mean.low < mean.value < mean.high), mean.method
    (True, 'MBG/NBD, 50 refits 95 %')
    """
    draws = np.array([functional(model) for model in refits.drawn], float)
    return _estimate(refits, float(functional(refits.model)), draws, level, unit)


def predicted_share(
    refits: Refits,
    chance: Chance,
    *,
    rng: np.random.Generator,
    among: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Return the share of customers for whom it will turn out so, with doubt and chance.

    Parameters
    ----------
    chance
        The chance of it by a model, one a history.
    among
        Which customers are the denominator, shape (n,); all of them if not given.
    level
        Coverage aimed at, 0..1.

    Examples
    --------
    >>> from analysis.dormancy.purchases import ModifiedBetaGeometric
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 2, 3] * 20, "days_observed": [365] * 60,
    ...                         "days_first_to_last_order": [0, 100, 250] * 20})
    >>> model = ModifiedBetaGeometric().fit(summary)
    >>> refits = refit_on_draws(model, summary, rng=np.random.default_rng(0), n_draws=50)
    >>> share = predicted_share(refits, lambda m, h: m.p_return(h, 90),
    ...                         rng=np.random.default_rng(1), among=summary["n_repeat_orders"] > 0)
    >>> share.n, bool(share.low < share.value < share.high)
    (40, True)
    """
    inside = _inside(refits, among)
    n = int(inside.sum())
    if n == 0:
        return Estimate.cannot_tell(0, "nobody in the denominator")
    value, draws = _totals(refits, chance, inside.astype(np.float64), rng)
    return _estimate(refits, value / n, draws / n, level, "share", n)


def predicted_sum(
    refits: Refits,
    chance: Chance,
    worth: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    among: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Return the money of the customers for whom it will turn out so, with doubt and chance.

    Parameters
    ----------
    worth
        Money of each customer that counts if it turns out so, shape (n,).
    chance, among, level
        As in ``predicted_share``.

    Examples
    --------
    >>> from analysis.dormancy.purchases import ModifiedBetaGeometric
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 2, 3] * 20, "days_observed": [365] * 60,
    ...                         "days_first_to_last_order": [0, 100, 250] * 20})
    >>> model = ModifiedBetaGeometric().fit(summary)
    >>> refits = refit_on_draws(model, summary, rng=np.random.default_rng(0), n_draws=50)
    >>> lost = predicted_sum(refits, lambda m, h: 1.0 - m.p_return(h, 90), np.full(60, 10.0),
    ...                      rng=np.random.default_rng(1))
    >>> bool(np.isclose(lost.value, 600.0 * (1.0 - model.p_return(summary, 90).mean())))
    True
    """
    inside = _inside(refits, among)
    counted = np.where(inside, np.asarray(worth, float), 0.0)
    value, draws = _totals(refits, chance, counted, rng)
    return _estimate(refits, value, draws, level, "money", int(inside.sum()))


def _inside(refits: Refits, among: npt.ArrayLike | None) -> npt.NDArray[np.bool_]:
    n = refits.histories.n_customers
    return np.ones(n, dtype=bool) if among is None else np.asarray(among, dtype=bool)


def _totals(
    refits: Refits, chance: Chance, worth: Floats, rng: np.random.Generator
) -> tuple[float, Floats]:
    """Return the expected total, and one that chance might give for every refit.

    Customers of equal history and equal worth are drawn together: quicker, and the order of rows
    cannot decide who meets which draw.
    """
    counted = worth != 0.0
    rows = pd.DataFrame({"row": refits.histories.row[counted], "worth": worth[counted]})
    groups = rows.groupby(["row", "worth"], sort=True).size()
    place = groups.index.get_level_values("row").to_numpy(dtype=np.int64)
    money = groups.index.get_level_values("worth").to_numpy(dtype=float)
    size, alone = groups.to_numpy(dtype=np.int64), refits.histories.collapsed
    expected = float((size * money) @ chance(refits.model, alone)[place])
    draws = [
        money @ rng.binomial(size, np.clip(chance(model, alone), 0.0, 1.0)[place])
        for model in refits.drawn
    ]
    return expected, np.array(draws, float)


def _estimate(
    refits: Refits, value: float, draws: Floats, level: float, unit: Unit, n: int | None = None
) -> Estimate:
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    told = f"{refits.model.name}, {draws.size} refits {100 * level:.0f} %"
    size = refits.histories.n_customers if n is None else n
    return Estimate(value, float(low), float(high), size, told, unit)
