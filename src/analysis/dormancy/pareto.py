"""Pareto/NBD: a customer may drop out at any moment, not only after an order.

While alive, a customer orders at a gamma-distributed rate (r, alpha) and leaves at another
gamma-distributed rate (s, beta). The likelihood is usually written with a hypergeometric function,
which overflows for busy customers and has no simple slope. Here it stays the integral that it comes
from, over the moment y at which a customer left:

    L = c * [ (alpha+T)^-(r+x) (beta+T)^-s + s * integral over t..T of
              (alpha+y)^-(r+x) (beta+y)^-(s+1) dy ],   c = Gamma(r+x)/Gamma(r) alpha^r beta^s

In log(1 + y / scale), the scale being that on which the integrand first falls, fixed Gauss-Legendre
nodes give it to nine digits, and its slopes come with the same nodes.

References
----------
Schmittlein, Morrison & Colombo (1987), Management Science 33(1), 1-24.
Fader & Hardie (2005), A note on deriving the Pareto/NBD model and related expressions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from analysis.dormancy.fitting import PurchaseModel
from analysis.dormancy.histories import Histories, weeks_ahead
from analysis.statistics import Floats

_AT, _SHARE = (part for part in np.polynomial.legendre.leggauss(32))
#: Where the integrand has fallen by exp(-40) it is not seen in sixteen digits.
_FURTHEST = 40.0
#: Histories worked on at a time: 32 nodes each keep a few matrices of 5 MB.
_CHUNK = 20_000


class ParetoGamma(PurchaseModel):
    """Pareto/NBD: drop-out in time, at a rate of the customer's own.

    Examples
    --------
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 2, 3], "days_observed": [365, 365, 300],
    ...                         "days_first_to_last_order": [0, 100, 250]})
    >>> model = ParetoGamma().fit(summary)
    >>> model.degenerate_
    'only 3 customers'
    >>> p = model.p_return(summary, horizon_days=182)
    >>> bool(p[0] < p[1] < p[2])
    True
    """

    name = "Pareto/NBD"
    parameter_names = ("r", "alpha", "s", "beta")
    _starts = ((0, 0, 0, 0), (-1, 0, -1, 0), (1, 1, 1, 1))

    def likelihood(self, theta: Floats, h: Histories) -> tuple[float, Floats]:
        """Log-likelihood and its gradient in the log-parameters (r, alpha, s, beta)."""
        r, alpha, s, beta = np.exp(theta)
        grow = special.gammaln(r + h.counts) - special.gammaln(r)
        faster = special.psi(r + h.counts) - special.psi(r)
        value, slope = 0.0, np.zeros(4)
        for piece in _pieces(h.x.size):
            x, weight, place = h.x[piece], h.weight[piece], h.place[piece]
            end = h.observed[piece]
            gone = _Gone.between(h.last[piece], end, x, theta)
            alive = -(r + x) * np.log(alpha + end) - s * np.log(beta + end)
            both = np.logaddexp(alive, gone.log_mass)
            on, off = weight * np.exp(alive - both), weight * np.exp(gone.log_mass - both)
            value += float(weight @ (both + grow[place]))
            d_r = weight @ faster[place] - on @ np.log(alpha + end) - off @ gone.log_alpha
            d_alpha = -(on / (alpha + end) + off * gone.per_alpha) @ (r + x)
            d_s = off.sum() / s - on @ np.log(beta + end) - off @ gone.log_beta
            d_beta = -s * (on @ (1 / (beta + end))) - (s + 1) * (off @ gone.per_beta)
            slope += [d_r, d_alpha, d_s, d_beta]
        n = h.weight.sum()
        value += n * (r * theta[1] + s * theta[3])
        slope += n * np.array([theta[1], r / alpha, theta[3], s / beta])
        return float(value), slope * np.exp(theta)

    def p_return(self, summary: pd.DataFrame | Histories, horizon_days: float) -> Floats:
        """Return each customer's chance of an order within the horizon, shape (n,).

        As in the whole family: 1 - L(x, t, T + h) / L(x, t, T); of those alive at T it takes away
        the ones who stay alive and do not order, and the ones who leave before they order.
        """
        h = Histories.of(summary)
        r, alpha, s, beta = (self.params_[name] for name in self.parameter_names)
        later = h.observed + weeks_ahead(horizon_days)
        quiet = -(r + h.x) * np.log1p((later - h.observed) / (alpha + h.observed))
        quiet -= s * np.log1p((later - h.observed) / (beta + h.observed))
        now = -(r + h.x) * np.log(alpha + h.observed) - s * np.log(beta + h.observed)
        left = np.concatenate([
            _Gone.between(h.observed[piece], later[piece], h.x[piece], self.theta_).log_mass
            for piece in _pieces(h.x.size)
        ] or [np.zeros(0)])  # fmt: skip
        chance = self._alive(h) * (-np.expm1(quiet) - np.exp(left - now))
        return np.asarray(np.clip(chance, 0.0, 1.0)[h.row], float)

    def p_alive(self, summary: pd.DataFrame | Histories) -> Floats:
        """Return each customer's chance of not having dropped out, shape (n,)."""
        h = Histories.of(summary)
        return self._alive(h)[h.row]

    def expected_orders(self, summary: pd.DataFrame | Histories, horizon_days: float) -> Floats:
        """Return the expected number of order days within the horizon, shape (n,).

        P(alive) (r+x)(beta+T) / ((alpha+T)(s-1)) [1 - ((beta+T)/(beta+T+h))^(s-1)], also at s = 1.
        """
        h = Histories.of(summary)
        r, alpha, s, beta = (self.params_[name] for name in self.parameter_names)
        stretch = np.log1p(weeks_ahead(horizon_days) / (beta + h.observed))
        weeks_alive = (beta + h.observed) * stretch * special.exprel(-(s - 1) * stretch)
        orders = self._alive(h) * (r + h.x) / (alpha + h.observed) * weeks_alive
        return np.asarray(orders[h.row], float)

    def _alive(self, h: Histories) -> Floats:
        r, alpha, s, beta = (self.params_[name] for name in self.parameter_names)
        alive = -(r + h.x) * np.log(alpha + h.observed) - s * np.log(beta + h.observed)
        found = [
            special.expit(
                alive[piece]
                - _Gone.between(h.last[piece], h.observed[piece], h.x[piece], self.theta_).log_mass
            )
            for piece in _pieces(h.x.size)
        ]
        return np.asarray(np.concatenate(found or [np.zeros(0)]), float)

    def _prior_centre(self, h: Histories) -> Floats:
        """One order per mean gap; a customer lasts five of them."""
        return np.log([1.0, h.weeks_per_order, 1.0, 5.0 * h.weeks_per_order])

    def _drop_out(self, theta: Floats) -> float:
        """Within one mean gap, the counterpart of a drop-out per order."""
        r, alpha, s, beta = np.exp(theta)
        return float(-np.expm1(-s * np.log1p(alpha / r / beta)))


