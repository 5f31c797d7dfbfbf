"""Purchase models: how likely a customer is to order again within some days.

BG/NBD and MBG/NBD are one family. While alive, a customer orders at a gamma-distributed rate; after
an order they may drop out for good with a beta-distributed chance. BG/NBD lets nobody drop out
right after the first order, which makes every one-time buyer alive for ever; MBG/NBD does.

The headline is ``p_return`` (an order within the horizon), never ``p_alive``: ranking customers by
P(alive) of BG/NBD is worse than a coin on public data.

Inside, time runs in weeks. Customers with the same (repeat orders, days to last order, days
observed) are one weighted row, and gamma functions are evaluated once per number of repeat orders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import linalg, optimize, special
from threadpoolctl import threadpool_limits

Floats = npt.NDArray[np.float64]

#: Fewer customers than this do not carry four parameters: the weak prior helps, and says so.
FEWEST_CUSTOMERS = 200
#: From this share of one-time buyers on, repeat orders are too rare to see a rhythm.
MOST_ONE_TIME = 0.95
#: Mean chance of dropping out after an order under which the data show no drop-out.
LEAST_DROP_OUT = 1e-3

_DAYS_A_WEEK = 7.0
_NODES = 24
_BOUND = 12.0


@dataclass(frozen=True)
class _Histories:
    """Unique purchase histories with weights, in weeks; ``row`` leads from customer to history."""

    x: Floats
    last: Floats
    observed: Floats
    weight: Floats
    row: npt.NDArray[np.int64]
    counts: Floats
    place: npt.NDArray[np.int64]

    @classmethod
    def of(cls, summary: pd.DataFrame) -> _Histories:
        columns = ["n_repeat_orders", "days_first_to_last_order", "days_observed"]
        days = summary[columns].to_numpy(dtype=np.int64, na_value=0)
        unique, row, weight = np.unique(days, axis=0, return_inverse=True, return_counts=True)
        x, last, observed = unique.T.astype(np.float64)
        counts, place = np.unique(x, return_inverse=True)
        weeks = (last / _DAYS_A_WEEK, observed / _DAYS_A_WEEK)
        return cls(x, *weeks, weight.astype(np.float64), row.reshape(-1), counts, place)


class _BetaGeometricFamily:
    """What BG/NBD and MBG/NBD share; they differ in whether the first order can be the last."""

    name: ClassVar[str]
    #: 1 when a customer may drop out right after the first order, else 0.
    _chances_before_first_repeat: ClassVar[int]

    params_: dict[str, float]
    log_likelihood_: float
    degenerate_: str | None
    n_customers_: int

    def fit(self, summary: pd.DataFrame) -> Self:
        """Fit by maximum likelihood; with a weak prior when the data do not carry the parameters.

        Parameters
        ----------
        summary
            One row per buyer with ``n_repeat_orders``, ``days_first_to_last_order`` and
            ``days_observed``, shape (n, any).

        Returns
        -------
        The model itself, with ``params_`` (r, alpha in weeks, a, b), ``log_likelihood_`` (weeks,
        without the prior) and ``degenerate_`` (None, or why the prior was needed).
        """
        histories = _Histories.of(summary)
        self.n_customers_ = len(summary)
        self.degenerate_ = _too_little(summary)
        with threadpool_limits(1):
            found = self._best(histories, with_prior=self.degenerate_ is not None)
            if self.degenerate_ is None:
                self.degenerate_ = _no_clear_answer(found)
                if self.degenerate_ is not None:
                    found = self._best(histories, with_prior=True)
            self.log_likelihood_ = float(self._likelihood(found, histories)[0])
        self.params_ = dict(zip(("r", "alpha", "a", "b"), np.exp(found).tolist(), strict=True))
        return self

    def p_return(self, summary: pd.DataFrame, horizon_days: float) -> Floats:
        """Return each customer's chance of an order within the horizon, shape (n,).

        Exact for this family: P(alive) x [1 - ((alpha+T)/(alpha+T+h))^(r+x)].
        """
        h = _Histories.of(summary)
        r, alpha = self.params_["r"], self.params_["alpha"]
        stretch = np.log1p(horizon_days / _DAYS_A_WEEK / (alpha + h.observed))
        chance = self._alive(h) * -np.expm1(-(r + h.x) * stretch)
        return np.asarray(np.clip(chance, 0.0, 1.0)[h.row], float)

    def p_alive(self, summary: pd.DataFrame) -> Floats:
        """Return each customer's chance of not having dropped out, shape (n,)."""
        h = _Histories.of(summary)
        return np.asarray(self._alive(h)[h.row], float)

    def expected_orders(self, summary: pd.DataFrame, horizon_days: float) -> Floats:
        """Return the expected number of order days within the horizon, shape (n,).

        Given alive and drop-out chance p, the expectation is (1 - (1 + p h/(alpha+T))^-(r+x)) / p;
        the mean over p's beta distribution is taken by Gauss-Jacobi nodes, which unlike the closed
        form with its hypergeometric function holds at a = 1 and for any number of orders.
        """
        h = _Histories.of(summary)
        m, ahead = self._chances_before_first_repeat, horizon_days / _DAYS_A_WEEK
        nodes = [_beta_nodes(self.params_["a"], self.params_["b"] + x + m) for x in h.counts]
        p = np.array([node for node, _ in nodes]).reshape(-1, _NODES)[h.place]
        share = np.array([weight for _, weight in nodes]).reshape(-1, _NODES)[h.place]
        stretch = np.log1p(p * (ahead / (self.params_["alpha"] + h.observed))[:, None])
        orders = -np.expm1(-(self.params_["r"] + h.x)[:, None] * stretch) / np.maximum(p, 1e-300)
        return np.asarray((self._alive(h) * (orders * share).sum(axis=1))[h.row], float)

    def _alive(self, h: _Histories) -> Floats:
        r, alpha, a, b = (self.params_[name] for name in ("r", "alpha", "a", "b"))
        m = self._chances_before_first_repeat
        log_odds = (r + h.x) * np.log((alpha + h.observed) / (alpha + h.last))
        log_odds += np.log(a / np.maximum(b + h.x + m - 1, 1e-12))
        return np.asarray(np.where(h.x + m > 0, special.expit(-log_odds), 1.0), float)

    def _best(self, h: _Histories, *, with_prior: bool) -> Floats:
        """Return the best log-parameters over a few fixed starting points."""
        centre = _prior_centre(h)
        steps = np.array([[0, 0, 0, 0], [-1, -1, 1, 1], [1, 1, -1, 0]], float)
        bounds = [(-_BOUND, _BOUND)] * 4

        def lack(theta: Floats) -> tuple[float, Floats]:
            value, slope = self._likelihood(theta, h)
            if with_prior:
                value -= 0.5 * float(np.sum((theta - centre) ** 2))
                slope = slope - (theta - centre)
            size = max(h.weight.sum(), 1.0)
            return -value / size, -slope / size

        def climbed(start: Floats, steps: int) -> optimize.OptimizeResult:
            options = {"maxiter": steps, "ftol": 1e-13, "gtol": 1e-8}
            return optimize.minimize(
                lack, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options
            )

        tries = [climbed(centre + step, 20) for step in steps]
        ahead = min(tries, key=lambda result: float(result.fun))
        return np.asarray(climbed(ahead.x, 500).x, float)

    def _likelihood(self, theta: Floats, h: _Histories) -> tuple[float, Floats]:
        """Log-likelihood and its gradient in the log-parameters (r, alpha, a, b)."""
        r, alpha, a, b = np.exp(theta)
        m, x = self._chances_before_first_repeat, h.counts
        n = x + m
        common = special.gammaln(a + b) - special.gammaln(a + b + n) - special.gammaln(b)
        grow = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
        stay = grow + common + special.gammaln(b + n)
        before = np.maximum(b + n - 1, 1e-12)
        leave = np.where(n > 0, grow + common + np.log(a) + special.gammaln(before), -np.inf)
        log_t, log_last = np.log(alpha + h.observed), np.log(alpha + h.last)
        alive = stay[h.place] - (r + h.x) * log_t
        gone = leave[h.place] - (r + h.x) * log_last
        both = np.logaddexp(alive, gone)
        w_alive = h.weight * np.exp(alive - both)
        w_gone = h.weight * np.exp(gone - both)
        by_x = [np.bincount(h.place, w, minlength=x.size) for w in (h.weight, w_alive, w_gone)]
        spread = special.psi(a + b) - special.psi(a + b + n)
        d_r = by_x[0] @ (special.psi(r + x) - special.psi(r) + np.log(alpha))
        d_r -= w_alive @ log_t + w_gone @ log_last
        pull = (r + h.x) * (w_alive / (alpha + h.observed) + w_gone / (alpha + h.last))
        d_alpha = r / alpha * h.weight.sum() - pull.sum()
        d_a = by_x[0] @ spread + by_x[2].sum() / a
        d_b = by_x[0] @ (spread - special.psi(b))
        d_b += by_x[1] @ special.psi(b + n) + by_x[2] @ special.psi(before)
        slope = np.array([d_r * r, d_alpha * alpha, d_a * a, d_b * b])
        return float(h.weight @ both), slope


