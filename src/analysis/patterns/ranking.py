"""Each reason's share of the dormant customers who told us, and of their money."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.patterns.who import WhoSaidWhat
from analysis.settings import Settings
from analysis.statistics import money_share_with_bootstrap_interval, share_with_wilson_interval


def rank_reasons(who: WhoSaidWhat, *, settings: Settings) -> pd.DataFrame:
    """Return each theme's share of the customers who told us, and of their money.

    Returns
    -------
    pandas.DataFrame
        Most named first: ``theme_id, theme, is_reason, n_customers, n_told, share, low, high``
        (Wilson), ``value`` (yearly value at stake of those who named it), ``money_share,
        money_low, money_high`` (customer bootstrap), ``bound_low, bound_high`` (what the share of
        *all* dormant customers could be, whatever those think who told nothing).

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
    rows = [
        _reason_row(theme, told, who.named, n_lost=n_lost, settings=settings)
        for theme in who.themes.itertuples(index=False)
    ]
    columns = [
        *("theme_id", "theme", "is_reason", "n_customers", "n_told", "share", "low", "high"),
        *("value", "money_share", "money_low", "money_high", "bound_low", "bound_high"),
    ]
    ranked = pd.DataFrame(rows, columns=columns)
    order = ["is_reason", "n_customers", "theme_id"]
    return ranked.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _reason_row(
    theme: pd.Series, told: pd.DataFrame, named: pd.DataFrame, *, n_lost: int, settings: Settings
) -> tuple[object, ...]:
    naming = named.loc[named["theme_id"] == theme.theme_id, "customer_id"]
    member = told["customer_id"].isin(naming).to_numpy()
    money = told["yearly_value_at_stake"].to_numpy(dtype=float)
    n_naming, n_told = int(member.sum()), len(told)
    share = share_with_wilson_interval(n_naming, n_told)
    by_money = money_share_with_bootstrap_interval(
        money,
        member,
        rng=np.random.default_rng(settings.random_state),
        n_draws=settings.n_bootstrap,
    )
    bounds = (n_naming / n_lost, (n_naming + n_lost - n_told) / n_lost) if n_lost else (0.0, 1.0)
    return (
        *(theme.theme_id, theme.theme, bool(theme.is_reason), n_naming, n_told),
        *(share.value, share.low, share.high, float(money[member].sum())),
        *(by_money.value, by_money.low, by_money.high, *bounds),
    )
