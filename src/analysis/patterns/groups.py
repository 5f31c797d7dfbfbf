"""Where a reason is named more often than elsewhere, and what of it is more than chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.patterns.who import WhoSaidWhat
from analysis.results import Estimate, Finding
from analysis.statistics import difference_of_shares, flagged_by_false_discovery_rate

#: Groups in which fewer customers than this told us are not compared: nothing could be seen.
GROUP_TOLD_FLOOR = 10


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


def say_patterns(compared: pd.DataFrame) -> Finding:
    """Return the sentence on where each reason is named more often.

    Examples
    --------
    >>> say_patterns(pd.DataFrame(columns=["flagged", "difference"])).sentence
    'Cannot tell groups apart: none has enough customers who told us.'
    """
    if compared.empty:
        sentence = "Cannot tell groups apart: none has enough customers who told us."
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
        f"{top['share']:.0%} of the {top['n_group']:,} there who told us, against "
        f"{top['rest_share']:.0%} elsewhere (difference {gap.interval}); "
        f"{n_tests - len(flagged)} of {n_tests} comparisons show nothing reliable."
    )
    return Finding(sentence, numbers, doubts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