class BetaGeometric(_BetaGeometricFamily):
    """BG/NBD: no drop-out before the first repeat order.

    References
    ----------
    Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284.

    Examples
    --------
    A customer without repeat orders is alive for ever in this model, which is why it is shown
    beside the product's own and never used for one-time buyers.

    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 2, 3], "days_observed": [365, 365, 300],
    ...                         "days_first_to_last_order": [0, 100, 250]})
    >>> model = BetaGeometric().fit(summary)
    >>> model.p_alive(summary)[0].item(), model.degenerate_
    (1.0, 'only 3 customers')
    """

    name = "BG/NBD"
    _chances_before_first_repeat = 0


class ModifiedBetaGeometric(_BetaGeometricFamily):
    """MBG/NBD: a customer may drop out after any order, the first included.

    References
    ----------
    Batislam, Denizel & Filiztekin (2007), Int. J. of Research in Marketing 24(3), 201-209.

    Examples
    --------
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 2, 3], "days_observed": [365, 365, 300],
    ...                         "days_first_to_last_order": [0, 100, 250]})
    >>> model = ModifiedBetaGeometric().fit(summary)
    >>> p = model.p_return(summary, horizon_days=182)
    >>> bool(p[0] < p[1] < p[2])
    True
    """

    name = "MBG/NBD"
    _chances_before_first_repeat = 1


