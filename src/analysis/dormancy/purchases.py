"""BG/NBD and MBG/NBD: how likely a customer is to order again within some days.

They are one family. While alive, a customer orders at a gamma-distributed rate; after an order they
may drop out for good with a beta-distributed chance. BG/NBD lets nobody drop out right after the
first order, which makes every one-time buyer alive for ever; MBG/NBD does.

The headline is ``p_return`` (an order within the horizon), never ``p_alive``: ranking customers by
P(alive) of BG/NBD is worse than a coin on public data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy import linalg, special

from analysis.dormancy.fitting import PurchaseModel
from analysis.dormancy.histories import Histories, weeks_ahead
from analysis.statistics import Floats

_NODES = 24


class _BetaGeometricFamily(PurchaseModel):
    """What BG/NBD and MBG/NBD share; they differ in whether the first order can be the last."""

    parameter_names = ("r", "alpha", "a", "b")
    _starts = ((0, 0, 0, 0), (-1, -1, 1, 1), (1, 1, -1, 0))
    #: 1 when a customer may drop out right after the first order, else 0.
    _chances_before_first_repeat: ClassVar[int]
    #: Random events that make an order: 1, or more where orders are regular (``regular``).
    k_: int = 1

    def p_return(self, summary: pd.DataFrame | Histories, horizon_days: float) -> Floats:
        """Return each customer's chance of an order within the horizon, shape (n,).

        1 - L(x, t, T + h) / L(x, t, T); for k = 1 that is
        P(alive) x [1 - ((alpha+T)/(alpha+T+h))^(r+x)].
        """
        h = Histories.of(summary)
        r, alpha = self.params_["r"], self.params_["alpha"]
        later = h.observed + weeks_ahead(horizon_days)
        quiet = -(r + self.k_ * h.x) * np.log((alpha + later) / (alpha + h.observed))
        quiet += self._begun(later, h, r, alpha).log_sum
        quiet -= self._begun(h.observed, h, r, alpha).log_sum
        chance = self._alive(h) * -np.expm1(np.minimum(quiet, 0.0))
        return np.asarray(np.clip(chance, 0.0, 1.0)[h.row], float)

    def p_alive(self, summary: pd.DataFrame | Histories) -> Floats:
        """Return each customer's chance of not having dropped out, shape (n,)."""
        h = Histories.of(summary)
        return np.asarray(self._alive(h)[h.row], float)

    def expected_orders(self, summary: pd.DataFrame | Histories, horizon_days: float) -> Floats:
        """Return the expected number of order days within the horizon, shape (n,).

        Given alive and drop-out chance p, the expectation is (1 - (1 + p h/(alpha+T))^-(r+x)) / p;
        the mean over p's beta distribution is taken by Gauss-Jacobi nodes, which unlike the closed
        form with its hypergeometric function holds at a = 1 and for any number of orders.
        """
        h = Histories.of(summary)
        m, ahead = self._chances_before_first_repeat, weeks_ahead(horizon_days)
        nodes = [_beta_nodes(self.params_["a"], self.params_["b"] + x + m) for x in h.counts]
        p = np.array([node for node, _ in nodes]).reshape(-1, _NODES)[h.place]
        share = np.array([weight for _, weight in nodes]).reshape(-1, _NODES)[h.place]
        stretch = np.log1p(p * (ahead / (self.params_["alpha"] + h.observed))[:, None])
        orders = -np.expm1(-(self.params_["r"] + h.x)[:, None] * stretch) / np.maximum(p, 1e-300)
        return np.asarray((self._alive(h) * (orders * share).sum(axis=1))[h.row], float)

    def _alive(self, h: Histories) -> Floats:
        r, alpha, a, b = (self.params_[name] for name in self.parameter_names)
        m = self._chances_before_first_repeat
        log_odds = (r + self.k_ * h.x) * np.log((alpha + h.observed) / (alpha + h.last))
        log_odds += np.log(a / np.maximum(b + h.x + m - 1, 1e-12))
        log_odds -= self._begun(h.observed, h, r, alpha).log_sum
        return np.asarray(np.where(h.x + m > 0, special.expit(-log_odds), 1.0), float)

    def _begun(self, until: Floats, h: Histories, r: float, alpha: float) -> _Begun:
        share = (until - h.last) / (alpha + until)
        return _Begun.of(share, r + self.k_ * h.x, self.k_)

    def likelihood(self, theta: Floats, h: Histories) -> tuple[float, Floats]:
        """Log-likelihood and its gradient in the log-parameters (r, alpha, a, b)."""
        r, alpha, a, b = np.exp(theta)
        m, x = self._chances_before_first_repeat, h.counts
        n, events = x + m, r + self.k_ * x
        common = special.gammaln(a + b) - special.gammaln(a + b + n) - special.gammaln(b)
        grow = special.gammaln(events) - special.gammaln(r) + r * np.log(alpha)
        grow = grow - x * special.gammaln(self.k_)
        stay = grow + common + special.gammaln(b + n)
        before = np.maximum(b + n - 1, 1e-12)
        leave = np.where(n > 0, grow + common + np.log(a) + special.gammaln(before), -np.inf)
        log_t, log_last = np.log(alpha + h.observed), np.log(alpha + h.last)
        begun, power = self._begun(h.observed, h, r, alpha), events[h.place]
        alive = stay[h.place] - power * log_t + begun.log_sum
        gone = leave[h.place] - power * log_last
        both = np.logaddexp(alive, gone)
        on, off = h.weight * np.exp(alive - both), h.weight * np.exp(gone - both)
        all_x, on_x, off_x = (np.bincount(h.place, w, x.size) for w in (h.weight, on, off))
        spread = special.psi(a + b) - special.psi(a + b + n)
        d_r = all_x @ (special.psi(events) - special.psi(r) + np.log(alpha))
        d_r += on @ (begun.by_events - log_t) - off @ log_last
        d_alpha = r / alpha * h.weight.sum() - (off * power) @ (1 / (alpha + h.last))
        d_alpha -= (on * (power + begun.events)) @ (1 / (alpha + h.observed))
        d_a = all_x @ spread + off_x.sum() / a
        d_b = all_x @ (spread - special.psi(b))
        d_b += on_x @ special.psi(b + n) + off_x @ special.psi(before)
        return float(h.weight @ both), np.array([d_r, d_alpha, d_a, d_b]) * np.exp(theta)

    def _prior_centre(self, h: Histories) -> Floats:
        """One order per mean gap, one in five drops out after an order."""
        return np.log([1.0, h.weeks_per_order, 0.5, 2.0])

    def _drop_out(self, theta: Floats) -> float:
        _, _, a, b = np.exp(theta)
        return float(a / (a + b))


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


@dataclass(frozen=True)
class _Begun:
    """The next order may have begun: j = 0 .. k-1 of its k events have happened already.

    The likelihood of being alive sums share^j Gamma(R+j) / (Gamma(R) j!) over j. Here are the log
    of the sum, its slope in R, and the mean of j; for k = 1 they are 0.
    """

    log_sum: Floats
    by_events: Floats
    events: Floats

    @classmethod
    def of(cls, share: Floats, power: Floats, k: int) -> _Begun:
        if k == 1:
            nothing = np.zeros(share.size)
            return cls(nothing, nothing, nothing)
        term, slope = np.ones(share.size), np.zeros(share.size)
        total, by_events, events = term.copy(), slope.copy(), slope.copy()
        for j in range(1, k):
            term = term * share * (power + j - 1) / j
            slope = slope + 1 / (power + j - 1)
            total += term
            by_events += term * slope
            events += j * term
        return cls(np.log(total), by_events / total, events / total)


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
