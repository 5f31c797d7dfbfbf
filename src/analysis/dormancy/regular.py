"""Regular orders: customers who order like a clock are missed sooner.

In BG/NBD and its kin orders come at random, like calls to a switchboard: a customer who ordered
yesterday is as likely to order today as one who ordered a month ago. Many customers are steadier.
In MBG/CNBD-k each order is the last of k random events: k = 1 is MBG/NBD, a larger k is steadier.
For a given k the likelihood needs nothing but a customer's history; only the choice between values
of k needs the gaps, and of them only the sum of their logarithms.

References
----------
Reutterer, Platzer & Schröder (2021), Int. J. of Research in Marketing 38(1), 194-215.
"""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd

from analysis.dormancy.histories import DAYS_A_WEEK, Histories, too_little
from analysis.dormancy.purchases import ModifiedBetaGeometric
from analysis.statistics import Floats

#: Steadier than this nobody can tell from a clock.
STEADIEST = 12


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
