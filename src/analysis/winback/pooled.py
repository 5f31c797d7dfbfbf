"""Several programmes read together: who counts, and the held back weighted as the called are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from analysis.results import Estimate
from analysis.statistics import careful_difference_of_shares, standard_error
from analysis.winback.assigned import chances_differ, strata_of

#: Programmes differ for other reasons than chance where chance does so less often.
DIFFER = 0.05


def people_of_pool(people: pd.DataFrame, *, as_of: pd.Timestamp, window_days: int) -> pd.DataFrame:
    """Return everybody whose programme is due and has both arms, for all programmes together.

    Who is drawn again while the window of an earlier draw runs counts for the earlier one alone:
    one return would count twice, and who was called before and is silent still has no like among
    the held back, whom nobody draws again so soon.

    Parameters
    ----------
    people
        As ``people_of_trials`` returns it.

    Examples
    --------
    >>> rows = pd.DataFrame({"customer_id": ["a", "b", "a", "c"], "program": ["1", "1", "2", "2"],
    ...     "treated": [True, False, True, False], "stratum": "", "propensity": 0.8,
    ...     "day": pd.to_datetime(["2024-01-01"] * 2 + ["2024-02-01"] * 2),
    ...     "due_on": pd.Timestamp("2024-08-01")})
    >>> people_of_pool(rows, as_of=pd.Timestamp("2024-12-31"), window_days=180)[
    ...     ["customer_id", "program"]].values.tolist()
    [['a', '1'], ['b', '1']]
    """
    due = _with_both_arms(people[(people["due_on"] <= as_of).to_numpy(bool)])
    due = due.sort_values(["customer_id", "day", "program"], ignore_index=True)
    kept: list[bool] = []
    last: dict[str, pd.Timestamp] = {}
    for who, day in zip(due["customer_id"], due["day"], strict=True):
        before = last.get(who)
        kept.append(before is None or (day - before).days > window_days)
        if kept[-1]:
            last[who] = day
    pool = _with_both_arms(due[np.array(kept, bool)]).reset_index(drop=True)
    return pool.assign(draw=drawn_within(pool))


def _with_both_arms(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows.groupby("program")["treated"].transform("nunique") == 2]


def drawn_within(rows: pd.DataFrame, *, always: bool = False) -> pd.Series:
    """Return the draw of each customer: the programme, and the stratum where chances differ.

    Parameters
    ----------
    rows
        ``program, treated``, and ``stratum, propensity`` where they are known.
    always
        Name the stratum where chances are alike too.

    Examples
    --------
    >>> drawn_within(pd.DataFrame({"program": ["a", "b"], "treated": [True, False]})).tolist()
    ['a', 'b']
    """
    found = rows["program"].astype("object")
    if "stratum" not in rows:
        return found
    for name, part in rows.groupby("program"):
        if always or chances_differ(part):
            found[part.index] = str(name) + "\0" + strata_of(part).astype(str)
    return found


def weighted_to_called(rows: pd.DataFrame) -> pd.DataFrame:
    """Return who can be compared, the held back of each draw weighted as its called are.

    The weights of the held back sum to the number of customers who, drawn at once, would tell as
    much; those of the called are 1. A draw without one of the arms compares nobody.

    Examples
    --------
    Of one draw 3 called and 1 held back, of another 1 and 3: three quarters of the called stand
    against one customer.

    >>> rows = pd.DataFrame({"program": ["a"] * 4 + ["b"] * 4,
    ...                      "treated": [True] * 3 + [False] + [True] + [False] * 3})
    >>> found = weighted_to_called(rows)
    >>> found.loc[~found["treated"], "weight"].round(3).tolist()
    [1.286, 0.143, 0.143, 0.143]
    """
    draw = rows["draw"] if "draw" in rows else drawn_within(rows)
    treated = rows["treated"].astype(bool)
    n_called, n_all = (treated.groupby(draw).transform(how) for how in ("sum", "size"))
    both = (n_called > 0) & (n_called < n_all)
    weight = (n_called / (n_all - n_called)[both])[both].where(~treated[both], 1.0)
    held = weight[~treated[both]]
    scale = held.sum() / (held**2).sum() if len(held) else 1.0
    weight = weight.where(treated[both], weight * scale)
    return rows[both].assign(weight=weight, draw=draw[both])


def effect_on(rows: pd.DataFrame, name: str = "returned") -> Estimate:
    """Return the share of the called less that of the held back, each draw within itself.

    Parameters
    ----------
    rows
        As ``weighted_to_called`` returns them.
    name
        What is counted.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 11, joins the intervals of both
    shares; that of a weighted share takes its effective number of customers: Yan & Su (2010),
    Statistics in Biopharmaceutical Research 2(3), 329-335.

    Examples
    --------
    >>> rows = pd.DataFrame({"program": "x", "treated": [True] * 70 + [False] * 80,
    ...     "returned": [True] * 56 + [False] * 14 + [True] * 48 + [False] * 32})
    >>> str(effect_on(weighted_to_called(rows)))
    '20% (4% to 34%, n=150)'
    """
    found = careful_difference_of_shares(*hits_of(rows, name, arm=True), *hits_of(rows, name))
    alike = "; the held back weighted as the called" if len(rows["draw"].unique()) > 1 else ""
    return replace(found, n=len(rows), method=found.method + alike)


def hits_of(rows: pd.DataFrame, name: str, *, arm: bool = False) -> tuple[float, float]:
    """Return how many of one arm, by weight, and the weight of all of it.

    Examples
    --------
    >>> rows = pd.DataFrame({"treated": [False] * 2, "weight": 1.5, "back": [True, False]})
    >>> hits_of(rows, "back")
    (1.5, 3.0)
    """
    rows = rows[rows["treated"].eq(arm)]
    return float(rows["weight"][rows[name].astype(bool)].sum()), float(rows["weight"].sum())


def differ_by_chance(effects: list[Estimate]) -> float:
    """Return how often chance alone makes programmes that do the same differ so much.

    References
    ----------
    Cochran (1954), Biometrics 10(1), 101-129.

    Examples
    --------
    >>> alike = [Estimate(0.1, 0.0, 0.2, 99, ""), Estimate(0.1, 0.0, 0.2, 99, "")]
    >>> differ_by_chance(alike), differ_by_chance([*alike, Estimate(0.6, 0.5, 0.7, 99, "")]) < 0.001
    (1.0, True)
    """
    known = [(one.value, standard_error(one)) for one in effects if one.value is not None]
    value, error = np.array(known, float).reshape(-1, 2).T
    weight = 1 / np.maximum(error, 1e-9) ** 2
    if len(value) < 2:
        return 1.0
    mean = (weight * value).sum() / weight.sum()
    return float(stats.chi2.sf((weight * (value - mean) ** 2).sum(), len(value) - 1))
