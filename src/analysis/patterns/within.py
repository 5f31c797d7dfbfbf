"""Does a difference remain among customers who are alike? The check for Simpson's trap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.patterns.who import WhoSaidWhat
from analysis.results import Estimate
from analysis.statistics import difference_within_strata

#: Thirds of the yearly value at stake: size explains much, and every export knows it.
VALUE_THIRD = "value third"

#: Strata in which the group and others meet must hold this share of the customers, and may make
#: the interval so many times as wide.
_MOST, _WIDER = 0.8, 2.0


def check_within(who: WhoSaidWhat, compared: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """Return what remains of each striking difference among customers alike in another respect.

    Checked are comparisons that hold up, and those that a plain interval would let pass: they are
    what a reader of a table would believe. Held alike are, one at a time, all other kinds of group
    and thirds of the yearly value at stake.

    Parameters
    ----------
    who
        As for ``compare_groups``.
    compared
        What it returned.
    kinds
        Group columns of ``who.lost``.

    Returns
    -------
    pandas.DataFrame
        One row per comparison, with the respect that takes most of it away: ``kind, group,
        theme_id, theme, difference, low, high, deviation, flagged,
        held`` (what is held alike),
        ``within, within_low, within_high`` (Mantel-Haenszel), ``n_within`` (customers in strata
        that hold both), ``goes_away`` (less than half of it remains, and nothing for certain).

    Examples
    --------
    >>> from analysis.patterns.groups import no_comparisons
    >>> nobody = WhoSaidWhat(pd.DataFrame({"customer_id": [], "yearly_value_at_stake": []}),
    ...                      pd.DataFrame({"customer_id": [], "theme_id": [], "theme": []}))
    >>> len(check_within(nobody, no_comparisons(), ["tier"]))
    0
    """
    columns = [
        "kind", "group", "theme_id", "theme", "difference", "low", "high", "deviation", "flagged",
        "held", "within", "within_low", "within_high", "n_within", "goes_away",
    ]  # fmt: skip
    if compared.empty:
        return pd.DataFrame(columns=columns)
    striking = compared[compared["flagged"].astype(bool) | (compared["low"] * compared["high"] > 0)]
    told = who.told
    told = told.assign(**{VALUE_THIRD: _thirds(told["yearly_value_at_stake"])})
    respects = [kind for kind in (*kinds, VALUE_THIRD) if kind in told]
    rows = [
        checked
        for row in striking.to_dict("records")
        if (checked := _most_explained(row, told, who.named, respects)) is not None
    ]
    found = pd.DataFrame(rows, columns=columns)
    order = found["deviation"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order].reset_index(drop=True)


def _most_explained(
    row: dict[str, object], told: pd.DataFrame, named: pd.DataFrame, respects: Sequence[str]
) -> dict[str, object] | None:
    """Return the comparison with the respect that leaves least of it, or None where none can."""
    naming = told["customer_id"].isin(
        named.loc[named["theme_id"] == row["theme_id"], "customer_id"]
    )
    inside = told[str(row["kind"])].astype(str) == row["group"]
    known = told[str(row["kind"])].notna()
    crude = float(str(row["difference"]))
    sign = 1 if crude > 0 else -1
    best: dict[str, object] | None = None
    for held in respects:
        if held == row["kind"]:
            continue
        usable = known & told[held].notna()
        found = _within(naming[usable], inside[usable], told.loc[usable, held])
        if found.value is None or not _precise(found, row, int(known.sum())):
            continue
        if best is None or sign * found.value < sign * float(str(best["within"])):
            best = row | {
                "held": held,
                "within": found.value,
                "within_low": found.low,
                "within_high": found.high,
                "n_within": found.n,
                "goes_away": _goes_away(crude, found),
            }
    return best


def _precise(found: Estimate, row: dict[str, object], n: int) -> bool:
    """Whether the strata hold most customers and cost little precision: else noise explains all."""
    assert found.low is not None
    assert found.high is not None
    plain = float(str(row["high"])) - float(str(row["low"]))
    return found.n >= _MOST * n and found.high - found.low <= _WIDER * plain


def _within(naming: pd.Series, inside: pd.Series, strata: pd.Series) -> Estimate:
    codes, names = pd.factorize(strata)
    at = 2 * codes + ~inside.to_numpy(dtype=bool)
    n = np.bincount(at, minlength=2 * len(names)).reshape(-1, 2)
    hits = np.bincount(at[naming.to_numpy(dtype=bool)], minlength=2 * len(names)).reshape(-1, 2)
    return difference_within_strata(hits[:, 0], n[:, 0], hits[:, 1], n[:, 1])


def _goes_away(crude: float, found: Estimate) -> bool:
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    return (found.low <= 0 <= found.high and abs(found.value) < abs(crude) / 2) or (
        found.value * crude < 0
    )


def _thirds(money: pd.Series) -> pd.Series:
    """Return low, middle or high third; nothing where the money is all the same."""
    if money.nunique() < 3:
        return pd.Series(index=money.index, dtype="str")
    ranks = money.rank(method="average") / len(money)
    names = np.where(ranks <= 1 / 3, "low", np.where(ranks <= 2 / 3, "middle", "high"))
    return pd.Series(names, index=money.index)
