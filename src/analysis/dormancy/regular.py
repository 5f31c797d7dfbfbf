"""Regular orders: customers who order like a clock are missed sooner.

In BG/NBD and its kin orders come at random, like calls to a switchboard: a customer who ordered
yesterday is as likely to order today as one who ordered a month ago. Many customers are steadier.
In MBG/CNBD-k each order is the last of k random events: k = 1 is MBG/NBD, a larger k is steadier.
For a given k the likelihood needs nothing but a customer's history; only the choice between values
of k needs the gaps, and of them only the sum of their logarithms.

References
----------
Reutterer, Platzer & Schröder (2021), Int. J. of Research in Marketing 38(1), 194-215.
Wheat & Morrison (1990), Journal of Marketing Research 27(1), 87-93.
"""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from analysis.dormancy.histories import DAYS_A_WEEK, Histories, too_little, weeks_ahead
from analysis.dormancy.purchases import ModifiedBetaGeometric
from analysis.results import Estimate
from analysis.statistics import FEWEST_RESAMPLED, Floats, bootstrap_interval

#: Steadier than this nobody can tell from a clock.
STEADIEST = 12
#: Where further orders add less than this part, the sum over orders stops.
_LITTLE = 1e-10


class RegularBetaGeometric(ModifiedBetaGeometric):
    """MBG/CNBD-k: MBG/NBD whose orders may be steadier than chance.

    Parameters
    ----------
    k
        Events to an order, 1 (random) to 12 (like a clock). None: the best by likelihood, or 1
        where nothing can tell: too few customers, or no ``sum_log_gap_days`` in the table.

    Examples
    --------
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 9, 9], "days_observed": [365, 365, 365],
    ...                         "days_first_to_last_order": [0, 300, 350]})
    >>> steady, random = (RegularBetaGeometric(k=k).fit(summary) for k in (6, 1))
    >>> [round(model.p_alive(summary)[1].item(), 2) for model in (steady, random)]
    [0.51, 0.86]
    """

    name = "MBG/CNBD-k"

    def __init__(self, k: int | None = None) -> None:
        self.k = k
        self.k_ = 1 if k is None else k

    def fit(self, summary: pd.DataFrame | Histories) -> Self:
        """Fit as the other models do; ``k_`` is the number of events to an order.

        The values of k are tried upwards until the likelihood falls.
        """
        h = Histories.of(summary)
        gaps = _sum_log_gaps(summary)
        if self.k is not None or gaps is None or too_little(h) is not None:
            self.k_ = self.k or 1
            return self._fit_one(h, gaps)
        best = self._with(1)._fit_one(h, gaps)
        for k in range(2, STEADIEST + 1):
            steadier = self._with(k)._fit_one(h, gaps)
            if steadier.log_likelihood_ <= best.log_likelihood_:
                break
            best = steadier
        self.__dict__.update(best.__dict__, k=None)
        return self

    def expected_orders(self, summary: pd.DataFrame | Histories, horizon_days: float) -> Floats:
        """Return the expected number of order days within the horizon, shape (n,).

        The i-th order comes if at least k i - j more events do, j of the next order's events having
        happened already, and if the customer did not leave at one of the i - 1 orders before:

            P(alive) sum over i of B(a, b+x+i)/B(a, b+x+1) P(events >= k i - j).
        """
        h = Histories.of(summary)
        alpha, k = self.params_["alpha"], self.k_
        ahead = weeks_ahead(horizon_days)
        share = ahead / (alpha + h.observed + ahead)
        begun, power = self._begun_shares(h), self.params_["r"] + k * h.x
        total, open_rows, i = np.zeros(h.x.size), np.arange(h.x.size), 1
        stayed = np.ones(h.x.size)
        a, b = self.params_["a"], self.params_["b"]
        while open_rows.size and i <= horizon_days + 1:  # there are no more order days than days
            on = open_rows
            needed = [
                begun[j, on] * special.betainc(k * i - j, power[on] + j, share[on])
                for j in range(k)
            ]
            more = stayed[on] * np.sum(needed, axis=0)
            total[on] += more
            stayed[on] *= (b + h.x[on] + i) / (a + b + h.x[on] + i)
            open_rows = on[more > _LITTLE * total[on]]
            i += 1
        return np.asarray((self._alive(h) * total)[h.row], float)

    def _begun_shares(self, h: Histories) -> Floats:
        """Chance that j of the next order's k events have happened, if alive, shape (k, h)."""
        power = self.params_["r"] + self.k_ * h.x
        share = (h.observed - h.last) / (self.params_["alpha"] + h.observed)
        terms = [np.ones(h.x.size)]
        for j in range(1, self.k_):
            terms.append(terms[-1] * share * (power + j - 1) / j)
        found = np.array(terms)
        return np.asarray(found / found.sum(axis=0), float)

    def _with(self, k: int) -> Self:
        return type(self)(k)

    def _fit_one(self, h: Histories, gaps: float | None) -> Self:
        super().fit(h)
        if gaps is not None:
            weeks = gaps - float(h.weight @ h.x) * np.log(DAYS_A_WEEK)
            self.log_likelihood_ += (self.k_ - 1) * weeks
        return self

    def _prior_centre(self, h: Histories) -> Floats:
        """As for MBG/NBD; events come k times as often as orders."""
        quicker = np.array([0.0, np.log(self.k_), 0.0, 0.0])
        return np.asarray(super()._prior_centre(h) - quicker, float)