def _prior_centre(h: _Histories) -> Floats:
    """Where the weak prior sits: one order per mean gap, one in five drops out after an order."""
    orders = max(float(h.weight @ h.x), 1.0)
    weeks = max(float(h.weight @ np.where(h.x > 0, h.last, 0.0)), orders / _DAYS_A_WEEK)
    return np.log([1.0, weeks / orders, 0.5, 2.0])


def _too_little(summary: pd.DataFrame) -> str | None:
    """Why these customers cannot carry the parameters, judged before fitting."""
    n = len(summary)
    if n < FEWEST_CUSTOMERS:
        return f"only {n} customer{'' if n == 1 else 's'}"
    if int(summary["days_observed"].max()) == 0:
        return "all orders on one day"
    one_time = float((summary["n_repeat_orders"] == 0).mean())
    if one_time >= MOST_ONE_TIME:
        return f"{100 * one_time:.0f} % one-time buyers"
    return None


def _no_clear_answer(theta: Floats) -> str | None:
    """Why a fit is no clear answer, judged by its parameters."""
    _, _, a, b = np.exp(theta)
    if a / (a + b) < LEAST_DROP_OUT:
        return "no drop-out in the data"
    # Large a and b are no trouble: everybody then drops out with the same chance.
    if np.any(np.abs(theta[:2]) > _BOUND - 1) or np.any(theta[2:] < 1 - _BOUND):
        return "the likelihood has no clear maximum"
    return None


def _beta_nodes(a: float, b: float) -> tuple[Floats, Floats]:
    """Nodes in 0..1 and weights (sum 1) that integrate against a beta(a, b) density.

    References
    ----------
    Golub & Welsch (1969), Mathematics of Computation 23, 221-230.

    Examples
    --------
    >>> p, weight = _beta_nodes(2.0, 3.0)
    >>> round(float(p @ weight), 12)
    0.4
    """
    k = np.arange(1, _NODES, dtype=np.float64)
    u, v = b - 1.0, a - 1.0
    s = 2 * k + u + v
    middle = np.concatenate([[(v - u) / (u + v + 2)], (v**2 - u**2) / (s * (s + 2))])
    inner = (
        4 * k[1:] * (k[1:] + u) * (k[1:] + v) * (k[1:] + u + v) / (s[1:] ** 2 * (s[1:] ** 2 - 1))
    )
    first = 4 * (1 + u) * (1 + v) / ((2 + u + v) ** 2 * (3 + u + v))
    off = np.sqrt(np.concatenate([[first], inner]))
    nodes, vectors = linalg.eigh_tridiagonal(middle, off)
    return np.clip((1 + nodes) / 2, 0.0, 1.0), vectors[0] ** 2
