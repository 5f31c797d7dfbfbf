"""How often customers go quiet for each reason: by time, and by how long they have been customers.

The unit is the silence: a customer who went quiet, came back and went quiet again counts twice over
time. Time at risk counts from the second order, where a rhythm begins, and stops while a customer
is quiet.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.patterns.groups import compare_groups
from analysis.patterns.who import WhoSaidWhat
from analysis.statistics import Floats, poisson_bounds

#: Days of a month on average.
_MONTH = 365.25 / 12

#: Where a statement without a date stands: after all others.
_UNDATED = pd.Timestamp(2200, 1, 1)

#: Name of the cause where nobody knows the reason.
NOT_KNOWN = "not known"

#: The last so many days are held against the time before when we look for emerging reasons.
RECENT_DAYS = 365


def reasons_of_silences(silences: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return which reason belongs to which silence.

    A mention belongs to the first silence that was not over when it was stated, unless it was
    stated longer before that silence than the customer's limit: then it explains none. Without a
    date it belongs to the silence that lasts.

    Parameters
    ----------
    silences
        ``customer_id, silent_from, quiet_on, ended_on``.
    mentions
        ``customer_id, theme_id, theme, stated_on`` and ``mention_n``.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, silent_from, quiet_on, theme_id, theme, first`` (the first-named reason of
        the silence), each reason once a silence.

    Examples
    --------
    >>> quiet = pd.DataFrame({"customer_id": ["a", "a"],
    ...     "silent_from": pd.to_datetime(["2023-01-01", "2024-01-01"]),
    ...     "quiet_on": pd.to_datetime(["2023-03-01", "2024-03-01"]),
    ...     "ended_on": pd.to_datetime(["2023-06-01", None])})
    >>> said = pd.DataFrame({"customer_id": ["a"], "theme_id": ["t"], "theme": ["late"],
    ...                      "stated_on": pd.to_datetime(["2023-02-01"]), "mention_n": [1]})
    >>> reasons_of_silences(quiet, said)["silent_from"].dt.year.tolist()
    [2023]
    """
    known = silences[silences["silent_from"].notna()]
    both = mentions.merge(
        known[["customer_id", "silent_from", "quiet_on", "ended_on"]], on="customer_id"
    )
    stated = pd.to_datetime(both["stated_on"]).fillna(_UNDATED).astype("datetime64[ns]")
    open_then = both["ended_on"].isna() | (both["ended_on"] > stated)
    both = both.assign(open_then=open_then, stated=stated)
    keys = ["customer_id", "stated_on", "mention_n", "theme_id"]
    chosen = both.sort_values(["open_then", "silent_from"], ascending=[False, True], kind="stable")
    chosen = chosen[chosen["open_then"]].drop_duplicates(keys)
    early = chosen["stated"] < chosen["silent_from"] - (chosen["quiet_on"] - chosen["silent_from"])
    chosen = chosen[~early]
    order = ["customer_id", "silent_from", "stated", "mention_n", "theme_id"]
    chosen = chosen.sort_values(order, kind="stable")
    once = chosen.drop_duplicates(["customer_id", "silent_from", "theme_id"])
    first = ~once.duplicated(["customer_id", "silent_from"])
    columns = ["customer_id", "silent_from", "quiet_on", "theme_id", "theme"]
    return once[columns].assign(first=first).reset_index(drop=True)


