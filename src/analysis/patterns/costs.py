"""What each reason costs a year, and whom it may strike next."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.patterns.incidence import NOT_KNOWN
from analysis.patterns.who import WhoSaidWhat
from analysis.statistics import FEWEST_RESAMPLED, Floats, bootstrap_bounds


def cost_of_reasons(
    who: WhoSaidWhat, *, floor: int, rng: np.random.Generator, n_draws: int = 1000
) -> pd.DataFrame:
    """Return the yearly money lost by reason, so that it adds up to the loss of all dormant ones.

    Who names several reasons is divided among them in equal parts; *not known* holds the money of
    those who told nothing. The money of all who name a reason stands beside it: these sums overlap.

    Parameters
    ----------
    floor
        Reasons that fewer customers name go together as *rarer reasons*, each customer once; where
        these, or those not known, are still so few, both go together.

    Returns
    -------
    pandas.DataFrame
        Most money first, *rarer reasons* and *not known* last: ``theme_id, theme, n_customers``
        (naming it), ``value`` (divided), ``low, high`` (customer bootstrap 95 %; missing under 20
        customers), ``share`` (of the loss), ``value_named`` (of all who name it, undivided).

    Examples
    --------
    >>> lost = pd.DataFrame({"customer_id": list("abc"), "yearly_value_at_stake": [60.0, 30, 10]})
    >>> named = pd.DataFrame({"customer_id": ["a", "a", "b"], "theme_id": ["t", "p", "p"],
    ...                       "theme": ["late", "price", "price"]})
    >>> found = cost_of_reasons(WhoSaidWhat(lost, named), floor=1, rng=np.random.default_rng(0))
    >>> found[["theme", "value", "value_named"]].values.tolist()
    [['price', 60.0, 90.0], ['late', 30.0, 60.0], ['not known', 10.0, 10.0]]
    """
    lost = who.lost.sort_values("customer_id", ignore_index=True)
    money = lost["yearly_value_at_stake"].fillna(0.0).to_numpy(dtype=float)
    said = who.said.drop_duplicates(["customer_id", "theme_id"])
    place = pd.Index(lost["customer_id"]).get_indexer(said["customer_id"])
    said, place = said[place >= 0], place[place >= 0]
    n_reasons = np.bincount(place, minlength=len(lost))
    themes = [*said.groupby("theme_id", sort=True)["theme"].first().items(), ("", NOT_KNOWN)]
    column = {theme_id: number for number, (theme_id, _) in enumerate(themes)}
    parts = np.zeros((len(lost), len(themes)))
    parts[place, said["theme_id"].map(column)] = 1 / n_reasons[place]
    parts[n_reasons == 0, -1] = 1.0
    themes, parts = _rare_together(themes, parts, floor)
    low, high = _intervals(parts * money[:, None], rng, n_draws)
    found = pd.DataFrame(themes, columns=["theme_id", "theme"]).assign(
        n_customers=(parts > 0).sum(axis=0),
        value=money @ parts,
        low=low,
        high=high,
        share=money @ parts / max(money.sum(), 1e-9),
        value_named=money @ (parts > 0),
    )
    found = found.assign(last=found["theme_id"].map({_RARE: 1, "": 2}).fillna(0))
    order = ["last", "value", "theme_id"]
    found = found.sort_values(order, ascending=[True, False, True], ignore_index=True)
    return found.drop(columns="last")


#: Id of the reasons that too few customers name to stand alone.
_RARE = "rare"


def _rare_together(
    themes: list[tuple[str, str]], parts: Floats, floor: int
) -> tuple[list[tuple[str, str]], Floats]:
    """Put the reasons of fewer customers than ``floor`` into one column before the last."""
    n_naming = (parts > 0).sum(axis=0)
    few = n_naming < floor
    few[-1] = False
    if not few.any():
        return themes, parts
    rare, unknown = parts[:, few].sum(axis=1), parts[:, -1]
    kept = [theme for theme, is_few in zip(themes[:-1], few[:-1], strict=True) if not is_few]
    columns = parts[:, :-1][:, ~few[:-1]]
    sizes = ((rare > 0).sum(), (unknown > 0).sum())
    if any(0 < size < floor for size in sizes):
        rest = [("", f"rarer reasons, or {NOT_KNOWN}" if all(sizes) else "rarer reasons")]
        return kept + rest, np.column_stack([columns, rare + unknown])
    rest = [(_RARE, "rarer reasons"), themes[-1]]
    return kept + rest, np.column_stack([columns, rare, unknown])


def _intervals(parts: Floats, rng: np.random.Generator, n_draws: int) -> tuple[Floats, Floats]:
    """Resample customers; the sums of all parts, not their means, are told."""
    if len(parts) < FEWEST_RESAMPLED:
        nothing = np.full(parts.shape[1], np.nan)
        return nothing, nothing
    return bootstrap_bounds(lambda w: w @ parts, len(parts), rng=rng, n_draws=n_draws)


def exposed(compared: pd.DataFrame, traps: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the active customers who share the circumstance of a reason that strikes there.

    Parameters
    ----------
    compared
        As ``compare_groups`` returns it; what holds up as a surplus counts.
    traps
        As ``check_within``: what goes away among customers alike is no circumstance.
    customers
        All customers with ``dormancy_state, spend_last_12_months`` and the group columns.

    Returns
    -------
    pandas.DataFrame
        ``kind, group, theme, difference, low, high, n_active, spend_last_12_months``, most money
        first.

    Examples
    --------
    >>> from analysis.patterns.groups import no_comparisons
    >>> len(exposed(no_comparisons(), pd.DataFrame(), pd.DataFrame()))
    0
    """
    columns = ["kind", "group", "theme", "difference", "low", "high"]
    struck = compared[compared["flagged"].astype(bool) & (compared["difference"] > 0)]
    keys = ["kind", "group", "theme_id"]
    if len(traps):
        gone = pd.MultiIndex.from_frame(traps.loc[traps["goes_away"].astype(bool), keys])
        struck = struck[~pd.MultiIndex.from_frame(struck[keys]).isin(gone)]
    rows = []
    for row in struck.to_dict("records"):
        active = customers["dormancy_state"].isin(("active", "slipping"))
        inside = customers[active & (customers[str(row["kind"])].astype(str) == row["group"])]
        money = float(inside["spend_last_12_months"].sum())
        rows.append((*(row[name] for name in columns), len(inside), money))
    found = pd.DataFrame(rows, columns=[*columns, "n_active", "spend_last_12_months"])
    return found.sort_values("spend_last_12_months", ascending=False, ignore_index=True)
