"""Each reason's share by the half-year in which the customers went quiet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.patterns.who import WhoSaidWhat
from analysis.statistics import wilson_bounds


def reasons_over_time(who: WhoSaidWhat) -> pd.DataFrame:
    """Return each theme's share by the half-year in which the customers went quiet.

    Returns
    -------
    pandas.DataFrame
        ``period`` (first day of the half-year), ``theme_id, theme, n_told, n_naming, share, low,
        high``; the denominator is the customers of that half-year who told us.

    Examples
    --------
    >>> lost = pd.DataFrame({"customer_id": ["a"], "last_order_on": [pd.Timestamp("2024-08-09")]})
    >>> named = pd.DataFrame({"customer_id": ["a"], "theme_id": ["t"], "theme": ["late"]})
    >>> reasons_over_time(WhoSaidWhat(lost, named))[["period", "share"]].astype(str).values.tolist()
    [['2024-07-01', '1.0']]
    """
    told = who.told[["customer_id", "last_order_on"]]
    period = _half_year(told["last_order_on"])
    told = told.assign(period=period)
    sizes = told.groupby("period").size().rename("n_told")
    counted = (
        who.named.merge(told, on="customer_id")
        .groupby(["period", "theme_id", "theme"])
        .size()
        .rename("n_naming")
        .reset_index()
    )
    grid = pd.MultiIndex.from_product([sizes.index, who.themes["theme_id"]])
    full = grid.to_frame(index=False, name=["period", "theme_id"])
    full = full.merge(who.themes[["theme_id", "theme"]], on="theme_id")
    full = full.merge(counted.drop(columns="theme"), on=["period", "theme_id"], how="left")
    full = full.merge(sizes, on="period").fillna({"n_naming": 0}).astype({"n_naming": int})
    low, high = wilson_bounds(full["n_naming"], full["n_told"])
    full = full.assign(share=full["n_naming"] / full["n_told"], low=low, high=high)
    return full.sort_values(["period", "theme_id"], ignore_index=True)


def _half_year(days: pd.Series) -> pd.Series:
    months = pd.to_datetime(days)
    first = np.where(months.dt.month <= 6, 1, 7)
    return pd.to_datetime({"year": months.dt.year, "month": first, "day": 1})
