"""Fitting a purchase model: the best log-parameters, with a weak prior where data are thin.

What the models share. A model says its likelihood, where its weak prior sits and when a result is
no clear answer; this file climbs. Starts are fixed and many histories are climbed on a sample of
them first, so a fit depends neither on chance nor on the order of rows.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from scipy import optimize
from threadpoolctl import threadpool_limits

from analysis.dormancy.histories import Histories, too_little
from analysis.statistics import Floats

#: Mean chance of dropping out after an order under which the data show no drop-out.
_LEAST_DROP_OUT = 1e-3
#: Log-parameters stay within this distance of 0.
_BOUND = 12.0

#: More histories than this are first climbed on a sample of about that size.
_SAMPLED = 20_000
_FEW_STEPS = 15
#: Directions in which the likelihood is flatter than this share of its steepest are not stretched.
_FLATTEST = 1e-6

_Lack = Callable[[Floats], tuple[float, Floats]]


class PurchaseModel:
    """What BG/NBD, MBG/NBD, Pareto/NBD and the regular model share; each adds its likelihood.

    ``params_`` are the parameters with times in weeks, ``log_likelihood_`` is without the prior,
    ``degenerate_`` is None or the reason why the data alone do not carry the parameters.
    """

    name: ClassVar[str]
    parameter_names: ClassVar[tuple[str, ...]]
    #: Fixed steps from the prior's centre to the starting points, in log-parameters.
    _starts: ClassVar[tuple[tuple[float, ...], ...]]

    params_: dict[str, float]
    log_likelihood_: float
    degenerate_: str | None
    n_customers_: int
    prior_centre_: Floats
    _scale: Floats

    def fit(self, summary: pd.DataFrame | Histories) -> Self:
        """Fit by maximum likelihood; with a weak prior when the data do not carry the parameters.

        Parameters
        ----------
        summary
            One row per buyer with ``n_repeat_orders``, ``days_first_to_last_order`` and
            ``days_observed``, shape (n, any).

        Returns
        -------
        The model itself, with ``params_``, ``log_likelihood_`` and ``degenerate_``.
        """
        h = Histories.of(summary)
        self.n_customers_ = h.n_customers
        self.prior_centre_ = self._prior_centre(h)
        self.degenerate_ = too_little(h)
        with threadpool_limits(1):
            found = self._best(h)
            if self.degenerate_ is None:
                self.degenerate_ = self._no_clear_answer(found)
                if self.degenerate_ is not None:
                    found = self._best(h)
            self.log_likelihood_ = float(self.likelihood(found, h)[0])
        return self._take(found)

    def at(self, theta: Floats) -> Self:
        """Return the same model with other log-parameters, as a bootstrap draws them."""
        return copy.copy(self)._take(theta)

    def refit(self, h: Histories, *, centre: Floats | None = None) -> Floats:
        """Return the best log-parameters near the fitted ones, in few steps.

        Parameters
        ----------
        h
            The histories with other weights.
        centre
            Where the weak prior sits in this draw; only a degenerate model looks at it.
        """
        prior = self.prior_centre_ if centre is None else centre
        return _near(lambda theta: self._lack(theta, h, prior), self.theta_, self._scale)

    @property
    def theta_(self) -> Floats:
        """The fitted log-parameters in the order of ``parameter_names``."""
        return np.log([self.params_[name] for name in self.parameter_names])

    def likelihood(self, theta: Floats, h: Histories) -> tuple[float, Floats]:
        """Log-likelihood and its gradient in the log-parameters."""
        raise NotImplementedError

    def p_return(self, summary: pd.DataFrame | Histories, horizon_days: float) -> Floats:
        """Return each customer's chance of an order within the horizon, shape (n,)."""
        raise NotImplementedError

    def p_alive(self, summary: pd.DataFrame | Histories) -> Floats:
        """Return each customer's chance of not having dropped out, shape (n,)."""
        raise NotImplementedError

    def expected_orders(self, summary: pd.DataFrame | Histories, horizon_days: float) -> Floats:
        """Return the expected number of order days within the horizon, shape (n,)."""
        raise NotImplementedError

    def _prior_centre(self, h: Histories) -> Floats:
        raise NotImplementedError

    def _drop_out(self, theta: Floats) -> float:
        """Mean chance of dropping out after an order, or within a mean gap."""
        raise NotImplementedError

    def _no_clear_answer(self, theta: Floats) -> str | None:
        if self._drop_out(theta) < _LEAST_DROP_OUT:
            return "no drop-out in the data"
        # Large values of the last two are no trouble: everybody then leaves with the same chance.
        if np.any(np.abs(theta[:2]) > _BOUND - 1) or np.any(theta[2:] < 1 - _BOUND):
            return "the likelihood has no clear maximum"
        return None

    def _take(self, theta: Floats) -> Self:
        found = np.exp(theta).tolist()
        self.params_ = dict(zip(self.parameter_names, found, strict=True))
        return self

    def _lack(self, theta: Floats, h: Histories, centre: Floats) -> tuple[float, Floats]:
        """Return what is to be lowered: minus the mean log-likelihood, with the prior if needed."""
        value, slope = self.likelihood(theta, h)
        if self.degenerate_ is not None:
            value -= 0.5 * float(np.sum((theta - centre) ** 2))
            slope = slope - (theta - centre)
        size = max(float(h.weight.sum()), 1.0)
        return -value / size, -slope / size

    def _best(self, h: Histories) -> Floats:
        """Return the best log-parameters over the starting points, and keep the curvature there."""
        few = h.every(-(-h.x.size // _SAMPLED)) if h.x.size > _SAMPLED else h
        centre = self.prior_centre_

        def lack(theta: Floats) -> tuple[float, Floats]:
            return self._lack(theta, few, centre)

        tries = [_climbed(lack, centre + np.array(step), 20) for step in self._starts]
        found = _climbed(lack, min(tries, key=lambda one: float(one.fun)).x, 500)
        self._scale = _scale(lack, found.x)
        if few is h:
            return np.asarray(found.x, float)
        return _near(lambda theta: self._lack(theta, h, centre), found.x, self._scale, steps=100)


def _climbed(lack: _Lack, start: Floats, steps: int) -> optimize.OptimizeResult:
    options = {"maxiter": steps, "ftol": 1e-13, "gtol": 1e-8}
    bounds = [(-_BOUND, _BOUND)] * start.size
    return optimize.minimize(
        lack, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options
    )


def _scale(lack: _Lack, theta: Floats) -> Floats:
    """Return steps of equal curvature at a point: the inverse root of the curvature, (p, p)."""
    step = 1e-4
    rows = [
        (lack(theta + move)[1] - lack(theta - move)[1]) / (2 * step)
        for move in step * np.eye(theta.size)
    ]
    curve = np.array(rows)
    size, turn = np.linalg.eigh((curve + curve.T) / 2)
    floor = max(float(size.max()) * _FLATTEST, 1e-12)
    return np.asarray(turn / np.sqrt(np.maximum(size, floor)), float)


def _near(lack: _Lack, theta: Floats, scale: Floats, *, steps: int = _FEW_STEPS) -> Floats:
    """Return the best point near one, walking in steps of equal curvature."""

    def walked(z: Floats) -> tuple[float, Floats]:
        free = theta + scale @ z
        inside = np.clip(free, -_BOUND, _BOUND)
        value, slope = lack(inside)
        return value, scale.T @ np.where(free == inside, slope, 0.0)

    options = {"maxiter": steps, "ftol": 1e-12, "gtol": 1e-7}
    start = np.zeros(theta.size)
    found = optimize.minimize(walked, start, jac=True, method="L-BFGS-B", options=options)
    return np.asarray(np.clip(theta + scale @ found.x, -_BOUND, _BOUND), float)