def _sum_log_gaps(summary: pd.DataFrame | Histories) -> float | None:
    """Sum of the logarithms of all gaps, in an order that the rows do not decide."""
    if isinstance(summary, Histories) or "sum_log_gap_days" not in summary:
        return None
    logs: Floats = summary["sum_log_gap_days"].to_numpy(dtype=float, na_value=0.0)
    return float(np.sort(logs).sum())


def regularity(
    gap_days: npt.ArrayLike,
    next_gap_days: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    n_draws: int = 1000,
) -> Estimate:
    """Return Wheat and Morrison's k from two neighbouring gaps of each customer.

    1 is random, more is regular, less is bursty: k = (1 - 4 V) / (8 V) with V the variance of
    gap / (gap + next gap). It needs no model of who drops out and no common rhythm.

    Parameters
    ----------
    gap_days, next_gap_days
        Two gaps in a row, one pair a customer with three orders or more, shape (n,).

    References
    ----------
    Wheat & Morrison (1990), Journal of Marketing Research 27(1), 87-93.

    Examples
    --------
    Shares spread evenly from 0 to 1 have V = 1/12: random.

    >>> share = (np.arange(1000) + 0.5) / 1000
    >>> k = regularity(share, 1 - share, rng=np.random.default_rng(0))
    >>> round(k.value, 2), k.n
    (1.0, 1000)
    """
    one, other = np.asarray(gap_days, float), np.asarray(next_gap_days, float)
    n = int(one.size)
    if n < FEWEST_RESAMPLED:
        why = f"only {n} customer{'' if n == 1 else 's'} with three orders"
        return Estimate.cannot_tell(n, why, unit="ratio")
    share = np.sort(one / (one + other))

    def found(weights: Floats) -> Floats:
        size = weights.sum(axis=1)
        mean = weights @ share / size
        # Around the middle first: the variance is a difference of two like numbers otherwise.
        spread = (weights @ (share - 0.5) ** 2 - size * (mean - 0.5) ** 2) / (size - 1)
        spread = np.maximum(spread, 1.0 / (8 * 1000))
        return np.asarray((1 - 4 * spread) / (8 * spread), float)

    low, high = bootstrap_interval(found, n, rng=rng, n_draws=n_draws)
    value = float(found(np.ones((1, n)))[0])
    return Estimate(value, low, high, n, "Wheat-Morrison, bootstrap 95 %", unit="ratio")
