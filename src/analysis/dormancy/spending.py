"""Gamma-Gamma: what an order of each customer is worth, on average and in expectation."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from scipy import optimize, special
from threadpoolctl import threadpool_limits

from analysis.statistics import Floats

#: Fewer repeat customers than this do not carry three parameters.
FEWEST_REPEATERS = 50
#: How many orders the group's mean counts for where the model cannot be used.
_GROUP_ORDERS = 2.0
_BOUND = 10.0


class GammaGamma:
    """Order values vary within a customer (gamma) and between customers (gamma).

    Fitted on repeat orders: ``n_repeat_orders`` with ``spend_mean_repeat`` where the table has it,
    else with ``spend_mean`` (the literature's table of frequency and monetary value).

    References
    ----------
    Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415-430.

    Examples
    --------
    >>> summary = pd.DataFrame({"n_orders": [1, 4], "n_repeat_orders": [0, 3],
    ...                         "spend_mean": [20.0, 40.0]})
    >>> model = GammaGamma().fit(summary)
    >>> model.degenerate_
    'only 1 customer with repeat orders'
    >>> model.expected_spend(summary).round(1).tolist()
    [33.3, 40.0]
    """

    name = "Gamma-Gamma"

    params_: dict[str, float]
    log_likelihood_: float
    degenerate_: str | None
    n_customers_: int
    group_mean_: float

    def fit(self, summary: pd.DataFrame) -> Self:
        """Fit by maximum likelihood on customers with repeat orders of positive value."""
        column = "spend_mean_repeat" if "spend_mean_repeat" in summary else "spend_mean"
        x = summary["n_repeat_orders"].to_numpy(dtype=float)
        z = summary[column].to_numpy(dtype=float, na_value=np.nan)
        used = (x > 0) & (z > 0)
        x, z = x[used], z[used]
        self.n_customers_ = int(used.sum())
        self.group_mean_ = _group_mean(x, z, summary)
        self.params_, self.log_likelihood_ = {}, float("nan")
        self.degenerate_ = _too_little(x, z)
        if self.degenerate_ is not None:
            return self
        scale = float(np.median(z))
        with threadpool_limits(1):
            found = _best(x, z / scale)
        p, q, v = np.exp(found).tolist()
        self.params_ = {"p": p, "q": q, "v": v * scale}
        self.log_likelihood_ = _likelihood(np.log([p, q, v * scale]), x, z)[0]
        if q <= 1.01:
            self.degenerate_ = "a few orders outweigh all others, so their mean says little"
        elif np.any(np.abs(found) > _BOUND - 0.5):
            self.degenerate_ = "order values hardly vary"
        return self

    def expected_spend(self, summary: pd.DataFrame) -> Floats:
        """Return each customer's expected value of an order, shape (n,).

        Parameters come from repeat orders; each customer's own expectation uses all their orders
        (``n_orders`` and ``spend_mean``). Degenerate: own mean shrunk to the group's.
        """
        x = summary["n_orders"].to_numpy(dtype=float)
        z = summary["spend_mean"].to_numpy(dtype=float)
        if self.degenerate_ is not None:
            return np.asarray(
                (x * z + _GROUP_ORDERS * self.group_mean_) / (x + _GROUP_ORDERS), float
            )
        p, q, v = (self.params_[name] for name in ("p", "q", "v"))
        return np.asarray(p * (v + x * z) / (p * x + q - 1), float)


def _group_mean(x: Floats, z: Floats, summary: pd.DataFrame) -> float:
    """Mean value of a repeat order, or of any order where there are no repeat orders."""
    if x.size:
        return float(x @ z / x.sum())
    return float(summary["spend_mean"].mean()) if len(summary) else 0.0


def _too_little(x: Floats, z: Floats) -> str | None:
    if x.size < FEWEST_REPEATERS:
        return f"only {x.size} customer{'' if x.size == 1 else 's'} with repeat orders"
    if float(np.ptp(z)) <= 1e-9 * float(z.max()):
        return "all orders have the same value"
    return None


def _best(x: Floats, z: Floats) -> Floats:
    def lack(theta: Floats) -> tuple[float, Floats]:
        value, slope = _likelihood(theta, x, z)
        return -value / x.size, -slope / x.size

    starts = np.log([[2.0, 3.0, 1.0], [6.0, 3.0, 0.5], [1.0, 6.0, 5.0]])
    options = {"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-9}
    bounds = [(-_BOUND, _BOUND)] * 3
    tries = [
        optimize.minimize(lack, s, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        for s in starts
    ]
    return np.asarray(min(tries, key=lambda result: float(result.fun)).x, float)


def _likelihood(theta: Floats, x: Floats, z: Floats) -> tuple[float, Floats]:
    """Log-likelihood and its gradient in the log-parameters (p, q, v)."""
    p, q, v = np.exp(theta)
    counts, _, weight = np.unique(x, return_inverse=True, return_counts=True)
    px, total = p * counts, x * z
    beta = special.gammaln(px) + special.gammaln(q) - special.gammaln(px + q)
    log_total, log_all = np.log(total), np.log(v + total)
    value = -np.log(z).sum() - weight @ beta + x.size * q * np.log(v)
    value += p * (x @ log_total) - ((p * x + q) @ log_all)
    psi_both = special.psi(px + q)
    d_p = -(weight * counts) @ (special.psi(px) - psi_both) + x @ (log_total - log_all)
    d_q = weight @ (psi_both - special.psi(q)) + x.size * np.log(v) - log_all.sum()
    d_v = x.size * q / v - ((p * x + q) / (v + total)).sum()
    return float(value), np.array([d_p * p, d_q * q, d_v * v])
