"""Money ahead: what a customer's future orders are worth today, before and after a silence.

Money that comes later counts less: an order t years from now counts (1 + d)^-t. Everything is read
from a fitted model's ``expected_orders`` and ``p_return``, so it holds for each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.dormancy.fitting import PurchaseModel
from analysis.dormancy.histories import Histories
from analysis.statistics import Floats

_DAYS_A_YEAR = 365.0
#: Future orders are counted in pieces of this length; one counts as lying in its middle.
_STEP_DAYS = 91.0
#: Where the horizon of a return is cut, to see when within it the return comes: early on, closely.
_RETURN_ENDS = np.array([0.0, 1.0, 4.0, 9.0, 16.0]) / 16.0


@dataclass(frozen=True)
class ResidualValue:
    """Margin of a customer's future orders, in today's money; each array has shape (n,).

    Parameters
    ----------
    orders
        Expected orders within the horizon, later ones counted less.
    margin_per_order
        Margin of one order, in the report's currency.
    """

    orders: Floats
    margin_per_order: Floats

    @property
    def value(self) -> Floats:
        """Orders times margin: what the customer is expected to bring."""
        return self.orders * self.margin_per_order


@dataclass(frozen=True)
class SecondLifetime:
    """What a silent customer's return is worth, in its three factors; each array has shape (n,).

    Parameters
    ----------
    p_return
        Chance that the customer orders again within the days asked about, by themselves.
    orders
        Length of the second lifetime if they do: the order they return with and those after it,
        later ones counted less.
    margin_per_order
        Margin of one order, in the report's currency.
    """

    p_return: Floats
    orders: Floats
    margin_per_order: Floats

    @property
    def value(self) -> Floats:
        """The product of the three factors, before any cost of winning the customer back."""
        return self.p_return * self.orders * self.margin_per_order


def discounted_expected_orders(
    model: PurchaseModel,
    summary: pd.DataFrame | Histories,
    *,
    horizon_days: float,
    yearly_discount: float,
) -> Floats:
    """Return each customer's expected orders within the horizon, later ones counted less.

    Parameters
    ----------
    model
        A fitted purchase model.
    horizon_days
        How far ahead orders count; some decades stand for ever.
    yearly_discount
        By how much an order counts less for each year that it lies ahead, such as 0.1.

    References
    ----------
    Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415-430 (discounted expected
    residual transactions).

    Examples
    --------
    Orders of the coming year lie half a year ahead on average: 1.1 ^ -0.5 = 0.95.

    >>> from analysis.dormancy.purchases import ModifiedBetaGeometric
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 50], "days_observed": [700, 700],
    ...                         "days_first_to_last_order": [0, 693]})
    >>> model = ModifiedBetaGeometric().fit(summary)
    >>> plain = model.expected_orders(summary, 365)
    >>> less = discounted_expected_orders(model, summary, horizon_days=365, yearly_discount=0.1)
    >>> (less / plain).round(2).tolist()
    [0.95, 0.95]
    """
    h = Histories.of(summary)
    alone = h.collapsed
    n_steps = max(int(np.ceil(horizon_days / _STEP_DAYS)), 1)
    ends = np.linspace(0.0, horizon_days, n_steps + 1)
    total, before = np.zeros(h.x.size), np.zeros(h.x.size)
    for start, end in pairwise(ends):
        until = model.expected_orders(alone, float(end))
        total += (until - before) * _today((start + end) / 2, yearly_discount)
        before = until
    return np.asarray(total[h.row], float)


def residual_value(
    model: PurchaseModel,
    summary: pd.DataFrame,
    margin_per_order: npt.ArrayLike,
    *,
    horizon_days: float,
    yearly_discount: float,
) -> ResidualValue:
    """Return what each customer's future orders are worth today.

    Parameters
    ----------
    margin_per_order
        Expected spend of an order times the share of it that is margin, shape (n,).
    horizon_days, yearly_discount
        As in ``discounted_expected_orders``.

    Examples
    --------
    >>> from analysis.dormancy.purchases import ModifiedBetaGeometric
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 9], "days_observed": [365, 365],
    ...                         "days_first_to_last_order": [0, 350]})
    >>> model = ModifiedBetaGeometric().fit(summary)
    >>> ahead = residual_value(model, summary, [12.0, 12.0], horizon_days=365, yearly_discount=0.1)
    >>> bool(np.all(ahead.value == 12.0 * ahead.orders)), bool(ahead.value[1] > ahead.value[0])
    (True, True)
    """
    orders = discounted_expected_orders(
        model, summary, horizon_days=horizon_days, yearly_discount=yearly_discount
    )
    return ResidualValue(orders, np.broadcast_to(np.asarray(margin_per_order, float), orders.shape))


def second_lifetime(
    model: PurchaseModel,
    summary: pd.DataFrame,
    margin_per_order: npt.ArrayLike,
    *,
    return_within_days: float,
    horizon_days: float,
    yearly_discount: float,
) -> SecondLifetime:
    """Return what each customer's return would be worth today, in three factors.

    A customer who has returned is one with one order more, just made: the model is asked about that
    history, for returns in four pieces of the days asked about, and the pieces are weighed by their
    chance.

    Parameters
    ----------
    margin_per_order
        Expected spend of an order times the share of it that is margin, shape (n,).
    return_within_days
        Horizon of the return.
    horizon_days
        Length of the second lifetime that counts, from the return on.
    yearly_discount
        As in ``discounted_expected_orders``.

    References
    ----------
    Stauss & Friege (1999), Journal of Service Research 1(4), 347-361 (second lifetime value).

    Examples
    --------
    >>> from analysis.dormancy.purchases import ModifiedBetaGeometric
    >>> summary = pd.DataFrame({"n_repeat_orders": [0, 9], "days_observed": [365, 365],
    ...                         "days_first_to_last_order": [0, 200]})
    >>> model = ModifiedBetaGeometric().fit(summary)
    >>> back = second_lifetime(model, summary, [12.0, 12.0], return_within_days=182,
    ...                        horizon_days=365, yearly_discount=0.1)
    >>> bool(np.allclose(back.value, back.p_return * back.orders * 12.0))
    True
    >>> bool(back.orders.min() > 0.9)  # the order they return with counts itself
    True
    """
    ends = _RETURN_ENDS * return_within_days
    chances = [np.zeros(len(summary)), *(model.p_return(summary, float(end)) for end in ends[1:])]
    # A hair for each piece: whoever never returns would do so at any time.
    pieces = np.maximum(np.diff(chances, axis=0), 0.0) + 1e-12
    orders = np.zeros(len(summary))
    for wait, share in zip((ends[:-1] + ends[1:]) / 2, pieces / pieces.sum(axis=0), strict=True):
        after = discounted_expected_orders(
            model,
            _just_returned(summary, wait),
            horizon_days=horizon_days,
            yearly_discount=yearly_discount,
        )
        orders += share * _today(wait, yearly_discount) * (1.0 + after)
    margin = np.broadcast_to(np.asarray(margin_per_order, float), orders.shape)
    return SecondLifetime(chances[-1], orders, margin)


def _just_returned(summary: pd.DataFrame, wait_days: float) -> pd.DataFrame:
    """Return the summary of customers who order once more after so many days from now."""
    today = summary["days_observed"].to_numpy(dtype=np.int64) + round(wait_days)
    orders = summary["n_repeat_orders"].to_numpy(dtype=np.int64) + 1
    return pd.DataFrame({
        "n_repeat_orders": orders, "days_first_to_last_order": today, "days_observed": today,
    })  # fmt: skip


def _today(days_ahead: npt.ArrayLike, yearly_discount: float) -> Floats:
    """Return what one unit of money so many days ahead counts today."""
    years = np.asarray(days_ahead, float) / _DAYS_A_YEAR
    return np.asarray((1.0 + yearly_discount) ** -years, float)
