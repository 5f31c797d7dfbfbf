"""Who left for which reason, and for how much money: the join of the two answers.

Everything here counts customers, never mentions; one customer may name several reasons. A share's
denominator is the dormant customers who told us, unless its name says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.results import Estimate, Finding
from analysis.settings import Settings
from analysis.statistics import (
    difference_of_shares,
    flagged_by_false_discovery_rate,
    money_share_with_bootstrap_interval,
    share_with_wilson_interval,
    wilson_bounds,
)

#: Groups in which fewer customers than this told us are not compared: nothing could be seen.
GROUP_TOLD_FLOOR = 10


@dataclass(frozen=True)
class WhoSaidWhat:
    """The dormant customers and the reasons they named.

    Parameters
    ----------
    lost
        One row per dormant customer: ``customer_id, yearly_value_at_stake, last_order_on`` and
        group columns.
    named
        One row per customer and reason: ``customer_id, theme_id, theme``.
    quiet_themes
        Theme ids that are no reason (*other*, *no reason given*): counted, never compared.

    Examples
    --------
    >>> who = WhoSaidWhat(pd.DataFrame({"customer_id": ["a", "b"],
    ...                                 "yearly_value_at_stake": [9.0, 1.0]}),
    ...                   pd.DataFrame({"customer_id": ["a"], "theme_id": ["t1"],
    ...                                 "theme": ["late"]}))
    >>> who.told["customer_id"].tolist()
    ['a']
    """

    lost: pd.DataFrame
    named: pd.DataFrame
    quiet_themes: tuple[str, ...] = ()

    @property
    def told(self) -> pd.DataFrame:
        """The dormant customers with at least one documented statement."""
        return self.lost[self.lost["customer_id"].isin(self.named["customer_id"])]

    @property
    def documented(self) -> pd.DataFrame:
        """The dormant customers with at least one reason: a statement that is not only quiet."""
        reasons = self.named[~self.named["theme_id"].isin(self.quiet_themes)]
        return self.lost[self.lost["customer_id"].isin(reasons["customer_id"])]

    @property
    def themes(self) -> pd.DataFrame:
        """Each theme with its name and whether it is a reason."""
        names = self.named[["theme_id", "theme"]].drop_duplicates("theme_id")
        names = names.sort_values("theme_id", kind="stable", ignore_index=True)
        return names.assign(is_reason=~names["theme_id"].isin(self.quiet_themes))


def join_who_and_why(
    dormancy: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    attributes: pd.DataFrame | None = None,
    quiet_themes: Sequence[str] = (),
) -> WhoSaidWhat:
    """Return dormant customers with their reasons, each customer once a reason.

    Parameters
    ----------
    dormancy
        One row per customer, with ``dormancy_state`` and ``yearly_value_at_stake``.
    mentions
        One row per mention, with ``customer_id, theme_id, theme``.
    attributes
        Optional group columns, one row per ``customer_id``.
    quiet_themes
        Ids that are no reason.

    Examples
    --------
    >>> people = pd.DataFrame({"customer_id": ["a", "b"], "dormancy_state": ["dormant", "active"],
    ...                        "yearly_value_at_stake": [5.0, 0.0]})
    >>> said = pd.DataFrame({"customer_id": ["a", "a", "b"], "theme_id": ["t", "t", "t"],
    ...                      "theme": ["late"] * 3})
    >>> len(join_who_and_why(people, said).named)
    1
    """
    lost = dormancy[dormancy["dormancy_state"] == "dormant"]
    lost = lost.rename(columns={"segment": "buying pattern"})
    if attributes is not None:
        lost = lost.merge(attributes, on="customer_id", how="left", validate="one_to_one")
    named = mentions[["customer_id", "theme_id", "theme"]].drop_duplicates(
        ["customer_id", "theme_id"]
    )
    named = named[named["customer_id"].isin(lost["customer_id"])]
    order = ["customer_id", "theme_id"]
    return WhoSaidWhat(
        lost.sort_values("customer_id", ignore_index=True),
        named.sort_values(order, ignore_index=True),
        tuple(quiet_themes),
    )


def coverage(who: WhoSaidWhat, *, by: str | None = None) -> pd.DataFrame:
    """Return for how many dormant customers a why is documented, overall or by group.

    Returns
    -------
    pandas.DataFrame
        ``group, n_dormant, n_told`` (with a reason), ``share, low, high``; the denominator is
        ``n_dormant``.

    Examples
    --------
    >>> who = WhoSaidWhat(pd.DataFrame({"customer_id": ["a", "b"]}),
    ...                   pd.DataFrame({"customer_id": ["a"], "theme_id": ["t"], "theme": ["x"]}))
    >>> coverage(who)[["n_dormant", "n_told", "share"]].values.tolist()
    [[2.0, 1.0, 0.5]]
    """
    groups = pd.Series("all", index=who.lost.index) if by is None else who.lost[by]
    told = who.lost["customer_id"].isin(who.documented["customer_id"])
    counted = (
        pd.DataFrame({"group": groups.fillna("not stated").astype(str), "told": told})
        .groupby("group", sort=True)["told"]
        .agg(n_dormant="size", n_told="sum")
        .reset_index()
    )
    low, high = wilson_bounds(counted["n_told"], counted["n_dormant"])
    return counted.assign(share=counted["n_told"] / counted["n_dormant"], low=low, high=high)


def rank_reasons(who: WhoSaidWhat, *, settings: Settings) -> pd.DataFrame:
    """Return each theme's share of the customers who told us, and of their money.

    Returns
    -------
    pandas.DataFrame
        Most named first: ``theme_id, theme, is_reason, n_customers, n_told, share, low, high``
        (Wilson), ``value`` (yearly value at stake of those who named it), ``money_share,
        money_low, money_high`` (customer bootstrap), ``bound_low, bound_high`` (what the share of
        *all* dormant customers could be, whatever the silent ones think).

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


