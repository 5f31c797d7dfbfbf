"""Tables of what an offer brings, and what may be paid for a return."""

from __future__ import annotations

import pandas as pd

from analysis.exports import Shown
from analysis.plots.blocks import Block, large_enough, nothing, table


def table_of_offers(offers: pd.DataFrame, *, floor: int) -> Block:
    """Return the three factors of what an offer brings, ranked by value and not by return.

    Parameters
    ----------
    offers
        As ``winback.value_of_offers`` returns it.
    floor
        The lives of fewer returners are hidden.

    Examples
    --------
    >>> table_of_offers(pd.DataFrame(), floor=5)
    Cannot tell what offers bring: no programme made two, or too few days have passed since.
    """
    rows = large_enough(offers, "n_back", floor)
    if rows.empty:
        return nothing(
            "Cannot tell what offers bring: no programme made two, or too few days have passed "
            "since."
        )
    rows = rows.sort_values(["program", "by_value", "offer"])
    days, stamps = int(rows["days_followed"].min()), sorted(rows["comparable"].unique())
    columns = (
        Shown("program", "Programme"), Shown("offer", "Offer"),
        Shown("n_customers", "Customers", "count"),
        Shown("return_share", "Returned", "share", "return_low", "return_high"),
        Shown("months", "Months they stay", "ratio"),
        Shown("margin_month", "Margin a month", "money"),
        Shown("margin_share", "Margin of sales", "share"), Shown("cost", "Cost", "money"),
        Shown("value", "Left per customer offered", "money", "value_low", "value_high"),
        Shown("by_value", "Rank by value", "count"), Shown("by_return", "Rank by return", "count"),
    )  # fmt: skip
    return table(
        rows, columns, caption="What an offer is worth: chance x months x margin",
        source=f"Second lifetimes followed for {days} days; {'; '.join(stamps)}; ranks whose "
        "intervals overlap may be chance",
    )  # fmt: skip


def table_of_bounties(bounties: pd.DataFrame) -> Block:
    """Return what may be paid for a return before a programme loses money.

    Parameters
    ----------
    bounties
        As ``winback.bounties`` returns it.

    Examples
    --------
    >>> table_of_bounties(pd.DataFrame())
    Cannot tell what a bounty may cost: it needs a hold-out that was read, and what calling costs.
    """
    columns = (Shown("what", "Paid on every return"),
               Shown("value", "Money", "money", "low", "high"))  # fmt: skip
    return table(
        bounties, columns, caption="What a return may cost",
        source="A bounty is paid on natural returns too; intervals are those of the effect",
        empty="Cannot tell what a bounty may cost: it needs a hold-out that was read, and what "
        "calling costs.",
    )  # fmt: skip
