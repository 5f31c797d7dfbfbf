"""The join of who went quiet and what they said, at customer grain.

Everything here counts customers, never mentions; one customer may name several reasons. A share's
denominator is the dormant customers who told us, unless its name says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.statistics import wilson_bounds


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
        Theme ids that are no reason to act on (*other*, mixed left-overs): counted, never compared.
    nothing_told
        Theme ids of statements that tell nothing (*no reason given*). Who told nothing is as
        unknown as who was never asked, and stays out of every denominator of those who told.

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
    nothing_told: tuple[str, ...] = ()

    @property
    def said(self) -> pd.DataFrame:
        """The rows of ``named`` that tell anything."""
        return self.named[~self.named["theme_id"].isin(self.nothing_told)]

    @property
    def told(self) -> pd.DataFrame:
        """The dormant customers who told us anything: the denominator of a reason's share."""
        return self.lost[self.lost["customer_id"].isin(self.said["customer_id"])]

    @property
    def documented(self) -> pd.DataFrame:
        """The dormant customers with at least one reason that can be named."""
        reasons = self.said[~self.said["theme_id"].isin(self.quiet_themes)]
        return self.lost[self.lost["customer_id"].isin(reasons["customer_id"])]

    @property
    def themes(self) -> pd.DataFrame:
        """Each theme with its name and whether it is a reason."""
        names = self.said[["theme_id", "theme"]].drop_duplicates("theme_id")
        names = names.sort_values("theme_id", kind="stable", ignore_index=True)
        return names.assign(is_reason=~names["theme_id"].isin(self.quiet_themes))


def join_who_and_why(
    dormancy: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    attributes: pd.DataFrame | None = None,
    quiet_themes: Sequence[str] = (),
    nothing_told: Sequence[str] = (),
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
    quiet_themes, nothing_told
        As ``WhoSaidWhat`` has them.

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
        tuple(nothing_told),
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