def compare_groups(who: WhoSaidWhat, kinds: Sequence[str]) -> pd.DataFrame:
    """Return where a reason is named more or less often than by the rest.

    Each reason and group is one exact test at customer grain; within one kind of group the false
    discovery rate is held at 5 %.

    Parameters
    ----------
    who
        Dormant customers with their reasons.
    kinds
        Group columns of ``who.lost``, such as ``segment`` and ``territory``.

    Returns
    -------
    pandas.DataFrame
        ``kind, group, theme_id, theme, n_group, n_naming, share, rest_share, difference, low,
        high`` (Newcombe), ``p_value, flagged, value``.

    References
    ----------
    Fisher (1934), Statistical Methods for Research Workers, section 21.02; Newcombe (1998).

    Examples
    --------
    >>> ids = [f"c{i:02}" for i in range(40)]
    >>> lost = pd.DataFrame({"customer_id": ids, "yearly_value_at_stake": 1.0,
    ...                      "tier": ["big"] * 20 + ["small"] * 20})
    >>> named = pd.DataFrame({"customer_id": ids, "theme": ["late"] * 20 + ["price"] * 20})
    >>> named["theme_id"] = named["theme"]
    >>> found = compare_groups(WhoSaidWhat(lost, named), ["tier"])
    >>> found.loc[found["flagged"], ["group", "theme", "difference"]].values.tolist()
    [['big', 'late', 1.0], ['big', 'price', -1.0], ['small', 'late', -1.0], ['small', 'price', 1.0]]
    """
    parts = [_compare_kind(who, kind) for kind in kinds if kind in who.lost.columns]
    kept = [part for part in parts if not part.empty]
    nothing = no_comparisons()
    return pd.concat(kept, ignore_index=True)[list(nothing.columns)] if kept else nothing


def no_comparisons() -> pd.DataFrame:
    """Return the table of ``compare_groups`` without a row.

    Examples
    --------
    >>> len(no_comparisons())
    0
    """
    columns = [
        *("kind", "group", "theme_id", "theme", "n_group", "n_naming", "share", "rest_share"),
        *("difference", "low", "high", "p_value", "flagged", "value"),
    ]
    return pd.DataFrame(columns=columns)


