"""How many of the customers who start go quiet, and for which reason: competing causes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.patterns.incidence import NOT_KNOWN
from analysis.statistics import Ints, cumulative_incidence, wilson_bounds

#: Days after the second order at which the shares are told.
STEPS = (182, 365, 547, 730, 1095)

#: With fewer customers still followed a share is not told.
FEWEST_AT_RISK = 20

#: Causes told by name; the others go together.
MOST_CAUSES = 5


def gone_by_cause(
    silences: pd.DataFrame,
    named: pd.DataFrame,
    *,
    as_of: date,
    rng: np.random.Generator,
    n_draws: int = 200,
) -> pd.DataFrame:
    """Return how many customers have gone quiet so long after their second order, by first reason.

    Followed are customers whose second order the data show to be theirs: those who already bought
    in the first half-year of the data may have been customers long before, and are left out. The
    first silence counts, with the reason named first; silences nobody explained are a cause of
    their own, never left out.

    Parameters
    ----------
    silences
        As ``dormancy.all_silences`` returns it.
    named
        As ``reasons_of_silences`` returns it.
    rng
        Source of the bootstrap over customers.

    Returns
    -------
    pandas.DataFrame
        ``days_since, theme_id, theme, share, low, high`` (percentile bootstrap 95 %), ``n``
        (customers followed), ``n_gone`` (for the reason, at any time), ``at_risk`` (still followed
        then).

    Examples
    --------
    >>> quiet = pd.DataFrame({"customer_id": [], "repeat_since": pd.to_datetime([]),
    ...     "silent_from": pd.to_datetime([]), "quiet_on": pd.to_datetime([])})
    >>> said = pd.DataFrame({"customer_id": [], "silent_from": pd.to_datetime([]),
    ...                      "theme_id": [], "theme": [], "first": []})
    >>> len(gone_by_cause(quiet, said, as_of=date(2024, 6, 30), rng=np.random.default_rng(0)))
    0
    """
    people = _first_silences(silences, named)
    if len(people) < FEWEST_AT_RISK:
        return pd.DataFrame(
            columns=[
                *("days_since", "theme_id", "theme", "share", "low", "high"),
                *("n", "n_gone", "at_risk"),
            ]
        )
    end = people["quiet_on"].fillna(pd.Timestamp(as_of))
    days = (end - people["repeat_since"]).dt.days.to_numpy(dtype=float)
    themes, cause = _causes(people)
    at_risk = np.array([(days >= step).sum() for step in STEPS])
    steps = np.array(STEPS)[at_risk >= FEWEST_AT_RISK]
    chances = np.full(len(days), 1 / len(days))
    drawn = np.array(
        [
            cumulative_incidence(
                days,
                cause,
                n_causes=len(themes),
                steps=steps,
                weights=rng.multinomial(len(days), chances),
            )
            for _ in range(n_draws)
        ]
    )
    share = cumulative_incidence(days, cause, n_causes=len(themes), steps=steps)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    # Nobody, or everybody, is gone for a reason in every sample: of those known so long ago.
    known = np.array([((days >= step) | (cause >= 0)).sum() for step in steps])
    least, most = wilson_bounds(share * known, np.broadcast_to(known, share.shape))
    low, high = np.where(low == high, least, low), np.where(low == high, most, high)
    rows = [
        (step, *themes[k], share[k, j], low[k, j], high[k, j], len(days), (cause == k).sum(), risk)
        for j, (step, risk) in enumerate(zip(steps, at_risk, strict=False))
        for k in range(len(themes))
    ]
    columns = ["days_since", "theme_id", "theme", "share", "low", "high", "n", "n_gone", "at_risk"]
    return pd.DataFrame(rows, columns=columns)


#: Customers who order in the first so many days of the data may have been customers before.
_FIRST_DAYS = 182


def _first_silences(silences: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """One row a customer whose start is seen: when it began, when quiet first, and why."""
    if silences.empty:
        return silences
    began = silences["repeat_since"].min() + pd.Timedelta(days=_FIRST_DAYS)
    seen = silences[silences["repeat_since"] >= began]
    people = seen.sort_values(["customer_id", "silent_from"]).drop_duplicates("customer_id")
    keys = ["customer_id", "silent_from"]
    first = named[named["first"].astype(bool)]
    return people.merge(first[[*keys, "theme_id", "theme"]], on=keys, how="left")


def _causes(people: pd.DataFrame) -> tuple[list[tuple[str, str]], Ints]:
    """Name the causes, most frequent first, the rest together, the unknown last; number each."""
    gone = people["quiet_on"].notna()
    known = people[gone & people["theme_id"].notna()]
    sizes = known.groupby(["theme_id", "theme"]).size().rename("n").reset_index()
    sizes = sizes.sort_values(["n", "theme_id"], ascending=[False, True], kind="stable")
    top = list(sizes[["theme_id", "theme"]].head(MOST_CAUSES).itertuples(index=False, name=None))
    themes = [*top, *([("rest", "other reasons")] if len(sizes) > len(top) else ())]
    themes.append(("", NOT_KNOWN))
    number = {theme_id: place for place, (theme_id, _) in enumerate(top)}
    cause = people["theme_id"].map(lambda one: number.get(one, len(top)))
    cause = cause.where(people["theme_id"].notna(), len(themes) - 1).where(gone, -1)
    return themes, cause.to_numpy(dtype=np.int64)
