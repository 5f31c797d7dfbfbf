"""Each reason's share of the dormant customers who told us, and of their money."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.patterns.who import WhoSaidWhat
from analysis.settings import Settings
from analysis.statistics import money_shares_with_bootstrap_intervals, share_with_wilson_interval


def rank_reasons(who: WhoSaidWhat, *, settings: Settings) -> pd.DataFrame:
    """Return each theme's share of the customers who told us, and of their money.

    Returns
    -------
    pandas.DataFrame
        Most named first: ``theme_id, theme, is_reason, n_customers, n_told, share, low, high``
        (Wilson), ``value`` (yearly value at stake of those who named it), ``bound_low,
        bound_high`` (what the share of *all* dormant customers could be, whatever those think who
        told nothing), ``money_share, money_low, money_high`` (customer bootstrap).

    References
    ----------
    Manski (1989), J. Human Resources 24(3), 343-360, for the bounds.

    Examples
    --------
    >>> lost = pd.DataFrame({"customer_id": list("abcd"),
    ...                      "yearly_value_at_stake": [70.0, 30.0, 5.0, 5.0]})
    >>> named = pd.DataFrame({"customer_id": ["a", "b"], "theme_id": ["t1", "t2"],
    ...                       "theme": ["late", "price"]})
    >>> ranked = rank_reasons(WhoSaidWhat(lost, named), settings=Settings(n_bootstrap=100))
    >>> ranked[["theme", "share", "money_share", "bound_low", "bound_high"]].values.tolist()
    [['late', 0.5, 0.7, 0.25, 0.75], ['price', 0.5, 0.3, 0.25, 0.75]]
    """
    told, n_lost = who.told, len(who.lost)
    money = told["yearly_value_at_stake"].to_numpy(dtype=float)
    themes, naming = who.themes, who.named.groupby("theme_id")["customer_id"]
    members = [told["customer_id"].isin(naming.get_group(one)) for one in themes["theme_id"]]
    inside = np.array(members, dtype=bool).reshape(len(themes), len(told)).T
    by_money = money_shares_with_bootstrap_intervals(
        money,
        inside,
        rng=np.random.default_rng(settings.random_state),
        n_draws=settings.n_bootstrap,
    )
    rows = [
        (*theme, *_row(member, money, n_lost), of_money.value, of_money.low, of_money.high)
        for theme, member, of_money in zip(
            themes.itertuples(index=False, name=None), inside.T, by_money, strict=True
        )
    ]
    names = [
        *("theme_id", "theme", "is_reason", "n_customers", "n_told", "share", "low", "high"),
        *("value", "bound_low", "bound_high", "money_share", "money_low", "money_high"),
    ]
    ranked = pd.DataFrame(rows, columns=names)
    order = ["is_reason", "n_customers", "theme_id"]
    return ranked.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _row(
    member: npt.NDArray[np.bool_], money: npt.NDArray[np.float64], n_lost: int
) -> tuple[object, ...]:
    n_naming, n_told = int(member.sum()), len(money)
    share = share_with_wilson_interval(n_naming, n_told)
    bounds = (n_naming / n_lost, (n_naming + n_lost - n_told) / n_lost) if n_lost else (0.0, 1.0)
    value = float(money[member].sum())
    return n_naming, n_told, share.value, share.low, share.high, value, *bounds