def incidence(silences: pd.DataFrame, named: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return how many customers go quiet for each reason, per 1,000 active customer-months.

    Parameters
    ----------
    silences
        As ``dormancy.all_silences`` returns it.
    named
        As ``reasons_of_silences`` returns it.
    as_of
        Snapshot date.

    Returns
    -------
    pandas.DataFrame
        By half-year and reason: ``period`` (first day), ``theme_id, theme, n_silences`` (with the
        reason), ``n_quiet`` (all that began to be quiet then), ``n_told`` (of these with any
        reason), ``months`` (active customer-months), ``rate, low, high`` (per 1,000 of them;
        Garwood 95 %). The theme ``not known`` holds silences nobody explained.

    References
    ----------
    Garwood (1936), Biometrika 28(3/4), 437-442.

    Examples
    --------
    >>> quiet = pd.DataFrame({"customer_id": ["a"], "repeat_since": pd.to_datetime(["2024-01-01"]),
    ...     "silent_from": pd.to_datetime(["2024-02-01"]),
    ...     "quiet_on": pd.to_datetime(["2024-04-01"]), "ended_on": pd.to_datetime([None])})
    >>> nothing = pd.DataFrame(columns=["customer_id", "silent_from", "theme_id", "theme"])
    >>> found = incidence(quiet, nothing, as_of=date(2024, 6, 30))
    >>> found[["theme", "n_silences"]].values.tolist(), found["months"].round(1).tolist()
    ([['not known', 1]], [3.0])
    """
    columns = ["period", "theme_id", "theme", "n_silences", "n_quiet", "n_told", "months"]
    if silences.empty:
        return pd.DataFrame(columns=[*columns, "rate", "low", "high"])
    starts = _half_years(silences["repeat_since"].min(), pd.Timestamp(as_of))
    months = _active_days(silences, starts, pd.Timestamp(as_of)) / _MONTH
    events = silences[silences["quiet_on"].notna() & (silences["quiet_on"] <= pd.Timestamp(as_of))]
    keys = ["customer_id", "silent_from"]
    told = events.merge(named[[*keys, "theme_id", "theme"]], on=keys, how="left")
    unknown = told["theme_id"].isna()
    told = told.assign(
        theme_id=told["theme_id"].mask(unknown, ""), theme=told["theme"].mask(unknown, NOT_KNOWN)
    )
    told["period"] = _period_of(told["quiet_on"], starts)
    counted = told.groupby(["period", "theme_id", "theme"]).size().rename("n_silences")
    per = told.assign(told=~unknown).groupby(["period", *keys])["told"].max().groupby("period")
    sizes = per.agg(n_quiet="size", n_told="sum")
    themes = told[["theme_id", "theme"]].drop_duplicates("theme_id").sort_values("theme_id")
    grid = pd.DataFrame({"period": starts, "months": months}).merge(themes, how="cross")
    full = grid.merge(counted.reset_index(), on=["period", "theme_id", "theme"], how="left")
    full = full.merge(sizes.reset_index(), on="period", how="left")
    counts = ["n_silences", "n_quiet", "n_told"]
    full[counts] = full[counts].fillna(0).astype(int)
    return _with_rates(full[columns])


def _with_rates(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows[rows["months"] > 0].reset_index(drop=True)
    bounds = np.array([poisson_bounds(int(count)) for count in rows["n_silences"]]).reshape(-1, 2)
    scale = 1000 / rows["months"]
    return rows.assign(
        rate=rows["n_silences"] * scale, low=bounds[:, 0] * scale, high=bounds[:, 1] * scale
    )


def _half_years(first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
    start = pd.Timestamp(first.year, 1 if first.month <= 6 else 7, 1)
    return pd.date_range(start, last, freq="6MS")


def _period_of(days: pd.Series, starts: pd.DatetimeIndex) -> pd.Series:
    places = starts.searchsorted(days, side="right") - 1
    return pd.Series(starts[places], index=days.index)


def _active_days(silences: pd.DataFrame, starts: pd.DatetimeIndex, as_of: pd.Timestamp) -> Floats:
    """Days in each period on which customers with a rhythm were not beyond their limit."""
    end = as_of + pd.Timedelta(days=1)
    edges = np.append(starts.to_numpy(), np.datetime64(end, "ns"))
    people = silences.drop_duplicates("customer_id")
    quiet = silences[silences["quiet_on"].notna()]
    owned = _days_in(people["repeat_since"], pd.Series(end, index=people.index), edges)
    return owned - _days_in(quiet["quiet_on"], quiet["ended_on"].fillna(end), edges)


def _days_in(starts: pd.Series, ends: pd.Series, edges: npt.NDArray[np.datetime64]) -> Floats:
    """Days of all intervals from start (in) to end (out) that lie between neighbouring edges."""
    reach = [
        ((np.minimum(ends.to_numpy(), edge) - starts.to_numpy()) / np.timedelta64(1, "D"))
        .clip(min=0)
        .sum()
        for edge in edges
    ]
    return np.diff(np.asarray(reach, float))


def emerging(named: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return which reasons are told more or less often of late than before.

    Compared are the silences of the last year with those before, among customers who told us, by
    customer: each counts once, with the last silence they explained. Shares, not rates: how much
    was written down may have changed as well.

    Returns
    -------
    pandas.DataFrame
        As ``compare_groups``, the rows of the last year: ``theme_id, theme, n_group`` (who told us
        of a silence of the last year), ``share, rest_share`` (before), ``difference, low, high,
        verdict``.

    Examples
    --------
    >>> said = pd.DataFrame({"customer_id": [], "silent_from": pd.to_datetime([]),
    ...                      "theme_id": [], "theme": []})
    >>> len(emerging(said, as_of=date(2024, 6, 30)))
    0
    """
    last = named.groupby("customer_id")["silent_from"].transform("max")
    latest = named[named["silent_from"] == last]
    people = latest[["customer_id", "silent_from"]].drop_duplicates("customer_id")
    recent = people["silent_from"] > pd.Timestamp(as_of) - pd.Timedelta(days=RECENT_DAYS)
    people = people.assign(when=np.where(recent, "last year", "before"), yearly_value_at_stake=0.0)
    found = compare_groups(WhoSaidWhat(people, latest), ["when"])
    return found[found["group"] == "last year"].reset_index(drop=True)
