"""Asking for a No: what came of it, among those asked and among those reached."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics import wilson_bounds
from analysis.winback.closing import AGE_BANDS, age_band
from analysis.winback.snapshot import Snapshot, is_reached, looked_up

#: Outcomes of asking for a No; a customer's latest answer is final, without one the best that came.
OUTCOMES = ("stays", "out", "annoyed or refused", "talked, no answer", "not reached")
_LAST_ANSWER = 2


def closure_asks(snapshot: Snapshot) -> pd.DataFrame:
    """Return each customer asked for a No with their one final outcome.

    Returns
    -------
    pandas.DataFrame
        ``customer_id, asked_on`` (first), ``outcome`` (of ``OUTCOMES``), ``band`` of the silence
        when asked.

    Examples
    --------
    >>> from datetime import date
    >>> from analysis.winback.snapshot import take_snapshot
    >>> closure_asks(take_snapshot({"touches": pd.DataFrame({"customer_id": ["a", "a"],
    ...     "purpose": "closure", "outcome": ["voicemail", "opt_out"],
    ...     "touched_at": ["2024-11-01", "2024-11-09"]})}, as_of=date(2024, 12, 31)))[
    ...     ["customer_id", "outcome"]].values.tolist()
    [['a', 'out']]
    """
    columns = ["customer_id", "asked_on", "outcome", "band"]
    rows = snapshot.touches[snapshot.touches["purpose"] == "closure"]
    words = {"opt_in": 0, "opt_out": 1, "refused": 2, "intrusion": 2}
    talked = is_reached(rows) & ~rows["outcome"].isin(words)
    turn = rows["outcome"].map(words).fillna(4).mask(talked, 3)
    turn = turn.astype(int)
    final = rows.assign(turn=turn, kind=turn.where(turn > _LAST_ANSWER, 0)).sort_values(
        ["customer_id", "kind", "touched_at", "turn"], ascending=[True, True, False, False]
    )
    found = final.drop_duplicates("customer_id").assign(
        asked_on=lambda last: looked_up(
            last["customer_id"], rows.groupby("customer_id")["touched_at"].min()
        )
    )
    orders = snapshot.orders.rename(columns={"ordered_on": "last_on"}).sort_values("last_on")
    met = pd.merge_asof(
        found.sort_values("asked_on"), orders, left_on="asked_on", right_on="last_on",
        by="customer_id",
    )  # fmt: skip
    outcome = met["turn"].map(dict(enumerate(OUTCOMES)))
    silence = (met["asked_on"] - met["last_on"]).dt.days
    band = age_band(silence.fillna(0)).where(silence.notna(), "not known")
    named = met.assign(outcome=outcome, band=band)
    return named.sort_values("customer_id", ignore_index=True)[columns]


def outcomes_of_asking(asks: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes with their shares of those asked and of those reached.

    Parameters
    ----------
    asks
        As ``closure_asks`` returns it.

    Returns
    -------
    pandas.DataFrame
        ``outcome, n_customers, n_asked, share, low, high, n_reached, reached_share, reached_low,
        reached_high``.

    Examples
    --------
    >>> found = outcomes_of_asking(pd.DataFrame({"outcome": ["stays", "out", "not reached"]}))
    >>> found.loc[0, ["n_customers", "n_asked", "n_reached"]].tolist()
    [1, 3, 2]
    """
    counts = asks["outcome"].value_counts().reindex(list(OUTCOMES), fill_value=0)
    n, n_reached = int(counts.sum()), int(counts.drop("not reached").sum())
    low, high = wilson_bounds(counts.to_numpy(), n)
    reached = counts.where(counts.index != "not reached")
    r_low, r_high = wilson_bounds(reached.fillna(0).to_numpy(), n_reached)
    missing = reached.isna().to_numpy()
    return pd.DataFrame({
        "outcome": counts.index, "n_customers": counts.to_numpy(), "n_asked": n,
        "share": counts.to_numpy() / max(n, 1), "low": low, "high": high, "n_reached": n_reached,
        "reached_share": reached.to_numpy() / max(n_reached, 1),
        "reached_low": np.where(missing, np.nan, r_low),
        "reached_high": np.where(missing, np.nan, r_high),
    })  # fmt: skip


def stays_by_age(asks: pd.DataFrame, orders: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return by the age of the silence who says *stays* when reached, and who orders again.

    Parameters
    ----------
    asks
        As ``closure_asks`` returns it.
    orders
        ``customer_id, ordered_on``.

    Returns
    -------
    pandas.DataFrame
        ``band, n_reached, stay_share, stay_low, stay_high, n_asked, return_share, return_low,
        return_high`` (an order after being asked, by ``as_of``).

    Examples
    --------
    >>> asks = pd.DataFrame({"customer_id": ["a"], "asked_on": [pd.Timestamp("2024-11-01")],
    ...                      "outcome": ["stays"], "band": ["1 to 2 years"]})
    >>> none = pd.DataFrame({"customer_id": [], "ordered_on": pd.to_datetime([])})
    >>> found = stays_by_age(asks, none, as_of=pd.Timestamp("2024-12-31"))
    >>> found[["band", "n_reached", "stay_share", "return_share"]].values.tolist()
    [['1 to 2 years', 1, 1.0, 0.0]]
    """
    latest = orders[orders["ordered_on"] <= as_of].groupby("customer_id")["ordered_on"].max()
    rows = asks.assign(
        reached=asks["outcome"] != "not reached",
        stays=asks["outcome"] == "stays",
        back=looked_up(asks["customer_id"], latest) > asks["asked_on"],
    )
    found = rows.groupby("band").agg(
        n_asked=("band", "size"), n_reached=("reached", "sum"), n_stay=("stays", "sum"),
        n_back=("back", "sum"),
    )  # fmt: skip
    names = [name for _, _, name in AGE_BANDS if name in found.index]
    found = found.reindex(names).rename_axis("band").reset_index()
    stay_low, stay_high = wilson_bounds(found["n_stay"], found["n_reached"])
    low, high = wilson_bounds(found["n_back"], found["n_asked"])
    return found.assign(
        stay_share=found["n_stay"] / found["n_reached"].where(found["n_reached"] > 0),
        stay_low=stay_low, stay_high=stay_high,
        return_share=found["n_back"] / found["n_asked"], return_low=low, return_high=high,
    )  # fmt: skip
