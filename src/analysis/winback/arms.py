"""Ways of approaching customers and offers made to them, side by side."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.statistics import balance_p_value, holm_adjusted, newcombe_bounds, wilson_bounds
from analysis.winback.assigned import DOUBTFUL
from analysis.winback.snapshot import Snapshot, is_reached
from analysis.winback.standing import stood_on, what_followed

#: Columns of the log that name an arm, with the word for it.
KINDS = {"approach": "approach", "offer_type": "offer"}

#: Of more arms only the largest are compared.
MOST_ARMS = 6

BY_LOT, SAID, UNSAID = (
    "dealt by lot",
    "not comparable: said to be dealt by lot, but the customers differed beforehand",
    "not comparable: nobody says they were dealt by lot",
)


def people_of_arms(snapshot: Snapshot, *, window_days: int) -> pd.DataFrame:
    """Return everybody called by a programme with an approach or an offer, by the first of each.

    Returns
    -------
    pandas.DataFrame
        ``program, kind, arm, customer_id, day`` (of the first such touch), what ``stood_on`` and
        ``what_followed`` say, ``reached, met`` (before a return), ``cost`` (of all touches of the
        programme) and ``offer_cost``. Only those watched for the whole window.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> len(people_of_arms(take_snapshot({}, as_of=date(2024, 12, 31)), window_days=180))
    0
    """
    touches = snapshot.tried.dropna(subset=["program"]).sort_values(["touched_at", "customer_id"])
    key = ["program", "customer_id"]
    named = [
        touches[touches[column].notna() & touches[column].ne("")].drop_duplicates(key).assign(
            kind=kind, arm=lambda rows, column=column: rows[column], day=lambda rows:
            rows["touched_at"].dt.normalize()
        )[[*key, "kind", "arm", "day"]]
        for column, kind in KINDS.items()
    ]  # fmt: skip
    people = pd.concat(named, ignore_index=True)
    people = what_followed(stood_on(people, snapshot), snapshot, window_days=window_days)
    people = people[people["watched"]].reset_index(drop=True)
    return people.assign(**_came_of(people, touches, snapshot))


def _came_of(
    people: pd.DataFrame, touches: pd.DataFrame, snapshot: Snapshot
) -> dict[str, pd.Series]:
    """Return whether the programme reached and met each customer before a return, and its cost."""
    touches = touches.assign(cost=snapshot.cost_of(touches), spoken=is_reached(touches))
    met = people.reset_index()[["index", "program", "customer_id", "returned_on"]].merge(
        touches, on=["program", "customer_id"]
    )
    early = ~(met["touched_at"].dt.normalize() > met["returned_on"])
    spoken, sat = met["spoken"] & early, met["outcome"].eq("meeting") & early
    by = met.groupby("index")
    return {
        "reached": pd.Series(people.index.isin(met.loc[spoken, "index"]), index=people.index),
        "met": pd.Series(people.index.isin(met.loc[sat, "index"]), index=people.index),
        "cost": by["cost"].sum(min_count=1).reindex(people.index),
        "offer_cost": by["offer_cost"].max().reindex(people.index),
    }


def arms_table(people: pd.DataFrame, *, dealt_by_lot: tuple[str, ...]) -> pd.DataFrame:
    """Return reach, meetings and returns of each arm, and whether arms may be compared.

    Parameters
    ----------
    people
        As ``people_of_arms`` returns them.
    dealt_by_lot
        Programmes whose arms were dealt by lot, as the analyst says.

    Returns
    -------
    pandas.DataFrame
        ``program, kind, arm, n_customers``, then share, low and high of ``reached``, ``met`` and
        ``returned``, ``balance_p`` and ``comparable``; programmes with two arms or more.

    Examples
    --------
    >>> rows = pd.DataFrame({"program": "x", "kind": "approach", "arm": ["card", "call"],
    ...     "reached": True, "met": False, "returned": False, "silence_days": 9.0,
    ...     "n_orders": 1.0, "spend_year": 0.0, "tier": "A"})
    >>> arms_table(rows, dealt_by_lot=())[["arm", "comparable"]].values.tolist()[0]
    ['call', 'not comparable: nobody says they were dealt by lot']
    """
    found = []
    for (program, kind), rows in _compared(people):
        chance = _balance(rows)
        said = str(program) in dealt_by_lot
        stamp = UNSAID if not said else SAID if chance < DOUBTFUL else BY_LOT
        table = rows.groupby("arm").agg(
            n_customers=("arm", "size"),
            **{name: (name, "sum") for name in ("reached", "met", "returned")},
        )
        for name in ("reached", "met", "returned"):
            low, high = wilson_bounds(table[name], table["n_customers"])
            share = table[name] / table["n_customers"]
            table = table.assign(
                **{f"{name}_share": share, f"{name}_low": low, f"{name}_high": high}
            )
        found.append(table.reset_index().assign(
            program=program, kind=kind, balance_p=chance, comparable=stamp
        ))  # fmt: skip
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _compared(people: pd.DataFrame) -> list[tuple[tuple[object, object], pd.DataFrame]]:
    """Return the customers of each programme and kind with two arms or more, the largest six."""
    found = []
    for key, rows in people.groupby(["program", "kind"]):
        size = rows["arm"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        if len(size) > 1:
            largest = rows["arm"].isin(size.index[:MOST_ARMS])
            found.append(((key[0], key[1]), rows[largest]))
    return found


def _balance(rows: pd.DataFrame) -> float:
    """Return how often a fair deal leaves arms this different: the worst, times their number."""
    rows = rows.sort_values("customer_id") if "customer_id" in rows else rows
    before = np.log1p(rows[["silence_days", "n_orders", "spend_year"]].fillna(0.0).clip(lower=0.0))
    arms = rows["arm"].unique()
    none = np.zeros(len(rows), dtype=int)
    found = [balance_p_value(before, rows["arm"].eq(arm), none) for arm in arms]
    return min(1.0, min(found) * len(arms))


def pairs_of_arms(people: pd.DataFrame) -> pd.DataFrame:
    """Return each pair of arms of a programme by the difference of their returns.

    Returns
    -------
    pandas.DataFrame
        ``program, kind, one, other, difference, low, high, p_adjusted``: Newcombe's interval,
        Fisher's exact test, Holm's adjustment over all pairs there are.

    Examples
    --------
    >>> rows = pd.DataFrame({"program": "x", "kind": "offer", "arm": ["a", "b"] * 20,
    ...                      "returned": [True, False] * 20})
    >>> pairs_of_arms(rows)[["one", "other", "difference"]].values.tolist()
    [['a', 'b', 1.0]]
    """
    found = []
    for (program, kind), rows in _compared(people):
        counts = rows.groupby("arm")["returned"].agg(["sum", "size"])
        for one, other in combinations(sorted(counts.index), 2):
            a, b = counts.loc[one].tolist(), counts.loc[other].tolist()
            gap, low, high = newcombe_bounds(a[0], a[1], b[0], b[1])
            exact = stats.fisher_exact([[a[0], a[1] - a[0]], [b[0], b[1] - b[0]]]).pvalue
            found.append({
                "program": program, "kind": kind, "one": one, "other": other,
                "difference": float(gap), "low": float(low), "high": float(high), "p": exact,
            })  # fmt: skip
    table = pd.DataFrame(found)
    if table.empty:
        return table
    return table.assign(p_adjusted=holm_adjusted(table["p"])).drop(columns="p")