def _compare_kind(who: WhoSaidWhat, kind: str) -> pd.DataFrame:
    told = who.told.dropna(subset=[kind])
    sizes = told[kind].astype(str).value_counts()
    groups = sorted(sizes[sizes >= GROUP_TOLD_FLOOR].index)
    if len(groups) < 2:
        return pd.DataFrame()
    reasons = who.themes[who.themes["is_reason"]]
    rows = [
        _compare_one(theme, told, told[kind].astype(str) == group, who.named)
        | {"kind": kind, "group": group}
        for group in groups
        for theme in reasons.itertuples(index=False)
    ]
    compared = pd.DataFrame(rows)
    return compared.assign(flagged=flagged_by_false_discovery_rate(compared["p_value"]))


def _compare_one(
    theme: pd.Series, told: pd.DataFrame, inside: pd.Series, named: pd.DataFrame
) -> dict[str, object]:
    naming = told["customer_id"].isin(named.loc[named["theme_id"] == theme.theme_id, "customer_id"])
    n_group, n_rest = int(inside.sum()), int((~inside).sum())
    hits, hits_rest = int((naming & inside).sum()), int((naming & ~inside).sum())
    gap = difference_of_shares(hits, n_group, hits_rest, n_rest)
    table = [[hits, n_group - hits], [hits_rest, n_rest - hits_rest]]
    return {
        "theme_id": theme.theme_id,
        "theme": theme.theme,
        "n_group": n_group,
        "n_naming": hits,
        "share": hits / n_group,
        "rest_share": hits_rest / n_rest if n_rest else np.nan,
        "difference": gap.value,
        "low": gap.low,
        "high": gap.high,
        "p_value": float(stats.fisher_exact(table).pvalue),
        "value": float(told.loc[naming & inside, "yearly_value_at_stake"].sum()),
    }


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


def say_patterns(compared: pd.DataFrame) -> Finding:
    """Return the sentence on where each reason is named more often.

    Examples
    --------
    >>> say_patterns(pd.DataFrame(columns=["flagged", "difference"])).sentence
    'Cannot tell groups apart: none has enough customers with a statement.'
    """
    if compared.empty:
        sentence = "Cannot tell groups apart: none has enough customers with a statement."
        return Finding(sentence, {"n_comparisons": Estimate.exact(0, 0, "tests run")})
    flagged = compared[compared["flagged"].astype(bool)]
    n_tests = len(compared)
    numbers = {
        "n_comparisons": Estimate.exact(n_tests, n_tests, "tests run"),
        "n_comparisons_flagged": Estimate.exact(
            len(flagged), n_tests, "Fisher exact, false discovery rate 5 % a kind of group"
        ),
    }
    doubts = (
        "A difference between groups is seen together with the group; it is no proof of cause.",
        "About 1 in 20 flags is false by design; what is not flagged may still differ a little.",
    )
    if flagged.empty:
        sentence = (
            f"These data show **no difference between groups** beyond chance: none of {n_tests} "
            "comparisons holds up."
        )
        return Finding(sentence, numbers, doubts)
    # Of two groups the smaller p-value leads; a surplus reads better than the same gap reversed.
    ranked = flagged.assign(deficit=flagged["difference"] < 0)
    top = ranked.sort_values(["deficit", "p_value", "theme_id", "group"]).iloc[0]
    gap = Estimate(top["difference"], top["low"], top["high"], int(top["n_group"]), "Newcombe 95 %")
    numbers["strongest_difference"] = gap
    often = "more often" if top["difference"] > 0 else "less often"
    sentence = (
        f"**{_capital(top['theme'])}** is named {often} in {top['kind']} **{top['group']}**: by "
        f"{top['share']:.0%} of the {top['n_group']:,} there with a statement, against "
        f"{top['rest_share']:.0%} elsewhere (difference {gap.interval}); "
        f"{n_tests - len(flagged)} of {n_tests} comparisons show nothing reliable."
    )
    return Finding(sentence, numbers, doubts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