def _pieces(size: int) -> list[slice]:
    return [slice(start, start + _CHUNK) for start in range(0, size, _CHUNK)]


@dataclass(frozen=True)
class _Gone:
    """Those who left between two moments: the log of their mass, and means over when they left.

    ``log_alpha`` is the mean of log(alpha + y), ``per_alpha`` of 1 / (alpha + y); so for beta.
    """

    log_mass: Floats
    log_alpha: Floats
    per_alpha: Floats
    log_beta: Floats
    per_beta: Floats

    @classmethod
    def between(cls, start: Floats, end: Floats, x: Floats, theta: Floats) -> _Gone:
        r, alpha, s, beta = np.exp(theta)
        orders, deaths = (r + x)[:, None], s + 1.0
        from_alpha, from_beta = alpha + start[:, None], beta + start[:, None]
        # The integrand first falls on this scale; what was left of it at `longest` is e^-40.
        base = 1.0 / (orders / from_alpha + deaths / from_beta)
        longest = np.minimum(
            from_alpha * np.expm1(np.minimum(_FURTHEST / orders, 600.0)),
            from_beta * np.expm1(min(_FURTHEST / deaths, 600.0)),
        )
        length = np.log1p(np.minimum((end - start)[:, None], longest) / base)
        u = length * (1 + _AT) / 2
        y = base * np.expm1(u)
        grown_alpha, grown_beta = np.log1p(y / from_alpha), np.log1p(y / from_beta)
        height = np.exp(u - orders * grown_alpha - deaths * grown_beta)
        mass = height * (_SHARE * length * base / 2)
        total = mass.sum(axis=1)
        share = mass / np.maximum(total, 1e-300)[:, None]
        first = -orders * np.log(from_alpha) - deaths * np.log(from_beta)
        with np.errstate(divide="ignore"):
            log_mass = np.log(s) + first[:, 0] + np.log(total)
        return cls(
            log_mass=log_mass,
            log_alpha=np.log(from_alpha)[:, 0] + (share * grown_alpha).sum(axis=1),
            per_alpha=(share / (from_alpha + y)).sum(axis=1),
            log_beta=np.log(from_beta)[:, 0] + (share * grown_beta).sum(axis=1),
            per_beta=(share / (from_beta + y)).sum(axis=1),
        )
