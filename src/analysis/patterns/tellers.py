"""Who told, when, at which talk, and which competitor they name."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.patterns.groups import compare_groups
from analysis.patterns.who import WhoSaidWhat
from analysis.results import Estimate
from analysis.settings import Settings
from analysis.statistics import (
    money_share_with_bootstrap_interval,
    share_with_wilson_interval,
    wilson_bounds,
)
from analysis.vocabulary import FIRST_HAND

#: Talks from this number on count together: later ones are few.
LAST_TALK = 3

#: A column with more names than this is free text; the most named are ranked.
MOST_COMPETITORS = 20


def compare_tellers(who: WhoSaidWhat, statements: pd.DataFrame) -> pd.DataFrame:
    """Return each reason's share by whether the customer or somebody of ours told.

    Each customer counts on one side only; of whom both told is left out here, so that the two
    sides are independent. The false discovery rate is held at 5 %.

    Parameters
    ----------
    who
        What was told unasked: those drawn by lot are other customers, not other tellers.
    statements
        ``customer_id, source``, one row per statement.

    Returns
    -------
    pandas.DataFrame
        As ``compare_groups`` returns it, the rows in which the customers told.

    Examples
    --------
    >>> ids = [f"c{number:02}" for number in range(40)]
    >>> said = pd.DataFrame({"customer_id": ids, "theme": ["late"] * 20 + ["price"] * 20})
    >>> said["theme_id"] = said["theme"]
    >>> lost = pd.DataFrame({"customer_id": ids, "yearly_value_at_stake": 1.0})
    >>> rows = pd.DataFrame({"customer_id": ids, "source": ["customer"] * 20 + ["rep"] * 20})
    >>> found = compare_tellers(WhoSaidWhat(lost, said), rows)
    >>> found[["theme", "share", "rest_share"]].values.tolist()
    [['late', 1.0, 0.0], ['price', 0.0, 1.0]]
    """
    known = statements[statements["source"].notna() & (statements["source"] != "unknown")]
    first = known["source"].isin(FIRST_HAND).groupby(known["customer_id"]).agg(["min", "max"])
    side = pd.Series(np.where(first["min"], "customer", "seller"), index=first.index)
    alone = side[first["min"] == first["max"]]
    lost = who.lost.assign(told_by=who.lost["customer_id"].map(alone))
    apart = WhoSaidWhat(lost, who.named, who.quiet_themes, who.nothing_told)
    found = compare_groups(apart, ["told_by"])
    return found[found["group"] == "customer"].reset_index(drop=True)


def talks(told: pd.DataFrame) -> pd.DataFrame:
    """Return what comes out at the first, second and later talk, by customers.

    Parameters
    ----------
    told
        One row per mention: ``customer_id, theme_id, asked_n, layer``.

    Returns
    -------
    pandas.DataFrame
        ``talk`` (1, 2, 3 = third or later), ``n_customers`` (with a known layer then), ``share,
        low, high`` (of these with a personal reason then), ``n_again`` (who also told at the first
        talk), ``new_share, new_low, new_high`` (of these who name a reason not named at the first).

    Examples
    --------
    >>> rows = pd.DataFrame({"customer_id": ["a", "a", "b"], "theme_id": ["late", "face", "late"],
    ...                      "asked_n": [1, 2, 1], "layer": ["formal", "personal", "formal"]})
    >>> talks(rows)[["talk", "n_customers", "share", "n_again", "new_share"]].values.tolist()
    [[1.0, 2.0, 0.0, 0.0, nan], [2.0, 1.0, 1.0, 1.0, 1.0]]
    """
    rows = told[told["asked_n"].fillna(0) >= 1]
    rows = rows.assign(talk=rows["asked_n"].clip(upper=LAST_TALK).astype(int))
    found = [_one_talk(rows, talk) for talk in sorted(rows["talk"].unique())]
    columns = ["talk", "n_customers", "n_personal", "n_again", "n_new"]
    counted = pd.DataFrame(found, columns=columns)
    low, high = wilson_bounds(counted["n_personal"], counted["n_customers"])
    new_low, new_high = wilson_bounds(counted["n_new"], counted["n_again"])
    return counted.assign(
        share=counted["n_personal"] / counted["n_customers"].replace(0, np.nan),
        low=low,
        high=high,
        new_share=counted["n_new"] / counted["n_again"].replace(0, np.nan),
        new_low=new_low,
        new_high=new_high,
    )


def _one_talk(rows: pd.DataFrame, talk: int) -> tuple[int, ...]:
    here, first = rows[rows["talk"] == talk], rows[rows["talk"] == 1]
    known = here[here["layer"].isin(["formal", "personal"])]
    personal = known.loc[known["layer"] == "personal", "customer_id"]
    again = here[here["customer_id"].isin(first["customer_id"])] if talk > 1 else here.head(0)
    pairs = pd.MultiIndex.from_frame(first[["customer_id", "theme_id"]])
    fresh = ~pd.MultiIndex.from_frame(again[["customer_id", "theme_id"]]).isin(pairs)
    counted = (known["customer_id"], personal, again["customer_id"], again["customer_id"][fresh])
    return (talk, *(ids.nunique() for ids in counted))


def rank_competitors(
    who: WhoSaidWhat, statements: pd.DataFrame, *, settings: Settings
) -> pd.DataFrame:
    """Return each competitor's share of the dormant customers who name one, and of their money.

    Parameters
    ----------
    statements
        ``customer_id, competitor``, one row per statement, each competitor in one spelling.

    Returns
    -------
    pandas.DataFrame
        The 20 most named: ``competitor, n_customers, n_named`` (who name any), ``share, low,
        high`` (Wilson), ``value, money_share, money_low, money_high``.

    Examples
    --------
    >>> lost = pd.DataFrame({"customer_id": ["a", "b"], "yearly_value_at_stake": [30.0, 10.0]})
    >>> rows = pd.DataFrame({"customer_id": ["a", "b", "b"], "competitor": ["Acme", "Acme", "Bo"]})
    >>> found = rank_competitors(WhoSaidWhat(lost, lost.assign(theme_id="t", theme="t")), rows,
    ...                          settings=Settings())
    >>> found[["competitor", "n_customers", "share", "money_share"]].values.tolist()
    [['Acme', 2, 1.0, 1.0], ['Bo', 1, 0.5, 0.25]]
    """
    rows = statements[statements["competitor"].fillna("") != ""]
    rows = rows[rows["customer_id"].isin(who.lost["customer_id"])]
    n_naming = rows.groupby("competitor")["customer_id"].nunique()
    most = n_naming.sort_values(ascending=False, kind="stable").index[:MOST_COMPETITORS]
    naming = who.lost[who.lost["customer_id"].isin(rows["customer_id"])]
    found = [
        _one_competitor(name, naming, rows.loc[rows["competitor"] == name, "customer_id"], settings)
        for name in most
    ]
    columns = [
        *("competitor", "n_customers", "n_named", "share", "low", "high"),
        *("value", "money_share", "money_low", "money_high"),
    ]
    order = ["n_customers", "competitor"]
    ranked = pd.DataFrame(found, columns=columns)
    return ranked.sort_values(order, ascending=[False, True], ignore_index=True)


def _one_competitor(
    name: str, naming: pd.DataFrame, ids: pd.Series, settings: Settings
) -> tuple[object, ...]:
    member = naming["customer_id"].isin(ids).to_numpy()
    money = naming["yearly_value_at_stake"].to_numpy(dtype=float)
    rng = np.random.default_rng(settings.random_state)
    share = share_with_wilson_interval(int(member.sum()), len(naming))
    by_money = money_share_with_bootstrap_interval(
        money, member, rng=rng, n_draws=settings.n_bootstrap
    )
    counts = (int(member.sum()), len(naming), share.value, share.low, share.high)
    return name, *counts, float(money[member].sum()), by_money.value, by_money.low, by_money.high


def days_to_reason(who: WhoSaidWhat, statements: pd.DataFrame) -> Estimate:
    """Return the median days from the last order to the first statement that tells anything.

    The interval is between two order statistics, and needs no shape of the distribution. A
    statement made before the last order counts as day 0.

    Parameters
    ----------
    statements
        ``customer_id, stated_on``, one row per statement of the present silence.

    References
    ----------
    Conover (1999), Practical Nonparametric Statistics, section 3.2.

    Examples
    --------
    >>> lost = pd.DataFrame({"customer_id": list("abcdefg"),
    ...                      "last_order_on": pd.Timestamp("2024-01-01")})
    >>> rows = pd.DataFrame({"customer_id": list("abcdefg"),
    ...                      "stated_on": pd.date_range("2024-01-02", periods=7)})
    >>> named = lost.assign(theme_id="t", theme="t")
    >>> str(days_to_reason(WhoSaidWhat(lost, named), rows))
    '4 days (1 day to 7 days, n=7)'
    """
    first = pd.to_datetime(statements["stated_on"]).groupby(statements["customer_id"]).min()
    told = who.told
    stated = pd.Series(first.reindex(told["customer_id"]).to_numpy(), index=told.index)
    waited = stated - pd.to_datetime(told["last_order_on"])
    days = np.sort(waited.dropna().dt.days.clip(lower=0).to_numpy(dtype=float))
    rank = int(stats.binom.ppf(0.025, days.size, 0.5)) if days.size else 0
    if rank < 1:
        why = "fewer than 6 dated statements of customers who told"
        return Estimate.cannot_tell(int(days.size), why, "days")
    low, high = days[rank - 1], days[-rank]
    method = "median, order statistics 95 %"
    return Estimate(float(np.median(days)), float(low), float(high), int(days.size), method, "days")
