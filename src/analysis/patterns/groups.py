"""Where a reason is named more often than elsewhere, and what of it is more than chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.patterns.permuted import chance_of, deviations_of, selected_reasons
from analysis.patterns.who import WhoSaidWhat
from analysis.statistics import Ints, newcombe_bounds, smallest_difference

#: Groups in which fewer customers than this told us are not compared: nothing could be seen.
GROUP_TOLD_FLOOR = 10

#: What nobody would act on, as a difference of shares: ten points.
WORTH_ACTING = 0.10

#: Deals of customers to groups for each reason.
N_DEALS = 9999

#: False discovery rate.
RATE = 0.05

#: What may be said of a comparison.
DIFFERS, NO_DIFFERENCE, CANNOT_TELL = "differs", "no difference", "cannot tell"


def compare_groups(
    who: WhoSaidWhat, kinds: Sequence[str], *, random_state: int = 0, n_draws: int = N_DEALS
) -> pd.DataFrame:
    """Return where a reason is named more or less often than by the rest, at customer grain.

    A comparison *differs* when its kind of group, its reason within the kind and its group within
    the reason all hold up against customers dealt to the groups by lot (``permuted``). Otherwise
    there is *no difference* worth acting on when the interval lies within ten points of nothing;
    else the data *cannot tell*.

    Parameters
    ----------
    who
        Dormant customers with their reasons.
    kinds
        Group columns of ``who.lost``, such as ``segment`` and ``territory``.
    random_state
        Seed of the deals; the order of customers does not matter.
    n_draws
        Deals for each reason.

    Returns
    -------
    pandas.DataFrame
        ``kind, group, theme_id, theme, n_group, n_naming, share, rest_share, difference, low,
        high`` (Newcombe 95 %), ``p_value`` (how often dealing by lot makes some group of the kind
        as striking), ``deviation`` (in standard deviations of such deals),
        ``flagged, verdict, detectable`` (smallest difference that would be seen four times in
        five), ``value`` (yearly value at stake of those naming it there).

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890; for the deals see ``permuted``.

    Examples
    --------
    >>> ids = [f"c{i:02}" for i in range(40)]
    >>> lost = pd.DataFrame({"customer_id": ids, "yearly_value_at_stake": 1.0,
    ...                      "tier": ["big"] * 20 + ["small"] * 20})
    >>> named = pd.DataFrame({"customer_id": ids, "theme": ["late"] * 20 + ["price"] * 20})
    >>> named["theme_id"] = named["theme"]
    >>> found = compare_groups(WhoSaidWhat(lost, named), ["tier"], n_draws=999)
    >>> found.loc[found["flagged"], ["group", "theme", "difference"]].values.tolist()
    [['big', 'late', 1.0], ['big', 'price', -1.0], ['small', 'late', -1.0], ['small', 'price', 1.0]]
    """
    told = who.told.sort_values("customer_id", ignore_index=True)
    reasons = who.themes[who.themes["is_reason"]].reset_index(drop=True)
    rng = np.random.default_rng(random_state)
    parts: dict[str, pd.DataFrame] = {}
    for kind in dict.fromkeys(kinds):
        rows = told.dropna(subset=[kind]) if kind in told else told.head(0)
        rows = _large_groups(rows, kind)
        if len(rows) and len(reasons):
            parts[kind] = _compare_kind(rows, kind, reasons, who.named, rng=rng, n_draws=n_draws)
    return _with_verdicts(parts) if parts else no_comparisons()


def no_comparisons() -> pd.DataFrame:
    """Return the table of ``compare_groups`` without a row.

    Examples
    --------
    >>> len(no_comparisons())
    0
    """
    columns = [
        *("kind", "group", "theme_id", "theme", "n_group", "n_naming", "share", "rest_share"),
        *("difference", "low", "high", "p_value", "deviation", "flagged", "verdict"),
        *("detectable", "value"),
    ]
    return pd.DataFrame(columns=columns)


def _large_groups(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the customers of groups in which enough told us; none where only one group is left."""
    if rows.empty:
        return rows
    names = rows[kind].astype(str)
    sizes = names.value_counts()
    large = sizes.index[sizes >= GROUP_TOLD_FLOOR]
    kept = rows.assign(**{kind: names})[names.isin(large)]
    return kept.reset_index(drop=True) if len(large) > 1 else rows.head(0)


def _compare_kind(
    told: pd.DataFrame,
    kind: str,
    reasons: pd.DataFrame,
    named: pd.DataFrame,
    *,
    rng: np.random.Generator,
    n_draws: int,
) -> pd.DataFrame:
    labels, groups = pd.factorize(told[kind], sort=True)
    pairs = named[["customer_id", "theme_id"]].drop_duplicates()
    customer = pd.Index(told["customer_id"]).get_indexer(pairs["customer_id"])
    reason = pd.Index(reasons["theme_id"]).get_indexer(pairs["theme_id"])
    inside = (customer >= 0) & (reason >= 0)
    customer, reason = customer[inside], reason[inside]
    money = told["yearly_value_at_stake"].to_numpy(dtype=float)[customer]
    shape = (len(groups), len(reasons))
    places, n_cells = labels[customer] * shape[1] + reason, shape[0] * shape[1]
    hits = np.bincount(places, minlength=n_cells).reshape(shape)
    sizes = np.bincount(labels, minlength=shape[0])
    chance = chance_of(sizes, hits, rng=rng, n_draws=n_draws)
    group, reason = np.divmod(np.arange(n_cells), shape[1])
    return _cells(sizes[group], hits.ravel(), hits.sum(axis=0)[reason], len(labels)).assign(
        kind=kind,
        group=groups.to_numpy()[group],
        theme_id=reasons["theme_id"].to_numpy()[reason],
        theme=reasons["theme"].to_numpy()[reason],
        p_value=chance.ravel(),
        deviation=deviations_of(sizes, hits).ravel(),
        value=np.bincount(places, money, minlength=n_cells),
    )


def _cells(n_group: Ints, hits: Ints, named: Ints, n: int) -> pd.DataFrame:
    """One row per group and reason: counts, shares, difference to the rest with its interval."""
    rest, others = n - n_group, named - hits
    gap, low, high = newcombe_bounds(hits, n_group, others, rest)
    return pd.DataFrame({
        "n_group": n_group,
        "n_naming": hits,
        "n_rest": rest,
        "share": hits / n_group,
        "rest_share": others / rest,
        "difference": gap,
        "low": low,
        "high": high,
    })  # fmt: skip


def _with_verdicts(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Pick what holds up over all kinds, and say of the rest whether anything could be seen."""
    by_reason = {
        kind: rows.groupby("theme_id", sort=False)["p_value"].min().to_numpy(dtype=float)
        for kind, rows in parts.items()
    }
    picked = selected_reasons(by_reason, rate=RATE)
    found = []
    for kind, rows in parts.items():
        themes = rows["theme_id"].drop_duplicates()
        good = rows["theme_id"].isin(themes[picked[kind]]) & (rows["p_value"] <= RATE)
        seen = smallest_difference(
            rows["rest_share"], rows["n_group"], rows["n_rest"], level=RATE / len(themes)
        )
        found.append(rows.assign(flagged=good, detectable=seen))
    compared = pd.concat(found, ignore_index=True)
    within = (compared["low"] > -WORTH_ACTING) & (compared["high"] < WORTH_ACTING)
    quiet = np.where(within, NO_DIFFERENCE, CANNOT_TELL)
    compared["verdict"] = np.where(compared["flagged"], DIFFERS, quiet)
    return compared[list(no_comparisons().columns)]
